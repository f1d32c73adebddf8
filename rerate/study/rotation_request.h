#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/rotation/rotation.h"
#include "rerate/rotation/variants.h"
#include "rerate/study/fair_value_scenario_request.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/regimes_request.h"
#include "rerate/study/rotation_signal_request.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[rotation]] of a study file (docs/study-file.md has every key):
//
//   id = "sectors"
//   sectors = { nodur = { title = "Consumer non-durables", formula = "index(french.industry_nodur)" }, ... }
//   market = "index(sum(french.mkt_rf, french.rf))"     # a benchmark
//   benchmark = "equal"                                 # "equal" or "market": the one of the headline; the market when there is one
//   cash = "bey(rates.tb3ms)"                           # a rate, a return or an index
//   from = "1963-07"
//   only_above_zero = "trend"                           # a signal: sectors at or below 0 are held in cash
//   scenarios = "fair-value"                            # sensitivities by its scenarios, through drivers of the same names
//   regimes = "regimes"                                 # performance by its states
//   states = { shrinking = "carry(manufacturing, french.industry_nodur) < 0" }   # ... by an indicator of one's own
//   score = { standing = "z", winsorise = 3, weights = "equal", first_window = "5y", refit = "12m", horizon = "1m", embargo = "0m",
//             penalty = 1, share = 0.5, folds = 5 }
//   portfolio = { rule = "top_k", k = 3, long_short = false, rebalance = "month", window = "60m", risk_aversion = 5,
//                 return_per_score = 2, least = 0, most = 40, limits = { nodur = [0, 20] }, tracking_error = 4,
//                 turnover = 20, benchmark_weights = { ... } }              # shares and limits in percent
//   trading = { trade = "next", cost_bp = 10, impact = 1, capital = 1e8, volume = { ... }, band = 2 }
//   variants = { signals = "subsets", momentum = ["6m", "12m"], standing = ["z", "rank"], weights = [...], rule = [...], k = [2, 3, 4],
//                rebalance = ["month", "quarter"], band = [0, 2], trade = ["next", "close"] }
//   draws = 1000
//   [rotation.signals]
//   momentum = { kind = "momentum", months = 12, skip = 1, title = "12-1 momentum", weight = 1, sign = 1 }   # kind: its name when left out
//   value = { kind = "own_history", figures = "carry(french_be_me.industry_{sector}, french.industry_{sector})", first = "10y" }
//   revisions = { kind = "figures", figures = { nodur = "...", money = "..." } }        # sectors left out have none
//   macro = { kind = "macro", drivers = { rate = "rates.gs10", curve = "curve" }, months = 60, penalty = 0.1, change = "3m" }
// What the rotation takes from a fair value of the same study (linked by `link_sections` in study_links.h).
struct LinkedScenarios {
  std::string section;
  SeriesUse price;  // says where today is: drivers count as they stood at the newest price
  std::vector<NamedFormula> drivers;
  std::vector<ScenarioRequest> scenarios;
  std::optional<SeriesUse> recession;
  int horizon_months = 12;
};
struct RotationRequest {
  std::vector<NamedFormula> sectors;
  std::optional<SeriesUse> market, cash;
  bool benchmark_is_market = false;
  std::optional<Date> from;
  std::vector<RotationSignalRequest> signals;
  RotationDefinition definition;  // its signals are filled in by the section
  VariantChoices variants;
  bool has_variants = false;
  std::vector<NamedFormula> states;
  std::string scenarios_of, regimes_of;  // ids as written; "": none
  Place scenarios_place, regimes_place;
  std::optional<LinkedScenarios> scenarios;
  std::optional<RegimesRequest> regimes;
  int draws = 1000;
  Place place, benchmark_place;
};

// Throws UserError study_file and rotation_* at the key.
RotationRequest read_rotation(const TomlTable& table);
// Every formula that the section reads, those of linked sections too.
std::vector<SeriesUse> uses_of(const RotationRequest& request);

}  // namespace rerate
