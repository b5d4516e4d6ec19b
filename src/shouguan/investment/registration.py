"""When projects begin and when they are registered: two hazards by the month, a logit each.

A project that has not begun is described by how long ago its start was planned, one that has begun by how long ago it
began; the size of the project moves both. Made-up months at the rates written down beforehand keep a young ledger from
saying "always" or "never".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import Array
from shouguan.investment.ledger_panel import NEVER, LedgerPanel, Months, begun_in

BEGUN = (0, 1, 2, 3, 6, 12)
REGISTERED_PRIOR = (0.35, 0.35, 0.30, 0.20, 0.08, 0.03)
"""Chance that a project which began so many months ago is registered in the next month, before any data."""
PLANNED = (-999, -1, 0, 1, 3, 6)
BEGIN_PRIOR = (0.03, 0.35, 0.30, 0.25, 0.15, 0.06)
"""Chance that a project whose start was planned so many months ago begins in the next month, before any data."""
PSEUDO_MONTHS = 8.0
"""As how many project-months each prior rate counts."""
_NEWTON_STEPS, _LIKELIHOOD_TOL = 50, 1e-9
_SIZES = (-1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Hazard:
    """A chance by the month.

    Attributes
    ----------
    edges : tuple of int
        Where the classes of duration begin, months.
    logits : ndarray, shape (classes,)
    size : float
        Change of the logit from one class of size to the next.
    months : int
        Project-months that it rests on.
    """

    edges: tuple[int, ...]
    logits: Array
    size: float
    months: int

    def at(self, duration: Months, size: Array) -> Array:
        """Return the chance of projects of some duration and class of size."""
        which = np.clip(np.searchsorted(self.edges, duration, side="right") - 1, 0, len(self.edges) - 1)
        return np.asarray(1.0 / (1.0 + np.exp(-(self.logits[which] + self.size * size))))


def size_class(panel: LedgerPanel) -> Array:
    """Return −1 below a total of about 30m yuan, 1 above about 300m, else 0."""
    total = np.nanmax(np.where(np.isfinite(panel.total), panel.total, 0.0), axis=1)
    return np.clip(np.round(np.log10(np.maximum(total, 1.0)) - 4.0), -1.0, 1.0)


def fit(panel: LedgerPanel, registration_from: float) -> tuple[Hazard, Hazard]:
    """Fit the chances of beginning and of registration.

    Parameters
    ----------
    panel : LedgerPanel
    registration_from : float
        Planned total from which a project may be registered, 万元.

    Returns
    -------
    begin, register : Hazard
    """
    begun, size, months = begun_in(panel), size_class(panel), panel.months
    eligible = np.nan_to_num(panel.total[:, -1], nan=np.inf) >= registration_from
    open_ones = panel.listed[:, :-1] & panel.listed[:, 1:] & ~panel.registered[:, :-1] & eligible[:, None]
    started = begun[:, None] <= months[None, :-1]
    later = begun[:, None] <= months[None, 1:]
    duration = months[None, :-1] - begun[:, None]
    since = months[None, :-1] - panel.planned[:, None]
    return (
        _fit(PLANNED, BEGIN_PRIOR, since, later, open_ones & ~started & (panel.planned < NEVER)[:, None], size),
        _fit(BEGUN, REGISTERED_PRIOR, duration, panel.registered[:, 1:], open_ones & started, size),
    )


def _fit(
    edges: tuple[int, ...], prior: tuple[float, ...], duration: Months, event: np.ndarray, risk: np.ndarray, size: Array
) -> Hazard:
    which = np.clip(np.searchsorted(edges, duration[risk], side="right") - 1, 0, len(edges) - 1)
    classes = np.broadcast_to(size[:, None], duration.shape)[risk].astype(int) + 1
    cell = which * len(_SIZES) + classes
    count = np.bincount(cell, minlength=len(edges) * len(_SIZES)).astype(float)
    happened = np.bincount(cell, weights=event[risk].astype(float), minlength=count.size).astype(float)
    middle = np.arange(len(edges)) * len(_SIZES) + 1
    count[middle] += PSEUDO_MONTHS
    happened[middle] += PSEUDO_MONTHS * np.array(prior)
    # The slope of size needs weight at both ends: a month in each, at the same rate as the middle.
    rate = happened[middle] / count[middle]
    for side in (-1, 1):
        count[middle + side] += 1.0
        happened[middle + side] += rate
    design = np.column_stack([np.kron(np.eye(len(edges)), np.ones((len(_SIZES), 1))), np.tile(_SIZES, len(edges))])
    found = logit(design, happened, count)
    return Hazard(edges, found[:-1], float(found[-1]), int(risk.sum()))


def logit(design: Array, happened: Array, count: Array) -> Array:
    """Return the coefficients of a logistic regression on counts, by Newton's method.

    Written out because a page must not wait for statsmodels to load; tests hold it against its GLM. The likelihood is
    concave, so a step that would lose some of it is only too long.
    """
    found = np.zeros(design.shape[1])
    reached = _likelihood(design @ found, happened, count)
    for _ in range(_NEWTON_STEPS):
        rate = 1.0 / (1.0 + np.exp(-(design @ found)))
        curvature = design.T @ (design * (count * rate * (1.0 - rate))[:, None])
        step = np.linalg.solve(curvature, design.T @ (happened - count * rate))
        while (there := _likelihood(design @ (found + step), happened, count)) < reached - _LIKELIHOOD_TOL:
            step = step / 2.0
        found, reached = found + step, there
        if np.abs(step).max() < _LIKELIHOOD_TOL:
            break
    return found


def _likelihood(linear: Array, happened: Array, count: Array) -> float:
    return float((happened * linear - count * np.logaddexp(0.0, linear)).sum())


def chances(panel: LedgerPanel, begin: Hazard, register: Hazard, steps: int) -> tuple[Array, Array]:
    """Return the chance that a project that is not registered has begun, and is registered, by each month ahead.

    Parameters
    ----------
    panel : LedgerPanel
        Its last month is now.
    begin, register : Hazard
    steps : int
        Months ahead.

    Returns
    -------
    begun, registered : ndarray, shape (projects, steps)
        A project without a planned or an actual start has no chance of either.
    """
    now, size, start = int(panel.months[-1]), size_class(panel), begun_in(panel)
    started = start <= now
    waiting = np.where(started, 0.0, 1.0) * (panel.planned < NEVER)
    # Of projects that began so many months ago (rows: now, then each step), the part that is not registered yet.
    cohorts = [np.where(started, 1.0, 0.0)]
    ages = [now - np.minimum(start, now)]
    begun, registered = np.zeros((size.size, steps)), np.zeros((size.size, steps))
    has, done = cohorts[0].copy(), np.zeros(size.size)
    for step in range(steps):
        for number, cohort in enumerate(cohorts):
            entering = cohort * register.at(ages[number], size)
            cohorts[number] = cohort - entering
            ages[number] = ages[number] + 1
            done = done + entering
        starting = waiting * begin.at(now + step - panel.planned, size)
        waiting = waiting - starting
        has = has + starting
        cohorts.append(starting)
        ages.append(np.zeros(size.size, dtype=np.int64))
        begun[:, step], registered[:, step] = has, done
    return begun, registered
