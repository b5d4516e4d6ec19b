"""Why the forecast moved since the last report: one sentence, a table of steps, and each step's sign in words."""

from __future__ import annotations

from markupsafe import Markup

from shouguan.analysis.news import Kind, News, Step
from shouguan.core import indicators
from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import Named, ytd_label
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_KINDS: dict[Kind, tuple[str, str]] = {
    "release": ("新公布数据", "newly released figures"),
    "revision": ("历史数据修订", "revisions of earlier figures"),
    "estimation": ("模型参数重新估计", "re-estimation of the model"),
    "judgement": ("判断调整", "the change of judgement"),
}
"""Kind → its name, in the order in which a sentence lists them."""


def news(page: Context, found: News) -> Markup:
    """Return all that is said of a change of the forecast: the sentence, the table, and the steps in words."""
    return Markup("<p>{}</p>{}{}").format(summary(page, found), table(page, found), explained(page, found))


def summary(page: Context, found: News) -> Markup:
    """Say by how much the forecast moved since the last report, and what moved it.

    The change is that between the two figures as printed, so that it agrees with both reports.

    Raises
    ------
    DataError
        When the page does not forecast the indicator, or stands on another day than the news.
    """
    sheet = _sheet(page, found)
    old = _fact(page, found, "old", found.old, "上期全年测算", "the last forecast", unit="%", decimals=1)
    new = _fact(page, found, "new", found.new, "本期全年测算", "this forecast", unit="%", decimals=1)
    change = _fact(
        page,
        found,
        "change",
        new.rounded - old.rounded,
        "本期与上期测算之差",
        "this forecast less the last",
        decimals=1,
        formula=f"{new.key} − {old.key}（均按印出的一位小数）",
        inputs=(new.key, old.key),
    )
    kinds = {step.kind for step in found.steps}
    parts = {
        kind: _fact(page, found, f"kind.{kind}", found.by_kind()[kind], f"{zh}的影响", f"effect of {en}", decimals=1)
        for kind, (zh, en) in _KINDS.items()
        if kind in kinds
    }
    clauses = [_part(page, kind, fact) for kind, fact in parts.items() if fact.rounded != 0]
    quiet = [_KINDS[kind] for kind, fact in parts.items() if fact.rounded == 0]
    if quiet:
        clauses.append(
            page.say("{z}基本没有影响", "{e} had no visible effect", z="、".join(z for z, _ in quiet), e=_listed(quiet))
        )
    if not kinds & {"release", "revision"}:
        clauses.insert(0, page.say("期间没有本预测所用的新数据或修订", "no figure that it reads came or changed"))
    adds_up = round(sum(fact.rounded for fact in parts.values()) - change.rounded, 6) == 0
    said = page.say(
        "本次预测（截至{d}）{y}年{n}{g}，{c}，{w}{p}{r}。",
        "As of {d}, {n} is expected {g} in {y}, {c}: {p}{r}.",
        d=words.day(found.new_day, page.lang),
        y=found.year,
        n=sheet.name(page.lang),
        g=page.say("预计{g}", "{g}", g=words.grew(new, page.lang, expected=True)),
        c=_since(page, found, old, change),
        w="其中" if len(quiet) < len(parts) else "",
        p=page.say("，", "; ").join(clauses),
        r=""
        if adds_up
        else page.say("（因四舍五入，各项之和与合计略有出入）", " (the parts differ from it by rounding)"),
    )
    return said + _aside(page, found)


def table(page: Context, found: News) -> Markup:
    """Return the steps with their impacts, and their sum."""
    sheet = _sheet(page, found)
    impacts = [_impact(page, found, number) for number in range(len(found.steps))]
    total = _fact(page, found, "total", found.new - found.old, "各步影响合计", "sum of the steps", decimals=2)
    rows: list[list[object]] = [
        [
            page.say(*(name[0].upper() + name[1:] for name in _KINDS[step.kind])),
            Named(str(step.released_on), str(step.released_on)) if step.figures else tables.DASH,
            _what(page, sheet, step) if step.figures else tables.DASH,
            _figures(page, found, number) if step.figures else tables.DASH,
            tables.DASH if (pair := _pair(page, found, number)) is None else pair[0],
            tables.DASH if pair is None else pair[1],
            impacts[number],
        ]
        for number, step in enumerate(found.steps)
    ]
    rows.append([page.say("合计", "Sum"), *[tables.DASH] * 5, total])
    head = [
        page.say("来源", "Source"),
        page.say("发布日", "Released"),
        page.say("指标", "Indicator"),
        page.say("数据个数", "Figures"),
        page.say("发布前预计（%）", "Expected before (%)"),
        page.say("实际（%）", "Actual (%)"),
        page.say("影响（百分点）", "Effect (points)"),
    ]
    caption = page.say(
        "{n}全年预测的变化（{a}至{b}，按先后逐步重算，各步相加等于合计{r}）",
        "{n}: how the forecast of the year moved from {a} to {b}; each step is a run of its own, and they add up{r}",
        n=sheet.name(page.lang),
        a=words.day(found.old_day, page.lang),
        b=words.day(found.new_day, page.lang),
        r=""
        if round(sum(fact.rounded for fact in impacts) - total.rounded, 6) == 0
        else page.say("，印出数有出入系因四舍五入", ", but for rounding"),
    )
    return tables.table(head, rows, caption=caption, kind="wide")


