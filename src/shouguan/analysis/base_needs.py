"""From an industry's requirement on to the city's base indicators, by the month or quarter, and no further.

What an industry needs asks its base indicators for `(g − c)/κ` (`shouguan.parts.conversion`). All industries are met at
once, in the least implausible way: the smallest Σ (Δx_j/σ_j)², σ_j being the deviation of an indicator's full
year between its draws. Each indicator then goes its path along its own draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from shouguan.analysis.back_solving import Need, Plan, Plausible, past_singles, plausible
from shouguan.components.accounts import Accounts
from shouguan.components.conversion import Coefficients
from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.ytd import period_weights
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.outlook import Outlook


@dataclass(frozen=True)
class BaseNeed:
    """What a base indicator must come to for an industry's requirement.

    Attributes
    ----------
    industries : tuple of str
        The industries that follow it.
    code : str
    full_year, expected : float
        Required and expected full-year growth, per cent.
    rest : float
        Required growth over the rest of the year, per cent.
    path : tuple of (Period, float)
        Required growth of each month or quarter that is left, per cent.
    plausible : Plausible
        Of growth over the rest of the year.
    distance : float
        Squared distance from what is expected, in units of the draws' variance of the full year.
    """

    industries: tuple[str, ...]
    code: str
    full_year: float
    expected: float
    rest: float
    path: tuple[tuple[Period, float], ...]
    plausible: Plausible
    distance: float


def base_needs(
    place: Place,
    view: View,
    accounts: Accounts,
    plan: Plan,
    links: Mapping[str, Coefficients],
    bases: Mapping[str, Outlook],
) -> list[BaseNeed]:
    """Go on from the industries to their base indicators, by the month or quarter.

    An industry's required growth of the year asks `(g − c)/κ` of its base indicators together. Of all ways to
    move them there the one with the smallest Σ (Δx_j/σ_j)² is taken, for all industries at once, σ_j being the
    deviation of the full year's draws; each indicator then goes its path along its own draws
    (`Outlook.path_to`).

    Parameters
    ----------
    place, view, accounts, plan
        As in `back_solve`.
    links : mapping of str to Coefficients
        Industry → how it follows its base indicators.
    bases : mapping of str to Outlook
        Base indicator → its own forecast.

    Returns
    -------
    list of BaseNeed
        Of the industries whose base indicators can all be forecast.
    """
    pairs = [
        (need, part, link)
        for need, part in zip(plan.needs, accounts.parts, strict=True)
        if (link := links.get(need.code)) is not None and all(code in bases for code in link.theta)
    ]
    codes = list(dict.fromkeys(code for _, _, link in pairs for code in link.theta))  # in the order of industries
    if not codes:
        return []
    theta = np.array([[link.theta.get(code, 0.0) for code in codes] for _, _, link in pairs])
    variance = np.array([float(bases[code].full_year.var()) for code in codes])
    # A link is not exact: what it misses of the industry's own forecast now, it is taken to miss to the end.
    short = np.array(
        [link.needed(_full_year(part, need)) - link.needed(float(part.full_year.mean())) for need, part, link in pairs]
    )
    # One indicator may serve two industries, so all are moved together; where they ask too much, by least squares.
    load = theta * variance
    moved = load.T @ np.linalg.pinv(load @ theta.T) @ short
    served = {code: tuple(need.code for need, _, link in pairs if code in link.theta) for code in codes}
    return [
        _base_need(place, view, served[code], bases[code], float(change), float(size))
        for code, change, size in zip(codes, moved, variance, strict=True)
    ]


def _full_year(part: Outlook, need: Need) -> float:
    """Return the full-year growth that a part's requirement comes to."""
    return part.known_weight * float(part.ytd_known.mean()) + (1.0 - part.known_weight) * need.rest


def _base_need(
    place: Place, view: View, industries: tuple[str, ...], outlook: Outlook, moved: float, variance: float
) -> BaseNeed:
    expected = float(outlook.full_year.mean())
    path = outlook.path_to(expected + moved)
    left = period_weights(outlook.weights.cumulative)[len(outlook.known) :]
    rest = float(path @ left / left.sum())
    periods = indicators.indicator(outlook.indicator).calendar.periods(outlook.year)[len(outlook.known) :]
    return BaseNeed(
        industries=industries,
        code=outlook.indicator,
        full_year=expected + moved,
        expected=expected,
        rest=rest,
        path=tuple(zip(periods, map(float, path), strict=True)),
        plausible=plausible(outlook, rest, past_singles(place, view, outlook)),
        distance=moved**2 / variance,
    )
