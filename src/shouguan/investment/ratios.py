r"""How much of a ledger's work the statistics take: the ratio ρ of each project, type and month, with its error.

The ledger follows works (形象进度), statistics mostly follow vouchers (财务支出法): over the months after its
registration a project has X = Σ ΔS / Σ ΔL*. Vouchers come late: ΔL* is the work of a month and of the three before it,
each by the part that comes in so late, which all projects of the ledger tell together. Single months still say little;
the noise of X is taken from quarters within the project, σ²·Σ p², with p the quarters' shares of the work. Projects of
a type are draws from N(μ_type, τ²), types draws from N(μ, τ_types²): random-effects meta-analysis (DerSimonian and
Laird 1986, *Controlled Clinical Trials* 7), once for each level. What a project shows is shrunk to its type by
τ²/(τ² + σ²·Σ p²), the linear credibility of Bühlmann and Straub (1970, *Mitteilungen der VSVM* 70); a type of few
projects is shrunk to all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from shouguan.core.ytd import Array
from shouguan.investment.ledger_panel import Flags, LedgerPanel

PRIOR_RHO, PRIOR_DOUBT = 0.7, 0.2
"""ρ of all projects before any data: most ledgers boast, few by more than half. Written down before any was seen."""
PRIOR_NOISE, PRIOR_WEIGHT = 0.25, 10.0
"""Noise of one quarter's ratio before any data, and as how many quarters that counts."""
PRIOR_SPREAD = 0.2
"""Standard deviation between projects of a type, where too few are known to estimate it."""
PRIOR_MONTH = 0.10
"""Standard deviation of a month's common factor, where too few months are known."""
LAG, LAG_DOUBT = (0.5, 0.25, 0.15, 0.1), 0.15
"""What of a month's work comes in in that month and each of the next three, before any data, and the standard deviation
of that guess."""
_LARGEST_MONTH = 4.0  # of a project, in its mean months: a larger one is a slip or a first figure
_LEAST_NOISE = 1e-3
_MIN_EFFECTS = 5
_LIMIT = 3.0
_QUARTER = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
_Z80 = float(ndtri(0.9))


@dataclass(frozen=True)
class Ratios:
    """ρ of projects, types and months.

    Attributes
    ----------
    projects : DataFrame
        A project a row, in the panel's order: `industry`, `rho`, `se`, `lower`, `upper` (80 %), `raw` (its own
        ratio, NaN where it has none), `quarters` (how many it rests on).
    types : DataFrame
        An industry a row, and 全部: `industry`, `rho`, `se`, `lower`, `upper`, `spread` (between its projects),
        `projects`.
    months : DataFrame
        A month a row: `period`, `factor` (by which ρ of all projects is multiplied in it), `se`, `raw`, `projects`.
    lag : ndarray, shape (4,)
        What of a month's work comes in in that month and each of the next three; together one.
    """

    projects: pd.DataFrame
    types: pd.DataFrame
    months: pd.DataFrame
    lag: Array

    @property
    def rho(self) -> Array:
        """ρ by project."""
        return self.projects["rho"].to_numpy(dtype=float)


def estimate(panel: LedgerPanel) -> Ratios:
    """Estimate ρ from a ledger that says what of each project is in the statistics.

    Parameters
    ----------
    panel : LedgerPanel

    Returns
    -------
    Ratios
        The prior, with its width, where nothing is registered yet.
    """
    work, counted = panel.increments(panel.ytd), panel.increments(panel.statistics)
    used = panel.settled & panel.registered & np.isfinite(work) & np.isfinite(counted)
    lag = _lag(panel, work, counted, used)
    work = due(panel, work, lag)
    raw, quarters, noise = _own(panel, np.where(used, work, 0.0), np.where(used, counted, 0.0))
    types = _types(panel, raw, noise)
    of = types.set_index("industry").loc[panel.industry]
    middle, doubt, spread = (of[name].to_numpy(dtype=float) for name in ("rho", "se", "spread"))
    has = np.isfinite(raw)
    keep = np.where(has, spread**2 / (spread**2 + noise), 0.0)
    rho = middle + keep * (np.nan_to_num(raw) - middle)
    own = np.where(has, keep * np.where(has, noise, 0.0), spread**2)
    error = np.sqrt(own + (1.0 - keep) ** 2 * doubt**2)
    table = {"industry": panel.industry, "rho": rho, "se": error, "raw": raw, "quarters": quarters}
    projects = _banded(pd.DataFrame(table))
    return Ratios(projects, types, _months(panel, used, work, counted, rho), lag)


