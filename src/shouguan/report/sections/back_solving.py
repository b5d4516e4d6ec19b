"""From the target back to industries and base indicators, each step with how plausible it is."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.analysis.back_solving import Need, Plan, Plausible
from shouguan.analysis.base_needs import BaseNeed, base_needs
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import single_label
from shouguan.data.place import Target
from shouguan.facts import plans
from shouguan.facts.indicator_report import Sheet, step_key
from shouguan.models import calibrated
from shouguan.models.outlook import Outlook
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def back_solving(page: Context, sheet: Sheet) -> Markup:
    """Return, for each target of a total, what its parts and their base indicators need."""
    accounts = page.linked.accounts.get(sheet.code)
    if accounts is None or not sheet.targets:
        return Markup('<p class="note">{}</p>').format(_why_not(page, sheet))
    shown = []
    for target in sheet.targets:
        plan = plans.plan(page, sheet, target)
        assert plan is not None
        shown.append(_plan(page, sheet, target, plan))
        if sheet.code == "gdp" and plan.feasible and page.links:
            needs = base_needs(page.place, page.view, accounts, plan, page.links, _bases(page))
            shown.append(_base_table(page, sheet, target, needs))
    return Markup("").join(shown) + _guardrail(page)


def _why_not(page: Context, sheet: Sheet) -> Markup:
    if not sheet.targets:
        return page.say(
            "{n}：没有{y}年目标的记录，不作倒推。",
            n=sheet.name(page.lang),
            y=page.year,
        )
    zh, en = page.linked.why_whole(sheet.code)
    return page.say(
        "{n}不能倒推到构成：{r}。",
        n=sheet.name(page.lang),
        r=page.facts.quote(zh if page.lang == "zh" else en),
    )


def _bases(page: Context) -> dict[str, Outlook]:
    """Forecast the base indicators that industries follow, those that can be."""
    found: dict[str, Outlook] = {}
    for code in sorted({code for link in page.links.values() for code in link.theta}):
        if code in page.linked.codes:
            found[code] = page.linked.outlook(code)
            continue
        try:
            found[code] = calibrated.fit_predict(page.place, page.view, code, page.year, seed=page.seed)
        except DataError:
            continue  # a balance, or an indicator with too few figures: its industry is not solved further
    return found


def _plan(page: Context, sheet: Sheet, target: Target, plan: Plan) -> Markup:
    name = step_key(target.value)
    rows = [_need(page, sheet, name, need) for need in plan.needs]
    head = [
        page.say("构成"),
        page.say("{r}预计（%）", r=sheet.rest(page.lang)),
        page.say("{r}需增（%）", "gaps", r=sheet.rest(page.lang)),
        page.say("多拉动（百分点）"),
        page.say("在预测分布中的位置"),
        page.say("往年同期达到"),
    ]
    caption = page.say(
        "{n}{t}%{a}的目标：各部分最不勉强的组合" if plan.feasible else "{n}{t}%{a}的目标达不到：各部分都到上限",
        n=sheet.name(page.lang),
        t=page.of_target(sheet, "target", target),
        a=words.around_mark(target.op == "around", page.lang),
    )
    return Markup("<p>{}</p>{}").format(
        _sentence(page, sheet, target, plan, name), tables.table(head, rows, caption=caption, kind="wide")
    )


def _sentence(page: Context, sheet: Sheet, target: Target, plan: Plan, name: str) -> Markup:
    required = page.step(sheet, "required", target.value)
    said = page.either(
        "要实现{n}{t}%{a}的目标，{r}需{g}，{p}",
        "To meet the target of {t}%{a} for {n}, growth in {r} must be {f}%; {p}",
        n=sheet.name(page.lang),
        t=page.of_target(sheet, "target", target),
        a=words.around_mark(target.op == "around", page.lang),
        r=sheet.rest(page.lang),
        g=words.grew(required, page.lang),
        f=required,
        p=_plausible(page, sheet, f"plan.{page.year}.{name}.total", plan.plausible),
    )
    if not plan.feasible:
        reachable = plans.reachable(page, sheet, target)
        assert reachable is not None
        return said + page.either(
            "。在历史和预测分布允许的范围内达不到：{b}均已到界，全年最多{m}。",
            ". It is out of reach within what history and the draws allow: {b} are at their bounds, and the year"
            " comes to {f}% at most.",
            b=_names(page, plan.binding),
            m=words.grew(reachable, page.lang),
            f=reachable,
        )
    distance = plans.fact(
        page,
        sheet,
        f"plan.{page.year}.{name}.distance",
        plan.distance,
        "马氏距离平方",
        "squared Mahalanobis distance",
        unit="",
        decimals=2,
    )
    said += page.say(
        "；所需路径与预测的马氏距离平方为{d}（越大越勉强）",
        d=distance,
    )
    if plan.binding:
        said += page.say("；{b}已到上下限", b=_names(page, plan.binding))
    return said + page.say("。")


def _need(page: Context, sheet: Sheet, name: str, need: Need) -> list[object]:
    entry = indicators.indicator(need.code)
    stem = f"plan.{page.year}.{name}.{need.code}"
    mark = {"upper": page.say("（上限）"), "lower": page.say("（下限）")}
    return [
        entry.zh if page.lang == "zh" else entry.en,
        plans.fact(
            page,
            sheet,
            f"{stem}.expected",
            need.rest_expected,
            f"{entry.zh}后期预计",
            f"{entry.en}, expected",
            kind="forecast",
        ),
        page.say(
            "{f}{m}",
            m=mark.get(need.bound, ""),
            f=plans.fact(page, sheet, f"{stem}.needed", need.rest, f"{entry.zh}后期需增", f"{entry.en}, needed"),
        ),
        plans.fact(
            page, sheet, f"{stem}.points", need.points, f"{entry.zh}多拉动", f"{entry.en} adds", unit="pp", decimals=2
        ),
        _among(page, sheet, stem, need.plausible),
        _reached(page, sheet, stem, need.plausible),
    ]


def _base_table(page: Context, sheet: Sheet, target: Target, needs: Sequence[BaseNeed]) -> Markup:
    if not needs:
        return Markup("")
    name = step_key(target.value)
    head = [
        page.say("基础指标"),
        page.say("预计全年（%）"),
        page.say("全年需达（%）"),
        page.say("后期需增（%）"),
        page.say("在预测分布中的位置"),
        page.say("往年同期达到"),
        page.say("距离平方"),
        page.say("分月（季）需增（%）"),
        page.say("对应行业"),
    ]
    rows = [_base(page, sheet, name, need) for need in needs]
    caption = page.say(
        "{t}%{a}的目标下全市基础指标所需（按折算系数倒推，不再向下分解）",
        t=page.of_target(sheet, "target", target),
        a=words.around_mark(target.op == "around", page.lang),
    )
    return tables.table(head, rows, caption=caption, kind="wide", words=2)


def _base(page: Context, sheet: Sheet, name: str, need: BaseNeed) -> list[object]:
    entry = indicators.indicator(need.code)
    stem = f"plan.{page.year}.{name}.{need.code}"
    zh, en = entry.zh, entry.en
    path = page.say("，").join(
        words.kept(
            Markup("{} {}").format(
                single_label(period, entry.calendar, page.lang),
                plans.fact(
                    page, sheet, f"{stem}.path.{period}", growth, f"{zh}{period}需增", f"{en} in {period}, needed"
                ),
            )
        )
        for period, growth in need.path
    )
    return [
        zh if page.lang == "zh" else en,
        plans.fact(
            page, sheet, f"{stem}.expected", need.expected, f"{zh}预计全年", f"{en}, expected year", kind="forecast"
        ),
        plans.fact(page, sheet, f"{stem}.full_year", need.full_year, f"{zh}全年需达", f"{en}, year needed"),
        plans.fact(page, sheet, f"{stem}.rest", need.rest, f"{zh}后期需增", f"{en}, rest needed"),
        _among(page, sheet, stem, need.plausible),
        _reached(page, sheet, stem, need.plausible),
        plans.fact(
            page,
            sheet,
            f"{stem}.distance",
            need.distance,
            f"{zh}距离平方",
            f"{en}, squared distance",
            unit="",
            decimals=2,
        ),
        path,
        _names(page, need.industries),
    ]


def _names(page: Context, codes: Sequence[str]) -> Markup:
    entries = [indicators.indicator(code) for code in codes]
    return page.say("、").join(entry.zh if page.lang == "zh" else entry.en for entry in entries)


def _plausible(page: Context, sheet: Sheet, stem: str, found: Plausible) -> Markup:
    among = _among(page, sheet, stem, found)
    if not found.years:
        return page.say("在预测分布中居{a}", a=among)
    return page.say(
        "在预测分布中居{a}，有记录的{y}年中同期达到这一增速的有{n}年",
        a=among,
        y=plans.fact(page, sheet, f"{stem}.years", found.years, "有记录的年数", "years on record", unit="", decimals=0),
        n=plans.fact(
            page, sheet, f"{stem}.reached", found.reached, "达到的年数", "years that reached it", unit="", decimals=0
        ),
    )


def _among(page: Context, sheet: Sheet, stem: str, found: Plausible) -> Markup:
    fact = plans.fact(
        page,
        sheet,
        f"{stem}.among",
        100 * found.among_draws,
        "在预测分布中的分位",
        "quantile among the draws",
        decimals=0,
        kind="forecast",
    )
    if fact.rounded < 1:
        return page.say("{f}%分位以下", f=fact.bound(1))
    if fact.rounded > 99:
        return page.say("{f}%分位以上", f=fact.bound(99))
    return page.say("{f}%分位", f=fact)


def _reached(page: Context, sheet: Sheet, stem: str, found: Plausible) -> Markup | str:
    if not found.years:
        return tables.DASH
    return page.say(
        "{y}年中{n}年",
        y=plans.fact(page, sheet, f"{stem}.years", found.years, "有记录的年数", "years on record", unit="", decimals=0),
        n=plans.fact(
            page, sheet, f"{stem}.reached", found.reached, "达到的年数", "years that reached it", unit="", decimals=0
        ),
    )


def _guardrail(page: Context) -> Markup:
    return Markup('<p class="note">{}</p>').format(
        page.say(
            "倒推只到全市分行业和全市基础指标，是测算的参考增速，不是任务；不向县区、企业、项目分解，不用于上报。",
        )
    )
