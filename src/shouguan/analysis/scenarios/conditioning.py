"""Scenarios: what the year is if some figures are other than expected, and what follows for the rest.

A scenario conditions the joint draws of one region, so that the other periods and indicators follow, whatever
model made them. A change says something of linear functionals `a'x` of the single-period growths `x` that are
left of the year; the draws follow by regression (Matheron's rule, or kriging: Journel and Huijbregts 1978,
*Mining Geostatistics*; Durbin and Koopman 2002, *Biometrika* 89, use it for state-space draws):

    x_new = x + δ K',    K = Σ A' (A Σ A' + R)^{-1},

with the draws' covariance Σ. What is published is given in every draw: no scenario says anything of it.

- `judge`: the functional is observed as v with error s, `δ = v + sε − a'x`, `R = s²`: Bayes' rule weighs it
  against the draws by precision.
- `set`: it becomes v (± s), `δ = v + sε − a'x`, `R = 0`.
- `add`: it shifts by v (± s), `δ = v + sε`, `R = 0`. `quantile` is an `add` that moves the median of the
  functional to its own quantile of the base.
- `effect`: what an event adds to it, v (± s), whatever else moves it.

They hold in this order, and within each the order of changes never matters. Judgements say how the year goes as
it stands. What is set or added says what figures come to, all of it together in one system: growth of industry
and of GDP may both be named, and neither is counted twice. Where such shifts overlap they pile up: growth of the
rest of the year moves by its own change and by those of its months. Events come on top, each by itself, so that
a policy adds the same to every scenario; what is set stays set.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array, period_weights
from shouguan.models.outlook import Joint, Outlook

Kind = Literal["add", "set", "judge", "quantile", "effect"]

_STILL = 1e-6
"""Points: a figure whose draws differ by less does not vary, and two demands that differ by less agree."""
_DEPENDENT = 1e-8
"""Share of a figure's variance that others leave: below it the figure follows from them."""


class Functional(NamedTuple):
    """A linear function of one indicator's year: `carried·G + weights'x`.

    Attributes
    ----------
    weights : tuple of float
        On single growth of each period left.
    carried : float
        On the YTD growth that is published.
    """

    weights: tuple[float, ...]
    carried: float = 0.0

    def of(self, outlook: Outlook) -> Array:
        """Return its value in every draw, per cent, shape (draws,)."""
        return self.carried * outlook.ytd_known + outlook.remaining @ np.array(self.weights)


@dataclass(frozen=True)
class Change:
    """One change: functionals of one indicator and what is said of them. One error moves them together.

    Parameters
    ----------
    indicator : str
    kind : {'add', 'set', 'judge', 'quantile', 'effect'}
    functionals : tuple of Functional
    values : tuple of float
        Of each functional: points (add, effect), per cent (set, judge), or a fraction (quantile).
    sds : tuple of float
        Standard deviation of each value, points; positive for `judge`.
    zh, en : str
        What messages call it.
    """

    indicator: str
    kind: Kind
    functionals: tuple[Functional, ...]
    values: tuple[float, ...]
    sds: tuple[float, ...]
    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not len(self.functionals) == len(self.values) == len(self.sds) > 0:
            raise ValueError("a change has one value and one standard deviation for each functional")
        if self.kind == "judge" and min(self.sds) <= 0.0:
            raise ValueError("a judgement has a positive standard deviation")


def left(outlook: Outlook) -> list[Period]:
    """Return the periods of the year that are not published yet: those that can be changed."""
    return indicators.indicator(outlook.indicator).calendar.periods(outlook.year)[len(outlook.known) :]


def left_weights(outlook: Outlook) -> Array:
    """Return the share of the year of each period left, shape (periods left,)."""
    return period_weights(outlook.weights.cumulative)[len(outlook.known) :]


def single(outlook: Outlook, period: Period) -> Functional:
    """Return growth of one period left."""
    return Functional(tuple(float(each == period) for each in left(outlook)))


def rest(outlook: Outlook) -> Functional:
    """Return growth over all of the year that is left."""
    weights = left_weights(outlook)
    return Functional(tuple(float(weight) for weight in weights / weights.sum()))


def ytd(outlook: Outlook, period: Period) -> Functional:
    """Return YTD growth at one of the periods left."""
    upto = float(outlook.weights.cumulative[indicators.indicator(outlook.indicator).calendar.position(period)])
    weights = zip(left(outlook), left_weights(outlook), strict=True)
    return Functional(
        tuple(float(weight) / upto if each <= period else 0.0 for each, weight in weights),
        outlook.known_weight / upto,
    )


