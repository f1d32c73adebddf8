// Behaviour -> test
//   the subset of all drivers is the equation's own regression, by each estimator    -> AllDriversAreTheEquation
//   smaller subsets are regressions of their own on the same rows                     -> SubsetsAreRegressions
//   drivers that matter are in, one that does not is mostly out                       -> TellsDriversApart
//   few drivers and given equations have none                                         -> NoneForFewOrGiven
//   a short history has no forecasts                                                  -> ShortHistory
#include "rerate/models/driver_subsets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

// ln M = 1 - 0.1 rate + 0.02 slope + u; `idle` is a walk that M does not follow.
FairValuePanel market(Index rows) {
  const RandomStream random(11, 1);
  std::uint64_t drawn = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(drawn++)); };
  FairValuePanel panel;
  panel.names = panel.titles = {"rate", "slope", "idle"};
  panel.units = {"percent", "pp", "index"};
  panel.places.resize(3);
  panel.price.resize(rows);
  panel.fundamental = Vector::Constant(rows, 10);
  panel.log_multiple.resize(rows);
  panel.drivers.resize(rows, 3);
  double rate = 4, slope = 1, idle = 0, u = 0;
  for (Index t = 0; t < rows; ++t) {
    panel.ordinal.push_back(static_cast<std::int32_t>(t));
    rate += 0.3 * normal();
    slope = 0.95 * slope + 0.3 * normal();
    idle += normal();
    u = 0.4 * u + 0.02 * normal();
    panel.drivers.row(t) << rate, slope, idle;
    panel.log_multiple[t] = 1 - 0.1 * rate + 0.02 * slope + u;
    panel.price[t] = 10 * reproducible_exp(panel.log_multiple[t]);
  }
  panel.now = rows - 1;
  panel.fundamental_now = 10;
  panel.today = panel.drivers.row(rows - 1);
  panel.age = {0, 0, 0};
  return panel;
}

MultipleEquation estimated(const FairValuePanel& panel, MultipleFormChoice form, LongRunEstimator estimator,
                           std::vector<Index> drivers = {0, 1, 2}) {
  MultipleSettings settings;
  settings.form = form;
  settings.long_run.estimator = estimator;
  return estimate_multiple(panel, drivers, 12, settings);
}

double bic_of(const RegressionTable& table, double ssr, Index k) {
  const auto n = static_cast<double>(table.n);
  return n * reproducible_log(ssr / n) + static_cast<double>(k) * reproducible_log(n);
}

TEST(DriverSubsets, AllDriversAreTheEquation) {
  const auto panel = market(400);
  const auto check = [&](const MultipleEquation& equation, Index k) {
    const auto found = driver_subsets(panel, equation);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->regressions.subsets(), 8u);
    EXPECT_EQ(found->rows, equation.table.n);
    EXPECT_NEAR(found->regressions.adjusted_r2[7], equation.table.adjusted_r2, 1e-10) << found->estimator;
    const double ssr =
        equation.table.sigma * equation.table.sigma * static_cast<double>(equation.table.n - k);
    EXPECT_NEAR(found->regressions.bic[7], bic_of(equation.table, ssr, k), 1e-6) << found->estimator;
  };
  const auto dynamic = estimated(panel, MultipleFormChoice::levels, LongRunEstimator::dynamic_ols);
  check(dynamic, 1 + 3 * (2 + dynamic.leads + dynamic.lags));
  check(estimated(panel, MultipleFormChoice::levels, LongRunEstimator::static_ols), 4);
  check(estimated(panel, MultipleFormChoice::differences, LongRunEstimator::dynamic_ols), 4);
}

TEST(DriverSubsets, SubsetsAreRegressions) {
  const auto panel = market(300);
  const auto all = estimated(panel, MultipleFormChoice::levels, LongRunEstimator::static_ols);
  const auto found = driver_subsets(panel, all);
  ASSERT_TRUE(found);
  for (std::uint32_t subset = 1; subset < 8; ++subset) {
    std::vector<Index> drivers;
    for (Index j = 0; j < 3; ++j)
      if (subset >> j & 1) drivers.push_back(j);
    const auto one = estimated(panel, MultipleFormChoice::levels, LongRunEstimator::static_ols, drivers);
    EXPECT_NEAR(found->regressions.adjusted_r2[subset], one.table.adjusted_r2, 1e-10) << subset;
  }
  EXPECT_NEAR(found->regressions.adjusted_r2[0], 0, 1e-12);
}

TEST(DriverSubsets, TellsDriversApart) {
  const auto panel = market(400);
  const auto found =
      driver_subsets(panel, estimated(panel, MultipleFormChoice::differences, LongRunEstimator::dynamic_ols));
  ASSERT_TRUE(found);
  EXPECT_GT(found->inclusion[0], 0.99);
  EXPECT_LT(found->inclusion[2], 0.5);
  ASSERT_FALSE(found->by_bic.empty());
  EXPECT_TRUE(found->by_bic.front() & 1);
  EXPECT_FALSE(found->by_bic.front() & 4);
  for (const auto* best : {&found->by_bic, &found->by_adjusted_r2, &found->by_out_of_sample})
    EXPECT_EQ(best->size(), kBestSubsets);
  const auto& bic = found->regressions.bic;
  EXPECT_EQ(bic[found->by_bic.front()], *std::min_element(bic.begin(), bic.end()));
}

TEST(DriverSubsets, NoneForFewOrGiven) {
  const auto panel = market(200);
  const auto two = estimated(panel, MultipleFormChoice::levels, LongRunEstimator::dynamic_ols, {0, 1});
  EXPECT_FALSE(driver_subsets(panel, two));
  MultipleEquation given;
  given.form = MultipleForm::given;
  given.drivers = {0, 1, 2};
  EXPECT_FALSE(driver_subsets(panel, given));
}

TEST(DriverSubsets, ShortHistory) {
  const auto panel = market(30);
  const auto found =
      driver_subsets(panel, estimated(panel, MultipleFormChoice::levels, LongRunEstimator::static_ols));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->regressions.subsets(), 8u);
  double sum = 0;
  for (const double one : found->inclusion) {
    EXPECT_GE(one, 0);
    EXPECT_LE(one, 1);
    sum += one;
  }
  EXPECT_GT(sum, 0);
}

}  // namespace
}  // namespace rerate
