"""Phrases: figures side by side. Against the regions above, among peers, against the base, part by part.

As in `words`, the printed sign chooses the word, and a figure that is missing leaves its clause out. Two rules
of the field are settled here, each in one place: when last year's base is high or low (`Tilt`), and when a
contribution is worth a rate (`RATE_FROM`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from shouguan.core.indicators import Better
from shouguan.core.periods import Lang
from shouguan.facts.judgements import FIRM, Above, Tilt
from shouguan.facts.table import Fact
from shouguan.report.language.words import clauses, grew, inline, rank, say

CONSTANT_PRICES_FROM = 2022
"""Bulletins said 按可比价格计算 until 2021 and 按不变价格计算 from 2022 on."""


Price = Literal["real", "comparable", "nominal", "none"]


def prices(price: Price, year: int, lang: Lang) -> Markup | None:
    """Say what growth is measured on, as bulletins of that year do; None where prices play no part."""
    if price == "none":
        return None
    if price == "nominal":
        return say(lang, "按现价计算")
    if price == "comparable":
        return say(lang, "按可比口径计算")
    if year < CONSTANT_PRICES_FROM:
        return say(lang, "按可比价格计算")
    return say(lang, "按不变价格计算")


def amount(name: str | Markup, value: Fact, lang: Lang) -> Markup:
    """Name an indicator with its value; the unit is the fact's."""
    unit = value.unit if lang == "zh" else UNITS_EN.get(value.unit, value.unit)
    return say(lang, "{n}{v}{u}", n=name, v=value, u=unit)


UNITS_EN = {
    "亿元": "hundred million yuan",
    "万元": "ten thousand yuan",
    "元": "yuan",
    "万平方米": "ten thousand square metres",
    "亿千瓦时": "hundred million kWh",
    "万吨": "ten thousand tonnes",
    "亿吨公里": "hundred million tonne-km",
    "吨标准煤/万元": "tonnes of coal equivalent per ten thousand yuan",
    "天": "days",
}


def against(own: Fact, others: Sequence[Above], lang: Lang) -> Markup | None:
    """Say how growth stands to the regions above: 高于全国1.2个、全省0.5个百分点; None without any.

    While both fall it is the fall that is compared: 降幅比全国小0.6个百分点.
    """
    if not others:
        return None
    ways = [_way(own, each) for each in others]
    if len(others) > 1 and set(ways) == {"same"}:
        listed_names = (Markup("、") if lang == "zh" else Markup(" and ")).join(each.name for each in others)
        return say(lang, "与{n}持平", n=listed_names)
    if len(others) > 1 and len(set(ways)) == 1 and ways[0] in ("above", "below"):
        names = [say(lang, "{n}{f}个", n=each.name, f=each.difference.magnitude) for each in others]
        listed = (Markup("、") if lang == "zh" else Markup(" and ")).join(names)
        if ways[0] == "above":
            return say(lang, "高于{l}百分点", l=listed)
        return say(lang, "低于{l}百分点", l=listed)
    return clauses((_against_one(way, each, lang) for way, each in zip(ways, others, strict=True)), lang)


def _way(own: Fact, each: Above) -> str:
    if each.difference.rounded == 0:
        return "same"
    falls = own.rounded < 0 and each.growth.rounded < 0
    up = each.difference.rounded > 0
    return ("milder" if up else "harder") if falls else ("above" if up else "below")


def _against_one(way: str, each: Above, lang: Lang) -> Markup:
    name, size = each.name, each.difference.magnitude
    if way == "same":
        return say(lang, "与{n}持平", n=name)
    if way == "above":
        return say(lang, "高于{n}{f}个百分点", n=name, f=size)
    if way == "below":
        return say(lang, "低于{n}{f}个百分点", n=name, f=size)
    if way == "milder":
        return say(lang, "降幅比{n}小{f}个百分点", n=name, f=size)
    return say(lang, "降幅比{n}大{f}个百分点", n=name, f=size)


