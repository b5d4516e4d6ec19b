"""Pictures of past forecasts: errors by year and origin, forecast against outcome, where outcomes fell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import seaborn as sns
from scipy.special import ndtr

from shouguan.core.asked import frame_asked
from shouguan.core.periods import Lang
from shouguan.core.ytd import ROUNDING
from shouguan.plots.style import axes_or_new, figure_map, finished, nothing, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_END = 1.2816  # the upper end of a normal's central 80 %, in deviations
_MARKS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "*", "h")


def errors_heatmap(backtest: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the errors of past forecasts by year and origin: outcome less forecast, points.

    Parameters
    ----------
    backtest : DataFrame
        `year, origin, median, outcome`, from `Study.backtest`; where several rows share a year and an origin,
        their mean error is drawn.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A row an origin, a column a year; blue where the year closed above the forecast.
    """
    frame_asked(backtest, ("year", "origin", "median", "outcome"), "Study.backtest")
    errors = backtest.assign(error=backtest["outcome"] - backtest["median"])
    table = errors.pivot_table(
        index="origin", columns="year", values="error", aggfunc="mean", sort=False, observed=True
    )
    table = table.sort_index(axis=1)
    with themed():
        ax = axes_or_new(ax, (8.6, 0.45 * max(len(table), 3) + 1.8))
        title = say(lang, "以往误差：全年实际减预测", "Past errors: the year less its forecast")
        if table.empty:
            nothing(ax, say(lang, "还没有可检验的往年预测", "There is no past forecast to test yet"))
            return finished(ax, title, "", "")
        figure_map(ax, table, say(lang, "误差（百分点）", "Error (points)"))
        return finished(ax, title, say(lang, "年份", "Year"), say(lang, "预测时点", "Origin"))


def forecast_vs_outcome(backtest: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw each past forecast against what came; a dot on the diagonal was right.

    Parameters
    ----------
    backtest : DataFrame
        `year, origin, median, outcome`, from `Study.backtest`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Outcome by forecast, per cent; colour and form say the origin; the three worst years are named.
    """
    frame_asked(backtest, ("year", "origin", "median", "outcome"), "Study.backtest")
    with themed():
        ax = axes_or_new(ax, (5.6, 5.2))
        title = say(lang, "以往预测与实际", "Past forecasts and outcomes")
        if backtest.empty:
            nothing(ax, say(lang, "还没有可检验的往年预测", "There is no past forecast to test yet"))
            return finished(ax, title, "", "")
        origins = list(backtest["origin"].unique())
        shades = sns.blend_palette([theme.BANDS[1], theme.BLUE], len(origins))
        marks = {origin: _MARKS[number % len(_MARKS)] for number, origin in enumerate(origins)}
        sns.scatterplot(
            backtest,
            x="median",
            y="outcome",
            hue="origin",
            style="origin",
            hue_order=origins,
            style_order=origins,
            palette=shades,
            markers=marks,
            s=44,
            ax=ax,
        )
        both = backtest[["median", "outcome"]]
        ax.axline((both.min().min(),) * 2, slope=1, color=theme.RULE, zorder=0)
        errors = (backtest["outcome"] - backtest["median"]).abs()
        worst = backtest.loc[errors.sort_values(ascending=False).index].drop_duplicates("year").head(3)
        for _, row in worst.iterrows():
            ax.annotate(f"{row['year']}", (row["median"], row["outcome"]), xytext=(6, 4), textcoords="offset points")
        ax.legend(title=say(lang, "预测时点", "Origin"))
        x = say(lang, "当时预测的全年增速（%）", "Forecast of the year (%)")
        return finished(ax, title, x, say(lang, "全年实际增速（%）", "The year as published (%)"))


def pit_histogram(backtest: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw where outcomes fell in what was forecast: level bars say that intervals hold as often as they should.

    Parameters
    ----------
    backtest : DataFrame
        `median, lower80, upper80, outcome`, from `Study.backtest`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        How many outcomes fell into each fifth of their own forecast (the probability integral transform, either side
        of the median taken as normal), and how many there would be if every forecast were right. Too many at both
        ends: intervals too narrow; too many in the middle: too wide; at one end: forecasts too high or too low.
    """
    frame_asked(backtest, ("median", "lower80", "upper80", "outcome"), "Study.backtest")
    with themed():
        ax = axes_or_new(ax, (5.6, 3.4))
        title = say(lang, "实际落在预测分布的哪一段", "Where outcomes fell in their forecasts")
        if backtest.empty:
            nothing(ax, say(lang, "还没有可检验的往年预测", "There is no past forecast to test yet"))
            return finished(ax, title, "", "")
        away = backtest["outcome"] - backtest["median"]
        side = (backtest["upper80"] - backtest["median"]).where(away > 0, backtest["median"] - backtest["lower80"])
        fallen = ndtr(_END * away / side.clip(lower=ROUNDING))
        counts = np.histogram(fallen, np.linspace(0.0, 1.0, 6))[0]
        names = [f"{low}–{low + 20}%" for low in range(0, 100, 20)]
        ax.bar(names, counts, color=theme.BANDS[1], edgecolor=theme.BLUE)
        ax.axhline(len(backtest) / len(names), color=theme.RUST, linestyle="--")
        x = say(lang, "预测分布中的位置", "Place in the forecast distribution")
        return finished(ax, title, x, say(lang, "次数", "Forecasts"))
