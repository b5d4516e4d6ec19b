"""Why something in a table is not read, in Chinese and English, with what the user can do about it."""

from __future__ import annotations

from shouguan.core import indicators
from shouguan.core.findings import Severity
from shouguan.ingest.readers.tables.labels import Label

OTHER = "other"
"""Stands for a subject that is none of ours."""


def left_out(text: str, reason: tuple[str, str]) -> tuple[str, str]:
    """A name that sounds like one of ours."""
    return f"“{text}”未读入：{reason[0]}", f"'{text}' is left out: {reason[1]}"


def doubtful(text: str) -> tuple[Severity, str, str]:
    """A heading with two meanings that no flag settles."""
    return (
        "warning",
        f"“{text}”可能是上年同期的增速，也可能是比上年同期增长，未读入；请写成“同比增长”或“上年同期增速”分列",
        f"'{text}' may be last year's growth or growth on last year; it is left out",
    )


def not_read(text: str) -> tuple[Severity, str, str]:
    """A column of figures that are none of ours, such as 环比."""
    return "info", f"“{text}”不在读取范围内", f"'{text}' is not among what is read"


def heading(label: Label) -> tuple[str, str]:
    """A heading that says more than an indicator: perhaps of a part, or of something else altogether."""
    told, told_en = _rest(label)
    return (
        f"表头“{label.text}”{told}，未读入（如就是目录中的指标，用 --as “{label.text}=代码” 指明）",
        f"the heading '{label.text}' {told_en}; left out (if it is an indicator, say so with --as '{label.text}=CODE')",
    )


def title(label: Label) -> tuple[str, str]:
    """A title, a section or a sheet's name that says more than an indicator."""
    told, told_en = _rest(label)
    return (
        f"“{label.text}”{told}，其下的数未读入（如就是目录中的指标，用 --as “{label.text}=代码” 指明）",
        f"'{label.text}' {told_en}; its figures are left out (if it is an indicator, use --as '{label.text}=CODE')",
    )


def _rest(label: Label) -> tuple[str, str]:
    if not label.indicators:
        return "不在指标目录中", "is not in the catalogue"
    entry = indicators.indicator(label.indicators[0])
    return f"除“{entry.zh}”外还写有“{label.rest}”", f"says '{label.rest}' beside {entry.en}"


def unknown(text: str) -> tuple[str, str]:
    """A name that is not in the catalogue."""
    return (
        f"“{text}”不在指标目录中，该行未读入（如是目录中的指标，用 --as “{text}=代码” 指明）",
        f"'{text}' is not in the catalogue; its row is left out (if it is, say so with --as '{text}=CODE')",
    )


def unknown_region(text: str) -> tuple[str, str]:
    """A row of a region that the place does not know."""
    return (
        f"“{text}”不是已知的地区，该行未读入（把名称和代码写进地区文件夹的 regions.csv）",
        f"'{text}' is no known region; its row is left out (put its name and code into the place's regions.csv)",
    )


def beside(text: str) -> tuple[str, str]:
    """A region or a unit beside a row's name that is not known."""
    return (
        f"“{text}”既不是已知的地区，也不是已知的单位，该行未读入（地区写进地区文件夹的 regions.csv）",
        f"'{text}' is neither a known region nor a unit; its row is left out (regions go into the place's regions.csv)",
    )


def part_of(text: str, anchor: str | None) -> tuple[str, str]:
    """第一产业 where nothing speaks of GDP."""
    said = f"；如是，用 --as “{text}=代码” 指明", f"; if it is, say so with --as '{text}=CODE'"
    if anchor is None or anchor == OTHER:
        return (
            f"看不出“{text}”是不是地区生产总值的一部分，未读入{said[0]}",
            f"nothing says that '{text}' is a part of GDP; it is left out{said[1]}",
        )
    entry = indicators.indicator(anchor)
    return (
        f"“{text}”在“{entry.zh}”之下，不是地区生产总值的一部分，未读入{said[0]}",
        f"'{text}' stands below {entry.en}: a part of that, not of GDP; it is left out{said[1]}",
    )
