"""The event-study kernels beside the same work in numpy, in one go.

usage: event_kernels.py CIRCULAR_SHIFT_BENCH

Runs the Google Benchmark program and numpy versions of the same tests on data of the same shape (T dates, n
events), single-threaded, and prints medians in microseconds with their ratio. The numpy versions are written the
way a researcher who knows numpy would: whole arrays at once, no Python loop over shifts.
Many definitions at once stand beside numba (python3-numba), compiled and on all cores, where it is installed.
"""
import json
import os
import statistics
import subprocess
import sys
import time

for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
import numpy  # noqa: E402  (after the thread counts)

ROUNDS = 31


def shifted(outcome, events):
    """T x n: the outcomes of the events moved by each of the T shifts."""
    return outcome[(events[None, :] + numpy.arange(len(outcome))[:, None]) % len(outcome)]


def share_beyond(statistic, centre):
    distance = numpy.abs(statistic - centre)
    return numpy.mean(distance >= distance[0] * (1 - 1e-12))


def mean_and_led(outcome, events):
    moved = shifted(outcome, events)
    return (share_beyond(moved.mean(axis=1), outcome.mean()),
            share_beyond((moved > 0).sum(axis=1), len(events) * (outcome > 0).mean()))


def with_median(outcome, events):
    moved = shifted(outcome, events)
    return (share_beyond(moved.mean(axis=1), outcome.mean()),
            share_beyond(numpy.median(moved, axis=1), numpy.median(outcome)),
            share_beyond((moved > 0).sum(axis=1), len(events) * (outcome > 0).mean()))


def bootstrap(outcome, events, block=13.0, draws=2000):
    """Stationary-bootstrap interval of the mean over events, all draws side by side."""
    random = numpy.random.default_rng(1)
    dates = len(outcome)
    is_event = numpy.zeros(dates)
    is_event[events] = 1
    position = random.integers(dates, size=draws)
    total, count = numpy.zeros(draws), numpy.zeros(draws)
    for _ in range(dates):
        here = is_event[position]
        total += here * outcome[position]
        count += here
        fresh = random.random(draws) < 1 / block
        position = numpy.where(fresh, random.integers(dates, size=draws), (position + 1) % dates)
    return numpy.quantile(total[count > 0] / count[count > 0], [0.025, 0.975])


def numba_definitions():
    """Exact shift p-values of many definitions at once, compiled, on all cores; None where numba is not installed."""
    try:
        import numba
    except ImportError:
        return None

    @numba.njit(parallel=True, cache=False)
    def shift_tests(outcome, events, first, extreme):
        dates = len(outcome)
        doubled = numpy.concatenate((outcome, outcome))
        centre, slack = outcome.mean(), 1e-12 * numpy.abs(outcome).max()
        for i in numba.prange(len(first) - 1):
            mine = events[first[i]:first[i + 1]]
            sums = numpy.zeros(dates)
            for event in mine:
                sums += doubled[event:event + dates]
            far = abs(sums[0] - len(mine) * centre) - len(mine) * slack
            count = 0
            for k in range(dates):
                count += abs(sums[k] - len(mine) * centre) >= far
            extreme[i] = count

    return shift_tests


def definitions(dates, events, count):
    """`count` patterns of about `events` events at random distances, one after the other."""
    random = numpy.random.default_rng(9)
    gap = dates / events
    steps = 1 + 2 * (gap - 1) * random.random((count, 4 * events))
    at = numpy.cumsum(steps, axis=1) - steps[:, :1] + gap * random.random((count, 1))
    patterns = [row[row < dates].astype(numpy.int64) for row in at]
    first = numpy.concatenate(([0], numpy.cumsum([len(row) for row in patterns])))
    return numpy.concatenate(patterns), first


def compare_many(per_second):
    """Definitions a second, ours on one thread and on all beside numba's."""
    tests = numba_definitions()
    print()
    print(f"{'definitions a second':<28} {'T':>6} {'n':>4} {'threads':>8} {'rerate':>10} {'numba':>10} {'ratio':>8}")
    for (dates, count, threads), ours_rate in per_second.items():
        theirs = None
        if tests is not None:
            import numba
            numba.set_num_threads(threads or numba.config.NUMBA_NUM_THREADS)
            outcome = numpy.convolve(numpy.random.default_rng(7).uniform(-3, 3, dates + 11), numpy.ones(12), mode="valid")
            events, first = definitions(dates, count, 100_000)
            extreme = numpy.zeros(len(first) - 1, numpy.int64)
            tests(outcome, events, first, extreme)
            theirs = 100_000 / (1e-6 * microseconds(tests, outcome, events, first, extreme))
        shown = f"{theirs:>10.0f} {ours_rate / theirs:>7.1f}x" if theirs else f"{'absent':>10} {'-':>8}"
        print(f"{'many_definitions':<28} {dates:>6} {count:>4} {threads or 'all':>8} {ours_rate:>10.0f} {shown}")


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
    runs = [run for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"]
    many = {}
    for run in runs:
        if run["run_name"].startswith("many_definitions/"):
            dates, events, threads = (int(part) for part in run["run_name"].split("/")[1:4])
            many[dates, events, threads] = run["definitions_per_second"]
    scale = {"ns": 1e-3, "us": 1.0, "ms": 1e3}
    return {run["run_name"]: run["cpu_time"] * scale[run["time_unit"]] for run in runs}, many


def main():
    measured, many = ours(sys.argv[1])
    peers = {"shift_mean_and_led": mean_and_led, "shift_with_median": with_median, "bootstrap_interval": bootstrap}
    print(f"{'microseconds (medians)':<28} {'T':>6} {'n':>4} {'rerate':>10} {'numpy':>10} {'ratio':>8}")
    for name, took in measured.items():
        kernel, *sizes = name.split("/")
        if kernel not in peers or len(sizes) < 2 or int(sizes[0]) > 5000:
            continue
        dates, count = int(sizes[0]), int(sizes[1])
        months = numpy.random.default_rng(7).uniform(-3, 3, dates + 11)
        outcome = numpy.convolve(months, numpy.ones(12), mode="valid")
        events = (numpy.arange(count) * dates + dates // 2) // count
        theirs = microseconds(peers[kernel], outcome, events)
        print(f"{kernel:<28} {dates:>6} {count:>4} {took:>10.1f} {theirs:>10.1f} {theirs / took:>7.0f}x")
    compare_many(many)


if __name__ == "__main__":
    main()
