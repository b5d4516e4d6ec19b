"""The demonstration city: synthetic and marked so, the same from its seed, and consistent in itself."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from shouguan.core import indicators, paths
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period
from shouguan.core.ytd import contributions
from shouguan.data import observations, place
from shouguan.data.observations import View

HERE = paths.places() / "demo-city"
CITY, PROVINCE = "999901", "999900"
LAST = dt.date(2020, 10, 23)


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import the generator, which is a script beside its data."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # leave no cache in a folder of data
    spec = importlib.util.spec_from_file_location("demo_city_generate", HERE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written_by(module: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Run the generator into a folder and return its files."""
    monkeypatch.setattr(module, "HERE", folder)
    module.main()
    return {file.name: file.read_bytes() for file in (folder / "observations").iterdir()}


@lru_cache(maxsize=1)
def newest() -> View:
    """Return all that the city has published."""
    return place.load("demo-city").as_of(LAST)


def ytd_values(indicator: str) -> dict[Period, float]:
    """Return the city's YTD nominal values."""
    return newest().series(CITY, indicator, basis="ytd", measure="value")


# --- the generator ---------------------------------------------------------------------------------


def test_the_generator_writes_the_files_that_are_there_byte_by_byte(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written_by(generator, tmp_path, monkeypatch)
    there = {file.name: file.read_bytes() for file in (HERE / "observations").iterdir()}
    assert made.keys() == there.keys()
    assert [name for name in made if made[name] != there[name]] == []


def test_another_seed_makes_another_city(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the figures do come from the seed, so the equality above says something."""
    monkeypatch.setattr(generator, "SEED", generator.SEED + 1)
    made = written_by(generator, tmp_path, monkeypatch)
    assert made["gdp.csv"] != (HERE / "observations" / "gdp.csv").read_bytes()


# --- marked as invented ----------------------------------------------------------------------------


def test_the_city_is_marked_as_synthetic() -> None:
    assert place.load("demo-city").settings.synthetic is True


def test_every_figure_and_target_says_that_it_is_invented() -> None:
    own = observations.read_folder(HERE)
    assert own["source"].str.startswith("演示数据").all()
    assert {target.source for target in place.load("demo-city").targets} == {"演示数据"}


def test_no_invented_figure_stands_under_the_code_of_a_real_region() -> None:
    own = set(observations.read_folder(HERE)["region"])
    assert own == {PROVINCE, *place.load("demo-city").settings.peers}
    assert own.isdisjoint(place.official_regions())


# --- what it shows ---------------------------------------------------------------------------------


def test_the_newest_release_is_the_third_quarter_of_2020() -> None:
    own = observations.read_folder(HERE)
    assert own["released_on"].max().date() == LAST
    assert place.load("demo-city").releases("gdp")[-1] == (LAST, Period(2020, "Q", 3))


def test_the_citys_published_2020_is_the_story_of_the_demonstration() -> None:
    growth = newest().ytd_growth(CITY, "gdp")
    assert {str(p): g for p, g in growth.items() if p.year == 2020} == {"2020Q1": -5.8, "2020Q2": 0.3, "2020Q3": 2.0}


def test_the_city_has_the_size_of_a_typical_prefecture() -> None:
    assert ytd_values("gdp")[Period(2019, "Q", 4)] == pytest.approx(2650, rel=0.01)


def test_industries_have_the_shares_of_a_typical_prefecture() -> None:
    year = Period(2019, "Q", 4)
    total = ytd_values("gdp")[year]
    shares = {code: 100 * ytd_values(code)[year] / total for code in INDUSTRIES}
    typical = dict(zip(INDUSTRIES, [9, 32, 8, 13, 5, 1.5, 6, 6, 2, 3, 14.5], strict=True))
    assert shares == pytest.approx(typical, abs=2)  # industries grow at their own pace from 2014 on


def test_industries_add_up_to_gdp_within_rounding() -> None:
    total = ytd_values("gdp")
    parts = [ytd_values(code) for code in INDUSTRIES]
    periods = [period for period in total if period.year >= 2018]
    assert len(periods) == 11
    for period in periods:
        # values have two decimals: half a digit for each industry and for the total
        assert sum(part[period] for part in parts) == pytest.approx(total[period], abs=0.005 * 12), period


def test_contributions_of_industries_add_up_to_growth_within_rounding() -> None:
    total = newest().ytd_growth(CITY, "gdp")
    growth = [newest().ytd_growth(CITY, code) for code in INDUSTRIES]
    values = [ytd_values(code) for code in INDUSTRIES]
    periods = [period for period in total if period.year >= 2019]
    assert len(periods) == 7
    for period in periods:
        base = np.array([value[Period(period.year - 1, "Q", period.number)] for value in values])
        found = contributions(base / base.sum(), [each[period] for each in growth], total[period])
        # growth has one decimal: half a digit for the parts together and for the total
        assert abs(found.residual) <= 0.1, period


@pytest.mark.parametrize("indicator", ["fai", "industry_va"])
def test_monthly_indicators_are_published_as_growth_only_and_without_january(indicator: str) -> None:
    own = observations.read_folder(HERE)
    rows = own[(own["indicator"] == indicator) & (own["region"] == CITY)]
    assert set(rows["measure"]) == {"growth"}
    calendar = indicators.indicator(indicator).calendar
    grid = [str(period) for year in range(2016, 2021) for period in calendar.periods(year)]
    assert rows["period"].tolist() == [text for text in grid if text <= "2020-09"]


def test_the_city_has_a_province_and_ten_siblings_with_figures() -> None:
    city = place.load("demo-city")
    assert len(city.settings.peers) == 11
    for code in (PROVINCE, *city.settings.peers):
        assert code in city.regions
        growth = newest().ytd_growth(code, "gdp")
        assert Period(2020, "Q", 3) in growth
        assert Period(2019, "Q", 4) in growth
