"""Rows of lists that are no projects of their own: sums under any name, parts, what is outside the list. Invented."""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, ask, book

TITLE = ["重点项目台账（2020年9月）　单位：万元"]
HEAD = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资", "1-9月完成投资"]
PARK: list[object] = [1, "冷链物流园", "新建", 97000, 45428, 31220]
RIVER: list[object] = [2, "滨河公园", "续建", 25000, 8286, 6954]
EAST, WEST = PARK[3:], RIVER[3:]
BOTH = [122000, 53714, 38174]
ONE = ({"project_name": "冷链物流园", "total_investment_wan_yuan": 97000.0, "ytd_done_wan_yuan": 31220.0},)
TWO = (*ONE, {"project_name": "滨河公园", "total_investment_wan_yuan": 25000.0, "ytd_done_wan_yuan": 6954.0})
FIRST = ["", "一期", "新建", 57000, 25428, 21220]
SECOND = ["", "二期", "新建", 40000, 20000, 10000]


def of(*rows: list[object]) -> dict[str, Grid]:
    """A ledger of these rows."""
    return {"项目": [TITLE, HEAD, *rows]}


SUMS: dict[str, list[list[object]]] = {
    "a sum above, of the city": [["", "示范市", "", *BOTH], PARK, RIVER],
    "a sum above, of a kind": [["", "产业类项目2个", "", *BOTH], PARK, RIVER],
    "sums within sums": [
        ["", "全市", "", *BOTH],
        ["", "东区", "", *EAST],
        PARK,
        ["", "西县", "", *WEST],
        RIVER,
    ],
    "groups by letters": [["A", "基础设施", "", *EAST], PARK, ["B", "产业", "", *WEST], RIVER],
    "groups by Roman numerals": [["Ⅰ", "基础设施", "", *EAST], PARK, ["Ⅱ", "产业", "", *WEST], RIVER],
    "groups in the serial column": [
        ["东区（1个）", "", "", *EAST],
        PARK,
        ["西县（1个）", "", "", *WEST],
        RIVER,
    ],
    "a sum below": [PARK, RIVER, ["", "汇总", "", *BOTH]],
    "a mean below": [PARK, RIVER, ["", "平均", "", 61000, 26857, 19087]],
    "a total split": [PARK, RIVER, ["总计", 2, "", *BOTH], ["其中新建", 1, "", *EAST], ["续建", 1, "", *WEST]],
}
for name, listed in SUMS.items():
    add(f"{name}.xlsx", "ledger", book(of(*listed)), records=TWO)

PARTS: dict[str, list[list[object]]] = {
    "parts without a number": [PARK, FIRST, SECOND, RIVER],
    "parts in circles": [PARK, ["①", *FIRST[1:]], ["②", *SECOND[1:]], RIVER],
    "parts behind 其中": [PARK, ["", "其中：一期", *FIRST[2:]], SECOND, RIVER],
    "no number and no sum": [PARK, ["", *RIVER[1:]], [2, "污水处理厂", "新建", 3000, 1000, 700]],
}
for name, listed in PARTS.items():
    third = {"project_name": "污水处理厂", "total_investment_wan_yuan": 3000.0, "ytd_done_wan_yuan": 700.0}
    records = (*TWO, third) if "no sum" in name else TWO
    add(f"{name}.xlsx", "ledger", book(of(*listed)), records=records, warnings=1)

OUTSIDE = (
    "以下为储备项目",
    "二、计划退出项目",
    "停建项目",
    "（二）已竣工项目",
    "附：2021年拟建项目",
    "以下项目不计入汇总",
)
for number, line in enumerate(OUTSIDE, start=1):
    add(f"outside the list {number}.xlsx", "ledger", book(of(PARK, [line], RIVER)), records=ONE, warnings=1)

ask(
    "a note of another unit.xlsx",
    book(of(PARK, ["注：以下单位为亿元"], [2, "滨河公园", "续建", 2.5, 0.8, 0.7])),
    "亿元",
)
ask(
    "the whole beside its parts.xlsx",
    book({"汇总": [TITLE, HEAD, PARK, RIVER], "东区": [TITLE, HEAD, PARK], "西县": [TITLE, HEAD, RIVER]}),
    "汇总",
    "--sheet",
)
ask("重点项目台账2021年9月.xlsx", book(of(PARK, RIVER)), "2020-09", "--period")
FIRMS: Grid = [
    ["企业名单（2020年9月）　单位：万元"],
    ["序号", "企业名称", "类别", "上年营业收入", "1-9月营业收入", "同比增长（%）", "入库方式", "来源"],
    [1, "甲公司", "工业", 1800, 1900, 0.121, "小升规", "企业自报"],
    [2, "乙公司", "工业", 1900, 1900, -0.031, "小升规", "企业自报"],
]
ask("growth of firms in fractions.xlsx", book({"企业": FIRMS}), "F3", "0.121")
