"""The accounts of the year: each part's weight, growth so far, expected year and contribution, and the residual."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import single_label, ytd_label
from shouguan.data.place import NATION
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rows import AccountLine, Link, LinkInput, YearAccounts
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def accounts(page: Context, sheet: Sheet) -> Markup:
    """Return the table of a total's parts; a note with the reason where it cannot be taken apart."""
    account = page.told("accounts", sheet.code).accounts[sheet.code]
    if not isinstance(account, YearAccounts):
        zh, en = account
        sentence = page.say(
            "{n}不能按构成测算：{r}。",
            n=sheet.name(page.lang),
            r=page.facts.quote(zh if page.lang == "zh" else en),
        )
        return page.lacking(sentence)
    rows = [_row(page, line) for line in account.lines] + [_residual(page, account), _total(page, sheet, account)]
    head = [
        page.say("构成"),
        page.say("占比（%）"),
        page.say("{t}增速（%）", t=ytd_label(sheet.origin, page.lang)),
        page.say("已拉动（百分点）"),
        page.say("{r}预计（%）", r=sheet.rest(page.lang)),
        page.say("预计全年（80%区间，%）"),
        page.say("全年拉动（百分点）"),
    ]
    caption = page.say(
        "{n}按构成测算（各部分与总量在每条路径上相加一致，{r}单列）",
        n=sheet.name(page.lang),
        r=words.inline(page.say("残差") if account.others is None else page.say("其他投资")),
    )
    note = tables.rounding(page.lang, *(([row[at] for row in rows[:-1]], rows[-1][at]) for at in (3, 6)))
    table = tables.Table(head, rows, caption=caption, kind="wide")
    return Markup("{}{}").format(table, _notes(page, sheet, account, note))


def conversions(page: Context, sheet: Sheet) -> tables.Shown:
    """Return how industries follow their base indicators: θ, κ with its uncertainty, cut-off, and what was set."""
    links = page.told("conversions", sheet.code).links[sheet.code]
    if not links:
        return page.note(
            page.say(
                "基础指标不足，分行业测算不含基础指标折算。",
            )
        )
    rows = [_link(page, link) for link in links]
    head = [
        page.say("行业"),
        page.say("折算系数κ"),
        page.say("截距（百分点）"),
        page.say("季度数"),
        page.say("未发布季度按基础指标测算（累计，%）"),
        page.say("基础指标（权重，数据截至）"),
        page.say("人工设定"),
    ]
    caption = page.say(
        "行业增加值与基础指标的折算（±为一个标准差）",
    )
    return tables.Table(head, rows, caption=caption, kind="wide", words=2)


def _row(page: Context, line: AccountLine) -> list[object]:
    return [
        page.named(line.code),
        line.share,
        line.published,
        line.so_far,
        line.rest,
        words.with_range(line.median, line.lower, line.upper, page.lang),
        line.points,
    ]


def _residual(page: Context, account: YearAccounts) -> list[object]:
    name = page.say("残差") if account.others is None else page.say("其他投资（含残差）")
    return [name, account.others, None, account.residual_so_far, None, None, account.residual]


def _total(page: Context, sheet: Sheet, account: YearAccounts) -> list[object]:
    newest = page.newest(sheet) if sheet.known else None
    low, high = page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80")
    year = words.with_range(page.full_year(sheet, "median"), low, high, page.lang)
    return [sheet.name(page.lang), account.share, newest, newest, account.rest, year, account.mean]


def _notes(page: Context, sheet: Sheet, account: YearAccounts, rounding: Markup) -> Markup:
    shares = account.shares
    if shares.region is None:
        whose = page.say("{s}（{y}年，人工设定）", s=page.facts.quote(shares.source), y=shares.base_year)
    else:
        whose = page.say(
            "{p}{y}年现价值{v}",
            p=page.region(shares.region),
            y=shares.base_year,
            v=page.say("（按现行数据回溯）") if shares.pseudo else "",
        )
    notes = [
        page.say(
            "占比取自{w}。总量的预测不因构成而改变；已发布的数不动，各部分按各自的不确定性分担差额。拉动为均值，与中位数可略有出入。{o}",
            w=whose,
            o=rounding,
        )
    ]
    if sheet.code == "gdp":
        notes.append(_sectors(page, account))
        notes.append(
            page.say("本表为模拟测算，不用于上报。")
            if page.place.region == NATION
            else page.say("地区生产总值由上级统一核算，本表为模拟测算，不用于上报。")
        )
    return page.items(notes, '<ul class="note">')


def _sectors(page: Context, account: YearAccounts) -> Markup:
    clauses = [page.say("{n}{g}", n=page.named(code), g=words.grew(fact, page.lang)) for code, fact in account.sectors]
    return page.say("按行业归并，预计全年{s}。", s=page.say("，", "accounts").join(clauses))


def _link(page: Context, link: Link) -> list[object]:
    shown = page.say("{k}±{s}", k=link.slope, s=link.spread)
    if not link.estimated:
        shown = page.say("{k}（设定）", k=link.slope)
    reading = None
    if link.reading is not None:
        quarter, value, error = link.reading
        reading = page.say("{q} {v}±{e}", q=ytd_label(quarter, page.lang), v=value, e=error)
    return [
        page.named(link.industry),
        shown,
        link.intercept,
        link.quarters,
        reading,
        page.say("；").join(_input(page, each) for each in link.inputs),
        page.facts.quote(link.reason) if link.reason is not None else None,
    ]


def _input(page: Context, each: LinkInput) -> Markup:
    when = Markup("")
    if each.upto is not None:
        calendar = indicators.indicator(each.code).calendar
        when = page.say("，{t}", t=single_label(each.upto, calendar, page.lang))
    return page.say("{n}（{s}%{w}）", n=page.named(each.code), s=each.share, w=when)
