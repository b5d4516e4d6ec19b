"""Regions that a text names and that a place may not know: never to be taken for the place itself or the nation."""

from __future__ import annotations

import re

from shouguan.core.files import read_packaged

_LISTED = sorted((name for names in read_packaged(__file__)["prefectures"].values() for name in names), key=len)[::-1]
_SUFFIXED = re.compile(
    r"[一-鿿]{1,7}?(?:"
    r"(?<![城超上门夜股楼期都级全各本我分该县区])市|(?<![各分全本级市区州])县|(?<![各分全本我该县市])省"
    r"|(?<![地园片社景市县各分全本级州旗能治区辖])区|(?<![各市全本县区分治])州区|(?<![各市全本县区])州|(?<![联同欧])盟|(?<![各县区])旗"
    r")(?![级域场辖际县区市州旗省面])"
)
_LATIN = re.compile(r"(?:^|[、，,和与及])(?P<name>[A-Z][a-z]{3,})(?=$|[、，,\u4e00-\u9fff]|\d{4})")
_NO_PLACE = frozenset(
    "sheet data table export result report main total summary monthly quarterly annual yearly statistics"
    " indicators macro economy wind choice ceic default output input book index growth levels database series".split()
)
"""Words that sheets are called by."""
_SUFFIX = re.compile(r"(?:市|省|县|区|州|盟|旗|地区|自治州|自治县)?")


def stranger(text: str) -> str:
    """Return the region that a whole text (folded) is, or nothing.

    Examples
    --------
    >>> stranger("济南"), stranger("高新区"), stranger("各区市"), stranger("城市")
    ('济南', '高新区', '', '')
    """
    name = stranger_in(text)
    return name if name == text else ""


def stranger_in(text: str) -> str:
    """Return the first region that a text (folded) names, or nothing.

    Examples
    --------
    >>> stranger_in("济南市主要经济"), stranger_in("主要经济")
    ('济南市', '')
    """
    for name in _LISTED:
        if name in text:
            end = text.index(name) + len(name)
            suffix = _SUFFIX.match(text, end)
            return name + (suffix[0] if suffix else "")
    match = _SUFFIXED.search(text)
    return match[0] if match else ""


def latin_stranger(text: str, rest: str) -> str:
    """Return a name in Latin letters that begins a text or stands in a list in it, and is in its rest, or nothing.

    Examples
    --------
    >>> latin_stranger("Utopia指标", "utopia"), latin_stranger("全国、Utopia", "utopia"), latin_stranger("CEIC", "ceic")
    ('Utopia', 'Utopia', '')
    """
    match = _LATIN.search(text.strip())
    name = match["name"] if match else ""
    return name if name and name.lower() in rest and name.lower() not in _NO_PLACE else ""
