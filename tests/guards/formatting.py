"""The C++ sources are formatted as .clang-format says (./dev format mends)."""
import shutil
import subprocess
from pathlib import Path

import project_tree


def findings(root: Path):
    files = [str(path) for path in project_tree.sources(root, ".h", ".cpp")]
    if not files:
        return
    checked = subprocess.run(["clang-format", "--dry-run", *files], cwd=root, capture_output=True, text=True)
    offenders = {line.split(":")[0] for line in checked.stderr.splitlines() if "-Wclang-format-violations" in line}
    yield from (f"{Path(name).relative_to(root).as_posix()}: ./dev format" for name in sorted(offenders))


def skip_reason(_root: Path):
    return None if shutil.which("clang-format") else "clang-format is not installed"


if __name__ == "__main__":
    project_tree.run(findings, skip_reason)
