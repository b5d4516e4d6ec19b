"""Cells, columns, units and rows that contradict each other: said or asked, and sound tables beside them are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, Grid, book, quoted
from tests.ingest.readers.test_last_year import figures, read, told

TITLE = "示范市2025年1—9月主要经济指标"
RETAIL = "社会消费品零售总额（亿元）"


def table(*rows: list[Any], title: str = TITLE) -> Grid:
    """Return a bulletin's table: a title, headings, rows."""
    return [[title], *rows]


def read_lines(folder: Path, *rows: list[str], **options: Any) -> Reading:
    """Write a CSV and read it."""
    file = folder / "库.csv"
    quoted(rows)(file)
    return sniff.read(file, None, Options(names=NAMES, own_region="999901", **options))


# --- shares and ranks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "row", "said"),
    [
        (["1—9月", "比重"], ["地区生产总值（亿元）", 880, 45.2], "单位却是“亿元”"),
        (["1—9月", "占比"], ["地区生产总值增长（%）", 5.2, 5.1], "写的不是"),
        (["1—9月", "占比（%）"], ["地区生产总值（亿元）", 880, 880], "占比不在 0 到 100 之间"),
        (["绝对额", "增长（%）"], ["第二产业比重", 880, 5.2], "写的不是"),
        (["1—9月", "%"], ["占比一般公共预算支出", 880, 69.6], "没有写明是谁的"),
    ],
)
def test_a_share_in_money_or_of_growth_is_no_share(heads: list[str], row: list[Any], said: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", *heads], row))
    assert said in told(reading)
    assert not any(measure == "share" for *_, measure, _ in figures(reading))


def test_a_share_in_per_cent_is_read(tmp_path: Path) -> None:
    heads = ["指标", "1—9月（亿元）", "比重（%）"]
    reading = read(tmp_path, table(heads, ["地区生产总值", 880, 100], ["第二产业", 400, 45.5]))
    assert ("2025Q3", "ytd", "share", 45.5) in figures(reading), told(reading)


def test_a_rank_is_heard_where_a_lower_heading_says_growth_or_amount(tmp_path: Path) -> None:
    grid = table(
        ["指标", "1—9月", "", "排名", ""],
        ["", "绝对额（亿元）", "增长（%）", "绝对额", "增长"],
        ["地区生产总值", 880, 5.2, 4, 2],
    )
    reading = read(tmp_path, grid)
    assert ("2025Q3", "ytd", "rank", 2.0) in figures(reading)
    assert "是总量的位次" in told(reading)
    assert {value for *_, value in figures(reading)} == {880.0, 5.2, 2.0}


def test_a_rank_beside_growth_that_is_left_out_is_left_out(tmp_path: Path) -> None:
    heads = ["指标", "1—9月", "比2019年同期增长（%）", "位次"]
    reading = read(tmp_path, table(heads, [RETAIL, 880, 5.2, 3]))
    assert not any(measure == "rank" for *_, measure, _ in figures(reading))


# --- last year's column ------------------------------------------------------------------------------


def test_last_years_column_beside_a_heading_with_its_year_is_the_year_before(tmp_path: Path) -> None:
    rows = (["数据库：季度数据"], ["指标", "2020年第三季度", "去年同期", "2020年第二季度"])
    reading = read_lines(tmp_path, *rows, ["国内生产总值_累计值(亿元)", "719.4", "697.8", "456.6"], region="100000")
    assert {(period, value) for period, *_, value in figures(reading)} == {
        ("2020Q3", 719.4),
        ("2019Q3", 697.8),
        ("2020Q2", 456.6),
    }


def test_last_years_column_beside_rows_of_years_is_the_year_before_each(tmp_path: Path) -> None:
    heads = ["时间", "本期", "上年同期"]
    reading = read(
        tmp_path, table(heads, ["2025年1—8月", 780, 720], ["2025年1—9月", 880, 800], title=f"示范市{RETAIL}")
    )
    assert figures(reading) == {
        ("2025-08", "ytd", "value", 780.0),
        ("2024-08", "ytd", "value", 720.0),
        ("2025-09", "ytd", "value", 880.0),
        ("2024-09", "ytd", "value", 800.0),
    }, told(reading)


def test_growth_beyond_a_column_of_the_year_before_is_the_titles_years(tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", "1—9月", "2024年全年", "增长（%）"], [RETAIL, 880, 1100, 10]))
    assert ("2025-09", "ytd", "growth", 10.0) in figures(reading)


@pytest.mark.parametrize(
    ("present", "last"),
    [("1—8月", "去年1—9月"), ("1—8月", "2024年1—9月"), ("2025年1—8月", "2024年1—9月"), ("今年1—8月", "上年1—9月")],
)
def test_last_years_column_alone_of_the_titles_months_is_asked_about(present: str, last: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", present, "增长（%）", last], [RETAIL, 780, 10, 800]))
    assert reading.rows == []
    assert f"{present}”的时期不一致" in told(reading)


def test_last_years_column_beside_one_of_the_titles_months_and_others_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", "1—8月", "1—9月", "增长（%）", "去年1—9月"], [RETAIL, 780, 880, 10, 800]))
    assert {period for period, *_ in figures(reading)} == {"2025-08", "2025-09", "2024-09"}, told(reading)


OF_AUGUST = [RETAIL, 780, 10]
"""An amount and its growth below a heading of 1—8月."""


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        (TITLE, [["指标", "2025年1—8月", "增长（%）"], OF_AUGUST]),
        (TITLE, [["指标", "2025年8月累计", "增长（%）"], OF_AUGUST]),
        (TITLE, [["指标", "2025年上半年", "增长（%）"], OF_AUGUST]),
        ("示范市1—9月主要经济指标", [["指标", "2025年1—8月", "增长（%）"], OF_AUGUST]),
        (TITLE, [["指标", "2025年", ""], ["", "1—8月", "增长（%）"], OF_AUGUST]),
        (TITLE, [["指标", "2025年", "2024年"], ["", "1—8月", "1—9月"], OF_AUGUST]),
        (TITLE, [["指标", "总量", "增长（%）"], ["2025年1—8月"], OF_AUGUST]),
        (TITLE, [["指标", "2025年1—8月", "增长（%）", "2025年1—9月（上年）"], [*OF_AUGUST, 880]]),
        (TITLE, [["指标", "总额", "", "#限额以上"], ["", "1—8月", "增长（%）", "1—9月"], [*OF_AUGUST, 880]]),
        (TITLE, [["时间", RETAIL], ["2025年1—8月", 780]]),
        (TITLE, [["时间", RETAIL, "当月增长（%）"], ["2025年1—8月", 780, 3]]),
        ("示范市2025年1—12月主要经济指标", [["指标", "2025年1—8月", "增长（%）"], OF_AUGUST]),
    ],
)
def test_other_months_of_the_titles_year_alone_are_asked_about(
    title: str, rows: list[list[Any]], tmp_path: Path
) -> None:
    reading = read(tmp_path, table(*rows, title=title))
    assert reading.rows == []
    assert "的时期不一致" in told(reading)


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        (TITLE, [["指标", "2025年1—8月", "2025年1—9月"], [RETAIL, 780, 880]]),
        (TITLE, [["指标", "2025年", ""], ["", "1—8月", "1—9月"], [RETAIL, 780, 880]]),
        (TITLE, [["指标", "1—8月", "1—9月"], [RETAIL, 780, 880]]),
        (TITLE, [["时间", RETAIL], ["2025年1—8月", 780], ["2025年1—9月", 880]]),
        (TITLE, [["指标", "总量"], ["2025年1—8月"], [RETAIL, 780], ["2025年1—9月"], [RETAIL, 880]]),
        ("示范市2025年1—12月主要经济指标", [["时间", RETAIL], ["2025年1—8月", 780], ["2025年1—9月", 880]]),
    ],
)
def test_months_side_by_side_of_which_one_is_the_titles_are_read(
    title: str, rows: list[list[Any]], tmp_path: Path
) -> None:
    reading = read(tmp_path, table(*rows, title=title))
    assert {(period, value) for period, _, _, value in figures(reading)} == {("2025-08", 780.0), ("2025-09", 880.0)}


