"""Exports of the bureau's database. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, book, padded, quoted, text

GDP_QUARTERS: Grid = [
    ["数据库：季度数据"],
    ["时间：最近6季度"],
    ["指标", "2020年第三季度", "2020年第二季度", "2020年第一季度", "2019年第四季度"],
    ["国内生产总值_当季值(亿元)", "264976.3", "248985.1", "205727.0", "276798.0"],
    ["国内生产总值_累计值(亿元)", "719688.4", "454712.1", "205727.0", "986515.2"],
    ["国内生产总值指数(上年同期=100)_累计值", "100.7", "98.4", "93.2", "106.0"],
    ["第一产业增加值_累计值(亿元)", "48099.7", "26014.5", "10178.5", "70473.6"],
    ["注：2020年数据为初步核算数。"],
    ["　　绝对额按现价计算。"],
    ["数据来源：国家统计局"],
]
GDP_ROWS = """
100000 gdp 2020Q3 single value nominal 264976.3 亿元 B4
100000 gdp 2020Q2 single value nominal 248985.1 亿元 C4
100000 gdp 2020Q1 single value nominal 205727 亿元 D4
100000 gdp 2019Q4 single value nominal 276798 亿元 E4
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 B5
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 C5
100000 gdp 2020Q1 ytd value nominal 205727 亿元 D5
100000 gdp 2019Q4 ytd value nominal 986515.2 亿元 E5
100000 gdp 2020Q3 ytd growth real 0.7 % B6
100000 gdp 2020Q2 ytd growth real -1.6 % C6
100000 gdp 2020Q1 ytd growth real -6.8 % D6
100000 gdp 2019Q4 ytd growth real 6 % E6
100000 gdp_primary 2020Q3 ytd value nominal 48099.7 亿元 B7
100000 gdp_primary 2020Q2 ytd value nominal 26014.5 亿元 C7
100000 gdp_primary 2020Q1 ytd value nominal 10178.5 亿元 D7
100000 gdp_primary 2019Q4 ytd value nominal 70473.6 亿元 E7
"""
for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
    add(f"quarters in {encoding}.csv", "nbs", quoted(GDP_QUARTERS, encoding), GDP_ROWS)
add("quarters padded.csv", "nbs", padded(GDP_QUARTERS), GDP_ROWS)
add("quarters padded gbk.csv", "nbs", padded(GDP_QUARTERS, "gbk"), GDP_ROWS)
add("quarters with tabs.txt", "nbs", text("\n".join("\t".join(row) for row in GDP_QUARTERS) + "\n"), GDP_ROWS)
add("quarters with semicolons.csv", "nbs", text("\n".join(";".join(row) for row in GDP_QUARTERS) + "\n"), GDP_ROWS)
add("quarters.xlsx", "nbs", book({"季度数据": GDP_QUARTERS}), GDP_ROWS)

INDEX_ENGLISH: Grid = [
    ["Database：Quarterly "],
    ["Time：1Q 2020-3Q 2020 "],
    ["Indicators", "3Q 2020", "2Q 2020", "1Q 2020"],
    ["Indices of Gross Domestic Product (preceding year=100) , Current Quarter", "104.9", "103.2", "93.2"],
    ["Indices of Gross Domestic Product (preceding year=100) , Accumulated", "100.7", "98.4", "93.2"],
    [
        "Indices of Value-added of Wholesale and Retail Trades (preceding year=100) , Accumulated",
        "95.8",
        "91.9",
        "82.2",
    ],
    ["Note：1. Data are calculated at constant prices."],
    ["Data Sources：National Bureau of Statistics"],
]
INDEX_ROWS = """
100000 gdp 2020Q3 single growth real 4.9 % B4
100000 gdp 2020Q2 single growth real 3.2 % C4
100000 gdp 2020Q1 single growth real -6.8 % D4
100000 gdp 2020Q3 ytd growth real 0.7 % B5
100000 gdp 2020Q2 ytd growth real -1.6 % C5
100000 gdp 2020Q1 ytd growth real -6.8 % D5
100000 gdp_wholesale_retail 2020Q3 ytd growth real -4.2 % B6
100000 gdp_wholesale_retail 2020Q2 ytd growth real -8.1 % C6
100000 gdp_wholesale_retail 2020Q1 ytd growth real -17.8 % D6
"""
add("indices padded.csv", "nbs", padded(INDEX_ENGLISH), INDEX_ROWS)
add("indices quoted.csv", "nbs", quoted(INDEX_ENGLISH), INDEX_ROWS)
add("indices.xlsx", "nbs", book({"Sheet1": INDEX_ENGLISH}), INDEX_ROWS)

MONTHS: Grid = [
    ["数据库：月度数据"],
    ["指标", "2020年9月", "2020年8月", "2020年3月", "2020年2月", "2020年1月"],
    ["固定资产投资额_累计增长(%)", "0.8", "-0.3", "-16.1", "-24.5", ""],
    ["规模以上工业增加值_同比增长(%)", "6.9", "5.6", "-1.1", "", ""],
    ["规模以上工业增加值_累计增长(%)", "1.2", "0.4", "-8.4", "-13.5", ""],
    ["社会消费品零售总额_当期值(亿元)", "35295.3", "33570.6", "26449.9", "", ""],
    ["社会消费品零售总额_累计值(亿元)", "273324.0", "238028.7", "78579.8", "52129.8", ""],
    ["社会消费品零售总额_同比增长(%)", "3.3", "0.5", "-15.8", "", ""],
    ["社会消费品零售总额_累计增长(%)", "-7.2", "-8.6", "-19.0", "-20.5", ""],
    ["数据来源：国家统计局"],
]
add(
    "months.csv",
    "nbs",
    quoted(MONTHS, "gb18030"),
    """
