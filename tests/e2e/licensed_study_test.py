"""studies/note-2025-06.toml on the licensed series, where they are.

Behaviour -> test
  ISM lows: twelve episodes until 51, the published troughs and returns   -> test_ism_lows
  until 50: eighteen episodes, twelve led, one pending                    -> test_ism_until_50
  crests of the high-yield spread, and what a tie does                    -> test_spread_crests
  the running difference since July 2022                                  -> test_since_july_2022
  no raw licensed figure is republished                                   -> test_raw_figures_stay_home
  without the data: a clear refusal that says how to give them            -> test_absent_data
"""
import shutil
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

STUDY = PROJECT / "studies/note-2025-06.toml"


class LicensedStudy(RerateTest):
    @needs_licensed_data
    def test_ism_lows(self):
        results = self.run_study(STUDY)
        self.assertEqual(column(results, "ism-lows", "episodes", "extreme"),
                         ["1980-05", "1982-05", "1985-05", "1991-01", "1991-12", "1996-01", "1998-12", "2001-10",
                          "2003-04", "2008-12", "2020-04", "2023-06"])
        self.assertEqual([round(value, 1) for value in column(results, "ism-lows", "episodes", "relative_return")],
                         [34.1, 31.3, 1.4, 23.3, 12.1, -6.4, 0.1, 3.7, 19.7, 1.8, 29.4, -14.3])
        self.assertEqual(number(results, "ism-lows", "episodes"), 12)
        self.assertEqual(number(results, "ism-lows", "led"), 10)
        self.assertEqual(number(results, "ism-lows", "pending"), 0)

    @needs_licensed_data
    def test_ism_until_50(self):
        results = self.run_study(STUDY, "--set", "ism-lows.episode={ below = 48, until = 50 }")
        self.assertEqual(number(results, "ism-lows", "episodes"), 18)
        self.assertEqual(number(results, "ism-lows", "led"), 12)
        self.assertEqual(number(results, "ism-lows", "pending"), 1)

    @needs_licensed_data
    def test_spread_crests(self):
        results = self.run_study(STUDY)
        crests = "oas-crests"

        def counted(results, name):
            rows = zip(column(results, crests, "episodes", "state"), column(results, crests, "episodes", name))
            return [value for state, value in rows if state == "complete"]

        self.assertEqual(counted(results, "extreme"), ["2010-06-11", "2011-10-04", "2016-02-11", "2019-01-03"])
        self.assertEqual([round(value, 1) for value in counted(results, "asset_return")], [20.1, 30.2, 45.6, 24.8])
        self.assertEqual(number(results, crests, "led"), 3)
        self.assertEqual(number(results, crests, "complete"), 4)
        first = self.run_study(STUDY, "--set", f"{crests}.episode={self.rule_with_tie_first()}")
        self.assertEqual(counted(first, "extreme")[0], "2010-06-08")
        self.assertEqual(round(counted(first, "asset_return")[0], 1), 27.6)

    def rule_with_tie_first(self):
        text = STUDY.read_text().split('id = "oas-crests"')[1]
        line = next(line for line in text.splitlines() if line.startswith("episode = "))
        return line.removeprefix("episode = ").replace('["last", "first"]', '"first"')

    @needs_licensed_data
    def test_since_july_2022(self):
        results = self.run_study(STUDY)
        self.assertAlmostEqual(number(results, "since-july-2022", "mean"), -33.5, delta=0.05)

    @needs_licensed_data
    def test_raw_figures_stay_home(self):
        results = self.run_study(STUDY)
        licensed = {record["series"] for record in results["inputs"] if not record["redistribute"]}
        self.assertIn("ism.pmi", licensed)
        for one in results["sections"]:
            if one["kind"] != "event_study":  # the curve is open, and a calibrated fair value has no history
                continue
            signal = next(chart for chart in one["charts"] if chart["id"] == "signal")
            rows = [row for name, rows in signal["spec"]["datasets"].items() if "span" not in name for row in rows]
            values = [row["y"] for row in rows if isinstance(row.get("y"), (int, float)) and "x" in row]
            self.assertGreater(len(values), 100, one["id"])
            self.assertTrue(all(value == round(value) and 0 <= value <= 100 for value in values), one["id"])

    def test_absent_data(self):
        project = self.folder / "elsewhere"
        for name in ("studies", "data"):
            shutil.copytree(PROJECT / name, project / name)
        self.refused("run", project / "studies/note-2025-06.toml", "--out", self.folder / "out", code="RR213",
                     says=["licensed", "--pack licensed="])
        self.assertFalse((self.folder / "out").exists())


if __name__ == "__main__":
    unittest.main()
