"""The project names no place of one machine: no absolute home or work folders, no package registry, no resolved URLs."""
import re
from pathlib import Path

import project_tree

# Written so that none of them matches its own text here.
PLACES = {
    "an absolute path of one machine": re.compile(r"(?<![\w./])/(?:work|root|home|Users|mnt|media)/[\w.]{2,}"),
    "a package registry": re.compile(
        r"\b(?:registry\.[a-z]+\.[a-z]+|pypi\.[a-z]+|crates\.[i]o|(?:deb|snapshot)\.debian\.[a-z]+"
        r"|files\.pythonhosted\.[a-z]+)\b"),
    "a resolved URL in a lock file": re.compile(r'"resolved"\s*:\s*"http'),
}
TEXT_LIMIT = 4 << 20


def text_of(path: Path) -> str:
    content = path.read_bytes()[:TEXT_LIMIT]
    return "" if b"\0" in content else content.decode(errors="replace")


def findings(root: Path):
    for path in project_tree.project_files(root):
        for number, line in enumerate(text_of(path).splitlines(), start=1):
            for what, pattern in PLACES.items():
                if found := pattern.search(line):
                    yield f"{path.relative_to(root).as_posix()}:{number}: {what}: {found.group()}"


if __name__ == "__main__":
    project_tree.run(findings)
