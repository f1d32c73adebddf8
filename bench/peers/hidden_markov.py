"""Hidden Markov models beside statsmodels, in one go.

usage: hidden_markov.py HIDDEN_MARKOV_BENCH

Runs the Google Benchmark program, and statsmodels' MarkovRegression with a switching variance on figures of the same shape, on one
core, and prints milliseconds with their ratio. statsmodels searches as many starts (five iterations of EM each, its default) and
climbs from the best by EM and BFGS; the initial distribution is the stationary one there.
"""
import json
import os
import subprocess
import sys
import time
import warnings

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
import numpy  # noqa: E402  (after the thread counts)
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression  # noqa: E402

MONTHS = 870


def sample():
    random = numpy.random.default_rng(3)
    state = numpy.cumsum(random.uniform(size=MONTHS) < 0.04) % 3
    return 1.5 * state + random.standard_normal(MONTHS)


def fit(x, states, starts):
    numpy.random.seed(3)
    MarkovRegression(x, states, switching_variance=True).fit(search_reps=starts, disp=False)


def filter_once(x):
    model = MarkovRegression(x, 2, switching_variance=True)
    parameters = model.start_params
    began = time.perf_counter()
    for _ in range(20):
        model.filter(parameters)
    return (time.perf_counter() - began) / 20


def seconds(name, arguments):
    if name == "filter":
        return filter_once(sample())
    began = time.perf_counter()
    fit(sample(), arguments["states"], arguments["starts"])
    return time.perf_counter() - began


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=5",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    return {run["run_name"]: run["cpu_time"]
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def main():
    warnings.simplefilter("ignore")
    print(f"{'milliseconds':<14} {'T':>5} {'states':>7} {'starts':>7} {'rerate':>10} {'statsmodels':>12} {'ratio':>8}")
    for name, took in ours(sys.argv[1]).items():
        kind, *rest = name.split("/")
        arguments = {key: int(value) for key, _, value in (part.partition(":") for part in rest) if value}
        if arguments.get("threads", 1) != 1:
            continue
        theirs = 1000 * seconds(kind, arguments)
        print(f"{kind:<14} {MONTHS:>5} {arguments.get('states', 2):>7} {arguments.get('starts', ''):>7} {took:>10.3f} "
              f"{theirs:>12.1f} {theirs / took:>7.0f}x")


if __name__ == "__main__":
    main()
