"""The backtest: honest about its days, resumable, the same on one core and two, and good enough to keep."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shouguan.core.errors import DataError, UsageError
from shouguan.data import observations, place, views
from shouguan.data.place import Place
from shouguan.evaluation import backtest, long_tables, scores
from shouguan.evaluation.backtest import Forecast
from shouguan.ingest.readers.tables.panel import COLUMNS, read_panel
from shouguan.models import panel


def write_panel(folder: Path, *, provinces: int = 31, first: int = 2015) -> Path:
    """Write the official provinces as a panel file."""
    table = place.official_table()
    own = table[(table["indicator"] == "gdp") & (table["basis"] == "ytd") & (table["region"] != place.NATION)]
    own = own[own["period"] >= str(first)]
    wide = own.pivot_table(index=["region", "period"], columns="measure", values="value").reset_index()
    wide = wide[wide["region"].isin(sorted(wide["region"].unique())[:provinces])]
    file = folder / "gdp.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS["gdp"])
        for region, period, growth, value in wide[["region", "period", "growth", "value"]].itertuples(index=False):
            writer.writerow([region, place.official_regions()[region].name, period[:4], period[-1], value, growth])
    return file


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Forecast]:
    where = read_panel(write_panel(tmp_path_factory.mktemp("panel")), "gdp")
    return backtest.run(where, "gdp", range(2018, 2023), (1, 2, 3), jobs=2)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return read_panel(write_panel(tmp_path_factory.mktemp("few"), provinces=4, first=2017), "gdp")


@pytest.mark.parametrize(("known", "most"), [(3, 0.37), (2, 0.66), (1, 1.00)])
def test_errors_stay_below_the_floor_and_calm_years_below_the_best_rule(
    everything: list[Forecast], known: int, most: float
) -> None:
    own = [each for each in everything if each.known == known and each.year >= 2018]
    found = scores.summary(own, everything)
    assert found["n"] == 155
    assert found["mae"] <= most
    assert all(found["crps"] < 0.85 * rule["crps"] for rule in found["yardsticks"].values())
    calm = scores.summary([each for each in own if each.year < 2020], everything)
    assert calm["mae"] <= 0.90 * calm["yardsticks"]["carry_ytd"]["mae"]


def test_the_interval_holds_about_eighty_per_cent(everything: list[Forecast]) -> None:
    own = [each for each in everything if each.year >= 2018]
    assert 0.76 <= np.mean([scores.covered(each, 0.80) for each in own]) <= 0.84
    for turning in (False, True):
        group = [each for each in own if each.turning == turning]
        assert 0.74 <= np.mean([scores.covered(each, 0.80) for each in group]) <= 0.86


def test_a_year_is_called_turning_by_what_was_known(everything: list[Forecast]) -> None:
    kinds = {each.year: each.turning for each in everything}
    assert [kinds[year] for year in range(2018, 2023)] == [False, False, True, True, True]


def test_investment_after_september() -> None:
    found = backtest.run(place.load("全国"), "fai", range(2014, 2025), (8,), jobs=1)
    own = [each for each in found if each.year >= 2014]
    assert len(own) == 11
    assert np.mean([abs(each.median - each.truth) for each in own]) <= 0.39


def altered(where: Place, after: str, by: float = 3.0) -> Place:
    """Change every growth released after a day."""
    table = where.table.copy()
    later = (table["released_on"] > pd.Timestamp(after)) & (table["measure"] == "growth")
    table.loc[later, "value"] += by
    return replace(where, table=table)


def same(ours: list[Forecast], theirs: list[Forecast]) -> bool:
    return all(a.quantiles == b.quantiles for a, b in zip(ours, theirs, strict=True))


def test_what_comes_later_changes_no_forecast(few: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def until_h1_2021(where: Place) -> list[Forecast]:
        found = backtest.run(where, "gdp", (2020, 2021), (1, 2), jobs=1)
        return [each for each in found if (each.year, each.known) <= (2021, 2)]

    after = altered(few, "2021-07-25")
    ours, theirs = until_h1_2021(few), until_h1_2021(after)
    assert same(ours, theirs)
    assert [each.truth for each in ours] != [each.truth for each in theirs]
    # And the same check notices a view that sees what comes three months later.
    real = observations.as_of

    def leaking(table: pd.DataFrame, day: dt.date) -> observations.View:
        late = real(table, day + dt.timedelta(days=95)).table
        known = real(table, day).table[["region", "period"]].merge(late[late["measure"] == "growth"])
        shift = late.loc[late["measure"] == "growth", "value"].mean() - known["value"].mean()
        honest = real(table, day).table.copy()
        honest.loc[honest["measure"] == "growth", "value"] += shift
        return observations.View(day, honest)

    monkeypatch.setattr(views, "as_of", leaking)
    few, after = (replace(each, table=each.table.copy()) for each in (few, after))  # views of the others are kept
    assert not same(until_h1_2021(few), until_h1_2021(after))


def test_the_truth_is_the_first_release(few: Place) -> None:
    table = few.table
    final = table[(table["period"] == "2021Q4") & (table["measure"] == "growth")]
    revised = final.assign(released_on=pd.Timestamp("2023-01-01"), value=final["value"] + 1.0, vintage="revised")
    twice = replace(few, table=pd.concat([table, revised], ignore_index=True))
    first, again = (
        {each.region: each.truth for each in backtest.run(where, "gdp", (2021,), (3,), jobs=1) if each.year == 2021}
        for where in (few, twice)
    )
    assert first == again


def test_one_core_and_two_and_a_second_run_agree(few: Place) -> None:
    runs = [backtest.run(few, "gdp", (2019,), (3,), jobs=jobs) for jobs in (1, 2, 1)]
    assert same(runs[0], runs[1])
    assert same(runs[0], runs[2])


def test_a_broken_off_backtest_goes_on_and_a_changed_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_panel(tmp_path, provinces=2, first=2018)
    made: list[tuple[int, int]] = []
    real = backtest._Work.part

    def counted(work: backtest._Work, task: tuple[int, int]) -> list[Forecast]:
        made.append(task)
        return real(work, task)

    monkeypatch.setattr(backtest._Work, "part", counted)
    kept = tmp_path / "kept"

    def run() -> list[Forecast]:
        return backtest.run(read_panel(file, "gdp"), "gdp", (2020, 2021), (3,), jobs=1, resume=kept)

    first = run()
    assert len(made) == 3
    next(kept.iterdir()).unlink()
    again = run()
    assert len(made) == 4
    assert sorted(map(repr, first)) == sorted(map(repr, again))
    file.write_text(file.read_text("utf-8").replace(",2018,1,", ",2018,1,", 1) + "\n", encoding="utf-8")
    run()
    assert len(made) == 7


@pytest.mark.parametrize("models", [("statespace",), ("combine",), ("panel", "statespace", "combine")])
def test_every_model_can_be_tested(few: Place, models: tuple[str, ...]) -> None:
    found = backtest.run(few, "gdp", (2020, 2021), (2,), models=models, jobs=1)
    assert {each.model for each in found} == set(models)
    assert all(np.isfinite(each.quantiles).all() for each in found)


@pytest.mark.usefixtures("english")
def test_nothing_to_test_is_refused(few: Place) -> None:
    for year in (2017, 2030):
        if year == 2017:
            with pytest.raises(DataError, match="nothing to test"):
                backtest.run(few, "gdp", (year,), (3,))
    with pytest.raises(UsageError, match="expected one of Q1, H1, Q3"):
        backtest.origins_from(("Q2",), "gdp")
    assert backtest.origins_from(("m09",), "fai") == [8]
    assert backtest.origins_from((), "gdp") == [1, 2, 3]


def test_a_years_calibration_knows_earlier_years_only(everything: list[Forecast]) -> None:
    raw = [replace(each, quantiles=list(each.quantiles)) for each in everything if each.known == 3]
    changed = [replace(each, truth=each.truth + 9.0) if each.year >= 2020 else each for each in raw]
    ours = [each for each in backtest.calibrated(raw) if each.year <= 2020]
    theirs = [each for each in backtest.calibrated(changed) if each.year <= 2020]
    assert same(ours, theirs)


def test_the_long_tables_hold_each_forecast_and_outturn_once(everything: list[Forecast], tmp_path: Path) -> None:
    own = [each for each in everything if each.year == 2020]
    twice = [*own, *(replace(each, model="combine") for each in own)]
    forecasts, outturns = (pd.read_csv(file, dtype=str) for file in long_tables.write(twice, "gdp", tmp_path / "long"))
    assert list(forecasts) == list(long_tables.FORECASTS)
    assert list(outturns) == list(long_tables.OUTTURNS)
    assert len(outturns) == 31
    assert len(forecasts) == 31 * 3 * (2 + len(own[0].yardsticks))
    ours = forecasts[(forecasts["source"] == panel.NAME) & (forecasts["forecast_horizon"] == "0")]
    merged = ours.merge(outturns, on=["date", "variable"])
    mae = (merged["value_x"].astype(float) - merged["value_y"].astype(float)).abs().mean()
    assert mae == pytest.approx(np.mean([abs(each.median - each.truth) for each in own if each.known == 3]), abs=1e-3)
    assert set(ours["vintage_date"]) == {"2020-12-31"}


def test_the_bank_of_englands_package_finds_the_same_errors(everything: list[Forecast], tmp_path: Path) -> None:
    """Optional: it pulls a heavy stack, so it runs only where the package is installed."""
    evaluation = pytest.importorskip("forecast_evaluation")
    own = [each for each in everything if each.year >= 2018]
    forecasts, outturns = (pd.read_csv(file) for file in long_tables.write(own, "gdp", tmp_path))
    with pytest.warns(UserWarning, match="metric"):
        data = evaluation.ForecastData(outturns_data=outturns, forecasts_data=forecasts, compute_levels=False)
    found = evaluation.compute_accuracy_statistics(data=data, k=0).to_df()
    for horizon, known in enumerate((3, 2, 1)):
        theirs = found[(found["source"] == panel.NAME) & (found["horizon"] == horizon)]
        away = np.array([abs(each.median - each.truth) for each in own if each.known == known])
        assert theirs["mean_abs_error"].mean() == pytest.approx(away.mean(), abs=1e-3)
