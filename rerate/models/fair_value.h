#pragma once

#include <map>
#include <optional>

#include "rerate/models/contractions.h"
#include "rerate/models/growth_equation.h"
#include "rerate/models/multiple_equation.h"
#include "rerate/time_series/vector_autoregression.h"

namespace rerate {

// Fair value F_c = M_c S (1 + g_c) (domain.md formulas 2 to 6): the two equations put together, in scenarios, with bands, turned round
// ("what growth does this price need?") and taken apart ("what moved it?").
//
// Example, calibrated (all inputs given): price 2,066 at a multiple of 1.27 is a fundamental of 1,626.8; a fair multiple of 1.396 and
// growth of 1.3% make 1.396 * 1,626.8 * 1.013 = 2,300; at 5% 2,384. Priced-in growth is 2,066 / (1.396 * 1,626.8) - 1 = -9.0%;
// 2,442.74 needs 7.6%.
//
// Growth is in percent, upside in percent, levels in index points, multiples as ratios, log multiples only inside.

enum class ScenarioKind : std::uint8_t { consensus, bottom_up, soft_landing, recession, custom };

// One scenario of a study. Drivers are set by name: a value (the end point) or a path of values evenly spread over the horizon, whose
// last is the end point. What is not set stays at today's value when `rest_today`, and is an error otherwise.
struct Scenario {
  std::string id, title, source;
  ScenarioKind kind = ScenarioKind::custom;
  std::map<std::string, std::vector<double>> set;
  std::map<std::string, double> shift;  // added to today's value instead
  bool rest_today = false;
  std::optional<double> growth;    // percent, instead of the growth equation
  std::optional<double> multiple;  // instead of the multiple equation
  std::optional<double>
      level;  // solve for it: the joint cuts of growth and multiple that give this level (a curve)
  std::optional<double> probability;  // 0..1
  Place place = {};
};

// Coefficients or a fair multiple given in the study instead of estimated (issue: calibrated mode).
struct GivenEquations {
  std::optional<double> fair_multiple;            // at today's drivers
  std::map<std::string, double> multiple_slopes;  // d ln M per unit of the driver
  std::optional<double> growth;                   // percent, at today's drivers
  std::map<std::string, double> growth_slopes;    // percent per unit of the driver
  std::optional<double> multiple_sd;              // percent; with growth_sd gives an analytic band
  std::optional<double> growth_sd;                // percentage points
  std::optional<double> speed;                    // k per period
};
MultipleEquation given_multiple(const FairValuePanel& panel, const GivenEquations& given);
GrowthEquation given_growth(const FairValuePanel& panel, const GivenEquations& given, Index horizon);

struct FairValueBands {
  int draws = 2000;  // 0: only analytic
  double level = 0.90;
  double block_length =
      0;  // 0: Politis-White of the residuals, the larger of the two equations', at least the horizon
  std::uint64_t seed = 1;
};

// Joint stationary block bootstrap of the residuals of both equations on their common rows, drivers held: each draw re-estimates both
// sets of coefficients and draws one residual pair for the year ahead, so the equations' errors keep their correlation.
struct FairValueDraws {
  Matrix multiple;        // draws x (1 + drivers): (a*, b*'); in differences the constant is 0
  Vector multiple_noise;  // u*
  Matrix growth;          // draws x (1 + drivers)
  Vector growth_noise;    // log percent
  double block_length = 0;
  Index blocks = 0;        // common rows / block length
  double correlation = 0;  // of the two residuals
  bool empty() const { return multiple_noise.size() == 0; }
};
// Throws fair_value_blocks when the common rows hold fewer than 5 blocks.
FairValueDraws fair_value_draws(const FairValuePanel& panel, const MultipleEquation& multiple,
                                const GrowthEquation& growth, const FairValueBands& settings);

struct Band {
  double low = 0, high = 0;  // NaN when there is none
};

struct ScenarioResult {
  std::string id, title, source;
  ScenarioKind kind = ScenarioKind::custom;
  Vector drivers;  // end points, by panel column
  Matrix path;     // horizon x d
  double multiple = 0, growth = 0, level = 0, upside = 0;
  Band band;        // bootstrap: parameters and residuals of both equations; given mode: analytic
  Band parameters;  // bootstrap of the coefficients alone (where is the fair value?)
  Band analytic;    // var ln F = x'Vx + s_u^2 + (z'Vz + s_e^2) / (100 ...)^2 + 2 cov, normal
  double reachable =
      0;  // exp(ln F + (1 - k)^h u_now): how far the gap is expected to have closed; NaN without k
  Plausibility plausibility;  // p NaN when there are no drivers to judge
  double probability = 0;     // NaN when not given
  // Drivers outside the range of the estimation sample: name, value, range, distance in standard deviations.
  std::vector<std::string> outside;
  // With Scenario::level: growth (percent) and the multiple that gives the level with it.
  std::vector<double> joint_growth, joint_multiple;
  std::vector<std::string> words;  // notes, such as the contractions used
};

// "What would it take?" One row: the target level, what is solved for, its value and band.
struct RequiredValue {
  std::string target;  // "record 2442.74 (2021-11-08)", "price"
  double level = 0;
  std::string solves;  // "growth", "multiple", a driver's name
  std::string unit;
  double value = 0, today = 0;
  Band band;  // from the draws; for a macro driver of the growth equation Fieller (1954) when there are none
  std::string words;  // "" or why there is none: "its coefficient is 0 within the band"
};

// Logarithmic mean Divisia split (Ang 2004): parts add up to the total exactly, in points and in log percent.
struct AttributionPart {
  std::string name, title;
  double points = 0, percent = 0;
};
struct Attribution {
  std::string title;  // "12 months to 2024-12"
  Period from, to;
  double start = 0, end = 0;
  std::vector<AttributionPart>
      parts;  // of the price change: fundamental, growth, each driver of the multiple, residual
};

struct Growths {
  double model = 0, bottom_up = 0, priced_in = 0;  // percent; NaN when there is none
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
  Growths growths;
  std::vector<RequiredValue> required;
  std::vector<Attribution> attributions;  // of the price against 3 and 12 months ago
  Attribution gap;                        // of today's gap between price and fair value (base scenario)
  std::optional<ContractionAverage> contractions;
  std::optional<double> weighted_level;  // by probabilities, which must add up to 1
  Vector fair_through_time;              // by panel row: exp(fitted) S (1 + fitted growth)
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
