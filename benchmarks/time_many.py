"""Time many reports in one run against the same notebooks by other ways, in one run on one machine: ratios matter.

    python benchmarks/time_many.py [how many provinces] [how many by the slow ways]

- shell: `papermill … && jupyter nbconvert --to shouguan`, one after another, as a shell script does it;
- api: papermill's and nbconvert's Python interfaces in a loop of one process, a kernel for each;
- render-all: the same reports by `shouguan render-all`, from nothing, and once more with nothing changed.

Prints seconds a report and how many times the throughput of the others `render-all` has. The slow ways may be tried on
fewer reports, for theirs does not depend on how many there are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
        seconds = {
            "shell": _by_shell(reports[:tried], Path(folder)),
            "api": _by_api(reports[:tried], Path(folder)),
            "render-all": _render_all(names, Path(folder) / "out") / len(reports),
        }
        again = _render_all(names, Path(folder) / "out")
    print(f"{len(reports)} reports, {NOTEBOOK}, {DAY}; the slow ways tried on {tried}")
    for way, each in seconds.items():
        print(f"{way:12} {each:7.2f} s a report {each / seconds['render-all']:6.1f} times render-all's")
    print(f"once more, nothing changed: {again:.2f} s for all")


def _by_shell(reports: Sequence[tuple[str, str]], folder: Path) -> float:
    began = time.perf_counter()
    notebook = next(paths.notebooks().glob(f"*{NOTEBOOK}.ipynb"))
    for name, scenario in reports:
        made = folder / "shell.ipynb"
        values = ["-p", "place", name, "-p", "as_of", DAY, "-p", "scenario", scenario]
        _run([sys.executable, "-m", "papermill", str(notebook), str(made), "-k", "python3", *values])
        _run([sys.executable, "-m", "nbconvert", "--to", "shouguan", str(made)])
    return (time.perf_counter() - began) / len(reports)


def _by_api(reports: Sequence[tuple[str, str]], folder: Path) -> float:
    """Run the loop in a process of its own, with what it loads."""
    began = time.perf_counter()
    _run([sys.executable, __file__, "--api", json.dumps(list(reports)), str(folder / "api.ipynb")])
    return (time.perf_counter() - began) / len(reports)


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


def _render_all(names: Sequence[str], out: Path) -> float:
    began = time.perf_counter()
    scenarios = [word for scenario in SCENARIOS for word in ("--scenario", scenario)]
    _run([sys.executable, "-m", "shouguan", "render-all", *names, *scenarios, "--as-of", DAY, "--out", str(out)])
    return time.perf_counter() - began


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words[:6])}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--api"]:
        _loop(*sys.argv[2:])
    else:
        main(*map(int, sys.argv[1:]))
