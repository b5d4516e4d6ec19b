"""Words: how one figure is said, in Chinese and English. No sentence without a fact.

Every number in a sentence is a `Fact`, so it prints the same digits as the table and the chart, and the sign
as printed chooses the word: what rounds to 0.0 is 持平. Strings that come from files are escaped by
`Markup.format`. `phrases` puts figures side by side; `sentences` makes whole sentences of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from shouguan.core.indicators import Better
from shouguan.core.periods import Lang, Named, day_label
from shouguan.core.rounding import half_up
from shouguan.core.translation import english
from shouguan.data.place import Bound
from shouguan.facts.table import Fact

_CHANCE_WORDS = (
    (80, "有较大可能", "likely"),
    (60, "有望", "within reach"),
    (40, "需努力", "takes an effort"),
    (20, "压力较大", "under pressure"),
    (0, "难度很大", "very hard"),
)
_HOPEFUL = 60
_MONTHS = re.compile(r"(?<=\d)—(?=\d{1,2}月)")
ORDINALS_ZH = tuple("一二三四五六七八九十")
_ORDINALS_EN = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def say(lang: Lang, zh: str, context: str | None = None, /, **parts: object) -> Markup:
    """Fill a sentence in one of two languages; every part is escaped unless it is a Fact, a name or Markup.

    The Chinese is the source, the English stands in the catalogue (`core.translation`). A year may be given as a
    whole number; every other number in a sentence is a Fact.
    """
    return either(lang, zh, zh if lang == "zh" else english(zh, context), **parts)


def either(lang: Lang, zh: str, en: str, /, **parts: object) -> Markup:
    """Fill one of two sentences that the catalogue cannot hold: put together, or filled with other parts."""
    filled = {name: _year(part) for name, part in parts.items()}
    return Markup(zh if lang == "zh" else en).format(**filled)


def _year(part: object) -> object:
    """Let a year say on the page that it is one."""
    return Named(str(part), str(part)) if type(part) is int and 1900 <= part <= 2100 else part


def day(value: dt.date, lang: Lang) -> Named:
    """Write a date: 2020年10月25日, 25 October 2020."""
    return day_label(value, lang)


def grew(fact: Fact, lang: Lang, *, expected: bool = False) -> Markup:
    """Say growth in words: 增长2.0%, 下降3.1%, 持平 (a zero to its printed decimal)."""
    if fact.rounded == 0:
        return say(lang, "与上年持平" if expected else "持平")
    if fact.rounded > 0:
        return either(lang, "增长{f}%", "to grow by {f}%" if expected else "up {f}%", f=fact)
    return either(lang, "下降{f}%", "to fall by {f}%" if expected else "down {f}%", f=fact.magnitude)


def rose(fact: Fact, lang: Lang) -> Markup:
    """Say what growth came to after 同比; in English with a verb, for an indicator may be one thing or many."""
    if lang == "zh":
        return grew(fact, lang)
    if fact.rounded == 0:
        return say(lang, "持平", "words")
    if fact.rounded > 0:
        return say(lang, "增长{f}%", f=fact)
    return say(lang, "下降{f}%", f=fact.magnitude)


def interval(low: Fact, high: Fact, lang: Lang) -> Markup:
    """Say a range: 1.7%—4.1%; with a negative end 下降0.5%至增长0.3%."""
    if lang == "zh" and (low.rounded < 0 or high.rounded < 0):
        return kept(Markup("{}至{}").format(grew(low, lang), grew(high, lang)))
    return kept(say(lang, "{a}%—{b}%", a=low, b=high))


def between(low: object, high: object, lang: Lang) -> Markup:
    """Write a range in a table: 2.5～3.9."""
    return kept(say(lang, "{a}～{b}", a=low, b=high))


def in_brackets(low: object, high: object, lang: Lang) -> Markup:
    """Write a range in brackets: （2.5～3.9）."""
    return say(lang, "（{a}～{b}）", a=low, b=high)


def with_range(figure: object, low: object, high: object, lang: Lang) -> Markup:
    """Write a figure with its range in brackets: 3.2（2.5～3.9）."""
    return Markup("{}{}" if lang == "zh" else "{} {}").format(figure, kept(in_brackets(low, high, lang)))


def kept(words: object) -> Markup:
    """Keep on one line what falls apart when a line ends in it."""
    return Markup('<span class="keep">{}</span>').format(words)


def seamed(name: str, seam: re.Pattern[str]) -> Markup:
    """Let a name break in a narrow cell at its seam alone; the pattern's group is what is kept together after it."""
    return Markup(seam.sub(r'<span class="keep">\1</span>', str(escape(name))))  # str: a Markup would escape the tags


