"""What comes out of a file, and what the user may say about it beforehand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.findings import Finding, errors
from shouguan.core.periods import Period
from shouguan.data.settings import LISTS, WEEKLY
from shouguan.data.weekly import INDICATORS as WEEKLY_INDICATORS
from shouguan.ingest.readers.sheets.grid import Sheet

Kind = Literal[
    "nbs", "bulletin", "terminal", "tidy", "panel", "ledger", "enterprises", "bonds", "problems", "reserve", "weekly"
]
KINDS: dict[str, tuple[str, str]] = {
    "nbs": ("统计部门数据库导出", "export of a statistical bureau's database"),
    "bulletin": ("统计月报、Word 表格", "monthly bulletin, tables of a Word file"),
    "terminal": ("数据终端导出（Wind、CEIC、Choice）", "export of a data terminal (Wind, CEIC, Choice)"),
    "tidy": ("本工具的长表", "the kit's own tidy layout"),
    "panel": ("多地区面板 CSV", "panel of regions in one CSV"),
    "ledger": ("重点项目台账", "project ledger"),
    "enterprises": ("企业名单", "enterprise list"),
    "bonds": ("专项债和无偿资金清单", "list of special bonds and grants"),
    "problems": ("项目问题清单", "list of projects' problems"),
    "reserve": ("储备项目清单", "list of projects in reserve"),
    "weekly": ("周度数据", "weekly figures"),
}
"""The kinds of files, in Chinese and English."""
REGISTERS = LISTS
NO_OBSERVATIONS = (*LISTS, WEEKLY)
"""Kinds whose rows are no published figures: lists, and what is reported weekly."""
UNNAMED = "?"
"""The region of a figure whose region the file does not name: only among rows that stay out."""


@dataclass(frozen=True)
class Options:
    """What the user settles by flags; each answers a question that a file may leave open.

    Parameters
    ----------
    region : str, optional
        `--region`: six-digit code of the region that the figures are of.
    period : str, optional
        `--period`: the month or quarter that the file reports, `2020-09` or `2020Q3`.
    basis : {'ytd', 'single', 'stock'}, optional
        `--basis`
    measure : {'growth', 'index', 'value'}, optional
        `--measure`
    unit : str, optional
        `--unit`: 亿元, 万元, 元
    growth_in : {'percent', 'fraction'}, optional
        `--growth-in`: whether growth of 4.8 % is written 4.8 or 0.048.
    meanings : mapping of str to str
        `--as 名称=代码`, of an indicator
    released_on : str, optional
        `--released-on`: the day on which the newest figures came out.
    dot_one : int, optional
        `--dot-one`: whether 2020.1 is January (1) or October (10).
    origin : str, optional
        `--origin`: where an enterprise list comes from.
    sheet : str, optional
        `--sheet`
    targets : str, optional
        `--targets`: the day on which the targets in the file were announced; they are read then.
    whole : bool, optional
        `--whole` or `--part`: whether a list is all that its month has.
    own_region : str, optional
        The place that the file is imported into, where the file names no region.
    above : str, optional
        The region above that place.
    names : mapping of str to str
        Names of regions to codes; `--as 济南=370100` gives one.
    lags : mapping of str to int
        Release lags of the place, by indicator.
    """

    region: str | None = None
    period: str | None = None
    basis: str | None = None
    measure: str | None = None
    unit: str | None = None
    growth_in: str | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    released_on: str | None = None
    dot_one: int | None = None
    origin: str | None = None
    sheet: str | None = None
    targets: str | None = None
    whole: bool | None = None
    own_region: str | None = None
    above: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    lags: Mapping[str, int] = field(default_factory=dict)


Cell = tuple[int, int]
"""Row and column of a sheet, from 0."""


class Origin(NamedTuple):
    """The cell that a figure was read from.

    Parameters
    ----------
    sheet : Sheet
    at : Cell
    row : dict
        The row of `Reading.rows` that it became; the same object.
    field : str
        Which of the row's columns it is; `value` of an observation.
    told_by : tuple of Cell
        The cells whose words say what it is: headings, the name of its row, titles.
    """

    sheet: Sheet
    at: Cell
    row: dict[str, Any]
    field: str = "value"
    told_by: tuple[Cell, ...] = ()


@dataclass
class Trace:
    """What became of each cell of a file; kept also where an error keeps the file out.

    Parameters
    ----------
    sheets : list of Sheet
        What was opened, in the file's order.
    origins : list of Origin
    repeated : list of Origin
        Cells that print a figure again that another cell gave.
    shared : list of (Sheet, Cell, Finding)
        Cells that a finding is of besides the one that it names: it is said once for a line or a column.
    targets : list of Origin
        Targets of a year, where they are asked for: rows as `targets.csv` has them.
    across : bool
        Whether two sheets contradict each other, so that neither is sound by itself.
    """

    sheets: list[Sheet] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    repeated: list[Origin] = field(default_factory=list)
    shared: list[tuple[Sheet, Cell, Finding]] = field(default_factory=list)
    targets: list[Origin] = field(default_factory=list)
    across: bool = False


class Found(NamedTuple):
    """What a reader of one kind of files found."""

    rows: list[dict[str, Any]]
    findings: list[Finding]
    trace: Trace


@dataclass(frozen=True)
class Reading:
    """A file, read.

    Parameters
    ----------
    kind : str
    rows : list of dict
        Observations (the columns of `shouguan.observations`), or records of a register, of the sheets without an error.
    findings : list of Finding
    trace : Trace
    withheld : list of dict
        Rows that were read without doubt and stay out with their sheet, or with the whole file, for an error in it. A
        region that is not named is `UNNAMED`.
    """

    kind: str
    rows: list[dict[str, Any]]
    findings: list[Finding]
    trace: Trace = field(default_factory=Trace)
    withheld: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether an error keeps a sheet out, or all of them."""
        return bool(errors(self.findings))

    @property
    def refused(self) -> bool:
        """Whether errors keep the whole file out."""
        return self.has_errors and not self.rows

    def sound(self) -> Reading:
        """Return the reading with the rows of sheets that hold an error withheld.

        All are where an error is of no one sheet, where two sheets contradict each other, and in a register, whose list
        is whole or nothing: firms and projects of a sheet that stays out must not look as if they were gone.
        """
        wrong = errors(self.findings)
        if not wrong:
            return self
        unsound = {finding.sheet for finding in wrong}
        if self.trace.across or self.kind in REGISTERS or "" in unsound:
            return self.whole_out()
        sheets = {id(origin.row): origin.sheet.name for origin in self.trace.origins}
        out = [row for row in self.rows if sheets[id(row)] in unsound]
        return replace(self, rows=[row for row in self.rows if sheets[id(row)] not in unsound], withheld=out)

    def sound_targets(self) -> list[dict[str, Any]]:
        """Return the targets of sheets without an error, where they were asked for."""
        unsound = {finding.sheet for finding in errors(self.findings)}
        return [each.row for each in self.trace.targets if each.sheet.name not in unsound and "" not in unsound]

    def whole_out(self) -> Reading:
        """Return the reading with all rows withheld."""
        return replace(self, rows=[], withheld=[*self.rows, *self.withheld])

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain data."""
        findings = [finding.to_json() for finding in self.findings]
        return {"kind": self.kind, "rows": self.rows, "withheld": self.withheld, "findings": findings}


def options_from(values: Mapping[str, Any]) -> Options:
    """Check what the user gave and return it.

    Raises
    ------
    DataError
        When a value is not one of those allowed; the message names them.
    """
    allowed = {
        "basis": ("ytd", "single", "stock"),
        "measure": ("growth", "index", "value"),
        "unit": ("亿元", "万元", "元"),
        "growth_in": ("percent", "fraction"),
        "dot_one": (1, 10),
        "origin": ("单位自报", "部门台账", "统计汇总"),
    }
    for name, choices in allowed.items():
        value = values.get(name)
        if value is not None and value not in choices:
            listed = "、".join(map(str, choices))
            raise DataError(
                f"--{name.replace('_', '-')} 的值“{value}”不对，应为 {listed} 之一",
                f"--{name.replace('_', '-')} is '{value}'; expected one of {', '.join(map(str, choices))}",
            )
    meanings = dict(values.get("meanings", {}))
    regions = {name: code for name, code in meanings.items() if re.fullmatch(r"[0-9]{6}", code)}
    for name, code in meanings.items():
        if name not in regions and code not in WEEKLY_INDICATORS:
            indicators.indicator(code)
    region = values.get("region")
    if region is not None and not re.fullmatch(r"[0-9]{6}", region):
        raise DataError(
            f"--region 的值“{region}”应为六位区划代码，如 370200",
            f"--region is '{region}'; expected six digits such as 370200",
        )
    if values.get("period") is not None:
        Period.parse(values["period"])
    for name in ("released_on", "targets"):
        if values.get(name) is None:
            continue
        flag = f"--{name.replace('_', '-')}"
        try:
            dt.date.fromisoformat(values[name])
        except ValueError:
            raise DataError(
                f"{flag} 的值“{values[name]}”应为日期，如 2020-10-25",
                f"{flag} is '{values[name]}'; expected a date such as 2020-10-25",
            ) from None
    ours = {name: code for name, code in meanings.items() if name not in regions}
    return Options(**{**values, "meanings": ours, "names": {**values.get("names", {}), **regions}})
