"""The names that a report or a run is asked for by, checked before anything is loaded that reads figures or runs.

What does not exist is told in one message, each with what is called alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouguan.analysis.scenarios import file as scenario_file
from shouguan.core.errors import DataError, ShouguanError, UsageError, nearest, together
from shouguan.core.parameters import BULLETIN, BulletinParameters, Parameters, check, check_bulletin
from shouguan.data import bulletin_settings
from shouguan.data.regions import folder_named, near, region_named, unknown
from shouguan.publishing import notebooks as kit
from shouguan.publishing.batch.places import Named

_SHOWN = 10


@dataclass(frozen=True)
class Unknown:
    """Places that do not exist, and scenarios that a place does not have, these with their errors.

    Attributes
    ----------
    places : mapping of str to Named
    scenarios : mapping of (str, str) to ShouguanError
        By place and scenario.
    known : mapping of str to tuple of str
        The scenarios that each existing place was found to have, where it was asked.
    """

    places: Mapping[str, Named]
    scenarios: Mapping[tuple[str, str], ShouguanError]
    known: Mapping[str, tuple[str, ...]]

    def of(self, place: str, scenario: str) -> ShouguanError | None:
        """Return why a report cannot be; None where nothing is wrong with its names."""
        return unknown(place) if place in self.places else self.scenarios.get((place, scenario))

    def told(self) -> list[ShouguanError]:
        """Return what a person is told: of many places or scenarios a line together, not one for each report."""
        asked = dict.fromkeys(scenario for _, scenario in self.scenarios)
        return [*self._told_places(), *(error for scenario in asked for error in self._told_scenario(scenario))]

    def _told_places(self) -> list[ShouguanError]:
        found = list(self.places.values())
        if len(found) == 1:
            error = unknown(found[0].name)
            return [DataError(found[0].at[0] + error.zh, found[0].at[1] + error.en)]
        zh, en = [], []
        for where in found[:_SHOWN]:
            alike = near(where.name)
            zh.append(f"{where.at[0]}“{where.name}”" + (f"（相近：{'、'.join(alike)}）" if alike else ""))
            en.append(f"{where.at[1]}'{where.name}'" + (f" (nearest: {', '.join(alike)})" if alike else ""))
        more = len(found) - len(zh)
        if not found:
            return []
        return [
            DataError(
                f"没有这些地区、文件夹或文件：{'，'.join(zh)}{f'，等共 {len(found)} 个' if more else ''}",
                f"no such places, folders or files: {', '.join(en)}{f' and {more} more' if more else ''}",
            )
        ]

    def _told_scenario(self, scenario: str) -> list[ShouguanError]:
        lacking = [place for place, name in self.scenarios if name == scenario]
        having = [place for place, names in self.known.items() if scenario in names]
        errors = [self.scenarios[place, scenario] for place in lacking]
        broken = [error for place, error in zip(lacking, errors, strict=True) if place not in self.known]
        lacking = [place for place in lacking if place in self.known]
        if lacking and not having:
            zh, en = nearest(scenario, [name for names in self.known.values() for name in names])
            return [DataError(f"没有名为“{scenario}”的情景{zh}", f"no scenario named '{scenario}'{en}"), *broken]
        if lacking:
            n, has = len(lacking), "、".join(having[:_SHOWN])
            some, more = lacking[:_SHOWN], n > _SHOWN
            broken.append(
                DataError(
                    f"{'、'.join(some)}{f' 等 {n} 个地区' if more else ''}没有情景“{scenario}”（{has} 有）",
                    f"{', '.join(some)}{f' and {n - len(some)} more' if more else ''} have no scenario '{scenario}'"
                    f" ({has.replace('、', ', ')} have)",
                )
            )
        return broken


def unknown_of(places: Iterable[Named], scenarios: Iterable[str]) -> Unknown:
    """Return which places do not exist, and which scenarios a place does not have."""
    wrong: dict[str, Named] = {}
    lacking: dict[tuple[str, str], ShouguanError] = {}
    known: dict[str, tuple[str, ...]] = {}
    own = [name for name in dict.fromkeys(scenarios) if name not in scenario_file.BUILT_IN]
    for where in places:
        if not where.name:  # a value that cannot be, as is told without looking for it
            continue
        folder = folder_named(where.name)
        if folder is None and region_named(where.name) is None:
            wrong[where.name] = where
        elif own:
            found = _scenarios(folder)
            if isinstance(found, ShouguanError):
                lacking |= {(where.name, name): found for name in own}
                continue
            known[where.name] = found
            for name in own:
                if name not in found:
                    zh, en = nearest(name, found)
                    lacking[where.name, name] = DataError(
                        f"没有名为“{name}”的情景{zh}", f"no scenario named '{name}'{en}"
                    )
    return Unknown(wrong, lacking, known)


def _scenarios(folder: Path | None) -> tuple[str, ...] | ShouguanError:
    try:
        return tuple(scenario_file.load(folder))
    except ShouguanError as error:
        return error


def wrong_values(**values: Iterable[str]) -> list[ShouguanError]:
    """Return what is wrong with values of parameters, each checked alone."""
    problems: list[ShouguanError] = []
    for name, several in values.items():
        for value in dict.fromkeys(several):
            try:
                check({name: value})
            except DataError as error:
                problems.append(error)
    return problems


def wrong_notebooks(notebooks: Iterable[str], *, single: bool = False) -> list[ShouguanError]:
    """Return which notebooks do not exist; of many reports (not a `single` one) none can be a bulletin."""
    problems: list[ShouguanError] = []
    for name in dict.fromkeys(notebooks):
        try:
            kit.named(name)
        except DataError as error:
            problems.append(error)
        if name == BULLETIN and not single:
            problems.append(
                UsageError(
                    "督查通报按专班编期号，用 shouguan bulletin 生成",
                    "bulletins are numbered by task force: make them with shouguan bulletin",
                )
            )
    return problems


def checked(values: Mapping[str, Any], notebooks: Sequence[str]) -> Parameters:
    """Return the parameters of reports of one place, once all their names are known to exist.

    Raises
    ------
    DataError, UsageError
        With every name and value that is wrong.
    """
    problems: list[ShouguanError] = []
    parameters = Parameters()
    try:
        parameters = check(dict(values))
    except ShouguanError as error:
        problems.append(error)
    place, scenario = (str(values.get(name) or getattr(parameters, name)) for name in ("place", "scenario"))
    problems += [*wrong_notebooks(notebooks, single=True), *unknown_of([Named(place)], [scenario]).told()]
    if problems:
        raise together(problems)
    return parameters


def checked_bulletin(values: Mapping[str, Any]) -> BulletinParameters:
    """Return the parameters of a bulletin, once its names are known to exist.

    Raises
    ------
    DataError, UsageError
        With every name and value that is wrong.
    """
    problems: list[ShouguanError] = []
    parameters = BulletinParameters()
    try:
        parameters = check_bulletin(dict(values))
    except ShouguanError as error:
        problems.append(error)
    place = str(values.get("place"))
    problems += unknown_of([Named(place)], []).told()
    folder = folder_named(place)
    if folder is not None and not problems:
        bulletin_settings.read(folder).key(parameters.task_force)
    if problems:
        raise together(problems)
    return parameters
