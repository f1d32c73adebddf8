"""Sector rotation, from the study file to the note, on open figures and, where they are, on the sector SPDRs.

Behaviour -> test
  the shipped study has the section, with the names that others rely on                    -> test_shipped_study
  scenarios are measured from the ranks' month, with intervals; ended and revised inputs and short stretches are told -> test_scenarios
  an early as-of date leaves variants that look far back out, and goes on                  -> test_early_as_of
  contributions add up to scores; gross, net and costs agree                               -> test_ranking_and_returns_agree
  the same bytes for any number of threads and on a second run                             -> test_same_bytes
  trials grow with new definitions and with nothing else                                   -> test_trials
  a figure that comes out a month later makes the run refuse, naming it                    -> test_planted_future
  the same, planted in prices                                                              -> test_planted_prices
  as of a day: as on figures that end there, and as the whole run before it                -> test_as_of
  wrong inputs are refused with code, place and reason, and nothing is written             -> test_wrong_settings, test_wrong_figures
  `rerate rotate` prints the ranking of results.json                                       -> test_rotate
  twelve industries by hand: 12-1 momentum, three best, a month later, 10bp                -> test_against_plain_python
  the nine SPDRs: Sharpe ratios as computed here from the closes                           -> test_spdrs
  the sectors of the licensed note: members by date, no licensed figure republished        -> test_licensed_study
"""
import csv
import json
import math
import re
import shutil
import statistics
import unittest
from datetime import date

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

SHIPPED = PROJECT / "studies/us-small-caps.toml"
NOTE = PROJECT / "studies/note-2025-06.toml"
NAMES = ["nodur", "durbl", "manuf", "enrgy", "chems", "buseq", "telcm", "utils", "shops", "hlth", "money", "other"]
INDUSTRIES = "french_industry12_monthly.csv"

HEAD = """[study]
title = "T"
packs = ["open"]
[series]
curve = "rates.gs10 - bey(rates.tb3ms)"
[[rotation]]
id = "r"
"""
SECTORS = "sectors = { " + ", ".join(f'{name} = "index(french.industry_{name})"' for name in NAMES) + " }\n"
KEYS = 'cash = "bey(rates.tb3ms)"\nportfolio = { k = 3 }\ntrading = { cost_bp = 10 }\ndraws = 100\n'
SIGNALS = """[rotation.signals]
momentum = {}
value = { kind = "own_history", figures = "carry(french_be_me.industry_{sector}, french.industry_{sector})", first = "5y" }
macro = { drivers = { activity = "philly.current_activity", slope = "carry(curve, french.industry_nodur)" } }
"""
SPDRS = ["XLB", "XLE", "XLF", "XLI", "XLK", "XLP", "XLU", "XLV", "XLY"]
SPDR_STUDY = """[study]
title = "T"
packs = ["licensed"]
[[rotation]]
id = "spdr"
market = "etf.spy"
from = "1999-12-01"
portfolio = { k = 3 }
trading = { trade = "{trade}", cost_bp = 10 }
draws = 100
[rotation.signals]
momentum = {}
[rotation.sectors]
"""
MOMENTUM = "[rotation.signals]\nmomentum = {}\n"


