"""Installs a build into an empty prefix, moves it, and runs the shipped study from there.

usage: installed_tree_runs.py BUILD_FOLDER
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

build = Path(sys.argv.pop(1)).resolve()


def run(*command, **options) -> str:
    finished = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    assert finished.returncode == 0, f"{command} ended with {finished.returncode}\n{finished.stdout}{finished.stderr}"
    return finished.stdout


class InstalledTree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        run("cmake", "--install", build, "--prefix", cls.folder / "first")
        cls.prefix = (cls.folder / "first").rename(cls.folder / "moved")

    def test_has_its_parts(self):
        for part in ("bin/rerate", "share/rerate/packs/open/series.toml", "share/rerate/studies/us-small-caps.toml",
                     "share/doc/rerate/LICENSE"):
            self.assertTrue((self.prefix / part).is_file(), part)

    @unittest.skipUnless((build.parent / "deps/duckdb/libduckdb.so").exists(), "DuckDB is the system's own")
    def test_loads_its_own_duckdb(self):
        libraries = run("ldd", self.prefix / "bin/rerate")
        self.assertIn(str(self.prefix / "bin/../lib/libduckdb.so"), libraries)

    def test_runs_the_shipped_study(self):
        store, out = self.folder / "store.duckdb", self.folder / "out"
        run(self.prefix / "bin/rerate", "run", self.prefix / "share/rerate/studies/us-small-caps.toml", "--out", out,
            cwd=self.folder, env={"PATH": os.environ["PATH"], "RERATE_STORE": str(store)})
        results = json.loads((out / "results.json").read_text())
        self.assertEqual(results["schema"], "rerate.results/1")
        self.assertIn("manufacturing-lows", [section["id"] for section in results["sections"]])
        self.assertTrue((out / "index.html").is_file())


if __name__ == "__main__":
    unittest.main()
