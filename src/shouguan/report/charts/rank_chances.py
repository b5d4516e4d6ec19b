"""Where the year may rank in the group: the chance of each rank as a bar, and the growth that takes it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rank_rows import RankRow, RankRung
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.charts.waterfall import THICK
from shouguan.report.language import words

_TAKES = 84.0
"""Room for the column of growth, points."""


@drawn
def rank_chart(
    sheet: Sheet, row: RankRow, rungs: Sequence[RankRung], now: Fact | None, group: str | Markup, lang: Lang
) -> Chart:
    """Draw the chance of each rank that the year may have, the best on top.

    Parameters
    ----------
    sheet : Sheet
    row : RankRow
        The range that holds 80 % of the draws.
    rungs : sequence of RankRung
        Those with a chance to draw.
    now : Fact, optional
        The rank by published growth, which is marked.
    group : str or Markup
        Among whom: the region above.
    lang : {'zh', 'en'}
    """
    names = [_name(each, now, lang) for each in rungs]
    labels = [words.chance_percent(each.chance, lang) for each in rungs]
    picture = Rows([name.striptags() for name in names], right=_TAKES, head=True)
    picture.heading(1.0, words.say(lang, "需全年增长（%）"), ha="right", dx=_TAKES - 2.0)
    rooms = [1.1 * theme.length(label.striptags()) + 2 * theme.GAP for label in labels]
    picture.fit((0.0, 0.0, 0.0), *((each.chance.value, 0.0, wide) for each, wide in zip(rungs, rooms, strict=True)))
    for at, (each, name, label) in enumerate(zip(rungs, names, labels, strict=True)):
        marked = now is not None and each.rank.value == now.value
        inside = row.best.value <= each.rank.value <= row.worst.value
        picture.bar(each.chance, 0.0, picture.at[at], THICK, theme.BLUE if inside else theme.OTHER)
        picture.put(each.chance.value, picture.at[at], label, dx=theme.GAP, bold=marked)
        if each.takes is not None:
            place = {"dx": _TAKES - 2.0, "ha": "right", "across": True}
            picture.put(1.0, picture.at[at], each.takes, bold=marked, **place)  # type: ignore[arg-type]
        picture.name(at, name, bold=marked)
    return picture.chart(
        f"rank-chances-{sheet.code.replace('_', '-')}",
        _title(sheet, row, group, lang),
        _description(sheet, row, rungs, lang),
        _table(sheet, rungs, names, lang),
        lang,
    )


def _name(rung: RankRung, now: Fact | None, lang: Lang) -> Markup:
    if now is not None and rung.rank.value == now.value:
        return words.say(lang, "第{f}位（现在）", f=rung.rank)
    return words.say(lang, "第{f}位", f=rung.rank)


def _title(sheet: Sheet, row: RankRow, group: str | Markup, lang: Lang) -> Markup:
    return words.say(
        lang,
        "{n}：全年居{g}{s}（80%区间）{u}",
        n=sheet.name(lang),
        g=group,
        s=words.places(row.best, row.worst, lang),
        u="" if row.up is None else words.say(lang, "，比现在前移的可能性{c}", c=words.chance_percent(row.up, lang)),
    )


def _description(sheet: Sheet, row: RankRow, rungs: Sequence[RankRung], lang: Lang) -> Markup:
    likely = max(rungs, key=lambda each: each.chance.value)
    return words.say(
        lang,
        "每一位次一条，长短为{n}全年排在这一位的可能性，深色为80%区间{s}；第{k}位最可能，{c}；右边是占到这一位需要的全年增速。",
        n=sheet.name(lang),
        s=words.places(row.best, row.worst, lang),
        k=likely.rank,
        c=words.chance_percent(likely.chance, lang),
    )


def _table(sheet: Sheet, rungs: Sequence[RankRung], names: Sequence[Markup], lang: Lang) -> tables.Table:
    head = [words.say(lang, "位次"), words.say(lang, "可能性"), words.say(lang, "需全年增长（%）")]
    rows: list[list[object]] = [
        [name, words.chance_percent(each.chance, lang), tables.DASH if each.takes is None else each.takes]
        for each, name in zip(rungs, names, strict=True)
    ]
    return tables.Table(head, rows, caption=words.say(lang, "{n}全年位次的可能性", n=sheet.name(lang)))
