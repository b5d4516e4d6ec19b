"""More layouts that offices use. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, padded, quoted, word

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
