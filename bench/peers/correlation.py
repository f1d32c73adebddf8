#!/usr/bin/env python3
"""Bootstrap correlations beside numpy, in one go.

    correlation.py CORRELATION_BENCH

Runs the Google Benchmark program and the same work in numpy (2,000 stationary-bootstrap draws of 870 months: indexes from
geometric blocks at once for all draws, then means of the gathered rows) and prints milliseconds of wall time with their ratio.
"""
import json
import subprocess
import sys
import time

import numpy

MONTHS, DRAWS = 870, 2000


def indexes(random, block):
    starts = random.random((DRAWS, MONTHS)) < 1 / block
    starts[:, 0] = True
    begun = numpy.maximum.accumulate(numpy.where(starts, numpy.arange(MONTHS), 0), axis=1)
    first = numpy.take_along_axis(random.integers(0, MONTHS, (DRAWS, MONTHS)), begun, axis=1)
    return (first + numpy.arange(MONTHS) - begun) % MONTHS


def draws(random, block, x, others):
    rows = indexes(random, block)
    drawn = x[rows]
    drawn = drawn - drawn.mean(axis=1, keepdims=True)
    found = []
    for y in others:
        other = y[rows]
        other = other - other.mean(axis=1, keepdims=True)
        found.append((drawn * other).sum(axis=1) / numpy.sqrt((drawn ** 2).sum(axis=1) * (other ** 2).sum(axis=1)))
    return found


def milliseconds(work):
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)[2]


def main():
    out = subprocess.run([sys.argv[1], "--benchmark_format=json", "--benchmark_repetitions=7",
                          "--benchmark_report_aggregates_only=true", "--benchmark_filter=correlation_draws"],
                         check=True, capture_output=True, text=True).stdout
    random = numpy.random.default_rng(7)
    series = [random.standard_normal(MONTHS) for _ in range(3)]
    print(f"{'milliseconds':24} {'block':>6} {'others':>7} {'rerate':>9} {'numpy':>9} {'ratio':>7}")
    for row in json.loads(out)["benchmarks"]:
        if row["aggregate_name"] != "median":
            continue
        block, others = (int(part.split(":")[1]) for part in row["run_name"].split("/")[1:3])
        peer = milliseconds(lambda: draws(random, block, series[0], series[1:1 + others]))
        print(f"{'correlation_draws':24} {block:6} {others:7} {row['real_time']:9.2f} {peer:9.1f} {peer / row['real_time']:6.0f}x")


if __name__ == "__main__":
    main()