@pytest.mark.parametrize("head", ["2024年1—8月", "2024年8月", "2024年上半年"])
def test_earlier_months_of_the_year_before_alone_are_asked_about(head: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", head], [RETAIL, 712.3]))
    assert figures(reading) == set() and "时期不一致" in told(reading)


@pytest.mark.parametrize("heads", [["1—8月", "增长（%）"], ["2024年1—9月", "增长（%）"]])
def test_a_file_called_like_its_title_lets_no_other_months_pass(heads: list[str], tmp_path: Path) -> None:
    file = tmp_path / f"{TITLE}.xlsx"
    book({"表": table(["指标", *heads], OF_AUGUST)})(file)
    reading = sniff.read(file, None, Options(names=NAMES, own_region="999901"))
    assert reading.rows == []
    assert f"{heads[0]}”的时期不一致" in told(reading)


@pytest.mark.parametrize("word", ["上年同期", "同期"])
def test_a_rank_beside_last_years_amount_is_of_either_year(word: str, tmp_path: Path) -> None:
    heads = ["指标", "本月止累计", "增长（%）", word, "增速位次"]
    reading = read(tmp_path, table(heads, [RETAIL, 880, 10, 800, 3]))
    assert {measure for *_, measure, _ in figures(reading)} == {"value", "growth"}
    assert "看不出是哪一年的增速" in told(reading)


# --- figures that fall out of their line -------------------------------------------------------------

PRICES = (["数据库：月度数据"], ["指标", "2020年9月", "2020年8月", "2020年7月"])
INDEX = "工业生产者出厂价格指数(上年同月=100)_当期值"


@pytest.mark.parametrize("odd", ["979", "9.79", "-2.1"])
def test_an_index_with_one_odd_figure_is_asked_about(odd: str, tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *PRICES, [INDEX, "98.0", odd, "97.6"], region="100000")
    assert reading.rows == []
    assert "有的数近 100，有的不近" in told(reading)


@pytest.mark.parametrize(("cells", "wanted"), [(["98.0", "102.1", "97.6"], 2.1), (["-2.0", "2.1", "0.0"], 2.1)])
def test_prices_all_as_indices_or_all_as_growth_are_read(cells: list[str], wanted: float, tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *PRICES, [INDEX, *cells], region="100000")
    assert [row["value"] for row in reading.rows if row["period"] == "2020-08"] == [pytest.approx(wanted)], told(
        reading
    )


MONTHS = ["指标", "2025年3月", "2025年4月", "2025年5月", "2025年6月"]


def test_levels_that_mount_but_for_one_are_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, table(MONTHS, [RETAIL, 190.5, 2620, 340.1, 412.0], title="示范市"))
    assert reading.rows == []
    assert "是年初以来累计还是当月" in told(reading)


