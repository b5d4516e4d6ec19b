"""Rates of a ledger by hand, their denominators, what has not started, and by which day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.core.errors import UsageError
from shouguan.data import registers
from shouguan.data.investment_settings import SiteVisits
from shouguan.investment import projects
from tests.builders.ledgers import ledger, problem_list

DAY = dt.date(2020, 9, 30)
LATER = {"planned_start": "2020-11-30", "actual_start": None}
LATE = {"planned_start": "2020-05-31", "actual_start": None}


def test_the_start_rate_is_over_those_that_were_to_start_by_the_day() -> None:
    table = ledger({}, {}, {}, LATE, LATER)
    whole = projects.rates(table, DAY).loc["合计"]
    assert (whole["projects"], whole["due"], whole["started"]) == (5, 4, 3)
    assert whole["start_rate_pct"] == 75.0


def test_a_project_that_started_early_is_due() -> None:
    early = {"planned_start": "2020-12-31", "actual_start": "2020-08-01"}
    whole = projects.rates(ledger({}, early), DAY).loc["合计"]
    assert (whole["due"], whole["start_rate_pct"]) == (2, 100.0)


def test_a_start_after_the_day_has_not_happened() -> None:
    assert projects.rates(ledger({"actual_start": "2020-10-08"}), DAY).loc["合计", "started"] == 0


def test_plan_pace_entry_and_half_year() -> None:
    table = ledger(
        {"registered": True},
        {"ytd_done_wan_yuan": 700.0, "annual_plan_wan_yuan": 3_000.0},
        {"period": "2020-06", "ytd_done_wan_yuan": 400.0},
        {"period": "2019-09", "ytd_done_wan_yuan": 600.0},
        {"period": "2019-12", "ytd_done_wan_yuan": 800.0},
    )
    whole = projects.rates(table, DAY).loc["合计"]
    assert whole["plan_rate_pct"] == 1_200 / 4_000 * 100
    assert whole["pace_pct"] == 75.0 and whole["last_year_pct"] == 75.0
    assert whole["half_year_pct"] == 40.0 and whole["half_year_projects"] == 1
    assert (whole["registered"], whole["entry_rate_pct"]) == (1, 50.0)


def test_the_first_half_is_of_one_list_and_of_those_with_a_plan() -> None:
    june = {"period": "2020-06"}
    table = ledger(
        {"project_code": "A"},
        {"project_code": "B"},
        {"project_code": "C", "annual_plan_wan_yuan": None},
        june | {"project_code": "A", "ytd_done_wan_yuan": 400.0},
        june | {"project_code": "C", "ytd_done_wan_yuan": 900.0, "annual_plan_wan_yuan": None},
    )
    whole = projects.rates(table, DAY).loc["合计"]
    # B was left out of June's ledger or is new, C has no plan: neither makes the share of A another.
    assert (whole["half_year_pct"], whole["half_year_projects"]) == (40.0, 1)
    without = projects.rates(table[table["project_code"] != "A"].reset_index(drop=True), DAY).loc["合计"]
    assert np.isnan(without["half_year_pct"])


def test_what_projects_without_a_plan_did_is_no_part_of_a_plan_and_is_said() -> None:
    table = ledger({}, {"annual_plan_wan_yuan": 0.0, "ytd_done_wan_yuan": 300.0}, {"annual_plan_wan_yuan": None})
    whole = projects.rates(table, DAY).loc["合计"]
    assert (whole["done_wan_yuan"], whole["unplanned_wan_yuan"], whole["plan_rate_pct"]) == (1_300.0, 800.0, 50.0)
    assert projects.pace(table)["plan_rate_pct"].loc[9] == 50.0


def test_a_project_that_lacks_a_month_is_in_no_share_of_last_year() -> None:
    months = [
        {"period": period, "ytd_done_wan_yuan": done} for period, done in (("2019-09", 600.0), ("2019-12", 800.0))
    ]
    rows = [month | {"project_code": "A"} for month in months] + [months[1] | {"project_code": "B"}]
    sound = ledger({"project_code": "A"}, *rows)
    whole = ledger({"project_code": "A"}, *rows, months[0] | {"project_code": "B", "ytd_done_wan_yuan": -5.0})
    lacking = projects.left_out(whole, sound)
    assert lacking == {"B"}
    assert projects.rates(sound, DAY).loc["合计", "last_year_pct"] == 37.5
    assert projects.rates(sound, DAY, lacking=lacking).loc["合计", "last_year_pct"] == 75.0
    assert projects.pace(sound, lacking=lacking)["last_year_pct"].loc[9] == 75.0
    assert projects.left_out(sound, sound) == frozenset()


def test_groups_are_sorted_by_plan_and_add_up() -> None:
    table = ledger({}, {"district": "乙区", "annual_plan_wan_yuan": 9_000.0}, {"district": None})
    by = projects.rates(table, DAY, "district")
    assert list(by.index) == ["乙区", "甲区", "未填"]
    whole = projects.rates(table, DAY).loc["合计"]
    for name in ("projects", "due", "started", "plan_wan_yuan", "done_wan_yuan", "registered"):
        assert by[name].sum() == whole[name]


def test_a_rate_without_a_denominator_is_missing_and_not_zero() -> None:
    whole = projects.rates(ledger({**LATER, "annual_plan_wan_yuan": 0.0}), DAY).loc["合计"]
    assert np.isnan(whole["start_rate_pct"]) and np.isnan(whole["plan_rate_pct"]) and np.isnan(whole["entry_rate_pct"])
    assert np.isnan(whole["last_year_pct"])


def test_an_unknown_group_or_month_names_what_there_is() -> None:
    with pytest.raises(UsageError, match="district"):
        projects.rates(ledger({}), DAY, "districts")
    with pytest.raises(UsageError, match="2020-09"):
        projects.of_month(ledger({}), "2020-08")


def test_what_has_not_started_stands_with_each_of_its_problems() -> None:
    table = ledger(LATE | {"project_name": "甲桥", "problems": "资金不足"}, LATE | {"project_name": "乙桥"}, {}, LATER)
    listed = problem_list(
        {"project_name": "乙桥"},
        {"project_name": "乙桥", "problem": "环评批复未取得", "category": "环评", "deadline": "2020-10-31"},
        {"project_name": "乙桥", "problem": "已办的事", "closed_on": "2020-09-01"},
        {"project_name": "别处", "problem": "不相干"},
    )
    rows = projects.unstarted(table, listed, DAY)
    assert rows["project_name"].tolist() == ["乙桥", "乙桥", "甲桥"]
    assert rows["problem"].tolist() == ["用地指标尚未落实", "环评批复未取得", "资金不足"]
    assert rows["days_overdue"].tolist()[:2] == [15, -31] and np.isnan(rows["days_overdue"].iloc[2])
    assert rows["responsible"].tolist() == ["自然资源局", "自然资源局", "工业和信息化局"]
    assert set(rows["days_late"]) == {122}
    assert (rows["working_days_late"] == 88).all()


def test_without_a_list_of_problems_the_ledger_s_own_word_stands() -> None:
    rows = projects.unstarted(ledger(LATE | {"problems": "征迁"}), pd.DataFrame(columns=["period", "source"]), DAY)
    assert rows["problem"].tolist() == ["征迁"] and rows["deadline"].isna().all()


def test_the_countdown_is_in_days_and_working_days() -> None:
    october = {"planned_start": "2020-10-12", "actual_start": None}
    rows = projects.schedule(ledger(october, LATE, {}, {"planned_start": "2021-02-28", "actual_start": None}), DAY)
    assert rows["days_left"].tolist() == [-122, 12]
    assert rows["working_days_left"].tolist() == [-88, 3]  # the holiday of October, and Saturday 10th worked


def test_conditions_say_what_is_settled_and_what_nobody_can_tell() -> None:
    table = projects.conditions(
        ledger({"land": "正在报批"}, {"energy": "不需要"}, {"labour": "见附件"}, {"environment": None})
    )
    assert table["land"].tolist() == ["未落实", "已落实", "已落实", "已落实"]
    assert table["energy"].iloc[1] == "已落实" and table["labour"].iloc[2] == "待核实"
    assert pd.isna(table["environment"].iloc[3])
    assert table["lacking"].tolist() == [1, 0, 0, 0]


def test_site_visits_meet_every_rule() -> None:
    good = {"total_investment_wan_yuan": 20_000.0, "done_before_wan_yuan": 6_000.0, "ytd_done_wan_yuan": 900.0}
    table = ledger(
        good | {"project_name": "可看"},
        good | {"project_name": "太小", "total_investment_wan_yuan": 9_000.0, "done_before_wan_yuan": 3_000.0},
        good | {"project_name": "进度低", "done_before_wan_yuan": 0.0},
        good | {"project_name": "完成率低", "ytd_done_wan_yuan": 500.0},
        good | {"project_name": "未开工", "actual_start": None},
    )
    assert projects.site_visits(table, SiteVisits())["project_name"].tolist() == ["可看"]
    many = ledger(*[good | {"ytd_done_wan_yuan": 900.0 + n} for n in range(5)])
    assert projects.site_visits(many, SiteVisits(per_district=2))["plan_rate_pct"].tolist() == [90.4, 90.3]


def test_the_reserve_by_field() -> None:
    table = pd.DataFrame(
        {
            "period": "2020-09",
            "project_name": ["a", "b", "c"],
            "field": ["水利", "水利", "交通"],
            "readiness": ["谋划", "可研批复", "谋划"],
            "total_investment_wan_yuan": [100.0, 200.0, 900.0],
        }
    )
    by = projects.reserve_by_field(table)
    assert list(by.index) == ["交通", "水利"]
    assert by.loc["水利", ["projects", "total_investment_wan_yuan", "谋划", "可研批复"]].tolist() == [2, 300, 1, 1]


def test_the_demonstration_city_in_september() -> None:
    folder = Path(paths.places()) / "demo-city"
    table = registers.read(folder, "ledger", dt.date(2020, 10, 23))
    for by in projects.GROUPS:
        rows = projects.rates(table, DAY, by)
        assert rows["projects"].sum() == len(projects.of_month(table)), by
        assert rows["start_rate_pct"].dropna().between(0, 100).all()
        assert rows["entry_rate_pct"].dropna().between(0, 100).all()
    waiting = projects.unstarted(projects.of_month(table), registers.read(folder, "problems"), DAY)
    assert len(waiting) and (waiting["days_late"] >= 0).all()
    assert len(projects.site_visits(projects.of_month(table), SiteVisits())) <= 2 * table["district"].nunique()
