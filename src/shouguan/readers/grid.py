"""Sheets of text: what a CSV, XLSX, DOCX or Parquet file holds, cell by cell, whatever wrote it.

Everything becomes text exactly once, here: numbers as plain decimals, a cell formatted as per cent as
`4.9%`, dates in ISO form, a formula without a stored result as its own text. What a cell means is not
decided here. Files are hostile until read: sizes are bounded before anything is unpacked, nothing is
evaluated, no link is followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import get_column_letter

from shouguan import paths
from shouguan.errors import DataError, UsageError
from shouguan.findings import Severity

LARGEST_FILE = 64 * 2**20
MOST_ROWS = 1_048_576
MOST_COLUMNS = 512
MOST_CELLS = 1_500_000
"""A bulletin has thousands of cells; a sheet beyond these bounds is a dump that no office keeps by hand."""


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a document, as text.

    Parameters
    ----------
    file, name : str
        The file as a message names it; the sheet's name, empty for CSV.
    rows : list of list of str
        Cells by row; rows end with their last filled cell.
    lines : list of int
        For each row its number as a spreadsheet or editor counts.
    merged : dict of (int, int) to (int, int)
        Cells (row index, column index, from 0) that are covered by a merged cell, and which one.
    odd : dict of (int, int) to (str, str, str)
        Cells that cannot be taken as they stand: severity, and the reason in both languages.
    widths : list of int
        Of delimited text, how many cells each row has, blank ones included; empty for other files.
    """

    file: str
    name: str
    rows: list[list[str]]
    lines: list[int]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    odd: dict[tuple[int, int], tuple[Severity, str, str]] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text without spaces at its ends; a covered cell shows what covers it."""
        at = self.merged.get((row, column), (row, column))
        cells = self.rows[at[0]] if at[0] < len(self.rows) else []
        return cells[at[1]].strip() if at[1] < len(cells) else ""

    def raw(self, row: int, column: int) -> str:
        """Return what the cell itself holds; a covered cell holds nothing."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column].strip() if column < len(cells) else ""

    def address(self, row: int, column: int) -> str:
        """Return a cell's address as a spreadsheet writes it: C7."""
        return f"{get_column_letter(column + 1)}{self.lines[row]}"

    def source(self, row: int, column: int) -> str:
        """Return file, sheet and cell: `月报.xlsx#工业!C7`."""
        name = Path(self.file).name
        return f"{name}#{self.name}!{self.address(row, column)}" if self.name else f"{name}#{self.address(row, column)}"


def load(file: Path, sheet: str | None = None) -> list[Sheet]:
    """Read a file's sheets.

    Parameters
    ----------
    file : Path
        CSV or other delimited text (UTF-8, UTF-16 with a mark, GB18030), XLSX, DOCX or Parquet.
    sheet : str, optional
        Read only the sheet of this name.

    Raises
    ------
    DataError
        When the file is missing, empty or beyond the bounds, or has no such sheet.
    UsageError
        When it is of a kind that is not read; the message says what to do instead.
    """
    from shouguan.readers import office, text  # noqa: PLC0415  # the kinds of files know the sheet, not the other way

    name = paths.named(file)
    head = _head(file, name)
    if head.startswith(b"PK\x03\x04"):
        sheets = office.load(file, name)
    elif head.startswith(b"PAR1"):
        sheets = [_parquet(file, name)]
    else:
        _refuse(head, name)
        sheets = [text.load(file, name)]
    if sheet is not None:
        sheets = [each for each in sheets if each.name == sheet] or _no_sheet(name, sheet, sheets)
    return sheets


def trimmed(cells: list[str]) -> list[str]:
    """Return cells up to the last one that is filled."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def too_large(name: str, what_zh: str, what_en: str) -> DataError:
    """Return the error for a file beyond the bounds."""
    return DataError(
        f"{name} {what_zh}，超出可读范围；请只保留需要的表和行列后再读",
        f"{name} {what_en}, beyond what is read; keep only the sheets, rows and columns that matter",
    )


def _head(file: Path, name: str) -> bytes:
    if file.is_dir():
        raise UsageError(
            f"{name} 是文件夹；read 一次读一个文件，整个文件夹用 import",
            f"{name} is a folder: read takes one file, import takes a folder",
        )
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise too_large(name, f"有 {size // 2**20} MB", f"has {size // 2**20} MB")
        with file.open("rb") as stream:
            head = stream.read(2048)
    except FileNotFoundError:
        raise DataError(f"找不到文件 {name}", f"no such file: {name}") from None
    except OSError as error:
        raise UsageError(f"{name} 不能读取：{error.strerror}", f"cannot read {name}: {error.strerror}") from None
    if not head.strip():
        raise DataError(f"{name} 是空文件", f"{name} is an empty file")
    return head


def _refuse(head: bytes, name: str) -> None:
    """Refuse kinds that look readable but are not, and say what to do instead."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        raise UsageError(
            f"{name} 是 PDF：表格的行列在 PDF 里已不可靠，不能直接读取。请向提供单位要 Excel 或 Word 原件；"
            "只有 PDF 时，用 WPS 或 Excel（数据→获取数据→来自PDF）转成 .xlsx，逐格核对后再读",
            f"{name} is a PDF: rows and columns of a table are not reliable there. Ask for the Excel or Word original;"
            " or convert it to .xlsx with WPS or Excel (Data, Get Data, From PDF), compare every cell, and read that",
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(
            f"{name} 是旧版 Office 文件（.xls/.doc）或已加密；请打开后另存为 .xlsx/.docx（不设密码）再读",
            f"{name} is an old Office file (.xls, .doc) or is encrypted; save it as .xlsx or .docx without a password",
        )
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")):
        raise UsageError(
            f"{name} 其实是网页或 XML（有些系统导出的“.xls”如此）；请用 Excel 打开后另存为 .xlsx 再读",
            f"{name} is really a web page or XML (some systems export such '.xls'); open it in Excel and save as .xlsx",
        )


def _parquet(file: Path, name: str) -> Sheet:
    import pyarrow.parquet as pq  # noqa: PLC0415  # only Parquet needs it

    try:
        content = pq.ParquetFile(file)
        size = content.metadata.num_rows * content.metadata.num_columns
        if size > MOST_CELLS or content.metadata.num_columns > MOST_COLUMNS:
            raise too_large(name, f"有 {size} 格", f"has {size} cells")
        table = content.read()
        columns = [[_plain(value) for value in column.to_pylist()] for column in table.columns]
    except DataError:
        raise
    except Exception as error:  # damaged pages end in errors of many kinds
        raise UsageError(
            f"{name} 不是完整的 Parquet 文件：{error}", f"{name} is no whole Parquet file: {error}"
        ) from None
    rows = [list(table.column_names), *(list(cells) for cells in zip(*columns, strict=True))]
    return Sheet(name, "", [trimmed(row) for row in rows], list(range(1, len(rows) + 1)))


def _plain(value: object) -> str:
    from shouguan.readers.office import plain  # noqa: PLC0415

    return plain(value, "General")


def _no_sheet(name: str, wanted: str, sheets: list[Sheet]) -> list[Sheet]:
    have = "、".join(each.name for each in sheets)
    raise DataError(f"{name} 没有名为“{wanted}”的表；有：{have}", f"{name} has no sheet '{wanted}'; it has: {have}")