@pytest.mark.parametrize(("levels", "basis"), [([190.5, 262, 340.1, 412], "ytd"), ([60.5, 66.1, 58.2, 71.0], "single")])
def test_levels_show_whether_they_are_cumulated(levels: list[float], basis: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(MONTHS, [RETAIL, *levels], title="示范市"))
    assert {row["basis"] for row in reading.rows} == {basis}, told(reading)


@pytest.mark.parametrize(
    ("heads", "row", "said"),
    [
        (["绝对额", "增长（%）"], ["地区生产总值", "88.1%", 5.2], "这一格却是百分数"),
        (["1—9月", "增长（%）"], ["地区生产总值（亿元）", "下降88.1", 5.2], "这一格却是百分数"),
        (["1—8月", "1—9月"], ["地区生产总值", 800, "88.1%"], "同一行其余是绝对额"),
    ],
)
def test_a_per_cent_in_a_column_of_amounts_is_no_growth(
    heads: list[str], row: list[Any], said: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], ["指标", *heads], row])
    assert reading.rows == []
    assert said in told(reading)


def test_a_row_in_per_cent_among_rows_of_amounts_is_growth(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["单位：亿元"], ["指标", "1—9月"], ["一般公共预算收入", 880], ["固定资产投资", "3.3%"]]
    assert ("2025-09", "ytd", "growth", 3.3) in figures(read(tmp_path, grid))


def test_a_unit_of_per_cent_below_a_heading_of_amounts_is_said(tmp_path: Path) -> None:
    grid = table(["指标", "单位", "绝对额"], ["规模以上工业增加值", "%", 5.6], ["地区生产总值", "亿元", 880])
    reading = read(tmp_path, grid)
    assert ("2025-09", "ytd", "growth", 5.6) in figures(reading)
    assert "单位却是 %" in told(reading)


def test_a_per_cent_sign_on_a_value_of_the_tidy_layout_is_an_error(tmp_path: Path) -> None:
    head = ["地区", "指标", "时期", "累计或当期", "增速或数值", "数值", "单位"]
    reading = read_lines(tmp_path, head, ["示范市", "gdp", "2025Q3", "累计", "数值", "88.1%", "亿元"])
    assert reading.rows == []
    assert "不带 %" in told(reading)
    assert len(read_lines(tmp_path, head, ["示范市", "gdp", "2025Q3", "累计", "增速", "8.1%", "%"]).rows) == 1


