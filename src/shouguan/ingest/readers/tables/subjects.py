"""What a figure is of: the indicator that its row names, or its heading, the amount beside it, or a title."""

from __future__ import annotations

import re
from dataclasses import replace

from shouguan.core import indicators
from shouguan.ingest.readers.tables import left_out, scope
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.stretches import Stretch
from shouguan.ingest.readers.tables.words import UNITS

_NAMES_VALUE = "增加值"
_INCREASE = re.compile("增[减量额]|净增|比年初")
_CHANGE = re.compile("增[减量额]|净增|比年初|[上去]年|上月|上期|年初|目标|计划|预算|余额")
_PLANNED = re.compile("目标|计划|预算")
_OF_EVERY_INDUSTRY = {"electricity", "fai", "fai_private", "exports", "imports", "deposits", "loans"}
_RESIDENTS = {
    f"{whose}{what}": code
    for whose, code in (("城镇", "income_urban"), ("农村", "income_rural"))
    for what in ("", "居民", "常住居民")
}
_OF_GDP = ("增加值", "生产总值", "gdp", "valueadded", "value-added", "核算")


def indicator_of(
    table: Table, row: Row, heads: list[Label], at: tuple[int, int], notes: Notes
) -> tuple[str, ...] | None:
    """Return what the figure may be of: the row says it, or the heading, or the title."""
    own = row.labels[0].indicators if row.labels else ()
    named = next((label for label in heads if label.indicators), None)
    over = named.indicators if named is not None else _to_the_left(table, row, at[1])
    is_part = row.labels[0].bare and not (named is not None and named.bare)  # 工业 below 建筑业 is no part of it
    is_its_part = bool(own and over) and is_part and {_family(e) for e in own} == {_family(e) for e in over}
    if is_its_part and not set(own) & set(over):
        over = ()  # 工业 below 用电量
    if own and over and not set(own) & set(over):
        notes.add(
            "error",
            table.sheet,
            at,
            (
                f"行名是“{row.labels[0].text}”，表头却是另一个指标",
                f"the row is '{row.labels[0].text}' but the heading names another indicator",
            ),
            ("行和表头说的是同一个指标", "row and heading of one indicator"),
            once=("clash", at[0], at[1], id(table)),
        )
        return None
    is_bare = not any(label.indicators for label in heads)
    if is_bare and (other := _beside_another(table, row, at[1])) is not None:
        why = left_out.beside_other(heads[0].text, other.text)
        notes.add("warning", table.sheet, at, why, once=("column", at[1], id(table)), value="")
        return None
    both = tuple(code for code in own if code in over) if own and over else own or over
    if both and (narrower := _of_one_industry(table, row, heads)) is not None:
        notes.add("warning", table.sheet, at, narrower, once=("industry", narrower), value="")
        return None
    if both:
        return both
    over_all = next((each for each in (*row.sections, *table.titles) if each.indicators or each.not_ours), None)
    if over_all is not None and (over_all.rest or over_all.not_ours):
        why = left_out.left_out(over_all.text, over_all.not_ours) if over_all.not_ours else left_out.title(over_all)
        notes.add("warning", table.sheet, at, why, once=("title", over_all.text, id(table)), value="")
        return None
    if over_all is not None:
        return over_all.indicators
    label = row.labels[0] if row.labels else Label("")
    if label.text and not (label.stretch or label.own or label.region):
        notes.add("warning", table.sheet, (at[0], None), left_out.unknown(label.text), once=("row", at[0]))
    else:
        notes.add(
            "warning",
            table.sheet,
            at,
            ("表头没有写明指标，该列未读入", "the heading names no indicator; its column is left out"),
            once=("column", at[1], id(table)),
            value=heads[0].text if heads else "",
        )
    return None


