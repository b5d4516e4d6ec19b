"""What may be shown of single firms, and to whom: one rule for every frame about firms.

A row that stands for fewer than three firms tells what one of them does, and so do a name and a code. They are for
the task force that looks after these firms; a general briefing, an index or a page for others has neither.
"""

from __future__ import annotations

import pandas as pd

from shouguan.core.errors import UsageError

FEWEST = 3
"""How many firms a row must stand for to be shown outside the task force."""
NAMING = ("name", "credit_code")
"""The columns that say which firm it is."""


def disclosed(
    frame: pd.DataFrame,
    *,
    task_force: bool,
    count: str = "firms",
    whole_known: bool = True,
    within: str | None = None,
) -> pd.DataFrame:
    """Return a frame as it may be shown.

    Parameters
    ----------
    frame : DataFrame
        A row a group of firms.
    task_force : bool
        Whether it is for the task force: then it stays as it is.
    count : str
        The column that says for how many firms a row stands; a row of none is no secret.
    whole_known : bool
        Whether readers may know the sum of all rows. Then hidden rows must not be what is left of it: the next
        smallest are hidden with them until they stand for `FEWEST` firms and their sum leaves more than one way to
        fill them: two rows of four in all would be two and two.
    within : str, optional
        The column, or level of the index, whose every value is a whole that readers may know the sum of.

    Returns
    -------
    DataFrame
        With a column `suppressed` (不足3户); in such rows every number is missing, the count too.

    Raises
    ------
    UsageError
        When a frame that names firms is asked for outside the task force.
    """
    if task_force:
        return frame.assign(suppressed=False)
    if named := [name for name in NAMING if name in frame]:
        raise UsageError(
            f"逐户名单（{'、'.join(named)}）只供专班内部使用：加 task_force=True，或改用分组汇总",
            f"a list that names firms ({', '.join(named)}) is for the task force: task_force=True, or take groups",
        )
    counts = frame[count].fillna(0).reset_index(drop=True)
    hidden = counts.gt(0) & counts.lt(FEWEST)
    if whole_known:
        whole = pd.Series(0, counts.index) if within is None else frame.reset_index()[within]
        for _, own in counts.groupby(whole.to_numpy(), dropna=False):
            hidden[own.index] = _with_next_smallest(own, hidden[own.index])
    hidden = hidden.set_axis(frame.index)
    shown = frame.assign(suppressed=hidden)
    numbers = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    shown = shown.astype(dict.fromkeys(numbers, "float64"))
    shown.loc[hidden, numbers] = float("nan")
    return shown


def _with_next_smallest(counts: pd.Series[float], hidden: pd.Series[bool]) -> pd.Series[bool]:
    """Hide the next smallest rows until the sum of what is hidden tells no single one of them."""
    hidden = hidden.copy()
    for row in counts[~hidden & counts.gt(0)].sort_values(kind="stable").index:
        if not hidden.any() or not _told_by_sum(counts[hidden]):
            break
        hidden[row] = True
    return hidden


def _told_by_sum(hidden: pd.Series[float]) -> bool:
    """Say whether readers who know the sum know the rows, too: one row, or all as small, or all as large, as can be."""
    whole, rows = hidden.sum(), len(hidden)
    return bool(rows == 1 or whole < FEWEST or (hidden.lt(FEWEST).all() and whole in (rows, rows * (FEWEST - 1))))
