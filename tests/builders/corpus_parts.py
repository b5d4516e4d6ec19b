"""Tables in which a part, an industry or a series' own frequency decides what a figure is. Figures are invented."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builders.corpus_making import add, ask, book, expect, quoted

TITLE = ["示范市2020年1—9月主要经济指标"]
HEAD = ["指标", "单位", "1—9月", "同比增长（%）"]

add(
    "parts beside their wholes.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["2020年1—9月分县区主要指标"],
                [
                    *("地区", "全社会用电量（亿千瓦时）", "#工业", "增长（%）", "#城乡居民", "增长（%）"),
                    *("进出口（亿元）", "#出口", "增长（%）", "#进口", "增长（%）"),
                    *("地区生产总值（亿元）", "增长（%）", "第二产业", "增长（%）", "固定资产投资增长（%）", "#工业"),
                ],
                ["示范市", 110.3, 80.3, 3.4, 17, 9.1, 500.1, 300.1, 4.2, 200, 1.5, 2012.3, 3.1, 801.2, 2.8, -2.1, 6.5],
                ["东区", 40.2, 30.1, 3.6, 7, 8.8, 150.2, 90.1, 4.4, 60.1, 1.7, 702.1, 3.3, 301.1, 2.9, -1.1, 7.5],
            ]
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
electricity B3=110.3亿千瓦时
electricity_industry C3=80.3亿千瓦时 D3=3.4
exports H3=300.1亿元 I3=4.2
imports J3=200亿元 K3=1.5
gdp L3=2012.3亿元 M3=3.1
gdp_secondary N3=801.2亿元 O3=2.8
fai P3=-2.1
@ 999911 2020-09 ytd
electricity B4=40.2亿千瓦时
electricity_industry C4=30.1亿千瓦时 D4=3.6
exports H4=90.1亿元 I4=4.4
imports J4=60.1亿元 K4=1.7
gdp L4=702.1亿元 M4=3.3
gdp_secondary N4=301.1亿元 O4=2.9
fai P4=-1.1
"""
    ),
    warnings=4,
)
add(
    "one industry.xlsx",
    "bulletin",
    book(
        {
            "工业": [
                ["示范市2020年1—9月规模以上工业企业主要指标"],
                HEAD,
                ["规模以上工业增加值", "%", "", 4.1],
                ["用电量", "亿千瓦时", 60, 2.5],
                ["固定资产投资", "%", "", 7.3],
                ["全社会用电量", "亿千瓦时", 110.3, 4.4],
            ],
            "服务业": [
                ["示范市2020年1—9月服务业主要指标"],
                HEAD,
                ["社会消费品零售总额", "亿元", 712.3, -1.2],
                ["固定资产投资", "%", "", 1.3],
                ["全市固定资产投资", "%", "", -0.4],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
industry_va D3=4.1
electricity C6=110.3亿千瓦时 D6=4.4
retail C3=712.3亿元 D3=-1.2
fai D5=-0.4
"""
    ),
    warnings=3,
)
add(
    "shares and key projects.xlsx",
    "bulletin",
    book(
        {
            "占比": [["示范市2020年1—9月占全省比重（%）"], ["地区", "地区生产总值"], ["示范市", 8.2], ["东区", 2.1]],
            "项目": [["示范市2020年1—9月重点项目投资"], ["指标", "增长（%）"], ["固定资产投资", 7.1]],
            "全市": [["示范市2020年1—9月投资"], ["指标", "增长（%）"], ["固定资产投资", -0.4]],
        }
    ),
    "999901 fai 2020-09 ytd growth comparable -0.4 % B3",
    warnings=2,
)

SERIES = [
    *("示范市:GDP", "示范市:GDP:同比", "示范市:社会消费品零售总额:累计同比", "示范市:社会消费品零售总额:当月值"),
    *("示范市:GDP:当季同比", "示范市:全社会用电量:累计值"),
]


def terminal(*dates: Sequence[object]) -> list[list[object]]:
    """Return an export with a row of frequencies."""
    return [
        ["指标名称", *SERIES],
        ["频率", "年", "年", "月", "季", "年", "周"],
        ["单位", "亿元", "%", "%", "亿元", "%", "亿千瓦时"],
        ["指标ID", "a", "b", "c", "d", "e", "f"],
        *(list(row) for row in dates),
    ]


add(
    "how often.csv",
    "terminal",
    quoted(terminal(["2019-12-31", 2701.5, 5.8, 6.1, 812.3, 5.6, 130.1], ["2018-12-31", 2560.3, 6.2, 6.6, "", "", ""])),
    """
999901 gdp 2019Q4 ytd value nominal 2701.5 亿元 B5
999901 gdp 2019Q4 ytd growth real 5.8 % C5
999901 gdp 2018Q4 ytd value nominal 2560.3 亿元 B6
999901 gdp 2018Q4 ytd growth real 6.2 % C6
999901 retail 2019-12 ytd growth nominal 6.1 % D5
999901 retail 2018-12 ytd growth nominal 6.6 % D6
""",
    warnings=3,
)
add(
    "how often, across.xlsx",
    "terminal",
    book(
        {
            "表": [
                ["指标名称", "频率", "单位", "指标ID", "2018-12-31", "2019-12-31"],
                [SERIES[0], "年", "亿元", "a", 2560.3, 2701.5],
                [SERIES[3], "季", "亿元", "d", "", 812.3],
                [SERIES[2], "月", "%", "c", 6.6, 6.1],
            ]
        }
    ),
    """
999901 gdp 2018Q4 ytd value nominal 2560.3 亿元 E2
999901 gdp 2019Q4 ytd value nominal 2701.5 亿元 F2
999901 retail 2018-12 ytd growth nominal 6.6 % E4
999901 retail 2019-12 ytd growth nominal 6.1 % F4
""",
    warnings=1,
)
ask(
    "days of release.csv",
    quoted(
        [
            ["指标名称", SERIES[2]],
            ["频率", "月"],
            ["单位", "%"],
            ["指标ID", "c"],
            ["2020-10-20", 4.1],
            ["2020-09-18", 3.9],
        ]
    ),
    "B5",
    "公布日",
)
add(
    "growth in rows of its own.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["2020年1—9月主要经济指标"],
                ["指标", "本市", "东区", "西县"],
                ["地区生产总值（亿元）", 2012.3, 702.1, 410.2],
                ["  增速（%）", 3.1, 3.3, 2.7],
                ["  农林牧渔业总产值（亿元）", 223.4, 20.1, 90.2],
                ["  增速（%）", 3.9, 3.1, 4.2],
                ["第二产业（亿元）", 801.2, 301.1, 150.3],
                ["增速（%）", 2.8, 2.9, 2.2],
                ["一般公共预算收入（万元）", 1506000, 300000, 200000],
                ["增速（%）", -3.1, -4.1, 5.1],
                ["项目个数", 120, 40, 30],
                ["同比增长（%）", 5.5, 4.5, 6.5],
            ],
            "表2": [
                ["2020年1—9月社会消费品零售总额（亿元）"],
                ["", "示范市", "东区"],
                ["2020年1—9月", 712.3, 301.1],
                ["2019年1—9月", 720.9, 303.5],
                ["增长（%）", -1.2, -0.8],
            ],
            "表3": [
                ["示范市2020年1—9月地区生产总值"],
                HEAD,
                ["地区生产总值（不变价）", "亿元", 1811.2, 3.1],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
gdp B3=2012.3亿元 B4=3.1
gdp_secondary B7=801.2亿元 B8=2.8
fiscal_revenue B9=150.6亿元 B10=-3.1
@ 999911 2020-09 ytd
gdp C3=702.1亿元 C4=3.3
gdp_secondary C7=301.1亿元 C8=2.9
fiscal_revenue C9=30亿元 C10=-4.1
@ 999912 2020-09 ytd
gdp D3=410.2亿元 D4=2.7
gdp_secondary D7=150.3亿元 D8=2.2
fiscal_revenue D9=20亿元 D10=5.1
"""
    )
    + """
999901 agriculture_output 2020Q3 ytd value nominal 223.4 亿元 B5
999911 agriculture_output 2020Q3 ytd value nominal 20.1 亿元 C5
999912 agriculture_output 2020Q3 ytd value nominal 90.2 亿元 D5
999901 agriculture_output 2020Q3 ytd growth real 3.9 % B6
999911 agriculture_output 2020Q3 ytd growth real 3.1 % C6
999912 agriculture_output 2020Q3 ytd growth real 4.2 % D6
999901 retail 2020-09 ytd value nominal 712.3 亿元 B3
999901 retail 2020-09 ytd growth nominal -1.2 % B5
999901 retail 2019-09 ytd value nominal 720.9 亿元 B4
999911 retail 2020-09 ytd value nominal 301.1 亿元 C3
999911 retail 2020-09 ytd growth nominal -0.8 % C5
999911 retail 2019-09 ytd value nominal 303.5 亿元 C4
999901 gdp 2020Q3 ytd value real 1811.2 亿元 C3
""",
    warnings=2,
    own_region="999901",
)
add(
    "residents and prices.xlsx",
    "bulletin",
    book(
        {
            "生活": [
                ["示范市人民生活（2020年前三季度）"],
                ["指标", "绝对额（元）", "增速（%）"],
                ["全体居民人均可支配收入", 31234, 5.1],
                ["  城镇常住居民", 38234, 4.6],
                ["  农村常住居民", 19234, 6.1],
            ],
            "价格": [
                ["示范市2020年9月价格指数"],
                ["项目", "以上月价格为100", "以上年同月价格为100", "以上年同期价格为100"],
                ["居民消费价格指数", 100.1, 101.7, 102.9],
                ["工业生产者出厂价格指数", 100, 97.7, 97.2],
            ],
            "财政": [
                ["示范市2020年1—9月财政"],
                ["指标", "1—9月（亿元）", "自然口径增长（%）"],
                ["一般公共预算收入", 150.6, 3.1],
            ],
            "核算": [
                ["示范市2020年前三季度核算"],
                ["行业", "总额（亿元）", "可比增速（%）"],
                ["地区生产总值", 2012.3, 3.1],
            ],
            "比较": [
                ["2020年1—9月主要指标比较"],
                ["指标", "全市增速（%）", "全省增速（%）"],
                ["固定资产投资", -0.4, 2.1],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
income B3=31234元 C3=5.1
income_urban B4=38234元 C4=4.6
income_rural B5=19234元 C5=6.1
cpi D3=2.9
ppi D4=-2.8
fiscal_revenue B3=150.6亿元 C3=3.1
gdp B3=2012.3亿元 C3=3.1
fai B3=-0.4
@ 999901 2020-09 single
cpi C3=1.7
ppi C4=-2.3
@ 990000 2020-09 ytd
fai C3=2.1
"""
    ),
    own_region="999901",
)
ask(
    "a part larger than its whole.xlsx",
    book({"表": [TITLE, HEAD, ["地区生产总值", "亿元", 201.2, 3.1], ["  第二产业", "亿元", 801.2, 2.8]]}),
    "C4",
    "比“地区生产总值”",
)
