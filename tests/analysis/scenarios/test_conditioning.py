"""Conditioning: exact where it says so, by regression for the rest, the same in any order, never in silence."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.analysis.scenarios.conditioning import (
    Change,
    Functional,
    Kind,
    condition,
    full_year,
    left,
    left_weights,
    rest,
    shift_to,
    single,
    ytd,
)
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.models.outlook import Joint
from tests.builders.joints import REGION, covariance, joint, three, whitened

OCTOBER, NOVEMBER, DECEMBER = (Period(2020, "M", month) for month in (10, 11, 12))
Q4 = Period(2020, "Q", 4)


def stacked(made: Joint) -> Array:
    """All single growth ahead, shape (draws, periods)."""
    return np.hstack([outlook.remaining for outlook in made])


def laid_out(made: Joint, code: str, functional: Functional) -> Array:
    """A functional's weights on all periods."""
    parts = [functional.weights if each.indicator == code else (0.0,) * each.remaining.shape[1] for each in made]
    return np.concatenate(parts)


def change(
    code: str, kind: Kind, functional: Functional, value: float, sd: float = 0.0, name: str | None = None
) -> Change:
    return Change(code, kind, (functional,), (value,), (sd,), name or f"{code} {kind}", name or f"{code} {kind}")


def of(made: Joint, code: str, functional: Functional) -> Array:
    return functional.of(made.of(REGION, code))


def test_functionals_are_what_they_are_called() -> None:
    made = three()
    gdp, fai = made.of(REGION, "gdp"), made.of(REGION, "fai")
    assert left(fai) == [OCTOBER, NOVEMBER, DECEMBER]
    np.testing.assert_allclose(single(fai, NOVEMBER).of(fai), fai.remaining[:, 1])
    np.testing.assert_allclose(full_year(fai).of(fai), fai.full_year, atol=1e-12)
    np.testing.assert_allclose(ytd(fai, NOVEMBER).of(fai), fai.ytd_paths[:, 1], atol=1e-12)
    np.testing.assert_allclose(rest(gdp).of(gdp), gdp.remaining[:, 0])
    weights = left_weights(fai)
    np.testing.assert_allclose(rest(fai).of(fai), fai.remaining @ weights / weights.sum())
    # All of the year is ahead where nothing of it is published.
    fresh = joint({"gdp": 4}, np.full(4, 5.0), np.eye(4)).of(REGION, "gdp")
    np.testing.assert_allclose(full_year(fresh).of(fresh), rest(fresh).of(fresh))


def test_without_changes_nothing_changes() -> None:
    made = three()
    assert condition(made, []) is made


def test_only_growth_ahead_changes() -> None:
    made = three()
    after = condition(made, [change("gdp", "add", rest(made.outlooks[0]), -1.0)])
    for old, new in zip(made, after, strict=True):
        assert (old.indicator, old.known, old.model, old.seed) == (new.indicator, new.known, new.model, new.seed)
        assert new.ytd_known is old.ytd_known
        np.testing.assert_allclose(new.full_year, new.ytd_known * new.known_weight + new.remaining @ left_weights(new))
    assert after.outlooks[0].parts == {}, "what the growth was made of no longer holds"
    np.testing.assert_array_equal(stacked(made), stacked(three()))


@given(st.integers(0, 10_000), st.sampled_from(["rest", "full_year", "single", "ytd"]), st.floats(-20, 20))
def test_what_is_set_is_so_in_every_draw_and_the_others_follow_their_regression(
    seed: int, basis: str, value: float
) -> None:
    made = three(60, seed)
    fai = made.of(REGION, "fai")
    functional = {
        "rest": rest(fai),
        "full_year": full_year(fai),
        "single": single(fai, NOVEMBER),
        "ytd": ytd(fai, NOVEMBER),
    }[basis]
    after = condition(made, [change("fai", "set", functional, value)])
    np.testing.assert_allclose(of(after, "fai", functional), value, atol=1e-9)
    x, a = stacked(made), laid_out(made, "fai", functional)
    away = x - x.mean(axis=0)
    slope = away.T @ (away @ a) / ((away @ a) @ (away @ a))
    expected = x + np.outer(value - of(made, "fai", functional), slope)
    np.testing.assert_allclose(stacked(after), expected, atol=1e-8)


