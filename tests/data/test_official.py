"""The official figures hold together: complete, dated by the rule, tagged, and with their traps kept.

The literals here are the bureau's published figures, not results of this project's code.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pandas as pd
import pytest

from shouguan.core import paths
from shouguan.core.indicators import CATALOGUE, INDUSTRIES
from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, Period, calendar_release
from shouguan.data import observations, place

NATION = "100000"
NEWEST = dt.date(2026, 12, 31)
SECTORS = ("gdp_primary", "gdp_secondary", "gdp_tertiary")
NATIONAL_PARTS = (*INDUSTRIES, "gdp_manufacturing", *SECTORS)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """All official observations of all vintages; a copy, so that no test can spoil another."""
    return place.official_table().copy()


def select(table: pd.DataFrame, **fields: str) -> pd.DataFrame:
    """Return the rows whose columns have these values."""
    for column, value in fields.items():
        table = table[table[column] == value]
    return table


def levels_of_investment() -> dict[Period, float]:
    """Return the nation's YTD investment levels as published."""
    return place.load("全国").as_of(NEWEST).series(NATION, "fai", basis="ytd", measure="value")


def growth_by_levels() -> dict[str, tuple[float, float]]:
    """Return published growth of investment and the growth that its levels would give, by month."""
    levels, published = levels_of_investment(), place.load("全国").as_of(NEWEST).ytd_growth(NATION, "fai")
    found = {}
    for period, growth in published.items():
        before = levels.get(Period(period.year - 1, "M", period.number))
        if before is not None:
            found[str(period)] = growth, 100 * (levels[period] / before - 1)
    return found


# --- what was published, and when ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "growth"),
    [
        pytest.param("2022-02-01", [18.3, 12.7, 9.8, 8.1], id="as first published"),
        pytest.param("2026-12-31", [18.9, 13.0, 10.2, 8.6], id="as it stands now"),
    ],
)
def test_both_vintages_of_the_nations_2021_are_kept(day: str, growth: list[float]) -> None:
    view = place.load("全国").as_of(dt.date.fromisoformat(day))
    published = view.ytd_growth(NATION, "gdp")
    assert [published[Period(2021, "Q", q)] for q in (1, 2, 3, 4)] == growth


@pytest.mark.parametrize(
    ("indicator", "growth"),
    [
        pytest.param("gdp", {"2020Q1": -6.8, "2020Q2": -1.6, "2020Q3": 0.7}, id="GDP"),
        pytest.param("fai", {"2020-02": -24.5, "2020-06": -3.1, "2020-09": 0.8, "2020-08": -0.3}, id="investment"),
    ],
)
def test_2020_is_known_on_the_third_quarters_release_day_as_published_then(
    indicator: str, growth: dict[str, float]
) -> None:
    known = place.load("全国").as_of(dt.date(2020, 10, 19)).ytd_growth(NATION, indicator)
    assert {text: known[Period.parse(text)] for text in growth} == growth
    assert str(max(known)) in ("2020Q3", "2020-09")


def test_a_revision_comes_later_than_the_figure_it_revises_and_differs(table: pd.DataFrame) -> None:
    revised = select(table, vintage="revised")
    assert len(revised) > 0
    for row in revised.itertuples():
        earlier = select(table, **{column: getattr(row, column) for column in observations.KEY})
        earlier = earlier[earlier["released_on"] < row.released_on]
        assert earlier["vintage"].tolist() == ["first"], (row.indicator, row.period)
        assert earlier["value"].tolist() != [row.value], (row.indicator, row.period)


def lag_by_rule(row: pd.Series) -> int:
    """Return the calendar's lag in days: months, accounts of the nation, accounts of a province."""
    if row["indicator"] in {"fai", "retail"}:
        return 19
    return 20 if row["region"] == NATION else 25


def test_release_days_by_calendar_follow_the_rule(table: pd.DataFrame) -> None:
    by_rule = select(table, release_basis="calendar")
    by_rule = by_rule[by_rule["vintage"] != "revised"]  # their true days are not on record
    off = [
        (row["region"], row["indicator"], row["period"], str(row["released_on"].date()))
        for _, row in by_rule.iterrows()
        if row["released_on"].date() != calendar_release(Period.parse(row["period"]), lag_by_rule(row))
    ]
    assert len(by_rule) > 2000
    assert off == []


