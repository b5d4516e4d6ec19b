r"""What the statistics will hold of the ledger's projects by each month to the year's end, and how sure that is.

A project's work runs along the curve of its type, at a speed that mixes what its last months show with what its plan
says, as its evidence allows (chain ladder and Bornhuetter–Ferguson mixed by Benktander 1976, *Actuarial Review*; Mack
2000, *ASTIN Bulletin* 30), and slower once it has reached its planned total. Statistics are ρ times work. A project
that is not registered counts with its chance of being registered by then. Errors of single projects average out; the
error that all share does not, so it is measured: the same forecast is made in each past month of the ledger, on what
was known then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core.ytd import Array
from shouguan.investment import curves, ratios, registration
from shouguan.investment.curves import NATIONAL
from shouguan.investment.ledger_panel import LedgerPanel, Months, begun_in

PLAN_EVIDENCE = 0.15
"""A year's plan counts as much as this share of a year's work seen."""
WINDOW = 3
"""Months from which a project's speed is read; as many as its change is learned from (`curves.speed_growth`)."""
PROJECT_NOISE = 0.4
"""Relative standard deviation of what one project does in the rest of a year."""
COMMON_ERROR, COMMON_STRETCHES = 0.10, 4.0
"""The error that all projects share, log points over a hundred, before any was seen, and as how many stretches it
counts."""
BIAS_STRETCHES = 3.0
"""A bias of zero counts as this many stretches."""
LARGEST = 0.4
"""A larger error than this, log points over a hundred, counts as this: a project that was taken out is none of all."""
STRETCH = 4
"""Months of errors that count as one: they overlap."""
PARTS = ("registered", "to_register", "newcomers", "cut_back")


@dataclass(frozen=True)
class Ahead:
    """Registered investment of the ledger's projects in the months that are left of a year, 万元.

    Attributes
    ----------
    parts : dict of str to ndarray, shape (months left,)
        What each month adds, by `PARTS`; cut-backs are negative.
    single_variance : float
        Variance of the sum over all months that single projects bring.
    """

    parts: dict[str, Array]
    single_variance: float

    @property
    def months(self) -> Array:
        """What each month adds in all."""
        return np.asarray(sum(self.parts.values()))

    @property
    def single(self) -> float:
        """Relative standard deviation of the sum over all months that single projects bring."""
        total = float(self.months.sum())
        return float(np.sqrt(self.single_variance)) / total if total > 0 else 0.0


@dataclass(frozen=True)
class SharedError:
    """The error that all projects share.

    Attributes
    ----------
    bias : float
        Mean log ratio of what came to what was forecast, shrunk to zero.
    spread : float
        Its standard deviation, log points over a hundred; that of so many months is `stretch(months)` times it.
    stretches : float
        Stretches of months that it was seen in.
    """

    bias: float
    spread: float
    stretches: float


def ahead(panel: LedgerPanel, registration_from: float) -> Ahead:
    """Forecast the ledger's registered investment to the end of the year of its last month.

    Parameters
    ----------
    panel : LedgerPanel
        Its last month is now.
    registration_from : float
        Planned total from which a project may be registered, 万元.
    """
    found = ratios.estimate(panel)
    shape = curves.learn(panel, found)
    position = int(panel.positions[-1])
    steps = NATIONAL.size - 1 - position
    work = work_ahead(panel, shape)
    listed = panel.listed[:, -1]
    counted = np.nan_to_num(panel.statistics[:, -1])
    registered = listed & (panel.registered[:, -1] | (counted > 0))
    total = np.nan_to_num(panel.total[:, -1])
    open_ones = listed & ~registered & (total >= registration_from)
    _, entered = registration.chances(panel, *registration.fit(panel, registration_from), steps)
    # Work before the month of registration comes in by the part that registration brings, work after it in full.
    earlier = shape.catch_up * np.nan_to_num(panel.ytd[:, -1])
    lost = (1.0 - shape.catch_up) * np.cumsum(np.diff(entered, prepend=0.0, axis=1) * work, axis=1)
    of_registered = np.where(registered[:, None], found.rho[:, None] * _coming_in(panel, work, found.lag), 0.0)
    of_open = np.where(open_ones[:, None], found.rho[:, None] * (entered * (earlier[:, None] + work) - lost), 0.0)
    known = of_registered.sum(axis=0) + of_open.sum(axis=0)
    year = float(counted[listed].sum()) + (float(known[-1]) if steps else 0.0)
    left = shape.newcomers[position]
    arriving = year * left / max(1.0 - left, 0.5) * (1.0 - shape.newcomers[position + 1 :] / left if left > 0 else 0.0)
    parts = {
        "registered": np.diff(of_registered.sum(axis=0), prepend=0.0),
        "to_register": np.diff(of_open.sum(axis=0), prepend=0.0),
        "newcomers": np.diff(arriving, prepend=0.0) if steps else np.zeros(0),
        "cut_back": -shape.cut_back * (float(counted[listed].sum()) + known),
    }
    variance = 0.0
    if steps:
        chance, amount = np.where(open_ones, entered[:, -1], 0.0), found.rho * (earlier + work[:, -1])
        rest, error = work[:, -1] * registered, found.projects["se"].to_numpy(dtype=float)
        variance = float(
            (chance * (1.0 - chance) * amount**2 + chance * (PROJECT_NOISE * amount) ** 2).sum()
            + ((PROJECT_NOISE * found.rho * rest) ** 2 + (error * rest) ** 2).sum()
        )
    return Ahead(parts, variance)


