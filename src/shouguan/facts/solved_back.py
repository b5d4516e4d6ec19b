"""From each target back to industries and base indicators, every figure a fact, each with how plausible it is."""

from __future__ import annotations

from typing import Literal

from shouguan.analysis.back_solving import Apart, Need, Plan, Plausible
from shouguan.analysis.base_needs import BaseNeed, base_needs
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.data.place import Target
from shouguan.facts import plans
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Reason
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rows import BaseRow, NeedRow, Odds, SolvedBack
from shouguan.facts.table import Fact, Name
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook


def solved_back(page: Briefing, sheet: Sheet) -> tuple[SolvedBack, ...] | Reason:
    """Add what each target of a total asks of its parts and their base indicators, targets as the sheet has them.

    Returns
    -------
    tuple of SolvedBack, none without a target; or why the total cannot be taken apart
    """
    accounts = page.linked.accounts.get(sheet.code)
    if accounts is None and sheet.targets:
        return page.why_whole(sheet.code)
    made = []
    for target in sheet.targets:
        plan = plans.plan(page, sheet, target)
        assert plan is not None
        bases: tuple[BaseRow, ...] = ()
        if sheet.code == "gdp" and plan.feasible and page.links and accounts is not None:
            needs = base_needs(page.place, page.view, accounts, plan, page.links, _bases(page))
            bases = tuple(_base(page, sheet, plans.stem(page, target), need) for need in needs)
        made.append(_table(page, sheet, target, plan, bases))
    return tuple(made)


def _bases(page: Briefing) -> dict[str, Outlook]:
    """Forecast the base indicators that industries follow, those that can be."""
    bases: dict[str, Outlook] = {}
    for code in sorted({code for link in page.links.values() for code in link.theta}):
        if code in page.linked.codes:
            bases[code] = page.linked.outlook(code)
            continue
        try:
            bases[code] = calibrated.fit_predict(page.place, page.view, code, page.year, seed=page.seed)
        except DataError:
            continue  # a balance, or an indicator with too few figures: its industry is not solved further
    return bases


def _table(page: Briefing, sheet: Sheet, target: Target, plan: Plan, bases: tuple[BaseRow, ...]) -> SolvedBack:
    stem = plans.stem(page, target)
    labels = "马氏距离平方", "squared Mahalanobis distance"
    distance = None
    if plan.feasible:
        distance = plans.fact(page, sheet, stem.at("distance"), plan.distance, *labels, unit="", decimals=2)
    return SolvedBack(
        target=target,
        odds=_odds(page, sheet, stem.to("total"), plan.plausible),
        distance=distance,
        reachable=plans.reachable(page, sheet, target),
        binding=tuple(plan.binding),
        needs=tuple(_need(page, sheet, stem, need) for need in plan.needs),
        bases=bases,
    )


def _need(page: Briefing, sheet: Sheet, name: Name, need: Need) -> NeedRow:
    entry, stem = indicators.indicator(need.code), name.to(need.code)
    zh, en = entry.zh, entry.en
    return NeedRow(
        code=need.code,
        expected=plans.fact(
            page,
            sheet,
            stem.at("expected"),
            need.rest_expected,
            f"{zh}后期预计",
            f"{en}, expected",
            kind="forecast",
        ),
        needed=plans.fact(page, sheet, stem.at("needed"), need.rest, f"{zh}后期需增", f"{en}, needed"),
        bound=need.bound,
        points=plans.fact(
            page, sheet, stem.at("points"), need.points, f"{zh}多拉动", f"{en} adds", unit="pp", decimals=2
        ),
        odds=_odds(page, sheet, stem, need.plausible),
    )


def _base(page: Briefing, sheet: Sheet, name: Name, need: BaseNeed) -> BaseRow:
    entry, stem = indicators.indicator(need.code), name.to(need.code)
    zh, en = entry.zh, entry.en
    return BaseRow(
        code=need.code,
        path=tuple(
            (
                period,
                plans.fact(
                    page, sheet, stem.to("path", period), growth, f"{zh}{period}需增", f"{en} in {period}, needed"
                ),
            )
            for period, growth in need.path
        ),
        expected=plans.fact(
            page,
            sheet,
            stem.at("expected"),
            need.expected,
            f"{zh}预计全年",
            f"{en}, expected year",
            kind="forecast",
        ),
        full_year=plans.fact(page, sheet, stem.at("full_year"), need.full_year, f"{zh}全年需达", f"{en}, year needed"),
        rest=plans.fact(page, sheet, stem.at("rest"), need.rest, f"{zh}后期需增", f"{en}, rest needed"),
        odds=_odds(page, sheet, stem, need.plausible),
        distance=plans.fact(
            page,
            sheet,
            stem.at("distance"),
            need.distance,
            f"{zh}距离平方",
            f"{en}, squared distance",
            unit="",
            decimals=2,
        ),
        industries=tuple(need.industries),
    )


def _odds(page: Briefing, sheet: Sheet, stem: Name, plausible: Plausible) -> Odds:
    among = plans.fact(
        page,
        sheet,
        stem.at("among"),
        100 * plausible.among_draws,
        "在预测分布中的分位",
        "quantile among the draws",
        decimals=0,
        kind="forecast",
    )
    if not plausible.years:
        return Odds(among, None)
    counted = {"unit": "", "decimals": 0}
    years = plans.fact(page, sheet, stem.at("years"), plausible.years, "有记录的年数", "years on record", **counted)
    reached = plans.fact(
        page, sheet, stem.at("reached"), plausible.reached, "达到的年数", "years that reached it", **counted
    )
    return Odds(among, (years, reached), _apart(page, sheet, stem, plausible.apart))


def _apart(
    page: Briefing, sheet: Sheet, stem: Name, found: Apart | None
) -> tuple[Literal["level", "spread"], Fact, Fact] | None:
    if found is None:
        return None
    kind = "forecast"
    if found.by == "level":
        past = plans.fact(page, sheet, stem.at("usual"), found.past, "往年同期增速中位数", "median of past years")
        now = plans.fact(page, sheet, stem.at("middle"), found.now, "今年同期预计", "expected this year", kind=kind)
        return found.by, past, now
    zh, en = "往年同期增速80%范围的宽度", "width of the 80% range of past years"
    past = plans.fact(page, sheet, stem.at("past_width"), found.past, zh, en, unit="pp")
    zh, en = "今年同期80%区间的宽度", "width of this year's 80% interval"
    return found.by, past, plans.fact(page, sheet, stem.at("width"), found.now, zh, en, unit="pp", kind=kind)
