"""The accounts of the year: each part's weight, growth so far, expected year and contribution, and the residual."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from markupsafe import Markup

from shouguan.components.accounting import SECTORS, statement
from shouguan.components.accounts import Accounts
from shouguan.components.conversion import Coefficients, Conversion
from shouguan.components.levers import rest_growth
from shouguan.core import indicators
from shouguan.core.periods import Period, single_label, ytd_label
from shouguan.facts.indicator_report import Sheet, figure, official
from shouguan.facts.table import Fact
from shouguan.models.outlook import INTERVAL
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

Cell = Markup | Fact | str


class _Add(Protocol):
    """Adds a fact of one row."""

    def __call__(self, name: str, value: float, zh: str, en: str, **rest: Any) -> Fact: ...


def accounts(page: Context, sheet: Sheet) -> Markup:
    """Return the table of a total's parts; a note with the reason where it cannot be taken apart."""
    found = page.linked.accounts.get(sheet.code)
    if found is None:
        zh, en = page.linked.why_whole(sheet.code)
        said = page.say(
            "{n}不能按构成测算：{r}。",
            "{n} is not taken apart: {r}.",
            n=sheet.name(page.lang),
            r=page.facts.quote(zh if page.lang == "zh" else en),
        )
        return Markup('<p class="note">{}</p>').format(said)
    rows = [_row(page, sheet, found, at) for at in range(len(found.parts))]
    rows += [_residual(page, sheet, found), _total(page, sheet)]
    head = [
        page.say("构成", "Part"),
        page.say("占比（%）", "Share (%)"),
        page.say("{t}增速（%）", "Growth {t} (%)", t=ytd_label(sheet.outlook.origin, page.lang)),
        page.say("已拉动（百分点）", "Contributed so far (points)"),
        page.say("{r}预计（%）", "{r} expected (%)", r=sheet.rest(page.lang)),
        page.say("预计全年（80%区间，%）", "Expected year (80% interval, %)"),
        page.say("全年拉动（百分点）", "Contribution to the year (points)"),
    ]
    caption = page.say(
        "{n}按构成测算（各部分与总量在每条路径上相加一致，残差单列）",
        "{n} by its parts (parts and total add up on every path; the residual stands alone)",
        n=sheet.name(page.lang),
    )
    note = tables.rounding(page.lang, *(([row[at] for row in rows[:-1]], rows[-1][at]) for at in (3, 6)))
    return tables.table(head, rows, caption=caption, kind="wide") + _notes(page, sheet, found, note)


def conversions(page: Context, sheet: Sheet) -> Markup:
    """Return how industries follow their base indicators: θ, κ with its uncertainty, cut-off, and what was set."""
    links = page.links
    if not links:
        return Markup('<p class="note">{}</p>').format(
            page.say(
                "基础指标不足，分行业测算不含基础指标折算。",
                "Too few base indicators are on record, so industries are not followed from them.",
            )
        )
    found = page.linked.accounts.get(sheet.code)
    said = {} if found is None else found.conversions
    rows = [_link(page, sheet, link, said.get(link.industry)) for link in links.values()]
    head = [
        page.say("行业", "Industry"),
        page.say("折算系数κ", "Coefficient κ"),
        page.say("截距（百分点）", "Constant (points)"),
        page.say("季度数", "Quarters"),
        page.say("未发布季度按基础指标测算（累计，%）", "Open quarter by base indicators (YTD, %)"),
        page.say("基础指标（权重，数据截至）", "Base indicators (share, cut-off)"),
        page.say("人工设定", "Set by hand"),
    ]
    caption = page.say(
        "行业增加值与基础指标的折算（±为一个标准差）",
        "How value added follows base indicators (± one standard deviation)",
    )
    return tables.table(head, rows, caption=caption, kind="wide", words=2)


