"""Tasks of a task force: what counts as one, whose it is, how it stands, and what became of those called for before."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shouguan.data import investment_settings, registers
from shouguan.data.actions import Action
from shouguan.data.bulletin_settings import TaskForce, usual
from shouguan.data.investment_settings import Funds
from shouguan.data.place import load
from shouguan.investment import projects, promises, tasks
from tests.builders.ledgers import fund_list, ledger, problem_list

DAY, NEXT = dt.date(2020, 10, 25), dt.date(2020, 11, 1)
NOTHING = pd.DataFrame(columns=["period"])
INVESTMENT = usual()["investment"]


def made(
    now: pd.DataFrame = NOTHING,
    problems: pd.DataFrame = NOTHING,
    actions: tuple[Action, ...] = (),
    day: dt.date = DAY,
) -> pd.DataFrame:
    return tasks.tasks(now, problems, NOTHING, actions, day, Funds())


def test_starts_of_the_year_and_late_ones_of_before_are_tasks_and_what_ran_before_is_none() -> None:
    now = ledger(
        {"planned_start": "2020-03-31", "actual_start": "2020-04-01"},
        {"planned_start": "2020-12-31", "actual_start": None},
        {"planned_start": "2019-06-30", "actual_start": None},
        {"planned_start": "2019-06-30", "actual_start": "2020-02-01"},
        {"planned_start": "2019-06-30", "actual_start": "2019-07-01"},
        {"planned_start": "2021-03-31", "actual_start": None},
    )
    table = made(now)
    assert list(table["project"]) == ["项目3", "项目4", "项目1", "项目2"]
    assert list(tasks.states(table, DAY, NEXT)) == ["逾期", "已完成", "已完成", "未到期"]
    assert list(table["person"].unique()) == ["领导甲"]


def test_a_start_after_the_day_has_not_happened_yet() -> None:
    table = made(ledger({"planned_start": "2020-10-31", "actual_start": "2020-10-28"}))
    assert list(tasks.states(table, DAY, NEXT)) == ["临近到期"] and table["done_on"].isna().all()


def test_problems_settled_in_another_year_are_no_task_and_one_without_a_deadline_is_undated() -> None:
    problems = problem_list(
        {"project_name": "甲", "closed_on": "2019-12-20"},
        {"project_name": "乙", "closed_on": "2020-09-20", "deadline": "2020-09-30"},
        {"project_name": "丙", "closed_on": "2020-10-30", "deadline": "2020-10-25"},
        {"project_name": "丁", "deadline": None},
    )
    table = made(problems=problems)
    standing = dict(zip(table["project"], tasks.states(table, DAY, NEXT), strict=True))
    assert standing == {"乙": "已完成", "丙": "临近到期", "丁": "未定时限"}


def test_the_pace_of_a_unit_is_the_share_of_its_own_deadlines_that_have_come() -> None:
    problems = problem_list(
        {"project_name": "甲", "deadline": "2020-09-01", "closed_on": "2020-09-02"},
        {"project_name": "乙", "deadline": "2020-10-01"},
        {"project_name": "丙", "deadline": "2020-10-25"},
        {"project_name": "丁", "deadline": "2020-12-01"},
        {"project_name": "戊", "deadline": "2020-12-01", "responsible": None, "closed_on": "2020-10-01"},
    )
    by = tasks.progress(made(problems=problems), DAY, "unit")
    assert list(by.index) == ["自然资源局", "未填"]
    mine = by.loc["自然资源局"]
    assert (mine["tasks"], mine["done"], mine["overdue"], mine["due"]) == (4, 1, 1, 3)
    assert (mine["rate_pct"], mine["pace_pct"], mine["ahead_pp"]) == (25.0, 75.0, -50.0)
    assert by.loc["未填", "ahead_pp"] == 100.0, "done before its day is ahead of it"


def test_what_nobody_is_named_for_goes_to_the_one_task_force_that_takes_it() -> None:
    now = ledger({}, {"task_force": "规上工业增加值专班"}, {"task_force": None})
    other = TaskForce(name="规上工业增加值专班", indicator="industry_va")
    assert list(tasks.own(now, INVESTMENT)["project_name"]) == ["项目1", "项目3"]
    assert list(tasks.own(now, other)["project_name"]) == ["项目2"]
    problems = problem_list({"project_name": "项目2"}, {"project_name": "项目3"}, {"project_name": "不在台账"})
    told = {
        each.name: list(tasks.about(problems, tasks.own(now, each), now, each)["project_name"])
        for each in (INVESTMENT, other)
    }
    assert told == {"大项目及固投专班": ["项目3", "不在台账"], "规上工业增加值专班": ["项目2"]}


def test_behind_pace_is_of_work_under_way_against_its_own_plan() -> None:
    now = ledger(
        {"ytd_done_wan_yuan": 400.0},
        {"ytd_done_wan_yuan": 700.0},
        {"ytd_done_wan_yuan": 0.0, "actual_start": None},
        {"ytd_done_wan_yuan": 100.0, "annual_plan_wan_yuan": 0.0},
        {"ytd_done_wan_yuan": 100.0},
    )
    late = tasks.behind(now, 30.0)
    assert list(late["project_name"]) == ["项目5", "项目1"]
    assert list(late["behind_pp"]) == pytest.approx([65.0, 35.0])


def test_each_promise_is_done_due_overdue_moved_or_gone_and_never_forgotten() -> None:
    then = problem_list(*({"project_name": name, "deadline": "2020-10-31"} for name in "甲乙丙丁戊"))
    promised = made(problems=then, day=dt.date(2020, 10, 18))
    now = problem_list(
        {"project_name": "甲", "deadline": "2020-10-31", "closed_on": "2020-10-20"},
        {"project_name": "乙", "deadline": "2020-10-31"},
        {"project_name": "丙", "deadline": "2020-12-31"},
        {"project_name": "丁", "deadline": "2020-10-20"},
        {"project_name": "己", "deadline": "2020-10-31"},
    )
    after = promises.followed(promised[list(tasks.ASKED)], made(problems=now), DAY, NEXT, 0.75)
    told = dict(zip(after["project"], after["outcome"], strict=True))
    assert told == {"丁": "逾期", "丙": "时限有改动", "戊": "本期清单未列", "乙": "临近到期", "甲": "已完成"}
    assert str(after.set_index("project").loc["丙", "now"].date()) == "2020-12-31"


def after(promised: pd.DataFrame, now: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Return of each promised project its outcome and how sure the match is."""
    found = promises.followed(promised[list(tasks.ASKED)], now, DAY, NEXT, 0.75)
    return dict(zip(found["project"], zip(found["outcome"], found["score"].round(2), strict=True), strict=True))


