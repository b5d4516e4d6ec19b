"""The annex workbook: numbers are the printed facts, texts are inert, pages are set up, and the bytes are the same."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from shouguan.core.errors import DataError, RunError
from shouguan.core.rounding import half_up
from shouguan.core.workbook import Figure
from shouguan.facts.table import Fact
from shouguan.publishing import annex, signing
from shouguan.publishing.annex import Meta
from shouguan.publishing.annex_facts import Facts
from shouguan.publishing.annex_sources import audit
from tests.builders.issued import MARKS, content, fact, forecast, publish, table
from tests.builders.shown import shown

DAY = dt.date(2020, 10, 25)
META = Meta("示范市2020年前三季度经济运行情况分析及全年预测", MARKS["zh"], DAY, "zh")
HEAD = 4


def made(facts: Iterable[Fact], file: Path, meta: Meta = META, series: dict[str, Any] | None = None) -> Any:
    """Write an annex and read it back."""
    plain = content(list(facts)) | {"series": series or {}}
    annex.write(plain, meta, file)
    return openpyxl.load_workbook(file)


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headings."""
    cells = list(sheet.iter_rows(min_row=HEAD - 1, values_only=True))
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def accounts() -> list[Fact]:
    """Return the facts of GDP by two industries."""
    out: list[Fact] = []
    for part, share in (("gdp_industry", 32.8), ("gdp_agriculture", 7.7)):
        stem = f"gdp.accounts.2020.{part}"
        out += [
            fact(f"{stem}.share", share, "computed"),
            fact(f"{stem}.full_year", 3.2, lower=2.1, upper=4.5),
            fact(f"{stem}.lower80", 2.1),
            fact(f"{stem}.upper80", 4.5),
            fact(f"{stem}.points", 1.049, unit="pp", decimals=2),
            fact(f"{part}.ytd.2020Q3", -2.649, "official", source="月报.xlsx#表2!D9"),
        ]
    return [*out, fact("gdp.accounts.2020.residual.points", -0.004, unit="pp", decimals=2)]


def test_the_summary_holds_each_indicator_and_target_as_the_page_prints_them(tmp_path: Path) -> None:
    extra = [
        fact("gdp.gap.2020.original", -1.5, unit="pp"),
        fact("gdp.base.2019", 6.04, "computed", lower=5.7, upper=6.38),
        fact("gdp.target.2020.stretch", 4.0, "target"),
        fact("gdp.chance.2020.4p0", 0.3, decimals=0),
    ]
    book = made(
        [*forecast(median=2.049, rank=7), *extra, *forecast("fai", origin="2020-09", target=None)], tmp_path / "a.xlsx"
    )
    first, second, third = rows(book["指标总表"])
    assert first == {
        "指标": "地区生产总值",
        "已公布时段": "2020年前三季度",
        "累计增速": 0.7,
        "位次": 7,
        "同组地区": 11,
        "目标类别": "原目标",
        "年度目标": 3.5,
        "预计全年（中位数）": 2.0,
        "80%区间下限": 1.4,
        "80%区间上限": 2.6,
        "缺口": -1.5,
        "后期": "四季度",
        "后期需增": 7.1,
        "后期需增±": 0.2,
        "上年同期": 6.0,
        "上年同期±": 0.3,
        "实现可能性": 12,
        "来源": "月报.xlsx#表1!C7",
        "发布日": "2020-10-23",
    }
    assert (second["目标类别"], second["年度目标"], second["缺口"], second["后期需增"]) == ("奋斗目标", 4.0, None, None)
    assert (third["指标"], third["已公布时段"], third["目标类别"], third["后期"]) == (
        "固定资产投资（不含农户）",
        "2020年1—9月",
        None,
        "10—12月",
    )
    units = [cell.value for cell in book["指标总表"][HEAD]]
    assert units[:5] == [None, None, "%", "位", "个"]


def test_parts_stand_in_the_order_of_the_accounts_with_their_sources_and_the_total_last(tmp_path: Path) -> None:
    book = made([*forecast(), *accounts()], tmp_path / "a.xlsx")
    lines = rows(book["分行业"])
    assert [line["构成"] for line in lines] == ["农林牧渔业", "工业", "残差（未计入各部分的）", "地区生产总值"]
    assert (lines[1]["占比"], lines[1]["累计增速"], lines[1]["预计全年"], lines[1]["全年拉动"]) == (
        32.8,
        -2.6,
        3.2,
        1.05,
    )
    assert (lines[1]["来源"], lines[1]["发布日"]) == ("月报.xlsx#表2!D9", "2020-10-23")
    assert lines[2]["全年拉动"] == 0
    assert (lines[3]["预计全年"], lines[3]["80%区间下限"]) == (2.0, 1.4)
    sheet = book["分行业"]
    assert (
        sheet.cell(row=HEAD + 2, column=[cell.value for cell in sheet[HEAD - 1]].index("全年拉动") + 1).number_format
        == "0.00"
    )
    assert "投资构成" not in book.sheetnames


