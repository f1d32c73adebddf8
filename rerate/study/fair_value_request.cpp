#include "rerate/study/fair_value_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostDrivers = 20, kMostScenarios = 50, kMostLevels = 20;
constexpr std::int64_t kMostLeads = 24;
constexpr int kFewestDraws = 100, kMostDraws = 20'000;

SeriesUse use_of(const TomlValue& value, std::string role) {
  return {std::move(role), value.text(), value.inner_place()};
}

std::optional<SeriesUse> find_use(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  return value ? std::optional(use_of(*value, std::string(key))) : std::nullopt;
}

double positive(const TomlValue& value, std::string_view key) {
  const double number = value.number();
  if (number <= 0) value.refuse(fmt::format("`{}` must be positive, not {}", key, shortest(number)));
  return number;
}

std::optional<double> find_positive(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  return value ? std::optional(positive(*value, key)) : std::nullopt;
}

// A share strictly between 0 and 1.
std::optional<double> find_share(const TomlTable& table, std::string_view key, std::string_view example) {
  const auto value = table.find(key);
  if (!value) return std::nullopt;
  const double number = value->number();
  if (number <= 0 || number >= 1)
    value->refuse(fmt::format("`{}` must be between 0 and 1, not {}", key, shortest(number)),
                  std::string(example));
  return number;
}

int read_leads(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return -1;
  const auto count = value->integer();
  if (count < 0 || count > kMostLeads)
    value->refuse(fmt::format("`{}` must be between 0 and {}, not {}", key, kMostLeads, count));
  return static_cast<int>(count);
}

void read_fundamental(const TomlTable& table, FairValueRequest& request) {
  request.fundamental = find_use(table, "fundamental");
  request.question.multiple_today = find_positive(table, "multiple_today");
  if (request.fundamental && request.question.multiple_today)
    table.find("multiple_today")
        ->refuse("either `fundamental` or `multiple_today`, not both",
                 "A fundamental's history makes the multiple; without one, give the multiple of today.");
  if (!request.fundamental && !request.question.multiple_today)
    table.refuse("`fundamental` is missing",
                 "Add it: fundamental = \"small_book\", or multiple_today = 1.27 when there is no history.");
  if (request.fundamental && request.fundamental->formula == request.price.formula)
    refuse(ErrorCode::study_file, "`fundamental` is the same formula as `price`",
           "Name sales, book or earnings per unit of the index.", request.fundamental->place);
  request.fundamental_name = table.text("fundamental_name").value_or("fundamental");
}

void read_multiple(const TomlValue& value, FairValueRequest& request) {
  const auto table = value.table();
  auto& question = request.question;
  question.multiple_drivers =
      read_names_of(table.require("drivers", "drivers = [\"rate\"]"), request.drivers, "driver");
  auto& settings = question.multiple;
  const auto form = table.choice("form", {"auto", "levels", "differences"}).value_or("auto");
  settings.form = form == "levels"        ? MultipleFormChoice::levels
                  : form == "differences" ? MultipleFormChoice::differences
                                          : MultipleFormChoice::automatic;
  const auto estimator = table.choice("estimator", {"dols", "fmols", "ols"}).value_or("dols");
  settings.long_run.estimator = estimator == "fmols" ? LongRunEstimator::fully_modified
                                : estimator == "ols" ? LongRunEstimator::static_ols
                                                     : LongRunEstimator::dynamic_ols;
  settings.long_run.leads = read_leads(table, "leads");
  settings.long_run.lags = read_leads(table, "lags");
  if ((settings.long_run.leads < 0) != (settings.long_run.lags < 0))
    table.refuse("`leads` and `lags` go together", "Give both, or neither: then both are chosen by BIC.");
  if (estimator != "dols" && settings.long_run.leads >= 0)
    table.find("leads")->refuse("only dynamic OLS has leads and lags",
                                "Leave `leads` and `lags` out, or write estimator = \"dols\".");
  if (const auto level = find_share(table, "cointegration_level", "For 10% write 0.10."))
    settings.cointegration_level = *level;
  table.finish("`multiple`");
}

