"""Findings gathered while a table is read: each said once for a cell, a row, or a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from shouguan.core.findings import Finding, Severity
from shouguan.data.observations import KEY
from shouguan.ingest.readers.reading import Cell, Found, Origin, Trace
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet


@dataclass
class Notes:
    """Findings of a table, said once for a row or a column."""

    items: list[Finding] = field(default_factory=list)
    said: dict[tuple[object, ...], Finding] = field(default_factory=dict)
    shared: list[tuple[Sheet, Cell, Finding]] = field(default_factory=list)
    targets: list[Origin] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        sheet: Sheet,
        at: tuple[int, int | None],
        message: tuple[str, str],
        expected: tuple[str, str] = ("", ""),
        *,
        once: tuple[object, ...] = (),
        value: str | None = None,
    ) -> None:
        """Add a finding about a cell, or about a row when the column is None; `once` names what is said once."""
        key = (id(sheet), *once) if once else (id(sheet), at, message)
        row, column = at
        if key in self.said:
            if column is not None:
                self.shared.append((sheet, (row, column), self.said[key]))
            return
        shown = (sheet.text(row, column) if column is not None else "") if value is None else value
        letter = letters(column) if column is not None else ""
        self.said[key] = Finding(
            severity, message[0], message[1], sheet.file, sheet.name, sheet.lines[row], letter, shown, *expected
        )
        self.items.append(self.said[key])


def unique(origins: Iterable[Origin], notes: Notes) -> Found:
    """Keep one row of each figure; a file that prints two different ones contradicts itself.

    Parameters
    ----------
    origins : iterable of Origin
        Observations with the cells they were read from.
    notes : Notes
        Receives an error for each contradiction.
    """
    kept: dict[tuple[str, ...], Origin] = {}
    trace = Trace(shared=notes.shared, targets=notes.targets)
    for origin in origins:
        each = origin.row
        key = tuple(str(each[name]) for name in (*KEY, "released_on"))
        before = kept.setdefault(key, origin)
        if before is origin:
            trace.origins.append(origin)
            continue
        first, cell = before.row, before.sheet.source(*before.at)
        trace.repeated.append(origin._replace(row=first))
        if first["value"] != each["value"]:
            trace.across |= before.sheet is not origin.sheet
            notes.add(
                "error",
                origin.sheet,
                origin.at,
                (
                    f"同一指标同一时期，{cell} 是 {first['value']:.12g}",
                    f"{cell} has {first['value']:.12g} for the same figure",
                ),
                ("文件内一致的数", "one figure in the whole file"),
            )
    return Found([origin.row for origin in trace.origins], notes.items, trace)
