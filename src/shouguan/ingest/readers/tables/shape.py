"""What the shape of a table gives away: headings out of order, rows that have slipped, parts above the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from shouguan.core import indicators
from shouguan.core.findings import Severity
from shouguan.core.periods import Period
from shouguan.ingest.readers.tables import left_out
from shouguan.ingest.readers.tables.grids import Draft
from shouguan.ingest.readers.tables.notes import Notes

_MOST_OF_WHOLE = Decimal("1.05")
"""Unified accounts let a city's figure fall a little below the sum of its districts."""
_ROUNDED = 1.001
_PARTS = {"gdp_": "gdp", "fai_": "fai", "real_estate_investment": "fai", "electricity_industry": "electricity"}
_WHOLE = re.compile("全年|年度")
_LONG_GAP = 12
_MANY = 5
"""So many growth rates are not the same in two months by chance."""
_HUNDRED = 100
_FAR_FROM_GROWTH = 25
"""Points; investment that was cut back, or prices, explain less."""
_LONG, _AS_THE_YEAR = {"M": 4, "Q": 3}, 0.6
"""So many months or quarters in a row; the year so far at its last is about last / first times that at its first."""
_OTHER_BASE = 1.5
"""A census or another base has not changed a level by more than that."""


def look_over(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """Look over the tables that observations came from.

    Parameters
    ----------
    rows : list of (Draft, dict)
        Observations with the drafts they were made of.
    notes : Notes
    """
    drafts = [draft for draft, _ in rows]
    _orders(rows, notes)
    _repeats(rows, notes)
    _twice(rows, notes)
    _larger_parts(rows, notes)
    _far_from_growth(rows, notes)
    _mounting(rows, notes)
    _edges(drafts, notes)
    _totals(drafts, notes)
    _swapped(drafts, notes)


def _by_line(rows: list[tuple[Draft, dict[str, Any]]]) -> dict[tuple[object, ...], list[tuple[Draft, str]]]:
    """Return the periods of each row (or column) of figures, left to right (or down).

    Whole years may stand among months as they like: 1—9月 | 上年1—9月 | 上年全年.
    """
    lines: dict[tuple[object, ...], list[tuple[Draft, str]]] = defaultdict(list)
    for draft, row in rows:
        if not draft.stretch.back:
            key = (*draft.line[:-1], row["basis"], row["region"])
            for cross in _cross(draft):
                lines[(*key, *cross)].append((draft, row["period"]))
    lines = {key: _without_whole(line) for key, line in lines.items()}
    return {key: sorted(line, key=lambda pair: (pair[0].row, pair[0].column)) for key, line in lines.items()}


def _cross(draft: Draft) -> list[tuple[object, ...]]:
    """Return the row and the column of a figure where months run down and years across; each has its own order."""
    name = next(row.labels[0] for row in draft.table.body if row.index == draft.row)
    over = [label.stretch for label in draft.table.heads[draft.column] if label.stretch]
    is_cross = bool(name.stretch and over) and name.stretch != over[0]
    return [("row", draft.row), ("column", draft.column)] if is_cross else [()]


def _without_whole(line: list[tuple[Draft, str]]) -> list[tuple[Draft, str]]:
    """Return a line without whole years of which it has months, or those months of the year after, alone as well."""
    months = [each for each in line if not _is_whole(each[0])]
    years = {period[:4] for _, period in months}
    whole = {period[:4] for draft, period in line if _is_whole(draft)}
    return months if months and (whole & years or len(whole) < 2) else line


def _is_whole(draft: Draft) -> bool:
    over = (label for label in draft.table.heads[draft.column] if label.stretch)
    return any(label.stretch and (label.stretch.month is None or _WHOLE.search(label.text)) for label in over)


def _orders(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """Periods run one way through a table; one that does not is a heading in the wrong place."""
    for line in _by_line(rows).values():
        periods = [period for _, period in line]
        if len(set(periods)) < 3:
            _leap(line, notes)
            continue
        if sorted(set(periods)) in (periods, periods[::-1]):
            _gap(line, notes)
            continue
        up = sum(a < b for a, b in pairwise(periods)) * 2 >= len(periods) - 1
        wrong = next(i for i, (a, b) in enumerate(pairwise(periods)) if (a < b) != up or a == b) + 1
        draft = line[wrong][0]
        notes.add(
            "error",
            draft.table.sheet,
            (draft.row, draft.column),
            (
                f"时期 {periods[wrong]} 不按顺序，表头可能填错或对调",
                f"the period {periods[wrong]} is out of order; headings may be swapped or wrong",
            ),
            ("依次相连的时期", "periods in order"),
            once=("order", draft.column, draft.row if len({d.column for d, _ in line}) == 1 else None),
        )


def _gap(line: list[tuple[Draft, str]], notes: Notes) -> None:
    """A leap of years between neighbouring headings, where the others follow one another, is a wrong year."""
    months = [12 * (draft.stretch.year or 0) + (draft.stretch.month or 12) for draft, _ in line]
    steps = [abs(b - a) for a, b in pairwise(months)]
    longest = max(steps)
    if longest > _LONG_GAP and longest > 3 * sorted(steps)[0]:
        draft, period = line[steps.index(longest) + 1]
        notes.add(
            "warning",
            draft.table.sheet,
            (draft.row, draft.column),
            (
                f"时期跳到 {period}，中间缺 {longest} 个月，请核对年份",
                f"the periods leap to {period}, {longest} months on; check the year",
            ),
            once=("gap", draft.column, draft.row if len({d.column for d, _ in line}) == 1 else None),
        )


def _leap(line: list[tuple[Draft, str]], notes: Notes) -> None:
    """Two times side by side that are neither of one year nor of the same months: 2024年1-8月 | 2025年1-9月."""
    months = [12 * (draft.stretch.year or 0) + (draft.stretch.month or 12) for draft, _ in line]
    step = abs(months[-1] - months[0])
    if step > _LONG_GAP and step % _LONG_GAP and len(line) > 1 and line[0][0].row == line[-1][0].row:
        draft, period = line[-1]
        told = (
            f"“{line[0][1]}”与“{period}”既不同年也不同月，请核对年份",
            f"'{line[0][1]}' and '{period}' are neither of one year nor of the same months; check the year",
        )
        notes.add("warning", draft.table.sheet, (draft.row, draft.column), told, once=("leap", draft.column))


def _repeats(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """The same figures as another time's, on another sheet or in another column: copied, and left as they were."""
    blocks: dict[tuple[str, str, str], dict[tuple[str, ...], tuple[Draft, float]]] = defaultdict(dict)
    for draft, row in rows:
        what = (row["region"], row["indicator"], row["measure"], row["price"])
        blocks[draft.table.sheet.name, row["period"], row["basis"]][what] = draft, row["value"]
    seen: dict[frozenset[tuple[tuple[str, ...], float]], tuple[str, str, Draft]] = {}
    for (sheet, period, _), block in blocks.items():
        figures = frozenset((what, value) for what, (_, value) in block.items())
        levels = sum(measure == "value" for _, _, measure, _ in block)
        draft = next(iter(block.values()))[0]
        before, other, first = seen.setdefault(figures, (sheet, period, draft))
        if other == period or len(figures) < (2 if levels else _MANY):
            continue
        severity: Severity = "error" if before != sheet else "warning"
        for each, own, theirs in ((draft, period, f"{before} {other}"), (first, other, f"{sheet} {period}")):
            told = (
                f"与“{theirs.strip()}”的数全都相同，时期却是 {own}，可能是复制后没有改；请核对",
                f"all figures are those of '{theirs.strip()}', but the time is {own}: a copy left unchanged? Check it",
            )
            notes.add(severity, each.table.sheet, (each.row, each.column), told)


def _twice(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """Last year's amount may differ from what was printed then, by its base; not by a half."""
    seen: dict[tuple[str, ...], float] = {}
    for draft, row in rows:
        if row["measure"] == "value":
            what = tuple(row[name] for name in ("region", "indicator", "period", "basis", "price"))
            other = seen.setdefault(what, row["value"])
            if max(other, row["value"]) > _OTHER_BASE * min(other, row["value"]):
                told = (
                    f"同一时期 {row['period']} 在别处是 {other:.12g}，相差过大，请核对",
                    f"the same period {row['period']} is {other:.12g} elsewhere, too far from it; check them",
                )
                notes.add("warning", draft.table.sheet, (draft.row, draft.column), told)


def _totals(drafts: Sequence[Draft], notes: Notes) -> None:
    """The districts of a table cannot have more than the line 全市 above or below them."""
    groups: dict[tuple[object, ...], tuple[list[Draft], list[Draft]]] = defaultdict(lambda: ([], []))
    for draft in drafts:
        if draft.measure == "value":
            label = next(row.labels[0] for row in draft.table.body if row.index == draft.row)
            pair = groups[id(draft.table), draft.column, draft.indicator]
            pair[0 if label.own else 1].append(draft)
    for whole, parts in groups.values():
        if len(whole) == 1 and len(parts) > 1:
            total = sum(part.figure.value for part in parts)
            if total > whole[0].figure.value * _MOST_OF_WHOLE:
                notes.add(
                    "warning",
                    whole[0].table.sheet,
                    (whole[0].row, whole[0].column),
                    (f"小于下辖地区之和 {total}", f"less than the sum of the districts, {total}"),
                    (f"不小于 {total}", f"at least {total}"),
                )


def _far_from_growth(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """Two years' levels that are far from the growth beside them: one is of another stretch, or in another unit."""
    found = {tuple(row[n] for n in ("region", "indicator", "period", "basis", "measure")): (d, row) for d, row in rows}
    for (*what, measure), (_, row) in found.items():
        region, code, period, basis = what
        before = found.get((region, code, f"{int(period[:4]) - 1}{period[4:]}", basis, "value"))
        now = found.get((*what, "value"))
        if measure != "growth" or before is None or now is None or before[0].row != now[0].row:
            continue
        draft, last = before
        implied = 100 * (now[1]["value"] / last["value"] - 1) if last["value"] > 0 else row["value"]
        if abs(implied - row["value"]) > _FAR_FROM_GROWTH:
            told = (
                f"两年的数相比是 {implied:.1f}%，所写增速却是 {row['value']:g}%，可能不是同一时期的数；请核对",
                f"the two years' figures give {implied:.1f} %, but the growth is {row['value']:g} %: of one stretch?",
            )
            notes.add("warning", draft.table.sheet, (draft.row, draft.column), told)


def _mounting(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """Single months or quarters that grow as the year so far does are likely to be the year so far."""
    lines: dict[tuple[object, ...], list[tuple[int, float, Draft]]] = defaultdict(list)
    for draft, row in rows:
        if row["measure"] != "value":
            continue
        period = Period.parse(row["period"])
        if row["basis"] == "single" or _is_first(period):
            key = (id(draft.table), row["region"], row["indicator"], period.year, period.frequency)
            lines[key].append((period.number, row["value"], draft))
    for (*_, frequency), line in lines.items():
        line.sort(key=lambda each: each[0])
        (first, low, _), (last, high, draft) = line[0], line[-1]
        mounts = len(line) >= _LONG[str(frequency)] and all(a[1] < b[1] for a, b in pairwise(line)) and low > 0
        if mounts and high / low > max(2, _AS_THE_YEAR * last / first):
            told = (
                "各期的数逐期增大，可能是累计数；如是，请写成“1-4月”“前三季度”的形式",
                "the figures mount from stretch to stretch: perhaps of the year so far; if so, write 1-4月, 前三季度",
            )
            notes.add("warning", draft.table.sheet, (draft.row, draft.column), told)


def _is_first(period: Period) -> bool:
    """Whether a stretch is its year's first, 一季度 or 1—2月, which is both single and of the year so far."""
    return period.number <= (1 if period.frequency == "Q" else 2)


def _larger_parts(rows: list[tuple[Draft, dict[str, Any]]], notes: Notes) -> None:
    """A part cannot be larger than its whole: the row has slipped, or a unit is wrong."""
    levels = {
        (row["region"], row["indicator"], row["period"], row["basis"], draft.stretch.back, row["price"]): row["value"]
        for draft, row in rows
        if row["measure"] == "value"
    }
    for draft, row in rows:
        code = row["indicator"]
        whole = next((whole for part, whole in _PARTS.items() if code.startswith(part)), code)
        key = (row["region"], whole, row["period"], row["basis"], draft.stretch.back, row["price"])
        if row["measure"] == "value" and whole != code and row["value"] > _ROUNDED * levels.get(key, row["value"]):
            zh, en = indicators.indicator(whole).zh, indicators.indicator(whole).en
            said = (
                f"比“{zh}” {levels[key]:.12g} 还大，该行可能错位，或单位不对",
                f"larger than {en}, {levels[key]:.12g}",
            )
            notes.add("error", draft.table.sheet, (draft.row, draft.column), said)


def _swapped(drafts: Sequence[Draft], notes: Notes) -> None:
    """Growth of more than 100 % beside a level that is itself no larger than growth: the headings are swapped."""
    levels = {
        (id(draft.table), draft.row, draft.indicator, draft.stretch): draft
        for draft in drafts
        if draft.measure == "value"
    }
    for draft in drafts:
        level = levels.get((id(draft.table), draft.row, draft.indicator, draft.stretch))
        if draft.measure == "growth" and level is not None and abs(draft.figure.value) > _HUNDRED > level.figure.value:
            at = (draft.row, draft.column)
            notes.add(
                "error", draft.table.sheet, at, left_out.swapped(), once=("swapped", draft.column, id(draft.table))
            )


def _edges(drafts: Sequence[Draft], notes: Notes) -> None:
    """One row without a figure at an end of the table, where every other row has one, may have been shifted."""
    tables: dict[int, dict[int, dict[int, Draft]]] = defaultdict(lambda: defaultdict(dict))
    for draft in drafts:
        tables[id(draft.table)][draft.row][draft.column] = draft
    for rows in tables.values():
        used = sorted({column for columns in rows.values() for column in columns})
        any_draft = next(iter(next(iter(rows.values())).values()))
        labels = {row.index: row.labels[0] for row in any_draft.table.body}
        heads = any_draft.table.heads
        is_series = any_draft.table.convention.history and not any(label.region for label in labels.values())
        if is_series and any(label.indicators for label in heads[used[-1]]):
            continue  # series stand side by side, each with its own beginning and end
        sheet = any_draft.table.sheet
        filled = [column for column in heads if any(sheet.raw(row, column) for row in rows)]
        for edge in {used[0], used[-1]} if len(filled) > 2 else ():
            if any(label.stretch and label.stretch.back for label in heads[edge]):
                continue  # last year's figure is a courtesy that bulletins often leave out
            is_rank = any(label.measure == "rank" for label in heads[edge])  # the city has none among its districts
            blank = [row for row in rows if edge not in rows[row] and not sheet.raw(row, edge)]
            without = [row for row in blank if not (is_rank and labels[row].own)]
            is_end = edge == used[-1] or all(label.region or label.own for label in labels.values())
            if len(without) == 1 and len(rows) > (1 if is_end else 2):
                notes.add(
                    "warning",
                    any_draft.table.sheet,
                    (without[0], edge),
                    (
                        "只有这一行在这一列空白，请核对该行是否错位",
                        "only this row is blank in this column; check that it is not shifted",
                    ),
                )
