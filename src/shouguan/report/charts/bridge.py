"""The bridge: from what the ledger has to what the statistics published, each difference a step."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, drawn
from shouguan.report.charts.waterfall import THICK, Step, fall, fit, room
from shouguan.report.language import words

TOTALS = ("ledger", "statistics", "published")
NAMES = {
    "ledger": ("台账完成投资", "Done by the ledger"),
    "scope": ("口径差异", "Scope"),
    "timing": ("时点差异", "Timing"),
    "vouchers": ("凭证差异", "Vouchers"),
    "errors": ("错漏待核", "To be checked"),
    "statistics": ("台账项目统计入库", "Ledger's projects in the statistics"),
    "real_estate": ("台账外房地产开发", "Real estate outside the ledger"),
    "residual_left_out": ("台账外其他投资和填报有误的台账项目", "Other investment outside it, and rows left out"),
    "residual": ("台账外其他投资", "Other investment outside it"),
    "published": ("公布增速折算额", "Published growth as an amount"),
}
"""The lines of a bridge in Chinese and English."""


def name(line: str, lang: Lang) -> str:
    """Name a line of the bridge."""
    return NAMES[line][0 if lang == "zh" else 1]


@drawn
def bridge_chart(lines: Sequence[tuple[str, Fact]], period: Period, lang: Lang) -> Chart:
    """Draw the bridge as a waterfall from the ledger's total down to the published figure.

    Parameters
    ----------
    lines : sequence of (str, Fact)
        As `investment.reconciliation.bridge` orders them, in 亿元.
    period : Period
    lang : {'zh', 'en'}
    """
    picture = Rows([name(line, lang) for line, _ in lines])
    tops = [0.0]
    for line, fact in lines:
        tops.append(fact.value if line in TOTALS else tops[-1] + fact.value)
    steps = [Step(name(line, lang), fact, line.startswith("residual")) for line, fact in lines]
    sums = [(fact.value, 0.0, room(fact)) for line, fact in lines if line in TOTALS]
    falls = [(top, room(fact), room(fact)) for top, (_, fact) in zip(tops[1:], lines, strict=True)]
    fit(picture, [], [0.0], *sums, *falls)
    for row, ((line, fact), step) in enumerate(zip(lines, steps, strict=True)):
        if line in TOTALS:
            picture.bar(fact, 0.0, picture.at[row], THICK, theme.INK)
            picture.put(fact.value, picture.at[row], fact, dx=theme.GAP, bold=True)
            picture.name(row, bold=True)
        else:
            fall(picture, row, step, tops[row], tops[row + 1])
    picture.upright(color=theme.MUTED, linewidth=0.8)
    return picture.chart("list-bridge", _title(lines, period, lang), _described(lines, lang), _table(lines, lang), lang)


def _title(lines: Sequence[tuple[str, Fact]], period: Period, lang: Lang) -> Markup:
    amounts = dict(lines)
    causes = [line for line, _ in lines[1 : [line for line, _ in lines].index("statistics")]]
    largest = max(causes, key=lambda line: abs(amounts[line].value))
    return words.say(
        lang,
        "从台账到公布数：{t}台账完成{a}亿元，其中统计入库{s}亿元，差额最大的是{n}（{m}亿元）",
        t=ytd_label(period, lang),
        a=amounts["ledger"],
        s=amounts["statistics"],
        n=words.inline(name(largest, lang)),
        m=amounts[largest].magnitude,
    )


def _described(lines: Sequence[tuple[str, Fact]], lang: Lang) -> Markup:
    each = (words.say(lang, "{n}{f}", n=name(line, lang), f=fact) for line, fact in lines)
    return words.say(
        lang,
        "从上到下的瀑布图，单位亿元：深色长条为合计，带竖纹的为减项，浅色为加项，灰条为余项。{p}。",
        p=words.say(lang, "，").join(each),
    ) + _no_amount(lang)


def _no_amount(lang: Lang) -> Markup:
    return words.say(lang, "公布增速按可比基数折算成额，只供对照，不是公布的投资额。")


def _table(lines: Sequence[tuple[str, Fact]], lang: Lang) -> tables.Table:
    head = [words.say(lang, "构成"), words.say(lang, "金额（亿元）")]
    rows = [[name(line, lang), fact] for line, fact in lines]
    note = _no_amount(lang)
    return tables.Table(head, rows, caption=words.say(lang, "从台账到公布数"), note=note)
