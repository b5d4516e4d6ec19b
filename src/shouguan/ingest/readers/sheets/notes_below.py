"""Lines below a table that say what its figures are: notes, and what stands right below it and speaks of it.

Between the tables of a report stands prose. What begins as a note is taken wherever it stands; any other line only
where it is short, follows the table and speaks of it (上表…, 更正：…, 增速应为-4.9%).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.sheets.shown import is_bare_figure

_FOLLOWING = 3
"""Lines of words, notes not counted, that still belong to the table above them."""
LONGEST = 60
"""Characters of a remark or a title; what is longer is prose."""
_BEGINS = re.compile(
    r"[(（]?(?:注|备注|说明|以上(?!半年|年|季|月)|上述|本表|[*＊※△▲①-⑳¹²³⁴-⁹]|\d{1,2}[.、](?!\d)|\d{1,2}\s+[为是系指含按])"
)
_SPEAKS = re.compile(r"(?:^|[,，。;；:：、(（])\s*(?:上表|此表|该表|表中|表内|本表)")
_CORRECTS = re.compile(
    r"更正|勘误|有误|有错|[错误](?:写|填|标|录|列)|应(?:该|当)?改?[为是系]\s*"
    r"(?:[-－−–+＋]?\d|下降|增长|负|正[数的]|[亿万千百]*元|同比|环比|上年|去年|当月|累计)"
)
_AIMS = re.compile(r"目标|全年|力争|确保|要求|预期|需要|下一步")
"""Words of prose about what is still to come: 要完成目标，四季度增速应为6%."""
_UNIT = re.compile(r"单位(?:均|都|皆)?[为是系]")
_MARK = re.compile(r"[*＊※△▲①-⑳]+")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章节部]")


def put_notes(sheet: Sheet, lines: Iterable[str], *, is_last: bool) -> None:
    """Put those lines that stand below a table and may say what its figures are under its last row.

    Parameters
    ----------
    sheet : Sheet
    lines : iterable of str
        What stands between the table and the next one, or the end of the file.
    is_last : bool
        Whether no table follows: 单位为万元 right above one is its own title.
    """
    texts = [text for line in lines if (text := line.strip())]
    words = 0
    for at, text in enumerate(texts):
        if _BEGINS.match(text):
            put(sheet, f"注：{text}" if _hangs_on_no_name(sheet, text) else text)
            continue
        if len(text) > LONGEST or _HEADING.match(text):
            words = _FOLLOWING
        if words < _FOLLOWING and _is_of_the_table(text, is_last=is_last or at + 1 < len(texts)):
            put(sheet, text)
        words += 1


def put(sheet: Sheet, text: str) -> None:
    """Put a line of text under a sheet's last row."""
    sheet.rows.append([text])
    sheet.lines.append(0)


def _hangs_on_no_name(sheet: Sheet, text: str) -> bool:
    """Whether a note begins with a sign (*) that no row's or column's name bears: a figure may, or nothing."""
    mark = _MARK.match(text)
    if mark is None:
        return False
    bearing = (cell for row in sheet.rows for cell in row if mark[0] in cell)
    return all(is_bare_figure(_MARK.sub("", cell)) for cell in bearing)


def _is_of_the_table(text: str, *, is_last: bool) -> bool:
    if _SPEAKS.search(text) or (_CORRECTS.search(text) and not _AIMS.search(text)):
        return True
    return is_last and _UNIT.search(text) is not None
