"""What stands round a table and holds for it: lines between its rows, notes, the sheet's and the file's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import scope
from shouguan.ingest.readers.tables.clauses import MARK, OTHER_GROWTH, said_of_some, unit_of_note
from shouguan.ingest.readers.tables.grids import Row
from shouguan.ingest.readers.tables.labels import Label, Labeller
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import disowned, is_harmless, states
from shouguan.ingest.readers.tables.stamps import unstamped
from shouguan.ingest.readers.tables.stretches import Stretch

_NOTE = ("注", "备注", "说明", "note", *"*＊※△▲")
_SHORT = 12
"""Signs of a note that says nothing but what figures are: 注：市区数."""
_CLASS = re.compile("(?:产品|商品|货物|品种|企业|行业|产业|园区|单位|机构|项目)$")
"""What a sheet is called by that may be of one class of things: 机电产品."""
NO_PLACE = (
    "这一行的地区空白，上面隔着一行文字或隐藏的行，不知是哪个地区的；请写上地区",
    "the row's place is blank, and a line of words or a hidden row stands above it: whose is it? Write the place",
)
"""Why a row behind a line of words or a hidden one is left out where places stand once for a group."""
_GROWTH, _AMOUNT = re.compile("增[长速幅]|正数|负数|正负号|负号"), re.compile("绝对[额数]|总量|数据|单位|万元|亿元")
_UNIT_BEHIND = re.compile(r"\s+(?=[(（]?(?:计量)?单位[:：])")
_YEARS, _STOP = re.compile(r"(?:19|20)\d\d(?=年)"), re.compile(r"[。；;]")
_MONTHS_BEHIND = re.compile(r"[(（](?P<inside>[^()（）]*\d{1,2}月[^()（）]*)[)）]")
_MONTH = re.compile(r"(\d{1,2})月")
_OF_ANOTHER_PLACE = re.compile(r"[为是系](全[国省]|[一-鿿]{1,6}(?<![本全我])[省市县区州])数")
_BRACKETED = re.compile(r"[(][^()]*[为是系][^()]*[)]")
_TIME = re.compile(
    r"(?:(?:数据|统计|报告|资料|报告期|时间)*(?:时间|时期|日期|期|月份)|表[一二三四五六七八九\d]{1,2})[:：]"
)
_DITTO = frozenset({"〃", "″", "同上", '"', "''"})
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


class Groups:
    """Places that a column says once for a group of rows.

    A note between the rows ends no group; behind another line that names no place, or behind a hidden row, nobody knows
    whose a row is.

    Parameters
    ----------
    labeller : Labeller
    columns : sequence of int
    """

    def __init__(self, labeller: Labeller, columns: Sequence[int]) -> None:
        self._labeller = labeller
        self._held: dict[int, str | None] = dict.fromkeys(columns, "")
        self._said: dict[int, str] = {}

    def line(self, text: str, *, is_note: bool = False) -> None:
        """Read a line by itself among the rows."""
        self._said.clear()
        if not is_note:
            section = self._labeller.section(text)
            is_place = bool(section.places or section.own or section.stranger)
            self._held = {c: "" if is_place or held == "" else None for c, held in self._held.items()}

    def over(self, sheet: Sheet, row: int, column: int) -> str:
        """Return what a column says of a row, or the rows above it do; 〃 and 同上 are what stands above them."""
        text = sheet.text(row, column)
        if text in _DITTO and column in self._said:
            text = self._said[column]
        elif text:
            self._said[column] = text
        if text and column in self._held:
            self._held[column] = text
        return text or self._held.get(column) or ""

    def lost(self, sheet: Sheet, row: int, name: str) -> list[Label]:
        """Return why nobody knows whose a row is, or nothing: what is hidden may have named another place."""
        if row in sheet.after_hidden.rows:
            self._held = {c: None if held else held for c, held in self._held.items()}
        open_ones = [c for c, held in self._held.items() if held is None and not sheet.text(row, c)]
        return [Label(name, not_ours=NO_PLACE)] if open_ones else []


def _kept(before: Label, section: Label) -> Label | None:
    """Return what an earlier section still says below a later one."""
    ours, theirs = scope.level(folded(section.text)), scope.level(folded(before.text))
    is_place = bool(section.places or section.own) and not (section.narrow or section.indicators)  # 企业法人, then 全省
    is_over = theirs < ours or (theirs and not ours) or is_place or scope.reach(folded(before.text)) != ""
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


def noted(
    rows: Sequence[Row],
    notes: Iterable[tuple[int, str]],
    labeller: Labeller,
    titles: Sequence[Label],
    *,
    is_export: bool = False,
) -> list[Row]:
    """Return rows with what notes say of their figures: 注：以上为预计数, 注：本表为计划数.

    Parameters
    ----------
    rows : sequence of Row
    notes : iterable of (int, str)
        Where in the sheet each note stands, and its text.
    labeller : Labeller
    titles : sequence of Label
        Of the table; a note of another year than theirs limits its figures.
    is_export : bool
        Whether a database made the file: its notes are its own, and those that no row is concerned by are not shown.
    """
    last = max((row.index for row in rows), default=0)
    years = {label.stretch.year for label in titles if label.stretch and label.stretch.year}
    marks = frozenset(mark for row in rows for mark in MARK.findall(row.labels[0].text))
    told: list[tuple[int | None, Label]] = []
    for at, text in notes:
        bare = folded(text)
        reach = scope.reach(bare)
        before = len(told)
        if wrong := disowned(bare):
            told.append((None, _disowned(text, wrong, labeller)))
        elif reach in {"above", "table"}:
            said = _reaching(text, labeller, years)
            if said.stretch or said.stranger or said.plan or said.narrow:
                told.append((at if reach == "above" else None, said))
        elif _is_of_another_time(bare, labeller.title(text), titles):
            told.append((None, Label(text, narrow=text, loose=True)))
        elif (bare.startswith(_NOTE) or at > last) and (some := said_of_some(text, labeller, years, marks)):
            told += [(None, each) for each in some]
        elif not reach and bare.startswith(_NOTE) and (word := doubt(labeller.title(text.replace("计划总投资", "")))):
            told.append((None, Label(text, narrow=word, loose=True)))
        if reach and OTHER_GROWTH.search(bare) and not scope.is_growth_otherwise(bare):
            told.append((None, Label(text, narrow=text, loose=True)))
        is_note = bare.startswith(_NOTE) or _BRACKETED.fullmatch(bare) is not None
        is_said = is_note or (reach in {"above", "table"} and at > last) or (at > last and states(bare))
        if len(told) == before and is_said and not (is_export or is_harmless(bare)):
            mark = MARK.match(text)
            is_lost = mark is not None and mark[0] not in marks  # no row bears it: it is said of all
            told.append((None, Label(text.lstrip("*＊※△▲ ") if is_lost else text, narrow=text, loose=True)))
    return [
        replace(row, sections=(*(_to_row(label, row) for end, label in told if _tells(label, end, row)), *row.sections))
        for row in rows
    ]


def _is_of_another_time(note: str, said: Label, titles: Sequence[Label]) -> bool:
    """Whether a note (folded) says a time of the table that no title does: 数据时间：1-8月, 表二：2024年1-9月."""
    if said.stretch is None or _TIME.match(note) is None:
        return False
    named = [label.stretch for label in titles if label.stretch]
    years, months = {each.year for each in named} - {None}, {each.month for each in named} - {None}
    is_other_year = bool(said.stretch.back) or (said.stretch.year is not None and said.stretch.year not in years)
    return bool(named) and (is_other_year or (said.stretch.month is not None and said.stretch.month not in months))


def _disowned(text: str, wrong: str, labeller: Labeller) -> Label:
    """Return what a note says that figures are not what they stand as: of those that it names, of growth alone."""
    said, bare = labeller.title(text), folded(text)
    is_growth = _GROWTH.search(bare) is not None and _AMOUNT.search(bare) is None
    return Label(text, narrow=wrong, of=said.indicators, of_growth=is_growth)


def _reaching(text: str, labeller: Labeller, years: set[int]) -> Label:
    """Return what a note says of all rows above it; of another year than the titles', of figures of that year."""
    said, bare = labeller.section(text), folded(text)
    whose = said.stranger if _OF_A_PLACE.search(bare) else ""
    of_another = "" if said.own or whose else next(iter(_OF_ANOTHER_PLACE.findall(bare)), "")
    growth = scope.is_growth_otherwise(bare)
    year = said.stretch.year if said.stretch else None
    is_last = said.stretch is not None and said.stretch.back and _GROWTH.search(bare) and not _AMOUNT.search(bare)
    growth = growth or bool(is_last)  # 上表增速均为上年同期数: of their amounts it says nothing
    narrow = (
        said.narrow or of_another or (text if growth else f"{year}年" if year and years and year not in years else "")
    )
    unknown = (
        "" if narrow or said.plan or whose else unit_of_note(bare) or scope.unaccounted(said.rest or said.stranger)
    )
    return Label(
        text,
        stretch=None if is_last else said.stretch,
        of=said.indicators,
        stranger=whose,
        plan=said.plan,
        narrow=narrow or unknown,
        loose=bool(unknown),
        of_growth=growth,
    )


