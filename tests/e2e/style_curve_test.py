"""[[style_curve]] on data/open and on the licensed series, through the public command.

Behaviour -> test
  the sixteen correlations are those that R computes                          -> test_as_in_r
  the claimed 0.71 is not reproduced on open data, and the sentence says so   -> test_claim_on_open_data
  rolling correlations are those of the series language                      -> test_rolling_as_a_formula
  a claim at an estimate is reproduced                                        -> test_claim_that_holds
  an earlier as-of date hides what came later                                 -> test_as_of
  on the Russell 2000 0.71 is not reproduced either, and no raw figure leaves -> test_licensed
  wrong input is refused at its place                                         -> test_mistakes
"""
import json
import unittest

from rerate_command import PROJECT, RerateTest, column, needs_licensed_data, number, section

OPEN = PROJECT / "studies/us-small-caps.toml"
LICENSED = PROJECT / "studies/note-2025-06.toml"
STYLE = "style-curve"

STUDY = """[study]
title = "Styles"
packs = ["open"]
[series]
small_value = "index(french.small_value)"
small_growth = "index(french.small_growth)"
curve = "rates.gs10 - bey(rates.tb3ms)"
[[style_curve]]
id = "style-curve"
curve = "curve"
value = "small_value"
growth = "small_growth"
"""


class StyleCurve(RerateTest):
    def test_as_in_r(self):
        results = self.run_study(OPEN)
        golden = json.loads((PROJECT / "tests/golden/style_correlation.json").read_text())["open"]
        words = {"level": "levels", "return_on_level": "12-month returns on the level", "change": "monthly changes",
                 "annual_change": "12-month changes"}
        found = {}
        for pair, measure, lead, n, pearson, spearman in zip(
                *(column(results, STYLE, "correlations", name)
                  for name in ("pair", "measure", "lead", "n", "correlation", "rank_correlation"))):
            found[pair, measure, lead] = (n, pearson, spearman)
        self.assertEqual(len(found), 16)
        for row in golden["rows"]:
            n, pearson, spearman = found[row["pair"].capitalize() + " caps", words[row["measure"]], row["lead"]]
            self.assertEqual(n, row["n"], row)
            self.assertAlmostEqual(pearson, row["pearson"], delta=1e-9, msg=row)
            # Changes that are equal but for rounding share a rank or do not, as rounding has it.
            self.assertAlmostEqual(spearman, row["spearman"], delta=1e-4, msg=row)
        self.assertAlmostEqual(number(results, STYLE, "level_correlation"), golden["rows"][0]["pearson"], delta=1e-9)
        self.assertEqual(number(results, STYLE, "sample"), golden["rows"][0]["n"])

    def test_claim_on_open_data(self):
        results = self.run_study(OPEN)
        found = section(results, STYLE)
        self.assertEqual(found["kind"], "style_curve")
        self.assertIn("A correlation of 0.71", found["headline"])
        self.assertIn("is not reproduced", found["headline"])
        for name in ("level_correlation", "change_correlation", "annual_change_correlation"):
            low, high = number(results, STYLE, name + "_low"), number(results, STYLE, name + "_high")
            self.assertLess(low, high)
            self.assertLess(abs(number(results, STYLE, name)), 0.35)
            self.assertLess(high, 0.71)
        self.assertIn("outside all three intervals", found["headline"])
        self.assertLess(number(results, STYLE, "best_correlation"), 0.5)
        self.assertEqual(number(results, STYLE, "claim_reproduced_by"), 0)
        self.assertEqual(number(results, STYLE, "definitions_tried"), 16)

    def test_rolling_as_a_formula(self):
        results = self.run_study(self.write("study.toml", STUDY))
        formula = "rolling_corr(french.small_value - french.small_growth, diff(rates.gs10 - bey(rates.tb3ms), 1m), 60m)"
        lines = self.rerate("eval", formula, "--csv").stdout.strip().splitlines()
        self.assertAlmostEqual(number(results, STYLE, "rolling_correlation"), float(lines[-1].split(",")[1]), delta=1e-9)
        self.assertEqual(number(results, STYLE, "definitions_tried"), 8)
        self.assertNotIn("claim", section(results, STYLE)["numbers"])

    def test_claim_that_holds(self):
        results = self.run_study(OPEN, "--set", f"{STYLE}.claim={{ correlation = 0.22 }}")
        self.assertIn("is reproduced by levels", section(results, STYLE)["headline"])

    def test_as_of(self):
        shorter = self.run_study(self.write("study.toml", STUDY + 'to = "2001-05"\n'))
        earlier = self.run_study(self.write("study.toml", STUDY), "--as-of", "2001-06-15")
        for name in ("level_correlation", "change_correlation_low", "annual_change_correlation_high"):
            self.assertEqual(number(shorter, STYLE, name), number(earlier, STYLE, name), name)

    @needs_licensed_data
    def test_licensed(self):
        results = self.run_study(LICENSED)
        found = section(results, STYLE)
        self.assertIn("A correlation of 0.71", found["headline"])
        self.assertIn("is not reproduced", found["headline"])
        self.assertAlmostEqual(number(results, STYLE, "level_correlation"), 0.16, delta=0.01)
        self.assertAlmostEqual(number(results, STYLE, "change_correlation"), 0.04, delta=0.02)
        self.assertLess(number(results, STYLE, "annual_change_correlation"), 0.3)
        self.assertLess(number(results, STYLE, "best_correlation"), 0.48)
        self.assertEqual(number(results, STYLE, "claim_reproduced_by"), 0)
        drawn = next(chart for chart in found["charts"] if chart["id"] == "series")
        rows = [row for name, rows in drawn["spec"]["datasets"].items() if "span" not in name for row in rows]
        values = [row["y"] for row in rows if isinstance(row.get("y"), (int, float)) and "x" in row]
        self.assertGreater(len(values), 100)
        self.assertTrue(all(value == round(value) and 0 <= value <= 100 for value in values))

    def test_mistakes(self):
        def refused(change, **options):
            old, new = change
            self.assertIn(old, STUDY + "\n")
            path = self.write("wrong.toml", (STUDY + "\n").replace(old, new, 1))
            self.refused("run", path, "--out", self.folder / "out", **options)
            self.assertFalse((self.folder / "out").exists())

        refused(('growth = "small_growth"\n', 'growth = "small_value"\n'), code="RR401", says="same formula")
        refused(('growth = "small_growth"\n', 'growth = "small_value * 2"\n'), code="RR523", says="does not vary")
        refused(('growth = "small_growth"\n', 'growth = "french.small_growth"\n'), code="RR505",
                says=["holds returns", "index(french.small_growth)"])
        refused(('growth = "small_growth"\n', 'growth = "resample(small_growth, year, last)"\n'), code="RR508")
        refused(('growth = "small_growth"\n', 'growth = "small_growth"\nclaim = { correlation = 71 }\n'), code="RR401",
                says="between -1 and 1")
        refused(('growth = "small_growth"\n', 'growth = "small_growth"\nfrom = "2021-01"\n'), code="RR631",
                says="months in common")
        refused(('growth = "small_growth"\n', 'growth = "small_growth"\nfrom = "1990"\nwindow = "50y"\n'), code="RR631",
                says="window of 600 months")
        refused(('curve = "curve"', 'curve = "small_value"'), code="RR505",
                says=["`curve` must be a rate or a spread", "total_return_index"])
        refused(('curve = "curve"', 'curve = "french.small_value"'), code="RR505", says="is a return")
        refused(('value = "small_value"\n', 'valeu = "small_value"\n'), code="RR401", says="value")


if __name__ == "__main__":
    unittest.main()
