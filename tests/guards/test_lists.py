"""A C++ test file opens with the list of what it checks: a comment that names every test beside its behaviour, as
`behaviour -> Name` or `behaviour   Suite.Name`, or a whole suite as `Suite.*`."""
import re
from pathlib import Path

import project_tree

TEST = re.compile(r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+)", re.MULTILINE)
OPENING = re.compile(r"\A(?:[ \t]*//[^\n]*\n)+")
ARROW_NAME = re.compile(r"->[\s/]*(?:(\w+)\.)?([A-Z]\w*)")
DOTTED_NAME = re.compile(r"\b(\w+)\.(\w+)\b")


def stale_names(comment: str, tests: list[tuple[str, str]]):
    suites, names = {suite for suite, _ in tests}, {name for _, name in tests}
    pointed = [name for _, name in ARROW_NAME.findall(comment)]
    dotted = [name for suite, name in DOTTED_NAME.findall(comment) if suite in suites]
    return sorted(set(pointed + dotted) - names - suites)


def complaints_about(text: str):
    tests = TEST.findall(text)
    if not tests:
        return
    opening = OPENING.match(text)
    if not opening:
        yield "does not open with a list of what it checks"
        return
    comment = opening.group()
    for suite, name in tests:
        if not re.search(rf"\b{name}\b|\b{suite}\.\*", comment):
            yield f"the list at its head leaves out {suite}.{name}"
    for name in stale_names(comment, tests):
        yield f"the list at its head names {name}, which is no test here"


def findings(root: Path):
    for path in project_tree.sources(root, "_test.cpp"):
        for complaint in complaints_about(path.read_text()):
            yield f"{path.relative_to(root).as_posix()}: {complaint}"


if __name__ == "__main__":
    project_tree.run(findings)
