#!/usr/bin/env python3
"""Forecast comparisons on growth of US industrial production, by numpy, scipy and statsmodels.

    python3 tests/oracles/forecast_comparison.py > tests/golden/forecast_comparison.json

Forecasts of the growth over the next h months (percent), made each month from 1990 on with what was there then: the mean
so far (benchmark), an autoregression of it on the growth of the last three months (model), the growth of the last h
months (naive). Clark-West is the t statistic of a regression on a constant with statsmodels' HAC errors; Diebold-Mariano
and encompassing are written from the papers with statsmodels' autocovariances. Inputs are rounded first, so
that the file holds exactly what was tested.
"""
import csv
import json
import pathlib

import numpy
import scipy.stats
import statsmodels.api
from statsmodels.tsa.stattools import acovf

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def production():
    with open(ROOT / "data/open/industrial_production.csv", newline="") as handle:
        rows = [row for row in csv.reader(handle)][1:]
    return [row[0] for row in rows], numpy.array([float(row[1]) for row in rows])


def forecasts(months, level, horizon):
    logs = 100 * numpy.log(level)
    actual, benchmark, model, naive = [], [], [], []
    for now in range(months.index("1990-01"), len(months) - horizon, 3):
        past = numpy.arange(horizon, now - horizon + 1)
        grown = logs[past + horizon] - logs[past]
        momentum = numpy.column_stack([numpy.ones(len(past)), logs[past] - logs[past - min(3, horizon)]])
        slopes = numpy.linalg.lstsq(momentum, grown, rcond=None)[0]
        actual.append(logs[now + horizon] - logs[now])
        benchmark.append(grown.mean())
        model.append(slopes @ [1, logs[now] - logs[now - min(3, horizon)]])
        naive.append(logs[now] - logs[now - horizon])
    return [numpy.round(column, 6) for column in (actual, benchmark, model, naive)]


def hln(d, horizon):
    n = len(d)
    gamma = acovf(d, adjusted=False, fft=False, nlag=horizon - 1)
    variance = (gamma[0] + 2 * gamma[1:].sum()) / n
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    return float(d.mean() / numpy.sqrt(variance) * numpy.sqrt(correction))


def clark_west(actual, benchmark, model, horizon):
    f = (actual - benchmark) ** 2 - ((actual - model) ** 2 - (benchmark - model) ** 2)
    fit = statsmodels.api.OLS(f, numpy.ones(len(f))).fit(
        cov_type="HAC", cov_kwds={"maxlags": horizon - 1, "use_correction": False})
    return {"statistic": float(fit.tvalues[0]), "p": float(scipy.stats.norm.sf(fit.tvalues[0]))}


def case(months, level, horizon, lags):
    actual, benchmark, model, naive = forecasts(months, level, horizon)
    dm = hln((actual - naive) ** 2 - (actual - model) ** 2, lags)
    adds = hln((actual - naive) * (model - naive), lags)
    freedom = len(actual) - 1
    return {
        "months_ahead": horizon, "horizon": lags,
        "actual": actual.tolist(), "benchmark": benchmark.tolist(), "model": model.tolist(), "naive": naive.tolist(),
        "clark_west": clark_west(actual, benchmark, model, lags),
        "diebold_mariano": {"statistic": dm, "p": float(2 * scipy.stats.t.sf(abs(dm), freedom))},
        "encompassing": {"statistic": adds, "p": float(scipy.stats.t.sf(adds, freedom))},
        "out_of_sample_r2": float(1 - ((actual - model) ** 2).sum() / ((actual - benchmark) ** 2).sum()),
    }


if __name__ == "__main__":
    names, values = production()
    # Quarterly dates: forecasts 3, 6 and 12 months ahead overlap 0, 1 and 3 of their neighbours.
    cases = [case(names, values, months, months // 3) for months in (3, 6, 12)]
    print(json.dumps({"cases": cases}))
