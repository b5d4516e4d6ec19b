"""The accounts of a year: the parts of a total forecast together, and made to add up to the total's forecast.

The parts are filtered together like the regions of a panel (they share a period's volatility, and a part that
is not out yet learns from those that are), an industry's open quarter is followed from its base indicators,
and every draw is then reconciled with the same draw of the total: the total's forecast is the one whose
coverage is measured, so it stays, what is published stays, and the parts give way, least where they are known
best. What is left between the parts and the total (残差) is a figure of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from shouguan.components.accounting import COMPLETE, SECTORS, Shares, base_shares, parts_of
from shouguan.components.conversion import Conversion, Method, convert
from shouguan.components.levers import Board, lever, rest_growth
from shouguan.components.reconcile import reconcile
from shouguan.core import indicators
from shouguan.core.ytd import Array, period_weights
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models.draws import outlooks
from shouguan.models.history import History, part_histories, with_nowcast
from shouguan.models.level import filter_together
from shouguan.models.outlook import Joint, Outlook

NAME = "accounts"
_RESIDUAL = 0.05
"""Points of growth: how far the residual of a whole year usually lies from that of the year so far, where the
parts are all there is (nation 2022Q4–2026Q1: root mean square 0.04, `tests/test_accounting.py`)."""
_REST = 1.0
"""The same where they are not: the rest of investment, which nobody publishes, per unit of its share."""
_MIN_YEARS_FOR_SPREAD = 2
"""Years from which the residual's spread is learned."""


@dataclass(frozen=True)
class Accounts:
    """A total and its parts, coherent in every draw.

    Attributes
    ----------
    total : Outlook
    parts : tuple of Outlook
        Draw i goes with draw i of the total.
    shares : Shares
        Of the parts in the base year.
    residual : ndarray, shape (draws,)
        What is in no part, points of the total's full-year growth.
    conversions : dict of str to Conversion
        The industries whose open quarter is followed from base indicators.
    sectors : dict of str to float
        What a sector's published YTD growth leaves after its industries, points of the total's full year.
    """

    total: Outlook
    parts: tuple[Outlook, ...]
    shares: Shares
    residual: Array
    conversions: dict[str, Conversion]
    sectors: dict[str, float]

    @property
    def joint(self) -> Joint:
        """The total and its parts as one set of draws that go together."""
        return Joint((self.total, *self.parts))

    def under(self, joint: Joint) -> Accounts:
        """Return the accounts with the draws of `joint`, for example those under a scenario; it stays coherent."""
        total = joint.of(self.total.region, self.total.indicator)
        parts = tuple(joint.of(part.region, part.indicator) for part in self.parts)
        points = self.shares.values @ np.array([part.full_year for part in parts])
        return replace(self, total=total, parts=parts, residual=total.full_year - points)

    def points(self) -> Array:
        """Return what each part adds to the total's full-year growth, shape (parts, draws), points."""
        return self.shares.values[:, None] * np.array([part.full_year for part in self.parts])

    def sector_growth(self) -> dict[str, Array]:
        """Return full-year growth of the three sectors, shape (draws,) each, per cent.

        Sector contributions and what of the residual is in none of them add up to the total in every draw.
        """
        points = dict(zip(self.shares.codes, self.points(), strict=True))
        share = dict(zip(self.shares.codes, self.shares.values, strict=True))
        growth = {}
        for code, members in SECTORS.items():
            added = sum(points[each] for each in members) + self.sectors.get(code, 0.0)
            growth[code] = added / sum(share[each] for each in members)
        return growth

    def board(self) -> Board:
        """Lay out the levers of the parts."""
        return board(self.total, self.parts, self.shares.values)


def board(total: Outlook, parts: Sequence[Outlook] = (), shares: Sequence[float] | Array = ()) -> Board:
    """Lay out a total's levers; without parts only its target can be moved.

    Parameters
    ----------
    total : Outlook
    parts : sequence of Outlook
    shares : sequence of float, length parts
        Of the total's year in the base, fractions.
    """
    entries = [indicators.indicator(part.indicator) for part in parts]
    rest = np.array([rest_growth(part) for part in parts])
    return Board(
        indicator=total.indicator,
        region=total.region,
        year=total.year,
        known_weight=total.known_weight,
        known_ytd=total.known_ytd if total.known else 0.0,
        full_year=total.full_year,
        levers=tuple(
            lever(part, float(share), entry.zh, entry.en)
            for part, share, entry in zip(parts, shares, entries, strict=True)
        ),
        covariance=np.cov(rest).reshape(len(parts), len(parts)) if len(parts) else np.zeros((0, 0)),
    )


