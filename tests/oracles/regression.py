"""Golden numbers of rerate/regression: R (sandwich), gretl and statsmodels on regressions of the bundled figures.

usage (at the project's root): python3 tests/oracles/regression.py

Reads tests/oracles/regression_recipes.json and data/open, runs regression.R and regression.inp beside it, and writes
  tests/golden/regression_inputs.csv   the terms of all recipes by month, so that everyone reads the very same figures, whatever
                                       later revisions bring; growth and ratios are rounded to six decimals
  tests/golden/regression.json         the recipes, and what each program says: `settings` are ours, `call` is theirs

A term reads "[change N|growth N|ratio] TABLE.COLUMN [TABLE.COLUMN] [lag L]": a difference or 100 ln of a ratio over N months; 100 ln of a
ratio of two columns; L months back (negative: ahead). A regression takes every month with all its terms.
"""
import csv
import json
import math
import re
import subprocess
import tempfile
from pathlib import Path

import numpy
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

HERE = Path("tests/oracles")
WITH_P = [{"kind": "classical"}, {"kind": "hc1"},
          {"kind": "hac", "kernel": "bartlett", "bandwidth": 4, "prewhitening": 0, "small_sample": False},
          {"kind": "hac", "kernel": "bartlett", "bandwidth": 6, "small_sample": True}]
MONTHS = [f"{year}-{month:02d}" for year in range(1953, 2026) for month in range(1, 13)]


def column(name):
    table, field = name.split(".")
    with open(f"data/open/{table}.csv", newline="") as handle:
        found = {row["date"]: float(row[field]) for row in csv.DictReader(handle) if row[field]}
    return [found.get(month) for month in MONTHS]


def over(values, months, form):
    pairs = zip(values[months:], values)
    return [None] * months + [None if now is None or then is None else round(form(now, then), 6) for now, then in pairs]


def base(term):
    """The column of a term before its lag."""
    words = term.split()
    if words[0] == "change":
        return over(column(words[2]), int(words[1]), lambda now, then: now - then)
    if words[0] == "growth":
        return over(column(words[2]), int(words[1]), lambda now, then: 100 * math.log(now / then))
    if words[0] == "ratio":
        return [None if a is None or b is None else round(100 * math.log(a / b), 6)
                for a, b in zip(column(words[1]), column(words[2]))]
    return column(term)


def split_lag(term):
    found = re.fullmatch(r"(.*) lag (-?\d+)", term)
    return (found[1], int(found[2])) if found else (term, 0)


def lagged(values, lag):
    return [values[i - lag] if 0 <= i - lag < len(values) else None for i in range(len(values))]


def sample(recipe, columns):
    """y and the drivers without the constant, over the months that have them all."""
    terms = [lagged(columns[split_lag(term)[0]], split_lag(term)[1]) for term in [recipe["y"], *recipe["drivers"]]]
    rows = [row for month, *row in zip(MONTHS, *terms)
            if None not in row and recipe.get("from", "") <= month <= recipe.get("to", "9999")]
    table = numpy.array(rows)
    return table[:, 0], table[:, 1:]


def design(recipe, drivers):
    return sm.add_constant(drivers, has_constant="add") if recipe.get("constant", True) else drivers


def by_statsmodels(y, x):
    fit = sm.OLS(y, x).fit()
    unit = x / numpy.linalg.norm(x, axis=0)
    rows = []

    def add(settings, **how):
        robust = fit if not how else fit.get_robustcov_results(use_t=True, **how)
        rows.append({"settings": settings, "call": f"OLS.fit({how})", "std_errors": robust.bse.tolist(),
                     "p": robust.pvalues.tolist()})

    add({"kind": "classical"})
    for kind in ("hc0", "hc1", "hc2", "hc3"):
        add({"kind": kind}, cov_type=kind.upper())
    for lags in (0, 5, 12):
        for correction in (False, True):
            add({"kind": "hac", "kernel": "bartlett", "bandwidth": lags + 1, "small_sample": correction},
                cov_type="HAC", maxlags=lags, use_correction=correction)
    add({"kind": "hac", "kernel": "truncated", "bandwidth": 3}, cov_type="HAC", maxlags=3, kernel="uniform")
    return {"program": f"statsmodels {statsmodels.__version__}", "coefficients": fit.params.tolist(),
            "r2": fit.rsquared, "adjusted_r2": fit.rsquared_adj, "sigma": math.sqrt(fit.mse_resid),
            "durbin_watson": durbin_watson(fit.resid), "condition_number": numpy.linalg.cond(unit), "covariances": rows}


