"""Estimates that are held: the same figures give the same draws, other figures other states but the same estimates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from shouguan.core.periods import QUARTERLY
from shouguan.core.ytd import Array
from shouguan.data.place import Place, load
from shouguan.data.year_weights import YearWeights
from shouguan.models import bridge, calibrated
from shouguan.models.calibration import Calibration
from shouguan.models.draws import simulate
from shouguan.models.estimates import Estimated, Held
from shouguan.models.history import History
from shouguan.models.level import filter_together
from shouguan.models.outlook import Joint

OCTOBER = dt.date(2022, 10, 1)  # July and August are out, the third quarter is not
NOVEMBER = dt.date(2022, 11, 1)


def panel(noise: float = 0.3, regions: int = 5, shock: float = 0.0, known: int = 3) -> list[History]:
    """Six years that end with 2020: steady growth of 6 % with noise, and a shock to all in the newest quarter."""
    rng = np.random.default_rng(8)
    weights = YearWeights(2020, np.array([0.21, 0.45, 0.70, 1.0]), None, None, False)
    pasts = []
    for number in range(regions):
        ytd = np.round(6.0 + rng.normal(0.0, noise, 24), 1)
        ytd[20 + known - 1] += shock
        ytd[20 + known :] = np.nan
        periods = [period for year in range(2015, 2021) for period in QUARTERLY.periods(year)]
        pasts.append(History(f"{number:06d}", periods, ytd, np.tile(weights.cumulative, 6), weights, known))
    return pasts


def drawn(pasts: list[History], held: Estimated | None = None) -> list[tuple[Array, Array]]:
    return list(simulate(filter_together(pasts, held=held), 0, 200).values())


def both(model: Callable[..., Joint], *where: Any, **more: Any) -> tuple[Joint, Held]:
    """Return a forecast and what was estimated for it."""
    joint = model(*where, **more)
    assert joint.estimated is not None
    return joint, joint.estimated


@pytest.fixture(scope="module")
def nation() -> Place:
    """The nation with three of its provinces: as true as with all, and faster."""
    whole = load("全国")
    few = whole.table["region"].isin(["100000", "110000", "370000", "410000"])
    return replace(whole, table=whole.table[few])


def test_on_the_same_figures_held_estimates_repeat_the_draws_to_the_last_bit() -> None:
    pasts = panel()
    pasts[1] = replace(pasts[1], ytd=np.where(np.arange(24) == 22, np.nan, pasts[1].ytd), known=2)  # not yet out
    held = filter_together(pasts).estimated
    assert held.passes > 2, "one that settles at once would prove nothing"
    for (carried, rest), (carried_again, rest_again) in zip(drawn(pasts), drawn(pasts, held), strict=True):
        np.testing.assert_array_equal(carried, carried_again)
        np.testing.assert_array_equal(rest, rest_again)


def test_on_other_figures_noise_and_correlation_stay() -> None:
    quiet, loud = filter_together(panel(0.2)), panel(1.5)
    free, held = filter_together(loud), filter_together(loud, held=quiet.estimated)
    assert np.all(free.sigma > 2 * quiet.sigma)
    np.testing.assert_array_equal(held.sigma, quiet.sigma)
    assert held.correlation == quiet.correlation != free.correlation
    assert held.estimated is quiet.estimated


def test_the_last_pass_is_the_estimate() -> None:
    found = filter_together(panel())
    np.testing.assert_array_equal(found.estimated.sigma[-1], found.sigma)
    assert found.estimated.together(99) == found.estimated.correlation[-1] == found.correlation


def test_volatility_is_not_held() -> None:
    """A shock that the old figures did not have is told from noise in the new ones, and it settles."""
    calm = filter_together(panel())
    shaken = filter_together(panel(shock=-8.0), held=calm.estimated)
    assert calm.volatility_scale[22] < 2.0
    assert shaken.volatility_scale[22] > 20.0
    once, often = (
        Estimated(calm.estimated.regions, np.repeat([calm.sigma], n, axis=0), np.repeat(calm.correlation, n))
        for n in (1, 24)
    )
    settled = filter_together(panel(shock=-8.0), held=often)
    np.testing.assert_allclose(shaken.volatility_scale, settled.volatility_scale, rtol=1e-3)
    np.testing.assert_allclose(
        filter_together(panel(shock=-8.0), held=once).volatility_scale, settled.volatility_scale, rtol=1e-3
    )


def test_the_estimate_is_reached_even_where_nothing_moves_before() -> None:
    calm = filter_together(panel())
    late = Estimated(calm.estimated.regions, np.array([calm.sigma] * 20 + [2 * calm.sigma]), np.full(21, 0.2))
    np.testing.assert_array_equal(filter_together(panel(), held=late).sigma, 2 * calm.sigma)


def test_a_region_that_was_not_known_has_the_noise_of_all_together() -> None:
    held = Estimated(("000000", "000001"), np.array([[1.0, 1.0], [3.0, 4.0]]), np.array([0.0, 0.5]))
    assert list(held.noise(1, ("000001", "000009", "000000"))) == [4.0, np.sqrt(12.5), 3.0]
    assert list(held.noise(7, ("000000",))) == [3.0], "after the last pass the estimate stays"
    more = filter_together(panel(regions=6), held=filter_together(panel(regions=5)).estimated)
    assert more.sigma[5] == pytest.approx(np.sqrt(np.mean(more.sigma[:5] ** 2)), rel=1e-12)


@pytest.mark.parametrize("day", [OCTOBER, NOVEMBER], ids=["with-months", "without-months"])
def test_the_printed_forecast_repeats_itself(nation: Place, day: dt.date) -> None:
    view = nation.as_of(day)
    joint, held = both(calibrated.fit_predict_all, nation, view, "gdp", 2022, draws=300)
    again, kept = both(calibrated.fit_predict_all, nation, view, "gdp", 2022, draws=300, held=held)
    np.testing.assert_array_equal(joint.full_year, again.full_year)
    printed = calibrated.fit_predict(nation, view, "gdp", 2022, draws=300)
    np.testing.assert_array_equal(joint.of("100000", "gdp").full_year, printed.full_year)
    assert (held.with_monthly is None) == (day == NOVEMBER)
    assert kept.without_monthly is held.without_monthly
    assert kept.with_monthly is held.with_monthly
    assert kept.factors == held.factors


def test_each_filter_is_held_at_its_own_estimates(nation: Place) -> None:
    view = nation.as_of(OCTOBER)
    joint, held = both(bridge.fit_predict_all, nation, view, "gdp", 2022, draws=300)
    assert held.with_monthly is not None
    told = replace(held.with_monthly, sigma=3 * held.with_monthly.sigma)
    louder = replace(held, with_monthly=told)
    wide, kept = both(bridge.fit_predict_all, nation, view, "gdp", 2022, draws=300, held=louder)
    assert np.ptp(wide.of("100000", "gdp").interval(0.8)) > 1.2 * np.ptp(joint.of("100000", "gdp").interval(0.8))
    assert kept.without_monthly is held.without_monthly
    _, standing_in = both(bridge.fit_predict_all, nation, view, "gdp", 2022, draws=300, held=Held(told, None))
    assert standing_in.with_monthly is told, "where no month was out, the filter without months stands in"


def test_the_interval_keeps_the_factors_that_are_held(nation: Place) -> None:
    view = nation.as_of(NOVEMBER)
    _, held = both(calibrated.fit_predict_all, nation, view, "gdp", 2022, draws=300)
    plain, double = (
        calibrated.fit_predict_all(
            nation, view, "gdp", 2022, draws=300, held=replace(held, factors={"100000": Calibration(f, n=9)})
        )
        for f in (1.0, 2.0)
    )
    narrow, wide = (np.ptp(joint.of("100000", "gdp").full_year) for joint in (plain, double))
    assert wide == pytest.approx(2 * narrow, rel=1e-6)
    assert double.of("110000", "gdp").full_year == pytest.approx(plain.of("110000", "gdp").full_year)


def test_a_region_whose_year_is_out_already_stays_as_it_is(nation: Place) -> None:
    """The nation publishes the year's figure days before its provinces do."""
    shandong = replace(nation, settings=nation.settings.model_copy(update={"region": "370000"}))
    before, between = dt.date(2020, 12, 1), dt.date(2021, 1, 20)
    _, held = both(calibrated.fit_predict_all, shandong, shandong.as_of(before), "gdp", 2020, draws=300)
    assert held.factors["100000"].n > 0
    joint = calibrated.fit_predict_all(shandong, shandong.as_of(between), "gdp", 2020, draws=300, held=held)
    assert len(joint.of("100000", "gdp").known) == 4
    assert np.isfinite(joint.of("370000", "gdp").quantile(0.5))
