"""A scorecard of open figures, from the study file to the note.

Behaviour -> test
  the shipped study has the section, with its numbers, tables, charts and lamps        -> test_shipped_study
  z and composite as computed here                                                     -> test_against_plain_python
  a date earlier gives what was said then                                              -> test_as_of
  figures without a recent one are left out, and named                                 -> test_stale
  a series without a release rule is refused, or its release is left out               -> test_release_rule
  weights, signs, transforms, twice, then, frequencies: refused where they stand       -> test_mistakes
  the licensed study draws no licensed figure                                          -> test_licensed_study
"""
import csv
import math
import unittest
from datetime import date, timedelta
from statistics import median

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

OPEN = PROJECT / "studies/us-small-caps.toml"

STUDY = """[study]
title = "T"
packs = ["open"{packs}]
as_of = "{as_of}"
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
large = "index(mean(french.big_growth, french.big_neutral, french.big_value))"
curve = "rates.gs10 - bey(rates.tb3ms)"
[[scorecard]]
id = "card"
{keys}
[scorecard.indicators]
{indicators}
"""
KEYS = 'asset = "small"\nbenchmark = "large"'
INDICATORS = """activity = "philly.current_activity"
jobs = { formula = "macro.unrate", transform = "change_12m", sign = -1, weight = 2 }
curve = "curve"
spread = { formula = "credit.gz_spread", sign = -1 }"""


