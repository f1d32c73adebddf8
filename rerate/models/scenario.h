#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/models/band.h"
#include "rerate/models/contractions.h"
#include "rerate/models/driver_forecast.h"
#include "rerate/models/fair_value_equations.h"
#include "rerate/time_series/vector_autoregression.h"

namespace rerate {

enum class ScenarioKind : std::uint8_t { consensus, bottom_up, soft_landing, recession, custom };

// One scenario of a study. Drivers are set by name: a value (the end point) or a path of values evenly spread over the horizon, whose
// last is the end point. What is not set stays at today's value when `rest_today`, and is an error otherwise.
//
// A driver that is not read (the multiple or growth being given) needs no value. In a recession the mean change over
// contractions stands for what is neither set nor shifted; a bottom-up scenario, and one that only names a level, leave the
// rest at today's.
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

struct ScenarioResult {
  std::string id, title, source;
  ScenarioKind kind = ScenarioKind::custom;
  Vector drivers;  // end points, by panel column
  Matrix path;     // horizon x d, in straight lines between the figures given, from today's
  double multiple = 0, growth = 0, level = 0, upside = 0;
  // What is given by the scenario itself is certain within it: no band when both growth and multiple are, or a level.
  Band band;        // bootstrap: parameters and residuals of both equations; without draws the analytic one
  Band parameters;  // of the coefficients alone (where is the fair value?)
  Band analytic;    // var ln F = x'Vx + s_u^2 + (z'Vz + s_e^2) / 100^2 + 2 cov(u, e), normal
  double reachable =
      0;  // exp(ln F + (1 - k)^h u_now): how far the gap is expected to have closed; NaN without k
  Plausibility plausibility;  // p NaN when there are no drivers to judge
  double probability = 0;     // NaN when not given
  // Drivers outside the range of the estimation sample: name, value, range, distance in standard deviations.
  std::vector<std::string> outside;
  // With Scenario::level: growth (percent) and the multiple that gives the level with it. From the growth that alone
  // would do it (the multiple staying at today's) to the multiple that alone would (growth staying at the equation's), by round
  // growths. `multiple` and `growth` above are the likeliest pair by the errors of the equations.
  std::vector<double> joint_growth, joint_multiple;
  std::vector<std::string> words;  // notes, such as the contractions used
};

std::string_view to_string(ScenarioKind kind);  // "bottom_up"

// What all scenarios of a section are evaluated with. Pointers may be null.
struct ScenarioContext {
  const FairValueEquations* equations = nullptr;
  const DriverForecast* forecast = nullptr;
  const ContractionAverage* contractions = nullptr;
  std::optional<double> bottom_up;  // percent
};

// Throws UserError at the scenario's place: fair_value_driver (a driver without a value, or unknown), fair_value_scenario
// (constraints that contradict each other, see check_scenario), fair_value_contractions (a recession without contractions).
ScenarioResult evaluate_scenario(const ScenarioContext& context, const Scenario& scenario);

// Contradictions that need no data: growth, multiple and level all given; a multiple or level at or below zero, growth at or below
// -100%; a driver both set and shifted; more figures in a path than periods; a probability outside 0..1; figures that are
// not finite. Throws fair_value_scenario.
void check_scenario(const Scenario& scenario, Index horizon);

// Ids repeated, probabilities for some only, or not adding up to 1. Throws fair_value_scenario.
void check_scenarios(const std::vector<Scenario>& scenarios, Index horizon);

// The sum of probability times level; nothing when there are no probabilities.
std::optional<double> weighted_level(const std::vector<ScenarioResult>& scenarios);

}  // namespace rerate
