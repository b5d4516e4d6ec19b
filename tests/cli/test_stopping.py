"""Every long command that is told to stop says so in one line, ends with 3, and leaves nothing behind."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouguan.cli import commands
from shouguan.core import paths
from shouguan.core.files import replace_with
from shouguan.ingest import new_place, store
from tests.builders import zoo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="knows no SIGTERM")
STOPS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let the log be heard again, which a command that is stopped ends."""
    yield
    logging.disable(logging.NOTSET)


def _told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, list[str]]:
    monkeypatch.setattr(sys, "argv", ["shouguan", *map(str, words)])
    before = [signal.getsignal(number) for number in STOPS]
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert [signal.getsignal(number) for number in STOPS] == before
    return ended.value.code, capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("number", STOPS)
def test_a_command_that_is_told_to_stop_twice_says_so_once(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(name: str) -> None:
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(signal.SIGTERM)
            logging.getLogger("shouguan").error("a complaint of what is torn down")

    monkeypatch.setattr("shouguan.analysis.checking.load", stopped)
    assert _told(monkeypatch, capsys, "check", "demo-city") == (3, ["已中断"])


def test_an_error_that_is_made_of_an_interrupt_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loading(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("could not import a module") from None

    monkeypatch.setattr("shouguan.analysis.forecasting.forecast", loading)
    assert _told(monkeypatch, capsys, "forecast", "demo-city", "--indicator", "gdp") == (3, ["已中断"])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "city"
    new_place.create(folder, new_place.Wanted("370299", "示范市"))
    return folder


def _import(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[object, list[str]]:
    file = city.parent / "月报.csv"
    text = "示范市2020年1—9月,\n指标,增长（%）\n地区生产总值,2.1\n固定资产投资,3.4\n"
    file.write_text(text, encoding="utf-8")
    return _told(monkeypatch, capsys, "import", str(file), "--place", str(city))


def test_an_import_that_is_stopped_while_it_stores_can_be_taken_back(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(file: Path, content: str | bytes) -> None:
        signal.raise_signal(signal.SIGTERM)
        replace_with(file, content)

    with monkeypatch.context() as patched:
        patched.setattr(store, "replace_with", stopped)
        assert _import(city, patched, capsys) == (3, ["已中断"])
    assert sorted(file.name for file in (city / "observations").glob("*.csv")) == ["fai.csv", "gdp.csv"]
    monkeypatch.setattr(sys, "argv", ["shouguan", "undo", str(city)])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert not ended.value.code


def test_a_place_whose_making_is_told_to_stop_is_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(file: Path, content: str | bytes) -> None:
        if file.name == "targets.csv":
            signal.raise_signal(signal.SIGINT)
        replace_with(file, content)

    monkeypatch.setattr(new_place, "replace_with", stopped)
    assert _told(monkeypatch, capsys, "new", str(tmp_path / "city"), "--name", "示范市") == (3, ["已中断"])
    assert (tmp_path / "city" / "README.txt").is_file()


class _Started:
    """A command line in a group of its own, whose processes are known by a variable."""

    def __init__(self, tmp: Path, *words: str, before: str = "") -> None:
        self._mark = f"SHOUGUAN_TEST_MARK={tmp}"
        name, _, value = self._mark.partition("=")
        env = os.environ | {
            name: value,
            "TMPDIR": str(tmp),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "SHOUGUAN_LANG": "zh",
        }
        code = f"import sys\nfrom shouguan.cli import main\nsys.argv = ['shouguan', *{list(words)!r}]\n{before}\nmain()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def others(self) -> list[int]:
        """Return the processes that it has started and that live."""
        found = []
        for each in Path("/proc").iterdir():
            if each.name.isdigit() and int(each.name) != self.process.pid:
                try:
                    if self._mark.encode() in (each / "environ").read_bytes().split(b"\0"):
                        found.append(int(each.name))
                except OSError:  # it has ended meanwhile, or is another's
                    continue
        return found

    def stop(self, number: int, *, group: bool) -> tuple[int, str]:
        """Tell it, or its whole group as a terminal does, to stop; return how it ended and what it said."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said


def _until(true: object, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="has no /proc")
@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_a_report_that_is_stopped_leaves_neither_its_kernel_nor_files(number: int, group: bool, tmp_path: Path) -> None:
    notebook = zoo.write(tmp_path / "hangs.ipynb", "import time; time.sleep(600)", zoo.GOOD)
    stands_in = "from shouguan.publishing import notebooks\nfrom pathlib import Path\n"
    stands_in += f"notebooks.available = lambda: {{'hangs': Path({str(notebook)!r})}}"
    tmp, out = tmp_path / "tmp", tmp_path / "out"
    tmp.mkdir()
    started = _Started(tmp, "report", "demo-city", "--notebook", "hangs", "--out", str(out), before=stands_in)
    _until(started.others)
    code, said = started.stop(number, group=group)
    assert (code, said.splitlines()[-1]) == (3, "已中断")
    assert [line for line in said.splitlines() if " INFO " not in line] == ["已中断"]
    _until(lambda: not started.others())
    assert [file.name for file in tmp.iterdir() if not file.name.endswith(".lock")] == []
    assert [file for file in out.rglob("*") if file.is_file()] == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="has no /proc")
@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGKILL, False)])
def test_a_backtest_that_is_stopped_leaves_no_process(number: int, group: bool, tmp_path: Path) -> None:
    slow = (
        "import time\nfrom shouguan.evaluation import backtest\n"
        "def part(*_): time.sleep(600)\nbacktest._Work.part = part"
    )
    panel = paths.examples() / "panel.csv"
    words = ("backtest", str(panel), "--indicator", "gdp", "--years", "2018-2020", "--jobs", "2")
    started = _Started(tmp_path, *words, before=slow)
    _until(lambda: len(started.others()) == 2)
    code, said = started.stop(number, group=group)
    assert (code, said) == ((-9, "") if number == signal.SIGKILL else (3, "已中断\n"))
    _until(lambda: not started.others())


@pytest.mark.parametrize("number", STOPS)
def test_who_is_stopped_while_it_loads_says_so_too(number: int, tmp_path: Path) -> None:
    """Here within code that is made up, after which Python would end by SIGINT itself, whatever was made of it."""
    code = (
        "import signal, sys\nfrom shouguan.cli import main\n"
        "class Finder:\n    def find_spec(self, name, *_):\n"
        f"        if name == 'typer': exec('signal.raise_signal({int(number)})')\n"
        "sys.meta_path.insert(0, Finder())\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "已中断\n")
