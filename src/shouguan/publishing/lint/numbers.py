"""Each number of a page says what it is, and is that: a fact at its decimals, a day, a level, an ordinal.

What a number is stands in the page itself. `data-fact` names a fact, `data-band` the fact whose band it is,
`data-point` a point of a series, `data-when` the day or stretch that is named, `data-quote` the words of a file;
`data-facts` lists, in order, what stands in a text without elements: a label of a picture, its description. A
number that says nothing of itself may only be an interval's level, a heading's ordinal, a tick, or stand where
the same words stand again: a column's heading in its cells, a caption in a picture's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from shouguan.core.periods import names_of
from shouguan.core.rounding import display
from shouguan.facts.table import POINT_DECIMALS, Fact
from shouguan.publishing.lint.page import Mention, Page, Problem
from shouguan.publishing.lint.pictures import TICK
from shouguan.publishing.lint.record import level_of
from shouguan.publishing.lint.tree import Node, Passage, line_of, up, words
from shouguan.report.language.words import band

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SPELT = re.compile("百分之[零〇一二三四五六七八九十百两点]+|[^\x00-\x7f\u4e00-\u9fff〇]")
"""A number in words, or a character that may be a digit other than 0 to 9: ours are all facts, printed in those."""
_LEVELS = re.compile(
    r"(?<![0-9.])(?:[0-9]+%(?:、[0-9]+%)*的?区间|(?:(?:[0-9]+%, )*[0-9]+% and )?[0-9]+% (?=intervals?\b|range\b))"
)
_ORDINAL = re.compile(
    r"\s*(?P<of>(?:附[表件录]|Annex ?|Table ?)?)(?P<number>[0-9]+|[一二三四五六七八九十]+|（[一二三四五六七八九十]+）)"
    r"(?:[.、：]\s?|(?<=）))"
)
_CONSTANTS = (
    "全年每提高0.1个百分点",
    "全年每多降0.1个百分点",
    "each 0.1 point of the year",
    "每快1个百分点",
    "10,000 paths",
)
"""Wordings that carry a number of the method: the steps in which costs and effects are told, the draws."""
_CHINESE = "一二三四五六七八九十"
_UNDER = re.compile(r"不足|低于|以下|under|below|less than")
_OVER = re.compile(r"超过|高于|以上|over|above|more than")
_FALLS = re.compile(
    r"下降|下调|减|回落|放缓|降|低|少|慢|滞后|后移|下拉|落后|跌|小|收窄|大|扩大|相差|差距|之差"
    r"|\b(?:down|fall|fell|lower|low\b|declin|below|less|short|decrease|reduced|slower|behind|smaller|larger|off|difference|by)",
)
"""What may say in words that a figure is negative; which word stands with which figure, tests of our pages hold."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_BESIDE = 24


def problems(page: Page) -> Iterator[Problem]:
    """Yield a problem for each number that is not what it says, or says nothing; note where facts stand."""
    titled = any(up(node, "svg") is None for node in page.root.iter("title"))
    for passage in page.passages:
        if passage.node.tag == "title" or (passage.node.tag == "h1" and titled):
            continue  # the same words twice: `_twice` compares them
        if page.heading_of(passage) is not None:
            continue
        yield from _passage(page, passage)
    yield from _headings(page)
    yield from _twice(page)
    yield from _controls(page)


def _passage(page: Page, passage: Passage) -> Iterator[Problem]:
    free = list(passage.text)  # what is accounted for becomes a space
    groups = groupby(passage.runs, key=passage.link)
    for link, runs in groups:
        stretch = list(runs)
        start, text = stretch[0].start, "".join(run.text for run in stretch)
        if link is None or passage.attribute:
            continue
        node, name = link
        if name == "data-facts":
            yield from _listed(page, passage, node.attrib[name].split(), start, text)
        else:
            yield from _linked(page, passage, name, node.attrib[name], start, text)
        free[start : start + len(text)] = " " * len(text)
    if passage.attribute and "data-facts" in passage.node.attrib:
        yield from _listed(page, passage, passage.node.attrib["data-facts"].split(), 0, passage.text)
        return
    ordinal = _ORDINAL.match(passage.text) if passage.node.tag in {"h2", "h3"} else None
    if ordinal is not None:
        free[: ordinal.end()] = " " * ordinal.end()
    yield from _unlinked(page, passage, "".join(free), 0)


