"""The Python interface: the same figures as the command line, as frames."""

from __future__ import annotations

import numpy as np
import pytest

import shouguan as sg
from shouguan.analysis import forecasting
from shouguan.core.errors import DataError
from shouguan.core.parameters import check
from tests.builders import opened

DAY = "2020-10-28"


def test_a_forecast_is_the_one_that_the_command_line_prints() -> None:
    made = opened.study().forecast("gdp")
    printed = forecasting.forecast(check({"place": "demo-city", "as_of": "2020-10-25"}), "gdp")
    table = made.table()
    assert list(table.index) == ["2020Q4"]
    assert table.loc["2020Q4", "median"] == pytest.approx(printed["full_year"]["median"], abs=1e-4)
    assert table.loc["2020Q4", "q05"] == pytest.approx(printed["full_year"]["q05"], abs=1e-4)
    targets = printed["targets"]
    needs = made.required([target["value"] for target in targets])
    assert list(needs["required"]) == pytest.approx([target["required_growth"] for target in targets], abs=1e-4)
    assert list(needs["chance"]) == pytest.approx([target["chance"] for target in targets], abs=1e-4)
    assert made.yardsticks == pytest.approx(printed["yardsticks"], abs=1e-4)


def test_draws_are_a_row_each_and_end_in_the_full_year() -> None:
    made = opened.study().forecast("fai")
    draws = made.draws()
    assert list(draws.columns) == ["2020-10", "2020-11", "2020-12", "full_year"]
    assert np.quantile(draws["full_year"], 0.5) == pytest.approx(made.table()["median"].iloc[-1])


def test_observations_are_what_was_out_and_single_growth_weighs_back_to_the_published_year() -> None:
    seen = sg.open_place("全国", "2020-10-25").observations("gdp")
    assert seen["released_on"].max().date().isoformat() <= "2020-10-25"
    assert seen["period"].iloc[-1] == "2020Q3"
    first = seen[seen["period"].str.endswith("Q1")]
    assert list(first["single"]) == pytest.approx(list(first["ytd"]))
    within = seen.dropna(subset=["single"])
    year = within[within["period"].str.startswith("2019")]
    assert year["single"].min() <= year["ytd"].iloc[-1] <= year["single"].max()


def test_no_single_growth_is_made_up_where_an_earlier_stretch_is_missing() -> None:
    study = opened.study()
    rows = study.view.table
    hole = (rows["region"] == study.place.region) & (rows["indicator"] == "gdp") & (rows["period"] == "2020Q2")
    torn = sg.Study(study.place, type(study.view)(study.view.as_of, rows[~hole]))
    seen = torn.observations("gdp").set_index("period")
    assert "2020Q2" not in seen.index
    assert np.isnan(seen.loc["2020Q3", "single"])
    assert seen.loc["2020Q1", "single"] == seen.loc["2020Q1", "ytd"]


def test_thirty_one_provinces_side_by_side_are_each_their_own_forecast() -> None:
    table = sg.forecast_many(sg.provinces(), "gdp", DAY, above_last_year=0.5)
    assert len(table) == 31
    assert table["chance"].between(0, 1).all()
    assert (table["lower80"] < table["median"]).all()
    alone = sg.open_place("山东", DAY).forecast("gdp").outlook
    assert table.loc["山东", "median"] == alone.quantile(0.5)
    assert table.loc["山东", "chance"] == alone.chance(table.loc["山东", "target"])


def test_a_place_without_a_target_has_no_chance() -> None:
    assert sg.forecast_many(["山东"], "gdp", DAY)[["target", "chance"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("place", "day", "wrong", "says"),
    [
        ("山冻", DAY, DataError, "山东"),
        ("山东", "2020-13-40", DataError, "2020-13-40"),
        ("山东", "2020-02-30", DataError, "2020-02-30"),
    ],
)
def test_what_is_wrong_is_named(place: str, day: str, wrong: type[Exception], says: str) -> None:
    with pytest.raises(wrong, match=says):
        sg.open_place(place, day)


def test_an_unknown_name_of_the_interface_is_an_attribute_error() -> None:
    assert "open_place" in dir(sg)
    with pytest.raises(AttributeError, match="open_plaze"):
        _ = sg.open_plaze
