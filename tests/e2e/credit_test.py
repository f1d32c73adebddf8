"""[[credit]] in the shipped studies and in a pack of made-up spreads, through the public command.

Behaviour -> test
  open figures: numbers as an outside oracle has them, dated as they end in 2023      -> test_open_study
  as of a day on which the spread was fresh: no date, a light, and the crisis in stress -> test_as_of
  nothing published after the as-of date moves a number or a past state               -> test_nothing_from_the_future
  licensed high-yield OAS: today's figures, percentiles elsewhere, what is missing     -> test_licensed
  sectors: rising distress named, ranked, weights checked against the index            -> test_sectors
  the share in distress, by weights that have a history                                -> test_distress
  a rule by formulas decides as its thresholds do                                      -> test_rule_by_formulas
  the same bytes for one thread and for many                                           -> test_threads
  mistakes have code, place and mend                                                   -> test_mistakes
"""
import json
import math
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

SMALL = PROJECT / "studies/us-small-caps.toml"
NOTE = PROJECT / "studies/note-2025-06.toml"
NUMBERS = ["spread", "percentile", "z", "change_1m", "change_3m", "change_12m", "months_since_crest", "retraced", "ebp",
           "ebp_percentile"]

MANIFEST = """[pack]
name = "mine"
title = "Spreads made by a formula"

[[table]]
file = "spreads.csv"
frequency = "monthly"
kind = "spread"
unit = "pp"
range = [0, 100]
release = "+2d"
source = "a formula"
licence = "none"
redistribute = true
series = [
  { id = "mine.index", title = "the index" }, { id = "mine.energy", title = "energy" },
  { id = "mine.media", title = "media" }, { id = "mine.flat", title = "flat" },
]

[[table]]
file = "values.csv"
frequency = "monthly"
kind = "level"
unit = "bn_usd"
range = [-10, 1000]
release = "+2d"
source = "a formula"
licence = "none"
redistribute = true
series = [
  { id = "mine.energy_value", title = "value of energy" }, { id = "mine.media_value", title = "value of media" },
  { id = "mine.short_value", title = "value that falls below zero" },
]

[[series]]
id = "mine.quarterly"
title = "a quarterly spread"
file = "quarterly.csv"
column = "x"
frequency = "quarterly"
kind = "spread"
unit = "pp"
range = [0, 100]
release = "+2d"
source = "a formula"
licence = "none"
redistribute = true
"""

STUDY = """[study]
title = "T"
packs = ["mine"]
[[credit]]
id = "credit"
spread = "{spread}"
{more}
"""


def months(count):
    return [f"{2000 + i // 12}-{i % 12 + 1:02d}" for i in range(count)]


def pack_tables(count=120):
    """Index 4 + 2 sin(i / 9); media 0.5 below it; energy 0.5 above it, and 1, 2, 3, 4 more in the last four months."""
    spreads, values, quarters = ["date,index,energy,media,flat"], ["date,energy_value,media_value,short_value"], ["date,x"]
    for i, month in enumerate(months(count)):
        index = round(4 + 2 * math.sin(i / 9), 4)
        late = max(0, 5 - count + i)
        spreads.append(f"{month},{index},{index + 0.5 + late:.4f},{index - 0.5:.4f},3")
        values.append(f"{month},{10 if i < 60 else 30},{30 if i < 60 else 10},{5 if i + 1 < count else -5}")
        if i % 3 == 0:
            quarters.append(f"{2000 + i // 12}Q{i % 12 // 3 + 1},{index}")
    return {"spreads.csv": spreads, "values.csv": values, "quarterly.csv": quarters}


