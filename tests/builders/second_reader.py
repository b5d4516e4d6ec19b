"""A second reader: goes to the cell that a stored row names and checks that the words around it say what the row says.

It reads nothing into rows; it only judges rows. It knows the words that it knows, and any other word near a
figure is a failure: a figure of which somebody wrote something that nobody understood is not known.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.second_around import NOTES, Around, around_of
from tests.builders.second_opening import Page, at, figure, first_of, pages, plain
from tests.builders.second_words import PARTS_OF_GDP, Said, Word, said

SERIES = ("nbs", "terminal")
"""Kinds of files whose figures have their own dates, whatever a sheet is called."""


def verdicts(file: Path, reading: Reading, options: Options) -> list[tuple[dict[str, Any], str, Around]]:
    """Return each stored row that its cell and the words around it do not bear out, with the reason."""
    opened = pages(file)
    found = []
    for origin in reading.trace.origins:
        if not any(origin.row is row for row in reading.rows):
            continue
        page = first_of(opened, origin.sheet.name)
        spot = at(origin.sheet.address(*origin.at))
        around = Around(list(_record(page, spot))) if reading.kind == "tidy" else around_of(page, spot, file)
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
    beside = [] if _words(near, "months") and not _words(near, "last") else [said(text) for text in around.beside]
    stretch = near if _words(near, "basis") else [*near, *beside]
    far = [said(text) for text in around.far if not plain(text).startswith(NOTES)]
    by_file = [said(text) for text in around.file]
    if _words([*near, *beside], "months"):  # a file is named by the month that it came out in
        by_file = [replace(each, words=tuple(word for word in each.words if word.role != "months")) for each in by_file]
    far += by_file
    wide = any(word.value[2:] == "0000" for word in _words(near, "region"))  # each row has its own place
    for each in [*near, *far]:
        is_place = bool(each.unknown) and each.unknown[0][-1] in "市区县" and each not in near
        if each.unknown and not (is_place and (wide or options.region)):  # --region says whose a title's figures are
            return f"unknown word: {each.unknown[0]}"
    for each in map(said, around.outer):
        if each.unknown:
            return f"unknown word: {each.unknown[0]}"
        far.append(replace(each, words=tuple(word for word in each.words if not _words(far, word.role))))
    line = next((each for each in map(said, around.lines_above) if each.of("year", "last")), None)
    timed = [] if line is None else [replace(line, words=tuple(line.of("year", "last")))]
    line = next((each for each in map(said, around.lines_above) if each.of("months")), line)
    dated = [] if line is None else [replace(line, words=tuple(line.of("months")))]
    if not _words(stretch, "months", "basis"):  # a section's own stretch is nearer than the title's
        stretch = [*stretch, *dated]
    if not _words([*near, *beside], "months"):
        timed += dated
    checks = (
        _indicator(row, near, far, around, options),
        _region(row, near, far, around, options, kind),
        _period(row, [*near, *beside, *timed], far, options, kind in SERIES or _bears_out(page, spot, around, row)),
        _basis(row, stretch, far, options, _same_of_last_year(page, spot), _mounts(page, spot, row["period"][:4])),
        _measure(row, near, far, options, shown),
        _value(row, page, spot, near, far, around, options, shown),
    )
    return next((wrong for wrong in checks if wrong), None)


def _words(texts: list[Said], *roles: str) -> list[Word]:
    return [word for text in texts for word in text.of(*roles)]


def _indicator(row: dict[str, Any], near: list[Said], far: list[Said], around: Around, options: Options) -> str | None:
    code = row["indicator"]
    here = _words(near, "indicator", "part", "field")
    part = code in PARTS_OF_GDP.split() and any(code in word.value for word in here if word.role == "part")
    for word in here:
        if code not in word.value and not (part and "gdp" in word.value):  # GDP: its part
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
        wholes = {"gdp", "fai", "electricity", "income"}
        context: list[Word] = []
        for at, text in enumerate(above):  # the nearest whole, also one that is not known
            if any(word.value & wholes for word in text.of("indicator")) or (
                text.unknown
                and not text.of("part")
                and around.upper[at] not in around.inside
                and not _in_a_list(around.upper[at:])
            ):
                context = text.of("indicator")
                break
        values = [word.value for word in context] or titles
        if not _belongs(code, values):
            return f"nothing says what {code} is a part of"
    return None


def _in_a_list(upper: list[str]) -> bool:
    """Whether 其中：市区 stands behind another part of the same whole, whose list goes on below it."""
    named = (each for text in upper[1:] if (each := said(text)).of("part", "indicator") and not each.unknown)
    before = next(named, None)
    return plain(upper[0]).startswith(("其中", "#")) and before is not None and bool(before.of("part"))


def _belongs(code: str, values: list[frozenset[str]]) -> bool:
    """Whether a part's whole is among what was named."""
    if code in {"income_urban", "income_rural"}:
        return any("income" in value for value in values)
    whole = "electricity" if code == "electricity_industry" else "gdp" if code in PARTS_OF_GDP.split() else "fai"
    return any(code in value or whole in value for value in values)


