"""What titles, sheets' names, sections and notes say of the figures below them: plans, years, ranks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, Grid, book, quoted

HEAD: list[list[Any]] = [["指标", "1—9月增长（%）"], ["固定资产投资", 3.3], ["社会消费品零售总额", 4.4]]
READ = {("fai", "2025-09", "ytd", "growth", 3.3), ("retail", "2025-09", "ytd", "growth", 4.4)}
PLANS = ("预测", "预期目标", "计划", "目标任务", "预计", "测算", "力争目标")


def read(file: Path, **options: Any) -> Reading:
    """Read a file as a user would."""
    return sniff.read(file, None, Options(**{"names": NAMES, "own_region": "999901", **options}))


def made(folder: Path, grid: Grid, name: str = "月报.xlsx", sheet: str = "综合") -> Path:
    """Write a workbook of one sheet."""
    book({sheet: grid})(folder / name)
    return folder / name


def figures(reading: Reading) -> set[tuple[str, str, str, str, float]]:
    """Return what was read, by indicator, period, basis and measure."""
    return {
        (*(str(row[name]) for name in ("indicator", "period", "basis", "measure")), row["value"])
        for row in reading.rows
    }


def told(reading: Reading, *severities: str) -> str:
    """Return the messages of some severities as one text."""
    return "\n".join(f.message("zh") for f in reading.findings if f.severity in (severities or ("error", "warning")))


@pytest.mark.parametrize("where", ["title", "sheet", "file", "heading", "section", "row", "upper heading"])
@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_or_forecast_is_no_published_figure(plan: str, where: str, tmp_path: Path) -> None:
    title = f"2025年1—9月主要经济指标{plan}" if where == "title" else "2025年1—9月主要经济指标"
    grid: list[list[Any]] = [[title], *HEAD]
    if where == "heading":
        grid[1] = ["指标", f"1—9月{plan}增长（%）"]
    elif where == "section":
        grid.insert(2, [f"2025年{plan}"])
    elif where == "row":
        grid[2:] = [[f"{name}{plan}", value] for name, value in HEAD[1:]]
    elif where == "upper heading":
        grid[1:2] = [["指标", plan], ["", "1—9月增长（%）"]]
    file = made(
        tmp_path,
        grid,
        name=f"2025年9月{plan}.xlsx" if where == "file" else "月报.xlsx",
        sheet=plan if where == "sheet" else "综合",
    )
    reading = read(file)
    assert reading.rows == []
    assert "不是已公布的数" in told(reading, "warning") and "targets.csv" in told(reading, "warning")


def test_a_column_of_targets_beside_what_was_done_is_left_out(tmp_path: Path) -> None:
    heads = ["指标", "年度目标（%）", "1—9月增长（%）", "完成目标（%）"]
    grid: Grid = [
        ["2025年1—9月目标任务完成情况"],
        heads,
        ["固定资产投资", 6, 3.3, 55],
        ["社会消费品零售总额", 5, 4.4, 88],
    ]
    reading = read(made(tmp_path, grid))
    assert figures(reading) == READ
    assert "“年度目标（%）”写有“目标”" in told(reading, "warning")


def test_a_terminals_forecast_is_left_out(tmp_path: Path) -> None:
    quoted(
        [
            ["指标名称", "中国:GDP:不变价:累计同比", "中国:GDP:不变价:累计同比:预测平均值"],
            ["频率", "季", "季"],
            ["单位", "%", "%"],
            ["2025-09-30", "5.2", "4.8"],
        ]
    )(tmp_path / "导出.csv")
    reading = read(tmp_path / "导出.csv")
    assert figures(reading) == {("gdp", "2025Q3", "ytd", "growth", 5.2)}
    assert "写有“预测”" in told(reading, "warning")


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [
        ("2025年1—9月主要经济指标", "2024年9月", "月报.xlsx"),
        ("2025年1—9月主要经济指标", "2025年8月", "月报.xlsx"),
        ("2025年1—9月主要经济指标", "综合", "统计月报2024年9月.xlsx"),
        ("主要经济指标", "2025年1-9月", "统计月报2024年9月.xlsx"),
    ],
)
def test_a_title_a_sheet_and_a_file_that_say_different_times_are_asked(
    title: str, sheet: str, name: str, tmp_path: Path
) -> None:
    grid: Grid = [[title], ["指标", "累计增长（%）"], *HEAD[1:]]
    file = made(tmp_path, grid, name=name, sheet=sheet)
    reading = read(file)
    assert reading.rows == [] and "的时期不一致；用 --period" in told(reading, "error")
    assert figures(read(file, period="2025-09")) == READ


@pytest.mark.parametrize(
    ("sheet", "name"), [("9月", "月报.xlsx"), ("综合", "统计月报2025年10月.xlsx"), ("1-9月", "2025年9月.xlsx")]
)
def test_names_that_agree_are_not_asked(sheet: str, name: str, tmp_path: Path) -> None:
    file = made(tmp_path, [["2025年1—9月主要经济指标"], *HEAD], name=name, sheet=sheet)
    assert figures(read(file)) == READ, told(read(file))


def test_sections_of_several_years_keep_their_year_below_other_sections(tmp_path: Path) -> None:
    grid: Grid = [
        ["2025年1—9月主要经济指标"],
        ["指标", "累计增长（%）"],
        ["一、投资"],
        ["固定资产投资", 3.3],
        ["2024年1—9月"],
        ["固定资产投资", 1.1],
        ["二、消费"],
        ["社会消费品零售总额", 2.2],
    ]
    assert figures(read(made(tmp_path, grid))) == {
        ("fai", "2025-09", "ytd", "growth", 3.3),
        ("fai", "2024-09", "ytd", "growth", 1.1),
        ("retail", "2024-09", "ytd", "growth", 2.2),
    }


def test_a_note_between_rows_ends_no_table_and_dates_nothing(tmp_path: Path) -> None:
    grid: list[list[Any]] = [["2025年1—9月主要经济指标"], *HEAD, ["注：2024年数据为初步核算数"]]
    grid[3], grid[4] = grid[4], grid[3]
    assert figures(read(made(tmp_path, grid))) == READ


@pytest.mark.parametrize(
    "title", ["2025年1—9月主要经济指标（按2020年不变价计算）", "2025年1—9月主要经济指标 2025年10月25日"]
)
def test_the_year_of_a_price_base_is_no_period(title: str, tmp_path: Path) -> None:
    assert figures(read(made(tmp_path, [[title], ["指标", "累计增长（%）"], *HEAD[1:]]))) == READ
    heads: Grid = [["1—9月主要经济指标"], ["指标", "增长（2020年不变价，%）"], *HEAD[1:]]
    reading = read(made(tmp_path, heads))
    assert reading.rows == [] and "--period" in told(reading, "error")


def test_a_title_of_several_years_dates_nothing(tmp_path: Path) -> None:
    reading = read(made(tmp_path, [["2020—2025年主要经济指标"], *HEAD]))
    assert reading.rows == [] and "--period" in told(reading, "error")
    assert figures(read(made(tmp_path, [["2020—2025年主要经济指标"], *HEAD]), period="2025-09")) == READ


def test_months_below_a_title_that_says_cumulative_are_cumulative(tmp_path: Path) -> None:
    grid: Grid = [["2025年主要指标累计增速（%）"], ["指标", "3月", "6月", "9月"], ["固定资产投资", -8.1, -1.1, 3.4]]
    assert {row[2] for row in figures(read(made(tmp_path, grid)))} == {"ytd"}
    both: Grid = [["2025年主要指标累计增速（%）"], ["指标", "9月", "1—9月"], ["社会消费品零售总额", -1.1, 3.4]]
    assert {(row[2], row[4]) for row in figures(read(made(tmp_path, both)))} == {("single", -1.1), ("ytd", 3.4)}


RANKED: Grid = [
    ["2025年1—9月主要经济指标"],
    ["指标", "1—9月增长（%）", "全省位次"],
    ["地区生产总值", 5.6, 3],
    ["固定资产投资", 3.3, "第12位"],
]


def test_a_rank_comes_in_as_a_rank(tmp_path: Path) -> None:
    reading = read(made(tmp_path, RANKED))
    assert figures(reading) == {
        ("gdp", "2025Q3", "ytd", "growth", 5.6),
        ("gdp", "2025Q3", "ytd", "rank", 3.0),
        ("fai", "2025-09", "ytd", "growth", 3.3),
        ("fai", "2025-09", "ytd", "rank", 12.0),
    }
    assert {(row["unit"], row["price"], row["note"]) for row in reading.rows if row["measure"] == "rank"} == {
        ("位", "none", "全省位次")
    }
    alone: Grid = [["2025年1—9月主要经济指标"], ["指标", "1—9月增速排名"], ["地区生产总值", 3], ["固定资产投资", 4]]
    assert {(row[3], row[4]) for row in figures(read(made(tmp_path, alone)))} == {("rank", 3.0), ("rank", 4.0)}


@pytest.mark.parametrize("heading", ["总量排名", "绝对额位次", "位次变化", "增速排名较上期"])
def test_another_rank_is_left_out_by_name(heading: str, tmp_path: Path) -> None:
    grid: Grid = [["2025年1—9月主要经济指标"], ["指标", "1—9月增长（%）", heading], ["固定资产投资", 3.3, 4]]
    reading = read(made(tmp_path, grid))
    assert figures(reading) == {("fai", "2025-09", "ytd", "growth", 3.3)} and heading in told(reading, "warning")


def test_a_rank_beside_a_level_is_not_taken_for_one_of_growth(tmp_path: Path) -> None:
    heads = ["指标", "绝对额（亿元）", "位次", "增长（%）", "位次"]
    grid: Grid = [["2025年1—9月主要经济指标"], heads, ["固定资产投资", 880, 1, 3.3, 4]]
    reading = read(made(tmp_path, grid))
    assert {(row[3], row[4]) for row in figures(reading)} == {("value", 880.0), ("growth", 3.3), ("rank", 4.0)}
    assert "增速位次" in told(reading, "warning")


@pytest.mark.parametrize("wrong", ["0", "3.5", "第三"])
def test_what_is_no_rank_is_refused_at_its_cell(wrong: str, tmp_path: Path) -> None:
    grid: Grid = [["2025年1—9月主要经济指标"], ["指标", "1—9月增速排名"], ["固定资产投资", wrong]]
    reading = read(made(tmp_path, grid))
    assert reading.rows == [] and "综合!B3" in told(reading, "error")


OTHER_KINDS = (
    "构成（%） 贡献率（%） 拉动率（%） 进度（%） 权重 上限 定基增速 年均增速 两年平均增长 环比 比2019年增长"
    " 增速差 净增额 差额 得分"
).split()


@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("where", ["title", "sheet"])
def test_a_title_of_another_kind_of_figure_is_heard(kind: str, where: str, tmp_path: Path) -> None:
    named = kind.replace("（%）", "") if where == "sheet" else "表"
    tail = "（%）" if where == "sheet" else kind
    grid: Grid = [[f"2025年1-9月主要经济指标{tail}"], ["地区", "地区生产总值", "固定资产投资"], ["示范市", 8.2, 7.6]]
    reading = read(made(tmp_path, grid, sheet=named))
    assert reading.rows == [], [each.message("zh") for each in reading.findings]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("2025年1-9月主要经济指标", "增长（%）"),
        ("2025年1-9月主要经济指标增速及构成", "增长（%）"),
        ("2025年1-9月主要经济指标比上年同期增长", "增长（%）"),
        ("2025年1-9月主要指标同比增长（%）", "1-9月"),
    ],
)
def test_growth_that_its_heading_names_is_read_below_any_title(title: str, heading: str, tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text(f"{title},\n指标,{heading}\n社会消费品零售总额,7.6\n", "utf-8")
    reading = read(file)
    assert [row["value"] for row in reading.rows] == [7.6], [each.message("zh") for each in reading.findings]


@pytest.mark.parametrize(
    ("title", "sheet", "region"),
    [
        ("全省2025年1-9月主要经济指标", "表", "370000"),
        ("2025年1-9月我省主要经济指标", "表", "370000"),
        ("2025年1-9月主要经济指标", "全省", "370000"),
        ("2025年1-9月主要经济指标及全省排名", "表", "370200"),
        ("2025年1-9月主要经济指标（在全省位次）", "表", "370200"),
        ("2025年1-9月全市主要经济指标", "表", "370200"),
    ],
)
def test_the_whole_province_in_a_citys_file_is_the_province(
    title: str, sheet: str, region: str, tmp_path: Path
) -> None:
    grid: Grid = [[title], ["指标", "增长（%）"], ["社会消费品零售总额", 7.6]]
    reading = read(made(tmp_path, grid, sheet=sheet), own_region="370200")
    assert {row["region"] for row in reading.rows} == {region}, [each.message("zh") for each in reading.findings]


def test_the_province_of_a_place_is_the_one_that_its_settings_name(tmp_path: Path) -> None:
    grid: Grid = [["2025年1-9月主要经济指标"], ["地区", "社会消费品零售总额增长（%）"], ["全省", 7.6], ["全市", 5.1]]
    reading = read(made(tmp_path, grid), above="999900")
    assert {row["region"]: row["value"] for row in reading.rows} == {"999900": 7.6, "999901": 5.1}


@pytest.mark.parametrize(
    ("title", "is_read"), [("（修订前）", False), ("调度数", False), ("预排", False), ("（修订后）", True)]
)
def test_figures_that_were_replaced_or_never_published_are_left_out(title: str, is_read: bool, tmp_path: Path) -> None:
    reading = read(made(tmp_path, [[f"2025年1-9月主要经济指标{title}"], *HEAD]))
    assert bool(reading.rows) == is_read, [each.message("zh") for each in reading.findings]
