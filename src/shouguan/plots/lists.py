"""Pictures of an office's lists: how far the ledger is by month, and each group against the pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from shouguan.core.asked import frame_asked
from shouguan.core.periods import Lang
from shouguan.plots.style import axes_or_new, figure_text, finished, nothing, say, themed
from shouguan.report.charts import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ledger_pace(ledger: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw how much of the year's plan the ledger had done by each month: this year marked, earlier ones thin.

    Parameters
    ----------
    ledger : DataFrame
        `period`, `annual_plan_wan_yuan`, `ytd_done_wan_yuan` of all months, from `Study.projects().ledger`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        Per cent of the plan by month, with the pace of equal months (序时进度) dotted.
    """
    columns = ("period", "annual_plan_wan_yuan", "ytd_done_wan_yuan")
    table = getattr(ledger, "ledger", ledger)  # a Projects has it
    table = frame_asked(table, columns, "Study.projects().ledger")
    # A project without a plan is in neither: what it did is no part of a plan.
    table = table.assign(ytd_done_wan_yuan=table["ytd_done_wan_yuan"].where(table["annual_plan_wan_yuan"] > 0))
    sums = table.groupby("period")[list(columns[1:])].sum()
    plan = sums["annual_plan_wan_yuan"]
    share = 100 * sums["ytd_done_wan_yuan"] / plan.where(plan > 0)
    table = pd.DataFrame({"year": share.index.str[:4], "month": share.index.str[5:].astype(int), "share": share.array})
    with themed():
        ax = axes_or_new(ax)
        title = say(lang, "台账投资完成率", "The ledger: done of the year's plan")
        if table["share"].isna().all():
            nothing(ax, say(lang, "台账里没有年度计划", "The ledger has no plans"))
            return finished(ax, title, "", "")
        months = np.arange(1, 13)
        ax.plot(
            months, 100 * months / 12, color=theme.MUTED, linestyle=":", label=say(lang, "序时进度", "Equal months")
        )
        newest = table["year"].max()
        for year, rows in table.groupby("year"):
            own = year == newest
            colour, width = (theme.BLUE, 2.2) if own else (theme.PALE, 1.2)
            ax.plot(rows["month"], rows["share"], color=colour, linewidth=width, marker="o", markersize=4)
            end = rows.dropna(subset=["share"]).iloc[-1:]
            for month, value in zip(end["month"], end["share"], strict=True):
                ax.annotate(str(year), (month, value), (6, 0), textcoords="offset points", va="center", color=colour)
        ax.set_xticks(months)
        ax.set_ylim(0, None)
        ax.legend(loc="upper left")
        return finished(ax, title, say(lang, "月", "Month"), say(lang, "占年度计划（%）", "Of the plan (%)"))


