"""Firms near a threshold, entries and exits, growth effects by hand, concentration, and what nobody else may see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.core.errors import UsageError
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import Enterprises
from shouguan.data.year_weights import YearWeights
from shouguan.investment import disclosure, enterprises
from shouguan.investment.firm_standing import expected_revenue, standings, thresholds
from shouguan.investment.growth_effects import growth_effects
from shouguan.models.outlook import Outlook
from tests.builders.ledgers import firm_list

DAY = dt.date(2020, 9, 30)
RULES = Enterprises()
WAITING = {"status": "培育", "entry_kind": "小升规"}
LEAVING = {"status": "拟退库", "entry_kind": "退库", "expected_entry": "2020-11-01"}
NEW = {"entry_kind": "新建投产", "expected_entry": "2020-07-01", "revenue_last_wan_yuan": None, "growth_pct": None}
DEMO = Path(paths.places()) / "demo-city"


def of(name: str, last: float, ytd: float, growth: float) -> dict[str, object]:
    """Return a firm's revenue of last year and this, and its growth."""
    return {"name": name, "revenue_last_wan_yuan": last, "revenue_ytd_wan_yuan": ytd, "growth_pct": growth}


def test_a_year_is_carried_on_by_the_first_way_that_the_list_allows_and_says_which() -> None:
    last_year = [
        {"period": f"2019-{month}", "name": f"旧{n}", "revenue_ytd_wan_yuan": amount}
        for month, amount in (("09", 600.0), ("12", 1_000.0))
        for n in range(3)
    ]
    firms = firm_list(
        *last_year,
        {"period": "2019-09", "name": "有上年", "category": "批发", "revenue_ytd_wan_yuan": 5_000.0},
        {"period": "2019-12", "name": "有上年", "category": "批发", "revenue_ytd_wan_yuan": 10_000.0},
        {"name": "有上年", "category": "批发"},
        {"name": "有增速"},
        {"name": "有同类", "growth_pct": None},
        {"name": "什么都没有", "growth_pct": None, "category": "零售"},
        NEW | {"name": "新", "revenue_ytd_wan_yuan": 300.0},
        {"name": "没有本年数", "revenue_ytd_wan_yuan": None, "growth_pct": None},
        {"name": "增速和累计对不上", "revenue_ytd_wan_yuan": 12_000.0},
    )
    table = expected_revenue(firms, "2020-09")
    assert table["expected_wan_yuan"].tolist()[:5] == pytest.approx([16_000, 11_000, 8_000 / 0.6, 8_000 * 12 / 9, 600])
    assert table["assumption"].fillna("").tolist() == [
        "按本企业上年同期占全年比重",
        "按本企业今年以来增速",
        "按同类企业上年同期占全年比重",
        "按今年以来月均",
        "按入库以来月均",
        "",
        "按同类企业上年同期占全年比重",
    ]
    assert np.isnan(table["expected_wan_yuan"].iloc[5])
    whole = expected_revenue(firms, "2019-12")
    assert set(whole["assumption"]) == {"全年数"} and whole["expected_wan_yuan"].iloc[-1] == 10_000


def test_what_a_status_does_not_say_is_not_guessed() -> None:
    texts = ["在库", "已入库", "未入库", "资料准备", "已申报", "拟退库", "已退库", None, "见备注"]
    found = standings(firm_list(*[{"status": text} for text in texts]))
    assert found.tolist() == [*["在库"] * 2, *["待入库"] * 3, "拟退库", "已退库", "待核实", "待核实"]
    coming = {"status": None, "entry_kind": "小升规", "expected_entry": "2020-11-01"}
    past = standings(firm_list(coming, coming | {"expected_entry": "2020-09-01"}, coming | {"expected_entry": None}))
    assert past.tolist() == ["待入库", "待核实", "待核实"]


def test_where_a_list_has_an_industry_only_it_may_name_the_category() -> None:
    firms = firm_list(*[{"category": None, "industry": name} for name in ("住宿", "规上工业", "批发和零售业")])
    assert thresholds(firms, RULES).fillna(0).tolist() == [200, 2_000, 0]
    table = enterprises.near_counts(firms.assign(revenue_last_wan_yuan=200.0, growth_pct=5.0), DAY, RULES)
    assert table.empty
    assert enterprises.without_threshold(firms, RULES)["firms"].sum() == 1


