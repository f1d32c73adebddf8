"""Golden numbers of rerate/rotation: six sector rotations on the twelve French industries in pandas and numpy, written from the
formulas in the headers of rerate/rotation: weights, turnover, costs and monthly returns.

usage (at the project's root): python3 tests/oracles/rotation.py > tests/golden/rotation.json

Figures: data/open. Prices cumulate returns from 100 before the first month. A row L of book-to-market is known from the end of June of
L. Drivers stand a month later than the month they are about, when they were known. Cash earns the bill's rate of the month before.
Volumes (impact) are 1, 2, ... billions a day.
"""
import json

import numpy as np
import pandas as pd
import scipy
from scipy.optimize import minimize

BILLION = 1e9


def monthly(file, name=None):
    table = pd.read_csv(f"data/open/{file}.csv", index_col=0)
    table.index = pd.PeriodIndex(table.index.astype(str).str.slice(0, 7), freq="M")
    return table if name is None else table[name].astype(float)


returns_read = monthly("french_industry12_monthly")
names = list(returns_read.columns)
price = 100 * (1 + returns_read / 100).cumprod()
month_return = price / price.shift(1) - 1
months = price.index
M, N = price.shape

bill = monthly("rates", "tb3ms").dropna().reindex(months, method="ffill").shift(1) / 1200
cash = bill.to_numpy()

be_me_read = pd.read_csv("data/open/french_industry12_be_me_annual.csv", index_col=0)
be_me = pd.DataFrame([be_me_read.loc[m.year if m.month >= 6 else m.year - 1] for m in months], index=months)

rates = monthly("rates").reindex(pd.period_range(months[0] - 1, months[-1], freq="M")).shift(1).reindex(months)
drivers = pd.DataFrame({"rate": rates["gs10"], "slope": rates["gs10"] - rates["fedfunds"]})


# ---- signals ------------------------------------------------------------------------------------------------

def momentum(count, skip):
    return price.shift(skip) / price.shift(count) - 1


def reversal(count):
    return -(price / price.shift(count) - 1)


def volatility(count):
    return -month_return.rolling(count).apply(lambda x: x.std(ddof=1), raw=True) * np.sqrt(12)


def trend(count):
    return price / price.rolling(count).apply(np.mean, raw=True) - 1


def own_history(figures, first):
    z = (figures - figures.expanding(first).apply(np.mean, raw=True)) / \
        figures.expanding(first).apply(lambda x: np.std(x, ddof=1), raw=True)
    return z


def macro(count, penalty, change_months):
    """Ridge on standardised drivers: (R + penalty I) b = r s_y, coefficients back in the drivers' units, times the newest change."""
    relative = 100 * month_return.sub(month_return.mean(axis=1), axis=0)
    change = drivers.diff()
    newest = (drivers - drivers.shift(change_months)) / change_months
    signal = pd.DataFrame(np.nan, months, names)
    for m in range(count, M):
        x, y = change.iloc[m - count + 1:m + 1].to_numpy(), relative.iloc[m - count + 1:m + 1].to_numpy()
        if np.isnan(x).any() or np.isnan(y).any() or newest.iloc[m].isna().any():
            continue
        z = (x - x.mean(axis=0)) / x.std(axis=0)
        beta = np.linalg.solve(z.T @ z / count + penalty * np.eye(x.shape[1]), z.T @ (y - y.mean(axis=0)) / count)
        signal.iloc[m] = newest.iloc[m].to_numpy() @ (beta / x.std(axis=0)[:, None])
    return signal


# ---- scores -------------------------------------------------------------------------------------------------

def z_score(signal, limit):
    return signal.sub(signal.mean(axis=1), axis=0).div(signal.std(axis=1, ddof=1), axis=0).clip(-limit, limit)


def rank_score(signal):
    rank = signal.rank(axis=1)
    count = signal.notna().sum(axis=1)
    return rank.sub(1).mul(2).div(count - 1, axis=0).sub(1)


def weighted(standings, weights):
    """Weights by month (months x signals) over the signals that a sector has."""
    total = sum(z.fillna(0).mul(weights[:, s], axis=0) for s, z in enumerate(standings))
    over = sum(z.notna().mul(np.abs(weights[:, s]), axis=0) for s, z in enumerate(standings))
    return total.div(over.where(over > 0))


def fixed(standings, weights):
    return weighted(standings, np.tile(np.asarray(weights, float), (M, 1)))


