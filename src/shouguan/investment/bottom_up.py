r"""Investment of the year from below: what is published, the ledger's projects to the year's end, and all the rest.

Over the comparable base B of last year, with w the shares of the year's months and k months published,

    1 + G = W_k·(1 + G_k) + Σ_{q>k} (L_q + H_q + O_q) / B.

L_q is what the statistics will hold of the ledger's projects (`ledger_ahead`), with the error that they share; H_q
real-estate development, by its own forecast; O_q everything else: what the top-down model expects of the rest of the
year, on last year's amount outside the ledger where the ledger knows last year. The base's months are those of the
ledger and even shares of the rest. Levels enter as shares of one base; no published level is compared with another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from shouguan.components.joint import paired
from shouguan.core.errors import DataError
from shouguan.core.periods import calendar_release
from shouguan.core.ytd import Array, period_weights
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import ledger_panel
from shouguan.investment.comparable_base import ComparableBase, comparable_base
from shouguan.investment.curves import NATIONAL
from shouguan.investment.ledger_ahead import PARTS, Ahead, Rehearsal, SharedError, counted_by, stretch
from shouguan.investment.ledger_panel import LedgerPanel
from shouguan.models import calibrated
from shouguan.models.draws import DRAWS
from shouguan.models.outlook import Outlook

NAME = "bottom_up"
HOMES = "real_estate_investment"
SHARED_MOVE = 0.3
"""Of the error that all projects of the ledger share, log points, what the rest has too. Written down before any data:
most causes (weather, funds, the squeeze of year-end checks) are common, most of a ledger's lumps are not."""
OUTSIDE_ERROR = 0.04
"""Standard deviation of the rest outside the ledger beyond that of the top-down model, log points over a hundred;
more for a month or two, as for the ledger (`stretch`)."""
GAP_EVIDENCE = 0.5
"""By how much growth inside and outside the ledger has differed so far goes on by W_k / (W_k + this): two months of a
new year say little, and what disturbed the months that are out fades."""
MIN_OUTSIDE = 0.02
_WAN = 1e4
_LAST_MONTH = 12

TopDown = Callable[[Place, View, str, int, int, int], Outlook]


@dataclass(frozen=True)
class BottomUp:
    """Forecasts of one year's investment from above and from below.

    Attributes
    ----------
    top_down, outlook : Outlook
        Draw i of one with draw i of the other.
    parts : DataFrame
        The rest of the year, a part a row (`ledger`, `real_estate_investment`, `others`): `part`, `amount` (亿元, mean
        of the draws), `expected` (what the forecast from above implies for it), `points` (the difference over the base:
        together they are what the two forecasts differ by, in their means).
    lines : DataFrame
        What the ledger's part is made of: `line` (`already_in_ledger`: months that it knows before they are published;
        `registered`, `to_register`, `newcomers`, `cut_back`), `amount` (亿元; together the ledger's).
    base : ComparableBase
    error : SharedError
    months : int
        How many months of the ledger are known.
    ledger_share : float
        Of the year's published investment so far, what is of the ledger's projects.
    """

    top_down: Outlook
    outlook: Outlook
    parts: pd.DataFrame
    lines: pd.DataFrame
    base: ComparableBase
    error: SharedError
    months: int
    ledger_share: float


def calibrated_above(place: Place, view: View, indicator: str, year: int, seed: int, draws: int) -> Outlook:
    """Forecast from above as reports print it: the panel, corrected by the record."""
    return calibrated.fit_predict(place, view, indicator, year, seed=seed, draws=draws)


def open_ledger(place: Place, day: dt.date) -> LedgerPanel:
    """Read the ledger of a place as it was known on a day.

    Raises
    ------
    DataError
        When it has none.
    """
    if place.folder is None:
        raise DataError(f"{place.name()}没有项目台账", f"{place.name('en')} has no ledger of projects")
    table = registers.read(place.folder, "ledger", day, _lag(place))
    return ledger_panel.build(table, investment_settings.read(place.folder))


def _lag(place: Place) -> int:
    return place.settings.release_lags.get("ledger", registers.RELEASE_LAG)


