"""What is published, what is not yet, and when it is expected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from shouguan.core.indicators import Indicator
from shouguan.core.periods import Period, calendar_release
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.facts.indicator_report import entry_for

_DEFAULT_LAGS = {"Q": {"nation": 20, "other": 25}, "M": {"nation": 19, "other": 20}}
"""Days after a period's end, by frequency, where a place's settings give none."""
_NATION_YEARLY = 60
"""The nation's figures of a whole year stand in the statistical communiqué of the end of February."""

_GRACE = dt.timedelta(days=10)


@dataclass(frozen=True)
class Published:
    """What is out and what is not, for one indicator, and why it is not forecast where it is not."""

    entry: Indicator
    newest: Period
    released_on: dt.date
    by_rule: bool
    pseudo: bool
    source: str
    next: Period
    next_on: dt.date
    reason: tuple[str, str] | None = None

    def overdue(self, day: dt.date) -> bool:
        """Whether the next figure should have been out by a day, with some days' grace."""
        return day > self.next_on + _GRACE


def release_lag(place: Place, entry: Indicator) -> int:
    """Return the days after a period's end when the place's figure is expected."""
    default = _DEFAULT_LAGS[entry.calendar.frequency]["other" if place.settings.parent else "nation"]
    if entry.yearly:
        default = entry.release_lag if place.settings.parent else _NATION_YEARLY
    return place.settings.release_lags.get(entry.code, default)


def publication(place: Place, view: View, code: str) -> Published | None:
    """Return the publication state of an indicator; None when the view has nothing of it."""
    entry = entry_for(place, code)
    rows = view.rows(place.region, code, basis="ytd", measure="growth")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    newest = Period.parse(row["period"])
    following = _following(entry, newest)
    return Published(
        entry=entry,
        newest=newest,
        released_on=row["released_on"].date(),
        by_rule=row["release_basis"] == "calendar",
        pseudo=row["vintage"] == "pseudo",
        source=row["source"],
        next=following,
        next_on=calendar_release(following, release_lag(place, entry)),
    )


def _following(entry: Indicator, newest: Period) -> Period:
    """Return the period that comes out next: of what is published once a year, the year's last."""
    this, ahead = entry.calendar.periods(newest.year), entry.calendar.periods(newest.year + 1)
    position = entry.calendar.position(newest)
    if position + 1 == entry.calendar.size:
        return ahead[-1] if entry.yearly else ahead[0]
    return this[-1] if entry.yearly else this[position + 1]
