"""The lists of a place on disk, month by month (`data.registers`), to which lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from shouguan.core.errors import DataError
from shouguan.core.files import csv_lines, read_csv, replace_with
from shouguan.core.findings import Finding
from shouguan.data import registers
from shouguan.data.observations import WITHDRAWN
from shouguan.ingest.readers.reading import Reading
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS
from shouguan.ingest.store import Outcome, add_lines, columns_of, locked, plain

_NAMED = 3
_OF_A_LINE = frozenset({"period", "version", "source"})
"""Columns that say which line it is, not what the list says."""


def append_records(folder: Path, reading: Reading, period: str, whole: bool | None = None) -> Outcome:
    """Add the records of a register (`data.registers`) for a month; a changed record is a new version.

    Parameters
    ----------
    folder : Path
    reading : Reading
    period : str
        The month that the list stands for, `2020-09`.
    whole : bool, optional
        Whether the list is all that the month has: then what it no longer names is withdrawn, else it stays. Only
        needed where the month's stored list and this one share some of their rows and not all.

    Raises
    ------
    DataError
        When it is not said and needed.
    """
    names = [name for name in reading.rows[0] if name not in {"source", "period"}]
    file = folder / f"{reading.kind}.csv"
    with locked(folder):
        stored = _stored_records(file)
        columns = _united(stored, ["period", "version", *names, "source"])
        standing = registers.standing(reading.kind, stored)
        outcome = Outcome([], [], 0)
        unchanged, met = 0, set()
        cleared: dict[str, list[tuple[str, str]]] = {}
        for record in reading.rows:
            row = dict.fromkeys(columns, "") | {name: plain(record[name]) for name in (*names, "source")}
            row |= {"period": period, "version": "1"}
            key = (period, *registers.IDENTITIES[reading.kind].of(row))
            before = standing.get(key)
            met.add(key)
            if before is None:
                outcome.added.append(row)
            elif all(before[-1].get(name, "") == row[name] for name in columns if name not in _OF_A_LINE):
                unchanged += 1
            else:
                outcome.revised.append(row | {"version": str(len(before) + 1)})
                for name in names:
                    if before[-1].get(name) and not row[name]:
                        cleared.setdefault(name, []).append(
                            (row[registers.IDENTITIES[reading.kind].key[-1]], before[-1][name])
                        )
        gone = {key: of for key, of in standing.items() if key[0] == period and key not in met}
        withdrawn = _withdrawn_records(reading, gone, whole, shared=len(met & standing.keys()))
        new = [*outcome.added, *outcome.revised, *withdrawn]
        lines = [[row.get(column, "") for column in columns] for row in new]
        if lines and stored and list(stored[0]) != columns:
            replace_with(file, csv_lines([columns, *([row.get(c, "") for c in columns] for row in stored)]))
        add_lines(folder, {file.name: lines}, {file.name: columns})
    return Outcome(outcome.added, outcome.revised, unchanged, {file.name: lines} if lines else {}, cleared)


def cleared_cells(kind: str, outcome: Outcome, file: str) -> list[Finding]:
    """Say once a column which cells held something and are blank now: the list is taken at its word."""
    fields = {field.name: field for field in REGISTER_KINDS[kind].fields}
    said = []
    for name, cells in outcome.cleared.items():
        some, some_en = (
            sep.join(f"{who}{left}{was}{right}" for who, was in cells[:_NAMED])
            for sep, left, right in (("、", "（原 ", "）"), (", ", " (was ", ")"))
        )
        more = ("等", " …") if len(cells) > _NAMED else ("", "")
        zh = f"“{fields[name].zh}”有 {len(cells)} 格原有内容、这次空白，按清空处理：{some}{more[0]}"
        en = f"{len(cells)} cells of '{fields[name].en}' held something and are blank now, taken as cleared: {some_en}"
        said.append(Finding("warning", zh, en + more[1], file))
    return said


def _stored_records(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    columns = columns_of(file)
    return [dict(zip(columns, cells, strict=True)) for _, cells in read_csv(file, columns)]


def _united(stored: Sequence[Mapping[str, str]], columns: list[str]) -> list[str]:
    """Return the columns of what is stored, and those that it did not have yet before the last, `source`."""
    kept = list(stored[0]) if stored else columns
    return [*kept[:-1], *(name for name in columns if name not in kept), kept[-1]]


def _withdrawn_records(
    reading: Reading, gone: dict[tuple[str, ...], list[dict[str, str]]], whole: bool | None, *, shared: int
) -> list[dict[str, str]]:
    """Return the lines that withdraw what a month's list no longer names, where the list is whole."""
    if not gone or whole is False or (whole is None and not shared):
        return []
    if whole is None:
        some = "、".join(key[2] for key in list(gone)[:3])
        raise DataError(
            f"已存的同月清单有 {len(gone)} 项不在这份清单里（{some}…）：以这份为准、撤下它们，用 --whole；"
            "这份只是其中一部分、其余保留，用 --part",
            f"{len(gone)} rows of the month's stored list are not in this one ({some} …): --whole withdraws them, "
            "--part keeps them because this list is a part",
        )
    return [row | {"version": WITHDRAWN} for of in gone.values() for row in of]
