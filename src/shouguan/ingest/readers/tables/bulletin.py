"""Monthly bulletins (统计月报) and tables of Word files: any sheet that a person laid out for reading."""

from __future__ import annotations

from pathlib import Path

from shouguan.ingest.readers.reading import Found, Options
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import layout
from shouguan.ingest.readers.tables.crosstab import read_tables
from shouguan.ingest.readers.tables.grids import Convention
from shouguan.ingest.readers.tables.labels import labeller_of


def read(file: Path, sheets: list[Sheet], options: Options) -> Found:
    """Read every table of every sheet; see `shouguan.readers.layout`."""
    labeller = labeller_of(options)
    tables = [table for sheet in sheets for table in layout.tables(sheet, labeller, Convention(is_own=True))]
    return read_tables(tables, options)
