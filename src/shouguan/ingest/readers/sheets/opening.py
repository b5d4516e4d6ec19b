"""Open a file of any kind as sheets of text; refuse by name what only looks readable."""

from __future__ import annotations

from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError
from shouguan.ingest.readers.sheets import formats, office, old_workbook, serials, text, webpage, xml2003
from shouguan.ingest.readers.sheets.grid import LARGEST_FILE, MOST_CELLS, MOST_COLUMNS, Sheet, too_large, trimmed


def load(file: Path, sheet: str | None = None) -> list[Sheet]:
    """Read a file's sheets.

    Parameters
    ----------
    file : Path
        CSV or other delimited text (UTF-8, UTF-16 with a mark, GB18030), XLSX, XLSB, ODS, XLS or ET, a web page or
        a workbook of XML, DOCX, or Parquet.
    sheet : str, optional
        Read only the sheet of this name.

    Raises
    ------
    DataError
        When the file is missing, empty or beyond the bounds, or has no such sheet.
    UsageError
        When it is of a kind that is not read; the message says what to do instead.
    """
    name = paths.named(file)
    head = _head(file, name)
    if head.startswith(b"PK\x03\x04"):
        sheets = office.load(file, name)
    elif head.startswith(old_workbook.START):
        sheets = old_workbook.load(file, name)
    elif head.startswith(b"PAR1"):
        sheets = [_parquet(file, name)]
    elif webpage.is_page(start := _start(head)):
        sheets = webpage.load(text.decoded(file.read_bytes(), name), name)
    elif start.startswith("<?xml") and xml2003.NAMESPACE in start:
        sheets = xml2003.load(file.read_bytes(), name)
    else:
        _refuse(start, name)
        sheets = [text.load(file, name)]
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise DataError(f"{name} 里没有任何内容", f"{name} holds nothing")
    if sheet is not None:
        sheets = [each for each in sheets if each.name == sheet] or _no_sheet(name, sheet, sheets)
    return [serials.dated(each) for each in sheets]


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


def _start(head: bytes) -> str:
    """Return the first bytes as text in small letters, without what stands before the first sign."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16" if marked else "utf-8", "ignore").lstrip("\ufeff \r\n\t").lower()


def _refuse(start: str, name: str) -> None:
    """Refuse kinds that look readable but are not, and say what to do instead."""
    if start.startswith("%pdf"):
        raise UsageError(
            f"{name} 是 PDF：表格的行列在 PDF 里已不可靠，不能直接读取。请向提供单位要 Excel 或 Word 原件；"
            "只有 PDF 时，用 WPS 或 Excel（数据→获取数据→来自PDF）转成 .xlsx，逐格核对后再读",
            f"{name} is a PDF: rows and columns of a table are not reliable there. Ask for the Excel or Word original;"
            " or convert it to .xlsx with WPS or Excel (Data, Get Data, From PDF), compare every cell, and read that",
        )
    if start.startswith(("<?xml", "mime-version")):
        raise UsageError(
            f"{name} 其实是 XML 或单文件网页（有些系统导出的“.xls”如此）；请用 Excel 打开后另存为 .xlsx 再读",
            f"{name} is really XML or a web archive (some systems export such '.xls'); open it in Excel, save as .xlsx",
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
    return formats.plain(value)


def _no_sheet(name: str, sheet: str, sheets: list[Sheet]) -> list[Sheet]:
    have = "、".join(each.name for each in sheets)
    raise DataError(f"{name} 没有名为“{sheet}”的表；有：{have}", f"{name} has no sheet '{sheet}'; it has: {have}")
