"""Columns, lines and times of which nobody can know what they are: asked, or left out with a word. Invented."""

from __future__ import annotations

from tests.builders.corpus_making import add, ask, book, expect

TITLE = ["示范市2020年1—9月主要经济指标"]

add(
    "growth of earlier stretches.xlsx",
    "bulletin",
    book(
        {
            "表1": [
                TITLE,
                ["指标", "单位", "1—9月", "增长（%）", "1—8月", "上半年"],
                ["社会消费品零售总额", "亿元", 712.3, -1.2, -2.1, -4.5],
                ["出口总额", "亿元", 38.2, 3.4, 2.8, 1.1],
            ],
            "表2": [
                TITLE,
                ["指标", "单位", "1—9月", "增长（%）", "1—8月", "去年1—9月"],
                ["固定资产投资", "亿元", 900.1, -2.1, 790.4, 919.4],
                ["一般公共预算收入", "亿元", 150.6, 3.1, 131.2, 146.1],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
retail C3=712.3亿元 D3=-1.2
exports C4=38.2亿元 D4=3.4
fai C3=900.1亿元 D3=-2.1
fiscal_revenue C4=150.6亿元 D4=3.1
@ 999901 2020-08 ytd
fai E3=790.4亿元
fiscal_revenue E4=131.2亿元
@ 999901 2019-09 ytd
fai F3=919.4亿元
fiscal_revenue F4=146.1亿元
"""
    ),
    warnings=2,
)
add(
    "ranks of nobody knows what.xlsx",
    "bulletin",
    book(
        {
            "排名": [
                ["2020年1—9月主要经济指标排名"],
                ["地区", "地区生产总值", "固定资产投资"],
                ["示范市", 2, 1],
                ["东区", 3, 5],
            ],
            "增速": [
                ["2020年1—9月主要经济指标"],
                ["地区", "社会消费品零售总额增速（%）"],
                ["示范市", -1.2],
                ["东区", 0.4],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
retail B3=-1.2
@ 999911 2020-09 ytd
retail B4=0.4
"""
    ),
    warnings=2,
)
add(
    "per cent of nobody knows what.xlsx",
    "bulletin",
    book(
        {
            "表1": [
                ["示范市2020年1—9月主要指标"],
                ["单位：亿元"],
                ["指标", "1—9月", "%"],
                ["一般公共预算收入", 150.6, 74.3],
                ["一般公共预算支出", 341.1, 69.6],
            ],
            "表2": [
                ["示范市2020年1—9月主要指标增速"],
                ["指标", "%"],
                ["社会消费品零售总额", -1.2],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
fiscal_revenue B4=150.6亿元
fiscal_expenditure B5=341.1亿元
retail B3=-1.2
"""
    ),
    warnings=1,
)
add(
    "a line of growth over amounts.xlsx",
    "bulletin",
    book(
        {
            "表": [
                TITLE,
                ["指标", "单位", "1—9月", "增长（%）"],
                ["社会消费品零售总额", "亿元", 712.3, -1.2],
                ["增速"],
                ["出口总额", "亿元", 38.2, 3.4],
            ]
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
retail C3=712.3亿元 D3=-1.2
exports D5=3.4
"""
    ),
    warnings=1,
)
add(
    "words in columns.xlsx",
    "bulletin",
    book(
        {
            "表1": [
                TITLE,
                ["指标", "单位", "绝对额", "升降", "增长（%）"],
                ["出口总额", "亿元", 38.2, "下降", 1.2],
                ["进口总额", "亿元", 28.2, "增长", 0.4],
            ],
            "表2": [
                TITLE,
                ["指标", "单位", "口径", "绝对额", "增长（%）"],
                ["社会消费品零售总额", "亿元", "当月", 80.1, 2.1],
                ["一般公共预算收入", "亿元", "累计", 150.6, 3.1],
            ],
            "表3": [
                ["示范市2020年9月主要经济指标"],
                ["指标", "单位", "本月", "上月", "增长（%）", "同比（%）"],
                ["一般公共预算支出", "亿元", 12.1, 11.9, 1.7, 3.3],
            ],
            "表4": [
                ["示范市2020年1—9月同比下降的主要指标"],
                ["指标", "单位", "绝对额", "增长（%）"],
                ["固定资产投资", "亿元", 900.1, 2.1],
                ["全社会用电量", "亿千瓦时", 90.1, -1.1],
            ],
        }
    ),
    expect(
        """
@ 999901 2020-09 ytd
exports C3=38.2亿元
imports C4=28.2亿元 E4=0.4
fiscal_revenue D4=150.6亿元 E4=3.1
fai C3=900.1亿元
electricity C4=90.1亿千瓦时 D4=-1.1
@ 999901 2020-09 single
retail D3=80.1亿元 E3=2.1
fiscal_expenditure C3=12.1亿元 F3=3.3
"""
    ),
    warnings=6,
)
ask(
    "one year beside months.xlsx",
    book({"表": [TITLE, ["指标", "单位", "2019年", "2020年1—9月"], ["社会消费品零售总额", "亿元", 990.2, 712.3]]}),
    "C3",
    "2019年全年",
)
ask(
    "third quarter alone.xlsx",
    book({"表": [["示范市2020年三季度主要经济指标"], ["指标", "单位", "三季度"], ["地区生产总值", "亿元", 2012.3]]}),
    "C3",
    "--basis",
)
ask(
    "a line of the month below the year so far.xlsx",
    book(
        {
            "表": [
                TITLE,
                ["指标", "单位", "1—9月", "增长（%）"],
                ["社会消费品零售总额", "亿元", 712.3, -1.2],
                ["当月"],
                ["出口总额", "亿元", 4.2, 3.4],
            ]
        }
    ),
    "C5",
    "当月",
)
