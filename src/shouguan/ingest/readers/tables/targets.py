"""Targets of a year that a file states beside what was published, for `targets.csv`: read only where asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from shouguan.core import indicators
from shouguan.ingest.readers.reading import Options, Origin
from shouguan.ingest.readers.tables import fractions, left_out, scope
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.measures import in_dollars, is_done, measure_of, price_of, units_of
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.subjects import indicator_of
from shouguan.ingest.readers.tables.whose import region_of

_SET = re.compile(r"目标|预期(?!完成)|计划|安排")
"""Words of what was set; 预测 and 测算 are nobody's target."""
_PLAN_WORDS = re.compile("目标|预期|计划|安排|奋斗|确保|力争|年初|年度|全年|主要")
_NOT_SET = re.compile("预测|预估|预判|推算|测算|匡算|估算|建议|底线|摸底|情景|模拟")
"""Words over what nobody has decided, whichever words of a target stand beside them."""
_OF_YEARS = re.compile("规划(?!局|院|和自然|区)|五年|十[一二三四五六七]五|时期|年均|累计")
"""What is set for several years: 到2030年单位GDP能耗累计下降13.5%."""
_YEARS = re.compile(r"(?:19|20)\d\d")
_NO_GROWTH = {"rank", "share", "index", "either"}
_KINDS = ("奋斗目标", "确保", "力争")
_VALUE = re.compile(
    r"(?:(?P<fall>下降|降低)|(?P<rise>增长))?(?P<least>不低于|高于|≥|>=)?"
    r"(?P<number>-?\d{1,2}(?:\.\d+)?)%?(?:[—–~～至-](?P<to>\d{1,2}(?:\.\d+)?)%?)?(?P<more>以上|及以上)?(?P<about>左右)?%?"
)
_SHARES = {"%", "±%"}
_KIND = "原目标"
_HUNDRED = 100
_DECIMALS = 2
"""What a target has not: below 1 it may be a fraction."""
_MOST, _MOST_OF_GDP = 30, 15
"""Growth beyond which no place sets itself a target for a year, per cent."""


def read_or_say(
    table: Table,
    row: Row,
    column: int,
    planned: Label,
    against: tuple[str, str] | None,
    options: Options,
    notes: Notes,
) -> None:
    """Read a cell as a target of growth in a year, where targets are asked for; say of all else that it is left out.

    Parameters
    ----------
    table, row, column
        The cell.
    planned : Label
        What says that it is no published figure.
    against : (str, str) or None
        Why the figure would be left out were it a published one.
    options : Options
    notes : Notes
        Receives the target, or what is left out.
    """
    at = (row.index, column)
    if not options.targets:
        once = ("plan", planned.text, id(table))
        notes.add("warning", table.sheet, at, left_out.plan(planned), once=once, value="")
    elif why := against or _why_not(table, row, column, planned, options, notes):
        told = (
            f"“{planned.text}”写有“{planned.plan}”，未读入：{why[0]}",
            f"'{planned.text}' says '{planned.plan}'; left out: {why[1]}",
        )
        notes.add("warning", table.sheet, at, told, once=("plan", *told, id(table)), value=table.sheet.text(*at))


