"""One place on one day with everything forecast: what the facts of a page are collected from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from shouguan.analysis.back_solving import Plan
from shouguan.analysis.news import News
from shouguan.analysis.scenarios.changes import under
from shouguan.analysis.scenarios.entries import Scenario
from shouguan.analysis.scenarios.file import BASE, changes_for, load
from shouguan.components import joint as linked_model
from shouguan.components.accounts import board
from shouguan.components.conversion import Coefficients, Method, estimate, read_method
from shouguan.components.joint import Linked
from shouguan.components.levers import Board
from shouguan.components.peers import GroupDraws, draw_group
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang
from shouguan.data import assessment_settings, registers
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.observations import View
from shouguan.data.origin import Origin, briefed
from shouguan.data.place import Place
from shouguan.facts import collect, known, publication
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.told import Told
from shouguan.models.history import of_any_length
from shouguan.models.outlook import Joint

if TYPE_CHECKING:
    from shouguan.investment.listed import Listed


@dataclass
class Briefing(Told):
    """One place on one day, with everything forecast and every fact collected.

    Attributes
    ----------
    place, view : Place, View
    linked, plain : Linked
        The forecasts of all indicators, totals and parts, whose draws go together: under the page's scenario,
        and under none.
    scenario : str
        The page's scenario.
    scenarios : dict of str to Scenario
        All that the place has.
    since : date, optional
        The day that the page explains its changes from.
    method : Method
        What the analyst sets of the accounting method.
    seed : int
    plans : dict of (str, str) to Plan
        The way to each target, by indicator and step; filled when first asked for.
    news : dict of str to News
        Why forecasts moved, of the indicators that this was asked of.
    """

    place: Place
    view: View = field(kw_only=True)
    linked: Linked = field(default_factory=lambda: Linked(Joint(())))
    plain: Linked = field(default_factory=lambda: Linked(Joint(())))
    scenario: str = BASE
    scenarios: dict[str, Scenario] = field(default_factory=lambda: load(None))
    since: dt.date | None = None
    method: Method = field(default_factory=Method)
    seed: int = 0
    plans: dict[tuple[str, str], Plan] = field(default_factory=dict)
    news: dict[str, News] = field(default_factory=dict)

    @cached_property
    def links(self) -> dict[str, Coefficients]:
        """How each industry follows its base indicators, where enough is on record."""
        gdp = self.sheets.get("gdp")
        if gdp is None:
            return {}
        end = gdp.entry.calendar.periods(self.year)[-1]
        estimates = {code: estimate(self.view, self.place.region, code, end, self.method) for code in INDUSTRIES}
        return {code: link for code, link in estimates.items() if link is not None}

    @cached_property
    def assessment(self) -> AssessmentSettings:
        """How the office assesses."""
        return assessment_settings.read(self.place)

    @cached_property
    def group(self) -> GroupDraws | None:
        """The years of the assessment group under no scenario, drawn with the page's own; None without a group."""
        regions = self.assessment.group(self.place)
        if not regions:
            return None
        codes, own = list(self.sheets), self.plain.joint
        return draw_group(self.place, self.view, codes, self.year, regions, own=own, seed=self.seed)

    @cached_property
    def listed(self) -> Listed | None:
        """The place's lists as they were known on the day; None where it keeps none."""
        if not registers.kept(self.place):
            return None
        from shouguan.investment import listed  # noqa: PLC0415  # loads what estimates from below, which few places have

        return listed.known(self.place, self.view, self.year)

    def board(self, sheet: Sheet) -> Board:
        """Return the levers of a total's parts; none of them where it cannot be taken apart."""
        accounts = self.linked.accounts.get(sheet.code)
        return board(self.linked.outlook(sheet.code)) if accounts is None else accounts.board()


B = TypeVar("B", bound=Briefing)


def prepare(
    kind: type[B],
    place: Place,
    resolved: Origin,
    lang: Lang,
    seed: int,
    about: tuple[str, ...],
    *,
    scenario: str = BASE,
    since: dt.date | None = None,
) -> B:
    """Forecast the indicators that the place has and collect their facts.

    An indicator that cannot be forecast on this day stays on the page as published, with the reason and with what
    follows without a forecast. That may be all of them.

    Raises
    ------
    DataError
        When there is no such scenario, it does not fit the day, or there is no forecast that it could be about.
    """
    view = place.as_of(resolved.as_of)
    states = {code: state for code in about if (state := publication.publication(place, view, code)) is not None}
    method, scenarios = read_method(place.folder), load(place.folder)
    entries = changes_for(scenarios, scenario)
    # A scenario may be about any indicator of the place, and moves the others: it is the same on every page.
    drawn = briefed(place) if entries else list(states)
    plain = linked_model.fit_predict_any(place, view, drawn, resolved.year, seed=seed, method=method)
    if entries and not plain.codes:
        raise plain.why_none()
    linked = under(plain, entries, view).only(list(states))
    plain = plain.only(list(states))
    context = kind(
        place,
        view.as_of,
        resolved.year,
        lang,
        reasons=linked.reasons,
        whole=linked.whole,
        view=view,
        linked=linked,
        plain=plain,
        scenario=scenario,
        scenarios=scenarios,
        since=since,
        method=method,
        seed=seed,
    )
    if scenario != BASE:
        context.contents.assumed = scenarios[scenario].title("zh"), scenarios[scenario].title("en")
    for code, state in states.items():
        if code in linked.codes:
            context.sheets[code] = collect.collect(context.facts, place, view, linked.outlook(code))
        elif (past := of_any_length(place, view, code, resolved.year)).known:
            sheet = known.sheet_of(place, view, code, past, near=float(past.this_year[-1]))
            known.collect(context.facts, place, sheet, view, past)
            context.unforecast[code] = sheet
        context.published.append(replace(state, reason=linked.reasons.get(code)))
    return context
