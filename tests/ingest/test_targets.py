"""Targets of a year in a file go to `targets.csv` when they are asked for, and are taken back with their import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data.place import load
from shouguan.ingest import importing, receipts
from shouguan.ingest.new_place import Wanted
from shouguan.ingest.readers.reading import Options, options_from
from tests.builders.corpus import Grid, book

GRID = [
    ["某市2019年计划执行情况和2020年计划"],
    ["指标", "单位", "2019年计划", "2019年完成", "2020年预期", "2020年预计"],
    ["地区生产总值增速", "%", "6.5", "5.8", "6.0左右", "6.1"],
    ["固定资产投资增速", "%", "7", "4.1", "7以上", "6.9"],
    ["规模以上工业增加值增速", "%", "", "5.1", "6-7", "6.2"],
    ["新增就业", "万人", "5", "5.2", "5", "5"],
]


@pytest.fixture
def city(tmp_path: Path, founded: Callable[[Path, Wanted], Path]) -> Path:
    """A new place, without figures and targets."""
    city = founded(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))
    book({"表": GRID})(tmp_path / "报告.xlsx")
    return city


def imported(city: Path, day: str | None = "2020-01-10") -> dict[str, object]:
    return importing.import_files([city.parent / "报告.xlsx"], str(city), None, Options(targets=day))


def targets(city: Path) -> list[tuple[str, int, str, float, str]]:
    return [(t.indicator, t.year, t.op, t.value, t.announced_on.isoformat()) for t in load(str(city)).targets]


def test_targets_come_in_with_the_day_on_which_they_were_announced(city: Path) -> None:
    assert imported(city)["targets"] == 4
    assert targets(city) == [
        ("gdp", 2019, ">=", 6.5, "2020-01-10"),
        ("gdp", 2020, "around", 6.0, "2020-01-10"),
        ("fai", 2019, ">=", 7.0, "2020-01-10"),
        ("fai", 2020, ">=", 7.0, "2020-01-10"),
    ]
    assert [target.bound for target in load(str(city)).targets] == ["", "around", "", "least"], "6.5 6左右 7 7以上"


def test_without_the_flag_they_stay_out_and_the_finding_names_it(city: Path) -> None:
    found = imported(city, None)
    told = [finding.zh for finding in found["files"][0]["findings"] if finding.severity == "warning"]  # type: ignore[index]
    assert targets(city) == [] and found["targets"] == 0
    assert sum("--targets" in each for each in told) == 3


def test_a_range_and_a_forecast_are_no_targets_and_said(city: Path) -> None:
    found = imported(city)
    told = [finding.zh for finding in found["files"][0]["findings"] if finding.severity == "warning"]  # type: ignore[index]
    assert any("2020年预计" in each for each in told) and any("2020年预期" in each for each in told)
    assert not any(indicator == "industry_va" for indicator, *_ in targets(city))


@pytest.mark.parametrize("cell", ["6.0—6.5", "6%-6.5%", "6.0～6.5%", "6.0至6.5"])
def test_a_range_comes_in_by_its_low_end_and_is_known_as_one(city: Path, cell: str) -> None:
    book({"表": [*GRID[:2], ["地区生产总值增速", "%", "", "5.8", cell, ""]]})(city.parent / "报告.xlsx")
    assert imported(city)["targets"] == 1
    (target,) = load(str(city)).targets
    assert (target.value, target.op, target.bound) == (6.0, ">=", "range")


@pytest.mark.parametrize("cell", ["6.5—6.0", "6.0—6.5左右", "6.0—6.5以上"])
def test_two_ends_that_make_no_range_are_left_out(city: Path, cell: str) -> None:
    book({"表": [*GRID[:2], ["地区生产总值增速", "%", "", "5.8", cell, ""]]})(city.parent / "报告.xlsx")
    assert imported(city)["targets"] == 0


def test_the_same_file_again_adds_none(city: Path) -> None:
    imported(city)
    assert imported(city)["targets"] == 0 and len(targets(city)) == 4


def test_they_are_taken_back_with_their_import_and_others_stay(city: Path) -> None:
    own = "370299,gdp,2018,原目标,>=,7,2018-01-12,政府工作报告\n"
    with (city / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(own)
    imported(city)
    receipts.undo(city)
    assert targets(city) == [("gdp", 2018, ">=", 7.0, "2018-01-12")]


def test_last_years_column_below_a_title_of_this_years_targets_is_none(city: Path) -> None:
    grid: Grid = [["某市2020年主要指标安排"], ["指标", "单位", "2019年", "2020年"], ["地区生产总值增速", "%", 5.8, 6.5]]
    book({"表": grid})(city.parent / "报告.xlsx")
    imported(city)
    assert targets(city) == [("gdp", 2020, ">=", 6.5, "2020-01-10")]


def test_what_was_done_is_no_target_whatever_the_file_is_called(city: Path) -> None:
    grid: Grid = [["某市主要指标"], ["指标", "单位", "2018年", "2019年完成"], ["地区生产总值增速", "%", 6.1, 5.8]]
    book({"表": grid})(city.parent / "2020年计划.xlsx")
    importing.import_files([city.parent / "2020年计划.xlsx"], str(city), None, Options(targets="2020-01-10"))
    assert targets(city) == []


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        pytest.param("单位GDP能耗下降", "3.0", [], id="a fall in the name alone is left out"),
        pytest.param("单位GDP能耗", "下降3.0以上", [("<=", -3.0)], id="and at least so much of it"),
        pytest.param("单位GDP能耗", "下降3.0", [("<=", -3.0)], id="a fall in the cell"),
        pytest.param("单位GDP能耗", "下降3.0左右", [("around", -3.0)], id="about so much"),
        pytest.param("万元GDP能耗增速", "-3.0", [("<=", -3.0)], id="growth with its minus"),
        pytest.param("单位GDP能耗增速", "3.0", [], id="no minus and no word: it may be either"),
        pytest.param("单位GDP能耗", "下降-3.0", [], id="a fall by less than nothing"),
        pytest.param("地区生产总值", "下降3.0", [], id="a fall of what is to grow"),
    ],
)
def test_a_target_of_what_is_to_fall_is_a_ceiling(
    city: Path, name: str, cell: str, expected: list[tuple[str, float]]
) -> None:
    book({"表": [["某市2020年主要目标"], ["指标", "单位", "2020年目标"], [name, "%", cell]]})(city.parent / "报告.xlsx")
    imported(city)
    assert [(t.op, t.value) for t in load(str(city)).targets] == expected


@pytest.mark.parametrize(
    "heading",
    [
        "预期目标（增长%）",
        "2020年预期目标（增长%）",
        "全年预期目标（增长，%）",
        "2020年主要预期目标（增长%）",
        "2020年预期增长（%）",
    ],
)
@pytest.mark.parametrize("name", ["地区生产总值", "地区生产总值（亿元）", "GDP增速"])
def test_growth_may_be_said_by_the_heading(city: Path, heading: str, name: str) -> None:
    assert told_of(city, [[TITLE], ["指标", heading], [name, 5.5]]) == ([("gdp", 5.5)], [])


@pytest.mark.parametrize(
    ("name", "cell", "came_in"),
    [
        pytest.param("地区生产总值", "5.5%", [("gdp", 5.5)], id="a per cent of an amount"),
        pytest.param("地区生产总值", "5.5%左右", [("gdp", 5.5)], id="about so much"),
        pytest.param("地区生产总值", "增长5.5%左右", [("gdp", 5.5)], id="a word in the cell"),
        pytest.param("地区生产总值", "增长5.5%—6.0%", [("gdp", 5.5)], id="a range with a word"),
        pytest.param("第三产业增加值", "增长5.5%", [("gdp_tertiary", 5.5)], id="a word about a part"),
        pytest.param("GDP增速", "增长5.5%", [("gdp", 5.5)], id="growth said twice"),
        pytest.param("地区生产总值", "5.5", [], id="5.5 what?"),
        pytest.param("地区生产总值（亿元）", "5.5%", [], id="an amount in per cent"),
        pytest.param("第三产业增加值", "5.5%", [], id="a part's share?"),
        pytest.param("居民消费价格指数", "3%左右", [], id="an index in per cent?"),
        pytest.param("单位GDP能耗", "增长3%", [], id="more of what is to fall"),
        pytest.param("地区生产总值占全省比重", "5.5%", [], id="a share"),
        pytest.param("地区生产总值", "完成5.5%", [], id="done"),
    ],
)
@pytest.mark.parametrize("heading", ["2020年预期目标", "预期目标", "2020年主要预期目标"])
def test_where_the_heading_does_not_say_growth_the_cell_may_and_else_it_is_left_out(
    city: Path, name: str, cell: str, came_in: list[tuple[str, float]], heading: str
) -> None:
    came, told = told_of(city, [[TITLE], ["指标", heading], [name, cell], ["进口总额增速", 5]])
    assert came == [*came_in, ("imports", 5.0)]
    assert bool(told) == (not came_in)


@pytest.mark.parametrize(
    "heading", ["2020年预期目标（占比%）", "2020年预期目标（增长额）", "2020年预期目标（位次）", "预期目标（完成%）"]
)
def test_another_measure_of_a_target_is_left_out(city: Path, heading: str) -> None:
    came, told = told_of(
        city, [[TITLE], ["指标", heading, "年度目标（%）"], ["地区生产总值", 5.5, ""], ["进口总额", "", 5]]
    )
    assert came == [("imports", 5.0)] and any(heading in each for each in told)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match="--targets"):
        options_from({"targets": "去年"})


TITLE = "某市2020年主要目标"


def told_of(city: Path, grid: Grid, **settled: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Return what a grid of growth gives as targets, and what is said of the rest, with the severity."""
    book({"表": grid})(city.parent / "报告.xlsx")
    given = options_from({"targets": "2020-01-10", **settled})
    found = importing.import_files([city.parent / "报告.xlsx"], str(city), None, given)
    findings = [each for each in found["files"][0]["findings"] if each.severity != "info"]
    return [(t.indicator, t.value) for t in load(str(city)).targets], [f"{f.severity} {f.zh} {f.en}" for f in findings]


