"""What stands around a figure: found by walking up its column and along its row, as a person's eye does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.builders.second_opening import EMPTY, Page, figure, plain
from tests.builders.second_words import said

NOTHING_OF_THE_FIGURE = ("指标id", "指标代码", "seriesid", "频率", "frequency", "来源", "source", "序号")
NOTES = ("注", "说明", "资料来源", "数据来源", "datasource", "note", "数据库", "database", "时间:", "time:")


@dataclass
class Around:
    """The texts around a figure, by how near they stand.

    Parameters
    ----------
    near : list of str
        Headings of its column and the names of its row.
    labels : list of str
        Those of `near` that stand in its row.
    beside : list of str
        Headings of the column to the left that names the time, which reaches over the next columns.
    upper : list of str
        Names of the rows above, nearest first.
    inside : set of str
        Those of `upper` that stand further in than the row: it is no part of them.
    lines_above : list of str
        Remarks beside the row and lines by themselves among the rows above, nearest first.
    far : list of str
        Titles, sheet and paragraphs.
    file : list of str
        What the file's name says.
    outer : list of str
        The sheet's own title above another table, which holds where the nearer title is silent.
    lines : set of int
        Rows of the headings and titles.
    """

    near: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    upper: list[str] = field(default_factory=list)
    inside: set[str] = field(default_factory=set)
    lines_above: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)
    file: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def around_of(page: Page, spot: tuple[int, int], file: Path) -> Around:
    row, column = spot
    around = Around()
    labels, first = _label_columns(page, row, column)
    r = row - 1
    heads: list[int] = []
    while r >= 1:  # up through rows of figures to the headings, through the headings to the titles
        texts = {page.covered.get((r, c), (r, c)) for c in range(1, page.width + 1) if page.text(r, c)}
        figures = _has_figures(page, r)
        several = len(texts) > 1 and not figures
        if figures and (heads or around.far):
            break
        if several:
            heads.append(r)
        elif len(texts) == 1 and not figures:
            place = next(iter(texts))
            text = page.text(*place)
            if not plain(text).startswith(NOTES[:4]):
                (around.far if heads else around.upper).append(text)
                if not heads and not _is_of_others(page, row, (text, place[1]), labels):
                    around.lines_above.append(text)
        elif figures:
            around.upper += [text for c in labels if (text := page.text(r, c))]
            around.inside |= {page.text(r, c) for c in labels if _indent(page, r, c) > _indent(page, row, c)}
        r -= 1
    around.outer = _over_the_first_table(page, r)
    around.labels = [page.text(row, c) or _above(page, row, c, heads) for c in labels]
    around.lines_above[:0] = _remarks(page, spot, heads)
    around.near = [*_heads(page, heads, column, first), *around.labels]
    around.near += [page.text(h, c) for h in heads for c in labels if not _aside(page, heads, c)]
    around.labels = [each for each, c in zip(around.labels, labels, strict=True) if not _aside(page, heads, c)]
    aside = [page.text(row, c) for c in labels if _aside(page, heads, c)]
    aside += [each for each in around.near if plain(each) in NOTHING_OF_THE_FIGURE]
    around.near = [each for each in dict.fromkeys(around.near) if each and each not in aside]
    around.far += [*page.above, page.name]
    around.file = _chinese(file.stem)
    around.beside = _beside(page, heads, column, first, around)
    if _grows(around.labels) and around.upper and not any(said(t).of("indicator", "part") for t in around.near):
        named = said(around.upper[0])
        if named.of("indicator", "part") or named.unknown:
            around.near.append(around.upper[0])  # 增速 in a row of its own is of the amount above it
    around.near += _yearly(page, heads, row, column)
    left = [_heads(page, heads, c, first) for c in range(column - 1, first - 1, -1)]
    own = _heads(page, heads, column, first)
    own += _of_whom(own, left, around.near)
    around.near = list(dict.fromkeys([*around.near, *own]))
    if any(said(text).of("part") or plain(text).startswith("#") for text in own):
        around.upper[:0] = [text for texts in left if not _grows(texts) for text in texts]
    around.lines = {each for each in range(1, row) if each in heads or each < min(heads, default=1)}
    return around


def _over_the_first_table(page: Page, end: int) -> list[str]:
    """Return the sheet's own title, which stands above its first table."""
    found: list[str] = []
    for line in range(1, end + 1):
        texts = {page.covered.get((line, c), (line, c)) for c in range(1, page.width + 1) if page.text(line, c)}
        if len(texts) > 1:
            break
        found += [page.text(*each) for each in texts]
    return found


def _indent(page: Page, row: int, column: int) -> int:
    raw = page.cells.get((row, column), "")
    return len(raw) - len(raw.lstrip())


