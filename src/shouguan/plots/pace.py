"""The pace of a year: the way to a target with its band, the forecast beside it, and the rules that offices use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from shouguan.core.asked import frame_asked, one_of
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, Period, ytd_label
from shouguan.plots.style import axes_or_new, chance_text, figure_text, finished, name_of, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Measure = Literal["ytd", "progress"]
_COLUMNS = ("ytd", "needed", "needed_lower80", "needed_upper80", "expected", "eve", "progress_pct", "linear_pct")
_RULES = {
    "linear_pct": ("均分（k/12）", "Equal months (k/12)", ":"),
    "fast_pct": ("加快（k/12的倍数）", "Faster (a multiple of k/12)", "-."),
    "plan_pct": ("月度计划", "Plan by month", "--"),
    "curve_pct": ("S曲线", "S-curve", "-"),
}


def pace(frame: pd.DataFrame, *, measure: Measure = "ytd", ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw where a year stands on the way to its target.

    Parameters
    ----------
    frame : DataFrame
        By period, from `Study.pace`.
    measure : {'ytd', 'progress'}
        Year-to-date growth, or the share of the target's amount with the rules that offices use beside it.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Growth: a line with dots for what is published, an area and a dotted line for what the target needs, a dashed
        line with thin ends of the 80% interval for what is expected, a pale line for the way as the year began. Shares:
        a line with dots as far as the year is, dotted on as needed, and a line for each rule.
    """
    frame_asked(frame, _COLUMNS, "Study.pace")
    one_of(measure, get_args(Measure), "measure")
    periods = [Period.parse(period) for period in frame.index]
    x, known = np.arange(len(frame)), frame["ytd"].notna().to_numpy()
    target, name = frame.attrs["target"], name_of(frame.attrs["indicator"], lang)
    with themed():
        ax = axes_or_new(ax)
        if measure == "ytd":
            _growth(ax, frame, x, known, lang)
            label = say(lang, "累计增速（%）", "Year-to-date growth (%)")
        elif frame["progress_pct"].notna().any():
            _shares(ax, frame, x, known, lang)
            label = say(lang, "占目标总量（%）", "Share of the target's amount (%)")
        else:
            raise DataError(
                f"{frame.attrs['indicator']} 不是可以累加的总量，没有完成进度",
                f"{frame.attrs['indicator']} is no amount that adds up: it has no progress",
            )
        every = 1 if len(periods) <= 6 else 2
        shown = [at for at in range(len(periods)) if (len(periods) - 1 - at) % every == 0]
        ax.set_xticks(shown, [str(ytd_label(periods[at], lang)) for at in shown])
        ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.1), ncols=2)
        goal, chance = figure_text(target), chance_text(frame.attrs["chance"])
        title = say(
            lang,
            f"{name}：达到全年{goal}%的路径（实现可能性{chance}）",
            f"{name}: the way to {goal}% for the year (chance {chance})",
        )
        return finished(ax, title, "", label)


def _growth(ax: Axes, frame: pd.DataFrame, x: np.ndarray, known: np.ndarray, lang: Lang) -> None:
    last = np.flatnonzero(known)[-1:]  # ways ahead begin at the newest figure
    ahead = np.concatenate([last, np.flatnonzero(~known & (x > (last[-1] if last.size else -1)))])

    def on(name: str) -> np.ndarray:
        return np.array([*frame["ytd"].to_numpy()[last], *frame[name].to_numpy()[ahead[last.size :]]])

    band = say(lang, "目标所需（80%带）", "What the target needs (80% band)")
    ax.fill_between(
        x[ahead], on("needed_lower80"), on("needed_upper80"), color=theme.RUST, alpha=0.18, linewidth=0, label=band
    )
    ax.plot(x[ahead], on("needed"), color=theme.RUST, linestyle=theme.DOTTED)
    expected = say(lang, "预计（细线为80%区间）", "Expected (thin lines: 80% interval)")
    ax.plot(x[ahead], on("expected"), color=theme.BLUE, linestyle=theme.DASHED, label=expected)
    for end in ("expected_lower80", "expected_upper80"):
        ax.plot(x[ahead], on(end), color=theme.BLUE, linewidth=0.7)
    if frame["eve"].notna().any():
        began = say(lang, "年初看的目标路径", "The way as the year began")
        ax.plot(x, frame["eve"], color=theme.PALE, label=began)
    ax.plot(x, frame["ytd"], color=theme.BLUE, marker="o", markersize=4, label=say(lang, "已公布", "Published"))


def _shares(ax: Axes, frame: pd.DataFrame, x: np.ndarray, known: np.ndarray, lang: Lang) -> None:
    for name, (zh, en, style) in _RULES.items():
        given = frame[name].notna().to_numpy()
        if given.any():
            ax.plot(x[given], frame[name][given], color=theme.MUTED, linestyle=style, label=say(lang, zh, en))
    needed = say(lang, "目标所需", "What the target needs")
    ax.plot(x, frame["progress_pct"], color=theme.RUST, linestyle=theme.DOTTED, label=needed)
    reached = say(lang, "已公布（按上年各期比重折算）", "Published (by last year's shares)")
    ax.plot(x[known], frame["progress_pct"][known], color=theme.BLUE, marker="o", markersize=4, label=reached)
