"""From a table's cells to drafts: what each figure is of, and what its labels say about it.

Labels in a cell's own row and column are strong; titles, sections and the file's name only fill in what
those leave open. Where two readings remain the figure is not read: the user is asked, with the flag that
settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables import left_out, scope, targets
from shouguan.ingest.readers.tables.figures import Figure, NotAFigureError, figure
from shouguan.ingest.readers.tables.footnotes import spoken_of
from shouguan.ingest.readers.tables.grids import Draft, Row, Table
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.measures import (
    against_typed,
    amounts_of,
    contradiction,
    in_dollars,
    is_amount,
    is_done,
    measure_of,
    percent_of_value,
    price_of,
    ranks_growth,
    unit_typed,
    units_of,
)
from shouguan.ingest.readers.tables.names import BARE_PARTS, folded
from shouguan.ingest.readers.tables.notes import Notes
from shouguan.ingest.readers.tables.odds import (
    against_period,
    at_odds,
    disagreement,
    torn,
    torn_around,
    torn_titles,
    whole_or_not,
)
from shouguan.ingest.readers.tables.rows import named_rows
from shouguan.ingest.readers.tables.spans import (
    basis_beside,
    basis_of,
    beside,
    compared_with,
    is_of_either_year,
    of_several_stretches,
    of_two_years,
    stretch_of,
    whole_beside,
)
from shouguan.ingest.readers.tables.stretches import Stretch
from shouguan.ingest.readers.tables.subjects import indicator_of, of_several, only, part_of_another
from shouguan.ingest.readers.tables.whose import region_of
from shouguan.ingest.readers.tables.words import of_plan_and_done

_RANKED = re.compile(r"(?:并列)?\s*第?\s*(?P<rank>\d{1,3})\s*[位名]?")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-(?!01|28|29|30|31)\d\d(?!\d)")
"""A day within a month: what a spreadsheet makes of 1-9 in a heading."""
_OF_INVESTMENT = {"fai", "fai_private", "fai_manufacturing", "fai_infrastructure", "real_estate_investment"}
_IN_ALL_CURRENCIES = {"deposits", "loans"}
_PLAIN = re.compile(r"增加值|(?:数据|完成|实际|情况|[数额值])+(?:\(|$)")
"""A heading over what the row says, and no more: 完成, 数据, 增加值（现价）."""
_DOUBTFUL = "年同期增"
_GROWTH_ALONE = re.compile(r"(?:同比|比上年(?:同期)?)?(?:增速|增长|增幅|增减|±)\(?%?\)?")
"""What names a row of growth that is of the row above."""


def drafts(table: Table, options: Options, notes: Notes) -> Iterable[Draft]:
    """Yield a draft for every figure of a table that is of a known indicator, region and time.

    Parameters
    ----------
    table : Table
    options : Options
        What the user settled beforehand.
    notes : Notes
        Receives what was left out and what is open.
    """
    columns = sorted(table.heads)
    for row in named_rows(table, notes):
        _overflow(table, row, columns, notes)
        for column in table.unheaded:
            if table.sheet.raw(row.index, column):
                once = ("unheaded", column, id(table))
                notes.add("error", table.sheet, (row.index, column), left_out.no_heading(), once=once)
        for column in columns:
            draft = _draft(table, row, column, options, notes)
            if draft is not None:
                yield draft


def _overflow(table: Table, row: Row, columns: Sequence[int], notes: Notes) -> None:
    """A figure without a heading over it: the row has been shifted."""
    if not columns:
        return
    sheet = table.sheet
    for column in range(columns[-1] + 1, min(len(sheet.rows[row.index]), table.end)):
        if sheet.raw(row.index, column) and column not in table.apart:
            notes.add(
                "error",
                sheet,
                (row.index, column),
                ("这一格没有表头，该行可能错位", "no heading stands over this cell; the row may be shifted"),
                ("表头范围内的数", "a figure below a heading"),
            )


def _draft(table: Table, row: Row, column: int, options: Options, notes: Notes) -> Draft | None:
    sheet, at = table.sheet, (row.index, column)
    text = sheet.raw(*at)
    if at in sheet.merged and sheet.text(*at):
        notes.add(
            "error",
            sheet,
            at,
            ("数据格被合并，不知属于哪一行哪一列", "a merged figure belongs to more than one row or column"),
            ("不合并的数据格", "one figure in each cell"),
        )
        return None
    if not text:
        return None
    heads = table.heads[column]
    strong = [*row.labels, *heads]
    if _is_left_out(table, row, column, options, notes):
        return None
    codes = indicator_of(table, row, heads, at, notes)
    if codes is None:
        return None
    if not any(_speaks(label) for label in heads):
        notes.add("warning", sheet, at, left_out.heading(heads[0]), once=("column", column, id(table)), value="")
        return None
    measure = measure_of(table, strong)
    units = units_of(table, row, heads)
    text, typed = unit_typed(text, measure, units, options.unit)
    units = [(typed,), *units] if typed else units
    value = _figure(text, table, row, column, notes, unit=options.unit, is_rank=measure == "rank")
    if value is None:
        return None
    region = region_of(table, row, strong, options, at, notes)
    is_timed = any(label.stretch and label.stretch != Stretch() for label in strong)  # 本期 leaves it open
    near = (compared_with(table, column) or whole_beside(table, column)) if is_timed else beside(table, column)
    near = near or basis_beside(table, column)
    if (planned := next((label for label in near if label.plan), None)) is not None:
        notes.add("warning", sheet, at, left_out.plan(planned), once=("plan", column, id(table)), value="")
        return None
    if (dollar := in_dollars(units)) is not None:
        notes.add("warning", sheet, at, left_out.dollars(dollar), once=("dollars", row.index, id(table)), value="")
        return None
    stretch = stretch_of(table, [*strong, *near], row.sections, options)
    named = next((each.text for each in (*strong, *row.sections, *table.titles) if each.indicators), heads[0].text)
    code = only(codes, stretch, table, named, at, notes)
    if region is None or code is None or _is_of_one_currency(table, row, code, column, notes):
        return None
    if stretch is None:
        notes.add(
            "error",
            sheet,
            at,
            (
                "表头、标题和文件名都没有写明时期；用 --period 2020-09 指明",
                "no period in heading, title or file name; name it with --period 2020-09",
            ),
            once=("period", column, id(table)),
        )
        return None
    is_remarked = any(label.stretch for label in row.labels[1:]) and not any(label.stretch for label in heads)
    over = near or (beside(table, column) if is_remarked else [])  # a remark's time, and the amount's
    if _is_at_odds(table, row, at, (heads, over), options, notes):
        return None
    return Draft(
        table,
        row.index,
        column,
        value,
        region,
        code,
        stretch,
        basis_of(table, [*strong, *near, *row.sections], stretch),
        measure,
        price_of(table, strong, measure, code),
        units,
        (str(id(table)), region, code, str(measure), _line(row.labels[0], heads)),
    )


def _line(name: Label, heads: list[Label]) -> str:
    """Return the name of the line that a figure belongs to: its row's where columns are times, else its heading's."""
    are_times = any(label.stretch for label in heads) and not any(label.indicators for label in heads)
    return name.text if name.indicators or (are_times and not name.stretch) else heads[0].text


def _is_at_odds(
    table: Table,
    row: Row,
    at: tuple[int, int],
    over: tuple[list[Label], list[Label]],
    options: Options,
    notes: Notes,
) -> bool:
    """Whether a figure's time is contradicted, by what is nearest first; where only a flag is, that is said."""
    heads, near = over
    sheet, strong = table.sheet, [*row.labels, *heads]
    day = next((e.text for e in (heads if table.convention.history else strong) if _DAY.match(e.text)), None)
    released = row.labels[0].text if table.convention.history and _DAY.match(row.labels[0].text) else None
    apart, around = at_odds(row.labels, [*heads, *near], row.sections), [*strong, *near, *row.sections]
    if day is not None:
        notes.add("error", sheet, at, left_out.day(day), once=("day", day, id(table)), value="")
    elif released is not None:
        notes.add("error", sheet, at, left_out.day_within(released), once=("released", row.index, id(table)), value="")
    elif open_year := whole_or_not(table, strong, options):
        notes.add("error", sheet, at, left_out.whole_or_not(open_year), once=("whole", *open_year, id(table)), value="")
    elif apart:
        notes.add("error", sheet, at, left_out.at_odds(apart), once=("odds", *apart, id(table)), value="")
    elif against := torn(strong) or torn(near) or torn_titles(table, strong) or torn_around(table, around):
        notes.add("error", sheet, at, left_out.torn(against), once=("torn", *against, id(table)), value="")
    elif against := disagreement(table, [*strong, *near], row.sections, options):
        notes.add("error", sheet, at, left_out.disagreement(against), once=("dates", id(table)), value="")
    else:
        if other := against_period(table, options):
            told = left_out.against_flag(other, f"--period {options.period}")
            notes.add("warning", sheet, at, told, once=("flag", id(table)), value="")
        return False
    return True


