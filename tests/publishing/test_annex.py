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
from lxml.html import document_fromstring
from markupsafe import Markup, escape
from openpyxl.worksheet.worksheet import Worksheet

from shouguan.core.errors import DataError, RunError
from shouguan.core.periods import Lang
from shouguan.core.rounding import display, half_up
from shouguan.core.workbook import Figure
from shouguan.facts.table import Fact
from shouguan.publishing import annex, page_tables, signing
from shouguan.publishing.annex import Meta
from shouguan.publishing.annex_sources import audit
from shouguan.publishing.page_tables import Cell
from shouguan.report import tables
from shouguan.report.language import words
from tests.builders.issued import MARKS, fact, forecast, publish
from tests.builders.shown import SECTIONS, shown

DAY = dt.date(2020, 10, 25)
META = Meta("示范市2020年前三季度经济运行情况分析及全年预测", MARKS["zh"], DAY, "zh")
HEAD = 4
TITLE = {"zh": "各数", "en": "Figures"}
FIRST = "1 各数"


def made(facts: Iterable[Fact], file: Path, meta: Meta = META, html: str | None = None) -> Any:
    """Write the annex of a page that lists its facts, and read it back."""
    found = {each.key: each for each in facts}
    rows_ = [[each.label(meta.lang), each] for each in found.values()]
    head = ["指标", "数值"] if meta.lang == "zh" else ["Indicator", "Value"]
    annex.write(html or str(tables.Table(head, rows_, caption=TITLE[meta.lang])), found, meta, file)
    return openpyxl.load_workbook(file)


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headings."""
    cells = list(sheet.iter_rows(min_row=HEAD - 1, values_only=True))
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def test_a_figure_an_interval_and_a_band_have_columns_of_their_own_and_words_stay(tmp_path: Path) -> None:
    low, mid, high = fact("gdp.l", -1.44), fact("gdp.m", 2.04), fact("gdp.h", 2.6)
    published = fact("gdp.ytd.2020Q3", 0.7, "official", period="2020Q3")
    band = Markup('{}<span class="band" data-band="gdp.m">±0.3</span>').format(mid)
    rows_ = [
        ["甲", words.with_range(mid, low, high, "zh"), band, published, Markup("约{}% 有望").format(mid), "—"],
        ["=乙", tables.DASH, mid, "—", tables.DASH, "—"],
    ]
    html = str(tables.Table(["名", "预计", "需增", "累计", "可能", "空"], rows_, caption="=表：一/二"))
    book = made([low, mid, high, published], tmp_path / "a.xlsx", html=html)
    assert book.sheetnames == ["说明", "1 =表：一 二", "口径", "数据来源与审计"]
    first, second = rows(book["1 =表：一 二"])
    assert first == {
        "名": "甲", "预计": 2.0, "预计 下限": -1.4, "预计 上限": 2.6, "需增": 2.0, "需增±": 0.3, "累计": 0.7,
        "可能": 2.0, "可能（原文）": "约2.0% 有望", "来源": "月报.xlsx#表1!C7", "发布日": "2020-10-23",
    }  # fmt: skip
    assert (second["名"], second["预计"], second["需增"], second["需增±"]) == ("=乙", None, 2.0, None)
    units = dict(zip(first, (cell.value for cell in book["1 =表：一 二"][HEAD]), strict=True))
    assert (units["预计"], units["名"]) == ("%", None)


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_every_figure_of_every_table_of_a_real_page_stands_in_the_annex_as_it_is_printed(
    tmp_path: Path, lang: Lang
) -> None:
    page = shown("demo-city", "2020-10-25", lang)
    html, facts = "".join(getattr(page, name)()._repr_html_() for name in SECTIONS), page.context.facts.facts
    annex.write(html, facts, Meta("x", MARKS[lang], DAY, lang), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    printed = [node for node in document_fromstring(html).iter("table") if node.get("class") != "audit"]
    assert len(printed) == len(book.sheetnames) - 3 > 3
    for node, sheet in zip(printed, book.worksheets[1:], strict=False):
        numbers, said = [], ""
        for row in sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                if isinstance(cell.value, int | float):
                    decimals = len(cell.number_format.partition(".")[2]) if "<" not in cell.number_format else 0
                    assert cell.value == half_up(cell.value, decimals)
                    numbers.append(display(cell.value, decimals).removeprefix("−"))
                said += f" {cell.value}" if isinstance(cell.value, str) else ""
        for mark in node.iterfind(".//tbody//*[@data-fact]"):
            text = mark.text_content().removeprefix("−")
            bound = facts[mark.get("data-fact")].display in numbers  # 不足1% is the number 0
            assert text in numbers or bound or text in said, (sheet.title, mark.get("data-fact"), text)
    lines = {line["代码" if lang == "zh" else "Key"]: line for line in rows(book.worksheets[-1])}
    assert set(lines) == set(facts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_holds_the_cells_of_the_table_that_the_page_shows(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    """The annex is read from the page, which is what was signed; the page's `Table` objects say the same."""
    page, made_of, as_html = shown("demo-city", "2020-10-25", lang), [], tables.Table.__html__

    def noted(table: tables.Table) -> Markup:
        made_of.append(table)
        return as_html(table)

    monkeypatch.setattr(tables.Table, "__html__", noted)
    html = "".join(getattr(page, name)()._repr_html_() for name in SECTIONS)
    sheets, numbers = page_tables.sheets(html, page.context.facts.facts, lang), 0
    assert [sheet.title for sheet in sheets] == [" ".join(Markup(t.caption).striptags().split()) for t in made_of]
    for sheet, table in zip(sheets, made_of, strict=True):
        columns: dict[str, list[Cell]] = {}
        for head, *held in zip(sheet.heads, *sheet.rows, strict=True):
            columns.setdefault(head.heading, held)
        for heading, *cells in zip(table.head, *table.cells(), strict=True):
            name = " ".join(Markup(escape(heading)).striptags().split())
            if all(cell is None or isinstance(cell, Figure) for cell in cells):
                assert columns.get(name, [None] * len(cells)) == cells, (sheet.title, name)
                numbers += sum(cell is not None for cell in cells)
                continue
            for each, split in columns.items():
                for one, cell in zip(split, cells, strict=True) if each.startswith(name) else ():
                    text = str(cell.value) if isinstance(cell, Figure) else cell or ""
                    # 不足1% is the number 0 in a workbook, which says so by its format; 降3.0以上 is the number −3.0
                    said = text, text.replace("降", "−")
                    assert one is None or _is_bound(one) or any(_printed(one) in t for t in said), (sheet.title, name)
    assert numbers > 100


