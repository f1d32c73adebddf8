#!/usr/bin/env python3
"""Independent event study: episodes, forward returns, shift p-values, bootstrap interval.

Written from the definitions in docs (threshold automaton with hysteresis, turning points, exact
circular-shift test, Politis-White block length with the correction of Patton, Politis and White 2009,
stationary bootstrap of Politis and Romano 1994) and from nothing of Rerate's sources: plain loops over
plain lists, standard library only. It is slow on purpose and shares no code, no random numbers and no
shortcut with the engine, so that agreement means something.

    event_study.py philly --open DIR
    event_study.py ism51  --data DIR
    event_study.py ism50  --data DIR
    event_study.py run --signal FILE[:COLUMN] --asset FILE[:COLUMN[+COLUMN...]] [--benchmark ...]
                       (--below X --until Y | --above X --until Y | --crests | --troughs) [options]

Prints one JSON object. Dates of monthly figures are written YYYY-MM.
"""
import argparse
import csv
import datetime
import json
import math
import random
import statistics
import sys

# ---------------------------------------------------------------- reading


def read_column(path, column):
    """{date text: value} of one column (the second by default); empty cells are left out."""
    with open(path, newline="") as handle:
        rows = csv.reader(handle)
        header = next(rows)
        index = header.index(column) if column else 1
        return {row[0]: float(row[index]) for row in rows if len(row) > index and row[index] != ""}


def cumulate(returns):
    """{period: index} from {period: percent return}; the first value already holds the first return."""
    level, result = 100.0, {}
    for period in sorted(returns):
        level *= 1 + returns[period] / 100
        result[period] = level
    return result


def month_end(daily):
    """{YYYY-MM: last value of the month}."""
    return {day[:7]: daily[day] for day in sorted(daily)}


def read_series(spec, is_returns=False, monthly=False):
    path, _, columns = spec.partition(":")
    parts = [read_column(path, name) for name in (columns.split("+") if columns else [None])]
    common = set(parts[0]).intersection(*parts[1:])
    series = {date: sum(part[date] for part in parts) / len(parts) for date in common}
    if is_returns:
        series = cumulate(series)
    return month_end(series) if monthly else series


# ---------------------------------------------------------------- episodes


def threshold_episodes(x, below, enter, leave, enter_inclusive=False, leave_inclusive=True, enter_periods=1,
                       leave_periods=1, gap=0, tie="first"):
    """Spells beyond `enter` until past `leave`. `x` is a list of numbers."""
    sign = 1 if below else -1
    y, enter, leave = [sign * v for v in x], sign * enter, sign * leave

    def beyond(v):
        return v <= enter if enter_inclusive else v < enter

    def past(v):
        return v >= leave if leave_inclusive else v > leave

    spells, t = [], 0
    while t < len(y):
        if not (t + enter_periods <= len(y) and all(beyond(v) for v in y[t:t + enter_periods])):
            t += 1
            continue
        start, end = t, None
        for s in range(start + enter_periods, len(y) - leave_periods + 1):
            if all(past(v) for v in y[s:s + leave_periods]):
                end = s
                break
        spells.append([start, end])
        if end is None:
            break
        t = end + leave_periods
    merged = []
    for start, end in spells:
        if merged and start - merged[-1][1] < gap:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    result = []
    for start, end in merged:
        inside = range(start, len(y) if end is None else end)
        lowest = min(y[i] for i in inside)
        tied = [i for i in inside if y[i] == lowest]
        confirm = None
        if end is not None:
            confirm = max(end + leave_periods - 1, end + gap - 1)
            while confirm < len(y):
                # a run into the next spell that began early enough to be merged is still possible
                run = 0
                while run <= confirm and beyond(y[confirm - run]):
                    run += 1
                if 0 < run < enter_periods and confirm - run + 1 < end + gap:
                    confirm += 1
                    continue
                break
            if confirm >= len(y):
                confirm = None
        result.append(dict(start=start, extreme=tied[0 if tie == "first" else -1], end=end, confirm=confirm,
                           open=end is None))
    return result


