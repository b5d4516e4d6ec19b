"""The accounts: published growth reproduced from industries, shares and whose they are, coherent forecasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.components import accounts
from shouguan.components.accounting import INDUSTRIES, SECTORS, base_shares, parts_of, statement
from shouguan.components.accounts import Accounts, coherent, residuals
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data import place
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.settings import Settings
from shouguan.data.year_weights import YearWeights
from shouguan.models import calibrated
from shouguan.models.history import History, part_histories
from shouguan.models.outlook import Outlook
from tests.builders.joints import incoherence
from tests.builders.random_cities import outlook, random_city

NATION = "100000"
QUARTERS = ["2022Q4", *(f"{year}Q{number}" for year in (2023, 2024, 2025) for number in (1, 2, 3, 4)), "2026Q1"]


@lru_cache(maxsize=1)
def nation() -> tuple[Place, View]:
    where = place.load("全国")
    return where, where.as_of(dt.date(2026, 11, 1))


@lru_cache(maxsize=8)
def forecast(name: str, day: str, total: str) -> Outlook:
    where = place.load(name)
    return calibrated.fit_predict(where, where.as_of(dt.date.fromisoformat(day)), total, int(day[:4]))


@lru_cache(maxsize=8)
def opened(name: str, day: str, total: str = "gdp") -> Accounts:
    where = place.load(name)
    return accounts.open_accounts(where, where.as_of(dt.date.fromisoformat(day)), forecast(name, day, total))


# --- what is published ------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_eleven_industries_reproduce_the_nations_published_growth(quarter: str) -> None:
    found = statement(nation()[1], NATION, "gdp", Period.parse(quarter))
    assert found is not None
    assert abs(found.residual) <= 0.1
    assert sum(line.points for line in found.lines) == pytest.approx(found.growth - found.residual, abs=1e-12)
    assert sum(line.share for line in found.lines) == pytest.approx(1.0)


def test_the_largest_miss_of_the_fourteen_quarters_is_what_it_is_known_to_be() -> None:
    """0.09 points, in the first half of 2023: measured when the project began, from the same bureau's tables."""
    found = {quarter: statement(nation()[1], NATION, "gdp", Period.parse(quarter)) for quarter in QUARTERS}
    missed = {quarter: abs(each.residual) for quarter, each in found.items() if each is not None}
    assert len(missed) == 14
    assert max(missed, key=lambda each: missed[each]) == "2023Q2"
    assert max(missed.values()) == pytest.approx(0.093, abs=0.001)


def test_a_stretch_of_which_one_part_is_missing_is_not_taken_apart() -> None:
    view = nation()[1]
    without = view.table[~((view.table["indicator"] == "gdp_finance") & (view.table["period"] == "2024Q3"))]
    assert statement(replace(view, table=without), NATION, "gdp", Period.parse("2024Q3")) is None
    assert statement(view, NATION, "gdp", Period.parse("2021Q4")) is None  # no values of the year before


def test_sectors_hold_every_industry_once() -> None:
    assert sorted(code for members in SECTORS.values() for code in members) == sorted(INDUSTRIES)


def test_a_total_that_has_no_parts_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="retail"):
        parts_of("retail")


# --- shares -----------------------------------------------------------------------------------------


def test_shares_are_the_places_own_of_last_year() -> None:
    where = place.load("demo-city")
    view = where.as_of(dt.date(2020, 10, 25))
    found = base_shares(where, view, "gdp", 2020)
    end = Period.parse("2019Q4")
    values = [view.series(where.region, code, basis="ytd", measure="value")[end] for code in INDUSTRIES]
    assert (found.region, found.base_year) == (where.region, 2019)
    np.testing.assert_allclose(found.values, np.array(values) / sum(values))


def test_shares_set_by_hand_serve_where_values_are_not_published() -> None:
    where = place.load("demo-city")
    found = base_shares(where, where.as_of(dt.date(2020, 10, 25)), "fai", 2020)
    np.testing.assert_allclose(found.values, [0.32, 0.25, 0.23])
    assert found.region is None
    assert found.source == "演示数据"


def test_a_place_without_shares_of_its_own_takes_those_above_it() -> None:
    where = place.load("山东")
    found = base_shares(where, where.as_of(dt.date(2023, 10, 30)), "gdp", 2023)
    assert (found.region, found.base_year) == (NATION, 2022)


