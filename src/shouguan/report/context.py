"""What a section of a page reads, and how it is said in the page's language."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from shouguan.core.periods import Period, ytd_label
from shouguan.data.place import Target
from shouguan.facts.indicator_report import Sheet, entry_for
from shouguan.facts.table import Fact
from shouguan.facts.told import Told
from shouguan.report import templating
from shouguan.report.language import words


class Context(Told):
    """What there is to tell, in the language of a page."""

    def say(self, zh: str, context: str | None = None, /, **parts: object) -> Markup:
        """Fill a sentence in the page's language; its English stands in the catalogue."""
        return words.say(self.lang, zh, context, **parts)

    def either(self, zh: str, en: str, /, **parts: object) -> Markup:
        """Fill one of two sentences that the catalogue cannot hold: put together, or filled with other parts."""
        return words.either(self.lang, zh, en, **parts)

    def fill(self, template: str, /, **values: object) -> Markup:
        """Fill a section's template, which reads the page as `page` and speaks its language with `say` and `either`."""
        return templating.fill(template, page=self, lang=self.lang, say=self.say, either=self.either, **values)

    def items(self, items: Iterable[Markup], start: str = "<ul>") -> Markup:
        """Return a list of points; `start` may make it a numbered one or name its class."""
        points = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
        return Markup("{}{}</{}>").format(Markup(start), points, start[1:3])

    def note(self, text: str) -> Markup:
        """Return a small remark, such as why there is nothing to show."""
        return Markup('<p class="note">{}</p>').format(text)

    def lacking(self, text: str) -> Markup:
        """Return what an analyst could add: shown in the notebook, and left out of a briefing."""
        return Markup('<p class="note lacking">{}</p>').format(text)

    def given(self, zh: str, en: str = "") -> Markup:
        """Return an office's own text; on an English page its translation, or else the Chinese, marked as such."""
        if self.lang == "zh" or en:
            return self.facts.quote(zh if self.lang == "zh" else en)
        return Markup('<span lang="zh-CN">{}</span>').format(self.facts.quote(zh))

    def named(self, code: str) -> str:
        """Name an indicator as the page's place calls it."""
        entry = entry_for(self.place, code)
        return entry.zh if self.lang == "zh" else entry.en

    def region(self, code: str) -> str:
        """Name a region, by its code where the place has no name for it."""
        region = self.place.regions.get(code)
        return code if region is None else region.name if self.lang == "zh" else region.name_en

    def stretch(self, period: Period) -> Markup:
        """Name a stretch of a year with its year: 2020年前三季度."""
        return self.say("{y}年{t}", y=period.year, t=ytd_label(period, self.lang))

    def so_far(self, sheet: Sheet) -> Markup:
        """Name the stretch of an indicator's newest figure, with its year where that is not the page's."""
        if sheet.origin.year != self.year:
            return self.stretch(sheet.origin)
        return Markup(escape(ytd_label(sheet.origin, self.lang)))

    def aim(self, sheet: Sheet, target: Target) -> Markup:
        """Say a target's figure as it was set: 6.5%左右, 下降3.0%以上."""
        return words.aim(self.of_target(sheet, "target", target), self.lang, bound=target.bound)

    def gap(self, sheet: Sheet, target: Target, name: str | Markup) -> Markup:
        """Say how far the expected or the published year is from a target, which is called by this name."""
        gap, aim = self.of_target(sheet, "gap", target), self.of_target(sheet, "target", target)
        return words.gap(gap, aim, name, self.lang, bound=target.bound, better=sheet.entry.better)

    def slack(self, sheet: Sheet, value: float) -> bool:
        """Whether a full-year figure is met even where the rest of the year falls; or grows, where less is better."""
        return sheet.entry.sign * self.step(sheet, "required", value).rounded < 0

    def assumed(self) -> Markup | None:
        """Name the scenario that the page's forecasts rest on; None where nothing is assumed."""
        return (
            None
            if self.contents.assumed is None
            else self.facts.quote(self.contents.assumed[0 if self.lang == "zh" else 1])
        )

    def later_revisions(self) -> bool:
        """Whether a newest figure or a weight is known as of today only, with the revisions since the page's day."""
        weighed = any(sheet.weights.pseudo for sheet in self.all_sheets.values())
        return weighed or any(each.pseudo for each in self.published)

    def untested(self, sheet: Sheet) -> Markup:
        """Return the mark of an interval or a chance that no past forecast could test; nothing where some did."""
        tested = sheet.key("record", "n") in self.facts.facts
        return Markup("") if tested else words.kept(self.say("（未检验）"))

    def own_record(self, sheet: Sheet) -> tuple[Fact, Fact] | None:
        """Return of how many years the place's own past forecasts are told, and how far off they were; None of none."""
        past = self.contents.past.get(sheet.code)
        if past is None or past.region != self.place.region:
            return None
        return self.facts[sheet.key("past", "n")], self.facts[sheet.key("past", "mae")]

    def chance(self, sheet: Sheet, value: float) -> Markup:
        """Print the chance of a full-year figure."""
        return words.chance_percent(self.step(sheet, "chance", value), self.lang)
