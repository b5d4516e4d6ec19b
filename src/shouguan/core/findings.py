"""Findings: what a reader or a check has to say of one place in one file, in Chinese and in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from shouguan.core.errors import DataError
from shouguan.core.language import Lang, chosen

Severity = Literal["error", "warning", "info"]
_SHOWN = 20
_VALUE_WIDTH = 60
_LETTERS = re.compile("[A-Z]{1,3}")
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

    def cell(self, lang: Lang) -> str:
        """Return where in its file it is, as a spreadsheet says it: `一览!F11`, or as much of that as is known."""
        sheet = f"'{self.sheet}'" if re.search(r"\W", self.sheet) else self.sheet
        if self.row is not None and _LETTERS.fullmatch(self.column):
            at = f"{self.column}{self.row}"
        else:
            zh = (f"第{self.row}行" if self.row is not None else "") + (f"“{self.column}”列" if self.column else "")
            en = [f"row {self.row}"] if self.row is not None else []
            en += [f"column {self.column}"] if self.column else []
            at = zh if lang == "zh" else " ".join(en)
        return f"{sheet}!{at}" if sheet and at else sheet or at

    def words(self, lang: Lang) -> str:
        """Return what stands there, what was found and what to do, without the place."""
        value = self.value if len(self.value) <= _VALUE_WIDTH else self.value[:_VALUE_WIDTH] + "…"
        if lang == "zh":
            return (
                (f"“{value}”：" if value else "") + self.zh + (f"；应为{self.expected_zh}" if self.expected_zh else "")
            )
        return (
            (f"'{value}': " if value else "") + self.en + (f"; expected {self.expected_en}" if self.expected_en else "")
        )

    def message(self, lang: Lang) -> str:
        """Return the finding as one sentence with its file and place."""
        where = " ".join(each for each in (self.file, self.cell(lang)) if each)
        return f"{where}{'：' if lang == 'zh' else ': '}{self.words(lang)}" if where else self.words(lang)

    def to_json(self) -> dict[str, object]:
        """Return the finding as plain data; `message` and `expected` hold both languages."""
        return {
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "expected": f"{self.expected_zh} / {self.expected_en}" if self.expected_zh else "",
            "message": f"{self.message('zh')} / {self.message('en')}",
        }


_SOURCE = re.compile(r"(?P<file>[^#]+)#(?:(?P<sheet>.+)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)")


def cell_of(source: str) -> tuple[str, str, int, str] | None:
    """Return file, sheet, row and column of a source such as `月报.xlsx#工业!C7`; None where it names no cell.

    Examples
    --------
    >>> cell_of("月报.xlsx#工业!C7"), cell_of("国家统计局")
    (('月报.xlsx', '工业', 7, 'C'), None)
    """
    match = _SOURCE.fullmatch(source)
    return (match["file"], match["sheet"] or "", int(match["row"]), match["column"]) if match else None


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
    zh, en = (_grouped(wrong, lang, heading=True) for lang in get_args(Lang))
    raise DataError(f"有 {len(wrong)} 处问题：\n{zh}", f"{len(wrong)} problems:\n{en}")


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return errors, then warnings, then infos, each in the order they came."""
    return sorted(findings, key=lambda finding: list(_SEVERITIES_ZH).index(finding.severity))


def as_text(findings: Iterable[Finding], *, heading: bool = True) -> str:
    """Return findings as lines for a terminal, in the chosen language.

    Each file is named once, as a heading (unless the caller has named it); files and findings stand the gravest
    first. Twenty are shown, the rest is counted.
    """
    return _grouped(gravest_first(findings), chosen(), heading=heading, severity=True)


def _grouped(findings: Sequence[Finding], lang: Lang, *, heading: bool, severity: bool = False) -> str:
    names = _SEVERITIES_ZH if lang == "zh" else {name: name for name in _SEVERITIES_ZH}
    by_file: dict[str, list[str]] = {}
    for finding in findings[:_SHOWN]:
        where = " ".join(each for each in (finding.cell(lang), finding.words(lang)) if each)
        by_file.setdefault(finding.file, []).append(
            f"  [{names[finding.severity]}] {where}" if severity else f"  {where}"
        )
    lines = [line for file, texts in by_file.items() for line in ([file] if file and heading else []) + texts]
    left: Counter[str] = Counter(finding.severity for finding in findings[_SHOWN:])
    if left:
        counts = [f"{names[name]} {left[name]}" for name in _SEVERITIES_ZH if left[name]]
        more = (
            f"……另有 {left.total()} 处（{'，'.join(counts)}）"
            if lang == "zh"
            else f"… and {left.total()} more ({', '.join(counts)})"
        )
        lines.append(f"  {more}")
    return "\n".join(lines)
