"""What a page shows of indicators that are not forecast: all that is published, and why there is no more."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import single_label
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import units

_OF_FORECAST = frozenset(("forecast", "questions", "changes", "record"))
_WITHOUT = frozenset(("needed", "figures"))
HANGING = _OF_FORECAST | _WITHOUT
"""Keys of a page's outline that only pages with a forecast have, and only those without."""


def has(page: Context, section: str) -> bool:
    """Say whether a page has a section that hangs on there being a forecast (`HANGING`)."""
    if section in _OF_FORECAST:
        return bool(page.sheets)
    return not page.sheets and (section != "needed" or needs(page))


def needs(page: Context) -> bool:
    """Say whether any indicator has something left of its year that required growth can be shown for."""
    return any(sheet.ladder for sheet in page.unforecast.values())


def why_not(page: Context, codes: Sequence[str], *, told: bool) -> Markup:
    """Return why there is no forecast, of these indicators or of any; in one clause where it was told already."""
    if told:
        return _skipped(page.say("需要全年预测，从略。"))
    reasons = [page.reasons[code] for code in (codes or page.reasons) if code in page.reasons]
    if not reasons:
        return _skipped(page.say("没有可以预测的指标。"))
    listed = Markup("；" if page.lang == "zh" else "; ").join(
        page.facts.quote(zh if page.lang == "zh" else en) for zh, en in reasons
    )
    return _skipped(page.say("没有全年预测：{r}。补上以后重新运行。", r=listed))


def _skipped(text: Markup) -> Markup:
    """Return a remark in place of what rests on a forecast; a briefing leaves it out, an analysis says it once."""
    return Markup('<p class="note lacking skipped">{}</p>').format(text)


def figures(page: Context) -> Markup:
    """Return all published figures of the year, an indicator a row: over the year so far, and at the end of a month."""
    flows: list[list[object]] = []
    stocks: list[list[object]] = []
    for row in page.told("figures").figures:
        entry, name = indicators.indicator(row.code), page.naming(row.code).name(page.lang)
        if entry.basis == "stock":
            month = single_label(row.period, entry.calendar, page.lang)
            stocks.append([name, page.say("{y}年{t}末", y=row.period.year, t=month), row.growth])
        else:
            value = None if row.value is None else Markup("{}{}").format(row.value, units.after(row.value, page.lang))
            flows.append([name, page.stretch(row.period), value, row.growth, row.before])
    name, when, growth = page.say("指标"), page.say("时期"), page.say("增速（%）")
    head = [name, when, page.say("累计总量"), growth, page.say("上年同期增速（%）")]
    made = [tables.Table(head, flows, caption=page.say("已公布的累计数"), kind="wide").without_empty()] if flows else []
    if stocks:
        made.append(tables.Table([name, when, growth], stocks, caption=page.say("已公布的月末余额"), kind="wide"))
    return Markup("").join(made)
