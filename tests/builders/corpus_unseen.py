"""Figures that are not seen as they are stored, or not seen at all, and what was copied or not filled in. Invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from tests.builders.corpus_making import Grid, add, ask, book, expect, text

TITLE = ["示范市2020年1—9月主要经济指标"]
HEAD = ["指标", "单位", "1—9月", "增长（%）"]
ROWS: Grid = [TITLE, HEAD, ["地区生产总值", "亿元", 2012.3, 3.1], ["社会消费品零售总额", "亿元", 712.3, -1.2]]


def looking(change: Callable[[Any], None], grid: Grid = ROWS) -> Callable[[Path], None]:
    """Return a maker of a workbook whose sheet looks as `change` has it."""

    def make(file: Path) -> None:
        made = openpyxl.Workbook()
        for row in grid:
            made.active.append(list(row))
        change(made.active)
        made.save(file)

    return make


def _coloured(sheet: Any) -> None:
    sheet["D3"].font, sheet["D3"].fill = Font(color="FFFFC000"), PatternFill("solid", fgColor="FFFFC000")
    sheet["C4"].font = Font(color="FFF5F5F5")
    sheet["D4"].font, sheet["D4"].fill = Font(color="FF00B050"), PatternFill("solid", fgColor="FF1F4E79")


add(
    "white like its ground.xlsx",
    "bulletin",
    looking(_coloured),
    expect("@ 999901 2020-09 ytd\ngdp C3=2012.3亿元\nretail D4=-1.2"),
    warnings=1,
)


def _flat(sheet: Any) -> None:
    sheet.row_dimensions[3].height = 0.5
    sheet.column_dimensions["D"].width = 0.1


add(
    "white as flat as hidden.xlsx",
    "bulletin",
    looking(_flat),
    expect("@ 999901 2020-09 ytd\nretail C4=712.3亿元"),
    warnings=1,
)


def _ruled(sheet: Any) -> None:
    minus = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode='"-"0.0'))
    sheet.conditional_formatting.add("D3:D4", Rule(type="cellIs", operator="lessThan", formula=["4"], dxf=minus))


ask("a rule draws a minus.xlsx", looking(_ruled), "D3", "条件格式")


def _hidden(sheet: Any) -> None:
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[6].hidden = True


add(
    "white behind what is hidden.xlsx",
    "bulletin",
    looking(
        _hidden,
        [
            TITLE,
            ["指标", "单位", "1—9月", "网上零售额", "增长（%）"],
            ["社会消费品零售总额", "亿元", 712.3, 104.6, 12.9],
            ["固定资产投资", "亿元", 900.1, "", ""],
            ["出口总额", "亿元", 38.2, "", ""],
            ["机电产品出口", "亿元", 10.2, "", ""],
            ["增长（%）", "%", 12.9, "", ""],
        ],
    ),
    expect("@ 999901 2020-09 ytd\nretail C3=712.3亿元\nfai C4=900.1亿元\nexports C5=38.2亿元"),
    warnings=3,
)
ask(
    "a hidden line.xlsx",
    looking(lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True), [*ROWS[:3], ["东区"], ROWS[3]]),
    "A4",
    "东区",
)
PAGE = """<html><style>.down:before{content:"-"}</style><p>示范市2020年1—9月主要经济指标</p><table>
<tr><td>指标</td><td>单位</td><td>1—9月</td><td>增长（%）</td></tr>
<tr><td>社会消费品零售总额</td><td>亿元</td><td>{amount}</td><td>{growth}</td></tr></table></html>"""
ask(
    "a page draws a minus.xls",
    text(PAGE.replace("{amount}", "712.3").replace("{growth}", '<span class="down">1.2</span>')),
    "D2",
    "正负",
)
add(
    "page of a form.xls",
    "bulletin",
    text(PAGE.replace("{amount}", '<input value="712.3">').replace("{growth}", "-1.2")),
    expect("@ 999901 2020-09 ytd\nretail C2=712.3亿元 D2=-1.2"),
)
add(
    "levels of nothing.xlsx",
    "bulletin",
    book({"表": [TITLE, HEAD, ["社会消费品零售总额", "亿元", 712.3, 0], ["出口总额", "亿元", 0, ""]]}),
    expect("@ 999901 2020-09 ytd\nretail C3=712.3亿元 D3=0"),
    warnings=1,
)
_MONTH: Grid = [
    ["示范市主要经济指标"],
    ["指标", "单位", "本月", "增长（%）"],
    ["社会消费品零售总额", "亿元", 80.1, 3.1],
]
ask("2020年 copied sheet.xlsx", book({"9月": _MONTH, "8月": _MONTH}), "8月!C3", "9月")
add(
    "neither year nor months.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市主要经济指标增速（累计，%）"],
                ["指标", "2019年1—8月", "2020年1—9月"],
                ["社会消费品零售总额", 8.1, -1.2],
            ]
        }
    ),
    expect("@ 999901 2019-08 ytd\nretail B3=8.1\n@ 999901 2020-09 ytd\nretail C3=-1.2"),
    warnings=1,
)
