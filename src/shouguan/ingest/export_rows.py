"""Tidy rows saved as a file: CSV, a workbook, or Parquet. Texts stay texts; numbers stay numbers."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from shouguan.core import workbook
from shouguan.core.errors import UsageError
from shouguan.core.files import replace_with, write_csv
from shouguan.ingest.readers.reading import Reading


def save(reading: Reading, file: Path) -> None:
    """Write a reading's rows, atomically.

    Raises
    ------
    UsageError
        When the file's ending is none of .csv, .xlsx, .parquet, or its folder is not there.
    """
    if not file.parent.is_dir():
        raise UsageError(f"没有文件夹 {file.parent}", f"no such folder: {file.parent}")
    columns = list(reading.rows[0])
    cells = [[row[column] for column in columns] for row in reading.rows]
    suffix = file.suffix.lower()
    if suffix == ".csv":
        write_csv(file, columns, [["" if cell is None else str(cell) for cell in row] for row in cells])
    elif suffix == ".xlsx":
        workbook.table(file, "数据", columns, cells)
    elif suffix == ".parquet":
        content = io.BytesIO()
        pd.DataFrame(cells, columns=columns).to_parquet(content, index=False)
        replace_with(file, content.getvalue())
    else:
        raise UsageError(
            f"--out 的文件应以 .csv、.xlsx 或 .parquet 结尾，实为“{file.name}”",
            f"--out must end in .csv, .xlsx or .parquet, not '{file.name}'",
        )
