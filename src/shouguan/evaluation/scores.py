"""Scores of past forecasts: errors, probability scores, coverage, reliability, and whether a lead is luck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import scoringrules as sr
from scipy.special import stdtr

from shouguan.core.ytd import ROUNDING, Array
from shouguan.data.place import NATION
from shouguan.evaluation.backtest import GRID, Forecast
from shouguan.models.calibration import LEVELS

_DIGITS = 4
TARGET_STEPS = (-1.0, -0.5, 0.5, 1.0)
"""Where no target is on record: last year's growth with these points added stands for one."""
_FEWEST_ERRORS = 8
_FEWEST_YEARS_OF_A_KIND = 3
_TAIL = 9  # of the grid: from its first level to its tenth
_LEAST_WIDTH, _LEAST_CHANCE = 1e-3, 1e-6


def summary(forecasts: Sequence[Forecast], everything: Sequence[Forecast]) -> dict[str, Any]:
    """Score one model at one origin.

    Parameters
    ----------
    forecasts : sequence of Forecast
        What is scored.
    everything : sequence of Forecast
        These and those of earlier years: a rule's interval comes from its own errors in earlier years.

    Returns
    -------
    dict
        `n, mae, rmse, crps, interval_score80, coverage50, coverage80, coverage95` (coverages as fractions),
        `yardsticks` with the same by rule, `log_score`, `pit` (shares by fifths) and `brier` of chances of stand-in
        targets.
    """
    truth = np.array([each.truth for each in forecasts])
    scores = _scores(truth, np.array([each.median for each in forecasts]), [each.values for each in forecasts])
    chance_score = brier(forecasts)
    scores["log_score"] = round(float(np.mean([log_score(each) for each in forecasts])), _DIGITS)
    fifths = np.histogram([pit(each) for each in forecasts], np.linspace(0.0, 1.0, 6))[0] / len(forecasts)
    scores["pit"] = [round(float(share), _DIGITS) for share in fifths]
    scores["brier"] = round(chance_score, _DIGITS) if np.isfinite(chance_score) else None
    scores["yardsticks"] = {name: _rule_scores(name, forecasts, everything) for name in forecasts[0].yardsticks}
    return scores


def by_year(forecasts: Sequence[Forecast], everything: Sequence[Forecast]) -> dict[str, dict[str, Any]]:
    """Return `summary` of each year, with whether it counted as turning."""
    return {
        str(year): {
            "turning": bool(np.mean([each.turning for each in group]) > 0.5),
            **summary(group, everything),
        }
        for year in sorted({each.year for each in forecasts})
        if (group := [each for each in forecasts if each.year == year])
    }


def by_kind(forecasts: Sequence[Forecast], everything: Sequence[Forecast]) -> dict[str, dict[str, Any]]:
    """Return `summary` of calm and of turning years, each with the 95 % interval of its coverage over years."""
    kinds = {}
    for name, turning in (("calm", False), ("turning", True)):
        group = [each for each in forecasts if each.turning == turning]
        if group:
            low, high = clustered_coverage(group)
            span = [round(low, _DIGITS), round(high, _DIGITS)]
            kinds[name] = {**summary(group, everything), "coverage80_interval95": span}
    return kinds


def against_rules(forecasts: Sequence[Forecast]) -> dict[str, dict[str, float | None]]:
    """Return Diebold and Mariano's test of absolute errors against each rule; null with too few years."""
    truth = np.array([each.truth for each in forecasts])
    years = np.array([each.year for each in forecasts])
    ours = np.abs(np.array([each.median for each in forecasts]) - truth)
    tests: dict[str, dict[str, float | None]] = {}
    for name in forecasts[0].yardsticks:
        theirs = np.abs(np.array([each.yardsticks[name] for each in forecasts]) - truth)
        statistic, p = diebold_mariano(ours, theirs, years)
        known = bool(np.isfinite(statistic))
        tests[name] = {
            "statistic": round(statistic, _DIGITS) if known else None,
            "p": round(p, _DIGITS) if known else None,
        }
    return tests


