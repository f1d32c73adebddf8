"""Golden numbers of rerate/models/scorecard and score_calibration: a scorecard of four open indicators in pandas and numpy, and the
logit of small leading large in statsmodels, walk-forward.

usage (at the project's root): python3 tests/oracles/scorecard.py > tests/golden/scorecard.json

Figures: data/open. The dates of publication are simple ones made here (days after the month's end); the project's own rules are tested
elsewhere. One indicator gets a late figure: its month comes out after the next one's.
"""
import json

import numpy as np
import pandas as pd
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.metrics import brier_score_loss, roc_auc_score

FIRST, STALE, LIMIT = 60, 4, 3.0
AS_OF, THEN = pd.Timestamp("2020-06-15"), pd.Timestamp("2018-01-31")
FIRST_WINDOW, REFIT, HORIZON = 120, 12, 12
EPOCH = pd.Timestamp("1970-01-01")


def column(file, name):
    table = pd.read_csv(f"data/open/{file}.csv", index_col=0)
    table.index = pd.PeriodIndex(table.index.astype(str).str.slice(0, 7), freq="M")
    return table[name].astype(float)


def day(date):
    return int((date - EPOCH).days)


def known(series, days):
    return pd.Series([period.end_time.normalize() + pd.Timedelta(days=days) for period in series.index], series.index)


def indicator(series, sign, weight, days, late=None):
    series = series.dropna()
    dates = known(series, days)
    if late:
        dates[pd.Period(late, "M")] = dates[pd.Period(late, "M") + 1] + pd.Timedelta(days=3)
    series = series[dates <= AS_OF]
    return dict(x=series, known=dates[series.index], sign=sign, weight=weight)


rates = {name: column("rates", name) for name in ("gs10", "tb3ms")}
bey = 365 * rates["tb3ms"] / (360 - 91 * rates["tb3ms"] / 100)
indicators = {
    "activity": indicator(column("philly_fed_manufacturing", "current_activity"), 1, 1.0, -11, late="2001-03"),
    "unemployment": indicator(column("unemployment_rate", "unrate").diff(12), -1, 2.0, 5),
    "curve": indicator(rates["gs10"] - bey, 1, 1.0, 1),
    "spread": indicator(column("excess_bond_premium", "gz_spread")[:"2019-12"], -1, 1.0, 10),
}


def stand(one):
    """z and percentile of each figure among those known when it came out."""
    order = sorted(range(len(one["x"])), key=lambda i: (one["known"].iloc[i], i))
    z, percentile = np.full(len(order), np.nan), np.full(len(order), np.nan)
    for at, i in enumerate(order):
        window = one["x"].iloc[order[: at + 1]].to_numpy()
        if len(window) < FIRST:
            continue
        median = np.median(window)
        mad = np.median(np.abs(window - median))
        x = one["x"].iloc[i]
        if mad > 0:
            z[i] = one["sign"] * np.clip((x - median) / (1.4826 * mad), -LIMIT, LIMIT)
        percentile[i] = 100 * ((window < x).sum() + 0.5 * (window == x).sum()) / len(window)
    return pd.Series(z, one["x"].index), pd.Series(percentile, one["x"].index)


for one in indicators.values():
    one["z"], one["percentile"] = stand(one)


def score(date):
    total, weight, counted = 0.0, 0.0, []
    for name, one in indicators.items():
        out = one["x"].index[(one["known"] <= date).to_numpy()]
        if not len(out):
            continue
        newest = out.max()
        age = (date.year - newest.year) * 12 + date.month - newest.month
        if age > STALE or np.isnan(one["z"][newest]):
            continue
        total += one["weight"] * one["z"][newest]
        weight += one["weight"]
        counted.append((name, str(newest), one["z"][newest], one["percentile"][newest]))
    enough = weight >= sum(one["weight"] for one in indicators.values()) / 2
    return (total / weight if enough else np.nan), counted


first = min(one["x"].index[0] for one in indicators.values())
dates = [period.end_time.normalize() for period in pd.period_range(first, AS_OF, freq="M") if period.end_time.normalize() < AS_OF]
history = pd.Series({date: score(date)[0] for date in dates + [AS_OF]})
history = history[history.first_valid_index():]