def _tells(label: Label, end: int | None, row: Row) -> bool:
    """Whether a note speaks of a row: it is above the note's end, marked as the note is, of an indicator it names."""
    own = row.labels[0].indicators
    is_named = bool(set(own) & set(label.of))
    marks = MARK.match(label.text)
    if marks and marks[0] not in row.labels[0].text and not is_named:
        return False
    return (end is None or row.index < end) and (is_named or not (own and label.of))


def _to_row(label: Label, row: Row) -> Label:
    """Return what a note says to a row: a unit other than its own is no mere doubt."""
    said = unit_of_note(folded(label.text)) if label.loose else ""
    own = {unit for each in row.labels for unit in each.units} - {"%"}
    return replace(label, loose=False) if said and own and said not in own else label


def doubt(note: Label) -> str:
    """Return the word of a note that may limit some figures, and does not say which: 注：9月为预计数."""
    if note.plan or len(note.text) > _SHORT:
        return note.plan
    is_of_a_year = note.stretch is not None and note.stretch.year and "数" in note.text
    return note.narrow or (note.text if is_of_a_year else "")


def outer(sheet: Sheet, labeller: Labeller) -> list[Label]:
    """Return what the sheet's and the file's names say: region, time, scope; a sheet's name also its subject."""
    by_sheet = labeller.title(sheet.name, latin=True) if sheet.name else Label("")
    if _CLASS.search(by_sheet.rest) and not (by_sheet.narrow or scope.is_field(by_sheet.rest)):
        by_sheet = replace(by_sheet, narrow=by_sheet.rest, loose=True)
    by_file = labeller.title(unstamped(PurePath(sheet.file).stem))
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


def sentences(text: str) -> list[str]:
    """Return a line as its sentences where they name several years, one being of something else, and its unit apart.

    The day on which a table was made is none of its figures'.
    """
    text = unstamped(text)
    parts = _STOP.split(text) if len(set(_YEARS.findall(text))) > 1 else [text]
    parts = [each for part in parts for each in _UNIT_BEHIND.split(part)]
    return [each for part in parts for each in _other_months(part) if each.strip()]


def _other_months(text: str) -> list[str]:
    """Return a line and what its brackets say of other months apart: 2025年10月金融月报（9月数据）."""
    behind = _MONTHS_BEHIND.search(text)
    if behind is None:
        return [text]
    rest = text.replace(behind[0], "")
    inside, outside = (set(_MONTH.findall(each)) for each in (behind["inside"], rest))
    return [rest, behind["inside"]] if outside and not inside & outside else [text]


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
