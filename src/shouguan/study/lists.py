"""The lists of a place on a day, for analysts: its ledger of projects, problems and reserve, as frames."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from shouguan.core import indicators
from shouguan.core.asked import made_by, one_of
from shouguan.core.errors import DataError, UsageError, nearest
from shouguan.core.files import State, state_of
from shouguan.core.parameters import check
from shouguan.core.periods import Lang
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.origin import resolve
from shouguan.data.place import Place
from shouguan.ingest import list_books
from shouguan.investment import action_value, changes, combined, funding, list_checks, projects
from shouguan.investment.combined import Combined
from shouguan.investment.comparable_base import comparable_base
from shouguan.investment.ledger_panel import build
from shouguan.investment.list_faults import Doubt
from shouguan.study.forecast import Forecast
from shouguan.study.frames import findings_frame
from shouguan.study.reconciled import Reconciled, reconciled


@dataclass(frozen=True)
class Projects:
    """A place's projects as its ledger of a month shows them.

    Attributes
    ----------
    place, view : Place, View
        The view's day is that on which starts and deadlines are due.
    settings : InvestmentSettings
        The office's rules (`investment.yaml`).
    ledger, problems, reserve : DataFrame
        The lists that were known on the day, all months; amounts in 万元.
    whole : DataFrame
        The ledger with the rows that cannot be right, which `ledger` is without.
    newest : str
        The newest month of the ledger, whether or not a row of it can be right.
    left_out : int
        How many of that month's rows cannot be right (`shouguan check`) and are in no sum, of all task forces.
    doubts : tuple of Doubt
        Why sums of that month may be wrong though their rows are in them, and of which projects, of all task forces.
    """

    place: Place
    view: View
    settings: InvestmentSettings
    ledger: pd.DataFrame
    problems: pd.DataFrame
    reserve: pd.DataFrame
    whole: pd.DataFrame = field(default_factory=pd.DataFrame)
    newest: str = ""
    left_out: int = 0
    doubts: tuple[Doubt, ...] = ()

    def __repr__(self) -> str:
        return f"<Projects {self.name}, {self.month}, {len(self.now())} projects>"

    @property
    def name(self) -> str:
        """The place's name."""
        return self.place.settings.name

    @property
    def day(self) -> dt.date:
        """The day on which all this was known."""
        return self.view.as_of

    @property
    def month(self) -> str:
        """The newest month that has a ledger: `2020-09`."""
        return str(self.ledger["period"].iloc[-1])

    @property
    def left_out_in_june(self) -> int:
        """How many rows of June's ledger cannot be right: the share of the first half is without them."""
        june = f"{self.month[:4]}-06"
        whole = self.whole["period"].eq(june).sum() if len(self.whole) and self.month > june else 0
        return int(whole - self.ledger["period"].eq(june).sum()) if whole else 0

    def now(self, month: str | None = None) -> pd.DataFrame:
        """Return the ledger of a month, by default the newest: a row a project, its columns as imported.

        Examples
        --------
        >>> import shouguan as sg
        >>> city = sg.open_place("demo-city", as_of="2020-10-25")
        >>> city.projects().now()["period"].unique().tolist()
        ['2020-09']
        """
        return projects.of_month(self.ledger, month)

    def of(self, task_force: str) -> Projects:
        """Return the projects of one task force, with their problems.

        Raises
        ------
        UsageError
            When no project of the newest ledger has it.
        """
        forces = sorted(self.now()["task_force"].dropna().unique()) if "task_force" in self.ledger else []
        if task_force not in forces:
            zh, en = nearest(task_force, forces)
            raise UsageError(
                f"台账里没有工作专班“{task_force}”{zh}", f"the ledger has no task force '{task_force}'{en}"
            )
        own, whole = (
            rows[rows["task_force"] == task_force].reset_index(drop=True) for rows in (self.ledger, self.whole)
        )
        return replace(self, ledger=own, whole=whole, problems=projects.rows_of(self.problems, own))

    def workbooks(self, into: Path) -> list[Path]:
        """Write the month's ledger and its problems as workbooks with drop-downs, which can be imported again.

        Returns
        -------
        list of Path
            The files; a list that has no row is not written.
        """
        into.mkdir(parents=True, exist_ok=True)
        files = []
        for kind, own in (("ledger", self.now()), ("problems", self.problems)):
            if kind not in registers.kept(self.place):
                continue
            rows = registers.texts(registers.required(self.place, kind), kind)
            rows = rows[rows["period"] == self.month]
            rows = projects.rows_of(rows.replace({"project_code": {"": None}}), own).fillna("")
            if len(rows):
                title = f"{self.name}{registers.NAMES[kind][0]}"
                files.append(into / f"{title}{self.month}.xlsx")
                list_books.filled(files[-1], kind, rows, title)
        return files

    def rates(self, by: str | None = None, month: str | None = None) -> pd.DataFrame:
        """Return start rate, investment against plan and pace, and entry into the statistics, by group.

        Parameters
        ----------
        by : {'task_force', 'district', 'industry', 'responsible', 'leader'}, optional
        month : str, optional

        Returns
        -------
        DataFrame
            As `investment.projects.rates` returns it; each rate stands beside its denominator.

        Examples
        --------
        >>> import shouguan as sg
        >>> rates = sg.open_place("demo-city", as_of="2020-10-25").projects().rates("district")
        >>> rates["projects"].sum() == len(sg.open_place("demo-city", as_of="2020-10-25").projects().now())
        np.True_
        """
        if by is not None:
            one_of(str(by), tuple(projects.GROUPS), "by")
        return projects.rates(self.ledger, self.day, by, month, projects.left_out(self.whole, self.ledger))

    def unstarted(self) -> pd.DataFrame:
        """Return the projects that should have started and have not, with their open problems and days overdue."""
        return projects.unstarted(self.now(), self.problems, self.day)

    def open_problems(self) -> pd.DataFrame:
        """Return the problems that are not settled, the longest overdue first."""
        return projects.open_problems(self.problems, self.day)

    def schedule(self) -> pd.DataFrame:
        """Return what is still to start this year, with days and working days left."""
        return projects.schedule(self.now(), self.day)

    def conditions(self) -> pd.DataFrame:
        """Return how far land, energy, environment and labour of each project are settled."""
        return projects.conditions(self.now())

    def against_statistics(self) -> Reconciled:
        """Hold the newest ledger against the statistics: ratios, differences by cause, lists to check, the bridge.

        Examples
        --------
        >>> import shouguan as sg
        >>> both = sg.open_place("demo-city", as_of="2020-10-25").projects().against_statistics()
        >>> round(float(both.bridge()["amount"].iloc[-1])) == round(both.published.amount)
        True
        """
        return reconciled(self.place, self.view, self.settings, self.whole)

    def findings(self, lang: Lang = "zh") -> pd.DataFrame:
        """Return what is wrong or doubtful in the lists; a row with an error is in no sum.

        Returns
        -------
        DataFrame
            `severity, cell, value, what`.
        """
        return findings_frame(list_checks.check_place(registers.required(self.place, "ledger")), lang)

    def from_below(self, seed: int = 0) -> Combined:
        """Forecast the year's investment from the ledger, and combined with the forecast from above.

        Returns
        -------
        Combined
            `table()` has the three side by side, `below.parts` and `below.lines` what they are made of, `reason()` why
            they differ.

        Raises
        ------
        DataError
            When the ledger has no month of the open year, or no level of investment is known.
        """
        seed = check({"seed": seed}).seed
        year = resolve(self.place, "fai", self.day).year
        return combined.fit_predict(self.place, self.view, year, seed=seed)

    def actions(self, forecast: Forecast | None = None, months: int = 1) -> pd.DataFrame:
        """Return what actions are worth to the year: late starts, open problems, issued quotas that are not spent.

        Parameters
        ----------
        forecast : Forecast, optional
            Of investment: what each action adds to the chance of its target.
        months : int
            Within how many months a late project starts.

        Returns
        -------
        DataFrame
            The most valuable first: names, `batch` of a quota, `action`, `points` of full-year growth with `lower` and
            `upper` (80 %), `chance_counted`, and `chance_gain_pct` with a forecast that has a target. No registration
            is among them: what meets the conditions is registered by law, whatever it adds.

        Examples
        --------
        >>> import shouguan as sg
        >>> worth = sg.open_place("demo-city", as_of="2020-10-25").projects().actions()
        >>> sorted(worth["action"].unique())
        ['开工', '拨付支出', '解决问题']
        """
        if forecast is not None:
            forecast_of(forecast, "fai")
        base = comparable_base(self.place, self.view, self.settings, int(self.month[:4]))
        given = action_value.estimates(build(self.ledger), self.settings.projects.registration_from, base.value)
        tables = [action_value.starts(given, months), action_value.problems(given, self.open_problems())]
        funds = known(self.place, self.view, "bonds", needed=False)
        if len(funds):
            behind = funding.behind(projects.of_month(funds), self.day, self.settings.funds)
            tables.append(action_value.payments(given, behind, funds))
        table = pd.concat(tables, ignore_index=True).sort_values("points", ascending=False, ignore_index=True)
        if forecast is None or forecast.target is None:
            return table
        return action_value.with_chance(table, forecast.outlook, forecast.target)

    def site_visits(self) -> pd.DataFrame:
        """Return the projects that meet the office's rules for a tour of sites."""
        return projects.site_visits(self.now(), self.settings.site_visits)

    def reserve_by_field(self) -> pd.DataFrame:
        """Return the reserve of domestic demand by field and readiness; empty where no list is kept."""
        return self.reserve if self.reserve.empty else projects.reserve_by_field(self.reserve)

    def changes(self, since: str | None = None) -> pd.DataFrame:
        """Return what changed in the ledger since a month, by default the one before: new, gone, renamed, jumped.

        Examples
        --------
        >>> import shouguan as sg
        >>> moved = sg.open_place("demo-city", as_of="2020-10-25").projects().changes("2020-06")
        >>> set(moved["kind"]) <= {"新增", "退出", "更名", "跳增", "回落", "计划调整"}
        True
        """
        months = sorted(self.ledger["period"].unique())
        if since is None and len(months) < 2:
            raise DataError("只有一个月的台账，无从比较", "there is a single month's ledger: nothing to compare")
        before = projects.of_month(self.ledger, since or months[-2])
        return changes.changes(before, self.now(), self.settings.projects)


