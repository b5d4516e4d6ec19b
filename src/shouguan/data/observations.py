"""Observations: the one tidy table that every figure enters by, and what was known of it on a day.

A row is one published figure with its source and release date. The table is append-only: a revision
is a new row with a later `released_on`, and `as_of` decides which row counts. This module checks rows
at the door, once, and reports every problem of a file together; nothing downstream checks again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, ShouguanError
from shouguan.core.files import read_csv, write_csv
from shouguan.core.periods import PERIOD, Period

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
# ASCII digits only, to the very end: a full-width digit or a line break would make another key.
_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})\Z"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

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
        "region": _column(pa.Check.str_matches(r"[0-9]{6}\Z")),
        "indicator": _column(pa.Check.isin(list(indicators.CATALOGUE))),
        "period": _column(pa.Check.str_matches(PERIOD + r"\Z")),
        "basis": _column(pa.Check.isin(["ytd", "single", "stock"])),
        "measure": _column(pa.Check.isin(["growth", "value", "share", "rank"])),
        "price": _column(pa.Check.isin(["nominal", "real", "comparable", "none"])),
        "value": _column(pa.Check.str_matches(_NUMBER)),
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
    table = read_placed(*files)
    return table.drop_duplicates([*KEY, "released_on"]).reset_index(drop=True)[list(COLUMNS)]


def read_placed(*files: Path) -> pd.DataFrame:
    """Read and check tidy CSV files as `read` does, but keep every row, with `_file` and `_row` beside it."""
    texts = []
    for file in files:
        records = read_csv(file, COLUMNS)
        text = pd.DataFrame([cells for _, cells in records], columns=list(COLUMNS), dtype="str")
        texts.append(text.assign(_file=paths.named(file), _row=[row for row, _ in records]))
    if not texts:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in (*COLUMNS, "_file", "_row")}).assign(
            value=pd.Series(dtype=float), released_on=pd.Series(dtype="datetime64[us]")
        )
    return checked(pd.concat(texts, ignore_index=True))


def checked(table: pd.DataFrame) -> pd.DataFrame:
    """Check rows of text, which say their own `_file` and `_row`, and return them with numbers and dates.

    Raises
    ------
    DataError
        With every problem found.
    """
    _raise_all(_schema_problems(table) or (_period_problems(table) + _conflicts(table)))
    released = pd.to_datetime(table["released_on"], format="%Y-%m-%d")
    return table.assign(value=table["value"].astype(float), released_on=released)


def read_folder(folder: Path) -> pd.DataFrame:
    """Read every CSV of a place's `observations/` folder; see `read`."""
    return read(*sorted((folder / "observations").glob("*.csv")))


def write(table: pd.DataFrame, file: Path) -> None:
    """Write rows to a tidy CSV, atomically: to a temporary file beside it, then in its place."""
    text = table.loc[:, list(COLUMNS)].copy()
    text["released_on"] = pd.to_datetime(text["released_on"]).dt.strftime("%Y-%m-%d")
    write_csv(file, COLUMNS, text.astype(str).values.tolist())


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
        """Return the rows of one series in the order of time; the table is shared, never to be changed."""

        def look_up() -> pd.DataFrame:
            own = self._by_series.get((region, indicator, basis, measure))
            if own is None:
                return self.table.iloc[:0]
            own = own[own["price"] == _price(indicator, measure)]
            return own if own["period"].is_monotonic_increasing else own.sort_values("period")

        found: pd.DataFrame = self.remember((region, indicator, basis, measure), look_up)
        return found

    def series(self, region: str, indicator: str, *, basis: str, measure: str) -> dict[Period, float]:
        """Return one series as period → value, in the order of time."""

        def look_up() -> dict[Period, float]:
            rows = self.rows(region, indicator, basis=basis, measure=measure)
            return dict(zip(map(Period.parse, rows["period"]), rows["value"].tolist(), strict=True))

        return dict(self.remember((region, indicator, basis, measure, "series"), look_up))

    def ytd_growth(self, region: str, indicator: str) -> dict[Period, float]:
        """Return published year-to-date growth in per cent."""
        return self.series(region, indicator, basis="ytd", measure="growth")

    @property
    def series_keys(self) -> list[tuple[str, str]]:
        """The pairs of region and indicator of which anything is known."""
        return list(dict.fromkeys((region, indicator) for region, indicator, _, _ in self._by_series))

    def remember(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return what `make` made of this view under this key the first time; it is shared, never to be changed.

        A panel asks for the same levels of the same region year after year, and one page for a hundred series.
        """
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    @cached_property
    def _made(self) -> dict[tuple[str, ...], Any]:
        return {}

    @cached_property
    def _by_series(self) -> dict[Any, pd.DataFrame]:
        """The table split once: each search of all rows costs."""
        return dict(iter(self.table.groupby(["region", "indicator", "basis", "measure"])))


def select(table: pd.DataFrame, region: str | None, indicator: str, *, basis: str, measure: str) -> pd.DataFrame:
    """Return the rows of one series (or of all regions), on the price that the field measures it on.

    Growth at current prices never stands in for real or comparable growth; values are at current prices.
    """
    own = table if region is None else table[table["region"] == region]
    return own[
        (own["indicator"] == indicator)
        & (own["basis"] == basis)
        & (own["measure"] == measure)
        & (own["price"] == _price(indicator, measure))
    ]


def _price(indicator: str, measure: str) -> str:
    return indicators.indicator(indicator).growth_price if measure == "growth" else "nominal"


def as_of(table: pd.DataFrame, day: dt.date) -> View:
    """Return what was known at the end of `day`: of each figure the newest row released by then."""
    known = table[table["released_on"] <= pd.Timestamp(day)]
    newest = known.sort_values("released_on", kind="stable").drop_duplicates(KEY, keep="last")
    return View(day, newest.sort_values([*KEY]).reset_index(drop=True))


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
    number = table["value"].astype(float)
    different = table[~table.assign(value=number).duplicated([*dated, "value"]) & table.duplicated(dated, keep=False)]
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
