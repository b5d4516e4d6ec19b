"""A run of sound and broken notebooks: each is made or said why not, within its limits, and nothing is left behind."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.core.errors import RunError
from shouguan.facts import archive
from shouguan.publishing import notebooks
from shouguan.publishing.batch import crew, outcomes
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order, asked_for
from tests.builders import zoo, zoo_worker

LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
LONGEST = 15.0
SAID = {
    "fails": "ZeroDivisionError",
    "hangs": "超过15秒，停在第2格（import time; time.sleep(600)）",
    "dies": "内核意外退出",
    "ends_its_worker": "进程意外退出",
    "poses": "不得自称",
    "eats": "内存",
    "writes": "错误输出",
}
BROKEN = {
    "fails": "1 / 0",
    "hangs": "import time; time.sleep(600)",
    "dies": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "ends_its_worker": "import os, signal, time\n"
    "parent = int(open(f'/proc/{os.getppid()}/stat').read().rsplit(')')[-1].split()[1])\n"
    "os.kill(parent, signal.SIGKILL); time.sleep(600)",
    "poses": "from IPython.display import HTML, display; display(HTML('<figure class=analyst>'))",
    "eats": "x = 'a' * (1 << 40)",
    "writes": "import sys; sys.stderr.write('x' * 5_000_000)",
}


@pytest.fixture(scope="module")
def zoo_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cell in BROKEN.items():
        zoo.write(folder / f"{name}.ipynb", cell, zoo.GOOD)
    zoo.write(folder / "good.ipynb", zoo.GOOD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(zoo_worker.VARIABLE, str(folder))
        patch.setenv("PYTHONPATH", f"{paths.home()}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        patch.setattr(crew, "WORKER", zoo_worker.MODULE)
        patch.setattr(notebooks, "available", zoo_worker.notebooks)
        yield folder


def _order(notebook: str) -> Order:
    return asked_for(["demo-city"], notebooks=[notebook]).orders[0]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
def test_each_report_is_made_or_said_why_not_and_nothing_is_left_behind(zoo_folder: Path, tmp_path: Path) -> None:
    out, names = tmp_path / "报告 一", ("good", *BROKEN) if LONG else ("good", "fails", "dies")
    made = runs.run([_order(name) for name in names], out, workers=2 if LONG else 1, longest=LONGEST)
    _are_told(made)
    _are_recorded(made, out)
    _have_ended(out, zoo_folder)


def _are_told(made: outcomes.Run) -> None:
    came = {each.order.notebook: (each.state, each.exit_code, each.zh) for each in made.outcomes}
    assert came.pop("good")[:2] == ("made", 0)
    assert set(came) == (set(SAID) if LONG else {"fails", "dies"})
    for name, (state, exit_code, why) in came.items():
        assert (state, exit_code) == ("too long" if name == "hangs" else "failed", 3), name
        assert SAID[name] in why, name
    assert made.exit_code == 3


def _are_recorded(made: outcomes.Run, out: Path) -> None:
    record = json.loads((out / runs.RECORD).read_text("utf-8"))
    assert [each["state"] for each in record["reports"]] == [each.state for each in made.outcomes]
    assert record["exit_code"] == made.exit_code
    good = next(each for each in record["reports"] if each["notebook"] == "good")
    assert archive.read(out / good["html"]).title == "演示"
    assert good["cpu_seconds"] > 0


def _have_ended(out: Path, zoo_folder: Path) -> None:
    marked = f"{zoo_worker.VARIABLE}={zoo_folder}".encode()
    until = time.monotonic() + 20
    while _running(marked) and time.monotonic() < until:  # those of a worker that was killed end when they notice
        time.sleep(0.2)
    assert _running(marked) == []
    assert [file for file in out.rglob("*") if file.name.endswith(".tmp")] == []


def _running(marked: bytes) -> list[str]:
    running = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marked in file.read_bytes() and int(file.parent.name) != os.getpid():
                running.append(file.parent.name)
        except OSError:
            continue
    return running


def test_a_report_that_stands_still_is_said_with_its_cell_and_costs_no_worker(zoo_folder: Path, tmp_path: Path) -> None:
    makers = crew.Crew(tmp_path, crew.Limits(3))
    try:
        made = makers.make(_order("hangs"))
        assert (made.state, made.exit_code) == ("too long", 3)
        assert "超过3秒，停在第2格（import time; time.sleep(600)），已停止" in made.zh
        assert makers.make(_order("fails")).state == "failed"
        assert len(makers._all) == 1
    finally:
        makers.end()


@pytest.mark.long
def test_a_report_that_fails_leaves_the_last_good_one(zoo_folder: Path, tmp_path: Path) -> None:
    order = _order("good")
    first = runs.run([order], tmp_path, workers=1).outcomes[0]
    assert first.html is not None
    before = (tmp_path / first.html).read_bytes()
    shutil.copy(zoo_folder / "good.ipynb", tmp_path / "kept.ipynb")
    zoo.write(zoo_folder / "good.ipynb", "1 / 0")
    try:
        made = runs.run([order], tmp_path, workers=1)
    finally:
        shutil.copy(tmp_path / "kept.ipynb", zoo_folder / "good.ipynb")
    assert made.outcomes[0].state == "failed"
    assert (tmp_path / first.html).read_bytes() == before
    assert runs.run([order], tmp_path, workers=1).count("unchanged") == 1, "made from what it is made from now"


def test_one_run_at_a_time_works_in_a_folder(tmp_path: Path) -> None:
    with runs._alone(tmp_path), pytest.raises(RunError, match="另一次 render-all"):
        runs.run([], tmp_path, workers=1)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="不能写入"):
        runs.run([], tmp_path / "file" / "reports", workers=1)
