"""The record: only earlier years, enough of them, and coverage as a reader of the printed figures counts it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.core import indicators
from shouguan.data.year_weights import YearWeights
from shouguan.models import track_record
from shouguan.models.outlook import Outlook

Write = Callable[[list[str]], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Put a record of our own in the place of the kit's."""
    file = tmp_path / "record.csv"
    monkeypatch.setattr(track_record, "record_file", lambda: file)

    def written(rows: list[str]) -> None:
        file.write_text("\n".join([",".join(track_record.FIELDS), *rows]) + "\n", encoding="utf-8")
        track_record._rows.cache_clear()

    track_record._rows.cache_clear()
    yield written
    track_record._rows.cache_clear()


def row(
    year: int,
    *,
    indicator: str = "gdp",
    region: str = "100000",
    known: int = 3,
    truth: float = 2.0,
    low: float = 1.0,
    high: float = 3.0,
    turning: bool = False,
    shock_variance: float = 1.0,
    halves: tuple[float, float, float] = (0.5, 1.0, 1.6),
) -> str:
    """Write one past forecast: the model misses by 0.1, the rules of thumb by 0.2, 0.3, 0.4 and 0.5."""
    head = (indicator, region, year, known, truth, f"{truth + 0.1:.1f}", low, high, int(turning))
    rules = (f"{truth + away:.1f}" for away in (-0.2, 0.3, 0.4, -0.5))
    return ",".join(map(str, (*head, *halves, *rules, truth + 0.1, 0.0, 0.0, shock_variance)))


def test_only_years_before_the_reports_own_count(write: Write) -> None:
    write([row(year) for year in range(2010, 2025)])
    found = track_record.summary("gdp", 3, before=2020)
    assert found is not None
    assert (found.n, found.first_year, found.last_year) == (10, 2010, 2019)


@pytest.mark.parametrize(("rows", "enough"), [(7, False), (8, True)])
def test_a_record_of_fewer_than_eight_is_none(write: Write, rows: int, enough: bool) -> None:
    write([row(2010 + i) for i in range(rows)])
    assert (track_record.summary("gdp", 3, before=2020) is not None) == enough


def test_too_few_earlier_years_are_none_however_many_later_ones_there_are(write: Write) -> None:
    write([row(year) for year in range(2018, 2040)])
    assert track_record.summary("gdp", 3, before=2020) is None


@pytest.mark.parametrize(("indicator", "known"), [("fai", 3), ("gdp", 2)])
def test_another_indicator_or_point_of_the_year_has_its_own_record(write: Write, indicator: str, known: int) -> None:
    write([row(2000 + i) for i in range(19)])
    assert track_record.summary(indicator, known, before=2020) is None


@pytest.mark.parametrize(
    ("truth", "covered"),
    [
        pytest.param(2.6, False, id="under"),
        pytest.param(2.7, True, id="on-the-lower-end"),
        pytest.param(3.0, True, id="inside"),
        pytest.param(3.3, True, id="on-the-upper-end"),
        pytest.param(3.4, False, id="over"),
    ],
)
def test_a_figure_on_the_printed_end_of_an_interval_is_covered(write: Write, truth: float, covered: bool) -> None:
    write([row(2010 + i, truth=truth, low=2.7, high=3.3) for i in range(8)])
    found = track_record.summary("gdp", 3, before=2020)
    assert found is not None
    assert found.coverage80 == float(covered)


def test_errors_regions_and_coverage_are_those_of_the_rows(write: Write) -> None:
    hit = [row(2015, region=f"{code}0000") for code in (11, 12, 13, 14, 15, 21)]
    missed = [row(2016, region=f"{code}0000", low=2.1) for code in (11, 12)]
    write(hit + missed)
    found = track_record.summary("gdp", 3, before=2020)
    assert found is not None
    assert (found.n, found.regions, found.first_year, found.last_year) == (8, 6, 2015, 2016)
    assert found.coverage80 == 6 / 8
    errors = (found.mae, found.mae_carry_ytd, found.mae_carry_last_single)
    assert errors == pytest.approx((0.1, 0.2, 0.3))


@pytest.mark.usefixtures("write")
def test_no_file_is_no_record() -> None:
    assert track_record.summary("gdp", 3, before=2020) is None


