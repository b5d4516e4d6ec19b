"""Figures that stand near a name of ours and are of something else; and those that are ours all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import figures, read, told

TITLE = "示范市2025年1—9月主要经济指标"
HEADS = ["指标", "单位", "1—9月", "同比增长（%）"]
FAI = {("999901", "fai", "2025-09", 3.3)}
BY_REGION = "2025年1—9月社会消费品零售总额"


@pytest.mark.parametrize(
    "whole", ["跨境电商", "一般贸易进出口", "高新技术企业", "市本级", "对美国", "限额以上单位", "高新区"]
)
def test_a_row_below_another_whole_is_left_out_with_a_word(whole: str, tmp_path: Path) -> None:
    rows: Grid = [[whole, "亿元", 50, 20], ["  出口总额", "亿元", 40, 22], ["固定资产投资", "%", "", 3.3]]
    reading = read(tmp_path, [[TITLE], HEADS, *rows])
    assert figures(reading) == {("999901", "fai", "2025-09", 3.3)}
    assert f"“出口总额”在“{whole}”之下" in told(reading, "warning")


@pytest.mark.parametrize(
    "whole",
    ["进出口总额", "外贸进出口总值（亿元）", "对外贸易", "规模以上工业总产值", "工业增加值率", "社会消费品零售总额"],
)
def test_a_row_below_a_whole_that_holds_it_or_has_nothing_to_do_with_it_is_read(whole: str, tmp_path: Path) -> None:
    indent = "" if whole == "工业增加值率" else "  "
    rows: Grid = [[whole, "亿元", 50, 20], [f"{indent}出口总额", "亿元", 40, 22]]
    assert ("999901", "exports", "2025-09", 22.0) in figures(read(tmp_path, [[TITLE], HEADS, *rows]))


@pytest.mark.parametrize(
    "words", ["限额以上单位社会消费品零售总额", "重点企业主要指标", "县域经济主要指标", "主要经济指标季调数"]
)
def test_a_title_that_narrows_leaves_out_what_is_below_it(words: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[f"2025年1—9月{words}"], HEADS, ["社会消费品零售总额", "亿元", 201.2, 4.0]])
    assert figures(reading) == set() and "只是一部分" in told(reading, "warning")


@pytest.mark.parametrize("words", ["规模以上工业和重点领域投资", "重点指标", "县区主要指标"])
def test_a_title_that_only_sounds_like_it_limits_nothing(words: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[f"2025年1—9月{words}"], HEADS, ["社会消费品零售总额", "亿元", 201.2, 4.0]])
    assert len(figures(reading)) == 2


def test_the_nation_the_province_and_the_city_side_by_side_are_all_read(tmp_path: Path) -> None:
    heads = ["指标", "全国", "全省", "全市", "全市在全省位次"]
    reading = read(tmp_path, [["2025年1—9月与全国全省比较（增速，%）"], heads, ["地区生产总值", 5.2, 5.4, 5.3, 7]])
    assert figures(reading) == {
        ("100000", "gdp", "2025Q3", 5.2),
        ("990000", "gdp", "2025Q3", 5.4),
        ("999901", "gdp", "2025Q3", 5.3),
        ("999901", "gdp", "2025Q3", 7.0),
    }
    assert told(reading) == ""


@pytest.mark.parametrize("other", ["限额以上零售额（亿元）", "网上零售额（亿元）", "企业数（个）"])
def test_growth_beside_an_amount_that_is_not_read_is_not_the_titles(other: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[BY_REGION], ["地区", other, "增长%"], ["示范市", 201.2, 5.1], ["甲市", 211.2, 5.2]])
    assert figures(reading) == set() and f"在“{other}”的右边" in told(reading, "warning")


@pytest.mark.parametrize(
    "heads", [["地区", "绝对额（亿元）", "增长%"], ["地区", "社会消费品零售总额（亿元）", "增长%"]]
)
def test_growth_beside_the_titles_own_amount_is_read(heads: list[str], tmp_path: Path) -> None:
    reading = read(tmp_path, [[BY_REGION], heads, ["示范市", 801.2, 5.1]])
    assert ("999901", "retail", "2025-09", 5.1) in figures(reading) and told(reading) == ""


@pytest.mark.parametrize("other", ["限额以上总量（亿元）", "市本级总量（亿元）"])
def test_growth_beside_a_part_of_the_rows_indicator_is_left_out(other: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", other, "增长（%）"], ["社会消费品零售总额", 801.2, 7.7]])
    assert figures(reading) == set() and f"在“{other}”的右边" in told(reading, "warning")


@pytest.mark.parametrize("other", ["比年初增减（亿元）", "比年初增减"])
def test_growth_beside_a_change_is_the_rows(other: str, tmp_path: Path) -> None:
    heads = ["指标", "绝对额（亿元）", other, "同比增长（%）"]
    reading = read(tmp_path, [[TITLE], heads, ["社会消费品零售总额", 801.2, 7.7, 4.0]])
    assert ("999901", "retail", "2025-09", 4.0) in figures(reading)


@pytest.mark.parametrize("title", ["人民币信贷收支表（2025年9月末）", "2025年9月末外币存贷款"])
def test_deposits_below_a_title_of_one_currency_are_left_out(title: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[title], ["项目", "同比增长（%）"], ["各项存款余额", 7.9]])
    assert figures(reading) == set() and "只是一部分" in told(reading, "warning")


@pytest.mark.parametrize("title", ["本外币信贷收支表（2025年9月末）", "金融机构存贷款（2025年9月末，亿元人民币）"])
def test_deposits_of_all_currencies_are_read(title: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[title], ["项目", "同比增长（%）"], ["各项存款余额", 7.9]])
    assert figures(reading) == {("999901", "deposits", "2025-09", 7.9)}


@pytest.mark.parametrize(
    "note",
    [
        "注：社会消费品零售总额为限额以上单位数。",
        "注：1.固定资产投资不含农户；2.社会消费品零售总额不含甲县。",
        "*为限额以上单位数",
    ],
)
def test_a_note_of_one_indicator_leaves_out_its_rows(note: str, tmp_path: Path) -> None:
    rows: Grid = [["固定资产投资", "%", "", 3.3], ["社会消费品零售总额*", "亿元", 801.2, 4.0]]
    reading = read(tmp_path, [[TITLE], HEADS, *rows, [note]])
    assert figures(reading) == FAI and ("限以上" in told(reading, "warning") or "不含" in told(reading, "warning"))


@pytest.mark.parametrize(
    "note",
    [
        "注：固定资产投资为全社会口径。",
        "注：绝对额单位为万元。",
        "注：表中增速为名义增速。",
    ],
)
def test_a_note_of_other_growth_scope_or_unit_is_said(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, ["固定资产投资", "%", "", 3.3], [note]])
    assert figures(reading) == FAI and "没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize("note", ["注：增速按可比价计算。", "注：固定资产投资增速为可比口径", "*表示增速"])
def test_a_note_that_says_what_is_usual_is_no_word_worth(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, ["固定资产投资", "%", "", 3.3], [note]])
    assert figures(reading) == FAI and told(reading) == ""


@pytest.mark.parametrize("words", ["（两年平均增速）", "增速环比"])
def test_a_title_of_other_growth_leaves_out_what_is_below_it(words: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE + words], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == set() and "写有" in told(reading, "warning")


@pytest.mark.parametrize("line", ["全省主要经济指标", "我省经济运行情况"])
def test_a_title_of_the_province_makes_figures_the_provinces(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["2025年1—9月"], [line], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == {("990000", "fai", "2025-09", 3.3)}


@pytest.mark.parametrize("line", ["与全省比较", "在全省位次", "示范市与全国、全省对比"])
def test_a_title_that_compares_with_the_province_is_of_the_city(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["2025年1—9月"], [line], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == FAI


@pytest.mark.parametrize("line", ["全省各市主要指标", "全市和全省主要指标", "示范市、潍坊市主要指标", "各县区主要指标"])
def test_a_title_of_several_places_over_rows_that_name_none_is_asked(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["2025年1—9月"], [line], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == set() and "--region" in told(reading, "error")


@pytest.mark.parametrize("line", ["旅游", "（三）文化产业", "历史数据"])
def test_what_stands_below_a_field_that_is_none_of_ours_is_left_out(line: str, tmp_path: Path) -> None:
    exports: Grid = [[line], ["出口总额", "亿元", 34.1, 2.1]]
    reading = read(tmp_path, [[TITLE], HEADS, ["固定资产投资", "%", "", 3.3], *exports])
    assert figures(reading) == FAI and line in told(reading, "warning")


@pytest.mark.parametrize("part", ["沿海地区", "建制镇", "北部片区"])
def test_a_title_of_a_part_of_the_city_leaves_out_what_is_below_it(part: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[f"示范市2025年1—9月{part}主要指标"], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == set() and "写有" in told(reading, "warning")


def test_exports_right_below_trade_with_some_countries_are_a_part_of_it(tmp_path: Path) -> None:
    rows: Grid = [["对RCEP国家进出口", "亿元", 100, 5], ["出口", "亿元", 60, 7], ["进口", "亿元", 40, 2]]
    reading = read(tmp_path, [[TITLE], HEADS, *rows])
    assert figures(reading) == set() and told(reading, "warning").count("之下，可能只是它的一部分") == 2


@pytest.mark.parametrize(
    ("heads", "months"),
    [
        (["2025.08", "2025.09", "2025.1", "2025.11"], ["08", "09", "10", "11"]),
        (["2025.11", "2025.1", "2025.9"], ["11", "10", "09"]),
        (["2025.2", "2025.3", "2025.4"], ["02", "03", "04"]),
        (["2025.10", "2025.11"], ["10", "11"]),
    ],
)
def test_months_written_as_numbers_are_what_stands_beside_them(
    heads: list[str], months: list[str], tmp_path: Path
) -> None:
    grid: Grid = [["规模以上工业增加值累计增速（%）"], ["地区", *heads], ["示范市", *range(1, len(heads) + 1)]]
    wanted = {("999901", "industry_va", f"2025-{month}", float(at)) for at, month in enumerate(months, 1)}
    assert figures(read(tmp_path, grid)) == wanted


@pytest.mark.parametrize("heads", [["2024.1", "2025.1"], ["2025.1"]])
def test_a_month_that_may_be_january_or_october_is_left_out_with_a_word(heads: list[str], tmp_path: Path) -> None:
    grid: Grid = [["示范市各项存款余额增速（%）"], ["指标", *heads, "2025年11月"], ["各项存款余额", *heads, 7.9]]
    reading = read(tmp_path, grid)
    assert figures(reading) == {("999901", "deposits", "2025-11", 7.9)}
    assert "可能是1月，也可能是10月" in told(reading, "warning")


def test_a_change_in_the_rows_own_unit_is_no_growth(tmp_path: Path) -> None:
    heads = ["指标", "单位", "1—9月", "同比增减"]
    reading = read(tmp_path, [[TITLE], heads, ["全社会用电量", "亿千瓦时", 110.3, 4.6]])
    assert figures(reading) == {("999901", "electricity", "2025-09", 110.3)} and "同比增减" in told(reading, "warning")


@pytest.mark.parametrize("head", ["同比增减（%）", "同比增减幅度%", "同比增减率"])
def test_a_change_in_per_cent_is_growth(head: str, tmp_path: Path) -> None:
    heads = ["指标", "单位", "1—9月", head]
    reading = read(tmp_path, [[TITLE], heads, ["全社会用电量", "亿千瓦时", 110.3, 4.6]])
    assert ("999901", "electricity", "2025-09", 4.6) in figures(reading) or told(reading) != ""


def test_a_row_in_dollars_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    rows: Grid = [["出口总额", "亿美元", 42.1, 3.2], ["固定资产投资", "%", "", 3.3]]
    reading = read(tmp_path, [[TITLE], HEADS, *rows])
    assert figures(reading) == FAI and "单位是“亿美元”" in told(reading, "warning") and told(reading, "error") == ""


def test_a_sheet_in_dollars_is_refused_and_says_which_unit(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "绝对额（万美元）"], ["出口总额", "3100"]])
    assert reading.rows == [] and "单位是“万美元”" in told(reading, "warning")
    assert "没有读到任何可用的数据" in told(reading, "error")


def test_prices_beside_the_month_before_are_the_months_own(tmp_path: Path) -> None:
    heads = ["项目", "环比（%）", "同比（%）", "1—9月同比（%）"]
    reading = read(tmp_path, [["2025年9月居民消费价格指数"], heads, ["居民消费价格指数", 0.1, -0.3, -0.1]])
    assert [(row["basis"], row["value"]) for row in reading.rows] == [("single", -0.3), ("ytd", -0.1)]


def test_prices_alone_are_still_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, [["2025年9月居民消费价格指数"], ["项目", "同比（%）"], ["居民消费价格指数", -0.3]])
    assert reading.rows == [] and "--basis" in told(reading, "error")


def test_the_yearly_communique_is_of_the_whole_year(tmp_path: Path) -> None:
    title = "示范市2024年国民经济和社会发展统计公报"
    reading = read(tmp_path, [[title], ["指标", "绝对数", "比上年增长（%）"], ["地区生产总值（亿元）", 3100.2, 5.4]])
    assert figures(reading) == {("999901", "gdp", "2024Q4", 3100.2), ("999901", "gdp", "2024Q4", 5.4)}


def test_a_title_that_says_the_months_own_speaks_for_dates_over_columns(tmp_path: Path) -> None:
    grid: Grid = [["2025年规模以上工业增加值当月增速（%）"], ["地区", "2025-03-01", "2025-04-01"], ["示范市", 6, 5.8]]
    reading = read(tmp_path, grid)
    assert [(row["period"], row["basis"]) for row in reading.rows] == [("2025-03", "single"), ("2025-04", "single")]


@pytest.mark.parametrize("line", ["二季度", "9月当月", "1—8月"])
def test_a_line_of_another_time_than_the_headings_is_asked_about(line: str, tmp_path: Path) -> None:
    rows: Grid = [["固定资产投资", "%", "", 3.3], [line], ["社会消费品零售总额", "亿元", 333.3, 7.7]]
    reading = read(tmp_path, [[TITLE], HEADS, *rows])
    assert f"“{line}”" in told(reading, "error")


@pytest.mark.parametrize("line", ["1—9月", "前三季度", "二、三次产业"])
def test_a_line_of_the_same_time_is_none_worth_a_word(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, [line], ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == FAI and told(reading) == ""


@pytest.mark.parametrize("words", ["指标安排", "下达数", "主要指标建议", "“十四五”规划主要指标"])
def test_what_was_set_is_no_published_figure(words: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["2025年1—9月" + words], HEADS, ["固定资产投资", "%", "", 3.3]])
    assert figures(reading) == set() and "不是已公布的数" in told(reading, "warning")


def test_growth_in_a_line_of_units_of_amounts_is_left_out(tmp_path: Path) -> None:
    heads: Grid = [["地区", "社会消费品零售总额同比增长"], ["", "亿元"]]
    reading = read(tmp_path, [["2025年1—9月"], *heads, ["示范市", 70.2]])
    assert figures(reading) == set()


def test_the_balance_at_the_months_end_is_read_and_that_of_the_month_before_is_not(tmp_path: Path) -> None:
    heads = ["指标", "本月末余额", "上月末余额", "同比增长（%）"]
    grid: Grid = [["金融机构本外币信贷收支（2025年9月末，亿元）"], heads, ["各项存款余额", 5123.4, 5100.3, 8.0]]
    wanted = {("999901", "deposits", "2025-09", 5123.4), ("999901", "deposits", "2025-09", 8.0)}
    reading = read(tmp_path, grid)
    assert figures(reading) == wanted and "上月末余额" in told(reading)
