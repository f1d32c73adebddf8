#include "rerate/models/fair_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/fair_value_history.h"
#include "rerate/models/fair_value_parts.h"
#include "rerate/models/fair_value_warnings.h"
#include "rerate/models/panel_columns.h"
#include "rerate/models/scenario_drivers.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr Index kLongestHorizon = 600;

void check_question(const FairValueQuestion& question) {
  if (question.horizon < 1 || question.horizon > kLongestHorizon)
    refuse(ErrorCode::regression_settings,
           fmt::format("the horizon must be between 1 and {} periods, but is {}", kLongestHorizon,
                       question.horizon),
           {}, question.place);
  if (question.scenarios.empty())
    refuse(ErrorCode::fair_value_scenario, "fair value needs at least one scenario",
           "Add a [[fair_value.scenario]].", question.place);
  if (question.bottom_up && !(*question.bottom_up > -100 && std::isfinite(*question.bottom_up)))
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("bottom-up growth must be above -100 percent, but is {}", *question.bottom_up), {},
           question.place);
  for (const double level : question.levels)
    if (!(level > 0 && std::isfinite(level)))
      refuse(ErrorCode::fair_value_scenario, fmt::format("levels must be above zero, but one is {}", level),
             {}, question.place);
  if (!question.fundamental && !question.multiple_today)
    refuse(ErrorCode::fair_value_given, "there is neither a fundamental nor `multiple_today`",
           "Name the fundamental per unit of the index, or give the multiple of today.", question.place);
  std::set<std::string> names;
  for (const auto& driver : question.drivers)
    if (!names.insert(driver.name).second)
      refuse(ErrorCode::fair_value_driver, fmt::format("two drivers are called `{}`", driver.name), {},
             driver.place);
  check_scenarios(question.scenarios, question.horizon);
}

// A panel of all history, or of what the equations are estimated on.
FairValuePanel made_panel(const FairValueQuestion& question, std::optional<Date> from) {
  const auto cut = [&](const Series& series) { return slice(series, from, std::nullopt); };
  const Series price = cut(*question.price);
  std::optional<Series> fundamental;
  if (question.fundamental) fundamental = cut(*question.fundamental);
  std::vector<Series> columns;
  for (const auto& driver : question.drivers) columns.push_back(cut(*driver.series));
  auto drivers = question.drivers;
  for (std::size_t i = 0; i < drivers.size(); ++i) drivers[i].series = &columns[i];
  return fair_value_panel(price, fundamental ? &*fundamental : nullptr, question.multiple_today, drivers,
                          question.place);
}

FairValuePanelKey key_of(const FairValueQuestion& question, std::optional<Date> from) {
  FairValuePanelKey key{question.price, question.fundamental, question.multiple_today, {}, from};
  for (const auto& driver : question.drivers)
    key.drivers.push_back({driver.name, driver.title, driver.series});
  return key;
}

FairValuePanel panel_of(const FairValueQuestion& question, std::optional<Date> from, FairValueParts* shared) {
  const auto make = [&] { return made_panel(question, from); };
  return shared ? *shared->panels.part(key_of(question, from), make) : make();
}

std::vector<Index> columns_named(const FairValuePanel& panel, const std::vector<std::string>& names,
                                 const char* where) {
  std::vector<Index> columns;
  for (const auto& name : names) columns.push_back(column_named(panel, name, where, panel.place));
  return columns;
}

[[noreturn]] void refuse_without_history(const FairValuePanel& panel, const char* equation, const char* key) {
  refuse(
      ErrorCode::fair_value_given,
      fmt::format(
          "the {} equation cannot be estimated without a history of the fundamental, and `given` has no `{}`",
          equation, key),
      {}, panel.place);
}

// Every setting of an equation one after another: what is added to the settings does not compile until it is added here.
std::vector<double> listed(const CovarianceSettings& settings) {
  const auto& [kind, kernel, rule, bandwidth, prewhitening, small_sample, cosine_terms] = settings;
  return {static_cast<double>(kind),         static_cast<double>(kernel),
          static_cast<double>(rule),         bandwidth,
          static_cast<double>(prewhitening), static_cast<double>(small_sample),
          static_cast<double>(cosine_terms)};
}

std::vector<double> listed(const MultipleSettings& settings) {
  const auto& [form, level, long_run, breaks] = settings;
  const auto& [estimator, leads, lags, most, errors, sandwich, kernel, bandwidth, table_level] = long_run;
  const auto& [trimming, most_breaks, break_level] = breaks;
  auto all = listed(sandwich);
  for (const double one : {static_cast<double>(form), level, static_cast<double>(estimator),
                           static_cast<double>(leads), static_cast<double>(lags), static_cast<double>(most),
                           static_cast<double>(errors), static_cast<double>(kernel), bandwidth, table_level,
                           trimming, static_cast<double>(most_breaks), break_level})
    all.push_back(one);
  return all;
}

std::vector<double> listed(const GrowthSettings& settings) {
  const auto& [timing, errors] = settings;
  return {static_cast<double>(timing), errors ? static_cast<double>(*errors) : -1};
}

