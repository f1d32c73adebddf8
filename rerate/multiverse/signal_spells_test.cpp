// Behaviour -> test
//   the same episodes as find_episodes, over random rules and figures with holes and ties   SignalSpells.AsFindEpisodes
//   rules between the same figures have the same ranks                                      SignalSpells.Ranks
//   no figures at all, and too many                                                         SignalSpells.NoneAndTooMany

#include "rerate/multiverse/signal_spells.h"

#include <gtest/gtest.h>

#include "rerate/multiverse/event_lattice_for_test.h"

namespace rerate {
namespace {

Series figures(std::uint64_t stream) {
  const RandomStream random(41, stream);
  auto series = monthly("2000-01", diffusion_figures(1 + random.below(0, 300), 500 + stream));
  for (auto i = random.below(1, 20); i > 0; --i)
    series.value[random.below(10 + i, series.size())] = std::nan("");
  return series;
}

ThresholdRule any_rule(const RandomStream& random, std::uint64_t number) {
  const auto die = [&](std::uint64_t which, std::uint64_t count) {
    return static_cast<int>(random.below(100 * number + which, count));
  };
  ThresholdRule rule;
  rule.side = die(0, 2) == 0 ? Side::below : Side::above;
  const double way = rule.side == Side::below ? 0.25 : -0.25;
  rule.enter = {50 - way * die(1, 14), die(2, 2) == 0};
  rule.leave = {50 + way * (1 + die(3, 14)), die(4, 2) == 0};
  rule.enter_periods = 1 + die(5, 4);
  rule.leave_periods = 1 + die(6, die(7, 10) == 0 ? 70 : 4);
  rule.gap = die(8, 2) == 0 ? 0 : die(9, 9);
  rule.tie = die(10, 2) == 0 ? Tie::first : Tie::last;
  return rule;
}

bool same(const Episode& a, const Episode& b) {
  return a.start == b.start && a.extreme == b.extreme && a.extreme_value == b.extreme_value &&
         a.end == b.end && a.confirm == b.confirm && a.known == b.known && a.open == b.open &&
         a.began_before_data == b.began_before_data;
}

TEST(SignalSpells, AsFindEpisodes) {
  const RandomStream random(42, 0);
  std::size_t found = 0;
  for (std::uint64_t number = 0; number < 20'000; ++number) {
    if (number % 100 != 0) continue;
    const auto signal = figures(number);
    const SignalSpells spells(signal.value);
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto rule = any_rule(random, number + i);
      auto episodes = episodes_of_spells(signal.value, rule, spells.spells(rule));
      add_known(signal, episodes);
      ASSERT_TRUE(std::ranges::equal(episodes, find_episodes(signal, rule), same)) << describe(rule);
      found += episodes.size();
    }
  }
  EXPECT_GT(found, 20'000u);
}

TEST(SignalSpells, Ranks) {
  const std::vector<double> x = {48, 50, 49, 48, std::nan("")};
  const SignalSpells spells(x);
  EXPECT_EQ(spells.values_below(48, false), 0);
  EXPECT_EQ(spells.values_below(48, true), 1);
  EXPECT_EQ(spells.values_below(48.1, false), 1);
  EXPECT_EQ(spells.values_below(48.9, true), 1);
  EXPECT_EQ(spells.values_below(100, false), 3);
}

TEST(SignalSpells, NoneAndTooMany) {
  EXPECT_TRUE(SignalSpells({}).spells(below_until(48, 51)).empty());
  const std::vector<double> missing = {std::nan(""), std::nan("")};
  EXPECT_TRUE(SignalSpells(missing).spells(below_until(48, 51)).empty());
  EXPECT_TRUE(SignalSpells(std::vector<double>(10'000, 1.0)).serves());
  EXPECT_FALSE(SignalSpells(std::vector<double>(10'000, 1.0), 10'000'000).serves());
}

}  // namespace
}  // namespace rerate
