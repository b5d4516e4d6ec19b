"""The news waterfall: from the last forecast to this one, step by step, each with what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup, escape

from shouguan.core.periods import Lang
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, Words, drawn
from shouguan.report.charts.waterfall import Step, fall, fit, room, running
from shouguan.report.language import phrases, words


@drawn
def news_chart(
    facts: FactTable, sheet: Sheet, old_day: dt.date, steps: Sequence[Step], lang: Lang, *, name: Words = ""
) -> Chart:
    """Draw how the forecast of the year moved since an earlier day.

    Parameters
    ----------
    facts : FactTable
        Must hold `news.{old_day}.old`, `.new` and `.change`.
    sheet : Sheet
    old_day : date
        The day of the last forecast.
    steps : sequence of Step
        In order; their figures add up to the change.
    lang : {'zh', 'en'}
    name : str, optional
        What the forecast is called; the indicator's by default.
    """
    name = name or sheet.name(lang)
    old, new, change = (facts[sheet.key("news", old_day, which)] for which in ("old", "new", "change"))
    ends = (
        words.say(lang, "上次测算\n（{d}）", d=words.day(old_day, lang)),
        words.say(lang, "本次测算\n（{d}）", d=words.day(sheet.as_of, lang)),
    )
    picture = Rows([ends[0], *(step.name for step in steps), ends[1]], most=132.0)
    tops = running(old.value, steps)
    fit(picture, steps, tops, (old.value, room(old), room(old)), (new.value, room(new), room(new)))
    picture.zero_line()
    _end(picture, 0, old, 1)
    for row, step in enumerate(steps, start=1):
        fall(picture, row, step, tops[row - 1], tops[row])
    _end(picture, len(steps) + 1, new, None)
    return picture.chart(
        f"news-{sheet.code.replace('_', '-')}",
        _title(name, steps, new, change, lang),
        _description(steps, old, new, lang),
        _table(name, steps, ends, old, new, lang),
        lang,
    )


def _end(picture: Rows, row: int, fact: Fact, over: int | None) -> None:
    """Mark a forecast; it is no bar, for the scale does not begin at zero."""
    at = picture.at[row]
    picture.line([fact], [at], color=theme.INK, marker="D", markersize=6.0)
    if over is not None:
        picture.axes.plot([fact.value] * 2, [at, picture.at[over]], color=theme.MUTED, linewidth=0.6, zorder=1)
    picture.put(fact.value, at, _percent(fact), dx=8.0, bold=True, halo=True)
    picture.name(row, bold=True)


def _title(name: Words, steps: Sequence[Step], new: Fact, change: Fact, lang: Lang) -> Markup:
    moved = words.say(
        lang,
        "{n}：预计全年{g}，{c}",
        n=name,
        g=words.grew(new, lang, expected=lang == "en"),
        c=phrases.since_last(change, lang),
    )
    most = max(steps, key=lambda step: abs(step.fact.value), default=None)
    if most is None or most.fact.rounded == 0:
        return moved
    up = most.fact.rounded > 0
    return words.say(
        lang,
        "{m}；影响最大的是{w}，上调{f}个百分点" if up else "{m}；影响最大的是{w}，下调{f}个百分点",
        m=moved,
        w=words.inline(_flat(most.name, lang)),
        f=most.fact.magnitude,
    )


def _description(steps: Sequence[Step], old: Fact, new: Fact, lang: Lang) -> Markup:
    return words.say(
        lang,
        "从上到下是预测变化的瀑布图：从上次测算的{o}%起，浅色条上调，带竖纹的深色条下调，到本次的{n}%。{s}。",
        o=old,
        n=new,
        s=words.say(lang, "；").join(
            words.say(lang, "{w}影响{f}个百分点", w=_flat(step.name, lang), f=step.fact) for step in steps
        ),
    )


def _table(
    name: Words, steps: Sequence[Step], ends: tuple[Markup, Markup], old: Fact, new: Fact, lang: Lang
) -> tables.Table:
    head = [
        words.say(lang, "步骤"),
        words.say(lang, "全年测算"),
        words.say(lang, "影响（百分点）"),
    ]
    rows: list[list[object]] = [[_flat(ends[0], lang), _percent(old), tables.DASH]]
    rows += [[_flat(step.name, lang), tables.DASH, step.fact] for step in steps]
    rows.append([_flat(ends[1], lang), _percent(new), tables.DASH])
    caption = words.say(lang, "{n}：全年预测的变化", n=name)
    return tables.Table(head, rows, caption=caption)


def _flat(name: Words, lang: Lang) -> Markup:
    """Return a name on one line."""
    return Markup(("" if lang == "zh" else " ").join(str(escape(name)).split("\n")))


def _percent(fact: Fact) -> Markup:
    return Markup("{}%").format(fact)
