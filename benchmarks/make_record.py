"""Make `data/official/record.csv`: what the forecast said at each point of past years, and what came.

Pseudo-real-time over the official series: every forecast sees only what was released by its day (for
provinces in the vintage known today, which the column `vintage` of the observations says). Run it with
`make backtest`; it takes about two minutes and prints the scores.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator

import numpy as np

from shouguan import indicators, place, record
from shouguan.errors import DataError
from shouguan.models import naive, statespace
from shouguan.models.history import history
from shouguan.report.facts import half_up


def main() -> None:
    """Write the record and print its scores by indicator, origin and kind of year."""
    rows = list(_all_rows())
    with record.record_file().open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, record.FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    _print_scores(rows)


def _all_rows() -> Iterator[dict[str, object]]:
    regions = ["全国", *sorted(region.name for region in place.official_regions().values() if region.parent)]
    for number, name in enumerate(regions, start=1):
        where = place.load(name)
        if sys.stderr.isatty():
            print(f"\r{number}/{len(regions)} {name}    ", end="", file=sys.stderr)
        for code in indicators.FORECAST:
            yield from _series(where, code)


def _series(where: place.Place, code: str) -> Iterator[dict[str, object]]:
    releases = where.releases(code)
    size = indicators.indicator(code).calendar.size
    first_truth = _first_releases(where, code)
    for day, period in releases:
        known = indicators.indicator(code).calendar.position(period) + 1
        if known == size or period.year not in first_truth:
            continue
        view = where.as_of(day)
        try:
            outlook = statespace.fit_predict(where, view, code, period.year)
        except DataError:
            continue
        past = history(where, view, code, period.year)
        low, high = outlook.interval(0.80)
        yield {
            "indicator": code,
            "region": where.region,
            "year": period.year,
            "known_periods": known,
            "truth": first_truth[period.year],
            "median": half_up(outlook.quantile(0.5), 1),
            "lower80": half_up(low, 1),
            "upper80": half_up(high, 1),
            **{name: half_up(rule(past), 1) for name, rule in naive.YARDSTICKS.items()},
        }


def _first_releases(where: place.Place, code: str) -> dict[int, float]:
    """Return full-year growth as first released: what a forecast is scored on."""
    table = where.table
    rows = table[
        (table["region"] == where.region)
        & (table["indicator"] == code)
        & (table["basis"] == "ytd")
        & (table["measure"] == "growth")
        & table["period"].str.match(r"\d{4}(Q4|-12)")
    ].sort_values("released_on")
    first = rows.drop_duplicates("period")
    return {int(period[:4]): float(value) for period, value in zip(first["period"], first["value"], strict=True)}


def _print_scores(rows: list[dict[str, object]]) -> None:
    print("indicator,area,known_periods,years,n,mae,mae_carry_ytd,mae_carry_last_single,coverage80")
    groups: dict[tuple[str, str, int, str], list[dict[str, object]]] = {}
    for row in rows:
        area = "nation" if row["region"] == place.NATION else "provinces"
        years = "2020-22" if 2020 <= int(str(row["year"])) <= 2022 else "other years"
        groups.setdefault((str(row["indicator"]), area, int(str(row["known_periods"])), years), []).append(row)
    for key, group in sorted(groups.items()):
        column = {name: np.array([float(str(row[name])) for row in group]) for name in record.FIELDS[4:]}
        truth = column["truth"]
        errors = [np.mean(np.abs(column[n] - truth)) for n in ("median", "carry_ytd", "carry_last_single")]
        inside = np.mean((truth >= column["lower80"]) & (truth <= column["upper80"]))
        print(",".join(map(str, key)), len(group), *(f"{e:.2f}" for e in errors), f"{inside:.2f}", sep=",")


if __name__ == "__main__":
    started = dt.datetime.now()
    main()
    print(f"{(dt.datetime.now() - started).total_seconds():.0f} s", file=sys.stderr)
