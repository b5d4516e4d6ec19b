"""Number formats of spreadsheets: what a cell shows of the number that it stores, and where the two differ.

The digits are the stored ones, not rounded to the format's decimals; sign, per cent and words are the shown ones.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from shouguan.core.findings import Severity

Said = tuple[Severity, str, str]
GENERAL = "General"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"([<>=]+)(-?[\d.]+)")
_RED = re.compile("red|红色?|color ?3$", re.IGNORECASE)
_PLUS = re.compile(r"[+↑]|增长|上升|提高|增加")
_MINUS = re.compile(r"[-−–－↓▼▽]|下降|减少|降低|负")
_FLAG = re.compile("[▲△]")
_SIGNS = re.compile("|".join(each.pattern for each in (_PLUS, _MINUS, _FLAG)))
_KEPT = frozenset("%‰％*＊#①②③④⑤⑥⑦⑧⑨⑩")
_DATE_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[[^\]]*\]|y+|e+|m+|d+|.', re.IGNORECASE)
_NOT_DATE = re.compile(r'"[^"]*"?|[\\!].|_.|\*.|\[(?![hms]+\])[^\]]*\]|General|Standard|G/通用格式', re.IGNORECASE)
_WORDS_DOWN = re.compile("下降|减少|降低")
_ROUGH = re.compile("^(?:大?约|近)$|^左右$")
_QUIET = re.compile(r"[\s¥￥()（）:：/]+")
_DATE = re.compile(r"[ymdhs]|(?<![a-z])e(?![+-])", re.IGNORECASE)
_DATE_WORDS = re.compile(r"[年月日号时分秒份\s/.,:：\-—]+|上午|下午|AM/PM|A/P", re.IGNORECASE)
_DATE_PART = re.compile(r"(?P<y>y+|e+)|(?P<m>m+)|(?P<d>d+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Section:
    """One section of a format: what stands before and after the digits, and what happens to them."""

    before: str
    after: str
    digits: bool
    per_cent: int
    scaled: bool
    red: bool
    condition: tuple[str, Decimal] | None

    @property
    def words(self) -> str:
        return self.before + self.after


def built_in(number: int) -> str:
    """Return the format that every spreadsheet has under a number; most cells have none, and nothing is loaded then."""
    if not number:
        return GENERAL
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415

    return BUILTIN_FORMATS.get(number, GENERAL)


def day_of(serial: float, *, since_1904: bool) -> dt.datetime | dt.time:
    """Return the day, or the time of day, that a number counts to.

    Raises
    ------
    OverflowError
        When there is no such day.
    """
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel  # noqa: PLC0415

    counted: dt.datetime | dt.time = from_excel(serial, CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900)
    return counted


def plain(value: object) -> str:
    """Return a value as text: plain decimals, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        return short(number) if number.is_finite() else str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)


