"""A run on a Dask cluster: the pages of a single machine, byte for byte, whoever is lost meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouguan.core import paths
from shouguan.core.errors import RunError, UsageError
from shouguan.publishing import running
from shouguan.publishing.batch import addresses, crew, seats
from shouguan.publishing.batch import cluster as clusters
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome
from tests.builders import clustered, zoo, zoo_worker

pytest.importorskip("distributed", reason="the extra shouguan[cluster] is not installed")
pytestmark = [
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc"),
    pytest.mark.filterwarnings("ignore"),  # of Dask's own
]
LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
DAYS = ("2020-07-25", "2020-10-25")
CITY = "我市"
"""A copy of the demonstration city, outside the kit's home."""
IMPORTS = """
import sys
from shouguan.core import paths
sys.path.insert(0, str(paths.notebooks()))
from own import part
"""
"""What a notebook does that keeps code beside it."""
SLOW = """
import pathlib, tempfile, time
began = pathlib.Path({flag!r})
if not began.exists():
    began.write_text("")
    time.sleep(120)
"""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with tiny notebooks."""
    folder = clustered.home(tmp_path_factory.mktemp("kit") / "家", "demo-city")
    shutil.copytree(paths.places() / "demo-city", folder.parent / CITY)
    (folder / "notebooks" / "own").mkdir()
    (folder / "notebooks" / "own" / "part.py").write_text("RATE = 1\n", encoding="utf-8")
    for name, cell in {"good": IMPORTS, "fails": "1 / 0", "hangs": "import time; time.sleep(600)"}.items():
        zoo.write(folder / "notebooks" / f"{name}.ipynb", cell, zoo.NAMED)
    zoo.write(folder / "notebooks" / "slow.ipynb", SLOW.format(flag=str(folder.parent / "begun")), zoo.NAMED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.VARIABLE, str(folder))
        patch.setattr(crew, "WORKER", zoo_worker.MODULE)
        patch.setenv("PYTHONPATH", f"{Path(__file__).parents[3]}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        yield folder


@pytest.fixture(scope="module")
def address(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of two workers, of which nothing is left in the end."""
    folder = tmp_path_factory.mktemp("cluster")
    # Dask gives a report up with the first worker that it loses, so that it has to be sent again
    with clustered.cluster(2, folder, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as (started, _):
        yield started
    until = time.monotonic() + 20
    while (left := clustered.running_with(f"TMPDIR={folder}")) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == [], "processes of workers that are gone"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running.tempfile, "tempdir", str(folder))
        with running.own_folder() as own:
            folders = [each for each in folder.glob("shouguan-*/") if each != own]
            assert folders == [], [str(file) for each in folders for file in each.rglob("*")]


def _orders(kit: Path, day: str, *names: str) -> list[Order]:
    places = ("demo-city", str(kit.parent / CITY), "山东")
    return [Order(place, name, as_of=day) for name in names for place in places]


def _contents(out: Path) -> dict[str, bytes]:
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.glob("*/*/*/*") if file.name != ".lock"}


def test_pages_are_those_of_one_machine_though_a_worker_is_killed(kit: Path, address: str, tmp_path: Path) -> None:
    here, there = tmp_path / "这里", tmp_path / "那里"
    killed: list[int] = []

    def tell(outcome: Outcome) -> None:
        if not killed:  # the others are being made
            killed.append(clustered.kill_a_worker(address))

    for day in DAYS if LONG else DAYS[:1]:  # the second compares itself with the first
        asked = [*_orders(kit, day, "good"), Order("demo-city", "fails", as_of=day)]
        one, many = runs.run(asked, here, workers=1), runs.run(asked, there, dask=address, tell=tell)
        assert [(each.state, each.zh, each.html) for each in one.outcomes] == [
            (each.state, each.zh, each.html) for each in many.outcomes
        ]
        assert (many.count("made"), many.count("failed"), many.exit_code) == (3, 1, 3)
    assert killed
    assert len(_contents(there)) == (18 if LONG else 9)
    assert _contents(there) == _contents(here)
    again = runs.run(asked[:3], there, dask=address)
    assert again.count("unchanged") == 3


def test_who_has_another_kit_is_of_no_use(
    kit: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "program", lambda: "another")
    seats.kit.cache_clear()
    try:
        with pytest.raises(RunError, match=r"不能用.*收官程序与这里的不同.*重新启动"):
            runs.run(_orders(kit, DAYS[0], "good"), tmp_path, dask=address)
    finally:
        seats.kit.cache_clear()
    assert _contents(tmp_path) == {}


def test_packages_of_other_versions_are_named() -> None:
    own = seats.kit()
    assert seats.other(own, own) is None
    newer = own | {"packages": own["packages"] | {"numpy": "99"}}
    differs = seats.other(own, newer)
    assert differs is not None
    assert f"numpy 99 ≠ {own['packages']['numpy']}" in differs[0]
    assert seats.other(own, own | {"packages": {}}) is None, "what it does not need it need not have"


