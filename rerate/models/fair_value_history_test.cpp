// Behaviour -> test
//   each row: the multiple and growth of its drivers, times its fundamental; the band analytic     -> LevelsByHand
//   in differences the multiple of a horizon before is moved by its drivers since                   -> DifferencesByHand
//   the last row is the fair value at today's drivers, also when figures are old                    -> EndsAtTheValuation
//   the band holds the price of a horizon later less its news nine times in ten                      -> BandIsHonest
//   calibrated: nothing to show                                                                      -> NoHistory
//   the record is found with its day; today's price can be it                                        -> RecordHigh
#include "rerate/models/fair_value_history.h"

#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

TEST(FairValueHistory, LevelsByHand) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto equations = valuation.equations();
  const auto history = fair_value_history(equations);
  const auto& m = valuation.multiple;
  const auto& g = valuation.growth;
  const auto& panel = valuation.panel;
  for (const Index t : {Index{0}, Index{123}, Index{399}}) {
    const double log_multiple =
        m.constant + m.coefficients[0] * panel.drivers(t, 0) + m.coefficients[1] * panel.drivers(t, 1);
    const double growth = (g.constant + g.coefficients[0] * panel.drivers(t, 2)) / 100;
    EXPECT_NEAR(history.value[t], panel.fundamental[t] * std::exp(log_multiple + growth), 1e-9);
    EXPECT_NEAR(history.low[t] * history.high[t], history.value[t] * history.value[t], 1e-6);
    Vector x(3), z(2);
    x << 1, panel.drivers(t, 0), panel.drivers(t, 1);
    z << 1, panel.drivers(t, 2);
    const auto& errors = equations.errors();
    const double variance = x.dot(m.covariance * x) + z.dot(g.covariance * z) / 1e4 +
                            errors.multiple_variance + errors.growth_variance + 2 * errors.covariance;
    EXPECT_NEAR(std::log(history.high[t] / history.value[t]), 1.6448536 * std::sqrt(variance), 1e-6);
  }
}

TEST(FairValueHistory, DifferencesByHand) {
  SimulatedSystem system;
  system.random_walk_residual = true;
  system.simulate();
  const auto valuation = fitted(system, MultipleForm::differences);
  const auto history = fair_value_history(valuation.equations());
  const auto& b = valuation.multiple.coefficients;
  const auto& panel = valuation.panel;
  EXPECT_TRUE(std::isnan(history.value[11]));
  const Index t = 200;
  const double moved = b[0] * (panel.drivers(t, 0) - panel.drivers(t - 12, 0)) +
                       b[1] * (panel.drivers(t, 1) - panel.drivers(t - 12, 1));
  const double growth =
      (valuation.growth.constant + valuation.growth.coefficients[0] * panel.drivers(t, 2)) / 100;
  EXPECT_NEAR(history.value[t], panel.fundamental[t] * std::exp(panel.log_multiple[t - 12] + moved + growth),
              1e-9);
}

TEST(FairValueHistory, EndsAtTheValuation) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  auto& panel = valuation.panel;
  // The newest sales are of two months ago, output of last month.
  panel.fundamental[399] = panel.fundamental[398] = std::nan("");
  panel.fundamental_now = panel.fundamental[397];
  panel.fundamental_age = 2;
  panel.drivers(399, 2) = std::nan("");
  panel.today[2] = panel.drivers(398, 2);
  panel.age[2] = 1;
  const auto equations = valuation.equations();
  const auto history = fair_value_history(equations);
  EXPECT_NEAR(history.value[399],
              std::exp(equations.log_fundamental() + equations.log_multiple(panel.today) +
                       equations.log_growth(panel.today)),
              1e-9);
  EXPECT_TRUE(std::isfinite(history.value[398]));
}

TEST(FairValueHistory, BandIsHonest) {
  SimulatedSystem system;
  system.rows = 2000;
  system.residual_persistence = 0.5;
  system.simulate();
  const auto valuation = fitted(system);
  const auto history = fair_value_history(valuation.equations());
  const auto& panel = valuation.panel;
  const auto& b = valuation.multiple.coefficients;
  int held = 0, rows = 0;
  for (Index t = 0; t + 12 < 2000; ++t, ++rows) {
    // What the multiple's drivers did meanwhile is not part of the band.
    const double news = b[0] * (panel.drivers(t + 12, 0) - panel.drivers(t, 0)) +
                        b[1] * (panel.drivers(t + 12, 1) - panel.drivers(t, 1));
    const double price = panel.price[t + 12] * std::exp(-news);
    held += history.low[t] <= price && price <= history.high[t];
  }
  EXPECT_NEAR(held / static_cast<double>(rows), 0.90, 0.03);
}

TEST(FairValueHistory, NoHistory) {
  const auto valuation = calibrated({.fair_multiple = 1.396, .growth = 1.3});
  const auto history = fair_value_history(valuation.equations());
  ASSERT_EQ(history.value.size(), 1);
  EXPECT_TRUE(std::isnan(history.value[0]));
}

TEST(FairValueHistory, RecordHigh) {
  const auto panel = calibrated_panel();
  const auto record = daily(
      {{"2021-11-05", 2437.08}, {"2021-11-08", 2442.74}, {"2021-11-09", 2442.74}, {"2025-05-30", 2066.29}});
  const auto high = record_high(record, panel);
  EXPECT_EQ(high.level, 2442.74);
  EXPECT_EQ(to_string(high.date), "2021-11-08");
  const auto below = record_high(daily({{"2020-01-02", 1500}}), panel);
  EXPECT_EQ(below.level, 2066);
  EXPECT_EQ(to_string(below.date), "2025-05-31");
  for (const auto& empty : {daily({}), daily({{"2020-01-02", std::nan("")}}), daily({{"2020-01-02", -1}})}) {
    try {
      record_high(empty, panel);
      FAIL();
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::fair_value_sample);
      EXPECT_EQ(error.failure().what, "`x` has no price above zero in which to find the record");
    }
  }
}

}  // namespace
}  // namespace rerate
