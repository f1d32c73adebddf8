// Behaviour -> test
//   names of rules                                                             -> Names
//   the k best in equal parts, the worst short; the first of equals            -> TopK
//   ranks above the median                                                     -> RankWeighted
//   scores above the mean; equal scores                                        -> SignalProportional
//   optimised weights as in R (tests/oracles/rotation_portfolio.R)             -> AsInR
//   least variance of the k best                                               -> LeastVarianceOfTheBest
//   the benchmark is scaled to those that may be held                          -> Benchmark
//   no views: the benchmark; stronger views: farther from it                   -> TiltsAroundTheBenchmark
//   sectors that are not above 0 become cash, shorts stay                      -> OnlyAboveZero
//   months that decide: quarters, scores, windows of history                   -> Decides
//   sectors that join and leave, in a whole backtest                           -> MembersJoinAndLeave
//   a turnover limit binds month after month, but not on the first purchase    -> TurnoverThroughTime
//   nothing later changes a decision                                           -> ReadsNothingLater
//   k and settings out of range                                                -> RefusesSettings
//   bounds and limits, by name                                                 -> RefusesLimits
//   limits that only a month shows to be too narrow, and returns of 0          -> RefusesAMonth
//   a monthly backtest of the k best is fast                                   -> Fast
#include "rerate/rotation/portfolio.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>

#include "rerate/rotation/backtest.h"
#include "rerate/rotation/portfolio_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<double> target(const Portfolio& portfolio, Index m, std::size_t sectors,
                           std::vector<double> held = {}) {
  held.resize(sectors, 0);
  std::vector<double> weights(sectors, 99);  // whatever was there before
  portfolio.target(m, held, weights);
  return weights;
}

PortfolioSettings settings_of(PortfolioRule rule) {
  PortfolioSettings settings;
  settings.rule = rule;
  settings.place = {"study.toml", 3, 1};
  settings.limits_place = {"study.toml", 4, 1};
  return settings;
}

// One month in which sectors have these scores.
std::vector<double> weights_by(const PortfolioSettings& settings, const std::vector<double>& scores) {
  const auto sectors = static_cast<Index>(scores.size());
  const auto panel = simulated_panel(1, 2, sectors);
  Matrix score = Matrix::Constant(2, sectors, kNone);
  for (Index i = 0; i < sectors; ++i) score(1, i) = scores[static_cast<std::size_t>(i)];
  const Portfolio portfolio(panel, score, settings);
  EXPECT_FALSE(portfolio.decides(0));
  EXPECT_TRUE(portfolio.decides(1));
  return target(portfolio, 1, scores.size());
}

TEST(Portfolio, Names) {
  for (const auto* name :
       {"top_k", "rank_weighted", "signal_proportional", "minimum_variance", "mean_variance_tilt"})
    EXPECT_EQ(to_string(parse_portfolio_rule(name).value()), name);
  EXPECT_FALSE(parse_portfolio_rule("best"));
}

TEST(Portfolio, TopK) {
  auto settings = settings_of(PortfolioRule::top_k);
  settings.k = 2;
  EXPECT_THAT(weights_by(settings, {0.1, 3, kNone, -5, 2}), ElementsAre(0, 0.5, 0, 0, 0.5));
  EXPECT_THAT(weights_by(settings, {1, 2, 1, 1}), ElementsAre(0.5, 0.5, 0, 0));
  settings.long_short = true;
  EXPECT_THAT(weights_by(settings, {0.1, 3, kNone, -5, 2}), ElementsAre(-0.5, 0.5, 0, -0.5, 0.5));
  EXPECT_THAT(weights_by(settings, {1, 1, 1, 1, 1}), ElementsAre(0.5, 0.5, 0, -0.5, -0.5));
}

TEST(Portfolio, RankWeighted) {
  auto settings = settings_of(PortfolioRule::rank_weighted);
  // Of five: 4, 2, 0, -2 and -4 parts.
  EXPECT_THAT(weights_by(settings, {0, 9, kNone, 8, -1, -7}), ElementsAre(0, 4.0 / 6, 0, 2.0 / 6, 0, 0));
  settings.long_short = true;
  EXPECT_THAT(weights_by(settings, {0, 9, kNone, 8, -1, -7}),
              ElementsAre(0, 4.0 / 6, 0, 2.0 / 6, -2.0 / 6, -4.0 / 6));
  EXPECT_THAT(weights_by(settings, {1, 2}), ElementsAre(-1, 1));
}

