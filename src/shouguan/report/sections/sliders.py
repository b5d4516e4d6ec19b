"""What if: the target and the parts of a total, moved by whoever reads the page.

Without JavaScript (and on paper) two tables say what round figures take and what a point of each part is
worth. With it a block of sliders shows itself and answers as `levers.Board.answer` does, with the other parts
left where they are: the page carries the board's own figures, and its words are made by `report.words`.
"""

from __future__ import annotations

import json

from markupsafe import Markup

from shouguan.components.levers import STEP, Board, Lever
from shouguan.core.rounding import half_up
from shouguan.facts.indicator_report import Sheet, figure, step_key
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections.slider_data import data, named, part_word, rest_of

_BEYOND = 1.0  # how far the target's slider goes past the ladder, points
_SETTING = {"kind": "assumption", "unit": "%", "decimals": 1}


def sliders(page: Context, board: Board) -> Markup:
    """Return the block of sliders and the tables that stand without it, and add their facts.

    Parameters
    ----------
    page : Context
    board : Board
        Of an indicator that the page forecasts, laid out from the page's own outlook.

    Raises
    ------
    ValueError
        When the board's figures are not those that the page prints: there would be two versions of one number.
    """
    sheet = page.sheets[board.indicator]
    _check_same(page, sheet, board)
    goal = _goal(page, sheet)
    pieces = [_block(page, sheet, board, goal), _ladder(page, sheet)]
    if board.levers:
        pieces += [_worth(page, sheet, board, goal), Markup('<p class="note">{}</p>').format(_note(page, sheet))]
    return Markup("").join(pieces)


def _check_same(page: Context, sheet: Sheet, board: Board) -> None:
    printed = [page.full_year(sheet, name).rounded for name in ("lower80", "median", "upper80")]
    ours = [half_up(value, 1) for value in board.base]
    for value in sheet.ladder:
        printed.append(page.step(sheet, "chance", value).rounded)
        ours.append(half_up(100 * board.chance(value), 0))
    if printed != ours:
        raise ValueError(f"the board of {board.indicator} says {ours}, the page {printed}")


def _goal(page: Context, sheet: Sheet) -> float:
    """Return where the target's slider starts: the newest target, else the step nearest the expected figure."""
    if sheet.main_target is not None:
        return half_up(sheet.main_target.value, 1)
    median = page.full_year(sheet, "median").rounded
    return min(sheet.ladder, key=lambda value: abs(value - median))


# The tables that always stand.


def _ladder(page: Context, sheet: Sheet) -> Markup:
    """Return what each round figure of the year takes, how far it is, and its chance."""
    median = page.full_year(sheet, "median")
    rows = []
    for value in sheet.ladder:
        step, chance = page.step(sheet, "step", value), page.step(sheet, "chance", value)
        gap = page.facts.add(
            figure(
                sheet,
                f"lever.{page.year}.gap.{step_key(value)}",
                median.rounded - step.rounded,
                kind="forecast",
                unit="pp",
                period=str(page.year),
                label_zh=f"预计与全年{step.display}%之差",
                label_en=f"expected less a year of {step.display}%",
                formula=f"{median.key} − {step.key}（均按印出的一位小数）",
                inputs=(median.key, step.key),
            )
        )
        odds = Markup('<span class="n">{}</span> <span class="n">{}</span>').format(
            page.chance(sheet, value), words.chance_word(chance, page.lang)
        )
        rows.append([step, words.approx(page.step(sheet, "required", value)), gap, odds])
    head = [
        page.say("全年增速（%）"),
        page.say("{r}需增（%）", r=sheet.rest(page.lang)),
        page.say("缺口（百分点）"),
        page.say("实现可能性"),
    ]
    caption = page.say("{n}：目标高低与预计的缺口", n=sheet.name(page.lang))
    return tables.table(head, rows, caption=caption)


def _worth(page: Context, sheet: Sheet, board: Board, goal: float) -> Markup:
    """Return what a point more of each part over the rest of the year adds to the year and to the chance."""
    rows: list[list[object]] = []
    for at, lever in enumerate(board.levers):
        weight = float(board.weights[at])
        year = _lever_fact(
            page,
            sheet,
            lever,
            "weight",
            weight,
            "每快1个百分点，全年多增",
            "one point more adds to the year",
            unit="pp",
            decimals=3,
            formula="占比 × (1 − W)",
        )
        chance = _lever_fact(
            page,
            sheet,
            lever,
            f"chance.{step_key(goal)}",
            100 * (board.chance(goal, weight) - board.chance(goal)),
            f"每快1个百分点，全年达到{goal:.1f}%的可能性提高",
            f"one point more adds to the chance of {goal:.1f}%",
            kind="forecast",
            unit="pp",
            decimals=1,
            formula="P(全年 + 影响 ≥ X − 0.05) − P(全年 ≥ X − 0.05)",
        )
        rows.append([named(lever, page.lang), _expected(page, sheet, board, at), year, chance])
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
    return tables.table(head, rows, caption=caption)


def _expected(page: Context, sheet: Sheet, board: Board, at: int) -> Fact:
    lever, value = board.levers[at], float(board.expected[at])
    made = {"kind": "forecast", "formula": "各条路径后期增速的均值"}
    return _lever_fact(page, sheet, lever, "expected", value, "预计增速", "expected growth", **made)


