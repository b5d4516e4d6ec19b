"""Under a scenario every door of the kit gives the same forecast, on whatever page, and says that it is assumed."""

from __future__ import annotations

import numpy as np
import pytest

import shouguan as sg
from shouguan.core.indicators import FORECAST
from shouguan.core.periods import Lang
from tests.builders import opened

DAY = "2020-10-25"


@pytest.fixture(scope="module")
def stressed() -> sg.Study:
    return opened.study(scenario="stress")


@pytest.mark.parametrize(
    "about",
    [
        pytest.param(("gdp",), marks=pytest.mark.long),
        ("fai",),
        pytest.param(("industry_va",), marks=pytest.mark.long),
        FORECAST,
    ],
)
def test_a_page_about_one_indicator_has_the_scenarios_figures(stressed: sg.Study, about: tuple[str, ...]) -> None:
    page = opened.page(scenario="stress", about=about)
    for code in {"gdp", "fai"} & set(about):
        own = stressed.forecast(code).outlook.full_year
        assert np.array_equal(page.context.linked.outlook(code).full_year, own)
        beside = stressed.scenario("stress", code)["median"].iloc[-1]
        assert beside == pytest.approx(float(np.median(own)))
    assert list(page.context.sheets) == [code for code in about if stressed.place.releases(code)]


def test_the_frames_move_together(stressed: sg.Study) -> None:
    calm = opened.study()
    assert stressed.forecast("gdp").outlook.quantile(0.5) < calm.forecast("gdp").outlook.quantile(0.5)
    joint = stressed.joint(["gdp", "fai"])
    assert np.array_equal(joint["gdp"], stressed.forecast("gdp").outlook.full_year)


def test_a_part_is_forecast_as_the_report_prints_it() -> None:
    calm = opened.study()
    page = opened.page()
    ours = calm.forecast("gdp_agriculture").outlook.full_year
    assert np.array_equal(ours, page.context.linked.outlook("gdp_agriculture").full_year)


@pytest.mark.parametrize(("lang", "words"), [("zh", "压力情景"), ("en", "Stress")])
def test_title_mark_and_conclusion_name_the_scenario(lang: Lang, words: str) -> None:
    page = opened.page(lang=lang, scenario="stress")
    head, conclusion = page.heading().html.striptags(), page.conclusion().html.striptags()
    assert head.count(words) == 2 and words in conclusion
    calm = opened.page(lang=lang)
    assert words not in calm.heading().html.striptags() + calm.conclusion().html.striptags()
