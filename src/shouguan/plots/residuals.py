"""What a model left unexplained, in four panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from scipy.stats import norm
from statsmodels.graphics.gofplots import qqplot
from statsmodels.graphics.tsaplots import plot_acf

from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.plots.style import finished, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FEWEST = 4
_MOST_LAGS = 10
_TICKS = 6


def residuals(innovations: pd.Series, *, lang: Lang = "zh") -> Figure:
    """Draw standardised innovations: in time, against the normal density and its quantiles, and their autocorrelation.

    Parameters
    ----------
    innovations : Series
        Index of periods, in the order of time, without a unit, from `Fit.innovations`; at least four.
    lang : {'zh', 'en'}

    Returns
    -------
    Figure
        Four panels are a figure of their own, so there is no `ax`.
    """
    if not isinstance(innovations, pd.Series) or len(innovations) < _FEWEST:
        raise DataError(
            f'应为 Fit.innovations() 的一列，至少{_FEWEST}个数，如 ["standardised"]',
            f"expected a column of Fit.innovations() with {_FEWEST} figures or more, such as ['standardised']",
        )
    with themed():
        figure, panels = plt.subplots(2, 2, figsize=(9.0, 6.4), layout="constrained")
        time, shape, quantiles, memory = panels.flat
        time.plot(range(len(innovations)), innovations, marker="o", markersize=4, color=theme.BLUE)
        time.axhline(0, color=theme.RULE, linewidth=0.8, zorder=0)
        step = max(1, len(innovations) // _TICKS)
        time.set_xticks(range(0, len(innovations), step), innovations.index[::step], rotation=30)
        sns.histplot(x=innovations, stat="density", color=theme.BANDS[1], edgecolor="white", ax=shape)
        grid = np.linspace(-4.0, 4.0, 161)
        shape.plot(grid, norm.pdf(grid), color=theme.RUST)
        qqplot(innovations.to_numpy(), line="45", ax=quantiles, markerfacecolor=theme.BLUE, markersize=4)
        plot_acf(innovations, lags=max(1, min(_MOST_LAGS, len(innovations) // 2 - 1)), ax=memory, color=theme.BLUE)
        finished(time, say(lang, "标准化新息", "Standardised innovations"), "", "")
        finished(shape, say(lang, "分布与正态密度", "Histogram and normal density"), "", say(lang, "密度", "Density"))
        theory, sample = say(lang, "正态分位数", "Normal quantiles"), say(lang, "样本分位数", "Sample quantiles")
        finished(quantiles, say(lang, "分位数对照", "Quantiles"), theory, sample)
        finished(memory, say(lang, "自相关", "Autocorrelation"), say(lang, "滞后期", "Lag"), "")
        return figure
