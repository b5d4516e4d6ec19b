"""Frames of the interface hold the figures of the parts of the kit that they come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.analysis.back_solving import back_solve
from shouguan.components import joint
from shouguan.core.errors import DataError
from shouguan.data.observations import View
from tests.builders import opened

DAY = "2020-10-25"


@pytest.fixture(scope="module")
def city() -> sg.Study:
    return opened.study()


@pytest.fixture(scope="module")
def nation() -> sg.Study:
    return opened.study("全国")


@pytest.fixture(scope="module")
def ahead(city: sg.Study) -> sg.Forecast:
    return city.forecast("fai")


def test_values_stand_beside_growth_where_they_are_published(nation: sg.Study) -> None:
    seen = nation.observations("gdp").set_index("period")
    levels = nation.view.series("100000", "gdp", basis="ytd", measure="value")
    assert {str(period): value for period, value in levels.items() if str(period) in seen.index} == dict(
        seen["value"].dropna()
    )
    assert seen["value"].notna().any()


def test_a_wide_frame_is_each_indicator_by_period_in_the_order_of_time(city: sg.Study) -> None:
    frame = city.wide(["gdp", "fai"])
    for code in ("gdp", "fai"):
        own = city.observations(code).set_index("period")["ytd"]
        assert frame[code].dropna().to_dict() == own.to_dict()
    tail = frame.index[-4:].tolist()
    assert tail.index("2020-09") < tail.index("2020Q3")
    with pytest.raises(DataError, match="yoy"):
        city.wide(["gdp"], measure="yoy")


def test_industries_are_the_eleven_in_the_language_asked_for(city: sg.Study) -> None:
    zh, en = city.industries("single", lang="zh"), city.industries("ytd", lang="en")
    assert zh.shape[1] == en.shape[1] == 11
    assert en["Finance"].dropna().to_dict() == dict(city.observations("gdp_finance")[["period", "ytd"]].to_numpy())
    assert zh.columns[6] == "金融业"


def test_targets_are_those_announced_by_the_day(city: sg.Study) -> None:
    first = min(each.announced_on for each in city.place.targets)
    assert len(city.targets()) == sum(each.announced_on <= city.view.as_of for each in city.place.targets)
    before = sg.Study(city.place, city.place.as_of(first - dt.timedelta(days=1)))
    assert before.targets().empty


def test_contributions_and_the_residual_add_up_to_published_growth(city: sg.Study) -> None:
    frame = city.contributions("gdp", "2020Q3", lang="en")
    assert frame.index[-2:].tolist() == ["residual", "GDP"]
    assert frame["points"].iloc[:-1].sum() == pytest.approx(frame.loc["GDP", "growth"])
    assert frame.loc["Finance", "points"] == pytest.approx(
        frame.loc["Finance", "share"] * frame.loc["Finance", "growth"]
    )
    missing = city.contributions("gdp", "2005Q1")
    assert missing["points"].isna().all()


def test_yardsticks_stand_beside_the_last_period_only(ahead: sg.Forecast) -> None:
    table = ahead.table()
    assert table["carry_ytd"].iloc[:-1].isna().all()
    assert {name: table[name].iloc[-1] for name in ahead.yardsticks} == ahead.yardsticks


def test_a_forecast_carries_its_figures_target_and_a_path_that_ends_at_the_target(ahead: sg.Forecast) -> None:
    assert ahead.observed["ytd"].iloc[-1] == ahead.outlook.known_ytd
    assert ahead.target is not None
    assert ahead.chance(ahead.target) == ahead.required([ahead.target])["chance"].iloc[0]
    path = ahead.path(ahead.target)
    assert path["ytd"].iloc[-1] == pytest.approx(ahead.target)
    assert path["single_expected"].to_numpy() == pytest.approx(ahead.draws().iloc[:, :-1].mean().to_numpy())


def test_a_year_without_a_figure_has_no_yardstick_and_needs_all_of_its_target(city: sg.Study) -> None:
    """A yearly series is forecast before anything of its year is out."""
    place = city.place
    half = (place.table["indicator"] == "energy_intensity") & (place.table["period"] == "2020Q2")
    assert half.sum() == 1
    place = replace(place, table=place.table[~half].reset_index(drop=True))
    early = sg.Study(place, place.as_of(city.view.as_of)).forecast("energy_intensity")
    assert early.yardsticks == {}
    assert early.required([-3.0])[["required", "band"]].iloc[0].tolist() == [-3.0, 0.0]
    assert early.path(-3.0)["ytd"].iloc[-1] == pytest.approx(-3.0)


def test_joint_draws_are_those_of_the_page_and_go_together(city: sg.Study) -> None:
    draws = city.joint(["gdp", "fai"])
    linked = joint.fit_predict(city.place, city.view, ["gdp", "fai"], 2020)
    assert (draws["fai"] == linked.outlook("fai").full_year).all()
    assert np.sort(draws["gdp"]) == pytest.approx(np.sort(city.forecast("gdp").outlook.full_year))


def test_a_scenario_stands_beside_the_base_whichever_indicators_are_shown(city: sg.Study) -> None:
    every, one = city.scenarios(), city.scenario("stress", ["gdp"])
    assert one["name"].tolist() == ["base", "stress"]
    shown = every[every["name"].isin(["base", "stress"]) & (every["indicator"] == "gdp")]
    pd.testing.assert_frame_equal(one, shown.reset_index(drop=True))
    assert one["change"].iloc[1] == pytest.approx(one["median"].iloc[1] - one["median"].iloc[0])


def test_a_scenario_that_does_not_fit_the_day_says_why(city: sg.Study) -> None:
    rows = city.view.table
    industry = (rows["region"] == city.place.region) & (rows["indicator"] == "industry_va")
    without = sg.Study(city.place, View(city.view.as_of, rows[~industry].reset_index(drop=True)))
    told = without.scenarios(["gdp"]).set_index("name")
    assert "industry_va" in told.loc["stress", "reason"]
    assert np.isnan(told.loc["stress", "median"]) and np.isfinite(told.loc["base", "median"])
    with pytest.raises(DataError, match="industry_va"):
        without.scenario("stress", ["gdp"])


def test_what_is_wrong_with_a_scenario_is_said(city: sg.Study) -> None:
    with pytest.raises(DataError, match="stress"):
        city.scenario("stres", ["gdp"])
    gone = {"indicator": "gdp", "basis": "single", "periods": ["2020Q1"], "mode": "add", "value": 1.0, "unit": "pp"}
    with pytest.raises(DataError, match="2020Q1"):
        city.scenario([{**gone, "reason": "已公布"}], ["gdp"])
    with pytest.raises(DataError, match="reason"):
        city.scenario([gone], ["gdp"])


def test_back_solving_is_the_plan_of_the_page(city: sg.Study) -> None:
    frame = city.back_solve("gdp", 3.0)
    linked = joint.fit_predict(city.place, city.view, ["gdp"], 2020)
    plan = back_solve(city.place, city.view, linked.accounts["gdp"], 3.0)
    assert frame["required"].to_dict() == {need.code: need.rest for need in plan.needs}
    assert frame["points"].sum() == pytest.approx(3.0 - linked.outlook("gdp").full_year.mean(), abs=1e-6)
    assert frame.attrs["required"] == plan.required.value
    assert bool(frame["feasible"].all()) is plan.feasible
    with pytest.warns(UserWarning, match="超出各部分的上下限"):
        far = city.back_solve("gdp", 60.0)
    assert not far["feasible"].any()
    assert far.attrs["reachable"] < 60.0
    assert (frame.attrs["feasible"], frame.attrs["reachable"]) == (plan.feasible, plan.reachable)
    assert city.back_solve("gdp").attrs["target"] == city.forecast("gdp").target


def test_a_total_that_cannot_be_taken_apart_or_has_no_target_is_said() -> None:
    province = sg.open_place("湖北", "2020-10-28")
    with pytest.raises(DataError, match="target"):
        province.back_solve("gdp")
    with pytest.raises(DataError, match="gdp"):
        province.back_solve("gdp", 2.0)


def test_another_place_is_tested_on_its_own_past(city: sg.Study) -> None:
    frame, nation = city.backtest("gdp", own=True), city.backtest("gdp")
    last = city.observations("gdp").set_index("period")["ytd"]
    assert set(frame["region"]) == {city.place.region}
    assert set(nation["region"]) == {"100000"}
    assert frame["year"].max() == 2019
    assert list(nation) == list(frame)
    assert set(frame["origin"]) == {"Q1", "H1", "Q3"}
    assert (frame["outcome"] == [last[f"{year}Q4"] for year in frame["year"]]).all()
    assert (frame["lower80"] < frame["upper80"]).all()


def test_revisions_are_changes_that_were_out_by_the_day(city: sg.Study) -> None:
    place = city.place
    row = place.table[place.table["period"] == "2020Q1"]
    assert city.revisions("gdp").empty
    row = row[(row["region"] == place.region) & (row["indicator"] == "gdp") & (row["basis"] == "ytd")]
    row = row[row["measure"] == "growth"]
    later = [
        row.assign(value=row["value"] + 0.2, released_on=pd.Timestamp(day)) for day in ("2020-10-20", "2020-11-20")
    ]
    place = replace(place, table=pd.concat([place.table, *later], ignore_index=True))
    found = sg.Study(place, place.as_of(city.view.as_of)).revisions("gdp")
    assert found["period"].tolist() == ["2020Q1"]
    assert found["change"].tolist() == pytest.approx([0.2])
    assert found["before"].tolist() == row["value"].tolist()


@pytest.mark.long
def test_a_report_is_the_command_lines(city: sg.Study, tmp_path: Path) -> None:
    made = city.report("data", out=tmp_path, lang="en")
    assert made.is_file()
    assert made.relative_to(tmp_path).as_posix() == f"{DAY}/demo-city/base/data.en.html"


def test_a_place_that_cannot_be_forecast_keeps_its_row_with_the_reason() -> None:
    table = sg.forecast_many(["山东", "demo-city"], "industry_va", "2012-06-30")
    assert table.loc["demo-city", "reason"] != ""
    assert table.loc["demo-city"].drop("reason").isna().all()
    with pytest.raises(DataError, match="gdb"):
        sg.forecast_many(["山东"], "gdb", DAY)
