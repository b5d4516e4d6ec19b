"""Days on which a table was made, captions, split notes, marks of footnotes, and neighbours that nobody can know."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import TITLE, figures, read, told

HEAD = ["指标", "累计（亿元）", "累计增长（%）"]
RETAIL = ["社会消费品零售总额", 904.6, 4.9]
READ = {("999901", "retail", "2025-09", value) for value in (904.6, 4.9)}
STAMPS = [
    "制表日期：2025年10月",
    "（2025年10月发布）",
    "发布日期：2025-10",
    "日期：2025.10.20",
    "填报时间：10月18日",
    "2025年10月18日",
    "填报人：张三 填报日期：2025年10月",
    "（10月20日）",
    "编制时间：2025年10月",
    "示范市统计局  2025年10月编",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_the_day_of_making_is_no_period(stamp: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["示范市主要经济指标"], [stamp], HEAD, RETAIL])
    assert not reading.rows and "时期" in told(reading, "error")


@pytest.mark.parametrize("stamp", STAMPS)
def test_the_day_of_making_contradicts_no_title(stamp: str, tmp_path: Path) -> None:
    assert figures(read(tmp_path, [[TITLE], [stamp], HEAD, RETAIL])) == READ


@pytest.mark.parametrize("stamp", ["2025年10月26日", "发布日期：2025年10月26日"])
def test_the_day_in_the_corner_over_a_column_is_no_heading(stamp: str, tmp_path: Path) -> None:
    grid: Grid = [[TITLE, "", ""], ["市统计局", "", stamp], HEAD, RETAIL]
    assert figures(read(tmp_path, grid)) == READ


@pytest.mark.parametrize("line", ["附件2 2024年同期主要经济指标", "表1 8月主要经济指标", "表1 2024年主要经济指标"])
def test_a_numbered_caption_of_another_time_is_asked_about(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], [line], HEAD, RETAIL])
    assert not reading.rows and "时期不一致" in told(reading, "error")


def test_months_in_brackets_that_are_not_the_titles_are_asked_about(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [["2025年10月示范市月报（9月数据）"], ["指标", "余额（亿元）"], ["金融机构本外币存款余额", 5200.1]]
    )
    assert not reading.rows and "时期不一致" in told(reading, "error")


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (["说明：", "增速均为环比"], {("999901", "retail", "2025-09", 904.6)}),
        (["注", "以上为预计数"], set()),
        (["备注：", "社会消费品零售总额为限额以上"], set()),
        (["注：", "数据来源：市统计局"], READ),
    ],
)
def test_a_note_in_two_cells_is_heard(note: list[str], left: set[object], tmp_path: Path) -> None:
    assert figures(read(tmp_path, [[TITLE], HEAD, RETAIL, note])) == left


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (["社会消费品零售总额", 904.6, "4.9①"], "①为两年平均增速"),
        (["社会消费品零售总额", "904.6*", 4.9], "* 预计数"),
        (["社会消费品零售总额", "904.6²", 4.9], "2 为1-8月数"),
        (["社会消费品零售总额①", 904.6, 4.9], "注：①限额以上单位"),
    ],
)
def test_a_figure_with_the_mark_of_a_note_that_changes_it_is_left_out(
    row: list[object], note: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, [[TITLE], HEAD, row, [note]])
    assert figures(reading) < READ and note.removeprefix("注：") in told(reading, "warning")


def test_a_mark_of_a_note_that_changes_nothing_is_no_matter(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], HEAD, ["社会消费品零售总额", "904.6*", "4.9①"], ["* 数据来源：市统计局"], ["①按可比价计算"]]
    assert figures(read(tmp_path, grid)) == READ


def test_growth_behind_a_whole_and_its_parts_is_of_nobody_knows_which(tmp_path: Path) -> None:
    head = ["地区", "地区生产总值", "第一产业", "第二产业", "第三产业", "增长"]
    grid: Grid = [
        ["2025年前三季度各市地区生产总值（单位：亿元、%）"],
        head,
        ["示范市", 2350.4, 200.1, 1000.1, 1150.2, 5.2],
    ]
    reading = read(tmp_path, grid)
    assert {row["measure"] for row in reading.rows} == {"value"} and "不知是哪一个的增速" in told(reading, "warning")


def test_growth_behind_a_marked_part_is_of_the_part_where_it_is_ours_and_of_none_where_not(tmp_path: Path) -> None:
    head = ["指标", "总量（亿元）", "#民营", "增长（%）"]
    reading = read(tmp_path, [[TITLE], head, ["社会消费品零售总额", 904.6, 600, 4.9]])
    assert {row["value"] for row in reading.rows} == {904.6} and "“#民营”的右边" in told(reading, "warning")


@pytest.mark.parametrize("heads", [["1-9月", "1-8月", "去年同期"], ["前三季度", "上半年", "一季度", "上年同期"]])
def test_last_year_behind_two_stretches_is_of_nobody_knows_which(heads: list[str], tmp_path: Path) -> None:
    cells = [904.6, 806.3, 700.2, 862.1]
    row = ["社会消费品零售总额（亿元）", *cells[: len(heads) - 1], cells[-1]]
    reading = read(tmp_path, [[TITLE], ["指标", *heads], row])
    assert 862.1 not in {row["value"] for row in reading.rows} and "不知与哪一段相比" in told(reading, "warning")


def test_last_year_behind_each_stretch_is_of_that_stretch(tmp_path: Path) -> None:
    head = ["指标", "1-8月", "上年同期", "1-9月", "上年同期"]
    reading = read(tmp_path, [[TITLE], head, ["社会消费品零售总额（亿元）", 806.3, 770.1, 904.6, 862.1]])
    assert {(row["period"], row["value"]) for row in reading.rows if row["period"] < "2025"} == {
        ("2024-08", 770.1),
        ("2024-09", 862.1),
    }


def test_a_note_on_one_indicator_moves_no_other(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [[TITLE], HEAD, RETAIL, ["固定资产投资", 900.1, 3.3], ["说明：本表固定资产投资为去年同期数。"]]
    )
    assert {(row["indicator"], row["period"]) for row in reading.rows} == {("retail", "2025-09"), ("fai", "2024-09")}


def test_a_sentence_above_a_table_gives_it_no_prices(tmp_path: Path) -> None:
    prose = "初步核算，前三季度全市实现地区生产总值1852.36亿元，按不变价格计算，同比增长5.5%，比上半年加快0.3个百分点。"
    reading = read(tmp_path, [[TITLE], [prose], HEAD, RETAIL])
    assert {row["price"] for row in reading.rows} == {"nominal"}


def test_a_unit_of_one_indicator_above_the_table_is_shown(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [[TITLE], ["（社零单位：万元）"], ["指标", "单位", "1-9月"], ["社会消费品零售总额", "亿元", 904.6]]
    )
    assert "社零单位：万元" in told(reading, "warning")


def test_a_row_of_a_time_without_figures_is_no_section(tmp_path: Path) -> None:
    rows: Grid = [["2025年1—9月", 712.3, 301.1], ["2024年1—9月", "", ""], ["增长（%）", -1.2, -0.8]]
    reading = read(tmp_path, [["2025年1—9月社会消费品零售总额（亿元）"], ["", "示范市", "东区"], *rows])
    assert {row["period"] for row in reading.rows} == {"2025-09"}


@pytest.mark.parametrize("note", ["注：表中固定资产投资系甲县数据", "说明：本表固定资产投资为全省数"])
def test_a_note_that_gives_a_figure_to_another_place_leaves_it_out(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEAD, RETAIL, ["固定资产投资", 900.1, 3.3], [note]])
    assert {row["indicator"] for row in reading.rows} <= {"retail"} and "固定资产投资" in told(reading)


@pytest.mark.parametrize("line", ["表二：2024年1-9月", "数据时间：2025年8月", "统计时间：1-8月"])
def test_a_time_below_the_table_that_no_title_says_is_shown(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEAD, RETAIL, [line]])
    assert figures(reading) == READ and line in told(reading, "warning")


def test_the_titles_time_below_the_table_is_no_word_worth(tmp_path: Path) -> None:
    assert told(read(tmp_path, [[TITLE], HEAD, RETAIL, ["统计时间：1-9月"]]), "warning") == ""


@pytest.mark.parametrize("line", ["（工业为总产值）", "（本表增长为增加额）"])
def test_what_brackets_above_a_table_say_of_it_is_shown(line: str, tmp_path: Path) -> None:
    assert line in told(read(tmp_path, [[TITLE], [line], HEAD, RETAIL]), "warning")


@pytest.mark.parametrize(
    ("remark", "left"), [("增加额", True), ("城镇", True), ("东区", False), ("市商务局提供", False)]
)
def test_a_remark_is_heard_as_any_word_beside_a_row(remark: str, left: bool, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], [*HEAD, "备注"], [*RETAIL, remark]])
    whose = {row["region"] for row in reading.rows}
    assert whose == (set() if left else {"999911"} if remark == "东区" else {"999901"})


def test_a_heading_in_another_scale_than_the_row_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], ["指标", "单位", "总量（万元）"], ["社会消费品零售总额", "亿元", 904.6]])
    assert {row["value"] for row in reading.rows} == {904.6} and "表头的单位是“万元”" in told(reading, "warning")


def test_a_change_below_a_unit_of_amounts_alone_is_growth_or_an_amount(tmp_path: Path) -> None:
    grid: Grid = [[f"{TITLE}（单位：亿元）"], ["指标", "1-9月", "比上年增减"], ["社会消费品零售总额", 904.6, 42.5]]
    reading = read(tmp_path, grid)
    assert {row["value"] for row in reading.rows} == {904.6} and "不知是增速还是绝对额" in told(reading, "warning")


def test_the_current_stretch_of_a_report_is_the_one_that_it_reports(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [[TITLE], ["指标", "当期（亿元）", "上年同期（亿元）"], ["社会消费品零售总额", 904.6, 862.1]]
    )
    assert {(row["period"], row["basis"]) for row in reading.rows} == {("2025-09", "ytd"), ("2024-09", "ytd")}
