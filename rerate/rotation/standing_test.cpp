// Behaviour -> test
//   contributions add up to the score, for every kind of weights and standing                    -> ContributionsAddUp
//   sectors are in order of their scores, with the rank of the month before                      -> OrderAndRankBefore
//   the weight is what the month decides, or what is held when it decides nothing                -> WeightNow
//   a sector far ahead is among the best in every draw, the one far behind among the worst       -> FarLeader
//   sectors that are alike are among the best k of N in k / N of the draws                       -> ExchangeableSectors
//   months are drawn for all sectors together: what they have in common moves no rank            -> JointDraws
//   a signal that is not estimated from the past has no uncertainty                              -> FiguresAreSure
//   a sector listed lately is ranked with what it has                                            -> ListedLately
//   nothing later than the month is read                                                         -> SameForAReaderOfTheDay
//   the same bits for any number of threads, others for another stream                           -> AnyNumberOfThreads
//   a month before anything is known has no standings                                            -> NothingKnown
#include "rerate/rotation/standing.h"

#include <numeric>

#include "rerate/base/parallel.h"
#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

constexpr Index kMonths = 150, kSectors = 6;
const RandomStream kRandom(7, 7);

RotationDefinition momentum_alone() {
  RotationDefinition definition;
  definition.signals = {price_definition(SignalKind::momentum, 12)};
  definition.portfolio.k = 2;
  return definition;
}

RotationDefinition definition_of(const SignalsForTest& signals) {
  auto definition = momentum_alone();
  definition.signals = signals.all;
  return definition;
}

std::vector<SectorStanding> standings(const SectorPanel& panel, const RotationDefinition& definition, Index m,
                                      int draws = 200, int k = 2) {
  StandingSettings settings;
  settings.k = k;
  settings.draws = draws;
  return sector_standings(panel, definition, run_rotation(panel, definition), m, settings, kRandom);
}

const SectorStanding& of_sector(const std::vector<SectorStanding>& standings, Index sector) {
  for (const auto& one : standings)
    if (one.sector == sector) return one;
  throw std::out_of_range("the sector has no standing");
}

TEST(Standing, ContributionsAddUp) {
  Matrix price = simulated_panel(71, kMonths, kSectors).price;
  for (Index m = 0; m < 120; ++m) price(m, 4) = kNone;
  const auto panel = monthly_panel(price);
  auto signals = every_kind(kMonths, kSectors);
  signals.of(SignalKind::figures).figures[2] = nullptr;
  auto definition = definition_of(signals);
  for (std::size_t s = 0; s < definition.signals.size(); ++s)
    definition.signals[s].weight = 1 + static_cast<double>(s);
  for (const auto kind : {SignalWeights::fixed, SignalWeights::equal, SignalWeights::inverse_variance,
                          SignalWeights::ridge, SignalWeights::elastic_net})
    for (const auto standing : {CrossSection::z_score, CrossSection::rank}) {
      definition.score.weights = kind;
      definition.score.cross_section = standing;
      definition.score.first_window = 36;
      const auto found = standings(panel, definition, kMonths - 1, 4);
      ASSERT_EQ(found.size(), static_cast<std::size_t>(kSectors));
      for (const auto& one : found) {
        ASSERT_EQ(one.contribution.size(), 7u);
        ASSERT_EQ(one.figure.size(), 7u);
        EXPECT_NEAR(std::accumulate(one.contribution.begin(), one.contribution.end(), 0.0), one.score, 1e-12);
      }
      EXPECT_EQ(of_sector(found, 2).contribution[5], 0);
      EXPECT_TRUE(std::isnan(of_sector(found, 2).figure[5]));
    }
}

TEST(Standing, OrderAndRankBefore) {
  Matrix price = simulated_panel(72, kMonths, kSectors).price;
  for (Index m = 0; m < kMonths - 13; ++m) price(m, 3) = kNone;
  const auto panel = monthly_panel(price);
  const auto now = standings(panel, momentum_alone(), kMonths - 1, 4);
  const auto before = standings(panel, momentum_alone(), kMonths - 2, 4);
  ASSERT_EQ(now.size(), 6u);
  ASSERT_EQ(before.size(), 5u);
  for (std::size_t place = 0; place < now.size(); ++place) {
    EXPECT_EQ(now[place].rank, static_cast<int>(place) + 1);
    if (place > 0) {
      EXPECT_GE(now[place - 1].score, now[place].score);
    }
    if (now[place].sector == 3)
      EXPECT_FALSE(now[place].rank_before.has_value());
    else
      EXPECT_EQ(now[place].rank_before.value(), of_sector(before, now[place].sector).rank);
  }
}

