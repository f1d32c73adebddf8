#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/models/fair_value.h"
#include "rerate/study/given_figure.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// One [[fair_value.scenario]] of a study file:
//
//   id = "consensus"
//   title = "Consensus"
//   kind = "consensus"        # consensus | bottom_up | soft_landing | recession | custom
//   source = "Survey of Professional Forecasters, 2024Q1"
//   set = { rate = 4.2, slope = [0.2, 0.5, 1.0], gdp = "spf.gdp_growth" }   # end point, path, or a formula's newest figure
//   shift = { rate = -0.5 }   # added to today's
//   rest = "today"            # drivers that are not named stay
//   growth = 5.0, multiple = 1.4   # numbers or formulas, instead of the equations
//   level = 1587              # solve for this level
//   probability = 0.5
struct ScenarioRequest {
  Scenario scenario;  // what formulas give is filled in by `scenario_of`
  std::map<std::string, SeriesUse> set_formulas;
  std::optional<GivenFigure> growth, multiple;
};

ScenarioRequest read_scenario(const TomlTable& table, const std::vector<NamedFormula>& drivers);

// With the newest figures of its formulas. Throws UserError at the formula's place for one without a figure, and
// fair_value_scenario for a multiple that is not positive or growth of -100% and less.
Scenario scenario_of(const ScenarioRequest& request, const SectionContext& context);

}  // namespace rerate
