"""A region that a file names and the place does not know is asked about: never the place's own, never the nation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Reading, options_from
from tests.builders.corpus import Grid, book, quoted

NAMES = {"全国": "100000", "中国": "100000", "山东": "370000", "青岛": "370200", "青岛市": "370200"}
OWN = "370200"


def read(file: Path, **options: Any) -> Reading:
    """Read a file into the place 青岛."""
    meant = options.pop("meanings", {})
    given = options_from({"names": NAMES, "own_region": OWN, "meanings": meant, **options})
    return sniff.read(file, None, given)


def regions(reading: Reading) -> set[tuple[str, float]]:
    """Return whose figures were read, and the figures."""
    return {(row["region"], row["value"]) for row in reading.rows}


def told(reading: Reading, *severities: str) -> str:
    """Return the messages of some severities as one text."""
    return "\n".join(f.message("zh") for f in reading.findings if f.severity in (severities or ("error", "warning")))


def terminal(folder: Path, *names: str) -> Path:
    """Write a terminal's export of year-to-date growth: 5.1 in the first series, 5.2 in the second."""
    file = folder / "export.csv"
    heads: Grid = [["指标名称", *names], ["频率", *("季" for _ in names)], ["单位", *("%" for _ in names)]]
    quoted([*heads, ["2024-09-30", *(f"5.{i}" for i in range(1, len(names) + 1))], ["数据来源：Wind"]])(file)
    return file


@pytest.mark.parametrize("other", ["济南", "济南市", "杭州", "浦东新区", "章丘区", "Jinan"])
def test_a_terminals_series_of_an_unknown_city_is_left_out_and_its_code_asked(other: str, tmp_path: Path) -> None:
    file = terminal(tmp_path, f"{other}:GDP:不变价:累计同比")
    reading = read(file)
    assert reading.rows == []
    assert "不是已知的地区" in told(reading) and "regions.csv" in told(reading)
    name = other.casefold() if other.isascii() else other
    assert f"--as {name}=六位代码" in told(reading)
    assert regions(read(file, meanings={name: "370100"})) == {("370100", 5.1)}


def test_of_two_cities_the_known_ones_figures_come_in(tmp_path: Path) -> None:
    reading = read(terminal(tmp_path, "青岛:GDP:不变价:累计同比", "济南:GDP:不变价:累计同比"))
    assert regions(reading) == {("370200", 5.1)}
    assert "“济南”不是已知的地区" in told(reading, "warning")


def test_a_series_without_a_region_is_neither_the_nations_nor_the_places(tmp_path: Path) -> None:
    file = terminal(tmp_path, "GDP:不变价:累计同比")
    reading = read(file)
    assert reading.rows == [] and "--region 100000" in told(reading, "error")
    assert regions(read(file, region="100000")) == {("100000", 5.1)}


def test_a_region_given_is_not_that_of_a_series_that_names_another(tmp_path: Path) -> None:
    reading = read(terminal(tmp_path, "GDP:不变价:累计同比", "济南:GDP:不变价:累计同比"), region="100000")
    assert regions(reading) == {("100000", 5.1)}


def test_a_national_database_is_the_nations_also_within_a_place(tmp_path: Path) -> None:
    grid: list[list[str]] = [
        ["数据库：季度数据"],
        ["指标", "2024年三季度"],
        ["国内生产总值_累计值(亿元)", "949746.0"],
        ["数据来源：国家统计局"],
    ]
    file = tmp_path / "季度数据.csv"
    quoted(grid)(file)
    assert regions(read(file)) == {("100000", 949746.0)}
    quoted(grid[:-1])(file)
    reading = read(file)
    assert reading.rows == [] and "--region" in told(reading, "error")
    assert regions(read(file, region="370200")) == {("370200", 949746.0)}


HEAD: list[list[Any]] = [["指标", "1—9月增长（%）"], ["固定资产投资", 3.3], ["社会消费品零售总额", 4.4]]


