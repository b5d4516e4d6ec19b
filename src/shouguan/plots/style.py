"""What all pictures share: the Chinese font by itself, the theme's colours, words in one language, figures as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from textwrap import fill
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.text import Text

from shouguan.core import indicators
from shouguan.core.asked import lang_asked
from shouguan.core.periods import MONTHLY, MONTHLY_FROM_FEBRUARY, QUARTERLY, Lang, Period, single_label
from shouguan.core.rounding import display
from shouguan.report import fonts
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.2, 4.2)
"""Of a picture of its own, inches."""


@contextmanager
def themed() -> Iterator[None]:
    """Draw a picture of your own with our font, colours and lines: `with sg.plots.themed(): …`.

    What was set before holds again after it.
    """
    ours: dict[Any, Any] = {
        "font.family": [fonts.chinese_family()],
        "axes.unicode_minus": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": theme.RULE,
        "axes.labelcolor": theme.INK,
        "axes.titlelocation": "left",
        "axes.titleweight": "normal",
        "axes.grid": False,
        "grid.color": theme.GRID,
        "text.color": theme.INK,
        "xtick.color": theme.MUTED,
        "ytick.color": theme.MUTED,
        "legend.frameon": False,
    }
    with mpl.rc_context(ours):
        yield


def axes_or_new(ax: Axes | None, size: tuple[float, float] = SIZE) -> Axes:
    """Return the Axes to draw on: those given, else of a figure of its own."""
    return plt.subplots(figsize=size, layout="constrained", dpi=110)[1] if ax is None else ax


def finished(ax: Axes, title: str, x: str, y: str) -> Axes:
    """Name the axes, and put every text in a font that has Chinese and as it stands, whoever made the Axes."""
    ax.set_title(title)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    family = fonts.chinese_family()
    ax.tick_params(which="both", labelfontfamily=family)  # ticks that are made only when the picture is
    for text in ax.findobj(Text):
        text.set_fontfamily(family)
        text.set_parse_math(False)  # a name from a file may hold dollars
    return ax


def diverging() -> Colormap:
    """From rust (below zero) through near white to blue: read by colour-blind eyes, and by lightness from zero."""
    return sns.blend_palette([theme.RUST, "#e8b9a5", "#f7f7f7", theme.BANDS[1], theme.BLUE], as_cmap=True)


def say(lang: Lang, zh: str, en: str) -> str:
    """Return the words in the picture's language."""
    return zh if lang_asked(lang) == "zh" else en


def name_of(code: str, lang: Lang) -> str:
    """Return an indicator's name; a name that is no code stays as it is."""
    known = indicators.CATALOGUE.get(code)
    return code if known is None else say(lang, known.zh, known.en)


def growth(lang: Lang) -> str:
    """Name the axis of growth with its unit."""
    return say(lang, "增速（%）", "Growth (%)")


def within_year(periods: Sequence[Period], lang: Lang) -> list[str]:
    """Name single periods for an axis, without their year: 三季度, 9月, and 1—2月 where no January is among them."""
    whole = any(period.frequency == "M" and period.number == 1 for period in periods)
    months = MONTHLY if whole else MONTHLY_FROM_FEBRUARY
    return [str(single_label(each, months if each.frequency == "M" else QUARTERLY, lang)) for each in periods]


def figure_text(value: float, decimals: int = 1) -> str:
    """Print a figure as reports do: rounded half up once, with a true minus; nothing where there is none."""
    return display(value, decimals) if np.isfinite(value) else ""


def chance_text(chance: float) -> str:
    """Print a chance as reports do: no draw settles a year, so never 0% or 100%.

    Examples
    --------
    >>> chance_text(0.276), chance_text(0.004), chance_text(1.0)
    ('28%', '<1%', '>99%')
    """
    return "<1%" if 100 * chance < 0.5 else ">99%" if 100 * chance >= 99.5 else f"{figure_text(100 * chance, 0)}%"


_LINE = 40
"""Letters of a line where a picture has only words."""


def nothing(ax: Axes, words: str) -> None:
    """Say in the middle of the picture that there is nothing to draw, and why."""
    ax.text(0.5, 0.5, fill(words, _LINE), transform=ax.transAxes, ha="center", va="center", color=theme.MUTED)
    ax.set_xticks([])
    ax.set_yticks([])


def figure_map(ax: Axes, values: pd.DataFrame, unit: str) -> None:
    """Draw a table of figures as a heat map around zero, each with its figure, those missing in grey."""
    texts = values.map(figure_text)
    most = max(float(np.nanquantile(values.abs(), 0.95)), 0.1)  # one crisis quarter must not bleach all others
    bar = {"label": unit, "extend": "both", "shrink": 0.8}
    ax.set_facecolor(theme.GRID)
    sns.heatmap(
        values,
        annot=texts,
        fmt="",
        cmap=diverging(),
        vmin=-most,
        vmax=most,
        annot_kws={"fontsize": 8},
        cbar_kws=bar,
        linewidths=0.5,
        linecolor="white",
        ax=ax,
    )
    ax.tick_params(axis="y", rotation=0)
    ax.tick_params(axis="x", rotation=45)


def described(figure: Figure) -> str:
    """Say for those who cannot see a picture what it shows: titles and axes, in order."""
    words = []
    for ax in figure.axes:
        titles = [ax.get_title(loc=place) for place in ("left", "center", "right")]
        words += [text for text in (*titles, ax.get_xlabel(), ax.get_ylabel()) if text]
    return "; ".join(dict.fromkeys(words))


def describe_in_notebooks() -> None:
    """Let every picture that a notebook shows carry its description, where nbconvert and our pages look for it."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    plt.close(plt.figure())  # loads the backend, which sets its own way to show figures: before ours, outside `themed`
    pictures = shell.display_formatter.formatters["image/png"]
    with suppress(KeyError):  # no inline pictures here
        show = pictures.lookup_by_type(Figure)
        pictures.for_type(Figure, lambda figure: (show(figure), {"alt": described(figure)}))
