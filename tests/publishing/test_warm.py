"""Warm kernels: the same pages as cold ones, and nothing of one run in the next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from shouguan.core.errors import RunError
from shouguan.publishing import exporter, kernel, notebooks, running, warm
from tests.builders import zoo

VALUES = {"place": "demo-city"}
LEAVE = """
import builtins, os, random, statistics, subprocess, sys, tempfile, threading, time
import matplotlib, numpy as np, pandas as pd
import shouguan.core.rounding
left = "a global"
builtins.left = "a builtin"
statistics.mean = None
shouguan.core.rounding.half_up = None
np.random.seed(7), random.seed(7)
matplotlib.rcParams["font.size"] = 99
pd.set_option("display.max_rows", 3)
os.environ["LEFT"] = "behind"
os.chdir("/")
sys.path.insert(0, "/left/behind")
sys.modules["left_behind"] = sys
opened = open(tempfile.gettempdir() + "/left-open", "w")
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
if hasattr(os, "fork"):
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    if os.fork() == 0:
        time.sleep(600)
"""
LOOK = """
import builtins, os, random, statistics, sys, threading
import matplotlib, numpy as np, pandas as pd
import shouguan.core.rounding
found = {
    "global": "left" in globals(),
    "builtin": hasattr(builtins, "left"),
    "patched": statistics.mean is None,
    "patched kit": shouguan.core.rounding.half_up is None,
    "font": matplotlib.rcParams["font.size"] == 99,
    "option": pd.get_option("display.max_rows") == 3,
    "environment": "LEFT" in os.environ,
    "folder": os.getcwd() == "/",
    "path": "/left/behind" in sys.path,
    "module": "left_behind" in sys.modules,
    "thread": any(thread.name.startswith("Thread-1 (sleep)") for thread in threading.enumerate()),
    "file": any("left-open" in os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")
                if os.path.islink(f"/proc/self/fd/{n}")) if os.path.isdir("/proc/self/fd") else False,
}
print(sorted(name for name, is_there in found.items() if is_there), int(np.random.randint(1 << 30)), os.getpid())
"""


@pytest.fixture(scope="module")
def kernels() -> Iterator[warm.Kernels]:
    """One process that loads the stack and forks the kernels of all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        made = warm.Kernels()
        patch.setattr(warm, "KERNELS", made)
        yield made
        made.end()


def _run(file: Path, *, hot: bool = True) -> str:
    executed = running.execute(file, file.stem, dict(VALUES), None, print, warm=hot)
    texts = [output.text for cell in executed.cells for output in cell.get("outputs", []) if "text" in output]
    return "".join(texts)


def test_nothing_of_a_run_is_left_to_the_next_whatever_becomes_of_it(tmp_path: Path, kernels: warm.Kernels) -> None:
    _lets_nothing_through(tmp_path, kernels)
    _ends_what_was_started(tmp_path)
    _names_a_failure(tmp_path)
    _says_that_a_kernel_was_killed(tmp_path)


def _lets_nothing_through(tmp_path: Path, kernels: warm.Kernels) -> None:
    leave, look = zoo.write(tmp_path / "leave.ipynb", LEAVE), zoo.write(tmp_path / "look.ipynb", LOOK)
    before = _run(look)
    _run(leave)
    after = _run(look)
    (found, drawn, process), (found_after, drawn_after, process_after) = (
        text.rsplit(maxsplit=2) for text in (before, after)
    )
    assert (found, found_after) == ("[]", "[]")
    assert process != process_after
    assert drawn != drawn_after, "two kernels draw the same without a seed"
    assert kernels.cpu_seconds > 0


def _ends_what_was_started(tmp_path: Path) -> None:
    _run(zoo.write(tmp_path / "leave.ipynb", LEAVE))
    left = [file for file in Path("/proc").glob("[0-9]*/environ") if _has(file, b"LEFT=behind")]
    assert left == []


def test_a_rehearsed_kernel_makes_the_same_page_of_the_same_readings_and_lets_nothing_through(
    tmp_path: Path, kernels: warm.Kernels
) -> None:
    if not warm.CAN_FORK:
        pytest.skip("nothing is rehearsed where nothing can be forked")
    look = zoo.write(tmp_path / "look.ipynb", LOOK)
    values = {"place": "四川", "as_of": "2022-10-28"}
    cold, before = _made(values), _run(look)
    threads = _threads(kernels)
    for _ in range(warm.MANY):
        kernels.expect("2022-10-28", values | {"place": "山东"})
    rehearsed, after = _made(values), _run(look)
    assert rehearsed == cold
    assert before.split()[0] == after.split()[0] == "[]"
    assert before.split()[1] != after.split()[1], "two kernels draw the same without a seed"
    assert _threads(kernels) == threads, "a fork takes only one"