# --- units -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["亿美元", "万吨", "万千瓦时"])
def test_a_row_of_another_unit_is_not_in_the_titles(unit: str, tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["单位：亿元"], ["指标", "单位", "1—9月"], ["地区生产总值", unit, 880]]
    reading = read(tmp_path, grid)
    assert reading.rows == []
    assert f"单位是“{unit}”" in told(reading)


def test_a_heading_in_per_cent_beside_a_row_in_money_is_growth(tmp_path: Path) -> None:
    grid = table(["指标", "单位", "1—9月", "1—9月（%）"], ["地区生产总值", "亿元", 880, 5.2])
    assert figures(read(tmp_path, grid)) == {("2025Q3", "ytd", "value", 880.0), ("2025Q3", "ytd", "growth", 5.2)}


def test_income_per_head_in_hundred_millions_is_asked_about(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["单位：亿元"], ["指标", "1—9月"], ["城镇居民人均可支配收入", 28765]]
    reading = read(tmp_path, grid)
    assert reading.rows == []
    assert "元，单位可能不对" in told(reading)
    grid = [[TITLE], ["单位：亿元"], ["指标", "1—9月"], ["城镇居民人均可支配收入（元）", 28765]]
    assert figures(read(tmp_path, grid)) == {("2025Q3", "ytd", "value", 28765.0)}


# --- 累计 and 当月 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "time"),
    [
        ("规模以上工业增加值当月增长（%）", "2025年1—4月"),
        ("规模以上工业增加值当季增长（%）", "2025年1—9月"),
        ("1-9月当月规模以上工业增加值增长（%）", "2025年"),
    ],
)
def test_a_month_of_a_stretch_is_asked_about(head: str, time: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(["时间", head], [time, 5.2], title="示范市"))
    assert reading.rows == []
    assert "既说累计又说当期" in told(reading)


