"""Observations: the one tidy table that every figure enters by, and what was known of it on a day.

A row is one published figure with its source and release date. The table is append-only: a revision
is a new row with a later `released_on`, and `as_of` decides which row counts. This module checks rows
at the door, once, and reports every problem of a file together; nothing downstream checks again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, ShouguanError
from shouguan.core.files import read_csv, write_csv
from shouguan.core.periods import PERIOD, Period
from shouguan.data.readings import ALL, note, noting, recorded
from shouguan.data.whole_year import WholeYear

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

WITHDRAWN = "withdrawn"
"""The vintage of a row that takes the last row like it back."""
NO_SHARES = "no-shares"
"""A note that begins with this tag says: the level is no guide to the shape of its year."""

_NO_SHARES = re.compile(rf"[a-z;-]*{NO_SHARES}")
_MAX_SHOWN = 10
# ASCII digits only, to the very end: a full-width digit or a line break would make another key.
_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})"
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


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(_DATE, text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


_FITS: dict[str, Callable[[str], object]] = {
    "region": re.compile(r"[0-9]{6}").fullmatch,
    "indicator": indicators.CATALOGUE.__contains__,
    "period": re.compile(PERIOD).fullmatch,
    "basis": {"ytd", "single", "stock"}.__contains__,
    "measure": {"growth", "value", "share", "rank"}.__contains__,
    "price": {"nominal", "real", "comparable", "none"}.__contains__,
    "value": re.compile(_NUMBER).fullmatch,
    "released_on": _is_date,
    "release_basis": {"actual", "calendar"}.__contains__,
    "vintage": {"first", "revised", "pseudo"}.__contains__,
    "source": bool,
}
"""What fits in a column of the tidy layout, as text, the way a CSV holds it; the meaning of each is in
data/official/README.md."""


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
    records = [
        (cells, name, row) for file in files for name in (paths.named(file),) for row, cells in read_csv(file, COLUMNS)
    ]
    if not records:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in (*COLUMNS, "_file", "_row")}).assign(
            value=pd.Series(dtype=float), released_on=pd.Series(dtype="datetime64[us]")
        )
    text = pd.DataFrame([cells for cells, *_ in records], columns=list(COLUMNS), dtype="str")
    text = text.assign(_file=[name for _, name, _ in records], _row=[row for *_, row in records])
    return checked(_standing(text))


def _standing(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that no later row withdraws; what withdraws nothing stays, and is no valid vintage."""
    if not table["vintage"].eq(WITHDRAWN).any():
        return table
    same = ["_file", *KEY, "value", "released_on", "source"]
    open_ones: dict[tuple[str, ...], list[int]] = {}
    gone: set[int] = set()
    for at, (key, vintage) in enumerate(
        zip(table[same].itertuples(index=False, name=None), table["vintage"], strict=True)
    ):
        if vintage != WITHDRAWN:
            open_ones.setdefault(key, []).append(at)
        elif open_ones.get(key):
            gone |= {at, open_ones[key].pop()}
    return table.drop(index=list(gone)).reset_index(drop=True)


def checked(table: pd.DataFrame) -> pd.DataFrame:
    """Check rows of text, which say their own `_file` and `_row`, and return them with numbers and dates.

    Raises
    ------
    DataError
        With every problem found.
    """
    _raise_all(_cell_problems(table) or (_period_problems(table) + _bound_problems(table) + _conflicts(table)))
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


Made = TypeVar("Made")


