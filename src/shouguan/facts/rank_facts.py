"""Facts of the assessment: the rank that the year is expected to have, what a place takes, the expected score."""

from __future__ import annotations

import numpy as np

from shouguan.analysis.ranking import NoRank, RankDraws, ladder, rank_draws
from shouguan.analysis.scoring import Scored, Scores, score
from shouguan.data.assessment_settings import called
from shouguan.facts import comparisons
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Reason
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.rank_rows import RankRow, RankRung, ScoreRow
from shouguan.facts.table import Fact, name_of
from shouguan.models.outlook import INTERVAL

_RANKED = "各条路径按公布的位数排位（并列同位）"
_SCORED = "各条路径按考核办法（assessment.yaml）计分"
_LEAST = 0.005
"""A rank with less of a chance is not drawn."""
_LOW, _HIGH = (1.0 - INTERVAL) / 2.0, (1.0 + INTERVAL) / 2.0


def rank(page: Briefing, sheet: Sheet) -> RankRow | Reason | None:
    """Add how the place's year may rank by an indicator, or say which peers it is not ranked for.

    None where there is nothing to rank: no group is set, or no peer has such figures at all.
    """
    group = page.group
    if group is None or len(group.lacking(sheet.code)) >= len(group.regions) - 1:
        return None
    own = page.linked.outlook(sheet.code).full_year
    found = rank_draws(page.place, group, sheet.code, page.assessment, own=own)
    if isinstance(found, NoRank):
        return found.zh, found.en
    without = called(page.place, page.assessment, found.without)
    median = _place(page, sheet, "median", found.median, "全年预计位次（中位数）", "expected rank of the year (median)")
    return RankRow(
        code=sheet.code,
        median=median,
        best=_place(page, sheet, "best", found.lower, "全年位次80%区间较好一端", "80% range of the rank, better end"),
        worst=_place(page, sheet, "worst", found.upper, "全年位次80%区间较差一端", "80% range of the rank, worse end"),
        peers=_place(page, sheet, "ranked", found.peers, "参加排位的地区数", "regions that are ranked"),
        up=_up(page, sheet, found),
        step=_step(page, sheet, found),
        worth=_worth(page, sheet, found),
        without=without if found.without else None,
    )


def rungs(page: Briefing, sheet: Sheet) -> tuple[RankRung, ...]:
    """Add the ranks that the year may have, each with its chance and what takes it; none where there is no rank."""
    own = page.linked.outlook(sheet.code).full_year
    found = rank_draws(page.place, page.group, sheet.code, page.assessment, own=own)
    steps = ladder(page.place, page.group, sheet.code, page.assessment, own=own)
    if isinstance(found, NoRank) or isinstance(steps, NoRank):
        return ()
    takes = {each.rank: each.median for each in steps}
    return tuple(
        RankRung(
            _rung(page, sheet, rank, "number", rank, "位次", "rank", unit="place", decimals=0, kind="computed"),
            _rung(page, sheet, rank, "chance", 100.0 * chance, "这一位次的可能性", "chance of the rank", decimals=0),
            _rung(page, sheet, rank, "takes", takes[rank], "这一位次需要的全年增速", "growth of the year that takes it")
            if rank in takes
            else None,
        )
        for rank, chance in enumerate(found.chances, start=1)
        if chance >= _LEAST
    )


def _rung(page: Briefing, sheet: Sheet, rank: int, name: str, value: float, zh: str, en: str, **rest: object) -> Fact:
    base: dict[str, object] = {"kind": "forecast", "period": str(page.year), "formula": _RANKED}
    base |= {"label_zh": f"全年第{rank}位：{zh}", "label_en": f"no. {rank} at the year's end: {en}"}
    own = name_of("year_rank", page.year, name, rank)
    return page.facts.add(figure(sheet, own, value, **(base | rest)))


