"""What a register has for columns, and its cells: amounts, dates, flags, numbers, choices.

A text that has two readings is refused with both; a figure is never guessed from what it resembles.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from shouguan.core.errors import UsageError, nearest
from shouguan.core.findings import Severity
from shouguan.data.registers import without_gaps
from shouguan.ingest.readers.tables.figures import NotAFigureError, figure, holds_several
from shouguan.ingest.readers.tables.names import folded

ORIGINS = ("单位自报", "部门台账", "统计汇总")

# Powers of ten keep the last written digit of a product: 1.2亿 is 1.2E+4, rounded to 1,000 万元.
UNITS = {"元": Decimal("1E-4"), "千元": Decimal("1E-1"), "万元": Decimal(1)} | {
    "百万元": Decimal("1E2"),
    "千万元": Decimal("1E3"),
    "亿元": Decimal("1E4"),
}

_MOST_DIGITS = 15

_SERIALS = range(36526, 60001)

_FLAGS = dict.fromkeys("是 √ ✓ ✔ ☑ 已 y yes 1 已纳统 已入库 已入统 已开工 已竣工 true".split(), True) | dict.fromkeys(
    "否 × ✗ ✘ x 未 n no 0 未纳统 未入库 未入统 未开工 尚未纳统 尚未入库 尚未开工 未竣工 false".split(), False
)

_NOT_YET = frozenset("未开工 尚未开工 未竣工 未完工 未纳统 未入库 未发行 待定 未定 暂无 无 暂未确定".split())

UNIT_WORD = "(?:千万|百万|亿|万|千)?元"

_AMOUNT = re.compile(rf"¥?((?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)({UNIT_WORD}|亿|万)?")

_ROUGH = re.compile("约|左右|近|余|以上|以下|不到|超|[<>+]$")

_NOTHING = "-/\\.…"

_TAIL = "(?:份|底|末|初|上旬|中旬|下旬)?前?"

_DATES = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?前?(?:\d\d:\d\d:\d\d(?:\.\d+)?)?",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        rf"(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})(?:月{_TAIL})?",
        r"(?P<y>\d{4})(?P<m>\d\d)",
        r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日前?",
        rf"(?P<m>\d{{1,2}})月{_TAIL}",
        r"(?P<y>\d{4})年[底末]前?",
    )
)

EXPECTED = {
    "amount": ("不带“约”的非负数，如 5000、1,234.5、1.2亿", "a plain amount such as 5000, 1,234.5 or 1.2亿"),
    "date": ("2020-09、2020年9月或 2020-09-15 这样的日期", "a date such as 2020-09, 2020年9月 or 2020-09-15"),
    "flag": ("是/否、√/×、已/未、1/0", "是/否, √/×, 已/未 or 1/0"),
    "number": ("数，如 4.9 或 4.9%", "a number such as 4.9 or 4.9%"),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column that a register may have.

    Parameters
    ----------
    name : str
        Key in a record; an amount's ends in `_wan_yuan`.
    synonyms : tuple of str
        What offices write over the column.
    type : {'text', 'amount', 'date', 'flag', 'number', 'choice'}
    required : bool
        The column must be there. A blank cell is then an error in a text, a warning elsewhere.
    zh, en : str
        What messages call it.
    choices : tuple of (str, tuple of str)
        The valid values of a choice, each with what else is written for it.
    check : callable, optional
        Judges a cell's text: None, or a severity with the reason in both languages.
    ask : str
        The attribute of `Asked`, and the flag, that stands in for a missing column or a blank cell.
    titles : tuple of (str, tuple of str)
        What words of the list's title say for every row, where there is no such column (专项债 in the title: they are).
    """

    name: str
    synonyms: tuple[str, ...]
    type: Literal["text", "amount", "date", "flag", "number", "choice"]
    required: bool = False
    zh: str = ""
    en: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    check: Callable[[str], tuple[Severity, str, str] | None] | None = None
    ask: str = ""
    titles: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def titled(self, lines: Sequence[str]) -> str | None:
        """Return what a list's title says of every row; None where it says nothing, or two things."""
        said = [value for value, words in self.titles if any(word in line for word in words for line in lines)]
        return said[0] if len(said) == 1 else None


@dataclass(frozen=True, eq=False)
class Register:
    """What a list of one kind has for columns.

    Parameters
    ----------
    kind : {'ledger', 'enterprises', 'bonds', 'problems', 'reserve'}
    fields : tuple of Field
    key : tuple of str
        Fields of which the first that is filled must not come twice; the last one names the row.
    within : tuple of str
        Fields that set rows with the same key apart, such as a bond's batch.
    one_of : tuple of tuple of str
        Groups of fields of which one column must be there.
    doubtful : tuple of (tuple of str, str, str, str)
        Headings with two readings: the field that one is read as (none: left out), and the warning.
    """

    kind: Literal["ledger", "enterprises", "bonds", "problems", "reserve"]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    within: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    doubtful: tuple[tuple[tuple[str, ...], str, str, str], ...] = ()

    def needs(self) -> list[tuple[Field, ...]]:
        """Return the columns that must be there; of each group one is enough."""
        by_name = {field.name: field for field in self.fields}
        single = [(field,) for field in self.fields if field.required]
        return single + [tuple(by_name[name] for name in group) for group in self.one_of]


