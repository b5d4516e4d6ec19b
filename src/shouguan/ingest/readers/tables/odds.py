"""Words of time that contradict each other: of a row and its heading, of a line above, of titles, of `--period`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables.grids import Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.spans import FIRST_QUARTER, adds_up_a_quarter, first, reported
from shouguan.ingest.readers.tables.stretches import Stretch, parse
from shouguan.ingest.readers.tables.words import SAME_MONTH

_MERGED, _DECEMBER = 2, 12
"""January and February are one figure."""
_WHOLE = parse("全年")


def at_odds(row: Sequence[Label], near: Sequence[Label], sections: Sequence[Label]) -> list[str]:
    """Return what names a row and a heading, or a line above the row and either, that are of two times."""
    for part in ("month", "year"):
        beside = _dated(row, part)
        for over in (_dated(near, part), _dated(row[1:], part)):  # a heading; a remark beside the row
            if beside and over and getattr(beside.stretch, part) != getattr(over.stretch, part):
                return [beside.text, over.text]
    whole = [_Dated(e.text, e.stretch) for e in near if e.stretch and e.stretch.basis == "ytd" and e.stretch.month]
    if len({each.stretch.month for each in whole}) > 1:  # 全年 over 1—9月
        return list(dict.fromkeys(each.text for each in whole))
    own, month = _dated([*row, *near], "year"), _dated([*row, *near], "month")
    timed = [_Dated(e.text, e.stretch or Stretch(basis=e.basis)) for e in sections if e.stretch or e.basis]
    line = next((each for each in timed if each.stretch.year or each.stretch.back), None)
    if own and line and line.stretch.year != own.stretch.year:
        return [line.text, own.text]
    nearest = next((each for each in timed if each.stretch.month or each.stretch.basis), None)
    if nearest and month and nearest.stretch.month not in {None, month.stretch.month}:
        return [nearest.text, month.text]
    of_one = nearest and any("single" in _bases(label) for label in sections if label.text == nearest.text)
    if nearest and month and of_one and _is_from_january(month.stretch):
        return [nearest.text, month.text]
    of_month = next((label.text for label in (*row, *near) if any(w in folded(label.text) for w in SAME_MONTH)), None)
    return [nearest.text, of_month] if nearest and of_month and _is_from_january(nearest.stretch) else []


def _bases(label: Label) -> set[str | None]:
    return {label.basis, label.stretch.basis if label.stretch else None}


def _is_from_january(stretch: Stretch) -> bool:
    """Whether a stretch is of several months that are not one quarter alone: what it is of is no single figure."""
    return stretch.basis == "ytd" and (stretch.month or 0) > FIRST_QUARTER


def whole_or_not(table: Table, strong: Sequence[Label], options: Options) -> list[str]:
    """Return a year beside months, and the title that names months: the whole year, or those months of it."""
    if not table.has_years_beside_months:
        return []
    report = reported(table, options)
    year = next((label for label in strong if label.stretch and label.stretch.year), None)
    if report is None or report.month in {None, 12} or year is None:
        return []
    title = next(
        (each.text for each in table.titles if each.stretch and each.stretch.month), f"--period {options.period}"
    )
    is_bare = all(label.stretch is None or (label.stretch.month is None and not label.stretch.back) for label in strong)
    return [year.text, title] if is_bare else []


def against_period(table: Table, options: Options) -> str:
    """Return the title, the sheet's or the file's name that says another time than `--period`, or nothing."""
    if options.period is None:
        return ""
    said = reported(table, options)
    assert said is not None
    for label in table.titles:
        own, is_file = label.stretch, label is table.titles[-1]
        if own is None or own.back:
            continue
        assert said.year is not None
        other_year = own.year is not None and (own.year < said.year if is_file else own.year != said.year)
        if other_year or (own.month not in {None, said.month} and not is_file):
            return label.text
    return ""


def disagreement(table: Table, strong: Sequence[Label], sections: Sequence[Label], options: Options) -> list[str]:
    """Return titles, the sheet's and the file's name that contradict each other, or what row and heading say.

    A file may be named by the month that it came out in.
    """
    if options.period is not None:
        return []
    *lines, of_sheet, of_file = table.titles
    by_year = {each.stretch.year: each.text for each in table.titles if each.stretch and each.stretch.year}
    own, section = _dated(strong, "year"), _dated(sections, "year")
    if own is not None and (against := _other_year(table, own, strong)):
        return against
    said = own or section
    if said is None and len(by_year) > 1:
        return list(by_year.values())
    if said is not None and table.convention.history:  # a series has its own dates, whatever its sheet is called
        return []
    year = said.stretch.year if said is not None else first(by_year)
    above = [_Dated(e.text, e.stretch) for e in (*lines, of_sheet) if e.stretch]
    if said is not None and of_sheet.stretch and of_sheet.stretch == _WHOLE:  # 全年 over 2020年1—9月 | 2019年
        above.pop()
    by_month = {e.stretch.month: e.text for e in above if e.stretch.month and e.stretch.year in {None, year}}
    by_file = of_file.stretch
    is_of_file_year = said is None and by_file is not None and by_file.year in {*by_year}
    if is_of_file_year and by_file and by_file.month and by_month and by_file.month < min(by_month):
        return [*by_month.values(), of_file.text]  # nobody has September's figures in August
    if len(by_month) == 1 and _fills_in(table):
        return []
    month = _dated([*strong, *sections], "month")
    if month is None:
        return list(by_month.values()) if len(by_month) > 1 else []
    others = {number: text for number, text in by_month.items() if number != month.stretch.month}
    report = reported(table, options)
    if said is not None and report and report.year == year and (report.month or 12) < (month.stretch.month or 0):
        return []  # later than the report, and refused as that
    named = {*_months(table, year), month.stretch.month} if others else set()
    if said is not None and len(named - {None}) > 1:  # months of a year that is not over: 2020年1—8月 | 2020年1—9月
        named.add(_DECEMBER)
    other = next((text for number, text in others.items() if number not in named), None)
    return [other, month.text] if other is not None else []


def _months(table: Table, year: int | None) -> set[int | None]:
    """Return the months of the title's year that columns, rows and lines between them are of.

    Last year's 1—9月 bears out no title of 1—9月.
    """
    ours = (group for group in table.lines if not any(e.back or (e.year and year and e.year < year) for e in group))
    return {each.month for group in ours for each in group}


def _fills_in(table: Table) -> bool:
    """Whether the title says the month of a column: then another column that says its own does not contradict it."""
    heads_of = table.heads.items()
    dated = [column for column, heads in heads_of if any(label.stretch and label.stretch.month for label in heads)]
    return any(
        column < min(dated, default=0) and any(label.measure or label.units for label in heads)
        for column, heads in heads_of
    )


def _other_year(table: Table, own: _Dated, strong: Sequence[Label]) -> list[str]:
    """Return a title and a heading of two years: the title's is earlier, or no heading names it."""
    assert own.stretch.year is not None
    titled = [e for e in table.titles if e.stretch and e.stretch.year and "年鉴" not in e.text]
    titles = [_Dated(e.text, e.stretch) for e in titled if e.stretch]
    earlier = next((each for each in titles if (each.stretch.year or 0) < own.stretch.year), None)
    if earlier is not None:
        return [earlier.text, own.text]
    title = titles[0] if titles and titled[0] is not table.titles[-1] else None
    if title is None or table.convention.history or len(table.years) > 1:
        return []
    over, month = title.stretch, own.stretch.month
    is_short = over.month is None or month is None or month <= over.month  # a January edition may print last December
    is_other = over.year != own.stretch.year and not any(each.stretch and each.stretch.back for each in strong)
    return [title.text, own.text] if is_other and is_short else []