def position(
    place: Fact,
    shared: bool,
    group: str | Markup,
    moved: Fact | None,
    since: str | None,
    lang: Lang,
    *,
    better: Better = "higher",
) -> Markup:
    """Say a rank by growth, named so that nobody takes it for the rank by level, and how it moved.

    Parameters
    ----------
    place : Fact
    shared : bool
    group : str
        Among whom.
    moved : Fact, optional
        Places gained.
    since : str, optional
        The earlier stretch.
    better : {'higher', 'lower'}
        Which growth comes first.
    """
    told = rank(place, shared, group, lang)
    clause = say(lang, "增速{r}", r=told) if better == "higher" else say(lang, "降幅{r}", r=told)
    if moved is None or since is None:
        return clause
    if moved.rounded > 0:
        return say(lang, "{r}，比{s}前移{m}位", r=clause, s=since, m=moved.magnitude)
    if moved.rounded < 0:
        return say(lang, "{r}，比{s}后移{m}位", r=clause, s=since, m=moved.magnitude)
    return say(lang, "{r}，位次与{s}相同", r=clause, s=since)


def two_years(mean: Fact, lang: Lang) -> Markup:
    """Say the mean of two years' growth, where last year's base is out of the ordinary."""
    if mean.rounded == 0:
        return say(lang, "两年平均零增长")
    return say(lang, "两年平均{g}", g=grew(mean, lang))


def base(stretch: str, tilt: Tilt, lang: Lang) -> Markup:
    """Say last year's growth in the stretch ahead and what kind of base it is: 上年四季度增长6.5%左右，基数较高."""
    return say(
        lang,
        "上年{s}{g}{a}，{k}",
        s=stretch,
        g=grew(tilt.growth, lang),
        a="" if tilt.growth.rounded == 0 else say(lang, "左右"),
        k=base_kind(tilt, lang),
    )


def base_kind(tilt: Tilt, lang: Lang) -> Markup:
    """Name the kind of base: 基数较高, 基数较低, 基数正常."""
    if tilt.verdict == "high":
        return say(lang, "基数较高")
    if tilt.verdict == "low":
        return say(lang, "基数较低")
    return say(lang, "基数正常")


def contribution(points: Fact, total: str, rate: Fact | None, lang: Lang) -> Markup:
    """Say what a part adds to a total's growth: 拉动地区生产总值增长0.56个百分点，贡献率为28.0%.

    Parameters
    ----------
    points : Fact
    total : str
        The total's name.
    rate : Fact, optional
        贡献率, where it means something; a part that draws the total down has none.
    """
    whole = inline(total)
    if points.rounded == 0:
        return say(lang, "对{t}增速基本没有影响", t=whole)
    if points.rounded < 0:
        return say(lang, "下拉{t}增速{m}个百分点", t=whole, m=points.magnitude)
    added = say(lang, "拉动{t}增长{m}个百分点", t=whole, m=points)
    return added if rate is None else say(lang, "{a}，贡献率为{r}%", a=added, r=rate)


def pulls(parts: Sequence[tuple[str, Fact]], lang: Lang) -> Markup | None:
    """List what parts add to a total or take off it: 工业拉动0.56个百分点，批发和零售业下拉0.34个百分点."""
    clauses = [_pull(name, points, lang) for name, points in parts if points.rounded != 0]
    if not clauses:
        return None
    return say(lang, "从拉动作用看，{l}", l=(Markup("，") if lang == "zh" else Markup(", ")).join(clauses))


def _pull(name: str, points: Fact, lang: Lang) -> Markup:
    if points.rounded > 0:
        return say(lang, "{n}拉动{m}个百分点", n=inline(name), m=points)
    return say(lang, "{n}下拉{m}个百分点", "phrases", n=inline(name), m=points.magnitude)


