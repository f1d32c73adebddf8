"""Times the command from a cold process, as a person feels it: start, work, exit.

usage: command_times.py RERATE

Each command runs ROUNDS times after one unmeasured round; median, fastest and slowest of the wall times are printed in
milliseconds. "First run" imports the open pack into a new store each time.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
root = Path(__file__).resolve().parent.parent
rerate = Path(sys.argv[1]).resolve()
study = root / "studies/us-small-caps.toml"


def milliseconds(command: list, store: Path) -> float:
    began = time.perf_counter()
    finished = subprocess.run(command, cwd=root, capture_output=True, text=True,
                              env={**os.environ, "RERATE_STORE": str(store)})
    took = 1000 * (time.perf_counter() - began)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {finished.returncode}\n{finished.stderr}")
    return took


def report(name: str, times: list[float], wanted: float) -> None:
    print(f"{name:<34} {statistics.median(times):9.1f} {min(times):9.1f} {max(times):9.1f} {wanted:9.0f}")


def main() -> None:
    print(f"{'milliseconds':<34} {'median':>9} {'fastest':>9} {'slowest':>9} {'wanted':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = [rerate, "run", study, "--out", folder / "out", "--quiet"]
        kept = folder / "kept.duckdb"
        first = [milliseconds(run, folder / f"store-{round_}.duckdb") for round_ in range(6)]
        report("run, first: with import", first[1:], 1000)
        for name, command, wanted in (
                ("run, on the imported store", run, 150),
                ("definitions of a fair value", [rerate, "multiverse", study, "--section", "fair-value"], 150),
                ("definitions of regimes", [rerate, "multiverse", study, "--section", "regimes"], 150),
                ("check", [rerate, "check", study], 150),
                ("eval of a formula", [rerate, "eval", "rates.gs10 - bey(rates.tb3ms)", "--csv"], 50)):
            times = [milliseconds(command, kept) for _ in range(ROUNDS + 1)]
            report(name, times[1:], wanted)


if __name__ == "__main__":
    main()