def open_accounts(place: Place, view: View, total: Outlook, *, method: Method | None = None, seed: int = 0) -> Accounts:
    """Forecast the parts of a total and reconcile them with its Outlook.

    Parameters
    ----------
    place, view : Place, View
    total : Outlook
        Of `gdp` or `fai`, of the place itself.
    method : Method, optional
        What the analyst sets of the conversion.
    seed : int

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        When a part has too few figures, or shares of the parts are not known; the message says which.
    """
    codes = parts_of(total.indicator)
    *pasts, whole = part_histories(place, view, (*codes, total.indicator), total.indicator, total.year)
    # A part that is out before its total counts as read exactly, not as published: the sums begin at the total.
    pasts = [replace(past, known=min(past.known, len(total.known))) for past in pasts]
    shares = base_shares(place, view, total.indicator, total.year)
    start, spread = residuals(whole, pasts, shares, len(total.known))
    conversions: dict[str, Conversion] = {}
    if total.indicator == "gdp":
        pasts, conversions = _followed(view, place.region, codes, pasts, method)
    drawn = outlooks(filter_together(pasts), view.as_of, codes[0], NAME, seed, total.full_year.size)
    parts = [replace(each, indicator=code) for each, code in zip(drawn, codes, strict=True)]
    rng = np.random.default_rng([seed, 1])
    parts, residual = coherent(total, parts, shares.values, spread, rng, start=start)
    sectors = _sectors(view, place.region, total, parts, shares)
    return Accounts(total, tuple(parts), shares, residual, conversions, sectors)


def _followed(
    view: View, region: str, codes: Sequence[str], pasts: list[History], method: Method | None
) -> tuple[list[History], dict[str, Conversion]]:
    """Put what base indicators say of each industry's next quarter into its history, as a rough figure."""
    histories, conversions = [], {}
    for code, past in zip(codes, pasts, strict=True):
        at = past.ytd.size - past.size + past.known
        quarter = past.periods[at]
        conversion = None if np.isfinite(past.ytd[at]) else convert(view, region, code, quarter, method)
        if conversion is None:
            histories.append(past)
            continue
        conversions[code] = conversion
        histories.append(with_nowcast(past, conversion.growth, conversion.error**2))
    return histories, conversions


def coherent(
    total: Outlook,
    parts: Sequence[Outlook],
    shares: Array,
    spread: float,
    rng: np.random.Generator,
    *,
    start: float = 0.0,
) -> tuple[list[Outlook], Array]:
    """Make parts add up to the total in every draw and at every period that is left.

    The variables are the parts' growth in the periods that they have not published, and the residual, up to
    what is published and in each period after it; the sums are the total's contributions to its year. The
    parts' covariance is that of their draws.

    Parameters
    ----------
    total : Outlook
        Stays as it is.
    parts : sequence of Outlook
        With as many draws. Industries, fields of investment, or districts.
    shares : ndarray, shape (parts,)
        Of the total's year in the base.
    spread : float
        Standard deviation of the residual of a whole year around that of the year so far, points.
    rng : Generator
    start : float
        The residual of the year so far, points of YTD growth.

    Returns
    -------
    list of Outlook, ndarray of shape (draws,)
        The reconciled parts, and the residual of the full year, points.
    """
    size, known = total.weights.cumulative.size, len(total.known)
    weights = period_weights(total.weights.cumulative)
    draws = total.full_year.size
    columns: list[Array] = []  # one variable each, shape (draws,)
    loads: list[tuple[int, float]] = []  # at which period's sum it stands, and with what weight
    fixed_sums = np.zeros((size - known + 1, draws))  # what published parts contribute up to the total's last figure
    for part, share in zip(parts, shares, strict=True):
        own, have = share * period_weights(part.weights.cumulative), len(part.known)
        fixed_sums[0] += share * part.known_weight * part.ytd_known
        for step in range(part.remaining.shape[1]):
            columns.append(part.remaining[:, step])
            loads.append((max(have + step - known + 1, 0), float(own[have + step])))
    variables = len(columns)
    covariance = np.zeros((variables + size - known + 1,) * 2)
    covariance[:variables, :variables] = np.cov(np.array(columns)).reshape(variables, variables)
    for row in range(size - known + 1):
        weight = total.known_weight if row == 0 else float(weights[known + row - 1])
        deviation = max(spread * weight, 1e-6)
        columns.append(start * weight + deviation * rng.standard_normal(draws))
        covariance[len(loads), len(loads)] = deviation**2
        loads.append((row, 1.0))
    constraints = np.zeros((size - known + 1, len(columns)))
    for column, (row, load) in enumerate(loads):
        constraints[row, column] = load
    sums = np.vstack([total.known_weight * total.ytd_known, (total.remaining * weights[known:]).T]) - fixed_sums
    rows = slice(0 if known else 1, None)  # nothing is published of the year: there is no sum up to now
    reconciled = reconcile(
        np.array(columns).T, constraints[rows], covariance, sums=sums[rows].T, names=_names(total)[rows]
    )
    made, at = [], 0
    for part in parts:
        width = part.remaining.shape[1]
        made.append(replace(part, remaining=reconciled[:, at : at + width], model=NAME))
        at += width
    residual = reconciled[:, variables:][:, rows].sum(axis=1)
    return made, residual


