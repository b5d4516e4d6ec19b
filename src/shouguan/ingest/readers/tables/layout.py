"""Where the tables of a sheet are: titles, stacked headings, the column that names the rows, sections, notes.

Works on any sheet that a person laid out for reading: several tables below or beside one another, up to
three heading rows with merged cells, units over the table, section lines between the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from shouguan.ingest.readers.sheets.grid import MOST_COLUMNS, Sheet
from shouguan.ingest.readers.tables import across, dotted, frequency, stretches, surroundings
from shouguan.ingest.readers.tables.asides import Asides, is_source
from shouguan.ingest.readers.tables.footnotes import marked
from shouguan.ingest.readers.tables.grids import Convention, Row, Table
from shouguan.ingest.readers.tables.labels import Label, Labeller
from shouguan.ingest.readers.tables.lines import distinct, is_dash, is_figure, is_note, notes
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.rows import names_a_subject
from shouguan.ingest.readers.tables.stamps import is_stamp

_UNIT_LINE = re.compile(r"(?:(?:计量)?(?:单位|unit)|人民币值):")
_SPAN_LINE = re.compile(r"(?:时间|time):")
_LABEL_HEADS = {
    *(
        "指标 指标名称 项目 名称 地区 区域 县区 县市区 县(市、区) 县(市,区) 区县 市州 时间 日期 月份"
        " 时期 季度 行业 分类 主要指标 类别 indicators indicator region time"
        " date seriesname name"
    ).split(),
}
_NAMES = {"指标", "指标名称"}
_SERIAL_HEADS = {"序号", "编号", "no.", "no"}
_UNIT_HEADS = {"单位", "计量单位", "unit", "units"}
_REGION_HEADS = {"地区", "region", "country", "国家", "区域"}
_DISTRICT_HEADS = {"县区", "县市区", "县(市、区)", "县(市,区)", "区县", "市州"}
_HEADS = _LABEL_HEADS | _SERIAL_HEADS | _UNIT_HEADS | _REGION_HEADS
REMARK_HEADS = {"备注", "说明", "附注", "remark", "remarks"}
"""Over words that say something of their row's figures."""
_METADATA_HEADS = {
    *(
        "来源 指标id 指标代码 代码 更新时间 最后更新 source status seriesid"
        " srcode mnemonic 起始时间 结束时间 firstobs.date lastobs.date"
        " lastupdatetime functiondescription"
    ).split(),
    *frequency.HEADS,
    *REMARK_HEADS,
}
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.\d{1,2})?")
_TITLE_WORDS_MOST = 4


def tables(sheet: Sheet, labeller: Labeller, convention: Convention) -> list[Table]:
    """Find the tables of a sheet.

    Parameters
    ----------
    sheet : Sheet
    labeller : Labeller
    convention : Convention
        What this kind of file means where it says nothing.

    Returns
    -------
    list of Table
    """
    made: list[Table] = []
    titles: list[str] = []
    limits: list[Label] = []
    row, height, last = 0, len(sheet.rows), 0
    while row < height:
        cells = distinct(sheet, row)
        if not cells or is_note(cells[0][1]):
            row += 1
            continue
        if _is_title(sheet, row, cells):
            titles += [text for _, text in cells]
            row += 1
            continue
        heads = row
        while row < height and (cells := distinct(sheet, row)) and _is_heading(cells, labeller, _below(sheet, row)):
            if row > heads and _names_a_row(cells, labeller):
                break
            row += 1
        start = row
        row = _body_end(sheet, start, labeller)
        if row == start:
            row = max(row, heads + 1)  # a line of words without figures below it heads nothing
            titles += [text for _, text in distinct(sheet, heads)][:_TITLE_WORDS_MOST]
            continue
        bands = _bands(sheet, range(heads, start), range(start, row), titles, labeller, convention)
        below = notes(sheet, last, row)
        for table in bands:
            above = surroundings.of_a_later_table(table.titles, limits) if last else table.titles
            body = surroundings.noted(table.body, below, labeller, above, is_export=convention.history)
            made.append(replace(table, titles=above, body=body, marked=marked(text for _, text in below)))
        limits = limits if last else [label for table in bands[:1] for label in surroundings.limiting(table.titles)]
        last = row
        titles = titles[:1] if len(titles) > 1 else []
    return made


