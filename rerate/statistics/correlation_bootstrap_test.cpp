// Behaviour -> test
//   draws are the correlations of the indexed rows, for any number of series      -> AreCorrelationsOfIndexedRows
//   an outlier does not spoil the draws without it                                -> AccurateBesideAnOutlier
//   a draw in which a series stands still has no correlation                      -> DrawsWithoutVariation
//   series drawn together or alone have the same draws                            -> TogetherOrAlone
//   same bits for 1 and 2 threads                                                 -> SameBitsForAnyThreads
//   quantiles as R's boot::tsboot (tests/oracles/style_correlation.R)             -> DistributionAsInR
//   intervals of AR(1) pairs cover about as often as they say                     -> Coverage
//   percentile intervals: hand-computed; missing draws are left out               -> PercentileInterval
//   broken settings are our own bug                                               -> BrokenSettingsAreABug
#include "rerate/statistics/correlation_bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/correlation_for_test.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

using Values = std::vector<double>;
using Draws = std::vector<Values>;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Draws draws_of(const Values& x, const std::vector<Values>& others, double block_length, int draws) {
  const std::vector<std::span<const double>> spans(others.begin(), others.end());
  return bootstrap_correlations(x, spans, {BlockScheme::stationary, block_length}, draws, RandomStream(3, 9));
}

// What the header promises, row by row.
double brute_force(const Values& x, const Values& y, double block_length, std::uint64_t draw) {
  const SeriesBlocks blocks(x.size(), {BlockScheme::stationary, block_length}, RandomStream(3, 9));
  std::vector<std::uint32_t> rows(x.size());
  blocks.indexes(draw, rows);
  Values drawn_x, drawn_y;
  for (const auto row : rows) {
    drawn_x.push_back(x[row]);
    drawn_y.push_back(y[row]);
  }
  return correlation(drawn_x, drawn_y);
}

TEST(CorrelationBootstrap, AreCorrelationsOfIndexedRows) {
  for (const std::size_t length : {7u, 60u, 401u})
    for (const double block : {1.0, 5.5, 40.0, 1000.0}) {
      const auto one = correlated_pair(length, 0.9, 0.5, length), two = correlated_pair(length, 0.2, 0.1, 5);
      const std::vector<Values> others = {one.y, two.x, two.y};
      const auto draws = draws_of(one.x, others, block, 300);
      ASSERT_EQ(draws.size(), 3u);
      for (std::size_t k = 0; k < others.size(); ++k) {
        ASSERT_EQ(draws[k].size(), 300u);
        for (std::uint64_t draw = 0; draw < 300; ++draw) {
          const double expected = brute_force(one.x, others[k], block, draw);
          if (std::isnan(expected))
            EXPECT_TRUE(std::isnan(draws[k][draw]));
          else
            EXPECT_NEAR(draws[k][draw], expected, 1e-10) << length << " " << block << " " << draw;
        }
      }
    }
}

TEST(CorrelationBootstrap, AccurateBesideAnOutlier) {
  auto [x, y] = correlated_pair(200, 0.5, 0.6, 1);
  x[17] = 1e7;
  y[90] = -1e6;
  const auto draws = draws_of(x, {y}, 12, 500).front();
  int without = 0;
  for (std::uint64_t draw = 0; draw < draws.size(); ++draw) {
    const double expected = brute_force(x, y, 12, draw);
    EXPECT_NEAR(draws[draw], expected, 1e-7);
    without += expected > 0.2;
  }
  EXPECT_GT(without, 20);  // the test has draws that lack both outliers
}

TEST(CorrelationBootstrap, DrawsWithoutVariation) {
  Values x(50, 0.3);
  x[10] = 0.4;
  auto y = correlated_pair(50, 0, 0, 2).y;
  const auto draws = draws_of(x, {y}, 10, 400).front();
  const auto missing = std::count_if(draws.begin(), draws.end(), [](double r) { return std::isnan(r); });
  EXPECT_GT(missing, 80);  // about (1 - 1/5)^5 and more of the draws have no row 10
  EXPECT_LT(missing, 320);
  for (std::uint64_t draw = 0; draw < draws.size(); ++draw)
    EXPECT_EQ(std::isnan(draws[draw]), std::isnan(brute_force(x, y, 10, draw))) << draw;
}

