#pragma once

#include <span>
#include <vector>

#include "rerate/study/rotation_findings.h"

namespace rerate {

// The longest run of months in which all of these have a figure; the later of equally long ones. count 0: none.
struct MonthStretch {
  Index first = 0, count = 0;
};
MonthStretch common_stretch(const std::vector<std::span<const double>>& figures);

// Returns of an index, monthly or daily, over the months of a backtest: from its last figure in the month before to its last
// in the month; NaN where either has none. Throws UserError rotation_prices at `place` for a figure at or below 0.
std::vector<double> index_returns(const SectorPanel& panel, const Backtest& like, const Series& index,
                                  const Place& place);
// What cash earned over the months of a backtest.
std::vector<double> cash_over(const SectorPanel& panel, const Backtest& like);

// Equal weights, the market when there is one, and 12-1 momentum, the headline's first, each with the figures of both over the
// months that both and cash have. One that has fewer than kFewestCompared such months, or cannot be run, is left out with a
// warning; when it is the headline's, throws UserError rotation_sample at its place.
inline constexpr Index kFewestCompared = 12;
void add_benchmarks(RotationFindings& found, const SectionContext& context);
// The headline's alone.
void add_headline_benchmark(RotationFindings& found, const SectionContext& context);

// The part of monthly figures that a stretch covers.
std::span<const double> part_of(const std::vector<double>& figures, Index first, Index count);

}  // namespace rerate
