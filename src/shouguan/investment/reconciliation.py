"""The ledger against the statistics: each project's difference by cause, and the way from one total to the other.

What a unit reports as work and what the statistics count of it differ for good reasons: scope (口径), time (时点) and
vouchers (凭证). Only what none of them explains is an error or an omission (错漏), and only a project that is in scope,
has begun and is not registered may be one that should be (应统未统). The lists name what the ledger vouches for and
what it lacks; whether a project is registered is decided on its documents, by law, and by nobody's need of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.ytd import Array
from shouguan.data.investment_settings import Projects
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.data.year_weights import year_weights
from shouguan.investment import projects
from shouguan.investment.comparable_base import ComparableBase
from shouguan.investment.disclosure import FEWEST
from shouguan.investment.ledger_panel import NEVER, Flags, LedgerPanel
from shouguan.investment.ratios import Ratios

CAUSES = ("scope", "timing", "vouchers", "errors")
"""口径, 时点, 凭证, 错漏."""
REGISTRATION_MONTHS = 2
"""Registration closes monthly: a project that began this month or the last is on its way (时点)."""
ABOVE = 1.05
"""Statistics above the ledger by more than this are to be checked; less is rounding."""
EVIDENCE = ("code", "begun", "work", "land", "environment")
"""What the ledger can vouch for of a registration: 项目代码, 开工时间, 投资完成, 用地, 环评."""
LEFT_OUT = "填报有误"
"""The status of a project whose row of the month cannot be right: nothing of it is compared."""
_WAN = 1e4  # 万元 in one 亿元


@dataclass(frozen=True)
class Published:
    """The published figure of one month as an amount.

    Attributes
    ----------
    period : str
    growth : float
        YTD growth, per cent, as published.
    amount : float
        亿元: base × share of the year × (1 + growth), on the comparable base; no published level is in it.
    doubt : float
        Relative standard deviation, from the base.
    real_estate : float
        Of it real-estate development, 亿元; NaN where its share or growth is not known.
    """

    period: str
    growth: float
    amount: float
    doubt: float
    real_estate: float


def differences(panel: LedgerPanel, ratios: Ratios, rules: Projects, at: int = -1) -> pd.DataFrame:
    """Sort what the ledger has beyond the statistics, project by project.

    Parameters
    ----------
    panel : LedgerPanel
    ratios : Ratios
    rules : Projects
        The threshold of registration.
    at : int
        Which of the panel's months; by default the newest.

    Returns
    -------
    DataFrame
        A project on the list of that month a row: `project_code`, `project_name`, `industry`, `district`, `ledger`,
        `statistics`, `difference` and the causes `scope`, `timing`, `vouchers`, `errors` (万元; they add up to the
        difference), `cause` (the largest), `status` (未纳统, 已纳统; `LEFT_OUT` where the row cannot be right: its
        amounts are nought here, and stand in the residual of the bridge).

        - not registered, planned total below the threshold: scope;
        - not registered, not begun or begun in this or the last month: timing;
        - not registered, begun earlier: vouchers where the ledger lacks evidence, else errors (漏统);
        - registered: work of the year before the month of registration that did not come in is timing, 1 − ρ of the
          type is scope, what is left vouchers, late (above 0) or of earlier work (below 0);
        - statistics above the ledger by more than 5 %, or registered without a figure: errors.
    """
    at %= len(panel.periods)
    ledger, statistics = np.nan_to_num(panel.ytd[:, at]), np.nan_to_num(panel.statistics[:, at])
    gap = ledger - statistics
    registered = panel.registered[:, at] | (statistics > 0)
    small = np.nan_to_num(panel.total[:, at]) < rules.registration_from
    late = panel.months[at] - panel.started >= REGISTRATION_MONTHS
    ready = evidence(panel, at)["complete"].fillna(True).to_numpy(bool)
    silent = registered & np.isnan(panel.statistics[:, at])
    above = registered & (statistics > ABOVE * ledger + 1.0)
    wrong = silent | above
    counted = registered & ~wrong
    earlier = np.where(counted, np.minimum(_before_entry(panel, at), np.maximum(gap, 0.0)), 0.0)
    rho = ratios.types.set_index("industry").loc[panel.industry, "rho"].to_numpy(dtype=float)
    scope = np.where(counted, (1.0 - rho) * (ledger - earlier), 0.0)
    out = ~registered
    causes = {
        "scope": np.where(out & small, gap, scope),
        "timing": np.where(out & ~small & ~late, gap, earlier),
        "vouchers": np.where(out & ~small & late & ~ready, gap, np.where(counted, gap - earlier - scope, 0.0)),
        "errors": np.where(wrong | (out & ~small & late & ready), gap, 0.0),
    }
    table = _names(panel).assign(
        ledger=ledger,
        statistics=statistics,
        difference=gap,
        **causes,
        cause=np.array(CAUSES)[np.abs(np.array([causes[name] for name in CAUSES])).argmax(axis=0)],
        status=np.where(panel.unsound[:, at], LEFT_OUT, np.where(registered, "已纳统", "未纳统")),
    )
    return table[panel.listed[:, at]].reset_index(drop=True)


def _before_entry(panel: LedgerPanel, at: int) -> Array:
    """Return work of the year up to the month before registration, of projects registered in the year."""
    year = [n for n in range(at + 1) if panel.periods[n].year == panel.periods[at].year]
    entry = panel.entry
    before = np.zeros(entry.size)
    for column in year[1:]:
        here = entry == column
        before[here] = np.nan_to_num(panel.ytd[here, column - 1])
    return before


def _names(panel: LedgerPanel) -> pd.DataFrame:
    columns = ["project_code", "project_name", "industry", "district", "task_force", "responsible"]
    return panel.projects.reindex(columns=columns)


def evidence(panel: LedgerPanel, at: int = -1) -> pd.DataFrame:
    """Return what the ledger vouches for of each project, as it stands in the newest month.

    Returns
    -------
    DataFrame
        A project a row: `code`, `begun`, `work`, `land`, `environment` (true, false, or missing where the ledger
        says nothing) and `complete` (all are true; false where one is, else missing where the ledger does not say).
    """
    at %= len(panel.periods)
    columns: dict[str, pd.Series] = {
        "code": panel.projects["project_code"].notna().astype("boolean"),
        "begun": pd.Series(panel.started <= panel.months[at], dtype="boolean"),
        "work": pd.Series(np.nan_to_num(panel.ytd[:, at]) + np.nan_to_num(panel.before[:, at]) > 0, dtype="boolean"),
    }
    states = projects.conditions(panel.projects)
    for name in ("land", "environment"):
        columns[name] = states[name].map({"已落实": True, "未落实": False}).astype("boolean")
    table = pd.DataFrame(columns)
    nothing_lacks = table.fillna(True).all(axis=1).astype("boolean")
    complete = nothing_lacks.mask((nothing_lacks & table.isna().any(axis=1)).to_numpy(bool))
    return table.assign(complete=complete)


def unregistered(panel: LedgerPanel, rules: Projects, at: int = -1) -> pd.DataFrame:
    """List 应统未统: begun, planned total at or above the threshold, not registered.

    Returns
    -------
    DataFrame
        `project_code` … `responsible`, `total_wan_yuan`, `started_on` (month), `months` (since), the evidence of
        `EVIDENCE`, `missing` (what is lacking, comma-separated), `complete`; those with complete evidence first,
        then those of which some is not known, then by months. No amount of investment stands in it: it is a list of
        documents to check.
    """
    at %= len(panel.periods)
    number = panel.months[at]
    total = np.nan_to_num(panel.total[:, at])
    registered = panel.registered[:, at] | (np.nan_to_num(panel.statistics[:, at]) > 0)
    mask = panel.listed[:, at] & ~registered & (panel.started <= number) & (total >= rules.registration_from)
    vouched = evidence(panel, at)
    lacking = pd.DataFrame({name: ~vouched[name].fillna(False).astype(bool) for name in EVIDENCE})
    missing = [",".join(np.array(EVIDENCE)[row]) for row in lacking.to_numpy(bool)]
    table = _names(panel).assign(
        total_wan_yuan=total,
        started_on=_month(panel.started),
        months=number - panel.started,
        **vouched,
        missing=missing,
    )
    known = table["complete"].astype(float).fillna(0.5)
    rows = table.assign(_known=known)[mask].sort_values(
        ["_known", "months"], ascending=False, kind="stable", ignore_index=True
    )
    return rows.drop(columns="_known")


def _month(numbers: np.ndarray) -> list[str | None]:
    return [None if each == NEVER else f"{each // 12}-{each % 12 + 1:02d}" for each in numbers.tolist()]


def only_in_ledger(table: pd.DataFrame) -> pd.DataFrame:
    """List 台账有统计无: work of the year in the ledger, and nothing of it in the statistics; largest first.

    Parameters
    ----------
    table : DataFrame
        As `differences` returns it.
    """
    mask = (table["ledger"] > 0) & (table["statistics"] == 0)
    return table[mask].sort_values("ledger", ascending=False, kind="stable", ignore_index=True)


def above_ledger(table: pd.DataFrame) -> pd.DataFrame:
    """List 统计高于台账: statistics above the ledger by more than `ABOVE`; the largest difference first."""
    mask = table["statistics"] > ABOVE * table["ledger"] + 1.0
    return table[mask].sort_values("difference", kind="stable", ignore_index=True)


def jumps(panel: LedgerPanel, rules: Projects) -> pd.DataFrame:
    """List jumps and falls: what changed between two months by more than a share of the year's plan, or went down.

    Returns
    -------
    DataFrame
        `project_code`, `project_name`, `industry`, `district`, `period`, `of` (ledger, statistics), `change` (万元),
        `of_plan` (per cent of the year's plan), `kind` (jump, fall); the newest first. The month of registration,
        which brings in earlier work, is no jump of the statistics.
    """
    plan = np.where(np.nan_to_num(panel.plan) > 0, panel.plan, np.nan)
    # The first month of a ledger or of a project on it holds all of the year so far.
    seen = np.zeros(panel.listed.shape, dtype=bool)
    seen[:, 1:] = panel.listed[:, :-1]
    seen[:, panel.positions == 0] = True
    frames = []
    for name, ytd in (("ledger", panel.ytd), ("statistics", panel.statistics)):
        change = panel.increments(ytd)
        share = 100.0 * change / plan
        usable: Flags = seen if name == "ledger" else panel.settled
        months = np.where(panel.positions == 0, 2.0, 1.0)
        jumped, fell = usable & (share > rules.jump * months), usable & (change < 0)
        rows, columns = np.nonzero(jumped | fell)
        frames.append(
            _names(panel)
            .loc[rows, ["project_code", "project_name", "industry", "district"]]
            .assign(
                period=[str(panel.periods[each]) for each in columns],
                of=name,
                change=change[rows, columns],
                of_plan=share[rows, columns],
                kind=np.where(fell[rows, columns], "fall", "jump"),
            )
        )
    table = pd.concat(frames, ignore_index=True)
    return table.sort_values(["period", "project_name"], ascending=[False, True], kind="stable", ignore_index=True)


def published(place: Place, view: View, base: ComparableBase, period: str) -> Published | None:
    """Return the published YTD growth of a month as an amount on the comparable base; None where none is out.

    Parameters
    ----------
    place, view : Place, View
    base : ComparableBase
        Of the year before the month's.
    period : str
        As a ledger has it, `2020-09`.
    """
    growth = {str(each): value for each, value in view.ytd_growth(place.region, "fai").items()}
    if period not in growth:
        return None
    year = int(period[:4])
    at = indicators.indicator("fai").calendar.numbers.index(int(period[5:]))
    weight = float(year_weights(view, place.chain(), "fai", year).cumulative[at])
    homes = {str(each): value for each, value in view.ytd_growth(place.region, "real_estate_investment").items()}
    shares = place.settings.shares_of("fai")
    real_estate = np.nan
    if period in homes and shares is not None and shares.year == year - 1:
        own = float(year_weights(view, place.chain(), "real_estate_investment", year).cumulative[at])
        share = shares.values["real_estate_investment"] / 100.0
        real_estate = base.value * share * own * (1 + homes[period] / 100)
    return Published(period, growth[period], base.value * weight * (1 + growth[period] / 100), base.doubt, real_estate)


def bridge(table: pd.DataFrame, figure: Published) -> pd.DataFrame:
    """Go from the ledger's total to the published figure, line by line.

    Parameters
    ----------
    table : DataFrame
        As `differences` returns it, of the figure's month.
    figure : Published

    Returns
    -------
    DataFrame
        A line a row: `line`, `amount` (亿元; what the line adds), `start`, `end` (where its bar stands in a waterfall),
        `kind` (`total` or `step`). Lines: `ledger`, the four causes (subtracted), `statistics` (of the ledger's
        projects), `real_estate` (outside the ledger; left out where not known, or where a
        developer's row cannot be right), `residual` (projects that are not on
        the ledger, small ones, and what the base's doubt of `figure.doubt` may be; `residual_left_out` where projects
        of the ledger are in it, too, because their rows cannot be right), `published`.
    """
    homes = table["industry"].astype("string").str.contains("房地产").fillna(False).to_numpy(bool)
    steps = [("ledger", float(table["ledger"].sum()) / _WAN)]
    steps += [(name, -float(table[name].sum()) / _WAN) for name in CAUSES]
    counted = float(table["statistics"].sum()) / _WAN
    outside = []
    lost = table["status"].eq(LEFT_OUT).to_numpy(bool)
    if np.isfinite(figure.real_estate) and not (homes & lost).any():
        outside.append(("real_estate", figure.real_estate - float(table.loc[homes, "statistics"].sum()) / _WAN))
    rest = "residual_left_out" if lost.any() else "residual"
    outside.append((rest, figure.amount - counted - sum(amount for _, amount in outside)))
    lines, level = [], 0.0
    for name, amount in [*steps, ("statistics", counted), *outside, ("published", figure.amount)]:
        total = name in {"ledger", "statistics", "published"}
        start = 0.0 if total else level
        level = amount if total else level + amount
        lines.append((name, amount, start, level, "total" if total else "step"))
    return pd.DataFrame(lines, columns=["line", "amount", "start", "end", "kind"])


def grouped(table: pd.DataFrame, by: str, *, internal: bool = False) -> pd.DataFrame:
    """Add differences up by industry, district or task force.

    Parameters
    ----------
    table : DataFrame
        As `differences` returns it.
    by : str
    internal : bool
        Within the task force; outside it, groups of fewer than three projects go together as 其他, and so does the
        smallest other group where these are still fewer than three, so that none can be worked out from the total.
    """
    named = table.assign(**{by: table[by].fillna("未分类")})
    size = named.groupby(by).size().sort_values()
    if not internal and size.size and size.iloc[0] < FEWEST:
        merged = list(size.index[size < FEWEST])
        if size[merged].sum() < FEWEST and len(merged) < size.size:
            merged.append(size.index[len(merged)])
        named.loc[named[by].isin(merged), by] = "其他"
    sums = named.groupby(by)[["ledger", "statistics", "difference", *CAUSES]].sum()
    return sums.assign(projects=named.groupby(by).size()).reset_index()
