"""Lattices of definitions and claims, from the study file to the note, against plain Python and as a user would try them.

Behaviour -> test
  fragility of every figure equals a brute-force run of all definitions                          -> test_against_brute_force
  sets leave the section's own numbers alone; what cannot vary has no fragility                   -> test_own_numbers_stay
  the same bytes for any number of threads, and as of a day only what was known then               -> test_same_bytes, test_as_of
  a command for one section is as of the day of the whole study's run, with its numbers         -> test_day_of_one_section
  two options that do not suit each other give no number, and the others theirs                 -> test_unsuited_pair
  an even sample of a lattice of 10^12, which is refused whole with its size                     -> test_huge_lattice
  ranges, options, claims and settings that are wrong are refused with their place              -> test_wrong_choices, test_wrong_claims
  check refuses the leads and claims that run would, without running, and nothing that is published -> test_check_of_figures,
                                                                                                     test_check_knows_all_figures
  a key left out and varied with its default is told, as it counts twice                         -> test_doubled_default
  a stop without a file keeps nothing, and says what would                                       -> test_stopped_without_a_file
  a claim from the command line; one without any                                                 -> test_claim_command
  every definition streamed to Parquet; going on after a stop gives the same rows                -> test_parquet
  the summary is the same beside a file as without one, of any kind                              -> test_parquet_says_the_same
  what a killed run left of its file is removed by the next                                      -> test_leavings
  C6: 63 rules give 10 to 24 periods; 12/10 is met by (48, 51) and (48, 52) among others         -> test_periods_of_the_survey
  the fourteen claims of the note and their verdicts                                             -> test_note
"""
import itertools
import json
import re
import signal
import statistics
import subprocess
import sys
import time
import unittest

from rerate_command import COMMAND, LICENSED, PROJECT, RerateTest, column, needs_licensed_data, section

sys.path.insert(0, str(PROJECT / "tests/oracles"))
import event_study as oracle  # noqa: E402

NOTE = PROJECT / "studies/note-2025-06.toml"
FRENCH = str(PROJECT / "data/open/french_size_value_monthly.csv:")
SURVEY = str(PROJECT / "data/open/philly_fed_manufacturing.csv")

HEAD = """[study]
title = "T"
packs = ["open"]
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
large = "index(mean(french.big_growth, french.big_neutral, french.big_value))"
[[event_study]]
id = "lows"
signal = "philly.current_activity"
asset = "small"
benchmark = "large"
"""
RULES = """episode = { below = [-15, -20, -10], until = [10, 0, 5], gap = [1, 3, 6] }
anchor = "trough"
horizon = ["12m", "6m"]
"""
SHARED = {"mean": ("relative", "mean"), "median": ("relative", "median"), "led": ("relative", "led"),
          "asset_mean": ("asset", "mean"), "benchmark_median": ("benchmark", "median")}


def brute_force():
    """{(below, until, gap, horizon): study} by the oracle."""
    signal = oracle.read_column(SURVEY, "current_activity")
    small = oracle.read_series(FRENCH + "small_growth+small_neutral+small_value", is_returns=True)
    large = oracle.read_series(FRENCH + "big_growth+big_neutral+big_value", is_returns=True)
    found = {}
    for below, until, gap, horizon in itertools.product((-15, -20, -10), (10, 0, 5), (1, 3, 6), ("12m", "6m")):
        found[below, until, gap, horizon] = oracle.study(
            signal, small, large,
            lambda x: oracle.threshold_episodes(x, True, below, until, gap=gap), horizon, known_lag=0, draws=0)
    return found


