#pragma once

#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/toml_table.h"
#include "rerate/models/return_forecast.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// One [[rival]] of a study file: returns forecast straight, beside the fair-value model.
//
//   id = "rival"
//   price = "small"
//   predictors = { gdp = "published(yoy(macro.gdp), month)", valuation = "log(small / small_book)" }
//   against = { multiple = "log(small / small_book)", rate = "rates.gs10" }   # optional: the other model's variables
//   horizon = "12m"
//   first_window = "20y"      # history behind the first forecast
struct RivalRequest {
  SeriesUse price;
  std::vector<NamedFormula> predictors, against;
  Duration horizon{12, Duration::Unit::month}, first_window{20, Duration::Unit::year};
  Place horizon_place, first_window_place, place;
};

RivalRequest read_rival(const TomlTable& table);
std::vector<SeriesUse> uses_of(const RivalRequest& request);

}  // namespace rerate
