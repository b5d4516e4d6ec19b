"""Observations: the one tidy table that every figure enters by, and what was known of it on a day.

A row is one published figure with its source and release date. The table is append-only: a revision
is a new row with a later `released_on`, and `as_of` decides which row counts. This module checks rows
at the door, once, and reports every problem of a file together; nothing downstream checks again.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from shouguan import indicators, paths
from shouguan.errors import DataError, ShouguanError
from shouguan.periods import Period

COLUMNS = (
    "region",
    "indicator",
    "period",
    "basis",
    "measure",
    "price",
    "value",
    "unit",
    "released_on",
    "release_basis",
    "vintage",
    "source",
    "note",
)
KEY = ["region", "indicator", "period", "basis", "measure", "price"]

NO_SHARES = "no-shares"
"""A note that begins with this tag says: the level is no guide to the shape of its year."""

_MAX_SHOWN = 10
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_DATE = r"\d{4}-\d{2}-\d{2}"

_EXPECTED = {
    "region": ("六位区划代码", "a six-digit region code"),
    "indicator": ("指标目录中的代码", "a code of the catalogue"),
    "period": ("2020、2020Q3 或 2020-09", "2020, 2020Q3 or 2020-09"),
    "basis": ("ytd、single 或 stock", "ytd, single or stock"),
    "measure": ("growth、value、share 或 rank", "growth, value, share or rank"),
    "price": ("nominal、real、comparable 或 none", "nominal, real, comparable or none"),
    "value": ("一个数", "a number"),
    "released_on": ("日期，如 2020-10-19", "a date such as 2020-10-19"),
    "release_basis": ("actual 或 calendar", "actual or calendar"),
    "vintage": ("first、revised 或 pseudo", "first, revised or pseudo"),
    "source": ("非空的来源", "a source"),
}


def _is_date(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(_DATE) & pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce").notna()


def _column(*checks: pa.Check) -> pa.Column:
    return pa.Column(str, checks=list(checks))


SCHEMA = pa.DataFrameSchema(
    {
        "region": _column(pa.Check.str_matches(r"\d{6}$")),
        "indicator": _column(pa.Check.isin(list(indicators.CATALOGUE))),
        "period": _column(pa.Check.str_matches(r"\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?$")),
        "basis": _column(pa.Check.isin(["ytd", "single", "stock"])),
        "measure": _column(pa.Check.isin(["growth", "value", "share", "rank"])),
        "price": _column(pa.Check.isin(["nominal", "real", "comparable", "none"])),
        "value": _column(pa.Check.str_matches(_NUMBER + "$")),
        "unit": _column(),
        "released_on": _column(pa.Check(_is_date)),
        "release_basis": _column(pa.Check.isin(["actual", "calendar"])),
        "vintage": _column(pa.Check.isin(["first", "revised", "pseudo"])),
        "source": _column(pa.Check.str_length(min_value=1)),
        "note": _column(),
    },
    strict=True,
    ordered=True,
)
"""The tidy layout as text, the way a CSV holds it; the meaning of each column is in data/official/README.md."""


def read(*files: Path) -> pd.DataFrame:
    """Read and check tidy CSV files.

    Parameters
    ----------
    *files : Path
        CSV files in the tidy layout (UTF-8, with or without BOM).

    Returns
    -------
    DataFrame
        The columns `COLUMNS`, `value` as float and `released_on` as datetime; rows of all files.

    Raises
    ------
    DataError
        With every problem found: file, row, column, value, and what was expected.
    """
    texts = []
    for file in files:
        text = _read_text(file)
        texts.append(text.assign(_file=paths.shown(file), _row=range(2, len(text) + 2)))
    if not texts:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in COLUMNS}).assign(
            value=pd.Series(dtype=float), released_on=pd.Series(dtype="datetime64[us]")
        )
    table = pd.concat(texts, ignore_index=True)
    _raise_all(_schema_problems(table) or (_period_problems(table) + _conflicts(table)))
    table["value"] = table["value"].astype(float)
    table["released_on"] = pd.to_datetime(table["released_on"], format="%Y-%m-%d")
    return table.drop_duplicates([*KEY, "released_on"]).reset_index(drop=True)[list(COLUMNS)]


def read_folder(folder: Path) -> pd.DataFrame:
    """Read every CSV of a place's `observations/` folder; see `read`."""
    return read(*sorted((folder / "observations").glob("*.csv")))


