"""The way to a target: it adds up by month, quarter and week, and what has no way says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from shouguan.analysis import pacing
from shouguan.analysis.pacing import Way
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import cumulative_weights, period_weights
from shouguan.data.pacing_settings import Lights, Pace, Plan
from shouguan.data.year_weights import YearWeights
from shouguan.models.outlook import Outlook


def drawn(code: str, known: int, seed: int = 0, *, draws: int = 400, level: float = 4.0) -> Outlook:
    """Draw a year with `known` periods behind it; weights, growth, noise and correlation are drawn from the seed."""
    rng = np.random.default_rng(seed)
    size = indicators.indicator(code).calendar.size
    cumulative = cumulative_weights(rng.uniform(0.5, 2.0, size))
    singles = level + rng.normal(0, 2.0, known)
    ytd = np.round(np.cumsum(singles * period_weights(cumulative)[:known]) / cumulative[:known], 1)
    rest = level + rng.normal(0, 1.5, (draws, 1)) + rng.normal(0, rng.uniform(0.5, 4.0), (draws, size - known))
    return Outlook(
        region="999999",
        indicator=code,
        year=2020,
        as_of=dt.date(2020, 10, 25),
        known=tuple(float(value) for value in ytd),
        weights=YearWeights(2020, cumulative, None, None, False),
        ytd_known=(ytd[-1] if known else 0.0) + rng.uniform(-0.05, 0.05, draws) * (known > 0),
        remaining=rest,
        model="by hand",
        seed=seed,
    )


CASES = [
    (code, known, seed)
    for seed, (code, size) in enumerate([("fai", 11), ("gdp", 4), ("exports", 12)])
    for known in range(size)
]
TARGETS = (-30.0, 0.0, 4.0, 60.0)
"""Out of reach below, near, and out of reach above."""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("code", "known", "seed"), CASES)
def test_months_quarters_and_weeks_are_one_way_that_ends_at_the_target(
    code: str, known: int, seed: int, target: float
) -> None:
    outlook = drawn(code, known, seed)
    way = pacing.way(outlook, target)
    cumulative = outlook.weights.cumulative
    needed, single = way.needed(), way.needed_single()
    for end in (needed.middle[-1], needed.lower[-1], needed.upper[-1]):
        assert end == pytest.approx(target, abs=1e-9)
    started = outlook.known_weight * float(outlook.ytd_known.mean())
    reached = started + np.cumsum(single.middle * period_weights(cumulative)[known:])
    np.testing.assert_allclose(reached, needed.middle * cumulative[known:], atol=1e-9)

    quarters, ytd, own = way.quarters()
    months = [period.end.month for period in way.periods]
    ends = [months.index(3 * quarter.number) for quarter in quarters]
    np.testing.assert_allclose(ytd.middle, needed.middle[[end - known for end in ends]], atol=1e-9)
    begin = months.index(3 * (quarters[0].number - 1)) if quarters[0].number > 1 else None
    before = 0.0 if begin is None else cumulative[begin]
    widths = np.diff([before, *cumulative[ends]])
    # What was reached when the first of these quarters began, and what they add, is the target.
    first = 0.0 if begin is None else started if begin == known - 1 else outlook.known[begin] * before
    assert first + widths @ own.middle == pytest.approx(target, abs=1e-9)

    weeks = way.weeks()
    assert weeks[-1][2] == pytest.approx(100.0, abs=1e-9)
    assert [progress for *_, progress in weeks] == sorted(progress for *_, progress in weeks) or target < 0
    for at in range(known, len(way.periods)):
        end = way.progress_by(way.periods[at].end)
        assert end == pytest.approx(float(way.progress(needed.middle, known)[at - known]), abs=1e-9)


@pytest.mark.parametrize("known", range(11))
def test_weeks_work_as_many_days_as_what_is_left_of_the_year(known: int) -> None:
    way = pacing.way(drawn("fai", known), 4.0)
    first = way.periods[known - 1].end if known else dt.date(2019, 12, 31)
    assert sum(days for _, days, _ in way.weeks()) == pacing.working_days(first, dt.date(2020, 12, 31))
    assert way.weeks()[0][0].end > first


def test_a_week_of_holidays_asks_for_nothing() -> None:
    way = pacing.way(drawn("fai", 8), 4.0)
    shares = {str(week): progress for week, _, progress in way.weeks()}
    # 1–4 October 2020 are the rest of a week of holidays: nothing after what September came to.
    assert shares["2020-W40"] == pytest.approx(way.reached)
    assert shares["2020-W41"] > shares["2020-W40"]


@pytest.mark.parametrize("known", range(1, 11))
def test_what_was_expected_anyway_is_needed_as_expected_and_its_band_is_the_narrower(known: int) -> None:
    outlook = drawn("fai", known)
    way = pacing.way(outlook, float(outlook.full_year.mean()))
    np.testing.assert_allclose(way.needed_single().middle, outlook.remaining.mean(axis=0))
    lower, upper = outlook.ytd_quantiles(pacing.ENDS)
    needed = way.needed()
    assert ((needed.upper - needed.lower) <= (upper - lower) * 1.05 + 1e-9).all()


def test_a_higher_target_needs_more_in_every_period() -> None:
    outlook = drawn("fai", 5)
    low, high = (pacing.way(outlook, target).needed().middle for target in (3.0, 5.0))
    assert (high > low).all()
    # No rule of thumb: the way bends with the draws, and is not the same growth in every month.
    assert pacing.way(outlook, 5.0).needed_single().middle.std() > 0.01


def test_a_target_that_is_passed_already_lets_the_rest_of_the_year_fall() -> None:
    outlook = drawn("fai", 10, level=9.0)
    way = pacing.way(outlook, 2.0)
    assert outlook.known_ytd > 5.0 and way.needed_single().middle[-1] < 0.0
    assert way.needed().middle[-1] == pytest.approx(2.0)


def test_where_less_is_better_more_is_behind_and_a_ratio_has_no_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    quarterly = replace(indicators.indicator("energy_intensity"), yearly=False)
    monkeypatch.setitem(indicators.CATALOGUE, "energy_intensity", quarterly)
    outlook = drawn("energy_intensity", 2, level=-2.0)
    expected = float(np.median(outlook.full_year))
    assert lit(pacing.way(outlook, expected - 0.8), "path")[-1] == "yellow"
    assert lit(pacing.way(outlook, expected + 0.8), "path")[-1] == "green"
    assert pacing.rules_of(Pace(), outlook) == {}
    assert set(pacing.rules_of(Pace(), drawn("income", 2))) == {"linear", "fast"}


def test_an_indicator_of_one_figure_a_year_has_no_way() -> None:
    with pytest.raises(DataError, match="一年只公布一次"):
        pacing.way(drawn("energy_intensity", 2), -3.0)


def test_a_year_that_is_out_has_no_way_left() -> None:
    with pytest.raises(DataError, match="已经发布"):
        pacing.way(drawn("gdp", 4), 3.0)


PLAN = Plan(year=2020, source="计划", cumulative={2: 12, 6: 52, 12: 100})


def test_rules_are_shares_of_the_year_by_month() -> None:
    rules = pacing.rules_of(Pace(plan=PLAN), drawn("fai", 8))
    np.testing.assert_allclose(rules["linear"], 100.0 * np.arange(2, 13) / 12)
    np.testing.assert_allclose(rules["fast"][[0, 7, 8, 9, 10]], [20.0, 90.0, 100.0, 100.0, 100.0])
    assert rules["plan"][[0, 4, 10]].tolist() == [12, 52, 100] and np.isnan(rules["plan"]).sum() == 8
    assert rules["curve"][0] == pytest.approx(9.5) and rules["curve"][-1] == 100


def test_a_plan_of_another_year_and_a_curve_where_nothing_tells_it_are_none() -> None:
    old = PLAN.model_copy(update={"year": 2019})
    assert "plan" not in pacing.rules_of(Pace(plan=old), drawn("fai", 8))
    assert set(pacing.rules_of(Pace(), drawn("industry_va", 8))) == {"linear", "fast"}
    own = pacing.rules_of(Pace(), drawn("fai", 8), np.linspace(0.05, 1.0, 11))
    assert own["curve"][0] == pytest.approx(5.0)


def test_what_does_not_add_up_has_no_shares() -> None:
    assert pacing.rules_of(Pace(), drawn("cpi", 8)) == {}
    assert not pacing.adds_up(indicators.indicator("loans"))


def test_what_a_rule_implies_is_the_growth_at_which_the_year_is_on_it() -> None:
    way = pacing.way(drawn("fai", 8), 4.0)
    np.testing.assert_allclose(way.progress(way.implied("linear")), way.rules["linear"])
    assert way.implied("linear")[-1] == pytest.approx(4.0)


def lit(way: Way, rule: str) -> list[str]:
    return ["" if each is None else each.colour for each in way.lights(rule, Lights())]  # type: ignore[arg-type]


def test_published_months_are_judged_against_the_way_of_the_year_s_beginning_and_later_ones_as_expected() -> None:
    outlook = drawn("fai", 8, level=4.0)
    eve = drawn("fai", 0, level=9.0)
    way = pacing.way(outlook, 9.0, eve=eve)
    assert set(lit(way, "path")) <= {"yellow", "red"}
    alone = pacing.way(outlook, float(np.median(outlook.full_year)) - 0.5)
    assert lit(alone, "path") == [""] * 8 + ["green"] * 3


def test_a_rule_without_a_figure_of_a_month_has_no_light_there() -> None:
    way = pacing.way(drawn("fai", 8), 4.0, Pace(plan=PLAN))
    assert [bool(colour) for colour in lit(way, "plan")] == [True, *[False] * 3, True, *[False] * 5, True]
    assert lit(pacing.way(drawn("industry_va", 8), 4.0), "curve") == [""] * 11


def test_behind_by_shares_of_the_year_is_counted_in_points() -> None:
    outlook = drawn("fai", 5)
    way = pacing.way(outlook, 4.0)
    found = way.lights("fast", Lights())[4]
    progress = way.progress(np.array(outlook.known))[4]
    assert found is not None and found.behind == pytest.approx(60.0 - progress, abs=0.051)


def test_quarters_are_named_by_what_is_left() -> None:
    assert pacing.way(drawn("fai", 5), 4.0).quarters()[0] == [Period(2020, "Q", number) for number in (3, 4)]
    assert pacing.way(drawn("fai", 6), 4.0).quarters()[0] == [Period(2020, "Q", number) for number in (3, 4)]
