// Behaviour -> test
//   depth, peak, trough, recovery and time under water as in pandas (tests/oracles/luck.py) -> AsInPandas
//   the example of the header                                                               -> HandComputed
//   wealth that never falls, or never recovers                                              -> EndsOfThePath
//   a high that is met again: the later place is the peak                                   -> EqualHighs
//   by comparison of all pairs, on random paths                                             -> ByAllPairs
//   wrong input is told                                                                     -> WrongInputIsTold

#include "rerate/statistics/drawdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/statistics/returns_for_test.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

Figures wealth_of(const Figures& returns) {
  Figures wealth = {1};
  for (const double figure : returns) wealth.push_back(wealth.back() * (1 + figure));
  return wealth;
}

TEST(MaximumDrawdown, AsInPandas) {
  const auto golden = luck_golden().at("drawdowns");
  ASSERT_EQ(golden.size(), 4u);
  for (const auto& expected : golden) {
    const auto found =
        maximum_drawdown(wealth_of(returns_of_formula(expected.at("case"), expected.at("count"))));
    EXPECT_NEAR(found.depth, expected.at("depth"), 1e-13);
    EXPECT_EQ(found.peak, expected.at("peak"));
    EXPECT_EQ(found.trough, expected.at("trough"));
    EXPECT_EQ(found.recovery.has_value(), !expected.at("recovery").is_null());
    if (found.recovery) {
      EXPECT_EQ(*found.recovery, expected.at("recovery"));
    }
    EXPECT_EQ(found.longest_under_water, expected.at("longest_under_water"));
  }
}

TEST(MaximumDrawdown, HandComputed) {
  const Figures wealth = {100, 110, 99, 104, 110, 121};
  const auto found = maximum_drawdown(wealth);
  EXPECT_NEAR(found.depth, 0.1, 1e-15);
  EXPECT_EQ(found.peak, 1u);
  EXPECT_EQ(found.trough, 2u);
  EXPECT_EQ(found.recovery, 4u);
  EXPECT_EQ(found.longest_under_water, 2u);
  EXPECT_EQ(found.longest_begins, 2u);
  const auto path = drawdown_path(wealth);
  ASSERT_EQ(path.size(), 6u);
  EXPECT_EQ(path[1], 0);
  EXPECT_NEAR(path[2], -0.1, 1e-15);
  EXPECT_NEAR(path[3], -6.0 / 110, 1e-15);
  EXPECT_EQ(path[5], 0);
}

TEST(MaximumDrawdown, EndsOfThePath) {
  const auto rising = maximum_drawdown(Figures{1, 1, 2, 3});
  EXPECT_EQ(rising.depth, 0);
  EXPECT_EQ(rising.longest_under_water, 0u);
  EXPECT_FALSE(rising.recovery.has_value());
  const auto falling = maximum_drawdown(Figures{4, 5, 3, 2, 4});
  EXPECT_NEAR(falling.depth, 0.6, 1e-15);
  EXPECT_FALSE(falling.recovery.has_value());
  EXPECT_EQ(falling.longest_under_water, 3u);
  EXPECT_EQ(maximum_drawdown(Figures{7}).depth, 0);
}

TEST(MaximumDrawdown, EqualHighs) {
  const auto found = maximum_drawdown(Figures{1, 2, 1.5, 2, 1, 2});
  EXPECT_EQ(found.peak, 3u);
  EXPECT_EQ(found.trough, 4u);
  EXPECT_EQ(found.recovery, 5u);
  EXPECT_EQ(found.longest_under_water, 1u);
  EXPECT_EQ(found.longest_begins, 2u);
}

TEST(MaximumDrawdown, ByAllPairs) {
  const RandomStream random(3, 3);
  for (std::uint64_t world = 0; world < 50; ++world) {
    Figures wealth = {1};
    for (std::uint64_t t = 0; t < 60; ++t)
      wealth.push_back(wealth.back() * (0.9 + 0.21 * random.uniform(world * 60 + t)));
    double deepest = 0;
    for (std::size_t i = 0; i < wealth.size(); ++i)
      for (std::size_t j = i; j < wealth.size(); ++j) deepest = std::max(deepest, 1 - wealth[j] / wealth[i]);
    const auto found = maximum_drawdown(wealth);
    EXPECT_EQ(found.depth, deepest);
    EXPECT_EQ(1 - wealth[found.trough] / wealth[found.peak], deepest);
    const auto path = drawdown_path(wealth);
    EXPECT_NEAR(-*std::min_element(path.begin(), path.end()), deepest, 1e-15);
    if (found.recovery) {
      for (auto i = found.peak + 1; i < *found.recovery; ++i) EXPECT_LT(wealth[i], wealth[found.peak]);
      EXPECT_GE(wealth[*found.recovery], wealth[found.peak]);
    }
  }
}

TEST(MaximumDrawdown, WrongInputIsTold) {
  EXPECT_EQ(refusal([] { maximum_drawdown({}); }).code, ErrorCode::regression_too_few);
  EXPECT_EQ(refusal([] {
              maximum_drawdown(Figures{1, 0});
            }).what,
            "wealth must be above 0 and finite: 0 at 2 of 2");
  EXPECT_EQ(refusal([] { drawdown_path(Figures{1, -3}); }).code, ErrorCode::regression_not_finite);
  EXPECT_EQ(refusal([] {
              drawdown_path(Figures{1, 2, std::nan("")});
            }).code,
            ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate
