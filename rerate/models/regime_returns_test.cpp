// Behaviour -> test
//   the worked example of the header                                      -> ExampleOfTheHeader
//   means, shares and counts by brute force                               -> EqualsBruteForce
//   intervals are those of a bootstrap written out month by month         -> IntervalsByBruteForce
//   a difference's p-value is small where its interval leaves zero out    -> PValueAgreesWithTheInterval
//   intervals cover a known difference as often as they say               -> Covers
//   states that never come, or in one spell, have no interval             -> TooFewSpells
//   same bits for any number of threads                                   -> SameBitsForAnyThreads
//   no return after a state, settings out of range                        -> Refuses
#include "rerate/models/regime_returns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/models/regimes_for_test.h"
#include "rerate/statistics/order_statistics.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

PriceGrid grid_of(const std::vector<double>& asset, const std::vector<double>& benchmark = {}) {
  PriceGrid grid;
  const auto series = [](const std::vector<double>& prices) {
    auto made = monthly_series("price", Kind::price_index);
    for (std::size_t t = 0; t < prices.size(); ++t)
      made.append(static_cast<std::int32_t>(t), prices[t],
                  last_day({Frequency::monthly, static_cast<int>(t)}));
    return made;
  };
  grid.asset = series(asset);
  if (!benchmark.empty()) grid.benchmark = series(benchmark);
  return grid;
}

const RegimeMean& of(const RegimeMeans& means, RegimeReturn kind) {
  return means[static_cast<std::size_t>(kind)];
}

struct Market {
  PriceGrid prices;
  std::vector<int> state;
};
// States by turns of seven months, after state 1 the asset gains `more` percent a month more.
Market market(std::size_t months, double more, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  std::vector<double> asset = {100}, benchmark = {100};
  std::vector<int> state;
  for (std::uint64_t t = 0; t < months; ++t) {
    state.push_back(static_cast<int>(t / 7 % 2));
    const double common = 2 * normal_quantile(random.uniform(2 * t));
    const double own = common + normal_quantile(random.uniform(2 * t + 1)) + more * state.back();
    asset.push_back(asset.back() * (1 + own / 100));
    benchmark.push_back(benchmark.back() * (1 + common / 100));
  }
  return {grid_of(asset, benchmark), state};
}

TEST(RegimeReturns, ExampleOfTheHeader) {
  const std::vector<int> state = {0, 1, 1};
  const std::vector<RegimeView> views = {{state, 2}};
  const auto found = regime_returns(grid_of({100, 110, 99, 99}), 0, views, {.horizon = 2, .draws = 100});
  const auto& view = found.views.at(0);
  EXPECT_DOUBLE_EQ(of(view.by_state[0], RegimeReturn::month).mean, 10.000000000000009);
  EXPECT_NEAR(of(view.by_state[1], RegimeReturn::month).mean, -5, 1e-12);
  EXPECT_NEAR(of(view.difference, RegimeReturn::month).mean, -15, 1e-12);
  EXPECT_EQ(of(view.by_state[1], RegimeReturn::month).months, 2);
  EXPECT_EQ(of(view.by_state[1], RegimeReturn::month).positive, 0);
  EXPECT_NEAR(of(view.by_state[0], RegimeReturn::horizon).mean, -1, 1e-12);
  EXPECT_EQ(of(view.by_state[1], RegimeReturn::horizon).months, 1);
  EXPECT_EQ(of(view.by_state[0], RegimeReturn::relative_month).months, 0);
  EXPECT_TRUE(std::isnan(of(view.by_state[0], RegimeReturn::relative_month).mean));
}

TEST(RegimeReturns, EqualsBruteForce) {
  const auto made = market(200, 0.5, 1);
  auto state = made.state;
  for (std::size_t t = 50; t < 60; ++t) state[t] = -1;
  // Months are counted from ten months before the first price.
  std::vector<int> padded(10, 0);
  padded.insert(padded.end(), state.begin(), state.end());
  const std::vector<RegimeView> views = {{padded, 2}};
  const auto found = regime_returns(made.prices, -10, views, {.horizon = 12, .draws = 100});
  for (int wanted = 0; wanted < 2; ++wanted) {
    double month = 0, relative = 0, year = 0, above = 0;
    int months = 0, years = 0;
    const auto &asset = made.prices.asset.value, &other = made.prices.benchmark->value;
    for (std::size_t t = 0; t < state.size(); ++t) {
      if (state[t] != wanted) continue;
      ++months;
      month += 100 * (asset[t + 1] / asset[t] - 1);
      relative += 100 * (asset[t + 1] / asset[t] - other[t + 1] / other[t]);
      above += asset[t + 1] / asset[t] > other[t + 1] / other[t];
      if (t + 12 >= asset.size()) continue;
      ++years;
      year += 100 * (asset[t + 12] / asset[t] - other[t + 12] / other[t]);
    }
    const auto& means = found.views[0].by_state[static_cast<std::size_t>(wanted)];
    EXPECT_EQ(of(means, RegimeReturn::month).months, months);
    EXPECT_NEAR(of(means, RegimeReturn::month).mean, month / months, 1e-10);
    EXPECT_NEAR(of(means, RegimeReturn::relative_month).mean, relative / months, 1e-10);
    EXPECT_NEAR(of(means, RegimeReturn::relative_month).positive, above / months, 1e-12);
    EXPECT_EQ(of(means, RegimeReturn::relative_horizon).months, years);
    EXPECT_NEAR(of(means, RegimeReturn::relative_horizon).mean, year / years, 1e-10);
  }
  EXPECT_EQ(of(found.views[0].all, RegimeReturn::month).months, 190);
}

TEST(RegimeReturns, IntervalsByBruteForce) {
  const auto made = market(150, 1, 2);
  const std::vector<RegimeView> views = {{made.state, 2}};
  const RegimeReturnSettings settings{12, 300, 0.8, 11};
  const auto found = regime_returns(made.prices, 0, views, settings);
  ASSERT_EQ(found.block_length, 12);
  const SeriesBlocks blocks(150, {BlockScheme::stationary, 12}, RandomStream(11, 0));
  std::vector<double> apart, low;
  std::vector<std::uint32_t> rows(150);
  for (std::uint64_t draw = 0; draw < 300; ++draw) {
    blocks.indexes(draw, rows);
    double sum[2] = {0, 0}, count[2] = {0, 0};
    for (const auto t : rows) {
      sum[made.state[t]] += made.prices.relative_return(t, t + 1);
      ++count[made.state[t]];
    }
    low.push_back(sum[0] / count[0]);
    apart.push_back(sum[1] / count[1] - sum[0] / count[0]);
  }
  const auto& view = found.views[0];
  const auto& difference = of(view.difference, RegimeReturn::relative_month);
  EXPECT_NEAR(difference.low, quantile(apart, 0.1), 1e-10);
  EXPECT_NEAR(difference.high, quantile(apart, 0.9), 1e-10);
  EXPECT_NEAR(of(view.by_state[0], RegimeReturn::relative_month).low, quantile(low, 0.1), 1e-10);
  EXPECT_NEAR(difference.mean, 1, 0.5);
  double below = 0;
  for (const double one : apart) below += one <= 0;
  EXPECT_NEAR(difference.p, 2 * (std::min(below, 300 - below) + 1) / 301, 1e-12);
}

// The p-value is small exactly where the interval of that level leaves zero out.
TEST(RegimeReturns, PValueAgreesWithTheInterval) {
  int apart = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto made = market(200, 0.35, seed);
    const std::vector<RegimeView> views = {{made.state, 2}};
    const auto found = regime_returns(made.prices, 0, views, {.draws = 400, .level = 0.9, .seed = seed});
    const auto& difference = of(found.views[0].difference, RegimeReturn::relative_month);
    const bool outside = difference.low > 0 || difference.high < 0;
    if (difference.p < 0.09) EXPECT_TRUE(outside) << seed;
    if (difference.p > 0.12) EXPECT_FALSE(outside) << seed;
    apart += outside;
    EXPECT_TRUE(std::isnan(of(found.views[0].by_state[0], RegimeReturn::relative_month).p));
  }
  EXPECT_GT(apart, 5);
  EXPECT_LT(apart, 35);
}

TEST(RegimeReturns, Covers) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const auto made = market(300, 0.4, seed);
    const std::vector<RegimeView> views = {{made.state, 2}};
    const auto found = regime_returns(made.prices, 0, views, {.draws = 200, .level = 0.9, .seed = seed});
    const auto& apart = of(found.views[0].difference, RegimeReturn::relative_month);
    covered += apart.low <= 0.4 && 0.4 <= apart.high;
  }
  EXPECT_GE(covered,
            121);  // 135 expected, less three and a half standard errors of 3.7, and what small samples cost
  EXPECT_LE(covered, 147);
}

TEST(RegimeReturns, TooFewSpells) {
  const auto made = market(100, 0, 3);
  std::vector<int> state(100, 0);
  for (std::size_t t = 40; t < 50; ++t) state[t] = 1;
  const std::vector<RegimeView> views = {{state, 3}};
  const auto found = regime_returns(made.prices, 0, views, {.draws = 100});
  const auto& once = of(found.views[0].by_state[1], RegimeReturn::month);
  EXPECT_EQ(once.months, 10);
  EXPECT_EQ(once.spells, 1);
  EXPECT_TRUE(std::isfinite(once.mean));
  EXPECT_TRUE(std::isnan(once.low));
  const auto& never = of(found.views[0].by_state[2], RegimeReturn::month);
  EXPECT_EQ(never.months, 0);
  EXPECT_TRUE(std::isnan(never.mean));
  EXPECT_TRUE(std::isnan(of(found.views[0].difference, RegimeReturn::month).low));
  EXPECT_TRUE(std::isnan(of(found.views[0].difference, RegimeReturn::month).p));
}

TEST(RegimeReturns, SameBitsForAnyThreads) {
  const auto made = market(300, 0.4, 4);
  const std::vector<RegimeView> views = {{made.state, 2}};
  const auto run = [&](int threads) {
    set_thread_count(threads);
    const auto found = regime_returns(made.prices, 0, views, {});
    set_thread_count(0);
    const auto& apart = of(found.views[0].difference, RegimeReturn::horizon);
    return std::pair(apart.low, apart.high);
  };
  EXPECT_EQ(run(1), run(2));
}

TEST(RegimeReturns, Refuses) {
  const auto made = market(50, 0, 5);
  const auto refusal = [&](const std::vector<int>& state, const RegimeReturnSettings& settings) {
    try {
      regime_returns(made.prices, 0, std::vector<RegimeView>{{state, 2}}, settings);
    } catch (const UserError& error) {
      return error.failure().code;
    }
    return ErrorCode::command_line;
  };
  std::vector<int> after(80, -1);
  after[60] = 1;
  EXPECT_EQ(refusal(after, {}), ErrorCode::regimes_returns);
  EXPECT_EQ(refusal(made.state, {.horizon = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(refusal(made.state, {.draws = 0}), ErrorCode::regression_settings);
  EXPECT_EQ(refusal(made.state, {.level = 1}), ErrorCode::regression_settings);
}

}  // namespace
}  // namespace rerate
