"""What a forecast estimates besides the state of growth, so that another run can hold it.

A comparison of two days (`shouguan.analysis.news`) must tell what new figures say from what re-estimation does. So
the figures change first, on estimates that are held, and the estimates last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from shouguan.core.ytd import Array
from shouguan.models.calibration import Calibration


@dataclass(frozen=True, eq=False)
class Estimated:
    """What one filter estimates.

    Each pass of the filter is kept, the last being the estimate: on the figures that they came from, the same
    passes give the same forecast to the last bit, so a difference between two runs is one of figures.

    Attributes
    ----------
    regions : tuple of str
    sigma : ndarray, shape (passes, regions)
        Size of the noise of one period, log points.
    correlation : ndarray, shape (passes,)
        Between the innovations of any two regions.
    """

    regions: tuple[str, ...]
    sigma: Array
    correlation: Array

    @property
    def passes(self) -> int:
        """How many passes it took."""
        return self.correlation.size

    def noise(self, step: int, regions: Sequence[str]) -> Array:
        """Return the noise of these regions in one pass; a region unknown to it has what all have together."""
        sigma = self.sigma[min(step, self.passes - 1)]
        known, pooled = dict(zip(self.regions, sigma, strict=True)), float(np.sqrt(np.mean(sigma**2)))
        return np.array([known.get(region, pooled) for region in regions])

    def together(self, step: int) -> float:
        """Return the correlation in one pass."""
        return float(self.correlation[min(step, self.passes - 1)])


@dataclass(frozen=True, eq=False)
class Held:
    """What the forecast that reports print estimates.

    Attributes
    ----------
    without_monthly : Estimated
        By the filter that knows no months of the open quarter.
    with_monthly : Estimated or None
        By the filter that knows them; None where no month was out, and then `without_monthly` stands in.
    factors : mapping of str to Calibration
        How each region's interval is corrected, by region code.
    """

    without_monthly: Estimated
    with_monthly: Estimated | None
    factors: Mapping[str, Calibration] = field(default_factory=dict)
