"""Tests of luck, Sharpe ratios and backtest overfitting in plain numpy, scipy and pandas -> tests/golden/luck.json.

Figures come from whole-number formulas, which the unit tests compute alike. Draws are numpy's own: p-values agree within
Monte Carlo error, everything else to rounding.
"""
import itertools
import json
import math
from pathlib import Path

import numpy
import pandas
import scipy.stats

DRAWS = 100_000


def differentials(rules, dates, tilt):
    t, j = numpy.arange(dates)[:, None], numpy.arange(rules)[None, :]
    whole = (7919 * (t * t + 3 * t) + 104729 * (j + 1) * (t + j)) % 2003
    return whole / 1000 - 1 + tilt * (j - 4)


def stationary_weights(random, dates, block_length):
    """How often each date is drawn, by draw: a new block begins with probability 1 / block_length."""
    weights = numpy.zeros((DRAWS, dates))
    rows = numpy.arange(DRAWS)
    at = random.integers(0, dates, DRAWS)
    for _ in range(dates):
        weights[rows, at] += 1
        begins = random.uniform(size=DRAWS) < 1 / block_length
        at = numpy.where(begins, random.integers(0, dates, DRAWS), (at + 1) % dates)
    return weights


def omega(x, block_length):
    """Hansen (2005), section 3.2.2: the kernel of the stationary bootstrap."""
    n = len(x)
    deviation, stay = x - x.mean(axis=0), 1 - 1 / block_length
    variance = (deviation ** 2).mean(axis=0)
    for i in range(1, n):
        covariance = (deviation[:-i] * deviation[i:]).sum(axis=0) / n
        variance = variance + 2 * ((n - i) / n * stay ** i + i / n * stay ** (n - i)) * covariance
    return numpy.sqrt(variance)


def luck_tests(rules, dates, tilt, block_length):
    x = differentials(rules, dates, tilt)
    random = numpy.random.default_rng(20240601)
    spread, root, mean = omega(x, block_length), math.sqrt(dates), x.mean(axis=0)
    t = root * mean / spread
    z = root * (stationary_weights(random, dates, block_length) @ x / dates - mean) / spread

    def share(largest, statistic):
        return (1 + int((largest >= statistic).sum())) / (1 + DRAWS)

    poor = -math.sqrt(2 * math.log(math.log(dates)))
    statistic = max(t.max(), 0)
    adjusted, before = numpy.zeros(rules), 0.0
    left = list(numpy.argsort(-t))
    while left:
        before = max(before, share(z[:, left].max(axis=1), t[left[0]]))
        adjusted[left.pop(0)] = before
    return {
        "rules": rules, "dates": dates, "tilt": tilt, "block_length": block_length,
        "omega": spread.tolist(), "t": t.tolist(),
        "reality_check_p": share((z * spread).max(axis=1), root * mean.max()),
        "spa_lower_p": share(numpy.maximum((z + numpy.minimum(t, 0)).max(axis=1), 0), statistic),
        "spa_consistent_p": share(numpy.maximum((z + numpy.where(t <= poor, t, 0)).max(axis=1), 0), statistic),
        "spa_upper_p": share(numpy.maximum(z.max(axis=1), 0), statistic),
        "adjusted_p": adjusted.tolist(),
    }