def fit_predict(
    place: Place,
    view: View,
    year: int,
    *,
    seed: int = 0,
    draws: int = DRAWS,
    rehearsal: Rehearsal | None = None,
    settings: InvestmentSettings | None = None,
    base: ComparableBase | None = None,
    top_down: TopDown = calibrated_above,
) -> BottomUp:
    """Forecast a year's investment from the ledger of a place.

    Parameters
    ----------
    place, view : Place, View
    year : int
    seed, draws : int
    rehearsal : Rehearsal, optional
        The place's ledger; months that were not known on the view's day are left out.
    settings : InvestmentSettings, optional
        By default the place's `investment.yaml`.
    base : ComparableBase, optional
        By default what the settings and the view give.
    top_down : callable
        The model from above, `(place, view, indicator, year, seed, draws) -> Outlook`.

    Raises
    ------
    DataError
        When there is no ledger of the year, none with a figure of the statistics, no base, or nothing published of the
        year.
    """
    if settings is None:
        settings = investment_settings.read(place.folder) if place.folder else InvestmentSettings()
    if rehearsal is None:
        rehearsal = Rehearsal(open_ledger(place, view.as_of), settings.projects.registration_from)
    at = sum(calendar_release(each, _lag(place)) <= view.as_of for each in rehearsal.panel.periods) - 1
    above = top_down(place, view, "fai", year, seed, draws)
    if at < 0 or rehearsal.panel.periods[at].year != year or not above.known:
        raise DataError(
            f"台账没有 {year} 年的月份，不能自下而上测算", f"the ledger has no month of {year}: no forecast from below"
        )
    panel = rehearsal.panel.up_to(at)
    if not panel.counted.any():
        raise DataError(
            "台账没有统计入库投资，不能自下而上测算",
            "the ledger has no registered investment (统计入库投资): no forecast from below",
        )
    base = base or comparable_base(place, view, settings, year)
    coming, error = rehearsal.ahead(at), rehearsal.error(at)
    homes = _homes(place, view, panel, above, base, settings, top_down)
    rng = np.random.default_rng([seed, 4])
    return _assemble(panel, above, base, coming, error, homes, rng)


def _homes(
    place: Place,
    view: View,
    panel: LedgerPanel,
    above: Outlook,
    base: ComparableBase,
    settings: InvestmentSettings,
    top_down: TopDown,
) -> tuple[Array, Array] | None:
    """Return real-estate development of last year by month, 亿元, and its growth by draw; None where it is not known.

    Where the ledger lists homes too, they cannot be told apart, and stay in the rest.
    """
    last_year = _homes_before(place, view, base, settings)
    if last_year is None or any("房地产" in str(each) for each in set(panel.industry)):
        return None
    try:
        own = top_down(place, view, HOMES, above.year, above.seed, above.remaining.shape[0])
    except DataError:
        return None
    if len(own.known) != len(above.known):
        return None
    own = paired(view, own, [above], np.random.default_rng([above.seed, 3]))
    amounts = last_year * period_weights(own.weights.cumulative)
    known = np.tile(np.full(len(own.known), own.known_ytd), (own.remaining.shape[0], 1))
    return amounts, np.concatenate([known, own.remaining], axis=1)


def _homes_before(place: Place, view: View, base: ComparableBase, settings: InvestmentSettings) -> float | None:
    """Return real-estate development of the base's year, 亿元: its share of one year, carried by published growth."""
    shares = place.settings.shares_of("fai")
    if shares is None:
        return None
    try:
        of_share = comparable_base(place, view, settings, shares.year + 1).value
    except DataError:
        return None
    growth = {p.year: g for p, g in view.ytd_growth(place.region, HOMES).items() if p.number == _LAST_MONTH}
    start, end = sorted((shares.year, base.year))
    between = [growth.get(year) for year in range(start + 1, end + 1)]
    if None in between:
        return None
    factor = float(np.prod([1.0 + each / 100.0 for each in between if each is not None]))
    amount = of_share * shares.values[HOMES] / 100.0
    return amount * factor if shares.year <= base.year else amount / factor


def _course(panel: LedgerPanel, year: int) -> Array | None:
    """Return the ledger's registered investment of a year by position, 亿元, NaN after its last month.

    A month without a ledger lies on the national curve between its neighbours; None where the year has no month.
    """
    columns = [at for at, period in enumerate(panel.periods) if period.year == year]
    if not columns:
        return None
    counted, at = counted_by(panel)[columns] / _WAN, panel.positions[columns]
    course = np.interp(NATIONAL, [0.0, *NATIONAL[at]], [0.0, *counted])
    course[at[-1] + 1 :] = np.nan
    return course


