"""What stands beside the cells (comments, text boxes, page heads, prompts): shown, asked about where it may matter."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from shouguan.ingest.readers.reading import Options, Reading
from shouguan.ingest.readers.sniff import read
from tests.builders.corpus import Grid
from tests.builders.corpus_making import NAMES

TABLE: Grid = [
    ["示范市2025年1—9月主要经济指标"],
    ["指标", "单位", "1—9月", "增长（%）"],
    ["社会消费品零售总额", "亿元", 712.3, 4.4],
    ["固定资产投资", "亿元", 900.1, 3.3],
]
FIGURES = {712.3, 4.4, 900.1, 3.3}
OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="综合">{}</table:table></office:spreadsheet></office:body></office:document-content>"""
XML_2003 = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="综合"><Table>{}</Table></Worksheet>
</Workbook>"""


def workbook(file: Path, said: dict[str, str], author: str = "张三") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TABLE:
        sheet.append(list(row))
    for cell, text in said.items():
        sheet[cell].comment = Comment(text, author)
    book.save(file)
    return file


def open_document(file: Path, said: dict[str, str]) -> Path:
    def cell(value: object, at: str) -> str:
        note = f"<dc:creator>张三</dc:creator><text:p>{said.get(at)}</text:p>"
        note = f"<office:annotation>{note}</office:annotation>" if at in said else ""
        return f'<table:table-cell office:value-type="string">{note}<text:p>{value}</text:p></table:table-cell>'

    rows = (
        "".join(cell(value, f"{'ABCD'[column]}{line}") for column, value in enumerate(row))
        for line, row in enumerate(TABLE, start=1)
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        archive.writestr("content.xml", OPEN_DOCUMENT.format(body))
    return file


def xml_2003(file: Path, said: dict[str, str]) -> Path:
    def cell(value: object, at: str) -> str:
        note = f'<Comment ss:Author="张三"><ss:Data>{said[at]}</ss:Data></Comment>' if at in said else ""
        return f'<Cell><Data ss:Type="String">{value}</Data>{note}</Cell>'

    rows = (
        "".join(cell(value, f"{'ABCD'[column]}{line}") for column, value in enumerate(row))
        for line, row in enumerate(TABLE, start=1)
    )
    file.write_text(XML_2003.format("".join(f"<Row>{row}</Row>" for row in rows)), encoding="utf-8")
    return file


def opened(file: Path) -> Reading:
    return read(file, None, Options(names=NAMES, region="999901"))


def told(reading: Reading, severity: str) -> str:
    return "\n".join(each.message("zh") for each in reading.findings if each.severity == severity)


MAKERS = {"月报.xlsx": workbook, "月报.ods": open_document, "月报.xls": xml_2003}


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("text", ["预计数", "单位为万元", "应为-3.3", "上年同期数", "含示范新区"])
def test_what_may_change_a_figure_is_asked_about(name: str, text: str, tmp_path: Path) -> None:
    reading = opened(MAKERS[name](tmp_path / name, {"D4": text}))
    assert not reading.rows and reading.withheld
    assert f"综合!D4：“{text}”" in told(reading, "error") or f"D4：“{text}”" in told(reading, "error")


@pytest.mark.parametrize("name", MAKERS)
def test_any_other_comment_is_shown(name: str, tmp_path: Path) -> None:
    reading = opened(MAKERS[name](tmp_path / name, {"D4": "李四已看过", "C4": "李四已看过"}))
    assert {row["value"] for row in reading.rows} == FIGURES
    assert "李四已看过" in told(reading, "warning") and "C4、D4有批注" in told(reading, "warning")


def test_a_file_without_comments_has_none_to_say(tmp_path: Path) -> None:
    reading = opened(workbook(tmp_path / "月报.xlsx", {}))
    assert {row["value"] for row in reading.rows} == FIGURES and "批注" not in told(reading, "warning")


def test_the_kits_own_comments_are_none(tmp_path: Path) -> None:
    reading = opened(workbook(tmp_path / "月报.xlsx", {"D4": "单位为万元"}, author="收官"))
    assert {row["value"] for row in reading.rows} == FIGURES and "批注" not in told(reading, "error")


def test_a_comment_of_a_document_is_asked_about(tmp_path: Path) -> None:
    document = Document()
    title = document.add_paragraph(str(TABLE[0][0]))
    table = document.add_table(rows=0, cols=4)
    for row in TABLE[1:]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
    document.add_comment(title.runs, text="固定资产投资为预计数", author="张三", initials="张")
    document.save(str(tmp_path / "月报.docx"))
    reading = opened(tmp_path / "月报.docx")
    assert not reading.rows and "固定资产投资为预计数" in told(reading, "error")


def test_comments_of_a_list_change_no_figure(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["项目代码", "项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）", "建设地点"]
    )
    sheet.append(["2020-370000-30-03-000001", "甲项目", 90000, 30000, 20000, "东区"])
    sheet["B2"].comment = Comment("预计10月开工", "张三")
    book.save(tmp_path / "台账2025年9月.xlsx")
    reading = read(tmp_path / "台账2025年9月.xlsx", "ledger", Options(names=NAMES, period="2025-09"))
    assert len(reading.rows) == 1 and "预计10月开工" in told(reading, "warning")


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col>
<xdr:row>1</xdr:row></xdr:from><xdr:grpSp><xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>
</xdr:grpSp></xdr:twoCellAnchor></xdr:wsDr>"""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def boxed(file: Path, text: str) -> Path:
    """Write a workbook with a text box, which openpyxl cannot."""
    workbook(file, {})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", DRAWING.format(text))
        target = f'<Relationship Id="rId9" Type="{RELATION}/drawing" Target="../drawings/drawing1.xml"/>'
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{space}">{target}</Relationships>'
        )
    return file


