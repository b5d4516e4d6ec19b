"""Several indicators of one place, their draws paired: draw i of one goes with draw i of every other.

Each indicator keeps its own forecast, draw by draw; only the order in which the draws of one meet those of
another is chosen (an empirical copula; Clark et al. 2004, *Journal of Hydrometeorology* 5, call the idea the
Schaake shuffle). So no figure of any single indicator changes, and a scenario for one moves the others as much
as they have moved together.

GDP comes first with its industries, which are coherent with it; every further indicator is paired with what
is there by the correlation of how year-to-date growth changed from quarter to quarter, in ranks, so that 2020
does not decide it. Few quarters are known of any place: correlations are shrunk to what the accounts suggest.
What comes out once a year has no quarters, and a ratio to GDP no sign that the accounts suggest: it goes with none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import ndtri  # scipy.stats has it too, and takes a third of a second to load

from shouguan.components.accounting import PARTS
from shouguan.components.accounts import Accounts, open_accounts
from shouguan.components.conversion import LINKS, Method, ytd_at
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import calibrated
from shouguan.models.outlook import Joint, Outlook

PRIOR_QUARTERS = 12.0
"""What is thought of a correlation beforehand counts as this many quarters."""
_OWN = 0.75  # an industry and its base indicator
_TOTAL = 0.5  # GDP and any other indicator
_ANY = 0.3
_MAX_EXPLAINED = 0.95  # of a new indicator's variance that the others may explain
_RIDGE = 0.02  # parts add up to their total: their correlations are nearly singular


@dataclass(frozen=True)
class Linked:
    """The indicators of a place on a day.

    Attributes
    ----------
    joint : Joint
        One region; totals in the order asked for, each followed by its parts.
    accounts : dict of str to Accounts
        The totals that could be taken apart.
    reasons : dict of str to (str, str)
        Why an indicator was not forecast, in Chinese and English.
    whole : dict of str to (str, str)
        Why a total was not taken apart.
    """

    joint: Joint
    accounts: dict[str, Accounts] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    whole: dict[str, tuple[str, str]] = field(default_factory=dict)

    def outlook(self, code: str) -> Outlook:
        """Return one indicator's Outlook."""
        return self.joint.of(self.joint.outlooks[0].region, code)

    def under(self, joint: Joint) -> Linked:
        """Return the same indicators with other draws, for example those under a scenario."""
        return replace(self, joint=joint, accounts={code: each.under(joint) for code, each in self.accounts.items()})

    def only(self, totals: Sequence[str]) -> Linked:
        """Return those of the totals that were forecast, with their parts, in the order of these."""
        kept = [each for code in totals for each in self.joint if each.indicator in {code, *PARTS.get(code, ())}]
        reasons = {code: each for code, each in self.reasons.items() if code in totals}
        accounts = {code: each for code, each in self.accounts.items() if code in totals}
        whole = {code: each for code, each in self.whole.items() if code in totals}
        return Linked(Joint(tuple(kept)), accounts, reasons, whole)

    @property
    def codes(self) -> list[str]:
        """The indicators that are there, totals and parts."""
        return [outlook.indicator for outlook in self.joint]

    def why_none(self) -> DataError:
        """Return the error that says why nothing was forecast, with every reason."""
        return DataError(
            "；".join(zh for zh, _ in self.reasons.values()), "; ".join(en for _, en in self.reasons.values())
        )


def fit_predict(
    place: Place,
    view: View,
    codes: Sequence[str],
    year: int,
    *,
    seed: int = 0,
    method: Method | None = None,
) -> Linked:
    """Forecast several indicators of a place together, one at least; see `fit_predict_any`.

    Raises
    ------
    DataError
        With every reason, when none can be forecast.
    """
    linked = fit_predict_any(place, view, codes, year, seed=seed, method=method)
    if not linked.codes:
        raise linked.why_none()
    return linked


