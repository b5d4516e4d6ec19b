"""The entries of a scenario as changes of the draws: which periods they touch, and by how many points.

A policy's amount becomes points of growth by last year's value of the periods that it touches; a shock in a
month of a quarterly indicator is a third of it, for a month is a third of its quarter. Both say what becomes of
each period left of their indicator (nothing, where they do not reach), so that what they add to its year is
exactly their size; other indicators follow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shouguan.analysis.scenarios.conditioning import (
    Change,
    Functional,
    condition,
    full_year,
    left,
    left_weights,
    rest,
    single,
    ytd,
)
from shouguan.analysis.scenarios.entries import LEADING, Basis, Entry, Judgement, Policy, Shift, Shock
from shouguan.components.joint import Linked
from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import Period
from shouguan.data.observations import View
from shouguan.models.outlook import Joint, Outlook


class NotNowError(DataError):
    """An entry that does not fit this day: its periods are published or of another year, or its indicator is out."""


def changes(entries: Sequence[Entry], joint: Joint, view: View) -> list[Change]:
    """Return what the entries say of the draws.

    Parameters
    ----------
    entries : sequence of Entry
        As `shouguan.analysis.scenarios.file.changes_for` gives them.
    joint : Joint
        The outlooks of the place, whose year and published periods count.
    view : View
        Where last year's values are looked up.

    Raises
    ------
    NotNowError
        When an entry is about periods that are published or of another year, or an indicator that is not
        forecast; the message says which are valid.
    DataError
        When a policy's base is not known.
    """
    return [change(entry, joint, view) for entry in entries]


def under(linked: Linked, entries: Sequence[Entry], view: View) -> Linked:
    """Return the indicators of a place as they are under a scenario's entries; the same ones where it has none."""
    return linked.under(condition(linked.joint, changes(entries, linked.joint, view))) if entries else linked


def change(entry: Entry, joint: Joint, view: View) -> Change:
    """Return what one entry says of the draws; see `changes`."""
    outlook = about(entry, joint)
    zh, en = _called(entry, outlook)
    try:
        return _change(entry, outlook, view, zh, en)
    except DataError as error:
        raise type(error)(f"“{zh}”：{error.zh}", f"'{en}': {error.en}") from None


def about(entry: Entry, joint: Joint) -> Outlook:
    """Return the outlook that an entry is about: `leading` is GDP, or else the first."""
    codes = [outlook.indicator for outlook in joint]
    code = entry.indicator
    if code == LEADING:
        code = "gdp" if "gdp" in codes else codes[0]
    if code not in codes:
        zh, en = nearest(code, codes)
        raise NotNowError(
            f"这里没有预测“{code}”，不能改动{zh}", f"'{code}' is not forecast here, so it cannot be changed{en}"
        )
    return joint.outlooks[codes.index(code)]


def touched(entry: Policy | Shock, outlook: Outlook) -> list[tuple[Period, float]]:
    """Return each period left with its part: of a policy 1 or 0, of a shock what remains of its value."""
    return _touched(entry, outlook) if isinstance(entry, Policy) else _faded(entry, outlook)


def _called(entry: Entry, outlook: Outlook) -> tuple[str, str]:
    name = indicators.indicator(outlook.indicator)
    if isinstance(entry, Shift):
        where = "、".join(entry.periods) or entry.basis
        return f"{name.zh} {where} {entry.mode}", f"{name.en} {where.replace('、', ', ')} {entry.mode}"
    own = {Policy: "policy", Shock: "shock", Judgement: "judgement"}[type(entry)]
    title = getattr(entry, own)
    return title, entry.name_en or title


def _change(entry: Entry, outlook: Outlook, view: View, zh: str, en: str) -> Change:
    if isinstance(entry, Shift | Judgement):
        functionals = _functionals(entry.basis, entry.periods, outlook)
        size = len(functionals)
        kind = "judge" if isinstance(entry, Judgement) else entry.mode
        return Change(outlook.indicator, kind, functionals, (entry.value,) * size, (entry.sd,) * size, zh, en)
    parts = touched(entry, outlook)
    points, sd = _policy_points(entry, outlook, view) if isinstance(entry, Policy) else (entry.value, entry.sd)
    return Change(
        outlook.indicator,
        "effect",
        tuple(single(outlook, period) for period, _ in parts),
        tuple(points * part for _, part in parts),
        tuple(sd * abs(part) for _, part in parts),
        zh,
        en,
    )


def _functionals(basis: Basis, periods: tuple[str, ...], outlook: Outlook) -> tuple[Functional, ...]:
    if basis == "rest":
        return (rest(outlook),)
    if basis == "full_year":
        return (full_year(outlook),)
    make = single if basis == "single" else ytd
    return tuple(make(outlook, _one_left(Period.parse(text), outlook)) for text in periods)