@pytest.mark.parametrize("part", ["一季度目标", "上半年目标", "下半年目标", "四季度目标", "12月目标", "前三季度预期"])
@pytest.mark.parametrize("whole", ["全年目标", "年度目标", "2020年目标", "目标"])
def test_only_the_whole_years_target_is_one(city: Path, part: str, whole: str) -> None:
    grid: Grid = [[TITLE], ["指标", part, whole], ["地区生产总值增速%", 5.1, 6.5]]
    came, told = told_of(city, grid)
    assert came == [("gdp", 6.5)]
    assert any(part in each and "不是全年" in each for each in told)


@pytest.mark.parametrize("title", ["某市2020年一季度目标", "某市2020年上半年预期目标"])
def test_a_title_of_a_part_of_the_year_gives_none(city: Path, title: str) -> None:
    came, told = told_of(city, [[title], ["指标", "目标"], ["地区生产总值增速%", 6.5]])
    assert came == [] and any(title in each and "不是全年" in each for each in told)


@pytest.mark.parametrize(("given", "came_in"), [(None, []), ("percent", []), ("fraction", [6.0])])
def test_a_target_like_a_fraction_is_asked_about(city: Path, given: str | None, came_in: list[float]) -> None:
    grid: Grid = [[TITLE], ["指标", "单位", "目标"], ["地区生产总值", "%", "0.06"]]
    came, told = told_of(city, grid, **({"growth_in": given} if given else {}))
    assert [value for _, value in came] == came_in
    assert any(each.startswith("error") and "--growth-in" in each for each in told) == (given is None)


