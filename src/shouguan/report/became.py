"""What became of each cell of a file that was read: a figure, a heading that says one, left out, open, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from shouguan.core.findings import Finding, gravest_first
from shouguan.ingest.readers.reading import Cell, Origin, Reading
from shouguan.ingest.readers.sheets.addresses import column_of
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import stretches
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure


@dataclass
class Mark:
    """What is known of one cell.

    Attributes
    ----------
    origin : Origin or None
        The figure that was read from it.
    again : bool
        Whether another cell had given that figure before.
    tells : list of Origin
        The figures that it says something of, as their heading.
    numbers : dict of int to bool
        The findings that it is part of, by their number; true where the finding names this cell.
    names_row : bool
        Whether it only stands for its row, of which something is said.
    """

    origin: Origin | None = None
    again: bool = False
    tells: list[Origin] = field(default_factory=list)
    numbers: dict[int, bool] = field(default_factory=dict)
    names_row: bool = False


@dataclass(frozen=True)
class Became:
    """A reading, cell by cell.

    Attributes
    ----------
    marks : list of dict of Cell to Mark
        For each sheet of the file.
    findings : list of Finding
        The gravest first; the first has number 1.
    places : list of (int, Cell) or None
        Sheet and cell that each finding names, None where it is of the whole file.
    """

    marks: list[dict[Cell, Mark]]
    findings: list[Finding]
    places: list[tuple[int, Cell] | None]

    def severity(self, mark: Mark) -> str:
        """Return how grave the gravest finding of a cell is; empty where there is none."""
        return self.findings[min(mark.numbers) - 1].severity if mark.numbers else ""

    def is_open(self, mark: Mark) -> bool:
        """Whether something of a cell must be settled before the file can be taken in."""
        return self.severity(mark) == "error"

    def is_left_out(self, mark: Mark) -> bool:
        """Whether a cell was not read, for a reason that does not keep the file out."""
        return mark.origin is None and self.severity(mark) in ("warning", "info")

    def count(self) -> tuple[int, int, int]:
        """Return how many cells were read without a doubt, left out, and are open."""
        every = [mark for marks in self.marks for mark in marks.values() if not mark.names_row]
        read = sum(mark.origin is not None and not self.is_open(mark) for mark in every)
        return read, sum(map(self.is_left_out, every)), sum(map(self.is_open, every))


def became(reading: Reading) -> Became:
    """Return what became of the cells of a file's sheets."""
    sheets = reading.trace.sheets
    at = {id(sheet): number for number, sheet in enumerate(sheets)}
    marks: list[defaultdict[Cell, Mark]] = [defaultdict(Mark) for _ in sheets]
    for again, origins in ((False, reading.trace.origins), (True, reading.trace.repeated)):
        for origin in origins:
            mark = marks[at[id(origin.sheet)]][origin.at]
            mark.origin, mark.again = origin, again
            for cell in origin.told_by:
                marks[at[id(origin.sheet)]][cell].tells.append(origin)
    findings = gravest_first(reading.findings)
    places = [_place(finding, sheets) for finding in findings]
    for number, (finding, place) in enumerate(zip(findings, places, strict=True), 1):
        if place is not None:
            sheet, cell = place
            marks[sheet][cell].numbers[number] = True
            if not finding.column:
                others = list(_figures(sheets[sheet], cell[0]))
                marks[sheet][cell].names_row = bool(others) and cell not in others and marks[sheet][cell].origin is None
                for other in others:
                    marks[sheet][other].numbers.setdefault(number, False)
    numbers = {id(finding): number for number, finding in enumerate(findings, 1)}
    for sheet_of, cell, finding in reading.trace.shared:
        if id(finding) in numbers:
            marks[at[id(sheet_of)]][cell].numbers.setdefault(numbers[id(finding)], False)
    return Became([dict(each) for each in marks], findings, places)


def unspoken(sheet: Sheet, marks: dict[Cell, Mark]) -> int:
    """Return how many cells of a sheet hold a number that was neither read nor spoken of."""
    return sum(cell not in marks for row in range(len(sheet.rows)) for cell in _figures(sheet, row))


def _place(finding: Finding, sheets: list[Sheet]) -> tuple[int, Cell] | None:
    """Return the cell that a finding names; the first that is filled, where it names a row."""
    for number, sheet in enumerate(sheets):
        if sheet.name != finding.sheet or finding.row not in sheet.lines:
            continue
        row = sheet.lines.index(finding.row)
        if finding.column.isascii() and finding.column.isupper() and len(finding.column) <= 3:
            return number, (row, column_of(finding.column))
        return number, (row, next((column for column, text in enumerate(sheet.rows[row]) if text.strip()), 0))
    return None


def _figures(sheet: Sheet, row: int) -> Iterator[Cell]:
    for column, text in enumerate(sheet.rows[row]):
        if any(sign.isdigit() for sign in text) and _is_figure(text.strip()):
            yield row, column


def _is_figure(text: str) -> bool:
    try:
        return stretches.parse(text) is None and figure(text) is not None
    except NotAFigureError:
        return False
