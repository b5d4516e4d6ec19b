"""Score the months on the way to the year's end, and the way to a target, on the nation's monthly series.

    python benchmarks/score_pace.py [--write] [CITIES]

Investment (published YTD growth since 2011), retail sales (since 2008, today's vintage) and industry, whose published
single months since 2017 are added up to YTD growth with equal months (October of 2019 and of 2020 are not on record and
stand between their neighbours). Each year is forecast on the eve of its first figure and after each release.

Printed: how often the 80 % interval held each later month's YTD growth and the full year, by distance, with the draws
as they are and as corrected by the record of earlier years; and how often, given what the year came to, the 80 % band
of the way there held the months before it. Ends are taken before rounding, and in brackets rounded as printed. The
same on simulated cities, whose investment is not the model's. `--write` makes `data/official/path_record.csv` anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import simulated_investment as simulated

from shouguan.core import indicators
from shouguan.core.files import write_csv
from shouguan.core.periods import Period
from shouguan.core.rounding import half_up
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data import observations, place
from shouguan.data.place import Place
from shouguan.models import calibrated, track_record
from shouguan.models.calibration import LEVELS
from shouguan.models.outlook import Outlook

CODES = ("fai", "industry_va", "retail")
DRAWS = 4000
PROCESSES = 2
ENDS = (0.1, 0.9)


def nation() -> Place:
    """Return the nation with industry's YTD growth, which is published by single months only."""
    where = place.load("全国")
    table = where.table
    own = table[
        (table["region"] == where.region) & (table["indicator"] == "industry_va") & (table["basis"] == "single")
    ]
    months, calendar = own.set_index("period"), indicators.indicator("industry_va").calendar
    rows = []
    for year in sorted({int(period[:4]) for period in months.index if period.endswith("-02")}):
        periods = calendar.periods(year)
        single = pd.Series([months["value"].get(str(period), np.nan) for period in periods]).interpolate().to_numpy()
        for period, value in zip(periods, ytd_from_single(single, np.cumsum(calendar.even_weights())), strict=True):
            known = str(period) in months.index
            released = (
                months.loc[str(period), "released_on"] if known else pd.Timestamp(period.end) + pd.Timedelta("18D")
            )
            figure = {"period": str(period), "basis": "ytd", "value": half_up(float(value), 1), "released_on": released}
            rows.append(own.iloc[0].to_dict() | figure)
    added = pd.DataFrame(rows, columns=table.columns).astype(table.dtypes.to_dict())
    return replace(where, table=pd.concat([table, added], ignore_index=True))


@dataclass(frozen=True)
class Origin:
    """A past year as it was forecast at one point, with what was published of it afterwards.

    Attributes
    ----------
    code : str
    outlook : Outlook
    came : ndarray
        YTD growth of each period after the newest known, as first published.
    """

    code: str
    outlook: Outlook
    came: Array

    def held(self, ends: Array, came: Array, kind: str) -> list[dict[str, object]]:
        """Return a row for each period: whether the interval held it, ends before rounding and as printed."""
        rows = []
        for column, (low, high, truth) in enumerate(zip(*ends, came, strict=True)):
            rows.append(
                {
                    "series": self.code,
                    "kind": kind,
                    "ahead": column + 1,
                    "known": len(self.outlook.known),
                    "turning": self.outlook.turning,
                    "exact": low <= truth <= high,
                    "printed": half_up(low, 1) <= truth <= half_up(high, 1),
                }
            )
        return rows

    def scores(self) -> list[dict[str, object]]:
        """Score the months ahead with and without the record, and the way to what the year came to."""
        plain = replace(self.outlook, on_the_way=())
        given = self.outlook.given(float(self.came[-1]))
        return [
            *self.held(plain.ytd_quantiles(ENDS), self.came, "as drawn"),
            *self.held(self.outlook.ytd_quantiles(ENDS), self.came, "corrected"),
            *self.held(given.ytd_quantiles(ENDS)[:, :-1], self.came[:-1], "given the year"),
        ]

    def record(self) -> list[list[str]]:
        """Return the lines of the record: a line for each period before the year's last."""
        lines = []
        for column, truth in enumerate(self.came[:-1]):
            levels = [0.5, *(end for level in LEVELS for end in ((1 - level) / 2, (1 + level) / 2))]
            median, *ends = np.quantile(self.outlook.ytd_paths[:, column], levels)
            halves = [f"{(high - low) / 2:.3f}" for low, high in zip(ends[::2], ends[1::2], strict=True)]
            cells = [self.code, str(self.outlook.year), str(len(self.outlook.known)), str(column + 1)]
            lines.append([*cells, f"{self.outlook.shock_variance_ahead:.3f}", f"{abs(truth - median):.3f}", *halves])
        return lines


