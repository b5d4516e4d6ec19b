"""Peers: published growth of the assessment group in one stretch of the year, sorted, with the own place marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Peer:
    """One region of the group: its name in the page's language, its rank, its growth."""

    name: str
    rank: Fact
    growth: Fact
    own: bool = False


@drawn
def peers_chart(sheet: Sheet, period: Period, peers: Sequence[Peer], group: str | Markup, lang: Lang) -> Chart:
    """Draw the group's published YTD growth from the highest down.

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
    picture = Rows([peer.name for peer in peers])
    own = next(peer for peer in peers if peer.own)
    shared = sum(peer.rank.value == own.rank.value for peer in peers) > 1
    place = _place(own.rank, shared, lang)
    wide = 1.1 * theme.length(place.striptags()) + theme.GAP
    low, high = _bounds([peer.growth.value for peer in peers])
    ends = [min(max(peer.growth.value, low), high) for peer in peers]
    mores = [
        wide if peer.own else _SHORT if end != peer.growth.value else 0.0 for peer, end in zip(peers, ends, strict=True)
    ]
    picture.fit(
        (0.0, 0.0, 0.0), *((end, *_sides(peer, more)) for peer, end, more in zip(peers, ends, mores, strict=True))
    )
    for row, (peer, end) in enumerate(zip(peers, ends, strict=True)):
        _bar(picture, row, peer, end, place, lang)
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


def _sides(peer: Peer, more: float) -> tuple[float, float]:
    """Return the room for a figure outside the bar, left of it where growth is negative."""
    wide = room(peer.growth) + more
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
        "按{t}已公布累计增速从高到低排列的横条，同增速同位。{o}用深色、菱形和粗体标出，{g}，{r}；最高是{a}的{b}%，最低是{c}的{d}%。",
        t=ytd_label(period, lang),
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