def test_actual_release_days_lie_in_the_weeks_after_the_period(table: pd.DataFrame) -> None:
    """The latest on record is 24 October 2022, put off for a week."""
    actual = select(table, release_basis="actual")
    lags = [
        (released.date() - Period.parse(period).end).days
        for period, released in zip(actual["period"], actual["released_on"], strict=True)
    ]
    assert len(lags) > 200
    assert (min(lags), max(lags)) == (13, 24)


# --- what is there ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "basis", "measure", "first", "last", "size"),
    [
        pytest.param("gdp", "ytd", "growth", "2011Q1", "2026Q1", 61, id="GDP growth"),
        pytest.param("gdp", "ytd", "value", "2006Q1", "2026Q1", 81, id="GDP values"),
        pytest.param("gdp", "single", "growth", "2021Q4", "2026Q1", 18, id="GDP single quarters"),
        pytest.param("fai", "ytd", "growth", "2011-02", "2024-12", 154, id="investment growth"),
        pytest.param("fai", "ytd", "value", "2008-02", "2024-12", 187, id="investment levels"),
    ],
)
def test_national_series_have_no_holes(
    indicator: str, basis: str, measure: str, first: str, last: str, size: int
) -> None:
    series = place.load("全国").as_of(NEWEST).series(NATION, indicator, basis=basis, measure=measure)
    begin, end = Period.parse(first), Period.parse(last)
    calendar = CATALOGUE[indicator].calendar
    grid = [p for year in range(begin.year, end.year + 1) for p in calendar.periods(year) if begin <= p <= end]
    assert list(series) == grid
    assert len(series) == size


@pytest.mark.parametrize("indicator", NATIONAL_PARTS)
def test_every_part_of_national_gdp_has_18_quarters_of_values_ytd_and_single_growth(indicator: str) -> None:
    view = place.load("全国").as_of(NEWEST)
    for basis, measure in (("ytd", "value"), ("ytd", "growth"), ("single", "growth")):
        series = view.series(NATION, indicator, basis=basis, measure=measure)
        assert (len(series), str(min(series)), str(max(series))) == (18, "2021Q4", "2026Q1")


@pytest.mark.parametrize(
    "parts", [pytest.param(INDUSTRIES, id="eleven industries"), pytest.param(SECTORS, id="three sectors")]
)
def test_parts_add_up_to_national_gdp_within_rounding(parts: tuple[str, ...]) -> None:
    view = place.load("全国").as_of(NEWEST)
    values = [view.series(NATION, part, basis="ytd", measure="value") for part in parts]
    total = view.series(NATION, "gdp", basis="ytd", measure="value")
    for period in values[0]:
        # values have one decimal: half a digit for each part and for the total
        assert sum(v[period] for v in values) == pytest.approx(total[period], abs=0.05 * (len(parts) + 1)), period


@pytest.mark.parametrize("measure", ["growth", "value"])
def test_31_provinces_have_32_quarters_each(table: pd.DataFrame, measure: str) -> None:
    rows = select(table, indicator="gdp", basis="ytd", measure=measure)
    rows = rows[rows["region"] != NATION]
    quarters = [str(period) for year in range(2015, 2023) for period in QUARTERLY.periods(year)]
    provinces = [region.code for region in place.official_regions().values() if region.parent]
    found = set(zip(rows["region"], rows["period"], strict=True))
    assert len(rows) == len(found) == 31 * 32
    assert found == set(itertools.product(provinces, quarters))


def test_values_of_gdp_rise_within_each_year(table: pd.DataFrame) -> None:
    rows = select(table, indicator="gdp", basis="ytd", measure="value")
    for (region, year), values in rows.groupby(["region", rows["period"].str[:4]]):
        ordered = values.sort_values("period")["value"]
        assert ordered.iloc[0] > 0, (region, year)
        assert ordered.is_monotonic_increasing, (region, year)
        assert ordered.is_unique, (region, year)


