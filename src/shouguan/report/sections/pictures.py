"""The pictures of a page: what each needs is collected, and where it cannot be drawn it is said why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from markupsafe import Markup

from shouguan.analysis.ranking import competition_rank
from shouguan.core import indicators
from shouguan.core.periods import Period, ytd_label
from shouguan.core.ytd import period_weights
from shouguan.evaluation import reliability
from shouguan.facts.contents import Moved, MovedStep
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.table import Fact
from shouguan.report import charts
from shouguan.report.charts import Chart, Peer, Step
from shouguan.report.context import Context
from shouguan.report.language import words
from shouguan.report.sections import misses

_RECORD = "data/official/record.csv（按现行数据回溯）"


def fan(page: Context, sheet: Sheet) -> Chart:
    """Draw the year of one indicator as a fan."""
    return charts.fan_chart(page.facts, sheet, page.lang)


def ladder(page: Context, sheet: Sheet) -> Chart:
    """Draw what each full-year figure takes of the rest of the year."""
    return charts.ladder_chart(page.facts, sheet, page.lang)


def contributions(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what the industries add to published GDP growth."""
    if page.contributed(sheet) is None:
        return _note(page, sheet, "没有十一个行业的完整数据", "the figures of all eleven industries are not known")
    return charts.contributions_chart(page.facts, sheet, page.lang)


