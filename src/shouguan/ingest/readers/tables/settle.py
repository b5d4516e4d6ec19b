"""What a line of figures leaves open, settled by its values together: growth or index, 累计 or 当月. Or asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from shouguan.core import indicators
from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables.grids import Draft
from shouguan.ingest.readers.tables.labels import UNITS, Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.spans import FIRST_QUARTER
from shouguan.ingest.readers.tables.words import SAME_MONTH

_OF_THE_YEAR = re.compile(r"(?:gdp|fai|income)(?:_|$)|real_estate_investment$")
"""Indicators whose growth statistical offices publish for the year so far."""
_SINGLE = re.compile(r"[当单本][月季]|单个?(?:月|季度)|(?:4|7|10)-(?:6|9|12)月|分季|环比")
_NEAR_100 = (Decimal(80), Decimal(130))
_SMALL = 50
_RISES = Decimal("1.6")
_FAR = 2


def settled(drafts: Iterable[Draft], options: Options, notes: Notes) -> list[Draft]:
    """Decide measure and basis of each draft, line by line.

    Returns
    -------
    list of Draft
        Those of lines in which nothing stays open; the others have been asked about in `notes`.
    """
    lines: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        lines[draft.line].append(draft)
    return [
        draft
        for line in lines.values()
        if _settle_measure(line, options, notes) and _settle_basis(line, options, notes)
        for draft in line
    ]


def _settle_measure(line: list[Draft], options: Options, notes: Notes) -> bool:
    """Decide growth, index or value from words, units and values together."""
    for draft in line:
        units = {UNITS[unit][0] for group in draft.units[:1] for unit in group}
        in_percent = draft.figure.percent or (units == {"%"} and indicators.indicator(draft.indicator).unit != "%")
        if in_percent and draft.measure in {None, "value"}:
            if draft.measure == "value" and units == {"%"}:
                said = (
                    "表头写绝对额，单位却是 %，按增速读入，请核对",
                    "an amount by its heading, % by its unit; it is read as growth",
                )
                notes.add("warning", draft.table.sheet, (draft.row, draft.column), said)
            draft.measure = "growth"
        elif draft.measure is None and units and "%" not in units:
            draft.measure = "value"
        elif draft.measure is None and options.measure is not None:
            draft.measure = options.measure
        elif draft.measure is None and units == {"%"}:
            draft.measure = "growth"
        elif draft.measure is None and _is_index_so_far(draft):
            said = (
                "价格指数的累计数按上年同期=100 读入，请核对",
                "a price index of the year so far is read as one on the same months last year; check it",
            )
            notes.add("warning", draft.table.sheet, (draft.row, draft.column), said, once=("so far", draft.line))
            draft.measure = "index"
        if draft.measure is None and _has_growth_beside(draft):
            draft.measure = "value"
    first = line[0]
    if {draft.measure for draft in line} == {"growth", "value"}:
        odd = next((draft for draft in line if draft.figure.percent and draft.measure == "growth"), None)
        if odd is not None:
            said = ("同一行其余是绝对额，这一格却是百分数", "a per cent among amounts of the same line")
            notes.add("error", odd.table.sheet, (odd.row, odd.column), said, once=("percent", odd.line))
            return False
    if any(draft.measure is None for draft in line):
        ask(
            notes,
            first,
            "measure",
            "是增速（%）、指数（上年同期=100）还是绝对额",
            "growth (%), an index (100 = last year) or a value",
            "--measure growth|index|value",
        )
        return False
    return _settle_index(line, options, notes)


def _is_index_so_far(draft: Draft) -> bool:
    """Whether a figure near 100 of a price index is of the year so far: its base can only be the same months last year.

    One of a month may as well be on the month before.
    """
    named = any("指数" in label.text for row in draft.table.body if row.index == draft.row for label in row.labels)
    is_index = named and draft.indicator in {"cpi", "ppi"} and not draft.figure.percent
    return is_index and draft.basis == "ytd" and _is_near_100(draft)


def _has_growth_beside(draft: Draft) -> bool:
    """Whether the table has a column of growth beside this one: then this one is the amount."""
    return any(label.measure == "growth" for heads in draft.table.heads.values() for label in heads)


def _settle_index(line: list[Draft], options: Options, notes: Notes) -> bool:
    """104.9 below 增长 may be an index or a growth of 104.9 %; an index of 4.9 is no index."""
    growth = [draft for draft in line if draft.measure in {"growth", "index", "either"}]
    if not growth:
        return True
    near_100 = [draft for draft in growth if _is_near_100(draft)]
    small = [draft for draft in growth if abs(draft.figure.value) < _SMALL]
    around_100 = len(near_100) == len(growth)
    measures = {draft.measure for draft in growth}
    free = "either" in measures or growth[0].indicator in {"cpi", "ppi"}  # prices are printed either way
    decided = None
    if options.measure in {"growth", "index"}:
        decided = options.measure
    elif (
        near_100
        and (odd := [draft for draft in growth if not _is_near_100(draft)] if free else small)
        and (free or "index" in measures)
    ):
        zh, en = (
            "是指数还是增长（有的数近 100，有的不近，请核对）",
            "an index or growth (some figures are near 100, some are not; check them)",
        )
        ask(notes, odd[0], "measure", zh, en, "--measure index|growth")
        return False
    elif free:
        decided = "index" if around_100 else "growth"
    elif measures == {"growth"} and around_100 and not any(draft.figure.percent for draft in growth):
        zh, en = (
            "是指数（104.9 即增长 4.9%）还是增长 104.9%",
            "an index (104.9 is growth of 4.9 %) or growth of 104.9 %",
        )
        ask(notes, growth[0], "measure", zh, en, "--measure index|growth")
        return False
    elif "index" in measures and len(small) == len(growth):
        zh, en = "表头写指数，数却像增速", "the heading says index but the figures look like growth"
        ask(notes, growth[0], "measure", zh, en, "--measure index|growth")
        return False
    for draft in growth:
        draft.measure = decided or draft.measure
    return True


def _is_near_100(draft: Draft) -> bool:
    return _NEAR_100[0] <= draft.figure.value <= _NEAR_100[1]


def _settle_basis(line: list[Draft], options: Options, notes: Notes) -> bool:
    """Decide 累计 or 当月 where no word says it: first period, convention, flag, or how the levels run."""
    entry = indicators.indicator(line[0].indicator)
    for draft in line:
        if entry.basis == "stock":
            draft.basis = "stock"
        elif draft.basis == "stock":
            draft.basis = None
        if draft.basis is None and (entry.yearly or _is_beside_the_month(draft)):
            draft.basis = "ytd"
        if draft.basis is None and draft.stretch.month is None and draft.stretch.year is not None:
            draft.basis = "ytd"
    bare = [draft for draft in line if _is_bare_growth_of_the_year(draft)]
    if bare and options.basis is None:
        _ask_basis(notes, bare[0])
        return False
    for draft in bare:
        draft.basis = options.basis
    open_ones = [draft for draft in line if draft.basis is None]
    if not open_ones:
        return True
    bare_growth = line[0].table.convention.bare_growth_is_single and line[0].measure == "growth"
    bare_growth = bare_growth or _is_of_the_month(line[0])
    decided = options.basis or ("single" if bare_growth else None) or _basis_of_levels(open_ones)
    for draft in open_ones:
        first = draft.stretch.month == (
            3 if entry.calendar.frequency == "Q" else 2 if entry.calendar.merges_january else 1
        )
        first = first or (draft.stretch.quarter and draft.stretch.month == 3)  # a first quarter is both
        draft.basis = decided or ("ytd" if first and draft.stretch.month is not None else None)
    if any(draft.basis is None for draft in open_ones):
        _ask_basis(notes, next(d for d in open_ones if d.basis is None))
        return False
    return True


def _ask_basis(notes: Notes, draft: Draft) -> None:
    zh, en = "是年初以来累计还是当月（当季）", "cumulative from the year's beginning, or the single month (quarter)"
    ask(notes, draft, "basis", zh, en, "--basis ytd|single")


def _is_bare_growth_of_the_year(draft: Draft) -> bool:
    """Whether growth that is published for the year so far stands under 3月 or 二季度, and no word says 当月 or 当季.

    Offices write the month up to which it runs as often as the month itself.
    """
    if draft.measure != "growth" or draft.basis != "single" or not _OF_THE_YEAR.match(draft.indicator):
        return False
    table = draft.table
    if any(each.basis == "ytd" and (each.month or 0) > FIRST_QUARTER for each in table.over):
        return False  # 9月 beside 1-9月
    beside = next(([*row.labels, *row.sections] for row in table.body if row.index == draft.row), [])
    around = [*beside, *table.titles, *(label for heads in table.heads.values() for label in heads)]
    return not any(label.basis == "single" or _SINGLE.search(folded(label.text)) for label in around)


def _is_of_the_month(draft: Draft) -> bool:
    """Whether 同比 of prices stands among 环比 or 1—9月同比: then it is the month's own, as the bureau prints it.

    以上年同期价格为100 is as often of the year so far.
    """
    if draft.indicator not in {"cpi", "ppi"} or draft.measure not in {"growth", "index"}:
        return False
    if any(label.measure == "index" and "同期" in label.text for label in draft.table.heads[draft.column]):
        return False
    over = [label for column, heads in draft.table.heads.items() if column != draft.column for label in heads]
    return any("环比" in label.text or _is_cumulative(label) for label in over)


def _is_beside_the_month(draft: Draft) -> bool:
    """Whether 上年同期 stands beside a column of 上年同月: then it is of the year so far."""
    own = [folded(label.text) for label in draft.table.heads[draft.column]]
    others = (heads for column, heads in draft.table.heads.items() if column != draft.column)
    is_same_stretch = any("同期" in text for text in own) and draft.measure in {"growth", "index"}
    return is_same_stretch and any(
        word in folded(each.text) for heads in others for each in heads for word in SAME_MONTH
    )


def _is_cumulative(label: Label) -> bool:
    return label.basis == "ytd" or bool(label.stretch and label.stretch.basis == "ytd")


def _basis_of_levels(line: list[Draft]) -> str | None:
    """Return what levels show: cumulative ones mount within each year, single ones do not. Growth shows nothing."""
    if line[0].measure != "value":
        return None
    years: dict[int | None, dict[int, Decimal]] = defaultdict(dict)
    for draft in line:
        if draft.stretch.month is not None:
            years[draft.stretch.year][draft.stretch.month] = draft.figure.value
    bases = set()
    for months in years.values():
        if len(months) < 3:
            continue
        values = [months[month] for month in sorted(months)]
        if min(values) <= 0:
            return None
        if _mount(values, max(months) / min(months)):
            bases.add("ytd")
        elif any(_is_slip(values, at, max(months) / min(months)) for at in range(len(values))):
            return None
        else:
            bases.add("single")
    return bases.pop() if len(bases) == 1 else None


def _mount(values: list[Decimal], spread: float) -> bool:
    rising = all(a < b for a, b in pairwise(values))
    return rising and values[-1] / values[0] > _RISES * Decimal(spread) / 2


def _is_slip(values: list[Decimal], at: int, spread: float) -> bool:
    """Whether the levels mount but for one that is far from its neighbours, as by a slip of the hand."""
    others = [*values[:at], *values[at + 1 :]]
    around = [values[each] for each in (at - 1, at + 1) if 0 <= each < len(values)]
    is_far = values[at] > _FAR * max(around) or values[at] * _FAR < min(around)
    return is_far and _mount(others, spread)


def ask(notes: Notes, draft: Draft, what: str, zh: str, en: str, flag: str) -> None:
    """Ask about a line once: both readings, and the flag that settles it."""
    name = draft.line[-1]
    notes.add(
        "error",
        draft.table.sheet,
        (draft.row, draft.column),
        (
            f"“{name}”{zh}，表中没有写明；用 {flag} 指明",
            f"'{name}': {en}? The table does not say; settle it with {flag}",
        ),
        once=(what, draft.line),
    )
