"""One indicator on a page: where its year stands, its targets, and how its facts are named and made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from shouguan.core import indicators
from shouguan.core.indicators import Indicator
from shouguan.core.periods import Lang, Period, rest_label, ytd_label
from shouguan.core.rounding import half_up
from shouguan.core.ytd import Band
from shouguan.data.observations import View
from shouguan.data.place import NATION, Target, Where
from shouguan.facts.judgements import FIRM
from shouguan.facts.table import Fact, FactTable, Name, name_of
from shouguan.models.outlook import QUANTILES, Outlook

_KIND_KEYS = {"原目标": "original", "奋斗目标": "stretch", "确保": "floor", "力争": "reach"}


@dataclass(frozen=True)
class Weighed:
    """Whose figures, and of which year, say how much each period of a year weighs; no region: all months alike."""

    region: str | None
    base_year: int | None
    pseudo: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that the page needs to know of one indicator besides its facts; plain data, as all of `contents`.

    Attributes
    ----------
    entry : Indicator
    region : str
    year : int
        The year that is closed.
    as_of : date
    origin : Period
        The last period published; of the year before where nothing of the year is.
    known : int
        How many periods of the year are published.
    weights : Weighed
    targets : tuple of Target
        Oldest first; the last is the one that page one is about.
    ladder : tuple of float
        Full-year figures for which required growth is shown, ascending; targets are among them.
    """

    entry: Indicator
    region: str
    year: int
    as_of: dt.date
    origin: Period
    known: int
    weights: Weighed
    targets: tuple[Target, ...]
    ladder: tuple[float, ...]

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.entry.code

    @property
    def closed(self) -> bool:
        """Whether the year's full figure is out."""
        return self.known == self.entry.calendar.size

    @property
    def main_target(self) -> Target | None:
        """The newest target, which page one measures the gap to."""
        return self.targets[-1] if self.targets else None

    def goal_name(self, target: Target, facts: FactTable, lang: Lang) -> str:
        """Name a target: by its kind where there are several, else simply the target.

        A floor (确保) whose chance, as printed, is under `FIRM` is called 底线目标: nothing unlikely is promised.
        """
        if lang == "en":
            return "target"
        chance = facts.get(self.key("chance", self.year, step_key(target.met_from)))
        if target.kind == "确保" and (chance is None or chance.rounded < FIRM):
            return "底线目标"
        return target.kind if len(self.targets) > 1 or target.kind != "原目标" else "目标"

    def name(self, lang: Lang) -> str:
        """Name the indicator."""
        return self.entry.zh if lang == "zh" else self.entry.en

    def rest(self, lang: Lang) -> str:
        """Name the rest of the year."""
        return rest_label(self.entry.calendar, self.known, lang)

    def key(self, *parts: object) -> str:
        """Return a fact's key under this indicator."""
        return ".".join([self.code, *map(str, parts)])


def bare(region: str, code: str, year: int, as_of: dt.date) -> Sheet:
    """Return a sheet that only names an indicator: nothing of its year is known, weighed or aimed at."""
    entry = indicators.indicator(code)
    end = entry.calendar.periods(year - 1)[-1]
    return Sheet(entry, region, year, as_of, end, 0, Weighed(None, None, False), (), ())


def entry_for(place: Where, code: str) -> Indicator:
    """Return the catalogue's entry as this place calls it: the nation's GDP is 国内生产总值."""
    entry = indicators.indicator(code)
    return replace(entry, zh="国内生产总值") if code == "gdp" and place.region == NATION else entry


def step_key(value: float) -> str:
    """Return a full-year figure as part of a key: 3.5 → `3p5`, −0.5 → `m0p5`."""
    return f"{half_up(value, 1):.1f}".replace("-", "m").replace(".", "p")


def target_key(target: Target) -> str:
    """Return the part of a key that names a target's kind."""
    return _KIND_KEYS[target.kind]


def difference(sheet: Sheet, ours: str, aim: str) -> str:
    """Return how far a figure is from a target, as a formula: below zero it falls short, whichever side is better."""
    return f"{ours} − {aim}" if sheet.entry.better == "higher" else f"{aim} − {ours}"


