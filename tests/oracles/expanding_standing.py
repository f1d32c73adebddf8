"""Golden numbers of rerate/statistics/expanding_standing: numpy's median and pandas' ranks over each window.

usage (at the project's root): python3 tests/oracles/expanding_standing.py > tests/golden/expanding_standing.json

Figures: columns of tests/golden/time_series_inputs.csv (600 months); one of them rounded so that figures are equal, with missing
figures in it.
"""
import json

import numpy as np
import pandas as pd

inputs = pd.read_csv("tests/golden/time_series_inputs.csv")


def or_null(values):
    return [None if np.isnan(value) else float(value) for value in values]


def standing(x, first, limit):
    z, percentile = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for t in range(len(x)):
        window = x[: t + 1]
        window = window[~np.isnan(window)]
        if np.isnan(x[t]) or len(window) < first:
            continue
        median = np.median(window)
        distance = np.median(np.abs(window - median))
        if distance > 0:
            z[t] = np.clip((x[t] - median) / (1.4826 * distance), -limit, limit)
        rank = pd.Series(window).rank(method="average").iloc[-1]
        percentile[t] = 100 * (rank - 0.5) / len(window)
    return dict(first=first, limit=limit, z=or_null(z), percentile=or_null(percentile))


def case(column, first, limit, decimals=None, missing=()):
    x = inputs[column].to_numpy(dtype=float, copy=True)
    if decimals is not None:
        x = np.round(x, decimals)
    x[list(missing)] = np.nan
    return dict(x=or_null(x), **standing(x, first, limit))


print(json.dumps(dict(program=f"numpy {np.__version__}, pandas {pd.__version__}", cases=[
    case("spread", 24, 3),
    case("gz_spread", 2, 3),
    case("spread", 60, 1.5, decimals=1, missing=[0, 1, 30, 31, 32, 200, 599]),
]), separators=(",", ":")))
