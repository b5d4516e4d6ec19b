"""A second reader: goes to the cell that a stored row names and checks that the words around it say what the row says.

It reads nothing into rows; it only judges rows. It knows the words that it knows, and any other word near a
figure is a failure: a figure of which somebody wrote something that nobody understood is not known.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.second_opening import EMPTY, Page, at, figure, first_of, pages, plain
from tests.builders.second_words import PARTS_OF_GDP, Said, Word, said

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
    far : list of str
        Titles, sheet, paragraphs and the file's name.
    outer : list of str
        The sheet's own title above another table, which holds where the nearer title is silent.
    lines : set of int
        Rows of the headings and titles.
    """

    near: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    upper: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def verdicts(file: Path, reading: Reading, options: Options) -> list[tuple[dict[str, Any], str, Around]]:
    """Return each stored row that its cell and the words around it do not bear out, with the reason."""
    opened = pages(file)
    found = []
    for origin in reading.trace.origins:
        if not any(origin.row is row for row in reading.rows):
            continue
        page = first_of(opened, origin.sheet.name)
        spot = at(origin.sheet.address(*origin.at))
        around = Around(list(_record(page, spot))) if reading.kind == "tidy" else _around(page, spot, file)
        wrong = judged(origin.row, page, spot, around, options, reading.kind)
        if wrong is not None:
            found.append((origin.row, wrong, around))
    return found


def _record(page: Page, spot: tuple[int, int]) -> list[str]:
    """Return the other cells of a row of the tidy layout that say what its figure is."""
    heads = next(r for r in range(1, spot[0]) if page.text(r, spot[1]) in {"value", "数值"})
    known = "region indicator period basis measure unit 地区 指标 时期 累计或当期 增速或数值 单位".split()
    columns = [c for c in range(1, page.width + 1) if page.text(heads, c) in known]
    return [text for c in columns if (text := page.text(spot[0], c))]


def _around(page: Page, spot: tuple[int, int], file: Path) -> Around:
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
            text = page.text(*next(iter(texts)))
            if not plain(text).startswith(NOTES[:4]):
                (around.far if heads else around.upper).append(text)
        elif figures:
            around.upper += [text for c in labels if (text := page.text(r, c))]
        r -= 1
    for line in range(1, r + 1):  # the sheet's own title stands above its first table
        texts = {page.covered.get((line, c), (line, c)) for c in range(1, page.width + 1) if page.text(line, c)}
        if len(texts) > 1:
            break
        around.outer += [page.text(*each) for each in texts]
    around.labels = [page.text(row, c) or _above(page, row, c, heads) for c in labels]
    around.near = [*_heads(page, heads, column, first), *around.labels]
    around.near += [page.text(h, c) for h in heads for c in labels if not _aside(page, heads, c)]
    around.labels = [each for each, c in zip(around.labels, labels, strict=True) if not _aside(page, heads, c)]
    aside = [page.text(row, c) for c in labels if _aside(page, heads, c)]
    aside += [each for each in around.near if plain(each) in NOTHING_OF_THE_FIGURE]
    around.near = [each for each in dict.fromkeys(around.near) if each and each not in aside]
    around.far += [*page.above, page.name, *_chinese(file.stem)]
    c = column - 1
    while c >= first and not around.beside:
        if not any(said(each).of("months", "year") for each in [*_heads(page, heads, column, first), *around.labels]):
            around.beside = [each for each in _heads(page, heads, c, first) if said(each).of("months", "basis", "year")]
        c -= 1
    around.lines = {each for each in range(1, row) if each in heads or each < min(heads, default=1)}
    return around


def _chinese(stem: str) -> list[str]:
    """Return what a file's name says in Chinese; the corpus has English names that say nothing of the figures."""
    return [each for each in re.findall(r"[^\x00-\x2c\x2f\x3a-\x7f]+", stem) if not each.isascii()]


