"""Performance of portfolios in plain numpy, scipy and statsmodels -> tests/golden/rotation_performance.json.

Returns come from a whole-number formula, which the unit test computes alike. Draws of the bootstrap are numpy's own:
intervals agree within Monte Carlo error, everything else to rounding.
"""
import json
import math
from pathlib import Path

import numpy
import scipy.stats
import statsmodels.api

MONTHS = 240
DRAWS = 40_000


def returns_of(case):
    """Monthly returns between -5.5% and +6.5% with a memory of one month."""
    t = numpy.arange(MONTHS + 1)
    whole = (48271 * (t + 3) * (t + 7 * case) + 1013 * (t // 2) * (t // 2)) % 1999
    fresh = (whole / 1999 - 0.45) / 10
    return fresh[1:] + 0.25 * fresh[:-1]


def cash_of():
    t = numpy.arange(MONTHS)
    return 0.002 + 0.001 * ((t // 12) % 5)


def performance(returns, cash):
    excess = returns - cash
    wealth = numpy.concatenate([[1], numpy.cumprod(1 + returns)])
    high = numpy.maximum.accumulate(wealth)
    longest = run = 0
    for below in wealth < high:
        run = run + 1 if below else 0
        longest = max(longest, run)
    deviation = excess - excess.mean()
    rho = [(deviation[k:] * deviation[:-k]).sum() / (deviation ** 2).sum() for k in range(1, 12)]
    ratio = excess.mean() / excess.std(ddof=1)
    year = 12 / math.sqrt(12 + 2 * sum((12 - k) * rho[k - 1] for k in range(1, 12)))
    return {
        "cagr": wealth[-1] ** (12 / MONTHS) - 1,
        "volatility": returns.std(ddof=1) * math.sqrt(12),
        "sharpe": ratio * math.sqrt(12),
        "sharpe_adjusted": ratio * year,
        "sortino": excess.mean() / math.sqrt((numpy.minimum(excess, 0) ** 2).mean()) * math.sqrt(12),
        "max_drawdown": (1 - wealth / high).max(),
        "longest_under_water": longest,
        "hit_rate": (excess > 0).mean(),
    }


def lags(n):
    return int(math.floor(4 * (n / 100) ** (2 / 9)))


def hac(y, x):
    return statsmodels.api.OLS(y, x).fit(cov_type="HAC", use_t=True,
                                         cov_kwds={"maxlags": lags(len(y)), "use_correction": False})


def relative(returns, benchmark, cash):
    ahead = returns - benchmark
    fit = hac(returns - cash, statsmodels.api.add_constant(benchmark - cash))
    return {
        "information_ratio": ahead.mean() / ahead.std(ddof=1) * math.sqrt(12),
        "tracking_error": ahead.std(ddof=1) * math.sqrt(12),
        "excess": ahead.mean() * 12,
        "beat_rate": (ahead > 0).mean(),
        "alpha": fit.params[0] * 12,
        "alpha_error": fit.bse[0] * 12,
        "alpha_t": fit.tvalues[0],
        "alpha_p": fit.pvalues[0],
        "beta": fit.params[1],
        "beta_error": fit.bse[1],
    }


def group_of():
    """Months 0..9 are in none; then three groups, of decades and of scattered months."""
    t = numpy.arange(MONTHS)
    return numpy.where(t < 10, -1, numpy.where(t % 7 == 3, 2, (t >= 120).astype(int)))


def groups(returns, benchmark, cash):
    found = []
    ahead, of = returns - benchmark, group_of()
    for which in range(3):
        chosen = of == which
        fit = hac(ahead, chosen.astype(float))
        excess, other = (returns - cash)[chosen], (benchmark - cash)[chosen]
        found.append({
            "months": int(chosen.sum()),
            "mean": returns[chosen].mean() * 12,
            "benchmark_mean": benchmark[chosen].mean() * 12,
            "difference": ahead[chosen].mean() * 12,
            "t": fit.tvalues[0],
            "sharpe": excess.mean() / excess.std(ddof=1) * math.sqrt(12),
            "benchmark_sharpe": other.mean() / other.std(ddof=1) * math.sqrt(12),
            "beat_rate": (ahead[chosen] > 0).mean(),
        })
    return found


def rank_correlation(series, horizon):
    n = len(series)
    terms = max(1, min(int(math.floor(0.4 * n ** (2 / 3))), n // (2 * horizon)))
    t = numpy.arange(1, n + 1)
    waves = [math.sqrt(2 / n) * (numpy.cos(math.pi * j * (t - 0.5) / n) * (series - series.mean())).sum()
             for j in range(1, terms + 1)]
    error = math.sqrt(numpy.mean(numpy.square(waves)) / n)
    ratio = series.mean() / error
    return {"horizon": horizon, "mean": series.mean(), "t": ratio,
            "p": 2 * scipy.stats.t.sf(abs(ratio), terms), "share_positive": (series > 0).mean()}


def politis_white(x):
    """Patton, Politis and White (2009), stationary bootstrap."""
    n = len(x)
    deviation = x - x.mean()
    covariance = lambda k: (deviation[k:] * deviation[:n - k]).sum() / n
    neighbours = max(5, math.ceil(math.sqrt(math.log10(n))))
    longest = math.ceil(math.sqrt(n)) + neighbours
    rho = numpy.array([covariance(k) / covariance(0) for k in range(1, longest + 1)])
    small = numpy.abs(rho) < 2 * math.sqrt(math.log10(n) / n)
    first = next((m for m in range(len(rho) - neighbours + 1) if small[m:m + neighbours].all()), None)
    if first is None:
        m = max(k for k in range(1, longest + 1) if not small[k - 1])
    else:
        m = max(first + 1, 1)
    most = min(2 * m, longest)
    window = lambda x: 1 if x <= 0.5 else 2 * (1 - x)
    g_hat = 2 * sum(window(k / most) * k * covariance(k) for k in range(1, most + 1))
    g = covariance(0) + 2 * sum(window(k / most) * covariance(k) for k in range(1, most + 1))
    b = (g_hat ** 2 / g ** 2) ** (1 / 3) * n ** (1 / 3)
    return max(1, min(b, math.ceil(min(3 * math.sqrt(n), n / 3))))


def intervals(returns, benchmark, cash):
    block_length = politis_white(returns - cash)
    random = numpy.random.default_rng(20240701)
    at = random.integers(0, MONTHS, DRAWS)
    rows = []
    for _ in range(MONTHS):
        rows.append(at)
        begins = random.uniform(size=DRAWS) < 1 / block_length
        at = numpy.where(begins, random.integers(0, MONTHS, DRAWS), (at + 1) % MONTHS)
    rows = numpy.array(rows)
    drawn = returns[rows]
    wealth = numpy.vstack([numpy.ones(DRAWS), numpy.cumprod(1 + drawn, axis=0)])
    ratio = lambda x: x[rows].mean(axis=0) / x[rows].std(axis=0, ddof=1) * math.sqrt(12)
    figures = {
        "cagr": wealth[-1] ** (12 / MONTHS) - 1,
        "volatility": drawn.std(axis=0, ddof=1) * math.sqrt(12),
        "sharpe": ratio(returns - cash),
        "max_drawdown": (1 - wealth / numpy.maximum.accumulate(wealth, axis=0)).max(axis=0),
        "information_ratio": ratio(returns - benchmark),
        "sharpe_difference": ratio(returns - cash) - ratio(benchmark - cash),
    }
    ends = {name: [*numpy.quantile(x, [0.05, 0.95]), x.std(ddof=1)] for name, x in figures.items()}
    return {"block_length": block_length, **ends}


def rolling(returns, benchmark, months):
    ahead = returns - benchmark
    windows = [ahead[end - months:end] for end in range(months, MONTHS + 1)]
    return [float(w.mean() / w.std(ddof=1) * math.sqrt(12)) for w in windows]


def main():
    cash = cash_of()
    cases = []
    for case in (1, 4):
        returns, benchmark = returns_of(case), 0.6 * returns_of(case) + 0.4 * returns_of(case + 1)
        cases.append({
            "case": case,
            "performance": performance(returns, cash),
            "relative": relative(returns, benchmark, cash),
            "groups": groups(returns, benchmark, cash),
            "intervals": intervals(returns, benchmark, cash),
            "rolling_36": rolling(returns, benchmark, 36)[::20],
        })
    correlations = [{"case": case, **rank_correlation(8 * returns_of(case), horizon)}
                    for case, horizon in ((2, 1), (3, 12), (5, 60))]
    golden = {"cases": cases, "rank_correlations": correlations}
    to = Path(__file__).resolve().parent.parent / "golden/rotation_performance.json"
    to.write_text(json.dumps(golden, indent=1, default=float) + "\n")


if __name__ == "__main__":
    main()