def brier(forecasts: Sequence[Forecast]) -> float:
    """Return the mean Brier score of the chances of stand-in targets (last year's growth ± 0.5 and ± 1.0)."""
    pairs = list(chances(forecasts))
    return float(np.mean([(chance - met) ** 2 for chance, met in pairs])) if pairs else float("nan")


def chances(forecasts: Iterable[Forecast]) -> Iterable[tuple[float, bool]]:
    """Yield the chance given to each stand-in target, and whether it was met as published."""
    for each in forecasts:
        if each.last_year is not None:
            for step in TARGET_STEPS:
                target = each.last_year + step
                chance = float(np.mean(each.values >= target - ROUNDING))
                yield chance, each.truth >= target - 1e-9


def reliability(forecasts: Iterable[Forecast], bins: int = 5) -> list[dict[str, float]]:
    """Return, for each fifth of the scale, the mean chance given, how often it came true, and n."""
    pairs = np.array([(chance, float(met)) for chance, met in chances(forecasts)]).reshape(-1, 2)
    slot = np.minimum((pairs[:, 0] * bins).astype(int), bins - 1)
    return [
        {
            "chance": round(float(own[:, 0].mean()), _DIGITS),
            "met": round(float(own[:, 1].mean()), _DIGITS),
            "n": len(own),
        }
        for index in range(bins)
        if len(own := pairs[slot == index])
    ]


def diebold_mariano(ours: Array, theirs: Array, years: Array) -> tuple[float, float]:
    """Test whether mean losses differ, with years as the unit because regions of a year err together.

    Parameters
    ----------
    ours, theirs : ndarray, shape (n,)
        Losses of the same forecasts.
    years : ndarray, shape (n,)

    Returns
    -------
    (statistic, p) : tuple of float
        Negative where ours are smaller; two-sided, Student's t with (years − 1) degrees of freedom after
        Harvey, Leybourne and Newbold (1997, *International Journal of Forecasting* 13), whose correction is
        √((T − 1)/T) at horizon one. NaN with fewer than three years.
    """
    means = np.array([np.mean((ours - theirs)[years == year]) for year in np.unique(years)])
    count = means.size
    if count < 3 or np.ptp(means) == 0:
        return float("nan"), float("nan")
    plain = means.mean() / np.sqrt(means.var() / count)
    statistic = float(plain * np.sqrt((count - 1) / count))
    return statistic, float(2 * stdtr(count - 1, -abs(statistic)))


