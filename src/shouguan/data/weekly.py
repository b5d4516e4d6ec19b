"""Weekly figures of a place (`weekly.csv`): by ISO week, by 旬, or from one day to another, as known on a day.

They are an office's own early reports (项目周报投资, electricity, freight, tax), no statistics: nothing here is ever a
published figure. A line is known by region, indicator, week and measure; a changed figure is a new version with the day
on which it was reported, and what was known before that day stays known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError
from shouguan.core.files import read_csv
from shouguan.core.weeks import Stretch
from shouguan.data.observations import WITHDRAWN
from shouguan.data.place import Place
from shouguan.data.settings import WEEKLY

FILE = f"{WEEKLY}.csv"
NAME = ("周度数据", "weekly figures")
COLUMNS = ("region", "indicator", "week", "measure", "value", "unit", "reported_on", "version", "source")
KEY = ("region", "indicator", "week", "measure")
LAG = 3
"""Days after a week's last day on which its figures are known, unless `release_lags` of the place says otherwise."""

Measure = Literal["value", "growth"]
MEASURES: dict[str, tuple[str, str]] = {"value": ("数值", "value"), "growth": ("同比增速", "growth on a year before")}


@dataclass(frozen=True)
class Weekly:
    """An indicator that is reported weekly.

    Parameters
    ----------
    code, zh, en : str
    unit : str
        Of its values.
    names : tuple of str
        What offices call it besides.
    rest_day : float
        What a day that is not worked counts beside one that is: nothing where reports are of working days, a good part
        of one where works and lorries run on. A week is shared among its days in this way.
    """

    code: str
    zh: str
    en: str
    unit: str
    names: tuple[str, ...] = ()
    rest_day: float = 0.0


def _monthly(code: str, rest_day: float, *names: str) -> Weekly:
    entry = indicators.indicator(code)
    return Weekly(code, entry.zh, entry.en, entry.unit, names, rest_day)


INDICATORS: dict[str, Weekly] = {
    each.code: each
    for each in (
        Weekly(
            "project_investment",
            "项目周报投资",
            "Project investment, reported weekly",
            "亿元",
            ("项目投资", "项目完成投资", "重点项目投资", "重点项目完成投资", "重点项目周报投资"),
        ),
        _monthly("electricity", 0.8, "用电量", "全社会用电"),
        _monthly("electricity_industry", 0.7, "工业用电", "规上工业用电量"),
        _monthly("freight_volume", 0.6, "货物运输量", "公路货运量"),
        Weekly("tax_revenue", "税收收入", "Tax revenue", "亿元", ("税收", "税收入库")),
        _monthly("fiscal_revenue", 0.0, "财政收入", "公共预算收入", "一般预算收入"),
    )
}
"""What may be reported weekly. Project investment is what projects report, never investment of the statistics."""


def lag_of(place: Place) -> int:
    """Return after how many days a week's figures are known, where nobody says when they were reported."""
    return place.settings.release_lags.get(WEEKLY, LAG)


def read(folder: Path) -> pd.DataFrame:
    """Read all lines of a place's weekly figures as they stand, withdrawn ones and all versions too.

    Returns
    -------
    DataFrame
        `COLUMNS` (value as a number, `reported_on` as a day), with `start` and `end` of the week and `row`, where the
        line stands; empty where the place keeps none.

    Raises
    ------
    DataError
        With the first cell that cannot be right: row, column and value.
    """
    file = folder / FILE
    if not file.is_file():
        return _frame([])
    rows = []
    for number, cells in read_csv(file, COLUMNS):
        row: dict[str, Any] = dict(zip(COLUMNS, cells, strict=True))
        for name, fits in _FITS.items():
            try:
                row[name] = fits(row[name])
            except (ValueError, KeyError, DataError):
                where = paths.named(file)
                raise DataError(
                    f"{where} 第{number}行 {name}：“{row[name]}”读不出来；改正，或重新导入周度数据",
                    f"{where} row {number}, {name}: '{row[name]}' cannot be read: correct it or import again",
                ) from None
        rows.append(row | {"row": number})
    return _frame(rows)


def standing(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Return of each key the versions that no later line withdraws, the newest last."""
    versions: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        of = versions.setdefault(tuple(str(row[name]) for name in KEY), [])
        if row["version"] != WITHDRAWN:
            of.append(row)
            continue
        # The line that it takes back says the same; a version that came later stays.
        same = [each for each in of if (each["value"], each["source"]) == (row["value"], row["source"])]
        taken = (same or of)[-1:]
        of[:] = [each for each in of if each not in taken]
    return {key: of for key, of in versions.items() if of}


def known(place: Place, day: dt.date | None = None) -> pd.DataFrame:
    """Return the weekly figures of a place that were reported by a day, the newest version of each.

    Returns
    -------
    DataFrame
        `region`, `indicator`, `week` (text), `start`, `end`, `measure`, `value` (in the indicator's unit; growth in per
        cent), `unit`, `reported_on`, `source`; by indicator and time. Empty where the place keeps none.
    """
    whole = _frame([]) if place.folder is None else read(place.folder)
    rows = [{str(name): value for name, value in row.items()} for row in whole.to_dict("records")]
    kept = []
    for versions in standing(rows).values():
        told = [each for each in versions if day is None or each["reported_on"].date() <= day]
        if told:
            kept.append(max(told, key=lambda each: each["reported_on"]))
    table = _frame(kept).drop(columns=["version", "row"])
    return table.sort_values(["region", "indicator", "start", "measure"], ignore_index=True)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[*COLUMNS, "row"] if not rows else None)
    weeks = [Stretch.parse(text) for text in table["week"]]
    table["start"] = pd.to_datetime(pd.Series([each.start for each in weeks], table.index, dtype="object"))
    table["end"] = pd.to_datetime(pd.Series([each.end for each in weeks], table.index, dtype="object"))
    table["reported_on"] = pd.to_datetime(table["reported_on"])
    table["value"] = table["value"].astype(float)
    return table


def _one_of(choices: Iterable[str]) -> Any:
    known_ones = frozenset(choices)

    def fits(text: str) -> str:
        if text not in known_ones:
            raise ValueError
        return text

    return fits


def _number(text: str) -> float:
    value = float(text)
    if not abs(value) < 1e15:  # nan is none either
        raise ValueError
    return value


def _region(text: str) -> str:
    if len(text) != 6 or not (text.isascii() and text.isdecimal()):
        raise ValueError
    return text


def _source(text: str) -> str:
    if not text:
        raise ValueError
    return text


_FITS: dict[str, Any] = {
    "region": _region,
    "indicator": _one_of(INDICATORS),
    "week": lambda text: str(Stretch.parse(text)),
    "measure": _one_of(MEASURES),
    "value": _number,
    "reported_on": dt.date.fromisoformat,
    "source": _source,
}
