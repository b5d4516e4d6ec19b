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
from shouguan.ingest.readers.tables.words import SAME_MONTH

FIRST_QUARTER = 3
"""Of it 累计 and 当季 are one."""
_LAST_MONTH, _ON_LAST_YEAR = re.compile("上[月期季](?:度|末|份)?(?:累计)?数?"), re.compile("同比|[上去]年|同期")
_ON_THE_YEAR_BEFORE = re.compile("[比较][上去]年")
_THIS_PERIOD = frozenset({"当期", "当期数", "当期值", "当期(亿元)", "当期(万元)"})
"""Of a report of 1-9月 the stretch that it reports, in a database the single month."""
_SPAN_OF_QUARTER = re.compile(r"(?<!\d)(?:4月?份?(?:-|至|到|~)6|7月?份?(?:-|至|到|~)9|10月?份?(?:-|至|到|~)12)月")


def stretch_of(table: Table, strong: list[Label], sections: Sequence[Label], options: Options) -> Stretch | None:
    """Put a stretch together from what row and heading say, filled in by sections, then titles: the report's own."""
    near = [label.stretch for label in (*strong, *sections) if label.stretch]
    report = reported(table, options)
    if not near:
        return report
    back = max(each.back for each in near)
    year = first(each.year - back if not each.back else each.year for each in near if each.year)
    month = first(each.month for each in near)
    basis = first(each.basis for each in near)
    quarter = any(each.quarter for each in near)
    merged = any(each.merged for each in near)
    if report is not None:
        if year is None and report.year is not None:
            year = report.year - back
        if month is None and not (table.has_whole_years and any(each.year and each.month is None for each in near)):
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
    titled = first(label.stretch.year for label in table.titles if label.stretch)
    present = [each for each in amounts if not each[0].back and (each[0].year or titled) == titled]
    present = present or [each for each in amounts if not each[0].back] or amounts
    nearest = present[0]
    same = [each for each in present if replace(each[0], year=nearest[0].year) == nearest[0]]
    _, heads = max(same, key=lambda each: each[0].year or 0)
    return [replace(label, measure=None, units=()) for label in heads if label.stretch or label.basis]


def basis_beside(table: Table, column: int) -> list[Label]:
    """Return 累计 or 当月 over the amount that growth stands beside, where rows are the times: 当月 | 累计 | 增长%."""
    if any(label.stretch or label.basis for label in table.heads[column]):
        return []
    said = [each for each in beside(table, column) if not (each.stretch and each.stretch.month)]
    return [replace(each, stretch=None, basis=each.basis or (each.stretch or Stretch()).basis) for each in said]


def is_of_either_year(table: Table, column: int) -> bool:
    """Whether growth or a rank stands beside last year's amount alone: on it, or last year's own.

    Beside 本期 | 增长% | 上年同期 the second growth is last year's; so is the second of two ranks. With no other amount
    nothing tells; nor does anything behind 上月.
    """
    over = [label.stretch for label in table.heads[column] if label.stretch]
    if over:  # 2020年 | 2019年 | 去年同期
        is_last = any(each.back for each in over) and not any(each.year for each in over)
        before = (each for left in range(column - 1, -1, -1) for each in table.heads.get(left, []) if each.stretch)
        years = [each.stretch.year for each in before if each.stretch and each.stretch.year]
        return is_last and years[:1] != [max(years, default=0)] and bool(years)
    if _is_behind_last_month(table, column):
        return True
    amounts, is_second = _amounts(table, column)
    done = [(stretch, heads) for stretch, heads in amounts if not any(label.plan for label in heads)]
    titled = first(label.stretch.year for label in table.titles if label.stretch) or 0
    are_last = all(stretch.back or (stretch.year or titled) < titled for stretch, _ in amounts)
    return bool(amounts) and not is_second and (are_last or _is_shuffled(amounts, titled) or _is_lesser(done))


def _is_behind_last_month(table: Table, column: int) -> bool:
    """Whether growth that does not say 同比 stands right behind the month before: 本月 | 上月 | 增长%."""
    own, left = table.heads[column], table.heads.get(column - 1, [])
    is_growth = any(label.measure == "growth" for label in own)
    is_plain = not any(_ON_LAST_YEAR.search(folded(label.text)) for label in own)
    return is_growth and is_plain and any(_LAST_MONTH.fullmatch(folded(label.text)) for label in left)


def _is_lesser(amounts: Sequence[tuple[Stretch, list[Label]]]) -> bool:
    """Whether the nearest amount is of less than the one before it, of the same year: 1-9月 | 1-8月 | 增长%."""
    if not amounts[1:]:
        return False
    (near, _), (far, _) = amounts[:2]
    is_same_year = near.year == far.year and near.back == far.back
    is_month = near.month == far.month and near.basis == "single" and far.basis == "ytd"
    return is_same_year and (is_month or (near.basis == far.basis and (near.month or 12) < (far.month or 0)))


