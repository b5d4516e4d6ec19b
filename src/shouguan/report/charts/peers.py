"""Peers: published growth of the assessment group in one stretch of the year, sorted, with the own place marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from markupsafe import Markup

from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.facts.indicator_report import Sheet
from shouguan.facts.table import Fact
from shouguan.report import tables
from shouguan.report.charts import theme
from shouguan.report.charts.picture import Chart, Rows, Words, drawn
from shouguan.report.charts.waterfall import THICK, room
from shouguan.report.language import words

_FEWEST, _FENCE, _PAST = 8, 3.0, 0.15
"""Of fewer none lies outside; one does by over three times the middle half; its bar goes so far past the others."""
_SHORT = 42.0
"""Room for the words that a bar is cut short, points."""


_MOST, _ENDS, _NEAR = 16, 3, 4
"""A group of more is drawn by so many of its first and last, and so many on either side of the own place."""


@dataclass(frozen=True)
class Peer:
    """One region of the group: its name in the page's language, its rank, its growth."""

    name: str
    rank: Fact
    growth: Fact
    own: bool = False


@drawn
def peers_chart(sheet: Sheet, period: Period, peers: Sequence[Peer], group: str | Markup, lang: Lang) -> Chart:
    """Draw the group's published YTD growth from the highest down; of a large group its ends and the own neighbours.

    Parameters
    ----------
    sheet : Sheet
    period : Period
        The newest that all of them have published.
    peers : sequence of Peer
        In the order of rank, the own place among them.
    group : str or Markup
        Among whom: the region above.
    lang : {'zh', 'en'}
    """
    own = next(peer for peer in peers if peer.own)
    rows = _shown(peers)
    picture = Rows(["…" if peer is None else peer.name for peer in rows])
    shared = sum(peer.rank.value == own.rank.value for peer in peers) > 1
    place = _place(own.rank, shared, lang)
    wide = 1.1 * theme.length(place.striptags()) + theme.GAP
    low, high = _bounds([peer.growth.value for peer in peers])
    at = {row: (peer, min(max(peer.growth.value, low), high)) for row, peer in enumerate(rows) if peer is not None}
    picture.fit((0.0, 0.0, 0.0), *((end, *_sides(peer, end, wide)) for peer, end in at.values()))
    for row in range(len(rows)):
        if row in at:
            _bar(picture, row, *at[row], place, lang)
        else:
            picture.name(row, colour=theme.MUTED)
    picture.upright(color=theme.MUTED, linewidth=0.8)
    return picture.chart(
        f"peers-{sheet.code.replace('_', '-')}",
        words.say(
            lang,
            "{t}{n}{g}，{r}",
            t=ytd_label(period, lang),
            n=sheet.name(lang),
            g=words.grew(own.growth, lang),
            r=words.rank(own.rank, shared, group, lang),
        ),
        _description(peers, own, shared, group, period, lang),
        _table(sheet, peers, period, lang),
        lang,
    )


def _place(rank: Fact, shared: bool, lang: Lang) -> Markup:
    if shared:
        return words.say(lang, "并列第{f}位", f=rank)
    return words.say(lang, "第{f}位", f=rank)


def _shown(peers: Sequence[Peer]) -> list[Peer | None]:
    """Return whose bars are drawn, with a gap where some are left out; all of them stand in the table behind."""
    own = next(at for at, peer in enumerate(peers) if peer.own)
    kept = [
        at
        for at in range(len(peers))
        if len(peers) <= _MOST or at < _ENDS or at >= len(peers) - _ENDS or abs(at - own) <= _NEAR
    ]
    rows: list[Peer | None] = []
    for before, at in pairwise([-1, *kept]):
        rows += [peers[at]] if at == before + 1 else [None, peers[at]]
    return rows


def _sides(peer: Peer, end: float, place: float) -> tuple[float, float]:
    """Return the room for a figure outside the bar, left of it where growth is negative."""
    wide = room(peer.growth) + (place if peer.own else _SHORT if end != peer.growth.value else 0.0)
    return (wide, 0.0) if peer.growth.value < 0 else (0.0, wide)


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """Return how far bars are drawn: one that lies far outside the others is cut short a little past them."""
    low, high = min(values), max(values)
    if len(values) < _FEWEST:
        return low, high
    first, _, third = quantiles(values, n=4)
    reach = _FENCE * (third - first)
    kept = [each for each in values if first - reach <= each <= third + reach]
    past = _PAST * (max(kept) - min(kept))
    return max(low, min(kept) - past) if low < min(kept) else low, min(high, max(kept) + past) if high > max(
        kept
    ) else high


def _bar(picture: Rows, row: int, peer: Peer, end: float, place: Markup, lang: Lang) -> None:
    at, value = picture.at[row], peer.growth.value
    colour = theme.BLUE if peer.own else theme.OTHER
    label: Words = Markup("{} {}").format(peer.growth, place) if peer.own else peer.growth
    if end == value:
        picture.bar(peer.growth, 0.0, at, THICK, colour, striped=value < 0 and not peer.own)
    else:
        picture.broken(peer.growth, end, at, THICK, colour)
        label = words.say(lang, "{f}（截短）", f=label)
    if peer.own:
        picture.line([end], [at], color=theme.BLUE, marker="D", markersize=6.5, clip_on=False)
    left = value < 0
    picture.put(
        end,
        at,
        label,
        dx=(-theme.GAP if left else theme.GAP) * (1.6 if peer.own else 1.0),
        ha="right" if left else "left",
        colour=theme.BLUE if peer.own else theme.INK,
        bold=peer.own,
    )
    picture.name(row, colour=theme.BLUE if peer.own else theme.INK, bold=peer.own)


def _description(
    peers: Sequence[Peer], own: Peer, shared: bool, group: str | Markup, period: Period, lang: Lang
) -> Markup:
    first, last = peers[0], peers[-1]
    return words.say(
        lang,
        "按{t}已公布累计增速从高到低排列的横条，同增速同位。{e}{o}用深色、菱形和粗体标出，{g}，{r}；最高是{a}的{b}%，最低是{c}的{d}%。",
        t=ytd_label(period, lang),
        e=words.say(lang, "只画首尾几位和本地前后几位，其余见表。") if len(peers) > _MOST else "",
        o=own.name,
        g=words.grew(own.growth, lang),
        r=words.rank(own.rank, shared, group, lang),
        a=first.name,
        b=first.growth,
        c=last.name,
        d=last.growth,
    )


def _table(sheet: Sheet, peers: Sequence[Peer], period: Period, lang: Lang) -> tables.Table:
    head = [
        words.say(lang, "地区"),
        words.say(lang, "位次"),
        words.say(lang, "累计增速（%）"),
    ]
    rows: list[list[object]] = [
        [
            Markup("<strong>{}</strong>").format(peer.name) if peer.own else peer.name,
            peer.rank,
            peer.growth,
        ]
        for peer in peers
    ]
    caption = words.say(
        lang,
        "同组各地{t}{n}增速（已公布）",
        t=ytd_label(period, lang),
        n=sheet.name(lang),
    )
    return tables.Table(head, rows, caption=caption)
