"""Whether the figures that a run is for are out: else it waits, and says for what and since when."""

from __future__ import annotations

import datetime as dt

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import ytd_label
from shouguan.data import place
from shouguan.facts.publication import publication


def awaited(name: str, code: str, day: dt.date) -> tuple[str, str] | None:
    """Return what a place still waits for, in Chinese and English; None where all that is due by a day is in the store.

    Parameters
    ----------
    name : str
        The place.
    code : str
        The indicator.
    day : date
        By which figures are due: the usual days after a period's end, or those of the place's settings. Those released
        later do not count, either.

    Raises
    ------
    DataError
        When there is no such place or indicator, or the place has nothing of it.
    """
    entry = indicators.indicator(code)
    where = place.load(name)
    state = publication(where, where.as_of(day), code)
    if state is None:
        raise DataError(
            f"{where.name()} 没有{entry.zh}的数据，先用 shouguan import 导入",
            f"{where.name('en')} has no figures of {entry.en}: bring them in with shouguan import",
        )
    if day < state.next_on:
        return None
    days = (day - state.next_on).days
    due, newest = state.next, state.newest
    return (
        f"等待{due.year}年{ytd_label(due)}的{entry.zh}：应于 {state.next_on} 前后发布，已等 {days} 天；"
        f"最新的是{newest.year}年{ytd_label(newest)}",
        f"waiting for {entry.en} of {ytd_label(due, 'en')} {due.year}, due about {state.next_on}, {days} days ago; "
        f"newest: {ytd_label(newest, 'en')} {newest.year}",
    )
