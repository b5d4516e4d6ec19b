"""News: why the full-year forecast moved between two days.

The forecast is run again along one fixed way from the old day's knowledge to the new day's: revisions of
figures that were known, releases by their day, revisions of those releases, re-estimation, judgement. Each
step is the difference of two runs, so the steps telescope: they add up to the whole change exactly, whatever
the forecast is. (A Kalman filter's own news, Bańbura and Modugno 2014, *Journal of Applied Econometrics* 29,
hold for one linear model with fixed parameters and go by single figures. Here a figure is read by the others: the
scale of a period's shocks, what regions that are late learn, the months' reading, leaning and the slope at which
growth is linearised change with it. docs/method.md has how far gain × innovation would be off.) Through the data
steps what the model estimates is held at the old day's, so that a new figure's own effect is told from re-estimation.

A step is an indicator, on a day, of the place itself or of other regions, never a single figure: a history
that is revised as a whole costs two runs. Every view on the way is made by `observations.as_of`; none sees
more than its day, and the seed is the same for all, so that two runs differ by their figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import QUARTERLY, Period
from shouguan.data import observations, origin
from shouguan.data.observations import KEY, NO_SHARES, View
from shouguan.data.place import Place
from shouguan.data.views import with_rows
from shouguan.models import bridge, calibrated
from shouguan.models.draws import DRAWS
from shouguan.models.history import history
from shouguan.models.outlook import Joint, Outlook

Kind = Literal["revision", "release", "estimation", "judgement"]
KINDS: tuple[Kind, ...] = ("revision", "release", "estimation", "judgement")
Judgement = Callable[[Joint], Joint]
"""What a scenario does to a forecast, all regions of one indicator. It is given the forecast of each day on the
way, with fewer periods left after each release, and must say nothing of those that are out by then."""


@dataclass(frozen=True)
class Result:
    """One run of a forecast.

    Attributes
    ----------
    value : float
        What is explained: expected full-year growth, per cent.
    held : object
        What the forecast estimated, for it to be given back.
    expected : mapping of Period to float
        YTD growth that it expects of the place at each period still to come, per cent.
    outlook : Outlook, optional
        The forecast itself, where it is one.
    """

    value: float
    held: Any = None
    expected: Mapping[Period, float] = field(default_factory=dict)
    outlook: Outlook | None = None


Forecast = Callable[[View, Any, Judgement | None], Result]
"""A forecast as a function of a view, of estimates to hold (None: estimate), and of a judgement (None: none)."""


@dataclass(frozen=True)
class Reads:
    """Which figures a forecast reads: some of the rows of these indicators."""

    indicators: tuple[str, ...]
    rows: Callable[[pd.DataFrame], pd.Series[bool]]


@dataclass(frozen=True)
class Step:
    """One step from the old forecast to the new one.

    Attributes
    ----------
    kind : {'revision', 'release', 'estimation', 'judgement'}
    released_on : date
        When its figures came out, the newest of them; the new day where it has none.
    indicator : str
        Empty for re-estimation and judgement.
    own : bool
        Whether the figures are of the place itself; else they are of other regions.
    figures : int
        How many figures came or changed.
    before, after : float
        The forecast before and after the step, per cent.
    period : Period or None
        For a release of the place's own YTD growth of the forecast indicator, its newest period.
    expected, actual : float or None
        What the forecast expected of that figure just before, and what came, per cent.
    source : str
        Where that figure is from.
    """

    kind: Kind
    released_on: dt.date
    indicator: str
    own: bool
    figures: int
    before: float
    after: float
    period: Period | None = None
    expected: float | None = None
    actual: float | None = None
    source: str = ""

    @property
    def impact(self) -> float:
        """What the step did to the forecast, points."""
        return self.after - self.before


@dataclass(frozen=True)
class News:
    """The change of one full-year forecast between two days, in steps.

    Attributes
    ----------
    region, indicator : str
    year : int
    old_day, new_day : date
    old, new : float
        The forecast on each day, per cent.
    steps : tuple of Step
        In order; their impacts add up to `new` − `old`.
    unread : int
        Figures of the place that came or changed in between and that this forecast does not read.
    before : Outlook, optional
        The forecast of the old day itself.
    """

    region: str
    indicator: str
    year: int
    old_day: dt.date
    new_day: dt.date
    old: float
    new: float
    steps: tuple[Step, ...]
    unread: int = 0
    before: Outlook | None = None

    def by_kind(self) -> dict[Kind, float]:
        """Return the impact of each kind of step, points; all four are there."""
        return {kind: sum(step.impact for step in self.steps if step.kind == kind) for kind in KINDS}

    def by_indicator(self, *kinds: Kind) -> dict[str, float]:
        """Return the impact of each indicator in steps of these kinds, or of all, points.

        What is of no indicator stands under an empty name.
        """
        impacts: dict[str, float] = {}
        for step in (step for step in self.steps if not kinds or step.kind in kinds):
            impacts[step.indicator] = impacts.get(step.indicator, 0.0) + step.impact
        return impacts


@dataclass(frozen=True)
class _Group:
    """The rows that enter in one step."""

    kind: Kind
    indicator: str
    own: bool
    rows: pd.DataFrame

    @property
    def released_on(self) -> dt.date:
        stamp: pd.Timestamp = self.rows["released_on"].max()
        return stamp.date()


def explain(
    place: Place,
    indicator: str,
    old: dt.date,
    new: dt.date,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    before: Judgement | None = None,
    after: Judgement | None = None,
) -> News:
    """Explain the change of the forecast that reports print, the median of full-year growth.

    Parameters
    ----------
    place : Place
    indicator : str
    old, new : date
    seed, draws : int
        As of both reports.
    before, after : callable, optional
        The judgement of the old and of the new report, a function from a forecast to another. The old one is
        kept until all figures are in; its change is the last step.

    Returns
    -------
    News

    Raises
    ------
    DataError
        When one day leaves nothing to forecast, or the two leave different years; the message names the
        nearest day that can be compared.
    """
    if (entry := indicators.indicator(indicator)).yearly:
        raise DataError(
            f"{entry.zh}按年公布，测算不逐步分解变化",
            f"{entry.en} comes out once a year: no steps explain its forecast",
        )
    year = _open_year(place, indicator, old, new)
    history(place, place.as_of(old), indicator, year)  # says clearly when the place itself has too little

    def run(view: View, held: Any, judgement: Judgement | None) -> Result:
        only = None if judgement else place.region  # a judgement is of all regions
        joint = calibrated.fit_predict_all(place, view, indicator, year, seed=seed, draws=draws, only=only, held=held)
        outlook = (judgement(joint) if judgement else joint).of(place.region, indicator)
        ahead = indicators.indicator(indicator).calendar.periods(year)[len(outlook.known) :]
        medians = np.median(outlook.ytd_paths, axis=0)
        expected = dict(zip(ahead, map(float, medians), strict=True))
        return Result(outlook.quantile(0.5), joint.estimated, expected, outlook)

    def own(rows: pd.DataFrame) -> pd.Series[bool]:
        return rows["indicator"] == indicator

    reads = Reads((indicator,), own)
    if entry.calendar == QUARTERLY:
        reads = Reads((indicator, *bridge.SLOPES), lambda rows: own(rows) | bridge.reads(rows))
    return split(place, indicator, year, old, new, run, before=before, after=after, reads=reads)


def judged(news: News, outlook: Outlook) -> News:
    """Return the news with what the new day's judgement makes of the forecast as the last step.

    Parameters
    ----------
    news : News
        Without a judgement.
    outlook : Outlook
        The forecast of the new day under it.
    """
    value = outlook.quantile(0.5)
    step = Step("judgement", news.new_day, "", True, 0, news.new, value)
    return replace(news, new=value, steps=(*news.steps, step))


def previous_release(place: Place, indicator: str, year: int, day: dt.date) -> dt.date | None:
    """Return the day of the year's release before its newest one by a day; None where there is none."""
    days = {released for released, period in place.releases(indicator) if released <= day and period.year == year}
    return max(days - {max(days)}, default=None) if days else None


