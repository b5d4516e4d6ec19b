"""Sentences of a briefing's sections, made of words and phrases. Which facts they are about, the sections choose.

Each takes facts and returns markup, so that `docs/sentences.md` can print every one of them over every sign and
edge case. A sentence whose facts are missing is not said: the sections leave it out, or say what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from shouguan.core.indicators import Better
from shouguan.core.periods import Lang
from shouguan.facts.table import Fact
from shouguan.report.language import phrases, words
from shouguan.report.language.words import either, grew, say


@dataclass(frozen=True)
class Grown:
    """A part in a list of growth: its name, its growth, and its value where that is published."""

    name: str | Markup
    growth: Fact
    value: Fact | None = None


# 一、完成情况


def standing(
    stretch: str | Markup,
    name: str,
    growth: Fact,
    lang: Lang,
    *,
    value: Fact | None = None,
    priced: Markup | None = None,
) -> Markup:
    """Say what an indicator came to: 前三季度，地区生产总值1500.12亿元，按可比价格计算，同比增长2.0%."""
    named = words.inline(name) if value is None else phrases.amount(words.inline(name), value, lang)
    if value is None and priced is None:
        return say(lang, "{t}，{n}同比{g}", "sentences", t=stretch, n=named, g=words.rose(growth, lang))
    if value is None:
        return say(
            lang,
            "{t}，{n}{p}同比{g}",
            t=stretch,
            n=named,
            p=priced,
            g=words.rose(growth, lang),
        )
    if priced is None:
        return say(lang, "{t}，{n}，同比{g}", t=stretch, n=named, g=words.rose(growth, lang))
    return say(
        lang,
        "{t}，{n}，{p}，同比{g}",
        t=stretch,
        n=named,
        p=priced,
        g=words.rose(growth, lang),
    )


def by_unified_accounting(told: Markup, lang: Lang) -> Markup:
    """Say of a region's GDP whose figure it is, as bulletins do since the bureau above computes it."""
    return say(lang, "根据地区生产总值统一核算结果，{t}", t=told)


def stood(when: str | Markup, name: str, growth: Fact, lang: Lang) -> Markup:
    """Say what a balance came to at the end of a month: 9月末，金融机构存款余额同比增长8.3%."""
    return say(lang, "{t}，{n}同比{g}", t=when, n=words.inline(name), g=words.rose(growth, lang))


def by_parts(how: str, parts: Sequence[Grown], lang: Lang) -> Markup | None:
    """List growth by parts: 分领域看，制造业投资增长19.9%，基础设施投资下降6.2%; None without parts."""
    if not parts:
        return None
    valued = any(part.value is not None for part in parts)
    clauses = [
        either(
            lang,
            "{n}{g}" if part.value is None else "{n}，{g}",
            "{n} {g}",
            n=words.inline(part.name)
            if part.value is None
            else phrases.amount(words.inline(part.name), part.value, lang),
            g=grew(part.growth, lang),
        )
        for part in parts
    ]
    listed = Markup(("；" if valued else "，") if lang == "zh" else ("; " if valued else ", ")).join(clauses)
    return say(lang, "{h}，{l}", h=how, l=listed)


def alone(part: Grown, lang: Lang) -> Markup:
    """Say the growth of a part that stands by itself."""
    return say(lang, "{n}{g}", n=words.inline(part.name), g=words.rose(part.growth, lang))


# 主要影响因素


def lifted(part: Grown, stretch: str, added: Markup, more: Markup | None, lang: Lang) -> Markup:
    """Say which part lifted a total most, with its growth, what it added, and perhaps how that changed."""
    return say(
        lang,
        "{n}支撑作用最大，{t}{g}，{a}",
        n=words.inline(part.name),
        t=stretch,
        g=grew(part.growth, lang),
        a=words.clauses([added, more], lang),
    )


def dragged(part: Grown, stretch: str, taken: Markup, more: Markup | None, lang: Lang) -> Markup:
    """Say which part dragged on a total most, with its growth, what it took, and perhaps how that changed."""
    return say(
        lang,
        "{n}下拉作用最大，{t}{g}，{a}",
        n=words.inline(part.name),
        t=stretch,
        g=grew(part.growth, lang),
        a=words.clauses([taken, more], lang),
    )


def turned(part: Grown, stretch: str, better: bool, more: Markup, lang: Lang, *, rest: bool = False) -> Markup:
    """Say whose contribution changed most from the stretch before; of the `rest`, where one already named did more."""
    name, growth = words.inline(part.name), grew(part.growth, lang)
    if rest and better:
        return say(lang, "其余行业中{n}改善最多，{t}{g}，{m}", n=name, t=stretch, g=growth, m=more)
    if rest:
        return say(lang, "其余行业中{n}减弱最多，{t}{g}，{m}", n=name, t=stretch, g=growth, m=more)
    if better:
        return say(lang, "{n}改善最多，{t}{g}，{m}", n=name, t=stretch, g=growth, m=more)
    return say(lang, "{n}减弱最多，{t}{g}，{m}", n=name, t=stretch, g=growth, m=more)


