"""Least squares with robust standard errors beside statsmodels, in one go.

usage: regression.py REGRESSION_BENCH

Runs the Google Benchmark program, and statsmodels' OLS with the same covariances on data of the same shape, on one core,
and prints microseconds with their ratio (medians of rounds). statsmodels does what a user calls: fit, then standard errors.
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
import statsmodels.api as sm  # noqa: E402

ROUNDS = 9
PEERS = {
    "newey_west_5": {"cov_type": "HAC", "cov_kwds": {"maxlags": 5}},
    "newey_west_30": {"cov_type": "HAC", "cov_kwds": {"maxlags": 30}},
    "least_squares": {},
    "hc1": {"cov_type": "HC1"},
    "hc3": {"cov_type": "HC3"},
}


def sample(rows, columns):
    random = numpy.random.default_rng(5)
    x = random.uniform(-0.5, 0.5, (rows, columns))
    for t in range(1, rows):
        x[t] += 0.9 * x[t - 1]
    x[:, 0] = 1
    return x.sum(axis=1) + random.uniform(0, 1, rows), x


def microseconds(y, x, how):
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(50):
            sm.OLS(y, x).fit(**how).bse  # noqa: B018  (computed when asked for)
        times.append(1e6 * (time.process_time() - began) / 50)
    return statistics.median(times)


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=9",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    return {run["run_name"]: run["cpu_time"]
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def main():
    print(f"{'microseconds (medians)':<24} {'T':>6} {'k':>3} {'rerate':>10} {'statsmodels':>12} {'ratio':>8}")
    for name, took in ours(sys.argv[1]).items():
        kernel, *sizes = name.split("/")
        if kernel not in PEERS:
            continue
        rows, columns = (int(size.split(":")[1]) for size in sizes)
        theirs = microseconds(*sample(rows, columns), PEERS[kernel])
        print(f"{kernel:<24} {rows:>6} {columns:>3} {took:>10.1f} {theirs:>12.0f} {theirs / took:>7.0f}x")


if __name__ == "__main__":
    main()
