"""What columns leave open: of which place, of which year, in which order. It is left out, or said, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import TITLE, figures, read, told

PLACES = {("100000", "fai", "2025-09", 0.8), ("370000", "fai", "2025-09", 2.9), ("999901", "fai", "2025-09", 0.5)}
OF_MONTHS = "示范市分县区固定资产投资累计增速（%）"
RETAIL = "社会消费品零售总额"


@pytest.mark.parametrize("word", ["去年同期", "位次", "增速排名", "在全省排位"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_column_without_a_place_among_places_is_left_out_with_a_word(tmp_path: Path, word: str, at: int) -> None:
    heads, cells = ["指标", "全国", "山东省", "示范市"], ["固定资产投资", 0.8, 2.9, 0.5]
    heads.insert(at, word)
    cells.insert(at, 7)
    reading = read(tmp_path, [["2025年1—9月全国、山东省、示范市主要指标增速（%）"], heads, cells])
    assert figures(reading) == PLACES
    assert f"“{word}”没有写明是哪个地区的" in told(reading, "warning")


@pytest.mark.parametrize(
    ("heads", "of"),
    [
        (["指标", "累计增长（%）", "位次", "全省累计增长（%）", "全国累计增长（%）"], ["999901", "990000", "100000"]),
        (["指标", "示范市", "位次", "山东省", "全国"], ["999901", "370000", "100000"]),
    ],
)
def test_a_rank_beside_the_places_own_growth_is_its_own(tmp_path: Path, heads: list[str], of: list[str]) -> None:
    grid: Grid = [["示范市2025年1—9月主要指标增速（%）"], heads, ["固定资产投资", 0.5, 7, 2.9, 0.8]]
    own, province, nation = of
    assert figures(read(tmp_path, grid)) == {
        (own, "fai", "2025-09", 0.5),
        (own, "fai", "2025-09", 7.0),
        (province, "fai", "2025-09", 2.9),
        (nation, "fai", "2025-09", 0.8),
    }


def test_a_row_of_last_years_below_a_heading_with_its_own_year_is_left_out_with_a_word(tmp_path: Path) -> None:
    heads = ["指标", "2025年1—9月（亿元）"]
    rows = [[RETAIL, 40.0], [f"上年同期{RETAIL}", 38.3]]
    reading = read(tmp_path, [["示范市主要指标"], heads, *rows])
    assert figures(reading) == {("999901", "retail", "2025-09", 40.0)}
    assert "看不出是表头那一年的数还是上一年的" in told(reading, "warning")
    reading = read(tmp_path, [[TITLE], ["指标", "累计（亿元）"], *rows])
    assert ("999901", "retail", "2024-09", 38.3) in figures(reading)


@pytest.mark.parametrize("last", ["本月（上年）", "上年本月"])
def test_last_years_month_in_other_words_is_last_years(tmp_path: Path, last: str) -> None:
    grid: Grid = [["示范市2025年9月"], ["指标", f"{last}（亿元）", "增长（%）"], [RETAIL, 40.0, 4.4]]
    reading = read(tmp_path, grid)
    assert figures(reading) == {("999901", "retail", "2024-09", 40.0)}
    assert "旁边只有上年同期数" in told(reading, "warning")


@pytest.mark.parametrize(
    ("last", "is_read"),
    [
        ("上年同期（2024年1—9月）", True),
        ("2024年1—9月（上年同期）", True),
        ("去年同期数（2024年）", True),
        ("上年同期2024年1—9月", False),
        ("2025年上年同期", False),
    ],
)
def test_last_years_heading_with_a_year_is_of_that_year_where_one_is_in_brackets(
    tmp_path: Path, last: str, is_read: bool
) -> None:
    grid: Grid = [["示范市主要指标"], ["指标", "2025年1—9月", last], [f"{RETAIL}（亿元）", 40.0, 38.3]]
    reading = read(tmp_path, grid)
    assert (("999901", "retail", "2024-09", 38.3) in figures(reading)) == is_read, told(reading)
    assert ("999901", "retail", "2025-09", 40.0) in figures(reading)
    assert is_read or last in told(reading, "warning")


def test_a_title_that_compares_with_last_year_is_of_its_own_months(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [["示范市2025年1—9月主要指标与上年同期对比"], ["指标", "增长（%）"], ["固定资产投资", 0.5]]
    )
    assert figures(reading) == {("999901", "fai", "2025-09", 0.5)}, told(reading)


def test_a_line_of_months_over_a_column_of_one_is_asked_about(tmp_path: Path) -> None:
    heads = ["项目", "以上年同月价格为100", "以上年同期价格为100"]
    grid: Grid = [["示范市2025年9月价格指数"], heads, ["2025年1—9月"], ["居民消费价格指数", 101.7, 102.9]]
    reading = read(tmp_path, grid)
    assert reading.rows == [] and "“2025年1—9月”与“以上年同月价格为100”说的不是同一时期" in told(reading, "error")
    assert {value for *_, value in figures(read(tmp_path, [*grid[:2], *grid[3:]]))} == {1.7, 2.9}


def test_growth_of_another_amount_does_not_part_last_years_from_its_own(tmp_path: Path) -> None:
    heads = ["指标", "本月（亿元）", "比去年同月增长（%）", "上年同期累计（亿元）", "比去年同期增长（%）"]
    reading = read(tmp_path, [["示范市2025年9月"], heads, [RETAIL, 4.0, 2.1, 38.3, -1.2]])
    assert {value for *_, value in figures(reading)} == {4.0, 2.1, 38.3}
    assert "旁边只有上年同期数" in told(reading, "warning")


def test_an_indicators_own_growth_is_not_of_last_years_beside_it(tmp_path: Path) -> None:
    heads: Grid = [["地区", "去年同期规模以上工业增加值", "固定资产投资"], ["", "增速（%）", "增速（%）"]]
    reading = read(tmp_path, [["示范市2025年1—9月"], *heads, ["东区", 4.8, 1.1]])
    assert ("999911", "fai", "2025-09", 1.1) in figures(reading), told(reading)


def test_a_rank_beside_last_years_growth_alone_is_left_out_with_a_word(tmp_path: Path) -> None:
    heads = ["指标", "2025年1—9月增长（%）", "2024年1—9月增长（%）", "名次"]
    reading = read(tmp_path, [["示范市2025年1—9月增速对比"], heads, ["固定资产投资", 3.3, -2.0, 1]])
    assert {value for *_, value in figures(reading)} == {3.3, -2.0}
    assert "旁边只有上年同期数" in told(reading, "warning")


def test_ranks_of_two_years_are_each_of_its_own(tmp_path: Path) -> None:
    heads = ["指标", "2025年1—9月增长（%）", "名次", "2024年1—9月增长（%）", "名次"]
    reading = read(tmp_path, [["示范市2025年1—9月增速对比"], heads, ["固定资产投资", 3.3, 2, -2.0, 1]])
    ranks = {(row["period"], row["value"]) for row in reading.rows if row["measure"] == "rank"}
    assert ranks == {("2025-09", 2.0), ("2024-09", 1.0)}, told(reading)


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (["2025年1-8月", "2025年1-7月", "2025年1-9月"], "不按顺序"),
        (["2025年1-7月", "2025年1-8月", "2029年1-9月"], "时期跳到"),
        (["2025年1-7月", "9", "2025年1-9月"], "表头“9”只是一个数"),
    ],
)
def test_months_over_regions_are_looked_over_as_those_over_indicators(
    tmp_path: Path, heads: list[str], said: str
) -> None:
    reading = read(tmp_path, [[OF_MONTHS], ["县（市、区）", *heads], ["全市", 1.1, 0.2, 0.5], ["东区", 0.3, 0.4, 1.1]])
    assert said in told(reading)


def test_a_row_of_a_yearbook_without_its_last_figure_may_have_slipped(tmp_path: Path) -> None:
    heads = ["年份", "地区生产总值", "第一产业", "第二产业"]
    rows = [["2022", 103.6, 106.3, ""], ["2023", 106.3, 102.6, 105.2], ["2024", 105.3, 101.1, 102.6]]
    reading = read(tmp_path, [["示范市地区生产总值指数"], ["（上年=100）"], heads, *rows])
    assert "该行是否错位" in told(reading, "warning")
    rows[0][3] = 104.1
    assert "错位" not in told(read(tmp_path, [["示范市地区生产总值指数"], ["（上年=100）"], heads, *rows]))


def test_a_line_that_limits_the_first_table_is_named_over_the_next(tmp_path: Path) -> None:
    heads = ["指标", "累计增长（%）"]
    first: Grid = [[TITLE], ["不含省属企业"], heads, ["固定资产投资", 3.3]]
    reading = read(tmp_path, [*first, [], ["二、消费"], heads, [RETAIL, 4.4]])
    assert figures(reading) == {("999901", "retail", "2025-09", 4.4)}
    assert "“不含省属企业”没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize(
    "part", ["第一产业", "第一产业（亿元）", "　其中：第一产业（亿元）", "第二产业：", "工业(亿元)"]
)
def test_an_industry_below_investment_is_no_value_added(tmp_path: Path, part: str) -> None:
    rows: Grid = [["固定资产投资", 40.0, 3.3], [part, 12.0, 4.4], ["建筑业", 3.0, 1.1]]
    reading = read(tmp_path, [["示范市2025年1—9月固定资产投资"], ["指标", "累计（亿元）", "增长（%）"], *rows])
    assert {indicator for _, indicator, _, _ in figures(reading)} == {"fai"}
    assert "不是地区生产总值的一部分" in told(reading, "warning")


@pytest.mark.parametrize("part", ["第一产业", "第一产业（亿元）", "累计完成:第一产业（亿元）"])
@pytest.mark.parametrize(("whole", "read_of"), [("固定资产投资", {"fai"}), ("地区生产总值", {"gdp", "gdp_primary"})])
def test_an_industry_over_a_column_is_a_part_of_the_amount_to_its_left(
    tmp_path: Path, part: str, whole: str, read_of: set[str]
) -> None:
    heads = ["地区", f"{whole}（亿元）", "累计增长（%）", part, "累计增长（%）"]
    reading = read(tmp_path, [["2025年1—9月"], ["单位：亿元、%"], heads, ["东区", 40.0, 3.3, 12.0, 4.4]])
    assert {indicator for _, indicator, _, _ in figures(reading)} == read_of, told(reading)
    assert len(reading.rows) == 2 * len(read_of)


def test_growth_beside_an_industry_of_investment_is_not_of_investment(tmp_path: Path) -> None:
    heads = ["地区", "第一产业（亿元）", "增速（%）"]
    reading = read(tmp_path, [["2025年1—9月各县区固定资产投资"], heads, ["东区", 12.0, 4.4]])
    assert reading.rows == [] and "右边，是它的增速" in told(reading)


@pytest.mark.parametrize(
    ("years", "year"),
    [
        (["2025年", "2024年", "2023年"], "2025Q4"),
        (["2023年", "2024年", "2025年"], "2025Q4"),
        (["2023年", "2025年", "2024年"], None),
    ],
)
def test_growth_beside_years_in_no_order_is_left_out_with_a_word(
    tmp_path: Path, years: list[str], year: str | None
) -> None:
    rows: Grid = [["地区生产总值（亿元）", 2311.2, 2508.4, 2701.5, 3.1]]
    reading = read(tmp_path, [["示范市主要指标"], ["指标", *years, "增长（%）"], *rows])
    assert {row["period"] for row in reading.rows if row["measure"] == "growth"} == ({year} if year else set())
    assert year or "各年不按顺序" in told(reading, "warning")


def test_a_part_of_what_is_skipped_is_no_part_of_what_stands_before_it(tmp_path: Path) -> None:
    heads = ["地区", "地区生产总值（亿元）", "增长（%）", "固定资产投资增长（%）（两年平均）", "#工业"]
    reading = read(tmp_path, [["2025年1—9月分县区主要指标"], heads, ["东区", 70.2, 3.3, -1.1, 7.5]])
    assert {indicator for _, indicator, _, _ in figures(reading)} == {"gdp"}
    assert "“#工业”未读入" in told(reading, "warning")


def test_prices_on_the_same_period_beside_those_on_the_month_before_are_asked_about(tmp_path: Path) -> None:
    heads = ["项目", "环比增长（%）", "以上年同期价格为100"]
    grid: Grid = [["示范市2025年9月价格指数"], heads, ["居民消费价格指数", 0.1, 102.9]]
    assert "累计还是当月" in told(read(tmp_path, grid), "error")
    assert {row["basis"] for row in read(tmp_path, grid, basis="ytd").rows} == {"ytd"}


def test_an_amount_that_looks_like_a_month_heads_nothing(tmp_path: Path) -> None:
    rows: Grid = [["行业", "地区生产总值"], ["总额（亿元）", 2012.3], ["可比增速（%）", 3.1]]
    reading = read(tmp_path, [["示范市2025年前三季度核算"], *rows])
    assert figures(reading) == {("999901", "gdp", "2025Q3", 2012.3), ("999901", "gdp", "2025Q3", 3.1)}, told(reading)


@pytest.mark.parametrize(
    ("title", "is_read"), [("计划", True), ("预期目标", True), ("计划测算", False), ("计划（预计数）", False)]
)
def test_a_title_of_a_plan_carried_out_and_of_the_next_one_is_no_forecast(
    tmp_path: Path, title: str, is_read: bool
) -> None:
    heads = ["指标", "单位", "2025年计划", "2025年完成", "2026年预期"]
    lines: Grid = [[f"示范市2025年计划执行情况和2026年{title}"], heads, ["地区生产总值增速", "%", 5.5, 5.2, 5.0]]
    reading = read(tmp_path, lines)
    assert figures(reading) == ({("999901", "gdp", "2025Q4", 5.2)} if is_read else set()), told(reading)


@pytest.mark.parametrize("named", ["收入（亿元）（两年平均）", "收入（亿元）（到位）"])
def test_growth_right_of_an_amount_that_is_none_of_ours_is_of_it(named: str, tmp_path: Path) -> None:
    grid: Grid = [["2025年1—9月一般公共预算收入"], ["县区", named, "增长（%）"], ["示范市", 150.6, 3.1]]
    reading = read(tmp_path, grid)
    assert not reading.rows and "是它的增速" in told(reading)


def test_a_base_of_the_same_stretch_beside_one_of_the_same_month_is_of_the_year_so_far(tmp_path: Path) -> None:
    heads = ["项目", "以上年同月价格为100", "上年同期以上年同期价格为100"]
    reading = read(tmp_path, [["示范市2025年9月价格指数"], heads, ["居民消费价格指数", 101.7, 102.9]])
    found = {(row["period"], row["basis"], row["value"]) for row in reading.rows}
    assert found == {("2025-09", "single", 1.7), ("2024-09", "ytd", 2.9)}
