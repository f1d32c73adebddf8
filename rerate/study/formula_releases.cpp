#include "rerate/study/formula_releases.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

std::optional<std::size_t> newest_figure(const Series& series) {
  for (std::size_t i = series.size(); i-- > 0;)
    if (!std::isnan(series.value[i])) return i;
  return std::nullopt;
}

// The last period of a finer frequency in `whole`. Weekly figures keep the weekday of `newest`.
Period last_within(Period whole, Period newest) {
  constexpr int kDaysAWeek = 7;
  const Date end = last_day(whole);
  switch (newest.frequency) {
    case Frequency::daily: return {newest.frequency, on_or_before_business_day(end).days};
    case Frequency::weekly:
      return {newest.frequency, newest.ordinal + (end.days - newest.ordinal) / kDaysAWeek * kDaysAWeek};
    default: return period_of(newest.frequency, end);
  }
}

}  // namespace

ReleaseCalendar::ReleaseCalendar(std::span<const SeriesReading> readings, Date as_of) : as_of_(as_of) {
  for (const auto& reading : readings) {
    auto& source = sources_[reading.entry.id];
    source.rule = reading.entry.release;
    const auto newest = newest_figure(reading.series);
    if (!newest) continue;
    source.newest = reading.series.period(*newest);
    source.last = reading.series.first_known(*newest);
    if (!source.rule.text.empty()) source.next = next_release(source.rule, *source.newest, as_of);
  }
}

// `value` is the period of the formula's newest figure.
NextRelease ReleaseCalendar::next_of(const Source& source, std::optional<Period> value) const {
  const bool finer = value && source.newest->frequency < value->frequency;
  if (!finer || source.next.overdue) return source.next;
  const auto last = last_within({value->frequency, value->ordinal + 1}, *source.newest);
  const Date due = release_date(source.rule, last);
  return due > source.next.date ? NextRelease{due} : source.next;
}

FormulaReleases ReleaseCalendar::releases(const Series& value, std::span<const std::string> value_ids) const {
  FormulaReleases found;
  std::optional<Period> newest_value;
  if (const auto newest = newest_figure(value)) {
    found.last = value.first_known(*newest);
    newest_value = value.period(*newest);
  }
  // A carried figure is dated by the period it was carried to, which is later than its release.
  Date newest_read = kAlwaysKnown;
  for (const auto& id : value_ids) newest_read = std::max(newest_read, sources_.find(id)->second.last);
  if (newest_read != kAlwaysKnown) found.last = std::min(found.last, newest_read);
  for (const auto& id : value_ids) {
    const auto& source = sources_.find(id)->second;
    if (source.rule.text.empty() || !source.newest) {
      found.without_rule.push_back(id);
      continue;
    }
    const auto next = next_of(source, newest_value);
    const bool sooner = !found.next || next.date < *found.next;
    if (next.overdue == found.overdue ? !sooner : found.overdue) continue;
    found.next = next.date;
    found.overdue = next.overdue;
    found.next_series = id;
  }
  if (!found.without_rule.empty()) {
    found.next.reset();
    found.overdue = false;
    found.next_series.clear();
  }
  return found;
}

}  // namespace rerate