def excess_returns(case, count):
    t = numpy.arange(count)
    whole = (48271 * (t + 3) * (t + 7 * case) + 1013 * (t // 2) ** 2) % 1999
    return (whole / 1999 - 0.45) / 20 + 0.01 * ((t + case) % 11 == 0)


def probabilistic(x, benchmark):
    ratio = x.mean() / x.std(ddof=1)
    skewness, kurtosis = scipy.stats.skew(x), scipy.stats.kurtosis(x, fisher=False)
    error = math.sqrt(1 - skewness * ratio + (kurtosis - 1) / 4 * ratio ** 2)
    return scipy.stats.norm.cdf((ratio - benchmark) * math.sqrt(len(x) - 1) / error)


def expected_best(spread, trials):
    quantile = scipy.stats.norm.ppf
    return spread * ((1 - numpy.euler_gamma) * quantile(1 - 1 / trials) + numpy.euler_gamma * quantile(1 - 1 / (trials * math.e)))


def sharpe_ratios(case, count, year, benchmark, spread, trials):
    x = excess_returns(case, count)
    series = pandas.Series(x)
    ratio = series.mean() / series.std()
    deviation = x - x.mean()
    correlation = [(deviation[k:] * deviation[:-k]).sum() / (deviation ** 2).sum() for k in range(1, year)]
    scale = year + 2 * sum((year - k) * rho for k, rho in enumerate(correlation, start=1))
    return {
        "case": case, "count": count, "periods_a_year": year, "benchmark": benchmark, "spread": spread, "trials": trials,
        "ratio": ratio, "annual": ratio * math.sqrt(year), "adjusted": ratio * year / math.sqrt(scale),
        "probabilistic": probabilistic(x, benchmark), "expected_best": expected_best(spread, trials),
        "deflated": probabilistic(x, expected_best(spread, trials)),
    }


def performance(rules, dates, edge):
    t, j = numpy.arange(dates)[:, None], numpy.arange(rules)[None, :]
    whole = (30011 * (t + 1) * (j + 2) + 7 * t * t * (j + 1) + 131 * t) % 1987
    return whole / 1987 - 0.49 + edge * (j == 2)


def backtest_overfitting(rules, dates, edge, blocks):
    """Bailey, Borwein, Lopez de Prado and Zhu (2017), algorithm 2.3. The first dates that fill no whole block are left out."""
    x = performance(rules, dates, edge)[dates % blocks:]
    parts = numpy.array_split(x, blocks)
    logits, inside, outside, means = [], [], [], []
    for chosen in itertools.combinations(range(blocks), blocks // 2):
        taken = numpy.vstack([parts[b] for b in chosen])
        rest = numpy.vstack([parts[b] for b in range(blocks) if b not in chosen])
        ratio_in, ratio_out = (half.mean(axis=0) / half.std(axis=0, ddof=1) for half in (taken, rest))
        best = int(numpy.argmax(ratio_in))
        share = scipy.stats.rankdata(ratio_out)[best] / (rules + 1)
        logits.append(math.log(share / (1 - share)))
        inside.append(ratio_in[best])
        outside.append(ratio_out[best])
        means.append(rest[:, best].mean())
    return {
        "rules": rules, "dates": dates, "edge": edge, "blocks": blocks,
        "probability": float(numpy.mean(numpy.array(logits) <= 0)), "logits": sorted(logits),
        "performance_slope": float(numpy.polyfit(inside, outside, 1)[0]),
        "probability_of_loss": float(numpy.mean(numpy.array(means) < 0)),
    }


def drawdowns(case, count):
    """Of the wealth that the returns make; pandas' running maximum."""
    x = excess_returns(case, count)
    wealth = pandas.Series(numpy.concatenate([[1.0], numpy.cumprod(1 + x)]))
    below = wealth / wealth.cummax() - 1
    trough = int(below.idxmin())
    peak = int(wealth[:trough + 1].idxmax())
    after = wealth[trough:][wealth[trough:] >= wealth[peak]]
    under = (below < 0).astype(int)
    run = under.groupby((under == 0).cumsum()).cumsum()
    downside = math.sqrt((numpy.minimum(x, 0) ** 2).mean())
    return {
        "case": case, "count": count, "depth": -below.min(), "peak": peak, "trough": trough,
        "recovery": int(after.index[0]) if len(after) else None, "longest_under_water": int(run.max()),
        "sortino": x.mean() / downside, "hit_rate": float((x > 0).mean()),
    }


def main():
    golden = {
        "luck_tests": [luck_tests(9, 60, 0.0, 1), luck_tests(9, 120, 0.03, 4), luck_tests(12, 200, 0.02, 8)],
        "sharpe_ratios": [sharpe_ratios(1, 240, 12, 0.0, 0.1, 10), sharpe_ratios(2, 758, 12, 0.05, 0.04, 10000),
                          sharpe_ratios(3, 1000, 52, 0.02, 0.05, 250), sharpe_ratios(4, 60, 4, 0.1, 0.2, 2)],
        "backtest_overfitting": [backtest_overfitting(5, 100, 0.0, 4), backtest_overfitting(20, 243, 0.0, 10),
                                 backtest_overfitting(12, 365, 0.05, 12)],
        "drawdowns": [drawdowns(1, 240), drawdowns(2, 758), drawdowns(3, 90), drawdowns(9, 400)],
    }
    Path(__file__).parents[1].joinpath("golden", "luck.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
