"""All settings files of a place, read at once: before anything is made of them, and whether or not that needs them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from shouguan.analysis.scenarios import file as scenario_file
from shouguan.components import conversion
from shouguan.core.errors import ShouguanError, together
from shouguan.data import (
    actions,
    assessment_settings,
    bulletin_settings,
    investment_settings,
    pacing_settings,
    warning_settings,
)
from shouguan.data.place import Place


def _read_actions(folder: Path) -> None:
    if actions.files_of(folder):
        from shouguan.ingest.readers.actions import read  # noqa: PLC0415  # workbooks, which are slow to load

        read(folder)


_OF_A_FOLDER: tuple[Callable[[Path], object], ...] = (
    _read_actions,
    scenario_file.load,
    conversion.read_method,
    pacing_settings.read,
    warning_settings.read,
    investment_settings.read,
    bulletin_settings.read,
)


def check(place: Place) -> None:
    """Read the office's actions and every settings file beside `place.yaml`.

    Raises
    ------
    DataError, UsageError
        With what is wrong in any of them, by file and name.
    """
    if place.folder is None:  # an official region keeps none
        return
    problems: list[ShouguanError] = []
    reads: list[Callable[[], object]] = [partial(each, place.folder) for each in _OF_A_FOLDER]
    reads.append(partial(assessment_settings.read, place))
    for read in reads:
        try:
            read()
        except ShouguanError as error:
            problems.append(error)
    if problems:
        raise together(problems)
