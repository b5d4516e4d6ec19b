"""Published ranks among peers (位次), with ties as the field counts them."""

from __future__ import annotations

from shouguan.observations import View
from shouguan.periods import Period
from shouguan.place import Place


def competition_rank(values: dict[str, float]) -> dict[str, int]:
    """Rank from the highest value: equal values share a place and the next ones skip (1, 2, 2, 4).

    Examples
    --------
    >>> competition_rank({"a": 2.0, "b": 3.1, "c": 2.0, "d": 0.5})
    {'a': 2, 'b': 1, 'c': 2, 'd': 4}
    """
    return {key: 1 + sum(other > value for other in values.values()) for key, value in values.items()}


def published_rank(place: Place, view: View, indicator: str, period: Period) -> tuple[int, bool] | None:
    """Return the place's rank among its peers by published YTD growth, and whether it is shared (并列).

    None where the place has no peers, or one of them has not published the period yet.
    """
    peers = place.settings.peers
    growth = {code: view.ytd_growth(code, indicator).get(period) for code in peers}
    known = {code: value for code, value in growth.items() if value is not None}
    if len(peers) < 2 or place.region not in peers or len(known) < len(peers):
        return None
    ranks = competition_rank(known)
    own = ranks[place.region]
    return own, list(ranks.values()).count(own) > 1
