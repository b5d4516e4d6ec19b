"""Every figure that is asked for is noted, and only what was asked for counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from shouguan.data import readings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.readings import EVERYTHING
from tests.builders.cities import CITY, NATION, city, past, quarters, rows

DAY = dt.date(2020, 10, 25)
EARLIER = dt.date(2019, 10, 25)


@pytest.fixture(scope="module")
def place() -> Place:
    return city(
        rows(CITY, "gdp", "growth", past() | quarters(2020, 1.0, 2.0, 3.0)),
        rows(NATION, "gdp", "growth", past() | quarters(2020, 1.0, 2.0, 3.0)),
        rows(NATION, "retail", "growth", {"2020-08": 1.0}),
        rest={},
    ).place


@pytest.mark.parametrize(
    ("ask", "noted"),
    [
        pytest.param(lambda _, view: view.ytd_growth(CITY, "gdp"), {"gdp": (CITY,)}, id="growth"),
        pytest.param(lambda _, view: view.whole_years(NATION, "gdp"), {"gdp": (NATION,)}, id="whole-years"),
        pytest.param(
            lambda _, view: view.rows(CITY, "cpi", basis="ytd", measure="growth"), {"cpi": (CITY,)}, id="nothing-there"
        ),
        pytest.param(lambda _, view: view.regions_with("retail"), {"retail": ("*",)}, id="which-regions"),
        pytest.param(lambda place, _: place.releases("gdp"), {"*": (CITY,)}, id="own-releases"),
        pytest.param(lambda place, _: place.figures(["fai"]), {"*": (CITY,), "fai": ("*",)}, id="some-of-all-regions"),
        pytest.param(lambda _, view: view.table, EVERYTHING, id="what-was-known-as-a-whole"),
        pytest.param(lambda place, _: place.table, EVERYTHING, id="the-table"),
    ],
)
def test_what_is_asked_for_is_noted(
    place: Place, ask: Callable[[Place, View], object], noted: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "read.txt"
    view = place.as_of(DAY)
    vars(place).pop("_releases", None)
    monkeypatch.setenv(readings.VARIABLE, str(file))
    monkeypatch.setattr(readings, "_noted", set())
    ask(place, view)
    ask(place, view)  # noted once
    assert readings.noted(file) == noted
    assert len(file.read_text("utf-8").splitlines()) == len(set(file.read_text("utf-8").splitlines()))


def test_a_run_that_noted_nothing_read_everything(tmp_path: Path) -> None:
    assert readings.noted(tmp_path / "none") == EVERYTHING
    (tmp_path / "spoilt").write_text("000000 gdp\nby a notebook", encoding="utf-8")
    assert readings.noted(tmp_path / "spoilt") == EVERYTHING


def test_only_what_was_read_by_the_day_counts(place: Place) -> None:
    read = {"gdp": (NATION,)}
    before = place.hashes(read, DAY)
    assert set(before) == {"", "gdp"}
    assert place.hashes({}, DAY)["gdp"] != before["gdp"]
    assert place.hashes(read, EARLIER)["gdp"] != before["gdp"]
    assert set(place.hashes({"retail": ("*",)}, DAY)) == {"", "gdp", "retail"}
    assert place.hashes(EVERYTHING, DAY).keys() == {"", "gdp", "retail"}