@pytest.mark.parametrize("cell", ["0.6%", "0.5"])
def test_a_small_target_that_is_in_per_cent_is_not_asked_about(city: Path, cell: str) -> None:
    came, told = told_of(city, [[TITLE], ["指标", "单位", "目标"], ["一般公共预算收入", "%", cell]])
    assert [value for _, value in came] == [float(cell.rstrip("%"))] and not any("--growth-in" in each for each in told)


@pytest.mark.parametrize(
    ("name", "cell", "word"),
    [
        ("地区生产总值", "4.95", "一位小数"),
        ("地区生产总值", "16", "不像"),
        ("固定资产投资", "45", "不像"),
        ("社会消费品零售总额", "-3", "为负"),
    ],
)
def test_growth_that_no_place_sets_itself_is_left_out(city: Path, name: str, cell: str, word: str) -> None:
    came, told = told_of(city, [[TITLE], ["指标", "单位", "目标"], [name, "%", cell], ["进口总额", "%", "5"]])
    assert came == [("imports", 5.0)] and any(cell in each and word in each for each in told)


@pytest.mark.parametrize("remark", ["2019年目标", "上半年", "省下达", "不含海域", "市本级"])
def test_a_remark_that_makes_a_target_another_one_is_heard(city: Path, remark: str) -> None:
    grid: Grid = [[TITLE], ["指标", "目标", "备注"], ["地区生产总值增速%", 6.5, remark], ["进口总额增速%", 5, ""]]
    came, told = told_of(city, grid)
    assert came == [("imports", 5.0)] and any(remark in each for each in told)


