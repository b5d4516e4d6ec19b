"""Monthly bulletins. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

import re

from tests.builders.corpus_making import Grid, add, book, quoted, with_results, word

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
