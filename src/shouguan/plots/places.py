"""Pictures of many places side by side: intervals of the year, chances of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import seaborn as sns

from shouguan.core.asked import frame_asked
from shouguan.core.periods import Lang
from shouguan.plots.style import axes_or_new, chance_text, figure_text, finished, growth, nothing, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def peers(frame: pd.DataFrame, own: str | None = None, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw places side by side: expected full year (dot), 80% interval (line), newest published growth (cross).

    Parameters
    ----------
    frame : DataFrame
        A row a place (index), `known, median, lower80, upper80` in per cent, from `Study.peers` or `forecast_many`.
    own : str, optional
        The place that is marked.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A row a place, the highest on top; growth in per cent along the axis.
    """
    frame_asked(frame, ("known", "median", "lower80", "upper80"), "forecast_many")
    shown = frame.dropna(subset=["median"]).sort_values("median", ascending=False)
    with themed():
        ax = axes_or_new(ax, _tall(len(shown)))
        title = say(lang, "各地全年增速预测（80%区间）", "Expected growth of places, with 80% intervals")
        if shown.empty:
            nothing(ax, _why(frame, lang) or say(lang, "没有可比地区", "There is no place to compare with"))
            return finished(ax, title, "", "")
        rows = np.arange(len(shown))
        colours = [theme.RUST if place == own else theme.BLUE for place in shown.index]
        ax.hlines(rows, shown["lower80"], shown["upper80"], color=colours, linewidth=1.6, alpha=0.6)
        expected, known = say(lang, "全年预计（中位数）", "Year (median)"), say(lang, "已公布累计", "Published so far")
        ax.scatter(shown["median"], rows, c=colours, s=34, zorder=3, label=expected)
        ax.scatter(shown["known"], rows, marker="x", color=theme.MUTED, s=26, label=known)
        ax.set_yticks(rows, [str(place) for place in shown.index])
        ax.invert_yaxis()
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
        return finished(ax, title, growth(lang), "")


def chances(frame: pd.DataFrame, own: str | None = None, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw each place's chance as a bar, the highest on top; a place that has none is left out.

    Parameters
    ----------
    frame : DataFrame
        A row a place (index), `chance` as a fraction, from `forecast_many`.
    own : str, optional
        The place that is marked.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A bar a place, per cent, with its figure.
    """
    shown = frame_asked(frame, ("chance",), "forecast_many")["chance"].dropna().sort_values(ascending=False) * 100
    with themed():
        ax = axes_or_new(ax, _tall(len(shown)))
        above = frame.attrs.get("above_last_year")
        title = say(lang, "各地达到目标的可能性", "Chance of the target by place")
        if above is not None:
            points = figure_text(abs(above))
            way, more = ("高", "above") if above >= 0 else ("低", "below")
            title = say(
                lang,
                f"各地全年增速不低于“上年{way}{points}个百分点”的可能性",
                f"Chance of growing no slower than {points} points {more} last year",
            )
        if shown.empty:
            none = say(lang, "没有目标，无从计算可能性", "There is no target to have a chance of")
            nothing(ax, _why(frame, lang) or none)
            return finished(ax, title, "", "")
        names = [str(place) for place in shown.index]
        colours = [theme.RUST if place == own else theme.BANDS[2] for place in names]
        sns.barplot(x=shown.to_numpy(), y=names, hue=names, palette=colours, legend=False, orient="h", ax=ax)
        for row, value in enumerate(shown):
            ax.text(value + 1, row, chance_text(value / 100), va="center", fontsize=8)
        ax.set_xlim(0, 108)
        ax.set_xticks(range(0, 101, 20))
        return finished(ax, title, say(lang, "可能性（%）", "Chance (%)"), "")


def _why(frame: pd.DataFrame, lang: Lang) -> str:
    """Say why no place is forecast; nothing where one is, or no reason is known."""
    reasons = [each for each in frame.get("reason", []) if each]
    if len(reasons) < len(frame) or not reasons:
        return ""
    return say(lang, f"这一天都不能测算：{reasons[0]}", f"None can be forecast on this day: {reasons[0]}")


def _tall(rows: int) -> tuple[float, float]:
    return 7.2, 0.24 * max(rows, 6) + 1.4
