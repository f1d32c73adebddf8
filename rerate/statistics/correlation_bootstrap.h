#pragma once

#include <span>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/block_bootstrap.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {

// Pearson's correlation of x with each of `others` in `draws` resamples of the dates: row d of the result's entry k is that of
// x and others[k] in draw d, whose rows are SeriesBlocks::indexes(d). All series are resampled together, which keeps what
// they have in common and, inside a block, what each has of itself.
//
// A draw costs O(T / block length), not O(T): sums of a block come from running totals of the standardised series, their
// squares and products. Their error is at most some T 10^-16 of the draw's own sums; where a draw left out nearly all variance of a
// series (below kLeastVariance of it), and the totals would cancel, it is computed row by row. NaN where a series does not vary
// within a draw. All of one length T >= 1, finite, each varying; `others` not empty. Same bits for any thread count.
inline constexpr double kLeastVariance = 1e-3;

std::vector<std::vector<double>> bootstrap_correlations(std::span<const double> x,
                                                        std::span<const std::span<const double>> others,
                                                        const SeriesBootstrap& settings, int draws,
                                                        const RandomStream& random);

// Percentile interval (Efron 1979): the (1 - level)/2 and (1 + level)/2 quantiles of the draws that are no NaN; NaN, NaN
// when those are fewer than half. O(draws). 0 < level < 1.
Interval percentile_interval(std::vector<double> draws, double level);

}  // namespace rerate
