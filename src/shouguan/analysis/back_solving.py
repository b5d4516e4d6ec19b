"""Back-solving (倒推): from a target to the least implausible way there, as far as the city's industries.

The target fixes what the rest of the year must add. Among all ways to add it the one is taken that lies
nearest to what is expected, in the metric of the draws: the smallest squared Mahalanobis distance

    d² = (x − μ)'·Σ⁻¹·(x − μ)   subject to   a'x = what is needed,  lower ≤ x ≤ upper,

x being the growth of each part in each period that is left, μ and Σ the mean and covariance of the draws, a
what a point of each adds to the year. It is a quadratic programme (solver: quadprog, Goldfarb and Idnani
1983, *Mathematical Programming* 27). From an industry it goes on to the base indicators that it follows, and by
the month along their own draws. It goes no further down: required amounts are never broken down to districts,
firms, projects or weeks.

Every figure comes with how plausible it is: how often the same season reached it, and where it lies among
the draws. Where no way exists, it is said what binds, and what can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import quadprog

from shouguan.components.accounts import Accounts
from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, Band, period_weights, single_from_ytd
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.year_weights import year_weights
from shouguan.models.outlook import Outlook

TOLERANCE = 1e-8
"""How far a solution may be from the target or beyond a bound, points."""
_WIDE = 0.8
_SURE = 1.96  # deviations of a share of years within which a chance does not contradict it
_REACH = 0.01  # bounds by rule: from the draws' 1 % to their 99 % quantile, and as far as the past went
_RIDGE = 1e-9  # of the largest variance: keeps a covariance of draws that move in step solvable


@dataclass(frozen=True)
class Apart:
    """Why past years and the draws say different things of a growth.

    Attributes
    ----------
    by : {'level', 'spread'}
        Which of the two alone, past years moved to what is expected now or spread as the draws are, brings the share of
        years that reached it nearer to its chance.
    past, now : float
        The median of past years and of the draws, per cent; or the width of their 80 % ranges, points.
    """

    by: Literal["level", "spread"]
    past: float
    now: float


@dataclass(frozen=True)
class Plausible:
    """How plausible a required growth is.

    Attributes
    ----------
    among_draws : float
        Share of the draws that lie below it, a fraction: the growth is at this quantile of what is expected.
    reached, years : int
        In how many of the past years the same stretch grew at least so much, and how many are on record.
    apart : Apart or None
        Why the two contradict each other; None where they do not (`contradict`).
    """

    among_draws: float
    reached: int
    years: int
    apart: Apart | None = None


@dataclass(frozen=True)
class Need:
    """What one part must grow by.

    Attributes
    ----------
    code : str
    periods : tuple of Period
        The periods that are left.
    growth : ndarray, shape (periods,)
        Required growth of each, per cent.
    expected : ndarray, shape (periods,)
    rest, rest_expected : float
        The same over the rest of the year.
    lower, upper : ndarray, shape (periods,)
        Bounds.
    bound : str
        `upper` or `lower` where a bound binds in some period, else empty.
    points : float
        What the requirement adds to the total's year beyond what is expected, points.
    plausible : Plausible
        Of growth over the rest of the year.
    """

    code: str
    periods: tuple[Period, ...]
    growth: Array
    expected: Array
    rest: float
    rest_expected: float
    lower: Array
    upper: Array
    bound: str
    points: float
    plausible: Plausible


@dataclass(frozen=True)
class Plan:
    """The way to a target.

    Attributes
    ----------
    target : float
    required : Band
        Growth that the rest of the year needs, whatever the parts do.
    feasible : bool
    reachable : float
        The full-year figure with every part at its upper bound (or at its lower one, for a target below what is
        possible), per cent.
    needs : tuple of Need
        The parts; at their bounds where the target cannot be reached.
    distance : float
        d², with no unit; without bounds it is a χ² with one degree of freedom.
    plausible : Plausible
        Of the total's growth over the rest of the year.
    """

    target: float
    required: Band
    feasible: bool
    reachable: float
    needs: tuple[Need, ...]
    distance: float
    plausible: Plausible

    @property
    def binding(self) -> tuple[str, ...]:
        """The parts that a bound holds."""
        return tuple(need.code for need in self.needs if need.bound)


def back_solve(
    place: Place,
    view: View,
    accounts: Accounts,
    target: float,
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> Plan:
    """Find the least implausible growth of each part for a target of the total.

    Parameters
    ----------
    place, view : Place, View
        For what the same season brought in past years.
    accounts : Accounts
    target : float
        Full-year growth, per cent.
    bounds : mapping of str to (float, float), optional
        Lowest and highest growth of a part in each period that is left, per cent. By rule a part may go as far
        as the draws do (1 % to 99 %) and as the same season went in the past.

    Returns
    -------
    Plan

    Raises
    ------
    DataError
        For bounds of a part that is none, or that are the wrong way round.
    """
    given = _checked(bounds or {}, accounts)
    total, parts = accounts.total, accounts.parts
    past = {part.indicator: past_singles(place, view, part) for part in parts}
    limits = [_limits(part, past[part.indicator], given.get(part.indicator)) for part in parts]
    lower, upper = (np.concatenate([limit[end] for limit in limits]) for end in (0, 1))
    load = np.concatenate([_load(part, share) for part, share in zip(parts, accounts.shares.values, strict=True)])
    draws = np.concatenate([part.remaining for part in parts], axis=1)
    mean, covariance = draws.mean(axis=0), np.cov(draws.T).reshape(draws.shape[1], -1)
    # What does not move: the published stretch, and what is in no part, at its mean.
    given_part = float(total.full_year.mean() - load @ mean)
    growth, feasible = solve(mean, covariance, load, target - given_part, lower, upper)
    needs, at = [], 0
    for part, share in zip(parts, accounts.shares.values, strict=True):
        width = part.remaining.shape[1]
        rows = slice(at, at + width)
        needs.append(_need(part, float(share), growth[rows], lower[rows], upper[rows], past[part.indicator]))
        at += width
    end = upper if feasible or target > given_part + load @ mean else lower
    required = total.required(target) if total.known else Band(target, 0.0)
    return Plan(
        target=target,
        required=required,
        feasible=feasible,
        reachable=float(given_part + load @ end),
        needs=tuple(needs),
        distance=distance(growth, mean, covariance),
        plausible=plausible(total, required.value, past_singles(place, view, total)),
    )


def solve(mean: Array, covariance: Array, load: Array, needed: float, lower: Array, upper: Array) -> tuple[Array, bool]:
    """Return the point nearest to `mean`, in the metric of `covariance`, with `load @ x = needed` within bounds.

    Parameters
    ----------
    mean, load, lower, upper : ndarray, shape (n,)
        Loads are positive.
    covariance : ndarray, shape (n, n)
    needed : float

    Returns
    -------
    x : ndarray, shape (n,)
        Where no such point exists, the bounds that come nearest.
    feasible : bool
    """
    least, most = float(load @ lower), float(load @ upper)
    if not least <= needed <= most:
        return (upper if needed > most else lower).copy(), False
    size = mean.size
    # In units of each one's deviation and around the mean, so that the solver sees numbers of one size.
    unit = np.sqrt(np.diag(covariance))
    shape = covariance / np.outer(unit, unit)
    precision = np.linalg.inv(shape + _RIDGE * np.eye(size))
    row = load * unit
    scale = float(np.abs(row).max())
    constraints = np.column_stack([row / scale, np.eye(size), -np.eye(size)])
    limits = np.concatenate([[(needed - load @ mean) / scale], (lower - mean) / unit, (mean - upper) / unit])
    try:
        step = quadprog.solve_qp((precision + precision.T) / 2, np.zeros(size), constraints, limits, 1)[0]
    except ValueError:  # the target is a corner, to the last digit: only the bounds themselves come there
        return (upper if most - needed < needed - least else lower).copy(), True
    return _polished(np.clip(mean + unit * step, lower, upper), load, needed, lower, upper), True


def _polished(x: Array, load: Array, needed: float, lower: Array, upper: Array) -> Array:
    """Take away what rounding left of the sum, from what is not at a bound."""
    for _ in range(3):
        left = needed - float(load @ x)
        room = upper - x if left > 0 else x - lower
        free = room > 0
        if not free.any() or left == 0:
            break
        share = load * room
        x = np.clip(x + np.where(free, left * room / share.sum(), 0.0), lower, upper)
    return x


def distance(x: Array, mean: Array, covariance: Array) -> float:
    """Return the squared Mahalanobis distance of `x` from `mean`."""
    away = x - mean
    ridge = _RIDGE * float(np.diag(covariance).max()) * np.eye(away.size)
    return float(away @ np.linalg.solve(covariance + ridge, away))


def plausible(outlook: Outlook, growth: float, past: dict[int, Array]) -> Plausible:
    """Say where a growth over the rest of the year lies among the draws and in past years.

    Parameters
    ----------
    outlook : Outlook
    growth : float
        Over the rest of the year, per cent.
    past : dict of int to ndarray
        From `past_singles`.
    """
    entry = indicators.indicator(outlook.indicator)
    weights = period_weights(outlook.weights.cumulative)[len(outlook.known) :]
    weights = weights / weights.sum()
    seasons, draws = np.array([weights @ singles for singles in past.values()]), outlook.remaining @ weights
    return Plausible(
        among_draws=float(np.mean(draws < growth)),
        reached=int(np.sum(entry.sign * (seasons - growth) >= 0)),
        years=seasons.size,
        apart=apart(seasons, draws, growth, entry.sign),
    )


def contradict(reached: float, years: float, chance: float) -> bool:
    """Return whether a chance lies outside the 95 % range of the share of years that reached it (Wilson 1927).

    Examples
    --------
    >>> contradict(10, 13, 0.13), contradict(10, 13, 0.6), contradict(0, 2, 0.5)
    (True, False, False)
    """
    if not years:
        return False
    return (reached / years - chance) ** 2 > _SURE**2 * chance * (1.0 - chance) / years


def apart(seasons: Array, draws: Array, growth: float, sign: int = 1) -> Apart | None:
    """Return why past years and the draws say different things of a growth, None where they do not.

    Parameters
    ----------
    seasons, draws : ndarray
        Growth of the same stretch in past years, and as it is drawn for this one, per cent.
    growth : float
    sign : {1, -1}
        −1 where less growth is better.
    """
    chance = float(np.mean(sign * (draws - growth) >= 0))

    def away(past: Array) -> float:
        return abs(float(np.mean(sign * (past - growth) >= 0)) - chance)

    if not contradict(float(np.sum(sign * (seasons - growth) >= 0)), seasons.size, chance):
        return None
    usual, expected = float(np.median(seasons)), float(np.median(draws))
    tails = (1.0 - _WIDE) / 2.0, (1.0 + _WIDE) / 2.0
    wide, now = (float(np.diff(np.quantile(each, tails))[0]) for each in (seasons, draws))
    if wide > TOLERANCE and away(usual + (seasons - usual) * now / wide) < away(seasons - usual + expected):
        return Apart("spread", wide, now)
    return Apart("level", usual, expected)


def past_singles(place: Place, view: View, outlook: Outlook) -> dict[int, Array]:
    """Return single growth of the periods that are left, as past years had it, by year; backed out of YTD growth."""
    calendar = indicators.indicator(outlook.indicator).calendar
    growth = view.ytd_growth(outlook.region, outlook.indicator)
    known = len(outlook.known)
    by_year = {}
    for year in sorted({period.year for period in growth if period.year < outlook.year}):
        needed = calendar.periods(year)[max(known - 1, 0) :]
        if any(period not in growth for period in needed):
            continue
        cumulative = year_weights(view, place.chain(outlook.region), outlook.indicator, year).cumulative
        ytd = [growth[period] for period in needed]
        singles = single_from_ytd(ytd, cumulative[max(known - 1, 0) :])
        by_year[year] = singles[1:] if known else singles
    return by_year


def _checked(bounds: Mapping[str, tuple[float, float]], accounts: Accounts) -> Mapping[str, tuple[float, float]]:
    for code, (low, high) in bounds.items():
        if code not in accounts.shares.codes:
            zh, en = nearest(code, accounts.shares.codes)
            raise DataError(f"“{code}”不在可倒推的部分之中{zh}", f"'{code}' is not one of the parts{en}")
        if not low <= high:
            raise DataError(
                f"{code} 的下限 {low:g} 大于上限 {high:g}",
                f"{code}: the lower bound {low:g} is above the upper {high:g}",
            )
    return bounds


def _limits(part: Outlook, past: dict[int, Array], given: tuple[float, float] | None) -> tuple[Array, Array]:
    width = part.remaining.shape[1]
    if given is not None:
        return np.full(width, float(given[0])), np.full(width, float(given[1]))
    low, high = np.quantile(part.remaining, (_REACH, 1.0 - _REACH), axis=0)
    if past:
        seen = np.array(list(past.values()))
        low, high = np.minimum(low, seen.min(axis=0)), np.maximum(high, seen.max(axis=0))
    return low, high


def _load(part: Outlook, share: float) -> Array:
    """Return the points of the total's year that one point of growth in each period left adds."""
    return share * period_weights(part.weights.cumulative)[len(part.known) :]


def _need(part: Outlook, share: float, growth: Array, lower: Array, upper: Array, past: dict[int, Array]) -> Need:
    load = _load(part, share)
    weights = load / load.sum()
    expected = part.remaining.mean(axis=0)
    rest = float(weights @ growth)
    at_top, at_bottom = np.any(growth >= upper - TOLERANCE), np.any(growth <= lower + TOLERANCE)
    return Need(
        code=part.indicator,
        periods=tuple(indicators.indicator(part.indicator).calendar.periods(part.year)[len(part.known) :]),
        growth=growth,
        expected=expected,
        rest=rest,
        rest_expected=float(weights @ expected),
        lower=lower,
        upper=upper,
        bound="upper" if at_top else "lower" if at_bottom else "",
        points=float(load @ (growth - expected)),
        plausible=plausible(part, rest, past),
    )
