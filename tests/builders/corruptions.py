"""Seeded corruptions of a page: each changes what a reader is told, and every one must be found.

A corruption that would leave a true page is not made: equal figures are not swapped, and a digit is changed for
another one. Only what a reader sees or hears is changed; the rest of the file is not the page's word.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

FIGURE = re.compile(r'<(span|a) class="n"[^>]*? data-(?:fact|point)="([^"]+)"[^>]*>([^<]*)</\1>')
SPOKEN = re.compile(r'\b(?:alt|aria-label|aria-valuetext|data-label)="([^"]*)"')
CONTROL = re.compile(r'<input[^>]* type="range"[^>]*>')
CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
LEADS = re.compile(r'(?:<span>)?[≈约]?<(?:span|a) class="n"')
_ENTITY = re.compile(r"&#?\w+;")
OPPOSITE = {
    "增长": "下降",
    "下降": "增长",
    "提高": "回落",
    "回落": "提高",
    "上调": "下调",
    "下调": "上调",
    "需增": "需降",
    "高": "低",
    "低": "高",
    "收窄": "扩大",
    "扩大": "收窄",
    "少拉动": "多拉动",
    "多拉动": "少拉动",
    "拉动": "下拉",
    "下拉": "拉动",
    " up ": " down ",
    " down ": " up ",
    "grow by ": "fall by ",
    "fall by ": "grow by ",
}
AFTER = {" points above": " points below", " points below": " points above"}
CHANCES = (
    ("有较大可能", "有望", "需努力", "压力较大", "难度很大"),
    ("likely", "within reach", "takes an effort", "under pressure", "very hard"),
)


class Corruption(NamedTuple):
    """What was changed, and the page that came of it."""

    what: str
    html: str


Kind = Callable[[str, random.Random], "Corruption | None"]


@lru_cache(maxsize=1)
def places(html: str) -> dict[str, list[tuple[int, int]]]:
    """Return where a reader's words stand in the file, by what they are in: text, tables, pictures, alternatives."""
    found: dict[str, list[tuple[int, int]]] = {"text": [], "cell": [], "picture": [], "alternative": [], "control": []}
    shut = [match.span() for match in re.finditer(r"<(style|script)\b.*?</\1>", html, re.DOTALL)]
    for match in re.finditer(r"<(/?)(\w+)[^>]*>([^<]+)", html):
        start, end = match.span(3)
        if match[3].isspace() or any(low <= start < high for low, high in shut):
            continue
        if html.rfind("<svg", 0, start) > html.rfind("</svg>", 0, start):
            found["alternative" if match[2] in {"title", "desc"} else "picture"].append((start, end))
        elif html.rfind("<table", 0, start) > html.rfind("</table>", 0, start):
            found["cell"].append((start, end))
        else:
            found["text"].append((start, end))
    found["alternative"] += [match.span(1) for match in SPOKEN.finditer(html)]
    for match in CONTROL.finditer(html):
        found["control"] += [
            (match.start() + each.start(1), match.start() + each.end(1))
            for each in re.finditer(r' (?:min|max|value)="([^"]*)"', match[0])
        ]
    return found


def _hidden(entity: re.Match[str]) -> str:
    """Hide an escaped mark, whose digits are no number."""
    return " " * len(entity[0])


def _digit(where: str) -> Kind:
    def change(html: str, rng: random.Random) -> Corruption | None:
        spots = [
            start + each.start()
            for start, end in places(html)[where]
            for each in re.finditer("[0-9]", _ENTITY.sub(_hidden, html[start:end]))
        ]
        if not spots:
            return None
        at = rng.choice(spots)
        new = rng.choice([each for each in "0123456789" if each != html[at]])
        return Corruption(f"{html[max(at - 30, 0) : at + 12]!r}: {html[at]} → {new}", html[:at] + new + html[at + 1 :])

    return change


@lru_cache(maxsize=1)
def _figures(html: str) -> Sequence[re.Match[str]]:
    return tuple(FIGURE.finditer(html))


def _put(html: str, figure: re.Match[str], text: str) -> Corruption:
    start, end = figure.span(3)
    return Corruption(f"{figure[2]}: {figure[3]} → {text}", html[:start] + text + html[end:])


def sign(html: str, rng: random.Random) -> Corruption | None:
    """Drop a minus sign, or put one where none belongs."""
    figure = rng.choice(_figures(html))
    text = figure[3]
    return _put(html, figure, text.removeprefix("−") if text.startswith("−") else f"−{text}")


def decimal(html: str, rng: random.Random) -> Corruption | None:
    """Print a figure at other decimals, or with its point elsewhere."""
    figure = rng.choice([each for each in _figures(html) if "." in each[3]])
    whole, _, rest = figure[3].partition(".")
    changed = rng.choice([whole, f"{whole}.{rest}0", f"{whole}{rest}", f"{whole}{rest[:1]}.{rest[1:] or '0'}"])
    return _put(html, figure, changed)


def swap(html: str, rng: random.Random) -> Corruption | None:
    """Swap two figures of a table's row."""
    rows = [list(FIGURE.finditer(html, *row.span())) for row in ROW.finditer(html)]
    figures = rng.choice([row for row in rows if len({each[3] for each in row}) > 1])
    first, second = rng.sample(figures, 2)
    while first[3] == second[3]:
        first, second = rng.sample(figures, 2)
    first, second = sorted((first, second), key=lambda each: each.start())
    changed = html[: first.start(3)] + second[3] + html[first.end(3) : second.start(3)] + first[3]
    return Corruption(f"{first[2]} ⇄ {second[2]}: {first[3]}, {second[3]}", changed + html[second.end(3) :])


