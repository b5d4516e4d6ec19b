"""Labels: what one text of a header, a title or a row says about the figures that it stands over or beside.

A label may name an indicator, a region, a stretch of time, a basis (累计, 当月), a measure (增长, 绝对额), a price
and a unit, or only some of these. What is left over is kept, so that nothing is taken for known that is not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables import dotted, places, scope, stretches
from shouguan.ingest.readers.tables.names import BARE_PARTS, folded, known_names, not_ours
from shouguan.ingest.readers.tables.strangers import latin_stranger, stranger, stranger_in
from shouguan.ingest.readers.tables.stretches import Basis, Stretch
from shouguan.ingest.readers.tables.words import (
    BASIS_WORDS,
    FILLERS,
    LAST_YEARS_GROWTH,
    LEFT_OUT,
    MEASURE_WORDS,
    OWN_WORDS,
    PLAN,
    PLAN_DONE,
    PRICE_WORDS,
    RANKED_WITHIN,
    RANKS,
    SAME_MONTH,
    TITLE_FILLERS,
    UNIT_LINE,
    UNITS,
    WHOLE_OF_PARTS,
    Measure,
    Price,
    units_in,
    units_left,
    word_in,
)

_BRACKET = re.compile(r"[\[(]([^\[\]()]*)[\])]")
_BEHIND = re.compile(r"[(](?P<inside>[^()]{2,})[)]$")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[(](?:[一二三四五六七八九十]+|\d{1,2})[)]|\d{1,2}[、.)](?!\d))"
)
_MARKS = re.compile(r"^[#*＃＊☆★△▲◆●·]+|[*＊]+$")
_PART = re.compile(r"#|其中|ofwhich")
_OF_WHICH = re.compile(r"^(?:#?其中|其中|ofwhich):?")

_OTHER_GROWTH = re.compile(r"两年平均|环比")
"""Growth that is none on last year: in a title it is that of all figures below."""
_LONGEST_TITLE = 40
_UNIT_OF_SOME = re.compile("[(]?[一-鿿]{2,10}(?<!计量)(?<!数量)(?<!货币)单位:")
_MOST_TEXTS = 20_000
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
    stranger : str
        A region that the text names and that is not known; it is (in) the rest.
    plan : str
        The word by which it stands over a forecast, a target or a plan (预测, 目标, 计划).
    narrow : str
        Of a title or a section: the word that makes the figures below it those of a part or of another scope (民营).
    loose : bool
        A section that may as well be a row whose figures are not out yet: what is below it is read, with a word.
    of : tuple of str
        Of a note or of what is skipped: the indicators that it speaks of, where it names some.
    of_growth : bool
        Of a note or a line: whether it speaks of growth alone.
    places : tuple of str
        Of a title or a section: all places that it says figures are of, 全省, 全市 and 各县 among them (`places`).
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
    stranger: str = ""
    plan: str = ""
    narrow: str = ""
    loose: bool = False
    of: tuple[str, ...] = ()
    of_growth: bool = False
    places: tuple[str, ...] = ()


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
        short = {name.removesuffix("市"): code for name, code in self._regions.items() if len(name) > 2}
        self._alone = short | self._regions  # by itself or before a colon 青岛 is 青岛市; inside a title it is a word
        self._meanings = {_bare_name(name): code for name, code in (meanings or {}).items()}
        listed = dict(known_names()) | {name: (code,) for name, code in self._meanings.items()}
        self._known = sorted(listed.items(), key=lambda pair: -len(pair[0]))
        self._cache: dict[str, Label] = {}
        self._raw: dict[str, Label] = {}

    def read(self, text: str) -> Label:
        """Read one text."""
        if text not in self._cache:
            label = self._read(text)
            # 同比增减（亿元）is a change, no growth
            is_change = label.measure == "growth" and any(UNITS[unit][0] not in {"%", "百分点"} for unit in label.units)
            # 完成（%）is of a plan
            is_done = label.units == ("%",) and not (label.measure or label.indicators) and "完成" in text
            label = replace(label, skipped=True) if is_done or (is_change and "%" not in label.units) else label
            self._cache[text] = label if label.skipped else replace(label, plan=_plan(folded(text)))
        return self._cache[text]

    def month(self, text: str, meant: str | None) -> Label:
        """Read a heading or a name that may be a month 2025.1: `meant` is what it is, nothing where that is open."""
        if meant is None or not dotted.is_open(text):
            return self.read(text)
        return replace(self.read(meant), text=text) if meant else Label(text, not_ours=dotted.DOUBT)

    def title(self, text: str, *, latin: bool = False) -> Label:
        """Read a title, a sheet's name or a file's name; its rest is what no title says beside an indicator.

        `latin`: whether a name in Latin letters that nobody knows may be a place's.
        """
        label, other = self._read(text), ""
        if "同比" not in text and (match := _OTHER_GROWTH.search(text)):
            label, other = replace(self._read(text.replace(match[0], "")), text=text), match[0]
        if label.stretch and label.stretch.year and label.stretch.month is None and "统计公报" in text:
            label = replace(label, stretch=replace(label.stretch, month=12, quarter=True, basis="ytd"))
        rest = label.rest
        for name in self._by_length:
            rest = rest.replace(name, "")
        narrow = other or scope.narrowing(rest)
        unknown = stranger_in(TITLE_FILLERS.sub("", rest))
        rest = TITLE_FILLERS.sub("", rest.replace(unknown, "", 1))
        if unknown in self._alone:  # 青岛 where 青岛市 is known
            label, unknown = replace(label, region=label.region or self._alone[unknown]), ""
        unknown = unknown or (latin_stranger(text, rest) if latin else "")
        plan = _plan(PLAN_DONE.sub("", folded(text)))
        rest = FILLERS.sub("", rest)
        if not rest and label.stretch and label.stretch.back and not label.indicators:
            narrow = label.text  # a title 上年同期
        label = replace(label, rest=rest, stranger=unknown, plan=plan, narrow=narrow)
        if label.measure == "growth" and not scope.is_of_growth(folded(text)):
            label = replace(label, measure=None)  # 保持平稳增长
        if scope.is_growth_otherwise(folded(text)):
            label = replace(label, of_growth=True, measure=None)  # it makes nothing growth
        told = (label.region,) if label.region else places.named(folded(text), self._by_length, self._regions)
        region = label.region or next((code for code in told if code.isdigit()), None)
        return replace(label, region=region, places=told)

    def section(self, text: str) -> Label:
        """Read a line among the rows: what stands over the rows below it, and what it says of them."""
        label, bare = self.title(text), folded(text)
        if (reach := scope.reach(bare)) in {"above", "table"}:
            return label
        if reach:
            unknown = scope.stated(label.rest)
            is_known = bool(label.narrow or label.plan or label.stranger) or scope.is_harmless_remark(unknown)
            return label if is_known else replace(label, narrow=unknown, loose=True)
        is_own = bool(label.stranger or label.plan) or scope.is_field(label.rest)
        is_other = label.skipped or label.measure in {"rank", "share"} or scope.is_none_of_ours(bare)
        if is_other and not label.indicators:
            return replace(label, narrow=text)
        unknown = "" if is_own else label.rest
        if label.part:
            return replace(label, narrow=unknown, loose=True)
        if scope.level(bare):
            return replace(label, narrow=label.narrow or unknown)
        if label.narrow or scope.names_a_figure(bare):
            return replace(label, loose=scope.names_a_figure(bare))
        return replace(label, narrow=unknown, loose=True)

    def line(self, text: str) -> Label:
        """Read a line above a table: one that is no title and names neither time, place nor figure may limit it.

        So may what stands in brackets behind a title.
        """
        label = self.title(text, latin=True)
        if len(text) > _LONGEST_TITLE:  # a sentence of a report: its prices and measures are those of what it tells
            label = replace(label, price=None, measure=None)
        behind = _BEHIND.search(folded(text))
        if label.narrow or label.plan:
            return label
        if label.units and _UNIT_OF_SOME.match(folded(text)):  # 社零单位：万元
            return replace(label, narrow=label.text, loose=True)
        if not self._is_title(label):
            return replace(label, narrow=label.rest, loose=True)
        if behind is None or label.text == behind["inside"]:
            return label
        inside = self.title(behind["inside"])
        years = {each.stretch.year for each in (label, inside) if each.stretch and each.stretch.year}
        is_odd = not self._is_title(inside) or len(years) > 1
        return replace(label, narrow=inside.text, loose=True) if is_odd else label

    @staticmethod
    def _is_title(label: Label) -> bool:
        says = label.stretch or label.region or label.own or label.indicators or label.units or label.stranger
        return bool(says or label.measure) or scope.is_field(label.rest) or scope.is_title(folded(label.text))

    def remark(self, text: str) -> Label:
        """Read a remark beside a row: a plan, a part, another time; of what else it says nobody knows."""
        label = self.title(text)
        rest = scope.of_time(label.rest)
        stretch = label.stretch if label.stretch and not rest else None
        known = bool(stretch or label.plan or label.narrow) or scope.is_harmless_remark(rest)
        said = Label(text, stretch=stretch, basis=label.basis, stranger=label.stranger, plan=label.plan)
        return replace(said, narrow=label.narrow if known else label.text, loose=not known)

    def _read(self, text: str) -> Label:
        if len(self._raw) > _MOST_TEXTS:
            self._raw.clear()
            self._cache.clear()
        if text not in self._raw:
            self._raw[text] = self._said(text)
        return self._raw[text]

    def _said(self, text: str) -> Label:
        bare = folded(text)
        unit_line = UNIT_LINE.fullmatch(bare)
        if unit_line:
            return Label(text, units=units_in(unit_line["units"]))
        if bare in UNITS:
            return Label(text, units=(bare,), measure="growth" if "±" in bare or "+" in bare else None)
        name = _strip_marks(bare)
        part = name != bare and bool(_PART.match(bare))
        if name in self._alone:
            return Label(text, region=self._alone[name])
        if whole := stretches.parse(text):
            return Label(text, stretch=whole)
        if name in OWN_WORDS:
            return Label(text, own=True)
        if any(word in bare for word in LEFT_OUT) or bare.startswith(LAST_YEARS_GROWTH):
            return Label(text, skipped=True, of=self._name(name)[0])
        label = self._compose(text, name)
        return replace(label, part=part, bare=label.measure != "share" and self._is_bare(name))

    def _is_bare(self, name: str) -> bool:
        """Whether an industry's name stands alone, with a unit or a time at most: 第一产业（亿元）, 9月:房地产业."""
        if {name, _bare_name(name)} & set(self._meanings) or any(word in name for word in (*WHOLE_OF_PARTS, "增加值")):
            return False
        return next((known for known, _ in self._known if known in name), "") in BARE_PARTS

    def _compose(self, text: str, name: str) -> Label:
        indicators, rest, reason = self._name(name)
        units: tuple[str, ...] = ()
        for inside in _BRACKET.findall(rest):
            if unit := units_in(inside):
                units += unit
                rest = rest.replace(f"({inside})", "", 1).replace(f"[{inside}]", "", 1)
                continue
            for part in re.split(r"[,;、]", inside):  # （2020年前三季度，亿元）
                if unit := units_in(part):
                    units += unit
                    rest = rest.replace(part, "", 1)
        if any(word in rest for word in RANKS):
            rest = RANKED_WITHIN.sub("", rest)
        measure, rest = word_in(rest, MEASURE_WORDS)
        stretch, rest = stretches.find(rest)
        basis, rest = word_in(rest, BASIS_WORDS)
        if basis is None and any(word in name for word in SAME_MONTH):
            basis = "single"
        price, rest = word_in(rest, PRICE_WORDS)
        # of growth 实际 is the price, beside 名义增长; of a level it says only that it is done
        price = price or ("real" if measure == "growth" and "实际" in rest else None)
        # 增速_累计增长 says it twice
        measures = {measure, *(meaning for word, meaning in MEASURE_WORDS if word in rest)}
        if {"growth", "index"} <= measures:
            measure = "either"
        again = {measure, *(() if measure == "rank" else ("value",))}
        again |= {"growth", "index"} if measure == "either" else set()
        if measure is None and rest == "增减" and units == ("%",):
            measure, rest = "growth", ""
        for word, meaning in MEASURE_WORDS:
            if meaning in again:  # 增速占比 is no growth: what else it says stays in the rest
                rest = rest.replace(word, "")
        if not units:
            units, rest = units_left(rest, measure)
        rest = _NOTE_BRACKETS.sub("", rest) if rest.startswith("(") else rest
        if any(code.startswith(WHOLE_OF_PARTS[0]) for code in indicators):  # GDP:第一产业
            rest = word_in(rest, [(word, None) for word in WHOLE_OF_PARTS[1:]])[1]
        rest = FILLERS.sub("", rest)
        own = rest in OWN_WORDS
        region = self._alone.get(rest) or self._alone.get(rest.rstrip("市"))
        region = region or places.compound(rest, self._by_length, self._regions)
        leads = rest if indicators and rest and name.startswith(f"{rest}:") else ""  # 济南:GDP:累计同比
        return Label(
            text,
            indicators,
            reason,
            region,
            own,
            stretch,
            basis,
            measure,
            price,
            units,
            rest="" if region or own else rest,
            stranger="" if region or own else leads or stranger(rest),
        )

    def _name(self, name: str) -> tuple[tuple[str, ...], str, tuple[str, str] | None]:
        """Take the longest listed name out of the text; the rest must then be words that we know."""
        if name in self._meanings:
            return (self._meanings[name],), "", None
        bare = _bare_name(name)
        if bare in self._meanings:
            return (self._meanings[bare],), name.replace(bare, "", 1), None
        for known, codes in self._known:
            if known in name:
                at = name.index(known)
                before = name[:at]
                if known.isascii() and re.search(r"[a-z]$", before) and not before.endswith(_ASCII_BEFORE):
                    continue  # a Chinese character before it ends no English word: 全市GDP
                reason = None if known in self._meanings else not_ours().get(known)
                return codes, before + name[at + len(known) :], reason
            squeezed = name.replace(",", "")  # English names list their parts with commas
            if known.isascii() and len(known) > 12 and known in squeezed:
                return codes, squeezed.replace(known, "", 1), None
        return (), name, None


_ASCII_BEFORE = ("of", "the", "cn", "china", "real", "nominal", "indices", "index")


def labeller_of(options: Options) -> Labeller:
    """Return the labeller of these options; files that are read one after the other share what it has read."""
    return _labeller(tuple(options.names.items()), tuple(options.meanings.items()))


@functools.lru_cache(maxsize=4)
def _labeller(regions: tuple[tuple[str, str], ...], meanings: tuple[tuple[str, str], ...]) -> Labeller:
    return Labeller(dict(regions), dict(meanings))


def _plan(text: str) -> str:
    match = PLAN.search(text)
    return match[0] if match else ""


def _strip_marks(bare: str) -> str:
    before = None
    while before != bare:
        before = bare
        bare = _OF_WHICH.sub("", _NUMBERING.sub("", _MARKS.sub("", bare)))
    return bare.rstrip(":")


def _bare_name(name: str) -> str:
    return _BRACKET.sub("", _strip_marks(folded(name))) or folded(name)
