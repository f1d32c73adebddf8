// Behaviour -> test
//   equals the definition, worked out in the plainest way, on random cases     ShiftStepdownTest.BruteForce
//   statistics over dates of their own against the shifts of all, likewise     ShiftStepdownTest.OwnStatistics
//   one pattern alone: its exact shift p-value                                 ShiftStepdownTest.OnePattern
//   the familywise error over all placements of the whole is 5% at 5%          ShiftStepdownTest.SizeOverAllShifts
//   and in worlds of random outcomes and patterns                              ShiftStepdownTest.SizeInRandomWorlds
//   one true pattern among idle ones is found, the idle ones are not           ShiftStepdownTest.FindsTheTrueOne
//   a pattern that cannot vary has p = 1                                       ShiftStepdownTest.DoesNotVary
//   any number of threads gives the same bits                                  ShiftStepdownTest.Threads

#include "rerate/multiverse/shift_stepdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/circular_shift.h"

namespace rerate {
namespace {

// Outcomes that hang together over a year, as overlapping windows do.
std::vector<double> outcome_of(std::size_t dates, std::uint64_t stream) {
  const RandomStream random(21, stream);
  std::vector<double> outcome;
  double level = 0;
  for (std::size_t t = 0; t < dates; ++t) outcome.push_back(level = 0.9 * level + random.uniform(t) - 0.5);
  return outcome;
}

std::vector<std::int32_t> events_of(std::size_t dates, std::size_t count, std::uint64_t stream) {
  const RandomStream random(22, stream);
  std::vector<std::int32_t> events;
  for (std::uint64_t i = 0; events.size() < count; ++i) {
    const auto event = static_cast<std::int32_t>(random.below(i, dates));
    if (std::ranges::find(events, event) == events.end()) events.push_back(event);
  }
  std::ranges::sort(events);
  return events;
}

// `patterns` of 3 to 8 events on one or two outcomes; a third of them are the one before with one event moved.
JointPatterns random_patterns(std::size_t dates, std::size_t patterns, std::uint64_t world) {
  JointPatterns joint;
  joint.add_outcome(outcome_of(dates, 2 * world));
  joint.add_outcome(outcome_of(dates, 2 * world + 1));
  std::vector<std::int32_t> events;
  for (std::size_t i = 0; i < patterns; ++i) {
    if (i % 3 == 2 && events[0] > 0)
      --events[0];
    else
      events = events_of(dates, 3 + i % 6, world * patterns + i);
    joint.add(i % 4 == 3 ? 1 : 0, events);
  }
  return joint;
}

std::vector<double> standardised(const JointPatterns& joint, std::size_t pattern) {
  const auto& outcome = joint.outcomes()[joint.outcome(pattern)];
  const auto dates = outcome.size();
  std::vector<double> effects(dates);
  for (std::size_t k = 0; k < dates; ++k)
    for (const auto event : joint.events(pattern))
      effects[k] += outcome[(static_cast<std::size_t>(event) + k) % dates];
  const double mean = std::accumulate(effects.begin(), effects.end(), 0.0) / static_cast<double>(dates);
  double squares = 0;
  for (auto& effect : effects) squares += (effect - mean) * (effect - mean);
  for (auto& effect : effects)
    effect = std::fabs(effect - mean) / std::sqrt(squares / static_cast<double>(dates));
  return effects;
}

// `own` by pattern: what is compared with the shifts; empty: the statistic on the same dates.
std::vector<double> by_brute_force(const JointPatterns& joint, const std::vector<double>& own = {}) {
  std::vector<std::vector<double>> z;
  std::vector<double> judged(own);
  for (std::size_t i = 0; i < joint.size(); ++i) {
    z.push_back(standardised(joint, i));
    if (own.empty()) judged.push_back(z[i][0]);
  }
  std::vector<double> adjusted(joint.size());
  for (std::size_t i = 0; i < joint.size(); ++i) {
    double largest_before = 0;
    for (std::size_t ahead = 0; ahead < joint.size();
         ++ahead) {  // every step up to this one, the largest of their p
      if (judged[ahead] < judged[i]) continue;
      int reached = 1;  // where they stand
      for (std::size_t k = 1; k < joint.dates(); ++k) {
        double largest = 0;
        for (std::size_t j = 0; j < joint.size(); ++j)
          if (judged[j] <= judged[ahead] + 1e-12) largest = std::max(largest, z[j][k]);
        reached += largest >= judged[ahead] - 1e-10 ? 1 : 0;
      }
      largest_before = std::max(largest_before, reached / static_cast<double>(joint.dates()));
    }
    adjusted[i] = largest_before;
  }
  return adjusted;
}

TEST(ShiftStepdownTest, BruteForce) {
  for (std::uint64_t world = 0; world < 12; ++world) {
    const auto joint = random_patterns(30 + 13 * world, 9 + world, world);
    const auto found = shift_stepdown(joint);
    const auto wanted = by_brute_force(joint);
    for (std::size_t i = 0; i < joint.size(); ++i) {
      EXPECT_NEAR(found.adjusted_p[i], wanted[i], 1e-12) << world << " " << i;
      EXPECT_NEAR(found.statistic[i], standardised(joint, i)[0], 1e-9);
    }
    EXPECT_EQ(found.best,
              static_cast<std::size_t>(std::ranges::max_element(found.statistic) - found.statistic.begin()));
  }
}

TEST(ShiftStepdownTest, OwnStatistics) {
  for (std::uint64_t world = 0; world < 12; ++world) {
    const auto joint = random_patterns(40 + 11 * world, 8 + world, world);
    auto own = shift_statistics(joint);
    EXPECT_EQ(shift_stepdown(joint, own).adjusted_p, shift_stepdown(joint).adjusted_p);
    const RandomStream random(24, world);
    for (std::size_t i = 0; i < own.size(); ++i) own[i] *= 0.5 + random.uniform(i);
    const auto found = shift_stepdown(joint, own);
    const auto wanted = by_brute_force(joint, own);
    for (std::size_t i = 0; i < joint.size(); ++i) EXPECT_NEAR(found.adjusted_p[i], wanted[i], 1e-12);
    EXPECT_EQ(found.statistic, own);
    std::ranges::fill(own, 1e9);
    const double least = 1 / static_cast<double>(joint.dates());
    for (const double p : shift_stepdown(joint, own).adjusted_p) EXPECT_DOUBLE_EQ(p, least);
  }
}

TEST(ShiftStepdownTest, OnePattern) {
  const auto outcome = outcome_of(157, 3);
  const auto events = events_of(157, 7, 3);
  JointPatterns joint;
  joint.add_outcome(outcome);
  joint.add(0, events);
  EXPECT_EQ(shift_stepdown(joint).adjusted_p[0], circular_shift_test(outcome, events).p_mean);
}

TEST(ShiftStepdownTest, SizeOverAllShifts) {
  constexpr std::size_t kDates = 240;
  const auto base = random_patterns(kDates, 25, 77);
  int rejected = 0;
  for (std::size_t k = 0; k < kDates; ++k) {
    JointPatterns moved;
    for (const auto& outcome : base.outcomes()) moved.add_outcome(outcome);
    for (std::size_t i = 0; i < base.size(); ++i) {
      std::vector<std::int32_t> events;
      for (const auto event : base.events(i))
        events.push_back(static_cast<std::int32_t>((static_cast<std::size_t>(event) + k) % kDates));
      moved.add(base.outcome(i), events);
    }
    const auto found = shift_stepdown(moved);
    rejected += *std::ranges::min_element(found.adjusted_p) <= 0.05 ? 1 : 0;
  }
  EXPECT_EQ(rejected, 12);  // 5% of 240
}

TEST(ShiftStepdownTest, SizeInRandomWorlds) {
  constexpr int kWorlds = 4000;
  int rejected = 0;
  for (int world = 0; world < kWorlds; ++world) {
    const auto found = shift_stepdown(random_patterns(100, 12, 1000 + static_cast<std::uint64_t>(world)));
    rejected += found.adjusted_p[found.best] <= 0.05 ? 1 : 0;
  }
  const double share = rejected / static_cast<double>(kWorlds);
  EXPECT_GE(share, 0.04);
  EXPECT_LE(share, 0.06);
}

TEST(ShiftStepdownTest, FindsTheTrueOne) {
  constexpr std::size_t kDates = 300;
  const RandomStream random(23, 0);
  std::vector<double> outcome;
  for (std::size_t t = 0; t < kDates; ++t) outcome.push_back(random.uniform(t) - 0.5);
  const auto lucky = events_of(kDates, 10, 900);
  for (const auto event : lucky) outcome[static_cast<std::size_t>(event)] += 1.5;
  JointPatterns joint;
  joint.add_outcome(outcome);
  for (std::uint64_t i = 0; i < 20; ++i) {
    std::vector<std::int32_t> idle;
    for (const auto event : events_of(kDates, 8, i))
      if (std::ranges::find(lucky, event) == lucky.end()) idle.push_back(event);
    joint.add(0, idle);
  }
  joint.add(0, lucky);
  const auto found = shift_stepdown(joint);
  EXPECT_EQ(found.best, 20u);
  EXPECT_LE(found.adjusted_p[20], 0.01);
  EXPECT_EQ(std::ranges::count_if(found.adjusted_p, [](double p) { return p <= 0.05; }), 1);
}

TEST(ShiftStepdownTest, DoesNotVary) {
  JointPatterns joint;
  joint.add_outcome(std::vector<double>(50, 0.1));
  joint.add_outcome(outcome_of(50, 1));
  joint.add(0, events_of(50, 4, 1));
  std::vector<std::int32_t> all(50);
  std::iota(all.begin(), all.end(), 0);
  joint.add(1, all);
  joint.add(1, events_of(50, 4, 1));
  const auto found = shift_stepdown(joint);
  EXPECT_EQ(found.statistic[0], 0);
  EXPECT_EQ(found.adjusted_p[0], 1);
  EXPECT_EQ(found.adjusted_p[1], 1);
  EXPECT_EQ(found.best, 2u);
}

TEST(ShiftStepdownTest, Threads) {
  const auto joint = random_patterns(211, 700, 5);
  set_thread_count(1);
  const auto one = shift_stepdown(joint);
  set_thread_count(4);
  const auto four = shift_stepdown(joint);
  set_thread_count(0);
  EXPECT_EQ(one.adjusted_p, four.adjusted_p);
  EXPECT_EQ(one.statistic, four.statistic);
}

}  // namespace
}  // namespace rerate