class Multiverse(RerateTest):
    def study(self, keys, more=""):
        return self.write("study.toml", HEAD + keys + more)

    def test_against_brute_force(self):
        found = brute_force()
        results = self.run_study(self.study(RULES))
        numbers = section(results, "lows")["numbers"]
        for name, (outcome, statistic) in SHARED.items():
            values = sorted(one[outcome][statistic] for one in found.values())
            own = found[-15, 10, 1, "12m"][outcome][statistic]
            told = numbers[name]["fragility"]
            self.assertEqual(told["definitions"], 54)
            for key, expected in [("min", values[0]), ("p05", oracle.quantile(values, 0.05)),
                                  ("median", statistics.median(values)), ("p95", oracle.quantile(values, 0.95)),
                                  ("max", values[-1])]:
                self.assertAlmostEqual(told[key], expected, delta=1e-9, msg=f"{name} {key}")
            below = sum(v < own - 1e-9 for v in values)
            equal = sum(abs(v - own) <= 1e-9 for v in values)
            self.assertAlmostEqual(told["percentile"], 100 * (below + equal / 2) / 54, delta=1e-9, msg=name)
        significant = sum(one["relative"]["p_mean"] <= 0.05 for one in found.values()) / 54
        self.assertAlmostEqual(numbers["mean"]["fragility"]["significant"], significant, delta=1e-12)
        own_sign = found[-15, 10, 1, "12m"]["relative"]["mean"] > 0
        same = sum((one["relative"]["mean"] > 0) == own_sign for one in found.values()) / 54
        self.assertAlmostEqual(numbers["mean"]["fragility"]["same_sign"], same, delta=1e-12)

    def test_own_numbers_stay(self):
        alone = section(self.run_study(self.study(
            'episode = { below = -15, until = 10, gap = 1 }\nanchor = "trough"\nhorizon = "12m"\n')), "lows")
        with_sets = section(self.run_study(self.study(RULES)), "lows")
        for name, told in alone["numbers"].items():
            self.assertEqual(told["value"], with_sets["numbers"][name]["value"], name)
            self.assertFalse(told.get("fragility"), name)
        same_everywhere = section(self.run_study(self.study(
            'episode = { below = [-15, -15.000001], until = 10 }\nanchor = "trough"\nhorizon = "12m"\n')), "lows")
        self.assertFalse(same_everywhere["numbers"]["mean"].get("fragility"))

    def test_same_bytes(self):
        study = self.study(RULES)
        first = self.run_study(study)
        self.assertEqual(first["sections"], self.run_study(study)["sections"])

    def test_as_of(self):
        early = section(self.run_study(self.study(RULES), "--as-of", "1999-12-31"), "lows")
        self.assertLess(early["numbers"]["episodes"]["fragility"]["max"], 20)

    def test_day_of_one_section(self):
        # Beside it stands a section whose figures are known later.
        curve = ('[[curve_recessions]]\nid = "curve"\ncurve = "rates.gs10 - rates.tb3ms"\npeaks = "nber.peak"\n'
                 'window = ["24m", "18m"]\n')
        alone = self.run_study(self.write("alone.toml", '[study]\ntitle = "T"\npacks = ["open"]\n' + curve))
        study = self.study(RULES, curve)
        ran = self.run_study(study)
        self.assertLess(alone["as_of"], ran["as_of"])
        for more in [(), ("--parquet", self.folder / "rows.parquet")]:
            one = json.loads(self.rerate("multiverse", study, "--section", "curve", "--json", "--quiet", *more).stdout)
            self.assertEqual(one["as_of"], ran["as_of"])
            self.assertEqual(section(one, "curve")["numbers"], section(ran, "curve")["numbers"])
        claimed = json.loads(self.rerate("claim", study, "--section", "curve", "--claim", "mean_lead_days=340",
                                         "--json").stdout)
        self.assertEqual(claimed["as_of"], ran["as_of"])
        early = json.loads(self.rerate("multiverse", study, "--section", "curve", "--json", "--quiet", "--as-of",
                                       "1999-12-31").stdout)
        self.assertEqual(early["as_of"], "1999-12-31")

    def test_unsuited_pair(self):
        text = """[study]
title = "T"
packs = ["open"]
[[scorecard]]
id = "s"
[scorecard.indicators]
a = { formula = "macro.indpro", transform = ["level", "yoy"] }
b = { formula = "macro.unrate", transform = "level" }
[scorecard.vary]
"indicators.a.formula" = ["rates.tb3ms", "rates.gs10"]
"""
        study = self.write("pair.toml", text)
        self.rerate("check", study)
        counted = section(self.run_study(study), "s")["multiverse"]
        self.assertEqual(counted["definitions"], 6)
        self.assertIn("2 of them give none", counted["words"])
        # With the section's own options alone it is the option's fault.
        own = self.write("own.toml", text.replace("macro.indpro", "rates.fedfunds"))
        self.refused("check", own, code="RR308", says=["yoy", "own.toml:7:"])

    def test_huge_lattice(self):
        huge = """episode = { below = "-40 .. 0 by 0.01", until = "0.1 .. 40 by 0.01", gap = "1 .. 24", n_in = "1 .. 6", n_out = "1 .. 6", tie = ["first", "last"] }
anchor = ["trough", "end", "known"]
horizon = "3m .. 24m"
"""
        study = self.study(huge)
        done = self.refused("run", study, "--out", self.folder / "out", "--quiet", code="RR801", says="most")
        self.assertRegex(done.stderr, r"1\.\d+e12|\d,\d{3},\d{3},\d{3},\d{3}")
        self.assertFalse((self.folder / "out").exists())
        self.refused("check", study, code="RR801", says="most")
        sampled = self.run_study(study, "--set", "lows.multiverse={ most = 500 }")
        self.assertLessEqual(section(sampled, "lows")["numbers"]["mean"]["fragility"]["definitions"], 500)
        self.assertFalse(section(sampled, "lows")["multiverse"]["whole"])
        self.rerate("multiverse", study, "--max", 300)

    def test_wrong_choices(self):
        for keys, code, says in [
                (RULES.replace('"6m"]', '"6m", "12m"]'), "RR804", "12m"),
                (RULES.replace("[10, 0, 5]", '"10 .. 0"'), "RR802", "10 .. 0"),
                (RULES.replace("[10, 0, 5]", '"0 .. 10 by 0"'), "RR802", "by 0"),
                (RULES.replace("[10, 0, 5]", '"0 .. 10 by 3"'), "RR802", "3"),
                (RULES.replace("[10, 0, 5]", "[]"), "RR804", "until"),
                (RULES.replace("[10, 0, 5]", "{ options = [10, 5], usual = 7 }"), "RR803", "7"),
                (RULES + 'vary = { horizn = ["3m"] }\n', "RR803", "horizn"),
                (RULES + 'multiverse = { lead = "profit" }\n', "RR809", "profit"),
                (RULES + "multiverse = { most = 0 }\n", "RR809", "most"),
                (RULES.replace('"6m"]', '"soon"]'), "RR", "soon"),
        ]:
            with self.subTest(keys=keys):
                study = self.study(keys)
                done = self.rerate("run", study, "--out", self.folder / "out", "--quiet", expect=2)
                self.assertIn(f"error {code}", done.stderr)
                self.assertIn(says, done.stderr)
                self.assertRegex(done.stderr, r"study\.toml:\d+:\d+")
                self.assertFalse((self.folder / "out").exists())

    def test_wrong_claims(self):
        for claim, code, says in [
                ("claim = { profits = 12 }", "RR811", "episodes"),
                ("claim = {}", "RR813", "claim"),
                ('claim = { words = "all is well" }', "RR813", "claim"),
                ('claim = { episodes = "about ten" }', "RR812", "plain decimal"),
                ("claim = { mean = 3.2, tolerance = -1 }", "RR812", "not negative"),
                ('claim = { mean = ["1996"] }', "RR812", "mean"),
                ("claim = { not_led = 3 }", "RR812", "not_led"),
        ]:
            with self.subTest(claim=claim):
                done = self.rerate("run", self.study(RULES, claim + "\n"), "--out", self.folder / "out", "--quiet",
                                   expect=2)
                self.assertIn(f"error {code}", done.stderr)
                self.assertIn(says, done.stderr)
                self.assertRegex(done.stderr, r"study\.toml:\d+:\d+")

    def test_check_of_figures(self):
        for keys, code, says in [
                ("claim = { profits = 12 }", "RR811", "episodes"),
                ("claim = { not_led = 3 }", "RR812", "not_led"),
                ('multiverse = { lead = "maen" }', "RR809", "did you mean `mean`?"),
        ]:
            with self.subTest(keys=keys):
                study = self.study(RULES, keys + "\n")
                told = self.refused("check", study, code=code, says=says).stderr
                self.assertRegex(told, r"study\.toml:\d+:\d+")
                self.assertEqual(self.rerate("run", study, "--out", self.folder / "out", "--quiet", expect=2).stderr, told)
        self.rerate("check", self.study(RULES, 'multiverse = { lead = "mean_return" }\n'))
        card = """[[scorecard]]
id = "card"
indicators = { jobs = "macro.unrate", orders = "philly.current_activity" }
claim = { positive = ["jbos"] }
"""
        study = self.write("card.toml", HEAD.split("[[event_study]]")[0] + card)
        self.refused("check", study, code="RR812", says="did you mean `jobs`?")
        self.refused("run", study, "--out", self.folder / "out", code="RR812", says="did you mean `jobs`?")

    def check_knows_all(self, study, *options):
        """Claims of all that a study publishes, so that what is missing among the names would be refused."""
        results = self.run_study(study, *options)
        settings = []
        for one in results["sections"]:
            if one["kind"] == "claims":
                continue
            claims = [f"{{ {name} = 1 }}" for name in one["numbers"]]
            claims += [f"{{ {name} = {json.dumps(each['members'])} }}" for name, each in one.get("sets", {}).items()]
            settings += ["--set", f"{one['id']}.claims=[{', '.join(claims)}]"]
            if one["kind"] == "style_curve":
                settings += ["--set", f"{one['id']}.claim={{ correlation = 0.71 }}"]
        self.assertGreater(len(settings), 10)
        self.rerate("check", study, *options, *settings)

    def test_check_knows_all_figures(self):
        self.check_knows_all(PROJECT / "studies/us-small-caps.toml")
        self.check_knows_all(PROJECT / "tests/studies/us-small-caps.toml")

    @needs_licensed_data
    def test_check_knows_all_figures_of_the_note(self):
        self.check_knows_all(NOTE)

    def test_doubled_default(self):
        rules = RULES.replace(', gap = [1, 3, 6]', "")
        results = self.run_study(self.study(rules, 'vary = { "episode.gap" = [1, 6] }\n'))
        told = [one for one in section(results, "lows")["warnings"] if "counts twice" in one]
        self.assertEqual(len(told), 1)
        self.assertIn("gap 1 gives the same as leaving `episode.gap` out", told[0])

    def test_stopped_without_a_file(self):
        huge = """episode = { below = "-40 .. 0 by 0.1", until = "0.1 .. 40 by 0.1", gap = "1 .. 6", n_in = "1 .. 3" }
horizon = "3m .. 24m"
multiverse = { most = 2000000 }
"""
        self.rerate("check", self.study(huge))
        for wait in (0.5, 1, 2, 4):  # for the middle of it, on machines of any speed
            running = subprocess.Popen([str(COMMAND), "multiverse", str(self.folder / "study.toml")],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment())
            time.sleep(wait)
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=60)
            if "nothing is made" in told:
                break
        self.assertIn("with --parquet definitions.parquet they are, and --resume goes on", told)
        self.assertEqual(running.returncode, -signal.SIGINT)

    def test_claim_command(self):
        study = self.study(RULES)
        self.refused("claim", study, code="RR814", says="docs/study-file.md")
        found = brute_force()
        other = found[-20, 5, 3, "6m"]
        claim = f"episodes={other['complete'] + other['pending']},led={other['relative']['led']}"
        told = self.rerate("claim", study, "--section", "lows", "--claim", claim).stdout
        self.assertRegex(told, "only under other rules|exact")
        self.assertNotIn("\x1b[", told)
        told = self.rerate("claim", study, "--section", "lows", "--claim", "episodes=400").stdout
        self.assertIn("not reproduced", told)

    def test_parquet(self):
        study = self.study(RULES)
        file = self.folder / "definitions.parquet"
        self.rerate("multiverse", study, "--parquet", file, "--quiet")
        self.assertEqual(file.read_bytes()[:4], b"PAR1")
        first = file.read_bytes()
        self.rerate("multiverse", study, "--parquet", file, "--resume", "--quiet")
        self.assertEqual(file.read_bytes(), first)
        other = self.write("other.toml", HEAD + RULES.replace('"6m"]', '"9m"]'))
        self.refused("multiverse", other, "--parquet", file, "--resume", code="RR808")

    def test_parquet_says_the_same(self):
        curve = """[[curve_recessions]]
id = "curve"
curve = "rates.gs10 - bey(rates.tb3ms)"
gap = ["12m", "6m", "3m"]
window = ["24m", "18m"]
"""
        file = self.folder / "definitions.parquet"
        for keys in (RULES, curve):
            study = self.write("said.toml", HEAD.split("[[event_study]]")[0] + keys if keys is curve else HEAD + keys)
            file.unlink(missing_ok=True)
            usual = self.rerate("multiverse", study, "--json").stdout
            self.assertEqual(self.rerate("multiverse", study, "--json", "--parquet", file).stdout, usual)

    def test_leavings(self):
        study = self.study(RULES)
        file = self.folder / "definitions.parquet"
        self.refused("multiverse", study, "--parquet", file, "--resume", code="RR101", says="keeps nothing")
        gone = subprocess.Popen(["true"])
        gone.wait()
        left = self.write(f"definitions.parquet.tmp.{gone.pid}", "PAR1")
        self.rerate("multiverse", study, "--parquet", file, "--quiet")
        self.assertFalse(left.exists())

    @needs_licensed_data
    def test_periods_of_the_survey(self):
        rules = ("ism-lows.episode={ below = [48, 47.5, 47], until = [51, \"threshold\", 48, 49, 50, \"> 50\", 52], "
                 "gap = [1, 3, 6] }")
        results = self.run_study(NOTE, "--set", rules, "--set", "ism-lows.anchor=trough", "--set",
                                 "ism-lows.horizon=12m", "--set", "ism-lows.vary={}")
        lows = section(results, "ism-lows")
        told = lows["numbers"]["episodes"]["fragility"]
        self.assertEqual((told["definitions"], told["min"], told["max"]), (63, 10, 24))
        claim = lows["claims"][0]
        self.assertEqual(claim["verdict"], "exact")
        self.assertTrue(any("until 52" in rule for rule in claim["others"]), claim)

    @needs_licensed_data
    def test_note(self):
        results = self.run_study(NOTE)
        table = section(results, "claims")["tables"]["claims"]
        self.assertEqual([one["name"] for one in table["columns"]][:6],
                         ["claim", "claimed", "found", "verdict", "rule", "definitions"])
        verdicts = {row[0]: row[3] for row in table["rows"]}

        def verdict(words):
            return next(verdict for claim, verdict in verdicts.items() if words in claim)

        self.assertEqual(verdict("12 distinct periods"), "exact")
        self.assertEqual(verdict("1996 and June 2023"), "exact")
        self.assertEqual(verdict("returns to expansion"), "only under other rules")
        expansion = section(results, "ism-expansion")["claims"][0]
        self.assertEqual(expansion["miss"], "within 0.5, not exact")
        self.assertEqual(verdict("32.2%"), "only under other rules")
        self.assertEqual(verdict("0.71"), "not reproduced")
        self.assertEqual(verdict("3,353bp"), "exact")
        self.assertEqual(verdict("utilities, financials"), "not reproduced")
        self.assertEqual(verdict("except 1980"), "exact")
        # 2,300 and 3.7 follow from figures that the note gives; the record is looked up.
        self.assertEqual([one["given"] for one in section(results, "fair-value")["claims"]], [True, True, False])
        self.assertIn("2 more are arithmetic on given figures", section(results, "claims")["headline"])
        # As of June 2025 nineteen years were over. With the twentieth, which ended in January 2026, the median is 16.1.
        median = section(results, "ism-expansion")["numbers"]
        self.assertAlmostEqual(median["asset_median"]["value"], 16.3, delta=0.06)
        # With it and no dividends of the S&P 500 before 1988, the claim is met within half a point by one other choice.
        later = section(self.run_study(NOTE, "--as-of", "2026-02-27", "--set", "ism-expansion.to=2026-02"), "ism-expansion")
        self.assertEqual(later["numbers"]["complete"]["value"], 20)
        self.assertAlmostEqual(later["numbers"]["asset_median"]["value"], 16.1, delta=0.06)
        expansion = later["claims"][0]
        self.assertEqual(expansion["miss"], "within 0.5, not exact")
        self.assertEqual(expansion["rule"], "returns spliced instead of total")


if __name__ == "__main__":
    unittest.main()
