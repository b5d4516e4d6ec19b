"""A damaged ledger gives a finding, or the totals of the sound one; never other totals without a word."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.data import registers
from shouguan.ingest import importing, list_store
from shouguan.ingest.readers.reading import Options
from shouguan.investment import list_checks
from tests.builders.damage_ledgers import DAMAGES, Grid

DEMO = paths.places() / "demo-city"
DAILY, LONG, FIRST = 39, 1_000, 500_000
SUMS = ("total_investment_wan_yuan", "annual_plan_wan_yuan", "ytd_done_wan_yuan", "statistics_ytd_wan_yuan")


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    """Forty projects of the demonstration city's newest ledger, as its workbook has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.syspath_prepend(str(DEMO))
        import generate_lists  # noqa: PLC0415

        projects = generate_lists.made(np.random.default_rng([generate_lists.SEED, 2]))
        file = generate_lists.ledger(tmp_path_factory.mktemp("book"), projects, len(generate_lists.MONTHS) - 1)
    rows = [list(row) for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True)]
    return [*rows[:3], *rows[3:43]]


def read(grid: Grid, folder: Path) -> tuple[pd.DataFrame | None, list[Any]]:
    """Import a ledger's workbook into a place of its own: the list as sums use it, and everything that was said."""
    book = openpyxl.Workbook()
    for row in grid:
        book.active.append(row)
    file = folder / "重点项目台账2020年9月.xlsx"
    book.save(file)
    reading = importing.read(file, "ledger", Options())
    period = next((str(row["period"]) for row in reading.rows if row.get("period")), None)
    said = [each for each in reading.findings if each.severity != "info"]
    if reading.refused or period is None:
        return None, said or [reading]
    (folder / "ledger.csv").unlink(missing_ok=True)
    list_store.append_records(folder, reading, period)
    table = registers.read(folder, "ledger")
    return list_checks.sound("ledger", table), said + list_checks.check("ledger", table)


def totals(table: pd.DataFrame) -> dict[str, float]:
    """Return what a report says of a ledger."""
    sums = {name: float(table[name].sum()) for name in SUMS}
    month = {str(period): 1.0 for period in table["period"].unique()}
    started = float(table["actual_start"].notna().sum())
    return sums | month | {"projects": float(len(table)), "started": started, "in": float(table["registered"].sum())}


def silently_wrong(grid: Grid, seeds: range, folder: Path) -> list[str]:
    """Return the seeds whose damage changes the totals without a word."""
    sound, said = read([list(row) for row in grid], folder)
    assert sound is not None and said == []
    right, wrong = totals(sound), []
    for seed in seeds:
        rng = random.Random(seed)
        damage = DAMAGES[seed % len(DAMAGES)]
        spoilt = [list(row) for row in grid]
        damage(spoilt, rng)
        table, told = read(spoilt, folder)
        if not told and (table is None or totals(table) != right):
            wrong.append(f"{seed} {damage.__name__}")
    return wrong


def test_damage_is_told_or_does_no_harm(grid: Grid, tmp_path: Path) -> None:
    assert silently_wrong(grid, range(FIRST, FIRST + DAILY), tmp_path) == []


@pytest.mark.long
def test_a_thousand_damaged_ledgers(grid: Grid, tmp_path: Path) -> None:
    assert silently_wrong(grid, range(LONG), tmp_path) == []


def test_the_judge_sees_a_total_that_changes_without_a_word(grid: Grid, tmp_path: Path) -> None:
    """The control: an amount that nobody could doubt, changed, is what the tests above would report."""
    spoilt = [list(row) for row in grid]
    at = grid[2].index("总投资")
    spoilt[5][at] += 100
    table, told = read(spoilt, tmp_path)
    sound, _ = read(grid, tmp_path)
    assert table is not None and sound is not None and told == [] and totals(table) != totals(sound)