TEST(Portfolio, SignalProportional) {
  auto settings = settings_of(PortfolioRule::signal_proportional);
  EXPECT_THAT(weights_by(settings, {3, 1, kNone, -4, 0}), ElementsAre(0.75, 0.25, 0, 0, 0));
  EXPECT_THAT(weights_by(settings, {0.1, 0.1, 0.1, kNone}), ElementsAre(1.0 / 3, 1.0 / 3, 1.0 / 3, 0));
  settings.long_short = true;
  EXPECT_THAT(weights_by(settings, {3, 1, kNone, -4, 0}), ElementsAre(0.75, 0.25, 0, -1, 0));
  EXPECT_THAT(weights_by(settings, {0.1, 0.1, 0.1, kNone}), ElementsAre(0, 0, 0, 0));
}

// The oracle's sectors: month 60 ends its window.
struct GoldenMonth {
  SectorPanel panel;
  Matrix score;

  GoldenMonth() {
    Matrix returns(kGoldenWindow + 1, kGoldenSectors);
    returns << Matrix::Zero(1, kGoldenSectors), golden_returns();
    panel = monthly_panel(prices_from(returns));
    score = Matrix::Constant(kGoldenWindow + 1, kGoldenSectors, kNone);
    score.row(kGoldenWindow) = golden_scores().transpose();
  }
};

PortfolioSettings golden_settings(const nlohmann::json& one) {
  auto settings = settings_of(parse_portfolio_rule(one.at("rule").get<std::string>()).value());
  settings.k = 0;
  settings.least = one.at("least"), settings.most = one.at("most");
  settings.risk_aversion = one.at("aversion"), settings.return_per_score = one.at("return_per_score");
  if (!one.at("turnover").is_null()) settings.most_turnover = one.at("turnover").get<double>();
  if (!one.at("tracking_error").is_null()) settings.tracking_error = one.at("tracking_error").get<double>();
  settings.benchmark = golden_benchmark();
  return settings;
}

TEST(Portfolio, AsInR) {
  const GoldenMonth month;
  const auto golden = portfolio_golden();
  ASSERT_EQ(golden.at("cases").size(), 13u);
  double farthest = 0;
  for (const auto& one : golden.at("cases")) {
    const Portfolio portfolio(month.panel, month.score, golden_settings(one));
    ASSERT_TRUE(portfolio.decides(kGoldenWindow));
    const auto weights = target(portfolio, kGoldenWindow, kGoldenSectors, golden_held());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double expected = one.at("weights")[i];
      EXPECT_NEAR(weights[i], expected, 1e-10) << one.dump();
      farthest = std::max(farthest, std::fabs(weights[i] - expected));
    }
  }
  std::printf("  13 portfolios of R: largest difference %.1e\n", farthest);
}

TEST(Portfolio, LeastVarianceOfTheBest) {
  const GoldenMonth month;
  auto settings = settings_of(PortfolioRule::minimum_variance);
  settings.k = 3;
  const auto weights = target(Portfolio(month.panel, month.score, settings), kGoldenWindow, kGoldenSectors);
  // As if there were no others: the rest are given no score, but the covariance is then drawn in another way.
  std::vector<Index> order(kGoldenSectors);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return golden_scores()[a] > golden_scores()[b]; });
  double sum = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double weight = weights[static_cast<std::size_t>(order[rank])];
    if (rank < 3)
      EXPECT_GT(weight, 0.05);
    else
      EXPECT_EQ(weight, 0);
    sum += weight;
  }
  EXPECT_NEAR(sum, 1, 1e-14);
}