@pytest.mark.parametrize("other", ["济南市", "杭州", "即墨区", "高新区", "山东省济南市"])
@pytest.mark.parametrize("where", ["title", "sheet", "file"])
def test_an_unknown_region_in_a_title_or_a_name_is_asked(other: str, where: str, tmp_path: Path) -> None:
    title = f"{other}2024年1—9月主要经济指标" if where == "title" else "2024年1—9月主要经济指标"
    file = tmp_path / (f"{other}2024年9月统计月报.xlsx" if where == "file" else "月报.xlsx")
    book({other if where == "sheet" else "综合": [[title], *HEAD]})(file)
    reading = read(file)
    assert reading.rows == []
    assert "不是已知的地区" in told(reading, "error") and "--region" in told(reading, "error")
    assert regions(read(file, region="370100")) == {("370100", 3.3), ("370100", 4.4)}


@pytest.mark.parametrize(
    "title",
    [
        "青岛市2024年1—9月主要经济指标",
        "全市2024年1—9月主要经济指标",
        "我市2024年1—9月城市建设与市场运行情况",
        "附表1：2024年1—9月主要指标完成情况",
    ],
)
def test_words_of_a_bulletin_are_no_region(title: str, tmp_path: Path) -> None:
    file = tmp_path / "月报.xlsx"
    book({"综合": [[title], *HEAD]})(file)
    assert regions(read(file)) == {(OWN, 3.3), (OWN, 4.4)}, told(read(file))


def test_an_unknown_region_in_a_row_or_over_a_column_is_left_out_by_name(tmp_path: Path) -> None:
    file = tmp_path / "各市.xlsx"
    rows: Grid = [["2024年1—9月固定资产投资增长（%）"], ["地区", "增长"], ["济南市", 3.3], ["青岛市", 4.4]]
    book({"各市": rows})(file)
    assert regions(read(file)) == {(OWN, 4.4)} and "“济南市”不是已知的地区" in told(read(file), "warning")
    columns: Grid = [["2024年1—9月增长（%）"], ["指标", "济南", "青岛"], ["固定资产投资", 3.3, 4.4]]
    book({"各市": columns})(file)
    assert regions(read(file)) == {(OWN, 4.4)} and "“济南”不是已知的地区" in told(read(file), "warning")
    assert regions(read(file, meanings={"济南": "370100"})) == {(OWN, 4.4), ("370100", 3.3)}


def test_a_tidy_rows_name_and_region_agree(tmp_path: Path) -> None:
    file = tmp_path / "长表.csv"
    head = ["地区", "指标", "时期", "累计或当期", "数值", "单位"]
    quoted([head, ["", "山东:地区生产总值", "2024Q3", "累计", "71000", "亿元"]])(file)
    assert regions(read(file)) == {("370000", 71000.0)}
    quoted([head, ["青岛", "山东:地区生产总值", "2024Q3", "累计", "71000", "亿元"]])(file)
    assert read(file).rows == [] and "与指标名称一致" in told(read(file), "error")


def test_the_whole_province_is_never_the_nation(tmp_path: Path) -> None:
    grid: Grid = [["2025年1-9月主要指标（增速，%）"], ["指标", "示范市", "全省"], ["地区生产总值", 5.3, 5.5]]
    file = tmp_path / "对比.xlsx"
    book({"表": grid})(file)
    names = {"示范市": "999901", "全国": "100000"}
    given = {"names": names, "own_region": "999901", "meanings": {}}
    asked = sniff.read(file, None, options_from({**given, "above": "100000"}))
    assert regions(asked) == {("999901", 5.3)}
    assert "“全省”是哪个省没有写明" in told(asked, "warning")
    known = sniff.read(file, None, options_from({**given, "above": "999900"}))
    assert regions(known) == {("999901", 5.3), ("999900", 5.5)}
    given |= {"names": names | {"日照市": "371100", "山东": "370000"}, "own_region": "371100", "above": "100000"}
    book({"表": [grid[0], ["指标", "日照市", "全省"], grid[2]]})(file)
    assert regions(sniff.read(file, None, options_from(given))) == {("371100", 5.3), ("370000", 5.5)}
