"""Findings: what a reader or a check has to say of one place in one file, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from shouguan.core.errors import DataError

Severity = Literal["error", "warning", "info"]
_SHOWN = 20
_VALUE_WIDTH = 60
_SEVERITIES_ZH = {"error": "错误", "warning": "警告", "info": "说明"}


@dataclass(frozen=True)
class Finding:
    """One finding with its place.

    Parameters
    ----------
    severity : {'error', 'warning', 'info'}
        An error keeps the whole file out; a warning lets the rest in; an info only tells.
    zh, en : str
        What was found, and what to do.
    file, sheet : str
        As a message names them; the sheet of a CSV file is empty.
    row : int or None
        As the spreadsheet or editor counts, from 1.
    column : str
        The column's letter or name.
    value : str
        What stands there.
    expected_zh, expected_en : str
        What should stand there.
    """

    severity: Severity
    zh: str
    en: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    expected_zh: str = ""
    expected_en: str = ""

    def message(self) -> tuple[str, str]:
        """Return the finding as one sentence with its place, in both languages."""
        value = self.value if len(self.value) <= _VALUE_WIDTH else self.value[:_VALUE_WIDTH] + "…"
        zh = f"{self.file}" + (f" 表“{self.sheet}”" if self.sheet else "")
        en = f"{self.file}" + (f" sheet '{self.sheet}'" if self.sheet else "")
        if self.row is not None:
            zh, en = f"{zh} 第{self.row}行", f"{en} row {self.row}"
        if self.column:
            zh, en = f"{zh} {self.column} 列", f"{en} column {self.column}"
        said_zh = f"“{value}”：{self.zh}" if value else self.zh
        said_en = f"'{value}': {self.en}" if value else self.en
        if self.expected_zh:
            said_zh, said_en = f"{said_zh}；应为{self.expected_zh}", f"{said_en}; expected {self.expected_en}"
        return (f"{zh}：{said_zh}", f"{en}: {said_en}") if zh else (said_zh, said_en)

    def to_json(self) -> dict[str, object]:
        """Return the finding as plain data; `message` and `expected` hold both languages."""
        zh, en = self.message()
        return {
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "expected": f"{self.expected_zh} / {self.expected_en}" if self.expected_zh else "",
            "message": f"{zh} / {en}",
        }


_SOURCE = re.compile(r"(?P<file>[^#]+)#(?:(?P<sheet>.+)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)")


def cell_of(source: str) -> tuple[str, str, int, str] | None:
    """Return file, sheet, row and column of a source such as `月报.xlsx#工业!C7`; None where it names no cell.

    Examples
    --------
    >>> cell_of("月报.xlsx#工业!C7"), cell_of("国家统计局")
    (('月报.xlsx', '工业', 7, 'C'), None)
    """
    found = _SOURCE.fullmatch(source)
    return (found["file"], found["sheet"] or "", int(found["row"]), found["column"]) if found else None


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that keep a file out."""
    return [finding for finding in findings if finding.severity == "error"]


def raise_errors(findings: Iterable[Finding]) -> None:
    """Raise all errors together.

    Raises
    ------
    DataError
        With every error, up to twenty in full and the rest counted.
    """
    wrong = errors(findings)
    if not wrong:
        return
    more = len(wrong) - _SHOWN
    said = [finding.message() for finding in wrong[:_SHOWN]]
    raise DataError(
        "\n".join([f"有 {len(wrong)} 处问题：", *(zh for zh, _ in said)] + ([f"……另有 {more} 处"] if more > 0 else [])),
        "\n".join([f"{len(wrong)} problems:", *(en for _, en in said)] + ([f"… and {more} more"] if more > 0 else [])),
    )


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return errors, then warnings, then infos, each in the order they came."""
    return sorted(findings, key=lambda finding: list(_SEVERITIES_ZH).index(finding.severity))


def as_text(findings: Iterable[Finding]) -> str:
    """Return findings as lines for a terminal: Chinese, then English, the gravest first."""
    lines = []
    for finding in gravest_first(findings):
        zh, en = finding.message()
        lines.append(f"[{_SEVERITIES_ZH[finding.severity]}] {zh}\n  [{finding.severity}] {en}")
    return "\n".join(lines)
