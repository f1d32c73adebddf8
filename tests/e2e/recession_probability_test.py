"""The probability of recession in the shipped studies.

Behaviour -> test
  contract numbers on the published sample, figures that agree with one another -> test_open_study
  what was settled in June 2008, whatever came later                           -> test_as_of
  in March 2009 the recession was announced, its end was not                   -> test_during_a_recession
  logit in place of probit; refitted every month; the same for any threads     -> test_options
  the premium's months and the curve alone on them                             -> test_premium
  mistakes in the section have code, place and mend                            -> test_mistakes
  the note on licensed series                                                  -> test_note
"""
import json
import statistics
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

SMALL = PROJECT / "studies/us-small-caps.toml"
NOTE = PROJECT / "studies/note-2025-06.toml"
ID = "recession-probability"
GOLDEN = json.loads((PROJECT / "tests/golden/recession_probability.json").read_text())

STUDY = """[study]
title = "T"
packs = ["open"]
recessions = "nber.recession"
[series]
curve = "rates.gs10 - bey(rates.tb3ms)"
flat = "0 * rates.gs10 + 1"
high = "lag(rates.gs10, 12m) > 8"
[[recession_probability]]
id = "recession-probability"
curve = "{curve}"
{more}
"""


def probit(index):
    return statistics.NormalDist().cdf(index)


