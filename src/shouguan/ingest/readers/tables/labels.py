"""Labels: what one text of a header, a title or a row says about the figures that it stands over or beside.

A label may name an indicator, a region, a stretch of time, a basis (累计, 当月), a measure (增长, 绝对额), a price
and a unit, or only some of these. What is left over is kept, so that nothing is taken for known that is not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from shouguan.ingest.readers.tables import stretches
from shouguan.ingest.readers.tables.names import BARE_PARTS, folded, known_names, not_ours
from shouguan.ingest.readers.tables.stretches import Basis, Stretch

T = TypeVar("T")
Measure = Literal["growth", "index", "either", "value", "share", "rank"]
"""What a figure is; `either` where a label says growth and 上年同期=100 in one breath."""
Price = Literal["real", "nominal"]

UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("rmbbn", "billionyuan", "10亿元", "十亿元"), ("元", 9)),
    **dict.fromkeys(("亿元", "亿", "100millionyuan", "rmb100mn"), ("元", 8)),
    **dict.fromkeys(("rmbmn", "millionyuan", "百万元"), ("元", 6)),
    **dict.fromkeys(("万元", "万", "10000yuan"), ("元", 4)),
    **dict.fromkeys(("千元",), ("元", 3)),
    **dict.fromkeys(("元", "yuan", "rmb"), ("元", 0)),
    "亿美元": ("美元", 8),
    "万美元": ("美元", 4),
    "usdmn": ("美元", 6),
    "亿千瓦时": ("千瓦时", 8),
    "亿度": ("千瓦时", 8),
    "万千瓦时": ("千瓦时", 4),
    "亿吨": ("吨", 8),
    "万吨": ("吨", 4),
    "吨": ("吨", 0),
    "亿吨公里": ("吨公里", 8),
    "万吨公里": ("吨公里", 4),
    "万平方米": ("平方米", 4),
    "平方米": ("平方米", 0),
    "吨标准煤/万元": ("吨标准煤/万元", 0),
    **dict.fromkeys(("%", "±%", "+-%", "+/-%"), ("%", 0)),
    **dict.fromkeys(("百分点", "个百分点"), ("百分点", 0)),
    "位": ("位", 0),
}
"""Units as written: what they measure, and how many powers of ten of it."""

_UNIT_LINE = re.compile(r"(?:计量)?(?:单位|unit):?(?P<units>.*)")
_BRACKET = re.compile(r"[\[(]([^\[\]()]*)[\])]")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[(](?:[一二三四五六七八九十]+|\d{1,2})[)]|\d{1,2}[、.)](?!\d))"
)
_MARKS = re.compile(r"^[#*＃＊☆★△▲◆●·]+|[*＊]+$")
_PART = re.compile(r"#|其中|ofwhich")
_OF_WHICH = re.compile(r"^(?:#?其中|其中|ofwhich):?")

_SAME_MONTH = ("上年同月", "samemonthlastyear", "samemonthofprecedingyear")
"""Compared with the same month of last year: the figure is the month's own."""
_INDEX_WORDS = (
    "上年同期=100",
    "上年同月=100",
    "上年=100",
    "去年同期=100",
    "thesameperiodlastyear=100",
    "thesamemonthlastyear=100",
    "thesameperiodofprecedingyear=100",
    "precedingyear=100",
    "lastyear=100",
    "指数",
    "indicesof",
    "indices",
    "index",
)
_MEASURE_WORDS: tuple[tuple[str, Measure], ...] = (
    *((word, "index") for word in _INDEX_WORDS),
    ("比上年同期增长", "growth"),
    ("比去年同期增长", "growth"),
    ("较上年同期增长", "growth"),
    ("同比增长速度", "growth"),
    ("同比增长率", "growth"),
    ("同比增减", "growth"),
    ("同比增速", "growth"),
    ("同比增长", "growth"),
    ("比上年增长", "growth"),
    ("增长速度", "growth"),
    ("growthrate", "growth"),
    ("yearonyear", "growth"),
    ("y-o-y", "growth"),
    ("增长率", "growth"),
    ("增减%", "growth"),
    ("growth", "growth"),
    ("增长", "growth"),
    ("增速", "growth"),
    ("增幅", "growth"),
    ("同比", "growth"),
    ("±%", "growth"),
    ("+-%", "growth"),
    ("yoy", "growth"),
    ("绝对额", "value"),
    ("绝对量", "value"),
    ("绝对值", "value"),
    ("absolutevalue", "value"),
    ("总量", "value"),
    ("数值", "value"),
    ("完成额", "value"),
    ("实际完成", "value"),
    ("比重", "share"),
    ("占比", "share"),
    ("位次", "rank"),
    ("排位", "rank"),
    ("排名", "rank"),
    ("名次", "rank"),
)
_BASIS_WORDS: tuple[tuple[str, Basis], ...] = (
    ("年初至今累计", "ytd"),
    ("累计值", "ytd"),
    ("累计", "ytd"),
    ("accumulated", "ytd"),
    ("yeartodate", "ytd"),
    ("ytd", "ytd"),
    ("当季值", "single"),
    ("当月值", "single"),
    ("当期值", "single"),
    ("当季", "single"),
    ("当月", "single"),
    ("当期", "single"),
    ("本季", "single"),
    ("单月", "single"),
    ("currentquarter", "single"),
    ("currentmonth", "single"),
    ("currentperiod", "single"),
    ("月末余额", "stock"),
    ("期末余额", "stock"),
    ("期末值", "stock"),
    ("月末", "stock"),
    ("期末", "stock"),
)
_PRICE_WORDS: tuple[tuple[str, Price], ...] = (
    ("不变价格", "real"),
    ("不变价", "real"),
    ("可比价格", "real"),
    ("可比价", "real"),
    ("constantprices", "real"),
    ("real", "real"),
    ("现行价格", "nominal"),
    ("现价", "nominal"),
    ("当年价格", "nominal"),
    ("当年价", "nominal"),
    ("名义", "nominal"),
    ("currentprices", "nominal"),
    ("nominal", "nominal"),
)
_LAST_YEARS_GROWTH = ("上年同期增", "去年同期增")
_LEFT_OUT = (
    "上月=100",
    "上季=100",
    "lastmonth=100",
    "precedingmonth=100",
    "环比",
    "比上月",
    "比上期",
    "较上月",
    "比上季",
    "占全年",
    "完成年度",
    "完成预算",
    "年度目标",
    "全年目标",
    "年计划",
    "两年平均",
    "mom",
    "qoq",
)
"""Words of columns that hold no figure of ours: changes on the month before, shares of a plan."""
_FILLERS = re.compile(
    r"value-?addedof|增加值|完成|情况|指标|名称|主要经济|本期|本年|数据|实际|额|值|按|计算|of|the|and|industries|industry|china|cn|[-_:;,.、/\\|'\"()\[\]#*]"
)
_NOTE_BRACKETS = re.compile(r"(?:注|见注|初步|快报|季报|季度|季|月报|错月|\d{1,2}|[a-z])")


