// Behaviour -> test
//   Sortino ratio and hit rate as in numpy (tests/oracles/luck.py)  -> AsInNumpy
//   four returns by hand, with a target                             -> HandComputed
//   no return below the target                                      -> NoShortfall
//   very large and very small returns                               -> AnyScale
//   wrong input is told                                             -> WrongInputIsTold

#include "rerate/statistics/downside.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/statistics/returns_for_test.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

TEST(Downside, AsInNumpy) {
  const auto golden = luck_golden().at("drawdowns");
  for (const auto& expected : golden) {
    const auto x = returns_of_formula(expected.at("case"), expected.at("count"));
    EXPECT_NEAR(sortino_ratio(x) / expected.at("sortino").get<double>(), 1, 1e-12);
    EXPECT_EQ(hit_rate(x), expected.at("hit_rate").get<double>());
  }
}

// Shortfalls of -1, 0, 2, -3 against 0: 1 and 3, sqrt(10/4), mean -1/2; against 1: 2, 1, 4, sqrt(21/4), mean -3/2.
TEST(Downside, HandComputed) {
  const Figures x = {-1, 0, 2, -3};
  EXPECT_NEAR(downside_deviation(x), std::sqrt(2.5), 1e-15);
  EXPECT_NEAR(sortino_ratio(x), -0.5 / std::sqrt(2.5), 1e-15);
  EXPECT_NEAR(downside_deviation(x, 1), std::sqrt(5.25), 1e-15);
  EXPECT_NEAR(sortino_ratio(x, 1), -1.5 / std::sqrt(5.25), 1e-15);
  EXPECT_EQ(hit_rate(x), 0.25);
}

TEST(Downside, NoShortfall) {
  EXPECT_EQ(downside_deviation(Figures{0, 0.1}), 0);
  EXPECT_TRUE(std::isnan(sortino_ratio(Figures{0, 0.1})));
  EXPECT_EQ(hit_rate(Figures{0, 0}), 0);
}

TEST(Downside, AnyScale) {
  const Figures x = {-1, 0, 2, -3};
  for (const double scale : {1e-300, 1e250}) {
    Figures scaled;
    for (const double figure : x) scaled.push_back(scale * figure);
    EXPECT_NEAR(sortino_ratio(scaled), sortino_ratio(x), 1e-14) << scale;
  }
}

TEST(Downside, WrongInputIsTold) {
  EXPECT_EQ(refusal([] { hit_rate({}); }).what, "no returns");
  EXPECT_EQ(refusal([] {
              sortino_ratio(Figures{1, std::nan("")});
            }).what,
            "a missing or infinite return: period 2 of 2");
  EXPECT_EQ(refusal([] { sortino_ratio(Figures{1, 2}, std::nan("")); }).code, ErrorCode::regression_settings);
}

}  // namespace
}  // namespace rerate
