"""The ledger against the statistics: ρ within its error, causes that add up, the bridge, what broken ledgers say."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from shouguan.core.errors import DataError
from shouguan.data import investment_settings, place, registers
from shouguan.data.investment_settings import InvestmentSettings, Level, Projects
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import ledger_panel, list_checks, ratios
from shouguan.investment import reconciliation as rec
from shouguan.investment.comparable_base import comparable_base
from shouguan.investment.ledger_panel import LedgerPanel
from shouguan.investment.ratios import Ratios
from tests.builders.ledger_months import MONTHS, ledger, line, steady

RULES = Projects()
DAY = dt.date(2020, 10, 25)


@lru_cache(maxsize=1)
def demo() -> tuple[Place, View, LedgerPanel, Ratios]:
    where = place.load("demo-city")
    assert where.folder is not None
    panel = ledger_panel.build(registers.read(where.folder, "ledger", DAY))
    return where, where.as_of(DAY), panel, ratios.estimate(panel)


def one(**cells: object) -> pd.DataFrame:
    """Return the differences of one project in one month."""
    panel = ledger_panel.build(ledger(line("甲", "2020-09", ytd_done_wan_yuan=1000, **cells)))
    return rec.differences(panel, ratios.estimate(panel), RULES)


# --- ρ ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [0.1, 0.4])
def test_the_ratio_of_a_project_is_within_its_stated_error(noise: float) -> None:
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(12):
        truth = np.clip(rng.normal(0.7, 0.15, 60), 0.1, 1.2)
        table, _ = steady(truth, noise, rng, MONTHS[:14])
        found = ratios.estimate(ledger_panel.build(table)).projects
        inside.append(((found["lower"] <= truth) & (truth <= found["upper"])).to_numpy())
    assert 0.74 <= np.mean(inside) <= 0.86


def test_how_late_vouchers_come_is_read_from_the_ledger_and_gaps_do_not_change_the_ratio() -> None:
    rng = np.random.default_rng(3)
    lag, lines = np.array([0.2, 0.5, 0.3, 0.0]), []
    for number in range(80):
        work = 100.0 * np.exp(rng.normal(0, 0.6, 25))
        vouchers = 0.6 * np.convolve(work, lag)[3:25]
        for at, period in enumerate(MONTHS):
            start = at - at % 11
            cells = {"ytd_done_wan_yuan": work[start + 3 : at + 4].sum(), "total_investment_wan_yuan": 1e5,
                     "statistics_ytd_wan_yuan": vouchers[start : at + 1].sum()}  # fmt: skip
            lines.append(line(f"项目{number}", period, **cells))
    every = ledger(*lines)
    for table in (every, every[~every["period"].isin(["2020-04", "2020-05"])]):
        found = ratios.estimate(ledger_panel.build(table))
        assert found.lag == pytest.approx(lag, abs=0.03)
        assert found.projects["rho"].mean() == pytest.approx(0.6, abs=0.01)
    assert ratios.estimate(ledger_panel.build(every[every["period"] < "2019-04"])).lag == pytest.approx(ratios.LAG)


def test_a_project_without_figures_has_the_ratio_of_its_type_and_the_spread_within_it() -> None:
    table, _ = steady([0.5] * 30 + [0.55] * 30, 0.05, np.random.default_rng(1))
    new = line("新", "2020-12", industry="类1", ytd_done_wan_yuan=10, registered=False, registered_on=pd.NaT)
    found = ratios.estimate(ledger_panel.build(pd.concat([table, ledger(new)], ignore_index=True)))
    last, of = found.projects.iloc[-1], found.types.set_index("industry").loc["类1"]
    assert last["rho"] == pytest.approx(of["rho"])
    assert last["se"] == pytest.approx(np.hypot(of["spread"], of["se"]))
    assert of["rho"] == pytest.approx(0.525, abs=0.02)


def test_the_spread_between_projects_is_that_of_random_effects() -> None:
    # Checked against statsmodels, which truncates nothing and is slow for 20,000 projects.
    rng = np.random.default_rng(4)
    noise = rng.uniform(0.01, 0.05, 200)
    effects = rng.normal(0.6, 0.2, 200) + rng.normal(0, np.sqrt(noise))
    expected = combine_effects(effects, noise, method_re="chi2").tau2
    assert ratios.spread_between(effects, noise, 0.1) ** 2 == pytest.approx(expected)
    assert ratios.spread_between(np.linspace(0.6, 0.601, 9), np.full(9, 0.1), 0.1) == pytest.approx(0.01)


def test_nothing_registered_leaves_the_prior() -> None:
    found = ratios.estimate(ledger_panel.build(ledger(line("甲", "2020-09", ytd_done_wan_yuan=5, registered=False))))
    assert found.types["rho"].to_numpy() == pytest.approx(ratios.PRIOR_RHO)
    assert found.projects["se"].iloc[0] > ratios.PRIOR_DOUBT


def test_a_month_in_which_all_are_counted_more_shows_in_its_factor() -> None:
    table, _ = steady([0.6] * 40, 0.05, np.random.default_rng(2))
    year = table["period"].str[:4].eq("2020") & table["period"].ge("2020-06")
    extra = table.loc[table["period"].eq("2020-06")].groupby("project_name")["ytd_done_wan_yuan"].first() / 5 * 0.3
    table.loc[year, "statistics_ytd_wan_yuan"] += table.loc[year, "project_name"].map(extra).to_numpy()
    months = ratios.estimate(ledger_panel.build(table)).months.set_index("period")["factor"]
    assert months.idxmax() == "2020-06"
    assert months.drop("2020-06").to_numpy() == pytest.approx(1.0, abs=0.06)


# --- causes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        pytest.param({"registered": False, "total_investment_wan_yuan": 400}, "scope", id="below the threshold"),
        pytest.param({"registered": False, "actual_start": pd.Timestamp("2020-08-01")}, "timing", id="just begun"),
        pytest.param({"registered": False, "actual_start": pd.NaT}, "timing", id="not begun"),
        pytest.param({"registered": False, "land": "未落实"}, "vouchers", id="a document is lacking"),
        pytest.param({"registered": False}, "errors", id="left out"),
        pytest.param({"statistics_ytd_wan_yuan": None}, "errors", id="registered without a figure"),
        pytest.param({"statistics_ytd_wan_yuan": 1500}, "errors", id="statistics above the ledger"),
        pytest.param({"statistics_ytd_wan_yuan": 700}, "scope", id="registered, at its ratio"),
    ],
)
def test_each_difference_has_its_cause(cells: dict[str, object], cause: str) -> None:
    assert one(**cells)["cause"].tolist() == [cause]


def test_work_before_registration_is_timing() -> None:
    months = {"2020-07": (400, None, False), "2020-08": (500, 60, True), "2020-09": (600, 130, True)}
    lines = [
        line("甲", period, ytd_done_wan_yuan=work, statistics_ytd_wan_yuan=counted, registered=flag)
        for period, (work, counted, flag) in months.items()
    ]
    panel = ledger_panel.build(ledger(*lines))
    found = rec.differences(panel, ratios.estimate(panel), RULES).iloc[0]
    assert found["timing"] == 400
    assert found["scope"] == pytest.approx(0.3 * 200, rel=0.15)


def test_causes_add_up_to_the_difference_in_every_month_of_the_demonstration_city() -> None:
    _, _, panel, found = demo()
    for at in range(len(panel.periods)):
        table = rec.differences(panel, found, RULES, at)
        assert table[list(rec.CAUSES)].sum(axis=1).to_numpy() == pytest.approx(table["difference"], abs=1e-6)


# --- lists ------------------------------------------------------------------------------------------


def test_what_should_be_registered_names_what_the_ledger_lacks_and_no_amount_of_work() -> None:
    lines = [
        line("甲", "2020-09", registered=False, ytd_done_wan_yuan=9, land="未落实"),
        line("乙", "2020-09", registered=False, ytd_done_wan_yuan=9),
        line("丙", "2020-09", registered=False, ytd_done_wan_yuan=9, total_investment_wan_yuan=499),
        line("丁", "2020-09", registered=False, actual_start=pd.NaT),
        line("戊", "2020-09", ytd_done_wan_yuan=9, statistics_ytd_wan_yuan=5),
        line("己", "2020-09", registered=False, ytd_done_wan_yuan=9, land=None, environment=None),
        line("庚", "2020-09", registered=False, ytd_done_wan_yuan=9, land=None, environment="未批复"),
    ]
    found = rec.unregistered(ledger_panel.build(ledger(*lines)), RULES)
    assert found[["project_name", "complete", "missing"]].to_numpy().tolist() == [
        ["乙", True, ""],
        ["己", pd.NA, "land,environment"],
        ["甲", False, "land"],
        ["庚", False, "land,environment"],
    ]
    assert set(found["started_on"]) == {"2017-06"}
    assert not {"ledger", "statistics", "difference"} & set(found)


def test_the_lists_of_what_one_has_and_the_other_has_not() -> None:
    lines = [
        line("甲", "2020-09", ytd_done_wan_yuan=100, statistics_ytd_wan_yuan=0),
        line("乙", "2020-09", ytd_done_wan_yuan=100, statistics_ytd_wan_yuan=130),
        line("丙", "2020-09", ytd_done_wan_yuan=100, statistics_ytd_wan_yuan=104),
    ]
    panel = ledger_panel.build(ledger(*lines))
    table = rec.differences(panel, ratios.estimate(panel), RULES)
    assert rec.only_in_ledger(table)["project_name"].tolist() == ["甲"]
    assert rec.above_ledger(table)["project_name"].tolist() == ["乙"]


def test_jumps_and_falls_between_two_months() -> None:
    course = {"2020-07": 100, "2020-08": 1500, "2020-09": 1400}
    lines = [line("甲", period, ytd_done_wan_yuan=work) for period, work in course.items()]
    found = rec.jumps(ledger_panel.build(ledger(*lines)), RULES)
    assert found[["period", "of", "change", "kind"]].to_numpy().tolist() == [
        ["2020-09", "ledger", -100.0, "fall"],
        ["2020-08", "ledger", 1400.0, "jump"],
    ]


def test_outside_the_task_force_no_group_has_fewer_than_three_projects() -> None:
    lines = [
        line(f"{district}{number}", "2020-09", district=district, ytd_done_wan_yuan=10)
        for district, size in {"甲区": 5, "乙区": 4, "丙区": 1}.items()
        for number in range(size)
    ]
    panel = ledger_panel.build(ledger(*lines))
    table = rec.differences(panel, ratios.estimate(panel), RULES)
    shown = rec.grouped(table, "district")
    assert shown["projects"].tolist() == [5, 5]
    assert "丙区" not in set(shown["district"])
    assert shown["ledger"].sum() == table["ledger"].sum()
    assert set(rec.grouped(table, "district", internal=True)["district"]) == {"甲区", "乙区", "丙区"}


# --- the bridge -------------------------------------------------------------------------------------


def test_the_bridge_adds_up_to_the_published_figure() -> None:
    where, view, panel, found = demo()
    settings = investment_settings.read(where.folder) if where.folder else InvestmentSettings()
    figure = rec.published(where, view, comparable_base(where, view, settings, 2020), "2020-09")
    assert figure is not None
    lines = rec.bridge(rec.differences(panel, found, RULES), figure)
    amount = lines.set_index("line")["amount"]
    assert amount[["ledger", *rec.CAUSES]].sum() == pytest.approx(amount["statistics"])
    assert amount[["statistics", "real_estate", "residual"]].sum() == pytest.approx(amount["published"])
    steps = lines[lines["kind"] == "step"]
    assert (steps["end"] - steps["start"]).to_numpy() == pytest.approx(steps["amount"])
    assert lines["end"].iloc[-1] == amount["published"] == pytest.approx(figure.amount)
    assert amount["ledger"] == pytest.approx(panel.ytd[:, -1][panel.listed[:, -1]].sum() / 1e4)


def test_a_month_that_is_not_out_has_no_published_figure() -> None:
    where, view, _, _ = demo()
    base = comparable_base(where, view, InvestmentSettings(level=Level(year=2019, value=1, source="演示")), 2020)
    assert rec.published(where, view, base, "2020-10") is None


def test_the_base_is_carried_by_published_growth_and_never_guessed() -> None:
    where, view, _, _ = demo()
    of = {year: InvestmentSettings(level=Level(year=year, value=1000.0, source="演示")) for year in (2017, 2019)}
    growth = {str(period): value for period, value in view.ytd_growth(where.region, "fai").items()}
    carried = comparable_base(where, view, of[2017], 2020).value
    assert carried == pytest.approx(1000 * (1 + growth["2018-12"] / 100) * (1 + growth["2019-12"] / 100))
    back = comparable_base(where, view, of[2019], 2018).value
    assert back == pytest.approx(1000 / (1 + growth["2019-12"] / 100) / (1 + growth["2018-12"] / 100))
    with pytest.raises(DataError, match="level"):
        comparable_base(where, view, InvestmentSettings(), 2020)


# --- broken ledgers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"total_investment_wan_yuan": 1e8, "ytd_done_wan_yuan": 1e7}, id="yuan for 10,000 yuan"),
        pytest.param({"ytd_done_wan_yuan": -5}, id="negative"),
        pytest.param({"ytd_done_wan_yuan": 3e7}, id="far beyond the total"),
    ],
)
def test_a_row_that_cannot_be_right_is_in_no_total_and_its_project_stays_listed(cells: dict[str, object]) -> None:
    lines = [
        line("甲", period, **({"ytd_done_wan_yuan": 100} | (cells if period == "2020-09" else {})))
        for period in ("2020-07", "2020-08", "2020-09")
    ]
    table = ledger(*lines, line("乙", "2020-09", ytd_done_wan_yuan=70))
    panel = ledger_panel.build(table)
    assert np.nansum(panel.ytd[:, -1]) == 70
    assert panel.listed[:, -1].all()
    assert any(each.severity == "error" and each.row == 4 for each in list_checks.check("ledger", table))


def test_a_month_that_is_missing_is_added_by_the_next_and_no_figure_is_lost() -> None:
    lines = [line("甲", period, ytd_done_wan_yuan=work) for period, work in {"2020-05": 10, "2020-09": 90}.items()]
    panel = ledger_panel.build(ledger(*lines))
    assert panel.increments(panel.ytd).tolist() == [[10, 80]]
    january = ledger(line("甲", "2020-01", ytd_done_wan_yuan=10))
    with pytest.raises(DataError, match="台账"):
        ledger_panel.build(january)


def test_nothing_later_is_known_of_a_past_month() -> None:
    table, _ = steady([0.6] * 5, 0.1, np.random.default_rng(3))
    past = ledger_panel.build(table).up_to(8)
    then = ledger_panel.build(table[table["period"].isin(MONTHS[:9])])
    assert past.periods == then.periods
    pd.testing.assert_frame_equal(ratios.estimate(past).projects, ratios.estimate(then).projects)


def test_what_is_left_out_of_the_ledger_is_not_said_to_be_outside_it() -> None:
    sound = [line(name, "2020-09", ytd_done_wan_yuan=1000, statistics_ytd_wan_yuan=800) for name in "甲乙"]
    wrong = line("丙", "2020-09", ytd_done_wan_yuan=-1000, statistics_ytd_wan_yuan=800)
    figure = rec.Published("2020-09", 3.0, 1.0, 0.02, 0.3)
    for rows, last, status in (
        (sound, "residual", {"已纳统"}),
        ([*sound, wrong], "residual_left_out", {"已纳统", rec.LEFT_OUT}),
    ):
        panel = ledger_panel.build(ledger(*rows))
        table = rec.differences(panel, ratios.estimate(panel), RULES)
        lines = rec.bridge(table, figure)
        assert set(table["status"]) == status
        assert lines["line"].tolist()[-2:] == [last, "published"] and "real_estate" in lines["line"].tolist()
    homes = ledger(*sound, wrong | {"industry": "房地产业"})
    panel = ledger_panel.build(homes)
    lines = rec.bridge(rec.differences(panel, ratios.estimate(panel), RULES), figure)
    assert "real_estate" not in lines["line"].tolist()