@dataclass(frozen=True)
class Asked:
    """What flags of the command line settle: the unit of amounts, years, 2020.1, the origin, the period."""

    unit: str | None = None
    year: int | None = None
    dot_one: int | None = None
    origin: str | None = None
    period: str | None = None

    def __post_init__(self) -> None:
        for flag, value, valid in (
            ("--unit", self.unit, ("万元", "亿元", "元")),
            ("--dot-one", self.dot_one, (1, 10)),
            ("--origin", self.origin, ORIGINS),
        ):
            if value is not None and value not in valid:
                some = "、".join(map(str, valid))
                raise UsageError(
                    f"{flag} 不能是“{value}”；有效值：{some}", f"{flag} cannot be '{value}'; valid: {some}"
                )
        if self.period is not None and not re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", self.period):
            raise UsageError(
                f"--period “{self.period}”应写成 2020-09", f"--period '{self.period}' must look like 2020-09"
            )


def words(text: str) -> tuple[str, ...]:
    """Return words written in one text, a shorter way to list synonyms."""
    return tuple(text.split())


@functools.lru_cache(maxsize=65536)
def squeezed(text: str) -> str:
    """Return text as it is compared: half-width, in small letters, without spaces."""
    return "".join(text.split()).casefold() if text.isascii() else folded(text)


def is_nothing(plain: str) -> bool:
    """Whether a cell, squeezed, is blank or holds no more than a stroke."""
    return not plain.strip(_NOTHING)


@functools.lru_cache(maxsize=65536)
def own_amount(text: str) -> tuple[Decimal, Decimal | None] | None:
    """Read an amount, and its own unit where it has one (1.2亿)."""
    plain = squeezed(text)
    if is_nothing(plain) or plain in ("无", "暂无"):
        return None
    if holds_several(text):
        raise NotAFigureError("一格里有空格隔开的多个数", "several figures in one cell, or a space inside one")
    if match := _AMOUNT.fullmatch(plain):
        if len(match[1]) > _MOST_DIGITS + match[1].count(",") + match[1].count("."):
            raise NotAFigureError("位数过多", "too many digits")
        unit = match[2] if match[2] in UNITS or not match[2] else f"{match[2]}元"
        return Decimal(match[1].replace(",", "")), UNITS[unit] if unit else None
    if _ROUGH.search(plain):
        raise NotAFigureError("约数不能用于汇总", "an approximate amount cannot be added up")
    read = figure(text)
    if read is None or read.percent:
        raise NotAFigureError("不是金额", "no amount")
    if read.value < 0:
        raise NotAFigureError("金额为负", "a negative amount")
    return read.value, None


@functools.lru_cache(maxsize=65536)
def iso_date(plain: str, year: int | None, dot_one: int | None) -> str | None:
    """Read a month or a day as ISO text."""
    if is_nothing(plain) or plain in _NOT_YET:
        return None
    if plain.isdigit() and len(plain) == 5 and int(plain) in _SERIALS:
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(plain))).isoformat()
    match = next((match for form in _DATES if (match := form.fullmatch(plain))), None)
    if match is None:
        raise NotAFigureError("不是日期", "no date")
    parts = match.groupdict()
    if not parts.get("y") and year is None:
        raise NotAFigureError("没有年份，标题里也没有；请写明年份", "no year here nor in the title; write the year")
    of, month = int(parts.get("y") or year or 0), int(parts.get("m") or 12)
    if plain.endswith(".1") and len(plain) == 6:  # a spreadsheet drops the zero of 2020.10
        if dot_one is None:
            raise NotAFigureError(
                f"可能是{of}年1月，也可能是{of}年10月（2020.10 的 0 会被表格软件去掉）；用 --dot-one 1|10 指明",
                f"{of}-01 or {of}-10 (a spreadsheet drops the zero)? Settle it with --dot-one 1|10",
            )
        month = dot_one
    try:
        day = dt.date(of, month, int(parts.get("d") or 1))
    except ValueError:
        raise NotAFigureError("没有这样的日期", "there is no such date") from None
    if not 1980 <= of <= 2060:
        raise NotAFigureError("年份超出范围", "the year is out of bounds")
    return day.isoformat() if parts.get("d") else day.isoformat()[:7]


def other_value(field: Field, text: str) -> object:
    """Read a text, a flag, a number or a choice."""
    plain = squeezed(text)
    if field.type == "text":
        return None if is_nothing(plain) else without_gaps(text)
    if field.type == "number":
        read = figure(text)
        if read is not None and read.rough:
            raise NotAFigureError("约数不能用于比较", "an approximate number cannot be compared")
        return None if read is None else float(read.value)
    if field.type == "flag" and plain in _FLAGS:
        return _FLAGS[plain]
    if is_nothing(plain):
        return None
    if field.type == "flag":
        raise NotAFigureError("看不出是或否", "neither yes nor no")
    known = {squeezed(word): name for name, words in field.choices for word in (name, *words)}
    if plain not in known:
        zh, en = nearest(text, [name for name, _ in field.choices])
        raise NotAFigureError(f"不是有效的{field.zh}{zh}", f"no valid {field.en}{en}")
    return known[plain]


PROJECT_CODE = Field(
    "project_code",
    words("项目代码 项目编码 项目编号 统一代码 投资项目代码 国家编码"),
    "text",
    zh="项目代码",
    en="project code",
)
"""By which lists about projects know them."""
