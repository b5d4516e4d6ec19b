"""The panel on places: alone it is the single series, and yearly series and January are served too."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shouguan.data.place import Place, load
from shouguan.models import bridge, calibrated, panel, statespace, track_record
from shouguan.models.model import fit_predict

AFTER_Q3 = dt.date(2020, 10, 25)


@pytest.fixture(scope="module")
def nation() -> Place:
    return load("全国")


def test_one_region_alone_is_the_single_series(nation: Place) -> None:
    view = nation.as_of(AFTER_Q3)
    alone = fit_predict(panel.fit_predict_all, nation, view, "fai", 2020, draws=500)
    np.testing.assert_array_equal(
        alone.full_year, fit_predict(statespace.fit_predict_all, nation, view, "fai", 2020, draws=500).full_year
    )


def test_draw_i_of_one_region_goes_with_draw_i_of_another(nation: Place) -> None:
    joint = panel.fit_predict_all(nation, nation.as_of(dt.date(2020, 10, 28)), "gdp", 2020, draws=4000)
    assert len(joint.outlooks) == 32
    correlations = np.asarray(np.corrcoef(joint.full_year))[np.triu_indices(32, 1)]
    assert 0.02 < correlations.mean() < 0.6
    again = panel.fit_predict_all(nation, nation.as_of(dt.date(2020, 10, 28)), "gdp", 2020, draws=4000)
    np.testing.assert_array_equal(joint.full_year, again.full_year)


def test_the_parts_of_expected_growth_add_up_to_it(nation: Place) -> None:
    outlook = fit_predict(panel.fit_predict_all, nation, nation.as_of(dt.date(2021, 5, 1)), "gdp", 2021)
    log_growth = np.sum(list(outlook.parts.values()), axis=0)
    expected = 100 * np.expm1(log_growth / 100)
    np.testing.assert_allclose(np.median(outlook.remaining, axis=0), expected, atol=0.3)
    assert outlook.parts["base"][0] > 0.0, "the second quarter of 2020 was a low base"


def test_the_calibration_knows_years_before_the_reports_only(nation: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    view = nation.as_of(dt.date(2019, 10, 25))
    ours = calibrated.fit_predict(nation, view, "gdp", 2019).full_year
    rows = track_record._rows()
    later = rows.assign(truth=rows["truth"].where(rows["year"] < 2019, 99.0))
    monkeypatch.setattr(track_record, "_rows", lambda: later)
    np.testing.assert_array_equal(calibrated.fit_predict(nation, view, "gdp", 2019).full_year, ours)
    earlier = rows.assign(truth=rows["truth"].where(rows["year"] != 2018, 99.0))
    monkeypatch.setattr(track_record, "_rows", lambda: earlier)
    assert not np.array_equal(calibrated.fit_predict(nation, view, "gdp", 2019).full_year, ours)


@pytest.mark.parametrize("code", ["110000", "440000"])
def test_one_region_alone_has_the_draws_that_it_has_among_all(code: str) -> None:
    place = load(code)
    view = place.as_of(dt.date(2022, 10, 1))
    among_all = bridge.fit_predict_all(place, view, "gdp", 2022, seed=3, draws=200)
    alone = bridge.fit_predict_all(place, view, "gdp", 2022, seed=3, draws=200, only=code)
    assert [outlook.region for outlook in alone] == [code]
    np.testing.assert_array_equal(alone.full_year[0], among_all.of(code, "gdp").full_year)
    assert among_all.estimated is not None
    assert alone.estimated is not None
    np.testing.assert_array_equal(among_all.estimated.without_monthly.sigma, alone.estimated.without_monthly.sigma)
