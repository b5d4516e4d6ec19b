"""What the target and each part of a total can be set to, and what a point of each is worth, as facts."""

from __future__ import annotations

from typing import Any

from shouguan.components.levers import Board, Lever
from shouguan.core import indicators
from shouguan.core.periods import Lang, rest_label
from shouguan.core.rounding import half_up
from shouguan.facts.briefing import Briefing
from shouguan.facts.indicator_report import Sheet, figure, step_key
from shouguan.facts.rows import Slide, Slides
from shouguan.facts.table import name_of
from shouguan.facts.told import Told

_BEYOND = 1.0  # how far the target's slider goes past the ladder, points
_SETTING: dict[str, Any] = {"kind": "assumption", "unit": "%", "decimals": 1}


def collect(page: Briefing, board: Board) -> Slides:
    """Add the facts of one total's levers, and return what its sliders compute with.

    Raises
    ------
    ValueError
        When the board's figures are not those that the page prints: there would be two versions of one number.
    """
    sheet = page.sheets[board.indicator]
    _check_same(page, sheet, board)
    for name, value, zh, en in (
        ("low", sheet.ladder[0] - _BEYOND, "目标可调下限", "lowest target to set"),
        ("high", sheet.ladder[-1] + _BEYOND, "目标可调上限", "highest target to set"),
    ):
        own, period = name_of("lever", page.year, "target", statistic=name), str(page.year)
        page.facts.add(figure(sheet, own, half_up(value, 1), period=period, label_zh=zh, label_en=en, **_SETTING))
    for at, lever in enumerate(board.levers):
        _lever(page, sheet, board, lever, at)
    return Slides(
        base=board.base,
        known_weight=board.known_weight,
        known_ytd=board.known_ytd,
        highest_targets=tuple(board.highest_targets.tolist()),
        levers=tuple(
            Slide(each.code, each.zh, each.en, each.weight, each.expected, each.known) for each in board.levers
        ),
    )


def goal(page: Told, sheet: Sheet) -> float:
    """Return where the target's slider starts: the newest target, else the step nearest the expected figure."""
    if sheet.main_target is not None:
        return half_up(sheet.main_target.met_from, 1)
    median = page.full_year(sheet, "median").rounded
    return min(sheet.ladder, key=lambda value: abs(value - median))


def rest_of(lever: Lever | Slide, lang: Lang) -> str:
    """Name a lever's rest of the year, which is longer than the total's where the part is not out yet."""
    return rest_label(indicators.indicator(lever.code).calendar, lever.known, lang)


def _check_same(page: Briefing, sheet: Sheet, board: Board) -> None:
    printed = [page.full_year(sheet, name).rounded for name in ("lower80", "median", "upper80")]
    ours = [half_up(value, 1) for value in board.base]
    for value in sheet.ladder:
        printed.append(page.step(sheet, "chance", value).rounded)
        ours.append(half_up(100 * board.chance(value), 0))
    if printed != ours:
        raise ValueError(f"the board of {board.indicator} says {ours}, the page {printed}")


def _lever(page: Briefing, sheet: Sheet, board: Board, lever: Lever, at: int) -> None:
    def add(what: str, value: float, zh: str, en: str, *, step: str = "", **rest: object) -> None:
        year, code = page.year, lever.code
        name = name_of("lever", year, code, what, step) if step else name_of("lever", year, code, statistic=what)
        base: dict[str, object] = {
            "indicator": lever.code,
            "period": str(page.year),
            "label_zh": f"{lever.zh}{rest_of(lever, 'zh')}{zh}",
            "label_en": f"{lever.en} in {rest_of(lever, 'en')}, {en}",
        }
        page.facts.add(figure(sheet, name, value, **(base | rest)))

    weight, aim = float(board.weights[at]), goal(page, sheet)
    effect: dict[str, Any] = {"unit": "pp", "decimals": 3, "formula": "占比 × (1 − W)"}
    add("weight", weight, "每快1个百分点，全年多增", "one point more adds to the year", **effect)
    add(
        "chance",
        100 * (board.chance(aim, weight) - board.chance(aim)),
        f"每快1个百分点，全年达到{aim:.1f}%的可能性提高",
        f"one point more adds to the chance of {aim:.1f}%",
        step=step_key(aim),
        kind="forecast",
        unit="pp",
        decimals=1,
        formula="P(全年 + 影响 ≥ X − 0.05) − P(全年 ≥ X − 0.05)",
    )
    made: dict[str, Any] = {"kind": "forecast", "formula": "各条路径后期增速的均值"}
    add("expected", float(board.expected[at]), "预计增速", "expected growth", **made)
    add("low", lever.low, "可调下限", "lowest setting", **_SETTING)
    add("high", lever.high, "可调上限", "highest setting", **_SETTING)
