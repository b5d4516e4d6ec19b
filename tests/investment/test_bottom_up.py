"""Investment from below: identities of draws and parts, what is known when, what a young ledger weighs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from shouguan.core.errors import DataError
from shouguan.core.ytd import period_weights
from shouguan.data import investment_settings, place, registers
from shouguan.data.place import Place
from shouguan.investment import (
    bottom_up,
    combined,
    curves,
    ledger_ahead,
    ledger_panel,
    list_checks,
    ratios,
    registration,
)
from shouguan.investment.bottom_up import BottomUp
from shouguan.investment.combined import Combined
from shouguan.investment.ledger_ahead import Rehearsal
from tests.builders.ledger_months import MONTHS, ledger, line, steady

DAY = dt.date(2020, 10, 25)
FROM = 500.0


@lru_cache(maxsize=1)
def demo() -> tuple[Place, Rehearsal]:
    where = place.load("demo-city")
    return where, Rehearsal(bottom_up.open_ledger(where, DAY), FROM)


@lru_cache(maxsize=2)
def together(day: dt.date = DAY) -> Combined:
    where, rehearsal = demo()
    return combined.fit_predict(where, where.as_of(day), 2020, rehearsal=rehearsal, draws=4000)


def below() -> BottomUp:
    return together().below


def rehearsal(table: pd.DataFrame) -> Rehearsal:
    return Rehearsal(ledger_panel.build(table), FROM)


# --- the ledger to the year's end -------------------------------------------------------------------


def test_steady_projects_go_on_along_the_year_of_their_own_ledger() -> None:
    table, _ = steady([0.6] * 30, 0.05, np.random.default_rng(5))
    made = rehearsal(table)
    at = MONTHS.index("2020-06")
    came = ledger_ahead.counted_by(made.panel)
    assert made.ahead(at).months.sum() == pytest.approx(came[-1] - came[at], rel=0.12)
    assert made.ahead(at).parts["to_register"].sum() == 0


def test_a_forecast_made_in_the_past_is_the_one_that_the_ledger_of_that_day_gives() -> None:
    table, _ = steady([0.6] * 12, 0.2, np.random.default_rng(6))
    at = MONTHS.index("2020-05")
    then = rehearsal(table[table["period"].isin(MONTHS[: at + 1])])
    for name, months in rehearsal(table).ahead(at).parts.items():
        assert months == pytest.approx(then.ahead(at).parts[name])


def test_a_project_slows_down_where_its_total_is_reached() -> None:
    def rest(total: float) -> float:
        lines = [
            line("甲", period, ytd_done_wan_yuan=100 * number, statistics_ytd_wan_yuan=70 * number,
                 total_investment_wan_yuan=total, annual_plan_wan_yuan=1100)
            for number, period in enumerate(MONTHS[:6], 1)
        ]  # fmt: skip
        return float(rehearsal(ledger(*lines)).ahead(5).parts["registered"].sum())

    assert rest(650) < 0.7 * rest(3000)


def test_the_speed_of_the_last_months_is_carried_to_now() -> None:
    lines = []
    for number in range(60):
        for at, period in enumerate(MONTHS[:7]):
            done = 100.0 * float((0.8 ** np.arange(at + 1)).sum())  # a fifth slower each month
            cells = {"ytd_done_wan_yuan": done, "statistics_ytd_wan_yuan": 0.7 * done, "annual_plan_wan_yuan": 0}
            lines.append(line(f"项目{number}", period, total_investment_wan_yuan=500, **cells))
    panel = ledger_panel.build(ledger(*lines))
    expected = ledger_ahead.work_ahead(panel, curves.learn(panel, ratios.estimate(panel)))[0, -1]
    came = 100.0 * float((0.8 ** np.arange(7, 11)).sum())
    middle = 100.0 * float((0.8 ** np.arange(4, 7)).mean()) * 4  # as if it went on at the speed of their middle
    assert came < expected < 1.5 * came < 0.75 * middle


def test_a_slow_project_is_not_carried_up_by_its_early_stage() -> None:
    table, _ = steady([0.6] * 3, 0.05, np.random.default_rng(5), MONTHS[11:17])  # a young ledger: the prior speaks
    panel = ledger_panel.build(table)
    shape = curves.learn(panel, ratios.estimate(panel))
    assert shape.speed_growth[0] > 0.2
    work = ledger_ahead.work_ahead(panel, shape)[:, -1]
    pace = panel.ytd[:, -1] / curves.NATIONAL[5] * (1 - curves.NATIONAL[5])
    plan = curves.PLAN_BIAS * panel.plan[:, -1] * (1 - curves.NATIONAL[5])
    assert np.all(work < 1.5 * np.maximum(pace, plan))


def test_what_may_be_registered_counts_with_its_chance_and_below_the_threshold_not_at_all() -> None:
    table, _ = steady([0.6] * 10, 0.1, np.random.default_rng(7), MONTHS[:6])
    for total, counts in ((5_000, True), (400, False)):
        cells = {"registered": False, "registered_on": pd.NaT, "total_investment_wan_yuan": total}
        cells |= {"actual_start": pd.Timestamp("2019-06-01"), "ytd_done_wan_yuan": 300, "annual_plan_wan_yuan": 390}
        new = line("新", MONTHS[5], **cells)
        ahead = rehearsal(pd.concat([table, ledger(new)], ignore_index=True)).ahead(5)
        assert bool(ahead.parts["to_register"].sum() > 0) is counts


def test_what_the_statistics_took_back_stays_with_a_project_that_left_the_list() -> None:
    lines = [line("甲", "2020-05", statistics_ytd_wan_yuan=50), line("乙", "2020-05", statistics_ytd_wan_yuan=20),
             line("甲", "2020-06", statistics_ytd_wan_yuan=40)]  # fmt: skip
    assert ledger_ahead.counted_by(ledger_panel.build(ledger(*lines))).tolist() == [70, 60]


# --- few parameters, shrunk to what was written down ------------------------------------------------


def test_a_ledger_without_a_whole_year_has_the_nations_curve() -> None:
    panel = ledger_panel.build(ledger(line("甲", "2020-09", ytd_done_wan_yuan=5)))
    found = curves.learn(panel, ratios.estimate(panel))
    assert found.share[0] == pytest.approx(curves.NATIONAL)
    assert (found.plan_bias, found.catch_up, found.years) == (pytest.approx(curves.PLAN_BIAS), curves.CATCH_UP[0], 0)


def test_a_year_of_ones_own_counts_as_much_as_the_prior() -> None:
    even = np.arange(1, 12) / 11
    lines = [line(f"项目{n}", MONTHS[at], ytd_done_wan_yuan=100 * even[at]) for n in range(200) for at in range(11)]
    panel = ledger_panel.build(ledger(*lines))
    found = curves.learn(panel, ratios.estimate(panel)).share[0]
    assert np.all(
        (np.minimum(even, curves.NATIONAL) - 1e-9 <= found) & (found <= np.maximum(even, curves.NATIONAL) + 1e-9)
    )
    assert abs(found - even).max() < abs(curves.NATIONAL - even).max() / 2


def test_hazards_are_the_priors_without_data_and_the_data_with_much() -> None:
    empty = ledger_panel.build(ledger(line("甲", "2020-09")))
    _, register = registration.fit(empty, FROM)
    zero = np.zeros(6)
    assert register.at(np.array(registration.BEGUN), zero) == pytest.approx(registration.REGISTERED_PRIOR, abs=1e-6)
    lines = []
    for number in range(400):  # begun in February, half of those left are registered each month
        entered = int(np.random.default_rng(number).geometric(0.5))
        for at, period in enumerate(MONTHS[:5]):
            cells = {"actual_start": pd.Timestamp("2019-02-01"), "registered": at >= entered, "registered_on": pd.NaT}
            lines.append(line(f"项目{number}", period, **cells))
    _, register = registration.fit(ledger_panel.build(ledger(*lines)), FROM)
    assert register.at(np.array([0, 1, 2]), np.zeros(3)) == pytest.approx(0.5, abs=0.08)


def test_chances_rise_and_stay_below_one_and_need_a_start() -> None:
    lines = [
        line("已开工", "2020-06", registered=False, registered_on=pd.NaT, actual_start=pd.Timestamp("2020-05-01")),
        line("将开工", "2020-06", registered=False, registered_on=pd.NaT, actual_start=pd.NaT,
             planned_start=pd.Timestamp("2020-08-31")),
        line("无日期", "2020-06", registered=False, registered_on=pd.NaT, actual_start=pd.NaT, planned_start=pd.NaT),
    ]  # fmt: skip
    panel = ledger_panel.build(ledger(*lines))
    begun, registered = registration.chances(panel, *registration.fit(panel, FROM), 6)
    assert np.all(np.diff(begun, axis=1) >= -1e-12)
    assert np.all(np.diff(registered, axis=1) >= -1e-12)
    assert np.all(registered <= begun + 1e-12)
    assert begun[0].tolist() == [1.0] * 6
    assert registered[0, -1] > registered[1, -1] > registered[2, -1] == 0


# --- the Outlook ------------------------------------------------------------------------------------


def test_the_parts_are_what_the_two_forecasts_differ_by() -> None:
    found = below()
    apart = found.outlook.full_year.mean() - found.top_down.full_year.mean()
    assert found.parts["points"].sum() == pytest.approx(apart, abs=1e-9)
    # The base's months: the ledger's own of last year, even shares of the rest.
    known, base = len(found.outlook.known), found.base.value
    _, made = demo()
    last = ledger_ahead.counted_by(made.panel)[[str(each).startswith("2019") for each in made.panel.periods]] / 1e4
    assert last.size == 11
    months = np.diff(last, prepend=0.0) + (base - last[-1]) * period_weights(found.outlook.weights.cumulative)
    assert months.sum() == pytest.approx(base)
    published = months[:known].sum() * (1 + found.outlook.known_ytd / 100)
    full_year = base * (1 + found.outlook.full_year.mean() / 100)
    assert found.parts["amount"].sum() == pytest.approx(full_year - published)
    amount = found.parts.set_index("part")["amount"]
    assert found.lines["amount"].sum() == pytest.approx(amount["ledger"])


def test_the_outlook_is_one_like_any_other() -> None:
    found, above = below().outlook, below().top_down
    assert found.known == above.known
    assert found.remaining.shape == above.remaining.shape
    assert np.isfinite(found.full_year).all()
    # Draw i of one goes with draw i of the other: the rest outside the ledger is the top-down model's.
    assert np.corrcoef(found.full_year, above.full_year)[0, 1] > 0.2
    assert together().outlook.full_year.std() < above.full_year.std() * 1.05


def test_the_same_seed_gives_the_same_draws() -> None:
    where, made = demo()
    once, again = (
        bottom_up.fit_predict(where, where.as_of(DAY), 2020, rehearsal=made, seed=3, draws=500).outlook
        for _ in range(2)
    )
    assert np.array_equal(once.remaining, again.remaining)


def test_the_base_is_a_scale_and_its_doubt_hardly_moves_growth() -> None:
    where, made = demo()
    medians = []
    for factor in (0.96, 1.0, 1.04):
        settings = investment_settings.read(where.folder) if where.folder else investment_settings.InvestmentSettings()
        level = settings.level
        assert level is not None
        other = settings.model_copy(update={"level": level.model_copy(update={"value": level.value * factor})})
        made_so = bottom_up.fit_predict(where, where.as_of(DAY), 2020, rehearsal=made, settings=other, draws=2000)
        medians.append(made_so.outlook.quantile(0.5))
    assert np.ptp(medians) < 0.5


def test_a_month_of_the_ledger_is_not_used_before_it_is_known() -> None:
    where, made = demo()
    early = where.as_of(dt.date(2020, 9, 25))
    full = bottom_up.fit_predict(where, early, 2020, rehearsal=made, draws=500)
    then = bottom_up.open_ledger(where, early.as_of)
    assert str(then.periods[-1]) == "2020-08"
    again = bottom_up.fit_predict(where, early, 2020, rehearsal=Rehearsal(then, FROM), draws=500)
    assert full.months == again.months == 23
    assert full.outlook.remaining == pytest.approx(again.outlook.remaining)


def test_a_row_in_another_unit_hardly_moves_the_forecast_and_is_found() -> None:
    where, made = demo()
    assert where.folder is not None
    rows = registers.read(where.folder, "ledger", DAY)
    last = rows[rows["period"] == "2020-09"]
    hit = last["annual_plan_wan_yuan"].idxmax()
    amounts = [name for name in rows if str(name).endswith("_wan_yuan")]
    rows[amounts] = rows[amounts].astype(float)
    rows.loc[hit, amounts] *= 10_000
    view = where.as_of(DAY)
    right = bottom_up.fit_predict(where, view, 2020, rehearsal=made, draws=1000).outlook
    found = bottom_up.fit_predict(where, view, 2020, rehearsal=rehearsal(rows), draws=1000).outlook
    assert abs(found.quantile(0.5) - right.quantile(0.5)) < 0.6
    assert any(each.severity == "error" for each in list_checks.check("ledger", rows))


def test_without_a_ledger_of_the_year_there_is_no_forecast_from_below() -> None:
    where, _ = demo()
    old = rehearsal(ledger(line("甲", "2019-12", ytd_done_wan_yuan=5)))
    with pytest.raises(DataError, match="2020"):
        bottom_up.fit_predict(where, where.as_of(DAY), 2020, rehearsal=old, draws=100)
    nation = place.load("全国")
    with pytest.raises(DataError, match="台账"):
        bottom_up.open_ledger(nation, DAY)


def test_a_ledger_without_figures_of_the_statistics_has_no_forecast_from_below() -> None:
    where, _ = demo()
    assert where.folder is not None
    rows = registers.read(where.folder, "ledger", DAY)
    blank = rehearsal(rows.assign(statistics_ytd_wan_yuan=np.nan))
    for model in (bottom_up, combined):
        with pytest.raises(DataError, match="统计入库投资"):
            model.fit_predict(where, where.as_of(DAY), 2020, rehearsal=blank, draws=200)


# --- together ---------------------------------------------------------------------------------------


def test_the_combined_median_lies_between_the_two_and_the_table_says_the_weights() -> None:
    table = together().table().set_index("forecast")
    assert table["median"].min() - 0.05 <= table.loc["combined", "median"] <= table["median"].max() + 0.05
    assert table.loc[["top_down", "bottom_up"], "weight"].sum() == pytest.approx(1)
    zh, en = together().reason()
    assert "权重" in zh
    assert "weight" in en


def test_how_far_the_two_lie_apart_is_what_a_reader_gets_from_the_printed_medians() -> None:
    found, moved = together(), np.random.default_rng(7).gamma(0.5, 12.0, 4000)  # skewed
    outlook = found.below.outlook.shifted_to(found.below.outlook.full_year + moved)
    skewed = replace(found, below=replace(found.below, outlook=outlook))
    printed = skewed.table().set_index("forecast")["median"].round(1)
    apart = printed["bottom_up"] - printed["top_down"]
    assert apart > 0.0
    assert f"比自上而下高{apart:.1f}个百分点" in skewed.reason()[0]
    assert f" {apart:.1f} points above " in skewed.reason()[1]


def test_a_young_ledger_weighs_little_and_is_called_young() -> None:
    where, _ = demo()
    assert where.folder is not None
    rows = registers.read(where.folder, "ledger", DAY)
    young = rehearsal(rows[rows["period"] >= "2020-06"])
    found = combined.fit_predict(where, where.as_of(DAY), 2020, rehearsal=young, draws=1000)
    assert len(young.panel.periods) == 4
    assert found.weight < 0.05
    assert found.young
    assert f"{found.age:.1f}年" in found.reason()[0]
    assert not together().young


def test_a_ledger_that_no_past_year_could_test_weighs_little() -> None:
    where, _ = demo()
    assert where.folder is not None
    rows = registers.read(where.folder, "ledger", DAY)
    untested = rehearsal(rows[rows["period"] >= "2019-11"])
    found = combined.fit_predict(where, where.as_of(DAY), 2020, rehearsal=untested, draws=1000)
    assert found.past.empty
    assert found.age == pytest.approx(10 / 11)
    assert found.weight < 0.3
    assert found.young


def test_the_width_is_learned_from_past_years_and_one_year_is_no_rule() -> None:
    each = below()
    right = float(np.median(0.5 * each.outlook.full_year + 0.5 * each.top_down.full_year))
    prior = 3 * combined.PRIOR_WIDTH**2
    assert combined._width(0.5, []) == pytest.approx((prior / 3) ** 0.5)
    assert combined._width(0.5, [(each, right)]) == pytest.approx((prior / 4) ** 0.5)
    assert combined._width(0.5, [(each, right + 50)]) == pytest.approx(((prior + 9) / 4) ** 0.5)


def test_past_years_are_scored_on_the_same_day_of_their_year() -> None:
    past = together().past
    assert past["year"].tolist() == [2019, 2018]
    assert past.loc[0, "truth"] == pytest.approx(9.3)


def test_a_ledger_whose_last_year_has_nothing_in_the_statistics_is_forecast_all_the_same() -> None:
    where, _ = demo()
    assert where.folder is not None
    rows = registers.read(where.folder, "ledger", DAY).copy()
    before = rows["period"] < "2020"
    rows.loc[before, ["statistics_ytd_wan_yuan", "registered_on"]] = None
    rows.loc[before, "registered"] = False
    found = combined.fit_predict(where, where.as_of(DAY), 2020, rehearsal=rehearsal(rows), draws=500)
    assert np.isfinite(found.outlook.full_year).all()
