// Behaviour -> test
//   probability, logits, slope and losses as in numpy (tests/oracles/luck.py)     -> AsInNumpy
//   four blocks of two by hand                                                    -> HandComputed
//   rules that differ by luck alone: chosen ones rank below the middle half the time -> LuckAlone
//   a rule that is truly better is chosen and stays better                        -> SkillShows
//   equal rules share their ranks                                                 -> EqualRules
//   a rule that does not vary has ratio 0                                         -> RuleInCash
//   same bits for any threads; a year's figures before the first block are left out -> SameBits
//   wrong input is told                                                           -> WrongInputIsTold

#include "rerate/statistics/backtest_overfitting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/statistics/returns_for_test.h"

namespace rerate {
namespace {

using Figures = std::vector<double>;

Figures of_formula(long rules, long dates, double edge) {
  Figures x;
  for (long j = 0; j < rules; ++j)
    for (long t = 0; t < dates; ++t) {
      const long whole = (30011 * (t + 1) * (j + 2) + 7 * t * t * (j + 1) + 131 * t) % 1987;
      x.push_back(static_cast<double>(whole) / 1987 - 0.49 + (j == 2 ? edge : 0));
    }
  return x;
}

TEST(BacktestOverfitting, AsInNumpy) {
  const auto golden = luck_golden().at("backtest_overfitting");
  ASSERT_EQ(golden.size(), 3u);
  for (const auto& expected : golden) {
    const long rules = expected.at("rules");
    const auto found = backtest_overfitting(of_formula(rules, expected.at("dates"), expected.at("edge")),
                                            static_cast<std::size_t>(rules), expected.at("blocks"));
    EXPECT_NEAR(found.probability, expected.at("probability"), 1e-15);
    EXPECT_NEAR(found.probability_of_loss, expected.at("probability_of_loss"), 1e-15);
    EXPECT_NEAR(found.performance_slope, expected.at("performance_slope"), 1e-11);
    auto logits = found.logits;
    std::sort(logits.begin(), logits.end());
    const auto sorted = expected.at("logits").get<Figures>();
    ASSERT_EQ(logits.size(), sorted.size());
    for (std::size_t i = 0; i < logits.size(); ++i) ASSERT_NEAR(logits[i], sorted[i], 1e-14) << i;
  }
}

// Blocks of two: A is 1, 2 in the first half of time and -2, -1 in the second, B 0, 1 throughout. Halves of blocks: A wins
// 01 and loses all of 23 (w = 1/3); 23 chooses B, which then loses to A (w = 1/3); 02, 03, 12, 13 give A ratio 0 (means
// of 1, 2, -2, -1) and choose B, better in the other half, too (w = 2/3). Probability 2/6.
TEST(BacktestOverfitting, HandComputed) {
  const Figures x = {1, 2, 1, 2, -2, -1, -2, -1, 0, 1, 0, 1, 0, 1, 0, 1};
  const auto found = backtest_overfitting(x, 2, 4);
  EXPECT_DOUBLE_EQ(found.probability, 1.0 / 3);
  EXPECT_DOUBLE_EQ(found.probability_of_loss, 1.0 / 6);
  const double low = -std::log(2.0), high = std::log(2.0);
  const Figures logits = {low, high, high, high, high, low};  // 01 02 03 12 13 23
  ASSERT_EQ(found.logits.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(found.logits[i], logits[i], 1e-15) << i;
  // Inside: A's 3/2 over sqrt(1/3), else B's 1/2 over sqrt(1/3); outside the negative of A's, else B's. In units of
  // sqrt(3)/2: (3, -3) once, (1, 1) five times.
  EXPECT_NEAR(found.performance_slope, -2, 1e-14);
}

Figures uniforms(std::size_t count, std::uint64_t stream) {
  const RandomStream random(9, stream);
  Figures x;
  for (std::size_t i = 0; i < count; ++i) x.push_back(random.uniform(i) - 0.5);
  return x;
}

TEST(BacktestOverfitting, LuckAlone) {
  double sum = 0;
  for (std::uint64_t world = 0; world < 100; ++world)
    sum += backtest_overfitting(uniforms(20 * 160, world), 20, 8).probability;
  EXPECT_NEAR(sum / 100, 0.5, 0.1);
}

TEST(BacktestOverfitting, SkillShows) {
  auto x = uniforms(20 * 160, 3);
  for (std::size_t t = 0; t < 160; ++t) x[7 * 160 + t] += 0.25;
  const auto found = backtest_overfitting(x, 20, 8);
  EXPECT_EQ(found.probability, 0);
  EXPECT_EQ(found.probability_of_loss, 0);
  for (const double logit : found.logits) EXPECT_GT(logit, 0);
}

TEST(BacktestOverfitting, EqualRules) {
  const auto one = uniforms(40, 4);
  Figures x;
  for (int j = 0; j < 5; ++j) x.insert(x.end(), one.begin(), one.end());
  const auto found = backtest_overfitting(x, 5, 4);
  for (const double logit : found.logits) EXPECT_EQ(logit, 0);  // rank 3 of 5
  EXPECT_EQ(found.probability, 1);
}

TEST(BacktestOverfitting, RuleInCash) {
  auto x = uniforms(2 * 40, 5);
  std::fill(x.begin(), x.begin() + 40, 0.001);  // no risk at all
  for (std::size_t t = 40; t < 80; ++t) x[t] -= 2;
  const auto found = backtest_overfitting(x, 2, 4);
  for (const double logit : found.logits) EXPECT_NEAR(logit, std::log(2.0), 1e-15);
  EXPECT_TRUE(std::isnan(found.performance_slope));  // its ratio is 0 everywhere
}

TEST(BacktestOverfitting, SameBits) {
  const auto x = uniforms(30 * 123, 6);
  set_thread_count(1);
  const auto alone = backtest_overfitting(x, 30, 10);
  set_thread_count(5);
  const auto many = backtest_overfitting(x, 30, 10);
  set_thread_count(0);
  EXPECT_EQ(alone.logits, many.logits);
  EXPECT_EQ(alone.performance_slope, many.performance_slope);
  auto other = x;
  for (std::size_t j = 0; j < 30; ++j)
    for (std::size_t t = 0; t < 3; ++t) other[j * 123 + t] += 1;
  EXPECT_EQ(backtest_overfitting(other, 30, 10).logits, alone.logits);
}

TEST(BacktestOverfitting, WrongInputIsTold) {
  const auto x = uniforms(2 * 40, 7);
  for (const int blocks : {2, 5, 22, -4})
    EXPECT_EQ(refusal([&] { backtest_overfitting(x, 2, blocks); }).code, ErrorCode::regression_settings)
        << blocks;
  EXPECT_EQ(refusal([&] { backtest_overfitting(x, 1, 4); }).what,
            "backtest overfitting needs at least 2 rules: 1");
  EXPECT_EQ(refusal([&] { backtest_overfitting({}, 0, 4); }).code, ErrorCode::regression_too_few);
  EXPECT_EQ(refusal([&] { backtest_overfitting(std::span(x).first(14), 2, 4); }).what,
            "4 blocks need at least 8 periods: 7");
  auto holes = x;
  holes[50] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refusal([&] { backtest_overfitting(holes, 2, 4); }).what,
            "rule 2 has a missing or infinite figure");
  holes[50] = 1e200;
  EXPECT_EQ(refusal([&] { backtest_overfitting(holes, 2, 4); }).what,
            "rule 2 has figures too large to square: 1e+200");
}

}  // namespace
}  // namespace rerate
