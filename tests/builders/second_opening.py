"""Files opened a second time, by other code than the readers: what a person sees in each cell and around a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import lxml.html
import openpyxl
import pandas as pd
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import column_index_from_string, range_boundaries

At = tuple[int, int]
MARKS = "①②③④⑤⑥⑦⑧⑨⑩¹²³⁴⁵⁶⁷⁸⁹*※"
"""Marks of footnotes, which are no part of a word or a figure."""
EMPTY = {"", "-", "—", "——", "–", "…", "……", "..", "...", "......", "/", "\\", "#n/a", "n/a"}


@dataclass
class Page:
    """One sheet or table as a person sees it; cells by row and column, both from 1.

    Parameters
    ----------
    name : str
    cells : dict of (int, int) to str
    covered : dict of (int, int) to (int, int)
        Cells under a merged one, and which it is.
    unseen : set of (int, int)
        Cells in hidden rows and columns, or struck through.
    above : list of str
        Paragraphs between this table and the one before it.
    """

    name: str
    cells: dict[At, str] = field(default_factory=dict)
    covered: dict[At, At] = field(default_factory=dict)
    unseen: set[At] = field(default_factory=set)
    above: list[str] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell; what a merged cell shows is said of all that it covers."""
        return self.cells.get(self.covered.get((row, column), (row, column)), "").strip()

    @property
    def width(self) -> int:
        """The last column."""
        return max((column for _, column in self.cells), default=0)

    @property
    def height(self) -> int:
        """The last row."""
        return max((row for row, _ in self.cells), default=0)


def pages(file: Path) -> list[Page]:
    """Open a file, whatever it is called, by what it holds."""
    start = file.read_bytes()[:4]
    if start == b"PAR1":
        return [_gridded("", _parquet(file))]
    if start[:2] == b"PK":
        return _document(file) if file.suffix == ".docx" else _workbook(file)
    if file.suffix == ".xls" or start[:1] == b"<":
        return _web(file)
    return [_gridded("", _delimited(file.read_bytes()))]


