"""Columns of words beside the names of rows: whose, of when, of which part, of what kind the row's figures are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders.corpus import Grid
from tests.ingest.readers.test_around import TITLE, figures, read, told

FISCAL = {("999901", "fiscal_revenue", "2025-09", value) for value in (150.6, 4.9)}


def left(heading: str, *words: str) -> Grid:
    """Return a table whose first column holds words."""
    first, second = (*words, "")[:2]
    rows = [
        [first, "一般公共预算收入", "亿元", 150.6, 4.9],
        [second, "社会消费品零售总额", "亿元", 904.6, 4.8],
    ]
    return [[TITLE], [heading, "指标", "单位", "总量", "增长（%）"], *rows]


def right(heading: str, *words: str) -> Grid:
    """Return the same with the words in the last column."""
    return [[row[0]] if len(row) == 1 else [*row[1:], row[0]] for row in left(heading, *words)]


@pytest.mark.parametrize("made", [left, right])
@pytest.mark.parametrize("heading", ["类别", "项目", "分类", "领域", "类型", "口径"])
@pytest.mark.parametrize("word", ["民营", "限上", "预计", "目标", "环比", "比重", "外资企业"])
def test_what_sets_a_row_apart_leaves_it_out(made: Any, heading: str, word: str, tmp_path: Path) -> None:
    reading = read(tmp_path, made(heading, "全市", word))
    assert figures(reading) == FISCAL and word in told(reading, "warning")


@pytest.mark.parametrize("made", [left, right])
@pytest.mark.parametrize("word", ["消费", "综合", "全社会", "全市", "实际"])
def test_what_sets_nothing_apart_is_no_word_worth(made: Any, word: str, tmp_path: Path) -> None:
    reading = read(tmp_path, made("类别", "财政", word))
    assert len(reading.rows) == 4 and f"“{word}”" not in told(reading, "warning")


@pytest.mark.parametrize("made", [left, right])
def test_a_word_that_nobody_knows_is_shown(made: Any, tmp_path: Path) -> None:
    reading = read(tmp_path, made("类别", "财政", "民间"))
    assert len(reading.rows) == 4 and "“民间”没有当作限定" in told(reading, "warning")


@pytest.mark.parametrize("made", [left, right])
@pytest.mark.parametrize(("heading", "word", "month"), [("时间", "1-8月", "2025-08"), ("时期", "1—9月", "2025-09")])
def test_a_rows_own_time_is_its_time(made: Any, heading: str, word: str, month: str, tmp_path: Path) -> None:
    reading = read(tmp_path, made(heading, "1-9月", word))
    assert {row["period"] for row in reading.rows if row["indicator"] == "retail"} == {month}


@pytest.mark.parametrize("made", [left, right])
@pytest.mark.parametrize("heading", ["月份", "截止时间"])
def test_a_bare_month_is_asked_about(made: Any, heading: str, tmp_path: Path) -> None:
    reading = read(tmp_path, made(heading, "9月", "9月"))
    assert not reading.rows and "累计还是当月" in told(reading, "error")


@pytest.mark.parametrize("made", [left, right])
@pytest.mark.parametrize(("word", "region"), [("东区", "999911"), ("全市", "999901"), ("山东省", "370000")])
def test_a_rows_own_place_is_its_place(made: Any, word: str, region: str, tmp_path: Path) -> None:
    reading = read(tmp_path, made("所在地", "示范市", word))
    assert {row["region"] for row in reading.rows if row["indicator"] == "retail"} == {region}


@pytest.mark.parametrize("made", [left, right])
def test_an_unknown_place_is_asked_about(made: Any, tmp_path: Path) -> None:
    reading = read(tmp_path, made("城市", "示范市", "甲县"))
    assert not reading.rows and "“甲县”不是已知的地区" in told(reading, "error")


def test_a_class_holds_for_the_blanks_below_it(tmp_path: Path) -> None:
    reading = read(tmp_path, left("类别", "限上企业", ""))
    assert figures(reading) == set() and "限上" in told(reading, "warning")


def test_where_figures_come_from_limits_them_only_where_it_is_a_forecast(tmp_path: Path) -> None:
    reading = read(tmp_path, right("来源", "市统计局快报", "预测"))
    assert figures(reading) == FISCAL and "“预测”" in told(reading, "warning")
