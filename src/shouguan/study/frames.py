"""What other rooms find, as frames: the figures are theirs, the columns are an analyst's."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.analysis import news as news_model
from shouguan.analysis.back_solving import Plan
from shouguan.analysis.scenarios.comparison import Comparison
from shouguan.analysis.scenarios.entries import Scenario
from shouguan.core import indicators
from shouguan.core.findings import Finding
from shouguan.core.language import either
from shouguan.core.periods import Lang
from shouguan.core.rounding import display
from shouguan.data import assessment_settings
from shouguan.data.assessment_settings import AssessmentSettings, name_of
from shouguan.data.place import Place
from shouguan.evaluation.backtest import origin_name
from shouguan.models.naive import YARDSTICKS
from shouguan.models.outlook import Joint
from shouguan.models.track_record import earlier

_STEP = ["update date", "updated variable", "observed", "forecast (prev)", "news", "impact"]
_STEP += ["released_on", "own", "figures", "source"]
PAST = ["region", "year", "origin", "median", "lower80", "upper80", "outcome", "error", "turning", *YARDSTICKS]
"""Columns of past forecasts."""


@dataclass(frozen=True)
class News:
    """Why a full-year forecast moved, in frames named as statsmodels' `NewsResults` names them.

    Attributes
    ----------
    found : shouguan.analysis.news.News

    Notes
    -----
    statsmodels splits the change of one linear model with fixed parameters by single figures, each with a weight.
    Here each step is the difference of two whole forecasts (`shouguan.analysis.news`): steps add up to the change
    exactly, re-estimation included, and there is no weight to print.
    """

    found: news_model.News

    @property
    def total_impacts(self) -> pd.DataFrame:
        """One row: `estimate (prev)`, a column a kind of step, `estimate (new)`; per cent and points."""
        news = self.found
        impacts: dict[str, float] = {"impact of revisions": 0.0, "impact of news": 0.0, "impact of estimation": 0.0}
        names = {"revision": "impact of revisions", "release": "impact of news", "estimation": "impact of estimation"}
        for kind, impact in news.by_kind().items():
            if kind in names or impact:
                name = names.get(kind, "impact of judgement")
                impacts[name] = impact
        row = {"estimate (prev)": news.old, **impacts, "estimate (new)": news.new}
        return pd.DataFrame([row], pd.Index([news.indicator], name="impacted variable"))

    @property
    def update_impacts(self) -> pd.DataFrame:
        """A row a release of new figures, in order.

        `update date` (period of the newest figure of the indicator itself, else empty), `updated variable`,
        `observed`, `forecast (prev)`, `news` (observed less forecast), `impact` (points), `released_on`, `own` (else
        of other regions) and `figures` (how many came).
        """
        return self._steps("release")

    @property
    def revision_impacts(self) -> pd.DataFrame:
        """The same of revisions, which carry no forecast: those columns are missing."""
        return self._steps("revision")

    def _steps(self, kind: str) -> pd.DataFrame:
        rows = []
        for step in self.found.steps:
            if step.kind == kind:
                actual = np.nan if step.actual is None else step.actual
                expected = np.nan if step.expected is None else step.expected
                when = "" if step.period is None else str(step.period)
                told = (when, step.indicator, actual, expected, actual - expected, step.impact)
                rows.append((*told, pd.Timestamp(step.released_on), step.own, step.figures, step.source))
        return pd.DataFrame(rows, columns=_STEP)


def compared(comparison: Comparison, known: Mapping[str, Scenario], lang: Lang) -> pd.DataFrame:
    """Return a row a scenario and indicator; those that do not fit the day last, with the reason."""
    columns = ["name", "scenario", "indicator", "median", "lower80", "upper80", "chance", "change", "reason"]
    rows: list[tuple[object, ...]] = [
        (
            *(row.name, row.title(lang), code, outcome.median, outcome.lower, outcome.upper),
            *(np.nan if outcome.chance is None else outcome.chance, outcome.change, ""),
        )
        for row in comparison.rows
        for code, outcome in row.outcomes.items()
    ]
    names = {id(scenario): name for name, scenario in known.items()}
    rows += [
        (names[id(each)], each.title(lang), code, *[np.nan] * 5, error.zh if lang == "zh" else error.en)
        for each, error in comparison.left_out
        for code in comparison.indicators
    ]
    return pd.DataFrame(rows, columns=columns)


def needs(plan: Plan) -> pd.DataFrame:
    """Return what a target asks of each part: index `part`, over the rest of the year, per cent and points.

    Warns where no growth within the bounds reaches the target: figures are then those of the bounds.
    """
    if not plan.feasible:
        warnings.warn(
            either(
                f"全年 {display(plan.target, 1)}% 超出各部分的上下限，最远 {display(plan.reachable, 1)}%；"
                "表中是各部分的上下限",
                f"{display(plan.target, 1)}% is beyond the bounds of the parts, which reach"
                f" {display(plan.reachable, 1)}%; the table holds their bounds",
            ),
            stacklevel=3,
        )
    rows = [
        {
            "part": need.code,
            "required": need.rest,
            "expected": need.rest_expected,
            "points": need.points,
            "among_draws": need.plausible.among_draws,
            "reached": need.plausible.reached,
            "years": need.plausible.years,
            "bound": need.bound,
            "feasible": plan.feasible,
        }
        for need in plan.needs
    ]
    frame = pd.DataFrame(rows).set_index("part")
    told = {"target": plan.target, "required": plan.required.value, "feasible": plan.feasible}
    frame.attrs.update({**told, "reachable": plan.reachable})
    return frame


def past_forecasts(indicator: str, region: str, year: int) -> pd.DataFrame:
    """Return a region's past forecasts of years before `year` on record: a row a year and origin."""
    last = max(indicators.indicator(indicator).calendar.size, 2)
    rows = pd.concat([earlier(indicator, known, year, region) for known in range(1, last)])
    rows = rows.rename(columns={"truth": "outcome"})
    rows["origin"] = [origin_name(known, indicator) for known in rows["known_periods"]]
    rows["error"] = rows["outcome"] - rows["median"]
    return rows[PAST].reset_index(drop=True)


def side_by_side(
    place: Place, joint: Joint, codes: tuple[str, ...], lang: Lang, *, anonymous: bool = False
) -> pd.DataFrame:
    """Return regions' forecasts: index `place`, the newest growth, the year and its 80 % interval, per cent."""
    rows = {}
    settings = assessment_settings.read(place) if anonymous else AssessmentSettings(anonymous=False)
    for outlook in joint:
        if outlook.region in codes:
            low, high = outlook.interval(0.80)
            rows[name_of(place, settings, outlook.region)[0 if lang == "zh" else 1]] = {
                "known": outlook.known_ytd if outlook.known else np.nan,
                "median": outlook.quantile(0.5),
                "lower80": low,
                "upper80": high,
            }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["known", "median", "lower80", "upper80"])
    return frame.rename_axis("place").sort_values("median", ascending=False)


def findings_frame(findings: Iterable[Finding], lang: Lang) -> pd.DataFrame:
    """Return findings as a frame: `severity, cell, value, what`; empty where there are none."""
    rows = [(each.severity, each.cell(lang), each.value, each.zh if lang == "zh" else each.en) for each in findings]
    return pd.DataFrame(rows, columns=["severity", "cell", "value", "what"])
