"""How a ledger's year runs: the share done by each month, the plan's bias, what comes unlisted and what is cut back.

All are learned from whole years of the ledger itself and shrunk to what was written down before any was seen: a year of
one's own counts as much as the prior. Amounts since the year began make shares of any month that has a December, so
a ledger that began in August already tells how its autumns run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import Array
from shouguan.investment.ledger_panel import LedgerPanel, Months, begun_in
from shouguan.investment.ratios import Ratios

NATIONAL = np.array([0.095, 0.195, 0.280, 0.370, 0.475, 0.560, 0.650, 0.740, 0.825, 0.915, 1.0])
"""Share of a year's investment by 1–2月 … 1–12月 in the nation's published levels of 2021–24, middle of each range; the
months between are interpolated. 2019 and 2020 are no guide: their Decembers were cut back."""
PRIOR_YEARS = 1.0
"""As how many years of the ledger a prior counts."""
CURVE_YEARS = 2.0
"""The same of the nation's curve: what one year's months depart from an ordinary year (a shock of all, a few large
projects) is somewhat more than what a city's ordinary year departs from the nation's, a tenth of a month."""
PLAN_BIAS = 0.9
"""Work of a year over its plan before any year is known."""
CATCH_UP = (0.9, 10.0)
"""What registration brings in of the year's earlier work, over ρ times it, and as how many projects that counts."""
NEWCOMERS = 0.03
"""Of a year's registered investment, what projects bring that no list named when the year began."""
CUT_BACK = 0.001
"""What a month takes back (核减) of what the year has counted."""
STAGES = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1)
"""Where the stages of a project's life begin, by work done over the planned total: short where speed changes fast."""
SPEED_GROWTH = ((0.31, 0.14, 0.06, 0.0, -0.06, -0.14, -0.31, -0.5, -0.5), 30.0)
"""By how much a project's speed changes a month in each stage, log points over a hundred, and as how many projects
that counts: the usual S-curve, a parabola of speed over twenty months, in the middle of each stage; beyond the total
what ends."""
_TYPE_PROJECTS = 300.0
"""All types' curve counts as this many projects of one's own in a year: a month of forty projects is uneven by a fifth,
types' ordinary years differ by a twentieth."""


@dataclass(frozen=True)
class Curves:
    """How a year of the ledger runs.

    Attributes
    ----------
    share : ndarray, shape (projects, 11)
        Of the year's work, what is done by each month, by the project's type.
    plan_bias, catch_up, cut_back : float
    speed_growth : ndarray, shape (stages,)
        How a project's speed changes from month to month, by `STAGES`: the S-curve of its life.
    newcomers : ndarray, shape (11,)
        Of the year's registered investment, what comes from projects that are not listed yet in each month.
    years : int
        Whole years that it rests on.
    """

    share: Array
    plan_bias: float
    catch_up: float
    newcomers: Array
    cut_back: float
    speed_growth: Array
    years: int


def learn(panel: LedgerPanel, ratios: Ratios) -> Curves:
    """Learn from the years that have their December.

    Parameters
    ----------
    panel : LedgerPanel
    ratios : Ratios
    """
    years = np.array([each.year for each in panel.periods])
    ends = [int(at) for at in np.flatnonzero(panel.positions == NATIONAL.size - 1)]
    types, of = np.unique(panel.industry.astype(str), return_inverse=True)
    spans = [(end, np.flatnonzero(years == years[end])) for end in ends]
    every = _shares(panel, spans, np.ones(len(of), dtype=bool), NATIONAL, CURVE_YEARS)
    curves = np.empty((types.size, NATIONAL.size))
    for number in range(types.size):
        own = of == number
        trust = len(spans) * own.sum() / _TYPE_PROJECTS
        curves[number] = _shares(panel, spans, own, every, 1.0 / trust if trust else np.inf)
    bias, newcomers = [PLAN_BIAS] * int(PRIOR_YEARS), [NEWCOMERS * (1.0 - NATIONAL)] * int(PRIOR_YEARS)
    for end, columns in spans:
        planned = np.isfinite(panel.ytd[:, end]) & (np.nan_to_num(panel.plan[:, end]) > 0)
        if planned.any():
            bias.append(float(panel.ytd[planned, end].sum() / panel.plan[planned, end].sum()))
        counted = np.nan_to_num(panel.statistics[:, end])
        seen = newcomers[0].copy()
        for column in columns:
            late = counted[~panel.listed[:, columns[columns <= column]].any(axis=1)].sum()
            seen[panel.positions[column]] = late / max(counted.sum(), 1.0)
        newcomers.append(seen)
    return Curves(
        curves[of],
        float(np.exp(np.mean(np.log(np.clip(bias, 0.2, 2.0))))),
        _catch_up(panel, ratios),
        np.mean(newcomers, axis=0),
        _cut_back(panel),
        _speed_growth(panel, curves[of]),
        len(spans),
    )


def of_the_whole(panel: LedgerPanel, curves: Curves) -> Array:
    """Return how the year of all projects together runs, shape (11,): their curves weighed by their newest plans."""
    plans = np.nan_to_num(panel.plan[:, -1])
    return np.asarray(np.average(curves.share, axis=0, weights=plans if plans.sum() > 0 else None))


