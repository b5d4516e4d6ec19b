"""Last year's column, and whose figures are: growth beside it is the present period's, and of its own place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, Grid, book

TITLE = "示范市2025年1—9月主要经济指标"
LEVELS = {("2025-09", "ytd", "value", 880.0), ("2024-09", "ytd", "value", 800.0)}
GROWTH = {("2025-09", "ytd", "growth", 10.0)}
OF_SEPTEMBER = {("2025-09", "single", "value", 99.0)}


def read(folder: Path, grid: Grid, **options: Any) -> Reading:
    """Write a bulletin and read it."""
    file = folder / "月报.xlsx"
    book({"综合": grid})(file)
    return sniff.read(file, None, Options(names=NAMES, own_region="999901", **options))


def figures(reading: Reading) -> set[tuple[str, str, str, float]]:
    """Return what was read, by period, basis and measure."""
    return {(row["period"], row["basis"], row["measure"], row["value"]) for row in reading.rows}


def told(reading: Reading) -> str:
    """Return all messages as one text."""
    return "\n".join(finding.message("zh") for finding in reading.findings)


@pytest.mark.parametrize(
    ("title", "heads", "cells", "wanted"),
    [
        (TITLE, ["本期", "上年同期", "同比增长（%）"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["本期数", "上年同期数", "增减%"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["本期", "同期", "增减（%）"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["1—9月累计", "去年同期", "比去年同期±%"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["今年1—9月", "去年1—9月", "比上年同期增减（%）"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["上年同期", "本期", "同比增长（%）"], [800, 880, 10], LEVELS | GROWTH),
        (TITLE, ["2025年1—9月", "2024年1—9月", "同比增长（%）"], [880, 800, 10], LEVELS | GROWTH),
        (TITLE, ["2024年1—9月", "2025年1—9月", "同比增长（%）"], [800, 880, 10], LEVELS | GROWTH),
        (TITLE, ["同比增长（%）", "本期", "上年同期"], [10, 880, 800], LEVELS | GROWTH),
        (TITLE, ["本月", "累计", "上年同期", "增减%"], [99, 880, 800, 10], LEVELS | GROWTH | OF_SEPTEMBER),
        (TITLE, ["本月", "本年累计", "上年同期累计", "增长%"], [99, 880, 800, 10], LEVELS | GROWTH | OF_SEPTEMBER),
        ("示范市2025年9月", ["本月", "累计", "上年同期", "增减%"], [99, 880, 800, 10], LEVELS | GROWTH | OF_SEPTEMBER),
        (
            "示范市2025年9月",
            ["本月", "上年同月", "增减%", "本月止累计", "上年同期", "增减%"],
            [99, 90, 11, 880, 800, 10],
            LEVELS
            | GROWTH
            | OF_SEPTEMBER
            | {("2024-09", "single", "value", 90.0), ("2025-09", "single", "growth", 11.0)},
        ),
    ],
)
def test_growth_beside_last_years_level_is_this_years(
    title: str, heads: list[str], cells: list[float], wanted: set[Any], tmp_path: Path
) -> None:
    reading = read(tmp_path, [[title], ["指标", "单位", *heads], ["社会消费品零售总额", "亿元", *cells]])
    assert figures(reading) == wanted, told(reading)


def test_years_over_pairs_of_columns_keep_their_own_growth(tmp_path: Path) -> None:
    grid: Grid = [
        ["示范市主要经济指标"],
        ["指标", "2025年1—9月", "", "2024年1—9月", ""],
        ["", "绝对额（亿元）", "增长（%）", "绝对额（亿元）", "增长（%）"],
        ["社会消费品零售总额", 880, 10, 800, 5],
    ]
    assert figures(read(tmp_path, grid)) == LEVELS | GROWTH | {("2024-09", "ytd", "growth", 5.0)}


@pytest.mark.parametrize("change", ["同比增减（亿元）", "增减额", "同比增长额（亿元）", "比上年同期增减额"])
def test_a_change_in_money_is_no_growth(change: str, tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["指标", "单位", "本期", change], ["社会消费品零售总额", "亿元", 880, 80]]
    reading = read(tmp_path, grid)
    assert figures(reading) == {("2025-09", "ytd", "value", 880.0)}
    assert f"“{change}”" in told(reading)


def test_growth_of_a_place_is_not_of_last_years_column_of_no_place(tmp_path: Path) -> None:
    heads = ["指标", "全国增速（%）", "去年同期", "全省增速（%）", "全市增速（%）"]
    grid: Grid = [["示范市2025年1—9月主要经济指标"], heads, ["固定资产投资", 0.8, 835.5, 2.9, 4.1]]
    reading = read(tmp_path, grid, above="999900")
    assert {(row["region"], row["period"], row["value"]) for row in reading.rows} >= {("999901", "2025-09", 4.1)}
    assert {row["period"] for row in reading.rows} == {"2025-09"}


@pytest.mark.parametrize(("line", "whose"), [("说明：按现价", "999911"), ("西县：", "999912"), ("二、进口", None)])
def test_a_place_said_once_holds_over_a_note_and_not_over_another_line(
    line: str, whose: str | None, tmp_path: Path
) -> None:
    heads = ["地区", "指标", "单位", "1—9月"]
    first: Grid = [["示范市主要指标（2025年1—9月）"], heads, ["全市", "出口总额", "亿元", 4800.1]]
    grid: Grid = [*first, ["东区", "出口总额", "亿元", 3400.1], [line], ["", "进口总额", "亿元", 2410.1]]
    reading = read(tmp_path, grid)
    imports = [row["region"] for row in reading.rows if row["indicator"] == "imports"]
    assert imports == ([whose] if whose else [])
    assert whose is not None or "地区空白" in told(reading)


def test_a_remark_of_another_time_than_the_amount_beside_growth_is_asked(tmp_path: Path) -> None:
    heads = ["指标", "单位", "1—9月", "增长（%）", "备注"]
    reading = read(tmp_path, [[TITLE], heads, ["固定资产投资", "%", "", 10, "为1-8月数"]])
    assert reading.rows == [] and "为1-8月数" in told(reading)


def test_last_years_level_far_from_what_the_table_has_of_that_year_is_doubted(tmp_path: Path) -> None:
    heads = ["指标", "2024年1—9月", "2025年1—9月", "上年同期"]
    row = ["社会消费品零售总额（亿元）", 800, 880]
    assert "相差过大" in told(read(tmp_path, [[TITLE], heads, [*row, 196.0]]))
    assert "相差过大" not in told(read(tmp_path, [[TITLE], heads, [*row, 810.0]]))


@pytest.mark.parametrize("growth", ["增速（%）", "同比增长（%）", "增长%"])
def test_growth_below_last_years_amount_alone_is_of_either_year(growth: str, tmp_path: Path) -> None:
    title, head = ["示范市2020年主要指标"], ["指标", "1-9月"]
    last, now = ["上年同期地区生产总值（亿元）", 690.1], ["地区生产总值（亿元）", 701.2]
    alone = read(tmp_path, [title, head, last, [growth, 3.1]])
    assert [row["measure"] for row in alone.rows] == ["value"]
    assert growth in told(alone)
    both = read(tmp_path, [title, head, now, last, [growth, 3.1]])
    assert [(row["measure"], row["period"]) for row in both.rows][-1] == ("growth", "2020Q3")
