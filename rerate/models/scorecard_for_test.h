#pragma once

// Series that tests of scorecards share: months from 2000-01, each out ten days after its end.

#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/models/scorecard.h"

namespace rerate {

inline constexpr std::int32_t kFirstScoredMonth = 360;
inline constexpr int kScoredMonths = 240;

inline Date scored_month_end(std::int32_t month) { return last_day({Frequency::monthly, month}); }

inline Series scored_series(const std::vector<double>& values) {
  Series series;
  series.type = {Frequency::monthly, Kind::balance, "index"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto month = kFirstScoredMonth + static_cast<std::int32_t>(i);
    series.append(month, values[i], scored_month_end(month) + 10);
  }
  return series;
}

// A slow wave with noise, reproducible.
inline std::vector<double> wave(std::uint64_t stream, int months = kScoredMonths) {
  const RandomStream random(17, stream);
  std::vector<double> values;
  double level = 0;
  for (int i = 0; i < months; ++i) {
    level = 0.9 * level + random.uniform(static_cast<std::uint64_t>(i)) - 0.5;
    values.push_back(10 * level);
  }
  return values;
}

}  // namespace rerate
