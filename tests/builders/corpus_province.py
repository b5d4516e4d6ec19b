"""Tables of a province's bureau and of the nation's: preliminary GDP, monthly reports. Invented figures.

Rebuilt from published pages: the national bureau's preliminary accounting of GDP (绝对额, 比上年同期增长), its monthly
table of retail sales with two headings over 绝对量 and 同比增长, provincial monthly reports of 本月, 累计 and 同比.
"""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, expect, quoted, word

ACCOUNTS: Grid = [
    ["", "绝对额（亿元）", "比上年同期增长（%）"],
    ["GDP", "21500", "4.3"],
    ["第一产业", "1100", "2.3"],
    ["第二产业", "9000", "4.0"],
    ["第三产业", "11400", "4.9"],
    ["", "", ""],
    ["农林牧渔业", "1200", "2.5"],
    ["工业", "7800", "4.4"],
    ["#制造业", "6600", "4.7"],
    ["建筑业", "1250", "1.8"],
    ["批发和零售业", "2400", "5.5"],
    ["金融业", "1600", "5.2"],
    ["房地产业", "1300", "-1.4"],
    ["其他行业", "5950", "3.8"],
]
ACCOUNTS_ROWS = """
@ 370000 2020-09 ytd
gdp B2=21500亿元 C2=4.3
gdp_primary B3=1100亿元 C3=2.3
gdp_secondary B4=9000亿元 C4=4
gdp_tertiary B5=11400亿元 C5=4.9
gdp_agriculture B7=1200亿元 C7=2.5
gdp_industry B8=7800亿元 C8=4.4
gdp_manufacturing B9=6600亿元 C9=4.7
gdp_construction B10=1250亿元 C10=1.8
gdp_wholesale_retail B11=2400亿元 C11=5.5
gdp_finance B12=1600亿元 C12=5.2
gdp_real_estate B13=1300亿元 C13=-1.4
gdp_others B14=5950亿元 C14=3.8
"""
add(
    "preliminary accounts.docx",
    "bulletin",
    word(
        "山东省2020年前三季度地区生产总值初步核算结果",
        "表1 2020年前三季度GDP初步核算数据",
        ACCOUNTS,
        "注：1.绝对额按现价计算，增长速度按不变价计算；",
        "2.三次产业分类依据国家统计局2018年修订的《三次产业划分规定》。",
    ),
    expect(ACCOUNTS_ROWS),
)
GROWTH_BY_QUARTER: Grid = [
    ["年份", "1季度", "2季度", "3季度", "4季度"],
    ["2018", "6.6", "6.6", "6.5", "6.4"],
    ["2019", "5.5", "5.4", "5.4", "5.3"],
]
add(
    "growth by year and quarter.docx",
    "bulletin",
    word("表2 山东省GDP同比增长速度", "单位：%", GROWTH_BY_QUARTER, "注：同比增长速度为与上年同期对比的增长速度。"),
    "\n".join(
        f"370000 gdp {year}Q{quarter} single growth real {value} % {'ABCDE'[quarter]}{row}"
        for row, (year, *values) in enumerate(GROWTH_BY_QUARTER[1:], 2)
        for quarter, value in enumerate(values, 1)
    ),
    basis="single",
)
RETAIL: Grid = [
    ["2020年9月份山东省社会消费品零售总额主要数据"],
    ["指标", "9月", "", "1—9月", ""],
    ["", "绝对量\n（亿元）", "同比增长\n（%）", "绝对量\n（亿元）", "同比增长\n（%）"],
    ["社会消费品零售总额", 2800.5, 3.9, 20400.2, -4.1],
    ["按经营地分"],
    ["  城镇", 2300.1, 3.8, 16800.0, -4.2],
    ["  乡村", 500.4, 4.2, 3600.2, -3.5],
    ["按消费类型分"],
    ["  商品零售", 2500.3, 4.4, 18600.1, -2.9],
    ["  餐饮收入", 300.2, -1.1, 1800.1, -15.5],
]
add(
    "retail of the month.xlsx",
    "bulletin",
    book({"社零": RETAIL}, ("A1:E1", "A2:A3", "B2:C2", "D2:E2")),
    expect("""
@ 370000 2020-09 single
retail B4=2800.5亿元 C4=3.9
@ 370000 2020-09 ytd
retail D4=20400.2亿元 E4=-4.1
"""),
    warnings=4,
)
MONTHLY: Grid = [
    ["山东省主要经济指标（2020年9月）"],
    ["指标名称", "单位", "本月", "同比±%", "1-本月累计", "同比±%"],
    ["一、规模以上工业"],
    ["规模以上工业增加值", "%", "", 9.4, "", 3.3],
    ["二、固定资产投资"],
    ["固定资产投资", "%", "", "", "", 2.9],
    ["  房地产开发投资", "亿元", 900.1, 12.0, 6800.2, 9.6],
    ["三、国内贸易"],
    ["社会消费品零售总额", "亿元", 2800.5, 3.9, 20400.2, -4.1],
    ["四、对外贸易"],
    ["出口总额", "亿元", 1400.2, 20.5, 9000.1, 10.7],
    ["进口总额", "亿元", 900.3, 8.1, 6600.4, -1.7],
    ["五、价格"],
    ["居民消费价格指数", "上年同期=100", 101.7, "", 103.4, ""],
]
MONTHLY_ROWS = expect("""
@ 370000 2020-09 single
industry_va D4=9.4
real_estate_investment C7=900.1亿元 D7=12
retail C9=2800.5亿元 D9=3.9
exports C11=1400.2亿元 D11=20.5
imports C12=900.3亿元 D12=8.1
cpi C14=1.7
@ 370000 2020-09 ytd
industry_va F4=3.3
fai F6=2.9
real_estate_investment E7=6800.2亿元 F7=9.6
retail E9=20400.2亿元 F9=-4.1
exports E11=9000.1亿元 F11=10.7
imports E12=6600.4亿元 F12=-1.7
cpi E14=3.4
""")
add("province by month.xlsx", "bulletin", book({"月报": MONTHLY}, ("A1:F1",)), MONTHLY_ROWS, warnings=1)
add("province by month.csv", "bulletin", quoted(MONTHLY, "utf-16"), MONTHLY_ROWS, warnings=1)
add(
    "province of the yearbook's site.csv",
    "nbs",
    quoted(
        [
            ["数据库：分省月度数据"],
            ["地区：江苏省"],
            ["时间：最近3个月"],
            ["指标", "2020年9月", "2020年8月", "2020年7月"],
            ["社会消费品零售总额_当期值(亿元)", "3200.5", "3100.2", "2980.1"],
            ["社会消费品零售总额_累计值(亿元)", "26300.5", "23100.1", "20000.2"],
            ["房地产投资_累计值(亿元)", "9800.1", "8700.3", "7500.5"],
            ["房地产投资累计增长(%)", "7.7", "7.1", "6.0"],
            ["数据来源：国家统计局"],
        ]
    ),
    expect("""
@ 320000 2020-09 single
retail B5=3200.5亿元
@ 320000 2020-08 single
retail C5=3100.2亿元
@ 320000 2020-07 single
retail D5=2980.1亿元
@ 320000 2020-09 ytd
retail B6=26300.5亿元
real_estate_investment B7=9800.1亿元 B8=7.7
@ 320000 2020-08 ytd
retail C6=23100.1亿元
real_estate_investment C7=8700.3亿元 C8=7.1
@ 320000 2020-07 ytd
retail D6=20000.2亿元
real_estate_investment D7=7500.5亿元 D8=6
"""),
)
add(
    "provinces and months.csv",
    "nbs",
    quoted(
        [
            ["数据库：分省月度数据"],
            ["指标：固定资产投资额_累计增长(%)"],
            ["时间：最近2个月"],
            ["地区", "2020年9月", "2020年8月"],
            ["江苏省", "-0.3", "-1.2"],
            ["山东省", "2.9", "2.3"],
            ["数据来源：国家统计局"],
        ],
        "gbk",
    ),
    expect("""
@ 320000 2020-09 ytd
fai B5=-0.3
@ 320000 2020-08 ytd
fai C5=-1.2
@ 370000 2020-09 ytd
fai B6=2.9
@ 370000 2020-08 ytd
fai C6=2.3
"""),
)
add(
    "electricity of the nation.csv",
    "nbs",
    quoted(
        [
            ["数据库：月度数据"],
            ["时间：最近2个月"],
            ["指标", "2020年9月", "2020年8月"],
            ["国家财政收入_累计值(亿元)", "141002.0", "126768.0"],
            ["出口总值_当期值(千美元)", "239760000", "235260000"],
            ["居民消费价格指数(上年同期=100)_累计值", "103.3", "103.5"],
            ["工业生产者出厂价格指数(上年同期=100)_累计值", "98.0", "98.0"],
            ["数据来源：国家统计局"],
        ]
    ),
    expect("""
@ 100000 2020-09 ytd
cpi B6=3.3
ppi B7=-2
@ 100000 2020-08 ytd
cpi C6=3.5
ppi C7=-2
"""),
    warnings=2,
)
add(
    "two provinces quarters.xlsx",
    "bulletin",
    book(
        {
            "GDP": [
                ["2020年前三季度各省地区生产总值"],
                ["地区", "GDP总量（亿元）", "名义增量（亿元）", "实际增速（%）"],
                ["江苏省", 73808.77, 1608.7, 2.5],
                ["山东省", 52186.01, 605.2, 1.9],
                ["资料来源：各省统计局"],
            ]
        }
    ),
    expect("""
@ 320000 2020-09 ytd
gdp B3=73808.77亿元 D3=2.5
@ 370000 2020-09 ytd
gdp B4=52186.01亿元 D4=1.9
"""),
    warnings=1,
)
