r"""Growth as the movement of a level: what all our state-space models share.

The log level of a period is a trend and a disturbance that fades; growth on the year compares it with
the same period of last year, so the base comes back by itself (after −39 % comes +59 %),

    x_t = 100·log(1 + g_t/100) = μ_t + f_t − f_{t−n} + ε_t,   μ_t = μ_{t−1} + η_t,   f_t = ρ·f_{t−1} + ζ_t,

with n periods a year. Published YTD growth accumulates single growth with last year's shares, rounded:

    C_t = 1[t is not a year's first period]·C_{t−1} + w_t·g_t,   y_t = C_t / W_t + rounding,

the cumulator of Harvey (1989, *Forecasting, Structural Time Series Models and the Kalman Filter*, §6.3);
g is linearised around the backed-out single growth, exact to second order of the rounding.

**Volatility.** Usually nothing disturbs the level: ζ_t = 0, and growth is a slow trend with noise. When
the figures of a period leave their forecasts by more than noise explains, in most regions at once, the
surplus is put into ζ_t. The factor λ_t is the usual posterior scale of a Student-t shock that all m
regions share (Lange, Little and Taylor 1989, *JASA* 84), (ν + m·c_t)/(ν + m), m counted as
independent ones, with c_t the median squared
standardised innovation in units of its normal value. It uses the figures of its own period and earlier
ones only; nothing knows that 2020 was 2020.

**What lasts.** A run of surprises of one sign says that the trend has moved; `shouguan.models.lasting` has how much of
a period's surplus goes into it, instead of into what fades.

What one region alone misses by more than `SURPRISE` deviations is its own shock to the level, and leaves shock variance
of its own as one of all regions does: a forecast after such a figure is wide. No province has had one.

The size of the noise σ is estimated for each region and shrunk to all regions'. Everything else is a constant for all
places; docs/method.md lists them and what moving each alone costs. SHOCK_DECAY matters most.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shouguan.core.ytd import ROUNDING, Array
from shouguan.models import drift
from shouguan.models.drift import Drift
from shouguan.models.estimates import Estimated
from shouguan.models.history import History
from shouguan.models.lasting import RUN_SPILLOVER, lasting_scale, shared
from shouguan.models.reuse import Kept, bits, made_by
from shouguan.models.system import LevelSystem, Run

TAIL_DF = 30.0
"""ν: how many regions' worth of evidence says that a period is an ordinary one."""
VOLATILITY_SPILLOVER = 0.5
"""How much of the logarithm of a period's volatility scale passes into the shock variance of the next period."""
VOLATILITY_PERSISTENCE = 0.5
"""What is left of raised shock variance after a year."""
SURPRISE = 12.0
"""Deviations beyond what all regions share from which a region's innovation is a shock of its own."""
MAX_PASSES = 25
CONVERGENCE_TOL = 1e-3
"""Passes end when no scale and no noise changes by more than this share."""

_CHI2_MEDIAN = 0.4549  # of one squared standard normal
_POOLED_FIGURES = 8.0  # the other regions' noise counts as this many figures of one's own
_PRIOR_FIGURES = 2.0  # where hardly anything is known: two figures of one point
_WINSOR_LIMIT = 16.0  # squared innovations beyond four deviations count as four: one slip is not a noisy place
_PRIOR_CORRELATION, _PRIOR_PERIODS = 0.3, 4.0
_MAX_CORRELATION = 0.95
_SURPLUS_SHARED = 0.5  # of what exceeds the ordinary, while fewer than three regions show how common it is
_MIN_EXPLAINED = 1e-6  # of a region's variance: less than this the others say nothing of it
_MOST_KEPT = 64 * 2**20


class Noise(NamedTuple):
    """The size of one period's noise of each region and where it is from, shape (regions,), log points.

    σ² is `from_others` of what all regions have together and the rest of its own: what its figures say alone.
    """

    sigma: Array
    alone: Array
    from_others: Array


