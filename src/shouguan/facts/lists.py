"""A place's lists of projects, firms and funds as facts, where it keeps any: as they were known on the page's day.

Rows that cannot be right (`investment.list_checks`) are in no sum and are counted; a list whose newest month is of
another year than the page has nothing to tell.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.facts import fund_facts, project_facts, worth_facts
from shouguan.facts.briefing import Briefing
from shouguan.facts.list_figures import Figures
from shouguan.facts.list_rows import Lists
from shouguan.facts.table import Fact
from shouguan.investment import ledger_panel, list_checks, ratios
from shouguan.investment.comparable_base import comparable_base

KINDS = ("ledger", "problems", "enterprises", "bonds")


def lists(page: Briefing) -> Lists | None:
    """Return what the place's lists say of the page's year; None where it keeps none.

    Raises
    ------
    DataError
        When a list or `investment.yaml` cannot be read.
    """
    if page.place.folder is None or not registers.kept(page.place):
        return None
    settings = investment_settings.read(page.place.folder)
    whole = {kind: of_year(registers.known(page.place, kind, page.as_of), page.year) for kind in KINDS}
    lags = page.place.settings.release_lags
    sound = {
        kind: list_checks.sound(kind, table, settings, lags.get(kind, registers.RELEASE_LAG))
        for kind, table in whole.items()
    }
    sound = {kind: table if _has(table, whole[kind]) else table.iloc[:0] for kind, table in sound.items()}
    told = Lists(left_out=_left_out(page, whole, sound))
    if not sound["ledger"].empty:
        told = _of_ledger(page, told, whole["ledger"], sound, settings)
    if not sound["enterprises"].empty:
        told = replace(told, firms=fund_facts.firms(page, sound["enterprises"], settings))
    if not sound["bonds"].empty:
        told = replace(told, funds=fund_facts.funds(page, sound["bonds"], settings))
    return told


def _of_ledger(
    page: Briefing, told: Lists, ledger: pd.DataFrame, sound: dict[str, pd.DataFrame], settings: InvestmentSettings
) -> Lists:
    panel = ledger_panel.build(ledger, settings)  # keeps a project on the list without its wrong amounts
    told = replace(
        told,
        projects=project_facts.progress(page, sound["ledger"], sound["problems"]),
        below=project_facts.below(page, panel, settings),
    )
    try:
        base = comparable_base(page.place, page.view, settings, page.year)
    except DataError:  # no level of investment is known: nothing can be an amount or a share of one
        return told
    return replace(
        told,
        bridge=project_facts.bridge(page, panel, ratios.estimate(panel), settings, base),
        worth=worth_facts.worth(page, panel, sound, settings, base),
    )


def of_year(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return a list up to a year's end; nothing where it has no month of that year."""
    kept = table[table["period"] <= f"{year}-12"]
    return kept if len(kept) and str(kept["period"].max())[:4] == str(year) else table.iloc[:0]


def _has(sound: pd.DataFrame, whole: pd.DataFrame) -> bool:
    """Say whether the newest month of a list has a row that can be right."""
    return len(whole) > 0 and bool(sound["period"].eq(whole["period"].max()).any())


def _left_out(
    page: Briefing, whole: dict[str, pd.DataFrame], sound: dict[str, pd.DataFrame]
) -> tuple[tuple[str, Fact], ...]:
    made = []
    for kind, table in whole.items():
        number = len(table) - len(sound[kind])
        if number:
            zh, en = registers.NAMES[kind]
            of = Figures(page, kind, Period.parse(str(table["period"].max())))
            made.append((kind, of.count("left_out", number, f"{zh}未计入的行", f"{en}: rows left out")))
    return tuple(made)
