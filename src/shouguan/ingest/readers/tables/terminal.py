"""Exports of data terminals (Wind, CEIC, Choice): rows about the series above, dates down the first column.

Also the other way round, with series in rows. What stands in 来源 and 指标ID is not needed; name, unit and 频率 say
what a series is. A name without a region is asked about: it may be the nation's or any place's.
"""

from __future__ import annotations

from pathlib import Path

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.reading import Found, Options
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import beside, frequency, layout, stretches
from shouguan.ingest.readers.tables.crosstab import read_tables
from shouguan.ingest.readers.tables.grids import Convention, Row, Table
from shouguan.ingest.readers.tables.labels import UNITS, Label, Labeller, labeller_of
from shouguan.ingest.readers.tables.lines import is_note
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.surroundings import Sections, noted, outer

_NAME_KEYS = {"指标名称", "指标", "名称", "seriesname", "indicator", "name", "subnationalseries"}
_UNIT_KEYS = {"单位", "unit"}
_REGION_KEYS = {"地区", "国家", "region", "country", "subregion"}
_OTHER_KEYS = {
    *("频率", "指标id", "指标代码", "来源", "更新时间", "时间区间", "起始时间", "结束时间", "备注", "公布时间"),
    *("frequency", "source", "status", "seriesid", "srcode", "mnemonic", "firstobs.date", "lastobs.date"),
    *("lastupdatetime", "functiondescription", "remarks", "#ofobs", "suggestions", "functioninformation"),
}
_REMARK_KEYS = {
    "备注",
    "说明",
    "注",
    "附注",
    "口径",
    "统计口径",
    "指标说明",
    "数据说明",
    "范围",
    "统计范围",
    "remarks",
    "note",
    "notes",
}
"""Rows above the dates whose words may make a series another one."""
_CONVENTION = Convention(history=True)
_LOOKED_AT = 25


def read(file: Path, sheets: list[Sheet], options: Options) -> Found:
    """Read an export, series down or across."""
    labeller = labeller_of(options)
    tables: list[Table] = []
    said: list[Finding] = []
    for sheet in sheets:
        table = _down(sheet, labeller)
        if table is not None:
            said += _heard(table, labeller)
        tables += [table] if table is not None else layout.tables(sheet, labeller, _CONVENTION)
    found = read_tables(tables, options)
    return found._replace(findings=[*found.findings, *said])


def says(sheet: Sheet) -> tuple[str, str] | None:
    """Return how one sees that a sheet is such an export, or None."""
    keys = _keys(sheet)
    about = [sheet.text(row, 0) for row in keys if folded(sheet.text(row, 0)) in _OTHER_KEYS | _UNIT_KEYS]
    if len(about) >= 2 or (about and any(folded(sheet.text(row, 0)) in _NAME_KEYS for row in keys)):
        return f"首列有“{'”“'.join(about[:3])}”", f"the first column has '{', '.join(about[:3])}'"
    for row in range(min(len(sheet.rows), _LOOKED_AT)):
        across = [text for text in sheet.rows[row] if folded(text) in _OTHER_KEYS]
        if len(across) >= 2:
            return f"表头有“{'”“'.join(across[:3])}”", f"the heading has '{', '.join(across[:3])}'"
    return None


def _keys(sheet: Sheet) -> list[int]:
    """Return the rows above the first date whose first cell is a key."""
    columns = []
    for row in range(min(len(sheet.rows), _LOOKED_AT)):
        first = sheet.text(row, 0)
        if stretches.parse(first) is not None:
            break
        if folded(first).rstrip(":") in _NAME_KEYS | _UNIT_KEYS | _REGION_KEYS | _OTHER_KEYS:
            columns.append(row)
    return columns


def _under_a_link(sheet: Sheet, keys: list[int]) -> list[int]:
    """Return the row above the keys where it names series and begins with a remark of the terminal's own."""
    above = keys[0] - 1 if keys else -1
    named = above >= 0 and sheet.text(above, 0) and len([text for text in sheet.rows[above] if text.strip()]) > 1
    return [above] if named else []