def explained(page: Context, found: News) -> Markup:
    """Return each step's sign in words; figures that did nothing and were not awaited are counted together."""
    sheet = _sheet(page, found)
    told, still = [], []
    for number, step in enumerate(found.steps):
        if step.figures and step.expected is None and _impact(page, found, number).rounded == 0:
            still.append(number)
        else:
            told.append(number)
    if len(still) == 1:
        told, still = sorted(told + still), []
    items = [_told(page, sheet, found, number) for number in told]
    if still:
        count = _fact(page, found, "still", len(still), "没有影响的批次", "steps without effect", unit="", decimals=0)
        items.append(
            page.say(
                "其余{n}批数据对全年预测基本没有影响。",
                "The other {n} batches of figures had no visible effect on the year.",
                n=count,
            )
        )
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _sheet(page: Context, found: News) -> Sheet:
    if found.indicator not in page.sheets:
        zh, en = nearest(found.indicator, page.sheets)
        raise DataError(f"本页没有预测“{found.indicator}”{zh}", f"this page does not forecast '{found.indicator}'{en}")
    if found.new_day != page.as_of:
        raise DataError(
            f"变化说明的本期日期是 {found.new_day}，本页的日期是 {page.as_of}，应一致",
            f"the news ends on {found.new_day}, but the page stands on {page.as_of}: they must be the same day",
        )
    return page.sheets[found.indicator]


def _fact(
    page: Context,
    found: News,
    name: str,
    value: float,
    zh: str,
    en: str,
    *,
    unit: str = "pp",
    decimals: int = 2,
    **rest: object,
) -> Fact:
    kind = "computed" if unit == "" else "forecast"
    more = {"kind": kind, "unit": unit, "decimals": decimals, "period": str(found.year), "label_zh": zh, "label_en": en}
    formula = {"formula": f"shouguan.analysis.news，{found.old_day} 至 {found.new_day}"}
    sheet = page.sheets[found.indicator]
    return page.facts.add(figure(sheet, f"news.{found.old_day}.{name}", value, **(more | formula | rest)))


def _since(page: Context, found: News, old: Fact, change: Fact) -> Markup:
    """Say how the forecast stands to the last one."""
    last = page.say(
        "上期（截至{d}，{g}）",
        "the last forecast (as of {d}: {g})",
        d=words.day(found.old_day, page.lang),
        g=words.grew(old, page.lang),
    )
    if change.rounded == 0:
        return page.say("与{s}持平", "the same as {s}", s=last)
    if change.rounded > 0:
        return page.say("比{s}上调{m}个百分点", "{m} points above {s}", s=last, m=change.magnitude)
    return page.say("比{s}下调{m}个百分点", "{m} points below {s}", s=last, m=change.magnitude)


def _part(page: Context, kind: Kind, fact: Fact) -> Markup:
    zh, en = _KINDS[kind]
    up = fact.rounded > 0
    return page.say(
        "{z}影响上调{m}个百分点" if up else "{z}影响下调{m}个百分点",
        "{e} raised it by {m} points" if up else "{e} lowered it by {m} points",
        z=zh,
        e=en,
        m=fact.magnitude,
    )


def _listed(names: list[tuple[str, str]]) -> str:
    english = [en for _, en in names]
    return english[0] if len(english) == 1 else ", ".join(english[:-1]) + " and " + english[-1]


def _aside(page: Context, found: News) -> Markup:
    """Count what came out and is no part of this forecast."""
    if not found.unread:
        return Markup("")
    count = _fact(page, found, "unread", found.unread, "本预测不用的新数据", "figures not read", unit="", decimals=0)
    return page.say(
        "同期另有{n}个新数据不为本预测所用。",
        " Another {n} figures came out that this forecast does not read.",
        n=count,
    )


def _what(page: Context, sheet: Sheet, step: Step) -> Markup:
    """Name the indicator of a step as the page calls it, whose it is, and the stretch that came out."""
    entry = indicators.indicator(step.indicator)
    name = sheet.name(page.lang) if step.indicator == sheet.code else (entry.zh if page.lang == "zh" else entry.en)
    stretch = Markup("") if step.period is None else page.say("{t}", ", {t}", t=ytd_label(step.period, page.lang))
    others = Markup("") if step.own else page.say("（其他地区）", " (other regions)")
    return page.say("{n}{o}{t}", "{n}{o}{t}", n=name, o=others, t=stretch)


def _figures(page: Context, found: News, number: int) -> Fact:
    step = found.steps[number]
    return _fact(page, found, f"step.{number}.figures", step.figures, "数据个数", "figures", unit="", decimals=0)


