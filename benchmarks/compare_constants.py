"""Compare the model's fixed constants with others.

Prints mean absolute errors of full-year GDP growth of the provinces, 2018–19 / 2020–22, by origin, and of national
investment after September, 2014–2024, with each constant moved alone. GDP leans as earlier years teach it, each time
anew. `docs/method.md` quotes it.
"""

from __future__ import annotations

from types import ModuleType

import numpy as np

from shouguan.data import place
from shouguan.evaluation import backtest
from shouguan.models import draws, drift, lasting, leaning, level, system

ALTERNATIVES: dict[tuple[ModuleType, str], tuple[object, ...]] = {
    (system, "TREND"): (0.25, 0.35, 0.7, 1.0),
    (system, "SHOCK_DECAY"): (0.1, 0.3, 0.4),
    (system, "FIRST_SD"): (2.0, 10.0),
    (level, "TAIL_DF"): (10.0, 20.0, 50.0, 100.0),
    (level, "VOLATILITY_SPILLOVER"): (0.2, 0.3, 0.6),
    (level, "VOLATILITY_PERSISTENCE"): (0.25, 0.7),
    (level, "SURPRISE"): (8.0, 1000.0),
    (level, "_POOLED_FIGURES"): (2.0, 30.0),
    (level, "_PRIOR_CORRELATION"): (0.1, 0.6),
    (level, "_SURPLUS_SHARED"): (0.2, 0.8),
    (lasting, "RUN_DF"): (1.0, 4.0, np.inf),
    (level, "RUN_SPILLOVER"): (0.0, 1.0),
    (drift, "CHANCE"): (0.0, 0.1, 0.4),
    (drift, "SIZE"): (0.5, 2.0),
    (drift, "DECAY"): (0.5, 0.9),
    (draws, "FREEDOM"): (4.0, 1000.0),
    (leaning, "NEAR"): (0.75, 3.0),
    (leaning, "TO_YTD"): ((0.0, 0.25), (1.0, 0.25)),
    (leaning, "TO_PEERS"): ((0.0, 0.15), (0.3, 0.15)),
}


def main() -> None:
    """Run the backtest once for each constant moved alone."""
    print("GDP of provinces after Q1 | H1 | Q3, 2018-19 / 2020-22; investment of the nation after September")
    print(f"{'as they are':30}", _errors())
    for (module, name), values in ALTERNATIVES.items():
        kept = getattr(module, name)
        for value in values:
            setattr(module, name, value)
            print(f"{f'{name} {kept} = {value}':30}", _errors(), flush=True)
        setattr(module, name, kept)


def _errors() -> str:
    nation = place.load("全国")
    raw = backtest.run(nation, "gdp", range(2018, 2023), (1, 2, 3), jobs=1)
    fai = backtest.run(nation, "fai", range(2014, 2025), (8,), calibrate=False, jobs=1)
    cells = []
    for known in (1, 2, 3):
        away = {
            turning: [
                abs(each.median - each.truth)
                for each in raw
                if each.known == known and each.region != place.NATION and each.year in years
            ]
            for turning, years in ((False, (2018, 2019)), (True, (2020, 2021, 2022)))
        }
        cells.append(f"{np.mean(away[False]):.2f} / {np.mean(away[True]):.2f}")
    cells.append(f"{np.mean([abs(each.median - each.truth) for each in fai if each.year >= 2014]):.2f}")
    return " | ".join(cells)


if __name__ == "__main__":
    main()
