"""A forecast, and a backtest, as plain data for other programs and as lines for a terminal."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from shouguan.analysis import early_signal
from shouguan.core import indicators
from shouguan.core.errors import UsageError, nearest
from shouguan.core.language import either, spoken
from shouguan.core.parameters import Parameters
from shouguan.core.rounding import half_up
from shouguan.data import origin, place, weekly
from shouguan.evaluation import backtest as past
from shouguan.evaluation import long_tables, scores
from shouguan.ingest.readers.tables.panel import read_panel
from shouguan.models import calibrated, early_evidence, naive
from shouguan.models.early_evidence import Evidence
from shouguan.models.history import history
from shouguan.models.outlook import QUANTILES, Joint, Outlook, quantile_name

_DIGITS = 4
_KINDS = {"原目标": "first target", "奋斗目标": "revised target", "确保": "floor target", "力争": "stretch target"}


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
        `place, place_en, indicator, as_of, year, known {period, growth_ytd}, full_year {mean, median, sd, q…},
        targets [{kind, value, chance, required_growth}], yardsticks {name: value}`; growth in per cent,
        chances as fractions. `synthetic: true` is added for invented places, and where weekly figures speak of a month
        that is not published `early_signal {period, shift, explained, median, sources [{source, reported, covered,
        working_days, shift, explained, why_not}]}`: what the year would be with them, beside the forecast and in none
        of the figures above.
    """
    where = place.load(parameters.place)
    resolved = origin.resolve(where, indicator, parameters.as_of, parameters.year)
    view = where.as_of(resolved.as_of)
    outlook = calibrated.fit_predict(where, view, indicator, resolved.year, seed=parameters.seed)
    laid_out = history(where, view, indicator, resolved.year)
    full_year = outlook.full_year
    quantiles = {quantile_name(level): round(outlook.quantile(level), _DIGITS) for level in QUANTILES if level != 0.5}
    return {
        "place": where.name(),
        "place_en": where.name("en"),
        "indicator": indicator,
        "as_of": resolved.as_of.isoformat(),
        "year": resolved.year,
        "known": {"period": str(outlook.origin), "growth_ytd": outlook.known_ytd if outlook.known else None},
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
                "met_from": target.met_from,
                "chance": round(outlook.chance(target.met_from), _DIGITS),
                "required_growth": round(outlook.required(target.met_from).value, _DIGITS),
            }
            for target in where.targets_for(indicator, resolved.year, resolved.as_of)
        ],
        "yardsticks": {
            name: round(rule(laid_out), _DIGITS) for name, rule in naive.YARDSTICKS.items() if laid_out.known
        },
        **_signal(early_evidence.read(where, view, indicator, resolved.year), outlook),
        **({"synthetic": True} if where.settings.synthetic else {}),
    }


def _signal(evidence: tuple[Evidence, ...], outlook: Outlook) -> dict[str, Any]:
    if not evidence:
        return {}
    after = early_signal.with_signal(Joint((outlook,)), {outlook.indicator: evidence}).outlooks[0]
    shift, explained = early_evidence.total(evidence)
    told = {
        "period": str(evidence[0].period),
        "shift": round(shift, _DIGITS),
        "explained": round(explained, _DIGITS),
        "median": round(after.quantile(0.5), _DIGITS),
        "sources": [
            {
                "source": each.source,
                "reported": str(each.reported),
                "covered": each.covered,
                "working_days": each.working_days,
                "shift": round(each.shift, _DIGITS),
                "explained": round(each.explained, _DIGITS),
                "why_not": None if each.why_not is None else list(each.why_not),
            }
            for each in evidence
        ],
    }
    return {"early_signal": told}