def _is_title(sheet: Sheet, row: int, cells: list[tuple[int, str]]) -> bool:
    if any(_UNIT_LINE.match(folded(text)) for _, text in cells):
        return not any(is_figure(text) for _, text in cells)
    *before, (_, last) = cells
    if before and is_stamp(last) and len(cells) <= _TITLE_WORDS_MOST:  # 市统计局 | 2025年10月26日
        return not any(is_stamp(text) or is_figure(text) or folded(text) in _HEADS for _, text in before)
    return len(cells) == 1 and not is_figure(cells[0][1]) and folded(cells[0][1]) not in _LABEL_HEADS


def _is_heading(cells: list[tuple[int, str]], labeller: Labeller, names_below: str = "") -> bool:
    """Whether a row stands over figures: words only, and words that say what figures are."""
    words = [text for _, text in cells]
    if folded(words[0]) in _LABEL_HEADS | _SERIAL_HEADS or not _NAMES.isdisjoint(map(folded, words[1:3])):
        return True
    if any(is_figure(text) for text in words):
        return False
    if len(words) == 1 and cells[0][0] == 0:
        return False
    if cells[0][0] and names_below in _LABEL_HEADS:
        return True  # 总额 and #限额以上, and in the next row 地区 and what is said of each
    speaking = [_speaks(labeller.read(text)) for text in words]
    return sum(speaking) * 2 >= len(words) and (len(words) < 2 or sum(speaking[1:]) * 2 >= len(words) - 1)


def _below(sheet: Sheet, row: int) -> str:
    """Return the first text of the row below, where it stands at the sheet's edge."""
    cells = distinct(sheet, row + 1) if row + 1 < len(sheet.rows) else []
    return folded(cells[0][1]) if len(cells) > 1 and not cells[0][0] else ""


def _speaks(label: Label) -> bool:
    return bool(
        label.stretch
        or label.measure
        or label.basis
        or label.units
        or label.indicators
        or label.skipped
        or label.region
        or label.not_ours
    )


def _body_end(sheet: Sheet, start: int, labeller: Labeller) -> int:
    """Return the row after the last row of figures below a heading; sections and blank rows lie between."""
    end = row = start
    while row < len(sheet.rows):
        cells = distinct(sheet, row)
        if cells and is_note(cells[0][1]):
            if not _goes_on(sheet, row, labeller):
                break
            row += 1
            continue
        if len(cells) > 1 or (cells and is_figure(cells[0][1])):
            if any(_UNIT_LINE.match(folded(text)) for _, text in cells) or (
                _is_heading(cells, labeller) and not _names_a_row(cells, labeller) and _stands_over(sheet, row)
            ):
                break
            end = row + 1
        elif cells and _opens_table(sheet, row, labeller):
            break
        row += 1
    return end


def _goes_on(sheet: Sheet, row: int, labeller: Labeller) -> bool:
    """Whether figures of the same table come after a note: rows, with no heading of another table before them."""
    for later in range(row + 1, len(sheet.rows)):
        cells = distinct(sheet, later)
        if not cells or is_note(cells[0][1]) or len(cells) == 1:
            continue
        names = _names_a_row(cells, labeller) or stretches.parse(cells[0][1]) is not None
        named = names and any(is_figure(text) for _, text in cells)
        return named and not any(_UNIT_LINE.match(folded(text)) for _, text in cells)
    return False


def _stands_over(sheet: Sheet, row: int) -> bool:
    """Whether anything but notes comes after a row: a heading at the very end is a row whose name is damaged."""
    later = (distinct(sheet, each) for each in range(row + 1, len(sheet.rows)))
    return any(len(cells) > 1 for cells in later if cells and not is_note(cells[0][1]))


def _names_a_row(cells: list[tuple[int, str]], labeller: Labeller) -> bool:
    """Whether the first cell names what a row is of: below a heading that is a row, whatever follows it."""
    label = labeller.read(cells[0][1])
    if label.stretch and all(_YEAR.fullmatch(text) or is_dash(text) for _, text in cells[1:]):
        return True  # 1—9月 and a level of 2012 or 1915.6: no heading of years writes them beside a month
    if label.measure and label.units and not label.stretch and all(_YEAR.fullmatch(text) for _, text in cells[1:]):
        return len(cells) > 1  # 总额（亿元） and 2012.3, which is no month
    named = bool(label.indicators or label.not_ours or label.region or label.own)
    return named or (len(cells) > 1 and all(is_dash(text) for _, text in cells[1:]))


