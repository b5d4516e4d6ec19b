"""Exports of a statistical bureau's database: indicators by periods, the newest first, in Chinese or English.

Lines above name the database and the span, notes stand below. In the monthly database 同比增长 without 累计 is
the growth of the month itself. The figures are as the database has them now, not as first published.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from shouguan.data.place import NATION
from shouguan.ingest.readers.reading import Found, Options
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import layout
from shouguan.ingest.readers.tables.crosstab import read_tables
from shouguan.ingest.readers.tables.grids import Convention
from shouguan.ingest.readers.tables.labels import labeller_of
from shouguan.ingest.readers.tables.names import folded

_BY_REGION = ("分省", "分地区", "主要城市", "byprovince", "provincial", "bycity", "regional")
_BUREAU = ("国家统计局", "nationalbureauofstatistics")


def read(file: Path, sheets: list[Sheet], options: Options) -> Found:
    """Read an export; the national database is the nation's, a regional one names its region."""
    labeller = labeller_of(options)
    tables = []
    for sheet in sheets:
        lines = [folded(row[0]) for row in sheet.rows[:4] if row]
        is_national = _names_bureau(sheet) and not any(word in line for line in lines for word in _BY_REGION)
        convention = Convention(
            region=NATION if is_national else None,
            bare_growth_is_single=True,
            year_is_full=True,
            history=True,
            frequency=_frequency(lines),
        )
        tables += layout.tables(sheet, labeller, convention)
    return read_tables(tables, options)


def _names_bureau(sheet: Sheet) -> bool:
    """Whether the export says that it is the national bureau's; a city's own database may look the same."""
    return any(word in folded(row[0]) for row in sheet.rows if row for word in _BUREAU)


def _frequency(lines: list[str]) -> Literal["Q", "M"] | None:
    named = [line for line in lines if line.startswith(("数据库:", "database:"))]
    if any("月度" in line or "monthly" in line for line in named):
        return "M"
    return "Q" if any("季度" in line or "quarterly" in line for line in named) else None


def says(sheet: Sheet) -> tuple[str, str] | None:
    """Return how one sees that a sheet is such an export, or None."""
    for row, cells in enumerate(sheet.rows[:6]):
        first = folded(cells[0]) if cells else ""
        if first.startswith(("数据库:", "database:")):
            return f"第{sheet.lines[row]}行是“{cells[0].strip()}”", f"row {sheet.lines[row]} is '{cells[0].strip()}'"
    last = next((cells[0].strip() for cells in reversed(sheet.rows) if cells and cells[0].strip()), "")
    if folded(last).startswith(
        ("数据来源:国家统计局", "datasources:nationalbureauofstatistics", "datasource:nationalbureauofstatistics")
    ):
        return f"末行是“{last}”", f"the last row is '{last}'"
    return None
