// Behaviour -> test
//   cases from 0 to five times the study's costs, rising; the study's own is the run        -> Cases
//   without costs of its own the usual ones are tried                                       -> NoCosts
//   costs so high that a trade takes all have no figures                                    -> Ruin
//   at the costs that break even the mean lead is gone                                      -> BreakEven
//   nothing to break even when the portfolio does not lead                                  -> NoLead
//   the capital at which trades stay small, by hand; none without volumes                   -> Capacity
#include "rerate/study/rotation_costs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "rerate/study/rotation_benchmarks.h"
#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

class RotationCosts : public testing::Test {
 protected:
  RotationFindings found(const std::string& keys) {
    request = rotating_request("cash = \"bill\"\n" + keys);
    return find_rotation("sectors", request, rotating_context(inputs));
  }

  SeriesInputs inputs = rotating_market();
  RotationRequest request;
};

std::vector<double> costs_of(const RotationFindings& found) {
  std::vector<double> costs;
  for (const auto& one : found.costs) costs.push_back(one.cost_bp);
  return costs;
}

TEST_F(RotationCosts, Cases) {
  const auto result = found("trading = { cost_bp = 20 }");
  EXPECT_EQ(costs_of(result), (std::vector<double>{0, 10, 20, 40, 100}));
  EXPECT_EQ(result.costs[2].cagr, result.figures.cagr);
  EXPECT_EQ(result.costs[2].sharpe, result.figures.sharpe);
  EXPECT_NEAR(result.costs[0].cagr, result.gross_figures.cagr, 1e-12);
  for (std::size_t i = 1; i < result.costs.size(); ++i) {
    EXPECT_LT(result.costs[i].cagr, result.costs[i - 1].cagr);
    EXPECT_LT(result.costs[i].information_ratio, result.costs[i - 1].information_ratio);
  }
  EXPECT_NEAR(result.cost_drag, result.costs[0].cagr - result.costs[2].cagr, 1e-12);
}

TEST_F(RotationCosts, NoCosts) {
  EXPECT_EQ(costs_of(found("trading = { cost_bp = 0 }")), (std::vector<double>{0, 5, 10, 20, 50}));
}

TEST_F(RotationCosts, Ruin) {
  request = rotating_request("cash = \"bill\"\ntrading = { cost_bp = 1900 }", "reversal = {}\n");
  const auto result = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_EQ(costs_of(result), (std::vector<double>{0, 950, 1900, 3800, 9500}));
  EXPECT_FALSE(std::isnan(result.costs[3].cagr));
  EXPECT_TRUE(std::isnan(result.costs[4].cagr));  // two sectors for two others
}

double mean(std::span<const double> figures) {
  return std::accumulate(figures.begin(), figures.end(), 0.0) / static_cast<double>(figures.size());
}

TEST_F(RotationCosts, BreakEven) {
  const auto first = found("");
  const auto again = found("trading = { cost_bp = " + std::to_string(first.break_even_bp) + " }");
  const double lead = mean(again.run.backtest.net) - mean(again.benchmarks[0].returns);
  const double without = mean(first.run.backtest.gross) - mean(first.benchmarks[0].returns);
  EXPECT_GT(without, 0.001);
  EXPECT_LT(std::fabs(lead), 0.02 * without);  // costs compound with returns
}

TEST_F(RotationCosts, NoLead) {
  request = rotating_request("cash = \"bill\"", "momentum = { sign = -1 }\n");
  const auto losers = find_rotation("sectors", request, rotating_context(inputs));
  EXPECT_LT(losers.figures.cagr, losers.benchmarks[0].figures.cagr);
  EXPECT_TRUE(std::isnan(losers.break_even_bp));
}

TEST_F(RotationCosts, Capacity) {
  EXPECT_TRUE(std::isnan(found("").capacity));
  // Halves are bought and sold, and what drifted apart is put back: most trades are small, more than one in twenty is
  // of about a half.
  const std::string volume = "volume = { s0 = 100, s1 = 100, s2 = 100, s3 = 100, s4 = 100, s5 = 100 }";
  const double capital = found("trading = { " + volume + " }").capacity;
  EXPECT_NEAR(capital, 0.05 * 100 / 0.5, 1.5);
  const double twice =
      found("trading = { volume = { s0 = 200, s1 = 200, s2 = 200, s3 = 200, s4 = 200, s5 = 200 } }").capacity;
  EXPECT_NEAR(twice, 2 * capital, 1e-9);
}

}  // namespace
}  // namespace rerate
