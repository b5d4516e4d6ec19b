"""A place's lists of projects, firms and funds as they were known on a day, with what the worth of actions rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from shouguan.core.errors import DataError
from shouguan.core.files import State, state_of
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import action_value, funding, ledger_panel, list_checks, projects
from shouguan.investment.action_value import Estimates
from shouguan.investment.comparable_base import ComparableBase, comparable_base
from shouguan.investment.ledger_panel import LedgerPanel
from shouguan.investment.list_faults import Doubt

KINDS = ("ledger", "problems", "enterprises", "bonds")


@dataclass(frozen=True)
class Listed:
    """The lists up to the end of a year; a list without a month of that year is empty.

    Attributes
    ----------
    day : date
    settings : InvestmentSettings
    whole, sound : dict of str to DataFrame
        Each list of `KINDS`, all months: as it stands, and without the rows that cannot be right.
    doubts : tuple of Doubt
        What must be said beside the sums of the newest months.
    base : ComparableBase, optional
        None where no level of investment is known: nothing can be an amount or a share of one.
    """

    day: dt.date
    settings: InvestmentSettings
    whole: dict[str, pd.DataFrame]
    sound: dict[str, pd.DataFrame]
    base: ComparableBase | None
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def panel(self) -> LedgerPanel | None:
        """The ledger as arrays, which keep a project without its wrong amounts; None without a ledger."""
        if self.sound["ledger"].empty:
            return None
        return ledger_panel.build(self.whole["ledger"], self.settings)

    @cached_property
    def given(self) -> Estimates | None:
        """What the worth of actions rests on; None without a ledger or a base."""
        if self.panel is None or self.base is None:
            return None
        return action_value.estimates(self.panel, self.settings.projects.registration_from, self.base.value)

    @cached_property
    def open_problems(self) -> pd.DataFrame:
        """The problems that are not settled by the day."""
        return projects.open_problems(self.sound["problems"], self.day)

    @cached_property
    def unstarted(self) -> pd.DataFrame:
        """The projects that should have started and have not, each with its open problems."""
        return projects.unstarted(projects.of_month(self.sound["ledger"]), self.sound["problems"], self.day)

    @cached_property
    def behind(self) -> pd.DataFrame:
        """The quotas that are issued and not started or not spent; nothing without a list of funds."""
        bonds = self.sound["bonds"]
        return bonds if bonds.empty else funding.behind(projects.of_month(bonds), self.day, self.settings.funds)

    @cached_property
    def worth(self) -> pd.DataFrame:
        """The actions with what each is worth (`action_value`), the most valuable first; nothing without a base."""
        if self.given is None:
            return pd.DataFrame(columns=["project_name", "batch", "action", "points"])
        valued = [action_value.starts(self.given), action_value.problems(self.given, self.open_problems)]
        if not self.behind.empty:
            valued.append(action_value.payments(self.given, self.behind, self.sound["bonds"]))
        return pd.concat(valued, ignore_index=True).sort_values("points", ascending=False, kind="stable")


def known(place: Place, view: View, year: int) -> Listed | None:
    """Return the lists of a place as they were known on the view's day; None where it keeps none.

    Raises
    ------
    DataError
        When a list or `investment.yaml` cannot be read.
    """
    if place.folder is None or not registers.kept(place):
        return None
    lags = tuple(place.settings.release_lags.get(kind, registers.RELEASE_LAG) for kind in KINDS)
    files = (*(f"{kind}.csv" for kind in KINDS), investment_settings.FILE)
    once = _judged_once(place.folder, view.as_of, year, lags, *(state_of(place.folder / file) for file in files))
    whole, sound = ({kind: table.copy() for kind, table in tables.items()} for tables in (once.whole, once.sound))
    try:
        base = comparable_base(place, view, once.settings, year)
    except DataError:
        base = None
    return replace(once, whole=whole, sound=sound, base=base)


@lru_cache(maxsize=4)
def _judged_once(folder: Path, day: dt.date, year: int, lags: tuple[int, ...], *_: State) -> Listed:
    """Judge the lists once while neither they nor the rules change, without a base; nobody changes these tables."""
    settings, lag_of = investment_settings.read(folder), dict(zip(KINDS, lags, strict=True))
    whole = {kind: of_year(registers.read(folder, kind, day, lag), year) for kind, lag in lag_of.items()}
    judged = {
        kind: list_checks.judged(kind, table, settings, lag_of[kind], whole["ledger"] if kind == "bonds" else None)
        for kind, table in whole.items()
    }
    sound = {kind: table if _has(table, whole[kind]) else table.iloc[:0] for kind, (table, _) in judged.items()}
    doubts = tuple(each for _, found in judged.values() for each in found)
    return Listed(day, settings, whole, sound, None, doubts)


def of_year(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return a list up to a year's end; nothing where it has no month of that year."""
    kept = table[table["period"] <= f"{year}-12"]
    return kept if len(kept) and str(kept["period"].max())[:4] == str(year) else table.iloc[:0]


def _has(sound: pd.DataFrame, whole: pd.DataFrame) -> bool:
    """Say whether the newest month of a list has a row that can be right."""
    return len(whole) > 0 and bool(sound["period"].eq(whole["period"].max()).any())