@dataclass(frozen=True)
class Filtered:
    """All regions at the end of what is known.

    Attributes
    ----------
    pasts : list of History
    run : Run
        The last pass of the filter; regions on the last axis, in the order of `pasts`.
    sigma : ndarray, shape (regions,)
        Size of the noise of one period, log points.
    volatility_scale : ndarray, shape (periods,)
        λ_t ≥ 1.
    lasting_scale : ndarray, shape (periods,)
        τ_t ≥ 1 (`shouguan.models.lasting`).
    shock_variance : ndarray, shape (periods,)
        By how much the variance of a period was expected to exceed that of ordinary times.
    correlation : float
        Between the innovations of any two regions.
    last : int
        Position of the newest period that any region has published.
    estimated : Estimated
        What was estimated, or held.
    surplus_correlation : float
        Between regions, of what exceeded the ordinary in the volatile periods so far.
    own_scale : ndarray, shape (periods, regions)
        What a region's own surprises multiply λ_t by; 1 but for surprises beyond `SURPRISE`.
    informed : mapping of int to History
        By position, the regions that have not published yet, with what the others say of them as rough figures.
    noise : Noise or None
        Of each region; None where it is held.
    drift : Drift
        What the trend may go on moving by (`shouguan.models.drift`).
    """

    pasts: list[History]
    run: Run
    sigma: Array
    volatility_scale: Array
    lasting_scale: Array
    shock_variance: Array
    correlation: float
    last: int
    estimated: Estimated
    own_scale: Array
    drift: Drift
    surplus_correlation: float = 0.0
    informed: Mapping[int, History] = field(default_factory=dict)
    noise: Noise | None = None

    def shock_variance_ahead(self, periods: int) -> Array:
        """Return the expected variance of shocks after `last`, in units of ordinary times, `last` itself first."""
        size = self.pasts[0].size
        raised = self.volatility_scale * self.lasting_scale**RUN_SPILLOVER
        seen = np.append(raised[: self.last + 1], np.ones(periods))
        return _shock_variance(seen, size)[self.last : self.last + periods]

    def own_variance_ahead(self, index: int, periods: int) -> Array:
        """Return what surprises of the region at `index` alone multiply the variance after `last` by, as above."""
        seen = np.append(self.own_scale[: self.last + 1, index], np.ones(periods))
        return _shock_variance(seen, self.pasts[0].size)[self.last : self.last + periods]

    def correlation_ahead(self, periods: int) -> float:
        """Return the expected correlation of shocks after `last`.

        The ordinary part of their variance is as common as in all periods, the surplus as in volatile ones.
        """
        variance = float(self.shock_variance_ahead(periods + 1)[1:].mean()) if periods else 1.0
        surplus = max(self.surplus_correlation, self.correlation)
        return (self.correlation + (variance - 1.0) * surplus) / variance


_FILTERED: Kept[Filtered] = Kept(_MOST_KEPT)
_MADE_BY = __name__, lasting_scale.__module__, LevelSystem.__module__, drift.__name__


def filter_together(pasts: list[History], *, held: Estimated | None = None) -> Filtered:
    """Filter regions on one grid, with the volatility that they share and a noise of their own.

    The volatility scale of a period depends on innovations, which depend on the scales before it: repeating the
    filter settles it from the first period to the last.

    Parameters
    ----------
    pasts : list of History
        One or more, all on the same periods; one a region where estimates are held.
    held : Estimated, optional
        Estimates of an earlier run, to be used instead of new ones. The volatility scale is none: it is how a
        figure is read.
    """
    estimates = held and (held.regions, *bits(held.sigma, held.correlation))
    key = (made_by(*_MADE_BY), estimates, *map(_key, pasts))
    found = _FILTERED.made(key, lambda: _filter_together(pasts, held), _arrays)
    return found if found.estimated is held or held is None else replace(found, estimated=held)


def _key(past: History) -> Hashable:
    weights = past.weights
    return (
        *(past.region, past.periods[0], past.known, weights.year, weights.region, weights.base_year, weights.pseudo),
        *bits(past.ytd, past.cumulative, past.noise, past.around, weights.cumulative),
    )


def _arrays(filtered: Filtered) -> Iterator[Array]:
    run = (getattr(filtered.run, each.name) for each in fields(filtered.run))
    own = (getattr(filtered, each.name) for each in fields(filtered))
    informed = (each for past in filtered.informed.values() for each in (past.ytd, past.noise, past.around))
    yield from (each for each in (*run, *own, *informed) if isinstance(each, np.ndarray))
    yield from (filtered.drift.state, filtered.drift.steps)
    yield from (filtered.estimated.sigma, filtered.estimated.correlation, *(filtered.noise or ()))


