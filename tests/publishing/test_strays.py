"""What a notebook detaches from itself ends with its report, and what it does to its own folder harms nobody."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError

from shouguan.data import readings
from shouguan.publishing import kernel, running, strays, warm
from tests.builders import zoo

DETACH = """
import os, subprocess, sys
waits = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"]
print(subprocess.Popen(waits, start_new_session=True, env={}).pid)
heard, says = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.write(says, str(os.getpid()).encode())
        os.execv(waits[0], waits)
    os._exit(0)
print(os.read(heard, 20).decode())
"""
SPOIL = """
import os, pathlib, shutil
for file in pathlib.Path().rglob("*"):
    if file.is_file():
        file.write_text("spoilt")
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="what detaches itself is nobody's there")


def _printed(file: Path, **more: bool) -> str:
    executed = running.execute(file, file.stem, {"place": "demo-city"}, None, print, **more)
    return "".join(output.get("text", "") for cell in executed.cells for output in cell.get("outputs", []))


def _runs(number: int) -> bool:
    """Return whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@linux
@pytest.mark.parametrize("hot", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_a_notebook_detaches_ends_with_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hot: bool
) -> None:
    made = warm.Kernels()
    monkeypatch.setattr(warm, "KERNELS", made)
    try:
        detached = [int(word) for word in _printed(zoo.write(tmp_path / "leaves.ipynb", DETACH), warm=hot).split()]
        assert len(detached) == 2
        assert [number for number in detached if _runs(number)] == []
    finally:
        made.end()


@linux
def test_only_what_was_inherited_is_ended() -> None:
    """Neither what was there before, nor what this process starts itself."""
    waits = [sys.executable, "-c", "import time; time.sleep(600)"]
    lost = "import os, subprocess, sys; print(subprocess.Popen(sys.argv[1:], start_new_session=True).pid, flush=True)"
    before = subprocess.Popen(waits, start_new_session=True)
    others = strays._strange(set())  # what tests before this one may have left
    with strays.ended():
        own = strays.started(lambda: subprocess.Popen(waits, start_new_session=True), lambda process: process.pid)
        plain = subprocess.Popen(waits)
        said = subprocess.run([sys.executable, "-c", lost, *waits], stdout=subprocess.DEVNULL, check=False)
        assert said.returncode == 0
        inherited = strays._strange({before.pid, own.pid}) - others
        assert len(inherited) == 1
        strays.end_lost()
    try:
        assert not any(map(_runs, inherited))
        assert [each.poll() for each in (before, own, plain)] == [None, None, None]
    finally:
        for each in (before, own, plain):
            each.kill()
            each.wait()
        strays.gone(own.pid)


@pytest.mark.parametrize("act", [SPOIL, "import os, shutil; shutil.rmtree(os.getcwd(), ignore_errors=True)"])
def test_a_notebook_may_do_what_it_likes_to_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reads = "from shouguan.data.place import load\nload('demo-city').releases('gdp')"
    file = zoo.write(tmp_path / "spoils.ipynb", reads, act, "print('runs on')")
    executed = running.execute(file, "spoils", {"place": "demo-city"}, None, print)
    assert executed.cells[-1].outputs[0].text == "runs on\n"
    assert executed.metadata["read"] == {readings.ALL: [readings.ALL]}, "whatever the list said that is gone"
    assert not list(tmp_path.glob("shouguan-*/"))


def test_a_kernel_s_files_are_all_in_the_folder_of_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "r"))
    manager = kernel.OwnKernelManager()
    manager.write_connection_file()
    assert Path(manager.connection_file).parent == tmp_path / "r"
    manager.cleanup_connection_file()


def test_the_watch_over_a_kernel_ends_with_its_run() -> None:
    client = kernel.Client(SimpleNamespace(nb=nbformat.v4.new_notebook()))
    assert getattr(client, "kc", None) is None, "as once a run is over"
    with ThreadPoolExecutor(1) as own, pytest.raises(DeadKernelError):  # a browser of another test has a loop in this
        own.submit(lambda: asyncio.run(client._async_check_alive())).result()


def test_ending_what_is_lost_takes_no_longer_than_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where something cannot be ended."""
    monkeypatch.setattr(strays, "_LONGEST_END", 0.05)
    monkeypatch.setattr(strays, "_strange", lambda kept: {os.getpid()})
    killed: list[int] = []
    monkeypatch.setattr(strays.os, "kill", lambda number, _: killed.append(number))
    began = time.monotonic()
    strays.end(set())
    assert killed
    assert time.monotonic() - began < 30
