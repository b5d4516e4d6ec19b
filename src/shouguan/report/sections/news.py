"""Why the forecast moved since the last report: one sentence, a table of steps, and each step's sign in words."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.core.periods import Named, ytd_label
from shouguan.facts.contents import Moved, MovedStep
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.moved import KINDS
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections.causes import assumed, compared


def news(page: Context, moved: Moved) -> Markup:
    """Return all that is said of a change of the forecast: the sentence, the table, and the steps in words."""
    return Markup("<p>{}</p>{}{}").format(summary(page, moved), table(page, moved), explained(page, moved))


def summary(page: Context, moved: Moved) -> Markup:
    """Say by how much the forecast moved since the last report, and what moved it.

    The change is that before rounding; where the two figures as printed differ by another, that is said.
    """
    sheet, parts, change = page.sheets[moved.indicator], moved.kinds, moved.change
    clauses = [_part(page, KINDS[kind], fact) for kind, fact in parts.items() if fact.rounded != 0]
    quiet = [KINDS[kind] for kind, fact in parts.items() if fact.rounded == 0]
    if quiet:
        clauses.append(
            page.either(
                "{z}基本没有影响", "{e} had no visible effect", z="、".join(z for z, _ in quiet), e=_listed(quiet)
            )
        )
    if not parts.keys() & {"release", "revision"}:
        clauses.insert(0, page.say("期间没有本预测所用的新数据或修订"))
    adds_up = round(sum(fact.rounded for fact in parts.values()) - change.rounded, 6) == 0
    sentence = page.either(
        "本次预测（截至{d}）{y}年{n}{g}，{c}，{w}{p}{r}。",
        "As of {d}, {n} is expected {g} in {y}, {c}: {p}{r}.",
        d=words.day(moved.new_day, page.lang),
        y=moved.year,
        n=compared(page, sheet, moved),
        g=page.say("预计{g}", g=words.grew(moved.new, page.lang, expected=True)),
        c=_since(page, moved),
        w="其中" if len(quiet) < len(parts) else "",
        p=page.say("，", "accounts").join(clauses),
        r="" if adds_up else page.say("（因四舍五入，各项之和与合计略有出入）"),
    )
    return sentence + assumed(page, moved) + _aside(page, moved)


def table(page: Context, moved: Moved) -> tables.Table:
    """Return the steps with their impacts, and their sum."""
    sheet, total = page.sheets[moved.indicator], moved.change
    rows: list[list[object]] = [
        [
            page.either(*(name[0].upper() + name[1:] for name in KINDS[step.kind])),
            Named(str(step.released_on), str(step.released_on)) if step.figures else None,
            _what(page, sheet, step) if step.figures else None,
            step.figures,
            *(step.pair or (None, None))[:2],
            step.impact,
        ]
        for step in moved.steps
    ]
    rows.append([page.say("合计"), *[None] * 5, total])
    head = [
        page.say("来源"),
        page.say("发布日"),
        page.say("指标"),
        page.say("数据个数"),
        page.say("发布前预计（%）"),
        page.say("实际（%）", "news"),
        page.say("影响（百分点）"),
    ]
    caption = page.say(
        "{n}全年预测的变化（{a}至{b}，按先后逐步重算，各步相加等于合计{r}）",
        n=compared(page, sheet, moved),
        a=words.day(moved.old_day, page.lang),
        b=words.day(moved.new_day, page.lang),
        r=""
        if round(sum(step.impact.rounded for step in moved.steps) - total.rounded, 6) == 0
        else page.say("，印出数有出入系因四舍五入"),
    )
    return tables.Table(head, rows, caption=caption, kind="wide")


def explained(page: Context, moved: Moved) -> Markup:
    """Return each step's sign in words; figures that did nothing and were not awaited are counted together."""
    told = [step for number, step in enumerate(moved.steps) if number not in moved.quiet]
    items = [_told(page, page.sheets[moved.indicator], step) for step in told]
    if moved.still is not None:
        items.append(
            page.say(
                "其余{n}批数据对全年预测基本没有影响。",
                n=moved.still,
            )
        )
    return page.items(items)


def _since(page: Context, moved: Moved) -> Markup:
    """Say how the forecast stands to the last one."""
    change = moved.change
    as_printed = round(moved.new.rounded - moved.old.rounded - change.rounded, 6) == 0
    parts = {
        "s": page.say(
            "上次测算（截至{d}，{g}）",
            d=words.day(moved.old_day, page.lang),
            g=words.grew(moved.old, page.lang),
        ),
        "m": change.magnitude,
        "b": "" if as_printed else page.say("（按四舍五入前的数）"),
    }
    if change.rounded == 0:
        return page.say("与{s}持平{b}", **parts)
    if change.rounded > 0:
        return page.say("比{s}上调{m}个百分点{b}", **parts)
    return page.say("比{s}下调{m}个百分点{b}", **parts)


