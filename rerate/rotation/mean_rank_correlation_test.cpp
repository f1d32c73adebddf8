// Mean rank correlation: behaviour -> test
//   mean, t and p as in numpy and scipy (tests/oracles/rotation_performance.py) -> AsInNumpy
//   missing months are left out                                -> MissingMonths
//   overlapping windows of noise are not called predictable    -> SizeWithOverlap
//   no month, one month, months that do not differ             -> TooFewMonths
//   a horizon below one month is our own mistake               -> WrongInputIsTold
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/rotation/performance.h"
#include "rerate/rotation/performance_for_test.h"

namespace rerate {
namespace {

std::vector<double> correlations_of_case(long of) {
  auto figures = returns_of_case(of);
  for (double& one : figures) one *= 8;
  return figures;
}

TEST(RankCorrelation, AsInNumpy) {
  const auto golden = performance_golden().at("rank_correlations");
  ASSERT_EQ(golden.size(), 3u);
  for (const auto& expected : golden) {
    const auto found = rank_correlation(correlations_of_case(expected.at("case")), expected.at("horizon"));
    EXPECT_EQ(found.months, kGoldenMonths);
    expect_close(found.mean, expected.at("mean"), "mean");
    expect_close(found.t, expected.at("t"), "t");
    expect_close(found.p, expected.at("p"), "p");
    expect_close(found.share_positive, expected.at("share_positive"), "share");
  }
}

TEST(RankCorrelation, MissingMonths) {
  const auto whole = correlations_of_case(2);
  std::vector<double> with_holes(5, std::nan(""));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    with_holes.push_back(whole[i]);
    if (i % 9 == 0) with_holes.push_back(std::nan(""));
  }
  const auto expected = rank_correlation(whole, 1), found = rank_correlation(with_holes, 1);
  EXPECT_EQ(found.months, expected.months);
  EXPECT_EQ(found.mean, expected.mean);
  EXPECT_EQ(found.t, expected.t);
  EXPECT_EQ(found.p, expected.p);
}

// Correlations of a lasting score with returns over 12 months: sums of 12 neighbouring months of noise.
TEST(RankCorrelation, SizeWithOverlap) {
  constexpr int kWorlds = 2000, kMonths = 480, kHorizon = 12;
  int found = 0, naive = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    const RandomStream random(3, world);
    std::vector<double> sums(kMonths, 0.0);
    double square = 0, sum = 0;
    for (int t = 0; t < kMonths; ++t) {
      auto& one = sums[static_cast<std::size_t>(t)];
      for (int h = 0; h < kHorizon; ++h) one += random.uniform(static_cast<std::uint64_t>(t + h)) - 0.5;
      sum += one, square += one * one;
    }
    found += rank_correlation(sums, kHorizon).p < 0.05;
    naive += std::abs(sum) / std::sqrt(square) > 1.96;
  }
  EXPECT_GT(found, 0.03 * kWorlds);
  EXPECT_LT(found, 0.10 * kWorlds);
  EXPECT_GT(naive, 0.5 * kWorlds);
}

TEST(RankCorrelation, TooFewMonths) {
  const auto none = rank_correlation(std::vector{std::nan(""), std::nan("")}, 1);
  EXPECT_EQ(none.months, 0);
  EXPECT_TRUE(std::isnan(none.mean));
  EXPECT_TRUE(std::isnan(none.share_positive));
  const auto one = rank_correlation(std::vector{std::nan(""), 0.3}, 1);
  EXPECT_EQ(one.months, 1);
  EXPECT_EQ(one.mean, 0.3);
  EXPECT_TRUE(std::isnan(one.t));
  const auto alike = rank_correlation(std::vector{0.3, 0.3, 0.3}, 1);
  EXPECT_NEAR(alike.mean, 0.3, 1e-15);
  EXPECT_EQ(alike.share_positive, 1);
  EXPECT_TRUE(std::isnan(alike.p));
  const auto two = rank_correlation(std::vector{0.1, 0.3}, 600);
  EXPECT_NEAR(two.mean, 0.2, 1e-15);
  EXPECT_TRUE(std::isfinite(two.t));
}

TEST(RankCorrelation, WrongInputIsTold) {
  EXPECT_THROW(rank_correlation(std::vector{0.1, 0.2}, 0), InternalError);
}

}  // namespace
}  // namespace rerate