def fit_predict_any(
    place: Place,
    view: View,
    codes: Sequence[str],
    year: int,
    *,
    seed: int = 0,
    method: Method | None = None,
) -> Linked:
    """Forecast those of several indicators of a place that can be, together.

    Parameters
    ----------
    place, view : Place, View
    codes : sequence of str
        Totals; the first sets the order of the draws.
    year : int
    seed : int
    method : Method, optional
        What the analyst sets of the conversion.

    Returns
    -------
    Linked
        Indicators that cannot be forecast from this view are left out, with the reason; it may hold none.
    """
    outlooks: list[Outlook] = []
    accounts: dict[str, Accounts] = {}
    reasons: dict[str, tuple[str, str]] = {}
    whole: dict[str, tuple[str, str]] = {}
    for number, code in enumerate(codes):
        try:
            outlook = calibrated.fit_predict(place, view, code, year, seed=seed)
        except DataError as error:
            reasons[code] = (error.zh, error.en)
            continue
        if outlooks:
            outlook = paired(view, outlook, outlooks, np.random.default_rng([seed, 2, number]))
        outlooks.append(outlook)
        if code in PARTS:
            try:
                accounts[code] = open_accounts(place, view, outlook, method=method, seed=seed)
            except DataError as error:
                whole[code] = (error.zh, error.en)
            else:
                outlooks += accounts[code].parts
    return Linked(Joint(tuple(outlooks)), accounts, reasons, whole)


def paired(view: View, outlook: Outlook, others: Sequence[Outlook], rng: np.random.Generator) -> Outlook:
    """Return the outlook with its draws in an order that goes with the others'.

    Parameters
    ----------
    view : View
        What is known of how they moved together.
    outlook : Outlook
    others : sequence of Outlook
        Already paired with each other.
    rng : Generator
        For what the others do not explain.
    """
    scores = np.array([_scores(each.full_year) for each in others])
    within = np.corrcoef(scores).reshape(len(others), len(others))
    correlations = np.array([correlation(view, outlook.region, outlook.indicator, each.indicator) for each in others])
    explained = explained_by(within, correlations) @ scores
    share = min(float(explained.var()), _MAX_EXPLAINED)
    order = explained + np.sqrt(1.0 - share) * rng.standard_normal(explained.size)
    take = np.argsort(outlook.full_year, kind="stable")[np.argsort(np.argsort(order, kind="stable"))]
    return replace(outlook, ytd_known=outlook.ytd_known[take], remaining=outlook.remaining[take])


def explained_by(within: Array, correlations: Array) -> Array:
    """Return weights of the others whose sum has the wanted correlation with each of them, as nearly as can be.

    Correlations estimated pair by pair need not fit together: parts add up to their total. The nearest ones that
    do, in squares, with no more than `_MAX_EXPLAINED` of the variance explained, are those of a ridge regression.
    """
    ridge = _RIDGE
    while True:
        slope = np.asarray(np.linalg.solve(within + ridge * np.eye(correlations.size), correlations), dtype=np.float64)
        if float(slope @ within @ slope) <= _MAX_EXPLAINED:
            return slope
        ridge *= 1.5


def correlation(view: View, region: str, one: str, other: str) -> float:
    """Return how much two indicators' year-to-date growth changed together from quarter to quarter.

    Parameters
    ----------
    view : View
    region : str
    one, other : str

    Returns
    -------
    float
        Correlation of normal scores, shrunk to the prior as if that were `PRIOR_QUARTERS` quarters.
    """
    changes = [_changes(view, region, code) for code in (one, other)]
    both = sorted(changes[0].keys() & changes[1].keys())
    prior = _prior(one, other)
    if len(both) < 3:
        return prior
    seen = np.corrcoef([_scores(np.array([change[quarter] for quarter in both])) for change in changes])[0, 1]
    seen = 0.0 if not np.isfinite(seen) else float(seen)
    return float((len(both) * seen + PRIOR_QUARTERS * prior) / (len(both) + PRIOR_QUARTERS))


def _prior(one: str, other: str) -> float:
    if any(indicators.indicator(code).yearly for code in (one, other)):
        return 0.0  # energy falls with output and output is what it is measured against: neither sign is known
    for base, industry in ((one, other), (other, one)):
        if industry in LINKS and base in LINKS[industry].indicators:
            return _OWN
    return _TOTAL if "gdp" in (one, other) else _ANY


def _changes(view: View, region: str, code: str) -> dict[Period, float]:
    """Return the change of YTD growth from one quarter's end to the next."""
    years = {period.year for period in view.ytd_growth(region, code)}
    quarters = [Period(year, "Q", number) for year in sorted(years) for number in range(1, 5)]
    ytd = [ytd_at(view, region, code, quarter, 0) for quarter in quarters]
    pairs = zip(quarters[1:], ytd[:-1], ytd[1:], strict=True)
    return {quarter: now - before for quarter, before, now in pairs if before is not None and now is not None}


def _scores(values: Array) -> Array:
    """Return normal scores: each value's rank as a quantile of the standard normal."""
    _, which, ties = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2.0)[which]  # equal values share their mean rank
    return np.asarray(ndtri((ranks - 0.5) / values.size), dtype=np.float64)
