#pragma once

#include <string>

#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/rotation_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs a rotation and tells it. Numbers sharpe, sharpe_benchmark, cagr, volatility, max_drawdown, turnover, cost_drag,
// information_ratio, spa_p, deflated_sharpe, trials and more; tables ranking, weights, returns and more (docs/study-file.md); set favoured, the
// names of the sectors that the model favours now.
Section rotation_section(const std::string& id, const std::string& title, const RotationRequest& request,
                         const SectionContext& context);

// One backtest: its numbers without intervals and luck, and the set `favoured`.
Figures rotation_figures(const RotationRequest& request, const SectionContext& context);

}  // namespace rerate