class Scorecard(RerateTest):
    def study(self, keys=KEYS, indicators=INDICATORS, as_of="2022-12-31", packs=""):
        text = STUDY.replace("{keys}", keys).replace("{indicators}", indicators)
        return self.write("study.toml", text.replace("{as_of}", as_of).replace("{packs}", packs))

    def test_shipped_study(self):
        results = self.run_study(OPEN)
        card = section(results, "scorecard")
        self.assertEqual(card["kind"], "scorecard")
        rows = card["tables"]["indicators"]["rows"]
        self.assertEqual(len(rows), number(results, "scorecard", "indicators"))
        self.assertGreaterEqual(len(rows), 8)
        shares = [share for share in column(results, "scorecard", "indicators", "contribution") if share is not None]
        self.assertAlmostEqual(sum(shares), number(results, "scorecard", "composite"), places=12)
        self.assertEqual(len(shares), number(results, "scorecard", "available"))
        for trend in column(results, "scorecard", "indicators", "trend"):
            self.assertEqual(len(trend), 36)
        for name in ("probability_leads", "base_rate", "brier", "brier_skill", "auc", "composite_change_3m"):
            self.assertTrue(math.isfinite(number(results, "scorecard", name)), name)
        self.assertEqual({chart["id"] for chart in card["charts"]},
                         {"contributions", "composite", "probability", "reliability", "specification-curve", "choice-shares"})
        self.assertEqual([light["title"] for light in card["lights"]], ["Scorecard", "Small caps against large caps"])
        self.assertIn("then_and_now", card["tables"])

    def test_against_plain_python(self):
        """The same from the bundled files, with publication dates by the calendar."""
        def read(file, name):
            with open(PROJECT / "data/open" / f"{file}.csv", newline="") as rows:
                table = {row["date"][:7]: row[name] for row in csv.DictReader(rows)}
            return {(int(month[:4]), int(month[5:])): float(text) for month, text in table.items() if text}

        def after(month, count):
            months = month[0] * 12 + month[1] - 1 + count
            return months // 12, months % 12 + 1

        def nth_weekday(month, weekday, nth):
            first = date(*month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

        def end(month):
            return date(*after(month, 1), 1) - timedelta(days=1)

        yields, bills, jobs = read("rates", "gs10"), read("rates", "tb3ms"), read("unemployment_rate", "unrate")
        change = {month: rate - jobs[after(month, -12)] for month, rate in jobs.items() if after(month, -12) in jobs}
        curve = {month: yields[month] - 365 * bill / (360 - 91 * bill / 100)
                 for month, bill in bills.items() if month in yields}
        indicators = [  # figures, publication, sign, weight
            (read("philly_fed_manufacturing", "current_activity"), lambda m: nth_weekday(m, 3, 3), 1, 1),
            (change, lambda m: nth_weekday(after(m, 1), 4, 1), -1, 2),
            (curve, lambda m: end(m) + timedelta(days=1), 1, 1),  # or the first business day after it
            (read("excess_bond_premium", "gz_spread"), lambda m: end(m) + timedelta(days=10), -1, 1),
        ]
        total, zs = 0.0, []
        for figures, published, sign, weight in indicators:
            known = [value for month, value in sorted(figures.items()) if published(month) <= date(2022, 12, 31)]
            middle = median(known)
            z = sign * (known[-1] - middle) / (1.4826 * median(abs(value - middle) for value in known))
            zs.append(max(-3.0, min(3.0, z)))
            total += weight * zs[-1]
        results = self.run_study(self.study())
        for found, wanted in zip(column(results, "card", "indicators", "z"), zs, strict=True):
            self.assertAlmostEqual(found, wanted, places=9)
        self.assertAlmostEqual(number(results, "card", "composite"), total / 5, places=9)

    def test_as_of(self):
        late, early = self.run_study(self.study()), self.run_study(self.study(as_of="2015-06-30"))
        lines = {}
        for name, results in (("late", late), ("early", early)):
            composite = next(one for one in section(results, "card")["charts"] if one["id"] == "composite")
            lines[name] = {point["x"]: point["y"] for point in composite["spec"]["datasets"]["line_1"]}
        for day, value in lines["early"].items():
            self.assertEqual(value, lines["late"][day], day)
        self.assertLess(number(early, "card", "forecasts"), number(late, "card", "forecasts"))

    def test_stale(self):
        results = self.run_study(self.study(as_of="2024-06-28"))
        self.assertEqual(number(results, "card", "available"), 3)
        self.assertIn("`spread` has no figure after 2023-03", " ".join(section(results, "card")["warnings"]))
        states = column(results, "card", "indicators", "state")
        self.assertEqual(states[3], "no recent figure")
        self.assertEqual(column(results, "card", "indicators", "next_release")[3], "overdue since 2023-05-10")
        self.refused("run", self.study(as_of="2031-06-28"), "--out", self.folder / "out", code="RR654",
                     says=["study.toml:9", "`jobs` has no figure after"])

    def test_release_rule(self):
        with_rule = INDICATORS + '\nagain = "when(nber.recession, 0, curve)"'
        self.refused("run", self.study(indicators=with_rule), "--out", self.folder / "out", code="RR652",
                     says=["study.toml:18:", "`nber.recession`", "releases = false"])
        results = self.run_study(self.study(indicators=with_rule, keys="releases = false"))
        self.assertNotIn("next_release", [one["name"] for one in
                                          section(results, "card")["tables"]["indicators"]["columns"]])

    def test_mistakes(self):
        def refused(code, says, **parts):
            self.refused("run", self.study(**parts), "--out", self.folder / "out", code=code, says=says)
            self.assertFalse((self.folder / "out/results.json").exists())

        def one(keys):
            return INDICATORS + "\nlast = { formula = \"rates.fedfunds\", " + keys + " }"

        refused("RR653", ["study.toml:18", "`weight` must be above 0, not 0"], indicators=one("weight = 0"))
        refused("RR401", ["study.toml:18", "`sign` must be 1 or -1, not 0"], indicators=one("sign = 0"))
        refused("RR401", ["`change_12m`"], indicators=one('transform = "chang_12m"'))
        refused("RR401", ["same formula"], indicators=INDICATORS + '\nlast = "curve"')
        refused("RR401", ["no indicator is named"], indicators="")
        refused("RR301", ["rates.fedfund", "rates.fedfunds"], indicators='a = "rates.fedfund"')
        refused("RR508", ["quarterly", "Write carry(macro.gdpc1, philly.current_activity)"],
                indicators=INDICATORS + '\ngdp = "macro.gdpc1"')
        refused("RR655", ["study.toml:11:8", "is not before the as-of date"], keys='then = "2023-06"')
        refused("RR655", ["there is no score as of 1954-06-30"], keys='then = "1954-06"')
        refused("RR523", ["study.toml:18", "`last` does not vary"], indicators=INDICATORS + '\nlast = "0 * curve + 3"')
        refused("RR651", ["no indicator has the 1200 figures"], keys='history = "100y"')
        refused("RR401", ["`asset` stands without `benchmark`"], keys='asset = "small"')
        refused("RR505", ["french.rf"], keys='asset = "french.rf"\nbenchmark = "large"')
        refused("RR308", ["curve"], indicators='a = { formula = "curve", transform = "yoy" }')

    @needs_licensed_data
    def test_licensed_study(self):
        results = self.run_study(PROJECT / "studies/note-2025-06.toml", "--pack", f"licensed={LICENSED}")
        card = section(results, "scorecard")
        licensed = {row[0] for row in card["tables"]["indicators"]["rows"]
                    if "ISM" in row[0] or "high-yield" in row[0].lower() or "sentiment" in row[0].lower()}
        self.assertEqual(len(licensed), 3)
        names = [one["name"] for one in card["tables"]["indicators"]["columns"]]
        for row in card["tables"]["indicators"]["rows"]:
            if row[0] in licensed:
                self.assertTrue(all(value == round(value) for value in row[names.index("trend")] if value is not None))
        self.assertTrue(math.isfinite(number(results, "scorecard", "probability_leads")))
        self.assertEqual(number(results, "scorecard", "available"), number(results, "scorecard", "indicators"))


if __name__ == "__main__":
    unittest.main()
