#include "rerate/models/curve_steepening.h"

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

Date earlier(Date date, Duration duration) {
  if (const auto months = whole_months(duration)) return add_months(date, -*months);
  return date - duration.count * (duration.unit == Duration::Unit::week ? 7 : 1);
}

// The first row whose period begins on `day` or later.
std::size_t row_from(const Series& curve, Date day) {
  const auto begins_before = [&](std::int32_t ordinal) {
    return first_day({curve.type.frequency, ordinal}) < day;
  };
  return static_cast<std::size_t>(
      std::partition_point(curve.ordinal.begin(), curve.ordinal.end(), begins_before) -
      curve.ordinal.begin());
}

// The lowest of rows from..to-1, of equals the last; nothing when all are missing.
std::optional<std::size_t> lowest(const Series& curve, std::size_t from, std::size_t to) {
  std::optional<std::size_t> best;
  for (std::size_t t = from; t < to; ++t)
    if (!std::isnan(curve.value[t]) && (!best || curve.value[t] <= curve.value[*best])) best = t;
  return best;
}

}  // namespace

std::vector<Steepening> steepening_before(const Series& curve, const std::vector<Peak>& peaks,
                                          const SteepeningQuestion& question) {
  std::vector<Steepening> result;
  for (const auto& [peak, known_at, outcome] : peaks) {
    const Date from = earlier(peak, question.window);
    if (first_day(curve.period(0)) > from) continue;
    const auto past_peak = row_from(curve, peak + 1);
    const auto trough = lowest(curve, row_from(curve, from), past_peak);
    if (!trough) continue;
    auto newest = past_peak - 1;
    while (std::isnan(curve.value[newest])) --newest;  // the trough is a figure at or before it
    Steepening one;
    one.peak = peak;
    one.trough = *trough;
    one.days_before = peak - first_day(curve.period(*trough));
    one.rise = curve.value[newest] - curve.value[*trough];
    one.before = last_day(curve.period(*trough)) < peak && one.rise >= question.least_rise;
    const auto after = lowest(curve, past_peak, row_from(curve, add(peak, kAfterPeak) + 1));
    if (after && curve.value[*after] < curve.value[*trough]) one.lower_after = after;
    result.push_back(one);
  }
  return result;
}

}  // namespace rerate
