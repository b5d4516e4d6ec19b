"""Score the chances of ranks on the 31 provinces as one group: all years on record, after H1 and after Q3.

    python benchmarks/score_ranks.py [SEED]

Rolling origin: each forecast sees what was out on its day, and its intervals are corrected by earlier years alone, as a
report's are. Printed: the ranked probability score against ranks as they stand in YTD growth (by themselves, and spread
by how ranks moved in earlier years), by origin and kind of year; how often chances came true by decile (of each rank,
of a rank or a better one, of moving up), with and without the first year, which has no earlier one to be corrected by;
how often the 80 % range and the 95 % confidence set held; and what ranking costs, as a multiple of drawing.

Regions of one year err together, so a tenth's miss rests on fewer cases than it counts. Beside it stand the ends that
hold 95 % of it when whole years are drawn anew (`low`, `high`), and, with the model's own draws in place of what came,
by how much it would miss by chance alone if every chance were right (`luck`, a standard deviation) and how often by
more than five points (`beyond`).
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from shouguan.analysis import rank_sets, scoring
from shouguan.analysis.ranking import as_published, ranks
from shouguan.components.peers import GroupDraws, draw_group
from shouguan.core.periods import Period
from shouguan.core.ytd import Array
from shouguan.data.assessment_settings import AssessmentSettings, Rule
from shouguan.data.place import Place, load
from shouguan.models import calibrated

Values = npt.NDArray[Any]
ORIGINS = {2: "H1", 3: "Q3"}
FIRST = 2016
RESAMPLES, LUCK = 10_000, 1000
"""How often years are drawn anew, and how often a draw is taken for what came."""
BAR, MANY = 5.0, 30
"""Points by which a tenth may miss, and cases from which it counts."""


def forecasts(place: Place, seed: int) -> pd.DataFrame:
    """Return a row a forecast of one province: chances of ranks, and the rank that came."""
    provinces = place.settings.peers
    final = place.as_of(pd.Timestamp("2100-01-01").date())
    growth = {code: final.ytd_growth(code, "gdp") for code in provinces}
    rows = []
    for year in range(FIRST, 2100):
        end = Period(year, "Q", 4)
        if any(end not in growth[code] for code in provinces):
            break
        truth = ranks(np.array([[growth[code][end]] for code in provinces]))[:, 0]
        for known, origin in ORIGINS.items():
            period = Period(year, "Q", known)
            day = max(released for released, each in place.releases("gdp") if each == period)
            view = place.as_of(day)
            group = draw_group(place, view, ["gdp"], year, provinces, seed=seed)
            turning = next(iter(calibrated.fit_predict_all(place, view, "gdp", year, only=place.region))).turning
            drawn = ranks(as_published(group.growth["gdp"], "gdp"))
            now = ranks(np.array([[view.ytd_growth(code, "gdp")[period]] for code in provinces]))[:, 0]
            for at, code in enumerate(provinces):
                best, worst = rank_sets.rank_set(as_published(group.growth["gdp"], "gdp"), at)
                low, high = np.quantile(drawn[at], [0.1, 0.9], method="inverted_cdf")
                rows.append(
                    {
                        "year": year,
                        "origin": origin,
                        "kind": "turning" if turning else "calm",
                        "region": code,
                        "truth": truth[at],
                        "now": now[at],
                        "chances": np.bincount(drawn[at].astype(int), minlength=len(provinces) + 1)[1:]
                        / drawn.shape[1],
                        "drawn": drawn[at].astype(np.int8),
                        "in80": low <= truth[at] <= high,
                        "in_set": best <= truth[at] <= worst,
                        "wide80": high - low + 1,
                        "wide_set": worst - best + 1,
                    }
                )
    return pd.DataFrame(rows)


def rps(chances: Array, truth: float) -> float:
    """Return the ranked probability score, over the number of ranks less one."""
    came = np.arange(1, chances.size + 1) >= truth
    return float(((np.cumsum(chances) - came) ** 2).sum() / (chances.size - 1))


def spread_by_past(found: pd.DataFrame, count: int) -> list[float]:
    """Score a fairer rule: the rank as it stands, spread by how ranks moved at this point of all earlier years."""
    scores = []
    for origin, year, now, truth in found[["origin", "year", "now", "truth"]].itertuples(index=False):
        past = found[(found["origin"] == origin) & (found["year"] < year)]
        moved = np.append(past["truth"] - past["now"], [] if len(past) else [0])
        ranked = np.clip(now + moved, 1, count).astype(int)
        scores.append(rps(np.bincount(ranked, minlength=count + 1)[1:] / ranked.size, truth))
    return scores


def cases(found: pd.DataFrame, truth: Values) -> dict[str, tuple[Values, Values, Values]]:
    """Return by kind of event the chances that were told, whether they came true, and the rows that they are of."""
    chances, now = np.array(found["chances"].to_list()), found["now"].to_numpy()[:, None]
    rank, came = np.arange(1, chances.shape[1] + 1)[None], truth[:, None]
    row = np.broadcast_to(np.arange(len(found))[:, None], chances.shape)
    up = np.where(rank < now, chances, 0.0).sum(axis=1)
    behind = np.flatnonzero(now[:, 0] > 1)
    return {
        "each rank": (chances.ravel(), (rank == came).ravel(), row.ravel()),
        "so good a rank or a better one": (
            np.cumsum(chances, axis=1)[:, :-1].ravel(),
            (rank >= came)[:, :-1].ravel(),
            row[:, :-1].ravel(),
        ),
        "moving up": (up[behind], (came < now)[behind, 0], behind),
    }


def tenths(chances: Values) -> Values:
    """Return the tenth that a chance is in."""
    return np.minimum((chances * 10).astype(int), 9)


def reliability(chances: Values, came: Values, year: Values) -> pd.DataFrame:
    """Return by tenth of the chance how many there were, how many came true, and 95 % of the miss over years anew."""
    columns = {"tenth": tenths(chances), "chance": chances, "came": came.astype(float), "year": year}
    table = pd.DataFrame(columns).assign(miss=100 * (columns["came"] - chances))
    grouped = table.groupby("tenth")
    frame = grouped.agg(n=("chance", "size"), chance=("chance", "mean"), came=("came", "mean"), off=("miss", "mean"))
    miss = table.pivot_table("miss", "year", "tenth", "sum", fill_value=0.0).to_numpy()
    count = table.pivot_table("miss", "year", "tenth", "count", fill_value=0).to_numpy()
    again = np.random.default_rng(0).integers(0, len(miss), (RESAMPLES, len(miss)))
    number = count[again].sum(axis=1)
    anew = np.divide(miss[again].sum(axis=1), number, out=np.full(number.shape, np.nan), where=number > 0)
    low, high = np.nanquantile(anew, (0.025, 0.975), axis=0)
    return frame.assign(low=low, high=high)


def by_luck(found: pd.DataFrame) -> dict[str, Array]:
    """Return by kind of event what each tenth would miss if a draw of each forecast had come, shape (draws, tenths).

    All regions of a forecast come by the same draw, so they err together as the model says; the two forecasts of a year
    come by draws of their own, though in truth they err together, too.
    """
    drawn = np.array(found["drawn"].to_list())
    forecast = found.groupby(["year", "origin"], sort=False).ngroup().to_numpy()
    rng = np.random.default_rng(1)
    misses: dict[str, list[Array]] = {}
    for _ in range(LUCK):
        at = rng.integers(0, drawn.shape[1], forecast.max() + 1)[forecast]
        for kind, (chances, came, _) in cases(found, drawn[np.arange(len(found)), at]).items():
            tenth = tenths(chances)
            number = np.bincount(tenth, minlength=10)
            missed = np.bincount(tenth, came - chances, minlength=10)
            misses.setdefault(kind, []).append(100 * missed / np.where(number > 0, number, np.nan))
    return {kind: np.array(each) for kind, each in misses.items()}


def main(seed: int = 0) -> None:
    """Print the figures."""
    found = forecasts(load("北京"), seed)
    count = found["chances"].iloc[0].size
    found["rps"] = [rps(*each) for each in zip(found["chances"], found["truth"], strict=True)]
    carried = [rps(np.eye(count)[int(now) - 1], truth) for now, truth in zip(found["now"], found["truth"], strict=True)]
    found["carried"] = carried
    found["spread"] = spread_by_past(found, count)
    columns = ["rps", "carried", "spread", "in80", "wide80", "in_set", "wide_set"]
    for by in (["origin"], ["kind"], ["origin", "kind"], ["origin", "year"]):
        table = found.groupby(by)[columns].mean()
        table = table.assign(better=1 - table["rps"] / table["carried"], than_spread=1 - table["rps"] / table["spread"])
        print(table.round(3).to_string(), "\n")
    overall = found[["rps", "carried"]].mean()
    better = 1 - overall["rps"] / overall["carried"]
    print(f"RPS {overall['rps']:.4f}, carried {overall['carried']:.4f}: {better:.1%} better")
    for first in (FIRST, FIRST + 1):
        print(f"\nfrom {first} on")
        told_true(found[found["year"] >= first])
    cost()


def told_true(found: pd.DataFrame) -> None:
    """Print how often chances came true, and how much of what they miss may be luck."""
    luck, year = by_luck(found), found["year"].to_numpy()
    for kind, (chances, came, row) in cases(found, found["truth"].to_numpy()).items():
        frame = reliability(chances, came, year[row])
        missed = luck[kind][:, frame.index]
        frame = frame.assign(luck=missed.std(axis=0), beyond=(np.abs(missed) > BAR).mean(axis=0))
        print(f"\n{kind}\n", frame.round(3).to_string())
        many = (frame["n"] >= MANY).to_numpy()
        beyond = (np.abs(missed[:, many]).max(axis=1) > BAR).mean()
        print(
            f"if every chance were right, a tenth of {MANY} cases or more misses by over {BAR:.0f} points: {beyond:.0%}"
        )


def cost() -> None:
    """Print what ranking and scoring 31 regions by five indicators costs, over what drawing them once costs."""
    place = load("北京")
    view = place.as_of(pd.Timestamp("2022-10-28").date())
    start = time.process_time()
    joint = calibrated.fit_predict_all(place, view, "gdp", 2022)
    drawing = time.process_time() - start
    growth = np.array([outlook.full_year for outlook in joint if outlook.region in place.settings.peers])
    codes = ("gdp", "fai", "industry_va", "income", "retail")
    group = GroupDraws(place.region, 2022, place.settings.peers, dict.fromkeys(codes, growth))
    settings = AssessmentSettings(rules={code: Rule(weight=20) for code in codes})
    start = time.process_time()
    for code in codes:
        ranks(as_published(growth, code))
    ranking = time.process_time() - start
    start = time.process_time()
    scoring.score(place, group, settings)
    scored = time.process_time() - start
    print(f"\n31 regions, 10,000 draws, five indicators; over the {drawing:.2f} s that drawing one takes:")
    print(f"all ranked {ranking / drawing:.1f}, the place ranked and scored {scored / drawing:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
