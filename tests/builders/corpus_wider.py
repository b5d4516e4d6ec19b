"""Layouts whose headings, titles or time are put together from several places. Figures are invented."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Font, PatternFill

from tests.builders.corpus_making import add, ask, book, expect, quoted, text, word

TITLE = ["示范市2020年1—9月主要经济指标"]
HEAD = ["指标", "单位", "1—9月", "同比增长（%）"]

add(
    "words of the subject.xlsx",
    "bulletin",
    book(
        {
            "表1": [
                ["2020年1—9月社会消费品零售总额"],
                ["", "总额（亿元）", "", "#限额以上", ""],
                ["地区", "1—9月", "增长（%）", "1—9月", "增长（%）"],
                ["示范市", 712.3, -1.2, 201.2, 5.1],
                ["东区", 301.1, -0.8, 101.1, 5.2],
            ],
            "表2": [
                ["示范市2020年1—9月固定资产投资"],
                ["指标", "投资额（亿元）", "投资增长（%）"],
                ["总计", 900.1, -2.1],
                ["民间投资", 450.2, -4.8],
            ],
            "表3": [
                ["2020年1—9月一般公共预算收入"],
                ["县区", "收入（亿元）", "增长（%）", "税收占比（%）"],
                ["示范市", 150.6, 3.1, 66.5],
            ],
        },
        ("B2:C2", "D2:E2"),
    ),
    expect(
        """
@ 999901 2020-09 ytd
retail B4=712.3亿元 C4=-1.2
fai B3=900.1亿元 C3=-2.1
fai_private B4=450.2亿元 C4=-4.8
fiscal_revenue B3=150.6亿元 C3=3.1
@ 999911 2020-09 ytd
retail B5=301.1亿元 C5=-0.8
"""
    ),
    warnings=3,
)
add(
    "whole years beside months.xlsx",
    "bulletin",
    book(
        {
            "年份": [
                ["示范市主要指标"],
                ["指标", "单位", "2017年", "2018年", "2019年", "2020年1—9月", "增长（%）"],
                ["地区生产总值", "亿元", 2311.2, 2508.4, 2701.5, 2012.3, 3.1],
            ],
            "全年": [
                ["示范市主要经济指标"],
                ["指标", "2020年1—9月", "2019年1—9月", "2019年全年"],
                ["社会消费品零售总额（亿元）", 712.3, 720.9, 990.2],
            ],
        }
    ),
    expect(
        """
@ 999901 2017-12 ytd
gdp C3=2311.2亿元
@ 999901 2018-12 ytd
gdp D3=2508.4亿元
@ 999901 2019-12 ytd
gdp E3=2701.5亿元
retail D3=990.2亿元
@ 999901 2020-09 ytd
gdp F3=2012.3亿元 G3=3.1
retail B3=712.3亿元
@ 999901 2019-09 ytd
retail C3=720.9亿元
"""
    ),
)
ask(
    "years below a title of months.xlsx",
    book(
        {
            "年份": [
                ["示范市2020年1—9月主要指标"],
                ["指标", "单位", "2018年", "2019年", "2020年1—9月"],
                ["地区生产总值", "亿元", 2508.4, 2701.5, 2012.3],
            ]
        }
    ),
    "C3",
    "是全年",
)
add(
    "time from several places.xlsx",
    "bulletin",
    book(
        {
            "表1": [
                ["2020年分县区主要经济指标（1—9月）"],
                ["指标", "东区", "西县"],
                ["社会消费品零售总额（亿元）", 301.1, 90.2],
            ],
            "表2": [
                ["示范市2020年上半年主要经济指标"],
                ["指标", "单位", "总量", "增速（%）", "一季度增速（%）"],
                ["地区生产总值", "亿元", 1302.2, 2.4, -5.1],
            ],
            "表3": [
                ["示范市2020年1—9月财政"],
                ["指标", "单位", "1—9月实际", "全年计划", "完成（%）", "增长（%）"],
                ["一般公共预算收入", "亿元", 150.6, 200, 75.3, 3.1],
            ],
            "表4": [
                TITLE,
                ["指标", "1—9月", "同比增减"],
                ["固定资产投资增速（%）", -2.1, "-3.1个百分点"],
                ["规模以上工业增加值增速（%）", 4.1, 0.2],
            ],
        }
    ),
    expect(
        """
