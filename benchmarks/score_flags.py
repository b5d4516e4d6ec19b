"""Score the flags of early warning, and write `data/official/flag_record.csv`, from which pages print their rates.

    python benchmarks/score_flags.py [CITIES]

Cases, alarms and events are defined in docs/method.md ("Flags of early warning"). GDP: the nation and the provinces at
H1 and Q3; investment: the nation from January–March on; flags of the ledger: simulated cities (`simulated_investment`),
after each month. Prints the rates by flag and event, then those of each year.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
from simulated_investment import YEAR, make

from shouguan.analysis import list_warnings, warnings
from shouguan.analysis.flags import NAMES
from shouguan.analysis.list_warnings import Above
from shouguan.analysis.ranking import RankDraws, competition_rank, rank_draws
from shouguan.analysis.warning_record import EVENTS, FIELDS, record_file
from shouguan.analysis.warnings import Watched
from shouguan.components.peers import GroupDraws
from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.files import write_beside
from shouguan.core.periods import Period
from shouguan.data import observations, place
from shouguan.data.assessment_settings import AssessmentSettings
from shouguan.data.place import NATION, Place
from shouguan.data.warning_settings import WarningSettings
from shouguan.evaluation import backtest
from shouguan.investment import ledger_panel
from shouguan.investment.bottom_up import calibrated_above
from shouguan.investment.comparable_base import ComparableBase
from shouguan.investment.listed import Listed
from shouguan.models import calibrated
from shouguan.models.history import History, histories
from shouguan.models.outlook import Joint, Outlook

MARGIN = {"gdp": 0.5, "fai": 1.0}
"""Points by which a year closes well below the forecast before."""
RULES = WarningSettings()
CITIES = 100
GROUPS = (
    ("110000", "120000", "130000", "310000", "320000", "330000", "350000", "370000", "440000", "460000"),
    ("140000", "340000", "360000", "410000", "420000", "430000", "210000", "220000", "230000"),
    tuple("150000 450000 500000 510000 520000 530000 540000 610000 620000 630000 640000 650000".split()),
)
"""The bureau's East; Centre with the Northeast; West."""
_TENTH = 1e-6