def full_year(outlook: Outlook) -> Functional:
    """Return growth of the year."""
    return ytd(outlook, left(outlook)[-1])


def shift_to(values: Array, level: float) -> float:
    """Return by how much the median of these draws lies below their quantile at `level`."""
    return float(np.quantile(values, level) - np.median(values))


def condition(joint: Joint, changes: Sequence[Change]) -> Joint:
    """Return the draws as they are under the changes.

    Parameters
    ----------
    joint : Joint
        Outlooks of one region.
    changes : sequence of Change
        In any order.

    Returns
    -------
    Joint
        The same outlooks with other single growth ahead; draw i stays draw i.

    Raises
    ------
    DataError
        When two changes contradict each other (both are named), one is about a figure that does not vary
        between the draws, or about an indicator that is not among the outlooks.
    """
    if not changes:
        return joint
    draws = _Draws(joint)
    rows = draws.rows(sorted(changes, key=repr))
    base = np.cov(draws.x, rowvar=False, bias=True).reshape(draws.x.shape[1], -1)
    x, sigma = draws.x, base
    judged = [row for row in rows if row.change.kind == "judge"]
    if judged:
        x, sigma = _judged(judged, x, sigma)
    spoken = [row for row in rows if row.change.kind in {"set", "add", "quantile"}]
    if spoken:
        shifts = _piled([row for row in spoken if row.change.kind != "set"], draws.x, base)
        gap = [row.target - row.of(x) if row.change.kind == "set" else shifts @ row.a for row in spoken]
        x = x + _follow(spoken, np.column_stack(gap), sigma)[0]
    held = [row for row in spoken if row.change.kind == "set"]
    for _, event in groupby((row for row in rows if row.change.kind == "effect"), key=lambda row: row.number):
        own = list(event)
        gap = [np.zeros(len(x))] * len(held) + [row.target for row in own]
        x = x + _follow([*held, *own], np.column_stack(gap), base)[0]
    return draws.joint(x)


@dataclass(frozen=True)
class _Row:
    """One functional of one change, laid out over the periods of all indicators."""

    number: int  # of the change
    change: Change
    a: Array  # (periods of all indicators,)
    published: Array  # (draws,): what the published part adds
    value: float
    sd: float
    noise: Array  # (draws,): ε

    @property
    def target(self) -> Array:
        return self.value + self.sd * self.noise

    def of(self, x: Array) -> Array:
        return self.published + x @ self.a


class _Draws:
    """The outlooks' single growth side by side."""

    def __init__(self, joint: Joint) -> None:
        if len({outlook.region for outlook in joint}) != 1:
            raise ValueError("a scenario conditions the outlooks of one region")
        self._joint = joint
        self.x = np.hstack([outlook.remaining for outlook in joint])
        ends = np.cumsum([outlook.remaining.shape[1] for outlook in joint])
        self._columns = {
            outlook.indicator: slice(int(end) - outlook.remaining.shape[1], int(end))
            for outlook, end in zip(joint, ends, strict=True)
        }

    def rows(self, changes: Sequence[Change]) -> list[_Row]:
        """Lay the changes out, in order, each with its error drawn."""
        region = self._joint.outlooks[0].region
        seen: Counter[str] = Counter()
        made = []
        for number, change in enumerate(changes):
            outlook = self._joint.of(region, change.indicator)
            key = _key(change)
            noise = _noise(outlook.seed, key, seen[key], self.x.shape[0])
            # Two settings of one figure are one demand and share their error; others are told apart by their number.
            seen[key] += change.kind != "set"
            for functional, value, sd in zip(change.functionals, change.values, change.sds, strict=True):
                a = np.zeros(self.x.shape[1])
                a[self._columns[change.indicator]] = functional.weights
                aim = shift_to(functional.of(outlook), value) if change.kind == "quantile" else value
                made.append(_Row(number, change, a, functional.carried * outlook.ytd_known, aim, sd, noise))
        return made

    def joint(self, x: Array) -> Joint:
        """Return the outlooks with these growths; what theirs was made of does not hold for them."""
        return Joint(
            tuple(
                replace(outlook, remaining=x[:, self._columns[outlook.indicator]], parts={}) for outlook in self._joint
            )
        )


