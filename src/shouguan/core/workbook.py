"""Workbooks that the kit writes: plain sheets whose texts can never run, with headings that stay in view.

The same content gives the same bytes: what a workbook says of its own making is the day that it is given.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shouguan.core.files import replace_with

FILLABLE_ROWS = 1000
_INLINE_LIST = 250
"""Excel takes a list of choices inside a rule up to 255 characters; a longer one stands on a sheet of its own."""
_CHOICES_SHEET = "选项"
_DAY = dt.date(2000, 1, 1)
"""The day that a workbook names as that of its making, where it is given none."""
_A4 = 9
_HEAD_ROWS = 4
_WIDEST = 46
_MARGIN_CM = 1.8
_LONGEST_LINE = 80
"""Characters of one part of a page's head or foot; Excel takes 255 for all three together."""

NAME = "收官"
"""Who writes the comments of our own workbooks."""


@dataclass(frozen=True)
class Column:
    """A column of a template.

    Parameters
    ----------
    heading, note : str
        The heading, and what the note at its corner says.
    choices : sequence of str
        A drop-down, where there are any.
    width : int
    as_text : bool
        Cells are formatted as text, so that 2020.10 does not lose its zero nor 2020-09 become a day.
    """

    heading: str
    note: str = ""
    choices: Sequence[str] = ()
    width: int = 16
    as_text: bool = False


@dataclass(frozen=True)
class Figure:
    """A number as it is printed: rounded, with its decimals as the cell's format.

    Parameters
    ----------
    value : float
    decimals : int
    chance : bool
        Per cent of draws: what rounds to 0 or 100 is shown as less than 1 or more than 99, and stays a number.
    """

    value: float
    decimals: int
    chance: bool = False

    @property
    def format(self) -> str:
        """The format of a cell that shows it."""
        if self.chance:
            return '[<1]"<1";[>99]">99";0'
        return "0" if self.decimals == 0 else f"0.{'0' * self.decimals}"


@dataclass(frozen=True)
class Head:
    """A column of an annex: its heading and the unit under it."""

    heading: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One sheet of an annex.

    Parameters
    ----------
    name : str
        Of the sheet.
    title : str
    heads : sequence of Head
    rows : sequence of sequences of str, Figure or None
    """

    name: str
    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str | Figure | None]]


@dataclass(frozen=True)
class Printed:
    """What every page of an annex carries in print: three parts of its head, and two of its foot beside the number."""

    head: tuple[str, str, str]
    foot: tuple[str, str]


def put(sheet: Any, row: int, column: int, value: object) -> Any:
    """Write one cell; a text stays a text, whatever it begins with, without what no workbook may hold."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        value = _clean(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@", "'"}
    return cell