def _has_figures(page: Page, row: int) -> bool:
    """Whether a row has figures; what stands beside “指标” or “时间” heads columns, be it a year or a number."""
    texts = [text for c in range(1, page.width + 1) if (text := page.text(row, c))]
    heads = plain(next(iter(texts), "")) in {"指标", "指标名称", "时间", "地区", "项目", "行业", "年份", "indicators"}
    return not heads and any(figure(text) for text in texts)


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
    words = said(text).of("indicator", "part", "region", "months", "year")
    return bool(figure(text) or (re.search(r"\d", text) and not words))


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
    return next((page.text(r, column) for r in rows if page.text(r, column)), "") if column == 1 else ""


def _aside(page: Page, heads: list[int], column: int) -> bool:
    said_of = [plain(page.text(r, column)) for r in heads if page.text(r, column)]
    return bool(said_of) and all(each in NOTHING_OF_THE_FIGURE for each in said_of)


def judged(
    row: dict[str, Any], page: Page, spot: tuple[int, int], around: Around, options: Options, kind: str
) -> str | None:
    """Return what speaks against a row, or None."""
    if spot in page.unseen:
        return "struck through or hidden"
    shown = figure(page.text(*spot))
    if shown is None:
        return f"no single figure: {page.text(*spot)!r}"
    own = {row["region"], row["indicator"]}
    near = [said(text) for text in around.near if text not in options.meanings and plain(text) not in own]
    beside = [] if _words(near, "months") else [said(text) for text in around.beside]
    stretch = near if _words(near, "basis") else [*near, *beside]
    far = [said(text) for text in around.far if not plain(text).startswith(NOTES)]
    wide = any(word.value[2:] == "0000" for word in _words(near, "region"))  # each row has its own place
    for each in [*near, *far]:
        if each.unknown and not (wide and each.unknown[0][-1] in "市区县"):
            return f"unknown word: {each.unknown[0]}"
    for each in map(said, around.outer):
        if each.unknown:
            return f"unknown word: {each.unknown[0]}"
        far.append(replace(each, words=tuple(word for word in each.words if not _words(far, word.role))))
    checks = (
        _indicator(row, near, far, around, options),
        _region(row, near, far, around, options, kind),
        _period(row, [*near, *beside], far, options),
        _basis(row, stretch, far, options, _mounts(page, spot)),
        _measure(row, near, far, options),
        _value(row, near, far, around, options, shown),
    )
    return next((wrong for wrong in checks if wrong), None)


def _words(texts: list[Said], *roles: str) -> list[Word]:
    return [word for text in texts for word in text.of(*roles)]


def _indicator(row: dict[str, Any], near: list[Said], far: list[Said], around: Around, options: Options) -> str | None:
    code = row["indicator"]
    here = _words(near, "indicator", "part", "field")
    for word in here:
        if code not in word.value:
            return f"{word.text!r} is not {code}"
    named = [word for word in here if word.role != "field"]
    told = set(options.meanings.values()) | ({code} if code in around.near else set())
    above = [said(each) for each in around.upper]
    titles = [word.value for word in _words(far, "indicator", "field", "part")]
    titles = [each | {"industry_va"} if each == {"gdp_industry"} else each for each in titles]
    full = [word.value for word in _words(far, "indicator")] if named else titles
    if full and not any(code in value for value in full) and not _belongs(code, full):
        return f"the title is not of {code}"
    if code in told:
        return None
    if not named and not any(word.value == {code} for word in _words(far, "indicator")):
        return f"nothing says {code}"
    if named and all(word.role == "part" for word in named):
        context = next((each.of("indicator") for each in above if each.of("indicator")), [])
        values = [word.value for word in context] or titles
        if not _belongs(code, values):
            return f"nothing says what {code} is a part of"
    return None


def _belongs(code: str, values: list[frozenset[str]]) -> bool:
    """Whether a part's whole is among what was named."""
    whole = "gdp" if code in PARTS_OF_GDP.split() else "fai"
    return any(code in value or whole in value for value in values)


