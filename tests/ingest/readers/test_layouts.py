"""What stands round a figure leaves doubt: the figure is asked about or left out with a word, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options
from tests.builders.corpus import Grid, book
from tests.ingest.readers.test_last_year import TITLE, figures, read, told

GDP = ("地区生产总值（亿元）", 880, 5.2)


@pytest.mark.parametrize("word", ["上年同期", "去年同期", "同期数"])
def test_growth_beside_last_years_amount_alone_is_left_out_with_a_word(tmp_path: Path, word: str) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", word, "增长（%）"], ["地区生产总值（亿元）", 800, 5.2]])
    assert figures(reading) == {("2024Q3", "ytd", "value", 800.0)}
    assert "看不出是哪一年的增速" in told(reading)


@pytest.mark.parametrize("present", ["完成数", "实绩", "发生额", "绝对额"])
def test_an_amount_of_any_name_is_the_present_one(tmp_path: Path, present: str) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", present, "同期", "增长（%）"], ["地区生产总值（亿元）", 880, 800, 5.2]])
    assert figures(reading) == {
        ("2025Q3", "ytd", "value", 880.0),
        ("2024Q3", "ytd", "value", 800.0),
        ("2025Q3", "ytd", "growth", 5.2),
    }


def test_last_years_growth_beside_last_years_amount_stays_last_years(tmp_path: Path) -> None:
    head = ["指标", "本期", "增长（%）", "上年同期", "增长（%）"]
    reading = read(tmp_path, [[TITLE], head, ["地区生产总值（亿元）", 880, 5.2, 800, 6.1]])
    assert ("2024Q3", "ytd", "growth", 6.1) in figures(reading)
    assert ("2025Q3", "ytd", "growth", 5.2) in figures(reading)


@pytest.mark.parametrize("title", [TITLE, "示范市2025年主要经济指标"])
def test_a_heading_of_another_year_than_the_title_is_asked(tmp_path: Path, title: str) -> None:
    grid: Grid = [[title], ["指标", "2024年1—9月", "同比增长（%）"], [*GDP]]
    assert "的时期不一致；用 --period" in told(read(tmp_path, grid))
    assert ("2024Q3", "ytd", "value", 880.0) in figures(read(tmp_path, grid, period="2024Q3"))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("示范市2025年1月统计月报", "2024年1—12月"),
        ("示范市统计年鉴2025年", "2024年1—12月"),
        ("2025年1—9月", "2025年1—9月"),
    ],
)
def test_an_edition_and_what_it_prints_may_differ(tmp_path: Path, title: str, head: str) -> None:
    reading = read(tmp_path, [[title], ["指标", head], ["地区生产总值（亿元）", 880]])
    assert [value for *_, value in figures(reading)] == [880.0], told(reading)


@pytest.mark.parametrize(
    ("head", "period"), [("7-9月累计增长（%）", "2025Q3"), ("4—6月累计增长（%）", "2025Q2"), ("10-12月累计", "2025Q4")]
)
def test_a_quarter_added_up_is_the_quarter(tmp_path: Path, head: str, period: str) -> None:
    reading = read(tmp_path, [["示范市2025年"], ["指标", head], ["地区生产总值（%）", 5.2]])
    assert figures(reading) == {(period, "single", "growth", 5.2)}, told(reading)


@pytest.mark.parametrize("head", ["5—7月同比增长（%）", "2—9月增长（%）", "8-9月增长（%）"])
def test_a_stretch_that_nobody_reports_is_left_out_by_name(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, [["示范市2025年"], ["指标", head], ["规模以上工业增加值", 5.2]])
    assert reading.rows == []
    assert head in told(reading)


def test_growth_beside_what_is_expected_of_the_year_is_no_published_growth(tmp_path: Path) -> None:
    head = ["指标", "1—9月", "增长（%）", "全年预计", "增长（%）"]
    reading = read(tmp_path, [[TITLE], head, [*GDP, 1200, 5.5]])
    assert figures(reading) == {("2025Q3", "ytd", "value", 880.0), ("2025Q3", "ytd", "growth", 5.2)}
    assert told(reading).count("不是已公布的数") == 2


@pytest.mark.parametrize("between", [["注：4月起口径调整"], ["备注：以下为快报数", ""], []])
def test_a_note_among_months_does_not_end_their_table(tmp_path: Path, between: list[str]) -> None:
    months: Grid = [["2025年3月", 4.8], [*between], ["2025年4月", 5.1], ["2025年5月", 5.2]]
    reading = read(tmp_path, [["规模以上工业增加值"], ["月份", "累计增长（%）"], *months])
    assert len(reading.rows) == 3, told(reading)


@pytest.mark.parametrize(
    "head",
    [["指标", "地区生产总值", "固定资产投资", "", "社会消费品零售总额"], ["指标", "", "地区生产总值", "出口总额"]],
)
def test_a_column_of_figures_without_a_heading_is_asked(tmp_path: Path, head: list[str]) -> None:
    reading = read(tmp_path, [[TITLE], head, ["1—9月增长（%）", *[5.2, 4.1, 3.3, 2.2][: len(head) - 1]]])
    assert reading.rows == []
    assert "这一列没有表头，各列名称可能错位" in told(reading)


def test_an_empty_column_between_tables_needs_no_heading(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "1—9月", "", "增长（%）"], ["地区生产总值（亿元）", 880, "", 5.2]])
    assert len(reading.rows) == 2, told(reading)


def test_headings_that_changed_places_are_refused(tmp_path: Path) -> None:
    top: Grid = [[TITLE], ["指标", "增长（%）", "绝对额（亿元）"]]
    reading = read(tmp_path, [*top, ["地区生产总值", 880, 5.2], ["固定资产投资", 300, 4.2]])
    assert reading.rows == []
    assert "两列的表头可能对调" in told(reading)
    # a small base may well grow by more than 100 %
    assert len(read(tmp_path, [*top, ["固定资产投资", 150, 880.5]]).rows) == 2


def test_a_dash_is_no_heading(tmp_path: Path) -> None:
    head = ["地区", "1-6月", "—", "1-7月", "1-8月"]
    reading = read(tmp_path, [["2025年固定资产投资累计同比增速（%）"], head, ["示范市", -1.1, 0.4, 1.9, 3.4]])
    assert reading.rows == []
    assert "这一列没有表头" in told(reading)


@pytest.mark.parametrize("across", [False, True])
def test_years_by_themselves_are_full_years(tmp_path: Path, *, across: bool) -> None:
    down: Grid = [["年份", "地区生产总值（亿元）", "地区生产总值增长（%）"], ["2022年", 800, 3.0], ["2023年", 880, 5.4]]
    flat: Grid = [
        ["指标", "2022年", "2023年"],
        ["地区生产总值（亿元）", 800, 880],
        ["地区生产总值增长（%）", 3.0, 5.4],
    ]
    assert figures(read(tmp_path, flat if across else down)) == {
        ("2022Q4", "ytd", "value", 800.0),
        ("2023Q4", "ytd", "value", 880.0),
        ("2022Q4", "ytd", "growth", 3.0),
        ("2023Q4", "ytd", "growth", 5.4),
    }


def test_years_under_a_title_with_months_are_those_months(tmp_path: Path) -> None:
    grid: Grid = [["历年1—9月"], ["年份", "地区生产总值（亿元）"], ["2022年", 800], ["2023年", 880]]
    assert figures(read(tmp_path, grid)) == {("2022Q3", "ytd", "value", 800.0), ("2023Q3", "ytd", "value", 880.0)}


def test_one_year_by_itself_is_asked_about(tmp_path: Path) -> None:
    grid: Grid = [["指标", "2023年"], ["地区生产总值（亿元）", 880]]
    assert "不知是全年还是某月；用 --period 指明" in told(read(tmp_path, grid))
    assert figures(read(tmp_path, grid, period="2023Q4", basis="ytd")) == {("2023Q4", "ytd", "value", 880.0)}


def test_an_indicator_that_only_the_sheet_names_is_settled_by_its_months(tmp_path: Path) -> None:
    rows: Grid = [["2025年11月", 4.8, 6.0], ["2025年10月", 4.9, 6.1], ["2025年9月", 6.5, 6.2]]
    file = tmp_path / "月报.xlsx"
    book({"工业增加值增长（没有1月）": [["月份", "当月同比增长（%）", "累计增长（%）"], *rows]})(file)
    reading = sniff.read(file, None, Options(own_region="999901"))
    assert {row["indicator"] for row in reading.rows} == {"industry_va"}, told(reading)
    assert len(reading.rows) == 6
    book({"工业增加值": [["月份", "累计增长（%）"], rows[2][:2]]})(file)
    asked = sniff.read(file, None, Options(own_region="999901"))
    assert "用 --as “工业增加值=代码” 指明" in told(asked)
    settled = sniff.read(file, None, Options(own_region="999901", basis="ytd", meanings={"工业增加值": "industry_va"}))
    assert [row["indicator"] for row in settled.rows] == ["industry_va"], told(settled)


@pytest.mark.parametrize("known", ["青岛", "青岛市"])
@pytest.mark.parametrize("written", ["青岛", "青岛市"])
def test_a_city_is_known_with_and_without_its_suffix(tmp_path: Path, known: str, written: str) -> None:
    lines = [f"指标名称,{written}:GDP:不变价:累计同比", "频率,季", "单位,%", "2024-09-30,5.6", "2024-06-30,5.7"]
    file = tmp_path / "终端.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    reading = sniff.read(file, None, Options(names={known: "370200"}))
    assert {row["region"] for row in reading.rows} == {"370200"}, told(reading)


def test_a_citys_short_name_inside_a_title_is_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, [["国家示范项目2025年1—9月"], ["指标", "1—9月"], ["固定资产投资（亿元）", 880]])
    assert {row["region"] for row in reading.rows} <= {"999901"}


def test_series_beside_a_terminals_link_are_read(tmp_path: Path) -> None:
    lines = [
        "Select this link and click Refresh,CN: GDP: ytd,CN: GDP: Primary Industry: ytd",
        "Region,China,China",
        "Frequency,Quarterly,Quarterly",
        "Unit,RMB bn,RMB bn",
        "Source,National Bureau of Statistics,National Bureau of Statistics",
        "2024-03-01,29629.9,1153.8",
        "2024-06-01,61683.6,3066",
    ]
    file = tmp_path / "ceic.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    reading = sniff.read(file, None, Options(names={"China": "100000"}))
    found = {(row["indicator"], row["period"], row["value"]) for row in reading.rows}
    assert found >= {("gdp", "2024Q1", 296299.0), ("gdp_primary", "2024Q2", 30660.0)}, told(reading)


REGIONS: Grid = [["全省", 8800, 5.3], ["全市", 880, 5.2], ["全国", 88000, 5.1]]


def test_growth_stands_beside_its_amount_and_each_line_is_its_regions(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["地区", "地区生产总值（亿元）", "增长（%）"], *REGIONS])
    found = {(row["region"], row["measure"]): row["value"] for row in reading.rows}
    assert {row["indicator"] for row in reading.rows} == {"gdp"}
    assert found == {
        ("990000", "value"): 8800.0,
        ("990000", "growth"): 5.3,
        ("999901", "value"): 880.0,
        ("999901", "growth"): 5.2,
        ("100000", "value"): 88000.0,
        ("100000", "growth"): 5.1,
    }, told(reading)


@pytest.mark.parametrize("between", ["人均地区生产总值（元）", "海洋生产总值（亿元）", "位次变化", "年度目标"])
def test_growth_beside_what_is_left_out_is_left_out(tmp_path: Path, between: str) -> None:
    head = ["地区", "地区生产总值（亿元）", between, "增长（%）"]
    assert all(row["measure"] != "growth" for row in read(tmp_path, [[TITLE], head, ["全市", 880, 9, 5.2]]).rows)


def test_nominal_and_real_growth_are_two_figures(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["指标", "名义增长（%）", "实际增长（%）"], ["社会消费品零售总额", 5.2, 4.1]]
    reading = read(tmp_path, grid)
    assert {(row["price"], row["value"]) for row in reading.rows} == {("nominal", 5.2), ("real", 4.1)}, told(reading)


def test_trillions_are_read(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "绝对额（万亿元）"], ["地区生产总值", 0.88]])
    assert figures(reading) == {("2025Q3", "ytd", "value", 8800.0)}


@pytest.mark.parametrize(
    ("grid", "periods"),
    [
        ([["月份", "规模以上工业增加值累计增长（%）"], [45870, 4.8], [45901, 5.1]], ["2025-08", "2025-09"]),
        ([["日期", "规模以上工业增加值累计增长（%）"], [45930, 5.1], [45900, 4.8]], ["2025-09", "2025-08"]),
        ([["指标", 45870, 45901], ["规模以上工业增加值累计增长（%）", 4.8, 5.1]], ["2025-08", "2025-09"]),
    ],
)
def test_days_stored_as_numbers_are_days_under_a_heading_that_says_so(
    tmp_path: Path, grid: Grid, periods: list[str]
) -> None:
    reading = read(tmp_path, grid)
    assert [row["period"] for row in reading.rows] == periods, told(reading)
    assert "日期存为数字" in told(reading)


@pytest.mark.parametrize(
    "column",
    [
        pytest.param([45870, 45902], id="no edge of a month"),
        pytest.param([45870, 45870], id="twice the same"),
        pytest.param([45870], id="one alone"),
        pytest.param([45870, 12000], id="another number among them"),
    ],
)
def test_other_numbers_are_no_days(tmp_path: Path, column: list[int]) -> None:
    grid: Grid = [["月份", "规模以上工业增加值累计增长（%）"], *([each, 4.8] for each in column)]
    assert read(tmp_path, grid).rows == []


def test_levels_are_no_days(tmp_path: Path) -> None:
    grid: Grid = [["地区", "2025年1—9月地区生产总值（万元）"], ["全市", 45870], ["全省", 45901]]
    assert sorted(row["value"] for row in read(tmp_path, grid).rows) == [4.587, 4.5901]


@pytest.mark.parametrize("ditto", ["〃", "同上"])
def test_a_ditto_mark_stands_for_the_unit_or_the_place_above_it(ditto: str, tmp_path: Path) -> None:
    head = ["地区", "指标", "单位", "1—9月", "增长（%）"]
    rows: Grid = [
        ["示范市", "固定资产投资", "亿元", 812.1, 4.8],
        [ditto, "社会消费品零售总额", ditto, 310.5, -2.1],
        ["备注栏"],
        ["东区", "一般公共预算收入", ditto, 51.5, 2.1],
    ]
    reading = read(tmp_path, [[TITLE], head, *rows])
    assert figures(reading) == {
        ("2025-09", "ytd", kind, each) for kind, each in [("value", 812.1), ("growth", 4.8)]
    } | {("2025-09", "ytd", kind, each) for kind, each in [("value", 310.5), ("growth", -2.1)]}
    assert "既不是已知的地区，也不是已知的单位" in told(reading)


def test_a_unit_behind_a_blank_in_the_title_is_heard(tmp_path: Path) -> None:
    reading = read(tmp_path, [[f"{TITLE}  单位：亿元"], ["指标", "1—9月"], ["社会消费品零售总额", 310.5]])
    assert figures(reading) == {("2025-09", "ytd", "value", 310.5)}