def local_extremes(y, window, tie):
    """Indexes of maxima of y within `window` on either side."""
    result = []
    for i in range(window, len(y) - window):
        before, after = y[i - window:i], y[i + 1:i + window + 1]
        if tie == "first":
            good = y[i] > max(before) and y[i] >= max(after)
        else:
            good = y[i] >= max(before) and y[i] > max(after)
        if good:
            result.append(i)
    return result


def turning_points(x, crests, window, phase, cycle, level=None, amplitude=None, tie="first"):
    """Turning points of one kind, found left to right so that the list on any prefix is a run of its own."""
    candidates = sorted([(i, 1) for i in local_extremes(x, window, tie)] +
                        [(i, -1) for i in local_extremes([-v for v in x], window, tie)])

    def height(point):
        return point[1] * x[point[0]]

    def later_wins(later, earlier):
        return height(later) > height(earlier) or (height(later) == height(earlier) and tie == "last")

    kept = []
    for point in candidates:
        while True:
            if kept and kept[-1][1] == point[1]:
                if not later_wins(point, kept[-1]):
                    break
                kept.pop()
                continue
            if len(kept) >= 2 and point[0] - kept[-2][0] < cycle:
                if not later_wins(point, kept[-2]):
                    break
                opposite = kept.pop()
                kept.pop()
                if kept and later_wins(opposite, kept[-1]):
                    kept.pop()
                    kept.append(opposite)
                elif not kept:
                    kept.append(opposite)
                continue
            if kept and point[0] - kept[-1][0] < phase:
                if len(kept) < 2 or not later_wins(point, kept[-2]):
                    break
                if len(kept) >= 3 and later_wins(kept[-1], kept[-3]):
                    break
                kept.pop()
                kept.pop()
                continue
            kept.append(point)
            break

    side = 1 if crests else -1
    result = []
    for i, kind in kept:
        if kind != side:
            continue
        y = [side * v for v in x]
        if level is not None and y[i] < side * level:
            continue
        confirm = i + window
        if amplitude is not None:
            left = y[i]
            for j in range(i - 1, -1, -1):
                if y[j] > y[i] or (y[j] == y[i] and tie == "first"):
                    break
                left = min(left, y[j])
            reached = None
            for j in range(i + 1, len(y)):
                if y[j] > y[i] or (y[j] == y[i] and tie == "last"):
                    break
                if y[i] - y[j] >= amplitude:
                    reached = j
                    break
            if y[i] - left < amplitude or reached is None:
                continue
            confirm = max(confirm, reached)
        result.append(dict(start=i, extreme=i, end=i, confirm=confirm, open=False))
    return result


# ---------------------------------------------------------------- calendar


def day_of(text):
    return datetime.date.fromisoformat(text)