def change(fact: Fact, before: Fact, now: Fact, since: str, lang: Lang, *, first: bool = False) -> Markup:
    """Say how growth moved, in points; where it crosses zero, what it was: points across zero tell little.

    比上半年提高1.7个百分点, 回落, 持平; while it falls, 降幅比上半年收窄, 扩大; 由负转正（上半年为下降1.6%）, 由正转负.

    Parameters
    ----------
    fact : Fact
        The change, in points.
    before, now : Fact
        Growth then and now, per cent; their signs choose the words.
    since : str
        The name of the earlier stretch.
    first : bool
        Whether growth was below zero in every earlier stretch of the year: then it is 年内首次转正.
    """
    size = fact.magnitude
    up = fact.rounded > 0
    if fact.rounded == 0:
        if now.rounded < 0:
            return say(lang, "降幅与{s}持平", s=since)
        return say(lang, "增速与{s}持平", s=since)
    if before.rounded < 0 and now.rounded < 0:
        if up:
            return say(lang, "降幅比{s}收窄{f}个百分点", s=since, f=size)
        return say(lang, "降幅比{s}扩大{f}个百分点", s=since, f=size)
    was = grew(before, lang)
    if before.rounded < 0 < now.rounded:
        if first:
            return say(lang, "年内首次转正（{s}为{w}）", s=since, w=was)
        return say(lang, "由负转正（{s}为{w}）", s=since, w=was)
    if now.rounded < 0 < before.rounded:
        return say(lang, "由正转负（{s}为{w}）", s=since, w=was)
    if up:
        return say(lang, "比{s}提高{f}个百分点", s=since, f=size)
    return say(lang, "比{s}回落{f}个百分点", s=since, f=size)


def course(before: Fact, now: Fact, lang: Lang, *, first: bool = False) -> Markup:
    """Say in two or four characters how growth moved, for the head of a paragraph: 增速回升, 由负转正, 降幅收窄."""
    was, is_now = before.rounded, now.rounded
    if was == is_now:
        return say(lang, "增速持平") if was >= 0 else say(lang, "降幅持平")
    if was < 0 and is_now < 0:
        return say(lang, "降幅收窄") if is_now > was else say(lang, "降幅扩大")
    if was < 0 < is_now:
        if first:
            return say(lang, "年内首次转正")
        return say(lang, "由负转正")
    if is_now < 0 < was:
        return say(lang, "由正转负")
    if is_now == 0:
        return say(lang, "由降转平") if was < 0 else say(lang, "由升转平")
    if was == 0:
        return say(lang, "由平转升") if is_now > 0 else say(lang, "由平转降")
    return say(lang, "增速加快") if is_now > was else say(lang, "增速回落")


def clauses(parts: Iterable[Markup | None], lang: Lang) -> Markup:
    """Join the clauses that there are; a missing figure (None) leaves no trace."""
    kept = [part for part in parts if part]
    return (Markup("，") if lang == "zh" else Markup("; ")).join(kept)


def listing(items: Iterable[Markup], lang: Lang) -> Markup:
    """Count items off in one sentence: 一是…；二是…；三是….

    Raises
    ------
    ValueError
        For more than ten: a sentence counts no further.
    """
    names = list(items)
    ordinals = ORDINALS_ZH if lang == "zh" else _ORDINALS_EN
    counted = [say(lang, "{o}是{i}", o=ordinal, i=item) for ordinal, item in zip(ordinals, names, strict=False)]
    if len(counted) < len(names):
        raise ValueError(f"{len(names)} items are too many for one sentence")
    return (Markup("；") if lang == "zh" else Markup("; ")).join(counted)


def dashed(html: Markup, dash: str) -> Markup:
    """Write months as the office joins them: 1—9月 or 1～9月; ranges of figures keep their dash."""
    return Markup(_MONTHS.sub(dash, str(html)))


