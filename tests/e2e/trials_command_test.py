"""rerate trials, and what every run leaves in the ledger; rerate multiverse stopped half-way.

Behaviour -> test
  nothing tried yet is said plainly, in text and as JSON                                        -> test_empty
  every kind of section is remembered: its own definition, and its lattice as one row            -> test_remembers
  the same run again adds nothing and publishes the same; another definition is another look     -> test_again
  a narrowed lattice pays for the wider one and adds no look, the same in results and ledger    -> test_narrowed
  every definition of a lattice is listed: text with the own marked, CSV, JSON, one lattice     -> test_definitions
  a sample lists what was drawn; what the study says today does not matter                      -> test_sample
  a look with later figures does not count as of an earlier day, until it is made as of that day  -> test_as_of
  one section only; ids that there are none of; columns fit, nothing paints                     -> test_section
  a file that is no ledger stops the run                                                        -> test_no_ledger
  Ctrl-C keeps what is done, and going on gives the same file as without                         -> test_interrupted
"""
import csv
import io
import json
import signal
import subprocess
import time
import unittest

from rerate_command import COMMAND, PROJECT, RerateTest, section

HEAD = """[study]
title = "T"
packs = ["open"]
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
large = "index(mean(french.big_growth, french.big_neutral, french.big_value))"
"""
LOWS = """[[event_study]]
id = "lows"
signal = "philly.current_activity"
asset = "small"
benchmark = "large"
episode = { below = [-15, -20], until = [10, 0, 5] }
horizon = "12m"
"""