def _why_not(
    table: Table, row: Row, column: int, planned: Label, options: Options, notes: Notes
) -> tuple[str, str] | None:
    """Read a cell as a target, or return why it is none; nothing where it is one, or is asked about otherwise."""
    at = (row.index, column)
    # 下降3.0 or 6.0—6.5 alone in its column is taken for a word beside the row's name: it is the target itself
    beside = [label for label in row.labels[1:] if not _VALUE.fullmatch(folded(label.text))]
    row = replace(row, labels=(row.labels[0], *beside))
    strong = [*row.labels, *table.heads[column]]
    codes = next((label.indicators for label in strong if label.indicators), ())
    written = table.sheet.raw(*at)
    value = _VALUE.fullmatch(folded(written))
    year = _year(table, strong, planned)
    if why := _limited(table, row, strong, planned):
        return why
    if len(codes) != 1:
        return "行和表头没有写明是哪一个指标", "neither row nor heading names one indicator"
    if indicator_of(table, row, table.heads[column], at, notes) is None:
        return None  # which has been said
    if value is None:
        return f"“{written}”不是一个增速", f"'{written}' is no growth"
    if why := _otherwise(table, row, column, codes[0]):
        return why
    if not _is_growth(table, row, column, codes[0], value):
        return "没有写明是增速，targets.csv 只记增速的目标", "nothing says growth, and only targets of growth are kept"
    if why := _of_no_year(year, options):
        return why
    growth = _growth(codes[0], float(value["number"]), bool(value["fall"]))
    is_either = value["about"] and (value["least"] or value["more"])
    if growth is None or is_either or (value["to"] and not _is_range(codes[0], value)):
        return f"看不懂“{written}”：升还是降，是不是区间", f"'{written}' is not understood: up or down, a range or not?"
    if options.growth_in == fractions.FRACTION and "%" not in written:
        growth = float(f"{growth * _HUNDRED:.10g}")
    elif _is_like_a_fraction(written, value) and options.growth_in is None:
        notes.add("error", table.sheet, at, _fraction_or_not(growth))
        return None
    if why := _odd(codes[0], growth):
        return why
    region = region_of(table, row, strong, options, at, notes)
    if region is not None:
        target: dict[str, Any] = {
            "region": region,
            "indicator": codes[0],
            "year": year,
            "kind": _kind(table, row, [planned, *strong]),
            "op": "around" if value["about"] else ">=" if indicators.indicator(codes[0]).better == "higher" else "<=",
            "value": growth,
            "announced_on": options.targets,
            # A floor and a range are told by how they were worded (`Target.bound`): the words go with it.
            "source": table.sheet.source(*at) + _worded(value),
        }
        _keep(table, row, Origin(table.sheet, at, target), notes)
    return None


def _of_no_year(year: int | None, options: Options) -> tuple[str, str] | None:
    """Return why a target is not known to be of one year, that in which it was set or the next; or None."""
    if year is None:
        return "看不出是哪一年的目标", "of which year it is, is not clear"
    if options.targets and year > int(options.targets[:4]) + 1:
        return f"{year}年的，是几年的目标", f"of {year}: a target of several years"
    return None


def _keep(table: Table, row: Row, origin: Origin, notes: Notes) -> None:
    """Add a target, and say what is odd about it: another one of the same year, its day, a line nobody understands."""
    target, at = origin.row, origin.at
    year, announced = target["year"], target["announced_on"]
    same = ("region", "indicator", "year", "kind")
    others = (each for each in notes.targets if all(each.row[name] == target[name] for name in same))
    other = next((each for each in others if each.row["value"] != target["value"]), None)
    if other is not None:
        cell, value = other.sheet.source(*other.at), other.row["value"]
        told = f"同一年的目标，{cell} 是 {value:g}", f"{cell} has {value:g} for the same year's target"
        notes.add("error", table.sheet, at, told, ("文件内一致的目标", "one target in the whole file"))
    notes.targets.append(origin)
    told = f"{year}年目标，写入 targets.csv", f"a target of {year}: it goes into targets.csv"
    notes.add("info", table.sheet, at, told, once=("target", *at))
    if announced[:4] > str(year):
        told = (
            f"{year}年的目标，公布日写的是 {announced}，已在该年之后；请核对年份，或以当时的公布日另行导入",
            f"a target of {year} announced on {announced}, after its year: is the year right, or the day?",
        )
        notes.add("warning", table.sheet, at, told, once=("late", year, id(table)), value="")
    for label in (*row.sections, *table.titles):
        if label.narrow and label.loose:
            notes.add(
                "warning", table.sheet, at, left_out.loose(label), once=("loose", label.text, id(table)), value=""
            )


