"""A file as the office sees it, each cell coloured by what it became: an import checked in ten seconds.

Everything that stands in the file is text here: it is escaped, cut where it is long, and loads and runs nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from shouguan.core import indicators, paths
from shouguan.core.errors import UsageError
from shouguan.core.files import replace_with
from shouguan.core.periods import Lang, Period, single_label, ytd_label
from shouguan.core.weeks import Stretch
from shouguan.data import weekly
from shouguan.data.settings import WEEKLY
from shouguan.ingest.readers.reading import KINDS, REGISTERS, Cell, Origin, Reading
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.report import templating
from shouguan.report.became import Became, Mark, became, unspoken
from shouguan.report.language import words

ROWS = 200
"""Rows of a sheet that are shown in any case; below them those of which something is said."""
_MORE_ROWS = 400
_COLUMNS = 60
_LONGEST = 200
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_MEASURES = {
    "growth": ("增速", "growth"),
    "value": ("数值", "value"),
    "share": ("占比", "share"),
    "rank": ("位次", "rank"),
}
_PRICES = {
    "nominal": ("现价", "current prices"),
    "real": ("不变价", "constant prices"),
    "comparable": ("可比口径", "comparable"),
}


@dataclass(frozen=True)
class FileView:
    """A reading in a language; `page` is a whole page of it, and a notebook shows the part.

    Parameters
    ----------
    reading : Reading
    file : str
        What the file is called.
    lang : {'zh', 'en'}
    regions : mapping of str to str
        Codes of regions to their names.
    rows : int
        Rows of each sheet that are shown in any case.
    """

    reading: Reading
    file: str
    lang: Lang
    regions: Mapping[str, str]
    rows: int = ROWS

    def _repr_html_(self) -> str:
        return Markup("<style>{}</style>{}").format(Markup(_style("file_view")), self.part())

    def part(self) -> Markup:
        """Return the view as a part of a page."""
        return self._fill("file_view")

    def page(self) -> str:
        """Return a page of its own, which loads nothing and runs nothing."""
        styles = Markup("\n".join(_style(name) for name in ("style", "file_view")))
        return str(self._fill("file_page", style=styles, view=self.part()))

    def save(self, html: Path) -> None:
        """Write the page, at once.

        Raises
        ------
        UsageError
            When the file's name does not end in .html, or its folder is not there.
        """
        if html.suffix.lower() not in (".html", ".htm") or not html.parent.is_dir():
            raise UsageError(
                f"网页应存为已有文件夹里的 .html 文件，实为“{html}”",
                f"the page is saved as an .html file in a folder that is there, not as '{html}'",
            )
        replace_with(html, self.page())

    def _fill(self, template: str, **more: object) -> Markup:
        def say(zh: str, context: str | None = None, /, **parts: object) -> Markup:
            return words.say(self.lang, zh, context, **parts)

        filled = became(self.reading)
        read, left, still_open = filled.count()
        sheets = self.reading.trace.sheets
        silent = sum(unspoken(sheet, marks) for sheet, marks in zip(sheets, filled.marks, strict=True) if marks)
        prefix = f"f{hashlib.sha256(self.file.encode()).hexdigest()[:8]}"
        return templating.fill(
            template,
            **more,
            say=say,
            lang=self.lang,
            file=clean(self.file),
            kind=KINDS[self.reading.kind][self.lang == "en"] if self.reading.kind else "",
            refused=self.reading.refused,
            withheld=str(len(self.reading.withheld)) if self.reading.withheld and not self.reading.refused else "",
            counts=tuple(map(str, (read, left, still_open))),
            silent=str(silent) if silent else "",
            used=self._used(),
            findings=self._findings(filled, prefix),
            sheets=[_Shown(self, filled, number, prefix).grid() for number in range(len(sheets))],
        )

    def _used(self) -> list[tuple[str, str]]:
        """Return what kinds of cells the legend explains: measures of figures, fields of a list."""
        if self.reading.kind in REGISTERS:
            return [("field", "字段" if self.lang == "zh" else "field")]
        measures = {origin.row["measure"] for origin in self.reading.trace.origins}
        return [(name, self._one_of(forms)) for name, forms in _MEASURES.items() if name in measures]

    def _findings(self, became: Became, prefix: str) -> list[dict[str, str]]:
        listed = []
        for number, (finding, place) in enumerate(zip(became.findings, became.places, strict=True), 1):
            sheet = self.reading.trace.sheets[place[0]] if place else None
            at = f"{prefix}s{place[0]}-{sheet.address(*place[1])}" if place and sheet else ""
            texts = {
                "severity": finding.severity,
                "at": at,
                "cell": clean(finding.cell(self.lang)),
                "number": str(number),
            }
            listed.append({**texts, "words": clean(finding.words(self.lang)), "id": f"{prefix}n{number}"})
        return listed

    def _one_of(self, pair: tuple[str, str]) -> str:
        return pair[self.lang == "en"]

    def indicator(self, origin: Origin) -> str:
        """Name what a figure is of; in a list of projects the field."""
        if origin.field != "value":
            return field_name(self.reading.kind, origin.field, self.lang)
        code = origin.row["indicator"]
        entry = weekly.INDICATORS[code] if self.reading.kind == WEEKLY else indicators.indicator(code)
        return entry.zh if self.lang == "zh" else entry.en

    def region(self, origin: Origin) -> str:
        """Name whose figure it is."""
        code = origin.row.get("region")
        return clean(self.regions.get(code, code)) if code else ""

    def stretch(self, origin: Origin) -> str:
        """Name the time that a figure covers: 2020年1—9月累计, 2020年9月, 2020年9月末."""
        row = origin.row
        if "week" in row:
            return Stretch.parse(row["week"]).name(self.lang)
        if "basis" not in row:
            return ""
        period = Period.parse(row["period"])
        calendar = indicators.indicator(row["indicator"]).calendar
        label = ytd_label(period, self.lang) if row["basis"] == "ytd" else single_label(period, calendar, self.lang)
        if self.lang == "zh":
            year = f"{period.year}年{label}"
            return {"ytd": f"{year}累计", "single": f"{year}当期"}.get(row["basis"], f"{year}末")
        basis = {"ytd": "year to date", "single": "by itself"}.get(row["basis"], "at its end")
        return f"{label} {period.year}, {basis}"

    def measure(self, origin: Origin) -> str:
        """Name what kind of figure it is."""
        return self._one_of(_MEASURES[origin.row["measure"]]) if "measure" in origin.row else ""

    def price(self, origin: Origin) -> str:
        """Name the prices that a figure is at; empty where it has none."""
        names = _PRICES.get(str(origin.row.get("price")))
        return self._one_of(names) if names else ""

    def value(self, origin: Origin) -> str:
        """Write what was read, with its unit."""
        value, unit = origin.row[origin.field], origin.row.get("unit", "")
        if isinstance(value, bool):
            return self._one_of(("是", "yes") if value else ("否", "no"))
        if isinstance(value, float | int):
            unit = "万元" if origin.field.endswith("_wan_yuan") else unit
            return f"{value:.12g}{'' if unit == '%' else ' '}{unit}".strip()
        return clean(str(value))


@dataclass(frozen=True)
class _Shown:
    """One sheet on its way to the template."""

    view: FileView
    found: Became
    number: int
    prefix: str

    @property
    def sheet(self) -> Sheet:
        return self.view.reading.trace.sheets[self.number]

    @property
    def marks(self) -> dict[Cell, Mark]:
        return self.found.marks[self.number]

    @cached_property
    def _common(self) -> list[str]:
        """What all figures of the sheet have in common, which no heading need repeat."""
        return self._shared([mark.origin for mark in self.marks.values() if mark.origin is not None])

    def grid(self) -> dict[str, Any]:
        """Return rows of cells in the order of the sheet; what is not shown is counted."""
        sheet = self.sheet
        read_cells = [cell for cell, mark in self.marks.items() if any(mark.numbers.values())]
        rows = _chosen(len(sheet.rows), self.view.rows, sorted({row for row, _ in read_cells})[:_MORE_ROWS])
        width = max((len(cells) for cells in sheet.rows), default=0)
        columns = _chosen(width, _COLUMNS, sorted({column for _, column in read_cells}))
        spans = self._spans(rows, columns)
        shown: list[dict[str, Any]] = []
        for before, row in zip([-1, *rows], [*rows, len(sheet.rows)], strict=True):
            if row > before + 1:
                shown.append(self._gap(before + 1, row))
            if row < len(sheet.rows):
                cells = [self._cell((row, column), spans) for column in columns if (row, column) not in spans.covered]
                self._overflow(row, cells)
                shown.append({"gap": (), "line": str(sheet.lines[row]), "cells": cells})
        return {
            "name": clean(sheet.name),
            "common": " · ".join(self._common),
            "letters": [letters(column) for column in columns],
            "rows": shown,
            "hidden": str(width - len(columns)) if width > len(columns) else "",
            "idle": not self.marks,
        }

    def _overflow(self, row: int, cells: list[dict[str, Any]]) -> None:
        """Let a line by itself run over the blank cells to its right, as a spreadsheet shows it."""
        filled = [at for at, cell in enumerate(cells) if cell["text"] or cell["class"]]
        if len(filled) == 1 and "n" not in cells[filled[0]]["class"].split() and cells[filled[0]]["colspan"] == 1:
            run = cells[filled[0] :]
            if all(cell["rowspan"] == cell["colspan"] == 1 for cell in run):
                cells[filled[0]]["colspan"] = len(run)
                del cells[filled[0] + 1 :]

    def _gap(self, first: int, end: int) -> dict[str, Any]:
        read = sum(mark.origin is not None and first <= row < end for (row, _), mark in self.marks.items())
        lines = self.sheet.lines
        return {"gap": (str(lines[first]), str(lines[end - 1]), str(end - first), str(read))}

    def _spans(self, rows: Sequence[int], columns: Sequence[int]) -> _Spans:
        """Return how far merged cells reach over what is shown."""
        reach: dict[Cell, list[Cell]] = {}
        for cell, corner in self.sheet.merged.items():
            if cell[0] in rows and cell[1] in columns and corner[0] in rows and corner[1] in columns:
                reach.setdefault(corner, []).append(cell)
        spans = _Spans({}, set())
        for corner, cells in reach.items():
            inside = {corner, *cells}
            height = 1 + max(row for row, _ in inside) - corner[0]
            breadth = 1 + max(column for _, column in inside) - corner[1]
            whole = {(corner[0] + down, corner[1] + right) for down in range(height) for right in range(breadth)}
            if whole == inside:  # where rows in between are not shown, each cell stands by itself
                spans.size[corner] = (height, breadth)
                spans.covered.update(inside - {corner})
        return spans

    def _cell(self, at: Cell, spans: _Spans) -> dict[str, Any]:
        mark = self.marks.get(at, Mark())
        text = self.sheet.raw(*at)
        height, breadth = spans.size.get(at, (1, 1))
        told = self._told(mark.tells) if mark.origin is None else ""
        origin, view = mark.origin, self.view
        return {
            "id": f"{self.prefix}s{self.number}-{self.sheet.address(*at)}",
            "text": clean(text),
            "class": " ".join(self._classes(mark, text)),
            "rowspan": height,
            "colspan": breadth,
            "value": self._value(mark, text),
            "more": _joined(view, origin) if origin else "",
            "again": mark.again,
            "told": told,
            "open": self.found.is_open(mark),
            "left": self.found.is_left_out(mark),
            "notes": [
                {
                    "number": str(number),
                    "words": clean(self.found.findings[number - 1].words(view.lang)),
                    "own": own,
                    "only_tells": self.found.findings[number - 1].severity == "info",
                }
                for number, own in sorted(mark.numbers.items())
            ],
        }

    def _value(self, mark: Mark, text: str) -> str:
        """Return what was read from a cell; nothing where it contradicts another cell, or says the same in a list."""
        if mark.origin is None or (mark.again and self.found.is_open(mark)):
            return ""
        value = self.view.value(mark.origin)
        in_list = self.view.reading.kind in REGISTERS
        return (
            "" if in_list and value == clean(text) else " ".join(filter(None, (self.view.measure(mark.origin), value)))
        )

    def _classes(self, mark: Mark, text: str) -> Iterable[str]:
        if mark.origin is not None:
            yield from ("read", mark.origin.row.get("measure", "field") if mark.origin.field == "value" else "field")
        elif mark.tells:
            yield "told"
        if self.found.is_open(mark):
            yield "open"
        elif self.found.is_left_out(mark):
            yield "left"
        elif mark.numbers:
            yield "look"
        if text[:1].isdigit() or (text[:1] in "+-−－" and text[1:2].isdigit()):
            yield "n"

    def _told(self, origins: Sequence[Origin]) -> str:
        """Return what the figures below or beside a heading have in common: what it may have said of them."""
        return " · ".join(text for text in self._shared(origins) if text not in self._common)

    def _shared(self, origins: Sequence[Origin]) -> list[str]:
        view = self.view
        shared = (
            {name(each) for each in origins} for name in (view.indicator, view.region, view.stretch, view.measure)
        )
        return [text for texts in shared if len(texts) == 1 for text in texts if text]


@dataclass(frozen=True)
class _Spans:
    size: dict[Cell, tuple[int, int]]
    covered: set[Cell]


def _joined(view: FileView, origin: Origin) -> str:
    parts = (view.indicator(origin), view.region(origin), view.stretch(origin), view.price(origin))
    return " · ".join(filter(None, parts))


def _chosen(total: int, first: int, rows: Sequence[int]) -> list[int]:
    return sorted({*range(min(total, first)), *rows})


def field_name(kind: str, name: str, lang: Lang) -> str:
    """Name a column of a list as messages do."""
    from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS  # noqa: PLC0415  # only lists need it

    field = next(field for field in REGISTER_KINDS[kind].fields if field.name == name)
    return (field.zh if lang == "zh" else field.en) or name


def clean(text: str) -> str:
    """Return a text of a file as a page may show it: no control signs, no turned direction, not endless."""
    shown = _CONTROL.sub("□", text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _style(name: str) -> str:
    return (paths.template_dir() / "shouguan" / f"{name}.css").read_text(encoding="utf-8").strip()


def names_of(names: Mapping[str, str]) -> dict[str, str]:
    """Return the first name of each region's code, of a mapping from names to codes."""
    by_code: dict[str, str] = {}
    for name, code in names.items():
        by_code.setdefault(code, name)
    return by_code


def show(reading: Reading, file: Path, names: Mapping[str, str], lang: Lang) -> FileView:
    """Return a reading as a view of its file."""
    return FileView(reading, file.name, lang, names_of(names))