def gap(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what the main target needs of each part beside what is expected of it."""
    if sheet.main_target is None:
        return _note(page, sheet, "没有年度目标的记录", "no target is on record")
    asked = page.contents.ways[sheet.code].asked
    if not asked:
        zh, en = page.linked.why_whole(sheet.code)
        return _note(page, sheet, zh, en)
    return charts.gap_chart(page.facts, sheet, sheet.main_target, [each.code for each in asked], page.lang)


def pace(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the year's growth by stretch over last year's, with the way to the target."""
    outlook, target = sheet.outlook, sheet.main_target
    if not outlook.known:
        return _note(page, sheet, "本年尚无已公布的数据", "nothing of this year is published yet")
    if target is not None:
        cumulative, known = outlook.weights.cumulative, len(outlook.known)
        added = np.cumsum(outlook.path_to(target.value) * period_weights(cumulative)[known:])
        way = (outlook.known_weight * float(outlook.carried.mean()) + added) / cumulative[known:]
        for period, growth in zip(sheet.entry.calendar.periods(page.year)[known:], way, strict=True):
            page.facts.add(
                figure(
                    sheet,
                    f"pace.{period}",
                    float(growth),
                    period=str(period),
                    label_zh=f"恰好达到{target.kind}时{ytd_label(period)}累计增速",
                    label_en=f"YTD growth in {ytd_label(period, 'en')} on the way that just meets the target",
                    formula="各期增速对全年增速的回归，全年等于目标（Outlook.path_to），折成累计",
                    inputs=(sheet.key("ytd", outlook.origin),),
                )
            )
    return charts.pace_chart(page.facts, sheet, page.lang)


def peers(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw the published growth of the assessment group in the newest stretch that all have published."""
    codes = page.place.settings.peers
    if len(codes) < 2 or page.place.region not in codes:
        return _note(page, sheet, "没有设定考核同组地区", "no group of peers is set")
    growth = {code: page.view.ytd_growth(code, sheet.code) for code in codes}
    periods = sheet.entry.calendar.periods(page.year)
    common = [period for period in periods if all(period in known for known in growth.values())]
    if not common:
        return _note(page, sheet, "本年没有同组各地都已公布的时段", "no stretch of this year is published by all peers")
    period = common[-1]
    ranks = competition_rank({code: known[period] for code, known in growth.items()})
    lines = [
        Peer(
            _region(page, code),
            _rank(page, sheet, period, code, ranks[code]),
            _growth(page, sheet, period, code),
            code == page.place.region,
        )
        for code in sorted(codes, key=lambda code: (ranks[code], code != page.place.region, codes.index(code)))
    ]
    group = page.say(
        "{p}", "{n} in {p}", p=_region(page, page.place.settings.parent or ""), n=_count(page, sheet, len(codes))
    )
    return charts.peers_chart(sheet, period, lines, group, page.lang)


def _count(page: Context, sheet: Sheet, count: int) -> Fact:
    """Return how many regions are ranked; `collect` has added it where the newest stretch has a rank."""
    return page.facts.get(sheet.key("rank", "peers")) or page.facts.add(
        figure(
            sheet,
            "rank.peers",
            count,
            unit="place",
            decimals=0,
            label_zh="同组地区数",
            label_en="number of peers",
            formula="地区设置 peers 的个数",
        )
    )


def _rank(page: Context, sheet: Sheet, period: Period, code: str, rank: int) -> Fact:
    own = code == page.place.region
    key = f"rank.{period}" if own else f"rank.{period}.{code}"
    return page.facts.get(sheet.key(key)) or page.facts.add(
        figure(
            sheet,
            key,
            rank,
            region=code,
            period=str(period),
            unit="place",
            decimals=0,
            label_zh="位次" if own else f"{_region(page, code, 'zh')}位次",
            label_en="rank" if own else f"rank of {_region(page, code, 'en')}",
            formula="按同组地区已公布增速排位（并列同位）",
        )
    )


def _growth(page: Context, sheet: Sheet, period: Period, code: str) -> Fact:
    """Add a peer's published growth; the place's own has its own key."""
    rows = page.view.rows(code, sheet.code, basis="ytd", measure="growth")
    row = rows[rows["period"] == str(period)].iloc[0]
    known = page.facts.get(sheet.key("ytd", period)) if code == page.place.region else None
    return known or page.facts.add(
        figure(
            sheet,
            f"ytd.{period}.{code}",
            float(row["value"]),
            kind="official",
            region=code,
            period=str(period),
            label_zh=f"{_region(page, code, 'zh')}{period.year}年{ytd_label(period)}{sheet.entry.zh}累计增速",
            label_en=f"{sheet.entry.en} of {_region(page, code, 'en')}, {ytd_label(period, 'en')} {period.year}",
            source=row["source"],
            released_on=f"{row['released_on']:%Y-%m-%d}",
        )
    )


def _region(page: Context, code: str, lang: str | None = None) -> str:
    named = page.place.regions.get(code)
    if named is None:
        return code
    return named.name if (lang or page.lang) == "zh" else named.name_en


def news(page: Context, found: Moved) -> Chart:
    """Draw how the forecast moved since the last report; the smallest steps are drawn as one."""
    sheet = page.sheets[found.indicator]
    steps = [Step(_step(page, sheet, found.steps[n]), found.steps[n].impact) for n in found.drawn]
    if found.rest is not None:
        steps.append(Step(page.say("其余各步", "Other steps"), found.rest))
    return charts.news_chart(page.facts, sheet, found.old_day, steps, page.lang)


def _step(page: Context, sheet: Sheet, step: MovedStep) -> Markup:
    if step.kind == "estimation":
        return page.say("重新估计参数", "Re-estimation")
    if step.kind == "judgement":
        return page.say("判断调整", "Judgement")
    entry = sheet.entry if step.indicator == sheet.code else indicators.indicator(step.indicator)
    return page.say(
        "{o}{n}{t}{r}",
        "{n}{o}{t}{r}",
        n=entry.zh if page.lang == "zh" else entry.en,
        t=_when(page, step),
        o="" if step.own else page.say("其他地区的", " of other regions"),
        r=page.say("（修订）", ", revised") if step.kind == "revision" else "",
    )


def _when(page: Context, step: MovedStep) -> Markup:
    """Name the stretch that came out, or the day where it is not the forecast's own indicator."""
    if step.period is not None:
        return page.say("\n{t}", ",\n{t}", t=ytd_label(step.period, page.lang))
    if step.kind != "release":
        return Markup("")
    return page.say("\n（{d}）", ",\n{d}", d=words.day(step.released_on, page.lang))


def record(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw past forecasts at this point of the year against what came."""
    found = misses.on_record(page, sheet)
    if found is None:
        return _note(page, sheet, "没有同一时点的回溯预测", "no past forecast at this point is on record")
    region, past = found
    for each in past:
        for name in ("median", "lower80", "upper80", "truth"):
            misses.fact(page, sheet, each, name)
    inside = sum(each.lower80 <= each.truth <= each.upper80 for each in past)
    error = float(np.mean([abs(each.median - each.truth) for each in past]))
    for name, value, unit, decimals, zh, en in (
        ("n", len(past), "", 0, "回溯预测年数", "past forecasts"),
        ("inside", inside, "", 0, "实际值在80%区间内的年数", "years inside the 80% interval"),
        ("mae", error, "pp", 2, "平均绝对误差", "mean absolute error"),
    ):
        _add(page, sheet, f"past.{name}", float(value), unit, decimals, zh, en)
    name = "" if region == page.place.region else _region(page, region)
    return charts.record_chart(page.facts, sheet, [each.year for each in past], name, page.lang)


def reliable(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw how often chances given in past years came true."""
    given = reliability.given(sheet.code, len(sheet.outlook.known), before=page.year)
    made = reliability.groups(given)
    if not made:
        return _note(page, sheet, "同一时点的回溯预测太少，不能检验可能性", "too few past forecasts to test chances")
    for number, group in enumerate(made):
        for name, zh, en in (
            ("chance", "平均给出的可能性", "mean chance given"),
            ("met", "后来达到的比例", "share that came true"),
            ("lower95", "不确定范围下限", "uncertain range, lower end"),
            ("upper95", "不确定范围上限", "uncertain range, upper end"),
        ):
            _add(
                page,
                sheet,
                f"reliability.{number}.{name}",
                100 * getattr(group, name.removesuffix("95")),
                "%",
                0,
                zh,
                en,
            )
        _add(page, sheet, f"reliability.{number}.n", group.n, "", 0, "可能性个数", "chances")
    years = [each.year for each in given]
    for name, value, unit, decimals, zh, en in (
        ("n", len(given), "", 0, "可能性个数", "chances"),
        ("error", 100 * reliability.mean_error(made), "pp", 1, "平均相差", "mean difference"),
        ("first_year", min(years), "", 0, "起始年份", "first year"),
        ("last_year", max(years), "", 0, "结束年份", "last year"),
    ):
        _add(page, sheet, f"reliability.{name}", float(value), unit, decimals, zh, en)
    return charts.reliability_chart(page.facts, sheet, range(len(made)), page.lang)


def _add(page: Context, sheet: Sheet, key: str, value: float, unit: str, decimals: int, zh: str, en: str) -> Fact:
    formula = "同一时点各次回溯预测的汇总（shouguan.models.track_record、shouguan.evaluation.reliability）"
    return page.facts.add(
        figure(
            sheet, key, value, unit=unit, decimals=decimals, label_zh=zh, label_en=en, source=_RECORD, formula=formula
        )
    )


def _note(page: Context, sheet: Sheet, zh: str, en: str) -> Markup:
    said = page.say(
        "{n}：{r}，不作图。", "{n}: {r}; no picture.", n=sheet.name(page.lang), r=zh if page.lang == "zh" else en
    )
    return Markup('<p class="note">{}</p>').format(said)


def moved(page: Context, sheet: Sheet) -> Chart | Markup:
    """Draw what moved the forecast since the release before the newest, or say why there is nothing to draw."""
    found = page.moved(sheet)
    return news(page, found) if isinstance(found, Moved) else _note(page, sheet, *found)


KINDS: dict[str, Callable[[Context, Sheet], Chart | Markup]] = {
    "fan": fan,
    "ladder": ladder,
    "contributions": contributions,
    "gap": gap,
    "pace": pace,
    "peers": peers,
    "news": moved,
    "record": record,
    "reliability": reliable,
}
"""The pictures by the names that notebooks use."""

CHAPTERS = {"contributions": ("contributions",), "gap": ("ways",), "news": ("news",)}
"""The chapters of facts (`facts.complete`) that a picture draws from, besides those that every page has."""

_ABOUT = {"contributions": "gdp", "pace": "fai"}
"""Pictures that are about one indicator by nature."""


def usual(kind: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators that a picture is of when none is named; none where the page lacks its subject."""
    if kind == "fan":
        return tuple(codes)
    if kind in _ABOUT:
        return tuple(code for code in codes if code == _ABOUT[kind])
    return tuple(codes[:1])
