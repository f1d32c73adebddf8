#!/usr/bin/env python3
"""Walk-forward forecasts of S&P Composite returns, written from the definitions and from nothing of Rerate's sources.

    return_forecast.py > ../golden/return_forecast.json        (from tests/oracles; needs numpy)

Figures of data/open, monthly. y_t = 100 ln(P_{t+12} / P_t). At the end of month t a reader has of each predictor the newest
month's figure that was published by then:

    production  100 (INDPRO_t / INDPRO_{t-12} - 1)      published 16 days after the month
    curve       GS10_t - TB3MS_t                        published a day after the month
    valuation   ln(P_t / E_t), trailing earnings        published 120 days after the month
    yield       GS10_t                                  published a day after the month

Model: production and curve. Other model: valuation and yield. Months are kept on which both have all their figures and there is
a price. The forecast made at the end of t is the least-squares fit of the pairs (x_s, y_s) with s + 12 <= t, s >= the first
month kept, at least 240 of them; the benchmark is the mean of their y_s. Every step solves its own least-squares problem with
numpy.linalg.lstsq (singular values): no updating, no normal equations.
"""
import calendar
import csv
import datetime
import json
import math
import pathlib

import numpy

OPEN = pathlib.Path(__file__).resolve().parents[2] / "data" / "open"
HORIZON, FIRST_WINDOW = 12, 240


def column(file, name):
    """{months since year 0: figure}"""
    with open(OPEN / file, newline="") as handle:
        rows = csv.DictReader(handle)
        return {int(r["date"][:4]) * 12 + int(r["date"][5:7]) - 1: float(r[name]) for r in rows if r[name]}


def month_end(month):
    year, index = divmod(month, 12)
    return datetime.date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def read_at(figures, lag, month):
    """The newest month's figure published by the end of `month`, no more than a year old."""
    for candidate in range(month, month - 13, -1):
        if candidate in figures and month_end(candidate) + datetime.timedelta(days=lag) <= month_end(month):
            return figures[candidate]
    return math.nan


def label(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def predictors():
    price, earnings = column("shiller_sp500_monthly.csv", "price"), column("shiller_sp500_monthly.csv", "earnings")
    production, bill = column("industrial_production.csv", "indpro"), column("rates.csv", "tb3ms")
    gs10 = column("rates.csv", "gs10")
    growth = {m: 100 * (v / production[m - 12] - 1) for m, v in production.items() if m - 12 in production}
    curve = {m: v - bill[m] for m, v in gs10.items() if m in bill}
    valuation = {m: math.log(price[m] / e) for m, e in earnings.items() if m in price}
    return price, [(growth, 16), (curve, 1)], [(valuation, 120), (gs10, 1)]


def main():
    price, model, other = predictors()
    rows = []
    for month in sorted(price):
        figures = [read_at(f, lag, month) for f, lag in model + other]
        if not any(math.isnan(f) for f in figures):
            rows.append((month, figures))
    months = [m for m, _ in rows]
    assert months == list(range(months[0], months[-1] + 1))
    x = numpy.array([f for _, f in rows])
    logs = numpy.array([100 * math.log(price[m]) for m in months])
    y = logs[HORIZON:] - logs[:-HORIZON]
    n = len(y)
    designs = [numpy.column_stack([numpy.ones(len(x)), x[:, :2]]), numpy.column_stack([numpy.ones(len(x)), x[:, 2:]])]

    made, realised, benchmark, predicted = [], [], [], ([], [])
    for t in range(n):
        pairs = t - HORIZON + 1
        if pairs < FIRST_WINDOW:
            continue
        made.append(label(months[t]))
        realised.append(y[t])
        benchmark.append(float(numpy.mean(y[:pairs])))
        for design, out in zip(designs, predicted):
            coefficients = numpy.linalg.lstsq(design[:pairs], y[:pairs], rcond=None)[0]
            out.append(float(design[t] @ coefficients))

    def squares(forecast):
        return math.fsum((a - f) ** 2 for a, f in zip(realised, forecast))

    def in_sample(design):
        fit = numpy.linalg.lstsq(design[:n], y, rcond=None)[0]
        residual = y - design[:n] @ fit
        return 1 - math.fsum(residual**2) / math.fsum((y - y.mean()) ** 2), [float(c) for c in fit]

    def newey_west_t(series, lags):
        mean = math.fsum(series) / len(series)
        d = [s - mean for s in series]
        variance = math.fsum(v * v for v in d) / len(d)
        for lag in range(1, lags + 1):
            gamma = math.fsum(d[i] * d[i - lag] for i in range(lag, len(d))) / len(d)
            variance += 2 * (1 - lag / (lags + 1)) * gamma
        return mean / math.sqrt(variance / len(d))

    clark_west = [
        (a - b) ** 2 - ((a - p) ** 2 - (b - p) ** 2) for a, b, p in zip(realised, benchmark, predicted[0])
    ]
    r2, coefficients = in_sample(designs[0])
    other_r2, other_coefficients = in_sample(designs[1])
    every = slice(0, None, 6)
    print(json.dumps({
        "first": label(months[0]), "last": label(months[-1]), "pairs": n, "forecasts": len(made),
        "coefficients": coefficients, "other_coefficients": other_coefficients,
        "r2_in_sample": r2, "other_r2_in_sample": other_r2,
        "r2_out_of_sample": 1 - squares(predicted[0]) / squares(benchmark),
        "other_r2_out_of_sample": 1 - squares(predicted[1]) / squares(benchmark),
        "clark_west": newey_west_t(clark_west, HORIZON - 1),
        "every": 6, "made_at": made[every], "realised": realised[every], "benchmark": benchmark[every],
        "predicted": predicted[0][every], "other_predicted": predicted[1][every],
    }, indent=1))


if __name__ == "__main__":
    main()