def _opens_table(sheet: Sheet, row: int, labeller: Labeller) -> bool:
    """Whether a line by itself is the title of a next table: headings, not figures, come next."""
    for later in range(row + 1, len(sheet.rows)):
        cells = distinct(sheet, later)
        if not cells or (len(cells) == 1 and not is_figure(cells[0][1])):
            continue
        return any(_UNIT_LINE.match(folded(text)) for _, text in cells) or _is_heading(cells, labeller)
    return False


def _bands(
    sheet: Sheet, heads: range, body: range, titles: list[str], labeller: Labeller, convention: Convention
) -> list[Table]:
    """Split tables that stand beside one another, where an empty column and then a column of words follow."""
    width = max((len(sheet.rows[row]) for row in (*heads, *body)), default=0)
    empty = [not any(sheet.text(row, column) for row in (*heads, *body)) for column in range(width)]
    starts = [0]
    serial = {c for c in range(width) if any(folded(sheet.text(row, c)) in _SERIAL_HEADS for row in heads)}
    for column in range(1, width):
        words = [sheet.raw(row, column) for row in body if sheet.raw(row, column)]
        first_words = words and all(not is_figure(word) and not is_dash(word) for word in words)
        over = {folded(sheet.text(row, column)) for row in heads}
        if (
            first_words
            and (over & _LABEL_HEADS and column > 0 and not over & _REGION_HEADS)
            and (empty[column - 1] or _has_figures(sheet, body, starts[-1], column, serial))
        ):
            starts.append(column)
    ends = [*starts[1:], width]
    starts = [a for a, end in zip(starts, ends, strict=True) if not a or _has_figures(sheet, body, a, end, serial)]
    bounds = [*starts[1:], max(width, MOST_COLUMNS)]
    return [
        table
        for first, last in zip(starts, bounds, strict=True)
        if (table := _table(sheet, heads, body, range(first, min(last, width)), titles, labeller, convention, last))
        is not None
    ]


def _has_figures(sheet: Sheet, body: range, first: int, last: int, apart: Set[int] = frozenset()) -> bool:
    columns = [column for column in range(first, last) if column not in apart]
    return any(is_figure(sheet.raw(row, column)) for row in body for column in columns)


def _table(
    sheet: Sheet,
    heads: range,
    body: range,
    columns: range,
    titles: list[str],
    labeller: Labeller,
    convention: Convention,
    end: int,
) -> Table | None:
    over = {column: _stack(sheet, heads, column, columns) for column in columns}
    naming = _naming_columns(sheet, body, columns, over)
    if not naming:
        return None
    roles = {column: {folded(text) for text in texts} for column, texts in over.items()}
    # of region and indicator side by side the indicator names the row
    label_column = ([column for column in naming if not roles[column] & _REGION_HEADS] or naming)[-1]
    above = [text for row in heads if (text := _spanning(sheet, row, label_column, columns))]
    units = [c for c in columns if c > label_column and roles[c] & _UNIT_HEADS]
    regions = [c for c in columns if c != label_column and (roles[c] & _REGION_HEADS or c in naming)]
    classes = {c for c in regions if not roles[c] & (_REGION_HEADS | _DISTRICT_HEADS)}
    apart = [c for c in columns if roles[c] & (_METADATA_HEADS | _SERIAL_HEADS)]
    plain = [c for c in columns if c > label_column and c not in (*units, *regions, *apart)]
    remarks = [c for c in columns if c > label_column and roles[c] & REMARK_HEADS]
    often = [c for c in columns if roles[c] & frequency.HEADS] if convention.history else []
    months = dotted.october_or_doubt(over)
    months_down = dotted.october_or_doubt({row: [sheet.text(row, label_column)] for row in body})
    headings = {
        column: [labeller.month(text, months.get(column)) for text in reversed(over[column]) if text not in above]
        for column in plain
        if over[column]
    }
    last = max(headings, default=0)
    unheaded = tuple(c for c in plain if c < last and not over[c] and _has_figures(sheet, body, c, c + 1))
    rows: list[Row] = []
    own = convention.is_own
    sources = [c for c in apart if any(map(is_source, roles[c]))]
    worded = [c for c in plain if over[c] and c not in remarks and _is_worded(sheet, body, c)]
    asides = Asides(labeller, sorted(classes) if own else [], (worded, remarks), sources if own else [])
    groups = surroundings.Groups(labeller, [c for c in regions if c not in classes and convention.is_own])
    sections = surroundings.Sections(labeller)
    for row in body:
        text = sheet.text(row, label_column)
        cells = [(column, cell) for column, cell in distinct(sheet, row) if column in columns]
        if not cells and not text:
            continue
        if len(cells) == 1 and cells[0][0] <= label_column and not is_figure(cells[0][1]):
            if rows and _are_same_months(labeller.read(cells[0][1]), rows[-1].labels[0]):
                continue  # 2019年1—9月 below a row 2020年1—9月 with figures: a row whose own are not there
            for each in (sections, groups, asides):
                each.line(cells[0][1], is_note=is_note(cells[0][1]))
            continue
        labels = [labeller.month(text, months_down.get(row)), *groups.lost(sheet, row, text)]
        for column in (*units, *regions):
            label = labeller.read(groups.over(sheet, row, column))
            if label.text not in {"", text} and column not in classes:
                labels.append(label)
        labels += asides.of(sheet, row)
        labels += [label for column in often for label in frequency.labels(sheet.text(row, column), labels)]
        rows.append(Row(row, tuple(labels), sections.over(text)))
    named = [text for text in dict.fromkeys(over[label_column]) if text not in above and labeller.title(text).places]
    lines = [*titles, *above, *named]  # 全省指标 over the names of rows
    lines = [
        sentence for text in lines if not _SPAN_LINE.match(folded(text)) for sentence in surroundings.sentences(text)
    ]
    known = [labeller.line(text) for text in reversed(lines)]
    around = [*known, *surroundings.outer(sheet, labeller)]
    over_all = across.of_wholes(across.of_subject(headings, around))
    hidden = sheet.after_hidden.columns
    behind = frozenset(
        c for c in hidden if any(names_a_subject(e) or e.stretch or e.basis for e in map(labeller.read, hidden[c]))
    )
    return Table(sheet, around, over_all, rows, convention, end, unheaded, frozenset([*apart, *units]), behind)


