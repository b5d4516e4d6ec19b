"""The shape of a year: whose values give the shares, which are passed over, and nothing from the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from shouguan.data import place
from shouguan.data.observations import COLUMNS, View, as_of
from shouguan.data.year_weights import YearWeights, year_weights

CITY, PROVINCE, NATION = "370100", "370000", "100000"
CHAIN = [CITY, PROVINCE, NATION]
LATER = dt.date(2022, 1, 1)

# Single-quarter values; each region and year has its own, so that a test sees where shares come from.
OWN_2019, OWN_2018, OWN_2017, OWN_2016, OWN_2015 = (
    [10, 20, 30, 40],
    [11, 20, 30, 39],
    [12, 20, 30, 38],
    [13, 20, 30, 37],
    [14, 20, 30, 36],
)
PROVINCE_2019, NATION_2019 = [20, 20, 20, 40], [25, 25, 20, 30]


def levels(
    region: str,
    year: int,
    single: Sequence[float],
    *,
    notes: dict[int, str] | None = None,
    vintage: str = "first",
    released: dt.date | None = None,
) -> list[dict[str, object]]:
    """Build the YTD nominal values of one year's quarters, known from the middle of the next quarter."""
    ytd = np.cumsum(single)
    return [
        {
            "region": region,
            "indicator": "gdp",
            "period": f"{year}Q{quarter}",
            "basis": "ytd",
            "measure": "value",
            "price": "nominal",
            "value": float(ytd[quarter - 1]),
            "unit": "亿元",
            "released_on": released or dt.date(year, 3 * quarter, 1) + dt.timedelta(days=50),
            "release_basis": "actual",
            "vintage": vintage,
            "source": "x",
            "note": (notes or {}).get(quarter, ""),
        }
        for quarter in range(1, len(single) + 1)
    ]


def view_of(*years: list[dict[str, object]], day: dt.date = LATER) -> View:
    """Return what is known of these years on a day."""
    table = pd.DataFrame([row for rows in years for row in rows], columns=list(COLUMNS))
    return as_of(table.assign(released_on=pd.to_datetime(table["released_on"])), day)


def chosen(weights: YearWeights) -> tuple[str | None, int | None]:
    """Return whose shares of which year were taken."""
    return weights.region, weights.base_year


def test_shares_are_the_places_own_of_the_year_before() -> None:
    view = view_of(
        levels(CITY, 2019, OWN_2019),
        levels(CITY, 2018, OWN_2018),
        levels(PROVINCE, 2019, PROVINCE_2019),
        levels(NATION, 2019, NATION_2019),
    )
    weights = year_weights(view, CHAIN, "gdp", 2020)
    assert (weights.year, weights.region, weights.base_year, weights.pseudo) == (2020, CITY, 2019, False)
    assert weights.cumulative == pytest.approx([0.1, 0.3, 0.6, 1.0])


@pytest.mark.parametrize(
    ("known", "base_year", "first"),
    [
        pytest.param([2018, 2017, 2016], 2018, 0.11, id="two years back"),
        pytest.param([2017, 2016], 2017, 0.12, id="three years back"),
        pytest.param([2016, 2015], 2016, 0.13, id="four years back"),
    ],
)
def test_an_older_year_of_the_place_goes_before_its_parents_last_year(
    known: list[int], base_year: int, first: float
) -> None:
    own = {2018: OWN_2018, 2017: OWN_2017, 2016: OWN_2016, 2015: OWN_2015}
    view = view_of(*(levels(CITY, year, own[year]) for year in known), levels(PROVINCE, 2019, PROVINCE_2019))
    weights = year_weights(view, CHAIN, "gdp", 2020)
    assert chosen(weights) == (CITY, base_year)
    assert weights.cumulative[0] == pytest.approx(first)


def test_shares_of_five_years_ago_are_too_old() -> None:
    view = view_of(levels(CITY, 2015, OWN_2015), levels(PROVINCE, 2019, PROVINCE_2019))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (PROVINCE, 2019)


def test_a_place_without_values_takes_its_parents_and_then_the_nations() -> None:
    parent, nation = levels(PROVINCE, 2019, PROVINCE_2019), levels(NATION, 2019, NATION_2019)
    assert chosen(year_weights(view_of(nation, parent), CHAIN, "gdp", 2020)) == (PROVINCE, 2019)
    from_nation = year_weights(view_of(nation), CHAIN, "gdp", 2020)
    assert chosen(from_nation) == (NATION, 2019)
    assert from_nation.cumulative == pytest.approx([0.25, 0.5, 0.7, 1.0])


def test_regions_outside_the_chain_are_not_asked() -> None:
    view = view_of(levels("320000", 2019, PROVINCE_2019), levels(NATION, 2019, NATION_2019))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (NATION, 2019)


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param(dict.fromkeys((1, 2, 3, 4), "no-shares: 由来源按统一比例分摊"), id="the whole year"),
        pytest.param({2: "no-shares: 由来源按统一比例分摊"}, id="one quarter of it"),
        pytest.param({4: "not-comparable;no-shares: 累计额核减"}, id="behind another tag"),
    ],
)
def test_a_year_tagged_no_shares_is_passed_over(notes: dict[int, str]) -> None:
    view = view_of(levels(CITY, 2019, OWN_2019, notes=notes), levels(CITY, 2018, OWN_2018))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (CITY, 2018)


