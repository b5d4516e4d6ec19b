"""Facts that comparisons need: other regions and indicators, two years, last year's base, a tenth in money.

`collect` adds what one indicator's own forecast brings. None says that a figure is not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from shouguan.analysis.back_solving import past_singles, plausible
from shouguan.core.periods import Period, ytd_label
from shouguan.core.rounding import half_up
from shouguan.data.assessment_settings import name_of as name_of_peer
from shouguan.data.place import NATION
from shouguan.facts.briefing import Briefing
from shouguan.facts.indicator_report import Sheet, figure, official, published, step_key
from shouguan.facts.judgements import Above, Tilt
from shouguan.facts.table import Fact, name_of
from shouguan.models.system import doubted, linearised_at

SLUMP = 3.0
"""Points by which last year must have fallen short of the mean of the three years before it, and this year must have
come back, for the mean of two years to be said beside growth. A trend that goes down does not come back, and the
year after a rebound would carry the rebound without the slump in its mean: neither counts."""
_YEARS_BEFORE = 3
_FEWEST_YEARS = 2
_MOST_DECIMALS = 2


def growth(page: Briefing, code: str, period: Period) -> Fact | None:
    """Add the place's published YTD growth of any indicator."""
    return official(page.facts, page.naming(code), page.view, period)


def newest_growth(page: Briefing, code: str) -> tuple[Period, Fact] | None:
    """Add the place's newest published YTD growth of any indicator, if it is of the page's year."""
    known = [period for period in page.view.ytd_growth(page.place.region, code) if period.year == page.year]
    if not known:
        return None
    fact = growth(page, code, known[-1])
    return None if fact is None else (known[-1], fact)


def change(page: Briefing, named: Sheet, before: Period, now: Period) -> Fact | None:
    """Add how YTD growth of any indicator moved between two stretches of a year, points."""
    earlier, newest = (official(page.facts, named, page.view, period) for period in (before, now))
    if earlier is None or newest is None:
        return None
    return page.facts.get(named.key("ytd", now, "change")) or page.facts.add(
        figure(
            named,
            name_of("ytd", now, statistic="change"),
            newest.value - earlier.value,
            unit="pp",
            period=str(now),
            label_zh=f"比{ytd_label(before)}提高（负为回落）",
            label_en=f"change from {ytd_label(before, 'en')}",
            formula=f"{newest.key} − {earlier.key}",
            inputs=(newest.key, earlier.key),
        )
    )


def balance(page: Briefing, code: str) -> tuple[Period, Fact] | None:
    """Add the newest published growth of what stands at the end of a month, if it is of the page's year."""
    rows = page.view.rows(page.place.region, code, basis="stock", measure="growth")
    rows = rows[rows["period"].str.startswith(str(page.year))]
    if rows.empty:
        return None
    row, named = rows.iloc[-1], page.naming(code)
    period = Period.parse(row["period"])
    fact = page.facts.add(
        published(
            named,
            name_of("stock", period),
            row,
            label_zh=f"{period.year}年{period.number}月末{named.entry.zh}增速",
            label_en=f"{named.entry.en} at the end of {period}, growth",
        )
    )
    return period, fact


def value(page: Briefing, code: str, period: Period) -> Fact | None:
    """Add the place's published YTD value, with as many decimals as its series has (two at most)."""
    rows = page.view.rows(page.place.region, code, basis="ytd", measure="value")
    matching = rows[rows["period"] == str(period)]
    if matching.empty:
        return None
    row, named = matching.iloc[0], page.naming(code)
    decimals = max(_decimals(float(each)) for each in rows["value"])
    return page.facts.add(
        published(
            named,
            name_of("value", period),
            row,
            unit=named.entry.unit,
            decimals=decimals,
            label_zh=f"{period.year}年{ytd_label(period)}{named.entry.zh}",
            label_en=f"{named.entry.en}, {ytd_label(period, 'en')} {period.year}",
        )
    )


def _decimals(number: float) -> int:
    return next((n for n in range(_MOST_DECIMALS) if half_up(number, n) == number), _MOST_DECIMALS)


def single(page: Briefing, sheet: Sheet, period: Period) -> Fact | None:
    """Add a published single-period growth; most places publish none."""
    rows = page.view.rows(page.place.region, sheet.code, basis="single", measure="growth")
    rows = rows[rows["period"] == str(period)]
    if rows.empty:
        return None
    return page.facts.add(
        published(
            sheet,
            name_of("published_single", period),
            rows.iloc[0],
            label_zh=f"{period}{sheet.entry.zh}当期增速（公布）",
            label_en=f"{sheet.entry.en} in {period}, single growth as published",
        )
    )


