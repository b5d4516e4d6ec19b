"""A view that has a few rows more answers as one of its whole table, and what is remembered is what was made of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shouguan.data import observations, readings
from shouguan.data.observations import View
from shouguan.data.place import load, official_table
from shouguan.data.views import known_by, with_rows

OLD, NEW = dt.date(2020, 4, 20), dt.date(2020, 10, 25)
CODES = ("gdp", "industry_va", "retail", "fai")
KINDS = [("ytd", "growth"), ("ytd", "value"), ("single", "growth"), ("stock", "growth"), ("ytd", "rank")]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """A few regions of the official table, and rows of other prices and revisions."""
    official = official_table()
    own = official[official["region"].isin(["100000", "370000", "510000"]) & official["indicator"].isin(CODES)]
    came = own[own["released_on"].between(pd.Timestamp(OLD), pd.Timestamp(NEW))]
    revised = came.sample(frac=0.5, random_state=0)
    revised = revised.assign(value=revised["value"] + 0.1, released_on=revised["released_on"] + pd.Timedelta(days=3))
    nominal = came[came["measure"] == "growth"].sample(frac=0.3, random_state=1).assign(price="nominal")
    return pd.concat([own, revised, nominal], ignore_index=True)


def _batches(table: pd.DataFrame, seed: int) -> list[pd.DataFrame]:
    """Sort what came between the two days into steps of a few rows, not in the order of time."""
    came = table[table["released_on"] > pd.Timestamp(OLD)].sample(frac=1.0, random_state=seed)
    return [came.iloc[at::7] for at in range(7)]


def _answers(view: View) -> dict[Any, Any]:
    answers: dict[Any, Any] = {code: view.regions_with(code) for code in CODES}
    for region in ("100000", "370000", "510000", "990000"):
        for code in CODES:
            answers |= {
                (region, code, *kind): list(view.series(region, code, basis=kind[0], measure=kind[1]).items())
                for kind in KINDS
            }
            years = view.whole_years(region, code).items()
            answers[region, code] = {year: (each.cumulative.tolist(), each.pseudo) for year, each in years}
    return answers


@pytest.mark.parametrize("seed", range(3))
def test_a_view_with_more_rows_answers_as_one_of_its_whole_table(table: pd.DataFrame, seed: int) -> None:
    view = whole = observations.as_of(table, OLD)
    moved = 0
    for rows in _batches(table, seed):
        before = _answers(view)
        view, whole = with_rows(view, rows, NEW), observations.as_of(pd.concat([whole.table, rows]), NEW)
        assert _answers(view) == _answers(whole)
        moved += _answers(view) != before
        one, all_of = (each.rows("370000", "gdp", basis="ytd", measure="growth") for each in (view, whole))
        pd.testing.assert_frame_equal(one, all_of)
    assert moved > 3, "rows that change nothing prove nothing"
    pd.testing.assert_frame_equal(view.table, whole.table)


def test_rows_after_the_day_are_not_known(table: pd.DataFrame) -> None:
    view = observations.as_of(table, OLD)
    later = table[table["released_on"] > pd.Timestamp(NEW)]
    assert len(later)
    assert _answers(with_rows(view, later, NEW)) == _answers(view)


def test_what_was_made_of_a_view_is_made_anew_only_where_rows_touch_what_it_read(table: pd.DataFrame) -> None:
    view, made = observations.as_of(table, OLD), []

    def growth(of: View, region: str) -> object:
        def make() -> object:
            made.append(region)
            return of.ytd_growth(region, "gdp")

        return of.remembered(("growth", region), make)

    assert growth(view, "370000") is growth(view, "370000")
    growth(view, "510000")
    rows = table[(table["region"] == "370000") & (table["indicator"] == "gdp") & (table["period"] == "2020Q2")]
    later = with_rows(view, rows, NEW)
    last = with_rows(later, table[table["indicator"] == "retail"], NEW)
    assert growth(last, "510000") is growth(later, "510000") is growth(view, "510000")
    assert growth(later, "370000") == later.ytd_growth("370000", "gdp") != growth(view, "370000")
    assert growth(last, "370000") == later.ytd_growth("370000", "gdp")
    assert made == ["370000", "510000", "370000"]


def test_what_reads_every_region_is_made_anew_when_one_comes(table: pd.DataFrame) -> None:
    without = table[(table["region"] != "510000") | (table["indicator"] != "gdp")]
    view = observations.as_of(without, OLD)
    before = view.remembered("regions", lambda: view.regions_with("gdp"))
    later = with_rows(view, table[(table["region"] == "510000") & (table["indicator"] == "gdp")], NEW)
    after = later.remembered("regions", lambda: later.regions_with("gdp"))
    assert (before, after) == (["100000", "370000"], ["100000", "370000", "510000"])


def test_what_is_remembered_is_noted_as_if_it_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = known_by(official_table(), OLD)
    for name in ("first", "second"):
        file = tmp_path / name
        monkeypatch.setenv(readings.VARIABLE, str(file))
        monkeypatch.setattr(readings, "_noted", set())
        view.remembered("both", lambda: [view.ytd_growth("370000", "gdp"), view.regions_with("fai")])
        assert readings.noted(file) == {"gdp": ("370000",), "fai": ("*",)}


def test_places_of_one_table_share_the_view_of_a_day_and_others_do_not() -> None:
    shared = load("山东").as_of(NEW)
    assert load("四川").as_of(NEW) is shared
    assert load("山东").as_of(OLD) is not shared
    assert load("demo-city").as_of(NEW) is not shared