def _key(change: Change) -> str:
    """Return what a change's error depends on: what it is about, so that another size has the same error."""
    about = [[f"{weight:.6f}" for weight in (*each.weights, each.carried)] for each in change.functionals]
    return f"{change.indicator}|{change.kind}|{about}"


def _noise(seed: int, key: str, number: int, size: int) -> Array:
    """Draw an error with mean 0 and deviation 1 over the draws themselves."""
    digest = hashlib.sha256(f"{seed}|{key}|{number}".encode()).digest()
    drawn = np.random.default_rng(int.from_bytes(digest[:16], "big")).standard_normal(size)
    away = drawn - drawn.mean()
    spread = float(away.std())
    return away / spread if spread > 0.0 else away


def _piled(rows: list[_Row], x: Array, sigma: Array) -> Array:
    """Return what the shifts say of each period together, shape (draws, periods).

    A shift of a functional lies within the periods that it is about, where its regression puts it.
    """
    moved = np.zeros_like(x)
    for row in rows:
        inside = np.flatnonzero(row.a)
        slope = sigma[np.ix_(inside, inside)] @ row.a[inside]
        variance = float(row.a[inside] @ slope)
        # One that does not vary is refused where the system is solved.
        profile = slope / variance if variance > _STILL**2 else row.a[inside] / (row.a[inside] @ row.a[inside])
        moved[:, inside] += np.outer(row.target, profile)
    return moved


def _judged(rows: list[_Row], x: Array, sigma: Array) -> tuple[Array, Array]:
    """Weigh judgements against the draws; return the draws and their covariance, in Joseph's form."""
    same = np.array([[one.number == other.number for other in rows] for one in rows])
    sd = np.array([row.sd for row in rows])
    error = np.where(same, np.outer(sd, sd), 0.0)
    gap = np.column_stack([row.target - row.of(x) for row in rows])
    moved, gain, kept = _follow(rows, gap, sigma, error)
    shrink = np.eye(sigma.shape[0]) - gain @ np.array([rows[at].a for at in kept])
    return x + moved, shrink @ sigma @ shrink.T + gain @ error[np.ix_(kept, kept)] @ gain.T


def _follow(rows: list[_Row], gap: Array, sigma: Array, error: Array | float = 0.0) -> tuple[Array, Array, list[int]]:
    """Return by how much every growth moves (draws, periods), the gain K, and the rows that it stands on."""
    a = np.array([row.a for row in rows])
    matrix = a @ sigma @ a.T + error
    kept = _independent(rows, matrix, gap)
    gain = np.linalg.solve(matrix[np.ix_(kept, kept)], a[kept] @ sigma).T
    return gap[:, kept] @ gain.T, gain, kept


def _independent(rows: list[_Row], matrix: Array, gap: Array) -> list[int]:
    """Return the rows that do not follow from those before them; one that follows must agree with them."""
    scale = np.sqrt(np.clip(np.diag(matrix), 0.0, None))
    kept: list[int] = []
    for at, row in enumerate(rows):
        if scale[at] <= _STILL:
            if np.max(np.abs(gap[:, at])) > _STILL:
                raise DataError(
                    f"“{row.change.zh}”：这个数在测算中没有变动余地，不能改动",
                    f"'{row.change.en}': this figure does not vary in the forecast, so it cannot be changed",
                )
            continue
        correlation = matrix[kept, at] / (scale[kept] * scale[at])
        among = matrix[np.ix_(kept, kept)] / np.outer(scale[kept], scale[kept])
        slope = np.linalg.solve(among, correlation)
        if 1.0 - float(correlation @ slope) > _DEPENDENT:
            kept.append(at)
        elif np.max(np.abs(gap[:, at] / scale[at] - gap[:, kept] / scale[kept] @ slope)) * scale[at] > _STILL:
            _contradict(rows[kept[int(np.argmax(np.abs(slope)))]].change, row.change)
    return kept


def _contradict(one: Change, other: Change) -> None:
    if one is other:
        raise DataError(
            f"“{one.zh}”所涉各时期在测算中同升同降，不能分别改动",
            f"the periods of '{one.en}' move together in the forecast, so they cannot be changed one by one",
        )
    raise DataError(
        f"“{one.zh}”与“{other.zh}”互相矛盾，不能同时成立；请去掉其中一条，或改成一致",
        f"'{one.en}' and '{other.en}' contradict each other; drop one of them or make them agree",
    )
