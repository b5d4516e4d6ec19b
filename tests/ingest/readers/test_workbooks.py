"""Sheets are read as they are shown; where shown and stored differ it is said or asked, with the cell."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from shouguan.ingest.readers.sheets import formats
from tests.builders.corpus import NAMES, patch_sheet

ROWS: list[list[Any]] = [
    ["示范市2020年1-9月主要经济指标"],
    ["指标", "单位", "绝对量", "增长%"],
    ["地区生产总值", "亿元", 2345.6, 2.1],
    ["固定资产投资", "亿元", 1234.5, 3.4],
    ["规模以上工业增加值", "亿元", 567.8, -1.2],
    ["社会消费品零售总额", "亿元", 876.5, -4.3],
]
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def read(tmp_path: Path, change: Callable[[Any], None], after: Callable[[Path], None] = lambda _: None) -> Reading:
    """Read the bulletin of this file with a change to its sheet, and one to the written file."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "综合"
    for row in ROWS:
        sheet.append(row)
    change(sheet)
    file = tmp_path / "月报.xlsx"
    made.save(file)
    after(file)
    return sniff.read(file, None, Options(names=NAMES, own_region="999901"))


def growth(reading: Reading) -> dict[str, float]:
    """Return the growth of each indicator."""
    return {row["indicator"]: row["value"] for row in reading.rows if row["measure"] == "growth"}


def told(reading: Reading, severity: str) -> list[str]:
    """Return what is said with a severity."""
    return [each.message("zh") for each in reading.findings if each.severity == severity]


def with_cell(cell: str, value: Any, code: str = "General", font: Font | None = None) -> Callable[[Any], None]:
    """Return a change that sets a cell's value, number format and font."""

    def change(sheet: Any) -> None:
        sheet[cell].value = value
        sheet[cell].number_format = code
        if font is not None:
            sheet[cell].font = font

    return change


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.034, "0.0%", 3.4),
        (3.4, '0.0"%"', 3.4),
        (3.4, "+0.0;-0.0;0.0", 3.4),
        (-3.4, '0.0;"下降"0.0', -3.4),
        (-3.4, "0.0_);(0.0)", -3.4),
        (-3.4, "#,##0.0_ ;[Red]-#,##0.0 ", -3.4),
        (-3.4, "▲0.0;▼0.0", -3.4),
        (3.4, "▲0.0;▼0.0", 3.4),
        (3.4, '"增长"0.0', 3.4),
        (3.4, '0.0"①"', 3.4),
        (0, '0.0;-0.0;"持平"', 0.0),
    ],
)
def test_a_format_that_shows_what_is_stored_changes_nothing(
    value: float, code: str, shown: float, tmp_path: Path
) -> None:
    reading = read(tmp_path, with_cell("D4", value, code))
    assert growth(reading)["fai"] == shown
    assert told(reading, "warning") == [] and told(reading, "error") == []


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [(3.4, '"下降"0.0', -3.4), (3.4, "-0.0", -3.4), (-3.4, "0.0;[Red]0.0", -3.4), (3.4, '0.0"亿元"', 3.4)],
)
def test_a_format_that_shows_something_else_is_followed_with_a_warning(
    value: float, code: str, shown: float, tmp_path: Path
) -> None:
    reading = read(tmp_path, with_cell("D4", value, code))
    assert growth(reading)["fai"] == shown
    assert len([each for each in told(reading, "warning") if "综合!D4" in each and "格式" in each]) == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (3400, "0.0,"),
        (34000, "0!.0,"),
        (34, '0"."0'),
        (-3.4, "0.0;0.0"),
        (-3.4, '"下降"0.0'),
        (3.4, "▲0.0"),
        (3.4, "(0.0)"),
        (3.4, "0.0‰"),
        (3.4, '"良好"'),
    ],
)
def test_a_format_that_leaves_doubt_is_asked_about(value: float, code: str, tmp_path: Path) -> None:
    reading = read(tmp_path, with_cell("D4", value, code))
    assert reading.refused and any("综合!D4" in each for each in told(reading, "error"))


