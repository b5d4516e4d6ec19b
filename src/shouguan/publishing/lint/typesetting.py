"""How Chinese and English are set: full-width marks, ranges, minus signs, decimals, and words that are banned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouguan.facts.table import Fact
from shouguan.publishing.lint.page import Page, Problem
from shouguan.publishing.lint.tree import Passage, line_of

_H = "\u4e00-\u9fff"  # a Chinese character
_UNIT = r"(?:%|‰|亿|万|元|个|位|年|月|日|次|条|倍|家|项|人|天)"
_BLANK, _NAME = "□", "▲"
Rule = tuple[re.Pattern[str], str, str]


def _rule(pattern: str, zh: str, en: str, flags: int = 0) -> Rule:
    return re.compile(pattern, flags), zh, en


_BANNED = (
    _rule(
        r"数据任务|缺口分解|把握|(?<![弥增填])补报(?!告)|(?<!缓)冲数|(?<!紧)凑",
        "不得使用的词",
        "a word that is never used",
    ),
)
"""Words of the guardrail (Statistics Law); they may not stand in the words of others either."""
_ANYWHERE = (
    _rule(r"(?<![0-9A-Za-z.])[-–－][0-9]|[0-9]－", "负号只用 U+2212", "a minus sign is U+2212"),
    _rule(r"[０-９．％＋]", "数字用半角", "digits are half-width"),
    _rule(r"\{[a-z_]*\}|</?[a-z]+[ >]|&[a-z]+;", "没有填好的文字", "words that were not filled in"),
    _rule(r"[0-9]\.[0-9]+\.[0-9]|[0-9]%%|%[0-9]", "数字写坏了", "a figure that is broken"),
)
_CHINESE = (
    _rule(
        rf"[{_H}]\s*[,;:!?()]|[,;:!?()]\s*[{_H}]|[{_H}]\.(?![0-9A-Za-z])",
        "中文里用全角标点",
        "Chinese text has full-width marks",
    ),
    _rule(rf"[{_H}][\"']|[\"'][{_H}]", "中文里用全角引号", "Chinese text has full-width quotation marks"),
    _rule(rf"[0-9]\s+{_UNIT}", "数字与单位之间不空格", "no space stands between a figure and its unit"),
    _rule(r"[，。；：、]{2,}|（[，。；、]|（）|“”|[，、；：]）", "标点重复或悬空", "marks that stand twice or alone"),
    _rule(
        r"(?:增长|下降|提高|回落|加快|放缓|上升|增|降)\s*[−-]\s*[0-9]",
        "增长、下降之后不带负号",
        "no minus sign follows a word of growth",
    ),
    _rule(
        r"增(?:速|幅)[^，。；：（）]{0,20}(?:提高|提升|回落|加快|放缓|上升|下降|回升)[0-9.]+%",
        "增速的变化用个百分点",
        "growth of growth is in points",
    ),
    _rule(r"(?<![0-9.])[0-9]{5,}(?:\.[0-9]+)?万元", "满一亿元用亿元", "from a hundred million on the unit is 亿元"),
    _rule(r"[A-Za-z]+(?:[ ,;]+[A-Za-z]+){3,}", "中文页上的英文句子", "an English sentence on a Chinese page"),
)
_CHINESE_PROSE = (
    _rule(
        rf"[{_H}，。；：、（）“”%] +[{_H}，。；：、（）“”]|[0-9] +[{_H}]", "中文里不空格", "Chinese text has no spaces"
    ),
    _rule(r"[0-9]%?\s*[-–~～]\s*[0-9]", "范围用一字线：2.6%—4.1%", "a range has a dash: 2.6%—4.1%"),
    _rule(r"[0-9]—[0-9.]+%", "范围两端都带百分号", "both ends of a range carry the sign"),
    _rule(
        r"−[0-9.]+%?(?:—|至)|(?:—|至)−[0-9]", "有负数的范围说下降、增长", "a range with a negative end is said in words"
    ),
    _rule(r"(?:增长|下降)(?:[0-9]+|[0-9]+\.[0-9]{2,})%", "增速保留一位小数", "growth has one decimal"),
)
_CELLS = (_rule(r"[0-9]%?\s*[-–~]\s*[0-9]", "表中范围用～或—", "a range in a table has ～ or —"),)
_ENGLISH = (
    _rule(rf"[{_H}，。；：（）、％“”]*[{_H}][{_H}，。；：（）、％“”]*", "英文页上的中文", "Chinese on an English page"),
    _rule(r"[，。；：（）、％]", "英文里用半角标点", "English text has half-width marks"),
    _rule(r"[0-9]\s+%|\s[,;:.](?:\s|$)|,,|;;|\(\)|\(\s|\s\)", "标点或空格有误", "a mark or a space is wrong"),
)
_FORM = ("内部资料 注意保存", "秘密 注意保存")
"""Marks whose space is part of their form."""


def problems(page: Page) -> Iterator[Problem]:
    """Yield a problem for each place that is not set as it should be, or says what may not be said."""
    for passage in page.passages:
        yield from _apply(passage, passage.text, _BANNED)
        text = _own(passage)
        rules = [*_ANYWHERE, *(_CHINESE if page.lang == "zh" else _ENGLISH)]
        if page.lang == "zh":
            rules += _CHINESE_PROSE if passage.is_sentence else _CELLS
            if not passage.in_picture:  # where a name breaks into lines
                yield from _balanced(passage, text)
        yield from _apply(passage, text, rules)
    for mention in page.mentions:
        fact = mention.fact
        as_published = fact.kind == "official" and _whole(fact)
        if fact.unit == "亿元" and fact.decimals != 2 and not (as_published or fact.kind == "forecast"):  # 约8亿元
            yield mention.problem("亿元保留两位小数", "hundred millions have two decimals")


def _whole(fact: Fact) -> bool:
    """Say whether a published amount is printed with all its digits: none is added to what was published."""
    return fact.decimals < 2 and abs(fact.value - fact.rounded) < 1e-9 * max(1.0, abs(fact.value))


def _apply(passage: Passage, text: str, rules: list[Rule] | tuple[Rule, ...]) -> Iterator[Problem]:
    for pattern, zh, en in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            yield Problem(line_of(passage, start), f"“{match[0]}”：{zh}", en, passage.around(start, end))


def _own(passage: Passage) -> str:
    """Return a passage's text without the words of others, which stand as they were written, and names of days."""
    text = []
    for run in passage.runs:
        link = passage.link(run)
        hidden = {"data-quote": _BLANK, "data-when": _NAME}.get(link[1] if link else "")
        if run.node.get("class") == "tag":
            hidden = _BLANK  # a badge, set apart from the text
        text.append(run.text if hidden is None else hidden * len(run.text))
    joined = "".join(text)
    for form in _FORM:
        joined = joined.replace(form, _BLANK * len(form))
    return joined


def _balanced(passage: Passage, text: str) -> Iterator[Problem]:
    for opening, closing in ("（）", "“”", "《》"):
        if text.count(opening) != text.count(closing):
            yield Problem(
                passage.node.sourceline, f"{opening}{closing} 不成对", f"{opening}{closing} do not match", passage.text
            )
