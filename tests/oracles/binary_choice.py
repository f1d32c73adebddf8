"""Golden numbers of rerate/regression/binary_choice: R (glm, sandwich), gretl and statsmodels on the NBER recession months.

usage (at the project's root): python3 tests/oracles/binary_choice.py

Reads data/open, runs binary_choice.R and binary_choice.inp beside it, and writes
  tests/golden/binary_choice_inputs.csv   recession months (1 from the month after the peak through the trough) and what was known
                                          twelve months earlier, rounded to six decimals, so that everyone reads the same figures
  tests/golden/binary_choice.json         the models, and what each program says; `settings` are ours
Small-sample factors differ: R's NeweyWest and statsmodels' HAC are asked for none, gretl's --robust is HC0.
"""
import csv
import json
import re
import subprocess
import tempfile
from pathlib import Path

import numpy
import statsmodels
import statsmodels.api as sm

HERE = Path("tests/oracles")
MONTHS = [f"{year}-{month:02d}" for year in range(1953, 2025) for month in range(1, 13)]
LAGS = 11
MODELS = [
    {"name": "the curve, 1960 to 2009", "link": "probit", "drivers": ["curve"], "from": "1960-01", "to": "2009-12"},
    {"name": "the curve, 1960 to 2009", "link": "logit", "drivers": ["curve"], "from": "1960-01", "to": "2009-12"},
    {"name": "curve and excess bond premium", "link": "probit", "drivers": ["curve", "ebp"], "from": "1974-01"},
    {"name": "curve, premium, funds rate, unemployment", "link": "probit",
     "drivers": ["curve", "ebp", "funds", "unemployment"], "from": "1974-01", "to": "2019-12"},
    {"name": "curve, premium, funds rate, unemployment", "link": "logit",
     "drivers": ["curve", "ebp", "funds", "unemployment"], "from": "1974-01", "to": "2019-12"},
]


def column(table, field):
    with open(f"data/open/{table}.csv", newline="") as handle:
        return {row["date"]: float(row[field]) for row in csv.DictReader(handle) if row[field]}


def recession_months():
    with open("data/open/nber_cycle_dates.csv", newline="") as handle:
        spans = [(row["peak"], row["trough"]) for row in csv.DictReader(handle)]
    return {month: int(any(peak < month <= trough for peak, trough in spans if peak)) for month in MONTHS}


def curve():
    ten, bill = column("rates", "gs10"), column("rates", "tb3ms")
    return {month: ten[month] - 365 * bill[month] / (360 - 91 * bill[month] / 100) for month in ten if month in bill}


def inputs():
    drivers = {"curve": curve(), "ebp": column("excess_bond_premium", "ebp"), "funds": column("rates", "fedfunds"),
               "unemployment": column("unemployment_rate", "unrate")}
    recession = recession_months()
    rows = []
    for i in range(12, len(MONTHS)):
        before = {name: values.get(MONTHS[i - 12]) for name, values in drivers.items()}
        rows.append({"date": MONTHS[i], "recession": recession[MONTHS[i]],
                     **{name: None if value is None else round(value, 6) for name, value in before.items()}})
    return rows


def sample(model, rows):
    taken = [row for row in rows if model["from"] <= row["date"] <= model.get("to", "9999")
             and all(row[name] is not None for name in model["drivers"])]
    return (numpy.array([row["recession"] for row in taken], float),
            numpy.array([[row[name] for name in model["drivers"]] for row in taken]))


def said(errors, information, fit):
    return {"settings": {"errors": errors, "information": information}, "std_errors": fit.bse.tolist()}


def by_statsmodels(model, y, drivers):
    kind = sm.Probit if model["link"] == "probit" else sm.Logit
    fits = {how: kind(y, sm.add_constant(drivers)).fit(disp=0, tol=1e-12, maxiter=200, **arguments) for how, arguments in {
        "classical": {}, "hc0": {"cov_type": "HC0"},
        "hac": {"cov_type": "HAC", "cov_kwds": {"maxlags": LAGS, "use_correction": False}}}.items()}
    fit = fits["classical"]
    return {"program": f"statsmodels {statsmodels.__version__}", "coefficients": fit.params.tolist(),
            "log_likelihood": fit.llf, "null_log_likelihood": fit.llnull, "mcfadden_r2": fit.prsquared,
            "probability": fit.predict()[::50].tolist(),
            "z": fit.tvalues.tolist(), "p": fit.pvalues.tolist(),
            "covariances": [said(how, "observed", found) for how, found in fits.items()]}


def by_gretl(model, file):
    regressors = "const " + " ".join(f"x{j + 1}" for j in range(len(model["drivers"])))
    script = (HERE / "binary_choice.inp").read_text().replace("@file", str(file)).replace("@command", model["link"])
    with tempfile.NamedTemporaryFile("w", suffix=".inp") as run:
        run.write(script.replace("@regressors", regressors))
        run.flush()
        text = subprocess.run(["gretlcli", "-b", run.name], capture_output=True, text=True, check=True).stdout
    found = {label: [float(word) for word in numbers.split()]
             for label, numbers in re.findall(r"^(coefficients|likelihood|classical|hc0):(.*)$", text, re.MULTILINE)}
    return {"program": "gretl " + re.search(r"gretl version (\S+)", text)[1], "coefficients": found["coefficients"],
            "log_likelihood": found["likelihood"][0],
            "covariances": [{"settings": {"errors": errors, "information": "observed"}, "std_errors": found[errors]}
                            for errors in ("classical", "hc0")]}


def by_r(model, file):
    done = subprocess.run(["Rscript", HERE / "binary_choice.R", file, model["link"], str(LAGS)], capture_output=True, text=True,
                          check=True)
    return json.loads(done.stdout)


def main():
    rows = inputs()
    with open("tests/golden/binary_choice_inputs.csv", "w", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    lines = []
    for model in MODELS:
        y, drivers = sample(model, rows)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sample.csv"
            head = ",".join(["y"] + [f"x{j + 1}" for j in range(drivers.shape[1])])
            numpy.savetxt(file, numpy.column_stack([y, drivers]), "%.17g", ",", header=head, comments="")
            oracles = [by_r(model, file), by_gretl(model, file), by_statsmodels(model, y, drivers)]
        lines.append(json.dumps({**model, "n": len(y), "lags": LAGS, "oracles": oracles}))
    Path("tests/golden/binary_choice.json").write_text('{"models": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