@given(st.integers(0, 10_000), st.floats(-10, 10))
def test_a_shift_moves_its_figure_by_exactly_that_and_the_spread_stays(seed: int, value: float) -> None:
    made = three(60, seed)
    industry = made.of(REGION, "industry_va")
    functional = rest(industry)
    after = condition(made, [change("industry_va", "add", functional, value)])
    moved = of(after, "industry_va", functional) - of(made, "industry_va", functional)
    np.testing.assert_allclose(moved, value, atol=1e-9)
    x, a = stacked(made), laid_out(made, "industry_va", functional)
    sigma = np.cov(x, rowvar=False, bias=True)
    expected = value * sigma @ a / (a @ sigma @ a)
    np.testing.assert_allclose(stacked(after) - x, np.tile(expected, (60, 1)), atol=1e-8)
    np.testing.assert_allclose(np.cov(stacked(after), rowvar=False, bias=True), sigma, atol=1e-7)


def test_the_doubt_about_a_shift_widens_its_figure() -> None:
    made = three(20_000)
    gdp = made.of(REGION, "gdp")
    after = condition(made, [change("gdp", "add", rest(gdp), -1.0, sd=0.8)])
    before, now = gdp.remaining[:, 0], after.of(REGION, "gdp").remaining[:, 0]
    assert now.mean() == pytest.approx(before.mean() - 1.0, abs=1e-9), "the error has mean 0 over the draws"
    assert (now - before).std() == pytest.approx(0.8, abs=1e-9), "and the deviation that was said"
    # Errors are independent of the draws; with 20,000 of them a correlation of 0.007 is one standard error.
    assert now.std() == pytest.approx(np.hypot(before.std(), 0.8), rel=0.02)


@pytest.mark.parametrize("kind", ["set", "judge"])
def test_the_mean_of_the_draws_changes_no_mean(kind: Kind) -> None:
    made = three()
    fai = made.of(REGION, "fai")
    functional = full_year(fai)
    value = float(functional.of(fai).mean())
    after = condition(made, [change("fai", kind, functional, value, sd=0.5)])
    np.testing.assert_allclose(stacked(after).mean(axis=0), stacked(made).mean(axis=0), atol=1e-9)
    same = condition(made, [change("fai", "add", functional, 0.0)])
    np.testing.assert_allclose(stacked(same), stacked(made), atol=1e-12)


def test_gaussian_draws_have_the_closed_form_conditional_mean_and_covariance() -> None:
    rng = np.random.default_rng(3)
    mean, sigma = np.array([6.0, 8.0, 7.0, 9.0]), covariance(rng, 4)
    made = joint({"gdp": 1, "fai": 3}, mean, sigma, draws=40_000, carried_sd=0.0)
    gdp, fai = made.of(REGION, "gdp"), made.of(REGION, "fai")
    changes = [change("gdp", "judge", rest(gdp), 4.0, sd=0.7), change("fai", "set", single(fai, OCTOBER), 9.0)]
    after = stacked(condition(made, changes))
    a = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0]])
    gain = sigma @ a.T @ np.linalg.inv(a @ sigma @ a.T + np.diag([0.49, 0.0]))
    np.testing.assert_allclose(after.mean(axis=0), mean + gain @ (np.array([4.0, 9.0]) - a @ mean), atol=1e-8)
    # The error drawn for the judgement correlates with the draws by 1/sqrt(40,000) = 0.005; variances are up to 4.
    np.testing.assert_allclose(np.cov(after, rowvar=False, bias=True), sigma - gain @ a @ sigma, atol=0.06)


def test_two_judgements_of_one_figure_weigh_by_precision() -> None:
    made = joint({"gdp": 1}, np.array([5.0]), np.array([[4.0]]))
    gdp = made.outlooks[0]
    changes = [change("gdp", "judge", rest(gdp), 3.0, sd=1.0, name="a"), change("gdp", "judge", rest(gdp), 8.0, sd=2.0)]
    after = condition(made, changes).outlooks[0].remaining[:, 0]
    precisions = np.array([1 / 4.0, 1 / 1.0, 1 / 4.0])
    assert after.mean() == pytest.approx(precisions @ [5.0, 3.0, 8.0] / precisions.sum(), abs=1e-9)


def test_the_same_judgement_twice_weighs_twice() -> None:
    made = joint({"gdp": 1}, np.array([5.0]), np.array([[1.0]]), draws=4000)
    once = change("gdp", "judge", rest(made.outlooks[0]), 2.0, sd=1.0)
    after = condition(made, [once, once]).outlooks[0].remaining[:, 0]
    assert after.mean() == pytest.approx(3.0, abs=1e-9)
    assert after.std() == pytest.approx(np.sqrt(1 / 3), rel=0.05)


