"""rerate fair-value: a quick answer in the terminal, and what it may be told.

Behaviour -> test
  calibrated: the arithmetic of the note of June 2025                     -> test_calibrated_arithmetic
  the text holds price, fair value, inversions and a row a scenario       -> test_text
  --scenario makes another scenario the headline's                        -> test_scenario
  --set of a driver, of a series that drivers read, of a study key        -> test_set
  the answer is that of rerate run                                        -> test_same_as_run
  --as-of hides what came later                                           -> test_as_of
  the same bytes for any number of threads                                -> test_same_bytes
  unknown names, sections and scenarios are refused with the nearest      -> test_refusals
  what a fair value cannot be made of is refused at its place             -> test_impossible_questions
  a fundamental that is known only after the as-of date is named          -> test_fundamental_known_later
"""
import json
import unittest

from rerate_command import RerateTest, column, number, section

HEAD = """[study]
title = "Fair value"
packs = ["open"]
recessions = "nber.recession"
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
book_yearly = "resample(small, year, last) * mean(french_be_me.small_growth, french_be_me.small_neutral, french_be_me.small_value)"
book = "carry(book_yearly, small)"
curve = "rates.gs10 - bey(rates.tb3ms)"
"""
ESTIMATED = HEAD + """[[fair_value]]
id = "fv"
price = "small"
fundamental = "book"
drivers = { rate = "rates.gs10", slope = "curve", jobs = "published(diff(fill(macro.unrate), 12m))" }
multiple = { drivers = ["rate", "slope"], form = "levels" }
growth = { drivers = ["jobs"] }
bands = { draws = 200 }
[[fair_value.scenario]]
id = "today"
rest = "today"
[[fair_value.scenario]]
id = "recession"
kind = "recession"
[[fair_value.scenario]]
id = "own"
multiple = 1.5
growth = 3
"""
CALIBRATED = HEAD + """[[fair_value]]
id = "fv"
price = "small * 2066 / 545968.6837427855"
multiple_today = 1.27
fundamental_name = "sales"
given = { fair_multiple = 1.396, growth = 1.3 }
growth = { bottom_up = 5 }
[[fair_value.scenario]]
id = "consensus"
kind = "consensus"
[[fair_value.scenario]]
id = "down"
level = 1587
"""