def test_growth_beside_an_amount_that_says_both_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", "1-9月当月", "同比增长（%）"], [RETAIL, 880, 5.2]))
    assert reading.rows == []
    assert "既说累计又说当期" in told(reading)


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("9月当月增长（%）", ("2025-09", "single")),
        ("本月（9月）增长（%）", ("2025-09", "single")),
        ("1—9月累计增长（%）", ("2025-09", "ytd")),
        ("9月累计增长（%）", ("2025-09", "ytd")),
        ("本月止累计增长（%）", ("2025-09", "ytd")),
        ("本月累计增长（%）", ("2025-09", "ytd")),
        ("累计（本月止）增长（%）", ("2025-09", "ytd")),
        ("截至本月累计增长（%）", ("2025-09", "ytd")),
    ],
)
def test_a_month_that_is_named_twice_is_read(head: str, wanted: tuple[str, str], tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", head], ["规模以上工业增加值", 5.2]))
    assert figures(reading) == {(*wanted, "growth", 5.2)}, told(reading)


def test_the_first_quarter_is_cumulated_and_single_at_once(tmp_path: Path) -> None:
    reading = read(tmp_path, table(["时间", "GDP当季增长（%）"], ["2025年1—3月", 5.2], title="示范市"))
    assert [row["value"] for row in reading.rows] == [5.2], told(reading)


# --- rows --------------------------------------------------------------------------------------------


def test_a_row_without_a_name_is_left_out(tmp_path: Path) -> None:
    grid = table(["县区", "地区生产总值增长（%）"], ["东区", 5.2], ["", 4.4], ["全市", 5.0])
    reading = read(tmp_path, grid)
    assert {(row["region"], row["value"]) for row in reading.rows} == {("999911", 5.2), ("999901", 5.0)}
    assert "该行没有名称" in told(reading)


PARTS = (["指标", "1—9月（亿元）"], ["地区生产总值", 880])


@pytest.mark.parametrize("name", ["其中：市区", "#限额以上单位", "其中：高新区"])
def test_what_stands_below_a_part_that_nobody_knows_is_a_part_of_that(name: str, tmp_path: Path) -> None:
    reading = read(tmp_path, table(*PARTS, [name, 400], ["第二产业", 200], ["第三产业", 200]))
    assert figures(reading) == {("2025Q3", "ytd", "value", 880.0)}
    assert "看不出“第二产业”" in told(reading)


def test_a_list_of_parts_goes_on_behind_one_that_nobody_knows(tmp_path: Path) -> None:
    rows = ["其中：第一产业", 80], ["第二产业", 400], ["#高技术制造业", 100], ["第三产业", 400]
    reading = read(tmp_path, table(*PARTS, *rows))
    assert {row["indicator"] for row in reading.rows} == {"gdp", "gdp_primary", "gdp_secondary", "gdp_tertiary"}


def test_a_name_of_two_meanings_means_the_same_twice(tmp_path: Path) -> None:
    rows = (["数据库：季度数据"], ["指标", "2020年三季度"])
    same = ["工业增加值_当季值(亿元)", "799.9"]
    assert [row["indicator"] for row in read_lines(tmp_path, *rows, same, region="100000").rows] == ["gdp_industry"]
    reading = read_lines(tmp_path, *rows, same, ["工业增加值_当季值(亿元)", "194.2"], region="100000")
    assert reading.rows == []
    assert "同一指标同一时期" in told(reading)


def test_two_rows_of_one_month_contradict_each_other_also_where_a_level_looks_like_a_date(tmp_path: Path) -> None:
    months = ["2025年1-8月", 1790], ["2025年1-8月", 1915.6], ["2025年1-9月", 2012]
    reading = read(tmp_path, table(["时间", RETAIL], *months, title="示范市"))
    assert reading.rows == []
    assert "同一指标同一时期" in told(reading)


def test_growth_beside_another_amount_is_not_of_the_name_further_left(tmp_path: Path) -> None:
    grid = table(
        ["地区", "房地产开发投资", "", "全年", ""],
        ["", "总量（亿元）", "增速（%）", "总量（亿元）", "增速（%）"],
        ["东区", 52, 5.4, 71, 5.5],
    )
    reading = read(tmp_path, grid)
    assert {value for *_, value in figures(reading)} == {52.0, 5.4}, told(reading)


def test_growth_below_a_time_of_its_own_is_not_of_the_name_to_the_left(tmp_path: Path) -> None:
    grid = table(
        ["地区", "地区生产总值", "", "去年同期"],
        ["", "绝对额（亿元）", "增长（%）", "增长（%）"],
        ["东区", 52, 5.4, 3.3],
    )
    reading = read(tmp_path, grid)
    assert {value for *_, value in figures(reading)} == {52.0, 5.4}
    assert "去年同期" in told(reading) or "没有写明指标" in told(reading)


@pytest.mark.parametrize("head", ["绝对额:房地产业", "房地产业", "绝对额（房地产业）"])
def test_an_industry_below_another_one_is_no_part_of_it(head: str, tmp_path: Path) -> None:
    title = "示范市2025年前三季度分行业增加值（亿元）"
    rows = ["工业", 700.1], ["金融业", 88]
    reading = read(tmp_path, table(["行业", head], *rows, title=title))
    assert reading.rows == []
    assert "表头却是另一个指标" in told(reading)
    assert len(read(tmp_path, table(["行业", "增加值"], *rows, title=title)).rows) == 2


def test_last_years_amount_is_not_of_the_year_that_growth_is_on(tmp_path: Path) -> None:
    heads = ["指标", "1—9月", "比2019年同期增长（%）", "上年同期"]
    reading = read(tmp_path, table(heads, [RETAIL, 880, 40, 800]))
    assert figures(reading) == {("2025-09", "ytd", "value", 880.0), ("2024-09", "ytd", "value", 800.0)}


@pytest.mark.parametrize(("at", "wanted"), [(1, 200.5), (2, 0.02005)])
def test_a_part_is_in_the_unit_of_its_whole_or_of_a_line_between_them(at: int, wanted: float, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["一般公共预算收入", 880], ["进出口总额（亿元）", 300.5], ["  其中：出口", 200.5]]
    rows.insert(at, ["单位：万元"])
    reading = read(tmp_path, [[TITLE], ["单位：亿元"], ["指标", "1—9月"], *rows])
    assert ("2025-09", "ytd", "value", wanted) in figures(reading), told(reading)


@pytest.mark.parametrize(
    ("name", "unit", "stored"),
    [
        ("用电量（亿千瓦时）", "亿元", None),
        ("地区生产总值（万元）", "亿元", None),
        ("地区生产总值（亿元）", "亿元", 2012.3),
        ("地区生产总值", "亿元", 2012.3),
        ("用电量（亿千瓦时）", "亿千瓦时", 2012.3),
    ],
)
def test_two_units_of_one_row_are_asked_about(name: str, unit: str, stored: float | None, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "计量单位", "1—9月"], [name, unit, 2012.3]])
    assert {value for *_, value in figures(reading)} == ({stored} if stored else set()), told(reading)
    assert stored or unit in told(reading)