def _shares(panel: LedgerPanel, spans: list[tuple[int, Months]], own: np.ndarray, prior: Array, weight: float) -> Array:
    """Return the mean over years of the share by month, with a prior of some years' weight."""
    if not np.isfinite(weight):
        return prior
    total, count = weight * prior, np.full(prior.size, weight)
    for end, columns in spans:
        last = np.nan_to_num(panel.ytd[own, end])
        if last.sum() <= 0:
            continue
        for column in columns:
            now = panel.ytd[own, column]
            # Not listed yet is nothing done; a gap is not, and what has left the list by December says nothing.
            both = (np.isfinite(now) | ~panel.listed[own, column]) & np.isfinite(panel.ytd[own, end])
            share = np.nan_to_num(now)[both].sum() / max(last[both].sum(), 1e-9)
            position = panel.positions[column]
            total[position] += np.clip(share, 0.0, 1.0)
            count[position] += 1.0
    # A month's own share may be odd; none is less than a fifth of the prior's.
    added = np.maximum(np.diff(total / count, prepend=0.0), 0.2 * np.diff(prior, prepend=0.0))
    return np.asarray(np.cumsum(added) / added.sum())


def _catch_up(panel: LedgerPanel, ratios: Ratios) -> float:
    """Return what came in with registration, over ρ times the year's work by then."""
    entry, months = panel.entry, len(panel.periods)
    rows = np.flatnonzero((entry > 0) & (entry < months))
    prior, weight = CATCH_UP
    if not rows.size:
        return prior
    at = entry[rows]
    expected = ratios.rho[rows] * panel.ytd[rows, at]
    counted = panel.statistics[rows, at]
    known = np.isfinite(expected) & np.isfinite(counted) & (expected > 0) & (panel.positions[at] > 0)
    if not known.any():
        return prior
    n = int(known.sum())
    seen = float(np.clip(counted[known].sum() / expected[known].sum(), 0.0, 1.5))
    return (n * seen + weight * prior) / (n + weight)


def _cut_back(panel: LedgerPanel) -> float:
    """Return the mean share of the year's registered investment that a month takes back."""
    added = panel.increments(panel.statistics)
    before = panel.statistics - added
    taken = -np.nansum(np.minimum(added, 0.0))
    months = 11.0  # the prior counts as a year
    seen = np.nansum(before) / max(len(panel.periods), 1)
    return (
        float((taken + months * CUT_BACK * seen) / max(np.nansum(before) + months * seen, 1e-9)) if seen else CUT_BACK
    )


def stage(done: Array) -> Months:
    """Return the stage of a project's life from work done over its planned total."""
    return np.asarray(np.searchsorted(STAGES, done, side="right") - 1).clip(0, len(STAGES) - 1)


def _speed_growth(panel: LedgerPanel, share: Array) -> Array:
    """Return how speed changes a month by stage: work of three months against the three before, on the year's curve."""
    prior, weight = SPEED_GROWTH
    work = np.maximum(np.nan_to_num(panel.increments(panel.ytd)), 0.0)
    course = np.diff(share, prepend=0.0, axis=1)
    total = np.where(panel.total > 0, panel.total, np.nan)
    done = np.nan_to_num(panel.before) + np.nan_to_num(panel.ytd)
    after, before, square = (np.zeros(len(STAGES)) for _ in range(3))
    begun = begun_in(panel)
    for at in range(3, len(panel.periods) - 2):
        earlier, later = np.arange(at - 3, at), np.arange(at, at + 3)
        if np.diff(_statistical_month(panel)[at - 3 : at + 3]).max() > 1:
            continue  # a month is missing
        if at == 3 and panel.positions[0] > 0:
            continue  # the ledger's first month holds all of its year so far
        listed = panel.listed[:, at - 3 : at + 3]
        # What has left the list does no more work; a blank or wrong figure is not nothing.
        told = np.isfinite(panel.ytd[:, at - 3 : at + 3]) | ~listed
        speed_before = work[:, earlier].sum(axis=1) / course[:, panel.positions[earlier]].sum(axis=1)
        speed_after = work[:, later].sum(axis=1) / course[:, panel.positions[later]].sum(axis=1)
        of = stage(np.nan_to_num(done[:, at - 1] / total[:, at - 1]))
        # Projects that stood still and go on belong to it as those do that stop.
        used = listed[:, :3].all(axis=1) & told.all(axis=1) & np.isfinite(total[:, at - 1])
        used &= begun <= panel.months[at - 3]
        after += np.bincount(of[used], speed_after[used], len(STAGES))
        before += np.bincount(of[used], speed_before[used], len(STAGES))
        square += np.bincount(of[used], speed_before[used] ** 2, len(STAGES))
    seen = np.log(np.clip(np.where(before > 0, after / np.where(before > 0, before, 1.0), 1.0), 0.1, 5.0)) / 3.0
    # As many projects of one size; stretches that begin a month apart overlap, three count as one.
    pairs = before**2 / np.maximum(square, 1e-9) / 3.0
    return np.asarray((pairs * seen + weight * np.array(prior)) / (pairs + weight))


def _statistical_month(panel: LedgerPanel) -> Months:
    return np.array([NATIONAL.size * each.year for each in panel.periods]) + panel.positions
