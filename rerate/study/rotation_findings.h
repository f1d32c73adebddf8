#pragma once

#include <string>
#include <vector>

#include "rerate/rotation/performance.h"
#include "rerate/rotation/rotation_luck.h"
#include "rerate/rotation/standing.h"
#include "rerate/study/rotation_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Everything a rotation's tables, charts and sentences are made of. Performance is over the months that portfolio,
// headline benchmark and cash all have; ranks are of the newest month of prices.
struct RotationBenchmark {
  std::string id,
      title;  // "equal": "equal weights", "market": what it is called, "momentum": "12-1 momentum, 3 best"
  std::vector<double> returns;      // by month of the backtest; NaN where it has none
  Index first = 0, months = 0;      // the months compared: backtest months first .. first + months - 1
  PerformanceFigures own, figures;  // of portfolio and benchmark over them
  RelativeFigures relative;
};
struct RotationGroups {
  std::string title;  // "Decade", "NBER recessions", "Regime", a state's title
  std::vector<PerformanceGroup> groups;
};
struct CostCase {
  double cost_bp = 0, cagr = 0, sharpe = 0, information_ratio = 0;
};
struct ScenarioSensitivity {
  std::string id, title;
  std::vector<double>
      change;  // by driver of the macro signal, over the horizon; NaN: the scenario does not say
  // Sum of beta times change over those it says: percent over the horizon, relative to the sectors' mean; NaN: no beta.
  std::vector<double> by_sector;
  std::vector<int> rank;  // of that, 1 best; 0: none
  // 90% interval of by_sector, by betas of months of the window drawn anew in blocks; NaN: none.
  std::vector<double> low = {}, high = {};
};
// What scenarios are measured from: a driver of the macro signal as it was known at the month that the ranks are of.
struct MacroDriverNow {
  std::string title, unit;
  double figure = 0;  // NaN: none is known
};
struct RotationFindings {
  const RotationRequest* request = nullptr;
  std::vector<std::string> sector_titles, signal_titles;
  std::vector<bool> may_show;  // by sector: its prices may be republished
  bool may_show_all = true;
  SectorPanel panel;
  RotationDefinition definition;  // with its series
  RotationRun run;
  std::vector<double> cash;                // by month of the backtest
  Index compared_first = 0, compared = 0;  // months of the backtest that the figures are over
  PerformanceFigures figures, gross_figures;
  PerformanceIntervals intervals;
  double turnover_a_year = 0, cost_drag = 0;  // fractions; cost_drag: cagr gross less net
  double break_even_bp =
      0;  // one-way costs at which the mean lead over the headline's benchmark is 0; NaN: none above 0
  // Capital of which 95% of trades stay below 5% of the sector's value traded a day, in its unit; NaN: no volumes given.
  double capacity = 0;
  std::vector<RotationBenchmark> benchmarks;  // the headline's first
  std::vector<RotationGroups> groups;
  RankCorrelation score_correlation;
  std::vector<RankCorrelation> signal_correlations;
  std::vector<double> correlations_by_month;
  std::vector<double> rolling_information_ratio;  // by month compared, over 36 months
  std::vector<Variant> variants;
  VariantRuns variant_runs;
  RotationLuck luck;
  Index now = 0;  // month of the panel that the ranks are of
  int best = 3;   // so many sectors count as the best in `standings`, and as the worst
  std::vector<SectorStanding> standings;
  std::vector<MacroDriverNow> macro_drivers;  // of the macro signal
  std::vector<ScenarioSensitivity> sensitivities;
  int scenario_months = 12;  // their horizon
  Date scenarios_from =
      kAlwaysKnown;    // newest price of the fair value, from which the horizon of its scenarios counts
  Index betas_of = 0;  // month of the panel that the betas behind them are of: the newest that has some
  std::vector<CostCase> costs;  // 0, the study's, and multiples of it, rising
  std::vector<std::string> warnings;

  // Last day of month i of the backtest.
  Date month_end(Index i) const;
};

RotationFindings find_rotation(const std::string& id, const RotationRequest& request,
                               const SectionContext& context);
// One backtest against the headline's benchmark alone: no intervals, standings, groups, scenarios, variants and luck. The
// figures that it has are those of find_rotation, to the last bit.
RotationFindings find_backtest(const RotationRequest& request, const SectionContext& context);
// The sectors that the model favours at the end of month `now`, best first: `best` of them, at most half of those with a score.
std::vector<Index> favoured_sectors(const RotationFindings& found);

}  // namespace rerate
