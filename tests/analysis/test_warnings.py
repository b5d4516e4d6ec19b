"""Flags of forecasts and figures: up where they must be, down where they must not, with the cost that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from shouguan.analysis import warnings
from shouguan.analysis.flags import NAMES, RED, YELLOW, Flag
from shouguan.analysis.ranking import RankDraws
from shouguan.analysis.revisions import Revision
from shouguan.analysis.warnings import Watched
from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.ytd import cumulative_weights
from shouguan.data.warning_settings import WarningSettings
from shouguan.data.year_weights import YearWeights
from shouguan.models.history import History
from shouguan.models.outlook import Outlook

CITY, DAY, OLD = "999901", dt.date(2020, 10, 25), dt.date(2020, 7, 25)
RULES = WarningSettings()
QUARTERS = (Period(2020, "Q", 2), Period(2020, "Q", 3))


def outlook(*full_years: float, code: str = "gdp", day: dt.date = DAY, known: int = 3, shocks: float = 1.0) -> Outlook:
    """Return draws whose full years are these, of a year of even periods."""
    calendar = indicators.indicator(code).calendar
    weights = YearWeights(2020, cumulative_weights(np.ones(calendar.size)), CITY, 2019, False)
    flat = np.array(full_years)
    left = calendar.size - known
    return Outlook(
        CITY,
        code,
        2020,
        day,
        (2.0,) * known,
        weights,
        flat.copy(),
        np.repeat(flat[:, None], left, axis=1),
        "by hand",
        0,
        shock_variance_ahead=shocks,
    )


def past(*ytd: float, code: str = "gdp", last_year: float = 6.0) -> History:
    """Return a history of last year, all of one growth, and these figures of this year."""
    calendar = indicators.indicator(code).calendar
    size = calendar.size
    weights = cumulative_weights(np.ones(size))
    this = [*ytd, *[np.nan] * (size - len(ytd))]
    return History(
        CITY,
        [*calendar.periods(2019), *calendar.periods(2020)],
        np.array([last_year] * size + this),
        np.tile(weights, 2),
        YearWeights(2020, weights, CITY, 2019, False),
        len(ytd),
    )


def seen(now: Outlook | None = None, history: History | None = None, **rest: object) -> Watched:
    return Watched(now or outlook(2.0, 3.0, 4.0), history or past(2.0, 2.1, 2.2), DAY, **rest)  # type: ignore[arg-type]


def values(flag: Flag | None) -> dict[str, float]:
    assert flag is not None
    return {figure.name: figure.value for figure in flag.figures}


def test_a_calm_year_raises_no_flag() -> None:
    calm = seen(
        before=outlook(2.0, 3.0, 4.0, day=OLD, known=2),
        target=3.0,
        rank_before=(QUARTERS[0], 3),
        rank=(QUARTERS[1], 3),
        ahead=RankDraws(np.array([0.0, 0.0, 1.0, 0.0]), 3, 3, 3, None, None),
    )
    assert warnings.of_forecast(calm, RULES) == []


def test_an_indicator_without_target_peers_or_an_earlier_forecast_raises_what_figures_alone_tell() -> None:
    assert warnings.of_forecast(seen(), RULES) == []
    fallen = seen(outlook(2.0, 3.0, known=2), past(3.0, 2.0))
    assert [flag.code for flag in warnings.of_forecast(fallen, RULES)] == ["drop"]
    (flag,) = warnings.of_forecast(fallen, RULES)
    assert flag.chance is None and flag.points is not None


@pytest.mark.parametrize(("now", "up"), [((3.0, 3.0, 2.0, 2.0), True), ((3.0, 3.0, 3.0, 2.0), False)])
def test_the_chance_falls_by_more_than_the_setting(now: tuple[float, ...], up: bool) -> None:
    before = outlook(3.0, 3.0, 3.0, 3.0, day=OLD, known=2)
    watched = seen(outlook(*now), before=before, target=3.0)
    flag = warnings.chance_falls(watched, RULES.model_copy(update={"chance_fall": 30.0}))
    assert (flag is not None) is up
    if flag is not None:
        assert values(flag) == {"before": 100.0, "now": 50.0}
        assert [figure.when for figure in flag.figures] == [OLD, DAY]
        assert (flag.chance, flag.points, flag.light) == (50.0, pytest.approx(0.5), RED)


def test_a_chance_cannot_fall_below_nothing() -> None:
    watched = seen(outlook(3.0, 2.0, 2.0, 2.0), before=outlook(3.0, 3.0, 3.0, 3.0, day=OLD), target=3.0)
    flag = warnings.chance_falls(watched, RULES)
    assert flag is not None and flag.chance == 25.0


def test_a_rising_chance_is_no_warning() -> None:
    watched = seen(outlook(3.0, 3.0), before=outlook(2.0, 2.0, day=OLD), target=3.0)
    assert warnings.chance_falls(watched, RULES) is None


@pytest.mark.parametrize(("before", "now", "light"), [(3, 4, YELLOW), (3, 6, RED), (3, 3, None), (4, 3, None)])
def test_overtaken_by_so_many_places(before: int, now: int, light: str | None) -> None:
    flag = warnings.overtaken(seen(rank_before=(QUARTERS[0], before), rank=(QUARTERS[1], now)), RULES)
    assert (flag.light if flag else None) == light
    if flag is not None:
        assert values(flag) == {"before": before, "now": now}
        assert [figure.when for figure in flag.figures] == list(QUARTERS)
        assert flag.points is None and flag.chance is None


def test_ranks_that_are_not_both_known_say_nothing() -> None:
    assert warnings.overtaken(seen(rank=(QUARTERS[1], 9)), RULES) is None
    assert warnings.overtaken(seen(rank_before=(QUARTERS[0], 1)), RULES) is None


def test_expected_to_be_overtaken() -> None:
    ahead = RankDraws(np.array([0.1, 0.2, 0.7]), 3, 2, 3, None, None)
    flag = warnings.overtaking(seen(rank=(QUARTERS[1], 2), ahead=ahead), RULES)
    assert values(flag) == {"now": 2, "expected": 3, "worse": pytest.approx(70.0)}
    assert warnings.overtaking(seen(rank=(QUARTERS[1], 3), ahead=ahead), RULES) is None
    assert warnings.overtaking(seen(rank=(QUARTERS[1], 2)), RULES) is None


def test_a_turn_costs_the_lower_end_of_the_interval() -> None:
    draws = np.linspace(0.0, 10.0, 101)
    flag = warnings.turning(seen(outlook(*draws, shocks=2.0), target=5.0), RULES)
    assert values(flag) == {"shocks": 2.0}
    assert flag is not None and flag.points == pytest.approx(4.0)
    assert flag.chance == pytest.approx(100 * (51 - 11) / 101, abs=1.0)
    assert warnings.turning(seen(outlook(*draws, shocks=1.4)), RULES) is None


@pytest.mark.parametrize(
    ("ytd", "up"),
    [
        ((2.0, 2.0, 1.0), True),  # the third quarter alone: −1.0, beyond its rounding of ± 0.25
        ((2.0, 2.0, 1.3), False),  # −0.1: rounding could be all of it
        ((2.0, 0.5, 0.1), False),  # below zero already
        ((2.0, np.nan, 1.0), False),  # the quarter alone is not known
    ],
)
def test_growth_of_the_period_turns_negative(ytd: tuple[float, ...], up: bool) -> None:
    flag = warnings.sign(seen(history=past(*ytd), now=outlook(2.0, 2.0)), RULES)
    assert (flag is not None) is up
    if flag is not None:
        assert values(flag) == {"before": pytest.approx(2.0), "now": pytest.approx(-1.0)}
        assert flag.points == pytest.approx(2.0 - 0.5)  # the year at (3 × 1.0 − 1.0) / 4


def test_the_first_quarter_is_held_against_the_last_of_the_year_before() -> None:
    first = seen(history=past(-2.0, last_year=6.0), now=outlook(1.0, 1.0, known=1))
    assert values(warnings.sign(first, RULES)) == {"before": pytest.approx(6.0), "now": -2.0}
    drop = warnings.drop(first, RULES)
    assert values(drop) == {"before": 6.0, "now": -2.0}
    assert drop is not None and [str(figure.when) for figure in drop.figures] == ["2019Q4", "2020Q1"]


@pytest.mark.parametrize(("now", "up"), [(1.0, True), (1.1, False), (np.float64(2.0), False)])
def test_growth_falls_in_one_release(now: float, up: bool) -> None:
    assert (warnings.drop(seen(history=past(2.0, 2.0, now)), RULES) is not None) is up


def test_the_threshold_of_a_fall_is_the_setting() -> None:
    watched = seen(history=past(2.0, 2.0, 1.5))
    assert warnings.drop(watched, RULES) is None
    assert warnings.drop(watched, RULES.model_copy(update={"drop": 0.5})) is not None


def revision(before: float, after: float, day: dt.date = DAY, region: str = CITY, basis: str = "ytd") -> Revision:
    return Revision((region, "gdp", "2020Q2", basis, "growth", "real"), before, after, day, "来源")


@pytest.mark.parametrize(
    ("made", "up"),
    [
        (revision(1.0, 0.8), True),
        (revision(1.0, 1.2), True),
        (revision(1.0, 0.9), False),
        (revision(1.0, 0.0, region="999902"), False),
        (revision(1.0, 0.0, day=OLD), False),
        (revision(1.0, 0.0, day=DAY + dt.timedelta(days=1)), False),
        (revision(1.0, 0.0, basis="single"), False),
    ],
)
def test_own_figures_revised_since_the_earlier_day(made: Revision, up: bool) -> None:
    flags = warnings.revised([made], CITY, OLD, DAY, RULES)
    assert len(flags) == up
    if up:
        assert values(flags[0]) == {"before": made.before, "after": made.after}
        assert flags[0].since == DAY and flags[0].points is None


def test_the_largest_revision_of_an_indicator_stands_for_all() -> None:
    (flag,) = warnings.revised([revision(1.0, 0.8), revision(2.0, 1.0)], CITY, OLD, DAY, RULES)
    assert values(flag) == {"before": 2.0, "after": 1.0}


def months(*growth: float) -> Mapping[Period, float]:
    return dict(zip(indicators.indicator("freight_turnover").calendar.periods(2020), growth, strict=False))


def industry(*ytd: float, target: float | None = None) -> Watched:
    now = outlook(2.0, 3.0, code="industry_va", known=len(ytd))
    return seen(now, past(*ytd, code="industry_va"), target=target)


def test_a_leading_input_falls_more_than_industry() -> None:
    # Of the input January stands alone; industry begins with January and February together.
    flag = warnings.leading({"freight_turnover": months(9.0, 6.0, 5.0, 3.0)}, industry(4.0, 4.1, 4.0), DAY, RULES)
    assert values(flag) == {"input_then": 6.0, "input_now": 3.0, "industry_then": 4.0, "industry_now": 4.0}
    assert flag is not None and flag.points == pytest.approx(3.0 * (1 - 3 / 11))
    assert flag.light == RED


@pytest.mark.parametrize(
    ("freight", "own"),
    [
        ((9.0, 6.0, 5.0, 3.0), (4.0, 3.0, 2.0)),  # industry has followed already
        ((9.0, 6.0, 5.0, 4.5), (4.0, 4.0, 4.0)),  # too little
        ((9.0, 3.0, 4.0, 6.0), (4.0, 4.0, 9.0)),  # it rises, only less
        ((9.0, 6.0, 3.0), (4.0, 4.0)),  # too few releases of the year
    ],
)
def test_an_input_that_does_not_lead_down(freight: tuple[float, ...], own: tuple[float, ...]) -> None:
    assert warnings.leading({"freight_turnover": months(*freight)}, industry(*own), DAY, RULES) is None


def test_the_input_nearest_to_industry_counts() -> None:
    steady, falling = months(5.0, 5.0, 5.0, 5.0), months(9.0, 6.0, 5.0, 3.0)
    both = {"freight_turnover": falling, "electricity_industry": steady}
    assert warnings.leading(both, industry(4.0, 4.0, 4.0), DAY, RULES) is None
    assert warnings.leading({}, industry(4.0, 4.0, 4.0), DAY, RULES) is None


def test_every_flag_is_named_and_every_figure_says_what_and_how() -> None:
    low = seen(
        outlook(1.0, 2.0, 2.0, 3.0, shocks=3.0),
        past(2.0, 2.0, 1.0),
        before=outlook(3.0, 3.0, 3.0, 3.0, day=OLD),
        target=3.0,
        rank_before=(QUARTERS[0], 1),
        rank=(QUARTERS[1], 2),
        ahead=RankDraws(np.array([0.0, 0.0, 1.0]), 3, 3, 3, None, None),
    )
    flags = warnings.of_forecast(low, RULES)
    assert [flag.code for flag in flags] == ["chance_falls", "overtaken", "overtaking", "turning", "sign", "drop"]
    for flag in flags:
        assert flag.code in NAMES and flag.since == DAY
        for figure in flag.figures:
            assert figure.zh and figure.en and figure.formula
            named = figure.named(flag.indicator, "zh"), figure.named(flag.indicator, "en")
            assert (named[0] is None) == (named[1] is None) == (figure.when is None)


def test_the_graver_flag_comes_first() -> None:
    base = Flag("drop", "gdp", DAY, (), points=0.1, chance=5.0)
    assert sorted(
        [base, replace(base, chance=9.0), replace(base, light=RED), replace(base, points=None, chance=None)],
        key=lambda flag: flag.weight,
        reverse=True,
    ) == [replace(base, light=RED), replace(base, chance=9.0), base, replace(base, points=None, chance=None)]


def test_where_less_is_better_more_is_the_warning() -> None:
    code = "energy_intensity"
    assert indicators.indicator(code).sign < 0
    draws = np.linspace(-4.0, 0.0, 401)
    turning = warnings.turning(seen(outlook(*draws, code=code, known=0, shocks=2.0)), RULES)
    assert turning is not None and turning.points == pytest.approx(1.6)
    assert turning.chance is None
    aimed = warnings.turning(seen(outlook(*draws, code=code, known=0, shocks=2.0), target=-2.0), RULES)
    assert aimed is not None and aimed.chance == pytest.approx(40.0, abs=1.0)  # half the draws are at −2 or below
    assert warnings.drop(seen(outlook(-3.0, code=code, known=0), past(code=code)), RULES) is None
    assert warnings.sign(seen(outlook(-3.0, code=code, known=0), past(code=code)), RULES) is None
