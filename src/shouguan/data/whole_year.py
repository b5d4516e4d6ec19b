"""The shape of one year, from its year-to-date values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import Array


@dataclass(frozen=True)
class WholeYear:
    """One year's YTD values.

    Attributes
    ----------
    cumulative : ndarray, shape (n,)
        Shares of the year up to each period; the last is 1.
    pseudo : bool
        Whether a value is known only in a later vintage.
    """

    cumulative: Array
    pseudo: bool

    @classmethod
    def of(cls, figures: Sequence[tuple[float, str]]) -> WholeYear | None:
        """Make it from values and vintages; None where values fall: a year that was cut back gives no shares."""
        ytd = np.array([value for value, _ in figures])
        if not np.all(np.diff(ytd, prepend=0.0) > 0):
            return None
        return cls(ytd / ytd[-1], any(vintage == "pseudo" for _, vintage in figures))