def _is_of_one_currency(table: Table, row: Row, code: str, column: int, notes: Notes) -> bool:
    """Whether deposits or loans are of one currency only, by the nearest text that speaks of any."""
    around = (*row.labels, *table.heads[column], *row.sections, *table.titles) if code in _IN_ALL_CURRENCIES else ()
    said = next(((label, word) for label in around if (word := scope.currency(folded(label.text)))), None)
    if said is None or said[1] == "本外币":
        return False
    reason = left_out.narrow(replace(said[0], narrow=said[1]))
    notes.add("warning", table.sheet, (row.index, column), reason, once=("currency", code, id(table)), value="")
    return True


def _is_left_out(table: Table, row: Row, column: int, options: Options, notes: Notes) -> bool:
    """Whether a word over or beside a figure says that it is none of ours; said once a column."""
    sheet, at, heads = table.sheet, (row.index, column), table.heads[column]
    strong = [*row.labels, *heads]
    done = is_done(strong)
    titles = [each for each in table.titles if not (done and of_plan_and_done(folded(each.text)))]
    planned = next((label for label in (*strong, *row.sections, *titles) if label.plan), None)
    names = "".join(label.text for label in strong if label.indicators)
    around = (*row.labels, *row.sections, *table.titles)
    is_value = is_amount(table, row, heads)
    round_it = [each for each in around if each.narrow and not (each.of_growth and is_value)]
    round_it = [each for each in round_it if not scope.said_by_names(each.narrow, names)]
    narrowed = next((label for label in round_it if not label.loose), None)
    skipped = next((label for label in strong if label.skipped), None)
    strange = next((each for each in heads if (each.rest or each.not_ours) and not _is_of_its_row(each, row)), None)
    is_said = any(label.measure or amounts_of(label) for label in (*strong, *row.sections))
    kinds = () if is_said else ((scope.of_a_kind(folded(label.text)), label.text) for label in table.titles)
    kind = next(((word, text) for word, text in kinds if word), None)
    if planned is not None:
        targets.read_or_say(table, row, column, planned, _against(table, row, column), options, notes)
    elif narrowed is not None:
        notes.add("warning", sheet, at, left_out.narrow(narrowed), once=("narrow", narrowed.text, id(table)), value="")
    elif kind is not None and measure_of(table, strong) != "rank":
        notes.add("warning", sheet, at, left_out.of_a_kind(*kind), once=("kind", *kind, id(table)), value="")
    elif skipped is not None:
        reason = (
            left_out.doubtful(skipped.text) if _DOUBTFUL in folded(skipped.text) else left_out.not_read(skipped.text)
        )
        notes.add(reason[0], sheet, at, reason[1:], once=("skipped", skipped.text, id(table)), value="")
    elif any("百分点" in unit for label in (*heads, *row.labels) for unit in label.units):
        notes.add("warning", sheet, at, left_out.points(), once=("points", column, id(table)), value="")
    elif strange is not None:
        notes.add("warning", sheet, at, left_out.over_column(strange), once=("column", column, id(table)), value="")
    elif (which := _of_which(table, row, column)) is not None:
        notes.add("warning", sheet, at, which, once=(which, id(table)), value="")
    elif (part := part_of_another(table, row, column)) is not None:
        notes.add("warning", sheet, at, left_out.part_of(*part), once=("column", column, id(table)), value="")
    elif (against := contradiction(table, row, column)) is not None:
        notes.add("warning", sheet, at, against, once=("contradiction", against, id(table)), value="")
    elif measure_of(table, strong) == "rank" and not ranks_growth(table, column, strong):
        named = next(label.text for label in (*strong, *table.titles) if label.measure == "rank")
        said_rank = left_out.rank_of_what(named)
        notes.add("warning", sheet, at, said_rank, once=("rank", column, id(table)), value="")
    else:
        for label in round_it:
            notes.add("warning", sheet, at, left_out.loose(label), once=("loose", label.text, id(table)), value="")
        return False
    return True


