"""Score pieces of information that a forecast of GDP uses, or might, each with it and without it.

    python benchmarks/score_information.py

Provinces 2018–22 and the nation 2014–25 (where a piece allows), rolling origin: what is learned for a year is learned
from years before it. Printed for each piece and origin: how many forecasts, mean absolute errors of the full year
without and with it, in calm years and turning ones, the mean gain over years with its standard error, and in how many
years it helped. Four pieces, with what was thought of each before it was scored:

- *Targets* set at the year's sessions, a place's own and for provinces the nation's: the median moves by
  c·κ·(1 − W)·(T − m) with κ = exp(−½·((T − m)/1.5s)²), s the forecast's own standard deviation, so that a target far
  from it says nothing; c ~ 0.25 ± 0.15. The target is the one on record by the day, a range its lower end.
- *The base*: last year's path. What last year's disturbances of the level bring back is in the forecast. Beside it
  (a) what the model took for noise in the same quarters of last year comes back with the other sign, as it would if
  noise were of the level: c ~ 0.25 ± 0.25; (b) the rest of last year less the whole of it, over what is left:
  c ~ −0.15 ± 0.15.
- *Earlier publishers of the quarter*, for a province that has not published it yet: nothing of the quarter is out, the
  nation's figure, the nation's and half of the provinces', all others'. In the forecast.
- *The nation's months* between two releases: none; industry and retail sales, which are in the forecast; and
  investment too, with a slope of 0.1 ± 0.1 on its single months backed out of published YTD growth.

Each c is learned as leaning is (`shouguan.models.leaning`): the common part of a year's errors and the regions' apart,
in deviations of the forecast, four regions of a year as one. Something counts as helping when it lowers the error in
calm and in turning years, in four years of five, at two origins or more, by over two standard errors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.ytd import Array, single_from_ytd
from shouguan.data import observations, place
from shouguan.data.observations import View
from shouguan.data.place import NATION
from shouguan.data.views import with_rows
from shouguan.data.year_weights import year_weights
from shouguan.evaluation.backtest import first_releases, period_label
from shouguan.models import bridge, calibrated, model, panel
from shouguan.models.history import History, histories
from shouguan.models.leaning import NEAR
from shouguan.models.level import filter_together
from shouguan.models.outlook import TURNING

YEARS = {"provinces": range(2018, 2023), "nation": range(2014, 2026)}
ORIGINS = ("eve", "Q1", "H1", "Q3")
PRIORS = {"own_target": (0.25, 0.15), "nation_target": (0.25, 0.15), "base_noise": (0.25, 0.25), "tilt": (-0.15, 0.15)}
INVESTMENT_SLOPE = (0.1, 0.1)
DAYS = {(4, 10): 0, (7, 10): 1, (10, 10): 2, (12, 31): 3}
"""Days between two releases, with how many quarters are out by then."""
DRAWS = 2000
_NORMAL80 = 1.2816
_REGIONS_WORTH = 4.0


@cache
def _everything() -> tuple[place.Place, pd.DataFrame, dict[tuple[str, int], float]]:
    """Return the nation with its panel, its YTD growth of GDP, and full years as first released."""
    where = place.load("全国")
    table = observations.select(where.table, None, "gdp", basis="ytd", measure="growth")
    return where, table, first_releases(table, "gdp")


def _day(year: int, known: int) -> dt.date | None:
    """Return the day by which all have published so much of a year; for the eve, that before any has."""
    _, table, _ = _everything()
    days = table[table["period"] == period_label("gdp", year, max(known, 1))].groupby("region")["released_on"].min()
    if days.empty:
        return None
    last: dt.date = days.max().date() if known else days.min().date() - dt.timedelta(1)
    return last


def forecasts() -> pd.DataFrame:
    """Return every forecast, what came, and by how much each piece would move it with a coefficient of one."""
    where, _, truth = _everything()
    own_targets = {code: place.load(code).targets_for for code in where.regions if len(code) == 6}
    rows = []
    for year in range(2012, 2026):
        for known, origin in enumerate(ORIGINS):
            if (day := _day(year, known)) is None:
                continue
            view = where.as_of(day)
            try:
                joint = calibrated.fit_predict_all(where, view, "gdp", year, draws=DRAWS)
            except DataError:  # too few years on record yet
                continue
            pasts = histories(where, view, "gdp", year)
            states = filter_together(list(pasts.values())).run.filtered_state
            for at, (region, past) in enumerate(pasts.items()):
                base = _base(past, states[:, :, at])
                if past.known != known or (region, year) not in truth or base is None:
                    continue
                outlook = joint.of(region, "gdp")
                low, high = outlook.interval(0.80)
                ahead = outlook.parts["base"]  # of an open quarter that months tell of it is in their reading
                median, deviation = outlook.quantile(0.5), (high - low) / 2 / _NORMAL80
                target = next((each.value for each in own_targets[region]("gdp", year, day)), np.nan)
                rows.append(
                    {
                        "region": region,
                        "year": year,
                        "origin": origin,
                        "kind": "turning" if outlook.shock_variance_ahead >= TURNING else "calm",
                        "deviation": deviation,
                        "error": truth[region, year] - median,
                        "own_target": _towards(target - median, deviation, 1.0 - outlook.known_weight),
                        "base": float(base[2][-len(ahead) :] @ ahead),
                        "base_noise": base[0],
                        "tilt": base[1],
                    }
                )
    table = pd.DataFrame(rows)
    nation = table[table["region"] == NATION].set_index(["year", "origin"])["own_target"]
    at = pd.MultiIndex.from_frame(table[["year", "origin"]])
    return table.assign(nation_target=nation.reindex(at).to_numpy())


def _towards(gap: float, deviation: float, left: float) -> float:
    return left * gap * float(np.exp(-0.5 * (gap / (NEAR * deviation)) ** 2))


def _base(past: History, states: Array) -> tuple[float, float, Array] | None:
    """Return what noise of last year's same quarters would bring, last year's rest less its whole, and weights left."""
    size, end = past.size, past.ytd.size
    last = slice(end - 2 * size, end - size)
    ytd, cumulative, state = past.ytd[last], past.cumulative[last], states[last]
    if end < 2 * size or not np.isfinite(ytd).all():
        return None
    single, shares = single_from_ytd(ytd, cumulative), np.diff(cumulative, prepend=0.0)
    trend, fading, base = state[:, 0], state[:, 1], state[:, size + 1]
    noise = 100.0 * np.log1p(single / 100.0) - (trend + fading - base)
    weights = np.diff(past.weights.cumulative, prepend=0.0)[past.known :]
    rest = float(single[past.known :] @ shares[past.known :] / shares[past.known :].sum())
    return -float(weights @ noise[past.known :]), float(weights.sum()) * (rest - float(ytd[-1])), weights


def learned(past: pd.DataFrame, piece: str) -> float:
    """Return the coefficient of a piece from forecasts of earlier years, all origins together."""
    mean, doubt = PRIORS[piece]
    cross, own = mean / doubt**2, 1.0 / doubt**2
    for _, group in past.groupby(["year", "origin"]):
        moved, error, deviation = (group[name].to_numpy() for name in (piece, "error", "deviation"))
        together, missed, scale = np.median(moved), np.median(error), np.median(deviation)
        cross += together * missed / scale**2
        own += together**2 / scale**2
        apart = (moved - together) / deviation
        cross += float(apart @ ((error - missed) / deviation)) / _REGIONS_WORTH
        own += float(apart @ apart) / _REGIONS_WORTH
    return float(cross / own)


def with_and_without(table: pd.DataFrame, piece: str, years: range) -> pd.DataFrame:
    """Return absolute errors without and with one piece, its coefficient from earlier years."""
    told = table[np.isfinite(table[piece])]
    made = []
    for year in years:
        now = told[told["year"] == year]
        moved = learned(told[told["year"] < year], piece) * now[piece]
        made.append(now.assign(without=now["error"].abs(), told=(now["error"] - moved).abs()))
    return pd.concat(made)


def told(table: pd.DataFrame, without: str, told: str) -> pd.DataFrame:
    """Return one line an origin: errors by kind of year, the gain over years, and in how many it helped."""
    lines = []
    for origin, own in table.groupby("origin", sort=False):
        gain = (own[without] - own[told]).groupby(own["year"]).mean()
        by_kind = {
            f"{kind}: {name}": own.loc[own["kind"] == kind, column].mean()
            for kind in ("calm", "turning")
            for name, column in (("without", without), ("with", told))
        }
        error = gain.std(ddof=1) / np.sqrt(gain.size)
        line = {
            "n": len(own),
            **by_kind,
            "gain": gain.mean(),
            "± s.e.": error,
            "helped": f"{(gain > 0).sum()}/{gain.size}",
        }
        lines.append({"origin": origin, **line})
    return pd.DataFrame(lines).set_index("origin").round(3)


def earlier_publishers() -> pd.DataFrame:
    """Return errors of provinces that have not published a quarter yet, by who has."""
    _, table, truth = _everything()
    rows = []
    for year in YEARS["provinces"]:
        for known in (1, 2, 3):
            label = period_label("gdp", year, known)
            out = set(table.loc[table["period"] == label, "region"]) - {NATION}
            half = set(np.random.default_rng([22, year, known]).permutation(sorted(out))[::2])
            found = {
                "nothing": _unpublished(year, known, set(), out),
                "nation": _unpublished(year, known, {NATION}, out),
                "half": _unpublished(year, known, {NATION, *half}, out - half)
                | _unpublished(year, known, {NATION, *(out - half)}, half),
                "all": {},
            }
            for region in out:
                found["all"] |= _unpublished(year, known, {NATION, *out} - {region}, {region})
            for region in out:
                errors = {name: abs(medians[region] - truth[region, year]) for name, medians in found.items()}
                kind = "calm" if year < 2020 else "turning"
                rows.append({"origin": ORIGINS[known], "year": year, "kind": kind, **errors})
    return pd.DataFrame(rows)


def _unpublished(year: int, known: int, published: set[str], wanted: set[str]) -> dict[str, float]:
    """Return medians of some regions where only those in `published` have published the newest quarter."""
    day = _day(year, known)
    assert day is not None
    view = _everything()[0].as_of(day)
    now = (view.table["period"] == period_label("gdp", year, known)) & (view.table["indicator"] == "gdp")
    seen = replace(view, table=view.table[~now | view.table["region"].isin(published)])
    joint = calibrated.fit_predict_all(_everything()[0], seen, "gdp", year, draws=DRAWS, only=frozenset(wanted))
    return {each.region: each.quantile(0.5) for each in joint}


def months() -> pd.DataFrame:
    """Return errors between releases: without months, with industry and retail sales, with investment too."""
    where, _, truth = _everything()
    rows = []
    for year in range(2018, 2025):
        for (month, day), known in DAYS.items():
            view = where.as_of(dt.date(year, month, day))
            found = {
                "without": _medians(panel.fit_predict_all, view, year),
                "with": _medians(bridge.fit_predict_all, view, year),
            }
            kept = dict(bridge.SLOPES)
            bridge.SLOPES["fai"] = INVESTMENT_SLOPE
            found["investment"] = _medians(bridge.fit_predict_all, _with_single_months(view), year)
            bridge.SLOPES.clear()
            bridge.SLOPES.update(kept)
            for region, (out, kind, _) in found["without"].items():
                if out == known and (region, year) in truth:
                    errors = {name: abs(medians[region][2] - truth[region, year]) for name, medians in found.items()}
                    area = "nation" if region == NATION else "provinces"
                    rows.append({"area": area, "origin": f"{month}-{day}", "year": year, "kind": kind, **errors})
    return pd.DataFrame(rows)


def _medians(forecast: model.Model, view: View, year: int) -> dict[str, tuple[int, str, float]]:
    joint = forecast(_everything()[0], view, "gdp", year, draws=DRAWS)
    return {each.region: (len(each.known), "turning" if each.turning else "calm", each.quantile(0.5)) for each in joint}


def _with_single_months(view: View) -> View:
    """Return the view with single months of the nation's investment, backed out of its YTD growth."""
    growth, calendar = view.ytd_growth(NATION, "fai"), indicators.indicator("fai").calendar
    like = observations.select(view.table, NATION, "fai", basis="ytd", measure="growth").iloc[-1].to_dict()
    rows = []
    for year in range(min(growth).year, view.as_of.year + 1):
        periods = calendar.periods(year)
        ytd = np.array([growth.get(period, np.nan) for period in periods])
        singles = single_from_ytd(ytd, year_weights(view, [NATION], "fai", year).cumulative)
        rows += [
            {**like, "period": str(period), "basis": "single", "value": float(single)}
            for period, single in zip(periods[1:], singles[1:], strict=True)
            if np.isfinite(single)
        ]
    return with_rows(view, pd.DataFrame(rows), view.as_of)


def main() -> None:
    """Print the tables."""
    table = forecasts()
    nation = table["region"] == NATION
    for piece in PRIORS:
        for area, own in (("provinces", table[~nation]), ("nation", table[nation])):
            if piece == "nation_target" and area == "nation":
                continue
            print(f"\n{piece}, {area}")
            print(told(with_and_without(own, piece, YEARS[area]), "without", "told").to_string())
    for area, own in (("provinces", table[~nation]), ("nation", table[nation])):
        print(f"\nthe base that is in the forecast, {area}")
        used = own.assign(without=(own["error"] + own["base"]).abs(), told=own["error"].abs())
        print(told(used[used["year"].isin(YEARS[area])], "without", "told").to_string())
    by_month = months()
    for area, own in by_month.groupby("area"):
        print(f"\nindustry and retail sales of the nation, {area}")
        print(told(own, "without", "with").to_string())
        print(f"\ninvestment of the nation beside them, {area}")
        print(told(own, "with", "investment").to_string())
    order = earlier_publishers()
    for less, more in (("nothing", "nation"), ("nation", "half"), ("half", "all")):
        print(f"\nearlier publishers of the quarter: {less} → {more}")
        print(told(order, less, more).to_string())


if __name__ == "__main__":
    main()
