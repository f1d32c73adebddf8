#include "rerate/study/recession_probability_words.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/models/settled_states.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/sentence.h"
#include "rerate/study/too_old.h"

namespace rerate {
namespace {

constexpr int kFewRecessions = 20;  // below, a sample of recessions is a small one

std::string link_name(Link link) { return link == Link::probit ? "probit" : "logit"; }

std::string stretch(std::int32_t first, std::int32_t last) {
  return fmt::format("{} to {}", recession_month(first), recession_month(last));
}

// "(90% band 19% to 36%)".
std::string band_in_words(const ProbabilityBand& band, double level) {
  return fmt::format("({}% band {} to {})", shortest(100 * level), probability_in_percent(band.low),
                     probability_in_percent(band.high));
}

std::string others_in_words(const RecessionProbability& found) {
  std::string text;
  if (const auto* preset = found.find(RecessionModelKind::preset))
    text +=
        fmt::format("; the published coefficients say {}", probability_in_percent(preset->now.probability));
  const auto* second = found.find(RecessionModelKind::with_second);
  if (second && second->month == found.month.ordinal)
    text += fmt::format("{} with the excess bond premium beside the curve it is {}", text.empty() ? ";" : ",",
                        probability_in_percent(second->now.probability));
  return text;
}

std::string record_in_words(const RecessionProbability& found) {
  const auto& score = *found.find(RecessionForecastKind::walk_forward);
  const auto since = period_in_words({Frequency::monthly, score.first});
  if (std::isnan(score.auc.area))
    return fmt::format(" Since {} all {} settled months were {}.", since, score.n,
                       score.ones == 0 ? "without recession" : "of recession");
  const auto ranked = fmt::format(
      "From what was known at the time, its forecasts since {} rank recession months "
      "above others {}% of the time",
      since, fixed(100 * score.auc.area, 0));
  if (std::isnan(score.skill)) return fmt::format(" {}.", ranked);
  return fmt::format(" {} and have a Brier score {}% {} than the base rate's.", ranked,
                     fixed(100 * std::fabs(score.skill), 0), score.skill > 0 ? "better" : "worse");
}

// "Curve (10-year yield less 3-month bill: rates.gs10 - bey(rates.tb3ms))".
std::string with_formula(const SeriesUse& use, const SectionContext& context) {
  const auto& title = context.input(use).title;
  return is_plain_name(use.formula) || title == use.formula ? title
                                                            : fmt::format("{} ({})", title, use.formula);
}

std::string settled_in_words(const RecessionProbability& found) {
  auto text = fmt::format(
      "a month enters once a turning point at or after it has been announced, and a month of expansion also "
      "once {} have passed without a peak: settled to {}",
      duration_in_words({kLongestWaitForAPeak, Duration::Unit::month}), recession_month(found.settled_until));
  if (found.open_months > 0)
    text += fmt::format("; {} after it {} still open",
                        count_of(static_cast<std::size_t>(found.open_months), "month"),
                        found.open_months == 1 ? "is" : "are");
  return text;
}

std::string coefficient_range(const RecessionProbability& found) {
  return fmt::format("{} to {}", fixed(found.beta_low, 2), fixed(found.beta_high, 2));
}

// Whether the walk-forward coefficients left the interval of the refit's.
bool is_unstable(const RecessionProbability& found, double level) {
  const auto& refit = *found.find(RecessionModelKind::refit);
  const double reach = refit.fit->covariance.critical_value(level) * refit.fit->covariance.std_error(1);
  return found.beta_low < refit.coefficients[1] - reach || found.beta_high > refit.coefficients[1] + reach;
}

void add_walk_forward(const RecessionProbability& found, const RecessionProbabilityRequest& request,
                      std::vector<Fact>& facts) {
  const auto& score = *found.find(RecessionForecastKind::walk_forward);
  facts.push_back(
      {"Walk-forward",
       fmt::format("{} from {}, after {} settled months: each fit reads the months settled by the day "
                   "on which the curve was known, {} in all; refitted every {}",
                   count_of(static_cast<std::size_t>(score.n), "forecast"), stretch(score.first, score.last),
                   request.question.first_window, count_of(static_cast<std::size_t>(found.fits), "fit"),
                   request.question.refit_every == 1
                       ? "month"
                       : fmt::format("{} months", request.question.refit_every))});
  facts.push_back(
      {"Scores",
       "Brier score and AUC of the headline are those of the walk-forward forecasts, in-sample ones stand "
       "beside them; DeLong's error of the AUC takes months for independent: with recessions "
       "in spells it is too small"});
  if (is_unstable(found, request.question.level)) return;  // a warning says so
  facts.push_back({"Stability", fmt::format("the walk-forward fits put the coefficient of the curve at {}",
                                            coefficient_range(found))});
}

void warn_of_sample(const RecessionProbability& found, const RecessionQuestion& question,
                    std::vector<std::string>& warnings) {
  const auto& refit = *found.find(RecessionModelKind::refit);
  if (refit.spells < kFewRecessions)
    warnings.push_back(fmt::format(
        "{} of recession came in {}: that is the size of the sample, whatever the number of months.",
        count_of(static_cast<std::size_t>(refit.ones), "month"),
        count_of(static_cast<std::size_t>(refit.spells), "spell")));
  const auto& published = *found.find(RecessionModelKind::published);
  const auto wanted = question.sample_last - question.sample_first + 1;
  if (published.n < wanted)
    warnings.push_back(fmt::format(
        "Of the {} months of the published sample, {} have a curve and are settled.", wanted, published.n));
  if (found.in_recession && found.open_months > 0)
    warnings.push_back(
        fmt::format("The peak of {} has been announced, its trough has not: the months of this recession do "
                    "not enter yet.",
                    recession_month(found.settled_until)));
}

void warn_of_coefficients(const RecessionProbability& found, const RecessionQuestion& question,
                          std::vector<std::string>& warnings) {
  if (is_unstable(found, question.level))
    warnings.push_back(fmt::format(
        "The coefficient of the curve has not been stable: walk-forward fits put it at {}, further "
        "apart than the {}% interval of the refit.",
        coefficient_range(found), shortest(100 * question.level)));
  const auto& now = found.find(RecessionModelKind::refit)->now;
  const auto* preset = found.find(RecessionModelKind::preset);
  if (preset && (preset->now.probability < now.low || preset->now.probability > now.high))
    warnings.push_back(
        fmt::format("The published coefficients ({}) lie outside the refit's {}% band of {} to {}.",
                    probability_in_percent(preset->now.probability), shortest(100 * question.level),
                    probability_in_percent(now.low), probability_in_percent(now.high)));
  if (found.unfittable > 0)
    warnings.push_back(
        fmt::format("{} could not be made: the past of the day held one state only, or was "
                    "separated perfectly.",
                    count_of(static_cast<std::size_t>(found.unfittable), "walk-forward fit")));
}

void warn_of_second(const RecessionProbability& found, std::vector<std::string>& warnings) {
  const auto* second = found.find(RecessionModelKind::with_second);
  if (!second) return;
  if (second->month < found.month.ordinal)
    warnings.push_back(
        fmt::format("With the excess bond premium the newest month is {}, not {}: the premium's "
                    "figures end before the curve's.",
                    recession_month(second->month), recession_month(found.month.ordinal)));
  if (found.left_out) warnings.push_back(*found.left_out);
}

}  // namespace

std::string recession_month(std::int32_t ordinal) { return period_in_words({Frequency::monthly, ordinal}); }

std::string probability_in_percent(double probability) {
  if (probability < 0.005) return "below 1%";
  if (probability > 0.995) return "above 99%";
  return fixed(100 * probability, 0) + "%";
}

std::string recession_headline(const RecessionProbability& found,
                               const RecessionProbabilityRequest& request) {
  const auto& refit = *found.find(RecessionModelKind::refit);
  return fmt::format(
      "The curve of {} puts the probability of a recession in {} at {} {}, by a {} fitted on what was "
      "settled{}.{}",
      period_in_words(found.curve_month), period_in_words(found.month),
      probability_in_percent(refit.now.probability), band_in_words(refit.now, request.question.level),
      link_name(request.question.link), others_in_words(found), record_in_words(found));
}

std::vector<Fact> recession_facts(const RecessionProbability& found,
                                  const RecessionProbabilityRequest& request, const SectionContext& context) {
  const auto& question = request.question;
  const auto& refit = *found.find(RecessionModelKind::refit);
  std::vector<Fact> facts = {
      {"Curve", fmt::format("{}; of {} known on {}", with_formula(request.curve, context),
                            period_in_words(found.curve_month), to_string(found.known))},
      {"Recessions",
       fmt::format("{}; {}", with_formula(request.recessions, context), settled_in_words(found))},
      {"Estimate",
       fmt::format("{} of the month's state on the curve {} earlier: {} months, {}, {} recessions",
                   link_name(question.link), duration_in_words({question.horizon, Duration::Unit::month}),
                   refit.n, stretch(refit.first, refit.last), refit.spells)},
      {"Band",
       fmt::format(
           "delta method on the {} index; errors: {}, t with {} degrees of freedom, as recessions come "
           "in spells",
           link_name(question.link), refit.fit->covariance.name,
           fixed(refit.fit->covariance.degrees_of_freedom, 0))}};
  if (question.preset)
    facts.push_back(
        {"Published coefficients", fmt::format("{} and {}: {}", shortest(question.preset->alpha),
                                               fixed(question.preset->beta, 4), question.preset->source)});
  if (request.ebp)
    facts.push_back(
        {"Premium", fmt::format("{}; its figures as they stand today, also in the walk-forward fits",
                                with_formula(*request.ebp, context))});
  add_walk_forward(found, request, facts);
  facts.push_back({"Light", fmt::format("good below {}%, stress from {}%", shortest(request.watch),
                                        shortest(request.stress))});
  return facts;
}

std::vector<std::string> recession_warnings(const RecessionProbability& found,
                                            const RecessionProbabilityRequest& request, Date as_of) {
  std::vector<std::string> warnings;
  if (is_too_old(found.curve_month, as_of))
    warnings.push_back(
        fmt::format("The newest figure of the curve is of {}: the probability speaks from there, not "
                    "from {}.",
                    period_in_words(found.curve_month), to_string(as_of)));
  warn_of_sample(found, request.question, warnings);
  warn_of_coefficients(found, request.question, warnings);
  warn_of_second(found, warnings);
  return warnings;
}

Light recession_light(const RecessionProbability& found, const RecessionProbabilityRequest& request,
                      Date as_of) {
  const double percent = 100 * found.find(RecessionModelKind::refit)->now.probability;
  const auto state = percent < request.watch    ? Light::State::good
                     : percent < request.stress ? Light::State::watch
                                                : Light::State::stress;
  if (is_too_old(found.curve_month, as_of))
    return {"Recession risk", Light::State::neutral,
            fmt::format("{} for {}, by the curve of {}", probability_in_percent(percent / 100),
                        period_in_words(found.month), period_in_words(found.curve_month))};
  return {"Recession risk", state,
          fmt::format("{} for {}", probability_in_percent(percent / 100), period_in_words(found.month))};
}

}  // namespace rerate