def test_one_judgement_of_several_months_has_one_error() -> None:
    # Two independent months with variance 1; the error 1 is shared: R = [[1, 1], [1, 1]].
    made = joint({"fai": 2}, np.array([5.0, 5.0]), np.eye(2), draws=4000)
    fai = made.outlooks[0]
    months = (single(fai, NOVEMBER), single(fai, DECEMBER))
    after = condition(made, [Change("fai", "judge", months, (3.0, 3.0), (1.0, 1.0))])
    gain = np.linalg.inv(np.eye(2) + np.ones((2, 2)))
    np.testing.assert_allclose(stacked(after).mean(axis=0), 5.0 + gain @ [-2.0, -2.0], atol=1e-9)


def test_a_vague_judgement_changes_nothing_and_a_sure_one_sets() -> None:
    made = three(2000)
    gdp = made.of(REGION, "gdp")
    vague = condition(made, [change("gdp", "judge", full_year(gdp), 1.0, sd=1e6)])
    np.testing.assert_allclose(stacked(vague), stacked(made), atol=1e-5)
    sure = condition(made, [change("gdp", "judge", full_year(gdp), 1.0, sd=1e-5)])
    firm = condition(made, [change("gdp", "set", full_year(gdp), 1.0)])
    np.testing.assert_allclose(stacked(sure), stacked(firm), atol=1e-3)


def mixed(made: Joint) -> list[Change]:
    """One of each kind, some of them about one figure."""
    gdp, fai, industry = made
    return [
        change("industry_va", "add", rest(industry), -1.5, 0.5),
        change("industry_va", "add", single(industry, NOVEMBER), -2.0),
        change("fai", "set", full_year(fai), 3.0, 0.2),
        change("gdp", "judge", full_year(gdp), 2.6, 0.4),
        change("gdp", "judge", full_year(gdp), 2.9, 0.8, name="another"),
        change("gdp", "quantile", rest(gdp), 0.3),
        change("industry_va", "effect", single(industry, DECEMBER), 1.0, 0.3),
        change("industry_va", "effect", single(industry, OCTOBER), -1.0, 0.3),
    ]


def test_the_order_of_changes_does_not_matter_to_the_last_bit() -> None:
    made = three()
    wanted = stacked(condition(made, mixed(made)))
    for order in itertools.islice(itertools.permutations(mixed(made)), 0, 40_320, 1601):
        np.testing.assert_array_equal(stacked(condition(made, list(order))), wanted)


def test_sets_and_shifts_of_several_indicators_hold_together() -> None:
    made = three()
    gdp, fai, industry = made
    changes = [
        change("gdp", "set", full_year(gdp), 3.2),
        change("industry_va", "add", rest(industry), -1.5),
        change("fai", "add", single(fai, OCTOBER), 0.7),
        change("fai", "add", single(fai, DECEMBER), -0.4),
    ]
    after = condition(made, changes)
    np.testing.assert_allclose(of(after, "gdp", full_year(gdp)), 3.2, atol=1e-9)
    for code, functional, value in (
        ("industry_va", rest(industry), -1.5),
        ("fai", single(fai, OCTOBER), 0.7),
        ("fai", single(fai, DECEMBER), -0.4),
    ):
        np.testing.assert_allclose(of(after, code, functional) - of(made, code, functional), value, atol=1e-9)
    x = stacked(made)
    sigma = np.cov(x, rowvar=False, bias=True)
    a = np.array([laid_out(made, each.indicator, each.functionals[0]) for each in changes])
    gap = np.column_stack(
        [3.2 - of(made, "gdp", full_year(gdp)), *(np.full(500, each.values[0]) for each in changes[1:])]
    )
    expected = x + gap @ np.linalg.solve(a @ sigma @ a.T, a @ sigma)
    np.testing.assert_allclose(stacked(after), expected, atol=1e-8)


def test_a_judgement_and_a_set_figure_hold_as_in_one_system() -> None:
    made = three(4000)
    gdp, fai, _ = made
    changes = [change("gdp", "judge", rest(gdp), 3.0, 0.5), change("fai", "set", rest(fai), 4.0)]
    after = condition(made, changes)
    sigma = np.cov(stacked(made), rowvar=False, bias=True)
    a = np.array([laid_out(made, each.indicator, each.functionals[0]) for each in changes])
    gain = sigma @ a.T @ np.linalg.inv(a @ sigma @ a.T + np.diag([0.25, 0.0]))
    away = np.array([3.0 - gdp.remaining.mean(), 4.0 - rest(fai).of(fai).mean()])
    np.testing.assert_allclose(stacked(after).mean(axis=0), stacked(made).mean(axis=0) + gain @ away, atol=1e-8)
    np.testing.assert_allclose(of(after, "fai", rest(fai)), 4.0, atol=1e-8)


