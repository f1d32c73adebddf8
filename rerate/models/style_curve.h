#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rerate/models/style_curve_sample.h"
#include "rerate/statistics/block_bootstrap.h"
#include "rerate/time_series/unit_root.h"

namespace rerate {

// Does value beat growth with the curve? (domain.md C9, formula 10) Correlations of the relative performance of value over growth
// with the curve by every definition that a claim may have meant, with intervals that allow for months that follow each other.
//
// Example, 1953-04 to 2024-12, the small Fama-French portfolios and GS10 less the bond-equivalent bill: levels correlate 0.22,
// monthly changes 0.07, changes over a year 0.03; a claim of 0.71 is not reproduced by any.
// One correlation by itself: the one that the study is about.
struct StyleDefinition {
  std::size_t pair = 0;
  StyleMeasure measure = StyleMeasure::annual_change;
  int lead = 0;  // months by which the curve leads
  bool by_ranks = false;
};
inline constexpr int kLongestStyleLead = 120;

struct StyleCurveQuestion {
  const Series* curve = nullptr;
  std::vector<StylePair> pairs;                 // the first is the one that the headline is about
  int year = 12;                                // months of the longer changes
  int lead = 12;                                // months by which the curve leads in further rows
  int window = 60;                              // months of rolling correlations
  StyleMeasure rolling = StyleMeasure::change;  // change or annual_change
  int draws = 2000;
  double level = 0.90;  // coverage of intervals and bands
  StyleDefinition asked;
  // Neither intervals nor tests of the levels: correlations and their p-values alone, the same bits.
  bool figures_only = false;
  std::optional<Date> from, to;
  std::uint64_t seed = 1;
  Place place = {}, curve_place = {}, window_place = {};
};

// One definition of one pair.
struct StyleCorrelation {
  std::size_t pair = 0;
  StyleMeasure measure = StyleMeasure::level;
  int lead = 0;
  std::size_t n = 0;
  double pearson = 0, spearman = 0;
  Interval interval =
      {};  // of Pearson's; stationary bootstrap of months together, percentiles; NaN when draws do not vary
  double block_length = 0;
  double p = 0;  // exact circular shift, two-sided (statistics/shifted_correlation.h)
};

struct AskedCorrelation {
  std::size_t n = 0;
  double value = 0, p = 0;  // p as above; of ranks, of the ranks
};

struct StyleRolling {
  std::vector<std::int32_t> ordinal;  // last month of each window
  struct OfPair {
    std::vector<double> value;   // NaN where a side does not vary in the window
    std::vector<Interval> band;  // pointwise, Fisher's z on `effective` pairs; NaN when those are 3 or fewer
    double effective = 0;        // independent pairs that a window is worth
  };
  std::vector<OfPair> pairs;
};

// ADF with a constant and lags by BIC: whether a level returns to a mean is what makes its correlation mean something, so a
// trend is no excuse.
struct WanderingTest {
  std::optional<UnitRootTest> test;  // nothing: too short a stretch of months, or no variation
  bool wanders() const { return test && test->p >= kWanderingLevel; }
  static constexpr double kWanderingLevel = 0.10;
};

struct StyleCurve {
  StyleCurveSample sample;
  std::vector<StyleCorrelation> correlations;  // by pair, then lead, then measure
  AskedCorrelation asked;
  WanderingTest curve;
  std::vector<WanderingTest> relative;  // ln(value / growth), by pair
  StyleRolling rolling;

  // Of the first pair, the curve of the same month.
  const StyleCorrelation& headline(StyleMeasure measure) const;
  // Both sides of the first pair's levels wander: their correlation is likely to be spurious.
  bool spurious() const { return curve.wanders() && relative.front().wanders(); }
};

// Block lengths: the longest of the year and of what Politis and White (2004) find for the curve and the pairs, at most a third of
// the rows. O(draws T / block length + T^2) for each measure and lead, T^2 / 16 of it in registers. Throws the errors of
// style_curve_sample, and at the place of the series
//   regression_no_variation  a side of a measure that does not vary
//   regression_not_finite    figures whose ratio or difference is beyond all numbers
//   style_curve_sample       a rolling window longer than the history, at its place
// Without intervals and tests some 2 ms for 860 months and two pairs.
StyleCurve style_curve(const StyleCurveQuestion& question);

}  // namespace rerate
