"""What the way to a target asks of each part, as facts that sections share with the back-solving tables."""

from __future__ import annotations

from shouguan.analysis.back_solving import Need, Plan, back_solve
from shouguan.core import indicators
from shouguan.data.place import Target
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Asked, Way
from shouguan.facts.formulas import of_plan
from shouguan.facts.indicator_report import Sheet, figure, step_key
from shouguan.facts.table import Fact, Name, name_of


def plan(page: Briefing, sheet: Sheet, target: Target) -> Plan | None:
    """Return the least implausible way to a target; None where the total is not taken apart.

    It is worked out once a page: several sections ask for it.
    """
    accounts = page.linked.accounts.get(sheet.code)
    if accounts is None:
        return None
    kept, key = page.plans, (sheet.code, step_key(target.met_from))
    if key not in kept:
        bounds = {code: each.bounds for code, each in page.method.industries.items() if each.bounds is not None}
        own = {code: limits for code, limits in bounds.items() if code in accounts.shares.codes}
        kept[key] = back_solve(page.place, page.view, accounts, target.met_from, own)
    return kept[key]


def way(page: Briefing, sheet: Sheet) -> Way | None:
    """Add what the way to the main target asks of each part; None without a target."""
    target = sheet.main_target
    if target is None:
        return None
    solved = plan(page, sheet, target)
    if solved is None:
        return Way((), None)
    made = [_asked(page, sheet, stem(page, target).to(need.code), need) for need in solved.needs]
    return Way(tuple(sorted(made, key=lambda each: -each.points.value)), reachable(page, sheet, target))


def reachable(page: Briefing, sheet: Sheet, target: Target) -> Fact | None:
    """Add the year with every part at its bound, where the target is out of reach; None where it is not."""
    solved = plan(page, sheet, target)
    if solved is None or solved.feasible:
        return None
    labels = ("各部分到界时的全年增速", "full year with every part at its bound")
    return fact(page, sheet, stem(page, target).at("reachable"), solved.reachable, *labels, kind="forecast")


def stem(page: Briefing, target: Target) -> Name:
    """Return what the names of a plan's figures begin with."""
    return name_of("plan", page.year, step_key(target.met_from))


def _asked(page: Briefing, sheet: Sheet, name: Name, need: Need) -> Asked:
    entry = indicators.indicator(need.code)
    expected = fact(
        page,
        sheet,
        name.at("expected"),
        need.rest_expected,
        f"{entry.zh}后期预计",
        f"{entry.en}, expected",
        kind="forecast",
    )
    needed = fact(page, sheet, name.at("needed"), need.rest, f"{entry.zh}后期需增", f"{entry.en}, needed")
    difference = fact(
        page,
        sheet,
        name.at("short"),
        needed.rounded - expected.rounded,
        f"{entry.zh}后期需增与预计之差",
        f"{entry.en}, needed less expected",
        kind="forecast",
        unit="pp",
        formula=f"{needed.key} − {expected.key}（均按印出的一位小数）",
        inputs=(needed.key, expected.key),
    )
    part = next(each for each in page.linked.accounts[sheet.code].parts if each.indicator == need.code)
    return Asked(
        code=need.code,
        needed=needed,
        expected=expected,
        difference=difference,
        bound=need.bound == "upper",
        points=fact(
            page,
            sheet,
            name.at("points"),
            need.points,
            f"{entry.zh}多拉动",
            f"{entry.en} adds",
            unit="pp",
            decimals=2,
        ),
        full_year=(need.rest - need.rest_expected) * (1.0 - part.known_weight),
    )


def fact(page: Briefing, sheet: Sheet, name: Name, value: float, zh: str, en: str, **rest: object) -> Fact:
    """Return a fact of a plan, which another section may have added already."""
    formula = of_plan(name.statistic)
    base: dict[str, object] = {"label_zh": zh, "label_en": en, "period": str(page.year), "formula": formula}
    return page.facts.get(sheet.key(name)) or page.facts.add(figure(sheet, name, float(value), **(base | rest)))
