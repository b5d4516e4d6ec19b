"""The annex: the tables of a published page as a workbook, numbers as numbers, and where each figure is from.

A cell holds the figure as the page prints it, rounded, so that nobody finds other digits behind it; every sheet has
a row of units, and sources stand in a column. Nothing is computed here and no cell is a formula.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shouguan.core import workbook
from shouguan.core.periods import Lang
from shouguan.core.workbook import Head, Printed, Table
from shouguan.facts import archive, changes
from shouguan.facts.archive import Published
from shouguan.facts.table import Fact
from shouguan.publishing import annex_sources, page_tables


@dataclass(frozen=True)
class Meta:
    """What an annex says of its report.

    Attributes
    ----------
    title : str
    marks : tuple of str
        As the page carries them: 内部资料, 草稿 or who signed.
    as_of : date
    lang : {'zh', 'en'}
    """

    title: str
    marks: tuple[str, ...]
    as_of: dt.date
    lang: Lang


def meta_of(report: Published) -> Meta:
    """Return what the annex of a published report says of it."""
    return Meta(report.title, report.marks, report.as_of, report.lang)


def of_report(html: Path, file: Path) -> Path:
    """Write the annex of a published report, a draft or a signed version, and return the workbook's file.

    Raises
    ------
    DataError, UsageError, RunError
        As `published.locate` and `published.read`.
    """
    report = archive.read(archive.locate(html))
    write(report.html, changes.records(report.facts), meta_of(report), file)
    return file


def write(html: str, facts: Mapping[str, Fact], meta: Meta, file: Path) -> None:
    """Write the annex of a page.

    Parameters
    ----------
    html : str
    facts : mapping of str to Fact
    meta : Meta
    file : Path
        Replaced at once.
    """
    tables = page_tables.sheets(html, facts, meta.lang)
    tables += [table for make in (annex_sources.scope, annex_sources.audit) if (table := make(facts, meta.lang)).rows]
    zh = meta.lang == "zh"
    day = f"数据截至{meta.as_of.year}年{meta.as_of.month}月{meta.as_of.day}日" if zh else f"Data as of {meta.as_of}"
    marks = "　".join((*meta.marks, day)) if zh else "; ".join((*meta.marks, day))
    caution = next((mark for mark in meta.marks if re.search("测算数|Estimates", mark)), "")
    keep = next((mark for mark in meta.marks if re.search("内部|Internal", mark)), "")
    status = next((mark for mark in meta.marks if re.search("草稿|签发|Draft|Signed", mark)), "")
    printed = Printed((keep, meta.title, status), (caution, day))
    workbook.annex(file, meta.title, [_contents(tables, meta), *tables], marks, printed, meta.as_of)


def _contents(tables: Sequence[Table], meta: Meta) -> Table:
    """Return the first sheet: what the others hold, and how to read them."""
    zh = meta.lang == "zh"
    notes = (
        (
            "各表即报告中的表，数值与报告所印一致（已四舍五入）；区间分列上下限，空格表示报告没有这个数。",
            "测算数为预计，不是统计数据；区间为80%区间，±为已公布数四舍五入带来的误差范围。",
            "每个数的来源、发布日、公式和所用数字见“数据来源与审计”。",
        )
        if zh
        else (
            "The tables are the report's, their figures those that it prints (rounded); the ends of an interval have"
            " columns of their own, and an empty cell is a figure that the report does not have.",
            "Estimates are no statistics; intervals are 80% intervals, and ± is the band that rounding of published"
            " figures leaves.",
            "Where each figure is from, and by which formula, stands on the last sheet.",
        )
    )
    rows: list[list[str | None]] = [[table.name, table.title] for table in tables]
    rows += [[None, note] for note in notes]
    heads = (Head("表" if zh else "Sheet"), Head("内容" if zh else "What it holds"))
    return Table("说明" if zh else "Contents", meta.title, heads, rows)
