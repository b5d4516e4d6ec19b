"""Whatever is killed at whatever moment: readers keep whole pages, nothing runs on, and the next run heals.

Each drill begins in what the one before has left. `python benchmarks/drill_kills.py 500` runs as many, side by side.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shouguan.core.errors import RunError
from shouguan.publishing.batch import run as runs
from tests.builders.drilled import PATIENCE, Drill

DRILLS = 12
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc"),
]


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path)
    try:
        yield made
    finally:
        made.stop()


def test_whoever_is_killed_at_any_moment_the_next_run_heals(drill: Drill) -> None:
    drill.begin()
    came = [drill.once(number) for number in range(DRILLS)]
    assert [(number, each) for number, each in enumerate(came) if each.faults] == []
    assert any(each.killed for each in came)


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