def _limited(table: Table, row: Row, strong: list[Label], planned: Label) -> tuple[str, str] | None:
    """Return why a figure is no target of a whole year, of all that its indicator is of, and final; or None.

    A remark beside the row must say nothing that could make it another one: 上半年, 2025年目标, 省下达.
    """
    said = (*strong, *row.sections)
    dated = next((label for label in table.titles if label.stretch and label.stretch.year), None)
    is_dated = any(label.stretch and label.stretch.year for label in strong)
    whole = [*said, *([dated] if dated and not is_dated else [])]
    if several := next((label for label in (*said, *table.titles) if _OF_YEARS.search(folded(label.text))), None):
        return f"“{several.text}”是几年的，不是一年的目标", f"'{several.text}' is of several years, not of one"
    is_open = any(_NOT_SET.search(folded(label.text)) for label in (*said, *table.titles))
    if _SET.search(planned.plan) is None or is_open:
        return "不是目标", "no target"
    if is_done(strong):
        return "是完成数，不是目标", "it was done, and is no target"
    if part := next((label for label in whole if _is_of_a_part(label)), None):
        return f"“{part.text}”不是全年的，targets.csv 只记全年的目标", f"'{part.text}' is not of a whole year"
    beside = next((label for label in row.labels[1:] if label.plan and _PLAN_WORDS.sub("", label.text)), None)
    limits = (*said, *(label for label in table.titles if not label.loose))
    if unclear := beside or next((label for label in limits if label.narrow), None):
        word = unclear.narrow or unclear.plan
        return f"“{unclear.text}”（{word}），不知是不是定下来的目标", f"'{unclear.text}' ({word}): is it the target?"
    more = next((label for label in said if label.skipped or _unsaid(label)), None)
    if more is None:
        return None
    rest = _unsaid(more) or more.text
    return f"“{more.text}”中的“{rest}”不明", f"'{rest}' in '{more.text}' is not understood"


def _unsaid(label: Label) -> str:
    """Return what nobody knows of a text; behind growth a per cent sign is its unit: 预期目标（增长%）."""
    rest = _PLAN_WORDS.sub("", label.rest)
    return "" if rest == "%" and label.measure == "growth" else rest


def _kind(table: Table, row: Row, strong: list[Label]) -> str:
    """Return which target it is: what is nearest says it, a column before the line above the rows."""
    near = (strong, row.sections, table.titles)
    return next((kind for each in near for kind in _KINDS if any(kind in label.text for label in each)), _KIND)


def _otherwise(table: Table, row: Row, column: int, code: str) -> tuple[str, str] | None:
    """Return why growth is measured otherwise than that of the indicator: 现价, 亿美元; or None."""
    strong = [*row.labels, *table.heads[column]]
    if (dollar := in_dollars(units_of(table, row, table.heads[column]))) is not None:
        return left_out.dollars(dollar)
    price, own = price_of(table, strong, "growth", code), indicators.indicator(code).growth_price
    if price is None or {price, own} != {"real", "nominal"}:
        return None
    zh, en = ("名义", "nominal") if price == "nominal" else ("实际", "real")
    return f"是{zh}增速，与目录的口径不同", f"{en} growth, which is not how the indicator's is measured"


def _is_growth(table: Table, row: Row, column: int, code: str, value: re.Match[str]) -> bool:
    """Whether a target is of growth: row, heading, unit or the cell (增长5.5%) say so, or it can be nothing else.

    A per cent of an amount, 地区生产总值 5.5%左右, is its growth; of a part, 第三产业增加值 5.5%, it may be the share.
    """
    strong = [*row.labels, *table.heads[column]]
    measure = measure_of(table, strong)
    kinds = (scope.of_a_kind(_PLAN_WORDS.sub("", folded(label.text))) for label in table.titles)
    if measure in _NO_GROWTH or any("百分点" in unit for label in strong for unit in label.units):
        return False
    if not any(label.measure for label in (*strong, *row.sections)) and any(kinds):
        return False
    if measure == "growth" or any(set(label.units) & _SHARES for label in strong):
        return True
    if measure is not None or any(label.units for label in strong):
        return False
    is_part = row.labels[0].part or any(code.startswith(f"{whole}_") for whole in indicators.CATALOGUE)
    is_amount = indicators.indicator(code).unit != "%" and not is_part
    return bool(value["rise"] or value["fall"]) or (is_amount and "%" in value[0])