TEST(Standing, WeightNow) {
  const auto panel = simulated_panel(73, kMonths, kSectors);
  for (const auto& one : standings(panel, momentum_alone(), kMonths - 1, 4))
    EXPECT_EQ(one.weight, one.rank <= 2 ? 0.5 : 0);
  auto quarterly = momentum_alone();
  quarterly.portfolio.rebalance_months = 3;
  const Index may = 148;  // 2012-05
  const auto run = run_rotation(panel, quarterly);
  for (const auto& one : standings(panel, quarterly, may, 4))
    EXPECT_EQ(one.weight, run.backtest.weights(may - run.backtest.first - 1, one.sector));
  auto absolute = momentum_alone();
  absolute.only_above_zero = "momentum";
  Matrix falling = panel.price;
  for (Index m = 0; m < kMonths; ++m) falling.row(m) *= 1 - 0.006 * static_cast<double>(m);
  bool bought = false;
  for (const auto& one : standings(monthly_panel(falling), absolute, kMonths - 1, 4)) {
    EXPECT_LE(one.figure[0], 0);
    bought = bought || one.weight > 0;
  }
  EXPECT_FALSE(bought);
}

TEST(Standing, FarLeader) {
  Matrix returns = noise(74, kMonths, kSectors, 0.02);
  returns.col(3).array() += 0.05;
  returns.col(1).array() -= 0.05;
  const auto found = standings(monthly_panel(prices_from(returns)), momentum_alone(), kMonths - 1, 500, 1);
  const auto &best = of_sector(found, 3), &worst = of_sector(found, 1);
  EXPECT_EQ(best.rank, 1);
  EXPECT_GT(best.among_best, 0.99);
  EXPECT_EQ(best.among_worst, 0);
  EXPECT_GT(worst.among_worst, 0.99);
  EXPECT_EQ(best.rank_low, 1);
  EXPECT_EQ(best.rank_high, 1);
  EXPECT_EQ(worst.rank_low, 6);
}

TEST(Standing, ExchangeableSectors) {
  // The past tells sectors apart only by chance: over simulations each is as often among the best.
  constexpr int kRuns = 40;
  Vector best = Vector::Zero(kSectors), worst = best;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const auto found = standings(simulated_panel(500 + run, 60, kSectors), momentum_alone(), 59, 50);
    double all_best = 0, all_worst = 0;
    for (const auto& one : found) {
      best[one.sector] += one.among_best / kRuns, all_best += one.among_best;
      worst[one.sector] += one.among_worst / kRuns, all_worst += one.among_worst;
    }
    EXPECT_NEAR(all_best, 2, 1e-12);
    EXPECT_NEAR(all_worst, 2, 1e-12);
  }
  for (Index i = 0; i < kSectors; ++i) {
    EXPECT_NEAR(best[i], 2.0 / 6, 0.12) << i;
    EXPECT_NEAR(worst[i], 2.0 / 6, 0.12) << i;
  }
}

TEST(Standing, JointDraws) {
  Matrix returns(kMonths, kSectors);
  const Vector common = noise(75, kMonths, 1, 0.05);
  for (Index i = 0; i < kSectors; ++i) returns.col(i) = common.array() + 0.0001 * static_cast<double>(i);
  for (const auto& one : standings(monthly_panel(prices_from(returns)), momentum_alone(), kMonths - 1, 300)) {
    EXPECT_EQ(one.rank, kSectors - one.sector);
    EXPECT_EQ(one.among_best, one.rank <= 2 ? 1 : 0);
    EXPECT_EQ(one.among_worst, one.rank >= 5 ? 1 : 0);
    EXPECT_EQ(one.rank_low, one.rank_high);
  }
}

