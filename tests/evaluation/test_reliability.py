"""Reliability: chances worked out again from a record by hand, by identity, and over years that are made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from scipy.stats import norm

from shouguan.evaluation import reliability
from shouguan.evaluation.reliability import Group, chance, groups, mean_error
from shouguan.models import track_record

NORMAL = tuple(float(norm.ppf((1 + level) / 2)) for level in (0.50, 0.80, 0.95))
"""Half-widths of a normal distribution with a standard deviation of one point."""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(3.05, 0.5, id="the-threshold-at-the-median"),
        pytest.param(3.45, 0.25, id="upper-end-of-the-50%"),
        pytest.param(2.65, 0.75, id="lower-end-of-the-50%"),
        pytest.param(3.85, 0.10, id="upper-end-of-the-80%"),
        pytest.param(2.25, 0.90, id="lower-end-of-the-80%"),
        pytest.param(4.25, 0.025, id="upper-end-of-the-95%"),
        pytest.param(1.85, 0.975, id="lower-end-of-the-95%"),
    ],
)
def test_a_chance_at_the_end_of_an_interval_is_what_the_interval_leaves(target: float, expected: float) -> None:
    assert chance(3.0, (0.4, 0.8, 1.2), target) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("target", np.linspace(-3.0, 3.0, 25))
def test_between_the_ends_a_normal_distribution_is_met_exactly(target: float) -> None:
    assert chance(0.0, NORMAL, target) == pytest.approx(norm.sf(target - 0.05), abs=1e-5)


@over(
    median=st.floats(-20, 20),
    widths=st.lists(st.floats(0, 5), min_size=3, max_size=3),
    target=st.floats(-30, 30),
    step=st.floats(0, 5),
)
def test_a_higher_target_never_has_a_higher_chance_and_every_chance_is_one(
    median: float, widths: list[float], target: float, step: float
) -> None:
    low, high = chance(median, sorted(widths), target), chance(median, sorted(widths), target + step)
    assert 0.0 <= high <= low + 1e-12 <= 1.0 + 1e-12


def test_widths_that_cross_are_taken_as_wide_as_the_ones_inside() -> None:
    # A calibration may stretch the 80 % interval beyond the 95 %.
    assert chance(0.0, (0.4, 1.0, 0.9), 1.051) == pytest.approx(0.025, abs=0.001)


def made(count: int, chance_: float, met: int) -> pd.DataFrame:
    number = np.arange(count)
    return pd.DataFrame({"year": 2010 + number % 5, "chance": chance_, "met": number < met})


def test_groups_are_stretches_of_the_scale_with_their_means() -> None:
    found = groups(pd.concat([made(60, 0.10, 6), made(40, 0.30, 10), made(50, 1.0, 50)]))
    assert [(round(each.chance, 9), each.met, each.n) for each in found] == [
        (0.10, 0.10, 60),
        (0.30, 0.25, 40),
        (1.0, 1.0, 50),
    ]
    assert all(each.lower <= each.met <= each.upper for each in found)


def test_too_few_chances_are_no_evidence() -> None:
    assert groups(made(99, 0.5, 40)) == []
    assert len(groups(made(100, 0.5, 40))) == 1


def test_a_stretch_with_hardly_any_chances_is_left_out() -> None:
    assert [each.n for each in groups(pd.concat([made(100, 0.1, 10), made(4, 0.9, 4)]))] == [100]
    assert [each.n for each in groups(pd.concat([made(100, 0.1, 10), made(5, 0.9, 5)]))] == [100, 5]


def test_the_interval_is_that_of_years_not_of_regions() -> None:
    # Every region comes true in one year and none in the next: 200 cases, but twenty years' worth of evidence.
    rows = pd.DataFrame({"year": sorted([*range(2000, 2020)] * 10), "chance": 0.5}).assign(met=lambda t: t["year"] % 2)
    (found,) = groups(rows)
    assert found.met == 0.5
    assert 0.35 < found.upper - found.lower <= 0.5, "200 cases by themselves would make it 0.14"


def test_a_share_that_two_years_decide_says_nothing() -> None:
    rows = pd.DataFrame({"year": [2010] * 50 + [2011] * 50, "chance": 0.5}).assign(met=lambda t: t["year"] == 2011)
    assert groups(rows) == []


def test_the_mean_error_weighs_every_chance_alike() -> None:
    assert mean_error([Group(0.1, 0.2, 0, 1, 30), Group(0.9, 0.5, 0, 1, 10)]) == pytest.approx(0.1 * 0.75 + 0.4 * 0.25)


HEAD = ",".join(track_record.FIELDS)


@pytest.fixture
def small_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A record of one region over three years, to be worked out by hand."""
    lines = [
        "gdp,1,2010,3,5.0,5.0,4.2,5.8,0,0.4,0.8,1.2,0,0,0,0,5.0,0,0,1",
        "gdp,1,2011,3,6.0,5.5,4.7,6.3,0,0.4,0.8,1.2,0,0,0,0,5.5,0,0,1",
        "gdp,1,2012,3,6.5,6.1,5.3,6.9,0,0.4,0.8,1.2,0,0,0,0,6.1,0,0,1",
        "gdp,2,2012,3,6.5,6.1,5.3,6.9,0,0.4,0.8,1.2,0,0,0,0,6.1,0,0,1",
        "gdp,1,2012,2,9.9,6.1,5.3,6.9,0,0.4,0.8,1.2,0,0,0,0,6.1,0,0,1",
        "fai,1,2012,3,9.9,6.1,5.3,6.9,0,0.4,0.8,1.2,0,0,0,0,6.1,0,0,1",
    ]
    file = tmp_path / "record.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    monkeypatch.setattr(track_record, "record_file", lambda: file)
    track_record._rows.cache_clear()
    yield file
    track_record._rows.cache_clear()


@pytest.mark.usefixtures("small_record")
def test_stand_in_targets_are_last_years_growth_and_are_met_as_published() -> None:
    found = reliability.given("gdp", 3, before=2012)
    # 2010 has no year before it. 2011: targets 4.0, 4.5, 5.5 and 6.0; the year came to 6.0, which meets 6.0.
    assert list(zip(found["region"], found["year"], found["met"], strict=True)) == [("1", 2011, True)] * 4
    # One earlier forecast hit its median, which counts as half a digit: one year in five shrinks the half-widths.
    factor = (0.05 / 0.4) ** (1 / 5)
    assert found["chance"][2] == pytest.approx(norm.sf(-0.05 / (0.4 * factor) * norm.ppf(0.75)), abs=1e-3)
    assert found["chance"].is_monotonic_decreasing


@pytest.mark.usefixtures("small_record")
def test_only_the_same_point_of_the_year_the_same_indicator_and_earlier_years_count() -> None:
    found = reliability.given("gdp", 3, before=2013)
    assert list(zip(found["region"], found["year"], strict=True)) == [("1", 2011)] * 4 + [("1", 2012)] * 4
    assert found["met"][4:].tolist() == [True, True, True, False]  # 5.0, 5.5, 6.5 and 7.0 against 6.5
    assert reliability.given("fai", 3, before=2013).empty


def test_the_official_record_is_close_to_the_line() -> None:
    found = groups(reliability.given("gdp", 3, before=2020))
    assert mean_error(found) < 0.05
    assert found[0].met < 0.1
    assert found[-1].met > 0.9
