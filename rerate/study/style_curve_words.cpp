#include "rerate/study/style_curve_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr StyleMeasure kHeadlineMeasures[] = {StyleMeasure::level, StyleMeasure::change,
                                              StyleMeasure::annual_change};

std::vector<const StyleCorrelation*> headline_rows(const StyleCurve& found) {
  std::vector<const StyleCorrelation*> rows;
  for (const auto measure : kHeadlineMeasures) rows.push_back(&found.headline(measure));
  return rows;
}

std::string percent_of(double level) { return shortest(std::round(1000 * level) / 10) + "%"; }

// "levels 0.22 (90% interval -0.12 to 0.51), monthly changes 0.07 (0.00 to 0.13) and 12-month changes ...".
std::string three_in_words(const StyleCurve& found, const StyleCurveRequest& request) {
  std::vector<std::string> words;
  for (const auto* one : headline_rows(found)) {
    auto text = with_interval(*one);
    if (words.empty() && text.find('(') != std::string::npos)
      text.insert(text.find('(') + 1, percent_of(request.question.level) + " interval ");
    words.push_back(measure_in_words(one->measure, request.question.year) + " " + text);
  }
  return joined_with_and(words);
}

std::string measures_in_words(const std::vector<const StyleCorrelation*>& rows, int year) {
  std::vector<std::string> words;
  for (const auto* one : rows) words.push_back(measure_in_words(one->measure, year));
  return joined_with_and(words);
}

// How far a claim lies from an estimate before the width of the interval is accounted for.
constexpr double kFar = 0.1;

// Why an interval is wide enough to hold a claim that its estimate is far from.
std::string why_wide(StyleMeasure measure, const StyleCurve& found) {
  const bool levels = measure == StyleMeasure::level;
  if (levels && found.spurious()) return "is that wide because both series wander";
  if (levels && found.relative.front().wanders())
    return "is that wide because value over growth wanders, so that few swings are seen";
  if (levels && found.curve.wanders())
    return "is that wide because the curve wanders, so that few swings are seen";
  return "is that wide because the months hold few independent swings";
}

// The end of the three intervals that lies nearest to a claim outside all of them.
std::string nearest_end(const StyleCurve& found, const StyleCurveRequest& request, double claim) {
  const StyleCorrelation* nearest = nullptr;
  double end = 0;
  for (const auto* one : headline_rows(found))
    for (const double candidate : {one->interval.low, one->interval.high})
      if (!std::isnan(candidate) && (!nearest || std::fabs(candidate - claim) < std::fabs(end - claim))) {
        nearest = one;
        end = candidate;
      }
  if (!nearest) return {};
  return fmt::format("; the nearest end is {}, of {}", correlation_in_words(end),
                     measure_in_words(nearest->measure, request.question.year));
}

// Which of the three intervals hold the claim.
std::string inside_in_words(const StyleCurve& found, const StyleCurveRequest& request, double claim) {
  const auto rows = headline_rows(found);
  if (std::all_of(rows.begin(), rows.end(), [](const auto* one) { return std::isnan(one->interval.low); }))
    return {};
  std::vector<const StyleCorrelation*> inside;
  for (const auto* one : rows)
    if (contains(*one, claim) && !reproduces(*one, claim)) inside.push_back(one);
  const auto claimed = claim_in_words(claim);
  if (inside.empty()) {
    const bool reproduced =
        std::any_of(rows.begin(), rows.end(), [&](const auto* one) { return reproduces(*one, claim); });
    if (reproduced) return {};
    return fmt::format(" {} lies outside all three intervals{}.", claimed,
                       nearest_end(found, request, claim));
  }
  const bool one = inside.size() == 1;
  std::vector<std::string> estimates;
  for (const auto* row : inside) estimates.push_back(correlation_in_words(row->pearson));
  auto text = fmt::format(" {} lies inside the interval{} of {}, but the estimate{} there {} {}", claimed,
                          one ? "" : "s", measures_in_words(inside, request.question.year), one ? "" : "s",
                          one ? "is" : "are", joined_with_and(estimates));
  if (std::fabs(inside.front()->pearson - claim) > kFar)
    text +=
        fmt::format(": {} {}", one ? "that interval" : "the first", why_wide(inside.front()->measure, found));
  return text + ".";
}

std::string best_in_words(const StyleCurve& found, const StyleCurveRequest& request) {
  const auto& best = best_of(found, request.claim);
  return fmt::format(" Of the {} definitions in the table, the {} is {} ({}, {}).", found.correlations.size(),
                     request.claim && *request.claim < 0 ? "lowest" : "highest",
                     correlation_in_words(best.pearson), request.pairs.at(best.pair).title,
                     definition_in_words(best, request));
}

// Definitions beyond the three of the headline that come to the claim.
std::string others_in_words(const StyleCurve& found, const StyleCurveRequest& request, double claim) {
  std::vector<std::string> words;
  for (const auto& one : found.correlations) {
    const bool told = one.pair == 0 && one.lead == 0 && one.measure != StyleMeasure::return_on_level;
    if (!told && reproduces(one, claim))
      words.push_back(
          fmt::format("{}, {}", request.pairs.at(one.pair).title, definition_in_words(one, request)));
  }
  if (words.empty()) return {};
  std::string text;
  for (const auto& one : words) text += (text.empty() ? "" : "; ") + one;
  return fmt::format(" Of the other definitions tried, {} {} to it: {}.", few_in_words(words.size()),
                     words.size() == 1 ? "comes" : "come", text);
}

std::string subject(const StyleCurveRequest& request) {
  return fmt::format("value over growth ({})", request.pairs.front().title);
}