def test_without_any_shares_the_message_says_what_to_enter() -> None:
    where = place.load("山东")
    with pytest.raises(DataError, match="investment_shares"):
        base_shares(where, where.as_of(dt.date(2020, 10, 30)), "fai", 2020)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        pytest.param({"fai_manufacturing": 50}, "real_estate_investment", id="a part is missing"),
        pytest.param(
            {"fai_manufacturing": 50, "fai_infrastructure": 40, "real_estate_investment": 30}, "120", id="too much"
        ),
        pytest.param(
            {"fai_manufacturing": 50, "fai_infrastructure": -4, "real_estate_investment": 30},
            "正的|positive",
            id="negative",
        ),
    ],
)
def test_shares_by_hand_that_cannot_be_are_refused(shares: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings.model_validate(
            {
                "region": "999999",
                "name": "某市",
                "name_en": "X",
                "investment_shares": {"year": 2019, "source": "x", "values": shares},
            }
        )


# --- forecasts that add up --------------------------------------------------------------------------

CASES = [
    pytest.param("全国", "2024-10-25", "gdp", id="nation after Q3"),
    pytest.param("全国", "2023-10-10", "gdp", id="nation between releases, months out"),
    pytest.param("demo-city", "2020-10-25", "gdp", id="city after Q3"),
    pytest.param("demo-city", "2020-10-01", "gdp", id="city between releases"),
    pytest.param("demo-city", "2020-10-25", "fai", id="investment by fields"),
]


@pytest.mark.parametrize(("name", "day", "total"), CASES)
def test_parts_and_residual_add_up_to_the_total_in_every_draw(name: str, day: str, total: str) -> None:
    found = opened(name, day, total)
    assert incoherence(found) <= 1e-9
    summed = found.points().sum(axis=0) + found.residual
    np.testing.assert_allclose(summed, found.total.full_year, atol=1e-9)


@pytest.mark.parametrize(("name", "day", "total"), CASES)
def test_what_is_published_does_not_move_and_neither_does_the_totals_forecast(name: str, day: str, total: str) -> None:
    found = opened(name, day, total)
    where = place.load(name)
    view = where.as_of(dt.date.fromisoformat(day))
    assert found.total is forecast(name, day, total)  # nothing of it was made anew
    for part in found.parts:
        growth = view.ytd_growth(where.region, part.indicator)
        assert part.known == tuple(growth[period] for period in sorted(growth) if period.year == found.total.year)
        assert np.abs(part.ytd_known - part.known_ytd).max() <= 0.05 + 1e-9  # rounding is all that is open of it


def test_sectors_and_what_is_in_none_add_up_to_the_total_in_every_draw() -> None:
    found = opened("全国", "2024-10-25")
    shares = dict(zip(found.shares.codes, found.shares.values, strict=True))
    weight = {code: sum(shares[each] for each in members) for code, members in SECTORS.items()}
    points = sum(weight[code] * growth for code, growth in found.sector_growth().items())
    left = found.residual - sum(found.sectors.values())
    assert found.sectors.keys() == SECTORS.keys()  # the nation publishes its sectors
    np.testing.assert_allclose(points + left, found.total.full_year, atol=1e-9)


def test_a_published_sector_stays_as_published_in_the_year_so_far() -> None:
    """With industries as published, the sector's YTD growth is the published one, whatever they alone add up to."""
    found = opened("全国", "2024-10-25")
    where, _ = nation()
    view = where.as_of(dt.date(2024, 10, 25))
    by_code = dict(zip(found.shares.codes, zip(found.parts, found.shares.values, strict=True), strict=True))
    for sector, members in SECTORS.items():
        parts = [by_code[code] for code in members]
        weight = sum(share * part.known_weight for part, share in parts)
        industries = sum(share * part.known_weight * part.known_ytd for part, share in parts)
        published = view.ytd_growth(NATION, sector)[Period.parse("2024Q3")]
        assert (industries + found.sectors[sector]) / weight == pytest.approx(published, abs=1e-9)


@given(seed=st.integers(0, 2**32 - 1))
def test_any_city_comes_out_coherent(seed: int) -> None:
    found = random_city(seed, draws=50)
    assert incoherence(found) <= 1e-9


def test_a_part_that_is_out_before_the_total_is_used_and_does_not_break_the_sums() -> None:
    where = place.load("demo-city")
    table = where.table.copy()
    early = (table["indicator"] == "gdp_industry") & (table["period"] == "2020Q3")
    table.loc[early, "released_on"] = pd.Timestamp("2020-10-15")
    ahead = replace(where, table=table)
    view = ahead.as_of(dt.date(2020, 10, 20))
    total = calibrated.fit_predict(ahead, view, "gdp", 2020)
    found = accounts.open_accounts(ahead, view, total)
    industry = found.parts[1]
    assert incoherence(found) <= 1e-9
    assert len(total.known) == 2
    third = (industry.ytd_paths[:, 0]).mean()
    assert third == pytest.approx(1.7, abs=0.15)  # what it published, nearly: the total's draws may still pull


def test_districts_are_reconciled_to_their_city_and_regions_to_the_nation() -> None:
    """The same function serves districts; the provinces and the nation are the public case of it."""
    where, _ = nation()
    view = where.as_of(dt.date(2020, 10, 28))
    joint = calibrated.fit_predict_all(where, view, "gdp", 2020, draws=2000)
    provinces = [each for each in joint if each.region != NATION]
    values = np.array([
        view.series(each.region, "gdp", basis="ytd", measure="value")[Period.parse("2018Q4")] for each in provinces
    ])  # fmt: skip
    shares = values / values.sum()
    total = joint.of(NATION, "gdp")
    made, residual = coherent(total, provinces, shares, 0.3, np.random.default_rng(0))
    summed = shares @ np.array([each.full_year for each in made]) + residual
    np.testing.assert_allclose(summed, total.full_year, atol=1e-9)
    for before, after in zip(provinces, made, strict=True):
        assert after.known == before.known
        np.testing.assert_array_equal(after.ytd_known, before.ytd_known)


# --- the residual -----------------------------------------------------------------------------------


def _past(code: str, ytd: list[float], base: list[float]) -> History:
    cumulative = np.tile(np.cumsum(base) / sum(base), len(ytd) // 4)
    periods = [Period(2019 + n // 4, "Q", n % 4 + 1) for n in range(len(ytd))]
    weights = YearWeights(2020, cumulative[:4], "1", 2019, False)
    return History(code, periods, np.array(ytd), cumulative, weights, int(np.isfinite(ytd[-4:]).sum()))


def test_the_residual_so_far_and_its_spread_are_those_of_the_definition() -> None:
    nan = float("nan")
    even = [1.0, 1.0, 1.0, 1.0]
    # 2019: total 5 throughout, parts of half each 4 and 6 after three quarters, 4 and 6.4 in the year.
    whole = _past("gdp", [5.0, 5.0, 5.0, 5.0, 3.0, 3.0, 3.0, nan], even)
    one = _past("a", [4.0, 4.0, 4.0, 4.0, 2.0, 2.0, 2.0, nan], even)
    two = _past("b", [6.0, 6.0, 6.0, 6.4, 3.6, 3.6, 3.6, nan], even)
    shares = replace(opened("demo-city", "2020-10-25").shares, values=np.array([0.5, 0.5]))
    start, spread = residuals(whole, [one, two], shares, 3)
    assert start == pytest.approx(3.0 - (1.0 + 1.8))
    assert spread == pytest.approx(0.05)  # one year on record: the rule
    twice = [np.concatenate([past.ytd[:4], past.ytd]) for past in (whole, one, two)]
    longer = [_past(past.region, ytd.tolist(), even) for past, ytd in zip((whole, one, two), twice, strict=True)]
    _, spread = residuals(longer[0], longer[1:], shares, 3)
    # Residual 0 after Q3 and −0.2 in the year: the fourth quarter's is −0.8 of its own growth, in both years.
    assert spread == pytest.approx(0.8)


def test_a_part_that_is_not_published_yet_takes_most_of_what_the_total_leaves() -> None:
    rng = np.random.default_rng(1)
    draws = 4000
    sure = outlook("gdp_industry", [5.0, 5.0, 5.0], rng.normal(5, 0.1, (draws, 1)))
    late = outlook("gdp_others", [5.0, 5.0], rng.normal(5, 3.0, (draws, 2)))
    total = outlook("gdp", [5.0, 5.0, 4.0], rng.normal(5, 0.5, (draws, 1)))
    (made_sure, made_late), _ = coherent(total, [sure, late], np.array([0.5, 0.5]), 0.01, rng)
    third = made_late.ytd_paths[:, 0]  # YTD after Q3 must be 3.0 for the total to be 4.0
    assert third.mean() == pytest.approx(3.0, abs=0.05)
    assert made_sure.known == (5.0, 5.0, 5.0)


def test_a_place_whose_parts_are_not_on_record_says_which() -> None:
    where = place.load("山东")
    view = where.as_of(dt.date(2020, 10, 28))
    with pytest.raises(DataError, match="gdp_agriculture") as caught:
        part_histories(where, view, INDUSTRIES, "gdp", 2020)
    assert "至少 5 个" in caught.value.zh
