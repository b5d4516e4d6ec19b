"""What is left of a heading, a series' name, a sheet's name or a title says that it is not the whole indicator."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, Grid, book, quoted

NOT_THE_WHOLE = (
    "固定资产投资完成额:房地产业",
    "新开工项目计划总投资额",
    "GDP:累计同比贡献率:最终消费支出",
    "GDP:平减指数",
    "人均国内生产总值",
    "人均GDP",
    "海洋生产总值",
    "绿色GDP",
    "县域GDP",
    "城镇社会消费品零售总额",
    "高技术制造业增加值",
    "高技术产业固定资产投资",
    "固定资产投资到位资金",
    "固定资产投资项目个数",
    "固定资产投资价格指数",
    "一般公共预算收入:税收收入",
    "住户存款余额",
    "对美国出口额",
    "铁路货运量",
    "居民生活用电量",
    "居民人均可支配收入中位数",
    "第三产业贡献率",
    "工业拉动GDP增长",
    "第二产业增加值占GDP比重",
    "规模以上工业增加值增速占比",
    "GDP:弹性系数",
    "GDP:缺口",
    "GDP:环比",
    "GDP:两年平均增长",
    "社会消费品零售总额:定基指数",
    "地区生产总值增速位次变化",
)
REGIONS = ("山东", "江苏")


def read(file: Path, **options: Any) -> Reading:
    """Read a file as a user would."""
    return sniff.read(file, None, Options(**{"names": NAMES | {"江苏": "320000"}, "own_region": "999901", **options}))


def made(folder: Path, grid: Grid, name: str = "表.xlsx", sheet: str = "Sheet1") -> Path:
    """Write a workbook of one sheet."""
    file = folder / name
    book({sheet: grid})(file)
    return file


def figures(reading: Reading) -> set[tuple[str, str, str, str, str, float]]:
    """Return what was read, by region, indicator, period, basis and measure."""
    names = ("region", "indicator", "period", "basis", "measure")
    return {(*(str(row[name]) for name in names), round(row["value"], 6)) for row in reading.rows}


def told(reading: Reading, *severities: str) -> str:
    """Return the messages of some severities as one text."""
    return "\n".join(f.message("zh") for f in reading.findings if f.severity in (severities or ("error", "warning")))


def of_regions(heading: str, title: str = "2024年前三季度各地区主要指标") -> Sequence[Sequence[Any]]:
    """Return a table with regions down and one good column before the heading."""
    return [
        [title],
        ["地区", "地区生产总值增长（%）", heading],
        ["山东", 5.6, 6.6],
        ["江苏", 5.7, 6.9],
    ]


@pytest.mark.parametrize("unit", ["增长（%）", "（亿元）", ""])
@pytest.mark.parametrize("name", NOT_THE_WHOLE)
def test_a_column_of_a_part_is_left_out_by_name(name: str, unit: str, tmp_path: Path) -> None:
    reading = read(made(tmp_path, of_regions(name + unit)))
    assert figures(reading) == {("370000", "gdp", "2024Q3", "ytd", "growth", 5.6)} | {
        ("320000", "gdp", "2024Q3", "ytd", "growth", 5.7)
    }
    assert name in told(reading, "warning", "info")


@pytest.mark.parametrize("name", NOT_THE_WHOLE)
def test_a_terminals_series_of_a_part_is_left_out_by_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / "终端.csv"
    quoted(
        [
            ["指标名称", "全国:GDP:不变价:累计同比", f"全国:{name}:累计同比"],
            ["频率", "季", "季"],
            ["单位", "%", "%"],
            ["2024-09-30", "4.8", "7.7"],
            ["2024-06-30", "5.0", "8.8"],
        ]
    )(file)
    reading = read(file)
    assert figures(reading) == {
        ("100000", "gdp", "2024Q3", "ytd", "growth", 4.8),
        ("100000", "gdp", "2024Q2", "ytd", "growth", 5.0),
    }
    assert name in told(reading, "warning", "info")


@pytest.mark.parametrize("where", ["sheet", "title", "section", "upper heading"])
@pytest.mark.parametrize(
    "name", ["人均GDP", "海洋生产总值", "高技术制造业增加值", "城镇社会消费品零售总额", "税收收入"]
)
def test_what_stands_over_a_whole_table_is_no_part_either(name: str, where: str, tmp_path: Path) -> None:
    head = ["地区", "2024年1-9月增长（%）"]
    body = [["山东", 6.6], ["江苏", 6.9]]
    grid: dict[str, Grid] = {
        "sheet": [head, *body],
        "title": [[f"2024年1-9月{name}"], head, *body],
        "section": [["2024年1-9月"], head, [name], *body],
        "upper heading": [["2024年1-9月"], ["地区", name], ["", "增长（%）"], *body],
    }
    reading = read(made(tmp_path, grid[where], sheet=name if where == "sheet" else "Sheet1"))
    assert reading.rows == []
    assert name in told(reading, "warning") or "没有写明指标" in told(reading, "warning")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("固定资产投资完成额（不含农户）累计增长（%）", "fai"),
        ("地区生产总值（按可比价）增长速度（%）", "gdp"),
        ("全市GDP增长（%）", "gdp"),
        ("GDP:第一产业:累计同比（%）", "gdp_primary"),
        ("2024年1-9月规模以上工业增加值同比增长（%）", "industry_va"),
    ],
)
def test_harmless_words_leave_a_heading_what_it_is(heading: str, code: str, tmp_path: Path) -> None:
    grid: Grid = [["2024年1-9月"], ["地区", heading], ["山东", 6.6], ["江苏", 6.9]]
    reading = read(made(tmp_path, grid))
    assert {(row["region"], row["indicator"], row["value"]) for row in reading.rows} == {
        ("370000", code, 6.6),
        ("320000", code, 6.9),
    }


def test_a_sector_below_investment_is_no_part_of_gdp(tmp_path: Path) -> None:
    grid: Grid = [["2024年1-9月"], ["地区", "固定资产投资", ""], ["", "房地产业", "增长（%）"], ["山东", 6.6, 3.3]]
    reading = read(made(tmp_path, grid))
    assert {row["indicator"] for row in reading.rows} <= {"fai"}
    assert "房地产业" in told(reading)


def test_the_advice_for_a_heading_works(tmp_path: Path) -> None:
    file = made(tmp_path, of_regions("县域GDP增长（%）"))
    reading = read(file)
    assert "--as “县域GDP增长（%）=代码”" in told(reading)
    rows = read(file, meanings={"县域GDP增长（%）": "gdp_others"}).rows
    assert {(row["region"], row["measure"], row["value"]) for row in rows if row["indicator"] == "gdp_others"} == {
        ("370000", "growth", 6.6),
        ("320000", "growth", 6.9),
    }
