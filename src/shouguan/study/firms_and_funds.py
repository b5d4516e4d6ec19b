"""Firms above the line and funds from above, for analysts: the place's lists as frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from shouguan.core.asked import one_of
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import THRESHOLDS, InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import enterprises, funding, growth_effects
from shouguan.investment.projects import of_month
from shouguan.study.forecast import Forecast
from shouguan.study.lists import forecast_of, known


@dataclass(frozen=True)
class Firms:
    """A place's list of firms in the statistics and near the line.

    Attributes
    ----------
    firms : DataFrame
        All months that were known on the day; revenue in 万元.
    day : date
    settings : InvestmentSettings
        Thresholds and targets (`investment.yaml`).
    task_force : bool
        Whether what names firms, and rows of fewer than three, may be shown: within the task force only.
    """

    firms: pd.DataFrame
    day: dt.date
    settings: InvestmentSettings
    task_force: bool = False

    def __repr__(self) -> str:
        newest = of_month(self.firms)
        return f"<Firms, {newest['period'].iloc[0]}, {len(newest)} firms>"

    def near(self) -> pd.DataFrame:
        """Return the firms near a threshold, by how much and by when; for the task force, as it names them."""
        return enterprises.near_threshold(self.firms, self.day, self.settings.enterprises, task_force=self.task_force)

    def near_counts(self, by: str = "category") -> pd.DataFrame:
        """Return how many firms are near a threshold by group and standing.

        Examples
        --------
        >>> import shouguan as sg
        >>> counts = sg.open_place("demo-city", as_of="2020-10-25").firms().near_counts()
        >>> counts.columns.tolist()
        ['firms', 'meet', 'met', 'suppressed']
        """
        rules = self.settings.enterprises
        return enterprises.near_counts(self.firms, self.day, rules, by, task_force=self.task_force)

    def entries(self) -> pd.DataFrame:
        """Return how many firms enter and leave by month: newly built monthly, promoted in the yearly rounds."""
        return enterprises.entries(self.firms, self.day)

    def targets(self) -> pd.Series[float]:
        """Return the year's target of entries against what is done, with exits and net entry.

        Returns
        -------
        Series
            As `investment.enterprises.targets`; `entries_target` and `entries_expected` are numbers of firms.
        """
        found = enterprises.targets(self.firms, self.day, self.settings.enterprises)
        return found.rename({"target": "entries_target", "expected": "entries_expected"})

    def growth_effects(self) -> pd.DataFrame:
        """Return what entries and exits do to growth of their category, this year and next, points."""
        return growth_effects.growth_effects(self.firms, self.day, task_force=self.task_force)

    def concentration(
        self, category: str = "规上工业", forecast: Forecast | None = None, largest: Sequence[int] = (1, 3, 5, 10)
    ) -> pd.DataFrame:
        """Return what a month's stop of the largest firms would cost, in points and in chance of the target."""
        one_of(category, sorted(THRESHOLDS), "category")
        if forecast is not None:
            forecast_of(forecast, "industry_va" if category == "规上工业" else "gdp")
        outlook, target = (None, None) if forecast is None else (forecast.outlook, forecast.target)
        return enterprises.concentration(
            self.firms, category, largest, outlook=outlook, target=target, task_force=self.task_force
        )

    def to_do(self, by: str = "task_force", of: str | None = None) -> pd.DataFrame:
        """Return the firms to look after, by task force and unit in charge; for the task force, as it names them."""
        rules = self.settings.enterprises
        return enterprises.to_do(self.firms, self.day, rules, by, of, task_force=self.task_force)


@dataclass(frozen=True)
class Funds:
    """A place's special bonds and grants.

    Attributes
    ----------
    funds : DataFrame
        All months that were known on the day; amounts in 万元.
    day : date
    settings : InvestmentSettings
        Rules and targets (`investment.yaml`).
    """

    funds: pd.DataFrame
    day: dt.date
    settings: InvestmentSettings

    def __repr__(self) -> str:
        return f"<Funds, {self.now()['period'].iloc[0]}, {len(self.now())} quotas>"

    def now(self, month: str | None = None) -> pd.DataFrame:
        """Return the list of a month, by default the newest."""
        return of_month(self.funds, month)

    def batches(self) -> pd.DataFrame:
        """Return quotas by kind of funds and batch: issued, drawn, spent, started."""
        return funding.batches(self.now(), self.day)

    def rules(self) -> pd.DataFrame:
        """Return the rules on starting and spending: rate, deadline, days left, and a light in words.

        Examples
        --------
        >>> import shouguan as sg
        >>> sg.open_place("demo-city", as_of="2020-10-25").funds().rules().index.tolist()
        ['开工率', '全部开工', '支出']
        """
        return funding.rules(self.now(), self.day, self.settings.funds)

    def behind(self) -> pd.DataFrame:
        """Return the issued quotas that are not started or not spent, the most urgent first."""
        return funding.behind(self.now(), self.day, self.settings.funds)

    def funnel(self, kinds: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the way from 谋划 to 拨付: how many of each stage reach the next, and in how many days."""
        return funding.funnel(self.now(), self.day, kinds)

    def targets(self) -> pd.DataFrame:
        """Return the year's targets of bonds and grants against what is issued, with pace and chance."""
        return funding.targets(self.now(), self.day, self.settings.funds)


def firms_of(place: Place, view: View, *, task_force: bool = False) -> Firms:
    """Return a place's firms as they were known on a day.

    Raises
    ------
    DataError
        When it keeps no such list, or none was known on the day.
    """
    firms = known(place, view, "enterprises")
    return Firms(firms, view.as_of, investment_settings.read(registers.required(place, "enterprises")), task_force)


def funds_of(place: Place, view: View) -> Funds:
    """Return a place's bonds and grants as they were known on a day.

    Raises
    ------
    DataError
        When it keeps no such list, or none was known on the day.
    """
    funds = known(place, view, "bonds")
    return Funds(funds, view.as_of, investment_settings.read(registers.required(place, "bonds")))