MultipleEquation estimated_multiple(const FairValueQuestion& question, const FairValuePanel& panel,
                                    FairValueParts* shared) {
  const auto make = [&] {
    return estimate_multiple(panel, columns_named(panel, question.multiple_drivers, "the multiple equation"),
                             question.horizon, question.multiple);
  };
  if (!shared) return make();
  return *shared->multiples.part({key_of(question, question.from), question.multiple_drivers,
                                  question.horizon, listed(question.multiple)},
                                 make);
}

GrowthEquation estimated_growth(const FairValueQuestion& question, const FairValuePanel& panel,
                                FairValueParts* shared) {
  const auto make = [&] {
    return estimate_growth(panel, columns_named(panel, question.growth_drivers, "the growth equation"),
                           question.horizon, question.growth);
  };
  if (!shared) return make();
  return *shared->growths.part(
      {key_of(question, question.from), question.growth_drivers, question.horizon, listed(question.growth)},
      make);
}

MultipleEquation multiple_equation(const FairValueQuestion& question, const FairValuePanel& panel,
                                   FairValueParts* shared) {
  const auto given = question.given.value_or(GivenEquations{});
  if (given.fair_multiple) return given_multiple(panel, given);
  if (!question.fundamental) refuse_without_history(panel, "multiple", "fair_multiple");
  auto equation = estimated_multiple(question, panel, shared);
  if (given.speed && equation.form == MultipleForm::levels) {
    if (!equation.correction) equation.correction.emplace();
    equation.correction->speed = *given.speed;
    equation.correction->speed_std_error = kMissing;
    equation.correction->half_life = half_life_of(*given.speed);
    equation.diagnostics.words.push_back("The speed at which gaps close is given, not estimated.");
  }
  return equation;
}

GrowthEquation growth_equation(const FairValueQuestion& question, const FairValuePanel& panel,
                               FairValueParts* shared) {
  const auto given = question.given.value_or(GivenEquations{});
  if (given.growth || question.growth_drivers.empty()) return given_growth(panel, given, question.horizon);
  if (!question.fundamental) refuse_without_history(panel, "growth", "growth");
  return estimated_growth(question, panel, shared);
}

std::size_t base_scenario(const FairValueQuestion& question) {
  if (question.base.empty()) return 0;
  std::vector<std::string> ids;
  for (const auto& scenario : question.scenarios) ids.push_back(scenario.id);
  const auto found = std::find(ids.begin(), ids.end(), question.base);
  if (found == ids.end())
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("the base names a scenario that does not exist: `{}`", question.base),
           did_you_mean(question.base, ids, {}), question.place);
  return static_cast<std::size_t>(found - ids.begin());
}

// The column along which a required rate is solved; -1 when the multiple has no drivers.
Index rate_column(const FairValueQuestion& question, const FairValuePanel& panel,
                  const MultipleEquation& multiple) {
  if (question.rate_driver.empty()) return multiple.drivers.empty() ? -1 : multiple.drivers.front();
  const Index column = column_named(panel, question.rate_driver, "`rate`", panel.place);
  if (std::find(multiple.drivers.begin(), multiple.drivers.end(), column) == multiple.drivers.end())
    refuse(ErrorCode::fair_value_driver,
           fmt::format("`rate` names `{}`, which does not drive the multiple", question.rate_driver),
           fmt::format("Name one of the multiple's drivers: {}.",
                       fmt::join(driver_names(panel, multiple.drivers), ", ")),
           panel.place);
  return column;
}

struct GivenByScenario {
  bool multiple = false, growth = false;
};

GivenByScenario given_by(const Scenario& scenario) {
  const auto read = drivers_read(scenario);
  return {!read.multiple || scenario.level, !read.growth || scenario.level};
}

// Contractions before `from` count: the cut is for what the equations are estimated on.
ContractionAverage contractions_of(const FairValueQuestion& question, const FairValuePanel& panel,
                                   FairValueParts* shared) {
  const auto make = [&] {
    return average_contraction(question.from ? panel_of(question, std::nullopt, shared) : panel,
                               *question.recession);
  };
  if (!shared) return make();
  return *shared->contractions.part({key_of(question, std::nullopt), question.recession}, make);
}

void evaluate_scenarios(const FairValueQuestion& question, const FairValueEquations& equations,
                        FairValueParts* shared, FairValue& result) {
  const bool needed =
      std::any_of(question.scenarios.begin(), question.scenarios.end(),
                  [&](const Scenario& scenario) { return needs_contractions(equations, scenario); });
  if (needed && question.recession) result.contractions = contractions_of(question, result.panel, shared);
  ScenarioContext context{&equations, &result.driver_forecast, nullptr, question.bottom_up};
  if (result.contractions) context.contractions = &*result.contractions;
  for (const auto& scenario : question.scenarios)
    result.scenarios.push_back(evaluate_scenario(context, scenario));
  result.weighted_level = weighted_level(result.scenarios);
}