def forecast_of(forecast: Forecast, code: str) -> None:
    """Refuse a forecast of another indicator than the one that is meant.

    Raises
    ------
    DataError
    """
    given = made_by(forecast, "outlook", "Study.forecast").outlook.indicator
    if given != code:
        wanted, other = indicators.indicator(code), indicators.indicator(given)
        raise DataError(
            f'应给{wanted.zh}的预测（city.forecast("{code}")），给的是{other.zh}',
            f'expected a forecast of {wanted.en} (city.forecast("{code}")), not of {other.en}',
        )


def projects_of(place: Place, view: View) -> Projects:
    """Return a place's projects as they were known on a day.

    Raises
    ------
    DataError
        When it keeps no ledger, or none was known on the day.
    """
    whole, ledger, doubts = _as_known(place, view, "ledger")
    newest = str(whole["period"].max())
    left_out = int((whole["period"] == newest).sum() - (ledger["period"] == newest).sum())
    problems, reserve = (known(place, view, kind, needed=False) for kind in ("problems", "reserve"))
    settings = investment_settings.read(registers.required(place, "ledger"))
    return Projects(place, view, settings, ledger, problems, reserve, whole, newest, left_out, doubts)


def known(place: Place, view: View, kind: str, *, needed: bool = True) -> pd.DataFrame:
    """Return a list of a place as it was known on a day, without the rows that cannot be right (`shouguan check`).

    Raises
    ------
    DataError
        When it is needed, and the place keeps none or none was known on the day.
    """
    return _as_known(place, view, kind, needed=needed)[1]


