"""Monthly tables of statistical bureaus of cities and counties. Figures are invented.

Layouts are rebuilt from pages that bureaus publish: progress tables in numbered sections with 9月, 1-9月累计 and
累计增长% (Zhongshan), one table a subject with 本月 and 1-本月 (Shanghai), districts in rows or in columns.
"""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, expect, quoted, text

SECTIONS: Grid = [
    ["示范市2020年1-9月进度数据"],
    ["1、地区生产总值"],
    ["", "9月", "1-9月累计", "累计"],
    ["", "", "", "增长%"],
    ["地区生产总值(亿元)", "——", 2012.34, 3.1],
    ["第一产业", "——", 180.5, 2.0],
    ["第二产业", "——", 800.1, 3.5],
    ["第三产业", "——", 1031.74, 2.9],
    ["注：绝对数按现行价计算，增长按可比价计算。"],
    ["2、工业生产"],
    ["", "9月", "1-9月累计", "累计"],
    ["", "", "", "增长%"],
    ["规模以上工业增加值(亿元)", 70.6, 561.3, 4.1],
    ["3、消费"],
    ["", "9月", "1-9月累计", "累计"],
    ["", "", "", "增长%"],
    ["社会消费品零售总额(亿元)", 81.23, 712.35, -1.2],
]
add(
    "numbered sections.xlsx",
    "bulletin",
    book({"进度": SECTIONS}, ("A1:D1",)),
    expect("""
@ 999901 2020-09 ytd
gdp C5=2012.34亿元 D5=3.1
gdp_primary C6=180.5亿元 D6=2
gdp_secondary C7=800.1亿元 D7=3.5
gdp_tertiary C8=1031.74亿元 D8=2.9
industry_va C13=561.3亿元 D13=4.1
retail C17=712.35亿元 D17=-1.2
@ 999901 2020-09 single
industry_va B13=70.6亿元
retail B17=81.23亿元
"""),
)
SUBJECT: Grid = [
    ["示范市社会消费品零售总额"],
    ["2020年9月"],
    ["指标", "本月", "比去年同月增长(%)", "1-本月", "比去年同期增长(%)"],
    ["社会消费品零售总额（亿元）", 81.23, 2.1, 712.35, -1.2],
    ["  # 批发零售业", 70.1, 2.5, 600.2, -0.8],
    ["    住宿餐饮业", 11.13, -0.4, 112.15, -3.3],
]
SUBJECT_ROWS = expect("""
@ 999901 2020-09 single
retail B4=81.23亿元 C4=2.1
@ 999901 2020-09 ytd
retail D4=712.35亿元 E4=-1.2
""")
add("one subject.xlsx", "bulletin", book({"消费": SUBJECT}, ("A1:E1", "A2:E2")), SUBJECT_ROWS, warnings=2)
add("one subject.csv", "bulletin", quoted(SUBJECT, "gbk"), SUBJECT_ROWS, warnings=2)
add(
    "districts with two ranks.xlsx",
    "bulletin",
    book(
        {
            "分县区": [
                ["2020年1-9月分县（市、区）规模以上工业增加值和固定资产投资"],
                ["地区", "规模以上工业增加值", "", "固定资产投资", ""],
                ["", "增速（%）", "增速位次", "增速（%）", "增速位次"],
                ["示范市", 4.1, "", 0.5, ""],
                ["东  区", 4.8, 1, 1.1, 1],
                ["西  县", 3.3, 2, -0.4, 2],
            ]
        },
        ("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
    ),
    expect("""
@ 999901 2020-09 ytd
industry_va B4=4.1
fai D4=0.5
@ 999911 2020-09 ytd
industry_va B5=4.8 C5=1位
fai D5=1.1 E5=1位
@ 999912 2020-09 ytd
industry_va B6=3.3 C6=2位
fai D6=-0.4 E6=2位
"""),
    warnings=1,
)
add(
    "districts across.xlsx",
    "bulletin",
    book(
        {
            "分县区": [
                ["2020年前三季度各县（市、区）主要指标增速（%）"],
                ["指标", "示范市", "东区", "西县"],
                ["地区生产总值", 3.1, 3.3, 2.8],
                ["规模以上工业增加值", 4.1, 4.8, 3.3],
                ["社会消费品零售总额", -1.2, -0.9, "-1.7"],
            ]
        },
        ("A1:D1",),
    ),
    expect("""
@ 999901 2020-09 ytd
gdp B3=3.1
industry_va B4=4.1
retail B5=-1.2
@ 999911 2020-09 ytd
gdp C3=3.3
industry_va C4=4.8
retail C5=-0.9
@ 999912 2020-09 ytd
gdp D3=2.8
industry_va D4=3.3
retail D5=-1.7
"""),
)
add(
    "one indicator by district and month.xlsx",
    "bulletin",
    book(
        {
            "投资": [
                ["示范市分县区固定资产投资累计增速（%）"],
                ["县（市、区）", "2020年1-7月", "2020年1-8月", "2020年1-9月"],
                ["全市", -1.1, -0.2, 0.5],
                ["东区", -0.3, 0.4, 1.1],
                ["西县", "-2.2", "-1.3", "-0.4"],
            ]
        }
    ),
    expect("""
@ 999901 2020-07 ytd
fai B3=-1.1
@ 999901 2020-08 ytd
fai C3=-0.2
@ 999901 2020-09 ytd
fai D3=0.5
@ 999911 2020-07 ytd
fai B4=-0.3
@ 999911 2020-08 ytd
fai C4=0.4
@ 999911 2020-09 ytd
fai D4=1.1
@ 999912 2020-07 ytd
fai B5=-2.2
@ 999912 2020-08 ytd
fai C5=-1.3
@ 999912 2020-09 ytd
fai D5=-0.4
"""),
    own_region="999901",
)
add(
    "budget of districts.xlsx",
    "bulletin",
    book(
        {
            "财政": [
                ["示范市2020年1-9月分县区一般公共预算收入"],
                ["", "", "单位：万元、%"],
                ["县区", "本月止累计", "同比增长"],
                ["全  市", 1205000, -3.0],
                ["东  区", 702100, -2.2],
                ["西  县", 502900, -4.1],
            ]
        },
        ("A1:C1",),
    ),
    expect("""
@ 999901 2020-09 ytd
fiscal_revenue B4=120.5亿元 C4=-3
@ 999911 2020-09 ytd
fiscal_revenue B5=70.21亿元 C5=-2.2
@ 999912 2020-09 ytd
fiscal_revenue B6=50.29亿元 C6=-4.1
"""),
)
add(
    "统计月报2020年8月.xlsx",
    "bulletin",
    book(
        {
            "封面": [["统计月报"], ["示范市统计局"], ["2020年9月20日"]],
            "工业": [
                ["规模以上工业"],
                ["指标", "8月增长（%）", "1-8月增长（%）"],
                ["规模以上工业增加值", 5.1, -1.0],
                ["  国有控股企业", 4.0, -2.0],
            ],
            "用电": [
                ["全社会用电量"],
                ["指标", "单位", "8月", "1-8月", "1-8月增长（%）"],
                ["全社会用电量", "万千瓦时", 61234, 480000, 1.5],
                ["工业用电量", "万千瓦时", 40111, 310000, 0.7],
            ],
        }
    ),
    expect("""
@ 999901 2020-08 single
industry_va B3=5.1
electricity C3=6.1234亿千瓦时
electricity_industry C4=4.0111亿千瓦时
@ 999901 2020-08 ytd
industry_va C3=-1
electricity D3=48亿千瓦时 E3=1.5
electricity_industry D4=31亿千瓦时 E4=0.7
"""),
    warnings=1,
    own_region="999901",
)
add(
    "last year beside growth.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市主要经济指标"],
                ["指标名称", "计量单位", "2020年1-9月", "2019年1-9月", "增长（%）"],
                ["社会消费品零售总额", "万元", 7123500, 7210000, -1.2],
                ["一般公共预算收入", "万元", 1205000, 1242000, -3.0],
            ]
        }
    ),
    expect("""
@ 999901 2020-09 ytd
retail C3=712.35亿元 E3=-1.2
fiscal_revenue C4=120.5亿元 E4=-3
@ 999901 2019-09 ytd
retail D3=721亿元
fiscal_revenue D4=124.2亿元
"""),
)
add(
    "growth now and then.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["示范市2020年1-9月主要指标增速对比"],
                ["指标", "2020年1-9月增长（%）", "2019年1-9月增长（%）"],
                ["地区生产总值", 3.1, 6.4],
                ["规模以上工业增加值", 4.1, 7.7],
                ["固定资产投资", 0.5, "-2.0"],
            ]
        }
    ),
    expect("""
@ 999901 2020-09 ytd
gdp B3=3.1
industry_va B4=4.1
fai B5=0.5
@ 999901 2019-09 ytd
gdp C3=6.4
industry_va C4=7.7
fai C5=-2
"""),
)
add(
    "city against province and nation.xlsx",
    "bulletin",
    book(
        {
            "对比": [
                ["2020年1-9月全国、山东省、示范市主要指标增速（%）"],
                ["指标", "全国", "山东省", "示范市"],
                ["地区生产总值", 0.7, 1.9, 3.1],
                ["规模以上工业增加值", 1.2, 3.3, 4.1],
                ["固定资产投资", 0.8, 2.9, 0.5],
                ["社会消费品零售总额", -7.2, -4.1, -1.2],
            ]
        }
    ),
    expect("""
@ 100000 2020-09 ytd
gdp B3=0.7
industry_va B4=1.2
fai B5=0.8
retail B6=-7.2
@ 370000 2020-09 ytd
gdp C3=1.9
industry_va C4=3.3
fai C5=2.9
retail C6=-4.1
@ 999901 2020-09 ytd
gdp D3=3.1
industry_va D4=4.1
fai D5=0.5
retail D6=-1.2
"""),
)
add(
    "months of a year across.csv",
    "bulletin",
    text(
        "示范市2020年规模以上工业增加值增速（%）\n"
        "指标,1-2月,1-3月,1-4月,1-5月,1-6月\n"
        "规模以上工业增加值,-15.0,-9.5,-6.0,-3.9,-1.8\n",
        "gb18030",
    ),
    expect("""
@ 999901 2020-02 ytd
industry_va B3=-15
@ 999901 2020-03 ytd
industry_va C3=-9.5
@ 999901 2020-04 ytd
industry_va D3=-6
@ 999901 2020-05 ytd
industry_va E3=-3.9
@ 999901 2020-06 ytd
industry_va F3=-1.8
"""),
)
