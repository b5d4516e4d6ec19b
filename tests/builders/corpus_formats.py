"""The same tables in other formats: Open Document, binary and old workbooks, web pages and XML workbooks as .xls.

Figures are invented.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import xlwt
from pyxlsbwriter import XlsbWriter

from tests.builders.corpus_making import Grid, add, expect

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def open_document(sheets: dict[str, Grid]) -> Callable[[Path], None]:
    """Return a maker of an Open Document workbook; a text such as `4.9%` becomes a per-cent cell."""

    def cell(value: Any) -> str:
        if value == "":
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            return (
                f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
                "</table:table-cell>"
            )
        if value.endswith("%") and value[0] in "-0123456789":
            number = float(value[:-1]) / 100
            kind = f'office:value-type="percentage" office:value="{number:.10g}"'
            return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    def make(file: Path) -> None:
        tables = "".join(
            f'<table:table table:name="{name}">'
            + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in grid)
            + "</table:table>"
            for name, grid in sheets.items()
        )
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr(
                "content.xml",
                f'<?xml version="1.0"?><office:document-content {SPACES}><office:body><office:spreadsheet>{tables}'
                "</office:spreadsheet></office:body></office:document-content>",
            )

    return make


def binary(sheets: dict[str, Grid]) -> Callable[[Path], None]:
    """Return a maker of a binary workbook."""

    def make(file: Path) -> None:
        with XlsbWriter(str(file)) as writer:
            for name, grid in sheets.items():
                wide = max(map(len, grid))
                writer.add_sheet(name)
                writer.write_sheet(
                    [[None if each == "" else each for each in [*row, *[""] * (wide - len(row))]] for row in grid]
                )

    return make


def old(sheets: dict[str, Grid], formats: dict[tuple[int, int], str] | None = None) -> Callable[[Path], None]:
    """Return a maker of a workbook of Excel 97-2003; formats by row and column from 0."""

    def make(file: Path) -> None:
        made = xlwt.Workbook()
        for name, grid in sheets.items():
            sheet = made.add_sheet(name)
            for at, row in enumerate(grid):
                for column, value in enumerate(row):
                    if value != "":
                        code = (formats or {}).get((at, column), "General")
                        sheet.write(at, column, value, xlwt.easyxf(num_format_str=code))
        made.save(str(file))

    return make


def web(*tables: Grid, spans: dict[tuple[int, int], str] | None = None) -> Callable[[Path], None]:
    """Return a maker of a web page that a system exports as .xls; spans by row and column from 0 of the first table."""

    def row(table: int, at: int, cells: Any) -> str:
        return "".join(
            f"<td {(spans or {}).get((at, column), '') if table == 0 else ''}>{escape(str(cell))}</td>"
            for column, cell in enumerate(cells)
        )

    def make(file: Path) -> None:
        body = "".join(
            "<table border=1>" + "".join(f"<tr>{row(n, at, cells)}</tr>" for at, cells in enumerate(grid)) + "</table>"
            for n, grid in enumerate(tables)
        )
        head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>'
        file.write_text(f"{head}{body}</body></html>", encoding="utf-8")

    return make


PLAIN: Grid = [
    ["示范市2020年1-9月主要经济指标"],
    ["指标", "单位", "1-9月", "同比增长（%）"],
    ["地区生产总值", "亿元", 2012.34, 3.1],
    ["规模以上工业增加值", "亿元", 561.3, 4.1],
    ["固定资产投资", "亿元", "", -0.4],
    ["社会消费品零售总额", "万元", 7123500, -1.2],
]
PLAIN_ROWS = expect("""
@ 999901 2020-09 ytd
gdp C3=2012.34亿元 D3=3.1
industry_va C4=561.3亿元 D4=4.1
fai D5=-0.4
retail C6=712.35亿元 D6=-1.2
""")
add("plain.ods", "bulletin", open_document({"综合": PLAIN}), PLAIN_ROWS)
add("plain.xlsb", "bulletin", binary({"综合": PLAIN}), PLAIN_ROWS, warnings=1)
add("plain.et", "bulletin", old({"综合": PLAIN}), PLAIN_ROWS)
add("plain 97.xls", "bulletin", old({"综合": PLAIN}), PLAIN_ROWS)
PERCENTS: Grid = [
    ["示范市2020年1-9月"],
    ["指标", "同比增长"],
    ["规模以上工业增加值", "5.6%"],
    ["固定资产投资", "-0.3%"],
    ["社会消费品零售总额", "4.9%"],
]
PERCENT_ROWS = expect("""
@ 999901 2020-09 ytd
industry_va B3=5.6
fai B4=-0.3
retail B5=4.9
""")
add("percents.ods", "bulletin", open_document({"表": PERCENTS}), PERCENT_ROWS)
add("percents as text.xlsb", "bulletin", binary({"表": PERCENTS}), PERCENT_ROWS, warnings=1)
add(
    "percents 97.xls",
    "bulletin",
    old(
        {"表": [*PERCENTS[:2], ["规模以上工业增加值", 0.056], ["固定资产投资", -0.003], ["社会消费品零售总额", 0.049]]},
        {(2, 1): "0.0%", (3, 1): "0.0%", (4, 1): "0.0%"},
    ),
    PERCENT_ROWS,
)
DISTRICTS: Grid = [
    ["2020年前三季度县（市、区）地区生产总值"],
    ["地区", "总量（亿元）", "增速（%）"],
    ["示范市", 2012.34, 3.1],
    ["东区", 1200.1, 3.3],
    ["西县", 812.24, 2.8],
]
DISTRICT_ROWS = expect("""
@ 999901 2020-09 ytd
gdp B3=2012.34亿元 C3=3.1
@ 999911 2020-09 ytd
gdp B4=1200.1亿元 C4=3.3
@ 999912 2020-09 ytd
gdp B5=812.24亿元 C5=2.8
""")
add("districts.ods", "bulletin", open_document({"县区": DISTRICTS}), DISTRICT_ROWS)
add("districts.xlsb", "bulletin", binary({"县区": DISTRICTS}), DISTRICT_ROWS, warnings=1)
add("districts page.xls", "bulletin", web(DISTRICTS, spans={(0, 0): "colspan=3"}), DISTRICT_ROWS)
add(
    "two sheets.ods",
    "bulletin",
    open_document(
        {
            "工业": [["示范市2020年8月规模以上工业"], ["指标", "1-8月增长（%）"], ["规模以上工业增加值", -1.0]],
            "投资": [
                ["示范市2020年8月固定资产投资"],
                ["指标", "1-8月增长（%）"],
                ["固定资产投资", -3.3],
                ["民间投资", -5.0],
            ],
        }
    ),
    expect("""