def _assemble(
    panel: LedgerPanel,
    above: Outlook,
    base: ComparableBase,
    coming: Ahead,
    error: SharedError,
    homes: tuple[Array, Array] | None,
    rng: np.random.Generator,
) -> BottomUp:
    known, weights = len(above.known), period_weights(above.weights.cumulative)
    draws = above.remaining.shape[0]
    now = _course(panel, above.year)
    assert now is not None
    position = int(panel.positions[-1])
    months = coming.months / _WAN
    spread = error.spread * stretch(months.size)
    bias = float(np.exp(error.bias))
    middle = np.concatenate([np.diff(now[: position + 1], prepend=0.0), bias * months])
    # What the ledger already has of months that are not published yet is no forecast.
    open_ones = np.arange(middle.size) > position
    shared = np.exp(spread * rng.standard_normal(draws))
    factor = np.maximum(shared * (1.0 + coming.single * rng.standard_normal(draws)), 0.05)
    ledger = middle[known:] * np.where(open_ones[known:], factor[:, None], 1.0)

    last = _course(panel, above.year - 1)
    whole = last is not None and bool(np.isfinite(last).all() and last[-1] > 0)
    grown = 1.0 + above.known_ytd / 100.0
    counted = float(middle[:known].sum())
    if whole and last is not None:
        # What the ledger knows of last year's months is no guess by the year's shares, which may be the nation's.
        share = min(float(last[-1]) / base.value, 1.0 - MIN_OUTSIDE)
        of_ledger = np.diff(last, prepend=0.0) * (share * base.value / float(last[-1]))
    else:
        share = min(counted / (base.value * above.known_weight * grown), 1.0 - MIN_OUTSIDE)
        of_ledger = share * base.value * weights
    outside = (1.0 - share) * base.value * weights
    months_before = of_ledger + outside
    total = float(months_before[:known].sum()) * grown
    scale = np.exp(base.doubt * rng.standard_normal(draws))  # the base is not quite what the ledger is a share of
    home_amounts, home_growth = homes if homes is not None else (np.zeros(weights.size), np.zeros((1, weights.size)))
    homes_known = float((home_amounts * (1.0 + home_growth[0] / 100.0))[:known].sum())
    others = np.maximum(outside - home_amounts, MIN_OUTSIDE * base.value * weights)
    evidence = above.known_weight / (above.known_weight + GAP_EVIDENCE)
    rest = np.maximum(total - counted * scale - homes_known, MIN_OUTSIDE * total)
    gap = (rest / float(others[:known].sum()) / grown) ** evidence
    course = 1.0 + above.remaining / 100.0
    outside_error = OUTSIDE_ERROR * stretch(above.remaining.shape[1])
    moved = shared**SHARED_MOVE * np.exp(outside_error * rng.standard_normal(draws)) * gap
    other = others[known:] * course * moved[:, None]
    home = home_amounts[known:] * (1.0 + home_growth[:, known:] / 100.0)
    amounts = {"ledger": ledger * scale[:, None], HOMES: home, "others": other}
    months_now = sum(amounts.values())
    growth = 100.0 * (months_now / months_before[known:] - 1.0)
    outlook = replace(above, remaining=growth, model=NAME, parts={}).shifted_to(
        100.0 * ((total + months_now.sum(axis=1)) / base.value - 1.0)
    )
    implied = base.value * (1.0 + float(above.full_year.mean()) / 100.0) - total
    split = {
        name: float((part[known:] * course.mean(axis=0)).sum())
        for name, part in (("ledger", of_ledger), (HOMES, home_amounts))
    }
    rows = [
        (name, float(part.sum(axis=-1).mean()), split.get(name, implied - sum(split.values())))
        for name, part in amounts.items()
    ]
    table = pd.DataFrame(rows, columns=["part", "amount", "expected"])
    parts = table.assign(points=100.0 * (table["amount"] - table["expected"]) / base.value)
    lines = _ledger_lines(coming, bias, middle, known, position, float(amounts["ledger"].sum(axis=1).mean()))
    return BottomUp(above, outlook, parts, lines, base, error, len(panel.periods), counted / total)


def _ledger_lines(coming: Ahead, bias: float, middle: Array, known: int, position: int, total: float) -> pd.DataFrame:
    """Return what the ledger's part of the rest of the year is made of, in the proportions of the forecast's middle."""
    skipped = max(known - position - 1, 0)
    lines = {"already_in_ledger": float(middle[known : position + 1].sum())}
    lines |= {name: bias * float(coming.parts[name][skipped:].sum()) / _WAN for name in PARTS}
    scale = total / max(sum(lines.values()), 1e-9)
    return pd.DataFrame([(name, amount * scale) for name, amount in lines.items()], columns=["line", "amount"])
