"""Views that share what was made of them: one of a table and a day, and those that have a few rows more than another.

All reports of a day ask for the same view of the official figures. The explanation of a change goes from one day to
another by a dozen views, each with a few rows more than the one before, and reads thousands of series of each: what the
rows are not of is looked up in the view before them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

import pandas as pd

from shouguan.core.periods import Period
from shouguan.data.observations import View, as_of, newest
from shouguan.data.readings import ALL, Row, note
from shouguan.data.whole_year import WholeYear

_Pairs = frozenset[tuple[str, str]]
Kept = TypeVar("Kept")


def known_by(table: pd.DataFrame, day: dt.date) -> View:
    """Return what was known at the end of a day, of a table that nobody changes in place: the same one while kept."""
    return _view(_Itself(table), day)


class _Itself(Generic[Kept]):
    """What is equal to itself alone, and never changed in place."""

    def __init__(self, it: Kept) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.it is self.it


@lru_cache(maxsize=4)
def _view(table: _Itself[pd.DataFrame], day: dt.date) -> View:
    return as_of(table.it, day)


def told(table: pd.DataFrame) -> tuple[Row, ...]:
    """Return region and indicator of each row of a table that nobody changes in place, and all of it as text."""
    return _told(_Itself(table))


@lru_cache(maxsize=2)
def _told(table: _Itself[pd.DataFrame]) -> tuple[Row, ...]:
    rows = table.it.itertuples(index=False, name=None)
    regions, codes = (table.it[name].tolist() for name in ("region", "indicator"))
    return tuple(zip(regions, codes, map(repr, rows), strict=True))


def with_rows(view: View, rows: pd.DataFrame, day: dt.date) -> View:
    """Return what is known on a later day, when these rows have come out: the same view while it is kept."""
    return _later(_Itself(view), _Rows(rows), day)


class _Rows:
    """Rows that are equal to all that say the same; all places of a day have most steps of their news in common."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows, self._said = rows, tuple(rows.itertuples(index=False, name=None))

    def __hash__(self) -> int:
        return hash(self._said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and other._said == self._said


@lru_cache(maxsize=16)
def _later(view: _Itself[View], rows: _Rows, day: dt.date) -> View:
    return _Later(view.it, rows.rows, day)


class _Later(View):
    """A view with more rows; it answers as one of its whole table does."""

    def __init__(self, before: View, rows: pd.DataFrame, day: dt.date) -> None:
        vars(self).update(as_of=day, _before=before, _rows=rows[rows["released_on"] <= pd.Timestamp(day)])

    @property
    def table(self) -> pd.DataFrame:
        """The whole table."""
        note(ALL, ALL)
        return self._all

    def series(self, region: str, indicator: str, *, basis: str, measure: str) -> dict[Period, float]:
        """Return one series as period → value, in the order of time."""
        return self._of(region, indicator).series(region, indicator, basis=basis, measure=measure)

    def whole_years(self, region: str, indicator: str) -> dict[int, WholeYear]:
        """Return the years whose YTD values are all known and tell the shape of the year; see `WholeYear`."""
        return self._of(region, indicator).whole_years(region, indicator)

    def regions_with(self, indicator: str) -> list[str]:
        """Return the regions of which anything of an indicator is known, by code."""
        came = {region for region, code in self._touched if code == indicator}
        return sorted({*vars(self)["_before"].regions_with(indicator), *came})

    @cached_property
    def _all(self) -> pd.DataFrame:
        before, rows = vars(self)["_before"], vars(self)["_rows"]
        return newest(pd.concat([before._all, rows], ignore_index=True), self.as_of)

    @cached_property
    def _touched(self) -> _Pairs:
        rows = vars(self)["_rows"]
        return frozenset(zip(rows["region"], rows["indicator"], strict=True))

    @cached_property
    def _near(self) -> View:
        """The view of the series that rows came of, alone."""
        known = _of_pairs(vars(self)["_before"], self._touched)
        return as_of(pd.concat([*known, vars(self)["_rows"]], ignore_index=True), self.as_of)

    def _of(self, region: str, indicator: str) -> View:
        near = (region, indicator) in self._touched
        return self._near if near else vars(self)["_before"]

    def _found(self, key: Hashable) -> tuple[Any, frozenset[tuple[str, str]]] | None:
        found = super()._found(key)
        if found is None:
            found = vars(self)["_before"]._found(key)
            if found is not None and any(map(self._touches, found[1])):
                return None
        return found

    def _touches(self, pair: tuple[str, str]) -> bool:
        region, indicator = pair
        if ALL not in pair:
            return pair in self._touched
        return any(region in {ALL, its} and indicator in {ALL, code} for its, code in self._touched)


def _of_pairs(view: View, pairs: _Pairs) -> list[pd.DataFrame]:
    """Return the rows of these regions' indicators that a view's series are made of."""
    if isinstance(view, _Later):
        near, far = pairs & view._touched, pairs - view._touched
        return [*(_of_pairs(view._near, near) if near else []), *(_of_pairs(vars(view)["_before"], far) if far else [])]
    at = sorted(at for key, positions in view._positions.items() if key[:2] in pairs for at in positions)
    return [view._all.iloc[at]]
