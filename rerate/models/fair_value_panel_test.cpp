// Behaviour -> test
//   the multiple of a row is price over fundamental of that row, NaN where either lacks  -> MultipleByRow
//   the valuation is the last row with a price; figures are the newest at or before it   -> NewestFigures
//   a figure after the valuation is not read                                   -> NothingAfterTheValuation
//   calibrated: the fundamental is price over the multiple given (note of 2025: 1,626.8) -> Calibrated
//   drivers keep their order, names, titles, units and places                           -> DriversKeepWhoTheyAre
//   figures older than a year are told                                                   -> OldFiguresAreTold
//   a fundamental known after the price it is divided into is told                       -> EarlyFundamentalsAreTold
//   months, quarters and years only, of one frequency                                    -> Frequencies
//   prices, fundamentals and multiples at or below zero are refused, naming the first    -> NotPositive
//   a series without a figure by the valuation is refused                                -> NoFigure
//   infinite figures are refused                                                         -> Infinite
#include "rerate/models/fair_value_panel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
const Place kPlace{"study.toml", 7, 1};

std::string complaint(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol) + " " + to_string(error.failure().place) + " " +
           error.failure().what;
  }
  return "nothing refused";
}

TEST(FairValuePanel, MultipleByRow) {
  const auto panel = panel_of("2000-01", {100, 110, kNone, 130}, {50, kNone, 60, 65}, {});
  ASSERT_EQ(panel.rows(), 4);
  EXPECT_DOUBLE_EQ(panel.log_multiple[0], std::log(2.0));
  EXPECT_TRUE(std::isnan(panel.log_multiple[1]));
  EXPECT_TRUE(std::isnan(panel.log_multiple[2]));
  EXPECT_DOUBLE_EQ(panel.log_multiple[3], std::log(2.0));
  EXPECT_EQ(to_string(panel.period(3)), "2000-04");
}

TEST(FairValuePanel, NewestFigures) {
  const auto panel = panel_of("2000-01", {100, 110, 120, kNone}, {50, 55, kNone, kNone},
                              {{"rate", {4, kNone, kNone, kNone}}});
  EXPECT_EQ(panel.now, 2);
  EXPECT_EQ(panel.price_now(), 120);
  EXPECT_EQ(panel.fundamental_now, 55);
  EXPECT_EQ(panel.fundamental_age, 1);
  EXPECT_EQ(panel.today[0], 4);
  EXPECT_EQ(panel.age[0], 2);
  EXPECT_DOUBLE_EQ(panel.log_multiple_now(), std::log(120.0 / 55));
}

TEST(FairValuePanel, NothingAfterTheValuation) {
  const auto price = monthly_named("price", "2000-01", {100, 110}, Kind::price_index);
  const auto sales = monthly_named("sales", "1999-12", {49, 50, 51, 52, 53});
  const auto rate = monthly_named("rate", "1999-12", {3, 4, 5, 6, 7}, Kind::rate);
  const auto panel = fair_value_panel(price, &sales, std::nullopt, {{"rate", "the rate", &rate, {}}}, kPlace);
  EXPECT_EQ(panel.fundamental_now, 51);
  EXPECT_EQ(panel.today[0], 5);
  EXPECT_EQ(panel.drivers(0, 0), 4);
}

// domain.md: P = 2,066 and P/S 1.27 make S = 1,626.8 (1,626.77).
TEST(FairValuePanel, Calibrated) {
  const auto price = monthly_named("price", "2025-04", {1964, 2066}, Kind::price_index);
  const auto panel = fair_value_panel(price, nullptr, 1.27, {}, kPlace);
  EXPECT_NEAR(panel.fundamental_now, 1626.8, 0.05);
  EXPECT_NEAR(panel.log_multiple_now(), std::log(1.27), 1e-15);
  EXPECT_TRUE(std::isnan(panel.log_multiple[1]));
  EXPECT_TRUE(panel.fundamental_name.empty());
  EXPECT_TRUE(panel.warnings.empty());
}

TEST(FairValuePanel, DriversKeepWhoTheyAre) {
  const auto price = monthly_named("price", "2000-01", {100, 110}, Kind::price_index);
  auto rate = monthly_named("rates.gs10", "2000-01", {4, 5}, Kind::rate);
  rate.type.unit = "percent";
  const auto curve = monthly_named("curve", "2000-01", {1, 2}, Kind::spread);
  const auto panel = fair_value_panel(
      price, nullptr, 2,
      {{"rate", "the 10-year yield", &rate, {"study.toml", 12, 5}}, {"slope", "", &curve, {}}}, kPlace);
  EXPECT_THAT(panel.names, testing::ElementsAre("rate", "slope"));
  EXPECT_THAT(panel.titles, testing::ElementsAre("the 10-year yield", "slope"));
  EXPECT_THAT(panel.units, testing::ElementsAre("percent", ""));
  EXPECT_EQ(to_string(panel.places[0]), "study.toml:12:5");
  EXPECT_EQ(to_string(panel.places[1]), "study.toml:7:1");
  EXPECT_EQ(panel.drivers(1, 0), 5);
  EXPECT_EQ(panel.drivers(1, 1), 2);
}