std::string answer_to_claim(const StyleCurve& found, const StyleCurveRequest& request, double claim) {
  std::vector<const StyleCorrelation*> reproduced;
  for (const auto* one : headline_rows(found))
    if (reproduces(*one, claim)) reproduced.push_back(one);
  auto text = fmt::format(
      "A correlation of {} between the curve and {} is {}: {}.", claim_in_words(claim), subject(request),
      reproduced.empty() ? std::string("not reproduced by the usual three")
                         : "reproduced by " + measures_in_words(reproduced, request.question.year),
      three_in_words(found, request));
  text += inside_in_words(found, request, claim);
  const bool by_levels = !reproduced.empty() && reproduced.front()->measure == StyleMeasure::level;
  if (by_levels && found.spurious())
    text += " But both series wander, and the levels of such series correlate by accident.";
  return text + others_in_words(found, request, claim);
}

// Without a claim: which of the three intervals leave zero out.
std::string told_from_zero(const StyleCurve& found, const StyleCurveRequest& request) {
  std::vector<const StyleCorrelation*> told;
  for (const auto* one : headline_rows(found))
    if (one->interval.low > 0 || one->interval.high < 0) told.push_back(one);
  if (told.empty()) return " None of the three is told from zero.";
  if (told.size() == 3) return " All three are told from zero.";
  return fmt::format(" Only {} {} told from zero.", measures_in_words(told, request.question.year), "are");
}

std::string test_in_words(const WanderingTest& one) { return "ADF " + p_in_words(one.test->p); }

}  // namespace

std::string measure_in_words(StyleMeasure measure, int year) {
  switch (measure) {
    case StyleMeasure::level: return "levels";
    case StyleMeasure::return_on_level: return fmt::format("{}-month returns on the level", year);
    case StyleMeasure::change: return "monthly changes";
    case StyleMeasure::annual_change: return fmt::format("{}-month changes", year);
  }
  return {};
}

std::string definition_in_words(const StyleCorrelation& one, const StyleCurveRequest& request) {
  auto words = measure_in_words(one.measure, request.question.year);
  if (one.lead > 0) words += fmt::format(", the curve {} months before", one.lead);
  return words;
}

std::string asked_in_words(const StyleCurveRequest& request) {
  const auto& asked = request.question.asked;
  auto words = fmt::format("{} of {}", measure_in_words(asked.measure, request.question.year),
                           request.pairs.at(asked.pair).title);
  if (asked.lead > 0)
    words += fmt::format(", the curve {} before", count_of(static_cast<std::size_t>(asked.lead), "month"));
  return words + (asked.by_ranks ? ", by ranks" : "");
}

std::string correlation_in_words(double value) { return fixed(value, 2); }

std::string claim_in_words(double claim) {
  const auto digits = shortest(claim), rounded = fixed(claim, 2);
  return digits.size() > rounded.size() ? digits : rounded;
}

std::string with_interval(const StyleCorrelation& one) {
  if (std::isnan(one.interval.low)) return correlation_in_words(one.pearson);
  return fmt::format("{} ({} to {})", correlation_in_words(one.pearson),
                     correlation_in_words(one.interval.low), correlation_in_words(one.interval.high));
}

bool reproduces(const StyleCorrelation& one, double claim) {
  constexpr double kRounding = 1e-12;  // 0.705 reproduces 0.71
  return std::fabs(one.pearson - claim) <= kReproducedWithin + kRounding;
}

bool contains(const StyleCorrelation& one, double claim) {
  return one.interval.low <= claim && claim <= one.interval.high;
}

const StyleCorrelation& best_of(const StyleCurve& found, std::optional<double> claim) {
  const double sign = claim && *claim < 0 ? -1 : 1;
  return *std::max_element(found.correlations.begin(), found.correlations.end(),
                           [&](const auto& a, const auto& b) { return sign * a.pearson < sign * b.pearson; });
}

std::string style_headline(const StyleCurve& found, const StyleCurveRequest& request) {
  if (request.claim) return answer_to_claim(found, request, *request.claim) + best_in_words(found, request);
  return fmt::format("{} and the curve correlate by {}.", capitalised(subject(request)),
                     three_in_words(found, request)) +
         told_from_zero(found, request) + best_in_words(found, request);
}

std::vector<std::string> style_warnings(const StyleCurve& found, const StyleCurveRequest& request) {
  std::vector<std::string> both, alone;
  for (std::size_t k = 0; k < found.relative.size(); ++k) {
    if (!found.relative[k].wanders()) continue;
    (found.curve.wanders() ? both : alone)
        .push_back(fmt::format("{} ({})", request.pairs.at(k).title, test_in_words(found.relative[k])));
  }
  std::vector<std::string> warnings;
  if (!both.empty())
    warnings.push_back(fmt::format(
        "Neither the curve ({}) nor value over growth of {} is told from a series that wanders without "
        "returning to a mean. Levels of such series correlate by accident (spurious regression): the level "
        "correlation is no evidence, and its interval means little. Go by the changes.",
        test_in_words(found.curve), joined_with_and(both)));
  if (!alone.empty())
    warnings.push_back(fmt::format(
        "The level of value over growth wanders without returning to a mean, as far as tests can tell: {}. "
        "{} "
        "Intervals of its level correlation are a rough guide and too narrow rather than too wide.",
        joined_with_and(alone),
        found.curve.test
            ? fmt::format("The curve does return ({}), and cannot explain that.", test_in_words(found.curve))
            : std::string("Of the curve no test can be made.")));
  if (found.curve.wanders() && both.empty())
    warnings.push_back(
        fmt::format("The level of the curve wanders without returning to a mean, as far as a test can tell "
                    "({}), and that "
                    "of value over growth does not. Intervals of the level correlation are a rough guide.",
                    test_in_words(found.curve)));
  return warnings;
}

}  // namespace rerate
