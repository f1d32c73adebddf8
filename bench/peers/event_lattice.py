"""Whole lattices of event studies beside the same work in numba, in one go.

usage: event_lattice.py EVENT_LATTICE_BENCH

Runs the Google Benchmark program's lattices of 10^5, 10^6 and 10^7 definitions, and a compiled version of the whole work on
figures of the same shape, both on all cores: rules to episodes (thresholds, counts in a row, gaps, ties), episodes to the five
anchors, returns of two markets over ten horizons, means, medians, and exact p-values over all circular shifts of each
definition. The numba version (python3-numba) is written as a careful researcher would: parallel over rules, a rule's episodes
found once for all anchors and outcomes, returns worked out once for all rules, running sums of the doubled outcome. It does not
know which definitions are one and the same study, which is most of what ours saves; `tests` is how many differ. Wall time,
medians; numba runs a random thousand of the lattice's rules, 10^5 definitions.
"""
import json
import statistics
import subprocess
import sys
import time

import numpy

MONTHS, ROUNDS = 557, 5
ANCHORS, MARKETS, HORIZONS = 5, 2, 10


def rules(count):
    """enter, at or below, leave, n_in, n_out, gap, last of ties: as in event_lattice_bench.cpp."""
    table = numpy.zeros((count, 7))
    for i in range(count):
        rest, digits = i, []
        for radix in (2, 5, 2, 2, 20, 40, 2):
            digits.append(rest % radix)
            rest //= radix
        table[i] = (46 + 0.1 * digits[5], digits[6], 50 + 0.2 * digits[4], 1 + digits[3], 1 + digits[2],
                    3 * digits[1], digits[0])
    return table


def figures():
    random = numpy.random.default_rng(1)
    survey, level = numpy.empty(MONTHS), 52.0
    for month in range(MONTHS):
        level += 0.06 * (52 - level) + 4.5 * (random.random() - 0.5)
        survey[month] = round(10 * level) / 10
    prices = numpy.cumprod(1 + 0.15 * (random.random((2 * MARKETS, MONTHS)) - 0.47), axis=1)
    return survey, prices


def outcomes(prices):
    """Relative returns, points, by market and horizon; dates without a window are NaN."""
    table = numpy.full((MARKETS * HORIZONS, MONTHS), numpy.nan)
    for market in range(MARKETS):
        for i in range(HORIZONS):
            horizon = 3 + i
            asset, benchmark = prices[2 * market], prices[2 * market + 1]
            table[market * HORIZONS + i, :-horizon] = 100 * (asset[horizon:] / asset[:-horizon] -
                                                             benchmark[horizon:] / benchmark[:-horizon])
    return table


