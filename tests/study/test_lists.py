"""An analyst's way to the lists of a place: what was known on the day, and what a place without lists says."""

from __future__ import annotations

import pytest

import shouguan as sg
from shouguan.core.errors import DataError, UsageError


def test_a_ledger_is_used_from_its_release_on() -> None:
    assert sg.open_place("demo-city", as_of="2020-10-25").projects().month == "2020-09"
    assert sg.open_place("demo-city", as_of="2020-10-09").projects().month == "2020-08"
    assert sg.open_place("demo-city", as_of="2020-10-10").projects().month == "2020-09"
    with pytest.raises(DataError, match="2018-08"):
        sg.open_place("demo-city", as_of="2018-04-30").projects()


def test_an_official_region_keeps_no_lists_and_says_who_does() -> None:
    with pytest.raises(DataError, match=r"shouguan new.*demo-city"):
        sg.open_place("山东", as_of="2020-10-28").projects()


def test_frames_are_named_in_the_reader_s_language() -> None:
    projects = sg.open_place("demo-city", as_of="2020-10-25").projects()
    for frame in (projects.rates("district"), projects.unstarted(), projects.schedule(), projects.conditions()):
        for lang in ("zh", "en"):
            shown = sg.labelled(frame, lang)
            own = {"project_code"} & set(frame.columns)
            assert not (set(map(str, shown.columns)) & (set(frame.columns) - own)), lang
    assert sg.labelled(projects.rates("district")).columns.name == "县区"


def test_changes_need_two_months() -> None:
    projects = sg.open_place("demo-city", as_of="2020-10-25").projects()
    assert set(projects.changes("2020-06")["kind"]) >= {"更名", "跳增", "计划调整"}
    with pytest.raises(UsageError, match="2020-09"):
        projects.changes("2020-01")