def _row(page: Context, sheet: Sheet, found: Accounts, at: int) -> list[object]:
    part, share = found.parts[at], float(found.shares.values[at])
    code, entry = part.indicator, indicators.indicator(part.indicator)
    lower, upper = part.interval(INTERVAL)
    year = sheet.outlook.year

    def add(name: str, value: float, zh: str, en: str, **rest: Any) -> Fact:
        label = {"label_zh": f"{entry.zh}{zh}", "label_en": f"{entry.en}, {en}"}
        return page.facts.add(figure(sheet, f"accounts.{year}.{code}.{name}", value, **(label | rest)))

    expected = {
        "kind": "forecast",
        "period": str(year),
        "formula": "分行业联合抽样，与总量调和",
    }
    median = add(
        "full_year",
        part.quantile(0.5),
        "预计全年增速",
        "expected year",
        lower=lower,
        upper=upper,
        level=INTERVAL,
        **expected,
    )
    low, high = (
        add("lower80", lower, "80%区间下限", "lower end", **expected),
        add("upper80", upper, "80%区间上限", "upper end", **expected),
    )
    left = add("rest", float(rest_growth(part).mean()), "后期预计增速", "rest of the year", **expected)
    points = add(
        "points", float(found.points()[at].mean()), "全年拉动", "contribution", unit="pp", decimals=2, **expected
    )
    published: Cell = tables.DASH
    so_far: Cell = tables.DASH
    taken = statement(page.view, sheet.outlook.region, sheet.code, sheet.outlook.origin)
    if part.known and len(part.known) == len(sheet.outlook.known):
        published = official(page.facts, replace(sheet, entry=entry), page.view, sheet.outlook.origin) or tables.DASH
    if taken is not None:
        line = taken.lines[at]
        so_far = add(
            "points_so_far",
            line.points,
            "已拉动",
            "contributed so far",
            unit="pp",
            decimals=2,
            formula="上年同期占比 × 增速",
        )
    return [
        entry.zh if page.lang == "zh" else entry.en,
        add("share", 100 * share, "占比", "share", formula=f"{found.shares.base_year}年"),
        published,
        so_far,
        left,
        words.with_range(median, low, high, page.lang),
        points,
    ]


def _residual(page: Context, sheet: Sheet, found: Accounts) -> list[object]:
    year = sheet.outlook.year
    rest = figure(
        sheet,
        f"accounts.{year}.residual.points",
        float(found.residual.mean()),
        kind="forecast",
        unit="pp",
        decimals=2,
        period=str(year),
        label_zh="残差（未计入各部分的）",
        label_en="residual (in no part)",
        formula="总量增速 − 各部分拉动之和",
    )
    so_far: Cell = tables.DASH
    taken = statement(page.view, sheet.outlook.region, sheet.code, sheet.outlook.origin)
    if taken is not None:
        so_far = page.facts.add(
            figure(
                sheet,
                f"accounts.{year}.residual.points_so_far",
                taken.residual,
                unit="pp",
                decimals=2,
                label_zh="已拉动的残差",
                label_en="residual so far",
                formula="总量增速 − 各部分拉动之和",
            )
        )
    return [
        page.say("残差", "Residual"),
        tables.DASH,
        tables.DASH,
        so_far,
        tables.DASH,
        tables.DASH,
        page.facts.add(rest),
    ]


def _total(page: Context, sheet: Sheet) -> list[object]:
    year = sheet.outlook.year
    newest: Cell = page.newest(sheet) if sheet.outlook.known else tables.DASH
    mean = page.facts.add(
        figure(
            sheet,
            f"accounts.{year}.total.points",
            float(sheet.outlook.full_year.mean()),
            kind="forecast",
            unit="pp",
            decimals=2,
            period=str(year),
            label_zh="全年增速（均值）",
            label_en="full-year growth (mean)",
            formula="各条路径全年增速的均值",
        )
    )
    rest = page.facts.add(
        figure(
            sheet,
            f"accounts.{year}.total.rest",
            float(rest_growth(sheet.outlook).mean()),
            kind="forecast",
            period=str(year),
            label_zh="后期预计增速",
            label_en="rest of the year",
            formula="各条路径后期增速的均值",
        )
    )
    low, high = page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80")
    return [
        sheet.name(page.lang),
        page.facts.add(
            figure(
                sheet,
                f"accounts.{year}.total.share",
                100.0,
                label_zh="总量占比",
                label_en="share of the total",
                formula="总量为100",
            )
        ),
        newest,
        newest,
        rest,
        words.with_range(page.full_year(sheet, "median"), low, high, page.lang),
        mean,
    ]