def test_plans_scenarios_paths_and_changes_have_their_sheets(tmp_path: Path) -> None:
    stem = "gdp.plan.2020.3p5"
    facts = [
        *forecast(),
        fact("gdp.step.2020.3p5", 3.5, "assumption"),
        fact("gdp.step.2020.m0p5", -0.5, "assumption"),
        fact("gdp.chance.2020.m0p5", 99.9, decimals=0),
        fact(f"{stem}.gdp_industry.expected", 7.0),
        fact(f"{stem}.gdp_industry.needed", 8.3, "computed"),
        fact(f"{stem}.industry_va.expected", 2.0),
        fact(f"{stem}.industry_va.full_year", 2.8, "computed"),
        fact(f"{stem}.industry_va.rest", 9.0, "computed"),
        fact(f"{stem}.industry_va.path.2020-10", 7.9, "computed"),
        fact(f"{stem}.total.among", 72.0, decimals=0),
        *(fact(f"gdp.scenario.{n}.2020.median", v) for n, v in (("stress", 1.2), ("base", 2.0))),
        fact("gdp.scenario.stress.2020.change", -0.8, unit="pp"),
        fact("previous.gdp.full_year.2020.median", 1.5, label_zh="上期"),
        fact("previous.gdp.full_year.2020.median.change", 0.5, unit="pp"),
        fact("gdp.news.2020-07-25.step.10", 0.1, unit="pp", decimals=2),
        fact("gdp.news.2020-07-25.step.2", 0.2, unit="pp", decimals=2),
    ]
    series = {"gdp.scenarios": {"names": ["base", "stress"], "labels": {"zh": ["基准情景", "=压力"], "en": ["b", "s"]}}}
    book = made(facts, tmp_path / "a.xlsx", series=series)
    ladder = rows(book["目标与所需"])
    assert [(line["全年增速"], line["目标"]) for line in ladder] == [(-0.5, None), (3.5, "原目标")]
    part, base = rows(book["倒推"])
    assert (part["构成或基础指标"], part["类别"], part["后期预计"], part["后期需增"]) == ("工业", "构成", 7.0, 8.3)
    assert (base["类别"], base["预计全年"], base["全年需达"], base["后期需增"]) == ("基础指标", 2.0, 2.8, 9.0)
    assert rows(book["倒推分期"])[0]["月（季）"] == "2020-10"
    assert [(line["情景"], line["预计全年（中位数）"]) for line in rows(book["情景"])] == [
        ("基准情景", 2.0),
        ("=压力", 1.2),
    ]
    (change,) = rows(book["变动"])
    assert (change["指标"], change["上期"], change["本期"], change["变化"]) == ("previous", 1.5, 2.0, 0.5)
    assert [line["数值"] for line in rows(book["变动原因"])] == [0.2, 0.1]


@given(st.lists(st.tuples(st.floats(-99, 99), st.integers(0, 3)), min_size=1, max_size=8))
def test_the_audit_sheet_holds_every_fact_as_printed(values: list[tuple[float, int]]) -> None:
    facts = [fact(f"gdp.x{n}", value, "computed", decimals=decimals) for n, (value, decimals) in enumerate(values)]
    sheet = audit(Facts({each.key: each for each in facts}, "zh", {}))
    assert sheet is not None
    found = {row[0]: row[2] for row in sheet.rows}
    assert {key: (cell.value, cell.decimals) for key, cell in found.items() if isinstance(cell, Figure)} == {
        f.key: (f.rounded, f.decimals) for f in facts
    }


