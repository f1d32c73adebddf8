// Behaviour -> test
//   common dates only, missing prices dropped                      CommonPrices.DatesOfBoth
//   returns by hand                                                PriceGrid.Returns
//   nothing after `to`                                             CommonPrices.CutsAtTo
//   an asset alone                                                 CommonPrices.AssetAlone
//   kinds that give no return, price against total return          CommonPrices.RefusesKinds
//   different frequencies                                          CommonPrices.RefusesFrequencies
//   no common date, prices not positive, holes in a monthly grid   CommonPrices.RefusesPrices
//   a month's price is made on its last trading day                PricedBy.LastTradingDayOfTheMonth

#include "rerate/events/price_grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "rerate/base/error.h"
#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const double kNone = std::nan("");

Failure failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {ErrorCode::file_missing, "", {}, "", ""};
}

Failure failure_of(const Series& asset, const Series* benchmark) {
  return failure_of([&] { common_prices(asset, benchmark, std::nullopt); });
}

TEST(CommonPrices, DatesOfBoth) {
  const auto asset = monthly("2000-01", {kNone, 10, 11, 12, 13});
  const auto benchmark = monthly("2000-02", {20, 21, 22, kNone});
  const auto grid = common_prices(asset, &benchmark, std::nullopt);
  ASSERT_EQ(grid.size(), 3U);
  EXPECT_EQ(grid.date(0), day("2000-02-29"));
  EXPECT_EQ(grid.asset.value, (std::vector<double>{10, 11, 12}));
  EXPECT_EQ(grid.benchmark->value, (std::vector<double>{20, 21, 22}));
}

TEST(PriceGrid, Returns) {
  const auto asset = monthly("2000-01", {100, 110, 55}), benchmark = monthly("2000-01", {200, 250, 300});
  const auto grid = common_prices(asset, &benchmark, std::nullopt);
  EXPECT_DOUBLE_EQ(grid.asset_return(0, 2), -45);
  EXPECT_DOUBLE_EQ(grid.benchmark_return(0, 2), 50);
  EXPECT_DOUBLE_EQ(grid.relative_return(0, 2), -95);
  EXPECT_DOUBLE_EQ(grid.asset_return(2, 1), 100);
}

TEST(CommonPrices, CutsAtTo) {
  const auto asset = monthly("2000-01", {1, 2, 3});
  EXPECT_EQ(common_prices(asset, nullptr, day("2000-02-29")).size(), 2U);
  EXPECT_EQ(common_prices(asset, nullptr, day("2000-02-28")).size(), 1U);
  EXPECT_THAT(failure_of([&] { common_prices(asset, nullptr, day("1999-12-31")); }).what,
              HasSubstr("`x` has no price up to 1999-12-31"));
}

TEST(CommonPrices, AssetAlone) {
  const auto grid = common_prices(monthly("2000-01", {1, 2}), nullptr, std::nullopt);
  EXPECT_FALSE(grid.benchmark);
  EXPECT_EQ(grid.benchmark_return(0, 1), 0);
  EXPECT_EQ(grid.relative_return(0, 1), 100);
}

TEST(CommonPrices, RefusesKinds) {
  const auto returns = failure_of(monthly("2000-01", {1, 2}, Kind::return_), nullptr);
  EXPECT_EQ(returns.code, ErrorCode::event_kinds);
  EXPECT_EQ(returns.what, "forward returns need prices, but `x` holds returns");
  EXPECT_EQ(returns.mend, "Cumulate them: index(x).");
  EXPECT_EQ(failure_of(monthly("2000-01", {1, 2}, Kind::rate), nullptr).what,
            "forward returns need prices, but `x` is a rate");
  const auto price = monthly("2000-01", {1, 2}, Kind::price_index);
  auto total = monthly("2000-01", {1, 2}, Kind::total_return_index);
  total.name = "y";
  const auto pair = failure_of(price, &total);
  EXPECT_EQ(pair.code, ErrorCode::event_kinds);
  EXPECT_THAT(pair.what, HasSubstr("`x` is a price index and `y` a total-return index"));
  EXPECT_EQ(failure_of(total, &price).what, pair.what);
  const auto level = monthly("2000-01", {1, 2});
  EXPECT_NO_THROW(common_prices(level, &total, std::nullopt));
}

TEST(CommonPrices, RefusesFrequencies) {
  const auto benchmark = daily({{"2000-01-03", 1}});
  const auto failure = failure_of(monthly("2000-01", {1, 2}), &benchmark);
  EXPECT_EQ(failure.code, ErrorCode::event_frequency);
  EXPECT_EQ(failure.what, "asset `x` is monthly, benchmark `x` is daily");
}

TEST(CommonPrices, RefusesPrices) {
  const auto late = monthly("2010-01", {1});
  EXPECT_THAT(failure_of(monthly("2000-01", {1, 2}), &late).what, HasSubstr("no price on a common date"));
  const auto zero = failure_of(monthly("2000-01", {1, 0, 2}), nullptr);
  EXPECT_EQ(zero.code, ErrorCode::event_prices);
  EXPECT_EQ(zero.what, "`x` is 0 on 2000-02: no return can be taken from it");
  const auto infinite = monthly("2000-01", {1, HUGE_VAL});
  EXPECT_EQ(failure_of(infinite, nullptr).code, ErrorCode::event_prices);
  const auto hole = failure_of(monthly("2000-01", {1, kNone, 2}), nullptr);
  EXPECT_EQ(hole.what, "prices of `x` are missing between 2000-01 and 2000-03");
  EXPECT_EQ(failure_of(monthly("2000-01", {kNone}), nullptr).what, "`x` has no price");
}

// 31 May 2025 is a Saturday: the month's price is made on Friday 30 May.
TEST(PricedBy, LastTradingDayOfTheMonth) {
  const auto may = period_of(Frequency::monthly, day("2025-05-01")).ordinal;
  EXPECT_EQ(last_priced_by(Frequency::monthly, day("2025-05-29")), may - 1);
  EXPECT_EQ(last_priced_by(Frequency::monthly, day("2025-05-30")), may);
  EXPECT_EQ(last_priced_by(Frequency::monthly, day("2025-05-31")), may);
  EXPECT_EQ(first_priced_from(Frequency::monthly, day("2025-05-30")), may);
  EXPECT_EQ(first_priced_from(Frequency::monthly, day("2025-05-31")), may + 1);
  EXPECT_EQ(last_priced_by(Frequency::daily, day("2025-05-31")), day("2025-05-31").days);
  EXPECT_EQ(first_priced_from(Frequency::daily, day("2025-05-31")), day("2025-05-31").days);
}

}  // namespace
}  // namespace rerate
