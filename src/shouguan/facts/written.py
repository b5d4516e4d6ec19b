"""What a page reads and shows, as JSON beside its facts, and read back: it is made again without forecasting.

A fact stands in it by its key, so that it is written once; one of another report, of which this page may have a fact
of the same key, stands whole (`Fact.__get_pydantic_core_schema__`).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.data.place import Where
from shouguan.facts.contents import Contents, Reason
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.publication import Published
from shouguan.facts.table import SCHEMA, Fact, FactTable
from shouguan.facts.told import Told

MEMBER = "page"
"""The member of the facts JSON that holds it."""
_SCHEMA = 1


@dataclass(frozen=True)
class Call:
    """One section as a notebook asked for it.

    Attributes
    ----------
    section : str
        The method of the page.
    words : tuple
        Its arguments by position: indicators, names, or a title in both languages.
    options : dict
        Its arguments by name.
    """

    section: str
    words: tuple[str | None, ...] = ()
    options: dict[str, bool | str | tuple[str, str] | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """Which sections a page shows, in order, and whether with sliders."""

    calls: tuple[Call, ...]
    sliders: bool


@dataclass(frozen=True)
class _Written:
    """The page, in the order of its members; `schema` says how it is written."""

    schema: int
    script: Script
    place: Where
    as_of: dt.date
    year: int
    lang: Lang
    sheets: dict[str, Sheet]
    published: tuple[Published, ...]
    reasons: dict[str, Reason]
    whole: dict[str, Reason]
    contents: Contents
    chapters: tuple[tuple[str, str], ...]
    unforecast: dict[str, Sheet] = field(default_factory=dict)


@cache
def _adapter() -> TypeAdapter[_Written]:
    return TypeAdapter(_Written)


def to_json(told: Told, script: Script) -> str:
    """Return the facts of a page as JSON text, with all that it takes to make the page again.

    Parameters
    ----------
    told : Told
    script : Script
        The sections that were shown.
    """
    where = told.place
    written = _Written(
        _SCHEMA,
        script,
        Where(where.slug, where.settings, where.regions),
        told.as_of,
        told.year,
        told.lang,
        told.sheets,
        tuple(told.published),
        told.reasons,
        told.whole,
        told.contents,
        tuple(sorted(told.chapters)),
        told.unforecast,
    )
    plain = _adapter().dump_python(written, mode="json", context=told.facts)
    return told.facts.to_json(**{MEMBER: plain})


def without_page(text: str) -> str:
    """Return a facts JSON without what it takes to make its page again."""
    content = json.loads(text)
    content.pop(MEMBER, None)
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


T = TypeVar("T", bound=Told)


def read(text: str, kind: type[T]) -> tuple[T, Script]:
    """Read what `to_json` wrote.

    Parameters
    ----------
    text : str
    kind : type
        What is made of it: `Told`, or a kind of it.

    Raises
    ------
    DataError
        When it is no facts JSON, is of another version, holds no page, or what it says does not hold together.
    """
    try:
        content = json.loads(text)
        schema, plain = content["schema"], content.get(MEMBER)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise DataError("不是报告的 facts JSON", "this is no facts JSON of a report") from None
    if plain is None:
        raise DataError(
            "没有重做网页所需的内容：分析笔记本的网页含分析人员的文字和图表，旧版本的报告没有存下，都须重新运行",
            "holds no page: pages of analysis notebooks hold the analyst's own prose and pictures, and older reports "
            "did not keep theirs; run the notebook again",
        )
    if schema != SCHEMA or not isinstance(plain, dict) or plain.get("schema") != _SCHEMA:
        raise DataError(
            "由其他版本的收官生成，请用那个版本重做，或重新运行",
            "was made by another version of shouguan: use that one, or run the report again",
        )
    try:
        facts = FactTable({record["key"]: Fact.read(record) for record in content["facts"]}, content["series"])
        told = _adapter().validate_python(plain, context=facts)
    except (ValidationError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(*_damage(error)) from None
    return (
        kind(
            told.place,
            told.as_of,
            told.year,
            told.lang,
            facts=facts,
            sheets=told.sheets,
            unforecast=told.unforecast,
            published=list(told.published),
            reasons=told.reasons,
            whole=told.whole,
            contents=told.contents,
            chapters=set(told.chapters),
        ),
        told.script,
    )


def _damage(error: Exception) -> tuple[str, str]:
    """Say where a facts JSON is damaged."""
    where, what = "", type(error).__name__
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where, what = f"（{MEMBER}.{'.'.join(map(str, first['loc']))}）", str(first["type"])
    return f"facts JSON 已被改动或损坏{where}：{what}", f"the facts JSON was changed or damaged {where}: {what}"
