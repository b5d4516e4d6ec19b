"""Findings as a person reads them: by file, each place as Excel names it, the gravest first, in one language."""

from __future__ import annotations

import pytest

from shouguan.core import language
from shouguan.core.errors import DataError
from shouguan.core.findings import Finding, as_text, raise_errors

FOUND = [
    Finding("info", "乙", "b"),
    Finding("warning", "丙", "c", "g.csv", "", 4, "B", "7"),
    Finding("error", "甲", "a", "/data/f.xlsx", "一 览", 3, "C", "x", "数", "a number"),
    Finding("error", "丁", "d", "/data/f.xlsx", "一览", 11, "F"),
    Finding("error", "戊", "e", "g.csv", "", 5, "时限"),
]


def test_a_file_is_named_once_and_a_cell_as_excel_names_it() -> None:
    assert as_text(FOUND).splitlines() == [
        "/data/f.xlsx",
        "  [错误] '一 览'!C3 “x”：甲；应为数",
        "  [错误] 一览!F11 丁",
        "g.csv",
        "  [错误] 第5行“时限”列 戊",
        "  [警告] B4 “7”：丙",
        "  [说明] 乙",
    ]
    language.choose("en")
    assert as_text(FOUND, heading=False).splitlines() == [
        "  [error] '一 览'!C3 'x': a; expected a number",
        "  [error] 一览!F11 d",
        "  [error] row 5 column 时限 e",
        "  [warning] B4 '7': c",
        "  [info] b",
    ]


@pytest.mark.parametrize(
    ("lang", "last"),
    [("zh", "  ……另有 15 处（错误 1，警告 14）"), ("en", "  … and 15 more (error 1, warning 14)")],
)
def test_twenty_are_shown_and_the_rest_is_counted(lang: str, last: str) -> None:
    language.choose(lang)
    many = [Finding("warning", "甲", "a", "f.csv", "", row, "A") for row in range(14)]
    lines = as_text([*many, *(Finding("error", "乙", "b", "f.csv", "", row, "B") for row in range(21))]).splitlines()
    assert (len(lines), lines[-1]) == (1 + 20 + 1, last)


def test_errors_are_raised_together_under_their_file() -> None:
    with pytest.raises(DataError) as raised:
        raise_errors(FOUND)
    assert raised.value.zh.splitlines()[:3] == ["有 3 处问题：", "/data/f.xlsx", "  '一 览'!C3 “x”：甲；应为数"]
    assert raised.value.en.splitlines()[-2:] == ["g.csv", "  row 5 column 时限 e"]
    raise_errors(FOUND[:2])
