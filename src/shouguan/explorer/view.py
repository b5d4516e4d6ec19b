"""What the explorer shows of an answer: one sentence, one picture, one table, and the same as rows of a file.

Words and figures are made by the functions that make the reports', so the two cannot say it differently.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from shouguan.components.levers import Answer, Lever
from shouguan.core.rounding import half_up
from shouguan.explorer.picture import Curve, picture
from shouguan.explorer.state import DECIMALS, State, Subject
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.language import words
from shouguan.report.language.words import either, say

MARK = ("测算数，非统计数据，不得对外引用", "Estimates, not statistics; not to be quoted")
SYNTHETIC = ("演示数据", "Demonstration data: invented")
_POINTS_DECIMALS = 2
_FLOOR_NAMES = ("确保", "力争")  # words of resolve, which do not stand beside a chance


@dataclass(frozen=True)
class Shown:
    """One subject with what it is set to and what that comes to.

    Attributes
    ----------
    subject : Subject
    target : float
    moves : mapping of str to float
    follow : bool
    answer : Answer
    """

    subject: Subject
    target: float
    moves: Mapping[str, float]
    follow: bool
    answer: Answer

    def figure(self, name: str, value: float, *, decimals: int = DECIMALS, unit: str = "%") -> Fact:
        """Make a figure that prints itself as those of a report do."""
        board = self.subject.board
        return Fact(
            key=f"explorer.{board.indicator}.{name}",
            kind="computed",
            region=board.region,
            indicator=board.indicator,
            period=str(board.year),
            value=value,
            unit=unit,
            decimals=decimals,
            label_zh="",
            label_en="",
        )

    def handling(self, lever: Lever) -> str:
        """Say whether a part is set, follows, or is as expected (then nothing)."""
        if lever.code in self.moves:
            return "设定" if self.subject.lang == "zh" else "set"
        if self.follow and self.moves:
            return "随动" if self.subject.lang == "zh" else "follows"
        return ""


def shown(state: State, at: int) -> Shown:
    """Work out one subject of a state."""
    setting = state.now
    return Shown(state.subjects[at], setting.targets[at], setting.moves[at], setting.follow, state.answer(at))


def sentence(view: Shown) -> Markup:
    """Say the answer in a line: 预计全年增长3.4%（80%区间1.9%—4.6%），比3.5%的目标低0.1个百分点，实现可能性约45%…."""
    lang, answer = view.subject.lang, view.answer
    median = view.figure("median", answer.median)
    chance = view.figure("chance", 100.0 * answer.chance, decimals=0)
    spoken = say(
        lang,
        "{n}全年预计{g}（80%区间{i}），{gap}，实现可能性{c}，{w}；{need}",
        n=view.subject.name,
        g=words.grew(median, lang, expected=True),
        i=words.interval(view.figure("lower80", answer.lower), view.figure("upper80", answer.upper), lang),
        gap=words.gap(view.figure("gap", answer.gap), view.figure("target", view.target), goal_name(view), lang),
        c=words.chance_percent(chance, lang),
        w=words.chance_word(chance, lang),
        need=_need(view),
    )
    return Markup('<p class="sg-answer">{}{}</p>').format(spoken, _others(view))


def goal_name(view: Shown) -> str:
    """Name the target: by its kind where it is the one on record, else as one that was set here."""
    zh = view.subject.lang == "zh"
    if view.target != view.subject.target:
        return "设定目标" if zh else "target"
    if view.subject.kind in _FLOOR_NAMES:
        return "目标"
    return view.subject.kind


def _need(view: Shown) -> Markup:
    """Say what the target takes, with last year's base beside it."""
    lang = view.subject.lang
    required = view.figure("required", view.answer.required.value)
    base = view.subject.base
    beside = Markup("")
    if base is not None:
        last = view.figure("base", base)
        beside = either(
            lang, "（上年同期{g}左右）", " (same stretch last year: about {f}%)", g=words.grew(last, lang), f=last
        )
    return either(
        lang, "{r}{g}{b}", "{r} needs {f}%{b}", r=view.subject.rest, g=_at_least(required), f=required, b=beside
    )


def _others(view: Shown) -> Markup:
    """Say what the parts that were not moved need together, where some were moved and some were not."""
    need = view.answer.required_of_others
    if not view.moves or not math.isfinite(need):
        return say(view.subject.lang, "。")
    others = view.figure("others", need)
    return either(
        view.subject.lang,
        "；在此设定下，其余各项{r}合计{g}。",
        "; so set, the other parts need {f}% together in {r}.",
        r=view.subject.rest,
        g=_at_least(others),
        f=others,
    )