def _is_shuffled(amounts: Sequence[tuple[Stretch, list[Label]]], titled: int) -> bool:
    """Whether the years of like amounts to the left run neither up nor down: 2017年 | 2019年 | 2018年 | 增长%."""
    nearest = amounts[0][0]
    same = [each.year for each, _ in amounts if replace(each, year=nearest.year) == nearest]
    years = [year for year in same if year is not None]
    return not titled and years not in (sorted(years), sorted(years, reverse=True))


def of_two_years(name: Label, heads: Sequence[Label]) -> Label | None:
    """Return the heading whose year may be that of a row 上年同期社会消费品零售总额, or the one after it."""
    is_last = bool(name.indicators and name.stretch and name.stretch.back and not name.stretch.year)
    if not is_last or _is_last_year(heads):
        return None
    return next((label for label in heads if label.stretch and label.stretch.year), None)


def _amounts(table: Table, column: int) -> tuple[list[tuple[Stretch, list[Label]]], bool]:
    """Return the amounts that growth may belong to, nearest first, and whether one like it stands left of them."""
    amounts: list[tuple[Stretch, list[Label]]] = []
    measure = first(label.measure for label in table.heads[column])
    if measure not in {"growth", "rank", "share"}:
        return amounts, False
    of = {code for label in table.heads[column] for code in label.indicators}
    whose = _places(table.heads[column])
    is_of_done = False  # behind 全年计划 | 完成% growth is of what was done
    for left in range(column - 1, -1, -1):
        heads = table.heads.get(left, [])
        if of and not any(of & set(label.indicators) for label in heads):  # 固定资产投资 begins anew
            break
        if whose and _places(heads) != whose:  # 全国增速 | 去年同期 | 全市增速: nobody's amount is of none
            continue
        is_of_done = is_of_done or any(label.skipped and "完成" in label.text for label in heads)
        if is_of_done and any(label.plan for label in heads):
            continue
        own = _together(heads)
        if amounts and any(label.measure in {"growth", measure} for label in heads):
            is_like = any(label.measure == measure for label in heads) and not _is_on_last_year(table, column, left)
            return amounts, is_like and _is_same(table, left, amounts[0][0])
        is_of_month = any(word in folded(label.text) for label in heads for word in SAME_MONTH)
        if own and not is_of_month and not any(label.measure == "index" for label in heads):
            amounts.append((own, heads))
        elif any(label.measure == "value" or (label.indicators and not label.measure) for label in heads):
            amounts.append((Stretch(), heads))
        if not of and any(label.indicators for label in heads):  # 进口（亿元） | 增长%: what is left of it is another's
            break
    return amounts, False


def _is_on_last_year(table: Table, column: int, left: int) -> bool:
    """Whether growth says that it is on last year, in other words than the growth before: it may be the present's."""
    own, before = ([folded(label.text) for label in table.heads[each]] for each in (column, left))
    return any(_ON_THE_YEAR_BEFORE.search(text) for text in own) and own[0] != before[0]


def _places(heads: Sequence[Label]) -> set[str]:
    """Return the places that headings name; a place's own is one of them."""
    return {label.region or "own" for label in heads if label.region or label.own}


def _together(heads: Sequence[Label]) -> Stretch | None:
    """Return the stretch that headings above one another say: 2024年 over 1-9月."""
    parts = [label.stretch or Stretch(basis=label.basis) for label in heads if label.stretch or label.basis]
    if not parts:
        return None
    back = max(each.back for each in parts)
    year = first(each.year if each.back else each.year - back for each in parts if each.year)
    month = first(each.month for each in parts)
    return replace(parts[0], year=year, month=month, basis=first(each.basis for each in parts), back=back)


def _is_same(table: Table, growth: int, last: Stretch) -> bool:
    """Whether growth is of an amount of the same kind as last year's: 累计 | 增长% | 上年同期累计, not 本月 | 增长%."""
    over = (table.heads.get(left, []) for left in range(growth - 1, -1, -1))
    bases = ({label.basis or (label.stretch and label.stretch.basis) for label in heads} - {None} for heads in over)
    return last.basis in {None, *next(filter(None, bases), {last.basis})}


