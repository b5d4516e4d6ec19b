"""Facts of bulletins: groups add up, what was asked last time is followed, firms in small groups stay hidden."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from shouguan.core.periods import Period
from shouguan.data import bulletin_settings
from shouguan.data.bulletin_settings import BulletinSettings, TaskForce, usual
from shouguan.data.investment_settings import Funds, InvestmentSettings
from shouguan.data.pacing_settings import LightRule
from shouguan.facts import bulletin_lists, bulletin_tasks
from shouguan.facts.bulletin_lists import Lists
from shouguan.facts.bulletin_rows import Bulletin, LastIssue
from shouguan.facts.list_figures import Figures
from shouguan.investment import tasks
from tests.builders import bulletins
from tests.builders.cities import city
from tests.builders.ledgers import firm_list, ledger, problem_list

DAY, NEXT = dt.date(2020, 10, 25), dt.date(2020, 11, 1)
EMPTY = pd.DataFrame(columns=["period"])


def figures() -> Figures:
    return Figures(city(rest={}), "bulletin", Period(2020, "M", 10))


def told(problems: pd.DataFrame, day: dt.date = DAY) -> bulletin_tasks.Told:
    table = tasks.tasks(EMPTY, problems, EMPTY, (), day, Funds())
    return bulletin_tasks.told(figures(), table, day, bulletin_tasks.next_day(day, "week"))


@pytest.fixture(scope="module")
def made() -> Bulletin:
    found = bulletins.page().context.contents.bulletin
    assert found is not None
    return found


def test_units_persons_and_kinds_add_up_to_the_whole(made: Bulletin) -> None:
    assert made.whole is not None
    for name in ("tasks", "done", "overdue"):
        whole = getattr(made.whole, name).value
        assert sum(getattr(each, name).value for each in made.units) == whole
        assert sum(getattr(each, name).value for each in made.persons) == whole
        assert sum(getattr(each, name).value for each in made.districts) == whole
        assert sum(getattr(each.whole, name).value for each in made.lists) == whole
    assert made.soon is not None and len(made.asked) == made.whole.overdue.value + made.soon.value
    for each in (*made.units, *made.persons):
        assert each.ahead.rounded == pytest.approx(each.rate.rounded - each.pace.rounded)


def test_a_list_is_by_unit_and_says_how_many_it_has_no_room_for(made: Bulletin) -> None:
    for each in made.lists:
        assert [row.unit for row in each.rows] == sorted(row.unit for row in each.rows)
        called = [item for item in made.asked if item.kind == each.kind]
        assert len(each.rows) + (0 if each.more is None else each.more.value) == len(called)


def test_what_was_asked_last_time_is_told_item_by_item_with_what_is_new() -> None:
    then = told(
        problem_list(*({"project_name": name, "deadline": "2020-10-20"} for name in "甲乙丙丁戊")),
        dt.date(2020, 10, 18),
    )
    now = told(
        problem_list(
            {"project_name": "甲", "deadline": "2020-10-20", "closed_on": "2020-10-19"},
            {"project_name": "乙", "deadline": "2020-10-20"},
            {"project_name": "丙", "deadline": "2020-12-20"},
            {"project_name": "戊", "deadline": "2020-10-20", "closed_on": "2020-10-25"},
            {"project_name": "己", "deadline": "2020-10-31"},
        )
    )
    last = LastIssue(dt.date(2020, 10, 18), 3, True, then.asked)
    after = bulletin_tasks.last_time(now.of, last, now, most=4)
    counts = {name: int(getattr(after, name).value) for name in "asked done overdue moved gone left new".split()}
    assert counts == {"asked": 5, "done": 2, "overdue": 1, "moved": 1, "gone": 1, "left": 0, "new": 1}
    assert [(row.project, row.state) for row in after.rows] == [
        ("戊", tasks.DONE),
        ("甲", tasks.DONE),
        ("丙", tasks.MOVED),
        ("丁", tasks.GONE),
    ], "what happened is not cut off by what is merely still overdue"
    assert after.more is not None and after.more.value == 1
    whole = bulletin_tasks.last_time(now.of, last, now, most=5)
    assert whole.rows[4].days is not None and whole.rows[4].days.value == 5


def test_a_task_under_another_code_is_neither_gone_nor_new() -> None:
    one = {"project_name": "甲", "deadline": "2020-10-20", "problem": "用地"}
    then = told(problem_list(one | {"project_code": "A1"}), dt.date(2020, 10, 18))
    now = told(problem_list(one | {"project_code": "A2"}))
    last = LastIssue(dt.date(2020, 10, 18), 3, True, then.asked)
    after = bulletin_tasks.last_time(now.of, last, now, most=4)
    assert (after.gone.value, after.overdue.value, after.new.value) == (0, 1, 0)
    assert [(row.matched, row.score) for row in after.rows] == [(True, None)]
    alike = told(problem_list(one | {"project_code": "A1", "problem": "用地指标"}))
    (row,) = bulletin_tasks.last_time(alike.of, last, alike, most=4).rows
    assert row.state == tasks.GONE, "half of the words are not the same problem"
    long = one | {"problem": "用地指标尚未落实"}
    then = told(problem_list(long), dt.date(2020, 10, 18))
    now = told(problem_list(long | {"problem": "用地指标还未落实"}))
    (row,) = bulletin_tasks.last_time(now.of, replace(last, asked=then.asked), now, most=4).rows
    assert row.matched and row.score is not None and row.score.value == 0.875


def test_what_is_new_is_marked_and_has_room_in_its_list() -> None:
    before = told(problem_list(*({"project_name": name, "deadline": "2020-10-20"} for name in "甲乙丙")))
    now = told(problem_list(*({"project_name": name, "deadline": "2020-10-20"} for name in "甲乙丙丁")))
    marked = now.since(LastIssue(dt.date(2020, 10, 18), 3, True, before.asked))
    assert {item.project: item.new for item in marked.asked} == {"甲": False, "乙": False, "丙": False, "丁": True}
    assert "丁" in {row.project for row in marked.by_kind(2)[0].rows}


@pytest.mark.parametrize(
    ("listed", "closed", "same", "overdue"),
    [
        ({tasks.SETTLE: "2020-09"}, None, 2, 0),
        ({tasks.SETTLE: "2020-08"}, None, None, 2),
        ({}, None, None, 2),
        ({tasks.SETTLE: "2020-09"}, "2020-10-22", None, 1),  # the list of the month was corrected
    ],
)
def test_without_a_newer_list_nobody_is_said_to_have_done_nothing(
    listed: dict[str, str], closed: str | None, same: int | None, overdue: int
) -> None:
    first, second = ({"project_name": name, "deadline": "2020-10-10"} for name in "甲乙")
    then = told(problem_list(first, second), dt.date(2020, 10, 11))
    table = tasks.tasks(EMPTY, problem_list(first | {"closed_on": closed}, second), EMPTY, (), DAY, Funds())
    now = bulletin_tasks.told(figures(), table, DAY, NEXT, {tasks.SETTLE: "2020-09"})
    after = bulletin_tasks.last_time(now.of, LastIssue(dt.date(2020, 10, 11), 1, True, then.asked, listed), now, 9)
    assert (None if after.same is None else after.same.value) == same
    assert (after.asked.value, after.overdue.value) == (2, overdue)
    assert len(after.rows) == 2 - (same or 0)


def test_nothing_asked_last_time_is_no_error() -> None:
    now = told(problem_list({"project_name": "甲", "deadline": "2020-10-31"}))
    after = bulletin_tasks.last_time(now.of, LastIssue(dt.date(2020, 10, 18), 3, False, ()), now, most=4)
    assert (after.asked.value, after.new.value, after.rows) == (0, 1, ())


def test_the_agenda_goes_by_person_and_by_unit_where_nobody_is_named() -> None:
    meeting = told(
        problem_list(
            {"project_name": "甲", "person": "李某", "deadline": "2020-10-01"},
            {"project_name": "乙", "person": None, "deadline": "2020-10-02"},
            {"project_name": "丙", "person": "王某", "deadline": "2020-12-31"},
        )
    )
    assert [(name, [item.project for item in items]) for name, items in meeting.agenda()] == [
        ("李某", ["甲"]),
        ("自然资源局", ["乙"]),
    ]


def test_a_task_force_without_tasks_says_so_and_has_no_groups() -> None:
    nothing = told(EMPTY)
    assert nothing.whole is None and nothing.groups("unit") == () and nothing.by_kind(5) == ()


@pytest.mark.parametrize(
    ("day", "every", "following"), [("2020-01-31", "month", "2020-02-29"), ("2020-12-28", "week", "2021-01-04")]
)
def test_the_next_one_is_a_week_or_a_month_on(day: str, every: Any, following: str) -> None:
    assert bulletin_tasks.next_day(dt.date.fromisoformat(day), every) == dt.date.fromisoformat(following)


def test_behind_pace_is_counted_by_the_office_s_own_lights() -> None:
    now = ledger(*({"ytd_done_wan_yuan": done} for done in (740.0, 650.0, 500.0, 450.0, 100.0)))
    slow = bulletin_lists.slow(figures(), now, LightRule(yellow=10.0, red=30.0), most=2)
    assert slow is not None
    assert (slow.count.value, slow.worst.value) == (4, 1), "30 points is not beyond 30"
    assert [(row.project, row.light[0]) for row in slow.rows] == [("项目5", "严重滞后"), ("项目4", "滞后")]
    assert slow.more is not None and slow.more.value == 2
    assert [row.behind.rounded for row in slow.rows] == [65.0, 30.0]
    assert bulletin_lists.slow(figures(), now.iloc[:0], LightRule(yellow=10.0, red=30.0), 2) is None


def test_projects_without_a_task_force_are_counted_where_they_are_taken() -> None:
    now = ledger({}, {"task_force": None})
    fact = bulletin_lists.unassigned(figures(), tasks.own(now, usual()["investment"]))
    assert fact is not None and fact.value == 1
    assert bulletin_lists.unassigned(figures(), ledger({})) is None


def _near(number: int, force: str) -> list[dict[str, Any]]:
    return [
        {"name": f"{force}{at}号企业", "task_force": force, "status": "培育", "entry_kind": "小升规"}
        | {"revenue_ytd_wan_yuan": 1_500.0, "revenue_last_wan_yuan": 1_900.0}
        for at in range(number)
    ]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((5, 4, 3), [5, 4, 3]),
        ((5, 2, 4), [5, None, None]),
        ((1, 0, 6), [None, 0, None]),
        ((2, 2, 9), [None, None, None]),  # four in two rows would be two and two
    ],
)
def test_fewer_than_three_firms_and_what_would_give_them_away_are_hidden_from_all(
    numbers: tuple[int, int, int], shown: list[int | None]
) -> None:
    forces = [
        TaskForce(name=name, indicator=code) for name, code in (("甲", "gdp"), ("乙", "fai"), ("丙", "industry_va"))
    ]
    firms = firm_list(
        *(row for number, force in zip(numbers, forces, strict=True) for row in _near(number, force.name))
    )
    lists = Lists(InvestmentSettings(), EMPTY, EMPTY, EMPTY, EMPTY, firms, ())
    made = bulletin_lists.shared_firms(figures(), lists, forces, DAY)
    assert [None if each is None or each.count is None else int(each.count.value) for each in made] == shown


def test_an_action_goes_to_the_one_task_force_whose_indicator_or_part_it_works_on() -> None:
    pages = {key: bulletins.page(task_force=key).context.contents.bulletin for key in ("gdp", "investment", "industry")}
    by = {key: {item.what for item in made.asked if item.kind == tasks.ACT} for key, made in pages.items() if made}
    units = {key: {group.name for group in made.units} for key, made in pages.items() if made}
    assert any("停工楼盘" in each for each in by["investment"]) and not by["investment"] & (by["gdp"] | by["industry"])
    assert "示范市文化和旅游局" in units["gdp"] and "示范市文化和旅游局" not in units["investment"]


def test_settings_choose_the_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    only = BulletinSettings(
        task_forces={"investment": TaskForce(name="大项目及固投专班", indicator="fai", lists=("funds",))}
    )
    monkeypatch.setattr(bulletin_settings, "read", lambda _: only)
    made = bulletins.page().context.contents.bulletin
    assert made is not None and made.slow is None and made.firms is None
    assert [each.kind for each in made.lists] == [tasks.PAY]
    assert replace(made, lists=()) != made
