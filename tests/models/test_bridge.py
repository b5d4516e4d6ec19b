"""The months of a quarter that is not published yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shouguan.data.place import NATION, Place, load
from shouguan.models import bridge, panel
from shouguan.models.history import histories
from shouguan.models.model import fit_predict

OCTOBER = dt.date(2022, 10, 1)


@pytest.fixture(scope="module")
def nation() -> Place:
    return load("全国")


def reading(place: Place, day: dt.date) -> bridge.Reading | None:
    view = place.as_of(day)
    return bridge.read(view, histories(place, view, "gdp", day.year)[NATION])


def test_july_and_august_speak_of_the_third_quarter(nation: Place) -> None:
    found = reading(nation, OCTOBER)
    assert found is not None
    assert str(found.period) == "2022Q3"
    assert found.months == {"industry_va": 2, "retail": 2}
    assert found.growth == pytest.approx(3.9, abs=1.5)  # it was published as 3.9
    assert 0.1 < found.error < 2.0


def test_a_wrong_turn_of_the_regression_would_be_seen(nation: Place) -> None:
    """Better industry in the open quarter means better growth, and the forecast follows."""
    table = nation.table.copy()
    months = (table["indicator"] == "industry_va") & table["period"].isin(["2022-07", "2022-08"])
    table.loc[months, "value"] += 3.0
    lifted = replace(nation, table=table)
    before, after = reading(nation, OCTOBER), reading(lifted, OCTOBER)
    assert before is not None
    assert after is not None
    assert after.growth > before.growth + 0.3
    forecasts = [
        fit_predict(bridge.fit_predict_all, p, p.as_of(OCTOBER), "gdp", 2022, draws=1000) for p in (nation, lifted)
    ]
    assert forecasts[1].quantile(0.5) > forecasts[0].quantile(0.5)


def test_the_quarters_last_month_moves_the_forecast(nation: Place) -> None:
    """September comes out with the quarter; where it is out first, it must count (statsmodels issue 8419)."""
    row = nation.table[(nation.table["indicator"] == "industry_va") & (nation.table["period"] == "2022-09")]
    early = row.assign(released_on=pd.Timestamp("2022-09-30"), value=-8.0)
    place = replace(nation, table=pd.concat([nation.table, early], ignore_index=True))
    with_september, without = (
        fit_predict(bridge.fit_predict_all, p, p.as_of(OCTOBER), "gdp", 2022, draws=1000) for p in (place, nation)
    )
    found = reading(place, OCTOBER)
    assert found is not None
    assert found.months == {"industry_va": 3, "retail": 2}, "indicators may end in different months"
    assert with_september.quantile(0.5) < without.quantile(0.5) - 0.1


def test_months_narrow_the_interval(nation: Place) -> None:
    view = nation.as_of(OCTOBER)
    blind = fit_predict(panel.fit_predict_all, nation, view, "gdp", 2022, draws=4000)
    told = fit_predict(bridge.fit_predict_all, nation, view, "gdp", 2022, draws=4000)
    assert np.ptp(told.interval(0.80)) < np.ptp(blind.interval(0.80))
    assert told.known == blind.known
    assert told.model == "bridge"


@pytest.mark.parametrize(("indicator", "day"), [("gdp", dt.date(2022, 10, 25)), ("fai", OCTOBER)])
def test_where_no_month_of_the_open_quarter_is_out_it_is_the_panel(nation: Place, indicator: str, day: dt.date) -> None:
    view = nation.as_of(day)
    ours, theirs = (
        fit_predict(each.fit_predict_all, nation, view, indicator, 2022, draws=500) for each in (bridge, panel)
    )
    np.testing.assert_array_equal(ours.full_year, theirs.full_year)
    assert ours.model == "panel"


def test_too_few_past_quarters_say_nothing(nation: Place) -> None:
    assert reading(nation, dt.date(2017, 9, 1)) is None


def test_january_counts_with_february(nation: Place) -> None:
    found = reading(nation, dt.date(2022, 4, 1))
    assert found is None or found.months["industry_va"] == 2
