"""Tests of luck beside the matrix product that they replace, in one go.

usage: luck.py SUPERIOR_PREDICTIVE_ABILITY_BENCH

The means of all draws are a product: how often each draw takes each date (draws x dates) times the differentials (dates x
rules). That product alone, 2 x draws x dates x rules operations, is timed on one core by the fastest BLAS at hand: OpenBLAS
when the loader finds libopenblas.so.0 (Debian libopenblas0-pthread), else the one numpy is linked with. The Google Benchmark
program does the whole of the tests on one core: standard errors, draws, sums, maxima and p-values. Both in processor time,
which other work on the machine disturbs least, medians; the share is the program's effective rate over the product's.
"""
import ctypes
import json
import os
import statistics
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
import numpy  # noqa: E402  (after the thread counts)

RULES, DRAWS, DATES, ROUNDS = 10_000, 1000, 758, 5
ROW_MAJOR, NO_TRANSPOSE = 101, 111


def weights(random, block_length):
    """How often each date is drawn by the stationary bootstrap, by draw."""
    counts = numpy.zeros((DRAWS, DATES))
    rows, at = numpy.arange(DRAWS), random.integers(0, DATES, DRAWS)
    for _ in range(DATES):
        counts[rows, at] += 1
        begins = random.uniform(size=DRAWS) < 1 / block_length
        at = numpy.where(begins, random.integers(0, DATES, DRAWS), (at + 1) % DATES)
    return counts


def openblas_product():
    """C = A B by OpenBLAS's own dgemm, or None."""
    try:
        dgemm = ctypes.CDLL("libopenblas.so.0").cblas_dgemm
    except OSError:
        return None
    pointer, number, whole = ctypes.c_void_p, ctypes.c_double, ctypes.c_int
    dgemm.argtypes = [whole] * 6 + [number, pointer, whole, pointer, whole, number, pointer, whole]
    dgemm.restype = None

    def product(a, b, c):
        dgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, len(a), b.shape[1], len(b), 1.0, a.ctypes.data, a.shape[1],
              b.ctypes.data, b.shape[1], 0.0, c.ctypes.data, c.shape[1])
    return product


def rate_of_product():
    random = numpy.random.default_rng(5)
    a, b = weights(random, 6.0), random.standard_normal((DATES, RULES))
    c = numpy.empty((DRAWS, RULES))
    product, name = openblas_product(), "OpenBLAS"
    if product is None:
        product, name = (lambda left, right, out: numpy.matmul(left, right, out=out)), "the BLAS of numpy"
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        product(a, b, c)
        times.append(time.process_time() - began)
    assert abs(c[0, 0] - float(a[0] @ b[:, 0])) < 1e-9 * DATES
    return 2e-9 * RULES * DRAWS * DATES / statistics.median(times), name


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_filter=spa|product",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    return [run for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"]


def main():
    rate, name = rate_of_product()
    print(f"{name}: {rate:.1f} GF/s in the product of {DRAWS} draws x {DATES} dates x {RULES} rules, one core")
    print(f"{'':<16} {'rules':>7} {'draws':>6} {'dates':>6} {'block':>6} {'ms':>8} {'GF/s':>7} {'share':>6}")
    for run in ours(sys.argv[1]):
        kernel, *sizes = run["run_name"].split("/")
        rules, draws, dates, *block = (int(size.split(":")[1]) for size in sizes)
        effective = 2e-6 * rules * draws * dates / run["cpu_time"]
        print(f"{kernel:<16} {rules:>7} {draws:>6} {dates:>6} {block[0] if block else '':>6} {run['cpu_time']:>8.0f} "
              f"{effective:>7.1f} {effective / rate:>6.0%}")


if __name__ == "__main__":
    main()
