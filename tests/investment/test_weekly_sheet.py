"""The weekly sheet by hand: what is done, due, behind and ahead, of which list, and what nobody else may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from shouguan.core.errors import UsageError
from shouguan.core.weeks import week_of
from shouguan.data.actions import Action, unlawful
from shouguan.investment.action_value import PAY, SETTLE, START
from shouguan.investment.dated_actions import OTHER, PAPERS, PERMIT, ActionLists
from shouguan.investment.disclosure import FEWEST
from shouguan.investment.weekly_sheet import AHEAD, BEHIND, DONE, DUE, of_group, weekly_actions, weekly_sheet
from tests.builders.ledgers import firm_list, fund_list, ledger, problem_list

DAY = dt.date(2020, 10, 14)
WEEK = week_of(DAY)  # 12 to 18 October
OPEN = {"actual_start": None}


def of(lists: ActionLists, kind: str, since: dt.date | None = None) -> pd.DataFrame:
    """Return the actions of one kind by the name of what they are about."""
    table = weekly_actions(lists, WEEK, DAY, since)
    return table[table["action"] == kind].set_index("name")


def states(lists: ActionLists, kind: str, since: dt.date | None = None) -> dict[str, str]:
    """Return how each action of a kind stands."""
    return of(lists, kind, since)["state"].to_dict()


def test_a_start_is_done_due_behind_or_ahead_by_its_day() -> None:
    table = ledger(
        {"actual_start": "2020-09-01"},
        {"actual_start": "2020-08-31"},  # told by the sheets of August's list
        OPEN | {"planned_start": "2020-10-13"},
        OPEN | {"planned_start": "2020-10-14"},
        OPEN | {"planned_start": "2020-10-18"},
        OPEN | {"planned_start": "2020-10-19"},
        OPEN | {"planned_start": "2020-11-17"},
        OPEN | {"planned_start": "2020-11-18"},
        OPEN | {"planned_start": None},
        {"actual_start": "2020-10-15", "planned_start": "2020-10-01"},  # has not happened on the day
    )
    found = states(ActionLists(table), START)
    names = [f"项目{n}" for n in (1, 3, 4, 5, 6, 7, 10)]
    assert found == dict(zip(names, (DONE, BEHIND, DUE, DUE, AHEAD, AHEAD, BEHIND), strict=True))
    late = of(ActionLists(table), START).loc["项目10"]
    # from 1 October to 8 October nobody works; Saturday the 10th is made up for
    assert (late["days_left"], late["working_days_left"]) == (-13, -5)


def test_what_is_done_is_told_from_the_day_that_is_asked_for() -> None:
    table = ledger({"actual_start": "2020-09-01"}, {"actual_start": "2020-08-31"}, {"actual_start": "2020-10-12"})
    assert set(states(ActionLists(table), START, dt.date(2020, 8, 1))) == {"项目1", "项目2", "项目3"}
    assert set(states(ActionLists(table), START, dt.date(2020, 10, 12))) == {"项目3"}


def test_a_permit_is_due_by_the_planned_start_and_done_when_an_earlier_list_lacked_it() -> None:
    open_ = OPEN | {"planned_start": "2020-10-15"}
    table = ledger(
        open_ | {"period": "2020-08", "land": "用地指标尚未落实"},
        open_ | {"period": "2020-08"},
        open_ | {"period": "2020-08", "project_name": "项目9"},
        open_ | {"project_name": "项目1"},
        open_ | {"project_name": "项目2", "environment": "环评批复未取得", "labour": "与甲区同批"},
        {"project_name": "项目9", "environment": "环评批复未取得"},  # has started: no permit for its start is missing
    )
    found = of(ActionLists(table), PERMIT)
    assert found["state"].to_dict() == {"项目1": DONE, "项目2": DUE}
    assert found["what"].to_dict() == {"项目1": "落实用地", "项目2": "落实环评"}
    # without an earlier list nobody knows since when it is settled
    assert set(states(ActionLists(table[table["period"] == "2020-09"]), PERMIT)) == {"项目2"}


def test_a_problem_has_its_deadline_its_person_and_the_district_that_the_ledger_gives_it() -> None:
    listed = problem_list(
        {"project_name": "项目1", "closed_on": "2020-09-20"},
        {"project_name": "项目1", "problem": "环评批复未取得", "deadline": "2020-10-16"},
        {"project_name": "项目1", "problem": "没有时限", "deadline": None},
        {"project_name": "不在台账", "deadline": "2020-10-09"},
    )
    found = of(ActionLists(ledger({"district": "乙区"}), listed), SETTLE)
    assert found[["what", "state", "district", "person"]].to_numpy().tolist() == [
        ["用地指标尚未落实", BEHIND, "全市", "领导乙"],
        ["环评批复未取得", DUE, "乙区", "领导乙"],
        ["用地指标尚未落实", DONE, "乙区", "领导乙"],
    ]


def test_funds_are_to_be_spent_in_time_and_done_when_an_earlier_list_had_them_unspent() -> None:
    spent = {"spent_wan_yuan": 10_000.0}
    listed = fund_list(
        {"period": "2020-08", "project_name": "甲桥"},
        {"period": "2020-08", "project_name": "丙桥", **spent},
        {"project_name": "甲桥", **spent},
        {"project_name": "乙桥", "issued_on": "2020-04-15"},
        {"project_name": "丙桥", **spent},
        {"project_name": "丁桥", "issued_on": "2020-05-01"},
        {"project_name": "戊桥", "started": False, "start_on": None, **spent},
    )
    lists = ActionLists(funds=listed)
    assert states(lists, PAY) == {"乙桥": DUE, "丁桥": AHEAD, "甲桥": DONE}
    assert states(lists, START) == {"戊桥": AHEAD}  # all are to start by the end of October
    planned = ledger(OPEN | {"project_name": "戊桥", "planned_start": "2020-10-01"})
    assert states(replace(lists, ledger=planned), START) == {"戊桥": BEHIND}  # the ledger knows its day


def test_papers_are_of_firms_that_meet_the_conditions_and_no_registration_is_asked_for() -> None:
    ready = {"status": "资料准备", "entry_kind": "新建投产", "revenue_ytd_wan_yuan": 3_000.0}
    listed = firm_list(
        {"period": "2020-08", "name": "甲厂", **ready},
        {"period": "2020-08", "name": "丁厂", **ready, "status": "已申报"},
        {"name": "甲厂", **ready, "status": "已申报"},
        {"name": "乙厂", **ready},
        {"name": "丙厂", **ready, "revenue_ytd_wan_yuan": 100.0},
        {"name": "丁厂", **ready, "status": "已申报"},
        {"name": "在库厂"},
    )
    found = of(ActionLists(firms=listed), PAPERS)
    assert found["state"].to_dict() == {"乙厂": AHEAD, "甲厂": DONE}
    assert found["deadline"].dt.date.tolist() == [dt.date(2020, 10, 31)] * 2
    assert found.loc["乙厂", "what"] == "资料齐备后依法申报"


def test_the_office_s_own_actions_are_of_the_city() -> None:
    made = Action("逐户走访", "工信局", dt.date(2020, 10, 16), "推进中", "industry_va", "actions.yaml#1")
    done = replace(made, deadline=dt.date(2020, 9, 30), state="已完成", source="actions.yaml#2")
    unlisted = replace(made, listed_on=dt.date(2020, 10, 15), source="actions.yaml#3")
    table = weekly_actions(ActionLists(office=[made, done, unlisted]), WEEK, DAY)
    assert table["state"].tolist() == [DUE]
    table = weekly_actions(ActionLists(office=[made, done]), WEEK, DAY, dt.date(2020, 9, 1))
    assert table[["action", "state", "district", "task_force"]].to_numpy().tolist() == [
        [OTHER, DUE, "全市", "全市"],
        [OTHER, DONE, "全市", "全市"],
    ]


def behind(*districts: str) -> pd.DataFrame:
    """Return the actions of projects that are late, one a district named."""
    late = OPEN | {"planned_start": "2020-05-31"}
    return weekly_actions(ActionLists(ledger(*(late | {"district": name} for name in districts))), WEEK, DAY)


def test_a_sheet_counts_each_kind_by_group_and_adds_up() -> None:
    table = ledger(
        *({"district": "甲区", "actual_start": "2020-09-01"},) * 2,
        OPEN | {"district": "甲区", "planned_start": "2020-10-16", "land": "未落实"},
        *(OPEN | {"district": "乙区", "planned_start": "2020-07-31"},) * 4,
    )
    actions = weekly_actions(ActionLists(table), WEEK, DAY)
    sheet = weekly_sheet(actions, task_force=True).set_index(["district", "action"])
    counts = sheet[["actions", "done", "due_this_week", "behind", "ahead"]]
    assert counts.loc[("甲区", START)].tolist() == [3, 2, 1, 0, 0]
    assert counts.loc[("乙区", START)].tolist() == [4, 0, 0, 4, 0]
    assert counts.loc[("甲区", PERMIT)].tolist() == [1, 0, 1, 0, 0]
    assert counts["actions"].sum() == len(actions)
    assert (counts[["done", "due_this_week", "behind", "ahead"]].sum(axis=1) == counts["actions"]).all()
    # the deadline of what is done is none that is open
    assert sheet.loc[("甲区", START), "first_deadline"] == pd.Timestamp("2020-10-16")


def test_fewer_than_three_are_hidden_outside_the_task_force_and_cannot_be_told_from_the_rest() -> None:
    actions = behind("甲区", "甲区", "乙区", "乙区", "乙区", "丙区", "丙区", "丙区", "丙区")
    inside = weekly_sheet(actions, task_force=True)
    assert not inside["suppressed"].any()
    shown = weekly_sheet(actions).set_index("district")
    assert shown["suppressed"].to_dict() == {"丙区": False, "乙区": True, "甲区": True}
    hidden = shown[shown["suppressed"]]
    assert hidden[["actions", "done", "due_this_week", "behind", "ahead", "first_deadline"]].isna().all(axis=None)
    assert len(actions) - shown["actions"].sum() >= FEWEST


def test_no_row_of_a_sheet_sets_an_amount_for_a_statistic() -> None:
    actions = behind("甲区", "甲区", "甲区")
    for table in (actions, weekly_sheet(actions)):
        assert not [name for name in table if name.endswith(("_wan_yuan", "_yi_yuan", "_pct"))]
    assert all(unlawful(text) is None for text in actions["what"])


def test_one_district_or_task_force_is_taken_by_name_and_a_slip_is_answered() -> None:
    actions = behind("甲区", "乙区")
    assert of_group(actions, [("district", "甲区"), ("task_force", None)])["district"].tolist() == ["甲区"]
    with pytest.raises(UsageError) as caught:
        of_group(actions, [("district", "甲县")])
    assert "甲区" in caught.value.zh and "甲区" in caught.value.en
    with pytest.raises(UsageError) as caught:
        weekly_sheet(actions, "districts")
    assert "district" in caught.value.en


def test_a_place_without_lists_has_an_empty_sheet() -> None:
    actions = weekly_actions(ActionLists(), WEEK, DAY)
    assert actions.empty and weekly_sheet(actions).empty
    assert set(weekly_sheet(behind("甲区"))) == set(weekly_sheet(actions))


def test_what_is_done_without_a_deadline_is_told_without_days() -> None:
    table = ledger({"planned_start": None, "actual_start": "2020-09-10"})
    done = of(ActionLists(table), START).loc["项目1"]
    assert done["state"] == DONE and pd.isna(done["days_left"]) and pd.isna(done["deadline"])
