"""Regions by code and name, and the folders of places: what can be known without reading a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError, likest_first, nearest
from shouguan.core.files import read_csv
from shouguan.core.wrong_settings import hidden, not_plain

NATION = "100000"
REGION_COLUMNS = ["code", "name", "name_en", "aliases", "parent"]
_LIKE, _NEAR = 0.5, 3
_OF_A_FILE = re.compile(r"@|.*\.[A-Za-z]{1,5}$")
"""What the names of files look like: places have no such ending."""


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
    """Return the folder that a place's name means; None where it names an official region, or nothing.

    Raises
    ------
    DataError
        When nobody may look there.
    """
    try:
        return next((each for each in (Path(name), paths.places() / name) if (each / "place.yaml").is_file()), None)
    except PermissionError as error:
        raise DataError(
            f"不能读取 {name}：{error.strerror}，请检查权限", f"cannot read {name}: {error.strerror}"
        ) from None
    except (OSError, ValueError):  # no file can have such a name
        return None


def region_named(name: str) -> Region | None:
    """Return the official region of which this is the code, the name or an alias, in any case; None where none is."""
    key = name.strip().casefold()
    for region in official_regions().values():
        if key in {word.casefold() for word in (region.code, region.name, region.name_en, *region.aliases)}:
            return region
    return None


def unknown(name: str) -> DataError:
    """Return the error for a name that means no place: it says what there is instead, and names the nearest."""
    odd, path = hidden(name), Path(name)
    if odd is not None:
        return DataError(f"没有名为“{name}”的地区：{odd[0]}", f"no place named '{name}': {odd[1]}")
    regions, key = official_regions(), name.strip().casefold()
    try:
        if path.is_dir():
            return DataError(
                f"文件夹 {name} 里没有 place.yaml，不能作为地区使用",
                f"the folder {name} has no place.yaml, so it is no place",
            )
        if path.is_file():
            return DataError(
                f"{name} 是一个文件，不是地区；列出多个地区的文件用于 shouguan render-all",
                f"{name} is a file, not a place; a file that lists places is for shouguan render-all",
            )
        if _OF_A_FILE.match(name):
            return no_file(name.removeprefix("@"))
    except OSError:  # no file can have such a name, so it is none
        pass
    folders = _folders()
    # One character in common is no likeness, but comes first in the list: 山冬 may be 山东, and 青岛 is not 青海.
    zh, en = nearest(key, _names(), likeness=0.6)
    if not zh.startswith("；最接近"):
        zh = f"；已有：{'、'.join(likest_first(key, [*folders, *(region.name for region in regions.values())]))}"
        en = f"; there are: {', '.join([*folders, *(region.name_en for region in regions.values())])}"
    last = path.name
    make = f"shouguan new {paths.pasted(name if last != name else f'data/{name}')} --name {paths.pasted(last)}"
    return DataError(
        f"没有名为“{name}”的地区；城市自己的数据用 {make} 建立{zh}",
        f"no place named '{name}'; for a city's own figures make it with {make}{en}",
    )


def near(name: str) -> list[str]:
    """Return up to three regions and folders of the kit that are called somewhat like a name, the likest first."""
    key = name.strip().casefold()
    likeness = {word: SequenceMatcher(None, key, word.casefold()).ratio() for word in _names()}
    return sorted((word for word in likeness if likeness[word] >= _LIKE), key=lambda word: -likeness[word])[:_NEAR]


def _folders() -> list[str]:
    return sorted(file.parent.name for file in paths.places().glob("*/place.yaml"))


def _names() -> list[str]:
    """Return what a place may be called, as every message spells it."""
    regions = official_regions().values()
    return [*_folders(), *(word for region in regions for word in (region.name, region.name_en.lower()))]


def no_file(name: str) -> DataError:
    """Return the error for a list of places that is not there; files of its folder that are called alike are named."""
    folder = Path(name).parent
    beside = [file.name for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    zh, en = nearest(Path(name).name, beside) if beside else ("", "")
    near = zh.startswith("；最接近")
    return DataError(f"找不到文件 {name}{zh if near else ''}", f"no such file: {name}{en if near else ''}")


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
