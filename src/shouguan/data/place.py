"""A place: whose year is closed. A folder with settings, or a region that the official series know.

A folder holds `place.yaml`, `observations/*.csv` (its own rows and its peers'), `regions.csv` (names of
regions that only it knows) and `targets.csv`. The official series are always there beside them: they
supply the parent's figures and, where a place publishes growth only, the shape of the year.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, nearest
from shouguan.core.files import State, read_csv, state_of
from shouguan.core.periods import Lang, Period
from shouguan.core.wrong_settings import WrongError, refused
from shouguan.data import observations, readings, views
from shouguan.data.observations import View
from shouguan.data.readings import ALL, Readings, note, noting
from shouguan.data.regions import (
    NATION,
    Region,
    folder_named,
    official_regions,
    read_regions,
    region_named,
    unknown,
)
from shouguan.data.settings import Settings, settings_of

_BESIDE = (
    "regions.csv",
    "targets.csv",
    "accounting.yaml",
    "warnings.yaml",
    "scenarios.yaml",
    "assessment.yaml",
    "actions.yaml",
    "actions.xlsx",
    "pacing.yaml",
    "investment.yaml",
    "bulletins.yaml",
    *("ledger.csv", "enterprises.csv", "bonds.csv", "problems.csv", "reserve.csv"),
)
"""Files of a place beside its settings; each may be missing."""

Bound = Literal["", "around", "least", "most", "range"]
_FLOOR = re.compile(r"(?:不低于|高于|≥|>=)(-?\d+(?:\.\d+)?)[%％]|(-?\d+(?:\.\d+)?)[%％](?:及?以上)")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)[%％]?[-－—–～~至到](-?\d+(?:\.\d+)?)[%％]")


class Target(BaseModel):
    """One target that was set for a year.

    A published figure has one decimal, so a target X counts as met from X − 0.05. `around` (左右) is judged by the
    same threshold, or where the office states a band (`within`) by that of X less the band, and printed as 左右. A
    floor is printed as one (以上), and a range with both its ends, where the source words it so: 6%—6.5% is met from
    its low end on.

    Of an indicator where less is better (`Indicator.better`) a target is a ceiling, `<=`, and met up to X + 0.05:
    energy use per unit of GDP that is to fall by 3 % or more is `<=` −3.0, printed as 下降3.0%以上.
    """

    model_config = ConfigDict(frozen=True)

    region: str
    indicator: str
    year: int
    kind: Literal["原目标", "奋斗目标", "确保", "力争"]
    op: Literal[">=", "<=", "around"]
    value: float = Field(allow_inf_nan=False)
    announced_on: dt.date
    source: str
    within: float = 0.0
    """Points by which `around` may be missed and still counts as met: the place's `around_band`, no column."""

    @model_validator(mode="after")
    def _meant(self) -> Target:
        """Refuse more decimals than a published figure has, a bound on the wrong side, and a fall without its minus."""
        entry = indicators.CATALOGUE.get(self.indicator)  # an unknown one is refused where the row is read
        if entry is None:
            return self
        if round(self.value, 1) != self.value:
            raise WrongError(
                f"目标应为一位小数，与公布的增速相同，不是{self.value:g}",
                f"a target has one decimal, as published growth has, not {self.value:g}",
            )
        wrong = ">=" if entry.better == "lower" else "<="
        if self.op == wrong:
            right = "<=" if wrong == ">=" else ">="
            raise WrongError(
                f"{entry.zh}越{'低' if wrong == '>=' else '高'}越好，op 应为 {right} 或 around，不是 {self.op}",
                f"{'less' if wrong == '>=' else 'more'} of {entry.en} is better: op is {right} or around,"
                f" not {self.op}",
            )
        if entry.better == "lower" and self.value > 0:
            raise WrongError(
                f"{entry.zh}的目标是下降：下降{self.value:g}%写作 -{self.value:g}",
                f"a target of {entry.en} is a fall: write a fall of {self.value:g} % as -{self.value:g}",
            )
        return self

    @property
    def bound(self) -> Bound:
        """How the figure was worded: about so much, at least so much, or just so much."""
        if self.op != ">=":
            return "around" if self.op == "around" else "most"
        ends = ((float(low), float(high)) for low, high in _RANGE.findall(self.source))
        if any(low == self.value < high for low, high in ends):
            return "range"
        floors = (float(least or more) for least, more in _FLOOR.findall(self.source))
        return "least" if self.value in floors else ""

    @property
    def met_from(self) -> float:
        """The full-year figure from which the target counts as met, or where less is better down from which."""
        if self.op != "around":
            return self.value
        return round(self.value - indicators.indicator(self.indicator).sign * self.within, 1)


