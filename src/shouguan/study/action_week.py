"""The weekly sheet of a place, for analysts: its actions that are done, due and behind, as frames."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from shouguan.analysis import campaign
from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import check
from shouguan.core.periods import Lang
from shouguan.core.weeks import Stretch, week_of
from shouguan.core.workbook import Column, template
from shouguan.data import investment_settings, pacing_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.pacing_settings import Campaign
from shouguan.data.place import Place
from shouguan.ingest.readers import actions as action_reader
from shouguan.investment import weekly_sheet
from shouguan.investment.dated_actions import ActionLists
from shouguan.study.labels import labelled
from shouguan.study.lists import known

_NO_STATISTICS = "只列动作，不列统计数；统计数的目标不分解到县区、企业和项目（《统计法》）。"


@dataclass(frozen=True)
class ActionWeek:
    """What is done, due and behind in a week.

    Attributes
    ----------
    place : Place
    week : Stretch
    day : date
        On which the lists were known, and to which delays are counted.
    lists : ActionLists
    district, task_force : str, optional
        Whose actions it shows. What names projects and firms is shown within a task force only.
    since : date, optional
        From when what is done is told.
    campaign : Campaign, optional
        Whose list it shows instead of the week's.
    """

    place: Place
    week: Stretch
    day: dt.date
    lists: ActionLists
    district: str | None = None
    task_force: str | None = None
    since: dt.date | None = None
    campaign: Campaign | None = None

    def __repr__(self) -> str:
        return f"<ActionWeek {self.place.settings.name}, {self.week}, {len(self._actions)} actions>"

    @cached_property
    def _actions(self) -> pd.DataFrame:
        if self.campaign is None:
            whole = weekly_sheet.weekly_actions(self.lists, self.week, self.day, self.since)
        else:
            whole = campaign.actions(self.lists, self.campaign, self.day)
        return weekly_sheet.of_group(whole, [("district", self.district), ("task_force", self.task_force)])

    def sheet(self, by: str = "district") -> pd.DataFrame:
        """Return how many actions are done, due, behind and ahead, by group and kind of action.

        Parameters
        ----------
        by : {'district', 'task_force', 'responsible'}

        Returns
        -------
        DataFrame
            `by`, `action`, `actions`, `done`, `due_this_week`, `behind`, `ahead` (of a campaign `due_in_time` in place
            of the two), `first_deadline` of what is open, and `suppressed`: outside a task force rows of fewer than
            three actions show no figures.

        Examples
        --------
        >>> import shouguan as sg
        >>> sheet = sg.open_place("demo-city", as_of="2020-10-25").week().sheet()
        >>> sheet.columns.tolist()[:6], bool(sheet["suppressed"].any())
        (['district', 'action', 'actions', 'done', 'due_this_week', 'behind'], True)
        """
        inside, of_campaign = self.task_force is not None, self.campaign is not None
        return weekly_sheet.weekly_sheet(self._actions, by, task_force=inside, campaign=of_campaign)

    def actions(self) -> pd.DataFrame:
        """Return the actions one by one, those behind first; for a task force, as it names projects and firms.

        Returns
        -------
        DataFrame
            As `investment.weekly_sheet.weekly_actions`.

        Raises
        ------
        UsageError
            When no task force was named.

        Examples
        --------
        >>> import shouguan as sg
        >>> week = sg.open_place("demo-city", as_of="2020-10-25").week(task_force="大项目及固投专班")
        >>> week.actions()["state"].unique().tolist()
        ['逾期', '即将到期', '已完成']
        """
        if self.task_force is None:
            raise UsageError(
                "逐项清单有项目和企业名称，只供专班内部使用：加 task_force=，或用分组汇总 sheet()",
                "the list names projects and firms and is for a task force: give task_force=, or take sheet()",
            )
        return self._actions

    def name(self, lang: Lang = "zh") -> str:
        """Call it as a heading does: the week's name, or the campaign's with its day."""
        if self.campaign is None:
            return f"{self.week.name()} 周调度表" if lang == "zh" else f"weekly sheet of {self.week.name('en')}"
        at = campaign.on(self.campaign, self.day)
        if lang == "zh":
            counted = f"第{at.number}天（共{at.days}天，第{at.working_number}个工作日，共{at.working_days}个）"
            return f"{self.campaign.name} {counted}"
        return f"{self.campaign.name}, day {at.number} of {at.days} ({at.working_number} of {at.working_days} worked)"

    def workbook(self, file: Path) -> Path:
        """Write the sheet as a workbook: numbers by district, and within a task force each action."""
        whose = "".join(each for each in (self.district, self.task_force) if each)
        shown = self._actions if self.task_force is not None else self.sheet()
        table = labelled(shown.drop(columns=[name for name in ("project_code", "indicator") if name in shown]))
        table = table.reset_index(names=str(table.columns.name))
        rows = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
        columns = [Column(str(name), width=12 if table[name].dtype.kind in "fib" else 20) for name in table]
        title = f"{self.place.settings.name}{whose}{self.name()}，截至{self.day}"
        template(file, "周调度表", columns, (title, _NO_STATISTICS), above=title, rows=rows)
        return file


def _cell(value: object) -> object:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def week_of_actions(
    place: Place,
    view: View,
    week: str | None = None,
    *,
    district: str | None = None,
    task_force: str | None = None,
    since: str | None = None,
    of_campaign: str | None = None,
) -> ActionWeek:
    """Return the actions of a week, or the list of a campaign.

    They are as they were known on the week's last day, or on the view's day if that is earlier.

    Raises
    ------
    DataError
        When the week has not begun, or the place keeps nothing that dates actions.
    """
    of = week_of(view.as_of) if week is None else Stretch.parse(week)
    if of.start > view.as_of:
        raise DataError(f"到 {view.as_of} {of.name()}还没有开始", f"{of.name('en')} had not begun by {view.as_of}")
    day = min(view.as_of, of.end)
    then = view if day == view.as_of else place.as_of(day)
    made = _lists(place, then)
    after = None if since is None else check({"since": since}).since
    chosen = None if of_campaign is None else campaign.named(pacing_settings.read(place.folder), of_campaign)
    return ActionWeek(place, of, day, made, district, task_force, after, chosen)


def campaigns_of(place: Place, view: View) -> pd.DataFrame:
    """Return a place's campaigns on the view's day; empty where it has none."""
    settings = pacing_settings.read(place.folder)
    return campaign.table(settings, _lists(place, view) if settings.campaigns else ActionLists(), view.as_of)


def _lists(place: Place, view: View) -> ActionLists:
    """Return what dates a place's actions, as known on a day.

    Raises
    ------
    DataError
        When it keeps nothing of the kind.
    """
    office = action_reader.read(place.folder)
    if not registers.kept(place) and office is None:
        registers.required(place, "ledger")
    ledger, problems, funds, firms = (
        known(place, view, kind, needed=False) for kind in ("ledger", "problems", "bonds", "enterprises")
    )
    settings = InvestmentSettings() if place.folder is None else investment_settings.read(place.folder)
    return ActionLists(ledger, problems, funds, firms, office or [], settings)
