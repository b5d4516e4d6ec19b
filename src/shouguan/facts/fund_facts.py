"""Firms in and out of the statistics, and funds from above, as facts: counts, rules, targets, the funnel."""

from __future__ import annotations

import pandas as pd

from shouguan.core.periods import Period
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.facts.briefing import Briefing
from shouguan.facts.list_figures import PER_YI, Figures, missing
from shouguan.facts.list_rows import FirmCounts, FundState, Goal, Rule, Stage
from shouguan.facts.table import Fact
from shouguan.investment import enterprises, funding
from shouguan.investment.projects import of_month


def firms(page: Briefing, table: pd.DataFrame, settings: InvestmentSettings) -> FirmCounts:
    """Return how many firms entered and left by the day; how many are no secret of any of them."""
    month = str(table["period"].max())
    of = Figures(page, "firms", Period.parse(month))
    whole = enterprises.entries(table, page.as_of, month).loc["合计"]
    done, ahead = (whole[f"monthly_{state}"] + whole[f"promoted_{state}"] for state in ("done", "expected"))
    entered = of.count("entered", done, "年内已纳统企业", "firms that entered")
    left = of.count("left", whole["exits_done"], "年内已退库企业", "firms that left")
    formula, inputs = f"{entered.key} − {left.key}", (entered.key, left.key)
    number = settings.enterprises.entries_target
    target = of.add("target", number, "全年纳统目标", "target of entries", "investment.yaml") if number else None
    return FirmCounts(
        period=of.period,
        entered=entered,
        left=left,
        net=of.add("net", entered.value - left.value, "净增企业", "net entry", formula, inputs=inputs),
        expected=of.count("expected", ahead, "年内预计还将纳统企业", "firms still expected to enter"),
        leaving=of.count("leaving", whole["exits_expected"], "年内预计还将退库企业", "firms still expected to leave"),
        even=of.even(of.period.number),
        target=target,
        rate=None if target is None else of.share("rate", entered, target, "纳统目标完成率", "entered of the target"),
    )


def funds(page: Briefing, table: pd.DataFrame, settings: InvestmentSettings) -> FundState:
    """Return how the funds of the newest list stand against rules and targets, and how far they have come."""
    now = of_month(table)
    of = Figures(page, "funds", Period.parse(str(now["period"].iloc[0])))
    rules = funding.rules(now, page.as_of, settings.funds).reset_index()
    goals = funding.targets(now, page.as_of, settings.funds).reset_index()
    return FundState(
        period=of.period,
        rules=tuple(_rule(of, at, row) for at, row in enumerate(rules.to_dict("records"), start=1)),
        goals=tuple(_goal(of, at, row) for at, row in enumerate(goals.to_dict("records"), start=1)),
        stages=_stages(of, funding.funnel(now, page.as_of)),
    )


def _rule(of: Figures, at: int, row: dict[str, object]) -> Rule:
    rule, name = str(row["rule"]), of.named("rule", at)
    done = None
    if not missing(row["done"]):
        done = of.count(name.at("done"), float(str(row["done"])), f"{rule}：已达到", f"rule {at}: met")
    number = of.count(name.at("of"), float(str(row["of"])), f"{rule}：应达到", f"rule {at}: of")
    deadline = None if missing(row["deadline"]) else pd.Timestamp(str(row["deadline"])).date()
    days = None
    if deadline is not None:
        days = of.add(
            name.at("days"), float(str(row["days_left"])), f"{rule}：距时限", f"rule {at}: days left", "时限 − 报告日"
        )
    return Rule(
        rule=rule,
        light=str(row["light"]),
        done=done,
        of=number,
        rate=None if done is None else of.share(name.at("rate"), done, number, f"{rule}完成率", f"rule {at}: rate"),
        required=of.add(
            name.at("required"),
            float(str(row["required_pct"])),
            f"{rule}要求",
            f"rule {at}: required",
            "investment.yaml",
            unit="%",
        ),
        deadline=deadline,
        days=days,
    )


def _goal(of: Figures, at: int, row: dict[str, object]) -> Goal:
    kind, name = str(row["fund_kind"]), of.named("goal", at)

    def yi(statistic: str, column: str, zh: str, en: str, formula: str) -> Fact | None:
        if missing(row[column]):
            return None
        value, labels = float(str(row[column])), (f"{kind}{zh}", f"funds {at}: {en}")
        return of.add(name.at(statistic), value, *labels, formula, unit="亿元", decimals=2)

    issued = of.amount(
        name.at("issued"), PER_YI * float(str(row["issued_yi_yuan"])), f"{kind}已下达", f"funds {at}: issued"
    )
    target = yi("target", "target_yi_yuan", "全年目标", "target", "investment.yaml")
    chance = None
    if not missing(row["chance_pct"]):
        value, formula = float(str(row["chance_pct"])), "余下各月如同本年各月"
        labels = f"{kind}目标实现可能性", f"funds {at}: chance of the target"
        chance = of.add(name.at("chance"), value, *labels, formula, unit="%", kind="forecast")
    return Goal(
        kind=kind,
        issued=issued,
        target=target,
        rate=None
        if target is None
        else of.share(name.at("rate"), issued, target, f"{kind}完成率", f"funds {at}: rate"),
        even=of.even(of.period.number),
        needed=yi(
            "needed", "needed_per_month_yi_yuan", "余下各月月均需下达", "needed a month", "（目标 − 已下达）÷ 余下月数"
        ),
        chance=chance,
    )


def _stages(of: Figures, table: pd.DataFrame) -> tuple[Stage, ...]:
    made: list[Stage] = []
    for at, (key, row) in enumerate(table.iterrows(), start=1):
        stage, name = str(key), of.named("stage", at)
        quotas = of.count(name.at("quotas"), row["quotas"], f"到{stage}环节笔数", f"stage {at}: quotas")
        days = None
        if not missing(row["median_days"]):
            labels = f"{stage}距上一环节", f"stage {at}: days since the one before"
            days = of.add(name.at("days"), row["median_days"], *labels, "各笔用时的中位数")
        made.append(
            Stage(
                stage=stage,
                quotas=quotas,
                amount=of.amount(name.at("amount"), row["quota_wan_yuan"], f"到{stage}环节额度", f"stage {at}: amount"),
                rate=of.share(
                    name.at("rate"), quotas, made[-1].quotas, f"{stage}占上一环节", f"stage {at}: of the one before"
                )
                if made
                else None,
                waiting=of.count(name.at("waiting"), row["waiting"], f"停在{stage}环节", f"stage {at}: waiting"),
                days=days,
            )
        )
    return tuple(made)
