"""Monthly bulletins (统计月报) and tables of Word files: any sheet that a person laid out for reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shouguan.findings import Finding
from shouguan.readers import layout
from shouguan.readers.crosstab import read_tables
from shouguan.readers.grid import Sheet
from shouguan.readers.labels import Labeller
from shouguan.readers.reading import Options
from shouguan.readers.tables import Convention


def read(file: Path, sheets: list[Sheet], options: Options) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read every table of every sheet; see `shouguan.readers.layout`."""
    labeller = Labeller(options.names, options.meanings)
    tables = [table for sheet in sheets for table in layout.tables(sheet, labeller, Convention())]
    return read_tables(tables, options)
