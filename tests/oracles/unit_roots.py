"""Golden numbers of rerate/time_series/{unit_root,mackinnon} and of Engle-Granger's test: statsmodels 0.13.5.

usage (at the project's root): python3 tests/oracles/unit_roots.py > tests/golden/unit_roots_statsmodels.json

Settings. adfuller(regression, maxlag, autolag): maxlag is Schwert's floor(12 (T/100)^(1/4)) with autolag AIC and BIC (the
package's own default rounds up), and the number of lags with autolag None. kpss(regression, nlags). coint(trend, maxlag,
autolag) of the first series on the others. mackinnonp and mackinnoncrit on a grid.
"""
import json
import math
import warnings

import numpy as np
import pandas as pd
from statsmodels.tsa.adfvalues import mackinnoncrit, mackinnonp
from statsmodels.tsa.stattools import adfuller, coint, kpss

warnings.simplefilter("ignore")
inputs = pd.read_csv("tests/golden/time_series_inputs.csv").drop(columns="date")
schwert = math.floor(12 * (len(inputs) / 100) ** 0.25)


def critical(values):
    return [values[level] for level in ("1%", "5%", "10%")]


def adf(name, regression, rule, lags):
    x = inputs[name].to_numpy()
    result = adfuller(x, maxlag=lags, regression=regression, autolag=rule)
    return dict(series=name, deterministic=regression, rule=rule or "given", statistic=result[0], p=result[1],
                lags=result[2], n=result[3], critical=critical(result[4]))


def stationarity(name, regression, lags):
    statistic, p, used, values = kpss(inputs[name].to_numpy(), regression=regression, nlags=lags)
    return dict(series=name, deterministic=regression, lags=-1 if lags == "auto" else lags, used=used,
                statistic=statistic, p=p, critical=critical(values))


def engle_granger(names, trend, rule, lags):
    y, x = inputs[names[0]].to_numpy(), inputs[names[1:]].to_numpy()
    statistic, p, values = coint(y, x, trend=trend, maxlag=lags, autolag=rule)
    return dict(series=names, deterministic=trend, rule=rule or "given", lags=lags, statistic=statistic, p=p,
                critical=list(values))


systems = [["gs10", "tb3ms"], ["gs10", "tb3ms", "fedfunds"], ["log_price", "log_earnings"],
           ["log_pe", "gs10", "gz_spread", "unrate"], ["log_pe", "gs10", "tb3ms", "gz_spread", "unrate", "log_indpro"]]
rules = [("AIC", schwert), ("BIC", schwert), (None, 0), (None, 3), (None, 12)]
taus = [-30, -19, -8, -5, -4.2, -3.6, -3.4, -3.1, -2.9, -2.6, -2.1, -1.6, -1.04, -1, -0.4, 0, 0.5, 0.72, 0.9, 1.3, 3]

print(json.dumps(dict(
    source="statsmodels 0.13.5",
    adf=[adf(name, regression, rule, lags) for name in inputs for regression in ("n", "c", "ct") for rule, lags in rules],
    kpss=[stationarity(name, regression, lags)
          for name in inputs for regression in ("c", "ct") for lags in ("auto", 0, 7, 24)],
    engle_granger=[engle_granger(names, trend, rule, lags)
                   for names in systems for trend in ("c", "ct") for rule, lags in rules],
    p=[dict(tau=tau, deterministic=regression, variables=n, p=float(mackinnonp(tau, regression, n)))
       for regression in ("n", "c", "ct") for n in range(1, 7) for tau in taus],
    critical=[dict(deterministic=regression, variables=n, n=count,
                   values=[float(v) for v in mackinnoncrit(n, regression, count)])
              for regression in ("n", "c", "ct") for n in range(1, 7 if regression != "n" else 2)
              for count in (25, 120, 600)],
)))