def pulls_more(change: Fact, now: Fact, since: str, lang: Lang) -> Markup:
    """Say how a contribution changed from the stretch before, in points; what still draws down does so more or less.

    Parameters
    ----------
    change : Fact
        Contribution now less then.
    now : Fact
        Contribution now.
    since : str
    """
    size, up = change.magnitude, change.rounded > 0
    if change.rounded == 0:
        return say(lang, "作用与{s}相同", s=since)
    if now.rounded < 0:
        if up:
            return say(lang, "下拉幅度比{s}收窄{m}个百分点", s=since, m=size)
        return say(lang, "下拉幅度比{s}扩大{m}个百分点", s=since, m=size)
    if up:
        return say(lang, "比{s}多拉动{m}个百分点", s=since, m=size)
    return say(lang, "比{s}少拉动{m}个百分点", s=since, m=size)


def tenth(rest: str, cost: Fact, worth: Fact | None, lang: Lang, *, better: Better = "higher") -> Markup:
    """Say what a tenth of a point of the year costs: in growth of the rest of the year and, where known, in money."""
    if better == "lower":
        clause = say(lang, "全年每多降0.1个百分点，{r}需多降{c}个百分点", r=rest, c=cost)
    else:
        clause = say(lang, "全年每提高0.1个百分点，{r}需多增{c}个百分点", r=rest, c=cost)
    if worth is None:
        return clause
    return say(
        lang,
        "{s}，相当于增加值{w}亿元（按上年现价）",
        s=clause,
        w=worth,
    )


def reached(rest: str, years: Fact, count: Fact, lang: Lang, *, better: Better = "higher") -> Markup | None:
    """Say in how many past years the same stretch grew (or fell) at least so much; None with no year on record."""
    if years.rounded == 0:
        return None
    if better == "lower":
        return say(lang, "近{y}年中有{n}年{r}降幅不小于此", y=years, n=count, r=rest)
    if count.rounded == 0:
        return say(lang, "近{y}年{r}均未达到这一增速", y=years, r=rest)
    if count.rounded == years.rounded:
        return say(lang, "近{y}年{r}均达到这一增速", y=years, r=rest)
    return say(
        lang,
        "近{y}年中有{n}年{r}达到这一增速",
        y=years,
        n=count,
        r=rest,
    )


def since_last(change: Fact, lang: Lang) -> Markup:
    """Say how a forecast stands to the last briefing's: 上调, 下调, 持平."""
    if change.rounded == 0:
        return say(lang, "与上次测算持平")
    if change.rounded > 0:
        return say(lang, "比上次测算上调{m}个百分点", m=change.magnitude)
    return say(lang, "比上次测算下调{m}个百分点", m=change.magnitude)


def needs(rest: str, needed: Fact, lang: Lang, *, better: Better = "higher") -> Markup:
    """Say what the rest of the year needs: 四季度需增长7.1%; of what is to fall, how far it may even rise."""
    if better == "lower" and needed.rounded > 0:
        return say(lang, "{r}升幅不超过{f}%即可", r=rest, f=needed)
    return say(lang, "{r}需{g}", r=rest, g=grew(needed, lang))


def short_of(rest: str, needed: Fact, difference: Fact, lang: Lang) -> Markup:
    """Say what the rest of the year needs beside what is expected of it."""
    need, size = needs(rest, needed, lang), difference.magnitude
    if difference.rounded == 0:
        return say(lang, "{n}，与预计相同", n=need)
    if difference.rounded > 0:
        return say(lang, "{n}，比预计高{m}个百分点", n=need, m=size)
    return say(lang, "{n}，比预计低{m}个百分点", n=need, m=size)


def goal(kind: str, odds: Fact | None, lang: Lang) -> Markup:
    """Name a target by its kind. 确保 is a promise, and none is made beside a chance under 60 %: then 底线目标."""
    if kind == "确保":
        if odds is not None and odds.rounded >= FIRM:
            return say(lang, "确保目标")
        return say(lang, "底线目标")
    if kind == "力争":
        return say(lang, "力争目标")
    if kind == "奋斗目标":
        return say(lang, "奋斗目标")
    if kind == "原目标":
        return say(lang, "原目标")
    return say(lang, "目标")
