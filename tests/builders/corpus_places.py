"""Whose figures they are: provinces beside cities, groups of rows, titles of several. Invented."""

from __future__ import annotations

from tests.builders.corpus_making import Grid, add, ask, book, expect, word

TITLE = ["示范市2020年1—9月主要经济指标"]
HEAD = ["指标", "单位", "1—9月", "增长（%）"]
CITY: Grid = [["社会消费品零售总额", "亿元", 704.6, 2.9], ["固定资产投资", "亿元", 1210.5, 4.1]]
PROVINCE: Grid = [["出口总额", "亿元", 3400.1, 2.1], ["进口总额", "亿元", 2410.1, 1.1]]
OF_TWO = expect(
    """
@ 999901 2020-09 ytd
retail C3=704.6亿元 D3=2.9
fai C4=1210.5亿元 D4=4.1
@ 990000 2020-09 ytd
exports C6=3400.1亿元 D6=2.1
imports C7=2410.1亿元 D7=1.1
"""
)
for number, line in enumerate(("全省", "二、全省情况", "附：全省"), start=1):
    grid = [TITLE, HEAD, *CITY, [line], *PROVINCE]
    add(f"the province below the city {number}.xlsx", "bulletin", book({"表": grid}), OF_TWO, own_region="999901")

add(
    "a place once for a group.xlsx",
    "bulletin",
    book(
        {
            "表": [
                ["主要指标（2020年1—9月）"],
                ["地区", *HEAD],
                ["全市", *CITY[0]],
                ["", *CITY[1]],
                ["东区", *PROVINCE[0]],
                ["", *PROVINCE[1]],
            ]
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
retail D3=704.6亿元 E3=2.9
fai D4=1210.5亿元 E4=4.1
@ 999911 2020-09 ytd
exports D5=3400.1亿元 E5=2.1
imports D6=2410.1亿元 E6=1.1
"""
    ),
    own_region="999901",
)
add(
    "growth of several places.xlsx",
    "bulletin",
    book({"表": [TITLE, ["指标", "全国增速%", "全省增速%", "全市增速%"], ["固定资产投资", 0.8, 2.9, 4.1]]}),
    expect(
        """
@ 100000 2020-09 ytd
fai B3=0.8
@ 990000 2020-09 ytd
fai C3=2.9
@ 999901 2020-09 ytd
fai D3=4.1
"""
    ),
    own_region="999901",
)

ask(
    "the province below the city's title.xlsx",
    book({"表": [["示范市统计月报"], ["2020年1—9月全省主要经济指标"], HEAD, *PROVINCE]}),
    "--region",
    own_region="999901",
)
ask(
    "the province over the names.xlsx",
    book({"表": [TITLE, ["全省指标", *HEAD[1:]], *PROVINCE]}),
    "全省指标",
    own_region="999901",
)
ask("a sheet of the province.xlsx", book({"全省": [TITLE, HEAD, *PROVINCE]}), "--region", own_region="999901")
for number, sentence in enumerate(("全省数据如下：", "下表为东区数据。"), start=1):
    ask(
        f"the text above the table {number}.docx",
        word("示范市2020年1—9月主要经济指标", sentence, [HEAD, *PROVINCE]),
        sentence,
        own_region="999901",
    )
for number, title in enumerate(("示范市与东区", "全国、全省、全市", "示范市各县区", "江苏省示范市"), start=1):
    grid = [[f"{title}2020年1—9月主要经济指标"], HEAD, *CITY]
    ask(f"several places {number}.xlsx", book({"表": grid}), "不止一个地区", own_region="999901")
ask("2020年8月月报.xlsx", book({"表": [TITLE, HEAD, *CITY]}), "--period", own_region="999901")
