#include "rerate/models/scenario.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <set>

#include "rerate/base/elementary.h"
#include "rerate/models/joint_cuts.h"
#include "rerate/models/scenario_drivers.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void contradiction(const Scenario& scenario, const std::string& what, std::string mend = {}) {
  refuse(ErrorCode::fair_value_scenario, fmt::format("scenario `{}`: {}", scenario.id, what), std::move(mend),
         scenario.place);
}

void check_above(const Scenario& scenario, const char* key, const std::optional<double>& value, double bound,
                 const char* unit) {
  if (!value || (*value > bound && std::isfinite(*value))) return;
  contradiction(scenario, fmt::format("`{}` must be above {}{}, but is {}", key, bound, unit, *value));
}

void check_figures(const Scenario& scenario, Index horizon) {
  for (const auto& [name, values] : scenario.set) {
    if (scenario.shift.contains(name))
      contradiction(scenario, fmt::format("driver `{}` is both set and shifted", name),
                    "Leave it in one of `set` and `shift`.");
    if (values.empty()) contradiction(scenario, fmt::format("driver `{}` is set to an empty path", name));
    if (static_cast<Index>(values.size()) > horizon)
      contradiction(scenario, fmt::format("the path of `{}` has {} figures, but the horizon only {} periods",
                                          name, values.size(), horizon));
    for (const double value : values)
      if (!std::isfinite(value))
        contradiction(scenario,
                      fmt::format("driver `{}` must be set to finite numbers, but one is {}", name, value));
  }
  for (const auto& [name, change] : scenario.shift)
    if (!std::isfinite(change))
      contradiction(scenario, fmt::format("driver `{}` must be shifted by a finite number, but it is {}",
                                          name, change));
}

struct LogParts {
  double multiple = 0, growth = 0;
  bool multiple_given = false, growth_given = false;
};

double given_growth(const ScenarioContext& context, const Scenario& scenario) {
  if (scenario.growth) return reproducible_log(1 + *scenario.growth / 100);
  if (!context.bottom_up)
    contradiction(scenario, "a bottom-up scenario needs bottom-up growth, but there is none",
                  "Give `growth` here, or `bottom_up` in the growth equation.");
  if (!(*context.bottom_up > -100 && std::isfinite(*context.bottom_up)))
    contradiction(scenario,
                  fmt::format("bottom-up growth must be above -100%, but is {}", *context.bottom_up));
  return reproducible_log(1 + *context.bottom_up / 100);
}

LogParts log_parts(const ScenarioContext& context, const Scenario& scenario, const Vector& end) {
  const auto& equations = *context.equations;
  LogParts parts;
  parts.multiple_given = scenario.multiple.has_value();
  parts.growth_given = !drivers_read(scenario).growth;
  parts.multiple = parts.multiple_given ? reproducible_log(*scenario.multiple) : equations.log_multiple(end);
  if (parts.growth_given)
    parts.growth = given_growth(context, scenario);
  else if (has_growth(equations.growth()))
    parts.growth = equations.log_growth(end);
  else
    parts.growth = kMissing;
  return parts;
}

// What the level leaves to be solved for: the multiple, growth, or both.
void solve_for_level(const FairValueEquations& equations, const Scenario& scenario, LogParts& parts,
                     ScenarioResult& result) {
  const double needed = reproducible_log(*scenario.level) - equations.log_fundamental();
  const bool multiple_given = parts.multiple_given, growth_given = parts.growth_given;
  parts.multiple_given = parts.growth_given = true;
  if (multiple_given) {
    parts.growth = needed - parts.multiple;
    return;
  }
  if (growth_given) {
    parts.multiple = needed - parts.growth;
    return;
  }
  auto cuts = joint_cuts(equations, parts.multiple, parts.growth, *scenario.level);
  parts.multiple = reproducible_log(cuts.multiple);
  parts.growth = needed - parts.multiple;
  result.joint_growth = std::move(cuts.growths);
  result.joint_multiple = std::move(cuts.multiples);
  for (auto& words : cuts.words) result.words.push_back(std::move(words));
}

struct Variances {
  double parameters = 0, all = 0;
};

Variances variances(const FairValueEquations& equations, const LogParts& parts, const Vector& end) {
  Variances sum;
  const auto& errors = equations.errors();
  if (!parts.multiple_given) {
    sum.parameters += equations.log_multiple_variance(end);
    sum.all += errors.multiple_variance;
  }
  if (!parts.growth_given) {
    sum.parameters += equations.log_growth_variance(end);
    sum.all += errors.growth_variance;
  }
  if (!parts.multiple_given && !parts.growth_given) sum.all += 2 * errors.covariance;
  sum.all += sum.parameters;
  return sum;
}

void add_bands(const FairValueEquations& equations, const LogParts& parts, const Vector& end,
               ScenarioResult& result) {
  const double log_level = equations.log_fundamental() + parts.multiple + parts.growth;
  const auto spread = variances(equations, parts, end);
  result.analytic = exp_band(normal_band(log_level, spread.all, equations.level()));
  result.parameters = exp_band(normal_band(log_level, spread.parameters, equations.level()));
  result.band = result.analytic;
  if (equations.draws().empty() || (parts.multiple_given && parts.growth_given)) return;
  const auto& draws = equations.draws();
  Vector log_values = Vector::Constant(draws.multiple_noise.size(), equations.log_fundamental());
  Vector noise = Vector::Zero(log_values.size());
  if (parts.multiple_given)
    log_values.array() += parts.multiple;
  else {
    log_values += equations.log_multiple_draws(end);
    noise += draws.multiple_noise;
  }
  if (parts.growth_given)
    log_values.array() += parts.growth;
  else {
    log_values += equations.log_growth_draws(end);
    noise += draws.growth_noise / 100;
  }
  Vector all = log_values + noise;
  result.parameters = exp_band(band_of_draws(log_values, equations.level()));
  result.band = exp_band(band_of_draws(all, equations.level()));
}