TEST(FairValuePanel, OldFiguresAreTold) {
  const std::vector<double> prices(15, 100);
  std::vector<double> sales(15, 50), rate(15, kNone), fresh(15, 1);
  rate[1] = 4;  // 13 months before the last
  sales[14] = sales[13] = kNone;
  const auto panel = panel_of("2000-01", prices, sales, {{"rate", rate}, {"fresh", fresh}});
  EXPECT_THAT(panel.warnings,
              testing::ElementsAre(
                  "The newest figure of `rate` is of 2000-02, 13 months before the valuation in 2001-03."));
}

TEST(FairValuePanel, EarlyFundamentalsAreTold) {
  const auto price = monthly_named("price", "2000-01", {100, 110, 120}, Kind::price_index);
  auto sales = monthly_named("sales", "2000-01", {50, 51, 52});
  EXPECT_TRUE(fair_value_panel(price, &sales, std::nullopt, {}, kPlace).warnings.empty());
  sales.known_at[1] = day("2000-05-15");
  const auto panel = fair_value_panel(price, &sales, std::nullopt, {}, kPlace);
  EXPECT_THAT(panel.warnings,
              testing::ElementsAre(
                  "In 1 of 3 months the multiple divides by a figure of `sales` that was not known yet: that "
                  "of 2000-02 was first known on 2000-05-15. published(sales) is what a reader knew."));
  // A revised figure counts by its first publication.
  sales.first_known_at = {day("2000-01-31"), day("2000-02-29"), day("2000-03-31")};
  EXPECT_TRUE(fair_value_panel(price, &sales, std::nullopt, {}, kPlace).warnings.empty());
}

TEST(FairValuePanel, Frequencies) {
  const auto price = monthly_named("price", "2000-01", {100, 110}, Kind::price_index);
  Series quarterly{{Frequency::quarterly, Kind::level, ""}, "gdp", {}, {}, {}};
  quarterly.append(120, 1, day("2000-03-31"));
  EXPECT_EQ(complaint([&] {
              fair_value_panel(price, nullptr, 2, {{"gdp", "", &quarterly, {"study.toml", 12, 5}}}, kPlace);
            }),
            "event_frequency study.toml:12:5 price and its drivers must have one frequency, but the price is "
            "monthly "
            "and `gdp` quarterly");
  EXPECT_THAT(complaint([&] { fair_value_panel(price, &quarterly, std::nullopt, {}, kPlace); }),
              testing::StartsWith("event_frequency study.toml:7:1"));
  auto days = daily({{"2000-01-03", 100}});
  EXPECT_EQ(
      complaint([&] { fair_value_panel(days, nullptr, 2, {}, kPlace); }),
      "event_frequency study.toml:7:1 fair value is worked out by month, quarter or year, but `x` is daily");
}

TEST(FairValuePanel, NotPositive) {
  EXPECT_EQ(complaint([] {
              panel_of("2000-01", {100, 0, -1}, {50, 50, 50}, {});
            }),
            "event_prices study.toml:2:1 `price` must be above zero, but is 0 in 2000-02");
  EXPECT_EQ(complaint([] {
              panel_of("2000-01", {100, 100, 100}, {50, 50, -1.5}, {});
            }),
            "fair_value_fundamental study.toml:2:1 `sales` must be above zero, but is -1.5 in 2000-03");
  const auto price = monthly_named("price", "2000-01", {100}, Kind::price_index);
  EXPECT_EQ(complaint([&] { fair_value_panel(price, nullptr, 0, {}, kPlace); }),
            "fair_value_fundamental study.toml:7:1 the multiple of today must be above zero, but is 0");
  // The newest figure may be of before the first price.
  const auto sales = monthly_named("sales", "1999-12", {-3});
  EXPECT_THAT(complaint([&] { fair_value_panel(price, &sales, std::nullopt, {}, kPlace); }),
              testing::StartsWith(
                  "fair_value_fundamental study.toml:7:1 `sales` must be above zero, but is -3 in 1999-12"));
}

TEST(FairValuePanel, NoFigure) {
  EXPECT_EQ(complaint([] {
              panel_of("2000-01", {kNone, kNone}, {50, 50}, {});
            }),
            "fair_value_sample study.toml:2:1 `price` has no price");
  EXPECT_EQ(complaint([] { panel_of("2000-01", {}, {}, {}); }),
            "fair_value_sample study.toml:2:1 `price` has no price");
  EXPECT_EQ(complaint([] {
              panel_of("2000-01", {100, kNone}, {50, 50}, {{"rate", {kNone, 4}}});
            }),
            "fair_value_sample study.toml:10:3 `rate` has no figure at or before the valuation in 2000-01");
}

TEST(FairValuePanel, Infinite) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(complaint([&] {
              panel_of("2000-01", {100, 100}, {50, 50}, {{"rate", {infinite, 4}}});
            }),
            "regression_not_finite study.toml:10:3 `rate` is infinite in 2000-01");
  const auto price = monthly_named("price", "2000-01", {100}, Kind::price_index);
  const auto early = monthly_named("rate", "1999-12", {infinite}, Kind::rate);
  EXPECT_THAT(complaint([&] {
                fair_value_panel(price, nullptr, 2, {{"rate", "", &early, {}}}, kPlace);
              }),
              testing::StartsWith("regression_not_finite study.toml:7:1 `rate` is infinite in 1999-12"));
}

}  // namespace
}  // namespace rerate