def clustered(values: Array, years: Array, seed: int = 0, draws: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean when whole years are drawn.

    Parameters
    ----------
    values, years : ndarray, shape (n,)
    """
    each = np.unique(years)
    sums = np.array([values[years == year].sum() for year in each])
    counts = np.array([np.sum(years == year) for year in each])
    drawn = np.random.default_rng(seed).integers(each.size, size=(draws, each.size))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def clustered_coverage(forecasts: Sequence[Forecast], level: float = 0.80) -> tuple[float, float]:
    """Return the 95 % interval of the coverage of `level`, with years as the unit."""
    inside = np.array([covered(each, level) for each in forecasts], dtype=float)
    return clustered(inside, np.array([each.year for each in forecasts]))


def covered(forecast: Forecast, level: float) -> bool:
    """Whether the truth as published lies in the central interval."""
    low, high = forecast.interval(level)
    return low <= forecast.truth <= high


def crps(forecast: Forecast) -> float:
    """Return the continuous ranked probability score of one forecast, points."""
    return float(sr.crps_ensemble(forecast.truth, forecast.values))


def pit(forecast: Forecast) -> float:
    """Return the probability integral transform: the chance that was given to less than what came."""
    return float(np.interp(forecast.truth, forecast.quantiles, GRID, left=0.0, right=1.0))


def log_score(forecast: Forecast) -> float:
    """Return minus the logarithm of the density, per point, that was given to the published figure's rounding band.

    Less is better. Beyond the outermost quantiles the tails fall off exponentially, as they do between the last ten.
    """
    quantiles, steps = forecast.values, np.log(GRID[_TAIL] / GRID[0])
    low, high = (
        max(float(width), _LEAST_WIDTH) / steps for width in quantiles[[_TAIL, -1]] - quantiles[[0, -1 - _TAIL]]
    )

    def below(growth: float) -> float:
        if growth < quantiles[0]:
            return float(GRID[0] * np.exp((growth - quantiles[0]) / low))
        if growth > quantiles[-1]:
            return float(1.0 - GRID[0] * np.exp((quantiles[-1] - growth) / high))
        return float(np.interp(growth, quantiles, GRID))

    band = below(forecast.truth + ROUNDING) - below(forecast.truth - ROUNDING)
    return -float(np.log(max(band, _LEAST_CHANCE) / (2 * ROUNDING)))


def _rule_scores(name: str, forecasts: Sequence[Forecast], everything: Sequence[Forecast]) -> dict[str, Any]:
    """Score a rule; its distribution is its point plus its own errors of earlier years at the same origin.

    Years of the same kind alone count once there are three, as ours learn from years alike, and the nation's alone for
    the nation once they are enough.
    """
    truth = np.array([each.truth for each in forecasts])
    points = np.array([each.yardsticks[name] for each in forecasts])
    same = [past for past in everything if (past.known, past.model) == (forecasts[0].known, forecasts[0].model)]
    errors: dict[tuple[int, bool, bool], Array] = {}
    for each in forecasts:
        at = each.year, each.turning, each.region == NATION
        if at not in errors:
            errors[at] = _errors_alike(name, each, same)
    enough = all(past.size >= _FEWEST_ERRORS for past in errors.values())
    spread = [
        point + errors[each.year, each.turning, each.region == NATION]
        for point, each in zip(points, forecasts, strict=True)
    ]
    return _scores(truth, points, spread if enough else None)


def _errors_alike(name: str, forecast: Forecast, everything: Sequence[Forecast]) -> Array:
    """Return a rule's errors of earlier years, of its kind of year and of the nation or the regions where enough."""
    past = [each for each in everything if each.year < forecast.year]
    own = [each for each in past if (each.region == NATION) == (forecast.region == NATION)]
    past = own if len(own) >= _FEWEST_ERRORS else past
    kind = [each for each in past if each.turning == forecast.turning]
    if len(kind) >= _FEWEST_ERRORS and len({each.year for each in kind}) >= _FEWEST_YEARS_OF_A_KIND:
        past = kind
    return np.array([each.truth - each.yardsticks[name] for each in past])


def _scores(truth: Array, points: Array, distributions: list[Array] | None) -> dict[str, Any]:
    away = points - truth
    result: dict[str, Any] = {
        "n": int(truth.size),
        "mae": round(float(np.abs(away).mean()), _DIGITS),
        "rmse": round(float(np.sqrt(np.mean(away**2))), _DIGITS),
    }
    if distributions is None:
        return {**result, "crps": None, "interval_score80": None, **{f"coverage{100 * x:.0f}": None for x in LEVELS}}
    scores = [float(sr.crps_ensemble(t, d)) for t, d in zip(truth, distributions, strict=True)]
    result["crps"] = round(float(np.mean(scores)), _DIGITS)
    ends = {level: [_ends(each, level) for each in distributions] for level in LEVELS}
    low80, high80 = np.array(ends[0.80]).T
    result["interval_score80"] = round(float(np.mean(sr.interval_score(truth, low80, high80, 0.20))), _DIGITS)
    for level in LEVELS:
        inside = [low <= t <= high for t, (low, high) in zip(truth, ends[level], strict=True)]
        result[f"coverage{100 * level:.0f}"] = round(float(np.mean(inside)), _DIGITS)
    return result


def _ends(values: Array, level: float) -> tuple[float, float]:
    """Return a central interval by order statistics of rank (n + 1)·p: right for few values too."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], method="weibull")
    return float(low), float(high)
