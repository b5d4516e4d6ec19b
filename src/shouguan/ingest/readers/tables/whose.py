"""Whose figures they are: the region that a row, a heading or a title names, else the place's own, else asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shouguan.data.place import NATION
from shouguan.ingest.readers.reading import UNNAMED, Options
from shouguan.ingest.readers.tables import left_out, places
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes

_WHOLE_PROVINCE = re.compile(
    r"^[全我本]省增[速长幅](?!.*[位名])|(?<![占在居与和及比于])[全我本]省(?!排|位|名|比|占|第|前|平均|之|各|增速|[市地县区](?!属))"
)
"""全省 where it says whose the figures are, not among whom the city ranks."""

_OF_THE_TABLE = re.compile("[下上本此]表|以[下上]|如下|下列")


def region_of(
    table: Table, row: Row, strong: list[Label], options: Options, at: tuple[int, int], notes: Notes
) -> str | None:
    """Return the code of the region that a figure is of, or None with a finding.

    A region that is named but not known is asked about: it is neither the place's own nor the nation.
    """
    named = {label.region for label in strong if label.region}
    named |= _province([label for label in strong if label.own], options)
    if len(named) > 1:
        notes.add(
            "error",
            table.sheet,
            at,
            ("行和表头写了不同的地区", "row and heading name different regions"),
            ("一个地区", "one region"),
        )
        return None
    near = (*row.labels[1:], *row.sections)
    round_it = near if options.region is not None else (*near, *table.titles)
    strange = next((label for label in round_it if label.stranger), None)
    if strange is not None:  # even where rows name districts: 市中区 is in many cities
        question = left_out.unknown_region(strange) if strange in near else left_out.region_over(strange)
        notes.add("error", table.sheet, at, question, once=("stranger", strange.text, id(table)), value="")
        return None
    is_named = bool(named)
    region = named.pop() if is_named else _of_what_is_around(table, row, strong, options, at, notes)
    if region == places.PROVINCE:
        notes.add("warning", table.sheet, at, left_out.no_province(), once=("province",), value="")
        return None
    if region is not None and not is_named and _is_anybodys(table, at[1], region, options):
        question = left_out.whose_column(table.heads[at[1]][0].text)
        notes.add("warning", table.sheet, at, question, once=("whose", at[1], id(table)), value="")
        return None
    return region


def _of_what_is_around(
    table: Table, row: Row, strong: list[Label], options: Options, at: tuple[int, int], notes: Notes
) -> str | None:
    """Return the region of what stands above, else the place's own, or None with a finding."""
    near = (*row.labels[1:], *row.sections)
    around = _around(table, near, strong, options)
    over, codes = around[0] if around else (None, ())
    if options.region is not None:
        if over is not None and options.region not in codes:
            told = left_out.against_flag(over.text, f"--region {options.region}")
            notes.add("warning", table.sheet, at, told, once=("region", over.text, id(table)), value="")
        return options.region
    if over is not None:
        question = None if len(codes) == 1 and codes[0] != places.EACH else left_out.several_regions(over.text)
        if question is None and over in table.titles:
            farther = next((label for label, theirs in around if _contradicts(table, label, theirs, codes[0])), None)
            question = None if farther is None else left_out.two_regions(over.text, farther.text)
        if question is None:
            return codes[0]
        notes.add("error", table.sheet, at, question, once=("regions", id(table)), value="")
        return None
    own = options.own_region if table.convention.is_own else None
    region = table.convention.region or own
    if region is None:
        notes.add(
            "error",
            table.sheet,
            at,
            left_out.no_region() if table.convention.is_own else left_out.no_region_of_series(),
            once=("region",),
            value="",
        )
        return UNNAMED  # what else the line says is still read and shown
    return region


