"""The pace of a ledger: done of the year's plan month by month, beside an even pace and last year's course."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang, ytd_label
from shouguan.facts.list_rows import PaceRow
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.fan import short
from shouguan.report.charts.picture import Chart, Picture, Words, drawn
from shouguan.report.language import words

_RIGHT = {"zh": 84.0, "en": 96.0}
_TOP = 6.0
"""Above the highest mark, per cent of a plan."""


@drawn
def list_pace_chart(rows: Sequence[PaceRow], lang: Lang) -> Chart:
    """Draw done of the plan by month; a month without a ledger has no mark.

    Parameters
    ----------
    rows : sequence of PaceRow
        The year's months; at least one is done.
    lang : {'zh', 'en'}
    """
    picture = Picture(222.0, left=33.0, right=_RIGHT[lang], top=10.0, bottom=26.0)
    months = [float(row.period.number) for row in rows]
    done = [(row.period.number, row.done) for row in rows if row.done is not None]
    last = [(row.period.number, row.last) for row in rows if row.last is not None]
    picture.line(months, [row.even for row in rows], color=theme.RUST, linewidth=1.3, linestyle=theme.DOTTED)
    if last:
        picture.line(*zip(*last, strict=True), color=theme.PALE, linewidth=1.3, marker="s", markersize=2.6)
    picture.line(*zip(*done, strict=True), color=theme.BLUE, linewidth=2.0, marker="o", markersize=3.6)
    every = [each.value for row in rows for each in (row.done, row.even, row.last) if each is not None]
    picture.axes.set_ylim(0.0, max(every) + _TOP)
    picture.axes.set_xlim(months[0] - 0.25, months[-1] + 0.05)
    picture.scale()
    named = [row.period for row in rows if row.period.number % 3 == 0]
    picture.ticks([float(each.number) for each in named], [short(each, lang) for each in named])
    at, newest = done[-1]
    picture.put(float(at), newest.value, newest, dx=-theme.GAP, dy=7.0, ha="right", bold=True, halo=True)
    marks: list[tuple[float, Words, str]] = [(rows[-1].even.value, words.say(lang, "序时进度"), theme.RUST)]
    if last:
        marks.append((last[-1][1].value - 0.1, words.say(lang, "上年台账"), theme.MUTED))
    picture.beside(months[-1], marks)
    row = next(each for each in rows if each.done is newest)
    return picture.chart(
        "list-pace", _title(row, newest, lang), _described(row, newest, lang), _table(rows, lang), lang
    )


def _title(row: PaceRow, newest: Fact, lang: Lang) -> Markup:
    return words.say(
        lang,
        "台账投资：{t}完成年度计划的{f}%，序时进度{e}%",
        t=ytd_label(row.period, lang),
        f=newest,
        e=row.even,
    )


def _described(row: PaceRow, newest: Fact, lang: Lang) -> Markup:
    before = Markup("") if row.last is None else words.say(lang, "，上年台账同期完成其全年的{l}%", l=row.last)
    return words.say(
        lang,
        "横轴为各月，纵轴为占全年的百分比。粗线为本年台账完成投资占年度计划，{t}为{f}%；点线为序时进度；灰线为上年台账{b}。",
        t=ytd_label(row.period, lang),
        f=newest,
        b=before,
    )


def _table(rows: Sequence[PaceRow], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "累计时段"),
        words.say(lang, "完成年度计划（%）"),
        words.say(lang, "序时进度（%）"),
        words.say(lang, "上年台账占其全年（%）"),
    ]
    cells = [[ytd_label(row.period, lang), row.done, row.even, row.last] for row in rows]
    return tables.Table(head, cells, caption=words.say(lang, "台账投资逐月进度")).without_empty()
