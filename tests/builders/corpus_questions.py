"""Files that must be asked about, each with what the question names: the cell or row, and what settles it. Invented."""

from __future__ import annotations

from tests.builders.corpus_formats import binary, open_document
from tests.builders.corpus_making import ask, book, quoted, word

TITLE = ["示范市2020年1—9月主要经济指标"]
HEAD = ["指标", "累计（亿元）", "增长（%）"]

ask(
    "no unit.xlsx",
    book({"表": [TITLE, ["指标", "累计", "增长（%）"], ["社会消费品零售总额", 712.35, -1.2]]}),
    "B3",
    "--unit",
)
ask(
    "no stretch.csv",
    quoted([["示范市2020年9月"], ["指标", "增长（%）"], ["社会消费品零售总额", "6.1"]]),
    "B3",
    "--basis",
)
ask("index under growth.xlsx", book({"表": [TITLE, HEAD, ["地区生产总值", 2012.34, 103.1]]}), "C3")
ask(
    "fractions.xlsx",
    book({"表": [TITLE, HEAD, ["地区生产总值", 2012.34, 0.031], ["社会消费品零售总额", 712.35, -0.012]]}),
    "C3",
    "--growth-in",
)
ask(
    "fractions.xlsb",
    binary({"表": [TITLE, HEAD, ["地区生产总值", 2012.34, 0.031], ["社会消费品零售总额", 712.35, -0.012]]}),
    "C3",
    "--growth-in",
)
ask("two values.xlsx", book({"表": [TITLE, HEAD, ["地区生产总值", 2012.34, "3.1/2.9"]]}), "C3")
ask(
    "year of a yearbook.xlsx",
    book({"表": [["2-5 示范市地区生产总值（2019年）"], HEAD, ["地区生产总值", 2700.5, 5.8]]}),
    "B3",
    "--period",
)
ask("blank title.docx", word([["指标", "增长（%）"], ["社会消费品零售总额", "6.1"]]), "--period", region="999901")
ask("a strange region.xlsx", book({"表": [["济南市2020年1—9月"], HEAD, ["地区生产总值", 2012.34, 3.1]]}), "济南")
ask(
    "years contradict.xlsx",
    book({"表": [["示范市2020年1—9月"], ["指标", "2021年1—9月增长（%）"], ["地区生产总值", 3.1]]}),
    "表!B",
)
ask(
    "the same figure twice.xlsx",
    book({"表": [TITLE, HEAD, ["地区生产总值", 2012.34, 3.1], ["地区生产总值", 2012.34, 3.4]]}),
    "C4",
)
ask("a negative level.ods", open_document({"表": [TITLE, HEAD, ["社会消费品零售总额", -712.35, -1.2]]}), "B3")
ask("a broken formula.xlsx", book({"表": [TITLE, HEAD, ["社会消费品零售总额", "#REF!", -1.2]]}), "B3")
ask(
    "whose series.xlsx",
    book({"表": [["指标名称", "GDP:累计同比"], ["频率", "季"], ["单位", "%"], ["指标ID", "M1"], ["2020-09", 1.9]]}),
    "--region",
)
ask("shifted.xlsx", book({"表": [TITLE, HEAD, ["地区生产总值", "亿元", 3.1], ["固定资产投资", "", -0.4]]}), "B3")
