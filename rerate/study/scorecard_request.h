#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/toml_table.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[scorecard]] of a study file: indicators against their own past, and what their mean says about an asset.
//
//   id = "scorecard"
//   history = "5y"                  # of its own behind an indicator's first z
//   stale = "4m"                    # older figures do not count
//   good = 0.5                      # z from which an indicator is good, and down to which it is poor
//   poor = -0.5
//   composite_good = 0.25           # the same of the composite
//   composite_poor = -0.25
//   releases = true                 # tell the next release of each indicator
//   then = "12m"                    # a date, or so long ago, to compare with
//   asset = "small"                 # P(asset beats benchmark over the horizon | composite)
//   benchmark = "large"
//   horizon = "12m"
//   first_window = "10y"            # of outcomes behind the first probability
//   [scorecard.indicators]
//   orders = "philly.new_orders"
//   jobs = { title = "the unemployment rate", formula = "macro.unrate", transform = "change_12m", sign = -1, weight = 2 }
struct ScorecardIndicatorRequest {
  NamedFormula named;  // its formula with the transform: "diff(macro.unrate, 12m)"
  std::optional<SeriesUse>
      base;               // the series' name alone, where a transform stands around one: for its title
  std::string transform;  // in words: "12-month change"; "" for the level
  int sign = 1;
  double weight = 1;
};
struct ScorecardLeadRequest {
  SeriesUse asset, benchmark;
  Duration horizon{12, Duration::Unit::month};
  Duration first_window{10, Duration::Unit::year};
  Place horizon_place;
};
struct ScorecardRequest {
  std::vector<ScorecardIndicatorRequest> indicators;
  int history_months = 60, stale_months = 4;
  double good = 0.5, poor = -0.5, composite_good = 0.25, composite_poor = -0.25;
  bool releases = true;
  std::optional<std::variant<Date, Duration>> then;
  std::optional<ScorecardLeadRequest> lead;
  Place place, then_place;
};

// Throws UserError study_file (scorecard_weight for weights) at the key.
ScorecardRequest read_scorecard(const TomlTable& table);
std::vector<SeriesUse> uses_of(const ScorecardRequest& request);

}  // namespace rerate
