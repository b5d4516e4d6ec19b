"""Rows whose name is known, read in the light of the rows above them: parts, growth in a row of its own, residents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import left_out, scope
from shouguan.ingest.readers.tables.figures import figure_or_none
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.subjects import in_context, resident, subject

_HALVES = {"出口", "进口", "出口额", "进口额", "出口总额", "进口总额"}


def named_rows(table: Table, notes: Notes) -> Iterable[Row]:
    """Yield the rows whose name is known, read in the light of the rows above them.

    第一产业 is a part of what stands above it, and shares its unit; what stands below a name that is none of ours
    is a part of that; so does what stands below 其中：市区 before any part that is known. 增速（%） below an amount is
    its growth.
    """
    ragged = _ragged(table, notes)
    reading = _Above(table)
    for row in table.body:
        if row.index in ragged:
            continue
        read = reading.row(row)
        if isinstance(read, Row):
            yield read
        else:
            notes.add("warning", table.sheet, (row.index, None), read, once=("row", row.index))


class _Above:
    """What stands above a row, as the rows are read from the top down.

    Parameters
    ----------
    table : Table
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.of_regions = any(row.labels[0].region for row in table.body)
        self.anchors: list[tuple[int, str | None]] = [(-1, subject(table))]
        """What parts may be parts of, each with how far its row is indented."""
        self.whole = Label("")
        self.whole_sections: tuple[Label, ...] = ()
        self.over: list[tuple[int, Label]] = []
        self.before: tuple[Label, tuple[Label, ...]] = (Label(""), ())
        """The row right above; where it was left out, with a rest."""
        self.listed = False

    def row(self, row: Row) -> Row | tuple[str, str]:
        """Return a row as it is read, or why it is left out."""
        further = _further(self.table.sheet, row)
        while self.anchors[-1][0] > further:
            self.anchors.pop()
        anchor = self.anchors[-1][1]
        label = resident(row.labels[0], anchor)
        amount, sections = self.before
        if _is_growth_alone(label) and row.index in self.table.sheet.after_hidden.rows:
            return left_out.behind_hidden(label.text)
        if _is_growth_alone(label) and names_a_subject(amount) and sections == row.sections:
            if (grown := _grown(label, amount)) is None:
                return left_out.below_other(label.text, amount.text)
            return Row(row.index, (grown, *row.labels[1:]), row.sections)
        context = next((section.indicators[0] for section in row.sections if section.indicators), anchor)
        again = label.indicators == self.whole.indicators and not label.bare
        chosen = label.indicators if again else in_context(label, context)
        reason = self._reason(row, label, chosen, context)
        own = replace(label, indicators=chosen)
        self.before = replace(own, rest=label.rest or (label.text if reason else "")), row.sections
        read = None if reason else Row(row.index, (own, *row.labels[1:]), self._sections(row, label, further))
        self._remember(row, label, chosen, further)
        return read or reason or ("", "")

    def _reason(self, row: Row, label: Label, chosen: tuple[str, ...], context: str | None) -> tuple[str, str] | None:
        other = _not_the_whole(self.over, _depth(self.table.sheet, row, label), label)
        beside = next((each for each in row.labels[1:] if each.rest or each.indicators), None)
        not_ours = next((each for each in row.labels if each.not_ours is not None), None)
        if not label.text and _has_figures(self.table.sheet, row, self.table.heads):
            return left_out.no_name()
        if label.plan:
            return left_out.plan(label)
        if beside is not None:
            return left_out.beside(beside.text)
        if not_ours is not None:
            return left_out.left_out(not_ours.text, not_ours.not_ours or ("", ""))
        if label.rest:
            is_place = self.of_regions or label.stranger
            return left_out.unknown_region(label) if is_place else left_out.unknown(label.text)
        if other is not None and label.indicators:
            return left_out.below(label.text, other.text)
        return left_out.part_of(label.text, context) if label.indicators and not chosen else None

    def _sections(self, row: Row, label: Label, further: int) -> tuple[Label, ...]:
        """Return what stands over a row, its whole among it, whose unit a part shares."""
        is_part = label.part or label.bare or further > 0
        has_own = any(each.units for each in row.labels) or not is_part
        shared = Label(self.whole.text, units=() if has_own else self.whole.units)
        is_nearer = row.sections == self.whole_sections  # no line stands between the whole and its part
        return (shared, *row.sections) if is_nearer else (*row.sections, shared)

    def _remember(self, row: Row, label: Label, chosen: tuple[str, ...], further: int) -> None:
        is_strange = bool(label.rest or label.not_ours)
        if label.part or label.bare:
            if is_strange and not self.listed:
                self.anchors.append((further, left_out.OTHER))
            self.listed = self.listed or not is_strange
            return
        self.listed = False
        if chosen or is_strange:
            outer = [each for each in self.anchors if each[0] < further]
            self.anchors = [*outer, (further, chosen[0] if chosen else left_out.OTHER)]
        if not further or label.units:
            self.whole, self.whole_sections = label, row.sections


