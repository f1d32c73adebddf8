"""Each guard complains about a small tree planted to offend it, and is silent about the same tree without the offence.

usage: guards_can_fail.py COMPILER [unittest argument...]
"""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import duckdb_only_in_store
import formatting
import headers_alone
import levels
import places
import private_data
import test_lists

compiler = sys.argv.pop(1)


class PlantedTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "project"
        self.plant("rerate/CMakeLists.txt", "add_subdirectory(base)\nadd_subdirectory(series)\n")

    def plant(self, name: str, text: str):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_flags(self, findings, offender: str):
        complaints = list(findings)
        self.assertEqual(len(complaints), 1, complaints)
        self.assertIn(offender, complaints[0])


class Levels(PlantedTree):
    def test_upward_include(self):
        self.plant("rerate/base/date.h", "#pragma once\n")
        self.plant("rerate/series/series.h", '#include "rerate/base/date.h"\n')
        self.plant("cli/main.cpp", '#include "rerate/series/series.h"\n')
        self.assertEqual(list(levels.findings(self.root)), [])
        self.plant("rerate/base/date.cpp", '  # include "rerate/series/series.h"\n')
        self.assert_flags(levels.findings(self.root), "rerate/base/date.cpp")

    def test_library_must_not_know_the_command(self):
        self.plant("rerate/series/series.cpp", '#include "cli/main.h"\n')
        self.assert_flags(levels.findings(self.root), "cli/main.h")

    def test_folder_without_a_place_in_the_order(self):
        self.plant("rerate/stray/x.h", "#pragma once\n")
        self.assert_flags(levels.findings(self.root), "rerate/stray")


class DuckdbOnlyInStore(PlantedTree):
    def test_include_outside_and_in_a_header(self):
        self.plant("rerate/store/store.cpp", "#include <duckdb.h>\n")
        self.assertEqual(list(duckdb_only_in_store.findings(self.root)), [])
        self.plant("rerate/store/store.h", "#include <duckdb.h>\n")
        self.assert_flags(duckdb_only_in_store.findings(self.root), "rerate/store/store.h")
        (self.root / "rerate/store/store.h").unlink()
        self.plant("cli/main.cpp", '#include "deps/duckdb.h"\n')
        self.assert_flags(duckdb_only_in_store.findings(self.root), "cli/main.cpp")


class HeadersAlone(PlantedTree):
    def findings(self):
        return headers_alone.findings(self.root, compiler, str(self.root / "build/cache"))

    def test_header_that_leans_on_others_and_cache_that_notices_a_change(self):
        self.plant("rerate/base/date.h", "#pragma once\n#include <cstddef>\nusing Count = std::size_t;\n")
        self.plant("rerate/series/series.h", '#pragma once\n#include "rerate/base/date.h"\nCount size();\n')
        self.assertEqual(list(self.findings()), [])
        self.plant("rerate/base/date.h", "#pragma once\n")
        self.assert_flags(self.findings(), "rerate/series/series.h")


class PrivateData(PlantedTree):
    def test_licensed_file_under_another_name(self):
        licensed = self.root.parent / "shared/data/deep/licensed.csv"
        licensed.parent.mkdir(parents=True)
        licensed.write_text("date,value\n2000-01-01,1\n")
        self.plant("data/open/mine.csv", "date,value\n2000-01-01,2\n")
        self.assertEqual(list(private_data.findings(self.root)), [])
        shutil.copy(licensed, self.root / "data/open/renamed.txt")
        self.assert_flags(private_data.findings(self.root), "data/open/renamed.txt")

    def test_tells_when_it_cannot_look(self):
        self.assertIn("not here", private_data.skip_reason(self.root))


class Places(PlantedTree):
    def test_machine_path_registry_and_resolved_url(self):
        self.plant("docs/tour.md", "See docs/home/plan, ./home/x and /usr/share, or https://example.org/root/x\n")
        self.assertEqual(list(places.findings(self.root)), [])
        offences = ("/" + "home/ann/study.toml", "https://registry." + "example.org/x", '"resolved": ' + '"https://x"')
        for offence in offences:
            with self.subTest(offence):
                self.plant("docs/tour.md", f"text ({offence})\n")
                self.assert_flags(places.findings(self.root), "docs/tour.md:1")


class TestLists(PlantedTree):
    GOOD = "// Dates.\n//   a leap day exists -> LeapDay\n//   weeks   Date.Weeks\n//   all -> Text.*\n"
    TESTS = "\nTEST(Date, LeapDay) {}\nTEST(Date, Weeks) {}\nTEST(Text, Any) {}\n"

    def findings(self, text: str):
        self.plant("rerate/base/date_test.cpp", text)
        return test_lists.findings(self.root)

    def test_each_way_a_list_can_be_wrong(self):
        self.assertEqual(list(self.findings(self.GOOD + self.TESTS)), [])
        wrong = {
            "does not open": self.TESTS,
            "leaves out Date.Unlisted": self.GOOD + self.TESTS + "TEST(Date, Unlisted) {}\n",
            "names Gone,": self.GOOD + "//   more -> Gone\n" + self.TESTS,
            "names Went,": self.GOOD + "//   more   Date.Went\n" + self.TESTS,
        }
        for complaint, text in wrong.items():
            with self.subTest(complaint):
                self.assert_flags(self.findings(text), complaint)


@unittest.skipIf(formatting.skip_reason(None), "clang-format is not installed")
class Formatting(PlantedTree):
    def test_unformatted_file(self):
        self.plant(".clang-format", "BasedOnStyle: Google\n")
        self.plant("rerate/base/date.h", "int day();\n")
        self.assertEqual(list(formatting.findings(self.root)), [])
        self.plant("rerate/base/date.cpp", "int   day( ) ;\n")
        self.assert_flags(formatting.findings(self.root), "rerate/base/date.cpp")


if __name__ == "__main__":
    unittest.main()