TEST(Portfolio, Benchmark) {
  const GoldenMonth month;
  auto settings = settings_of(PortfolioRule::mean_variance_tilt);
  settings.return_per_score = 0;
  const auto equal = target(Portfolio(month.panel, month.score, settings), kGoldenWindow, kGoldenSectors);
  for (const double weight : equal) EXPECT_NEAR(weight, 1.0 / 7, 1e-13);
  settings.benchmark = golden_benchmark();
  auto score = month.score;
  score(kGoldenWindow, 2) = kNone;
  const auto some = target(Portfolio(month.panel, score, settings), kGoldenWindow, kGoldenSectors);
  auto parts = golden_benchmark();
  parts[2] = 0;
  const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(some[i], parts[i] / sum, 1e-13);
  EXPECT_EQ(some[2], 0);
  // Nobody that may be held has a benchmark weight: no decision.
  settings.benchmark = {0, 0, 1, 0, 0, 0, 0};
  EXPECT_FALSE(Portfolio(month.panel, score, settings).decides(kGoldenWindow));
  EXPECT_TRUE(Portfolio(month.panel, month.score, settings).decides(kGoldenWindow));
}

TEST(Portfolio, TiltsAroundTheBenchmark) {
  const GoldenMonth month;
  auto settings = settings_of(PortfolioRule::mean_variance_tilt);
  settings.least = -5, settings.most = 5;
  const auto active = [&](double return_per_score, double aversion) {
    settings.return_per_score = return_per_score, settings.risk_aversion = aversion;
    const auto weights = target(Portfolio(month.panel, month.score, settings), kGoldenWindow, kGoldenSectors);
    double by_score = 0;
    for (Index i = 0; i < kGoldenSectors; ++i)
      by_score += (weights[static_cast<std::size_t>(i)] - 1.0 / 7) * golden_scores()[i];
    return by_score;
  };
  // Without bounds that bind the tilt is proportional to the views and to the tolerance of risk.
  const double base = active(0.02, 5);
  EXPECT_GT(base, 0.1);
  EXPECT_NEAR(active(0.04, 5), 2 * base, 1e-11);
  EXPECT_NEAR(active(0.02, 10), base / 2, 1e-11);
  EXPECT_NEAR(active(-0.02, 5), -base, 1e-11);
}

TEST(Portfolio, OnlyAboveZero) {
  auto settings = settings_of(PortfolioRule::top_k);
  settings.k = 2, settings.long_short = true;
  Matrix figures = Matrix::Constant(2, 5, 1);
  figures.row(1) << 1, 0, 1, -1, kNone;
  settings.only_above_zero = &figures;
  EXPECT_THAT(weights_by(settings, {4, 3, 2, 1, 0}), ElementsAre(0.5, 0, 0, -0.5, -0.5));
  EXPECT_THAT(weights_by(settings, {0, 1, 2, 3, 4}), ElementsAre(-0.5, -0.5, 0, 0, 0));
}

TEST(Portfolio, Decides) {
  const auto panel = simulated_panel(3, 40, 4);
  Matrix score = Matrix::Zero(40, 4);
  score.row(7).setConstant(kNone);
  score.row(8) << 1, kNone, 2, kNone;
  auto settings = settings_of(PortfolioRule::top_k);
  settings.k = 2;
  const auto decides = [&](Index m) { return Portfolio(panel, score, settings).decides(m); };
  EXPECT_TRUE(decides(0));
  EXPECT_FALSE(decides(7));
  EXPECT_TRUE(decides(8));
  settings.long_short = true;  // four are needed
  EXPECT_TRUE(decides(0));
  EXPECT_FALSE(decides(8));
  settings.long_short = false, settings.k = 3;
  EXPECT_FALSE(decides(8));
  // Month 0 is January 2000: quarters end in months 2, 5, 8 ...
  settings.k = 1, settings.rebalance_months = 3;
  std::vector<Index> quarters;
  for (Index m = 0; m < 12; ++m)
    if (decides(m)) quarters.push_back(m);
  EXPECT_THAT(quarters, ElementsAre(2, 5, 8, 11));
  auto old = panel;
  for (auto& month : old.month) month -= 480;  // 1960
  EXPECT_TRUE(Portfolio(old, score, settings).decides(2));
  EXPECT_FALSE(Portfolio(old, score, settings).decides(3));

  settings = settings_of(PortfolioRule::minimum_variance);
  settings.covariance_window = 12, settings.k = 0;
  EXPECT_FALSE(decides(11));
  EXPECT_TRUE(decides(12));
  // One that joined later waits until it has the months, and two are enough.
  auto price = panel.price;
  price.col(0).head(10).setConstant(kNone);
  price.col(1).head(10).setConstant(kNone);
  price.col(2).tail(20).setConstant(kNone);
  const auto joined = monthly_panel(price);
  const Portfolio late(joined, score, settings);
  EXPECT_TRUE(late.decides(12));
  EXPECT_EQ(target(late, 12, 4)[0], 0);
  EXPECT_TRUE(late.decides(22));
  EXPECT_GT(target(late, 22, 4)[0], 0);
  EXPECT_EQ(target(late, 22, 4)[2], 0);
  EXPECT_FALSE(Portfolio(joined, Matrix::Constant(40, 4, kNone), settings).decides(30));
}

