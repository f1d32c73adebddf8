// Behaviour -> test
//   equal to brute force on random patterns, weights included               JointShifts.EqualsBruteForce
//   one pattern: the p-value of its mean is that of the shift test          JointShifts.OnePatternIsTheShiftTest
//   a pattern of weight 3 is three patterns                                 JointShifts.WeightsAreCopies
//   rejects 4 to 6 percent at 5 percent when events fall anywhere           JointShifts.SizeUnderShiftedEvents
//   finds an effect that all definitions share                              JointShifts.FindsACommonEffect
//   same bits for 1 and 2 threads                                           JointShifts.SameBitsForAnyThreads

#include "rerate/multiverse/joint_shifts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/circular_shift.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

// Sums of `overlap` independent figures: dependent like forward returns.
std::vector<double> overlapping(std::size_t dates, std::size_t overlap, std::uint64_t stream) {
  const RandomStream random(21, stream);
  std::vector<double> outcome(dates);
  for (std::size_t t = 0; t < dates; ++t)
    for (std::size_t i = 0; i < overlap; ++i) outcome[t] += random.uniform((t + i) % dates) - 0.4;
  return outcome;
}

Events some_events(std::size_t dates, std::size_t count, std::uint64_t stream) {
  const RandomStream random(22, stream);
  Events events;
  for (std::uint64_t i = 0; i < count; ++i)
    events.push_back(static_cast<std::int32_t>(random.below(i, dates)));
  std::ranges::sort(events);
  events.erase(std::unique(events.begin(), events.end()), events.end());
  return events;
}