def _beside(page: Page, heads: list[int], column: int, first: int, around: Around) -> list[str]:
    """Return the nearest heading to the left that names the time, of the title's own year where there is one."""
    own = [said(each) for each in _heads(page, heads, column, first)]
    near = [*own, *map(said, around.labels)]
    compared = any(each.of("last") for each in near) and not any(each.of("months") for each in near)
    if any(each.of("months", "year") for each in near) and not compared:
        return []
    if not compared and any(word.value == "value" for each in own for word in each.of("measure")):
        return []  # an amount of its own: no other amount's heading reaches over it
    if any(each.of("region", "indicator", "part") for each in own) and any(
        said(text).of("months") for text in around.far
    ):
        return []  # of the title's time: last year's column beside it says nothing of it
    year = next((word.value for text in around.far for word in said(text).of("year")), None)
    left = [_heads(page, heads, c, first) for c in range(column - 1, first - 1, -1)]
    left = [[each for each in texts if not each.startswith(("比", "较"))] for texts in left]  # a base is no time
    at = next((n for n, texts in enumerate(left) if any(each.startswith("完成") for each in texts)), len(left))
    left[at:] = [
        [each for each in texts if "计划" not in each] for texts in left[at:]
    ]  # behind 完成% it is of the done
    grown = any(word.value == "growth" for each in own for word in each.of("measure"))
    is_of_left = grown and not compared and not any(each.of("indicator", "part") for each in own)
    named = [any(said(text).of("indicator", "part") for text in texts) for texts in left]
    if is_of_left and any(named):  # what stands left of its amount is another's
        left = left[: named.index(True) + 1]
    if is_of_left and (last := _last_of(left)):
        return last
    if (
        is_of_left
        and any(named)
        and not any(said(text).of("months", "basis", "year") for texts in left for text in texts)
    ):
        return []
    roles = ["months", "year"] if any(each.of("basis") for each in own) else ["months", "basis", "year"]  # 1-本月
    dated = [each for texts in left if (each := [t for t in texts if said(t).of(*roles)])]
    if is_of_left and any(not _is_last(each) for each in dated):  # 1—9月 | 去年1—9月 | 增长
        dated = [each for each in dated if not _is_last(each)]
    years = [{word.value for text in each for word in said(text).of("year")} for each in dated]
    if (
        year is None
        and len(dated) > 1
        and _months(dated[0]) == _months(dated[1])
        and max(years[1], default=0) > max(years[0], default=0)
    ):
        return dated[1]  # 2020年 | 2019年 | 位次
    present = [each for each, of in zip(dated, years, strict=True) if of <= {year}]
    return next(iter(present or dated), [])


def _is_last(texts: list[str]) -> bool:
    return any(said(text).of("last") for text in texts)


def _months(texts: list[str]) -> list[tuple[int, int, bool]]:
    return [word.value for text in texts for word in said(text).of("months")]


_POINTS = re.compile(r"(?:-?\d[\d.,]*|持平)个?百分点")
_INCREASE = re.compile(r"(?:同比)?(?:增减|增加)[额量](?:\(.*\))?|增减\(百分点\)")


def _grows(texts: list[str]) -> bool:
    return any(word.value in {"growth", "rank"} for text in texts for word in said(text).of("measure"))


def _of_whom(own: list[str], left: list[list[str]], near: list[str]) -> list[str]:
    """Return the nearest heading to the left that names anything, where growth itself does not say of what it is."""
    is_share = any(word.value == "share" for text in own for word in said(text).of("measure"))
    if not (_grows(own) or is_share) or any(said(text).of("indicator", "part") for text in near):
        return []
    if any(said(text).of("field") for text in own):  # 投资增长（%）
        return []
    for texts in left:
        if (_grows(texts) or _is_share(texts)) and not any(said(text).of("indicator", "part") for text in texts):
            continue
        of_what = [text for text in texts if not (said(text).of("months", "year") and not said(text).unknown)]
        if of_what and all(_INCREASE.fullmatch(plain(text)) for text in of_what):  # 全年 over it says only when
            continue  # 增减额 | 增速: the change is of what its growth is of, and the title says of what
        if named := [text for text in texts if said(text).of("indicator", "part") or said(text).unknown]:
            return named
        if any(word.value == "value" for text in texts for word in said(text).of("measure")):
            break  # the title's amount
    return []


def _is_share(texts: list[str]) -> bool:
    """Whether headings are of a share or a rate of what stands left of them: 占全省比重, 完成率."""
    words = [said(text) for text in texts]
    is_share = any(word.value == "share" for each in words for word in each.of("measure"))
    unknown = {unknown for each in words for unknown in each.unknown}
    is_done = any(re.match("完成(率|年度目标|全年|计划|进度|[(%])", text) for text in texts)
    return is_done or unknown == {"完成率"} or (is_share and not unknown - {"占"})