def _part(page: Context, name: tuple[str, str], fact: Fact) -> Markup:
    zh, en = name
    up = fact.rounded > 0
    return page.either(
        "{z}影响上调{m}个百分点" if up else "{z}影响下调{m}个百分点",
        "{e} raised it by {m} points" if up else "{e} lowered it by {m} points",
        z=zh,
        e=en,
        m=fact.magnitude,
    )


def _listed(names: list[tuple[str, str]]) -> str:
    english = [en for _, en in names]
    return english[0] if len(english) == 1 else ", ".join(english[:-1]) + " and " + english[-1]


def _aside(page: Context, moved: Moved) -> Markup:
    """Count what came out and is no part of this forecast."""
    if moved.unread is None:
        return Markup("")
    return page.say(
        "本地同期另有{n}个新数据不为本预测所用。",
        n=moved.unread,
    )


def _what(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    """Name the indicator of a step as the page calls it, whose it is, and the stretch that came out."""
    name = sheet.name(page.lang) if step.indicator == sheet.code else page.named(step.indicator)
    stretch = Markup("") if step.period is None else page.say("{t}", t=ytd_label(step.period, page.lang))
    others = Markup("") if step.own else page.say("（其他地区）", "news")
    return page.say("{n}{o}{t}", n=name, o=others, t=stretch)


def _told(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    """Say what one step was and what it did."""
    impact, pair = step.impact, step.pair
    if step.kind == "estimation":
        return page.say("用全部新数据重新估计模型参数，{i}。", i=_did(page, impact))
    if pair is None:
        return page.say(
            "{d}{k}：{w}，共{c}个数据，{i}。",
            d=words.day(step.released_on, page.lang),
            k=page.say("发布", "news") if step.kind == "release" else page.say("修订", "news"),
            w=_what(page, sheet, step),
            c=step.figures,
            i=_did(page, impact),
        )
    expected, actual, surprise = pair
    return page.say(
        "{d}发布：{w}{g}，{s}，{i}。",
        d=words.day(step.released_on, page.lang),
        w=_what(page, sheet, step),
        g=words.grew(actual, page.lang),
        s=_against(page, expected, actual, surprise),
        i=_followed(page, surprise, impact),
    )


def _did(page: Context, impact: Fact) -> Markup:
    if impact.rounded == 0:
        return page.say("对全年预测基本没有影响")
    if impact.rounded > 0:
        return page.say("使全年预测上调{m}个百分点", m=impact.magnitude)
    return page.say("使全年预测下调{m}个百分点", m=impact.magnitude)


def _against(page: Context, expected: Fact, actual: Fact, surprise: Fact) -> Markup:
    """Say how a figure stands to what was expected of it: 比预计的1.6%高0.4个百分点."""
    size, up = surprise.magnitude, surprise.rounded > 0
    if surprise.rounded == 0:
        return page.say("与预计一致")
    english = "{s} points above the {e}% expected" if up else "{s} points below the {e}% expected"
    if expected.rounded < 0 and actual.rounded < 0:
        zh = "降幅比预计的{m}%小{s}个百分点" if up else "降幅比预计的{m}%大{s}个百分点"
    elif expected.rounded == 0:
        zh = "预计为持平，实际高{s}个百分点" if up else "预计为持平，实际低{s}个百分点"
    elif expected.rounded < 0:
        zh = "预计为下降{m}%，实际高{s}个百分点"
    else:
        zh = "比预计的{e}%高{s}个百分点" if up else "比预计的{e}%低{s}个百分点"
    return page.either(zh, english, e=expected, m=expected.magnitude, s=size)


def _followed(page: Context, surprise: Fact, impact: Fact) -> Markup:
    """Say what followed from a figure, and why where its sign is not that of the surprise."""
    did = _did(page, impact)
    if surprise.rounded * impact.rounded > 0:
        return page.say("{i}", i=did)
    if surprise.rounded * impact.rounded < 0:
        return page.say(
            "却{i}：基数、往期数据或其他地区联动的影响超过了它",
            i=did,
        )
    if impact.rounded == 0:
        return page.say("{i}", i=did)
    return page.say(
        "{i}，来自印出位数以下的差别、基数或其他地区联动",
        i=did,
    )