TEST(Standing, FiguresAreSure) {
  const auto panel = simulated_panel(76, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  auto definition = momentum_alone();
  definition.signals = {signals.of(SignalKind::figures)};
  for (const auto& one : standings(panel, definition, kMonths - 1, 50)) {
    EXPECT_EQ(one.rank_low, one.rank);
    EXPECT_EQ(one.rank_high, one.rank);
    EXPECT_EQ(one.among_best, one.rank <= 2 ? 1 : 0);
  }
}

TEST(Standing, ListedLately) {
  Matrix price = simulated_panel(77, kMonths, kSectors).price;
  for (Index m = 0; m < kMonths - 30; ++m) price(m, 0) = kNone;
  for (Index m = 0; m < kMonths - 2; ++m) price(m, 5) = kNone;
  auto signals = every_kind(kMonths, kSectors);
  const auto found = standings(monthly_panel(price), definition_of(signals), kMonths - 1, 100);
  ASSERT_EQ(found.size(), 6u);
  for (const auto& one : found) {
    EXPECT_TRUE(one.among_best >= 0 && one.among_best <= 1);
    EXPECT_LE(one.rank_low, one.rank_high);
  }
  EXPECT_TRUE(std::isnan(of_sector(found, 5).figure[0]));
  double spread = 0;
  for (const auto& one : found) spread += one.rank_high - one.rank_low;
  EXPECT_GT(spread, 3);  // a sector with two months of prices does not make the others sure
}

void expect_same(const std::vector<SectorStanding>& one, const std::vector<SectorStanding>& two) {
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].sector, two[i].sector);
    EXPECT_EQ(one[i].score, two[i].score);
    EXPECT_EQ(one[i].weight, two[i].weight);
    EXPECT_EQ(one[i].among_best, two[i].among_best);
    EXPECT_EQ(one[i].among_worst, two[i].among_worst);
    EXPECT_EQ(one[i].rank_low, two[i].rank_low);
    EXPECT_EQ(one[i].rank_high, two[i].rank_high);
  }
}

TEST(Standing, SameForAReaderOfTheDay) {
  const auto panel = simulated_panel(78, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  auto definition = definition_of(signals);
  definition.score.weights = SignalWeights::ridge;
  definition.score.first_window = 36;
  SignalsForTest kept;
  auto cut = definition;
  const auto known = [&](const Series* series) {
    return kept.keep(slice(*series, std::nullopt, rotation_month_end(119)));
  };
  for (auto& signal : cut.signals) {
    for (auto& figures : signal.figures) figures = known(figures);
    for (auto& driver : signal.drivers) driver.level = known(driver.level);
  }
  expect_same(standings(panel, definition, 119), standings(first_months(panel, 120), cut, 119));
}

TEST(Standing, AnyNumberOfThreads) {
  const auto panel = simulated_panel(79, kMonths, kSectors);
  auto signals = every_kind(kMonths, kSectors);
  const auto definition = definition_of(signals);
  const auto run = run_rotation(panel, definition);
  const auto with = [&](int threads, const RandomStream& random) {
    set_thread_count(threads);
    auto found = sector_standings(panel, definition, run, kMonths - 1, {2, 333, 6}, random);
    set_thread_count(0);
    return found;
  };
  const auto serial = with(1, kRandom);
  expect_same(serial, with(2, kRandom));
  expect_same(serial, with(7, kRandom));
  const auto other = with(2, RandomStream(8, 8));
  double moved = 0;
  for (std::size_t i = 0; i < serial.size(); ++i)
    moved += std::fabs(serial[i].among_best - other[i].among_best);
  EXPECT_GT(moved, 0);
  EXPECT_LT(moved, 0.5);
}

TEST(Standing, NothingKnown) {
  const auto panel = simulated_panel(80, kMonths, kSectors);
  EXPECT_TRUE(standings(panel, momentum_alone(), 0, 5).empty());
  EXPECT_TRUE(standings(panel, momentum_alone(), 11, 5).empty());
  EXPECT_EQ(standings(panel, momentum_alone(), 12, 5).size(), 6u);
  // Histories of before the panel are there in its first month already, where nothing can be drawn.
  auto signals = every_kind(kMonths, kSectors);
  auto definition = momentum_alone();
  definition.signals = {signals.of(SignalKind::own_history)};
  definition.signals[0].first = 20;
  for (const auto& one : standings(panel, definition, 0, 5)) EXPECT_GT(one.rank_low, 0);
}

}  // namespace
}  // namespace rerate
