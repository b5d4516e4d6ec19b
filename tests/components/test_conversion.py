"""Conversion: coefficients recovered, ragged edges read as they were, settings with their reason, bad files named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.components import conversion
from shouguan.components.conversion import LINKS, Method, Setting, convert, estimate, read_method
from shouguan.core import indicators
from shouguan.core.errors import DataError, UsageError
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data import observations, place
from shouguan.data.observations import View
from shouguan.models.shrinkage import SMALLEST, regress

CITY = "999999"
THIRD = Period.parse("2022Q3")


@dataclass
class Made:
    """A city's rows, by code."""

    rows: list[dict[str, object]]

    def add(self, code: str, period: Period, value: float, basis: str = "ytd") -> None:
        """Add one published growth, known at once."""
        self.rows.append(
            {
                "region": CITY,
                "indicator": code,
                "period": str(period),
                "basis": basis,
                "measure": "growth",
                "price": indicators.indicator(code).growth_price,
                "value": value,
                "unit": "%",
                "released_on": pd.Timestamp(period.end) + pd.Timedelta(days=20),
                "release_basis": "calendar",
                "vintage": "first",
                "source": "made",
                "note": "",
            }
        )

    def view(self, day: dt.date = dt.date(2030, 1, 1)) -> View:
        """Return what is known on a day."""
        return observations.as_of(pd.DataFrame(self.rows, columns=list(observations.COLUMNS)), day)


def made(slope: float = 0.7, intercept: float = 1.2, noise: float = 0.0, years: int = 8, seed: int = 0) -> Made:
    """Make an industry that follows industry_va exactly: g = c + κ·x on growth of the year to date."""
    rng = np.random.default_rng(seed)
    city = Made([])
    for year in range(2023 - years, 2023):
        months = rng.normal(6, 3, 11)
        calendar = indicators.indicator("industry_va").calendar
        ytd: Array = ytd_from_single(months, np.cumsum(calendar.even_weights()))
        for period, value in zip(calendar.periods(year), ytd, strict=True):
            if (year, period.number) <= (2022, 9):
                city.add("industry_va", period, float(value))
        for number in (1, 2, 3, 4):
            at = calendar.numbers.index(3 * number)
            if (year, number) < (2022, 3):
                growth = intercept + slope * float(ytd[at]) + rng.normal(0, noise)
                city.add("gdp_industry", Period(year, "Q", number), growth)
    return city


# --- the regression ---------------------------------------------------------------------------------


def test_a_regression_without_noise_finds_the_line_nearly() -> None:
    x = np.linspace(-5, 10, 40)
    found = regress(np.column_stack([np.ones(40), x]), 1.2 + 0.7 * x, np.array([0.0, 0.5]), np.array([10.0, 0.3]))
    np.testing.assert_allclose(found.coefficients, [1.2, 0.7], atol=0.01)
    assert found.error == SMALLEST


def test_with_the_error_known_it_is_the_normal_posterior() -> None:
    """Two figures, one coefficient: precision 1/0.3² + Σx²/2², in closed form."""
    x, y = np.array([[1.0], [2.0]]), np.array([1.0, 1.5])
    found = regress(x, y, np.array([0.5]), np.array([0.3]), error=2.0)
    precision = 1 / 0.09 + 5 / 4
    np.testing.assert_allclose(found.coefficients, [(0.5 / 0.09 + 4.0 / 4) / precision])
    np.testing.assert_allclose(found.spread, [[1 / precision]])
    value, error = found.at(np.array([2.0]))
    assert value == pytest.approx(2 * found.coefficients[0])
    assert error == pytest.approx(np.sqrt(4.0 + 4 / precision))


def test_a_coefficient_without_doubt_is_held_and_the_others_fit_around_it() -> None:
    x = np.column_stack([np.ones(20), np.arange(20.0)])
    found = regress(x, 3 + 2 * np.arange(20.0), np.array([0.0, 1.0]), np.array([10.0, 0.0]))
    assert found.coefficients[1] == 1.0
    assert found.spread[1].tolist() == [0.0, 0.0]
    assert found.coefficients[0] == pytest.approx(np.mean(3 + np.arange(20.0)), abs=0.5)
    both = regress(x, np.arange(20.0), np.array([1.0, 1.0]), np.zeros(2))
    assert both.coefficients.tolist() == [1.0, 1.0]


def test_one_wild_quarter_does_not_set_the_error() -> None:
    x = np.linspace(-5, 10, 24)
    y = 1 + 0.5 * x + np.random.default_rng(0).normal(0, 0.3, 24)
    y[5] = -40.0
    found = regress(np.column_stack([np.ones(24), x]), y, np.array([0.0, 0.5]), np.array([10.0, 0.3]))
    assert found.error < np.std(y - 1 - 0.5 * x) / 3


