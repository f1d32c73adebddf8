"""Golden numbers of rerate/models/recession_probability: gretl, statsmodels and scikit-learn on data/open.

usage (at the project's root): python3 tests/oracles/recession_probability.py

Writes tests/golden/recession_probability.json. Which month is settled when is worked out here from the announcements themselves
(data/open/nber_announcements.csv), while Rerate infers it from the vintages of the indicator. Errors are the sandwich of the
observed information with the equal-weighted cosine estimate of the scores' long-run variance, 0.4 n^(2/3) terms rounded down
(Lazarus, Lewis, Stock and Watson 2018, equations 4 and 10).
"""
import csv
import datetime
import json
import math
import subprocess
import tempfile
import warnings

import numpy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import roc_auc_score

HORIZON, FIRST_WINDOW, REFIT_EVERY = 12, 180, 12
LAST = "2025-11"  # month that the indicator of data/open tells
warnings.simplefilter("ignore")


def rows(name):
    with open(f"data/open/{name}.csv", newline="") as handle:
        return list(csv.DictReader(handle))


def ordinal(month):
    return 12 * (int(month[:4]) - 1970) + int(month[5:7]) - 1


def month_end(month):
    year, number = 1970 + (month + 1) // 12, (month + 1) % 12 + 1
    return datetime.date(year, number, 1) - datetime.timedelta(days=1)


def text(month):
    return month_end(month).isoformat()[:7]


def turning_points():
    """(type, month, announced), by month."""
    announced = {(row["turning_point"], row["month"]): datetime.date.fromisoformat(row["announced"])
                 for row in rows("nber_announcements")}
    points = []
    for row in rows("nber_cycle_dates"):
        for kind in ("peak", "trough"):
            if row[kind]:
                month = ordinal(row[kind])
                points.append((kind, month, announced.get((kind, row[kind]), month_end(month + 12))))
    return sorted(points, key=lambda point: point[1])


POINTS = turning_points()


def truth(month):
    return int([kind for kind, at, _ in POINTS if at < month][-1] == "peak")


def settled(month):
    """By the NBER's word, or for months of expansion by a year without a peak, told with the figure of the month a year later."""
    before = [point for point in POINTS if point[1] < month][-1]
    after = [point for point in POINTS if point[1] >= month]
    date = after[0][2] if after else datetime.date.max
    if truth(month) == 0 and text(month + 12) <= LAST:
        date = min(date, max(month_end(month + 12) + datetime.timedelta(days=1), before[2]))
    return max(date, month_end(month) + datetime.timedelta(days=1))


def curve():
    """By month, the bill as a bond."""
    values = {}
    for row in rows("rates"):
        bill = float(row["tb3ms"])
        values[ordinal(row["date"])] = float(row["gs10"]) - 365 * bill / (360 - 91 * bill / 100)
    return values


CURVE = curve()
PREMIUM = {ordinal(row["date"]): float(row["ebp"]) for row in rows("excess_bond_premium")}


def decided(month):
    """The curve of a month is known on the day after it (the unit test dates it so)."""
    return month_end(month) + datetime.timedelta(days=1)


def forecast_months(as_of, with_premium=False):
    """Of the curves known at the as-of date."""
    return sorted(month + HORIZON for month in CURVE
                  if decided(month) <= as_of and (not with_premium or month in PREMIUM))


def sample(as_of, with_premium=False, first=-10**6, last=10**6):
    found = []
    for month in sorted(CURVE):
        if with_premium and month not in PREMIUM:
            continue
        target = month + HORIZON
        if first <= target <= last and text(target) <= LAST and settled(target) <= as_of:
            x = [1.0, CURVE[month]] + ([PREMIUM[month]] if with_premium else [])
            found.append((target, x, truth(target)))
    return [row[0] for row in found], numpy.array([row[1] for row in found]), numpy.array([row[2] for row in found])


def fit(x, y, link):
    return {"probit": sm.Probit, "logit": sm.Logit}[link](y, x).fit(disp=0, tol=1e-12, maxiter=200)


def scores_of(found, x, y, link):
    """Derivatives of the log likelihood by row."""
    index = x @ found.params
    if link == "logit":
        return (y - found.predict(x))[:, None] * x
    q = 2 * y - 1
    return (q * numpy.exp(stats.norm.logpdf(index) - stats.norm.logcdf(q * index)))[:, None] * x


def equal_weighted_cosine(found, x, y, link):
    scores, n = scores_of(found, x, y, link), len(y)
    terms = int(0.4 * n ** (2 / 3))
    middle = (numpy.arange(n) + 0.5) / n
    transforms = numpy.array([math.sqrt(2) * numpy.cos(math.pi * j * middle) @ scores for j in range(1, terms + 1)])
    bread = numpy.linalg.inv(-found.model.hessian(found.params))
    return bread @ (transforms.T @ transforms / terms) @ bread, terms


