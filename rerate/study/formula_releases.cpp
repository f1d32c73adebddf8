#include "rerate/study/formula_releases.h"

#include <algorithm>
#include <cmath>

#include "rerate/series/next_release.h"

namespace rerate {
namespace {

std::optional<std::size_t> newest_figure(const Series& series) {
  for (std::size_t i = series.size(); i-- > 0;)
    if (!std::isnan(series.value[i])) return i;
  return std::nullopt;
}

}  // namespace

ReleaseCalendar::ReleaseCalendar(std::span<const SeriesReading> readings, Date as_of) {
  for (const auto& reading : readings) {
    auto& due = due_[reading.entry.id];
    const auto newest = newest_figure(reading.series);
    if (newest) due.last = reading.series.first_known(*newest);
    if (reading.entry.release.text.empty() || !newest) continue;
    const auto next = next_release(reading.entry.release, reading.series.period(*newest), as_of);
    due.date = next.date;
    due.overdue = next.overdue;
  }
}

FormulaReleases ReleaseCalendar::releases(const Series& value, std::span<const std::string> value_ids) const {
  FormulaReleases found;
  if (const auto newest = newest_figure(value)) found.last = value.first_known(*newest);
  // A carried figure is dated by the period it was carried to, which is later than its release.
  Date newest_read = kAlwaysKnown;
  for (const auto& id : value_ids) newest_read = std::max(newest_read, due_.find(id)->second.last);
  if (newest_read != kAlwaysKnown) found.last = std::min(found.last, newest_read);
  for (const auto& id : value_ids) {
    const auto& due = due_.find(id)->second;
    if (!due.date) {
      found.without_rule.push_back(id);
      continue;
    }
    const bool sooner = !found.next || *due.date < *found.next;
    if (due.overdue == found.overdue ? !sooner : found.overdue) continue;
    found.next = due.date;
    found.overdue = due.overdue;
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
