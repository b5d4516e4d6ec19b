"""The health of a place's figures: what there is, what the checks found, what was revised and what that moved."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from shouguan.core import paths
from shouguan.core.findings import Finding
from shouguan.core.periods import Named
from shouguan.facts.rows import Health, RevisedRow
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import units

_BASIS = {"ytd": ("累计", "year to date"), "single": ("当期", "single"), "stock": ("时点", "stock")}
_MEASURE = {
    "growth": ("增速", "growth"),
    "value": ("数值", "value"),
    "share": ("占比", "share"),
    "rank": ("位次", "rank"),
}
_SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("说明", "note")}


def coverage(page: Context) -> tables.Table:
    """Return which series the place itself has, how far they reach, and when they last moved."""
    rows = [
        [
            page.named(each.code),
            page.say("{a}—{b}", a=Named(each.first, each.first), b=Named(each.newest, each.newest)),
            each.figures,
            Named(each.released, each.released),
            page.say("、").join(_kind(page, basis, measure) for basis, measure in each.kinds),
        ]
        for each in _health(page).series
    ]
    head = [
        page.say("指标"),
        page.say("时期", "data"),
        page.say("期数"),
        page.say("最近发布"),
        page.say("已有口径"),
    ]
    return tables.Table(head, rows, caption=page.say("本地数据"), kind="wide", words=1)


def findings(page: Context) -> tables.Shown:
    """Return what the checks found, each with its file, sheet and cell."""
    health = _health(page)
    if not health.findings:
        return _line(page.say("检查未发现问题。"))
    rows = []
    for each in health.findings:
        where = _where(page, each)
        expected = each.expected_zh if page.lang == "zh" else each.expected_en
        message = each.zh if page.lang == "zh" else each.en
        told = [page.facts.quote(text) if text else None for text in (each.value, where, message, expected)]
        rows.append([page.either(*_SEVERITY[each.severity]), *told])
    head = [
        page.say("级别"),
        page.say("现值"),
        page.say("位置"),
        page.say("问题"),
        page.say("应为"),
    ]
    table = tables.Table(head, rows, caption=page.say("检查结果"), kind="wide", words=3)
    if health.more is None:
        return table
    return Markup("{}{}").format(table, _line(page.say("另有{n}条，见 shouguan check。", n=health.more)))


def _where(page: Context, each: Finding) -> str:
    """Name the cell as a spreadsheet does, or the row of a text file."""
    file = paths.shown(Path(each.file)) if "/" in each.file else each.file  # a report carries no absolute path
    if each.row is None:
        return file
    sheet = f" {each.sheet}" if each.sheet else ""
    if each.column.isupper():
        return f"{file}{sheet} {each.column}{each.row}"
    return f"{file}{sheet} 第{each.row}行" if page.lang == "zh" else f"{file}{sheet}, row {each.row}"


def revised(page: Context) -> Markup:
    """Return which figures were revised up to the page's day, by how much, and which forecasts that moved."""
    health = _health(page)
    if not health.revised:
        return _line(page.say("没有修订记录。"))
    rows = [_revision(page, each) for each in health.revised]
    head = [
        page.say("数据"),
        page.say("发布日"),
        page.say("原数"),
        page.say("现数"),
        page.say("变化"),
    ]
    table = tables.Table(head, rows, caption=page.say("修订", "data"), kind="wide")
    return Markup("{}{}").format(table, _moves(page, health))


def _moves(page: Context, health: Health) -> tables.Shown:
    rows = [
        [page.named(each.code), Named(each.year, each.year), Named(each.day, each.day), each.before, each.after]
        for each in health.moved
    ]
    if not rows:
        return _line(page.say("修订当日没有尚未结束的年份，测算未受影响。"))
    head = [
        page.say("指标"),
        page.say("年份"),
        page.say("修订发布日"),
        page.say("修订前测算"),
        page.say("修订后测算"),
    ]
    caption = page.say("修订对全年测算（中位数，%）的影响")
    return tables.Table(head, rows, caption=caption, kind="wide")


def _revision(page: Context, each: RevisedRow) -> list[object]:
    figures = (each.before, each.after, each.change)
    cells = [page.say("{f}{u}", f=fact, u=units.after(fact, page.lang)) for fact in figures]
    period, kind = Named(each.period, each.period), _kind(page, each.basis, each.measure)
    what = page.say("{r}{n} {p} {k}", r=page.region(each.region), n=page.named(each.code), p=period, k=kind)
    return [what, Named(each.day, each.day), *cells]


def _kind(page: Context, basis: str, measure: str) -> Markup:
    return page.say("{b}{m}", b=page.either(*_BASIS[basis]), m=page.either(*_MEASURE[measure]))


def _health(page: Context) -> Health:
    health = page.told("data").health
    assert health is not None
    return health


def _line(text: Markup) -> Markup:
    return Markup("<p>{}</p>").format(text)
