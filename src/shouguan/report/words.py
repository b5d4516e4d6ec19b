"""Words: sentences made from facts, in Chinese and English. No sentence without a fact.

Every number in a sentence is a `Fact`, so it prints the same digits as the table and the chart. Strings
that come from files are escaped by `Markup.format`.
"""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from shouguan.periods import Lang
from shouguan.report.facts import Fact, half_up

_CHANCE_WORDS = (
    (80, "有较大可能", "likely"),
    (60, "有望", "within reach"),
    (40, "需努力", "takes an effort"),
    (20, "压力较大", "under pressure"),
    (0, "难度很大", "very hard"),
)


def say(lang: Lang, zh: str, en: str, **parts: object) -> Markup:
    """Fill a sentence in one of two languages; every part is escaped unless it is a Fact or Markup."""
    return Markup(zh if lang == "zh" else en).format(**parts)


def day(value: dt.date, lang: Lang) -> str:
    """Write a date: 2020年10月25日, 25 October 2020."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


def grew(fact: Fact, lang: Lang, *, expected: bool = False) -> Markup:
    """Say growth in words: 增长2.0%, 下降3.1%, 持平 (a zero to its printed decimal)."""
    if fact.rounded == 0:
        return say(lang, "与上年持平" if expected else "持平", "to be unchanged" if expected else "unchanged")
    if fact.rounded > 0:
        return say(lang, "增长{f}%", "to grow by {f}%" if expected else "up {f}%", f=fact)
    return say(lang, "下降{f}%", "to fall by {f}%" if expected else "down {f}%", f=fact.magnitude)


def interval(low: Fact, high: Fact, lang: Lang) -> Markup:
    """Say a range: 1.7%—4.1%; with a negative end 下降0.5%至增长0.3%."""
    if lang == "zh" and (low.rounded < 0 or high.rounded < 0):
        return Markup("{}至{}").format(grew(low, lang), grew(high, lang))
    return say(lang, "{a}%—{b}%", "{a}% to {b}%", a=low, b=high)


def change(fact: Fact, before: Fact, now: Fact, since: str, lang: Lang) -> Markup:
    """Say how growth moved, in points.

    比上半年提高1.7个百分点, 回落, 持平; while it falls, 降幅比上半年收窄, 扩大; and 由负转正, 由正转负.

    Parameters
    ----------
    fact : Fact
        The change, in points.
    before, now : Fact
        Growth then and now, per cent; their signs choose the words.
    since : str
        The name of the earlier stretch.
    """
    size = fact.magnitude
    up = fact.rounded > 0
    if fact.rounded == 0:
        return say(lang, "与{s}持平", "the same as in {s}", s=since)
    if before.rounded < 0 and now.rounded < 0:
        zh = "降幅比{s}收窄{f}个百分点" if up else "降幅比{s}扩大{f}个百分点"
        return say(
            lang,
            zh,
            "a fall {f} points smaller than in {s}" if up else "a fall {f} points larger than in {s}",
            s=since,
            f=size,
        )
    moved = say(
        lang,
        "比{s}提高{f}个百分点" if up else "比{s}回落{f}个百分点",
        "{f} points above {s}" if up else "{f} points below {s}",
        s=since,
        f=size,
    )
    if before.rounded < 0 < now.rounded:
        return say(lang, "由负转正，{m}", "back to growth, {m}", m=moved)
    if now.rounded < 0 < before.rounded:
        return say(lang, "由正转负，{m}", "from growth to decline, {m}", m=moved)
    return moved


def gap(fact: Fact, target: Fact, kind: str, lang: Lang, *, around: bool = False) -> Markup:
    """Say how far the expected figure is from a target: 比5.0%左右的目标低0.2个百分点."""
    goal = say(lang, "{t}%{a}的{k}", "the target of {t}%{a}", t=target, k=kind, a=around_mark(around, lang))
    if fact.rounded == 0:
        return say(lang, "与{g}持平", "in line with {g}", g=goal)
    if fact.rounded > 0:
        return say(lang, "比{g}高{f}个百分点", "{f} points above {g}", g=goal, f=fact.magnitude)
    return say(lang, "比{g}低{f}个百分点", "{f} points below {g}", g=goal, f=fact.magnitude)


def around_mark(around: bool, lang: Lang) -> str:
    """Return what follows a target that was set as about so much: 左右."""
    return "" if not around else ("左右" if lang == "zh" else " or so")


def chance_percent(fact: Fact, lang: Lang) -> Markup:
    """Print a chance: about 28 %; the ends are 不足1% and 超过99%, for no draw settles a year."""
    if fact.rounded < 1:
        return say(lang, "不足1%", "under 1%")
    if fact.rounded > 99:
        return say(lang, "超过99%", "over 99%")
    return say(lang, "约{f}%", "about {f}%", f=fact)


def chance_word(fact: Fact, lang: Lang) -> str:
    """Return the word that the field uses for a chance of this size."""
    for floor, zh, en in _CHANCE_WORDS:
        if fact.rounded >= floor:
            return zh if lang == "zh" else en
    raise ValueError(f"a chance cannot be negative: {fact.value}")


def rank(fact: Fact, shared: bool, group: str | Markup, lang: Lang) -> Markup:
    """Say a rank: 居全省第7位, 并列第3位."""
    zh = "居{g}并列第{f}位" if shared else "居{g}第{f}位"
    return say(lang, zh, "joint no. {f} of {g}" if shared else "no. {f} of {g}", g=group, f=fact)


def places_moved(fact: Fact, lang: Lang) -> Markup:
    """Say in brackets how a rank moved; the fact counts places gained."""
    if fact.rounded > 0:
        return say(lang, "（升{m}位）", " (up {m})", m=fact.magnitude)
    if fact.rounded < 0:
        return say(lang, "（降{m}位）", " (down {m})", m=fact.magnitude)
    return say(lang, "（持平）", " (same)")


def approx(fact: Fact) -> Markup:
    """Print a backed-out figure with its band, 6.5±0.3, which is never printed as nothing."""
    exact = ((fact.upper or 0.0) - (fact.lower or 0.0)) / 2
    half = max(half_up(round(exact, 9), 1), 0.1)  # the band must not hang on the last bit of the figure
    return Markup('{}<span class="band">±{}</span>').format(fact, f"{half:.1f}")
