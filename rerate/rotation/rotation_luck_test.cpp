// How much is luck: behaviour -> test
//   every figure is what the tests it stands for say of the same returns       -> AsItsParts
//   the example of Bailey and Lopez de Prado (2014), from 1,250 returns         -> PublishedDeflation
//   definitions of this run and the ledger are counted once each               -> CountsEachDefinitionOnce
//   a lattice of the ledger counts for so many, and has no ratio               -> ALatticeCountsForAllItsDefinitions
//   more trials, and trials that differ more, deflate more                     -> MoreTrialsDeflateMore
//   a premium that the benchmark has too passes over cash, not as a lead        -> PremiumOfTheBenchmark
//   a single definition: tests of one rule, nothing to overfit                 -> SingleDefinition
//   rotations of sectors that nothing predicts: SPA and StepM reject in 5%     -> SizeUnderTheNull
//   a variant that is better is found and named, the others are not            -> PowerAgainstAPlantedWinner
//   sectors with lasting winners: momentum is better than luck                 -> PredictableSectors
//   variants that failed have no part, the best keeps its number               -> FailedVariantsHaveNoPart
//   thirds, ranks and ratios of variants by hand                               -> StandingAmongVariants
//   blocks of a short history                                                  -> FewerBlocksWhenShort
//   a portfolio in cash: no ratio, no luck                                     -> NothingVaries
//   the benchmark itself, worked out in another way: no lead                    -> RoundingIsNoLead
//   the same bits for any number of threads                                    -> SameForAnyThreadCount
//   wrong input is told                                                        -> WrongInputIsTold
#include "rerate/rotation/rotation_luck.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "rerate/base/parallel.h"
#include "rerate/rotation/performance_for_test.h"
#include "rerate/rotation/rotation_for_test.h"
#include "rerate/rotation/variants_for_test.h"
#include "rerate/statistics/backtest_overfitting.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/sharpe_ratio.h"
#include "rerate/statistics/superior_predictive_ability.h"

namespace rerate {
namespace {

const RandomStream kRandom(11, 4);
using Returns = std::vector<double>;

// Runs of these returns, each of another definition; cash earns nothing.
struct MadeUpRuns {
  VariantRuns runs;
  std::vector<Variant> variants;
  Returns benchmark, cash;

  explicit MadeUpRuns(const std::vector<Returns>& net) {
    runs.first = 1;
    runs.months = static_cast<Index>(net.front().size());
    benchmark.assign(net.front().size(), 0);
    cash = benchmark;
    for (const auto& one : net) add(one);
  }

  void add(const Returns& net) {
    runs.ran.push_back(runs.figures.size());
    runs.net.insert(runs.net.end(), net.begin(), net.end());
    runs.figures.push_back({0, sharpe_ratio(net), 0, ""});
    name();
  }
  void add_failed() {
    runs.figures.push_back({std::nan(""), std::nan(""), std::nan(""), "no weights meet the limits"});
    name();
  }
  void name() { variants.push_back({{}, "", "variant " + std::to_string(variants.size())}); }

