"""Held against fresh runs: whatever file changes, a report that is left alone is the one that would be made anew."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.data import regions
from shouguan.facts import archive
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.unchanged import Memory

pytestmark = pytest.mark.long


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the kit whose data may be changed; what is asked in this process is asked of it, too."""
    for part in ("src", "data", "notebooks"):
        shutil.copytree(paths.home() / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(paths, "home", lambda: tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    regions.official_regions.cache_clear()


def _made(kit: Path, order: Order, out: Path, *more: str) -> archive.Published:
    command = [sys.executable, "-m", "shouguan", "render-all", order.place, "--as-of", str(order.as_of), *more]
    environment = os.environ | {"PYTHONPATH": str(kit / "src")}
    subprocess.run([*command, "--out", str(out)], check=True, env=environment, capture_output=True, cwd=kit)
    (page,) = out.rglob("briefing.zh.html")
    return archive.read(page)


def _revise(file: Path, day: str) -> None:
    """Revise the newest figure of each region in a file, on a day."""
    head, *rows = csv.reader(file.read_text("utf-8-sig").splitlines())
    of = {name: at for at, name in enumerate(head)}
    last = {row[of["region"]]: row for row in rows if row[of["released_on"]] <= day and row[of["measure"]] == "growth"}
    with file.open("a", encoding="utf-8", newline="") as stream:
        for row in last.values():
            changed = list(row)
            changed[of["value"]] = f"{float(row[of['value']]) + 0.5:.1f}"
            changed[of["released_on"]], changed[of["vintage"]] = day, "revised"
            csv.writer(stream, lineterminator="\n").writerow(changed)


@pytest.mark.parametrize(
    ("order", "borrowed"),
    [
        pytest.param(Order("山东", as_of="2022-10-28"), {"gdp", "industry_va", "retail"}, id="province"),
        pytest.param(Order("demo-city", as_of="2020-10-25"), {"gdp", "fai", "industry_va"}, id="city"),
    ],
)
def test_each_file_in_turn_makes_the_report_again_or_would_not_have_changed_it(
    kit: Path, order: Order, borrowed: set[str]
) -> None:
    made = _made(kit, order, kit / "out")
    touched = set()
    for file in sorted((kit / "data" / "official" / "observations").glob("*.csv")):
        before = file.read_bytes()
        assert order.as_of is not None
        _revise(file, order.as_of)
        _forget()
        memory = Memory(kit / "out")
        reason = memory.reason(order, memory.sources(order))
        if reason is not None:
            assert file.name in reason
            touched.add(file.stem)
            file.write_bytes(before)
    assert touched >= borrowed
    assert len(touched) < len(list((kit / "data" / "official" / "observations").glob("*.csv")))
    fresh = _made(kit, order, kit / "fresh")  # with all the changes that were said not to matter
    assert (fresh.html_sha256, fresh.facts_sha256) == (made.html_sha256, made.facts_sha256)
