"""Words in columns beside the names of rows (类别, 口径, 城市, 时间, 频率): what they say of their row's figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables.labels import Label, Labeller
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.surroundings import Groups
from shouguan.ingest.readers.tables.words import DOWNWARDS

_WHOLE = frozenset(
    "全社会 社会 全部 全口径 总体 整体 合计 总计 综合 实际 实绩 实际数 已公布 公布数 完成 完成数 本期 本年 当年".split()
)
"""Words of columns that set nothing apart."""
_UPWARDS = frozenset("增长 增加 上升 提高 同比增长 持平".split())


class Asides:
    """The columns of words of a table, row by row from the top down.

    Parameters
    ----------
    labeller : Labeller
    classes : sequence of int
        Columns left of the names; a word holds for the blanks below it.
    worded : pair of sequences of int
        Columns of words right of the names, and those headed as remarks, of which anything unknown is told.
    sources : sequence of int
        Columns that say whence figures are, or how often they come out.
    """

    def __init__(
        self,
        labeller: Labeller,
        classes: Sequence[int],
        worded: tuple[Sequence[int], Sequence[int]],
        sources: Sequence[int],
    ) -> None:
        self._labeller, self._classes, self._sources = labeller, classes, sources
        self._worded, self._remarks = worded
        self._groups = Groups(labeller, classes)

    def line(self, text: str, *, is_note: bool = False) -> None:
        """Read a line by itself among the rows: classes end at it."""
        self._groups.line(text, is_note=is_note)

    def of(self, sheet: Sheet, row: int) -> list[Label]:
        """Return what the columns say of a row."""
        texts = [(self._groups.over(sheet, row, column), False) for column in self._classes]
        texts += [(sheet.raw(row, column), False) for column in self._worded]
        texts += [(sheet.raw(row, column), True) for column in self._sources]
        remarks = [text for column in self._remarks if (text := sheet.raw(row, column))]
        told = [aside(text, self._labeller) or self._labeller.remark(text) for text in remarks]
        heard = (aside(text, self._labeller, is_source=source) for text, source in texts)
        return [*told, *(label for label in heard if label is not None)]


def aside(text: str, labeller: Labeller, *, is_source: bool = False) -> Label | None:
    """Return what a word says of its row's figures: whose, of when, of which part, of what kind; or None.

    Names of fields (工业, 综合) say nothing of them; what nobody knows is told, but for where a figure comes from.

    Parameters
    ----------
    text : str
    labeller : Labeller
    is_source : bool
        Whether the column says whence figures are, or how often they come out.
    """
    bare = folded(text)
    if not bare or bare in _WHOLE:
        return None
    if bare in DOWNWARDS:
        return Label(text, narrow=text, of_growth=True)
    label = labeller.read(text)
    if label.region or label.own:
        return Label(text, region=label.region, own=label.own)
    if label.skipped:
        return Label(text, narrow=text)
    if label.indicators or label.not_ours or bare in _UPWARDS:
        return None
    if not label.rest and (label.stretch or label.basis or label.measure or label.price or label.plan):
        stretch = label.stretch
        if stretch is not None and stretch.month and stretch.basis == "single":  # 9月: of it, or up to it?
            return replace(label, stretch=replace(stretch, basis=None))
        return label
    heard = labeller.remark(text)
    if is_source and heard.loose:
        return None
    return heard if heard.stranger or heard.plan or heard.narrow or heard.stretch or heard.basis else None


def is_source(heading: str) -> bool:
    """Whether a heading (folded) stands over where figures come from, or how often they come out.

    Examples
    --------
    >>> is_source("来源"), is_source("频率"), is_source("指标id")
    (True, True, False)
    """
    return re.fullmatch("(?:数据)?来源|source|status|频率|frequency|频度", heading) is not None