@noting
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
        note(region, indicator)
        return self._all.iloc[self._positions.get((region, indicator, basis, measure), [])]

    def series(self, region: str, indicator: str, *, basis: str, measure: str) -> dict[Period, float]:
        """Return one series as period → value, in the order of time."""
        note(region, indicator)
        key = (region, indicator, basis, measure)
        if key not in self._series:
            periods, values = self._columns["period"], self._columns["value"]
            self._series[key] = {Period.parse(periods[at]): values[at] for at in self._positions.get(key, ())}
        return dict(self._series[key])

    def ytd_growth(self, region: str, indicator: str) -> dict[Period, float]:
        """Return published year-to-date growth in per cent."""
        return self.series(region, indicator, basis="ytd", measure="growth")

    def whole_years(self, region: str, indicator: str) -> dict[int, WholeYear]:
        """Return the years whose YTD values are all known and tell the shape of the year; see `WholeYear`."""
        note(region, indicator)
        key = (region, indicator)
        if key not in self._whole_years:
            levels: dict[int, dict[Period, tuple[float, str]]] = {}
            for at in self._positions.get((region, indicator, "ytd", "value"), ()):
                if not _NO_SHARES.match(self._columns["note"][at]):
                    period = Period.parse(self._columns["period"][at])
                    figure = (self._columns["value"][at], self._columns["vintage"][at])
                    levels.setdefault(period.year, {})[period] = figure
            calendar = indicators.indicator(indicator).calendar
            years = (
                (year, [levels_of.get(each) for each in calendar.periods(year)]) for year, levels_of in levels.items()
            )
            self._whole_years[key] = {
                year: whole
                for year, figures in years
                if None not in figures and (whole := WholeYear.of([each for each in figures if each])) is not None
            }
        return self._whole_years[key]

    def regions_with(self, indicator: str) -> list[str]:
        """Return the regions of which anything of an indicator is known, by code."""
        note(ALL, indicator)
        pairs = zip(self._columns["region"], self._columns["indicator"], strict=True)
        return sorted({region for region, code in pairs if code == indicator})

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made of this view under a key, once; what it read is noted each time."""
        found = self._found(key)
        if found is None:
            with recorded() as read:
                result = make()
            found = self._made[key] = result, frozenset(read)
        for pair in found[1]:
            note(*pair)
        return found[0]

    def _found(self, key: Hashable) -> tuple[Any, frozenset[tuple[str, str]]] | None:
        return self._made.get(key)

    @cached_property
    def _made(self) -> dict[Hashable, tuple[Any, frozenset[tuple[str, str]]]]:
        return {}

    @property
    def _all(self) -> pd.DataFrame:
        table: pd.DataFrame = vars(self)["table"]
        return table

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """The table as lists: a panel asks for thousands of cells, and each search of a frame costs."""
        names = ("region", "indicator", "period", "basis", "measure", "price", "value", "vintage", "note")
        return {name: self._all[name].tolist() for name in names}

    @cached_property
    def _positions(self) -> dict[tuple[str, str, str, str], list[int]]:
        """Where each series stands in the table, in the order of time; on the price that the field measures it on."""
        columns = self._columns
        positions_of: dict[tuple[str, str, str, str], list[int]] = {}
        for at, (region, indicator, basis, measure, price) in enumerate(
            zip(*(columns[name] for name in ("region", "indicator", "basis", "measure", "price")), strict=True)
        ):
            if price == _price(indicator, measure):
                positions_of.setdefault((region, indicator, basis, measure), []).append(at)
        for positions in positions_of.values():
            positions.sort(key=columns["period"].__getitem__)
        return positions_of

    @cached_property
    def _series(self) -> dict[tuple[str, str, str, str], dict[Period, float]]:
        return {}

    @cached_property
    def _whole_years(self) -> dict[tuple[str, str], dict[int, WholeYear]]:
        return {}


def select(table: pd.DataFrame, region: str | None, indicator: str | None, *, basis: str, measure: str) -> pd.DataFrame:
    """Return the rows of one series (or of all regions, or of all indicators), on the price that it is measured on.

    Growth at current prices never stands in for real or comparable growth; values are at current prices.
    """
    own = table if region is None else table[table["region"] == region]
    own = own if indicator is None else own[own["indicator"] == indicator]
    own = own[(own["basis"] == basis) & (own["measure"] == measure)]
    price_of = {code: _price(code, measure) for code in own["indicator"].unique()}
    return own[own["price"] == own["indicator"].map(price_of)]


def _price(indicator: str, measure: str) -> str:
    if measure == "growth":
        return indicators.indicator(indicator).growth_price
    return "none" if measure in {"rank", "share"} else "nominal"


def as_of(table: pd.DataFrame, day: dt.date) -> View:
    """Return what was known at the end of `day`: of each figure the newest row released by then."""
    return View(day, newest(table, day))


def newest(table: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return of each figure the newest row released by a day."""
    known = table[table["released_on"] <= pd.Timestamp(day)]
    keys = list(zip(*(known[column].tolist() for column in KEY), strict=True))
    last = {keys[at]: at for at in known["released_on"].to_numpy().argsort(kind="stable").tolist()}
    return known.iloc[[last[key] for key in sorted(last)]].reset_index(drop=True)