def official(code: str, years: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield a row a case and flag that can be told of an official series."""
    nation = place.load(NATION)
    table = observations.select(nation.table, None, code, basis="ytd", measure="growth")
    truth = backtest.first_releases(table, code)
    size = indicators.indicator(code).calendar.size
    for year in years:
        before: dict[str, Outlook] = {}
        ranks_before: dict[str, tuple[Period, int]] = {}
        for known in range(1, size):
            rows = table[table["period"] == backtest.period_label(code, year, known)]
            if rows.empty:
                before = {}
                continue
            day = rows.groupby("region")["released_on"].min().max().date()
            view = nation.as_of(day)
            try:
                joint = calibrated.fit_predict_all(nation, view, code, year)
            except DataError:
                continue
            pasts = histories(nation, view, code, year)
            now = {each.region: each for each in joint if len(each.known) == known}
            ranks = _published_ranks(pasts, known)
            final = _final_ranks(truth, year)
            for region, outlook in now.items():
                if (region, year) not in truth or region not in before:
                    continue
                seen = Watched(
                    outlook,
                    pasts[region],
                    day,
                    before[region],
                    _target(region, code, year, day),
                    ranks_before.get(region),
                    ranks.get(region),
                    _ahead(nation, joint, region),
                )
                yield from _cases(seen, truth[region, year], final.get(region), year)
            before, ranks_before = now, ranks


def _cases(seen: Watched, truth: float, final: int | None, year: int) -> Iterator[dict[str, Any]]:
    """Yield each flag of a forecast that can be told here, whether it was up, and whether its event came."""
    code = seen.outlook.indicator
    up = {flag.code for flag in warnings.of_forecast(seen, RULES)}
    assert seen.before is not None
    short = truth <= seen.before.quantile(0.5) - MARGIN[code]
    events: dict[str, bool | None] = {
        "target_missed": None if seen.target is None else truth < seen.target - _TENTH,
        "short": short,
    }
    for flag, event in EVENTS.items():
        happened = events.get(event)
        if event == "rank_lost":
            reference = seen.rank_before if flag == "overtaken" else seen.rank
            told = final is not None and reference is not None and seen.rank_before is not None
            happened = None if not told or final is None or reference is None else final > reference[1]
        if flag in {"late_starts", "behind_curve"} or happened is None:
            continue
        yield _case(flag, code, event, "official", year, flag in up, happened)
        if flag == "chance_falls":
            yield _case(flag, code, "short", "official", year, flag in up, short)


def _case(flag: str, indicator: str, event: str, source: str, year: int, alarm: bool, happened: bool) -> dict[str, Any]:
    counts = {"cases": 1, "alarms": int(alarm), "events": int(happened), "hits": int(alarm and happened)}
    return {"flag": flag, "indicator": indicator, "event": event, "source": source, "year": year} | counts


def _published_ranks(pasts: dict[str, History], known: int) -> dict[str, tuple[Period, int]]:
    ranks: dict[str, tuple[Period, int]] = {}
    for group in GROUPS:
        own = {code: pasts[code] for code in group if code in pasts and pasts[code].known == known}
        if len(own) == len(group):
            period = next(past.periods[past.ytd.size - past.size + known - 1] for past in own.values())
            ranked = competition_rank({code: float(past.this_year[-1]) for code, past in own.items()})
            ranks |= {code: (period, rank) for code, rank in ranked.items()}
    return ranks


def _final_ranks(truth: dict[tuple[str, int], float], year: int) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for group in GROUPS:
        if all((code, year) in truth for code in group):
            ranks |= competition_rank({code: truth[code, year] for code in group})
    return ranks


def _ahead(nation: Place, joint: Joint, region: str) -> RankDraws | None:
    group = next((group for group in GROUPS if region in group), None)
    if group is None or joint.outlooks[0].indicator != "gdp":
        return None
    growth = np.array([joint.of(code, "gdp").full_year for code in group])
    drawn = GroupDraws(region, joint.outlooks[0].year, group, {"gdp": growth})
    found = rank_draws(nation, drawn, "gdp", AssessmentSettings())
    return found if isinstance(found, RankDraws) else None


def _target(region: str, code: str, year: int, day: dt.date) -> float | None:
    known = place.load(region).targets_for(code, year, day)
    return known[-1].value if known else None


def simulated(seed: int) -> list[dict[str, Any]]:
    """Return a row a month and flag of one simulated city."""
    city = make(seed)
    whole = city.ledger.reindex(columns=[*city.ledger, "task_force", "responsible", "problems"])
    panel = ledger_panel.build(whole)
    truth = float(city.growth[-1])
    rows = []
    for known in range(2, 11):
        month = known + 1
        day = dt.date(YEAR + month // 12, month % 12 + 1, 25)
        at = next((at for at, p in enumerate(panel.periods) if p == Period(YEAR, "M", month)), None)
        if at is None:
            continue
        ledger = whole[whole["period"] <= f"{YEAR}-{month:02d}"].reset_index(drop=True)
        lists = {"ledger": ledger} | dict.fromkeys(("problems", "enterprises", "bonds"), ledger.iloc[:0])
        assert city.settings.level is not None
        base = ComparableBase(YEAR - 1, city.settings.level.value, 0.0, "")
        listed = Listed(day, city.settings, lists, lists, base)
        above = calibrated_above(city.place, city.place.as_of(day), "fai", YEAR, seed, 2000)
        flags = {flag.code for flag in list_warnings.of_lists(listed, Above(above), RULES)}
        happened = truth <= above.quantile(0.5) - MARGIN["fai"]
        for flag in ("late_starts", "behind_curve"):
            rows.append(_case(flag, "fai", "short", "simulated", YEAR, flag in flags, happened))
    return rows


def report(table: pd.DataFrame) -> None:
    """Print the rates."""
    print("flag indicator event cases alarms events hits | false alarms, misses, lift")
    for keys, rows in table.groupby(["flag", "indicator", "event"], sort=False):
        n, alarms, events, hits = rows[["cases", "alarms", "events", "hits"]].sum()
        false = (alarms - hits) / alarms if alarms else float("nan")
        missed = (events - hits) / events if events else float("nan")
        lift = hits / alarms / (events / n) if alarms and events else float("nan")
        print(*keys, n, alarms, events, hits, f"| {false:.2f} {missed:.2f} {lift:.2f}")


def main() -> None:
    """Score all, print, and write the record."""
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else CITIES
    rows = [*official("gdp", range(2012, 2026)), *official("fai", range(2012, 2025))]
    with ProcessPoolExecutor() as pool:
        rows += [row for each in pool.map(simulated, range(cities)) for row in each]
    keys = list(FIELDS[:5])
    table = pd.DataFrame(rows).groupby(keys, sort=False)[list(FIELDS[5:])].sum().reset_index()
    order = {flag: at for at, flag in enumerate(NAMES)}
    table = table.sort_values(keys, key=lambda column: column.map(order) if column.name == "flag" else column)
    report(table)
    print(table.to_string(index=False))
    write_beside(record_file(), table.to_csv(index=False, lineterminator="\n")).replace(record_file())


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
