"""What the script of the sliders is given: a board's own figures in its own units, and sentences with slots."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from shouguan.components.levers import TIE, Board, Lever
from shouguan.core.periods import Lang
from shouguan.core.rounding import half_up
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.lever_facts import rest_of
from shouguan.facts.rows import Slide, Slides
from shouguan.facts.table import Fact, name_of
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_X, _T = 7.7, 8.8  # stand where the script will put a figure


def moved(board: Board, settings: Mapping[str, float]) -> dict[str, float]:
    """Return the settings that differ from where a lever starts: its expected growth, as printed.

    A lever put back there is not moved, so the same settings always print the same answer.
    """
    return {code: value for code, value in settings.items() if value != started(board.levers[board.place_of(code)])}


def started(lever: Lever | Slide) -> float:
    """Return where the slider of a lever starts, per cent."""
    return half_up(lever.expected, 1)


def named(lever: Lever | Slide, lang: Lang) -> str:
    """Name a lever's part."""
    return lever.zh if lang == "zh" else lever.en


def part_word(sheet: Sheet, lang: Lang) -> str:
    """Say what the parts of a total are called."""
    if sheet.code == "gdp":
        return "行业" if lang == "zh" else "industries"
    return "领域" if lang == "zh" else "fields"


def data(page: Context, sheet: Sheet, board: Slides, goal: float) -> dict[str, object]:
    """Return all that `sliders.js` computes and speaks with, ready for JSON.

    Parameters
    ----------
    page : Context
    sheet : Sheet
        Of the board's total.
    board : Slides
    goal : float
        Where the target's slider starts, per cent.
    """
    levers = [
        {
            "name": named(lever, page.lang),
            "rest": rest_of(lever, page.lang),
            "weight": _plain(lever.weight),
            "expected": _plain(lever.expected),
            "start": started(lever),
        }
        for lever in board.levers
    ]
    required = page.step(sheet, "required", sheet.ladder[0])
    return {
        "base": [_plain(value) for value in board.base],
        "knownWeight": _plain(board.known_weight),
        "knownYtd": _plain(board.known_ytd),
        "highestTargets": [_plain(value) for value in board.highest_targets],
        "tie": TIE,
        "band": words.approx(required).striptags().removeprefix(required.display),
        "target": goal,
        "levers": levers,
        "words": _words(page, sheet),
    }


def _plain(value: float) -> float:
    """Cut a figure to the digits that facts are written with: noise in a last bit changes no byte of the page."""
    return float(f"{float(value):.12g}")


def _words(page: Context, sheet: Sheet) -> dict[str, object]:
    """Return the words, each made by the function that the page's other sentences are made by."""
    lang = page.lang
    other = figure(sheet, name_of("slot"), _T)
    signs = {name: figure(sheet, name_of("slot"), value) for name, value in (("up", _X), ("down", -_X), ("same", 0.0))}

    def chance(percent: float) -> Fact:
        return figure(sheet, name_of("slot"), percent, decimals=0)

    return {
        "grew": {name: _slots(words.grew(fact, lang)) for name, fact in signs.items()},
        "expected": {name: _slots(words.grew(fact, lang, expected=True)) for name, fact in signs.items()},
        "gap": {name: _slots(words.gap(fact, other, "目标", lang)) for name, fact in signs.items()},
        "interval": _slots(words.interval(signs["up"], other, lang)).replace("{x}", "{a}").replace("{t}", "{b}"),
        "mixed": "{a}至{b}" if lang == "zh" else "",
        "chance": {
            "least": _slots(words.chance_percent(chance(0), lang)),
            "about": _slots(words.chance_percent(chance(50), lang)).replace("50", "{x}"),
            "most": _slots(words.chance_percent(chance(100), lang)),
            "ladder": _floors([words.chance_word(chance(percent), lang) for percent in range(101)]),
        },
        "move": "{n}{r}{g}" if lang == "zh" else "{n} {g} in {r}",
        "comma": "，" if lang == "zh" else ", ",
        "none": tables.DASH,
        **_sentences(page, sheet),
    }


def _sentences(page: Context, sheet: Sheet) -> dict[str, str]:
    """Return the parts of the sentence under the results. Slots in double braces are left for the script."""
    parts = {
        "n": sheet.name(page.lang),
        "y": page.year,
        "r": sheet.rest(page.lang),
        "p": part_word(sheet, page.lang),
    }
    zh = "全年{n}预计{{year}}（80%区间为{{interval}}），{{gap}}，实现可能性{{percent}}，{{word}}"
    en = "{n} is expected {{year}} in {y} (80% interval {{interval}}), {{gap}}; the chance of meeting it is {{percent}}"
    en += " ({{word}})"
    made = {
        "still": page.either("按本报告测算，" + zh, "As things stand, " + en, **parts),
        "moved": page.either("若{{moves}}，" + zh, "With {{moves}}, " + en, **parts),
        "restNeeds": page.say("；要实现目标，{r}需{{g}}。", **parts),
        "othersNeed": page.say(
            "；要实现目标，其余{p}{r}合计需{{g}}。",
            **parts,
        ),
        "end": page.say("。"),
    }
    return {key: text.striptags() for key, text in made.items()}


def _slots(text: Markup | str) -> str:
    """Return a sentence as plain text with `{x}` and `{t}` where its figures stand."""
    return Markup(text).striptags().replace(f"{_X:.1f}", "{x}").replace(f"{_T:.1f}", "{t}")


def _floors(by_percent: list[str]) -> list[tuple[int, str]]:
    """Return each word with the least per cent that it is used for, from the highest on."""
    floors = {word: percent for percent, word in reversed(list(enumerate(by_percent)))}
    return sorted(((percent, word) for word, percent in floors.items()), reverse=True)