def impossible(page: Briefing, sheet: Sheet) -> Fact | None:
    """Add single growth of the newest stretch, backed out, where no level can have it: the forecast does without it."""
    outlook = page.linked.outlook(sheet.code)
    known, weights = np.array(outlook.known), outlook.weights.cumulative[: len(outlook.known)]
    if not doubted(known, weights):
        return None
    return page.facts.add(
        figure(
            sheet,
            name_of("impossible", sheet.origin),
            float(linearised_at(known[None], weights[None])[0, -1]),
            period=str(sheet.origin),
            label_zh=f"推得的{sheet.origin}当期增速",
            label_en=f"single growth of {sheet.origin}, backed out",
            formula="(W_k·G_k − W_j·G_j)/(W_k − W_j)",
            inputs=(sheet.key("ytd", sheet.origin), sheet.key("weight", sheet.origin)),
        )
    )


def above(page: Briefing, sheet: Sheet, period: Period) -> list[Above]:
    """Compare YTD growth with the regions above that have published the same stretch, the nation first."""
    own = official(page.facts, sheet, page.view, period)
    places = []
    for region in reversed(page.place.ancestors()):
        theirs = None if own is None else _theirs(page, sheet, region, period)
        if own is None or theirs is None:
            continue
        difference = page.facts.add(
            figure(
                sheet,
                name_of("ytd", period, "less", region),
                own.rounded - theirs.rounded,
                unit="pp",
                period=str(period),
                label_zh=f"与{_name(page, region, zh=True)}增速之差",
                label_en=f"less growth of {_name(page, region, zh=False)}",
                formula=f"{own.key} − {theirs.key}",
                inputs=(own.key, theirs.key),
            )
        )
        places.append(Above(_name(page, region, zh=page.lang == "zh"), theirs, difference))
    return places


def _theirs(page: Briefing, sheet: Sheet, region: str, period: Period) -> Fact | None:
    rows = page.view.rows(region, sheet.code, basis="ytd", measure="growth")
    rows = rows[rows["period"] == str(period)]
    if rows.empty:
        return None
    return page.facts.add(
        published(
            sheet,
            name_of("ytd", period, region),
            rows.iloc[0],
            region=region,
            label_zh=f"{_name(page, region, zh=True)}{period.year}年{ytd_label(period)}{sheet.entry.zh}累计增速",
            label_en=f"{sheet.entry.en} of {_name(page, region, zh=False)}, {ytd_label(period, 'en')} {period.year}",
        )
    )


def _name(page: Briefing, region: str, *, zh: bool) -> str:
    named = page.place.regions.get(region)
    if region in page.place.settings.peers:
        return name_of_peer(page.place, page.assessment, region)[0 if zh else 1]
    if named is None:
        return region
    return named.name if zh else ("the nation" if region == NATION else named.name_en)


def next_ahead(page: Briefing, sheet: Sheet) -> tuple[str, Fact] | None:
    """Add how far the next peer with better published growth is ahead, and its name; None for the first.

    Several may share that place: the first of them in the settings is named, as the page may name it.
    """
    period = sheet.origin
    own = official(page.facts, sheet, page.view, period)
    peers = {code: page.view.ytd_growth(code, sheet.code).get(period) for code in page.assessment.group(page.place)}
    sign = sheet.entry.sign
    ahead = [
        (sign * value, code)
        for code, value in peers.items()
        if value is not None and own is not None and sign * value > sign * own.value
    ]
    if own is None or not ahead:
        return None
    least = min(value for value, _ in ahead)
    region = next(code for value, code in ahead if value == least)
    theirs = _theirs(page, sheet, region, period)
    assert theirs is not None
    difference = page.facts.add(
        figure(
            sheet,
            name_of("ytd", period, statistic="next_ahead"),
            theirs.rounded - own.rounded,
            unit="pp",
            label_zh="前一位的增速与本地之差",
            label_en="growth of the next above less the place's",
            formula=f"{theirs.key} − {own.key}",
            inputs=(theirs.key, own.key),
        )
    )
    return _name(page, region, zh=page.lang == "zh"), difference