def _against(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return why nobody knows what a figure is of, whatever it is: published, or a target."""
    part = part_of_another(table, row, column)
    return _of_which(table, row, column) or (part and left_out.part_of(*part)) or contradiction(table, row, column)


def _is_of_its_row(label: Label, row: Row) -> bool:
    """Whether a heading names what the row does, in general: 本年完成投资 over 固定资产投资."""
    own = row.labels[0].indicators
    return label.rest == "投资" and bool(own) and all(code in _OF_INVESTMENT for code in own)


def _is_behind_hidden(table: Table, column: int) -> bool:
    """Whether growth, its rank, or a part stands behind a hidden column, of which it may be."""
    heads = table.heads[column]
    is_of_left = any(e.measure in {"growth", "rank", "share"} for e in heads) and not any(e.indicators for e in heads)
    is_part = any(label.part or folded(label.text) in BARE_PARTS for label in heads)
    if (is_of_left or is_part) and column in table.behind_hidden:
        return True
    # a rank goes with the growth that it is of, and so does a share: 累计 (hidden) | 同比增长 | 位次
    is_bare = is_of_left and not any(e.measure == "growth" or e.stretch or e.basis for e in heads)
    return is_bare and column - 1 in table.heads and _is_behind_hidden(table, column - 1)


def _is_below_last_year(table: Table, row: Row) -> bool:
    """Whether a row of growth alone (增速) stands below last year's amount and no other: on it, or last year's own."""
    name = row.labels[0]
    if _GROWTH_ALONE.fullmatch(folded(name.text)) is None:
        return False
    above = [
        each.labels[0] for each in table.body if each.index < row.index and each.labels[0].indicators == name.indicators
    ]
    amounts = [label for label in above if label.measure != "growth"]
    return bool(amounts) and all(label.stretch is not None and label.stretch.back for label in amounts)


def _of_which(table: Table, row: Row, column: int) -> tuple[str, str] | None:
    """Return why nobody knows whether a figure is this year's or last year's, or of what is hidden; or None."""
    name, heads = row.labels[0], table.heads[column]
    if _is_behind_hidden(table, column):
        return left_out.behind_hidden(heads[0].text)
    if is_of_either_year(table, column):
        return left_out.either_year(heads[0].text)
    if (several := of_several(table, row, column)) is not None:
        return left_out.of_several(heads[0].text, *several)
    if (stretches := of_several_stretches(table, column)) is not None:
        return left_out.several_stretches(heads[0].text, *stretches)
    if _is_below_last_year(table, row):
        return left_out.either_year(name.text)
    over = of_two_years(name, heads)
    return None if over is None else left_out.of_two_years(name.text, over.text)


def _speaks(label: Label) -> bool:
    says = label.stretch or label.measure or label.indicators or label.units or label.basis or label.region
    return bool(says or label.own) or _PLAIN.match(folded(label.text)) is not None


def _figure(
    text: str, table: Table, row: Row, column: int, notes: Notes, *, unit: str | None, is_rank: bool
) -> Figure | None:
    sheet, at, heads = table.sheet, (row.index, column), table.heads[column]
    ranked = _RANKED.fullmatch(text) if is_rank else None
    try:
        read = figure(ranked["rank"] if ranked else text)
    except NotAFigureError as wrong:
        if text.endswith("百分点"):
            notes.add("warning", sheet, at, left_out.points(), once=("points", at[1], id(sheet)), value="")
            return None
        if (against := against_typed(text, table, row, heads, unit)) is not None:
            notes.add("error", sheet, at, against)
            return None
        notes.add("error", sheet, at, (wrong.zh, wrong.en), ("一个数，或空白、—", "a number, or a blank or —"))
        return None
    if read is None:
        return None
    if (against := percent_of_value([*row.labels, *heads], read)) is not None:
        notes.add("error", sheet, at, against)
        return None
    if at in sheet.odd:
        severity, zh, en = sheet.odd[at]
        notes.add(severity, sheet, at, (zh, en))
        if severity == "error":
            return None
    said_of = (table.sheet.raw(*at), row.labels[0].text, *(label.text for label in heads))
    if note := spoken_of(said_of, table.marked):
        notes.add("warning", sheet, at, left_out.footnote(note), once=("mark", note, id(table)), value=text)
        return None
    if read.remark is not None:
        notes.add("warning" if read.rough else "info", sheet, at, read.remark)
    return read
