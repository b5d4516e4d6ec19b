"""Which cells of a sheet say what a figure is: the headings over it, the name of its row, sections, titles."""

from __future__ import annotations

from shouguan.ingest.readers.reading import Cell
from shouguan.ingest.readers.tables.grids import Draft
from shouguan.ingest.readers.tables.labels import Label


def telling_cells(draft: Draft) -> tuple[Cell, ...]:
    """Return the cells whose words the figure's labels are, each at the corner of its merged range."""
    sheet, table = draft.table.sheet, draft.table
    row = next(row for row in table.body if row.index == draft.row)
    beside = _texts(row.labels)
    over = _texts(table.heads[draft.column])
    above = _texts((*row.sections, *table.titles))
    found: dict[Cell, None] = {}
    for column in range(draft.column):
        if sheet.text(draft.row, column) in beside:
            at = (draft.row, column)
            found[sheet.merged.get(at, at)] = None
    for index in range(draft.row - 1, -1, -1):
        # an upper heading reaches over the blanks to its right
        head = next(((index, column) for column in range(draft.column, -1, -1) if sheet.text(index, column)), None)
        if head is not None and sheet.text(*head) in over:
            found[sheet.merged.get(head, head)] = None
            over -= {sheet.text(*head)}
        for column, text in enumerate(sheet.rows[index]):
            if text.strip() in above:
                found[index, column] = None
                above -= {text.strip()}
        if not over and not above:
            break
    return tuple(found)


def _texts(labels: tuple[Label, ...] | list[Label]) -> set[str]:
    """Return the texts of labels that say something of a figure."""
    return {label.text for label in labels if label.text and (label.own or any(_said(label)))}


def _said(label: Label) -> tuple[object, ...]:
    return (label.indicators, label.region, label.stretch, label.basis, label.measure, label.price, label.units)
