"""Working days of the Chinese calendar: holidays off, make-up Saturdays and Sundays (调休) on."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import chinese_calendar


@lru_cache(maxsize=8192)
def is_working_day(day: dt.date) -> bool:
    """Whether a day is worked; of years whose holidays are not announced yet, Monday to Friday are.

    Examples
    --------
    >>> is_working_day(dt.date(2020, 9, 27)), is_working_day(dt.date(2020, 10, 1))
    (True, False)
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def working_days(after: dt.date, until: dt.date) -> int:
    """Count the working days after one day up to another; negative where the second is before the first.

    Parameters
    ----------
    after, until : date

    Returns
    -------
    int
        Days in (after, until]; minus those in (until, after] where `until` comes first.

    Examples
    --------
    >>> working_days(dt.date(2020, 9, 30), dt.date(2020, 10, 12))
    3
    """
    if until < after:
        return -working_days(until, after)
    return sum(is_working_day(after + dt.timedelta(days=n)) for n in range(1, (until - after).days + 1))


def day_after(day: dt.date, number: int) -> dt.date:
    """Return the day so many working days after a day.

    Examples
    --------
    >>> day_after(dt.date(2020, 9, 30), 3)
    datetime.date(2020, 10, 12)
    """
    for _ in range(number):
        day += dt.timedelta(days=1)
        while not is_working_day(day):
            day += dt.timedelta(days=1)
    return day


def holidays_known(year: int) -> bool:
    """Whether the holidays of a year are announced and known to the kit."""
    try:
        chinese_calendar.is_workday(dt.date(year, 12, 31))
    except NotImplementedError:
        return False
    return True
