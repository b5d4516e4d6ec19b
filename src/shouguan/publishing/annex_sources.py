"""The last sheets of an annex: what each indicator is, and where every figure of the report is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouguan.core.indicators import CATALOGUE, Indicator
from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.core.rounding import half_up
from shouguan.core.workbook import Figure, Head, Table
from shouguan.facts.formulas import said
from shouguan.facts.table import Fact, Kind
from shouguan.publishing.page_tables import Cell
from shouguan.report.language import units
from shouguan.report.tables import figure

_KINDS: dict[Kind, tuple[str, str]] = {
    "official": ("已发布", "published"),
    "target": ("目标", "target"),
    "forecast": ("测算", "forecast"),
    "computed": ("推算", "computed"),
    "assumption": ("假设", "assumption"),
}
_PRICES = {
    "real": ("不变价", "constant prices"),
    "comparable": ("可比口径", "comparable base"),
    "nominal": ("现价", "current prices"),
    "none": ("—", "—"),
}
_FREQUENCIES = {"A": ("年度", "yearly"), "Q": ("季度", "quarterly"), "M": ("月度", "monthly")}


def _sheet(name: str, title: str, heads: Sequence[Head], rows: list[list[Cell]]) -> Table:
    """Return a sheet without the columns that no row has."""
    kept = [at for at in range(len(heads)) if any(row[at] not in {None, ""} for row in rows)]
    return Table(
        name,
        title,
        [heads[at] for at in kept],
        [[row[at] or None if isinstance(row[at], str) else row[at] for at in kept] for row in rows],
    )


def _frequency(entry: Indicator) -> tuple[str, str]:
    if entry.calendar.merges_january:
        return "月度（1—2月合并）", "monthly (January with February)"
    return _FREQUENCIES[entry.calendar.frequency]


def scope(facts: Mapping[str, Fact], lang: Lang) -> Table:
    """Return what each indicator of the report is: how it is published, on which base, and how far."""
    zh, pick = lang == "zh", (0 if lang == "zh" else 1)
    newest: dict[str, Fact] = {}
    for fact in facts.values():
        if fact.kind == "official" and fact.key == f"{fact.indicator}.ytd.{fact.period}":
            newest[fact.indicator] = max(
                newest.get(fact.indicator, fact), fact, key=lambda each: Period.parse(each.period)
            )
    used = {fact.indicator for fact in facts.values()}
    rows: list[list[Cell]] = []
    for code, entry in CATALOGUE.items():
        if code not in used:
            continue
        last = newest.get(code)
        share = None if last is None else facts.get(f"{code}.weight.{last.period}")
        period = None if last is None else Period.parse(last.period)
        label = "" if period is None else ytd_label(period, lang)
        said_so = (
            "国内生产总值"
            if code == "gdp" and any("国内生产总值" in each.label_zh for each in facts.values())
            else entry.zh
        )
        rows.append(
            [
                said_so if zh else entry.en,
                _frequency(entry)[pick],
                _PRICES[entry.growth_price][pick],
                units.alone(entry.unit, lang),
                None if period is None else f"{period.year}年{label}" if zh else f"{label} {period.year}",
                None if share is None else figure(share),
                None if last is None else last.source,
                None if last is None else last.released_on,
            ]
        )
    names = (
        ("指标", "频率", "增速的价格基础", "数值单位", "本报告所用最新数据", "已公布时段占全年", "来源", "发布日")
        if zh
        else ("Indicator", "Published", "Growth is measured on", "Unit of values", "Newest figure used",
              "Share of the year published", "Source", "Released")
    )  # fmt: skip
    heads = [Head(name, "%" if at == 5 else "") for at, name in enumerate(names)]
    return _sheet(*(("口径", "指标口径") if zh else ("Scope", "What the indicators are")), heads, rows)


def audit(facts: Mapping[str, Fact], lang: Lang) -> Table:
    """Return every figure of the report with its source or formula."""
    zh, pick = lang == "zh", (0 if lang == "zh" else 1)
    rank = {kind: at for at, kind in enumerate(_KINDS)}
    ordered = sorted(facts.values(), key=lambda fact: (fact.block, rank[fact.kind], fact.key))
    rows: list[list[Cell]] = [
        [
            fact.key,
            fact.label(lang),
            figure(fact),
            units.alone(fact.unit, lang),
            _KINDS[fact.kind][pick],
            fact.period,
            *(
                None if end is None else Figure(half_up(end, fact.decimals), fact.decimals)
                for end in (fact.lower, fact.upper)
            ),
            None if fact.level is None else Figure(half_up(100 * fact.level, 0), 0),
            fact.source,
            fact.released_on,
            said(fact.formula, lang),
            ", ".join(fact.inputs),
        ]
        for fact in ordered
    ]
    names = (
        ("代码", "数字", "数值", "单位", "类别", "时期", "下限", "上限", "区间水平", "来源（文件#工作表!单元格）",
         "发布日", "公式", "所用数字（代码）")
        if zh
        else ("Key", "Figure", "Value", "Unit", "Kind", "Period", "Lower end", "Upper end", "Level",
              "Source (file#sheet!cell)", "Released", "Formula", "Figures used (keys)")
    )  # fmt: skip
    heads = [Head(name, "%" if at == 8 else "") for at, name in enumerate(names)]
    title = ("数据来源与审计", "数据来源与审计") if zh else ("Audit", "Where each figure is from")
    return _sheet(*title, heads, rows)