def _down(sheet: Sheet, labeller: Labeller) -> Table | None:
    """Return the table with dates down the first column, or None where the series are in rows."""
    keys = _keys(sheet)
    dates = [row for row in range(len(sheet.rows)) if stretches.parse(sheet.text(row, 0)) is not None]
    names = [row for row in keys if folded(sheet.text(row, 0)).rstrip(":") in _NAME_KEYS] or _under_a_link(sheet, keys)
    if not names or not dates or dates[0] < names[0]:
        return None
    used = [
        row
        for row in (*names, *keys)
        if row in names or folded(sheet.text(row, 0)).rstrip(":") in _UNIT_KEYS | _REGION_KEYS
    ]
    often = next((row for row in keys if folded(sheet.text(row, 0)).rstrip(":") in frequency.HEADS), None)
    width = max(len(sheet.rows[row]) for row in (*used, *dates))
    heads: dict[int, list[Label]] = {}
    remarks: set[int] = set()
    for column in range(1, width):
        texts = [sheet.text(row, column) for row in used if sheet.text(row, column)]
        if {folded(text) for text in texts} & layout.REMARK_HEADS:
            remarks.add(column)
        elif texts:
            heads[column] = [labeller.read(text) for text in texts]
            how_often = sheet.text(often, column) if often is not None else ""
            heads[column] += frequency.labels(how_often, heads[column])
    titles = [labeller.line(text) for row in range(min(*names, *keys)) if (text := _alone(sheet, row))]
    body = _dated(sheet, dates, range(max(keys) + 1, len(sheet.rows)), remarks, labeller)
    return Table(sheet, [*titles[::-1], *outer(sheet, labeller)], heads, body, _CONVENTION, apart=frozenset(remarks))


def _heard(table: Table, labeller: Labeller) -> list[Finding]:
    """Hear what the rows above the dates say of each series beside its name: a part, a forecast, another unit.

    A series that is none of ours for it gets a heading that says so; of two units, and of words that nobody
    understands, the findings tell.
    """
    sheet = table.sheet
    dates = (row for row in range(len(sheet.rows)) if stretches.parse(sheet.text(row, 0)) is not None)
    above = [(row, folded(sheet.text(row, 0)).rstrip(":")) for row in range(next(dates, 0))]
    known = _NAME_KEYS | _UNIT_KEYS | _REGION_KEYS | _OTHER_KEYS
    found: list[Finding] = []
    for column, heads in table.heads.items():
        units = next((row for row, key in above if key in _UNIT_KEYS), None)
        if units is not None and (against := _two_units(heads, labeller.read(sheet.text(units, column)))):
            found.append(_finding(table, "error", against, units, column))
        for row, key in above:
            text = sheet.text(row, column)
            if not text or (key in known and key not in _REMARK_KEYS):
                continue
            if word := beside.limits(text, labeller):
                heads.append(Label(text, not_ours=_beside(word)))
            elif key in _REMARK_KEYS and beside.unknown(text):
                found.append(_finding(table, "warning", beside.shown(text), row, column))
    return found


def _beside(word: str) -> tuple[str, str]:
    return (
        f"这一列的名称下面写有“{word}”，可能不是这里要的数；如确是，请删去这句话",
        f"'{word}' stands below the series' name: perhaps another figure; delete the words if it is not",
    )


def _two_units(heads: list[Label], unit: Label) -> tuple[str, str] | None:
    """Return why a series' name and its unit contradict each other, or None."""
    named = {each for label in heads if label.text != unit.text for each in label.units}
    ways, other = {UNITS[each] for each in named}, {UNITS[each] for each in unit.units}
    if not ways or not other or ways & other:
        return None
    name, row = "、".join(sorted(named)), unit.text
    return (
        f"名称写的单位是“{name}”，单位一行是“{row}”；请改正其一",
        f"the series' name says '{name}', its unit '{row}'; correct one of them",
    )


def _finding(table: Table, severity: Severity, told: tuple[str, str], row: int, column: int) -> Finding:
    sheet = table.sheet
    return Finding(severity, *told, sheet.file, sheet.name, sheet.lines[row], letters(column), sheet.text(row, column))


def _dated(sheet: Sheet, dates: list[int], below: range, remarks: set[int], labeller: Labeller) -> list[Row]:
    """Return the rows of figures; a line by itself among the dates holds for those below it."""
    body: list[Row] = []
    sections = Sections(labeller)
    named = [stretches.parse(sheet.text(row, 0)) for row in dates]
    by_month = any(each is not None and each.month is not None for each in named)
    by_span = sum(each is not None and each.basis == "ytd" for each in named) > 1
    for row in below:
        text = _alone(sheet, row)
        stretch = stretches.parse(text) if text else None
        is_span = stretch is not None and stretch.basis == "ytd" and not by_span
        if text and (stretch is None or is_span or (by_month and stretch.month is None)):  # a year among months
            sections.line(text, is_note=is_note(text))
        elif len(sheet.rows[row]) > 1:
            # a row among the dates without a date is no remark: its figures would be lost without a word
            told = [labeller.remark(sheet.raw(row, column)) for column in remarks if sheet.raw(row, column)]
            body.append(Row(row, (labeller.read(sheet.text(row, 0)), *told), sections.over(sheet.text(row, 0))))
    notes = [(row, text) for row in range(len(sheet.rows)) if (text := _alone(sheet, row))]
    return noted(body, notes, labeller, [])


def _alone(sheet: Sheet, row: int) -> str:
    """Return the text of a row that has a text and nothing else."""
    filled = [text.strip() for text in sheet.rows[row] if text.strip()]
    return filled[0] if len(filled) == 1 and sheet.text(row, 0) else ""
