#include "rerate/study/event_study_headline.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/running_comparison.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

const std::optional<OutcomeStatistics>& outcome_of(const AnchoredStudy& study) {
  return study.relative ? study.relative : study.asset;
}

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

std::string amount(double value, const std::string& unit) { return fixed(std::abs(value), 1) + unit; }

// "by 7.5 pp on average against 1.9 pp over all dates": in words where the two differ in sign.
std::string average(const OutcomeStatistics& outcome, bool relative) {
  const std::string unit = relative ? " pp" : "%";
  const auto mean = fixed(outcome.mean, 1);
  const bool below = mean.starts_with('-');
  const auto by = !below ? fmt::format("by {} on average", amount(outcome.mean, unit))
                         : fmt::format("and {} by {} on average", relative ? "trailed" : "fell",
                                       amount(outcome.mean, unit));
  if (std::isnan(outcome.p_mean)) return by;
  const bool base_below = fixed(outcome.base_mean, 1).starts_with('-');
  if (below == base_below)
    return fmt::format("{} against {} over all dates", by, amount(outcome.base_mean, unit));
  const auto* word = base_below ? (relative ? "lag" : "fall") : (relative ? "lead" : "rise");
  return fmt::format("{} against a {} of {} over all dates", by, word, amount(outcome.base_mean, unit));
}

// Against chance; nothing where windows end on one day and cannot be compared.
std::string against_chance(const OutcomeStatistics& outcome) {
  if (std::isnan(outcome.p_mean)) return {};
  const double percent = 100 * outcome.p_mean;
  return fmt::format(" The same pattern of events moved to random dates strays as far in {}% of cases ({}).",
                     fixed(percent, percent < 1 ? 1 : 0), p_in_words(outcome.p_mean));
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

}  // namespace

std::string event_study_headline(const EventStudy& study, const EventStudyRequest& request,
                                 const EventStudyQuestion& question, const EventStudyNames& names) {
  const auto& main = study.main;
  const auto& outcome = outcome_of(main);
  if (!outcome) return fmt::format("No event of {} is complete yet.", names.signal);
  if (is_running_comparison(study, question)) return running_comparison_headline(study, question, names);
  const auto verb = main.relative ? fmt::format("{} led {}", names.asset, names.benchmark)
                                  : fmt::format("{} rose", names.asset);
  const std::string unit = main.relative ? " pp" : "%";
  const auto sentence = fmt::format("{} in {}{} of {} cases over {} {}, {}.", verb,
                                    outcome->led > 0 && 2 * outcome->led < main.complete ? "only " : "",
                                    outcome->led, main.complete, horizon_in_words(question.horizon),
                                    occasion(request, names), average(*outcome, main.relative.has_value()));
  return capitalised(sentence) + against_chance(*outcome) + from_known(study, unit);
}

}  // namespace rerate
