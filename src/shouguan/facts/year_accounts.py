"""The accounts of the year as facts: weights, growth and contributions of the parts, the residual, coefficients."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shouguan.components.accounting import SECTORS, statement
from shouguan.components.accounts import Accounts
from shouguan.components.conversion import Coefficients, Conversion
from shouguan.components.levers import rest_growth
from shouguan.core import indicators
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Reason
from shouguan.facts.indicator_report import Sheet, figure, official
from shouguan.facts.rows import AccountLine, Link, LinkInput, Whose, YearAccounts
from shouguan.facts.table import Fact, name_of
from shouguan.models.outlook import INTERVAL

_REST = "100 − 各部分占比之和"
_WHOLE = 0.05
"""Per cent: parts whose shares lack less than this, which no page prints, are all there is of a total."""


def accounts(page: Briefing, sheet: Sheet) -> YearAccounts | Reason:
    """Add the accounts of a total by its parts; the reason where it cannot be taken apart."""
    account, year = page.linked.accounts.get(sheet.code), sheet.year
    if account is None:
        return page.why_whole(sheet.code)
    outlook = page.linked.outlook(sheet.code)

    def add(part: str, name: str, value: float, zh: str, en: str, **rest: Any) -> Fact:
        labels = {"label_zh": zh, "label_en": en}
        return page.facts.add(figure(sheet, name_of("accounts", year, part, statistic=name), value, **(labels | rest)))

    points = {"unit": "pp", "decimals": 2}
    expected = {"kind": "forecast", "period": str(year)}
    residual = {"formula": "总量增速 − 各部分拉动之和"} | points
    taken = statement(page.view, sheet.region, sheet.code, sheet.origin)
    lines = tuple(_line(page, sheet, account, at) for at in range(len(account.parts)))
    of_mean = {"formula": "各条路径全年增速的均值"} | points | expected
    of_rest = {"formula": "各条路径后期增速的均值"} | expected
    shares = account.shares
    total, so_far = official(page.facts, sheet, page.view, sheet.origin), [line.so_far for line in lines]
    left = None if taken is None else taken.residual
    if left is None and total is not None and sheet.known and all(so_far):
        left = total.value - sum(fact.value for fact in so_far if fact is not None)
    others = 100.0 * (1.0 - float(shares.values.sum()))
    whole = abs(others) < _WHOLE
    zh, en = ("残差（未计入各部分的）", "residual (in no part)") if whole else ("其他投资", "other investment")
    return YearAccounts(
        lines=lines,
        others=None
        if whole
        else add("residual", "share", others, "其他投资占比", "other investment, share", formula=_REST),
        residual=add("residual", "points", float(account.residual.mean()), zh, en, **(expected | residual)),
        residual_so_far=None
        if left is None
        else add("residual", "points_so_far", left, f"已拉动的{zh}", f"{en} so far", **residual),
        mean=add(
            "total",
            "points",
            float(outlook.full_year.mean()),
            "全年增速（均值）",
            "full-year growth (mean)",
            **of_mean,
        ),
        rest=add("total", "rest", float(rest_growth(outlook).mean()), "后期预计增速", "rest of the year", **of_rest),
        share=add("total", "share", 100.0, "总量占比", "share of the total", formula="总量为100"),
        shares=Whose(shares.region, shares.base_year, shares.pseudo, shares.source),
        sectors=tuple(
            (
                code,
                add(
                    code,
                    "full_year",
                    float(draws.mean()),
                    f"{indicators.indicator(code).zh}预计全年增速",
                    f"{indicators.indicator(code).en}, expected year",
                    formula="、".join(SECTORS[code]),
                    **expected,
                ),
            )
            for code, draws in (account.sector_growth() if sheet.code == "gdp" else {}).items()
        ),
    )


def _line(page: Briefing, sheet: Sheet, account: Accounts, at: int) -> AccountLine:
    part, code, year = account.parts[at], account.parts[at].indicator, sheet.year
    entry = indicators.indicator(code)
    lower, upper = part.interval(INTERVAL)

    def add(name: str, value: float, zh: str, en: str, **rest: Any) -> Fact:
        labels = {"label_zh": f"{entry.zh}{zh}", "label_en": f"{entry.en}, {en}"}
        return page.facts.add(figure(sheet, name_of("accounts", year, code, statistic=name), value, **(labels | rest)))

    points = {"unit": "pp", "decimals": 2}
    expected = {"kind": "forecast", "period": str(year), "formula": "分行业联合抽样，与总量调和"}
    band = {"lower": lower, "upper": upper, "level": INTERVAL}
    taken = statement(page.view, sheet.region, sheet.code, sheet.origin)
    known = bool(part.known) and len(part.known) == sheet.known
    published = official(page.facts, replace(sheet, entry=entry), page.view, sheet.origin) if known else None
    share = float(account.shares.values[at])
    by, so_far = "上年同期占比 × 增速", None if taken is None else taken.lines[at].points
    if so_far is None and published is not None:
        by, so_far = "本表占比 × 增速", share * published.value
    return AccountLine(
        code=code,
        median=add("full_year", part.quantile(0.5), "预计全年增速", "expected year", **band, **expected),
        lower=add("lower80", lower, "80%区间下限", "lower end", **expected),
        upper=add("upper80", upper, "80%区间上限", "upper end", **expected),
        rest=add("rest", float(rest_growth(part).mean()), "后期预计增速", "rest of the year", **expected),
        points=add("points", float(account.points()[at].mean()), "全年拉动", "contribution", **points, **expected),
        share=add("share", 100 * share, "占比", "share", formula=f"{account.shares.base_year}年"),
        published=published,
        so_far=None
        if so_far is None
        else add("points_so_far", so_far, "已拉动", "contributed so far", formula=by, **points),
    )


def links(page: Briefing, sheet: Sheet) -> tuple[Link, ...]:
    """Add how industries follow their base indicators; none where too few base indicators are on record."""
    account = page.linked.accounts.get(sheet.code)
    conversions = {} if account is None else account.conversions
    return tuple(_link(page, sheet, link, conversions.get(link.industry)) for link in page.links.values())


def _link(page: Briefing, sheet: Sheet, link: Coefficients, conversion: Conversion | None) -> Link:
    entry, year = indicators.indicator(link.industry), sheet.year

    def add(what: str, value: float, zh: str, en: str, *, of: tuple[str, ...] = (), **rest: Any) -> Fact:
        labels = {"label_zh": f"{entry.zh}{zh}", "label_en": f"{entry.en}, {en}", "unit": "", "decimals": 2}
        labels["formula"] = "行业增加值对基础指标的收缩回归，或人工设定（shouguan.parts.conversion）"
        own = (link.industry, what, *of) if of else (link.industry,)
        name = name_of("conversion", year, *own, statistic="" if of else what)
        return page.facts.add(figure(sheet, name, value, **(labels | rest)))

    band: dict[str, Any] = {"lower": link.slope - link.slope_sd, "upper": link.slope + link.slope_sd}
    used = link.theta if conversion is None else conversion.coefficients.theta
    upto = {} if conversion is None else {each.code: each.upto for each in conversion.inputs}
    percent: dict[str, Any] = {"unit": "%", "decimals": 1}
    points: dict[str, Any] = {"unit": "pp", "decimals": 1}
    return Link(
        industry=link.industry,
        slope=add("slope", link.slope, "折算系数", "coefficient", **band),
        spread=add("slope_sd", link.slope_sd, "折算系数的标准差", "its deviation"),
        estimated=bool(link.slope_sd),
        intercept=add("intercept", link.intercept, "截距", "constant", unit="pp"),
        quarters=add("quarters", link.quarters, "估计用季度数", "quarters", decimals=0),
        reading=None
        if conversion is None
        else (
            conversion.quarter,
            add("growth", conversion.growth, "按基础指标测算", "by base indicators", kind="forecast", **percent),
            add("error", conversion.error, "标准误差", "standard error", **points),
        ),
        inputs=tuple(
            LinkInput(
                code,
                add(
                    "theta",
                    100 * theta,
                    f"：{indicators.indicator(code).zh}的权重",
                    f"share of {indicators.indicator(code).en}",
                    of=(code,),
                    unit="%",
                    decimals=0,
                ),
                upto.get(code),
            )
            for code, theta in used.items()
        ),
        reason=None if link.setting is None else link.setting.reason,
    )