@pytest.mark.parametrize(
    ("name", "unit", "stored"),
    [
        ("示范市:社会消费品零售总额:累计值:同比增减", "亿元", None),
        ("示范市:社会消费品零售总额:累计同比", "亿元", None),
        ("示范市:社会消费品零售总额:累计值", "%", None),
        ("示范市:社会消费品零售总额:累计同比", "%", "growth"),
        ("示范市:社会消费品零售总额:累计值", "亿元", "value"),
    ],
)
def test_name_and_unit_of_a_terminals_series_go_together(
    name: str, unit: str, stored: str | None, tmp_path: Path
) -> None:
    grid: Grid = [["指标名称", name], ["频率", "月"], ["单位", unit], ["2025-08-31", 70.1], ["2025-09-30", 80.2]]
    reading = read(tmp_path, grid)
    assert {measure for _, _, measure, _ in figures(reading)} == ({stored} if stored else set()), told(reading)
    assert stored or unit in told(reading)


@pytest.mark.parametrize(
    ("heading", "is_read"), [("同比增减", False), ("同比增减%", True), ("同比增减（%）", True), ("同比增长", True)]
)
def test_a_change_without_per_cent_beside_an_amount_may_be_one(heading: str, is_read: bool, tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["指标", "单位", "1—9月", heading], ["一般公共预算收入", "亿元", 150.6, 4.5]]
    reading = read(tmp_path, grid)
    assert (4.5 in {value for *_, value in figures(reading)}) == is_read, told(reading)


@pytest.mark.parametrize(
    "title", ["2026年主要指标安排", "2026年主要指标建议", "“十四五”规划主要指标", "主要指标底线", "指标下达数"]
)
def test_what_is_planned_under_another_word_is_no_published_figure(title: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[title], ["指标", "2025年1—9月"], ["地区生产总值增速（%）", 5.3]])
    assert figures(reading) == set()


# --- words of time -----------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["示范市2025年全年财政", "示范市2025年1—8月财政"])
def test_a_month_that_only_a_plan_names_does_not_bear_out_the_title(title: str, tmp_path: Path) -> None:
    heads = ["指标", "1—9月实际", "全年计划", "完成（%）", "增长（%）"]
    reading = read(tmp_path, table(heads, ["一般公共预算收入（亿元）", 150.6, 200, 75.3, 3.1], title=title))
    assert reading.rows == [] and "1—9月实际" in told(reading)


def test_a_stretch_in_the_title_does_not_go_with_the_same_month_alone(tmp_path: Path) -> None:
    title, heads = "示范市2025年1-7月价格指数", ["项目", "以上年同月价格为100"]
    assert read(tmp_path, table(heads, ["居民消费价格指数", 101.7], title=title)).rows == []
    both = read(tmp_path, table([*heads, "以上年同期价格为100"], ["居民消费价格指数", 101.7, 102], title=title))
    assert {each[:2] for each in figures(both)} == {("2025-07", "single"), ("2025-07", "ytd")}


# --- units -------------------------------------------------------------------------------------------


def test_a_row_in_another_unit_than_its_heading_is_read_with_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, table(["指标", "绝对额（元）", "增速（%）"], ["用电量（亿千瓦时）", 312.4, 5.1]))
    assert len(reading.rows) == 2 and "表头的单位是“元”" in told(reading)


def test_growth_beside_a_planned_amount_alone_is_the_plans(tmp_path: Path) -> None:
    for planned in ("预算总量（亿元）", "全年计划（亿元）"):
        reading = read(tmp_path, table(["指标", planned, "增长（%）"], ["一般公共预算收入", 200, 7.7]))
        assert reading.rows == [] and f"在“{planned}”的右边" in told(reading)
    done = read(
        tmp_path, table(["指标", "全年计划（亿元）", "完成（%）", "增长（%）"], ["一般公共预算收入", 200, 75.3, 3.1])
    )
    assert {value for *_, value in figures(done)} == {3.1}


