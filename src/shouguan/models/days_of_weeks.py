"""Weekly figures laid out by day, and growth of a part of a month on the same part a year before."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from shouguan.core.periods import Period
from shouguan.core.weeks import Stretch
from shouguan.core.working_days import is_working_day
from shouguan.core.ytd import Array

_NOTHING = 1e-9


class Daily:
    """Weekly figures laid out by day: a week is shared among its days, those that are not worked at `rest_day`.

    Parameters
    ----------
    table : DataFrame
        Of one region and indicator (`data.weekly.known`).
    rest_day : float
        `data.weekly.Weekly.rest_day`.
    merged : bool
        Whether a month's figure of February has January in it.
    after : int
        How many months after the month that it speaks of a figure comes: tax is paid on the month before.
    """

    def __init__(self, table: pd.DataFrame, rest_day: float, merged: bool, after: int = 0) -> None:
        self._rest_day, self._merged, self._after = rest_day, merged, after
        self._value: dict[dt.date, float] = {}
        self._growth: dict[dt.date, float] = {}
        self._laid: dict[Period, tuple[Array, Array]] = {}
        for row in table.to_dict("records"):
            days = Stretch.parse(row["week"]).days
            if row["measure"] == "growth":
                self._growth.update(dict.fromkeys(days, float(row["value"])))
                continue
            loads = np.array([self._load(day) for day in days])
            loads = loads if loads.sum() > 0 else np.ones(len(days))
            self._value.update(zip(days, (float(row["value"]) * loads / loads.sum()).tolist(), strict=True))

    def _load(self, day: dt.date) -> float:
        return 1.0 if is_working_day(day) else self._rest_day

    def reported_in(self, period: Period) -> Period:
        """Return the month whose figures speak of a month: the month itself, or so many after it."""
        months = 12 * period.year + period.number - 1 + self._after
        return Period(months // 12, "M", months % 12 + 1)

    def days_of(self, period: Period) -> list[dt.date]:
        """Return the days whose figures speak of a month."""
        last = self.reported_in(period)
        months = 12 * last.year + last.number - 1 - (self._merged and period.number == 2)
        start = dt.date(months // 12, months % 12 + 1, 1)
        return [start + dt.timedelta(days=n) for n in range((last.end - start).days + 1)]

    def covered(self, period: Period) -> tuple[int, int, float]:
        """Return how many working days are reported of a month from its first day on, of how many, and their share.

        The share is of the month's load, in which days that are not worked have their part.
        """
        days = self.days_of(period)
        known = [day in self._value or day in self._growth for day in days]
        told = days[: known.index(False)] if False in known else days
        share = sum(map(self._load, told)) / sum(map(self._load, days))
        return sum(map(is_working_day, told)), sum(map(is_working_day, days)), share

    def growth(self, period: Period, share: float) -> float:
        """Return growth over the first share of a month on the same share of it a year before.

        By values where both years have them, else by the weeks' own growth, each by its load; NaN where neither is
        complete.
        """
        now = self._sum(period, share)
        before = self._sum(Period(period.year - 1, "M", period.number), share)
        if np.isfinite(now) and before > 0.0:
            return 100.0 * (now / before - 1.0)
        if not self._growth:
            return float("nan")
        loads, _ = self._month(period)
        inside = np.clip(share * loads.sum() - (np.cumsum(loads) - loads), 0.0, loads)
        known = np.array([self._growth.get(day, np.nan) for day in self.days_of(period)])
        used = inside > _NOTHING
        return float(inside[used] @ known[used] / inside[used].sum())

    def _sum(self, period: Period, share: float) -> float:
        """Return the sum of values over the first share of a month; NaN where a day of it is missing."""
        loads, values = self._month(period)
        if share >= 1.0 - _NOTHING:
            return float(values.sum())
        inside = np.clip(share * loads.sum() - (np.cumsum(loads) - loads), 0.0, loads)
        used = inside > _NOTHING
        return float(values[used] @ (inside[used] / loads[used]))

    def _month(self, period: Period) -> tuple[Array, Array]:
        """Return by day of a month its load and the value of it, NaN where none is reported."""
        if period not in self._laid:
            days = self.days_of(period)
            loads, values = [self._load(day) for day in days], [self._value.get(day, np.nan) for day in days]
            self._laid[period] = np.array(loads), np.array(values)
        return self._laid[period]