def test_a_shift_comes_on_top_of_a_judgement_of_the_same_figure() -> None:
    made = joint({"gdp": 1}, np.array([6.0]), np.array([[4.0]]))
    gdp = made.outlooks[0]
    judged = change("gdp", "judge", rest(gdp), 4.0, 2.0)
    for kind in ("add", "effect"):
        after = condition(made, [change("gdp", kind, rest(gdp), -1.0), judged])
        assert after.outlooks[0].remaining.mean() == pytest.approx(5.0 - 1.0, abs=1e-9)


def test_overlapping_shifts_pile_up() -> None:
    made = three()
    fai = made.of(REGION, "fai")
    whole, month = change("fai", "add", rest(fai), -0.5), change("fai", "add", single(fai, NOVEMBER), -3.0)
    after = condition(made, [whole, month])
    share = left_weights(fai)[1] / left_weights(fai).sum()
    np.testing.assert_allclose(of(after, "fai", rest(fai)) - of(made, "fai", rest(fai)), -0.5 - 3.0 * share, atol=1e-9)
    alone = condition(made, [whole]).of(REGION, "fai").remaining[:, 1] - fai.remaining[:, 1]
    np.testing.assert_allclose(after.of(REGION, "fai").remaining[:, 1] - fai.remaining[:, 1], alone - 3.0, atol=1e-9)
    twice = condition(made, [whole, whole])
    np.testing.assert_allclose(of(twice, "fai", rest(fai)) - of(made, "fai", rest(fai)), -1.0, atol=1e-9)


def test_an_event_adds_the_same_to_every_scenario() -> None:
    made = three()
    gdp, fai, industry = made
    event = change("fai", "effect", rest(fai), 1.2, 0.4)
    alone = stacked(condition(made, [event])) - stacked(made)
    for others in (
        [change("industry_va", "add", rest(industry), -1.5)],
        [change("fai", "add", single(fai, OCTOBER), -1.5)],
        [change("gdp", "judge", full_year(gdp), 2.0, 0.3)],
        [change("gdp", "effect", rest(gdp), -1.0), change("gdp", "effect", rest(gdp), -0.5)],
    ):
        added = stacked(condition(made, [*others, event])) - stacked(condition(made, others))
        np.testing.assert_allclose(added, alone, atol=1e-9)
    np.testing.assert_allclose(
        of(condition(made, [event]), "fai", rest(fai)).mean() - rest(fai).of(fai).mean(), 1.2, atol=1e-9
    )


def test_two_events_alike_are_two_events_with_errors_of_their_own() -> None:
    made = joint({"gdp": 1}, np.array([6.0]), np.array([[1.0]]), draws=20_000)
    event = change("gdp", "effect", rest(made.outlooks[0]), 1.0, 0.5)
    moved = condition(made, [event, event]).outlooks[0].remaining - made.outlooks[0].remaining
    assert moved.mean() == pytest.approx(2.0, abs=1e-9)
    assert moved.std() == pytest.approx(np.sqrt(2) * 0.5, rel=0.02)


def test_what_is_set_stays_set_under_an_event() -> None:
    made = three()
    gdp, fai, _ = made
    after = condition(made, [change("gdp", "set", full_year(gdp), 3.2), change("fai", "effect", rest(fai), 1.0)])
    np.testing.assert_allclose(of(after, "gdp", full_year(gdp)), 3.2, atol=1e-9)


def test_a_quantile_moves_the_median_there() -> None:
    made = three(999)
    gdp = made.of(REGION, "gdp")
    after = condition(made, [change("gdp", "quantile", rest(gdp), 0.8)])
    assert np.median(of(after, "gdp", rest(gdp))) == pytest.approx(np.quantile(gdp.remaining, 0.8), abs=1e-9)
    assert shift_to(gdp.remaining[:, 0], 0.5) == 0.0


def test_the_same_inputs_have_the_same_errors_and_another_seed_has_others() -> None:
    made = three()
    changes = mixed(made)
    np.testing.assert_array_equal(stacked(condition(made, changes)), stacked(condition(made, changes)))

    other = Joint(tuple(replace(outlook, seed=8) for outlook in made))
    assert np.abs(stacked(condition(other, changes)) - stacked(condition(made, changes))).max() > 0.01


def test_another_size_of_a_change_keeps_its_error() -> None:
    made = three()
    gdp = made.of(REGION, "gdp")
    one, two = (
        condition(made, [change("gdp", "add", rest(gdp), size, 0.5)]).outlooks[0].remaining for size in (-1.0, -1.1)
    )
    np.testing.assert_allclose(one - two, 0.1, atol=1e-9)