def _coming_in(panel: LedgerPanel, work: Array, lag: Array) -> Array:
    """Return of which work vouchers will have come in by each month left, 万元: work of the last months comes late."""
    past = ratios.by_month(panel, panel.increments(panel.ytd))
    months = np.concatenate([past, np.diff(work, prepend=0.0, axis=1)], axis=1)
    return np.cumsum(ratios.late(months, lag)[:, past.shape[1] :], axis=1)


def work_ahead(panel: LedgerPanel, shape: curves.Curves) -> Array:
    """Return the work that each listed project adds by each month left, 万元, if it has begun by now or by its plan."""
    position = int(panel.positions[-1])
    now, done = int(panel.months[-1]), np.nan_to_num(panel.ytd[:, -1])
    share = shape.share
    total, before_year = np.nan_to_num(panel.total[:, -1]), np.nan_to_num(panel.before[:, -1])
    seen, added, ago = _seen(panel, share)
    # The speed of the last months is that of their middle: by now it has changed as the stage of life has it.
    sofar = before_year + done
    since = np.minimum(shape.speed_growth[_stages(sofar, total)] * ago, np.log1p(added / np.maximum(sofar, 1.0)))
    speed = np.where(seen > 0, added / np.where(seen > 0, seen, 1.0), 0.0) * np.exp(since)
    trust = seen / (seen + PLAN_EVIDENCE)
    plan = shape.plan_bias * np.nan_to_num(panel.plan[:, -1])
    planned = plan > 0
    yearly = np.where(planned, trust * speed + (1.0 - trust) * plan, speed)
    # A plan for a project that begins in the year is for the months after it begins.
    january = now - int(panel.periods[-1].number) + 1
    first = np.clip(np.minimum(begun_in(panel), panel.planned) - january - 1, 0, NATIONAL.size)
    before = np.concatenate([np.zeros((share.shape[0], 1)), share], axis=1)[np.arange(share.shape[0]), first]
    waiting = begun_in(panel) > now
    room = np.where(waiting, 1.0 - np.maximum(before, share[:, position]), 1.0)
    added = np.diff(share[:, position:], axis=1) / np.maximum(room, 0.05)[:, None]
    path = np.zeros_like(added)
    reached, pace = np.zeros(done.size), np.where(waiting, plan, yearly)
    for step in range(added.shape[1]):
        sofar = before_year + done + reached
        change = shape.speed_growth[_stages(sofar, total)]
        # On no S-curve speed grows faster than what is done: a slow project is not carried up by its stage.
        rising = np.log1p(pace * added[:, step] / np.maximum(sofar, 1.0))
        pace = pace * np.where(waiting, 1.0, np.exp(np.minimum(change, rising)))
        reached = reached + pace * added[:, step]
        path[:, step] = reached
    return np.asarray(path * panel.listed[:, -1, None])


def _stages(done: Array, total: Array) -> Months:
    """Return the stage of each project's life, the middle one where its total is not known."""
    return curves.stage(np.where(total > 0, done / np.where(total > 0, total, 1.0), 0.5))