def test_other_notes_do_not_keep_a_year_from_giving_shares() -> None:
    notes = {1: "初步核算", 2: "not-comparable: 与公布增速口径不同", 3: "见 no-shares 说明"}
    view = view_of(levels(CITY, 2019, OWN_2019, notes=notes), levels(CITY, 2018, OWN_2018))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (CITY, 2019)


@pytest.mark.parametrize(
    "single",
    [
        pytest.param([10, 20, 30, -5], id="the year-to-date level falls"),
        pytest.param([10, 20, 0, 40], id="a quarter of nothing"),
        pytest.param([10, 20, 30], id="a year that is not complete"),
    ],
)
def test_a_year_without_four_positive_quarters_gives_no_shares(single: list[float]) -> None:
    view = view_of(levels(CITY, 2019, single), levels(PROVINCE, 2019, PROVINCE_2019))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (PROVINCE, 2019)


def test_values_of_the_forecast_year_itself_give_no_shares() -> None:
    view = view_of(levels(CITY, 2020, OWN_2019), levels(CITY, 2019, OWN_2018))
    assert chosen(year_weights(view, CHAIN, "gdp", 2020)) == (CITY, 2019)


@pytest.mark.parametrize(
    ("day", "base_year", "first"),
    [
        pytest.param(dt.date(2020, 1, 19), 2018, 0.11, id="before the fourth quarter is out"),
        pytest.param(dt.date(2020, 1, 20), 2019, 0.10, id="on the day it comes out"),
        pytest.param(dt.date(2021, 4, 30), 2019, 0.10, id="before the revision"),
        pytest.param(dt.date(2021, 5, 1), 2019, 0.20, id="after the revision"),
    ],
)
def test_weights_know_only_what_was_released_by_the_views_day(day: dt.date, base_year: int, first: float) -> None:
    view = view_of(
        levels(CITY, 2019, OWN_2019),
        levels(CITY, 2018, OWN_2018),
        levels(CITY, 2019, PROVINCE_2019, vintage="revised", released=dt.date(2021, 5, 1)),
        day=day,
    )
    weights = year_weights(view, CHAIN, "gdp", 2020)
    assert weights.base_year == base_year
    assert weights.cumulative[0] == pytest.approx(first)


def test_weights_say_when_they_lean_on_a_later_vintage() -> None:
    assert year_weights(view_of(levels(CITY, 2019, OWN_2019, vintage="pseudo")), CHAIN, "gdp", 2020).pseudo is True
    assert year_weights(view_of(levels(CITY, 2019, OWN_2019, vintage="revised")), CHAIN, "gdp", 2020).pseudo is False


def test_without_any_values_shares_go_by_the_number_of_months() -> None:
    weights = year_weights(view_of(levels(CITY, 2019, OWN_2019)), CHAIN, "industry_va", 2020)
    assert (weights.region, weights.base_year, weights.pseudo) == (None, None, False)
    assert weights.cumulative == pytest.approx(np.arange(2, 13) / 12)


# --- with the official series ----------------------------------------------------------------------


def test_nobody_publishes_levels_of_industrial_value_added_so_its_months_are_even() -> None:
    city = place.load("demo-city")
    weights = year_weights(city.as_of(dt.date(2020, 10, 23)), [city.region, *city.ancestors()], "industry_va", 2020)
    assert chosen(weights) == (None, None)
    assert weights.cumulative == pytest.approx(np.arange(2, 13) / 12)


def test_all_provinces_weigh_2020_by_their_own_2018() -> None:
    view = place.load("全国").as_of(dt.date(2020, 10, 25))
    provinces = [region.code for region in place.official_regions().values() if region.parent]
    found = {code: chosen(year_weights(view, [code, NATION], "gdp", 2020)) for code in provinces}
    assert len(found) == 31
    assert found == {code: (code, 2018) for code in provinces}


def test_the_nation_weighs_2020_by_its_own_2019() -> None:
    weights = year_weights(place.load("全国").as_of(dt.date(2020, 10, 25)), [NATION], "gdp", 2020)
    assert (*chosen(weights), weights.pseudo) == (NATION, 2019, True)
    assert np.round(weights.cumulative, 4).tolist() == [0.2202, 0.4649, 0.7194, 1.0]


@pytest.mark.parametrize("year", [2020, 2021])
def test_investment_passes_over_the_nations_cut_back_years(year: int) -> None:
    """2019 and 2020 are tagged; a city that publishes growth only takes the newest year that is not."""
    city = place.load("demo-city")
    view = city.as_of(dt.date(year, 10, 23))
    rows = view.rows(NATION, "fai", basis="ytd", measure="value")
    tagged = {int(period[:4]) for period in rows.loc[rows["note"].str.contains("no-shares"), "period"]}
    assert {2019, 2020} & set(range(year)) <= tagged
    weights = year_weights(view, [city.region, *city.ancestors()], "fai", year)
    assert chosen(weights) == (NATION, max(set(range(2008, year)) - tagged))
    assert weights.pseudo is False


@pytest.mark.parametrize(
    ("day", "base_year"),
    [
        pytest.param("2020-01-16", 2018, id="the day before 2019 is out"),
        pytest.param("2020-01-17", 2019, id="the day 2019 is out"),
    ],
)
def test_official_weights_know_only_what_was_released(day: str, base_year: int) -> None:
    view = place.load("全国").as_of(dt.date.fromisoformat(day))
    assert chosen(year_weights(view, [NATION], "gdp", 2020)) == (NATION, base_year)