void read_growth(const TomlValue& value, FairValueRequest& request) {
  const auto table = value.table();
  auto& question = request.question;
  if (const auto drivers = table.find("drivers"))
    question.growth_drivers = read_names_of(*drivers, request.drivers, "driver");
  auto& settings = question.growth;
  if (table.choice("timing", {"ahead", "meanwhile"}).value_or("ahead") == "meanwhile")
    settings.timing = GrowthTiming::meanwhile;
  if (const auto errors = table.choice("errors", {"hodrick", "newey_west", "ewc"})) {
    settings.errors = *errors == "hodrick"      ? GrowthErrors::hodrick
                      : *errors == "newey_west" ? GrowthErrors::newey_west
                                                : GrowthErrors::ewc;
    if (*settings.errors == GrowthErrors::hodrick && settings.timing == GrowthTiming::meanwhile)
      table.find("errors")->refuse(
          "Hodrick's errors are for forecasts, and `timing` is \"meanwhile\"",
          "Drivers of the same stretch explain, they do not forecast: write \"ewc\" or \"newey_west\".");
  }
  request.bottom_up = read_given_figure(table, "bottom_up");
  table.finish("`growth`");
}

std::map<std::string, double> read_slopes(const TomlTable& table, std::string_view key,
                                          const FairValueRequest& request) {
  std::map<std::string, double> slopes;
  const auto value = table.find(key);
  if (!value) return slopes;
  const auto listed = value->table();
  for (const auto& name : listed.keys()) {
    const auto slope = *listed.find(name);
    check_name_of(name, request.drivers, "driver", slope);
    slopes.emplace(name, slope.number());
  }
  return slopes;
}

void read_given(const TomlValue& value, FairValueRequest& request) {
  const auto table = value.table();
  GivenEquations given;
  given.fair_multiple = find_positive(table, "fair_multiple");
  given.multiple_slopes = read_slopes(table, "multiple_slopes", request);
  given.growth = table.number("growth");
  if (given.growth && *given.growth <= -100)
    table.find("growth")->refuse("growth of -100% and less leaves no fundamental",
                                 "Write growth in percent: 5.0 for 5%.");
  given.growth_slopes = read_slopes(table, "growth_slopes", request);
  given.multiple_sd = find_positive(table, "multiple_sd");
  given.growth_sd = find_positive(table, "growth_sd");
  given.speed = table.number("speed");
  if (given.speed && (*given.speed <= 0 || *given.speed > 1))
    table.find("speed")->refuse("`speed` is the share of a gap that closes in a period: above 0, at most 1");
  if (!given.fair_multiple && (!given.multiple_slopes.empty() || given.multiple_sd))
    table.refuse("`multiple_slopes` and `multiple_sd` belong to a given multiple",
                 "Add fair_multiple, or leave them out to have the multiple estimated.");
  if (!given.growth && (!given.growth_slopes.empty() || given.growth_sd))
    table.refuse("`growth_slopes` and `growth_sd` belong to a given growth",
                 "Add growth, or leave them out to have it estimated.");
  if (!given.fair_multiple && !given.growth && !given.speed)
    table.refuse("`given` gives nothing", "Give fair_multiple, growth, speed, or several of them.");
  table.finish("`given`");
  request.question.given = std::move(given);
}

// The drivers of a given equation are those with a slope; one without would move nothing.
void take_slopes(const std::map<std::string, double>& slopes, std::string_view key,
                 std::vector<std::string>& drivers, const Place& place) {
  for (const auto& name : drivers)
    if (!slopes.contains(name))
      refuse(ErrorCode::study_file, fmt::format("the driver `{}` of a given equation has no slope", name),
             fmt::format("Add it to {} in `given`, or leave the driver out.", key), place);
  for (const auto& [name, slope] : slopes)
    if (std::find(drivers.begin(), drivers.end(), name) == drivers.end()) drivers.push_back(name);
}

