"""四、建议: the actions of the office's own list, each beside the gap that it works on. None is made up."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core.periods import ytd_label
from shouguan.data.actions import STATES, Action
from shouguan.facts.contents import Tie
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import phrases, sentences, words
from shouguan.report.sections import list_actions

ON_PAGE_ONE = 3
"""The rest stands in the section of actions."""


def actions(page: Context) -> tables.Shown:
    """Return the whole list as a table; a note that there is none where the office keeps none."""
    ties = page.told("actions").ties
    if not ties:
        return _none(page, ties)
    head = [
        page.say("建议"),
        page.say("牵头单位"),
        page.say("时限"),
        page.say("状态"),
        page.say("对应指标与差距"),
    ]
    rows = [
        [
            page.given(tie.action.action, tie.action.action_en),
            page.given(tie.action.owner, tie.action.owner_en),
            words.day(tie.action.deadline, page.lang),
            _state(page, tie.action),
            _tied(page, tie),
        ]
        for tie in ties
    ]
    caption = page.say(
        "行动清单（本单位自报，按差距大小、时限先后排列；差距为测算，不是分解的任务）",
    )
    return tables.Table(head, rows, caption=caption, kind="wide listed", words=5)


def page_one_actions(page: Context, most: int = ON_PAGE_ONE) -> Markup:
    """Return the actions that page one has room for: those open, the largest gaps first.

    Where the office keeps no list, what its ledger says is worth most (`list_actions`).
    """
    ties = page.told("actions").ties
    if ties is None and (of_ledger := list_actions.valued(page)):
        return of_ledger
    still = [tie for tie in ties or [] if tie.action.state != "已完成"][:most]
    if not still:
        return _none(page, ties)
    lines = [
        page.say(
            "{a}；{t}。",
            a=sentences.asked(
                page.given(tie.action.action, tie.action.action_en),
                page.given(tie.action.owner, tie.action.owner_en),
                tie.action.deadline,
                _state(page, tie.action),
                page.lang,
            ),
            t=_tied(page, tie),
        )
        for tie in still
    ]
    lead = page.say("下一步措施（本单位自报，差距大的在前，全部见“建议”）：")
    return Markup('<p class="causes">{}</p>{}').format(lead, page.items(lines, '<ol class="actions">'))


def _none(page: Context, ties: Sequence[Tie] | None) -> Markup:
    if ties is None:
        sentence = page.say(
            "没有行动清单，不列建议；在地区文件夹里放 actions.yaml 或 actions.xlsx"
            "（动作、责任单位、时限、状态、对应指标）后列出。",
        )
    else:
        sentence = page.say("行动清单中没有需要列出的行动。")
    return page.lacking(sentence)


def _works_on(page: Context, tie: Tie) -> Markup:
    """Say which gap an action works on, or how its indicator runs."""
    if tie.action.registers:
        return page.say("符合条件、资料齐备、依法申报")
    if tie.gap is not None:
        return sentences.shortfall(tie.gap, page.lang)
    if tie.need is not None:
        total, need = tie.need
        return phrases.short_of(page.sheets[total].rest(page.lang), need.needed, need.difference, page.lang)
    if tie.course is None:
        return page.say("本年没有这一指标的数据")
    when, growth = ytd_label(tie.course.period, page.lang), words.grew(tie.course.growth, page.lang)
    return page.say("{t}{g}", t=when, g=growth)


def _tied(page: Context, tie: Tie) -> Markup:
    return sentences.tied(page.named(tie.action.indicator), _works_on(page, tie), page.lang)


def _state(page: Context, action: Action) -> Markup:
    state = action.state_on(page.as_of)
    shown = state if page.lang == "zh" else STATES[state]
    return Markup('<span class="tag">{}</span>').format(shown) if state == "逾期" else words.kept(shown)