def group_rates(rates: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw each group's investment against its plan as a bar, with the pace and last year's share by then.

    Parameters
    ----------
    rates : DataFrame
        A row a group, `plan_rate_pct`, `pace_pct`, `last_year_pct`, from `Study.projects().rates(by)`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A bar a group with its figure, the lowest on top; per cent of the year's plan.
    """
    columns = ("plan_rate_pct", "pace_pct", "last_year_pct")
    shown = frame_asked(rates, columns, "Study.projects().rates").dropna(subset=["plan_rate_pct"])
    shown = shown.sort_values("plan_rate_pct")
    with themed():
        ax = axes_or_new(ax, (7.2, 1.2 + 0.36 * max(len(shown), 4)))
        title = say(lang, "各组投资完成率", "Done of plan, by group")
        if shown.empty:
            nothing(ax, say(lang, "没有带年度计划的项目", "No project has a plan"))
            return finished(ax, title, "", "")
        names = [str(name) for name in shown.index]
        pace = float(shown["pace_pct"].iloc[0])
        colours = [theme.RUST if value < pace else theme.BLUE for value in shown["plan_rate_pct"]]
        rows = np.arange(len(shown))
        ax.barh(rows, shown["plan_rate_pct"], color=colours)
        ax.set_yticks(rows, names)
        ax.invert_yaxis()
        ax.axvline(pace, color=theme.INK, linestyle=":", label=say(lang, "序时进度", "Equal months"))
        last = shown["last_year_pct"].to_numpy(float)
        ax.scatter(last, rows, marker="|", s=160, color=theme.INK, label=say(lang, "上年同期", "Last year"))
        for row, value in enumerate(shown["plan_rate_pct"]):
            ax.text(0, row, f" {figure_text(value)}", va="center", fontsize=9, color="white")
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
        return finished(ax, title, say(lang, "占年度计划（%）", "Of the plan (%)"), "")


_LINES = {
    "ledger": ("台账", "Ledger"),
    "scope": ("口径", "Scope"),
    "timing": ("时点", "Timing"),
    "vouchers": ("凭证", "Vouchers"),
    "errors": ("错漏", "Errors"),
    "statistics": ("其中统计", "In the statistics"),
    "real_estate": ("房地产", "Real estate"),
    "residual_left_out": ("台账外、未计入及残差", "Off the ledger, left out, rest"),
    "residual": ("台账外及残差", "Off the ledger, rest"),
    "published": ("公布数", "Published"),
}


def bridge(lines: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the way from the ledger's total to the published figure as a waterfall.

    Parameters
    ----------
    lines : DataFrame
        `line`, `amount`, `start`, `end`, `kind`, from `Study.projects().against_statistics().bridge()`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A bar a line with its figure, 亿元; totals dark, what is taken away rust, what is added pale blue.
    """
    frame_asked(lines, ("line", "amount", "start", "end", "kind"), "Reconciled.bridge")
    colours = {"total": theme.BLUE, "up": theme.BANDS[1], "down": theme.RUST}
    with themed():
        ax = axes_or_new(ax)
        for row, (amount, start, end, kind) in enumerate(
            zip(lines["amount"], lines["start"], lines["end"], lines["kind"], strict=True)
        ):
            colour = colours["total" if kind == "total" else "up" if amount >= 0 else "down"]
            ax.bar(row, end - start, bottom=start, color=colour, width=0.7)
            ax.text(row, max(start, end), figure_text(amount), ha="center", va="bottom", fontsize=9)
        names = [say(lang, *_LINES.get(name, (name, name))) for name in lines["line"]]
        ax.set_xticks(range(len(lines)), names, rotation=30, ha="right")
        title = say(lang, "从台账到公布数", "From the ledger to the published figure")
        return finished(ax, title, "", say(lang, "亿元", "100m yuan"))


def funnel(stages: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw how many quotas have come how far, from 谋划 to 拨付.

    Parameters
    ----------
    stages : DataFrame
        A row a stage (index), `quotas`, `rate_pct`, `median_days`, from `Study.funds().funnel()`.
    ax : Axes, optional
    lang : {'zh', 'en'}

    Returns
    -------
    Axes
        A bar a stage, the first on top, with its number, the rate from the stage before and the days it took.
    """
    shown = frame_asked(stages, ("quotas", "rate_pct", "median_days"), "Funds.funnel")
    with themed():
        ax = axes_or_new(ax, (7.2, 1.2 + 0.45 * max(len(shown), 3)))
        title = say(lang, "资金从谋划到拨付", "Funds from plan to payment")
        if shown.empty:
            nothing(ax, say(lang, "清单没有写各环节的时间", "The list dates no stage"))
            return finished(ax, title, "", "")
        rows = np.arange(len(shown))
        ax.barh(rows, shown["quotas"], color=theme.BLUE)
        for row, (number, rate, days) in enumerate(
            zip(shown["quotas"], shown["rate_pct"], shown["median_days"], strict=True)
        ):
            words = [figure_text(float(number), 0)]
            if np.isfinite(rate):
                words.append(f"{figure_text(rate, 0)}%")
            if np.isfinite(days):
                words.append(say(lang, f"{figure_text(days, 0)}天", f"{figure_text(days, 0)} days"))
            ax.text(number, row, "  " + say(lang, "，", ", ").join(words), va="center", fontsize=9)
        ax.set_yticks(rows, [str(name) for name in shown.index])
        ax.invert_yaxis()
        ax.margins(x=0.18)
        return finished(
            ax, title, say(lang, "笔数，占上一环节，距上一环节", "Quotas, of the stage before, days since it"), ""
        )
