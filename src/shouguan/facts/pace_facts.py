"""The way to the main target as facts: what each stretch ahead needs, and how the next release would stand on it.

Draws that exist already are moved, none is made; the way as the year began, which takes a forecast of its own, is for
analysts (`Study.pace`).
"""

from __future__ import annotations

from shouguan.analysis import pacing
from shouguan.analysis.lights import COLOURS, Light
from shouguan.core.periods import ytd_label
from shouguan.data import pacing_settings
from shouguan.data.pacing_settings import Rule
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Lit, NextPace
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.table import Fact, name_of

NAMES: dict[Rule, str] = {"linear": "均分（k/12）", "fast": "加快", "plan": "月度计划", "curve": "S曲线"}
"""Rules that count shares of the year."""


def pace(page: Briefing, sheet: Sheet) -> NextPace | None:
    """Add YTD growth in each stretch ahead on the way that just meets the main target; return how the next stands.

    None without a target, for an indicator of one figure a year, and where the next figure is the year's own.
    """
    outlook, target = page.linked.outlook(sheet.code), sheet.main_target
    if target is None or sheet.entry.yearly or not outlook.remaining.shape[1]:
        return None
    settings = pacing_settings.read(page.place.folder)
    rule = settings.pace(sheet.code)
    way = pacing.way(outlook, target.met_from, rule)
    needed, ahead = way.needed(), way.periods[way.known :]
    origin = (sheet.key("ytd", sheet.origin),) if way.known else ()
    facts = [
        page.facts.add(
            figure(
                sheet,
                name_of("pace", period),
                float(growth),
                period=str(period),
                label_zh=f"恰好达到{target.kind}时{ytd_label(period)}累计增速",
                label_en=f"YTD growth in {ytd_label(period, 'en')} on the way that just meets the target",
                formula="各期增速对全年增速的回归，全年等于目标（Outlook.path_to），折成累计",
                inputs=origin,
            )
        )
        for period, growth in zip(ahead, needed.middle, strict=True)
    ]
    if len(ahead) == 1:
        return None
    ends = [
        page.facts.add(
            figure(
                sheet,
                name_of("pace", ahead[0], statistic=statistic),
                float(end[0]),
                period=str(ahead[0]),
                label_zh=f"收在{target.kind}的路径{ytd_label(ahead[0])}累计增速80%区间{word}",
                label_en=f"80% interval of YTD growth in {ytd_label(ahead[0], 'en')} on ways to the target, {side}",
                formula="全年恰为目标的各条路径的累计增速（Outlook.given）",
                inputs=origin,
            )
        )
        for statistic, end, word, side in (
            ("lower80", needed.lower, "下限", "lower end"),
            ("upper80", needed.upper, "上限", "upper end"),
        )
    ]
    lights = way.lights(rule.rule, settings.lights)
    shares = None
    if rule.rule != "path" and way.known and lights[way.known - 1] is not None:
        shares = _shares(page, sheet, way, rule.rule)
    shown = lights[way.known] if rule.rule == "path" else lights[way.known - 1] if way.known else None
    return NextPace(
        period=ahead[0],
        needed=facts[0],
        lower=ends[0],
        upper=ends[1],
        reachable=outlook.chance(target.met_from) >= pacing.UNREACHED,
        light=None if shown is None else _lit(shown),
        rule=rule.rule,
        shares=shares,
    )


def _shares(page: Briefing, sheet: Sheet, way: pacing.Way, rule: Rule) -> tuple[Fact, Fact]:
    """Add what a rule says is due of the target's amount by the newest release, and what growth comes to."""
    at, period = way.known - 1, way.periods[way.known - 1]
    formulas = {
        "due": (way.rules[rule][at], f"{NAMES[rule]}应达", "due by the rule", f"{NAMES[rule]}（pacing.yaml）"),
        "reached": (way.reached, "折算达到", "reached", "W_k × (1 + 累计增速) ÷ (1 + 目标)"),
    }
    due, reached = (
        page.facts.add(
            figure(
                sheet,
                name_of("pace_share", period, statistic=statistic),
                float(value),
                period=str(period),
                label_zh=f"{ytd_label(period)}占全年目标总量，{zh}",
                label_en=f"share of the target's amount by {ytd_label(period, 'en')}, {en}",
                formula=formula,
                inputs=(sheet.key("ytd", sheet.origin),),
            )
        )
        for statistic, (value, zh, en, formula) in formulas.items()
    )
    return due, reached


def _lit(light: Light) -> Lit:
    return Lit(light.colour, COLOURS[light.colour], (light.word(), light.word("en")))
