#include "rerate/formula/function_manifest.h"

namespace rerate {
namespace {

constexpr std::string_view kTime = "Time";
constexpr std::string_view kValues = "Values";
constexpr std::string_view kReturns = "Indexes and returns";
constexpr std::string_view kWindows = "Windows";
constexpr std::string_view kFrequency = "Frequency and gaps";
constexpr std::string_view kRates = "Rates";

constexpr FunctionDescription kManifest[] = {
    {"lag", "lag(x, lag)", kTime,
     "The figure a duration earlier. On daily and weekly series lag(x, 12m) is the last figure on or before "
     "the same "
     "day twelve months earlier. The result ends where x ends and is known once x has figures so far.",
     "lag(rates.gs10, 12m)"},
    {"diff", "diff(x[, horizon])", kTime,
     "Change over a horizon, one period when it is left out: x less its earlier figure. The change of a "
     "figure in "
     "percent is in pp.",
     "diff(rates.gs10, 12m)"},
    {"pct", "pct(x[, horizon])", kTime,
     "Percent change over a horizon, one period when it is left out. For positive levels, indexes and "
     "ratios.",
     "pct(macro.gdpc1, 1q)"},
    {"yoy", "yoy(x)", kTime, "Percent change over twelve months. For positive levels, indexes and ratios.",
     "yoy(macro.indpro)"},
    {"published", "published(x)", kTime,
     "Shifts by release: at each period the figure about the latest reference period that was known by its "
     "last day. "
     "A period that may not be over, as nothing later has been published, is left out. "
     "Daily and weekly series keep the days on which a figure became known.",
     "published(macro.indpro)"},
    {"carry", "carry(x, onto)", kTime,
     "The figure of x that was the newest known on the last weekday of each period of `onto`, which may have "
     "another "
     "frequency: a yearly book value month by month, each from its day of publication on. "
     "A period that may not be over, as nothing later has been published, is left out.",
     "carry(french_be_me.small_value, french.small_value)"},

    {"log", "log(x)", kValues, "Natural logarithm. Refuses a value of 0 or less, with its date.",
     "log(macro.indpro)"},
    {"exp", "exp(x)", kValues, "e to the power x.", "exp(diff(log(macro.indpro), 12m))"},
    {"abs", "abs(x)", kValues, "The value without its sign.", "abs(diff(rates.gs10))"},
    {"min", "min(x, y, ...)", kValues, "The smallest of the arguments, period by period.",
     "min(rates.gs10, rates.fedfunds)"},
    {"max", "max(x, y, ...)", kValues, "The largest of the arguments, period by period.",
     "max(rates.gs10 - bey(rates.tb3ms), 0)"},
    {"mean", "mean(x, y, ...)", kValues,
     "The average of the arguments, period by period. Over time it is ma(x, window).",
     "mean(french.small_growth, french.small_neutral, french.small_value)"},
    {"sum", "sum(x, y, ...)", kValues, "The sum of the arguments, period by period.",
     "sum(french.mkt_rf, french.rf)"},
    {"clip", "clip(x, low, high)", kValues, "x, but no less than low and no more than high.",
     "clip(zscore(rates.gs10), -3, 3)"},
    {"when", "when(condition, a, b)", kValues,
     "a where the condition is true, b where it is false. Only the chosen one is read; both are computed and "
     "must "
     "have the period.",
     "when(nber.recession, 0, philly.current_activity)"},

    {"index", "index(x)", kReturns,
     "Cumulates simple returns in percent into a total-return index. The first figure is 100 (1 + r/100) at "
     "the "
     "first period: no base period is put before it.",
     "index(mean(french.small_growth, french.small_neutral, french.small_value))"},
    {"ret", "ret(x, horizon)", kReturns,
     "Trailing simple return of an index or level over a horizon, in percent.",
     "ret(index(french.small_value), 12m)"},
    {"total_return", "total_return(x, dividend)", kReturns,
     "Return of one period with dividends, in percent: 100 ((x + dividend) / earlier x - 1), dividend what "
     "was "
     "paid within the period, in the unit of x. With index() a total-return index of a price.",
     "index(total_return(shiller.sp_price, shiller.sp_dividend / 12))"},

    {"ma", "ma(x, window)", kWindows, "Moving average.", "ma(philly.current_activity, 3m)"},
    {"ema", "ema(x, half_life)", kWindows,
     "Exponential average: the mean of all figures so far with weights 2^(-age/half_life), from the first "
     "full "
     "half-life on. Missing figures are passed over.",
     "ema(philly.current_activity, half_life = 6m)"},
    {"std", "std(x, window)", kWindows, "Sample standard deviation (n - 1).", "std(french.mkt_rf, 36m)"},
    {"zscore", "zscore(x[, window])", kWindows,
     "(x - mean) / standard deviation (n - 1), within the window or, without one, of everything so far (at "
     "least 24 "
     "figures, missing ones passed over). Missing where the figures do not vary.",
     "zscore(credit.gz_spread, 10y)"},
    {"percentile", "percentile(x[, window])", kWindows,
     "100 times the mid-rank share: figures below x plus half of those equal to it (x itself among them), "
     "over their "
     "number; within the window or of everything so far (at least 24 figures, missing ones passed over).",
     "percentile(credit.gz_spread)"},
    {"rolling_corr", "rolling_corr(x, y, window)", kWindows,
     "Correlation of x and y over the window, on the periods that both have. Missing where one does not "
     "vary.",
     "rolling_corr(diff(rates.gs10), french.mkt_rf, 60m)"},
    {"rolling_beta", "rolling_beta(y, x, window)", kWindows,
     "Slope of y on x over the window: covariance over the variance of x. Missing where x does not vary.",
     "rolling_beta(french.small_value, french.mkt_rf, 60m)"},

    {"resample", "resample(x, frequency, how)", kFrequency,
     "One figure for each week, month, quarter or year: the last, mean, sum or first of what falls into it. "
     "Weeks "
     "end on Friday. A last period that is not over is left out, and so is a first one that x covers only in "
     "part "
     "(except for last). A missing month makes a mean or sum missing.",
     "resample(rates.gs10, quarter, mean)"},
    {"fill", "fill(x[, most])", kFrequency,
     "Missing figures take the last figure before them; with `most`, only when it is no older than that. A "
     "filled figure is known with the next one: until then the series ends before the gap.",
     "fill(macro.unrate, 1m)"},
    {"splice", "splice(x, y)", kFrequency,
     "x where it has a figure, otherwise y: one series continued, or begun earlier, by another. Levels are "
     "joined as they stand; nothing is rescaled.",
     "splice(rates.fedfunds, bey(rates.tb3ms))"},

    {"bey", "bey(x)", kRates,
     "Bond-equivalent yield of a 3-month bill from its discount rate d in percent: 365 d / (360 - 91 d / "
     "100).",
     "rates.gs10 - bey(rates.tb3ms)"},
};

}  // namespace

std::span<const FunctionDescription> function_manifest() { return kManifest; }

}  // namespace rerate
