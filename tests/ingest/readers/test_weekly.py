"""The weekly layout (docs/weekly.md): what a row gives, and which cell is named where it cannot be right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shouguan.core.findings import errors
from shouguan.data.weekly import INDICATORS
from shouguan.ingest import importing, weekly_book
from shouguan.ingest.readers.reading import Options, Reading, options_from

HEAD = ("地区", "指标", "周", "数值", "单位", "同比增速", "口径", "报送日期", "来源")
OWN = Options(own_region="999901", names={"示范市": "999901"})


def read(folder: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD, **settled: Any) -> Reading:
    """Write rows as a workbook and read it."""
    book = openpyxl.Workbook()
    book.active.title = "周报"
    book.active.append(list(head))
    for row in rows:
        book.active.append(list(row))
    book.save(folder / "周报.xlsx")
    given = options_from({"own_region": "999901", "names": {"示范市": "999901"}, **settled})
    return importing.read(folder / "周报.xlsx", None, given)


def row(**changes: Any) -> list[Any]:
    """Return an ordinary row with what is not ordinary about it, by heading."""
    ordinary = {"指标": "项目周报投资", "周": "2020-W41", "数值": 20.5, "单位": "亿元"}
    return [{**ordinary, **changes}.get(name) for name in HEAD]


def told(reading: Reading) -> list[tuple[str, str]]:
    """Return cell and words of each error."""
    return [(finding.cell("zh"), finding.words("zh")) for finding in errors(reading.findings)]


def test_a_row_gives_its_value_and_its_growth_with_their_cells(tmp_path: Path) -> None:
    reading = read(tmp_path, row(同比增速=3.1, 报送日期="2020-10-13"))
    assert reading.kind == "weekly" and not reading.has_errors
    common = {"region": "999901", "indicator": "project_investment", "week": "2020-W41", "reported_on": "2020-10-13"}
    assert reading.rows == [
        {**common, "measure": "value", "value": 20.5, "unit": "亿元", "source": "周报.xlsx#周报!D2"},
        {**common, "measure": "growth", "value": 3.1, "unit": "%", "source": "周报.xlsx#周报!F2"},
    ]


@pytest.mark.parametrize(
    ("changes", "value", "unit"),
    [
        ({"单位": "万元", "数值": 205_000}, 20.5, "亿元"),
        ({"指标": "工业用电量", "单位": "万千瓦时", "数值": "21,000"}, 2.1, "亿千瓦时"),
        ({"指标": "freight_volume", "单位": "吨", "数值": 15_000}, 1.5, "万吨"),
        ({"指标": "财政收入", "单位": "万元", "数值": 0}, 0.0, "亿元"),
        ({"单位": "%", "数值": -4.2}, -4.2, "%"),
        ({"单位": None, "数值": None, "同比增速": "下降3.1%"}, -3.1, "%"),
    ],
)
def test_units_are_converted_and_percents_are_growth(
    tmp_path: Path, changes: dict[str, Any], value: float, unit: str
) -> None:
    (only,) = read(tmp_path, row(**changes)).rows
    assert (only["value"], only["unit"]) == (value, unit)
    assert only["measure"] == ("growth" if unit == "%" else "value")


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_is_known_by_all_its_names(tmp_path: Path, code: str) -> None:
    entry = INDICATORS[code]
    for name in (entry.code, entry.zh, entry.en, *entry.names):
        (only,) = read(tmp_path, row(指标=name, 数值=None, 单位=None, 同比增速=2.0)).rows
        assert only["indicator"] == code


def test_no_name_is_two_indicators_and_every_unit_converts() -> None:
    names = [name for each in INDICATORS.values() for name in (each.zh, each.en, *each.names)]
    assert len(set(names)) == len(names)


def test_days_may_stand_in_two_columns_and_a_unit_in_the_heading(tmp_path: Path) -> None:
    head = ("指标", "起始日", "截止日", "数值（万元）")
    first, second = read(
        tmp_path,
        ["项目周报投资", "2020-10-05", "2020-10-11", 205_000],
        ["项目周报投资", "2020.10.12", "2020/10/16", 195_000],
        head=head,
    ).rows
    assert (first["week"], first["value"]) == ("2020-W41", 20.5)
    assert second["week"] == "2020-10-12/2020-10-16"


def test_a_heading_that_other_layouts_have_is_this_one_over_weeks_only(tmp_path: Path) -> None:
    head = ("指标", "时间", "数值", "单位")
    assert read(tmp_path, ["用电量", "2020-10上旬", 3.2, "亿千瓦时"], head=head).kind == "weekly"
    assert read(tmp_path, ["gdp", "2020Q3", 2.0, "%"], head=head, basis="ytd").kind == "tidy"


def test_what_is_not_said_follows_from_the_place_and_the_rule(tmp_path: Path) -> None:
    (only,) = read(tmp_path, row()).rows
    assert (only["region"], only["reported_on"]) == ("999901", "2020-10-14")
    (only,) = read(tmp_path, row(), lags={"weekly": 1}).rows
    assert only["reported_on"] == "2020-10-12"
    (only,) = read(tmp_path, row(), released_on="2020-10-20").rows
    assert only["reported_on"] == "2020-10-20"
    (only,) = read(tmp_path, row(指标="大项目周报"), meanings={"大项目周报": "project_investment"}).rows
    assert only["indicator"] == "project_investment"


@pytest.mark.parametrize(
    ("changes", "cell", "says"),
    [
        ({"指标": "用电"}, "B2", "全社会用电量"),
        ({"周": "第41周"}, "C2", "没有年份"),
        ({"周": "2020年10月第2周"}, "C2", "没有说明是哪几天"),
        ({"周": "2019-W53"}, "C2", "没有第53周"),
        ({"周": "2020-10"}, "C2", "2020-W41"),
        ({"周": "2020-10-01/2020-10-31"}, "C2", "超过16天"),
        ({"周": None}, "C2", "2020-W41"),
        ({"数值": "约20亿"}, "D2", "一个数"),
        ({"数值": "20左右"}, "D2", "确切"),
        ({"数值": -3}, "D2", "不小于零"),
        ({"数值": None}, "D2", "数值或同比增速"),
        ({"单位": None}, "E2", "--unit"),
        ({"单位": "吨"}, "E2", "亿元"),
        ({"同比增速": 4000}, "F2", "百分数"),
        ({"口径": "累计"}, "G2", "当周"),
        ({"报送日期": "10月13日"}, "H2", "2020-10-12"),
        ({"报送日期": "2020-10-10"}, "H2", "2020-10-11"),
        ({"地区": "高新区"}, "A2", "已知地区"),
        ({"周": "2031-W01"}, "D2", "才结束"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named_and_its_sheet_stays_out(
    tmp_path: Path, changes: dict[str, Any], cell: str, says: str
) -> None:
    reading = read(tmp_path, row(周="2020-W40"), row(**changes))
    found = told(reading)
    assert reading.rows == [] and len(found) == 1
    assert found[0][0] == f"周报!{cell.replace('2', '3')}"
    assert says in found[0][1]


def test_days_that_contradict_the_week_are_named(tmp_path: Path) -> None:
    head = ("指标", "周", "起始日", "截止日", "数值", "单位")
    good = ["项目周报投资", "2020-W41", "2020-10-05", "2020-10-11", 20.5, "亿元"]
    assert not read(tmp_path, good, head=head).has_errors
    ((cell, words),) = told(read(tmp_path, [*good[:2], "2020-10-12", "2020-10-18", *good[4:]], head=head))
    assert cell == "周报!B2" and "2020-W41 是 2020-10-05" in words


def test_a_week_twice_is_one_figure_or_a_question(tmp_path: Path) -> None:
    assert len(read(tmp_path, row(), row()).rows) == 1
    ((cell, words),) = told(read(tmp_path, row(), row(数值=21.0)))
    assert cell == "周报!D3" and "D2 是 20.5" in words
    revised = read(tmp_path, row(), row(数值=21.0, 报送日期="2020-10-20"))
    assert [each["value"] for each in revised.rows] == [20.5, 21.0]


def test_growth_that_looks_like_a_fraction_is_asked_about(tmp_path: Path) -> None:
    rows = [row(周=f"2020-W{n}", 数值=None, 单位=None, 同比增速=0.03 + n / 1000) for n in range(37, 41)]
    assert "--growth-in" in told(read(tmp_path, *rows))[0][1]
    assert read(tmp_path, *rows, growth_in="fraction").rows[0]["value"] == pytest.approx(6.7)


def test_the_template_comes_back_filled(tmp_path: Path) -> None:
    weekly_book.empty(tmp_path / "周度数据.xlsx")
    book = openpyxl.load_workbook(tmp_path / "周度数据.xlsx")
    sheet = book["周度数据"]
    heads = [cell.value for cell in sheet[1]]
    for name, value in (("指标", "全社会用电量"), ("周", "2020-W41"), ("数值", 3.2), ("单位", "亿千瓦时")):
        sheet.cell(2, heads.index(name) + 1).value = value
    book.save(tmp_path / "周度数据.xlsx")
    reading = importing.read(tmp_path / "周度数据.xlsx", None, OWN)
    assert [(each["indicator"], each["value"]) for each in reading.rows] == [("electricity", 3.2)]


def test_csv_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "周报.csv").write_text("指标,周,数值,单位\n税收,2020-10中旬,8000,万元\n", encoding="gb18030")
    (only,) = importing.read(tmp_path / "周报.csv", "weekly", OWN).rows
    assert (only["indicator"], only["week"], only["value"]) == ("tax_revenue", "2020-10中旬", 0.8)


def test_a_column_that_is_not_read_is_told(tmp_path: Path) -> None:
    head = ("序号", "指标", "周", "数值", "单位", "环比", "年初累计", "数值")
    reading = read(tmp_path, [1, "用电量", "2020-W41", 3.2, "亿千瓦时", 1.5, 130.0, 9.9], head=head)
    assert [each["value"] for each in reading.rows] == [3.2]
    told = [finding for finding in reading.findings if finding.severity == "warning"]
    assert [finding.cell("zh") for finding in told] == ["周报!F1", "周报!G1", "周报!H1"]
    assert [finding.value for finding in told] == ["环比", "年初累计", "数值"]


def test_a_week_counted_in_words_is_told_with_its_days_once(tmp_path: Path) -> None:
    reading = read(tmp_path, row(周="2020年第41周"), row(周="2020年第42周"), row(周="2020-W43"))
    told = [finding for finding in reading.findings if finding.severity == "warning"]
    assert len(reading.rows) == 3 and len(told) == 1
    assert told[0].cell("zh") == "周报!C2" and "2020-10-05 至 2020-10-11" in told[0].zh
    head = ("指标", "周", "起始日", "截止日", "数值", "单位")
    both = read(tmp_path, ["用电量", "2020年第41周", "2020-10-05", "2020-10-11", 3.2, "亿千瓦时"], head=head)
    assert [finding for finding in both.findings if finding.severity == "warning"] == []
