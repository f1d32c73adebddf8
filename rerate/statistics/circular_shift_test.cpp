// Behaviour -> test
//   five dates and two events by hand                              CircularShift.HandComputed
//   equals brute force, at every count around lanes and networks    CircularShift.EqualsBruteForce
//   ties count as ties, whatever the order of summing              CircularShift.TiesAreTies
//   every outcome equal: p = 1                                     CircularShift.ConstantOutcome
//   one event, an event on every date, one date                    CircularShift.Extremes
//   without the median the rest is the same                        CircularShift.PartsAgree
//   rotating the calendar changes nothing                          CircularShift.RotationInvariant
//   same bits for 1 and 2 threads on a long test                   CircularShift.SameBitsForAnyThreads
//   p is uniform when events fall at random                        CircularShift.UniformUnderRandomTiming
//   p is small when they do not                                    CircularShift.FindsARealEffect
//   broken input is our own bug                                    CircularShift.BrokenInputIsABug

#include "rerate/statistics/circular_shift.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

double middle(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  const auto n = x.size();
  return (x[n / 2] + x[(n - 1) / 2]) / 2;
}

struct Statistic {
  double mean, median, led;
};

Statistic statistic(const std::vector<double>& outcome, const Events& events, std::size_t shift) {
  std::vector<double> values;
  long double sum = 0;
  double led = 0;
  for (const auto event : events) {
    values.push_back(outcome[(static_cast<std::size_t>(event) + shift) % outcome.size()]);
    sum += values.back();
    led += values.back() > 0;
  }
  return {static_cast<double>(sum / static_cast<long double>(events.size())), middle(values), led};
}

// The definition, straight.
ShiftTest brute_force(const std::vector<double>& outcome, const Events& events) {
  const auto dates = static_cast<double>(outcome.size());
  double sum = 0, positive = 0, largest = 0;
  for (const double value : outcome) {
    sum += value;
    positive += value > 0;
    largest = std::max(largest, std::abs(value));
  }
  const Statistic centre{sum / dates, middle(outcome), positive / dates * static_cast<double>(events.size())};
  const auto at = statistic(outcome, events, 0);
  ShiftTest test;
  for (std::size_t k = 0; k < outcome.size(); ++k) {
    const auto moved = statistic(outcome, events, k);
    test.p_mean += std::abs(moved.mean - centre.mean) >= std::abs(at.mean - centre.mean) - 1e-12 * largest;
    test.p_median +=
        std::abs(moved.median - centre.median) >= std::abs(at.median - centre.median) - 1e-12 * largest;
    test.p_led += std::abs(moved.led - centre.led) >= std::abs(at.led - centre.led) - 1e-9;
  }
  test.p_mean /= dates;
  test.p_median /= dates;
  test.p_led /= dates;
  test.mean = at.mean;
  test.median = at.median;
  test.led = static_cast<std::int32_t>(at.led);
  return test;
}

std::vector<double> random_outcome(std::size_t dates, std::uint64_t stream, bool coarse) {
  const RandomStream random(2025, stream);
  std::vector<double> outcome;
  for (std::size_t t = 0; t < dates; ++t) {
    const double value = 20 * random.uniform(t) - 9;
    outcome.push_back(coarse ? std::round(value / 4) : value);
  }
  return outcome;
}

// `count` distinct dates out of `dates`, at random.
Events random_events(std::size_t dates, std::size_t count, std::uint64_t stream) {
  const RandomStream random(1979, stream);
  std::vector<std::pair<std::uint64_t, std::int32_t>> order;
  for (std::size_t t = 0; t < dates; ++t) order.emplace_back(random.bits(t), static_cast<std::int32_t>(t));
  std::sort(order.begin(), order.end());
  Events events;
  for (std::size_t j = 0; j < count; ++j) events.push_back(order[j].second);
  std::sort(events.begin(), events.end());
  return events;
}

