"""Indicators of a place forecast together, under a scenario or none: what every forecast of a `Study` rests on."""

from __future__ import annotations

from collections.abc import Sequence

from shouguan.analysis.scenarios.changes import under
from shouguan.analysis.scenarios.file import changes_for, load
from shouguan.components.accounting import PARTS
from shouguan.components.conversion import read_method
from shouguan.components.joint import Linked, fit_predict
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data.observations import View
from shouguan.data.origin import briefed, resolve
from shouguan.data.place import Place


def total_of(code: str) -> str | None:
    """Return the total that an indicator is a part of; None for a total."""
    return next((total for total, parts in PARTS.items() if code in parts), None)


def together(place: Place, view: View, codes: Sequence[str], seed: int) -> Linked:
    """Forecast indicators together, a part with its total where that can be taken apart, else by itself."""
    if not codes:
        raise DataError("没有写明指标", "no indicator is named")
    for code in codes:
        indicators.indicator(code)
    year, method = resolve(place, codes[0], view.as_of).year, read_method(place.folder)
    totals = list(dict.fromkeys(total_of(code) or code for code in codes))
    linked = fit_predict(place, view, totals, year, seed=seed, method=method)
    lacking = [code for code in codes if code not in linked.codes and code not in linked.reasons]
    return fit_predict(place, view, [*totals, *lacking], year, seed=seed, method=method) if lacking else linked


def assumed(place: Place, view: View, codes: Sequence[str], scenario: str, seed: int) -> Linked:
    """Forecast indicators together under a scenario, which may be about others of a briefing too.

    Raises
    ------
    DataError
        When one of them cannot be forecast on this day, with the reason; when the scenario does not fit the day.
    """
    entries = changes_for(load(place.folder), scenario)
    linked = together(place, view, [*briefed(place), *codes] if entries else codes, seed)
    linked = under(linked, entries, view)
    for code in codes:
        if code not in linked.codes:
            raise DataError(*linked.reasons.get(code, (f"{code} 不能测算", f"{code} cannot be forecast")))
    return linked