def dressed(file: Path, dress: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.load_workbook(workbook(file, {}))
    dress(book.worksheets[0])
    book.save(file)
    return file


def headed(text: str, part: str = "oddHeader") -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        getattr(sheet, part).center.text = text

    return dress


def prompted(text: str, **more: bool) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        rule = DataValidation(type="decimal", operator="between", formula1="-100", formula2="100", prompt=text)
        rule.showInputMessage = more.get("shown", True)
        sheet.add_data_validation(rule)
        rule.add("D4")

    return dress


@pytest.mark.parametrize(
    ("text", "asked"),
    [("限额以上口径，增速为预计", True), ("社零为1-8月数", True), ("增速为环比", True), ("李四已看过", False)],
)
def test_a_text_box_is_as_a_comment_of_the_cell_at_its_corner(text: str, asked: bool, tmp_path: Path) -> None:
    reading = opened(boxed(tmp_path / "月报.xlsx", text))
    assert f"F2：“{text}”：有文本框" in told(reading, "error" if asked else "warning")
    assert bool(reading.rows) is not asked


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("预测数，未经核定", "oddHeader"),
        ("注：社会消费品零售总额为限额以上", "oddFooter"),
        ("单位：万元", "oddHeader"),
        ("&L内部资料&R上年同期数", "oddHeader"),
    ],
)
def test_the_head_and_foot_of_the_pages_are_asked_about(text: str, part: str, tmp_path: Path) -> None:
    reading = opened(dressed(tmp_path / "月报.xlsx", headed(text, part)))
    assert not reading.rows and "页眉或页脚" in told(reading, "error")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("第 &P 页，共 &N 页", ""),
        ("&D", ""),
        ("2025年9月30日", ""),
        ("数据来源：市统计局", ""),
        ("单位：亿元、%", "warning"),
        ("市发展计划局 编印", "info"),
        ("示范市统计月报", "info"),
    ],
)
def test_other_heads_of_pages_change_nothing(text: str, shown: str, tmp_path: Path) -> None:
    reading = opened(dressed(tmp_path / "月报.xlsx", headed(text)))
    assert {row["value"] for row in reading.rows} == FIGURES
    assert [each.severity for each in reading.findings if "页眉" in each.zh] == ([shown] if shown else [])


def test_a_head_of_pages_that_are_not_there_is_not_said(tmp_path: Path) -> None:
    def first(sheet: Worksheet) -> None:
        sheet.firstHeader.center.text = "预测数"

    assert opened(dressed(tmp_path / "一.xlsx", first)).rows

    def shown(sheet: Worksheet) -> None:
        first(sheet)
        sheet.HeaderFooter.differentFirst = True

    assert not opened(dressed(tmp_path / "二.xlsx", shown)).rows


def test_what_a_cell_asks_for_is_asked_about_where_it_may_change_the_figure(tmp_path: Path) -> None:
    asked = opened(dressed(tmp_path / "一.xlsx", prompted("社零为1-8月数")))
    assert not asked.rows and "D4：“社零为1-8月数”：有输入提示" in told(asked, "error")
    plain = opened(dressed(tmp_path / "二.xlsx", prompted("请填 -100 至 100 之间的数，单位：%")))
    assert plain.rows and "有输入提示" in told(plain, "info")
    hidden = opened(dressed(tmp_path / "三.xlsx", prompted("社零为1-8月数", shown=False)))
    assert hidden.rows and "输入提示" not in told(hidden, "error") + told(hidden, "info")
