"""A panel in one CSV: many regions' year-to-date levels and growth, without release dates.

The columns are those of a quarterly GDP panel (`code, province, year, quarter, gdp_ytd_100m_yuan,
growth_ytd_pct`) or of a monthly investment series (`year, month, fai_ytd_100m_yuan, growth_ytd_pct`).
Release dates follow the calendar's rule, so that a backtest knows what was out when; nothing outside the
file is read.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError
from shouguan.core.files import read_csv
from shouguan.core.periods import Period, calendar_release
from shouguan.data import observations
from shouguan.data.observations import NO_SHARES
from shouguan.data.place import NATION, Place, Region
from shouguan.data.settings import Settings
from shouguan.ingest.readers.sheets.addresses import letters

COLUMNS = {
    "gdp": ("code", "province", "year", "quarter", "gdp_ytd_100m_yuan", "growth_ytd_pct"),
    "fai": ("year", "month", "fai_ytd_100m_yuan", "growth_ytd_pct"),
}
RELEASE_LAGS = {"gdp": 25, "fai": 19}
"""Days after the period's end: the rule of the official series in data/official."""
_CUT_BACK = 0.6
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\Z")


def read_panel(file: Path, indicator: str) -> Place:
    """Read a panel as a place that knows nothing but the file.

    Parameters
    ----------
    file : Path
        UTF-8 CSV, with or without BOM; an empty cell is a figure that is not known.
    indicator : {'gdp', 'fai'}

    Returns
    -------
    Place
        The first region of the file, with all others beside it.

    Raises
    ------
    DataError
        Naming file, row, column and value, and what was expected.
    """
    if indicator not in COLUMNS:
        raise DataError(
            f"回溯检验的指标应为 {'、'.join(COLUMNS)}，不是“{indicator}”",
            f"a panel holds {' or '.join(COLUMNS)}, not '{indicator}'",
        )
    entry = indicators.indicator(indicator)
    columns = COLUMNS[indicator]
    name = paths.named(file)
    names: dict[str, str] = {}
    rows: dict[tuple[str, Period], tuple[float, float]] = {}
    lines: dict[tuple[str, Period], int] = {}
    for number, cells in read_csv(file, columns):
        cell = dict(zip(columns, cells, strict=True))
        code = _code(name, number, cell.get("code", NATION))
        names.setdefault(code, cell.get("province", "全国"))
        period = _period(name, number, cell, entry.calendar.frequency)
        level, growth = (_figure(name, number, column, cell[column], entry) for column in columns[-2:])
        if (code, period) in rows:
            raise _wrong(name, number, columns[-3], str(period), "每个地区每个时期一行", "one row a region and period")
        rows[code, period], lines[code, period] = (level, growth), number
    if not rows:
        raise DataError(f"{name} 没有数据行", f"{name} has no rows")
    return Place(
        slug=file.stem,
        settings=Settings(region=next(iter(names)), name=next(iter(names.values())), name_en=next(iter(names))),
        regions={code: Region(code, zh, code, (), None) for code, zh in names.items()},
        table=_table(rows, lines, indicator, file.name),
        targets=(),
        files=(file,),
    )


def _table(
    rows: dict[tuple[str, Period], tuple[float, float]], lines: dict[tuple[str, Period], int], indicator: str, name: str
) -> pd.DataFrame:
    entry = indicators.indicator(indicator)
    level_at, growth_at = (letters(len(COLUMNS[indicator]) - before) for before in (2, 1))
    cut_back = _cut_back_years(rows, entry.calendar.size) if indicator == "fai" else set()
    records = []
    for (code, period), (level, growth) in rows.items():
        released = pd.Timestamp(calendar_release(period, RELEASE_LAGS[indicator]))
        note = NO_SHARES + ": December share" if (code, period.year) in cut_back else ""
        for measure, price, value, unit, column in (
            ("growth", entry.growth_price, growth, "%", growth_at),
            ("value", "nominal", level, entry.unit, level_at),
        ):
            if np.isfinite(value):
                key = (code, indicator, str(period), "ytd", measure, price)
                source = f"{name}#{column}{lines[code, period]}"
                records.append((*key, value, unit, released, "calendar", "pseudo", source, note))
    return pd.DataFrame(records, columns=list(observations.COLUMNS))


def _cut_back_years(rows: dict[tuple[str, Period], tuple[float, float]], size: int) -> set[tuple[str, int]]:
    """Return the years whose last month is far below what it was in the years before: levels cut back.

    Only earlier years are compared, so that a view of that time would have known it too.
    """
    levels: dict[tuple[str, int], list[float]] = {}
    for (code, period), (level, _) in sorted(rows.items(), key=lambda item: item[0]):
        levels.setdefault((code, period.year), []).append(level)
    shares: dict[str, list[float]] = {}
    years = set()
    for (code, year), values in sorted(levels.items()):
        if len(values) == size and np.all(np.isfinite(values)):
            share = 1.0 - values[-2] / values[-1]
            earlier = shares.setdefault(code, [])
            if earlier and share < _CUT_BACK * float(np.median(earlier)):
                years.add((code, year))
            else:
                earlier.append(share)
    return years


def _code(name: str, number: int, text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise _wrong(name, number, "code", text, "六位区划代码", "a six-digit region code")
    return text


def _period(name: str, number: int, cell: dict[str, str], frequency: str) -> Period:
    part = "quarter" if frequency == "Q" else "month"
    first, last = (1, 4) if frequency == "Q" else (2, 12)
    if not re.fullmatch(r"(19|20)[0-9]{2}", cell["year"]):
        raise _wrong(name, number, "year", cell["year"], "四位年份", "a year of four digits")
    if not re.fullmatch(r"[0-9]{1,2}", cell[part]) or not first <= int(cell[part]) <= last:
        raise _wrong(name, number, part, cell[part], f"{first} 至 {last}", f"{first} to {last}")
    return Period(int(cell["year"]), "Q" if frequency == "Q" else "M", int(cell[part]))


def _figure(name: str, number: int, column: str, text: str, entry: indicators.Indicator) -> float:
    if text == "":
        return np.nan
    if not _NUMBER.match(text):
        raise _wrong(name, number, column, text, "一个数或空白", "a number or nothing")
    value = float(text)
    is_growth = column == "growth_ytd_pct"
    if not is_growth and value <= 0:
        raise _wrong(name, number, column, text, "正数", "a positive number")
    low, high = entry.growth_bounds
    if is_growth and not low <= value <= high:
        raise _wrong(name, number, column, text, f"{low:g} 至 {high:g} 的百分数", f"per cent from {low:g} to {high:g}")
    return value


def _wrong(name: str, number: int, column: str, value: str, zh: str, en: str) -> DataError:
    return DataError(
        f"{name} 第{number}行 {column} 列：“{value}”，应为{zh}",
        f"{name} row {number} column {column}: '{value}', expected {en}",
    )
