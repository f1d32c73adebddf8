// Behaviour -> test
//   the same p-value as the single test, for odd and even counts  MedianShifts.EqualsTheSingleTest
//   whatever the dates are to a tile                              MedianShifts.EveryLengthAroundATile
//   outcomes of few values: ties count as ties                    MedianShifts.TiesAreTies
//   levels next to zero, and far from it                          MedianShifts.LevelsAnywhere
//   an observed median at the centre: p = 1                       MedianShifts.NothingToTell
//   one room for many tests, many threads at once                 MedianShifts.RoomsAndThreads
//   broken input is our own bug                                   MedianShifts.BrokenInputIsABug

#include "rerate/statistics/median_shifts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/circular_shift.h"
#include "rerate/statistics/order_statistics.h"

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

double median_at(const std::vector<double>& outcome, const Events& events) {
  std::vector<double> values;
  for (const auto event : events) values.push_back(outcome[static_cast<std::size_t>(event)] + 0.0);
  return median(std::move(values));
}

double p_of(const std::vector<double>& outcome, const MedianShifts& shifts, const Events& events,
            MedianShifts::Room& room) {
  return shifts.extreme(events, median_at(outcome, events), room) / static_cast<double>(outcome.size());
}

void expect_same(const std::vector<double>& outcome, const Events& events) {
  MedianShifts::Room room;
  const MedianShifts shifts(outcome);
  const auto single = circular_shift_test(outcome, events);
  EXPECT_EQ(p_of(outcome, shifts, events, room), single.p_median) << events.size() << " events";
  EXPECT_EQ(shifts.base_median(), single.base_median);
}

TEST(MedianShifts, EqualsTheSingleTest) {
  const auto outcome = overlapping_returns(557, 1);
  const RandomStream random(2, 0);
  std::size_t odd = 0;
  for (std::uint64_t draw = 0; draw < 200; ++draw) {
    const auto events = random_events(557, 0.002 * static_cast<double>(1 + draw), random, draw);
    odd += events.size() % 2;
    expect_same(outcome, events);
  }
  EXPECT_GT(odd, 50u);
  EXPECT_LT(odd, 150u);
}

TEST(MedianShifts, EveryLengthAroundATile) {
  const RandomStream random(3, 0);
  for (std::size_t dates = 1; dates <= 100; ++dates)
    for (std::uint64_t draw = 0; draw < 4; ++draw)
      expect_same(overlapping_returns(dates, dates), random_events(dates, 0.2, random, 1000 * dates + draw));
}

TEST(MedianShifts, TiesAreTies) {
  const RandomStream random(4, 0);
  for (const double step : {1.0, 1.0 / 3, 0.1})
    for (std::uint64_t draw = 0; draw < 40; ++draw) {
      std::vector<double> outcome;
      for (std::size_t t = 0; t < 150; ++t)
        outcome.push_back(step * (std::floor(7 * random.uniform(150 * draw + t)) - 3));
      expect_same(outcome, random_events(150, 0.02 + 0.005 * static_cast<double>(draw), random, draw));
    }
}

TEST(MedianShifts, LevelsAnywhere) {
  const RandomStream random(5, 0);
  for (const double scale : {1e-300, 1e-12, 1.0, 1e12, 1e290})
    for (const double from : {0.0, 1.0, -1.0, 0.5})
      for (std::uint64_t draw = 0; draw < 10; ++draw) {
        // The level lies at zero when the centre is as far from zero as from the observed median.
        std::vector<double> outcome(64, from * scale);
        for (std::size_t t = 0; t < 30; ++t) outcome[2 * t] = scale * (random.uniform(30 * draw + t) - 0.5);
        outcome[9] = 0;
        expect_same(outcome, random_events(64, 0.1, random, draw));
        expect_same(outcome, {9});
      }
}

TEST(MedianShifts, NothingToTell) {
  MedianShifts::Room room;
  const std::vector<double> equal(50, 3.5);
  EXPECT_EQ(MedianShifts(equal).extreme(Events{1, 7, 30}, 3.5, room), 50);
  const std::vector<double> one = {-2};
  EXPECT_EQ(MedianShifts(one).extreme(Events{0}, -2, room), 1);
  // One date stands out.
  auto single = equal;
  single[20] = 9;
  EXPECT_EQ(MedianShifts(single).extreme(Events{20}, 9, room), 1);
  EXPECT_EQ(MedianShifts(single).extreme(Events{19}, 3.5, room), 50);
}

TEST(MedianShifts, RoomsAndThreads) {
  const auto outcome = overlapping_returns(300, 6), shorter = overlapping_returns(70, 7);
  const MedianShifts shifts(outcome), other(shorter);
  const RandomStream random(8, 0);
  std::vector<Events> patterns;
  for (std::uint64_t draw = 0; draw < 64; ++draw) patterns.push_back(random_events(300, 0.05, random, draw));
  std::vector<double> alone, together(patterns.size());
  MedianShifts::Room room;
  for (const auto& events : patterns) {
    p_of(shorter, other, {3, 40}, room);  // leaves another outcome's marks
    alone.push_back(p_of(outcome, shifts, events, room));
  }
  parallel_for(patterns.size(), [&](std::size_t i) {
    MedianShifts::Room own;
    together[i] = p_of(outcome, shifts, patterns[i], own);
  });
  EXPECT_EQ(alone, together);
}

TEST(MedianShifts, BrokenInputIsABug) {
  MedianShifts::Room room;
  const std::vector<double> none, broken = {1, std::numeric_limits<double>::infinity()}, fine = {1, 2, 3};
  EXPECT_THROW(MedianShifts{none}, InternalError);
  EXPECT_THROW(MedianShifts{broken}, InternalError);
  const MedianShifts shifts(fine);
  EXPECT_THROW(shifts.extreme(Events{}, 1, room), InternalError);
  EXPECT_THROW(shifts.extreme(Events{3}, 1, room), InternalError);
  EXPECT_THROW(shifts.extreme(Events{-1, 2}, 1, room), InternalError);
}

}  // namespace
}  // namespace rerate