def told(what: str | Markup, impact: Fact, lang: Lang) -> Markup:
    """Say what news did to the forecast of the year."""
    if impact.rounded == 0:
        return say(lang, "{w}对全年测算基本没有影响", w=what)
    if impact.rounded > 0:
        return say(
            lang,
            "{w}使全年测算上调{m}个百分点",
            w=what,
            m=impact.magnitude,
        )
    return say(
        lang,
        "{w}使全年测算下调{m}个百分点",
        w=what,
        m=impact.magnitude,
    )


# 三、主要问题


def at_risk(name: str, target: Markup, odds: Fact, mark: Markup, way: Markup | None, lang: Lang) -> Markup:
    """Say that a target is at risk, with its chance, and what stands in the way where that is known.

    Parameters
    ----------
    name : str
    target : Markup
        With its figure.
    odds : Fact
    mark : Markup
        That nothing tests the chance; empty where a record does.
    way : Markup or None
    """
    told = say(
        lang,
        "{n}实现{t}{w}（实现可能性{p}）{m}",
        n=words.inline(name),
        t=target,
        w=words.chance_word(odds, lang),
        p=words.chance_percent(odds, lang),
        m=mark,
    )
    return told if way is None else say(lang, "{s}：{w}", s=told, w=way)


def part_needs(name: str, rest: str, needed: Fact, difference: Fact, bound: bool, lang: Lang) -> Markup:
    """Say what one part needs beyond what is expected of it, and that it is at its bound where it is."""
    clause = say(lang, "{n}{s}", n=words.inline(name), s=phrases.short_of(rest, needed, difference, lang))
    return say(lang, "{s}，已到上限", s=clause) if bound else clause


def supported(name: str, target: Markup, needs: Markup, lang: Lang) -> Markup:
    """Say which parts the target asks most of, beyond what is expected of them."""
    return say(lang, "{n}各部分支撑不足：要实现{t}，{l}", n=words.inline(name), t=target, l=needs)


def at_bounds(most: Fact, lang: Lang) -> Markup:
    """Say that even with every part at its bound the target is not met."""
    return say(lang, "在历史和预测分布允许的范围内达不到，各部分都到上限，全年{g}", g=grew(most, lang))


def falling(part: Grown, stretch: str, taken: Markup | None, lang: Lang) -> Markup:
    """Say that a part falls, and what it takes off the total where that is known."""
    clause = say(lang, "{n}{t}{g}", n=words.inline(part.name), t=stretch, g=grew(part.growth, lang))
    return clause if taken is None else say(lang, "{s}，{a}", s=clause, a=taken)


def behind(name: str, against: Markup, lang: Lang, *, better: Better = "higher") -> Markup:
    """Say that growth is below that of the regions above; of what is to fall, that its fall is the smaller one."""
    if better == "lower":
        return say(lang, "{n}降幅偏小：{a}", n=words.inline(name), a=against)
    return say(lang, "{n}增速偏低：{a}", n=words.inline(name), a=against)


def slipped(name: str, position: Markup, lang: Lang) -> Markup:
    """Say that a rank fell."""
    return say(lang, "{n}位次后移：{p}", n=words.inline(name), p=position)


def unpublished(name: str, stretch: str | Markup, expected_on: dt.date, lang: Lang) -> Markup:
    """Say which figure is not out yet, and when it is expected."""
    return say(
        lang,
        "{n}{t}数据，预计{d}前后发布",
        n=name,
        t=stretch,
        d=words.day(expected_on, lang),
    )


def overdue(name: str, stretch: str | Markup, expected_on: dt.date, lang: Lang) -> Markup:
    """Say which figure should be out by now and is not on record."""
    return say(
        lang,
        "数据缺口：{n}{t}数据按发布规律应在{d}前后公布，尚未录入",
        n=name,
        t=stretch,
        d=words.day(expected_on, lang),
    )


def no_forecast(name: str, lang: Lang) -> Markup:
    """Say that an indicator could not be forecast for want of figures."""
    return say(
        lang,
        "数据缺口：{n}的往期数据不足，未作预测",
        n=words.inline(name),
    )


# 四、建议


def asked(action: str | Markup, owner: str | Markup, deadline: dt.date, state: str | Markup, lang: Lang) -> Markup:
    """Say one action of the office's list: what, who leads, by when, and how it stands."""
    return say(
        lang,
        "{a}（{o}牵头，{d}前完成，{s}）",
        a=action,
        o=owner,
        d=words.day(deadline, lang),
        s=state,
    )


def tied(name: str, gap: Markup, lang: Lang) -> Markup:
    """Say which gap an action works on."""
    return say(lang, "对应{n}：{g}", n=words.inline(name), g=gap)


def shortfall(gap: Fact, lang: Lang) -> Markup:
    """Say how far the expected year is from its target, without naming the target."""
    if gap.rounded == 0:
        return say(lang, "预计与目标持平")
    if gap.rounded > 0:
        return say(lang, "预计高于目标{m}个百分点", m=gap.magnitude)
    return say(lang, "预计低于目标{m}个百分点", m=gap.magnitude)