def _filter_together(pasts: list[History], held: Estimated | None) -> Filtered:
    regions, passes = tuple(past.region for past in pasts), []
    system = LevelSystem(pasts)
    seen, size = system.seen, pasts[0].size
    rough = np.array([past.noise for past in pasts]).T > 0  # what a figure is read from may err the same way twice
    last = int(np.flatnonzero(seen.any(axis=1))[-1])
    sigma = np.ones(len(pasts))
    scale = lasting = shock_variance = np.ones(seen.shape[0])
    own_scale = np.ones(seen.shape)
    level_shocks = trend_shocks = np.zeros(seen.shape)
    correlation, noise = 0.0, None
    for step in range(MAX_PASSES):
        run = system.run(sigma, shock_variance, level_shocks, trend_shocks)
        before, shock_variance_before = (scale, lasting, sigma, own_scale), shock_variance
        squared = run.innovation**2 / run.ordinary
        scale = _volatility_scale(squared, correlation)
        own_scale = np.fmax(1.0, squared / (scale[:, None] * SURPRISE**2))
        raised = scale[:, None] * own_scale
        if held is None:
            calm = 1.0 / (scale * shock_variance_before)
            noise = _noise(squared * shock_variance_before[:, None], calm, sigma)
            sigma = noise.sigma
        else:
            sigma = held.noise(step, regions)
        standardised = run.innovation / np.sqrt(run.ordinary * raised)
        correlation = _correlation(standardised) if held is None else held.together(step)
        passes.append((sigma, correlation))
        lasting = lasting_scale(shared(np.where(rough, np.nan, standardised), correlation))
        shock_variance = _shock_variance(scale * lasting**RUN_SPILLOVER, size)
        ordinary = (run.ordinary - system.doubt_variance) / system.loading**2  # of the period's own level
        level_shocks, trend_shocks = (raised - 1.0) * ordinary, (lasting[:, None] - 1.0) * ordinary
        settled = max(map(_change, before, (scale, lasting, sigma, own_scale))) < CONVERGENCE_TOL
        if settled and (held is None or step + 1 >= held.passes):
            break
    late = np.flatnonzero(~seen[last])
    informed: Sequence[History] = ()
    in_period = _common_correlation(standardised, scale, correlation)
    if late.size:
        informed, learned = _informed(
            [pasts[index] for index in late],
            standardised,
            in_period,
            last,
            lambda these: LevelSystem(these).run(
                sigma[late], shock_variance, level_shocks[:, late], trend_shocks[:, late]
            ),
        )
        run = run.with_regions(late, learned)
        told = dict(zip(late.tolist(), informed, strict=True))
        system = LevelSystem([told.get(index, past) for index, past in enumerate(pasts)])
    estimated = held or Estimated(regions, *(np.array(each) for each in zip(*passes, strict=True)))
    return Filtered(
        pasts,
        run,
        sigma,
        scale,
        lasting,
        shock_variance,
        correlation,
        last,
        estimated,
        own_scale,
        drift.weigh(system, run, seen & ~rough, in_period, last),
        _surplus_correlation(standardised, scale),
        dict(zip(late.tolist(), informed, strict=True)),
        noise,
    )


def _change(before: Array, after: Array) -> float:
    return float(np.max(np.abs(after / before - 1.0)))


