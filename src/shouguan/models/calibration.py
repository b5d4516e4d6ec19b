"""Calibration: intervals corrected with the errors that the same model made at the same point of earlier years.

For each level the ratio of a past error to the half-width that was given for it is collected over all
regions; the order statistic of rank ⌈(n + 1)·level⌉ (split conformal prediction; Vovk, Gammerman and Shafer
2005, *Algorithmic Learning in a Random World*) is the factor that would have made the level true. Regions
of one year err together, so a year, not a region, is the unit of evidence: the factor's logarithm is shrunk
to none as if `PRIOR_YEARS` years had been right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import Array

LEVELS = (0.50, 0.80, 0.95)
PRIOR_YEARS = 4.0


@dataclass(frozen=True)
class Past:
    """One past forecast: its year, its central half-width at each of `LEVELS`, and how far it missed."""

    year: int
    turning: bool
    half_widths: tuple[float, float, float]
    error: float


@dataclass(frozen=True)
class Calibration:
    """Factors by which deviations from the median are stretched.

    Attributes
    ----------
    factors : tuple of float
        At each of `LEVELS`.
    n, years : int
        How many past forecasts they rest on, and of how many years.
    attainable : float
        The highest level that so few errors can vouch for, n/(n + 1); beyond it the model's own tail stands.
    """

    factors: tuple[float, float, float] = (1.0, 1.0, 1.0)
    n: int = 0
    years: int = 0
    attainable: float = 0.0

    def stretch(self, values: Array) -> Array:
        """Return draws (or quantiles) with deviations from their median stretched; their order is kept."""
        order = np.argsort(values, kind="stable")
        ranked = values[order]
        centre = float(np.median(ranked))
        inside = np.abs(2.0 * (np.arange(values.size) + 0.5) / values.size - 1.0)
        factor = np.interp(inside, (0.0, *LEVELS, 1.0), (self.factors[0], *self.factors, self.factors[-1]))
        wide = centre + factor * (ranked - centre)
        upper = ranked >= centre
        wide[upper] = np.maximum.accumulate(wide[upper])
        wide[~upper] = np.minimum.accumulate(wide[~upper][::-1])[::-1]
        stretched = np.empty_like(values)
        stretched[order] = wide
        return stretched


def learn(past: Sequence[Past], *, turning: bool) -> Calibration:
    """Learn factors from past forecasts of one model at one origin.

    Parameters
    ----------
    past : sequence of Past
        Of earlier years only; the caller sees to it.
    turning : bool
        The kind of year to be forecast. Where three or more earlier years were of that kind, only they count.
    """
    alike = [each for each in past if each.turning == turning]
    used = alike if len({each.year for each in alike}) >= 3 else list(past)
    if not used:
        return Calibration()
    n, years = len(used), len({each.year for each in used})
    factors: list[float] = []
    for index, level in enumerate(LEVELS):
        rank = math.ceil((n + 1) * level)
        if rank > n:
            factors.append(factors[-1] if factors else 1.0)
            continue
        ratios = sorted(each.error / max(each.half_widths[index], 1e-9) for each in used)
        factors.append(max(ratios[rank - 1], 0.05) ** (years / (years + PRIOR_YEARS)))
    return Calibration((factors[0], factors[1], factors[2]), n, years, n / (n + 1))
