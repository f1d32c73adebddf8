#include "rerate/study/curve_recessions_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/sentence.h"
#include "rerate/study/too_old.h"

namespace rerate {
namespace {

// The first few of a list, the rest counted: "a, b and 7 more".
// Starts of the inversions with this outcome, as years or months.
std::vector<std::string> starts(const CurveRecessionsFindings& found, InversionOutcome outcome) {
  std::vector<std::string> names;
  for (const auto& inversion : found.leads.inversions)
    if (inversion.outcome == outcome) names.push_back(found.at(inversion.episode.start));
  return names;
}

std::vector<std::string> months(const CurveRecessions& found, PeakOutcome outcome) {
  std::vector<std::string> names;
  for (const auto& peak : found.peaks)
    if (peak.outcome == outcome) names.push_back(month_text(peak.month));
  return names;
}

std::string with_unit(const std::string& number, const CurveRecessionsFindings& found) {
  const auto unit = found.unit();
  const bool points = unit == "pp" || unit == "percent";
  return number + (points ? "pp" : unit.empty() ? "" : " " + unit);
}

// "+0.22pp": figures of the curve and their changes.
std::string amount(double value, const CurveRecessionsFindings& found) {
  return with_unit(signed_number(value, 2), found);
}

// "in 1980-03", "on 1980-03-12".
std::string during(Period period) {
  return (is_regular(period.frequency) ? "in " : "on ") + to_string(period);
}

// "positive", "above 0.5".
std::string on_the_right_side(const CurveRecessionsFindings& found) {
  const double level = found.question.inversion.enter.level;
  return level == 0 ? std::string("positive") : "above " + shortest(level);
}

std::string days_or_none(double days) { return std::isnan(days) ? "no bound" : fixed(days, 0); }

std::string survival_in_words(const CurveRecessionsFindings& found) {
  const auto& survival = *found.survival;
  const auto half = std::isnan(survival.median)
                        ? fmt::format("fewer than half of the {} inversions had led a peak by day {}",
                                      survival.n, fixed(survival.steps.back().time, 0))
                        : fmt::format("half of the inversions had led a peak by day {} (95%: {} to {})",
                                      fixed(survival.median, 0), days_or_none(survival.median_low),
                                      days_or_none(survival.median_high));
  return half +
         fmt::format(
             "; Kaplan-Meier over {} of which {} led. The others count as long as no peak came: pending ones "
             "to {}, as peaks are announced up to {} late, false positives to the end of their stretch",
             count_of(static_cast<std::size_t>(survival.n), "inversion"), survival.events,
             to_string(last_judged_day(found.series())), duration_in_words(kAnnouncementDelay));
}

std::string not_before(const CurveRecessionsFindings& found) {
  std::vector<std::string> names;
  for (const auto& one : found.steepening)
    if (!one.before) names.push_back(fmt::format("{} ({})", month_text(one.peak), amount(one.rise, found)));
  return names.empty() ? std::string() : "; not before " + some_of(names);
}

std::string lower_after_in_words(const CurveRecessionsFindings& found) {
  std::vector<std::string> names;
  for (const auto& one : found.steepening)
    if (one.lower_after)
      names.push_back(fmt::format("{} ({} {}, {} before)", month_text(one.peak),
                                  amount(found.series().value[*one.lower_after], found),
                                  during(found.series().period(*one.lower_after)),
                                  amount(found.series().value[one.trough], found)));
  const auto within = duration_in_words(kAfterPeak);
  if (names.empty()) return fmt::format(". It made no lower low in the {} after any peak", within);
  return fmt::format(". It fell to a lower low in the {} after the peak{} of {}", within,
                     names.size() > 1 ? "s" : "", some_of(names));
}

std::string steepening_in_words(const CurveRecessionsFindings& found) {
  const auto count = found.steepening.size();
  const auto before = static_cast<std::size_t>(std::count_if(
      found.steepening.begin(), found.steepening.end(), [](const Steepening& one) { return one.before; }));
  return fmt::format("by the peak the curve had risen at least {} from its low of the {} before in {} of {}",
                     with_unit(shortest(found.request->steepening), found),
                     duration_in_words(found.question.window), before, count_of(count, "case")) +
         not_before(found) + lower_after_in_words(found);
}

// When the path crosses: "positive from 2025Q4, 7 months on".
std::string turn_in_words(const CurveRecessionsFindings& found) {
  const auto& path = *found.path;
  const auto side = on_the_right_side(found);
  if (path.positive_now)
    return path.turns ? fmt::format("{} now, not in {}", side, to_string(*path.turns))
                      : fmt::format("{} now and to the end of the path", side);
  if (!path.turns) return fmt::format("not {} by {}", side, to_string(path.periods.back()));
  return fmt::format("{} from {}, {} on", side, to_string(*path.turns),
                     count_of(static_cast<std::size_t>(*path.months_to_positive), "month"));
}

std::string path_in_words(const CurveRecessionsFindings& found) {
  const auto& path = *found.path;
  return fmt::format("{}: {} in {}, after {} {} ({}). Source: {}", turn_in_words(found),
                     amount(path.slope.back(), found), to_string(path.periods.back()),
                     amount(path.slope_now, found), during(path.now),
                     path.steepening >= 0 ? amount(path.steepening, found) + " steeper"
                                          : amount(path.steepening, found) + ", flatter",
                     found.request->consensus->source);
}

void warn_of_path(const CurveRecessionsFindings& found, Date as_of, std::vector<std::string>& warnings) {
  const auto& consensus = found.request->consensus;
  if (!consensus) return;
  if (consensus->made && *consensus->made > as_of)
    warnings.push_back(
        fmt::format("The expected path of the curve is of {}, after the as-of date, and is left out.",
                    to_string(*consensus->made)));
  else if (!found.path)
    warnings.push_back(fmt::format("The expected path of the curve ended in {} and is left out.",
                                   to_string(consensus->periods.back())));
  else if (found.path->over > 0)
    warnings.push_back(fmt::format("{} of the expected path of the curve {} over and left out.",
                                   count_of(found.path->over, "period"),
                                   found.path->over == 1 ? "is" : "are"));
}

std::string few_leads_in_words(const CurveRecessions& leads) {
  const auto count = count_of(static_cast<std::size_t>(leads.led), "recession");
  if (leads.led == 1) return fmt::format("The mean rests on {}.", count);
  return fmt::format("The mean rests on {}; leaving one out moves it between {} and {} days.", count,
                     fixed(leads.leads->leave_one_out_low, 0), fixed(leads.leads->leave_one_out_high, 0));
}

}  // namespace

std::string curve_recessions_headline(const CurveRecessionsFindings& found) {
  const auto& leads = found.leads;
  std::string text = leads.leads
                         ? fmt::format("Inversions led {} of {} by {} days on average ({} to {})", leads.led,
                                       count_of(leads.peaks.size(), "recession"), fixed(leads.leads->mean, 0),
                                       leads.leads->least, leads.leads->most)
                         : std::string("No inversion has led a recession");
  const auto false_starts = starts(found, InversionOutcome::false_positive);
  text += false_starts.empty() ? "; no false positive"
                               : fmt::format("; {} ({})", count_of(false_starts.size(), "false positive"),
                                             some_of(false_starts));
  const auto pending = starts(found, InversionOutcome::pending);
  if (!pending.empty())
    text += fmt::format("; the inversion{} of {} {} pending", pending.size() > 1 ? "s" : "", some_of(pending),
                        pending.size() > 1 ? "are" : "is");
  return text + ".";
}

std::vector<Fact> curve_recessions_facts(const CurveRecessionsFindings& found) {
  const auto& request = *found.request;
  auto spell = found.question.inversion;
  spell.gap = 0;  // told in words of its own
  std::vector<Fact> facts = {
      {"Curve", is_plain_name(request.curve.formula)
                    ? found.curve->title
                    : found.curve->title + " (" + request.curve.formula + ")"},
      {"Rule", fmt::format("{}; inversions closer than {} are one; a peak up to {} after the end counts",
                           describe(spell), duration_in_words(request.gap),
                           duration_in_words(found.question.window))},
      {"Lead", "first day of the peak's month less first day of the inversion's first period"}};
  if (found.survival) facts.push_back({"Survival", survival_in_words(found)});
  if (!found.steepening.empty()) facts.push_back({"Steepening", steepening_in_words(found)});
  if (found.path) facts.push_back({"Expected path", path_in_words(found)});
  return facts;
}

std::vector<std::string> curve_recessions_warnings(const CurveRecessionsFindings& found) {
  const auto& leads = found.leads;
  const auto newest = found.series().period(found.newest());
  std::vector<std::string> warnings;
  if (is_too_old(newest, found.as_of))
    warnings.push_back(
        fmt::format("The newest figure of the curve is of {}: whether it is inverted today is not known.",
                    period_in_words(newest)));
  if (const auto own = months(leads, PeakOutcome::no_inversion_of_its_own); !own.empty())
    warnings.push_back(
        fmt::format("The peak of {} has no inversion of its own under this merge: the one before it "
                    "was not over, and is counted for the peak it led.",
                    some_of(own)));
  if (const auto missed = months(leads, PeakOutcome::missed); !missed.empty())
    warnings.push_back(fmt::format("No inversion came before the peak of {}.", some_of(missed)));
  if (leads.leads && leads.led < 10) warnings.push_back(few_leads_in_words(leads));
  if (!found.survival && found.request->survival.value_or(true))
    warnings.push_back(fmt::format(
        "No survival curve: it needs at least {} inversions that led a peak, and {} did.",
        few_in_words(kFewestLeads),
        leads.led == 0 ? std::string("none") : few_in_words(static_cast<std::size_t>(leads.led))));
  warn_of_path(found, found.as_of, warnings);
  return warnings;
}

Light curve_light(const CurveRecessionsFindings& found) {
  const auto& series = found.series();
  const auto& last = found.leads.inversions.back();  // there is one at least
  const bool pending = found.leads.pending > 0;
  const auto frequency = series.type.frequency;
  Light light;
  light.title =
      frequency == Frequency::monthly ? "Yield curve" : fmt::format("Yield curve, {}", to_string(frequency));
  const auto row = found.newest();
  const auto period = series.period(row);
  const bool old = is_too_old(period, found.as_of);
  auto now = amount(series.value[row], found);
  if (old) now = fmt::format("{} {}: {}", is_regular(frequency) ? "in" : "on", period_in_words(period), now);
  if (last.episode.open) {
    light.state = old ? Light::State::neutral : Light::State::stress;
    light.text = fmt::format("{}, inverted since {}", now, found.at(last.episode.start));
    return light;
  }
  const bool recent = last.closes >= last_day(series.period(series.size() - 1));
  light.state = old ? Light::State::neutral : pending || recent ? Light::State::watch : Light::State::good;
  light.text =
      fmt::format("{}, {} again since {}", now, on_the_right_side(found), found.at(*last.episode.end));
  return light;
}

}  // namespace rerate
