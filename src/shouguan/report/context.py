"""What every section of a page reads: the place on a day, its forecasts, its facts, and the language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from shouguan.errors import DataError
from shouguan.observations import View
from shouguan.origin import Origin
from shouguan.periods import Lang, Period, ytd_label
from shouguan.place import Place, Target
from shouguan.report import collect, publication, words
from shouguan.report.facts import Fact, FactTable
from shouguan.report.publication import Published
from shouguan.report.sheet import Sheet, step_key, target_key


@dataclass
class Context:
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
    """

    place: Place
    view: View
    year: int
    lang: Lang
    facts: FactTable = field(default_factory=FactTable)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    subject: tuple[str, str] | None = None

    @property
    def as_of(self) -> dt.date:
        """The day whose knowledge the page rests on."""
        return self.view.as_of

    def say(self, zh: str, en: str, **parts: object) -> Markup:
        """Fill a sentence in the page's language."""
        return words.say(self.lang, zh, en, **parts)

    def stretch(self, period: Period) -> Markup:
        """Name a stretch of a year with its year: 2020年前三季度."""
        return self.say("{y}年{t}", "{t} {y}", y=period.year, t=ytd_label(period, self.lang))

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

    def base(self, sheet: Sheet) -> Fact | None:
        """Return last year's growth in the stretch that is left of this year, where it is known."""
        return self.facts.get(sheet.key("base", self.year - 1))

    def chance(self, sheet: Sheet, value: float) -> Markup:
        """Print the chance of a full-year figure."""
        return words.chance_percent(self.step(sheet, "chance", value), self.lang)


def prepare(place: Place, resolved: Origin, lang: Lang, seed: int, about: tuple[str, ...]) -> Context:
    """Forecast the indicators that the place has and collect their facts.

    An indicator that cannot be forecast on this day stays on the page as published, with the reason.

    Raises
    ------
    DataError
        With every reason, when none can be forecast.
    """
    context = Context(place, place.as_of(resolved.as_of), resolved.year, lang)
    for code in about:
        state = publication.publication(place, context.view, code)
        if state is None:
            continue
        try:
            sheet = collect.collect(context.facts, place, context.view, code, context.year, seed)
        except DataError as error:
            state = replace(state, reason=(error.zh, error.en))
        else:
            context.sheets[code] = sheet
        context.published.append(state)
    if not context.sheets:
        reasons = [state.reason for state in context.published if state.reason is not None]
        raise DataError("；".join(zh for zh, _ in reasons), "; ".join(en for _, en in reasons))
    return context
