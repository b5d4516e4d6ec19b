"""Which places the words of a command line stand for: names, patterns, and files with one name a line.

Nothing here reads a figure: what is wrong is found, all of it, before anything is loaded.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shouguan.core import paths
from shouguan.core.errors import DataError, ShouguanError, UsageError, together
from shouguan.data.regions import folder_named, no_file, official_regions, region_named
from shouguan.ingest.readers.sheets.text import decoded

_WILD = frozenset("*?[")
_LIST = re.compile(r".*\.(txt|csv|tsv|list|lst|xlsx?|docx?)", re.IGNORECASE)
_REMARK = re.compile(r"(^|\s)[#＃].*")
_WORD = re.compile(r'\s*"((?:[^"]|"")*)"\s*|([^,，;；、\t]+)')
"""A word of a line: as a spreadsheet quotes it, or up to the next sign between words."""
_HEADINGS = frozenset(
    "地区 地区名称 地区名 地区代码 区划代码 行政区划代码 名称 代码 城市 城市名称 市县 区县 县区 "
    "place places name region city county code".split()
)
"""What stands above a column of places, or of their codes."""


@dataclass(frozen=True)
class Named:
    """A place's name, and the line of a file that names it, in Chinese and English; no place need have it."""

    name: str
    at: tuple[str, str] = ("", "")


def named(words: Sequence[str]) -> tuple[list[Named], list[ShouguanError]]:
    """Return the places that words stand for, each once, and what is wrong with words that stand for none.

    Parameters
    ----------
    words : sequence of str
        Places as `shouguan report` takes them; a pattern with `*`, `?` or `[…]`, which stands for every region of the
        official series with such a name and every folder of a place; or a file with one of these on each line, in
        UTF-8, UTF-16 or GBK. A name that is no place is returned as it is.
    """
    found: list[Named] = []
    problems: list[ShouguanError] = []
    for word in words:
        try:
            found += _meant(word)
        except ShouguanError as error:
            problems.append(error)
    try:
        return _apart(found), problems
    except ShouguanError as error:
        return found, [*problems, error]


def _apart(named: Iterable[Named]) -> list[Named]:
    """Return the first name of each place.

    Raises
    ------
    UsageError
        When the folders of two have the same name, by which their reports are filed: one would replace the other's.
    """
    first: dict[Path | str, Named] = {}
    filed: dict[str, str] = {}
    for each in named:
        folder, region = folder_named(each.name), region_named(each.name)
        place = folder.resolve() if folder is not None else region.code if region is not None else each.name
        if place in first:
            continue
        first[place] = each
        slug = place.name if isinstance(place, Path) else region.slug if region is not None else None
        if slug is None:  # there is no such place, as its report will say
            continue
        if slug in filed:
            one, other = filed[slug], _shown(each.name, place)
            raise UsageError(
                f"{one} 和 {other} 的报告都会写入名为“{slug}”的文件夹，后者覆盖前者；"
                "给其中一个文件夹改名，或分两次运行、--out 各用一个文件夹",
                f"the reports of {one} and of {other} would both be filed under '{slug}', one over the other; "
                "rename a folder, or make them in two runs with an --out of their own",
            )
        filed[slug] = _shown(each.name, place)
    return list(first.values())


def _shown(name: str, place: Path | str) -> str:
    """Return how a message tells a place from one that is called alike: by its whole folder, where it has one."""
    return paths.pasted(place) if isinstance(place, Path) else name


def _meant(word: str) -> list[Named]:
    """Return the places that a word of the command line stands for."""
    if _is_place(word):
        return [Named(word)]
    file = _list_named(word)
    if file is not None:
        return _listed(file)
    return [Named(name) for name in _fitting(word)] if _WILD & set(word) else [Named(word)]


def _is_place(name: str) -> bool:
    return folder_named(name) is not None or region_named(name) is not None


def _list_named(word: str) -> Path | None:
    """Return the file of names that a word means, with or without the `@` that other programs ask for."""
    for file in (Path(word), Path(word.removeprefix("@"))):
        if _is_file(file):
            return file
    if word.startswith("@") or (_LIST.fullmatch(word) and not _WILD & set(word)):
        raise no_file(word.removeprefix("@"))
    return None


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # no file can have such a name
        return False


def _listed(file: Path) -> list[Named]:
    """Return the places that a file lists, below a heading or not; a line may name several, as a spreadsheet's does."""
    name = paths.named(file)
    found: list[Named] = []
    problems: list[ShouguanError] = []
    begun = False
    for number, line in enumerate(_text(file).splitlines(), 1):
        at = f"{name} 第{number}行：", f"{name} row {number}: "
        kept = _REMARK.sub("", line).strip()
        words = (
            [kept]
            if _is_place(kept)
            else [(quoted.replace('""', '"') or plain).strip() for quoted, plain in _WORD.findall(kept)]
        )
        words = list(filter(None, words))
        heading, begun = not begun and _is_heading(words), begun or bool(words)
        for word in () if heading else words:
            try:
                found += [Named(each, at) for each in _of_line(word)]
            except ShouguanError as error:
                problems.append(type(error)(at[0] + error.zh, at[1] + error.en))
    if problems:
        raise together(problems)
    if not found:
        raise DataError(f"{name} 里没有地区，应每行一个", f"{name} names no place; it should hold one a line")
    return found


def _is_heading(words: Sequence[str]) -> bool:
    """Whether a list's first line says what its columns hold, and names no place."""
    return all(word.casefold() in _HEADINGS and not _is_place(word) for word in words)


def _of_line(word: str) -> list[str]:
    """Return the places that a word of a file stands for; a file within a file may be a mistake without end."""
    if _is_place(word):
        return [word]
    if _is_file(Path(word)):
        raise UsageError(f"“{word}”又是一个文件，应为地区", f"'{word}' is a file again, not a place")
    return _fitting(word) if _WILD & set(word) else [word]


def _text(file: Path) -> str:
    name = paths.named(file)
    try:
        return decoded(file.read_bytes(), name)
    except OSError as error:
        raise UsageError(f"不能读取 {name}：{error.strerror}", f"cannot read {name}: {error.strerror}") from None
    except UsageError:
        raise UsageError(
            f"{name} 不是文本文件（UTF-8、UTF-16 或 GBK），应每行一个地区；表格请把地区一列另存为文本",
            f"{name} is no text file in UTF-8, UTF-16 or GBK with one place a line; save a spreadsheet as text",
        ) from None


def _fitting(pattern: str) -> list[str]:
    """Return the regions and folders that a pattern fits; the nation only where a region's pattern means all."""
    regions = [
        region.name
        for region in official_regions().values()
        if any(_fits(word, pattern) for word in (region.name, region.name_en, region.code))
    ]
    kept = [file.parent.name for file in sorted(paths.places().glob("*/place.yaml"))]
    folders = [name for name in kept if _fits(name, pattern)]
    elsewhere = sorted(file for file in _glob(pattern) if folder_named(str(file)) is not None)
    found = [*regions, *folders, *(str(file) for file in elsewhere)]
    if not found:
        raise DataError(f"没有地区符合“{pattern}”", f"no place fits '{pattern}'")
    return found


def _fits(word: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(word.casefold(), pattern.casefold())


def _glob(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    root = Path(path.anchor) if path.is_absolute() else Path()
    try:
        yield from root.glob(str(path.relative_to(path.anchor)) if path.is_absolute() else pattern)
    except (ValueError, NotImplementedError, OSError):  # no pattern of files, such as `山**`
        return
