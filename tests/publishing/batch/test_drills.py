"""Whatever is killed at whatever moment: readers keep whole pages, nothing runs on, and the next run heals.

`SHOUGUAN_DRILLS=500 make test-long` runs as many drills; each begins in what the one before has left.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from filelock import FileLock

from shouguan.core import paths
from shouguan.core.errors import RunError
from shouguan.facts import archive
from shouguan.publishing.batch import run as runs
from tests.builders import drilled, zoo, zoo_worker

DRILLS = int(os.environ.get("SHOUGUAN_DRILLS", "12"))
VICTIMS = ("parent", "worker", "spare", "kernel")
PATIENCE = 120.0
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc"),
]


class Drill:
    """A folder of reports, those who read them, and a run in it."""

    def __init__(self, folder: Path) -> None:
        self.out, self.site, self.temporary = folder / "报告 一", folder / "公开 目录", folder / "临时"
        self.notebooks = folder / "笔记本"
        for each in (self.notebooks, self.temporary):
            each.mkdir()
        for name in ("one", "two"):
            zoo.write(self.notebooks / f"{name}.ipynb", "import time; time.sleep(0.3)", zoo.GOOD)
        self._env = {zoo_worker.VARIABLE: str(self.notebooks), "TMPDIR": str(self.temporary)}
        self.pages: set[Path] = set()
        self.broken: list[str] = []
        self._over = Event()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Begin a run."""
        path = f"{paths.home()}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        words = [sys.executable, "-m", drilled.MODULE, str(self.out), str(self.site)]
        return subprocess.Popen(words, env=os.environ | self._env | {"PYTHONPATH": path}, cwd=paths.home())

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
        with FileLock(self.out / runs._LOCK, timeout=0):
            return begun + [str(file) for file in self.temporary.glob("shouguan-*/")]


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    try:
        yield made
    finally:
        made.stop()


def test_whoever_is_killed_at_any_moment_the_next_run_heals(drill: Drill) -> None:
    began = time.monotonic()
    assert drill.start().wait(PATIENCE) == 0
    longest, first = time.monotonic() - began, {file: file.read_bytes() for file in drill.out.rglob("*.html")}
    assert len(first) == 2
    killed = dict.fromkeys(VICTIMS, 0)
    for number in range(DRILLS):
        rng = random.Random(number)
        parent, victim = drill.start(), rng.choice(VICTIMS)
        time.sleep(rng.uniform(0.0, longest))
        until = time.monotonic() + longest / 2
        while not (found := drill.running()[victim]) and parent.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        for pid in rng.sample(found, min(1, len(found))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed[victim] += 1
        code = parent.wait(PATIENCE)
        assert code == -signal.SIGKILL if victim == "parent" and found else code in (0, 3), (number, victim)
        if code == 3:
            said = json.loads((drill.out / runs.RECORD).read_text("utf-8"))["reports"]
            assert all(each["zh"] for each in said if each["state"] != "made"), (number, victim)
        assert drill.has_ended(), (number, victim, drill.running())
        drill.look()
        assert drill.broken == [], (number, victim)
        print(f"drill {number}: {victim}, exit code {code}", flush=True)
    assert drill.start().wait(PATIENCE) == 0
    assert drill.has_ended()
    assert drill.left_behind() == []
    assert {file: file.read_bytes() for file in drill.out.rglob("*.html")} == first
    print("killed", killed, flush=True)


def test_two_runs_at_once_and_one_says_so(drill: Drill) -> None:
    codes = sorted(run.wait(PATIENCE) for run in (drill.start(), drill.start()))
    assert codes[0] == 0
    assert codes[1] in (0, 1), "the second was told, or came after the first"
    drill.look()
    assert drill.has_ended()
    assert (drill.broken, drill.left_behind()) == ([], [])


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Put a disk of its own under a folder, or skip the test."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def test_a_full_disk_keeps_the_last_good_pages(drill: Drill, tmp_path: Path) -> None:
    small = tmp_path / "small"
    with mounted(small, "size=600k"):
        try:
            drill.out, drill.site = small / "报告", tmp_path / "served"
            assert drill.start().wait(PATIENCE) == 0
            before = {file: file.read_bytes() for file in drill.out.rglob("*.html")}
            (small / "fill").write_bytes(b"x" * (shutil.disk_usage(small).free - 4096))
            assert drill.start().wait(PATIENCE) in (1, 3)
            assert {file: file.read_bytes() for file in drill.out.rglob("*.html")} == before
            (small / "fill").unlink()
            assert drill.start().wait(PATIENCE) == 0
            assert drill.has_ended()
            assert (drill.broken, drill.left_behind()) == ([], [])
        finally:
            drill.stop()  # who reads there keeps the disk busy


def test_a_target_that_is_read_only_is_said_before_anything_runs(tmp_path: Path) -> None:
    out = tmp_path / "报告"
    with mounted(out, "ro,size=64k"), pytest.raises(RunError, match="不能写入"):
        runs.run([], out, workers=1)