def add_months(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def exit_index(dates, entry, horizon):
    """Index of the exit price, or None when the window is not complete."""
    count, unit = int(horizon[:-1]), horizon[-1]
    if len(dates[0]) == 7 or unit == "d":  # months count months, days count observations
        out = entry + count * {"m": 1, "q": 3, "y": 12, "d": 1}[unit]
        return out if out < len(dates) else None
    target = add_months(day_of(dates[entry]), count * {"m": 1, "q": 3, "y": 12}[unit])
    last_possible = target
    while last_possible.weekday() >= 5:
        last_possible -= datetime.timedelta(days=1)
    if dates[-1] < last_possible.isoformat():
        return None
    out = entry
    while out + 1 < len(dates) and dates[out + 1] <= target.isoformat():
        out += 1
    return out


# ---------------------------------------------------------------- statistics


def led(values):
    return sum(1 for v in values if v > 0)


def shift_p_values(outcome, events):
    """Share of rotations whose statistic is at least as far from its null centre as the observed one."""
    total, n = len(outcome), len(events)
    slack = 1e-12 * max(abs(v) for v in outcome)
    centres = {"mean": math.fsum(outcome) / total, "median": statistics.median(outcome),
               "led": n * led(outcome) / total}
    functions = {"mean": lambda v: math.fsum(v) / n, "median": statistics.median, "led": led}
    counts = dict.fromkeys(functions, 0)
    observed = {name: f([outcome[e] for e in events]) for name, f in functions.items()}
    for k in range(total):
        shifted = [outcome[(e + k) % total] for e in events]
        for name, f in functions.items():
            tolerance = 1e-9 if name == "led" else slack
            if abs(f(shifted) - centres[name]) >= abs(observed[name] - centres[name]) - tolerance:
                counts[name] += 1
    return {name: counts[name] / total for name in functions}


def politis_white(x):
    """Mean block length of the stationary bootstrap; conventions of Patton's published code."""
    total = len(x)
    mean = math.fsum(x) / total
    e = [v - mean for v in x]
    kn = max(5, math.ceil(math.sqrt(math.log10(total)))) if total > 1 else 5
    m_max = min(math.ceil(math.sqrt(total)) + kn, total - 1)
    longest = max(1, math.ceil(min(3 * math.sqrt(total), total / 3)))

    def r(k):
        return math.fsum(e[i] * e[i + k] for i in range(total - k)) / total

    acv = [r(k) for k in range(m_max + 1)]
    if total < 2 or acv[0] <= 0 or max(x) == min(x):
        return 1.0
    critical = 2 * math.sqrt(math.log10(total) / total)
    significant = [abs(acv[k]) / acv[0] >= critical for k in range(m_max + 1)]
    m_hat = next((j for j in range(1, m_max - kn + 2) if not any(significant[j:j + kn])), None)
    if m_hat is None:
        m_hat = max([k for k in range(1, m_max + 1) if significant[k]], default=1)
    m = min(2 * m_hat, m_max)
    g, spectrum = 0.0, acv[0]
    for k in range(1, m + 1):
        weight = 1 if k <= m / 2 else 2 * (1 - k / m)
        g += 2 * weight * k * acv[k]
        spectrum += 2 * weight * acv[k]
    if spectrum == 0:
        return float(longest)
    return min(max((g * g / (spectrum * spectrum) * total) ** (1 / 3), 1.0), float(longest))


def quantile(ordered, share):
    """Linear interpolation between order statistics (Hyndman and Fan type 7)."""
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def bootstrap_interval(outcome, events, block, draws, level, rng):
    """Stationary bootstrap of dates, date by date: a new block starts with probability 1/block."""
    total, is_event, means = len(outcome), set(events), []
    while len(means) < draws:
        values, at = [], rng.randrange(total)
        for _ in range(total):
            if at in is_event:
                values.append(outcome[at])
            at = rng.randrange(total) if rng.random() < 1 / block else (at + 1) % total
        if values:
            means.append(math.fsum(values) / len(values))
    means.sort()
    return quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)


# ---------------------------------------------------------------- the study


