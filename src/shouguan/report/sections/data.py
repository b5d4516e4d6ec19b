"""The health of a place's figures: what there is, what the checks found, what was revised and what that moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from shouguan.analysis import checking, revisions
from shouguan.analysis.revisions import Revision
from shouguan.core import indicators, paths
from shouguan.core.findings import Finding
from shouguan.core.periods import Named
from shouguan.facts.table import Fact, Kind
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import units

MOST = 60
"""Rows of one table; the rest is counted, and `shouguan check` lists all."""

_BASIS = {"ytd": ("累计", "year to date"), "single": ("当期", "single"), "stock": ("时点", "stock")}
_MEASURE = {
    "growth": ("增速", "growth"),
    "value": ("数值", "value"),
    "share": ("占比", "share"),
    "rank": ("位次", "rank"),
}
_SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("说明", "note")}


def coverage(page: Context) -> Markup:
    """Return which series the place itself has, how far they reach, and when they last moved."""
    own = _known(page)
    alike: dict[tuple[str, str, str, int, str], list[Markup]] = {}
    for each in checking.coverage(own[own["region"] == page.place.region]):
        key = (each["indicator"], each["first"], each["newest"], each["figures"], each["released_on"])
        alike.setdefault(key, []).append(_kind(page, each["basis"], each["measure"]))
    rows = []
    for number, ((code, first, newest, figures, released), kinds) in enumerate(alike.items()):
        entry = indicators.indicator(code)
        rows.append(
            [
                entry.zh if page.lang == "zh" else entry.en,
                page.say("{a}—{b}", a=Named(first, first), b=Named(newest, newest)),
                _count(page, f"{code}.{number}", figures),
                Named(released, released),
                page.say("、").join(kinds),
            ]
        )
    head = [
        page.say("指标"),
        page.say("时期", "data"),
        page.say("期数"),
        page.say("最近发布"),
        page.say("已有口径"),
    ]
    return tables.table(head, rows, caption=page.say("本地数据"), kind="wide", words=1)


def findings(page: Context) -> Markup:
    """Return what the checks found, each with its file, sheet and cell."""
    found = checking.stored_findings(page.place, _known(page))
    if not found:
        return _line(page.say("检查未发现问题。"))
    rows = []
    for each in found[:MOST]:
        where = _where(page, each)
        expected = each.expected_zh if page.lang == "zh" else each.expected_en
        said = each.zh if page.lang == "zh" else each.en
        told = [page.facts.quote(text) if text else tables.DASH for text in (each.value, where, said, expected)]
        rows.append([page.either(*_SEVERITY[each.severity]), *told])
    head = [
        page.say("级别"),
        page.say("现值"),
        page.say("位置"),
        page.say("问题"),
        page.say("应为"),
    ]
    more = len(found) - len(rows)
    table = tables.table(head, rows, caption=page.say("检查结果"), kind="wide", words=3)
    if more <= 0:
        return table
    left = _count(page, "findings.more", more)
    return table + _line(page.say("另有{n}条，见 shouguan check。", n=left))


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
    found = revisions.revisions(_known(page))
    if not found:
        return _line(page.say("没有修订记录。"))
    rows = [_revision(page, each) for each in found[-MOST:]]
    head = [
        page.say("数据"),
        page.say("发布日"),
        page.say("原数"),
        page.say("现数"),
        page.say("变化"),
    ]
    table = tables.table(head, rows, caption=page.say("修订", "data"), kind="wide")
    return table + _moves(page, found)


def _moves(page: Context, found: list[Revision]) -> Markup:
    rows = []
    for move in revisions.moves(page.place, found):
        entry = indicators.indicator(move.indicator)
        key = f"data.moved.{move.day}.{move.indicator}.{move.year}"
        pair = [
            page.facts.add(
                Fact(
                    f"{key}.{name}",
                    "forecast",
                    page.place.region,
                    move.indicator,
                    str(move.year),
                    value,
                    "%",
                    2,
                    zh,
                    en,
                    formula="以修订前后的数据各测算一次（shouguan.checks.revisions）",
                )
            )
            for name, value, zh, en in (
                ("before", move.before, f"{move.day}修订前的全年测算", f"forecast without the revision of {move.day}"),
                ("after", move.after, f"{move.day}修订后的全年测算", f"forecast with the revision of {move.day}"),
            )
        ]
        year, day = str(move.year), move.day.isoformat()
        name = entry.zh if page.lang == "zh" else entry.en
        rows.append([name, Named(year, year), Named(day, day), *pair])
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
    return tables.table(head, rows, caption=caption, kind="wide")


def _revision(page: Context, each: Revision) -> list[object]:
    region, code, period, basis, measure, _ = each.key
    entry = indicators.indicator(code)
    name = entry.zh if page.lang == "zh" else entry.en
    known = page.place.regions.get(region)
    where = region if known is None else (known.name if page.lang == "zh" else known.name_en)
    key = f"data.revised.{'.'.join(each.key)}.{each.released_on}"
    unit, decimals = ("%", 1) if measure == "growth" else (entry.unit, 2)
    day = f"{each.released_on}"
    parts: tuple[tuple[str, Kind, float, str, str, dict[str, Any]], ...] = (
        ("before", "official", each.before, f"{day}修订前", f"before {day}", {"released_on": f"< {day}"}),
        ("after", "official", each.after, f"{day}修订后", f"after {day}", {"released_on": day}),
        (
            "change",
            "computed",
            each.after - each.before,
            f"{day}修订的变化",
            f"change of {day}",
            {"formula": "修订后 − 修订前", "inputs": (f"{key}.after", f"{key}.before")},
        ),
    )
    found = [
        page.facts.add(
            Fact(
                f"{key}.{part}",
                kind,
                region,
                code,
                period,
                value,
                "pp" if part == "change" and measure == "growth" else unit,
                decimals,
                zh,
                en,
                source=each.source,
                **rest,
            )
        )
        for part, kind, value, zh, en, rest in parts
    ]
    cells = [page.say("{f}{u}", f=fact, u=units.after(fact, page.lang)) for fact in found]
    what = page.say("{r}{n} {p} {k}", r=where, n=name, p=Named(period, period), k=_kind(page, basis, measure))
    day = each.released_on.isoformat()
    return [what, Named(day, day), *cells]


def _kind(page: Context, basis: str, measure: str) -> Markup:
    return page.say("{b}{m}", b=page.either(*_BASIS[basis]), m=page.either(*_MEASURE[measure]))


def _known(page: Context) -> pd.DataFrame:
    """Return the place's own rows that were out on the page's day."""
    own = checking.own_rows(page.place)
    return own[own["released_on"] <= pd.Timestamp(page.as_of)]


def _count(page: Context, key: str, number: int) -> Fact:
    return page.facts.add(
        Fact(f"data.{key}", "computed", page.place.region, "", "", number, "", 0, "条数", "count", formula="count")
    )


def _line(text: Markup) -> Markup:
    return Markup("<p>{}</p>").format(text)