def test_an_address_at_which_no_dask_answers_is_given_up_without_a_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where nobody listens, nor where somebody does who says nothing."""
    monkeypatch.setattr(clusters, "LONGEST_ANSWER", 0.5)
    distributed = clusters._dask()
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("a client was made"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for address in ("tcp://127.0.0.1:9", f"127.0.0.1:{silent.getsockname()[1]}"):
            with pytest.raises(RunError, match=f"连不上 Dask 集群 {address}"):
                runs.run([Order("山东")], tmp_path, dask=address)


@pytest.mark.parametrize(
    "address", ["no sense", "", "tcp://host", "http://host:8786", "host:99999", "tcp://:8786", "0"]
)
def test_what_is_no_address_is_refused_at_once(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "answers", lambda *_: pytest.fail("it was asked"))
    with pytest.raises(UsageError, match=f"--dask 为“{address}”"):
        runs.run([Order("山东")], tmp_path, dask=address)


def test_without_dask_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(clusters.importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"shouguan\[cluster\]"):
        runs.run([Order("山东")], tmp_path, dask="tcp://127.0.0.1:9")


@pytest.mark.long
def test_limits_hold_on_workers_and_a_straggler_is_begun_again(
    kit: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Order("demo-city", name, as_of=DAYS[0]) for name in ("good", "hangs")]
    assert [each.state for each in runs.run(asked, tmp_path, dask=address, longest=15).outcomes] == ["made", "too long"]
    monkeypatch.setattr(clusters, "LEAST_STRAGGLER", 2.0)
    monkeypatch.setattr(clusters, "MANY", 1)
    put: list[Path] = []
    publish = clusters.render.publish

    def noted(html: Path, *texts: str) -> Any:
        put.append(html)
        return publish(html, *texts)

    monkeypatch.setattr(clusters.render, "publish", noted)
    asked = [Order("demo-city", name, as_of=DAYS[0]) for name in ("good", "slow")]
    made = runs.run(asked, tmp_path, dask=address, longest=200, again=True)
    assert made.count("made") == 2
    assert made.outcomes[1].seconds < 100, "of the second, for the first sleeps for 120"
    assert sorted(file.name for file in put) == ["good.zh.html", "slow.zh.html"], "each is put in place once"


@pytest.mark.long
def test_when_the_caller_is_killed_the_next_run_makes_the_rest(kit: Path, address: str, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from shouguan.publishing.batch import run\n"
        "from shouguan.publishing.batch.orders import Order\n"
        f"asked = [Order(each, 'good', as_of={DAYS[0]!r}) for each in ('demo-city', '山东', '北京', '天津')]\n"
        "run.run(asked, Path(sys.argv[1]), dask=sys.argv[2], tell=lambda _: print('told', flush=True))\n"
    )
    words = [sys.executable, "-c", program, str(tmp_path), address]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == b"told\n"
        caller.kill()
    before = _contents(tmp_path)
    asked = [Order(each, "good", as_of=DAYS[0]) for each in ("demo-city", "山东", "北京", "天津")]
    made = runs.run(asked, tmp_path, dask=address)
    assert made.exit_code == 0
    assert made.count("made") >= 1
    assert made.count("unchanged") >= 1
    after = _contents(tmp_path)
    assert {name: after[name] for name in before} == before
    assert len(after) == 12


@pytest.mark.long
def test_a_cluster_that_is_lost_is_said_and_the_next_run_heals(kit: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "cluster", tmp_path / "out"
    folder.mkdir()
    with clustered.cluster(1, folder) as (address, process):
        asked = _orders(kit, DAYS[0], "good")
        made = runs.run(asked, out, dask=address, tell=lambda _: process.send_signal(signal.SIGKILL))
    assert made.exit_code == 3
    lost = [each for each in made.outcomes if each.state == "failed"]
    assert lost
    assert all("连接断了" in each.zh for each in lost), lost
    assert runs.run(asked, out, workers=2).exit_code == 0


@pytest.mark.long
def test_workers_without_the_kit_and_a_cluster_without_workers_are_said(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old" / "shouguan").mkdir(parents=True)
    (tmp_path / "old" / "shouguan" / "__init__.py").touch()
    asked = _orders(kit, DAYS[0], "good")
    with (
        clustered.cluster(1, tmp_path, {"PYTHONPATH": str(tmp_path / "old")}) as (address, _),
        pytest.raises(RunError, match="没有收官，或是别的版本"),
    ):
        runs.run(asked, tmp_path / "out", dask=address)
    monkeypatch.setattr(clusters, "LONGEST_ALONE", 1.0)
    with clustered.cluster(0, tmp_path) as (address, _), pytest.raises(RunError, match="没有工作进程"):
        runs.run(asked, tmp_path / "out", dask=address)
