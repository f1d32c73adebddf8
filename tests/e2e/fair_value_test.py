"""Fair value in the shipped studies and in `rerate fair-value`.

Behaviour -> test
  the note's arithmetic, calibrated on the licensed price                 -> test_the_note
  open studies: contract names, bands in order, attribution adds up       -> test_open_studies
  price-to-book: which book, known when                                   -> test_book_is_dated
  sales with survey medians as consensus                                  -> test_survey_consensus
  the same bits for one thread and for many                               -> test_threads
  the quick answer: scenarios, replaced figures, JSON                     -> test_quick_answer
  the quick answer refuses unknown names                                  -> test_quick_answer_refusals
  a supposed figure stands at the valuation                               -> test_supposed_figures
  mistakes in a fair-value section have code, place and mend              -> test_mistakes
  contradictory scenarios                                                 -> test_contradictions
  drivers outside their range are told with a distance                    -> test_out_of_range
"""
import json
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

SMALL = PROJECT / "studies/us-small-caps.toml"
LARGE = PROJECT / "studies/us-large-caps.toml"
NOTE = PROJECT / "studies/note-2025-06.toml"
SALES = PROJECT / "studies/us-large-caps-sales.toml"

NUMBERS = ["price", "fundamental", "multiple", "priced_in_growth", "bottom_up_growth", "model_growth", "disconnect",
           "record_level", "required_growth_record", "fair_level", "upside"]
SCENARIOS = ["scenario", "multiple", "growth", "level", "low", "high", "upside", "reachable", "plausibility"]
COEFFICIENTS = ["equation", "term", "estimate", "std_error", "t", "p"]

STUDY = """[study]
title = "T"
packs = ["open"]
recessions = "nber.recession"
[series]
price = "shiller.sp_price"
earnings = "carry(shiller.sp_earnings, price)"
flat = "0 * shiller.sp_price + 1"
[[fair_value]]
id = "fv"
price = "{price}"
fundamental = "{fundamental}"
horizon = "12m"
from = "{start}"
drivers = {{ {drivers} }}
multiple = {{ drivers = [{multiple}] }}
growth = {{ drivers = [{growth}] }}
{more}
[[fair_value.scenario]]
id = "s"
{scenario}
"""


