"""The ledger of projects as facts: rates, the pace of the year, districts, the bridge, and the year from below."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from shouguan.analysis.scenarios.file import BASE
from shouguan.core.errors import DataError
from shouguan.core.periods import Period
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.facts.briefing import Briefing
from shouguan.facts.list_figures import COUNTED, PER_YI, SUMMED, Figures
from shouguan.facts.list_rows import Below, Bridge, GroupRow, PaceRow, Progress
from shouguan.facts.table import Fact, name_of
from shouguan.investment import bottom_up, combined, projects, reconciliation
from shouguan.investment.comparable_base import ComparableBase
from shouguan.investment.disclosure import disclosed
from shouguan.investment.ledger_ahead import Rehearsal
from shouguan.investment.ledger_panel import LedgerPanel
from shouguan.investment.ratios import Ratios
from shouguan.models.outlook import INTERVAL, Outlook

_WHOLE = "合计"
_BRIDGE = {
    "ledger": ("台账完成投资", "done by the ledger"),
    "scope": ("口径差异", "scope"),
    "timing": ("时点差异", "timing"),
    "vouchers": ("凭证差异", "vouchers"),
    "errors": ("错漏待核", "to be checked"),
    "statistics": ("统计入库（台账项目）", "of the ledger in the statistics"),
    "real_estate": ("台账外房地产开发", "real estate outside the ledger"),
    "residual_left_out": ("台账外其他投资和填报有误的台账项目", "other investment outside, and rows left out"),
    "residual": ("台账外其他投资", "other investment outside"),
    "published": ("公布数（折算）", "as published (as an amount)"),
}
"""The lines of the bridge and their labels."""


def progress(page: Briefing, whole_ledger: pd.DataFrame, ledger: pd.DataFrame, problems: pd.DataFrame) -> Progress:
    """Return how far the projects of the newest ledger are, without the rows of the whole that cannot be right."""
    lacking = projects.left_out(whole_ledger, ledger)
    month = str(ledger["period"].max())
    of = Figures(page, "projects", Period.parse(month))
    whole = projects.rates(ledger, page.as_of, month=month).loc[_WHOLE]
    counts = {
        name: of.count(name, whole[name], zh, en)
        for name, zh, en in (
            ("projects", "台账项目", "projects of the ledger"),
            ("due", "应开工项目", "projects due to start"),
            ("started", "已开工项目", "projects started"),
            ("registered", "已纳统项目", "projects registered"),
        )
    }
    late = of.count("late", whole["due"] - whole["started"], "应开工未开工项目", "projects late to start")
    plan = of.amount("plan", whole["plan_wan_yuan"], "年度计划投资", "plan of the year")
    done = of.amount("done", whole["done_wan_yuan"] - whole["unplanned_wan_yuan"], "完成投资", "done of it")
    unplanned = None
    if whole["unplanned_wan_yuan"] > 0:
        labels = "没有年度计划的项目完成投资", "done by projects without a plan"
        unplanned = of.amount("unplanned", whole["unplanned_wan_yuan"], *labels)
    even = of.even(of.period.number)
    rate = of.share("plan_rate", done, plan, "年度计划完成率", "done of the year's plan")
    ahead = None
    if rate is not None:
        formula, inputs = f"{rate.key} − {even.key}（均按印出的一位小数）", (rate.key, even.key)
        labels = "完成率与序时进度之差", "completion less even pace"
        less = rate.rounded - even.rounded
        ahead = of.add("ahead", less, *labels, formula, inputs=inputs, unit="pp", decimals=1)
    overdue = None
    if not problems.empty:
        number = (projects.open_problems(problems, page.as_of)["days_overdue"] > 0).sum()
        overdue = of.count("overdue", number, "逾期未解决问题", "problems past their deadline")
    pace = _pace(of, projects.pace(ledger, month, lacking))
    return Progress(
        period=of.period,
        projects=counts["projects"],
        due=counts["due"],
        started=counts["started"],
        late=late,
        plan=plan,
        done=done,
        unplanned=unplanned,
        even=even,
        start_rate=of.share("start_rate", counts["started"], counts["due"], "开工率", "started of those due"),
        plan_rate=rate,
        entry_rate=of.share("entry_rate", counts["registered"], counts["started"], "纳统率", "registered of started"),
        last=next((row.last for row in pace if row.period == of.period), None),
        ahead=ahead,
        registered=counts["registered"],
        overdue=overdue,
        pace=pace,
        districts=districts(of, ledger, page.as_of, month),
    )


def _pace(of: Figures, table: pd.DataFrame) -> tuple[PaceRow, ...]:
    rows = []
    for number, row in table.iterrows():
        period = Period(of.period.year, "M", int(str(number)))
        shares = {}
        for name, zh, en, formula in (
            ("plan_rate_pct", "年度计划完成率", "done of the year's plan", "台账当月累计完成 ÷ 年度计划"),
            ("last_year_pct", "上年台账同期完成占全年", "last year's share by the month", "上年台账同月 ÷ 上年12月"),
        ):
            kept = {"unit": "%", "decimals": 1, "period": str(period)}
            name_ = name_of("pace", period, statistic=name.removesuffix("_pct"))
            shares[name] = None if np.isnan(row[name]) else of.add(name_, row[name], zh, en, formula, **kept)
        rows.append(PaceRow(period, shares["plan_rate_pct"], of.even(period.number), shares["last_year_pct"]))
    return tuple(rows)


def districts(of: Figures, ledger: pd.DataFrame, day: dt.date, month: str) -> tuple[GroupRow, ...]:
    """Return the rates by district, the largest plan first; none where the ledger names fewer than two."""
    table = projects.rates(ledger, day, "district", month).reset_index()
    if len(table) < 2:
        return ()
    # A rate of one or two projects tells what each of them does, and so does one that is left of a whole.
    counts = table[["projects", "due", "started"]].astype(float)
    fewest = counts.where(counts > 0).min(axis=1)
    shown = disclosed(table.assign(fewest=fewest), task_force=False, count="fewest")
    return tuple(_group(of, at, row) for at, row in enumerate(shown.to_dict("records"), start=1))


def _group(of: Figures, at: int, row: dict[str, object]) -> GroupRow:
    name, facts = str(row["district"]), {}
    if not row["suppressed"]:
        for column, zh, en, unit, formula in (
            ("projects", "项目数", "projects", "", COUNTED),
            ("due", "应开工项目", "due to start", "", COUNTED),
            ("start_rate_pct", "开工率", "start rate", "%", "已开工 ÷ 应开工"),
            ("plan_wan_yuan", "年度计划投资", "plan", "亿元", SUMMED),
            ("plan_rate_pct", "年度计划完成率", "done of plan", "%", "完成投资 ÷ 年度计划"),
            ("entry_rate_pct", "纳统率", "registered of started", "%", "已纳统 ÷ 已开工"),
        ):
            value = float(str(row[column]))
            if np.isfinite(value):
                value = value / PER_YI if unit == "亿元" else value
                decimals = {"亿元": 2, "%": 1, "": 0}[unit]
                labels = f"{name}{zh}", f"district {at}: {en}"
                kept = of.named("district", at).at(column.removesuffix("_pct").removesuffix("_wan_yuan"))
                facts[column] = of.add(kept, value, *labels, formula, unit=unit, decimals=decimals)
    return GroupRow(
        name,
        facts.get("projects"),
        facts.get("due"),
        facts.get("start_rate_pct"),
        facts.get("plan_wan_yuan"),
        facts.get("plan_rate_pct"),
        facts.get("entry_rate_pct"),
    )


def bridge(
    page: Briefing, panel: LedgerPanel, found: Ratios, settings: InvestmentSettings, base: ComparableBase
) -> Bridge | None:
    """Return the way from the ledger to the published figure, of the newest month that has both; None without one.

    A month whose ledger has no figure of the statistics is none of them: that is not known, and not nought.
    """
    for at in range(len(panel.periods) - 1, -1, -1):
        period = panel.periods[at]
        if period.year != page.year:
            return None
        figure = reconciliation.published(page.place, page.view, base, str(period))
        if figure is not None and panel.counted[at]:
            break
    else:
        return None
    table = reconciliation.differences(panel, found, settings.projects, at)
    of = Figures(page, "bridge", period)
    lines = reconciliation.bridge(table, figure)
    made = []
    for at, (line, amount) in enumerate(zip(lines["line"], lines["amount"], strict=True), start=1):
        formula = _AS_AMOUNT if line == "published" else _DIFFERENCE
        name = of.named(at).at("amount")
        made.append((str(line), of.add(name, amount, *_BRIDGE[str(line)], formula, unit="亿元", decimals=2)))
    return Bridge(period, tuple(made))


_AS_AMOUNT = "可比基数 × 占比 × 公布增速折成的倍数"
_DIFFERENCE = "台账与统计逐项目对照（shouguan.investment.reconciliation）"


def below(page: Briefing, panel: LedgerPanel, settings: InvestmentSettings) -> Below | None:
    """Return the year from below; None where there is none, or where the page assumes what the ledger knows not."""
    if page.scenario != BASE or "fai" not in page.linked.codes:
        return None

    def above(place: Place, view: View, indicator: str, year: int, seed: int, draws: int) -> Outlook:
        if year == page.year and indicator in page.linked.codes:
            return page.linked.outlook(indicator)
        return bottom_up.calibrated_above(place, view, indicator, year, seed, draws)

    rehearsal = Rehearsal(panel, settings.projects.registration_from)
    try:
        both = combined.fit_predict(
            page.place, page.view, page.year, seed=page.seed, rehearsal=rehearsal, settings=settings, top_down=above
        )
    except DataError:
        return None
    of = Figures(page, "below", panel.periods[-1])
    year = {"kind": "forecast", "period": str(page.year), "unit": "%", "decimals": 1}
    low, high = both.below.outlook.interval(INTERVAL)
    ends = {"lower": low, "upper": high, "level": INTERVAL}

    def add(name: str, value: float, zh: str, en: str, formula: str, **rest: object) -> Fact:
        return of.add(name_of("below", page.year, statistic=name), value, zh, en, formula, **(year | rest))

    points = both.below.parts.set_index("part")["points"]
    part = str(points.abs().idxmax())
    points_of = {"unit": "pp"}
    labels = f"{combined.PART_NAMES[part][0]}使两种测算相差", f"the two differ by: {combined.PART_NAMES[part][1]}"
    return Below(
        expected=add("median", both.below.outlook.quantile(0.5), "自下而上测算", "from below", _BELOW, **ends),
        lower=add("lower80", low, "自下而上80%区间下限", "from below, lower end of 80%", _BELOW),
        upper=add("upper80", high, "自下而上80%区间上限", "from below, upper end of 80%", _BELOW),
        apart=add(
            "apart",
            both.apart,
            "自下而上与自上而下之差（中位数）",
            "below less above (medians)",
            _APART,
            **points_of,
        ),
        points=add("part", float(points[part]), *labels, _BELOW, **points_of),
        part=part,
        together=add("together", both.outlook.quantile(0.5), "两种测算合并", "both combined", _TOGETHER),
        weight=of.add(
            name_of("below", page.year, statistic="weight"),
            100 * both.weight,
            "自下而上的权重",
            "weight of the forecast from below",
            _TOGETHER,
            unit="%",
        ),
        age=of.add("age", both.age, "台账年数", "years of ledger", "台账月数 ÷ 11", decimals=1) if both.young else None,
    )


_BELOW = "台账逐项目测算（shouguan.investment.bottom_up）"
_APART = "自下而上的中位数 − 自上而下的中位数（均按印出的一位小数）"
_TOGETHER = "按预期误差最小加权（shouguan.investment.combined）"
