"""A C++ test file opens with the list of what it checks: a comment with a line `behaviour -> test name` for every test."""
import re
from pathlib import Path

import project_tree

TEST = re.compile(r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+)", re.MULTILINE)
COMMENT = re.compile(r"\A(?:[ \t]*//[^\n]*\n)+")


def listed_names(comment: str) -> set[str]:
    """Every word to the right of an arrow; continuation lines belong to the arrow before them."""
    names, after_arrow = set(), False
    for line in comment.splitlines():
        _, arrow, right = line.partition("->")
        after_arrow = bool(arrow) or (after_arrow and line.strip() != "//")
        names.update(re.findall(r"\w+", right if arrow else line if after_arrow else ""))
    return names


def complaints_about(text: str):
    opening = COMMENT.match(text)
    if not opening or "->" not in opening.group():
        yield "does not open with the list `behaviour -> test name`"
        return
    listed = listed_names(opening.group())
    tests = TEST.findall(text)
    if not tests:
        yield "has no test"
    for _, name in tests:
        if name not in listed:
            yield f"the list at its head leaves out {name}"
    defined = {name for _, name in tests} | {suite for suite, _ in tests}
    for line in opening.group().splitlines():
        target = re.search(r"->\s*(?:\w+\.)?(\w+)", line)
        if target and target.group(1) not in defined:
            yield f"the list at its head names {target.group(1)}, which is no test here"


def findings(root: Path):
    for path in project_tree.sources(root, "_test.cpp"):
        for complaint in complaints_about(path.read_text()):
            yield f"{path.relative_to(root).as_posix()}: {complaint}"


if __name__ == "__main__":
    project_tree.run(findings)
