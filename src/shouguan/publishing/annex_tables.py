"""The sheets of the annex, each from a report's facts alone: which figures stand in which row, by their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shouguan.components.accounting import PARTS
from shouguan.core.indicators import CATALOGUE
from shouguan.core.workbook import Table
from shouguan.facts.indicator_report import step_key
from shouguan.facts.table import Fact
from shouguan.publishing.annex_facts import GOALS, NONE, PERCENT, PLACE, POINTS, Cell, Facts, figure, table

_PLAN = re.compile(r"(?P<total>\w+)\.plan\.(?P<year>\d{4})\.(?P<step>m?\d+p\d)\.(?P<code>\w+)\.(?P<name>\w+)")
_PATH = re.compile(
    r"(?P<total>\w+)\.plan\.(?P<year>\d{4})\.(?P<step>m?\d+p\d)\.(?P<code>\w+)\.path\.(?P<period>[\dQ-]+)"
)
_SCENARIO = re.compile(r"(?P<code>\w+)\.scenario\.(?P<name>.+)\.(?P<year>\d{4})\.median")
_LAST = 99


def summary(facts: Facts) -> Table | None:
    """Return where each indicator stands and how its year may close, one row for each target."""
    rows: list[list[Cell]] = []
    for code, year in facts.forecast():
        origin = facts.origin(code)
        goals: list[tuple[str | None, Fact | None]] = [*facts.goals(code, year)] or [(None, None)]
        for kind, goal in goals:
            of_goal = "" if goal is None else step_key(goal.value)
            rows.append(
                [
                    facts.name(code),
                    None if origin is None else facts.stretch(origin),
                    facts.number(f"{code}.ytd.{origin}"),
                    facts.number(f"{code}.rank.{origin}"),
                    facts.number(f"{code}.rank.peers"),
                    None if kind is None else facts.say(*GOALS[kind]),
                    None if goal is None else figure(goal),
                    facts.number(f"{code}.full_year.{year}.median"),
                    facts.number(f"{code}.full_year.{year}.lower80"),
                    facts.number(f"{code}.full_year.{year}.upper80"),
                    facts.number(f"{code}.gap.{year}.{kind}"),
                    facts.rest(code, year),
                    facts.number(f"{code}.required.{year}.{of_goal}"),
                    facts.band(f"{code}.required.{year}.{of_goal}"),
                    facts.number(f"{code}.base.{int(year) - 1}"),
                    facts.band(f"{code}.base.{int(year) - 1}"),
                    facts.number(f"{code}.chance.{year}.{of_goal}"),
                    *facts.source(f"{code}.ytd.{origin}"),
                ]
            )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("已公布时段", "Published stretch", NONE),
        ("累计增速", "YTD growth", PERCENT),
        ("位次", "Rank", PLACE),
        ("同组地区", "Peers", ("个", "")),
        ("目标类别", "Kind of target", NONE),
        ("年度目标", "Target", PERCENT),
        ("预计全年（中位数）", "Expected year (median)", PERCENT),
        ("80%区间下限", "80% interval, lower end", PERCENT),
        ("80%区间上限", "80% interval, upper end", PERCENT),
        ("缺口", "Gap", POINTS),
        ("后期", "Rest of the year", NONE),
        ("后期需增", "Still needed", PERCENT),
        ("后期需增±", "± of it", POINTS),
        ("上年同期", "Same stretch last year", PERCENT),
        ("上年同期±", "± of it", POINTS),
        ("实现可能性", "Chance", PERCENT),
    )
    title = ("主要指标完成情况与全年预测", "Where the main indicators stand and how the year may close")
    return table(facts, ("指标总表", "Summary"), title, [*heads, *facts.source_heads], rows)


def needed(facts: Facts) -> Table | None:
    """Return what full-year figures take of the rest of the year."""
    rows: list[list[Cell]] = []
    for code, year in facts.forecast():
        stem = f"{code}.step.{year}."
        ladder = sorted((fact for key, fact in facts.by_key.items() if key.startswith(stem)), key=lambda f: f.value)
        for each in ladder:
            at = each.key.removeprefix(stem)
            goals = [facts.say(*GOALS[kind]) for kind, goal in facts.goals(code, year) if step_key(goal.value) == at]
            rows.append(
                [
                    facts.name(code),
                    figure(each),
                    "、".join(goals) if facts.lang == "zh" else ", ".join(goals),
                    facts.rest(code, year),
                    facts.number(f"{code}.required.{year}.{at}"),
                    facts.band(f"{code}.required.{year}.{at}"),
                    facts.number(f"{code}.required_at_least.{year}.{at}"),
                    facts.number(f"{code}.base.{int(year) - 1}"),
                    facts.band(f"{code}.base.{int(year) - 1}"),
                    facts.number(f"{code}.chance.{year}.{at}"),
                ]
            )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("全年增速", "Full-year growth", PERCENT),
        ("目标", "Target", NONE),
        ("后期", "Rest of the year", NONE),
        ("后期需增", "Needed", PERCENT),
        ("后期需增±", "± of it", POINTS),
        ("四舍五入后达到，最低需增", "Least that still rounds to it", PERCENT),
        ("上年同期", "Same stretch last year", PERCENT),
        ("上年同期±", "± of it", POINTS),
        ("实现可能性", "Chance", PERCENT),
    )
    title = ("全年不同增速对后期增速的要求", "What full-year figures take of the rest of the year")
    return table(facts, ("目标与所需", "Targets"), title, heads, rows)


def industries(facts: Facts) -> Table | None:
    """Return GDP by its industries."""
    return _accounts(facts, "gdp", ("分行业", "Industries"), ("分行业测算", "GDP by industry"))


def investment(facts: Facts) -> Table | None:
    """Return investment by its fields."""
    return _accounts(facts, "fai", ("投资构成", "Investment"), ("投资构成测算", "Investment by field"))


def _accounts(facts: Facts, total: str, name: tuple[str, str], title: tuple[str, str]) -> Table | None:
    origin = facts.origin(total)
    years = [year for code, year in facts.forecast() if code == total]
    if not years or origin is None:
        return None
    stem, newest = f"{total}.accounts.{years[0]}", f"ytd.{origin}"
    rows: list[list[Cell]] = []
    for part in (*PARTS[total], "residual", "total"):
        own = {
            "residual": facts.say("残差（未计入各部分的）", "Residual (in no part)"),
            "total": facts.name(total),
        }.get(part, facts.name(part))
        whole = part == "total"
        ytd = f"{total if whole else part}.{newest}"
        expected = f"{total}.full_year.{years[0]}" if whole else f"{stem}.{part}"
        so_far = facts.number(f"{stem}.{part}.points_so_far") or facts.number(f"{total}.contribution.{origin}.{part}")
        cells: list[Cell] = [
            facts.number(f"{stem}.{part}.share"),
            facts.number(ytd),
            facts.number(ytd) if whole else so_far,
            facts.number(f"{stem}.{part}.rest"),
            facts.number(f"{expected}.median" if whole else f"{expected}.full_year"),
            facts.number(f"{expected}.lower80"),
            facts.number(f"{expected}.upper80"),
            facts.number(f"{stem}.{part}.points"),
        ]
        if any(each is not None for each in cells):
            rows.append([own, *cells, *facts.source(ytd)])
    if len(rows) < 2:  # the total alone is no table of parts
        return None
    heads = facts.heads(
        ("构成", "Part", NONE),
        ("占比", "Share", PERCENT),
        ("累计增速", "YTD growth", PERCENT),
        ("已拉动", "Contributed so far", POINTS),
        ("后期预计", "Rest of the year, expected", PERCENT),
        ("预计全年", "Expected year", PERCENT),
        ("80%区间下限", "80% interval, lower end", PERCENT),
        ("80%区间上限", "80% interval, upper end", PERCENT),
        ("全年拉动", "Contribution to the year", POINTS),
    )
    return table(facts, name, title, [*heads, *facts.source_heads], rows)


def back_solving(facts: Facts) -> Table | None:
    """Return what each target asks of parts and base indicators."""
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for key in facts.by_key:
        match = _PLAN.fullmatch(key)
        if match and match["code"] in CATALOGUE:
            found.setdefault((match["total"], match["year"], match["step"], match["code"]), set()).add(match["name"])
    rows: list[list[Cell]] = []
    for (total, year, at, code), names in sorted(found.items(), key=lambda each: _plan_order(each[0])):
        stem = f"{total}.plan.{year}.{at}.{code}"
        base = "full_year" in names
        goal = facts.get(f"{total}.step.{year}.{at}")
        rows.append(
            [
                facts.name(total),
                None if goal is None else figure(goal),
                facts.name(code),
                facts.say("基础指标", "base indicator") if base else facts.say("构成", "part"),
                None if base else facts.number(f"{stem}.expected"),
                facts.number(f"{stem}.rest" if base else f"{stem}.needed"),
                facts.number(f"{stem}.expected") if base else None,
                facts.number(f"{stem}.full_year"),
                *(facts.number(f"{stem}.{name}") for name in ("points", "among", "years", "reached", "distance")),
            ]
        )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("全年目标", "Target", PERCENT),
        ("构成或基础指标", "Part or base indicator", NONE),
        ("类别", "Kind", NONE),
        ("后期预计", "Rest, expected", PERCENT),
        ("后期需增", "Rest, needed", PERCENT),
        ("预计全年", "Expected year", PERCENT),
        ("全年需达", "Year needed", PERCENT),
        ("多拉动", "Adds", POINTS),
        ("在预测分布中的分位", "Quantile among the draws", PERCENT),
        ("有记录的年数", "Years on record", ("年", "years")),
        ("达到的年数", "Years that reached it", ("年", "years")),
        ("距离平方", "Squared distance", NONE),
    )
    title = (
        "目标倒推（到全市分行业和基础指标为止，为测算的参考增速，不是任务，不再向下分解）",
        "Targets solved back (to the city's industries and base indicators; no tasks, and no further down)",
    )
    return table(facts, ("倒推", "Back-solving"), title, heads, rows)


def paths(facts: Facts) -> Table | None:
    """Return the growth that base indicators need by month or quarter."""
    rows: list[list[Cell]] = []
    matches = [(match, fact) for key, fact in facts.by_key.items() if (match := _PATH.fullmatch(key))]
    for match, fact in sorted(matches, key=lambda each: (_plan_order(each[0].groups()[:4]), each[0]["period"])):
        goal = facts.get(f"{match['total']}.step.{match['year']}.{match['step']}")
        number = None if goal is None else figure(goal)
        rows.append([facts.name(match["total"]), number, facts.name(match["code"]), match["period"], figure(fact)])
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("全年目标", "Target", PERCENT),
        ("基础指标", "Base indicator", NONE),
        ("月（季）", "Month or quarter", NONE),
        ("需增", "Needed", PERCENT),
    )
    title = ("目标倒推：基础指标分月（季）需增", "Targets solved back: base indicators by month or quarter")
    return table(facts, ("倒推分期", "Paths"), title, heads, rows)


def scenarios(facts: Facts) -> Table | None:
    """Return scenarios side by side."""
    matches = [match for key in facts.by_key if (match := _SCENARIO.fullmatch(key))]
    labels: dict[str, str] = {}
    for each in facts.series.values():
        if isinstance(each, Mapping) and {"names", "labels"} <= set(each):
            labels |= dict(zip(each["names"], each["labels"][facts.lang], strict=False))
    order = {code: at for at, (code, _) in enumerate(facts.forecast())}
    names = list(labels)
    rows: list[list[Cell]] = []
    for match in sorted(
        matches,
        key=lambda m: (order.get(m["code"], _LAST), names.index(m["name"]) if m["name"] in names else _LAST, m["name"]),
    ):
        stem = f"{match['code']}.scenario.{match['name']}.{match['year']}"
        wanted = ("median", "lower80", "upper80", "change", "chance", "rank.median", "rank.best", "rank.worst")
        rows.append(
            [
                facts.name(match["code"]),
                labels.get(match["name"], match["name"]),
                *(facts.number(f"{stem}.{name}") for name in (*wanted, "rank.peers")),
            ]
        )
    heads = facts.heads(
        ("指标", "Indicator", NONE),
        ("情景", "Scenario", NONE),
        ("预计全年（中位数）", "Expected year (median)", PERCENT),
        ("80%区间下限", "80% interval, lower end", PERCENT),
        ("80%区间上限", "80% interval, upper end", PERCENT),
        ("与基准情景之差", "Less the baseline", POINTS),
        ("实现目标的可能性", "Chance of the target", PERCENT),
        ("预计位次（中位数）", "Expected rank (median)", PLACE),
        ("位次80%区间较好一端", "80% range, better end", PLACE),
        ("位次80%区间较差一端", "80% range, worse end", PLACE),
        ("同组地区", "Peers", ("个", "")),
    )
    return table(facts, ("情景", "Scenarios"), ("情景对照", "Scenarios side by side"), heads, rows)


def _plan_order(plan: Sequence[str]) -> tuple[int, str, float, bool, int]:
    """Order plans by the total, the target, and the parts before the base indicators, each as in the catalogue."""
    total, year, step, code = plan
    codes = list(CATALOGUE)
    goal = float(step.replace("m", "-").replace("p", "."))
    return codes.index(total), year, goal, code not in PARTS.get(total, ()), codes.index(code)
