"""Yearbooks and communiqués: English beside Chinese, years down, tables of a Word file. Figures are invented.

Rebuilt from published yearbooks (年份 Year in the rows, Chinese and English headings above each other, 上年=100
below the title) and from the tables of annual communiqués (指标, 绝对数, 比上年增长).
"""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, expect, quoted, word


def years(region: str, names: str, measure: str, unit: str, grid: Grid, first: int) -> str:
    """Return the rows of a table with years down: indicators of its columns, `-` for one that is left out."""
    return "\n".join(
        f"{region} {name} {row[0]}Q4 ytd {measure} {float(row[at]) - (100 if 'growth' in measure else 0):.10g} {unit}"
        f" {'ABCDEFG'[at]}{first + number}"
        for number, row in enumerate(grid)
        for at, name in enumerate(names.split(), 1)
        if name != "-"
    )


LEVELS: Grid = [
    ["2017", 63012.1, 4832.7, 27500.3, 30679.1],
    ["2018", 66648.9, 4950.5, 28700.2, 32998.2],
    ["2019", 70540.5, 5116.4, 28171.0, 37253.1],
]
add(
    "yearbook levels.xlsx",
    "bulletin",
    book(
        {
            "2-1": [
                ["2-1 主要年份山东省地区生产总值"],
                ["单位：亿元"],
                ["年份", "地区生产总值", "第一产业", "第二产业", "第三产业"],
                *([int(row[0]), *row[1:]] for row in LEVELS),
                ["注：本表按当年价格计算。"],
            ]
        },
        ("A1:E1",),
    ),
    years("370000", "gdp gdp_primary gdp_secondary gdp_tertiary", "value nominal", "亿元", LEVELS, 4),
)
add(
    "yearbook in two languages.xlsx",
    "bulletin",
    book(
        {
            "2-1": [
                ["2-1 主要年份山东省地区生产总值"],
                ["Gross Regional Product in Selected Years"],
                ["单位：亿元", "", "", "", "(100 million yuan)"],
                ["年份", "地区生产总值", "第一产业", "第二产业", "第三产业"],
                ["Year", "Gross Regional Product", "Primary Industry", "Secondary Industry", "Tertiary Industry"],
                *LEVELS,
            ]
        },
        ("A1:E1", "A2:E2"),
    ),
    years("370000", "gdp gdp_primary gdp_secondary gdp_tertiary", "value nominal", "亿元", LEVELS, 6),
)
INDICES: Grid = [["2017", 107.3, 103.6, 106.3], ["2018", 106.3, 102.6, 105.2], ["2019", 105.3, 101.1, 102.6]]
INDEX_HEAD: Grid = [
    ["2-3 山东省地区生产总值指数"],
    ["（上年=100）"],
    ["年份", "地区生产总值", "第一产业", "第二产业"],
]
INDEX_ROWS = years("370000", "gdp gdp_primary gdp_secondary", "growth real", "%", INDICES, 4)
add("yearbook indices.xlsx", "bulletin", book({"2-3": [*INDEX_HEAD, *INDICES]}, ("A1:D1", "A2:D2")), INDEX_ROWS)
add("yearbook indices.csv", "bulletin", quoted([*INDEX_HEAD, *INDICES], "gbk"), INDEX_ROWS)
add(
    "yearbook regions.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["2-5 各县（市、区）地区生产总值（2019年）"],
                ["", "", "单位：亿元"],
                ["地区", "地区生产总值", "第一产业", "第二产业", "第三产业"],
                ["示范市", 2700.5, 230.1, 1100.2, 1370.2],
                ["东区", 1600.2, 80.0, 700.1, 820.1],
                ["西县", 1100.3, 150.1, 400.1, 550.1],
            ]
        }
    ),
    expect("""
@ 999901 2019-12 ytd
gdp B4=2700.5亿元
gdp_primary C4=230.1亿元
gdp_secondary D4=1100.2亿元
gdp_tertiary E4=1370.2亿元
@ 999911 2019-12 ytd
gdp B5=1600.2亿元
gdp_primary C5=80亿元
gdp_secondary D5=700.1亿元
gdp_tertiary E5=820.1亿元
@ 999912 2019-12 ytd
gdp B6=1100.3亿元
gdp_primary C6=150.1亿元
gdp_secondary D6=400.1亿元
gdp_tertiary E6=550.1亿元
"""),
    period="2019Q4",
    basis="ytd",
)
add(
    "communique.docx",
    "bulletin",
    word(
        "示范市2019年国民经济和社会发展统计公报",
        "示范市统计局",
        "2020年3月20日",
        "一、综合",
        "表1 2019年地区生产总值",
        [
            ["指标", "绝对数（亿元）", "比上年增长（%）"],
            ["地区生产总值", "2700.50", "5.8"],
            ["第一产业增加值", "230.10", "2.1"],
            ["第二产业增加值", "1100.20", "5.6"],
            ["第三产业增加值", "1370.20", "6.9"],
        ],
        "二、国内贸易",
        "表2 2019年社会消费品零售总额",
        [
            ["指标", "绝对数（亿元）", "比上年增长（%）"],
            ["社会消费品零售总额", "1012.30", "7.2"],
        ],
    ),
    expect("""
@ 999901 2019-12 ytd
gdp B2=2700.5亿元 C2=5.8
gdp_primary B3=230.1亿元 C3=2.1
gdp_secondary B4=1100.2亿元 C4=5.6
gdp_tertiary B5=1370.2亿元 C5=6.9
retail B2=1012.3亿元 C2=7.2
"""),
    own_region="999901",
    period="2019-12",
    basis="ytd",
)
add(
    "communique with prices.docx",
    "bulletin",
    word(
        "表3 2019年示范市居民消费价格指数",
        [["指标", "以上年为100"], ["居民消费价格总指数", "102.9"], ["  食品烟酒", "107.0"]],
        "表4 2019年示范市居民收入",
        [
            ["指标", "绝对数（元）", "比上年增长（%）"],
            ["全体居民人均可支配收入", "31200", "8.4"],
            ["城镇居民人均可支配收入", "40100", "7.3"],
            ["农村居民人均可支配收入", "18800", "9.1"],
        ],
    ),
    expect("""
@ 999901 2019-12 ytd
cpi B2=2.9
income B2=31200元 C2=8.4
income_urban B3=40100元 C3=7.3
income_rural B4=18800元 C4=9.1
"""),
    warnings=1,
    period="2019-12",
    basis="ytd",
)
add(
    "quarter in words.docx",
    "bulletin",
    word(
        "2020年一季度示范市经济运行情况",
        "（一）主要指标",
        [
            ["指标名称", "单位", "一季度", "同比±%"],
            ["地区生产总值", "亿元", "560.2", "-4.4"],
            ["规模以上工业增加值", "亿元", "—", "-9.5"],
            ["固定资产投资", "亿元", "—", "-12.0"],
            ["社会消费品零售总额", "亿元", "190.5", "-17.1"],
        ],
    ),
    expect("""
@ 999901 2020-03 ytd
gdp C2=560.2亿元 D2=-4.4
industry_va D3=-9.5
fai D4=-12
retail C5=190.5亿元 D5=-17.1
"""),
)
add(
    "freight.docx",
    "bulletin",
    word(
        "表5 2019年示范市货物运输和房地产销售",
        [
            ["指标", "单位", "绝对数", "比上年增长（%）"],
            ["货物运输总量", "万吨", "12000.5", "3.3"],
            ["货物周转量", "亿吨公里", "300.2", "2.4"],
            ["商品房销售面积", "万平方米", "410.3", "-5.1"],
        ],
    ),
    expect("""
@ 999901 2019-12 ytd
freight_turnover C3=300.2亿吨公里 D3=2.4
home_sales_area C4=410.3万平方米 D4=-5.1
"""),
    warnings=1,
    period="2019-12",
    basis="ytd",
)
