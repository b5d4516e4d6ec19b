"""A place on a day: its figures as frames, its model, its forecasts.

What the command line prints an analyst gets here as a DataFrame, from the same forecasts and the same seed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from shouguan.analysis.back_solving import back_solve
from shouguan.analysis.news import explain, previous_release
from shouguan.analysis.scenarios.comparison import compare
from shouguan.analysis.scenarios.entries import Scenario
from shouguan.analysis.scenarios.file import BASE, changes_for, from_settings
from shouguan.analysis.scenarios.file import load as load_scenarios
from shouguan.components.accounting import NO_PARTS, parts_of
from shouguan.components.joint import Linked
from shouguan.core import indicators
from shouguan.core.asked import growth_asked, several
from shouguan.core.errors import DataError
from shouguan.core.parameters import check, check_bulletin
from shouguan.core.periods import Lang
from shouguan.data.origin import briefed, resolve
from shouguan.data.place import NATION, load
from shouguan.models import calibrated, naive
from shouguan.models.history import history
from shouguan.publishing.render import prepare, render
from shouguan.study.assessed import Assessed
from shouguan.study.fit import Fit, fit
from shouguan.study.forecast import Forecast
from shouguan.study.frames import News, compared, needs, past_forecasts, side_by_side
from shouguan.study.observed import main_target
from shouguan.study.paced import Paced
from shouguan.study.past import own_past
from shouguan.study.signalled import Signalled
from shouguan.study.together import assumed, together, total_of
from shouguan.study.warned import Warned


@dataclass(frozen=True)
class Study(Paced, Warned, Signalled, Assessed):
    """A place as it was known on a day.

    Attributes
    ----------
    place, view : Place, View
    seed : int
        Of the draws; the same seed gives the same forecast.
    under : str
        What every forecast rests on: a scenario of the place, by default none (`base`).
    """

    under: str = BASE

    def __repr__(self) -> str:
        under = "" if self.under == BASE else f", scenario={self.under!r}"
        return f"<Study {self.place.settings.name}, as of {self.view.as_of}{under}>"

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
        >>> import shouguan as sg
        >>> model = sg.open_place("全国", as_of="2020-10-25").fit("gdp")
        >>> model.params["estimated"].to_dict()["sigma"], model.innovations().index[-1]
        (True, '2020Q3')
        """
        return fit(self.place, self.view, indicator, self.year(indicator))

    def forecast(self, indicator: str) -> Forecast:
        """Forecast the open year of an indicator: the forecast that reports print, under the scenario if there is one.

        A part of a total is forecast with the others, so that they add up.

        Raises
        ------
        DataError
            When no year is open on this day; the message names the nearest day.

        Examples
        --------
        >>> import shouguan as sg
        >>> ahead = sg.open_place("全国", as_of="2020-10-25").forecast("gdp")
        >>> ahead.table().index.tolist(), ahead.target is None, 0.0 <= ahead.chance(2.0) <= 1.0
        (['2020Q4'], True, True)
        """
        year = self.year(indicator)
        alone = self.under == BASE and total_of(indicator) is None
        outlook = (
            calibrated.fit_predict(self.place, self.view, indicator, year, seed=self.seed)
            if alone
            else self._linked([indicator]).outlook(indicator)
        )
        past = history(self.place, self.view, indicator, year)
        rules = {name: rule(past) for name, rule in naive.YARDSTICKS.items()} if past.known else {}
        return Forecast(outlook, rules, self.observations(indicator), self._target(indicator))

    def joint(self, codes: str | Sequence[str]) -> pd.DataFrame:
        """Return full years of several indicators, drawn together: one draw a row, a column a code, per cent.

        Raises
        ------
        DataError
            When one of them does not exist or cannot be forecast on this day, with the reason.

        Examples
        --------
        >>> import shouguan as sg
        >>> draws = sg.open_place("demo-city", as_of="2020-10-25").joint(["gdp", "fai"])
        >>> draws.shape, bool(draws.corr().loc["gdp", "fai"] > 0)
        ((10000, 2), True)
        """
        codes = several(codes)
        linked = self._linked(codes)
        return pd.DataFrame({code: linked.outlook(code).full_year for code in codes})

    def news(self, indicator: str, since: str | None = None) -> News:
        """Explain how the forecast moved since an earlier day, by default the release before the newest.

        Raises
        ------
        DataError
            When the two days do not forecast the same year, or no earlier release of it is known.

        Examples
        --------
        >>> import shouguan as sg
        >>> moved = sg.open_place("全国", as_of="2020-10-25").news("gdp", since="2020-10-18")
        >>> moved.update_impacts.query("own and `updated variable` == 'gdp'")["observed"].tolist()
        [0.7]
        """
        if since is not None:
            old = check({"since": since}).since
        else:
            old = previous_release(self.place, indicator, self.year(indicator), self.view.as_of)
        if old is None:
            raise DataError(
                "本年第一次公布，没有更早的测算可比；用 since= 指明日期",
                "the first release of the year: there is no earlier forecast to compare with; name a day with since=",
            )
        return News(explain(self.place, indicator, old, self.view.as_of, seed=self.seed))

    def scenarios(self, codes: str | Sequence[str] = indicators.FORECAST, *, lang: Lang = "zh") -> pd.DataFrame:
        """Lay the place's scenarios side by side, the base first.

        Parameters
        ----------
        codes : str or sequence of str
            Which indicators to show; those that cannot be forecast on this day are left out.
        lang : {'zh', 'en'}

        Returns
        -------
        DataFrame
            A row a scenario and indicator: `name, scenario, indicator, median, lower80, upper80` (per cent), `chance`
            of the main target (a fraction, missing without one), `change` (median less the base's, points), and
            `reason`: why a scenario does not fit the day; its figures are missing then.

        Examples
        --------
        >>> import shouguan as sg
        >>> table = sg.open_place("全国", as_of="2020-10-25").scenarios(["gdp"])
        >>> table["name"].tolist(), (table["change"] > 0).tolist()
        (['base', 'optimistic', 'stress'], [False, True, False])
        """
        return self._compared(load_scenarios(self.place.folder), codes, lang)

    def scenario(
        self,
        what: str | Mapping[str, Any] | Sequence[Mapping[str, Any]],
        codes: str | Sequence[str] = indicators.FORECAST,
        *,
        lang: Lang = "zh",
    ) -> pd.DataFrame:
        """Lay one scenario beside the base.

        Parameters
        ----------
        what : str, mapping or sequence of mappings
            A scenario of the place by name, or one or several entries as `scenarios.yaml` has them (docs/scenarios.md).
        codes, lang
            See `scenarios`.

        Returns
        -------
        DataFrame
            As `scenarios`; entries stand under the name `entries`.

        Raises
        ------
        DataError
            When there is no such scenario, or an entry is wrong or does not fit the day.

        Examples
        --------
        >>> import shouguan as sg
        >>> shift = {"indicator": "gdp", "basis": "full_year", "mode": "add", "value": 0.5, "unit": "pp"}
        >>> table = sg.open_place("全国", as_of="2020-10-25").scenario([{**shift, "reason": "试算"}], ["gdp"])
        >>> table["change"].round(2).tolist()
        [0.0, 0.5]
        """
        known = load_scenarios(self.place.folder)
        name = what if isinstance(what, str) else "entries"
        if not isinstance(what, str):
            entries = [what] if isinstance(what, Mapping) else what
            known[name] = from_settings(name, {"label": name, "changes": [dict(entry) for entry in entries]})
        changes_for(known, name)
        return self._compared(known, codes, lang, name)

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
            the same stretch grew so much), `bound` (which it is at, if any), `feasible` (of the target as a whole; a
            warning says so where it is not). `attrs` holds `target`, `required` (growth of the total's rest of
            the year), `feasible` and, with every part at its bound, `reachable`; per cent.

        Raises
        ------
        DataError
            When there is no target, or the parts are not known; the message says what is missing.

        Examples
        --------
        >>> import shouguan as sg
        >>> way = sg.open_place("demo-city", as_of="2020-10-25").back_solve("gdp", 3.0)
        >>> way.attrs["feasible"], len(way)
        (True, 11)
        """
        goal = self._target(indicator) if target is None else growth_asked(target)
        if goal is None:
            raise DataError(
                f"没有{indicator}的年度目标；用 target= 指明", f"no target of {indicator} is on record; give target="
            )
        parts_of(indicator)
        linked = self._linked([indicator])
        if indicator not in linked.accounts:
            raise DataError(*linked.whole.get(indicator, NO_PARTS))
        return needs(back_solve(self.place, self.view, linked.accounts[indicator], goal))

    def backtest(self, indicator: str, *, own: bool = False) -> pd.DataFrame:
        """Return past forecasts by the same method beside what came, of years before the one that is open.

        Parameters
        ----------
        indicator : str
        own : bool
            Forecast the past years of a place that has no record now, instead of showing the nation's: each from what
            was out then (some seconds for a quarterly indicator, a minute for a monthly one).

        Returns
        -------
        DataFrame
            `region, year, origin, median, lower80, upper80, outcome, error` (outcome less median), `turning`, and the
            rules of thumb; per cent, on record to one decimal as printed. Those of the nation where the place has none:
            `region` says whose they are.

        Examples
        --------
        >>> import shouguan as sg
        >>> past = sg.open_place("全国", as_of="2020-10-25").backtest("gdp")
        >>> int(past["year"].max()), past["origin"].unique().tolist()
        (2019, ['Q1', 'H1', 'Q3'])
        """
        year = self.year(indicator)
        past = past_forecasts(indicator, self.place.region, year)
        if own and past.empty:
            return own_past(self.place, self.view, indicator, year, self.seed)
        return past if len(past) else past_forecasts(indicator, NATION, year)

    def peers(self, indicator: str, *, lang: Lang = "zh", anonymous: bool = False) -> pd.DataFrame:
        """Return the forecasts of the assessment group, the place among them.

        Peers are called as a page does (`assessment.yaml`) if they shall be `anonymous`, else by name.

        Returns
        -------
        DataFrame
            Index `place`, the highest first; `known, median, lower80, upper80`, per cent. Empty without a group.

        Examples
        --------
        >>> import shouguan as sg
        >>> peers = sg.open_place("demo-city", as_of="2020-10-25").peers("gdp")
        >>> "示范市" in peers.index, peers["median"].is_monotonic_decreasing
        (True, True)
        """
        group = self.place.settings.peers
        joint = calibrated.fit_predict_all(self.place, self.view, indicator, self.year(indicator), seed=self.seed)
        return side_by_side(self.place, joint, group, lang, anonymous=anonymous)

    def report(self, notebook: str = "briefing", *, out: str | Path = "reports", **parameters: Any) -> Path:
        """Run a notebook and publish its page; return where the HTML is.

        Parameters
        ----------
        notebook : str
            Bare name: `briefing`, `gdp`, `investment`, `bulletin` …
        out : str or Path
            The reports folder.
        **parameters
            Others of a report: `lang`, `scenario`, `since`, `sliders` …; of a bulletin `task_force`, `sheet`, `every` …

        Raises
        ------
        DataError, UsageError
            For a wrong parameter or notebook; nothing has started then.
        RunError
            When a cell fails or the page does not pass the gate.
        """
        name = str(self.place.folder) if self.place.folder is not None else self.place.region
        given = {"place": name, "as_of": self.view.as_of, "seed": self.seed}
        checked = (check_bulletin if notebook == "bulletin" else check)(given | parameters)
        return render(prepare(checked, notebook), Path(out)).html

    def _target(self, indicator: str) -> float | None:
        return main_target(self.place, self.view, indicator, self.year(indicator))

    def _compared(
        self, known: Mapping[str, Scenario], codes: Sequence[str], lang: Lang, only: str | None = None
    ) -> pd.DataFrame:
        # A scenario may be about any indicator of a briefing, so all are forecast, whichever are shown.
        codes = several(codes)
        linked = together(self.place, self.view, list(dict.fromkeys([*briefed(self.place), *codes])), self.seed)
        shown = [code for code in codes if code in linked.codes]
        if not shown:
            raise DataError("没有可测算的指标", "none of the indicators can be forecast")
        goals = {code: target for code in shown if (target := self._target(code)) is not None}
        names = None if only is None else [only]
        comparison = compare(self.place, self.view, linked.joint, known, names=names, codes=shown, targets=goals)
        if only is not None and comparison.left_out:
            raise comparison.left_out[0][1]
        return compared(comparison, known, lang)

    def _linked(self, codes: Sequence[str]) -> Linked:
        return assumed(self.place, self.view, codes, self.under, self.seed)


def open_place(
    place: str | int = "全国", as_of: str | dt.date | None = None, *, seed: int = 0, scenario: str = BASE
) -> Study:
    """Open a place as of a day.

    Parameters
    ----------
    place : str
        A folder with `place.yaml`, or an official region's code, name or alias.
    as_of : str, optional
        ISO date; by default the newest release of the place that leaves a year to forecast, as a report takes it.
    seed : int
    scenario : str
        What forecasts rest on, one of the place's scenarios; by default nothing is assumed.

    Raises
    ------
    DataError, UsageError
        When there is no such place or scenario, or the day is no date; the message names the nearest valid choice.

    Examples
    --------
    >>> import shouguan as sg
    >>> sg.open_place("shandong", as_of="2020-10-28").place.name()
    '山东'
    """
    checked = check({"place": place, "as_of": as_of, "seed": seed, "scenario": scenario})
    where = load(checked.place)
    changes_for(load_scenarios(where.folder), checked.scenario)
    code = next((each for each in indicators.FORECAST if where.releases(each)), indicators.FORECAST[0])
    day = checked.as_of or resolve(where, code).as_of
    return Study(where, where.as_of(day), checked.seed, checked.scenario)
