"""What if: the target and the parts of a total, moved by whoever reads the page.

Without JavaScript (and on paper) a table says what a point of each part is worth; what round figures of the year
take, `needed` says. With it a block of sliders shows itself and answers as `levers.Board.answer` does, with the
other parts left where they are: the page carries the board's own figures, and its words are made by `report.words`.
"""

from __future__ import annotations

import json

from markupsafe import Markup

from shouguan.components.levers import STEP
from shouguan.facts import lever_facts
from shouguan.facts.indicator_report import Sheet, step_key
from shouguan.facts.lever_facts import rest_of
from shouguan.facts.rows import Slide, Slides
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.sections.slider_data import data, named, part_word


def sliders(page: Context, sheet: Sheet) -> Markup:
    """Return the block of sliders and the table that stands without it.

    Parameters
    ----------
    page : Context
    sheet : Sheet
        Of an indicator that the page forecasts.
    """
    board = page.told("levers", sheet.code).levers[sheet.code]
    goal = lever_facts.goal(page, sheet)
    pieces: list[tables.Shown] = [_block(page, sheet, board, goal)]
    if board.levers:
        pieces += [_worth(page, sheet, board, goal), page.note(_note(page, sheet))]
    return Markup("").join(pieces)


# The table that always stands.


def _worth(page: Context, sheet: Sheet, board: Slides, goal: float) -> tables.Table:
    """Return what a point more of each part over the rest of the year adds to the year and to the chance."""
    rows: list[list[object]] = []
    for lever in board.levers:
        year, chance = _fact(page, sheet, lever, "weight"), _fact(page, sheet, lever, f"chance.{step_key(goal)}")
        rows.append([named(lever, page.lang), _fact(page, sheet, lever, "expected"), year, chance])
    step = page.step(sheet, "step", goal)
    stretches = {rest_of(lever, page.lang) for lever in board.levers}
    later = page.say("后期")
    head = [
        page.either("行业" if sheet.code == "gdp" else "领域", "Part"),
        page.say("{r}预计增速（%）", r=stretches.pop() if len(stretches) == 1 else later),
        page.say("每快1个百分点，全年多增（百分点）"),
        page.either(
            "达到{g}%的可能性提高（百分点）" if goal >= 0 else "降幅不超过{m}%的可能性提高（百分点）",
            "… and to the chance of {g}% (points)",
            g=step,
            m=step.magnitude,
        ),
    ]
    caption = page.either(
        "{n}：各{p}增速变动的影响（其余不变）",
        "{n}: what a point of each part is worth, the others unchanged",
        n=sheet.name(page.lang),
        p=part_word(sheet, page.lang),
    )
    return tables.Table(head, rows, caption=caption)


def _fact(page: Context, sheet: Sheet, lever: Slide, name: str) -> Fact:
    """Return a figure of one lever (`facts.lever_facts`)."""
    return page.facts[sheet.key("lever", page.year, lever.code, name)]


def _note(page: Context, sheet: Sheet) -> Markup:
    return page.say(
        "调整一个{p}时，其余{p}按原预计不变，已公布数不变；占比为基期占比，各{p}加总与全年之间的残差不变。均为测算，不改变本报告的预测。",
        p=part_word(sheet, page.lang),
    )


# The block that JavaScript shows.


def _block(page: Context, sheet: Sheet, board: Slides, goal: float) -> Markup:
    return page.fill(
        "sliders",
        stem=f"sliders-{sheet.code.replace('_', '-')}",
        carried=json.dumps(
            data(page, sheet, board, goal), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
        ),
        sheet=sheet,
        part=part_word(sheet, page.lang),
        target=(
            *(page.facts[sheet.key("lever", page.year, "target", end)] for end in ("low", "high")),
            page.step(sheet, "step", goal),
        ),
        step=STEP,
        levers=[
            (
                page.say("{n}{r}增速", n=named(lever, page.lang), r=rest_of(lever, page.lang)),
                *(_fact(page, sheet, lever, name) for name in ("low", "high", "expected")),
            )
            for lever in board.levers
        ],
    )
