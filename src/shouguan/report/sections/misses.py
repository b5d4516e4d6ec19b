"""Our own misses: each past forecast at this point of the year against what came, and where rules won."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.indicator_report import Sheet
from shouguan.facts.past import RULES
from shouguan.facts.rows import Past
from shouguan.models.naive import LABELS
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def misses(page: Context, sheet: Sheet) -> Markup:
    """Return the table of past forecasts of the nearest region that has a record, and a verdict on each year."""
    past = page.told("past", sheet.code).past[sheet.code]
    if past is not None:
        return Markup("{}{}").format(_table(page, sheet, past), _verdicts(page, past))
    return Markup("<p>{}</p>").format(
        page.say(
            "{n}：没有同一时点的回溯预测。",
            n=sheet.name(page.lang),
        )
    )


def _table(page: Context, sheet: Sheet, past: Past) -> tables.Table:
    rows = [
        [
            page.say("{y}年", y=each.year),
            page.say("转折") if each.turning else page.say("平稳"),
            each.median,
            words.interval(each.lower80, each.upper80, page.lang),
            each.truth,
            page.say("在区间内") if each.inside else page.say("在区间外"),
            *(each.rules[name] for name in RULES),
        ]
        for each in past.years
    ]
    head = [
        page.say("年份"),
        page.say("年型"),
        page.say("当时预计"),
        page.say("80%区间"),
        page.say("实际"),
        page.say("实际是否在区间内"),
        *(page.either(zh, en[0].upper() + en[1:]) for zh, en in (LABELS[name] for name in RULES)),
    ]
    caption = page.say(
        "{r}{n}：往年同一时点的全年预测（%，按现行数据回溯）",
        r=page.region(past.region),
        n=sheet.name(page.lang),
    )
    return tables.Table(head, rows, caption=caption, kind="wide")


def _verdicts(page: Context, past: Past) -> Markup:
    """Say in words by how much each year was missed, and which rule was nearer, worst year first."""
    missed = [each for each in past.years if each.miss is not None]
    missed.sort(key=lambda each: -abs(each.median.value - each.truth.value))
    return page.fill("misses", missed=missed, labels=LABELS) if missed else Markup("")
