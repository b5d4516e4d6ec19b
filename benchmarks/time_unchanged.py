"""Time a run of 60 reports of which none has changed: `python benchmarks/time_unchanged.py [provinces] [rounds]`.

One report is made; the others are copies of it, remembered as made from what there is now, so that the run has as much
to read and to hash as one that made them all. Prints seconds of the clock and of processors of `shouguan render-all`,
with the start of the interpreter.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shouguan.core import paths
from shouguan.data.regions import NATION, official_regions
from shouguan.facts import archive
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.unchanged import Memory

DAY = "2022-10-28"
SCENARIOS = ("base", "stress")


def main(provinces: int = 30, rounds: int = 3) -> None:
    """Make one report, multiply it, and time runs that find all unchanged."""
    names = [region.name for region in official_regions().values() if region.code != NATION][:provinces]
    orders = [Order(name, scenario=scenario, as_of=DAY) for name in names for scenario in SCENARIOS]
    with tempfile.TemporaryDirectory() as folder:
        kit, out = Path(folder) / "kit", Path(folder) / "out"
        for part in ("src", "data", "notebooks"):
            shutil.copytree(paths.home() / part, kit / part, ignore=shutil.ignore_patterns("__pycache__"))
        _run(kit, out, names[:1], SCENARIOS[:1])
        (page,) = out.rglob("briefing.zh.html")
        _multiply(kit, out, page, orders)
        for _ in range(rounds):
            print(f"{len(orders)} reports, nothing changed: " + _timed(kit, out, names))


def _multiply(kit: Path, out: Path, page: Path, orders: list[Order]) -> None:
    """Put copies of a report where those of all orders stand, remembered as if each had been made."""
    paths.official = lambda: kit / "data" / "official"  # what the run below reads
    paths.home = lambda: kit
    report = archive.Report.of(page, page.read_bytes())
    memory = Memory(out)
    for number, order in enumerate(orders):
        beside = out / DAY / f"place-{number // len(SCENARIOS)}" / order.scenario
        beside.mkdir(parents=True, exist_ok=True)
        for file in (report.html, report.facts, report.manifest):
            shutil.copy(file, beside)
        memory.keep(order, (beside / page.name).relative_to(out).as_posix(), memory.sources(order))


def _timed(kit: Path, out: Path, names: list[str]) -> str:
    before, began = os.times(), time.perf_counter()
    _run(kit, out, names, SCENARIOS)
    spent, after = time.perf_counter() - began, os.times()
    found = json.loads((out / "run.json").read_text("utf-8"))["reports"]
    if any(each["state"] != "unchanged" for each in found):
        sys.exit("some were made again")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{spent:.2f} s, {cpu:.2f} s of processors"


def _run(kit: Path, out: Path, names: list[str], scenarios: tuple[str, ...]) -> None:
    words = [word for scenario in scenarios for word in ("--scenario", scenario)]
    command = [sys.executable, "-m", "shouguan", "render-all", *names, *words, "--as-of", DAY, "--out", str(out)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(kit / "src")}
    )
    if done.returncode:
        sys.exit(done.stderr)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