def test_a_rate_of_an_amount_is_no_growth_of_it(tmp_path: Path) -> None:
    title = "示范市2025年1—9月规模以上工业增加值率、产销率（%）"
    reading = read(tmp_path, table(["指标", "1—9月"], ["规模以上工业增加值", 23.1], title=title))
    assert reading.rows == [] and "增加值率" in told(reading)


def test_a_title_of_one_month_does_not_go_with_the_year_so_far_alone(tmp_path: Path) -> None:
    title, row = "示范市2025年9月当月主要经济指标", [RETAIL, 704.6, 2.9]
    assert read(tmp_path, table(["指标", "1—9月", "增长（%）"], row, title=title)).rows == []
    both = read(tmp_path, table(["指标", "9月", "1—9月"], [RETAIL, 80.1, 704.6], title=title))
    assert {each[1] for each in figures(both)} == {"single", "ytd"}


def test_growth_beside_an_amount_of_another_kind_is_not_the_titles(tmp_path: Path) -> None:
    title = "示范市2025年前三季度地区生产总值"
    grid = table(["地区", "总量（亿元）（两年平均）", "增速（%）"], ["示范市", 880, 5.2], title=title)
    assert read(tmp_path, grid).rows == []


@pytest.mark.parametrize(
    ("name", "heads", "cells"),
    [
        ("固定资产投资（亿元）", ["1—9月", "增长（%）"], ["9001000万元", 3]),
        ("固定资产投资", ["1—9月（万元）", "增长（%）"], ["900.1亿元", 3]),
        ("固定资产投资", ["1—9月", "增长（%）"], ["900.1亿美元", 3]),
        ("固定资产投资", ["增长（%）", "1—9月"], ["900.1亿元", 3]),
        ("固定资产投资", ["1—9月", "增长（%）"], ["约900.1亿元", 3]),
        ("居民消费价格指数", ["1—9月", "9月"], [102.1, 101.5]),
        ("居民消费价格指数", ["1—9月", "增长（%）"], [2.1, 2.1]),
    ],
)
def test_a_unit_in_a_cell_or_an_index_that_leaves_a_doubt_is_asked_about(
    name: str, heads: list[str], cells: list[Any], tmp_path: Path
) -> None:
    reading = read(tmp_path, table(["指标", *heads], [name, *cells]))
    assert reading.rows == []
    assert reading.refused


@pytest.mark.parametrize(
    ("grid", "cell", "said"),
    [
        (
            [["指标", "1—9月（亿元）", "增长（%）"], ["固定资产投资", "900.1万元", 3.1]],
            "B3",
            "这一格的单位“万元”与“1—9月（亿元）”不一致",
        ),
        (
            [["指标", "1—9月", "增长（%）"], ["固定资产投资（亿元）", "9001000万元", 3.1]],
            "B3",
            "这一格的单位“万元”与“固定资产投资（亿元）”不一致",
        ),
        (
            [["指标", "单位", "1—9月"], ["固定资产投资", "亿元", "900.1亿美元"]],
            "C3",
            "这一格的单位“亿美元”与“亿元”不一致",
        ),
        (
            [["单位：亿元"], ["指标", "1—9月", "增长（%）"], ["固定资产投资", "900.1 万元", 3.1]],
            "B4",
            "这一格的单位“万元”与“单位：亿元”不一致",
        ),
        (
            [["指标", "1—9月（亿元）", "增长（%）"], ["固定资产投资", 900.1, "31万元"]],
            "C3",
            "这一格的单位“万元”与“增长（%）”不一致",
        ),
        ([["指标", "总额（亿元）"], ["固定资产投资", "2012.3元"]], "B3", "这一格的单位“元”与“总额（亿元）”不一致"),
        ([["指标", "增长"], ["固定资产投资", "31亿元"]], "B3", "这一格的单位“亿元”与“增长”不一致"),
        ([["指标", "1—9月（亿元）"], ["固定资产投资", "900.1家"]], "B3", "不是数"),
    ],
)
def test_a_cells_unit_against_another_is_named_with_the_cell(
    grid: list[list[Any]], cell: str, said: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, table(*grid))
    assert reading.rows == []
    assert [f"{e.column}{e.row}" for e in reading.findings if e.zh.startswith(said)] == [cell], told(reading)


