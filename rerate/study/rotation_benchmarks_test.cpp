// Behaviour -> test
//   the longest run of months that all have; the later of equal ones; none                     -> CommonStretch
//   returns of an index run from month's end to month's end, monthly and daily                 -> IndexReturns
//   a benchmark at or below zero is refused                                                    -> NoPriceAtZero
//   equal weights come first without a market, the market when there is one, momentum last     -> Order
//   figures are over the months that portfolio and benchmark have                              -> MonthsCompared
//   a market without months in common: refused as the headline, a warning beside it            -> ShortMarket
#include "rerate/study/rotation_benchmarks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/rotation/rotation_for_test.h"
#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(RotationBenchmarks, CommonStretch) {
  const std::vector<double> all(6, 1), holes = {1, 1, kNone, 1, 1, kNone}, none(6, kNone);
  const auto longest = common_stretch({all, holes});
  EXPECT_EQ(longest.first, 3);
  EXPECT_EQ(longest.count, 2);
  EXPECT_EQ(common_stretch({all}).count, 6);
  EXPECT_EQ(common_stretch({all, none}).count, 0);
  EXPECT_EQ(common_stretch({}).count, 0);
}

Backtest like(Index first, std::size_t months) {
  Backtest backtest;
  backtest.first = first;
  backtest.net.assign(months, 0);
  return backtest;
}

TEST(RotationBenchmarks, IndexReturns) {
  const auto panel = simulated_panel(1, 6, 3);
  const auto monthly = monthly_figures("m", {100, 110, 99, kNone, 120, 60});
  const auto returns = index_returns(panel, like(0, 5), monthly, {});
  EXPECT_NEAR(returns[0], 0.1, 1e-15);
  EXPECT_NEAR(returns[1], -0.1, 1e-15);
  EXPECT_TRUE(std::isnan(returns[2]) && std::isnan(returns[3]));
  EXPECT_NEAR(returns[4], -0.5, 1e-15);

  Series daily;
  daily.type = {Frequency::daily, Kind::price_index, "index"};
  for (const auto& [day, value] : std::vector<std::pair<const char*, double>>{
           {"2000-01-28", 100}, {"2000-02-10", 90}, {"2000-02-29", 120}, {"2000-04-03", 60}}) {
    const auto date = *parse_date(day);
    daily.append(date.days, value, date);
  }
  const auto by_day = index_returns(panel, like(0, 3), daily, {});
  EXPECT_NEAR(by_day[0], 0.2, 1e-15);
  EXPECT_TRUE(std::isnan(by_day[1]) && std::isnan(by_day[2]));  // nothing in March
}

TEST(RotationBenchmarks, NoPriceAtZero) {
  const auto panel = simulated_panel(1, 4, 3);
  try {
    index_returns(panel, like(0, 3), monthly_figures("m", {100, 0, 99, 98}), {"s.toml", 3, 10});
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::rotation_prices);
    EXPECT_EQ(error.failure().place.line, 3);
    EXPECT_THAT(error.failure().what, HasSubstr("2000-02"));
  }
}

std::vector<std::string> ids(const RotationFindings& found) {
  std::vector<std::string> names;
  for (const auto& one : found.benchmarks) names.push_back(one.id);
  return names;
}

TEST(RotationBenchmarks, Order) {
  const auto inputs = rotating_market();
  const auto context = rotating_context(inputs);
  const auto found = [&](const std::string& keys) {
    const auto request = rotating_request(keys);
    return ids(find_rotation("sectors", request, context));
  };
  EXPECT_THAT(found(""), ElementsAre("equal", "momentum"));
  EXPECT_THAT(found("market = \"market\""), ElementsAre("market", "equal", "momentum"));
  EXPECT_THAT(found("market = \"market\"\nbenchmark = \"equal\""),
              ElementsAre("equal", "market", "momentum"));
}

TEST(RotationBenchmarks, MonthsCompared) {
  auto inputs = rotating_market();
  for (std::size_t m = 280; m < 300; ++m) inputs.at("market").series.value[m] = kNone;
  const auto request = rotating_request("market = \"market\"\ncash = \"bill\"");
  const auto found = find_rotation("sectors", request, rotating_context(inputs));
  const auto &market = found.benchmarks[0], &equal = found.benchmarks[1];
  EXPECT_EQ(market.months, 300 - 14 - 20);
  EXPECT_EQ(equal.months, 300 - 14);
  EXPECT_EQ(found.compared, market.months);
  EXPECT_EQ(to_string(found.month_end(found.compared_first + found.compared - 1)), "2023-04-30");
  const auto net = part_of(found.run.backtest.net, market.first, market.months);
  const auto cash = part_of(found.cash, market.first, market.months);
  EXPECT_EQ(performance(net, cash).sharpe, found.figures.sharpe);
  EXPECT_NE(equal.own.sharpe, market.own.sharpe);
  // The luck of variants is asked over the same months.
  EXPECT_EQ(found.variant_runs.months, found.compared);
}

TEST(RotationBenchmarks, ShortMarket) {
  auto inputs = rotating_market();
  for (std::size_t m = 0; m < 290; ++m) inputs.at("market").series.value[m] = kNone;
  const auto context = rotating_context(inputs);
  const auto headline = rotating_request("market = \"market\"");
  try {
    find_rotation("sectors", headline, context);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::rotation_sample);
    EXPECT_THAT(error.failure().what, HasSubstr(" 9 months in common, fewer than 12"));
    EXPECT_THAT(error.failure().mend, HasSubstr("benchmark = \"equal\""));
  }
  const auto beside = rotating_request("market = \"market\"\nbenchmark = \"equal\"");
  const auto found = find_rotation("sectors", beside, context);
  EXPECT_THAT(ids(found), ElementsAre("equal", "momentum"));
  ASSERT_EQ(found.warnings.size(), 1u);
  EXPECT_THAT(found.warnings[0], HasSubstr(" 9 months in common"));
}

}  // namespace
}  // namespace rerate
