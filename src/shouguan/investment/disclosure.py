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


def disclosed(frame: pd.DataFrame, *, task_force: bool, count: str = "firms", whole_known: bool = True) -> pd.DataFrame:
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
        smallest are hidden with them until they stand for `FEWEST` firms.

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
    counts = frame[count].fillna(0)
    hidden = counts.gt(0) & counts.lt(FEWEST)
    if whole_known and hidden.any():
        for row in counts[~hidden & counts.gt(0)].sort_values(kind="stable").index:
            if counts[hidden].sum() >= FEWEST and hidden.sum() > 1:
                break
            hidden[row] = True
    shown = frame.assign(suppressed=hidden)
    numbers = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    shown = shown.astype(dict.fromkeys(numbers, "float64"))
    shown.loc[hidden, numbers] = float("nan")
    return shown
