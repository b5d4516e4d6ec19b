"""The yardsticks, by figures worked out by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shouguan.core.periods import QUARTERLY
from shouguan.data.place import load
from shouguan.data.year_weights import YearWeights
from shouguan.models.history import History, history
from shouguan.models.naive import LABELS, YARDSTICKS, carry_last_single, carry_ytd, median_of_rules, two_year_average

NAN = np.nan


def past(*this_year: float) -> History:
    """Lay out last year and the beginning of this one; quarters weigh 20, 25, 25 and 30 per cent."""
    cumulative = np.array([0.20, 0.45, 0.70, 1.0])
    left = [NAN] * (4 - len(this_year))
    return History(
        region="100000",
        periods=[*QUARTERLY.periods(2019), *QUARTERLY.periods(2020)],
        ytd=np.array([6.4, 6.3, 6.2, 6.1, *this_year, *left]),
        cumulative=np.tile(cumulative, 2),
        weights=YearWeights(2020, cumulative, None, None, False),
        known=len(this_year),
    )


@pytest.mark.parametrize(
    ("known", "ytd", "single"),
    [
        # Q3 alone: (0.7·0.70 + 1.6·0.45)/0.25 = 4.84; the year: 0.7·0.70 + 4.84·0.30.
        pytest.param((-6.8, -1.6, 0.7), 0.7, 1.942, id="three-quarters"),
        # Q2 alone: (−1.6·0.45 + 6.8·0.20)/0.25 = 2.56; the year: −1.6·0.45 + 2.56·0.55.
        pytest.param((-6.8, -1.6), -1.6, 0.688, id="two-quarters"),
        # The first quarter is itself the newest single.
        pytest.param((-6.8,), -6.8, -6.8, id="first-quarter-only"),
        # Q2 unpublished: Q2 and Q3 count as one stretch, (2.0·0.70 − 1.0·0.20)/0.50 = 2.4.
        pytest.param((1.0, NAN, 2.0), 2.0, 2.12, id="a-gap-in-the-middle"),
        # Nothing before Q3 published: the stretch is everything so far.
        pytest.param((NAN, NAN, 2.0), 2.0, 2.0, id="only-the-newest"),
        pytest.param((0.0, 0.0, 0.0), 0.0, 0.0, id="zero"),
    ],
)
def test_yardsticks_by_hand(known: tuple[float, ...], ytd: float, single: float) -> None:
    assert carry_ytd(past(*known)) == pytest.approx(ytd, abs=1e-9)
    assert carry_last_single(past(*known)) == pytest.approx(single, abs=1e-9)


def test_the_nation_in_october_2020() -> None:
    place, day = load("全国"), dt.date(2020, 10, 25)
    known = history(place, place.as_of(day), "gdp", 2020)
    assert carry_ytd(known) == 0.7
    assert carry_last_single(known) == pytest.approx(1.9, abs=0.05)


def test_reports_list_all_by_name() -> None:
    assert list(YARDSTICKS) == ["carry_ytd", "carry_last_single", "two_year_average", "median_of_rules"]
    assert set(LABELS) == set(YARDSTICKS)


@pytest.mark.parametrize(
    ("last", "this", "year"),
    [
        # Two-year growth so far 1.0·0.9 → last year's Q4 single: (2.3 − 0.70·0.7)/0.30 = 6.0333…;
        # (1.007·1.098)/1.060333 − 1 = 4.2772 % for Q4, and 9.8·0.70 + 4.2772·0.30 for the year.
        pytest.param((-6.8, -1.6, 0.7, 2.3), (18.3, 12.7, 9.8), 8.1432, id="the-turn-of-2021"),
        pytest.param((5.0, 5.0, 5.0, 5.0), (5.0, 5.0, 5.0), 5.0, id="steady"),
        pytest.param((NAN, NAN, NAN, 2.3), (18.3, 12.7, 9.8), 9.8, id="nothing-known-of-last-year"),
    ],
)
def test_two_year_average_by_hand(last: tuple[float, ...], this: tuple[float, ...], year: float) -> None:
    known = past(*this)
    known.ytd[:4] = last
    assert two_year_average(known) == pytest.approx(year, abs=5e-4)


def test_the_median_of_the_three_rules() -> None:
    known = past(-6.8, -1.6, 0.7)
    three = sorted([carry_ytd(known), carry_last_single(known), two_year_average(known)])
    assert median_of_rules(known) == three[1]
