"""Notes below a table that name an indicator, a unit or a time: heard as if they stood beside the rows they are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import figures, read, told

TITLE = "示范市2025年1—9月主要经济指标"
TABLE: Grid = [
    [TITLE],
    ["指标", "单位", "1—9月", "增长（%）"],
    ["社会消费品零售总额", "亿元", 712.3, 4.4],
    ["固定资产投资", "亿元", 900.1, 3.3],
]
RETAIL = {("999901", "retail", "2025-09", value) for value in (712.3, 4.4)}
FAI = {("999901", "fai", "2025-09", value) for value in (900.1, 3.3)}
AMOUNTS = {("999901", "retail", "2025-09", 712.3), ("999901", "fai", "2025-09", 900.1)}


@pytest.mark.parametrize(
    "note",
    [
        "注：社会消费品零售总额为1-8月数",
        "社会消费品零售总额为1—8月数据",
        "注：1.固定资产投资增速按可比口径计算。2.社会消费品零售总额为1-8月数。",
        "注：①绝对额按现价计算；②社会消费品零售总额为1-8月",
        "注：社会消费品零售总额，固定资产投资为1-8月数",
        "注：增长速度按可比价格计算；其中社会消费品零售总额为单月数",
        "说明：（1）社会消费品零售总额为8月当月数",
    ],
)
def test_another_time_than_the_headings_is_asked_about(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE, [note]])
    assert figures(reading) == set() and "说的不是同一时期" in told(reading, "error")


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("数据来源：市统计局。其中社会消费品零售总额为预计数。", FAI),
        ("注：（1）增速为可比口径。（2）社会消费品零售总额单位为万元。", FAI),
        ("*社会消费品零售总额为快报数，固定资产投资增速为两年平均", AMOUNTS | RETAIL),
        ("注：增长%为比2019年同期增长", AMOUNTS),
        ("注：本表价值量指标单位均为万元", set()),
        ("注：以上数据为2024年1-9月数", set()),
        ("注：上表增速均为上年同期数。", AMOUNTS),
        ("注：增速按负数填列，即正数表示下降。", AMOUNTS),
        ("注：增速正数为下降、负数为增长", AMOUNTS),
        ("说明：增速未写负号", AMOUNTS),
        ("注：固定资产投资增速应为-3.3，漏写负号。", AMOUNTS | RETAIL),
        ("固定资产投资有误，请勿使用", RETAIL),
        ("注：本表数据以万元为单位，表头有误。", set()),
        ("注：绝对额为不变价。", set()),
        ("注：本表为模拟数", set()),
    ],
)
def test_what_a_note_says_is_none_of_ours_is_left_out_with_a_word(note: str, left: set[object], tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE, [note]])
    assert figures(reading) == left and "写有" in told(reading, "warning")


@pytest.mark.parametrize(
    "note",
    [
        "注：固定资产投资为5000万元以上项目",
        "注：固定资产投资增速为扣除价格因素",
        "注：上表含示范新区",
        "说明：零售额为8月数。",
        "注：因系统升级，部分数据有出入，以省局反馈为准。",
        "备注：今年数待省局反馈",
        "个别县区数据尚未核定，请谨慎使用",
        "注：新区部分项目划转至邻市",
        "* 零售额单位：千万元",
        "Note: retail sales cover units above designated size only",
        "数据来源：市发改委测算",
    ],
)
def test_what_nobody_understands_is_shown(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE, [note]])
    assert figures(reading) == RETAIL | FAI and "没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize(
    "note",
    [
        "注：固定资产投资为计划总投资500万元及以上项目",
        "注：增长%为比2024年同期增长",
        "注：社会消费品零售总额为初步核算数，固定资产投资为快报数",
        "注：数据来源为市统计局；出口总额以人民币计价",
        "注：本表报告期为1-9月",
        "资料来源：市统计局、市发展和改革委员会",
        "注：1.地区生产总值绝对额按现价计算，增速按可比价计算；2.固定资产投资不含农户。",
        "注：规模以上工业统计范围为年主营业务收入2000万元及以上的工业法人单位",
        "注：部分数据因四舍五入，分项之和与合计略有差异",
        "注：“-”表示没有数据",
        "制表：张三  审核：李四",
    ],
)
def test_what_changes_nothing_is_no_word_worth(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE, [note]])
    assert figures(reading) == RETAIL | FAI and told(reading) == ""


def test_a_footnotes_mark_that_no_row_bears_only_numbers_the_clauses(tmp_path: Path) -> None:
    marked: Grid = [*TABLE[:3], ["固定资产投资①", *TABLE[3][1:]]]
    assert figures(read(tmp_path, [*marked, ["①预计数；社会消费品零售总额为1-8月数"]])) == set()
    reading = read(tmp_path, [*marked, ["①为限额以上单位数"]])
    assert figures(reading) == RETAIL


def test_a_line_of_growth_over_amounts_leaves_them_out_with_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE[:3], ["增速"], TABLE[3]])
    assert figures(reading) == RETAIL | {("999901", "fai", "2025-09", 3.3)} and "写的不是绝对额" in told(reading)


def test_growth_of_nothing_beside_an_amount_of_nothing_is_left_out_with_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, [*TABLE[:3], ["出口总额", "亿元", 0, 0]])
    assert figures(reading) == RETAIL and "多半是没有填" in told(reading, "warning")
