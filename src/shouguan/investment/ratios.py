r"""How much of a ledger's work the statistics take: the ratio ρ of each project, type and month, with its error.

The ledger follows works (形象进度), statistics mostly follow vouchers (财务支出法): over the months after its
registration a project has X = Σ ΔS / Σ ΔL. Vouchers come late, so single months say little; the noise of X is
taken from quarters within the project, σ²·Σ p², with p the quarters' shares of the work. Projects of a type are
draws from N(μ_type, τ²), types draws from N(μ, τ_types²): random-effects meta-analysis (DerSimonian and Laird
1986, *Controlled Clinical Trials* 7), once for each level. What a project shows is shrunk to its type
by τ²/(τ² + σ²·Σ p²), the linear credibility of Bühlmann and Straub (1970, *Mitteilungen der VSVM* 70); a type of
few projects is shrunk to all.
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
    """

    projects: pd.DataFrame
    types: pd.DataFrame
    months: pd.DataFrame

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
    return Ratios(projects, types, _months(panel, used, work, counted, rho))


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
