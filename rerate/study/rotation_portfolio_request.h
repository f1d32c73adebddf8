#pragma once

#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/rotation/backtest.h"
#include "rerate/rotation/portfolio.h"
#include "rerate/rotation/scores.h"
#include "rerate/study/named_formulas.h"

namespace rerate {

// The tables `score`, `portfolio` and `trading` of a [[rotation]] (rotation_request.h has their keys). Shares, limits and
// costs are percent and basis points in the file, fractions here. A table that is left out gives the defaults. Throw UserError at
// the key: study_file, and
//   rotation_universe   `k` above the number of sectors (twice `k` when long-short)
//   rotation_frequency  a rebalancing by the week or day
//   rotation_portfolio  long_short with a rule whose limits say how far a weight may go below 0
//   rotation_limits     a lower bound above the upper one
//   rotation_costs      costs of all that is traded and more; an impact without capital or volumes
ScoreSettings read_score(const TomlTable& rotation);
PortfolioSettings read_portfolio(const TomlTable& rotation, const std::vector<NamedFormula>& sectors);
TradingSettings read_trading(const TomlTable& rotation, const std::vector<NamedFormula>& sectors);

// Words of the file that have no to_string() of their own.
CrossSection standing_of(const TomlValue& value);
int rebalance_months_of(const TomlValue& value);
int trade_lag_of(const TomlValue& value);
// A portfolio's `k`, of at most as many as there are sectors. Throws rotation_universe.
int count_of_best(const TomlValue& value, std::size_t sectors);
bool has_limits(PortfolioRule rule);

}  // namespace rerate