def by_month(panel: LedgerPanel, work: Array) -> Array:
    """Return work by statistical month since the ledger's first year began: a gap's is spread over its months.

    Parameters
    ----------
    work : ndarray, shape (projects, months of the panel)
        What each month of the panel adds.
    """
    spans = panel.spans
    return np.repeat(np.nan_to_num(work) / spans, spans, axis=1)


def late(months: Array, lag: Array) -> Array:
    """Return what each month's vouchers are for: its own work and that of the months before, by the lag.

    Parameters
    ----------
    months : ndarray, shape (projects, months)
        Work by month without a gap; before the first it was as in the first.
    lag : ndarray, shape (months late,)
    """
    before = np.repeat(months[:, :1], lag.size - 1, axis=1)
    every, size = np.concatenate([before, months], axis=1), months.shape[1]
    parts = (share * every[:, before.shape[1] - by : before.shape[1] - by + size] for by, share in enumerate(lag))
    return np.asarray(sum(parts))


def due(panel: LedgerPanel, work: Array, lag: Array) -> Array:
    """Return of which work vouchers came in in each month of the panel; see `by_month` and `late`."""
    starts = np.concatenate([[0], np.cumsum(panel.spans)[:-1]])
    return np.asarray(np.add.reduceat(late(by_month(panel, work), lag), starts, axis=1))


def _lag(panel: LedgerPanel, work: Array, counted: Array, used: Flags) -> Array:
    """Return the lag by least squares of what came in on the work of four months, every project in its mean months."""
    prior = np.array(LAG)
    months = np.isfinite(work) & used
    of = np.where(months, work, 0.0).sum(axis=1) / np.maximum(months.sum(axis=1), 1)
    size, last = np.where(of > 0, of, np.nan)[:, None], prior.size - 1
    if work.shape[1] <= last:
        return prior
    # A figure of several months does not tell one lag from another.
    single = np.where(panel.spans == 1, work / size, np.nan)
    columns = [single[:, last - by : work.shape[1] - by] for by in range(prior.size)]
    came = (counted / size)[:, last:]
    fits = used[:, last:] & (np.abs(came) < _LARGEST_MONTH)
    for column in columns:
        fits &= np.isfinite(column) & (np.abs(column) < _LARGEST_MONTH)
    design, outcome = np.array([column[fits] for column in columns]).T, came[fits]
    if not outcome.size or design[:, 0].sum() <= 0:
        return prior
    ratio = float(np.clip(outcome.sum() / design[:, 0].sum(), 0.1, _LIMIT))
    noise = max(float(np.mean((outcome - design @ prior * ratio) ** 2)), _LEAST_NOISE)
    ridge = noise / (LAG_DOUBT * ratio) ** 2 * np.eye(prior.size)
    found = np.linalg.solve(design.T @ design + ridge, design.T @ outcome + ridge @ prior * ratio)
    found = np.maximum(found, 0.0)
    return np.asarray(found / found.sum()) if found.sum() > 0 else prior


def _banded(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        lower=(table["rho"] - _Z80 * table["se"]).clip(lower=0.0), upper=table["rho"] + _Z80 * table["se"]
    )