TargetRule rule_of(const Portfolio& portfolio) {
  return {[&](Index m) { return portfolio.decides(m); },
          [&](Index m, std::span<const double> held, std::span<double> weights) {
            portfolio.target(m, held, weights);
          }};
}

TradingSettings at_once() {
  TradingSettings trading;
  trading.trade_lag = 0;
  return trading;
}

SectorPanel changing_panel() {
  auto price = simulated_panel(6, 120, 6, 0.04).price;
  price.col(4).head(50).setConstant(kNone);
  price.col(5).tail(30).setConstant(kNone);
  return monthly_panel(price, 0.002);
}

TEST(Portfolio, MembersJoinAndLeave) {
  const auto panel = changing_panel();
  const Matrix score = noise(8, 120, 6);
  for (const auto rule :
       {PortfolioRule::top_k, PortfolioRule::rank_weighted, PortfolioRule::signal_proportional,
        PortfolioRule::minimum_variance, PortfolioRule::mean_variance_tilt}) {
    auto settings = settings_of(rule);
    settings.covariance_window = 24;
    settings.k = 3, settings.most = 0.6;
    if (rule == PortfolioRule::mean_variance_tilt)
      settings.most_turnover = 0.1, settings.tracking_error = 0.05;
    const Portfolio portfolio(panel, score, settings);
    const auto backtest = run_backtest(panel, rule_of(portfolio), at_once());
    double joined = 0;
    for (Index i = 0; i < backtest.months(); ++i) {
      const Index m = backtest.first + 1 + i;
      EXPECT_TRUE(panel.member(m, 4) || backtest.weights(i, 4) == 0);
      EXPECT_TRUE(m < 89 || backtest.weights(i, 5) == 0) << to_string(rule);
      joined += backtest.weights(i, 4);
      EXPECT_LE(backtest.weights.row(i).sum(), 1 + 1e-12);
      EXPECT_GE(backtest.weights.row(i).minCoeff(), 0);
    }
    EXPECT_GT(joined, 1) << to_string(rule);
  }
}

TEST(Portfolio, TurnoverThroughTime) {
  const auto panel = simulated_panel(9, 120, 6, 0.04);
  const Matrix score = noise(10, 120, 6);
  auto settings = settings_of(PortfolioRule::mean_variance_tilt);
  settings.covariance_window = 24, settings.risk_aversion = 1, settings.most_turnover = 0.05;
  const Portfolio portfolio(panel, score, settings);
  const auto backtest = run_backtest(panel, rule_of(portfolio), at_once());
  EXPECT_NEAR(backtest.turnover[0], 0.5 + 0.05, 1e-11);  // the purchase, and a rebalancing at the month's end
  int bound = 0;
  for (std::size_t i = 1; i < backtest.turnover.size(); ++i) {
    EXPECT_LE(backtest.turnover[i], 0.05 + 1e-11);
    bound += backtest.turnover[i] > 0.05 - 1e-11 ? 1 : 0;
  }
  EXPECT_GT(bound, 80);
}

TEST(Portfolio, ReadsNothingLater) {
  const auto panel = changing_panel();
  const Matrix score = noise(8, 120, 6);
  auto settings = settings_of(PortfolioRule::minimum_variance);
  settings.covariance_window = 24, settings.k = 4, settings.most_turnover = 0.2;
  const std::vector<double> held = {0.2, 0.2, 0.2, 0.2, 0.1, 0.1};
  const auto then = target(Portfolio(first_months(panel, 80), score.topRows(80), settings), 79, 6, held);
  EXPECT_EQ(target(Portfolio(panel, score, settings), 79, 6, held), then);
}

