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
from functools import cache
from itertools import product
from typing import Literal

from markupsafe import Markup, escape

from shouguan.core.errors import DataError
from shouguan.core.language import Lang

Frequency = Literal["A", "Q", "M"]

PERIOD = r"(?P<year>(?:19|20)[0-9]{2})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?"
"""How a period is written: 2020, 2020Q3, 2020-09."""
_DIGIT = re.compile("[0-9]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHEN = re.compile("(?P<year>(?:19|20)[0-9]{2})?-?(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2]))?")
_QUARTERS_ZH = ("一季度", "二季度", "三季度", "四季度")
_QUARTERS_YTD = {
    "zh": ("一季度", "上半年", "前三季度", "全年"),
    "en": ("Q1", "H1", "Q1–Q3", "the full year"),
}
_QUARTERS_REST = {"zh": ("二至四季度", "下半年", "四季度"), "en": ("Q2–Q4", "H2", "Q4")}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Named(str):
    """The name of a day, a year or a stretch of one, that knows what it names.

    On a page it says so (`data-when`), so that a program can prove that the name is the right one.

    Parameters
    ----------
    text : str
        The name.
    when : str
        What it names: 2020-10-25, 2020, 2020Q3, 2020-01/2020-09; without a year 10/12, Q2/Q4.
    """

    __slots__ = ("when",)
    when: str

    def __new__(cls, text: str, when: str) -> Named:
        """Keep what the name names beside its text."""
        named = super().__new__(cls, text)
        named.when = when
        return named

    def __html__(self) -> Markup:
        """Return the name as it stands on a page; one without digits needs no proof."""
        if not _DIGIT.search(self):
            return escape(str(self))
        return Markup('<span data-when="{}">{}</span>').format(self.when, str(self))


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

    @staticmethod
    @cache
    def parse(text: str) -> Period:
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
            return Period(year, "Q", int(match["quarter"]))
        if match["month"]:
            return Period(year, "M", int(match["month"]))
        return Period(year, "A", 1)

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
        why = why_en = ""
        if self.merges_january and period == Period(period.year, "M", 1):
            why, why_en = "1月与2月合并公布，", "January and February are reported together, "
        elif period.frequency == "A":
            end = self.periods(period.year)[-1]
            why, why_en = f"全年写作 {end}，", f"the full year is written {end}, "
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


def ytd_label(period: Period, lang: Lang = "zh") -> Named:
    """Name the stretch from the year's beginning to the end of `period`.

    Examples
    --------
    >>> ytd_label(Period(2020, "Q", 3)), ytd_label(Period(2020, "M", 8)), ytd_label(Period(2020, "M", 12))
    ('前三季度', '1—8月', '全年')
    """
    if period.frequency == "Q":
        return Named(_QUARTERS_YTD[lang][period.number - 1], f"{period.year}Q1/{period}")
    if period.frequency == "A" or period.number == 12:
        return Named("全年" if lang == "zh" else "the full year", str(period.year))
    return Named(_month_span(1, period.number, lang), f"{period.year}-01/{period}")


def single_label(period: Period, calendar: YearCalendar, lang: Lang = "zh") -> Named:
    """Name one period by itself: 三季度, 9月, or 1—2月 where the calendar merges them."""
    if period.frequency == "Q":
        return Named(_QUARTERS_ZH[period.number - 1] if lang == "zh" else f"Q{period.number}", str(period))
    if period.frequency == "A":
        return ytd_label(period, lang)
    if calendar.position(period) == 0 and period.number > 1:
        return Named(_month_span(1, period.number, lang), f"{period.year}-01/{period}")
    return Named(_month_span(period.number, period.number, lang), str(period))


def rest_label(calendar: YearCalendar, known: int, lang: Lang = "zh") -> Named:
    """Name what is left of the year after its first `known` periods.

    Examples
    --------
    >>> rest_label(QUARTERLY, 3), rest_label(QUARTERLY, 2), rest_label(MONTHLY_FROM_FEBRUARY, 7)
    ('四季度', '下半年', '9—12月')
    """
    if known == 0:
        return Named("全年" if lang == "zh" else "the full year", "01/12")
    if calendar.frequency == "Q":
        return Named(_QUARTERS_REST[lang][known - 1], f"Q{known + 1}/Q4")
    first = calendar.numbers[known]
    return Named(_month_span(first, 12, lang), f"{first:02d}/12")


def day_label(day: dt.date, lang: Lang = "zh") -> Named:
    """Write a date: 2020年10月25日, 25 October 2020."""
    if lang == "zh":
        return Named(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    return Named(f"{day.day} {day:%B} {day.year}", day.isoformat())


def names_of(when: str, lang: Lang) -> set[str]:
    """Return every name that a page may give to what a `Named` says it names; none where it says nonsense.

    Examples
    --------
    >>> sorted(names_of("2020-10-25", "zh"))
    ['2020-10-25', '2020年10月25日']
    >>> sorted(names_of("10/12", "zh")), sorted(names_of("2020Q2", "en"))
    (['10—12月'], ['2020Q2', 'Q2', 'Q2 2020'])
    """
    if _DAY.fullmatch(when):
        try:
            return {when, str(day_label(dt.date.fromisoformat(when), lang))}
        except ValueError:
            return set()
    if "," in when:
        each = [names_of(part, lang) for part in when.split(",")]
        return {("、" if lang == "zh" else ", ").join(spoken) for spoken in product(*each)}
    start, _, finish = when.partition("/")
    first, last = _WHEN.fullmatch(start), _WHEN.fullmatch(finish or start)
    if not when or first is None or last is None or first["year"] != last["year"]:
        return set()
    if first["quarter"] and last["quarter"]:
        spoken = _quarter_names(int(first["quarter"]), int(last["quarter"]), lang)
    elif first["month"] and last["month"]:
        spoken = {_month_span(int(first["month"]), int(last["month"]), lang)}
    else:
        return {start, f"{start}年"} if lang == "zh" else {start}
    if "1" in {first["quarter"], (first["month"] or "").lstrip("0")}:
        spoken |= {f"{name}累计" if lang == "zh" else f"{name}, year to date" for name in spoken}
    if first["year"] is None:
        return spoken
    dated = {f"{first['year']}年{name}" if lang == "zh" else f"{name} {first['year']}" for name in spoken}
    return spoken | dated | ({when} if not finish else set())


def _quarter_names(first: int, last: int, lang: Lang) -> set[str]:
    names = {f"Q{first}–Q{last}", f"Q{first}–{last}"} if lang == "en" and first < last else set()
    if first == last:
        names.add(_QUARTERS_ZH[first - 1] if lang == "zh" else f"Q{first}")
    if first == 1:
        names.add(_QUARTERS_YTD[lang][last - 1])
    if last == 4 and first > 1:
        names.add(_QUARTERS_REST[lang][first - 2])
    return names


def _month_span(first: int, last: int, lang: Lang) -> str:
    if lang == "zh":
        return f"{last}月" if first == last else f"{first}—{last}月"
    return _MONTHS_EN[last - 1] if first == last else f"{_MONTHS_EN[first - 1]}–{_MONTHS_EN[last - 1]}"