def direction(html: str, rng: random.Random) -> Corruption | None:
    """Say that a figure fell where it rose, or the other way round."""
    words = "|".join(sorted(OPPOSITE, key=len, reverse=True))
    found = [
        (*each.span(1), OPPOSITE[each[1]]) for each in re.finditer(rf'({words})<(?:span|a) class="n" data-fact', html)
    ]
    after = "|".join(AFTER)
    found += [(*each.span(1), AFTER[each[1]]) for each in re.finditer(rf"</(?:span|a)>({after})\b", html)]
    if not found:
        return None
    start, end, word = rng.choice(found)
    return Corruption(f"{html[start:end]} → {word} {html[end : end + 60]!r}", html[:start] + word + html[end:])


def interval(html: str, rng: random.Random) -> Corruption | None:
    """Take the interval away from an expected year: out of its sentence, or out of its cell."""
    inside = r"(?:<[^>]*>|[^<（）()])*"
    brackets = rf'[（(](?:80%区间为?|80% interval ){inside}[）)]|<span class="band">[（(]{inside}[）)]</span>'
    median = re.compile(
        rf'data-fact="[a-z_]+\.full_year\.\d+\.median"[^>]*>[^<]*</(?:span|a)>(?:(?!<p|<td|<th|<tr).){{0,40}}?({brackets})'
    )
    pictures = [match.span() for match in re.finditer(r"<figure\b.*?</figure>", html, re.DOTALL)]
    found = [
        match.span(1)
        for match in median.finditer(html)
        if not any(low <= match.start() < high for low, high in pictures)  # a picture says it in several places
    ]
    if not found:
        return None
    start, end = rng.choice(found)
    return Corruption(f"without {re.sub('<[^>]*>', '', html[start:end])}", html[:start] + html[end:])


def chance(html: str, rng: random.Random) -> Corruption | None:
    """Give a chance another chance's word."""
    found = [
        (each.start(1), each.end(1), words)
        for words in CHANCES
        for each in re.finditer(rf"\.chance\.[^>]*>[0-9]+</(?:span|a)>%</span>(?:，| |（| \()({'|'.join(words)})", html)
    ]
    if not found:
        return None
    start, end, words = rng.choice(found)
    other = rng.choice([word for word in words if word != html[start:end]])
    return Corruption(f"{html[start:end]} → {other}", html[:start] + other + html[end:])


def source(html: str, rng: random.Random) -> Corruption | None:
    """Let a figure name another fact that prints otherwise."""
    figures = [each for each in _figures(html) if "data-fact" in each[0]]
    one = rng.choice(figures)
    others = sorted({each[2] for each in figures if each[3].removeprefix("−") != one[3].removeprefix("−")})
    other = rng.choice(others)
    start, end = one.span(2)
    return Corruption(f"{one[2]} → {other}", html[:start] + other + html[end:])


def bare(html: str, rng: random.Random) -> Corruption | None:
    """Let a figure not say what it is."""
    figure = rng.choice(_figures(html))
    return Corruption(f"{figure[2]} bare", html[: figure.start()] + figure[3] + html[figure.end() :])


def exchange(html: str, rng: random.Random) -> Corruption | None:
    """Exchange the figures of two rows of a column, with all that says what they are."""
    bodies = list(re.finditer(r"<tbody\b.*?</tbody>", html, re.DOTALL))
    rng.shuffle(bodies)
    pairs = next((found for body in bodies if (found := _pairs(html, *body.span()))), [])
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    changed = html[: first.start(1)] + second[1] + html[first.end(1) : second.start(1)] + first[1]
    return Corruption(f"{_read(first[1])} ⇄ {_read(second[1])}", changed + html[second.end(1) :])


def _pairs(html: str, start: int, end: int) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Return the cells of two rows of a table's body that say different things of what has different names."""
    rows = [list(CELL.finditer(html, *row.span())) for row in ROW.finditer(html, start, end)]
    found = []
    for column in range(1, max(map(len, rows), default=0)):
        named = [(row[0][1], row[column]) for row in rows if column < len(row) and LEADS.match(row[column][1])]
        found += [
            (a, b)
            for (one, a), (other, b) in itertools.combinations(named, 2)
            if _read(a[1]) != _read(b[1]) and _read(one) != _read(other)  # of one name either may be the other
        ]
    return found


def _read(cell: str) -> str:
    return re.sub(r"<[^>]*>", "", cell)


KINDS: dict[str, Kind] = {
    **{f"digit in {where}": _digit(where) for where in ("text", "cell", "picture", "alternative", "control")},
    "sign": sign,
    "decimal": decimal,
    "swap": swap,
    "direction": direction,
    "interval": interval,
    "chance": chance,
    "source": source,
    "bare": bare,
    "exchange": exchange,
}


def corrupted(html: str, number: int, seed: int = 0) -> Iterator[tuple[str, Corruption]]:
    """Yield so many corruptions of a page, all kinds that it gives occasion for in turn."""
    rng = random.Random(seed)
    made = 0
    while made < number:
        before = made
        for name, kind in KINDS.items():
            change = kind(html, rng) if made < number else None
            if change is not None:
                made += 1
                yield name, change
        assert made > before, "the page gives no occasion for any corruption"
