"""What users get wrong: a clear error with its place, exit code 2, and nothing half-written.

Behaviour -> test
  a missing, empty or unreadable study                                -> test_study_files
  bad rows of a pack name file, line, column and rule; nothing stays  -> test_bad_rows
  a line of two gigabytes is refused at once                          -> test_endless_line
  mistakes in a pack's manifest                                       -> test_manifests
  mistakes in formulas point at the span                              -> test_formulas
  mistakes in studies that need the catalogue                         -> test_studies
  episode rules and horizons that cannot work                         -> test_rules_that_cannot_work
  an as-of date before the first figure                               -> test_as_of_before_everything
  an output folder that cannot be written, a full disk                -> test_output_that_cannot_be_written
  a full disk during an import leaves the store as it was             -> test_full_disk_during_import
  deep nesting and very long texts                                    -> test_hostile_toml
  the command line itself                                             -> test_command_line
  a store that is none                                                -> test_broken_store
"""
import subprocess
import unittest

from rerate_command import COMMAND, PROJECT, RerateTest

OPEN = PROJECT / "studies/us-small-caps.toml"

MANIFEST = """[pack]
name = "mine"
title = "Mine"

[[series]]
id = "mine.x"
title = "X"
unit = "percent"
frequency = "monthly"
kind = "rate"
range = [-5, 100]
release = "+16d"
source = "me"
licence = "mine"
redistribute = true
file = "x.csv"
column = "x"
"""

STUDY = """[study]
title = "T"
packs = ["open"]
[series]
small = "index(mean(french.small_growth, french.small_neutral, french.small_value))"
[[event_study]]
id = "e"
signal = "philly.current_activity"
episode = {{ {rule} }}
asset = "small"
horizon = "{horizon}"
{more}
"""


