"""More exports of data terminals: Wind with its dates as days, iFinD, CEIC. Figures are invented.

In the usual form of such files, as it is commonly known: 指标名称, 频率, 单位, 指标ID, 时间区间, 来源,
更新时间 above the dates; a line of the source below.
"""

from __future__ import annotations

import datetime as dt

from tests.builders.corpus_making import Grid, add, book, expect, quoted

EDB: Grid = [
    ["指标名称", "山东:规模以上工业增加值:累计同比", "山东:固定资产投资完成额:累计同比"],
    ["频率", "月", "月"],
    ["单位", "%", "%"],
    ["指标ID", "M001", "M002"],
    ["时间区间", "2000-02:2020-09", "2004-02:2020-09"],
    ["来源", "国家统计局", "国家统计局"],
    ["更新时间", "2020-10-20", "2020-10-20"],
    [dt.datetime(2020, 9, 30), 3.3, 2.9],
    [dt.datetime(2020, 8, 31), 2.5, 2.3],
    [dt.datetime(2020, 7, 31), 1.6, 1.5],
    ["数据来源：Wind"],
]
EDB_ROWS = expect("""
@ 370000 2020-09 ytd
industry_va B8=3.3
fai C8=2.9
@ 370000 2020-08 ytd
industry_va B9=2.5
fai C9=2.3
@ 370000 2020-07 ytd
industry_va B10=1.6
fai C10=1.5
""")
add("edb.xlsx", "terminal", book({"Sheet1": EDB}), EDB_ROWS)
add(
    "edb.csv",
    "terminal",
    quoted([[f"{c:%Y-%m-%d}" if isinstance(c, dt.datetime) else c for c in row] for row in EDB], "gbk"),
    EDB_ROWS,
)
add(
    "edb across.xlsx",
    "terminal",
    book(
        {
            "Sheet1": [
                ["指标名称", "频率", "单位", "指标ID", "来源", "2020-07-31", "2020-08-31", "2020-09-30"],
                ["山东:社会消费品零售总额:累计值", "月", "亿元", "M3", "国家统计局", 20000.2, 23100.1, 26300.5],
                ["山东:社会消费品零售总额:累计同比", "月", "%", "M4", "国家统计局", -8.0, "", -5.5],
            ]
        }
    ),
    expect("""
@ 370000 2020-07 ytd
retail F2=20000.2亿元 F3=-8
@ 370000 2020-08 ytd
retail G2=23100.1亿元
@ 370000 2020-09 ytd
retail H2=26300.5亿元 H3=-5.5
"""),
)
add(
    "ifind.xlsx",
    "terminal",
    book(
        {
            "经济数据库": [
                ["指标名称", "GDP:累计同比:山东", "地区生产总值:累计值:山东"],
                ["频率", "季", "季"],
                ["单位", "%", "亿元"],
                ["指标ID", "L001", "L002"],
                ["来源", "国家统计局", "国家统计局"],
                ["2020-09-30", 1.9, 52186.01],
                ["2020-06-30", -0.2, 33025.8],
                ["数据来源：同花顺iFinD"],
            ]
        }
    ),
    expect("""
@ 370000 2020-09 ytd
gdp B6=1.9 C6=52186.01亿元
@ 370000 2020-06 ytd
gdp B7=-0.2 C7=33025.8亿元
"""),
)
add(
    "prices of the nation.xlsx",
    "terminal",
    book(
        {
            "Sheet1": [
                ["指标名称", "中国:CPI:当月同比", "中国:PPI:全部工业品:当月同比"],
                ["频率", "月", "月"],
                ["单位", "%", "%"],
                ["指标ID", "M0000612", "M0001227"],
                ["2020-09", 1.7, -2.1],
                ["2020-08", 2.4, -2.0],
            ]
        }
    ),
    expect("""
@ 100000 2020-09 single
cpi B5=1.7
@ 100000 2020-08 single
cpi B6=2.4
"""),
    warnings=1,
)
add(
    "ceic of a province.xlsx",
    "terminal",
    book(
        {
            "CEIC": [
                ["Series Name", "Fixed Asset Investment: YoY: YTD", "Total Retail Sales of Consumer Goods: YTD"],
                ["Country", "China", "China"],
                ["Unit", "%", "RMB bn"],
                ["Frequency", "Monthly", "Monthly"],
                ["Source", "National Bureau of Statistics", "National Bureau of Statistics"],
                ["Series ID", "7872901", "5190401"],
                ["09/2020", 0.8, 27332.4],
                ["08/2020", -0.3, 23802.87],
            ]
        }
    ),
    expect("""
@ 100000 2020-09 ytd
fai B7=0.8
retail C7=273324亿元
@ 100000 2020-08 ytd
fai B8=-0.3
retail C8=238028.7亿元
"""),
)
add(
    "months of the nation.xlsx",
    "nbs",
    book(
        {
            "月度数据": [
                ["数据库：月度数据"],
                ["时间：2020年7月-2020年9月"],
                ["指标", "2020年9月", "2020年8月", "2020年7月"],
                ["民间固定资产投资_累计增长(%)", -1.5, -2.8, -5.7],
                ["房地产开发投资额_累计值(亿元)", 103484.1, 88454.0, 75324.6],
                ["房地产开发投资额_累计增长(%)", 5.6, 4.6, 3.4],
                ["数据来源：国家统计局"],
            ]
        }
    ),
    expect("""
@ 100000 2020-09 ytd
fai_private B4=-1.5
real_estate_investment B5=103484.1亿元 B6=5.6
@ 100000 2020-08 ytd
fai_private C4=-2.8
real_estate_investment C5=88454亿元 C6=4.6
@ 100000 2020-07 ytd
fai_private D4=-5.7
real_estate_investment D5=75324.6亿元 D6=3.4
"""),
)
