// Behaviour -> test
//   the same mean, count and p-values as the single test    OutcomeShifts.EqualsTheSingleTest
//   whatever the dates are to a tile                        OutcomeShifts.EveryLengthAroundATile
//   ties count as ties                                      OutcomeShifts.TiesAreTies
//   every outcome equal, or of one sign: p = 1              OutcomeShifts.NothingToTell
//   one event, an event on every date, one date             OutcomeShifts.FewAndMany
//   many threads may ask at once                            OutcomeShifts.AnyThreads
//   broken input is our own bug                             OutcomeShifts.BrokenInputIsABug

#include "rerate/statistics/outcome_shifts.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/circular_shift.h"

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

std::vector<double> overlapping_returns(std::size_t dates, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  std::vector<double> outcome(dates);
  for (std::size_t t = 0; t < dates; ++t)
    for (std::size_t month = 0; month < 12; ++month) outcome[t] += 6 * (random.uniform(t + month) - 0.48);
  return outcome;
}

Events random_events(std::size_t dates, double share, const RandomStream& random, std::uint64_t draw) {
  Events events;
  for (std::size_t t = 0; t < dates; ++t)
    if (random.uniform(draw * dates + t) < share) events.push_back(static_cast<std::int32_t>(t));
  if (events.empty()) events.push_back(static_cast<std::int32_t>(dates / 2));
  return events;
}

void expect_same(const std::vector<double>& outcome, const OutcomeShifts& shifts, const Events& events) {
  const auto many = shifts.test(events);
  const auto single = circular_shift_test(outcome, events, ShiftParts::mean_and_led);
  const auto dates = static_cast<double>(outcome.size());
  EXPECT_EQ(many.mean, single.mean);
  EXPECT_EQ(many.led, single.led);
  EXPECT_EQ(many.extreme_means / dates, single.p_mean);
  EXPECT_EQ(many.extreme_leds / dates, single.p_led);
}

TEST(OutcomeShifts, EqualsTheSingleTest) {
  const auto outcome = overlapping_returns(557, 1);
  const OutcomeShifts shifts(outcome);
  const RandomStream random(2, 0);
  for (std::uint64_t draw = 0; draw < 300; ++draw)
    expect_same(outcome, shifts, random_events(557, 0.002 * static_cast<double>(1 + draw), random, draw));
}

TEST(OutcomeShifts, EveryLengthAroundATile) {
  const RandomStream random(3, 0);
  for (std::size_t dates = 1; dates <= 100; ++dates) {
    const auto outcome = overlapping_returns(dates, dates);
    const OutcomeShifts shifts(outcome);
    for (std::uint64_t draw = 0; draw < 5; ++draw)
      expect_same(outcome, shifts, random_events(dates, 0.2, random, 1000 * dates + draw));
  }
}

TEST(OutcomeShifts, TiesAreTies) {
  // A calendar that repeats every 10 dates: every tenth shift has the same sum, added in another order.
  const auto ten = overlapping_returns(10, 4);
  std::vector<double> outcome;
  for (std::size_t i = 0; i < 200; ++i) outcome.push_back(ten[i % 10] / 3);
  const OutcomeShifts shifts(outcome);
  const Events events = {3, 17, 44, 45, 101, 160};
  expect_same(outcome, shifts, events);
  EXPECT_EQ(shifts.test(events).extreme_means % 20, 0);
}

TEST(OutcomeShifts, NothingToTell) {
  const std::vector<double> flat(70, 0.1);
  const OutcomeShifts shifts(flat);
  const auto test = shifts.test(Events{0, 7, 40});
  EXPECT_EQ(test.extreme_means, 70);
  EXPECT_EQ(test.extreme_leds, 70);
  EXPECT_EQ(test.led, 3);
  const std::vector<double> losses(70, -0.1);
  const OutcomeShifts down(losses);
  EXPECT_EQ(down.test(Events{0, 7, 40}).led, 0);
  EXPECT_EQ(down.test(Events{0, 7, 40}).extreme_leds, 70);
}

TEST(OutcomeShifts, FewAndMany) {
  const auto outcome = overlapping_returns(64, 5);
  const OutcomeShifts shifts(outcome);
  expect_same(outcome, shifts, {63});
  Events all(64);
  std::iota(all.begin(), all.end(), 0);
  expect_same(outcome, shifts, all);
  const std::vector<double> one = {2.5};
  EXPECT_EQ(OutcomeShifts(one).test(Events{0}).extreme_means, 1);
}

TEST(OutcomeShifts, AnyThreads) {
  const auto outcome = overlapping_returns(557, 6);
  const OutcomeShifts shifts(outcome);
  const RandomStream random(7, 0);
  std::vector<OutcomeShifts::Test> tests(500);
  parallel_for(tests.size(),
               [&](std::size_t i) { tests[i] = shifts.test(random_events(557, 0.03, random, i)); });
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const auto again = shifts.test(random_events(557, 0.03, random, i));
    EXPECT_EQ(tests[i].extreme_means, again.extreme_means);
    EXPECT_EQ(tests[i].mean, again.mean);
  }
}

TEST(OutcomeShifts, BrokenInputIsABug) {
  const std::vector<double> none, broken = {1, std::numeric_limits<double>::quiet_NaN()}, fine = {1, 2, 3};
  EXPECT_THROW(OutcomeShifts{none}, InternalError);
  EXPECT_THROW(OutcomeShifts{broken}, InternalError);
  const OutcomeShifts shifts(fine);
  EXPECT_THROW(shifts.test(Events{}), InternalError);
  EXPECT_THROW(shifts.test(Events{3}), InternalError);
  EXPECT_THROW(shifts.test(Events{-1, 2}), InternalError);
}

}  // namespace
}  // namespace rerate
