"""The corpus: files as offices have them, written by this script, each with the rows that it must give.

A row of an expectation is: region indicator period basis measure price value unit cell. What is not listed
must not come out. Figures are invented unless a comment says otherwise.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd

Grid = Sequence[Sequence[Any]]

NAMES = {
    "全国": "100000",
    "中国": "100000",
    "China": "100000",
    "山东": "370000",
    "山东省": "370000",
    "江苏省": "320000",
    "示范市": "999901",
    "东区": "999911",
    "西县": "999912",
}
"""Regions that the readers know in these tests."""


@dataclass(frozen=True)
class Fixture:
    """One file of the corpus.

    `rows` is empty for registers, whose records are in `records`: the fields that are checked.
    """

    name: str
    kind: str
    make: Callable[[Path], None]
    rows: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    records: tuple[dict[str, Any], ...] = ()
    warnings: int = 0


FIXTURES: list[Fixture] = []


def add(
    name: str,
    kind: str,
    make: Callable[[Path], None],
    rows: str = "",
    *,
    warnings: int = 0,
    records: Sequence[dict[str, Any]] = (),
    **options: Any,
) -> None:
    """Put a fixture into the corpus."""
    FIXTURES.append(Fixture(name, kind, make, rows, options, tuple(records), warnings))


# --- writing files ---------------------------------------------------------------------------------


def text(lines: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    """Return a maker of a text file in an encoding."""

    def make(file: Path) -> None:
        file.write_bytes(lines.encode(encoding))

    return make


def quoted(grid: Grid, encoding: str = "utf-8") -> Callable[[Path], None]:
    """Return a maker of a CSV with every cell quoted, as spreadsheet programs save it."""
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(grid)
    return text(stream.getvalue(), encoding)


def padded(grid: Grid, encoding: str = "utf-8-sig") -> Callable[[Path], None]:
    """Return a maker of a CSV as the bureau's database writes it: a tab before each comma, no quotes."""
    lines = "".join(("\t,".join(map(str, row)) + ("\t," if len(row) > 1 else "")).rstrip() + "\n" for row in grid)
    return text(lines, encoding)


def book(
    sheets: dict[str, Grid],
    merge: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    hidden: Sequence[str] = (),
) -> Callable[[Path], None]:
    """Return a maker of a workbook; merges and number formats are of the first sheet."""

    def make(file: Path) -> None:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, grid in sheets.items():
            sheet = made.create_sheet(title)
            for row in grid:
                sheet.append([None if cell == "" else cell for cell in row])
            if title in hidden:
                sheet.sheet_state = "hidden"
        first = made.worksheets[0]
        for each in merge:
            first.merge_cells(each)
        for cell, number_format in (formats or {}).items():
            first[cell].number_format = number_format
        made.save(file)

    return make


def with_results(make: Callable[[Path], None], results: dict[str, float]) -> Callable[[Path], None]:
    """Return a maker that stores results beside the formulas of the first sheet, as Excel does."""

    def make_with(file: Path) -> None:
        make(file)
        patch_sheet(file, lambda xml: _stored(xml, results))

    return make_with


def _stored(xml: str, results: dict[str, float]) -> str:
    for cell, value in results.items():
        xml = re.sub(rf'(<c r="{cell}"[^>]*>)(<f>[^<]*</f>)(<v\s*/>|<v></v>)?', rf"\g<1>\g<2><v>{value}</v>", xml)
    return xml