def _region(
    row: dict[str, Any], near: list[Said], far: list[Said], around: Around, options: Options, kind: str
) -> str | None:
    own = options.region or options.own_region
    titles = [word.value for word in _words(far, "region") if word.value != "own"]
    places = [word.value for word in _words(near, "region")]
    if row["region"] in around.near:
        return None
    if not places:
        places = titles or [own or ("100000" if kind == "nbs" else "none")]
    elif "own" in places:
        places = [*titles, *([own] if own and not titles else []), *(each for each in places if each != "own")]
    wrong = [place for place in places if place != row["region"]]
    return f"it is of {wrong[0]}, not {row['region']}" if wrong or not places else None


def _last_month(row: dict[str, Any]) -> int:
    period = row["period"]
    return 3 * int(period[-1]) if "Q" in period else int(period[5:] or 12)


def _period(row: dict[str, Any], near: list[Said], far: list[Said], options: Options) -> str | None:
    year = int(row["period"][:4])
    shift = bool(_words(near, "last"))
    own_years = [word.value - shift for word in _words(near, "year")]
    far_years = [word.value - shift for word in _words(far, "year")]
    given = [int(options.period[:4])] if options.period else []
    if wrong := [each for each in own_years or far_years if each != year]:
        return f"the words say {wrong[0]}, not {year}"
    if not own_years + far_years + given:
        return "no year"
    if own_years and (wrong := [each for each in far_years if each < year]):
        return f"the title says {wrong[0]}, not {year}"
    months = [word.value[1] for word in _words(near, "months")]
    titles = [word.value[1] for word in _words(far, "months")]
    if wrong := [each for each in months or ([] if own_years else titles) if each != _last_month(row)]:
        return f"the words say month {wrong[0]}, not {_last_month(row)}"
    if months and not own_years and not shift and (wrong := [each for each in titles if each != _last_month(row)]):
        return f"the title says month {wrong[0]}, not {_last_month(row)}"
    if not months + titles and not options.period and _last_month(row) != 12:
        return "no month"
    return None


def _basis(row: dict[str, Any], near: list[Said], far: list[Said], options: Options, mounts: bool) -> str | None:
    basis = row["basis"]
    if basis == "stock":
        return None if row["indicator"] in {"deposits", "loans"} else "not a stock"
    stretches = [word.value for word in _words(near, "months")] or [word.value for word in _words(far, "months")]
    long = any(whole and last > 3 for _, last, whole in stretches)
    stated = {word.value for word in _words(near, "basis")} or {word.value for word in _words(far, "basis")}
    if long and (basis == "single" or stated == {"single"}) and _words(near, "months"):
        return "the words name a stretch from January"
    if stated:
        return None if stated == {basis} else f"the words say {sorted(stated)}, not {basis}"
    if options.basis == basis or (_last_month(row) == 12 and not _words(near, "months")):
        return None
    if any(whole for _, _, whole in stretches):
        return None if basis == "ytd" or all(last == 3 for _, last, _ in stretches) else "the words name a stretch"
    if basis == "ytd" and mounts:
        return None
    if _words(near, "months") or row["indicator"] in {"cpi", "ppi"}:
        return None if basis == "single" else "the words name one month or quarter"
    return "nothing says whether it is cumulated"


def _mounts(page: Page, spot: tuple[int, int]) -> bool:
    """Whether the figures of the row or the column grow so much from one to the next that they must be cumulated."""
    above = {c: "".join(page.text(r, c) for r in range(2, spot[0])) for c in range(1, page.width + 1)}
    dated = [c for c, heads in above.items() if re.search("[月季年]", heads)]
    row = [figure(page.text(spot[0], c)) for c in dated]
    column = [figure(page.text(r, spot[1])) for r in range(1, page.height + 1)]
    for line in (row, column):
        values = [each[0] for each in line if each]
        pairs = list(itertools.pairwise(values))
        if len(pairs) >= 2 and (all(a < b for a, b in pairs) or all(a > b for a, b in pairs)):
            low, high = min(values), max(values)
            if low > 0 and high > 1.3 * low:
                return True
    return False


