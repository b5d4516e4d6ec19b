"""The statistical calendar: which periods a year has, what they are called, when they are released.

Investment, industry and retail report January and February together, so their year has eleven
months, 1–2月 … 1–12月; quarterly accounts have four quarters. The calendar belongs to the indicator
(`shouguan.indicators`), never to the caller. A period is the last month or quarter that it covers:
`2020-02` on a merged calendar is January–February.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from shouguan.errors import DataError

Frequency = Literal["A", "Q", "M"]
Lang = Literal["zh", "en"]

PERIOD = r"(?P<year>(?:19|20)[0-9]{2})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?"
"""How a period is written: 2020, 2020Q3, 2020-09."""
_QUARTERS_ZH = ("一季度", "二季度", "三季度", "四季度")
_QUARTERS_YTD = {
    "zh": ("一季度", "上半年", "前三季度", "全年"),
    "en": ("Q1", "H1", "Q1–Q3", "the full year"),
}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, order=True)
class Period:
    """One period of one frequency, ordered by time within a frequency.

    Parameters
    ----------
    year : int
    frequency : {'A', 'Q', 'M'}
    number : int
        Quarter 1–4, month 1–12, or 1 for a year.
    """

    year: int
    frequency: Frequency
    number: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2020`, `2020Q3` or `2020-09`.

        Raises
        ------
        DataError
            When the text is none of these.
        """
        match = re.fullmatch(PERIOD, text)
        if match is None:
            raise DataError(
                f"无法识别的时期“{text}”；应为 2020、2020Q3 或 2020-09",
                f"cannot read the period '{text}'; expected 2020, 2020Q3 or 2020-09",
            )
        year = int(match["year"])
        if match["quarter"]:
            return cls(year, "Q", int(match["quarter"]))
        if match["month"]:
            return cls(year, "M", int(match["month"]))
        return cls(year, "A", 1)

    def __str__(self) -> str:
        if self.frequency == "Q":
            return f"{self.year}Q{self.number}"
        if self.frequency == "M":
            return f"{self.year}-{self.number:02d}"
        return str(self.year)

    @property
    def end(self) -> dt.date:
        """The last day that the period covers."""
        month = {"A": 12, "Q": 3 * self.number, "M": self.number}[self.frequency]
        return dt.date(self.year, month, _calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True)
class YearCalendar:
    """The periods that one statistical year has for an indicator.

    Parameters
    ----------
    frequency : {'A', 'Q', 'M'}
    numbers : tuple of int
        The quarters or months that are reported, in order; the first may merge what lies before it.
    """

    frequency: Frequency
    numbers: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many periods a year has."""
        return len(self.numbers)

    @property
    def merges_january(self) -> bool:
        """Whether January is reported only together with February."""
        return self.frequency == "M" and self.numbers[0] == 2

    def periods(self, year: int) -> list[Period]:
        """Return the periods of `year` in order."""
        return [Period(year, self.frequency, number) for number in self.numbers]

    def position(self, period: Period) -> int:
        """Return where `period` stands in its year, from 0.

        Raises
        ------
        DataError
            When the indicator does not report this period, for example a January.
        """
        if period.frequency == self.frequency and period.number in self.numbers:
            return self.numbers.index(period.number)
        first = Period(period.year, self.frequency, self.numbers[0])
        january = self.merges_january and period == Period(period.year, "M", 1)
        why = "1月与2月合并公布，" if january else ""
        why_en = "January and February are reported together, " if why else ""
        raise DataError(
            f"该指标没有时期“{period}”；{why}一年从 {first} 开始",
            f"this indicator has no period '{period}'; {why_en}its year begins with {first}",
        )

    def even_weights(self) -> list[float]:
        """Return each period's share of the year by its number of months (a last resort)."""
        months = {"A": 12, "Q": 3, "M": 1}[self.frequency]
        lengths = [
            months * (number - previous) for previous, number in zip((0, *self.numbers[:-1]), self.numbers, strict=True)
        ]
        return [length / sum(lengths) for length in lengths]


YEARLY = YearCalendar("A", (1,))
QUARTERLY = YearCalendar("Q", (1, 2, 3, 4))
MONTHLY = YearCalendar("M", tuple(range(1, 13)))
MONTHLY_FROM_FEBRUARY = YearCalendar("M", tuple(range(2, 13)))


def calendar_release(period: Period, lag_days: int) -> dt.date:
    """Return the release date by rule, where the actual one is not known: period end plus a lag."""
    return period.end + dt.timedelta(days=lag_days)


def ytd_label(period: Period, lang: Lang = "zh") -> str:
    """Name the stretch from the year's beginning to the end of `period`.

    Examples
    --------
    >>> ytd_label(Period(2020, "Q", 3)), ytd_label(Period(2020, "M", 8)), ytd_label(Period(2020, "M", 12))
    ('前三季度', '1—8月', '全年')
    """
    if period.frequency == "Q":
        return _QUARTERS_YTD[lang][period.number - 1]
    if period.frequency == "A" or period.number == 12:
        return "全年" if lang == "zh" else "the full year"
    return _month_span(1, period.number, lang)


def single_label(period: Period, calendar: YearCalendar, lang: Lang = "zh") -> str:
    """Name one period by itself: 三季度, 9月, or 1—2月 where the calendar merges them."""
    if period.frequency == "Q":
        return _QUARTERS_ZH[period.number - 1] if lang == "zh" else f"Q{period.number}"
    if period.frequency == "A":
        return ytd_label(period, lang)
    first = 1 if calendar.position(period) == 0 else period.number
    return _month_span(first, period.number, lang)


def rest_label(calendar: YearCalendar, known: int, lang: Lang = "zh") -> str:
    """Name what is left of the year after its first `known` periods.

    Examples
    --------
    >>> rest_label(QUARTERLY, 3), rest_label(QUARTERLY, 2), rest_label(MONTHLY_FROM_FEBRUARY, 7)
    ('四季度', '下半年', '9—12月')
    """
    if known == 0:
        return "全年" if lang == "zh" else "the full year"
    if calendar.frequency == "Q":
        if lang == "zh":
            return ("二至四季度", "下半年", "四季度")[known - 1]
        return ("Q2–Q4", "H2", "Q4")[known - 1]
    return _month_span(calendar.numbers[known], 12, lang)


def _month_span(first: int, last: int, lang: Lang) -> str:
    if lang == "zh":
        return f"{last}月" if first == last else f"{first}—{last}月"
    return _MONTHS_EN[last - 1] if first == last else f"{_MONTHS_EN[first - 1]}–{_MONTHS_EN[last - 1]}"
