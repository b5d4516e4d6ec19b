"""Pictures of the assessment group: the chance of each rank as a heat map, and the ladder of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.patches import Rectangle

from shouguan.core.asked import frame_asked
from shouguan.core.periods import Lang
from shouguan.plots.style import axes_or_new, chance_text, finished, growth, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FAINT = 0.005
"""A chance that is less prints as nothing: a large group's corners would be full of small figures."""
_BRIGHT = 0.985
"""Of a large group's cells, from where on all are drawn alike: the few certain ranks would bleach all others."""
_MOST_NAMED = 16
"""Ranks up to which cells carry figures."""


def rank_heatmap(chances: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the chance of each rank of each region, darker where it is higher; the place itself is framed.

    Parameters
    ----------
    chances : DataFrame
        From `Study.rank_chances`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A row a region, the best on top, a column a rank; per cent, with figures up to sixteen regions.
    """
    source = "Study.rank_chances"
    named = frame_asked(chances, (), source)
    count = len(frame_asked(named.set_axis(named.columns.map(str), axis=1), ("1",), source))
    small = count <= _MOST_NAMED
    with themed():
        ax = axes_or_new(ax, (1.6 + 0.5 * count, 1.4 + 0.36 * count) if small else (9.0, 1.4 + 0.22 * count))
        texts = chances.map(lambda each: "" if each < _FAINT else chance_text(each)) if small else False
        bar = {"label": say(lang, "可能性（%）", "Chance (%)"), "shrink": 0.8, "extend": "neither" if small else "max"}
        sns.heatmap(
            100 * chances,
            annot=texts,
            fmt="",
            cmap=sns.light_palette(theme.BLUE, as_cmap=True),
            vmin=0,
            vmax=100 * float(np.quantile(chances, 1.0 if small else _BRIGHT)),
            annot_kws={"fontsize": 8},
            cbar_kws=bar,
            linewidths=0.5,
            linecolor="white",
            ax=ax,
        )
        own = chances.attrs.get("own")
        if own in chances.index:
            row = int(np.flatnonzero(chances.index == own)[0])
            ax.add_patch(Rectangle((0, row), count, 1, fill=False, edgecolor=theme.RUST, linewidth=2, clip_on=False))
            ax.get_yticklabels()[row].set_color(theme.RUST)
        ax.tick_params(axis="both", rotation=0)
        title = say(lang, "全年位次的可能性", "Chances of ranks at the year's end")
        return finished(ax, title, say(lang, "位次", "Rank"), "")


def rank_ladder(ladder: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw what each place takes: full-year growth (dot) with its 80% range, and the chance; the own year is a line.

    Parameters
    ----------
    ladder : DataFrame
        From `Study.rank_ladder`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A rung a rank, the first on top; growth in per cent along the axis.
    """
    frame_asked(ladder, ("median", "lower80", "upper80", "chance"), "Study.rank_ladder")
    with themed():
        ax = axes_or_new(ax, (7.2, 1.4 + 0.3 * max(len(ladder), 4)))
        rows = np.arange(len(ladder))
        ax.hlines(rows, ladder["lower80"], ladder["upper80"], color=theme.BANDS[1], linewidth=5)
        ax.scatter(ladder["median"], rows, color=theme.BLUE, s=34, zorder=3, label=say(lang, "需要的全年增速", "Takes"))
        own = ladder.attrs.get("own")
        if own is not None:
            label = say(lang, "本地全年预计", "The place's expected year")
            ax.axvline(own, color=theme.RUST, linestyle="--", linewidth=1.4, label=label)
        right = float(ladder["upper80"].max())
        wide = float(right - ladder["lower80"].min()) or 1.0
        for row, chance in enumerate(ladder["chance"]):
            ax.text(right + 0.03 * wide, row, chance_text(chance), va="center", fontsize=9, color=theme.MUTED)
        ax.set_xlim(None, right + 0.14 * wide)
        ax.set_yticks(rows, [say(lang, f"第{rank}位", f"No. {rank}") for rank in ladder.index])
        ax.invert_yaxis()
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
        title = say(lang, "各位次需要的全年增速（右：可能性）", "What each place takes (right: chance)")
        return finished(ax, title, growth(lang), "")
