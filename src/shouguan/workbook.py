"""Workbooks that the kit writes: plain sheets whose texts can never run, with headings that stay in view."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shouguan.files import replace_with

FILLABLE_ROWS = 1000
_INLINE_LIST = 250
"""Excel takes a list of choices inside a rule up to 255 characters; a longer one stands on a sheet of its own."""
_CHOICES_SHEET = "选项"


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


def put(sheet: Any, row: int, column: int, value: object) -> Any:
    """Write one cell; a text stays a text, whatever it begins with."""
    cell = sheet.cell(row=row, column=column)
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


def template(file: Path, title: str, columns: Sequence[Column], explanation: Sequence[str], above: str = "") -> None:
    """Write an empty template: headings with notes and drop-downs, and a sheet that explains.

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
            cell.comment = Comment(column.note, "收官")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        if column.as_text:
            sheet.column_dimensions[letter].number_format = "@"
        if column.choices:
            rule = DataValidation(type="list", formula1=_choices(book, column.choices), allow_blank=True)
            rule.error, rule.errorTitle = "请从下拉列表中选择", column.heading
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{top + 1}:{letter}{top + FILLABLE_ROWS}")
    sheet.freeze_panes = f"A{top + 1}"
    words = book.create_sheet("说明")
    words.column_dimensions["A"].width = 100
    for index, line in enumerate(explanation, start=1):
        put(words, index, 1, line).alignment = Alignment(wrap_text=True)
    _save(book, file)


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


def _save(book: Workbook, file: Path) -> None:
    content = io.BytesIO()
    book.save(content)
    replace_with(file, content.getvalue())
