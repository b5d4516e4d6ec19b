"""Slips of an analyst are answered in a sentence that says what is right; none reaches pandas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pytest

import shouguan as sg
from shouguan.core.errors import DataError
from tests.builders import opened


@pytest.fixture(scope="module")
def city() -> sg.Study:
    return opened.study()


@pytest.fixture(scope="module")
def ahead(city: sg.Study) -> sg.Forecast:
    return city.forecast("gdp")


WRONG: dict[str, tuple[Callable[[Any, Any], object], str]] = {
    "no indicator": (lambda city, _: city.observations(None), "None"),
    "a list for one indicator": (lambda city, _: city.observations(["gdp"]), "gdp"),
    "a year for a period": (lambda city, _: city.contributions("gdp", "2020年"), "2020Q3"),
    "another language": (lambda city, _: city.industries(lang="fr"), "zh"),
    "a list for a frame": (lambda city, _: sg.labelled([1, 2]), "list"),
    "a frame in French": (lambda _, ahead: sg.labelled(ahead.table(), "fr"), "zh"),
    "a day that is none": (lambda city, _: city.news("gdp", since="yesterday"), "since"),
    "no such scenario": (lambda *_: sg.open_place("demo-city", "2020-10-25", scenario="strees"), "stress"),
    "a fan of a frame": (lambda _, ahead: sg.plots.fan(ahead.table()), "Study.forecast"),
    "a fan in French": (lambda _, ahead: sg.plots.fan(ahead, lang="fr"), "zh"),
    "a target in quotes": (lambda _, ahead: sg.plots.fan(ahead, target="3.5"), "3.5"),
    "a distribution to a word": (lambda _, ahead: sg.plots.distribution(ahead, "x"), "x"),
    "required of a place": (lambda city, _: sg.plots.required(city, [3.0]), "Study.forecast"),
    "chances of a table": (lambda _, ahead: sg.plots.chances(ahead.table()), "forecast_many"),
    "peers of a table": (lambda _, ahead: sg.plots.peers(ahead.table()), "forecast_many"),
    "a heat map of observations": (lambda city, _: sg.plots.heatmap(city.observations("gdp")), "Study.industries"),
    "a heat map of nothing": (lambda city, _: sg.plots.heatmap(city.industries(), last=0), "last"),
    "joint of another": (lambda city, _: sg.plots.joint(city.joint(["gdp", "fai"]), "gdp", "x"), "Study.joint"),
    "joint with one target": (lambda city, _: sg.plots.joint(city.joint(["gdp", "fai"]), "gdp", "fai", targets=3), "3"),
    "residuals of a frame": (lambda city, _: sg.plots.residuals(city.fit("gdp").innovations()), "innovations"),
    "a year of values": (lambda city, _: sg.plots.year_against_earlier(city.observations("gdp"), "value"), "ytd"),
    "a year of industries": (lambda city, _: sg.plots.year_against_earlier(city.industries()), "Study.observations"),
    "errors of observations": (lambda city, _: sg.plots.errors_heatmap(city.observations("gdp")), "Study.backtest"),
    "revisions of observations": (lambda city, _: sg.plots.revisions(city.observations("gdp")), "Study.revisions"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_slip_is_answered(city: sg.Study, ahead: sg.Forecast, slip: str) -> None:
    ask, right = WRONG[slip]
    with pytest.raises(DataError) as refused:
        ask(city, ahead)
    assert right in refused.value.zh and right in refused.value.en


def test_one_may_stand_for_several(city: sg.Study, ahead: sg.Forecast) -> None:
    assert list(city.wide("gdp")) == list(city.joint("gdp")) == ["gdp"]
    assert set(city.scenarios("gdp")["indicator"]) == {"gdp"}
    assert list(sg.forecast_many("山东", "gdp", "2020-10-28").index) == ["山东"]
    with pytest.raises(DataError, match=r"3\.5"):
        ahead.required("3.5")
    entry = {"indicator": "gdp", "basis": "full_year", "mode": "add", "value": 0.5, "unit": "pp", "reason": "试算"}
    assert city.scenario(entry, "gdp")["change"].tolist() == city.scenario([entry], "gdp")["change"].tolist()


def test_a_place_and_a_day_are_taken_as_they_come() -> None:
    study = sg.open_place(370000, dt.date(2020, 10, 28))
    assert study.place.name() == "山东" and study.view.as_of == dt.date(2020, 10, 28)


def test_what_a_cell_shows_fits_on_a_line(city: sg.Study, ahead: sg.Forecast) -> None:
    for each in (city, ahead, city.fit("gdp"), sg.open_place("demo-city", "2020-10-25", scenario="stress")):
        assert len(repr(each)) < 120
    assert "stress" in repr(sg.open_place("demo-city", "2020-10-25", scenario="stress"))


def test_where_no_place_can_be_forecast_the_picture_says_why() -> None:
    late = sg.forecast_many(["山东", "江苏"], "gdp", "2024-10-25", above_last_year=0.5)
    for draw in (sg.plots.chances, sg.plots.peers):
        said = "".join(text.get_text() for text in draw(late).texts).replace("\n", "")
        assert "不能测算" in said and "2024-10-25" in said
        plt.close("all")


def test_an_indicator_that_was_never_published_is_no_error_of_the_picture() -> None:
    seen = sg.open_place("山东", "2020-10-28").observations("fai")
    assert "没有公布" in "".join(text.get_text() for text in sg.plots.year_against_earlier(seen).texts)