TARGET_COLUMNS = [name for name in Target.model_fields if name != "within"]
"""The columns of `targets.csv`."""


@dataclass(frozen=True)
class Where:
    """Which place it is: its settings, and the names of regions.

    Parameters
    ----------
    slug : str
        How folders and links call it: the folder's name, or the region's English name in small letters.
    settings : Settings
    regions : dict of str to Region
        Names of the official regions and of the place's own.
    """

    slug: str
    settings: Settings
    regions: dict[str, Region]

    @property
    def region(self) -> str:
        """The place's region code."""
        return self.settings.region

    def name(self, lang: Lang = "zh") -> str:
        """Return the place's name."""
        return self.settings.name if lang == "zh" else self.settings.name_en


@noting
@dataclass(frozen=True)
class Place(Where):
    """A place with everything that is known about it.

    Parameters
    ----------
    table : DataFrame
        All observations, official and own, of all vintages.
    targets : tuple of Target
        Every target ever set, for this place.
    files : tuple of Path
        The files that were read; a report's manifest lists them with their hashes.
    folder : Path or None
        Where its own files are; None for an official region.
    """

    table: pd.DataFrame
    targets: tuple[Target, ...]
    files: tuple[Path, ...]
    folder: Path | None = None

    @property
    def called(self) -> str:
        """What a command calls it: the folder as it was given, or its name where it comes with the kit."""
        kept = self.folder is not None and self.folder.parent != paths.places()
        return paths.pasted(self.folder if self.folder is not None and kept else self.slug)

    def chain(self, region: str | None = None) -> list[str]:
        """Return a region (by default the place) and the codes above it, nearest first, the nation last."""
        code = region or self.region
        chain = [code]
        above = self.settings.parent if code == self.region else self._parent(code)
        while above and above not in chain:
            chain.append(above)
            above = self._parent(above)
        return chain if NATION in chain else [*chain, NATION]

    def above(self) -> dict[str, list[str]]:
        """Return for every region that the place knows the codes above it, nearest first."""
        return {code: self.chain(code)[1:] for code in self.regions if code != NATION}

    def ancestors(self) -> list[str]:
        """Return the codes above the place, nearest first, ending with the nation."""
        return self.chain()[1:]

    def _parent(self, code: str) -> str | None:
        return self.regions[code].parent if code in self.regions else None

    def as_of(self, day: dt.date) -> View:
        """Return what was known on `day`."""
        return views.known_by(vars(self)["table"], day)

    def figures(self, indicators: Sequence[str] = ()) -> pd.DataFrame:
        """Return the observations of the place, and of all regions those of some indicators, of all vintages."""
        for code in indicators:
            note(ALL, code)
        note(self.region, ALL)
        table: pd.DataFrame = vars(self)["table"]
        return table[(table["region"] == self.region) | table["indicator"].isin(list(indicators))]

    def hashes(self, read: Readings, day: dt.date) -> dict[str, str]:
        """Return the hash by indicator of what a report of a day would read again; see `readings.hashes`."""
        table: pd.DataFrame = vars(self)["table"]
        own = table.loc[(table["region"] == self.region), "indicator"].unique()
        known = (table["released_on"] <= pd.Timestamp(day)).tolist()
        rows = itertools.compress(views.told(table), known)
        return readings.hashes(rows, read, self.region, [*map(repr, self.targets), *sorted(own)])

    def targets_for(self, indicator: str, year: int, day: dt.date) -> list[Target]:
        """Return the targets announced by `day`: of each kind the newest, 原目标 first."""
        known = [t for t in self.targets if t.indicator == indicator and t.year == year and t.announced_on <= day]
        newest: dict[str, Target] = {}
        for target in sorted(known, key=lambda t: t.announced_on):
            newest[target.kind] = target
        return sorted(newest.values(), key=lambda t: (t.kind != "原目标", t.announced_on))

    def releases(self, indicator: str) -> list[tuple[dt.date, Period]]:
        """Return when each year-to-date growth of the place first came out, in the order of time."""
        note(self.region, indicator)
        return list(self._releases.get(indicator, ()))

    @cached_property
    def _releases(self) -> dict[str, list[tuple[dt.date, Period]]]:
        """Of every indicator at once, for a page asks about all of them."""
        rows = observations.select(self.figures(), self.region, None, basis="ytd", measure="growth")
        made: dict[str, list[tuple[dt.date, Period]]] = {}
        for (code, period), stamp in rows.groupby(["indicator", "period"])["released_on"].min().items():
            made.setdefault(code, []).append((stamp.date(), Period.parse(period)))
        return {code: sorted(of) for code, of in made.items()}


