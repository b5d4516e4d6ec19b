"""What a bulletin tells of a task force's projects and firms: those behind pace, those near a threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from shouguan.analysis.lights import light
from shouguan.core.errors import DataError
from shouguan.data import investment_settings, registers
from shouguan.data.actions import Action, on_list
from shouguan.data.bulletin_settings import TaskForce
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.pacing_settings import LightRule
from shouguan.facts.briefing import Briefing
from shouguan.facts.bulletin_rows import Firms, NearFirm, SharedFirms, Slow, SlowList
from shouguan.facts.list_figures import Figures, missing
from shouguan.facts.table import Fact
from shouguan.ingest.readers import actions as action_reader
from shouguan.investment import enterprises, list_checks, tasks
from shouguan.investment.disclosure import disclosed
from shouguan.investment.firm_standing import WAITING
from shouguan.investment.listed import of_year
from shouguan.investment.projects import of_month

KINDS = ("ledger", "problems", "bonds", "enterprises")


@dataclass(frozen=True)
class Lists:
    """The lists of a place as a bulletin needs them: firms of all months, all else of the newest that was known.

    `sound` is the ledger without rows whose amounts cannot be right.
    """

    settings: InvestmentSettings
    ledger: pd.DataFrame
    sound: pd.DataFrame
    problems: pd.DataFrame
    funds: pd.DataFrame
    firms: pd.DataFrame
    actions: tuple[Action, ...]


def read(page: Briefing) -> Lists:
    """Read what was known on the page's day; lists of another year than the page's say nothing of it.

    Firms whose row cannot be right are left out, and so are such rows of projects from all that is told of amounts.

    Raises
    ------
    DataError
        When a list or a settings file cannot be read, or there is none of the year and no action either.
    """
    folder, year = page.place.folder, page.year
    tables = {kind: of_year(registers.known(page.place, kind, page.as_of), year) for kind in KINDS}
    listed = None if folder is None else action_reader.read(folder)
    if folder is None or (not listed and all(table.empty for table in tables.values())):
        raise DataError(
            f"{page.place.name()}没有截至{page.as_of}的{year}年项目、问题、资金、企业清单，也没有行动清单，通报没有内容；"
            "用 shouguan import 导入清单",
            f"{page.place.name('en')} has no list of projects, problems, funds or firms of {year} by {page.as_of}, and"
            " no actions: there is nothing to report; bring the lists in with shouguan import",
        )
    settings, lags = investment_settings.read(folder), page.place.settings.release_lags
    sound = {
        kind: list_checks.sound(kind, tables[kind], settings, lags.get(kind, registers.RELEASE_LAG))
        if len(tables[kind])
        else tables[kind]
        for kind in ("ledger", "enterprises")
    }
    newest = {kind: of_month(table) if len(table) else table for kind, table in tables.items()}
    of_now = sound["ledger"]["period"].eq(tables["ledger"]["period"].max())
    return Lists(
        settings,
        newest["ledger"],
        sound["ledger"][of_now].reset_index(drop=True),
        newest["problems"],
        newest["bonds"],
        sound["enterprises"],
        tuple(on_list(listed or [], page.as_of)),
    )


def slow(of: Figures, now: pd.DataFrame, rule: LightRule, most: int) -> SlowList | None:
    """Return the projects under way that are behind pace by what makes a light yellow; None without projects."""
    if now.empty:
        return None
    late = tasks.behind(now, 0.0)
    colours = pd.Series([light(rule, float(points)).colour for points in late["behind_pp"]], late.index, dtype="object")
    late = late[colours.ne("green")]
    number, worst = len(late), int(colours.eq("red").sum())
    pace = of.even(int(str(now["period"].iloc[0])[5:]))
    named = of.named("slow")
    limits = {
        name: of.add(named.at(name), value, f"落后序时进度{zh}", f"behind an even pace: {en}", _RULE, unit="pp")
        for name, value, zh, en in (("yellow", rule.yellow, "黄灯", "yellow"), ("red", rule.red, "红灯", "red"))
    }
    return SlowList(
        rule=limits["yellow"],
        red=limits["red"],
        count=of.count(named.at("count"), number, "落后序时进度的在建项目", "projects under way behind pace"),
        worst=of.count(named.at("worst"), worst, "落后达到红灯的项目", "projects far behind pace"),
        rows=tuple(
            _slow(of, at, row, pace, rule) for at, row in enumerate(late.head(most).to_dict("records"), start=1)
        ),
        more=of.count(named.at("more"), number - most, "未列出的行", "rows not listed") if number > most else None,
    )


_RULE, _SAID = "pacing.yaml", ("responsible", "leader", "progress")


def _slow(of: Figures, at: int, row: dict[str, object], pace: Fact, rule: LightRule) -> Slow:
    project, named = str(row["project_name"]), of.named("slow", at)
    kept = {"unit": "%", "decimals": 1}
    rate = of.add(
        named.at("rate"),
        float(str(row["plan_rate_pct"])),
        f"{project}：年度计划完成率",
        f"project {at}: done of the year's plan",
        "台账：本年完成 ÷ 年度计划（形象进度，不是统计数）",
        **kept,
    )
    behind = of.add(
        named.at("behind"),
        pace.rounded - rate.rounded,
        f"{project}：落后序时进度",
        f"project {at}: behind an even pace",
        f"{pace.key} − {rate.key}（均按印出的一位小数）",
        inputs=(pace.key, rate.key),
        **(kept | {"unit": "pp"}),
    )
    unit, person, progress = ("" if missing(row[name]) else str(row[name]) for name in _SAID)
    shown = light(rule, float(str(row["behind_pp"])))
    return Slow(project, unit, person, progress, rate, pace, behind, (shown.word("zh"), shown.word("en")))


def firms(of: Figures, lists: Lists, force: TaskForce, day: dt.date, most: int) -> Firms | None:
    """Return the task force's own firms near a threshold and not in the statistics yet, the nearest first."""
    if lists.firms.empty:
        return None
    near = tasks.own(_near(lists, day), force)
    steps = enterprises.to_do(lists.firms, day, lists.settings.enterprises, task_force=True)
    steps = steps.drop_duplicates("name").set_index("name")
    shown = near.head(most).to_dict("records")
    named = of.named("firms")
    meet = int((near["gap_wan_yuan"] <= 0).sum())
    return Firms(
        count=of.count(named.at("count"), len(near), "临近标准的企业", "firms near a threshold"),
        meet=of.count(named.at("meet"), meet, "已达到或预计年内达到标准的企业", "firms that meet it this year"),
        rows=tuple(_firm(of, at, row, steps) for at, row in enumerate(shown, start=1)),
        more=of.count(named.at("more"), len(near) - most, "未列出的行", "rows not listed")
        if len(near) > most
        else None,
    )