def _threads(kernels: warm.Kernels) -> int:
    assert kernels._spare is not None
    return len(list(Path(f"/proc/{kernels._spare.child.process.pid}/task").glob("*")))


def _made(values: Mapping[str, object]) -> tuple[str, object]:
    executed = running.execute(notebooks.named("briefing"), "briefing", dict(values), None, print, warm=True)
    return exporter.convert(executed), executed.metadata["read"]


def _has(file: Path, variable: bytes) -> bool:
    try:
        return variable in file.read_bytes()
    except OSError:
        return False


def test_a_warm_kernel_shows_and_describes_what_a_cold_one_does(tmp_path: Path, kernels: warm.Kernels) -> None:
    picture = "import matplotlib.pyplot as plt\nimport shouguan as sg\nsg.plots\nplt.plot([1, 2])\nplt.title('全年');"
    good = zoo.write(tmp_path / "good.ipynb", zoo.GOOD, picture, picture)
    made = [running.execute(good, "good", dict(VALUES), None, print, warm=hot) for hot in (True, False)]
    for book in made:
        book.metadata["shouguan"] = {"kind": "analysis"}
    assert exporter.convert(made[0]) == exporter.convert(made[1])
    shown = [
        [each for cell in book.cells for each in cell.get("outputs", []) if "image/png" in each.get("data", {})]
        for book in made
    ]
    assert shown[0] == shown[1] and len(shown[0]) == 2
    assert {each["metadata"]["image/png"]["alt"] for each in shown[0]} == {"全年"}


def _names_a_failure(tmp_path: Path) -> None:
    bad, good = zoo.write(tmp_path / "bad.ipynb", "1 / 0"), zoo.write(tmp_path / "good.ipynb", "print('sound')")
    with pytest.raises(RunError, match="ZeroDivisionError"):
        _run(bad)
    assert _run(good) == "sound\n"


def _says_that_a_kernel_was_killed(tmp_path: Path) -> None:
    dies = zoo.write(tmp_path / "dies.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(RunError, match=r"内核意外退出：.*SIGKILL"):
        _run(dies)
    assert _run(zoo.write(tmp_path / "good.ipynb", "print('sound')")) == "sound\n"


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="ends a process by its signal")
def test_without_the_process_that_forks_the_run_fails_and_the_next_is_sound(
    tmp_path: Path, kernels: warm.Kernels
) -> None:
    ends = "os.kill(os.getppid(), 9); time.sleep(60)"
    orphan = zoo.write(tmp_path / "orphan.ipynb", LEAVE, ends)
    with pytest.raises(RunError, match="内核意外退出"):
        _run(orphan)
    assert [file for file in Path("/proc").glob("[0-9]*/environ") if _has(file, b"LEFT=behind")] == []
    assert _run(zoo.write(tmp_path / "good.ipynb", "print('sound')")) == "sound\n"


@pytest.mark.long
def test_where_nothing_can_be_forked_the_next_kernel_waits_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = warm.Kernels(fork=False)
    monkeypatch.setattr(warm, "KERNELS", made)
    try:
        look = zoo.write(tmp_path / "look.ipynb", LOOK)
        first, second = _run(look), _run(look)
        assert first.startswith("[]")
        assert second.startswith("[]")
        assert first != second
    finally:
        made.end()


def test_the_folder_of_a_kernel_s_sockets_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "r"))
    monkeypatch.setattr(kernel, "_LONGEST_SOCKET", 1000)
    manager = kernel.OwnKernelManager()
    assert manager.transport == ("tcp" if sys.platform == "win32" else "ipc")
    assert sys.platform == "win32" or Path(manager.ip).parent.is_dir()


def test_a_run_s_folder_that_somebody_still_writes_into_is_left_to_the_next_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.tempfile, "tempdir", str(tmp_path))
    real = running.shutil.rmtree
    monkeypatch.setattr(running.shutil, "rmtree", lambda path, ignore_errors: None)
    with running.own_folder() as left:
        (left / "away").mkdir()
    assert left.is_dir()
    monkeypatch.setattr(running.shutil, "rmtree", real)
    running.sweep()
    assert not left.exists()


def test_a_folder_that_was_made_as_its_run_was_killed_is_swept_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.tempfile, "tempdir", str(tmp_path))
    begun = Path(running.tempfile.mkdtemp(prefix=running._PREFIX))
    others = {tmp_path / "shouguan-of-mine", tmp_path / "shouguan-abcdefgh"}
    for each in others:
        each.mkdir()
    (tmp_path / "shouguan-abcdefgh" / "work.txt").touch()
    running.sweep()
    assert not begun.exists()
    assert others < set(tmp_path.iterdir())
