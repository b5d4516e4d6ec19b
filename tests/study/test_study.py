"""What the interface returns beside forecasts: frames of other rooms' figures, and the model to look into."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from shouguan.ingest import importing
from shouguan.ingest.new_place import Wanted, create
from shouguan.ingest.readers.reading import Options
from shouguan.models import calibrated
from tests.builders import opened
from tests.builders.corpus import Grid, book

DAY = "2020-10-25"


@pytest.fixture(scope="module")
def city() -> sg.Study:
    return opened.study()


def test_wide_frames_hold_the_published_figures_side_by_side(city: sg.Study) -> None:
    wide = city.wide(["gdp", "gdp_industry"])
    tidy = city.observations("gdp_industry").set_index("period")["ytd"]
    pd.testing.assert_series_equal(wide["gdp_industry"].dropna(), tidy, check_names=False)
    assert wide.index.is_monotonic_increasing


def test_a_place_that_publishes_single_growth_only_has_a_frame(tmp_path: Path) -> None:
    create(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))
    grid: Grid = [["某市2020年地区生产总值当季增速（%）"], ["地区", "二季度", "三季度"], ["某市", 3.1, 4.6]]
    book({"表": grid})(tmp_path / "增速.xlsx")
    importing.import_files([tmp_path / "增速.xlsx"], str(tmp_path / "city"), None, Options())
    place = sg.open_place(str(tmp_path / "city"), DAY)
    frame = place.observations("gdp")
    assert frame["period"].tolist() == ["2020Q2", "2020Q3"] and frame["ytd"].isna().all()
    assert frame["single_published"].tolist() == [3.1, 4.6] and frame["source"].str.contains("增速.xlsx").all()
    assert place.wide(["gdp"], measure="single")["gdp"].tolist() == [3.1, 4.6]


def test_industries_are_eleven_and_named_in_the_language_asked_for(city: sg.Study) -> None:
    singles = city.industries()
    assert singles.shape[1] == 11
    assert "金融业" in city.industries(lang="zh") and "Finance" in city.industries(lang="en")
    assert np.isfinite(singles.loc["2020Q3"]).all()


@pytest.mark.parametrize(
    ("place", "code", "day"),
    [
        ("demo-city", "gdp", DAY),
        ("demo-city", "fai", DAY),
        ("demo-city", "gdp", "2020-09-20"),  # the third quarter is read from its months
        ("山东", "gdp", "2020-10-20"),  # the nation has published it, the province has not
    ],
)
def test_the_fit_is_the_model_behind_the_forecast(place: str, code: str, day: str) -> None:
    study = sg.open_place(place, day)
    fit, region = study.fit(code), study.place.region
    joint = calibrated.fit_predict_all(study.place, study.view, code, 2020)
    held = joint.estimated
    assert held is not None
    used = (held.with_monthly or held.without_monthly).noise(10**6, [region])[0]
    assert fit.params.loc["sigma", "value"] == pytest.approx(used, rel=1e-4)  # the last pass changes no more
    assert fit.params["estimated"].sum() == 2
    ahead = joint.of(region, code)
    moved, drift = (each[0, fit._at] for each in fit.filtered.drift.expected(1))
    trend = fit.level()["filtered"].iloc[fit.filtered.last] + moved + drift
    assert trend == pytest.approx(ahead.parts["trend"][0], abs=1e-9)
    at = [past.region for past in fit.filtered.pasts].index(region)
    assert fit.loglike == pytest.approx(fit.filtered.run.loglikelihood[at], abs=1e-8)
    innovation = fit.filtered.run.innovation[:, at]
    seen = fit.innovations()
    assert seen["innovation"].to_numpy() == pytest.approx(innovation[np.isfinite(innovation)], abs=1e-8)
    published = study.observations(code).set_index("period")["ytd"]
    assert seen.loc[~seen["rough"], "ytd"].to_dict() == published.loc[seen.index[~seen["rough"]]].to_dict()
    assert seen["rough"].sum() == (0 if day == DAY else 1)


def test_a_fit_speaks_as_statsmodels_users_expect(city: sg.Study) -> None:
    fit = city.fit("gdp")
    told = str(fit.summary())
    assert "sigma" in told and "trend (fixed)" in told
    tests = fit.diagnostics()
    assert tests["pvalue"].between(0, 1).all()
    level = fit.level()
    assert level["smoothed"].iloc[-1] == pytest.approx(level["filtered"].iloc[-1])
    assert not np.allclose(level["smoothed"].iloc[4:8], level["filtered"].iloc[4:8])
    time, shape, _, _ = fit.plot_diagnostics().axes
    known = fit.innovations().query("not rough")["standardised"]
    assert time.lines[0].get_ydata() == pytest.approx(known)
    assert sum(bar.get_height() * bar.get_width() for bar in shape.patches) == pytest.approx(1.0)


def test_parameters_that_are_held_can_be_moved_in_statsmodels_own_results(city: sg.Study) -> None:
    results = city.fit("gdp").results
    model, sigma = results.model, results.params["sigma"]
    assert model.loglike([sigma, 0.5, 0.2]) == pytest.approx(results.llf)
    assert model.loglike([sigma, 0.5, 0.9]) != pytest.approx(results.llf)
    assert model.loglike([sigma, 2.0, 0.2]) != pytest.approx(results.llf)


def test_a_path_ends_in_its_target(city: sg.Study) -> None:
    made = city.forecast("fai")
    way = made.path(4.0)
    assert way["ytd"].iloc[-1] == pytest.approx(4.0)
    assert list(way.index) == list(made.draws().columns[:-1])
    assert made.chance(-50.0) == 1.0


def test_draws_of_two_indicators_go_together(city: sg.Study) -> None:
    joint = city.joint(["gdp", "fai"])
    assert list(joint) == ["gdp", "fai"]
    assert joint["gdp"].median() == pytest.approx(city.forecast("gdp").outlook.quantile(0.5), abs=0.05)
    assert joint.corr().loc["gdp", "fai"] > 0.1


def test_news_add_up_under_the_names_that_statsmodels_gives_them(city: sg.Study) -> None:
    news = city.news("gdp")
    total = news.total_impacts.iloc[0]
    moved = news.update_impacts["impact"].sum() + news.revision_impacts["impact"].sum() + total["impact of estimation"]
    assert total["estimate (new)"] - total["estimate (prev)"] == pytest.approx(moved)
    own = news.update_impacts.query("own and `updated variable` == 'gdp'").iloc[-1]
    assert own["update date"] == "2020Q3"
    assert own["news"] == pytest.approx(own["observed"] - own["forecast (prev)"])
    with pytest.raises(DataError, match=r"2020-10-25|should|应早于"):
        city.news("gdp", since=DAY)


def test_scenarios_begin_with_the_base(city: sg.Study) -> None:
    frame = city.scenarios()
    assert frame["change"].iloc[0] == 0.0
    assert frame["scenario"].nunique() > 1
    assert frame.query("indicator == 'gdp'")["median"].iloc[0] == pytest.approx(
        city.forecast("gdp").outlook.quantile(0.5), abs=0.05
    )


def test_back_solving_asks_more_for_a_higher_target(city: sg.Study) -> None:
    low, high = city.back_solve("gdp", 3.0), city.back_solve("gdp", 3.5)
    assert len(low) == 11
    assert (high["required"] >= low["required"] - 1e-9).all() and high["points"].sum() > low["points"].sum()


def test_the_past_ends_before_the_open_year_and_says_whose_it_is(city: sg.Study) -> None:
    past = city.backtest("gdp")
    assert past["year"].max() < 2020
    assert set(past["region"]) == {"100000"}
    assert set(sg.open_place("山东", "2020-10-28").backtest("gdp")["region"]) == {"370000"}
    assert past["error"].to_numpy() == pytest.approx((past["outcome"] - past["median"]).to_numpy())


def test_peers_are_the_group_and_the_place_is_among_them(city: sg.Study) -> None:
    group = city.peers("gdp")
    assert city.place.name() in group.index
    assert len(group) == len(city.place.settings.peers)
    assert group["median"].is_monotonic_decreasing


def test_targets_and_revisions_are_those_known_by_the_day(city: sg.Study) -> None:
    assert (pd.to_datetime(city.targets()["announced_on"]) <= pd.Timestamp(DAY)).all()
    assert city.forecast("gdp").target == city.targets().query("indicator == 'gdp' and year == 2020")["value"].iloc[-1]
    early = sg.open_place("demo-city", "2019-01-25").revisions("gdp")
    assert len(early) <= len(city.revisions("gdp"))


def test_a_place_that_cannot_be_forecast_has_a_reason_and_no_figure() -> None:
    frame = sg.forecast_many(["全国", "山东"], "industry_va", "2020-10-28")
    assert frame["median"].isna().all()
    assert (frame["reason"] != "").all()


@pytest.mark.parametrize("target", [float("nan"), float("inf"), -100.0, 1e9, "3.5"])
def test_a_target_that_growth_cannot_be_is_refused(city: sg.Study, target: float) -> None:
    made = city.forecast("gdp")
    for ask in (made.chance, made.path, lambda value: made.required([value]), lambda v: city.back_solve("gdp", v)):
        with pytest.raises(DataError, match="全年增速"):
            ask(target)
    with pytest.raises(DataError, match="above_last_year（百分点）"):
        sg.forecast_many(["山东"], "gdp", "2020-10-28", above_last_year=target)


def test_an_indicator_that_is_asked_for_is_never_left_out_without_a_word(city: sg.Study) -> None:
    for codes in (["gdp", "gpd"], ["gdp", "loans"], []):
        with pytest.raises(DataError):
            city.joint(codes)
    for shown in ([], ["gpd"], ["loans"]):
        with pytest.raises(DataError):
            city.scenarios(shown)