def _notes(page: Context, sheet: Sheet, found: Accounts, rounding: Markup) -> Markup:
    shares = found.shares
    if shares.region is None:
        whose = page.say(
            "{s}（{y}年，人工设定）", "{s} ({y}, set by hand)", s=page.facts.quote(shares.source), y=shares.base_year
        )
    else:
        region = page.place.regions.get(shares.region)
        name = shares.region if region is None else (region.name if page.lang == "zh" else region.name_en)
        whose = page.say(
            "{p}{y}年现价值{v}",
            "values of {p} in {y}{v}",
            p=name,
            y=shares.base_year,
            v=page.say("（按现行数据回溯）", " (as known today)") if shares.pseudo else "",
        )
    notes = [
        page.say(
            "占比取自{w}。总量的预测不因构成而改变；已发布的数不动，各部分按各自的不确定性分担差额。拉动为均值，与中位数可略有出入。{o}",
            "Shares from {w}. The total's forecast is not changed by its parts; published figures do not move, and the"
            " parts share the difference by their uncertainty. Contributions are means and may differ a little from"
            " medians.{o}",
            w=whose,
            o=rounding,
        )
    ]
    if sheet.code == "gdp":
        notes.append(_sectors(page, sheet, found))
        notes.append(
            page.say(
                "地区生产总值由上级统一核算，本表为模拟测算，不用于上报。",
                "A region's GDP is accounted by the level above; this is a simulation and no figure to report.",
            )
        )
    return Markup('<ul class="note">{}</ul>').format(Markup("").join(Markup("<li>{}</li>").format(n) for n in notes))


def _sectors(page: Context, sheet: Sheet, found: Accounts) -> Markup:
    year = sheet.outlook.year
    said = []
    for code, draws in found.sector_growth().items():
        entry = indicators.indicator(code)
        fact = page.facts.add(
            figure(
                sheet,
                f"accounts.{year}.{code}.full_year",
                float(draws.mean()),
                kind="forecast",
                period=str(year),
                label_zh=f"{entry.zh}预计全年增速",
                label_en=f"{entry.en}, expected year",
                formula="、".join(SECTORS[code]),
            )
        )
        said.append(
            page.say("{n}{g}", "{n} {g}", n=entry.zh if page.lang == "zh" else entry.en, g=words.grew(fact, page.lang))
        )
    return page.say(
        "按行业归并，预计全年{s}。", "By sector, the year is expected: {s}.", s=page.say("，", "; ").join(said)
    )


def _link(page: Context, sheet: Sheet, link: Coefficients, said: Conversion | None) -> list[object]:
    entry, year = indicators.indicator(link.industry), sheet.outlook.year

    def add(name: str, value: float, zh: str, en: str, **rest: Any) -> Fact:
        label = {"label_zh": f"{entry.zh}{zh}", "label_en": f"{entry.en}, {en}", "unit": "", "decimals": 2}
        label["formula"] = "行业增加值对基础指标的收缩回归，或人工设定（shouguan.parts.conversion）"
        return page.facts.add(figure(sheet, f"conversion.{year}.{link.industry}.{name}", value, **(label | rest)))

    slope = add(
        "slope",
        link.slope,
        "折算系数",
        "coefficient",
        lower=link.slope - link.slope_sd,
        upper=link.slope + link.slope_sd,
    )
    spread = add("slope_sd", link.slope_sd, "折算系数的标准差", "its deviation")
    shown: Cell = (
        page.say("{k}（设定）", "{k} (set)", k=slope)
        if not link.slope_sd
        else page.say("{k}±{s}", "{k}±{s}", k=slope, s=spread)
    )
    reading: Cell = tables.DASH
    used, upto = link.theta, {}
    if said is not None:
        value = add(
            "growth", said.growth, "按基础指标测算", "by base indicators", unit="%", decimals=1, kind="forecast"
        )
        error = add("error", said.error, "标准误差", "standard error", unit="pp", decimals=1)
        reading = page.say("{q} {v}±{e}", "{q} {v}±{e}", q=ytd_label(said.quarter, page.lang), v=value, e=error)
        used, upto = said.coefficients.theta, {each.code: each.upto for each in said.inputs}
    return [
        entry.zh if page.lang == "zh" else entry.en,
        shown,
        add("intercept", link.intercept, "截距", "constant", unit="pp"),
        add("quarters", link.quarters, "估计用季度数", "quarters", decimals=0),
        reading,
        page.say("；", "; ").join(_input(page, add, code, theta, upto.get(code)) for code, theta in used.items()),
        page.facts.quote(link.setting.reason) if link.setting is not None else tables.DASH,
    ]


def _input(page: Context, add: _Add, code: str, theta: float, upto: Period | None) -> Markup:
    entry = indicators.indicator(code)
    share = add(f"theta.{code}", 100 * theta, f"：{entry.zh}的权重", f"share of {entry.en}", unit="%", decimals=0)
    when = Markup("") if upto is None else page.say("，{t}", ", {t}", t=single_label(upto, entry.calendar, page.lang))
    return page.say("{n}（{s}%{w}）", "{n} ({s}%{w})", n=entry.zh if page.lang == "zh" else entry.en, s=share, w=when)
