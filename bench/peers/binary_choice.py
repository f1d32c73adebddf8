"""Probit and logit beside statsmodels, in one go.

usage: binary_choice.py BINARY_CHOICE_BENCH

Runs the Google Benchmark program, and statsmodels' Probit and Logit (Newton's method, its default) on data of the same
shape, on one core, and prints microseconds a fit with their ratio (medians).
"""
import json
import os
import statistics
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
import numpy  # noqa: E402  (after the thread counts)
import scipy.stats  # noqa: E402
import statsmodels.api as sm  # noqa: E402

ROUNDS = 15


def sample(rows, columns):
    random = numpy.random.default_rng(5)
    x = random.uniform(-0.5, 0.5, (rows, columns))
    for t in range(1, rows):
        x[t] += 0.9 * x[t - 1]
    x[:, 0] = 1
    chance = scipy.stats.norm.cdf(-1.2 - 0.8 * x[:, 1:].sum(axis=1))
    return (random.uniform(0, 1, rows) < chance).astype(float), x


def probit(y, x):
    return sm.Probit(y, x).fit(disp=0).bse


def logit(y, x):
    return sm.Logit(y, x).fit(disp=0).bse


def probit_hac(y, x):
    return sm.Probit(y, x).fit(disp=0, cov_type="HAC", cov_kwds={"maxlags": 5}).bse


PEERS = {"probit": probit, "logit": logit, "probit_hac": probit_hac}


def microseconds(work, *arguments):
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work(*arguments)
        times.append(1e6 * (time.perf_counter() - began))
    return statistics.median(times)


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=5",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    return {run["run_name"]: run["cpu_time"]
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def main():
    print(f"{'microseconds a fit':<20} {'n':>6} {'k':>3} {'rerate':>10} {'statsmodels':>12} {'ratio':>8}")
    for name, took in ours(sys.argv[1]).items():
        kernel, *sizes = name.split("/")
        if kernel not in PEERS:
            continue
        rows, columns = (int(size.split(":")[1]) for size in sizes)
        theirs = microseconds(PEERS[kernel], *sample(rows, columns))
        print(f"{kernel:<20} {rows:>6} {columns:>3} {took:>10.1f} {theirs:>12.0f} {theirs / took:>7.0f}x")


if __name__ == "__main__":
    main()
