#include "rerate/formula/function_implementations.h"

#include "rerate/formula/carrying.h"
#include "rerate/formula/elementwise.h"
#include "rerate/formula/function_types.h"
#include "rerate/formula/lagged.h"
#include "rerate/formula/resample.h"
#include "rerate/formula/window_functions.h"

namespace rerate {
namespace {

constexpr FunctionImplementation kImplementations[] = {
    {"lag", bind_lag, evaluate_lag},
    {"diff", bind_diff, evaluate_diff},
    {"pct", bind_growth, evaluate_pct},
    {"yoy", bind_growth, evaluate_yoy},
    {"published", bind_published, evaluate_published},
    {"carry", bind_carry, evaluate_carry},
    {"log", bind_log_or_exp, evaluate_log},
    {"exp", bind_log_or_exp, evaluate_exp},
    {"abs", bind_abs, evaluate_abs},
    {"min", bind_blend, evaluate_min},
    {"max", bind_blend, evaluate_max},
    {"mean", bind_blend, evaluate_mean},
    {"sum", bind_sum, evaluate_sum},
    {"clip", bind_clip, evaluate_clip},
    {"when", bind_when, evaluate_when},
    {"index", bind_index, evaluate_index},
    {"ret", bind_growth, evaluate_ret},
    {"total_return", bind_total_return, evaluate_total_return},
    {"ma", bind_moving_average, evaluate_ma},
    {"ema", bind_moving_average, evaluate_ema},
    {"std", bind_std, evaluate_std},
    {"zscore", bind_score, evaluate_zscore},
    {"percentile", bind_score, evaluate_percentile},
    {"rolling_corr", bind_rolling_corr, evaluate_rolling_corr},
    {"rolling_beta", bind_rolling_beta, evaluate_rolling_beta},
    {"resample", bind_resample, evaluate_resample},
    {"fill", bind_fill, evaluate_fill},
    {"splice", bind_splice, evaluate_splice},
    {"bey", bind_bey, evaluate_bey},
};

}  // namespace

std::span<const FunctionImplementation> function_implementations() { return kImplementations; }

}  // namespace rerate
