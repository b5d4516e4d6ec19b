"""What moved the forecasts since an earlier day, told, or why there is nothing to tell."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.facts.contents import Moved
from shouguan.facts.indicator_report import Sheet
from shouguan.report.context import Context
from shouguan.report.sections.news import news


def moved(page: Context, sheet: Sheet) -> Markup:
    """Return why the forecast of an indicator moved since the page's `since`."""
    why = page.moved(sheet)
    if isinstance(why, Moved):
        return news(page, why)
    zh, en = why
    reason = zh if page.lang == "zh" else en
    sentence = page.say("{n}：{r}，不比较。", n=sheet.name(page.lang), r=page.facts.quote(reason))
    return page.lacking(sentence)
