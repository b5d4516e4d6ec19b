"""What stands beside weekly figures, rows of the tidy layout and a terminal's series is heard, or shown."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest import importing
from shouguan.ingest.readers.reading import Reading, options_from

PLACES = {"某市": "370200", "乙市": "370300", "某省": "370000"}
WEEKLY = ("指标", "周", "数值", "单位", "同比增速", "备注")
WEEK = ("用电量", "2020-W41", "3.2", "亿千瓦时", "4.1", "")
TIDY = ("指标", "时期", "口径", "类型", "数值", "单位", "备注")
RETAIL = ("社会消费品零售总额", "2020年1-9月", "累计", "增速", "4.9", "%", "")
SERIES = ("2020-07-31", "2020-08-31", "2020-09-30")


def read(folder: Path, *rows: Sequence[str], name: str = "数据.csv", **given: Any) -> Reading:
    """Write rows and read them into 某市."""
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return importing.read(folder / name, None, options_from({"own_region": "370200", "names": PLACES, **given}))


def told(reading: Reading, severity: str = "warning") -> list[str]:
    """Return cell and words of the findings of one severity."""
    return [f"{f.cell('zh')} {f.words('zh')} {f.words('en')}" for f in reading.findings if f.severity == severity]


def with_last(row: Sequence[str], text: str) -> list[str]:
    return [*row[:-1], text]


def terminal(
    *above: Sequence[str], name: str = "某市:社会消费品零售总额:累计值", unit: str = "亿元"
) -> list[list[str]]:
    """Return an export of a series, with rows of words above its dates, and of another one beside it."""
    other = "某市:固定资产投资:累计同比"
    keys = [["指标名称", name, other], ["频率", "月", "月"], ["单位", unit, "%"], *(list(row) for row in above)]
    return [*keys, ["来源", "统计局", "统计局"], *([day, str(700 + 9 * n), "3.1"] for n, day in enumerate(SERIES))]


@pytest.mark.parametrize("remark", ["预计", "预测数", "环比", "市本级", "不含农村", "数据有误"])
@pytest.mark.parametrize(("head", "row"), [(WEEKLY, WEEK), (TIDY, RETAIL)], ids=["weekly", "tidy"])
def test_a_remark_that_makes_a_row_another_figure_leaves_it_out(
    tmp_path: Path, head: Sequence[str], row: Sequence[str], remark: str
) -> None:
    sound = [text.replace("2020-W41", "2020-W42").replace("1-9月", "1-8月") for text in row]
    reading = read(tmp_path, head, with_last(row, remark), sound)
    (kept,) = {each.get("week") or each["period"] for each in reading.rows}
    assert kept in {"2020-W42", "2020-08"}
    assert any(remark in each and "未读入" in each for each in told(reading))


@pytest.mark.parametrize("remark", ["快报数", "数据来源：统计局", "—", "无", "初步核算数"])
@pytest.mark.parametrize(("head", "row"), [(WEEKLY, WEEK), (TIDY, RETAIL)], ids=["weekly", "tidy"])
def test_a_remark_that_changes_nothing_says_nothing(
    tmp_path: Path, head: Sequence[str], row: Sequence[str], remark: str
) -> None:
    reading = read(tmp_path, head, with_last(row, remark))
    assert reading.rows and not told(reading) and not reading.has_errors


@pytest.mark.parametrize(("head", "row"), [(WEEKLY, WEEK), (TIDY, RETAIL)], ids=["weekly", "tidy"])
def test_a_remark_or_a_note_that_nobody_understands_is_shown(
    tmp_path: Path, head: Sequence[str], row: Sequence[str]
) -> None:
    remark, note = "含飞地", "注：数据含两个开发区"
    reading = read(tmp_path, head, with_last(row, remark), [note])
    assert reading.rows and [remark in told(reading)[0], note in told(reading)[1]] == [True, True]


@pytest.mark.parametrize(("head", "row"), [(WEEKLY, WEEK), (TIDY, RETAIL)], ids=["weekly", "tidy"])
def test_rows_without_a_place_below_another_places_title_are_asked_about(
    tmp_path: Path, head: Sequence[str], row: Sequence[str]
) -> None:
    reading = read(tmp_path, ["乙市数据"], head, row)
    assert not reading.rows and any("--region 370200" in each for each in told(reading, "error"))
    assert read(tmp_path, ["乙市数据"], head, row, region="370200").rows
    named = read(tmp_path, ["乙市数据"], ["地区", *head], ["某市", *row])
    assert {each["region"] for each in named.rows} == {"370200"} and not named.has_errors


@pytest.mark.parametrize("other", ["累计数值", "本周预计数", "年初以来累计", "计划数"])
def test_growth_beside_an_amount_that_is_left_out_goes_with_it(tmp_path: Path, other: str) -> None:
    head, row = (
        ("指标", "周", "数值", other, "单位", "同比增速"),
        ("用电量", "2020-W41", "3.2", "90", "亿千瓦时", "4.1"),
    )
    reading = read(tmp_path, head, row)
    assert [each["measure"] for each in reading.rows] == ["value"]
    assert any(other in each and "它的增速" in each for each in told(reading))
    alone = read(tmp_path, [*head[:2], *head[3:]], [*row[:2], *row[3:]])
    assert not alone.rows and any(other in each for each in told(alone))


@pytest.mark.parametrize("other", ["环比增速", "环比%", "位次", "序号"])
def test_growth_beside_the_weeks_own_amount_stays(tmp_path: Path, other: str) -> None:
    head, row = ("指标", "周", "数值", "单位", other, "同比增速"), ("用电量", "2020-W41", "3.2", "亿千瓦时", "9", "4.1")
    assert [each["measure"] for each in read(tmp_path, head, row).rows] == ["value", "growth"]


@pytest.mark.parametrize(
    ("name", "period", "basis"),
    [
        ("社会消费品零售总额", "2020年1-9月", "当月"),
        ("社会消费品零售总额", "2020年上半年", "当月"),
        ("gdp", "2020年前三季度", "当季"),
        ("gdp", "2020年1-6月", "single"),
    ],
)
def test_a_period_and_a_basis_that_contradict_each_other_are_asked_about(
    tmp_path: Path, name: str, period: str, basis: str
) -> None:
    reading = read(tmp_path, TIDY, [name, period, basis, "增速", "4.9", "%", ""])
    assert not reading.rows and any("C2" in each and period in each for each in told(reading, "error"))


@pytest.mark.parametrize(
    ("name", "period", "basis"),
    [
        ("社会消费品零售总额", "2020年1-9月", "累计"),
        ("社会消费品零售总额", "2020年9月", "累计"),
        ("社会消费品零售总额", "2020年9月", "当月"),
        ("社会消费品零售总额", "2020年1-2月", "当月"),
        ("gdp", "2020年1-3月", "当季"),
        ("金融机构存款余额", "2020年1-9月", "时点"),
    ],
)
def test_a_period_and_a_basis_that_agree_come_in(tmp_path: Path, name: str, period: str, basis: str) -> None:
    reading = read(tmp_path, TIDY, [name, period, basis, "增速", "4.9", "%", ""])
    assert len(reading.rows) == 1 and not reading.has_errors


def test_what_the_kit_itself_notes_is_read_again_without_a_word(tmp_path: Path) -> None:
    notes = (
        "上年同期数，按当年口径",
        "1—2月合并",
        "not-comparable: 与公布增速口径不同，不得据以计算增速",
        "演示数据，虚构",
    )
    for note in notes:
        reading = read(tmp_path, TIDY, with_last(RETAIL, note))
        assert len(reading.rows) == 1 and not told(reading)
    ranked = read(tmp_path, TIDY, ["gdp", "2020Q3", "累计", "位次", "3", "位", "全省增速位次"])
    assert len(ranked.rows) == 1 and not told(ranked)


@pytest.mark.parametrize(
    ("key", "words"), [("备注", "预测值"), ("口径", "限额以上"), ("统计口径", "市区"), ("说明", "两年平均")]
)
def test_a_row_above_a_terminals_dates_that_makes_a_series_another_one_leaves_it_out(
    tmp_path: Path, key: str, words: str
) -> None:
    reading = read(tmp_path, *terminal([key, words, ""]))
    assert {each["indicator"] for each in reading.rows} == {"fai"}, "the series beside it says nothing"
    assert any(words in each and "未读入" in each for each in told(reading))


@pytest.mark.parametrize(
    ("key", "words", "said"),
    [("说明", "1-8月", True), ("口径", "新口径", True), ("备注", "快报数", False), ("更新时间", "2020-10-20", False)],
)
def test_other_words_above_the_dates_are_shown_where_they_may_matter(
    tmp_path: Path, key: str, words: str, said: bool
) -> None:
    reading = read(tmp_path, *terminal([key, words, ""]))
    assert {each["indicator"] for each in reading.rows} == {"retail", "fai"}
    assert any(words in each for each in told(reading)) == said


@pytest.mark.parametrize(
    ("name", "unit", "is_asked"),
    [
        ("某市:社会消费品零售总额:累计值(万元)", "亿元", True),
        ("某市:社会消费品零售总额:累计值(亿元)", "万元", True),
        ("某市:社会消费品零售总额:累计值(亿元)", "亿元", False),
        ("某市:社会消费品零售总额:累计值", "亿元", False),
    ],
)
def test_a_terminals_name_and_unit_row_that_contradict_each_other_are_asked_about(
    tmp_path: Path, name: str, unit: str, is_asked: bool
) -> None:
    reading = read(tmp_path, *terminal(name=name, unit=unit))
    assert any("B3" in each and "单位" in each for each in told(reading, "error")) == is_asked
    assert bool(reading.rows) != is_asked
