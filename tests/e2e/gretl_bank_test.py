"""The 732 FRED series of gretl's databank, imported whole.

Behaviour -> test
  every figure of the .bin is stored                                  -> test_imports_whole
  gs10, tb3ms, fedfunds and indpro equal the open figures             -> test_equals_open_figures
  a truncated databank is refused and leaves nothing                  -> test_truncated
"""
import csv
import io
import json
import os
import pathlib
import shutil
import unittest

from rerate_command import PROJECT, RerateTest

INDEX = next((path for path in map(pathlib.Path, (
    os.environ.get("RERATE_FEDSTL", ""), PROJECT / "build/deps/gretl/fedstl.idx",
    "/usr/share/gretl/db/fedstl.idx")) if path.is_file()), None)


@unittest.skipUnless(INDEX, "gretl's databank fedstl is not here (Debian package gretl-data)")
class GretlBank(RerateTest):
    def values(self, series):
        printed = self.rerate("data", "show", series, "--csv").stdout
        return {row["date"]: float(row["value"]) for row in csv.DictReader(io.StringIO(printed))}

    def test_imports_whole(self):
        imported = self.rerate("data", "import", INDEX).stdout
        self.assertIn("732 series", imported)
        figures = INDEX.with_suffix(".bin").stat().st_size // 4
        self.assertIn(f"{figures} figures", imported)
        listed = json.loads(self.rerate("data", "list", "--only", "fedstl", "--json").stdout)
        self.assertEqual(len(listed), 732)
        self.assertIn("nothing changed", self.rerate("data", "import", INDEX).stdout)

    def test_equals_open_figures(self):
        self.rerate("data", "import", INDEX)
        for bank, ours, tolerance in (("gs10", "rates.gs10", 0), ("tb3ms", "rates.tb3ms", 0),
                                      ("fedfunds", "rates.fedfunds", 0)):
            theirs, open_figures = self.values(f"fedstl.{bank}"), self.values(ours)
            common = set(theirs) & set(open_figures)
            self.assertGreater(len(common), 800, bank)
            different = {date for date in common if abs(theirs[date] - open_figures[date]) > tolerance}
            self.assertEqual(different, set(), bank)
        # INDPRO is revised: the databank's vintage is August 2022, so only its shape can agree.
        theirs, open_figures = self.values("fedstl.indpro"), self.values("macro.indpro")
        common = sorted(set(theirs) & set(open_figures))
        self.assertGreater(len(common), 800)
        for date in common:
            self.assertLess(abs(theirs[date] / open_figures[date] - 1), 0.05, date)

    def test_truncated(self):
        index = self.folder / "fedstl.idx"
        shutil.copy(INDEX, index)
        content = INDEX.with_suffix(".bin").read_bytes()
        index.with_suffix(".bin").write_bytes(content[:len(content) // 2])
        self.refused("data", "import", index, code="RR215", says="fedstl")
        self.assertFalse(self.store.exists())


if __name__ == "__main__":
    unittest.main()
