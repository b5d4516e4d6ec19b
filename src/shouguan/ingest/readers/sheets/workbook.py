"""Workbooks (XLSX, XLSM): which sheets are shown, and the strings and styles that they share."""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import Any, TypeVar

from lxml import etree

from shouguan.ingest.readers.sheets import comments, worksheet
from shouguan.ingest.readers.sheets.gathered import Book, Style, name_hidden, style, too_large_sheet
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.sheets.shown import Text

T = TypeVar("T")
PART = "xl/workbook.xml"
_WHITE, _SEEN = "FFFFFF", 24
"""White, and how far at least colours lie apart in one of red, green and blue that are told from each other."""
_VALUE_ENDS = re.compile(rb"</(?:\w{1,20}:)?(?:v|is)>")


def load(archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    """Read the sheets that are shown; those hidden are named, not read.

    Raises
    ------
    DataError
        When a sheet is beyond the bounds.
    """
    root = _parsed(archive, PART)
    targets = _targets(archive)
    properties = next(root.iter("{*}workbookPr"), None)
    styles = _part(targets, "styles")
    looks = _parsed(archive, styles) if styles is not None and styles in archive.namelist() else None
    book = Book(
        name,
        _strings(archive, targets),
        [] if looks is None else _styles(looks),
        properties is not None and properties.get("date1904") in {"1", "true"},
        formatted=frozenset() if looks is None else _formatted(looks),
    )
    hidden: list[str] = []
    sheets: list[Sheet] = []
    for each in root.iter("{*}sheet"):
        kind, part = targets.get(next((v for key, v in each.attrib.items() if key.endswith("}id")), ""), ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        title = each.get("name", "")
        if each.get("state", "visible") != "visible":
            hidden.append(title)
            continue
        if _values(archive, part) > book.budget:
            raise too_large_sheet(name, title)
        with archive.open(part) as stream:
            sheets.append(worksheet.read(stream, title, book))
        sheets[-1].comments.extend(comments.of_sheet(archive, part, name))
    name_hidden(sheets, hidden, name)
    return sheets


def _values(archive: zipfile.ZipFile, part: str) -> int:
    """Return how many values a sheet holds: counting takes a hundredth of the time of parsing."""
    count, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(2**20):
            whole, _, tail = (tail + chunk).rpartition(b">")
            count += sum(1 for _ in _VALUE_ENDS.finditer(whole + b">"))
            tail = tail[-40:]
    return count


def _parsed(archive: zipfile.ZipFile, part: str) -> Any:
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _targets(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Return the parts of the workbook by their relation's name: what they are, and where."""
    return {
        each.get("Id", ""): (
            each.get("Type", ""),
            posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:],
        )
        for each in _parsed(archive, "xl/_rels/workbook.xml.rels").iter("{*}Relationship")
        if each.get("TargetMode") != "External"
    }


def _part(targets: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for type_, part in targets.values() if type_.endswith(f"/{kind}")), None)


def _strings(archive: zipfile.ZipFile, targets: dict[str, tuple[str, str]]) -> list[str | Text]:
    part = _part(targets, "sharedStrings")
    if part is None or part not in archive.namelist():
        return []
    strings: list[str | Text] = []
    with archive.open(part) as stream:
        for _, item in etree.iterparse(stream, tag="{*}si", resolve_entities=False, no_network=True):
            strings.append(worksheet.rich(item))
            item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
    return strings


def _formatted(root: Any) -> frozenset[int]:
    """Return the styles of conditional formatting that have a number format."""
    styles = enumerate(root.iterfind("{*}dxfs/{*}dxf"))
    return frozenset(number for number, each in styles if each.find("{*}numFmt") is not None)


def _styles(root: Any) -> list[Style]:
    """Return the cells' styles by their number."""
    codes = {int(each.get("numFmtId")): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/{*}numFmt")}
    struck = [
        (strike := font.find("{*}strike")) is not None and strike.get("val", "1") not in {"0", "false"}
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    letters = [_colour(font.find("{*}color"), "000000") for font in root.iterfind("{*}fonts/{*}font")]
    grounds = [_ground(fill.find("{*}patternFill")) for fill in root.iterfind("{*}fills/{*}fill")]
    return [
        style(
            int(each.get("numFmtId", "0")),
            codes,
            _at(struck, each.get("fontId"), False),
            _is_lost(_at(letters, each.get("fontId"), "000000"), _at(grounds, each.get("fillId"), _WHITE)),
        )
        for each in root.iterfind("{*}cellXfs/{*}xf")
    ]


def _at(of: list[T], index: str | None, otherwise: T) -> T:
    at = int(index or 0)
    return of[at] if at < len(of) else otherwise


def _colour(colour: Any, otherwise: str) -> str:
    """Return a colour's code, of a theme's or the old palette's only white and black; nothing of what is not known."""
    if colour is None:
        return otherwise
    if colour.get("tint") not in {None, "0"}:
        return ""
    if code := (colour.get("rgb") or "").upper()[-6:]:
        return code
    theme, index = colour.get("theme"), colour.get("indexed")
    return _WHITE if theme == "0" or index == "9" else "000000" if theme == "1" or index in {"8", "64"} else ""


def _ground(pattern: Any) -> str:
    """Return the colour of a fill, white where there is none, nothing where it is not plain."""
    kind = pattern.get("patternType", "none") if pattern is not None else "none"
    if kind == "none":
        return _WHITE
    return _colour(pattern.find("{*}fgColor"), "") if kind == "solid" else ""


def _is_lost(letters: str, ground: str) -> bool:
    """Whether letters have the colour of their ground, or nearly: nobody sees them."""
    try:
        apart = [abs(int(letters[at : at + 2], 16) - int(ground[at : at + 2], 16)) for at in (0, 2, 4)]
    except ValueError:
        return False
    return max(apart) < _SEEN
