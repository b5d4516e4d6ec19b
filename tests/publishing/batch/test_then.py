"""A command of the user's own runs once all of `render-all` is over, however it ends, and knows what came of it."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.errors import RunError
from shouguan.publishing.batch import outcomes, site
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import WAITING


@pytest.mark.parametrize(("code", "told"), [(0, "0"), (1, "1"), (3, "3"), (WAITING, None)])
def test_the_users_own_command_hears_of_a_run_but_not_of_one_that_waits(
    code: int, told: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    def came_to(*_: object, **__: object) -> outcomes.Run:
        came = outcomes.Outcome(Order("demo-city"), "made", exit_code=code)
        return outcomes.Run((came,), dt.datetime(2020, 10, 25), 0.0)

    monkeypatch.setattr(runs, "run", came_to)
    heard = tmp_path / "heard"
    then = f"{sys.executable} -c \"import os; print(os.environ['SHOUGUAN_EXIT'], os.environ['SHOUGUAN_RUN'])\" >{heard}"
    words = ("render-all", "demo-city", "--out", tmp_path, "--then", then)
    assert run(*words)[0] == code
    assert (heard.read_text("utf-8") if heard.exists() else None) == (told and f"{told} {tmp_path / runs.RECORD}\n")


def test_a_command_of_the_users_own_that_fails_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    monkeypatch.setattr(runs, "_makers", lambda *_: _Maker())
    code, _, said = run("render-all", "demo-city", "--out", tmp_path, "--then", "exit 7")
    assert (code, "退出码 7" in said) == (3, True)
    assert _exit_code(tmp_path) == 3


class _Maker:
    """Makes every report at once, or ends the run by an error."""

    width = 1

    def __init__(self, error: BaseException | None = None) -> None:
        self._error = error

    def make(self, order: Order) -> outcomes.Outcome:
        if self._error is not None:
            raise self._error
        return outcomes.Outcome(order, "made")

    def stop(self) -> None: ...

    def end(self) -> None: ...


def _exit_code(out: Path) -> int:
    code: int = json.loads((out / runs.RECORD).read_text("utf-8"))["exit_code"]
    return code


_HEARD = "import os; print(os.environ['SHOUGUAN_EXIT'], os.environ['SHOUGUAN_RUN'], end='')"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["demo-city", "--site", "file/site"], 3),
        (["demo-city", "--site", "out/site"], 2),
        (["demo-city", "--memory", "much"], 2),
        (["gone.txt"], 1),
        (["无此*"], 1),
        (["demo-city", "--notebook", "无此"], 1),
    ],
)
def test_the_users_own_command_hears_of_what_ends_before_the_run_and_of_no_earlier_run(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("out").mkdir()
    Path("out", runs.RECORD).write_text("{}", encoding="utf-8")  # of an earlier run
    then = f'{sys.executable} -c "{_HEARD}" >heard'
    ended, _, said = run("render-all", *words, "--out", "out", "--then", then)
    assert (ended, Path("heard").read_text("utf-8"), said.count("错误")) == (code, f"{code} ", 1)
    assert Path("out", runs.RECORD).read_text("utf-8") == "{}"


def test_the_users_own_command_beside_another_run_is_not_told_of_that_ones_record(tmp_path: Path, run: Any) -> None:
    then = f'{sys.executable} -c "{_HEARD}" >{tmp_path / "heard"}'
    with runs._alone(tmp_path):
        run("render-all", "demo-city", "--out", tmp_path, "--then", then)
    assert (tmp_path / "heard").read_text("utf-8") == "3 "


@pytest.mark.parametrize("fails", ["site", "run"])
def test_run_json_and_the_users_own_command_have_the_exit_code_of_the_whole_command(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    def full(*_: object, **__: object) -> outcomes.Run:
        raise RunError("磁盘已满", "the disk is full")

    monkeypatch.setattr(site, "publish", full)
    monkeypatch.setattr(runs, "_makers", lambda *_: _Maker(RunError("没有机器", "none") if fails == "run" else None))
    out, heard = tmp_path / "out", tmp_path / "heard"
    then = f'{sys.executable} -c "{_HEARD}" >{heard}'
    words = ("render-all", "demo-city", "--out", out, "--site", tmp_path / "site", "--then", then)
    assert run(*words)[0] == 3
    assert (_exit_code(out), heard.read_text("utf-8")) == (3, f"3 {out / runs.RECORD}")


def test_the_users_own_command_is_not_run_where_somebody_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    def publish(*_: object, **__: object) -> outcomes.Run:
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "publish", publish)
    monkeypatch.setattr(runs, "_makers", lambda *_: _Maker())
    out, heard = tmp_path / "out", tmp_path / "heard"
    words = ("--out", out, "--site", tmp_path / "site", "--then", f"echo >{heard}")
    assert run("render-all", "demo-city", *words)[0] == 3
    assert (_exit_code(out), heard.exists()) == (3, False)