void read_equations(const TomlTable& table, FairValueRequest& request) {
  if (const auto drivers = table.find("drivers"))
    request.drivers = read_named_formulas(*drivers, "driver", kMostDrivers);
  if (const auto multiple = table.find("multiple")) read_multiple(*multiple, request);
  if (const auto growth = table.find("growth")) read_growth(*growth, request);
  if (const auto given = table.find("given")) read_given(*given, request);
  auto& question = request.question;
  const auto* given = question.given ? &*question.given : nullptr;
  const bool multiple_given = given && given->fair_multiple, growth_given = given && given->growth;
  if (multiple_given)
    take_slopes(given->multiple_slopes, "multiple_slopes", question.multiple_drivers, question.place);
  if (growth_given)
    take_slopes(given->growth_slopes, "growth_slopes", question.growth_drivers, question.place);
  if (!multiple_given && question.multiple_drivers.empty())
    table.refuse("`multiple` is missing: nothing explains the multiple",
                 "Add multiple = { drivers = [\"rate\"] }, or given = { fair_multiple = 1.4 }.");
  const bool growth_estimated = !growth_given && !question.growth_drivers.empty();
  if (!request.fundamental && (!multiple_given || growth_estimated))
    table.refuse("without a fundamental nothing can be estimated",
                 "Give both equations: given = { fair_multiple = 1.4, growth = 1.3 }.");
  if (table.varied()) return;  // a definition that leaves drivers out of an equation
  for (const auto& driver : request.drivers)
    for (const auto* drivers : {&question.multiple_drivers, &question.growth_drivers}) {
      if (std::find(drivers->begin(), drivers->end(), driver.name) != drivers->end()) break;
      if (drivers == &question.growth_drivers)
        refuse(ErrorCode::study_file, fmt::format("the driver `{}` is in neither equation", driver.name),
               "Name it in the drivers of `multiple` or of `growth`, or leave it out.", driver.use.place);
    }
}

void read_bands(const TomlTable& table, FairValueBands& bands) {
  const auto value = table.find("bands");
  if (!value) return;
  const auto settings = value->table();
  if (const auto draws = settings.find("draws")) {
    const auto count = draws->integer();
    if (count != 0 && (count < kFewestDraws || count > kMostDraws))
      draws->refuse(
          fmt::format("`draws` must be 0 or between {} and {}, not {}", kFewestDraws, kMostDraws, count),
          "0 leaves the analytic band alone; 2000 settle the ends of a band.");
    bands.draws = static_cast<int>(count);
  }
  if (const auto level = find_share(settings, "level", "For a 90% band write 0.90.")) {
    if (*level < 0.5 || *level > 0.99)
      settings.find("level")->refuse("`level` must be between 0.5 and 0.99", "For a 90% band write 0.90.");
    bands.level = *level;
  }
  if (const auto length = settings.find("block_length")) {
    bands.block_length = length->number();
    if (bands.block_length < 1 || bands.block_length > 100'000)
      length->refuse("`block_length` must be between 1 and 100000 periods",
                     "Leave it out to have it chosen.");
  }
  settings.finish("`bands`");
}

void read_targets(const TomlTable& table, FairValueRequest& request) {
  auto& question = request.question;
  if (const auto levels = table.find("levels")) {
    for (const auto& level : levels->array()) question.levels.push_back(positive(level, "levels"));
    if (question.levels.size() > kMostLevels)
      levels->refuse(fmt::format("`levels` holds more than {} targets", kMostLevels));
  }
  const auto rate = table.find("rate");
  if (!rate) return;
  question.rate_driver = rate->text();
  check_name_of(question.rate_driver, request.drivers, "driver", *rate);
  const auto& drivers = question.multiple_drivers;
  if (std::find(drivers.begin(), drivers.end(), question.rate_driver) != drivers.end()) return;
  if (table.varied())
    question.rate_driver.clear();
  else
    rate->refuse(fmt::format("`rate` ({}) is no driver of the multiple", question.rate_driver),
                 "Name one of the drivers of `multiple`.");
}

// What a scenario needs of the section. What its own figures contradict is checked by the plan (check_scenarios).
void check_scenario(const ScenarioRequest& one, const FairValueRequest& request) {
  const auto& scenario = one.scenario;
  const bool given_growth = request.question.given && request.question.given->growth;
  const bool own_growth =
      one.growth || scenario.level || (scenario.kind == ScenarioKind::bottom_up && request.bottom_up);
  if (!given_growth && request.question.growth_drivers.empty() && !own_growth)
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("nothing explains growth, and the scenario `{}` has none of its own", scenario.id),
           "Add growth = { drivers = [\"gdp\"] } or given = { growth = 1.3 } to [[fair_value]], or growth to "
           "the "
           "scenario.",
           scenario.place);
  if (scenario.kind == ScenarioKind::bottom_up && !request.bottom_up && !one.growth)
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("the bottom-up scenario `{}` has no growth", scenario.id),
           "Give growth = { bottom_up = 5.0 }, or the scenario its own growth.", scenario.place);
  if (scenario.kind == ScenarioKind::recession && !request.recession && !request.drivers.empty())
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("the recession scenario `{}` has no recessions to average", scenario.id),
           "Add recession = \"nber.recession\" to [[fair_value]], or recessions to [study].", scenario.place);
}

