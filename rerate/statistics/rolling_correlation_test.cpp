// Behaviour -> test
//   windows, effective sample and Fisher's band as in R (tests/oracles/style_correlation.R)  -> AsInR
//   what left the window is forgotten; a window that stands still has none                   -> WindowsStandAlone
//   independent series keep their sample, persistent ones lose most of it                    -> EffectiveSample
//   a sum of months over years is worth few years                                            -> OverlapIsNotInformation
//   the band covers the correlation of unrelated autocorrelated series about as it says      -> Coverage
//   no band on three effective pairs; bands stay within -1 and 1                             -> EndsOfTheBand
#include "rerate/statistics/rolling_correlation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/correlation_for_test.h"

namespace rerate {
namespace {

using Values = std::vector<double>;

TEST(RollingCorrelation, AsInR) {
  const auto made = golden_correlations();
  const auto x = made.at("x").get<Values>(), y = made.at("y").get<Values>();
  const auto window = made.at("window").get<std::size_t>();
  const auto expected = made.at("rolling").get<Values>();
  const auto rolling = rolling_correlation(x, y, window);
  ASSERT_EQ(rolling.size(), expected.size());
  for (std::size_t i = 0; i < rolling.size(); ++i) EXPECT_NEAR(rolling[i], expected[i], 1e-12) << i;
  const double effective = effective_sample(x, y, window);
  EXPECT_NEAR(effective, made.at("effective").get<double>(), 1e-9);
  const auto band = FisherBand(effective, 0.90).of(rolling[0]);
  EXPECT_NEAR(band.low, made.at("band").at(0).get<double>(), 1e-12);
  EXPECT_NEAR(band.high, made.at("band").at(1).get<double>(), 1e-12);
}

TEST(RollingCorrelation, WindowsStandAlone) {
  auto [x, y] = correlated_pair(60, 0.5, 0.5, 1);
  const auto before = rolling_correlation(x, y, 20);
  x[0] = 1e12;
  for (std::size_t i = 30; i < 50; ++i) y[i] = 0.7;
  const auto after = rolling_correlation(x, y, 20);
  ASSERT_EQ(after.size(), 41u);
  EXPECT_NEAR(after[5], before[5], 1e-3);  // an outlier twelve decades away leaves few digits, but no trace
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(std::isnan(after[i]), i == 30) << i;
  EXPECT_TRUE(rolling_correlation(x, y, 61).empty());
  const auto still = rolling_correlation(Values(30, 2.0), Values(30, 2.0), 10);
  EXPECT_TRUE(std::isnan(still.front()) && still.size() == 21);
}

TEST(RollingCorrelation, EffectiveSample) {
  const auto quick = correlated_pair(2000, 0, 0, 2), slow = correlated_pair(2000, 0.9, 0, 3);
  EXPECT_NEAR(effective_sample(quick.x, quick.y, 60), 60, 4);
  // 1 / (1 + 2 sum (1 - k/60) 0.81^k) of the window.
  double inflation = 1;
  for (int k = 1; k < 60; ++k) inflation += 2 * (1 - k / 60.0) * std::pow(0.81, k);
  EXPECT_NEAR(effective_sample(slow.x, slow.y, 60), 60 / inflation, 2);
  EXPECT_GE(effective_sample(slow.x, slow.x, 60), 1);
  // Series that alternate against each other are worth no more than the window.
  Values saw, smooth;
  for (int i = 0; i < 100; ++i) {
    saw.push_back(i % 2);
    smooth.push_back(i);
  }
  EXPECT_EQ(effective_sample(saw, smooth, 40), 40);
  EXPECT_TRUE(std::isnan(effective_sample(saw, Values(100, 1.0), 40)));
}

TEST(RollingCorrelation, OverlapIsNotInformation) {
  const auto steps = correlated_pair(2012, 0, 0, 4);
  Values x, y;
  for (std::size_t t = 12; t < 2012; ++t) {
    const auto from = static_cast<std::ptrdiff_t>(t - 12), to = static_cast<std::ptrdiff_t>(t);
    x.push_back(std::accumulate(steps.x.begin() + from, steps.x.begin() + to, 0.0));
    y.push_back(std::accumulate(steps.y.begin() + from, steps.y.begin() + to, 0.0));
  }
  EXPECT_NEAR(effective_sample(x, y, 60), 7.7, 1);
}

TEST(RollingCorrelation, Coverage) {
  constexpr int kSamples = 600;
  int covered = 0;
  for (std::uint64_t sample = 0; sample < kSamples; ++sample) {
    const auto [x, y] = correlated_pair(400, 0.6, 0, 5000 + sample);
    const FisherBand band(effective_sample(x, y, 60), 0.90);
    const auto found = band.of(rolling_correlation(x, y, 60)[200]);
    covered += found.low <= 0 && 0 <= found.high;
  }
  EXPECT_NEAR(static_cast<double>(covered) / kSamples, 0.90, 0.04);
}

TEST(RollingCorrelation, EndsOfTheBand) {
  EXPECT_FALSE(FisherBand(3, 0.9).exists());
  EXPECT_TRUE(std::isnan(FisherBand(3, 0.9).of(0.2).low));
  const FisherBand band(5, 0.9);
  EXPECT_TRUE(band.exists());
  for (const double r : {-1.0, -0.99, 0.0, 0.99, 1.0}) {
    EXPECT_GE(band.of(r).low, -1);
    EXPECT_LE(band.of(r).high, 1);
    EXPECT_LE(band.of(r).low, r);
    EXPECT_GE(band.of(r).high, r);
  }
  EXPECT_TRUE(std::isnan(band.of(std::numeric_limits<double>::quiet_NaN()).high));
  EXPECT_THROW(FisherBand(10, 0), InternalError);
  EXPECT_THROW(rolling_correlation(Values{1, 2}, Values{1, 2}, 1), InternalError);
}

}  // namespace
}  // namespace rerate
