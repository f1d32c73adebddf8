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
    if (reading.entry.release.text.empty() || !newest) continue;
    const auto next = next_release(reading.entry.release, reading.series.period(*newest), as_of);
    due = {next.date, next.overdue};
  }
}

FormulaReleases ReleaseCalendar::releases(const Series& value,
                                          std::span<const std::string> catalogue_ids) const {
  FormulaReleases found;
  if (const auto newest = newest_figure(value)) found.last = value.first_known(*newest);
  for (const auto& id : catalogue_ids) {
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