def test_who_is_near_by_how_much_and_by_when() -> None:
    firms = firm_list(
        # 1,500 by September and 2,000 by the end of the year: it reaches the threshold in December.
        WAITING | of("年底达到", 1_600.0, 1_500.0, 25),
        WAITING | of("差一成", 1_500.0, 1_400.0, 20),
        WAITING | of("已达到", 2_000.0, 2_100.0, 40),
        WAITING | of("远", 1_000.0, 800.0, 0),
        of("可能掉下", 2_200.0, 1_500.0, 0),
        {"name": "很大"},
        WAITING | {"name": "凭资质", "category": "建筑业"},
        WAITING | {"name": "标准不明", "category": "服务业", "industry": "卫生和社会工作"},
    )
    near = enterprises.near_threshold(firms, DAY, RULES, task_force=True).set_index("name")
    assert list(near.index) == ["年底达到", "差一成", "可能掉下", "已达到"]
    assert near["gap_wan_yuan"].tolist() == pytest.approx([0, 200, -200, -800])
    assert near["expected_rate_pct"].tolist() == pytest.approx([100, 90, 110, 140])
    assert near.loc[["年底达到", "可能掉下", "已达到"], "reached_in"].tolist() == ["2020-12", "2020-12", "已达到"]
    assert pd.isna(near.loc["差一成", "reached_in"])
    assert set(near["next_round"]) == {"2020-11"}
    assert enterprises.without_threshold(firms, RULES)["industry"].tolist() == ["卫生和社会工作"]
    with pytest.raises(UsageError, match="专班"):
        enterprises.near_threshold(firms, DAY, RULES)


def test_counts_of_those_near_are_shown_from_three_on() -> None:
    near = WAITING | {"revenue_last_wan_yuan": 2_000.0, "revenue_ytd_wan_yuan": 1_500.0, "growth_pct": 2}
    firms = firm_list(*[near] * 5, *[near | {"category": "批发"}] * 2, *[near | {"category": "零售"}] * 4)
    open_ = enterprises.near_counts(firms, DAY, RULES, task_force=True)
    assert open_["firms"].to_dict() == {("批发", "待入库"): 2, ("规上工业", "待入库"): 5, ("零售", "待入库"): 4}
    shown = enterprises.near_counts(firms, DAY, RULES)
    # 零售 is hidden too: 11 less 5 less 4 would tell the two.
    assert shown["suppressed"].tolist() == [True, False, True]
    assert shown.loc[shown["suppressed"], ["firms", "meet", "met"]].isna().all(axis=None)
    assert shown.loc[("规上工业", "待入库")].tolist() == [5, 5, 0, False]


def test_entries_by_month_are_net_of_exits_and_what_has_no_month_stands_apart() -> None:
    firms = firm_list(
        NEW,
        NEW | {"expected_entry": "2020-10-01", "status": "资料准备"},
        {"entry_kind": "小升规", "expected_entry": "2019-11-01"},  # last year's
        WAITING | {"expected_entry": "2020-11-01"},
        WAITING,  # is looked after, and no month is said
        LEAVING,
        LEAVING | {"expected_entry": None},
        LEAVING | {"status": "已退库", "expected_entry": "2020-03-01"},
        {},
    )
    table = enterprises.entries(firms, DAY)
    assert table.loc["2020-07", ["monthly_done", "net_done"]].tolist() == [1, 1]
    assert table.loc["2020-10", "monthly_expected"] == 1
    assert table.loc["2020-11", ["promoted_expected", "exits_expected", "net_expected"]].tolist() == [1, 1, 0]
    assert table.loc["2020-03", ["exits_done", "net_done"]].tolist() == [1, -1]
    assert table.loc["未填", "exits_expected"] == 1
    assert table.loc["合计", ["net_done", "net_expected"]].tolist() == [0, 0]
    done = enterprises.targets(firms, DAY, Enterprises(entries_target=4))
    assert done[["target", "entered", "rate_pct", "pace_pct", "expected", "with_expected_pct"]].tolist() == [
        *(4, 1, 25, 75, 2, 75),
    ]
    assert (done["exits"], done["net"]) == (3, 0)
    late = dt.date(2020, 10, 25)  # a month has begun of which the list says nothing
    assert enterprises.targets(firms, late, Enterprises(entries_target=4))["pace_pct"] == 75
    assert np.isnan(enterprises.targets(firms, DAY, RULES)["rate_pct"])


