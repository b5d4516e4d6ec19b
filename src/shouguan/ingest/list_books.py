"""Workbooks of lists that an office fills in and sends back: empty templates, and a month's list as it is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from shouguan.core.workbook import Column, template
from shouguan.ingest.readers.registers.cells import Field
from shouguan.ingest.readers.registers.kinds import REGISTER_KINDS

_MONTH = re.compile(r"\d+月")
_FLAG = {"True": "是", "False": "否", "": ""}
_NOTES = {"amount": "万元", "date": "如 2020-09 或 2020-09-15（不要写 2020.1）"}
_EXPLANATION = (
    "一行一个项目（企业）。金额一律以万元计。",
    "第1行写明截至哪个月，如“2020年1—9月”。",
    "只登记本单位掌握的情况并注明来源；统计调查单位的报表数据不得填入（《统计法》）。",
    "One project or firm a row; amounts in 10,000 yuan. Never enter survey records of single firms.",
)


def empty(file: Path, kind: str) -> None:
    """Write the template of a list: its headings with notes and drop-downs."""
    template(file, "名单", _columns(kind, {}), _EXPLANATION, above="20__年1—__月　　　　单位：万元")


def filled(file: Path, kind: str, rows: pd.DataFrame, title: str) -> None:
    """Write a month's list as a workbook that comes back through the data door.

    Parameters
    ----------
    file : Path
    kind : str
        One of `data.registers.IDENTITIES`.
    rows : DataFrame
        Of one month, as `data.registers.texts` returns them.
    title : str
        Named in the first line, before the month.
    """
    fields = REGISTER_KINDS[kind].fields
    year, month = str(rows["period"].iloc[0]).split("-")
    seen = {field.name: sorted({text for text in rows.get(field.name, ()) if text}) for field in fields}
    cells = [
        [_cell(field, row[field.name]) if field.name in rows else None for field in fields]
        for row in rows.to_dict("records")
    ]
    above = f"{title}（{year}年1—{int(month)}月）　　　　单位：万元"
    template(file, "名单", _columns(kind, seen), _EXPLANATION, above=above, rows=cells)


_CHOSEN = ("task_force", "district", "industry", "category", "leader", "responsible", "field", "readiness")
"""Texts that are chosen among those that the list has, so that one unit is not written in two ways."""


def _columns(kind: str, seen: Mapping[str, Sequence[str]]) -> list[Column]:
    return [
        Column(
            # 1-9月 would be wrong in any other month
            next(name for name in field.synonyms if not _MONTH.search(name)),
            ("必填。" if field.required else "") + _NOTES.get(field.type, ""),
            choices=_choices(field, seen),
            as_text=field.type == "date",
        )
        for field in REGISTER_KINDS[kind].fields
    ]


def _choices(field: Field, seen: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if field.type == "flag":
        return ("是", "否")
    if field.type == "text" and field.name in _CHOSEN:
        return tuple(seen.get(field.name, ()))
    return tuple(choice for choice, _ in field.choices)


def _cell(field: Field, text: str) -> object:
    if field.type == "flag":
        return _FLAG[text]
    if field.type in ("amount", "number") and text:
        return float(text)
    return text or None