Events moved(const Events& events, std::size_t dates, std::size_t by) {
  Events result;
  for (const auto event : events)
    result.push_back(static_cast<std::int32_t>((static_cast<std::size_t>(event) + by) % dates));
  std::ranges::sort(result);
  return result;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// By the letter of the header.
JointShiftTest by_brute_force(const JointPatterns& patterns) {
  const auto dates = patterns.dates();
  std::vector<double> medians, shares;
  for (std::size_t shift = 0; shift < dates; ++shift) {
    std::vector<double> effects;
    for (std::size_t p = 0; p < patterns.size(); ++p) {
      const auto& outcome = patterns.outcomes()[patterns.outcome(p)];
      std::vector<double> at;
      for (const auto event : patterns.events(p))
        at.push_back(outcome[(static_cast<std::size_t>(event) + shift) % dates]);
      for (std::uint64_t i = 0; i < patterns.weight(p); ++i)
        effects.push_back(mean_of(at) - mean_of(outcome));
    }
    shares.push_back(static_cast<double>(std::ranges::count_if(effects, [](double x) { return x > 0; })) /
                     static_cast<double>(effects.size()));
    medians.push_back(median(effects));
  }
  const auto p = [](const std::vector<double>& figures) {
    const double centre = mean_of(figures), far = std::abs(figures[0] - centre) - 1e-11;
    return static_cast<double>(
               std::ranges::count_if(figures, [&](double x) { return std::abs(x - centre) >= far; })) /
           static_cast<double>(figures.size());
  };
  return {medians[0], p(medians), shares[0], p(shares), patterns.definitions(), patterns.size(), 0};
}

// Patterns on two outcomes.
JointPatterns random_patterns(std::size_t dates, std::size_t count, std::uint64_t stream, bool weighted) {
  const RandomStream random(23, stream);
  JointPatterns patterns;
  patterns.add_outcome(overlapping(dates, 6, 2 * stream));
  patterns.add_outcome(overlapping(dates, 12, 2 * stream + 1));
  for (std::uint64_t i = 0; i < count; ++i)
    patterns.add(static_cast<std::uint32_t>(i % 2), some_events(dates, 2 + i % 7, 100 * stream + i),
                 weighted ? 1 + random.below(i, 4) : 1);
  return patterns;
}

TEST(JointShifts, EqualsBruteForce) {
  for (std::uint64_t stream = 0; stream < 40; ++stream) {
    const auto patterns = random_patterns(20 + 3 * stream, 1 + stream % 12, stream, stream % 2 == 0);
    const auto test = joint_shift_test(patterns), brute = by_brute_force(patterns);
    EXPECT_NEAR(test.median_effect, brute.median_effect, 1e-12);
    EXPECT_EQ(test.p_median, brute.p_median) << stream;
    EXPECT_EQ(test.share_positive, brute.share_positive) << stream;
    EXPECT_EQ(test.p_share, brute.p_share) << stream;
    EXPECT_EQ(test.definitions, brute.definitions);
    EXPECT_EQ(test.patterns, patterns.size());
    EXPECT_EQ(test.dates, static_cast<std::int32_t>(20 + 3 * stream));
  }
}

TEST(JointShifts, OnePatternIsTheShiftTest) {
  for (std::uint64_t stream = 0; stream < 20; ++stream) {
    const auto outcome = overlapping(157, 12, stream);
    const auto events = some_events(157, 9, stream);
    JointPatterns patterns;
    patterns.add(patterns.add_outcome(outcome), events, 5);
    const auto alone = circular_shift_test(outcome, events, ShiftParts::mean_and_led);
    const auto joint = joint_shift_test(patterns);
    EXPECT_EQ(joint.p_median, alone.p_mean);
    EXPECT_NEAR(joint.median_effect, alone.mean - alone.base_mean, 1e-12);
  }
}

TEST(JointShifts, WeightsAreCopies) {
  JointPatterns weighted, copied;
  const auto outcome = overlapping(90, 12, 3);
  weighted.add_outcome(outcome);
  copied.add_outcome(outcome);
  for (std::uint64_t i = 0; i < 6; ++i) {
    const auto events = some_events(90, 5, i);
    weighted.add(0, events, 1 + i % 3);
    for (std::uint64_t copy = 0; copy < 1 + i % 3; ++copy) copied.add(0, events);
  }
  const auto one = joint_shift_test(weighted), other = joint_shift_test(copied);
  EXPECT_EQ(one.median_effect, other.median_effect);
  EXPECT_EQ(one.p_median, other.p_median);
  EXPECT_EQ(one.share_positive, other.share_positive);
  EXPECT_EQ(one.p_share, other.p_share);
  EXPECT_EQ(one.definitions, other.definitions);
}

// The whole pattern of events is put anywhere on the calendar, its definitions alike and overlapping as in
// a lattice. The Monte Carlo error of 5 percent is 0.3 points over 5,000 draws.
TEST(JointShifts, SizeUnderShiftedEvents) {
  constexpr std::size_t kDates = 200, kDraws = 5'000;
  const RandomStream random(31, 0);
  int median_rejected = 0, share_rejected = 0;
  set_thread_count(1);  // the tests are small
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    const auto by = static_cast<std::size_t>(random.below(draw, kDates));
    JointPatterns patterns;
    patterns.add_outcome(overlapping(kDates, 6, 2 * (draw % 50)));
    patterns.add_outcome(overlapping(kDates, 12, 2 * (draw % 50) + 1));
    const auto core = some_events(kDates, 6, draw % 80);
    for (std::uint64_t i = 0; i < 7; ++i) {
      auto events = some_events(kDates, 1 + i % 4, 1'000 + 10 * (draw % 80) + i);
      events.insert(events.end(), core.begin(), core.end());
      std::ranges::sort(events);
      events.erase(std::unique(events.begin(), events.end()), events.end());
      patterns.add(static_cast<std::uint32_t>(i % 2), moved(events, kDates, by));
    }
    const auto test = joint_shift_test(patterns);
    median_rejected += test.p_median <= 0.05;
    share_rejected += test.p_share <= 0.05;
  }
  set_thread_count(0);
  EXPECT_GE(median_rejected, 0.04 * kDraws);
  EXPECT_LE(median_rejected, 0.06 * kDraws);
  // The share takes few values: many shifts tie, which makes its test careful.
  EXPECT_LE(share_rejected, 0.06 * kDraws);
}

TEST(JointShifts, FindsACommonEffect) {
  constexpr std::size_t kDates = 300;
  auto outcome = overlapping(kDates, 6, 8);
  const auto core = some_events(kDates, 10, 4);
  for (const auto event : core) outcome[static_cast<std::size_t>(event)] += 3;
  JointPatterns patterns;
  patterns.add_outcome(outcome);
  for (std::size_t i = 0; i < core.size(); ++i) {
    auto events = core;
    events.erase(events.begin() + static_cast<std::ptrdiff_t>(i));
    patterns.add(0, events);
  }
  const auto test = joint_shift_test(patterns);
  EXPECT_GT(test.median_effect, 2);
  EXPECT_EQ(test.p_median, 1.0 / kDates);
  EXPECT_EQ(test.share_positive, 1);
}

TEST(JointShifts, SameBitsForAnyThreads) {
  const auto patterns = random_patterns(211, 900, 7, true);
  set_thread_count(1);
  const auto serial = joint_shift_test(patterns);
  set_thread_count(2);
  const auto parallel = joint_shift_test(patterns);
  set_thread_count(0);
  EXPECT_EQ(serial.median_effect, parallel.median_effect);
  EXPECT_EQ(serial.p_median, parallel.p_median);
  EXPECT_EQ(serial.p_share, parallel.p_share);
}

}  // namespace
}  // namespace rerate
