"""The drift of the trend: its algebra against the filter itself and one big Gaussian, and on simulated slumps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import multivariate_normal

from shouguan.core.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, YearCalendar
from shouguan.core.ytd import Array
from shouguan.models import drift
from shouguan.models.level import filter_together
from shouguan.models.system import LevelSystem, Run
from tests.models.test_lasting import DEEPENS, SEEDS, STAYS, published, scores, slump
from tests.models.test_system import random_panel

REGIONS = 3
Known = npt.NDArray[np.bool_]


def ran(calendar: YearCalendar, seed: int) -> tuple[LevelSystem, Run]:
    """Return a panel with holes and rough figures, and a run of it."""
    rng = np.random.default_rng(seed)
    panel = LevelSystem(random_panel(calendar, REGIONS, 5, seed))
    periods, regions = panel.ytd.shape
    shocks = np.where(rng.random((periods, regions)) < 0.2, rng.uniform(0.0, 9.0, (periods, regions)), 0.0)
    return panel, panel.run(rng.uniform(0.5, 2.0, (regions,)), rng.uniform(1.0, 2.0, (periods,)), shocks, shocks[::-1])


@pytest.mark.parametrize("calendar", [QUARTERLY, MONTHLY_FROM_FEBRUARY], ids=["quarters", "months"])
def test_what_a_drift_does_is_what_the_filter_makes_of_moved_figures(calendar: YearCalendar) -> None:
    panel, run = ran(calendar, 1)
    since = panel.ytd.shape[0] - calendar.size - 1  # a drift that goes over the end of a year
    steps = np.array([[1.0, 0.5, 0.25, *[0.0] * (calendar.size - 2)]])
    effect, state = panel.unknown_steps(run, since, steps)

    trend = np.multiply.outer(np.cumsum(steps[0]), run.sigma)
    slope = panel.loading * panel.cumulative
    accumulated = slope[since:] * trend
    accumulated[1:] = np.cumsum(accumulated[1:], axis=0)  # the first closes its year
    panel.ytd[since:] += accumulated / panel.cumulative[since:]
    moved = panel.run(run.sigma, run.shock_variance[:, 0], run.level_shock_variance, run.trend_shock_variance)

    seen = np.isfinite(run.innovation[since:])
    np.testing.assert_allclose(effect[0][seen], (moved.innovation - run.innovation)[since:][seen], atol=1e-8)
    followed = moved.filtered_state[-1] - run.filtered_state[-1]
    np.testing.assert_allclose(state[0, 0], trend[-1] - followed[0], atol=1e-8)
    np.testing.assert_allclose(state[0, -1], accumulated[-1] - followed[-1], atol=1e-8)
    np.testing.assert_allclose(state[0, 1:-1], -followed[1:-1], atol=1e-8)


def big_gaussian(panel: LevelSystem, run: Run, known: Known, correlation: Array, begun: int) -> tuple[float, Array]:
    """Return by how much a drift since then was likelier, and mean and deviation of its size."""
    last, left = panel.ytd.shape[0] - 1, drift.DECAY ** (4 / panel.size)
    steps = np.array([left ** np.arange(last + 1 - begun)])
    effect = panel.unknown_steps(run, begun, steps)[0][0]
    z, e, blocks = [], [], []
    for at, t in enumerate(range(begun, last + 1)):
        here = np.flatnonzero(known[t])
        deviation = np.sqrt(run.variance[t, here])
        z.append(run.innovation[t, here])
        e.append(effect[at, here])
        r = correlation[t] + (1.0 - correlation[t]) * np.eye(here.size)
        blocks.append(r * np.outer(deviation, deviation))
    size = sum(each.size for each in z)
    without, at = np.zeros((size, size)), 0
    for block in blocks:
        without[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    figures, of_drift = np.concatenate(z), np.concatenate(e)
    total = without + drift.SIZE**2 * np.outer(of_drift, of_drift)
    gain = drift.SIZE**2 * np.linalg.solve(total, of_drift)
    moments = np.array([gain @ figures, np.sqrt(drift.SIZE**2 * (1.0 - gain @ of_drift))])
    odds = multivariate_normal(cov=total).logpdf(figures) - multivariate_normal(cov=without).logpdf(figures)
    return float(odds), moments


@pytest.mark.parametrize("calendar", [QUARTERLY, MONTHLY_FROM_FEBRUARY], ids=["quarters", "months"])
@pytest.mark.parametrize("seed", [2, 3])
def test_odds_and_size_are_those_of_one_big_gaussian(calendar: YearCalendar, seed: int) -> None:
    panel, run = ran(calendar, seed)
    run = replace(run, innovation=run.innovation * 0.3)  # so that odds are no extremes
    known = np.isfinite(run.innovation) & (panel.measurement_variance < 0.1)
    correlation = np.random.default_rng(seed).uniform(0.0, 0.9, len(known))
    last = len(known) - 1
    found = drift.weigh(panel, run, known, correlation, last)
    assert found.begun.tolist() == list(range(last - calendar.size + 1, last)), "a year, but not the newest period"
    weights = [1.0 - drift.CHANCE]
    for at, begun in enumerate(found.begun.tolist(), start=1):
        odds, moments = big_gaussian(panel, run, known, correlation, begun)
        weights.append(drift.CHANCE / found.begun.size * np.exp(odds))
        np.testing.assert_allclose([found.mean[at], found.deviation[at]], moments, atol=1e-9)
    np.testing.assert_allclose(found.chance, np.array(weights) / np.sum(weights), atol=1e-12)


def test_without_a_figure_nothing_is_learned() -> None:
    panel, run = ran(QUARTERLY, 4)
    nothing = np.zeros(panel.ytd.shape, dtype=bool)
    found = drift.weigh(panel, run, nothing, np.full(len(nothing), 0.3), len(nothing) - 1)
    np.testing.assert_allclose(found.chance, [1.0 - drift.CHANCE, *[drift.CHANCE / 3] * 3])
    np.testing.assert_allclose(found.mean, 0.0)
    np.testing.assert_allclose(found.deviation[1:], drift.SIZE)


def test_figures_read_from_elsewhere_say_nothing() -> None:
    ytd, at = slump(1, DEEPENS)
    pasts = published(ytd, at + 4)
    told = filter_together(pasts).drift.chance[0]
    newest = np.flatnonzero(np.isfinite(pasts[0].ytd))[-3:]
    noise = np.zeros(pasts[0].ytd.size)
    noise[newest] = 1e-9
    assert filter_together([replace(pasts[0], noise=noise)]).drift.chance[0] > told + 0.1


def test_draws_have_the_mean_that_is_expected() -> None:
    ytd, at = slump(1, DEEPENS)
    found = filter_together(published(ytd, at + 4)).drift
    rng, count = np.random.default_rng(0), 200_000
    state, steps = found.draw(0, 4, rng.random(count), rng.standard_normal(count))
    expected_state, expected_steps = found.expected(4)
    np.testing.assert_allclose(state.mean(axis=0), expected_state[:, 0], atol=0.02)
    np.testing.assert_allclose(steps.mean(axis=0), expected_steps[:, 0], atol=0.02)
    assert (steps.mean(axis=0) < -0.1).all(), "it goes on falling"


def chance_of_drift(left: Array) -> float:
    """Return the middle chance of a drift four figures into simulated slumps."""
    of_each = []
    for seed in SEEDS:
        ytd, at = slump(seed, left)
        of_each.append(1.0 - filter_together(published(ytd, at + 4)).drift.chance[0])
    return float(np.median(of_each))


def test_calm_figures_leave_it_unlikely_and_a_slide_makes_it_likely() -> None:
    assert chance_of_drift(0.0 * STAYS) < drift.CHANCE
    assert chance_of_drift(DEEPENS) > 1.2 * drift.CHANCE


def test_a_slump_that_deepens_is_followed_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _, held = scores(DEEPENS, 4, SEEDS)
    monkeypatch.setattr(drift, "CHANCE", 0.0)
    without, _, less = scores(DEEPENS, 4, SEEDS)
    assert ours < 0.95 * without
    assert held > less
