"""What comes out once a year: shrunk to the region above, honest about few years, and blind to the target."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data import observations, origin
from shouguan.data.place import NATION, Place, load
from shouguan.models import calibrated, yearly
from shouguan.models.outlook import Outlook

DAY = dt.date(2020, 10, 25)
CODE = "energy_intensity"
CITY = "370000"
FALLS = {2015: -5.6, 2016: -5.0, 2017: -3.7, 2018: -3.1, 2019: -2.6}


@pytest.fixture(scope="module")
def nation() -> Place:
    return load("全国")


def having(place: Place, figures: dict[tuple[str, str], float]) -> Place:
    """The place with nothing of the indicator but these figures, a whole year's out in the August after it."""
    kind, rest = ("ytd", "growth", "comparable"), ("actual", "first", "test", "")
    rows = [
        (region, CODE, period, *kind, value, "%", pd.Timestamp(int(period[:4]) + (period[4:] == "Q4"), 8, 1), *rest)
        for (region, period), value in figures.items()
    ]
    added = pd.DataFrame(rows, columns=list(observations.COLUMNS))
    others = place.table[place.table["indicator"] != CODE]
    return replace(place, table=pd.concat([others, added], ignore_index=True))


def years_of(region: str, figures: dict[int, float]) -> dict[tuple[str, str], float]:
    return {(region, f"{year}Q4"): value for year, value in figures.items()}


def forecast(place: Place) -> Outlook:
    return calibrated.fit_predict(place, place.as_of(DAY), CODE, 2020)


def test_a_year_is_forecast_before_anything_of_it_is_out(nation: Place) -> None:
    place = having(nation, years_of(NATION, FALLS))
    assert origin.resolve(place, CODE, DAY).year == 2020
    outlook = forecast(place)
    assert outlook.known == ()
    assert str(outlook.origin) == "2019Q4"
    low, high = outlook.interval(0.80)
    assert low < -3.6 < high
    assert 2.0 < high - low < 12.0
    assert outlook.required(-3.0) == (-3.0, 0.0)


def test_fewer_years_are_wider(nation: Place) -> None:
    widths = []
    for first in (2012, 2017):
        place = having(nation, years_of(NATION, {year: -3.0 + 0.1 * (year - 2017) for year in range(first, 2020)}))
        low, high = forecast(place).interval(0.95)
        widths.append(high - low)
    assert widths[0] < widths[1]


def test_a_place_with_too_few_years_leans_on_the_region_above_and_without_one_is_refused(nation: Place) -> None:
    shandong, own = load(CITY), years_of(CITY, {2019: -9.0})
    with pytest.raises(DataError, match="只有 1 年的数"):
        forecast(having(shandong, own))
    leaning = forecast(having(shandong, own | years_of(NATION, FALLS))).quantile(0.5)
    assert -9.0 < leaning < forecast(having(nation, years_of(NATION, FALLS))).quantile(0.5)


def test_a_half_year_moves_the_year_and_narrows_it(nation: Place) -> None:
    record = years_of(NATION, FALLS)
    wide = forecast(having(nation, record))
    narrow = forecast(having(nation, record | {(NATION, "2020Q2"): -0.4}))
    assert str(narrow.origin) == "2020Q2"
    assert np.isnan(narrow.known[0])
    assert narrow.known_ytd == -0.4
    assert wide.quantile(0.5) < narrow.quantile(0.5) < -0.4
    assert np.diff(narrow.interval(0.8)) < np.diff(wide.interval(0.8))
    # the figure that is out stays, within its rounding, and the year is it and the rest
    assert np.abs(narrow.ytd_known + 0.4).max() <= 0.05
    share = narrow.known_weight
    np.testing.assert_allclose(narrow.full_year, share * narrow.ytd_known + (1 - share) * narrow.remaining[:, -1])


def test_shares_of_the_year_are_those_of_gdp(nation: Place) -> None:
    place = having(nation, years_of(NATION, FALLS) | {(NATION, "2020Q2"): -0.4})
    gdp = calibrated.fit_predict(place, place.as_of(DAY), "gdp", 2020)
    np.testing.assert_array_equal(forecast(place).weights.cumulative, gdp.weights.cumulative)


