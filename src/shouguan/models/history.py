"""What a model sees: the published YTD growth of one series on a full grid of periods, with weights."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period, ytd_label
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.year_weights import YearWeights, year_weights
from shouguan.models.reuse import made_by

MIN_YEARS = 3
"""Fewer years on record than these, of the place and above it together, tell no forecast."""


@dataclass(frozen=True)
class History:
    """Whole statistical years up to and including the year to forecast.

    The grid has no holes: a period without a figure is NaN. It is indexed by position, not by dates,
    because a calendar without January is no pandas frequency.

    Attributes
    ----------
    region : str
    periods : list of Period
        All periods of all years, in order; length years × periods a year.
    ytd : ndarray
        Published YTD growth, per cent; NaN where not (yet) published.
    cumulative : ndarray
        `W_k` of each period in its own year.
    noise : ndarray
        Variance of each figure beyond its rounding; 0 for published ones.
    around : ndarray
        YTD growth that is expected where a figure says how far it is off with noise and is none that a level has;
        NaN where the figure itself is near.
    weights : YearWeights
        The shares of the year to forecast.
    known : int
        How many periods of that year lie up to its newest published figure; 0 where none is.
    """

    region: str
    periods: list[Period]
    ytd: Array
    cumulative: Array
    weights: YearWeights
    known: int
    noise: Array = field(default_factory=lambda: np.zeros(0))
    around: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        if self.noise.size == 0:
            object.__setattr__(self, "noise", np.zeros(self.ytd.size))
        if self.around.size == 0:
            object.__setattr__(self, "around", np.full(self.ytd.size, np.nan))

    @property
    def size(self) -> int:
        """How many periods a year has."""
        return self.weights.cumulative.size

    @property
    def this_year(self) -> Array:
        """YTD growth of the year to forecast, up to its newest figure."""
        start = len(self.periods) - self.size
        return self.ytd[start : start + self.known]


def with_nowcast(past: History, growth: float, variance: float) -> History:
    """Return the history with a rough figure of YTD growth in the first period that is not published."""
    at = past.ytd.size - past.size + past.known
    ytd, noise = past.ytd.copy(), past.noise.copy()
    ytd[at], noise[at] = growth, variance
    return replace(past, ytd=ytd, noise=noise)


def history(place: Place, view: View, indicator: str, year: int) -> History:
    """Lay one series of a place out for a model.

    Raises
    ------
    DataError
        When the view holds no growth of `year`, or already holds its full-year figure, or when there are
        fewer figures than a year and one period: they cannot tell growth from its noise.
    """
    entry = indicators.indicator(indicator)
    growth = view.ytd_growth(place.region, indicator)
    in_year = sorted(period for period in growth if period.year == year)
    if not in_year and not (entry.yearly and growth):
        newest = f"，最新为 {max(growth).year}年{ytd_label(max(growth))}" if growth else ""
        newest_en = f"; the newest is {max(growth)}" if growth else ""
        raise DataError(
            f"截至 {view.as_of}，{place.name()}没有 {year} 年{entry.zh}的累计增速{newest}",
            f"by {view.as_of}, {place.name('en')} has no YTD growth of {entry.en} in {year}{newest_en}",
        )
    if in_year and entry.calendar.position(in_year[-1]) + 1 == entry.calendar.size:
        raise DataError(
            f"{place.name()} {year} 年{entry.zh}全年数据在 {view.as_of} 已经发布，无须预测",
            f"{place.name('en')}: the full-year figure of {entry.en} {year} is already released by {view.as_of}",
        )
    size = entry.calendar.size
    if entry.yearly:
        past_years(place, view, indicator, place.region, year)  # its own model says how many years it needs
    elif len(growth) <= size:
        raise DataError(
            f"{place.name()}{entry.zh}（{indicator}）只有 {len(growth)} 期累计增速，"
            f"至少需要 {size + 1} 期才能测算（上年 {size} 期和本年 1 期）",
            f"{place.name('en')} {indicator}: {len(growth)} YTD growth figures; a forecast needs {size + 1}"
            f" ({size} of last year and 1 of this)",
        )
    return of_any_length(place, view, indicator, year)


def past_years(
    place: Place, view: View, indicator: str, region: str, year: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Return the changes of a region's years before `year`, and those of the nearest region above that has a record.

    Raises
    ------
    DataError
        When neither has enough years for a forecast.
    """
    own, *others = (_whole_years(view, code, indicator, year) for code in place.chain(region))
    above = next((years for years in others if len(years) >= MIN_YEARS), {})
    if max(len(own), len(above)) < MIN_YEARS:
        raise _too_few(place, indicator, region, len(own))
    return own, above


