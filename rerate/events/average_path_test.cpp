// Behaviour -> test
//   offsets per frequency: before, zero, horizon                    PathOffsets.PerFrequency
//   at most 130 of them, always with 0 and the horizon              PathOffsets.ThinnedWhenLong
//   mean, base and counts by hand                                   AveragePath.HandComputed
//   zero at the entry, the event study's mean at the horizon        AveragePath.MeetsTheStudyAtBothEnds
//   windows that end on one day drop out as they end                AveragePath.FixedDay
//   a calendar horizon goes as far as all windows go                AveragePath.CalendarHorizon
//   one event has no interval                                       AveragePath.OneEvent

#include "rerate/events/average_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "rerate/events/outcome_statistics.h"
#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

std::vector<double> wobble(int count, double step) {
  std::vector<double> prices{100};
  for (int i = 1; i < count; ++i) prices.push_back(prices.back() * (1 + 0.01 * std::sin(step * i * i)));
  return prices;
}

EventDraws draws_of(const ForwardWindows& windows, const std::vector<std::size_t>& entries) {
  std::vector<std::int32_t> dates;
  for (const auto entry : entries) dates.push_back(static_cast<std::int32_t>(entry - windows.first()));
  return EventDraws(windows.count(), dates, {3, 500, 0.95}, RandomStream(1, 1));
}

TEST(PathOffsets, PerFrequency) {
  const auto months = path_offsets(Frequency::monthly, 12);
  EXPECT_EQ(months.size(), 19U);
  EXPECT_EQ(months.front(), -6);
  EXPECT_EQ(months.back(), 12);
  EXPECT_THAT(path_offsets(Frequency::quarterly, 2), ElementsAre(-2, -1, 0, 1, 2));
  EXPECT_THAT(path_offsets(Frequency::annual, 1), ElementsAre(-1, 0, 1));
  EXPECT_EQ(path_offsets(Frequency::weekly, 52).front(), -13);
}

TEST(PathOffsets, ThinnedWhenLong) {
  for (const int forward : {1, 69, 70, 71, 250, 252, 1000, 5001, 90'000}) {
    const auto offsets = path_offsets(Frequency::daily, forward);
    EXPECT_LE(offsets.size(), 130U) << forward;
    EXPECT_EQ(std::count(offsets.begin(), offsets.end(), 0), 1) << forward;
    EXPECT_EQ(offsets.back(), forward);
    EXPECT_GE(offsets.front(), -60);
    EXPECT_TRUE(std::is_sorted(offsets.begin(), offsets.end()));
  }
  EXPECT_EQ(path_offsets(Frequency::daily, 252)[1] - path_offsets(Frequency::daily, 252)[0], 3);
}

// Prices 100 110 121 100 200 150, two months, events at 0 and 2. From 0: 0 10 21. From 2 (121): before
// -17.36 -9.09, then 0 -17.36 65.29.
TEST(AveragePath, HandComputed) {
  const auto grid = common_prices(monthly("2000-01", {100, 110, 121, 100, 200, 150}), nullptr, std::nullopt);
  const ForwardWindows windows(grid, Duration{2, Duration::Unit::month}, std::nullopt);
  const std::vector<std::size_t> entries{0, 2};
  const auto path = average_path(grid, windows, entries, draws_of(windows, entries), 0.95);
  EXPECT_THAT(path.offset, ElementsAre(-6, -5, -4, -3, -2, -1, 0, 1, 2));
  EXPECT_THAT(path.events, ElementsAre(0, 0, 0, 0, 1, 1, 2, 2, 2));
  EXPECT_TRUE(std::isnan(path.mean[0]));
  const double before = 100 * (100.0 / 121 - 1);
  EXPECT_NEAR(path.mean[4], before, 1e-12);
  EXPECT_TRUE(std::isnan(path.low[4]));
  EXPECT_EQ(path.mean[6], 0);
  EXPECT_EQ(path.low[6], 0);
  EXPECT_NEAR(path.mean[7], (10 + before) / 2, 1e-12);
  EXPECT_NEAR(path.mean[8], (21 + 100 * (200.0 / 121 - 1)) / 2, 1e-12);
  // Base one month on: windows from 0..3 only, for later ones have no complete window.
  EXPECT_NEAR(path.base[7], (10 + 10 + before + 100) / 4, 1e-12);
}

TEST(AveragePath, MeetsTheStudyAtBothEnds) {
  const auto benchmark = monthly("2000-01", wobble(200, 0.7));
  const auto grid = common_prices(monthly("2000-01", wobble(200, 0.3)), &benchmark, std::nullopt);
  const ForwardWindows windows(grid, Duration{12, Duration::Unit::month}, std::nullopt);
  const auto returns = forward_returns(grid, windows);
  const std::vector<std::size_t> entries{20, 50, 51, 140};
  const auto outcome = study_outcome(returns.relative, std::vector<std::int32_t>{20, 50, 51, 140}, {});
  const auto path = average_path(grid, windows, entries, outcome.draws, 0.95);
  EXPECT_EQ(path.mean[6], 0);
  EXPECT_NEAR(path.mean.back(), outcome.statistics.mean, 1e-12);
  EXPECT_NEAR(path.base.back(), outcome.statistics.base_mean, 1e-12);
  EXPECT_DOUBLE_EQ(path.low.back(), outcome.statistics.ci_low);
  EXPECT_DOUBLE_EQ(path.high.back(), outcome.statistics.ci_high);
}

TEST(AveragePath, FixedDay) {
  const auto grid = common_prices(monthly("2000-01", {100, 110, 120, 130, 140}), nullptr, std::nullopt);
  const ForwardWindows windows(grid, day("2000-05-31"), std::nullopt);
  const std::vector<std::size_t> entries{1, 3};
  const auto path = average_path(grid, windows, entries, draws_of(windows, entries), 0.95);
  EXPECT_EQ(path.offset.back(), 3);
  EXPECT_EQ(path.events.back(), 1);
  EXPECT_EQ(path.events[path.events.size() - 3], 2);
}

TEST(AveragePath, CalendarHorizon) {
  const auto grid = common_prices(weekdays("2020-01-01", wobble(700, 0.2)), nullptr, std::nullopt);
  const ForwardWindows windows(grid, Duration{3, Duration::Unit::month}, std::nullopt);
  std::vector<std::size_t> entries{70, 100, 190, 300};
  std::size_t shortest = 1000;
  for (const auto entry : entries) shortest = std::min(shortest, *windows.exit(entry) - entry);
  const auto path = average_path(grid, windows, entries, draws_of(windows, entries), 0.95);
  EXPECT_EQ(path.offset.back(), static_cast<int>(shortest));
  EXPECT_EQ(path.events.back(), 4);
  EXPECT_EQ(path.offset.front(), -60);
}

TEST(AveragePath, OneEvent) {
  const auto grid = common_prices(monthly("2000-01", wobble(40, 0.2)), nullptr, std::nullopt);
  const ForwardWindows windows(grid, Duration{3, Duration::Unit::month}, std::nullopt);
  const std::vector<std::size_t> entries{10};
  const auto path = average_path(grid, windows, entries, draws_of(windows, entries), 0.95);
  EXPECT_TRUE(std::isnan(path.low.back()));
  EXPECT_FALSE(std::isnan(path.mean.back()));
}

}  // namespace
}  // namespace rerate