def scores(page: Briefing) -> ScoreRow | None:
    """Add the expected score in all under the office's rules; None where there are none, or nothing can be scored."""
    rules = page.assessment.rules
    if not rules:
        return None
    found = score(
        page.place,
        page.group,
        page.assessment,
        own={code: page.linked.outlook(code).full_year for code in page.sheets},
        targets={code: each.main_target.met_from for code, each in page.sheets.items() if each.main_target},
    )
    if not found.parts:
        return None
    first = page.naming(found.parts[0].code)
    low, high = np.quantile(found.draws, (_LOW, _HIGH))
    named = (
        ("expected", float(found.draws.mean()), "预计考核得分", "expected score"),
        ("lower80", float(low), "考核得分80%区间下限", "80% interval of the score, lower end"),
        ("upper80", float(high), "考核得分80%区间上限", "80% interval of the score, upper end"),
    )
    expected, lower, upper = (_points(page, first, *each, source=page.assessment.source or "") for each in named)
    gained = {part.code: _gained(page, part, found.gained(part)) for part in found.parts}
    return ScoreRow(
        expected=expected,
        lower=lower,
        upper=upper,
        share=None if found.scored_weight == found.weight else _share(page, first, found),
        gained={code: fact for code, fact in gained.items() if fact is not None},
    )


def _share(page: Briefing, sheet: Sheet, found: Scores) -> Fact:
    zh, en = "已计分指标的权重占比", "share of the weights that is scored"
    return _points(page, sheet, "share", 100.0 * found.scored_weight / found.weight, zh, en, unit="%", decimals=0)


def _place(page: Briefing, sheet: Sheet, name: str, value: float, zh: str, en: str) -> Fact:
    return page.facts.add(
        figure(
            sheet,
            name_of("year_rank", page.year, statistic=name),
            value,
            kind="forecast",
            unit="place",
            decimals=0,
            period=str(page.year),
            label_zh=zh,
            label_en=en,
            formula=_RANKED,
        )
    )


def _up(page: Briefing, sheet: Sheet, found: RankDraws) -> Fact | None:
    """Add the chance of a better rank than the published one, where there is one that may be bettered."""
    now = page.facts.get(sheet.key("rank", sheet.origin))
    if now is None or now.value <= 1 or found.without:
        return None
    return page.facts.add(
        figure(
            sheet,
            name_of("year_rank", page.year, "chance", statistic="up"),
            100.0 * found.chance_above(int(now.value)),
            kind="forecast",
            decimals=0,
            period=str(page.year),
            label_zh="全年位次比现在前移的可能性",
            label_en="chance of a better rank than now",
            formula=_RANKED,
            inputs=(now.key,),
        )
    )


def _step(page: Briefing, sheet: Sheet, found: RankDraws) -> Fact | None:
    if found.step is None:
        return None
    return page.facts.add(
        figure(
            sheet,
            name_of("year_rank", page.year, statistic="step"),
            found.step,
            kind="forecast",
            unit="pp",
            period=str(page.year),
            label_zh="位次前移一位全年约需提高" if found.better > 0 else "位次前移一位全年约需再降",
            label_en="points of the year that gain a place",
            formula=_RANKED,
        )
    )


def _worth(page: Briefing, sheet: Sheet, found: RankDraws) -> Fact | None:
    """Add what gaining a place is in money, of GDP alone."""
    tenth = comparisons.worth(page, sheet)
    if tenth is None or found.step is None:
        return None
    step = sheet.key("year_rank", page.year, "step")
    return page.facts.add(
        figure(
            sheet,
            name_of("year_rank", page.year, statistic="worth"),
            found.step * 10.0 * tenth.value,
            kind="forecast",
            unit="亿元",
            decimals=1,
            period=str(page.year),
            label_zh="位次前移一位约合增加值（按上年现价）",
            label_en="value added that gains a place, at last year's prices",
            formula=f"{step} × {tenth.key} ÷ 0.1",
            inputs=(step, tenth.key),
        )
    )


def _gained(page: Briefing, part: Scored, points: float | None) -> Fact | None:
    """Add what one place higher by an indicator adds to the score in all."""
    if points is None or part.code not in page.sheets:
        return None
    return _points(
        page,
        page.sheets[part.code],
        "gained",
        points,
        "位次前移一位总分约可增",
        "what a place gained adds to the score",
    )


def _points(page: Briefing, sheet: Sheet, name: str, value: float, zh: str, en: str, **rest: object) -> Fact:
    base: dict[str, object] = {
        "kind": "forecast",
        "unit": "",
        "decimals": 1,
        "period": str(page.year),
        "label_zh": zh,
        "label_en": en,
        "formula": _SCORED,
    }
    return page.facts.add(figure(sheet, name_of("score", page.year, statistic=name), value, **(base | rest)))