def test_one_region_alone_has_the_draws_that_it_has_among_all() -> None:
    place = having(load(CITY), years_of(NATION, FALLS) | years_of(CITY, FALLS))
    view = place.as_of(DAY)
    among, alone = (yearly.fit_predict_all(place, view, CODE, 2020, only=only) for only in (None, CITY))
    assert [each.region for each in among] == [NATION, CITY]
    np.testing.assert_array_equal(alone.of(CITY, CODE).full_year, among.of(CITY, CODE).full_year)


def test_later_years_are_not_used() -> None:
    assert yearly.predict(FALLS, 2018) == yearly.predict({year: FALLS[year] for year in (2015, 2016, 2017)}, 2018)


def test_nothing_on_record_is_no_forecast() -> None:
    with pytest.raises(ValueError, match="no year before 2015"):
        yearly.predict(FALLS, 2015)


@pytest.mark.parametrize(("count", "above"), [(3, 0), (5, 0), (9, 0), (1, 9), (3, 9), (6, 9)])
@pytest.mark.parametrize("drift", [0.0, 0.5])
def test_intervals_cover_what_they_say(count: int, above: int, drift: float) -> None:
    """Places whose years leave a mean, which may drift, by two points: 80 % intervals hold about so many."""
    rng = np.random.default_rng([count, above, int(10 * drift)])
    held = []
    for _ in range(1500):
        mean = rng.normal(-3.0, 0.5) + np.cumsum(rng.normal(0.0, drift, 12))
        came = mean + rng.normal(0.0, 2.0, 12)
        parent = mean + rng.normal(0.0, 1.0) + rng.normal(0.0, 1.0, 12)
        own = {2000 + at: float(round(came[at], 1)) for at in range(11 - count, 11)}
        others = {2000 + at: float(round(parent[at], 1)) for at in range(11 - above, 11)}
        made = yearly.predict(own, 2011, others)
        held.append(abs(came[11] - made.centre) <= made.scale * stats.t.ppf(0.9, made.freedom))
    assert 0.74 <= np.mean(held) <= 0.90


def test_intervals_cover_what_they_say_with_a_half_year() -> None:
    """Halves that each leave the year's mean by two points."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(1500):
        halves = -3.0 + rng.normal(0.0, 1.0, (9, 1)) + rng.normal(0.0, 2.0, (9, 2))
        whole = 0.48 * halves[:, 0] + 0.52 * halves[:, 1]
        before = yearly.predict({2000 + at: float(whole[at]) for at in range(8)}, 2008)
        past = [(float(halves[at, 0]), 0.48, float(whole[at])) for at in range(5, 8)]
        made = yearly.within(before, float(halves[8, 0]), 0.48, past)
        held.append(abs(whole[8] - made.centre) <= made.scale * stats.t.ppf(0.9, made.freedom))
    assert 0.74 <= np.mean(held) <= 0.90


@given(st.lists(st.floats(-9.0, 9.0), min_size=1, max_size=40), st.integers(-90, 90))
def test_the_mirrored_indicator_with_the_mirrored_target_meets_it_alike(growth: list[float], tenths: int) -> None:
    lower, higher, target = indicators.indicator(CODE), indicators.indicator("gdp"), tenths / 10.0
    away = [value for value in growth if abs(abs(value - target) - 0.05) > 1e-9]  # a binary tie may fall either way
    np.testing.assert_array_equal(lower.meets(away, target), higher.meets([-value for value in away], -target))
    assert lower.threshold(target) == pytest.approx(-higher.threshold(-target))


def test_the_chance_of_an_outlook_follows_the_indicator(nation: Place) -> None:
    base = calibrated.fit_predict(nation, nation.as_of(DAY), "gdp", 2020, draws=100)
    draws = np.array([-4.0, -3.2, -2.96, -2.94, -1.0])
    growth = replace(base, known=(), ytd_known=np.zeros(5), remaining=np.repeat(draws[:, None], 4, axis=1))
    fall = replace(growth, indicator=CODE)
    assert [fall.chance(target) for target in (-3.0, -4.0, -1.0)] == pytest.approx([0.6, 0.2, 1.0])
    assert [growth.chance(target) for target in (-3.0, -4.0, -1.0)] == pytest.approx([0.6, 1.0, 0.2])
