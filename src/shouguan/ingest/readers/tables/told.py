"""Which cells of a sheet say what a figure is: the headings over it, the name of its row, sections, titles."""

from __future__ import annotations

from collections.abc import Iterable

from shouguan.ingest.readers.reading import Cell
from shouguan.ingest.readers.tables.grids import Draft, Table
from shouguan.ingest.readers.tables.labels import Label


class Telling:
    """Finds the cells whose words the labels of a table are; what is above the figures is looked at once."""

    def __init__(self, table: Table) -> None:
        self.sheet = table.sheet
        self.rows = {row.index: row for row in table.body}
        self.start = min(self.rows)
        self.titles = self._above(_texts(table.titles))
        self.heads = {column: self._over(column, _texts(labels)) for column, labels in table.heads.items()}
        lines = (row for row in range(self.start, max(self.rows)) if row not in self.rows)
        self.lines = [(row, column, text) for row in lines for column, text in self._filled(row)]

    def cells(self, draft: Draft) -> tuple[Cell, ...]:
        """Return the cells that say what a draft's figure is, each at the corner of its merged range."""
        row = self.rows[draft.row]
        names, sections = _texts(row.labels), _texts(row.sections)
        beside = [(row.index, column) for column in range(draft.column) if self.sheet.text(row.index, column) in names]
        lines = {text: (at, column) for at, column, text in self.lines if at < row.index and text in sections}
        above = self._above(sections - set(lines))
        corners = [self._corner(at) for at in beside]
        return tuple(dict.fromkeys([*corners, *self.heads[draft.column], *lines.values(), *above, *self.titles]))

    def _filled(self, row: int) -> list[tuple[int, str]]:
        return [(column, text.strip()) for column, text in enumerate(self.sheet.rows[row]) if text.strip()]

    def _above(self, texts: set[str]) -> list[Cell]:
        """Return the nearest cell above the figures for each text."""
        heads: dict[str, Cell] = {}
        for row in range(self.start if texts else 0):
            heads |= {text: (row, column) for column, text in self._filled(row) if text in texts}
        return list(heads.values())

    def _over(self, column: int, texts: set[str]) -> list[Cell]:
        """Return the headings over a column; an upper one reaches over the blanks to its right."""
        heads: dict[str, Cell] = {}
        for row in range(self.start):
            head = next(((row, left) for left in range(column, -1, -1) if self.sheet.text(row, left)), None)
            if head is not None and self.sheet.text(*head) in texts:
                heads[self.sheet.text(*head)] = self._corner(head)
        return list(heads.values())

    def _corner(self, at: Cell) -> Cell:
        return self.sheet.merged.get(at, at)


def _texts(labels: Iterable[Label]) -> set[str]:
    """Return the texts of labels that say something of a figure."""
    return {label.text for label in labels if label.text and (label.own or any(_said(label)))}


def _said(label: Label) -> tuple[object, ...]:
    return (label.indicators, label.region, label.stretch, label.basis, label.measure, label.price, label.units)