class FairValue(RerateTest):
    def licensed(self, study, *options):
        return self.run_study(study, "--pack", f"licensed={LICENSED}", *options)

    @needs_licensed_data
    def test_the_note(self):
        results = self.licensed(NOTE)
        found = {name: number(results, "fair-value", name) for name in NUMBERS}
        self.assertAlmostEqual(found["price"], 2066.29, places=2)
        self.assertEqual(round(found["multiple"], 2), 1.27)
        self.assertAlmostEqual(found["fundamental"], 2066.29 / 1.27, places=6)
        self.assertEqual(round(found["fair_level"], -1), 2300)
        self.assertEqual(round(found["priced_in_growth"], 1), -9.0)
        self.assertEqual(found["model_growth"], 1.3)
        self.assertEqual(found["bottom_up_growth"], 5)
        self.assertAlmostEqual(found["disconnect"], 3.7, places=9)
        self.assertAlmostEqual(found["record_level"], 2442.74, places=2)
        self.assertEqual(round(found["required_growth_record"], 1), 7.5)  # 7.6 from the rounded 1,626.8
        levels = dict(zip(column(results, "fair-value", "scenarios", "scenario"),
                          column(results, "fair-value", "scenarios", "level")))
        self.assertEqual(round(levels["Bottom-up"]), 2385)  # 2,384 from the rounded 2,066
        self.assertEqual(round(levels["Recession"]), 1587)
        joint = section(results, "fair-value")["tables"]["joint"]["rows"]
        self.assertGreater(len(joint), 3)
        at = {one["name"]: i for i, one in enumerate(section(results, "fair-value")["tables"]["joint"]["columns"])}
        for row in joint:  # every point of the curve gives the level
            self.assertAlmostEqual(row[at["multiple"]] * found["fundamental"] * (1 + row[at["growth"]] / 100), 1587,
                                   places=6)
        text = json.dumps(section(results, "fair-value"))
        self.assertIn("iven", text)  # marked as given

    def check_names(self, results):
        found = section(results, "fair-value")
        for name in NUMBERS:
            self.assertIn(name, found["numbers"])
        for table, wanted in [("scenarios", SCENARIOS), ("coefficients", COEFFICIENTS)]:
            names = [one["name"] for one in found["tables"][table]["columns"]]
            self.assertEqual(names[:len(wanted)], wanted)
        return found

    def check_arithmetic(self, results):
        get = lambda name: number(results, "fair-value", name)
        self.assertAlmostEqual(get("multiple"), get("price") / get("fundamental"), places=9)
        rows = list(zip(*(column(results, "fair-value", "scenarios", name)
                          for name in ["multiple", "growth", "level", "low", "high", "upside"])))
        self.assertGreaterEqual(len(rows), 4)
        for multiple, growth, level, low, high, upside in rows:
            self.assertAlmostEqual(level / (multiple * get("fundamental") * (1 + growth / 100)), 1, places=9)
            self.assertAlmostEqual(upside, 100 * (level / get("price") - 1), places=9)
            self.assertLess(low, level)
            self.assertLess(level, high)
        base = rows[0]
        self.assertAlmostEqual(get("fair_level"), base[2], places=9)
        self.assertAlmostEqual(get("priced_in_growth"),
                               100 * (get("price") / (base[0] * get("fundamental")) - 1), places=9)
        self.assertAlmostEqual(get("required_growth_record"),
                               100 * (get("record_level") / (base[0] * get("fundamental")) - 1), places=9)
        self.assertAlmostEqual(get("disconnect"), get("bottom_up_growth") - get("model_growth"), places=9)
        p = [value for value in column(results, "fair-value", "scenarios", "plausibility") if value is not None]
        self.assertTrue(p and all(0 <= one <= 1 for one in p))
        self.check_attribution(results)

    def check_attribution(self, results):
        parts = {}
        for period, part, points in zip(*(column(results, "fair-value", "attribution", name)
                                          for name in ["period", "part", "points"])):
            parts.setdefault(period, {})[part] = points
        self.assertGreaterEqual(len(parts), 2)
        for split in parts.values():
            total = [value for name, value in split.items() if name.lower().startswith("total")]
            self.assertEqual(len(total), 1)
            rest = [value for name, value in split.items() if not name.lower().startswith("total")]
            self.assertAlmostEqual(sum(rest), total[0], places=8)

    def test_open_studies(self):
        for study in [SMALL, LARGE]:
            with self.subTest(study=study.name):
                results = self.run_study(study)
                self.check_names(results)
                self.check_arithmetic(results)
                self.assertEqual(section(results, "rival")["kind"], "rival")
                self.assertEqual(section(results, "policy-multiple")["kind"], "policy_multiple")

    def test_book_is_dated(self):
        # In May 2023 the newest book was that of fiscal 2021, formed in June 2022; in June that of 2022.
        def book(day):
            done = self.rerate("eval", "small_book", "--study", SMALL, "--as-of", day, "--csv")
            return float(done.stdout.strip().splitlines()[-1].split(",")[1])
        self.assertEqual(book("2023-05-31"), book("2022-06-30"))
        self.assertNotEqual(book("2023-06-30"), book("2023-05-31"))

    @needs_licensed_data
    def test_survey_consensus(self):
        results = self.licensed(SALES)
        self.check_names(results)
        self.check_arithmetic(results)
        self.assertIn("spf.rgdp_q4", section(results, "fair-value")["inputs"])
        self.assertLessEqual(results["as_of"], "2024-03-29")

    def test_threads(self):
        one = self.run_study(LARGE)
        import os
        few = {min(os.sched_getaffinity(0))}
        mask = os.sched_getaffinity(0)
        os.sched_setaffinity(0, few)
        try:
            self.assertEqual(self.run_study(LARGE), one)
        finally:
            os.sched_setaffinity(0, mask)

    def quick(self, *options):
        return json.loads(self.rerate("fair-value", LARGE, "--json", *options).stdout)

    def test_quick_answer(self):
        shown = self.rerate("fair-value", LARGE).stdout
        self.assertIn("fair", shown.lower())
        recession = self.rerate("fair-value", LARGE, "--scenario", "recession").stdout
        self.assertIn("n a recession", recession)
        plain = json.dumps(self.quick("--scenario", "consensus"))
        lower = json.dumps(self.quick("--scenario", "consensus", "--set", "rates.gs10=3.0"))
        self.assertNotEqual(plain, lower)

    def test_quick_answer_refusals(self):
        self.assertIn("rates.gs10", self.rerate("fair-value", LARGE, "--set", "rates.gs11=3", expect=2).stderr)
        self.rerate("fair-value", LARGE, "--set", "rate=abc", expect=2)
        self.rerate("fair-value", LARGE, "--scenario", "recesion", expect=2)
        self.rerate("fair-value", LARGE, "--set", "philly.new_orders=3", expect=2)

    def test_supposed_figures(self):
        """A figure supposed as it was changes nothing; it stands at the valuation, not at the store's newest date."""
        last = self.rerate("eval", "rates.gs10", "--as-of", "2023-09-05", "--csv").stdout.strip().splitlines()[-1]
        month, rate = last.split(",")[:2]
        self.assertEqual(month, "2023-08")
        level = lambda *options: number(self.quick(*options), "fair-value", "fair_level")
        self.assertAlmostEqual(level("--set", f"rates.gs10={rate}"), level(), places=6)
        self.assertNotEqual(level("--set", "rates.gs10=3.0"), level())

    def study(self, price="price", fundamental="earnings", start="1973-01", drivers='rate = "rates.gs10"', multiple='"rate"',
              growth='"rate"', more="", scenario='rest = "today"'):
        return self.write("study.toml", STUDY.format(price=price, fundamental=fundamental, start=start, drivers=drivers,
                                                     multiple=multiple, growth=growth, more=more, scenario=scenario))

    def refused_study(self, code, says, **changes):
        out = self.folder / "refused"
        self.refused("run", self.study(**changes), "--out", out, "--quiet", code=code, says=says)
        self.assertFalse(out.exists())

    def test_mistakes(self):
        two = 'rate = "rates.gs10", twice = "2 * rates.gs10"'
        self.refused_study("RR521", ["twice", "study.toml"], drivers=two, multiple='"rate", "twice"')
        self.refused_study("RR523", "flat", drivers='rate = "rates.gs10", flat = "flat"', multiple='"rate", "flat"')
        self.refused_study("RR523", "always 1", price="flat", drivers='rate = "rates.gs10"')
        self.refused_study("RR612", "study.toml", start="2023-01")
        self.refused_study("RR611", "", fundamental="earnings - 100")
        self.refused_study("RR613", "rate", scenario="growth = 3")
        self.refused_study("RR615", "", more="bands = { block_length = 400 }")
        # Nothing of the sample was known at the as-of date; `earnings`, which no section reads, does not matter.
        refused = self.rerate("run", self.study(fundamental="carry(french_be_me.small_value, price)"), "--as-of",
                              "1953-06-01", "--out", self.folder / "early", "--quiet", expect=2)
        self.assertIn("error RR612", refused.stderr)

    def test_contradictions(self):
        for scenario in ["growth = 3\nmultiple = 20\nlevel = 4000\nrest = \"today\"",
                         "set = { rate = 3 }\nshift = { rate = 1 }",
                         "multiple = -1\nrest = \"today\"",
                         "growth = -100\nrest = \"today\"",
                         "rest = \"today\"\nprobability = 0.4"]:
            with self.subTest(scenario=scenario):
                self.refused_study("RR614", "study.toml", scenario=scenario)

    def test_out_of_range(self):
        results = self.run_study(self.study(scenario="set = { rate = 40 }"))
        warned = json.dumps(section(results, "fv"))
        self.assertIn("standard deviation", warned)


if __name__ == "__main__":
    unittest.main()
