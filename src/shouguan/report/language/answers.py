"""Answers to what leaders ask, made of facts; where a fact is missing, what to enter to have it.

As in `sentences`, each takes facts and returns markup; `sections.questions` chooses the facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.indicators import Better
from shouguan.core.periods import Lang
from shouguan.facts.judgements import Tilt
from shouguan.facts.table import Fact
from shouguan.report.language import phrases, words
from shouguan.report.language.words import either, grew, say


def last_base(name: str, stretch: str, tilt: Tilt, lang: Lang) -> Markup:
    """Say last year's base with its distance from last year as a whole, which decides whether it is high or low."""
    clause = phrases.base(stretch, tilt, lang)
    return say(
        lang,
        "{n}：{b}（{d}）",
        n=name,
        b=clause,
        d=_against_year(tilt.difference, lang),
    )


def _against_year(difference: Fact, lang: Lang) -> Markup:
    if difference.rounded == 0:
        return say(lang, "与上年全年增速持平")
    if difference.rounded > 0:
        return say(
            lang,
            "比上年全年增速高{m}个百分点",
            m=difference.magnitude,
        )
    return say(
        lang,
        "比上年全年增速低{m}个百分点",
        m=difference.magnitude,
    )


def base_rule(points: Fact, lang: Lang) -> Markup:
    """Say by what rule a base is called high or low."""
    return say(
        lang,
        "上年这一时段的增速比上年全年高（低）{p}个百分点及以上的，为基数较高（较低）；误差范围更宽的，以误差范围为准。",
        p=points,
    )


def missed(expected: Fact, ends: tuple[Fact, Fact], gap: Markup, worth: Fact | None, lang: Lang) -> Markup:
    """Say what it comes to if nothing changes: the year with its interval, the distance, in money where known."""
    clause = _as_things_stand(expected, ends, gap, lang)
    if worth is None:
        return say(lang, "{s}。", s=clause)
    return say(
        lang,
        "{s}，约合增加值{w}亿元（按四舍五入前的差距和上年现价）。",
        s=clause,
        w=worth,
    )


def met(expected: Fact, ends: tuple[Fact, Fact], gap: Markup, odds: Markup, lang: Lang) -> Markup:
    """Say that the year is expected to come to its target, with its interval and the chance."""
    return say(lang, "{s}，{o}。", s=_as_things_stand(expected, ends, gap, lang), o=odds)


def _as_things_stand(expected: Fact, ends: tuple[Fact, Fact], gap: Markup, lang: Lang) -> Markup:
    return either(
        lang,
        "照目前走势，全年预计{g}（80%区间为{i}），{t}",
        "As things stand the year is expected {e} (80% interval {i}), {t}",
        g=grew(expected, lang),
        e=grew(expected, lang, expected=True),
        i=words.interval(*ends, lang),
        t=gap,
    )


def drags(clauses: Sequence[Markup], lang: Lang) -> Markup:
    """List the industries that draw growth down."""
    return say(lang, "{l}。", l=words.capital(Markup("；" if lang == "zh" else "; ").join(clauses)))


def no_drag(name: str, growth: Fact, stretch: str, lang: Lang) -> Markup:
    """Say that no industry draws growth down, and which grew least."""
    return say(
        lang,
        "没有行业下拉增速；增速最低的是{n}，{t}{g}。",
        n=words.inline(name),
        t=stretch,
        g=grew(growth, lang),
    )


def trust(n: Fact, regions: Fact, mae: Fact, coverage: Fact, lang: Lang) -> Markup:
    """Say how the same method did at the same point of earlier years; what one region has on record is the nation's."""
    if regions.rounded == 1:
        return say(
            lang,
            "全国同一时点的{n}次回溯预测，平均误差{m}个百分点；80%区间有{c}%的次数包含了后来公布的数。",
            n=n,
            m=mae,
            c=coverage,
        )
    return say(
        lang,
        "{r}个地区同一时点的{n}次回溯预测，平均误差{m}个百分点；80%区间有{c}%的次数包含了后来公布的数。",
        r=regions,
        n=n,
        m=mae,
        c=coverage,
    )


def next_place(name: str, difference: Fact, lang: Lang, *, better: Better = "higher") -> Markup:
    """Say how far the next region above in the ranking is ahead, by published growth."""
    if better == "lower":
        return say(lang, "前一位{n}低{m}个百分点", n=name, m=difference.magnitude)
    return say(
        lang,
        "前一位{n}高{m}个百分点",
        n=name,
        m=difference.magnitude,
    )


def at_top(lang: Lang) -> Markup:
    """Say that nobody is ahead."""
    return say(lang, "没有地区在前")


def reach(goal: Markup, odds: Markup, need: Markup, before: Markup | None, lang: Lang) -> Markup:
    """Say whether a target can be met: the chance, what the rest of the year needs, and how often that was seen."""
    sentence = say(lang, "{t}，{o}；{n}", t=goal, o=odds, n=need)
    if before is None:
        return say(lang, "{s}。", s=sentence)
    return say(lang, "{s}，{b}。", s=sentence, b=before)


def enter(what: str | Markup, how: str | Markup, lang: Lang) -> Markup:
    """Say that there is no figure, and what to enter to have one."""
    return say(lang, "没有数据（{w}）。{h}。", w=what, h=how)
