#!/usr/bin/env python3
"""The multiple and growth equations of the S&P Composite by statsmodels, from data/open and nothing of Rerate's sources.

    fair_value_equations.py > ../golden/fair_value_equations.json        (from tests/oracles; needs statsmodels)

Monthly, 1960-01 to 2019-12: ln(price / earnings) on GS10 and the unemployment rate, in levels and in first differences; growth of
earnings over the next twelve months, 100 ln(E_{t+12} / E_t), on the yearly growth of industrial production and on the unemployment
rate of month t (ahead), and of month t + 12 (meanwhile).
"""
import csv
import json
import pathlib

import numpy
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson
from statsmodels.tsa.stattools import adfuller, coint, kpss

OPEN = pathlib.Path(__file__).resolve().parents[2] / "data" / "open"
FIRST, LAST, HORIZON = "1960-01", "2019-12", 12


def column(file, name):
    with open(OPEN / file, newline="") as handle:
        return {row["date"]: float(row[name]) for row in csv.DictReader(handle) if row[name]}


def fit(y, x):
    found = sm.OLS(y, sm.add_constant(x)).fit()
    return {"coefficients": list(found.params), "r2": found.rsquared, "durbin_watson": durbin_watson(found.resid),
            "sigma": float(numpy.sqrt(found.mse_resid)), "n": int(found.nobs)}


def main():
    price, earnings = column("shiller_sp500_monthly.csv", "price"), column("shiller_sp500_monthly.csv", "earnings")
    gs10, unrate = column("rates.csv", "gs10"), column("unemployment_rate.csv", "unrate")
    indpro = column("industrial_production.csv", "indpro")
    months = [m for m in sorted(price) if FIRST <= m <= LAST]
    multiple = numpy.log([price[m] / earnings[m] for m in months])
    x = numpy.array([[gs10[m], unrate[m]] for m in months])
    tau, p, _ = coint(multiple, x, trend="c", autolag="bic")
    adf = adfuller(multiple, regression="c", autolag="BIC")

    every = sorted(indpro)
    production = {m: 100 * (indpro[m] / indpro[every[i - 12]] - 1) for i, m in enumerate(every) if i >= 12}
    z = numpy.array([[production[m], unrate[m]] for m in months])
    logs = 100 * numpy.log([earnings[m] for m in months])
    growth = logs[HORIZON:] - logs[:-HORIZON]
    print(json.dumps({
        "levels": fit(multiple, x),
        "differences": fit(numpy.diff(multiple), numpy.diff(x, axis=0)),
        "engle_granger": {"statistic": tau, "p": p},
        "adf": {"statistic": adf[0], "p": adf[1], "lags": adf[2]},
        "kpss": kpss(multiple, regression="c", nlags="auto")[0],
        "ahead": fit(growth, z[:-HORIZON]),
        "meanwhile": fit(growth, z[HORIZON:]),
    }, indent=1))


if __name__ == "__main__":
    main()
