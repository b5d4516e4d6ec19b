"""Pictures of one forecast: the fan, the distribution of the year, two indicators together, what targets take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
import seaborn as sns

from shouguan.core import indicators
from shouguan.core.asked import frame_asked, growth_asked, made_by
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, Period, rest_label, ytd_label
from shouguan.core.ytd import period_weights
from shouguan.models.outlook import Outlook
from shouguan.plots.style import axes_or_new, chance_text, figure_text, finished, growth, name_of, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_FAN = (("q025", "q975"), ("q10", "q90"), ("q25", "q75"))
_BINS = 40


class Forecast(Protocol):
    """What a picture takes of a forecast; `Study.forecast` returns one."""

    @property
    def outlook(self) -> Outlook: ...  # noqa: D102

    @property
    def observed(self) -> pd.DataFrame: ...  # noqa: D102

    @property
    def target(self) -> float | None: ...  # noqa: D102

    def table(self) -> pd.DataFrame: ...  # noqa: D102

    def required(self, targets: float | Sequence[float]) -> pd.DataFrame: ...  # noqa: D102


_TAIL = 0.001
"""Of the draws, beyond each end of the picture: one wild draw must not flatten all others."""
_MOST_TICKS = 9


def fan(forecast: Forecast, *, target: float | None = None, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the year as a fan: published year-to-date growth, and the intervals of what is ahead.

    Parameters
    ----------
    forecast : Forecast
        From `Study.forecast`.
    target : float, optional
        Full-year growth, per cent; by default the place's own, where it has one.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Year-to-date growth in per cent by period: areas for the 95%, 80% and 50% intervals, from light to dark, a
        dashed line for the median, a line with dots for what is published; a gap where a figure is missing.
    """
    made_by(forecast, "outlook", "Study.forecast")
    outlook, table = forecast.outlook, forecast.table()
    calendar = indicators.indicator(outlook.indicator).calendar
    seen = dict(zip(forecast.observed["period"], forecast.observed["ytd"], strict=True))
    target = forecast.target if target is None else growth_asked(target)
    before = calendar.periods(outlook.year - 1)
    before = before if any(str(period) in seen for period in before) else []
    periods = [*before, *calendar.periods(outlook.year)]
    first, ahead = len(before), len(periods) - len(table)
    with themed():
        ax = axes_or_new(ax)
        joined = outlook.known[-1:]  # the fan opens at the newest figure of the year
        x = np.arange(ahead - len(joined), len(periods))
        for (low, high), colour in zip(_FAN, theme.BANDS, strict=True):
            ax.fill_between(x, [*joined, *table[low]], [*joined, *table[high]], color=colour, linewidth=0)
        if before:
            earlier = [seen.get(str(period), np.nan) for period in before]
            ax.plot(range(first), earlier, color=theme.PALE, marker="o", markersize=3, label=f"{outlook.year - 1}")
        expected = say(lang, "预计（中位数）", "Expected (median)")
        ax.plot(x, [*joined, *table["median"]], color=theme.BLUE, linestyle=theme.DASHED, label=expected)
        known = say(lang, f"{outlook.year}年已公布", f"{outlook.year}, published")
        ax.plot(range(first, ahead), outlook.known, color=theme.BLUE, marker="o", markersize=4, label=known)
        if target is not None:
            ax.axhline(target, color=theme.RUST, linestyle=theme.DOTTED, label=_target(target, lang))
        _stretches(ax, periods, lang)
        ax.legend()
        name = name_of(outlook.indicator, lang)
        title = say(lang, f"{name}：{outlook.year}年累计增速", f"{name}: year-to-date growth in {outlook.year}")
        return finished(ax, title, "", say(lang, "累计增速（%）", "Year-to-date growth (%)"))