french = {name: column("french_size_value_monthly", name) for name in
          ("small_growth", "small_neutral", "small_value", "big_growth", "big_neutral", "big_value")}
price = {}
for size in ("small", "big"):
    mean = sum(french[f"{size}_{style}"] for style in ("growth", "neutral", "value")) / 3
    price[size] = (100 * (1 + mean / 100).cumprod())[:"2020-05"]

rows = []
for date, composite in history.items():
    month = date.to_period("M")
    if np.isnan(composite) or date != month.end_time.normalize() or month < price["small"].index[0]:
        continue
    outcome, relative = np.nan, np.nan
    if month + HORIZON in price["small"].index:
        gain = {size: one[month + HORIZON] / one[month] - 1 for size, one in price.items()}
        relative = 100 * (gain["small"] - gain["big"])
        outcome = float(relative > 0)
    rows.append((date, composite, outcome, month + HORIZON))
rows = pd.DataFrame(rows, columns=["date", "score", "outcome", "exit"])


def logit(sample):
    return sm.Logit(sample["outcome"], sm.add_constant(sample["score"])).fit(disp=0, tol=1e-12, method="newton").params


def probability(params, value):
    return 1 / (1 + np.exp(-(params["const"] + params["score"] * value)))


rows["probability"] = rows["base_rate"] = np.nan
since = params = None
for i, row in rows.iterrows():
    exit_known = pd.Series([exit.end_time.normalize() for exit in rows["exit"]])
    past = rows[rows["outcome"].notna() & (exit_known <= row["date"])]
    if len(past) < FIRST_WINDOW:
        continue
    if since is None or since + 1 >= REFIT:
        params, since = logit(past), 0
    else:
        since += 1
    rows.loc[i, "probability"] = probability(params, row["score"])
    rows.loc[i, "base_rate"] = past["outcome"].mean()

told = rows[rows["probability"].notna() & rows["outcome"].notna()]
settled = rows[rows["outcome"].notna()]
now = score(AS_OF)[0]
final = logit(settled)
brier = brier_score_loss(told["outcome"], told["probability"])
brier_base = ((told["base_rate"] - told["outcome"]) ** 2).mean()

# Sums of monthly relative returns on the score, as the Hodrick regression has them.
months = [date.to_period("M") for date in rows["date"]]
monthly = 100 * (price["small"].pct_change() - price["big"].pct_change())
pairs = [(value, sum(monthly[month + j] for j in range(1, HORIZON + 1)))
         for month, value in zip(months, rows["score"]) if month + HORIZON in monthly.index]
relative = np.polyfit([pair[0] for pair in pairs], [pair[1] for pair in pairs], 1)[0]


def packed(one):
    return dict(month=[period.ordinal for period in one["x"].index],
                value=[float(v) for v in one["x"]], known=[day(d) for d in one["known"]], sign=one["sign"], weight=one["weight"])


def or_null(values):
    return [None if np.isnan(v) else float(v) for v in values]


print(json.dumps(dict(
    program=f"pandas {pd.__version__}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}",
    as_of=day(AS_OF), then=day(THEN), first_window=FIRST, stale=STALE, limit=LIMIT, calibration_window=FIRST_WINDOW, refit=REFIT,
    horizon=HORIZON,
    indicators={name: packed(one) for name, one in indicators.items()},
    now=dict(composite=now, counted=score(AS_OF)[1]), then_composite=score(THEN)[0],
    three_months_ago=score(pd.Timestamp("2020-03-15"))[0],
    dates=[day(date) for date in history.index], composite=or_null(history),
    prices=dict(first=price["small"].index[0].ordinal, small=[float(v) for v in price["small"]], large=[float(v) for v in price["big"]]),
    decisions=len(rows), outcomes=len(settled), probability=or_null(rows["probability"]), base_rate=or_null(rows["base_rate"]),
    probability_now=probability(final, now), base_rate_now=settled["outcome"].mean(), slope=final["score"], relative_slope=relative,
    forecasts=len(told), brier=brier, brier_base_rate=brier_base, brier_skill=1 - brier / brier_base,
    auc=roc_auc_score(told["outcome"], told["probability"])), separators=(",", ":")))
