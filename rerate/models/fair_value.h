#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/attribution.h"
#include "rerate/models/contractions.h"
#include "rerate/models/fair_value_draws.h"
#include "rerate/models/given_equations.h"
#include "rerate/models/growth_equation.h"
#include "rerate/models/multiple_equation.h"
#include "rerate/models/required_value.h"
#include "rerate/models/scenario.h"

namespace rerate {

// Fair value F_c = M_c S (1 + g_c) (domain.md formulas 2 to 6): the two equations put together, in scenarios, with bands, turned round
// ("what growth does this price need?") and taken apart ("what moved it?").
//
// Example, calibrated (all inputs given): price 2,066 at a multiple of 1.27 is a fundamental of 1,626.8; a fair multiple of 1.396 and
// growth of 1.3% make 1.396 * 1,626.8 * 1.013 = 2,300; at 5% 2,384. Priced-in growth is 2,066 / (1.396 * 1,626.8) - 1 = -9.0%;
// 2,442.74 needs 7.6%.
//
// Growth is in percent, upside in percent, levels in index points, multiples as ratios, log multiples only inside.

// Three growths of the year ahead, all expectations; bands say how well the equations know them (coefficients, or the standard
// deviations given).
struct Growths {
  // What the growth equation says in the base scenario (also when that scenario gives growth itself); what analysts say; and what
  // the price needs at the base scenario's multiple. Percent; NaN when there is none.
  double model = 0, bottom_up = 0, priced_in = 0;
  Band model_band, priced_in_band;
  double disconnect = 0;  // bottom-up less model
};

struct FairValue {
  FairValuePanel panel;
  MultipleEquation multiple;
  GrowthEquation growth;
  FairValueDraws draws;
  std::vector<ScenarioResult> scenarios;
  std::size_t base = 0;  // the scenario of the headline
  double record_level = 0;
  Date record_date;
  DriverForecast driver_forecast;  // that scenarios are judged against
  Growths growths;
  std::vector<RequiredValue> required;
  std::vector<Attribution> attributions;  // of the price against 3 and 12 months ago
  Attribution gap;                        // of today's gap between price and fair value (base scenario)
  std::optional<ContractionAverage> contractions;
  std::optional<double> weighted_level;  // by probabilities, which must add up to 1
  Vector fair_through_time;              // by panel row, at the drivers of that row (fair_value_history.h)
  Vector fair_low, fair_high;            // analytic band of it
  std::vector<std::string> warnings;
};

struct FairValueQuestion {
  const Series* price = nullptr;
  const Series* fundamental = nullptr;   // null: calibrated by `multiple_today`
  std::optional<double> multiple_today;  // given price-to-fundamental
  const Series* record = nullptr;  // where the all-time high is looked for (daily, say); null: the price
  std::vector<FairValueDriver> drivers;
  std::vector<std::string> multiple_drivers, growth_drivers;  // by name
  std::optional<GivenEquations> given;
  Index horizon = 12;  // periods
  MultipleSettings multiple;
  GrowthSettings growth;
  FairValueBands bands;
  std::vector<Scenario> scenarios;
  std::string base;                 // id of a scenario; "": the first
  std::optional<double> bottom_up;  // percent
  std::vector<double> levels;       // targets beside the record
  std::string
      rate_driver;  // "rate required" solves along this driver; "": the first of the multiple equation
  const Series* recession = nullptr;  // for ScenarioKind::recession
  std::optional<Date> from;           // estimation rows not before
  Place place = {};
};

// Throws UserError fair_value_* and the estimators', each with the place of what is wrong.
FairValue fair_value(const FairValueQuestion& question);

}  // namespace rerate