def distribution(forecast: Forecast, target: float | None = None, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw how the full year may close: a histogram of the draws, with the median, the 80% interval and the target.

    Parameters
    ----------
    forecast : Forecast
    target : float, optional
        Full-year growth, per cent; by default the place's own, where it has one. Its line stands where publication
        rounds up to it, so that the area to the right (to the left, where less is better) is its chance.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Share of the draws, per cent, by full-year growth, per cent.
    """
    outlook = made_by(forecast, "outlook", "Study.forecast").outlook
    target = forecast.target if target is None else growth_asked(target)
    draws = pd.Series(outlook.full_year)
    low, high = outlook.interval(0.80)
    ends = tuple(draws.quantile([_TAIL, 1 - _TAIL]))
    with themed():
        ax = axes_or_new(ax)
        sns.histplot(x=draws, bins=_BINS, binrange=ends, stat="percent", color=theme.BANDS[1], edgecolor="white", ax=ax)
        interval = say(lang, "80%区间", "80% interval")
        ax.axvspan(low, high, color=theme.GRID, alpha=0.6, zorder=0, label=interval)
        median = outlook.quantile(0.5)
        expected = say(lang, f"中位数 {figure_text(median)}%", f"Median {figure_text(median)}%")
        ax.axvline(median, color=theme.BLUE, linestyle=theme.DASHED, label=expected)
        if target is not None:
            entry = indicators.indicator(outlook.indicator)
            edge, chance = entry.threshold(target), chance_text(outlook.chance(target))
            side = ("右侧", "right") if entry.better == "higher" else ("左侧", "left")
            label = _target(target, lang) + say(
                lang,
                f"（{figure_text(edge, 2)}%起，四舍五入）{side[0]}：{chance}",
                f" (from {figure_text(edge, 2)}%, rounded), {side[1]} of it: {chance}",
            )
            ax.axvline(edge, color=theme.RUST, linestyle=theme.DOTTED, label=label)
        ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.16), ncols=3)
        name = name_of(outlook.indicator, lang)
        title = say(lang, f"{name}：{outlook.year}年全年增速的分布", f"{name}: how {outlook.year} may close")
        return finished(
            ax,
            title,
            say(lang, "全年增速（%）", "Full-year growth (%)"),
            say(lang, "占模拟路径（%）", "Share of paths (%)"),
        )


def joint(
    draws: pd.DataFrame, x: str, y: str, *, targets: tuple[float, float] | None = None, lang: Lang = "zh"
) -> sns.JointGrid:
    """Draw how two indicators may close together: the draws as a density of squares, each one's own at the sides.

    A JointGrid is a figure of its own, so there is no `ax`.

    Parameters
    ----------
    draws : DataFrame
        One draw a row, full-year growth in per cent by column, from `Study.joint`.
    x, y : str
        Columns.
    targets : (float, float), optional
        Full-year growth of each, per cent; the share of draws that reach both stands in the title.
    lang : {'zh', 'en'}

    Returns
    -------
    seaborn.JointGrid
        `ax_joint` holds the squares, `ax_marg_x` and `ax_marg_y` the histograms.
    """
    frame_asked(draws, (x, y), "Study.joint")
    if targets is not None and np.shape(targets) != (2,):
        raise DataError(
            f"参数 targets 的值“{targets}”不对，应为两项目标，如 (3.5, 4.0)",
            f"targets is '{targets}'; expected two targets such as (3.5, 4.0)",
        )
    ends = draws[[x, y]].quantile([_TAIL, 1 - _TAIL])
    inside = ((draws[[x, y]] >= ends.iloc[0]) & (draws[[x, y]] <= ends.iloc[1])).all(axis=1)
    with themed():
        shades = sns.blend_palette(["#ffffff", *theme.BANDS, theme.BLUE], as_cmap=True)
        grid = sns.JointGrid(draws[inside], x=x, y=y, height=5)
        grid.plot_joint(sns.histplot, bins=_BINS, cmap=shades)
        grid.plot_marginals(sns.histplot, bins=_BINS, color=theme.BANDS[1], edgecolor="white")
        title = say(lang, "两项指标的全年增速", "Full-year growth of both")
        if targets is not None:
            grid.refline(x=targets[0], y=targets[1], color=theme.RUST, linestyle=theme.DOTTED)
            met = [indicators.indicator(code).meets(draws[code], at) for code, at in zip((x, y), targets, strict=True)]
            both = np.logical_and(*met).mean()
            shown = chance_text(float(both))
            title = say(lang, f"两项目标同时实现的可能性 {shown}", f"Chance of both targets {shown}")
        finished(grid.ax_joint, "", f"{name_of(x, lang)}{_per_cent(lang)}", f"{name_of(y, lang)}{_per_cent(lang)}")
        finished(grid.ax_marg_x, title, "", "")
        finished(grid.ax_marg_y, "", "", "")
        grid.figure.subplots_adjust(top=0.93)
        return grid


def required(
    forecast: Forecast, targets: float | Sequence[float], *, ax: Axes | None = None, lang: Lang = "zh"
) -> Axes:
    """Draw what targets take of the rest of the year beside what the same months or quarters did in earlier years.

    Parameters
    ----------
    forecast : Forecast
    targets : float or sequence of float
        Full-year growth, per cent.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A dot for each earlier year in which all of the stretch that is left is on record: its growth, the single
        growths by this year's weights; a line for each target.
    """
    made_by(forecast, "outlook", "Study.forecast")
    outlook, table = forecast.outlook, forecast.required(targets)
    calendar = indicators.indicator(outlook.indicator).calendar
    past = _stretch_by_year(forecast, [period.number for period in calendar.periods(outlook.year)])
    with themed():
        ax = axes_or_new(ax)
        if past.empty:
            ax.set_xticks([])
        else:
            sns.scatterplot(x=past.index, y=past.to_numpy(), color=theme.BLUE, s=36, ax=ax)
            ax.set_xticks(past.index[:: max(1, len(past) // _MOST_TICKS)])
        for shade, (target, row) in zip(np.linspace(0.45, 1.0, len(table)), table.iterrows(), strict=True):
            label = say(
                lang,
                f"全年 {figure_text(float(target))}% 需要 {figure_text(row['required'])}%",
                f"{figure_text(float(target))}% for the year takes {figure_text(row['required'])}%",
            )
            ax.axhline(row["required"], color=theme.RUST, alpha=shade, label=label)
        ax.margins(y=0.12)
        ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.16), ncols=2)
        stretch = rest_label(calendar, len(outlook.known), lang)
        name = name_of(outlook.indicator, lang)
        title = say(lang, f"{name}：{stretch}所需增速与历年同期", f"{name}: what {stretch} must bring, and what it did")
        return finished(ax, title, say(lang, "年份", "Year"), growth(lang))


def _stretch_by_year(forecast: Forecast, numbers: Sequence[int]) -> pd.Series:
    """Return growth of the stretch that is left in each earlier year, per cent by year."""
    outlook = forecast.outlook
    known = len(outlook.known)
    periods = [Period.parse(period) for period in forecast.observed["period"]]
    rows = pd.DataFrame({"year": [p.year for p in periods], "number": [p.number for p in periods]})
    singles = rows.assign(single=forecast.observed["single"].to_numpy()).pivot(
        index="year", columns="number", values="single"
    )
    left = singles.reindex(columns=list(numbers[known:]))[singles.index < outlook.year].dropna()
    weights = period_weights(outlook.weights.cumulative)[known:]
    return left @ (weights / weights.sum())


def _target(value: float, lang: Lang) -> str:
    return say(lang, f"目标 {figure_text(value)}%", f"Target {figure_text(value)}%")


def _per_cent(lang: Lang) -> str:
    return say(lang, "（%）", " (%)")


def _stretches(ax: Axes, periods: Sequence[Period], lang: Lang) -> None:
    """Name the stretches of a year under the axis, the year below the first of each; some of many."""
    every = -(-len(periods) // _MOST_TICKS)
    shown = [at for at in range(len(periods)) if (len(periods) - 1 - at) % every == 0]
    years = [periods[at].year for at in shown]
    new = [n == 0 or year != years[n - 1] for n, year in enumerate(years)]
    names = [
        str(ytd_label(periods[at], lang)) + (f"\n{periods[at].year}" if first else "")
        for at, first in zip(shown, new, strict=True)
    ]
    ax.set_xticks(shown, names)