def write(table: pd.DataFrame, file: Path) -> None:
    """Write rows to a tidy CSV, atomically: to a temporary file beside it, then in its place."""
    text = table.loc[:, list(COLUMNS)].copy()
    text["released_on"] = pd.to_datetime(text["released_on"]).dt.strftime("%Y-%m-%d")
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".tmp", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            text.to_csv(stream, index=False, lineterminator="\n")
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class View:
    """What was known on one day. Nothing downstream of it can see more.

    Parameters
    ----------
    as_of : date
        The day.
    table : DataFrame
        For each key the newest row released by that day.
    """

    as_of: dt.date
    table: pd.DataFrame

    def rows(self, region: str, indicator: str, *, basis: str, measure: str) -> pd.DataFrame:
        """Return the rows of one series in the order of time."""
        table = self.table
        chosen = table[
            (table["region"] == region)
            & (table["indicator"] == indicator)
            & (table["basis"] == basis)
            & (table["measure"] == measure)
        ]
        return chosen.sort_values("period")

    def series(self, region: str, indicator: str, *, basis: str, measure: str) -> dict[Period, float]:
        """Return one series as period → value, in the order of time."""
        rows = self.rows(region, indicator, basis=basis, measure=measure)
        return {Period.parse(period): float(value) for period, value in zip(rows["period"], rows["value"], strict=True)}

    def ytd_growth(self, region: str, indicator: str) -> dict[Period, float]:
        """Return published year-to-date growth in per cent."""
        return self.series(region, indicator, basis="ytd", measure="growth")


def as_of(table: pd.DataFrame, day: dt.date) -> View:
    """Return what was known at the end of `day`: of each figure the newest row released by then."""
    known = table[table["released_on"] <= pd.Timestamp(day)]
    newest = known.sort_values("released_on", kind="stable").drop_duplicates(KEY, keep="last")
    return View(day, newest.sort_values([*KEY]).reset_index(drop=True))


def _read_text(file: Path) -> pd.DataFrame:
    name = paths.shown(file)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            records = list(csv.reader(stream, strict=True))
    except FileNotFoundError:
        raise DataError(f"找不到文件 {name}", f"no such file: {name}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{name} 不是 UTF-8 的 CSV 文件：{error}", f"{name} is not a CSV file in UTF-8: {error}"
        ) from None
    header = records[0] if records else []
    if tuple(header) != COLUMNS:
        raise DataError(
            f"{name} 第1行：列名应为 {','.join(COLUMNS)}；实为 {','.join(header) or '空'}",
            f"{name} row 1: expected the columns {','.join(COLUMNS)}; found {','.join(header) or 'nothing'}",
        )
    body = records[1:]
    for row, record in enumerate(body, start=2):
        if len(record) != len(COLUMNS):
            raise DataError(
                f"{name} 第{row}行：应有 {len(COLUMNS)} 列，实有 {len(record)} 列",
                f"{name} row {row}: expected {len(COLUMNS)} columns, found {len(record)}",
            )
    return pd.DataFrame(body, columns=list(COLUMNS), dtype="str")


def _problem(row: pd.Series, column: str, zh: str, en: str) -> tuple[str, str]:
    value = row[column]
    return (
        f"{row['_file']} 第{row['_row']}行 {column} 列：“{value}”，应为{zh}",
        f"{row['_file']} row {row['_row']} column {column}: '{value}', expected {en}",
    )


def _schema_problems(table: pd.DataFrame) -> list[tuple[str, str]]:
    try:
        SCHEMA.validate(table[list(COLUMNS)], lazy=True)
    except pa.errors.SchemaErrors as failure:
        cases = failure.failure_cases
        return [
            _problem(table.loc[int(index)], column, *_EXPECTED[column])
            for column, index in zip(cases["column"], cases["index"], strict=True)
        ]
    return []


def _period_problems(table: pd.DataFrame) -> list[tuple[str, str]]:
    found = []
    pairs = table.drop_duplicates(["indicator", "period"])
    for _, row in pairs.iterrows():
        try:
            indicators.indicator(row["indicator"]).calendar.position(Period.parse(row["period"]))
        except ShouguanError as error:
            found.append(_problem(row, "period", f"该指标公布的时期（{error.zh}）", f"a reported period ({error.en})"))
    return found


def _conflicts(table: pd.DataFrame) -> list[tuple[str, str]]:
    dated = [*KEY, "released_on"]
    different = table[~table.duplicated([*dated, "value"]) & table.duplicated(dated, keep=False)]
    found = []
    for _, rows in different.groupby(dated):
        if len(rows) > 1:
            first, second = rows.iloc[0], rows.iloc[1]
            found.append(
                _problem(
                    second,
                    "value",
                    f"与 {first['_file']} 第{first['_row']}行一致的 {first['value']}；修订须另给 released_on",
                    f"{first['value']} as in {first['_file']} row {first['_row']};"
                    " a revision needs its own released_on",
                )
            )
    return found


def _raise_all(problems: list[tuple[str, str]]) -> None:
    if not problems:
        return
    shown = problems[:_MAX_SHOWN]
    more = len(problems) - len(shown)
    raise DataError(
        "\n".join(
            [f"数据有 {len(problems)} 处问题：", *(zh for zh, _ in shown)] + ([f"……另有 {more} 处"] if more else [])
        ),
        "\n".join(
            [f"{len(problems)} problems in the data:", *(en for _, en in shown)]
            + ([f"… and {more} more"] if more else [])
        ),
    )
