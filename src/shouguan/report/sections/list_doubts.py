"""What must be said beside the sums of a place's lists: a sentence for each reason that they may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from shouguan.facts.list_rows import ListDoubt
from shouguan.facts.table import Fact
from shouguan.report.context import Context


def of(page: Context, doubts: Iterable[ListDoubt]) -> list[Markup]:
    """Return the sentences, in the order of the doubts."""
    return [SENTENCES[each.kind][each.what](page, each.number, _names(page, each)) for each in doubts]


def _names(page: Context, doubt: ListDoubt) -> Markup:
    names = page.say("、").join(map(page.given, doubt.names))
    return page.say("{p}等", p=names) if doubt.number.value > len(doubt.names) else names


def _gone(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("在建项目{n}个（{p}）本月台账没有列出，也未写竣工或退出，其投资不在合计里。", n=n, p=names)


def _blank(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）前几个月有完成投资、本月空白，合计里按零计。", n=n, p=names)


def _fallen(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）年初至今完成投资比上一次少，待核。", n=n, p=names)


def _total_leapt(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）总投资与上一次相差十倍以上，待核。", n=n, p=names)


def _total_blank(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）没有填总投资。", n=n, p=names)


def _above_plan(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）完成投资是年度计划的二十倍以上，待核。", n=n, p=names)


def _twice(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）同名而代码不同，可能算了两次。", n=n, p=names)


def _quota_twice(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）有两笔同额额度，批次或下达时间相同，可能算了两次。", n=n, p=names)


def _quota_blank(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）没有填额度，不在额度合计里。", n=n, p=names)


def _drawn_unsaid(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）已拨付或已支出而拨付金额空白，合计里按零计。", n=n, p=names)


def _start_apart(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）是否开工或开工时间与台账不一致，待核。", n=n, p=names)


def _quota_code(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个项目（{p}）同一批次有两个代码，额度可能算了两次。", n=n, p=names)


def _package(page: Context, n: Fact, names: Markup) -> Markup:
    return page.say("{n}个打包项目（{p}）与其子项目可能都计入，算了两次。", n=n, p=names)


SENTENCES: dict[str, dict[str, Callable[[Context, Fact, Markup], Markup]]] = {
    "ledger": {
        "gone": _gone,
        "blank": _blank,
        "fallen": _fallen,
        "total_leapt": _total_leapt,
        "total_blank": _total_blank,
        "above_plan": _above_plan,
        "twice": _twice,
        "package": _package,
    },
    "problems": {"twice": _twice},
    "bonds": {
        "twice": _quota_code,
        "quota_twice": _quota_twice,
        "quota_blank": _quota_blank,
        "drawn_unsaid": _drawn_unsaid,
        "start_apart": _start_apart,
    },
}
"""By list and doubt (`investment.list_faults.Doubt`) what is said."""
