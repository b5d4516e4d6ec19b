"""What the readers of tables pass on: rows with their labels, tables, and figures on their way to observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from shouguan.ingest.readers.sheets.grid import MOST_COLUMNS, Sheet
from shouguan.ingest.readers.tables.figures import Figure
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.stretches import Stretch


@dataclass(frozen=True)
class Row:
    """A row of figures.

    Parameters
    ----------
    index : int
        In the sheet, from 0.
    labels : tuple of Label
        What names the row: its label, and its unit column.
    sections : tuple of Label
        The rows above that it belongs to, nearest first.
    """

    index: int
    labels: tuple[Label, ...]
    sections: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Convention:
    """What a kind of file means where it says nothing.

    Parameters
    ----------
    region : str, optional
        Whose figures they are when no region is named.
    is_own : bool
        Figures of no named region are the place's own: true of a bulletin, not of a database or a terminal.
    bare_growth_is_single : bool
        同比增长 without 累计 is the month's own growth, as the bureau's database has it.
    year_is_full : bool
        A year alone is the full year.
    frequency : {'Q', 'M'}, optional
        Whether the database is quarterly or monthly, which settles names with two meanings.
    history : bool
        The file is a database of the past: its figures are as known today, not as first published.
    """

    region: str | None = None
    is_own: bool = False
    bare_growth_is_single: bool = False
    year_is_full: bool = False
    history: bool = False
    frequency: Literal["Q", "M"] | None = None


@dataclass
class Table:
    """A table found in a sheet.

    Parameters
    ----------
    sheet : Sheet
    titles : list of Label
        Lines above, nearest first, then the sheet's name and the file's.
    heads : dict of int to list of Label
        Column to the labels over it, the lowest first.
    body : list of Row
    convention : Convention
    end : int
        The column after the table's last, where another table stands beside it.
    unheaded : tuple of int
        Columns of figures without a heading, to the left of one that has one.
    apart : frozenset of int
        Columns whose heading says that they hold no figures: 备注, 指标ID, 单位.
    behind_hidden : frozenset of int
        Columns right behind a hidden one that is of something of its own.
    marked : mapping of str to str
        Notes by the mark (1, *) that figures and names bear which they speak of.
    """

    sheet: Sheet
    titles: list[Label]
    heads: dict[int, list[Label]]
    body: list[Row]
    convention: Convention
    end: int = MOST_COLUMNS
    unheaded: tuple[int, ...] = ()
    apart: frozenset[int] = frozenset()
    behind_hidden: frozenset[int] = frozenset()
    marked: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def titled(self) -> Stretch | None:
        """The stretch that the nearest title names, filled in by farther ones."""
        named = [label.stretch for label in self.titles if label.stretch and label.stretch != Stretch()]
        if not named:
            return None
        year, month, basis = (
            next((value for each in named if (value := getattr(each, part)) is not None), None)
            for part in ("year", "month", "basis")
        )
        return replace(named[0], year=year, month=month, basis=basis)

    @cached_property
    def lines(self) -> list[list[Stretch]]:
        """The stretches over each column of what was done and is read, and beside each row with its sections."""
        done = [heads for heads in self.heads.values() if not any(e.plan or e.skipped or e.rest for e in heads)]
        beside = [(*row.labels, *row.sections) for row in self.body]
        return [[label.stretch for label in labels if label.stretch] for labels in (*done, *beside)]

    @cached_property
    def headed(self) -> frozenset[str]:
        """The regions that columns are headed with."""
        return frozenset(label.region for heads in self.heads.values() for label in heads if label.region)

    @cached_property
    def over(self) -> list[Stretch]:
        """The stretches that are named over columns."""
        return [label.stretch for heads in self.heads.values() for label in heads if label.stretch]

    @cached_property
    def down(self) -> list[Stretch]:
        """The stretches that are named beside rows."""
        return [label.stretch for row in self.body for label in row.labels if label.stretch]

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that are named over columns and beside rows."""
        return frozenset(each.year for each in (*self.over, *self.down) if each.year)

    @cached_property
    def is_yearly(self) -> bool:
        """Whether several years and no month are named anywhere: a year is then the full year."""
        around = (*self.titles, *(label for row in self.body for label in row.sections))
        named = (*self.over, *self.down, *(label.stretch for label in around if label.stretch))
        return len(self.years) > 1 and all(each.month is None for each in named)

    @cached_property
    def has_whole_years(self) -> bool:
        """Whether earlier years without months stand beside months: 2023年 | 2024年 | 2025年1—9月 are whole years.

        One year alone may as well be the same months of it, but beside a column of 全年.
        """
        named = self._named()
        years = {each.stretch.year for each in named if each.stretch and each.stretch.month is None} - {None}
        return self.has_years_beside_months and (len(years) > 1 or any("全年" in each.text for each in named))

    @cached_property
    def has_years_beside_months(self) -> bool:
        """Whether a year without months, or several, stands beside months of a later one: 2023年 | 2024年1—9月."""
        stretches = [label.stretch for label in self._named()]
        dated = [each.year for each in stretches if each and each.year and each.month]
        bare = [each.year for each in stretches if each and each.year and each.month is None]
        return bool(dated and bare) and max(bare) < min(dated)

    def _named(self) -> list[Label]:
        over = [label for heads in self.heads.values() for label in heads]
        return [each for each in (*over, *(label for row in self.body for label in row.labels)) if each.stretch]

    @cached_property
    def has_months_down(self) -> bool:
        """Whether rows are months that end no quarter: what the table is of is then published by month."""
        return any(each.month is not None and each.month % 3 for each in self.down)


@dataclass
class Draft:
    """One figure on its way to an observation; what is still open is None."""

    table: Table
    row: int
    column: int
    figure: Figure
    region: str
    indicator: str
    stretch: Stretch
    basis: str | None
    measure: str | None
    price: str | None
    units: list[tuple[str, ...]]
    line: tuple[str, ...]
