#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// The published numbers of a rotation. Intervals stand beside their figures as NAME_low and NAME_high. Sharpe ratios are a
// year's; turnover is one way, percent of wealth a year; a drawdown is a percentage above 0.
std::vector<Number> rotation_numbers(const RotationFindings& found);
// Those of the backtest alone, without intervals and luck.
std::vector<Number> rotation_backtest_numbers(const RotationFindings& found);

}  // namespace rerate