def _as_known(
    place: Place, view: View, kind: str, *, needed: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Doubt, ...]]:
    """Return a list as it was known on a day, without the rows that cannot be right, and what is in doubt of it."""
    if not needed and (place.folder is None or not (place.folder / f"{kind}.csv").is_file()):
        nothing = pd.DataFrame(columns=["period", "source"])
        return nothing, nothing, ()
    folder = registers.required(place, kind)
    lag = place.settings.release_lags.get(kind, registers.RELEASE_LAG)
    table = registers.read(folder, kind, view.as_of, lag)
    if needed and table.empty:
        first, (zh, en) = str(registers.read(folder, kind)["period"].min()), registers.NAMES[kind]
        raise DataError(
            f"{place.settings.name}在 {view.as_of} 还没有{zh}，最早的是 {first}",
            f"{place.settings.name_en} had no {en} by {view.as_of}; the first is of {first}",
        )
    sound, doubts = _judged_once(folder, kind, view.as_of, lag, state_of(folder / f"{kind}.csv"), _rules_of(folder))
    return table, sound.copy(), doubts


def _rules_of(folder: Path) -> State:
    return state_of(folder / investment_settings.FILE)


@lru_cache(maxsize=8)
def _judged_once(folder: Path, kind: str, day: dt.date, lag: int, *_: State) -> tuple[pd.DataFrame, tuple[Doubt, ...]]:
    """Judge a list once while neither it nor the rules change: every table of a session asks for it again."""
    return list_checks.judged(kind, registers.read(folder, kind, day, lag), investment_settings.read(folder), lag)
