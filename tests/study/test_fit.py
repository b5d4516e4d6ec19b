"""What an analyst can look into: the scale of shocks by period, and what each region borrows from the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import shouguan as sg
from shouguan.models import bridge, calibrated
from shouguan.models.level import filter_together
from tests.builders import opened

EVERYBODY, NATION_ALONE = "2020-10-25", "2020-10-20"


def test_shocks_say_which_quarters_shook_all_regions_and_what_was_expected_before() -> None:
    shocks = opened.study().fit("gdp").shocks()
    assert shocks.index[-1] == "2020Q3" and (shocks.drop(columns="published") >= 1.0).all().all()
    assert shocks["volatility_scale"].idxmax() == "2020Q1"
    assert shocks.loc["2020Q1", "shock_variance"] < 2.0 < shocks.loc["2020Q2", "shock_variance"], (
        "known only afterwards"
    )


def test_shocks_count_published_figures_alone() -> None:
    assert sg.open_place("山东", NATION_ALONE).fit("gdp").shocks()["published"].iloc[-1] == 1
    assert sg.open_place("山东", EVERYBODY).fit("gdp").shocks()["published"].iloc[-1] == 32


def test_the_chances_of_a_drift_are_told_by_beginning() -> None:
    found = sg.open_place("山东", EVERYBODY).fit("gdp").drift()
    assert found.index.tolist() == ["", "2019Q4", "2020Q1", "2020Q2"], "a year, but not the newest quarter"
    assert found["chance"].sum() == pytest.approx(1.0)
    assert (found["step_sd"].iloc[1:] > 0.0).all()


def test_noise_is_its_own_and_that_of_all_in_the_shares_that_are_shown() -> None:
    borrowed = sg.open_place("山东", EVERYBODY).fit("gdp").borrowed()
    others, own = borrowed["noise_from_others"], borrowed["sigma_alone"] ** 2
    of_all = (borrowed["sigma"] ** 2 - (1.0 - others) * own) / others
    assert of_all.to_numpy() == pytest.approx(of_all.iloc[0])
    assert others.between(0.0, 1.0, inclusive="neither").all()
    assert others["全国"] < others["山东"], "the nation has more years of its own"


def test_who_has_published_is_told_nothing_and_the_others_what_moves_them() -> None:
    fit = sg.open_place("山东", NATION_ALONE).fit("gdp")
    borrowed = fit.borrowed()
    assert borrowed.loc["全国", ["told_by_others", "told_share"]].isna().all()
    told = borrowed.drop("全国")
    assert told["told_share"].between(0.0, 1.0, inclusive="neither").all()
    at = borrowed.index.get_loc("山东")
    run, last, past = fit.filtered.run, fit.filtered.last, fit.past
    moved = run.filtered_state[last, -1, at] / past.cumulative[last] - run.predicted[last, at]
    assert told.loc["山东", "told_by_others"] == pytest.approx(moved, rel=0.05)  # but for rounding of the figure
    assert sg.open_place("山东", EVERYBODY).fit("gdp").borrowed()["told_by_others"].isna().all()


def test_what_is_told_is_the_others_figures_and_goes_with_their_surprise() -> None:
    city = sg.open_place("山东", NATION_ALONE)
    pasts = bridge.filter_all(city.place, city.view, "gdp", 2020)[0].pasts
    nation = next(number for number, past in enumerate(pasts) if past.region == "100000")
    told = []
    for more in (-2.0, 2.0):
        ytd = pasts[nation].ytd.copy()
        ytd[-2] += more
        moved = [*pasts[:nation], replace(pasts[nation], ytd=ytd), *pasts[nation + 1 :]]
        told.append(replace(city.fit("gdp"), filtered=filter_together(moved)).borrowed().loc["山东", "told_by_others"])
    assert told[0] < 0.0 < told[1]


def test_leaning_is_what_the_forecast_was_moved_by() -> None:
    city = sg.open_place("山东", EVERYBODY)
    borrowed = city.fit("gdp").borrowed().loc["山东"]
    plain = bridge.fit_predict_all(city.place, city.view, "gdp", 2020, only="370000").of("370000", "gdp")
    printed = calibrated.fit_predict_all(city.place, city.view, "gdp", 2020, only="370000").of("370000", "gdp")
    moved = np.median(printed.full_year) - np.median(plain.full_year)
    assert borrowed["to_ytd"] + borrowed["to_peers"] == pytest.approx(moved, abs=1e-9)
