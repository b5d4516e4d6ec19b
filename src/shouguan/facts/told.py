"""What the sections of a page read: a place on a day as plain data. No draws, models or files stand behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from shouguan.components.accounting import NO_PARTS
from shouguan.core import indicators
from shouguan.core.periods import Lang, Period
from shouguan.data.place import Target, Where
from shouguan.facts.contents import Contents, Contributed, Moved, Reason, Standing
from shouguan.facts.indicator_report import Sheet, bare, step_key, target_key
from shouguan.facts.publication import Published
from shouguan.facts.table import Fact, FactTable


@dataclass
class Told:
    """What there is to tell of one place on one day.

    Attributes
    ----------
    place : Where
    as_of : date
        The day whose knowledge the page rests on.
    year : int
        The year that is closed.
    lang : {'zh', 'en'}
    facts : FactTable
    sheets : dict of str to Sheet
        The indicators that are forecast, in the order of page one.
    unforecast : dict of str to Sheet
        Those that have figures of the year and are not forecast: published, and what follows by algebra alone.
    published : list of Published
        The indicators that have figures, forecast or not.
    subject : (str, str), optional
        What the page is about, in Chinese and English, where that is not the year's course.
    topic : str, optional
        The one indicator that the page is about, by its code.
    reasons, whole : dict of str to Reason
        Why an indicator is not forecast, and why a total is not taken apart.
    contents : Contents
        What sections read besides facts.
    chapters : set of (str, str)
        The chapters that are complete, each of an indicator (`facts.complete`).
    """

    place: Where
    as_of: dt.date
    year: int
    lang: Lang
    facts: FactTable = field(default_factory=FactTable)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    unforecast: dict[str, Sheet] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    subject: tuple[str, str] | None = None
    topic: str | None = None
    reasons: dict[str, Reason] = field(default_factory=dict)
    whole: dict[str, Reason] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    chapters: set[tuple[str, str]] = field(default_factory=set)

    @property
    def all_sheets(self) -> dict[str, Sheet]:
        """The indicators that have figures of the year, forecast or not, in the order of page one."""
        both = self.sheets | self.unforecast
        known = [code for code in indicators.FORECAST if code in both]
        return {code: both[code] for code in dict.fromkeys([*known, *both])}

    def naming(self, code: str) -> Sheet:
        """Return the page's own sheet of an indicator, or one that only names it, for published figures."""
        return self.all_sheets.get(code) or bare(self.place.region, code, self.year, self.as_of)

    def full_year(self, sheet: Sheet, name: str) -> Fact:
        """Return the expected full-year figure: `median`, `lower80` or `upper80`."""
        return self.facts[sheet.key("full_year", self.year, name)]

    def newest(self, sheet: Sheet) -> Fact:
        """Return the newest published YTD growth."""
        return self.facts[sheet.key("ytd", sheet.origin)]

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

    def why_whole(self, total: str) -> Reason:
        """Say why a total is not taken apart."""
        return self.whole.get(total, NO_PARTS)
