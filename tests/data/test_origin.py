"""Which day and which year a forecast stands on: defaults, refusals with the nearest day, and no clock."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shouguan.core.errors import DataError
from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, Period, YearCalendar
from shouguan.data import place
from shouguan.data.origin import Origin, nearest_day, open_year, resolve

Releases = list[tuple[dt.date, Period]]


def day(text: str) -> dt.date:
    """Read an ISO date."""
    return dt.date.fromisoformat(text)


def refused(name: str, as_of: str | None = None, year: int | None = None, indicator: str = "gdp") -> DataError:
    """Ask for an origin that there is not and return the error."""
    with pytest.raises(DataError) as caught:
        resolve(place.load(name), indicator, day(as_of) if as_of else None, year)
    assert caught.value.exit_code == 1
    return caught.value


# --- defaults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", ["gdp", "fai", "industry_va"])
def test_the_default_is_the_places_newest_release_for_every_indicator(indicator: str) -> None:
    """Investment of September came out earlier than GDP; the briefing still has one day."""
    assert resolve(place.load("demo-city"), indicator) == Origin(day("2020-10-23"), 2020)


@pytest.mark.parametrize(
    ("name", "indicator", "expected"),
    [
        pytest.param(
            "山东", "gdp", Origin(day("2022-10-25"), 2022, moved_from=day("2023-01-25")), id="a province's last year"
        ),
        pytest.param(
            "全国", "fai", Origin(day("2024-12-16"), 2024, moved_from=day("2026-04-20")), id="investment ends earlier"
        ),
    ],
)
def test_a_newest_release_that_closes_the_last_year_falls_back_and_says_so(
    name: str, indicator: str, expected: Origin
) -> None:
    assert resolve(place.load(name), indicator) == expected


@pytest.mark.parametrize(
    ("name", "year", "as_of"),
    [
        pytest.param("全国", 2021, "2021-10-18", id="an earlier year of the nation"),
        pytest.param("全国", 2011, "2011-10-20", id="the first year"),
        pytest.param("山东", 2022, "2022-10-25", id="the year that the default takes too"),
        pytest.param("demo-city", 2020, "2020-10-23", id="the year open now"),
        pytest.param("demo-city", 2016, "2016-10-23", id="an earlier year of the city"),
    ],
)
def test_a_year_alone_takes_its_last_release_before_the_full_year(name: str, year: int, as_of: str) -> None:
    assert resolve(place.load(name), "gdp", year=year) == Origin(day(as_of), year)


# --- a day that was asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "year"),
    [
        pytest.param("2020-04-17", 2020, id="first release of the year"),
        pytest.param("2020-10-01", 2020, id="about the end of the third quarter"),
        pytest.param("2020-10-25", 2020, id="after the third quarter's release"),
        pytest.param("2021-01-17", 2020, id="the day before the full year is out"),
        pytest.param("2021-04-16", 2021, id="first release of the next year"),
        pytest.param("2020-01-16", 2019, id="a day of January belongs to the year before"),
    ],
)
def test_a_day_within_an_open_year_is_kept_as_it_is(as_of: str, year: int) -> None:
    nation = place.load("全国")
    assert resolve(nation, "gdp", day(as_of)) == Origin(day(as_of), year)
    assert resolve(nation, "gdp", day(as_of), year) == Origin(day(as_of), year)


@pytest.mark.parametrize(
    ("name", "as_of", "near"),
    [
        pytest.param("全国", "2021-02-15", "2021-01-17", id="between two years, nearer to the old one"),
        pytest.param("全国", "2021-04-10", "2021-04-16", id="between two years, nearer to the new one"),
        pytest.param("全国", "2021-01-18", "2021-01-17", id="the day the full year is out"),
        pytest.param("全国", "2021-04-15", "2021-04-16", id="the day before the new year's first release"),
        pytest.param("全国", "2010-06-01", "2011-04-20", id="before any data"),
        pytest.param("山东", "2024-01-01", "2023-01-24", id="after the last year is closed"),
        pytest.param("demo-city", "2014-12-31", "2015-04-23", id="before the city's data"),
    ],
)
def test_a_day_that_leaves_nothing_to_forecast_is_refused_with_the_nearest_day(
    name: str, as_of: str, near: str
) -> None:
    error = refused(name, as_of)
    assert f"截至 {as_of}" in error.zh
    assert error.zh.endswith(f"；最接近的可用日期：{near}")
    assert f"by {as_of}" in error.en
    assert error.en.endswith(f"; nearest valid day: {near}")
    assert resolve(place.load(name), "gdp", day(near)).as_of == day(near)


@pytest.mark.parametrize(
    ("year", "near"),
    [
        pytest.param(2021, "2021-04-16", id="the year to come"),
        pytest.param(2020, "2021-01-17", id="the year just closed"),
        pytest.param(2019, "2020-01-16", id="an earlier year"),
    ],
)
def test_the_nearest_day_is_one_of_the_year_that_was_asked_for(year: int, near: str) -> None:
    assert refused("全国", "2021-02-15", year).en.endswith(f"; nearest valid day: {near}")


def test_no_day_is_proposed_for_a_year_without_data() -> None:
    error = refused("全国", "2021-02-15", 2005)
    assert "最接近" not in error.zh
    assert "nearest" not in error.en


@pytest.mark.parametrize("year", [2019, 2021])
def test_another_year_than_the_days_is_refused_with_the_right_one(year: int) -> None:
    error = refused("全国", "2020-10-25", year)
    assert f"可预测的年份是 2020，不是 {year}" in error.zh
    assert f"is 2020, not {year}" in error.en


@pytest.mark.parametrize("year", [2005, 2023])
def test_a_year_that_no_release_leaves_open_is_refused(year: int) -> None:
    error = refused("山东", year=year)
    assert str(year) in error.zh
    assert str(year) in error.en


def test_a_place_without_the_indicator_is_refused_by_name() -> None:
    error = refused("山东", indicator="fai")
    assert "山东没有固定资产投资（不含农户）（fai）" in error.zh
    assert "Shandong has no YTD growth of Fixed-asset investment (fai)" in error.en


def test_an_unknown_indicator_is_refused_with_the_nearest() -> None:
    assert "gdp" in refused("山东", indicator="gpd").en


# --- between releases ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("released", "between"),
    [
        pytest.param("2020-04-17", "2020-05-14", id="before April's investment"),
        pytest.param("2020-07-16", "2020-08-13", id="before July's investment"),
        pytest.param("2020-10-19", "2020-11-18", id="a month after the third quarter"),
        pytest.param("2020-12-15", "2021-01-17", id="the eve of the full year"),
    ],
)
def test_between_two_releases_all_is_as_at_the_earlier_one(released: str, between: str) -> None:
    nation = place.load("全国")
    at, after = (resolve(nation, "gdp", day(each)) for each in (released, between))
    assert at.year == after.year == 2020
    before, later = nation.as_of(at.as_of).table, nation.as_of(after.as_of).table
    assert before[before["region"] == "100000"].equals(later[later["region"] == "100000"])


# --- against a plain search ------------------------------------------------------------------------


@st.composite
def release_lists(draw: st.DrawFn) -> Releases:
    """Draw the releases of consecutive periods, starting anywhere in a year, at irregular days."""
    calendar: YearCalendar = draw(st.sampled_from([QUARTERLY, MONTHLY_FROM_FEBRUARY]))
    periods = [period for year in (2018, 2019, 2020) for period in calendar.periods(year)]
    first = draw(st.integers(0, calendar.size - 1))
    gaps = draw(st.lists(st.integers(0, 40), min_size=1, max_size=len(periods) - first))
    start = dt.date(2018, 3, 1)
    days = [start + dt.timedelta(days=offset) for offset in accumulate(gaps)]
    return list(zip(days, periods[first:], strict=False))


def open_by_search(releases: Releases, asked: dt.date) -> int | None:
    """The earliest year of which something is out, but not its last period."""
    for year in (2018, 2019, 2020):
        out = [period for released, period in releases if released <= asked and period.year == year]
        if out and not any(str(period) in (f"{year}Q4", f"{year}-12") for period in out):
            return year
    return None


@given(release_lists(), st.integers(-10, 1400))
def test_the_open_year_is_what_a_search_by_its_definition_finds(releases: Releases, offset: int) -> None:
    asked = dt.date(2018, 3, 1) + dt.timedelta(days=offset)
    assert open_year(releases, asked) == open_by_search(releases, asked)


def test_of_two_days_equally_near_the_earlier_is_proposed() -> None:
    releases = [
        (day("2020-10-20"), Period(2020, "Q", 3)),
        (day("2021-01-21"), Period(2020, "Q", 4)),
        (day("2021-04-20"), Period(2021, "Q", 1)),
    ]
    assert nearest_day(releases, day("2021-03-06")) == day("2021-01-20")  # 45 days either way
    assert nearest_day(releases, day("2021-03-07")) == day("2021-04-20")


@given(release_lists(), st.integers(-10, 1400), st.sampled_from([None, 2018, 2019, 2020]))
def test_the_nearest_day_is_what_a_search_over_all_days_finds(
    releases: Releases, offset: int, year: int | None
) -> None:
    start = dt.date(2018, 2, 1)
    asked = start + dt.timedelta(days=offset)
    last = releases[-1][0]
    days = [start + dt.timedelta(days=each) for each in range((last - start).days + 2)]
    # a year whose last period is not out stays open for ever, so the day asked for can be valid itself
    valid = [d for d in {*days, asked} if (found := open_by_search(releases, d)) and year in (None, found)]
    assume(asked not in valid)  # then the day is not refused and nothing is proposed
    expected = min(valid, key=lambda d: (abs((d - asked).days), d), default=None)
    assert nearest_day(releases, asked, year) == expected
