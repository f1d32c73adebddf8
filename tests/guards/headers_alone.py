"""Every header compiles as the first include of a file, so a reader may include it without knowing its friends.

usage: headers_alone.py ROOT COMPILER CACHE_FOLDER [FLAG...]
A header that passed is not compiled again until it, or a header of ours that it includes, changes.

Eigen is most of the work, so it is compiled once beforehand for those headers that include it themselves or through
others. They gain no name by that which they do not reach anyway; headers that do not reach it are compiled without.
"""
import hashlib
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import project_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
HEAVY = "#include <Eigen/Core>\n"


def reachable(root: Path, header: Path, seen: dict[Path, bytes]) -> dict[Path, bytes]:
    """The header and all of our headers behind it, with their contents."""
    if header in seen or not header.is_file():
        return seen
    seen[header] = header.read_bytes()
    for included in INCLUDE.findall(seen[header].decode()):
        reachable(root, root / included, seen)
    return seen


class Header:
    """One header of ours, with what it reaches, and the mark that is left where it passed."""

    def __init__(self, root: Path, path: Path, command: list[str], cache: Path):
        self.name = path.relative_to(root).as_posix()
        contents = reachable(root, path, {})
        digest = hashlib.sha256("\0".join(command).encode())
        for reached, content in sorted(contents.items()):
            digest.update(str(reached).encode() + b"\0" + content)
        self.passed = cache / digest.hexdigest()
        self.is_heavy = any(HEAVY.encode() in content for content in contents.values())


def precompile(folder: Path, root: Path, command: list[str]) -> list[str]:
    """Flags that bring HEAVY in, compiled; should compiling it fail, as a header like any other."""
    header = folder / "heavy.h"
    header.write_text(HEAVY)
    subprocess.run([*command, "-x", "c++-header", "-o", f"{header}.gch", str(header)], cwd=root, capture_output=True)
    return ["-include", str(header)]


def complaint(root: Path, header: Header, command: list[str]) -> str | None:
    # Through standard input: compiled by itself, a header with #pragma once draws a warning.
    compiled = subprocess.run([*command, "-fsyntax-only", "-x", "c++", "-"], cwd=root, capture_output=True,
                              input=f'#include "{header.name}"\n', text=True)
    if compiled.returncode != 0:
        return f"{header.name}: does not compile alone\n{compiled.stderr}"
    header.passed.touch()
    return None


def findings(root: Path, compiler: str, cache_folder: str, *flags: str):
    cache = Path(cache_folder)
    cache.mkdir(parents=True, exist_ok=True)
    command = [compiler, "-std=c++20", f"-I{root}", f'-DRERATE_SOURCE_DIR="{root}"', *flags]
    headers = [Header(root, path, command, cache) for path in project_tree.sources(root, ".h")]
    unknown = [header for header in headers if not header.passed.exists()]
    with ThreadPoolExecutor(os.cpu_count()) as pool, tempfile.TemporaryDirectory() as folder:
        heavy = precompile(Path(folder), root, command) if any(header.is_heavy for header in unknown) else []
        check = lambda header: complaint(root, header, [*command, *heavy] if header.is_heavy else command)
        yield from filter(None, pool.map(check, unknown))


if __name__ == "__main__":
    project_tree.run(findings)
