"""What is published of a place, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from shouguan.analysis.revisions import revisions
from shouguan.components.accounting import parts_of, statement
from shouguan.core import indicators
from shouguan.core.asked import lang_asked, one_of, several
from shouguan.core.periods import Lang, Period
from shouguan.core.ytd import single_band, single_from_ytd
from shouguan.data.observations import View
from shouguan.data.place import NATION, Place
from shouguan.data.year_weights import year_weights
from shouguan.study.action_week import ActionWeek, campaigns_of, week_of_actions
from shouguan.study.firms_and_funds import Firms, Funds, firms_of, funds_of
from shouguan.study.lists import Projects, projects_of

Measure = Literal["ytd", "single"]


def name_of(place: Place, code: str, lang: Lang) -> str:
    """Return what an indicator is called here: the nation's GDP is 国内生产总值."""
    entry = indicators.indicator(code)
    if lang_asked(lang) == "en":
        return entry.en
    return "国内生产总值" if code == "gdp" and place.region == NATION else entry.zh


def main_target(place: Place, view: View, code: str, year: int) -> float | None:
    """Return the newest target of a year that was announced by the day, per cent; None without one."""
    targets = place.targets_for(code, year, view.as_of)
    return targets[-1].met_from if targets else None


_BESIDE = ((4, "single_published", "single", "growth"), (5, "value", "ytd", "value"), (6, "rank", "ytd", "rank"))
"""Columns of other series beside growth: where, their name, and what they are."""


def _known(frame: pd.DataFrame, measure: Measure) -> pd.Series:
    """Return the column of a measure; what is known of it only as published fills its gaps."""
    known = frame[measure]
    return (known.fillna(frame["single_published"]) if measure == "single" else known).dropna()


