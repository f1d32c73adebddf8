// Behaviour -> test
//   draws are those of the definition, date by date                  EventDraws.SameDistributionAsDateByDate
//   mean number of events brought is n, clusters come together       EventDraws.KeepsCountsAndClusters
//   every draw brings an event                                       EventDraws.NeverWithoutAnEvent
//   same bits for 1 and 2 threads; a draw depends on no other        EventDraws.SameBitsForAnyThreads
//   blocks longer than the calendar keep it whole                    EventDraws.EndlessBlocksKeepTheCalendar
//   equal outcomes give a point                                      EventInterval.ConstantOutcome
//   missing outcomes are left out                                    EventInterval.MissingOutcomes
//   wider at a higher level, another with another seed               EventInterval.LevelAndSeed
//   covers the truth about as often as it says                       EventInterval.Coverage
//   broken settings are our own bug                                  EventDraws.BrokenSettingsAreABug
//   no draws give no interval                                        EventDraws.NoneGiveNoInterval

#include "rerate/statistics/block_bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

std::vector<std::int32_t> all_counts(const EventDraws& draws) {
  std::vector<std::int32_t> counts;
  for (std::size_t d = 0; d < draws.draws(); ++d)
    counts.insert(counts.end(), draws.counts(d).begin(), draws.counts(d).end());
  return counts;
}

// Moments of the number of events brought by a stationary bootstrap that goes date by date.
struct Moments {
  double mean = 0, variance = 0;
};

Moments moments(const std::vector<double>& x) {
  Moments m;
  for (const double value : x) m.mean += value / static_cast<double>(x.size());
  for (const double value : x)
    m.variance += (value - m.mean) * (value - m.mean) / static_cast<double>(x.size());
  return m;
}

Moments date_by_date(std::size_t dates, const Events& events, double block, int draws) {
  std::mt19937_64 twister(99);
  const auto uniform = [&] { return (static_cast<double>(twister() >> 11) + 0.5) * 0x1p-53; };
  std::vector<double> brought;
  for (int d = 0; d < draws; ++d) {
    double count = 0;
    std::size_t at = twister() % dates;
    for (std::size_t t = 0; t < dates; ++t) {
      count += std::binary_search(events.begin(), events.end(), static_cast<std::int32_t>(at));
      at = uniform() < 1 / block ? twister() % dates : (at + 1) % dates;
    }
    if (count > 0) brought.push_back(count);
  }
  return moments(brought);
}

Moments by_table(std::size_t dates, const Events& events, double block, int draws) {
  const EventDraws table(dates, events, {block, draws, 0.95}, RandomStream(3, 1));
  std::vector<double> brought;
  for (std::size_t d = 0; d < table.draws(); ++d) {
    double count = 0;
    for (const auto one : table.counts(d)) count += one;
    brought.push_back(count);
  }
  return moments(brought);
}

// 40,000 draws: the mean is known to about 0.01, the variance to about 1.5%.
TEST(EventDraws, SameDistributionAsDateByDate) {
  const Events events{3, 4, 5, 6, 40, 41, 90, 199};
  for (const double block : {1.0, 4.5, 25.0}) {
    const auto expected = date_by_date(200, events, block, 40000), got = by_table(200, events, block, 40000);
    EXPECT_NEAR(got.mean, expected.mean, 0.06) << block;
    EXPECT_NEAR(got.variance / expected.variance, 1, 0.06) << block;
  }
}

// Neighbouring events come together in long blocks: more variance than scattered ones.
TEST(EventDraws, KeepsCountsAndClusters) {
  const auto cluster = by_table(400, {10, 11, 12, 13, 14, 15, 16, 17}, 20, 20000);
  const auto scattered = by_table(400, {10, 60, 110, 160, 210, 260, 310, 360}, 20, 20000);
  EXPECT_NEAR(scattered.mean, 8, 0.1);
  EXPECT_GT(cluster.variance, 3 * scattered.variance);
}

TEST(EventDraws, NeverWithoutAnEvent) {
  const EventDraws draws(50, Events{20}, {30, 3000, 0.95}, RandomStream(1, 1));
  for (std::size_t d = 0; d < draws.draws(); ++d) ASSERT_GE(draws.counts(d)[0], 1) << d;
}

TEST(EventDraws, SameBitsForAnyThreads) {
  const Events events{5, 77, 140, 141};
  const auto draw = [&](int threads, int count) {
    set_thread_count(threads);
    const auto counts = all_counts(EventDraws(300, events, {12.5, count, 0.95}, RandomStream(8, 2)));
    set_thread_count(0);
    return counts;
  };
  const auto serial = draw(1, 1000), parallel = draw(2, 1000), fewer = draw(2, 100);
  EXPECT_EQ(serial, parallel);
  EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), serial.begin()));
}

