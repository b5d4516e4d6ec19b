"""Tables of a finance bureau, the central bank's branch, customs and the power company. Figures are invented.

In the usual forms, as they are commonly known: budget execution (预算数, 本月, 累计, 占预算%, 比上年同期±%),
balances of financial institutions (余额, 比年初, 同比%), customs' totals (当月, 1至当月累计, 同比, 人民币值),
electricity by use.
"""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, expect, quoted, word

BUDGET: Grid = [
    ["示范市2020年9月财政收支执行情况"],
    ["", "", "", "", "", "单位：万元"],
    ["项目", "年初预算数", "本月数", "累计数", "占预算%", "累计比上年同期±%"],
    ["一般公共预算收入", 1680000, 130000, 1205000, 71.7, -3.0],
    ["  税收收入", 1250000, 98000, 901000, 72.1, -4.4],
    ["  非税收入", 430000, 32000, 304000, 70.7, 1.5],
    ["一般公共预算支出", 2600000, 210000, 1920000, 73.8, 2.2],
]
BUDGET_ROWS = expect("""
@ 999901 2020-09 single
fiscal_revenue C4=13亿元
fiscal_expenditure C7=21亿元
@ 999901 2020-09 ytd
fiscal_revenue D4=120.5亿元 F4=-3
fiscal_expenditure D7=192亿元 F7=2.2
""")
add("budget.xlsx", "bulletin", book({"财政": BUDGET}, ("A1:F1",)), BUDGET_ROWS, warnings=4)
add("budget.csv", "bulletin", quoted(BUDGET, "gb18030"), BUDGET_ROWS, warnings=4)
add(
    "budget in words.docx",
    "bulletin",
    word(
        "2020年1—9月示范市一般公共预算收支情况",
        [
            ["项目", "累计完成（亿元）", "比上年同期增减（%）"],
            ["一般公共预算收入", "120.50", "-3.0"],
            ["一般公共预算支出", "192.00", "增长2.2"],
        ],
    ),
    expect("""
@ 999901 2020-09 ytd
fiscal_revenue B2=120.5亿元 C2=-3
fiscal_expenditure B3=192亿元 C3=2.2
"""),
)
BANK: Grid = [
    ["示范市金融机构本外币信贷收支表"],
    ["2020年9月末", "", "", "单位：亿元"],
    ["项目", "余额", "比年初增加", "同比增长（%）"],
    ["各项存款余额", 3012.2, 210.4, 8.8],
    ["  住户存款", 1900.1, 160.2, 11.1],
    ["各项贷款余额", 2511.3, 240.1, 12.1],
    ["  中长期贷款", 1600.5, 150.6, 13.5],
]
BANK_ROWS = expect("""
@ 999901 2020-09 stock
deposits B4=3012.2亿元 D4=8.8
loans B6=2511.3亿元 D6=12.1
""")
add("balances.xlsx", "bulletin", book({"信贷": BANK}, ("A1:D1",)), BANK_ROWS, warnings=3)
add(
    "balances by month.csv",
    "bulletin",
    quoted(
        [
            ["示范市金融机构本外币各项存贷款余额（亿元）"],
            ["时间", "金融机构本外币各项存款余额", "金融机构本外币各项贷款余额"],
            ["2020年7月末", "2960.1", "2470.2"],
            ["2020年8月末", "2988.4", "2490.0"],
            ["2020年9月末", "3012.2", "2511.3"],
        ]
    ),
    expect("""
@ 999901 2020-07 stock
deposits B3=2960.1亿元
loans C3=2470.2亿元
@ 999901 2020-08 stock
deposits B4=2988.4亿元
loans C4=2490亿元
@ 999901 2020-09 stock
deposits B5=3012.2亿元
loans C5=2511.3亿元
"""),
)
CUSTOMS: Grid = [
    ["2020年9月示范市进出口情况"],
    ["", "", "", "", "人民币值：万元"],
    ["项目", "当月", "当月同比%", "1至当月累计", "累计同比%"],
    ["进出口总额", 360000, 6.0, 3005000, 5.5],
    ["出口总额", 240000, 8.0, 2005000, 7.7],
    ["进口总额", 120000, 2.2, 1000000, 1.1],
]
add(
    "customs.xlsx",
    "bulletin",
    book({"外贸": CUSTOMS}, ("A1:E1",)),
    expect("""
@ 999901 2020-09 single
exports B5=24亿元 C5=8
imports B6=12亿元 C6=2.2
@ 999901 2020-09 ytd
exports D5=200.5亿元 E5=7.7
imports D6=100亿元 E6=1.1
"""),
    warnings=1,
)
add(
    "customs by district.xlsx",
    "bulletin",
    book(
        {
            "外贸": [
                ["2020年1-9月分县区进出口（单位：亿元、%）"],
                ["县区", "出口总额", "", "进口总额", ""],
                ["", "累计", "同比", "累计", "同比"],
                ["全市", 200.5, 7.7, 100.0, 1.1],
                ["东区", 150.2, 9.0, 80.1, 2.0],
                ["西县", 50.3, "4.1", 19.9, "-2.3"],
            ]
        },
        ("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
    ),
    expect("""
@ 999901 2020-09 ytd
exports B4=200.5亿元 C4=7.7
imports D4=100亿元 E4=1.1
@ 999911 2020-09 ytd
exports B5=150.2亿元 C5=9
imports D5=80.1亿元 E5=2
@ 999912 2020-09 ytd
exports B6=50.3亿元 C6=4.1
imports D6=19.9亿元 E6=-2.3
"""),
    own_region="999901",
)
add(
    "power.xlsx",
    "bulletin",
    book(
        {
            "电力": [
                ["示范市2020年9月用电情况"],
                ["项目", "当月电量（亿千瓦时）", "当月同比（%）", "累计电量（亿千瓦时）", "累计同比（%）"],
                ["全社会用电量", 6.12, 2.5, 55.5, 1.25],
                ["工业用电量", 4.01, 1.8, 36.2, 0.66],
            ]
        }
    ),
    expect("""
@ 999901 2020-09 single
electricity B3=6.12亿千瓦时 C3=2.5
electricity_industry B4=4.01亿千瓦时 C4=1.8
@ 999901 2020-09 ytd
electricity D3=55.5亿千瓦时 E3=1.25
electricity_industry D4=36.2亿千瓦时 E4=0.66
"""),
    growth_in="percent",
)