def origins_of(code: str) -> list[Origin]:
    """Forecast each past year of one of the nation's series, on the eve of its first figure and after each release."""
    where = nation()
    table = observations.select(where.table, where.region, code, basis="ytd", measure="growth")
    first = table.sort_values("released_on", kind="stable").drop_duplicates("period").set_index("period")
    calendar = indicators.indicator(code).calendar
    found = []
    for year in sorted({int(text[:4]) for text in first.index})[1:]:
        names = [str(period) for period in calendar.periods(year)]
        if not all(name in first.index for name in names):
            continue
        released, came = first.loc[names, "released_on"], first.loc[names, "value"].to_numpy(dtype=float)
        for known in range(calendar.size):
            day = (released.iloc[known - 1] if known else released.iloc[0] - pd.Timedelta("1D")).date()
            outlook = forecast(where, day, code, year)
            if len(outlook.known) == known:  # two months may come out on one day
                found.append(Origin(code, outlook, came[known:]))
    return found


def forecast(where: Place, day: dt.date, code: str, year: int) -> Outlook:
    """Return what a report of that day would have said."""
    joint = calibrated.fit_predict_all(where, where.as_of(day), code, year, only=where.region, draws=DRAWS)
    return joint.of(where.region, code)


def city_scores(seed: int) -> list[dict[str, object]]:
    """Score the last year of one simulated city."""
    city = simulated.make(seed)
    rows: list[dict[str, object]] = []
    for known in range(city.growth.size):
        last = Period(simulated.YEAR, "M", known + 1)
        outlook = forecast(city.place, last.end + dt.timedelta(days=25), "fai", simulated.YEAR)
        rows += Origin("simulated", outlook, city.growth[known:]).scores()
    return rows


def report(table: pd.DataFrame) -> None:
    """Print the coverage of each series by distance, and of conditional ways by how much of the year was known."""
    for (series, kind), part in table.groupby(["series", "kind"]):
        n = len(part)
        held, printed = part["exact"].mean(), part["printed"].mean()
        near = "  ".join(
            f"{name} {chosen['exact'].mean():.3f} ({chosen['printed'].mean():.3f})"
            for name, chosen in (
                ("next month", part[part["ahead"] == 1]),
                ("2-4 ahead", part[part["ahead"].between(2, 4)]),
                ("5 and more", part[part["ahead"] >= 5]),
                ("calm", part[~part["turning"]]),
                ("turning", part[part["turning"]]),
            )
        )
        print(f"{series:12} {kind:15} n {n:4}  all {held:.3f} ({printed:.3f})  {near}")


def main() -> None:
    """Print the scores; write the record where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true", help="make data/official/path_record.csv anew")
    options.add_argument("cities", nargs="?", type=int, default=20, help="simulated cities")
    asked = options.parse_args()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = [origin for origins in pool.map(origins_of, CODES) for origin in origins]
        if asked.write:
            lines = [line for origin in found for line in origin.record()]
            write_csv(track_record.path_record_file(), track_record.PATH_FIELDS, lines)
            track_record._paths.cache_clear()
            track_record._on_the_way.cache_clear()
            corrected = [replace(each.outlook, on_the_way=track_record.on_the_way(each.outlook)) for each in found]
            found = [replace(origin, outlook=outlook) for origin, outlook in zip(found, corrected, strict=True)]
        rows = [row for origin in found for row in origin.scores()]
    with ProcessPoolExecutor(PROCESSES) as pool:  # new processes, which read the record that now is
        rows += [row for part in pool.map(city_scores, range(400, 400 + asked.cities)) for row in part]
    report(pd.DataFrame(rows))


if __name__ == "__main__":
    main()