class Credit(RerateTest):
    def mine(self, more="", spread="mine.index", count=120):
        self.write("mine/series.toml", MANIFEST)
        for name, rows in pack_tables(count).items():
            self.write(f"mine/{name}", "\n".join(rows) + "\n")
        return self.write("credit.toml", STUDY.format(spread=spread, more=more)), "--pack", f"mine={self.folder / 'mine'}"

    def test_open_study(self):
        results = self.run_study(SMALL)
        golden = json.loads((PROJECT / "tests/golden/credit.json").read_text())["monthly"][0]
        self.assertEqual(golden["end"], "2023-03")
        for name, theirs in (("spread", "value"), ("percentile", "percentile"), ("z", "z"), ("change_1m", "change_1m"),
                             ("change_3m", "change_3m"), ("change_12m", "change_12m"), ("crest", "crest"),
                             ("months_since_crest", "months_since"), ("retraced", "retraced")):
            self.assertAlmostEqual(number(results, "credit", name), golden[theirs], places=9, msg=name)
        self.assertAlmostEqual(number(results, "credit", "ebp"), golden["ebp"]["value"], places=9)
        self.assertAlmostEqual(number(results, "credit", "ebp_percentile"), golden["ebp"]["percentile"], places=9)
        self.assertEqual(column(results, "credit", "crests", "crest"), golden["crests"])
        shares = dict(zip(column(results, "credit", "states", "state"), column(results, "credit", "states", "months")))
        for name, counted in golden["followed"].items():
            self.assertEqual(shares[name.capitalize()], counted["months"])
        found = section(results, "credit")
        self.assertTrue(found["headline"].startswith("As of Mar 2023, its newest figure, credit sent an all-clear"))
        self.assertTrue(any("what credit says today is not known" in warning for warning in found["warnings"]))

    def test_as_of(self):
        results = self.run_study(SMALL, "--as-of", "2008-11-30")
        found = section(results, "credit")
        self.assertTrue(found["headline"].startswith("Credit is in stress: "), found["headline"])
        self.assertIn("in Oct 2008", found["headline"])
        self.assertFalse(any("not known" in warning for warning in found["warnings"]))

    def test_nothing_from_the_future(self):
        whole, then = self.run_study(SMALL), self.run_study(SMALL, "--as-of", "2015-06-30")
        known = column(then, "credit", "crests", "crest")
        self.assertEqual(known, column(whole, "credit", "crests", "crest")[:len(known)])
        self.assertEqual(section(then, "credit")["tables"]["state"]["rows"][0][3], "2015-05")

        def states(results):
            chart = next(chart for chart in section(results, "credit")["charts"] if chart["id"] == "spread")
            return [(one["x"], min(one["x2"], "2015-06-01"), one["state"]) for one in chart["spec"]["datasets"]["ribbon_1"]
                    if one["x"] < "2015-06-01"]

        self.assertGreater(len(states(then)), 50)
        self.assertEqual(states(then), states(whole))

    @needs_licensed_data
    def test_licensed(self):
        results = self.run_study(NOTE, "--pack", f"licensed={LICENSED}")
        found = section(results, "credit")
        for name in NUMBERS:
            self.assertIsNotNone(number(results, "credit", name), name)
        self.assertNotIn("crest", found["numbers"])
        self.assertTrue(0 <= number(results, "credit", "percentile") <= 100)
        self.assertIn("credit sends an all-clear", found["headline"].lower())
        rows = (LICENSED / "hy_oas_daily.csv").read_text().split()
        newest = dict(row.split(",") for row in rows[1:])["2025-05-30"]
        self.assertEqual(number(results, "credit", "spread"), float(newest))
        for name in ("low_level", "level"):
            self.assertTrue(all(one == round(one) and 0 <= one <= 100 for one in column(results, "credit", "crests", name)))
        chart = next(one for one in found["charts"] if one["id"] == "spread")
        rows = [row for name, rows in chart["spec"]["datasets"].items() if "span" not in name for row in rows]
        values = [row["y"] for row in rows if isinstance(row.get("y"), (int, float)) and "x" in row]
        self.assertGreater(len(values), 100)
        self.assertTrue(all(one == round(one) and 0 <= one <= 100 for one in values))
        self.assertIn("no sector spreads are given", json.dumps(found))  # the second half of C11 is not made up
        self.assertTrue(any("excess bond premium is of Mar 2023" in warning for warning in found["warnings"]))

    def test_sectors(self):
        sectors = 'sectors = { energy = "mine.energy", media = { title = "the media", formula = "mine.media" } }\n'
        results = self.run_study(*self.mine(sectors + "weights = { energy = 50, media = 50 }"))
        found = section(results, "credit")
        self.assertIn("distress is rising in energy:", found["headline"])
        self.assertEqual(column(results, "credit", "sectors", "sector"), ["energy", "the media"])
        self.assertEqual(column(results, "credit", "sectors", "signal"), ["rising distress", None])
        apart = column(results, "credit", "sectors", "apart")
        self.assertAlmostEqual(apart[1], 0, places=9)  # as the index, moved down
        z, index_z = column(results, "credit", "sectors", "z"), column(results, "credit", "sectors", "index_z")
        self.assertAlmostEqual(apart[0], z[0] - index_z[0], places=12)
        self.assertEqual(number(results, "credit", "sectors_rising"), 1)
        warning = next(one for one in found["warnings"] if "do not add up" in one)
        self.assertIn("in 4 of 12 months", warning)
        self.assertIn("Dec 2009 (+2.00 pp)", warning)
        quiet = self.run_study(*self.mine(sectors + "weights = { energy = 50, media = 50 }\ntolerance = 2.5\nsector_gap = 9"))
        self.assertFalse(any("add up" in one for one in section(quiet, "credit")["warnings"]))
        self.assertEqual(number(quiet, "credit", "sectors_rising"), 0)

    def test_distress(self):
        constituents = ('distress = { above = 6, constituents = { energy = { spread = "mine.energy", weight = "mine.energy_value" }, '
                        'media = { title = "Media", spread = "mine.media", weight = "mine.media_value" } } }')
        results = self.run_study(*self.mine(constituents))
        self.assertEqual(number(results, "credit", "distress_share"), 75)
        self.assertIn("75.0% of the constituents' weight is in distress", section(results, "credit")["headline"])
        self.assertIn("distress", [chart["id"] for chart in section(results, "credit")["charts"]])

    def test_rule_by_formulas(self):
        thresholds = self.run_study(*self.mine("state = { stress = { percentile = 80 }, watch = { percentile = 60 } }"))
        formulas = self.run_study(*self.mine('state = { stress = "percentile(mine.index) >= 80", '
                                             'watch = "percentile(mine.index) >= 60" }'))
        self.assertEqual(column(thresholds, "credit", "states", "months"), column(formulas, "credit", "states", "months"))
        self.assertIn("stress when percentile(mine.index)", json.dumps(section(formulas, "credit")))

    def test_threads(self):
        study = self.mine('asset = "mine.media_value"')
        runs = []
        for threads in ("1", "4"):
            out = self.folder / f"out{threads}"
            self.rerate("--threads", threads, "run", study[0], "--out", out, "--quiet", *study[1:])
            runs.append((out / "results.json").read_bytes())
        self.assertEqual(runs[0], runs[1])

    def test_mistakes(self):
        sectors = 'sectors = { energy = "mine.energy", media = "mine.media" }\n'
        acme = 'distress = { constituents = { acme = { spread = "mine.energy", weight = %s } } }'
        for more, code, says in (
                ('state = { stress = { percentile = 180 } }', "RR643", ["between 0 and 100", "credit.toml:7"]),
                ('state = { stress = { percentile = 60 }, watch = { percentile = 80 } }', "RR643", "must be below"),
                ('state = { stress = "mine.index" }', "RR643", "must be a monthly indicator"),
                ('state = { strss = { percentile = 90 } }', "RR401", "stress"),
                ('crest = { amplitude = -1 }', "RR501", "amplitude"),
                (sectors + 'weights = { energy = 0.5, media = 0.7 }', "RR644", ["add up to 1.2", "credit.toml:8"]),
                (sectors + 'weights = { energy = -0.5, media = 1.5 }', "RR644", "above 0"),
                (sectors + 'weights = { energy = 1 }', "RR644", "`media` has no weight"),
                (sectors + 'weights = { enrgy = 0.5, media = 0.5 }', "RR401", "did you mean `energy`?"),
                ('sectors = { energy = "mine.enrgy" }', "RR301", "mine.energy"),
                ('sectors = { energy = "mine.quarterly" }', "RR645", "quarterly"),
                ('sectors = { energy = "mine.energy_value" }', "RR645", "bn_usd"),
                ('sectors = { flat = "mine.flat" }', "RR523", "does not vary"),
                (acme % 0, "RR644", "must be above 0"),
                (acme % 1e308, "RR644", "at most 1000000000000000"),
                (acme % '"mine.energy_value * 1e300"', "RR644", "at most 1000000000000000"),
                (acme % '"mine.short_value"', "RR644", "not -5 on 2009-12-31"),
                ('ebp = "mine.energy_value"', "RR641", "`ebp` must be a credit spread"),
                ('asset = "mine.index"', "RR505", "mine.index"),
                ('recession = "mine.index"', "RR621", "`recession` must be a monthly indicator")):
            with self.subTest(more=more):
                study = self.mine(more)
                self.refused("run", *study, "--out", self.folder / "out", code=code, says=says)
                self.assertFalse((self.folder / "out").exists())
        for spread, code, says in (("mine.flat", "RR523", "does not vary"), ("mine.quarterly", "RR641", "quarterly"),
                                   ("mine.energy_value", "RR641", "bn_usd")):
            with self.subTest(spread=spread):
                self.refused("run", *self.mine(spread=spread), "--out", self.folder / "out", code=code, says=says)
        self.refused("run", *self.mine(spread="mine.index * 1e300"), "--out", self.folder / "out", code="RR524",
                     says=["credit.toml:6", "beyond 1000000"])
        self.refused("run", *self.mine(count=23), "--out", self.folder / "out", code="RR642", says="23 months")


if __name__ == "__main__":
    unittest.main()