def of_several(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return the amounts right left of growth that may each be what it is of: 生产总值 | 第一产业 | … | 增长."""
    heads = table.heads[column]
    is_growth = any(label.measure in {"growth", "index"} for label in heads)
    if row.labels[0].indicators or not is_growth or any(label.indicators for label in heads):
        return None
    named: list[Label] = []
    for left in range(column - 1, -1, -1):
        over = table.heads.get(left, [])
        name = next((label for label in over if label.indicators), None)
        if name is None or any(each.measure in {"growth", "rank", "share", "index"} for each in over):
            break
        named.append(name)
    apart = {each.indicators for each in named}
    is_open = len(apart) > 1 and not named[0].part  # behind #出口 it is exports'
    return (named[-1].text, named[0].text) if is_open else None


def _of_one_industry(table: Table, row: Row, heads: list[Label]) -> tuple[str, str] | None:
    """Return why a figure may be of one industry only: 用电量 below the title 规模以上工业企业."""
    named = next((label for label in (*row.labels, *heads) if label.indicators), None)
    if named is None or not set(named.indicators) <= _OF_EVERY_INDUSTRY or scope.is_of_all(folded(named.text)):
        return None
    around = (*row.sections, *table.titles)
    found = ((each.text, scope.industry(folded(each.text))) for each in around)
    line, industry = next(((text, word) for text, word in found if word), ("", ""))
    return left_out.of_industry(named.text, industry, line) if industry else None


def _to_the_left(table: Table, row: Row, column: int) -> tuple[str, ...]:
    """Return what the column is of that growth stands beside: 地区 | 地区生产总值（亿元） | 增长（%）."""
    is_of = any(label.measure in {"growth", "rank", "share"} for label in table.heads[column])
    if row.labels[0].indicators or not is_of:
        return ()
    anew = {label.stretch for label in table.heads[column][1:] if label.stretch and label.stretch.back}
    for left in range(column - 1, -1, -1):
        heads = table.heads.get(left, [])
        if any(label.rest or label.not_ours or label.skipped or label.plan for label in heads):
            return ()
        if anew and not anew & {label.stretch for label in heads}:  # 上年同期 over it begins anew
            return ()
        if any(label.measure == "value" for label in heads) and not any(label.indicators for label in heads):
            return ()
        if any(label.indicators for label in heads):
            is_ours = part_of_another(table, row, left) is None
            return next(label.indicators for label in heads if label.indicators) if is_ours else ()
    return ()


def _beside_another(table: Table, row: Row, column: int) -> Label | None:
    """Return the amount to the left that growth is of, where it is none of ours: 网上零售额 | 增长%."""
    heads = table.heads[column]
    is_of = [label.measure in {"growth", "rank", "share"} for label in heads]
    if not any(is_of) or any(_NAMES_VALUE in folded(label.text) for label in heads):
        return None
    planned, is_of_done = None, False  # 预算总量（亿元） | 增长（%）, and nothing that was done
    for left in range(column - 1, -1, -1):
        over = table.heads.get(left, [])
        is_part = part_of_another(table, row, left) is not None  # 第一产业 below 固定资产投资
        strange = next((each for each in over if each.rest or each.not_ours or (is_part and each.indicators)), None)
        if otherwise := next((each for each in over if each.skipped and _is_amount_otherwise(each.text)), None):
            return otherwise  # 总量（亿元）（两年平均）
        is_amount = strange is not None and (
            strange.measure not in {"growth", "rank", "share", "index"}
            or any(label.measure == "share" for label in heads)
        )
        if strange is not None and is_amount and not _is_change(strange, row.labels[0].indicators):
            return strange
        is_of_done = is_of_done or any(label.skipped and "完成" in label.text for label in over)
        if not is_of_done:
            planned = planned or next((each for each in over if _is_planned_amount(each)), None)
        if planned not in over and not any(
            label.measure in {"growth", "rank", "share"} or label.skipped or label.plan for label in over
        ):
            return None if over else planned
    return planned


def _is_amount_otherwise(text: str) -> bool:
    bare = folded(text)
    return re.search("总量|总额|绝对[额量数值]|数值|[亿万]元", bare) is not None and not re.search(
        "增[长减加]|比重|占", bare
    )


def _is_planned_amount(label: Label) -> bool:
    planned = label.plan or (label.rest and _PLANNED.search(label.rest))
    return bool(planned) and any(UNITS[unit][0] == "元" for unit in label.units)


def _is_change(label: Label, own: tuple[str, ...]) -> bool:
    """Whether a heading is a change of the amount before it, or, among rows of indicators, 上月末余额, 全年计划."""
    if not own:
        return _INCREASE.search(folded(label.text)) is not None
    amounts = label.measure == "value" or label.part or any(UNITS[unit][0] == "元" for unit in label.units)
    return not amounts or bool(label.plan or _CHANGE.search(folded(label.text)))


def only(
    codes: tuple[str, ...],
    stretch: Stretch | None,
    table: Table,
    label: str,
    at: tuple[int, int],
    notes: Notes,
) -> str | None:
    """Settle a name with several meanings by the calendar, or ask."""
    left, frequency = codes, table.convention.frequency or ("M" if table.has_months_down else None)
    if len(left) > 1 and frequency is not None:
        left = tuple(c for c in left if indicators.indicator(c).calendar.frequency == frequency) or codes
    if len(left) > 1 and stretch is not None and stretch.month is not None:
        monthly = stretch.month % 3 != 0
        left = tuple(c for c in left if not (monthly and indicators.indicator(c).calendar.frequency == "Q")) or codes
        if stretch.quarter:
            left = tuple(c for c in left if indicators.indicator(c).calendar.frequency == "Q") or left
    if "industry_va" in left and any(scope.is_of_large(folded(each.text)) for each in table.titles):
        return "industry_va"  # 工业增加值 below 规模以上工业
    if len(left) == 1:
        return left[0]
    listed = "、".join(f"{code}（{indicators.indicator(code).zh}）" for code in left)
    said_en = ", ".join(f"{code} ({indicators.indicator(code).en})" for code in left)
    notes.add(
        "error",
        table.sheet,
        (at[0], None),
        (
            f"“{label}”可能是 {listed}；用 --as “{label}=代码” 指明",
            f"'{label}' may mean {said_en}; settle it with --as '{label}=CODE'",
        ),
        once=("several", label, left),
        value=label,
    )
    return None


def subject(table: Table) -> str | None:
    """Return what the titles say that the whole table is about; gdp where they speak of value added."""
    named = next((label.indicators[0] for label in table.titles if label.indicators), None)
    if named is None and any(word in folded(label.text) for label in table.titles for word in _OF_GDP):
        return "gdp"
    heads = [folded(label.text) for heads in table.heads.values() for label in heads]
    is_of_all = not any(scope.is_of_large(folded(label.text)) for label in table.titles)
    if named is None and is_of_all and any(text.startswith(_NAMES_VALUE) for text in heads):
        return "gdp"  # 产业 | 增加值 | 增速
    return named


def part_of_another(table: Table, row: Row, column: int) -> tuple[str, str | None] | None:
    """Return a heading's name and what it is a part of, where that is not what its name stands for by itself.

    房地产业 below 固定资产投资 is no GDP, and neither is 第一产业 where nothing speaks of GDP.
    """
    named = [label for label in table.heads.get(column, []) if label.indicators]
    if not named:
        return None
    lowest, above = named[0], [code for label in named[1:] for code in label.indicators]
    context = next((each.indicators[0] for each in row.sections if each.indicators), subject(table))
    if lowest.bare:
        anchor = above[0] if above else context
        return None if in_context(lowest, anchor) else (lowest.text, anchor)
    families = {_family(code) for code in lowest.indicators}
    return (lowest.text, above[0]) if above and not families & {_family(code) for code in above} else None


def resident(label: Label, anchor: str | None) -> Label:
    """Return a part of income as what it stands for: 城镇常住居民 below 全体居民人均可支配收入."""
    code = _RESIDENTS.get(label.rest) if anchor == "income" and not label.indicators else None
    return label if code is None else replace(label, indicators=(code,), rest="", part=True)


def in_context(label: Label, anchor: str | None) -> tuple[str, ...]:
    """Return what a name means below this row: 第一产业 is a part of GDP only where GDP is spoken of."""
    if anchor is None:
        return () if label.bare else label.indicators
    family = _family(anchor)
    same = tuple(code for code in label.indicators if _family(code) == family)
    if label.bare:
        return same
    return same if len(label.indicators) > 1 and same else label.indicators


def _family(code: str) -> str:
    if code.startswith("gdp"):
        return "gdp"
    if code.startswith("electricity"):
        return "electricity"
    return "fai" if code.startswith("fai") or code == "real_estate_investment" else code
