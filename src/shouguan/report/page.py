"""The page as a notebook calls it: open it once, show its sections in any order, hand over its facts."""

from __future__ import annotations

from typing import Any

from shouguan.core import indicators, parameters
from shouguan.data import origin
from shouguan.data.place import load
from shouguan.facts import changes as last
from shouguan.facts import complete as chapters
from shouguan.facts import last_briefing, scenario_facts, written
from shouguan.facts.briefing import prepare
from shouguan.facts.changes import Previous
from shouguan.facts.complete import complete
from shouguan.facts.table import FACTS_MIME
from shouguan.facts.written import Script
from shouguan.report.context import Context
from shouguan.report.live import Live
from shouguan.report.sections import headline
from shouguan.report.skipping import skip_marked
from shouguan.report.told_page import ToldPage


class Facts:
    """The facts as a notebook output that only the renderer reads."""

    def __init__(self, context: Context, script: Script) -> None:
        self._context = context
        self._script = script

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = written.to_json(self._context, self._script)
        return {
            FACTS_MIME: {"title": headline.title(self._context), "facts": facts},
            "text/plain": f"{len(self._context.facts.facts)} facts",
        }


def open_page(
    place: str = "全国",
    *,
    as_of: str | None = None,
    year: int | None = None,
    scenario: str = "base",
    since: str | None = None,
    lang: str = "zh",
    seed: int = 0,
    sliders: bool = True,
    previous: str | None = None,
    about: tuple[str, ...] = indicators.FORECAST,
) -> Page:
    """Open a page on a place as of a day.

    Parameters
    ----------
    place, as_of, year, scenario, since, lang, seed, sliders, previous
        As in `shouguan.settings.Parameters`.
    about : tuple of str
        The indicators to forecast; the first that the place has decides which year is open. Those that
        it does not have are left out, and those with too few figures stand on the page as published.

    Returns
    -------
    Page

    Raises
    ------
    DataError, UsageError
        When a parameter is wrong or nothing is published of the day; the message names the nearest valid choice.
    """
    checked = parameters.check(
        {
            "place": place,
            "as_of": as_of,
            "year": year,
            "scenario": scenario,
            "since": since,
            "lang": lang,
            "seed": seed,
            "sliders": sliders,
            "previous": previous,
        }
    )
    where = load(checked.place)
    resolved = origin.stand(where, about, checked.as_of, checked.year)
    if checked.since is not None:
        origin.in_order(checked.since, resolved.as_of)
    before = last.load(checked.previous)
    day = checked.since or (None if before is None else before.as_of)
    context = prepare(Live, where, resolved, checked.lang, checked.seed, about, scenario=checked.scenario, since=day)
    return Page(context, sliders=checked.sliders, previous=before)


class Page(ToldPage):
    """A place on a day, and the sections that show it; what a section needs is completed when it is asked for.

    Parameters
    ----------
    context : Live
        The forecasts and facts; an analyst may look at `page.context.facts` and `.sheets`.
    sliders : bool
        Whether `what_if` shows sliders.
    previous : Previous, optional
        The last briefing.
    """

    context: Live

    def __init__(self, context: Live, *, sliders: bool = True, previous: Previous | None = None) -> None:
        super().__init__(context, sliders=sliders)
        self._previous = previous
        complete(context, "standing")
        if not context.all_sheets:
            complete(context, "figures")

    def skip_without_forecast(self, code: str) -> None:
        """Let cells of this notebook that begin with `# 测算` say why there is no forecast of an indicator.

        Where there is one they run as they stand.
        """
        skip_marked(None if code in self.context.sheets else f"page.why_not({code!r})")

    def publish(self) -> Facts:
        """Hand the facts to the renderer; shows nothing on the page."""
        return Facts(self.context, Script(tuple(self.shown), self._sliders))

    def _complete(self, *chapters: str, codes: tuple[str, ...] | None = None) -> None:
        complete(self.context, *chapters, codes=codes)

    def _compare(self) -> None:
        if self._previous is not None and self.context.contents.last is None:
            chapters.briefing(self.context)
            self.context.contents.last = last_briefing.compared(self.context, self._previous)

    def _set_beside(self, names: tuple[str, ...]) -> None:
        self.context.contents.scenarios[" ".join(names)] = scenario_facts.compared(self.context, names)