def split(
    place: Place,
    indicator: str,
    year: int,
    old: dt.date,
    new: dt.date,
    run: Forecast,
    *,
    before: Judgement | None = None,
    after: Judgement | None = None,
    reads: Reads | None = None,
) -> News:
    """Split the change of any forecast between two days.

    Parameters
    ----------
    place : Place
        Its table holds all vintages; figures released after `new` are not looked at.
    indicator, year
        What the forecast is of.
    old, new : date
    run : callable
        The forecast; see `Forecast`. Given its own estimates back on the same view it must repeat itself.
    before, after : callable, optional
        The judgement on the old and on the new day.
    reads : Reads, optional
        Which figures the forecast reads: the others of the place are counted and make no step. All by default.

    Returns
    -------
    News
    """
    groups, unread = _groups(place, indicator, old, new, reads)
    view = place.as_of(old)
    first = result = run(view, None, before)
    steps = []
    for group in groups:
        view = with_rows(view, group.rows, max(view.as_of, group.released_on))
        previous, result = result, run(view, first.held, before)
        steps.append(_data_step(place.region, indicator, group, previous, result))
    view = place.as_of(new)
    previous, result = result, run(view, None, before)
    steps.append(Step("estimation", new, "", True, 0, previous.value, result.value))
    if after is not before:
        previous, result = result, run(view, None, after)
        steps.append(Step("judgement", new, "", True, 0, previous.value, result.value))
    return News(place.region, indicator, year, old, new, first.value, result.value, tuple(steps), unread, first.outlook)


