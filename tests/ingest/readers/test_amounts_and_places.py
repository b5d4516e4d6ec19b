"""Growth and amounts side by side, and places: which is whose, of which year; what stays open is not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import TITLE, figures, read, told

RETAIL = "社会消费品零售总额"
CITY = "示范市"


def test_growth_beside_two_years_over_the_same_months_is_of_the_later_one(tmp_path: Path) -> None:
    heads: Grid = [["指标", "单位", "2025年", "2024年", "增速"], ["", "", "1-9月", "1-9月", "%"]]
    reading = read(tmp_path, [[TITLE], *heads, [RETAIL, "亿元", 70.4, 68.4, 2.9]])
    assert {(row["period"], row["value"]) for row in reading.rows if row["measure"] == "growth"} == {("2025-09", 2.9)}


@pytest.mark.parametrize("heads", [["1-9月", "1-8月"], ["1-9月", "9月"], ["1-9月", "上半年"]])
def test_growth_beside_a_lesser_stretch_of_the_same_year_is_left_out_with_a_word(
    tmp_path: Path, heads: list[str]
) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "单位", *heads, "增长%"], [RETAIL, "亿元", 70.4, 8.1, 2.9]])
    assert {row["measure"] for row in reading.rows} == {"value"}
    assert "看不出是哪一年的增速" in told(reading, "warning")


@pytest.mark.parametrize("place", ["全国", "全省", "东区"])
@pytest.mark.parametrize("growth", ["增长%", "增速位次"])
def test_growth_beside_an_amount_of_another_place_is_left_out_with_a_word(
    tmp_path: Path, place: str, growth: str
) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "单位", place, growth], [RETAIL, "亿元", 70.4, 2.9]])
    assert {row["measure"] for row in reading.rows} <= {"value"}
    assert f"“{growth}”没有写明是哪个地区的" in told(reading, "warning")


@pytest.mark.parametrize("places", [["全省", "全国"], ["全国"], ["全省", "位次"]])
def test_a_place_behind_growth_may_be_growth_or_an_amount(tmp_path: Path, places: list[str]) -> None:
    cells = [70.4, 2.9, 3.8, 3.3][: 2 + len(places)]
    reading = read(tmp_path, [[TITLE], ["指标", "单位", "1-9月", "增长%", *places], [RETAIL, "亿元", *cells]])
    assert {value for *_, value in figures(reading)} == {70.4, 2.9}
    assert "不知是它的增速还是绝对额" in told(reading, "warning")


def test_growth_in_rows_of_months_is_of_the_amount_to_its_left(tmp_path: Path) -> None:
    rows: Grid = [["1月", 22.1, 22.1, 5.5], ["2月", 10.2, 32.3, 0.9], ["3月", 15.5, 47.8, 1.7]]
    title = "示范市2025年一般公共预算收入（亿元）"
    reading = read(tmp_path, [[title], ["月份", "当月", "累计", "增长%"], *rows])
    assert {row["basis"] for row in reading.rows if row["measure"] == "growth"} == {"ytd"}


def test_a_line_of_the_year_so_far_ends_one_of_the_month(tmp_path: Path) -> None:
    rows: Grid = [["当月"], [RETAIL, "亿元", 8.1, 2.1], ["累计"], [RETAIL, "亿元", 70.4, 2.9]]
    reading = read(tmp_path, [["示范市2025年9月"], ["指标", "单位", "绝对额", "增长%"], *rows])
    assert {(row["basis"], row["value"]) for row in reading.rows} == {
        ("single", 8.1),
        ("single", 2.1),
        ("ytd", 70.4),
        ("ytd", 2.9),
    }, told(reading)


def test_a_sheet_of_the_month_below_a_title_of_several_is_asked_about(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["指标", "单位", "绝对额", "增长%"], [RETAIL, "亿元", 8.1, 2.1]]
    assert read(tmp_path, grid, sheet="当月").rows == []
    assert "累计" in told(read(tmp_path, grid, sheet="当月"), "error")


@pytest.mark.parametrize(
    ("title", "is_growth"), [("主要指标增速", True), ("经济保持平稳增长", False), ("“稳增长”监测表", False)]
)
def test_a_title_says_growth_only_where_its_figures_are(tmp_path: Path, title: str, is_growth: bool) -> None:
    reading = read(tmp_path, [[f"示范市2025年1-9月{title}"], ["指标", "单位", "1-9月"], ["出口总额", "亿元", 47.1]])
    assert {row["measure"] for row in reading.rows} == (set() if is_growth else {"value"}), told(reading)
    assert not is_growth or "写的不是绝对额" in told(reading, "warning")


@pytest.mark.parametrize("line", ["全省", "全省：", "二、全省情况"])
def test_below_a_line_of_the_province_figures_are_its_own(tmp_path: Path, line: str) -> None:
    rows: Grid = [[RETAIL, "亿元", 70.4, 2.9], [line], ["出口总额", "亿元", 340.1, 2.1]]
    reading = read(tmp_path, [[TITLE], ["指标", "单位", "1-9月", "增长%"], *rows], above="370000")
    places = {row["indicator"]: row["region"] for row in reading.rows}
    assert places == {"retail": "999901", "exports": "370000"}, told(reading)


@pytest.mark.parametrize(("years", "is_read"), [(["2025年", "2024年"], False), (["2024年", "2025年"], True)])
def test_last_years_amount_behind_last_years_own_column_is_left_out_with_a_word(
    tmp_path: Path, years: list[str], is_read: bool
) -> None:
    row = ["地区生产总值（亿元）", 1013.6, 986.5, 919.3]
    reading = read(tmp_path, [["示范市年度数据"], ["指标", *years, "去年同期"], row])
    assert any(row["value"] == 919.3 for row in reading.rows) == is_read, told(reading)
    assert is_read or "“去年同期”" in told(reading, "warning")