def _names(total: Outlook) -> list[tuple[str, str]]:
    periods = indicators.indicator(total.indicator).calendar.periods(total.year)[len(total.known) :]
    return [("已公布时段", "the published stretch"), *((str(period), str(period)) for period in periods)]


def residuals(whole: History, pasts: Sequence[History], shares: Shares, known: int) -> tuple[float, float]:
    """Return the residual of the year so far, and how far that of the rest usually lies from it.

    With the year's own shares, `R_k = W_k·G_k − Σ_i s_i·W_ik·G_ik` for each period of each year on record.

    Parameters
    ----------
    whole : History
        The total.
    pasts : sequence of History
        Its parts, on the same grid.
    shares : Shares
    known : int
        Published periods of the year.

    Returns
    -------
    start, spread : float
        Points of YTD growth; and the root mean square over past years of the residual's growth in the periods
        left less that in the periods before. By rule where fewer than `_MIN_YEARS_FOR_SPREAD` years are on record.
    """
    size = whole.size
    left = whole.cumulative * whole.ytd
    for past, share in zip(pasts, shares.values, strict=True):
        left = left - share * past.cumulative * past.ytd
    by_year = left.reshape(-1, size)
    start = 0.0
    if known and np.isfinite(by_year[-1, known - 1]):
        start = float(by_year[-1, known - 1]) / float(whole.cumulative[-size + known - 1])
    rule = _RESIDUAL + _REST * max(1.0 - float(shares.values.sum()), 0.0)
    weight = whole.cumulative.reshape(-1, size)[:-1, known - 1] if known else np.zeros(by_year.shape[0] - 1)
    before = by_year[:-1, known - 1] / weight if known else np.zeros(weight.size)
    after = (by_year[:-1, -1] - before * weight) / (1.0 - weight)
    moved = (after - before)[np.isfinite(after - before)]
    return start, rule if moved.size < _MIN_YEARS_FOR_SPREAD else max(float(np.sqrt(np.mean(moved**2))), _RESIDUAL)


def _sectors(view: View, region: str, total: Outlook, parts: Sequence[Outlook], shares: Shares) -> dict[str, float]:
    if total.indicator not in COMPLETE:
        return {}
    by_code = dict(zip(shares.codes, zip(parts, shares.values, strict=True), strict=True))
    residuals = {}
    for sector, members in SECTORS.items():
        published = view.ytd_growth(region, sector).get(total.origin)
        own = [by_code[code] for code in members]
        if published is None or any(len(part.known) != len(total.known) for part, _ in own):
            continue
        weight = sum(share * part.known_weight for part, share in own)
        industries = sum(share * part.known_weight * part.known_ytd for part, share in own)
        residuals[sector] = float(weight * published - industries)
    return residuals
