#pragma once

#include "rerate/models/fair_value_equations.h"

namespace rerate {

// Fair value by panel row: multiple by the equation at the row's drivers x fundamental x (1 + growth by its equation at the row's
// drivers), today's coefficients throughout. Growth reads what stands at the row also when the equation is estimated on
// drivers of the year ahead: a history must not know what came. In differences the multiple is that of a horizon earlier
// moved by its drivers since.
//
// The band is analytic: coefficients, errors of a horizon, and their covariance. At rows after the newest figure of a
// fundamental or driver that figure stands, as it does in the valuation. NaN where something is missing, everywhere
// without a fundamental's history. O(T k^2) and an exp a row.
struct FairValueHistory {
  Vector value, low, high;
};
FairValueHistory fair_value_history(const FairValueEquations& equations);

// The highest price: the first day it was reached (the last day of the period for monthly and longer ones).
struct RecordHigh {
  double level = 0;
  Date date;
};
// Of `record` and of the panel's prices; ties go to `record`, then to the first. A record below today's price cannot be one.
// Throws fair_value_sample at the panel's place when `record` has no figure.
RecordHigh record_high(const Series& record, const FairValuePanel& panel);

}  // namespace rerate
