"""The monthly series that the oracles of rerate/time_series share: levels from data/open, January 1973 to December 2022, in one
table, so that R, statsmodels, gretl and our own tests read the very same figures, whatever later revisions bring.

usage (at the project's root): python3 tests/oracles/time_series_inputs.py > tests/golden/time_series_inputs.csv

spread is gs10 - tb3ms; log_ are natural logarithms, rounded to ten decimals; the others are as published.
"""
import csv
import math


def column(name, field):
    with open(f"data/open/{name}.csv", newline="") as handle:
        return {row["date"]: float(row[field]) for row in csv.DictReader(handle) if row[field]}


months = [f"{year}-{month:02d}" for year in range(1973, 2023) for month in range(1, 13)]
gs10, tb3ms, fedfunds = (column("rates", field) for field in ("gs10", "tb3ms", "fedfunds"))
price, earnings = (column("shiller_sp500_monthly", field) for field in ("price", "earnings"))
gz_spread = column("excess_bond_premium", "gz_spread")
unrate = column("unemployment_rate", "unrate")
indpro = column("industrial_production", "indpro")

print("date,gs10,tb3ms,fedfunds,spread,log_price,log_earnings,log_pe,gz_spread,unrate,log_indpro")
for m in months:
    figures = [gs10[m], tb3ms[m], fedfunds[m], round(gs10[m] - tb3ms[m], 10), round(math.log(price[m]), 10),
               round(math.log(earnings[m]), 10), round(math.log(price[m] / earnings[m]), 10), gz_spread[m], unrate[m],
               round(math.log(indpro[m]), 10)]
    print(",".join([m] + [repr(figure) for figure in figures]))
