"""Binary workbooks (.xlsb), through calamine: values without number formats, so what a format adds is not known."""

from __future__ import annotations

import datetime as dt
import io

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from shouguan.core.findings import Finding
from shouguan.ingest.readers.sheets import formats
from shouguan.ingest.readers.sheets.gathered import Book, Gathered, name_hidden
from shouguan.ingest.readers.sheets.grid import Sheet, trimmed

PART = "xl/workbook.bin"


def load(content: bytes, name: str) -> list[Sheet]:
    """Read the sheets that are shown.

    Raises
    ------
    DataError
        When a sheet is beyond the bounds.
    ValueError
        When the library stumbles over damage.
    """
    try:
        return _load(content, name)
    except (Exception, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as panic:  # calamine's panics are no exceptions of Python's kind
        raise ValueError(str(panic)) from None


def _load(content: bytes, name: str) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    book, hidden, sheets = Book(name), [], []
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            hidden.append(about.name)
            continue
        reading = Gathered(book, about.name)
        stored = workbook.get_sheet_by_name(about.name)
        for top_left, bottom_right in stored.merged_cell_ranges or ():
            reading.merge(*top_left, *bottom_right)
        for row, values in enumerate(stored.to_python(skip_empty_area=False)):
            reading.keep(row, trimmed([_text(value) for value in values]))
        sheet = reading.sheet()
        sheet.said.append(_unformatted(name, about.name))
        sheets.append(sheet)
    name_hidden(sheets, hidden, name)
    return sheets


def _text(value: object) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return formats.plain(value)


def _unformatted(file: str, sheet: str) -> Finding:
    return Finding(
        "warning",
        "二进制工作簿（.xlsb）读不到单元格格式和隐藏的行列：按存的值读入，百分数是小数；请核对，或另存为 .xlsx 再读",
        "a binary workbook (.xlsb) tells neither number formats nor hidden rows: cells are taken as stored;"
        " check them, or save it as .xlsx and read that",
        file,
        sheet,
    )
