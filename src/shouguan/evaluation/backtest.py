"""Backtest: what would have been said at each point of past years, and what came.

Pseudo-real-time: each forecast sees a view of its day and nothing else; where real vintages are on record
the view holds them, and the truth is the full-year figure as first released. The yardsticks see the same
view. Years before those asked for are forecast too, only to learn the calibration from: the factors of a
year come from earlier years alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError, UsageError
from shouguan.core.files import write_beside
from shouguan.core.periods import Period
from shouguan.core.version import __version__
from shouguan.core.ytd import Array
from shouguan.data import observations
from shouguan.data.place import NATION, Place
from shouguan.evaluation import side_by_side
from shouguan.models import combine, naive, panel, statespace
from shouguan.models.calibration import LEVELS, Calibration, Past, learn
from shouguan.models.history import History, histories
from shouguan.models.leaning import LEANING, Coefficients, Lean, Missed
from shouguan.models.leaning import learn as learn_leaning
from shouguan.models.model import Model
from shouguan.models.outlook import TURNING, Outlook

_ALONE: dict[str, Model] = {panel.NAME: panel.fit_predict_all, statespace.NAME: statespace.fit_predict_all}
MODELS = (*_ALONE, combine.NAME)
GRID = np.arange(1, 200) / 200
"""Levels of the quantiles that are kept of each forecast."""
_FEWEST_YEARS = 2
_QUARTERS = {"Q1": 1, "H1": 2, "Q3": 3}


@dataclass(frozen=True)
class Forecast:
    """One past forecast of one region by one model, with what came.

    Attributes
    ----------
    model, region : str
    year : int
    known : int
        How many periods of the year were published.
    truth : float
        Full-year growth as first released, per cent.
    quantiles : list of float
        Of the full year, at `GRID`, as the model gave them; calibrated ones are made by `calibrated`.
    yardsticks : dict of str to float
        Simple rules on the same view.
    last_year : float or None
        Full-year growth of the year before, where known at the time.
    shock_variance : float
        What was expected of the year, in units of ordinary times.
    vintage : str
        Vintage of the newest figure: `first`, `revised` or `pseudo`.
    to_ytd, to_peers : float
        How it would lean (`shouguan.models.leaning`); 0 where it has leaned or does not.
    """

    model: str
    region: str
    year: int
    known: int
    truth: float
    quantiles: list[float]
    yardsticks: dict[str, float]
    last_year: float | None
    shock_variance: float
    vintage: str
    to_ytd: float = 0.0
    to_peers: float = 0.0

    @property
    def turning(self) -> bool:
        """Whether the year counted as turning by what was known."""
        return self.shock_variance >= TURNING

    @property
    def median(self) -> float:
        """The forecast."""
        return self.quantiles[len(self.quantiles) // 2]

    @property
    def values(self) -> Array:
        """The quantiles as an array: a forecast distribution of equal parts."""
        return np.array(self.quantiles)

    def interval(self, level: float) -> tuple[float, float]:
        """Return the central interval that holds `level`."""
        low, high = np.interp([(1 - level) / 2, (1 + level) / 2], GRID, self.quantiles)
        return float(low), float(high)

    @property
    def past(self) -> Past:
        """What calibration needs of it."""
        widths = [(high - low) / 2 for low, high in map(self.interval, LEVELS)]
        return Past(self.year, self.shock_variance, (widths[0], widths[1], widths[2]), abs(self.truth - self.median))

    @property
    def missed(self) -> Missed:
        """What leaning learns from of it."""
        lean, half = Lean(self.to_ytd, self.to_peers), self.past.half_widths[1]
        return Missed(self.region, self.year, self.known, lean, self.truth - self.median, half)


def origins_from(names: Sequence[str], indicator: str) -> list[int]:
    """Turn `Q1, H1, Q3` or `M02 … M11` into the number of published periods; none means all of the year.

    Raises
    ------
    UsageError
        When a name does not fit the indicator's calendar.
    """
    calendar = indicators.indicator(indicator).calendar
    valid = {origin_name(known, indicator): known for known in range(1, calendar.size)}
    for name in names:
        if name.upper() not in valid:
            raise UsageError(
                f"{indicator} 没有预测时点“{name}”；应为 {'、'.join(valid)}",
                f"{indicator} has no origin '{name}'; expected one of {', '.join(valid)}",
            )
    return [valid[name.upper()] for name in names] or list(valid.values())


def origin_name(known: int, indicator: str) -> str:
    """Return what the command line calls a number of published periods."""
    calendar = indicators.indicator(indicator).calendar
    if calendar.frequency == "Q":
        return {number: name for name, number in _QUARTERS.items()}[known]
    return f"M{calendar.numbers[known - 1]:02d}"


def run(
    place: Place,
    indicator: str,
    years: Iterable[int],
    origins: Sequence[int],
    *,
    models: Sequence[str] = (panel.NAME,),
    seed: int = 0,
    jobs: int | None = None,
    resume: Path | None = None,
    calibrate: bool = True,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> list[Forecast]:
    """Forecast every region at every origin of every year, and of the years before to learn from.

    Parameters
    ----------
    place : Place
    indicator : str
    years : iterable of int
        The last of them ends the backtest; where something is learned from earlier ones, all years of the place
        from its second on are forecast up to it.
    origins : sequence of int
        Numbers of published periods.
    models : sequence of str
    seed : int
    jobs : int, optional
        Processes; by default as many as there are processors.
    resume : Path, optional
        A folder in which finished parts are kept, so that a backtest broken off goes on.
    calibrate : bool
        Whether intervals are corrected by the errors of earlier years, which are forecast for it.
    advance : callable
        Told (done, total) after each part.

    Returns
    -------
    list of Forecast
        Years before those asked for are included where something is learned from them.

    Raises
    ------
    DataError
        When no forecast can be made of any of the years.
    """
    tested_years = sorted(set(years))
    table = observations.select(place.table, None, indicator, basis="ytd", measure="growth")
    truth = first_releases(table, indicator)
    learns = calibrate or combine.NAME in models
    first = min((Period.parse(p).year for p in table["period"]), default=9999)
    tasks = [
        (year, known)
        for year in sorted({y for _, y in truth})
        if first + 1 <= year <= max(tested_years) and (learns or year in tested_years)
        for known in origins
        if not table[table["period"] == period_label(indicator, year, known)].empty
    ]
    if not any(year in tested_years for year, _ in tasks):
        raise DataError(
            f"{place.name()} {indicator} 在 {tested_years[0]}—{tested_years[-1]} 年没有可检验的预测"
            "（需要此前至少一年的数据和全年结果）",
            f"{place.name('en')} {indicator}: nothing to test in {tested_years[0]}–{tested_years[-1]};"
            " a forecast needs a year of figures before it, and the full year after it",
        )
    members = [name for name in MODELS if name in {*models, *(combine.MEMBERS if combine.NAME in models else ())}]
    work = _Work(place, indicator, tuple(name for name in members if name != combine.NAME), seed, truth)
    forecasts: list[Forecast] = []
    for number, part in enumerate(_parts(work, tasks, jobs or os.cpu_count() or 1, resume), start=1):
        forecasts.extend(part)
        advance(number, len(tasks))
    if combine.NAME in models:
        forecasts.extend(_combined(forecasts))
    kept = [each for each in forecasts if each.model in models]
    return calibrated(leaned(kept, indicator)) if calibrate else kept


def leaned(forecasts: list[Forecast], indicator: str) -> list[Forecast]:
    """Return the forecasts leaning towards YTD growth and the peers as far as earlier years teach, each model apart."""
    if indicator not in LEANING:
        return forecasts
    learned: dict[tuple[str, int], Coefficients] = {}
    for model, year in {(each.model, each.year) for each in forecasts}:
        earlier = [each.missed for each in forecasts if each.model == model and each.year < year]
        learned[model, year] = learn_leaning(earlier) if earlier else Coefficients()
    result = []
    for each in forecasts:
        moved = learned[each.model, each.year].moved(Lean(each.to_ytd, each.to_peers))
        result.append(replace(each, quantiles=[q + moved for q in each.quantiles], to_ytd=0.0, to_peers=0.0))
    return result


def calibrated(forecasts: list[Forecast]) -> list[Forecast]:
    """Return the forecasts with intervals corrected by the errors of earlier years, model and origin the same.

    The nation learns from its own errors, regions from all regions'.
    """
    past: dict[tuple[str, int], list[tuple[bool, Past]]] = {}
    for each in forecasts:
        past.setdefault((each.model, each.known), []).append((each.region == NATION, each.past))
    learned: dict[tuple[str, int, int, bool, float], Calibration] = {}  # regions of a year share it
    result = []
    for each in forecasts:
        at = each.model, each.known, each.year, each.region == NATION, each.shock_variance
        if at not in learned:
            alike = [other for nation, other in past[at[:2]] if other.year < each.year and nation == at[3]]
            learned[at] = learn(alike, shock_variance=each.shock_variance)
        result.append(replace(each, quantiles=[float(q) for q in learned[at].stretch(each.values)]))
    return result


@dataclass(frozen=True)
class _Work:
    """What every part of a backtest needs."""

    place: Place
    indicator: str
    models: tuple[str, ...]
    seed: int
    truth: dict[tuple[str, int], float]

    def part(self, task: tuple[int, int]) -> list[Forecast]:
        """Forecast all regions at one origin of one year."""
        year, known = task
        table = observations.select(self.place.table, None, self.indicator, basis="ytd", measure="growth")
        own = table[table["period"] == period_label(self.indicator, year, known)]
        view = self.place.as_of(own.groupby("region")["released_on"].min().max().date())
        pasts = histories(self.place, view, self.indicator, year)
        forecasts = []
        for model in self.models:
            joint = _ALONE[model](self.place, view, self.indicator, year, seed=self.seed)
            for outlook in joint:
                past = pasts[outlook.region]
                truth = self.truth.get((outlook.region, year))
                if past.known == known and truth is not None and np.isfinite(past.ytd).sum() > past.size:
                    vintage = str(own.loc[own["region"] == outlook.region, "vintage"].iloc[0])
                    lean = joint.leans.get(outlook.region, Lean(0.0, 0.0))
                    forecasts.append(_forecast(outlook, past, truth, vintage, lean))
        return forecasts


def _forecast(outlook: Outlook, past: History, truth: float, vintage: str, lean: Lean) -> Forecast:
    before = past.ytd[-past.size - 1]
    return Forecast(
        model=outlook.model,
        region=outlook.region,
        year=outlook.year,
        known=past.known,
        truth=truth,
        quantiles=[round(float(q), 5) for q in np.quantile(outlook.full_year, GRID)],
        yardsticks={name: rule(past) for name, rule in naive.YARDSTICKS.items()},
        last_year=float(before) if np.isfinite(before) else None,
        shock_variance=outlook.shock_variance_ahead,
        vintage=vintage,
        to_ytd=lean.to_ytd,
        to_peers=lean.to_peers,
    )


def _combined(forecasts: list[Forecast]) -> list[Forecast]:
    """Combine the models at each origin with weights learned from earlier years."""
    by_model = {
        name: {(f.region, f.year, f.known): f for f in forecasts if f.model == name} for name in combine.MEMBERS
    }
    base = by_model[panel.NAME]
    result = []
    for (region, year, known), each in base.items():
        points = combine.points(
            {name: table[region, year, known].median for name, table in by_model.items()}, each.yardsticks
        )
        errors = [
            {
                name: abs(value - other.truth)
                for name, value in combine.points(
                    {name: table[r, y, k].median for name, table in by_model.items()}, other.yardsticks
                ).items()
            }
            for (r, y, k), other in base.items()
            if k == known and y < year and other.turning == each.turning
        ]
        moved = combine.combined(points, errors) - each.median
        quantiles = [q + moved for q in each.quantiles]
        result.append(replace(each, model=combine.NAME, quantiles=quantiles, to_ytd=0.0, to_peers=0.0))
    return result


def _parts(work: _Work, tasks: list[tuple[int, int]], jobs: int, resume: Path | None) -> Iterable[list[Forecast]]:
    kept = {task: _kept(work, task, resume) for task in tasks}
    todo = [task for task in tasks if kept[task] is None or not kept[task].is_file()]  # type: ignore[union-attr]
    for task in tasks:
        if task not in todo:
            yield [Forecast(**each) for each in json.loads(kept[task].read_text("utf-8"))]  # type: ignore[union-attr]
    alone = min(jobs, len(todo)) <= 1
    yield from _keeping(todo, map(work.part, todo) if alone else side_by_side.made(work.part, todo, jobs), kept)


def _keeping(
    todo: list[tuple[int, int]], made: Iterable[list[Forecast]], kept: dict[tuple[int, int], Path | None]
) -> Iterable[list[Forecast]]:
    for task, part in zip(todo, made, strict=True):
        file = kept[task]
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_beside(file, json.dumps([asdict(each) for each in part])).replace(file)
        yield part


def _kept(work: _Work, task: tuple[int, int], folder: Path | None) -> Path | None:
    """Name the file of one part by everything that it depends on."""
    if folder is None:
        return None
    inputs = hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in work.place.files))
    inputs.update(repr((__version__, *Forecast.__annotations__, work.indicator, work.models, work.seed, task)).encode())
    return folder / f"{work.indicator}-{task[0]}-{task[1]:02d}-{inputs.hexdigest()[:16]}.json"


def period_label(indicator: str, year: int, known: int) -> str:
    """Return the period that is the newest when so many of a year are known."""
    return str(indicators.indicator(indicator).calendar.periods(year)[known - 1])


def first_releases(table: pd.DataFrame, indicator: str) -> dict[tuple[str, int], float]:
    """Return full-year growth as first released: what a forecast is scored on."""
    last = indicators.indicator(indicator).calendar.size
    releases = {}
    first = table.sort_values("released_on", kind="stable").drop_duplicates(["region", "period"])
    for region, text, value in zip(first["region"], first["period"], first["value"], strict=True):
        period = Period.parse(text)
        if indicators.indicator(indicator).calendar.position(period) + 1 == last:
            releases[str(region), period.year] = float(value)
    return releases