def compared_with(table: Table, column: int) -> list[Label]:
    """Return what the heading to the left says of 累计 or 当月 where 上年同期 leaves it open."""
    own = [label for label in table.heads[column] if label.stretch]
    if not any(label.stretch and label.stretch.back and label.stretch.basis is None for label in own):
        return []
    for left in range(column - 1, -1, -1):
        heads = table.heads.get(left, [])
        is_other = any(label.skipped or label.rest or label.measure == "growth" for label in heads)
        is_other = is_other or any(word in folded(label.text) for label in heads for word in SAME_MONTH)
        if any(label.stretch or label.basis for label in heads) and not _is_last_year(heads) and not is_other:
            return [replace(label, measure=None, units=()) for label in heads if label.stretch or label.basis]
    return []


def of_several_stretches(table: Table, column: int) -> tuple[str, str] | None:
    """Return two headings of this year's stretches left of 上年同期 that it may be of: 1-9月 | 1-8月 | 去年同期."""
    own = [label.stretch for label in table.heads[column] if label.stretch]
    if not any(each.back for each in own) or any(each.month or each.year for each in own):
        return None
    named: dict[int, str] = {}
    for left in range(column - 1, -1, -1):
        over = [label for label in table.heads.get(left, []) if label.stretch]
        if any(label.stretch and label.stretch.back for label in over):
            break
        so_far = [(e.stretch.month, e.text) for e in over if e.stretch and e.stretch.basis != "single"]
        named |= {month: text for month, text in so_far if month}
    texts = list(named.values())
    return (texts[-1], texts[0]) if len(texts) > 1 else None


def whole_beside(table: Table, column: int) -> list[Label]:
    """Return what the amount of the same year says of time where growth names its year alone: 2024年, 全年 | 增长%."""
    own = [label.stretch for label in table.heads[column] if label.stretch]
    if len(own) != 1 or not own[0].year or own[0].back or own[0].month or own[0].basis:
        return []
    amounts, _ = _amounts(table, column)
    same = next((heads for each, heads in amounts[:1] if each.year == own[0].year and each.month), [])
    return [replace(label, measure=None, units=()) for label in same if label.stretch or label.basis]


def _is_last_year(heads: Sequence[Label]) -> bool:
    return any(label.stretch and label.stretch.back for label in heads)


def reported(table: Table, options: Options) -> Stretch | None:
    """Return the stretch that the whole file reports: the flag, else the nearest title that names one."""
    if options.period is not None:
        period = Period.parse(options.period)
        month = {"Q": 3 * period.number, "M": period.number, "A": 12}[period.frequency]
        return Stretch(period.year, month, period.frequency == "Q")
    return table.titled


def basis_of(table: Table, strong: list[Label], stretch: Stretch) -> str | None:
    """Return 累计 or 当月 as row and heading say it in words, else as the stretch does.

    3月 is the month, but under a title that says 累计, where no heading says so of its own, the months up to it.
    """
    so_far = any(e.basis == "ytd" and (e.month or 0) > FIRST_QUARTER for e in [table.titled] if e is not None)
    is_own = so_far and table.convention.is_own
    words = first(label.basis for label in strong if not (is_own and folded(label.text) in _THIS_PERIOD))
    if words == "ytd" and any(adds_up_a_quarter(label) for label in strong):
        return "single"
    bare = any(label.stretch and label.stretch.basis == "single" and label.stretch.month for label in strong)
    ours = (heads for heads in table.heads.values() if not any(e.rest or e.not_ours or e.plan for e in heads))
    over = [label for heads in ours for label in heads]  # 1—9月 below #限额以上 is of another
    is_alone = not any(label.basis or (label.stretch and label.stretch.basis == "ytd") for label in over)
    if words is None and bare and is_alone and first(label.basis for label in table.titles) == "ytd":
        return "ytd"
    title = first(label.stretch for label in table.titles if label.stretch and label.stretch.month)
    is_open = title is not None and (title.basis == "ytd" or (title.quarter and title.basis is None))
    is_of_title = is_open and title.month == stretch.month
    is_long = (stretch.month or 0) > FIRST_QUARTER and len({each.month for each in table.over}) == 1
    if words is None and bare and is_alone and is_of_title and is_long:
        return None  # 9月 alone below 1—9月, 三季度 below 2024年三季度: of that alone, or of the year so far?
    titled = [label.stretch for label in table.titles if label.stretch and label.stretch.month is None]
    return words or stretch.basis or first(label.basis for label in table.titles) or first(e.basis for e in titled)


def adds_up_a_quarter(label: Label) -> bool:
    """Whether a text is of the months of a later quarter, together: 7—9月累计."""
    return _SPAN_OF_QUARTER.search(folded(label.text)) is not None


def first(values: Iterable[Any]) -> Any:
    """Return the first of the values that is known, or None."""
    return next((value for value in values if value is not None), None)
