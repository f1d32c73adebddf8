"""rerate claim, as a user would call it.

Behaviour -> test
  every claim with its verdict, rule, others and spread; only sections with claims are run  -> test_answer
  results.json with the table of claims, whether the study has [[claims]] or not             -> test_json
  a claim from the command line takes the place of the study's                               -> test_claim_of_the_command_line
  colours only where they are wanted                                                         -> test_colours
  nothing to judge, an unknown section, a claim that is none                                  -> test_refusals
"""
import json
import unittest

from rerate_command import RerateTest

STUDY = """[study]
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
horizon = ["12m", "6m"]
episode = { below = -10, until = [10, 0, 5] }
CLAIM
[[event_study]]
id = "highs"
signal = "philly.current_activity"
asset = "small"
horizon = "12m"
episode = { above = 20 }
"""
VERDICTS = {"exact", "within rounding", "only under other rules", "not reproduced"}


class ClaimCommand(RerateTest):
    def study(self, claim='claim = { words = "a good year", led = 900 }'):
        return self.write("study.toml", STUDY.replace("CLAIM", claim))

    def episodes(self):
        results = json.loads(self.rerate("run", self.study(""), "--out", self.folder / "out", "--json").stdout)
        lows = next(one for one in results["sections"] if one["id"] == "lows")
        return lows["numbers"]["episodes"]

    def test_answer(self):
        answer = self.rerate("claim", self.study()).stdout
        self.assertIn("a good year", answer)
        self.assertIn("not reproduced", answer)
        self.assertIn("none of 6 definitions gives it", answer)
        self.assertRegex(answer, r"spread +led \d+ to \d+, median")
        self.assertNotIn("highs", answer)
        for line in answer.splitlines():
            self.assertLessEqual(len(line), 130)

    def test_json(self):
        for tail in ("", '[[claims]]\nid = "mine"\n'):
            study = self.study('claims = [ { led = 900 }, { episodes = 901 } ]\n')
            study.write_text(study.read_text() + tail)
            results = json.loads(self.rerate("claim", study, "--json").stdout)
            self.assertEqual([one["kind"] for one in results["sections"]], ["event_study", "claims"])
            table = results["sections"][1]["tables"]["claims"]
            names = [column["name"] for column in table["columns"]]
            self.assertEqual(names[:6], ["claim", "claimed", "found", "verdict", "rule", "definitions"])
            self.assertEqual(len(table["rows"]), 2)
            self.assertLessEqual({row[3] for row in table["rows"]}, VERDICTS)
            self.assertEqual({row[5] for row in table["rows"]}, {6})

    def test_claim_of_the_command_line(self):
        count = self.episodes()
        count = int(count["value"] if isinstance(count, dict) else count)
        answer = self.rerate("claim", self.study(), "--section", "lows", "--claim", f"episodes={count}").stdout
        self.assertIn("● exact", answer)
        self.assertNotIn("a good year", answer)
        answer = self.rerate("claim", self.study(""), "--section", "highs", "--claim", "episodes=901",
                             "--claim", 'not_led=["1901"]').stdout
        self.assertEqual(answer.count("verdict "), 2)

    def test_colours(self):
        self.assertNotIn("\x1b", self.rerate("claim", self.study()).stdout)

    def test_refusals(self):
        self.refused("claim", self.study(""), code="RR814", says="the study has no claim")
        self.refused("claim", self.study(), "--section", "highs", code="RR814", says="lows")
        self.refused("claim", self.study(), "--section", "lws", code="RR901", says="did you mean `lows`")
        self.refused("claim", self.study(), "--claim", "led=1", code="RR901", says="--section lows")
        for text, code in [("led", "RR812"), ("led=", "RR812"), ("ledd=1", "RR811"), ("led=[1]", "RR812"),
                           ("led=1 }\nx = { y = 1", "RR812"), ("words=\"nothing\"", "RR813")]:
            with self.subTest(text=text):
                self.refused("claim", self.study(), "--section", "lows", "--claim", text, code=code)
        self.refused("claim", self.study(), "--section", "lows", "--claim", "led=1,ledd=1", code="RR811",
                     says="--claim 'led=1,ledd=1':1:12")
        self.refused("claim", self.study(), "--section", "lows", "--claim", "episodes=eleven", code="RR812",
                     says="Write --claim \"episodes=12,led=10\"")


if __name__ == "__main__":
    unittest.main()