def test_a_figure_that_is_not_shown_is_left_out_with_a_word(tmp_path: Path) -> None:
    reading = read(tmp_path, with_cell("D4", 3.4, ";;;"))
    assert "fai" not in growth(reading) and any("D4" in each and "不显示" in each for each in told(reading, "warning"))


@pytest.mark.parametrize(
    ("code", "value", "period"),
    [
        ('yyyy"年"m"月"', dt.datetime(2020, 9, 1), "2020-09"),
        ('"1-"m"月"', dt.datetime(2020, 9, 30), "2020-09"),
        ("yyyy/m", dt.datetime(2020, 9, 30), "2020-09"),
    ],
)
def test_a_heading_that_is_a_date_is_read_as_it_is_shown(
    code: str, value: dt.datetime, period: str, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet["A1"].value = "示范市累计增速（%）"
        sheet["D2"].value = value
        sheet["D2"].number_format = code
        sheet.delete_cols(3)

    reading = read(tmp_path, change)
    assert {(row["period"], row["basis"]) for row in reading.rows if row["indicator"] == "fai"} == {(period, "ytd")}


def test_a_year_alone_is_not_its_first_month() -> None:
    assert formats.date(dt.datetime(2020, 1, 1), "yyyy") == "2020年"
    assert formats.date(dt.datetime(2020, 9, 1), '"1-"m"月"') == "2020年1-9月"
    assert formats.date(dt.datetime(2020, 9, 1), 'yyyy"年"m"月"d"日"') == "2020-09-01"


def struck_row(sheet: Any) -> None:
    for cell in sheet[4]:
        cell.font = Font(strike=True)


def test_struck_rows_are_void_and_half_struck_ones_are_asked_about(tmp_path: Path) -> None:
    void = read(tmp_path, struck_row)
    assert "fai" not in growth(void) and growth(void)["retail"] == -4.3
    assert any("A4" in each and "有删除线" in each for each in told(void, "warning"))
    figure = read(tmp_path, with_cell("D4", 3.4, font=Font(strike=True)))
    assert "fai" not in growth(figure) and any("综合!D4" in each for each in told(figure, "warning"))
    name = read(tmp_path, with_cell("A4", "固定资产投资", font=Font(strike=True)))
    assert name.refused and any("综合!A4" in each and "有删除线" in each for each in told(name, "error"))


@pytest.mark.parametrize(
    ("pieces", "value", "severity"),
    [
        (["3.4", TextBlock(InlineFont(vertAlign="superscript"), "1")], 3.4, "info"),
        ([TextBlock(InlineFont(strike=True), "8.8"), "3.4"], 3.4, "warning"),
        ([TextBlock(InlineFont(b=True), "3"), ".4"], 3.4, None),
    ],
)
def test_rich_text_is_read_as_it_is_shown(
    pieces: list[Any], value: float, severity: str | None, tmp_path: Path
) -> None:
    reading = read(tmp_path, with_cell("D4", CellRichText(pieces)))
    assert growth(reading)["fai"] == value
    for each in ("info", "warning"):
        assert any("综合!D4" in line for line in told(reading, each)) == (each == severity)


def test_hidden_rows_and_columns_are_left_out_with_a_word(tmp_path: Path) -> None:
    def hide_row(sheet: Any) -> None:
        sheet.row_dimensions[4].hidden = True

    row = read(tmp_path, hide_row)
    assert "fai" not in growth(row) and growth(row)["gdp"] == 2.1
    assert any("A4" in each and "隐藏" in each for each in told(row, "warning"))

    def hide_column(sheet: Any) -> None:
        sheet.column_dimensions["C"].hidden = True

    column = read(tmp_path, hide_column)
    assert {each["measure"] for each in column.rows} == {"growth"}
    assert any("综合!C2" in each and "隐藏" in each for each in told(column, "warning"))


def test_rows_hidden_by_a_filter_are_asked_about_and_hidden_sheets_are_named(tmp_path: Path) -> None:
    def filtered(sheet: Any) -> None:
        sheet.auto_filter.ref = "A2:D6"
        sheet.auto_filter.add_filter_column(0, ["地区生产总值"])
        sheet.row_dimensions[4].hidden = True

    reading = read(tmp_path, filtered)
    assert reading.refused and any("综合!A4" in each and "筛选" in each for each in told(reading, "error"))

    def second(sheet: Any) -> None:
        other = sheet.parent.create_sheet("旧数")
        other["A1"] = "x"
        other.sheet_state = "veryHidden"

    assert any("旧数" in each for each in told(read(tmp_path, second), "info"))


def test_errors_and_formulas_without_results_are_named(tmp_path: Path) -> None:
    wrong = read(tmp_path, with_cell("D4", "#REF!"))
    assert wrong.refused and any("综合!D4" in each and "错误值" in each for each in told(wrong, "error"))
    none = read(tmp_path, with_cell("D4", "#N/A"))
    assert "fai" not in growth(none) and any("综合!D4" in each for each in told(none, "info"))
    formula = read(tmp_path, with_cell("D4", "=C4/100"))
    assert formula.refused and any("综合!D4" in each and "公式" in each for each in told(formula, "error"))

    def empty(file: Path) -> None:
        patch_sheet(file, lambda xml: xml.replace('<c r="D4"><f>', '<c r="D4" t="str"><f>'))

    blank = read(tmp_path, with_cell("D4", '=""'), empty)
    assert not blank.refused and "fai" not in growth(blank)


def test_the_strict_edition_and_dates_from_1904_are_read(tmp_path: Path) -> None:
    def strict(file: Path) -> None:
        with zipfile.ZipFile(file) as old:
            parts = {info.filename: old.read(info).decode() for info in old.infolist()}
        with zipfile.ZipFile(file, "w") as new:
            for name, content in parts.items():
                changed = content
                for before, after in STRICT.items():
                    changed = changed.replace(before, after)
                new.writestr(name, changed)

    assert growth(read(tmp_path, lambda _: None, strict)) == {
        "gdp": 2.1,
        "fai": 3.4,
        "industry_va": -1.2,
        "retail": -4.3,
    }

    def mac(sheet: Any) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["A1"].value = "示范市累计增速（%）"
        sheet["D2"].value = dt.datetime(2020, 9, 1)
        sheet["D2"].number_format = "yyyy-mm"
        sheet.delete_cols(3)

    assert {row["period"] for row in read(tmp_path, mac).rows} == {"2020-09", "2020Q3"}


def test_a_part_right_behind_a_hidden_column_may_be_a_part_of_that(tmp_path: Path) -> None:
    file = tmp_path / "月报.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    heads = ["地区", "地区生产总值（亿元）", "固定资产投资增长（%）", "#工业"]
    for row in (["示范市2020年1—9月主要指标"], heads, ["示范市", 2012.3, -2.1, 6.5]):
        sheet.append(row)
    sheet.column_dimensions["C"].hidden = True
    book.save(file)
    reading = sniff.read(file, None, Options(names=NAMES, own_region="999901"))
    assert {row["indicator"] for row in reading.rows} == {"gdp"}
    assert any("#工业" in finding.message("zh") for finding in reading.findings)


def test_a_rank_goes_with_the_growth_whose_amount_is_hidden(tmp_path: Path) -> None:
    file = tmp_path / "月报.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    heads = ["指标", "本月", "同比增长（%）", "累计", "同比增长（%）", "位次"]
    for row in (["示范市2020年9月主要指标"], ["单位：亿元"], heads, ["社会消费品零售总额", 97.1, 2.2, 876.5, -4.3, 3]):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    book.save(file)
    reading = sniff.read(file, None, Options(names=NAMES, own_region="999901"))
    assert {(row["basis"], row["measure"]) for row in reading.rows} == {("single", "value"), ("single", "growth")}
    assert any("位次" in finding.message("zh") for finding in reading.findings)