def test_growth_effects_are_exact_on_the_list_s_own_totals() -> None:
    stays = {"revenue_last_wan_yuan": 10_000.0, "revenue_ytd_wan_yuan": 8_000.0, "growth_pct": 10.0}
    promoted = WAITING | {"expected_entry": "2020-11-01", "revenue_last_wan_yuan": 1_000.0, "growth_pct": 30.0}
    promoted |= {"revenue_ytd_wan_yuan": 900.0}
    leaving = LEAVING | {"revenue_last_wan_yuan": 2_000.0, "revenue_ytd_wan_yuan": 700.0, "growth_pct": -50.0}
    firms = firm_list(stays, stays, NEW | {"revenue_ytd_wan_yuan": 300.0}, promoted, leaving)
    table = growth_effects(firms, DAY, task_force=True).loc["规上工业"]
    # Last year 20,000; this year 22,000 of the same firms and 600 of the new one: growth is 13 % instead of 10 %.
    assert table.loc["新建投产", "this_year_points"] == pytest.approx(100 * (22_600 / 20_000 - 22_000 / 20_000))
    assert table.loc["新建投产", "next_year_points"] == pytest.approx(100 * 600 / 22_600)  # six months became twelve
    # The promoted report from next year: 22,600 grow by 10 %, its 1,300 by 30 %.
    mixed = (22_600 * 10 + 1_300 * 30) / 23_900
    assert table.loc["小升规", ["this_year_points", "next_year_points"]].tolist() == pytest.approx([0, mixed - 10])
    with_it = (22_600 * 10 + 1_000 * -50) / 23_600
    assert table.loc["退库", ["this_year_points", "next_year_points"]].tolist() == pytest.approx([0, 10 - with_it])
    assert table["growth_pct"].tolist() == pytest.approx([10.0] * 3)
    assert table["done"].tolist() == [0, 1, 0] and set(table.index) == {"小升规", "新建投产", "退库"}
    hidden = growth_effects(firms, DAY)
    assert hidden["suppressed"].all() and hidden["next_year_points"].isna().all()


def test_a_category_without_a_base_has_no_points_and_firms_without_figures_are_counted() -> None:
    alone = growth_effects(firm_list(NEW, NEW, NEW), DAY)
    assert np.isnan(alone["this_year_points"].iloc[0])
    some = growth_effects(firm_list({}, NEW, NEW, NEW | {"revenue_ytd_wan_yuan": None}), DAY, task_force=True)
    assert some[["firms", "with_figures"]].iloc[0].tolist() == [3, 2]


def outlook(*draws: float) -> Outlook:
    return Outlook(
        *("999901", "industry_va", 2020, DAY, (3.0,)),
        weights=YearWeights(2020, np.array([0.7, 1.0]), "999901", 2019, False),
        ytd_known=np.full(len(draws), 3.0),
        remaining=(np.array(draws)[:, None] - 0.7 * 3.0) / 0.3,
        model="x",
        seed=0,
    )


def test_a_month_s_stop_of_the_largest_costs_points_and_chance() -> None:
    firms = firm_list(*[{"revenue_ytd_wan_yuan": amount} for amount in (9_000.0, 2_700.0, 2_700.0, 1_800.0)])
    table = enterprises.concentration(
        *(firms, "规上工业", (1, 3, 9)), outlook=outlook(2.0, 4.0, 6.0, 8.0), target=3.0, task_force=True
    )
    assert list(table.index) == [1, 3]
    assert table.loc[1, ["share_pct", "points"]].tolist() == pytest.approx([9_000 / 162, -100 * 1_000 / 40_000])
    assert table.loc[1, ["chance_pct", "chance_after_pct"]].tolist() == [75, 50]
    assert table.loc[3, "points"] == pytest.approx(-100 * 1_600 / 40_000)
    shown = enterprises.concentration(firms, "规上工业", (1, 3))
    assert shown["suppressed"].tolist() == [True, False] and np.isnan(shown.loc[1, "points"])
    assert "chance_pct" not in shown


