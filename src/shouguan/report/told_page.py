"""The sections of a page, in any order, of what is told of a place: nothing here forecasts."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.components.accounting import PARTS
from shouguan.core.errors import DataError, nearest
from shouguan.facts.contents import Moved
from shouguan.report.charts import Chart
from shouguan.report.piece import Piece, of_forecast, shows
from shouguan.report.sections import (
    accounts,
    actions,
    audit,
    back_solving,
    cards,
    causes,
    data,
    headline,
    lists,
    misses,
    needed,
    notes,
    page_one,
    parts,
    pictures,
    present,
    problems,
    questions,
    scenarios,
    since,
    since_last,
    situation,
    sliders,
    status,
    unforecast,
    warnings,
)
from shouguan.report.told_base import ToldBase


class ToldPage(ToldBase):
    """The sections of a page whose chapters are complete; see `ToldBase`."""

    @shows
    def heading(self, zh: str | None = None, en: str | None = None, *, of: str | None = None) -> Piece:
        """Title and marks; a page about one indicator or something else than the year's course says so."""
        if zh is not None:
            self.context.subject = (zh, en or zh)
        self.context.topic = of
        return self._piece(headline.heading(self.context))

    @shows
    def conclusion(self, *, traced: bool = False) -> Piece:
        """The one sentence that leadership reads first; traced figures link to the audit trail."""
        return self._piece(headline.conclusion(self.context), traced=traced)

    @shows
    def so_far(self) -> Piece:
        """One sentence an indicator on what is published."""
        return self._piece(headline.so_far(self.context))

    @shows
    def page_one(self, *, traced: bool = False) -> Piece:
        """The table of page one; traced figures link to the audit trail."""
        self._complete("ranks", "score")
        return self._piece(page_one.page_one(self.context), traced=traced)

    @shows
    def causes(self) -> Piece:
        """What moved growth and, apart from it, what moved the forecast, each with its size."""
        self._complete("contributions")
        return self._piece(causes.causes(self.context, self._news()))

    @shows
    def page_one_actions(self) -> Piece:
        """The first actions of the office's own list, or else of its ledger, each with its owner."""
        self._complete("actions", "lists")
        return self._piece(actions.page_one_actions(self.context))

    @shows
    def flagged(self) -> Piece:
        """Page one's line on early warning: how many flags are up, and the gravest; nothing where none is."""
        self._complete("warnings")
        return self._piece(warnings.line(self.context))

    @shows
    def warnings(self) -> Piece:
        """The flags of early warning that are up, each with evidence, cost if it lasts, remedies and record."""
        self._complete("warnings")
        return self._piece(warnings.warnings(self.context))

    @shows
    def situation(self) -> Piece:
        """What is published, a paragraph an indicator, as a bulletin says it."""
        self._complete("contributions", "parts", "courses")
        return self._piece(situation.situation(self.context))

    @shows
    def problems(self) -> Piece:
        """What stands in the way, each with its figure."""
        self._complete(*problems.CHAPTERS)
        return self._piece(problems.problems(self.context))

    @shows
    def actions(self) -> Piece:
        """The office's own list of actions, with owners, deadlines and states."""
        self._complete("actions")
        return self._piece(actions.actions(self.context))

    @shows
    def lists(self) -> Piece:
        """What the place's lists of projects, firms and funds say; nothing where it keeps none."""
        self._complete("lists", "actions")
        return self._piece(lists.lists(self.context))

    @shows
    def districts(self) -> Piece:
        """The projects' rates by district; nothing where the place keeps no ledger."""
        self._complete("lists")
        return self._piece(lists.districts(self.context))

    @shows
    @of_forecast
    def questions(self) -> Piece:
        """Ten questions that leaders ask, answered from facts."""
        self._complete("contributions")
        self._complete("rules", codes=tuple(self.context.sheets)[:1])
        return self._piece(questions.questions(self.context, self._news()))

    @shows
    def cards(self, *, whole: bool = False) -> Piece:
        """A line on each indicator's definition (口径) that opens to its card; or the cards whole."""
        self._complete("cards")
        return self._piece(cards.cards(self.context, whole=whole))

    @shows
    @of_forecast
    def since_last(self) -> Piece:
        """What changed since the last briefing."""
        self._compare()
        return self._piece(since_last.since_last(self.context, self.context.contents.last))

    @shows
    def audit(self) -> Piece:
        """Where each figure shown so far comes from, one folded block an indicator."""
        return Piece(audit.audit(self.context, self._printed))

    @shows
    def outline(self, **sections: tuple[str, str]) -> Piece:
        """List the page's sections, numbered, to be reached by link; `section` then takes their keys.

        A section that would have nothing to show (`sections.present`) is left out.

        Parameters
        ----------
        **sections : (str, str)
            Key → title in Chinese and in English, in order; titles of annexes begin with 附表： and Annex: .
        """
        shown = headline.numbered(
            {key: title for key, title in sections.items() if present.has(self.context, key, self._complete)}
        )
        self._outline = {key: shown.get(key) for key in sections}
        return Piece(headline.contents(self.context, shown))

    @shows
    def why_not(self, *codes: str) -> Piece:
        """Say why there is no forecast of these indicators, or of any, the first time in full; for the analyst."""
        told, self._excused = self._excused, True
        return self._piece(unforecast.why_not(self.context, codes, told=told))

    @shows
    def figures(self) -> Piece:
        """All published figures of the year, an indicator a row, on a page that has no forecast to show."""
        if self.context.sheets:
            return Piece(Markup(""))
        self._complete("figures")
        return self._piece(unforecast.figures(self.context))

    @shows
    def section(self, zh: str, en: str = "") -> Piece:
        """A section's heading in the page's language: a key of `outline`, or a title in both languages."""
        key, title = (zh, self._outline[zh]) if zh in self._outline else ("", (zh, en))
        if title is None:
            return Piece(Markup(""))
        zh, en = title
        ident = Markup(' id="{}"').format(key) if key else Markup("")
        return Piece(Markup("<h2{}>{}</h2>").format(ident, self.context.either("{t}", "{e}", t=zh, e=en)))

    @shows
    def chart(self, kind: str, *codes: str) -> Piece:
        """A picture of these indicators.

        By default the fans of all that are forecast, the contributions to GDP, the pace of investment, and of the
        other kinds that of the first indicator.

        Parameters
        ----------
        kind : str
            `fan`, `pace`, `year` (the pace of investment, the fan of others), `ladder`, `contributions`, `gap`,
            `peers`, `ranks`, `news`, `record` or `reliability`.

        Raises
        ------
        DataError
            When there is no such picture; the message names the nearest.
        """
        return self._pictures(self._drawn(kind, codes))

    @shows
    def charts(self, *kinds: str) -> Piece:
        """Pictures of several kinds side by side, each of the indicators that `chart` takes by default."""
        return self._pictures([drawn for kind in kinds for drawn in self._drawn(kind, ())])

    def _drawn(self, kind: str, codes: tuple[str, ...]) -> list[Chart | Markup]:
        if kind in pictures.OF_LISTS:
            self._complete("lists")
            of_lists = pictures.OF_LISTS[kind](self.context)
            return [] if of_lists is None else [of_lists]
        if kind not in pictures.KINDS:
            zh, en = nearest(kind, pictures.KINDS)
            raise DataError(f"没有名为“{kind}”的图{zh}", f"no picture '{kind}'{en}")
        everyone = self.context.all_sheets if kind in pictures.OF_PUBLISHED else self.context.sheets
        usual = pictures.usual(kind, list(everyone))
        without = [code for code in codes if code in self.context.unforecast and code not in everyone]
        if without or (not everyone and kind not in pictures.OF_PUBLISHED):
            return [self.why_not(*without).html]
        self._complete(*pictures.CHAPTERS.get(kind, ()), codes=codes or usual)
        chosen = self._chosen(codes or usual, everyone) if codes or usual else []
        return [pictures.KINDS[kind](self.context, sheet) for sheet in chosen]

    def _pictures(self, drawn: list[Chart | Markup]) -> Piece:
        shown = Markup('<div class="charts">{}</div>').format(Markup("").join(drawn))
        return self._piece(shown if drawn else Markup(""))

    @shows
    @of_forecast
    def fans(self, *codes: str) -> Piece:
        """The fan charts of these indicators, or of all that are forecast."""
        return self.chart("fan", *codes)

    @shows
    def required(self, *codes: str) -> Piece:
        """What full-year figures take of the rest of the year, for these indicators or all."""
        chosen = [sheet for sheet in self._chosen(codes, self.context.all_sheets) if sheet.ladder]
        self._complete("pace", codes=tuple(sheet.code for sheet in chosen if sheet.code in self.context.sheets))
        return self._piece(Markup("").join(needed.with_pace(self.context, sheet) for sheet in chosen))

    @shows
    def singles(self, *codes: str) -> Piece:
        """Single-period growth backed out of YTD growth, for these indicators or all."""
        self._complete("singles", codes=codes or None)
        chosen = self._chosen(codes, self.context.all_sheets)
        return self._piece(Markup("").join(parts.singles(self.context, sheet) for sheet in chosen))

    @shows
    def contributions(self) -> Piece:
        """What the eleven industries add to GDP growth, with the residual."""
        (sheet,) = self._chosen(("gdp",), self.context.all_sheets)
        self._complete("contributions", codes=("gdp",))
        return self._piece(parts.contributions(self.context, sheet))

    @shows
    @of_forecast
    def accounts(self, *codes: str) -> Piece:
        """Each total by its parts: weight, growth so far, expected year and contribution, and the residual."""
        chosen = [sheet for sheet in self._chosen(codes) if sheet.code in PARTS]
        self._complete("accounts", codes=tuple(sheet.code for sheet in chosen))
        return self._piece(Markup("").join(accounts.accounts(self.context, sheet) for sheet in chosen))

    @shows
    @of_forecast
    def conversions(self) -> Piece:
        """How industries follow their base indicators, with what was set by hand and why."""
        (sheet,) = self._chosen(("gdp",))
        self._complete("conversions", codes=("gdp",))
        return self._piece(accounts.conversions(self.context, sheet))

    @shows
    @of_forecast
    def back_solving(self, *codes: str) -> Piece:
        """What each target asks of industries and base indicators, with how plausible that is."""
        chosen = [sheet for sheet in self._chosen(codes) if sheet.code in PARTS]
        self._complete("back_solving", codes=tuple(sheet.code for sheet in chosen))
        return self._piece(Markup("").join(back_solving.back_solving(self.context, sheet) for sheet in chosen))

    @shows
    @of_forecast
    def news(self, *codes: str) -> Piece:
        """Why the forecasts moved since `since`, by default since the release before the newest."""
        self._complete("news", codes=codes or None)
        return self._piece(Markup("").join(since.moved(self.context, sheet) for sheet in self._chosen(codes)))

    @shows
    @of_forecast
    def scenarios(self, *names: str) -> Piece:
        """Scenarios side by side, the base first: these, or all that the place has."""
        self._set_beside(names)
        return self._piece(scenarios.scenarios(self.context, self.context.contents.scenarios[" ".join(names)]))

    @shows
    @of_forecast
    def what_if(self, *codes: str) -> Piece:
        """Sliders for the target and the parts of each total, with tables that stand without them.

        None of an indicator where less is better: it has no parts, and the script counts what is as high as a target.
        """
        chosen = [sheet for sheet in self._chosen(codes) if sheet.entry.better == "higher"]
        if not self._sliders or not chosen:
            return self._piece(Markup(""))
        self._complete("levers", codes=tuple(sheet.code for sheet in chosen))
        return self._piece(Markup("").join(sliders.sliders(self.context, sheet) for sheet in chosen))

    @shows
    def status(self) -> Piece:
        """What is published, what is not yet, and when it is expected."""
        return self._piece(status.status(self.context))

    @shows
    @of_forecast
    def yardsticks(self) -> Piece:
        """The model beside the rules of thumb, and how each did before."""
        self._complete("past")
        return self._piece(notes.yardsticks(self.context))

    @shows
    @of_forecast
    def misses(self, *codes: str) -> Piece:
        """Each past forecast at this point of the year against what came, and where simple rules won."""
        self._complete("past", codes=codes or None)
        return self._piece(Markup("").join(misses.misses(self.context, sheet) for sheet in self._chosen(codes)))

    @shows
    def coverage(self) -> Piece:
        """Which series the place has, and how far they reach."""
        self._complete("data")
        return self._piece(data.coverage(self.context))

    @shows
    def checks(self) -> Piece:
        """What the checks of the place's figures found."""
        self._complete("data")
        return self._piece(data.findings(self.context))

    @shows
    def revisions(self) -> Piece:
        """Which figures were revised, and which forecasts that moved."""
        self._complete("data")
        return self._piece(data.revised(self.context))

    @shows
    def method(self) -> Piece:
        """Notes on method and data."""
        return self._piece(notes.method(self.context))

    def _news(self) -> Moved | None:
        """What moved the forecast of the first indicator, where that can be said."""
        first = next(iter(self.context.sheets.values()), None)
        if first is None:
            return None
        self._complete("news", codes=(first.code,))
        moved = self.context.moved(first)
        return moved if isinstance(moved, Moved) else None
