"""A campaign with a first and a last day (百日攻坚): which day it is, in calendar and in working days, and its list.

Campaigns and what is on their lists are settings (`pacing.yaml`); what is done, due and behind is the weekly sheet's
(`investment.weekly_sheet`): actions of projects, firms and batches, never an amount of a statistic.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from shouguan.core.errors import DataError, UsageError, nearest
from shouguan.core.working_days import working_days
from shouguan.data.pacing_settings import Campaign, PacingSettings
from shouguan.investment.dated_actions import ActionLists
from shouguan.investment.weekly_sheet import campaign_actions

State = Literal["未开始", "进行中", "已结束"]
_BEFORE = dt.timedelta(days=1)


@dataclass(frozen=True)
class CampaignDay:
    """Where a campaign stands on a day.

    Attributes
    ----------
    campaign : Campaign
    day : date
    state : {'未开始', '进行中', '已结束'}
    number, days : int
        Day n of N; 0 before it begins, N once it is over.
    working_number, working_days : int
        The same in working days.
    """

    campaign: Campaign
    day: dt.date
    state: State
    number: int
    days: int
    working_number: int
    working_days: int

    @property
    def days_left(self) -> int:
        """Calendar days after this one to the last."""
        return self.days - self.number

    @property
    def working_days_left(self) -> int:
        """Working days after this day to the last."""
        return self.working_days - self.working_number


def on(campaign: Campaign, day: dt.date) -> CampaignDay:
    """Return where a campaign stands on a day.

    Examples
    --------
    >>> hundred = Campaign(name="百日攻坚", start=dt.date(2020, 9, 23), end=dt.date(2020, 12, 31))
    >>> at = on(hundred, dt.date(2020, 10, 25))
    >>> (at.number, at.days), (at.working_number, at.working_days), at.days_left
    ((33, 100), (19, 68), 67)
    """
    state: State = "未开始" if day < campaign.start else "已结束" if day > campaign.end else "进行中"
    upto = min(max(day, campaign.start - _BEFORE), campaign.end)
    before = campaign.start - _BEFORE
    return CampaignDay(
        campaign,
        day,
        state,
        (upto - before).days,
        campaign.days,
        working_days(before, upto),
        working_days(before, campaign.end),
    )


def named(settings: PacingSettings, name: str) -> Campaign:
    """Return a campaign by its name.

    Raises
    ------
    DataError, UsageError
        When the place has none, or none of this name.
    """
    if not settings.campaigns:
        raise DataError(
            "没有专项行动；写在 pacing.yaml 的 campaigns",
            "there is no campaign; they are set in pacing.yaml",
        )
    found = {each.name: each for each in settings.campaigns}
    if name not in found:
        zh, en = nearest(name, found)
        raise UsageError(f"没有专项行动“{name}”{zh}", f"no campaign is called '{name}'{en}")
    return found[name]


def actions(lists: ActionLists, campaign: Campaign, day: dt.date) -> pd.DataFrame:
    """Return a campaign's list on a day (`investment.weekly_sheet.campaign_actions`).

    Raises
    ------
    DataError
        When it has not begun.
    UsageError
        When its settings name what no list has.
    """
    if day < campaign.start:
        raise DataError(
            f"{campaign.name}从 {campaign.start} 开始，到 {day} 还没有开始",
            f"{campaign.name} begins on {campaign.start} and had not by {day}",
        )
    last = min(day, campaign.end)
    return campaign_actions(lists, campaign.start, campaign.end, last, campaign.kinds, campaign.listed)


def table(settings: PacingSettings, lists: ActionLists, day: dt.date) -> pd.DataFrame:
    """Return all campaigns of a place on a day.

    Returns
    -------
    DataFrame
        A row a campaign: `campaign`, `state`, `start`, `end`, `day` of its `days`, `working_day` of its
        `working_days`, `days_left`, `working_days_left`, and of its list `actions`, `done`, `behind`, `due_in_time`
        (missing before it begins).
    """
    rows = []
    for each in settings.campaigns:
        at = on(each, day)
        row = {
            "campaign": each.name,
            "state": at.state,
            "start": pd.Timestamp(each.start),
            "end": pd.Timestamp(each.end),
            "day": at.number,
            "days": at.days,
            "working_day": at.working_number,
            "working_days": at.working_days,
            "days_left": at.days_left,
            "working_days_left": at.working_days_left,
        }
        if at.state != "未开始":
            listed = actions(lists, each, day)
            counts = listed["state"].value_counts()
            row |= {"actions": len(listed)}
            row |= {name: int(counts.get(word, 0)) for name, word in _COUNTED.items()}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(_COLUMNS))


_COUNTED = {"done": "已完成", "behind": "逾期", "due_in_time": "期内到期"}
_COLUMNS = (
    *("campaign", "state", "start", "end", "day", "days", "working_day", "working_days"),
    *("days_left", "working_days_left", "actions", *_COUNTED),
)
