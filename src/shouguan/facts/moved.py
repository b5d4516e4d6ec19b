"""Why the forecasts moved since an earlier day: the day is found, the news explained, each figure of it a fact.

What a scenario assumes is no news: the forecast of the earlier day had no such assumption. So the two forecasts that
are compared are without it, and what it does to the year is a figure of its own.
"""

from __future__ import annotations

from typing import Any

from shouguan.analysis.news import News, Step, explain, judged, previous_release
from shouguan.core.errors import DataError, nearest
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Moved, MovedKind, MovedStep, Reason
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.table import Fact, name_of

Of = tuple[str | int, ...]
"""What of the news a figure is: its whole, a kind, a step."""
KINDS: dict[MovedKind, tuple[str, str]] = {
    "release": ("新公布数据", "newly released figures"),
    "revision": ("历史数据修订", "revisions of earlier figures"),
    "estimation": ("模型参数重新估计", "re-estimation of the model"),
}
"""Kind → its name, in the order in which a sentence lists them."""
_ASSUMED = "情景假设的影响", "effect of the scenario's assumptions"
MOST_TOLD = 2
"""Steps that page one tells one by one."""
MOST_STEPS = 9
"""Steps of a news waterfall; the smallest beyond them are drawn as one."""


def moved(page: Briefing, sheet: Sheet) -> Moved | Reason:
    """Return what moved the forecast since the page's `since`, by default since the release before the newest.

    Returns
    -------
    Moved, or why that cannot be said
    """
    day = page.since or previous_release(page.place, sheet.code, page.year, page.as_of)
    if day is None:
        return "本年第一次测算", "the first forecast of the year"
    try:
        news = explain(page.place, sheet.code, day, page.as_of, seed=page.seed)
    except DataError as error:
        return error.zh, error.en
    if page.contents.assumed is not None:
        news = judged(news, page.linked.outlook(sheet.code))
    page.news[sheet.code] = news
    return collect(page, news)


def collect(page: Briefing, news: News) -> Moved:
    """Add the facts of a change of the forecast: one figure, to two decimals, of the forecasts before rounding.

    Raises
    ------
    DataError
        When the page does not forecast the indicator, or stands on another day than the news.
    """
    if news.indicator not in page.sheets:
        zh, en = nearest(news.indicator, page.sheets)
        raise DataError(f"本页没有预测“{news.indicator}”{zh}", f"this page does not forecast '{news.indicator}'{en}")
    if news.new_day != page.as_of:
        raise DataError(
            f"变化说明的本期日期是 {news.new_day}，本页的日期是 {page.as_of}，应一致",
            f"the news ends on {news.new_day}, but the page stands on {page.as_of}: they must be the same day",
        )
    by_kind, kinds = news.by_kind(), {step.kind for step in news.steps}
    ours = news.new - by_kind["judgement"]
    old = _add(page, news, "old", news.old, "上次全年测算", "the last forecast", unit="%", decimals=1)
    new = _add(page, news, "new", ours, "本次全年测算", "this forecast", unit="%", decimals=1)
    change = _add(page, news, "change", ours - news.old, "本次与上次测算之差", "this forecast less the last")
    steps = tuple(_step(page, news, number) for number, step in enumerate(news.steps) if step.kind != "judgement")
    quiet = tuple(n for n, step in enumerate(steps) if step.count and not step.pair and step.impact.rounded == 0)
    kept, rest = _drawn(page, news, steps)
    largest, others = _told(page, news, steps)
    return Moved(
        indicator=news.indicator,
        old_day=news.old_day,
        new_day=news.new_day,
        year=news.year,
        old=old,
        new=new,
        change=change,
        kinds={
            kind: _add(page, news, kind, by_kind[kind], f"{zh}的影响", f"effect of {en}", of=("kind",))
            for kind, (zh, en) in KINDS.items()
            if kind in kinds
        },
        steps=steps,
        quiet=quiet if len(quiet) > 1 else (),
        still=_count(page, news, "still", len(quiet), "没有影响的批次", "steps without effect") if quiet[1:] else None,
        unread=_count(page, news, "unread", news.unread, "本预测不用的新数据", "figures not read")
        if news.unread
        else None,
        drawn=kept,
        rest=rest,
        largest=largest,
        others=others,
        assumed=_add(page, news, "judgement", by_kind["judgement"], *_ASSUMED, of=("kind",))
        if page.contents.assumed is not None
        else None,
    )