class RecessionProbability(RerateTest):
    def ask(self, more="", *options, curve="curve"):
        return self.run_study(self.write("s.toml", STUDY.format(curve=curve, more=more)), *options)

    def refuse(self, more="", *, code, says, curve="curve"):
        self.refused("run", self.write("s.toml", STUDY.format(curve=curve, more=more)), "--out", self.folder / "o",
                     "--quiet", code=code, says=["s.toml:", *([says] if isinstance(says, str) else says)])

    def fact(self, results, label):
        return next(fact["text"] for fact in section(results, ID)["facts"] if fact["label"] == label)

    def test_open_study(self):
        results = self.run_study(SMALL)
        found = section(results, ID)
        self.assertEqual(found["kind"], "recession_probability")
        self.assertAlmostEqual(number(results, ID, "alpha"), -0.53326, delta=1e-4)
        self.assertAlmostEqual(number(results, ID, "beta"), -0.63333, delta=1e-4)
        self.assertEqual(number(results, ID, "n"), 600)
        gretl = GOLDEN["gretl"]["probit"]["coefficients"]
        self.assertAlmostEqual(number(results, ID, "alpha"), gretl[0], delta=1e-8)
        self.assertAlmostEqual(number(results, ID, "beta"), gretl[1], delta=1e-8)
        now = number(results, ID, "probability")
        alpha, beta, curve = (number(results, ID, name) for name in ("alpha_refit", "beta_refit", "curve"))
        self.assertAlmostEqual(now, probit(alpha + beta * curve), delta=1e-9)
        self.assertAlmostEqual(number(results, ID, "probability_published"), probit(-0.5333 - 0.6330 * curve), delta=1e-9)
        self.assertLess(number(results, ID, "probability_low"), now)
        self.assertGreater(number(results, ID, "probability_high"), now)
        self.assertEqual(column(results, ID, "models", "alpha")[2], alpha)
        self.assertTrue(0 < number(results, ID, "brier") < 0.25)
        self.assertTrue(0.5 < number(results, ID, "auc") < 1)
        self.assertIn("puts the probability of a recession in", found["headline"])
        self.assertEqual({chart["id"] for chart in found["charts"]}, {"probability", "calibration", "specification-curve", "choice-shares"})

    def test_as_of(self):
        """Nothing of the recession of 2008, announced on 2008-12-01, is in a run as of June 2008."""
        then = self.ask("", "--as-of", "2008-06-30")
        case = GOLDEN["cases"][1]["refit"]["probit"]
        self.assertEqual(number(then, ID, "n_refit"), case["n"])
        self.assertAlmostEqual(number(then, ID, "alpha_refit"), case["coefficients"][0], delta=1e-8)
        self.assertAlmostEqual(number(then, ID, "beta_refit"), case["coefficients"][1], delta=1e-8)
        self.assertEqual(column(then, ID, "models", "sample")[2], "1954-2007")
        self.assertIn("638 months, Apr 1954 to May 2007", self.fact(then, "Estimate"))
        self.assertEqual(number(then, ID, "n"), 569)
        later = self.ask("", "--as-of", "2011-01-31")
        self.assertGreater(number(later, ID, "n_refit"), case["n"] + 24)
        self.assertEqual(number(later, ID, "n"), 600)
        # A pack that ends in 2008 gives the same run: what came later is not read.
        folder = self.folder / "cut"
        folder.mkdir()
        for file in (PROJECT / "data/open").iterdir():
            text = file.read_text() if file.suffix in (".csv", ".toml") else None
            if file.name == "rates.csv":
                text = "".join(line for line in text.splitlines(True) if line[:4] == "date" or line[:7] <= "2008-05")
            if file.name == "nber_cycle_dates.csv":
                text = "".join(line for line in text.splitlines(True) if not line.startswith(("2007-12", "2020-02")))
            if file.name == "nber_announcements.csv":
                text = "".join(line for line in text.splitlines(True) if line.rstrip()[-10:] < "2008-06-30" or "month" in line)
            if text is not None:
                (folder / file.name).write_text(text)
        self.store = self.folder / "cut.duckdb"
        cut = self.ask("", "--as-of", "2008-06-30", "--pack", f"open={folder}")
        self.assertEqual(section(cut, ID)["numbers"], section(then, ID)["numbers"])
        self.assertEqual(section(cut, ID)["tables"], section(then, ID)["tables"])

    def test_during_a_recession(self):
        during = self.ask("", "--as-of", "2009-03-31")
        self.assertIn("Apr 1954 to Dec 2007", self.fact(during, "Estimate"))
        self.assertTrue(any("The peak of Dec 2007 has been announced, its trough has not" in words
                            for words in section(during, ID)["warnings"]))

    def test_options(self):
        probit_, logit = self.ask(), self.ask('link = "logit"\npreset = "none"')
        self.assertEqual(column(logit, ID, "models", "alpha")[1], column(probit_, ID, "models", "alpha")[3])
        self.assertNotIn("probability_published", section(logit, ID)["numbers"])
        self.assertEqual(number(logit, ID, "probability"), number(probit_, ID, "probability_other_link"))
        self.assertNotEqual(number(logit, ID, "brier"), number(probit_, ID, "brier"))
        often = self.ask('refit_every = "1m"\nhorizon = "6m"\nlevel = 0.5')
        self.assertGreater(number(often, ID, "n_refit"), number(probit_, ID, "n_refit"))
        out = self.folder / "one"
        self.rerate("--threads", "1", "run", self.folder / "s.toml", "--out", out, "--quiet")
        self.assertEqual(section(often, ID), section(json.loads((out / "results.json").read_text()), ID))

    def test_premium(self):
        results = self.ask('ebp = "credit.ebp"')
        case = GOLDEN["cases"][0]["with_premium"]
        self.assertAlmostEqual(column(results, ID, "models", "beta_ebp")[5], case["coefficients"][2], delta=1e-8)
        self.assertEqual(column(results, ID, "models", "n")[4:], [case["n"]] * 2)
        self.assertEqual(column(results, ID, "models", "month")[5], "Mar 2024")
        self.assertEqual(len(column(results, ID, "scores", "brier")), 5)
        self.assertTrue(any("the premium's figures end before the curve's" in words
                            for words in section(results, ID)["warnings"]))

    def test_mistakes(self):
        self.refuse(curve="flat", code="RR523", says=["s.toml:11:10", "curve"])
        self.refuse('recessions = "high"', curve="rates.gs10", code="RR526", says=["s.toml:11:10", "separates the outcomes perfectly"])
        self.refuse('horizon = "250d"', code="RR401", says=["s.toml:12", "`horizon` must be whole months"])
        self.refuse('horizon = "10y"', code="RR401", says="1 to 60 months")
        self.refuse('first_window = "75y"', code="RR623", says=["s.toml:12", "no walk-forward forecast"])
        self.refuse('first_window = "999y"', code="RR401", says="24 to 2400 months")
        self.refuse('sample = ["1930-01", "1940-12"]', code="RR622", says="sample 1930-01 to 1940-12: 0 months")
        self.refuse('sample = ["1990-01", "1980-12"]', code="RR401", says="at least 24 months")
        self.refuse('preset = "ny_fed"\nhorizon = "6m"', code="RR624", says="horizon of 12 months")
        self.refuse('preset = "nyfed"', code="RR401", says="ny_fed")
        self.refuse('recessions = "curve"', code="RR621", says="monthly indicator")
        self.refuse('ebp = "credit.epb"', code="RR301", says="credit.ebp")
        self.refuse('ebp = "macro.gdpc1"', code="RR508", says=["`ebp`", "quarterly"])
        self.refuse('ebp = "curve"', code="RR521", says="s.toml:12")
        self.refuse('ebp = "flat"', code="RR523", says="s.toml:12")
        self.refuse('watch = 50', code="RR401", says="`watch` (50)")
        self.refuse('level = 2', code="RR401", says="`level` must be between 0.5 and 0.99")
        self.refuse('horizont = "12m"', code="RR401", says="horizon")
        self.refuse(curve="macro.gdpc1", code="RR508", says=["quarterly", "carry("])
        self.refuse(curve="log(0 * rates.gs10)", code="RR311", says="s.toml:11")

    @needs_licensed_data
    def test_note(self):
        results = self.run_study(NOTE, "--pack", f"licensed={LICENSED}")
        self.assertEqual(number(results, ID, "n"), 600)
        self.assertAlmostEqual(number(results, ID, "beta"), -0.63333, delta=1e-4)
        self.assertIn("The curve of May 2025 puts the probability of a recession in May 2026 at",
                      section(results, ID)["headline"])
        daily = self.write("daily.toml", STUDY.format(curve="daily", more="").replace(
            'packs = ["open"]', 'packs = ["open", "licensed"]').replace(
            "[series]", '[series]\ndaily = "rates_daily.dgs10 - bey(rates_daily.dtb3)"'))
        self.refused("check", daily, "--pack", f"licensed={LICENSED}", code="RR508", says="resample(daily, month, mean)")


if __name__ == "__main__":
    unittest.main()
