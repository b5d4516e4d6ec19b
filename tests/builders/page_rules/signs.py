"""The words around a figure say its sign: 下降3.1% is printed of −3.1 and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouguan.core.periods import Lang
from shouguan.core.rounding import MINUS
from shouguan.publishing.lint.page import Mention, Problem
from tests.builders.page_rules.laid import Laid, after, before, is_magnitude

_UNITS = ("%", "pp", "place")
_STOP = {"zh": re.compile(r"[，。；：！？（）()\n]"), "en": re.compile(r"[,;:()\n]|\. |—")}
_NEUTRAL = {
    "zh": re.compile(
        r"不低于|不高于|不少于|不超过|至少|至多|最多|最低|最高|较低|较高|高低|上下|下限|上限|上年|上半年|上期|低基数|高基数"
        r"|增速|增幅|增加值|增量|降幅居"
    ),
    "en": re.compile(
        r"up to|at least|at most|no (?:less|more) than|or (?:less|more)|by up|lower (?:end|bound)|upper (?:end|bound)"
    ),
}
_DOWN = {
    "zh": re.compile(r"下降|减|回落|放缓|降低|下调|低|少拉动|少|慢|滞后|后移|下拉|落后|降幅|降|跌"),
    "en": re.compile(
        r"\b(?:down|fall(?:s|ing)?|fell|lower(?:ed|s)?|declin\w+|below|less|short|decrease\w*|reduced|slower|behind)\b"
    ),
}
_UP = {
    "zh": re.compile(r"增长|多降|提高|加快|回升|上升|上调|高|多|快|前移|升|增加|(?<!少)拉动|收窄|增|涨"),
    "en": re.compile(
        r"\b(?:up|grow(?:s|n|ing|th)?|grew|rais(?:ed|es)|above|more|higher|faster|ahead|add(?:s|ed)?|increase\w*|rose)\b"
    ),
}
_AFTER = (
    (re.compile(r"^%? (?:percentage )?points? (?:less|below|lower|too low|slower|short|down|behind)\b"), -1),
    (re.compile(r"^%? (?:percentage )?points? smaller\b"), 1),
    (re.compile(r"^%? (?:percentage )?points? (?:more|above|higher|too high|faster|up|ahead)\b"), 1),
)
_BELONGS = re.compile(r"^%? (?:percentage )?points? (?:below|above|less|more|lower|higher|smaller|larger)\b")
_BY = re.compile(rf"(?:{_UP['en'].pattern}|{_DOWN['en'].pattern})(?: by)? $")
_FIGURE = r"[0-9]+(?:\.[0-9]+)?"
_ASIDE = re.compile(r"\([^()]*\)")
_LISTED = {"zh": re.compile(r"^个?、"), "en": re.compile(r"^ points? □+ and $")}
_SIZE = re.compile(r"大|扩大|小|收窄")
_UNSIGNED = re.compile(r"相差|差距|之差|difference of|\bby$")
_LIMIT = re.compile(r"超过$"), re.compile(r"^个百分点(?:及)?以上")
"""Around the limit of a rule, which is how far something may fall behind: 落后10个百分点及以上."""
_OFF = re.compile(r"^%? points? off\b")
_THAN = {"zh": re.compile(r"[低高]于"), "en": re.compile(r"\b(?:below|above)\b")}
"""Before a growth rate these compare with it; only before points do they say how far."""


def problems(page: Laid) -> Iterator[Problem]:
    """Yield a problem for each figure whose sign is not that of the words around it."""
    for mention in page.mentions:
        fact = mention.fact
        if fact.unit not in _UNITS:
            continue
        said = direction(mention, page.lang)
        if is_magnitude(mention) and said >= 0 and not _unsigned(mention, page.lang):
            yield mention.problem(
                f"{fact.key} 为 {fact.display}，前后没有说它是下降",
                f"{fact.key} is {fact.display}, and no word says that it falls",
            )
        elif mention.shown.startswith(MINUS) and said != 0 and (page.lang == "zh" or _joined(mention)):
            yield mention.problem(
                "带负号的数不与增长、下降连用", "a figure with a minus sign follows no word of growth or decline"
            )
        elif fact.rounded > 0 and said < 0 and not _is_limit(mention):
            yield mention.problem(
                f"{fact.key} 为 {fact.display}，却说成下降",
                f"{fact.key} is {fact.display}, but the words say that it falls",
            )
        elif fact.rounded == 0 and said != 0 and mention.passage.is_sentence and fact.kind != "assumption":
            yield mention.problem(
                "印为零的数应说持平", "a figure that prints as zero is unchanged, neither up nor down"
            )


def _is_limit(mention: Mention) -> bool:
    return _LIMIT[0].search(before(mention)) is not None or _LIMIT[1].match(after(mention)) is not None


def direction(mention: Mention, lang: Lang) -> int:
    """Return which way the words around a figure point: 1 up, -1 down, 0 when they do not say."""
    clause = _clause(mention, lang)
    if lang == "en":
        following = after(mention)
        for pattern, sign in _AFTER:
            if pattern.match(following):
                return sign
        if _OFF.match(following):
            return -1 if re.search(r"\b(?:took|takes?|taking)\b", clause) else 0
    near = _near(clause)
    if _LISTED[lang].match(near):  # 低于全国1.2个、全省0.5个百分点
        near = re.split(_FIGURE, clause)[-2]
    if mention.fact.unit == "%":
        near = _THAN[lang].sub("", near)
    found = [(match.end(), 1) for match in _UP[lang].finditer(near)]
    found += [(match.end(), -1) for match in _DOWN[lang].finditer(near)]
    if lang == "zh" and "降幅" in clause:
        found += [(match.end(), 1 if match[0] in {"小", "收窄"} else -1) for match in _SIZE.finditer(near)]
    return max(found, default=(0, 0))[1]


def _joined(mention: Mention) -> bool:
    """Say whether an English word of direction belongs to the figure itself: up −0.6%, −0.6 points below."""
    if mention.fact.unit == "pp":
        return True
    following = [*(pattern for pattern, _ in _AFTER), _OFF]
    return _BY.search(before(mention)) is not None or any(pattern.match(after(mention)) for pattern in following)


def _clause(mention: Mention, lang: Lang) -> str:
    """Return what the clause says before the figure."""
    text = _NEUTRAL[lang].sub(_hide, before(mention))
    if lang == "en":
        text = _ASIDE.sub(_hide, text)
    stops = list(_STOP[lang].finditer(text))
    return text[stops[-1].end() :] if stops else text


def _hide(match: re.Match[str]) -> str:
    return "□" * len(match[0])


def _near(clause: str) -> str:
    """Return what stands between the figure before and this one, without the words that belong to that one."""
    return _BELONGS.sub("", re.split(_FIGURE, clause)[-1])


def _unsigned(mention: Mention, lang: Lang) -> bool:
    return _UNSIGNED.search(_clause(mention, lang)) is not None
