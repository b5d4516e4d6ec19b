"""A place's lists of projects, firms and funds as facts, where it keeps any: as they were known on the page's day.

Rows that cannot be right (`investment.list_checks`) are in no sum and are counted; a list whose newest month is of
another year than the page has nothing to tell.
"""

from __future__ import annotations

from dataclasses import replace

from shouguan.core.periods import Period
from shouguan.data import registers
from shouguan.facts import fund_facts, project_facts, worth_facts
from shouguan.facts.briefing import Briefing
from shouguan.facts.list_figures import Figures
from shouguan.facts.list_rows import ListDoubt, Lists
from shouguan.facts.table import Fact
from shouguan.investment import ratios
from shouguan.investment.ledger_panel import LedgerPanel
from shouguan.investment.listed import Listed

_NAMED = 3


def lists(page: Briefing) -> Lists | None:
    """Return what the place's lists say of the page's year; None where it keeps none.

    Raises
    ------
    DataError
        When a list or `investment.yaml` cannot be read.
    """
    listed = page.listed
    if listed is None:
        return None
    told = Lists(left_out=_left_out(page, listed), doubts=_doubts(page, listed))
    if listed.panel is not None:
        told = _of_ledger(page, told, listed, listed.panel)
    if not listed.sound["enterprises"].empty:
        told = replace(told, firms=fund_facts.firms(page, listed.sound["enterprises"], listed.settings))
    if not listed.sound["bonds"].empty:
        told = replace(told, funds=fund_facts.funds(page, listed.sound["bonds"], listed.settings))
    return told


def _of_ledger(page: Briefing, told: Lists, listed: Listed, panel: LedgerPanel) -> Lists:
    settings = listed.settings
    told = replace(
        told,
        projects=project_facts.progress(page, listed.whole["ledger"], listed.sound["ledger"], listed.sound["problems"]),
        below=project_facts.below(page, panel, settings),
        uncounted=not panel.counted.any(),
    )
    if listed.base is None:
        return told
    return replace(
        told,
        bridge=project_facts.bridge(page, panel, ratios.estimate(panel), settings, listed.base),
        worth=worth_facts.worth(page, listed),
    )


def _doubts(page: Briefing, listed: Listed) -> tuple[ListDoubt, ...]:
    made = []
    for each in listed.doubts:
        zh, en = registers.NAMES[each.kind]
        of = Figures(page, each.kind, Period.parse(str(listed.whole[each.kind]["period"].max())))
        labels = f"{zh}待核：{each.what}", f"{en}, to be checked: {each.what}"
        number = of.count(of.named("doubt").at(each.what), len(each.names), *labels)
        made.append(ListDoubt(each.kind, each.what, number, each.names[:_NAMED]))
    return tuple(made)


def _left_out(page: Briefing, listed: Listed) -> tuple[tuple[str, Fact], ...]:
    made = []
    for kind, table in listed.whole.items():
        number = len(table) - len(listed.sound[kind])
        if number:
            zh, en = registers.NAMES[kind]
            of = Figures(page, kind, Period.parse(str(table["period"].max())))
            made.append((kind, of.count("left_out", number, f"{zh}未计入的行", f"{en}: rows left out")))
    return tuple(made)