def tilt(page: Briefing, sheet: Sheet) -> Tilt | None:
    """Return last year's growth in what is left of this year, against last year as a whole."""
    ahead = page.base(sheet)
    whole = page.facts.get(sheet.key("ytd", sheet.entry.calendar.periods(page.year - 1)[-1]))
    if ahead is None or whole is None:
        return None
    difference = page.facts.add(
        figure(
            sheet,
            name_of("base", page.year - 1, statistic="less_year"),
            ahead.rounded - whole.rounded,
            unit="pp",
            period=str(page.year - 1),
            label_zh=f"上年{sheet.rest('zh')}增速与上年全年之差",
            label_en=f"growth in {sheet.rest('en')} of last year less that of the whole year",
            formula=f"{ahead.key} − {whole.key}（均按印出的一位小数）",
            inputs=(ahead.key, whole.key),
        )
    )
    return Tilt(ahead, difference)


def two_years(page: Briefing, sheet: Sheet, period: Period) -> Fact | None:
    """Add the mean growth of two years to `period`, where this year came out of a slump (`SLUMP`) last year."""
    known = page.view.ytd_growth(page.place.region, sheet.code)
    same = [known.get(Period(period.year - back, period.frequency, period.number)) for back in range(2 + _YEARS_BEFORE)]
    now, last, before = same[0], same[1], [each for each in same[2:] if each is not None]
    if now is None or last is None or len(before) < _FEWEST_YEARS:
        return None
    usual = sum(before) / len(before)
    if usual - last < SLUMP or now - last < SLUMP:
        return None
    base = official(page.facts, sheet, page.view, Period(period.year - 1, period.frequency, period.number))
    own = official(page.facts, sheet, page.view, period)
    assert base is not None
    assert own is not None
    return page.facts.add(
        figure(
            sheet,
            name_of("two_years", period),
            100.0 * (math.sqrt((1.0 + now / 100.0) * (1.0 + last / 100.0)) - 1.0),
            period=str(period),
            label_zh=f"{ytd_label(period)}两年平均增速",
            label_en=f"mean growth of two years, {ytd_label(period, 'en')}",
            formula="√((1 + 本年增速)·(1 + 上年增速)) − 1",
            inputs=(own.key, base.key),
        )
    )


def worth(page: Briefing, sheet: Sheet) -> Fact | None:
    """Add what a tenth of a point of the year's GDP is in money: a thousandth of last year's GDP.

    GDP alone: its value and growth belong together, those of investment do not.
    """
    if sheet.code != "gdp":
        return None
    last = value(page, "gdp", sheet.entry.calendar.periods(page.year - 1)[-1])
    if last is None:
        return None
    return page.facts.add(
        figure(
            sheet,
            name_of("tenth", page.year),
            last.value / 1000.0,
            unit="亿元",
            decimals=2,
            period=str(page.year),
            label_zh="全年0.1个百分点相当于增加值（按上年现价）",
            label_en="value added of 0.1 point of the year, at last year's prices",
            formula=f"{last.key} × 0.1%",
            inputs=(last.key,),
        )
    )


def first_growth(published: Sequence[float]) -> bool:
    """Whether YTD growth is above zero now and was below it in every earlier stretch of the year, two or more."""
    known = [half_up(each, 1) for each in published if not math.isnan(each)]
    return len(known) > _FEWEST_YEARS and known[-1] > 0 and all(each < 0 for each in known[:-1])


_COUNTED = "历年后期增速与本年后期需增之比较（shouguan.targets）"


def past_reached(page: Briefing, sheet: Sheet, full_year: float) -> tuple[Fact, Fact] | None:
    """Add in how many past years the rest of the year grew as much as a full-year figure needs: years, and count.

    None where that contradicts the chance, as after years of faster growth: it would be read as the chance.
    """
    required = page.step(sheet, "required", full_year)
    outlook = page.linked.outlook(sheet.code)
    past = plausible(outlook, required.value, past_singles(page.place, page.view, outlook))
    if past.apart is not None:
        return None
    made = []
    for name, count, zh, en in (
        ("years", past.years, "有记录的年数", "years on record"),
        ("reached", past.reached, "达到的年数", "years that reached it"),
    ):
        own, period = name_of("past_reached", page.year, step_key(full_year), statistic=name), str(page.year)
        labels = {"label_zh": zh, "label_en": en, "formula": _COUNTED, "inputs": (required.key,)}
        made.append(figure(sheet, own, float(count), unit="", decimals=0, period=period, **labels))
    return page.facts.add(made[0]), page.facts.add(made[1])
