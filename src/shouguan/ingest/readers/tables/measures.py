"""What a figure is, growth, level, share or rank, as row and heading say it; words that contradict are no guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from shouguan.ingest.readers.tables.figures import Figure, figure_or_none
from shouguan.ingest.readers.tables.grids import Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.spans import first
from shouguan.ingest.readers.tables.words import PRICE_WORDS, UNITS, Measure, Price

_SHARE_IN = re.compile(r"(?:.*[、.)])?占比(?![:(])")
"""占比一般公共预算支出 is somebody's share in it, not the share that it has."""
_CHANGE = re.compile(r"增减(?![率幅长])(?!.*[%±])")
_SERIES_OF_AMOUNTS = re.compile("(?:累计|当月|当季|本月|本期)值$")
_CLAUSES = re.compile(r"[,;.。()\[\]]")
_GROWTH_IS = re.compile("(?:增[速长幅]|速度|同比).{0,4}[按为是系用均]")
_DECLINES = re.compile("(?:下降|负增长|下滑|减少)的?(?:主要|重点|经济|有关)*(?:指标|行业|地区|县|市|区)")
_DONE = re.compile("完成|实际|实绩|执行数")
_NO_AMOUNTS = {"%", "百分点", "位"}
_LARGEST_OF_GROWTH, _MOST_OF_A_YEAR = 50, 14
"""Figures above that are no growth; a month's is a twelfth of the year's, more or less."""
_BEHIND = re.compile("[+-]?[0-9,]*[.]?[0-9]+(?P<unit>[^0-9.,].*)")
_TYPED = re.compile(
    "(?P<number>[+-]?[0-9,]*[.]?[0-9]+)(?P<unit>亿元|万元|元|亿千瓦时|万千瓦时|亿吨|万吨|吨|万平方米|平方米)"
)


def measure_of(table: Table, strong: list[Label]) -> Measure | None:
    """Return what row and heading say that a figure is, else what the titles do; a rank however else it is headed."""
    named = [label.measure for label in strong if label.measure]
    return "rank" if "rank" in named else first(named) or first(label.measure for label in table.titles)


def price_of(table: Table, strong: list[Label], measure: Measure | None, code: str) -> Price | None:
    """Return the prices that row and heading say, else a title: one that speaks of growth says nothing of amounts.

    总量按现价计算，增速按可比价计算; 工业增加值增速按可比价计算 speaks of no other growth.
    """
    if (said := first(label.price for label in strong)) is not None:
        return said
    for title in table.titles:
        clauses = _CLAUSES.split(folded(title.text)) if title.price else ()
        priced = [(clause, price) for clause in clauses if (price := _price_in(clause))]
        of_growth = [price for clause, price in priced if _GROWTH_IS.search(clause)]
        other = [price for clause, price in priced if not _GROWTH_IS.search(clause)]
        if measure == "growth" and of_growth:
            is_ours = not title.indicators or code in title.indicators
            return of_growth[0] if is_ours else None
        if other and not (measure == "growth" and of_growth):
            return other[0]
    return None


def _price_in(clause: str) -> Price | None:
    bare = clause.replace("可比口径", "")  # the same scope, at whatever prices
    return next((price for word, price in PRICE_WORDS if word in bare), None)


def is_amount(table: Table, row: Row, heads: list[Label]) -> bool:
    """Whether a figure is said to be an amount, or in a unit of amounts where growth stands beside it."""
    measure = measure_of(table, [*row.labels, *heads])
    in_amounts = any(amounts_of(label) for label in (*heads, *row.labels, *table.titles))
    return measure == "value" or (measure is None and in_amounts)


