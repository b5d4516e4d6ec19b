"""Pictures of what is published: the year against all earlier ones, industries by quarter, revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from shouguan.core.asked import frame_asked, one_of
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.plots.style import (
    axes_or_new,
    figure_map,
    finished,
    growth,
    name_of,
    nothing,
    say,
    themed,
    within_year,
)
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_REVISIONS = 20


def year_against_earlier(
    observations: pd.DataFrame, column: str = "ytd", *, ax: Axes | None = None, lang: Lang = "zh"
) -> Axes:
    """Draw the newest year against all earlier ones: small grey lines, this one marked.

    Parameters
    ----------
    observations : DataFrame
        `period` and `ytd` or `single`, from `Study.observations`. A missing period is a gap.
    column : {'ytd', 'single'}
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Growth in per cent by period of the year, one line a year.
    """
    one_of(column, ("ytd", "single"), "column")
    frame_asked(observations, ("period", column), "Study.observations")
    if observations[column].isna().all():
        never = say(lang, "没有公布过这项指标", "It was never published here")
        alone = say(lang, "没有相邻两期的累计增速，推不出当期增速", "No two stretches in a row to back growth out of")
        with themed():
            ax = axes_or_new(ax)
            nothing(ax, never if observations.empty else alone)
            return finished(ax, "", "", "")
    periods = [Period.parse(period) for period in observations["period"]]
    numbers = sorted({period.number for period in periods})
    shape = pd.DataFrame({"year": [p.year for p in periods], "number": [p.number for p in periods]})
    values = shape.assign(value=observations[column].to_numpy()).pivot(index="number", columns="year", values="value")
    newest = values.columns[-1]
    with themed():
        ax = axes_or_new(ax)
        for year in values.columns[:-1]:
            ax.plot(range(len(numbers)), values[year], color=theme.PALE, linewidth=0.8, alpha=0.7, label=f"_{year}")
        if len(values.columns) > 1:
            span = f"{values.columns[0]}—{values.columns[-2]}" if len(values.columns) > 2 else f"{values.columns[0]}"
            ax.plot([], [], color=theme.PALE, linewidth=0.8, label=span.replace("—", say(lang, "—", "–")))
        ax.plot(range(len(numbers)), values[newest], color=theme.BLUE, linewidth=2.2, marker="o", label=f"{newest}")
        ax.axhline(0, color=theme.RULE, linewidth=0.8, zorder=0)
        frequency = periods[0].frequency
        ahead = [Period(int(newest), frequency, n) for n in numbers]
        names = [str(ytd_label(each, lang)) for each in ahead] if column == "ytd" else within_year(ahead, lang)
        ax.set_xticks(range(len(numbers)), names)
        ax.legend()
        what = {"ytd": ("累计增速", "year-to-date growth"), "single": ("当期增速", "growth of each period")}[column]
        title = say(lang, f"{newest}年与历年{what[0]}", f"{newest} against earlier years, {what[1]}")
        return finished(ax, title, "", growth(lang))


def heatmap(industries: pd.DataFrame, *, last: int = 12, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw industries by period as a heat map: blue grows, rust shrinks, grey is not published.

    Parameters
    ----------
    industries : DataFrame
        Index of periods, a column a code or a name, growth in per cent, from `Study.industries`.
    last : int
        So many of the newest periods are shown.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        One row an industry; the figure stands in each cell.
    """
    if not isinstance(last, int) or last < 1:
        raise DataError(
            f"参数 last 的值“{last}”不对，应为1以上的整数", f"last is '{last}'; expected a whole number from 1"
        )
    frame_asked(industries, (), "Study.industries")
    if lacking := [name for name, kind in industries.dtypes.items() if kind.kind not in "fi"]:
        zh, en = "、".join(map(str, lacking)), ", ".join(map(str, lacking))
        raise DataError(f"应为 Study.industries 的表：{zh} 不是增速", f"expected Study.industries: {en} is no growth")
    shown = industries.iloc[-last:].T
    with themed():
        ax = axes_or_new(ax, (8.6, 0.42 * max(len(shown), 4) + 1.6))
        title = say(lang, "分行业增速", "Growth by industry")
        if shown.empty or shown.isna().all(axis=None):
            nothing(ax, say(lang, "没有公布分行业增速", "No growth by industry is published"))
            return finished(ax, title, "", "")
        names = {code: "\n".join(theme.wrap(name_of(str(code), lang), 130.0)) for code in shown.index}
        figure_map(ax, shown.rename(names), growth(lang))
        return finished(ax, title, say(lang, "时期", "Period"), "")


def revisions(frame: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw what was revised: from the value before (hollow) to the value after (full), the newest last.

    Parameters
    ----------
    frame : DataFrame
        `period, before, after`, in the order of time, from `Study.revisions`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A row a revision, the newest twenty; growth in per cent along the axis.
    """
    shown = frame.iloc[-_MOST_REVISIONS:]
    frame_asked(frame, ("period", "before", "after"), "Study.revisions")
    with themed():
        ax = axes_or_new(ax, (7.2, 0.3 * max(len(shown), 5) + 1.4))
        title = say(lang, "历次修订", "Revisions")
        if shown.empty:
            nothing(ax, say(lang, "已公布的数没有修订", "No published figure was revised"))
            return finished(ax, title, "", "")
        rows = np.arange(len(shown))
        ax.hlines(rows, shown["before"], shown["after"], color=theme.BANDS[2], linewidth=2)
        before, after = say(lang, "修订前", "Before"), say(lang, "修订后", "After")
        ax.plot(shown["before"], rows, "o", color=theme.BLUE, markerfacecolor="white", label=before)
        ax.plot(shown["after"], rows, "o", color=theme.BLUE, label=after)
        ax.set_yticks(rows, shown["period"])
        ax.invert_yaxis()
        ax.legend()
        return finished(ax, title, growth(lang), say(lang, "时期", "Period"))