LATE = {"planned_start": "2020-09-30", "actual_start": None}


@pytest.mark.parametrize(
    ("was", "is_now", "outcome"),
    [
        ({"project_code": "A1"}, {"project_code": "A2"}, ("已完成", 1.0)),
        ({"project_code": None}, {"project_code": "A2"}, ("已完成", 1.0)),
        ({"project_code": "A1"}, {"project_code": None, "project_name": "甲桥跨河段改建"}, ("已完成", 0.88)),
        ({"project_code": "A1"}, {"project_code": "A2", "project_name": "甲桥跨河段改建"}, ("本期清单未列", np.nan)),
        ({"project_code": "A1"}, {"project_code": "A2", "district": "乙区"}, ("本期清单未列", np.nan)),
        ({"project_code": None}, {"project_code": None, "project_name": "丙路"}, ("本期清单未列", np.nan)),
    ],
    ids=["another code", "a code at last", "a name alike", "two codes, two names", "another place", "another name"],
)
def test_a_promise_is_found_again_under_another_code_or_a_name_alike(
    was: dict[str, object], is_now: dict[str, object], outcome: tuple[str, float]
) -> None:
    name = {"project_name": "甲桥跨河段改建工程"}
    promised = made(ledger(LATE | name | was))
    now = made(ledger(LATE | name | {"actual_start": "2020-10-10"} | is_now))
    word, score = after(promised, now)["甲桥跨河段改建工程"]
    assert word == outcome[0] and score == pytest.approx(outcome[1], nan_ok=True)


def paid(*quotas: dict[str, object]) -> pd.DataFrame:
    return tasks.tasks(NOTHING, NOTHING, fund_list(*quotas), (), DAY, Funds())


@pytest.mark.parametrize(
    ("is_now", "outcome"),
    [
        ({"batch": "第1批"}, "已完成"),
        ({"batch": "首批", "project_code": "K2"}, "已完成"),
        ({"batch": "2020年第一批"}, "已完成"),  # issued on the same day
        ({"batch": "第二批", "issued_on": "2020-06-01"}, "本期清单未列"),
    ],
)
def test_a_quota_is_found_again_where_its_batch_is_written_otherwise(is_now: dict[str, object], outcome: str) -> None:
    promised = paid({"project_name": "甲桥", "project_code": "K1"})
    spent = {"drawn_wan_yuan": 10_000.0, "spent_wan_yuan": 10_000.0}
    now = paid({"project_name": "甲桥", "project_code": "K1"} | spent | is_now)
    assert after(promised, now)["甲桥"][0] == outcome


def test_two_that_are_just_as_alike_are_no_match() -> None:
    promised = made(ledger(LATE | {"project_name": "甲桥跨河段改建工程"}))
    twins = [LATE | {"project_name": f"甲桥跨河段改建工程{word}"} for word in ("东", "西")]
    assert after(promised, made(ledger(*twins)))["甲桥跨河段改建工程"][0] == "本期清单未列"


def test_actions_are_tasks_of_who_leads_them() -> None:
    action = Action("甲楼盘复工", "住建局", dt.date(2020, 10, 20), "未开始", "fai", "x")
    done = Action("消费券发放", "商务局", dt.date(2020, 10, 20), "已完成", "gdp", "x")
    table = made(actions=(action, done))
    assert dict(zip(table["unit"], tasks.states(table, DAY, NEXT), strict=True)) == {
        "住建局": "逾期",
        "商务局": "已完成",
    }


def test_no_task_of_the_demonstration_city_is_an_amount_or_a_registration() -> None:
    place = load("demo-city")
    assert place.folder is not None
    lists = {kind: registers.known(place, kind, DAY) for kind in ("ledger", "problems", "bonds")}
    now = projects.of_month(lists["ledger"])
    table = tasks.tasks(
        now, lists["problems"], projects.of_month(lists["bonds"]), (), DAY, investment_settings.read(place.folder).funds
    )
    assert set(table["kind"]) == {"开工", "问题", "资金"} and table["key"].is_unique
    assert not table["what"].str.contains("纳统|入库|完成投资|产值|亿元|万元").any()
    whole, by = tasks.progress(table, DAY).iloc[0], tasks.progress(table, DAY, "unit")
    assert by["tasks"].sum() == whole["tasks"] == len(table) and by["done"].sum() == whole["done"]