def _seen(panel: LedgerPanel, share: Array) -> tuple[Array, Array, Array]:
    """Return what the last months since each project began cover of a year's curve, its work in them, and their age."""
    begun, work = begun_in(panel), panel.increments(panel.ytd)
    seen, added, ago = (np.zeros(share.shape[0]) for _ in range(3))
    first = max(len(panel.periods) - WINDOW, 0)
    for at in range(first, len(panel.periods)):
        position, period = int(panel.positions[at]), panel.periods[at]
        same = at > 0 and panel.periods[at - 1].year == period.year
        if not same and position > 0:
            continue  # a stretch from the year's beginning: months that the window does not mean
        start = share[:, panel.positions[at - 1]] if same else 0.0
        used = (begun <= panel.months[at]) & np.isfinite(work[:, at])
        covered = np.where(used, share[:, position] - start, 0.0)
        seen += covered
        ago += covered * (panel.months[-1] - panel.months[at])
        added += np.where(used, work[:, at], 0.0)
    return seen, np.maximum(added, 0.0), ago / np.where(seen > 0, seen, 1.0)


def counted_by(panel: LedgerPanel) -> Array:
    """Return the ledger's registered investment of the year by each of its months, 万元.

    A project that leaves the list stays with what it had: the statistics keep it.
    """
    totals = np.zeros(len(panel.periods))
    last = np.zeros(panel.statistics.shape[0])
    for at, period in enumerate(panel.periods):
        if at == 0 or panel.periods[at - 1].year != period.year:
            last = np.zeros(last.size)
        now = panel.statistics[:, at]
        last = np.where(np.isnan(now), last, now)
        totals[at] = last.sum()
    return totals


def stretch(months: int) -> float:
    """Return by how much a forecast of few months is less sure: vouchers of single months are uneven."""
    return float(np.sqrt(1.0 + 2.0 / max(months, 1)))


class Rehearsal:
    """A ledger, with its forecast as it would have been made in each of its months; each is made once.

    Parameters
    ----------
    panel : LedgerPanel
    registration_from : float
        Planned total from which a project may be registered, 万元.
    """

    def __init__(self, panel: LedgerPanel, registration_from: float) -> None:
        self.panel = panel
        self._registration_from = registration_from
        self._made: dict[int, Ahead] = {}
        self._counted = counted_by(panel)

    def ahead(self, at: int) -> Ahead:
        """Return the forecast of month number `at`, on what was known then."""
        if at not in self._made:
            self._made[at] = ahead(self.panel.up_to(at), self._registration_from)
        return self._made[at]

    def past(self, now: int) -> pd.DataFrame:
        """Return what each month before `now` forecast to the end of its year, or to `now`, and what came.

        Returns
        -------
        DataFrame
            A past month a row: `period`, `months` (ahead), `expected`, `came` (万元), `single` (relative standard
            deviation that single projects bring).
        """
        rows = []
        for at in range(now):
            same = [n for n in range(at + 1, now + 1) if self.panel.periods[n].year == self.panel.periods[at].year]
            if same and self._counted[at] > 0:
                made, months = self.ahead(at), int(self.panel.positions[same[-1]] - self.panel.positions[at])
                came = float(self._counted[same[-1]] - self._counted[at])
                rows.append((str(self.panel.periods[at]), months, float(made.months[:months].sum()), came, made.single))
        return pd.DataFrame(rows, columns=["period", "months", "expected", "came", "single"])

    def error(self, now: int) -> SharedError:
        """Measure the error that all projects share on what is known in month number `now`.

        Errors of months that follow each other overlap: `STRETCH` of them count as one. What single projects bring of
        an error is no part of it.
        """
        past = self.past(now)
        past = past[(past["expected"] > 0) & (past["came"] > 0)]
        wide = past["months"].map(stretch).to_numpy(dtype=float)
        seen = np.log(past["came"] / past["expected"]).to_numpy(dtype=float) / wide
        seen = np.clip(seen, -LARGEST, LARGEST)
        stretches = seen.size / STRETCH
        bias = float(seen.sum()) / STRETCH / (stretches + BIAS_STRETCHES)
        alone = np.minimum((past["single"].to_numpy(dtype=float) / wide) ** 2, LARGEST**2)
        shared = max(float(((seen - bias) ** 2 - alone).sum()), 0.0)
        variance = (shared / STRETCH + COMMON_STRETCHES * COMMON_ERROR**2) / (stretches + COMMON_STRETCHES)
        # What is not known of the bias is part of the error.
        return SharedError(bias, float(np.sqrt(variance * (1.0 + 1.0 / (stretches + BIAS_STRETCHES)))), stretches)
