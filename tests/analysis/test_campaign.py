"""A campaign: day n of N in calendar and working days, and what is on its list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.analysis import campaign
from shouguan.core.errors import DataError, UsageError
from shouguan.core.working_days import is_working_day
from shouguan.data.pacing_settings import Campaign, PacingSettings
from shouguan.investment.dated_actions import ActionLists
from shouguan.investment.weekly_sheet import weekly_sheet
from tests.builders.ledgers import fund_list, ledger, problem_list

START, END = dt.date(2020, 9, 23), dt.date(2020, 12, 31)
DAY = dt.date(2020, 10, 14)
OPEN = {"actual_start": None}


def hundred(**changes: Any) -> Campaign:
    """Return the campaign of a hundred days."""
    return Campaign(name="百日攻坚", start=START, end=END, **changes)


@pytest.mark.parametrize(
    ("day", "state", "number", "working"),
    [
        ("2020-09-22", "未开始", 0, 0),
        ("2020-09-23", "进行中", 1, 1),
        ("2020-09-27", "进行中", 5, 4),  # a Sunday that is made up for
        ("2020-10-08", "进行中", 16, 7),  # eight days of holidays
        ("2020-10-10", "进行中", 18, 9),  # a Saturday that is made up for
        ("2020-12-31", "进行中", 100, 68),
        ("2021-03-01", "已结束", 100, 68),
    ],
)
def test_a_day_is_counted_in_calendar_and_in_working_days(day: str, state: str, number: int, working: int) -> None:
    at = campaign.on(hundred(), dt.date.fromisoformat(day))
    assert (at.state, at.number, at.days) == (state, number, 100)
    assert (at.working_number, at.working_days) == (working, 68)
    assert at.days_left == 100 - number and at.working_days_left == 68 - working


@given(start=st.dates(dt.date(2010, 1, 1), dt.date(2024, 1, 1)), length=st.integers(0, 200), at=st.integers(0, 200))
def test_days_add_up_and_working_days_are_those_of_the_calendar(start: dt.date, length: int, at: int) -> None:
    days = [start + dt.timedelta(days=n) for n in range(length + 1)]
    found = campaign.on(Campaign(name="行动", start=days[0], end=days[-1]), days[min(at, length)])
    assert found.number == min(at, length) + 1 and found.days == len(days)
    assert found.working_days == sum(map(is_working_day, days))
    assert found.working_number + found.working_days_left == found.working_days


def lists() -> ActionLists:
    """Return lists of projects that start in time, late and never, a problem and a quota."""
    projects = ledger(
        {"actual_start": "2020-10-05", "project_code": "K1"},
        {"actual_start": "2020-09-01"},  # before the campaign
        {"actual_start": "2020-10-06", "planned_start": None},  # without a plan, and done all the same
        OPEN | {"planned_start": "2020-09-30", "project_code": "K4"},
        OPEN | {"planned_start": "2020-12-31"},
        OPEN | {"planned_start": "2021-01-01"},
    )
    return ActionLists(
        projects,
        problem_list({"project_name": "项目5", "deadline": "2020-11-30"}),
        fund_list({"project_name": "甲桥", "issued_on": "2020-06-01", "batch": "第二批"}),
    )


def states(**settings: Any) -> dict[tuple[str, str], str]:
    """Return how each action of the list stands."""
    table = campaign.actions(lists(), hundred(**settings), DAY)
    return dict(zip(zip(table["action"], table["name"], strict=True), table["state"], strict=True))


def test_the_list_is_what_was_done_since_it_began_what_is_behind_and_what_is_due_by_its_end() -> None:
    assert states() == {
        ("开工", "项目4"): "逾期",
        ("解决问题", "项目5"): "期内到期",
        ("拨付支出", "甲桥"): "期内到期",
        ("开工", "项目5"): "期内到期",
        ("开工", "项目1"): "已完成",
        ("开工", "项目3"): "已完成",
    }


def test_what_is_on_the_list_is_said_by_kind_and_by_code_name_or_batch() -> None:
    assert set(states(kinds=["拨付支出", "解决问题"])) == {("解决问题", "项目5"), ("拨付支出", "甲桥")}
    assert set(states(listed=["K1", "项目4", "第二批"])) == {("开工", "项目1"), ("开工", "项目4"), ("拨付支出", "甲桥")}
    assert set(states(kinds=["开工"], listed=["K1", "第二批"])) == {("开工", "项目1")}


def test_a_name_that_nothing_has_is_answered() -> None:
    for settings, near in (({"kinds": ["开工率"]}, "开工"), ({"listed": ["项目44"]}, "项目4")):
        with pytest.raises(UsageError) as caught:
            campaign.actions(lists(), hundred(**settings), DAY)
        assert near in caught.value.zh
    with pytest.raises(UsageError) as caught:
        campaign.named(PacingSettings(campaigns=(hundred(),)), "百日会战")
    assert "百日攻坚" in caught.value.zh
    with pytest.raises(DataError) as none:
        campaign.named(PacingSettings(), "百日攻坚")
    assert "pacing.yaml" in none.value.zh


def test_before_its_first_day_there_is_no_list_and_after_its_last_it_stands_as_on_that() -> None:
    with pytest.raises(DataError) as caught:
        campaign.actions(lists(), hundred(), dt.date(2020, 9, 1))
    assert "还没有开始" in caught.value.zh
    after = campaign.actions(lists(), hundred(), dt.date(2021, 2, 1))
    assert after["deadline"].max() <= dt.datetime(2020, 12, 31)


def test_counts_of_the_list_are_those_of_its_rows() -> None:
    table = campaign.table(PacingSettings(campaigns=(hundred(),)), lists(), DAY).iloc[0]
    assert table[["actions", "done", "behind", "due_in_time"]].tolist() == [6, 2, 1, 3]
    listed = campaign.actions(lists(), hundred(), DAY)
    sheet = weekly_sheet(listed, task_force=True, campaign=True)
    assert sheet["due_in_time"].sum() == 3 and "ahead" not in sheet and "due_this_week" not in sheet
    early = campaign.table(PacingSettings(campaigns=(hundred(),)), lists(), dt.date(2020, 9, 1)).iloc[0]
    assert early["state"] == "未开始" and early[["actions", "done"]].isna().all()