def _region(
    row: dict[str, Any], near: list[Said], far: list[Said], around: Around, options: Options, kind: str
) -> str | None:
    own = options.region or options.own_region
    titles = [word.value for word in _words(far, "region") if word.value != "own"]
    places = [word.value for word in _words(near, "region")]
    if row["region"] in around.near:
        return None
    if not places:  # the nearest line among the rows that names a place stands over what is below it
        line = next((each for each in map(said, around.lines_above) if each.of("region")), None)
        places = [word.value for word in _words([line] if line else [], "region")]
    if not places:
        places = titles or [own or ("100000" if kind == "nbs" else "none")]
    elif "own" in places:
        places = [*titles, *([own] if own and not titles else []), *(each for each in places if each != "own")]
    wrong = [place for place in places if place != row["region"]]
    return f"it is of {wrong[0]}, not {row['region']}" if wrong or not places else None


def _last_month(row: dict[str, Any]) -> int:
    period = row["period"]
    return 3 * int(period[-1]) if "Q" in period else int(period[5:] or 12)


def _takes_the_titles(page: Page, spot: tuple[int, int]) -> bool:
    """Whether a column to the left takes its month from the title, so that another may well name its own."""
    for c in range(2, spot[1]):
        over = [said(text) for r in range(2, spot[0]) if (text := page.text(r, c))]
        if any(each.of("measure") for each in over):
            return not any(each.of("months", "basis", "year", "last") for each in over)
    return False


def _bears_out(page: Page, spot: tuple[int, int], around: Around, row: dict[str, Any]) -> bool:
    """Whether the title's months are said, or left to it, by another column or row of the year, or many months are."""
    if _takes_the_titles(page, spot):
        return True
    is_dated = any(said(text).of("year") for text in around.near)
    above = [text for text in around.far if not (is_dated and text == page.name == "全年")]
    titles = {word.value[1] for text in above for word in said(text).of("months")}
    rows = [[page.text(r, c) for c in range(1, page.width + 1)] for r in range(1, page.height + 1)]
    of_year: set[int] = set()
    for line in (*rows, *map(list, zip(*rows, strict=True))):
        texts = [said(text) for text in line if text and text not in around.far]
        if not _words(texts, "last") and all(word.value == int(row["period"][:4]) for word in _words(texts, "year")):
            of_year |= {word.value[1] for word in _words(texts, "months")}
    return not titles or bool(titles & of_year) or (titles == {12} and len(of_year) > 1)


def _period(row: dict[str, Any], near: list[Said], far: list[Said], options: Options, free: bool = False) -> str | None:
    year = int(row["period"][:4])
    shift = bool(_words(near, "last"))
    own_years = [word.value - shift for word in _words(near, "year")]
    far_years = [word.value - shift for word in _words(far, "year")]
    given = [int(options.period[:4])] if options.period else []
    if given == [year]:  # the user's word settles what titles say
        far, far_years = [], []
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
    is_of_other_year = bool(own_years and far_years and own_years[0] not in far_years)
    if (
        months
        and not (is_of_other_year or shift or free)
        and (wrong := [each for each in titles if each != _last_month(row)])
    ):
        return f"the title says month {wrong[0]}, not {_last_month(row)}"
    if not months + titles and not options.period and _last_month(row) != 12:
        return "no month"
    return None


def _basis(
    row: dict[str, Any], near: list[Said], far: list[Said], options: Options, same: str, mounts: bool
) -> str | None:
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
    if same:
        return None if same == basis else f"上年同期 beside 上年同月 says {same}"
    if options.basis == basis or (_last_month(row) == 12 and not _words(near, "months")):
        return None
    if any(whole for _, _, whole in stretches):
        return None if basis == "ytd" or all(last in {1, 3} for _, last, _ in stretches) else "the words name a stretch"
    if basis == "ytd" and mounts:
        return None
    if _words(near, "months") or row["indicator"] in {"cpi", "ppi"}:
        return None if basis == "single" else "the words name one month or quarter"
    return "nothing says whether it is cumulated"


