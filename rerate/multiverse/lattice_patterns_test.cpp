// Behaviour -> test
//   the joint test over them is that of the lattice, in one part or several     LatticePatternsTest.AsTheLattice
//   definitions with one pattern share it, on the outcome that is theirs        LatticePatternsTest.PatternOfDefinitions
//   a longer horizon drops an adverse event from what all share, not from a pattern's own statistic
//                                                                               LatticePatternsTest.OwnStatistics
//   returns to a fixed day and definitions without an event have none           LatticePatternsTest.WithoutOne
//   a strategy holds the relative return of each period after its events        LatticeStrategiesTest.HoldsAfterEvents
//   overlapping windows count once; dates are those of all price grids          LatticeStrategiesTest.CommonDates

#include "rerate/multiverse/lattice_patterns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/multiverse/event_lattice_for_test.h"
#include "rerate/multiverse/lattice_strategies.h"
#include "rerate/multiverse/shift_stepdown.h"

namespace rerate {
namespace {

struct Market {
  Series signal = monthly("2000-01", diffusion_figures(200, 5), Kind::diffusion_index, 2);
  Series small = monthly("2000-01", price_figures(200, 5)), large = monthly("2000-01", price_figures(200, 6));
  Series late = monthly("2002-01", price_figures(150, 7));