def _linked(page: Page, passage: Passage, name: str, value: str, start: int, text: str) -> Iterator[Problem]:
    """Check a number that names one thing."""
    record, where = page.record, (passage, start)
    if name == "data-when":
        if text.replace("～", "—") not in names_of(value, page.lang):
            yield _wrong(*where, text, f"不是 {value} 的名称", f"is no name of {value}")
    elif name == "data-quote":
        known = record.quotes[int(value)] if value.isdigit() and int(value) < len(record.quotes) else None
        if known is None or text.split() != known.split():
            yield _wrong(*where, text, "与引用的原文不同", "is not what was quoted")
    elif name == "data-point":
        point = record.point(value)
        shown = "无" if point is None else display(point, POINT_DECIMALS)
        if text != shown:
            yield _wrong(*where, text, f"与序列 {value}（{shown}）不符", f"is not {value} of the series ({shown})")
    else:
        fact = record.facts.get(value)
        if fact is None:
            yield _wrong(*where, text, f"没有数据 {value}", f"there is no fact {value}")
        elif name == "data-band":
            if fact.lower is None or text != f"±{band(fact.lower, fact.upper)}":
                expected = "无" if fact.lower is None else f"±{band(fact.lower, fact.upper)}"
                yield _wrong(*where, text, f"{value} 的误差范围为 {expected}", f"the band of {value} is {expected}")
        elif text in _texts(fact, passage, start, start + len(text)):
            page.mentions.append(Mention(fact, text, passage, start, start + len(text)))
        else:
            yield _wrong(*where, text, f"{value} 应为 {fact.display}", f"{value} is {fact.display}")


def _listed(page: Page, passage: Passage, names: list[str], start: int, text: str) -> Iterator[Problem]:
    """Check a text without elements: its numbers are those listed, in that order, and nothing else."""
    free, at = list(text), 0
    for name in names:
        listed = _next(page, passage, name, start, text, at)
        if listed is None:
            shown = page.record.facts[name].display if name in page.record.facts else name
            yield _wrong(passage, start, text, f"应有 {name}（{shown}）", f"{name} ({shown}) is expected")
            return
        begin, at = listed
        free[begin:at] = " " * (at - begin)
    yield from _unlinked(page, passage, "".join(free), start)


def _next(page: Page, passage: Passage, name: str, start: int, text: str, at: int) -> tuple[int, int] | None:
    """Return where the next listed thing stands; None when the next number is something else."""
    levels = [match.span() for match in _LEVELS.finditer(text)]
    fact = page.record.facts.get(name)
    for digits in _DIGITS.finditer(text, at):
        if any(low <= digits.start() < high for low, high in levels):
            continue
        end_of = start + digits.end()
        known = _named(page, name, text)
        texts = known if fact is None else _texts(fact, passage, start + digits.start(), end_of)
        for candidate in sorted(texts, key=len, reverse=True):
            first = _DIGITS.search(candidate)
            begin = digits.start() - (first.start() if first else 0)
            if begin >= at and text.startswith(candidate, begin) and not text[begin + len(candidate) :][:1].isdigit():
                signed = begin > 0 and text[begin - 1] in "−-" and not candidate.startswith("−")
                if signed:
                    continue
                if fact is not None:
                    page.mentions.append(
                        Mention(fact, candidate, passage, start + begin, start + begin + len(candidate))
                    )
                return begin, begin + len(candidate)
        return None
    return None


def _named(page: Page, name: str, text: str) -> set[str]:
    """Return what something listed that is no fact may be called: a day or stretch, or a file's words or their part."""
    if name.startswith("@"):
        return names_of(name[1:], page.lang)
    if name.startswith("~") and name[1:].isdigit() and int(name[1:]) < len(page.record.quotes):
        quote, part = page.record.quotes[int(name[1:])], text.strip("… \n")
        return {quote, part} if part in quote else {quote}
    return set()


def _texts(fact: Fact, passage: Passage, start: int, end: int) -> set[str]:
    """Return how a fact may be printed: its figure, its size (the words say the sign), or a bound beside its word."""
    texts = {fact.display}
    if fact.rounded >= 0 or fact.unit not in {"%", "pp", "place"} or _FALLS.search(passage.text):
        texts.add(display(abs(fact.value), fact.decimals))
    beside = passage.text[max(start - _BESIDE, 0) : start] + passage.text[end : end + _BESIDE]
    if fact.kind == "forecast" and fact.unit == "%" and fact.decimals == 0:  # no draw settles a year
        if fact.rounded < 1:
            return {"1"} if _UNDER.search(beside) else set()
        if fact.rounded > 99:
            return {"99"} if _OVER.search(beside) else set()
    return texts


def _unlinked(page: Page, passage: Passage, text: str, start: int) -> Iterator[Problem]:
    """Check the numbers that say nothing of themselves."""
    for match in _LEVELS.finditer(text):
        if not _right_levels(page, passage, [int(each) for each in re.findall(r"[0-9]+", match[0])]):
            at = start + match.start()
            yield _wrong(passage, at, match[0], "不是本页区间的水平", "is not the level of the page's intervals")
    text = _LEVELS.sub(lambda match: " " * len(match[0]), text)
    for constant in _CONSTANTS:
        text = text.replace(constant, " " * len(constant))
    if _is_tick(passage.node) and TICK.fullmatch(text.strip()):
        return  # `pictures` checks that it stands where it says
    for match in (*_DIGITS.finditer(text), *filter(_is_number, _SPELT.finditer(text))):
        yield _wrong(
            passage,
            start + match.start(),
            match[0],
            "这个数字不是数据、时间、区间水平或序号",
            "this number is no fact, day, level or ordinal",
        )


