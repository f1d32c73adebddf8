// Behaviour -> test
//   missing figures are passed over, each figure is known when all before it are    -> WithoutMissing
//   a revised figure is known from its first release on                           -> FirstReleaseCounts
//   months back on a monthly series are exact, a hole gives no change               -> MonthsBeforeOfMonths
//   ... on a daily one the last figure by the same day, clamped, not a month older  -> MonthsBeforeOfDays
//   the last figure of each month                                                   -> MonthEnds
//   the mid-rank share, missing figures left out                                    -> Percentile
//   under two years, flat and infinite spreads are refused at the place             -> Refusals
#include "rerate/models/spread_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const double kNone = std::nan("");

TEST(SpreadHistory, WithoutMissing) {
  auto series = monthly_spread("s", {1, kNone, 3, 4});
  series.known_at[0] = make_date(2000, 12, 31);  // late
  const auto history = history_of(series);
  EXPECT_THAT(history.value, ElementsAre(1, 3, 4));
  EXPECT_EQ(to_string(history.period(1)), "2000-03");
  EXPECT_EQ(to_string(history.day[1]), "2000-03-31");
  EXPECT_EQ(to_string(history.known[2]), "2000-12-31");
  EXPECT_EQ(months_spanned(history, 0, 2), 4);
}

TEST(SpreadHistory, FirstReleaseCounts) {
  auto series = monthly_spread("s", {1, 2});
  series.first_known_at = series.known_at;
  series.known_at[0] = make_date(2010, 1, 1);  // revised later
  EXPECT_EQ(to_string(history_of(series).known[0]), "2000-01-31");
}

TEST(SpreadHistory, MonthsBeforeOfMonths) {
  const auto history = history_of(monthly_spread("s", {1, kNone, 3, 4}));
  EXPECT_EQ(months_before(history, 2, 1), 1u);
  EXPECT_EQ(change_over(history, 2, 1), 1);
  EXPECT_EQ(change_over(history, 2, 3), 3);
  EXPECT_FALSE(months_before(history, 1, 1));  // February is missing
  EXPECT_FALSE(months_before(history, 2, 12));
  EXPECT_TRUE(std::isnan(change_over(history, 0, 1)));
}

TEST(SpreadHistory, MonthsBeforeOfDays) {
  const auto history = history_of(daily_spread(
      "s", {"2024-02-28", "2024-04-29", "2024-05-01", "2024-05-30", "2024-05-31"}, {1, 2, 3, 4, 5}));
  EXPECT_EQ(months_before(history, 3, 1), 1u);  // by 30 April
  EXPECT_EQ(months_before(history, 4, 1), 1u);
  EXPECT_EQ(months_before(history, 4, 3), 0u);  // by 29 February
  EXPECT_FALSE(months_before(history, 2, 1));   // by 1 April stood that of 28 February, 33 days old
}

TEST(SpreadHistory, MonthEnds) {
  const auto history =
      history_of(daily_spread("s", {"2024-01-30", "2024-01-31", "2024-02-05", "2025-02-03"}, {1, 2, 3, 4}));
  EXPECT_THAT(month_ends(history), ElementsAre(1, 2, 3));
}

TEST(SpreadHistory, Percentile) {
  const std::vector<double> window = {1, 2, 2, kNone, 5};
  EXPECT_EQ(percentile_among(2, window), 50);
  EXPECT_EQ(percentile_among(5, window), 87.5);
  EXPECT_EQ(percentile_among(0, window), 0);
  EXPECT_TRUE(std::isnan(percentile_among(kNone, window)));
  EXPECT_TRUE(std::isnan(percentile_among(1, std::vector<double>{kNone})));
}

TEST(SpreadHistory, Refusals) {
  const Place place{"s.toml", 3, 4};
  const auto failure = [&](const Series& series) {
    try {
      check_spread_history(spread_history(series, place), "spread", place);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().place.line, 3);
      return error.failure();
    }
    ADD_FAILURE() << "accepted";
    return Failure{};
  };
  EXPECT_EQ(failure(monthly_spread("s", rising_spread(23))).code, ErrorCode::credit_history);
  EXPECT_THAT(failure(monthly_spread("s", rising_spread(23))).what,
              HasSubstr("`s` has 23 months, at least 24"));
  EXPECT_EQ(failure(monthly_spread("s", {})).code, ErrorCode::credit_history);
  const auto flat = failure(monthly_spread("s", std::vector<double>(30, 2.5)));
  EXPECT_EQ(flat.code, ErrorCode::regression_no_variation);
  EXPECT_THAT(flat.what, HasSubstr("`s` is 2.5 in all its 30 figures"));
  EXPECT_EQ(failure(monthly_spread("s", {1, HUGE_VAL})).code, ErrorCode::regression_not_finite);
  EXPECT_NO_THROW(check_spread_history(history_of(monthly_spread("s", rising_spread(24))), "spread", place));
}

}  // namespace
}  // namespace rerate
