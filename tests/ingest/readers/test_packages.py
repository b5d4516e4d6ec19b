"""What a ledger may hold twice: packages beside their parts, a month beside the year, who builds beside who answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import Grid, book

PACKAGE_HEAD = ["序号", "项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）", "责任单位"]
PACKAGE = ["城区路网改造（打包）", 120000, 40000, 29000, "甲局"]
PARTS = (["东一路改造", 50000, 20000, 17000, "甲局"], ["西二路改造", 70000, 20000, 12000, "甲局"])
OTHER = ["供水管网", 50000, 20000, 12000, "乙局"]


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        pytest.param((1, "1.1", "1.2", 2), ("", ""), id="numbered below"),
        pytest.param((1, "1-1", "1-2", 2), ("", ""), id="with a dash"),
        pytest.param((1, "（1）", "（2）", 2), ("", ""), id="in brackets"),
        pytest.param((1, "", "", 2), ("其中：", "其中："), id="named as parts"),
        pytest.param((1, 2, 3, 4), ("", ""), id="adding up"),
    ],
)
def test_parts_of_a_package_are_not_counted_beside_it(
    tmp_path: Path, numbers: tuple[object, ...], names: tuple[str, str]
) -> None:
    named = [[names[at] + str(part[0]), *part[1:]] for at, part in enumerate(PARTS)]
    rows = [[number, *row] for number, row in zip(numbers, [PACKAGE, *named, OTHER], strict=True)]
    reading = listed(tmp_path, [["某市2024年重点项目（截至2024年9月底）"], PACKAGE_HEAD, *rows])
    assert [row["project_name"] for row in reading.rows] == [PACKAGE[0], OTHER[0]]
    assert sum(row["total_investment_wan_yuan"] for row in reading.rows) == 170000
    (said,) = [each for each in reading.findings if "打包项目" in each.zh]
    assert "其下 2 个子项目" in said.zh
    assert said.value == PACKAGE[0]


def test_a_package_without_amounts_is_a_heading_and_its_parts_are_projects(tmp_path: Path) -> None:
    rows = [[1, PACKAGE[0], "", "", "", "甲局"], ["1.1", *PARTS[0]], ["1.2", *PARTS[1]]]
    reading = listed(tmp_path, [["某市2024年重点项目（截至2024年9月底）"], PACKAGE_HEAD, *rows])
    assert {PARTS[0][0], PARTS[1][0]} <= {row["project_name"] for row in reading.rows}


def test_neighbours_that_do_not_add_up_are_projects(tmp_path: Path) -> None:
    rows = [[1, *PACKAGE], [2, *PARTS[0]], [3, *OTHER]]
    reading = listed(tmp_path, [["某市2024年重点项目（截至2024年9月底）"], PACKAGE_HEAD, *rows])
    assert len(reading.rows) == 3


def test_a_list_whose_names_all_begin_with_numbers_in_circles_has_no_packages(tmp_path: Path) -> None:
    rows = [["", f"{mark}{row[0]}", *row[1:]] for mark, row in zip("①②③", (*PARTS, OTHER), strict=True)]
    reading = listed(tmp_path, [["某市2024年重点项目（截至2024年9月底）"], PACKAGE_HEAD, *rows])
    assert len(reading.rows) == 3


def test_a_total_is_no_package(tmp_path: Path) -> None:
    rows = [["", "合计", 120000, 40000, 29000, ""], ["", "其中：新建", 70000, 20000, 12000, ""], [1, *OTHER]]
    reading = listed(tmp_path, [["某市2024年重点项目（截至2024年9月底）"], PACKAGE_HEAD, *rows])
    assert [row["project_name"] for row in reading.rows] == [OTHER[0]]
    assert not any("打包" in each.zh for each in reading.findings)


def test_who_builds_and_who_is_responsible_are_two_things(tmp_path: Path) -> None:
    head = ["项目名称", "责任单位", "建设单位", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）"]
    reading = listed(
        tmp_path, [["某市2024年重点项目（截至2024年9月底）"], head, ["甲产业园", "甲区", "甲公司", 9, 5, 3]]
    )
    (row,) = reading.rows
    assert (row["responsible"], row["builder"]) == ("甲区", "甲公司")


@pytest.mark.parametrize(
    ("month", "kept"), [("03月完成（万元）", None), ("12月完成（万元）", 7.0), ("本月完成（万元）", 7.0)]
)
def test_a_month_of_its_own_is_not_the_lists_month(tmp_path: Path, month: str, kept: float | None) -> None:
    head = ["项目名称", "总投资（万元）", "年度计划投资（万元）", month, "1-12月累计完成（万元）"]
    reading = listed(tmp_path, [["某市2024年12月重点项目"], head, ["甲产业园", 90, 50, 7, 30]])
    (row,) = reading.rows
    assert row["month_done_wan_yuan"] == kept
    assert any("未读入" in each.zh and "3月" in each.zh for each in reading.findings) == (kept is None)


def test_a_column_up_to_another_month_is_asked_about(tmp_path: Path) -> None:
    head = ["项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）"]
    grid: Grid = [["某市重点项目"], head, ["甲产业园", 90, 50, 30]]
    asked = listed(tmp_path, grid, period="2024-12")
    assert asked.rows == []
    assert any("--period 2024-09" in each.zh for each in asked.findings)
    assert len(listed(tmp_path, grid, period="2024-09").rows) == 1


def listed(folder: Path, grid: Grid, **options: Any) -> Reading:
    """Write a ledger and read it."""
    file = folder / "台账.xlsx"
    book({"台账": grid})(file)
    return sniff.read(file, "ledger", Options(**options))