def test_units_and_prices_follow_the_catalogue(table: pd.DataFrame) -> None:
    growth, values = select(table, measure="growth"), select(table, measure="value")
    assert len(growth) + len(values) == len(table)
    assert set(growth["unit"]) == {"%"}
    assert set(values["unit"]) == {"亿元"}
    assert set(values["price"]) == {"nominal"}
    for indicator, price in growth[["indicator", "price"]].drop_duplicates().itertuples(index=False):
        assert price == CATALOGUE[indicator].growth_price, indicator


def test_growth_has_one_decimal_and_is_no_index(table: pd.DataFrame) -> None:
    growth = select(table, measure="growth")["value"]
    assert (growth - growth.round(1)).abs().max() < 1e-9
    assert growth.between(-60, 60).all()  # Hubei: -39.3 in 2020Q1, 58.7 in 2021Q1; an index would be about 100


def test_every_row_names_its_source_and_no_row_is_there_twice(table: pd.DataFrame) -> None:
    assert table["source"].str.strip().ne("").all()
    assert table["source"].str.contains("国家统计局").all()
    lines = sum(
        len(file.read_text(encoding="utf-8").splitlines()) - 1
        for file in (paths.official() / "observations").glob("*.csv")
    )
    assert lines == len(table)


def test_each_file_holds_the_indicator_of_its_name() -> None:
    for file in (paths.official() / "observations").glob("*.csv"):
        assert set(observations.read(file)["indicator"]) == {file.stem}


# --- tags ------------------------------------------------------------------------------------------


def test_all_investment_levels_are_tagged_not_comparable(table: pd.DataFrame) -> None:
    notes = select(table, indicator="fai", measure="value")["note"]
    assert len(notes) == 187
    assert notes.str.startswith("not-comparable").all()


def test_no_growth_carries_a_tag_of_levels(table: pd.DataFrame) -> None:
    assert not select(table, measure="growth")["note"].str.contains("not-comparable|no-shares").any()


def test_the_provinces_2019_and_only_2019_gives_no_shares(table: pd.DataFrame) -> None:
    rows = select(table, indicator="gdp", measure="value")
    tagged = rows[rows["note"].str.startswith(observations.NO_SHARES)]
    provinces = [region.code for region in place.official_regions().values() if region.parent]
    found = set(zip(tagged["region"], tagged["period"], strict=True))
    assert found == set(itertools.product(provinces, [f"2019Q{q}" for q in (1, 2, 3, 4)]))


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_cut_back_year_of_investment_is_tagged_in_all_its_months(table: pd.DataFrame, year: int) -> None:
    rows = select(table, indicator="fai", measure="value")
    rows = rows[rows["period"].str.startswith(str(year))]
    assert rows["period"].tolist() == [str(period) for period in MONTHLY_FROM_FEBRUARY.periods(year)]
    assert rows["note"].str.startswith("not-comparable;no-shares").all()


def test_a_year_of_investment_that_gives_shares_leaves_december_its_usual_weight(table: pd.DataFrame) -> None:
    """December has 8–14 % of a year whose level was not cut back; less is the cut, not the season."""
    rows = select(table, indicator="fai", measure="value")
    tagged = {period[:4] for period in rows.loc[rows["note"].str.contains("no-shares"), "period"]}
    levels = levels_of_investment()
    december = {
        year: round(1 - levels[Period(year, "M", 11)] / levels[Period(year, "M", 12)], 3)
        for year in range(2008, 2025)
        if str(year) not in tagged
    }
    assert {year: share for year, share in december.items() if not 0.08 <= share <= 0.15} == {}


# --- the trap: investment growth is not the ratio of its levels ------------------------------------