def compiled():
    import numba

    @numba.njit
    def episodes(survey, rule, found):
        """Fills found[:, 0..4] with start, extreme, end, confirm and the month in which that is known; -1: not yet."""
        enter, inclusive, leave, last_tie = rule[0], rule[1] > 0, rule[2], rule[6] > 0
        n_in, n_out, gap = int(rule[3]), int(rule[4]), int(rule[5])
        count, run, t = 0, 0, 0
        while t < len(survey):
            below = survey[t] <= enter if inclusive else survey[t] < enter
            run = run + 1 if below else 0
            if run < n_in:
                t += 1
                continue
            start, out = t - run + 1, 0
            end = confirm = -1
            t += 1
            while t < len(survey):
                out = out + 1 if survey[t] >= leave else 0
                if out == n_out:
                    end, confirm = t - out + 1, t
                    break
                t += 1
            if count > 0 and start - found[count - 1, 2] < gap:
                start, count = found[count - 1, 0], count - 1
            stop = end if end >= 0 else len(survey)
            extreme = start
            for k in range(start, stop):
                if survey[k] < survey[extreme] or (last_tie and survey[k] == survey[extreme]):
                    extreme = k
            if gap > 0 and end >= 0:
                confirm = max(confirm, end + gap - 1)
                if confirm >= len(survey):
                    confirm = -1
            found[count, 0], found[count, 1], found[count, 2] = start, extreme, end
            found[count, 3] = confirm
            found[count, 4] = confirm + 1 if 0 <= confirm < len(survey) - 1 else -1
            count += 1
            if end < 0:
                break
            t, run = confirm + 1 if gap == 0 else end + n_out, 0
        return count

    @numba.njit(parallel=True)
    def lattice(survey, table, returns, results):
        dates = returns.shape[1]
        sizes = numpy.empty(len(returns), numpy.int64)
        doubled = numpy.empty((len(returns), 2 * dates))
        centre, slack = numpy.empty(len(returns)), numpy.empty(len(returns))
        for o in range(len(returns)):
            whole = returns[o][~numpy.isnan(returns[o])]
            sizes[o] = len(whole)
            doubled[o, :len(whole)] = whole
            doubled[o, len(whole):2 * len(whole)] = whole
            centre[o], slack[o] = whole.mean(), 1e-12 * numpy.abs(whole).max()
        for r in numba.prange(len(table)):
            found = numpy.empty((dates, 5), numpy.int64)
            events = numpy.empty(dates, numpy.int64)
            sums = numpy.empty(dates)
            count = episodes(survey, table[r], found)
            for anchor in range(ANCHORS):
                for o in range(len(returns)):
                    size, n, led, total = sizes[o], 0, 0, 0.0
                    for e in range(count):
                        at = found[e, anchor]
                        if 0 <= at < size and (n == 0 or events[n - 1] != at):
                            events[n] = at
                            n += 1
                            total += doubled[o, at]
                            led += doubled[o, at] > 0
                    here = results[(r * ANCHORS + anchor) * len(returns) + o]
                    here[0] = n
                    if n == 0:
                        here[1:] = numpy.nan
                        continue
                    sums[:size] = 0
                    for e in range(n):
                        first = events[e]
                        for k in range(size):
                            sums[k] += doubled[o, first + k]
                    far = abs(sums[0] - n * centre[o]) - n * slack[o]
                    extreme = 0
                    for k in range(size):
                        extreme += abs(sums[k] - n * centre[o]) >= far
                    here[1], here[2], here[3], here[4] = total / n, led, numpy.median(doubled[o][events[:n]]), extreme / size
    return lattice


def theirs(lattice, rule_count):
    """Definitions a second."""
    survey, prices = figures()
    chosen = numpy.sort(numpy.random.default_rng(3).permutation(rule_count)[:1000])
    table, returns = rules(rule_count)[chosen], outcomes(prices)
    results = numpy.empty((len(table) * ANCHORS * len(returns), 5))
    lattice(survey, table[:10], returns, results)  # compiles
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        lattice(survey, table, returns, results)
        times.append(time.perf_counter() - began)
    given = ~numpy.isnan(results[:, 4])
    assert given.mean() > 0.5 and numpy.all(results[given, 4] >= 1 / MONTHS) and numpy.all(results[given, 4] <= 1)
    return len(results) / statistics.median(times)


def ours(program):
    done = subprocess.run([program, "--benchmark_format=json", "--benchmark_repetitions=3",
                           "--benchmark_filter=by_rules", "--benchmark_report_aggregates_only=true"],
                          capture_output=True, text=True, check=True)
    return [run for run in json.loads(done.stdout)["benchmarks"] if run["aggregate_name"] == "median"]


def main():
    measured = ours(sys.argv[1])
    try:
        lattice = compiled()
    except ImportError:
        lattice = None
        print("numba (python3-numba) is not installed")
    print(f"{'definitions a second':<22} {'definitions':>12} {'tests':>10} {'rerate':>12} {'numba':>10} {'ratio':>8}")
    for run in measured:
        definitions = round(run["definitions"])
        shown = f"{'absent':>10} {'-':>8}"
        if lattice:
            rate = theirs(lattice, definitions // (ANCHORS * MARKETS * HORIZONS))
            shown = f"{rate:>10.0f} {run['items_per_second'] / rate:>7.1f}x"
        print(f"{run['run_name'].split('/')[0]:<22} {definitions:>12} {run['different']:>10.0f} "
              f"{run['items_per_second']:>12.0f} {shown}")


if __name__ == "__main__":
    main()
