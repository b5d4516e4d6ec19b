"""A published page as an editable Word file in the layout of official documents (GB/T 9704).

A4 with the type area of the standard, 仿宋 of size 3 on an exact pitch, 小标宋 for the title, 黑体 and 楷体 for
headings, page numbers outside, and the mark of internal papers in the header. Headings are Word's own, so that it can
list them; tables repeat their headings on each page. Where a font is not installed, Word takes the next of `_ALIKE`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from shouguan.core.files import replace_with
from shouguan.core.periods import Lang
from shouguan.facts import archive
from shouguan.facts.archive import Published
from shouguan.publishing import page_blocks
from shouguan.publishing.page_blocks import Block, Grid, Runs

TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
"""Margins in mm, which leave the 156 × 225 mm of the standard."""
PITCH = 28.9
"""Points from line to line: 22 lines on a page."""
_WIDTH = 210 - LEFT - RIGHT
_BODY, _TITLE, _SMALL, _DENSE = 16.0, 22.0, 10.5, 9.0
_DENSE_FROM = 7
"""A table of more columns is set smaller."""
_SONG, _FANGSONG, _HEI, _KAI, _TITLE_FONT = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
_LATIN = "Times New Roman"
_ALIKE = {
    _FANGSONG: "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    _KAI: "楷体,KaiTi,STKaiti,Noto Serif CJK SC",
    _HEI: "SimHei,STHeiti,Noto Sans CJK SC",
    _SONG: "SimSun,STSong,Noto Serif CJK SC",
    _TITLE_FONT: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,Noto Serif CJK SC",
}
"""What may stand in for each font, the nearest first."""
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_WIDE = re.compile("[\u2e80-\uffef]")
_PIECES = re.compile("[0-9A-Za-z.,%/\\-−±～—]+|[\u2e80-\uffef]+")
_HALF = 25.4 / 72 / 2
"""Half a character of one point in mm; widths are counted in halves of a table's characters."""
_MARGIN = "60"
"""Left and right margin of a cell, in twentieths of a point."""
_PADDING, _NAME, _SHORT, _FIRST = 2, 6, 10, 8
"""The margins of a cell; three characters, which names have; what is so short stands on one line, as 逾期147天 does;
what the column that names the rows has at least."""


def of_report(html: Path, file: Path) -> Path:
    """Write a published report, a draft or a signed version, as a Word file, and return the file.

    Raises
    ------
    DataError, UsageError, RunError
        As `archive.locate` and `archive.read`.
    """
    replace_with(file, document(archive.read(archive.locate(html))))
    return file


