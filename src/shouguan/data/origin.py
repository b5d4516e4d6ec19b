"""Where a forecast stands: which day's knowledge it uses and which year it closes.

The clock is never asked. Without `as_of` it is the newest release of the place; without `year` it is the
earliest year whose full-year figure is not yet released on that day. A day that leaves nothing to
forecast is refused, with the nearest day that does not. A page may also tell of a place of which no year was ever
open, as one whose only bulletin is that of December: it stands on the year that is out (`stand`).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, ShouguanError
from shouguan.core.language import either, spoken
from shouguan.core.periods import Period
from shouguan.data.place import Place, load

_SHOWN = 6
"""Places that a message names."""

log = logging.getLogger("shouguan")


@dataclass(frozen=True)
class Origin:
    """A resolved forecast origin.

    Attributes
    ----------
    as_of : date
    year : int
    moved_from : date or None
        The newest release, where it left no year open and an earlier day was taken by default.
    """

    as_of: dt.date
    year: int
    moved_from: dt.date | None = None


def primary(place: Place, about: Sequence[str]) -> str:
    """Return which indicator decides the year of a page.

    It is the first of these that the place has a year open of, else the first that it has; of a page about several,
    any other that the place has may stand in, so that a bulletin without GDP is a page too.
    """
    others = [code for code in indicators.CATALOGUE if indicators.indicator(code).basis == "flow"]
    candidates = [code for code in (*about, *(others if len(about) > 1 else ())) if place.releases(code)]
    opened = (
        code
        for code in candidates
        if nearest_day(place.releases(code), dt.date.min, yearly=indicators.indicator(code).yearly) is not None
    )
    return next(opened, next(iter(candidates), about[0]))


def stand(place: Place, about: Sequence[str], as_of: dt.date | None = None, year: int | None = None) -> Origin:
    """Return the day and the year of a page about these indicators, whether or not any can be forecast.

    Raises
    ------
    DataError
        As `resolve`; not for want of an open year where no day has one.
    """
    code = primary(place, about)
    releases = place.releases(code)
    if releases and nearest_day(releases, dt.date.min, yearly=indicators.indicator(code).yearly) is None:
        newest = max(period for _, period in releases)
        day = max(released for released, _ in releases)
        if year in (None, newest.year) and (as_of is None or as_of >= day):
            return Origin(as_of or day, newest.year)
    return resolve(place, code, as_of, year)


def in_order(old: dt.date, new: dt.date) -> None:
    """Refuse an old day that does not lie before the new one, with the nearest that does (`DataError`)."""
    if old >= new:
        raise DataError(
            f"上期日期 {old} 应早于本期日期 {new}；最接近的可用日期：{new - dt.timedelta(days=1)}",
            f"the old day {old} must lie before the new one, {new}; nearest valid: {new - dt.timedelta(days=1)}",
        )


def briefed(place: Place) -> list[str]:
    """Return the indicators of a briefing that the place has figures of."""
    return [code for code in indicators.FORECAST if place.releases(code)]


def open_year(releases: list[tuple[dt.date, Period]], day: dt.date, *, yearly: bool = False) -> int | None:
    """Return the year that can be forecast on `day`, or None.

    It is the year of the newest period, unless that closes its year: then the next year has no figure yet.
    A yearly series (`Indicator.yearly`) need not have one before it closes, so its next year is open.
    """
    known = [period for released, period in releases if released <= day]
    if not known:
        return None
    newest = max(known)
    if not _is_year_end(newest):
        return newest.year
    return newest.year + 1 if yearly else None


def resolve(place: Place, indicator: str, as_of: dt.date | None = None, year: int | None = None) -> Origin:
    """Fill in and check the day and the year of a forecast.

    Parameters
    ----------
    place : Place
    indicator : str
        The indicator that the report is about.
    as_of : date, optional
    year : int, optional

    Raises
    ------
    DataError
        When the place has no growth of the indicator, or the day or the year leaves nothing to
        forecast; the message names the nearest valid choice.
    """
    entry = indicators.indicator(indicator)
    releases = place.releases(indicator)
    if not releases:
        have = _having(place, indicator)
        zh = en = ""
        if have:
            zh = f"；有的地区：{'、'.join(name for name, _ in have)}"
            en = f"; places that have it: {', '.join(name for _, name in have)}"
        how = "导入用", "add it with", f"shouguan import %s --place {place.called}"
        if place.folder is None:  # an official region, whose figures are not to be added to
            own = paths.pasted(f"data/{place.name()}"), paths.pasted(place.name())
            how = "自己的数据先用", "for figures of your own,", f"shouguan new {own[0]} --name {own[1]}"
        raise DataError(
            f"{place.name()}没有{entry.zh}（{indicator}）的累计增速；{how[0]} {how[2].replace('%s', '文件')}{zh}",
            f"{place.name('en')} has no YTD growth of {entry.en} ({indicator});"
            f" {how[1]} {how[2].replace('%s', 'FILE')}{en}",
        )
    if as_of is None:
        return _newest(place, indicator, releases, year)
    open_now = open_year(releases, as_of, yearly=entry.yearly)
    if year is not None and open_now is not None and year != open_now:
        raise DataError(
            f"截至 {as_of}，{place.name()}可预测的年份是 {open_now}，不是 {year}",
            f"by {as_of}, the year that {place.name('en')} can forecast is {open_now}, not {year}",
        )
    if open_now is None:
        nearest = nearest_day(releases, as_of, year, yearly=entry.yearly)
        _refuse(place, entry.zh, entry.en, as_of, nearest, max(day for day, _ in releases))
    assert open_now is not None
    return Origin(as_of, open_now)


def nearest_day(
    releases: list[tuple[dt.date, Period]], day: dt.date, year: int | None = None, *, yearly: bool = False
) -> dt.date | None:
    """Return the day nearest to `day` on which a year (or this year) can be forecast."""
    eve = dt.timedelta(days=1)
    candidates = {released for released, _ in releases} | {released - eve for released, _ in releases}
    valid = [
        each
        for each in candidates
        if (open_in := open_year(releases, each, yearly=yearly)) is not None and year in (None, open_in)
    ]
    return min(valid, key=lambda each: (abs((each - day).days), each), default=None)


def _newest(place: Place, indicator: str, releases: list[tuple[dt.date, Period]], year: int | None) -> Origin:
    newest, yearly = _newest_release(place, indicator), indicators.indicator(indicator).yearly
    open_in = open_year(releases, newest, yearly=yearly)
    if open_in is not None and year in (None, open_in):
        return Origin(newest, open_in)
    days = [
        day for day, _ in releases if (o := open_year(releases, day, yearly=yearly)) is not None and year in (None, o)
    ]
    if not days:
        raise DataError(
            f"{place.name()} {indicator} 没有可预测的 {year or ''} 年",
            f"{place.name('en')} {indicator}: no year {year or ''} that can be forecast",
        )
    day = max(days)
    chosen = open_year(releases, day, yearly=yearly)
    assert chosen is not None
    if year is None:
        more_zh, more_en = _newer() if place.folder is None else ("", "")
        log.warning(
            spoken(
                "{indicator}：最新发布日 {newest} 没有未结束的年份可预测，改用 {day}{more}",
                indicator=indicator,
                newest=newest,
                day=day,
                more=either(more_zh, more_en),
            )
        )
    return Origin(day, chosen, moved_from=newest if year is None else None)


def _newest_release(place: Place, indicator: str) -> dt.date:
    """Return the day of the newest release among an indicator and those that a briefing forecasts."""
    return max(day for code in (indicator, *indicators.FORECAST) for day, _ in place.releases(code))


def _having(place: Place, indicator: str) -> list[tuple[str, str]]:
    """Name other places that have YTD growth of an indicator: some official regions, and folders under `data/`."""
    table = place.table
    rows = table[(table["indicator"] == indicator) & (table["basis"] == "ytd") & (table["measure"] == "growth")]
    known = (place.regions.get(code) for code in rows["region"].unique())
    official = [(region.name, region.name_en) for region in known if region is not None]
    folders = sorted(file.parents[1] for file in paths.places().glob(f"*/observations/{indicator}.csv"))
    named = [*official, *((each.name, each.name) for each in folders if _has(each, indicator))]
    return [*named[:_SHOWN], *([("…", "…")] if len(named) > _SHOWN else [])]


def _has(folder: Path, indicator: str) -> bool:
    """Return whether a folder is a place that has YTD growth of an indicator left: all may be taken back."""
    with suppress(ShouguanError):
        return bool(load(str(folder)).releases(indicator))
    return False


def _newer() -> tuple[str, str]:
    """Say how figures newer than those that come with the kit get in."""
    return (
        "；更新的数据用 shouguan import 文件 --place data/我市 导入自己的地区（没有则先 shouguan new data/我市）",
        "; import newer figures into a place of your own: shouguan new data/our-place, then"
        " shouguan import FILE --place data/our-place",
    )


def _is_year_end(period: Period) -> bool:
    return period.number == {"Q": 4, "M": 12}[period.frequency]


def _refuse(place: Place, zh: str, en: str, day: dt.date, nearest: dt.date | None, newest: dt.date) -> None:
    hint_zh = hint_en = ""
    if day > newest:
        more_zh, more_en = _newer()
        hint_zh, hint_en = f"；已有的数据到 {newest} 为止{more_zh}", f"; figures end with {newest}{more_en}"
    if nearest:
        hint_zh += f"；最接近的可用日期：{nearest}"
        hint_en += f"; nearest valid day: {nearest}"
    raise DataError(
        f"截至 {day}，{place.name()}没有可预测年份的{zh}数据（当年尚无数据，或全年数据已发布）{hint_zh}",
        f"by {day}, {place.name('en')} has no figure of {en} in a year still open{hint_en}",
    )
