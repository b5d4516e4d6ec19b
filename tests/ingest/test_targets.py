"""Targets of a year in a file go to `targets.csv` when they are asked for, and are taken back with their import."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data.place import load
from shouguan.ingest import importing, receipts
from shouguan.ingest.new_place import Wanted, create
from shouguan.ingest.readers.reading import Options, options_from
from tests.builders.corpus import Grid, book

GRID = [
    ["某市2019年计划执行情况和2020年计划"],
    ["指标", "单位", "2019年计划", "2019年完成", "2020年预期", "2020年预计"],
    ["地区生产总值增速", "%", "6.5", "5.8", "6.0左右", "6.1"],
    ["固定资产投资增速", "%", "7", "4.1", "7以上", "6.9"],
    ["规模以上工业增加值增速", "%", "", "5.1", "6-7", "6.2"],
    ["新增就业", "万人", "5", "5.2", "5", "5"],
]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A new place, without figures and targets."""
    create(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))
    book({"表": GRID})(tmp_path / "报告.xlsx")
    return tmp_path / "city"


def imported(city: Path, day: str | None = "2020-01-10") -> dict[str, object]:
    return importing.import_files([city.parent / "报告.xlsx"], str(city), None, Options(targets=day))


def targets(city: Path) -> list[tuple[str, int, str, float, str]]:
    return [(t.indicator, t.year, t.op, t.value, t.announced_on.isoformat()) for t in load(str(city)).targets]


def test_targets_come_in_with_the_day_on_which_they_were_announced(city: Path) -> None:
    assert imported(city)["targets"] == 4
    assert targets(city) == [
        ("gdp", 2019, ">=", 6.5, "2020-01-10"),
        ("gdp", 2020, "around", 6.0, "2020-01-10"),
        ("fai", 2019, ">=", 7.0, "2020-01-10"),
        ("fai", 2020, ">=", 7.0, "2020-01-10"),
    ]
    assert [target.bound for target in load(str(city)).targets] == ["", "around", "", "least"], "6.5 6左右 7 7以上"


def test_without_the_flag_they_stay_out_and_the_finding_names_it(city: Path) -> None:
    found = imported(city, None)
    told = [finding.zh for finding in found["files"][0]["findings"] if finding.severity == "warning"]  # type: ignore[index]
    assert targets(city) == [] and found["targets"] == 0
    assert sum("--targets" in each for each in told) == 3


def test_a_range_and_a_forecast_are_no_targets_and_said(city: Path) -> None:
    found = imported(city)
    told = [finding.zh for finding in found["files"][0]["findings"] if finding.severity == "warning"]  # type: ignore[index]
    assert any("2020年预计" in each for each in told) and any("2020年预期" in each for each in told)
    assert not any(indicator == "industry_va" for indicator, *_ in targets(city))


@pytest.mark.parametrize("cell", ["6.0—6.5", "6%-6.5%", "6.0～6.5%", "6.0至6.5"])
def test_a_range_comes_in_by_its_low_end_and_is_known_as_one(city: Path, cell: str) -> None:
    book({"表": [*GRID[:2], ["地区生产总值增速", "%", "", "5.8", cell, ""]]})(city.parent / "报告.xlsx")
    assert imported(city)["targets"] == 1
    (target,) = load(str(city)).targets
    assert (target.value, target.op, target.bound) == (6.0, ">=", "range")


@pytest.mark.parametrize("cell", ["6.5—6.0", "6.0—6.5左右", "6.0—6.5以上"])
def test_two_ends_that_make_no_range_are_left_out(city: Path, cell: str) -> None:
    book({"表": [*GRID[:2], ["地区生产总值增速", "%", "", "5.8", cell, ""]]})(city.parent / "报告.xlsx")
    assert imported(city)["targets"] == 0


def test_the_same_file_again_adds_none(city: Path) -> None:
    imported(city)
    assert imported(city)["targets"] == 0 and len(targets(city)) == 4


def test_they_are_taken_back_with_their_import_and_others_stay(city: Path) -> None:
    own = "370299,gdp,2018,原目标,>=,7,2018-01-12,政府工作报告\n"
    with (city / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(own)
    imported(city)
    receipts.undo(city)
    assert targets(city) == [("gdp", 2018, ">=", 7.0, "2018-01-12")]


def test_last_years_column_below_a_title_of_this_years_targets_is_none(city: Path) -> None:
    grid: Grid = [["某市2020年主要指标安排"], ["指标", "单位", "2019年", "2020年"], ["地区生产总值增速", "%", 5.8, 6.5]]
    book({"表": grid})(city.parent / "报告.xlsx")
    imported(city)
    assert targets(city) == [("gdp", 2020, ">=", 6.5, "2020-01-10")]


def test_what_was_done_is_no_target_whatever_the_file_is_called(city: Path) -> None:
    grid: Grid = [["某市主要指标"], ["指标", "单位", "2018年", "2019年完成"], ["地区生产总值增速", "%", 6.1, 5.8]]
    book({"表": grid})(city.parent / "2020年计划.xlsx")
    importing.import_files([city.parent / "2020年计划.xlsx"], str(city), None, Options(targets="2020-01-10"))
    assert targets(city) == []


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        pytest.param("单位GDP能耗下降", "3.0", [], id="a fall in the name alone is left out"),
        pytest.param("单位GDP能耗", "下降3.0以上", [("<=", -3.0)], id="and at least so much of it"),
        pytest.param("单位GDP能耗", "下降3.0", [("<=", -3.0)], id="a fall in the cell"),
        pytest.param("单位GDP能耗", "下降3.0左右", [("around", -3.0)], id="about so much"),
        pytest.param("万元GDP能耗增速", "-3.0", [("<=", -3.0)], id="growth with its minus"),
        pytest.param("单位GDP能耗增速", "3.0", [], id="no minus and no word: it may be either"),
        pytest.param("单位GDP能耗", "下降-3.0", [], id="a fall by less than nothing"),
        pytest.param("地区生产总值", "下降3.0", [], id="a fall of what is to grow"),
    ],
)
def test_a_target_of_what_is_to_fall_is_a_ceiling(
    city: Path, name: str, cell: str, expected: list[tuple[str, float]]
) -> None:
    book({"表": [["某市2020年主要目标"], ["指标", "单位", "2020年目标"], [name, "%", cell]]})(city.parent / "报告.xlsx")
    imported(city)
    assert [(t.op, t.value) for t in load(str(city)).targets] == expected


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match="--targets"):
        options_from({"targets": "去年"})