def _volatility_scale(squared: Array, correlation: float) -> Array:
    """Return λ_t from squared standardised innovations, shape (periods, regions).

    Squares of innovations with correlation r have the correlation r²: m such regions are worth
    m/(1 + (m − 1)·r²) independent ones.
    """
    known = np.isfinite(squared).sum(axis=1)
    ranked, period = np.sort(squared, axis=1), np.arange(known.size)  # NaN stands last
    upper = np.minimum(known // 2, squared.shape[1] - 1)
    middle = (ranked[period, np.maximum(known - 1, 0) // 2] + ranked[period, upper]) / 2.0
    # The median needs three regions, so that a slip of one does not count as volatility; with two, average.
    mean = np.nansum(squared, axis=1) / np.maximum(known, 1)
    typical = np.where(known > 2, middle / _CHI2_MEDIAN, mean)
    worth = known / (1.0 + (known - 1) * correlation**2)
    return np.where(known > 0, np.maximum(1.0, (TAIL_DF + worth * typical) / (TAIL_DF + worth)), 1.0)


def _shock_variance(scale: Array, periods_a_year: int) -> Array:
    """Return what volatility before each period leaves: log h_t = κ·log h_{t−1} + SPILLOVER·log λ_{t−1}."""
    keep = VOLATILITY_PERSISTENCE ** (1.0 / periods_a_year)
    passed_on, log = (VOLATILITY_SPILLOVER * np.log(scale)).tolist(), [0.0]
    for added in passed_on[:-1]:
        log.append(keep * log[-1] + added)
    return np.exp(log)


def _noise(squared: Array, calm: Array, sigma: Array) -> Noise:
    """Return each region's noise, shrunk to all regions'.

    Parameters
    ----------
    squared : ndarray, shape (periods, regions)
        Squared innovations in units of ordinary times. Were raised shock variance in the unit, noise could shrink
        and the variance grow without end.
    calm : ndarray, shape (periods,)
        How much a period counts: little where it was volatile, or expected to be.
    sigma : ndarray, shape (regions,)
        The noise that `squared` is in units of.
    """
    figures = squared * sigma**2
    figures[np.argmax(np.isfinite(figures), axis=0), np.arange(sigma.size)] = np.nan  # the first set its own mean
    known = np.isfinite(figures)
    middle = np.median(figures[known]) if known.any() else np.nan
    counted = np.where(known, np.minimum(figures, _WINSOR_LIMIT * middle / _CHI2_MEDIAN), 0.0) * calm[:, None]
    own, weight = counted.sum(axis=0), (known * calm[:, None]).sum(axis=0)
    pool = (_PRIOR_FIGURES + own.sum()) / (_PRIOR_FIGURES + weight.sum())
    shrunk = (_POOLED_FIGURES * pool + own) / (_POOLED_FIGURES + weight)
    alone = np.sqrt(np.divide(own, weight, out=np.full(own.size, np.nan), where=weight > 0))
    return Noise(np.sqrt(np.maximum(shrunk, ROUNDING**2)), alone, _POOLED_FIGURES / (_POOLED_FIGURES + weight))


def _moments(standardised: Array) -> tuple[Array, Array, Array]:
    """Return how many regions each period has, the sum of their innovations and that of the squares."""
    known = np.isfinite(standardised)
    figures = np.where(known, standardised, 0.0)
    return known.sum(axis=1), figures.sum(axis=1), (figures**2).sum(axis=1)


def _correlation(standardised: Array) -> float:
    """Return the mean correlation of innovations between regions, shrunk to 0.3 (four periods' worth)."""
    count, total, square = (each[1:] for each in _moments(standardised))
    used = count >= 3
    if not used.any():
        return 0.0
    count, total, square = count[used], total[used], square[used]
    cross = _PRIOR_PERIODS * _PRIOR_CORRELATION + np.sum((total**2 - square) / (count * (count - 1)))
    own = _PRIOR_PERIODS + np.sum(square / count)
    return float(np.clip(cross / own, 0.0, _MAX_CORRELATION))


def _common_correlation(standardised: Array, scale: Array, correlation: float) -> Array:
    """Return the correlation of innovations in each period.

    What exceeds the ordinary in a volatile period moves regions as much together as the period itself
    shows; the ordinary part has the correlation of all periods. The first to publish cannot show it.
    """
    used, shown = _shown(standardised, scale)
    result = (correlation + (scale - 1.0) * _SURPLUS_SHARED) / scale
    result[used] = (correlation + (scale[used] - 1.0) * shown) / scale[used]
    return result


def _surplus_correlation(standardised: Array, scale: Array) -> float:
    """Return the correlation of innovations in volatile periods, each counted by how volatile it was."""
    used, shown = _shown(standardised, scale)
    weight = scale[used] - 1.0
    return float(weight @ shown / weight.sum()) if used.any() else 0.0


def _shown(standardised: Array, scale: Array) -> tuple[npt.NDArray[np.bool_], Array]:
    """Return which periods were volatile, and the correlation of innovations that each of them shows."""
    count, total, square = _moments(standardised)
    used = (scale > 1.0) & (count >= 3)
    shown = (total[used] ** 2 - square[used]) / ((count[used] - 1) * square[used])
    return used, np.clip(shown, 0.0, _MAX_CORRELATION)


def _informed(
    pasts: Sequence[History],
    standardised: Array,
    common_correlation: Array,
    last: int,
    run: Callable[[Sequence[History]], Run],
) -> tuple[Sequence[History], Run]:
    """Let regions that have not published yet learn from those that have.

    Given m published innovations with mean z̄ and their correlation r (`common_correlation`), a region's own has the
    mean r·m·z̄/(1 + (m − 1)·r) and keeps 1 − R² of its variance, R² = r²·m/(1 + (m − 1)·r). One figure with
    noise says the same: at the predicted value plus that mean over R², with variance (1 − R²)/R². It lies far beyond
    what is expected where R² is small, so growth is linearised at what is.
    """
    pasts = [replace(past, ytd=past.ytd.copy(), noise=past.noise.copy(), around=past.around.copy()) for past in pasts]
    newest = np.array([np.flatnonzero(np.isfinite(past.ytd))[-1] for past in pasts])
    for t in range(int(newest.min()) + 1, last + 1):
        published, correlation = standardised[t, np.isfinite(standardised[t])], common_correlation[t]
        shared = 1.0 + (published.size - 1) * correlation
        explained = correlation**2 * published.size / shared
        if explained > _MIN_EXPLAINED:
            now = run(pasts)
            mean = correlation * published.size * published.mean() / shared
            for index in np.flatnonzero(newest < t):
                spread = now.variance[t, index]
                pasts[index].ytd[t] = now.predicted[t, index] + np.sqrt(spread) * mean / explained
                pasts[index].noise[t] = spread * (1.0 - explained) / explained
                pasts[index].around[t] = now.predicted[t, index] + np.sqrt(spread) * mean
    return pasts, run(pasts)