def patch_sheet(file: Path, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(file) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def word(
    *blocks: str | Grid, merge: Sequence[tuple[int, tuple[int, int], tuple[int, int]]] = ()
) -> Callable[[Path], None]:
    """Return a maker of a Word file: paragraphs and tables in order; merges name table, first and last cell."""

    def make(file: Path) -> None:
        document = docx.Document()
        tables = []
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(rows=len(block), cols=max(map(len, block)))
            for at, row in enumerate(block):
                for column, cell in enumerate(row):
                    table.cell(at, column).text = str(cell)
            tables.append(table)
        for number, first, last in merge:
            text_of = tables[number].cell(*first).text
            joined = tables[number].cell(*first).merge(tables[number].cell(*last))
            joined.text = text_of
        document.save(str(file))

    return make


# --- exports of the bureau's database --------------------------------------------------------------

GDP_QUARTERS: Grid = [
    ["数据库：季度数据"],
    ["时间：最近6季度"],
    ["指标", "2020年第三季度", "2020年第二季度", "2020年第一季度", "2019年第四季度"],
    ["国内生产总值_当季值(亿元)", "264976.3", "248985.1", "205727.0", "276798.0"],
    ["国内生产总值_累计值(亿元)", "719688.4", "454712.1", "205727.0", "986515.2"],
    ["国内生产总值指数(上年同期=100)_累计值", "100.7", "98.4", "93.2", "106.0"],
    ["第一产业增加值_累计值(亿元)", "48099.7", "26014.5", "10178.5", "70473.6"],
    ["注：2020年数据为初步核算数。"],
    ["　　绝对额按现价计算。"],
    ["数据来源：国家统计局"],
]
GDP_ROWS = """
100000 gdp 2020Q3 single value nominal 264976.3 亿元 B4
100000 gdp 2020Q2 single value nominal 248985.1 亿元 C4
100000 gdp 2020Q1 single value nominal 205727 亿元 D4
100000 gdp 2019Q4 single value nominal 276798 亿元 E4
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 B5
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 C5
100000 gdp 2020Q1 ytd value nominal 205727 亿元 D5
100000 gdp 2019Q4 ytd value nominal 986515.2 亿元 E5
100000 gdp 2020Q3 ytd growth real 0.7 % B6
100000 gdp 2020Q2 ytd growth real -1.6 % C6
100000 gdp 2020Q1 ytd growth real -6.8 % D6
100000 gdp 2019Q4 ytd growth real 6 % E6
100000 gdp_primary 2020Q3 ytd value nominal 48099.7 亿元 B7
100000 gdp_primary 2020Q2 ytd value nominal 26014.5 亿元 C7
100000 gdp_primary 2020Q1 ytd value nominal 10178.5 亿元 D7
100000 gdp_primary 2019Q4 ytd value nominal 70473.6 亿元 E7
"""
for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
    add(f"quarters in {encoding}.csv", "nbs", quoted(GDP_QUARTERS, encoding), GDP_ROWS)
add("quarters padded.csv", "nbs", padded(GDP_QUARTERS), GDP_ROWS)
add("quarters padded gbk.csv", "nbs", padded(GDP_QUARTERS, "gbk"), GDP_ROWS)
add("quarters with tabs.txt", "nbs", text("\n".join("\t".join(row) for row in GDP_QUARTERS) + "\n"), GDP_ROWS)
add("quarters with semicolons.csv", "nbs", text("\n".join(";".join(row) for row in GDP_QUARTERS) + "\n"), GDP_ROWS)
add("quarters.xlsx", "nbs", book({"季度数据": GDP_QUARTERS}), GDP_ROWS)

INDEX_ENGLISH: Grid = [
    ["Database：Quarterly "],
    ["Time：1Q 2020-3Q 2020 "],
    ["Indicators", "3Q 2020", "2Q 2020", "1Q 2020"],
    ["Indices of Gross Domestic Product (preceding year=100) , Current Quarter", "104.9", "103.2", "93.2"],
    ["Indices of Gross Domestic Product (preceding year=100) , Accumulated", "100.7", "98.4", "93.2"],
    [
        "Indices of Value-added of Wholesale and Retail Trades (preceding year=100) , Accumulated",
        "95.8",
        "91.9",
        "82.2",
    ],
    ["Note：1. Data are calculated at constant prices."],
    ["Data Sources：National Bureau of Statistics"],
]
INDEX_ROWS = """
100000 gdp 2020Q3 single growth real 4.9 % B4
100000 gdp 2020Q2 single growth real 3.2 % C4
100000 gdp 2020Q1 single growth real -6.8 % D4
100000 gdp 2020Q3 ytd growth real 0.7 % B5
100000 gdp 2020Q2 ytd growth real -1.6 % C5
100000 gdp 2020Q1 ytd growth real -6.8 % D5
100000 gdp_wholesale_retail 2020Q3 ytd growth real -4.2 % B6
100000 gdp_wholesale_retail 2020Q2 ytd growth real -8.1 % C6
100000 gdp_wholesale_retail 2020Q1 ytd growth real -17.8 % D6
"""
add("indices padded.csv", "nbs", padded(INDEX_ENGLISH), INDEX_ROWS)
add("indices quoted.csv", "nbs", quoted(INDEX_ENGLISH), INDEX_ROWS)
add("indices.xlsx", "nbs", book({"Sheet1": INDEX_ENGLISH}), INDEX_ROWS)

MONTHS: Grid = [
    ["数据库：月度数据"],
    ["指标", "2020年9月", "2020年8月", "2020年3月", "2020年2月", "2020年1月"],
    ["固定资产投资额_累计增长(%)", "0.8", "-0.3", "-16.1", "-24.5", ""],
    ["规模以上工业增加值_同比增长(%)", "6.9", "5.6", "-1.1", "", ""],
    ["规模以上工业增加值_累计增长(%)", "1.2", "0.4", "-8.4", "-13.5", ""],
    ["社会消费品零售总额_当期值(亿元)", "35295.3", "33570.6", "26449.9", "", ""],
    ["社会消费品零售总额_累计值(亿元)", "273324.0", "238028.7", "78579.8", "52129.8", ""],
    ["社会消费品零售总额_同比增长(%)", "3.3", "0.5", "-15.8", "", ""],
    ["社会消费品零售总额_累计增长(%)", "-7.2", "-8.6", "-19.0", "-20.5", ""],
    ["数据来源：国家统计局"],
]
add(
    "months.csv",
    "nbs",
    quoted(MONTHS, "gb18030"),
    """
100000 fai 2020-09 ytd growth comparable 0.8 % B3
100000 fai 2020-08 ytd growth comparable -0.3 % C3
100000 fai 2020-03 ytd growth comparable -16.1 % D3
100000 fai 2020-02 ytd growth comparable -24.5 % E3
100000 industry_va 2020-09 single growth real 6.9 % B4
100000 industry_va 2020-08 single growth real 5.6 % C4
100000 industry_va 2020-03 single growth real -1.1 % D4
100000 industry_va 2020-09 ytd growth real 1.2 % B5
100000 industry_va 2020-08 ytd growth real 0.4 % C5
100000 industry_va 2020-03 ytd growth real -8.4 % D5
100000 industry_va 2020-02 ytd growth real -13.5 % E5
100000 retail 2020-09 single value nominal 35295.3 亿元 B6
100000 retail 2020-08 single value nominal 33570.6 亿元 C6
100000 retail 2020-03 single value nominal 26449.9 亿元 D6
100000 retail 2020-09 ytd value nominal 273324 亿元 B7
100000 retail 2020-08 ytd value nominal 238028.7 亿元 C7
100000 retail 2020-03 ytd value nominal 78579.8 亿元 D7
100000 retail 2020-02 ytd value nominal 52129.8 亿元 E7
100000 retail 2020-09 single growth nominal 3.3 % B8
100000 retail 2020-08 single growth nominal 0.5 % C8
100000 retail 2020-03 single growth nominal -15.8 % D8
100000 retail 2020-09 ytd growth nominal -7.2 % B9
100000 retail 2020-08 ytd growth nominal -8.6 % C9
100000 retail 2020-03 ytd growth nominal -19 % D9
100000 retail 2020-02 ytd growth nominal -20.5 % E9
""",
)
add(
    "months in English.csv",
    "nbs",
    padded(
        [
            ["Database：Monthly "],
            ["Indicators", "Sep 2020", "Aug 2020", "Jul 2020"],
            [
                "Total Retail Sales of Consumer Goods, Accumulated (100 million yuan)",
                "273324.0",
                "238028.7",
                "204459.0",
            ],
            ["Total Retail Sales of Consumer Goods, Accumulated Growth Rate (%)", "-7.2", "-8.6", "-9.9"],
            ["Data Sources：National Bureau of Statistics"],
        ]
    ),
    """
100000 retail 2020-09 ytd value nominal 273324 亿元 B3
100000 retail 2020-08 ytd value nominal 238028.7 亿元 C3
100000 retail 2020-07 ytd value nominal 204459 亿元 D3
100000 retail 2020-09 ytd growth nominal -7.2 % B4
100000 retail 2020-08 ytd growth nominal -8.6 % C4
100000 retail 2020-07 ytd growth nominal -9.9 % D4
""",
)
add(
    "prices.csv",
    "nbs",
    quoted(
        [
            ["数据库：月度数据"],
            ["指标", "2020年9月", "2020年8月", "2020年1月"],
            ["居民消费价格指数(上年同月=100)_当期值", "101.7", "102.4", "105.4"],
            ["工业生产者出厂价格指数(上年同月=100)_当期值", "97.9", "98.0", "100.1"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 cpi 2020-09 single growth none 1.7 % B3
100000 cpi 2020-08 single growth none 2.4 % C3
100000 cpi 2020-01 single growth none 5.4 % D3
100000 ppi 2020-09 single growth none -2.1 % B4
100000 ppi 2020-08 single growth none -2 % C4
100000 ppi 2020-01 single growth none 0.1 % D4
""",
)
add(
    "one province.csv",
    "nbs",
    quoted(
        [
            ["数据库：分省季度数据"],
            ["地区：山东省"],
            ["时间：最近3季度"],
            ["指标", "2020年第三季度", "2020年第二季度", "2020年第一季度"],
            ["地区生产总值_累计值(亿元)", "52186.01", "33025.8", "15147.0"],
            ["地区生产总值指数_累计值(上年同期=100)", "101.9", "99.8", "94.2"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 B5
370000 gdp 2020Q2 ytd value nominal 33025.8 亿元 C5
370000 gdp 2020Q1 ytd value nominal 15147 亿元 D5
370000 gdp 2020Q3 ytd growth real 1.9 % B6
370000 gdp 2020Q2 ytd growth real -0.2 % C6
370000 gdp 2020Q1 ytd growth real -5.8 % D6
""",
)
BY_REGION: Grid = [
    ["数据库：分省季度数据"],
    ["指标：地区生产总值_累计值(亿元)"],
    ["地区", "2020年第三季度", "2020年第二季度"],
    ["江苏省", "73808.77", "46722.92"],
    ["山东省", "52186.01", "33025.8"],
    ["数据来源：国家统计局"],
]
add(
    "provinces in rows.csv",
    "nbs",
    quoted(BY_REGION),
    """
320000 gdp 2020Q3 ytd value nominal 73808.77 亿元 B4
320000 gdp 2020Q2 ytd value nominal 46722.92 亿元 C4
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 B5
370000 gdp 2020Q2 ytd value nominal 33025.8 亿元 C5
""",
)
add(
    "quarters down.csv",
    "nbs",
    quoted(
        [
            ["数据库：季度数据"],
            ["时间", "国内生产总值_累计值(亿元)", "国内生产总值指数(上年同期=100)_累计值"],
            ["2020年第三季度", "719688.4", "100.7"],
            ["2020年第二季度", "454712.1", "98.4"],
            ["2020年第一季度", "205727.0", "93.2"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 B3
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 B4
100000 gdp 2020Q1 ytd value nominal 205727 亿元 B5
100000 gdp 2020Q3 ytd growth real 0.7 % C3
100000 gdp 2020Q2 ytd growth real -1.6 % C4
100000 gdp 2020Q1 ytd growth real -6.8 % C5
""",
)
add(
    "years.csv",
    "nbs",
    quoted(
        [
            ["数据库：年度数据"],
            ["指标", "2020年", "2019年", "2018年"],
            ["国内生产总值(亿元)", "1013567.0", "986515.2", "919281.1"],
            ["国内生产总值指数(上年=100)", "102.2", "106.0", "106.7"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp 2020Q4 ytd value nominal 1013567 亿元 B3
100000 gdp 2019Q4 ytd value nominal 986515.2 亿元 C3
100000 gdp 2018Q4 ytd value nominal 919281.1 亿元 D3
100000 gdp 2020Q4 ytd growth real 2.2 % B4
100000 gdp 2019Q4 ytd growth real 6 % C4
100000 gdp 2018Q4 ytd growth real 6.7 % D4
""",
)
add(
    "industries by quarter.csv",
    "nbs",
    quoted(
        [
            ["数据库：季度数据"],
            ["指标", "2020年三季度", "2020年二季度"],
            ["工业增加值_当季值(亿元)", "79975.9", "78112.2"],
            ["建筑业增加值_当季值(亿元)", "19425.0", "18922.0"],
            ["批发和零售业增加值_当季值(亿元)", "25045.3", "23696.1"],
            ["交通运输、仓储和邮政业增加值_当季值(亿元)", "10992.0", "10650.1"],
            ["其他行业增加值_当季值(亿元)", "40100.5", "40099.8"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp_industry 2020Q3 single value nominal 79975.9 亿元 B3
100000 gdp_industry 2020Q2 single value nominal 78112.2 亿元 C3
100000 gdp_construction 2020Q3 single value nominal 19425 亿元 B4
100000 gdp_construction 2020Q2 single value nominal 18922 亿元 C4
100000 gdp_wholesale_retail 2020Q3 single value nominal 25045.3 亿元 B5
100000 gdp_wholesale_retail 2020Q2 single value nominal 23696.1 亿元 C5
100000 gdp_transport 2020Q3 single value nominal 10992 亿元 B6
100000 gdp_transport 2020Q2 single value nominal 10650.1 亿元 C6
100000 gdp_others 2020Q3 single value nominal 40100.5 亿元 B7
100000 gdp_others 2020Q2 single value nominal 40099.8 亿元 C7
""",
)

# --- monthly bulletins -----------------------------------------------------------------------------

THREE_HEADS: Grid = [
    ["示范市2020年9月统计月报", "", "", "", "", ""],
    ["", "", "", "", "", "单位：亿元、%"],
    ["指　标", "计量单位", "本期", "", "", ""],
    ["", "", "9月", "", "1—9月", ""],
    ["", "", "绝对额", "增长±%", "绝对额", "增长±%"],
    ["地区生产总值", "亿元", "—", "—", "２，０１２．３４", "3.1"],
    ["　其中：第一产业", "亿元", "", "", 180.5, 2.0],
    ["　　　　第二产业", "亿元", "", "", 800.1, 3.5],
    ["　　　　第三产业", "亿元", "", "", "1,031.74", "2.9"],
    ["规模以上工业增加值", "%", "…", 5.6, "—", "下降0.3"],
    ["固定资产投资（不含农户）", "亿元", "", "", "", "持平"],
    ["#制造业", "亿元", "", "", "", 4.1],
    ["社会消费品零售总额", "亿元", 81.23, 2.1, 712.35, -1.2],
    ["注：地区生产总值按季度核算。"],
]
THREE_HEADS_MERGE = ("A1:F1", "A3:A5", "B3:B5", "C3:F3", "C4:D4", "E4:F4")
THREE_HEADS_ROWS = """
999901 gdp 2020Q3 ytd value nominal 2012.34 亿元 E6
999901 gdp 2020Q3 ytd growth real 3.1 % F6
999901 gdp_primary 2020Q3 ytd value nominal 180.5 亿元 E7
999901 gdp_primary 2020Q3 ytd growth real 2 % F7
999901 gdp_secondary 2020Q3 ytd value nominal 800.1 亿元 E8
999901 gdp_secondary 2020Q3 ytd growth real 3.5 % F8
999901 gdp_tertiary 2020Q3 ytd value nominal 1031.74 亿元 E9
999901 gdp_tertiary 2020Q3 ytd growth real 2.9 % F9
999901 industry_va 2020-09 single growth real 5.6 % D10
999901 industry_va 2020-09 ytd growth real -0.3 % F10
999901 fai 2020-09 ytd growth comparable 0 % F11
999901 fai_manufacturing 2020-09 ytd growth comparable 4.1 % F12
999901 retail 2020-09 single value nominal 81.23 亿元 C13
999901 retail 2020-09 single growth nominal 2.1 % D13
999901 retail 2020-09 ytd value nominal 712.35 亿元 E13
999901 retail 2020-09 ytd growth nominal -1.2 % F13
"""
add("three headings.xlsx", "bulletin", book({"主要指标": THREE_HEADS}, THREE_HEADS_MERGE), THREE_HEADS_ROWS)
add("three headings.csv", "bulletin", quoted(THREE_HEADS, "gbk"), THREE_HEADS_ROWS)
add(
    "three headings.docx",
    "bulletin",
    word(
        "示范市2020年9月统计月报",
        "单位：亿元、%",
        [list(row) for row in THREE_HEADS[2:13]],
        merge=((0, (0, 0), (2, 0)), (0, (0, 1), (2, 1)), (0, (0, 2), (0, 5)), (0, (1, 2), (1, 3)), (0, (1, 4), (1, 5))),
    ),
    re.sub(r"([A-F])(\d+)$", lambda m: f"{m[1]}{int(m[2]) - 2}", THREE_HEADS_ROWS, flags=re.MULTILINE),
)
SIMPLE: Grid = [
    ["2020年1-9月主要经济指标"],
    ["单位：亿元"],
    ["指标名称", "1-9月累计", "同比增长（%）", "上年同期"],
    ["地区生产总值", 2012.34, 3.1, 1930.11],
    ["一般公共预算收入", 120.5, -3.0, 124.2],
    ["财政总收入", 220.5, -3.0, 227.3],
    ["金融机构本外币存款余额", 3012.2, 8.8, ""],
    ["全社会用电量（亿千瓦时）", 55.5, 1.25, ""],
]
add(
    "月报 with last year.xlsx",
    "bulletin",
    book({"Sheet1": SIMPLE}),
    """
999901 gdp 2020Q3 ytd value nominal 2012.34 亿元 B4
999901 gdp 2020Q3 ytd growth real 3.1 % C4
999901 gdp 2019Q3 ytd value nominal 1930.11 亿元 D4
999901 fiscal_revenue 2020-09 ytd value nominal 120.5 亿元 B5
999901 fiscal_revenue 2020-09 ytd growth nominal -3 % C5
999901 fiscal_revenue 2019-09 ytd value nominal 124.2 亿元 D5
999901 deposits 2020-09 stock value nominal 3012.2 亿元 B7
999901 deposits 2020-09 stock growth nominal 8.8 % C7
999901 electricity 2020-09 ytd value nominal 55.5 亿千瓦时 B8
999901 electricity 2020-09 ytd growth none 1.25 % C8
""",
    warnings=1,
    own_region="999901",
)
DISTRICTS: Grid = [
    ["各县（市、区）主要经济指标（2020年前三季度）", "", "", "", ""],
    ["县（市、区）", "地区生产总值", "", "固定资产投资", ""],
    ["", "绝对额（亿元）", "增长（%）", "增长（%）", "位次"],
    ["全市", 2012.34, 3.1, 0.5, ""],
    ["东区", 1200.1, 3.3, 1.1, 1],
    ["西县", 812.24, 2.8, "-0.4", 2],
]
add(
    "districts.xlsx",
    "bulletin",
    book({"县区": DISTRICTS}, ("A1:E1", "A2:A3", "B2:C2", "D2:E2")),
    """
999901 gdp 2020Q3 ytd value nominal 2012.34 亿元 B4
999901 gdp 2020Q3 ytd growth real 3.1 % C4
999901 fai 2020-09 ytd growth comparable 0.5 % D4
999911 gdp 2020Q3 ytd value nominal 1200.1 亿元 B5
999911 gdp 2020Q3 ytd growth real 3.3 % C5
999911 fai 2020-09 ytd growth comparable 1.1 % D5
999911 fai 2020-09 ytd rank none 1 位 E5
999912 gdp 2020Q3 ytd value nominal 812.24 亿元 B6
999912 gdp 2020Q3 ytd growth real 2.8 % C6
999912 fai 2020-09 ytd growth comparable -0.4 % D6
999912 fai 2020-09 ytd rank none 2 位 E6
""",
    own_region="999901",
)
SEVERAL: Grid = [
    ["示范市2020年8月主要指标"],
    ["一、工业（单位：%）"],
    ["指标", "8月增长", "1-8月增长"],
    ["规模以上工业增加值", 5.1, -1.0],
    [],
    ["二、消费和投资（单位：万元）"],
    ["指标", "8月", "1-8月", "1-8月增长%"],
    ["社会消费品零售总额", 812345, 6310000, -2.5],
    ["房地产开发投资", "", 1234567, 6.0],
    ["钢材产量（万吨）", 1.2, 9.3, 4.0],
    ["资料来源：示范市统计局"],
]
add(
    "several tables.xlsx",
    "bulletin",
    book({"8月": SEVERAL}),
    """
999901 industry_va 2020-08 single growth real 5.1 % B4
999901 industry_va 2020-08 ytd growth real -1 % C4
999901 retail 2020-08 single value nominal 81.2345 亿元 B8
999901 retail 2020-08 ytd value nominal 631 亿元 C8
999901 retail 2020-08 ytd growth nominal -2.5 % D8
999901 real_estate_investment 2020-08 ytd value nominal 123.4567 亿元 C9
999901 real_estate_investment 2020-08 ytd growth comparable 6 % D9
""",
    warnings=1,
)
BESIDE: Grid = [
    ["示范市2020年1—8月经济运行", "", "", "", "", ""],
    ["指标", "1—8月", "增长%", "", "指标", "1—8月", "增长%"],
    ["社会消费品零售总额（亿元）", 631.0, -2.5, "", "出口总额（亿元）", 210.0, 7.7],
    ["房地产开发投资（亿元）", 123.4, 6.0, "", "进口总额（亿元）", 88.0, "-11.2"],
]
add(
    "side by side.xlsx",
    "bulletin",
    book({"对照": BESIDE}),
    """
999901 retail 2020-08 ytd value nominal 631 亿元 B3
999901 retail 2020-08 ytd growth nominal -2.5 % C3
999901 exports 2020-08 ytd value nominal 210 亿元 F3
999901 exports 2020-08 ytd growth nominal 7.7 % G3
999901 real_estate_investment 2020-08 ytd value nominal 123.4 亿元 B4
999901 real_estate_investment 2020-08 ytd growth comparable 6 % C4
999901 imports 2020-08 ytd value nominal 88 亿元 F4
999901 imports 2020-08 ytd growth nominal -11.2 % G4
""",
)
add(
    "示范市月报2020年6月.xlsx",
    "bulletin",
    book(
        {
            "GDP": [["指标", "上半年", "增长（%）"], ["地区生产总值（亿元）", 1300.2, 1.1]],
            "投资": [["指标", "1-6月增长（%）"], ["固定资产投资", -3.3], ["民间投资", -5.0], ["基础设施投资", 2.2]],
            "旧": [["指标", "1-5月增长（%）"], ["固定资产投资", 99.9]],
        },
        hidden=("旧",),
    ),
    """
999901 gdp 2020Q2 ytd value nominal 1300.2 亿元 B2
999901 gdp 2020Q2 ytd growth real 1.1 % C2
999901 fai 2020-06 ytd growth comparable -3.3 % B2
999901 fai_private 2020-06 ytd growth comparable -5 % B3
999901 fai_infrastructure 2020-06 ytd growth comparable 2.2 % B4
""",
)
add(
    "percent cells.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市2020年1-9月"],
                ["指标", "增长"],
                ["规模以上工业增加值", 0.056],
                ["固定资产投资", -0.003],
                ["社会消费品零售总额", "4.9%"],
            ]
        },
        formats={"B3": "0.0%", "B4": "0.00%"},
    ),
    """
999901 industry_va 2020-09 ytd growth real 5.6 % B3
999901 fai 2020-09 ytd growth comparable -0.3 % B4
999901 retail 2020-09 ytd growth nominal 4.9 % B5
""",
)
add(
    "formulas.xlsx",
    "bulletin",
    with_results(
        book(
            {
                "表": [
                    ["示范市2020年前三季度"],
                    ["指标", "绝对额（亿元）"],
                    ["地区生产总值", "=B4+B5+B6"],
                    ["第一产业增加值", 180.5],
                    ["第二产业增加值", 800.1],
                    ["第三产业增加值", 1031.74],
                ]
            }
        ),
        {"B3": 2012.34},
    ),
    """
999901 gdp 2020Q3 ytd value nominal 2012.34 亿元 B3
999901 gdp_primary 2020Q3 ytd value nominal 180.5 亿元 B4
999901 gdp_secondary 2020Q3 ytd value nominal 800.1 亿元 B5
999901 gdp_tertiary 2020Q3 ytd value nominal 1031.74 亿元 B6
""",
)
add(
    "months down.xlsx",
    "bulletin",
    book(
        {
            "历史": [
                ["示范市规模以上工业增加值和固定资产投资增速（%）"],
                ["时间", "规模以上工业增加值累计增长", "固定资产投资累计增长"],
                ["2020年1—2月", -15.0, -20.1],
                ["2020年1—3月", -9.5, "-12.0"],
                ["2020年1—4月", "-6.0", -8.8],
                ["2020年1—5月", -3.9, "—"],
            ]
        }
    ),
    """
999901 industry_va 2020-02 ytd growth real -15 % B3
999901 industry_va 2020-03 ytd growth real -9.5 % B4
999901 industry_va 2020-04 ytd growth real -6 % B5
999901 industry_va 2020-05 ytd growth real -3.9 % B6
999901 fai 2020-02 ytd growth comparable -20.1 % C3
999901 fai 2020-03 ytd growth comparable -12 % C4
999901 fai 2020-04 ytd growth comparable -8.8 % C5
""",
)
add(
    "levels that mount.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市社会消费品零售总额（亿元）"],
                ["指标", "2020年2月", "2020年3月", "2020年4月", "2020年5月"],
                ["社会消费品零售总额", 120.0, 190.5, 262.0, 340.1],
            ]
        }
    ),
    """
999901 retail 2020-02 ytd value nominal 120 亿元 B3
999901 retail 2020-03 ytd value nominal 190.5 亿元 C3
999901 retail 2020-04 ytd value nominal 262 亿元 D3
999901 retail 2020-05 ytd value nominal 340.1 亿元 E3
""",
)
add(
    "traps.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市2020年1—8月"],
                ["指标", "绝对额（亿元）", "增长（%）", "环比增长（%）", "占全年目标（%）"],
                ["全社会固定资产投资", 900, 3.0, 1.0, 60],
                ["固定资产投资①", "", "2.5²", 1.1, 61],
                ["第一产业", "", 11.0, "", ""],
                ["第二产业", "", 12.0, "", ""],
                ["规模以上工业总产值", 3000, 4.0, "", ""],
                ["  社会消费品零售总额  ", "６３１．０", "－２．５", 0.4, 64],
            ]
        }
    ),
    """
999901 fai 2020-08 ytd growth comparable 2.5 % C4
999901 retail 2020-08 ytd value nominal 631 亿元 B8
999901 retail 2020-08 ytd growth nominal -2.5 % C8
""",
    warnings=4,
)
add(
    "words of two meanings.xlsx",
    "bulletin",
    book({"表": [["示范市2020年1—9月"], ["指标", "增长（%）"], ["工业增加值", 4.4], ["固定资产投资", 1.0]]}),
    """
999901 industry_va 2020-09 ytd growth real 4.4 % B3
999901 fai 2020-09 ytd growth comparable 1 % B4
""",
    meanings={"工业增加值": "industry_va"},
)
add(
    "basis by flag.xlsx",
    "bulletin",
    book({"表": [["示范市2020年9月"], ["指标", "增长（%）"], ["规模以上工业增加值", 6.1]]}),
    "999901 industry_va 2020-09 single growth real 6.1 % B3",
    basis="single",
)
add(
    "unit by flag.csv",
    "bulletin",
    quoted([["示范市2020年1—9月"], ["指标", "绝对额"], ["一般公共预算收入", "1205000"]]),
    "999901 fiscal_revenue 2020-09 ytd value nominal 120.5 亿元 B3",
    unit="万元",
)
add(
    "index by flag.csv",
    "bulletin",
    quoted([["示范市2020年前三季度"], ["指标", "增长"], ["地区生产总值", "103.1"]]),
    "999901 gdp 2020Q3 ytd growth real 3.1 % B3",
    measure="index",
)
add(
    "income.docx",
    "bulletin",
    word(
        "2020年前三季度示范市居民收入情况",
        [
            ["指标", "前三季度（元）", "增长（%）"],
            ["居民人均可支配收入", "21,234", "4.4"],
            ["城镇居民人均可支配收入", "28765", "3.6"],
        ],
        "表二 示范市金融",
        [["指标", "9月末（亿元）", "同比增长（%）"], ["金融机构本外币贷款余额", "2,511.3", "12.1"]],
    ),
    """
999901 income 2020Q3 ytd value nominal 21234 元 B2
999901 income 2020Q3 ytd growth nominal 4.4 % C2
999901 income_urban 2020Q3 ytd value nominal 28765 元 B3
999901 income_urban 2020Q3 ytd growth nominal 3.6 % C3
999901 loans 2020-09 stock value nominal 2511.3 亿元 B2
999901 loans 2020-09 stock growth nominal 12.1 % C2
""",
    period="2020-09",
)

# --- data terminals --------------------------------------------------------------------------------

WIND: Grid = [
    [
        "指标名称",
        "GDP:不变价:累计同比",
        "固定资产投资完成额:累计同比",
        "规模以上工业增加值:当月同比",
        "社会消费品零售总额:当月值",
    ],
    ["频率", "季", "月", "月", "月"],
    ["单位", "%", "%", "%", "亿元"],
    ["指标ID", "M0039354", "M0000273", "M0000545", "M0001427"],
    ["来源", "国家统计局", "国家统计局", "国家统计局", "国家统计局"],
    ["2020-09-30", "0.7", "0.8", "6.9", "35295.3"],
    ["2020-08-31", "", "-0.3", "5.6", "33570.6"],
    ["2020-06-30", "-1.6", "-3.1", "4.8", "#N/A"],
    ["数据来源：Wind"],
]
WIND_ROWS = """
100000 gdp 2020Q3 ytd growth real 0.7 % B6
100000 gdp 2020Q2 ytd growth real -1.6 % B8
100000 fai 2020-09 ytd growth comparable 0.8 % C6
100000 fai 2020-08 ytd growth comparable -0.3 % C7
100000 fai 2020-06 ytd growth comparable -3.1 % C8
100000 industry_va 2020-09 single growth real 6.9 % D6
100000 industry_va 2020-08 single growth real 5.6 % D7
100000 industry_va 2020-06 single growth real 4.8 % D8
100000 retail 2020-09 single value nominal 35295.3 亿元 E6
100000 retail 2020-08 single value nominal 33570.6 亿元 E7
"""
WIND_OF_CHINA: Grid = [["指标名称", *(f"中国:{name}" for name in WIND[0][1:])], *WIND[1:]]
add("wind.csv", "terminal", quoted(WIND, "gb18030"), WIND_ROWS, region="100000")
add("wind.xlsx", "terminal", book({"Sheet1": WIND_OF_CHINA}), WIND_ROWS)
add(
    "wind with dates.xlsx",
    "terminal",
    book(
        {
            "Sheet1": [
                *WIND_OF_CHINA[:5],
                *(
                    [pd.Timestamp(str(row[0])), *[float(c) if c not in {"", "#N/A"} else "" for c in row[1:]]]
                    for row in WIND[5:8]
                ),
            ]
        }
    ),
    WIND_ROWS,
)
add(
    "choice.xlsx",
    "terminal",
    book(
        {
            "数据": [
                ["指标名称", "山东:地区生产总值:累计值", "山东:地区生产总值:累计同比"],
                ["单位", "亿元", "%"],
                ["指标代码", "EMM1", "EMM2"],
                ["频率", "季度", "季度"],
                ["2020-09", 52186.01, 1.9],
                ["2020-06", 33025.8, -0.2],
                ["数据来源：东方财富Choice数据"],
            ]
        }
    ),
    """
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 B5
370000 gdp 2020Q2 ytd value nominal 33025.8 亿元 B6
370000 gdp 2020Q3 ytd growth real 1.9 % C5
370000 gdp 2020Q2 ytd growth real -0.2 % C6
""",
)
add(
    "ceic down.csv",
    "terminal",
    quoted(
        [
            ["Series Name", "CN: GDP: YTD", "CN: GDP: Real: YoY: YTD"],
            ["Region", "China", "China"],
            ["Unit", "RMB bn", "%"],
            ["Frequency", "Quarterly", "Quarterly"],
            ["Series ID", "369703417", "369703418"],
            ["09/2020", "71968.84", "0.7"],
            ["06/2020", "45471.21", "-1.6"],
        ]
    ),
    """
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 B6
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 B7
100000 gdp 2020Q3 ytd growth real 0.7 % C6
100000 gdp 2020Q2 ytd growth real -1.6 % C7
""",
)
add(
    "ceic across.xlsx",
    "terminal",
    book(
        {
            "CEIC": [
                ["Series Name", "Region", "Frequency", "Unit", "Source", "Series ID", "2020-03", "2020-06", "2020-09"],
                ["GDP: YTD", "China", "Quarterly", "RMB bn", "NBS", "1", 20572.7, 45471.21, 71968.84],
                ["GDP: Real: YoY: YTD", "China", "Quarterly", "%", "NBS", "2", -6.8, -1.6, 0.7],
            ]
        }
    ),
    """
100000 gdp 2020Q1 ytd value nominal 205727 亿元 G2
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 H2
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 I2
100000 gdp 2020Q1 ytd growth real -6.8 % G3
100000 gdp 2020Q2 ytd growth real -1.6 % H3
100000 gdp 2020Q3 ytd growth real 0.7 % I3
""",
)

# --- the tidy layout -------------------------------------------------------------------------------

TIDY_HEAD = (
    "region indicator period basis measure price value unit released_on release_basis vintage source note".split()
)
TIDY: Grid = [
    TIDY_HEAD,
    ["370000", "gdp", "2020Q3", "ytd", "growth", "real", "1.9", "%", "2020-10-21", "actual", "first", "月报第3页", ""],
    [
        "370000",
        "gdp",
        "2020Q3",
        "ytd",
        "value",
        "nominal",
        "52186.01",
        "亿元",
        "2020-10-21",
        "actual",
        "first",
        "月报第3页",
        "=1+1",
    ],
]
TIDY_ROWS = """
370000 gdp 2020Q3 ytd growth real 1.9 % 月报第3页
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 月报第3页
"""


def parquet(grid: Grid) -> Callable[[Path], None]:
    """Return a maker of a Parquet file, values as numbers."""

    def make(file: Path) -> None:
        table = pd.DataFrame([list(row) for row in grid[1:]], columns=list(grid[0]))
        table.assign(value=table["value"].astype(float)).to_parquet(file)

    return make


add("tidy.csv", "tidy", quoted(TIDY), TIDY_ROWS)
add("tidy with mark.csv", "tidy", quoted(TIDY, "utf-8-sig"), TIDY_ROWS)
add("tidy in gbk.csv", "tidy", quoted(TIDY, "gbk"), TIDY_ROWS)
add("tidy.xlsx", "tidy", book({"数据": TIDY}), TIDY_ROWS)
add("tidy.parquet", "tidy", parquet(TIDY), TIDY_ROWS)
TEMPLATE: Grid = [
    ["地区", "指标", "时期", "累计或当期", "增速或数值", "数值", "单位", "发布日期", "来源", "备注"],
    ["示范市", "地区生产总值", "2020年前三季度", "", "增速", 3.1, "%", "2020-10-25", "公报", ""],
    ["", "固定资产投资（不含农户）", "2020-09", "累计", "", -0.4, "%", "", "", ""],
    ["999901", "retail", "2020年1-9月", "", "数值", 7123456, "万元", "", "", ""],
    ["示范市", "规模以上工业增加值", "2020年9月", "当月", "增速", "下降0.3", "%", "2020-10-19", "", ""],
    ["说明：一行一个数"],
]
add(
    "filled template.xlsx",
    "tidy",
    book({"数据": TEMPLATE, "说明": [["一行一个数。"]]}),
    """
999901 gdp 2020Q3 ytd growth real 3.1 % 公报
999901 fai 2020-09 ytd growth comparable -0.4 % F3
999901 retail 2020-09 ytd value nominal 712.3456 亿元 F4
999901 industry_va 2020-09 single growth real -0.3 % F5
""",
    own_region="999901",
)
add(
    "filled template.csv",
    "tidy",
    quoted(TEMPLATE, "gb18030"),
    "\n".join(FIXTURES[-1].rows.splitlines()),
    own_region="999901",
)
add(
    "few columns.csv",
    "tidy",
    quoted(
        [
            ["指标", "时期", "数值", "单位"],
            ["gdp", "2020年上半年", "1.1", "%"],
            ["energy_intensity", "2020", "-3.2", "%"],
        ]
    ),
    """
999901 gdp 2020Q2 ytd growth real 1.1 % C2
999901 energy_intensity 2020 ytd growth comparable -3.2 % C3
""",
    region="999901",
)

# --- registers: projects, firms, bonds -------------------------------------------------------------

LEDGER_HEAD = [
    "序号",
    "项目代码",
    "项目名称",
    "建设性质",
    "总投资\n（亿元）",
    "年度计划投资（万元）",
    "本月完成",
    "1-9月完成投资",
    "是否纳统",
    "纳统时间",
    "实际开工",
    "形象进度",
    "责任单位",
]
LEDGER: Grid = [
    ["示范市2020年1—9月重点项目台账"],
    ["", "", "", "", "", "", "", "", "", "", "", "", "单位：万元"],
    LEDGER_HEAD,
    ["一、工业项目"],
    [
        1,
        "2020-370000-30-03-000001",
        "新材料产业园",
        "新建",
        12.5,
        "20,000",
        1500,
        "１２０００",
        "是",
        "2020.6",
        "2020年3月",
        "主体施工",
        "市工信局",
    ],
    [
        2,
        "2020-370000-30-03-000002",
        "装备制造基地",
        "续建",
        3,
        8000,
        "—",
        6100.5,
        "√",
        43983,
        "2019年10月",
        "设备安装",
        "市工信局",
    ],
    ["二、基础设施"],
    [3, "", "环城路改造", "新建", 0.85, 5000, 0, 0, "否", "", "未开工", "", "市住建局"],
    ["合计", "", "", "", 16.35, 33000, 1500, 18100.5],
    ["注：总投资为备案数。"],
]
LEDGER_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "project_code": "2020-370000-30-03-000001",
        "project_name": "新材料产业园",
        "total_investment_wan_yuan": 125000.0,
        "annual_plan_wan_yuan": 20000.0,
        "month_done_wan_yuan": 1500.0,
        "ytd_done_wan_yuan": 12000.0,
        "registered": True,
        "registered_on": "2020-06",
        "actual_start": "2020-03",
        "progress": "主体施工",
        "responsible": "市工信局",
    },
    {
        "period": "2020-09",
        "project_code": "2020-370000-30-03-000002",
        "project_name": "装备制造基地",
        "total_investment_wan_yuan": 30000.0,
        "annual_plan_wan_yuan": 8000.0,
        "month_done_wan_yuan": None,
        "ytd_done_wan_yuan": 6100.5,
        "registered": True,
        "registered_on": "2020-06-01",
        "actual_start": "2019-10",
        "progress": "设备安装",
        "responsible": "市工信局",
    },
    {
        "period": "2020-09",
        "project_code": None,
        "project_name": "环城路改造",
        "total_investment_wan_yuan": 8500.0,
        "annual_plan_wan_yuan": 5000.0,
        "month_done_wan_yuan": 0.0,
        "ytd_done_wan_yuan": 0.0,
        "registered": False,
        "registered_on": None,
        "actual_start": None,
        "progress": None,
        "responsible": "市住建局",
    },
)
add("台账.xlsx", "ledger", book({"项目": LEDGER}, ("A1:M1",)), records=LEDGER_RECORDS)
add("台账.csv", "ledger", quoted(LEDGER, "gb18030"), records=LEDGER_RECORDS)
TWO_HEADS: Grid = [
    ["项目名称", "总投资（万元）", "投资完成情况", "", "", "纳统情况", ""],
    ["", "", "年度计划", "本月完成", "年初至今完成", "是否入库", "入库时间"],
    ["科技园", 50000, 12000, 800, 9000, "已纳统", "2020年5月底"],
    ["污水厂", "3.2亿", 6000, 0, 2500, "未纳统", "/"],
]
add(
    "两行表头台账2020年9月.xlsx",
    "ledger",
    book({"Sheet1": TWO_HEADS}, ("A1:A2", "B1:B2", "C1:E1", "F1:G1")),
    records=(
        {
            "period": "2020-09",
            "project_name": "科技园",
            "total_investment_wan_yuan": 50000.0,
            "annual_plan_wan_yuan": 12000.0,
            "month_done_wan_yuan": 800.0,
            "ytd_done_wan_yuan": 9000.0,
            "registered": True,
            "registered_on": "2020-05",
        },
        {
            "period": "2020-09",
            "project_name": "污水厂",
            "total_investment_wan_yuan": 32000.0,
            "annual_plan_wan_yuan": 6000.0,
            "month_done_wan_yuan": 0.0,
            "ytd_done_wan_yuan": 2500.0,
            "registered": False,
            "registered_on": None,
        },
    ),
    unit="万元",
)
add(
    "台账单位由选项给出.csv",
    "ledger",
    quoted(
        [
            ["项目名称", "总投资", "年度计划投资", "截至9月底累计完成", "计划开工"],
            ["机场快线", "18.6", "4.2", "3.05", "2020.10"],
        ]
    ),
    records=(
        {
            "project_name": "机场快线",
            "total_investment_wan_yuan": 186000.0,
            "annual_plan_wan_yuan": 42000.0,
            "ytd_done_wan_yuan": 30500.0,
            "planned_start": "2020-10",
        },
    ),
    warnings=1,
    unit="亿元",
    period="2020-09",
)
add(
    "日期掉零.csv",
    "ledger",
    quoted([["项目名称", "总投资（万元）", "年度计划投资（万元）", "计划开工"], ["大桥", "9000", "3000", "2020.1"]]),
    records=({"project_name": "大桥", "planned_start": "2020-10"},),
    dot_one=10,
)
FIRMS: Grid = [
    ["拟升规纳统企业名单（2020年9月）"],
    [
        "企业名称",
        "统一社会信用代码",
        "类别",
        "上年营业收入（万元）",
        "1-9月营业收入（万元）",
        "纳统方式",
        "预计纳统时间",
        "来源",
        "联系电话",
    ],
    [
        "示范机械有限公司",
        "91350100M000100Y43",
        "规上工业",
        "2,350",
        1980.5,
        "小升规",
        "2020年12月",
        "单位自报",
        "13800000000",
    ],
    ["示范商贸有限公司", "", "零售", 620, 510, "小升规", "2020-11", "部门台账", ""],
]
FIRM_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "name": "示范机械有限公司",
        "credit_code": "91350100M000100Y43",
        "revenue_last_wan_yuan": 2350.0,
        "revenue_ytd_wan_yuan": 1980.5,
        "entry_kind": "小升规",
        "expected_entry": "2020-12",
        "origin": "单位自报",
    },
    {
        "period": "2020-09",
        "name": "示范商贸有限公司",
        "credit_code": None,
        "revenue_last_wan_yuan": 620.0,
        "revenue_ytd_wan_yuan": 510.0,
        "entry_kind": "小升规",
        "expected_entry": "2020-11",
        "origin": "部门台账",
    },
)
add("企业名单.xlsx", "enterprises", book({"名单": FIRMS}), records=FIRM_RECORDS)
add(
    "企业名单来源由选项给出.csv",
    "enterprises",
    quoted([row[:7] for row in FIRMS[1:]], "gbk"),
    records=tuple({**record, "origin": "统计汇总"} for record in FIRM_RECORDS),
    origin="统计汇总",
    period="2020-09",
)
BONDS: Grid = [
    ["2020年9月专项债券项目清单", "", "", "", "", "", "单位：亿元"],
    ["批次", "项目名称", "额度", "发行时间", "已拨付", "已支出", "是否开工"],
    ["第一批", "环城路改造", 2.5, "2020年5月", 2.1, 1.35, "是"],
    ["第二批", "污水厂", "1.20", "2020/8/15", 0.3, "—", "否"],
]
BOND_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "batch": "第一批",
        "project_name": "环城路改造",
        "quota_wan_yuan": 25000.0,
        "issued_on": "2020-05",
        "drawn_wan_yuan": 21000.0,
        "spent_wan_yuan": 13500.0,
        "started": True,
    },
    {
        "period": "2020-09",
        "batch": "第二批",
        "project_name": "污水厂",
        "quota_wan_yuan": 12000.0,
        "issued_on": "2020-08-15",
        "drawn_wan_yuan": 3000.0,
        "spent_wan_yuan": None,
        "started": False,
    },
)
add("专项债.xlsx", "bonds", book({"清单": BONDS}), records=BOND_RECORDS)
add("专项债.csv", "bonds", quoted(BONDS), records=BOND_RECORDS)

# --- more layouts that offices use -----------------------------------------------------------------

add(
    "years by quarters.xlsx",
    "bulletin",
    book(
        {
            "GDP": [
                ["山东省地区生产总值及增速"],
                ["年份", "一季度", "", "前三季度", "", "全年", ""],
                ["", "总量(亿元)", "增速(%)", "总量(亿元)", "增速(%)", "总量(亿元)", "增速(%)"],
                ["2019年", 15000, 6.0, 52000, 5.4, 71067, 5.5],
                ["2020年", 15147, -5.8, 52186, 1.9, 73129, 3.6],
            ]
        },
        ("A2:A3", "B2:C2", "D2:E2", "F2:G2"),
    ),
    """
370000 gdp 2019Q1 ytd value nominal 15000 亿元 B4
370000 gdp 2019Q1 ytd growth real 6 % C4
370000 gdp 2019Q3 ytd value nominal 52000 亿元 D4
370000 gdp 2019Q3 ytd growth real 5.4 % E4
370000 gdp 2019Q4 ytd value nominal 71067 亿元 F4
370000 gdp 2019Q4 ytd growth real 5.5 % G4
370000 gdp 2020Q1 ytd value nominal 15147 亿元 B5
370000 gdp 2020Q1 ytd growth real -5.8 % C5
370000 gdp 2020Q3 ytd value nominal 52186 亿元 D5
370000 gdp 2020Q3 ytd growth real 1.9 % E5
370000 gdp 2020Q4 ytd value nominal 73129 亿元 F5
370000 gdp 2020Q4 ytd growth real 3.6 % G5
""",
)
add(
    "unit column.xlsx",
    "bulletin",
    book(
        {
            "指标": [
                ["示范市主要经济指标完成情况（2020年1-9月）"],
                ["序号", "指标名称", "单位", "本月", "同比增长%", "本月止累计", "同比增长%", "位次"],
                [1, "地区生产总值", "亿元", "", "", 2012.3, 3.1, 3],
                [2, "规模以上工业增加值", "亿元", "", 5.5, "", 4.1, 2],
                [3, "固定资产投资", "亿元", "", "", "", 6.6, 1],
                [4, "其中：工业投资", "亿元", "", "", "", 9.9, 1],
                [5, "     房地产开发投资", "亿元", 20.1, 3.3, 180.3, 4.4, 4],
                [6, "城镇居民人均可支配收入", "元", "", "", 28765, 3.6, 2],
                [7, "居民消费价格总指数", "%", "", 101.7, "", 102.9, 6],
            ]
        }
    ),
    """
999901 gdp 2020Q3 ytd value nominal 2012.3 亿元 F3
999901 gdp 2020Q3 ytd growth real 3.1 % G3
999901 gdp 2020Q3 ytd rank none 3 位 H3
999901 industry_va 2020-09 single growth real 5.5 % E4
999901 industry_va 2020-09 ytd growth real 4.1 % G4
999901 industry_va 2020-09 ytd rank none 2 位 H4
999901 fai 2020-09 ytd growth comparable 6.6 % G5
999901 fai 2020-09 ytd rank none 1 位 H5
999901 real_estate_investment 2020-09 single value nominal 20.1 亿元 D7
999901 real_estate_investment 2020-09 single growth comparable 3.3 % E7
999901 real_estate_investment 2020-09 ytd value nominal 180.3 亿元 F7
999901 real_estate_investment 2020-09 ytd growth comparable 4.4 % G7
999901 real_estate_investment 2020-09 ytd rank none 4 位 H7
999901 income_urban 2020Q3 ytd value nominal 28765 元 F8
999901 income_urban 2020Q3 ytd growth nominal 3.6 % G8
999901 income_urban 2020Q3 ytd rank none 2 位 H8
999901 cpi 2020-09 single growth none 1.7 % E9
999901 cpi 2020-09 ytd growth none 2.9 % G9
999901 cpi 2020-09 ytd rank none 6 位 H9
""",
    warnings=1,
)
add(
    "parts share the unit above.docx",
    "bulletin",
    word(
        "附件",
        "2020年1—9月示范市经济运行主要指标表",
        [
            ["指　　标", "1—9月", "同比增长（%）"],
            ["地区生产总值（亿元）", "2012.34", "3.1"],
            ["第一产业", "180.50", "2.0"],
            ["第二产业", "800.10", "3.5"],
            ["第三产业", "1031.74", "2.9"],
            ["进出口总额（亿元）", "300.5", "5.5"],
            ["  其中：出口", "200.5", "7.7"],
            ["        进口", "100.0", "1.1"],
        ],
    ),
    """
999901 gdp 2020Q3 ytd value nominal 2012.34 亿元 B2
999901 gdp 2020Q3 ytd growth real 3.1 % C2
999901 gdp_primary 2020Q3 ytd value nominal 180.5 亿元 B3
999901 gdp_primary 2020Q3 ytd growth real 2 % C3
999901 gdp_secondary 2020Q3 ytd value nominal 800.1 亿元 B4
999901 gdp_secondary 2020Q3 ytd growth real 3.5 % C4
999901 gdp_tertiary 2020Q3 ytd value nominal 1031.74 亿元 B5
999901 gdp_tertiary 2020Q3 ytd growth real 2.9 % C5
999901 exports 2020-09 ytd value nominal 200.5 亿元 B7
999901 exports 2020-09 ytd growth nominal 7.7 % C7
999901 imports 2020-09 ytd value nominal 100 亿元 B8
999901 imports 2020-09 ytd growth nominal 1.1 % C8
""",
    warnings=1,
)
add(
    "months in English with indices.csv",
    "nbs",
    padded(
        [
            ["Database：Monthly "],
            ["Indicators", "Sep 2020", "Aug 2020"],
            ["Growth Rate of Investment in Fixed Assets (excluding Rural Households), Accumulated(%)", "0.8", "-0.3"],
            [
                "Value-added of Industrial Enterprises above Designated Size, Growth Rate"
                " (The same period last year=100)(%)",
                "6.9",
                "5.6",
            ],
            ["Consumer Price Index(The same month last year=100)", "101.7", "102.4"],
            ["Consumer Price Index(preceding month=100)", "100.2", "100.4"],
            ["Data Sources：National Bureau of Statistics"],
        ]
    ),
    """
100000 fai 2020-09 ytd growth comparable 0.8 % B3
100000 fai 2020-08 ytd growth comparable -0.3 % C3
100000 industry_va 2020-09 single growth real 6.9 % B4
100000 industry_va 2020-08 single growth real 5.6 % C4
100000 cpi 2020-09 single growth none 1.7 % B5
100000 cpi 2020-08 single growth none 2.4 % C5
""",
)
add(
    "doubtful columns.csv",
    "bulletin",
    quoted(
        [
            ["示范市2020年1—9月"],
            ["指标", "同比增长%", "上年同期增长%", "增减(百分点)", "环比增长%"],
            ["固定资产投资", "1.0", "9.9", "-8.9", "0.3"],
        ]
    ),
    "999901 fai 2020-09 ytd growth comparable 1 % B3",
    warnings=2,
)
add(
    "a level like a year.csv",
    "bulletin",
    quoted(
        [
            ["示范市社会消费品零售总额累计值（亿元）"],
            ["时间", "社会消费品零售总额"],
            ["2020年1-8月", "1790"],
            ["2020年1-9月", "2012"],
            ["2020年1-10月", "2090"],
        ]
    ),
    """
999901 retail 2020-08 ytd value nominal 1790 亿元 B3
999901 retail 2020-09 ytd value nominal 2012 亿元 B4
999901 retail 2020-10 ytd value nominal 2090 亿元 B5
""",
)
add(
    "by sector of what.xlsx",
    "bulletin",
    book(
        {
            "增加值": [
                ["示范市分行业增加值（2020年前三季度，亿元）"],
                ["行业", "绝对额"],
                ["工业", 700.1],
                ["建筑业", 99.9],
                ["金融业", 88.0],
            ],
            "税收": [
                ["示范市分行业税收（2020年前三季度，亿元）"],
                ["行业", "绝对额"],
                ["工业", 70.1],
                ["建筑业", 9.9],
                ["金融业", 8.0],
            ],
        }
    ),
    """
999901 gdp_industry 2020Q3 ytd value nominal 700.1 亿元 B3
999901 gdp_construction 2020Q3 ytd value nominal 99.9 亿元 B4
999901 gdp_finance 2020Q3 ytd value nominal 88 亿元 B5
""",
    warnings=3,
)
BY_REGION_AND_NAME: Grid = [
    ["2020年1—9月县（市、区）主要指标"],
    ["地区", "指标", "单位", "1—9月", "增长%"],
    ["东区", "地区生产总值", "亿元", 1200.1, 3.3],
    ["", "固定资产投资", "亿元", "—", 1.1],
    ["西县", "地区生产总值", "亿元", 812.24, 2.8],
    ["", "固定资产投资", "亿元", "—", "-0.4"],
]
add(
    "region beside name.xlsx",
    "bulletin",
    book({"县区": BY_REGION_AND_NAME}, ("A1:E1", "A3:A4", "A5:A6")),
    """
999911 gdp 2020Q3 ytd value nominal 1200.1 亿元 D3
999911 gdp 2020Q3 ytd growth real 3.3 % E3
999911 fai 2020-09 ytd growth comparable 1.1 % E4
999912 gdp 2020Q3 ytd value nominal 812.24 亿元 D5
999912 gdp 2020Q3 ytd growth real 2.8 % E5
999912 fai 2020-09 ytd growth comparable -0.4 % E6
""",
)
