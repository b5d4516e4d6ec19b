"""Leaning: how far, by hand; what is learned, from which years; and what it was worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from shouguan.data.place import NATION, load
from shouguan.models import bridge, calibrated, track_record
from shouguan.models.leaning import NEAR, TO_PEERS, TO_YTD, Ahead, Coefficients, Lean, Missed, leans, learn

REST = (5.0, 5.5, 6.0, 6.5, 7.5)


def group(ytd: float = 6.4, weight: float = 0.45, count: int = 5) -> dict[str, Ahead]:
    return {str(index): Ahead(ytd, rest, weight, 0.5) for index, rest in enumerate(REST[:count])}


def test_a_group_leans_together_to_its_ytd_growth_and_apart_to_its_middle() -> None:
    found = leans({**group(), NATION: Ahead(6.2, 6.3, 0.45, 0.4), "out": Ahead(6.0, 0.0, 1.0, 0.5)})
    near = 0.55 * 0.4 * np.exp(-0.5 * (0.4 / (NEAR * 0.5)) ** 2)  # 6.4 against a middle of 6.0
    for index, rest in enumerate(REST):
        assert found[str(index)] == pytest.approx(Lean(near, 0.55 * (6.0 - rest)))
    assert found[NATION].to_ytd == pytest.approx(-0.55 * 0.1 * np.exp(-0.5 * (0.1 / (NEAR * 0.4)) ** 2))
    assert found[NATION].to_peers == 0.0
    assert "out" not in found


def test_a_year_that_turns_leans_to_nothing_but_the_peers() -> None:
    found = leans(group(ytd=-3.0))
    assert abs(found["0"].to_ytd) < 1e-9
    assert found["0"].to_peers == pytest.approx(0.55)


def test_few_regions_are_no_peers_and_a_year_not_begun_has_no_ytd_growth() -> None:
    assert all(each.to_peers == 0.0 and each.to_ytd != 0.0 for each in leans(group(count=4)).values())
    assert all(each.to_ytd == 0.0 and abs(each.to_peers) < 1.6 for each in leans(group(weight=0.0)).values())


def past(years: int, to_ytd: float, to_peers: float) -> list[Missed]:
    """Make past forecasts whose errors are so much of the way they would have leaned, with little beside."""
    rng = np.random.default_rng(0)
    made = []
    for year in range(years):
        common = rng.normal(0.0, 0.5)
        apart = rng.normal(0.0, 0.5, 31)
        for index, own in enumerate(apart - np.median(apart)):
            error = to_ytd * common + to_peers * own + rng.normal(0.0, 0.05)
            made.append(Missed(str(index), year, 2, Lean(common, own), error, 0.4))
    return made


@pytest.mark.parametrize("coefficients", [(0.0, 0.0), (0.8, 0.3)])
def test_what_the_past_shows_is_learned(coefficients: tuple[float, float]) -> None:
    assert learn(past(40, *coefficients)) == pytest.approx(coefficients, abs=0.15)
    early = learn(past(1, *coefficients))
    assert abs(early.to_ytd - TO_YTD[0]) < abs(early.to_ytd - coefficients[0])  # one year does not overturn the prior
    assert learn([]) == pytest.approx((TO_YTD[0], TO_PEERS[0]))


def test_only_earlier_years_teach(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, known = track_record._rows(), track_record._leaning.__wrapped__
    file = track_record.record_file()
    now, later = (track_record.leaning("gdp", year) for year in (2020, 2022))
    monkeypatch.setattr(track_record, "_rows", lambda: rows.assign(truth=rows["truth"].where(rows["year"] < 2020, 99)))
    assert known(file, "gdp", 2020) == now
    assert known(file, "gdp", 2022) != later
    assert known(file, "gdp", 2000) == known(file, "fai", 2020) == Coefficients()


def test_the_printed_forecast_is_the_drawn_one_moved() -> None:
    nation = load("全国")
    view = nation.as_of(dt.date(2019, 7, 31))
    drawn = bridge.fit_predict_all(nation, view, "gdp", 2019, draws=400)
    printed = calibrated.fit_predict_all(nation, view, "gdp", 2019, draws=400)
    learned = track_record.leaning("gdp", 2019)
    for before, after in zip(drawn, printed, strict=True):
        moved = np.median(after.full_year) - np.median(before.full_year)
        assert moved == pytest.approx(learned.moved(drawn.leans[before.region]), abs=1e-9)


def test_on_record_it_lowers_the_error_of_every_origin() -> None:
    rows = track_record._rows()
    rows = rows[(rows["indicator"] == "gdp") & rows["year"].between(2018, 2022) & (rows["region"] != NATION)]
    errors = rows[["median", "drawn"]].sub(rows["truth"], axis=0).abs().groupby(rows["known_periods"]).mean()
    assert len(errors) == 3
    assert (errors["median"] < errors["drawn"] - 0.015).all()


@pytest.mark.parametrize("wild", [-59.0, 1e9])
@pytest.mark.parametrize("newest", ["2022Q3", "2022Q2"], ids=["of this quarter", "others have published more"])
def test_a_figure_that_no_level_can_have_is_leant_to_as_little_as_it_is_believed(wild: float, newest: str) -> None:
    here = load("山东")
    table = here.table
    own = (table[["region", "indicator", "basis", "measure"]] == [here.region, "gdp", "ytd", "growth"]).all(axis=1)
    table = table[~(own & (table.period > newest) & table.period.str.startswith("2022"))].copy()
    own = own.reindex(table.index) & (table.period == newest)
    assert own.sum() == 1

    def median(value: float) -> float:
        changed = table.copy()
        changed.loc[own, "value"] = value
        place = replace(here, table=changed.reset_index(drop=True))
        outlook = calibrated.fit_predict(place, place.as_of(dt.date(2022, 10, 28)), "gdp", 2022, draws=500)
        return outlook.quantile(0.5)

    assert median(wild) == pytest.approx(median(np.nan), abs=1.0)
