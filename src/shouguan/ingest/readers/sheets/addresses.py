"""Cells' addresses as spreadsheets write them: C7, AA1:AB9.

openpyxl has the same; loading all of it for this alone takes longer than reading a bulletin.
"""

from __future__ import annotations

import functools
import re

_CELL = r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,6})?"
_RANGE = re.compile(rf"{_CELL}(?::{_CELL})?")


@functools.lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return a column, counted from 0, as a spreadsheet names it.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    above, last = divmod(column, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)


@functools.lru_cache(maxsize=1024)
def column_of(name: str) -> int:
    """Return the column, counted from 0, that letters name.

    Raises
    ------
    ValueError
        When they name none.

    Examples
    --------
    >>> column_of("A"), column_of("zz"), column_of("AAA")
    (0, 701, 702)
    """
    if not re.fullmatch("[A-Za-z]{1,3}", name):
        raise ValueError(name)
    return functools.reduce(lambda above, letter: 26 * above + ord(letter) - ord("A") + 1, name.upper(), 0) - 1


def corners(reference: str) -> tuple[int, int, int, int]:
    """Return the first row and column of a range and the last ones, counted from 0; D:D is all of a column.

    Raises
    ------
    ValueError
        When it is none.

    Examples
    --------
    >>> corners("C3:D4"), corners("$A$1"), corners("D:D")
    ((2, 2, 3, 3), (0, 0, 0, 0), (0, 3, 1048575, 3))
    """
    match = _RANGE.fullmatch(reference)
    if match is None or not reference:
        raise ValueError(reference)
    left, top, right, bottom = match.groups() if ":" in reference else 2 * match.groups()[:2]
    return int(top or 1) - 1, column_of(left or "A"), int(bottom or 2**20) - 1, column_of(right or "XFD")
