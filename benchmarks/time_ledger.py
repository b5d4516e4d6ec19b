"""Time and memory of ledgers of 500, 5,000 and 20,000 projects over 24 months: read, reconcile, forecast from below.

    python benchmarks/time_ledger.py [PROJECTS …]

Each size runs in a process of its own, on the demonstration city's ledger with its projects repeated under other codes.
Printed: processor seconds of each step (what else the machine does is no part of them), and the most memory held.
"""

from __future__ import annotations

import datetime as dt
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import pandas as pd

from shouguan.core import paths
from shouguan.data import investment_settings, place, registers
from shouguan.investment import combined, ledger_panel, ratios, reconciliation
from shouguan.investment.ledger_ahead import Rehearsal

DAY = dt.date(2020, 10, 25)
SIZES = (500, 5_000, 20_000)


def grown(folder: Path, projects: int) -> None:
    """Write a ledger of about so many projects a month."""
    table = pd.read_csv(paths.places() / "demo-city" / "ledger.csv", dtype="str", keep_default_na=False)
    a_month = len(table) / table["period"].nunique()
    copies = []
    for number in range(max(round(projects / a_month), 1)):
        marks = {name: table[name] + f"·{number}" for name in ("project_code", "project_name")}
        copies.append(table.assign(**marks))
    pd.concat(copies, ignore_index=True).to_csv(folder / "ledger.csv", index=False)


def run(folder: Path) -> None:
    """Do every step once and print its seconds."""
    marks = [("", time.process_time())]
    where = place.load("demo-city")
    view, settings = where.as_of(DAY), investment_settings.read(paths.places() / "demo-city")
    table = registers.read(folder, "ledger", DAY)
    marks.append(("read", time.process_time()))
    panel = ledger_panel.build(table, settings)
    marks.append(("lay out", time.process_time()))
    found = ratios.estimate(panel)
    differences = reconciliation.differences(panel, found, settings.projects)
    reconciliation.unregistered(panel, settings.projects)
    reconciliation.jumps(panel, settings.projects)
    marks.append(("reconcile", time.process_time()))
    rehearsal = Rehearsal(panel, settings.projects.registration_from)
    combined.fit_predict(where, view, 2020, rehearsal=rehearsal, settings=settings)
    marks.append(("forecast", time.process_time()))
    steps = "  ".join(f"{name} {now - before:5.1f}" for (_, before), (name, now) in pairwise(marks))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    total = marks[-1][1] - marks[0][1]
    print(f"{len(differences):6} projects  {steps}  in all {total:5.1f} s  {most:4.2f} GB")


def main() -> None:
    """Run each size in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        run(Path(sys.argv[2]))
        return
    for projects in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        folder = Path(tempfile.mkdtemp())
        try:
            grown(folder, projects)
            subprocess.run([sys.executable, __file__, "--one", str(folder)], check=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