def document(report: Published) -> bytes:
    """Return the Word file of a report; the same report gives the same bytes."""
    made: Any = Document()
    for paragraph in list(made.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    _styles(made, report.lang)
    marks = page_blocks.marks(report.html)
    _layout(made, next((mark for mark in marks if re.search("注意保存|Internal", mark)), ""))
    made.add_paragraph("　".join(marks) if report.lang == "zh" else "; ".join(marks), style="Marks")
    for block in page_blocks.blocks(report.html):
        _add(made, block)
    core, day = made.core_properties, dt.datetime.combine(report.as_of, dt.time())
    core.title, core.author, core.last_modified_by, core.comments = report.title, "", "", ""
    core.created = core.modified = day
    core.language = "zh-CN" if report.lang == "zh" else "en-GB"
    return _same_bytes(made)


def _add(made: Any, block: Block) -> None:
    if isinstance(block, Grid):
        _table(made, block)
        return
    styles = {
        "title": "Title",
        "byline": "Subtitle",
        "heading": "Heading 1",
        "subheading": "Heading 2",
        "note": "Note",
        "picture": "Note",
    }
    paragraph = made.add_paragraph(style=styles.get(block.kind, "Normal"))
    if block.kind == "item" and block.number is not None:
        paragraph.add_run(f"{block.number}.")
    _write(paragraph, block.runs)


def _write(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        written = paragraph.add_run(run.text)
        if run.strong:
            written.bold = True


def _table(made: Any, grid: Grid) -> None:
    if not grid.head:
        return
    if grid.caption:
        _write(made.add_paragraph(style="Caption"), grid.caption)
    table = made.add_table(rows=1, cols=len(grid.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    margins = _property(table._tbl.tblPr, "w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = _property(margins, side)
        margin.set(qn("w:w"), _MARGIN)
        margin.set(qn("w:type"), "dxa")
    widths = _widths(grid)
    dense = " dense" if len(grid.head) > _DENSE_FROM else ""
    styles = {at: made.styles[f"{name}{dense}"].style_id for at, name in ((True, "Table head"), (False, "Table text"))}
    for _ in grid.rows:
        table.add_row()
    for at, (row, cells) in enumerate(zip(table.rows, (grid.head, *grid.rows), strict=True)):
        _property(row._tr.get_or_add_trPr(), "w:cantSplit")
        if at == 0:
            _property(row._tr.get_or_add_trPr(), "w:tblHeader")  # again on each page
        for column, (cell, runs) in enumerate(zip(row.cells, cells, strict=False)):
            cell.width = widths[column]
            (paragraph,) = cell.paragraphs
            paragraph._p.style = styles[at == 0]
            number = column > 0 and not grid.words[column]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number and at else None
            _write(paragraph, runs)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    made.add_paragraph(style="After table")


def _widths(grid: Grid) -> list[Mm]:
    """Return the width of each column: room for what cannot break, and the rest by what there is to say."""
    texts = [[page_blocks.text_of(runs) for runs in row] for row in (grid.head, *grid.rows)]
    columns = [[row[at] for row in texts if at < len(row)] for at in range(len(grid.head))]
    wanted = [max(map(_wide, column)) + _PADDING for column in columns]
    least = [min(max(map(_unbroken, column)) + _PADDING, want) for column, want in zip(columns, wanted, strict=True)]
    least[0] = max(least[0], min(_FIRST + _PADDING, wanted[0]))
    unit = _HALF * (_DENSE if len(grid.head) > _DENSE_FROM else _SMALL)
    room = _WIDTH / unit
    spare, more = room - sum(least), [want - few for want, few in zip(wanted, least, strict=True)]
    if spare <= 0 or not any(more):
        return [Mm(_WIDTH * few / sum(least)) for few in least]
    if sum(more) <= spare:
        return [Mm(_WIDTH * want / sum(wanted)) for want in wanted]
    return [Mm(unit * (few + spare * each / sum(more))) for few, each in zip(least, more, strict=True)]


def _wide(text: str) -> int:
    """Return how wide a text is, in halves of a Chinese character."""
    return len(text) + len(_WIDE.findall(text))


def _unbroken(text: str) -> int:
    """Return the width of the longest piece that should stay on one line: a short text, a word, a figure, a name."""
    if _wide(text) <= _SHORT:
        return _wide(text) + 1  # Word sets Chinese and figures a little apart
    pieces = ((piece, _wide(piece)) for piece in _PIECES.findall(text))
    return max((wide if piece[0].isascii() else min(wide, _NAME) for piece, wide in pieces), default=0)


def _layout(made: Any, mark: str) -> None:
    """Set paper, margins, lines, header and page numbers; numbers stand on the outer side of odd and even pages."""
    made.settings.odd_and_even_pages_header_footer = True
    (section,) = made.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(22), Mm(23)  # the number is 7 mm below the type area
    for grid in section._sectPr.findall(qn("w:docGrid")):  # the pitch is exact, and tables have one of their own
        section._sectPr.remove(grid)
    sides = (
        (section.header, section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for header, footer, side in sides:
        head, foot = header.paragraphs[0], footer.paragraphs[0]
        head.text, head.alignment, foot.alignment = mark, side, side
        foot.add_run("— ")
        _field(foot.add_run(), "PAGE")
        foot.add_run(" —")


def _field(run: Any, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _styles(made: Any, lang: Lang) -> None:
    """Set the styles: those of Word by their own names, so that it knows headings, and three of ours."""
    tables_ = ("Table text", "Table head", "Table text dense", "Table head dense", "After table")
    for name in ("Marks", "Note", *tables_):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
    indent = lang == "zh"
    _style(made, "Normal", _FANGSONG, _BODY, PITCH, indent=indent, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _style(made, "Title", _TITLE_FONT, _TITLE, 35.0, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(made, "Subtitle", _KAI, 14.0, PITCH, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(made, "Heading 1", _HEI, _BODY, PITCH, indent=indent, level=0)
    _style(made, "Heading 2", _KAI, _BODY, PITCH, indent=indent, level=1)
    _style(made, "Caption", _HEI, 12.0, 24.0, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(made, "Marks", _HEI, 12.0, 20.0)
    _style(made, "Note", _FANGSONG, _SMALL, 18.0)
    for dense, size, pitch in (("", _SMALL, 16.0), (" dense", _DENSE, 14.0)):
        _style(made, f"Table text{dense}", _FANGSONG, size, pitch)
        _style(made, f"Table head{dense}", _HEI, size, pitch, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(made, "After table", _FANGSONG, 4.0, 6.0)
    _style(made, "Header", _HEI, 10.5, 16.0)
    _style(made, "Footer", _SONG, 14.0, 16.0)
    for name in ("Heading 1", "Heading 2", "Caption"):
        made.styles[name].paragraph_format.keep_with_next = True
    fonts = next(part for part in made.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    fonts._blob = _font_table().encode()


def _style(
    made: Any,
    name: str,
    font: str,
    size: float,
    pitch: float,
    *,
    indent: bool = False,
    align: Any = None,
    level: int | None = None,
) -> None:
    """Set one style: font of both scripts, size, exact pitch, two characters of indent, and no colour or theme."""
    style = made.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb, style.font.name = RGBColor(0, 0, 0), _LATIN
    fonts = style.element.rPr.rFonts
    for theme in _THEME:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), _LATIN)
    fonts.set(qn("w:eastAsia"), font)
    for extra in ("w:spacing", "w:kern"):
        for each in style.element.rPr.findall(qn(extra)):
            style.element.rPr.remove(each)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if align is None else align
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    paragraph.first_line_indent = Pt(2 * size) if indent else Pt(0)
    own = properties.find(qn("w:ind"))
    own.set(qn("w:firstLineChars"), "200" if indent else "0")
    if level is not None:
        own_level = properties.find(qn("w:outlineLvl"))
        if own_level is None:
            own_level = _property(properties, "w:outlineLvl")
        own_level.set(qn("w:val"), str(level))


def _property(parent: Any, name: str) -> Any:
    made = OxmlElement(name)
    parent.append(made)
    return made


def _font_table() -> str:
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alike}"/><w:charset w:val="86"/></w:font>'
        for name, alike in _ALIKE.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'{listed}<w:font w:name="{_LATIN}"><w:charset w:val="00"/></w:font></w:fonts>'
    )


def _same_bytes(made: Any) -> bytes:
    """Return the file without the time of writing in it."""
    written, kept = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in package.namelist():
            fixed.writestr(zipfile.ZipInfo(name), package.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
