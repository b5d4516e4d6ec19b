"""The assessment on page one: where the year may rank, and the expected score."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rank_rows import RankRow, ScoreRow
from shouguan.report.context import Context
from shouguan.report.language import words


def assessed(page: Context) -> Markup:
    """Say below the table how the year may rank by each indicator, and the score in all; nothing without a group."""
    found = [(sheet, page.contents.ranks.get(code)) for code, sheet in page.sheets.items()]
    counts = [row.peers for _, row in found if isinstance(row, RankRow)]
    alike = len({count.rounded for count in counts}) == 1
    clauses = [
        _ranked(page, sheet, row, counted=not alike) if isinstance(row, RankRow) else _unranked(page, sheet, row)
        for sheet, row in found
        if row is not None
    ]
    told = Markup("")
    if clauses:
        among = page.say("，共{p}个地区", p=counts[0]) if alike else ""
        told = page.say("全年位次（测算，80%区间{a}）：{c}。", a=among, c=page.say("；").join(clauses))
    score = page.contents.score
    return told if score is None else told + _scored(page, score)


def _ranked(page: Context, sheet: Sheet, row: RankRow, *, counted: bool) -> Markup:
    clause = page.say("{n}{s}", "ranks", n=sheet.name(page.lang), s=words.places(row.best, row.worst, page.lang))
    if counted:
        clause += page.say("，共{p}个地区", p=row.peers)
    if row.up is not None:
        clause += page.say("（前移可能性{c}）", c=words.chance_percent(row.up, page.lang))
    if row.without is not None:
        clause += page.say("，没有数据的未参加：{w}", w=page.facts.quote(row.without[0 if page.lang == "zh" else 1]))
    return clause


def _unranked(page: Context, sheet: Sheet, reason: tuple[str, str]) -> Markup:
    why = page.facts.quote(reason[0 if page.lang == "zh" else 1])
    return page.say("{n}未排位（{w}）", n=sheet.name(page.lang), w=why)


def _scored(page: Context, score: ScoreRow) -> Markup:
    told = page.say(
        "按考核办法预计得分{e}（80%区间{l}—{u}）",
        e=score.expected,
        l=score.lower,
        u=score.upper,
    )
    if score.share is not None:
        told += page.say("，已计分的指标占权重的{s}%", s=score.share)
    return told + page.say("。")