def _yearly(page: Page, heads: list[int], row: int, column: int) -> list[str]:
    """Return that a figure is of a whole year where a row or a column 频率 says 年."""
    across = [page.text(r, column) for r in heads if plain(page.text(r, 1)) == "频率"]
    columns = range(1, page.width + 1)
    down = [page.text(row, c) for c in columns if any(plain(page.text(r, c)) == "频率" for r in heads)]
    return ["全年"] if "年" in [*across, *down] else []


def _last_of(left: list[list[str]]) -> list[str]:
    """Return last year's heading where growth follows it too: 本期 | 增长 | 上年同期 | 增长."""
    last: list[str] = []
    for texts in left:
        words = [said(each) for each in texts]
        if last and any(word.value == "growth" for each in words for word in each.of("measure")):
            return last
        if any(each.of("months", "basis", "year") and not each.of("last") for each in words):
            break
        last = last or [each for each in texts if said(each).of("last")]
    return []


def _chinese(stem: str) -> list[str]:
    """Return what a file's name says in Chinese; the corpus has English names that say nothing of the figures."""
    return [each for each in re.findall(r"[^\x00-\x2c\x2f\x3a-\x7f]+", stem) if not each.isascii()]


def _has_figures(page: Page, row: int) -> bool:
    """Whether a row has figures; what stands beside “指标” or “时间” heads columns, be it a year or a number."""
    texts = [text for c in range(1, page.width + 1) if (text := page.text(row, c))]
    heads = plain(next(iter(texts), "")) in {
        "指标",
        "指标名称",
        "时间",
        "地区",
        "县(市、区)",
        "项目",
        "行业",
        "年份",
        "indicators",
        "seriesname",
    }
    return not heads and any(
        _of_figures(text) or plain(text) in EMPTY or _POINTS.fullmatch(plain(text)) for text in texts
    )


def _remarks(page: Page, spot: tuple[int, int], heads: list[int]) -> list[str]:
    """Return the remarks beside a row, which hold for it as a line above does."""
    row, column = spot
    found: list[str] = []
    for c in range(column + 1, page.width + 1):
        text = page.text(row, c)
        if text and any("备注" in page.text(h, c) for h in heads):
            found.append(text)
        elif plain(text) not in EMPTY and not _of_figures(text):
            break  # another table's name of a row
    return found


def _is_of_others(page: Page, row: int, line: tuple[str, int], labels: list[int]) -> bool:
    """Whether a line stands over another table, to the left of this one, or says of what is above it: 以上."""
    text, column = line
    is_of_left = any(_of_figures(page.text(row, c)) for c in range(column + 1, min(labels, default=0)))
    return is_of_left or plain(text).startswith("以上")


def _label_columns(page: Page, row: int, column: int) -> tuple[list[int], int]:
    """Return the columns of the row's names, and the first one right of them."""
    c = column - 1
    while c >= 1 and (plain(page.text(row, c)) in EMPTY or _of_figures(page.text(row, c))):
        c -= 1
    last = c
    while c >= 1 and not _of_figures(page.text(row, c)):
        c -= 1
    return list(range(c + 1, last + 1)), last + 1


def _of_figures(text: str) -> bool:
    """Whether a cell is a figure, or what somebody wrote instead of one."""
    loose = re.fullmatch(r"\D{0,2}\d[\d.,]*\D{0,2}", plain(text)) and not re.search("[A-Za-z]", text)
    points = _POINTS.fullmatch(plain(text))
    return bool(figure(text) or points or (loose and said(text).unknown and not re.search("[月季年]", text)))


def _heads(page: Page, heads: list[int], column: int, first: int) -> list[str]:
    """Return the headings of a column, lowest first; an upper heading reaches to the right until the next one."""
    found = []
    for r in heads:
        text = page.text(r, column)
        c = column
        while not text and r != heads[0] and c > first:
            c -= 1
            text = page.text(r, c)
        if plain(page.text(r, 1)) not in NOTHING_OF_THE_FIGURE[:-1] and text:
            found.append(text)
    return found


def _above(page: Page, row: int, column: int, heads: list[int]) -> str:
    """Return what stands above a blank name, as a name written once for several rows."""
    rows = range(row - 1, max(heads, default=0), -1)
    named = (text for r in rows if (text := page.text(r, column)) and not plain(text).startswith(NOTES))
    return next(named, "") if column == 1 else ""


def _aside(page: Page, heads: list[int], column: int) -> bool:
    said_of = [plain(page.text(r, column)) for r in heads if page.text(r, column)]
    return bool(said_of) and all(each in NOTHING_OF_THE_FIGURE for each in said_of)
