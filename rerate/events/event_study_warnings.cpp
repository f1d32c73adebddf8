#include "rerate/events/event_study_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr int kFewEvents = 5;
constexpr double kOverlap = 0.75;
constexpr double kDaysPerMonth = 365.25 / 12;

std::string counted(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// Why an event's anchor could not be read on its day: the day from which it could.
std::optional<Date> readable(const Series& signal, const Episode& episode,
                             const EventStudyQuestion& question) {
  const auto* rule = std::get_if<ThresholdRule>(&question.rule);
  if (question.anchor != Anchor::start || !rule) return episode.known;
  auto at = episode.start;
  for (int more = rule->enter_periods - 1; more > 0 && at + 1 < signal.size();)
    if (!std::isnan(signal.value[++at])) --more;
  return signal.first_known(at);
}

// "7.3 months" or "12 days".
std::string lag_in_words(double days) {
  if (days >= 60) return fixed(days / kDaysPerMonth, 1) + " months";
  const auto whole = fixed(days, 0);
  return whole + (whole == "1" ? " day" : " days");
}

void warn_of_hindsight(const EventStudy& study, const EventStudyQuestion& question,
                       std::vector<std::string>& warnings) {
  if (question.anchor == Anchor::known || std::holds_alternative<DatesByHand>(question.rule)) return;
  double days = 0;
  int count = 0;
  for (const auto& event : study.main.events) {
    const auto day =
        event.state == EventState::complete ? readable(study.signal, event.episode, question) : std::nullopt;
    if (!day) continue;
    days += *day - last_day(study.asset.period(*event.entry));
    ++count;
  }
  if (count == 0 || days <= 0) return;
  warnings.push_back(
      fmt::format("Returns run from the {0}, which uses hindsight: the {0} was known only {1} later "
                  "on average.",
                  word_for(question.anchor, question.rule), lag_in_words(days / count)));
}

void warn_of_revisions(const EventStudy& study, std::vector<std::string>& warnings) {
  if (study.signal.revised())
    warnings.push_back(
        "The signal's figures were revised after their first release: episodes are found in the figures as "
        "they stand, and dated by first releases, which may have told another story.");
}

void warn_of_hand_picking(const EventStudyQuestion& question, std::vector<std::string>& warnings) {
  if (const auto* dates = std::get_if<DatesByHand>(&question.rule))
    warnings.push_back(fmt::format("{} chosen by hand, not by a rule: p-values do not count the choosing.",
                                   counted(static_cast<int>(dates->dates.size()), "date was", "dates were")));
}

// More periods than a release takes to come out: the figure shown beside the date is an old one.
bool is_stale(const Series& signal, std::size_t figure, Date date) {
  constexpr int kMostPeriods = 3;
  const int step = signal.type.frequency == Frequency::weekly ? 7 : 1;
  return period_of(signal.type.frequency, date).ordinal - signal.ordinal[figure] > kMostPeriods * step;
}

void warn_of_dates_between_figures(const EventStudy& study, std::vector<std::string>& warnings) {
  constexpr int kFarDays = 7;
  for (const auto& event : study.main.events) {
    if (!event.episode.by_hand) continue;
    const Date date = *event.episode.by_hand;
    const auto frequency = study.asset.type.frequency;
    if (event.entry && is_regular(frequency)) {
      const Date entry = last_day(study.asset.period(*event.entry));
      if (date - entry > kFarDays)
        warnings.push_back(fmt::format("Prices are {}: returns counted from {} run from {}.",
                                       to_string(frequency), to_string(date), to_string(entry)));
    }
    if (is_stale(study.signal, event.episode.extreme, date))
      warnings.push_back(fmt::format("On {} the signal's latest figure was of {}.", to_string(date),
                                     to_string(study.signal.period(event.episode.extreme))));
  }
}

void warn_of_exclusions(const EventStudy& study, const EventDates& dates,
                        std::vector<std::string>& warnings) {
  const auto repeated = static_cast<int>(dates.repeated.size());
  std::string list;
  for (std::size_t i = 0; i < study.main.events.size(); ++i) {
    const auto& event = study.main.events[i];
    if (event.state != EventState::excluded || std::ranges::count(dates.repeated, i) > 0) continue;
    list += fmt::format("{}{} ({})", list.empty() ? "" : "; ",
                        event.episode.by_hand ? to_string(*event.episode.by_hand)
                                              : to_string(study.signal.period(event.episode.extreme)),
                        event.exclusion_reason);
  }
  if (!list.empty())
    warnings.push_back(fmt::format(
        "{} left out: {}.", counted(study.main.excluded - repeated, "episode is", "episodes are"), list));
  if (repeated > 0)
    warnings.push_back(fmt::format("{} the date of the episode before and {} counted once.",
                                   counted(repeated, "episode enters on", "episodes enter on"),
                                   repeated == 1 ? "is" : "are"));
}

void warn_of_missing_windows(const EventStudy& study, const EventStudyQuestion& question,
                             const EventDates& dates, std::vector<std::string>& warnings) {
  const auto early = std::count_if(study.main.events.begin(), study.main.events.end(),
                                   [](const Event& one) { return one.state == EventState::before_prices; });
  if (early > 0)
    warnings.push_back(fmt::format("{} not counted: before the first price ({}).",
                                   counted(static_cast<int>(early), "episode is", "episodes are"),
                                   to_string(study.asset.period(0))));
  const auto late = std::count_if(study.main.events.begin(), study.main.events.end(),
                                  [](const Event& one) { return one.state == EventState::after_horizon; });
  if (late > 0)
    warnings.push_back(fmt::format("{} not counted: not before {}, the day to which returns run.",
                                   counted(static_cast<int>(late), "episode is", "episodes are"),
                                   to_string(std::get<Date>(question.horizon))));
  if (dates.before_from > 0)
    warnings.push_back(fmt::format("{} not counted: before {}, where the study begins.",
                                   counted(dates.before_from, "episode is", "episodes are"),
                                   to_string(*question.from)));
  if (dates.far_from_a_price > 0)
    warnings.push_back(fmt::format("{} no price within ten days of its date.",
                                   counted(dates.far_from_a_price, "event has", "events have")));
}

void warn_of_provisional(const EventStudy& study, const EventStudyQuestion& question,
                         std::vector<std::string>& warnings) {
  if (!std::holds_alternative<ThresholdRule>(question.rule)) return;
  for (const auto& event : study.main.events) {
    if (event.state == EventState::excluded) continue;
    const auto start = to_string(study.signal.period(event.episode.start));
    if (event.episode.open)
      warnings.push_back(fmt::format(
          "The episode that began in {} is still open: its {} ({}) is provisional.", start,
          word_for(Anchor::extreme, question.rule), to_string(study.signal.period(event.episode.extreme))));
    if (event.episode.began_before_data)
      warnings.push_back(fmt::format(
          "The episode of {} was under way at the signal's first observation: its start and {} may "
          "lie before it.",
          start, word_for(Anchor::extreme, question.rule)));
  }
}

void warn_of_few_events(const EventStudy& study, std::vector<std::string>& warnings) {
  const auto& main = study.main;
  if (main.complete == 1)
    warnings.push_back("One event is an example: nothing can be said of how often or how surely.");
  else if (main.complete > 1 && main.complete < kFewEvents)
    warnings.push_back(fmt::format(
        "Only {} complete events: the interval is rough and one more event could turn the result.",
        main.complete));
  if (main.complete > 1 && main.n_eff < kOverlap * main.complete)
    warnings.push_back(fmt::format("Windows overlap: {} events are worth {} independent ones.", main.complete,
                                   fixed(main.n_eff, 1)));
}

void warn_of_fixed_day(const EventStudyQuestion& question, std::vector<std::string>& warnings) {
  if (const auto* day = std::get_if<Date>(&question.horizon))
    warnings.push_back(
        fmt::format("Returns run to {}: windows differ in length, so there is no base rate and no p-value.",
                    to_string(*day)));
}

}  // namespace

std::vector<std::string> event_study_warnings(const EventStudy& study, const EventStudyQuestion& question,
                                              const EventDates& main_dates) {
  std::vector<std::string> warnings;
  warn_of_hindsight(study, question, warnings);
  warn_of_revisions(study, warnings);
  warn_of_hand_picking(question, warnings);
  warn_of_dates_between_figures(study, warnings);
  warn_of_exclusions(study, main_dates, warnings);
  warn_of_missing_windows(study, question, main_dates, warnings);
  warn_of_provisional(study, question, warnings);
  warn_of_few_events(study, warnings);
  warn_of_fixed_day(question, warnings);
  return warnings;
}

}  // namespace rerate
