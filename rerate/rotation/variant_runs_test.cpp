// Runs of variants: behaviour -> test
//   each is what run_rotation says of it, to the last bit                -> AsOneByOne
//   learned weights, only-above-zero and optimised rules too             -> SharedPartsOfEveryKind
//   limits on turnover, where what is held decides on what is wanted     -> TurnoverLimitsOfEachTrading
//   the same bits for any number of threads                              -> SameForAnyThreadCount
//   months are those that all have; mean, ratio and turnover are of them -> CommonMonths
//   what looks back too far to be compared is left out, and says so      -> LatestFirst
//   what cannot be run says why, and the others go on                    -> FailedVariants
//   none can be run                                                      -> NoneRuns
//   more scores than are held at a time                                  -> MoreScoresThanAtOnce
//   progress is told variant by variant, one at a time                   -> Progress
//   nothing later than a month changes its returns                       -> ReadsNoFuture
#include <gmock/gmock.h>

#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/rotation/rotation_for_test.h"
#include "rerate/rotation/variants_for_test.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

using testing::HasSubstr;

constexpr double kEps = 1e-14;

std::span<const double> net_of(const VariantRuns& runs, std::size_t place) {
  const auto months = static_cast<std::size_t>(runs.months);
  return std::span(runs.net).subspan(place * months, months);
}

void expect_as_run_alone(const SectorPanel& panel, const VariantRuns& runs, std::size_t place,
                         const RotationDefinition& definition) {
  const auto alone = run_rotation(panel, definition).backtest;
  const auto net = net_of(runs, place);
  const auto skipped = static_cast<std::size_t>(runs.first - alone.first - 1);
  ASSERT_EQ(alone.net.size(), net.size() + skipped);
  double mean = 0, turnover = 0;
  std::vector<double> excess;
  for (std::size_t i = 0; i < net.size(); ++i) {
    ASSERT_EQ(net[i], alone.net[skipped + i]) << i;
    mean += net[i] / static_cast<double>(net.size());
    turnover += alone.turnover[skipped + i] / static_cast<double>(net.size());
    excess.push_back(net[i] - panel.cash_return[runs.first + static_cast<Index>(i)]);
  }
  const auto& figures = runs.figures[runs.ran[place]];
  EXPECT_NEAR(figures.mean, mean, kEps);
  EXPECT_NEAR(figures.turnover, turnover, kEps);
  EXPECT_EQ(figures.sharpe, sharpe_ratio(excess));
  EXPECT_EQ(figures.failed, "");
}

TEST(VariantRuns, AsOneByOne) {
  const auto panel = monthly_panel(prices_from(noise(3, 120, 6, 0.05)), 0.002);
  auto choices = many_choices();
  choices.momentum_months = {3, 12};
  choices.rule = {PortfolioRule::top_k, PortfolioRule::rank_weighted};
  const auto all =
      variants(study_of({SignalKind::momentum, SignalKind::volatility, SignalKind::reversal}), choices);
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.ran.size(), all.size());
  ASSERT_EQ(runs.net.size(), all.size() * static_cast<std::size_t>(runs.months));
  ASSERT_GT(all.size(), 500u);
  for (std::size_t v = 0; v < all.size(); v += 7) expect_as_run_alone(panel, runs, v, all[v].definition);
}

TEST(VariantRuns, SharedPartsOfEveryKind) {
  const auto panel = simulated_panel(4, 150, 6);
  auto study = study_of({SignalKind::momentum, SignalKind::trend});
  study.only_above_zero = "trend";
  study.score.first_window = 24;
  study.portfolio.covariance_window = 24;
  study.signals[0].weight = 2;
  VariantChoices choices;
  choices.signal_subsets = true;
  choices.weights = {SignalWeights::fixed, SignalWeights::inverse_variance, SignalWeights::ridge};
  choices.rule = {PortfolioRule::signal_proportional, PortfolioRule::minimum_variance,
                  PortfolioRule::mean_variance_tilt};
  choices.trade_lag = {0, 1};
  auto all = variants(study, choices);
  // The same signals with other weights of their own, and another limit of z: alike in text but for them.
  for (const double weight : {0.5, 5.0}) {
    auto other = study;
    other.score.weights = SignalWeights::fixed;
    other.signals[1].weight = weight;
    all.push_back({other, "", "weight"});
    other.score.winsorise_at = 1;
    all.push_back({other, "", "winsorised"});
  }
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.ran.size(), all.size());
  for (std::size_t v = 0; v < all.size(); ++v) expect_as_run_alone(panel, runs, v, all[v].definition);
}

