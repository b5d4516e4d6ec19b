"""Make reports on this machine alone and on a cluster whose workers are killed, and compare them byte by byte.

    python benchmarks/drill_cluster.py [reports] [seconds between kills] [workers]

The reports are those of a tiny notebook that reads its province and shows its name: a thousand briefings would take a
day here. They go the whole way of a report all the same: papermill, a kernel of their own, nbconvert, gate,
publishing. The cluster is Dask's LocalCluster of processes; a worker of it is killed by kill -9 every so many seconds,
and its nanny starts another.

Prints for each tenth of either run the memory (MB of resident set) of this process, which finds, sends and puts in
place, and of the largest process that it or the cluster has started; then how many reports came to what, how often each
was put in place, how many workers were killed, and which files differ. Ends with 1 where any does, or a report was not
made once. Needs Dask (`shouguan[cluster]`) and /proc.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from shouguan.core import paths
from shouguan.data.regions import official_regions
from shouguan.facts.archive import Report
from shouguan.publishing import render
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome
from tests.builders import clustered, zoo

DAY = "2022-10-28"
PLACES = 25


def main(reports: int = 1000, between: int = 20, workers: int = 2) -> int:
    """Make them both ways, and compare; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = clustered.home(folder / "home")
        provinces = [region.name for region in list(official_regions().values())[1:]][:PLACES]
        notebooks = [f"page{number}" for number in range(-(-reports // len(provinces)))]
        for notebook in notebooks:
            zoo.write(home / "notebooks" / f"{notebook}.ipynb", zoo.NAMED)
        os.environ[paths.VARIABLE] = str(home)
        orders = [Order(place, notebook, as_of=DAY) for place in provinces for notebook in notebooks][:reports]
        here, there = folder / "here", folder / "there"
        _made("one machine", lambda tell: runs.run(orders, here, workers=workers, again=True, tell=tell), reports)
        (folder / "cluster").mkdir()
        put = _counted()
        with clustered.cluster(workers, folder / "cluster") as (address, _), _Killer(address, between) as killer:
            work = lambda tell: runs.run(orders, there, dask=address, again=True, tell=tell)  # noqa: E731
            made = _made("cluster", work, reports)
        once = len(put) == reports and set(put.values()) == {1}
        print(f"{killer.killed} workers killed; each report put in place once: {once}")
        one, many = _contents(here), _contents(there)
        differ = sorted(file for file in one.keys() | many.keys() if one.get(file) != many.get(file))
        print(f"{len(one)} files here, {len(many)} of the cluster, {len(differ)} differ {differ[:3]}")
        return int(bool(differ) or not once or made.count("made") != reports)


def _made(what: str, work: Callable[[Callable[[Outcome], None]], runs.Run], reports: int) -> runs.Run:
    done, began = 0, time.monotonic()

    def tell(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        if outcome.state != "made":
            print(f"{outcome.order}: {outcome.state}: {outcome.why}", flush=True)
        if done * 10 // reports > (done - 1) * 10 // reports:
            own, largest = _memory()
            seconds = time.monotonic() - began
            print(f"{what}: {done} after {seconds:.0f} s, {own:.0f} MB; largest other: {largest:.0f} MB", flush=True)

    made = work(tell)
    cpu = sum(each.cpu_seconds for each in made.outcomes) / reports
    states = dict(Counter(each.state for each in made.outcomes))
    print(f"{what}: {states}, {made.seconds:.0f} s, {cpu:.2f} s of processors a report", flush=True)
    return made


def _memory() -> tuple[float, float]:
    """Return the memory of this process, and of the largest of those that come from it, in MB."""
    sizes, parents = {}, {}
    for file in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError, KeyError):
            lines = dict(line.partition(":")[::2] for line in file.read_text().splitlines())
            pid = int(file.parent.name)
            parents[pid], sizes[pid] = int(lines["PPid"]), int(lines["VmRSS"].split()[0]) / 1024
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sizes[os.getpid()], max((sizes[pid] for pid in ours - {os.getpid()}), default=0.0)


def _counted() -> Counter[Path]:
    """Count from now on how often each page is put in place."""
    put: Counter[Path] = Counter()
    publish = render.publish

    def noted(target: Path, html: str, facts: str, manifest: str) -> Report:
        put[target] += 1
        return publish(target, html, facts, manifest)

    render.publish = noted
    return put


class _Killer:
    """Kills a worker of a cluster every so many seconds."""

    def __init__(self, address: str, between: int) -> None:
        self._address, self._between, self.killed = address, between, 0
        self._over = Event()
        self._thread = Thread(target=self._kill, daemon=True)

    def _kill(self) -> None:
        while not self._over.wait(self._between):
            with suppress(OSError, ValueError):  # all are being started anew
                clustered.kill_a_worker(self._address)
                self.killed += 1

    def __enter__(self) -> _Killer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _contents(out: Path) -> dict[str, bytes]:
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.glob("*/*/*/*") if file.name != ".lock"}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
