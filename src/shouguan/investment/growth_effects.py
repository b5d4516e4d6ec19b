"""What entries and exits of firms do to growth, this year and the next: a calculation on the list's own revenue.

Of groups of firms by category, never of one; it explains growth, and is no reason to register anybody. Three formulas,
each exact for the list's own totals. With `Y` the base of those that stay in a category, `g` their growth and `y_n`,
`g_n` of those that come or go:

- newly built: a base of nothing, so Δg = 100·y_n / Y (the definition of growth);
- promoted, construction, real estate: they come with their own base, so Δg = s_n·(g_n − g), s_n = y_n / (Y + y_n) (the
  weighted mean of two growths);
- exits take theirs away: Δg = −s_n·(g_n − g).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from shouguan.investment.disclosure import disclosed
from shouguan.investment.firm_standing import (
    EXIT,
    IN,
    LEAVING,
    LEFT,
    MONTHLY,
    NEW,
    PROMOTED,
    expected_revenue,
    firms_of_month,
    standings,
)


def growth_effects(
    firms: pd.DataFrame, day: dt.date, month: str | None = None, *, task_force: bool = False
) -> pd.DataFrame:
    """Return the effect of those that enter or leave in the list's year on growth of revenue of their category.

    Parameters
    ----------
    firms : DataFrame
        The list of all months.
    day : date
        Entries up to it have happened; later ones are the list's own expectation.
    month : str, optional
    task_force : bool
        Rows of fewer than three firms are shown.

    Returns
    -------
    DataFrame
        A row a category and kind (新建投产, 资质内建筑业, 房地产, 小升规, 退库): `firms`, `with_figures` (of which the
        revenue is known), `done` (entered or left by the day), `revenue_wan_yuan` expected of the year,
        `growth_pct` of the category's firms that were and stay in the statistics, `this_year_points` and
        `next_year_points`. A promotion and an exit count from next year on, so theirs of this year are 0. Next
        year's assume that everybody keeps this year's growth, and that new firms keep their monthly pace.
    """
    now = firms_of_month(firms, month)
    year = int(str(now["period"].iloc[0])[:4])
    standing, kind = standings(now), now["entry_kind"]
    leaving = standing.isin([LEAVING, LEFT])
    when = now["expected_entry"]
    changes = when.dt.year.eq(year) & (kind.isin([*MONTHLY, PROMOTED]) & ~leaving) | leaving
    table = pd.DataFrame(
        {
            "category": now["category"].fillna("未填"),
            "kind": kind.mask(leaving, EXIT),
            "changes": changes,
            "stays": standing.eq(IN) & ~changes,
            "last": now["revenue_last_wan_yuan"].astype(float),
            "expected": expected_revenue(firms, month)["expected_wan_yuan"],
            "months": 13 - when.dt.month,
            "done": changes & (standing.eq(LEFT) | standing.eq(IN) & (when <= pd.Timestamp(day))),
        }
    )
    rows = []
    for category, of in table.groupby("category"):
        known = of[of["stays"] & of["last"].gt(0) & of["expected"].notna()]
        base, level = float(known["last"].sum()), float(known["expected"].sum())
        new = of.loc[of["changes"] & of["kind"].eq(NEW), "expected"].sum()
        for name, those in of[of["changes"]].groupby("kind"):
            this, coming, figures = _points(str(name), those, base, level, level + float(new))
            rows.append(
                {
                    "category": category,
                    "kind": name,
                    "firms": len(those),
                    "with_figures": figures,
                    "done": int(those["done"].sum()),
                    "revenue_wan_yuan": those["expected"].sum(min_count=1),
                    "growth_pct": 100 * (level / base - 1) if base > 0 else np.nan,
                    "this_year_points": this,
                    "next_year_points": coming,
                }
            )
    names = "category kind firms with_figures done revenue_wan_yuan growth_pct this_year_points next_year_points"
    frame = pd.DataFrame(rows, columns=names.split()).set_index(["category", "kind"])
    # How many there are of a kind is told elsewhere: what is hidden must not be what is left of it.
    return disclosed(frame, task_force=task_force, within="kind")


def _points(kind: str, those: pd.DataFrame, base: float, level: float, this_year: float) -> tuple[float, float, int]:
    """Return points of this year and the next, and of how many firms they are.

    Parameters
    ----------
    kind : str
    those : DataFrame
    base, level : float
        Of those that stay: revenue of last year and of this.
    this_year : float
        Revenue of all this year, with the new.
    """
    if base <= 0:
        return np.nan, np.nan, 0
    if kind == NEW:
        known = those[those["expected"].notna()]
        y = float(known["expected"].sum())
        # The list says only from when a firm counts; a year at the same pace per month is 12 / months of this one's.
        whole = float((known["expected"] * 12 / known["months"].fillna(12)).sum())
        return (100 * y / base, 100 * (whole - y) / this_year, len(known)) if len(known) else (np.nan, np.nan, 0)
    known = those[those["expected"].notna() & those["last"].gt(0)]
    if known.empty:
        return np.nan, np.nan, 0
    last, y = float(known["last"].sum()), float(known["expected"].sum())
    gap = 100 * (y / last - level / base)
    coming = y / (this_year + y) * gap
    if kind == EXIT:
        return 0.0, -coming, len(known)
    return (0.0 if kind == PROMOTED else last / (base + last) * gap), coming, len(known)