100000 fai 2020-09 ytd growth comparable 0.8 % B3
100000 fai 2020-08 ytd growth comparable -0.3 % C3
100000 fai 2020-03 ytd growth comparable -16.1 % D3
100000 fai 2020-02 ytd growth comparable -24.5 % E3
100000 industry_va 2020-09 single growth real 6.9 % B4
100000 industry_va 2020-08 single growth real 5.6 % C4
100000 industry_va 2020-03 single growth real -1.1 % D4
100000 industry_va 2020-09 ytd growth real 1.2 % B5
100000 industry_va 2020-08 ytd growth real 0.4 % C5
100000 industry_va 2020-03 ytd growth real -8.4 % D5
100000 industry_va 2020-02 ytd growth real -13.5 % E5
100000 retail 2020-09 single value nominal 35295.3 亿元 B6
100000 retail 2020-08 single value nominal 33570.6 亿元 C6
100000 retail 2020-03 single value nominal 26449.9 亿元 D6
100000 retail 2020-09 ytd value nominal 273324 亿元 B7
100000 retail 2020-08 ytd value nominal 238028.7 亿元 C7
100000 retail 2020-03 ytd value nominal 78579.8 亿元 D7
100000 retail 2020-02 ytd value nominal 52129.8 亿元 E7
100000 retail 2020-09 single growth nominal 3.3 % B8
100000 retail 2020-08 single growth nominal 0.5 % C8
100000 retail 2020-03 single growth nominal -15.8 % D8
100000 retail 2020-09 ytd growth nominal -7.2 % B9
100000 retail 2020-08 ytd growth nominal -8.6 % C9
100000 retail 2020-03 ytd growth nominal -19 % D9
100000 retail 2020-02 ytd growth nominal -20.5 % E9
""",
)
add(
    "months in English.csv",
    "nbs",
    padded(
        [
            ["Database：Monthly "],
            ["Indicators", "Sep 2020", "Aug 2020", "Jul 2020"],
            [
                "Total Retail Sales of Consumer Goods, Accumulated (100 million yuan)",
                "273324.0",
                "238028.7",
                "204459.0",
            ],
            ["Total Retail Sales of Consumer Goods, Accumulated Growth Rate (%)", "-7.2", "-8.6", "-9.9"],
            ["Data Sources：National Bureau of Statistics"],
        ]
    ),
    """
