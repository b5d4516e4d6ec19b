"""What a run is asked for: places, notebooks, scenarios and languages, each combination one report."""

from __future__ import annotations

import datetime as dt
import fnmatch
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import BULLETIN, check
from shouguan.data.regions import folder_named, official_regions, region_named
from shouguan.publishing import notebooks as kit

_WILD = frozenset("*?[")


@dataclass(frozen=True)
class Order:
    """One report that is asked for.

    Attributes
    ----------
    place, notebook, scenario, lang : str
        As `shouguan report` takes them.
    as_of : str or None
        A day in ISO form; None for the newest release of the place.
    seed : int
    """

    place: str
    notebook: str = "briefing"
    scenario: str = "base"
    lang: str = "zh"
    as_of: str | None = None
    seed: int = 0

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of its notebook."""
        return {name: value for name, value in asdict(self).items() if name != "notebook"}

    def __str__(self) -> str:
        return " · ".join((self.place, self.notebook, self.scenario, self.lang))


def orders(
    places: Sequence[str],
    *,
    notebooks: Sequence[str] = ("briefing",),
    scenarios: Sequence[str] = ("base",),
    langs: Sequence[str] = ("zh",),
    as_of: dt.date | None = None,
    seed: int = 0,
) -> list[Order]:
    """Return an order for each combination, those of one place together; none is asked for twice.

    Parameters
    ----------
    places : sequence of str
        Places as `shouguan report` takes them; a pattern with `*`, `?` or `[…]`, which stands for every region of the
        official series with such a name and every folder of a place; or a file with one of these on each line. A
        place that is named in several ways is meant once, by the first.
    notebooks, scenarios, langs : sequence of str
    as_of : date, optional
    seed : int

    Raises
    ------
    DataError, UsageError
        When a notebook does not exist, a parameter is wrong, a pattern fits no place, a file names none, or the reports
        of two places would be the same files. A place that does not exist is found out when its report is made, so that
        it keeps no other from being made.

    Examples
    --------
    >>> [str(order) for order in orders(["山东", "山*"], langs=["zh", "en"])][:3]
    ['山东 · briefing · base · zh', '山东 · briefing · base · en', '山西 · briefing · base · zh']
    """
    wanted = _apart(name for each in places for name in _named(each))
    day = None if as_of is None else as_of.isoformat()
    combined = itertools.product(wanted, *map(dict.fromkeys, (notebooks, scenarios, langs)))
    made = [Order(where, notebook, scenario, lang, day, seed) for where, notebook, scenario, lang in combined]
    for order in made:
        check(order.parameters)
        if order.notebook == BULLETIN:
            raise UsageError(
                "督查通报按专班编期号，用 shouguan bulletin 生成",
                "bulletins are numbered by task force: make them with shouguan bulletin",
            )
        kit.named(order.notebook)
    return made


def _apart(names: Iterable[str]) -> list[str]:
    """Return the first name of each place.

    Raises
    ------
    UsageError
        When the folders of two have the same name, by which their reports are filed: one would replace the other's.
    """
    first: dict[Path | str, str] = {}
    filed: dict[str, str] = {}
    for name in names:
        folder, region = folder_named(name), region_named(name)
        place = folder.resolve() if folder is not None else region.code if region is not None else name
        if place in first:
            continue
        first[place] = name
        slug = place.name if isinstance(place, Path) else region.slug if region is not None else None
        if slug is None:  # there is no such place, as its report will say
            continue
        if slug in filed:
            one, other = filed[slug], _shown(name, place)
            raise UsageError(
                f"{one} 和 {other} 的报告都会写入名为“{slug}”的文件夹，后者覆盖前者；"
                "给其中一个文件夹改名，或分两次运行、--out 各用一个文件夹",
                f"the reports of {one} and of {other} would both be filed under '{slug}', one over the other; "
                "rename a folder, or make them in two runs with an --out of their own",
            )
        filed[slug] = _shown(name, place)
    return list(first.values())


def _shown(name: str, place: Path | str) -> str:
    """Return how a message tells a place from one that is called alike: by its whole folder, where it has one."""
    return paths.pasted(place) if isinstance(place, Path) else name


def _named(text: str) -> Iterator[str]:
    """Yield the places that a word of the command line stands for."""
    if _WILD & set(text):
        yield from _fitting(text)
        return
    file = Path(text)
    if file.is_file():
        lines = (line.partition("#")[0].strip() for line in _text(file).splitlines())
        names = [line for line in lines if line]
        if not names:
            raise DataError(
                f"{paths.named(file)} 里没有地区，应每行一个",
                f"{paths.named(file)} names no place; it should hold one a line",
            )
        for name in names:
            if Path(name).is_file():
                raise UsageError(
                    f"{paths.named(file)} 里的“{name}”又是一个文件，应为地区",
                    f"'{name}' in {paths.named(file)} is a file again, not a place",
                )
            yield from _named(name)
        return
    yield text


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        name = paths.named(file)
        raise UsageError(
            f"{name} 不是 UTF-8 的文本文件，应每行一个地区：{error}", f"{name} is no text file in UTF-8: {error}"
        ) from None


def _fitting(pattern: str) -> list[str]:
    """Return the regions and folders that a pattern fits; the nation only where a region's pattern means all."""
    regions = [
        region.name
        for region in official_regions().values()
        if any(fnmatch.fnmatch(word, pattern) for word in (region.name, region.name_en.lower(), region.code))
    ]
    kept = [file.parent.name for file in sorted(paths.places().glob("*/place.yaml"))]
    folders = [name for name in kept if fnmatch.fnmatch(name, pattern)]
    elsewhere = sorted(file for file in _glob(pattern) if (file / "place.yaml").is_file())
    found = [*regions, *folders, *(str(file) for file in elsewhere)]
    if not found:
        raise DataError(f"没有地区符合“{pattern}”", f"no place fits '{pattern}'")
    return found


def _glob(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    root = Path(path.anchor) if path.is_absolute() else Path()
    return root.glob(str(path.relative_to(path.anchor)) if path.is_absolute() else pattern)
