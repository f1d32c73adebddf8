"""DuckDB stays behind rerate/store: only its .cpp files include duckdb.h, so no published number comes from SQL."""
import re
from pathlib import Path

import project_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*["<](?:[^">]*/)?duckdb[^">]*[">]', re.MULTILINE)
ALLOWED = re.compile(r"rerate/store/\w+\.cpp")


def findings(root: Path):
    for path in project_tree.sources(root, ".h", ".cpp"):
        name = path.relative_to(root).as_posix()
        if INCLUDE.search(path.read_text()) and not ALLOWED.fullmatch(name):
            yield f"{name}: includes DuckDB; only rerate/store/*.cpp may"


if __name__ == "__main__":
    project_tree.run(findings)