def _at_least(fact: Fact) -> Markup:
    """Say in Chinese what growth will do: 需增长9.1%; where a fall will do, how far it may go."""
    if fact.rounded < 0:
        return either("zh", "降幅不超过{f}%即可", "", f=fact.magnitude)
    if fact.rounded == 0:
        return either("zh", "与上年持平即可", "")
    return either("zh", "需{g}", "", g=words.grew(fact, "zh"))


def page(view: Shown, shape: Curve) -> str:
    """Return all that changes with a move as one piece of HTML: one message to the browser carries it."""
    line = sentence(view)
    drawn = picture(view.subject, shape, view.target, view.answer, line.striptags())
    return str(
        Markup('{}<div class="sg-side"><div class="sg-picture">{}</div>{}</div>').format(line, drawn, table(view))
    )


def table(view: Shown) -> tables.Table:
    """Show each part's growth as expected and as set, and what adds up to the year."""
    subject, lang, answer = view.subject, view.subject.lang, view.answer
    rests = {subject.rest_of(lever) for lever in subject.board.levers}
    rest = rests.pop() if len(rests) == 1 else ("后期" if lang == "zh" else "rest")
    head = [
        say(lang, "项目"),
        say(lang, "原预计"),
        say(lang, "现为"),
        say(lang, "变动"),
        say(lang, "拉动"),
    ]
    rows: list[list[object]] = []
    for n, lever in enumerate(subject.board.levers):
        before, now = float(subject.board.expected[n]), float(answer.growth[n])
        tag = view.handling(lever)
        name = Markup("{}{}").format(
            subject.part(lever), Markup(' <span class="sg-tag">{}</span>').format(tag) if tag else ""
        )
        rows.append(
            [
                name,
                view.figure(f"{lever.code}.before", before),
                view.figure(f"{lever.code}.now", now),
                view.figure(f"{lever.code}.change", half_up(now, DECIMALS) - half_up(before, DECIMALS), unit="pp"),
                view.figure(f"{lever.code}.points", float(answer.points[n]), decimals=_POINTS_DECIMALS, unit="pp"),
            ]
        )
    rows += [[name, "", "", "", view.figure(key, value, decimals=_POINTS_DECIMALS)] for key, name, value in _sums(view)]
    caption = say(
        lang,
        "{r}各项增速（%）与拉动全年（百分点）",
        r=rest,
    )
    return tables.Table(head, rows, caption=caption)


def _sums(view: Shown) -> list[tuple[str, str, float]]:
    """Return the lines below the parts: what is published, what is in no part, and the year."""
    board, zh = view.subject.board, view.subject.lang == "zh"
    return [
        ("published", "已公布时段" if zh else "published so far", board.known_weight * board.known_ytd),
        ("residual", "残差" if zh else "residual", board.residual),
        ("year", "全年预计" if zh else "the year, expected", view.answer.median),
    ]


def rows(view: Shown) -> list[list[str]]:
    """Return the table as rows of a file, its first the columns; figures have a plain minus sign."""
    subject, answer, zh = view.subject, view.answer, view.subject.lang == "zh"
    columns = (
        [
            "指标",
            "年份",
            "项目",
            "时段",
            "原预计增速（%）",
            "现设增速（%）",
            "变动（百分点）",
            "拉动全年（百分点）",
            "说明",
        ]
        if zh
        else [
            "indicator",
            "year",
            "part",
            "stretch",
            "expected (%)",
            "set (%)",
            "change (pp)",
            "points of the year",
            "note",
        ]
    )
    start = [subject.name, str(subject.board.year)]
    listed = [columns]
    for n, lever in enumerate(subject.board.levers):
        before, now = (half_up(float(v), DECIMALS) for v in (subject.board.expected[n], answer.growth[n]))
        figures = [f"{before:.1f}", f"{now:.1f}", f"{half_up(now - before, DECIMALS):.1f}", _points(answer.points[n])]
        listed.append([*start, subject.part(lever), subject.rest_of(lever), *figures, view.handling(lever)])
    for key, name, value in _sums(view):
        text = sentence(view).striptags() if key == "year" else ""
        listed.append([*start, name, "", "", "", "", _points(value), text])
    return listed


def _points(value: float) -> str:
    return f"{half_up(float(value), _POINTS_DECIMALS):.2f}"
