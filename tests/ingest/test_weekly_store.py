"""Weekly figures in a place's folder: versions by day, what was known when, what is refused, and taken back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from shouguan.analysis import checking
from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.data import weekly
from shouguan.data.place import load
from shouguan.ingest import importing, receipts, weekly_store
from shouguan.ingest.readers.reading import Options


def figure(value: float = 20.5, **changes: Any) -> dict[str, Any]:
    """Return one weekly figure as the reader gives it."""
    key = {"region": "999901", "indicator": "project_investment", "week": "2020-W41", "measure": "value"}
    told = {"unit": "亿元", "reported_on": "2020-10-14", "source": "周报.xlsx#周报!D2"}
    return {**key, "value": value, **told, **changes}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The demonstration city's settings without anything else."""
    folder = tmp_path / "city"
    folder.mkdir()
    for name in ("place.yaml", "regions.csv"):
        shutil.copy(paths.places() / "demo-city" / name, folder / name)
    return folder


def values(folder: Path, day: str | None = None) -> list[float]:
    """Return the weekly values that were known on a day."""
    known = weekly.known(load(str(folder)), None if day is None else dt.date.fromisoformat(day))
    return known["value"].tolist()


def test_a_revision_needs_its_day_and_what_was_known_before_stays_known(city: Path) -> None:
    assert len(weekly_store.append(city, [figure()]).added) == 1
    assert weekly_store.append(city, [figure(source="另一份.xlsx#A1")]).unchanged == 1
    with pytest.raises(DataError) as caught:
        weekly_store.append(city, [figure(21.0)])
    assert "--released-on" in caught.value.zh and "D2" in caught.value.zh
    assert len(weekly_store.append(city, [figure(21.0)], "2020-10-20").revised) == 1
    assert [values(city, day) for day in ("2020-10-13", "2020-10-14", "2020-10-19", "2020-10-20")] == [
        [],
        [20.5],
        [20.5],
        [21.0],
    ]
    lines = (city / "weekly.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        "999901,project_investment,2020-W41,value,20.5,亿元,2020-10-14,1,周报.xlsx#周报!D2",
        "999901,project_investment,2020-W41,value,21,亿元,2020-10-20,2,周报.xlsx#周报!D2",
    ]


def test_what_cannot_stand_beside_the_stored_weeks_is_refused_and_nothing_is_stored(city: Path) -> None:
    weekly_store.append(city, [figure()])
    with pytest.raises(DataError) as caught:
        weekly_store.append(city, [figure(week="2020-W42"), figure(week="2020-10上旬", source="旬报.xlsx#A1")])
    assert "共同的日子" in caught.value.zh
    assert len(values(city)) == 1


def write(folder: Path, *lines: str) -> Path:
    """Write a CSV of weekly figures."""
    file = folder / "周报.csv"
    file.write_text("\n".join(["指标,周,数值,单位", *lines]) + "\n", encoding="utf-8")
    return file


def imported(city: Path, file: Path, **settled: Any) -> dict[str, Any]:
    """Import a file into the city."""
    return importing.import_files([file], str(city), None, Options(**settled))


def test_a_file_is_imported_again_without_effect_taken_back_and_brought_in_again(city: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "项目周报投资,2020-W41,20.5,亿元", "用电量,2020-W41,3.2,亿千瓦时")
    assert imported(city, file)["added"] == 2
    assert (imported(city, file)["unchanged"], len(values(city))) == (2, 2)
    assert receipts.undo(city)["withdrawn"] == 2
    assert values(city) == []
    assert imported(city, file)["added"] == 2
    assert values(city) == [3.2, 20.5]


def test_a_revision_that_is_taken_back_leaves_what_it_revised(city: Path, tmp_path: Path) -> None:
    imported(city, write(tmp_path, "项目周报投资,2020-W41,20.5,亿元"))
    imported(city, write(tmp_path, "项目周报投资,2020-W41,21,亿元"), released_on="2020-10-20")
    assert values(city) == [21.0]
    receipts.undo(city)
    assert values(city) == [20.5]


def test_a_file_with_a_question_does_not_keep_others_out(city: Path, tmp_path: Path) -> None:
    imported(city, write(tmp_path, "项目周报投资,2020-W41,20.5,亿元"))
    (tmp_path / "b").mkdir()
    files = [write(tmp_path, "项目周报投资,2020-W41,22,亿元"), write(tmp_path / "b", "用电量,2020-W41,3.2,亿千瓦时")]
    done = importing.import_files(files, str(city), None, Options())
    assert [any(each.severity == "error" for each in file["findings"]) for file in done["files"]] == [True, False]
    assert values(city) == [3.2, 20.5]


def test_no_weekly_figure_is_an_observation(city: Path, tmp_path: Path) -> None:
    imported(city, write(tmp_path, "一般公共预算收入,2020-W41,3.2,亿元"))
    assert load(str(city)).table.query("region == '999901'").empty
    assert not (city / "observations" / "fiscal_revenue.csv").exists()


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("region", "9999"),
        ("indicator", "gdp"),
        ("week", "2020-10"),
        ("measure", "ytd"),
        ("value", "二十"),
        ("value", "nan"),
        ("reported_on", "昨天"),
        ("source", ""),
    ],
)
def test_a_cell_that_was_changed_by_hand_is_named(city: Path, column: str, text: str) -> None:
    weekly_store.append(city, [figure()])
    file = city / "weekly.csv"
    head, line = file.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), line.split(","), strict=True)) | {column: text}
    file.write_text(f"{head}\n{','.join(cells.values())}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        weekly.known(load(str(city)))
    assert "第2行" in caught.value.zh and column in caught.value.zh


def test_check_counts_them_and_names_the_weeks_that_are_missing(city: Path) -> None:
    rows = [figure(week=f"2020-W{n}", reported_on="2020-10-31") for n in (36, 37, 39)]
    weekly_store.append(city, rows)
    checked = checking.check(str(city))
    assert checked["lists"] == {"weekly": 3}
    assert any("缺 1 周：2020-W38" in finding.zh for finding in checked["findings"])
    assert "周度数据：3 行" in checking.check_text(checked)
