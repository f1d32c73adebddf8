#include "rerate/models/month_end_reading.h"

#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// Index of the newest figure that could be read at the end of `month`.
std::optional<std::size_t> newest_known(const Series& series, std::int32_t month, int oldest) {
  const Date today = last_day({Frequency::monthly, month});
  for (auto at = series.find_at_or_before(month); at && series.ordinal[*at] >= month - oldest;
       at = *at > 0 ? std::optional(*at - 1) : std::nullopt)
    if (!std::isnan(series.value[*at]) && series.first_known(*at) <= today) return at;
  return std::nullopt;
}

}  // namespace

MonthEndReading read_at_month_ends(const Series& series, std::int32_t first, std::int32_t last, int oldest) {
  RERATE_ASSERT(series.type.frequency == Frequency::monthly, "months are read of a monthly series");
  MonthEndReading reading;
  reading.first = first;
  for (auto month = first; month <= last; ++month) {
    const auto at = newest_known(series, month, oldest);
    reading.figure.push_back(at ? series.value[*at] : std::numeric_limits<double>::quiet_NaN());
    reading.period.push_back(at ? series.ordinal[*at] : month);
  }
  return reading;
}

std::int32_t last_month_over(Date day) {
  const auto month = period_of(Frequency::monthly, day);
  return last_day(month) <= day ? month.ordinal : month.ordinal - 1;
}

}  // namespace rerate