def _own(panel: LedgerPanel, work: Array, counted: Array) -> tuple[Array, Array, Array]:
    """Return each project's own ratio, the quarters that it rests on, and its noise (a variance)."""
    years = np.array([each.year for each in panel.periods])
    block = 4 * (years - years[0]) + _QUARTER[panel.positions]
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    work, counted = np.add.reduceat(work, starts, axis=1), np.add.reduceat(counted, starts, axis=1)
    has = work > 0
    work, counted = np.where(has, work, 0.0), np.where(has, counted, 0.0)
    total = work.sum(axis=1)
    known = total > 0
    safe = np.where(known, total, 1.0)
    share = work / safe[:, None]
    raw = np.where(known, np.clip(counted.sum(axis=1) / safe, 0.0, _LIMIT), np.nan)
    ratio = np.clip(counted / np.where(has, work, 1.0), 0.0, _LIMIT)
    square = (share**2).sum(axis=1)
    away = (share * np.where(has, ratio - np.nan_to_num(raw)[:, None], 0.0) ** 2).sum(axis=1)
    several = has.sum(axis=1) > 1
    degrees = (has.sum(axis=1) - 1)[several]
    each = away[several] / np.maximum(1.0 - square[several], 0.05)
    # The largest are those of slips in the lists: the sum is of what is within the 95th percentile.
    capped = np.minimum(each, np.quantile(each, 0.95)) if each.size else each
    seen = float(degrees @ capped / max(degrees.sum(), 1.0))
    trust = degrees.sum() / (degrees.sum() + PRIOR_WEIGHT)
    variance = np.exp(trust * np.log(max(seen, 1e-4)) + (1.0 - trust) * np.log(PRIOR_NOISE**2))
    return raw, has.sum(axis=1).astype(float), np.where(known, variance * square, np.inf)


def spread_between(effects: Array, noise: Array, prior: float) -> float:
    """Return the standard deviation between effects; the prior where too few are known, at least a tenth of it."""
    if effects.size < _MIN_EFFECTS or np.ptp(effects) < 1e-9:
        return prior
    weight = 1.0 / np.maximum(noise, 1e-9)
    excess = float(weight @ (effects - weight @ effects / weight.sum()) ** 2) - (effects.size - 1)
    variance = excess / float(weight.sum() - (weight**2).sum() / weight.sum())
    return float(np.sqrt(max(variance, (prior / 10) ** 2)))


def _pooled(effects: Array, noise: Array, prior: tuple[float, float], spread: float) -> tuple[float, float, float]:
    """Return mean, its error, and the standard deviation between effects, by random effects and a normal prior."""
    spread = spread_between(effects, noise, spread)
    weight = 1.0 / (spread**2 + noise)
    precision = weight.sum() + 1.0 / prior[1] ** 2
    return float((weight @ effects + prior[0] / prior[1] ** 2) / precision), float(precision**-0.5), spread


def _types(panel: LedgerPanel, raw: Array, noise: Array) -> pd.DataFrame:
    """Estimate all projects together, then each type around them."""
    has = np.isfinite(raw)
    middle, doubt, spread = _pooled(raw[has], noise[has], (PRIOR_RHO, PRIOR_DOUBT), PRIOR_SPREAD)
    rows = [("全部", middle, doubt, spread, int(has.sum()))]
    for name in sorted(set(panel.industry)):
        own = has & (panel.industry == name)
        # Types differ among themselves about as much as their projects do.
        rows.append((name, *_pooled(raw[own], noise[own], (middle, np.hypot(doubt, spread)), spread), int(own.sum())))
    return _banded(pd.DataFrame(rows, columns=["industry", "rho", "se", "spread", "projects"]))


def _months(panel: LedgerPanel, used: Flags, work: Array, counted: Array, rho: Array) -> pd.DataFrame:
    """Return by how much all projects together lay above their ρ in each month, shrunk to one."""
    expected = np.where(used, rho[:, None] * work, 0.0)
    total = expected.sum(axis=0)
    had = total > 0
    raw = np.where(had, np.where(used, counted, 0.0).sum(axis=0) / np.where(had, total, 1.0), np.nan)
    away = np.where(used, counted - expected * np.nan_to_num(raw, nan=1.0), 0.0)
    noise = np.maximum((away**2).sum(axis=0), 1e-12) / np.where(had, total, 1.0) ** 2
    spread = spread_between(raw[had], noise[had], PRIOR_MONTH)
    keep = np.where(had, spread**2 / (spread**2 + noise), 0.0)
    return pd.DataFrame(
        {
            "period": [str(each) for each in panel.periods],
            "factor": 1.0 + keep * (np.nan_to_num(raw, nan=1.0) - 1.0),
            "se": spread * np.sqrt(1.0 - keep),
            "raw": raw,
            "projects": used.sum(axis=0),
        }
    )
