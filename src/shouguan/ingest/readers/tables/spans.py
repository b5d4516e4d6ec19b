"""Which stretch of time a figure covers: put together from its row, its heading, and the titles above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shouguan.core.periods import Period
from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables.grids import Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.stretches import Stretch

_SPAN_OF_QUARTER = re.compile(r"(?<!\d)(?:4月?份?(?:-|至|到|~)6|7月?份?(?:-|至|到|~)9|10月?份?(?:-|至|到|~)12)月")


def stretch_of(table: Table, strong: list[Label], sections: Sequence[Label], options: Options) -> Stretch | None:
    """Put a stretch together from what row and heading say, filled in by sections, then titles: the report's own."""
    near = [label.stretch for label in (*strong, *sections) if label.stretch]
    report = reported(table, options)
    if not near:
        return report
    year = first(each.year for each in near)
    month = first(each.month for each in near)
    basis = first(each.basis for each in near)
    quarter = any(each.quarter for each in near)
    merged = any(each.merged for each in near)
    back = max(each.back for each in near)
    if report is not None:
        if year is None and report.year is not None:
            year = report.year - back
        if month is None:
            month, basis = report.month, basis or report.basis
            quarter, merged = quarter or report.quarter, report.merged
    return Stretch(year, month, quarter, basis, back, merged)


def beside(table: Table, column: int) -> list[Label]:
    """Return what the amount's heading says of time: 增长% stands to the right of the amount that it belongs to.

    Last year's amount may stand between them, by word (上年同期) or by year: growth is the present period's.
    """
    amounts, _ = _amounts(table, column)
    if not amounts:
        return []
    present = [(stretch, heads) for stretch, heads in amounts if not stretch.back] or amounts
    nearest = present[0]
    same = [each for each in present if replace(each[0], year=nearest[0].year) == nearest[0]]
    _, heads = max(same, key=lambda each: each[0].year or 0)
    return [replace(label, measure=None, units=()) for label in heads if label.stretch or label.basis]


def is_of_either_year(table: Table, column: int) -> bool:
    """Whether growth stands beside last year's amount alone: growth on it, or last year's own growth.

    Beside 本期 | 增长% | 上年同期 the second growth is last year's; with no other amount nothing tells.
    """
    if any(label.stretch for label in table.heads[column]):
        return False
    amounts, apart = _amounts(table, column)
    return bool(amounts) and not apart and all(stretch.back for stretch, _ in amounts)


def _amounts(table: Table, column: int) -> tuple[list[tuple[Stretch, list[Label]]], bool]:
    """Return the amounts that growth may belong to, nearest first, and whether another growth parts them off."""
    amounts: list[tuple[Stretch, list[Label]]] = []
    if not any(label.measure in {"growth", "rank", "share"} for label in table.heads[column]):
        return amounts, False
    for left in range(column - 1, -1, -1):
        heads = table.heads.get(left, [])
        own = [label.stretch or Stretch(basis=label.basis) for label in heads if label.stretch or label.basis]
        if amounts and any(label.measure == "growth" for label in heads):
            return amounts, True
        if own and not any(label.measure == "index" for label in heads):
            amounts.append((own[0], heads))
        elif any(label.measure == "value" for label in heads):
            amounts.append((Stretch(), heads))
    return amounts, False


def compared_with(table: Table, column: int) -> list[Label]:
    """Return what the heading to the left says of 累计 or 当月 where 上年同期 leaves it open."""
    own = [label for label in table.heads[column] if label.stretch]
    if not any(label.stretch and label.stretch.back and label.stretch.basis is None for label in own):
        return []
    for left in range(column - 1, -1, -1):
        heads = table.heads.get(left, [])
        if any(label.stretch or label.basis for label in heads) and not _is_last_year(heads):
            return [replace(label, measure=None, units=()) for label in heads if label.stretch or label.basis]
    return []


def _is_last_year(heads: list[Label]) -> bool:
    return any(label.stretch and label.stretch.back for label in heads)


def reported(table: Table, options: Options) -> Stretch | None:
    """Return the stretch that the whole file reports: the flag, else the nearest title that names one."""
    if options.period is not None:
        period = Period.parse(options.period)
        month = {"Q": 3 * period.number, "M": period.number, "A": 12}[period.frequency]
        return Stretch(period.year, month, period.frequency == "Q")
    titled = [label.stretch for label in table.titles if label.stretch and label.stretch != Stretch()]
    if not titled:
        return None
    nearest = titled[0]
    year = first(each.year for each in titled)
    month = first(each.month for each in titled)
    return replace(nearest, year=year, month=month, basis=first(each.basis for each in titled))


def disagreement(table: Table, near: Sequence[Label], sections: Sequence[Label], options: Options) -> list[str]:
    """Return the texts that contradict each other: the nearest title, the sheet's name, the file's.

    Only of what nothing nearer says: years of all three, months of title and sheet (a file may be named by the month
    that it came out in).
    """
    if options.period is not None or any(label.stretch and label.stretch.year for label in sections):
        return []
    stretches = [label.stretch for label in (*near, *sections) if label.stretch]
    *lines, sheet, file = table.titles
    title = next((label for label in lines if label.stretch and label.stretch.year), None)
    if any(each.year for each in stretches):
        return _other_year(table, title, near)
    dated = [label for label in (title, sheet, file) if label is not None and label.stretch]
    by_year = {label.stretch.year: label.text for label in dated if label.stretch and label.stretch.year}
    if len(by_year) > 1:
        return list(by_year.values())
    by_month = {label.stretch.month: label.text for label in dated if label.stretch and label is not file}
    by_month.pop(None, None)
    return list(by_month.values()) if len(by_month) > 1 and not any(each.month for each in stretches) else []


def _other_year(table: Table, title: Label | None, near: Sequence[Label]) -> list[str]:
    """Return a title and a heading that name two years for the same stretch, where no heading names the title's."""
    dated = next((label for label in near if label.stretch and label.stretch.year), None)
    if title is None or dated is None or table.convention.history or len(table.years) > 1:
        return []
    over, own = title.stretch, dated.stretch
    assert over is not None
    assert own is not None
    same_month = over.month is None or own.month is None or over.month == own.month
    is_other = own.year != over.year and not any(each.stretch and each.stretch.back for each in near)
    return [title.text, dated.text] if is_other and same_month and "年鉴" not in title.text else []


def basis_of(table: Table, strong: list[Label], stretch: Stretch) -> str | None:
    """Return 累计 or 当月 as row and heading say it in words, else as the stretch does.

    3月 is the month, but under a title that says 累计, where no heading says so of its own, the months up to it.
    """
    words = first(label.basis for label in strong)
    if words == "ytd" and any(_SPAN_OF_QUARTER.search(folded(label.text)) for label in strong):
        return "single"  # 7—9月累计 adds up the quarter
    bare = any(label.stretch and label.stretch.basis == "single" and label.stretch.month for label in strong)
    if words is None and bare and first(label.basis for label in table.titles) == "ytd":
        over = [label for heads in table.heads.values() for label in heads]
        if not any(label.basis or (label.stretch and label.stretch.basis == "ytd") for label in over):
            return "ytd"
    return words or stretch.basis


def first(values: Iterable[Any]) -> Any:
    """Return the first of the values that is known, or None."""
    return next((value for value in values if value is not None), None)
