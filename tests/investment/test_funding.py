"""Bonds and grants by hand: batches, the rules with their days, the funnel, and what a chance rests on."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import Funds
from shouguan.investment import funding
from shouguan.investment.projects import of_month
from tests.builders.ledgers import fund_list

DAY = dt.date(2020, 9, 15)
NONE: dict[str, object] = dict.fromkeys(("drawn_on", "start_on"))
ISSUED = NONE | {"drawn_wan_yuan": 0.0, "spent_wan_yuan": 0.0, "started": False}
APPROVED = ISSUED | {"issued_on": None}
APPLIED = APPROVED | {"approved_on": None, "reviewed_on": None}
DEMO = Path(paths.places()) / "demo-city"


def test_batches_add_up_and_a_project_of_two_batches_counts_once_in_the_whole() -> None:
    table = funding.batches(
        fund_list(
            {"project_name": "甲桥"},
            {"project_name": "甲桥", "batch": "第二批", "issued_on": "2020-08-01", "drawn_wan_yuan": 0.0},
            ISSUED | {"batch": "第二批"},
            APPROVED | {"quota_wan_yuan": 7_000.0},
            {"fund_kind": "中央预算内", "quota_wan_yuan": 500.0},
        ),
        DAY,
    )
    assert list(table.index) == [
        *(("专项债", "第一批"), ("专项债", "第二批"), ("专项债", "合计")),
        *(("中央预算内", "第一批"), ("中央预算内", "合计")),
    ]
    first = table.loc[("专项债", "第一批")]
    assert first[["quotas", "quota_wan_yuan", "issued", "issued_wan_yuan"]].tolist() == [2, 17_000, 1, 10_000]
    assert first[["draw_rate_pct", "spend_rate_pct", "start_rate_pct"]].tolist() == [50, 30, 100]
    whole = table.loc[("专项债", "合计")]
    assert whole[["quotas", "issued", "projects", "started", "start_rate_pct"]].tolist() == [4, 3, 2, 1, 50]
    parts = table[table.index.get_level_values("batch") != "合计"]
    for name in ("quota_wan_yuan", "issued_wan_yuan", "drawn_wan_yuan", "spent_wan_yuan"):
        assert parts.loc["专项债", name].sum() == whole[name]


def test_what_is_issued_or_started_after_the_day_is_not() -> None:
    table = funding.batches(fund_list(ISSUED | {"issued_on": "2020-10-01"}, {"start_on": "2020-10-01"}), DAY)
    assert table.loc[("专项债", "合计"), ["quotas", "issued", "started"]].tolist() == [2, 1, 0]


def test_a_list_without_any_day_is_one_of_quotas_that_were_given() -> None:
    bare = dict.fromkeys((*funding.STAGES, "start_on"))
    table = funding.batches(fund_list(bare | {"drawn_wan_yuan": 0.0}, bare), DAY)
    assert table.loc[("专项债", "合计"), ["issued", "started"]].tolist() == [2, 2]


def test_the_rules_have_a_light_in_words_and_days_left() -> None:
    now = fund_list({}, {}, {}, ISSUED, ISSUED | {"fund_kind": "无偿资金"})
    table = funding.rules(now, DAY, Funds(start_rate=80))
    assert table.loc["开工率", ["done", "of", "rate_pct", "required_pct"]].tolist() == [3, 4, 75, 80]
    assert table["deadline"].dt.strftime("%m-%d").tolist() == ["09-30", "10-31", "09-01"]
    assert table["days_left"].tolist() == [15, 46, -14]
    assert table["working_days_left"].tolist() == [12, 29, -10]
    assert table["light"].tolist() == ["临近到期", "未到期", "逾期未达到"]
    assert table.loc["支出", ["done", "of"]].tolist() == [0, 4]
    assert funding.rules(now, DAY, Funds(start_rate=75)).loc["开工率", "light"] == "已达到"
    late = funding.rules(now, dt.date(2020, 11, 2), Funds())
    assert late["light"].tolist() == ["逾期未达到"] * 3
    assert late.loc["全部开工", ["days_left", "working_days_left"]].tolist() == [-2, -1]


def test_what_is_spent_in_time_is_met_and_what_is_not_due_is_not_late() -> None:
    spent = {"drawn_wan_yuan": 10_000.0, "spent_wan_yuan": 10_000.0}
    table = funding.rules(fund_list(spent, {"issued_on": "2020-08-01"}), DAY, Funds())
    assert table.loc["支出", ["done", "of", "rate_pct", "light"]].tolist() == [1, 1, 100, "未到期"]
    assert funding.rules(fund_list(spent), DAY, Funds()).loc["支出", "light"] == "已达到"
    early = funding.rules(fund_list({"issued_on": "2020-08-01"}), DAY, Funds()).loc["支出"]
    assert early["of"] == 0 and np.isnan(early["rate_pct"]) and early["light"] == "未到期"
    longer = funding.rules(fund_list({}), DAY, Funds(months_to_spend=12)).loc["支出"]
    assert str(longer["deadline"].date()) == "2021-03-01"


def test_a_list_of_nothing_issued_meets_no_rule() -> None:
    table = funding.rules(fund_list(APPROVED), DAY, Funds())
    assert table["of"].tolist() == [0, 0, 0] and table["rate_pct"].isna().all()
    assert set(table["light"]) == {"没有已下达的额度"}


def test_a_column_that_a_list_does_not_have_is_not_one_of_zeros() -> None:
    bare = fund_list({}, {}).drop(columns=["started", "start_on", "spent_wan_yuan", "drawn_wan_yuan"])
    whole = funding.batches(bare, DAY).loc[("专项债", "合计")]
    assert whole["issued"] == 2 and whole[["started", "start_rate_pct", "spent_wan_yuan", "draw_rate_pct"]].isna().all()
    table = funding.rules(bare, DAY, Funds())
    assert table["light"].tolist() == ["清单没有开工情况", "清单没有开工情况", "清单没有支出金额"]
    assert table[["done", "rate_pct"]].isna().all(axis=None)
    rows = funding.behind(bare, DAY, Funds())
    assert set(rows["start_light"]) == {"清单没有开工情况"} and set(rows["spend_light"]) == {"清单没有支出金额"}
    undated = fund_list({"issued_on": None}, {"issued_on": None, "drawn_wan_yuan": None})
    assert funding.rules(undated, DAY, Funds()).loc["支出", "light"] == "没有下达时间"
    assert set(funding.behind(undated, DAY, Funds())["spend_light"]) == {"没有下达时间"}
    # A blank beside filled cells is nothing drawn.
    assert funding.batches(undated, DAY).loc[("专项债", "合计"), "drawn_wan_yuan"] == 5_000


def test_who_is_behind_stands_with_days_and_problem() -> None:
    now = fund_list(
        {"project_name": "在建"},
        ISSUED | {"project_name": "未开工", "issued_on": "2020-07-01", "problems": "征迁"},
        {"project_name": "支出完", "drawn_wan_yuan": 10_000.0, "spent_wan_yuan": 9_999.6},
        APPROVED,
    )
    rows = funding.behind(now, DAY, Funds()).set_index("project_name")
    assert list(rows.index) == ["在建", "未开工"]
    assert rows["days_left"].tolist() == [-14, 108] and rows["spend_light"].tolist() == ["逾期未达到", "未到期"]
    assert rows["start_light"].tolist() == ["已达到", "未到期"] and rows.loc["未开工", "problems"] == "征迁"
    assert rows["unspent_wan_yuan"].tolist() == [7_000, 10_000]


def test_the_funnel_has_a_rate_and_days_a_stage() -> None:
    table = funding.funnel(fund_list({}, {}, ISSUED, APPROVED, APPLIED, {"reviewed_on": None}), DAY)
    assert list(table.index) == ["谋划", "申报", "入库", "获批", "下达", "拨付"]
    assert table["quotas"].tolist() == [6, 6, 5, 5, 4, 3]
    assert table["waiting"].tolist() == [0, 1, 0, 1, 1, 0]
    assert table["rate_pct"].tolist()[1:] == pytest.approx([100, 500 / 6, 100, 80, 75])
    assert table.loc["申报", ["median_days", "with_days"]].tolist() == [61, 6]
    assert table.loc["入库", ["median_days", "with_days"]].tolist() == [30, 4]
    without = funding.funnel(fund_list({"applied_on": None}), DAY)
    assert "申报" not in without.index and without.loc["入库", "of"] == 1


def test_the_chance_is_that_of_months_like_the_year_s_own() -> None:
    paces = (4.0, 0.0, 0.0, 6.0, 0.0, 2.0, 0.0, 1.0, 3.0)
    now = fund_list(
        *(
            {"issued_on": f"2020-{month:02d}-01", "quota_wan_yuan": amount * 1e4}
            for month, amount in enumerate(paces, 1)
            if amount
        ),
        {"issued_on": "2019-12-01", "quota_wan_yuan": 9e4},  # last year's
        APPROVED | {"quota_wan_yuan": 5e4},
    )
    table = funding.targets(now, dt.date(2020, 9, 30), Funds(bonds_target=22, grants_target=3))
    bonds = table.loc["专项债"]
    by_hand = np.mean([sum(three) >= 6 for three in itertools.product(paces, repeat=3)])
    assert bonds[["target_yi_yuan", "issued_yi_yuan", "approved_yi_yuan"]].tolist() == pytest.approx([22, 16, 5])
    assert bonds["rate_pct"] == pytest.approx(1600 / 22) and bonds["pace_pct"] == 75
    assert bonds["needed_per_month_yi_yuan"] == pytest.approx(2)
    assert bonds["chance_pct"] == pytest.approx(100 * by_hand) and 0 < by_hand < 1
    assert bonds[["months", "rests_on"]].tolist() == [9, "本年各月下达额"]
    assert table.loc["无偿资金", ["issued_yi_yuan", "chance_pct"]].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("quota", "rules", "chance", "rests_on"),
    [
        ({"period": "2020-05"}, Funds(bonds_target=9), None, "不足6个月"),
        ({"issued_on": None}, Funds(bonds_target=9), None, "没有下达时间"),
        ({}, Funds(), None, "没有设定目标"),
        ({}, Funds(bonds_target=1), 100, "已达到目标"),
        ({"period": "2020-12"}, Funds(bonds_target=9), 0, "全年已结束"),
    ],
    ids=["few", "undated", "no target", "met", "over"],
)
def test_without_months_there_is_no_chance(
    quota: dict[str, object], rules: Funds, chance: float | None, rests_on: str
) -> None:
    row = funding.targets(fund_list(quota), dt.date(2020, 12, 31), rules).loc["专项债"]
    assert rests_on in row["rests_on"]
    assert np.isnan(row["chance_pct"]) if chance is None else row["chance_pct"] == chance


def test_quotas_whose_kind_is_not_said_stand_apart_and_leave_no_chance() -> None:
    table = funding.targets(fund_list({"fund_kind": None}), DAY, Funds(bonds_target=1))
    assert table["issued_yi_yuan"].to_dict() == {"专项债": 0, "无偿资金": 0, "未填": 1}
    assert np.isnan(table.loc["专项债", "chance_pct"]) and "资金类型" in table.loc["专项债", "rests_on"]


def test_the_demonstration_city_s_funds() -> None:
    settings = investment_settings.read(DEMO).funds
    now = of_month(registers.read(DEMO, "bonds", dt.date(2020, 10, 23)))
    day = dt.date(2020, 9, 30)
    table = funding.batches(now, day)
    assert (table["drawn_wan_yuan"] <= table["issued_wan_yuan"]).all()
    assert table.xs("合计", level="batch")["quotas"].sum() == len(now)
    year = funding.targets(now, day, settings)
    assert year["chance_pct"].between(0, 100).all()
    stages = funding.funnel(now, day)
    assert len(stages) == 6 and (stages["quotas"].diff().dropna() <= 0).all()
    assert stages["quotas"].iloc[0] == stages["waiting"].sum() + stages["quotas"].iloc[-1]
    rules = funding.rules(now, day, settings)
    assert len(rules) == 3 and set(rules["light"]) <= {"已达到", "未到期", "临近到期", "逾期未达到"}
    rows = funding.behind(now, day, settings)
    assert isinstance(rows["days_left"], pd.Series) and rows["days_left"].is_monotonic_increasing