def _is_growth_alone(label: Label) -> bool:
    """Whether a row's name says growth and nothing of what: 增速（%）."""
    says = label.indicators or label.rest or label.not_ours or label.stretch or label.region or label.own or label.plan
    return label.measure == "growth" and not says and not label.skipped


def names_a_subject(label: Label) -> bool:
    """Whether a row or a column is called by what it is of, not by a time or a region alone."""
    return bool(label.indicators or label.rest or label.not_ours or label.plan)


def _grown(label: Label, amount: Label) -> Label | None:
    """Return the name of a row of growth as that of the amount above it, or None where that is none of ours."""
    if not amount.indicators or amount.rest or amount.not_ours or amount.plan or amount.measure not in {None, "value"}:
        return None
    return replace(label, indicators=amount.indicators)


def _further(sheet: Sheet, row: Row) -> int:
    first = next((cell for cell in sheet.rows[row.index] if cell.strip()), "")
    return len(first) - len(first.lstrip())


def _depth(sheet: Sheet, row: Row, label: Label) -> int:
    return 2 * _further(sheet, row) + label.part


def _not_the_whole(over: list[tuple[int, Label]], depth: int, label: Label) -> Label | None:
    """Return the row further out that makes this one a part of something else (跨境电商 over 出口), or None.

    `over` holds the rows that the next one may stand below, each with its depth; this row is put to them.
    """
    of_trade = any("进出口" in folded(each.text) and each.rest for _, each in over[-1:])
    if folded(label.text) in _HALVES and (of_trade or folded(over[-1][1].text if over else "") in _HALVES):
        depth += 1  # 出口 right below 对美国进出口 is a part of it without an indent
    while over and over[-1][0] >= depth:
        over.pop()
    above = [each for _, each in over if each.rest or (each.not_ours and scope.narrowing(folded(each.text)))]
    over.append((depth, label))
    return next((each for each in above if not scope.is_wide(folded(each.text))), None)


def _has_figures(sheet: Sheet, row: Row, columns: Iterable[int]) -> bool:
    texts = [text for column in columns if (text := sheet.raw(row.index, column))]
    return any(figure_or_none(text) is not None for text in texts)


def _ragged(table: Table, notes: Notes) -> set[int]:
    """Rows of delimited text with more or fewer cells than the others: something is missing or shifted in them."""
    sheet = table.sheet
    counts = Counter(sheet.widths[row.index] for row in table.body) if sheet.widths else Counter()
    usual = max(counts, key=lambda width: (counts[width], width)) if counts else 0
    ragged = {row.index for row in table.body if sheet.widths and sheet.widths[row.index] != usual}
    for index in sorted(ragged):
        notes.add(
            "error",
            sheet,
            (index, None),
            (
                f"该行有 {sheet.widths[index]} 格，其余各行有 {usual} 格，可能错位或被截断",
                f"the row has {sheet.widths[index]} cells, the others {usual}; it may be shifted or cut short",
            ),
        )
    return ragged
