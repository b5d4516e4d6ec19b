"""Read a place's list of actions, YAML or XLSX: every row checked, all problems told together with their cells."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError, nearest
from shouguan.core.files import read_yaml
from shouguan.core.findings import Finding, raise_errors
from shouguan.core.indicators import CATALOGUE
from shouguan.core.wrong_settings import among, not_plain
from shouguan.data.actions import STATES, Action, State, files_of, unlawful
from shouguan.ingest.readers.registers.cells import iso_date, squeezed
from shouguan.ingest.readers.sheets import grid, opening
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.tables.figures import NotAFigureError
from shouguan.ingest.readers.tables.names import folded, known_names

FIELDS: dict[str, tuple[str, ...]] = {
    "action": ("动作", "行动", "工作举措", "action"),
    "owner": ("责任单位", "牵头单位", "owner"),
    "deadline": ("时限", "完成时限", "deadline"),
    "state": ("状态", "state"),
    "indicator": ("对应指标", "指标", "indicator"),
    "listed_on": ("列入日期", "listed_on"),
    "action_en": ("动作(英文)", "action_en"),
    "owner_en": ("责任单位(英文)", "owner_en"),
}
"""Field → what offices call it; the first is what messages say."""

_REQUIRED = ("action", "owner", "deadline", "indicator")
_LONGEST = {"action": 120, "owner": 60, "action_en": 240, "owner_en": 120}
_MAX_ACTIONS = 500


@dataclass(frozen=True)
class _Cell:
    """A value with where it stands."""

    value: str
    row: int
    column: str


@dataclass(frozen=True)
class _List:
    """What a file holds: its name, its sheet, and its rows by field."""

    file: str
    sheet: str
    rows: list[dict[str, _Cell]]
    numbers: list[int]
    findings: list[Finding]


def read(folder: Path | None) -> list[Action] | None:
    """Return the actions of a place's list; None where it keeps none.

    Raises
    ------
    DataError
        With every problem: file, sheet, row, column, value and what was expected; or when there are two lists.
    UsageError
        When the file cannot be read at all.
    """
    files = [] if folder is None else files_of(folder)
    if not files:
        return None
    if len(files) > 1:
        names = [paths.named(file) for file in files]
        raise DataError(
            f"{'、'.join(names)} 只能保留一个，否则不知道以哪个为准",
            f"{' and '.join(names)}: keep one of them, or nobody knows which counts",
        )
    listed = _from_yaml(files[0]) if files[0].suffix == ".yaml" else _from_workbook(files[0])
    actions: list[Action] = []
    findings = list(listed.findings)
    for number, cells in zip(listed.numbers, listed.rows, strict=True):
        findings += _action(listed, number, cells, actions)
    raise_errors(findings)
    return actions


def _action(listed: _List, number: int, cells: dict[str, _Cell], into: list[Action]) -> list[Finding]:
    """Check one row; add its action, or return what is wrong."""
    findings = [
        _wrong(listed, number, FIELDS[name][0], "", "不能为空", "must not be empty")
        for name in _REQUIRED
        if not cells.get(name, _Cell("", number, "")).value
    ]
    read: dict[str, object] = {}
    for name, cell in cells.items():
        if not cell.value:
            continue
        value = _read(name, cell.value)
        if isinstance(value, tuple):
            findings.append(_wrong(listed, cell.row, cell.column or FIELDS[name][0], cell.value, *value))
        else:
            read[name] = value
    if not findings:
        state = read.pop("state", "未开始")
        # 逾期 follows from the deadline; whoever writes it means that it is not done.
        read["state"] = "推进中" if state == "逾期" else state
        where = (
            f"{Path(listed.file).name}#{listed.sheet}!{number}"
            if listed.sheet
            else f"{Path(listed.file).name}#{number}"
        )
        into.append(Action(source=where, **read))  # type: ignore[arg-type]
    return findings


def _wrong(listed: _List, row: int, column: str, value: str, zh: str, en: str, *expected: str) -> Finding:
    return Finding("error", zh, en, listed.file, listed.sheet, row, column, value, *expected)


def _read(name: str, text: str) -> object:
    """Return a cell's value; a tuple of (problem zh, en, expected zh, en) where it has none."""
    if name in _LONGEST:
        return _text(name, text)
    if name in ("deadline", "listed_on"):
        return _date(text, end=name == "deadline")
    if name == "state":
        return _state(text)
    return _indicator(text)


def _text(name: str, text: str) -> object:
    problem = not_plain(text)
    if problem is not None:
        return *problem, "一行普通文字", "one line of plain text"
    if len(text) > _LONGEST[name]:
        most = _LONGEST[name]
        return f"过长（{len(text)} 字）", f"too long ({len(text)} characters)", f"至多 {most} 字", f"at most {most}"
    problem = unlawful(text)
    if problem is not None:
        expected = "要做的事（开工、审批、拨付、协调、资料齐备）；全市目标写在 targets.csv"
        return *problem, expected, "what is to be done (start, permit, fund, unblock); targets are in targets.csv"
    return text.rstrip("。；;.")


def _date(text: str, *, end: bool) -> object:
    expected = ("2020-11-30、2020年11月30日或 2020年11月", "2020-11-30, 2020年11月30日 or 2020-11")
    try:
        iso = iso_date(squeezed(text), None, None)
    except NotAFigureError as error:
        return f"看不出日期（{error.zh}）", f"no date ({error.en})", *expected
    if iso is None:
        return "没有日期", "no date", *expected
    if len(iso) == len("2020-11"):
        year, month = int(iso[:4]), int(iso[5:])
        return dt.date(year, month, calendar.monthrange(year, month)[1] if end else 1)
    return dt.date.fromisoformat(iso)