def figure(sheet: Sheet, name: Name, value: float, **rest: object) -> Fact:
    """Make a fact of this indicator at its origin; keyword arguments fill or override the rest."""
    base: dict[str, object] = {
        "key": sheet.key(name),
        **name.columns(sheet.code),
        "kind": "computed",
        "region": sheet.region,
        "indicator": sheet.code,
        "period": str(sheet.origin),
        "value": value,
        "unit": "%",
        "decimals": sheet.entry.decimals,
        "label_zh": "",
        "label_en": "",
    }
    return Fact(**(base | rest))  # type: ignore[arg-type]


def published(sheet: Sheet, name: Name, row: pd.Series, **rest: object) -> Fact:
    """Make an official fact of one row of the view, with its source and the day of its release."""
    base: dict[str, object] = {
        "kind": "official",
        "period": row["period"],
        "source": row["source"],
        "released_on": f"{row['released_on']:%Y-%m-%d}",
        "vintage": "pseudo" if row["vintage"] == "pseudo" else "",
    }
    return figure(sheet, name, float(row["value"]), **(base | rest))


def growth_row(view: View, region: str, code: str, period: Period) -> pd.Series | None:
    """Return the row of a published YTD growth, not to be changed; None where it is not known.

    It is found once, for the pages of all peers ask for it.
    """

    def find() -> pd.Series | None:
        rows = view.rows(region, code, basis="ytd", measure="growth")
        rows = rows[rows["period"] == str(period)]
        return None if rows.empty else rows.iloc[0]

    return view.remembered(("row of growth", region, code, period), find)


def official(facts: FactTable, sheet: Sheet, view: View, period: Period) -> Fact | None:
    """Add a published YTD growth with its source; None where it is not known."""
    row = growth_row(view, sheet.region, sheet.code, period)
    if row is None:
        return None
    return facts.add(
        published(
            sheet,
            name_of("ytd", period),
            row,
            label_zh=f"{period.year}年{ytd_label(period)}{sheet.entry.zh}累计增速",
            label_en=f"{sheet.entry.en}, {ytd_label(period, 'en')} {period.year}, YTD growth",
        )
    )


def course(facts: FactTable, sheet: Sheet, view: View, outlook: Outlook) -> None:
    """Add what the fan chart draws: two years of published YTD growth and the quantiles ahead.

    The lowest and the highest of each year are facts, for a picture may have to name what it has no room for.
    """
    growth = view.ytd_growth(outlook.region, sheet.code)
    calendar = sheet.entry.calendar
    last, this = calendar.periods(outlook.year - 1), calendar.periods(outlook.year)
    known = len(outlook.known)
    ahead = outlook.ytd_quantiles(QUANTILES)
    if sheet.entry.yearly:  # what never comes out is not drawn, neither behind nor ahead
        last = [period for period in last if growth.get(period) is not None or period == last[-1]]
        own = [period for period in this[:known] if growth.get(period) is not None]
        this, known, ahead = [*own, this[-1]], len(own), ahead[:, -1:]
    for stretches in (last, this[:known]):
        told = [period for period in stretches if growth.get(period) is not None]
        for period in {min(told, key=growth.__getitem__), max(told, key=growth.__getitem__)} if told else ():
            official(facts, sheet, view, period)
    facts.series[sheet.key("fan")] = {
        "periods": [str(p) for p in (*last, *this)],
        "published": [growth.get(p) for p in (*last, *this[:known])],
        "ahead": [str(p) for p in this[known:]],
        "quantiles": {f"{q:g}": [float(v) for v in row] for q, row in zip(QUANTILES, ahead, strict=True)},
    }


def banded(
    sheet: Sheet, name: Name, band: Band, zh: str, en: str, formula: str, inputs: tuple[str, ...], year: int
) -> Fact:
    """Make a computed fact whose interval is the band that rounding of its inputs leaves."""
    return figure(
        sheet,
        name,
        band.value,
        period=str(year),
        lower=band.value - band.half_width,
        upper=band.value + band.half_width,
        label_zh=zh,
        label_en=en,
        formula=formula,
        inputs=inputs,
    )