@dataclass(frozen=True)
class _Dated:
    text: str
    stretch: Stretch


def _dated(labels: Iterable[Label], part: str) -> _Dated | None:
    """Return the first label whose stretch names a year, or a month."""
    each = ((label.text, label.stretch) for label in labels if label.stretch)
    return next((_Dated(text, stretch) for text, stretch in each if getattr(stretch, part)), None)


def torn(labels: Sequence[Label]) -> list[str]:
    """Return two texts, or one, that say 累计 and 当月 of one figure: 1—4月 beside 当月增长, or 1-9月当月."""
    long = [label for label in labels if _is_long(label)]
    single = [label for label in labels if _is_single(label)]
    pair = next(((a, b) for a in long for b in single if not _is_first_quarter(a, b)), None)
    return list(dict.fromkeys(label.text for label in pair)) if pair else []


def torn_titles(table: Table, strong: Sequence[Label]) -> list[str]:
    """Return a title and a heading of which one says the month alone and the other the year so far.

    A heading 1-9月 below 9月当月主要指标, where no other is of one month; or 以上年同月价格为100 below 1-7月价格指数,
    where no other is on 上年同期.
    """
    by_title = next((each for each in table.titles[:-1] if each.basis == "single" or "当月" in each.text), None)
    whole = next((each for each in table.titles if each.stretch and _is_from_january(each.stretch)), None)
    if by_title is None and whole is None:
        return []
    heads = [label for labels in table.heads.values() for label in labels]
    said_of_one = any(each.basis == "single" or (each.stretch and each.stretch.basis == "single") for each in heads)
    long = next((each for each in strong if each.stretch and _is_from_january(each.stretch)), None)
    if by_title and long and not said_of_one:
        return [by_title.text, long.text]
    of_month = next((each for each in strong if any(word in folded(each.text) for word in SAME_MONTH)), None)
    is_beside = any("同期" in folded(label.text) for label in heads)
    is_dated = any(each.stretch and each.stretch.month for each in strong)
    return [whole.text, of_month.text] if of_month and whole and not (is_beside or is_dated) else []


def torn_around(table: Table, strong: Sequence[Label]) -> list[str]:
    """Return a title and a sheet's name that say 累计 and 当月 where nothing nearer says either: 1-9月, sheet 当月."""
    is_said = any(_is_long(label) or _is_single(label) or (label.stretch and label.stretch.month) for label in strong)
    return [] if is_said else torn(table.titles)


def _is_long(label: Label) -> bool:
    if adds_up_a_quarter(label):
        return False
    stretch = label.stretch
    return label.basis == "ytd" or (stretch is not None and stretch.basis == "ytd" and (stretch.month or 12) > _MERGED)


def _is_single(label: Label) -> bool:
    stretch = label.stretch  # a bare 3月 may stand under 累计
    return label.basis == "single" or (stretch is not None and stretch.basis == "single" and stretch.month is None)


def _is_first_quarter(long: Label, single: Label) -> bool:
    is_first = long.stretch is not None and long.stretch.month == FIRST_QUARTER
    return is_first and (single.stretch or Stretch()).quarter
