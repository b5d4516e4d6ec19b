"""Findings gathered while a table is read: each said once for a cell, a row, or a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from shouguan.core.findings import Finding, Severity
from shouguan.data.observations import KEY
from shouguan.ingest.readers.sheets.grid import Sheet


@dataclass
class Notes:
    """Findings of a table, said once for a row or a column."""

    items: list[Finding] = field(default_factory=list)
    said: set[tuple[object, ...]] = field(default_factory=set)

    def add(
        self,
        severity: Severity,
        sheet: Sheet,
        at: tuple[int, int | None],
        said: tuple[str, str],
        expected: tuple[str, str] = ("", ""),
        *,
        once: tuple[object, ...] = (),
        value: str | None = None,
    ) -> None:
        """Add a finding about a cell, or about a row when the column is None; `once` names what is said once."""
        key = (id(sheet), *once) if once else (id(sheet), at, said)
        if key in self.said:
            return
        self.said.add(key)
        row, column = at
        shown = (sheet.text(row, column) if column is not None else "") if value is None else value
        letter = get_column_letter(column + 1) if column is not None else ""
        self.items.append(
            Finding(severity, said[0], said[1], sheet.file, sheet.name, sheet.lines[row], letter, shown, *expected)
        )


def unique(rows: Iterable[tuple[tuple[Sheet, int, int], dict[str, Any]]], notes: Notes) -> list[dict[str, Any]]:
    """Keep one row of each figure; a file that prints two different ones contradicts itself.

    Parameters
    ----------
    rows : iterable of ((Sheet, row index, column index), dict)
        Observations with the cells they were read from.
    notes : Notes
        Receives an error for each contradiction.
    """
    kept: dict[tuple[str, ...], tuple[str, dict[str, Any]]] = {}
    for (sheet, row, column), each in rows:
        key = tuple(str(each[name]) for name in (*KEY, "released_on"))
        cell, first = kept.setdefault(key, (sheet.source(row, column), each))
        if first["value"] != each["value"]:
            notes.add(
                "error",
                sheet,
                (row, column),
                (
                    f"同一指标同一时期，{cell} 是 {first['value']:.12g}",
                    f"{cell} has {first['value']:.12g} for the same figure",
                ),
                ("文件内一致的数", "one figure in the whole file"),
            )
    return [each for _, each in kept.values()]