def _is_number(match: re.Match[str]) -> bool:
    return len(match[0]) > 1 or match[0].isnumeric()


def _right_levels(page: Page, passage: Passage, levels: list[int]) -> bool:
    """Say whether levels are those of the intervals: of the ends that the passage prints, else of the page."""
    if len(levels) > 1:
        return sorted(set(levels)) == levels and set(levels) <= page.record.levels
    here = {level_of(mention.fact) for mention in page.mentions if mention.passage is passage} - {None}
    return set(levels) == (here or {page.record.level})


def _headings(page: Page) -> Iterator[Problem]:
    """Numbered headings count up from one, those of the third rank anew under each of the second."""
    counts: dict[str, int] = {}
    for node in page.root.iter("h2", "h3"):
        match = _ORDINAL.match(node.text_content())
        if node.tag == "h2":
            counts.pop("h3", None)
        if match is None:
            continue
        of, numeral = match["of"].strip() or node.tag, match["number"].strip("（）")
        counts[of] = counts.get(of, 0) + 1
        if (int(numeral) if numeral.isdigit() else _chinese(numeral)) != counts[of]:
            yield Problem(node.sourceline, f"标题序号应为 {counts[of]}", f"heading {counts[of]} expected", words(node))


def _chinese(numeral: str) -> int:
    tens, _, units = numeral.rpartition("十")
    if "十" not in numeral:
        return _CHINESE.index(numeral) + 1 if numeral in _CHINESE else 0
    return 10 * (_CHINESE.index(tens) + 1 if tens else 1) + (_CHINESE.index(units) + 1 if units else 0)


def _twice(page: Page) -> Iterator[Problem]:
    """Words that stand twice are the same: the title and the first heading, a caption and its picture's title."""
    titles = [node for node in page.root.iter("title") if up(node, "svg") is None]
    for title, heading in zip(titles, page.root.iter("h1"), strict=False):
        if words(title) != words(heading):
            yield Problem(
                title.sourceline,
                "<title> 与 <h1> 不同",
                "<title> and <h1> differ",
                f"{words(title)} / {words(heading)}",
            )
        if not set(_YEAR.findall(words(heading))) <= page.record.years:
            yield Problem(
                heading.sourceline, "标题的年份不在数据之中", "no fact is of the heading's year", words(heading)
            )
    for figure in page.root.iter("figure"):
        captions, named = figure.iter("figcaption"), figure.iter("title")
        for caption, title in zip(captions, named, strict=False):
            if words(caption) != words(title):
                yield Problem(
                    title.sourceline, "图的名称与图题不同", "a picture's title is not its caption", words(title)
                )
    for passage in page.passages:
        pointed = page.heading_of(passage)
        if pointed is not None and words(pointed) != " ".join(passage.text.split()):
            yield _wrong(passage, 0, passage.text, "与它所指的标题不同", "is not the heading that it points to")
    for table in page.tables:
        for row in table.rows:
            for head, cell in zip(table.head, row, strict=False):
                label = cell.get("data-label")
                if label is not None and " ".join(label.split()) != head:
                    yield Problem(
                        cell.sourceline, f"data-label 应为“{head}”", "a cell's data-label is not its heading", label
                    )


def _controls(page: Page) -> Iterator[Problem]:
    """A slider's ends and where it starts are the facts that it names, in this order."""
    for control in page.root.iter("input"):
        if control.get("type") != "range":
            continue
        facts = [page.record.facts.get(key) for key in control.get("data-facts", "").split()]
        values = [control.get(name, "") for name in ("min", "max", "value")]
        if [fact.display.replace("−", "-") if fact else None for fact in facts] != values:
            yield Problem(
                control.sourceline,
                "滑块的两端和起点与数据不符",
                "a slider's ends and start are not its facts",
                " ".join(values),
            )


def _is_tick(node: Node) -> bool:
    """Say whether a label of a picture is that of a tick."""
    inside = takewhile(lambda each: each.tag in {"text", "g"}, (node, *node.iterancestors()))
    return any("tick" in each.get("id", "") for each in inside)


def _wrong(passage: Passage, start: int, text: str, zh: str, en: str) -> Problem:
    shown = passage.around(start, start + len(text))
    return Problem(line_of(passage, start), f"“{text.strip()}”{zh}", f"'{text.strip()}' {en}", shown)