def study(signal, asset, benchmark, find, horizon="12m", anchor="extreme", known_lag=1, first=None, last=None,
          excluded=(), draws=4000, level=0.95, seed=20250530):
    """`known_lag`: periods between an observation and the first price after its publication."""
    signal_dates = sorted(d for d in signal if last is None or d[:len(last)] <= last)
    x = [signal[d] for d in signal_dates]
    dates = sorted(d for d in asset if (benchmark is None or d in benchmark) and
                   (last is None or d[:len(last)] <= last))
    episodes = [e for e in find(x)
                if first is None or signal_dates[e["extreme"]][:len(first)] >= first]

    def returns(entry, out):
        a = 100 * (asset[dates[out]] / asset[dates[entry]] - 1)
        b = 100 * (benchmark[dates[out]] / benchmark[dates[entry]] - 1) if benchmark else 0.0
        return a, b, a - b

    everywhere = []  # every date with a complete window
    for entry in range(len(dates)):
        if first is not None and dates[entry][:len(first)] < first:
            continue
        out = exit_index(dates, entry, horizon)
        if out is not None:
            everywhere.append((entry, returns(entry, out)))
    offset = everywhere[0][0]

    rows, events, windows, pending = [], [], [], 0
    for e in episodes:
        row = {name: signal_dates[e[name]] if e[name] is not None else None
               for name in ("start", "extreme", "end", "confirm")}
        row["extreme_value"], row["open"] = x[e["extreme"]], e["open"]
        if anchor == "known":
            at = None if e["confirm"] is None else e["confirm"] + known_lag
            day = signal_dates[at] if at is not None and at < len(signal_dates) else None
            candidates = [i for i, d in enumerate(dates) if day is not None and d >= day][:1]
        else:
            day = row[anchor]
            candidates = [i for i, d in enumerate(dates) if day is not None and d <= day][-1:]
        row["state"] = "complete"
        if any(abs((day_of((row["extreme"] + "-15")[:10]) - day_of(d)).days) <= 31 for d in excluded):
            row["state"] = "excluded"
        elif not candidates:
            row["state"] = "not_yet_known" if day is None else "no_price"
        else:
            out = exit_index(dates, candidates[0], horizon)
            if out is None:
                row["state"] = "pending"
                pending += 1
            else:
                events.append(candidates[0])
                windows.append((candidates[0], out))
                row["asset_return"], row["benchmark_return"], row["relative_return"] = returns(candidates[0], out)
        rows.append(row)

    union = {i for entry, out in windows for i in range(entry + 1, out + 1)}
    length = sum(out - entry for entry, out in windows) / len(windows)
    result = {"episodes": rows, "complete": len(events), "pending": pending, "sample": len(everywhere),
              "first_date": dates[offset], "last_date": dates[everywhere[-1][0]], "n_eff": len(union) / length}
    names = ("asset", "benchmark", "relative") if benchmark else ("asset",)
    rng = random.Random(seed)
    places = [e - offset for e in events]
    for k, name in enumerate(names):
        outcome = [r[k] for _, r in everywhere]
        values = [outcome[p] for p in places]
        p = shift_p_values(outcome, places)
        block = politis_white(outcome)
        low, high = bootstrap_interval(outcome, places, block, draws, level, rng) if draws else (None, None)
        others = [(math.fsum(values) - v) / (len(values) - 1) for v in values] if len(values) > 1 else [math.nan]
        result[name] = {
            "mean": math.fsum(values) / len(values), "median": statistics.median(values), "led": led(values),
            "hit_rate": 100 * led(values) / len(values), "base_rate": 100 * led(outcome) / len(outcome),
            "base_mean": math.fsum(outcome) / len(outcome), "base_median": statistics.median(outcome),
            "p_mean": p["mean"], "p_median": p["median"], "p_led": p["led"], "block_length": block,
            "ci_low": low, "ci_high": high, "leave_one_out_low": min(others), "leave_one_out_high": max(others)}
    return result


def philly(arguments):
    root = arguments.open
    french = root + "/french_size_value_monthly.csv:"
    return study(read_column(root + "/philly_fed_manufacturing.csv", "current_activity"),
                 read_series(french + "small_growth+small_neutral+small_value", is_returns=True),
                 read_series(french + "big_growth+big_neutral+big_value", is_returns=True),
                 lambda x: threshold_episodes(x, True, -15, 10), anchor=arguments.anchor, known_lag=0,
                 draws=arguments.draws)


