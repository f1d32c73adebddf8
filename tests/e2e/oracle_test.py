"""The engine against an implementation that shares nothing with it (tests/oracles/event_study.py).

Behaviour -> test
  open figures: returns, base rates and p-values to 1e-9, intervals within Monte Carlo error -> test_manufacturing_lows
  licensed figures: the same, until 51 and until 50                                          -> test_ism_lows
"""
import json
import subprocess
import sys
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, needs_licensed_data, number

ORACLE = PROJECT / "tests/oracles/event_study.py"


class Oracle(RerateTest):
    def oracle(self, *arguments):
        done = subprocess.run([sys.executable, str(ORACLE), *map(str, arguments)], capture_output=True, text=True,
                              check=True, timeout=300)
        return json.loads(done.stdout)

    def compare(self, expected, results, section):
        def ours(name):
            return number(results, section, name)

        for prefix in ("", "asset_", "benchmark_"):
            theirs = expected[{"": "relative", "asset_": "asset", "benchmark_": "benchmark"}[prefix]]
            for name in ("mean", "median", "led", "base_rate", "base_mean", "base_median", "p_mean", "p_median", "p_led"):
                self.assertAlmostEqual(ours(prefix + name), theirs[name], delta=1e-9, msg=f"{section} {prefix}{name}")
            width = theirs["ci_high"] - theirs["ci_low"]
            for name in ("ci_low", "ci_high"):
                self.assertLess(abs(ours(prefix + name) - theirs[name]), 0.1 * width, f"{section} {prefix}{name}")
        for name in ("episodes", "complete", "pending"):
            counted = expected[name]
            self.assertEqual(ours(name), len(counted) if isinstance(counted, list) else counted, name)
        self.assertAlmostEqual(ours("n_eff"), expected["n_eff"], delta=1e-9)

    def test_manufacturing_lows(self):
        results = self.run_study(PROJECT / "studies/us-small-caps.toml")
        self.compare(self.oracle("philly", "--open", PROJECT / "data/open"), results, "manufacturing-lows")

    @needs_licensed_data
    def test_ism_lows(self):
        study = PROJECT / "studies/note-2025-06.toml"
        self.compare(self.oracle("ism51", "--data", LICENSED), self.run_study(study), "ism-lows")
        until_50 = self.run_study(study, "--set", "ism-lows.episode={ below = 48, until = 50 }")
        self.compare(self.oracle("ism50", "--data", LICENSED), until_50, "ism-lows")


if __name__ == "__main__":
    unittest.main()
