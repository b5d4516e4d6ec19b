"""What became of the tasks that the last bulletin called for, found again where a code or a batch was corrected.

A task is the same by its key; else by its project's name and place, as changes between two ledgers are matched
(`investment.changes`), with a likeness that is shown. Two that are just as alike are matched to nothing.
"""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

import pandas as pd

from shouguan.data.registers import plain_batch, without_gaps
from shouguan.investment.tasks import DISTANT, DONE, GONE, MOVED, OVERDUE, PAY, SOON, UNDATED, states

_SAME = 1.0


def followed(
    promised: pd.DataFrame, table: pd.DataFrame, day: dt.date, until: dt.date, same_name: float
) -> pd.DataFrame:
    """Return what became of the tasks that the last bulletin called for.

    Parameters
    ----------
    promised : DataFrame
        `tasks.ASKED`, as the last bulletin had them.
    table : DataFrame
        The tasks of now.
    day, until : date
    same_name : float
        From which likeness on two names are one project's (`Projects.same_name`).

    Returns
    -------
    DataFrame
        The columns of `promised`, `now` (its deadline in the newest list), `now_key` (by which it is there) with
        `score` (1 for the same key, code or name and place; else how alike the names are), `done_on` and `outcome`:
        one of `tasks.STATES`; `MOVED` where the newest list gives a later deadline, which is told and not taken for a
        task in time; `GONE` where no list has it. What happened comes first: done, moved, gone; then what is open.
    """
    current = table.drop_duplicates("key").set_index("key")
    rows = promised.drop_duplicates("key").reset_index(drop=True)
    rows = rows.assign(**found_again(rows, current, same_name))
    outcome = rows["now_key"].map(states(current, day, until)).fillna(GONE)
    now = rows["now_key"].map(current["deadline"])
    later = now.gt(rows["deadline"]) & outcome.ne(DONE)
    outcome = outcome.mask(later, MOVED)
    order = outcome.map({word: at for at, word in enumerate((DONE, MOVED, GONE, OVERDUE, SOON, DISTANT, UNDATED))})
    rows = rows.assign(now=now, done_on=rows["now_key"].map(current["done_on"]), outcome=outcome, order=order)
    return rows.sort_values(["order", "deadline", "key"], kind="stable", ignore_index=True).drop(columns="order")


def found_again(promised: pd.DataFrame, current: pd.DataFrame, same_name: float) -> dict[str, pd.Series]:
    """Return under which key of the current tasks each promised one stands, and how sure that is; missing for neither.

    Parameters
    ----------
    promised : DataFrame
    current : DataFrame
        By key.
    same_name : float
    """
    key = promised["key"].where(promised["key"].isin(current.index)).astype(object)
    score = key.notna().map({True: _SAME, False: float("nan")}).astype(float)
    open_now = current.loc[~current.index.isin(set(key.dropna()))]
    pairs = []
    for at, old in promised[key.isna()].iterrows():
        for to, new in open_now[open_now["kind"] == old["kind"]].iterrows():
            likeness = _likeness(old, new, str(to), same_name)
            if likeness >= same_name:
                pairs.append((likeness, at, to))
    taken: set[object] = set()
    for likeness, at, to in sorted(pairs, key=lambda each: -each[0]):
        rivals = sum(each[0] == likeness and (each[1] == at or each[2] == to) for each in pairs)
        if at in taken or to in taken or rivals > 1:
            continue
        taken |= {at, to}
        key[at], score[at] = to, likeness
    return {"now_key": key, "score": score}


def _likeness(old: pd.Series, new: pd.Series, new_key: str, same_name: float) -> float:
    """Return how alike two tasks of one kind are: of their projects' names, and of what is to be done."""
    places = _text(old.get("district")), _text(new["district"])
    if all(places) and places[0] != places[1]:
        return 0.0
    names = _text(old["project"]), _text(new["project"])
    name = _ratio(*names)
    # Two codes are two projects, whatever they are called, unless they are called the same.
    named = any(_identity(each) in names for each in (str(old["key"]), new_key))
    if name < _SAME and (name < same_name or not named):
        return 0.0
    if old["kind"] != PAY:
        return min(name, _ratio(_text(old["what"]), _text(new["what"])))
    if plain_batch(_text(old["what"])) == plain_batch(_text(new["what"])):
        return name
    return min(name, _ratio(_text(old["what"]), _text(new["what"]))) if old["deadline"] == new["deadline"] else 0.0


def _identity(key: str) -> str:
    return without_gaps(key.split("|")[1]) if "|" in key else ""


def _text(value: Any) -> str:
    return "" if pd.isna(value) else without_gaps(str(value))


def _ratio(one: str, other: str) -> float:
    return _SAME if one == other else difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
