#include "rerate/study/supposed_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/models/scenario_drivers.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// Everything a formula of the plan reads, through other series of the study down to the catalogue; a formula that is a name
// reads what it names.
class Reads {
 public:
  explicit Reads(const StudyPlan& plan) {
    for (const auto& formula : plan.formulas) formulas_.emplace(formula.key, &formula);
  }

  std::set<std::string> of(const std::string& key) const {
    std::set<std::string> found;
    if (is_plain_name(key)) found.insert(key);
    std::vector<std::string> next = {key};
    while (!next.empty()) {
      const auto planned = formulas_.find(next.back());
      next.pop_back();
      if (planned == formulas_.end()) continue;
      for (const auto& reference : planned->second->formula.references())
        if (found.insert(reference.name).second) next.push_back(reference.name);
    }
    return found;
  }

 private:
  std::map<std::string, const PlannedFormula*, std::less<>> formulas_;
};

const NamedFormula* driver_named(const FairValueRequest& request, const std::string& name) {
  for (const auto& driver : request.drivers)
    if (driver.name == name) return &driver;
  return nullptr;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool is_known(const std::string& name, const StudyPlan& plan, const Store& store) {
  const auto named = [&](const auto& formula) { return formula.key == name; };
  return std::any_of(plan.formulas.begin(), plan.formulas.end(), named) ||
         std::find(plan.unused.begin(), plan.unused.end(), name) != plan.unused.end() ||
         store.find(std::vector{name}).front().has_value();
}

[[noreturn]] void refuse_name(const std::string& name, const std::vector<std::string>& can_be_set,
                              const StudyPlan& plan, const Store& store) {
  const auto all = can_be_set.empty()
                       ? std::string("The fair value has no drivers: scenarios give its figures.")
                       : fmt::format("These can be set: {}.", listed(can_be_set));
  if (is_known(name, plan, store))
    refuse(ErrorCode::command_line, fmt::format("--set {}: no driver reads this series", name), all);
  refuse(ErrorCode::command_line,
         fmt::format("--set {}: no driver and no series has this name", name.substr(0, 80)),
         did_you_mean(name, can_be_set, all));
}

ScenarioRequest& scenario_named(FairValueRequest& request, std::string_view id) {
  const auto found = std::find_if(request.scenarios.begin(), request.scenarios.end(),
                                  [&](const ScenarioRequest& one) { return one.scenario.id == id; });
  RERATE_ASSERT(found != request.scenarios.end(), "a scenario that was not looked up");
  return *found;
}

// Drivers whose equation the scenario does not read would move nothing.
void check_is_read(const std::string& driver, const FairValueRequest& request,
                   const ScenarioRequest& scenario) {
  auto figures = scenario.scenario;
  if (scenario.growth) figures.growth = 0;
  if (scenario.multiple) figures.multiple = 1;
  const auto read = drivers_read(figures);
  const auto drives = [&](const std::vector<std::string>& drivers) {
    return std::find(drivers.begin(), drivers.end(), driver) != drivers.end();
  };
  if ((read.multiple && drives(request.question.multiple_drivers)) ||
      (read.growth && drives(request.question.growth_drivers)))
    return;
  refuse(ErrorCode::fair_value_scenario,
         fmt::format("the scenario `{}` gives what `{}` would drive, so setting it changes nothing",
                     figures.id, driver),
         "Choose another scenario with --scenario.", figures.place);
}

void set_driver(const std::string& driver, double value, const FairValueRequest& request,
                ScenarioRequest& scenario) {
  check_is_read(driver, request, scenario);
  scenario.scenario.set[driver] = {value};
  scenario.scenario.shift.erase(driver);
  scenario.set_formulas.erase(driver);
}

// Where the newest value at the valuation comes from.
struct Valuation {
  Date day;

  // The last day of the newest price.
  static Valuation of(const EvaluatedPlan& evaluated, const FairValueRequest& request) {
    const auto& price = evaluated.inputs.at(request.price.formula).series;
    const auto newest = newest_figure(price);
    return {newest ? last_day(price.period(*newest)) : kEndOfTime};
  }

  std::optional<double> value(const EvaluatedPlan& evaluated, const NamedFormula& driver) const {
    const auto past = slice(evaluated.inputs.at(driver.use.formula).series, std::nullopt, day);
    const auto newest = newest_figure(past);
    return newest ? std::optional(past.value[*newest]) : std::nullopt;
  }
};

// Values of the drivers that read one of the series, once its newest figure at the valuation is replaced: the figure of the
// last period, or for a driver that does not read it (as it was not published yet) the newest published one.
std::map<std::string, double> moved_drivers(const FairValueRequest& request, const StudyPlan& plan,
                                            const Store& store, std::optional<Date> as_of,
                                            const std::map<std::string, double>& series,
                                            std::vector<std::string>& words) {
  const auto before = evaluate_plan(plan, store, as_of);
  const auto valuation = Valuation::of(before, request);
  const auto by_period = evaluate_plan(plan, store, as_of, {series, valuation.day, false});
  const auto by_release = evaluate_plan(plan, store, as_of, {series, valuation.day, true});
  const Reads reads(plan);
  std::map<std::string, double> values;
  for (const auto& driver : request.drivers) {
    const auto read = reads.of(driver.use.formula);
    const auto today = valuation.value(before, driver);
    if (!today ||
        std::none_of(series.begin(), series.end(), [&](const auto& one) { return read.contains(one.first); }))
      continue;
    auto value = valuation.value(by_period, driver);
    if (value == today) value = valuation.value(by_release, driver);
    if (!value) continue;
    if (value == today)
      words.push_back(
          fmt::format("`{}` keeps the scenario's figure: its own at the valuation, {}, does not change with "
                      "what was set.",
                      driver.name, fixed(*value, 2)));
    else
      values.emplace(driver.name, *value);
  }
  return values;
}

}  // namespace

std::vector<std::string> supposable(const FairValueRequest& request, const StudyPlan& plan) {
  const Reads reads(plan);
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const auto& driver : request.drivers)
    if (seen.insert(driver.name).second) names.push_back(driver.name);
  std::set<std::string> series;
  for (const auto& driver : request.drivers) series.merge(reads.of(driver.use.formula));
  for (const auto& name : series)
    if (seen.insert(name).second) names.push_back(name);
  return names;
}

std::vector<std::string> suppose(FairValueRequest& request, std::string_view scenario_id,
                                 const std::vector<SupposedFigure>& supposed, const StudyPlan& plan,
                                 const Store& store, std::optional<Date> as_of) {
  auto& scenario = scenario_named(request, scenario_id);
  const auto can_be_set = supposable(request, plan);
  std::map<std::string, double> own, series;
  for (const auto& [name, value] : supposed) {
    if (std::find(can_be_set.begin(), can_be_set.end(), name) == can_be_set.end())
      refuse_name(name, can_be_set, plan, store);
    if (!(driver_named(request, name) ? own : series).emplace(name, value).second)
      refuse(ErrorCode::command_line, fmt::format("--set names `{}` twice", name), "Set each name once.");
  }
  std::vector<std::string> words;
  if (!series.empty())
    for (const auto& [name, value] : moved_drivers(request, plan, store, as_of, series, words))
      if (!own.contains(name)) set_driver(name, value, request, scenario);
  for (const auto& [name, value] : own) set_driver(name, value, request, scenario);
  return words;
}

}  // namespace rerate