@pytest.mark.parametrize("where", ["title", "sheet", "note"])
def test_a_draft_gives_no_targets(city: Path, where: str) -> None:
    title = f"{TITLE}（征求意见稿）" if where == "title" else TITLE
    below = [["注：本表为征求意见稿"]] if where == "note" else []
    grid: Grid = [[title], ["指标", "目标"], ["地区生产总值增速%", 6.5], *below]
    book({"征求意见稿" if where == "sheet" else "表": grid})(city.parent / "报告.xlsx")
    found = imported(city)
    told = [finding.zh for finding in found["files"][0]["findings"]]  # type: ignore[index]
    assert targets(city) == [] and any("征求意见稿" in each for each in told)


def test_a_target_announced_after_its_year_comes_in_with_a_warning(city: Path) -> None:
    book({"表": [["某市2019年目标"], ["指标", "目标"], ["地区生产总值增速%", 6.5]]})(city.parent / "报告.xlsx")
    found = imported(city)
    told = [each.zh for each in found["files"][0]["findings"] if each.severity == "warning"]  # type: ignore[index]
    assert found["targets"] == 1 and any("2020-01-10" in each for each in told)


def test_two_targets_of_one_year_contradict_each_other(city: Path) -> None:
    grid: Grid = [[TITLE], ["指标", "年初目标", "年度目标"], ["地区生产总值增速%", 6.5, 6.0]]
    came, told = told_of(city, grid)
    assert came == [] and any(each.startswith("error") and "6.5" in each for each in told)


@pytest.mark.parametrize(
    ("grid", "word"),
    [
        ([["2020年各市地区生产总值增速目标"], ["地区", "目标（%）"], ["某市", 6.5]], "哪一个指标"),
        ([[TITLE], ["指标", "原目标", "调整后目标"], ["地区生产总值增速%", 6.5, 6.0]], "调整后"),
        ([[TITLE], ["指标", "全市目标", "甲县目标"], ["地区生产总值增速%", 6.5, 7.0]], "全市"),
        ([[TITLE], ["指标", "目标"], ["地区生产总值（亿元）", 65]], "增速"),
    ],
)
def test_with_the_flag_the_reason_is_said_and_not_the_flag(city: Path, grid: Grid, word: str) -> None:
    came, told = told_of(city, grid)
    assert came == [] and any(word in each for each in told) and not any("--targets" in each for each in told)


OTHER = ["进口总额增速%", 5]
"""A line that comes in whatever the one before it does."""


@pytest.mark.parametrize(
    ("name", "heading", "cell"),
    [
        pytest.param("民间投资占比（%）", "预期目标", "25", id="a share that says its unit"),
        pytest.param("第三产业增加值占比（%）", "预期目标", "5.5", id="a part's share"),
        pytest.param("民间投资占比（%）", "预期目标（%）", "25", id="a share below %"),
        pytest.param("地区生产总值增速（%）", "全省位次目标", "3", id="a rank by growth"),
        pytest.param("地区生产总值增速（%）", "目标（位次）", "3", id="a rank in brackets"),
        pytest.param("地区生产总值", "预期目标（名义增长%）", "6", id="nominal growth of GDP"),
        pytest.param("地区生产总值（现价）", "预期目标", "6%", id="at current prices"),
        pytest.param("规模以上工业增加值名义增速", "预期目标（%）", "6", id="nominal growth of industry"),
        pytest.param("其中：房地产开发投资", "预期目标", "12%", id="growth of a part, or its share"),
        pytest.param("地区生产总值增速", "预期目标（%）", "5.5%以上左右", id="at least or about"),
    ],
)
def test_what_is_no_growth_of_the_indicator_is_left_out_with_a_word(
    city: Path, name: str, heading: str, cell: str
) -> None:
    came, told = told_of(city, [[TITLE], ["指标", heading, "年度目标（%）"], [name, cell, ""], ["进口总额", "", 5]])
    assert came == [("imports", 5.0)] and any("未读入" in each for each in told)


