"""Runs over a test's own notebooks that are there to be killed, and what holds whatever is killed at whatever moment.

`python -m tests.builders.drilled OUT SITE WORKERS [again]` is such a run; `Drill` starts, kills and looks at them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from filelock import FileLock, Timeout

from shouguan.core import paths
from shouguan.facts import archive
from shouguan.publishing import notebooks
from shouguan.publishing.batch import crew, site
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import asked_for
from tests.builders import zoo, zoo_worker

MODULE = "tests.builders.drilled"
VICTIMS = ("parent", "worker", "spare", "kernel")
PATIENCE = 120.0
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


class Drill:
    """A folder of reports, those who read them, and a run in it."""

    def __init__(self, folder: Path) -> None:
        self.out, self.site, self.temporary = folder / "报告 一", folder / "公开 目录", folder / "临时"
        self.notebooks = folder / "笔记本"
        for each in (self.notebooks, self.temporary):
            each.mkdir(parents=True)
        for name in ("one", "two"):
            zoo.write(self.notebooks / f"{name}.ipynb", "import time; time.sleep(0.3)", zoo.GOOD)
        self._env = {zoo_worker.VARIABLE: str(self.notebooks), "TMPDIR": str(self.temporary)}
        self.pages: set[Path] = set()
        self.broken: list[str] = []
        self._over = Event()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self, workers: int = 2, *, again: bool = True) -> subprocess.Popen[bytes]:
        """Begin a run."""
        path = f"{paths.home()}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        words = [sys.executable, "-m", MODULE, str(self.out), str(self.site), str(workers), *(["again"] * again)]
        return subprocess.Popen(words, env=os.environ | self._env | {"PYTHONPATH": path}, cwd=paths.home())

    def begin(self) -> None:
        """Make the reports that no drill may damage."""
        began = time.monotonic()
        assert self.start().wait(PATIENCE) == 0
        self.longest, self.first = time.monotonic() - began, self.contents()
        assert len(self.first) == 2

    def contents(self) -> dict[Path, bytes]:
        """Return the pages that are there."""
        return {file: file.read_bytes() for file in self.out.rglob("*.html")}

    def once(self, number: int) -> Came:
        """Kill someone at some moment of a run, look at what it leaves, and heal; the number settles whom and when."""
        rng = random.Random(number)
        parent, victim = self.start(rng.choice((1, 1, 1, 2))), rng.choice(VICTIMS)
        time.sleep(rng.uniform(0.0, self.longest))
        until = time.monotonic() + self.longest / 2
        while not (found := self.running()[victim]) and parent.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        killed = False
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
        spares = {pid for pid, (words, _) in found.items() if "publishing.spare" in words}
        of: dict[str, list[int]] = {name: [] for name in VICTIMS}
        for pid, (words, parent) in found.items():
            if pid in spares:
                of["kernel" if parent in spares else "spare"].append(pid)
            else:
                of["worker" if zoo_worker.MODULE in words else "parent"].append(pid)
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


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["again"]))
