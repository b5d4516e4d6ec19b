"""Contributions: what each industry adds to published growth, from the largest down to the sum."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang, ytd_label
from shouguan.facts.contributions import REST
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import Fact, FactTable
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.charts.waterfall import THICK, Step, fall, fit, room, running
from shouguan.report.language import words


@drawn
def contributions_chart(facts: FactTable, sheet: Sheet, lang: Lang, codes: Sequence[str] = INDUSTRIES) -> Chart:
    """Draw what each part adds to the total's published YTD growth, from the largest down, with the residual.

    Parameters
    ----------
    facts : FactTable
        Must hold `contribution.{origin}.…` of the parts and the residual, and the total's YTD growth.
    sheet : Sheet
        Of the total.
    lang : {'zh', 'en'}
    codes : sequence of str
        The parts.
    """
    origin = sheet.origin
    parts = [Step(_name(code, lang), facts[sheet.key("contribution", origin, code)]) for code in codes]
    parts.sort(key=lambda part: -part.fact.value)
    named = [part for part in parts if part.name != _name(REST, lang)]
    rest = Step(words.say(lang, "残差").striptags(), facts[sheet.key("contribution", origin, "residual")], True)
    total = facts[sheet.key("ytd", origin)]
    picture = Rows([*(part.name for part in parts), rest.name, sheet.name(lang)])
    tops = running(0.0, [*parts, rest])
    fit(picture, [*parts, rest], tops, (0.0, 0.0, 0.0), (total.value, 0.0, room(total)))
    for row, part in enumerate((*parts, rest)):
        fall(picture, row, part, tops[row], tops[row + 1])
    last = len(parts) + 1
    picture.bar(total, 0.0, picture.at[last], THICK, theme.INK)
    picture.put(max(0.0, total.value), picture.at[last], total, dx=theme.GAP, bold=True)
    picture.name(last, bold=True)
    picture.upright(color=theme.MUTED, linewidth=0.8)
    stretch = ytd_label(origin, lang)
    return picture.chart(
        f"contributions-{sheet.code.replace('_', '-')}",
        words.say(
            lang,
            "{t}{n}{g}：{f}",
            t=stretch,
            n=sheet.name(lang),
            g=words.grew(total, lang),
            f=_finding(named, lang),
        ),
        _described(parts, rest, total, sheet, lang),
        _contributions_table(parts, rest, total, sheet, lang),
        lang,
    )


def _name(code: str, lang: Lang) -> str:
    entry = indicators.indicator(code)
    return entry.zh if lang == "zh" else entry.en


def _finding(parts: Sequence[Step], lang: Lang) -> Markup:
    """Say which industry pulls up most and which down; where all pull one way, the one that pulls most."""
    first, last = parts[0], parts[-1]
    up, down = first.fact.rounded > 0, last.fact.rounded < 0
    if not up and not down:
        return words.say(lang, "各行业基本没有影响")
    clauses = []
    if up:
        name = words.inline(str(first.name))
        clauses.append(words.say(lang, "单个行业拉动最多的是{n}（拉动{m}个百分点）", n=name, m=first.fact))
    if down:
        name = words.inline(str(last.name))
        clauses.append(words.say(lang, "下拉最多的是{n}（下拉{m}个百分点）", n=name, m=last.fact.magnitude))
    return words.say(lang, "，").join(clauses)


def _described(parts: Sequence[Step], rest: Step, total: Fact, sheet: Sheet, lang: Lang) -> Markup:
    return words.say(
        lang,
        "从上到下按拉动大小排列的瀑布图：浅色条为拉动，带竖纹的深色条为下拉，灰条为残差，最下方为总增速。"
        "{p}；残差{r}，合计{t}%。",
        p=words.say(lang, "，").join(words.say(lang, "{n}{f}", n=part.name, f=part.fact) for part in parts),
        r=rest.fact,
        t=total,
    )


def _contributions_table(parts: Sequence[Step], rest: Step, total: Fact, sheet: Sheet, lang: Lang) -> tables.Table:
    rows = [[part.name, part.fact] for part in (*parts, rest)]
    rows.append([sheet.name(lang), total])
    head = [words.say(lang, "构成"), words.say(lang, "拉动（百分点）")]
    caption = words.say(
        lang,
        "{t}{n}：各部分的拉动",
        t=ytd_label(sheet.origin, lang),
        n=sheet.name(lang),
    )
    return tables.Table(head, rows, caption=caption)
