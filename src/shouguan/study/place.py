"""A place on a day: its figures as frames, its model, its forecasts.

What the command line prints an analyst gets here as a DataFrame, from the same forecasts and the same seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from shouguan.analysis.back_solving import back_solve
from shouguan.analysis.news import explain
from shouguan.analysis.scenarios.comparison import compare
from shouguan.analysis.scenarios.file import load as load_scenarios
from shouguan.components.accounting import PARTS
from shouguan.components.conversion import read_method
from shouguan.components.joint import Linked
from shouguan.components.joint import fit_predict as link
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from shouguan.core.periods import Lang, Period
from shouguan.core.ytd import single_band, single_from_ytd
from shouguan.data.observations import View
from shouguan.data.origin import resolve
from shouguan.data.place import NATION, Place, load
from shouguan.data.year_weights import year_weights
from shouguan.models import calibrated, naive
from shouguan.models.history import history
from shouguan.publishing.render import prepare, render
from shouguan.study.fit import Fit, fit
from shouguan.study.forecast import Forecast
from shouguan.study.frames import News, compared, needs, past_forecasts, revised, side_by_side


@dataclass(frozen=True)
class Study:
    """A place as it was known on a day.

    Attributes
    ----------
    place, view : Place, View
    seed : int
        Of the draws; the same seed gives the same forecast.
    """

    place: Place
    view: View
    seed: int = 0

    def observations(self, indicator: str) -> pd.DataFrame:
        """Return the published growth of an indicator, in the order of time.

        Parameters
        ----------
        indicator : str
            Its code, for example `gdp`.

        Returns
        -------
        DataFrame
            `period, ytd, single, band, released_on, vintage, source`: growth in per cent. `single` is backed out
            of `ytd` with the year's weights where the year is whole up to that period, else missing; `band` is the
            half-width that rounding leaves it, points.

        Raises
        ------
        DataError
            When there is no such indicator; the message names the nearest.

        Notes
        -----
        `g_k = (G_k·W_k − G_{k−1}·W_{k−1}) / (W_k − W_{k−1})`, see `shouguan.core.ytd`.
        """
        entry = indicators.indicator(indicator)
        rows = self.view.rows(self.place.region, indicator, basis="ytd", measure="growth")
        frame = rows[["period", "value", "released_on", "vintage", "source"]].reset_index(drop=True)
        frame = frame.rename(columns={"value": "ytd"})
        single, band = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
        periods = [Period.parse(period) for period in frame["period"]]
        at = {period: row for row, period in enumerate(periods)}
        for year in sorted({period.year for period in periods}):
            cumulative = year_weights(self.view, self.place.chain(), indicator, year).cumulative
            growth = [frame["ytd"].iloc[at[p]] if p in at else np.nan for p in entry.calendar.periods(year)]
            values, halves = single_from_ytd(growth, cumulative), single_band(cumulative)
            for position, period in enumerate(entry.calendar.periods(year)):
                if period in at and np.isfinite(values[position]):
                    single[at[period]], band[at[period]] = values[position], halves[position]
        frame.insert(2, "single", single)
        frame.insert(3, "band", band)
        return frame

    def wide(self, codes: Sequence[str], *, measure: Literal["ytd", "single"] = "ytd") -> pd.DataFrame:
        """Return the growth of several indicators side by side.

        Returns
        -------
        DataFrame
            Index `period` (text, in the order of time), a column an indicator, per cent; missing where one has no
            figure of a period. Quarterly and monthly indicators keep periods of their own.
        """
        columns = {code: self.observations(code).set_index("period")[measure] for code in codes}
        return pd.DataFrame(columns).sort_index().rename_axis("period")

    def industries(self, measure: Literal["ytd", "single"] = "single", *, lang: Lang | None = None) -> pd.DataFrame:
        """Return the growth of the eleven industries: index `period`, a column an industry, per cent.

        Parameters
        ----------
        measure : {'ytd', 'single'}
        lang : {'zh', 'en'}, optional
            Name the columns in this language; by default they are codes.
        """
        frame = self.wide(PARTS["gdp"], measure=measure)
        return (
            frame if lang is None else frame.rename(columns={c: getattr(indicators.indicator(c), lang) for c in frame})
        )

    def targets(self) -> pd.DataFrame:
        """Return the targets announced by this day: `indicator, year, kind, op, value, announced_on, source`."""
        columns = ["indicator", "year", "kind", "op", "value", "announced_on", "source"]
        known = [t.model_dump() for t in self.place.targets if t.announced_on <= self.view.as_of]
        return pd.DataFrame(known, columns=columns)

    def year(self, indicator: str) -> int:
        """Return the year that is open on this day: the first whose full figure is not out."""
        return resolve(self.place, indicator, self.view.as_of).year

    def fit(self, indicator: str) -> Fit:
        """Return the model behind the forecast, with statsmodels' results around it.

        Raises
        ------
        DataError
            When the place has too few figures, or nothing of the year to forecast.

        Examples
        --------
        >>> model = open_place("全国", as_of="2020-10-25").fit("gdp")
        >>> model.params()["estimated"].to_dict()["sigma"], model.innovations().index[-1]
        (True, '2020Q3')
        """
        return fit(self.place, self.view, indicator, self.year(indicator))

    def forecast(self, indicator: str) -> Forecast:
        """Forecast the open year of an indicator.

        Raises
        ------
        DataError
            When no year is open on this day; the message names the nearest day.
        """
        year = self.year(indicator)
        outlook = calibrated.fit_predict(self.place, self.view, indicator, year, seed=self.seed)
        past = history(self.place, self.view, indicator, year)
        rules = {name: rule(past) for name, rule in naive.YARDSTICKS.items()}
        return Forecast(outlook, rules, self.observations(indicator), self._target(indicator))

    def joint(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return full years of several indicators, drawn together: one draw a row, a column a code, per cent."""
        linked = self._linked(codes)
        return pd.DataFrame({code: linked.outlook(code).full_year for code in codes if code in linked.codes})

    def news(self, indicator: str, since: str | None = None) -> News:
        """Explain how the forecast moved since an earlier day, by default the release before the newest.

        Raises
        ------
        DataError
            When the two days do not forecast the same year, or no earlier release of it is known.
        """
        if since is not None:
            old = check({"as_of": since}).as_of
        else:
            year = self.year(indicator)
            days = [d for d, period in self.place.releases(indicator) if d <= self.view.as_of and period.year == year]
            old = max((day for day in days if day < max(days)), default=None)
        if old is None:
            raise DataError(
                "本年第一次公布，没有更早的测算可比；用 since= 指明日期",
                "the first release of the year: there is no earlier forecast to compare with; name a day with since=",
            )
        return News(explain(self.place, indicator, old, self.view.as_of, seed=self.seed))

    def scenarios(self, codes: Sequence[str] = indicators.FORECAST, *, lang: Lang = "zh") -> pd.DataFrame:
        """Lay the place's scenarios side by side, the base first.

        Returns
        -------
        DataFrame
            A row a scenario and indicator: `scenario, indicator, median, lower80, upper80` (per cent), `chance` of the
            main target (a fraction, missing without one), `change` (median less the base's, points).
        """
        linked = self._linked(codes)
        shown = [code for code in codes if code in linked.codes]
        goals = {code: target for code in shown if (target := self._target(code)) is not None}
        every = load_scenarios(self.place.folder)
        return compared(compare(self.place, self.view, linked.joint, every, codes=shown, targets=goals), lang)

    def back_solve(self, indicator: str, target: float | None = None) -> pd.DataFrame:
        """Return what a target asks of each part of a total over the rest of the year.

        Parameters
        ----------
        indicator : str
            `gdp` or `fai`.
        target : float, optional
            Full-year growth, per cent; the main target by default.

        Returns
        -------
        DataFrame
            Index `part`; `required`, `expected` (growth over the rest of the year, per cent), `points` (what the
            requirement adds to the total), `among_draws` (fraction of draws below it), `reached` of `years` (how often
            the same stretch grew so much), `bound`.

        Raises
        ------
        DataError
            When there is no target, or the parts are not known; the message says what is missing.
        """
        goal = self._target(indicator) if target is None else target
        if goal is None:
            raise DataError(
                f"没有{indicator}的年度目标；用 target= 指明", f"no target of {indicator} is on record; give target="
            )
        linked = self._linked([indicator])
        if indicator not in linked.accounts:
            raise DataError(*linked.why_whole(indicator))
        return needs(back_solve(self.place, self.view, linked.accounts[indicator], goal))

    def backtest(self, indicator: str) -> pd.DataFrame:
        """Return past forecasts by the same method beside what came, of years before the one that is open.

        Returns
        -------
        DataFrame
            `region, year, origin, median, lower80, upper80, outcome, error` (outcome less median), `turning`, and the
            rules of thumb; per cent, to one decimal as printed. Those of the nation where the place has none: `region`
            says whose they are.
        """
        year = self.year(indicator)
        own = past_forecasts(indicator, self.place.region, year)
        return own if len(own) else past_forecasts(indicator, NATION, year)

    def revisions(self, indicator: str) -> pd.DataFrame:
        """Return each published figure that was revised by this day: `period, before, after, change, released_on`."""
        known = self.place.table["released_on"] <= pd.Timestamp(self.view.as_of)
        return revised(self.place, self.place.table[known], indicator)

    def peers(self, indicator: str, *, lang: Lang = "zh") -> pd.DataFrame:
        """Return the forecasts of the assessment group, the place among them.

        Returns
        -------
        DataFrame
            Index `place`, the highest first; `known, median, lower80, upper80`, per cent. Empty without a group.
        """
        group = self.place.settings.peers
        joint = calibrated.fit_predict_all(self.place, self.view, indicator, self.year(indicator), seed=self.seed)
        return side_by_side(self.place, joint, group, lang)

    def report(self, notebook: str = "briefing", *, out: str | Path = "reports", lang: Lang = "zh") -> Path:
        """Run a notebook and publish its page; return where the HTML is.

        Raises
        ------
        RunError
            When a cell fails or the page does not pass the gate.
        """
        name = str(self.place.folder) if self.place.folder is not None else self.place.region
        given = {"place": name, "as_of": self.view.as_of, "seed": self.seed, "lang": lang}
        return render(prepare(check(given), notebook), Path(out)).html

    def _target(self, indicator: str) -> float | None:
        targets = self.place.targets_for(indicator, self.year(indicator), self.view.as_of)
        return targets[-1].value if targets else None

    def _linked(self, codes: Sequence[str]) -> Linked:
        method = read_method(self.place.folder)
        return link(self.place, self.view, codes, self.year(codes[0]), seed=self.seed, method=method)


def open_place(place: str = "全国", as_of: str | None = None, *, seed: int = 0) -> Study:
    """Open a place as of a day.

    Parameters
    ----------
    place : str
        A folder with `place.yaml`, or an official region's code, name or alias.
    as_of : str, optional
        ISO date; by default the newest release of the place.
    seed : int

    Raises
    ------
    DataError, UsageError
        When there is no such place or the day is no date; the message names the nearest valid choice.

    Examples
    --------
    >>> nation = open_place("全国", as_of="2020-10-25")
    >>> nation.observations("gdp")[["period", "ytd"]].tail(3).to_dict("list")
    {'period': ['2020Q1', '2020Q2', '2020Q3'], 'ytd': [-6.8, -1.6, 0.7]}
    """
    checked = check({"place": place, "as_of": as_of, "seed": seed})
    where = load(checked.place)
    return Study(where, where.as_of(checked.as_of or where.table["released_on"].max().date()), checked.seed)