void read_scenarios(const TomlTable& table, FairValueRequest& request) {
  const auto scenarios = table.require("scenario", "[[fair_value.scenario]] with an id, below it");
  for (const auto& element : scenarios.array())
    request.scenarios.push_back(read_scenario(element.table(), request.drivers));
  if (request.scenarios.empty()) scenarios.refuse("there is no scenario", "Add [[fair_value.scenario]].");
  if (request.scenarios.size() > kMostScenarios)
    scenarios.refuse(fmt::format("there are more than {} scenarios", kMostScenarios));
  std::vector<std::string> ids;
  for (const auto& one : request.scenarios) {
    check_scenario(one, request);
    ids.push_back(one.scenario.id);
  }
  const auto base = table.find("base");
  request.question.base = base ? base->text() : request.scenarios.front().scenario.id;
  if (std::find(ids.begin(), ids.end(), request.question.base) == ids.end())
    base->refuse(fmt::format("`base` (\"{}\") is the id of no scenario", request.question.base.substr(0, 80)),
                 did_you_mean(request.question.base, ids, "Name one of the scenarios by its id."));
}

bool wants_recession(const FairValueRequest& request) {
  return std::any_of(request.scenarios.begin(), request.scenarios.end(),
                     [](const ScenarioRequest& one) { return one.scenario.kind == ScenarioKind::recession; });
}

}  // namespace

FairValueRequest read_fair_value(const TomlTable& table, const SeriesUse& recessions) {
  FairValueRequest request;
  auto& question = request.question;
  question.place = table.place();
  request.price = use_of(table.require("price", "price = \"small\""), "price");
  request.record = find_use(table, "record");
  read_fundamental(table, request);
  const auto horizon = table.find("horizon");
  request.horizon_place = horizon ? horizon->place() : table.place();
  if (horizon) request.horizon = read_duration(*horizon);
  read_equations(table, request);
  read_bands(table, question.bands);
  read_targets(table, request);
  question.from = read_date(table, "from", Edge::first_day);
  request.recession = find_use(table, "recession");
  if (!request.recession && !recessions.formula.empty())
    request.recession = SeriesUse{"recession", recessions.formula, recessions.place};
  read_scenarios(table, request);
  if (!wants_recession(request) || request.drivers.empty()) request.recession.reset();
  return request;
}

std::vector<SeriesUse> uses_of(const FairValueRequest& request) {
  std::vector<SeriesUse> uses = {request.price};
  for (const auto* use : {&request.record, &request.fundamental, &request.recession})
    if (*use) uses.push_back(**use);
  for (const auto& driver : request.drivers) uses.push_back(driver.use);
  add_use(request.bottom_up, uses);
  for (const auto& one : request.scenarios) {
    for (const auto& [driver, use] : one.set_formulas) uses.push_back(use);
    add_use(one.growth, uses);
    add_use(one.multiple, uses);
  }
  return uses;
}

}  // namespace rerate
