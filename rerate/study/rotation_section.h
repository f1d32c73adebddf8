#pragma once

#include <string>

#include "rerate/study/results.h"
#include "rerate/study/rotation_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs a rotation and tells it. Numbers sharpe, sharpe_benchmark, cagr, volatility, max_drawdown, turnover, cost_drag,
// information_ratio, spa_p, deflated_sharpe, trials and more; tables ranking, weights, returns and more (docs/study-file.md).
Section rotation_section(const std::string& id, const std::string& title, const RotationRequest& request,
                         const SectionContext& context);

}  // namespace rerate
