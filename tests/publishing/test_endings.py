"""How a kernel or a worker ended is said as it was: want of memory only where that is known."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from shouguan.cli import commands
from shouguan.core.errors import RunError, UsageError
from shouguan.publishing import endings, kernel, limited, running
from shouguan.publishing.batch import crew
from shouguan.publishing.batch.orders import Order
from tests.builders import zoo


@pytest.mark.parametrize(
    ("status", "counted", "says"),
    [
        pytest.param(-signal.SIGKILL, (3, 4), "系统内存不足", id="by the system, for memory"),
        pytest.param(-signal.SIGKILL, (3, 3), "被其他程序", id="by another"),
        pytest.param(-signal.SIGKILL, (None, None), "可能是内存不足", id="where the system does not say"),
        pytest.param(-signal.SIGSEGV, (3, 3), "SIGSEGV", id="a crash"),
        pytest.param(7, (3, 4), "自行退出，退出码 7", id="by itself"),
        pytest.param(None, (3, 4), "原因不明", id="not known"),
    ],
)
def test_how_a_process_ended(
    status: int | None,
    counted: tuple[int | None, int | None],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "vmstat"
    monkeypatch.setattr(endings, "_COUNTS", file)
    before, after = counted
    if after is not None:
        file.write_text(f"pgfault 17\noom_kill {after}\n", encoding="utf-8")
    assert endings.killed_for_memory() == after
    zh, en = endings.why(status, before)
    assert says in zh
    assert ("memory" in en) == ("内存" in zh)


def test_a_kernel_that_starts_slowly_is_no_want_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: object) -> None:
        await asyncio.sleep(600)

    monkeypatch.setattr(kernel, "LONGEST_START", 1)
    monkeypatch.setattr(kernel.Connection, "_heard", never)
    with pytest.raises(RunError, match=r"slow 的内核启动超过1秒，已停止") as caught:
        running.execute(zoo.write(tmp_path / "slow.ipynb", "1"), "slow", {"place": "demo-city"}, None, print)
    assert "内存" not in caught.value.zh


def test_a_kernel_that_ends_before_it_answers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel.sys, "executable", "/bin/false")
    with pytest.raises(RunError, match=r"内核意外退出：自行退出，退出码 1"):
        running.execute(zoo.write(tmp_path / "ends.ipynb", "1"), "ends", {"place": "demo-city"}, None, print)


class _Slow:
    """A worker that never comes up."""

    alive = True
    killed = 0

    def __init__(self, *_: object, **__: object) -> None:
        self.process = SimpleNamespace(returncode=-signal.SIGKILL)

    def hear(self, seconds: float) -> None:
        return None

    def kill(self) -> None:
        _Slow.killed += 1


def test_a_worker_that_starts_slowly_is_ended_and_no_want_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "Child", _Slow)
    outcome = crew.Crew(tmp_path, crew.Limits(10)).make(Order("山东"))
    assert (outcome.state, outcome.exit_code) == ("failed", 3)
    assert "启动超过120秒" in outcome.zh
    assert "内存" not in outcome.zh
    assert _Slow.killed == 2, "it is tried twice"


@pytest.mark.parametrize("text", ["2", "2X", "-1G", "0.1G", "G", "二G", "", "1e9G"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--memory"):
        limited.size(text)


@pytest.mark.parametrize("command", ["report", "render-all", "bulletin"])
def test_a_limit_of_memory_is_checked_before_anything_runs(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands.sys, "argv", ["shouguan", command, "demo-city", "--memory", "2 apples"])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 2
    assert "--memory 为“2 apples”，应为数字加单位" in capsys.readouterr().err
