"""No file of the licensed data that users bring stands in the project, under any name."""
import hashlib
from pathlib import Path

import project_tree


def licensed_folder(root: Path) -> Path:
    return root.parent / "shared" / "data"


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 -> name of every file under the folder that is not empty."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path.name
            for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size > 0}


def findings(root: Path):
    licensed = digests(licensed_folder(root))
    free = digests(root.parent / "shared" / "open-data")
    for path in project_tree.project_files(root):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in licensed and digest not in free:
            yield f"{path.relative_to(root).as_posix()}: is the licensed file {licensed[digest]}"


def skip_reason(root: Path):
    return None if licensed_folder(root).is_dir() else "the licensed data are not here, so none can be recognised"


if __name__ == "__main__":
    project_tree.run(findings, skip_reason)
