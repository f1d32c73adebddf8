#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "rerate/events/question_places.h"
#include "rerate/series/series.h"

namespace rerate {

// The dates on which asset and benchmark both have a price, and those prices. Two series, one index.
// A monthly price is the month's last: its date is the last day of its period.
struct PriceGrid {
  Series asset;
  std::optional<Series> benchmark;

  std::size_t size() const { return asset.size(); }
  Date date(std::size_t i) const { return last_day(asset.period(i)); }
  Frequency frequency() const { return asset.type.frequency; }

  // Simple returns from one date to another, percent (percentage points for relative).
  double asset_return(std::size_t from, std::size_t to) const;
  double benchmark_return(std::size_t from, std::size_t to) const;  // 0 without a benchmark
  double relative_return(std::size_t from, std::size_t to) const;
};

// The last period whose price stands by the end of `day`: a month's does from its last trading day on. And
// the first period whose price is still to come, or is made, on `day`.
std::int32_t last_priced_by(Frequency frequency, Date day);
std::int32_t first_priced_from(Frequency frequency, Date day);

// The grid up to `to`. Missing prices are dropped first. O(T). Throws UserError:
//   event_kinds      not an index or a level, or a price index against a total-return index
//   event_frequency  asset and benchmark differ in frequency
//   event_prices     no common date, a price that is not positive, a regular series with a hole
// each at the place of the series it is about.
PriceGrid common_prices(const Series& asset, const Series* benchmark, std::optional<Date> to,
                        const QuestionPlaces& places = {});

}  // namespace rerate