def _step(page: Briefing, news: News, number: int) -> MovedStep:
    step, of = news.steps[number], ("step", number)
    assert step.kind != "judgement"  # which is no step of the news
    zh, en = KINDS[step.kind]
    return MovedStep(
        kind=step.kind,
        released_on=step.released_on,
        indicator=step.indicator,
        own=step.own,
        count=step.figures,
        period=step.period,
        figures=_count(page, news, "figures", step.figures, "数据个数", "figures", of) if step.figures else None,
        impact=_add(page, news, "impact", step.impact, f"{zh}的影响", f"effect of {en}", of=of),
        pair=_pair(page, news, of, step),
    )


def _pair(page: Briefing, news: News, of: Of, step: Step) -> tuple[Fact, Fact, Fact] | None:
    """Add what was expected of a figure, what came, and the difference of the two as printed."""
    if step.expected is None or step.actual is None:
        return None
    printed = {"unit": "%", "decimals": 1, "period": str(step.period)}
    expected = _add(page, news, "expected", step.expected, "发布前预计", "expected before", **printed, of=of)
    own = {"kind": "official", "released_on": str(step.released_on), "source": step.source, "formula": ""}
    actual = _add(page, news, "actual", step.actual, "首次发布数", "as first released", **printed, **own, of=of)
    labels = "实际与预计之差", "actual less expected"
    surprise = _difference(page, news, "surprise", actual, expected, *labels, period=str(step.period), of=of)
    return expected, actual, surprise


def _told(page: Briefing, news: News, steps: tuple[MovedStep, ...]) -> tuple[tuple[int, ...], Fact | None]:
    """Return the steps that page one tells, the largest first, and the sum of the others, where they add up to any."""
    impacts = [step.impact for step in steps]
    order = sorted((n for n, each in enumerate(impacts) if each.rounded), key=lambda n: -abs(impacts[n].value))
    shown, left = order[:MOST_TOLD], [n for n in range(len(impacts)) if n not in order[:MOST_TOLD]]
    if not order[MOST_TOLD:]:
        return tuple(shown), None
    others = _add(
        page,
        news,
        "impact",
        sum(impacts[n].value for n in left),
        "其他各步的影响",
        "effect of all other steps",
        of=("step", len(impacts) + 1),
        formula="第一页未列的各步之和",
        inputs=tuple(impacts[n].key for n in left),
    )
    return tuple(shown), others


def _drawn(page: Briefing, news: News, steps: tuple[MovedStep, ...]) -> tuple[tuple[int, ...], Fact | None]:
    """Return the steps that a picture has room for, and the sum of the others, which it draws as one."""
    impacts = [step.impact for step in steps]
    order = sorted(range(len(impacts)), key=lambda n: (impacts[n].rounded == 0, -abs(impacts[n].value)))
    small = [n for at, n in enumerate(order) if at >= MOST_STEPS or impacts[n].rounded == 0]
    if len(small) < 2:
        return tuple(range(len(impacts))), None
    rest = _add(
        page,
        news,
        "impact",
        sum(impacts[n].value for n in small),
        "其余各步的影响",
        "effect of the other steps",
        of=("step", len(impacts)),
        formula="图中未单列的各步之和",
        inputs=tuple(impacts[n].key for n in sorted(small)),
    )
    return tuple(n for n in range(len(impacts)) if n not in small), rest


def _difference(page: Briefing, news: News, name: str, now: Fact, before: Fact, zh: str, en: str, **rest: Any) -> Fact:
    made: dict[str, Any] = {
        "decimals": 1,
        "formula": f"{now.key} − {before.key}（均按印出的一位小数）",
        "inputs": (now.key, before.key),
    }
    return _add(page, news, name, now.rounded - before.rounded, zh, en, **(made | rest))


def _count(page: Briefing, news: News, name: str, number: int, zh: str, en: str, of: Of = ()) -> Fact:
    return _add(page, news, name, number, zh, en, of=of, kind="computed", unit="", decimals=0)


def _add(page: Briefing, news: News, name: str, value: float, zh: str, en: str, *, of: Of = (), **rest: object) -> Fact:
    base: dict[str, object] = {
        "kind": "forecast",
        "unit": "pp",
        "decimals": 2,
        "period": str(news.year),
        "label_zh": zh,
        "label_en": en,
        "formula": f"shouguan.analysis.news，{news.old_day} 至 {news.new_day}",
    }
    sheet = page.sheets[news.indicator]
    return page.facts.add(figure(sheet, name_of("news", news.old_day, *of, statistic=name), value, **(base | rest)))