def inline(name: str | Markup) -> str | Markup:
    """Return an English name as it stands inside a sentence (GDP keeps its capitals); Chinese stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def capital(text: Markup) -> Markup:
    """Return an English clause as the beginning of a sentence; Chinese stays as it is."""
    return Markup(text[:1].upper()) + text[1:]


def gap(
    fact: Fact, target: Fact, kind: str | Markup, lang: Lang, *, bound: Bound = "", better: Better = "higher"
) -> Markup:
    """Say how far the expected figure is from a target: 比5.0%左右的目标低0.2个百分点.

    The gap is below zero where the target is missed. Where less is better it is one of falls:
    比下降3.0%以上的目标少降0.2个百分点, 多降0.5个百分点.
    """
    goal = either(lang, "{t}的{k}", "the target of {t}", t=aim(target, lang, bound=bound), k=kind)
    if fact.rounded == 0:
        return say(lang, "与{g}持平", g=goal)
    if better == "lower" and fact.rounded > 0:
        return say(lang, "比{g}多降{f}个百分点", g=goal, f=fact.magnitude)
    if better == "lower":
        return say(lang, "比{g}少降{f}个百分点", g=goal, f=fact.magnitude)
    if fact.rounded > 0:
        return say(lang, "比{g}高{f}个百分点", g=goal, f=fact.magnitude)
    return say(lang, "比{g}低{f}个百分点", g=goal, f=fact.magnitude)


def aim(target: Fact, lang: Lang, *, bound: Bound = "") -> Markup:
    """Say a target's figure as it was set: 3.5%, 5%左右, 6%以上; a fall as one, 下降3.0%以上."""
    if target.rounded >= 0:
        return either(lang, "{t}%{a}", "{t}%{a}", t=target, a=bound_mark(bound, lang))
    # of a fall, a ceiling on growth is the least that it may be, and a floor the most
    mark = bound_mark({"most": "least", "least": "most"}.get(bound, bound), lang)
    return either(lang, "下降{t}%{a}", "a fall of {t}%{a}", t=target.magnitude, a=mark)


def bound_mark(bound: str, lang: Lang) -> str:
    """Return what follows a target that was set as about so much, 左右, at least, 以上, at most, 以内, or as a range.

    Of a range the low end is the target.
    """
    marks = {
        "around": ("左右", " or so"),
        "least": ("以上", " or more"),
        "most": ("以内", " or less"),
        "range": ("（区间下限）", " (low end of a range)"),
    }
    return marks[bound][0 if lang == "zh" else 1] if bound else ""


def chance_percent(fact: Fact, lang: Lang) -> Markup:
    """Print a chance: about 28 %; the ends are 不足1% and 超过99%, for no draw settles a year."""
    if fact.rounded < 1:
        return kept(say(lang, "不足{f}%", f=fact.bound(1)))
    if fact.rounded > 99:
        return kept(say(lang, "超过{f}%", f=fact.bound(99)))
    return kept(say(lang, "约{f}%", f=fact))


def chance(fact: Fact, lang: Lang) -> Markup:
    """Say a chance: its percentage and, never without it, the field's word (有望 asks for what: 有望达到)."""
    percent, word = chance_percent(fact, lang), chance_word(fact, lang)
    if fact.rounded >= _HOPEFUL:
        return say(lang, "实现可能性{p}，{w}达到", p=percent, w=word)
    return say(lang, "实现可能性{p}，{w}", p=percent, w=word)


def chance_word(fact: Fact, lang: Lang) -> str:
    """Return the word that the field uses for a chance of this size."""
    return word_of_percent(fact.rounded, lang)


def word_of_percent(percent: float, lang: Lang) -> str:
    """Return the word that the field uses for a chance of so many per cent, as printed."""
    for floor, zh, en in _CHANCE_WORDS:
        if percent >= floor:
            return zh if lang == "zh" else en
    raise ValueError(f"a chance cannot be negative: {percent}")


def chance_words(lang: Lang) -> tuple[str, ...]:
    """Return all words of chances, the best first."""
    return tuple(zh if lang == "zh" else en for _, zh, en in _CHANCE_WORDS)


def rank(fact: Fact, shared: bool, group: str | Markup, lang: Lang) -> Markup:
    """Say a rank: 居全省第7位, 居全省并列第3位."""
    if shared:
        return say(lang, "居{g}并列第{f}位", g=group, f=fact)
    return say(lang, "居{g}第{f}位", g=group, f=fact)


def places(best: Fact, worst: Fact, lang: Lang) -> Markup:
    """Say a range of ranks: 第3—8位; one alone where the ends are the same."""
    if best.rounded == worst.rounded:
        return kept(say(lang, "第{f}位", f=best))
    return kept(say(lang, "第{b}—{w}位", b=best, w=worst))


def places_moved(fact: Fact, lang: Lang) -> Markup:
    """Say in brackets how a rank moved; the fact counts places gained."""
    if fact.rounded > 0:
        return say(lang, "（升{m}位）", m=fact.magnitude)
    if fact.rounded < 0:
        return say(lang, "（降{m}位）", m=fact.magnitude)
    return say(lang, "（持平）")


def approx(fact: Fact) -> Markup:
    """Print a backed-out figure with its band, 6.5±0.3, which is never printed as nothing."""
    return Markup('{}<span class="band" data-band="{}">±{}</span>').format(fact, fact.key, band(fact.lower, fact.upper))


def band(lower: float | None, upper: float | None) -> str:
    """Return half the width of a band as it is printed: one decimal, and never nothing."""
    exact = ((upper or 0.0) - (lower or 0.0)) / 2
    return f"{max(half_up(round(exact, 9), 1), 0.1):.1f}"  # it must not hang on the last bit of the figure