class Rotation(RerateTest):
    def study(self, keys=KEYS, signals=SIGNALS, sectors=SECTORS, head=HEAD):
        return self.write("study.toml", head + sectors + keys + signals)

    def pack(self, change, name="open"):
        """A copy of the open pack, changed; the option that puts it in its place."""
        folder = self.folder / f"pack-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PROJECT / "data/open", folder)
        change(folder)
        return "--pack", f"open={folder}"

    def released(self, table, before, after):
        """The pack with another release rule in the first table or series whose entry names `table`."""
        def change(folder):
            catalogue = folder / "series.toml"
            head, entry, tail = catalogue.read_text().partition(f'file = "{table}"')
            self.assertIn(before, tail)
            catalogue.write_text(head + entry + tail.replace(before, after, 1))
        return self.pack(change)

    def test_shipped_study(self):
        results = self.run_study(SHIPPED)
        found = section(results, "sectors")
        self.assertEqual(found["kind"], "rotation")
        for name in ("sharpe", "sharpe_benchmark", "cagr", "volatility", "max_drawdown", "turnover", "cost_drag",
                     "information_ratio", "spa_p", "deflated_sharpe", "trials"):
            self.assertTrue(math.isfinite(number(results, "sectors", name)), name)
        self.assertGreater(number(results, "sectors", "trials"), 100)
        for name in ("spa_p", "deflated_sharpe"):
            self.assertTrue(0 <= number(results, "sectors", name) <= 1, name)
        ranking = found["tables"]["ranking"]
        columns = [one["name"] for one in ranking["columns"]]
        for name in ("sector", "score", "rank", "momentum", "value", "volatility", "reversal"):
            self.assertIn(name, columns)
        self.assertEqual(len(ranking["rows"]), 12)
        self.assertEqual(column(results, "sectors", "ranking", "rank"), list(range(1, 13)))
        weights = found["tables"]["weights"]
        self.assertEqual([one["name"] for one in weights["columns"]][1:13], NAMES)
        self.assertEqual([one["name"] for one in found["tables"]["returns"]["columns"]][:4],
                         ["date", "gross", "net", "benchmark"])
        self.assertEqual(len(weights["rows"]), len(found["tables"]["returns"]["rows"]))
        self.assertGreaterEqual(len(found["charts"]), 6)
        text = (self.folder / "out" / "index.html").read_text()
        self.assertIn("Sector rotation among twelve industries", text)

    def test_scenarios(self):
        results = self.run_study(SHIPPED)
        found = section(results, "sectors")
        drivers = found["tables"]["scenario_drivers"]
        names = [one["name"] for one in drivers["columns"]]
        activity = drivers["rows"][[row[0].lower() for row in drivers["rows"]].index("activity")]
        survey = csv.DictReader((PROJECT / "data/open/philly_fed_manufacturing.csv").read_text().splitlines())
        figures = [float(row["current_activity"]) for row in survey if row["current_activity"]]
        now = activity[names.index("now")]
        self.assertAlmostEqual(now, statistics.fmean(figures[-3:]), places=9)
        self.assertAlmostEqual(activity[names.index("soft-landing")], 10 - now, places=9)
        table = found["tables"]["sensitivities"]
        for one in ("soft-landing", "recession"):
            middle, low, high = (column(results, "sectors", "sensitivities", one + end) for end in ("", "_low", "_high"))
            self.assertTrue(all(below < above for below, above in zip(low, high)), one)
            inside = sum(below < value < above for below, value, above in zip(low, middle, high))
            self.assertGreaterEqual(inside, 10, one)
        self.assertIn("over its 12 months from", table["title"])
        self.assertTrue(all(months >= 12 for months in column(results, "sectors", "groups", "months")))
        warned = " ".join(found["warnings"])
        for words in ("Macro drivers end", "Cash ends", "The market ends", "(Nov 2025)", "(Dec 2024)", "Revised after their release",
                      "french (17 series)", "Months in no stretch"):
            self.assertIn(words, warned)

    def test_early_as_of(self):
        study = self.study(KEYS + 'variants = { momentum = ["12m", "132m"], k = [2, 3] }\n', MOMENTUM)
        results = self.run_study(study, "--as-of", "1975-01-01")
        self.assertEqual(number(results, "r", "variants"), 4)
        self.assertEqual(number(results, "r", "variants_failed"), 2)
        self.assertIn("2 of 4 definitions could not be run", " ".join(section(results, "r")["warnings"]))

    def test_ranking_and_returns_agree(self):
        results = self.run_study(self.study())
        ranking = section(results, "r")["tables"]["ranking"]
        names = [one["name"] for one in ranking["columns"]]
        signals = [names.index(name) for name in ("momentum", "value", "macro") if name in names]
        scores = column(results, "r", "ranking", "score")
        self.assertEqual(scores, sorted(scores, reverse=True))
        for row, score in zip(ranking["rows"], scores):
            self.assertAlmostEqual(sum(row[i] for i in signals if row[i] is not None), score, places=12)
        gross, net = (column(results, "r", "returns", name) for name in ("gross", "net"))
        self.assertTrue(all(after <= before + 1e-12 for before, after in zip(gross, net)))
        wealth = math.prod(1 + one / 100 for one in net)
        self.assertAlmostEqual(100 * (wealth ** (12 / len(net)) - 1), number(results, "r", "cagr"), places=9)

    def test_same_bytes(self):
        study = self.study(KEYS + 'variants = { signals = "subsets", k = [2, 3] }\n')
        seen = set()
        for threads in ("1", "2", "5", "2"):
            out = self.folder / f"out{threads}"
            self.rerate("--threads", threads, "run", study, "--out", out, "--quiet")
            seen.add((out / "results.json").read_bytes())
            seen.add((out / "index.html").read_bytes())
        self.assertEqual(len(seen), 2)

    def test_trials(self):
        def trials(keys):
            return number(self.run_study(self.study(keys, MOMENTUM)), "r", "trials")

        self.assertEqual(trials(KEYS), 1)
        self.assertEqual(trials(KEYS), 1)
        other = KEYS.replace("k = 3", "k = 4")
        self.assertEqual(trials(other), 2)
        self.assertEqual(trials(KEYS), 2)
        self.assertEqual(trials(KEYS + "variants = { k = [2, 3, 4] }\n"), 3)
        rows = list(csv.DictReader(self.rerate("trials", str(self.folder / "study.toml"), "--csv").stdout.splitlines()))
        own = {row["what"]: row["own"] for row in rows}
        self.assertEqual(own["as in the study"], "true")
        self.assertIn("false", own.values())
        self.assertEqual(trials(KEYS.replace("draws = 100", "draws = 200")), 3)
        whole = self.run_study(self.study(other, MOMENTUM))
        self.assertLess(number(whole, "r", "deflated_sharpe"), 1)

    def test_planted_future(self):
        study = self.study()
        self.run_study(study)
        for table, before, after, names in (
                ("philly_fed_manufacturing.csv", '"third Thursday"', '"third Thursday +1m"', "philly.current_activity"),):
            pack = self.released(table, f"release = {before}", f"release = {after}")
            done = self.refused("run", study, "--out", self.folder / "late", *pack, code="RR676", says=[names, "study.toml"])
            self.assertNotIn("french", done.stderr.split("fix:")[0])
            self.assertFalse((self.folder / "late").exists())
        # A yearly figure by `figures`, read where it stands and not where it was known.
        raw = SIGNALS.replace("carry(french_be_me.industry_{sector}, french.industry_{sector})",
                              "rates.gs10 * french.industry_{sector}")
        self.refused("run", self.study(signals=raw), "--out", self.folder / "late", code="RR676", says="rates.gs10")
        self.assertFalse((self.folder / "late").exists())

    def test_planted_prices(self):
        pack = self.released(INDUSTRIES, 'release = "period end"', 'release = "period end +1m"')
        self.refused("run", self.study(signals=MOMENTUM), "--out", self.folder / "late", *pack, code="RR676",
                     says=["nodur", "study.toml"])

    def test_as_of(self):
        keep = ("2010-06", "2010")

        def cut(folder):
            for file in (INDUSTRIES, "rates.csv", "philly_fed_manufacturing.csv", "french_industry12_be_me_annual.csv"):
                head, *rows = (folder / file).read_text().splitlines(keepends=True)
                newest = keep[1] if file.endswith("annual.csv") else keep[0]
                (folder / file).write_text(head + "".join(row for row in rows if row.split(",")[0][:len(newest)] <= newest))
        study = self.study(KEYS + "variants = { k = [2, 3] }\n")
        then = self.run_study(study, "--as-of", "2010-06-30")
        self.store = self.folder / "cut.duckdb"
        cut_there = self.run_study(study, "--as-of", "2010-06-30", *self.pack(cut))
        for name in ("tables", "numbers", "charts", "headline"):
            self.assertEqual(section(then, "r").get(name), section(cut_there, "r").get(name), name)
        self.assertEqual(column(then, "r", "returns", "date")[-1][:7], "2010-06")
        whole = self.run_study(study)
        for table in ("returns", "weights"):
            before = section(then, "r")["tables"][table]["rows"]
            self.assertGreater(len(before), 400)
            self.assertEqual(before, section(whole, "r")["tables"][table]["rows"][:len(before)])

    def mistake(self, code, says, keys=KEYS, signals=MOMENTUM, sectors=SECTORS, options=(), head=HEAD):
        study = self.study(keys, signals, sectors, head)
        done = self.refused("run", study, "--out", self.folder / "bad", *options, code=code, says=says)
        self.assertRegex(done.stderr, r"--> .*study\.toml:\d+:\d+")
        self.assertFalse((self.folder / "bad").exists())

    def test_wrong_settings(self):
        few = 'sectors = { a = "index(french.industry_nodur)", b = "index(french.industry_money)", c = "index(french.industry_shops)" }\n'
        self.mistake("RR671", ["5", "3"], KEYS.replace("k = 3", "k = 5"), sectors=few)
        self.mistake("RR671", "one sector", sectors='sectors = { a = "index(french.industry_nodur)" }\n')
        self.mistake("RR671", "2090", KEYS + 'from = "2090-01"\n')
        self.mistake("RR672", "week", KEYS.replace("k = 3", 'k = 3, rebalance = "week"'))
        self.mistake("RR683", "150%", KEYS.replace("cost_bp = 10", "cost_bp = 15000"))
        self.mistake("RR683", "below 0", KEYS.replace("cost_bp = 10", "cost_bp = -1"))
        bounds = KEYS.replace("k = 3", 'rule = "minimum_variance", {limits}')
        self.mistake("RR682", ["least"], bounds.replace("{limits}", "least = 10"))
        self.mistake("RR682", ["most"], bounds.replace("{limits}", "most = 8"))
        self.mistake("RR682", ["shops", "money"], bounds.replace("{limits}", "limits = { shops = [60, 100], money = [60, 100] }"))
        self.mistake("RR682", ["above"], bounds.replace("{limits}", "limits = { shops = [60, 40] }"))
        tight = KEYS.replace("k = 3", 'rule = "mean_variance_tilt", tracking_error = 0.01, limits = { utils = [50, 100] }')
        self.mistake("RR682", ["tracking"], tight)
        self.mistake("RR687", ["fair-valu"], KEYS + 'scenarios = "fair-valu"\n', SIGNALS)

    def test_wrong_figures(self):
        same = '[rotation.signals]\nsame = { kind = "figures", figures = { ' + ", ".join(
            f'{name} = "philly.current_activity"' for name in NAMES) + " } }\n"
        self.mistake("RR678", "same", signals=same)

        def without(month):
            def change(folder):
                lines = (folder / INDUSTRIES).read_text().splitlines()
                at = next(i for i, line in enumerate(lines) if line.startswith(month))
                cells = lines[at].split(",")
                cells[4] = ""
                lines[at] = ",".join(cells)
                (folder / INDUSTRIES).write_text("\n".join(lines) + "\n")
            return change
        # index() of returns breaks where one is missing: prices by themselves show the hole.
        self.mistake("RR675", ["enrgy", "1987-10"], options=self.own_prices(hole=True), head=self.own_head(), sectors=self.own_sectors())
        self.refused("run", self.study(KEYS, MOMENTUM, self.own_sectors(), self.own_head()), "--out", self.folder / "bad",
                     *self.own_prices(price="-3"), code="RR115", says=["prices.csv:215:", "-3"])
        self.mistake("RR674", ["enrgy", "1987-10"], options=self.own_prices(price="0"), head=self.own_head(), sectors=self.own_sectors())
        flat = self.own_prices(flat=True)
        self.mistake("RR678", "momentum", options=flat, head=self.own_head(), sectors=self.own_sectors())
        self.mistake("RR311", ["industry_enrgy", "1987-10"], options=self.pack(without("1987-10")))

    def own_head(self):
        return HEAD.replace('["open"]', '["open", "mine"]')

    def own_sectors(self):
        return 'sectors = { nodur = "mine.nodur", enrgy = "mine.enrgy", money = "mine.money", shops = "mine.shops" }\n'

    def own_prices(self, price=None, hole=False, flat=False):
        """A pack of four prices, one of which is wrong in October 1987."""
        lines = ["date,nodur,enrgy,money,shops"]
        for i in range(360):
            year, month = 1970 + i // 12, i % 12 + 1
            prices = [f"{100 + (0 if flat else (7 * i + 31 * j) % 23 + i)}" for j in range(4)]
            if (year, month) == (1987, 10) and (hole or price):
                prices[1] = price or ""
            lines.append(f"{year}-{month:02}," + ",".join(prices))
        self.write("mine/prices.csv", "\n".join(lines) + "\n")
        series = ", ".join(f'{{ id = "mine.{name}", title = "{name}", column = "{name}" }}' for name in ("nodur", "enrgy", "money", "shops"))
        self.write("mine/series.toml", f"""[pack]
name = "mine"
title = "T"
[[table]]
file = "prices.csv"
frequency = "monthly"
kind = "price_index"
unit = "index"
range = [0, 100000]
release = "period end"
source = "S"
licence = "L"
redistribute = true
series = [{series}]
""")
        return "--pack", f"mine={self.folder / 'mine'}"

    def test_rotate(self):
        study = self.study()
        results = self.run_study(study)
        printed = self.rerate("rotate", study).stdout
        best = column(results, "r", "ranking", "sector")
        places = [printed.find(name) for name in best]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places))
        answered = json.loads(self.rerate("rotate", study, "--json").stdout)
        self.assertIn(best[0], json.dumps(answered))
        self.refused("rotate", PROJECT / "studies/us-large-caps.toml", code="RR901", says="[[rotation]]")
        self.refused("rotate", study, "--section", "s", code="RR901", says="s")

    def test_against_plain_python(self):
        with open(PROJECT / "data/open" / INDUSTRIES, newline="") as rows:
            table = list(csv.DictReader(rows))
        returns = [[float(row[name]) / 100 for name in NAMES] for row in table]
        price, now = [], [1.0] * 12
        for row in returns:
            now = [before * (1 + one) for before, one in zip(now, row)]
            price.append(now)
        held, waiting, expected = [0.0] * 12, None, {}
        for m, row in enumerate(table):
            if any(held):
                gross = sum(weight * one for weight, one in zip(held, returns[m]))
                held = [weight * (1 + one) / (1 + gross) for weight, one in zip(held, returns[m])]
            cost = 0.0
            if waiting:
                cost = 0.001 * sum(abs(after - before) for after, before in zip(waiting, held))
                if any(held):
                    expected[row["date"]] = (1 + gross) * (1 - cost)
                    first = False
                else:
                    first_cost = cost
                held = waiting
            if m >= 12:
                momentum = [price[m - 1][i] / price[m - 12][i] for i in range(12)]
                best = sorted(range(12), key=lambda i: -momentum[i])[:3]
                waiting = [1 / 3 if i in best else 0.0 for i in range(12)]
        months = sorted(expected)
        expected[months[0]] *= 1 - first_cost
        results = self.run_study(self.study('cash = "bey(rates.tb3ms)"\ndraws = 100\n', MOMENTUM))
        found = dict(zip(column(results, "r", "returns", "date"), column(results, "r", "returns", "net")))
        self.assertEqual([day[:7] for day in found], months)
        for (_, net), month in zip(sorted(found.items()), months):
            self.assertAlmostEqual(net, 100 * (expected[month] - 1), places=9)

    def closes(self, names, last):
        """Days and closes of the licensed ETFs up to a day, from the first that has all."""
        with open(LICENSED / "etf_adjclose_daily.csv", newline="") as rows:
            table = [(row["date"], [row[name] for name in names]) for row in csv.DictReader(rows) if row["date"] <= last]
        return [(day, [float(cell) for cell in cells]) for day, cells in table if all(cells)]

    def spdr_returns(self, lag):
        """Monthly net returns of the three best of nine by 12-1 momentum, from 2001-01 on, and SPY's."""
        days = self.closes(SPDRS + ["SPY"], "2026-07-31")
        ends = [i for i, (day, _) in enumerate(days) if i + 1 == len(days) or days[i + 1][0][:7] != day[:7]]
        trades = {}
        for m, row in enumerate(ends):
            if days[row][0] < "2000-12" or row + lag >= len(days):
                continue
            momentum = [days[ends[m - 1]][1][i] / days[ends[m - 12]][1][i] for i in range(9)]
            trades[row + lag] = sorted(range(9), key=lambda i: -momentum[i])[:3]
        money, units, wealth = 1.0, [0.0] * 9, {}
        for row, (day, price) in enumerate(days):
            now = money + sum(unit * one for unit, one in zip(units, price))
            if row in trades:
                weight = [1 / 3 if i in trades[row] else 0.0 for i in range(9)]
                now *= 1 - 0.001 * sum(abs(weight[i] - units[i] * price[i] / now) for i in range(9))
                units = [weight[i] * now / price[i] for i in range(9)]
                money = now - sum(unit * one for unit, one in zip(units, price))
            if row in ends and day >= "2001":
                wealth[day[:7]] = now
        ordered = [1.0] + [wealth[month] for month in sorted(wealth)]
        spy = [days[row][1][9] for row in ends if days[row][0] >= "2000-12"]
        return [[after / before - 1 for before, after in zip(one, one[1:])] for one in (ordered, spy)]

    @needs_licensed_data
    def test_spdrs(self):
        def sharpe(returns):
            return statistics.fmean(returns) / statistics.stdev(returns) * 12 ** 0.5

        study = SPDR_STUDY + "".join(f'{name.lower()} = "etf.{name.lower()}"\n' for name in SPDRS)
        for trade, lag, told in (("close", 0, 0.663), ("next", 1, 0.658)):
            results = self.run_study(self.write("spdr.toml", study.replace("{trade}", trade)), "--as-of", "2026-08-03",
                                     "--pack", f"licensed={LICENSED}")
            own, spy = self.spdr_returns(lag)
            net = column(results, "spdr", "returns", "net")
            self.assertEqual(len(net), len(own))
            for found, expected in zip(net, own):
                self.assertLessEqual(abs(found - 100 * expected), 0.5)  # licensed prices: in whole percents
                self.assertEqual(found, round(found))
            self.assertAlmostEqual(number(results, "spdr", "sharpe"), sharpe(own), places=9)
            self.assertAlmostEqual(number(results, "spdr", "cagr"), 100 * (math.prod(1 + one for one in own) ** (12 / len(own)) - 1), places=9)
            self.assertAlmostEqual(number(results, "spdr", "volatility"), 100 * statistics.stdev(own) * 12 ** 0.5, places=9)
            self.assertAlmostEqual(number(results, "spdr", "sharpe_benchmark"), sharpe(spy), places=9)
            # As docs/rotation.md has them.
            self.assertEqual(round(sharpe(own), 3), told)
            self.assertEqual(round(sharpe(spy), 3), 0.647)

    @needs_licensed_data
    def test_licensed_study(self):
        results = self.run_study(NOTE, "--pack", f"licensed={LICENSED}")
        found = section(results, "sectors")
        self.assertEqual(len(found["tables"]["ranking"]["rows"]), 11)
        self.assertEqual(found["tables"]["returns"]["rows"][-1][0][:7], "2025-05")
        weights = found["tables"]["weights"]
        names = [one["name"] for one in weights["columns"]]
        for name, listed in (("real_estate", "2015-10"), ("communication", "2018-06")):
            held = [row[0] for row in weights["rows"] if row[names.index(name)]]
            self.assertTrue(all(day >= listed for day in held), name)
        # No licensed close and no monthly return of one stands in what is published.
        published = set(re.findall(r"-?\d+\.\d{3,}", json.dumps(found)))
        days = self.closes(SPDRS + ["SPY"], "2025-05-30")
        closes = {repr(close) for _, prices in days for close in prices}
        ends = [prices for i, (day, prices) in enumerate(days) if i + 1 == len(days) or days[i + 1][0][:7] != day[:7]]
        changes = {f"{100 * (after / before - 1):.10f}"[:9] for one, other in zip(ends, ends[1:]) for before, after in zip(one, other)}
        self.assertFalse(published & closes)
        self.assertFalse({text[:9] for text in published} & changes)


if __name__ == "__main__":
    unittest.main()
