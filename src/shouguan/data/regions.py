"""Regions by code and name, and the folders of places: what can be known without reading a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.files import read_csv
from shouguan.core.wrong_settings import not_plain

NATION = "100000"
REGION_COLUMNS = ["code", "name", "name_en", "aliases", "parent"]


@dataclass(frozen=True)
class Region:
    """A region's code, names and parent, as `regions.csv` lists them."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    parent: str | None

    @property
    def slug(self) -> str:
        """How folders and links call it: its English name in small letters."""
        return self.name_en.lower().replace(" ", "-")


def folder_named(name: str) -> Path | None:
    """Return the folder that a place's name means; None where it names an official region, or nothing."""
    return next((each for each in (Path(name), paths.places() / name) if (each / "place.yaml").is_file()), None)


def region_named(name: str) -> Region | None:
    """Return the official region of which this is the code, the name or an alias, in any case; None where none is."""
    key = name.strip().casefold()
    for region in official_regions().values():
        if key in {word.casefold() for word in (region.code, region.name, region.name_en, *region.aliases)}:
            return region
    return None


@lru_cache(maxsize=1)
def official_regions() -> dict[str, Region]:
    """Return the regions that the official series know, by code; the nation first."""
    return read_regions(paths.official() / "regions.csv")


def read_regions(file: Path) -> dict[str, Region]:
    """Read a file of regions, by code; a wrong row is a `DataError`."""
    regions = {}
    for number, cells in read_csv(file, REGION_COLUMNS):
        code, name, name_en, aliases, parent = cells
        problem = next(filter(None, map(not_plain, cells)), None)
        if parent == code:
            problem = "上级就是它自己", "it is its own parent"
        if problem is not None:
            at = paths.named(file)
            raise DataError(f"{at} 第{number}行：{problem[0]}", f"{at} row {number}: {problem[1]}")
        regions[code] = Region(code, name, name_en, tuple(filter(None, aliases.split("|"))), parent or None)
    return regions
