"""Regimes in the shipped studies.

Behaviour -> test
  the open study: numbers, tables, charts and a light agree            -> test_open_study
  an earlier as-of date tells past regimes as they were told            -> test_past_regimes_stay
  the licensed study runs, and draws no licensed figures                -> test_licensed_study
  a mixture, a chosen number of clusters, no model                      -> test_other_settings
  the same bytes for one thread and for many                            -> test_threads
  mistakes have code, place and mend                                    -> test_mistakes
"""
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

SMALL = PROJECT / "studies/us-small-caps.toml"
NOTE = PROJECT / "studies/note-2025-06.toml"

STUDY = """[study]
title = "T"
packs = ["open"]
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
large = "index(mean(french.big_growth, french.big_neutral, french.big_value))"
flat = "0 * rates.gs10 + 1"
[[regimes]]
id = "regimes"
features = {features}
asset = "small"
{more}
"""
FEATURES = '{ activity = "ma(philly.current_activity, 3m)", curve = "rates.gs10 - bey(rates.tb3ms)" }'


def data_sets(results, chart):
    return next(one for one in section(results, "regimes")["charts"] if one["id"] == chart)["spec"]["datasets"]


def stretches(results, row):
    return data_sets(results, "ribbon")[f"ribbon_{row + 1}"]


class Regimes(RerateTest):
    def study(self, more="", features=FEATURES):
        return self.write("study.toml", STUDY.replace("{features}", features).replace("{more}", more))

    def test_open_study(self):
        results = self.run_study(SMALL)
        one = section(results, "regimes")
        self.assertEqual(one["kind"], "regimes")
        for name in ("score", "hmm_probability", "stability"):
            self.assertTrue(0 <= number(results, "regimes", name) <= 1, name)
        self.assertGreater(number(results, "regimes", "stability"), 0.9)
        self.assertEqual(number(results, "regimes", "refits_failed"), 0)
        views = column(results, "regimes", "regimes", "view")
        self.assertEqual(len(views), 7)
        shares = column(results, "regimes", "regimes", "share")
        self.assertAlmostEqual(sum(share for share, view in zip(shares, views) if view == "K-means"), 100, places=9)
        regimes = column(results, "regimes", "relative_returns", "regime")
        mean = dict(zip(regimes, column(results, "regimes", "relative_returns", "mean")))
        self.assertAlmostEqual(mean["expansion"] - mean["slump"], number(results, "regimes", "return_difference"),
                               places=9)
        # Small caps lead after slumps: the one difference here whose interval excludes zero.
        self.assertGreater(mean["slump"], 0.5)
        self.assertLess(number(results, "regimes", "return_difference_high"), 0)
        self.assertIn("by k-means) excludes zero", one["headline"])
        self.assertEqual([chart["id"] for chart in one["charts"]], ["ribbon", "score", "hmm", "returns", "specification-curve", "choice-shares"])
        self.assertEqual([light["title"] for light in one["lights"]], ["Regime"])
        # Features end before the model's series: each sentence names its own month.
        self.assertRegex(one["headline"], r"^In (\w+ \d+) the regime .*; in (?!\1)\w+ \d+ the hidden Markov model of")
        self.assertRegex(one["lights"][0]["text"], r"HMM \d+% high in \w+ \d+$")
        # The slump of 2008 and 2009 was known as one by its end.
        self.assertTrue(any(each["state"] == "slump" and each["x"] < "2008-12-31" < each["x2"]
                            for each in stretches(results, 1)))

    def test_past_regimes_stay(self):
        whole, earlier = self.run_study(SMALL), self.run_study(SMALL, "--as-of", "2009-03-31")
        for row in range(3):
            before = stretches(earlier, row)
            self.assertGreater(len(before), 3)
            # The last stretch runs on later.
            self.assertEqual(before[:-1], stretches(whole, row)[:len(before) - 1])
            self.assertEqual(before[-1]["x"], stretches(whole, row)[len(before) - 1]["x"])

    @needs_licensed_data
    def test_licensed_study(self):
        results = self.run_study(NOTE, "--pack", f"licensed={LICENSED}")
        self.assertEqual(len(column(results, "regimes", "relative_returns", "mean")), 13)
        for chart, lines in (("score", 1), ("hmm", 2)):
            for line in range(1, lines + 1):
                for point in data_sets(results, chart)[f"line_{line}"]:
                    self.assertAlmostEqual(20 * point["y"], round(20 * point["y"]), places=9)

    def test_other_settings(self):
        results = self.run_study(self.study('method = "gaussian_mixture"\nclusters = "choose"\nmost = 4'))
        self.assertTrue(2 <= number(results, "regimes", "regimes") <= 4)
        self.assertTrue(0 < number(results, "regimes", "regime_probability") <= 1)
        self.assertNotIn("hmm_probability", section(results, "regimes")["numbers"])
        self.assertNotIn("relative_returns", section(results, "regimes")["tables"])

    def test_threads(self):
        study = self.study('benchmark = "large"\nhmm = { series = "philly.current_activity" }')
        texts = []
        for threads in ("1", "2"):
            out = self.folder / f"out{threads}"
            self.rerate("--threads", threads, "run", study, "--out", out, "--quiet")
            texts.append((out / "results.json").read_bytes())
        self.assertEqual(texts[0], texts[1])

    def test_mistakes(self):
        def refused(code, says, more="", features=FEATURES):
            self.refused("run", self.study(more, features), "--out", self.folder / "never", "--quiet", code=code,
                         says=["study.toml:", *says])
            self.assertFalse((self.folder / "never").exists())

        refused("RR401", ["`clusters` must be between 2 and 6"], "clusters = 9")
        refused("RR401", ["did you mean `clusters`"], "cluster = 3")
        refused("RR401", ["series"], "hmm = { states = 2 }")
        refused("RR508", ["carry("], features='{ gdp = "yoy(macro.gdpc1)" }')
        refused("RR661", ["the first fit alone takes 900"], 'first_window = "75y"')
        refused("RR662", ["the feature `flat` does not vary"], features='{ flat = "flat", a = "rates.gs10" }')
        refused("RR523", [], 'hmm = { series = "flat" }')
        refused("RR523", ["too little to reckon with"], 'hmm = { series = "1e-300 * philly.current_activity" }')
        refused("RR505", [], 'benchmark = "rates.gs10"')
        self.refused("check", self.study('method = "kmedians"'), code="RR401", says="kmeans")


if __name__ == "__main__":
    unittest.main()
