"""The pace of a year as frames: the way to a target by month, quarter and week, and where the year stands on it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
import pandas as pd

from shouguan.analysis import pacing
from shouguan.analysis.pacing import Band, Way
from shouguan.core import indicators
from shouguan.core.asked import growth_asked, lang_asked, one_of
from shouguan.core.errors import DataError, either
from shouguan.core.periods import Lang
from shouguan.core.rounding import display
from shouguan.core.ytd import Array
from shouguan.data import investment_settings, pacing_settings, registers
from shouguan.data.observations import View
from shouguan.data.pacing_settings import Rule
from shouguan.data.place import Place
from shouguan.study.forecast import Forecast
from shouguan.study.lists import known
from shouguan.study.observed import Published

By = Literal["period", "quarter", "week"]
RULES: tuple[Rule, ...] = ("linear", "fast", "plan", "curve")
"""The rules beside the target's own way: shares of the year's amount."""


class _Forecasting(Protocol):
    """What the pace takes of a study."""

    @property
    def place(self) -> Place: ...
    @property
    def view(self) -> View: ...
    @property
    def seed(self) -> int: ...
    def forecast(self, indicator: str) -> Forecast: ...


@dataclass(frozen=True)
class Paced(Published):
    """What is said of the pace of a year."""

    def pace(
        self: _Forecasting, indicator: str, target: float | None = None, *, by: By = "period", lang: Lang = "zh"
    ) -> pd.DataFrame:
        """Return the way of the open year to a target, and where the year stands on it (序时进度).

        Parameters
        ----------
        indicator : str
        target : float, optional
            Full-year growth, per cent; the main target by default.
        by : {'period', 'quarter', 'week'}
            The indicator's own periods, quarters as the sums of their months, or weeks by working days.
        lang : {'zh', 'en'}
            Of the words of lights.

        Returns
        -------
        DataFrame
            By period: `ytd` as published; `needed, needed_lower80, needed_upper80` (YTD growth on the way to the target
            with the band of such years), the same of `needed_single`, of `expected` (the forecast's YTD growth) and of
            `eve` (the way as it was seen before any figure of the year), per cent; `progress_pct`, and what the rules
            say is due (`linear_pct, fast_pct, plan_pct, curve_pct`), shares of the target's amount; `behind_pp`
            (points, as the figures give it), `colour` and `light`, the word, judged as printed, to one decimal: of a
            published period as it is, ahead as expected. By quarter:
            `needed` and `needed_single` of those left. By week: `working_days`, `progress_pct` by its end and
            `added_pct`, shares of time, for reference and never a task. `attrs` holds `indicator`, `year`, `target`,
            `chance` and `rule`.

        Raises
        ------
        DataError
            When there is no target, or the indicator comes out once a year.

        Notes
        -----
        See `Outlook.given`: the draws of the forecast, each moved so that its year closes at the target. A warning says
        so where hardly any draw comes near it.

        Examples
        --------
        >>> import shouguan as sg
        >>> city = sg.open_place("demo-city", as_of="2020-10-25")
        >>> way = city.pace("fai")
        >>> way.index[-1], float(way["needed"].iloc[-1].round(9)), way.attrs["target"]
        ('2020-12', 4.0, 4.0)
        >>> city.pace("fai", by="quarter").index.tolist(), bool(city.pace("fai", by="week")["working_days"].sum() > 50)
        (['2020Q4'], True)
        """
        one_of(by, get_args(By), "by")
        lang_asked(lang)
        ahead = self.forecast(indicator)
        goal = ahead.target if target is None else growth_asked(target)
        if goal is None:
            raise DataError(
                f"没有{indicator}的年度目标；用 target= 指明", f"no target of {indicator} is on record; give target="
            )
        settings = pacing_settings.read(self.place.folder)
        pace = settings.pace(indicator)
        outlook = ahead.outlook
        pacing.refuse_without_a_way(outlook)
        eve = pacing.eve_of(self.place, indicator, outlook.year, seed=self.seed) if by == "period" else None
        curve = ledger_curve(self.place, self.view) if indicator == "fai" and by == "period" else None
        way = pacing.way(outlook, goal, pace, eve=eve, curve=curve)
        chance = outlook.chance(goal)
        if chance < pacing.UNREACHED:
            warnings.warn(
                either(
                    f"模拟路径中几乎没有达到全年 {display(goal, 1)}% 的，所需进度只是算术",
                    f"hardly any path reaches {display(goal, 1)}% for the year: what is needed is arithmetic only",
                ),
                stacklevel=2,
            )
        if by == "period":
            frame = _by_period(way, pace, settings.lights, lang)
        else:
            frame = _by_quarter(way) if by == "quarter" else _by_week(way)
        frame.attrs.update(indicator=indicator, year=outlook.year, target=goal, chance=chance, rule=pace.rule)
        return frame


def ledger_curve(place: Place, view: View) -> Array | None:
    """Return how a year of the place's ledger runs; None where it keeps none, or none was known on the day."""
    if place.folder is None or not (place.folder / "ledger.csv").is_file():
        return None
    from shouguan.investment import curves, ledger_panel, ratios  # noqa: PLC0415  # loads what few places need

    lag = place.settings.release_lags.get("ledger", registers.RELEASE_LAG)
    if registers.read(place.folder, "ledger", view.as_of, lag).empty:
        return None
    panel = ledger_panel.build(known(place, view, "ledger"), investment_settings.read(place.folder))
    return curves.of_the_whole(panel, curves.learn(panel, ratios.estimate(panel)))


def _by_period(way: Way, pace: pacing_settings.Pace, lights: pacing_settings.Lights, lang: Lang) -> pd.DataFrame:
    size, start = len(way.periods), way.known
    frame = pd.DataFrame(index=pd.Index([str(period) for period in way.periods], name="period"))
    frame["ytd"] = [*way.outlook.known, *[np.nan] * (size - start)]
    _put(frame, "needed", way.needed(), start)
    _put(frame, "needed_single", way.needed_single(), start)
    lower, middle, upper = way.outlook.ytd_quantiles((pacing.ENDS[0], 0.5, pacing.ENDS[1]))
    _put(frame, "expected", Band(middle, lower, upper), start)
    eve = way.from_the_eve()
    _put(frame, "eve", eve, 0)
    entry = indicators.indicator(way.outlook.indicator)
    stands = frame["ytd"].fillna(frame["needed"]).to_numpy()
    frame["progress_pct"] = way.progress(stands) if pacing.adds_up(entry) else np.nan
    for name in RULES:
        rule = way.rules.get(name)
        frame[f"{name}_pct"] = np.nan if rule is None else rule
    shown = way.lights(pace.rule, lights)
    frame["behind_pp"] = way.behind(pace.rule)
    frame["colour"] = ["" if each is None else each.colour for each in shown]
    frame["light"] = ["" if each is None else each.word(lang) for each in shown]
    return frame


def _by_quarter(way: Way) -> pd.DataFrame:
    quarters, ytd, single = way.quarters()
    frame = pd.DataFrame(index=pd.Index([str(quarter) for quarter in quarters], name="quarter"))
    _put(frame, "needed", ytd, 0)
    _put(frame, "needed_single", single, 0)
    return frame


def _by_week(way: Way) -> pd.DataFrame:
    if not pacing.adds_up(indicators.indicator(way.outlook.indicator)):
        raise DataError(
            f"{way.outlook.indicator} 不是可以累加的总量，没有按周的进度",
            f"{way.outlook.indicator} is no amount that adds up: it has no progress by week",
        )
    weeks = way.weeks()
    frame = pd.DataFrame(
        [(str(week), days, progress) for week, days, progress in weeks],
        columns=["week", "working_days", "progress_pct"],
    ).set_index("week")
    frame["added_pct"] = frame["progress_pct"].diff().fillna(frame["progress_pct"] - way.reached)
    return frame


def _put(frame: pd.DataFrame, name: str, band: Band | None, start: int) -> None:
    """Add the three columns of a band, missing before its first stretch."""
    ends = ("", "_lower80", "_upper80")
    values = [None] * 3 if band is None else [band.middle, band.lower, band.upper]
    for end, value in zip(ends, values, strict=True):
        column = np.full(len(frame), np.nan)
        if value is not None:
            column[start:] = value
        frame[name + end] = column
