// Behaviour -> test
//   the forecast runs from the last complete row to a horizon after the valuation      -> FromTheLastCompleteRow
//   a hole in history shortens it to the newest unbroken stretch                        -> NewestStretch
//   the p-value of a figure is that of its own deviation                                -> OneFigure
//   what comes true has a p below 10% in about a tenth of systems of 560 months         -> HonestUnderTheModel
//   no drivers, too short a history: no forecast, with words                            -> NoForecast
#include "rerate/models/driver_forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

TEST(DriverForecast, FromTheLastCompleteRow) {
  SimulatedSystem system;
  system.simulate();
  auto panel = system.panel();
  panel.drivers(399, 2) = panel.drivers(398, 2) = std::nan("");  // output comes out two months late
  const auto forecast = forecast_drivers(panel, 12);
  EXPECT_EQ(forecast.late, 2);
  EXPECT_EQ(forecast.path.mean.rows(), 14);
  EXPECT_GE(forecast.lags, 1);
  EXPECT_LE(forecast.lags, 4);
  EXPECT_EQ(
      forecast.words,
      "VAR(" + std::to_string(forecast.lags) +
          ") of 3 drivers on 398 months, lags by BIC. On so short a history it calls scenarios unlikely too "
          "easily.");
}

TEST(DriverForecast, NewestStretch) {
  SimulatedSystem system;
  system.simulate();
  auto panel = system.panel();
  panel.drivers(149, 0) = std::nan("");
  EXPECT_THAT(forecast_drivers(panel, 12).words, testing::HasSubstr("on 250 months"));
}

TEST(DriverForecast, OneFigure) {
  SimulatedSystem system;
  system.simulate();
  auto panel = system.panel();
  panel.drivers(399, 2) = std::nan("");
  const auto forecast = forecast_drivers(panel, 12);
  const double sd = std::sqrt(forecast.path.covariance(12 * 3 + 1, 12 * 3 + 1));
  const auto judged = plausibility_of(forecast, {{11, 1, forecast.path.mean(12, 1) - 1.644853627 * sd}});
  EXPECT_NEAR(judged.p, 0.10, 1e-8);
  EXPECT_EQ(judged.degrees_of_freedom, 1);
  EXPECT_TRUE(std::isnan(plausibility_of(forecast, {}).p));
}

TEST(DriverForecast, HonestUnderTheModel) {
  int unlikely = 0;
  const int systems = 300;
  for (int i = 0; i < systems; ++i) {
    SimulatedSystem system;
    system.rows = 560;
    system.seed = 40 + static_cast<std::uint64_t>(i);
    system.simulate();
    const auto forecast = forecast_drivers(system.panel(), 12);
    std::vector<JudgedFigure> came;
    for (Index column = 0; column < 3; ++column) came.push_back({11, column, system.drivers(571, column)});
    unlikely += plausibility_of(forecast, came).p < 0.10;
  }
  // Coefficients count as known, so somewhat more than 10% seem unlikely.
  EXPECT_GE(unlikely, 0.07 * systems);
  EXPECT_LE(unlikely, 0.16 * systems);
}

TEST(DriverForecast, NoForecast) {
  const auto none = forecast_drivers(calibrated_panel(), 12);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.words, "There are no drivers to forecast.");
  const auto few = forecast_drivers(calibrated_panel({{"rate", 4.4}, {"gdp", 2}}), 12);
  EXPECT_TRUE(few.empty());
  EXPECT_THAT(few.words, testing::StartsWith("Scenarios are not judged against a forecast of the drivers: "));
  EXPECT_TRUE(std::isnan(plausibility_of(few, {{11, 0, 4.0}}).p));
  SimulatedSystem system;
  system.simulate();
  auto panel = system.panel();
  panel.drivers.col(0).head(200).setConstant(std::nan(""));
  panel.drivers.col(1).tail(200).setConstant(std::nan(""));
  EXPECT_EQ(forecast_drivers(panel, 12).words,
            "The drivers never have figures together, so scenarios are not judged.");
}

}  // namespace
}  // namespace rerate
