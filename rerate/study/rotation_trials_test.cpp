// Behaviour -> test
//   a study without variants is its own only one                                             -> OwnOnly
//   luck is asked over the months that all variants and the benchmark have                   -> CommonMonths
//   the study's own Sharpe ratio over those months                                           -> OwnSharpe
//   variants that look back further than the benchmark allows are left out                   -> TooFewMonths
//   variants that cannot be run are counted and not remembered                               -> Failed
//   more variants than there is room for are refused before they are made                    -> TooMany
#include "rerate/study/rotation_trials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/statistics/sharpe_ratio.h"
#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

TEST(RotationTrials, OwnOnly) {
  const auto inputs = rotating_market();
  const auto request = rotating_request();
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(found.variants.size(), 1u);
  EXPECT_EQ(found.luck.trials, 1u);
  EXPECT_EQ(found.luck.deflated, found.luck.probabilistic);
  EXPECT_TRUE(std::isnan(found.luck.overfitting));
  EXPECT_EQ(tried_of("sectors", found).size(), 1u);
}

TEST(RotationTrials, CommonMonths) {
  auto inputs = rotating_market();
  auto& market = inputs.at("market").series.value;
  for (std::size_t m = 0; m < 60; ++m) market[m] = std::nan("");
  for (std::size_t m = 290; m < 300; ++m) market[m] = std::nan("");
  const auto request =
      rotating_request("market = \"market\"\nvariants = { momentum = [12, 24], k = [1, 2] }");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(found.variant_runs.first, 61);
  EXPECT_EQ(found.variant_runs.months, 290 - 61);
  EXPECT_EQ(found.variant_runs.net.size(), 4u * (290 - 61));
  // The study's own returns are those of its backtest.
  const auto own = part_of(found.run.backtest.net, found.compared_first, found.compared);
  for (std::size_t i = 0; i < own.size(); ++i) EXPECT_EQ(found.variant_runs.net[i], own[i]);
}

TEST(RotationTrials, OwnSharpe) {
  const auto inputs = rotating_market();
  const auto request = rotating_request("cash = \"bill\"\nvariants = { momentum = [12, 36] }");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(found.variant_runs.months, 300 - 38);  // those of the longer one
  std::vector<double> excess;
  for (Index i = found.run.backtest.months() - found.variant_runs.months; i < found.run.backtest.months();
       ++i)
    excess.push_back(found.run.backtest.net[static_cast<std::size_t>(i)] -
                     found.cash[static_cast<std::size_t>(i)]);
  EXPECT_NEAR(tried_of("sectors", found)[0].sharpe, sharpe_ratio(excess), 1e-14);
}

std::string failure_of(const RotationRequest& request, const SeriesInputs& inputs) {
  try {
    find_rotation("sectors", request, rotating_context(inputs));
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::rotation_variants);
    EXPECT_GT(error.failure().place.line, 0);
    return error.failure().what;
  }
  return "accepted";
}

TEST(RotationTrials, TooFewMonths) {
  auto inputs = rotating_market();
  for (std::size_t m = 60; m < 300; ++m) inputs.at("market").series.value[m] = std::nan("");
  const auto request = rotating_request("market = \"market\"\nvariants = { momentum = [12, 48] }");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(found.variant_runs.ran, std::vector<std::size_t>{0});
  EXPECT_EQ(found.variant_runs.months, 60 - 14);
  EXPECT_THAT(found.variant_runs.figures[1].failed, HasSubstr("its first return is that of 2004-03"));
  EXPECT_TRUE(std::isnan(found.variant_runs.figures[1].sharpe));
  EXPECT_EQ(found.luck.trials, 1u);
}

TEST(RotationTrials, Failed) {
  const auto inputs = rotating_market();
  // Six sectors of at most 15% cannot add up to a whole.
  const auto request = rotating_request(
      "portfolio = { k = 2, most = 15 }\nvariants = { rule = [\"top_k\", \"minimum_variance\"] }");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(found.variants.size(), 2u);
  EXPECT_EQ(found.variant_runs.ran.size(), 1u);
  EXPECT_EQ(tried_of("sectors", found).size(), 1u);
  EXPECT_FALSE(found.variant_runs.figures[1].failed.empty());
}

TEST(RotationTrials, TooMany) {
  const auto inputs = rotating_market();
  const auto request = rotating_request(
      "variants = { signals = \"subsets\", momentum = [2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21], "
      "standing = [\"z\", "
      "\"rank\"], "
      "rule = [\"top_k\", \"rank_weighted\", \"signal_proportional\"], k = [1,2,3,4,5,6], "
      "weights = [\"equal\", \"ridge\", \"elastic_net\"], rebalance = [\"month\", \"quarter\"], "
      "band = [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19], trade = [\"next\", \"close\"] }",
      "momentum = {}\ntrend = {}\n");
  EXPECT_THAT(failure_of(request, inputs), HasSubstr("at most 100000 variants"));
}

}  // namespace
}  // namespace rerate