def at(cell: str) -> At:
    """Return row and column of an address such as `C7`."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_index_from_string(letters)


def _gridded(name: str, grid: list[list[str]]) -> Page:
    cells = {(r, c): text.rstrip() for r, row in enumerate(grid, 1) for c, text in enumerate(row, 1) if text.strip()}
    return Page(name, cells)


def _parquet(file: Path) -> list[list[str]]:
    table = pd.read_parquet(file)
    return [list(table.columns), *[[str(each) for each in row] for row in table.itertuples(index=False)]]


def _delimited(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if "\t," in text:  # the bureau's files end each cell with both, and have commas within cells
        return [re.split("\t,", line) for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text), delimiter=max(",\t;", key=text.count)))


def _workbook(file: Path) -> list[Page]:
    shown = openpyxl.load_workbook(file, rich_text=True, data_only=True)
    made = []
    for sheet in shown.worksheets:
        page = Page(sheet.title)
        hidden = {index for name, each in sheet.column_dimensions.items() if each.hidden for index in _span(name, each)}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                spot = (cell.row, cell.column)
                page.cells[spot] = _seen(cell.value, cell.number_format)
                if cell.font.strike or sheet.row_dimensions[cell.row].hidden or cell.column in hidden:
                    page.unseen.add(spot)
        for each in sheet.merged_cells.ranges:
            left, top, right, bottom = range_boundaries(each.coord)
            page.covered |= {(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        made.append(page)
    return made


def _span(name: str, dimension: Any) -> range:
    first = dimension.min or column_index_from_string(name)
    return range(first, (dimension.max or first) + 1)


def _seen(value: Any, number_format: str) -> str:
    if isinstance(value, CellRichText):
        return "".join(
            part.text if isinstance(part, TextBlock) else part
            for part in value
            if not (isinstance(part, TextBlock) and part.font.vertAlign == "superscript")
        )
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return formatted(float(value), number_format)


def formatted(value: float, number_format: str) -> str:
    """Return a number with what its format writes about it, unrounded: `0.0"‰"` shows a unit, `▼0.0` a sign.

    Examples
    --------
    >>> formatted(0.056, "0.0%"), formatted(-2.0, "0.0;下降0.0"), formatted(1234567.0, "#,##0,")
    ('5.6%', '下降2', '1234.567')
    """
    sections = re.sub(r"\[[^\]]*\]|_.|\*.", "", number_format).split(";")
    own = value < 0 and len(sections) > 1 and sections[1].strip() != ""
    section = sections[1] if own else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    words = re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] or found[2] or "", section)
    if re.search("[ymdhs]", section, re.IGNORECASE) and "General" not in section:
        return f"date:{value}"
    digits = re.search(r"[#0?][#0?,.\s]*|General|@", words)
    if digits is None:
        return words
    number = value * 100 if "%" in re.sub(r'"[^"]*"|\\.', "", section) else value
    number /= 1000 ** len(re.sub(r".*[#0?]", "", digits[0]).strip()) if digits[0].rstrip().endswith(",") else 1
    plain = f"{abs(number) if own else number:.12g}"
    if "e" in plain:
        plain = f"{abs(number) if own else number:.0f}"
    return words[: digits.start()] + plain + words[digits.end() :]


def _document(file: Path) -> list[Page]:
    document = docx.Document(str(file))
    made: list[Page] = []
    above: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            above.append(_run_text(block))
            continue
        if made and [each.strip() for each in above if each.strip()] == ["续表"]:
            above = made[-1].above  # the table before it goes on
        page = Page(f"表{len(made) + 1}", above=[each for each in above if each.strip()])
        _fill(page, block)
        made.append(page)
        above = []
    return made


def _fill(page: Page, table: Table) -> None:
    first: dict[Any, At] = {}
    for r, row in enumerate(table.rows, 1):
        for c, cell in enumerate(row.cells, 1):
            anchor = first.setdefault(cell._tc, (r, c))
            if anchor != (r, c):
                page.covered[(r, c)] = anchor
            elif text := "\n".join(_run_text(each) for each in cell.paragraphs).rstrip():
                page.cells[(r, c)] = text
                if any(run.font.strike or run.font.hidden for each in cell.paragraphs for run in each.runs):
                    page.unseen.add((r, c))


def _run_text(paragraph: Paragraph) -> str:
    return "".join(
        run.text for run in paragraph.runs if not run.font.superscript and str(run.font.color.rgb) != "FFFFFF"
    )


def _web(file: Path) -> list[Page]:
    tree = lxml.html.fromstring(file.read_bytes().decode("utf-8"))
    made = []
    for number, table in enumerate(tree.iter("table"), 1):
        page = Page(f"表{number}")
        for r, row in enumerate(table.iter("tr"), 1):
            c = 1
            for cell in row.iter("td", "th"):
                while (r, c) in page.covered:
                    c += 1
                down, right = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
                if down * right > 1:
                    page.covered |= {(r + y, c + x): (r, c) for y in range(down) for x in range(right)}
                for mark in list(cell.iter("sup")):
                    mark.drop_tree()
                if text := cell.text_content().strip():
                    page.cells[(r, c)] = text
                    if cell.find(".//s") is not None or "display:none" in (cell.get("style") or ""):
                        page.unseen.add((r, c))
                c += right
        made.append(page)
    return made


def plain(text: str) -> str:
    """Return words without blanks, footnote marks and full-width forms, in lower case."""
    kept = "".join(each for each in text if each not in MARKS and not each.isspace())
    return unicodedata.normalize("NFKC", kept).translate(str.maketrans("—–−～~", "-----")).lower()


_NUMBER = re.compile(
    r"(?P<sign>[-+▼↓↑]|增长|上升|上涨|下降|同比下降|下跌|降|减少|负)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?"
)


def figure(text: str) -> tuple[float, str] | None:
    """Return the figure that a cell shows, and what stands behind it; None where it shows no single figure.

    Examples
    --------
    >>> figure("－２．５"), figure("下降0.3"), figure("4.9%"), figure("约4.9"), figure("(3.1)"), figure("1,031.74①")
    ((-2.5, ''), (-0.3, ''), (4.9, '%'), None, None, (1031.74, ''))
    """
    words = plain(text)
    if words == "持平":
        return 0.0, ""
    found = _NUMBER.match(words)
    if found is None:
        return None
    rest = words[found.end() :]
    if rest and rest not in {"%", "‰", "万", "亿", "亿元", "万元", "元"}:
        return None
    value = float(found["digits"].replace(",", "") + (found["rest"] or ""))
    return (-value if found["sign"] not in {None, "+", "↑", "增长", "上升", "上涨"} else value), rest


def first_of(found: list[Page], name: str) -> Page:
    """Return the page of a name; a file of one nameless page has only that."""
    return next((page for page in found if page.name == name), found[0])
