"""The funnel of funds: how many quotas have come from 谋划 to 拨付, a bar a stage."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang
from shouguan.facts.list_rows import Stage
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, Words, drawn
from shouguan.report.charts.waterfall import THICK
from shouguan.report.language import words

NAMES = {
    "谋划": "Planned",
    "申报": "Applied",
    "入库": "In the pool",
    "获批": "Approved",
    "下达": "Issued",
    "拨付": "Drawn",
}
"""The stages of a quota in English."""


def name(stage: Stage, lang: Lang) -> str:
    """Name a stage."""
    return stage.stage if lang == "zh" else NAMES[stage.stage]


@drawn
def funnel_chart(stages: Sequence[Stage], lang: Lang) -> Chart:
    """Draw how many quotas reached each stage, with their amount and the rate of the stage before.

    Parameters
    ----------
    stages : sequence of Stage
        At least two.
    lang : {'zh', 'en'}
    """
    picture = Rows([name(stage, lang) for stage in stages])
    labels = [_label(stage, lang) for stage in stages]
    rooms = [1.1 * theme.length(Markup(label).striptags()) + 2 * theme.GAP for label in labels]
    picture.fit((0.0, 0.0, 0.0), *((each.quotas.value, 0.0, wide) for each, wide in zip(stages, rooms, strict=True)))
    for row, stage in enumerate(stages):
        fill = theme.BLUE if row == len(stages) - 1 else theme.UP
        picture.bar(stage.quotas, 0.0, picture.at[row], THICK, fill)
        picture.put(stage.quotas.value, picture.at[row], labels[row], dx=theme.GAP)
        picture.name(row)
    first, last = stages[0], stages[-1]
    stuck = max(stages[:-1], key=lambda each: each.waiting.value)
    title = words.say(
        lang,
        "资金进度：{n}笔中{k}笔走到{l}，停在{s}环节的最多（{w}笔）",
        n=first.quotas,
        k=last.quotas,
        l=words.inline(name(last, lang)),
        s=words.inline(name(stuck, lang)),
        w=stuck.waiting,
    )
    described = words.say(
        lang,
        "从上到下每个环节一条，长短为到达该环节的笔数；右边为笔数、额度和占上一环节的比重。{p}。",
        p=words.say(lang, "；").join(
            words.say(lang, "{n}{f}", n=name(stage, lang), f=label) for stage, label in zip(stages, labels, strict=True)
        ),
    )
    return picture.chart("list-funnel", title, described, _table(stages, lang), lang)


def _label(stage: Stage, lang: Lang) -> Words:
    if stage.rate is None:
        return words.say(lang, "{n}笔，{a}亿元", n=stage.quotas, a=stage.amount)
    return words.say(lang, "{n}笔，{a}亿元，{r}%", n=stage.quotas, a=stage.amount, r=stage.rate)


def _table(stages: Sequence[Stage], lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "环节"),
        words.say(lang, "笔数"),
        words.say(lang, "额度（亿元）"),
        words.say(lang, "占上一环节（%）"),
        words.say(lang, "停在本环节（笔）"),
        words.say(lang, "距上一环节（天，中位数）"),
    ]
    rows = [[name(each, lang), each.quotas, each.amount, each.rate, each.waiting, each.days] for each in stages]
    caption = words.say(lang, "资金从谋划到拨付")
    return tables.Table(head, rows, caption=caption).without_empty()
