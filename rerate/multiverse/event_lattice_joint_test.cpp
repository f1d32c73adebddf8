// Behaviour -> test
//   one definition: the joint p-value is its own                            LatticeJointTest.OneDefinition
//   outcomes of other dates are looked at on the common ones                LatticeJointTest.CommonDates
//   weights by definitions or by patterns                                   LatticeJointTest.Weights
//   nothing without an event, and after a stop                              LatticeJointTest.Nothing

#include <gtest/gtest.h>

#include <numeric>

#include "rerate/multiverse/event_lattice.h"
#include "rerate/multiverse/event_lattice_for_test.h"

namespace rerate {
namespace {

struct Market {
  Series signal = monthly("2000-01", diffusion_figures(200, 5), Kind::diffusion_index, 2);
  Series small = monthly("2000-01", price_figures(200, 5)), large = monthly("2000-01", price_figures(200, 6));

  EventLatticeOptions options(const std::vector<int>& months) const {
    EventLatticeOptions options;
    options.signals = {&signal};
    options.rules = {below_until(48, 50), below_until(48, 51), below_until(49, 51), below_until(47.5, 51)};
    options.markets = {{&small, &large}};
    for (const int count : months) options.horizons.emplace_back(Duration{count, Duration::Unit::month});
    return options;
  }
};

std::vector<std::uint64_t> all_of(const EventLattice& lattice) {
  std::vector<std::uint64_t> numbers(lattice.size());
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  return numbers;
}

constexpr auto kByDefinitions = EventLattice::JointWeights::definitions;

TEST(LatticeJointTest, OneDefinition) {
  const Market market;
  const EventLattice lattice(market.options({6}));
  for (const auto& row : all_rows(lattice)) {
    const auto joint = lattice.joint_test(std::vector{row.definition}, kByDefinitions).value();
    EXPECT_EQ(joint.p_median, row.p_mean);
    EXPECT_EQ(joint.dates, row.dates);
    EXPECT_EQ(joint.definitions, 1u);
  }
}

// By hand: episodes placed by the study, windows cut to those of the longest horizon.
TEST(LatticeJointTest, CommonDates) {
  const Market market;
  const auto options = market.options({3, 12});
  const EventLattice lattice(options);
  JointPatterns expected;
  for (const int months : {3, 12}) {
    std::vector<double> outcome;
    for (std::size_t t = 0; t + 12 < 200; ++t) {
      const auto exit = t + static_cast<std::size_t>(months);
      outcome.push_back(100 * (market.small.value[exit] / market.small.value[t] - 1) -
                        100 * (market.large.value[exit] / market.large.value[t] - 1));
    }
    const auto number = expected.add_outcome(outcome);
    for (const auto& rule : options.rules) {
      std::vector<std::int32_t> events;
      for (const auto& episode : find_episodes(market.signal, rule))
        if (episode.extreme + 12 < 200) events.push_back(static_cast<std::int32_t>(episode.extreme));
      expected.add(number, events);
    }
  }
  const auto joint = lattice.joint_test(all_of(lattice), kByDefinitions).value();
  const auto wanted = joint_shift_test(expected);
  EXPECT_EQ(joint.dates, 188);
  EXPECT_EQ(joint.definitions, 8u);
  EXPECT_NEAR(joint.median_effect, wanted.median_effect, 1e-12);
  EXPECT_EQ(joint.p_median, wanted.p_median);
  EXPECT_EQ(joint.share_positive, wanted.share_positive);
  EXPECT_EQ(joint.p_share, wanted.p_share);
}

TEST(LatticeJointTest, Weights) {
  const Market market;
  auto options = market.options({6});
  options.rules = {below_until(48, 51), below_until(48, 51), below_until(48, 51), below_until(49, 50)};
  const EventLattice lattice(options);
  const auto rows = all_rows(lattice);
  const auto by_definitions = lattice.joint_test(all_of(lattice), kByDefinitions).value();
  EXPECT_EQ(by_definitions.definitions, 4u);
  EXPECT_EQ(by_definitions.patterns, 2u);
  const auto alone = lattice.joint_test(std::vector<std::uint64_t>{0}, kByDefinitions).value();
  EXPECT_EQ(by_definitions.median_effect, alone.median_effect);
  const auto by_patterns = lattice.joint_test(all_of(lattice), EventLattice::JointWeights::patterns).value();
  EXPECT_EQ(by_patterns.definitions, 2u);
  const auto other = lattice.joint_test(std::vector<std::uint64_t>{3}, kByDefinitions).value();
  EXPECT_NEAR(by_patterns.median_effect, (alone.median_effect + other.median_effect) / 2, 1e-12);
}

TEST(LatticeJointTest, Nothing) {
  const Market market;
  auto options = market.options({6});
  options.rules = {below_until(5, 50)};
  const EventLattice silent(options);
  EXPECT_FALSE(silent.joint_test(all_of(silent), kByDefinitions));
  options = market.options({6});
  options.horizons = {day("2015-01-31")};
  const EventLattice to_a_day(options);
  EXPECT_FALSE(to_a_day.joint_test(all_of(to_a_day), kByDefinitions));
  const EventLattice lattice(market.options({6}));
  const std::atomic<bool> stop = true;
  LatticeControl control;
  control.stop = &stop;
  EXPECT_FALSE(lattice.joint_test(all_of(lattice), kByDefinitions, control));
  EXPECT_FALSE(lattice.joint_test({}, kByDefinitions));
}

}  // namespace
}  // namespace rerate