# --- coefficients -----------------------------------------------------------------------------------


def test_the_truth_that_was_put_in_is_recovered_with_honest_doubt() -> None:
    inside = 0
    for seed in range(40):
        found = estimate(made(noise=0.5, seed=seed).view(), CITY, "gdp_industry", THIRD)
        assert found is not None
        inside += abs(found.slope - 0.7) <= 1.64 * found.slope_sd
    assert 30 <= inside <= 40  # nominal 36; the prior's mean of 0.8 pulls a little


def test_few_quarters_leave_the_coefficient_near_what_is_thought_of_it() -> None:
    found = estimate(made(slope=3.0, noise=3.0, years=2).view(), CITY, "gdp_industry", THIRD)
    assert found is not None
    assert found.quarters == 6
    assert 0.7 < found.slope < 3.0  # between the prior 0.8 and the 3.0 that six noisy quarters show


def test_fewer_quarters_than_six_give_no_coefficient_unless_one_is_set() -> None:
    city = made(years=2)
    city.rows = [row for row in city.rows if (row["indicator"], row["period"]) != ("gdp_industry", "2021Q1")]
    assert estimate(city.view(), CITY, "gdp_industry", THIRD) is None
    method = Method(industries={"gdp_industry": Setting(coefficient=0.6, reason="省里反馈")})
    found = estimate(city.view(), CITY, "gdp_industry", THIRD, method)
    assert found is not None
    assert (found.slope, found.slope_sd) == (0.6, 0.0)
    assert found.setting is not None
    assert found.setting.reason == "省里反馈"


def test_a_set_intercept_and_error_are_used_as_they_are() -> None:
    method = Method(industries={"gdp_industry": Setting(coefficient=0.6, intercept=2.0, error=0.4, reason="x")})
    found = convert(made().view(), CITY, "gdp_industry", THIRD, method)
    assert found is not None
    assert found.growth == pytest.approx(2.0 + 0.6 * found.index)
    assert found.error == pytest.approx(0.4)


def test_base_indicators_that_are_set_take_the_place_of_the_usual_ones() -> None:
    city = made()
    for row in [row for row in city.rows if row["indicator"] == "industry_va"]:
        city.rows.append({**row, "indicator": "electricity_industry", "price": "none", "value": 2.0})
    method = Method(industries={"gdp_industry": Setting(indicators={"electricity_industry": 1.0}, reason="x")})
    found = estimate(city.view(), CITY, "gdp_industry", THIRD, method)
    assert found is not None
    assert found.theta == {"electricity_industry": 1.0}


# --- the open quarter -------------------------------------------------------------------------------


def test_the_open_quarter_follows_from_its_months_exactly_where_the_link_is_exact() -> None:
    city = made()
    found = convert(city.view(), CITY, "gdp_industry", THIRD)
    assert found is not None
    assert [(each.code, str(each.upto)) for each in found.inputs] == [("industry_va", "2022-09")]
    assert found.growth == pytest.approx(1.2 + 0.7 * found.index, abs=0.02)


def test_a_quarter_of_which_one_month_is_missing_is_read_at_the_month_before_as_it_was_in_the_past() -> None:
    found = convert(made().view(dt.date(2022, 10, 1)), CITY, "gdp_industry", THIRD)
    assert found is not None
    assert [str(each.upto) for each in found.inputs] == ["2022-08"]
    assert found.coefficients.late == {"industry_va": 1}
    whole = convert(made().view(), CITY, "gdp_industry", THIRD)
    assert whole is not None
    assert found.error > whole.error  # a month less says less


def test_a_quarter_of_which_no_month_is_out_is_not_read() -> None:
    assert convert(made().view(dt.date(2022, 8, 10)), CITY, "gdp_industry", THIRD) is None


def test_the_quarters_own_growth_is_not_used() -> None:
    city = made()
    before = convert(city.view(), CITY, "gdp_industry", THIRD)
    city.add("gdp_industry", THIRD, 99.0)
    after = convert(city.view(), CITY, "gdp_industry", THIRD)
    assert before is not None
    assert after is not None
    assert (after.growth, after.error, after.coefficients.quarters) == (
        before.growth,
        before.error,
        before.coefficients.quarters,
    )


def test_shares_of_indicators_that_are_not_out_go_to_those_that_are() -> None:
    city = Made([])
    for year in (2020, 2021, 2022):
        for number in (1, 2, 3, 4):
            quarter, month = Period(year, "Q", number), Period(year, "M", 3 * number)
            city.add("telecom_volume", month, float(number + year - 2020))
            if quarter < THIRD:
                city.add("gdp_information", quarter, float(number))
    found = convert(city.view(), CITY, "gdp_information", THIRD)
    assert found is not None
    assert found.coefficients.theta == {"telecom_volume": 1.0}


