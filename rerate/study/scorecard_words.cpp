#include "rerate/study/scorecard_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kUsualLevel = 0.10;  // at which sentences say that a slope is told from zero
constexpr double kEvenOddsBrier = 0.25;
constexpr double kTellingShare = 0.1;  // from the base rate on, of a probability that turns a light

std::string percent(double share) { return fixed(100 * share, 0) + "%"; }

// "5 of 8 indicators are positive".
std::string positives(const Score& score) {
  return fmt::format("{} of {} {} positive", score.positive,
                     count_of(static_cast<std::size_t>(score.available), "indicator"),
                     score.positive == 1 || score.available == 1 ? "is" : "are");
}

std::string standing(const ScorecardFindings& found) {
  const auto& card = found.card;
  auto text = fmt::format(
      "The composite is {} at {}",
      state_in_words(card.now.composite, found.request->composite_good, found.request->composite_poor),
      signed_number(card.now.composite, 2));
  if (!std::isnan(card.change_3m))
    text += fmt::format(" ({} over three months)", signed_number(card.change_3m, 2));
  return fmt::format("{}: {}.", text, positives(card.now));
}

// "+0.31, 6 of 8 up".
std::string movement(const ScoreChange& change) {
  const bool down = change.change < 0;
  return fmt::format("{}, {} of {} {}", signed_number(change.change, 2), down ? change.down : change.up,
                     change.compared, down ? "down" : "up");
}

// "Brightening into 2025-01 (over the year before: +0.31, 6 of 8 up), mixed since (-0.08, 4 of 8 down)."
std::string then_and_now(const ScorecardFindings& found) {
  if (!found.card.since_then) return {};
  const auto& since = *found.card.since_then;
  const auto since_words = fmt::format("{} since", course_in_words(since.course));
  if (!found.card.into_then)
    return fmt::format(" {} {} ({}).", capitalised(since_words), to_string(since.from), movement(since));
  const auto& into = *found.card.into_then;
  return fmt::format(" {} into {} (over the year before: {}), {} ({}).",
                     capitalised(course_in_words(into.course)), to_string(into.to), movement(into),
                     since_words, movement(since));
}

// A probability is of use when it beats the base rate of its time and even odds, whose Brier score is 0.25.
bool useful(const ScoreCalibration& calibration) {
  return calibration.brier_skill > 0 && calibration.brier < kEvenOddsBrier;
}

std::string brier(const ScoreCalibration& calibration) {
  return fmt::format("Brier {} against {} over {}", fixed(calibration.brier, 3),
                     fixed(calibration.brier_base_rate, 3),
                     count_of(static_cast<std::size_t>(calibration.forecasts), "month"));
}

// Whether the score has been worth anything, said as it is.
std::string skill(const ScorecardFindings& found) {
  const auto& calibration = *found.calibration;
  if (calibration.forecasts == 0) return "no probability given before has come due yet";
  if (!(calibration.brier_skill > 0))
    return fmt::format("walk-forward the score has not told {} from {} better than the base rate ({})",
                       found.asset, found.benchmark, brier(calibration));
  if (!useful(calibration))
    return fmt::format(
        "walk-forward the score did better than the running base rate, but not than even odds ({}; even odds "
        "have 0.250), so it is not usable as a forecast",
        brier(calibration));
  auto text = fmt::format("walk-forward the score did better than the base rate ({})", brier(calibration));
  const double p = calibration.relative.p_value;
  if (!(p < kUsualLevel))
    text += fmt::format(", though its slope on relative returns is not told from zero ({})", p_in_words(p));
  return text;
}

std::string lead(const ScorecardFindings& found) {
  if (!found.calibration || !found.calibration->none.empty()) return {};
  const auto& calibration = *found.calibration;
  const auto direction = calibration.logit.estimate < 0
                             ? fmt::format(" A lower score went with {} leading.", found.asset)
                             : std::string();
  return fmt::format(" The chance of {} leading {} over the next {} is put at {}, the base rate is {}; {}.{}",
                     found.asset, found.benchmark, duration_in_words(found.request->lead->horizon),
                     percent(calibration.probability_now), percent(calibration.base_rate_now), skill(found),
                     direction);
}

std::string months_in_words(int months) { return duration_in_words({months, Duration::Unit::month}); }

Light composite_light(const ScorecardFindings& found) {
  const double composite = found.card.now.composite;
  const auto state = composite >= found.request->composite_good   ? Light::State::good
                     : composite <= found.request->composite_poor ? Light::State::stress
                                                                  : Light::State::watch;
  return {"Scorecard", state,
          fmt::format("composite {}, {} of {} positive", signed_number(composite, 1), found.card.now.positive,
                      found.card.now.available)};
}

