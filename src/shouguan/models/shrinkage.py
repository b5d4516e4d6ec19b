"""A linear regression on few figures, its coefficients shrunk to what is thought of them beforehand.

Normal priors on the coefficients; the size of the error is the middle one of the errors left when each figure
is left out in turn, so that one quarter like the first of 2020 does not set it. Error and coefficients depend
on each other: a few rounds settle them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shouguan.core.ytd import Array

SMALLEST = 0.15
"""Growth is published rounded and what is backed out of it is rougher still: no fit is surer than this, points."""
_MAD = 1.4826  # a normal's standard deviation over its median absolute deviation
_ROUNDS = 10


@dataclass(frozen=True)
class Fit:
    """A regression.

    Attributes
    ----------
    coefficients : ndarray, shape (columns,)
    spread : ndarray, shape (columns, columns)
        Their covariance.
    error : float
        Standard deviation of one figure around the line.
    """

    coefficients: Array
    spread: Array
    error: float

    def at(self, now: Array) -> tuple[float, float]:
        """Return the prediction at `now`, shape (columns,), and its standard error."""
        return float(now @ self.coefficients), float(np.sqrt(self.error**2 + now @ self.spread @ now))


def regress(table: Array, outcome: Array, means: Array, doubts: Array, *, error: float | None = None) -> Fit:
    """Fit `outcome = table @ coefficients + error`.

    Parameters
    ----------
    table : ndarray, shape (figures, columns)
    outcome : ndarray, shape (figures,)
    means, doubts : ndarray, shape (columns,)
        The prior of each coefficient: mean and standard deviation; a doubt of 0 holds it.
    error : float, optional
        The error, where it is known.
    """
    held = doubts == 0
    rest = outcome - table[:, held] @ means[held]
    free, prior = table[:, ~held], means[~held]
    precision = np.diag(1.0 / doubts[~held] ** 2)
    size = error if error is not None else float(np.std(rest)) or 1.0
    for _ in range(_ROUNDS):
        spread = np.linalg.inv(free.T @ free / size**2 + precision)
        beta = spread @ (free.T @ rest / size**2 + precision @ prior)
        if error is not None:
            break
        hat = np.einsum("ij,jk,ik->i", free, spread, free) / size**2
        left_out = (rest - free @ beta) / np.maximum(1.0 - hat, 0.1)
        size = max(_MAD * float(np.median(np.abs(left_out))), SMALLEST)
    coefficients = means.astype(float).copy()
    coefficients[~held] = beta
    whole = np.zeros((means.size, means.size))
    whole[np.ix_(~held, ~held)] = spread
    return Fit(coefficients, whole, size)
