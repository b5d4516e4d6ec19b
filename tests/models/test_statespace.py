"""The state-space forecast of a real series: coherent, honest about its day, and calm with odd input."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

from shouguan.core.errors import DataError
from shouguan.data import observations
from shouguan.data.place import Place, load
from shouguan.models import draws, statespace
from shouguan.models.model import fit_predict
from shouguan.models.outlook import Outlook

NAN = np.nan
AFTER_Q3 = dt.date(2020, 10, 25)
BEFORE_Q3 = dt.date(2020, 10, 1)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def nation() -> Place:
    return load("全国")


def forecast(
    place: Place,
    table: pd.DataFrame,
    day: dt.date,
    indicator: str = "gdp",
    year: int = 2020,
    seed: int = 0,
) -> Outlook:
    return fit_predict(statespace.fit_predict_all, place, observations.as_of(table, day), indicator, year, seed=seed)


def growth_rows(table: pd.DataFrame, indicator: str) -> pd.Series:
    return (
        (table["region"] == "100000")
        & (table["indicator"] == indicator)
        & (table["basis"] == "ytd")
        & (table["measure"] == "growth")
    )


def without(table: pd.DataFrame, indicator: str, *periods: str) -> pd.DataFrame:
    return table[~(growth_rows(table, indicator) & table["period"].isin(periods))]


def with_figure(table: pd.DataFrame, period: str, value: float, released_on: str) -> pd.DataFrame:
    """Add a revision of one GDP figure of the nation."""
    row = table[growth_rows(table, "gdp") & (table["period"] == period)].iloc[[0]]
    return pd.concat([table, row.assign(value=value, released_on=pd.Timestamp(released_on))], ignore_index=True)


@pytest.mark.parametrize(
    ("indicator", "day", "known"),
    [
        pytest.param("gdp", AFTER_Q3, 3, id="gdp-after-q3"),
        pytest.param("gdp", BEFORE_Q3, 2, id="gdp-before-q3"),
        pytest.param("fai", AFTER_Q3, 8, id="fai-to-september"),
    ],
)
def test_the_full_year_is_what_is_carried_plus_what_is_drawn(
    nation: Place, indicator: str, day: dt.date, known: int
) -> None:
    outlook = forecast(nation, nation.table, day, indicator)
    cumulative = outlook.weights.cumulative
    assert len(outlook.known) == known
    assert outlook.remaining.shape == (draws.DRAWS, cumulative.size - known)
    share = [cumulative[k] - cumulative[k - 1] for k in range(known, cumulative.size)]
    expected = cumulative[known - 1] * outlook.ytd_known + outlook.remaining @ np.array(share)
    np.testing.assert_allclose(outlook.full_year, expected, atol=1e-9)


@pytest.mark.parametrize("indicator", ["gdp", "fai"])
def test_what_is_carried_lies_within_the_rounding_of_the_published_figure(nation: Place, indicator: str) -> None:
    outlook = forecast(nation, nation.table, AFTER_Q3, indicator)
    assert np.abs(outlook.ytd_known - outlook.known_ytd).max() <= 0.05 + 1e-12
    assert outlook.ytd_known.std() > 0, "the figure behind a rounded one is not known exactly"


def test_rows_released_later_change_nothing(nation: Place) -> None:
    everything = forecast(nation, nation.table, AFTER_Q3)
    cut = nation.table[nation.table["released_on"] <= pd.Timestamp(AFTER_Q3)]
    assert len(cut) < len(nation.table)
    revised_next_day = with_figure(nation.table, "2020Q3", 9.9, "2020-10-26")
    for table in (cut, revised_next_day):
        again = forecast(nation, table, AFTER_Q3)
        np.testing.assert_array_equal(again.full_year, everything.full_year)


@pytest.mark.parametrize("period", ["2020Q3", "2020Q1", "2019Q4"])
def test_a_row_released_earlier_changes_the_forecast(nation: Place, period: str) -> None:
    revised = with_figure(nation.table, period, 4.0, "2020-10-24")
    assert forecast(nation, revised, AFTER_Q3).quantile(0.5) != forecast(nation, nation.table, AFTER_Q3).quantile(0.5)


def test_the_same_seed_draws_the_same_and_another_seed_does_not(nation: Place) -> None:
    first, again, other = (forecast(nation, nation.table, AFTER_Q3, seed=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.full_year, again.full_year)
    assert not np.any(first.remaining == other.remaining)
    assert first.quantile(0.5) == pytest.approx(other.quantile(0.5), abs=0.05), "a seed moves draws, not the forecast"


def newest(table: pd.DataFrame, figures: int) -> pd.DataFrame:
    """Keep only so many of the nation's newest GDP figures of 2020-10-25."""
    own = growth_rows(table, "gdp")
    kept = sorted(set(table.loc[own & (table["released_on"] <= pd.Timestamp(AFTER_Q3)), "period"]))[-figures:]
    return table[~own | table["period"].isin(kept)]