  EventLatticeOptions options() const {
    EventLatticeOptions options;
    options.signals = {&signal};
    options.rules = {below_until(48, 50), below_until(48, 51), below_until(49, 51), below_until(47.5, 51),
                     below_until(5, 50)};
    options.anchors = {Anchor::extreme, Anchor::known};
    options.markets = {{&small, &large}, {&late, nullptr}};
    options.horizons = {Duration{6, Duration::Unit::month}, Duration{12, Duration::Unit::month}};
    return options;
  }
};

std::vector<std::uint64_t> all_of(const EventLattice& lattice) {
  std::vector<std::uint64_t> numbers(lattice.size());
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  return numbers;
}

TEST(LatticePatternsTest, AsTheLattice) {
  const Market market;
  const EventLattice lattice(market.options());
  const auto all = all_of(lattice);
  const auto wanted = lattice.joint_test(all, EventLattice::JointWeights::definitions).value();
  std::vector<LatticeSelection> halves(2);
  for (const auto number : all) halves[number % 2].definitions.push_back(number);
  halves[0].lattice = halves[1].lattice = &lattice;
  for (const auto& selections : {std::vector<LatticeSelection>{{&lattice, all}}, halves}) {
    const auto found = joint_shift_test(LatticePatterns(selections).joint());
    EXPECT_EQ(found.definitions, wanted.definitions);
    EXPECT_EQ(found.dates, wanted.dates);
    EXPECT_EQ(found.median_effect, wanted.median_effect);
    EXPECT_EQ(found.p_median, wanted.p_median);
    EXPECT_EQ(found.p_share, wanted.p_share);
  }
}

TEST(LatticePatternsTest, PatternOfDefinitions) {
  const Market market;
  const EventLattice lattice(market.options());
  const auto rows = all_rows(lattice);
  const std::vector<LatticeSelection> selections = {{&lattice, all_of(lattice)}};
  const LatticePatterns patterns(selections);
  EXPECT_EQ(patterns.outcomes().size(), 4u);
  const auto outcome_of = [&](std::size_t i) { return rows[i].definition / 10; };  // 5 rules, 2 anchors
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const auto a = patterns.pattern_of(0)[i], b = patterns.pattern_of(0)[k];
      if (a == LatticePatterns::kNone || b == LatticePatterns::kNone) continue;
      EXPECT_EQ(a == b, rows[i].pattern == rows[k].pattern && outcome_of(i) == outcome_of(k));
      EXPECT_EQ(
          patterns.outcomes()[patterns.sources()[a].outcome].patterns[patterns.sources()[a].pattern].size(),
          static_cast<std::size_t>(rows[i].complete));
    }
}

// z(k) of events on an outcome, worked out in the plainest way.
std::vector<double> shifted(const std::vector<double>& outcome, std::span<const std::int32_t> events) {
  const auto dates = outcome.size();
  std::vector<double> sums(dates);
  for (std::size_t k = 0; k < dates; ++k)
    for (const auto event : events) sums[k] += outcome[(static_cast<std::size_t>(event) + k) % dates];
  const double mean = std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(dates);
  double squares = 0;
  for (auto& sum : sums) squares += (sum - mean) * (sum - mean);
  for (auto& sum : sums) sum = std::fabs(sum - mean) / std::sqrt(squares / static_cast<double>(dates));
  return sums;
}

TEST(LatticePatternsTest, OwnStatistics) {
  // Six lows with a good half year each, and a seventh with a bad one so late that no window of 24 months fits after it.
  std::vector<double> figures(200, 52), prices;
  for (const std::size_t low : {13, 41, 58, 92, 110, 149, 185}) figures[low] = 40;
  const RandomStream random(31, 0);
  double price = 100;
  for (std::size_t t = 0; t < 200; ++t) {
    double drift = 0.1 * (random.uniform(t) - 0.5);
    for (const std::size_t low : {13, 41, 58, 92, 110, 149})
      if (t > low && t <= low + 6) drift += 0.02;
    if (t > 185 && t <= 191) drift -= 0.03;
    prices.push_back(price *= 1 + drift);
  }
  const Series signal = monthly("2000-01", figures, Kind::diffusion_index, 0),
               asset = monthly("2000-01", prices);
  EventLatticeOptions options;
  options.signals = {&signal};
  options.rules = {below_until(48, 50)};
  options.markets = {{&asset, nullptr}};
  options.horizons = {Duration{6, Duration::Unit::month}};
  const EventLattice narrow(options);
  options.horizons.push_back(Duration{24, Duration::Unit::month});
  const EventLattice wide(options);
  const std::vector<LatticeSelection> of_narrow = {{&narrow, all_of(narrow)}},
                                      of_wide = {{&wide, all_of(wide)}};
  const LatticePatterns alone(of_narrow), both(of_wide);
  ASSERT_EQ(alone.joint().size(), 1u);
  ASSERT_EQ(both.joint().size(), 2u);
  ASSERT_EQ(alone.joint().events(0).size(), 7u);
  ASSERT_EQ(both.joint().events(0).size(), 6u);

  const auto own = both.own_statistics();
  EXPECT_EQ(own[0], alone.own_statistics()[0]);
  EXPECT_NEAR(own[0], shifted(alone.joint().outcomes()[0], alone.joint().events(0))[0], 1e-9);
  EXPECT_LT(own[0], shift_statistics(both.joint())[0] - 0.3);  // what the adverse event takes
  // The whole sample's statistic against the largest of both at every shift of the dates that both have.
  const auto& joint = both.joint();
  const std::vector<std::vector<double>> z = {shifted(joint.outcomes()[0], joint.events(0)),
                                              shifted(joint.outcomes()[1], joint.events(1))};
  int reached = 1;
  for (std::size_t k = 1; k < joint.dates(); ++k)
    reached += std::max(z[0][k], own[1] <= own[0] ? z[1][k] : 0) >= own[0] - 1e-10 ? 1 : 0;
  const double p = shift_stepdown(joint, own).adjusted_p[0];
  const double wanted = reached / static_cast<double>(joint.dates());
  if (own[0] >= own[1]) {
    EXPECT_DOUBLE_EQ(p, wanted);
  } else {
    EXPECT_GE(p, wanted);
  }
  EXPECT_GE(p, shift_stepdown(alone.joint()).adjusted_p[0]);
  EXPECT_GT(p, shift_stepdown(joint).adjusted_p[0]);
}

TEST(LatticePatternsTest, WithoutOne) {
  const Market market;
  auto options = market.options();
  options.rules = {below_until(5, 50), below_until(48, 50)};
  options.anchors = {Anchor::extreme};
  options.markets.pop_back();
  options.horizons = {Duration{6, Duration::Unit::month}, day("2015-01-31")};
  const EventLattice lattice(options);
  const std::vector<LatticeSelection> selections = {{&lattice, all_of(lattice)}};
  const LatticePatterns patterns(selections);
  EXPECT_EQ(patterns.joint().size(), 1u);
  EXPECT_EQ(patterns.pattern_of(0)[0], LatticePatterns::kNone);
  EXPECT_EQ(patterns.pattern_of(0)[1], 0u);
  EXPECT_EQ(patterns.pattern_of(0)[3], LatticePatterns::kNone);
  const std::atomic<bool> stop = true;
  LatticeControl control;
  control.stop = &stop;
  EXPECT_EQ(LatticePatterns(selections, control).joint().size(), 0u);
}

TEST(LatticeStrategiesTest, HoldsAfterEvents) {
  const Market market;
  auto options = market.options();
  options.rules = {below_until(48, 51)};
  options.anchors = {Anchor::extreme};
  options.markets.pop_back();
  options.horizons = {Duration{6, Duration::Unit::month}};
  const EventLattice lattice(options);
  const std::vector<LatticeSelection> selections = {{&lattice, {0}}};
  const LatticePatterns patterns(selections);
  const LatticeStrategies strategies(selections, patterns, {0});
  ASSERT_EQ(strategies.dates(), 199u);
  std::vector<double> expected(199, 0), found(199);
  for (const auto& episode : find_episodes(market.signal, options.rules[0]))
    if (episode.extreme + 6 < 200)
      for (std::size_t t = episode.extreme + 1; t <= episode.extreme + 6; ++t)
        expected[t - 1] = 100 * (market.small.value[t] / market.small.value[t - 1] -
                                 market.large.value[t] / market.large.value[t - 1]);
  strategies.returns(0, found);
  for (std::size_t t = 0; t < 199; ++t) EXPECT_NEAR(found[t], expected[t], 1e-10) << t;
}

TEST(LatticeStrategiesTest, CommonDates) {
  const Market market;
  const EventLattice lattice(market.options());
  const std::vector<LatticeSelection> selections = {{&lattice, all_of(lattice)}};
  const LatticePatterns patterns(selections);
  std::vector<std::uint32_t> all(patterns.joint().size());
  std::iota(all.begin(), all.end(), 0u);
  const LatticeStrategies strategies(selections, patterns, all);
  EXPECT_EQ(strategies.size(), patterns.joint().size());
  ASSERT_EQ(strategies.dates(), 149u);  // of the market that begins late
  std::vector<double> found(149);
  for (std::size_t i = 0; i < strategies.size(); ++i) {
    strategies.returns(i, found);
    const auto& outcome = patterns.outcomes()[patterns.sources()[i].outcome];
    const bool alone = lattice.definition(outcome.definition).market == 1;
    std::size_t held = 0;
    for (std::size_t t = 0; t < 149; ++t) {
      if (found[t] == 0) continue;
      ++held;
      const double late = 100 * (market.late.value[t + 1] / market.late.value[t] - 1);
      const auto at = t + 25;  // the signal and the others begin two years earlier
      const double relative = 100 * (market.small.value[at] / market.small.value[at - 1] -
                                     market.large.value[at] / market.large.value[at - 1]);
      EXPECT_NEAR(found[t], alone ? late : relative, 1e-9);
    }
    EXPECT_GT(held, 0u);
  }
}

}  // namespace
}  // namespace rerate
