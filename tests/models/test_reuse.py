"""What is kept of a filter gives the same bits as the filter itself, and only to equal figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest

from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, YearCalendar
from shouguan.models import level, system
from shouguan.models.history import History
from shouguan.models.level import Filtered, filter_together
from shouguan.models.reuse import Kept
from shouguan.models.system import LevelSystem, Run
from tests.models.test_system import random_panel


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    forget(monkeypatch)
    yield


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_PASSES", Kept(2**26))
    monkeypatch.setattr(level, "_FILTERED", Kept(2**26))


def assert_same_bits(one: Run, other: Run) -> None:
    for each in fields(Run):
        np.testing.assert_array_equal(getattr(one, each.name), getattr(other, each.name), strict=True)


def with_figure(pasts: list[History], region: int, at: int, figure: float) -> list[History]:
    ytd = pasts[region].ytd.copy()
    ytd[at] = figure
    return [replace(past, ytd=ytd) if number == region else past for number, past in enumerate(pasts)]


@pytest.mark.parametrize("calendar", [QUARTERLY, MONTHLY_FROM_FEBRUARY], ids=["quarters", "months"])
@pytest.mark.parametrize("at", [0, 1, 7, -2, -1])
def test_a_pass_that_begins_like_another_is_as_if_it_had_run_alone(
    calendar: YearCalendar, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasts, rng = random_panel(calendar, 5, 4, 3), np.random.default_rng(3)
    size = pasts[0].ytd.size
    shocks = rng.uniform(0.0, 2.0, (size, 5))
    given = np.ones(5), rng.uniform(1.0, 4.0, size), shocks, 0.1 * shocks
    changed = LevelSystem(with_figure(pasts, 3, at, 9.9))
    LevelSystem(pasts).run(*given)
    after_another = changed.run(*given)
    after_itself = changed.run(*given)
    forget(monkeypatch)
    alone = changed.run(*given)
    assert_same_bits(after_another, alone)
    assert_same_bits(after_itself, alone)
    assert not np.array_equal(LevelSystem(pasts).run(*given).predicted, alone.predicted) or at in {-1, size - 1}


@pytest.mark.parametrize("which", [1, 2, 3])
def test_shocks_that_differ_from_a_period_on_are_seen_from_there(which: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pasts = random_panel(QUARTERLY, 5, 4, 4)
    size = pasts[0].ytd.size
    given = [np.ones(5), np.full(size, 2.0), np.full((size, 5), 0.5), np.full((size, 5), 0.1)]
    other = [each.copy() for each in given]
    other[which][size // 2] *= 3.0
    LevelSystem(pasts).run(*given)
    after_another = LevelSystem(pasts).run(*other)
    forget(monkeypatch)
    assert_same_bits(after_another, LevelSystem(pasts).run(*other))


def assert_same_filter(one: Filtered, other: Filtered) -> None:
    assert_same_bits(one.run, other.run)
    for name in ("sigma", "volatility_scale", "lasting_scale", "shock_variance", "own_scale"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), strict=True)
    assert (one.correlation, one.surplus_correlation, one.last) == (
        other.correlation,
        other.surplus_correlation,
        other.last,
    )


def test_a_filter_is_kept_for_equal_figures_and_estimates_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pasts = random_panel(QUARTERLY, 6, 6, 5)
    later = with_figure(pasts, 2, -1, 12.0)
    first = filter_together(pasts)
    assert filter_together([replace(past, ytd=past.ytd.copy()) for past in pasts]) is first
    free, held = filter_together(later), filter_together(later, held=first.estimated)
    assert held.estimated is first.estimated
    assert free is not first
    assert not np.array_equal(free.sigma, held.sigma)
    forget(monkeypatch)
    assert_same_filter(free, filter_together(later))
    forget(monkeypatch)
    assert_same_filter(held, filter_together(later, held=first.estimated))
    assert_same_filter(first, filter_together(pasts))


def test_who_moves_a_constant_gets_nothing_older(monkeypatch: pytest.MonkeyPatch) -> None:
    pasts = random_panel(QUARTERLY, 6, 6, 7)
    first = filter_together(pasts)
    for module, name, value in ((level, "TAIL_DF", 3.0), (system, "SHOCK_DECAY", 0.9), (system, "TREND", 0.1)):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            moved = filter_together(pasts)
            forget(patch)
            assert_same_filter(moved, filter_together(pasts))
        assert not np.array_equal(moved.sigma, first.sigma), name
    assert filter_together(pasts) is first


def test_what_is_kept_cannot_be_changed() -> None:
    found = filter_together(random_panel(QUARTERLY, 6, 6, 6))
    for array in (found.sigma, found.own_scale, found.run.filtered_state, found.run.variance, found.estimated.sigma):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


def test_the_longest_unused_goes_first_and_what_is_kept_stays_within_its_size() -> None:
    kept: Kept[str] = Kept(3 * 800)
    for name in "abc":
        kept.keep(name, name, [np.zeros(100)])
    assert kept.find("a") == "a"
    kept.keep("d", "d", [np.zeros(100)])
    assert [kept.find(name) for name in "abcd"] == ["a", None, "c", "d"]
    kept.keep("a", "A", [np.zeros(200)])
    assert [kept.find(name) for name in "acd"] == ["A", None, "d"]


def test_what_is_kept_is_made_once_for_equal_keys() -> None:
    kept: Kept[np.ndarray] = Kept(2**10)
    made = [kept.made(key, lambda: np.zeros(3), lambda each: (each,)) for key in ((1, "a"), (1, "a"), (2, "a"))]
    assert made[0] is made[1]
    assert made[0] is not made[2]
    assert not made[0].flags.writeable, "it is shared"
