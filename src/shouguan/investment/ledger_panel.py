"""A ledger as arrays, projects by months: what the estimates from below work on.

The ledger's months are laid on the calendar of investment (January is reported with February). A row that cannot be
right keeps its project on the list, without amounts done (`list_checks` says which and why); what it plans stands as
it did a month before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.investment import list_checks

Flags = npt.NDArray[np.bool_]
Months = npt.NDArray[np.int64]

AMOUNTS = {
    "ytd": "ytd_done_wan_yuan",
    "statistics": "statistics_ytd_wan_yuan",
    "plan": "annual_plan_wan_yuan",
    "total": "total_investment_wan_yuan",
    "before": "done_before_wan_yuan",
}
NEVER = 10**6
"""The month of what has not happened."""
_HAPPENED = ("started", "entered")


def month_number(year: int, month: int) -> int:
    """Return a month as a running number."""
    return 12 * year + month - 1


@dataclass(frozen=True)
class LedgerPanel:
    """Projects by months; amounts in 万元, NaN where the ledger has none.

    Attributes
    ----------
    projects : DataFrame
        A project a row, as the ledger last had it: `project_code`, `project_name`, `industry`, `district`, …
    periods : tuple of Period
        The ledger's months.
    ytd : ndarray, shape (projects, months)
        Work of the year as units report it (形象进度).
    statistics : ndarray, shape (projects, months)
        Registered investment of the year (统计入库投资).
    plan, total, before : ndarray, shape (projects, months)
        The year's plan, the planned total, and work done before the year.
    listed, registered, unsound : ndarray of bool, shape (projects, months)
        Unsound: listed, in a row that cannot be right and whose amounts are not here.
    started, planned, entered : ndarray of int, shape (projects,)
        Running month of the actual and the planned start and of registration; `NEVER` where there is none.
    """

    projects: pd.DataFrame
    periods: tuple[Period, ...]
    ytd: Array
    statistics: Array
    plan: Array
    total: Array
    before: Array
    listed: Flags
    registered: Flags
    unsound: Flags
    started: Months
    planned: Months
    entered: Months

    @property
    def months(self) -> Months:
        """The running number of each month."""
        return np.array([month_number(each.year, each.number) for each in self.periods])

    @property
    def positions(self) -> Months:
        """The position of each month in its year, from 0 for January–February."""
        calendar = indicators.indicator("fai").calendar
        return np.array([calendar.position(each) for each in self.periods])

    @property
    def spans(self) -> Months:
        """How many statistical months each month's figures are of: the first of all its year, a gap's of the gap."""
        calendar = indicators.indicator("fai").calendar
        years = np.array([each.year for each in self.periods])
        running = calendar.size * (years - years[0]) + self.positions
        return np.diff(running, prepend=-1)

    @property
    def counted(self) -> Flags:
        """The months with a figure of the statistics; in others the ledger does not say what is registered of it."""
        return np.asarray(np.isfinite(self.statistics).any(axis=0))

    @property
    def industry(self) -> npt.NDArray[np.object_]:
        """The type of each project; 未分类 where the ledger names none."""
        return self.projects["industry"].to_numpy(dtype=object)

    def up_to(self, at: int) -> LedgerPanel:
        """Return the panel as it was after month number `at`: what was entered later is not known yet."""
        last = int(self.months[at])
        cut: dict[str, Any] = {
            name: getattr(self, name)[:, : at + 1] for name in (*AMOUNTS, "listed", "registered", "unsound")
        }
        known: dict[str, Any] = {
            name: np.where(getattr(self, name) <= last, getattr(self, name), NEVER) for name in _HAPPENED
        }
        return replace(self, periods=self.periods[: at + 1], **cut, **known)

    def increments(self, ytd: Array) -> Array:
        """Return what each month adds; over a month that is missing, the next one adds for both.

        Parameters
        ----------
        ytd : ndarray, shape (projects, months)
            Amounts since the year began.
        """
        added = np.full_like(ytd, np.nan)
        last = np.zeros(ytd.shape[0])
        year = 0
        for at, period in enumerate(self.periods):
            if period.year != year:
                last, year = np.zeros(ytd.shape[0]), period.year
            now = ytd[:, at]
            added[:, at] = now - last
            last = np.where(np.isnan(now), last, now)
        return added

    @property
    def entry(self) -> Months:
        """The column in which a project is first registered; the number of months where it never is."""
        has = self.registered | (np.nan_to_num(self.statistics) != 0)
        return np.where(has.any(axis=1), has.argmax(axis=1), len(self.periods))

    @property
    def settled(self) -> Flags:
        """Cells after the month of registration: those that say how statistics follow the ledger.

        The month of registration brings in earlier work at once. In the ledger's first month only projects that
        were registered before its year are settled.
        """
        settled = np.arange(len(self.periods))[None, :] > self.entry[:, None]
        if self.periods:
            settled[:, 0] = self.entered < month_number(self.periods[0].year, 1)
        return settled


def begun_in(panel: LedgerPanel) -> Months:
    """Return the month in which each project began: the actual start, or the first month with work."""
    work = np.nan_to_num(panel.ytd) > 0
    first = np.where(work.any(axis=1), panel.months[work.argmax(axis=1)], NEVER)
    return np.asarray(np.minimum(panel.started, first))


def build(ledger: pd.DataFrame, settings: InvestmentSettings | None = None) -> LedgerPanel:
    """Lay a ledger out.

    Parameters
    ----------
    ledger : DataFrame
        As `registers.read(folder, "ledger", day, lag)` returns it.
    settings : InvestmentSettings, optional
        What decides whether a row can be right.

    Raises
    ------
    DataError
        When no month of it can be used.
    """
    calendar = indicators.indicator("fai").calendar
    names = sorted({text for text in ledger["period"].unique() if int(text[5:7]) in calendar.numbers})
    if not names:
        raise DataError("没有项目台账可用", "there is no ledger of projects to use")
    rows = ledger[ledger["period"].isin(names)].reset_index(drop=True)
    key = rows["project_code"].where(rows["project_code"].notna(), rows["project_name"])
    which, projects = pd.factorize(key)
    which = which.astype(np.int64)
    when = pd.Categorical(rows["period"], categories=names).codes.astype(np.int64)
    table = _amounts(rows)
    sound = list_checks.sound("ledger", rows.assign(_row=np.arange(len(rows))), settings)["_row"].to_numpy()
    shape = (len(projects), len(names))
    laid = {}
    for name in AMOUNTS:
        grid = np.full(shape, np.nan)
        grid[which[sound], when[sound]] = table[name].to_numpy()[sound]
        laid[name] = grid
    listed, registered = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    listed[which, when] = True
    registered[which, when] = rows["registered"].fillna(False).to_numpy(bool)
    unsound = listed.copy()
    unsound[which[sound], when[sound]] = False
    for name in ("plan", "total", "before"):
        _carry(laid[name], unsound, names)
    order = pd.Series(np.arange(len(rows))).groupby(which).last().to_numpy()
    columns = [name for name in rows if name not in {"period", *AMOUNTS.values(), "month_done_wan_yuan"}]
    newest = rows.loc[order, columns].reset_index(drop=True)
    return LedgerPanel(
        projects=newest.assign(industry=newest["industry"].fillna("未分类").astype(object)),
        periods=tuple(Period.parse(name) for name in names),
        listed=listed,
        registered=registered,
        unsound=unsound,
        started=_first(rows, "actual_start", which, len(projects)),
        planned=_first(rows, "planned_start", which, len(projects)),
        entered=_first(rows, "registered_on", which, len(projects)),
        **laid,
    )


def _carry(grid: Array, unsound: Flags, names: list[str]) -> None:
    """Let what a project plans stand as it did a month before, in the same year, where its row cannot be right."""
    for at in range(1, len(names)):
        if names[at][:4] == names[at - 1][:4]:
            grid[:, at] = np.where(unsound[:, at], grid[:, at - 1], grid[:, at])


def _amounts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts; work of the year is work since the beginning less work before, where it is not given."""
    table = pd.DataFrame({name: pd.to_numeric(rows[column]) for name, column in AMOUNTS.items()}, dtype=float)
    if "done_since_start_wan_yuan" in rows:
        table["ytd"] = table["ytd"].fillna(rows["done_since_start_wan_yuan"].astype(float) - table["before"])
    return table


def _first(rows: pd.DataFrame, column: str, which: Months, size: int) -> Months:
    """Return the running month of a day that the ledger gives, the earliest where it gives several."""
    months = np.full(size, NEVER, dtype=np.int64)
    day = pd.to_datetime(rows[column])
    has = day.notna().to_numpy()
    number = (12 * day.dt.year + day.dt.month - 1).to_numpy()[has].astype(np.int64)
    np.minimum.at(months, which[has], number)
    return months