// Neutral unless the score has told anything, and says something.
Light lead_light(const ScorecardFindings& found) {
  const auto& calibration = *found.calibration;
  const double edge = calibration.probability_now - calibration.base_rate_now;
  const bool skilled = useful(calibration);
  auto state = Light::State::neutral;
  if (skilled && edge >= kTellingShare) state = Light::State::good;
  if (skilled && edge <= -kTellingShare) state = Light::State::watch;
  return {capitalised(fmt::format("{} against {}", found.asset, found.benchmark)), state,
          fmt::format("chance of leading {}, base rate {}{}", percent(calibration.probability_now),
                      percent(calibration.base_rate_now), skilled ? "" : "; no usable skill so far")};
}

std::string overdue_in_words(const ScorecardFindings& found) {
  std::map<std::string, Date> overdue;
  for (const auto* input : found.inputs)
    if (input->releases.overdue) overdue.emplace(input->releases.next_series, *input->releases.next);
  if (!found.request->releases || overdue.empty()) return {};
  std::vector<std::string> parts;
  for (const auto& [id, date] : overdue) parts.push_back(fmt::format("{} (since {})", id, to_string(date)));
  return fmt::format("Overdue by their release rules: {}.", joined_with_and(parts));
}

std::string weights_in_words(const ScorecardRequest& request) {
  const double first = request.indicators.front().weight;
  const bool equal = std::all_of(request.indicators.begin(), request.indicators.end(),
                                 [&](const auto& one) { return one.weight == first; });
  return equal ? "equal weights" : "declared weights";
}

}  // namespace

std::string course_in_words(ScoreCourse course) {
  switch (course) {
    case ScoreCourse::brightening: return "brightening";
    case ScoreCourse::darkening: return "darkening";
    default: return "no clear direction";
  }
}

std::string scorecard_headline(const ScorecardFindings& found) {
  return standing(found) + then_and_now(found) + lead(found);
}

std::vector<Fact> scorecard_facts(const ScorecardFindings& found) {
  const auto& request = *found.request;
  std::vector<Fact> facts = {
      {"z",
       fmt::format("distance from the median in units of 1.4826 MAD, of all figures known when the figure "
                   "came out ({} at least), turned so that above zero is good, held at 3",
                   request.history_months)},
      {"State",
       fmt::format("good from z = {} on, poor from {} down", shortest(request.good), shortest(request.poor))},
      {"Composite",
       fmt::format("mean of z with {}, of indicators with a figure of the last {}; good from {} on, "
                   "poor from {} down",
                   weights_in_words(request), months_in_words(request.stale_months),
                   shortest(request.composite_good), shortest(request.composite_poor))}};
  if (found.card.then)
    facts.push_back(
        {"Brightening", fmt::format("the composite rose by {} or more, and z in {} or more of the "
                                    "indicators; darkening the same downwards; else no clear direction",
                                    shortest(kCourseChange), percent(kCourseBreadth))});
  if (!found.calibration || !found.calibration->none.empty()) return facts;
  const auto& lead = *request.lead;
  facts.push_back(
      {"Probability", fmt::format("logit of {} beating {} over the next {} on the composite; today's on {} "
                                  "with a known outcome, 90% band {} to {}",
                                  found.asset, found.benchmark, duration_in_words(lead.horizon),
                                  count_of(static_cast<std::size_t>(found.calibration->outcomes), "month"),
                                  percent(found.calibration->low), percent(found.calibration->high))});
  facts.push_back(
      {"Walk-forward", fmt::format("fitted once a year on the outcomes known by then, from {} of them on, "
                                   "and compared with their base rate",
                                   months_in_words(*whole_months(lead.first_window)))});
  facts.push_back(
      {"Overlap", fmt::format("outcomes of neighbouring months share most of their {}: errors allow for it, "
                              "and bars of the reliability chart count one month in {}",
                              duration_in_words(lead.horizon), *whole_months(lead.horizon))});
  return facts;
}

std::vector<Light> scorecard_lights(const ScorecardFindings& found) {
  std::vector<Light> lights = {composite_light(found)};
  if (found.calibration && found.calibration->none.empty()) lights.push_back(lead_light(found));
  return lights;
}

std::vector<std::string> scorecard_warnings(const ScorecardFindings& found) {
  auto warnings = found.card.warnings;
  if (auto overdue = overdue_in_words(found); !overdue.empty()) warnings.push_back(std::move(overdue));
  if (found.calibration && !found.calibration->none.empty())
    warnings.push_back(
        fmt::format("No probability of {} leading: {}.", found.asset, found.calibration->none));
  return warnings;
}

}  // namespace rerate