def shared_firms(of: Figures, lists: Lists, forces: Sequence[TaskForce], day: dt.date) -> list[SharedFirms | None]:
    """Return of each task force how many firms are near a threshold, as all may know it: no count under three.

    What is hidden is not what is left of the whole either (`disclosure.disclosed`).
    """
    if lists.firms.empty:
        return [None for _ in forces]
    near = _near(lists, day)
    counts = []
    for force in forces:
        mine = tasks.own(near, force) if "firms" in force.lists else near.iloc[:0]
        counts.append((len(mine), int((mine["gap_wan_yuan"] <= 0).sum())))
    table = pd.DataFrame(counts, columns=["firms", "meet"])
    # How many of a count meet the threshold, and how many do not, tells of single firms where either is small.
    parts = pd.concat([table["meet"], table["firms"] - table["meet"], table["firms"]], axis=1)
    shown = disclosed(table.assign(fewest=parts.where(parts > 0).min(axis=1)), task_force=False, count="fewest")
    return [
        _shared(of, force, row) if "firms" in force.lists else None
        for force, row in zip(forces, shown.to_dict("records"), strict=True)
    ]


def _shared(of: Figures, force: TaskForce, row: dict[str, object]) -> SharedFirms:
    if row["suppressed"]:
        return SharedFirms(None, None)
    named, name = of.named("shared", force.indicator), force.name
    count, meet = float(str(row["firms"])), float(str(row["meet"]))
    return SharedFirms(
        of.count(named.at("firms"), count, f"{name}：临近标准的企业", f"{force.indicator}: firms near a threshold"),
        of.count(named.at("meet"), meet, f"{name}：已达到或预计年内达到标准", f"{force.indicator}: firms that meet it"),
    )


def unassigned(of: Figures, own: pd.DataFrame) -> Fact | None:
    """Return how many of a task force's projects name none; None where all do."""
    number = int(own["task_force"].isna().sum()) if "task_force" in own else len(own)
    if not number:
        return None
    return of.count(
        of.named("unassigned").at("count"), number, "未填工作专班的项目", "projects that name no task force"
    )


def _near(lists: Lists, day: dt.date) -> pd.DataFrame:
    """Return the firms near a threshold that are not in the statistics yet."""
    near = enterprises.near_threshold(lists.firms, day, lists.settings.enterprises, task_force=True)
    return near[near["standing"].eq(WAITING)]


def _firm(of: Figures, at: int, row: dict[str, object], steps: pd.DataFrame) -> NearFirm:
    name = str(row["name"])
    rate = of.add(
        of.named("firms", at).at("rate"),
        float(str(row["expected_rate_pct"])),
        f"{name}：预计全年为标准的",
        f"firm {at}: the year's revenue of the threshold",
        "企业名单：预计全年营业收入 ÷ 纳统标准",
        kind="forecast",
        unit="%",
        decimals=1,
    )
    step = steps.loc[name] if name in steps.index else {"conditions": "", "next_step": ""}
    category, unit = ("" if missing(row[each]) else str(row[each]) for each in ("category", "responsible"))
    return NearFirm(name, category, unit, rate, str(step["conditions"]), str(step["next_step"]), str(row["next_round"]))
