"""Weekly figures on disk (`data.weekly`), to which lines are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shouguan.core.findings import Finding, cell_of, raise_errors
from shouguan.data import weekly
from shouguan.data.weekly import COLUMNS, FILE, KEY
from shouguan.ingest.checks import weeks
from shouguan.ingest.store import Outcome, add_lines, locked, plain


def append(
    folder: Path, rows: Sequence[dict[str, Any]], released_on: str | None = None, *, own: bool = False
) -> Outcome:
    """Add weekly figures to a place; a figure that changed is a new version, by the day on which it was reported.

    Parameters
    ----------
    folder : Path
        The place.
    rows : sequence of dict
        As the reader gives them.
    released_on : str, optional
        The day that the user gives for what the file changes.
    own : bool
        Whether the user says that each figure is of its own week.

    Raises
    ------
    DataError
        When a figure differs from a stored one without a day of its own, or cannot be right beside the stored ones;
        nothing is stored.
    """
    with locked(folder):
        stored = [{str(name): value for name, value in row.items()} for row in weekly.read(folder).to_dict("records")]
        standing = weekly.standing(stored)
        raise_errors(weeks.check(rows, [of[-1] for of in standing.values()], own=own))
        outcome, wrong, unchanged = Outcome(), [], 0
        for given in rows:
            row = dict(given)
            versions = standing.setdefault(tuple(str(row[name]) for name in KEY), [])
            value = float(row["value"])
            if any(value == each["value"] for each in versions[-1:]):
                unchanged += 1
                continue
            row["version"] = str(len(versions) + 1)
            if versions and released_on is not None:
                row["reported_on"] = released_on
            if versions and str(row["reported_on"]) <= str(versions[-1]["reported_on"])[:10]:
                wrong.append(_contradiction(row, versions[-1]))
                continue
            (outcome.revised if versions else outcome.added).append(row)
            versions.append(row | {"value": value})
        raise_errors(wrong)
        lines = [[plain(row[name]) for name in COLUMNS] for row in (*outcome.added, *outcome.revised)]
        add_lines(folder, {FILE: lines}, {FILE: COLUMNS})
    return Outcome(outcome.added, outcome.revised, unchanged, {FILE: lines} if lines else {})


def _contradiction(row: dict[str, Any], stored: dict[str, Any]) -> Finding:
    file, sheet, line, column = cell_of(str(row["source"])) or (str(row["source"]), "", None, "")
    what = f"{row['indicator']} {row['week']} {row['measure']}"
    return Finding(
        "error",
        f"{what} 与已存的数不同；如是修订，请填报送日期，或用 --released-on",
        f"{what} differs from the store; of a revision give the day, in the row or with --released-on",
        file,
        sheet,
        line,
        column,
        f"{row['value']:.12g}",
        f"已存的 {stored['value']:.12g}",
        f"the stored {stored['value']:.12g}",
    )
