"""Archives of Office programs, bounded before unpacking: workbooks through openpyxl, documents by `word`."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.cell import range_boundaries

from shouguan.core.errors import DataError, UsageError
from shouguan.core.findings import Severity
from shouguan.ingest.readers.sheets import word
from shouguan.ingest.readers.sheets.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, too_large, trimmed

_LARGEST_PART = 160 * 2**20
_LARGEST_WHOLE = 200 * 2**20
_LARGEST_STRINGS = 32 * 2**20
_MOST_PARTS = 2000
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SCALED = re.compile(r"[0#?],+(?![0#?,])|0!\.0")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z0-9:]{2,30})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def load(file: Path, name: str) -> list[Sheet]:
    """Read an XLSX workbook's visible sheets or a DOCX document's tables.

    Raises
    ------
    UsageError
        When the archive is damaged or holds neither.
    DataError
        When unpacking it would take more than the bounds, or nothing is in it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(_checked(archive, name))
            if "word/document.xml" in parts:
                sheets = word.load(archive, name)
            elif "xl/workbook.xml" in parts:
                sheets = _workbook(file, archive, name)
            else:
                raise UsageError(
                    f"{name} 是压缩包，里面没有 Excel 或 Word 内容；请解压后读取其中的文件",
                    f"{name} is an archive without a workbook or document; unpack it and read the file inside",
                )
    except (DataError, UsageError):
        raise
    except Exception as error:  # damaged parts end in dozens of kinds of errors inside the libraries
        raise _damaged(name, error) from None
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise DataError(f"{name} 里没有任何内容", f"{name} holds nothing")
    return sheets


def plain(value: object, number_format: str) -> str:
    """Return a cell's value as text: plain decimals, `4.9%` where it is formatted so, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if number.is_finite() and "%" in _QUOTED.sub("", number_format):
            return f"{_short(number * 100)}%"
        return _short(number) if number.is_finite() else str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _checked(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Refuse an archive that would not fit into memory, before a byte of it is unpacked.

    The sizes are those that the archive declares; the library reads no more than that of a part.
    """
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    large = max((info.file_size for info in infos), default=0)
    if len(infos) > _MOST_PARTS:
        raise too_large(name, f"由 {len(infos)} 个部分组成", f"is made of {len(infos)} parts")
    if total > _LARGEST_WHOLE or large > _LARGEST_PART:
        raise too_large(name, f"解开后有 {total // 2**20} MB", f"unpacks to {total // 2**20} MB")
    if any(info.file_size > _LARGEST_STRINGS for info in infos if info.filename.endswith("sharedStrings.xml")):
        raise too_large(name, "的文字部分过大", "holds too much text")
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as stream:
                if b"<!DOCTYPE" in stream.read(4096):
                    raise UsageError(
                        f"{name} 含有 DOCTYPE 声明，不是 Office 保存的文件，拒绝读取",
                        f"{name} holds a DOCTYPE, which no Office program writes; it is refused",
                    )
    return [info.filename for info in infos]


def _workbook(file: Path, archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that openpyxl leaves out: none holds a figure
        stored = openpyxl.load_workbook(file, read_only=True, data_only=True)
        written = None
        sheets = []
        budget = MOST_CELLS
        try:
            for index, sheet in enumerate(stored.worksheets):
                if sheet.sheet_state != "visible":
                    continue
                merged, formulas = _scan(archive, cast(Any, sheet)._worksheet_path)
                if formulas and written is None:
                    written = openpyxl.load_workbook(file, read_only=True, data_only=False)
                second = written.worksheets[index] if formulas and written is not None else None
                read = _sheet(name, sheet, second, merged, budget)
                budget -= sum(len(row) for row in read.rows)
                sheets.append(read)
        finally:
            stored.close()
            if written is not None:
                written.close()
    return sheets


def _sheet(name: str, stored: Any, written: Any, merged: list[str], budget: int) -> Sheet:
    # A wrong <dimension> would hide rows and columns without a word.
    stored.reset_dimensions()
    formulas: Iterator[Any] = iter(())
    if written is not None:
        written.reset_dimensions()
        formulas = written.iter_rows()
    rows: list[list[str]] = []
    odd: dict[tuple[int, int], tuple[Severity, str, str]] = {}
    cells = 0
    for index, row in enumerate(stored.iter_rows()):
        formula_row = next(formulas, ())
        texts = []
        for column, cell in enumerate(row):
            value = cell.value
            if value is None:
                formula = formula_row[column].value if column < len(formula_row) else None
                texts.append(f"{getattr(formula, 'text', formula)}" if formula is not None else "")
                continue
            number_format = "General" if isinstance(value, str) else cell.number_format
            texts.append(plain(value, number_format))
            if number_format != "General" and _SCALED.search(_QUOTED.sub("", number_format)):
                odd[index, column] = (
                    "error",
                    f"单元格格式“{number_format}”使显示的数与实际的数不同",
                    f"the cell format '{number_format}' shows another figure than is stored",
                )
        rows.append(trimmed(texts))
        cells += len(rows[-1])
        if cells > budget or len(rows[-1]) > MOST_COLUMNS or index >= MOST_ROWS:
            raise too_large(name, f"表“{stored.title}”过大", f"has a sheet '{stored.title}' that is too large")
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(name, stored.title, rows, list(range(1, len(rows) + 1)), _covered(merged, len(rows)), odd)


def _scan(archive: zipfile.ZipFile, part: str) -> tuple[list[str], bool]:
    """Return the merged ranges of a sheet and whether it has formulas; the streaming reader tells neither."""
    merged, formulas, tail = [], False, b""
    with archive.open(part) as stream:
        while chunk := stream.read(2**20):
            window = tail + chunk
            formulas = formulas or _FORMULA.search(window) is not None
            merged += [ref.decode() for ref in _MERGE.findall(window)]
            tail = window[-200:]
            # a reference that lies whole within the tail would be found twice: harmless, ranges are a set
    return sorted(set(merged)), formulas


def _covered(ranges: list[str], height: int) -> dict[tuple[int, int], tuple[int, int]]:
    found = {}
    for text in ranges:
        left, top, right, bottom = (cast(int, bound) for bound in range_boundaries(text))
        for row in range(top - 1, min(bottom, height)):
            for column in range(left - 1, min(right, MOST_COLUMNS)):
                if (row, column) != (top - 1, left - 1):
                    found[row, column] = (top - 1, left - 1)
    return found


def _damaged(name: str, error: Exception) -> UsageError:
    what = "XML" if isinstance(error, ParseError) else type(error).__name__
    return UsageError(
        f"{name} 已损坏或不完整，不能打开（{what}）；请用 Excel/WPS 打开修复后另存为 .xlsx 或 .docx",
        f"{name} is damaged or cut short and cannot be opened ({what}); repair it in a spreadsheet program, save anew",
    )