def table(file: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table as a workbook with one sheet, numbers as numbers, its heading row frozen."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for column, heading in enumerate(headings, start=1):
        put(sheet, 1, column, heading).font = Font(bold=True)
    for index, cells in enumerate(rows, start=2):
        for column, value in enumerate(cells, start=1):
            put(sheet, index, column, value)
    sheet.freeze_panes = "A2"
    _save(book, file)


def template(
    file: Path,
    title: str,
    columns: Sequence[Column],
    explanation: Sequence[str],
    above: str = "",
    rows: Sequence[Sequence[object]] = (),
) -> None:
    """Write a template to fill in: headings with notes and drop-downs, and a sheet that explains.

    Parameters
    ----------
    file : Path
    title : str
        Name of the sheet to fill in.
    columns : sequence of Column
    explanation : sequence of str
        Lines of the second sheet.
    above : str
        A line over the headings, such as the unit.
    rows : sequence of sequences
        What is filled in already.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title
    top = 2 if above else 1
    if above:
        put(sheet, 1, 1, above)
    for index, column in enumerate(columns, start=1):
        cell = put(sheet, top, index, column.heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if column.note:
            cell.comment = Comment(column.note, NAME)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        if column.as_text:
            sheet.column_dimensions[letter].number_format = "@"
        if column.choices:
            rule = DataValidation(type="list", formula1=_choices(book, column.choices), allow_blank=True)
            rule.error, rule.errorTitle = "请从下拉列表中选择", column.heading
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{top + 1}:{letter}{top + len(rows) + FILLABLE_ROWS}")
    for index, cells in enumerate(rows, start=top + 1):
        for at, (value, column) in enumerate(zip(cells, columns, strict=True), start=1):
            put(sheet, index, at, value).number_format = "@" if column.as_text else "General"
    sheet.freeze_panes = f"A{top + 1}"
    words = book.create_sheet("说明")
    words.column_dimensions["A"].width = 100
    for index, line in enumerate(explanation, start=1):
        put(words, index, 1, line).alignment = Alignment(wrap_text=True)
    _save(book, file)


def annex(file: Path, title: str, tables: Sequence[Table], marks: str, printed: Printed, day: dt.date) -> None:
    """Write tables as the sheets of a workbook that is passed on and printed.

    Each sheet has its title, the marks, headings and a row of units, which stay in view and are repeated in print
    (A4, across).

    Parameters
    ----------
    file : Path
    title : str
        Of the workbook.
    tables : sequence of Table
        At least one.
    marks : str
        The line under each title.
    printed : Printed
    day : date
        Named as that of its making.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.title = _clean(title)
    book.properties.creator = "收官 shouguan"
    for each in tables:
        sheet = book.create_sheet(each.name)
        _fill(sheet, each, marks)
        _set_up_page(sheet, printed)
    _save(book, file, day)


def _fill(sheet: Any, table_: Table, marks: str) -> None:
    put(sheet, 1, 1, table_.title).font = Font(bold=True, size=14)
    put(sheet, 2, 1, marks).font = Font(color="9A3412")
    line = Side(style="thin", color="808080")
    for column, head in enumerate(table_.heads, start=1):
        for row, text in ((_HEAD_ROWS - 1, head.heading), (_HEAD_ROWS, head.unit)):
            cell = put(sheet, row, column, text or None)
            cell.font = Font(bold=row < _HEAD_ROWS)
            cell.fill = PatternFill("solid", fgColor="DCE6F1")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = Border(top=line) if row < _HEAD_ROWS else Border(bottom=line)
    for row, cells in enumerate(table_.rows, start=_HEAD_ROWS + 1):
        for column, value in enumerate(cells, start=1):
            if isinstance(value, Figure):
                cell = put(sheet, row, column, value.value)
                cell.number_format = value.format
            elif value:
                put(sheet, row, column, value).alignment = Alignment(vertical="top", wrap_text=True)
    for column, head in enumerate(table_.heads):
        texts = [head.heading, head.unit, *(row[column] for row in table_.rows if isinstance(row[column], str))]
        width = max(_width(text) for text in texts if isinstance(text, str))
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(width + 2, 9), _WIDEST)
    sheet.freeze_panes = f"B{_HEAD_ROWS + 1}"


def _set_up_page(sheet: Any, printed: Printed) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{_HEAD_ROWS}"
    margin = _MARGIN_CM / 2.54
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, margin)
    for part, text in zip(("left", "center", "right"), printed.head, strict=True):
        getattr(sheet.oddHeader, part).text = _printable(text)
    sheet.oddFooter.left.text = _printable(printed.foot[0])
    sheet.oddFooter.center.text = "&P / &N"
    sheet.oddFooter.right.text = _printable(printed.foot[1])


def _printable(text: str) -> str:
    """Return a text for a page's head or foot, where & begins a code, on one line."""
    flat = " ".join(_clean(text).split())
    cut = flat if len(flat) <= _LONGEST_LINE else f"{flat[: _LONGEST_LINE - 1]}…"
    return cut.replace("&", "&&")


def _clean(text: str) -> str:
    """Return a text without what no workbook may hold: control characters, and halves of characters."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text.encode("utf-8", "replace").decode("utf-8"))


def _width(text: str) -> int:
    """Return how wide a text is, in letters; a Chinese character takes two."""
    widest = max(text.splitlines(), key=len, default="")
    return sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in widest)


def _choices(book: Workbook, choices: Sequence[str]) -> str:
    inline = ",".join(choices)
    if len(inline) <= _INLINE_LIST:
        return f'"{inline}"'
    sheet = book[_CHOICES_SHEET] if _CHOICES_SHEET in book.sheetnames else book.create_sheet(_CHOICES_SHEET)
    sheet.sheet_state = "hidden"
    column = sheet.max_column + 1 if sheet["A1"].value else 1
    for index, choice in enumerate(choices, start=1):
        put(sheet, index, column, choice)
    letter = get_column_letter(column)
    return f"'{_CHOICES_SHEET}'!${letter}$1:${letter}${len(choices)}"


def _save(book: Workbook, file: Path, day: dt.date = _DAY) -> None:
    content = io.BytesIO()
    book.properties.created = dt.datetime.combine(day, dt.time())
    book.save(content)
    replace_with(file, _stable(content.getvalue(), day))


def _stable(content: bytes, day: dt.date) -> bytes:
    """Return a workbook that names a given day in place of the moment in which it was written."""
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()
