"""What stands round a table and holds for it: lines between its rows, notes, the sheet's and the file's names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import scope
from shouguan.ingest.readers.tables.grids import Row
from shouguan.ingest.readers.tables.labels import Label, Labeller
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.stretches import Stretch

_NOTE = ("注", "备注", "说明")
_SHORT = 12
"""Signs of a note that says nothing but what figures are: 注：市区数."""
_OF_A_PLACE = re.compile(r"[为是系][一-鿿]{2,6}[市县区州]")


class Sections:
    """The lines by themselves among a table's rows, read from the top down: which of them hold where.

    Parameters
    ----------
    labeller : Labeller
    """

    def __init__(self, labeller: Labeller) -> None:
        self._labeller = labeller
        self._held: list[Label] = []

    def line(self, text: str, *, is_note: bool = False) -> None:
        """Read a line: what it leaves open of time and region, earlier ones say, and so do those that it is below.

        What a line says of the rows above it or of the whole table is no section; nor is a note, but 注：以下….
        """
        reach = scope.reach(folded(text))
        if reach in {"above", "table"} or (is_note and not reach):
            return
        section = self._labeller.section(text)
        self._held = [section, *(kept for each in self._held if (kept := _kept(each, section)) is not None)]

    def over(self, name: str) -> tuple[Label, ...]:
        """Return the sections that hold at a row: a row numbered like a section, or above it, ends it."""
        depth = scope.level(folded(name))
        if depth:
            self._held = [each for each in self._held if not 0 < depth <= scope.level(folded(each.text))]
        return tuple(self._held)


def _kept(before: Label, section: Label) -> Label | None:
    """Return what an earlier section still says below a later one."""
    ours, theirs = scope.level(folded(section.text)), scope.level(folded(before.text))
    is_over = theirs < ours or (theirs and not ours) or scope.reach(folded(before.text)) != ""
    kept = Label(
        before.text,
        stretch=None if section.stretch else before.stretch,
        region=None if section.region or section.own or section.stranger else before.region,
        stranger="" if section.region or section.own else before.stranger,
        plan=before.plan if is_over else "",
        narrow=before.narrow if is_over else "",
        loose=before.loose,
    )
    says = kept.stretch or kept.region or kept.stranger or kept.plan or kept.narrow
    return kept if says else None


def noted(rows: Iterable[Row], notes: Iterable[tuple[int, str]], labeller: Labeller) -> list[Row]:
    """Return rows with what notes say of their figures: 注：以上为预计数, 注：本表为计划数.

    Parameters
    ----------
    rows : iterable of Row
    notes : iterable of (int, str)
        Where in the sheet each note stands, and its text.
    labeller : Labeller
    """
    told = []
    for at, text in notes:
        bare = folded(text)
        if (reach := scope.reach(bare)) in {"above", "table"}:
            said = labeller.section(text)
            whose = said.stranger if _OF_A_PLACE.search(bare) else ""
            label = Label(text, stretch=said.stretch, stranger=whose, plan=said.plan, narrow=said.narrow)
            told.append((at if reach == "above" else None, label))
        elif not reach and bare.startswith(_NOTE) and (word := doubt(labeller.title(text))):
            told.append((None, Label(text, narrow=word, loose=True)))
    return [
        replace(row, sections=(*(label for end, label in told if end is None or row.index < end), *row.sections))
        for row in rows
    ]


def doubt(note: Label) -> str:
    """Return the word of a note that may limit some figures, and does not say which: 注：9月为预计数."""
    if note.plan or len(note.text) > _SHORT:
        return note.plan
    is_of_a_year = note.stretch is not None and note.stretch.year and "数" in note.text
    return note.narrow or (note.text if is_of_a_year else "")


def outer(sheet: Sheet, labeller: Labeller) -> list[Label]:
    """Return what the sheet's and the file's names say: region, time, scope; a sheet's name also its subject."""
    by_sheet = labeller.title(sheet.name, latin=True) if sheet.name else Label("")
    by_file = labeller.title(PurePath(sheet.file).stem)
    dated = by_file.stretch is not None and (by_file.stretch.month is not None or "年" in by_file.text)
    return [
        # a sheet 9月 is of a report, whatever its figures add up
        replace(by_sheet, units=(), stretch=by_sheet.stretch and _of_a_report(by_sheet.stretch)),
        # a bare number in a file's name may be anything
        Label(
            by_file.text,
            region=by_file.region,
            stretch=by_file.stretch if dated else None,
            stranger=by_file.stranger,
            plan=by_file.plan,
            narrow=by_file.narrow,
        ),
    ]


def _of_a_report(stretch: Stretch) -> Stretch:
    return replace(stretch, basis=None) if stretch.basis == "single" and stretch.month else stretch


def with_own_units(titles: list[Label]) -> list[Label]:
    """Return the titles of a later table: the sheet's first title gives it a unit only where its own do not."""
    *lines, first, sheet, file = titles if len(titles) > 2 else [Label(""), *titles]
    return [*lines, replace(first, units=()), sheet, file] if any(label.units for label in lines) else titles
