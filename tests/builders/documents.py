"""Word files in their own XML: what an office program writes for changes, strikes, marks, boxes and nested tables."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TITLE = "示范市2020年1-9月主要经济指标"
HEAD = ("指标", "单位", "绝对量", "增长%")
ROWS = (
    ("地区生产总值", "亿元", "2345.6", "2.1"),
    ("固定资产投资", "亿元", "1234.5", "{figure}"),
    ("规模以上工业增加值", "亿元", "567.8", "-1.2"),
)


def run(text: str, properties: str = "") -> str:
    """Return a run of text with what its properties say."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str) -> str:
    """Return a paragraph; plain text becomes a run."""
    return f"<w:p>{inner if inner.startswith('<') or not inner else run(inner)}</w:p>"


def cell(inner: str = "", properties: str = "") -> str:
    """Return a cell that holds a paragraph, or blocks if it holds some already."""
    blocks = inner if inner.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def row(cells: Sequence[str], properties: str = "") -> str:
    """Return a row of cells; what is no cell becomes one."""
    made = "".join(each if each.startswith(("<w:tc>", "<w:sdt>")) else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def bulletin(figure: str = "3.4", label: str = "固定资产投资") -> str:
    """Return the table of this file, with the growth of investment (D3) and its name as given, in XML or plain."""
    lines = [row(HEAD)]
    for name, *rest in ROWS:
        lines.append(row([label if name == "固定资产投资" else name, *(each.format(figure=figure) for each in rest)]))
    return table(*lines)


def document(
    *blocks: str, styles: str = "", namespace: str = TRANSITIONAL, parts: Mapping[str, str] | None = None
) -> Callable[[Path], None]:
    """Return a maker of a document with these blocks, and of what other parts (footnotes, footer1) hold."""
    spaces = (
        f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )

    def make(file: Path) -> None:
        body = "".join(each if each.startswith("<") else paragraph(each) for each in blocks)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
            if styles:
                archive.writestr("word/styles.xml", f"<w:styles {spaces}>{styles}</w:styles>")
            for name, inner in (parts or {}).items():
                archive.writestr(f"word/{name}.xml", f"<w:part {spaces}>{inner}</w:part>")

    return make