def gretl_settings(label):
    kind, *rest = label.split()
    if kind.startswith("hc"):
        return {"kind": kind}
    kernel, bandwidth, prewhitening = rest
    return {"kind": "hac", "kernel": {"qs": "quadratic_spectral"}.get(kernel, kernel), "bandwidth": float(bandwidth),
            "prewhitening": int(prewhitening)}


def prewhitening_is_bounded(y, x):
    """gretl cuts the singular values of the moments' VAR(1) at 0.97 (Andrews and Monahan 1992); R's sandwich and we do not. Its
    prewhitened errors are comparable where the cut does not bind."""
    moments = x * (y - x @ numpy.linalg.lstsq(x, y, rcond=None)[0])[:, None]
    var = numpy.linalg.lstsq(moments[:-1], moments[1:], rcond=None)[0]
    return numpy.linalg.svd(var, compute_uv=False)[0] > 0.97


def by_gretl(folder, recipe, number, bounded):
    regressors = " ".join((["const"] if recipe.get("constant", True) else [])
                          + [f"x{j}" for j in range(1, len(recipe["drivers"]) + 1)])
    script = (HERE / "regression.inp").read_text()
    script = script.replace("@file", f"{folder}/{number}.csv").replace("@regressors", regressors)
    (folder / "run.inp").write_text(script)
    text = subprocess.run(["gretlcli", "-b", folder / "run.inp"], capture_output=True, text=True, check=True).stdout
    rows, coefficients = [], None
    for line in text.splitlines():
        label, _, numbers = line.partition(":")
        if label == "coefficients":
            coefficients = [float(word) for word in numbers.split()]
        elif label.startswith(("hc", "hac")) and numbers and not (bounded and gretl_settings(label).get("prewhitening")):
            rows.append({"settings": gretl_settings(label), "call": f"ols --robust, {label}",
                         "std_errors": [float(word) for word in numbers.split()]})
    version = re.search(r"gretl version (\S+)", text)[1]
    return {"program": f"gretl {version}", "coefficients": coefficients, "covariances": rows}


def compact(value):
    """JSON with thirteen digits and one line for each covariance; p-values of a few covariances only."""
    if isinstance(value, float):
        return f"{value:.13g}"
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key != "p" or value["settings"] in WITH_P}
        line = ", ".join(f"{json.dumps(key)}: {compact(item)}" for key, item in kept.items())
        return "{" + line + "}"
    if isinstance(value, list):
        apart = bool(value) and isinstance(value[0], dict)
        return "[" + ("\n" if apart else "") + (",\n" if apart else ", ").join(compact(item) for item in value) + "]"
    return json.dumps(value)


def main():
    recipes = json.loads((HERE / "regression_recipes.json").read_text())
    bases = list(dict.fromkeys(split_lag(term)[0] for recipe in recipes for term in [recipe["y"], *recipe["drivers"]]))
    columns = {name: base(name) for name in bases}
    with open("tests/golden/regression_inputs.csv", "w", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["date", *bases])
        for i, month in enumerate(MONTHS):
            row = [columns[name][i] for name in bases]
            if any(figure is not None for figure in row):
                writer.writerow([month, *["" if figure is None else repr(figure) for figure in row]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, recipe in enumerate(recipes):
            y, drivers = sample(recipe, columns)
            recipe["n"] = len(y)
            head = ",".join(["y"] + [f"x{j + 1}" for j in range(drivers.shape[1])])
            numpy.savetxt(folder / f"{number}.csv", numpy.column_stack([y, drivers]), "%.17g", ",", header=head, comments="")
        constants = ["1" if recipe.get("constant", True) else "0" for recipe in recipes]
        done = subprocess.run(["Rscript", HERE / "regression.R", folder, *constants], capture_output=True, text=True, check=True)
        from_r = json.loads(done.stdout)
        for number, recipe in enumerate(recipes):
            y, drivers = sample(recipe, columns)
            x = design(recipe, drivers)
            recipe["oracles"] = [from_r[number], by_gretl(folder, recipe, number, prewhitening_is_bounded(y, x)),
                                 by_statsmodels(y, x)]
    Path("tests/golden/regression.json").write_text(compact({"regressions": recipes}) + "\n")


if __name__ == "__main__":
    main()
