"""The sheets of the annex on the figures themselves: what moved since before, what they are, where they are from."""

from __future__ import annotations

import re

from shouguan.core.indicators import CATALOGUE
from shouguan.core.periods import Period
from shouguan.core.rounding import half_up
from shouguan.core.workbook import Figure, Table
from shouguan.facts.formulas import said
from shouguan.publishing.annex_facts import KINDS, NONE, PERCENT, POINTS, Cell, Facts, figure, table

_NEWS = re.compile(r"\w+\.news\.\d{4}-\d{2}-\d{2}\..+")


def changes(facts: Facts) -> Table | None:
    """Return the figures of the last briefing beside today's."""
    rows: list[list[Cell]] = []
    for key, fact in sorted(facts.by_key.items()):
        if not key.startswith("previous.") or key.endswith(".change"):
            continue
        own = key.removeprefix("previous.")
        now = facts.get(own)
        rows.append(
            [
                facts.name(fact.indicator),
                (now or fact).label(facts.lang),
                figure(fact),
                None if now is None else figure(now),
                facts.number(f"{key}.change"),
                facts.unit(fact.unit),
                fact.source,
            ]
        )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("数字", "Figure", NONE),
        ("上期", "Last briefing", NONE),
        ("本期", "This briefing", NONE),
        ("变化", "Change", POINTS),
        ("单位", "Unit", NONE),
        ("上期来源", "Source of the last", NONE),
    )
    return table(facts, ("变动", "Changes"), ("与上期对照", "Beside the last briefing"), heads, rows)


def news(facts: Facts) -> Table | None:
    """Return what moved the forecast since an earlier day, step by step."""
    rows: list[list[Cell]] = [
        [
            facts.name(fact.indicator),
            fact.label(facts.lang),
            figure(fact),
            facts.unit(fact.unit),
            said(fact.formula, facts.lang),
        ]
        for key, fact in sorted(facts.by_key.items(), key=_natural)
        if _NEWS.fullmatch(key)
    ]
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("数字", "Figure", NONE),
        ("数值", "Value", NONE),
        ("单位", "Unit", NONE),
        ("公式", "Formula", NONE),
    )
    title = ("预测变动的原因", "What moved the forecast")
    return table(facts, ("变动原因", "News"), title, heads, rows)


def scope(facts: Facts) -> Table | None:
    """Return what each indicator of the report is: how it is published, on which base, and how far."""
    rows: list[list[Cell]] = []
    used = {fact.indicator for fact in facts.by_key.values()} & set(CATALOGUE)
    for code in (each for each in CATALOGUE if each in used):
        entry = CATALOGUE[code]
        known = [
            (Period.parse(match[1]), fact)
            for key, fact in facts.by_key.items()
            if fact.kind == "official" and (match := re.fullmatch(rf"{code}\.ytd\.([\dQ-]+)", key))
        ]
        newest = max(known, key=lambda each: each[0], default=None)
        share = facts.number(f"{code}.weight.{facts.origin(code)}")
        rows.append(
            [
                facts.name(code),
                facts.frequency(entry),
                facts.price(entry),
                facts.unit(entry.unit),
                None if newest is None else facts.stretch(newest[0]),
                share,
                *([None, None] if newest is None else [newest[1].source, newest[1].released_on]),
            ]
        )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("频率", "Published", NONE),
        ("增速的价格基础", "Growth is measured on", NONE),
        ("数值单位", "Unit of values", NONE),
        ("本报告所用最新数据", "Newest figure used", NONE),
        ("已公布时段占全年", "Share of the year published", PERCENT),
    )
    title = ("指标口径", "What the indicators are")
    return table(facts, ("口径", "Scope"), title, [*heads, *facts.source_heads], rows)


def audit(facts: Facts) -> Table | None:
    """Return every figure of the report with its source or formula."""
    rank = {kind: at for at, kind in enumerate(KINDS)}
    ordered = sorted(facts.by_key.values(), key=lambda fact: (fact.key.split(".")[0], rank[fact.kind], fact.key))
    rows: list[list[Cell]] = [
        [
            fact.key,
            fact.label(facts.lang),
            figure(fact),
            facts.unit(fact.unit),
            facts.say(*KINDS[fact.kind]),
            fact.period,
            *(
                None if end is None else Figure(half_up(end, fact.decimals), fact.decimals)
                for end in (fact.lower, fact.upper)
            ),
            None if fact.level is None else Figure(half_up(100 * fact.level, 0), 0),
            fact.source,
            fact.released_on,
            said(fact.formula, facts.lang),
            ", ".join(fact.inputs),
        ]
        for fact in ordered
    ]
    heads = facts.heads(
        ("代码", "Key", NONE),
        ("数字", "Figure", NONE),
        ("数值", "Value", NONE),
        ("单位", "Unit", NONE),
        ("类别", "Kind", NONE),
        ("时期", "Period", NONE),
        ("下限", "Lower end", NONE),
        ("上限", "Upper end", NONE),
        ("区间水平", "Level", PERCENT),
        ("来源（文件#工作表!单元格）", "Source (file#sheet!cell)", NONE),
        ("发布日", "Released", NONE),
        ("公式", "Formula", NONE),
        ("所用数字（代码）", "Figures used (keys)", NONE),
    )
    title = ("数据来源与审计", "Where each figure is from")
    return table(facts, ("数据来源与审计", "Audit"), title, heads, rows)


def _natural(item: tuple[str, object]) -> list[tuple[int, int, str]]:
    """Order keys with numbers in them as a person would: step 2 before step 10."""
    parts = re.split(r"(\d+)", item[0])
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]