TEST(CorrelationBootstrap, TogetherOrAlone) {
  const auto [x, y] = correlated_pair(120, 0.7, 0.4, 3);
  const auto other = correlated_pair(120, 0.7, 0.4, 4).y;
  const auto both = draws_of(x, {y, other}, 9, 100);
  EXPECT_EQ(both[0], draws_of(x, {y}, 9, 100).front());
  EXPECT_EQ(both[1], draws_of(x, {other}, 9, 100).front());
}

TEST(CorrelationBootstrap, SameBitsForAnyThreads) {
  const auto [x, y] = correlated_pair(300, 0.7, 0.4, 3);
  set_thread_count(1);
  const auto serial = draws_of(x, {y}, 9, 1000);
  set_thread_count(2);
  EXPECT_EQ(serial, draws_of(x, {y}, 9, 1000));
  set_thread_count(0);
}

// 40,000 draws on either side: quantiles of a distribution as wide as 0.08 are known to some 0.001.
TEST(CorrelationBootstrap, DistributionAsInR) {
  const auto made = golden_correlations();
  const auto x = made.at("x").get<Values>(), y = made.at("y").get<Values>();
  auto draws = draws_of(x, {y}, made.at("block_length").get<double>(), 40000).front();
  const auto shares = made.at("shares").get<Values>(), quantiles = made.at("quantiles").get<Values>();
  for (std::size_t i = 0; i < shares.size(); ++i)
    EXPECT_NEAR(quantile(draws, shares[i]), quantiles[i], 0.004) << shares[i];
}

// Nominal 90%. Resampled blocks know too little of what lasts longer than they do, so intervals of persistent series fall
// short by some points; they must not fall short by many.
TEST(CorrelationBootstrap, Coverage) {
  constexpr int kSamples = 400;
  for (const double persistence : {0.0, 0.5, 0.8}) {
    int covered = 0;
    for (std::uint64_t sample = 0; sample < kSamples; ++sample) {
      const auto [x, y] = correlated_pair(300, persistence, 0.4, 100 + sample);
      const auto found = percentile_interval(draws_of(x, {y}, 15, 300).front(), 0.90);
      covered += found.low <= 0.4 && 0.4 <= found.high;
    }
    const double share = static_cast<double>(covered) / kSamples;
    EXPECT_GT(share, 0.82) << persistence;
    EXPECT_LT(share, 0.95) << persistence;
  }
}

TEST(CorrelationBootstrap, PercentileInterval) {
  Values draws;
  for (int i = 100; i >= 0; --i) draws.push_back(0.01 * i);
  const auto found = percentile_interval(draws, 0.80);
  EXPECT_NEAR(found.low, 0.10, 1e-12);
  EXPECT_NEAR(found.high, 0.90, 1e-12);
  for (int i = 0; i < 100; ++i) draws.push_back(kMissing);
  EXPECT_NEAR(percentile_interval(draws, 0.80).low, 0.10, 1e-12);
  draws.resize(draws.size() + 10, kMissing);
  EXPECT_TRUE(std::isnan(percentile_interval(draws, 0.80).low));  // fewer than half are left
  EXPECT_TRUE(std::isnan(percentile_interval({}, 0.80).high));
}

TEST(CorrelationBootstrap, BrokenSettingsAreABug) {
  const Values x = {1, 2, 3}, y = {3, 1, 2};
  EXPECT_THROW(draws_of(x, {}, 2, 10), InternalError);
  EXPECT_THROW(draws_of(x, {{1, 2}}, 2, 10), InternalError);
  EXPECT_THROW(draws_of(x, {{5, 5, 5}}, 2, 10), InternalError);
  EXPECT_THROW(draws_of(x, {y}, 0, 10), InternalError);
  EXPECT_THROW(percentile_interval({1}, 1), InternalError);
  EXPECT_TRUE(draws_of(x, {y}, 2, 0).front().empty());
}

}  // namespace
}  // namespace rerate
