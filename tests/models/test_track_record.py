"""The record: only earlier years, enough of them, and coverage as a reader of the printed figures counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouguan.models import track_record

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
    halves: tuple[float, float, float] = (0.5, 1.0, 1.6),
) -> str:
    """Write one past forecast: the model misses by 0.1, the rules of thumb by 0.2, 0.3, 0.4 and 0.5."""
    head = (indicator, region, year, known, truth, f"{truth + 0.1:.1f}", low, high, int(turning))
    rules = (f"{truth + away:.1f}" for away in (-0.2, 0.3, 0.4, -0.5))
    return ",".join(map(str, (*head, *halves, *rules)))


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