def test_consumer_prices_are_taken_off_where_the_industry_asks_for_it() -> None:
    city = Made([])
    rng = np.random.default_rng(1)
    for year in range(2018, 2023):
        for number in (1, 2, 3, 4):
            quarter, month = Period(year, "Q", number), Period(year, "M", 3 * number)
            real, prices = rng.normal(5, 3), rng.normal(2, 1)
            city.add("catering_revenue", month, real + prices)
            city.add("cpi", month, prices)
            if quarter < THIRD:
                city.add("gdp_hotels_catering", quarter, 0.5 + 0.8 * real)
    found = convert(city.view(), CITY, "gdp_hotels_catering", THIRD)
    assert found is not None
    assert found.coefficients.deflated
    assert found.coefficients.slope == pytest.approx(0.8, abs=0.03)


def test_single_months_are_cumulated_where_no_year_to_date_growth_is_published() -> None:
    """The nation's industrial value added: single months, January and February together."""
    city = Made([])
    for month, value in ((2, 4.0), (3, 7.0), (4, 1.0), (5, 1.0), (6, 1.0)):
        city.add("industry_va", Period(2022, "M", month), value, basis="single")
    view = city.view()
    assert conversion.ytd_at(view, CITY, "industry_va", Period.parse("2022Q1"), 0) == pytest.approx(5.0)
    assert conversion.ytd_at(view, CITY, "industry_va", Period.parse("2022Q2"), 0) == pytest.approx(3.0)
    assert conversion.ytd_at(view, CITY, "industry_va", Period.parse("2022Q3"), 0) is None


def test_a_balance_is_read_by_its_growth_at_the_end_of_the_quarter() -> None:
    city = Made([])
    city.add("loans", Period.parse("2022-09"), 11.0, basis="stock")
    assert conversion.ytd_at(city.view(), CITY, "loans", THIRD, 0) == 11.0


def test_every_industry_has_base_indicators_whose_shares_add_up() -> None:
    assert tuple(LINKS) == INDUSTRIES
    for link in LINKS.values():
        assert sum(link.indicators.values()) == pytest.approx(1.0)
        assert all(code in indicators.CATALOGUE for code in link.indicators)


def test_the_demonstration_citys_link_of_industry_is_the_one_that_was_put_in() -> None:
    where = place.load("demo-city")
    view = where.as_of(dt.date(2020, 10, 25))
    found = estimate(view, where.region, "gdp_real_estate", Period.parse("2020Q4"), read_method(where.folder))
    assert found is not None
    assert found.slope == 0.25
    assert found.setting is not None
    free = estimate(view, where.region, "gdp_construction", Period.parse("2020Q4"))
    assert free is not None
    assert free.slope == pytest.approx(0.70, abs=0.1)


# --- accounting.yaml --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "industries: {gdp_industri: {coefficient: 0.5, reason: x}}", "gdp_industry", id="no such industry"
        ),
        pytest.param("industries: {gdp_industry: {coefficient: 0.5}}", "reason", id="no reason"),
        pytest.param("industries: {gdp_industry: {coeficient: 0.5, reason: x}}", "coeficient", id="unknown name"),
        pytest.param("industries: {gdp_industry: {coefficient: -1, reason: x}}", "coefficient", id="negative"),
        pytest.param("industries: {gdp_industry: {coefficient: .nan, reason: x}}", "coefficient", id="not a number"),
        pytest.param(
            "industries: {gdp_industry: {indicators: {industry: 1}, reason: x}}", "industry", id="no such base"
        ),
        pytest.param(
            "industries: {gdp_industry: {indicators: {industry_va: 7}, reason: x}}", "7", id="share above one"
        ),
        pytest.param("industries: {gdp_industry: {bounds: [5, 1], reason: x}}", "下限", id="bounds the wrong way"),
        pytest.param("yaer: 2020", "yaer", id="unknown setting"),
        pytest.param("- 1", "accounting.yaml", id="a list"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "accounting.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says) as caught:
        read_method(tmp_path)
    assert "accounting.yaml" in caught.value.zh


def test_a_file_that_is_no_yaml_is_wrong_usage_and_no_file_sets_nothing(tmp_path: Path) -> None:
    assert read_method(tmp_path) == read_method(None) == Method()
    (tmp_path / "accounting.yaml").write_text("industries: [", encoding="utf-8")
    with pytest.raises(UsageError):
        read_method(tmp_path)
