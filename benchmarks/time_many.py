"""Time many reports in one run against the same notebooks by other ways, in one run on one machine: ratios matter.

    python benchmarks/time_many.py [how many provinces] [how many by the slow ways]

- shell: `papermill … && jupyter nbconvert --to shouguan`, one after another, as a shell script does it;
- api: papermill's and nbconvert's Python interfaces in a loop of one process, a kernel for each;
- render-all: the same reports by `shouguan render-all`, from nothing, and once more with nothing changed.

Prints seconds of the clock and of processors a report, and how many times what `render-all` takes. The slow ways may be
tried on fewer reports, for theirs does not depend on how many there are; `render-all` loads the stack once, which few
reports pay for alone. On a machine that others use, seconds of processors tell more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shouguan.core import paths
from shouguan.data.place import NATION, official_regions

DAY = "2022-10-28"
SCENARIOS = ("base", "stress")
NOTEBOOK = "briefing"


def main(provinces: int = 30, tried: int = 4) -> None:
    """Time each way, and print seconds a report and ratios."""
    names = [region.name for region in official_regions().values() if region.code != NATION][:provinces]
    reports = [(name, scenario) for name in names for scenario in SCENARIOS]
    with tempfile.TemporaryDirectory() as folder:
        spent = {
            "shell": _spent(tried, lambda: _by_shell(reports[:tried], Path(folder))),
            "api": _spent(tried, lambda: _by_api(reports[:tried], Path(folder))),
            "render-all": _spent(len(reports), lambda: _render_all(names, Path(folder) / "out")),
        }
        again, cpu = _spent(1, lambda: _render_all(names, Path(folder) / "out"))
    print(f"{len(reports)} reports, {NOTEBOOK}, {DAY}; the slow ways tried on {tried}")
    least = spent["render-all"]
    for way, each in spent.items():
        clock, processors = (f"{one:7.2f} s ({one / own:4.1f} times)" for one, own in zip(each, least, strict=True))
        print(f"{way:12} {clock} a report by the clock, {processors} of processors")
    print(f"once more, nothing changed: {again:.2f} s for all, {cpu:.2f} s of processors")


def _spent(count: int, work: Callable[[], None]) -> tuple[float, float]:
    """Return seconds a report, by the clock and of processors of all processes that were started."""
    before, began = os.times(), time.perf_counter()
    work()
    after, seconds = os.times(), time.perf_counter() - began
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds / count, used / count


def _by_shell(reports: Sequence[tuple[str, str]], folder: Path) -> None:
    notebook = next(paths.notebooks().glob(f"*{NOTEBOOK}.ipynb"))
    for name, scenario in reports:
        made = folder / "shell.ipynb"
        values = ["-p", "place", name, "-p", "as_of", DAY, "-p", "scenario", scenario]
        _run([sys.executable, "-m", "papermill", str(notebook), str(made), "-k", "python3", *values])
        _run([sys.executable, "-m", "nbconvert", "--to", "shouguan", str(made)])


def _by_api(reports: Sequence[tuple[str, str]], folder: Path) -> None:
    """Run the loop in a process of its own, with what it loads."""
    _run([sys.executable, __file__, "--api", json.dumps(list(reports)), str(folder / "api.ipynb")])


def _loop(reports: str, made: str) -> None:
    import papermill  # noqa: PLC0415

    from shouguan.publishing.exporter import convert  # noqa: PLC0415

    notebook = next(paths.notebooks().glob(f"*{NOTEBOOK}.ipynb"))
    for name, scenario in json.loads(reports):
        values = {"place": name, "as_of": DAY, "scenario": scenario}
        executed = papermill.execute_notebook(
            notebook, made, parameters=values, kernel_name="python3", language="python", progress_bar=False
        )
        Path(made).with_suffix(".html").write_text(convert(executed), encoding="utf-8")


def _render_all(names: Sequence[str], out: Path) -> None:
    scenarios = [word for scenario in SCENARIOS for word in ("--scenario", scenario)]
    _run([sys.executable, "-m", "shouguan", "render-all", *names, *scenarios, "--as-of", DAY, "--out", str(out)])


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words[:6])}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--api"]:
        _loop(*sys.argv[2:])
    else:
        main(*map(int, sys.argv[1:]))