def load(name: str) -> Place:
    """Find and read a place.

    Parameters
    ----------
    name : str
        A folder that holds `place.yaml`; the name of a folder under the kit's `data/`; or the code,
        name or alias of an official region, in any case (`全国`, `山东`, `shandong`, `370000`).

    Raises
    ------
    DataError
        When there is no such place (the nearest names are given), or its files are wrong.
    """
    folder = folder_named(name)
    if folder is not None:
        return _load_folder(folder)
    region = region_named(name)
    if region is not None:
        return _load_region(region)
    raise unknown(name)


def region_names(folder: Path | None = None) -> dict[str, str]:
    """Return the names and aliases of all regions that the kit knows, to their codes; a folder's own win.

    Parameters
    ----------
    folder : Path, optional
        A place; without one, the places that come with the kit are known too.
    """
    folders = [folder] if folder is not None else sorted(file.parent for file in paths.places().glob("*/place.yaml"))
    regions = list(official_regions().values())
    for each in folders:
        if (each / "regions.csv").is_file():
            regions += read_regions(each / "regions.csv").values()
    return {name: region.code for region in regions for name in (region.name, region.name_en, *region.aliases) if name}


def folder_of(name: str) -> Path:
    """Return the folder of a place that has one.

    Raises
    ------
    DataError
        When there is no such folder; official regions have none, their figures are not to be added to.
    """
    for folder in (Path(name), paths.places() / name):
        if (folder / "place.yaml").is_file():
            return folder
    known = sorted(file.parent.name for file in paths.places().glob("*/place.yaml"))
    zh, en = nearest(name, known)
    raise DataError(
        f"“{name}”不是含 place.yaml 的文件夹，不能导入或检查；新建用 shouguan new {paths.pasted(name)}{zh}",
        f"'{name}' is no folder with a place.yaml; make one with shouguan new {paths.pasted(name)}{en}",
    )


def official_table() -> pd.DataFrame:
    """Return the official observations; read once as long as no file changes, and never changed in place."""
    return _observed(paths.official())


def _observed(folder: Path) -> pd.DataFrame:
    files = sorted((folder / "observations").glob("*.csv"))
    return _read_once(tuple((file, state_of(file)) for file in files))


@lru_cache(maxsize=3)
def _read_once(files: tuple[tuple[Path, State], ...]) -> pd.DataFrame:
    return observations.read(*(file for file, _ in files))


def _official_files() -> tuple[Path, ...]:
    folder = paths.official()
    return (folder / "regions.csv", folder / "targets.csv", *sorted((folder / "observations").glob("*.csv")))


def _read_targets(file: Path, region: str, within: float = 0.0) -> tuple[Target, ...]:
    if not file.is_file():
        return ()
    targets = []
    for number, cells in read_csv(file, TARGET_COLUMNS):
        at_zh, at_en = f"{paths.named(file)} 第{number}行", f"{paths.named(file)} row {number}"
        try:
            target = Target.model_validate({**dict(zip(TARGET_COLUMNS, cells, strict=True)), "within": within})
            indicators.indicator(target.indicator)
        except ValidationError as error:
            raise refused(at_zh, at_en, error, Target) from None
        except DataError as error:
            raise DataError(f"{at_zh}：{error.zh}", f"{at_en}: {error.en}") from None
        if target.region == region:
            targets.append(target)
    return tuple(targets)


def _load_folder(folder: Path) -> Place:
    file = folder / "place.yaml"
    settings = settings_of(folder)
    regions = dict(official_regions())
    if (folder / "regions.csv").is_file():
        regions.update(read_regions(folder / "regions.csv"))
    files = [file, *(folder / name for name in _BESIDE if (folder / name).is_file())]
    files += sorted((folder / "observations").glob("*.csv"))
    return Place(
        slug=folder.resolve().name,
        settings=settings,
        regions=regions,
        table=pd.concat([official_table(), _observed(folder)], ignore_index=True),
        targets=_read_targets(folder / "targets.csv", settings.region, settings.around_band),
        files=(*files, *_official_files()),
        folder=folder,
    )


def _load_region(region: Region) -> Place:
    regions = official_regions()
    siblings = tuple(r.code for r in regions.values() if r.parent == region.parent and region.parent)
    settings = Settings(
        region=region.code, name=region.name, name_en=region.name_en, parent=region.parent, peers=siblings
    )
    return Place(
        slug=region.slug,
        settings=settings,
        regions=regions,
        table=official_table(),
        targets=_read_targets(paths.official() / "targets.csv", region.code),
        files=_official_files(),
    )
