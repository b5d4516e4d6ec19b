"""Stretches of time as tables write them: 2020年1—9月, 前三季度, 9月, 3Q 2020, Sep 2020, 本月, 上年同期.

A stretch may leave the year or the month open (本月, 1-9月): the table's title fills it in. `2020年9月` alone
does not say whether it is the month or the months up to it; the basis then stays open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from shouguan.ingest.readers.tables.names import folded

Basis = Literal["ytd", "single", "stock"]

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_Y = rf"(?:{_YEAR}年?)?"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MON = "(?P<mon>" + "|".join(_MONTHS) + r")[a-z]*\.?"


@dataclass(frozen=True)
class Stretch:
    """A stretch of a year, possibly with open parts.

    Parameters
    ----------
    year : int or None
        None where the text leaves it open.
    month : int or None
        The last month covered; None where it is open, or where only a year is named.
    quarter : bool
        Whether it was written as a quarter.
    basis : str or None
        Whether it runs from the year's beginning (`ytd`) or is one month or quarter (`single`).
    back : int
        1 for 上年同期: the year before.
    merged : bool
        Written as 1—2月.
    """

    year: int | None = None
    month: int | None = None
    quarter: bool = False
    basis: Basis | None = None
    back: int = 0
    merged: bool = False


def _month(text: str) -> int | None:
    number = int(text)
    return number if 1 <= number <= 12 else None


def _span(match: re.Match[str]) -> Stretch | None:
    first = 1 if match["a"] in {"一", "元"} else int(match["a"])
    last = _month(match["m"])
    if last is None or first >= last:
        return None
    if first == 1:
        return Stretch(_year(match), last, basis="ytd", merged=last == 2)
    if last % 3 == 0 and first == last - 2:
        return Stretch(_year(match), last, quarter=True, basis="single")
    return None


def _quarters(match: re.Match[str]) -> Stretch:
    """前三季度 runs from the beginning; 三季度 without a year is the quarter itself."""
    last = _NUMERALS[match["q"]]
    year = _year(match)
    if match["from"]:
        return Stretch(year, 3 * last, quarter=True, basis="ytd")
    # the first quarter is both the quarter and the year so far
    return Stretch(year, 3 * last, quarter=True, basis=None if year or last == 1 else "single")


def _half(match: re.Match[str]) -> Stretch:
    return Stretch(_year(match), 6, quarter=True, basis="ytd")


def _whole(match: re.Match[str]) -> Stretch:
    return Stretch(_year(match), 12, quarter=True, basis="ytd")


def _english_quarter(match: re.Match[str]) -> Stretch:
    return Stretch(_year(match), 3 * int(match["q"]), quarter=True)


def _calendar_month(match: re.Match[str]) -> Stretch | None:
    month = _month(match["m"])
    return None if month is None else Stretch(_year(match), month)


def _month_alone(match: re.Match[str]) -> Stretch | None:
    month = _month(match["m"])
    return None if month is None else Stretch(None, month, basis="single")


def _named_month(match: re.Match[str]) -> Stretch:
    return Stretch(_year(match), _MONTHS.index(match["mon"]) + 1)


def _named_span(match: re.Match[str]) -> Stretch:
    last = _MONTHS.index(match["mon"]) + 1
    return Stretch(_year(match), last, basis="ytd", merged=last == 2)


def _year_only(match: re.Match[str]) -> Stretch:
    return Stretch(_year(match))


def _year(match: re.Match[str]) -> int | None:
    written = match.groupdict().get("y")
    return int(written) if written else None


_DAY = r"(?:[-/.](?:3[01]|[12]\d|0?[1-9])|(?:3[01]|[12]\d|0?[1-9])日)?(?:00:00:00)?"
_PATTERNS = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"{_Y}(?P<a>\d{{1,2}}|一|元)月?份?(?:-|至|到|~)(?P<m>\d{{1,2}})月份?", _span),
        (rf"{_Y}第?(?P<from>前|[1一](?:-|至|到|~))?第?(?P<q>[一二三四1-4])季度?", _quarters),
        (rf"{_Y}上半年", _half),
        (rf"{_Y}(?:全年|年度)", _whole),
        (rf"(?P<q>[1-4])q/?{_YEAR}", _english_quarter),
        (rf"{_YEAR}[-/.年]?q(?P<q>[1-4])", _english_quarter),
        (rf"q(?P<q>[1-4])[-/.]?{_YEAR}", _english_quarter),
        (rf"(?:1h|h1)[-/.]?{_YEAR}", _half),
        (rf"jan[a-z]*\.?-{_MON}[-/.,]?{_YEAR}", _named_span),
        (rf"{_MON}[-/.,]?{_YEAR}", _named_month),
        (rf"{_YEAR}[-/.,]?{_MON}", _named_month),
        (rf"{_YEAR}年(?P<m>\d{{1,2}})月份?(?:末|底)?{_DAY}", _calendar_month),
        (rf"{_YEAR}[-/.](?P<m>1[0-2]|0?[1-9]){_DAY}", _calendar_month),
        (rf"{_YEAR}(?P<m>0[1-9]|1[0-2])", _calendar_month),
        (rf"(?P<m>0?[1-9]|1[0-2])/{_YEAR}", _calendar_month),
        (r"(?P<m>\d{1,2})月份?(?:末|底)?", _month_alone),
        (rf"{_YEAR}年?", _year_only),
    )
)
_RELATIVE: tuple[tuple[str, Stretch], ...] = (
    ("1-本月累计", Stretch(basis="ytd")),
    ("1至本月累计", Stretch(basis="ytd")),
    ("1-本月", Stretch(basis="ytd")),
    ("1至本月", Stretch(basis="ytd")),
    ("1至当月累计", Stretch(basis="ytd")),
    ("1至当月", Stretch(basis="ytd")),
    ("1-当月", Stretch(basis="ytd")),
    ("年初至本月", Stretch(basis="ytd")),
    ("截至本月累计", Stretch(basis="ytd")),
    ("截至本月", Stretch(basis="ytd")),
    ("本月止累计", Stretch(basis="ytd")),
    ("本月累计", Stretch(basis="ytd")),
    ("当月累计", Stretch(basis="ytd")),
    ("本月止", Stretch(basis="ytd")),
    ("本年累计", Stretch(basis="ytd")),
    ("自年初累计", Stretch(basis="ytd")),
    ("年初至今", Stretch(basis="ytd")),
    ("上年同期累计", Stretch(basis="ytd", back=1)),
    ("去年同期累计", Stretch(basis="ytd", back=1)),
    ("上年同期", Stretch(back=1)),
    ("去年同期", Stretch(back=1)),
    ("上年同月", Stretch(basis="single", back=1)),
    ("去年同月", Stretch(basis="single", back=1)),
    ("本月末", Stretch(basis="stock")),
    ("本月底", Stretch(basis="stock")),
    ("本月", Stretch(basis="single")),
    ("当月", Stretch(basis="single")),
    ("本季", Stretch(basis="single", quarter=True)),
    ("当季", Stretch(basis="single", quarter=True)),
)
_A_YEAR = r"(?<!\d)(?:19|20)\d\d年?"
_NO_STRETCH = re.compile(
    rf"{_A_YEAR}\d{{1,2}}月\d{{1,2}}日|{_A_YEAR}(?:-|至|到|~|、|,|和|与|及)(?:19|20)\d\d(?!\d|-|年\d|/)年?|{_A_YEAR}(?=不变价|可比价|价格)"
    r"|(?:没有|无|不含|缺)[一1]月份?(?:数据?)?|[与和同及](?:上年|去年)同期(?:数据?)?(?:对比|比较|相比)"
)
_OF_YEAR = re.compile(r"[(]((?:19|20)\d\d)年?[)]")
_OF_LAST_YEAR = re.compile(r"[(](?:上年|去年)(?:同期)?数?[)]")
_LAST_YEAR = re.compile(r"(?:上年|去年)(?:同期)?(?:的|数)?")
_YEAR_OF = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_YEAR_BEFORE = re.compile(r"(?<![\d比较与和于以按同至到-])((?:19|20)\d\d)年(?![\d初末底度])")
_HAS_MONTH = re.compile(r"\d月|季度|上半年")
"""本月（9月） and 三季度当季 name the month themselves; 本月 and 当季 then only say which kind it is."""
_PRESENT = ("本期", "报告期", "今年", "本年")
"""The period that the table reports, whichever it is."""


def parse(text: str) -> Stretch | None:
    """Read a text that is a stretch and nothing else.

    Examples
    --------
    >>> parse("2020年1—9月")
    Stretch(year=2020, month=9, quarter=False, basis='ytd', back=0, merged=False)
    >>> parse("3Q 2020").month, parse("前三季度").basis, parse("2020年13月")
    (9, 'ytd', None)
    """
    bare = folded(text)
    for word, stretch in _RELATIVE:
        if bare == word:
            return stretch
    if bare.removesuffix("数") in {"同期", *_PRESENT}:
        return Stretch(back=1 if bare.startswith("同期") else 0)
    for pattern, make in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match and (made := make(match)):
            return made
    return None


def _of_its_year(word: str, stretch: Stretch, bare: str) -> tuple[Stretch | None, str]:
    """Return 本月, 1-本月 or 上年同期 with the year that stands beside it: 本月（上年）, 2025年…当月.

    上年同期（2024年） is of 2024; of 上年同期2024年 and 2024年上年同期 nobody knows.
    """
    rest = bare.replace(word, "", 1)
    if not stretch.back and (last := _OF_LAST_YEAR.search(rest) or _LAST_YEAR.fullmatch(rest)):
        return replace(stretch, back=1), rest.replace(last[0], "", 1)
    year = _YEAR_OF.search(rest)  # 2025年规模以上工业增加值当月增速
    if stretch.back and year:
        named = re.search(rf"{word}数?[(]([^()]+)[)]|([^()]+)[(]{word}数?[)]", bare)
        made = parse(named[1] or named[2]) if named else None
        return (replace(made, back=1), bare.replace(named[0], "", 1)) if named and made else (None, bare)
    return (replace(stretch, year=int(year[1])), rest.replace(year[0], "", 1)) if year else (stretch, rest)


def find(text: str) -> tuple[Stretch | None, str]:
    """Find the stretch inside a longer text; return it and what is left of the text (folded).

    A day (2020年10月25日) is when something was printed, never what it covers; a span of years (2015—2020年) and the
    year of a price base (2015年不变价) are no stretch either, nor is a month that there is none of (没有1月).
    """
    bare = _NO_STRETCH.sub("", folded(text))
    relative = next(((word, stretch) for word, stretch in _RELATIVE if word in bare), None)
    if relative is not None and (relative[1].back or not _HAS_MONTH.search(bare.replace(relative[0], "", 1))):
        return _of_its_year(*relative, bare)
    for pattern, make in _PATTERNS:
        for match in pattern.finditer(bare):
            before, after = bare[: match.start()], bare[match.end() :]
            # a year or month must not be cut out of a longer number
            if (before[-1:].isdigit() and match[0][:1].isdigit()) or (after[:1].isdigit() and match[0][-1:].isdigit()):
                continue
            is_number = match[0].replace(".", "").isdigit()
            if is_number and after[:1] and after[:1] in "万亿元户家人吨":  # 2000万元 is no year, 2012.3元 no month
                continue
            if made := make(match):
                if made.year is None and before.endswith(("去年", "上年")):
                    return replace(made, back=1), before[:-2] + after
                if made.year is None and (years := _OF_YEAR.findall(after)):
                    return replace(made, year=int(years[0])), before + _OF_YEAR.sub("", after)
                if made.year is None and (year := _YEAR_BEFORE.search(before)):  # 2025年分县区主要指标（1-9月）
                    return replace(made, year=int(year[1])), before.replace(year[0], "", 1) + after
                if made.year is None and (last := _OF_LAST_YEAR.search(after)):
                    return replace(made, back=1), before + after.replace(last[0], "", 1)
                return made, before.removesuffix("今年").removesuffix("本年").removesuffix("本期") + after
    for word in _PRESENT:
        if word in bare:
            return Stretch(), bare.replace(word, "", 1)
    return None, bare
