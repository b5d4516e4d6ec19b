"""Pages with sliders for tests: the demo city's own draws of GDP, and eleven industries by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from markupsafe import Markup

from shouguan.components.levers import Board, Lever
from shouguan.core import indicators
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang
from shouguan.facts import lever_facts
from shouguan.publishing.exporter import convert, shown_by
from shouguan.report.live import Live
from shouguan.report.page import open_page
from shouguan.report.sections import headline
from shouguan.report.sections import sliders as section

SHARES = (0.09, 0.32, 0.08, 0.13, 0.05, 0.015, 0.06, 0.06, 0.02, 0.03, 0.145)
EXPECTED = (3.6412, 6.2718, 4.05, 5.9307, 3.3125, -4.1873, 7.0499, 1.2346, 15.31, -0.0412, 2.75)
REACH = (3.0, 25.0, 7.0, 6.5, 8.0, 15.0, 4.0, 9.0, 12.5, 10.0, 3.5)


@cache
def demo(lang: Lang = "zh") -> Live:
    """Return the demo city after three quarters, with GDP forecast; both languages share its figures."""
    if lang == "en":
        return replace(demo("zh"), lang="en")
    return open_page("demo-city", as_of="2020-10-25", about=("gdp",)).context


def board_of(context: Live) -> Board:
    """Return a board of the page's GDP with eleven industries."""
    outlook = context.linked.outlook("gdp")
    levers = []
    for code, share, expected, reach in zip(INDUSTRIES, SHARES, EXPECTED, REACH, strict=True):
        entry = indicators.indicator(code)
        weight = share * (1.0 - outlook.known_weight)
        low, high = round(expected - reach, 1), round(expected + reach, 1)
        levers.append(Lever(code, entry.zh, entry.en, weight, expected, low, high, len(outlook.known)))
    return Board(
        indicator="gdp",
        region=outlook.region,
        year=outlook.year,
        known_weight=outlook.known_weight,
        known_ytd=outlook.known_ytd,
        full_year=outlook.full_year,
        levers=tuple(levers),
        covariance=np.diag(np.square(REACH) / 4),
    )


def sliders(context: Live, board: Board) -> Markup:
    """Return the section of a board that a test made, with its facts."""
    context.contents.levers[board.indicator] = lever_facts.collect(context, board)
    context.chapters.add(("levers", board.indicator))
    return section.sliders(context, context.sheets[board.indicator])


def rendered(context: Live, *boards: Board) -> str:
    """Return a page with these sliders (or none) as the renderer makes it."""
    pieces = [headline.heading(context), *(sliders(context, board) for board in boards)]
    shown = [str(piece) for piece in pieces]
    return convert(shown_by(context.lang, shown, headline.title(context), context.facts.to_json()))