@ 999901 2020-08 ytd
industry_va B3=-1
fai B3=-3.3
fai_private B4=-5
"""),
)
add("plain page.xls", "bulletin", web(PLAIN, spans={(0, 0): "colspan=4"}), PLAIN_ROWS)
add(
    "page of two tables.xls",
    "bulletin",
    web(
        [
            ["示范市2020年9月末"],
            ["指标", "余额（亿元）", "同比增长（%）"],
            ["各项存款余额", 3012.2, 8.8],
        ],
        [["示范市2020年1-9月财政"], ["指标", "累计（亿元）", "同比增长（%）"], ["一般公共预算收入", 120.5, "-3.0"]],
    ),
    expect("""
@ 999901 2020-09 stock
deposits B3=3012.2亿元 C3=8.8
@ 999901 2020-09 ytd
fiscal_revenue B3=120.5亿元 C3=-3
"""),
)
SERIES: Grid = [
    ["指标名称", "山东:地区生产总值:累计值", "山东:社会消费品零售总额:累计同比"],
    ["频率", "季", "月"],
    ["单位", "亿元", "%"],
    ["指标ID", "M1", "M2"],
    ["2020-09-30", 52186.01, -4.1],
    ["2020-06-30", 33025.8, -7.0],
]
SERIES_ROWS = expect("""
@ 370000 2020-09 ytd
gdp B5=52186.01亿元
retail C5=-4.1
@ 370000 2020-06 ytd
gdp B6=33025.8亿元
retail C6=-7
""")
add("series.ods", "terminal", open_document({"Sheet1": SERIES}), SERIES_ROWS)
add("series.xlsb", "terminal", binary({"Sheet1": SERIES}), SERIES_ROWS, warnings=1)
add("series 97.xls", "terminal", old({"Sheet1": SERIES}), SERIES_ROWS)