def _is_of_a_part(label: Label) -> bool:
    """Whether a text is of a part of a year: 一季度目标, 上半年, 四季度目标, 下半年."""
    stretch = label.stretch
    is_part = stretch is not None and (stretch.month not in {None, 12} or stretch.basis == "single")
    return is_part or label.basis == "single" or "半年" in label.text


def _is_like_a_fraction(written: str, value: re.Match[str]) -> bool:
    decimals = value["number"].partition(".")[2]
    return "%" not in written and 0 < abs(float(value["number"])) < 1 and len(decimals) >= _DECIMALS


def _fraction_or_not(growth: float) -> tuple[str, str]:
    as_fraction = f"{growth * _HUNDRED:g}"
    return (
        f"目标是 {growth:g}% 还是 {as_fraction}%（写成小数）；用 --growth-in percent|fraction 指明，或改成带 % 的数",
        f"a target of {growth:g} % or, as a fraction, {as_fraction} %? Settle it with --growth-in percent|fraction, or"
        " write a per cent sign",
    )


def _odd(code: str, growth: float) -> tuple[str, str] | None:
    """Return why growth is not what a place sets itself, or None; who means what is hardly so can write it down."""
    most = _MOST_OF_GDP if code.startswith("gdp") else _MOST
    if round(growth, 1) != round(growth, 6):
        return f"目标应为一位小数，不是{growth:g}%", f"a target has one decimal, not {growth:g} %"
    if abs(growth) > most:
        zh, en = f"{growth:g}% 不像一年的增速目标", f"{growth:g} % is hardly a year's target"
    elif growth < 0 and indicators.indicator(code).better == "higher":
        zh, en = f"目标为负（{growth:g}%）", f"a target below nothing ({growth:g} %)"
    else:
        return None
    return f"{zh}；确是这样的，请直接写进 targets.csv", f"{en}; if it is so, write it into targets.csv yourself"


def _growth(code: str, number: float, falls: bool) -> float | None:
    """Return a target as growth: a fall of 3.0 is −3.0; None where its sign is open, or is not that of a target.

    Only what is the better the lower has a fall for a target, said in the cell by a word, 下降3.0, or by its minus.
    """
    if indicators.indicator(code).better == "higher":
        return None if falls else number
    return -number if falls and number > 0 else number if number <= 0 and not falls else None


def _is_range(code: str, value: re.Match[str]) -> bool:
    """Whether a figure with two ends is a range of growth, from low to high and nothing more said of it.

    6-7 alone may be a day or months.
    """
    alone = not any(value[name] for name in ("fall", "least", "more", "about")) and re.search("[.%]", value[0])
    return bool(alone) and indicators.indicator(code).better == "higher" and float(value["number"]) < float(value["to"])


def _worded(value: re.Match[str]) -> str:
    if value["to"]:
        return f"（{value['number']}%—{value['to']}%）"
    return f"（{value['number']}%以上）" if value["least"] or value["more"] else ""


def _year(table: Table, strong: list[Label], planned: Label) -> int | None:
    """Return the whole year that a target is of, or None; below a title 2026年安排 a column 2025年 is none of its."""
    stretches = [label.stretch for label in (*strong, planned, *table.titles) if label.stretch and label.stretch.year]
    nearest = stretches[0] if stretches else None
    if nearest is None or nearest.month not in {None, 12}:
        return None
    if not any(label.stretch and label.stretch.year for label in strong):
        said = [{int(year) for year in _YEARS.findall(label.text)} for label in (planned, *table.titles)]
        first = next((years for years in said if years), set())
        if len(first) > 1 or any(years and nearest.year not in years for years in said):
            return None  # 2025年计划执行情况和2026年计划 over 目标: which year's?
    is_own = planned in strong or (planned.stretch is not None and planned.stretch.year == nearest.year)
    return nearest.year if is_own else None
