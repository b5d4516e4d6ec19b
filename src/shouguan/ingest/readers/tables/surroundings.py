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
_SENTENCE = re.compile(r"[；;。\n]")
_IS = re.compile(r"[为是系指仅只]|不含|不包括")
_MARK = re.compile(r"[*＊※△▲①-⑳]+")
_OTHER_GROWTH = re.compile(
    r"(?:增[速长幅]|同比).{0,4}[为是系按].{0,2}(?:环比|两年平均|名义)[一-鿿]{0,3}|环比增[速长幅]"
)
_OTHER_SCOPE = re.compile(r"[为是系](?!可比|不变|现价|现行|当年)[^,，为是系]{1,8}口径")
_OTHER_UNIT = re.compile(r"单位[为是](?:亿|万|千|百万)元")
_OTHERS = (_OTHER_GROWTH, _OTHER_SCOPE, _OTHER_UNIT)
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
        stretch=None if section.stretch or section.basis else before.stretch,
        basis=None if section.stretch or section.basis else before.basis,
        region=None if section.places or section.own or section.stranger else before.region,
        stranger="" if section.places or section.own else before.stranger,
        places=() if section.places or section.own or section.stranger else before.places,
        plan=before.plan if is_over else "",
        narrow=before.narrow if is_over else "",
        loose=before.loose,
    )
    says = kept.stretch or kept.basis or kept.places or kept.stranger or kept.plan or kept.narrow
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
    rows, told = list(rows), []
    last = max((row.index for row in rows), default=0)
    for at, text in notes:
        bare = folded(text)
        if (reach := scope.reach(bare)) in {"above", "table"}:
            said = labeller.section(text)
            whose = said.stranger if _OF_A_PLACE.search(bare) else ""
            growth = scope.is_growth_otherwise(bare)
            narrow = said.narrow or (text if growth else "")
            label = Label(text, stretch=said.stretch, stranger=whose, plan=said.plan, narrow=narrow, of_growth=growth)
            told.append((at if reach == "above" else None, label))
        elif (bare.startswith(_NOTE) or at > last) and (some := _of_some(text, labeller)):
            told += [(None, each) for each in some]
        elif not reach and bare.startswith(_NOTE) and (word := doubt(labeller.title(text))):
            told.append((None, Label(text, narrow=word, loose=True)))
        if reach and _OTHER_GROWTH.search(bare) and not scope.is_growth_otherwise(bare):
            told.append((None, Label(text, narrow=text, loose=True)))
    return [
        replace(row, sections=(*(label for end, label in told if _tells(label, end, row)), *row.sections))
        for row in rows
    ]


def _tells(label: Label, end: int | None, row: Row) -> bool:
    """Whether a note speaks of a row: it is above the note's end, marked as the note is, of an indicator it names."""
    marks = _MARK.match(label.text)
    if marks and marks[0] not in row.labels[0].text:
        return False
    own = row.labels[0].indicators
    return (end is None or row.index < end) and not (own and label.of and not set(own) & set(label.of))


def _of_some(note: str, labeller: Labeller) -> list[Label]:
    """Return what the sentences of a note say that some figures are: 社会消费品零售总额为限额以上单位数, 增速为环比.

    Of whose it says it, those are left out, and growth that is none on last year; of whose it does not, a word is said.
    """
    some = []
    for sentence in _SENTENCE.split(note):
        label, bare = labeller.title(sentence), folded(sentence)
        found = next((match[0] for each in _OTHERS if (match := each.search(bare))), "")
        is_whose = bool(label.indicators or _MARK.match(sentence.strip()))
        if found or (label.narrow and is_whose):
            growth = scope.is_growth_otherwise(bare)
            is_sure = growth or bool(label.narrow and is_whose and _IS.search(bare))
            some.append(
                Label(
                    sentence.strip(),
                    narrow=label.narrow or found,
                    loose=not is_sure,
                    of=label.indicators,
                    of_growth=growth,
                )
            )
    return some


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
            places=by_file.places,
            stretch=by_file.stretch if dated else None,
            stranger=by_file.stranger,
            plan=by_file.plan,
            narrow=by_file.narrow,
        ),
    ]


def _of_a_report(stretch: Stretch) -> Stretch:
    return replace(stretch, basis=None) if stretch.basis == "single" and stretch.month else stretch


def limiting(titles: list[Label]) -> list[Label]:
    """Return the lines below a sheet's own title that limit its first table; of later ones nobody knows."""
    lines = (label for label in titles[:-3] if label.narrow or label.plan)
    return [
        Label(each.text, narrow=each.narrow or each.plan, loose=True)
        for each in lines
        if not scope.level(folded(each.text))
    ]


def of_a_later_table(titles: list[Label], limits: list[Label]) -> list[Label]:
    """Return the titles of a later table: the sheet's first title gives it a unit only where its own do not.

    Parameters
    ----------
    titles : list of Label
    limits : list of Label
        What limited the first table.
    """
    *above, sheet, file = titles
    lines, first = above[:-1], above[-1:]
    if any(label.units for label in lines):
        first = [replace(label, units=()) for label in first]
    return [*lines, *limits, *first, sheet, file]
