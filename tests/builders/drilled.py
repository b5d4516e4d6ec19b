"""Runs over a test's own notebooks that are there to be killed, and what holds whatever is killed at whatever moment.

`Drill` starts, kills and looks at them. What is drilled is how processes end, not what they load: a run is forked from
a process that has loaded what it needs (every tenth begins as an interpreter of its own, as `python -m
tests.builders.drilled OUT SITE WORKERS [again]` does), and its kernels have little loaded. Workers, what forks kernels,
and kernels come to be as in any run.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from filelock import FileLock, Timeout

from shouguan.core import paths
from shouguan.facts import archive
from shouguan.publishing import notebooks
from shouguan.publishing.batch import crew, site
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import asked_for
from tests.builders import zoo, zoo_spare, zoo_worker

MODULE = "tests.builders.drilled"
VICTIMS = ("parent", "worker", "spare", "kernel")
PATIENCE = 120.0
COLD = 10
"""Every so-manieth drill is one of a run that begins as an interpreter of its own."""
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([MODULE])
SPOILT = (0, 3)
"""How a run may end of which a worker or a kernel was killed: all made all the same, or a report failed."""


@dataclass(frozen=True)
class Came:
    """What came of a drill.

    Attributes
    ----------
    victim : str
    killed : bool
        Whether it was there to be killed at that moment.
    code : int
        How the run ended.
    faults : list of str
        What should not have been.
    """

    victim: str
    killed: bool
    code: int
    faults: list[str]


class Begun(Protocol):
    """A run that was begun, as `subprocess.Popen` has it."""

    pid: int

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""

    def wait(self, timeout: float) -> int:
        """Wait for its end."""


class _Forked:
    """A run that was forked from a process that has loaded what it needs."""

    def __init__(self, env: dict[str, str], words: list[str]) -> None:
        self._process = _FORKING.Process(target=_begin, args=(env, words))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        assert self._process.exitcode is not None
        return self._process.exitcode


class Drill:
    """A folder of reports, those who read them, and a run in it."""

    def __init__(self, folder: Path) -> None:
        self.out, self.site, self.temporary = folder / "报告 一", folder / "公开 目录", folder / "临时"
        self.notebooks = folder / "笔记本"
        for each in (self.notebooks, self.temporary):
            each.mkdir(parents=True)
        for name in ("one", "two"):
            zoo.write(self.notebooks / f"{name}.ipynb", "import time; time.sleep(0.3)", zoo.GOOD)
        path = f"{paths.home()}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        own = {zoo_worker.VARIABLE: str(self.notebooks), "TMPDIR": str(self.temporary)}
        self._env = {**own, "PYTHONPATH": path}
        self._runs: list[Begun] = []
        self.longest: dict[bool, float] = {}
        self.pages: set[Path] = set()
        self.broken: list[str] = []
        self._over = Event()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self, workers: int = 2, *, again: bool = True, cold: bool = False) -> Begun:
        """Begin a run."""
        words = [str(self.out), str(self.site), str(workers), *(["again"] * again)]
        run: Begun
        if cold:
            run = subprocess.Popen([sys.executable, "-m", MODULE, *words], env=os.environ | self._env, cwd=paths.home())
        else:
            run = _Forked(self._env, words)
        self._runs = [each for each in self._runs if each.poll() is None] + [run]
        return run

    def begin(self) -> None:
        """Make the reports that no drill may damage."""
        assert self.start().wait(PATIENCE) == 0
        self.first = self.contents()
        assert len(self.first) == 2
        for cold in (True, False):
            began = time.monotonic()
            assert self.start(1, cold=cold).wait(PATIENCE) == 0
            self.longest[cold] = time.monotonic() - began

    def contents(self) -> dict[Path, bytes]:
        """Return the pages that are there."""
        return {file: file.read_bytes() for file in self.out.rglob("*.html")}

    def once(self, number: int) -> Came:
        """Kill someone at some moment of a run, look at what it leaves, and heal; the number settles whom and when."""
        rng, cold = random.Random(number), number % COLD == 0
        until = time.monotonic() + self.longest[cold]
        parent, victim = self.start(rng.choice((1, 1, 1, 2)), cold=cold), rng.choice(VICTIMS)
        self._await(victim, parent)
        time.sleep(max(until - time.monotonic(), 0.0) * rng.random())
        found, killed = self._await(victim, parent), False
        for pid in rng.sample(found, min(1, len(found))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed = True
        code = parent.wait(PATIENCE)
        allowed = (*SPOILT, -signal.SIGKILL) if victim == "parent" and killed else SPOILT
        faults = [] if code in allowed else [f"exit code {code}"]
        if code == 3:
            said = json.loads((self.out / runs.RECORD).read_text("utf-8"))["reports"]
            faults += [
                f"{each['notebook']} says no cause" for each in said if each["state"] != "made" and not each["zh"]
            ]
        return Came(victim, killed, code, faults + self._sound("after the kill") + self._healed())

    def _await(self, victim: str, parent: Begun) -> list[int]:
        """Return those who may be killed, once there are any or their run is over."""
        while not (found := self.running()[victim]) and parent.poll() is None:
            time.sleep(0.02)
        return found

    def _sound(self, when: str) -> list[str]:
        """Return what readers would complain of, and who still runs."""
        faults = [] if self.has_ended() else [f"{when}: runs on: {self.running()}"]
        self.look()
        faults += [f"{when}: {each}" for each in self.broken]
        self.broken.clear()
        if self.contents() != self.first:
            faults.append(f"{when}: other pages than before")
        return faults

    def _healed(self) -> list[str]:
        code = self.start(1, again=False).wait(PATIENCE)
        faults = [] if code == 0 else [f"the next run ends with {code}"]
        return faults + self._sound("after the next run") + [f"left behind: {each}" for each in self.left_behind()]

    def look(self) -> None:
        """Read every page that was ever there, as somebody does who never waits."""
        self.pages |= {file for file in self.out.glob("*/*/*/*.html") if not file.name.startswith(".")}
        for page in self.pages:
            try:
                archive.read(page)
            except Exception as error:
                self.broken.append(f"{page.name}: {error}")
        if (self.site / "latest").is_symlink() and not (self.site / "latest" / "index.html").is_file():
            self.broken.append("no index")

    def _read(self) -> None:
        while not self._over.wait(0.2):
            self.look()

    def stop(self) -> None:
        """Read no more."""
        self._over.set()
        self._reader.join()

    def running(self) -> dict[str, list[int]]:
        """Return the processes of runs that are alive, by what they do."""
        marked, found = f"{zoo_worker.VARIABLE}={self.notebooks}".encode(), {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError):
                if marked in (folder / "environ").read_bytes() and folder.name != str(os.getpid()):
                    status = (folder / "stat").read_text().rpartition(")")[2].split()
                    if status[0] != "Z":
                        found[int(folder.name)] = ((folder / "cmdline").read_bytes().decode(), int(status[1]))
        spares = {pid for pid, (words, _) in found.items() if zoo_spare.MODULE in words}
        parents = [each.pid for each in self._runs if each.poll() is None]  # whatever they were started with
        of: dict[str, list[int]] = {"parent": parents, "worker": [], "spare": [], "kernel": []}
        for pid, (_, parent) in found.items():
            if pid in spares:
                of["kernel" if parent in spares else "spare"].append(pid)
            elif pid not in parents:
                of["worker"].append(pid)
        return of

    def has_ended(self) -> bool:
        """Wait until nothing of a run is alive."""
        until = time.monotonic() + PATIENCE
        while any(self.running().values()):
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
        return True

    def left_behind(self) -> list[str]:
        """Return what only a run that is at work may have: begun files, its folders, a lock that is held."""
        begun = [str(file) for top in (self.out, self.site) for file in top.rglob("*.tmp")]
        try:
            with FileLock(self.out / runs._LOCK, timeout=0):
                return begun + [str(file) for file in self.temporary.glob("shouguan-*/")]
        except Timeout:
            return [*begun, "a lock that is held"]


def main(out: Path, served: Path, workers: int, again: bool) -> int:
    """Make every report, again or where it is not as it was, and publish them; return the exit code."""
    crew.WORKER, notebooks.available = zoo_worker.MODULE, zoo_worker.notebooks
    asked = asked_for(["北京"], notebooks=sorted(zoo_worker.notebooks()), as_of=dt.date(2022, 10, 28)).orders
    made = runs.run(asked, out, workers=workers, longest=120, again=again)
    site.publish(made, out, served, keep=2)
    return made.exit_code


def _begin(env: dict[str, str], words: list[str]) -> None:
    os.environ.update(env)
    tempfile.tempdir = None  # that of the process that forked
    os.chdir(paths.home())
    _run(words)


def _run(words: list[str]) -> None:
    sys.exit(main(Path(words[0]), Path(words[1]), int(words[2]), words[3:] == ["again"]))


if __name__ == "__main__":
    _run(sys.argv[1:])
