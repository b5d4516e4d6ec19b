"""Kill a run's parent, worker, kernel or what forks kernels, at random moments, many times, and look at what it leaves.

    python benchmarks/drill_kills.py [drills] [side by side] [first]

Each drill begins a run over two tiny notebooks, which go the whole way of a report (papermill, nbconvert, gate,
publishing, site), kills someone by kill -9, and looks: pages are whole, and the bytes of the last good ones; nothing
runs on. Then a run heals: it ends with 0, and no begun file, no folder of a run and no lock is left. Somebody reads all
the while. Prints what came of each, and how often who was killed; ends with 1 where there was a fault. The numbers of
the drills, from `first` on, settle who is killed and when. One takes about 3 seconds of processors.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.builders.drilled import Came, Drill


def main(drills: int = 500, abreast: int = 2, first: int = 0) -> int:
    """Run the drills; return the exit code."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(abreast) as pool:
        parts = [range(first + at, first + drills, abreast) for at in range(abreast)]
        came = [each for part in pool.map(lambda p: _series(p, Path(folder) / f"{p.start}"), parts) for each in part]
    killed = Counter(each.victim for each in came if each.killed)
    codes = Counter(each.code for each in came)
    faulty = sum(bool(each.faults) for each in came)
    print(
        f"{len(came)} drills, {sum(killed.values())} killed {dict(killed)}, exit codes {dict(codes)}: {faulty} faulty"
    )
    return int(bool(faulty))


def _series(numbers: range, folder: Path) -> list[Came]:
    drill, came = Drill(folder), []
    try:
        drill.begin()
        for number in numbers:
            came.append(drill.once(number))
            print(f"drill {number}: {came[-1]}", flush=True)
    finally:
        drill.stop()
    return came


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