def test_two_settings_of_one_figure_must_agree() -> None:
    made = three()
    gdp = made.of(REGION, "gdp")
    first = change("gdp", "set", full_year(gdp), 3.2, 0.3, name="甲")
    agreed = condition(made, [first, change("gdp", "set", full_year(gdp), 3.2, 0.3, name="乙")])
    np.testing.assert_allclose(stacked(agreed), stacked(condition(made, [first])), atol=1e-9)
    for other in (
        change("gdp", "set", full_year(gdp), 3.3, 0.3, name="乙"),
        change("gdp", "set", full_year(gdp), 3.2, 0.1, name="乙"),
    ):
        with pytest.raises(DataError, match=r"“甲”与“乙”互相矛盾|“乙”与“甲”互相矛盾"):
            condition(made, [first, other])


@pytest.mark.usefixtures("english")
def test_a_figure_that_follows_from_others_must_agree_with_them() -> None:
    made = three()
    fai = made.of(REGION, "fai")
    months = [
        change("fai", "set", single(fai, month), value, name=str(month))
        for month, value in ((OCTOBER, 6.0), (NOVEMBER, 7.0), (DECEMBER, 8.0))
    ]
    weights = left_weights(fai) / left_weights(fai).sum()
    together = change("fai", "set", rest(fai), float(weights @ [6.0, 7.0, 8.0]), name="rest")
    after = condition(made, [*months, together])
    np.testing.assert_allclose(after.of(REGION, "fai").remaining, np.tile([6.0, 7.0, 8.0], (500, 1)), atol=1e-8)
    with pytest.raises(DataError, match="contradict"):
        condition(made, [*months, change("fai", "set", rest(fai), 9.0, name="rest")])


def test_a_figure_cannot_be_set_and_shifted_at_once() -> None:
    made = three()
    gdp = made.of(REGION, "gdp")
    fixed = change("gdp", "set", full_year(gdp), 3.2, name="定")
    for kind in ("add", "effect"):
        with pytest.raises(DataError, match=r"“定”与“动”互相矛盾|“动”与“定”互相矛盾"):
            condition(made, [fixed, change("gdp", kind, rest(gdp), -1.0, name="动")])


def test_a_figure_without_spread_cannot_be_changed() -> None:
    made = three()
    gdp, fai, industry = made

    still = Joint((replace(gdp, remaining=np.full((500, 1), 6.0), ytd_known=np.full(500, 2.0)), fai, industry))
    for kind in ("add", "set", "effect"):
        with pytest.raises(DataError, match=r"“数”.*没有变动余地"):
            condition(still, [change("gdp", kind, rest(gdp), 1.0, name="数")])
    same = condition(still, [change("gdp", "set", rest(gdp), 6.0)])
    np.testing.assert_array_equal(stacked(same), stacked(still))


def test_periods_that_move_as_one_cannot_be_changed_one_by_one() -> None:
    rng = np.random.default_rng(0)
    made = joint({"fai": 2}, np.array([5.0, 5.0]), np.eye(2))
    fai = made.outlooks[0]

    tied = Joint((replace(fai, remaining=5.0 + whitened(rng, 500, 1) @ np.ones((1, 2))),))
    functionals = (single(fai, NOVEMBER), single(fai, DECEMBER))
    with pytest.raises(DataError, match="同升同降"):
        condition(tied, [Change("fai", "effect", functionals, (0.0, 1.0), (0.0, 0.0), "政策", "a policy")])
    after = condition(tied, [Change("fai", "effect", functionals, (1.0, 1.0), (0.0, 0.0), "政策", "a policy")])
    np.testing.assert_allclose(stacked(after) - stacked(tied), 1.0, atol=1e-9)


@pytest.mark.usefixtures("english")
def test_an_indicator_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="no outlook of retail"):
        condition(three(), [change("retail", "add", Functional((1.0,)), 1.0)])


def test_a_change_is_whole_and_a_judgement_has_doubt() -> None:
    with pytest.raises(ValueError, match="one value"):
        Change("gdp", "add", (Functional((1.0,)),), (1.0, 2.0), (0.0,))
    with pytest.raises(ValueError, match="positive standard deviation"):
        change("gdp", "judge", Functional((1.0,)), 1.0)


def test_outlooks_of_two_regions_are_not_conditioned() -> None:

    made = three()
    two = Joint((made.outlooks[0], replace(made.outlooks[1], region="999902")))
    with pytest.raises(ValueError, match="one region"):
        condition(two, [change("gdp", "add", rest(made.outlooks[0]), 1.0)])