@pytest.mark.parametrize(
    ("figures", "day", "year", "zh", "en"),
    [
        pytest.param(4, AFTER_Q3, 2020, "只有 4 期", "4 YTD growth figures", id="too-few"),
        pytest.param(99, AFTER_Q3, 2021, "没有 2021 年", "no YTD growth", id="no-figure-in-the-year"),
        pytest.param(99, dt.date(2021, 1, 20), 2020, "已经发布", "already released", id="closed-year"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_both_languages(
    nation: Place, figures: int, day: dt.date, year: int, zh: str, en: str
) -> None:
    table = newest(nation.table, figures) if day == AFTER_Q3 else nation.table
    with pytest.raises(DataError) as refused:
        forecast(nation, table, day, year=year)
    assert zh in refused.value.zh
    assert en in refused.value.en
    assert "全国" in refused.value.zh
    assert "China" in refused.value.en
    assert not CHINESE.search(refused.value.en)


def test_a_year_and_a_quarter_are_enough(nation: Place) -> None:
    outlook = forecast(nation, newest(nation.table, 5), AFTER_Q3)
    assert np.isfinite(outlook.full_year).all()
    assert np.ptp(outlook.interval(0.80)) > 0.5, "so little is known that the interval must be wide"


def test_the_interval_of_october_2020_holds_what_january_published(nation: Place) -> None:
    low, high = forecast(nation, nation.table, AFTER_Q3).interval(0.80)
    assert low <= 2.3 <= high
    assert high - low < 3.0, "an interval that holds everything proves nothing"


def test_the_figure_of_the_quarters_end_moves_the_forecast(nation: Place) -> None:
    before, after = (forecast(nation, nation.table, day) for day in (BEFORE_Q3, AFTER_Q3))
    assert before.known == (-6.8, -1.6)
    assert after.known == (-6.8, -1.6, 0.7)
    assert np.ptp(after.interval(0.80)) < 0.8 * np.ptp(before.interval(0.80))
    higher = forecast(nation, with_figure(nation.table, "2020Q3", 1.7, "2020-10-24"), AFTER_Q3)
    assert higher.quantile(0.5) - after.quantile(0.5) > 0.75, "three quarters of the year are out"


def test_the_base_comes_back_when_a_shock_fades(nation: Place) -> None:
    """In May 2020 the rest of that year is expected near its trend; a year later the base lifts the first quarter."""
    rest = np.median(forecast(nation, nation.table, dt.date(2020, 5, 1)).remaining, axis=0)
    assert (rest > 2.0).all()
    assert rest[-1] < 7.5
    later = forecast(nation, nation.table, dt.date(2021, 5, 1), year=2021)
    assert later.known == (18.3,)
    assert 5.0 < np.median(later.full_year) < 12.0, "18.3 % is a low base, not a pace"


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param(["2020-06"], id="one-month"),
        pytest.param(["2020-02"], id="the-first"),
        pytest.param(["2020-05", "2020-06", "2020-07", "2020-08"], id="four-in-a-row"),
    ],
)
def test_a_month_that_was_never_published_is_a_gap_not_an_end(nation: Place, missing: list[str]) -> None:
    whole = forecast(nation, nation.table, AFTER_Q3, "fai")
    gappy = forecast(nation, without(nation.table, "fai", *missing), AFTER_Q3, "fai")
    assert [np.isnan(value) for value in gappy.known] == [f"2020-{month:02d}" in missing for month in range(2, 10)]
    assert gappy.known_ytd == whole.known_ytd == 0.8
    assert np.abs(gappy.ytd_known - 0.8).max() <= 0.05 + 1e-12
    assert gappy.quantile(0.5) == pytest.approx(whole.quantile(0.5), abs=1.0)


def test_a_place_that_publishes_every_half_year_can_be_forecast(nation: Place) -> None:
    odd = [f"{year}Q{quarter}" for year in range(2011, 2021) for quarter in (1, 3)]
    outlook = forecast(nation, without(nation.table, "gdp", *odd), BEFORE_Q3)
    assert outlook.known[-1] == -1.6
    low, high = outlook.interval(0.80)
    assert np.isfinite([low, high]).all()
    assert high - low > 1.0


def test_a_series_that_hardly_moves_is_no_steadier_than_its_own_rounding(nation: Place) -> None:
    flat = nation.table.copy()
    flat.loc[growth_rows(flat, "gdp"), "value"] = 6.0
    low, high = forecast(nation, flat, AFTER_Q3).interval(0.80)
    assert 5.9 < low < 6.0 < high < 6.1
    assert high - low > 0.02


@pytest.mark.parametrize("growth", [60.0, -39.3])
def test_a_wild_first_quarter_gives_a_wide_finite_forecast(nation: Place, growth: float) -> None:
    wild = with_figure(nation.table, "2020Q1", growth, "2020-04-18")
    outlook = forecast(nation, wild, dt.date(2020, 5, 1))
    assert np.isfinite(outlook.full_year).all()
    assert np.ptp(outlook.interval(0.80)) > 2.0


def test_a_revision_of_all_history_counts_from_its_day_on(nation: Place) -> None:
    own = growth_rows(nation.table, "gdp") & (nation.table["period"] < "2020Q3")
    revised = nation.table[own].assign(released_on=pd.Timestamp("2020-10-20"), value=lambda rows: rows["value"] + 1.0)
    table = pd.concat([nation.table, revised], ignore_index=True)
    before, after = dt.date(2020, 10, 1), AFTER_Q3
    np.testing.assert_array_equal(
        forecast(nation, table, before).full_year, forecast(nation, nation.table, before).full_year
    )
    assert np.median(forecast(nation, table, after).full_year) != np.median(
        forecast(nation, nation.table, after).full_year
    )


def test_a_broken_as_of_is_noticed(nation: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check above is only worth something if it fails when a view sees the future."""
    honest = forecast(nation, nation.table, AFTER_Q3)
    real = observations.as_of
    monkeypatch.setattr(observations, "as_of", lambda table, day: real(table, dt.date(2026, 12, 31)))
    with pytest.raises(DataError, match="已经发布"):
        forecast(nation, nation.table, AFTER_Q3)
    monkeypatch.setattr(observations, "as_of", lambda table, day: real(table, day + dt.timedelta(days=80)))
    late = forecast(nation, with_figure(nation.table, "2020Q3", 2.0, "2020-10-30"), AFTER_Q3)
    assert not np.array_equal(honest.full_year, late.full_year)