void solve_for_targets(const FairValueQuestion& question, const FairValueEquations& equations,
                       FairValue& result) {
  const auto& base = result.scenarios[result.base];
  const auto given = given_by(question.scenarios[result.base]);
  const Index rate = rate_column(question, result.panel, result.multiple);
  std::vector<RequiredTarget> targets = {{"price", result.panel.price_now()}};
  targets.push_back(
      {fmt::format("record {} ({})", shortest(result.record_level), to_string(result.record_date)),
       result.record_level});
  for (const double level : question.levels) targets.push_back({shortest(level), level});
  for (const auto& target : targets)
    for (auto& row : required_values(equations, base, given.multiple, given.growth, target, rate))
      result.required.push_back(std::move(row));
}

// The study's own, or else that of its first bottom-up scenario.
std::optional<double> bottom_up_growth(const FairValueQuestion& question) {
  if (question.bottom_up) return question.bottom_up;
  for (const auto& scenario : question.scenarios)
    if (scenario.kind == ScenarioKind::bottom_up && scenario.growth) return scenario.growth;
  return std::nullopt;
}

Growths three_growths(const FairValueQuestion& question, const FairValueEquations& equations,
                      const FairValue& result) {
  const auto& base = result.scenarios[result.base];
  Growths growths;
  growths.bottom_up = bottom_up_growth(question).value_or(kMissing);
  growths.model = kMissing;
  if (has_growth(equations.growth())) {
    const double log_growth = equations.log_growth(base.drivers);
    growths.model = 100 * (reproducible_exp(log_growth) - 1);
    // A growth that was given goes through no logarithm and back.
    if (result.growth.given && result.growth.drivers.empty()) growths.model = *question.given->growth;
    Vector draws = equations.log_growth_draws(base.drivers);
    const Band band = draws.size() > 0 ? band_of_draws(draws, equations.level())
                                       : normal_band(log_growth, equations.log_growth_variance(base.drivers),
                                                     equations.level());
    if (band.low < band.high) growths.model_band = percent_band(band);
  }
  // The first row solves for growth at today's price.
  growths.priced_in = result.required.front().value;
  growths.priced_in_band = result.required.front().band;
  growths.disconnect = growths.bottom_up - growths.model;
  return growths;
}

void check_price_moves(const FairValuePanel& panel) {
  const double now = panel.price_now();
  const bool moves = std::any_of(panel.price.begin(), panel.price.end(),
                                 [&](double price) { return price < now || price > now; });
  if (!moves && panel.now > 0)
    refuse(ErrorCode::regression_no_variation,
           fmt::format("the price `{}` is always {}", panel.price_name, shortest(now)), {}, panel.place);
}

Index periods_of_months(Frequency frequency, Index months) {
  return frequency == Frequency::monthly     ? months
         : frequency == Frequency::quarterly ? months / 3
                                             : months / 12;
}

void attribute(const FairValueEquations& equations, bool multiple_given, FairValue& result) {
  for (const Index months : {Index{3}, Index{12}})
    if (const Index back = periods_of_months(result.panel.frequency, months); back > 0)
      result.attributions.push_back(attribute_price(equations, back));
  result.gap = attribute_gap(equations, result.scenarios[result.base], multiple_given);
}

FairValueEquations equations_of(const FairValueQuestion& question, const FairValue& found) {
  return {found.panel, found.multiple, found.growth, found.draws, question.bands.level};
}

// All but fair value through time and warnings.
FairValue valuation(const FairValueQuestion& question, FairValueParts* shared) {
  RERATE_ASSERT(question.price, "fair value needs a price");
  check_question(question);
  FairValue result;
  result.base = base_scenario(question);
  result.panel = panel_of(question, question.from, shared);
  check_price_moves(result.panel);
  if (question.given) check_given(result.panel, *question.given);
  result.multiple = multiple_equation(question, result.panel, shared);
  result.growth = growth_equation(question, result.panel, shared);
  result.draws = fair_value_draws(result.panel, result.multiple, result.growth, question.bands);
  result.driver_forecast = forecast_drivers(result.panel, question.horizon);
  const auto equations = equations_of(question, result);
  evaluate_scenarios(question, equations, shared, result);
  const auto record = record_high(question.record ? *question.record : *question.price, result.panel);
  result.record_level = record.level;
  result.record_date = record.date;
  solve_for_targets(question, equations, result);
  result.growths = three_growths(question, equations, result);
  attribute(equations, given_by(question.scenarios[result.base]).multiple, result);
  return result;
}

}  // namespace

FairValue fair_value(const FairValueQuestion& question) {
  auto result = valuation(question, nullptr);
  auto history = fair_value_history(equations_of(question, result));
  result.fair_through_time = std::move(history.value);
  result.fair_low = std::move(history.low);
  result.fair_high = std::move(history.high);
  result.warnings = fair_value_warnings(question, result);
  return result;
}

FairValue fair_value(const FairValueQuestion& question, FairValueParts& shared) {
  return valuation(question, &shared);
}

}  // namespace rerate