class CommandErrors(RerateTest):
    def study(self, rule="below = -15, until = 10", horizon="12m", more=""):
        return self.write("study.toml", STUDY.format(rule=rule, horizon=horizon, more=more))

    def pack(self, rows, manifest=MANIFEST):
        self.write("mine/series.toml", manifest)
        return self.write("mine/x.csv", rows).parent

    def test_study_files(self):
        self.refused("run", self.folder / "none.toml", code="RR101", says="none.toml")
        self.refused("run", self.write("empty.toml", ""), code="RR104", says="empty.toml")
        self.refused("run", self.folder, code="RR102")
        self.refused("check", self.write("bad.toml", "[study\n"), code="RR401", says="bad.toml:1")

    def test_bad_rows(self):
        good = "date,x\n2020-01,1\n"
        for rows, code, place in (
                ("", "RR104", "x.csv"),
                ("date,x\n", "RR104", "x.csv"),
                ("date,y\n2020-01,1\n", "RR110", "x.csv:1"),
                (good + "2020-02,abc\n", "RR112", "x.csv:3:9"),
                (good + "2020-02,nan\n", "RR112", "x.csv:3:9"),
                (good + "2020-02,inf\n", "RR112", "x.csv:3:9"),
                (good + "2020-02,1e999\n", "RR112", "x.csv:3:9"),
                (good + "2020-01,2\n", "RR114", "x.csv:3:1"),
                (good + "2019-12,2\n", "RR114", "x.csv:3:1"),
                (good + "2020-13,2\n", "RR113", "x.csv:3:1"),
                (good + "2020-02-30,2\n", "RR113", "x.csv:3:1"),
                (good + "2020-02,101\n", "RR115", "x.csv:3:9"),
                (good + "2020-02,1,2\n", "RR111", "x.csv:3"),
                (good + "2020-02\n", "RR111", "x.csv:3"),
                (good + "2020-02,\0\n", "RR116", "x.csv:3:9")):
            with self.subTest(rows=rows):
                self.refused("data", "import", self.pack(rows), code=code, says=place)
                self.assertFalse(self.store.exists())
        self.rerate("data", "import", self.pack(good))
        before = self.store.read_bytes()
        self.refused("data", "import", self.pack(good + "2020-02,abc\n"), code="RR112")
        self.assertEqual(self.store.read_bytes(), before)

    def test_endless_line(self):
        folder = self.pack("date,x\n")
        with open(folder / "x.csv", "ab") as file:
            file.write(b"2020-01,")
            file.truncate(2 << 30)
        done = self.rerate("data", "import", folder, expect=2, timeout=60)
        self.assertIn("x.csv:2", done.stderr)

    def test_manifests(self):
        rows = "date,x\n2020-01,1\n"
        for old, new, says in (('kind = "rate"', 'kind = "raet"', "rate"),
                               ('frequency = "monthly"', 'frequency = "hourly"', "monthly"),
                               ('release = "+16d"', 'release = "sometime"', "sometime"),
                               ("range = [-5, 100]", "range = [100, -5]", "range"),
                               ('unit = "percent"', 'unti = "percent"', "unti"),
                               ('id = "mine.x"', 'id = "mine"', "id"),
                               ('file = "x.csv"', 'file = "../../x.csv"', "x.csv")):
            with self.subTest(new=new):
                done = self.rerate("data", "import", self.pack(rows, MANIFEST.replace(old, new)), expect=2)
                self.assertIn("series.toml:", done.stderr)
                self.assertIn(says, done.stderr)
        self.refused("data", "import", self.pack(rows, MANIFEST.replace("x.csv", "y.csv")), code="RR213", says="y.csv")
        self.refused("data", "import", self.pack(rows, MANIFEST.replace("+16d", "-24m")), code="RR117", says="x.csv:2:9")
        self.refused("data", "import", self.pack(rows, MANIFEST + MANIFEST[MANIFEST.index("[[series]]"):]), code="RR211",
                     says="mine.x")
        self.refused("data", "import", self.folder / "nowhere", code="RR210")
        self.refused("data", "import", self.write("plain/x.csv", rows).parent, code="RR210", says="series.toml")

    def test_formulas(self):
        for formula, says in (("rates.gs11", "rates.gs10"),
                              ("rates.gs10 +", "^"),
                              ("ma(rates.gs10)", "ma(x"),
                              ("yoy(credit.gz_spread)", "diff"),
                              ("rates.gs10 - macro.gdpc1", "resample(rates.gs10, quarter"),
                              ("bey(macro.indpro)", "rate"),
                              ("index(rates.gs10)", "return"),
                              ("lag(macro.gdpc1, 1m)", "quarterly"),
                              ("log(philly.current_activity)", "^"),
                              ("meen(rates.gs10, rates.tb3ms)", "mean"),
                              ("lead(rates.gs10, 3m)", "lead"),
                              ("(" * 5000 + "rates.gs10" + ")" * 5000, "nest"),
                              ("rates.gs10 / 0", "zero"),
                              ("", "formula")):
            with self.subTest(formula=formula[:60]):
                done = self.rerate("eval", formula, expect=2)
                self.assertRegex(done.stderr, r"^error RR\d\d\d:")
                self.assertIn(says, done.stderr)
        self.refused("eval", "rates.gs11", code="RR301", says=["^^^^^^^^^^", "did you mean `rates.gs10`?"])

    def test_studies(self):
        path = self.write("study.toml", STUDY.format(rule="below = 1", horizon="12m", more="").replace(
            "philly.current_activity", "philly.current_activty"))
        self.refused("check", path, code="RR301", says=["study.toml:8:11", "did you mean `philly.current_activity`?"])
        circle = STUDY.format(rule="below = 1", horizon="12m", more="").replace(
            "[series]\n", '[series]\na = "b"\nb = "a + 1"\n')
        self.refused("check", self.write("study.toml", circle), code="RR402", says="->")
        mixed = STUDY.format(rule="below = 1", horizon="12m", more="").replace('"small"', '"macro.gdpc1"')
        done = self.rerate("run", self.write("study.toml", mixed), "--out", self.folder / "out", expect=2)
        self.assertIn("study.toml:", done.stderr)
        self.assertFalse((self.folder / "out").exists())
        packs = STUDY.format(rule="below = 1", horizon="12m", more="").replace('["open"]', '["opne"]')
        self.refused("check", self.write("study.toml", packs), code="RR210", says="opne")

    def test_rules_that_cannot_work(self):
        for rule, horizon, more, says in (
                ("below = -500, until = 10", "12m", "", "study.toml:9"),
                ("below = 10, until = -15", "12m", "", "until"),
                ("below = -15, until = 10", "2000m", "", "horizon"),
                ("below = -15, until = 10", "12m", 'from = "2024-06"', "study.toml"),
                ("below = -15, until = 10", "12m", 'exclude = [{ date = "1999-12", reason = "x" }]', "1999-12"),
                ("crest = { level = 1000 }", "12m", "", "study.toml:9")):
            with self.subTest(rule=rule, horizon=horizon, more=more):
                done = self.rerate("run", self.study(rule, horizon, more), "--out", self.folder / "out", expect=2)
                self.assertIn(says, done.stderr)
                self.assertRegex(done.stderr, r"^error RR\d\d\d:")
                self.assertFalse((self.folder / "out").exists())

    def test_as_of_before_everything(self):
        self.refused("run", OPEN, "--as-of", "1900-01-01", "--out", self.folder / "out", code="RR403")
        self.refused("run", OPEN, "--as-of", "yesterday", code="RR901", says="yesterday")
        self.refused("eval", "rates.gs10", "--as-of", "1900-01-01", code="RR403", says="rates.gs10")
        self.assertFalse((self.folder / "out").exists())

    def test_output_that_cannot_be_written(self):
        blocked = self.write("file", "x")
        self.refused("run", OPEN, "--out", blocked, code="RR103")
        self.refused("run", OPEN, "--out", blocked / "below", code="RR103")
        self.refused("run", OPEN, "--out", "/proc/rerate", code="RR103")
        with open("/dev/full", "w") as full:
            done = subprocess.run([str(COMMAND), "data", "list"], stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=self.environment(), cwd=PROJECT, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("RR902", done.stderr)
        for streams in ("2>&-", "2>/dev/full", ">&- 2>&-"):
            done = subprocess.run(["bash", "-c", f'"$@" {streams}', "bash", str(COMMAND), "eval", "nope"],
                                  env=self.environment(), cwd=PROJECT, timeout=60)
            self.assertEqual(done.returncode, 2, streams)

    def limited(self, kilobytes, *arguments):
        """Runs the command where no file may grow beyond a size: what a full disk looks like."""
        return subprocess.run(["bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "bash", str(COMMAND),
                               *map(str, arguments)], capture_output=True, text=True, env=self.environment(), cwd=PROJECT,
                              timeout=60)

    def test_full_disk_during_import(self):
        done = self.limited(200, "data", "import", PROJECT / "data/open")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("RR103", done.stderr)
        self.assertFalse(self.store.exists())
        self.rerate("data", "import", PROJECT / "data/open")
        for kilobytes in (20, 400):  # neither file fits; only the first one does
            done = self.limited(kilobytes, "run", OPEN, "--out", self.folder / "out")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("RR103", done.stderr)
        left = [path.name for path in (self.folder / "out").iterdir()] if (self.folder / "out").exists() else []
        self.assertEqual(left, [])

    def test_hostile_toml(self):
        for text in ("a = " + "[" * 100000, "[study]\ntitle = \"" + "x" * (10 << 20) + "\"\n",
                     "a" + ".a" * 100000 + " = 1\n", "\xff\xfe\x00"):
            with self.subTest(text=text[:20]):
                self.assertRegex(self.rerate("check", self.write("hostile.toml", text), expect=2).stderr,
                                 r"^error RR\d\d\d:")
        long_formula = STUDY.format(rule="below = 1", horizon="12m", more="").replace('"small"', '"' + "1+" * (5 << 20) + '1"')
        self.rerate("check", self.write("long.toml", long_formula), expect=2)

    def test_command_line(self):
        self.refused("rnu", code="RR901", says="did you mean `run`?")
        self.refused("run", code="RR901")
        self.refused("run", OPEN, "--frobnicate", code="RR901", says="frobnicate")
        self.refused("run", OPEN, "--set", "nothing", code="RR901")
        self.refused("run", OPEN, "--set", "nothing.there=1", code="RR401", says="nothing")
        self.refused("run", OPEN, "--pack", "open", code="RR901")
        self.refused("run", OPEN, "--pack", "opne=data/open", code="RR901", says="did you mean `open`?")
        self.refused("run", OPEN, "--as-of", "", code="RR901", says="empty")
        self.refused("run", OPEN, "--set", 'manufacturing-lows.episode={ below = "> 5" }', code="RR401",
                     says="wrong way")
        self.refused("help", "functoins", code="RR901", says="functions")
        self.refused("data", "show", "rates.gs1", code="RR220", says="rates.gs10")
        self.refused("eval", "rates.gs10", "--csv", "--json", code="RR901")
        self.assertIn("rerate run", self.rerate("--help").stdout)
        self.assertIn("zscore", self.rerate("help", "functions").stdout)

    def test_broken_store(self):
        self.write("store.duckdb", b"this is no database" * 1000)
        self.refused("data", "list", code="RR202", says="store.duckdb")


if __name__ == "__main__":
    unittest.main()