def _measure(row: dict[str, Any], near: list[Said], far: list[Said], options: Options) -> str | None:
    measure = row["measure"]
    here = {word.value for word in _words(near, "measure")}
    ranked, grown = "rank" in here, bool(here & {"growth", "index"})
    if ranked != (measure == "rank"):
        return f"ranks and {measure}"
    if (measure == "share") != ("share" in here):
        return f"shares and {measure}"
    if measure == "rank":
        return None
    if measure == "value":
        return "the words say growth" if grown else None
    away = {word.value for word in _words(far, "measure")}
    percents = any(word.value[0] == "%" for word in _words([*near, *far], "unit"))
    if here & {"value"} and not grown:
        return "the words say a value"
    if not grown and not away & {"growth", "index"} and options.measure is None and not percents:
        return "nothing says growth"
    return None


def _value(
    row: dict[str, Any], near: list[Said], far: list[Said], around: Around, options: Options, shown: tuple[float, str]
) -> str | None:
    value, number, behind = row["value"], *shown
    if row["measure"] == "rank":
        return None if value == number else f"shown {number}, stored {value}"
    units = [word.value for word in _words(near, "unit")]
    if row["measure"] == "share":
        return None if 0 <= number <= 100 and _same(value, number) else f"a share of {number}"
    if row["measure"] == "growth":
        return _growth(row, near, far, options, shown)
    kinds = {unit for unit in units if unit[0] != "%"}
    if not kinds:
        above = [said(each) for each in around.upper]
        kinds = {word.value for word in next((s.of("unit") for s in above if s.of("unit")), [])} - {("%", 1)}
        notes = [each for each in above if any("单位" in word.text for word in each.of("harmless"))]
        own = {word.value for word in _words([*far, *notes], "unit") if word.value[0] != "%"}
        kinds = own or kinds
    if options.unit and not kinds:
        kinds = {{"亿元": ("亿元", 1.0), "万元": ("亿元", 1e-4), "元": ("元", 1.0)}[options.unit]}
    if behind in {"%", "‰"} or len(kinds) != 1:
        return f"units: {sorted(kinds)} {behind}"
    unit, factor = kinds.pop()
    if unit == "元" and row["unit"] == "亿元":
        unit, factor = "亿元", 1e-8
    factor *= {"万": 1e4, "亿": 1e8}.get(behind, 1)
    if unit != row["unit"]:
        return f"the unit is {unit}, not {row['unit']}"
    return None if _same(value, number * factor) else f"shown {number} × {factor}, stored {value}"


def _growth(
    row: dict[str, Any], near: list[Said], far: list[Said], options: Options, shown: tuple[float, str]
) -> str | None:
    number, behind = shown
    for text in near:
        if text.of("measure") and any(word.value == "growth" for word in text.of("measure")):
            odd = [word for word in text.of("unit") if word.value[0] not in {"%", row["unit"]}]
            if odd and not any(word.value[0] == "%" for word in text.of("unit")):
                return f"a growth in {odd[0].text}"
    permille = any(word.text == "‰" for word in _words(near, "unit")) or behind == "‰"
    measures = [word.value for word in _words(near, "measure")]
    prices = any("指数" in word.text for word in _words(near, "indicator"))  # they go by their index, also as growth
    if options.measure == "index" or ("index" in measures and "growth" not in measures) or (("index" in measures or prices) and abs(number - 100) < 25):
        number -= 100
    number *= 0.1 if permille else 1
    if options.growth_in == "fraction" and behind == "":
        number *= 100
    if behind not in {"", "%", "‰"}:
        return f"a growth in {behind}"
    return None if _same(row["value"], number) else f"shown {number}, stored {row['value']}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