def _impact(page: Context, found: News, number: int) -> Fact:
    zh, en = _KINDS[found.steps[number].kind]
    return _fact(page, found, f"step.{number}.impact", found.steps[number].impact, f"{zh}的影响", f"effect of {en}")


def _pair(page: Context, found: News, number: int) -> tuple[Fact, Fact, Fact] | None:
    """Add what was expected of a figure, what came, and the difference of the two as printed."""
    step = found.steps[number]
    if step.expected is None or step.actual is None:
        return None
    name, period, zh, en = f"step.{number}", str(step.period), "发布前预计", "expected before"
    expected = _fact(page, found, f"{name}.expected", step.expected, zh, en, unit="%", decimals=1, period=period)
    actual = _fact(
        page,
        found,
        f"{name}.actual",
        step.actual,
        "首次发布数",
        "as first released",
        unit="%",
        decimals=1,
        period=period,
        kind="official",
        released_on=str(step.released_on),
        source=step.source,
        formula="",
    )
    surprise = _fact(
        page,
        found,
        f"{name}.surprise",
        actual.rounded - expected.rounded,
        "实际与预计之差",
        "actual less expected",
        decimals=1,
        period=period,
        formula=f"{actual.key} − {expected.key}（均按印出的一位小数）",
        inputs=(actual.key, expected.key),
    )
    return expected, actual, surprise


def _told(page: Context, sheet: Sheet, found: News, number: int) -> Markup:
    """Say what one step was and what it did."""
    step, impact, pair = found.steps[number], _impact(page, found, number), _pair(page, found, number)
    if step.kind == "estimation":
        return page.say(
            "用全部新数据重新估计模型参数，{i}。", "Re-estimating the model on all figures {i}.", i=_did(page, impact)
        )
    if step.kind == "judgement":
        return page.say("判断调整，{i}。", "The change of judgement {i}.", i=_did(page, impact))
    if pair is None:
        return page.say(
            "{d}{k}：{w}，共{c}个数据，{i}。",
            "{k}, {d}: {w}, {c} in all; this {i}.",
            d=words.day(step.released_on, page.lang),
            k=page.say("发布", "Released") if step.kind == "release" else page.say("修订", "Revised"),
            w=_what(page, sheet, step),
            c=_figures(page, found, number),
            i=_did(page, impact),
        )
    expected, actual, surprise = pair
    return page.say(
        "{d}发布：{w}{g}，{s}，{i}。",
        "Released, {d}: {w}: {g}, {s}; {i}.",
        d=words.day(step.released_on, page.lang),
        w=_what(page, sheet, step),
        g=words.grew(actual, page.lang),
        s=_against(page, expected, actual, surprise),
        i=_followed(page, surprise, impact),
    )


def _did(page: Context, impact: Fact) -> Markup:
    if impact.rounded == 0:
        return page.say("对全年预测基本没有影响", "had no visible effect on the year")
    if impact.rounded > 0:
        return page.say("使全年预测上调{m}个百分点", "raised the year by {m} points", m=impact.magnitude)
    return page.say("使全年预测下调{m}个百分点", "lowered the year by {m} points", m=impact.magnitude)


def _against(page: Context, expected: Fact, actual: Fact, surprise: Fact) -> Markup:
    """Say how a figure stands to what was expected of it: 比预计的1.6%高0.4个百分点."""
    size, up = surprise.magnitude, surprise.rounded > 0
    if surprise.rounded == 0:
        return page.say("与预计一致", "as expected")
    english = "{s} points above the {e}% expected" if up else "{s} points below the {e}% expected"
    if expected.rounded < 0 and actual.rounded < 0:
        zh = "降幅比预计的{m}%小{s}个百分点" if up else "降幅比预计的{m}%大{s}个百分点"
    elif expected.rounded == 0:
        zh = "预计为持平，实际高{s}个百分点" if up else "预计为持平，实际低{s}个百分点"
    elif expected.rounded < 0:
        zh = "预计为下降{m}%，实际高{s}个百分点"
    else:
        zh = "比预计的{e}%高{s}个百分点" if up else "比预计的{e}%低{s}个百分点"
    return page.say(zh, english, e=expected, m=expected.magnitude, s=size)


def _followed(page: Context, surprise: Fact, impact: Fact) -> Markup:
    """Say what followed from a figure, and why where its sign is not that of the surprise."""
    did = _did(page, impact)
    if surprise.rounded * impact.rounded > 0:
        return page.say("{i}", "it {i}", i=did)
    if surprise.rounded * impact.rounded < 0:
        return page.say(
            "却{i}：基数、往期数据或其他地区联动的影响超过了它",
            "yet it {i}: the base, earlier figures or the link to other regions outweighed it",
            i=did,
        )
    if impact.rounded == 0:
        return page.say("{i}", "it {i}", i=did)
    return page.say(
        "{i}，来自印出位数以下的差别、基数或其他地区联动",
        "it {i}, by what printed digits do not show, the base or the link to other regions",
        i=did,
    )
