"""Weeks and 旬: which days they are, which month they belong to, what they are called.

Weeks are those of ISO 8601 (GB/T 7408): Monday to Sunday, the first of a year being that of its first Thursday. A month
is worked in days, so a week at a month's border belongs to the month that has most of its working days, by the Chinese
calendar of holidays and make-up days. What does not say which days it means, such as 10月第2周, is refused.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from shouguan.core.errors import DataError
from shouguan.core.language import Lang
from shouguan.core.periods import Period, day_label
from shouguan.core.working_days import is_working_day

Kind = Literal["week", "tenday", "days"]
LONGEST = 16
"""Days of the longest stretch: half a month. What is longer is no week but a month, or figures since the year began."""
_XUN = "上中下"
_XUN_EN = ("first ten days", "middle ten days", "last days")

_WEEK = re.compile(r"(\d{4})(?:-?W(\d{1,2})|年(?:第)?(\d{1,2})周)", re.IGNORECASE)
_TENDAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?([上中下])旬")
_DAY = r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?"
_LAST = r"(?:(?:(\d{4})(?:年|[-./]))?(\d{1,2})(?:月|[-./]))?(\d{1,2})日?"
_DAYS = re.compile(rf"{_DAY}(?:[—–~～至到/]|--?){_LAST}")
_NO_YEAR = re.compile(r"第?\d{1,2}周|W\d{1,2}|\d{1,2}月.旬|\d{1,2}[月.]\d{1,2}日?[—–~～至到-]+\d{1,2}.*", re.IGNORECASE)
_WEEK_OF_MONTH = re.compile(r".*\d{1,2}月份?第?[一二三四五六1-6]周.*")


@dataclass(frozen=True, order=True)
class Stretch:
    """A week, a 旬, or the days from one to another.

    Parameters
    ----------
    start, end : date
        The first and the last day.
    kind : {'week', 'tenday', 'days'}
    """

    start: dt.date
    end: dt.date
    kind: Kind = "days"

    @staticmethod
    @cache
    def parse(text: str) -> Stretch:
        """Read 2020-W41, 2020年第41周, 2020-10上旬, 2020-10-05/2020-10-11 or 2020年10月5日—11日.

        Raises
        ------
        DataError
            When the text does not say which days it means; the message says how to write them.

        Examples
        --------
        >>> str(Stretch.parse("2020年第41周")), str(Stretch.parse("2020-10-05/2020-10-11"))
        ('2020-W41', '2020-W41')
        >>> Stretch.parse("2020年2月下旬").end
        datetime.date(2020, 2, 29)
        """
        squeezed = re.sub(r"\s+", "", text)
        if match := _WEEK.fullmatch(squeezed):
            return iso_week(int(match[1]), int(match[2] or match[3]))
        if match := _TENDAY.fullmatch(squeezed):
            year, month = int(match[1]), int(match[2])
            return tenday(year, month, _XUN.index(match[3]) + 1)
        if match := _DAYS.fullmatch(squeezed):
            return between(*_ends(text, match))
        raise _unreadable(text, squeezed)

    def __str__(self) -> str:
        if self.kind == "week":
            year, number, _ = self.start.isocalendar()
            return f"{year}-W{number:02d}"
        if self.kind == "tenday":
            return f"{self.start:%Y-%m}{_XUN[self._part - 1]}旬"
        return f"{self.start}/{self.end}"

    @property
    def _part(self) -> int:
        return {1: 1, 11: 2, 21: 3}[self.start.day]

    @property
    def days(self) -> list[dt.date]:
        """The days of it."""
        return [self.start + dt.timedelta(days=n) for n in range((self.end - self.start).days + 1)]

    @property
    def working_days(self) -> dict[Period, int]:
        """How many working days it has in each month that it touches, in the order of time."""
        counts: dict[Period, int] = {}
        for day in self.days:
            month = Period(day.year, "M", day.month)
            counts[month] = counts.get(month, 0) + is_working_day(day)
        return counts

    @property
    def month(self) -> Period:
        """The month that it belongs to: with most of its working days, where that does not decide most of its days.

        Examples
        --------
        >>> [str(iso_week(2020, number).month) for number in (40, 41, 53)]
        ['2020-09', '2020-10', '2020-12']
        """
        days: dict[Period, int] = {}
        for day in self.days:
            month = Period(day.year, "M", day.month)
            days[month] = days.get(month, 0) + 1
        working = self.working_days
        return max(days, key=lambda month: (working[month], days[month], -month.year, -month.number))

    def overlaps(self, other: Stretch) -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def a_year_before(self) -> Stretch:
        """Return the stretch that growth is measured against: as many days ending 52 weeks before, or the same 旬.

        A week keeps its weekdays, on which it depends what is worked, and its place in the year within two days; week
        numbers would part by five days after a year that has 53.

        Examples
        --------
        >>> str(iso_week(2021, 1).a_year_before()), str(tenday(2020, 2, 3).a_year_before())
        ('2020-W02', '2019-02下旬')
        """
        if self.kind == "tenday":
            return tenday(self.start.year - 1, self.start.month, self._part)
        back = dt.timedelta(weeks=52)
        return Stretch(self.start - back, self.end - back, self.kind)

    def name(self, lang: Lang = "zh") -> str:
        """Call it as a page does, without its days: 2020年第41周, 2020年10月上旬, 10月5日—11日."""
        if self.kind == "week":
            year, number, _ = self.start.isocalendar()
            return f"{year}年第{number}周" if lang == "zh" else f"week {number} of {year}"
        if self.kind == "tenday":
            if lang == "zh":
                return f"{self.start.year}年{self.start.month}月{_XUN[self._part - 1]}旬"
            return f"{_XUN_EN[self._part - 1]} of {self.start:%B %Y}"
        return f"{day_label(self.start, lang)}—{day_label(self.end, lang)}"


def iso_week(year: int, number: int) -> Stretch:
    """Return a week of an ISO year.

    Raises
    ------
    DataError
        When the year has no such week: most have 52.
    """
    last = weeks_in(year)
    if not 1 <= number <= last:
        raise DataError(
            f"{year}年没有第{number}周（ISO周，第1—{last}周）",
            f"{year} has no week {number}: its ISO weeks are 1 to {last}",
        )
    monday = dt.date.fromisocalendar(year, number, 1)
    return Stretch(monday, monday + dt.timedelta(days=6), "week")


def week_of(day: dt.date) -> Stretch:
    """Return the ISO week that a day is in.

    Examples
    --------
    >>> str(week_of(dt.date(2021, 1, 3))), str(week_of(dt.date(2018, 12, 31)))
    ('2020-W53', '2019-W01')
    """
    year, number, _ = day.isocalendar()
    return iso_week(year, number)


def weeks_in(year: int) -> int:
    """Return how many weeks an ISO year has: 52 or 53."""
    return dt.date(year, 12, 28).isocalendar()[1]


def tenday(year: int, month: int, part: int) -> Stretch:
    """Return the first, second or third 旬 of a month; the third has what days are left.

    Raises
    ------
    DataError
        When there is no such month.
    """
    if not 1 <= month <= 12:
        raise DataError(f"没有{month}月", f"there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    first, end = ((1, 10), (11, 20), (21, last))[part - 1]
    return Stretch(dt.date(year, month, first), dt.date(year, month, end), "tenday")


def between(start: dt.date, end: dt.date) -> Stretch:
    """Return the days from one to another; a whole ISO week or 旬 is one, however it is written.

    Raises
    ------
    DataError
        When the last day is before the first, or they are further apart than `LONGEST` days.
    """
    if end < start:
        raise DataError(f"止于{end}，早于开始的{start}", f"the last day {end} is before the first, {start}")
    days = (end - start).days + 1
    if days > LONGEST:
        raise DataError(
            f"{start}至{end}共{days}天，超过{LONGEST}天：月度和累计数不在周度数据里",
            f"{start} to {end} are {days} days, more than {LONGEST}: a month or a cumulative figure is no week",
        )
    if days == 7 and start.weekday() == 0:
        return week_of(start)
    if start.day in (1, 11, 21) and start.month == end.month:
        own = tenday(start.year, start.month, start.day // 10 + 1)
        if own.end == end:
            return own
    return Stretch(start, end)


def _ends(text: str, match: re.Match[str]) -> tuple[dt.date, dt.date]:
    year, month, day = (int(match[at]) for at in (1, 2, 3))
    try:
        start = dt.date(year, month, day)
        end = dt.date(int(match[4] or year), int(match[5] or month), int(match[6]))
    except ValueError:
        raise DataError(f"“{text}”里没有这一天", f"'{text}' names a day that does not exist") from None
    # 2020年12月28日—1月3日 runs into the next year, which it does not say.
    if match[4] is None and match[5] is not None and end < start:
        end = dt.date(year + 1, end.month, end.day)
    return start, end


def _unreadable(text: str, squeezed: str) -> DataError:
    ways = "2020-W41、2020-10上旬", "2020-10-05/2020-10-11"
    how, how_en = f"写成 {ways[0]} 或 {ways[1]}", f"write {ways[0]} or {ways[1]}"
    if _WEEK_OF_MONTH.fullmatch(squeezed):
        return DataError(
            f"“{text}”没有说明是哪几天（月内第几周各地算法不同）；{how}",
            f"'{text}' does not say which days it means (weeks of a month are counted in several ways): {how_en}",
        )
    if _NO_YEAR.fullmatch(squeezed):
        return DataError(f"“{text}”没有年份；{how}", f"'{text}' has no year: {how_en}")
    return DataError(f"无法识别的周或旬“{text}”；{how}", f"cannot read the week '{text}': {how_en}")
