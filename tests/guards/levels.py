"""A level includes only itself and the levels before it in rerate/CMakeLists.txt; only cli/ stands above them all."""
import re
from pathlib import Path

import project_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*["<]((?:rerate|cli)/[^">]+)[">]', re.MULTILINE)


def level_order(root: Path) -> list[str]:
    return re.findall(r"^add_subdirectory\((\w+)\)", (root / "rerate/CMakeLists.txt").read_text(), re.MULTILINE)


def level_of(path: str) -> str:
    parts = path.split("/")
    return "cli" if parts[0] == "cli" else parts[1]


def findings(root: Path):
    order = level_order(root) + ["cli"]
    for folder in sorted(path.name for path in (root / "rerate").iterdir() if path.is_dir()):
        if folder not in order:
            yield f"rerate/{folder}: not in the list of levels in rerate/CMakeLists.txt"
    for path in project_tree.sources(root, ".h", ".cpp"):
        name = path.relative_to(root).as_posix()
        if not name.startswith(("rerate/", "cli/")) or level_of(name) not in order:
            continue
        for included in INCLUDE.findall(path.read_text()):
            own, used = level_of(name), level_of(included)
            if used not in order or order.index(used) > order.index(own):
                yield f"{name}: level {own} must not include {included}"


if __name__ == "__main__":
    project_tree.run(findings)