def as_text(forecast: dict[str, Any]) -> str:
    """Return a forecast as lines for a terminal."""
    known, entry = forecast["known"], indicators.indicator(forecast["indicator"])
    lines = [
        spoken(
            "{place}{synthetic} {indicator} {year}，截至 {as_of}{known}",
            place=either(forecast["place"], forecast["place_en"]),
            synthetic=spoken("（演示数据）") if forecast.get("synthetic") else "",
            indicator=either(f"{entry.zh}（{entry.code}）", f"{entry.en} ({entry.code})"),
            year=forecast["year"],
            as_of=forecast["as_of"],
            known="" if known["growth_ytd"] is None else spoken("（已知 {period} 累计 {growth_ytd:.1f}%）", **known),
        ),
        spoken(
            "全年预计 {median:.1f}%，80%区间 {q10:.1f}～{q90:.1f}，95%区间 {q025:.1f}～{q975:.1f}",
            **forecast["full_year"],
        ),
        *(
            spoken(
                "{kind} {value:.1f}%：实现可能性{chance}，后期需增 {required_growth:.1f}%",
                **target
                | {"kind": either(target["kind"], _KINDS[target["kind"]]), "chance": _percent(target["chance"])},
            )
            for target in forecast["targets"]
        ),
        *_rule_line(forecast["yardsticks"]),
        *_signal_lines(forecast.get("early_signal")),
    ]
    return "\n".join(lines)


def _percent(chance: float) -> str:
    """Say a chance as pages do: no draw settles a year, so none is 0 % or 100 %."""
    percent = half_up(100 * chance, 0)
    if percent < 1:
        return spoken("不足{f}%", f=1)
    return spoken("超过{f}%", f=99) if percent > 99 else spoken("约{f}%", f=f"{percent:.0f}")


def _rule_line(rules: dict[str, float]) -> list[str]:
    listed = spoken("，").join(f"{either(*naive.LABELS[name])} {value:.1f}%" for name, value in rules.items())
    return [spoken("简单规则：{rules}", rules=listed)] if rules else []


def _signal_lines(signal: dict[str, Any] | None) -> list[str]:
    """Return a line for each kind of weekly figures, and one for the year with all that count."""
    if signal is None:
        return []
    lines = [_source_line(of, signal["period"]) for of in signal["sources"]]
    if any(of["why_not"] is None for of in signal["sources"]):
        lines.append(spoken("计入早期信号（不是统计数，未计入以上测算）：全年 {median:.1f}%", median=signal["median"]))
    return lines


def _source_line(of: dict[str, Any], period: str) -> str:
    named = weekly.INDICATORS[of["source"]]
    told = {"source": either(named.zh, named.en)} | {name: of[name] for name in ("reported", "covered", "working_days")}
    if of["why_not"] is not None:
        return spoken(
            "早期信号（{source}，{reported} 已报 {covered}/{working_days} 个工作日）：不计，{why}",
            why=either(*of["why_not"]),
            **told,
        )
    return spoken(
        "早期信号（{source}，{reported} 已报 {covered}/{working_days} 个工作日）："
        "{period} 当期增速 {shift:+.1f} 个百分点",
        period=period,
        shift=of["shift"],
        **told,
    )


def years_from(text: str) -> range:
    """Read `2018-2022` or `2020`.

    Raises
    ------
    UsageError
        When it is neither, or runs backwards.
    """
    match = re.fullmatch(r"((?:19|20)[0-9]{2})(?:[-–—]((?:19|20)[0-9]{2}))?", text.strip())
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise UsageError(
            f"years 应如 2018-2022 或 2020，不是“{text}”", f"years must look like 2018-2022 or 2020, not '{text}'"
        )
    return range(int(match[1]), int(match[2] or match[1]) + 1)