@pytest.mark.parametrize(("flag", "cell", "wanted"), [("万元", "900亿元", None), ("亿元", "900亿元", 900.0)])
def test_a_unit_in_a_cell_against_the_flags_is_refused(
    flag: str, cell: str, wanted: float | None, tmp_path: Path
) -> None:
    rows = [TITLE], ["指标", "绝对额"], ["固定资产投资", cell]
    reading = read_lines(tmp_path, *rows, unit=flag)
    assert {value for *_, value in figures(reading)} == ({wanted} if wanted else set())
    assert wanted or f"与“--unit {flag}”不一致" in told(reading)
    other = read_lines(tmp_path, *rows[:2], ["用电量", "900亿千瓦时"], unit=flag)
    assert {value for *_, value in figures(other)} == {900.0}


@pytest.mark.parametrize(("last", "stored"), [("比去年同期增长(%)", {2.1}), ("比去年同月增长(%)", {2.1, -1.2})])
def test_growth_on_last_year_in_other_words_behind_last_year_is_of_either(
    last: str, stored: set[float], tmp_path: Path
) -> None:
    grid: Grid = [
        ["示范市2025年9月"],
        ["指标", "本月", "比去年同月增长(%)", "去年同期", last],
        [RETAIL, 81, 2.1, 79, -1.2],
    ]
    reading = read(tmp_path, grid)
    assert {value for _, _, measure, value in figures(reading) if measure == "growth"} == stored
    assert len(stored) > 1 or "看不出是哪一年的增速" in told(reading)


@pytest.mark.parametrize(
    ("figures", "asked"),
    [
        pytest.param(["601.2", "1256.5", "1950.4"], True, id="the year so far"),
        pytest.param(["601.2", "655.3", "693.9"], False, id="quarters"),
    ],
)
def test_quarters_that_mount_as_the_year_so_far_does_are_asked_about(
    tmp_path: Path, figures: list[str], asked: bool
) -> None:
    head = [["示范市2025年生产总值（亿元）", "", "", ""], ["指标", "一季度", "二季度", "三季度"]]
    reading = read_lines(tmp_path, *head, ["地区生产总值", *figures])
    assert len(reading.rows) == 3
    assert ("可能是累计数" in told(reading)) is asked


# --- 3月 of what is published for the year so far ----------------------------------------------------

YEAR_SO_FAR = [
    (["时间", "固定资产投资增速（%）"], [["1-2月", "5.1"], ["3月", "4.8"], ["4月", "4.6"]]),
    (["季度", "地区生产总值增速（%）"], [["一季度", "-3.1"], ["二季度", "2.5"], ["三季度", "3.9"]]),
    (["季度", "居民人均可支配收入增速（%）"], [["一季度", "1.0"], ["二季度", "2.0"], ["四季度", "3.3"]]),
]


@pytest.mark.parametrize(("heads", "rows"), YEAR_SO_FAR)
def test_growth_of_a_month_of_what_is_published_so_far_is_asked_about(
    heads: list[str], rows: list[list[str]], tmp_path: Path
) -> None:
    reading = read_lines(tmp_path, ["2025年"], heads, *rows)
    assert not reading.rows and "累计还是当月" in told(reading)


@pytest.mark.parametrize(("heads", "rows"), YEAR_SO_FAR)
@pytest.mark.parametrize(("basis", "said"), [("ytd", "时间"), ("single", "时间"), (None, "当月（当季）")])
def test_a_flag_or_a_word_settles_it(
    heads: list[str], rows: list[list[str]], basis: str | None, said: str, tmp_path: Path
) -> None:
    heads = (
        [heads[0], heads[1].replace("增速", "当季增速" if "季" in heads[0] else "当月增速")] if basis is None else heads
    )
    reading = read_lines(tmp_path, [f"2025年{'' if said == '时间' else said}"], heads, *rows, basis=basis)
    later = {row["basis"] for row in reading.rows if not row["period"].endswith(("Q1", "-02"))}
    assert len(reading.rows) == 3 and later == {basis or "single"}


def test_a_month_beside_the_months_up_to_it_is_that_month(tmp_path: Path) -> None:
    heads = ["指标", "9月增长（%）", "1—9月增长（%）"]
    reading = read(tmp_path, table(heads, ["固定资产投资", 4.1, 4.8]))
    assert {(row["basis"], row["value"]) for row in reading.rows} == {("single", 4.1), ("ytd", 4.8)}
