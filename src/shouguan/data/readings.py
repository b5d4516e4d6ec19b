"""Which series a run really reads, so that a report is made again only where one of them has changed.

Each series that is asked for is noted, whether or not there is anything of it, and a table that is used as a whole is
noted as all of it. A run of a notebook writes what it notes to a file that `SHOUGUAN_READINGS` names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

VARIABLE = "SHOUGUAN_READINGS"
ALL = "*"
"""Any region, or any indicator."""
EVERYTHING = {ALL: (ALL,)}

Readings = Mapping[str, tuple[str, ...]]
"""The regions that were read of each indicator."""
Row = tuple[str, str, str]
Pairs = set[tuple[str, str]]
_noted: Pairs = set()
_recording: list[Pairs] = []
_Noting = TypeVar("_Noting")


def note(region: str, indicator: str) -> None:
    """Note that the figures of an indicator of a region are read; `ALL` stands for any."""
    for pairs in _recording:
        pairs.add((region, indicator))
    if (region, indicator) in _noted:
        return
    _noted.add((region, indicator))
    file = os.environ.get(VARIABLE)
    if file:
        with open(file, "a", encoding="utf-8") as stream:  # noqa: PTH123  # a panel notes hundreds
            stream.write(f"{region} {indicator}\n")


@contextmanager
def recorded() -> Iterator[Pairs]:
    """Gather what is noted meanwhile, whether or not it was noted before."""
    pairs: Pairs = set()
    _recording.append(pairs)
    try:
        yield pairs
    finally:
        _recording[:] = [each for each in _recording if each is not pairs]


def forget() -> None:
    """Let what is read from now on be noted again, as in a new process."""
    _noted.clear()


def noted(file: Path) -> Readings:
    """Return what a run has noted in its file; one that is not there or is no such list lets everything count."""
    try:
        pairs = {tuple(line.split()) for line in file.read_text(encoding="utf-8").splitlines()}
    except (OSError, UnicodeDecodeError):
        return EVERYTHING
    if (ALL, ALL) in pairs or any(len(pair) != 2 for pair in pairs):
        return EVERYTHING
    of: dict[str, set[str]] = {}
    for region, indicator in pairs:
        if indicator == ALL or (region, ALL) not in pairs:
            of.setdefault(indicator, set()).add(region)
    return {code: (ALL,) if ALL in regions else tuple(sorted(regions)) for code, regions in sorted(of.items())}


def hashes(rows: Iterable[Row], readings: Readings, own: str, beside: Iterable[str]) -> dict[str, str]:
    """Return the hash of the rows that count of each indicator: those that were read, and all of a region's own.

    Parameters
    ----------
    rows : iterable of (str, str, str)
        Region, indicator and the whole row of what was known on the report's day.
    readings : mapping
    own : str
        The report's region.
    beside : iterable of str
        What counts besides, under an empty name.
    """
    wanted = {(region, code) for code, regions in readings.items() for region in regions}
    counts: dict[tuple[str, str], bool] = {}
    lines: dict[str, list[str]] = {}
    for region, code, line in rows:
        of = region, code
        if of not in counts:
            counts[of] = region == own or bool(wanted & {of, (ALL, code), (region, ALL), (ALL, ALL)})
        if counts[of]:
            lines.setdefault(code, []).append(line)
    return {"": _hash(beside)} | {code: _hash(lines[code]) for code in sorted(lines)}


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class _Noted:
    """A table that is noted as a whole when it is used past the methods of whoever has it."""

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is None:
            raise AttributeError("table")
        note(ALL, ALL)
        return vars(owner)["table"]

    def __set__(self, owner: Any, table: Any) -> None:
        vars(owner)["table"] = table


def noting(cls: type[_Noting]) -> type[_Noting]:
    """Let a class note that its `table` is used; its own methods use `vars(self)["table"]` and note what they read."""
    cls.table = _Noted()  # type: ignore[attr-defined]
    return cls