TEST(EventDraws, EndlessBlocksKeepTheCalendar) {
  const EventDraws draws(10, Events{0, 4, 9}, {1e15, 500, 0.95}, RandomStream(1, 1));
  for (const auto count : all_counts(draws)) ASSERT_EQ(count, 1);
}

TEST(EventDraws, BrokenSettingsAreABug) {
  const RandomStream random(1, 1);
  EXPECT_THROW(EventDraws(10, Events{}, {5, 100, 0.95}, random), InternalError);
  EXPECT_THROW(EventDraws(10, Events{10}, {5, 100, 0.95}, random), InternalError);
  EXPECT_THROW(EventDraws(10, Events{1}, {0.5, 100, 0.95}, random), InternalError);
  EXPECT_THROW(EventDraws(10, Events{1}, {5, -1, 0.95}, random), InternalError);
}

TEST(EventDraws, NoneGiveNoInterval) {
  const EventDraws none(10, Events{1, 4}, {5, 0, 0.95}, RandomStream(1, 1));
  EXPECT_EQ(none.draws(), 0u);
  const auto interval = mean_interval(none, std::vector<double>{1.0, 2.0}, 0.95);
  EXPECT_TRUE(std::isnan(interval.low));
  EXPECT_TRUE(std::isnan(interval.high));
}

TEST(EventInterval, ConstantOutcome) {
  const auto interval =
      event_mean_interval(std::vector<double>(60, 2.5), Events{3, 30}, {6, 500, 0.95}, RandomStream(1, 1));
  EXPECT_DOUBLE_EQ(interval.low, 2.5);
  EXPECT_DOUBLE_EQ(interval.high, 2.5);
}

TEST(EventInterval, MissingOutcomes) {
  const EventDraws draws(60, Events{3, 20, 40}, {6, 500, 0.95}, RandomStream(1, 1));
  const double none = std::nan("");
  const auto interval = mean_interval(draws, std::vector<double>{none, 4, 4}, 0.95);
  EXPECT_DOUBLE_EQ(interval.low, 4);
  EXPECT_DOUBLE_EQ(interval.high, 4);
  EXPECT_TRUE(std::isnan(mean_interval(draws, std::vector<double>{none, none, none}, 0.95).low));
}

TEST(EventInterval, LevelAndSeed) {
  std::vector<double> outcome(300);
  for (std::size_t t = 0; t < 300; ++t) outcome[t] = 10 * std::sin(static_cast<double>(t * t));
  const Events events{10, 22, 50, 51, 77, 93, 120, 141, 164, 190, 201, 217, 240, 262, 288};
  const auto at = [&](double level, std::uint64_t seed) {
    return event_mean_interval(outcome, events, {5, 2000, level}, RandomStream(seed, 1));
  };
  const auto usual = at(0.95, 1), wide = at(0.99, 1), other = at(0.95, 2);
  EXPECT_LT(wide.low, usual.low);
  EXPECT_GT(wide.high, usual.high);
  EXPECT_NE(other.low, usual.low);
  EXPECT_NEAR(other.low, usual.low, 0.6);
}

// 300 histories of 600 dates, independent outcomes with mean 1, 40 events at random: the nominal 90% interval
// of the mean should cover 1 in about 90% (binomial standard error 1.7pp; percentile intervals fall a little
// short). Tolerance: 85% to 94%.
TEST(EventInterval, Coverage) {
  const RandomStream random(17, 4);
  std::uint64_t index = 0;
  int covered = 0;
  for (int history = 0; history < 300; ++history) {
    std::vector<double> outcome(600);
    Events events;
    for (std::size_t t = 0; t < outcome.size(); ++t) {
      double sum = 1 - 6;
      for (int k = 0; k < 12; ++k) sum += random.uniform(index++);
      outcome[t] = sum;
      if (random.uniform(index++) < 40.0 / 600) events.push_back(static_cast<std::int32_t>(t));
    }
    const auto interval = event_mean_interval(
        outcome, events, {politis_white_block_length(outcome), 400, 0.9}, RandomStream(1, 1));
    covered += interval.low <= 1 && 1 <= interval.high;
  }
  EXPECT_GE(covered, 255);
  EXPECT_LE(covered, 282);
}

}  // namespace
}  // namespace rerate
