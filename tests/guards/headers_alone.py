"""Every header compiles as the first include of a file, so a reader may include it without knowing its friends.

usage: headers_alone.py ROOT COMPILER CACHE_FOLDER [FLAG...]
A header that passed is not compiled again until it, or a header of ours that it includes, changes.
"""
import hashlib
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import project_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def reachable(root: Path, header: Path, seen: dict[Path, bytes]) -> dict[Path, bytes]:
    """The header and all of our headers behind it, with their contents."""
    if header in seen or not header.is_file():
        return seen
    seen[header] = header.read_bytes()
    for included in INCLUDE.findall(seen[header].decode()):
        reachable(root, root / included, seen)
    return seen


def identity(root: Path, header: Path, command: list[str]) -> str:
    digest = hashlib.sha256("\0".join(command).encode())
    for path, content in sorted(reachable(root, header, {}).items()):
        digest.update(str(path).encode() + b"\0" + content)
    return digest.hexdigest()


def complaint(root: Path, header: Path, command: list[str], cache: Path) -> str | None:
    passed = cache / identity(root, header, command)
    if passed.exists():
        return None
    name = header.relative_to(root).as_posix()
    # Through standard input: compiled by itself, a header with #pragma once draws a warning.
    compiled = subprocess.run(command, cwd=root, input=f'#include "{name}"\n', capture_output=True,
                              text=True)
    if compiled.returncode != 0:
        return f"{name}: does not compile alone\n{compiled.stderr}"
    passed.touch()
    return None


def findings(root: Path, compiler: str, cache_folder: str, *flags: str):
    cache = Path(cache_folder)
    cache.mkdir(parents=True, exist_ok=True)
    command = [compiler, "-std=c++20", "-fsyntax-only", f"-I{root}", f'-DRERATE_SOURCE_DIR="{root}"', *flags, "-x", "c++", "-"]
    headers = project_tree.sources(root, ".h")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(lambda header: complaint(root, header, command, cache), headers))


if __name__ == "__main__":
    project_tree.run(findings)
