"""All flags of a place on a day: each indicator now and on an earlier day, its peers, its inputs, the office's lists.

What stands already is handed in: the day's forecasts, an earlier day's, and the lists. Only what is missing is made:
one forecast an indicator on the earlier day, and one of all peers where there is a rank to lose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shouguan.analysis import warnings
from shouguan.analysis.flags import Flag, Remedy
from shouguan.analysis.news import previous_release
from shouguan.analysis.ranking import RankDraws, published_rank, rank_draws
from shouguan.analysis.revisions import revisions
from shouguan.analysis.warnings import Watched
from shouguan.components.accounting import PARTS, SECTORS
from shouguan.components.conversion import LINKS
from shouguan.components.peers import GroupDraws, draw_group
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data import assessment_settings, registers, warning_settings
from shouguan.data.actions import Action, on_list
from shouguan.data.observations import View
from shouguan.data.origin import briefed, in_order, stand
from shouguan.data.place import Place
from shouguan.data.warning_settings import WarningSettings
from shouguan.ingest.readers import actions as action_reader
from shouguan.models import calibrated
from shouguan.models.history import history
from shouguan.models.outlook import Joint, Outlook

if TYPE_CHECKING:
    from shouguan.investment.listed import Listed


@dataclass(frozen=True)
class Raised:
    """A flag that is up, with what addresses it: actions of the ledger, those worth most first, then the office's."""

    flag: Flag
    remedies: tuple[Remedy, ...]


def watch(
    place: Place,
    view: View,
    outlooks: Sequence[Outlook],
    settings: WarningSettings,
    *,
    seed: int = 0,
    since: dt.date | None = None,
    earlier: Mapping[str, Outlook] | None = None,
    group: GroupDraws | None = None,
    lists: Listed | None = None,
    actions: Iterable[Action] = (),
) -> tuple[Raised, ...]:
    """Return the flags that are up and looked at, the gravest first.

    Parameters
    ----------
    place, view : Place, View
    outlooks : sequence of Outlook
        The day's forecasts of the place's indicators of a briefing, under no scenario.
    settings : WarningSettings
    seed : int
        Of the forecasts.
    since : date, optional
        The day to compare with; by default as the settings say.
    earlier : mapping of str to Outlook, optional
        Forecasts of that day that stand already, by indicator.
    group : GroupDraws, optional
        The years of the assessment group.
    lists : Listed, optional
    actions : iterable of Action
        The office's own list.
    """
    then = earlier or {}
    watched = {each.indicator: _watched(place, view, each, settings, seed, since, then, group) for each in outlooks}
    flags = [flag for seen in watched.values() for flag in warnings.of_forecast(seen, settings)]
    flags += _revised(place, view, watched, settings)
    if "industry_va" in watched:
        flags += _leading(place, view, watched["industry_va"], settings)
    flags += _of_lists(lists, watched.get("fai"), settings)
    looked_at = [flag for flag in flags if settings.looks_at(flag.code, flag.indicator)]
    # Registration is no remedy: who meets the conditions is registered on complete papers, whatever is at stake.
    listed_by = on_list(list(actions), view.as_of)
    todo = [each for each in listed_by if each.state != "已完成" and not each.registers]
    raised = (Raised(flag, _remedies(flag, lists, todo, settings)) for flag in looked_at)
    return tuple(sorted(raised, key=lambda each: each.flag.weight, reverse=True))


def of_place(place: Place, view: View, *, seed: int = 0, since: dt.date | None = None) -> tuple[Raised, ...]:
    """Return the flags of a place by its own settings, with all that they rest on made here.

    Raises
    ------
    DataError, UsageError
        When the place has no year on the day, or its settings, lists or actions cannot be read.
    """
    settings = warning_settings.read(place.folder)
    year = stand(place, indicators.FORECAST, view.as_of).year
    if since is not None:
        in_order(since, view.as_of)
    made = (_forecast(place, view, code, year, seed) for code in briefed(place))
    outlooks = [each for each in made if each is not None]
    regions, codes = assessment_settings.read(place).group(place), [each.indicator for each in outlooks]
    own = Joint(tuple(outlooks))
    return watch(
        place,
        view,
        outlooks,
        settings,
        seed=seed,
        since=since,
        group=draw_group(place, view, codes, year, regions, own=own, seed=seed) if regions else None,
        lists=_lists(place, view, year),
        actions=action_reader.read(place.folder) or (),
    )


def _lists(place: Place, view: View, year: int) -> Listed | None:
    if not registers.kept(place):
        return None
    from shouguan.investment import listed  # noqa: PLC0415  # loads what estimates from below, which few places have

    return listed.known(place, view, year)


