"""What moved the forecasts since an earlier day: the day is found, the news told, or it is said why there is none."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from shouguan.analysis.news import Judgement, News, explain
from shouguan.core.errors import DataError
from shouguan.facts.indicator_report import Sheet
from shouguan.models.outlook import Joint
from shouguan.report.context import Context
from shouguan.report.sections.news import news


def moved(page: Context, sheet: Sheet) -> Markup:
    """Return why the forecast of an indicator moved since the page's `since`."""
    found = since(page, sheet)
    if isinstance(found, News):
        return news(page, found)
    zh, en = found
    reason = zh if page.lang == "zh" else en
    said = page.say(
        "{n}：{r}，不比较。", "{n}: {r}; nothing to compare.", n=sheet.name(page.lang), r=page.facts.quote(reason)
    )
    return Markup('<p class="note">{}</p>').format(said)


def since(page: Context, sheet: Sheet) -> News | tuple[str, str]:
    """Return what moved the forecast, or why that cannot be said; worked out once a page.

    The day is the page's `since`, else that of the release before the newest.
    """
    if sheet.code not in page.moved:
        page.moved[sheet.code] = _explained(page, sheet)
    return page.moved[sheet.code]


def _explained(page: Context, sheet: Sheet) -> News | tuple[str, str]:
    day = page.since or previous_release(page, sheet)
    if day is None:
        return "本年第一次测算", "the first forecast of the year"
    try:
        return explain(page.place, sheet.code, day, page.as_of, seed=page.seed, after=_judgement(page))
    except DataError as error:
        return error.zh, error.en


def previous_release(page: Context, sheet: Sheet) -> dt.date | None:
    """Return the day of the release before the newest one, when the year could be forecast already."""
    releases = [
        day
        for day, period in page.place.releases(sheet.code)
        if day <= page.as_of and period.year == page.year and day < page.as_of
    ]
    newest = max((day for day, _ in page.place.releases(sheet.code) if day <= page.as_of), default=None)
    return max((day for day in releases if day != newest), default=None)


def _judgement(page: Context) -> Judgement | None:
    """Return what the page's scenario makes of the forecast: the draws that the page prints."""
    if page.linked is page.plain:
        return None

    def under(_: Joint) -> Joint:
        return page.linked.joint

    return under
