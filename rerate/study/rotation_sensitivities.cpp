#include "rerate/study/rotation_sensitivities.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/models/contractions.h"
#include "rerate/models/fair_value_panel.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr Index kOldestBetas = 12;  // months

// The drivers of the fair value as they stand today, and what recessions did to them.
class LinkedDrivers {
 public:
  LinkedDrivers(const LinkedScenarios& linked, const SectionContext& context)
      : linked_(linked), context_(context) {
    std::vector<FairValueDriver> drivers;
    for (const auto& driver : linked.drivers) {
      const auto& input = context.input(driver.use);
      drivers.push_back({driver.name, title_of(driver, input.title), &input.series, driver.use.place});
    }
    // Only its drivers are read: the multiple is of no account.
    panel_ = fair_value_panel(context.input(linked.price).series, nullptr, 1.0, drivers, linked.price.place);
  }

  // Change of a driver by the end of a scenario; NaN when the scenario does not say, or units differ.
  double change(const Scenario& scenario, const MacroDriver& driver) {
    const auto at = std::find(panel_.names.begin(), panel_.names.end(), driver.name);
    if (at == panel_.names.end()) return kMissing;
    const auto column = static_cast<Index>(at - panel_.names.begin());
    if (panel_.units[static_cast<std::size_t>(column)] != driver.level->type.unit) return kMissing;
    if (const auto set = scenario.set.find(driver.name); set != scenario.set.end())
      return set->second.back() - panel_.today[column];
    if (const auto shift = scenario.shift.find(driver.name); shift != scenario.shift.end())
      return shift->second;
    if (rests_today(scenario)) return 0;
    return scenario.kind == ScenarioKind::recession ? in_contractions(column) : kMissing;
  }

  std::vector<std::string> units_that_differ(const std::vector<MacroDriver>& drivers) const {
    std::vector<std::string> names;
    for (const auto& driver : drivers)
      for (std::size_t i = 0; i < panel_.names.size(); ++i)
        if (panel_.names[i] == driver.name && panel_.units[i] != driver.level->type.unit)
          names.push_back(driver.name);
    return names;
  }

 private:
  // As in models/scenario_drivers.h.
  static bool rests_today(const Scenario& scenario) {
    const bool solves_for_level = scenario.level && !scenario.growth && !scenario.multiple;
    return scenario.rest_today || scenario.kind == ScenarioKind::bottom_up || solves_for_level;
  }

  double in_contractions(Index column) {
    if (!linked_.recession) return kMissing;
    if (!contractions_) contractions_ = mean_contraction();
    return (*contractions_)[column];
  }

  Vector mean_contraction() const {
    try {
      return average_contraction(panel_, context_.input(*linked_.recession).series).mean;
    } catch (const UserError&) {  // fewer than two: the fair value says so itself where it needs them
      return Vector::Constant(panel_.drivers.cols(), kMissing);
    }
  }

  const LinkedScenarios& linked_;
  const SectionContext& context_;
  FairValuePanel panel_;
  std::optional<Vector> contractions_;
};

const SignalDefinition* macro_signal(const RotationDefinition& definition) {
  for (const auto& signal : definition.signals)
    if (signal.kind == SignalKind::macro) return &signal;
  return nullptr;
}

// 1 for the largest; equals in the order of the sectors; 0 for what is missing.
std::vector<int> ranks_of(const std::vector<double>& figures) {
  std::vector<int> ranks(figures.size(), 0);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (std::isnan(figures[i])) continue;
    ranks[i] = 1;
    for (std::size_t j = 0; j < figures.size(); ++j)
      if (figures[j] > figures[i] || (figures[j] == figures[i] && j < i)) ++ranks[i];
  }
  return ranks;
}

ScenarioSensitivity sensitivity_of(const Scenario& scenario, const std::vector<MacroDriver>& drivers,
                                   const Matrix& betas, LinkedDrivers& linked) {
  ScenarioSensitivity one{scenario.id, scenario.title, {}, {}, {}};
  for (const auto& driver : drivers) one.change.push_back(linked.change(scenario, driver));
  const bool says =
      std::any_of(one.change.begin(), one.change.end(), [](double change) { return !std::isnan(change); });
  for (Index i = 0; i < betas.rows(); ++i) {
    double sum = says ? 0 : kMissing;
    for (std::size_t j = 0; j < one.change.size(); ++j)
      if (!std::isnan(one.change[j])) sum += betas(i, static_cast<Index>(j)) * one.change[j];
    one.by_sector.push_back(sum);
  }
  one.rank = ranks_of(one.by_sector);
  return one;
}

bool any_number(const Matrix& betas) { return (betas.array() == betas.array()).any(); }

// Betas of the newest month of the last year that has some.
std::optional<Matrix> newest_betas(RotationFindings& found, const SignalDefinition& signal) {
  const Index oldest = std::max<Index>(0, found.now - kOldestBetas);
  for (Index m = found.now; m >= oldest; --m) {
    auto betas = macro_betas(found.panel, signal, m);
    if (!any_number(betas)) continue;
    found.betas_of = m;
    return betas;
  }
  return std::nullopt;
}

}  // namespace

void add_sensitivities(RotationFindings& found, const SectionContext& context) {
  const auto* signal = macro_signal(found.definition);
  if (!signal) return;
  for (const auto& driver : signal->drivers) found.macro_drivers.push_back(driver.title);
  if (!found.request->scenarios) return;
  const auto betas = newest_betas(found, *signal);
  if (!betas) {
    found.warnings.push_back(
        fmt::format("No sensitivities to scenarios: {} has no betas in the last {} months.", signal->title,
                    kOldestBetas));
    return;
  }
  LinkedDrivers linked(*found.request->scenarios, context);
  for (const auto& name : linked.units_that_differ(signal->drivers))
    found.warnings.push_back(fmt::format(
        "`{}` has another unit here than in the fair value, and is left out of sensitivities.", name));
  for (const auto& request : found.request->scenarios->scenarios) {
    auto scenario = request.scenario;
    for (const auto& [driver, use] : request.set_formulas) scenario.set[driver] = {figure_of(use, context)};
    auto one = sensitivity_of(scenario, signal->drivers, *betas, linked);
    if (std::any_of(one.rank.begin(), one.rank.end(), [](int rank) { return rank > 0; }))
      found.sensitivities.push_back(std::move(one));
  }
}

}  // namespace rerate
