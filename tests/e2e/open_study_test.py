"""studies/us-small-caps.toml on data/open, through the public command.

Behaviour -> test
  manufacturing lows reproduce the thirteen episodes and returns      -> test_manufacturing_lows
  the curve leads recessions by the published days                    -> test_curve_recessions
  on the discount basis the inversion of 1989 is absent               -> test_discount_basis_loses_1989
  results.json follows the contract                                   -> test_results_follow_the_contract
  same bytes for any number of threads, and on every run              -> test_same_bytes_every_time
  an earlier as-of date hides what came later                         -> test_as_of_hides_the_future
  --json, --quiet and the default folder                              -> test_output_options
  in a pipe, lines are as wide as COLUMNS says                        -> test_output_in_a_pipe_keeps_to_columns
  the note is one self-contained file                                 -> test_note_is_self_contained
  --set changes a key and the study's hash                            -> test_set_changes_a_key
"""
import json
import re
import unittest

from rerate_command import PROJECT, RerateTest, column, number, section

STUDY = PROJECT / "studies/us-small-caps.toml"


class OpenStudy(RerateTest):
    def test_manufacturing_lows(self):
        results = self.run_study(STUDY)
        lows = "manufacturing-lows"
        self.assertEqual(column(results, lows, "episodes", "extreme"),
                         ["1970-03", "1974-12", "1980-07", "1981-12", "1990-10", "1991-12", "1995-06", "2001-01",
                          "2008-11", "2011-08", "2020-04", "2023-04", "2023-09"])
        self.assertEqual([round(value, 1) for value in column(results, lows, "episodes", "relative_return")],
                         [0.4, 15.5, 16.0, 8.4, 22.6, 7.3, 1.9, 12.1, 5.7, -4.6, 34.3, -11.2, -10.8])
        self.assertEqual(number(results, lows, "episodes"), 13)
        self.assertEqual(number(results, lows, "led"), 10)
        self.assertAlmostEqual(number(results, lows, "base_rate"), 50.9, delta=0.05)
        self.assertAlmostEqual(number(results, lows, "base_mean"), 1.86, delta=0.005)
        for name in ("complete", "pending", "mean", "median", "hit_rate", "p_mean", "p_median", "p_led", "ci_low",
                     "ci_high", "n_eff", "asset_mean", "benchmark_mean", "known_mean", "known_p_mean"):
            self.assertIsNotNone(number(results, lows, name), name)

    def test_curve_recessions(self):
        results = self.run_study(STUDY)
        curve = "curve-recessions"
        leads = [days for days in column(results, curve, "leads", "lead_days") if days is not None]
        self.assertEqual(leads, [365, 153, 426, 395, 243, 487, 245])
        self.assertEqual(round(number(results, curve, "mean_lead_days")), 331)
        self.assertEqual(number(results, curve, "recessions"), 7)
        self.assertEqual(number(results, curve, "false_positives"), 1)
        self.assertEqual(number(results, curve, "pending"), 1)
        outcomes = dict(zip(column(results, curve, "leads", "start"), column(results, curve, "leads", "outcome")))
        self.assertEqual(outcomes["1966-01"], "false positive")
        self.assertEqual(outcomes["2022-11"], "pending")
        self.assertTrue(any("1981-07" in warning and "no inversion of its own" in warning
                            for warning in section(results, curve)["warnings"]))

    def test_discount_basis_loses_1989(self):
        results = self.run_study(STUDY, "--set", "series.curve=rates.gs10 - rates.tb3ms")
        starts = [start for start in column(results, "curve-recessions", "leads", "start") if start]
        self.assertFalse([start for start in starts if start.startswith("1989")], starts)

    def test_results_follow_the_contract(self):
        results = self.run_study(STUDY)
        self.assertEqual(results["schema"], "rerate.results/1")
        self.assertRegex(results["as_of"], r"^\d{4}-\d\d-\d\d$")
        for name in ("manufacturing-lows", "manufacturing-expansion", "spread-crests", "since-july-2022",
                     "curve-recessions", "unemployment-troughs"):
            one = section(results, name)
            self.assertTrue(one["kind"] and one["title"] and one["headline"])
            self.assertIsInstance(one["charts"], list)
            for value in one["numbers"].values():
                self.assertIn("unit", value)
            for table in one["tables"].values():
                for row in table["rows"]:
                    self.assertEqual(len(row), len(table["columns"]))
        for record in results["inputs"]:
            self.assertEqual(set(record) & {"series", "source", "licence", "first", "last", "known_at", "grade", "sha256"},
                             {"series", "source", "licence", "first", "last", "known_at", "grade", "sha256"})
            self.assertLessEqual(record["known_at"], results["as_of"])
        self.assertIn("philly.current_activity", [record["series"] for record in results["inputs"]])

    def test_same_bytes_every_time(self):
        written = []
        for threads in ("1", "2", "5", "2"):
            out = self.folder / f"out{len(written)}"
            self.rerate("--threads", threads, "run", STUDY, "--out", out, "--quiet")
            written.append(((out / "results.json").read_bytes(), (out / "index.html").read_bytes()))
        self.assertTrue(all(one == written[0] for one in written))

    def test_as_of_hides_the_future(self):
        results = self.run_study(STUDY, "--as-of", "2009-03-31")
        self.assertEqual(results["as_of"], "2009-03-31")
        for record in results["inputs"]:
            self.assertLessEqual(record["known_at"], "2009-03-31", record["series"])
        troughs = column(results, "manufacturing-lows", "episodes", "extreme")
        self.assertTrue(all(month <= "2009-03" for month in troughs))
        # The trough of June 2009 was announced in September 2010: the recession's end is not known yet.
        starts = column(results, "curve-recessions", "leads", "peak")
        self.assertIn("2007-12", starts)
        self.assertNotIn("2020-02", starts)

    def test_output_options(self):
        printed = self.rerate("run", STUDY, "--out", self.folder / "a", "--json").stdout
        self.assertEqual(json.loads(printed), json.loads((self.folder / "a/results.json").read_text()))
        self.assertEqual(self.rerate("run", STUDY, "--out", self.folder / "a", "--quiet").stdout, "")
        summary = self.rerate("run", STUDY, cwd=self.folder).stdout
        self.assertTrue((self.folder / "out/us-small-caps/index.html").is_file())
        self.assertNotIn("\x1b", summary)
        self.assertIn("index.html", summary.strip().splitlines()[-1])

    def test_output_in_a_pipe_keeps_to_columns(self):
        def widest(columns):
            done = self.rerate("run", STUDY, "--out", self.folder / "out", COLUMNS=columns)
            return max(len(line) for line in done.stdout.splitlines() if str(self.folder) not in line)

        self.assertLessEqual(widest("60"), 60)
        self.assertGreater(widest("160"), 120)
        self.assertEqual(widest("wide"), widest(""))  # no number: as if it said nothing

    def test_note_is_self_contained(self):
        self.run_study(STUDY)
        note = (self.folder / "out/index.html").read_text()
        self.assertNotRegex(note, r'(?:src|href)="(?!#|data:)')
        self.assertNotIn("@import", note)
        for one in json.loads((self.folder / "out/results.json").read_text())["sections"]:
            self.assertIn(one["id"], note)
        self.assertGreaterEqual(len(re.findall(r"vega-lite/v6", note)), 6)

    def test_set_changes_a_key(self):
        plain = self.run_study(STUDY)
        changed = self.run_study(STUDY, "--set", "manufacturing-lows.horizon=6m")
        self.assertNotEqual(number(plain, "manufacturing-lows", "mean"), number(changed, "manufacturing-lows", "mean"))
        self.assertEqual(number(plain, "spread-crests", "p_mean"), number(changed, "spread-crests", "p_mean"))
        self.assertNotEqual(plain["study"]["sha256"], changed["study"]["sha256"])


if __name__ == "__main__":
    unittest.main()
