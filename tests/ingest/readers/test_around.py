"""Lines, notes, remarks and names round a table: what they say of the figures, and what they may say without harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, Grid, book, quoted

TITLE = "示范市2025年1—9月主要经济指标"
HEADS = ["指标", "累计增长（%）"]
FAI, RETAIL = ["固定资产投资", 3.3], ["社会消费品零售总额", 4.4]
BOTH = {("999901", "fai", "2025-09", 3.3), ("999901", "retail", "2025-09", 4.4)}
FAI_ONLY = {("999901", "fai", "2025-09", 3.3)}
BAND: Grid = [["指标名称", "中国:GDP:累计同比"], ["频率", "季"], ["单位", "%"], ["2025-09", "5.2"], ["2025-06", "5.3"]]


def read(folder: Path, grid: Grid, name: str = "月报.xlsx", sheet: str = "综合", **options: Any) -> Reading:
    """Write a table and read it as a user would."""
    make = quoted(grid) if name.endswith(".csv") else book({sheet: grid})
    make(folder / name)
    return sniff.read(folder / name, None, Options(**{"names": NAMES, "own_region": "999901", **options}))


def figures(reading: Reading) -> set[tuple[str, str, str, float]]:
    """Return what was read: region, indicator, period and value."""
    return {(row["region"], row["indicator"], row["period"], row["value"]) for row in reading.rows}


def told(reading: Reading, *severities: str) -> str:
    """Return the messages of some severities as one text."""
    return "\n".join(f.message("zh") for f in reading.findings if f.severity in (severities or ("error", "warning")))


@pytest.mark.parametrize(
    "line",
    [
        "二、民营经济",
        "（二）市区",
        "三、税收收入（亿元）",
        "四、人均",
        "以下为民营企业",
        "以下指标为市区口径",
        "农村",
        "注：以下不含新区",
    ],
)
def test_below_a_line_of_a_part_nothing_is_read(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, [line], RETAIL])
    assert figures(reading) == FAI_ONLY
    assert f"“{line}”写有" in told(reading, "warning") and "综合!B5" in told(reading, "warning")


@pytest.mark.parametrize(
    "line",
    [
        "二、国内贸易",
        "（二）消费",
        "三、对外经济和财政金融",
        "四、人民生活",
        "五、消费品市场和招商引资",
        "（一）按登记注册类型分",
        "其中：",
        "工业",
        "城乡居民收入",
        "注：以上不含农户",
    ],
)
def test_below_a_line_of_a_field_all_is_read(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, [line], RETAIL])
    assert figures(reading) == BOTH and told(reading) == ""


def test_a_row_numbered_like_a_section_ends_it(tmp_path: Path) -> None:
    grid: Grid = [
        [TITLE],
        HEADS,
        ["一、固定资产投资", 3.3],
        ["二、民营经济"],
        ["出口", 1.0],
        ["三、社会消费品零售总额", 4.4],
    ]
    assert figures(read(tmp_path, grid)) == BOTH


def test_a_part_reaches_over_the_sections_below_it(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, ["二、民营经济"], ["（一）消费"], RETAIL])
    assert figures(reading) == FAI_ONLY


@pytest.mark.parametrize(
    "line", ["其中：外资企业", "民营经济增加值", "税收收入（亿元）", "企业法人", "在地口径", "以下为税务口径"]
)
def test_a_row_whose_figures_are_not_out_is_named_and_what_is_below_it_read(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, [line], RETAIL])
    assert figures(reading) == BOTH
    assert f"“{line}”没有当作限定" in told(reading, "warning") and "综合!B5" in told(reading, "warning")


def test_a_row_without_figures_that_limits_nothing_is_no_word_worth(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, ["城镇登记失业率"], RETAIL])
    assert figures(reading) == BOTH and told(reading) == ""


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("注：以上为预计数", set()),
        ("注：本表为计划数", set()),
        ("以上为市区数", set()),
        ("注：本表数据来自统计部门", BOTH),
        ("注：固定资产投资不含农户", BOTH),
        ("注：本表中固定资产投资不含农户、跨区项目", BOTH),
        ("注：本表为高新区数据", set()),
        ("注：以上数据以统计局公布为准", BOTH),
        ("注：本表绝对额按现价计算，增速按可比价计算。", BOTH),
        ("注：规模以上工业为年主营业务收入2000万元及以上的工业企业", BOTH),
    ],
)
def test_a_note_below_speaks_of_the_rows_above(note: str, expected: Any, tmp_path: Path) -> None:
    assert figures(read(tmp_path, [[TITLE], HEADS, FAI, RETAIL, [], [note]])) == expected


def test_a_note_among_the_rows_speaks_of_those_above_it(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, RETAIL, ["注：以上为预计数"], FAI])
    assert figures(reading) == FAI_ONLY


@pytest.mark.parametrize("line", ["（本表为民营经济）", "不含省属企业", "（市区口径）", "（税收）", "上年同期"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_line_above_limits_the_whole_table(line: str, at: int, tmp_path: Path) -> None:
    grid: list[list[Any]] = [[TITLE], HEADS, FAI, RETAIL]
    grid.insert(at, [line])
    reading = read(tmp_path, grid)
    assert reading.rows == [] and f"“{line}”写有" in told(reading, "warning")


@pytest.mark.parametrize(
    "line", ["附件2", "（不含农户）", "示范市统计局", "各市区主要指标", "利用外资和财政税收", "与上年对比"]
)
def test_a_line_above_that_limits_nothing_is_no_word_worth(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[line], [TITLE], HEADS, FAI, RETAIL])
    assert figures(reading) == BOTH and told(reading) == ""


@pytest.mark.parametrize("line", ["在地口径", "企业法人", "其中：民间", "（调整后）", TITLE + "（调整后）"])
def test_a_line_above_that_is_no_title_is_shown(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[line], [TITLE], HEADS, FAI, RETAIL])
    assert figures(reading) == BOTH and "没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize(
    "line", ["内部资料", "第9期", "市发展改革委", "填报单位：综合处", TITLE + "（快报数）", TITLE + "（9月30日）"]
)
def test_a_line_above_that_publishes_is_no_word_worth(line: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[line], [TITLE], HEADS, FAI, RETAIL])
    assert figures(reading) == BOTH and told(reading) == ""


@pytest.mark.parametrize("note", ["注：9月为预计数", "备注：市区数", "注：2024年数"])
def test_a_note_that_does_not_say_of_which_figures_it_is_is_shown(note: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL, [note]])
    assert figures(reading) == BOTH and f"“{note}”没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize(
    "note", ["注：增速为环比", "增速为环比增速。", "注：同比增速为两年平均增速", "本表增速为环比增速"]
)
@pytest.mark.parametrize("at", [1, 4])
def test_growth_that_a_note_says_is_another_is_left_out_with_a_word(note: str, at: int, tmp_path: Path) -> None:
    rows: Grid = [["社会消费品零售总额", 44.0, 4.4], ["固定资产投资", "", 3.3]]
    lines: Grid = [[TITLE], ["指标", "累计（亿元）", "同比增长（%）"], *rows]
    grid: Grid = [*lines[:at], [note], *lines[at:]]
    reading = read(tmp_path, grid)
    assert figures(reading) == {("999901", "retail", "2025-09", 44.0)}
    assert "写有" in told(reading, "warning")


def test_a_note_on_growth_of_one_indicator_or_on_a_column_leaves_the_others(tmp_path: Path) -> None:
    assert figures(read(tmp_path, [[TITLE], HEADS, FAI, RETAIL, ["注：社会消费品零售总额增速为环比"]])) == FAI_ONLY
    reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL, ["注：环比增速为季节调整后数据"]])
    assert figures(reading) == BOTH and "没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize("word", ["初稿", "征求意见稿", "（讨论稿）", "草案", "预计"])
def test_a_draft_is_left_out_with_a_word_by_its_title_its_sheet_and_its_files_name(word: str, tmp_path: Path) -> None:
    for names in ({"name": f"2025年9月{word}.xlsx"}, {"sheet": f"指标{word}"}):
        reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL], **names)
        assert reading.rows == [] and "写有" in told(reading, "warning"), names
    reading = read(tmp_path, [[TITLE + word], HEADS, FAI, RETAIL])
    assert reading.rows == [] and "写有" in told(reading, "warning")


@pytest.mark.parametrize("sheet", ["税收", "人均", "民营", "市区", "上年", "去年", "上年同期"])
def test_a_sheets_name_limits_its_figures(sheet: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL], sheet=sheet)
    assert reading.rows == [] and f"“{sheet}”写有" in told(reading, "warning")


@pytest.mark.parametrize("sheet", ["附件2", "县（市、区）", "财政税收", "对照", "季度数据"])
def test_a_sheets_name_that_limits_nothing_is_no_word_worth(sheet: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL], sheet=sheet)
    assert figures(reading) == BOTH and told(reading) == ""


@pytest.mark.parametrize("remark", ["预计", "计划数", "市区", "2024年数", "上年数", "不含新区", "待核实", "为1-8月数"])
@pytest.mark.parametrize("head", ["备注", "说明"])
def test_a_remark_beside_a_row_is_heard(remark: str, head: str, tmp_path: Path) -> None:
    heads = ["指标", "1—9月增长（%）", head]
    reading = read(tmp_path, [["示范市2025年主要指标"], heads, FAI, [*RETAIL, remark]])
    assert ("999901", "retail", "2025-09", 4.4) not in figures(reading)
    assert "综合!B4" in told(reading) or ("999901", "retail", "2024-09", 4.4) in figures(reading)


@pytest.mark.parametrize("remark", ["可比价", "2025年1-9月", "按季度核算", "不含农户", "统计局", "海关数", "全省第5位"])
def test_a_remark_that_changes_nothing_is_no_word_worth(remark: str, tmp_path: Path) -> None:
    reading = read(tmp_path, [["示范市2025年主要指标"], ["指标", "1—9月增长（%）", "备注"], FAI, [*RETAIL, remark]])
    assert figures(reading) == BOTH and told(reading) == ""


def test_a_remark_of_another_month_beside_a_date_is_asked_about(tmp_path: Path) -> None:
    head = [[*BAND[0], "备注"], *([*row, ""] for row in BAND[1:4])]
    grid: Grid = [*head, [*BAND[4], "为1-8月数"]]
    assert "不是同一时期" in told(read(tmp_path, grid, name="导出.csv"), "error")
    same: Grid = [*head, [*BAND[4], "2025年1-6月"]]
    assert len(read(tmp_path, same, name="导出.csv").rows) == 2


def test_a_remark_that_nobody_understands_is_shown(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [[TITLE], [*HEADS, "备注"], FAI, [*RETAIL, "剔除两家迁出单位"], ["出口", 1.0, "含下放单位"]]
    )
    assert ("999901", "exports", "2025-09", 1.0) in figures(reading) and "“含下放单位”" in told(reading, "warning")
    assert ("999901", "retail", "2025-09", 4.4) not in figures(reading)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("以下为预计数", [5.2]),
        ("二、民营经济", [5.2]),
        ("2024年", []),
        ("2024年1-9月", []),
        ("注：以上为预计数", [5.3]),
        ("数据来源：某终端", [5.2, 5.3]),
    ],
)
def test_a_line_among_a_terminals_dates_is_heard(line: str, expected: list[float], tmp_path: Path) -> None:
    reading = read(tmp_path, [*BAND[:4], [line], *BAND[4:]], name="导出.csv")
    assert [row["value"] for row in reading.rows] == expected
    assert bool(told(reading)) == (len(expected) < 2)


def test_a_line_above_a_terminals_series_is_heard(tmp_path: Path) -> None:
    assert read(tmp_path, [["内部测算数"], *BAND], name="导出.csv").rows == []
    assert len(read(tmp_path, [["导出数据"], *BAND], name="导出.csv").rows) == 2


def test_a_line_beside_a_column_of_numbers_is_heard(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], ["序号", "指标名称", "累计增长（%）"], [1, *FAI], ["二、民营经济"], [2, *RETAIL]]
    assert figures(read(tmp_path, grid)) == FAI_ONLY


@pytest.mark.parametrize(
    ("title", "heads", "line"),
    [
        ("示范市主要指标", ["指标", "2025年1—9月增长（%）"], "2024年"),
        ("示范市主要指标", ["指标", "2025年1—9月增长（%）"], "上年同期"),
        ("2024年主要指标", ["指标", "2025年1—9月增长（%）"], ""),
        ("示范市主要指标", ["指标", "2025年1—9月增长（%）"], "固定资产投资（2024年）"),
        ("2025年全年主要指标", ["指标", "1—9月增长（%）"], ""),
        ("2025年1—12月主要指标", ["指标", "2025年1—9月增长（%）"], ""),
    ],
)
def test_times_that_contradict_each_other_are_asked_about(
    title: str, heads: list[str], line: str, tmp_path: Path
) -> None:
    row = [line, 1.0] if "投资" in line else [line]
    reading = read(tmp_path, [[title], heads, *([row] if line else []), FAI, RETAIL])
    assert reading.rows == [] and told(reading, "error")


def test_a_heading_of_last_year_below_one_of_a_year_is_of_the_year_before(tmp_path: Path) -> None:
    grid: Grid = [
        ["主要指标"],
        ["指标", "2025年1—9月", ""],
        ["", "本期（亿元）", "上年同期（亿元）"],
        ["社会消费品零售总额", 44, 40],
    ]
    assert figures(read(tmp_path, grid)) == {("999901", "retail", "2025-09", 44), ("999901", "retail", "2024-09", 40)}


@pytest.mark.parametrize("title", ["2024、2025年主要指标", "2024—2025年主要指标", "2025年主要指标"])
def test_a_title_of_more_than_the_heading_is_no_contradiction(title: str, tmp_path: Path) -> None:
    heads = ["指标", "2025年1—9月增长（%）"]
    assert figures(read(tmp_path, [[title], heads, FAI, RETAIL])) == BOTH


@pytest.mark.parametrize(
    "title", ["济南市2025年1—9月主要指标", "云岭县2025年1—9月主要指标", "临河区2025年1—9月县（市、区）指标"]
)
def test_a_title_of_another_place_over_rows_of_districts_is_asked_about(title: str, tmp_path: Path) -> None:
    grid: Grid = [[title], ["地区", "固定资产投资累计增长（%）"], ["东区", 1.0], ["西县", 2.0]]
    assert "不是已知的地区" in told(read(tmp_path, grid), "error")
    assert len(read(tmp_path, grid, region="999901").rows) == 2
    mine: Grid = [["各县区2025年1—9月主要指标"], *grid[1:]]
    assert len(read(tmp_path, mine).rows) == 2


def test_a_flag_settles_what_a_title_contradicts_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, [[TITLE], HEADS, FAI, RETAIL], period="2024-09", region="999911")
    assert figures(reading) == {("999911", "fai", "2024-09", 3.3), ("999911", "retail", "2024-09", 4.4)}
    assert "--period 2024-09 不一致" in told(reading, "warning") and "--region 999911 不一致" in told(
        reading, "warning"
    )
    assert told(read(tmp_path, [[TITLE], HEADS, FAI], period="2025-09", region="999901")) == ""


@pytest.mark.parametrize(("name", "is_asked"), [("月报2024年9月.csv", True), ("月报2025年10月.csv", False)])
def test_a_file_cannot_hold_figures_of_a_year_after_its_name(name: str, is_asked: bool, tmp_path: Path) -> None:
    grid: Grid = [["数据库：月度数据"], ["指标", "2025年9月", "2025年8月"], ["出口总额_累计增长(%)", 3, 4]]
    assert read(tmp_path, grid, name=name, region="370000").has_errors == is_asked


@pytest.mark.parametrize("sheet", ["预测", "民营", "上年"])
def test_a_sheet_of_the_tidy_layout_is_called_what_it_is(sheet: str, tmp_path: Path) -> None:
    grid: Grid = [["指标", "时期", "累计或当期", "数值", "单位"], ["地区生产总值", "2025年1-9月", "累计", 5.2, "%"]]
    reading = read(tmp_path, grid, sheet=sheet)
    assert reading.rows == [] and f"“{sheet}”写有" in told(reading, "warning")
    assert len(read(tmp_path, grid, sheet="数据").rows) == 1


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("Utopia2025年1—9月主要指标", "综合"),
        ("2025年1—9月主要指标", "Utopia"),
        ("2025年1—9月全市、Utopia主要指标", "综合"),
    ],
)
def test_a_name_in_latin_letters_may_be_a_place(title: str, sheet: str, tmp_path: Path) -> None:
    grid: Grid = [[title], HEADS, FAI, RETAIL]
    assert "“Utopia”，不是已知的地区" in told(read(tmp_path, grid, sheet=sheet), "error")
    assert figures(read(tmp_path, grid, sheet=sheet, names=NAMES | {"Utopia": "999901"})) == BOTH


@pytest.mark.parametrize("sheet", ["Sheet1", "Data", "CEIC", "GDP", "Monthly"])
def test_names_that_programs_give_are_no_place(sheet: str, tmp_path: Path) -> None:
    assert figures(read(tmp_path, [[TITLE], HEADS, FAI, RETAIL], sheet=sheet)) == BOTH


def test_two_units_above_a_table_are_asked_about(tmp_path: Path) -> None:
    heads: list[Any]
    row: list[Any]
    title, heads, row = "示范市2025年1—9月主要指标（亿元）", ["指标", "累计完成"], ["一般公共预算收入", 1205]
    unit = ["单位：万元"]
    asked = read(tmp_path, [[title], unit, heads, row])
    assert asked.refused and "--unit" in told(asked, "error")
    assert [each["value"] for each in read(tmp_path, [[TITLE], unit, heads, row]).rows] == [0.1205]
    below = read(tmp_path, [[title], ["表一"], heads, row, [], ["表二"], unit, heads, ["一般公共预算支出", 2410]])
    assert [each["value"] for each in below.rows] == [1205, 0.241]


def test_a_note_in_the_tidy_layout_is_heard(tmp_path: Path) -> None:
    grid: Grid = [["指标", "时期", "累计或当期", "数值", "单位"], ["地区生产总值", "2025年1-9月", "累计", 5.2, "%"]]
    assert read(tmp_path, [*grid, ["注：本表为计划数"]]).rows == []
    assert len(read(tmp_path, [*grid, ["注：本表数据来自统计部门"]]).rows) == 1
    doubtful = read(tmp_path, [*grid, ["注：9月为预计数"]])
    assert len(doubtful.rows) == 1 and "没有当作限定" in told(doubtful, "warning")


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [("示范市月报.xlsx", True), ("西县月报.xlsx", True), ("山东省月报.xlsx", False), ("月报.xlsx", False)],
)
def test_a_file_of_a_place_cannot_hold_a_title_of_another(name: str, is_asked: bool, tmp_path: Path) -> None:
    grid: Grid = [["青岛市2025年1—9月主要指标"], HEADS, FAI, RETAIL]
    names = NAMES | {"青岛市": "370200"}
    assert read(tmp_path, grid, name=name, names=names).has_errors == is_asked
    assert len(read(tmp_path, grid, name=name, names=names, region="370200").rows) == 2


def test_last_years_amount_is_told_by_a_bracket(tmp_path: Path) -> None:
    grid: Grid = [
        ["示范市2025年1—9月"],
        ["指标", "1-9月累计（上年）（亿元）", "增长（%）"],
        ["社会消费品零售总额", 40.0, 4.4],
    ]
    assert figures(read(tmp_path, grid)) == {("999901", "retail", "2024-09", 40.0)}


def test_a_day_over_a_column_is_asked_about(tmp_path: Path) -> None:
    grid: list[list[Any]] = [["示范市主要指标"], ["指标", "2025-01-09"], ["一般公共预算收入累计（亿元）", 120.5]]
    assert "被表格软件改成了日期" in told(read(tmp_path, grid), "error")
    grid[1][1] = "2025-09-01"
    assert [row["period"] for row in read(tmp_path, grid).rows] == ["2025-09"]


def test_a_section_of_another_place_is_not_settled_by_the_files_region(tmp_path: Path) -> None:
    grid: Grid = [[TITLE], HEADS, FAI, ["临河区主要指标"], RETAIL]
    assert read(tmp_path, grid, region="999901").refused
    names = NAMES | {"临河区": "999913"}
    both = {("999901", "fai", "2025-09", 3.3), ("999913", "retail", "2025-09", 4.4)}
    assert figures(read(tmp_path, grid, names=names)) == both


def test_a_year_in_brackets_is_the_stretchs(tmp_path: Path) -> None:
    heads = ["指标", "1—9月（2025年）（亿元）", "1—9月（2024年）（亿元）"]
    grid: Grid = [["示范市主要指标"], heads, ["社会消费品零售总额", 40.0, 38.3]]
    both = {("999901", "retail", "2025-09", 40.0), ("999901", "retail", "2024-09", 38.3)}
    assert figures(read(tmp_path, grid)) == both


def test_a_whole_year_over_nine_months_is_asked_about(tmp_path: Path) -> None:
    heads: list[list[Any]] = [["指标", "上年全年", ""], ["", "1—9月（亿元）", "增长（%）"]]
    grid: Grid = [["示范市2025年"], *heads, ["社会消费品零售总额", 40.0, 4.4]]
    assert "不是同一时期" in told(read(tmp_path, grid), "error")
    heads[0][1] = "本期"
    grid = [["示范市2025年"], *heads, ["社会消费品零售总额", 40.0, 4.4]]
    assert figures(read(tmp_path, grid)) == {("999901", "retail", "2025-09", value) for value in (40.0, 4.4)}


def test_a_sheets_month_does_not_say_that_a_figure_is_the_months_own(tmp_path: Path) -> None:
    grid: Grid = [["示范市2025年9月"], ["指标", "完成（亿元）"], ["社会消费品零售总额", 40.0]]
    assert "--basis" in told(read(tmp_path, grid, sheet="9月"), "error")
    assert len(read(tmp_path, grid, sheet="9月", basis="single").rows) == 1


def test_a_title_of_towns_stands_over_what_is_called_so(tmp_path: Path) -> None:
    grid: Grid = [["示范市2025年1—9月城镇居民收入"], ["指标", "累计增长（%）"], ["城镇居民人均可支配收入", 4.4], FAI]
    assert figures(read(tmp_path, grid)) == {("999901", "income_urban", "2025Q3", 4.4)}


def test_a_title_names_a_known_place_by_its_short_name(tmp_path: Path) -> None:
    grid: Grid = [["青岛统计月报2025年1—9月"], HEADS, FAI]
    names = NAMES | {"青岛市": "370200"}
    assert figures(read(tmp_path, grid, names=names)) == {("370200", "fai", "2025-09", 3.3)}
