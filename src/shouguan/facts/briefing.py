"""What every section of a page reads: the place on a day, its forecasts, its facts, and the language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from shouguan.analysis.back_solving import Plan
from shouguan.analysis.scenarios.changes import changes
from shouguan.analysis.scenarios.conditioning import condition
from shouguan.analysis.scenarios.entries import Scenario
from shouguan.analysis.scenarios.file import BASE, changes_for, load
from shouguan.components import joint as linked_model
from shouguan.components.accounts import board
from shouguan.components.conversion import Coefficients, Method, estimate, read_method
from shouguan.components.joint import Linked
from shouguan.components.levers import Board
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Lang, Period
from shouguan.data.observations import View
from shouguan.data.origin import Origin
from shouguan.data.place import Place, Target
from shouguan.facts import collect, publication
from shouguan.facts.contents import Contents, Contributed, Moved, Reason, Standing
from shouguan.facts.indicator_report import Sheet, step_key, target_key
from shouguan.facts.publication import Published
from shouguan.facts.table import Fact, FactTable
from shouguan.models.outlook import Joint


@dataclass
class Briefing:
    """One place on one day, with everything forecast and every fact collected.

    Attributes
    ----------
    place, view : Place, View
    year : int
        The year that is closed.
    lang : {'zh', 'en'}
    facts : FactTable
    sheets : dict of str to Sheet
        The indicators that are forecast, in the order of page one.
    published : list of Published
        The indicators that have figures, forecast or not.
    subject : (str, str), optional
        What the page is about, in Chinese and English, where that is not the year's course.
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
    contents : Contents
        What sections read besides facts.
    chapters : set of (str, str)
        The chapters that are complete, each of an indicator (`facts.complete`).
    """

    place: Place
    view: View
    year: int
    lang: Lang
    facts: FactTable = field(default_factory=FactTable)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    subject: tuple[str, str] | None = None
    linked: Linked = field(default_factory=lambda: Linked(Joint(())))
    plain: Linked = field(default_factory=lambda: Linked(Joint(())))
    scenario: str = BASE
    scenarios: dict[str, Scenario] = field(default_factory=lambda: load(None))
    since: dt.date | None = None
    method: Method = field(default_factory=Method)
    seed: int = 0
    plans: dict[tuple[str, str], Plan] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    chapters: set[tuple[str, str]] = field(default_factory=set)

    @property
    def as_of(self) -> dt.date:
        """The day whose knowledge the page rests on."""
        return self.view.as_of

    def full_year(self, sheet: Sheet, name: str) -> Fact:
        """Return the expected full-year figure: `median`, `lower80` or `upper80`."""
        return self.facts[sheet.key("full_year", self.year, name)]

    def newest(self, sheet: Sheet) -> Fact:
        """Return the newest published YTD growth."""
        return self.facts[sheet.key("ytd", sheet.outlook.origin)]

    def step(self, sheet: Sheet, kind: str, value: float) -> Fact:
        """Return a figure of the ladder: `step`, `required`, `required_at_least` or `chance`."""
        return self.facts[sheet.key(kind, self.year, step_key(value))]

    def of_target(self, sheet: Sheet, kind: str, target: Target) -> Fact:
        """Return a figure of a target: `target` or `gap`."""
        return self.facts[sheet.key(kind, self.year, target_key(target))]

    def told(self, chapter: str, code: str = "") -> Contents:
        """Return the contents, of which a chapter must be complete: what is missing in it is missing on record.

        Raises
        ------
        LookupError
            When the chapter was not completed (`facts.complete`).
        """
        if (chapter, code) not in self.chapters:
            raise LookupError(f"the chapter {chapter} {code} of the briefing is not complete")
        return self.contents

    def standing(self, sheet: Sheet) -> Standing:
        """Return how an indicator stands beside others."""
        return self.contents.standing[sheet.code]

    def contributed(self, sheet: Sheet) -> Contributed | None:
        """Return a total's growth by its parts, where all of them are known."""
        return self.told("contributions", sheet.code).contributed.get(sheet.code)

    def growth(self, code: str, period: Period) -> Fact | None:
        """Return the place's published YTD growth of any indicator, where the briefing has it."""
        return self.facts.get(f"{code}.ytd.{period}")

    def moved(self, sheet: Sheet) -> Moved | Reason:
        """Return what moved an indicator's forecast, or why that cannot be said."""
        return self.told("news", sheet.code).moved[sheet.code]

    def base(self, sheet: Sheet) -> Fact | None:
        """Return last year's growth in the stretch that is left of this year, where it is known."""
        return self.facts.get(sheet.key("base", self.year - 1))

    @cached_property
    def links(self) -> dict[str, Coefficients]:
        """How each industry follows its base indicators, where enough is on record."""
        gdp = self.sheets.get("gdp")
        if gdp is None:
            return {}
        end = gdp.entry.calendar.periods(self.year)[-1]
        found = {code: estimate(self.view, self.place.region, code, end, self.method) for code in INDUSTRIES}
        return {code: link for code, link in found.items() if link is not None}

    def board(self, sheet: Sheet) -> Board:
        """Return the levers of a total's parts; none of them where it cannot be taken apart."""
        accounts = self.linked.accounts.get(sheet.code)
        return board(sheet.outlook) if accounts is None else accounts.board()


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

    An indicator that cannot be forecast on this day stays on the page as published, with the reason.

    Raises
    ------
    DataError
        With every reason, when none can be forecast; when there is no such scenario, or it does not fit the day.
    """
    view = place.as_of(resolved.as_of)
    states = {code: state for code in about if (state := publication.publication(place, view, code)) is not None}
    method, scenarios = read_method(place.folder), load(place.folder)
    entries = changes_for(scenarios, scenario)
    plain = linked_model.fit_predict(place, view, tuple(states), resolved.year, seed=seed, method=method)
    linked = plain.under(condition(plain.joint, changes(entries, plain.joint, view))) if entries else plain
    context = kind(
        place,
        view,
        resolved.year,
        lang,
        linked=linked,
        plain=plain,
        scenario=scenario,
        scenarios=scenarios,
        since=since,
        method=method,
        seed=seed,
    )
    for code, state in states.items():
        if code in linked.codes:
            context.sheets[code] = collect.collect(context.facts, place, view, linked.outlook(code))
        context.published.append(replace(state, reason=linked.reasons.get(code)))
    return context
