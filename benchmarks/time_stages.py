"""Time a briefing stage by stage, in CPU seconds of one run on one machine: what matters is the ratios.

    python benchmarks/time_stages.py [place] [day]

A report has two processes: the command, which starts a kernel, makes the page and lints it, and the kernel, which
forecasts. Each stage is timed in a fresh process in the order that a report has, several times; medians are printed,
and beside each how many times a fixed piece of work it takes (a million sums in Python), which other machines share.

- imports: what the command and the kernel load before there is anything to do; they depend on no place;
- kernel: an empty notebook through papermill, with what that loads; it depends on no place either;
- forecast: the place is read, every indicator forecast, the first facts collected;
- facts: the other chapters of the briefing;
- page: the cells of the notebook, which show them;
- export, gate: the page of the executed notebook, and its checks.

"Without imports" is forecast, facts, page, export and gate together.
"""

from __future__ import annotations

import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 3
WORK = ("forecast", "facts", "page", "export", "gate")


def main(place: str = "demo-city", day: str = "2020-10-25") -> None:
    """Run all stages several times and print medians."""
    rounds = [{**_child("command", place, day), **_child("kernel", place, day)} for _ in range(ROUNDS)]
    seconds = {stage: statistics.median(each[stage] for each in rounds) for stage in rounds[0]}
    unit = seconds.pop("unit")
    seconds["without imports"] = sum(seconds[stage] for stage in WORK)
    seconds["all"] = sum(seconds.values()) - seconds["without imports"]
    print(f"{place} {day}, CPU seconds")
    for stage, value in seconds.items():
        print(f"{stage:20} {value:6.2f} s {value / unit:6.1f} units")


def _child(process: str, place: str, day: str) -> dict[str, float]:
    words = [sys.executable, __file__, f"--{process}", place, day]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    found: dict[str, float] = json.loads(
        subprocess.run(words, check=True, capture_output=True, text=True, env=environment).stdout
    )
    return found


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    before = os.times()
    yield
    after = os.times()
    seconds[stage] = sum(after[:4]) - sum(before[:4])  # of this process and of those that have ended


def _in_kernel(place: str, day: str) -> dict[str, float]:
    """Do what the kernel does of a briefing."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "unit"):
        sum(number * number for number in range(1_000_000))
    with _timed(seconds, "imports of kernel"):
        from shouguan.facts import complete  # noqa: PLC0415
        from shouguan.report.page import open_page  # noqa: PLC0415
    with _timed(seconds, "forecast"):
        page = open_page(place, as_of=day)
    with _timed(seconds, "facts"):
        complete.briefing(page.context)
    with _timed(seconds, "page"):
        _show(page)
    return seconds


def _show(page: Any) -> None:
    """Show what the cells of the briefing's notebook show."""
    from shouguan.core import paths  # noqa: PLC0415

    notebook = json.loads((paths.notebooks() / "briefing.ipynb").read_text("utf-8"))
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Expr):
            piece = eval(compile(ast.Expression(statement.value), "cell", "eval"), {"page": page})
            render: Callable[[], Any] | None = getattr(piece, "_repr_mimebundle_", getattr(piece, "_repr_html_", None))
            if render is not None:
                render()


def _in_command(place: str, day: str) -> dict[str, float]:
    """Do what the command does of a briefing."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "imports of command"):
        from shouguan.core import parameters  # noqa: PLC0415
        from shouguan.publishing import exporter, gate, lint, render  # noqa: F401, PLC0415
    with _timed(seconds, "imports of papermill"):
        import nbformat  # noqa: PLC0415
        import papermill  # noqa: PLC0415

        from shouguan.publishing.kernel import OwnKernelManager  # noqa: PLC0415
    with tempfile.TemporaryDirectory() as scratch, _timed(seconds, "kernel"):
        empty = Path(scratch) / "empty.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("pass")]), empty)
        words = {"kernel_name": "python3", "language": "python", "kernel_manager_class": OwnKernelManager}
        papermill.execute_notebook(empty, None, progress_bar=False, **words)
    job = render.prepare(parameters.check({"place": place, "as_of": day}))
    executed = render._execute(job, None, lambda line: print(line, file=sys.stderr))
    facts = render._handed_over(executed)
    with _timed(seconds, "export"):
        html = render._convert(executed)
    with _timed(seconds, "gate"):
        render._gate(executed, html, facts, "zh")
    return seconds


if __name__ == "__main__":
    if sys.argv[1:2] in (["--kernel"], ["--command"]):
        print(json.dumps((_in_kernel if sys.argv[1] == "--kernel" else _in_command)(*sys.argv[2:])))
    else:
        started = time.perf_counter()
        main(*sys.argv[1:])
        print(f"measured in {time.perf_counter() - started:.0f} s")
