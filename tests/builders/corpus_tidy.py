"""The tidy layout and the filled template. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

from tests.builders.corpus_making import FIXTURES, Grid, add, book, parquet, quoted

TIDY_HEAD = (
    "region indicator period basis measure price value unit released_on release_basis vintage source note".split()
)
TIDY: Grid = [
    TIDY_HEAD,
    ["370000", "gdp", "2020Q3", "ytd", "growth", "real", "1.9", "%", "2020-10-21", "actual", "first", "月报第3页", ""],
    [
        "370000",
        "gdp",
        "2020Q3",
        "ytd",
        "value",
        "nominal",
        "52186.01",
        "亿元",
        "2020-10-21",
        "actual",
        "first",
        "月报第3页",
        "=1+1",
    ],
]
TIDY_ROWS = """
370000 gdp 2020Q3 ytd growth real 1.9 % 月报第3页
370000 gdp 2020Q3 ytd value nominal 52186.01 亿元 月报第3页
"""


add("tidy.csv", "tidy", quoted(TIDY), TIDY_ROWS)
add("tidy with mark.csv", "tidy", quoted(TIDY, "utf-8-sig"), TIDY_ROWS)
add("tidy in gbk.csv", "tidy", quoted(TIDY, "gbk"), TIDY_ROWS)
add("tidy.xlsx", "tidy", book({"数据": TIDY}), TIDY_ROWS)
add("tidy.parquet", "tidy", parquet(TIDY), TIDY_ROWS)
TEMPLATE: Grid = [
    ["地区", "指标", "时期", "累计或当期", "增速或数值", "数值", "单位", "发布日期", "来源", "备注"],
    ["示范市", "地区生产总值", "2020年前三季度", "", "增速", 3.1, "%", "2020-10-25", "公报", ""],
    ["", "固定资产投资（不含农户）", "2020-09", "累计", "", -0.4, "%", "", "", ""],
    ["999901", "retail", "2020年1-9月", "", "数值", 7123456, "万元", "", "", ""],
    ["示范市", "规模以上工业增加值", "2020年9月", "当月", "增速", "下降0.3", "%", "2020-10-19", "", ""],
    ["说明：一行一个数"],
]
add(
    "filled template.xlsx",
    "tidy",
    book({"数据": TEMPLATE, "说明": [["一行一个数。"]]}),
    """
999901 gdp 2020Q3 ytd growth real 3.1 % 公报
999901 fai 2020-09 ytd growth comparable -0.4 % F3
999901 retail 2020-09 ytd value nominal 712.3456 亿元 F4
999901 industry_va 2020-09 single growth real -0.3 % F5
""",
    own_region="999901",
)
add(
    "filled template.csv",
    "tidy",
    quoted(TEMPLATE, "gb18030"),
    "\n".join(FIXTURES[-1].rows.splitlines()),
    own_region="999901",
)
add(
    "few columns.csv",
    "tidy",
    quoted(
        [
            ["指标", "时期", "数值", "单位"],
            ["gdp", "2020年上半年", "1.1", "%"],
            ["energy_intensity", "2020", "-3.2", "%"],
        ]
    ),
    """
999901 gdp 2020Q2 ytd growth real 1.1 % C2
999901 energy_intensity 2020Q4 ytd growth comparable -3.2 % C3
""",
    region="999901",
)