def _state(text: str) -> object:
    known = {squeezed(word): state for state, en in STATES.items() for word in (state, en)}
    if squeezed(text) in known:
        return known[squeezed(text)]
    zh, en = nearest(text, get_args(State))
    return f"不是有效的状态{zh}", f"no valid state{en}", "未开始、推进中或已完成", "未开始, 推进中 or 已完成"


def _indicator(text: str) -> object:
    if text in CATALOGUE:
        return text
    named = {folded(word): code for code, entry in CATALOGUE.items() for word in (entry.zh, entry.en)}
    named |= {name: codes[0] for name, codes in known_names() if len(codes) == 1 and name not in named}
    if folded(text) in named:
        return named[folded(text)]
    zh, en = nearest(text, [*CATALOGUE, *(entry.zh for entry in CATALOGUE.values())])
    return (
        f"不是指标目录中的指标{zh}",
        f"no indicator of the catalogue{en}",
        "指标名称或代码",
        "an indicator's name or code",
    )


# The two kinds of files.


def _from_yaml(file: Path) -> _List:
    name = paths.named(file)
    content = read_yaml(file) or []
    node = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    if not isinstance(content, list):
        raise UsageError(
            f"{name}：应为一项一项的列表（每项以“- ”开头），实为 {type(content).__name__}",
            f"{name}: expected a list whose entries begin with '- ', found {type(content).__name__}",
        )
    listed = _List(name, "", [], [], [])
    for entry, value in zip(content, node.value if content else (), strict=True):
        line = value.start_mark.line + 1
        listed.numbers.append(line)
        listed.rows.append(dict(_fields(listed, line, entry, value)))
    _not_too_many(listed, name)
    return listed


def _fields(listed: _List, line: int, entry: object, node: yaml.Node) -> Iterator[tuple[str, _Cell]]:
    if not isinstance(entry, dict) or not isinstance(node, yaml.MappingNode):
        # Only the kind of value is named: a few lines of YAML may stand for gigabytes of text.
        expected = ("“动作：…”这样的字段", "fields such as '动作: …'")
        listed.findings.append(_wrong(listed, line, "", type(entry).__name__, "不是一项行动", "no action", *expected))
        return
    # A field has several names, so that two keys may be the same field.
    taken: set[str] = set()
    for key_node, _ in node.value:
        key = str(key_node.value)
        value = entry.get(key)
        field = _field(key)
        if field is None or field in taken or isinstance(value, list | dict | tuple | set):
            at = key_node.start_mark.line + 1
            listed.findings.append(_wrong(listed, at, key, *_refused(field, key, value, taken)))
            continue
        taken.add(field)
        yield field, _Cell(_as_text(value), key_node.start_mark.line + 1, key)


def _refused(field: str | None, key: str, value: object, taken: set[str]) -> tuple[str, ...]:
    """Return value, problem and expectation of an entry's field that cannot be taken."""
    names = [heading for listed in FIELDS.values() for heading in listed]
    if field is None:
        zh, en = among(key, names)
        return "", f"未知的字段{zh}", f"unknown field{en}"
    if field in taken:
        return "", "同一字段出现了两次", "the field is there twice"
    return type(value).__name__, "不是一个值", "not one value", "一个值", "one value"


def _as_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value).strip()


def _field(name: str) -> str | None:
    plain = folded(name)
    return next((field for field, listed in FIELDS.items() if plain in map(folded, listed)), None)


def _from_workbook(file: Path) -> _List:
    sheets = opening.load(file)
    sheet = next((each for each in sheets if _head(each) is not None), None)
    if sheet is None:
        required = "、".join(FIELDS[name][0] for name in _REQUIRED)
        raise DataError(
            f"{paths.named(file)}：前20行里没有表头；应有 {required}",
            f"{paths.named(file)}: no header within twenty rows; expected {required}",
        )
    head = _head(sheet)
    assert head is not None
    row, columns = head
    listed = _List(paths.named(file), sheet.name, [], [], [])
    listed.findings.extend(_twice(listed, sheet, row, columns))
    for at in range(row + 1, len(sheet.rows)):
        cells = {
            name: _Cell(sheet.text(at, column), sheet.lines[at], letters(column)) for name, column in columns.items()
        }
        if any(cell.value for cell in cells.values()):
            listed.rows.append(cells)
            listed.numbers.append(sheet.lines[at])
    _not_too_many(listed, listed.file)
    return listed


def _twice(listed: _List, sheet: grid.Sheet, row: int, columns: dict[str, int]) -> Iterator[Finding]:
    """Tell of headings that stand for a field that another column is already."""
    for column in range(len(sheet.rows[row])):
        field = _field(sheet.raw(row, column))
        if field is not None and columns[field] != column:
            letter, heading = letters(column), sheet.raw(row, column)
            message = ("与另一列是同一字段", "another column is the same field")
            yield _wrong(listed, sheet.lines[row], letter, heading, *message)


def _head(sheet: grid.Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row that has all required headings, and which column is which field."""
    for row in range(min(20, len(sheet.rows))):
        columns: dict[str, int] = {}
        for column in range(len(sheet.rows[row])):
            field = _field(sheet.raw(row, column))
            if field is not None:
                columns.setdefault(field, column)
        if all(name in columns for name in _REQUIRED):
            return row, columns
    return None


def _not_too_many(listed: _List, name: str) -> None:
    if len(listed.rows) > _MAX_ACTIONS:
        raise DataError(
            f"{name} 有 {len(listed.rows)} 项行动，至多 {_MAX_ACTIONS} 项；请只保留本年的",
            f"{name} holds {len(listed.rows)} actions, at most {_MAX_ACTIONS} are read; keep those of this year",
        )
