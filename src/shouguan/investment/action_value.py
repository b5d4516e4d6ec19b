r"""What an action is worth to the year: a start before a day, a problem settled, money paid out.

Points of full-year growth are what an action adds to the statistics of the year over the comparable base, beyond what
is expected anyway; chance is what these points add to that of the target. With S the share of the year's work that is
done by the planned start, P the year's plan and s(t) the curve of the project's type, a project that starts in month t
works P·(1 − s(t))/(1 − S) this year, for it goes no faster than planned. Of that the statistics hold ρ, if and when the
project is registered, by its own chance (`registration`). Registration itself is no action that is worth points: what
meets the conditions is registered on complete papers, by law, whatever it would add.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core.ytd import Array
from shouguan.investment import curves, ratios, registration
from shouguan.investment.curves import NATIONAL, Curves
from shouguan.investment.ledger_ahead import PROJECT_NOISE, work_ahead
from shouguan.investment.ledger_panel import LedgerPanel, begun_in
from shouguan.investment.ratios import Ratios
from shouguan.investment.registration import Hazard
from shouguan.models.outlook import Outlook

START, SETTLE, PAY = "开工", "解决问题", "拨付支出"
"""The kinds of action."""
LEAST = 0.005
"""Points that print as nothing are worth no line."""
_Z80 = 1.2816
_WAN = 1e4
_ROUNDING = 1e-9
_NAMES = ("project_code", "project_name", "district", "industry", "task_force", "responsible")


@dataclass(frozen=True)
class Estimates:
    """What the ledger tells of its projects, made once for all actions.

    Attributes
    ----------
    panel : LedgerPanel
    ratios : Ratios
    shape : Curves
    begin, register : Hazard
    base : float
        The comparable base, 亿元.
    """

    panel: LedgerPanel
    ratios: Ratios
    shape: Curves
    begin: Hazard
    register: Hazard
    base: float

    @property
    def position(self) -> int:
        """Of the ledger's month in its year, from 0."""
        return int(self.panel.positions[-1])

    @property
    def steps(self) -> int:
        """Months that are left."""
        return NATIONAL.size - 1 - self.position

    @property
    def plan(self) -> Array:
        """Work that the year's plan means, with the bias that plans have had, 万元."""
        return self.shape.plan_bias * np.nan_to_num(self.panel.plan[:, -1])


def estimates(panel: LedgerPanel, registration_from: float, base: float) -> Estimates:
    """Estimate what values of actions rest on.

    Parameters
    ----------
    panel : LedgerPanel
        Its last month is now.
    registration_from : float
        Planned total from which a project may be registered, 万元.
    base : float
        Investment of last year on the comparable base, 亿元.
    """
    found = ratios.estimate(panel)
    begin, register = registration.fit(panel, registration_from)
    return Estimates(panel, found, curves.learn(panel, found), begin, register, base)


def starts(given: Estimates, months: int = 1) -> pd.DataFrame:
    """Return what it is worth that a project which should have started starts within so many months.

    Parameters
    ----------
    given : Estimates
    months : int
        1 is the next month.

    Returns
    -------
    DataFrame
        A project a row, the most valuable first: names, `action`, `points`, `lower`, `upper` (80 %), `chance_counted`
        (that it is in the statistics by the year's end). Projects that are not due yet are not in it.
    """
    panel, now = given.panel, int(given.panel.months[-1])
    late = panel.listed[:, -1] & (begun_in(panel) > now) & (panel.planned <= now)
    share, gained = _entered_after(given), _work_from(given)
    first = min(max(months, 1), max(given.steps, 1)) - 1
    begins = _begins(given)
    usual = (begins * share * gained).sum(axis=1) if given.steps else np.zeros(late.size)
    chance = share[:, first] if given.steps else np.zeros(late.size)
    work = gained[:, first] if given.steps else np.zeros(late.size)
    return _table(given, late, START, chance, work, usual)