def short(number: Decimal) -> str:
    """Return a number without an exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal, code: str) -> tuple[str, Said | None]:
    """Return a number as a cell of this format shows it, and what is to be said where that is not what it stores.

    Examples
    --------
    >>> number(Decimal("0.049"), "0.0%"), number(Decimal("-3.4"), "0.0;[Red](0.0)")
    (('4.9%', None), ('-3.4', None))
    >>> number(Decimal("3.4"), '"下降"0.0')[0], number(Decimal("3.4"), ";;;")[0]
    ('下降3.4', '')
    """
    if code in {GENERAL, "@", ""}:
        return short(value), None
    sections = _sections(code)
    section, own_sign = _chosen(sections, value)
    if not section.digits:
        return section.words.strip(), None
    if section.scaled:
        return short(value), _differs(code)
    size = short(abs(value) * 100**section.per_cent)
    sign, told = _sign(value, section, own_sign, sections, code)
    words = _QUIET.sub("", _FLAG.sub("", _MINUS.sub("", _PLUS.sub("", section.words)))).replace(
        "%", "", section.per_cent
    )
    text = f"{sign}{size}{'%' * section.per_cent}"
    if _ROUGH.match(words):
        text = f"{text}{words}" if words == "左右" else f"{words}{text}"
    elif set(words) <= _KEPT:
        text += words
    elif words and told is None:
        told = (
            "warning",
            f"单元格格式“{code}”给数加上了“{words}”，按 {text} 读入，请核对",
            f"the cell format '{code}' adds '{words}'; read as {text}, please check",
        )
    return text, told


def date(value: dt.datetime | dt.date, code: str) -> str:
    """Return a date as text that says what the format shows: 2020-09-30, 2020年, 2020年1-9月."""
    literals = "".join(m["quoted"] or m["escaped"] or "" for m in _TOKEN.finditer(code))
    bare = re.sub(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.', "", code.partition(";")[0])
    parts = {name for m in _DATE_PART.finditer(bare) for name, written in m.groupdict().items() if written}
    if re.search("[hs]", bare, re.IGNORECASE) or not parts:
        return plain(value)
    if parts == {"y"}:
        return f"{value.year}年"
    if not _DATE_WORDS.sub("", literals):
        return plain(value)
    shown = "".join(
        m["quoted"] or m["escaped"] or _date_part(m.group(), value)
        for m in _DATE_TOKEN.finditer(code.partition(";")[0])
    )
    return shown if "y" in parts else f"{value.year}年{shown}"


def is_date(code: str) -> bool:
    """Whether a format shows a number as a date or a time."""
    bare = _NOT_DATE.sub("", code.partition(";")[0])
    return _DATE.search(bare) is not None and "0" not in re.sub(r"s\.0+", "s", bare) and "#" not in bare


def _date_part(token: str, value: dt.datetime | dt.date) -> str:
    kind = token[0].lower()
    if kind in "ye":
        return str(value.year)
    return str(value.month) if kind == "m" else str(value.day) if kind == "d" else "" if token[0] == "[" else token


@functools.lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """Take a format apart; the fourth section is of texts."""
    parts, start, quoted = [], 0, False
    for at, sign in enumerate(code):
        if sign == '"' and (at == 0 or code[at - 1] not in "\\!"):
            quoted = not quoted
        elif sign == ";" and not quoted and (at == 0 or code[at - 1] not in "\\!_*"):
            parts.append(code[start:at])
            start = at + 1
    parts.append(code[start:])
    return tuple(_section(part) for part in parts[:3])


def _section(text: str) -> _Section:
    before, after, between = "", "", ""
    digits, per_cent, commas = False, 0, 0
    scaled, red, condition = False, False, None
    for match in _TOKEN.finditer(text):
        literal = match["quoted"] if match["quoted"] is not None else match["escaped"]
        bracket = match["bracket"]
        if bracket is not None:
            red = red or _RED.match(bracket) is not None
            if bounds := _CONDITION.fullmatch(bracket):
                condition = (bounds[1], Decimal(bounds[2]))
            literal = bracket[1:].split("-")[0] if bracket.startswith("$") else None
        if match["digit"] or match["general"] or match["power"]:
            scaled = scaled or bool(between.strip(" /"))
            digits, between, commas = True, "", 0
            continue
        if match["other"] == "," and digits:
            commas += 1
            continue
        if match["other"] == "." and digits:
            scaled, commas = scaled or commas > 0, 0
            continue
        if match["other"] == "%":
            per_cent += 1
        literal = match["other"] if literal is None and match["other"] not in {None, "@"} else literal
        if literal and digits:
            between += literal
            after += literal
        elif literal:
            before += literal
    return _Section(before, after, digits, per_cent, scaled or commas > 0, red, condition)


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """Return the section that a number falls into, and whether a minus is that section's own affair."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, False
        return sections[-1], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return (
        ("<" in sign and value < bound)
        or (">" in sign and value > bound and sign != "<>")
        or (value != bound if sign == "<>" else "=" in sign and value == bound)
    )


def _sign(
    value: Decimal, section: _Section, own_sign: bool, sections: tuple[_Section, ...], code: str
) -> tuple[str, Said | None]:
    """Return the sign or the word that is shown before a number, and what is to be said of it."""
    words = section.words
    up, down, flag = _PLUS.search(words), _MINUS.search(words), _FLAG.search(words)
    bracketed = re.search("[(（]", section.before) and re.search("[)）]", section.after)
    if value < 0 and own_sign:
        if up or not (down or flag or bracketed or section.red):
            return "-", _differs(code)
        if not (down or flag or bracketed):
            return "-", (
                "warning",
                f"单元格格式“{code}”用红色而不用负号表示负数，按负数读入",
                f"the cell format '{code}' shows a negative figure in red without a minus; read as negative",
            )
        return "-", None
    if value < 0:
        return "-", _differs(code) if up or down or flag else None
    if down and value > 0:
        shown = word[0] if (word := _WORDS_DOWN.search(words)) else "-"
        return shown, (
            "warning",
            f"单元格格式“{code}”显示为下降，存的数是 {short(value)}，按显示的读入，请核对",
            f"the cell format '{code}' shows a fall, the number stored is {short(value)}; read as shown, please check",
        )
    if flag and value > 0 and not (len(sections) > 1 and _MINUS.search(sections[1].words)):
        return flag[0], None
    if bracketed and value > 0:
        return "-", _differs(code)
    return "", None


def _differs(code: str) -> Said:
    return (
        "error",
        f"单元格格式“{code}”使显示的数与实际的数不同，请改为常规格式并核对",
        f"the cell format '{code}' shows another figure than is stored; set it to General and check",
    )