// outcome 4 -1 2 0 -5, events on dates 0 and 2. Rotations: (4,2) (-1,0) (2,-5) (0,4) (-5,-1).
// means 3 -0.5 -1.5 2 -3, centre 0: |.| >= 3 in 2 of 5. Medians of two are the same; centre of medians is 0.
// led 2 0 1 1 0, centre 2 * 2/5 = 0.8: distances 1.2 0.8 0.2 0.2 0.8: 1 of 5.
TEST(CircularShift, HandComputed) {
  const std::vector<double> outcome{4, -1, 2, 0, -5};
  const auto test = circular_shift_test(outcome, Events{0, 2});
  EXPECT_DOUBLE_EQ(test.mean, 3);
  EXPECT_DOUBLE_EQ(test.median, 3);
  EXPECT_EQ(test.led, 2);
  EXPECT_DOUBLE_EQ(test.base_mean, 0);
  EXPECT_DOUBLE_EQ(test.base_median, 0);
  EXPECT_DOUBLE_EQ(test.base_rate, 0.4);
  EXPECT_DOUBLE_EQ(test.p_mean, 0.4);
  EXPECT_DOUBLE_EQ(test.p_median, 0.4);
  EXPECT_DOUBLE_EQ(test.p_led, 0.2);
}

TEST(CircularShift, EqualsBruteForce) {
  std::uint64_t stream = 0;
  for (const std::size_t dates : {1, 2, 3, 7, 8, 9, 15, 16, 17, 64, 101, 200}) {
    for (const std::size_t count : {1, 2, 3, 5, 8, 12, 31, 63, 64, 65, 90}) {
      if (count > dates) continue;
      for (const bool coarse : {false, true}) {
        const auto outcome = random_outcome(dates, ++stream, coarse);
        const auto events = random_events(dates, count, stream);
        const auto test = circular_shift_test(outcome, events);
        const auto expected = brute_force(outcome, events);
        ASSERT_EQ(test.p_mean, expected.p_mean) << dates << " dates, " << count << " events";
        ASSERT_EQ(test.p_median, expected.p_median) << dates << " dates, " << count << " events";
        ASSERT_EQ(test.p_led, expected.p_led) << dates << " dates, " << count << " events";
        ASSERT_NEAR(test.mean, expected.mean, 1e-12);
        ASSERT_EQ(test.median, expected.median);
        ASSERT_EQ(test.led, expected.led);
      }
    }
  }
}

// 0.1 + 0.2 + 0.3 depends on the order of summing; the two halves of this calendar hold the same values in
// different order, so exactly half of all rotations of a pattern tie.
TEST(CircularShift, TiesAreTies) {
  const std::vector<double> outcome{0.1, 0.2, 0.3, -9, 0.3, 0.2, 0.1, -9};
  const auto test = circular_shift_test(outcome, Events{0, 1, 2});
  const auto expected = brute_force(outcome, {0, 1, 2});
  EXPECT_EQ(test.p_mean, expected.p_mean);
  // Rotations 0 and 4 hold {0.1, 0.2, 0.3}, mean 0.2 against a centre of -2.1; the others hold one -9, means
  // near -2.8: closer to the centre.
  EXPECT_EQ(test.p_mean, 0.25);
}

TEST(CircularShift, ConstantOutcome) {
  const auto test = circular_shift_test(std::vector<double>(20, 0.1), Events{2, 5, 11});
  EXPECT_EQ(test.p_mean, 1);
  EXPECT_EQ(test.p_median, 1);
  EXPECT_EQ(test.p_led, 1);
}

TEST(CircularShift, Extremes) {
  const std::vector<double> outcome{1, -2, 7, 3};
  const auto one = circular_shift_test(outcome, Events{2});
  EXPECT_EQ(one.p_mean, 0.25);
  EXPECT_EQ(one.median, 7);
  const auto all = circular_shift_test(outcome, Events{0, 1, 2, 3});
  EXPECT_EQ(all.p_mean, 1);
  EXPECT_EQ(all.p_led, 1);
  const auto single = circular_shift_test(std::vector<double>{-0.0}, Events{0});
  EXPECT_EQ(single.p_mean, 1);
  EXPECT_FALSE(std::signbit(single.median));
}

TEST(CircularShift, PartsAgree) {
  const auto outcome = random_outcome(557, 3, false);
  const auto events = random_events(557, 12, 3);
  const auto all = circular_shift_test(outcome, events, ShiftParts::all);
  const auto some = circular_shift_test(outcome, events, ShiftParts::mean_and_led);
  EXPECT_EQ(some.p_mean, all.p_mean);
  EXPECT_EQ(some.p_led, all.p_led);
  EXPECT_EQ(some.mean, all.mean);
  EXPECT_EQ(some.p_median, 0);
}