def mean_ranks(outcome):
    """Figures within 1e-12 of the least of them are equal, which levels of indexes tell apart by their rounding only."""
    tied, least = outcome.copy(), -np.inf
    for name in outcome.sort_values(kind="stable").index:
        least = least if outcome[name] - least <= 1e-12 else outcome[name]
        tied[name] = least
    return tied.rank()


def inverse_variance(standings, lag, horizon, embargo, first_window, refit):
    """Of each month's rank correlation between standing and return, over decisions whose returns are known."""
    outcome = (price.shift(-lag - horizon) / price.shift(-lag) - 1)
    correlation = np.array([[mean_ranks(z.iloc[m]).corr(mean_ranks(outcome.iloc[m])) if z.iloc[m].notna().all() and outcome.iloc[m].notna().all()
                             else np.nan for z in standings] for m in range(M)])
    weights, last = np.full((M, len(standings)), 1 / len(standings)), None
    for m in range(M):
        known = correlation[:max(m - lag - horizon - embargo + 1, 0)]
        ready = len(known) > 0 and (~np.isnan(known)).all(axis=1).sum() >= first_window
        if ready and (last is None or m - last >= refit):
            precision = np.array([1 / np.nanvar(known[:, s], ddof=1) for s in range(len(standings))])
            weights[m], last = precision / precision.sum(), m
        elif m > 0:
            weights[m] = weights[m - 1]
    return weighted(standings, weights)


# ---- weights ------------------------------------------------------------------------------------------------

def order(score):
    return sorted((i for i in range(N) if not np.isnan(score[i])), key=lambda i: (-score[i], i))


def top_k(k, short=False):
    def target(m, score):
        best = order(score)
        w = np.zeros(N)
        w[best[:k]] = 1 / k
        if short:
            w[best[-k:]] -= 1 / k
        return w
    return target


def rank_weighted(m, score):
    """Long the better half, short its mirror image."""
    best = order(score)
    parts = np.zeros(N)
    for rank, i in enumerate(best, 1):
        parts[i] = len(best) - 2 * rank + 1
    return parts / parts[parts > 0].sum()


def signal_proportional(m, score):
    above = np.nan_to_num(np.maximum(score - np.nanmean(score), 0))
    return above / above.sum()


def shrunk_covariance(x):
    """Ledoit and Wolf (2004), lemma 3.2 and section 3.3, divisor n."""
    n, p = x.shape
    x = x - x.mean(axis=0)
    sample = x.T @ x / n
    mu = np.trace(sample) / p
    d2 = ((sample - mu * np.eye(p)) ** 2).sum() / p
    b2 = sum(((np.outer(row, row) - sample) ** 2).sum() for row in x) / n ** 2 / p
    share = min(b2, d2) / d2
    return share * mu * np.eye(p) + (1 - share) * sample


def least_variance(covariance, least, most):
    """min w'Vw, sum 1, bounds: scipy tells which weights are at their bounds, the conditions of Karush, Kuhn and Tucker the rest."""
    p = len(covariance)
    scaled = covariance / np.trace(covariance) * p
    near = minimize(lambda w: w @ scaled @ w / 2, np.full(p, 1 / p), jac=lambda w: scaled @ w, method="SLSQP", bounds=[(least, most)] * p,
                    constraints=dict(type="eq", fun=lambda w: w.sum() - 1, jac=lambda w: np.ones(p)),
                    options=dict(ftol=1e-15, maxiter=1000)).x
    low, high = near < least + 1e-6, near > most - 1e-6
    free = ~(low | high)
    w = np.where(low, least, most).astype(float)
    f = free.sum()
    system = np.block([[scaled[np.ix_(free, free)], np.ones((f, 1))], [np.ones((1, f)), np.zeros((1, 1))]])
    solved = np.linalg.solve(system, np.append(-scaled[np.ix_(free, ~free)] @ w[~free], 1 - w[~free].sum()))
    w[free] = solved[:f]
    slope = scaled @ w + solved[f]
    assert (w >= least).all() and (w <= most).all() and (slope[low] >= 0).all() and (slope[high] <= 0).all()
    return w


def minimum_variance(window, k, least, most):
    """Among the k best; the covariance is that of all."""
    past = month_return.to_numpy()

    def target(m, score):
        members = sorted(order(score)[:k])
        w = np.zeros(N)
        w[members] = least_variance(shrunk_covariance(past[m - window + 1:m + 1])[np.ix_(members, members)], least, most)
        return w
    return target


