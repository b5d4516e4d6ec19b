"""The vintage store: a place's observations on disk, to which rows are only ever added.

One CSV an indicator, with the lines that were there kept byte for byte. A figure that is known already adds
nothing; another figure for the same key is a revision and needs the day on which it came out. Imports take
turns by a lock, and each file is replaced at once, so that a reader sees the old one or the new one.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from shouguan.core import paths
from shouguan.core.errors import DataError, RunError
from shouguan.core.files import csv_lines, read_csv, replace_with
from shouguan.core.findings import Finding, cell_of, raise_errors
from shouguan.data import observations
from shouguan.data.observations import COLUMNS, KEY, WITHDRAWN

_AGAIN = "1"
"""The version of a line that is brought back."""
_WAIT = 60
"""Seconds that an import waits for another one."""


@dataclass(frozen=True)
class Outcome:
    """What an import did.

    Parameters
    ----------
    added, revised : list of dict
        Rows that are new; rows that give a known figure a new value, with `before`.
    unchanged : int
        Rows that were known already.
    lines : dict of str to list of list of str
        File of the store, below the place's folder → the lines that were added to it.
    cleared : dict of str to list of (str, str)
        Column of a list → the projects or firms whose cell held something and is blank now, with what it held.
    """

    added: list[dict[str, Any]] = field(default_factory=list)
    revised: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    lines: dict[str, list[list[str]]] = field(default_factory=dict)
    cleared: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def append(folder: Path, rows: Sequence[dict[str, Any]], released_on: str | None = None) -> Outcome:
    """Add observations to a place's store.

    Parameters
    ----------
    folder : Path
        The place.
    rows : sequence of dict
        With the columns of `shouguan.observations`.
    released_on : str, optional
        The day that the user gives for what the file changes: `2020-10-25`.

    Returns
    -------
    Outcome

    Raises
    ------
    DataError
        When a row is not valid, or differs from a known figure without a day of its own; nothing is stored.
    RunError
        When another import holds the store for a minute.
    """
    where = folder / "observations"
    with locked(where):
        known = observations.read_placed(*sorted(where.glob("*.csv")))
        outcome = _compare(_vintages(known), _valid(rows), released_on)
        new: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in (*outcome.added, *outcome.revised):
            new[row["indicator"]].append(row)
        lines = {f"{where.name}/{code}.csv": [_text(row) for row in rows] for code, rows in new.items()}
        add_lines(folder, lines, dict.fromkeys(lines, COLUMNS))
    return replace(outcome, lines=lines)


def add_lines(folder: Path, lines: dict[str, list[list[str]]], columns: Mapping[str, Sequence[str]]) -> None:
    """Add lines to files; all are made whole before the first is touched, so what cannot be written stops here."""
    contents = {folder / name: _longer(folder / name, columns[name], added) for name, added in lines.items() if added}
    for file, content in contents.items():
        replace_with(file, content)


def withdraw(folder: Path, lines: dict[str, list[list[str]]]) -> int:
    """Take lines back that an import added, by a withdrawing line for each that still stands.

    Returns
    -------
    int
        How many; fewer than there are where an earlier try was interrupted.

    Raises
    ------
    RunError
        When an import holds the store for a minute.
    """
    with locked(folder / "observations"), locked(folder):
        columns = {name: columns_of(folder / name) for name in lines}
        added = {name: _withdrawing(folder / name, columns[name], each) for name, each in lines.items()}
        add_lines(folder, added, columns)
    return sum(map(len, added.values()))


def columns_of(file: Path) -> list[str]:
    """Return a file's columns as its first line has them."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return next(csv.reader(stream), [])
    except OSError:
        name = paths.named(file)
        raise DataError(f"{name} 已不在，不能撤回", f"{name} is gone: nothing is taken back") from None


def _withdrawing(file: Path, columns: list[str], lines: Sequence[list[str]]) -> list[list[str]]:
    """Return the lines that withdraw these: as they are, but for what marks them, once for each that stands.

    A line that itself withdrew one brings that one back. Columns that a file got later stand before its last one.
    """
    mark = columns.index("vintage" if "vintage" in columns else "version")
    by_line: Counter[tuple[str, ...]] = Counter()
    for _, cells in read_csv(file, columns):
        taken = cells[mark].startswith(WITHDRAWN)
        by_line[_unmarked(cells, mark)] += -1 if taken else 1
    withdrawing = []
    for narrow in lines:
        line = [*narrow[:-1], *[""] * (len(columns) - len(narrow)), narrow[-1]]
        if line[mark] == WITHDRAWN:
            withdrawing.append([_AGAIN if at == mark else cell for at, cell in enumerate(line)])
        elif by_line[_unmarked(line, mark)] > 0:
            by_line[_unmarked(line, mark)] -= 1
            withdrawing.append([WITHDRAWN if at == mark else cell for at, cell in enumerate(line)])
    return withdrawing


def _unmarked(cells: Sequence[str], mark: int) -> tuple[str, ...]:
    return tuple(cell for at, cell in enumerate(cells) if at != mark)