def contradiction(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return why what row and heading say of a figure cannot be: a share of growth or in money, a rank of a level."""
    strong = [*row.labels, *table.heads[column]]
    if (against := _growth_in_amounts(table, row, column)) is not None:
        return against
    if (against := _against_the_title(table, row, column)) is not None:
        return against
    said = {label.measure: label.text for label in strong if label.measure}
    if "growth" in said and (over := _says_down(table, row, column)) is not None:
        return (
            f"“{over.text}”说的是下降，数却没有负号，增速未读入；请把正负写进数里，如 -3.1",
            f"'{over.text}' speaks of decline, the figures have no minus; growth is left out. Write the sign, -3.1",
        )
    if not said and (bare := _bare_percent(table, row, column)) is not None:
        return (
            f"“{bare.text}”没有写明是增速、占比还是完成比例，未读入；增速写作“增长（%）”",
            f"'{bare.text}': growth, a share, or of a plan? Left out; growth is 增长（%）",
        )
    if (whose := next((e for e in strong if e.measure == "share" and _is_share_in(e)), None)) is not None:
        return (
            f"“{whose.text}”是占它的比重，没有写明是谁的，未读入；它自己的占比写作“……占比（%）”",
            f"'{whose.text}' is a share in it, of nobody knows what; left out: its own share is written ……占比（%）",
        )
    if "share" in said and len(said) > 1:
        other = next(text for measure, text in said.items() if measure != "share")
        return (
            f"“{said['share']}”写的是占比，“{other}”写的不是，未读入；请写明是哪一种",
            f"'{said['share']}' says a share, '{other}' does not; left out: say which it is",
        )
    if "share" in said and (unit := _unit_of_share(table, row, column)):
        return (
            f"“{said['share']}”写的是占比，单位却是“{unit}”，未读入；占比写作“占比（%）”",
            f"'{said['share']}' says a share, but the unit is '{unit}'; left out: write 占比（%） over shares",
        )
    if "rank" in said and "value" in said:
        return (
            f"“{said['rank']}”下的“{said['value']}”是总量的位次，未读入；只存增速的位次",
            f"'{said['value']}' under '{said['rank']}' ranks by level; left out: only ranks by growth are kept",
        )
    return None


def _is_share_in(label: Label) -> bool:
    return bool(label.indicators) and _SHARE_IN.match(folded(label.text)) is not None


def _growth_in_amounts(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return why growth cannot be in a unit of amounts, or an amount in per cent.

    In a terminal's export name and unit are of the series; in a table 同比增减 without % beside a row in 亿元 may be
    either.
    """
    heads, series = table.heads[column], table.convention.history
    is_percent = any("%" in label.units for label in heads)
    if series and is_percent:
        named = next((label for label in heads if _SERIES_OF_AMOUNTS.search(folded(label.text))), None)
        unit = "%"
    elif is_percent:
        return None
    else:
        named = next((label for label in heads if label.measure == "growth"), None)
        is_open = named is not None and not series and _CHANGE.search(folded(named.text)) is not None
        alone = [label for label in heads if folded(label.text) in UNITS]  # a line of units: 同比 in 亿元
        above = [] if any("%" in label.units for label in (*table.titles, *row.labels)) else table.titles
        told = heads if series else (*alone, *((*row.labels, *above) if is_open else ()))
        unit = next((each for label in told for each in amounts_of(label)), "")
    if (
        named is not None
        and not unit
        and _CHANGE.search(folded(named.text))
        and any(_says_growth(e) for e in row.labels)
    ):
        return (
            f"“{named.text}”在增速之后，可能是增速的变动，未读入；增速写作“增长（%）”",
            f"'{named.text}' behind growth may be a change of growth; left out: growth is 增长（%）",
        )
    if named is None or not unit:
        return None
    return (
        f"“{named.text}”与单位“{unit}”对不上，不知是增速还是绝对额，未读入；增速写作“增长（%）”",
        f"'{named.text}' and the unit '{unit}' do not go together: growth or an amount? Left out; growth is 增长（%）",
    )


def _says_down(table: Table, row: Row, column: int) -> Label | None:
    """Return the line above that says that what is below it declines, where the cell shows growth: 同比下降的指标."""
    over = next((e for e in (*row.sections, *table.titles) if _DECLINES.search(folded(e.text))), None)
    shown = figure_or_none(table.sheet.raw(row.index, column)) if over is not None else None
    return over if shown is not None and shown.value > 0 else None


def _bare_percent(table: Table, row: Row, column: int) -> Label | None:
    """Return a heading or a row's name that is a per cent sign and nothing else beside amounts: 预算数 | 1-9月 | %."""
    around, name = (*row.sections, *table.titles), row.labels[0]
    heads = [label for label in table.heads[column] if not (label.own or label.region)]
    if table.convention.history or any(label.measure or label.price for label in around):
        return None
    if not any(amounts_of(label) for label in (*row.labels, *around)):
        return None
    if _is_percent(name):
        return name
    is_named = any(label.indicators or label.basis for label in heads)
    return None if is_named else next((label for label in heads if _is_percent(label)), None)


def _is_percent(label: Label) -> bool:
    return folded(label.text).strip("()") == "%"


def _against_the_title(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return why a column may be growth or an amount: a title of growth, the unit 亿元; 全国 behind growth."""
    heads = table.heads[column]
    strong = [*row.labels, *heads]
    if table.convention.history or any(label.measure or "%" in label.units for label in strong):
        return None
    around = (*row.sections, *table.titles)
    title = next((label for label in around if label.measure and label.measure != "value"), None)
    unit = next((each for label in strong for each in amounts_of(label)), "")
    if title is not None and unit and "%" not in title.units:
        return (
            f"“{title.text}”写的不是绝对额，单位却是“{unit}”，未读入；请改正其中一处",
            f"'{title.text}' says no amounts, but the unit is '{unit}'; left out: correct one of them",
        )
    left = table.heads.get(column - 1, [])
    before = [label for at, labels in table.heads.items() if at < column for label in labels]
    is_place = all((label.region or label.own) and not (label.stretch or label.units) for label in heads)
    is_behind = any(label.measure == "growth" for label in left) or any(label.region or label.own for label in left)
    if title is None and heads and is_place and is_behind and any(label.measure == "growth" for label in before):
        return (
            f"“{heads[0].text}”在增速之后，不知是它的增速还是绝对额，未读入；请在表头写明",
            f"'{heads[0].text}' behind growth may be growth or an amount; left out: say so in the heading",
        )
    if title is None and unit and not any(amounts_of(label) for label in heads) and _is_series_of_growth(table, column):
        return (
            f"“{heads[0].text}”在增速之后，不知是那一时期的增速还是绝对额，未读入；请在表头写明",
            f"'{heads[0].text}' behind growth may be that time's growth or an amount; left out: say so in the heading",
        )
    return None


def _is_series_of_growth(table: Table, column: int) -> bool:
    """Whether a stretch behind growth may be growth too: 1-9月 | 增长% | 1-8月 | 上半年.

    It is of amounts where growth of its own follows, or where its figures are of the size of the amounts beside them.
    """
    over = {each: heads for each, heads in table.heads.items() if heads}
    left = [each for each in sorted(over) if each < column]
    if not _is_bare_stretch(over[column]) or not any(_is_growth(over[each]) for each in left):
        return False
    run = list(takewhile(lambda each: _is_bare_stretch(over[each]), (each for each in sorted(over) if each >= column)))
    after = next((each for each in sorted(over) if each > run[-1]), None)
    behind = next(each for each in reversed(left) if not _is_bare_stretch(over[each]))
    if not _is_growth(over[behind]) or (after is not None and _is_growth(over[after])):
        return False
    first = next(each for each in sorted(over) if each > behind)
    amount = next((each for each in left if not _is_growth(over[each])), first)
    return not _is_of_the_size(table, column, amount)


def _is_growth(heads: Sequence[Label]) -> bool:
    return any(label.measure == "growth" or "%" in label.units for label in heads)


def _is_bare_stretch(heads: Sequence[Label]) -> bool:
    """Whether headings say a time and nothing of what a figure is."""
    says = [label.measure or label.units or label.indicators or label.rest or label.skipped for label in heads]
    return any(label.stretch for label in heads) and not any(says)


def _is_of_the_size(table: Table, column: int, amount: int) -> bool:
    """Whether the figures of a column are larger than growth is, and none is far from the amount in its row."""
    pairs = [
        (abs(own.value), abs(other.value))
        for row in table.body
        if any(amounts_of(label) for label in (*row.labels, *row.sections, *table.titles))
        and (own := figure_or_none(table.sheet.raw(row.index, column))) is not None
        and (other := figure_or_none(table.sheet.raw(row.index, amount))) is not None
        and other.value
    ]
    is_large = any(own > _LARGEST_OF_GROWTH for own, _ in pairs)
    return is_large and all(own * _MOST_OF_A_YEAR > other and own < other * _MOST_OF_A_YEAR for own, other in pairs)


def _says_growth(label: Label) -> bool:
    return label.measure == "growth" and bool(label.indicators)


def _unit_of_share(table: Table, row: Row, column: int) -> str:
    """Return the nearest unit of a share where it is none of shares and the cell shows no per cent sign."""
    heads = table.heads[column]
    shown = figure_or_none(table.sheet.raw(row.index, column))
    if shown is None or shown.percent or any("%" in label.units for label in (*heads, *row.labels)):
        return ""
    units = next((label.units for label in (*heads, *row.labels, *row.sections, *table.titles) if label.units), ())
    return "" if "%" in units else "、".join(units)


def is_done(heads: Sequence[Label]) -> bool:
    """Whether a heading says that its figures are what was done, not what was planned: 2025年完成."""
    return any(_DONE.search(folded(label.text)) and not (label.plan or label.skipped) for label in heads)


def ranks_growth(table: Table, column: int, strong: list[Label]) -> bool:
    """Whether a rank is by growth that is read: its own words say it, or the title, or it stands right of growth."""
    if any(word in folded(label.text) for label in strong for word in ("增", "同比")):
        return True
    left = next((table.heads[each] for each in range(column - 1, -1, -1) if each in table.heads), [])
    if any(label.skipped or label.rest for label in left):
        return False
    if any(word in folded(label.text) for label in table.titles[:-2] for word in ("增", "同比")):
        return True
    return any(label.measure in {"growth", "index"} or "%" in label.units for label in left)


def units_of(table: Table, row: Row, heads: list[Label]) -> list[tuple[str, ...]]:
    """Return the units that are said of a figure, nearest first.

    A heading that says % is nearer than the row's unit of amounts. Where a row says its unit, a title's is not its own.
    """
    percent = [label.units for label in heads if label.units and not amounts_of(label)]
    own = [label.units for label in row.labels if label.units]
    if any(amounts_of(label) for label in row.labels):
        return [*percent, *_contradicting(row.labels), *own]
    return [*percent, *own, *(label.units for label in (*heads, *row.sections) if label.units), *_units_above(table)]


def in_dollars(units: Sequence[tuple[str, ...]]) -> str | None:
    """Return the nearest unit of amounts where it is one of dollars: the growth beside it is of dollars too."""
    amounts = next(
        ([unit for unit in group if unit not in {"%", "位"}] for group in units if set(group) - {"%", "位"}), []
    )
    return amounts[0] if amounts and all(UNITS[unit][0] == "美元" for unit in amounts) else None


def _contradicting(labels: Sequence[Label]) -> list[tuple[str, ...]]:
    """Return what a row's labels say of its unit where they contradict each other, so that it is asked about.

    用电量（亿千瓦时） beside 亿元: the column of units stands, and is none of the indicator's. 地区生产总值（万元）
    beside 亿元: both stand.
    """
    amounts = [unit for label in labels for unit in amounts_of(label)]
    if len({UNITS[unit] for unit in amounts}) < 2:
        return []
    if len({UNITS[unit][0] for unit in amounts}) == 1:
        return [tuple(dict.fromkeys(amounts))]
    return [label.units for label in labels if amounts_of(label) and not label.indicators]


def _units_above(table: Table) -> list[tuple[str, ...]]:
    """Return the units of the titles, nearest first; where they contradict each other (亿元, 万元), all in one."""
    groups = [label.units for label in table.titles if label.units]
    amounts = [unit for group in groups for unit in group if UNITS[unit][0] == "元"]
    is_clear = len({UNITS[unit] for unit in amounts}) < 2
    return groups if is_clear else [tuple(dict.fromkeys((*group, *amounts))) for group in groups]


def amounts_of(label: Label) -> list[str]:
    """Return the units of amounts that a label names."""
    return [unit for unit in label.units if UNITS[unit][0] not in _NO_AMOUNTS]


def unit_typed(text: str, measure: str | None, units: Sequence[tuple[str, ...]], flag: str | None) -> tuple[str, str]:
    """Return the figure and the unit that is typed behind it (2012.3亿元), where table and `--unit` say no other.

    Growth, ranks and shares have none; beside 万元 over the column or in the row nobody knows which of the two is so.
    """
    match = _TYPED.fullmatch(folded(text)) if measure in {None, "value"} else None
    if match is None:
        return text, ""
    is_of_it = (
        flag is not None and UNITS.get(flag, ("",))[0] == UNITS[match["unit"]][0]
    )  # not 用电量 beside --unit 亿元
    nearest = next((group for group in units if group), (flag,) if flag and is_of_it else ())
    said = {UNITS[unit] for unit in nearest if unit not in {"%", "位"}}
    if nearest and said != {UNITS[match["unit"]]}:
        return text, ""
    return match["number"], match["unit"]


def against_typed(
    text: str, table: Table, row: Row, heads: Sequence[Label], flag: str | None
) -> tuple[str, str] | None:
    """Return why a figure with a unit typed behind it cannot be: heading, row, line above or `--unit` says another."""
    match = _BEHIND.fullmatch(folded(text))
    if match is None or UNITS.get(match["unit"], ("%",))[0] in _NO_AMOUNTS:
        return None
    percent = [label for label in heads if label.units and not amounts_of(label)]
    around = (*percent, *row.labels, *heads, *row.sections, *table.titles)
    over = next((label for label in around if label.units or label.measure not in {None, "value"}), None)
    if over is None and flag is None:
        return None
    said = over.text if over is not None else f"--unit {flag}"
    return (
        f"这一格的单位“{match['unit']}”与“{said}”不一致，请改正其中一处",
        f"the cell's unit, {match['unit']}, contradicts '{said}'; correct one of them",
    )


def percent_of_value(strong: list[Label], shown: Figure) -> tuple[str, str] | None:
    """Return why a figure with a per cent sign cannot be: heading or row say that it is an amount."""
    if not shown.percent or any(label.measure not in {None, "value"} or "%" in label.units for label in strong):
        return None
    amount = next((label for label in strong if label.measure == "value" or amounts_of(label)), None)
    if amount is None:
        return None
    return (
        f"“{amount.text}”是绝对额，这一格却是百分数",
        f"'{amount.text}' says an amount, but the cell shows a per cent or growth in words",
    )