@pytest.mark.parametrize(
    ("month", "published", "by_levels"),
    [
        pytest.param("2017-12", 7.2, 5.9, id="the full year 2017"),
        pytest.param("2021-11", 5.2, -1.1, id="November 2021, even the sign"),
        pytest.param("2019-12", 5.4, -13.2, id="the cut-back December 2019"),
        pytest.param("2023-12", 3.0, -12.1, id="the full year 2023"),
    ],
)
def test_published_investment_growth_is_not_the_ratio_of_levels(month: str, published: float, by_levels: float) -> None:
    growth, ratio = growth_by_levels()[month]
    assert (growth, round(ratio, 1)) == (published, by_levels)
    assert abs(growth - ratio) > 1


@pytest.mark.parametrize("year", [2015, 2016, 2022])
def test_in_some_years_the_levels_do_reproduce_published_growth(year: int) -> None:
    """The controls: the trap lies in the bureau's comparable base, not in a slip of these files."""
    found = growth_by_levels()
    for period in MONTHLY_FROM_FEBRUARY.periods(year):
        growth, ratio = found[str(period)]
        assert ratio == pytest.approx(growth, abs=0.13), period


# --- regions and targets ---------------------------------------------------------------------------


def test_there_are_32_regions_with_parents_that_exist() -> None:
    lines = (paths.official() / "regions.csv").read_text(encoding="utf-8").splitlines()
    regions = place.official_regions()
    assert len(lines) - 1 == len(regions) == 32
    assert next(iter(regions)) == NATION
    assert regions[NATION].parent is None
    for region in regions.values():
        assert region.code == NATION or region.parent in regions


def test_no_two_regions_share_a_name() -> None:
    names = [
        word.casefold()
        for region in place.official_regions().values()
        for word in {region.code, region.name, region.name_en, *region.aliases}
    ]
    assert len(names) == len(set(names))


def test_every_region_with_figures_is_listed(table: pd.DataFrame) -> None:
    assert set(table["region"]) == set(place.official_regions())


def every_target() -> list[place.Target]:
    """Return the targets of the nation and of all provinces."""
    return [target for code in place.official_regions() for target in place.load(code).targets]


def test_no_official_target_is_passed_over_or_stands_twice() -> None:
    lines = (paths.official() / "targets.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == len(every_target()) == len({(t.region, t.year) for t in every_target()})


def test_targets_cover_the_nation_and_shandong_and_the_last_years_of_most_provinces() -> None:
    years = {code: [t.year for t in place.load(code).targets] for code in place.official_regions()}
    assert years[NATION] == [*range(2011, 2020), *range(2021, 2026)]  # none was set for 2020
    assert set(range(2021, 2026)) <= set(years["370000"])
    for year, provinces in [(2016, 12), (2018, 10), (2019, 17), (2020, 13), (2021, 31), (2022, 23), (2023, 31)]:
        assert sum(year in found for code, found in years.items() if code != NATION) == provinces
    assert 2020 not in years["420000"]  # set before the epidemic; what became of it is not certain
    assert 2022 not in years["630000"]  # changed within the year


def test_every_target_names_the_document_of_its_year() -> None:
    regions = place.official_regions()
    for target in every_target():
        author = "国务院" if target.region == NATION else regions[target.region].aliases[0]
        assert target.source.startswith(f"{target.year}年{author}《政府工作报告》"), target
        assert (target.indicator, target.kind, target.announced_on.year) == ("gdp", "原目标", target.year)
        assert target.announced_on.month <= 3, target


def test_a_day_that_is_not_the_sessions_own_says_so_and_lies_after_the_sessions() -> None:
    told = [target for target in every_target() if "日期记" in target.source]
    assert len(told) == 79
    for target in told:
        assert "汇总" in target.source and target.announced_on >= dt.date(target.year, 1, 16), target
        day = target.source.partition("；据")[2].partition("日的")[0]
        if "次年" not in day and "日期记该日" in target.source:
            assert dt.datetime.strptime(day, "%Y年%m月%d").date() == target.announced_on, target


def test_a_target_is_the_figure_that_its_source_quotes() -> None:
    for target in every_target():
        quoted = target.source.partition("（")[2]
        assert quoted.startswith(f"{target.value:g}%"), target
        assert ("左右" in quoted) == (target.op == "around"), target
        assert ("以上" in quoted) == (target.bound == "least"), target
        assert ("—" in quoted) == ("此处记下限" in quoted), target
