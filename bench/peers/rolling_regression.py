"""Rolling regressions beside statsmodels, in one go.

usage: rolling_regression.py ROLLING_REGRESSION_BENCH

Runs the Google Benchmark program, and statsmodels' RollingOLS and RecursiveLS on data of the same shape, on one core,
and prints thousands of fits a second with their ratio (medians of a few rounds; statsmodels computes the coefficients alone).
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
from statsmodels.regression.recursive_ls import RecursiveLS  # noqa: E402
from statsmodels.regression.rolling import RollingOLS  # noqa: E402

ROUNDS = 3


def sample(rows, columns):
    random = numpy.random.default_rng(5)
    x = random.uniform(-0.5, 0.5, (rows, columns))
    for t in range(1, rows):
        x[t] += 0.9 * x[t - 1]
    x[:, 0] = 1
    return x.sum(axis=1) + random.uniform(0, 1, rows), x


def rolling(y, x, window):
    RollingOLS(y, x, window=window).fit(params_only=True)
    return len(y) - window + 1


def recursive(y, x):
    RecursiveLS(y, x).fit()
    return len(y) - 4 * x.shape[1] + 1


def fits_a_second(work, *arguments):
    rates = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        fits = work(*arguments)
        rates.append(fits / (time.perf_counter() - began))
    return statistics.median(rates)


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=5",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    return {run["run_name"]: run["items_per_second"]
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def main():
    print(f"{'1,000 fits a second':<20} {'T':>6} {'k':>3} {'window':>7} {'rerate':>10} {'statsmodels':>12} {'ratio':>8}")
    for name, rate in ours(sys.argv[1]).items():
        kernel, *sizes = name.split("/")
        rows, columns, *window = (int(size.split(":")[1]) for size in sizes)
        y, x = sample(rows, columns)
        peer = fits_a_second(rolling, y, x, window[0]) if window else fits_a_second(recursive, y, x)
        print(f"{kernel:<20} {rows:>6} {columns:>3} {window[0] if window else '':>7} {rate / 1000:>10.0f} "
              f"{peer / 1000:>12.1f} {rate / peer:>7.0f}x")


if __name__ == "__main__":
    main()
