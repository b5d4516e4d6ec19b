"""The forecast of one indicator as plain data, for other programs."""

from __future__ import annotations

from typing import Any

from shouguan import origin, place
from shouguan.models import naive, statespace
from shouguan.models.history import history
from shouguan.outlook import QUANTILES
from shouguan.settings import Parameters

_DIGITS = 4


def forecast(parameters: Parameters, indicator: str) -> dict[str, Any]:
    """Forecast one indicator.

    Parameters
    ----------
    parameters : Parameters
        `place`, `as_of`, `year` and `seed` are used.
    indicator : str

    Returns
    -------
    dict
        `place, indicator, as_of, year, known {period, growth_ytd}, full_year {mean, median, sd, q…},
        targets [{kind, value, chance, required_growth}], yardsticks {name: value}`; growth in per cent,
        chances as fractions. `synthetic: true` is added for invented places.
    """
    where = place.load(parameters.place)
    resolved = origin.resolve(where, indicator, parameters.as_of, parameters.year)
    view = where.as_of(resolved.as_of)
    outlook = statespace.fit_predict(where, view, indicator, resolved.year, seed=parameters.seed)
    past = history(where, view, indicator, resolved.year)
    full_year = outlook.full_year
    quantiles = {_name(level): round(outlook.quantile(level), _DIGITS) for level in QUANTILES if level != 0.5}
    return {
        "place": where.name(),
        "indicator": indicator,
        "as_of": resolved.as_of.isoformat(),
        "year": resolved.year,
        "known": {"period": str(outlook.origin), "growth_ytd": outlook.known_ytd},
        "full_year": {
            "mean": round(float(full_year.mean()), _DIGITS),
            "median": round(outlook.quantile(0.5), _DIGITS),
            "sd": round(float(full_year.std(ddof=1)), _DIGITS),
            **quantiles,
        },
        "targets": [
            {
                "kind": target.kind,
                "value": target.value,
                "chance": round(outlook.chance(target.value), _DIGITS),
                "required_growth": round(outlook.required(target.value).value, _DIGITS),
            }
            for target in where.targets_for(indicator, resolved.year, resolved.as_of)
        ],
        "yardsticks": {name: round(rule(past), _DIGITS) for name, rule in naive.YARDSTICKS.items()},
        **({"synthetic": True} if where.settings.synthetic else {}),
    }


def as_text(found: dict[str, Any]) -> str:
    """Return a forecast as lines for a terminal."""
    full = found["full_year"]
    known = found["known"]
    lines = [
        f"{found['place']}{'（演示数据）' if found.get('synthetic') else ''} {found['indicator']} {found['year']}，"
        f"截至 {found['as_of']}"
        f"（已知 {known['period']} 累计 {known['growth_ytd']:.1f}%）",
        f"全年预计 {full['median']:.1f}%，80%区间 {full['q10']:.1f}～{full['q90']:.1f}，"
        f"95%区间 {full['q025']:.1f}～{full['q975']:.1f}",
        *(
            f"{t['kind']} {t['value']:.1f}%：实现可能性 {100 * t['chance']:.0f}%，后期需增 {t['required_growth']:.1f}%"
            for t in found["targets"]
        ),
        "简单规则：" + "，".join(f"{name} {value:.1f}%" for name, value in found["yardsticks"].items()),
    ]
    return "\n".join(lines)


def _name(level: float) -> str:
    return "q" + f"{level:.3f}".split(".")[1].rstrip("0").ljust(2, "0")
