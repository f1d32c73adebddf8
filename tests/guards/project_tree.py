"""The files that belong to the project, and how a guard reports what it found."""
import os
import subprocess
import sys
from pathlib import Path

SKIPPED = 77  # ctest's SKIP_RETURN_CODE for the guards
NOT_OURS = {"build", "out", "node_modules", ".git", ".rerate", "__pycache__"}


def walked_files(root: Path):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS)
        yield from (Path(folder) / name for name in sorted(names))


def project_files(root: Path) -> list[Path]:
    """Everything git would commit: tracked files and new ones that are not ignored."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"], capture_output=True)
    if listing.returncode != 0 or not (root / ".git").exists():
        return list(walked_files(root))
    names = filter(None, listing.stdout.decode().split("\0"))
    return sorted(path for path in (root / name for name in names) if path.is_file())


def sources(root: Path, *endings: str) -> list[Path]:
    """C++ files of the project, by ending ('.h', '_test.cpp')."""
    return [path for path in project_files(root) if path.name.endswith(endings)]


def run(findings, skip_reason=None) -> None:
    """A guard's main: `findings(root, *arguments)` gives the complaints about a tree."""
    root = Path(sys.argv[1]).resolve()
    if reason := skip_reason and skip_reason(root):
        print("skipped:", reason)
        sys.exit(SKIPPED)
    complaints = list(findings(root, *sys.argv[2:]))
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} complaints" if complaints else "nothing to complain about")
    sys.exit(1 if complaints else 0)