def compared_with(
    place: Place, indicator: str, year: int, day: dt.date, settings: WarningSettings, since: dt.date | None = None
) -> dt.date | None:
    """Return the earlier day that an indicator's forecast is compared with; None where there is none to compare."""
    if since is not None or settings.days_back is not None:
        return since or day - dt.timedelta(days=settings.days_back or 0)
    return previous_release(place, indicator, year, day)


def _watched(
    place: Place,
    view: View,
    outlook: Outlook,
    settings: WarningSettings,
    seed: int,
    since: dt.date | None,
    earlier: Mapping[str, Outlook],
    group: GroupDraws | None,
) -> Watched:
    code, year = outlook.indicator, outlook.year
    old = compared_with(place, code, year, view.as_of, settings, since)
    before, rank_before = None, None
    if old is not None:
        then = place.as_of(old)
        before = earlier.get(code)
        if before is None or before.as_of != old:
            before = _forecast(place, then, code, year, seed)
        rank_before = _rank(place, then, code, year)
    rank = _rank(place, view, code, year)
    known = place.targets_for(code, year, view.as_of)
    return Watched(
        outlook,
        history(place, view, code, year),
        _newest_release(place, code, view.as_of),
        before,
        known[-1].value if known else None,
        rank_before,
        rank,
        None if rank is None else _ahead(place, group, code),
    )


def _forecast(place: Place, view: View, code: str, year: int, seed: int) -> Outlook | None:
    """Return the forecast of a day; None where nothing of the year can be forecast."""
    try:
        return calibrated.fit_predict(place, view, code, year, seed=seed)
    except DataError:
        return None


def _rank(place: Place, view: View, code: str, year: int) -> tuple[Period, int] | None:
    """Return the newest published rank of a year with its stretch."""
    for period in sorted(view.ytd_growth(place.region, code), reverse=True):
        rank = published_rank(place, view, code, period) if period.year == year else None
        if rank is not None:
            return period, rank[0]
    return None


def _ahead(place: Place, group: GroupDraws | None, code: str) -> RankDraws | None:
    found = rank_draws(place, group, code, assessment_settings.read(place))
    return found if isinstance(found, RankDraws) else None


def _newest_release(place: Place, code: str, day: dt.date) -> dt.date:
    return max(released for released, _ in place.releases(code) if released <= day)


def _revised(place: Place, view: View, watched: Mapping[str, Watched], settings: WarningSettings) -> list[Flag]:
    """Return the flags of revisions that came out after the earliest day that something is compared with."""
    days = [seen.before.as_of for seen in watched.values() if seen.before is not None]
    if not days:
        return []
    made = revisions(place.figures())
    return warnings.revised(made, place.region, min(days), view.as_of, settings)


def _leading(place: Place, view: View, industry: Watched, settings: WarningSettings) -> list[Flag]:
    inputs = {code: view.ytd_growth(place.region, code) for code in warnings.LEADING}
    known = {code: growth for code, growth in inputs.items() if growth}
    if not known:
        return []
    day = max(_newest_release(place, code, view.as_of) for code in known)
    flag = warnings.leading(known, industry, day, settings)
    return [] if flag is None else [flag]


def _of_lists(lists: Listed | None, investment: Watched | None, settings: WarningSettings) -> list[Flag]:
    if lists is None:
        return []
    from shouguan.analysis import list_warnings  # noqa: PLC0415  # loads what estimates from below, which few places have

    own = investment and list_warnings.Above(investment.outlook, investment.target)
    return list_warnings.of_lists(lists, own or list_warnings.Above(), settings)


def _remedies(
    flag: Flag, lists: Listed | None, todo: Sequence[Action], settings: WarningSettings
) -> tuple[Remedy, ...]:
    own: tuple[Remedy, ...] = ()
    if lists is not None and flag.indicator in _family("fai"):
        from shouguan.analysis import list_warnings  # noqa: PLC0415  # as above

        own = list_warnings.remedies(flag, lists, settings.actions)
    about = _family(flag.indicator)
    office = sorted((each for each in todo if each.indicator in about), key=lambda each: each.deadline)
    rest = (
        Remedy(each.action, owner=each.owner, deadline=each.deadline, action_en=each.action_en, owner_en=each.owner_en)
        for each in office
    )
    return (*own, *rest)[: settings.actions]


def _family(code: str) -> set[str]:
    """Return an indicator with its parts, and with what these follow from or are followed by."""
    parts = {code, *PARTS.get(code, ()), *(SECTORS if code == "gdp" else ())}
    return {
        *parts,
        *(base for part in parts if part in LINKS for base in LINKS[part].indicators),
        *(part for part, link in LINKS.items() if code in link.indicators),
    }
