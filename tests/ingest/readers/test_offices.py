"""Layouts of several offices, each with one trap: what is stored is what its reader sees, or a word is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers.reading import Reading
from tests.ingest.readers.test_last_year import TITLE, figures, read, told

HEADS = ["指标", "1—9月", "同比增长（%）"]
GDP, FAI = ["地区生产总值", 2012.3, 3.1], ["固定资产投资", 980.2, 6.6]


def by_indicator(reading: Reading, *fields: str) -> set[tuple[Any, ...]]:
    """Return what was read, by indicator and these fields."""
    return {(row["indicator"], *(row[field] for field in fields), row["value"]) for row in reading.rows}


@pytest.mark.parametrize(
    "line",
    [
        "（增速为可比价）",
        "（总量按当年价，增速按不变价）",
        "地区生产总值、工业增加值增速按可比价计算",
        "（增速按可比口径）",
    ],
)
def test_a_line_on_the_prices_of_growth_says_nothing_of_amounts(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], [line], ["单位：亿元、%"], HEADS, GDP, FAI])
    prices = {(row["indicator"], row["measure"], row["price"]) for row in reading.rows}
    assert {("gdp", "value", "nominal"), ("gdp", "growth", "real"), ("fai", "value", "nominal")} <= prices
    named = "地区生产总值" in line or "口径" in line
    assert ("fai", "growth", "comparable" if named else "real") in prices


@pytest.mark.parametrize(
    "heads",
    [
        [["指标", "2025年", "", "2024年", ""], ["", "1—9月", "增长%", "全年", "增长%"]],
        [["指标", "2025年1—9月", "", "2024年全年", ""], ["", "总量", "增速", "总量", "增速"]],
    ],
)
def test_growth_below_a_year_alone_is_of_the_stretch_of_the_amount_beside_it(
    heads: list[list[str]], tmp_path: Path
) -> None:
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], *heads, ["固定资产投资", 980.2, 6.6, 1300, 5.0]])
    assert figures(reading) == {
        ("2025-09", "ytd", "value", 980.2),
        ("2025-09", "ytd", "growth", 6.6),
        ("2024-12", "ytd", "value", 1300.0),
        ("2024-12", "ytd", "growth", 5.0),
    }


def test_two_years_that_are_far_from_their_growth_are_said(tmp_path: Path) -> None:
    heads = ["指标", "2024年", "2025年", "增速（%）"]
    far = read(tmp_path, [[TITLE], ["单位：亿元"], heads, ["社会消费品零售总额", 1200, 876.5, 3.3]])
    assert "可能不是同一时期的数" in told(far)
    near = read(tmp_path, [[TITLE], ["单位：亿元"], heads, ["社会消费品零售总额", 848.5, 876.5, 3.3]])
    assert "可能不是同一时期的数" not in told(near)


@pytest.mark.parametrize(("values", "is_said"), [([20, 35, 52, 70], True), ([20, 35, 31, 36], False)])
def test_months_that_mount_as_the_year_so_far_does_are_said(values: list[int], is_said: bool, tmp_path: Path) -> None:
    heads = ["指标", "1月", "2月", "3月", "4月"]
    reading = read(tmp_path, [["示范市2025年财政收入（亿元）"], heads, ["一般公共预算收入", *values]])
    assert ("可能是累计数" in told(reading)) == is_said


@pytest.mark.parametrize("head", ["完成", "数据", "完成情况", "增加值（现价）", "实际完成"])
def test_a_heading_that_says_no_more_than_its_row_stands_over_figures(head: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], ["指标", head, "增长（%）"], GDP])
    assert figures(reading) == {("2025Q3", "ytd", "value", 2012.3), ("2025Q3", "ytd", "growth", 3.1)}


def test_figures_below_a_heading_that_says_nothing_are_left_out_with_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], ["指标", "名称", "增长（%）"], GDP, FAI])
    assert {row["measure"] for row in reading.rows} == {"growth"}
    assert "“名称”" in told(reading)


@pytest.mark.parametrize(
    ("grid", "wanted"),
    [
        pytest.param(
            [["指标", "年度目标", "1—9月", "增长", "完成目标"], ["社会消费品零售总额", 1200, 876.5, -4.3, 73.0]],
            {("retail", "value", 876.5), ("retail", "growth", -4.3)},
            id="growth behind a target and what was done",
        ),
        pytest.param(
            [["指标", "计划总投资", "本年完成投资", "增长（%）"], ["房地产开发投资", 300, 180.3, 4.4]],
            {("real_estate_investment", "value", 180.3), ("real_estate_investment", "growth", 4.4)},
            id="investment done",
        ),
        pytest.param(
            [
                ["产业", "增加值", "增速（%）", "占GDP比重（%）"],
                ["第一产业", 120.3, 4.2, 6],
                ["第二产业", 840, 3, 41.7],
            ],
            {
                ("gdp_primary", "value", 120.3),
                ("gdp_primary", "growth", 4.2),
                ("gdp_secondary", "value", 840.0),
                ("gdp_secondary", "growth", 3.0),
            },
            id="sectors by value added",
        ),
        pytest.param(
            [["指标", "1—9月", "增长（%）", "单位"], ["固定资产投资", 9802000, 6.6, "万元"]],
            {("fai", "value", 980.2), ("fai", "growth", 6.6)},
            id="units at the right",
        ),
        pytest.param(
            [["项目", "余额", "同比%"], ["本外币各项存款", 3100.2, 7.1], ["人民币各项存款", 3000.2, 7.0]],
            {("deposits", "value", 3100.2), ("deposits", "growth", 7.1)},
            id="deposits in all currencies",
        ),
        pytest.param(
            [["", "1—9月", "±%"], ["社零", 876.5, -4.3]],
            {("retail", "value", 876.5), ("retail", "growth", -4.3)},
            id="short",
        ),
        pytest.param(
            [
                ["指标", "1—6月", "1—7月", "1—8月", "1—9月"],
                ["固定资产投资增速%", 6, 6.1, 6.2, 6.6],
                ["CPI同比%", 0.1, 0.1, 0.2, 0.2],
            ],
            {("fai", "growth", value) for value in (6.0, 6.1, 6.2, 6.6)}
            | {("cpi", "growth", 0.1), ("cpi", "growth", 0.2)},
            id="prices that stand still among percents",
        ),
        pytest.param(
            [["行业", "用电量（亿千瓦时）", "增长（%）"], ["全社会用电", 105.2, 4.4], ["工业", 68, 3.3]],
            {
                ("electricity", "value", 105.2),
                ("electricity", "growth", 4.4),
                ("electricity_industry", "value", 68.0),
                ("electricity_industry", "growth", 3.3),
            },
            id="electricity by industry",
        ),
        pytest.param(
            [["指标", "金额（亿元）", "增长（%）"], ["出口", 1100, 6], ["其中：民营企业", 700, 8]],
            {("exports", "value", 1100.0), ("exports", "growth", 6.0)},
            id="trade by amounts",
        ),
    ],
)
def test_what_is_plainly_clear_is_read(grid: list[list[Any]], wanted: set[tuple[Any, ...]], tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], *grid])
    assert by_indicator(reading, "measure") == wanted, told(reading)


def test_industry_below_a_title_of_firms_above_the_line_is_theirs(tmp_path: Path) -> None:
    title = "示范市规模以上工业（2025年1—9月）"
    reading = read(tmp_path, [[title], ["指标", "增长（%）"], ["工业增加值", 4.1]])
    assert by_indicator(reading, "measure") == {("industry_va", "growth", 4.1)}


def test_months_down_and_years_across_are_in_order(tmp_path: Path) -> None:
    months = [["1—2月", 5.0, 6.0], ["1—3月", 5.1, 6.1], ["1—4月", 5.2, 6.3]]
    reading = read(tmp_path, [["示范市固定资产投资增速（%）"], ["月份", "2024年", "2025年"], *months])
    wanted = {
        (f"{year}-{month:02}", row[at]) for month, row in enumerate(months, 2) for year, at in ((2024, 1), (2025, 2))
    }
    assert {(row["period"], row["value"]) for row in reading.rows} == wanted, told(reading)
    swapped = read(
        tmp_path, [["示范市固定资产投资增速（%）"], ["月份", "2024年", "2025年"], months[0], months[2], months[1]]
    )
    assert "不按顺序" in told(swapped)