TEST(VariantRuns, TurnoverLimitsOfEachTrading) {
  const auto panel = simulated_panel(12, 100, 5);
  auto study = study_of({SignalKind::momentum});
  study.portfolio.rule = PortfolioRule::mean_variance_tilt;
  study.portfolio.covariance_window = 24;
  study.portfolio.most_turnover = 0.05;
  VariantChoices choices;
  choices.no_trade_band = {0, 0.03, 0.2};
  choices.trade_lag = {0, 1};
  const auto all = variants(study, choices);
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.ran.size(), 6u);
  for (std::size_t v = 0; v < all.size(); ++v) expect_as_run_alone(panel, runs, v, all[v].definition);
}

TEST(VariantRuns, SameForAnyThreadCount) {
  const auto panel = simulated_panel(5, 100, 5);
  const auto all = variants(study_of({SignalKind::momentum, SignalKind::trend}), many_choices());
  const auto runs_on = [&](int threads) {
    set_thread_count(threads);
    auto runs = run_variants(panel, all);
    set_thread_count(0);
    return runs;
  };
  const auto serial = runs_on(1), parallel = runs_on(5);
  EXPECT_EQ(serial.first, parallel.first);
  EXPECT_EQ(serial.ran, parallel.ran);
  EXPECT_EQ(serial.net, parallel.net);
  for (std::size_t v = 0; v < all.size(); ++v) {
    EXPECT_EQ(serial.figures[v].mean, parallel.figures[v].mean);
    EXPECT_EQ(serial.figures[v].sharpe, parallel.figures[v].sharpe);
    EXPECT_EQ(serial.figures[v].turnover, parallel.figures[v].turnover);
  }
}

TEST(VariantRuns, CommonMonths) {
  const auto panel = simulated_panel(6, 90, 5);
  VariantChoices choices;
  choices.momentum_months = {3, 24};
  const auto all = variants(study_of({SignalKind::momentum}), choices);
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.ran.size(), 3u);
  // 24 months of momentum are first there at the end of month 24, traded at the end of 25: returns from 26 on.
  EXPECT_EQ(runs.first, 26);
  EXPECT_EQ(runs.months, 90 - 26);
  for (std::size_t v = 0; v < 3; ++v) expect_as_run_alone(panel, runs, v, all[v].definition);
}

TEST(VariantRuns, LatestFirst) {
  const auto panel = simulated_panel(6, 90, 5);
  VariantChoices choices;
  choices.momentum_months = {3, 24};
  const auto all = variants(study_of({SignalKind::momentum}), choices);
  EXPECT_EQ(run_variants(panel, all, {}, 26).ran.size(), 3u);
  const auto runs = run_variants(panel, all, {}, 25);
  ASSERT_EQ(runs.ran.size(), 2u);
  EXPECT_EQ(runs.first, 14);  // of the study's own 12 months
  EXPECT_EQ(runs.net.size(), 2u * (90 - 14));
  EXPECT_THAT(runs.figures[2].failed, HasSubstr("looks back so far"));
  EXPECT_TRUE(std::isnan(runs.figures[2].mean));
}

