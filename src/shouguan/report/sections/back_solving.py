"""From the target back to industries and base indicators, each step with how plausible it is."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from shouguan.core import indicators
from shouguan.core.periods import single_label
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.rows import BaseRow, NeedRow, Odds, SolvedBack
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words


def back_solving(page: Context, sheet: Sheet) -> Markup:
    """Return, for each target of a total, what its parts and their base indicators need."""
    solved = page.told("back_solving", sheet.code).solved_back[sheet.code]
    if not solved or not isinstance(solved[0], SolvedBack):
        return page.lacking(_why_not(page, sheet))
    shown = [table for each in solved if isinstance(each, SolvedBack) for table in _tables(page, sheet, each)]
    return Markup("").join(shown) + _guardrail(page)


def _tables(page: Context, sheet: Sheet, solved: SolvedBack) -> list[tables.Shown]:
    return [_plan(page, sheet, solved), *([_base_table(page, solved, sheet)] if solved.bases else [])]


def _why_not(page: Context, sheet: Sheet) -> Markup:
    if not sheet.targets:
        return page.say(
            "{n}：没有{y}年目标的记录，不作倒推。",
            n=sheet.name(page.lang),
            y=page.year,
        )
    zh, en = page.why_whole(sheet.code)
    return page.say(
        "{n}不能倒推到构成：{r}。",
        n=sheet.name(page.lang),
        r=page.facts.quote(zh if page.lang == "zh" else en),
    )


def _plan(page: Context, sheet: Sheet, solved: SolvedBack) -> Markup:
    target, feasible = solved.target, solved.distance is not None
    rows = [_need(page, need) for need in solved.needs]
    head = [
        page.say("构成"),
        page.say("{r}预计（%）", r=sheet.rest(page.lang)),
        page.say("{r}需增（%）", "gaps", r=sheet.rest(page.lang)),
        page.say("多拉动（百分点）"),
        page.say("在预测分布中的位置"),
        page.say("往年同期达到"),
    ]
    caption = page.say(
        "{n}{t}%{a}的目标：各部分最不勉强的组合" if feasible else "{n}{t}%{a}的目标达不到：各部分都到上限",
        n=sheet.name(page.lang),
        t=page.of_target(sheet, "target", target),
        a=words.bound_mark(target.bound, page.lang),
    )
    return Markup("<p>{}</p>{}").format(
        _sentence(page, sheet, solved), tables.Table(head, rows, caption=caption, kind="wide")
    )


def _sentence(page: Context, sheet: Sheet, solved: SolvedBack) -> Markup:
    target, binding = solved.target, _names(page, solved.binding)
    required = page.step(sheet, "required", target.met_from)
    sentence = page.either(
        "要实现{n}{t}%{a}的目标，{r}需{g}，{p}",
        "To meet the target of {t}%{a} for {n}, growth in {r} must be {f}%; {p}",
        n=sheet.name(page.lang),
        t=page.of_target(sheet, "target", target),
        a=words.bound_mark(target.bound, page.lang),
        r=sheet.rest(page.lang),
        g=words.grew(required, page.lang),
        f=required,
        p=_plausible(page, solved.odds),
    )
    if solved.distance is None:
        assert solved.reachable is not None
        return sentence + page.either(
            "。在历史和预测分布允许的范围内达不到：{b}均已到界，全年最多{m}。",
            ". It is out of reach within what history and the draws allow: {b} are at their bounds, and the year"
            " comes to {f}% at most.",
            b=binding,
            m=words.grew(solved.reachable, page.lang),
            f=solved.reachable,
        )
    sentence += page.say(
        "；所需路径与预测的马氏距离平方为{d}（越大越勉强）",
        d=solved.distance,
    )
    if solved.binding:
        sentence += page.say("；{b}已到上下限", b=binding)
    return sentence + page.say("。")


def _need(page: Context, need: NeedRow) -> list[object]:
    mark = {"upper": page.say("（上限）"), "lower": page.say("（下限）")}
    return [
        _names(page, [need.code]),
        need.expected,
        page.say("{f}{m}", m=mark.get(need.bound or "", ""), f=need.needed),
        need.points,
        _among(page, need.odds.among),
        _reached(page, need.odds),
    ]


def _base_table(page: Context, solved: SolvedBack, sheet: Sheet) -> tables.Table:
    target = solved.target
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
    rows = [_base(page, need) for need in solved.bases]
    caption = page.say(
        "{t}%{a}的目标下全市基础指标所需（按折算系数倒推，不再向下分解）",
        t=page.of_target(sheet, "target", target),
        a=words.bound_mark(target.bound, page.lang),
    )
    return tables.Table(head, rows, caption=caption, kind="wide", words=2, note=_note(page, solved.bases))


def _base(page: Context, need: BaseRow) -> list[object]:
    calendar = indicators.indicator(need.code).calendar
    path = page.say("，").join(
        words.kept(Markup("{} {}").format(single_label(period, calendar, page.lang), growth))
        for period, growth in need.path
    )
    return [
        _names(page, [need.code]),
        need.expected,
        need.full_year,
        need.rest,
        _among(page, need.odds.among),
        _reached(page, need.odds),
        need.distance,
        path,
        _names(page, need.industries),
    ]


def _names(page: Context, codes: Sequence[str]) -> Markup:
    return page.say("、").join(map(page.named, codes))


def _plausible(page: Context, odds: Odds) -> Markup:
    among = _among(page, odds.among)
    if odds.past is None:
        return page.say("在预测分布中居{a}", a=among)
    years, reached = odds.past
    sentence = page.say(
        "在预测分布中居{a}，有记录的{y}年中同期达到这一增速的有{n}年",
        a=among,
        y=years,
        n=reached,
    )
    if odds.apart is None:
        return sentence
    return page.say("{s}；两者相差较大，是因为{w}", s=sentence, w=_why_apart(page, odds.apart))


def _why_apart(page: Context, apart: tuple[str, Fact, Fact]) -> Markup:
    """Say why past years reached a growth more or less often than its chance: their level, or how they varied."""
    by, past, now = apart
    more = past.value > now.value
    if by == "level":
        return page.say(
            "往年同期增速多比今年预计高（中位数{p}%，今年预计{f}%）"
            if more
            else "往年同期增速多比今年预计低（中位数{p}%，今年预计{f}%）",
            p=past,
            f=now,
        )
    return page.say(
        "往年同期起伏比今年预计大（八成年份相差{p}个百分点，今年80%区间宽{f}个百分点）"
        if more
        else "往年同期起伏比今年预计小（八成年份相差{p}个百分点，今年80%区间宽{f}个百分点）",
        p=past,
        f=now,
    )


def _note(page: Context, rows: Sequence[NeedRow | BaseRow]) -> Markup:
    """Say where past years and the draws contradict each other, and by what; nothing where they do not."""
    told = [_one_apart(page, row.code, row.odds.apart) for row in rows if row.odds.apart is not None]
    if not told:
        return Markup("")
    return page.say(
        "往年同期达到的年数与在预测分布中的位置相差较大，是因为往年同期的增速或起伏与今年预计不同：{l}。",
        l=page.say("；").join(told),
    )


def _one_apart(page: Context, code: str, apart: tuple[str, Fact, Fact]) -> Markup:
    by, past, now = apart
    return page.say(
        "{n}往年中位数{p}%，今年预计{f}%" if by == "level" else "{n}八成年份相差{p}个百分点，今年80%区间宽{f}个百分点",
        n=_names(page, [code]),
        p=past,
        f=now,
    )


def _among(page: Context, fact: Fact) -> Markup:
    if fact.rounded < 1:
        return page.say("{f}%分位以下", f=fact.bound(1))
    if fact.rounded > 99:
        return page.say("{f}%分位以上", f=fact.bound(99))
    return page.say("{f}%分位", f=fact)


def _reached(page: Context, odds: Odds) -> Markup | None:
    if odds.past is None:
        return None
    return page.say("{y}年中{n}年", y=odds.past[0], n=odds.past[1])


def _guardrail(page: Context) -> Markup:
    return page.note(
        page.say(
            "倒推只到全市分行业和全市基础指标，是测算的参考增速，不是任务；不向县区、企业、项目分解，不用于上报。",
        )
    )
