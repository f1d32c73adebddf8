"""Sector rotation beside pandas and, where it is installed, numba, in one go.

usage: rotation.py ROTATION_BENCH

Runs the Google Benchmark program, and the same work on data of the same shape (12 sectors, 758 months, six signals: 12-1 momentum,
valuation against its own past, macro sensitivity by rolling ridge, volatility, reversal, trend; z-scores, the best three, 10bp, traded
a month later): in pandas as a researcher writes it, and in numba with everything compiled (compilation not timed). The grid
is ten thousand ways to combine signals and choose k; signals are computed once for all of them, in all three. Pandas runs
a few of them and the time is that of ten thousand at the same rate. Medians, one core each but for the grid on all.
"""
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
import numpy  # noqa: E402  (after the thread counts)
import pandas  # noqa: E402

try:
    import numba
except ImportError:
    numba = None

MONTHS, SECTORS, DRIVERS, ROUNDS, FEW = 758, 12, 3, 5, 20
WINDOW, CHANGE, PENALTY, COST, LIMIT, FIRST = 60, 3, 0.1, 0.001, 3.0, 36


def market():
    random = numpy.random.default_rng(5)
    change = 0.3 * random.standard_normal((MONTHS, DRIVERS))
    returns = (0.008 + 0.04 * random.standard_normal((MONTHS, 1)) + 0.004 * (numpy.arange(SECTORS) - 5.5) * change[:, :1]
               + 0.03 * random.standard_normal((MONTHS, SECTORS)))
    value = 0.6 + numpy.repeat(0.1 * random.standard_normal((MONTHS // 12 + 1, SECTORS)).cumsum(axis=0), 12, axis=0)[:MONTHS]
    return 100 * (1 + returns).cumprod(axis=0), value, 5 + change.cumsum(axis=0)


# ---- pandas -------------------------------------------------------------------------------------------------

def macro_pandas(returns, drivers):
    relative = (100 * returns.sub(returns.mean(axis=1), axis=0)).to_numpy()
    change = drivers.diff().to_numpy()
    newest = (drivers.diff(CHANGE) / CHANGE).to_numpy()
    signal = numpy.full((MONTHS, SECTORS), numpy.nan)
    for m in range(WINDOW, MONTHS):
        x, y = change[m - WINDOW + 1:m + 1], relative[m - WINDOW + 1:m + 1]
        spread = x.std(axis=0)
        z = (x - x.mean(axis=0)) / spread
        beta = numpy.linalg.solve(z.T @ z / WINDOW + PENALTY * numpy.eye(DRIVERS), z.T @ (y - y.mean(axis=0)) / WINDOW)
        signal[m] = newest[m] / spread @ beta
    return pandas.DataFrame(signal, returns.index, returns.columns)


def standings_pandas(price, value, drivers):
    returns = price.pct_change()
    signals = [price.shift(1) / price.shift(12) - 1,
               (value - value.expanding(FIRST).mean()) / value.expanding(FIRST).std(),
               macro_pandas(returns, drivers), -returns.rolling(36).std(), -returns, price / price.rolling(10).mean() - 1]
    return [signal.sub(signal.mean(axis=1), axis=0).div(signal.std(axis=1), axis=0).clip(-LIMIT, LIMIT) for signal in signals]


def backtest_pandas(price, standings, k):
    returns = price.pct_change()
    total = sum(z.fillna(0) for z in standings)
    count = sum(z.notna().astype(float) for z in standings)
    score = total / count.where(count > 0)
    weight = (score.rank(axis=1, ascending=False, method="first") <= k).astype(float) / k
    held = weight.where(score.notna().all(axis=1)).shift(2)  # decided, traded at the next price, earned from there
    gross = (held * returns).sum(axis=1, min_count=SECTORS)
    drifted = held.mul(1 + returns).div(1 + gross, axis=0)
    traded = (held.shift(-1) - drifted).abs().sum(axis=1)
    net = (1 + gross) * (1 - COST * traded) - 1
    return net.mean() / net.std() * 12 ** 0.5


def one_pandas(price, value, drivers):
    return backtest_pandas(price, standings_pandas(price, value, drivers), 3)


# ---- numba --------------------------------------------------------------------------------------------------

def compiled(function):
    return numba.njit(function) if numba else function


@compiled
def z_rows(signal):
    out = numpy.full(signal.shape, numpy.nan)
    for m in range(signal.shape[0]):
        mean, count = 0.0, 0
        for i in range(SECTORS):
            if not numpy.isnan(signal[m, i]):
                mean += signal[m, i]
                count += 1
        if count < 2:
            continue
        mean /= count
        square = 0.0
        for i in range(SECTORS):
            if not numpy.isnan(signal[m, i]):
                square += (signal[m, i] - mean) ** 2
        spread = numpy.sqrt(square / (count - 1))
        for i in range(SECTORS):
            if not numpy.isnan(signal[m, i]):
                out[m, i] = min(max((signal[m, i] - mean) / spread, -LIMIT), LIMIT) if spread > 0 else 0.0
    return out


@compiled
def macro_numba(returns, drivers):
    signal = numpy.full((MONTHS, SECTORS), numpy.nan)
    relative = numpy.empty((MONTHS, SECTORS))
    change = numpy.zeros((MONTHS, DRIVERS))
    for m in range(1, MONTHS):
        relative[m] = 100 * (returns[m] - returns[m].mean())
        change[m] = drivers[m] - drivers[m - 1]
    for m in range(WINDOW, MONTHS):
        x, y = change[m - WINDOW + 1:m + 1].copy(), relative[m - WINDOW + 1:m + 1].copy()
        spread = numpy.empty(DRIVERS)
        for j in range(DRIVERS):
            spread[j] = x[:, j].std()
            x[:, j] = (x[:, j] - x[:, j].mean()) / spread[j]
        for i in range(SECTORS):
            y[:, i] -= y[:, i].mean()
        beta = numpy.linalg.solve(x.T @ x / WINDOW + PENALTY * numpy.eye(DRIVERS), x.T @ y / WINDOW)
        signal[m] = ((drivers[m] - drivers[m - CHANGE]) / CHANGE / spread) @ beta
    return signal


@compiled
def standings_numba(price, value, drivers):
    returns = numpy.full((MONTHS, SECTORS), numpy.nan)
    returns[1:] = price[1:] / price[:-1] - 1
    out = numpy.full((6, MONTHS, SECTORS), numpy.nan)
    signal = numpy.full((6, MONTHS, SECTORS), numpy.nan)
    for i in range(SECTORS):
        total, square = 0.0, 0.0
        for m in range(MONTHS):
            shifted = value[m, i] - value[0, i]
            total += shifted
            square += shifted * shifted
            if m + 1 >= FIRST:
                mean = total / (m + 1)
                spread = numpy.sqrt(max((square - mean * total) / m, 0.0))
                if spread > 0:
                    signal[1, m, i] = (shifted - mean) / spread
            if m >= 12:
                signal[0, m, i] = price[m - 1, i] / price[m - 12, i] - 1
            if m >= 36:
                signal[3, m, i] = -returns[m - 35:m + 1, i].std()
            if m >= 1:
                signal[4, m, i] = -returns[m, i]
            if m >= 9:
                signal[5, m, i] = price[m, i] / price[m - 9:m + 1, i].mean() - 1
    signal[2] = macro_numba(returns, drivers)
    for s in range(6):
        out[s] = z_rows(signal[s])
    return out


@compiled
def backtest_numba(price, standings, use, k):
    held = numpy.zeros(SECTORS)
    waiting = numpy.zeros(SECTORS)
    ready, invested = False, False
    total, square, count = 0.0, 0.0, 0
    score = numpy.empty(SECTORS)
    for m in range(1, MONTHS):
        cost = 0.0
        gross = 0.0
        if invested:
            for i in range(SECTORS):
                gross += held[i] * (price[m, i] / price[m - 1, i] - 1)
            for i in range(SECTORS):
                held[i] *= price[m, i] / price[m - 1, i] / (1 + gross)
        if ready:
            for i in range(SECTORS):
                cost += COST * abs(waiting[i] - held[i])
                held[i] = waiting[i]
        if invested:
            net = (1 + gross) * (1 - cost) - 1
            total += net
            square += net * net
            count += 1
        invested = invested or ready
        whole = True
        for i in range(SECTORS):
            score[i], n = 0.0, 0
            for s in range(6):
                if use[s] and not numpy.isnan(standings[s, m, i]):
                    score[i] += standings[s, m, i]
                    n += 1
            if n == 0:
                whole = False
            else:
                score[i] /= n
        ready = whole
        if whole:
            for i in range(SECTORS):
                better = 0
                for j in range(SECTORS):
                    better += score[j] > score[i] or (score[j] == score[i] and j < i)
                waiting[i] = 1 / k if better < k else 0.0
    mean = total / count
    return mean / numpy.sqrt((square - mean * total) / (count - 1)) * numpy.sqrt(12.0)


def one_numba(price, value, drivers):
    return backtest_numba(price, standings_numba(price, value, drivers), numpy.ones(6), 3)


def grid_numba_serial(price, standings, uses, ks):
    sharpe = numpy.empty(len(ks))
    for v in numba.prange(len(ks)):
        sharpe[v] = backtest_numba(price, standings, uses[v], ks[v])
    return sharpe


def median_seconds(work, *arguments, rounds=ROUNDS):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def ways(count):
    """Which signals, and k."""
    subsets = [use for use in itertools.product((0.0, 1.0), repeat=6) if any(use)]
    every = list(itertools.islice(itertools.cycle(itertools.product(subsets, (2, 3, 4, 5, 6))), count))
    return numpy.array([use for use, _ in every]), numpy.array([k for _, k in every])


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=3", "--benchmark_filter=top_k|grid",
                           "--benchmark_report_aggregates_only=true"], capture_output=True, text=True, check=True)
    scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
    return {run["run_name"]: (run["real_time"] * scale[run["time_unit"]], run.get("variants"))
            for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"}


def peers(price, value, drivers, count):
    """Seconds of one backtest and of the grid on one core and on all, by peer."""
    frames = [pandas.DataFrame(one) for one in (price, value, drivers)]
    uses, ks = ways(count)
    found = {"pandas": [median_seconds(one_pandas, *frames)]}
    standings = standings_pandas(*frames)

    def few():
        for v in range(FEW):
            backtest_pandas(frames[0], [z for z, use in zip(standings, uses[v]) if use], ks[v])
    found["pandas"].append(median_seconds(few, rounds=3) * count / FEW)
    if numba:
        assert abs(one_numba(price, value, drivers) - one_pandas(*frames)) < 0.05  # the first month differs
        found["numba"] = [median_seconds(one_numba, price, value, drivers)]
        compiled_standings = standings_numba(price, value, drivers)
        for parallel in (False, True):
            grid = numba.njit(grid_numba_serial, parallel=parallel)
            grid(price, compiled_standings, uses[:8], ks[:8])
            found["numba"].append(median_seconds(grid, price, compiled_standings, uses, ks, rounds=3))
    return found


def main():
    measured = ours(sys.argv[1])
    one = next(took for name, (took, _) in measured.items() if name.startswith("one_backtest"))
    grids = [(took, count) for name, (took, count) in measured.items() if name.startswith("grid")]
    count = int(grids[0][1])
    found = peers(*market(), count)
    rows = [("one backtest, six signals", one, 0), (f"{count} variants, one core", grids[0][0], 1),
            (f"{count} variants, all cores", grids[1][0], 2)]
    print(f"{'milliseconds':<30} {'rerate':>9}" + "".join(f" {name:>10} {'ratio':>7}" for name in found))
    for title, took, at in rows:
        line = f"{title:<30} {1000 * took:>9.2f}"
        for times in found.values():
            line += f" {1000 * times[at]:>10.2f} {times[at] / took:>6.1f}x" if at < len(times) else f" {'':>10} {'':>7}"
        print(line)
    if not numba:
        print("numba is not installed: apt-get install python3-numba sets it beside")


if __name__ == "__main__":
    main()
