"""Exports of data terminals. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

import pandas as pd

from tests.builders.corpus_making import Grid, add, book, quoted

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
