"""Figures that pictures draw: the peers in the newest stretch of them all."""

from __future__ import annotations

from shouguan.analysis.ranking import competition_rank
from shouguan.core.periods import Period, ytd_label
from shouguan.data.assessment_settings import name_of as name_of_peer
from shouguan.facts.briefing import Briefing
from shouguan.facts.contents import Reason
from shouguan.facts.indicator_report import Sheet, figure, growth_row, official, published
from shouguan.facts.rows import PeerLine, Peers
from shouguan.facts.table import Fact, name_of


def peers(page: Briefing, sheet: Sheet) -> Peers | Reason:
    """Rank the assessment group in the newest stretch that all have published, or say why it cannot be."""
    codes = page.assessment.group(page.place)
    if not codes:
        return "没有设定考核同组地区", "no group of peers is set"
    growth = {code: page.view.ytd_growth(code, sheet.code) for code in codes}
    periods = sheet.entry.calendar.periods(page.year)
    common = [period for period in periods if all(period in known for known in growth.values())]
    if not common:
        return "本年没有同组各地都已公布的时段", "no stretch of this year is published by all peers"
    period = common[-1]
    ranks = competition_rank({code: known[period] for code, known in growth.items()}, sheet.entry.sign)
    lines = tuple(
        PeerLine(
            code,
            name_of_peer(page.place, page.assessment, code),
            _rank(page, sheet, period, code, ranks[code]),
            _growth(page, sheet, period, code),
        )
        for code in sorted(codes, key=lambda code: (ranks[code], code != page.place.region, codes.index(code)))
    )
    return Peers(period, lines, _count(page, sheet, len(codes)))


def _count(page: Briefing, sheet: Sheet, count: int) -> Fact:
    """Return how many regions are ranked; `collect` has added it where the newest stretch has a rank."""
    return page.facts.get(sheet.key("rank", "peers")) or page.facts.add(
        figure(
            sheet,
            name_of("rank", statistic="peers"),
            count,
            unit="place",
            decimals=0,
            label_zh="同组地区数",
            label_en="number of peers",
            formula="地区设置 peers 的个数",
        )
    )


def _rank(page: Briefing, sheet: Sheet, period: Period, code: str, rank: int) -> Fact:
    own = code == page.place.region
    name = name_of("rank", period) if own else name_of("rank", period, code)
    return page.facts.get(sheet.key(name)) or page.facts.add(
        figure(
            sheet,
            name,
            rank,
            region=code,
            period=str(period),
            unit="place",
            decimals=0,
            label_zh="位次" if own else f"{_name(page, code, 0)}位次",
            label_en="rank" if own else f"rank of {_name(page, code, 1)}",
            formula="按同组地区已公布增速排位（并列同位）",
        )
    )


def _growth(page: Briefing, sheet: Sheet, period: Period, code: str) -> Fact:
    """Add a peer's published growth; the place's own has its own key."""
    if code == page.place.region:
        own = official(page.facts, sheet, page.view, period)
        assert own is not None
        return own
    row = growth_row(page.view, code, sheet.code, period)
    assert row is not None
    return page.facts.add(
        published(
            sheet,
            name_of("ytd", period, code),
            row,
            region=code,
            label_zh=f"{_name(page, code, 0)}{period.year}年{ytd_label(period)}{sheet.entry.zh}累计增速",
            label_en=f"{sheet.entry.en} of {_name(page, code, 1)}, {ytd_label(period, 'en')} {period.year}",
        )
    )


def _name(page: Briefing, code: str, lang: int) -> str:
    return name_of_peer(page.place, page.assessment, code)[lang]
