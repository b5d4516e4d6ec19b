r"""What comes out once a year, from few figures: the changes of past years, shrunk, with Student's t around them.

Energy use per unit of GDP has a handful of figures a place, and no months or quarters to filter. Its year is taken
for a draw around a mean that drifts slowly,

    y_T ~ t_ν( m, s·√(1 + 1/κ) ),   m = (κ_0·m_0 + Σ w_i·y_i)/κ,   κ = κ_0 + Σ w_i,   w_i = 0.8^age,

the posterior predictive of a normal sample with a conjugate prior (Gelman et al. 2013, *Bayesian Data Analysis*,
§3.3), years discounted by their age. The prior mean m_0 is that of the nearest region above that has a record, and
counts as `PRIOR_YEARS` years; without one the place's own years stand alone. It is never the target: a chance of
meeting a target must not rise because the target was set.

Where a figure of the half year or of three quarters is out, the year is what is known and the rest, and the rest
lies around what is known with the deviation that earlier years had, or √2 times that of years where none is on
record: two halves that each leave the year's mean as far as years leave theirs. The two are combined by precision.
Shares are those of GDP: a ratio has none of its own, and the sum is right to the second order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.ytd import ROUNDING, Array
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.year_weights import year_weights
from shouguan.models.draws import DRAWS
from shouguan.models.history import past_years
from shouguan.models.outlook import Joint, Outlook

NAME = "yearly"
DISCOUNT = 0.8
"""What a year counts beside the one after it: the mean of a city's changes moves with its plans of five years."""
PRIOR_YEARS = 2.0
"""The region above counts as so many of the place's own years, its deviation from it unknown."""
PRIOR_SD, PRIOR_FREEDOM = 2.0, 3.0
"""What is thought of the deviation of one year before any is seen, points, and as how many years it counts."""


@dataclass(frozen=True)
class Predicted:
    """The distribution of one year's change: Student's t with a centre and a scale, per cent."""

    centre: float
    scale: float
    freedom: float


def predict(years: dict[int, float], year: int, above: dict[int, float] | None = None) -> Predicted:
    """Predict the change of one year from those of past years.

    Parameters
    ----------
    years : dict of int to float
        The place's own published changes by year, per cent; may be empty where the region above has a record.
    year : int
        The year to predict; later ones and itself are not used.
    above : dict of int to float, optional
        Those of the region above.

    Raises
    ------
    ValueError
        When neither has a year before it.
    """
    values, weights = _discounted(years, year)
    strength, centre = 0.0, 0.0
    if above:
        others, ages = _discounted(above, year)
        if others.size:
            strength, centre = PRIOR_YEARS, float(ages @ others / ages.sum())
    count = float(weights.sum())
    if count + strength == 0.0:
        raise ValueError(f"no year before {year} is on record")
    mean = (strength * centre + float(weights @ values)) / (strength + count)
    squares = PRIOR_FREEDOM * PRIOR_SD**2 + float(weights @ (values - mean) ** 2) + strength * (centre - mean) ** 2
    # One degree is spent on the mean where nothing else says it.
    freedom = PRIOR_FREEDOM + count - (0.0 if strength else min(1.0, count))
    variance = squares / freedom
    return Predicted(mean, float(np.sqrt(variance * (1.0 + 1.0 / (strength + count)))), freedom)


def _discounted(years: dict[int, float], year: int) -> tuple[Array, Array]:
    """Return the figures of years before `year`, and what each counts."""
    known = sorted(each for each in years if each < year)
    values = np.array([years[each] for each in known])
    return values, DISCOUNT ** np.array([year - 1 - each for each in known], dtype=float)


def within(before: Predicted, ytd: float, share: float, past: Sequence[tuple[float, float, float]]) -> Predicted:
    """Combine what past years say with a figure of the year so far.

    Parameters
    ----------
    before : Predicted
        From `predict`.
    ytd : float
        The published change up to now, per cent.
    share : float
        How much of the year that is, W.
    past : sequence of (float, float, float)
        Of each earlier year: its figure of the same stretch, its share, and the whole year, per cent.
    """
    away = np.array([(whole - then) / (1.0 - weight) for then, weight, whole in past])
    freedom = PRIOR_FREEDOM + away.size
    variance = (PRIOR_FREEDOM * 2.0 * before.scale**2 + float(away @ away)) / freedom
    told = ((1.0 - share) ** 2) * variance + ROUNDING**2 / 3.0
    weight = before.scale**2 / (before.scale**2 + told)
    centre = before.centre + weight * (ytd - before.centre)
    return Predicted(centre, float(np.sqrt(weight * told)), min(before.freedom, freedom))


def fit_predict_all(
    place: Place, view: View, indicator: str, year: int, *, seed: int = 0, draws: int = DRAWS, only: str | None = None
) -> Joint:
    """Forecast every region that has figures of an indicator that comes out once a year; see `models.model.Model`.

    Draws of regions are independent: hardly any record says how they go together.

    Raises
    ------
    DataError
        When the region that is asked for has too few years on record.
    """
    regions = view.regions_with(indicator)
    made = []
    for region in regions if only is None else [only]:
        try:
            own, above = past_years(place, view, indicator, region, year)
        except DataError:
            if only is not None:
                raise
            continue
        made.append(_outlook(place, view, indicator, region, year, predict(own, year, above), seed, draws))
    return Joint(tuple(made))


def _outlook(
    place: Place, view: View, indicator: str, region: str, year: int, predicted: Predicted, seed: int, draws: int
) -> Outlook:
    """Draw the year: every period left grows alike, for nothing is known of its parts."""
    growth, calendar = view.ytd_growth(region, indicator), indicators.indicator(indicator).calendar
    chain = place.chain(region)
    weights = year_weights(view, chain, indicator, year)
    periods = calendar.periods(year)
    known = max((at + 1 for at, period in enumerate(periods) if period in growth), default=0)
    rng = np.random.default_rng([seed, 3, int(region)])
    ytd, share = np.zeros(draws), 0.0
    if known:
        share = float(weights.cumulative[known - 1])
        newest = growth[periods[known - 1]]
        ytd = newest + rng.uniform(-ROUNDING, ROUNDING, draws)
        if known < calendar.size:
            predicted = within(predicted, newest, share, _same_stretch(view, chain, region, indicator, year, known))
    whole = predicted.centre + predicted.scale * rng.standard_t(predicted.freedom, draws)
    left = calendar.size - known
    rest = (whole - share * ytd) / (1.0 - share) if left else whole
    return Outlook(
        region=region,
        indicator=indicator,
        year=year,
        as_of=view.as_of,
        known=tuple(growth.get(period, float("nan")) for period in periods[:known]),
        weights=weights,
        ytd_known=ytd,
        remaining=np.repeat(rest[:, None], left, axis=1),
        model=NAME,
        seed=seed,
    )


def _same_stretch(
    view: View, chain: list[str], region: str, indicator: str, year: int, known: int
) -> list[tuple[float, float, float]]:
    """Return of each earlier year the figure after as many periods, the share of that stretch, and the whole year."""
    growth, calendar = view.ytd_growth(region, indicator), indicators.indicator(indicator).calendar
    past = []
    for each in sorted({period.year for period in growth if period.year < year}):
        periods = calendar.periods(each)
        then, whole = growth.get(periods[known - 1]), growth.get(periods[-1])
        if then is not None and whole is not None:
            share = float(year_weights(view, chain, indicator, each).cumulative[known - 1])
            past.append((then, share, whole))
    return past
