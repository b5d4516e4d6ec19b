"""No forecast without its mark: the word that says so, its interval, the right word for its chance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouguan.core.rounding import half_up
from shouguan.publishing.lint.page import Mention, Problem
from shouguan.publishing.lint.tree import up, words
from shouguan.report.language.words import chance_word
from tests.builders.page_rules.laid import Laid, after, before, says_its_unit

_MARK = {
    "zh": re.compile(r"预计|测算|预测|预期|可能性|区间|中位数|若|需|情景|路径|分位|影响|基准"),
    "en": re.compile(
        r"expect|forecast|estimate|\bexp\.|chance|interval|likely|median|\bif\b|\bneed|would|scenario|path|draws|quantile|takes|effect|raised|lowered",
        re.IGNORECASE,
    ),
}
_FORECAST_HEAD = {
    "zh": re.compile(r"^(?!.*(?:实际|之差|差)).*(?:预计|测算|预测)"),
    "en": re.compile(r"^(?!.*(?:came|actual|less)).*\b(?:expected|forecast|estimate)", re.IGNORECASE),
}
_CHANCE = re.compile(r"\.chance\.")
_CHANCE_WORDS = {
    "zh": ("有较大可能", "有望", "需努力", "压力较大", "难度很大"),
    "en": ("likely", "within reach", "takes an effort", "under pressure", "very hard"),
}
_SURE = re.compile(r"确保(?!目标)")
_LEAST = 60.0
"""Per cent: below this chance nothing is 确保."""
_DONE = re.compile(r"(?:完成|实现)(?!可能|的可能|目标|情况|程度)[^，。；：、（）0-9]{0,16}$")
_SENTENCE = {"zh": re.compile(r"[。！？\n]"), "en": re.compile(r"[.!?](?=\s[A-Z]|$)|\n")}


def problems(page: Laid) -> Iterator[Problem]:
    """Yield a problem for each forecast that is printed as if it were a figure."""
    for mention in page.mentions:
        if mention.fact.kind == "forecast":
            yield from _marked(page, mention)
            yield from _with_interval(page, mention)
            yield from _not_done(mention)
            if _CHANCE.search(mention.fact.key):
                yield from _chance(page, mention)
        elif mention.fact.kind == "official":
            yield from _not_under_forecast(page, mention)


def _marked(page: Laid, mention: Mention) -> Iterator[Problem]:
    """A forecast says in its sentence, or over its column, that it is one."""
    if not any(_MARK[page.lang].search(text) for text in _around(page, mention)):
        yield mention.problem(
            f"{mention.fact.key} 是预测，所在句子或表头没有标明",
            f"{mention.fact.key} is a forecast, and neither its sentence nor its heading says so",
        )


def _around(page: Laid, mention: Mention) -> Iterator[str]:
    """Yield what may say that a figure is a forecast: its sentence, the words of its table, those of its picture."""
    node = mention.passage.node
    if node in page.cells:
        table, row, column = page.cells[node]
        yield from (table.caption, *table.head[column : column + 1], words(table.rows[row][0]))
        if says_its_unit(mention):  # the row says what its figure is
            yield from (words(cell) for cell in table.rows[row])
        yield table.groups[row]
    yield _sentence(page, mention)
    figure = up(node, "figure")
    if figure is not None:
        yield from (words(part) for part in figure.iter("figcaption", "desc"))


def _sentence(page: Laid, mention: Mention) -> str:
    text, pattern = mention.passage.text, _SENTENCE[page.lang]
    starts = [match.end() for match in pattern.finditer(text, 0, mention.start)]
    end = pattern.search(text, mention.end)
    return text[starts[-1] if starts else 0 : end.start() if end else len(text)]


def _with_interval(page: Laid, mention: Mention) -> Iterator[Problem]:
    """The expected year stands with its interval: in the sentence, the row or the picture."""
    fact = mention.fact
    if fact.level is None or fact.unit != "%" or fact.lower is None or fact.upper is None:
        return
    beside = page.by_node[mention.passage.node] + page.row_of(mention.passage.node)
    beside += page.figure_of(mention.passage.node)
    shown = {each.fact.value for each in beside if each is not mention and each.fact.kind == "forecast"}
    missing = {fact.lower, fact.upper} - shown
    if "持平" in mention.passage.text:  # an end that prints as zero is said so
        missing = {end for end in missing if half_up(end, fact.decimals) != 0}
    if missing:
        yield mention.problem(f"{fact.key} 没有同时给出区间", f"{fact.key} stands without its interval")


def _not_done(mention: Mention) -> Iterator[Problem]:
    """A forecast is 预计 or 测算, never 完成 or 实现."""
    if mention.passage.is_sentence and _DONE.search(before(mention)):
        yield mention.problem("预测不用“完成”“实现”", "a forecast is expected, never achieved")


def _chance(page: Laid, mention: Mention) -> Iterator[Problem]:
    """A chance stands with the field's word for it, and nothing is ensured at a low one."""
    fact, node = mention.fact, mention.passage.node
    following = [(at, word) for word in _CHANCE_WORDS[page.lang] if 0 <= (at := after(mention).find(word)) <= _NEAR]
    if following and min(following)[1] != chance_word(fact, page.lang):
        yield mention.problem(
            f"可能性 {fact.display}% 应说“{chance_word(fact, page.lang)}”",
            f"a chance of {fact.display}% is '{chance_word(fact, page.lang)}'",
        )
    row = up(node, "tr")
    beside = row.text_content() if row is not None else mention.passage.text
    if half_up(fact.value, 0) < _LEAST and _SURE.search(beside):
        yield mention.problem("可能性不足60%，不说“确保”", "nothing is ensured at a chance under 60%")


_NEAR = 16
"""Characters after a chance within which its word stands."""


def _not_under_forecast(page: Laid, mention: Mention) -> Iterator[Problem]:
    """A published figure does not stand in a column of forecasts."""
    node = mention.passage.node
    if node not in page.cells:
        return
    table, _, column = page.cells[node]
    head = table.head[column] if column < len(table.head) else ""
    if _FORECAST_HEAD[page.lang].search(head):
        yield mention.problem(
            f"{mention.fact.key} 是已公布数，却在预测栏“{head}”下",
            f"{mention.fact.key} is published, but stands under '{head}'",
        )