def _lever_fact(
    page: Context, sheet: Sheet, lever: Lever, name: str, value: float, zh: str, en: str, **rest: object
) -> Fact:
    """Add a figure of one lever, named by it and its rest of the year."""
    return page.facts.add(
        figure(
            sheet,
            f"lever.{page.year}.{lever.code}.{name}",
            value,
            indicator=lever.code,
            period=str(page.year),
            label_zh=f"{lever.zh}{rest_of(lever, 'zh')}{zh}",
            label_en=f"{lever.en} in {rest_of(lever, 'en')}, {en}",
            **rest,
        )
    )


def _note(page: Context, sheet: Sheet) -> Markup:
    return page.say(
        "调整一个{p}时，其余{p}按原预计不变，已公布数不变；占比为基期占比，各{p}加总与全年之间的残差不变。均为测算，不改变本报告的预测。",
        p=part_word(sheet, page.lang),
    )


# The block that JavaScript shows.


def _block(page: Context, sheet: Sheet, board: Board, goal: float) -> Markup:
    stem = f"sliders-{sheet.code.replace('_', '-')}"
    target = _slider(
        f"{stem}-target",
        page.say("全年目标"),
        _ends(page, sheet),
        page.step(sheet, "step", goal),
        page.say(
            "（预计{m}%，80%区间{i}）",
            m=page.full_year(sheet, "median"),
            i=words.interval(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
        ),
    )
    carried = json.dumps(
        data(page, sheet, board, goal), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
    )
    # The data stand in an attribute, where nothing in them can end it or become markup.
    return Markup(
        '<section class="sliders" id="{stem}" aria-labelledby="{stem}-title" data-board="{carried}" hidden>'
        '<h3 id="{stem}-title">{title}</h3>{target}{results}'
        '<p class="told"><output data-shown="sentence" aria-live="polite"></output></p>'
        '<p><button type="button">{reset}</button></p>{parts}</section>'
    ).format(
        stem=stem,
        carried=carried,
        title=page.say(
            "{n}：目标和{p}增速变动测算" if board.levers else "{n}：目标变动测算",
            n=sheet.name(page.lang),
            p=part_word(sheet, page.lang),
        ),
        target=target,
        results=_results(page, sheet, board),
        reset=page.say("恢复原预计"),
        parts=_parts(page, sheet, board, stem) if board.levers else "",
    )


def _results(page: Context, sheet: Sheet, board: Board) -> Markup:
    tiles = [
        (page.say("{r}需增（%）", r=sheet.rest(page.lang)), ["required"]),
        (page.say("预计全年（80%区间）"), ["year", "interval"]),
        (page.say("缺口（百分点）"), ["gap"]),
        (page.say("实现可能性"), ["percent", "word"]),
    ]
    if board.levers:
        others = page.say("其余{p}需增（%）", p=part_word(sheet, page.lang))
        tiles.append((others, ["others"]))
    output = Markup('<output data-shown="{}" aria-live="off"></output>')  # the sentence is read out instead
    return Markup('<div class="results">{}</div>').format(
        Markup("").join(
            Markup("<p><span>{}</span>{}</p>").format(label, Markup(" ").join(output.format(name) for name in names))
            for label, names in tiles
        )
    )


def _parts(page: Context, sheet: Sheet, board: Board, stem: str) -> Markup:
    made = []
    for at, lever in enumerate(board.levers):
        ends = (
            _lever_fact(page, sheet, lever, "low", lever.low, "可调下限", "lowest setting", **_SETTING),
            _lever_fact(page, sheet, lever, "high", lever.high, "可调上限", "highest setting", **_SETTING),
        )
        label = page.say("{n}{r}增速", n=named(lever, page.lang), r=rest_of(lever, page.lang))
        expected = _expected(page, sheet, board, at)
        said = page.say("（预计{f}%）", f=expected)
        made.append(_slider(f"{stem}-{at + 1}", label, ends, expected, said))
    word = part_word(sheet, page.lang)
    return Markup("<details><summary>{}</summary><fieldset><legend>{}</legend>{}</fieldset></details>").format(
        page.say("逐{p}调节", p=word),
        page.say("其余{p}按原预计不变", p=word),
        Markup("").join(made),
    )


def _slider(ident: str, label: Markup, ends: tuple[Fact, Fact], start: Fact, middle: Markup) -> Markup:
    low, high = ends
    return Markup(
        '<div class="lever"><div><label for="{id}">{label}</label><span class="band">{middle}</span></div>'
        '<output for="{id}" aria-live="off"></output>'
        '<input type="range" id="{id}" min="{low.rounded:.1f}" max="{high.rounded:.1f}" step="{step:.1f}"'
        ' value="{start.rounded:.1f}" data-facts="{low.key} {high.key} {start.key}" aria-describedby="{id}-ends"'
        ' autocomplete="off">'
        '<p class="ends" id="{id}-ends"><span>{low}%</span> <span>{high}%</span></p></div>'
    ).format(
        id=ident,
        label=label,
        low=low,
        high=high,
        step=STEP,
        start=start,
        middle=middle,
    )


def _ends(page: Context, sheet: Sheet) -> tuple[Fact, Fact]:
    """Add how far the target can be moved: a point past the ladder."""
    made = []
    for name, value, zh, en in (
        ("low", sheet.ladder[0] - _BEYOND, "目标可调下限", "lowest target to set"),
        ("high", sheet.ladder[-1] + _BEYOND, "目标可调上限", "highest target to set"),
    ):
        key = f"lever.{page.year}.target.{name}"
        period = str(page.year)
        fact = figure(sheet, key, half_up(value, 1), period=period, label_zh=zh, label_en=en, **_SETTING)
        made.append(page.facts.add(fact))
    return made[0], made[1]
