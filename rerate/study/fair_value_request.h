#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/toml_table.h"
#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_scenario_request.h"
#include "rerate/study/given_figure.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// One [[fair_value]] of a study file (docs/study-file.md has every key):
//
//   id = "fair-value"
//   price = "small"                      # an index: price or total return
//   record = "small_daily"               # where the all-time high is looked for; any frequency
//   fundamental = "small_book"           # per unit of the index; or multiple_today = 1.27
//   fundamental_name = "book"
//   horizon = "12m"
//   drivers = { rate = "rates.gs10", slope = { title = "the curve", formula = "curve" }, gdp = "yoy(macro.gdp)" }
//   multiple = { drivers = ["rate", "slope"], form = "auto", estimator = "dols", leads = 2, lags = 2,
//                cointegration_level = 0.10 }
//   growth = { drivers = ["gdp"], timing = "ahead", errors = "hodrick", bottom_up = 5.0 }
//   given = { fair_multiple = 1.396, growth = 1.3, multiple_slopes = { rate = -0.05 }, growth_slopes = {},
//             multiple_sd = 8, growth_sd = 3, speed = 0.05 }
//   bands = { draws = 2000, level = 0.90, block_length = 24 }
//   base = "consensus", levels = [2300], rate = "rate", recession = "nber.recession", from = "1973-01"
//
// and its scenarios (fair_value_scenario_request.h).
struct FairValueRequest {
  SeriesUse price;
  std::optional<SeriesUse> record, fundamental;
  std::string fundamental_name;
  std::vector<NamedFormula> drivers;
  Duration horizon{12, Duration::Unit::month};
  Place horizon_place;
  std::optional<GivenFigure> bottom_up;
  std::vector<ScenarioRequest> scenarios;
  std::optional<SeriesUse> recession;  // when a scenario asks for it
  FairValueQuestion
      question;  // the series, the horizon in periods and the scenarios are filled in by the section
};

// `recessions` are those of [study]; an empty formula when it names none.
FairValueRequest read_fair_value(const TomlTable& table, const SeriesUse& recessions);

// Every formula that the section reads.
std::vector<SeriesUse> uses_of(const FairValueRequest& request);

}  // namespace rerate