  RotationLuck luck(const std::vector<PastTrial>& past = {}, int draws = 200) const {
    return rotation_luck(runs, benchmark, cash, variants, past, {draws, 0.05}, kRandom);
  }
};

// Standard normal returns of 1% with a mean, in percent.
Returns returns_with(double mean, std::uint64_t stream, std::size_t months = 240) {
  auto x = noise(stream, months);
  for (double& one : x) one = 0.01 * (one + mean);
  return x;
}

TEST(RotationLuck, AsItsParts) {
  MadeUpRuns made({returns_of_case(1), returns_of_case(2), returns_of_case(3), returns_of_case(4)});
  made.benchmark = benchmark_of_case(5);
  made.cash = cash_of_cases();
  const auto months = static_cast<std::size_t>(kGoldenMonths);
  Returns ahead, excess;
  for (std::size_t i = 0; i < made.runs.net.size(); ++i) {
    ahead.push_back(made.runs.net[i] - made.benchmark[i % months]);
    excess.push_back(made.runs.net[i] - made.cash[i % months]);
  }
  const auto own_ahead = std::span(ahead).first(months), own_excess = std::span(excess).first(months);
  const auto luck = made.luck({}, 500);
  const double block_length = politis_white_block_length(own_ahead);
  const auto tests = luck_tests(ahead, 4, {.block_length = block_length, .draws = 500}, kRandom);
  EXPECT_EQ(luck.block_length, block_length);
  EXPECT_EQ(luck.reality_check_p, tests.reality_check_p);
  EXPECT_EQ(luck.spa_lower_p, tests.spa_lower_p);
  EXPECT_EQ(luck.spa_p, tests.spa_consistent_p);
  EXPECT_EQ(luck.spa_upper_p, tests.spa_upper_p);
  EXPECT_EQ(luck.own_adjusted_p, tests.adjusted_p[0]);
  EXPECT_EQ(luck.best, tests.best);
  const auto overfitting = backtest_overfitting(excess, 4, 16);
  EXPECT_EQ(luck.overfitting, overfitting.probability);
  EXPECT_EQ(luck.overfitting_loss, overfitting.probability_of_loss);
  EXPECT_EQ(luck.overfitting_blocks, 16);
  const auto sample = sharpe_sample(own_excess);
  EXPECT_EQ(luck.probabilistic, probabilistic_sharpe_ratio(sample, 0));
  EXPECT_EQ(luck.deflated, deflated_sharpe_ratio(sample, luck.spread, 4));
  EXPECT_EQ(luck.trials, 4u);
  EXPECT_EQ(luck.earlier, 0u);
  Returns ratios;
  for (std::size_t v = 0; v < 4; ++v)
    ratios.push_back(sharpe_ratio(std::span(ahead).subspan(v * months, months)));
  double mean = 0, square = 0;
  for (const double one : ratios) mean += one / 4;
  for (const double one : ratios) square += (one - mean) * (one - mean);
  EXPECT_NEAR(luck.deflated_lead, deflated_sharpe_ratio(sharpe_sample(own_ahead), std::sqrt(square / 3), 4),
              1e-12);
}

TEST(RotationLuck, PremiumOfTheBenchmark) {
  std::vector<Returns> net;
  const auto market = returns_with(0.4, 90, 480);
  for (std::uint64_t v = 0; v < 20; ++v) {
    net.push_back(returns_with(0, 91 + v, 480));
    for (std::size_t i = 0; i < market.size(); ++i) net.back()[i] = market[i] + 0.3 * net.back()[i];
  }
  MadeUpRuns made(net);
  made.benchmark = market;
  const auto luck = made.luck();
  EXPECT_GT(luck.deflated, 0.99);
  EXPECT_LT(luck.deflated_lead, 0.8);
}

// A ratio of 2.5 a year from 1,250 daily returns with skewness -3 and kurtosis 10, the best of 100 trials whose yearly ratios
// have variance 1/2: 0.9004. Kurtosis is the square of skewness and 1, so there are two returns only, of which the higher
// comes in 91.6% of days: 1,145 of them give skewness -2.9994.
TEST(RotationLuck, PublishedDeflation) {
  constexpr int kDays = 1250, kHigh = 1145;
  const double p = static_cast<double>(kHigh) / kDays, ratio = 2.5 / std::sqrt(250.0);
  const double sd = 0.01 * std::sqrt(kDays / (kDays - 1.0));  // with n - 1, of z below times 0.01
  Returns returns;
  for (int i = 0; i < kDays; ++i) {
    const double z = 7 * i % kDays < kHigh ? std::sqrt((1 - p) / p) : -std::sqrt(p / (1 - p));
    returns.push_back(0.01 * z + ratio * sd);
  }
  const MadeUpRuns made({returns});
  // 99 others, as far above as below it.
  const double away = std::sqrt(0.5 / 250 * 99 / 98);
  std::vector<PastTrial> past;
  for (int i = 0; i < 99; ++i)
    past.push_back({"past " + std::to_string(i), ratio + (i == 0 ? 0 : i % 2 ? away : -away), 1250});
  const auto luck = made.luck(past);
  EXPECT_EQ(luck.trials, 100u);
  EXPECT_EQ(luck.earlier, 99u);
  EXPECT_NEAR(luck.spread, std::sqrt(0.5 / 250), 1e-12);
  EXPECT_NEAR(luck.expected_best, 0.1132, 0.00005);
  EXPECT_NEAR(luck.deflated, 0.9004, 0.0001);
  EXPECT_GT(luck.probabilistic, 0.999);
}

TEST(RotationLuck, CountsEachDefinitionOnce) {
  MadeUpRuns made({returns_with(0.1, 1), returns_with(0.2, 2)});
  made.add_failed();                                           // variant 2
  const std::vector<PastTrial> past = {{"variant 1", 9, 100},  // this run's figures count
                                       {"variant 2", 0.3, 100},
                                       {"gone", -0.1, 100},
                                       {"gone", 7, 100},
                                       {"in cash", std::nan(""), 100}};
  const auto luck = made.luck(past);
  EXPECT_EQ(luck.trials, 5u);
  EXPECT_EQ(luck.earlier, 3u);
  const Returns ratios = {made.runs.figures[0].sharpe, made.runs.figures[1].sharpe, 0.3, -0.1};
  double mean = 0, square = 0;
  for (const double one : ratios) mean += one / 4;
  for (const double one : ratios) square += (one - mean) * (one - mean) / 3;
  EXPECT_NEAR(luck.spread, std::sqrt(square), 1e-14);
  EXPECT_EQ(luck.expected_best, expected_best_sharpe_ratio(luck.spread, 5));
}

TEST(RotationLuck, ALatticeCountsForAllItsDefinitions) {
  const MadeUpRuns made({returns_with(0.1, 1), returns_with(0.2, 2)});
  PastTrial lattice{"lattice", std::nan(""), std::nan("")};
  lattice.definitions = 63;
  const auto luck = made.luck({lattice, {"gone", 0.3, 100}, lattice});
  EXPECT_EQ(luck.trials, 2u + 62 + 1);  // its own definition is a variant of the run
  EXPECT_EQ(luck.earlier, 63u);
  EXPECT_EQ(luck.spread, made.luck({{"gone", 0.3, 100}}).spread);
  EXPECT_EQ(luck.expected_best, expected_best_sharpe_ratio(luck.spread, 65));
}

TEST(RotationLuck, MoreTrialsDeflateMore) {
  const MadeUpRuns made({returns_with(0.15, 1), returns_with(0.1, 2)});
  double before = 1;
  for (const std::size_t trials : {0, 2, 20, 200}) {
    std::vector<PastTrial> past;
    for (std::size_t i = 0; i < trials; ++i)
      past.push_back({std::to_string(i), 0.1 + (i % 2 ? 0.05 : -0.05), 240});
    const auto luck = made.luck(past);
    EXPECT_LT(luck.deflated, before) << trials;
    EXPECT_LE(luck.deflated, luck.probabilistic);
    before = luck.deflated;
  }
}

TEST(RotationLuck, SingleDefinition) {
  const auto net = returns_with(0.12, 3);
  const MadeUpRuns made({net});
  const auto luck = made.luck();
  const auto alone =
      luck_tests(net, 1, {.block_length = politis_white_block_length(net), .draws = 200}, kRandom);
  EXPECT_EQ(luck.spa_p, alone.spa_consistent_p);
  EXPECT_EQ(luck.own_adjusted_p, alone.adjusted_p[0]);
  EXPECT_EQ(luck.best, 0u);
  EXPECT_EQ(luck.trials, 1u);
  EXPECT_EQ(luck.spread, 0);
  EXPECT_EQ(luck.expected_best, 0);
  EXPECT_EQ(luck.deflated, luck.probabilistic);
  EXPECT_TRUE(std::isnan(luck.overfitting));
  EXPECT_TRUE(std::isnan(luck.overfitting_loss));
  EXPECT_EQ(luck.overfitting_blocks, 0);
  EXPECT_TRUE(std::isnan(luck.own_rank));
  EXPECT_EQ(luck.variant_sharpes.size(), 1u);
}

struct Rejections {
  double spa = 0, lower = 0, upper = 0, any_better = 0;  // shares of worlds, in percent
};

// 240 months of 6 sectors that nothing predicts.
SectorPanel unpredictable_panel(std::uint64_t world) {
  constexpr Index kMonths = 240, kSectors = 6;
  const auto drawn = noise(world, static_cast<std::size_t>(kMonths * kSectors));
  return monthly_panel(prices_from(0.05 * Eigen::Map<const Matrix>(drawn.data(), kMonths, kSectors)));
}

// Rotations without costs among them, against equal weights.
Rejections rejections_without_skill(int worlds) {
  auto study = study_of({SignalKind::momentum, SignalKind::volatility});
  study.signals[0].months = study.signals[1].months = 6;
  study.portfolio.k = 2;
  study.trading.cost_rate = 0;
  VariantChoices choices;
  choices.signal_subsets = true;
  choices.k = {1, 2, 3};
  choices.rebalance_months = {1, 3};
  const auto all = variants(study, choices);
  Rejections share;
  set_thread_count(1);  // small tasks: what threads have to be told takes longer than they
  for (int world = 0; world < worlds; ++world) {
    const auto panel = unpredictable_panel(static_cast<std::uint64_t>(9000 + world));
    const auto runs = run_variants(panel, all);
    const auto own = run_rotation(panel, study).backtest;
    auto benchmark = equal_weight_returns(panel, own);
    benchmark.erase(benchmark.begin(), benchmark.end() - runs.months);
    const auto luck = rotation_luck(runs, benchmark, Returns(benchmark.size(), 0.0), all, {}, {99, 0.05},
                                    RandomStream(static_cast<std::uint64_t>(world), 2));
    share.spa += 100.0 * (luck.spa_p <= 0.05) / worlds;
    share.lower += 100.0 * (luck.spa_lower_p <= 0.05) / worlds;
    share.upper += 100.0 * (luck.spa_upper_p <= 0.05) / worlds;
    share.any_better += 100.0 * (luck.better > 0) / worlds;
  }
  set_thread_count(0);
  return share;
}

// 5% of worlds, with a standard error of 1 percentage point.
TEST(RotationLuck, SizeUnderTheNull) {
  const auto share = rejections_without_skill(500);
  for (const double one : {share.spa, share.upper, share.any_better}) {
    EXPECT_GE(one, 3);
    EXPECT_LE(one, 7);
  }
  EXPECT_LE(share.upper, share.spa);
  EXPECT_LE(share.spa, share.lower);
  RecordProperty("spa", std::to_string(share.spa));
  RecordProperty("stepm", std::to_string(share.any_better));
}

TEST(RotationLuck, PowerAgainstAPlantedWinner) {
  constexpr int kWorlds = 100;
  int found = 0, others = 0, named = 0, choice_holds = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    MadeUpRuns made({returns_with(0.35, 100 * world)});
    for (std::uint64_t j = 1; j < 20; ++j) made.add(returns_with(0, 100 * world + j));
    const auto luck = made.luck();
    found += luck.spa_p <= 0.05 && luck.own_adjusted_p <= 0.05;
    others += luck.better > 1;
    named += luck.best == 0 && luck.own_rank == 1;
    choice_holds += luck.overfitting < 0.2;
  }
  EXPECT_GE(found, 95);
  EXPECT_GE(named, 95);
  EXPECT_LE(others, 12);
  EXPECT_GE(choice_holds, 95);
}

// Each sector's mean return lasts: those with the best past go on being the best.
TEST(RotationLuck, PredictableSectors) {
  Matrix returns = noise(77, 300, 8, 0.04);
  for (Index i = 0; i < 8; ++i) returns.col(i).array() += 0.004 * (static_cast<double>(i) - 3.5);
  const auto panel = monthly_panel(prices_from(returns));
  VariantChoices choices;
  choices.k = {2, 3};
  choices.momentum_months = {6, 12, 24};
  const auto study = study_of({SignalKind::momentum});
  const auto all = variants(study, choices);
  const auto runs = run_variants(panel, all);
  auto benchmark = equal_weight_returns(panel, run_rotation(panel, study).backtest);
  benchmark.erase(benchmark.begin(), benchmark.end() - runs.months);
  const auto luck =
      rotation_luck(runs, benchmark, Returns(benchmark.size(), 0.0), all, {}, {500, 0.05}, kRandom);
  EXPECT_LE(luck.spa_p, 0.01);
  EXPECT_LE(luck.own_adjusted_p, 0.01);
  EXPECT_EQ(luck.better, all.size());
  EXPECT_GT(luck.deflated, 0.95);
}

TEST(RotationLuck, FailedVariantsHaveNoPart) {
  MadeUpRuns with({returns_with(0, 1)}), without({returns_with(0, 1)});
  with.add_failed();
  for (auto* one : {&with, &without}) {
    one->add(returns_with(0.3, 2));
    one->add(returns_with(0.1, 3));
  }
  const auto luck = with.luck(), expected = without.luck();
  EXPECT_EQ(luck.best, 2u);
  EXPECT_EQ(expected.best, 1u);
  EXPECT_EQ(luck.spa_p, expected.spa_p);
  EXPECT_EQ(luck.deflated, expected.deflated);
  EXPECT_EQ(luck.overfitting, expected.overfitting);
  EXPECT_EQ(luck.variant_sharpes, expected.variant_sharpes);
  EXPECT_EQ(luck.trials, 3u);
}

TEST(RotationLuck, StandingAmongVariants) {
  const auto own = returns_with(0.1, 1, 20);
  Returns worse = own, better = own, still(20, 0.0);
  for (double& one : worse) one -= 0.005;
  for (double& one : better) one += 0.005;
  MadeUpRuns made({own, better, worse, still});
  const auto luck = made.luck();
  ASSERT_EQ(luck.variant_sharpes.size(), 3u);
  EXPECT_TRUE(std::is_sorted(luck.variant_sharpes.begin(), luck.variant_sharpes.end()));
  EXPECT_NEAR(luck.variant_sharpes[1], std::sqrt(12.0) * sharpe_ratio(own), 1e-14);
  EXPECT_EQ(luck.own_rank, 0.5);
  EXPECT_EQ(luck.trials, 4u);
  ASSERT_EQ(luck.sharpe_of_thirds.size(), 3u);  // 6, 7 and 7 months
  EXPECT_EQ(luck.sharpe_of_thirds[0], annual_sharpe_ratio(std::span(own).first(6), 12));
  EXPECT_EQ(luck.sharpe_of_thirds[1], annual_sharpe_ratio(std::span(own).subspan(6, 7), 12));
  EXPECT_EQ(luck.sharpe_of_thirds[2], annual_sharpe_ratio(std::span(own).last(7), 12));
}

TEST(RotationLuck, FewerBlocksWhenShort) {
  const auto blocks_of = [](std::size_t months) {
    return MadeUpRuns({returns_with(0, 1, months), returns_with(0, 2, months)}).luck().overfitting_blocks;
  };
  EXPECT_EQ(blocks_of(12), 4);
  EXPECT_EQ(blocks_of(36), 6);
  EXPECT_EQ(blocks_of(60), 10);
  EXPECT_EQ(blocks_of(71), 10);
  EXPECT_EQ(blocks_of(96), 16);
  EXPECT_EQ(blocks_of(500), 16);
}

TEST(RotationLuck, NothingVaries) {
  const MadeUpRuns made({Returns(60, 0.0), Returns(60, 0.0)});
  const auto luck = made.luck();
  EXPECT_EQ(luck.spa_p, 1);
  EXPECT_EQ(luck.own_adjusted_p, 1);
  EXPECT_EQ(luck.better, 0u);
  EXPECT_TRUE(std::isnan(luck.deflated));
  EXPECT_TRUE(std::isnan(luck.own_rank));
  EXPECT_TRUE(luck.variant_sharpes.empty());
  EXPECT_EQ(luck.trials, 2u);
  EXPECT_EQ(luck.spread, 0);
  for (const double third : luck.sharpe_of_thirds) EXPECT_TRUE(std::isnan(third));
}

TEST(RotationLuck, RoundingIsNoLead) {
  auto net = returns_with(0.1, 1);
  MadeUpRuns made({net});
  for (double& one : net) one -= 1e-15;
  made.benchmark = net;
  const auto luck = made.luck();
  EXPECT_EQ(luck.spa_p, 1);
  EXPECT_EQ(luck.own_adjusted_p, 1);
  EXPECT_EQ(luck.better, 0u);
  EXPECT_TRUE(std::isnan(luck.deflated_lead));
}

TEST(RotationLuck, SameForAnyThreadCount) {
  MadeUpRuns made({returns_with(0.1, 1)});
  for (std::uint64_t j = 2; j < 60; ++j) made.add(returns_with(0.01 * static_cast<double>(j % 7), j));
  set_thread_count(1);
  const auto serial = made.luck();
  set_thread_count(5);
  const auto parallel = made.luck();
  set_thread_count(0);
  EXPECT_EQ(serial.spa_p, parallel.spa_p);
  EXPECT_EQ(serial.reality_check_p, parallel.reality_check_p);
  EXPECT_EQ(serial.own_adjusted_p, parallel.own_adjusted_p);
  EXPECT_EQ(serial.overfitting, parallel.overfitting);
  EXPECT_EQ(serial.overfitting_loss, parallel.overfitting_loss);
}

TEST(RotationLuck, WrongInputIsTold) {
  MadeUpRuns made({returns_with(0, 1, 40)});
  made.benchmark[3] = std::nan("");
  EXPECT_EQ(refused_code([&] { made.luck(); }), ErrorCode::regression_not_finite);
  made.benchmark[3] = 0;
  made.cash[3] = std::nan("");
  EXPECT_EQ(refused_code([&] { made.luck(); }), ErrorCode::regression_not_finite);
  made.cash[3] = 0;
  EXPECT_EQ(refused_code([&] { made.luck({}, 0); }), ErrorCode::regression_settings);
  made.cash.pop_back();
  EXPECT_THROW(made.luck(), InternalError);
  MadeUpRuns own_failed({returns_with(0, 1, 40)});
  own_failed.runs.ran = {1};
  EXPECT_THROW(own_failed.luck(), InternalError);
  EXPECT_EQ(refused_code([] { MadeUpRuns({returns_with(0, 1, 9)}).luck(); }), ErrorCode::regression_too_few);
}

}  // namespace
}  // namespace rerate
