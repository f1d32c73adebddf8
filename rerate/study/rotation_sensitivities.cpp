#include "rerate/study/rotation_sensitivities.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/models/contractions.h"
#include "rerate/models/fair_value_panel.h"
#include "rerate/rotation/macro_signal.h"
#include "rerate/rotation/panel_figures.h"
#include "rerate/statistics/order_statistics.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr Index kOldestBetas = 12;  // months
constexpr std::size_t kDraws = 400;
constexpr double kBlockLength = 6, kLow = 0.05, kHigh = 0.95;
constexpr std::uint64_t kBetasStream = 4;  // beside those of rotation_findings.cpp and rotation_trials.cpp

// The drivers of the fair value, and what recessions did to them.
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

  // Change of a driver from `now` by the end of a scenario; NaN when the scenario does not say, or units differ.
  double change(const Scenario& scenario, const MacroDriver& driver, double now) {
    const auto at = std::find(panel_.names.begin(), panel_.names.end(), driver.name);
    if (at == panel_.names.end()) return kMissing;
    const auto column = static_cast<Index>(at - panel_.names.begin());
    if (panel_.units[static_cast<std::size_t>(column)] != driver.level->type.unit) return kMissing;
    if (const auto set = scenario.set.find(driver.name); set != scenario.set.end())
      return set->second.back() - now;
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

  Date valued_at() const { return last_day(panel_.period(panel_.now)); }

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

// Beta times change by sector; a change that is not known is left out.
std::vector<double> sums(const Matrix& betas, const std::vector<double>& change) {
  std::vector<double> by_sector;
  for (Index i = 0; i < betas.rows(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < change.size(); ++j)
      if (!std::isnan(change[j])) sum += betas(i, static_cast<Index>(j)) * change[j];
    by_sector.push_back(sum);
  }
  return by_sector;
}

ScenarioSensitivity sensitivity_of(const Scenario& scenario, const RotationFindings& found,
                                   const std::vector<MacroDriver>& drivers, const Matrix& betas,
                                   LinkedDrivers& linked) {
  ScenarioSensitivity one{scenario.id, scenario.title, {}, {}, {}, {}, {}};
  for (std::size_t j = 0; j < drivers.size(); ++j)
    one.change.push_back(linked.change(scenario, drivers[j], found.macro_drivers[j].figure));
  const bool says =
      std::any_of(one.change.begin(), one.change.end(), [](double change) { return !std::isnan(change); });
  one.by_sector =
      says ? sums(betas, one.change) : std::vector<double>(static_cast<std::size_t>(betas.rows()), kMissing);
  one.rank = ranks_of(one.by_sector);
  return one;
}

// The newest figure of a driver known at the end of month m; NaN: none in the year before.
double figure_known(const SectorPanel& panel, const SignalDefinition& signal, const MacroDriver& driver,
                    Index m) {
  const auto level = panel_figures(panel, *driver.level, signal.name, driver.place);
  const Index read = level.late[static_cast<std::size_t>(m)] ? m - 1 : m;
  for (Index at = read; at >= read - kOldestBetas; --at)
    if (!std::isnan(level.at(at))) return level.at(at);
  return kMissing;
}

// Betas on the months of the window of month m, drawn anew; NaN in draws that cannot be estimated.
std::vector<Matrix> drawn_betas(const SectorPanel& panel, const SignalDefinition& signal, Index m,
                                std::uint64_t seed) {
  const auto sample = macro_sample(panel, signal);
  const Index last = sample.late[static_cast<std::size_t>(m)] ? m - 1 : m;
  const auto first = static_cast<std::uint32_t>(last - signal.months + 1);
  const auto window = static_cast<std::size_t>(signal.months);
  const SeriesBlocks blocks(window, {BlockScheme::stationary, kBlockLength},
                            RandomStream(seed, kBetasStream));
  std::vector<Matrix> betas(kDraws);
  parallel_for(kDraws, [&](std::size_t draw) {
    std::vector<std::uint32_t> months(window);
    blocks.indexes(draw, months);
    for (auto& month : months) month += first;
    try {
      betas[draw] = macro_betas_of(sample, months, signal.penalty);
    } catch (const UserError&) {  // drivers that stand still in all months drawn
      betas[draw] = Matrix::Constant(panel.sectors(), sample.change.cols(), kMissing);
    }
  });
  return betas;
}

// Of sectors that have a figure in most draws.
void add_interval(const std::vector<Matrix>& betas, ScenarioSensitivity& one) {
  std::vector<std::vector<double>> by_sector(one.by_sector.size());
  for (const auto& drawn : betas) {
    const auto figures = sums(drawn, one.change);
    for (std::size_t i = 0; i < figures.size(); ++i)
      if (std::isfinite(figures[i])) by_sector[i].push_back(figures[i]);
  }
  for (std::size_t i = 0; i < by_sector.size(); ++i) {
    auto& figures = by_sector[i];
    const bool known = !std::isnan(one.by_sector[i]) && 2 * figures.size() >= betas.size();
    one.low.push_back(known ? quantile(figures, kLow) : kMissing);
    one.high.push_back(known ? quantile(figures, kHigh) : kMissing);
  }
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

std::optional<Matrix> betas_of_scenarios(RotationFindings& found, const SignalDefinition& signal) {
  const auto& request = *found.request->scenarios;
  if (request.drivers.empty()) {
    found.warnings.push_back(fmt::format(
        "No sensitivities to scenarios: `{}` is of given figures and has no drivers.", request.section));
    return std::nullopt;
  }
  auto betas = newest_betas(found, signal);
  if (!betas)
    found.warnings.push_back(fmt::format(
        "No sensitivities to scenarios: {} has no betas in the last {} months.", signal.title, kOldestBetas));
  return betas;
}

}  // namespace

void add_sensitivities(RotationFindings& found, const SectionContext& context, std::uint64_t seed) {
  const auto* signal = macro_signal(found.definition);
  if (!signal) return;
  for (const auto& driver : signal->drivers)
    found.macro_drivers.push_back(
        {driver.title, driver.level->type.unit, figure_known(found.panel, *signal, driver, found.now)});
  if (!found.request->scenarios) return;
  const auto betas = betas_of_scenarios(found, *signal);
  if (!betas) return;
  const auto& request = *found.request->scenarios;
  LinkedDrivers linked(request, context);
  found.scenario_months = request.horizon_months;
  found.scenarios_from = linked.valued_at();
  for (const auto& name : linked.units_that_differ(signal->drivers))
    found.warnings.push_back(fmt::format(
        "`{}` has another unit here than in the fair value, and is left out of sensitivities.", name));
  for (const auto& asked : request.scenarios) {
    auto scenario = asked.scenario;
    for (const auto& [driver, use] : asked.set_formulas) scenario.set[driver] = {figure_of(use, context)};
    auto one = sensitivity_of(scenario, found, signal->drivers, *betas, linked);
    if (std::any_of(one.rank.begin(), one.rank.end(), [](int rank) { return rank > 0; }))
      found.sensitivities.push_back(std::move(one));
  }
  if (found.sensitivities.empty()) return;
  const auto drawn = drawn_betas(found.panel, *signal, found.betas_of, seed);
  for (auto& one : found.sensitivities) add_interval(drawn, one);
}

}  // namespace rerate