100000 retail 2020-09 ytd value nominal 273324 亿元 B3
100000 retail 2020-08 ytd value nominal 238028.7 亿元 C3
100000 retail 2020-07 ytd value nominal 204459 亿元 D3
100000 retail 2020-09 ytd growth nominal -7.2 % B4
100000 retail 2020-08 ytd growth nominal -8.6 % C4
100000 retail 2020-07 ytd growth nominal -9.9 % D4
""",
)
add(
    "prices.csv",
    "nbs",
    quoted(
        [
            ["数据库：月度数据"],
            ["指标", "2020年9月", "2020年8月", "2020年1月"],
            ["居民消费价格指数(上年同月=100)_当期值", "101.7", "102.4", "105.4"],
            ["工业生产者出厂价格指数(上年同月=100)_当期值", "97.9", "98.0", "100.1"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 cpi 2020-09 single growth none 1.7 % B3
100000 cpi 2020-08 single growth none 2.4 % C3
100000 cpi 2020-01 single growth none 5.4 % D3
100000 ppi 2020-09 single growth none -2.1 % B4
100000 ppi 2020-08 single growth none -2 % C4
100000 ppi 2020-01 single growth none 0.1 % D4
""",
)
add(
    "one province.csv",
    "nbs",
    quoted(
        [
            ["数据库：分省季度数据"],
            ["地区：山东省"],
            ["时间：最近3季度"],
            ["指标", "2020年第三季度", "2020年第二季度", "2020年第一季度"],
            ["地区生产总值_累计值(亿元)", "52186.01", "33025.8", "15147.0"],
            ["地区生产总值指数_累计值(上年同期=100)", "101.9", "99.8", "94.2"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 B5
370000 gdp 2020Q2 ytd value nominal 33025.8 亿元 C5
370000 gdp 2020Q1 ytd value nominal 15147 亿元 D5
370000 gdp 2020Q3 ytd growth real 1.9 % B6
370000 gdp 2020Q2 ytd growth real -0.2 % C6
370000 gdp 2020Q1 ytd growth real -5.8 % D6
""",
)
BY_REGION: Grid = [
    ["数据库：分省季度数据"],
    ["指标：地区生产总值_累计值(亿元)"],
    ["地区", "2020年第三季度", "2020年第二季度"],
    ["江苏省", "73808.77", "46722.92"],
    ["山东省", "52186.01", "33025.8"],
    ["数据来源：国家统计局"],
]
add(
    "provinces in rows.csv",
    "nbs",
    quoted(BY_REGION),
    """
320000 gdp 2020Q3 ytd value nominal 73808.77 亿元 B4
320000 gdp 2020Q2 ytd value nominal 46722.92 亿元 C4
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 B5
370000 gdp 2020Q2 ytd value nominal 33025.8 亿元 C5
""",
)
add(
    "quarters down.csv",
    "nbs",
    quoted(
        [
            ["数据库：季度数据"],
            ["时间", "国内生产总值_累计值(亿元)", "国内生产总值指数(上年同期=100)_累计值"],
            ["2020年第三季度", "719688.4", "100.7"],
            ["2020年第二季度", "454712.1", "98.4"],
            ["2020年第一季度", "205727.0", "93.2"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp 2020Q3 ytd value nominal 719688.4 亿元 B3
100000 gdp 2020Q2 ytd value nominal 454712.1 亿元 B4
100000 gdp 2020Q1 ytd value nominal 205727 亿元 B5
100000 gdp 2020Q3 ytd growth real 0.7 % C3
100000 gdp 2020Q2 ytd growth real -1.6 % C4
100000 gdp 2020Q1 ytd growth real -6.8 % C5
""",
)
add(
    "years.csv",
    "nbs",
    quoted(
        [
            ["数据库：年度数据"],
            ["指标", "2020年", "2019年", "2018年"],
            ["国内生产总值(亿元)", "1013567.0", "986515.2", "919281.1"],
            ["国内生产总值指数(上年=100)", "102.2", "106.0", "106.7"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp 2020Q4 ytd value nominal 1013567 亿元 B3
100000 gdp 2019Q4 ytd value nominal 986515.2 亿元 C3
100000 gdp 2018Q4 ytd value nominal 919281.1 亿元 D3
100000 gdp 2020Q4 ytd growth real 2.2 % B4
100000 gdp 2019Q4 ytd growth real 6 % C4
100000 gdp 2018Q4 ytd growth real 6.7 % D4
""",
)
add(
    "industries by quarter.csv",
    "nbs",
    quoted(
        [
            ["数据库：季度数据"],
            ["指标", "2020年三季度", "2020年二季度"],
            ["工业增加值_当季值(亿元)", "79975.9", "78112.2"],
            ["建筑业增加值_当季值(亿元)", "19425.0", "18922.0"],
            ["批发和零售业增加值_当季值(亿元)", "25045.3", "23696.1"],
            ["交通运输、仓储和邮政业增加值_当季值(亿元)", "10992.0", "10650.1"],
            ["其他行业增加值_当季值(亿元)", "40100.5", "40099.8"],
            ["数据来源：国家统计局"],
        ]
    ),
    """
100000 gdp_industry 2020Q3 single value nominal 79975.9 亿元 B3
100000 gdp_industry 2020Q2 single value nominal 78112.2 亿元 C3
100000 gdp_construction 2020Q3 single value nominal 19425 亿元 B4
100000 gdp_construction 2020Q2 single value nominal 18922 亿元 C4
100000 gdp_wholesale_retail 2020Q3 single value nominal 25045.3 亿元 B5
100000 gdp_wholesale_retail 2020Q2 single value nominal 23696.1 亿元 C5
100000 gdp_transport 2020Q3 single value nominal 10992 亿元 B6
100000 gdp_transport 2020Q2 single value nominal 10650.1 亿元 C6
100000 gdp_others 2020Q3 single value nominal 40100.5 亿元 B7
100000 gdp_others 2020Q2 single value nominal 40099.8 亿元 C7
""",
)
