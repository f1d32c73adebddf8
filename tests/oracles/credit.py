#!/usr/bin/env python3
"""Where a credit spread stands, written with pandas and scipy from the definitions and from nothing of Rerate's sources.

    credit.py > ../golden/credit.json        (from tests/oracles; needs numpy, pandas, scipy)

Monthly: the Gilchrist-Zakrajsek spread and the excess bond premium of data/open, whole and up to some earlier months. Daily: numbers of the
formula in `daily()`, on weekdays with some left out. For each
    percentile   scipy.stats.percentileofscore(kind="mean"): share below plus half the share equal
    z            (x - median) / (1.4826 scipy.stats.median_abs_deviation)
    changes      monthly: shift; daily: pandas' asof at the same day of the month less 1, 3, 12 months
    states       at each month's last figure: stress when the expanding percentile is at 80 or the change over three months
                 at 1, watch at 60 or 0.5; from the 24th month on
    position     months since the last crest, its level, the lowest figure between it and the crest before, the share of
                 the climb given back. Crests are scipy.signal's peaks of that prominence which nothing within six months
                 surpasses; on these figures the rule's least phase and cycle take none away.
Recessions (months from NBER dates) within the twelve months after each state, for months that twelve months and twelve
more for the announcement have passed.
"""
import json
import math
import pathlib

import numpy
import pandas
from scipy import signal, stats

OPEN = pathlib.Path(__file__).resolve().parents[2] / "data" / "open"
AMPLITUDE, WINDOW = 0.75, 6


def percentile(x, figures):
    return float(stats.percentileofscore(figures, x, kind="mean"))


def robust_z(x, figures):
    return float((x - numpy.median(figures)) / (1.4826 * stats.median_abs_deviation(figures)))


def change(series, at, months):
    if isinstance(series.index, pandas.PeriodIndex):
        return float(series.get(at - months, math.nan) * -1 + series[at])
    before = series.index[series.index <= at - pandas.DateOffset(months=months)]
    return float(series[at] - series[before[-1]]) if len(before) else math.nan


def month_of(at):
    return at if isinstance(at, pandas.Period) else at.to_period("M")


def states(series):
    months = pandas.Series(series.index, index=[month_of(at) for at in series.index])
    ends = months.groupby(level=0).last()
    first, found = ends.index[0], {}
    for month, at in ends.items():
        if (month - first).n + 1 < 24:
            continue
        rank, rise = percentile(series[at], series[:at].to_numpy()), change(series, at, 3)
        found[month] = ("stress" if rank >= 80 or rise >= 1 else "watch" if rank >= 60 or rise >= 0.5 else "all-clear")
    return found


def crests(series):
    x = series.to_numpy()
    peaks, _ = signal.find_peaks(x, prominence=AMPLITUDE)
    return [i for i in peaks
            if WINDOW <= i < len(x) - WINDOW and x[i] == x[i - WINDOW:i + WINDOW + 1].max()]


def position(series):
    x, found = series.to_numpy(), crests(series)
    last, before = found[-1], found[-2] if len(found) > 1 else 0
    low = x[before:last + 1].min()
    return {"crests": [str(series.index[i]) for i in found], "crest": float(x[last]),
            "months_since": len(x) - 1 - int(last), "retraced": float(100 * (x[last] - x[-1]) / (x[last] - low)),
            "above_low": float(x[-1] - x[last:].min())}


def recessions():
    months = set()
    for peak, trough in pandas.read_csv(OPEN / "nber_cycle_dates.csv", dtype=str).dropna()[["peak", "trough"]].values:
        months |= set(pandas.period_range(pandas.Period(peak[:7], "M") + 1, pandas.Period(trough[:7], "M"), freq="M"))
    return months


def followed(found, last_told):
    months, shares = recessions(), {}
    for state in ("stress", "watch", "all-clear"):
        judged = [m for m, one in found.items() if one == state and m + 24 <= last_told]
        met = [m for m in judged if any(m + ahead in months for ahead in range(1, 13))]
        shares[state] = {"months": sum(one == state for one in found.values()), "judged": len(judged),
                         "recession": 100 * len(met) / len(judged) if judged else None}
    return shares


def reading(series):
    x, at = series.to_numpy(), series.index[-1]
    result = {"value": float(x[-1]), "percentile": percentile(x[-1], x), "z": robust_z(x[-1], x)}
    for months in (1, 3, 12):
        changes = [change(series, one, months) for one in series.index]
        result[f"change_{months}m"] = changes[-1]
        known = [one for one in changes if not math.isnan(one)]
        result[f"change_{months}m_percentile"] = percentile(changes[-1], known)
    return result


def daily():
    """Weekdays from 2000-01-03; every 37th is missing. 5 + 2 sin(i / 150) + sin(i / 31) + (7 i mod 11) / 50, to hundredths."""
    days = pandas.bdate_range("2000-01-03", periods=1500)
    x = [round(5 + 2 * math.sin(i / 150) + math.sin(i / 31) + (7 * i % 11) / 50, 2) for i in range(1500)]
    kept = [i for i in range(1500) if i % 37 != 5]
    return pandas.Series([x[i] for i in kept], index=days[kept])


def main():
    table = pandas.read_csv(OPEN / "excess_bond_premium.csv")
    table.index = pandas.PeriodIndex(table["date"], freq="M")
    golden = {"monthly": [], "daily": {}}
    for end in ("2023-03", "2009-06", "1998-10", "1979-12"):
        spread = table["gz_spread"][:end]
        found = states(spread)
        golden["monthly"].append({"end": end, **reading(spread), **position(spread), "state": found[spread.index[-1]],
                                  "followed": followed(found, spread.index[-1]),
                                  "ebp": reading(table["ebp"][:end])})
    series = daily()
    golden["daily"] = {"days": [str(day.date()) for day in series.index], "x": series.tolist(), **reading(series),
                       "states": {str(month): one for month, one in states(series).items()}}
    print(json.dumps(golden, indent=1, allow_nan=False))


if __name__ == "__main__":
    main()
