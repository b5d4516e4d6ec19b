"""Make `data/official/record.csv`: what the forecast said at each point of past years, and what came.

Pseudo-real-time over the official series: every forecast sees only what was released by its day (for
provinces in the vintage known today, which the column `vintage` of the observations says). Run it with
`make backtest`; it prints the scores.
"""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterator
from functools import partial

from rich.console import Console
from rich.progress import Progress, TaskID

from shouguan.core import indicators
from shouguan.core.files import write_beside
from shouguan.core.rounding import half_up
from shouguan.data import place
from shouguan.evaluation import backtest, scores
from shouguan.models import panel, track_record
from shouguan.models.calibration import LEVELS

YEARS = range(2012, 2027)


def main() -> None:
    """Write the record and print its scores by indicator, area, origin and kind of year."""
    nation = place.load("全国")
    text = io.StringIO()
    writer = csv.DictWriter(text, track_record.FIELDS, lineterminator="\n")
    writer.writeheader()
    print("indicator,area,origin,kind of year,n,mae,carry_ytd,carry_last_single,crps,coverage80")
    for code in indicators.FORECAST:
        if not nation.releases(code) or indicators.indicator(code).yearly:  # no points within a year
            continue
        with Progress(console=Console(stderr=True)) as bar:
            raw = backtest.run(
                nation,
                code,
                YEARS,
                backtest.origins_from((), code),
                models=(panel.NAME,),
                calibrate=False,
                advance=partial(_show, bar, bar.add_task(code)),
            )
        leaned = backtest.leaned(raw, code)
        corrected = backtest.calibrated(leaned)
        writer.writerows(_row(code, *each) for each in zip(raw, leaned, corrected, strict=True))
        for line in _score_lines(code, corrected):
            print(line)
    write_beside(track_record.record_file(), text.getvalue()).replace(track_record.record_file())


def _show(bar: Progress, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total)


def _row(
    code: str, raw: backtest.Forecast, leaned: backtest.Forecast, corrected: backtest.Forecast
) -> dict[str, object]:
    low, high = corrected.interval(0.80)
    halves = [f"{half:.3f}" for half in raw.past.half_widths]
    return {
        "indicator": code,
        "region": raw.region,
        "year": raw.year,
        "known_periods": raw.known,
        "truth": raw.truth,
        "median": half_up(leaned.median, 1),
        "lower80": half_up(low, 1),
        "upper80": half_up(high, 1),
        "turning": int(raw.turning),
        **dict(zip([f"half{100 * level:.0f}" for level in LEVELS], halves, strict=True)),
        **{name: half_up(value, 1) for name, value in raw.yardsticks.items()},
        **{"drawn": f"{raw.median:.3f}", "to_ytd": f"{raw.to_ytd:.3f}", "to_peers": f"{raw.to_peers:.3f}"},
        "shock_variance": f"{raw.shock_variance:.3f}",
    }


def _score_lines(code: str, forecasts: list[backtest.Forecast]) -> Iterator[str]:
    groups: dict[tuple[str, int, str], list[backtest.Forecast]] = {}
    for each in forecasts:
        area = "nation" if each.region == place.NATION else "provinces"
        groups.setdefault((area, each.known, "turning" if each.turning else "calm"), []).append(each)
    for (area, known, kind), group in sorted(groups.items()):
        found = scores.summary(group, forecasts)
        rules = found["yardsticks"]
        figures = (found["mae"], rules["carry_ytd"]["mae"], rules["carry_last_single"]["mae"], found["crps"])
        cells = [f"{value:.2f}" for value in (*figures, found["coverage80"])]
        yield ",".join([code, area, backtest.origin_name(known, code), kind, str(found["n"]), *cells])


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