class Trials(RerateTest):
    def setUp(self):
        super().setUp()
        self.study = self.write("study.toml", HEAD + LOWS)

    def trials(self, *options):
        return json.loads(self.rerate("trials", self.study, "--json", *options).stdout)

    def test_empty(self):
        self.assertIn("Nothing was tried yet", self.rerate("trials", self.study).stdout)
        self.assertEqual(self.trials(), {"study": "study.toml", "trials": [], "sections": []})
        self.assertEqual(list(self.folder.glob("*.trials")), [])

    def test_remembers(self):
        results = self.run_study(self.study)
        found = self.trials()
        self.assertEqual([one["definitions"] for one in found["trials"]].count(1), 1)
        own = next(one for one in found["trials"] if one["definitions"] == 1)
        lattice = next(one for one in found["trials"] if one["definitions"] > 1)
        numbers = section(results, "lows")["numbers"]
        self.assertEqual((own["section"], own["kind"], own["figure"]), ("lows", "event_study", "mean"))
        self.assertEqual(own["value"], numbers["mean"]["value"])
        self.assertEqual(own["p"], numbers["p_mean"]["value"])
        multiverse = section(results, "lows")["multiverse"]
        self.assertGreaterEqual(lattice["p"], own["p"])  # corrected for its definitions
        self.assertEqual(lattice["p"], multiverse["p_adjusted"])
        self.assertLessEqual(lattice["definitions"], 6)
        self.assertEqual(found["sections"][0]["looks"], lattice["definitions"])
        self.assertEqual(found["sections"][0]["p"], own["p"])
        self.assertEqual(found["sections"][0]["p_corrected"], multiverse["p_adjusted"])

    def test_again(self):
        first = self.run_study(self.study)
        before = (self.folder / "store.duckdb.trials").read_bytes()
        self.assertEqual(self.run_study(self.study), first)
        self.assertEqual((self.folder / "store.duckdb.trials").read_bytes(), before)
        self.run_study(self.study, "--set", "lows.horizon=6m")
        self.assertEqual(len(self.trials()["trials"]), 4)
        self.assertGreater(section(self.run_study(self.study), "lows")["multiverse"]["looks"],
                           section(first, "lows")["multiverse"]["looks"])

    def test_narrowed(self):
        self.write("study.toml", HEAD + LOWS.replace("[10, 0, 5]", "[10, 0, 5, 15, 18, 20, 25]"))
        wide = section(self.run_study(self.study), "lows")["multiverse"]
        self.write("study.toml", HEAD + LOWS.replace("[10, 0, 5]", "[10, 0]"))
        narrow = section(self.run_study(self.study), "lows")["multiverse"]
        self.assertEqual(narrow["looks"], wide["looks"])  # all of it was looked at
        self.assertIn(f"for {narrow['looks']} looks", narrow["p_adjusted_by"])
        self.assertNotIn("looks", wide["p_adjusted_by"])
        self.assertEqual(self.trials()["sections"][0]["p_corrected"], narrow["p_adjusted"])
        self.assertEqual(self.trials()["sections"][0]["looks"], narrow["looks"])

    def csv(self, *options):
        return list(csv.DictReader(io.StringIO(self.rerate("trials", self.study, "--csv", *options).stdout)))

    def test_definitions(self):
        self.run_study(self.study)
        rows = self.csv()
        self.assertEqual(list(rows[0]), ["section", "hash", "definition", "own", "what", "below", "until"])
        alone, lattice = rows[0], rows[1:]
        self.assertEqual((alone["own"], alone["what"], alone["definition"]), ("true", "the study's own", ""))
        self.assertEqual([row["definition"] for row in lattice], list("012345"))
        self.assertEqual({(row["below"], row["until"]) for row in lattice},
                         {(below, until) for below in ("-15", "-20") for until in ("10", "0", "5")})
        own = [row for row in lattice if row["own"] == "true"]
        self.assertEqual([(row["below"], row["until"]) for row in own], [("-15", "10")])
        found = json.loads(self.rerate("trials", self.study, "--definitions", "--json").stdout)
        self.assertEqual([one["run"] for one in found["tried"]], [1, 6])
        told = found["tried"][1]
        self.assertEqual([[row["below"], row["until"]] for row in lattice],
                         [one["options"] for one in told["definitions"]])
        self.assertEqual([one["own"] for one in told["definitions"]], [row["own"] == "true" for row in lattice])
        self.assertEqual([(one["key"], one["usual"]) for one in told["choices"]],
                         [("episode.below", "-15"), ("episode.until", "10")])
        text = self.rerate("trials", self.study, "--definitions").stdout
        self.assertIn("6 definitions", text)
        self.assertEqual(len([line for line in text.splitlines() if line.strip().startswith("* ")]), 1)
        self.assertIn(f"* {own[0]['definition']}", text)
        self.assertNotIn("more", text.replace("--max N shows more", ""))
        short = self.rerate("trials", self.study, "--lattice", told["hash"][:5], "--max", "2", COLUMNS="70").stdout
        self.assertRegex(short, r"\.\.\. and [34] more")  # the own is shown in any case
        self.assertNotIn("one by one", short)
        self.assertLessEqual(max(map(len, short.splitlines())), 70)
        self.assertEqual(len(self.csv("--lattice", told["hash"][:8])), 6)
        self.assertEqual(len(self.csv("--max", "4")), 5)
        self.refused("trials", self.study, "--lattice", "zz", code="RR901", says=told["hash"][:12])
        self.refused("trials", self.study, "--max", "4", code="RR901", says="--definitions")
        self.refused("trials", self.study, "--json", "--csv", code="RR901")

    def test_sample(self):
        self.write("study.toml", HEAD + LOWS.replace("[10, 0, 5]", '"0 .. 20 by 0.5"'))
        self.rerate("multiverse", self.study, "--max", "9", "--quiet")
        rows = [row for row in self.csv() if row["definition"]]
        self.assertEqual(len(rows), 9)
        numbers = [int(row["definition"]) for row in rows]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertLess(numbers[-1], 2 * 41)
        self.assertEqual([row["own"] for row in rows].count("true"), 1)
        self.write("study.toml", HEAD + LOWS.replace("[10, 0, 5]", "3"))
        self.assertEqual([row for row in self.csv() if row["definition"]], rows)
        self.assertIn("an even sample of 9 of 82 definitions",
                      " ".join(self.rerate("trials", self.study, "--definitions").stdout.split()))

    def test_as_of(self):
        early = section(self.run_study(self.study, "--as-of", "1999-12-31"), "lows")["multiverse"]["looks"]
        self.run_study(self.study, "--set", "lows.horizon=6m")
        again = section(self.run_study(self.study, "--as-of", "1999-12-31"), "lows")["multiverse"]["looks"]
        self.assertEqual(again, early)
        self.run_study(self.study, "--set", "lows.horizon=6m", "--as-of", "1999-12-31")
        later = section(self.run_study(self.study, "--as-of", "1999-12-31"), "lows")["multiverse"]["looks"]
        self.assertGreater(later, early)

    def test_section(self):
        self.write("study.toml", HEAD + LOWS + LOWS.replace('"lows"', '"others"'))
        self.run_study(self.study)
        self.assertEqual({one["section"] for one in self.trials()["trials"]}, {"lows", "others"})
        self.assertEqual({one["section"] for one in self.trials("--section", "lows")["trials"]}, {"lows"})
        self.refused("trials", self.study, "--section", "low", code="RR901", says="lows")
        text = self.rerate("trials", self.study, "--pack", "open=data/open", COLUMNS="80").stdout
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        rows = [line for line in text.splitlines() if line.startswith(("  lows", "  others"))]
        self.assertEqual([row.split()[0] for row in rows[:4]], ["lows", "lows", "others", "others"])
        self.assertEqual(len(set(rows)), len(rows))  # told apart
        self.assertIn("the study's own", text)
        self.assertNotIn("Best by luck", text)  # no rotation, no such column
        self.assertNotIn("\x1b", text)
        self.assertNotIn("nan", text)
        for words in ("lows", "others", "definitions", "The price of looking"):
            self.assertIn(words, text)

    def test_no_ledger(self):
        self.run_study(self.study)
        self.write("store.duckdb.trials", b"no ledger")
        self.refused("trials", self.study, code="RR221")
        self.refused("run", self.study, "--out", self.folder / "then", code="RR221")

    def test_interrupted(self):
        wide = LOWS.replace("[-15, -20]", '"-30 .. -5 by 0.05"').replace("[10, 0, 5]", '"0 .. 20 by 0.1"')
        wide = wide.replace('"12m"', '["12m", "6m", "3m", "9m", "18m"]').replace("}\n", ', gap = [1, 3, 6] }\nanchor = ["trough", "end", "known"]\n', 1)
        study = self.write("wide.toml", HEAD + wide)
        file, whole = self.folder / "some.parquet", self.folder / "whole.parquet"
        self.rerate("multiverse", study, "--parquet", whole, "--quiet")
        remembered = (self.folder / "store.duckdb.trials").read_bytes()
        (self.folder / "store.duckdb.trials").unlink()
        run = subprocess.Popen([str(COMMAND), "multiverse", str(study), "--parquet", str(file), "--quiet"],
                               cwd=PROJECT, env=self.environment(), stderr=subprocess.PIPE, text=True)
        deadline = time.time() + 60
        while time.time() < deadline and run.poll() is None:
            parts = list(self.folder.glob("some.parquet.tmp.*"))
            if parts and parts[0].stat().st_size > 1000:
                break
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        told = run.communicate(timeout=60)[1]
        self.assertIn(run.returncode, (0, -signal.SIGINT), told)
        self.assertEqual(list(self.folder.glob("*.tmp.*")), [])
        if file.exists() and run.returncode != 0:
            self.assertIn("--resume", told)
            self.assertFalse((self.folder / "store.duckdb.trials").exists())  # a part counts for nothing
            self.assertLess(file.stat().st_size, whole.stat().st_size)
            self.rerate("multiverse", study, "--parquet", file, "--resume", "--quiet")
        if file.exists():
            self.assertEqual(file.read_bytes(), whole.read_bytes())
            self.assertEqual(len((self.folder / "store.duckdb.trials").read_bytes()), len(remembered))


if __name__ == "__main__":
    unittest.main()