TEST(VariantRuns, FailedVariants) {
  const auto panel = simulated_panel(7, 100, 4);
  auto study = study_of({SignalKind::momentum, SignalKind::trend});
  study.portfolio.k = 2;
  VariantChoices choices;
  choices.k = {2, 9};
  choices.momentum_months = {12, 95, 300};
  auto all = variants(study, choices);
  auto unknown = study;
  unknown.only_above_zero = "nobody";
  all.push_back({unknown, "", "unknown"});
  all.push_back({RotationDefinition{}, "", "empty"});
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.figures.size(), all.size());
  std::size_t failed = 0;
  for (std::size_t v = 0; v < all.size(); ++v) {
    const auto& one = all[v].definition;
    const bool can_run = !one.signals.empty() && one.only_above_zero.empty() && one.portfolio.k == 2 &&
                         one.signals[0].months != 300;
    EXPECT_EQ(runs.figures[v].failed.empty(), can_run) << all[v].words;
    if (can_run) continue;
    ++failed;
    EXPECT_TRUE(std::isnan(runs.figures[v].mean));
    EXPECT_TRUE(std::isnan(runs.figures[v].sharpe));
    EXPECT_TRUE(std::isnan(runs.figures[v].turnover));
  }
  EXPECT_EQ(failed, all.size() - runs.ran.size());
  EXPECT_EQ(runs.ran.front(), 0u);
  EXPECT_THAT(runs.figures[all.size() - 2].failed, HasSubstr("nobody"));
  EXPECT_THAT(runs.figures.back().failed, HasSubstr("without signals"));
  for (std::size_t i = 0; i < runs.ran.size(); ++i)
    expect_as_run_alone(panel, runs, i, all[runs.ran[i]].definition);
}

TEST(VariantRuns, NoneRuns) {
  const auto panel = simulated_panel(8, 40, 4);
  auto study = study_of({SignalKind::momentum});
  study.portfolio.k = 9;
  const auto runs = run_variants(panel, variants(study, {}));
  EXPECT_TRUE(runs.ran.empty());
  EXPECT_TRUE(runs.net.empty());
  EXPECT_EQ(runs.months, 0);
  ASSERT_EQ(runs.figures.size(), 1u);
  EXPECT_FALSE(runs.figures[0].failed.empty());
}

TEST(VariantRuns, MoreScoresThanAtOnce) {
  const auto panel = simulated_panel(9, 60, 4);
  VariantChoices choices;
  for (int months = 2; months < 42; ++months) choices.momentum_months.push_back(months);
  choices.signal_subsets = true;
  choices.cross_section = {CrossSection::z_score, CrossSection::rank};
  auto study = study_of({SignalKind::momentum, SignalKind::trend, SignalKind::reversal});
  study.portfolio.k = 2;
  const auto all = variants(study, choices);
  ASSERT_GT(all.size(), 300u);
  const auto runs = run_variants(panel, all);
  ASSERT_EQ(runs.ran.size(), all.size());
  for (std::size_t v = 0; v < all.size(); v += 41) expect_as_run_alone(panel, runs, v, all[v].definition);
}

TEST(VariantRuns, Progress) {
  const auto panel = simulated_panel(10, 60, 4);
  VariantChoices choices;
  choices.k = {1, 2, 3, 9};
  choices.rebalance_months = {1, 3};
  const auto all = variants(study_of({SignalKind::momentum}), choices);
  std::vector<std::size_t> told;
  set_thread_count(4);
  run_variants(panel, all, [&](std::size_t done) { told.push_back(done); });
  set_thread_count(0);
  ASSERT_EQ(told.size(), all.size());
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], i + 1);
}

TEST(VariantRuns, ReadsNoFuture) {
  const auto panel = simulated_panel(11, 90, 5);
  auto study = study_of({SignalKind::momentum, SignalKind::trend});
  study.portfolio.covariance_window = 12;
  const auto all = variants(study, many_choices());
  const auto whole = run_variants(panel, all), part = run_variants(first_months(panel, 70), all);
  ASSERT_EQ(whole.first, part.first);
  ASSERT_EQ(whole.ran, part.ran);
  for (std::size_t i = 0; i < whole.ran.size(); ++i)
    for (std::size_t m = 0; m < static_cast<std::size_t>(part.months); ++m)
      ASSERT_EQ(net_of(whole, i)[m], net_of(part, i)[m]) << all[whole.ran[i]].words;
}

}  // namespace
}  // namespace rerate
