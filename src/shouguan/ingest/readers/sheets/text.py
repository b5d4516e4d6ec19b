"""Delimited text as offices export it: comma, tab or semicolon, in any of the encodings of Chinese systems."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from shouguan.core.errors import UsageError
from shouguan.ingest.readers.sheets.grid import MOST_CELLS, MOST_COLUMNS, Sheet, too_large, trimmed

_DELIMITERS = (",", "\t", ";")
_SAMPLE_LINES = 200


def load(file: Path, name: str) -> Sheet:
    """Read a delimited text file as one sheet.

    Raises
    ------
    UsageError
        When the bytes are no text in UTF-8, UTF-16 or GB18030, or a quote is never closed.
    DataError
        When it is beyond the bounds.
    """
    content = decoded(file.read_bytes(), name)
    padded = _is_padded(content)
    separated = content.replace("\t,", "\t") if padded else content
    delimiter = "\t" if padded else _delimiter(content)
    reader = csv.reader(io.StringIO(separated, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    widths: list[int] = []
    cells, start = 0, 1
    try:
        for record in reader:
            row = trimmed(record)
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise too_large(name, f"第{start}行为止已有 {cells} 格", f"has {cells} cells up to row {start}")
            rows.append(row)
            lines.append(start)
            widths.append(len(record))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{name} 第{start}行起不能按分隔文本读取：{error}（引号是否成对？）",
            f"{name} cannot be read as delimited text from row {start} on: {error} (is a quote never closed?)",
        ) from None
    sheet = Sheet(name, "", rows, lines, widths=widths)
    if content and not content.endswith(("\n", "\r")) and rows and rows[-1]:
        # Whole exports end with a line break; one that does not may have been cut within its last figure.
        sheet.odd[len(rows) - 1, len(rows[-1]) - 1] = (
            "warning",
            "文件没有以换行结束，最后一格可能不完整",
            "the file does not end with a line break: its last cell may be cut short",
        )
    return sheet


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text.

    Raises
    ------
    UsageError
        When they are no text in UTF-8, UTF-16 or GB18030.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UsageError(
        f"{name} 不是可读的文本（试过 UTF-8、GBK/GB18030）；若是表格，请另存为 .xlsx 或 CSV UTF-8",
        f"{name} is no readable text (tried UTF-8 and GB18030); save a spreadsheet as .xlsx or as CSV UTF-8",
    )


def _is_padded(content: str) -> bool:
    """Whether cells end in tab and comma, as the bureau's database writes them: a comma alone is then text."""
    lines = content.splitlines()[:_SAMPLE_LINES]
    return sum(line.count("\t,") >= 1 for line in lines) > sum("\t," not in line and "," in line for line in lines)


def _delimiter(content: str) -> str:
    """Return the delimiter that most lines hold; a comma where none does."""
    lines = [line for line in content.splitlines()[:_SAMPLE_LINES] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (counts[mark], -_DELIMITERS.index(mark)))