def test_the_kits_own_record_knows_nothing_of_the_year_it_is_read_in() -> None:
    found = track_record.summary("gdp", 3, before=2020)
    assert found is not None
    assert found.last_year < 2020


@pytest.fixture
def write_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Put a record of months on the way in the place of the kit's."""
    file = tmp_path / "path_record.csv"
    monkeypatch.setattr(track_record, "path_record_file", lambda: file)

    def clear() -> None:
        track_record._paths.cache_clear()
        track_record._on_the_way.cache_clear()

    def written(rows: list[str]) -> None:
        file.write_text("\n".join([",".join(track_record.PATH_FIELDS), *rows]) + "\n", encoding="utf-8")
        clear()

    clear()
    yield written
    clear()


def ahead(indicator: str, known: int) -> Outlook:
    """Make an Outlook of 2020 that has `known` periods behind it."""
    size = len(indicators.indicator(indicator).calendar.numbers)
    return Outlook(
        region="100000",
        indicator=indicator,
        year=2020,
        as_of=dt.date(2020, 10, 25),
        known=(2.0,) * known,
        weights=YearWeights(2020, np.arange(1, size + 1) / size, None, None, False),
        ytd_known=np.zeros(2),
        remaining=np.zeros((2, size - known)),
        model="by hand",
        seed=0,
    )


def test_months_on_the_way_learn_from_earlier_years_of_all_monthly_series(write_paths: Write) -> None:
    # Nine periods known: one month on the way. Errors are half the 80 % half-width in years before 2020, huge after.
    rows = [f"{code},{year},9,1,1.0,0.5,0.6,1.0,1.5" for year in range(2010, 2020) for code in ("fai", "retail")]
    write_paths([*rows, *(f"fai,{year},9,1,1.0,99,0.6,1.0,1.5" for year in range(2020, 2025))])
    (factors,) = track_record.on_the_way(ahead("industry_va", 9))
    assert (factors.n, factors.years) == (20, 10)
    ratio = np.sqrt(0.5 / 0.6 * 0.5 / 1.0)
    assert factors.factor == pytest.approx(ratio ** (10 / 14))  # shrunk as if four years had been right


def test_where_nothing_is_on_record_nothing_is_corrected(write_paths: Write) -> None:
    write_paths(["fai,2019,9,1,1.0,0.5,0.6,1.0,1.5"])
    assert [each.n for each in track_record.on_the_way(ahead("fai", 8))] == [0, 0]
    assert track_record.on_the_way(ahead("gdp", 2)) == ()
    assert track_record.on_the_way(ahead("fai", 10)) == ()


def test_the_kits_own_record_holds_every_origin_of_every_year_once() -> None:
    rows = pd.read_csv(track_record.path_record_file())
    assert list(rows.columns) == list(track_record.PATH_FIELDS)
    assert not rows.duplicated(["indicator", "year", "known_periods", "ahead"]).any()
    assert rows.groupby(["indicator", "year"]).size().eq(55).all()  # 10 + 9 + … + 1
    assert (rows["half50"] < rows["half80"]).all() and (rows["half80"] < rows["half95"]).all()


def test_the_nation_learns_from_its_own_errors_and_regions_from_theirs(write: Write) -> None:
    """The nation misses by half of its 50 % half-width, provinces by three times theirs."""
    rows = []
    for year in range(2010, 2020):
        rows.append(row(year, truth=2.0, halves=(0.2, 0.2, 0.4)))  # misses by 0.1
        rows += [row(year, region=f"{code}0000", halves=(0.1 / 3, 0.1 / 3, 0.2)) for code in (11, 37)]
    write(rows)
    nation, province = (
        track_record.calibration("gdp", 3, before=2020, shock_variance=1.0, region=region).factor
        for region in ("100000", "370200")
    )
    assert nation == pytest.approx(0.5 ** (10 / 14), rel=1e-6)
    assert province == pytest.approx(3.0 ** (10 / 14), rel=1e-6)


def test_where_only_the_nation_is_on_record_all_learn_from_it_and_else_nobody_does(write: Write) -> None:
    write([row(2018), row(2019, region="110000")])
    assert track_record.calibration("gdp", 3, before=2019, shock_variance=1.0, region="110000").n == 0
    write([row(2018), row(2019)])
    assert track_record.calibration("gdp", 3, before=2019, shock_variance=1.0, region="110000").n == 1