def _printed(held: Figure | str) -> str:
    return display(held.value, held.decimals) if isinstance(held, Figure) else held


def _is_bound(held: Figure | str) -> bool:
    return isinstance(held, Figure) and held.chance and not 1 <= held.value <= 99


@given(st.lists(st.tuples(st.floats(-99, 99), st.integers(0, 3)), min_size=1, max_size=8))
def test_the_audit_sheet_holds_every_fact_as_printed(values: list[tuple[float, int]]) -> None:
    facts = [fact(f"gdp.x{n}", value, "computed", decimals=decimals) for n, (value, decimals) in enumerate(values)]
    sheet = audit({each.key: each for each in facts}, "zh")
    found = {row[0]: row[2] for row in sheet.rows}
    assert {key: (cell.value, cell.decimals) for key, cell in found.items() if isinstance(cell, Figure)} == {
        f.key: (f.rounded, f.decimals) for f in facts
    }


def test_no_moment_stands_in_the_file(tmp_path: Path) -> None:
    made(forecast(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 10, 25, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?", core)) == {"2020-10-25T00:00:00Z"}
    assert str(dt.date.today()) not in everything or dt.date.today() == DAY


def test_pages_are_set_up_for_print_and_headings_stay(tmp_path: Path) -> None:
    book = made(forecast(), tmp_path / "a.xlsx")
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
    sheet = made([fact("gdp.chance.2020.3p5", 0.2, decimals=0)], tmp_path / "a.xlsx")[FIRST]
    cell = sheet.cell(row=HEAD + 1, column=2)
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
    meta = Meta(f"{text} &C&P", (text, *MARKS["zh"]), DAY, "zh")
    shown_ = text.encode("utf-8", "replace").decode()
    html = str(tables.Table([shown_, shown_], [[shown_, computed], [shown_, shown_]], caption=shown_))
    made([*forecast(), evil, computed], tmp_path / "a.xlsx", meta, html)
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
        openpyxl.load_workbook(tmp_path / name).worksheets[1].oddHeader.right.text
        for name in ("draft.xlsx", "signed.xlsx")
    ]
    assert heads == ["草稿", "签发：张三 2020年10月26日（第1期）"]
    with pytest.raises(DataError, match="no such report"):
        annex.of_report(tmp_path / "x.html", tmp_path / "x.xlsx")
    report.facts.write_bytes(report.facts.read_bytes() + b" ")
    with pytest.raises(RunError):
        annex.of_report(report.html, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_an_english_annex_is_english(tmp_path: Path) -> None:
    meta = Meta("Demo City", MARKS["en"], DAY, "en")
    facts = [each for each in forecast(rank=7) if each.kind not in {"official", "target"}]
    ytd = fact("gdp.ytd.2020Q3", 0.7, "official", source="table 1")
    book = made([*facts, ytd], tmp_path / "a.xlsx", meta)
    assert book.sheetnames[:2] == ["Contents", "1 Figures"]
    for sheet in book:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            assert not re.search(r"[\u4e00-\u9fff]", str(cell.value or "")), cell.value
        assert sheet.oddFooter.right.text == "Data as of 2020-10-25"