def _one_left(period: Period, outlook: Outlook) -> Period:
    """Return a period that can still be changed; a period that cannot is refused with those that can."""
    valid = left(outlook)
    if period in valid:
        return period
    calendar = indicators.indicator(outlook.indicator).calendar
    if period in calendar.periods(outlook.year):
        why_zh, why_en = f"{period} 已经公布，不能改动", f"{period} is published and cannot be changed"
    elif period.year != outlook.year:
        why_zh, why_en = (
            f"{period} 不在预测的 {outlook.year} 年内",
            f"{period} is not in {outlook.year}, the year forecast",
        )
    else:
        why_zh, why_en = f"该指标没有时期 {period}", f"this indicator has no period {period}"
    shown = [str(each) for each in valid]
    raise NotNowError(f"{why_zh}；可改动的时期：{'、'.join(shown)}", f"{why_en}; left to change: {', '.join(shown)}")


def _touched(policy: Policy, outlook: Outlook) -> list[tuple[Period, float]]:
    start = _holding(Period.parse(policy.start), outlook, first=True)
    end = left(outlook)[-1] if policy.end is None else _holding(Period.parse(policy.end), outlook, first=False)
    return [(period, float(start <= period <= end)) for period in left(outlook)]


def _holding(period: Period, outlook: Outlook, *, first: bool) -> Period:
    """Return the indicator's period that a month is in, or the first or last month of a quarter."""
    calendar = indicators.indicator(outlook.indicator).calendar
    if (period.frequency, calendar.frequency) == ("M", "Q"):
        period = Period(period.year, "Q", (period.number + 2) // 3)
    elif (period.frequency, calendar.frequency) == ("Q", "M"):
        month = max(3 * period.number - 2, calendar.numbers[0]) if first else 3 * period.number
        period = Period(period.year, "M", month)
    return _one_left(period, outlook)


def _faded(shock: Shock, outlook: Outlook) -> list[tuple[Period, float]]:
    period = Period.parse(shock.period)
    frequency = indicators.indicator(outlook.indicator).calendar.frequency
    if (period.frequency, frequency) != ("M", "Q"):
        start = _one_left(period, outlook)
        return [(each, shock.fade ** (each.number - start.number) if each >= start else 0.0) for each in left(outlook)]
    _holding(period, outlook, first=True)
    by_month = {month: shock.fade ** (month - period.number) / 3.0 for month in range(period.number, 13)}
    return [
        (each, sum(by_month.get(month, 0.0) for month in range(3 * each.number - 2, 3 * each.number + 1)))
        for each in left(outlook)
    ]


def _policy_points(policy: Policy, outlook: Outlook, view: View) -> tuple[float, float]:
    """Return the points of growth in each period that a policy touches, and their standard deviation."""
    inside = np.array([part for _, part in _touched(policy, outlook)]) > 0.0
    if policy.base_value is not None:
        base = policy.base_value * float(left_weights(outlook)[inside].sum())
    else:
        base = _last_years_value([p for p, part in _touched(policy, outlook) if part > 0.0], outlook, view)
    return 100.0 * policy.size * policy.pass_through / base, 100.0 * abs(policy.size) * policy.pass_through_sd / base


def _last_years_value(periods: list[Period], outlook: Outlook, view: View) -> float:
    """Return last year's value of a stretch from YTD values, 亿元.

    Growth on a comparable base (investment) does not follow from published levels, so they are not used for it.
    """
    entry = indicators.indicator(outlook.indicator)
    rough = entry.growth_price == "comparable"
    values = {} if rough else view.series(outlook.region, entry.code, basis="ytd", measure="value")
    same = [Period(outlook.year - 1, each.frequency, each.number) for each in (periods[0], periods[-1])]
    before = entry.calendar.position(same[0])
    start = 0.0 if before == 0 else values.get(entry.calendar.periods(outlook.year - 1)[before - 1])
    end = values.get(same[1])
    if start is None or end is None or end <= start:
        last = outlook.year - 1
        why_zh = "可比口径的增速不能用公布的水平值折算" if rough else f"没有 {last} 年可用的累计值"
        why_en = (
            "published levels do not give growth on a comparable base"
            if rough
            else f"no usable YTD values of {last} are known"
        )
        raise DataError(
            f"{why_zh}，请在该项写明 base_value（{last} 年{entry.zh}全年数，亿元）",
            f"{why_en}; give base_value, the value of {entry.en} in {last}, 亿元",
        )
    return end - start