def test_a_shift_of_every_draw_is_the_same_chance_as_a_target_that_lies_higher() -> None:
    draws = np.linspace(1.0, 6.0, 101)
    one = outlook(*draws)
    shifted = one.shifted_to(one.full_year - 0.7)
    assert enterprises.chance_after(one, -0.7, 3.5) == shifted.chance(3.5) < one.chance(3.5)


def test_what_is_to_be_done_is_said_without_points_and_as_the_law_has_it() -> None:
    firms = firm_list(
        WAITING | {"name": "甲", "status": "已申报", "revenue_ytd_wan_yuan": 2_500.0},
        WAITING | {"name": "乙", "status": "资料准备", "revenue_ytd_wan_yuan": 2_500.0},
        WAITING | {"name": "丙", "revenue_last_wan_yuan": 1_000.0, "revenue_ytd_wan_yuan": 700.0},
        WAITING | {"name": "丁", "category": "建筑业", "entry_kind": "资质内建筑业", "task_force": "大项目及固投专班"},
        LEAVING | {"name": "戊", "revenue_ytd_wan_yuan": 900.0, "revenue_last_wan_yuan": 1_000.0},
        LEAVING | {"name": "庚"},
        {"name": "己"},
    )
    rows = enterprises.to_do(firms, DAY, RULES, task_force=True).set_index("name")
    assert set(rows.index) == {*"甲乙丙丁戊庚"}
    assert rows["next_step"].to_dict() == {
        "甲": "已依法申报，跟进审核",
        "乙": "资料齐备后依法申报",
        "丙": "继续培育",
        "丁": "取得资质、资料齐备后依法申报",
        "戊": "核实原因，依法办理退库",
        "庚": "核实原因，依法办理退库",
    }
    assert rows.loc[[*"甲丙戊庚"], "conditions"].tolist() == ["符合条件", "尚不符合条件", "尚不符合条件", "仍符合条件"]
    assert rows.loc["丁", "next_round"] == "2020-09" and rows.loc["乙", "next_round"] == "2020-11"
    assert not [name for name in rows if "points" in name]
    own = enterprises.to_do(firms, DAY, RULES, of="大项目及固投专班", task_force=True)
    assert own["name"].tolist() == ["丁"]
    with pytest.raises(UsageError, match="task_force=True"):
        enterprises.to_do(firms, DAY, RULES)
    with pytest.raises(UsageError, match="district"):
        enterprises.to_do(firms, DAY, RULES, by="districts", task_force=True)


def test_nothing_is_hidden_where_all_rows_stand_for_three_or_none() -> None:
    frame = pd.DataFrame({"firms": [3, 0, 40], "revenue": [1, 2, 3]})
    assert not disclosure.disclosed(frame, task_force=False)["suppressed"].any()
    one = disclosure.disclosed(frame.assign(firms=[1, 0, 40]), task_force=False)
    assert one["suppressed"].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("counts", "suppressed"),
    [
        ([6, 5, 8, 2, 2], [False, True, False, True, True]),  # four left of 23 would be two and two
        ([6, 5, 1, 1, 1], [False, True, True, True, True]),  # three in three rows would be one each
        ([6, 5, 1, 2, 0], [False, False, True, True, False]),  # one and two, or two and one
        ([2, 2, 0], [True, True, False]),
        ([9, 4, 1], [False, True, True]),
    ],
)
def test_a_hidden_count_cannot_be_worked_out_from_the_whole(counts: list[int], suppressed: list[bool]) -> None:
    frame = pd.DataFrame({"firms": counts})
    assert disclosure.disclosed(frame, task_force=False)["suppressed"].tolist() == suppressed