def _same_of_last_year(page: Page, spot: tuple[int, int]) -> str:
    """Return whether a figure is on 上年同期, the year so far, or on 上年同月, where both stand side by side."""
    columns = [
        c for c in range(1, page.width + 1) if re.search(r"\d", page.text(spot[0], c))
    ]  # rows' names are no headings
    over = {c: "".join(page.text(r, c) for r in range(1, spot[0])) for c in columns}
    said_of = {c: found[1] for c, text in over.items() if (found := re.search("[上去]年同([期月])", text))}
    is_both = set(said_of.values()) == {"期", "月"} and spot[1] in said_of
    return {"期": "ytd", "月": "single"}[said_of[spot[1]]] if is_both else ""


def _mounts(page: Page, spot: tuple[int, int], year: str) -> bool:
    """Whether the figures of the row or the column grow so much from one to the next that they must be cumulated."""
    above = {c: "".join(page.text(r, c) for r in range(2, spot[0])) for c in range(1, page.width + 1)}
    last = {c for c, heads in above.items() if re.search("上年|去年|同期", heads)}
    of = str(int(year) + (spot[1] in last))
    dated = [c for c, heads in above.items() if re.search("[月季年]", heads) and c not in last]
    dated = [c for c in dated if of in (re.findall(r"20\d\d", above[c]) or of)]
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


def _measure(
    row: dict[str, Any], near: list[Said], far: list[Said], options: Options, shown: tuple[float, str]
) -> str | None:
    measure, (number, behind) = row["measure"], shown
    here = {word.value for word in _words(near, "measure")}
    ranked, grown = "rank" in here, bool(here & {"growth", "index"})
    if ranked != (measure == "rank"):
        return f"ranks and {measure}"
    if (measure == "share") != ("share" in here):
        return f"shares and {measure}"
    if measure == "share":
        money = {word.value[0] for word in _words(near, "unit")} - {"%", "位"}
        percent = any(word.value[0] == "%" for word in _words(near, "unit"))
        return "the words say more than a share" if here != {"share"} or (money and not percent) else None
    if measure == "rank":
        return None
    if measure == "value":
        return "the words say growth" if grown else None
    away = {word.value for word in _words(far, "measure")}
    percents = behind == "%" or any(word.value[0] == "%" for word in _words([*near, *far], "unit"))
    if here & {"value"} and not grown:
        return "the words say a value"
    prices = any("指数" in word.text for word in _words(near, "indicator")) and row["basis"] == "ytd"
    is_index = prices and abs(number - 100) < 25
    if not (grown or away & {"growth", "index"} or options.measure or percents or is_index):
        return "nothing says growth"
    return None


def _value(
    row: dict[str, Any],
    page: Page,
    spot: tuple[int, int],
    near: list[Said],
    far: list[Said],
    around: Around,
    options: Options,
    shown: tuple[float, str],
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
        amounts = ([word.value for word in each.of("unit") if word.value[0] != "%"] for each in above)
        kinds = set(next((values for values in amounts if values), []))
        notes = [said(text) for text in around.upper if re.match(r"\(?(计量)?单位:", plain(text))]
        own = {word.value for word in _words(notes[:1] or far, "unit") if word.value[0] != "%"}
        indented = any(page.cells.get((spot[0], c), "")[:1].isspace() for c in range(1, spot[1]))
        marked = any(text.startswith("#") for text in around.near)
        is_part = indented or marked or bool(_words(near, "part"))  # a part is in the unit of its whole
        kinds = kinds if is_part and kinds else own or kinds
    if options.unit and not kinds:
        kinds = {{"亿元": ("亿元", 1.0), "万元": ("亿元", 1e-4), "元": ("元", 1.0)}[options.unit]}
    typed = {"亿元": ("亿元", 1.0), "万元": ("亿元", 1e-4), "元": ("元", 1.0)}.get(behind)
    kinds |= {typed} if typed else set()
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
    if (
        options.measure == "index"
        or ("index" in measures and "growth" not in measures)
        or (("index" in measures or prices) and abs(number - 100) < 25)
    ):
        number -= 100
    number *= 0.1 if permille else 1
    if options.growth_in == "fraction" and behind == "":
        number *= 100
    if behind not in {"", "%", "‰"}:
        return f"a growth in {behind}"
    return None if _same(row["value"], number) else f"shown {number}, stored {row['value']}"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