Failure refusal(const PortfolioSettings& settings, Index sectors = 3) {
  try {
    const Portfolio portfolio(simulated_panel(1, 20, sectors), Matrix::Zero(20, sectors), settings);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(Portfolio, RefusesSettings) {
  auto settings = settings_of(PortfolioRule::top_k);
  settings.k = 4;
  EXPECT_EQ(refusal(settings).code, ErrorCode::rotation_universe);
  EXPECT_EQ(refusal(settings).what, "fewer sectors than are to be held: 3 sectors, k is 4");
  EXPECT_EQ(refusal(settings).place.line, 3);
  settings.k = 2, settings.long_short = true;
  EXPECT_EQ(refusal(settings).what,
            "fewer sectors than are to be held: 3 sectors, k is 2 long and as many short");
  settings.k = 0;
  EXPECT_EQ(refusal(settings).code, ErrorCode::rotation_portfolio);
  EXPECT_EQ(refusal(settings).what, "k must be 1 or more: 0");
  settings = settings_of(PortfolioRule::rank_weighted);
  settings.k = 99;  // has no part in it
  settings.rebalance_months = 2;
  EXPECT_EQ(refusal(settings).what, "rebalancing is every month (1) or every quarter (3): 2");

  settings = settings_of(PortfolioRule::minimum_variance);
  settings.k = -1;
  EXPECT_EQ(refusal(settings).what, "k must be 0 or more: -1");
  settings.k = 4;
  EXPECT_EQ(refusal(settings).code, ErrorCode::rotation_universe);
  settings.k = 0;
  const auto refused = [&](auto&& change) {
    auto changed = settings;
    change(changed);
    EXPECT_EQ(refusal(changed).code, ErrorCode::rotation_portfolio);
    EXPECT_EQ(refusal(changed).place.line, 3);
    return refusal(changed).what;
  };
  EXPECT_EQ(refused([](auto& one) { one.long_short = true; }), "long and short is not for minimum_variance");
  EXPECT_EQ(refused([](auto& one) { one.covariance_window = 11; }),
            "the window of the covariance must be from 12 to 600 months: 11");
  EXPECT_EQ(refused([](auto& one) { one.risk_aversion = 0; }), "risk aversion must be above 0: 0");
  EXPECT_EQ(refused([](auto& one) { one.return_per_score = kNone; }),
            "the return per score must be a number: nan");
  EXPECT_EQ(refused([](auto& one) {
              one.benchmark = {1, 2};
            }),
            "a benchmark weight for every sector: 3 sectors, 2 weights");
  EXPECT_EQ(refused([](auto& one) {
              one.benchmark = {1, 2, -1};
            }),
            "benchmark weights must be 0 or more: `sector2` has -1");
  EXPECT_EQ(refused([](auto& one) {
              one.benchmark = {0, 0, 0};
            }),
            "benchmark weights that do not add up to anything");
}

TEST(Portfolio, RefusesLimits) {
  auto settings = settings_of(PortfolioRule::mean_variance_tilt);
  const auto refused = [&](auto&& change) {
    auto changed = settings;
    change(changed);
    EXPECT_EQ(refusal(changed).code, ErrorCode::rotation_limits);
    EXPECT_EQ(refusal(changed).place.line, 4);
    return refusal(changed).what;
  };
  EXPECT_EQ(refused([](auto& one) { one.most = 0.3; }),
            "most weights that add up to less than 100%: `sector0` 30%, `sector1` 30%, `sector2` 30%");
  EXPECT_EQ(refused([](auto& one) {
              one.sector_least = {0.5, 0.5, 0.125};
            }),
            "least weights that add up to more than 100%: `sector0` 50%, `sector1` 50%, `sector2` 12.5%");
  EXPECT_EQ(refused([](auto& one) {
              one.sector_most = {0.5, -0.125, 1};
            }),
            "a least weight above the most: `sector1` has 0 and -0.125");
  EXPECT_EQ(refused([](auto& one) {
              one.sector_most = {1, 1};
            }),
            "a bound for every sector: 3 sectors, 2 bounds");
  EXPECT_EQ(refused([](auto& one) { one.least = -std::numeric_limits<double>::infinity(); }),
            "bounds must be numbers: `sector0` has -inf and 1");
  EXPECT_EQ(refused([](auto& one) { one.tracking_error = 0; }),
            "the limit of the tracking error must be above 0: 0");
  EXPECT_EQ(refused([](auto& one) { one.most_turnover = -0.5; }),
            "the limit of the turnover must be above 0: -0.5");
  // Two of three are held: their bounds must be wide enough.
  settings = settings_of(PortfolioRule::minimum_variance);
  settings.k = 2;
  EXPECT_EQ(
      refused([](auto& one) {
        one.sector_most = {0.25, 0.5, 0.375};
      }),
      "most weights that add up to less than 100%: of the 2 that are chosen (`k`) at most `sector1` 50%, "
      "`sector2` 37.5%");
  EXPECT_EQ(
      refused([](auto& one) { one.most = 0.4; }),
      "most weights that add up to less than 100%: the 2 that are chosen (`k`), at most 40% each, add up "
      "to 80%");
  // Three times a third is all there is, whatever the rounding.
  settings.k = 0, settings.most = 1.0 / 3;
  EXPECT_NO_THROW(Portfolio(simulated_panel(1, 20, 3), Matrix::Zero(20, 3), settings));
}

TEST(Portfolio, RefusesAMonth) {
  const auto failure_of = [](const SectorPanel& panel, const PortfolioSettings& settings) {
    try {
      target(Portfolio(panel, noise(3, panel.months(), panel.sectors()), settings), 60, 4);
    } catch (const UserError& error) {
      return error.failure();
    }
    ADD_FAILURE() << "nothing was refused";
    return Failure{};
  };
  auto price = simulated_panel(2, 61, 4).price;
  price.col(3).head(30).setConstant(kNone);  // waits
  auto settings = settings_of(PortfolioRule::minimum_variance);
  settings.k = 0, settings.most = 0.3;
  const auto narrow = failure_of(monthly_panel(price), settings);
  EXPECT_EQ(narrow.code, ErrorCode::rotation_limits);
  EXPECT_THAT(narrow.what, HasSubstr("limits that no weights meet in 2005-01: "));
  EXPECT_THAT(narrow.what, HasSubstr("at most 30% of `sector2`"));
  EXPECT_EQ(narrow.place.line, 4);

  settings.most = 1;
  const auto still = failure_of(monthly_panel(Matrix::Constant(61, 4, 100)), settings);
  EXPECT_EQ(still.code, ErrorCode::rotation_portfolio);
  EXPECT_EQ(still.what, "no sector's return varies over the 60 months to 2005-01");
  EXPECT_EQ(still.place.line, 3);
  // Steady growth, whose returns differ by the rounding of the prices.
  Matrix growth(61, 4);
  for (Index i = 0; i < 4; ++i) growth.col(i).setConstant(0.01 * static_cast<double>(i));
  const auto steady = failure_of(monthly_panel(prices_from(growth)), settings);
  EXPECT_EQ(steady.what, still.what);
}

double milliseconds(const SectorPanel& panel, const Matrix& score, const PortfolioSettings& settings,
                    int runs) {
  double best = 1e9;
  for (int i = 0; i < runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const Portfolio portfolio(panel, score, settings);
    EXPECT_GT(run_backtest(panel, rule_of(portfolio), {}).months(), 600);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return 1000 * best;
}

TEST(Portfolio, Fast) {
  const auto panel = simulated_panel(5, 758, 12);
  const Matrix score = noise(6, 758, 12);
  for (const auto rule :
       {PortfolioRule::top_k, PortfolioRule::rank_weighted, PortfolioRule::signal_proportional}) {
    const double best = milliseconds(panel, score, settings_of(rule), 20);
    std::printf("  12 sectors, 758 months, %s: %.3f ms\n", std::string(to_string(rule)).c_str(), best);
    EXPECT_LT(best, 10);  // far more than it takes, for slow machines and debug builds
  }
  auto settings = settings_of(PortfolioRule::minimum_variance);
  settings.k = 0;
  std::printf("  minimum_variance: %.1f ms\n", milliseconds(panel, score, settings, 2));
  settings.rule = PortfolioRule::mean_variance_tilt;
  settings.tracking_error = 0.04, settings.most_turnover = 0.1;
  std::printf("  tilt with limits of tracking error and turnover: %.1f ms\n",
              milliseconds(panel, score, settings, 2));
}

}  // namespace
}  // namespace rerate
