"""One figure as offices type it: full-width digits, thousands separators, 4.9%, 下降3.1%, 持平, — and blanks.

Anything else is refused with what was expected; a figure is never guessed from what it resembles.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

BLANK = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "…",
        "……",
        "...",
        "..",
        ".",
        "/",
        "\\",
        "*",
        "x",
        "×",
        "na",
        "n/a",
        "#n/a",
        "#n/a n/a",
        "nan",
        "null",
        "无",
        "无数据",
        "空",
        "缺",
        "未公布",
        "暂无",
        "尚未公布",
    }
)
"""What stands where no figure is: blanks, dashes, and the words of terminals."""

_STARS = frozenset("*＊#＃†‡")
_MARK = ("末尾的脚注标记已去掉", "the footnote mark at its end is left out")
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
"""Signs of no width that come with text copied from web pages."""
_DASHES = str.maketrans("－–—―−﹣‐‑", "--------")
_FOOTNOTE = re.compile(
    r"[①-⓿❶-➓¹²³⁰-⁹₀-₉*＊#＃†‡]+$|[（(\[［〔](?:初步|初步核算|快报|注[\w,，、]{0,4}|\d{1,2})[）)\]］〕]$"
)
_ROUGH = re.compile(r"^(?:约为?|大约|近)|左右$")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_INNER_SPACE = re.compile(r"(?<=[\d.,])\s+(?=[\d.,])")
_WORDED = re.compile(r"(?P<word>增长|上升|提高|下降|降低|减少)(?P<number>\d+(?:\.\d+)?)")
_DOWN = {"下降", "降低", "减少"}
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Figure:
    """What a cell holds.

    Parameters
    ----------
    value : Decimal
    percent : bool
        Written with a per cent sign, or in words that mean growth.
    remark : (str, str) or None
        What was read into it, for the user's eye.
    rough : bool
        Written as approximate: the remark is a warning.
    """

    value: Decimal
    percent: bool = False
    remark: tuple[str, str] | None = None
    rough: bool = False


class NotAFigureError(Exception):
    """The text is no figure; says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en


def figure(text: str) -> Figure | None:
    """Read a cell's text; None where nothing stands.

    Raises
    ------
    NotAFigureError
        With the reason.

    Examples
    --------
    >>> figure("１，２３４．５").value, figure("下降3.1%").value, figure("—")
    (Decimal('1234.5'), Decimal('-3.1'), None)
    >>> figure("4.9①").value, figure("持平").value
    (Decimal('4.9'), Decimal('0.0'))
    >>> figure("约5.2%").remark[0], figure("5000左右").value
    ('约数，按 5.2 读入', Decimal('5000'))
    """
    bare = text.translate(_UNSEEN).strip()
    if not bare:
        return None
    if (number := _plain_number(bare)) is not None:
        return number
    unmarked = _FOOTNOTE.sub("", bare) if not set(bare) <= _STARS else bare
    if not unmarked.strip() and unmarked != bare and bare[0] in "（([［〔":
        raise _reason("".join(unicodedata.normalize("NFKC", bare).split()))
    marked = unmarked != bare
    if any("CIRCLED" in unicodedata.name(sign, "") or "SUPERSCRIPT" in unicodedata.name(sign, "") for sign in unmarked):
        raise NotAFigureError("脚注标记夹在数字中间", "a footnote mark stands inside the figure")
    spaced = unicodedata.normalize("NFKC", unmarked).translate(_DASHES).casefold().strip()
    if holds_several(spaced):
        raise NotAFigureError("一格里有空格隔开的多个数", "several figures in one cell, or a space inside one")
    plain = "".join(spaced.split())
    if plain in BLANK or set(plain) <= {"-", "…", "."}:
        return None
    if plain in {"持平", "与上年持平", "与上年同期持平"}:
        return Figure(Decimal("0.0"), True, ("“持平”按 0.0% 读入", "'no change' is read as 0.0%"))
    exact = _ROUGH.sub("", plain)
    if exact != plain and (rough := _plain_number(exact)) is not None:
        message = (f"约数，按 {rough.value} 读入", f"an approximate figure, read as {rough.value}")
        return Figure(rough.value, rough.percent, message, rough=True)
    if worded := _WORDED.fullmatch(plain.rstrip("%")):
        sign = -1 if worded["word"] in _DOWN else 1
        return Figure(sign * Decimal(worded["number"]), True)
    number = _plain_number(plain)
    if number is None:
        raise _reason(plain)
    return Figure(number.value, number.percent, _MARK if marked else None)


@functools.lru_cache(maxsize=16384)
def figure_or_none(text: str) -> Figure | None:
    """Read a cell's text; None also where it is no figure."""
    try:
        return figure(text)
    except NotAFigureError:
        return None


def _plain_number(plain: str) -> Figure | None:
    """Read digits with or without a per cent sign; None where anything else stands."""
    number = plain.removesuffix("%")
    if not number.isascii() or not _NUMBER.fullmatch(number):
        return None
    if sum(sign.isdigit() for sign in number) > _MOST_DIGITS:
        raise NotAFigureError("位数过多", "too many digits")
    return Figure(Decimal(number.replace(",", "")), number != plain)


def holds_several(text: str) -> bool:
    """Whether spaces part several figures in one text, other than the groups of three of one large figure."""
    spaced = unicodedata.normalize("NFKC", text).strip()
    return bool(_INNER_SPACE.search(spaced)) and not _SPACED.fullmatch(spaced.removesuffix("%").strip())


def _reason(plain: str) -> NotAFigureError:
    if plain.startswith("="):
        return NotAFigureError(
            "公式没有保存计算结果，请在 Excel 中打开并保存",
            "a formula without a stored result; open and save it in Excel",
        )
    if plain.startswith("#"):
        return NotAFigureError("Excel 的错误值", "an error value of Excel")
    if re.fullmatch(r"[+-]?\d+(\.\d+)?e[+-]?\d+", plain):
        return NotAFigureError("科学计数法可能已丢失位数，请改为常规数字", "scientific notation may have lost digits")
    if re.fullmatch(r"[(\[][\d.,]+[)\]]%?", plain):
        return NotAFigureError(
            "括号可能表示负数，也可能是注释，请写成 -3.1 的形式", "brackets may mean a negative figure or a remark"
        )
    if re.match(r"[▲△▼▽↑↓]", plain):
        return NotAFigureError(
            "▲▼ 等符号正负不明，请写成 -3.1 的形式", "the sign of such marks is not clear; write -3.1"
        )
    if re.fullmatch(r"[\d,.]+", plain):
        return NotAFigureError("逗号或小数点的位置不对", "commas or points stand in the wrong place")
    return NotAFigureError("不是数", "no number")
