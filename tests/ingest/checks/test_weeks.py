"""Weekly figures that cannot be right: days that two share, sums of the year, mixed units, weeks that are missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from shouguan.core.weeks import iso_week
from shouguan.ingest.checks import weeks


def figure(week: str, value: float = 20.0, **changes: Any) -> dict[str, Any]:
    """Return one weekly figure."""
    ordinary = {"region": "999901", "indicator": "electricity", "measure": "value", "unit": "亿千瓦时"}
    return {**ordinary, "week": week, "value": value, "source": f"周报.xlsx#周报!D{week[-2:]}", **changes}


def series(values: Any, first: int = 1, year: int = 2020) -> list[dict[str, Any]]:
    """Return weeks of a year one after the other."""
    return [figure(str(iso_week(year, number)), float(value)) for number, value in enumerate(values, first)]


def test_weeks_that_share_days_are_named_at_the_later_one() -> None:
    (found,) = weeks.check([figure("2020-W41"), figure("2020-10上旬", source="周报.xlsx#周报!D9")])
    assert found.severity == "error" and "2020-W41 与 2020-10上旬 有共同的日子" in found.zh
    assert weeks.check([figure("2020-W41"), figure("2020-W42")]) == []
    assert weeks.check([figure("2020-W41"), figure("2020-10上旬", measure="growth")]) == []


def test_what_is_new_is_held_against_what_is_stored_and_the_stored_is_not_told_again() -> None:
    stored = [figure("2020-10上旬", source="旧.xlsx#A!D1"), figure("2020-W42", source="旧.xlsx#A!D2")]
    (found,) = weeks.check([figure("2020-W40", source="新.xlsx#A!D1")], stored)
    assert (found.file, found.row) == ("新.xlsx", 1)
    assert weeks.check([figure("2020-W44")], [*stored, figure("2020-10中旬")]) == []


@pytest.mark.parametrize("first", [1, 5, 38])
def test_figures_since_the_year_began_are_asked_about(first: int) -> None:
    rng = np.random.default_rng(1)
    own = 20 * (1 + 0.1 * rng.standard_normal(52))
    mounting = np.cumsum(own)[first - 1 : first + 6]
    (found,) = weeks.check(series(mounting, first))
    assert found.severity == "error" and "--basis single" in found.zh
    assert weeks.check(series(mounting, first), own=True) == []
    assert weeks.check(series(own[first - 1 : first + 6], first)) == []


def test_weeks_own_figures_are_seldom_taken_for_cumulative_ones() -> None:
    rng = np.random.default_rng(2)
    asked = 0
    for _ in range(200):
        level = 20 * np.exp(np.cumsum(0.03 * rng.standard_normal(52)))
        asked += bool(weeks.check(series(level[30:38], 31)))
    assert asked <= 2


def test_one_figure_since_the_year_began_among_weeks_own_ones_is_asked_about() -> None:
    stored = series([20, 21, 19, 20, 22], 30)
    (found,) = weeks.check(series([800.0], 40), stored)
    assert "累计数吗" in found.zh
    assert weeks.check(series([45.0], 40), stored) == []
    assert weeks.check(series([800.0], 40), stored, own=True) == []


def test_ten_thousands_among_hundred_millions_are_named_whatever_the_user_says() -> None:
    (found,) = weeks.check(series([20, 21, 205_000, 19, 20]), own=True)
    assert "单位" in found.zh and found.value == "205000"
    (found,) = weeks.check(series([0.0021], 40), series([20, 21, 19, 20, 22], 30), own=True)
    assert found.value == "0.0021"
    assert weeks.check(series([20, 21, 0, 1.5, 20]), own=True) == []  # weeks of holidays


def test_a_week_that_is_not_over_is_an_error() -> None:
    day = dt.date(2020, 10, 11)
    assert [each.value for each in weeks.check([figure("2020-W41", 5.0)], today=day)] == ["5"]
    assert weeks.check([figure("2020-W41")], today=day + dt.timedelta(days=1)) == []


def test_missing_weeks_are_counted_and_named() -> None:
    # over the turn of a year that has 53 weeks
    assert weeks.gaps(series([20] * 6, 48) + series([20] * 3, 1, 2021)) == []
    (found,) = weeks.gaps(series([20] * 2, 40) + series([20] * 2, 44))
    assert found.severity == "warning" and "缺 2 周：2020-W42、2020-W43" in found.zh
