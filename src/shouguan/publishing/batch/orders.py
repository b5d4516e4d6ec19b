"""What a run is asked for: places, notebooks, scenarios and languages, each combination one report."""

from __future__ import annotations

import datetime as dt
import fnmatch
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shouguan.core import paths
from shouguan.core.errors import DataError, UsageError
from shouguan.core.parameters import BULLETIN, check
from shouguan.data.regions import official_regions
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
    """Return an order for each combination, those of one place together.

    Parameters
    ----------
    places : sequence of str
        Places as `shouguan report` takes them; a pattern with `*`, `?` or `[…]`, which stands for every region of the
        official series with such a name and every folder of a place; or a file with one of these on each line.
    notebooks, scenarios, langs : sequence of str
    as_of : date, optional
    seed : int

    Raises
    ------
    DataError, UsageError
        When a notebook does not exist, a parameter is wrong, a pattern fits no place or a file names none. A place that
        does not exist is found out when its report is made, so that it keeps no other from being made.

    Examples
    --------
    >>> [str(order) for order in orders(["山东", "山*"], langs=["zh", "en"])][:3]
    ['山东 · briefing · base · zh', '山东 · briefing · base · en', '山西 · briefing · base · zh']
    """
    wanted = dict.fromkeys(name for each in places for name in _named(each))
    day = None if as_of is None else as_of.isoformat()
    made = [
        Order(where, notebook, scenario, lang, day, seed)
        for where, notebook, scenario, lang in itertools.product(wanted, notebooks, scenarios, langs)
    ]
    for order in made:
        check(order.parameters)
        if order.notebook == BULLETIN:
            raise UsageError(
                "督查通报按专班编期号，用 shouguan bulletin 生成",
                "bulletins are numbered by task force: make them with shouguan bulletin",
            )
        kit.named(order.notebook)
    return made


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