def ism(arguments, until):
    root = arguments.data
    signal = {d[:7]: v for d, v in read_column(root + "/ism_pmi.csv", "value").items() if d >= "1979-01"}
    return study(signal, read_series(root + "/russell2000_price_spliced_daily.csv", monthly=True),
                 read_series(root + "/sp500_price_daily.csv", monthly=True),
                 lambda x: threshold_episodes(x, True, 48, until), last="2025-05", first="1979-01",
                 anchor=arguments.anchor, draws=arguments.draws)


def generic(arguments):
    signal = read_series(arguments.signal, monthly=arguments.signal_month_end)
    if arguments.weekdays_only:
        signal = {d: v for d, v in signal.items() if day_of(d).weekday() < 5}
    if arguments.signal_from:
        signal = {d: v for d, v in signal.items() if d >= arguments.signal_from}
    asset = read_series(arguments.asset, arguments.returns, arguments.month_end)
    benchmark = read_series(arguments.benchmark, arguments.returns, arguments.month_end) if arguments.benchmark \
        else None

    def find(x):
        if arguments.crests or arguments.troughs:
            return turning_points(x, arguments.crests, arguments.window, arguments.phase, arguments.cycle,
                                  arguments.level, arguments.amplitude, arguments.tie)
        below = arguments.below is not None
        return threshold_episodes(x, below, arguments.below if below else arguments.above, arguments.until,
                                  arguments.enter_inclusive, not arguments.until_exclusive,
                                  arguments.enter_periods, arguments.leave_periods, arguments.gap, arguments.tie)

    return study(signal, asset, benchmark, find, arguments.horizon, arguments.anchor, arguments.known_lag,
                 arguments.first, arguments.last, arguments.exclude, arguments.draws)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["philly", "ism51", "ism50", "run"])
    parser.add_argument("--open", default="../shared/open-data", help="folder of the bundled figures")
    parser.add_argument("--data", default="../shared/data", help="folder of the licensed figures")
    parser.add_argument("--signal")
    parser.add_argument("--signal-month-end", action="store_true", help="last daily value of each month")
    parser.add_argument("--signal-from", help="first signal observation used")
    parser.add_argument("--weekdays-only", action="store_true", help="drop signal rows on weekends")
    parser.add_argument("--asset")
    parser.add_argument("--benchmark")
    parser.add_argument("--returns", action="store_true", help="prices are percent returns to cumulate")
    parser.add_argument("--month-end", action="store_true", help="prices are daily; use the month's last")
    parser.add_argument("--below", type=float)
    parser.add_argument("--above", type=float)
    parser.add_argument("--until", type=float)
    parser.add_argument("--enter-inclusive", action="store_true")
    parser.add_argument("--until-exclusive", action="store_true")
    parser.add_argument("--enter-periods", type=int, default=1)
    parser.add_argument("--leave-periods", type=int, default=1)
    parser.add_argument("--gap", type=int, default=0)
    parser.add_argument("--crests", action="store_true")
    parser.add_argument("--troughs", action="store_true")
    parser.add_argument("--window", type=int, default=6)
    parser.add_argument("--phase", type=int, default=6)
    parser.add_argument("--cycle", type=int, default=15)
    parser.add_argument("--level", type=float)
    parser.add_argument("--amplitude", type=float)
    parser.add_argument("--tie", choices=["first", "last"], default="first")
    parser.add_argument("--anchor", choices=["start", "extreme", "end", "confirm", "known"], default="extreme")
    parser.add_argument("--known-lag", type=int, default=1)
    parser.add_argument("--horizon", default="12m")
    parser.add_argument("--from", dest="first")
    parser.add_argument("--to", dest="last")
    parser.add_argument("--exclude", action="append", default=[])
    parser.add_argument("--draws", type=int, default=4000, help="bootstrap draws; 0 leaves the interval out")
    arguments = parser.parse_args()
    if arguments.what == "philly":
        result = philly(arguments)
    elif arguments.what in ("ism51", "ism50"):
        result = ism(arguments, 51 if arguments.what == "ism51" else 50)
    else:
        result = generic(arguments)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