def test_real_pages_read_back_equal_their_facts_and_have_their_sheets(tmp_path: Path) -> None:
    facts = shown("demo-city", "2020-10-25").context.facts
    annex.write(facts, META, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [
        "说明", "指标总表", "目标与所需", "分行业", "投资构成", "倒推", "倒推分期", "情景", "口径", "数据来源与审计"
    ]  # fmt: skip
    lines = {line["代码"]: line for line in rows(book["数据来源与审计"])}
    assert set(lines) == set(facts.facts)
    for each in facts:
        line = lines[each.key]
        assert line["数值"] == each.rounded
        assert (line["数字"] or "", line["来源（文件#工作表!单元格）"] or "", line["公式"] or "") == (
            each.label_zh,
            each.source,
            each.formula,
        )
        assert line["下限"] == (None if each.lower is None else half_up(each.lower, each.decimals))
    summary = rows(book["指标总表"])
    assert [line["预计全年（中位数）"] for line in summary[::2]] == [
        facts[f"{code}.full_year.2020.median"].rounded for code in ("gdp", "fai", "industry_va")
    ]
    assert len(rows(book["分行业"])) == 13
    assert len(rows(book["投资构成"])) == 5
    assert all(line["后期需增"] is not None for line in rows(book["倒推"]))
    scope = {line["指标"]: line for line in rows(book["口径"])}
    assert scope["固定资产投资（不含农户）"]["增速的价格基础"] == "可比口径"
    assert scope["固定资产投资（不含农户）"]["频率"] == "月度（1—2月合并）"
    assert scope["地区生产总值"]["本报告所用最新数据"] == "2020年前三季度"
    other = shown("山东", "2020-10-28").context.facts
    names = made(other, tmp_path / "b.xlsx").sheetnames
    assert {"分行业", "倒推"}.isdisjoint(names)


def test_a_column_that_no_row_has_is_left_out(tmp_path: Path) -> None:
    book = made(forecast(target=None), tmp_path / "a.xlsx")
    (line,) = rows(book["指标总表"])
    assert {"位次", "年度目标", "实现可能性", "缺口"}.isdisjoint(line)
    assert line["预计全年（中位数）"] == 2.0
    assert "目标与所需" not in book.sheetnames


def test_facts_and_their_json_give_the_same_workbook(tmp_path: Path) -> None:
    facts = [*forecast(), *accounts()]
    annex.write(table(facts), META, tmp_path / "a.xlsx")
    annex.write(content(facts), META, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_moment_stands_in_the_file(tmp_path: Path) -> None:
    made(forecast(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 10, 25, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?", core)) == {"2020-10-25T00:00:00Z"}
    assert str(dt.date.today()) not in everything or dt.date.today() == DAY


def test_pages_are_set_up_for_print_and_headings_stay(tmp_path: Path) -> None:
    book = made([*forecast(), *accounts()], tmp_path / "a.xlsx")
    for sheet in book:
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$1:$4"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddHeader.left.text == "内部资料 注意保存"
        assert sheet.oddHeader.center.text == META.title
        assert sheet.oddHeader.right.text == "草稿"
        assert sheet.oddFooter.left.text == "测算数，非统计数据，不得对外引用"
        assert sheet.oddFooter.right.text == "数据截至2020年10月25日"
        assert sheet["A2"].value == "内部资料 注意保存　测算数，非统计数据，不得对外引用　草稿　数据截至2020年10月25日"
        assert not sheet.merged_cells.ranges
        assert all(9 <= width.width <= 46 for width in sheet.column_dimensions.values())


def test_chances_at_the_ends_stay_numbers_and_are_shown_as_less_and_more(tmp_path: Path) -> None:
    book = made([*forecast(chance=0.2), fact("gdp.step.2020.3p5", 3.5, "assumption")], tmp_path / "a.xlsx")
    sheet = book["目标与所需"]
    column = [cell.value for cell in sheet[HEAD - 1]].index("实现可能性") + 1
    cell = sheet.cell(row=HEAD + 1, column=column)
    assert (cell.value, cell.number_format) == (0, '[<1]"<1";[>99]">99";0')


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "'=1",
    "\tx",
    "a\x00b\x1b",
    "\ud800x",
    "<b>&amp;",
    "x" * 40000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts_and_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    evil = fact("gdp.evil", 1.0, "official", label_zh=text, source=text, released_on=text)
    computed = fact("gdp.evil2", 1.0, "computed", formula=text, unit=text)
    plain = {
        "facts": [{**each.__dict__, "display": each.display} for each in (*forecast(), evil, computed)],
        "series": {},
    }
    meta = Meta(f"{text} &C&P", (text, *MARKS["zh"]), DAY, "zh")
    annex.write(plain, meta, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            assert cell.data_type in {"s", "n"}
            assert not cell.hyperlink
            if isinstance(cell.value, str) and cell.value[:1] in "=+-@'":
                assert cell.quotePrefix
        assert len(sheet.oddHeader.center.text) < 200
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
    assert all("&amp;&amp;C&amp;&amp;P" in sheet or len(text) > 80 for sheet in sheets)  # & begins a code there


@pytest.mark.usefixtures("english")
def test_the_annex_of_a_published_report_carries_its_marks_and_a_signed_one_who_signed(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    annex.of_report(report.html, tmp_path / "draft.xlsx")
    signing.sign(report.html, signing.Act("张三", dt.date(2020, 10, 26)))
    signed = signing.issues(report.html)[0].report.html
    annex.of_report(signed, tmp_path / "signed.xlsx")
    heads = [
        openpyxl.load_workbook(tmp_path / name)["指标总表"].oddHeader.right.text
        for name in ("draft.xlsx", "signed.xlsx")
    ]
    assert heads == ["草稿", "签发：张三 2020年10月26日（第1期）"]
    with pytest.raises(DataError, match="no such report"):
        annex.of_report(tmp_path / "x.html", tmp_path / "x.xlsx")
    report.facts.write_bytes(report.facts.read_bytes() + b" ")
    with pytest.raises(RunError):
        annex.of_report(report.html, tmp_path / "x.xlsx")
    with pytest.raises(DataError):
        annex.write({"facts": [{}]}, META, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_an_english_annex_is_english(tmp_path: Path) -> None:
    meta = Meta("Demo City", MARKS["en"], DAY, "en")
    facts = [each for each in (*forecast(rank=7), *accounts()) if each.kind not in {"official", "target"}]
    ytd = fact("gdp.ytd.2020Q3", 0.7, "official", source="table 1")
    book = made([*facts, ytd], tmp_path / "a.xlsx", meta)
    assert book.sheetnames[:2] == ["Contents", "Summary"]
    for sheet in book:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            assert not re.search(r"[\u4e00-\u9fff]", str(cell.value or "")), cell.value
        assert sheet.oddFooter.right.text == "Data as of 2020-10-25"
