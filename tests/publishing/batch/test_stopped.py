"""A run that is stopped says so and what it did not make, and the next one removes what a killed one left."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event

import pytest

from shouguan.cli import commands
from shouguan.publishing import running
from shouguan.publishing.batch import outcomes
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order
from tests.builders.issued import forecast, publish


def test_a_run_that_ends_its_workers_removes_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "shouguan-worker"

    class Ended(_Slow):
        def make(self, order: Order) -> outcomes.Outcome:
            left.mkdir()
            (left / "running.lock").touch()
            raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_makers", lambda *_: Ended())
    with pytest.raises(KeyboardInterrupt):
        runs.run([Order("demo-city")], tmp_path / "reports", workers=1, again=True)
    assert not left.exists()


def test_a_run_removes_what_killed_ones_left_and_nothing_of_those_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "shouguan-killed"
    with running.own_folder() as own:
        left.mkdir()
        (left / "running.lock").touch()
        runs.run([], tmp_path / "reports", workers=1)
        assert own.is_dir()
    assert not left.exists()


class _Slow:
    """Makes the first report, and of the second asks to be stopped by SIGTERM, twice as `timeout` does."""

    width = 1

    def __init__(self, out: Path | None = None) -> None:
        self._out, self._stopped, self.ended = out, Event(), False

    def make(self, order: Order) -> outcomes.Outcome:
        if order.scenario == "base":
            assert self._out is not None
            page = publish(self._out, forecast()).html.relative_to(self._out).as_posix()
            return outcomes.Outcome(order, "made", html=page)
        assert order.scenario == "stress", "nothing more is begun"
        os.kill(os.getpid(), signal.SIGTERM)
        assert self._stopped.wait(30)
        os.kill(os.getpid(), signal.SIGTERM)
        return outcomes.not_begun(order)

    def stop(self) -> None:
        self._stopped.set()

    def end(self) -> None:
        self.ended = True


@pytest.mark.skipif(sys.platform == "win32", reason="knows no SIGTERM")
def test_sigterm_stops_a_run_as_ctrl_c_does_and_it_says_what_it_did_not_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = _Slow(tmp_path)
    (tmp_path / runs.RECORD).write_text("of the run before", encoding="utf-8")
    monkeypatch.setattr(runs, "_makers", lambda *_: slow)
    scenarios = [word for name in ("base", "stress", "optimistic") for word in ("--scenario", name)]
    words = ["render-all", "demo-city", *scenarios, "--jobs", "1", "--again", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["shouguan", *words])
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 3
    began, made, counts, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 开始，共 3 份", began), "a log says when"
    assert made.endswith("demo-city · briefing · base · zh：已生成，0.0 秒")
    assert "共 3 份：已生成 1，未变 0，都在" in counts
    assert f"{tmp_path} 里，下次运行直接采用；其余没有生成" in counts
    assert last == "已中断"
    record = json.loads((tmp_path / runs.RECORD).read_text("utf-8"))
    assert [each["state"] for each in record["reports"]] == ["made", "not begun", "not begun"]
    assert record["exit_code"] == 3
    assert slow.ended
    assert signal.getsignal(signal.SIGTERM) is before
    taken_up = runs.run([Order("demo-city")], tmp_path, workers=1).outcomes[0]
    assert (taken_up.state, taken_up.html) == ("unchanged", record["reports"][0]["html"])


def test_a_process_to_which_nobody_listens_ends_without_a_word() -> None:
    """Here one that answers on and on; its parent hears the first answer and no more."""
    code = (
        "from shouguan.publishing.conversation import answer, streams\n_, a = streams()\nwhile 1: answer(a, {'a': 1})"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b'{"a": 1}\n'
    child.stdout.close()
    assert child.stderr is not None
    with child.stderr as said:
        assert said.read() == b""
    assert child.wait(30) == 0
