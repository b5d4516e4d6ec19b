"""The flags of early warning of a place, as a frame and as plain data for other programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from shouguan.analysis import watching
from shouguan.analysis.flags import LIGHTS, NAMES, Figure
from shouguan.analysis.warning_record import EVENT_NAMES, UNMEASURED, Rates, rates
from shouguan.analysis.watching import Raised
from shouguan.core import indicators
from shouguan.core.asked import lang_asked
from shouguan.core.parameters import check
from shouguan.core.periods import Lang
from shouguan.core.rounding import display
from shouguan.data.observations import View
from shouguan.data.origin import stand
from shouguan.data.place import Place
from shouguan.study.observed import Published, name_of

COLUMNS = (
    "flag",
    "name",
    "indicator",
    "light",
    "since",
    "evidence",
    "points_lost",
    "chance_lost",
    "remedies",
    "false_alarm_pct",
    "miss_pct",
    "cases",
)
_UNITS = {"pp": ("个百分点", " points"), "place": ("位", ""), "亿元": ("亿元", " 亿元"), "": ("", ""), "%": ("%", "%")}


@dataclass(frozen=True)
class Warned(Published):
    """A place whose flags may be looked at.

    Attributes
    ----------
    seed : int
        Of the draws; the same seed gives the same forecast.
    """

    seed: int = 0

    def warnings(self, since: str | None = None, *, lang: Lang = "zh") -> pd.DataFrame:
        """Return the flags of early warning that are up on this day, the gravest first.

        Parameters
        ----------
        since : str, optional
            The day to compare with; by default as `warnings.yaml` says, else the release before the newest.
        lang : {'zh', 'en'}

        Returns
        -------
        DataFrame
            A row a flag: `flag` (its code), `name`, `indicator`, `light`, `since` (up since this day), `evidence`;
            `points_lost`, what the full year would lose if it lasted, and `chance_lost`, what the chance of the main
            target would (percentage points, missing where that cannot be said); `remedies`, what addresses it, those
            worth most first; and how it did in earlier years: `false_alarm_pct` of its alarms, `miss_pct` of its
            events, of so many `cases` (missing where nothing measures it).

        Raises
        ------
        DataError, UsageError
            When the place's settings or lists cannot be read.

        Examples
        --------
        >>> import shouguan as sg
        >>> flags = sg.open_place("demo-city", as_of="2020-10-25").warnings()
        >>> flags["flag"].iloc[0], flags["light"].iloc[0]
        ('chance_falls', '红色·严重')
        """
        lang_asked(lang)
        day = None if since is None else check({"since": since}).since
        raised = watching.of_place(self.place, self.view, seed=self.seed, since=day)
        return frame(self.place, self.view, raised, lang)


def frame(place: Place, view: View, raised: tuple[Raised, ...], lang: Lang) -> pd.DataFrame:
    """Return flags as `Warned.warnings` does."""
    return pd.DataFrame([_row(place, view, each, lang) for each in raised], columns=list(COLUMNS))


def _row(place: Place, view: View, raised: Raised, lang: Lang) -> dict[str, Any]:
    flag, at = raised.flag, 0 if lang == "zh" else 1
    found = rates(flag.code, flag.indicator, stand(place, indicators.FORECAST, view.as_of).year)
    told = ("；", "，") if lang == "zh" else ("; ", ", ")
    return {
        "flag": flag.code,
        "name": NAMES[flag.code][at],
        "indicator": name_of(place, flag.indicator, lang),
        "light": LIGHTS[flag.light][at],
        "since": pd.Timestamp(flag.since),
        "evidence": told[0].join(evidence(each, flag.indicator, lang) for each in flag.figures),
        "points_lost": np.nan if flag.points is None else flag.points,
        "chance_lost": np.nan if flag.chance is None else flag.chance,
        "remedies": told[0].join(_remedy(each, lang, told[1], view.as_of) for each in raised.remedies),
        "false_alarm_pct": np.nan if found is None or found.false_alarms is None else found.false_alarms,
        "miss_pct": np.nan if found is None or found.misses is None else found.misses,
        "cases": 0 if found is None else found.cases,
    }


def evidence(figure: Figure, indicator: str, lang: Lang) -> str:
    """Say one figure of a flag's evidence in words."""
    at = 0 if lang == "zh" else 1
    label, when = (figure.zh, figure.en)[at], figure.named(indicator, lang)
    value = display(figure.value, figure.decimals) + _UNITS[figure.unit][at] + figure.after[at]
    if figure.unit == "%" and figure.decimals:  # growth
        sign = (("下降", "down "), ("增长", "up "))[figure.value >= 0][at]
        value = f"{sign}{display(abs(figure.value), figure.decimals)}%"
    if lang == "zh":
        return f"{when or ''}{label}{'第' if figure.unit == 'place' else ''}{value}"
    return f"{f'{when} ' if when else ''}{label} {value}"


def as_json(raised: tuple[Raised, ...], year: int) -> list[dict[str, Any]]:
    """Return flags as JSON's own values, in both languages, unrounded."""
    made = []
    for each in raised:
        flag = each.flag
        made.append(
            {
                "flag": flag.code,
                "name": dict(zip(("zh", "en"), NAMES[flag.code], strict=True)),
                "indicator": flag.indicator,
                "light": dict(zip(("zh", "en"), LIGHTS[flag.light], strict=True)),
                "since": flag.since.isoformat(),
                "evidence": [_figure(figure) for figure in flag.figures],
                "points_lost": flag.points,
                "chance_lost": flag.chance,
                "projects": list(flag.projects),
                "remedies": [
                    {name: _plain(value) for name, value in asdict(remedy).items()} for remedy in each.remedies
                ],
                "record": _record(flag.code, rates(flag.code, flag.indicator, year)),
            }
        )
    return made


def _figure(figure: Figure) -> dict[str, Any]:
    when = None if figure.when is None else str(figure.when)
    kept = {"name": figure.name, "value": figure.value, "unit": figure.unit, "zh": figure.zh, "en": figure.en}
    return kept | {"when": when, "formula": figure.formula}


def _record(code: str, found: Rates | None) -> dict[str, Any] | None:
    if found is None:
        why = UNMEASURED.get(code)
        return None if why is None else {"unmeasured": {"zh": why[0], "en": why[1]}}
    zh, en = EVENT_NAMES[found.event]
    rest = {"event": {"zh": zh, "en": en}, "false_alarm_pct": found.false_alarms, "miss_pct": found.misses}
    return {**asdict(found), **rest}


def _remedy(remedy: Any, lang: Lang, comma: str, day: dt.date) -> str:
    action = remedy.action if lang == "zh" else remedy.action_en or remedy.action
    owner = remedy.owner if lang == "zh" else remedy.owner_en or remedy.owner
    parts = [f"{remedy.project}{action}" if lang == "zh" else " ".join(filter(None, (remedy.project, action)))]
    parts += [owner] if owner else []
    if remedy.deadline is not None:
        passed = ("（已超期）", " (past)")[0 if lang == "zh" else 1] if remedy.deadline < day else ""
        parts.append(remedy.deadline.isoformat() + passed)
    if remedy.points is not None:
        parts.append(f"+{display(remedy.points, 2)}" + _UNITS["pp"][0 if lang == "zh" else 1])
    return comma.join(parts)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