@ 999911 2020-09 ytd
retail B3=301.1亿元
@ 999912 2020-09 ytd
retail C3=90.2亿元
@ 999901 2020-06 ytd
gdp C3=1302.2亿元 D3=2.4
@ 999901 2020-03 ytd
gdp E3=-5.1
@ 999901 2020-09 ytd
fiscal_revenue C3=150.6亿元 F3=3.1
fai B3=-2.1
industry_va B4=4.1
"""
    ),
    warnings=2,
)
add(
    "a table that goes on.docx",
    "bulletin",
    word(
        "示范市2020年1—9月主要经济指标",
        [HEAD, ["社会消费品零售总额", "亿元", "712.3", "-1.2"]],
        "续表",
        [HEAD, ["固定资产投资", "%", "", "-0.4"]],
    ),
    expect("@ 999901 2020-09 ytd\nretail C2=712.3亿元 D2=-1.2\nfai D2=-0.4"),
)
add(
    "a plan and what was done.docx",
    "bulletin",
    word(
        "示范市2019年计划执行情况和2020年计划",
        [
            ["指标", "单位", "2019年计划", "2019年完成", "2020年预期"],
            ["地区生产总值增速", "%", "6.5", "5.8", "6.0左右"],
        ],
    ),
    "999901 gdp 2019Q4 ytd growth real 5.8 % D2",
    warnings=2,
)
ask(
    "two years in one paragraph.docx",
    word(
        "示范市2019年1—9月主要经济指标见附件。2020年有关数据如下：",
        [HEAD, ["社会消费品零售总额", "亿元", "712.3", "-1.2"]],
    ),
    "C2",
    "时期不一致",
)


def page(sign: str) -> str:
    """Return a web page with a sign beside a growth."""
    return (
        "<html><body><p>示范市2020年1—9月主要经济指标</p><table><tr><td>指标</td><td>1—9月（亿元）</td><td>增长（%）</td></tr>"
        f"<tr><td>社会消费品零售总额</td><td>712.3</td><td>{sign}1.2</td></tr></table></body></html>"
    )


ask("an arrow as a picture.xls", text(page('<img src="down.gif" alt="下降">')), "C2", "图片")
ask("an arrow as an icon.xls", text(page('<i class="icon-down"></i>')), "C2", "图片")


def white(file: Path) -> None:
    """Write a workbook with a figure in white letters, on white and on blue."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (TITLE, HEAD, ["地区生产总值", "亿元", 2012.3, 3.1], ["社会消费品零售总额", "亿元", 712.3, -1.2]):
        sheet.append(row)
    sheet["D3"].font = sheet["D4"].font = Font(color="FFFFFFFF")
    sheet["D4"].fill = PatternFill("solid", fgColor="FF1F4E79")
    made.save(file)


add(
    "white on white.xlsx",
    "bulletin",
    white,
    expect("@ 999901 2020-09 ytd\ngdp C3=2012.3亿元\nretail C4=712.3亿元 D4=-1.2"),
    warnings=1,
)


def white_run(file: Path) -> None:
    """Write a document with white digits behind a figure."""
    document = docx.Document()
    document.add_paragraph(TITLE[0])
    table = document.add_table(rows=2, cols=4)
    for at, row in enumerate((HEAD, ["社会消费品零售总额", "亿元", "712.3", "-1.2"])):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell
    run = table.cell(1, 3).paragraphs[0].add_run("9")
    run.font.color.rgb = docx.shared.RGBColor(255, 255, 255)
    document.save(str(file))


add(
    "white digits.docx",
    "bulletin",
    white_run,
    expect("@ 999901 2020-09 ytd\nretail C2=712.3亿元 D2=-1.2"),
    warnings=1,
)

LEDGER = ["示范市2020年重点项目台账（截至9月底）"]
AMOUNTS = ["序号", "项目名称", "总投资", "年度计划投资", "1-9月完成投资"]
add(
    "a package below its parts.xlsx",
    "ledger",
    book(
        {
            "台账": [
                LEDGER,
                ["单位：万元"],
                ["序号", "项目名称", "总投资", "", "年度计划投资", "", "1-9月完成投资"],
                ["", "", "合计", "其中：政府投资", "合计", "其中：政府投资", ""],
                [1, "道路", 20000, 1000, 8000, 400, 6000],
                [2, "管网", 30000, 0, 12000, 0, 9000],
                [3, "东片区打包项目（含1、2）", 50000, 1000, 20000, 400, 15000],
                [4, "北园", 120000, 0, 30000, 0, 21000],
            ]
        },
        ("C3:D3", "E3:F3"),
    ),
    records=[
        {
            "project_name": "东片区打包项目（含1、2）",
            "total_investment_wan_yuan": 50000.0,
            "annual_plan_wan_yuan": 20000.0,
        },
        {"project_name": "北园", "total_investment_wan_yuan": 120000.0, "annual_plan_wan_yuan": 30000.0},
    ],
    warnings=1,
)
add(
    "projects of a few yuan.xlsx",
    "ledger",
    book({"台账": [LEDGER, ["单位：万元"], AMOUNTS, [1, "甲厂", 5, 2, 1.5], [2, "乙园", 12, 3, 2.1]]}),
    records=[
        {"project_name": "甲厂", "total_investment_wan_yuan": 5.0},
        {"project_name": "乙园", "total_investment_wan_yuan": 12.0},
    ],
    warnings=1,
)
ask(
    "a project of trillions.xlsx",
    book({"台账": [LEDGER, ["单位：亿元"], AMOUNTS, [1, "甲厂", 50000, 20000, 15000], [2, "乙园", 12, 3, 2.1]]}),
    "C4",
    "单位可能应是万元",
)

ask(
    "a month below a title of months.xlsx",
    book({"表": [TITLE, ["指标", "单位", "9月", "增长（%）"], ["社会消费品零售总额", "亿元", 712.3, -1.2]]}),
    "C3",
    "--basis",
)
add(
    "names of a terminal.csv",
    "terminal",
    quoted(
        [
            [
                "指标名称",
                "示范市:出口金额:人民币:累计同比",
                "示范市:出口金额:累计同比",
                "示范市:固定资产投资:制造业:累计同比",
            ],
            ["频率", "月", "月", "月"],
            ["单位", "%", "%", "%"],
            ["指标ID", "a", "b", "c"],
            ["2020-09-30", 3.2, 1.1, 9.1],
        ]
    ),
    expect("@ 999901 2020-09 ytd\nexports B5=3.2\nfai_manufacturing D5=9.1"),
    warnings=1,
)