def test_every_kind_whose_number_is_told_hides_what_would_be_left_of_it() -> None:
    frame = pd.DataFrame({"kind": list("甲甲甲乙乙"), "firms": [2, 7, 9, 1, 5]}).set_index("kind")
    shown = disclosure.disclosed(frame, task_force=False, within="kind")
    assert shown["suppressed"].tolist() == [True, True, False, True, True]
    firms = registers.read(DEMO, "enterprises", dt.date(2020, 10, 23))
    effects, open_to = growth_effects(firms, DAY, task_force=True), growth_effects(firms, DAY)
    for _, of_kind in effects["firms"].groupby("kind"):
        hidden = of_kind[open_to.loc[of_kind.index, "suppressed"]]
        assert hidden.empty or (len(hidden) > 1 and hidden.sum() not in (len(hidden), 2 * len(hidden)))


def test_the_demonstration_city_s_firms() -> None:
    firms = registers.read(DEMO, "enterprises", dt.date(2020, 10, 23))
    rules = investment_settings.read(DEMO).enterprises
    assert not standings(firms).eq("待核实").any()
    near = enterprises.near_threshold(firms, DAY, rules, task_force=True)
    assert {"待入库", "在库"} <= set(near["standing"])
    assert near.loc[near["standing"] == "待入库", "expected_rate_pct"].min() >= rules.near
    counts = enterprises.near_counts(firms, DAY, rules, task_force=True)
    assert counts["firms"].sum() == len(near)
    effects = growth_effects(firms, DAY, task_force=True)
    assert (effects.xs("小升规", level="kind")["this_year_points"] == 0).all()
    assert (effects.xs("新建投产", level="kind")["this_year_points"] > 0).all()
    whole = enterprises.entries(firms, DAY).loc["合计"]
    assert whole["monthly_done"] == 54 and whole["exits_expected"] == 23


IN_SINCE = {"status": "在库", "entry_kind": "新建投产"}
GONE = {"status": "已退库", "entry_kind": "退库"}


@pytest.mark.parametrize(
    ("months", "entered", "left"),
    [
        # In at the year's beginning, out in March, in again in August: nothing is gained.
        ([("2019-12", {}), ("2020-03", GONE | {"expected_entry": "2020-03"}),
          ("2020-09", IN_SINCE | {"expected_entry": "2020-08"})], 1, 1),
        # The same, where no list gives the month of the exit.
        ([("2019-12", {}), ("2020-03", GONE), ("2020-09", IN_SINCE | {"expected_entry": "2020-08"})], 1, 1),
        # Entered this year, left, and entered again.
        ([("2020-02", IN_SINCE | {"expected_entry": "2020-02"}), ("2020-05", GONE | {"expected_entry": "2020-05"}),
          ("2020-09", IN_SINCE | {"expected_entry": "2020-08"})], 2, 1),
        # Out, and without a word of a new entry in as before: the exit was none.
        ([("2019-12", {}), ("2020-03", GONE | {"expected_entry": "2020-03"}), ("2020-09", {})], 0, 0),
        # Out in March and on no later list.
        ([("2019-12", {}), ("2020-03", GONE | {"expected_entry": "2020-03"})], 0, 1),
        # The same entry in every list, its month corrected once, is one.
        ([("2020-06", IN_SINCE | {"expected_entry": "2020-05"}), ("2020-09", IN_SINCE | {"expected_entry": "2020-06"})],
         1, 0),
        # The same exit in every list is one, and one of the year before is none of this.
        ([("2020-06", GONE), ("2020-09", GONE)], 0, 1),
        ([("2019-12", GONE), ("2020-06", GONE), ("2020-09", GONE)], 0, 0),
    ],
    ids=["back", "back, no month", "in, out, in", "revoked", "gone", "one entry", "one exit", "an exit of last year"],
)  # fmt: skip
def test_net_entry_is_entries_less_exits_of_the_whole_year(
    months: list[tuple[str, dict[str, object]]], entered: int, left: int
) -> None:
    others = [{"period": period, "name": "别的"} for period in ("2019-12", "2020-09")]
    firms = firm_list(*others, *({"period": period, "name": "甲"} | row for period, row in months))
    whole = enterprises.entries(firms, DAY).loc["合计"]
    assert (whole["monthly_done"], whole["exits_done"]) == (entered, left)
    assert whole["net_done"] == entered - left
    assert whole["net_expected"] == 0
