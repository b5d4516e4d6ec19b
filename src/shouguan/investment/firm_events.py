"""Which firms entered the statistics and left them in a year, by all of its lists and not the newest alone.

A firm that left in March and is back in September entered once and left once; one that left and is on no later list
left all the same. A later list's word of the same entry or exit replaces an earlier one's.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from shouguan.investment.firm_standing import IN, LEFT, MONTHLY, PROMOTED, firms_of_month, known_by, standings

ENTRIES = {**dict.fromkeys(MONTHLY, "monthly"), PROMOTED: "promoted"}
"""Kinds of entry by the column that counts them."""
EXITS = "exits"


def happened(firms: pd.DataFrame, day: dt.date, month: str) -> pd.DataFrame:
    """Return the entries and exits of a list's year up to a day.

    Parameters
    ----------
    firms : DataFrame
        The list of all months.
    day : date
    month : str
        Of the newest list that counts.

    Returns
    -------
    DataFrame
        A row an event: `who`, `what` (monthly, promoted, exits) and `month`, 未填 where no list says it.
    """
    year = month[:4]
    months = [each for each in sorted(firms["period"].unique()) if each <= month]
    gone = _left_before(firms, [each for each in months if each[:4] < year])
    events: dict[str, list[tuple[str, str]]] = {}
    for each in [each for each in months if each[:4] == year]:
        now = firms_of_month(firms, each)
        when = now["expected_entry"].dt.strftime("%Y-%m").fillna("")
        due = now["expected_entry"] <= pd.Timestamp(day)
        for who, standing, kind, at, there in zip(
            known_by(now), standings(now), now["entry_kind"].map(ENTRIES), when, due, strict=True
        ):
            own = events.setdefault(who, [])
            left = bool(own) and own[-1][0] == EXITS
            if standing == LEFT and (at[:4] == year or (not at and who not in gone)):
                own[len(own) - left :] = [(EXITS, at or "未填")]
            elif standing == IN and there and at[:4] == year and isinstance(kind, str):
                again = not own or left
                own[len(own) if again else len(own) - 1 :] = [(kind, at)]
            elif standing == IN and left:
                own.pop()  # in as it was: it never left
    rows = [(who, what, at) for who, own in events.items() for what, at in own]
    return pd.DataFrame(rows, columns=["who", "what", "month"])


def _left_before(firms: pd.DataFrame, months: list[str]) -> set[str]:
    """Return the firms that the last list of the year before has as gone: their exit is no event of this year."""
    if not months:
        return set()
    before = firms_of_month(firms, months[-1])
    return set(known_by(before)[standings(before).eq(LEFT)])