def model(as_of, link, **how):
    months, x, y = sample(as_of, **how)
    found = fit(x, y, link)
    covariance, terms = equal_weighted_cosine(found, x, y, link)
    probability = found.predict(x)
    newest = forecast_months(as_of, how.get("with_premium"))[-1] - HORIZON
    now = numpy.array([1, CURVE[newest]] + ([PREMIUM[newest]] if how.get("with_premium") else []))
    index, error = float(now @ found.params), float(math.sqrt(now @ covariance @ now))
    return {"link": link, "first": text(months[0]), "last": text(months[-1]), "n": len(y), "ones": int(y.sum()),
            "coefficients": list(found.params), "log_likelihood": float(found.llf), "mcfadden_r2": float(found.prsquared),
            "std_errors": list(numpy.sqrt(numpy.diag(covariance))), "terms": terms,
            "brier": float(numpy.mean((probability - y) ** 2)), "auc": float(roc_auc_score(y, probability)),
            "month": text(newest + HORIZON), "index_now": index, "index_error": error}


def walk_forward(as_of, link, **how):
    """As it could have been given: fits every REFIT_EVERY months on what was settled by the decision."""
    months, x, y = sample(as_of, **how)
    every = forecast_months(as_of, how.get("with_premium"))
    position = {month: i for i, month in enumerate(months)}
    dates = [settled(month) for month in months]
    given, base, came, fitted, until_fit = [], [], [], None, 0
    for target in every:
        known = [i for i in range(len(months)) if dates[i] <= decided(target - HORIZON)]
        if len(known) < FIRST_WINDOW:
            continue
        if until_fit == 0:
            fitted, until_fit = fit(x[known], y[known], link), REFIT_EVERY
        until_fit -= 1
        if target in position:
            given.append(float(fitted.predict(x[position[target]][None, :])[0]))
            base.append(float(y[known].mean()))
            came.append(int(y[position[target]]))
    given, base, came = map(numpy.array, (given, base, came))
    brier, base_brier = numpy.mean((given - came) ** 2), numpy.mean((base - came) ** 2)
    return {"link": link, "n": len(came), "ones": int(came.sum()), "first": text([t for t in every if t in position][-len(came)]),
            "brier": float(brier), "base_brier": float(base_brier), "skill": float(1 - brier / base_brier),
            "auc": float(roc_auc_score(came, given)), "given": list(given[::24])}


def by_gretl():
    months, x, y = sample(datetime.date(2025, 12, 1), first=ordinal("1960-01"), last=ordinal("2009-12"))
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/sample.csv", "w", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["recession", "curve"])
            writer.writerows((outcome, repr(float(row[1]))) for outcome, row in zip(y, x))
        with open("tests/oracles/recession_probability.inp") as handle:
            script = handle.read().replace("@file", f"{folder}/sample.csv")
        with open(f"{folder}/run.inp", "w") as handle:
            handle.write(script)
        output = subprocess.run(["gretlcli", "-b", f"{folder}/run.inp"], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in output.splitlines():
        if line.startswith(("probit: ", "logit: ")):
            link, n, alpha, beta, likelihood = line.replace(":", "").split()
            found[link] = {"n": int(n), "coefficients": [float(alpha), float(beta)], "log_likelihood": float(likelihood)}
    return found


def case(as_of):
    published = {"first": ordinal("1960-01"), "last": ordinal("2009-12")}
    return {"as_of": as_of.isoformat(),
            "published": model(as_of, "probit", **published),
            "refit": {link: model(as_of, link) for link in ("probit", "logit")},
            "with_premium": model(as_of, "probit", with_premium=True),
            "walk_forward": {link: walk_forward(as_of, link) for link in ("probit", "logit")},
            "with_premium_walk_forward": walk_forward(as_of, "probit", with_premium=True)}


def main():
    golden = {"programs": f"gretl {gretl_version()}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}",
              "gretl": by_gretl(),
              "settled": {text(month): settled(month).isoformat() for month in range(ordinal("1953-04"), ordinal("2024-12"))
                          if settled(month) < datetime.date.max},
              "cases": [case(datetime.date(2025, 12, 1)), case(datetime.date(2008, 6, 30))]}
    with open("tests/golden/recession_probability.json", "w") as handle:
        json.dump(golden, handle, indent=1)
        handle.write("\n")


def gretl_version():
    return subprocess.run(["gretlcli", "--version"], capture_output=True, text=True).stdout.split("version ")[1].split("\n")[0]


if __name__ == "__main__":
    main()