def _whole_years(view: View, region: str, indicator: str, before: int) -> dict[int, float]:
    end = indicators.indicator(indicator).calendar.numbers[-1]
    growth = view.ytd_growth(region, indicator)
    return {period.year: value for period, value in growth.items() if period.number == end and period.year < before}


def _too_few(place: Place, indicator: str, region: str, years: int) -> DataError:
    entry, named = indicators.indicator(indicator), place.regions.get(region)
    return DataError(
        f"{named.name if named else region}{entry.zh}（{indicator}）只有 {years} 年的数；"
        f"本地或上级至少有 {MIN_YEARS} 年才能测算",
        f"{named.name_en if named else region} {indicator}: {years} years on record, and fewer than {MIN_YEARS} of the"
        f" regions above; a forecast needs {MIN_YEARS}",
    )


def of_any_length(place: Place, view: View, indicator: str, year: int) -> History:
    """Lay one series of a place out, however few its figures are: enough for cumulative algebra, not for a model."""
    first = min(view.ytd_growth(place.region, indicator)).year
    return _lay_out(place, view, place.region, indicator, min(first, year), year)


def histories(place: Place, view: View, indicator: str, year: int) -> dict[str, History]:
    """Lay out every region that the view has growth of, on one grid: a panel.

    A region that has not yet published anything of `year`, or that begins later than the others, has NaN
    there. Regions without any figure of last year or this one are left out: they say nothing of now.

    Returns
    -------
    dict of str to History
        By region code; all `periods` are the same.
    """
    regions = view.regions_with(indicator)
    known = {region: growth for region in regions if (growth := view.ytd_growth(region, indicator))}
    alive = {region: growth for region, growth in known.items() if max(growth).year >= year - 1}
    if not alive:
        return {}
    first = min(min(growth).year for growth in alive.values())
    made = _made_by()
    return {region: _lay_out(place, view, region, indicator, first, year, made=made) for region in alive}


def part_histories(place: Place, view: View, codes: Sequence[str], total: str, year: int) -> list[History]:
    """Lay out the parts of a total of one place on one grid, for example the industries of GDP.

    A part without values of its own takes the shape of the total's year.

    Raises
    ------
    DataError
        When a part has no growth of this year or last, or no more figures than a year has periods.
    """
    size = indicators.indicator(total).calendar.size
    growths = {code: view.ytd_growth(place.region, code) for code in codes}
    short = [code for code, growth in growths.items() if len(growth) <= size or max(growth).year < year - 1]
    if short:
        entries = [indicators.indicator(code) for code in short]
        raise DataError(
            f"{place.name()}截至 {view.as_of} 没有足够的累计增速（至少 {size + 1} 个，且有近两年的）："
            + "、".join(f"{entry.zh}（{entry.code}）" for entry in entries),
            f"{place.name('en')}: too few YTD growth figures by {view.as_of} (at least {size + 1}, and some of the"
            " last two years) of: " + ", ".join(f"{entry.en} ({entry.code})" for entry in entries),
        )
    first = min(min(growth).year for growth in growths.values())
    return [_lay_out(place, view, place.region, code, first, year, shape=total) for code in codes]


def _made_by() -> tuple[Hashable, ...]:
    return made_by(__name__, year_weights.__module__)


def _lay_out(
    place: Place,
    view: View,
    region: str,
    indicator: str,
    first: int,
    year: int,
    *,
    shape: str | None = None,
    made: tuple[Hashable, ...] = (),
) -> History:
    chain = tuple(place.chain(region))
    key = ("history", chain, indicator, first, year, shape, *(made or _made_by()))
    return view.remembered(key, lambda: _laid_out(view, chain, indicator, first, year, shape))


def _laid_out(view: View, chain: tuple[str, ...], indicator: str, first: int, year: int, shape: str | None) -> History:
    calendar, region = indicators.indicator(indicator).calendar, chain[0]
    growth = view.ytd_growth(region, indicator)
    years = range(first, year + 1)
    weights = [_weights(view, chain, indicator, each, shape) for each in years]
    periods = [period for each in years for period in calendar.periods(each)]
    ytd = np.array([growth.get(period, np.nan) for period in periods])
    this_year = np.flatnonzero(np.isfinite(ytd[-calendar.size :]))
    laid = History(
        region=region,
        periods=periods,
        ytd=ytd,
        cumulative=np.concatenate([each.cumulative for each in weights]),
        weights=weights[-1],
        known=int(this_year[-1]) + 1 if this_year.size else 0,
    )
    for array in (laid.ytd, laid.cumulative, laid.noise, laid.around):
        array.flags.writeable = False  # it is kept
    return laid


def _weights(view: View, chain: Sequence[str], indicator: str, year: int, shape: str | None) -> YearWeights:
    own = year_weights(view, chain, indicator, year)
    return own if own.region is not None or shape is None else year_weights(view, chain, shape, year)