def _are_same_months(one: Label, other: Label) -> bool:
    """Whether two labels name the same months of two years and nothing else: 2020年1—9月 and 2019年1—9月."""
    if any(label.stretch is None or label.rest or label.indicators or label.region for label in (one, other)):
        return False
    assert one.stretch is not None and other.stretch is not None
    years = {one.stretch.year, other.stretch.year}
    return None not in years and len(years) > 1 and one.stretch.month == other.stretch.month is not None


def _is_worded(sheet: Sheet, body: range, column: int) -> bool:
    """Whether words, not figures, stand in a column: what they say, they say of the figures beside them."""
    texts = [text for row in body if (text := sheet.raw(row, column))]
    is_number = any(is_figure(text) or _YEAR.fullmatch(text) for text in texts)  # 2012.3 may be a month as well
    return not is_number and any(not is_dash(text) for text in texts)


def _stack(sheet: Sheet, heads: range, column: int, columns: range) -> list[str]:
    """Return the texts over a column, top to bottom; an upper heading reaches over the blanks to its right."""
    texts: list[str] = []
    for row in heads:
        text = sheet.text(row, column)
        if not text and row != heads[-1] and any(sheet.text(below, column) for below in range(row + 1, heads.stop)):
            text = next(
                (sheet.text(row, left) for left in range(column - 1, columns.start, -1) if sheet.text(row, left)), ""
            )
        if text and text not in texts and not is_dash(text):
            texts.append(text)
    return texts


def _spanning(sheet: Sheet, row: int, label_column: int, columns: Sequence[int]) -> str:
    """Return the text of a heading row that reaches from the label column over the figures: a title."""
    text = sheet.text(row, label_column)
    reach = [column for column in columns if column > label_column and sheet.merged.get((row, column)) is not None]
    same = [c for c in reach if sheet.text(row, c) == text and sheet.merged[row, c][1] <= label_column]
    return text if same else ""


def _naming_columns(sheet: Sheet, body: range, columns: range, over: dict[int, list[str]]) -> list[int]:
    """Return the columns that name the rows: the first that holds words or dates, and those right beside it.

    A second one must be headed as one (地区 | 指标) and hold words: a column of dashes is a column of figures.
    """
    naming: list[int] = []
    for column in columns:
        roles = {folded(text) for text in over[column]}
        if roles & _SERIAL_HEADS:
            continue
        texts = [sheet.text(row, column) for row in body if sheet.text(row, column)]
        worded = sum(not is_figure(text) and not is_dash(text) for text in texts) * 2 > len(texts)
        if naming and not (texts and worded and roles & _LABEL_HEADS):
            break
        if texts and (roles & _LABEL_HEADS or sum(not is_figure(text) for text in texts) * 2 > len(texts)):
            naming.append(column)
    return naming
