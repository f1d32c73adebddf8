// Behaviour -> test
//   a rate: the newest known at the beginning of the month, over 12 -> NewestKnownRate
//   a rate is carried for a year                                    -> OldRate
//   a daily rate                                                    -> DailyRate
//   a return is that of its month                                   -> Return
//   an index, monthly and daily                                     -> Index
//   what cannot be cash, with its period                            -> Refuses
#include "rerate/rotation/cash_returns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

// Months from 2000-01 on, decided on their last days.
std::vector<double> earned(const Series& cash, int months, Frequency grid = Frequency::monthly) {
  std::vector<std::int32_t> month;
  std::vector<Date> decided;
  for (int m = 0; m < months; ++m) {
    month.push_back(360 + m);
    decided.push_back(last_day({Frequency::monthly, 360 + m}));
  }
  return cash_returns(cash, grid, month, decided, {"study.toml", 3, 1});
}

Failure refusal(const Series& cash, Frequency grid = Frequency::monthly) {
  try {
    earned(cash, 6, grid);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(CashReturns, NewestKnownRate) {
  const auto same_day = earned(monthly("2000-01", {6, 12, 24}, Kind::rate), 4);
  EXPECT_TRUE(std::isnan(same_day[0]));
  EXPECT_DOUBLE_EQ(same_day[1], 0.005);
  EXPECT_DOUBLE_EQ(same_day[2], 0.01);
  EXPECT_DOUBLE_EQ(same_day[3], 0.02);
  const auto a_day_later = earned(monthly("2000-01", {6, 12, 24}, Kind::rate, 1), 4);
  EXPECT_TRUE(std::isnan(a_day_later[1]));
  EXPECT_DOUBLE_EQ(a_day_later[2], 0.005);
  EXPECT_DOUBLE_EQ(a_day_later[3], 0.01);
  // One that was revised later could be read when it was first out, and a missing one is passed over.
  auto revised = monthly("2000-01", {6, std::nan(""), 24}, Kind::rate, 400);
  revised.first_known_at = monthly("2000-01", {1, 1, 1}).known_at;
  const auto read = earned(revised, 4);
  EXPECT_DOUBLE_EQ(read[1], 0.005);
  EXPECT_DOUBLE_EQ(read[2], 0.005);
  EXPECT_DOUBLE_EQ(read[3], 0.02);
}

TEST(CashReturns, OldRate) {
  const auto read = earned(monthly("2000-01", {6}, Kind::rate), 16);
  EXPECT_DOUBLE_EQ(read[13], 0.005);  // read on 2001-01-31, 366 days after 2000-01-31
  EXPECT_TRUE(std::isnan(read[14]));
}

TEST(CashReturns, DailyRate) {
  const auto read = earned(daily({{"2000-01-28", 6}, {"2000-02-29", 3}, {"2000-03-01", 12}}, Kind::rate), 4,
                           Frequency::daily);
  EXPECT_DOUBLE_EQ(read[1], 0.005);
  EXPECT_DOUBLE_EQ(read[2], 0.0025);
  EXPECT_DOUBLE_EQ(read[3], 0.01);
}

TEST(CashReturns, Return) {
  const auto read = earned(monthly("2000-01", {1, 2, -0.5}, Kind::return_), 4);
  EXPECT_TRUE(std::isnan(read[0]));
  EXPECT_DOUBLE_EQ(read[1], 0.02);
  EXPECT_DOUBLE_EQ(read[2], -0.005);
  EXPECT_TRUE(std::isnan(read[3]));
}

TEST(CashReturns, Index) {
  const auto read = earned(monthly("2000-01", {100, 101, 103}, Kind::total_return_index), 4);
  EXPECT_TRUE(std::isnan(read[0]));
  EXPECT_DOUBLE_EQ(read[1], 101.0 / 100 - 1);
  EXPECT_DOUBLE_EQ(read[2], 103.0 / 101 - 1);
  EXPECT_TRUE(std::isnan(read[3]));
  const auto by_day = earned(
      daily({{"2000-01-28", 100}, {"2000-02-22", 101}, {"2000-02-29", std::nan("")}, {"2000-03-20", 102}},
            Kind::price_index),
      4, Frequency::daily);
  EXPECT_DOUBLE_EQ(by_day[1], 101.0 / 100 - 1);
  EXPECT_TRUE(std::isnan(by_day[2]));  // eleven days before the end of March
}

TEST(CashReturns, Refuses) {
  EXPECT_EQ(refusal(monthly("2000-01", {1, 2}, Kind::spread)).code, ErrorCode::rotation_kinds);
  EXPECT_EQ(refusal(monthly("2000-01", {1, 2}, Kind::spread)).what,
            "cash must be a rate, a return or an index: `x` is of kind spread");
  auto quarterly = monthly("2000-01", {1, 2}, Kind::rate);
  quarterly.type.frequency = Frequency::quarterly;
  EXPECT_EQ(refusal(quarterly, Frequency::daily).code, ErrorCode::rotation_frequency);
  EXPECT_EQ(refusal(daily({{"2000-01-28", 1}}, Kind::return_), Frequency::daily).what,
            "the return on cash must be monthly: `x` is daily");

  const auto returns = refusal(monthly("2000-01", {1, 2, -100}, Kind::return_));
  EXPECT_EQ(returns.code, ErrorCode::rotation_prices);
  EXPECT_EQ(returns.what, "nothing can be kept in cash at such a figure: `x` is -100 in 2000-03");
  EXPECT_EQ(returns.place.line, 3);
  EXPECT_EQ(refusal(monthly("2000-01", {100, 0}, Kind::price_index)).code, ErrorCode::rotation_prices);
  EXPECT_EQ(refusal(monthly("2000-01", {-1200}, Kind::rate)).code, ErrorCode::rotation_prices);
  EXPECT_THAT(refusal(monthly("2000-01", {INFINITY}, Kind::rate)).what, HasSubstr("is inf in 2000-01"));

  for (const auto kind : {Kind::return_, Kind::total_return_index}) {
    const auto late = refusal(monthly("2000-01", {1, 2, 3}, kind, 15));
    EXPECT_EQ(late.code, ErrorCode::rotation_look_ahead);
    EXPECT_THAT(late.what, HasSubstr("`x` of 2000-0"));
    EXPECT_THAT(late.what, HasSubstr("was known on 2000-0"));
    EXPECT_THAT(late.what, HasSubstr("and is read on 2000-0"));
  }
}

}  // namespace
}  // namespace rerate
