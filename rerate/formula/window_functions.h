#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// Statistics of the window that ends at each period. Nothing stands before the first full window. A missing
// figure inside a window makes the result missing; expanding statistics (and ema) pass over missing figures
// and are missing only at those periods. Where a statistic is not defined (a z-score, correlation or beta
// of figures that do not vary; too few figures in a window counted by the calendar) the result is missing.
// known_at is the latest of the window.
Value evaluate_ma(EvaluatedCall& call);            // O(T)
Value evaluate_std(EvaluatedCall& call);           // O(T), n - 1 in the denominator
Value evaluate_zscore(EvaluatedCall& call);        // O(T)
Value evaluate_percentile(EvaluatedCall& call);    // O(T log T), 100 times the mid-rank share
Value evaluate_rolling_corr(EvaluatedCall& call);  // O(T)
Value evaluate_rolling_beta(EvaluatedCall& call);  // O(T)

// Mean of all figures so far with weights 2^(-age / half_life), from the first full half-life on. O(T).
Value evaluate_ema(EvaluatedCall& call);

}  // namespace rerate