// Where the gap is expected to stand at the end: today's to what today's drivers explain, or, when the scenario gives its
// multiple, to that one. A level that is solved for is no anchor.
double reachable(const FairValueEquations& equations, const Scenario& scenario, double level,
                 double log_multiple) {
  if (scenario.level) return kMissing;
  const double gap =
      scenario.multiple ? equations.log_multiple_now() - log_multiple : equations.residual_now();
  return level * reproducible_exp(equations.gap_left() * gap);
}

void evaluate_level(const ScenarioContext& context, const Scenario& scenario, ScenarioResult& result) {
  const auto& equations = *context.equations;
  auto parts = log_parts(context, scenario, result.drivers);
  if (scenario.level)
    solve_for_level(equations, scenario, parts, result);
  else if (std::isnan(parts.growth))
    refuse(ErrorCode::fair_value_driver,
           fmt::format("scenario `{}` gives no growth, and there is no growth equation", scenario.id),
           "Give `growth` in percent, or drivers of growth.", scenario.place);
  result.multiple = scenario.multiple ? *scenario.multiple : reproducible_exp(parts.multiple);
  result.growth = scenario.growth ? *scenario.growth : 100 * (reproducible_exp(parts.growth) - 1);
  result.level = scenario.level
                     ? *scenario.level
                     : result.multiple * equations.panel().fundamental_now * (1 + result.growth / 100);
  if (!(result.level > 0 && std::isfinite(result.level)))
    contradiction(scenario,
                  fmt::format("its level is {}: drivers this far out have no fair value", result.level),
                  "Set drivers nearer to what they have been.");
  result.upside = 100 * (result.level / equations.panel().price_now() - 1);
  result.reachable = reachable(equations, scenario, result.level, parts.multiple);
  add_bands(equations, parts, result.drivers, result);
}

}  // namespace

std::string_view to_string(ScenarioKind kind) {
  switch (kind) {
    case ScenarioKind::consensus: return "consensus";
    case ScenarioKind::bottom_up: return "bottom_up";
    case ScenarioKind::soft_landing: return "soft_landing";
    case ScenarioKind::recession: return "recession";
    case ScenarioKind::custom: return "custom";
  }
  return "custom";
}

void check_scenario(const Scenario& scenario, Index horizon) {
  const bool growth_given = scenario.growth || scenario.kind == ScenarioKind::bottom_up;
  if (growth_given && scenario.multiple && scenario.level)
    contradiction(scenario, "growth, multiple and level are all given, but any two of them make the third",
                  "Leave out one of `growth`, `multiple` and `level`.");
  check_above(scenario, "growth", scenario.growth, -100, " percent");
  check_above(scenario, "multiple", scenario.multiple, 0, "");
  check_above(scenario, "level", scenario.level, 0, "");
  if (scenario.probability && !(*scenario.probability >= 0 && *scenario.probability <= 1))
    contradiction(scenario,
                  fmt::format("`probability` must be between 0 and 1, but is {}", *scenario.probability));
  check_figures(scenario, horizon);
}

void check_scenarios(const std::vector<Scenario>& scenarios, Index horizon) {
  std::set<std::string> ids;
  double sum = 0;
  std::size_t given = 0;
  for (const auto& scenario : scenarios) {
    check_scenario(scenario, horizon);
    if (!ids.insert(scenario.id).second)
      refuse(ErrorCode::fair_value_scenario, fmt::format("two scenarios are called `{}`", scenario.id),
             "Give each scenario an `id` of its own.", scenario.place);
    sum += scenario.probability.value_or(0);
    given += scenario.probability.has_value();
  }
  if (given == 0) return;
  for (const auto& scenario : scenarios)
    if (!scenario.probability)
      contradiction(scenario, "it has no `probability`, but others do", "Give all scenarios one, or none.");
  if (std::fabs(sum - 1) > 1e-9)
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("probabilities must add up to 1, but add up to {:.6g}", sum), {},
           scenarios.front().place);
}

ScenarioResult evaluate_scenario(const ScenarioContext& context, const Scenario& scenario) {
  const auto& equations = *context.equations;
  check_scenario(scenario, equations.growth().horizon);
  ScenarioResult result;
  result.id = scenario.id;
  result.title = scenario.title.empty() ? scenario.id : scenario.title;
  result.source = scenario.source;
  result.kind = scenario.kind;
  result.probability = scenario.probability.value_or(kMissing);
  auto drivers = scenario_drivers(equations, scenario, context.contractions);
  result.drivers = std::move(drivers.end);
  result.path = std::move(drivers.path);
  result.words = std::move(drivers.words);
  result.outside = outside_the_sample(equations, result.drivers, drivers_read(scenario));
  static const DriverForecast kNoForecast;
  result.plausibility = plausibility_of(context.forecast ? *context.forecast : kNoForecast, drivers.judged);
  evaluate_level(context, scenario, result);
  return result;
}

std::optional<double> weighted_level(const std::vector<ScenarioResult>& scenarios) {
  double sum = 0;
  for (const auto& scenario : scenarios) {
    if (std::isnan(scenario.probability)) return std::nullopt;
    sum += scenario.probability * scenario.level;
  }
  if (scenarios.empty()) return std::nullopt;
  return sum;
}

}  // namespace rerate