@pytest.mark.parametrize("unit", ["百分点", "个百分点", "亿美元"])
def test_a_unit_beside_the_row_that_is_not_growths_is_heard(city: Path, unit: str) -> None:
    grid: Grid = [[TITLE], ["指标", "单位", "目标（增长%）"], ["出口总额增速", unit, 0.5], ["进口总额", "%", 5]]
    came, told = told_of(city, grid)
    assert came == [("imports", 5.0)] and any("未读入" in each for each in told)


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("某市“十四五”规划主要目标", ["单位GDP能耗", "下降13.5%"]),
        ("某市国民经济和社会发展第十四个五年目标", ["单位GDP能耗", "下降13.5%"]),
        (TITLE, ["单位GDP能耗", "下降13.5%"]),
    ],
)
def test_what_is_set_for_several_years_is_no_years_target(city: Path, title: str, row: list[str]) -> None:
    came, told = told_of(city, [[title], ["指标", "2025年目标"], row])
    assert came == [] and any("几年的" in each for each in told)


@pytest.mark.parametrize("title", ["某市2020年三次产业占比目标", "某市2020年各行业对GDP增长贡献目标"])
def test_a_title_of_shares_makes_no_growth_of_per_cents(city: Path, title: str) -> None:
    came, _ = told_of(city, [[title], ["指标", "目标（%）"], ["第二产业增加值", 14], OTHER])
    assert came == [("imports", 5.0)]


@pytest.mark.parametrize(
    "title", ["某市2019年计划执行情况和2020年计划", "某市2019年完成情况及2020年目标", "某市2020年计划和2021年展望"]
)
def test_a_title_of_two_years_gives_none_to_a_heading_without_one(city: Path, title: str) -> None:
    came, told = told_of(city, [[title], ["指标", "目标（增长%）"], ["地区生产总值", 5.5]])
    assert came == [] and any("哪一年" in each for each in told)


def test_a_sheet_of_another_year_than_the_title_gives_none(city: Path) -> None:
    book({"2019年": [["2020年主要目标"], ["指标", "目标（增长%）"], ["地区生产总值", 5.5]]})(city.parent / "报告.xlsx")
    assert imported(city)["targets"] == 0


def test_figures_of_one_industry_are_not_the_places_targets(city: Path) -> None:
    grid: Grid = [["某市2020年规模以上工业企业主要目标"], ["指标", "目标（增长%）"], ["固定资产投资", 15]]
    came, told = told_of(city, grid)
    assert came == [] and any("规模以上工业" in each for each in told)


@pytest.mark.parametrize("where", ["section", "title", "sheet"])
def test_which_target_it_is_may_stand_above_the_rows(city: Path, where: str) -> None:
    grid: Grid = [["某市2020年奋斗目标" if where == "title" else TITLE], ["指标", "2020年目标（增长%）"]]
    section: Grid = [["奋斗目标", ""]] if where == "section" else []
    book({"奋斗目标" if where == "sheet" else "表": [*grid, *section, ["地区生产总值", 5.5]]})(
        city.parent / "报告.xlsx"
    )
    imported(city)
    assert [target.kind for target in load(str(city)).targets] == ["奋斗目标"]


@pytest.mark.parametrize("word", ["建议", "测算", "摸底"])
def test_what_nobody_has_decided_is_no_target_whatever_the_heading_says(city: Path, word: str) -> None:
    grid: Grid = [[f"某市2020年主要目标（{word}）"], ["指标", "2020年预期目标"], ["地区生产总值", "5.5%"]]
    came, told = told_of(city, grid)
    assert came == [] and any("不是目标" in each for each in told)