TEST(CircularShift, RotationInvariant) {
  const std::size_t dates = 97;
  const auto outcome = random_outcome(dates, 5, true);
  const auto events = random_events(dates, 9, 5);
  const auto test = circular_shift_test(outcome, events);
  for (const std::size_t turn : {1, 40, 96}) {
    std::vector<double> turned(dates);
    Events moved;
    for (std::size_t t = 0; t < dates; ++t) turned[(t + turn) % dates] = outcome[t];
    for (const auto event : events)
      moved.push_back(static_cast<std::int32_t>((static_cast<std::size_t>(event) + turn) % dates));
    std::sort(moved.begin(), moved.end());
    const auto again = circular_shift_test(turned, moved);
    EXPECT_EQ(again.p_mean, test.p_mean);
    EXPECT_EQ(again.p_median, test.p_median);
    EXPECT_EQ(again.p_led, test.p_led);
  }
}

TEST(CircularShift, SameBitsForAnyThreads) {
  const auto outcome = random_outcome(6000, 8, false);
  const auto events = random_events(6000, 300, 8);
  set_thread_count(1);
  const auto serial = circular_shift_test(outcome, events);
  set_thread_count(2);
  const auto parallel = circular_shift_test(outcome, events);
  set_thread_count(0);
  EXPECT_EQ(serial.p_mean, parallel.p_mean);
  EXPECT_EQ(serial.p_median, parallel.p_median);
  EXPECT_EQ(serial.p_led, parallel.p_led);
  EXPECT_EQ(serial.mean, parallel.mean);
}

// Overlapping twelve-month returns, and a pattern of events of irregular spacing placed at random on them:
// the null itself. Kolmogorov-Smirnov distance of 2,000 p-values from the uniform; 1.63/sqrt(2000) is its 1%
// point.
TEST(CircularShift, UniformUnderRandomTiming) {
  const std::size_t dates = 300, simulations = 2000;
  const RandomStream random(42, 9);
  std::vector<double> p_mean, p_median;
  std::uint64_t index = 0;
  for (std::size_t s = 0; s < simulations; ++s) {
    std::vector<double> months(dates + 12), outcome(dates, 0.0);
    for (double& month : months) month = random.uniform(index++) - 0.45;
    for (std::size_t t = 0; t < dates; ++t)
      for (std::size_t k = 0; k < 12; ++k) outcome[t] += months[t + k];
    const auto pattern = random_events(dates, 10, 500);
    const auto turn = random.below(index++, dates);
    Events events;
    for (const auto event : pattern)
      events.push_back(static_cast<std::int32_t>((static_cast<std::size_t>(event) + turn) % dates));
    std::sort(events.begin(), events.end());
    const auto test = circular_shift_test(outcome, events);
    p_mean.push_back(test.p_mean);
    p_median.push_back(test.p_median);
  }
  for (auto* p : {&p_mean, &p_median}) {
    std::sort(p->begin(), p->end());
    double distance = 0;
    for (std::size_t i = 0; i < simulations; ++i) {
      const auto low = static_cast<double>(i) / simulations, high = static_cast<double>(i + 1) / simulations;
      distance = std::max({distance, std::abs((*p)[i] - low), std::abs((*p)[i] - high)});
    }
    EXPECT_LT(distance, 1.63 / std::sqrt(simulations));
  }
}

TEST(CircularShift, FindsARealEffect) {
  auto outcome = random_outcome(400, 77, false);
  const auto events = random_events(400, 10, 77);
  for (const auto event : events) outcome[static_cast<std::size_t>(event)] += 15;
  const auto test = circular_shift_test(outcome, events);
  EXPECT_EQ(test.p_mean, 1.0 / 400);
  EXPECT_LT(test.p_median, 0.01);
  EXPECT_LT(test.p_led, 0.01);
}

TEST(CircularShift, BrokenInputIsABug) {
  const std::vector<double> outcome{1, 2, 3};
  EXPECT_THROW(circular_shift_test(outcome, Events{}), InternalError);
  EXPECT_THROW(circular_shift_test(outcome, Events{3}), InternalError);
  EXPECT_THROW(circular_shift_test(outcome, Events{-1}), InternalError);
  EXPECT_THROW(circular_shift_test(outcome, Events{1, 1}), InternalError);
  EXPECT_THROW(circular_shift_test(std::vector<double>{1, std::nan("")}, Events{0}), InternalError);
  const std::vector<double> infinite{1, std::numeric_limits<double>::infinity()};
  EXPECT_THROW(circular_shift_test(infinite, Events{0}), InternalError);
}

}  // namespace
}  // namespace rerate