# ---- what following them earned -----------------------------------------------------------------------------

def backtest(score, target, *, every=1, lag=1, rate=0.001, band=0.0, only_above_zero=None, needs=1, from_month=0, impact=None):
    score = score.to_numpy()
    one = month_return.to_numpy()
    spread = month_return.rolling(12).apply(lambda x: x.std(ddof=1), raw=True).to_numpy() / np.sqrt(21)
    decisions = {}
    for m in range(from_month, M):
        if every == 3 and months[m].month % 3 or (~np.isnan(score[m])).sum() < needs or m + lag >= M:
            continue
        w = target(m, score[m])
        if only_above_zero is not None:
            figure = only_above_zero.iloc[m].to_numpy()
            w = np.where(figure > 0, w, 0)
        decisions[m + lag] = w
    first = min(decisions)
    rows = {name: [] for name in ("gross", "net", "turnover", "cost", "traded", "weights")}
    held = np.zeros(N)
    carried = dict(turnover=0.0, cost=0.0, traded=False)
    for m in range(first, M):
        gross = 0.0
        if m > first:
            gross = held @ one[m] + (1 - held.sum()) * cash[m]
            held = held * (1 + one[m]) / (1 + gross)
        turnover = cost = 0.0
        traded = False
        if m in decisions:
            change = np.abs(decisions[m] - held)
            if m == first or change.max() > band:
                traded, turnover, cost = True, change.sum() / 2, rate * change.sum()
                if impact:
                    cost += (impact["coefficient"] * spread[m] * np.sqrt(impact["capital"] / impact["volume"]) * change ** 1.5).sum()
                held = decisions[m]
        if m == first:
            carried = dict(turnover=turnover, cost=cost, traded=traded)
            continue
        # The first trade stands with the first month.
        net = (1 + gross) * (1 - cost)
        if m == first + 1:
            net *= 1 - carried["cost"]
            turnover, cost, traded = turnover + carried["turnover"], cost + carried["cost"], True
        for name, value in (("gross", gross), ("net", net - 1), ("turnover", turnover), ("cost", cost), ("traded", traded),
                            ("weights", held.copy())):
            rows[name].append(value)
    return first, rows


LIMIT = 3.0
volume = BILLION * np.arange(1, N + 1)
trend_13 = trend(13)
runs = {
    "momentum_top": backtest(z_score(momentum(12, 1), LIMIT), top_k(3), needs=3),
    "rank_weighted_long_short": backtest(
        fixed([z_score(momentum(6, 0), 1.5), z_score(volatility(36), 1.5)], [2, 1]), rank_weighted, every=3, rate=0.002, needs=2),
    "proportional_band": backtest(z_score(own_history(be_me, 60), LIMIT), signal_proportional, lag=0, rate=0.0005, band=0.02, needs=2),
    "macro_trend_impact": backtest(
        fixed([z_score(macro(60, 0.1, 3), LIMIT), z_score(momentum(12, 1), LIMIT), z_score(trend_13, LIMIT)], [1, 0.5, 0.25]),
        top_k(4), only_above_zero=trend_13, needs=4,
        impact=dict(coefficient=1.0, capital=1e8, volume=volume)),
    "minimum_variance": backtest(
        fixed([rank_score(momentum(12, 1))], [1]), minimum_variance(60, 8, 0.02, 0.25), lag=0, needs=2, from_month=60),
    "inverse_variance_long_short": backtest(
        inverse_variance([z_score(momentum(12, 1), LIMIT), z_score(reversal(3), LIMIT)], lag=1, horizon=3, embargo=1, first_window=60, refit=12),
        top_k(4, short=True), needs=8),
}


def packed(name, first, rows):
    every = 1 if name == "momentum_top" else 6
    return dict(first=str(months[first]), gross=rows["gross"], net=rows["net"], turnover=rows["turnover"], cost=rows["cost"],
                traded=sum(rows["traded"]), weights_every=every, weights=[[float(w) for w in row] for row in rows["weights"][::every]])


print(json.dumps(dict(
    program=f"pandas {pd.__version__}, numpy {np.__version__}, scipy {scipy.__version__}", names=names, months=M,
    runs={name: packed(name, *run) for name, run in runs.items()}), separators=(",", ":")))