def _open_year(place: Place, indicator: str, old: dt.date, new: dt.date) -> int:
    origin.in_order(old, new)
    year, then = (origin.resolve(place, indicator, day).year for day in (new, old))
    if then != year:
        nearest = origin.nearest_day(place.releases(indicator), old, year)
        raise DataError(
            f"截至 {old} 可预测的是 {then} 年，截至 {new} 是 {year} 年，不能比较；与本期同年的最接近日期：{nearest}",
            f"by {old} the year to forecast is {then}, by {new} it is {year}: they cannot be compared;"
            f" the nearest day of the same year: {nearest}",
        )
    return year


def _groups(place: Place, indicator: str, old: dt.date, new: dt.date, reads: Reads | None) -> tuple[list[_Group], int]:
    """Sort what came between two days into steps, in order; and count the figures that are not read."""
    table = place.table if reads is None else place.figures(reads.indicators)
    came = table[(table["released_on"] > pd.Timestamp(old)) & (table["released_on"] <= pd.Timestamp(new))]
    came = came.sort_values("released_on", kind="stable")
    near = table["period"].isin(came["period"].unique()) & table["indicator"].isin(came["indicator"].unique())
    known = observations.newest(table[near], old)  # no other row can have the key of one that came
    newest = came.drop_duplicates(KEY, keep="last")
    first = came.drop_duplicates(KEY, keep="first")
    before = set(_keys(known))
    fresh = np.array([key not in before for key in _keys(first)], dtype=bool)
    revised = _changed(newest, known)
    late = _changed(newest, first[fresh])

    unread = 0
    groups: dict[tuple[Any, ...], _Group] = {}
    parts: tuple[tuple[int, Kind, pd.DataFrame], ...] = (
        (0, "revision", revised),
        (1, "release", first[fresh]),
        (2, "revision", late),
    )
    order = {code: number for number, code in enumerate(indicators.CATALOGUE)}
    for stage, kind, came_so in parts:
        read = came_so["region"].notna() if reads is None else reads.rows(came_so)
        rows, unread = came_so[read], unread + int((~read & (came_so["region"] == place.region)).sum())
        by_day = rows["released_on"] if kind == "release" else pd.Series(pd.Timestamp(new), index=rows.index)
        own = rows["region"] == place.region
        for (day, code, is_own), members in rows.groupby([by_day, rows["indicator"], own]):
            # Of one day, the forecast's own indicator speaks first, and the place before other regions: what
            # came is then held against what the last report expected of it.
            place_in_line = (stage, day, code != indicator, order[code], not is_own)
            groups[place_in_line] = _Group(kind, code, bool(is_own), members)
    return [groups[key] for key in sorted(groups)], unread


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(zip(*(rows[column].tolist() for column in KEY), strict=True))


def _changed(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose figure stands in `before` with another value, or else as a guide to the year's shape.

    A figure that only comes out again, from another source or with another remark, is no news.
    """
    earlier = _meant(before)
    return rows[np.array([earlier.get(key, meant) != meant for key, meant in _meant(rows).items()], dtype=bool)]


def _meant(rows: pd.DataFrame) -> dict[tuple[str, ...], tuple[float, bool]]:
    """Return what each figure says, each of them once in the rows: its value, and whether it guides no shares."""
    notes = (NO_SHARES in note for note in rows["note"].tolist())
    return dict(zip(_keys(rows), zip(rows["value"].tolist(), notes, strict=True), strict=True))


def _data_step(region: str, indicator: str, group: _Group, previous: Result, result: Result) -> Step:
    period, expected, actual, source = None, None, None, ""
    if group.kind == "release" and group.own and group.indicator == indicator:
        growth = observations.select(group.rows, region, indicator, basis="ytd", measure="growth")
        came = {Period.parse(row.period): row for row in growth.itertuples()}
        period = max((each for each in came if each in previous.expected), default=None)
        if period is not None:
            expected, actual, source = previous.expected[period], float(came[period].value), str(came[period].source)
    return Step(
        group.kind,
        group.released_on,
        group.indicator,
        group.own,
        len(group.rows),
        previous.value,
        result.value,
        period,
        expected,
        actual,
        source,
    )
