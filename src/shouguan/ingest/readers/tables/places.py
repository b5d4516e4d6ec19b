"""Which places a title, a line or a name of a sheet says that figures are of: one, several, or none.

A place that a text only compares with or ranks within (居全省第2位, 与全国比较) is not among them; a province right
before its own city (示范省示范市) only says where the city lies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shouguan.data.place import NATION

PROVINCE, LOCAL, EACH = "全省", "全市", "各县"
"""Places that a text leaves to its reader: the province, the place itself, and several places at once."""

_WORDS = (
    (PROVINCE, re.compile(r"(?:全|[我本](?=省))省(?![市地县区]|直)")),
    (LOCAL, re.compile(r"[全本我](?:市|县|区|州)(?![场域级直]|辖区)")),
    (EACH, re.compile(r"(?:各|(?<!部)分)(?:(?:县|市|区|州|[、()])+)(?![域场间])")),
)
_RANKED_IN = re.compile(r"(?:[占在居列]|高于|低于|快于|慢于|排名)$")
_RANKS = re.compile(r"第|前|平均|排|位|名|占|比[重例]|之|[市地县区]中")
_WITH, _COMPARED = re.compile(r"[与和同跟及比较]$"), re.compile(r"[▮、和与及同水平的]*(?:对比|比较|相比)")
_CHINA = "中国"


def named(text: str, names: Sequence[str], codes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the places that a text (folded) says figures are of, in its order.

    Parameters
    ----------
    text : str
    names : sequence of str
        Names of places, the longest first.
    codes : mapping of str to str

    Examples
    --------
    >>> codes = {"示范省": "999900", "示范市": "999901", "甲市": "999902", "全国": "100000"}
    >>> names = sorted(codes, key=len, reverse=True)
    >>> named("示范省示范市1-9月主要指标", names, codes), named("甲市、示范市主要指标", names, codes)
    (('999901',), ('999902', '999901'))
    >>> named("示范市在全国的位次", names, codes), named("附:全省主要指标", names, codes)
    (('999901',), ('全省',))
    >>> named("示范市与全国、全省对比", names, codes), named("与全国比较", names, codes)
    (('999901',), ())
    """
    found = _spans(text, names, codes)
    masked = list(text)
    for start, end, _ in found:
        masked[start:end] = "▮" * (end - start)
    places: list[str] = []
    for index, (start, end, code) in enumerate(found):
        follows = found[index + 1] if index + 1 < len(found) else (0, 0, "")
        lies_around = follows[0] == end and (code == PROVINCE or lies_in(follows[2], code))
        is_scale = bool(_RANKED_IN.search(text[:start]) or _RANKS.match(text, end))
        is_compared = bool(places or _WITH.search(text[:start])) and _COMPARED.match("".join(masked), end)
        if not (lies_around or is_scale or is_compared) and code not in places:
            places.append(code)
    return tuple(places)


def _spans(text: str, names: Sequence[str], codes: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return where in a text which places are named; of names within names the longest.

    A name in Latin letters counts where no other does, and so does 中国, which stands in the names of offices.
    """
    found: list[tuple[int, int, str]] = []
    for name in names:
        start = text.find(name)
        if start < 0 or (found and (name.isascii() or name == _CHINA)):
            continue
        if name.isascii():
            return [(start, start + len(name), codes[name])]
        while start >= 0:
            end = start + len(name)
            if all(end <= first or last <= start for first, last, _ in found):
                found.append((start, end, codes[name]))
            start = text.find(name, end)
    for code, pattern in _WORDS:
        for match in pattern.finditer(text):
            if all(match.end() <= first or last <= match.start() for first, last, _ in found):
                found.append((match.start(), match.end(), code))
    return sorted(found)


def lies_in(inner: str, outer: str) -> bool:
    """Whether a region is another one, or lies in it as codes say: 370700 in 370000, 370783 in 370700.

    Examples
    --------
    >>> lies_in("370700", "370000"), lies_in("370783", "370700"), lies_in("370783", "370784"), lies_in("1", "100000")
    (True, True, False, True)
    """
    if outer in {inner, NATION}:
        return True
    digits = 2 if outer.endswith("0000") else 4
    return outer.endswith("00") and outer[:digits] == inner[:digits]


def compound(text: str, names: Sequence[str], codes: Mapping[str, str]) -> str | None:
    """Return the city of 示范省示范市; None for what is no name of a place from end to end.

    Examples
    --------
    >>> codes = {"示范省": "999900", "示范市": "999901"}
    >>> compound("示范省示范市", list(codes), codes), compound("示范市示范省", list(codes), codes)
    ('999901', None)
    """
    outer = next((name for name in names if text.startswith(name)), None)
    inner = None if outer is None else codes.get(text.removeprefix(outer))
    return inner if outer and inner and lies_in(inner, codes[outer]) else None