def together(first: Outcome, second: Outcome) -> Outcome:
    """Return what two additions to a store did, as one; lines of one file stand in the order of the additions."""
    lines = {name: [*first.lines.get(name, []), *second.lines.get(name, [])] for name in first.lines | second.lines}
    return Outcome(
        [*first.added, *second.added],
        [*first.revised, *second.revised],
        first.unchanged + second.unchanged,
        lines,
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder of a place, made where there is none, while something is added to it.

    Raises
    ------
    RunError
        When another import holds it for a minute.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=_WAIT):
            yield
    except Timeout:
        name = paths.named(folder)
        raise RunError(
            f"{name} 正被另一次导入占用，等待 {_WAIT} 秒后放弃；请稍后再试",
            f"another import holds {name}; gave up after {_WAIT} seconds, try again later",
        ) from None


def _valid(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    text = pd.DataFrame([_text(row) for row in rows], columns=list(COLUMNS), dtype="str")
    return observations.checked(text.assign(_file=text["source"], _row=range(1, len(text) + 1)))


def _vintages(known: pd.DataFrame) -> dict[tuple[str, ...], list[tuple[str, float]]]:
    """Return of each key its vintages by release day."""
    values: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    days = known["released_on"].dt.strftime("%Y-%m-%d")
    for key, day, value in zip(known[KEY].itertuples(index=False, name=None), days, known["value"], strict=True):
        values[tuple(map(str, key))][str(day)] = float(value)
    return {key: sorted(vintages.items()) for key, vintages in values.items()}


def _compare(
    known: dict[tuple[str, ...], list[tuple[str, float]]], rows: pd.DataFrame, released_on: str | None
) -> Outcome:
    """Tell new figures, revisions and known ones apart; a contradiction without a day of its own is an error."""
    added: list[dict[str, Any]] = []
    revised: list[dict[str, Any]] = []
    wrong: list[Finding] = []
    unchanged = 0
    days = rows["released_on"].dt.strftime("%Y-%m-%d")
    columns = rows[list(COLUMNS)].assign(released_on=days)
    for cells in zip(*(columns[column].tolist() for column in COLUMNS), strict=True):
        given = dict(zip(COLUMNS, cells, strict=True))
        vintages = known.setdefault(tuple(str(given[column]) for column in KEY), [])
        row = _dated(given, vintages, released_on)
        at_day = [value for day, value in vintages if day == row["released_on"]]
        before = [value for day, value in vintages if day <= row["released_on"]]
        by_rule = _is_by_rule(row)
        if row["value"] in at_day or before[-1:] == [row["value"]] or (by_rule and _is_known(row, vintages)):
            unchanged += 1
            continue
        if vintages and (at_day or by_rule):
            wrong.append(_contradiction(row, (at_day or [vintages[-1][1]])[-1]))
            continue
        if before:
            revised.append(row | {"vintage": "revised", "before": before[-1]})
        else:
            added.append(row)  # new, or an earlier vintage than any that was known
        vintages.append((row["released_on"], float(row["value"])))
        vintages.sort()
    raise_errors(wrong)
    return Outcome(added, revised, unchanged)


def _is_by_rule(row: dict[str, Any]) -> bool:
    """Whether nobody said when the figure came out: its day is the calendar's."""
    return bool(row["release_basis"] == "calendar" and row["vintage"] != "revised")


def _is_known(row: dict[str, Any], vintages: list[tuple[str, float]]) -> bool:
    return row["value"] in [value for _, value in vintages]


def _dated(row: dict[str, Any], vintages: list[tuple[str, float]], released_on: str | None) -> dict[str, Any]:
    """The user says when the file came out: what differs from the store was revised by that day."""
    if released_on is None or not vintages or not _is_by_rule(row) or _is_known(row, vintages):
        return row
    return row | {"released_on": released_on, "release_basis": "actual"}


def _contradiction(row: dict[str, Any], stored: float) -> Finding:
    cell = cell_of(str(row["source"]))
    file, sheet, line, column = cell or (str(row["source"]), "", None, "")
    what = f"{row['indicator']} {row['period']} {row['basis']} {row['measure']}"
    return Finding(
        "error",
        f"{what} 与已存的数不同；如是修订，请用 --released-on 给出发布日期",
        f"{what} differs from the store; if it was revised, give the day with --released-on",
        file,
        sheet,
        line,
        column,
        f"{row['value']:.12g}",
        f"已存的 {stored:.12g}",
        f"the stored {stored:.12g}",
    )


def _longer(file: Path, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    """Return a file's bytes with lines after them; what was there is not touched."""
    old = file.read_bytes() if file.is_file() else csv_lines([columns]).encode()
    return old + (b"" if old.endswith(b"\n") else b"\n") + csv_lines(lines).encode()


def _text(row: dict[str, Any]) -> list[str]:
    return [plain(row[column]) for column in COLUMNS]


def plain(value: object) -> str:
    """Return a value as the store writes it: numbers exact and without a needless .0, nothing as nothing."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return "" if value is None else str(value)
