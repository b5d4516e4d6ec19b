"""Growth taken apart: by single period, with its band, and by industry, with its residual."""

from __future__ import annotations

from shouguan.core.periods import single_label, ytd_label
from shouguan.facts.indicator_report import Sheet
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def singles(page: Context, sheet: Sheet) -> tables.Shown:
    """Return this year's single-period growth as backed out of YTD growth, with its band, beside what is published."""
    published = dict(page.standing(sheet).singles)
    rows: list[list[object]] = [
        [single_label(period, sheet.entry.calendar, page.lang), words.approx(fact), published.get(period)]
        for period, fact in page.told("singles", sheet.code).singles[sheet.code]
    ]
    if not rows:
        sentence = page.say("{n}：没有相邻两期的累计增速，推不出当期增速。", n=sheet.name(page.lang))
        return page.lacking(sentence)
    head = [page.say("时期"), page.say("当期增速（推算，%）"), page.say("公布的当期增速（%）")]
    if not published:
        rows, head = [row[:2] for row in rows], head[:2]
    caption = page.say(
        "{n}：由累计增速推算的当期增速",
        n=sheet.name(page.lang),
    )
    return tables.Table(head, rows, caption=caption)


def contributions(page: Context, sheet: Sheet) -> tables.Shown:
    """Return what each of the eleven industries adds to GDP growth, with the residual."""
    contributed = page.contributed(sheet)
    if contributed is None:
        nothing = page.say(
            "截至当日没有十一个行业的完整数据，不作贡献分析。",
        )
        return page.lacking(nothing)
    total = page.newest(sheet)
    rows: list[list[object]] = [
        [
            page.named(part.code),
            part.growth,
            part.points,
        ]
        for part in contributed.parts
    ]
    rows += [
        [page.say("残差"), None, contributed.residual],
        [sheet.name(page.lang), total, total],
    ]
    head = [
        page.say("行业"),
        page.say("累计增速（%）"),
        page.say("拉动（百分点）"),
    ]
    caption = page.say(
        "{t}分行业拉动（按上年同期现价占比；残差单列，不作分摊）",
        t=ytd_label(sheet.origin, page.lang),
    )
    note = tables.rounding(page.lang, ([row[2] for row in rows[:-1]], total))
    return tables.Table(head, rows, caption=caption, note=note)