def backtest(
    file: Path,
    indicator: str,
    years: range,
    origins: tuple[str, ...],
    models: tuple[str, ...],
    *,
    seed: int = 0,
    jobs: int | None = None,
    resume: Path | None = None,
    export: Path | None = None,
) -> dict[str, Any]:
    """Backtest on a panel file; nothing outside it is read.

    Parameters
    ----------
    file : Path
    indicator : {'gdp', 'fai'}
    years : range
        Which to score; earlier ones are forecast too, to learn the calibration.
    origins : tuple of str
        `Q1, H1, Q3` or `M02 … M11`; empty means all.
    models : tuple of str
        The first is reported at the top, all of them under `models` when there are several.
    seed, jobs, resume, export
        See `shouguan.backtest.run`; `export` is a folder for the long tables.

    Returns
    -------
    dict
        With one origin `schema, indicator, years, origin, model, n, mae, rmse, crps, coverage50, coverage80,
        coverage95, log_score, pit, brier, seconds, yardsticks, diebold_mariano, by_kind, by_year`; with several
        `schema, by_origin`. Errors in points, coverages as fractions; null where too few past errors
        give a rule no interval.
    """
    started = time.perf_counter()
    for name in models:
        if name not in past.MODELS:
            zh, en = nearest(name, past.MODELS)
            raise UsageError(f"没有名为“{name}”的模型{zh}", f"no model '{name}'{en}")
    where = read_panel(file, indicator)
    known = past.origins_from(origins, indicator)
    with Progress(console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal) as bar:
        task = bar.add_task(f"{indicator} {years[0]}—{years[-1]}")
        forecasts = past.run(
            where,
            indicator,
            years,
            known,
            models=models,
            seed=seed,
            jobs=jobs,
            resume=resume,
            advance=lambda done, total: bar.update(task, completed=done, total=total),
        )
    scored = [each for each in forecasts if each.year in years]
    if export is not None:
        long_tables.write(scored, indicator, export)
    by_origin: dict[str, dict[str, Any]] = {}
    for number in known:
        entries = [_scored(name, number, scored, forecasts) for name in models]
        if any(entry is None for entry in entries):
            continue
        name = past.origin_name(number, indicator)
        head = {"schema": 1, "indicator": indicator, "years": f"{years[0]}-{years[-1]}", "origin": name}
        by_origin[name] = {**head, **(entries[0] or {})}
        if len(models) > 1:
            by_origin[name]["models"] = dict(zip(models, entries, strict=True))
    for entry in by_origin.values():
        entry["seconds"] = round(time.perf_counter() - started, 2)
    return next(iter(by_origin.values())) if len(known) == 1 else {"schema": 1, "by_origin": by_origin}


def _scored(
    model: str, known: int, scored: list[past.Forecast], everything: list[past.Forecast]
) -> dict[str, Any] | None:
    own = [each for each in scored if (each.model, each.known) == (model, known)]
    if not own:
        return None
    all_own = [each for each in everything if each.model == model]
    return {
        "model": model,
        **scores.summary(own, all_own),
        "reliability": scores.reliability(own),
        "diebold_mariano": scores.against_rules(own),
        "by_kind": scores.by_kind(own, all_own),
        "by_year": scores.by_year(own, all_own),
    }


def backtest_text(scored: dict[str, Any]) -> str:
    """Return a backtest as a table for a terminal; the smallest error of each origin is marked."""
    lines = [
        spoken(
            "时点   次数  平均绝对误差  CRPS  80%区间覆盖率   各方法（* 误差最小）",
        )
    ]
    for name, entry in (scored.get("by_origin") or {scored.get("origin"): scored}).items():
        rules = {rule: figures["mae"] for rule, figures in entry["yardsticks"].items()}
        errors = {entry["model"]: entry["mae"], **rules}
        best = min(errors, key=lambda each: errors[each])
        every = spoken("，").join(f"{rule} {mae:.2f}{'*' if rule == best else ''}" for rule, mae in errors.items())
        figures = f"{entry['mae']:12.2f}  {entry['crps']:4.2f}  {entry['coverage80']:13.2f}"
        lines.append(f"{name:6} {entry['n']:4}  {figures}   {every}")
    return "\n".join(lines)
