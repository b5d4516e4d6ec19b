"""Lists of a place as facts made by hand: what the sections about projects, firms and funds say of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from shouguan.core.periods import Period
from shouguan.facts.list_rows import (
    Below,
    Bridge,
    FirmCounts,
    FundState,
    Goal,
    GroupRow,
    ListDoubt,
    Lists,
    PaceRow,
    Progress,
    Rule,
    Stage,
    Worth,
)
from shouguan.facts.table import Fact, name_of
from shouguan.investment import funding
from shouguan.investment.action_value import PAY, SETTLE, START
from shouguan.report.live import Live
from shouguan.report.sections import list_doubts

MONTH = Period.parse("2020-09")


class Made:
    """Adds facts of lists to a page, by any name."""

    def __init__(self, page: Live) -> None:
        self.page = page

    def __call__(self, name: str, value: float, unit: str = "", decimals: int = 0, **rest: Any) -> Fact:
        made: dict[str, Any] = {
            "key": f"lists.{name}",
            **name_of(name).columns("lists"),
            "kind": "computed",
            "region": self.page.place.region,
            "indicator": "",
            "period": str(self.page.year),
            "value": value,
            "unit": unit,
            "decimals": decimals,
            "label_zh": "数",
            "label_en": "figure",
            "formula": "清单计数",
        }
        return self.page.facts.add(Fact(**(made | rest)))

    def rate(self, name: str, value: float) -> Fact:
        """Add per cent."""
        return self(name, value, "%", 1)

    def yi(self, name: str, value: float) -> Fact:
        """Add an amount in 亿元."""
        return self(name, value, "亿元", 2)

    def points(self, name: str, value: float, decimals: int = 1) -> Fact:
        """Add points."""
        return self(name, value, "pp", decimals)


def progress(made: Made, ahead: float, *, districts: bool = True, whole: bool = True) -> Progress:
    """Make the projects of a month that is so far ahead of an even pace; without `whole`, nothing to divide by."""
    rate = made.rate("plan_rate", 75.0 + ahead)
    even = made.rate("even", 75.0)
    last = made.rate("last", 74.4)
    counts = made("due", 40), made("started", 36)
    rows = (
        GroupRow("甲区", *group(made, 1, 20, 18, 94.4, 60.0)),
        GroupRow("未填", *group(made, 2, 9, 8, 87.5, 9.0)),
        GroupRow("乙区", None, None, None, None, None, None),
    )
    return Progress(
        period=MONTH,
        projects=made("projects", 45),
        due=counts[0],
        started=counts[1],
        late=made("late", 4),
        plan=made.yi("plan", 84.4),
        done=made.yi("done", 67.6),
        even=even,
        start_rate=made.rate("start_rate", 90.0) if whole else None,
        plan_rate=rate if whole else None,
        entry_rate=made.rate("entry_rate", 81.0) if whole else None,
        last=last if whole else None,
        ahead=made.points("ahead", ahead) if whole else None,
        registered=made("registered", 30),
        overdue=made("overdue", 6) if whole else None,
        pace=(
            PaceRow(Period.parse("2020-02"), None, made.rate("2020-02.even", 16.7), None),
            PaceRow(MONTH, rate, even, last),
        ),
        districts=rows if districts else (),
        unplanned=made.yi("unplanned", 1.2) if districts else None,
    )


def group(made: Made, at: int, projects: int, due: int, started: float, plan: float) -> tuple[Fact, ...]:
    """Make the figures of one district."""
    rates = {"start_rate": started, "plan_rate": 80.0, "entry_rate": 81.0}
    counts = made(f"{at}.projects", projects), made(f"{at}.due", due)
    start, done, entered = (made.rate(f"{at}.{name}", value) for name, value in rates.items())
    return (*counts, start, made.yi(f"{at}.plan", plan), done, entered)


def below(made: Made, apart: float, points: float, *, young: bool = False) -> Below:
    """Make the year from below, so far from the forecast from above, by points of the ledger."""
    return Below(
        expected=made.rate("below", 1.7),
        lower=made.rate("below.low", -0.3),
        upper=made.rate("below.high", 3.9),
        apart=made.points("apart", apart),
        points=made.points("points", points),
        part="ledger",
        together=made.rate("together", 3.0),
        weight=made("weight", 28, "%"),
        age=made("age", 0.7, decimals=1) if young else None,
    )


def bridge(made: Made, rest: str = "residual_left_out") -> Bridge:
    """Make a bridge that adds up; its rest holds rows that cannot be right."""
    lines = {"ledger": 67.6, "scope": -16.5, "timing": -2.9, "vouchers": 0.2, "errors": -8.9}
    lines |= {"statistics": 39.5, "real_estate": 27.4, rest: 48.4, "published": 115.3}
    return Bridge(
        MONTH, tuple((name, made.yi(f"bridge.{at}", value)) for at, (name, value) in enumerate(lines.items()))
    )


def firms(made: Made, *, target: bool = True) -> FirmCounts:
    """Make counts of firms; without a target nothing more is expected either."""
    return FirmCounts(
        period=MONTH,
        entered=made("entered", 54),
        left=made("left", 3),
        net=made("net", 51),
        expected=made("expected", 20 if target else 0),
        leaving=made("leaving", 5 if target else 0),
        even=made.rate("even", 75.0),
        target=made("target", 90) if target else None,
        rate=made.rate("rate", 60.0) if target else None,
    )


def rule(made: Made, kind: str, light: str, days: int, *, of: int = 27, told: bool = True) -> Rule:
    """Make a rule that so many days are left to; one that the list cannot tell has nothing done."""
    name = f"rule.{('开工率', '全部开工', '支出').index(kind)}"
    return Rule(
        rule=kind,
        light=light,
        done=made(f"{name}.done", 0 if not of else 23) if told else None,
        of=made(f"{name}.of", of),
        rate=None,
        required=made(f"{name}.required", 80, "%"),
        deadline=dt.date(2020, 10, 25) + dt.timedelta(days) if told and of else None,
        days=made(f"{name}.days", days) if told and of else None,
    )


def funds(made: Made, *rules: Rule, stages: int = 3, target: bool = True) -> FundState:
    """Make funds under these rules, with one target or none, and so many stages."""
    goal = Goal(
        kind="专项债",
        issued=made.yi("issued", 45.6),
        target=made.yi("goal", 65.0) if target else None,
        rate=made.rate("goal.rate", 70.2) if target else None,
        even=made.rate("even", 75.0),
        needed=made.yi("needed", 6.5) if target else None,
        chance=made("goal.chance", 32, "%", kind="forecast") if target else None,
    )
    return FundState(MONTH, rules, (goal,), tuple(stage(made, at) for at in range(stages)))


def stage(made: Made, at: int) -> Stage:
    """Make a stage of the funnel."""
    name = tuple(funding.STAGES.values())[at]
    rate, days = (made.rate(f"stage.{at}.rate", 80.0), made(f"stage.{at}.days", 31)) if at else (None, None)
    counts = made(f"stage.{at}.quotas", 75 - 15 * at), made.yi(f"stage.{at}.amount", 72.6 - 9 * at)
    return Stage(name, *counts, rate, made(f"stage.{at}.waiting", 15), days)


def worth(made: Made) -> tuple[Worth, ...]:
    """Make an action of each kind: with a unit and a day, overdue, and with neither."""

    def line(action: str, project: str, owner: str, deadline: dt.date | None, overdue: int) -> Worth:
        at = (START, SETTLE, PAY).index(action)
        late = made(f"worth.{at}.overdue", overdue) if overdue else None
        figures = (
            made.points(f"worth.{at}.{name}", value, 2) for name, value in (("p", 0.09), ("l", 0.04), ("u", 0.13))
        )
        return Worth(action, project, "", owner, deadline, late, *figures)

    return (
        line(START, "甲项目", "工信局", dt.date(2020, 11, 30), 0),
        line(SETTLE, "乙项目", "住建局", dt.date(2020, 8, 7), 79),
        line(PAY, "丙项目", "", None, 0),
    )


def ahead(page: Live) -> Lists:
    """Make lists that are kept in full, ahead of an even pace."""
    made = Made(page)
    rules = rule(made, "开工率", funding.MET, -25), rule(made, "全部开工", funding.SOON, 6)
    return Lists(
        progress(made, 5.0),
        below(made, -1.7, -1.9),
        bridge(made),
        firms(made),
        funds(made, *rules, rule(made, "支出", funding.OVERDUE, -85)),
        worth(made),
        (("ledger", made("left_out", 3)),),
        doubts(made),
    )


def doubts(made: Made) -> tuple[ListDoubt, ...]:
    """Make every doubt of the sums, the first of one project and the others of more than are named."""
    names = ("甲项目", "乙项目", "丙项目")
    return tuple(
        ListDoubt(kind, what, made(f"doubt.{kind}.{what}", 4 if at else 1), names if at else names[:1])
        for at, (kind, what) in enumerate(DOUBTS)
    )


DOUBTS = tuple((kind, what) for kind, of in list_doubts.SENTENCES.items() for what in of)


def behind(page: Live) -> Lists:
    """Make a young ledger that is behind, firms without a target, and a list of funds that says little."""
    made = Made(page)
    rules = rule(made, "开工率", funding.NO_STARTS, 0, told=False), rule(made, "支出", funding.DISTANT, 0, of=0)
    return Lists(
        progress(made, -4.2, districts=False),
        below(made, 0.8, 0.6, young=True),
        None,
        firms(made, target=False),
        funds(made, *rules, stages=1, target=False),
    )


def bare(page: Live) -> Lists:
    """Make a ledger that is at an even pace, and one of which no rate can be told; no funds are issued."""
    made = Made(page)
    nothing = rule(made, "开工率", funding.NOTHING, 0, told=False)
    return Lists(progress(made, 0.0), below(made, 0.04, 0.4), funds=funds(made, nothing, stages=0))


def empty(page: Live) -> Lists:
    """Make a ledger of which no rate can be told, and none of whose months has a figure of the statistics."""
    return Lists(progress(Made(page), 0.0, districts=False, whole=False), uncounted=True)