@dataclass(frozen=True)
class Label:
    """What one text says.

    Parameters
    ----------
    text : str
        The text as it stands.
    indicators : tuple of str
        Catalogue codes that the name may mean; empty when it names none.
    not_ours : (str, str) or None
        Why a well-known name is none of ours.
    region : str or None
        Code of the region that the text names.
    own : bool
        全市, 全省, 合计: the region that the table is about.
    stretch, basis, measure, price, units
        What it says of these; `units` may hold several (单位：亿元、%).
    part : bool
        Marked as a part of the row above (其中：, #).
    bare : bool
        A sector's or industry's name alone: of what it is a part, the rows above say.
    skipped : bool
        It stands over figures that are none of ours (环比, 完成年度目标).
    rest : str
        What is left over, folded.
    """

    text: str
    indicators: tuple[str, ...] = ()
    not_ours: tuple[str, str] | None = None
    region: str | None = None
    own: bool = False
    stretch: Stretch | None = None
    basis: Basis | None = None
    measure: Measure | None = None
    price: Price | None = None
    units: tuple[str, ...] = ()
    skipped: bool = False
    rest: str = ""
    part: bool = False
    bare: bool = False


class Labeller:
    """Reads labels, knowing the regions of the place and what the user says a name means.

    Parameters
    ----------
    regions : mapping of str to str
        Name or alias to code.
    meanings : mapping of str to str
        Name to catalogue code, as `--as` gives them; they win over everything.
    """

    def __init__(self, regions: Mapping[str, str], meanings: Mapping[str, str] | None = None) -> None:
        self._regions = {folded(name): code for name, code in regions.items()}
        self._by_length = sorted(self._regions, key=len, reverse=True)
        self._meanings = {_bare_name(name): code for name, code in (meanings or {}).items()}
        self._cache: dict[str, Label] = {}

    def read(self, text: str) -> Label:
        """Read one text."""
        if text not in self._cache:
            self._cache[text] = self._read(text)
        return self._cache[text]

    def title(self, text: str) -> Label:
        """Read a title, a sheet's name or a file's name: only its region, stretch, unit, indicator, basis."""
        label = self._read(text)
        if label.region is None and not label.own:
            found = next((name for name in self._by_length if name in folded(text)), None)
            return replace(label, region=self._regions[found] if found else None)
        return label

    def _read(self, text: str) -> Label:
        bare = folded(text)
        unit_line = _UNIT_LINE.fullmatch(bare)
        if unit_line:
            return Label(text, units=_units(unit_line["units"]))
        if bare in UNITS:
            return Label(text, units=(bare,), measure="growth" if "±" in bare or "+" in bare else None)
        name = _strip_marks(bare)
        part = name != bare and bool(_PART.match(bare))
        if name in self._regions:
            return Label(text, region=self._regions[name])
        if whole := stretches.parse(text):
            return Label(text, stretch=whole)
        if name in {"全市", "全省", "全县", "全区", "全州", "全国合计", "合计", "总计", "全市合计"}:
            return Label(text, own=True)
        if any(word in bare for word in _LEFT_OUT) or bare.startswith(_LAST_YEARS_GROWTH):
            return Label(text, skipped=True)
        return replace(self._compose(text, name), part=part, bare=name in BARE_PARTS and name not in self._meanings)

    def _compose(self, text: str, name: str) -> Label:
        indicators, rest, reason = self._name(name)
        units: tuple[str, ...] = ()
        for inside in _BRACKET.findall(rest):
            if found := _units(inside):
                units += found
                rest = rest.replace(f"({inside})", "", 1).replace(f"[{inside}]", "", 1)
                continue
            for part in re.split(r"[,;、]", inside):  # （2020年前三季度，亿元）
                if found := _units(part):
                    units += found
                    rest = rest.replace(part, "", 1)
        measure, rest = _word(rest, _MEASURE_WORDS)
        stretch, rest = stretches.find(rest)
        basis, rest = _word(rest, _BASIS_WORDS)
        if basis is None and any(word in name for word in _SAME_MONTH):
            basis = "single"
        price, rest = _word(rest, _PRICE_WORDS)
        said = {meaning for word, meaning in _MEASURE_WORDS if word in rest}  # 增速_累计增长 says it twice
        if {"growth", "index"} <= {measure, *said}:
            measure = "either"
        rest = functools.reduce(lambda left, pair: left.replace(pair[0], ""), _MEASURE_WORDS, rest)
        if not units and (found := _units(rest)):
            units, rest = found, ""
        rest = _NOTE_BRACKETS.sub("", rest) if rest.startswith("(") else rest
        rest = _FILLERS.sub("", rest)
        region = next(
            (self._regions[known] for known in self._by_length if known == rest or known == rest.rstrip("市")), None
        )
        return Label(
            text,
            indicators,
            reason,
            region,
            False,
            stretch,
            basis,
            measure,
            price,
            units,
            False,
            "" if region else rest,
        )

    def _name(self, name: str) -> tuple[tuple[str, ...], str, tuple[str, str] | None]:
        """Take the longest listed name out of the text; the rest must then be words that we know."""
        if name in self._meanings:
            return (self._meanings[name],), "", None
        bare = _bare_name(name)
        if bare in self._meanings:
            return (self._meanings[bare],), name.replace(bare, "", 1), None
        for known, codes in known_names():
            if known in name:
                at = name.index(known)
                if known.isascii() and (name[:at][-1:].isalpha() and not name[:at].endswith(_ASCII_BEFORE)):
                    continue
                rest = name[:at] + name[at + len(known) :]
                return codes, rest, not_ours().get(known)
            squeezed = name.replace(",", "")  # English names list their parts with commas
            if known.isascii() and len(known) > 12 and known in squeezed:
                return codes, squeezed.replace(known, "", 1), None
        return (), name, None


_ASCII_BEFORE = ("of", "the", "cn", "china", "real", "nominal", "indices", "index")


def _strip_marks(bare: str) -> str:
    before = None
    while before != bare:
        before = bare
        bare = _OF_WHICH.sub("", _NUMBERING.sub("", _MARKS.sub("", bare)))
    return bare.rstrip(":")


def _bare_name(name: str) -> str:
    return _BRACKET.sub("", _strip_marks(folded(name))) or folded(name)


def _word(text: str, words: Sequence[tuple[str, T]]) -> tuple[T | None, str]:
    for word, meaning in words:
        if word in text:
            return meaning, text.replace(word, "", 1)
    return None, text


def _units(text: str) -> tuple[str, ...]:
    """Return the units of a text that is units and nothing else: 亿元、%."""
    line = _UNIT_LINE.fullmatch(text.strip("()[] "))
    whole = line["units"] if line else text.strip("()[] ")
    if whole in UNITS:
        return (whole,)
    parts = [part for part in re.split(r"[、,，;和及/]", whole) if part]
    return tuple(parts) if parts and all(part in UNITS for part in parts) else ()