class FairValueCommand(RerateTest):
    def setUp(self):
        super().setUp()
        self.study = self.write("estimated.toml", ESTIMATED)

    def answer(self, *options, study=None):
        """The command's --json: results with one section."""
        return json.loads(self.rerate("fair-value", study or self.study, "--json", *options).stdout)

    def end_point(self, results, scenario, driver):
        """A driver at the end of a scenario, from the fact that tells it."""
        text = next(fact["text"] for fact in section(results, "fv")["facts"] if fact["label"].lower() == scenario)
        return float(text.split(driver + " ")[1].split()[0].rstrip(".,%"))

    def test_calibrated_arithmetic(self):
        results = self.answer(study=self.write("calibrated.toml", CALIBRATED))
        self.assertAlmostEqual(number(results, "fv", "price"), 2066, delta=1e-6)
        self.assertAlmostEqual(number(results, "fv", "fundamental"), 1626.8, delta=0.05)
        self.assertAlmostEqual(number(results, "fv", "fair_level"), 2300, delta=1)
        self.assertAlmostEqual(number(results, "fv", "priced_in_growth"), -9.0, delta=0.05)
        self.assertIn("Given, not estimated", section(results, "fv")["headline"])
        for growth, multiple in zip(column(results, "fv", "joint", "growth"), column(results, "fv", "joint", "multiple")):
            self.assertAlmostEqual(2066 / 1.27 * (1 + growth / 100) * multiple, 1587, delta=1e-6)

    def test_text(self):
        text = self.rerate("fair-value", self.study).stdout
        for words in ("fair value", "upside", "growth priced in", "record", "needs growth of", "recession", "●", "price"):
            self.assertIn(words, text)
        self.assertNotIn("nan", text)
        self.assertNotIn("\x1b", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 110)

    def test_scenario(self):
        results = self.answer("--scenario", "recession")
        scenarios = dict(zip(column(results, "fv", "scenarios", "scenario"), column(results, "fv", "scenarios", "level")))
        self.assertEqual(number(results, "fv", "fair_level"), scenarios["recession"])
        self.assertIn("in a recession", section(results, "fv")["headline"].lower())

    def test_set(self):
        plain = self.answer()
        moved = self.answer("--set", "rate=2.5")
        self.assertEqual(self.end_point(moved, "today", "10-year Treasury constant-maturity yield, monthly average"), 2.5)
        self.assertNotEqual(number(plain, "fv", "fair_level"), number(moved, "fv", "fair_level"))
        yields = "10-year Treasury constant-maturity yield, monthly average"
        series = self.answer("--set", "rates.gs10=3.0")
        self.assertEqual(self.end_point(series, "today", yields), 3.0)
        rise = self.end_point(series, "today", "curve") - self.end_point(plain, "today", "curve")
        self.assertAlmostEqual(rise, 3.0 - self.end_point(plain, "today", yields), delta=0.011)
        recession = self.answer("--scenario", "recession", "--set", "curve=0")
        self.assertEqual(self.end_point(recession, "recession", "curve"), 0)
        keyed = self.answer("--set", "fv.horizon=6m", "--set", "study.seed=9")
        self.assertEqual(keyed["study"]["seed"], 9)

    def test_same_as_run(self):
        whole, quick = self.run_study(self.study), self.answer()
        self.assertEqual(section(whole, "fv")["numbers"], section(quick, "fv")["numbers"])
        self.assertEqual(section(whole, "fv")["tables"], section(quick, "fv")["tables"])

    def test_as_of(self):
        results = self.answer("--as-of", "2009-03-31")
        self.assertEqual(results["as_of"], "2009-03-31")
        for record in results["inputs"]:
            self.assertLessEqual(record["known_at"], "2009-03-31")

    def test_same_bytes(self):
        answers = {self.rerate("--threads", threads, "fair-value", self.study, "--json").stdout for threads in "125"}
        self.assertEqual(len(answers), 1)

    def test_refusals(self):
        def refused(*options, **expected):
            self.refused("fair-value", self.study, *options, **expected)
        refused("--set", "rates.gs1=3", code="RR901", says="did you mean `rates.gs10`?")
        refused("--set", "slop=3", code="RR901", says="did you mean `slope`?")
        refused("--set", "macro.indpro=3", code="RR901", says=["no driver reads this series", "rate, slope, jobs"])
        refused("--set", "rate=low", code="RR901", says="not a number")
        refused("--set", "rate=nan", code="RR901", says="not a number")
        refused("--set", "rate", code="RR901")
        refused("--set", "rate=1", "--set", "rate=2", code="RR901", says="twice")
        refused("--set", "rate=1", "--scenario", "own", code="RR614", says="changes nothing")
        refused("--set", "fv.horzon=6m", code="RR401", says="did you mean `horizon`?")
        refused("--scenario", "recesion", code="RR901", says="did you mean `recession`?")
        refused("--section", "fw", code="RR901", says="did you mean `fv`?")
        refused("--as-of", "1900-01-01", code="RR403")
        two = self.write("two.toml", ESTIMATED + ESTIMATED[len(HEAD):].replace('id = "fv"', 'id = "second"', 1))
        self.refused("fair-value", two, code="RR901", says=["2 fair values", "--section fv"])
        self.rerate("fair-value", two, "--section", "second")
        none = self.write("none.toml", HEAD + '[[curve_recessions]]\nid = "c"\ncurve = "curve"\n')
        self.refused("fair-value", none, code="RR901", says="no [[fair_value]]")

    def test_impossible_questions(self):
        def refused(old, new, code, says, command="run"):
            self.assertIn(old, ESTIMATED)
            with self.subTest(new=new):
                study = self.write("wrong.toml", ESTIMATED.replace(old, new))
                done = self.refused(command, study, *(["--out", self.folder / "out"] if command == "run" else []),
                                    code=code, says=says)
                self.assertIn("wrong.toml:", done.stderr)
                self.assertFalse((self.folder / "out").exists())
        refused('jobs = "', 'twice = "2 * rates.gs10", jobs = "', "RR401", "in neither equation", "check")
        refused('slope = "curve"', 'slope = "2 * rates.gs10 + 1"', "RR521", ["slope", "rate"])
        refused('slope = "curve"', 'slope = "0 * curve"', "RR523", "slope")
        refused('slope = "curve"', 'slope = "macro.gdpc1"', "RR508", "carry(macro.gdpc1, small)", "check")
        refused('price = "small"', 'price = "french.small_value"', "RR617", "index(french.small_value)", "check")
        refused('fundamental = "book"', 'fundamental = "10000 - book"', "RR611", "above zero")
        refused('fundamental = "book"', 'fundamental = "0 * book"', "RR611", "above zero")
        refused('id = "today"\nrest = "today"', 'id = "today"\nset = { rate = 3 }', "RR613", "slope")
        refused('id = "own"\n', 'id = "own"\nlevel = 2000\n', "RR614", "cannot all be given", "check")
        refused('id = "own"\n', 'id = "own"\nprobability = 0.5\n', "RR614", "probabilit", "check")
        refused("draws = 200", "draws = 200, block_length = 400", "RR615", "blocks")
        refused('fundamental = "book"', 'from = "2023-06"\nfundamental = "book"', "RR612", "19 months")
        refused('multiple = 1.5', 'multiple = "nothing.there"', "RR301", "nothing.there", "check")
        outside = self.answer(study=self.write("far.toml", ESTIMATED.replace(
            'id = "today"\nrest = "today"', 'id = "today"\nset = { rate = 40 }\nrest = "today"')))
        self.assertTrue(any("outside" in warning and "standard deviations" in warning
                            for warning in section(outside, "fv")["warnings"]))

    def test_fundamental_known_later(self):
        rows = "".join(f"{1960 + i // 12}-{i % 12 + 1:02},{100 + i}\n" for i in range(600))
        self.write("mine/x.csv", "date,x\n" + rows)
        self.write("mine/series.toml", """[pack]
name = "mine"
title = "Mine"
[[series]]
id = "mine.sales"
title = "Sales"
unit = "index"
frequency = "monthly"
kind = "level"
range = [0, 1000]
release = "+40y"
source = "me"
licence = "mine"
redistribute = true
file = "x.csv"
column = "x"
""")
        text = ESTIMATED.replace('packs = ["open"]', 'packs = ["open", "mine"]')
        study = self.write("late.toml", text.replace('fundamental = "book"', 'fundamental = "mine.sales"'))
        pack = ("--pack", f"mine={self.folder / 'mine'}")
        self.refused("fair-value", study, *pack, "--as-of", "1999-12-31", code="RR403",
                     says=["mine.sales", "as of 1999-12-31"])
        late = self.answer(*pack, "--as-of", "2024-12-31", study=study)
        self.assertTrue(any("mine.sales" in warning for warning in section(late, "fv")["warnings"]))


if __name__ == "__main__":
    unittest.main()
