#include "rerate/study/event_study_headline.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

const std::optional<OutcomeStatistics>& outcome_of(const AnchoredStudy& study) {
  return study.relative ? study.relative : study.asset;
}

std::string p_in_words(double p) { return "p = " + fixed(p, p < 0.1 ? 3 : 2); }

// "after lows in activity", "after the end of lows in activity".
std::string occasion(const EventStudyRequest& request, const EventStudyNames& names) {
  if (std::holds_alternative<DatesByHand>(request.question.rule)) return "after the dates chosen by hand";
  const auto what = fmt::format("{} in {}", request.noun, names.signal);
  if (request.question.anchor == Anchor::known) return fmt::format("after {} were known", what);
  if (!std::holds_alternative<ThresholdRule>(request.question.rule)) return "after " + what;
  switch (request.question.anchor) {
    case Anchor::start: return "after the start of " + what;
    case Anchor::end: return "after the end of " + what;
    case Anchor::confirm: return "after the confirmed end of " + what;
    default: return "after " + what;
  }
}

// Against all dates and against chance; nothing where windows end on one day and cannot be compared.
std::string comparison(const OutcomeStatistics& outcome, const std::string& unit) {
  if (std::isnan(outcome.p_mean)) return {};
  const double percent = 100 * outcome.p_mean;
  return fmt::format(
      " against {}{} over all dates; as many events placed on the calendar at random stray this far in "
      "{}% of cases ({})",
      signed_number(outcome.base_mean, 1), unit, fixed(percent, percent < 1 ? 1 : 0),
      p_in_words(outcome.p_mean));
}

// What could have been traded, where the headline uses hindsight.
std::string from_known(const EventStudy& study, const std::string& unit) {
  if (!study.known) return {};
  const auto& outcome = outcome_of(*study.known);
  if (!outcome) return " None of them was known in time to follow.";
  const auto p =
      std::isnan(outcome->p_mean) ? std::string() : fmt::format(" ({})", p_in_words(outcome->p_mean));
  return fmt::format(" Counted from the day they were known: {}{} on average{}.",
                     signed_number(outcome->mean, 1), unit, p);
}

// One hand-picked date and a horizon that is a day: a running comparison, not a study.
std::string tally_headline(const EventStudy& study, const EventStudyNames& names, Date to) {
  const auto& event = study.main.events.front();
  const auto from = to_string(study.signal.period(event.episode.extreme));
  if (!study.main.relative)
    return fmt::format("From {} to {} {} returned {}%.", from, to_string(to), names.asset,
                       signed_number(event.asset_return, 1));
  return fmt::format("From {} to {} {} returned {}% and {} {}%: {} pp.", from, to_string(to), names.asset,
                     signed_number(event.asset_return, 1), names.benchmark,
                     signed_number(event.benchmark_return, 1), signed_number(event.relative_return, 1));
}

}  // namespace

std::string event_study_headline(const EventStudy& study, const EventStudyRequest& request,
                                 const EventStudyQuestion& question, const EventStudyNames& names) {
  const auto& main = study.main;
  const auto& outcome = outcome_of(main);
  if (!outcome) return fmt::format("No event of {} is complete yet.", names.signal);
  if (std::holds_alternative<Date>(question.horizon) && main.complete == 1)
    return tally_headline(study, names, std::get<Date>(question.horizon));
  const auto verb = main.relative ? fmt::format("{} led {}", names.asset, names.benchmark)
                                  : fmt::format("{} rose", names.asset);
  const std::string unit = main.relative ? " pp" : "%";
  const auto sentence =
      fmt::format("{} in {} of {} cases over {} {}, by {}{} on average{}.", verb, outcome->led, main.complete,
                  horizon_in_words(question.horizon), occasion(request, names),
                  signed_number(outcome->mean, 1), unit, comparison(*outcome, unit));
  return capitalised(sentence) + from_known(study, unit);
}

}  // namespace rerate