def _problem(row: pd.Series, column: str, zh: str, en: str) -> tuple[str, str]:
    value = row[column]
    return (
        f"{row['_file']} 第{row['_row']}行 {column} 列：“{value}”，应为{zh}",
        f"{row['_file']} row {row['_row']} column {column}: '{value}', expected {en}",
    )


def _cell_problems(table: pd.DataFrame) -> list[tuple[str, str]]:
    problems = []
    for column, fits in _FITS.items():
        strange = [text for text in table[column].unique() if not fits(text)]
        rows = table[table[column].isin(strange)] if strange else table[:0]
        problems += [_problem(row, column, *_EXPECTED[column]) for _, row in rows.iterrows()]
    return problems


def _period_problems(table: pd.DataFrame) -> list[tuple[str, str]]:
    problems = []
    pairs = table.drop_duplicates(["indicator", "period"])
    for index, code, period in zip(pairs.index, pairs["indicator"], pairs["period"], strict=True):
        try:
            indicators.indicator(code).calendar.position(Period.parse(period))
        except ShouguanError as error:
            row = pairs.loc[index]
            problems.append(
                _problem(row, "period", f"该指标公布的时期（{error.zh}）", f"a reported period ({error.en})")
            )
    return problems


def _bound_problems(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Refuse growth beyond what its indicator can have, and levels of nothing or less: a slip, and no figure."""
    number, problems = table["value"].astype(float), []
    for _, row in table[(table["measure"] == "value") & (number <= 0)].iterrows():
        problems.append(_problem(row, "value", "大于 0 的绝对额", "a level above 0"))
    bounds = {code: indicators.indicator(code).growth_bounds for code in table["indicator"].unique()}
    # Of a place whose every line was taken back none is left, and no type either.
    low, high = (table["indicator"].map({c: each[side] for c, each in bounds.items()}).astype(float) for side in (0, 1))
    beyond = table[(table["measure"] == "growth") & ~number.between(low, high)]
    for code in beyond["indicator"].unique():
        least, most = bounds[code]
        expected = f"{least:g} 至 {most:g} 之间的增速", f"growth from {least:g} to {most:g}"
        problems += [_problem(row, "value", *expected) for _, row in beyond[beyond["indicator"] == code].iterrows()]
    return problems


def _conflicts(table: pd.DataFrame) -> list[tuple[str, str]]:
    dated = [*KEY, "released_on"]
    number = table["value"].astype(float)
    different = table[~table.assign(value=number).duplicated([*dated, "value"]) & table.duplicated(dated, keep=False)]
    problems = []
    for _, rows in different.groupby(dated):
        if len(rows) > 1:
            first, second = rows.iloc[0], rows.iloc[1]
            problems.append(
                _problem(
                    second,
                    "value",
                    f"与 {first['_file']} 第{first['_row']}行一致的 {first['value']}；修订须另给 released_on",
                    f"{first['value']} as in {first['_file']} row {first['_row']};"
                    " a revision needs its own released_on",
                )
            )
    return problems


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