def problems(given: Estimates, open_ones: pd.DataFrame) -> pd.DataFrame:
    """Return what it is worth that a project which has begun and has an open problem goes on as planned.

    Parameters
    ----------
    given : Estimates
    open_ones : DataFrame
        Problems that are not settled (`projects.open_problems`): `project_code`, `project_name`.

    Returns
    -------
    DataFrame
        As `starts`; what a project does anyway at its present speed is taken off.
    """
    panel, now = given.panel, int(given.panel.months[-1])
    known = set(open_ones["project_code"].dropna()) | set(open_ones["project_name"].dropna())
    named = panel.projects["project_code"].isin(known) | panel.projects["project_name"].isin(known)
    held = panel.listed[:, -1] & (begun_in(panel) <= now) & named.to_numpy(bool)
    if not given.steps:
        return _table(given, held, SETTLE, np.zeros(held.size), np.zeros(held.size), np.zeros(held.size))
    anyway = work_ahead(panel, given.shape)[:, -1]
    left = given.plan * (1.0 - given.shape.share[:, given.position])
    chance = _chance_counted(given)
    return _table(given, held, SETTLE, chance, np.maximum(left, anyway), chance * anyway)


def payments(given: Estimates, behind: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return what it is worth that an issued quota is spent by the year's end, beyond what its own pace would spend.

    Statistics follow vouchers, so a payment for works counts as it is, on a project that is registered.

    Parameters
    ----------
    given : Estimates
    behind : DataFrame
        Quotas that are not spent (`funding.behind`).
    history : DataFrame
        The list of all months, for the pace of each.

    Returns
    -------
    DataFrame
        As `starts`, a quota a row, with its `batch`.
    """
    panel = given.panel
    codes = dict(zip(panel.projects["project_name"], range(len(panel.projects)), strict=True))
    rows = behind[behind["project_name"].isin(codes)].reset_index(drop=True)
    at = rows["project_name"].map(codes).to_numpy(int)
    # A payment is for works: no more than what is done and not in the statistics yet, and what is still done this year.
    done = np.maximum(np.nan_to_num(panel.ytd[:, -1]) - np.nan_to_num(panel.statistics[:, -1]), 0.0)
    ahead = work_ahead(panel, given.shape)[:, -1] if given.steps else np.zeros(done.size)
    unspent = np.minimum(rows["unspent_wan_yuan"].clip(lower=0).to_numpy(float), (done + ahead)[at])
    usual = np.minimum(_pace(rows, history) * given.steps, unspent)
    chance = _chance_counted(given)[at] if given.steps else np.zeros(at.size)
    table = _valued(given, unspent - usual, np.full(at.size, PROJECT_NOISE), chance)
    named = panel.projects.loc[at, list(_NAMES)].reset_index(drop=True)
    made = named.assign(batch=rows["batch"], action=PAY, **table)
    return made[made["points"] > 0].sort_values("points", ascending=False, kind="stable", ignore_index=True)


def expected_ahead(given: Estimates) -> Array:
    """Return what each project is expected to add to the year from now on, points: lost if it stands still till then.

    A project that has not begun adds with its chance to begin in each month left and to be registered in time.

    Returns
    -------
    ndarray, shape (projects,)
    """
    panel, rho = given.panel, given.ratios.rho
    if not given.steps:
        return np.zeros(rho.size)
    begun = begun_in(panel) <= int(panel.months[-1])
    starting = given.shape.catch_up * rho * (_begins(given) * _entered_after(given) * _work_from(given)).sum(axis=1)
    going = rho * _chance_counted(given) * work_ahead(panel, given.shape)[:, -1]
    points = 100.0 * np.where(begun, going, starting) / _WAN / given.base
    return np.where(panel.listed[:, -1], points, 0.0)


def with_chance(table: pd.DataFrame, outlook: Outlook, target: float) -> pd.DataFrame:
    """Add what each action's points add to the chance of a target: `chance_gain_pct`, per cent.

    Every draw of the year is moved by the action's points; actions are taken one at a time.
    """
    before = outlook.chance(target)
    gains = [100.0 * (outlook.chance(target - points) - before) for points in table["points"]]
    return table.assign(chance_gain_pct=gains)


def _work_from(given: Estimates) -> Array:
    """Return the work of this year of each project if it begins in each month left, 万元, shape (projects, steps)."""
    share, position = given.shape.share, given.position
    january = int(given.panel.months[-1]) - int(given.panel.periods[-1].number) + 1
    first = np.clip(given.panel.planned - january - 1, 0, NATIONAL.size - 1)
    before = np.concatenate([np.zeros((share.shape[0], 1)), share], axis=1)[np.arange(share.shape[0]), first]
    room = 1.0 - share[:, position : position + given.steps]
    return np.asarray(given.plan[:, None] * room / np.maximum(1.0 - before, 0.05)[:, None])


def _chance_counted(given: Estimates) -> Array:
    """Return the chance that each project which has begun is in the statistics by the year's end."""
    counted = given.panel.registered[:, -1] | (np.nan_to_num(given.panel.statistics[:, -1]) > 0)
    _, entered = registration.chances(given.panel, given.begin, given.register, given.steps)
    return np.where(counted, 1.0, entered[:, -1])


def _begins(given: Estimates) -> Array:
    """Return the chance that each project begins in each month left, shape (projects, steps)."""
    size, now = registration.size_class(given.panel), int(given.panel.months[-1])
    waiting, chances = np.ones(size.size), np.zeros((size.size, given.steps))
    for step in range(given.steps):
        chances[:, step] = waiting * given.begin.at(now + step - given.panel.planned, size)
        waiting = waiting - chances[:, step]
    return chances


def _entered_after(given: Estimates) -> Array:
    """Return the chance of being registered by the year's end after a start in each month left."""
    size = registration.size_class(given.panel)
    chances = np.zeros((size.size, given.steps))
    for step in range(given.steps):
        still = np.ones(size.size)
        for age in range(given.steps - step - 1):
            still = still * (1.0 - given.register.at(np.full(size.size, age), size))
        chances[:, step] = 1.0 - still
    return chances


def _pace(rows: pd.DataFrame, history: pd.DataFrame) -> Array:
    """Return what each quota has spent a month since it was issued, 万元."""
    seen = history[history["spent_wan_yuan"].notna()].groupby(["project_name", "batch"], dropna=False)["spent_wan_yuan"]
    spread = (seen.max() - seen.min()) / (seen.size() - 1).clip(lower=1)
    keys = pd.MultiIndex.from_frame(rows[["project_name", "batch"]])
    return np.nan_to_num(spread.reindex(keys).to_numpy(float))


def _table(given: Estimates, which: np.ndarray, action: str, chance: Array, work: Array, usual: Array) -> pd.DataFrame:
    """Value work of chosen projects, in the statistics with a chance, beyond what is usual (counted already)."""
    rho, error = given.ratios.rho, given.ratios.projects["se"].to_numpy(float)
    counted = given.shape.catch_up * rho if action == START else rho
    gain = counted * (work - usual / np.maximum(chance, 1e-9))
    noise = np.sqrt(PROJECT_NOISE**2 + (error / np.maximum(rho, 1e-9)) ** 2)
    # What is done anyway is divided by its chance and taken off again: a remainder of rounding is no gain.
    table = _valued(given, np.where((chance > 0) & (gain > _ROUNDING * work), gain, 0.0), noise, chance)
    made = given.panel.projects[list(_NAMES)].assign(action=action, **table)[which]
    return made[made["points"] > 0].sort_values("points", ascending=False, kind="stable", ignore_index=True)


def _valued(given: Estimates, gain: Array, noise: Array, chance: Array) -> dict[str, Array]:
    """Return points with their interval: an amount that counts with a chance, and is itself uncertain."""
    points = 100.0 * gain / _WAN / given.base
    middle = chance * points
    spread = np.sqrt(chance * (1.0 - chance) * points**2 + chance * (noise * points) ** 2)
    return {
        "points": middle,
        "lower": np.maximum(middle - _Z80 * spread, 0.0),
        "upper": middle + _Z80 * spread,
        "chance_counted": chance,
    }