def _around(
    table: Table, near: Sequence[Label], strong: Sequence[Label], options: Options
) -> list[tuple[Label, tuple[str, ...]]]:
    """Return the lines over a figure that name places, nearest first, each with those that the figure may be of.

    Below 全市, be it a row's or a line's, the nation, the province and 各县 are what the place is compared with; a
    place that a column is headed with is not that of the other columns.
    """
    is_local = any(re.search("[全本我]市", folded(label.text)) for label in strong if label.own)
    is_whole = any(label.own for label in strong)
    found: list[tuple[Label, tuple[str, ...]]] = []
    for label in (*near, *table.titles):
        named = label.places or ((label.region,) if label.region else ())
        if not named:
            continue
        if label.text.strip().endswith("。") and label in table.titles and not _OF_THE_TABLE.search(label.text):
            continue  # a sentence of the text above speaks of what is in it
        wide = {NATION, places.PROVINCE, places.EACH} if is_local else {places.EACH} if is_whole else set()
        codes = [_resolved(code, options) for code in named if code not in wide]
        if codes == [places.LOCAL]:
            is_local = True
            continue
        if any(code not in {NATION, places.PROVINCE, places.EACH, places.LOCAL} for code in named):
            codes = [code for code in codes if code != places.LOCAL]
        codes = [code for code in codes if code not in table.headed] if len(codes) > 1 else codes
        if codes := list(dict.fromkeys(codes)):
            found.append((label, tuple(codes)))
    return found


def _resolved(code: str, options: Options) -> str:
    """Return the code of 全省: what the place that the file is of lies in; others as they are."""
    own = options.region or options.own_region or ""
    if code != places.PROVINCE or not own:
        return code
    return own if own.endswith("0000") else _lies_in(own, options)


def _lies_in(own: str, options: Options) -> str:
    """Return the province of a city or county; 全省 itself where nothing tells which: the nation is none."""
    by_code, above = own[:2] + "0000", options.above if own == options.own_region else None
    if above == NATION:
        return by_code if by_code in options.names.values() else places.PROVINCE
    return above or by_code


def _contradicts(table: Table, label: Label, codes: tuple[str, ...], near: str) -> bool:
    """Whether a title says another place than a nearer one: neither the same nor what it lies in.

    A sheet is of the one place that it is called by, whatever heads the book's pages.
    """
    if label not in table.titles or places.EACH in codes or places.LOCAL in codes:
        return False
    is_sheet = len(table.titles) > 1 and label is table.titles[-2]
    return near not in codes if is_sheet else not any(places.lies_in(near, code) for code in codes)


def _is_anybodys(table: Table, column: int, region: str, options: Options) -> bool:
    """Whether a column without a place stands among columns of several: 全国 | 去年同期 | 山东省 | 示范市.

    It is of the place to its left where that is the table's own and no title names others, and where none is to its
    left of the table's own if no other column is.
    """
    over = {each: place for each, heads in table.heads.items() if (place := _place_over(heads, options))}
    if column in over or not over:
        return False
    left = max((each for each in over if each < column), default=None)
    is_of = any(label.measure in {"growth", "rank", "share"} for label in table.heads[column])
    if left is not None and over[left] != region and is_of:  # 全国 | 增速%
        return True
    if len(set(over.values())) < 2:
        return False
    if left is None:
        return region in over.values()
    listed = {
        code
        for label in table.titles
        for name, code in options.names.items()
        if code in over.values() and folded(name) in folded(label.text)
    }
    return over[left] != region or len(listed) > 1


def _place_over(heads: Sequence[Label], options: Options) -> str | None:
    """Return whose figures a column's headings say that they are, or None."""
    named = next((label.region for label in heads if label.region), None)
    own = [label for label in heads if label.own]
    if named or not own:
        return named
    return next(iter(_province(own, options)), options.region or options.own_region)


def _province(labels: Sequence[Label], options: Options) -> set[str]:
    """Return the province of a city's file that says 全省, which is no name of the city."""
    own = options.region or options.own_region or ""
    if not own or own.endswith("0000") or not any(_WHOLE_PROVINCE.search(folded(label.text)) for label in labels):
        return set()
    return {_lies_in(own, options)}
