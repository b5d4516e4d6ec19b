"""Flags of early warning as facts: their evidence, what they would cost if they lasted, and how they did before.

Everything is a function of forecasts that stand already: the page's own under no scenario, those of its assessment
group, the news' forecast of the earlier day, and what the lists' chapter worked out.
"""

from __future__ import annotations

import datetime as dt

from shouguan.analysis.flags import LIGHTS, NAMES, RED, Figure, Flag, Remedy
from shouguan.analysis.warning_record import EVENT_NAMES, UNMEASURED, rates
from shouguan.analysis.watching import Raised, watch
from shouguan.core import indicators
from shouguan.core.periods import Period
from shouguan.data import warning_settings
from shouguan.facts import comparisons
from shouguan.facts.briefing import Briefing
from shouguan.facts.flag_rows import FlagFigure, FlagRecord, FlagRow, Flags, RemedyRow
from shouguan.facts.table import Fact, Name, name_of
from shouguan.ingest.readers import actions as action_reader

BLOCK = "warnings"
"""Under which figures of flags are listed."""
_IF_LASTS = "若持续到年底的代价（shouguan.analysis.warnings）"
_RECORD = "data/official/flag_record.csv 中本年以前各例之和"


def flags(page: Briefing) -> Flags:
    """Return the flags that are up on the page's day.

    Raises
    ------
    DataError, UsageError
        When `warnings.yaml` or a list cannot be read.
    """
    settings = warning_settings.read(page.place.folder)
    raised = watch(
        page.place,
        page.view,
        [page.plain.outlook(code) for code in page.sheets],
        settings,
        seed=page.seed,
        since=page.since,
        earlier={code: news.before for code, news in page.news.items() if news.before is not None},
        group=page.group,
        lists=page.listed,
        actions=action_reader.read(page.place.folder) or (),
    )
    rows = tuple(_row(page, each) for each in raised)
    labels = "亮灯的预警项数", "flags that are up"
    count = _add(page, "", name_of("count"), len(rows), "", 0, *labels, "预警规则逐项判断（warnings.yaml）")
    off = tuple(name for code, name in NAMES.items() if not getattr(settings.flags, code))
    return Flags(rows, count, off)


def _row(page: Briefing, raised: Raised) -> FlagRow:
    flag = raised.flag
    return FlagRow(
        code=flag.code,
        indicator=flag.indicator,
        name=NAMES[flag.code],
        light=LIGHTS[flag.light],
        grave=flag.light == RED,
        since=flag.since,
        figures=tuple(_evidence(page, flag, figure) for figure in flag.figures),
        points=_cost(page, flag, "points_lost", flag.points, 2, "全年增速变动", "the full year's growth"),
        chance=_cost(page, flag, "chance_lost", flag.chance, 0, "目标实现可能性变动", "the chance of the target"),
        remedies=tuple(_remedy(page, flag, at, each) for at, each in enumerate(raised.remedies, start=1)),
        record=_record(page, flag),
        untested=UNMEASURED.get(flag.code),
    )


def _evidence(page: Briefing, flag: Flag, figure: Figure) -> FlagFigure:
    period = figure.when if isinstance(figure.when, Period) else None
    day = figure.when if isinstance(figure.when, dt.date) else None
    # A published figure is the fact that it is everywhere else, with its source.
    fact = comparisons.growth(page, figure.published, period) if figure.published and period is not None else None
    if fact is None:
        kind = "forecast" if figure.unit == "%" and figure.decimals == 0 else "computed"
        name = _of(flag).at(figure.name)
        labels, unit = _labels(flag, figure), figure.unit
        fact = _add(
            page, flag.indicator, name, figure.value, unit, figure.decimals, *labels, figure.formula, kind, period
        )
    return FlagFigure(figure.zh, figure.en, fact, figure.after, period, day, figure.single)


def _labels(flag: Flag, figure: Figure) -> tuple[str, str]:
    when = figure.named(flag.indicator, "zh"), figure.named(flag.indicator, "en")
    own = NAMES[flag.code]
    return f"{own[0]}：{when[0] or ''}{figure.zh}", f"{own[1]}: {figure.en}{f', {when[1]}' if when[1] else ''}"


def _cost(page: Briefing, flag: Flag, name: str, value: float | None, decimals: int, zh: str, en: str) -> Fact | None:
    if value is None:
        return None
    # The chance can only fall; where less of the indicator is better, its year would be higher.
    moved = -value * (1 if name == "chance_lost" else indicators.indicator(flag.indicator).sign)
    labels = f"{NAMES[flag.code][0]}若持续，{zh}", f"{NAMES[flag.code][1]}, if it lasts: {en}"
    return _add(page, flag.indicator, _of(flag).at(name), moved, "pp", decimals, *labels, _IF_LASTS, "forecast")


def _remedy(page: Briefing, flag: Flag, at: int, remedy: Remedy) -> RemedyRow:
    points = None
    if remedy.points is not None:
        labels = f"{remedy.project}{remedy.action}可拉动全年", f"remedy {at}, points of the year"
        name = _of(flag).to("remedy", at).at("points")
        formula = "台账测算（shouguan.investment.action_value）"
        points = _add(page, flag.indicator, name, remedy.points, "pp", 2, *labels, formula, "forecast")
    return RemedyRow(
        remedy.action, remedy.action_en, remedy.project, remedy.owner, remedy.owner_en, remedy.deadline, points
    )


def _record(page: Briefing, flag: Flag) -> FlagRecord | None:
    found = rates(flag.code, flag.indicator, page.year)
    if found is None:
        return None

    def add(name: str, value: float | None, unit: str, zh: str, en: str) -> Fact | None:
        if value is None:
            return None
        labels = f"{NAMES[flag.code][0]}{zh}", f"{NAMES[flag.code][1]}: {en}"
        return _add(page, flag.indicator, _of(flag).at(name), value, unit, 0, *labels, _RECORD)

    cases = add("cases", found.cases, "", "检验例数", "cases")
    assert cases is not None
    return FlagRecord(
        EVENT_NAMES[found.event],
        found.simulated,
        cases,
        add("false_alarms", found.false_alarms, "%", "误报率", "false alarms"),
        add("misses", found.misses, "%", "漏报率", "misses"),
    )


def _of(flag: Flag) -> Name:
    return name_of(flag.code, flag.indicator)


def _add(
    page: Briefing,
    indicator: str,
    name: Name,
    value: float,
    unit: str,
    decimals: int,
    zh: str,
    en: str,
    formula: str,
    kind: str = "computed",
    period: Period | None = None,
) -> Fact:
    return page.facts.add(
        Fact(
            f"{BLOCK}.{name}",
            kind,  # type: ignore[arg-type]
            page.place.region,
            indicator,
            str(page.year if period is None else period),
            float(value),
            unit,
            decimals,
            zh,
            en,
            formula=formula,
            **name.columns(BLOCK),
        )
    )
