"""rerate rotate: the current ranking in the terminal, and the ledger of trials that it and rerate run keep.

Behaviour -> test
  sectors by rank with what each signal adds; nothing that paints, no line too wide         -> test_text
  --json is the section of results.json, by the same bits; --as-of hides later figures        -> test_json
  several rotations: one must be named, by its id                                             -> test_sections
  only what the rotation reads is asked for                                                   -> test_reads_only_its_own
  a ledger that cannot be read stops the run, before anything is written                      -> test_unreadable_ledger
  one that cannot be written is a warning; the note is there                                  -> test_unwritable_ledger
  studies without a rotation are remembered, too                                              -> test_other_kinds
"""
import json
import unittest

from rerate_command import RerateTest, column, number, section

NAMES = ["nodur", "enrgy", "utils", "money"]
STUDY = """[study]
title = "T"
packs = ["open"]
[series]
unread = "index(french.small_value)"
[[rotation]]
id = "first"
sectors = { %s }
portfolio = { k = 1 }
draws = 100
variants = { k = [1, 2] }
signals = { momentum = {}, trend = {} }
""" % ", ".join(f'{name} = {{ title = "{name.upper()}", formula = "index(french.industry_{name})" }}' for name in NAMES)
SECOND = STUDY[STUDY.index("[[rotation]]"):].replace('"first"', '"second"').replace("k = 1", "k = 2")
OTHER = """[study]
title = "T"
packs = ["open"]
[[event_study]]
id = "a"
signal = "philly.current_activity"
asset = "index(french.small_value)"
horizon = "6m"
episode = { below = -15, until = 10 }
"""


class RotateCommand(RerateTest):
    def setUp(self):
        super().setUp()
        self.study = self.write("study.toml", STUDY)
        self.ledger = self.folder / "store.duckdb.trials"

    def test_text(self):
        text = self.rerate("rotate", self.study, COLUMNS="90").stdout
        ranking = [line.split() for line in text.splitlines() if line.split()[1:2] and line.split()[1] in map(str.upper, NAMES)]
        self.assertEqual([row[0] for row in ranking], ["1", "2", "3", "4"])
        heading = next(line for line in text.splitlines() if "sector" in line and "score" in line)
        for words in ("rank", "momentum", "trend", "change", "best", "worst", "weight"):
            self.assertIn(words, heading)
        self.assertIn("favours", text)
        self.assertIn("Luck: of 2 variants", text)
        self.assertNotIn("\x1b", text)
        self.assertNotIn("nan", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 90)

    def test_json(self):
        answered = json.loads(self.rerate("rotate", self.study, "--json").stdout)
        self.assertEqual([one["id"] for one in answered["sections"]], ["first"])
        self.assertEqual(section(answered, "first"), section(self.run_study(self.study), "first"))
        then = json.loads(self.rerate("rotate", self.study, "--json", "--as-of", "2008-11-30").stdout)
        self.assertEqual(then["as_of"], "2008-11-30")
        self.assertEqual(column(then, "first", "returns", "date")[-1], "2008-11-30")
        self.assertEqual(number(then, "first", "trials"), 2)  # the same definitions

    def test_sections(self):
        both = self.write("both.toml", STUDY + SECOND)
        self.refused("rotate", both, code="RR901", says=["2 rotations", "--section first"])
        self.refused("rotate", both, "--section", "secnd", code="RR901", says="second")
        answered = json.loads(self.rerate("rotate", both, "--section", "second", "--json").stdout)
        self.assertEqual([one["id"] for one in answered["sections"]], ["second"])

    def test_reads_only_its_own(self):
        answered = json.loads(self.rerate("rotate", self.study, "--json").stdout)
        self.assertEqual({one["series"] for one in answered["inputs"]}, {f"french.industry_{name}" for name in NAMES})
        self.assertFalse(any("unread" in warning for warning in answered["warnings"]))

    def test_unreadable_ledger(self):
        self.ledger.write_text("no ledger")
        for command in (["rotate", self.study], ["run", self.study, "--out", self.folder / "out"]):
            self.refused(*command, code="RR221", says="store.duckdb.trials")
        self.assertFalse((self.folder / "out").exists())
        self.assertEqual(self.ledger.read_text(), "no ledger")

    def test_unwritable_ledger(self):
        (self.folder / "store.duckdb.trials.lock").mkdir()
        done = self.rerate("run", self.study, "--out", self.folder / "out")
        self.assertIn("warning: what this run tried is not remembered", done.stderr)
        self.assertTrue((self.folder / "out/index.html").exists())
        self.assertFalse(self.ledger.exists())
        self.assertIn("favours", self.rerate("rotate", self.study).stdout)

    def test_other_kinds(self):
        self.rerate("run", self.write("other.toml", OTHER), "--out", self.folder / "out", "--quiet")
        self.assertTrue(self.ledger.exists())
        self.ledger.write_text("no ledger")
        self.refused("run", self.folder / "other.toml", "--out", self.folder / "then", code="RR221")
        self.assertEqual(self.ledger.read_text(), "no ledger")


if __name__ == "__main__":
    unittest.main()
