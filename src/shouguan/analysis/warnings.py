"""Flags of early warning: what has turned for the worse, on which figures, and what it would cost if it lasted.

Each flag is a small function of what exists: published figures, the forecast of the day and that of an earlier day.
It returns a `Flag` where it is up and None where it is not, or cannot be told. Flags of the office's lists are in
`list_warnings`, how often each was right before in `warning_record`, and all of a place's in `watching`. A flag says
nothing that the forecast does not know: it says what to look at first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shouguan.analysis.flags import RED, YELLOW, Figure, Flag, lit, with_cost
from shouguan.analysis.ranking import RankDraws
from shouguan.analysis.revisions import Revision
from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.core.ytd import Band, single_band, single_from_ytd
from shouguan.data.warning_settings import Light, WarningSettings
from shouguan.models import naive
from shouguan.models.history import History
from shouguan.models.outlook import INTERVAL, Outlook

_RANKED = "按同组地区已公布增速排位（并列同位）"
LEADING = ("electricity_industry", "electricity", "freight_turnover", "freight_volume")
"""Monthly inputs that are known before industrial output or beside it, the nearest to it first."""


@dataclass(frozen=True)
class Watched:
    """What is looked at of one indicator.

    Attributes
    ----------
    outlook : Outlook
        The forecast of the day.
    past : History
        What it rests on.
    released_on : date
        When its newest figure came out.
    before : Outlook, optional
        The forecast that it is compared with; None in the year's first.
    target : float, optional
        The main target, per cent.
    rank_before, rank : (Period, int), optional
        The published rank as it stood on the earlier day, and now, each with its stretch.
    ahead : RankDraws, optional
        How the year may rank.
    """

    outlook: Outlook
    past: History
    released_on: dt.date
    before: Outlook | None = None
    target: float | None = None
    rank_before: tuple[Period, int] | None = None
    rank: tuple[Period, int] | None = None
    ahead: RankDraws | None = None


def of_forecast(seen: Watched, settings: WarningSettings) -> list[Flag]:
    """Return the flags that are up of one indicator, whether or not they are looked at (`watching`)."""
    made = (each(seen, settings) for each in (chance_falls, overtaken, overtaking, turning, sign, drop))
    return [flag for flag in made if flag is not None]


def chance_falls(seen: Watched, settings: WarningSettings) -> Flag | None:
    """The chance of the main target fell by so many points. If it lasts: it and the year fall as much again."""
    if seen.before is None or seen.target is None:
        return None
    then, now = (100.0 * each.chance(seen.target) for each in (seen.before, seen.outlook))
    if then - now < settings.chance_fall:
        return None
    better = indicators.indicator(seen.outlook.indicator).better
    formula = "P(全年 ≥ 目标 − 0.05)" if better == "higher" else "P(全年 ≤ 目标 + 0.05)"
    medians = seen.before.quantile(0.5), seen.outlook.quantile(0.5)
    figures = tuple(
        Figure(name, value, "%", 0, "测算的实现可能性", "chance of the target", formula, when=day)
        for name, value, day in (("before", then, seen.before.as_of), ("now", now, seen.outlook.as_of))
    )
    lost, points = min(then - now, now), max(_worse(seen, medians[0], medians[1]), 0.0)
    return lit(replace(_flag("chance_falls", seen, figures), points=points, chance=lost), settings.light)


def overtaken(seen: Watched, settings: WarningSettings) -> Flag | None:
    """The published rank is worse than it stood on the earlier day, by own figures or by those of a peer."""
    if seen.rank_before is None or seen.rank is None or seen.rank[1] - seen.rank_before[1] < settings.places:
        return None
    figures = tuple(
        Figure(name, float(rank), "place", 0, "位次", "rank", _RANKED, when=period)
        for name, (period, rank) in (("before", seen.rank_before), ("now", seen.rank))
    )
    return _by_places(_flag("overtaken", seen, figures), seen.rank[1] - seen.rank_before[1], settings.light)


def overtaking(seen: Watched, settings: WarningSettings) -> Flag | None:
    """The year is expected to rank worse than the newest stretch does."""
    if seen.rank is None or seen.ahead is None or seen.ahead.median - seen.rank[1] < settings.places:
        return None
    period, now = seen.rank
    formula = "各次抽样中的全年位次（shouguan.analysis.ranking）"
    worse = 100.0 * float(seen.ahead.chances[now:].sum())
    figures = (
        Figure("now", float(now), "place", 0, "位次", "rank", _RANKED, period),
        Figure("expected", float(seen.ahead.median), "place", 0, "预计全年位次", "expected rank of the year", formula),
        Figure("worse", worse, "%", 0, "全年位次后移的可能性", "chance of a worse rank", formula),
    )
    return _by_places(_flag("overtaking", seen, figures), seen.ahead.median - now, settings.light)


def _by_places(flag: Flag, lost: int, light: Light) -> Flag:
    return replace(flag, light=RED if lost >= light.red_places else YELLOW)


def turning(seen: Watched, settings: WarningSettings) -> Flag | None:
    """The model expects shocks well above the usual. If it turns down: the lower end of the interval."""
    ahead = seen.outlook.shock_variance_ahead
    if ahead < settings.turning:
        return None
    figures = (
        Figure(
            "shocks",
            ahead,
            "",
            1,
            "未来波动约为平常的",
            "shocks ahead are",
            "模型的波动状态",
            after=("倍", " times the usual"),
        ),
    )
    bad_end = seen.outlook.interval(INTERVAL)[0 if indicators.indicator(seen.outlook.indicator).sign > 0 else 1]
    points = _worse(seen, seen.outlook.quantile(0.5), bad_end)
    return _with_cost(_flag("turning", seen, figures), seen, points, settings.light)


def sign(seen: Watched, settings: WarningSettings) -> Flag | None:
    """Single-period growth is below zero, beyond rounding, and was not before. If it lasts: the rest is like it."""
    if (
        not seen.past.known or indicators.indicator(seen.outlook.indicator).sign < 0
    ):  # below zero is then what is wanted
        return None
    newest, before = _singles(seen.past)
    if newest is None or before is None or newest.value + newest.half_width >= 0 or before < 0:
        return None
    formula = "(G_k·W_k − G_{k−1}·W_{k−1})/(W_k − W_{k−1})"
    figures = tuple(
        Figure(name, value, "%", 1, "当期（推算）", "alone, backed out", formula, period, single=True)
        for name, value, period in zip(("before", "now"), (before, newest.value), _stretches(seen.past), strict=True)
    )
    return _with_cost(_flag("sign", seen, figures), seen, _if_single_lasts(seen), settings.light)


def drop(seen: Watched, settings: WarningSettings) -> Flag | None:
    """YTD growth got worse by so many points in one release. If it lasts: the rest is like the newest period."""
    if not seen.past.known:
        return None
    at = seen.past.ytd.size - seen.past.size + seen.past.known - 1
    before, now = seen.past.ytd[at - 1 : at + 1]
    if not np.isfinite(before) or _worse(seen, before, now) < settings.drop - 1e-9:
        return None
    figures = tuple(
        Figure(name, value, "%", 1, "累计", "year to date", "公布数", period, published=seen.outlook.indicator)
        for name, value, period in zip(("before", "now"), (before, now), _stretches(seen.past), strict=True)
    )
    return _with_cost(_flag("drop", seen, figures), seen, _if_single_lasts(seen), settings.light)


def revised(
    made: Sequence[Revision], region: str, since: dt.date, day: dt.date, settings: WarningSettings
) -> list[Flag]:
    """Published growth of the place was revised between two days: a flag an indicator, about its largest revision.

    The forecast holds the new figures already, so there is no cost to come.
    """
    largest: dict[str, Revision] = {}
    for each in made:
        of, code, _, basis, measure, _ = each.key
        size = abs(each.after - each.before)
        if (of, basis, measure) != (region, "ytd", "growth") or not since < each.released_on <= day:
            continue
        known = largest.get(code)
        if size >= settings.revision - 1e-9 and (known is None or size > abs(known.after - known.before)):
            largest[code] = each
    flags = []
    for code, each in largest.items():
        period = Period.parse(each.key[2])
        figures = (
            Figure("before", each.before, "%", 1, "累计原公布", "year to date, before revision", "公布数", period),
            Figure("after", each.after, "%", 1, "累计修订为", "year to date, as revised", each.source, period),
        )
        flags.append(Flag("revised", code, each.released_on, figures))
    return flags


def leading(
    inputs: Mapping[str, Mapping[Period, float]], industry: Watched, released_on: dt.date, settings: WarningSettings
) -> Flag | None:
    """A leading input fell by more than industrial output did over the same releases. If industry follows: as much.

    Parameters
    ----------
    inputs : mapping of str to mapping of Period to float
        YTD growth of the inputs that the place has; the first of `LEADING` that can be compared counts.
    industry : Watched
        Industrial value added.
    released_on : date
        When the input's newest figure came out.
    settings : WarningSettings
    """
    past = industry.past
    own = {period: value for period, value in zip(past.periods, past.ytd, strict=True) if np.isfinite(value)}
    for code in LEADING:
        growth = inputs.get(code, {})
        # Both have the figure, of one year: a year's first stretch has none before it to be compared with.
        common = [each for each in sorted(growth) if each in own and each.year == industry.outlook.year]
        if len(common) <= settings.leading_releases:
            continue
        then, now = common[-1 - settings.leading_releases], common[-1]
        lost = (growth[then] - growth[now]) - (own[then] - own[now])
        if growth[now] >= growth[then] or lost < settings.leading_gap - 1e-9:
            return None
        entry, formula = indicators.indicator(code), "公布数"
        figures = tuple(
            Figure(
                f"{name}_{when}",
                of[period],
                "%",
                1,
                f"{zh}累计增速",
                f"{en}, YTD growth",
                formula,
                period,
                published=of_code,
            )
            for name, of_code, of, zh, en in (
                ("input", code, growth, entry.zh, entry.en),
                ("industry", industry.outlook.indicator, own, "规上工业增加值", "industrial value added"),
            )
            for when, period in (("then", then), ("now", now))
        )
        flag = Flag("leading", industry.outlook.indicator, released_on, figures)
        return _with_cost(flag, industry, lost * (1.0 - industry.outlook.known_weight), settings.light)
    return None


def _with_cost(flag: Flag, seen: Watched, points: float, light: Light) -> Flag:
    return with_cost(flag, seen.outlook, seen.target, points, light)


def _flag(code: str, seen: Watched, figures: tuple[Figure, ...]) -> Flag:
    return Flag(code, seen.outlook.indicator, seen.released_on, figures)


def _stretches(past: History) -> tuple[Period, Period]:
    """Return the stretch before the newest one, perhaps the whole year before, and the newest."""
    at = past.ytd.size - past.size + past.known - 1
    return past.periods[at - 1], past.periods[at]


def _if_single_lasts(seen: Watched) -> float:
    """Return by how much the year would close below what is expected if the rest grew like the newest period."""
    return max(_worse(seen, seen.outlook.quantile(0.5), naive.carry_last_single(seen.past)), 0.0)


def _worse(seen: Watched, before: float, now: float) -> float:
    """Return by how much a figure is worse now, points: lower, or higher where less is better."""
    return indicators.indicator(seen.outlook.indicator).sign * (before - now)


def _singles(past: History) -> tuple[Band | None, float | None]:
    """Return the newest single-period growth with its band, and the one before, perhaps of the year before."""
    size, known = past.size, past.known
    start = past.ytd.size - size
    whole = past.ytd.reshape(-1, size)
    shares = past.cumulative.reshape(-1, size)
    single = np.array([single_from_ytd(*both) for both in zip(whole, shares, strict=True)]).ravel()
    at = start + known - 1
    half = single_band(past.weights.cumulative)[known - 1]
    newest = Band(float(single[at]), float(half)) if np.isfinite(single[at]) else None
    before = float(single[at - 1]) if np.isfinite(single[at - 1]) else None
    return newest, before
