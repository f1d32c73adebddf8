"""Runs the rerate command as a user would, in a folder and with a store of its own."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = pathlib.Path(os.environ.get("RERATE_COMMAND", PROJECT / "build/release/rerate"))
LICENSED = PROJECT.parent / "shared" / "data"

needs_licensed_data = unittest.skipUnless(
    (LICENSED / "ism_pmi.csv").is_file(), "the licensed figures (../shared/data) are not here")


class RerateTest(unittest.TestCase):
    """A test with a folder `self.folder`, removed afterwards, and a store inside it."""

    def setUp(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="rerate-test-")
        self.addCleanup(self._temporary.cleanup)
        self.folder = pathlib.Path(self._temporary.name)
        self.store = self.folder / "store.duckdb"

    def environment(self, **more):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("RERATE_")}
        return {**environment, "RERATE_STORE": str(self.store), **more}

    def rerate(self, *arguments, expect=0, cwd=PROJECT, timeout=120, **more):
        """Runs the command and checks its exit code; the finished process."""
        done = subprocess.run([str(COMMAND), *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
                              errors="replace", timeout=timeout, env=self.environment(**more),
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, expect, f"{arguments}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done

    def refused(self, *arguments, code, says=(), **options):
        """Runs the command, which must refuse: exit code 2, the error code, a mend, and these words."""
        done = self.rerate(*arguments, expect=2, **options)
        self.assertIn(f"error {code}:", done.stderr)
        self.assertIn("fix: ", done.stderr)
        for words in [says] if isinstance(says, str) else says:
            self.assertIn(words, done.stderr)
        return done

    def run_study(self, study, *options):
        """results.json of a study."""
        out = self.folder / "out"
        self.rerate("run", study, "--out", out, "--quiet", *options)
        return json.loads((out / "results.json").read_text())

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def section(results, wanted):
    return next(one for one in results["sections"] if one["id"] == wanted)


def number(results, wanted, name):
    return section(results, wanted)["numbers"][name]["value"]


def column(results, wanted, table, name):
    found = section(results, wanted)["tables"][table]
    index = [one["name"] for one in found["columns"]].index(name)
    return [row[index] for row in found["rows"]]
