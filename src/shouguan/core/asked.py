"""What an analyst hands to the interface, checked before anything is computed: a slip is answered, never passed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar, get_args

import numpy as np
import pandas as pd

from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import Lang

MOST_GROWTH = 1000.0
"""Per cent; no target is higher."""

T = TypeVar("T")


def growth_asked(target: float, zh: str = "全年增速", en: str = "full-year growth") -> float:
    """Return a full year's growth (or what the words name) that a user asks about.

    Raises
    ------
    DataError
        When it is no number that growth can be: an index cannot fall below nothing.
    """
    if not isinstance(target, (int, float, np.number)) or not -100.0 < target < MOST_GROWTH:
        raise DataError(
            f"{zh}“{target}”不对，应为 −100 到 {MOST_GROWTH:.0f} 之间的数（如 3.5）",
            f"{en} '{target}': expected a number between −100 and {MOST_GROWTH:.0f}, such as 3.5",
        )
    return float(target)


def several(asked: Any) -> list[Any]:
    """Return one or several things as a list: a text is one, not its letters.

    Examples
    --------
    >>> several("gdp"), several(("gdp", "fai")), several(3.5)
    (['gdp'], ['gdp', 'fai'], [3.5])
    """
    return [asked] if isinstance(asked, str) or not isinstance(asked, Iterable) else list(asked)


def one_of(value: T, valid: Collection[T], name: str) -> T:
    """Return a value that must be one of some.

    Raises
    ------
    DataError
        When it is another; the message names the nearest.
    """
    if value not in valid:
        zh, en = nearest(str(value), [str(each) for each in valid])
        raise DataError(f"参数 {name} 的值“{value}”不对{zh}", f"{name} is '{value}'{en}")
    return value


def lang_asked(lang: Lang) -> Lang:
    """Return a language that there is; `DataError` for another."""
    return one_of(lang, get_args(Lang), "lang")


def frame_asked(frame: pd.DataFrame, columns: Iterable[str], source: str) -> pd.DataFrame:
    """Return a frame that has these columns.

    Parameters
    ----------
    frame : DataFrame
    columns : iterable of str
    source : str
        Where such a frame comes from, for the message.

    Raises
    ------
    DataError
        When it is no frame, or lacks one of them.
    """
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise DataError(f"应为 {source} 的表，不是 {kind}", f"expected the frame of {source}, not {kind}")
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        names = list(frame.columns.map(str)[:6])
        raise DataError(
            f"应为 {source} 的表：缺少列 {'、'.join(lacking)}；现有列：{'、'.join(names)}",
            f"expected the frame of {source}: no column {', '.join(lacking)}; it has {', '.join(names)}",
        )
    return frame


def made_by(value: T, attribute: str, source: str) -> T:
    """Return an object that has an attribute; `DataError` for another, naming where such objects come from."""
    if not hasattr(value, attribute):
        kind = type(value).__name__
        raise DataError(f"应为 {source} 的结果，不是 {kind}", f"expected what {source} returns, not {kind}")
    return value
