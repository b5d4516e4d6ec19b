"""Compare the model's fixed constants with others.

Prints mean absolute errors of full-year GDP growth of the provinces, 2018–2022, by origin and kind of year,
and of national investment after September, 2014–2024, with each constant halved and doubled (or moved).
`docs/method.md` quotes it.
"""

from __future__ import annotations

import numpy as np

from shouguan.data import place
from shouguan.evaluation import backtest
from shouguan.models import level, system

ALTERNATIVES = {
    "TREND": (0.25, 0.35, 0.7, 1.0),
    "SHOCK_DECAY": (0.1, 0.3, 0.4),
    "TAIL_DF": (10.0, 20.0, 50.0, 100.0),
    "VOLATILITY_SPILLOVER": (0.2, 0.3, 0.6),
    "VOLATILITY_PERSISTENCE": (0.25, 0.7),
}


def main() -> None:
    """Run the backtest once for each constant moved alone."""
    print("constants: GDP of provinces after Q1 | H1 | Q3, 2018-19 / 2020-22; investment of the nation after September")
    print(f"{'as they are':14}", _errors())
    for name, values in ALTERNATIVES.items():
        module = level if hasattr(level, name) else system
        kept = getattr(module, name)
        for value in values:
            setattr(module, name, value)
            print(f"{name} = {value:<7}", _errors(), flush=True)
        setattr(module, name, kept)


def _errors() -> str:
    nation = place.load("全国")
    gdp = backtest.run(nation, "gdp", range(2018, 2023), (1, 2, 3), calibrate=False, jobs=1)
    fai = backtest.run(nation, "fai", range(2014, 2025), (8,), calibrate=False, jobs=1)
    cells = []
    for known in (1, 2, 3):
        away = {
            turning: [
                abs(each.median - each.truth)
                for each in gdp
                if each.known == known and each.region != place.NATION and each.year in years
            ]
            for turning, years in ((False, (2018, 2019)), (True, (2020, 2021, 2022)))
        }
        cells.append(f"{np.mean(away[False]):.2f} / {np.mean(away[True]):.2f}")
    cells.append(f"{np.mean([abs(each.median - each.truth) for each in fai if each.year >= 2014]):.2f}")
    return " | ".join(cells)


if __name__ == "__main__":
    main()