@dataclass(frozen=True)
class Published:
    """What was known of a place on a day.

    Attributes
    ----------
    place, view : Place, View
    """

    place: Place
    view: View

    def observations(self, indicator: str) -> pd.DataFrame:
        """Return the published growth of an indicator, in the order of time.

        Parameters
        ----------
        indicator : str
            Its code, for example `gdp`.

        Returns
        -------
        DataFrame
            `period, ytd, single, band, single_published, value, value_vintage, rank, released_on, vintage, source`:
            growth in per cent; the last three are those of `ytd`, which is missing where only `single_published` is
            known: then they are its own. `single` is backed out of `ytd` with the year's
            weights where the year is whole up to that period, else missing; `band` is the half-width that rounding
            leaves it, points. `single_published` is the single growth as published, `value` the year-to-date value in
            the indicator's unit, `value_vintage` its vintage (`pseudo`: known as of today only), `rank` the rank of the
            growth as published; each is missing where none is.

        Notes
        -----
        `g_k = (G_k·W_k − G_{k−1}·W_{k−1}) / (W_k − W_{k−1})`, see `shouguan.core.ytd`.

        Examples
        --------
        >>> import shouguan as sg
        >>> nation = sg.open_place("全国", as_of="2020-10-25")
        >>> nation.observations("gdp")[["period", "ytd"]].tail(3).to_dict("list")
        {'period': ['2020Q1', '2020Q2', '2020Q3'], 'ytd': [-6.8, -1.6, 0.7]}
        """
        entry = indicators.indicator(indicator)
        rows = self.view.rows(self.place.region, indicator, basis="ytd", measure="growth")
        alone = self.view.rows(self.place.region, indicator, basis="single", measure="growth")
        alone = alone[~alone["period"].isin(rows["period"])].assign(value=np.nan)
        frame = pd.concat([each for each in (rows, alone) if len(each)] or [rows])
        frame = frame[["period", "value", "released_on", "vintage", "source"]].sort_values("period", kind="stable")
        frame = frame.reset_index(drop=True).rename(columns={"value": "ytd"})
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
        for at_column, name, basis, measure in _BESIDE:
            known = self.view.series(self.place.region, indicator, basis=basis, measure=measure)
            frame.insert(at_column, name, [known.get(period, np.nan) for period in periods])
        levels = self.view.rows(self.place.region, indicator, basis="ytd", measure="value")
        vintages = dict(zip(levels["period"], levels["vintage"], strict=True))
        frame.insert(6, "value_vintage", [vintages.get(str(period), "") for period in periods])
        return frame

    def wide(self, codes: str | Sequence[str], *, measure: Measure = "ytd") -> pd.DataFrame:
        """Return several indicators side by side.

        Parameters
        ----------
        codes : str or sequence of str
        measure : {'ytd', 'single'}
            `single` is backed out of `ytd`, or as published where it cannot be.

        Returns
        -------
        DataFrame
            Index `period`, in the order of time (a quarter stands after its last month); a column a code, growth in
            per cent, missing where an indicator has no figure of the period.

        Examples
        --------
        >>> import shouguan as sg
        >>> city = sg.open_place("demo-city", as_of="2020-10-25")
        >>> city.wide(["fai", "retail"]).tail(2).round(1).index.tolist()
        ['2020-08', '2020-09']
        """
        one_of(measure, get_args(Measure), "measure")
        codes = several(codes)
        series = {code: _known(self.observations(code).set_index("period"), measure) for code in codes}
        frame = pd.DataFrame(series, columns=list(codes), dtype=float)
        order = sorted(frame.index, key=lambda text: (Period.parse(text).end, text))
        return frame.loc[order].rename_axis(index="period", columns=None)

    def industries(self, measure: Measure = "single", *, lang: Lang | None = None) -> pd.DataFrame:
        """Return growth of the eleven industries by quarter.

        Parameters
        ----------
        measure : {'ytd', 'single'}
        lang : {'zh', 'en'}, optional
            Name the columns in this language; by default they are codes.

        Returns
        -------
        DataFrame
            Index `period`, a column an industry, per cent.

        Examples
        --------
        >>> import shouguan as sg
        >>> sg.open_place("demo-city", as_of="2020-10-25").industries(lang="zh").columns[:2].tolist()
        ['农林牧渔业', '工业']
        """
        frame = self.wide(indicators.INDUSTRIES, measure=measure)
        return (
            frame
            if lang is None
            else frame.rename(columns={code: name_of(self.place, code, lang) for code in frame.columns})
        )

    def targets(self) -> pd.DataFrame:
        """Return the targets announced by this day: `indicator, year, kind, op, value, announced_on, source`.

        Examples
        --------
        >>> import shouguan as sg
        >>> targets = sg.open_place("demo-city", as_of="2020-10-25").targets()
        >>> targets.loc[targets["indicator"] == "gdp", ["year", "value"]].tail(1).to_dict("records")
        [{'year': 2020, 'value': 3.5}]
        """
        columns = ["indicator", "year", "kind", "op", "value", "announced_on", "source"]
        known = [target.model_dump() for target in self.place.targets if target.announced_on <= self.view.as_of]
        return pd.DataFrame(known, columns=columns)

    def contributions(self, total: str = "gdp", period: str | None = None, *, lang: Lang = "zh") -> pd.DataFrame:
        """Return what each part adds to a total's published YTD growth.

        Parameters
        ----------
        total : {'gdp', 'fai'}
        period : str, optional
            For example `2020Q3`; by default the newest that can be taken apart.
        lang : {'zh', 'en'}

        Returns
        -------
        DataFrame
            Index `part`, then the residual (残差), then the total. `share` of the same stretch of last year (a
            fraction), `growth` (per cent), `points` (拉动) and `rate` (贡献率, per cent of the total's growth);
            all missing where not all parts, or not their values of last year, are published.

        Examples
        --------
        >>> import shouguan as sg
        >>> parts = sg.open_place("demo-city", as_of="2020-10-25").contributions()
        >>> bool(abs(parts["points"].iloc[:-1].sum() - parts["points"].iloc[-1]) < 1e-9)
        True
        """
        parts = parts_of(total)
        wanted = (
            sorted(self.view.ytd_growth(self.place.region, total), reverse=True)
            if period is None
            else [Period.parse(str(period))]
        )
        statements = (statement(self.view, self.place.region, total, each) for each in wanted)
        taken = next((each for each in statements if each is not None), None)
        columns = ["period", "share", "growth", "points", "rate"]
        if taken is None:
            empty = pd.Index([name_of(self.place, each, lang) for each in parts], name="part")
            return pd.DataFrame(np.nan, empty, columns).astype({"period": object})
        whole = name_of(self.place, total, lang)
        rows = {
            name_of(self.place, each.code, lang): (each.share, each.growth, each.points, each.rate)
            for each in taken.lines
        }
        rows["残差" if lang == "zh" else "residual"] = (np.nan, np.nan, taken.residual, np.nan)
        rows[whole] = (1.0, taken.growth, taken.growth, 100.0)
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns[1:]).rename_axis("part")
        frame.insert(0, "period", str(taken.period))
        return frame

    def projects(self) -> Projects:
        """Return the place's projects as the ledger that was known by this day shows them.

        Returns
        -------
        Projects
            See `sg.Projects`: rates, late starts, problems, conditions, changes, the statistics beside it.

        Raises
        ------
        DataError
            When it keeps no ledger, or none was known by this day.

        Examples
        --------
        >>> import shouguan as sg
        >>> sg.open_place("demo-city", as_of="2020-10-25").projects().month
        '2020-09'
        """
        return projects_of(self.place, self.view)

    def firms(self, *, task_force: bool = False) -> Firms:
        """Return the place's firms in the statistics and near the line.

        Parameters
        ----------
        task_force : bool
            Show what names firms, and rows of fewer than three: within the task force only.

        Returns
        -------
        Firms
            See `sg.Firms`.

        Raises
        ------
        DataError
            When it keeps no such list, or none was known by this day.
        """
        return firms_of(self.place, self.view, task_force=task_force)

    def funds(self) -> Funds:
        """Return the place's special bonds and grants.

        Returns
        -------
        Funds
            See `sg.Funds`.

        Raises
        ------
        DataError
            When it keeps no such list, or none was known by this day.
        """
        return funds_of(self.place, self.view)

    def week(
        self,
        week: str | None = None,
        *,
        district: str | None = None,
        task_force: str | None = None,
        since: str | None = None,
        campaign: str | None = None,
    ) -> ActionWeek:
        """Return the week's actions: what is done, due and behind, from the place's lists.

        Parameters
        ----------
        week : str, optional
            2020-W43, 2020-10下旬 or 2020-10-19/2020-10-25; by default the week of the day.
        district, task_force : str, optional
            Of one only. What names projects and firms is shown within a task force.
        since : str, optional
            From which day on what is done is told; by default from the first of the month of the newest list.
        campaign : str, optional
            The list of a campaign of `pacing.yaml`, such as 百日攻坚, instead of the week's.

        Returns
        -------
        ActionWeek
            See `sg.ActionWeek`.

        Raises
        ------
        DataError
            When the week has not begun, or the place keeps no list that dates actions.
        """
        return week_of_actions(
            self.place, self.view, week, district=district, task_force=task_force, since=since, of_campaign=campaign
        )

    def campaigns(self) -> pd.DataFrame:
        """Return the campaigns of `pacing.yaml` (百日攻坚): which day it is, and how their lists stand.

        Returns
        -------
        DataFrame
            A row a campaign: `campaign`, `state`, `start`, `end`, `day` of `days`, `working_day` of `working_days`,
            `days_left`, `working_days_left`, and of its list `actions`, `done`, `behind`, `due_in_time`.

        Examples
        --------
        >>> import shouguan as sg
        >>> at = sg.open_place("demo-city", as_of="2020-10-25").campaigns()
        >>> at.loc[0, "campaign"], *(int(at.loc[0, name]) for name in ("day", "days", "working_day", "working_days"))
        ('百日攻坚', 33, 100, 19, 68)
        """
        return campaigns_of(self.place, self.view)

    def revisions(self, indicator: str) -> pd.DataFrame:
        """Return what was revised of an indicator's published YTD growth by the day.

        Returns
        -------
        DataFrame
            `period, before, after` (per cent), `change` (points), `released_on`, `source`, in the order of time.

        Examples
        --------
        >>> import shouguan as sg
        >>> sg.open_place("全国", as_of="2020-10-25").revisions("gdp").columns.tolist()[:3]
        ['period', 'before', 'after']
        """
        price = indicators.indicator(indicator).growth_price
        table = self.place.table
        own = table[(table["region"] == self.place.region) & (table["indicator"] == indicator)]
        own = own[(own["basis"] == "ytd") & (own["measure"] == "growth") & (own["price"] == price)]
        rows = [
            (
                each.key[2],
                each.before,
                each.after,
                each.after - each.before,
                pd.Timestamp(each.released_on),
                each.source,
            )
            for each in revisions(own[own["released_on"] <= pd.Timestamp(self.view.as_of)])
        ]
        return pd.DataFrame(rows, columns=["period", "before", "after", "change", "released_on", "source"])
