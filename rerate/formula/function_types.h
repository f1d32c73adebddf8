#pragma once

#include "rerate/formula/bound.h"

namespace rerate {

// The smallest number of observations with which an expanding zscore or percentile speaks.
inline constexpr int kExpandingMinimum = 24;

// The typing rule of each function of the manifest (or of several alike): the type of its result, or a
// UserError that says which argument does not fit and how to mend it. No value is read.
Bound bind_lag(const BoundCall& call);
Bound bind_diff(const BoundCall& call);
Bound bind_growth(const BoundCall& call);  // pct, yoy, ret
Bound bind_log_or_exp(const BoundCall& call);
Bound bind_abs(const BoundCall& call);
Bound bind_blend(const BoundCall& call);  // min, max, mean
Bound bind_sum(const BoundCall& call);
Bound bind_clip(const BoundCall& call);
Bound bind_when(const BoundCall& call);
Bound bind_index(const BoundCall& call);
Bound bind_total_return(const BoundCall& call);
Bound bind_moving_average(const BoundCall& call);  // ma, ema
Bound bind_std(const BoundCall& call);
Bound bind_score(const BoundCall& call);  // zscore, percentile
Bound bind_rolling_corr(const BoundCall& call);
Bound bind_rolling_beta(const BoundCall& call);
Bound bind_resample(const BoundCall& call);
Bound bind_fill(const BoundCall& call);
Bound bind_splice(const BoundCall& call);
Bound bind_published(const BoundCall& call);
Bound bind_carry(const BoundCall& call);
Bound bind_bey(const BoundCall& call);

}  // namespace rerate
