"""Collect the facts of one indicator: published, forecast, needed, and how well we did before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from shouguan import indicators, record
from shouguan.indicators import INDUSTRIES, Indicator
from shouguan.models import naive, statespace
from shouguan.models.history import History, history
from shouguan.observations import View
from shouguan.outlook import QUANTILES, Outlook
from shouguan.periods import Lang, Period, calendar_release, rest_label, single_label, ytd_label
from shouguan.place import NATION, Place, Target
from shouguan.ranking import published_rank
from shouguan.report.facts import Fact, FactTable, half_up
from shouguan.ytd import Band, contributions, required_growth, rest_of_year, single_band, single_from_ytd

INTERVAL = 0.80
_LADDER_STEP = 0.5
_LADDER_HALF = 2
_KIND_KEYS = {"原目标": "original", "奋斗目标": "stretch", "确保": "floor", "力争": "reach"}
_DEFAULT_LAGS = {"Q": {"nation": 20, "other": 25}, "M": {"nation": 19, "other": 20}}


@dataclass(frozen=True)
class Sheet:
    """Everything that the page needs to know of one indicator besides its facts.

    Attributes
    ----------
    outlook : Outlook
    history : History
    targets : tuple of Target
        Oldest first; the last is the one that page one is about.
    ladder : tuple of float
        Full-year figures for which required growth is shown, ascending; targets are among them.
    """

    entry: Indicator
    outlook: Outlook
    history: History
    targets: tuple[Target, ...]
    ladder: tuple[float, ...]

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.entry.code

    @property
    def main_target(self) -> Target | None:
        """The newest target, which page one measures the gap to."""
        return self.targets[-1] if self.targets else None

    def name(self, lang: Lang) -> str:
        """Name the indicator."""
        return self.entry.zh if lang == "zh" else self.entry.en

    def rest(self, lang: Lang) -> str:
        """Name the rest of the year."""
        return rest_label(self.entry.calendar, len(self.outlook.known), lang)

    def key(self, *parts: object) -> str:
        """Return a fact's key under this indicator."""
        return ".".join([self.code, *map(str, parts)])


def entry_for(place: Place, code: str) -> Indicator:
    """Return the catalogue's entry as this place calls it: the nation's GDP is 国内生产总值."""
    entry = indicators.indicator(code)
    return replace(entry, zh="国内生产总值") if code == "gdp" and place.region == NATION else entry


def step_key(value: float) -> str:
    """Return a full-year figure as part of a key: 3.5 → `3p5`, −0.5 → `m0p5`."""
    return f"{half_up(value, 1):.1f}".replace("-", "m").replace(".", "p")


def target_key(target: Target) -> str:
    """Return the part of a key that names a target's kind."""
    return _KIND_KEYS[target.kind]


def collect(facts: FactTable, place: Place, view: View, code: str, year: int, seed: int) -> Sheet:
    """Forecast one indicator and add its facts.

    Parameters
    ----------
    facts : FactTable
        Receives the facts.
    place, view : Place, View
    code : str
    year : int
    seed : int

    Returns
    -------
    Sheet

    Raises
    ------
    DataError
        When the indicator cannot be forecast from this view; the message says why.
    """
    outlook = statespace.fit_predict(place, view, code, year, seed=seed)
    targets = tuple(place.targets_for(code, year, view.as_of))
    sheet = Sheet(
        entry=entry_for(place, code),
        outlook=outlook,
        history=history(place, view, code, year),
        targets=targets,
        ladder=_ladder(outlook, targets),
    )
    _published(facts, sheet, place, view)
    _full_year(facts, sheet)
    _base(facts, sheet, view)
    _needed(facts, sheet)
    _record(facts, sheet)
    _series(facts, sheet, view)
    return sheet


def _fact(sheet: Sheet, parts: str, value: float, **rest: object) -> Fact:
    base: dict[str, object] = {
        "key": sheet.key(parts),
        "kind": "computed",
        "region": sheet.outlook.region,
        "indicator": sheet.code,
        "period": str(sheet.outlook.origin),
        "value": value,
        "unit": "%",
        "decimals": sheet.entry.decimals,
        "label_zh": "",
        "label_en": "",
    }
    return Fact(**(base | rest))  # type: ignore[arg-type]


def _official(facts: FactTable, sheet: Sheet, view: View, period: Period) -> Fact | None:
    """Add a published YTD growth with its source; None where it is not known."""
    rows = view.rows(sheet.outlook.region, sheet.code, basis="ytd", measure="growth")
    rows = rows[rows["period"] == str(period)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return facts.add(
        _fact(
            sheet,
            f"ytd.{period}",
            float(row["value"]),
            kind="official",
            period=str(period),
            label_zh=f"{period.year}年{ytd_label(period)}{sheet.entry.zh}累计增速",
            label_en=f"{sheet.entry.en}, {ytd_label(period, 'en')} {period.year}, YTD growth",
            source=row["source"],
            released_on=f"{row['released_on']:%Y-%m-%d}",
        )
    )


def _published(facts: FactTable, sheet: Sheet, place: Place, view: View) -> None:
    origin = sheet.outlook.origin
    periods = sheet.entry.calendar.periods(origin.year)
    known = periods[: len(sheet.outlook.known)]
    newest = _official(facts, sheet, view, origin)
    assert newest is not None
    before = _official(facts, sheet, view, known[-2]) if len(known) > 1 else None
    if before is not None:
        facts.add(
            _fact(
                sheet,
                f"ytd.{origin}.change",
                newest.value - before.value,
                unit="pp",
                label_zh=f"比{ytd_label(known[-2])}提高（负为回落）",
                label_en=f"change from {ytd_label(known[-2], 'en')}",
                formula=f"{newest.key} − {before.key}",
                inputs=(newest.key, before.key),
            )
        )
    rank = published_rank(place, view, sheet.code, origin)
    if rank is None:
        return
    source = "按同组地区已公布增速排位（并列同位）"
    facts.add(
        _fact(sheet, f"rank.{origin}", rank[0], unit="place", decimals=0, label_zh="位次", label_en="rank", source=source)
    )
    facts.add(
        _fact(
            sheet,
            "rank.peers",
            len(place.settings.peers),
            unit="place",
            decimals=0,
            label_zh="同组地区数",
            label_en="number of peers",
        )
    )
    earlier = published_rank(place, view, sheet.code, known[-2]) if before is not None else None
    if earlier is not None:
        facts.add(
            _fact(
                sheet,
                f"rank.{origin}.change",
                earlier[0] - rank[0],
                unit="place",
                decimals=0,
                label_zh="位次升（负为降）",
                label_en="places gained",
                inputs=(sheet.key(f"rank.{origin}"),),
                formula=f"{ytd_label(known[-2])}位次 − {ytd_label(origin)}位次",
            )
        )


def _full_year(facts: FactTable, sheet: Sheet) -> None:
    outlook = sheet.outlook
    year = outlook.year
    low, high = outlook.interval(INTERVAL)
    zh, en = sheet.entry.zh, sheet.entry.en
    common = {"kind": "forecast", "period": str(year), "formula": f"{outlook.model}，种子 {outlook.seed}"}
    facts.add(
        _fact(
            sheet,
            f"full_year.{year}.median",
            outlook.quantile(0.5),
            lower=low,
            upper=high,
            level=INTERVAL,
            label_zh=f"{year}年{zh}预计增速（中位数）",
            label_en=f"{en} {year}, expected growth (median)",
            **common,
        )
    )
    for name, value, label_zh, label_en in (
        ("lower80", low, "80%区间下限", "80% interval, lower end"),
        ("upper80", high, "80%区间上限", "80% interval, upper end"),
    ):
        facts.add(_fact(sheet, f"full_year.{year}.{name}", value, label_zh=label_zh, label_en=label_en, **common))
    for name, rule in naive.YARDSTICKS.items():
        facts.add(
            _fact(
                sheet,
                f"yardstick.{year}.{name}",
                rule(sheet.history),
                kind="forecast",
                period=str(year),
                label_zh={"carry_ytd": "沿用累计增速", "carry_last_single": "沿用最近一期当期增速"}[name],
                label_en={"carry_ytd": "carry YTD growth forward", "carry_last_single": "carry last single forward"}[name],
                formula=f"models.naive.{name}",
            )
        )
    facts.add(
        _fact(
            sheet,
            f"weight.{outlook.origin}",
            100 * outlook.known_weight,
            label_zh="已公布时段占全年的比重",
            label_en="share of the year already published",
        )
    )


def _base(facts: FactTable, sheet: Sheet, view: View) -> None:
    """Add last year's growth in the stretch that is still ahead this year."""
    origin = sheet.outlook.origin
    last_year = origin.year - 1
    growth = view.ytd_growth(sheet.outlook.region, sheet.code)
    same = Period(last_year, origin.frequency, origin.number)
    end = sheet.entry.calendar.periods(last_year)[-1]
    if same not in growth or end not in growth:
        return
    size = sheet.entry.calendar.size
    weight = float(sheet.history.cumulative[-2 * size + len(sheet.outlook.known) - 1])
    inputs = tuple(fact.key for p in (end, same) if (fact := _official(facts, sheet, view, p)) is not None)
    band = rest_of_year(growth[end], weight, growth[same])
    label_zh = f"上年{sheet.rest('zh')}增速（由累计数推算）"
    label_en = f"growth in {sheet.rest('en')} of last year, backed out of YTD figures"
    facts.add(_banded(sheet, f"base.{last_year}", band, label_zh, label_en, "(G − W·G_k)/(1 − W)", inputs, last_year))


def _banded(
    sheet: Sheet, parts: str, band: Band, zh: str, en: str, formula: str, inputs: tuple[str, ...], year: int
) -> Fact:
    return _fact(
        sheet,
        parts,
        band.value,
        period=str(year),
        lower=band.value - band.half_width,
        upper=band.value + band.half_width,
        label_zh=zh,
        label_en=en,
        formula=formula,
        inputs=inputs,
    )


def _ladder(outlook: Outlook, targets: tuple[Target, ...]) -> tuple[float, ...]:
    centre = _LADDER_STEP * round(outlook.quantile(0.5) / _LADDER_STEP)
    steps = {half_up(centre + i * _LADDER_STEP, 1) for i in range(-_LADDER_HALF, _LADDER_HALF + 1)}
    return tuple(sorted(steps | {half_up(t.value, 1) for t in targets}))


def _needed(facts: FactTable, sheet: Sheet) -> None:
    """Add each target with its gap, and for every step of the ladder what it needs and its chance."""
    outlook, year = sheet.outlook, sheet.outlook.year
    known = sheet.key(f"ytd.{outlook.origin}")
    for value in sheet.ladder:
        name = step_key(value)
        facts.add(
            _fact(
                sheet,
                f"step.{year}.{name}",
                value,
                kind="assumption",
                period=str(year),
                label_zh="全年增速",
                label_en="full-year growth",
            )
        )
        for suffix, goal in (("required", value), ("required_at_least", value - 0.05)):
            band = required_growth(goal, outlook.known_weight, outlook.known_ytd)
            facts.add(
                _banded(
                    sheet,
                    f"{suffix}.{year}.{name}",
                    band,
                    f"全年增长{goal:.2f}%时{sheet.rest('zh')}需增",
                    f"growth needed in {sheet.rest('en')} for {goal:.2f}%",
                    "(X − W·G_k)/(1 − W)",
                    (known, sheet.key(f"weight.{outlook.origin}")),
                    year,
                )
            )
        facts.add(
            _fact(
                sheet,
                f"chance.{year}.{name}",
                100 * outlook.chance(value),
                kind="forecast",
                decimals=0,
                period=str(year),
                label_zh=f"全年达到{value:.1f}%的可能性",
                label_en=f"chance of {value:.1f}% or more",
                formula="P(全年 ≥ X − 0.05)",
            )
        )
    median = facts[sheet.key(f"full_year.{year}.median")]
    for target in sheet.targets:
        name = target_key(target)
        fact = facts.add(
            _fact(
                sheet,
                f"target.{year}.{name}",
                target.value,
                kind="target",
                period=str(year),
                label_zh=target.kind,
                label_en=f"target ({name})",
                source=target.source,
                released_on=target.announced_on.isoformat(),
            )
        )
        facts.add(
            _fact(
                sheet,
                f"gap.{year}.{name}",
                median.rounded - fact.rounded,
                kind="forecast",
                unit="pp",
                period=str(year),
                label_zh=f"预计与{target.kind}之差",
                label_en="expected less target",
                formula=f"{median.key} − {fact.key}（均按印出的一位小数）",
                inputs=(median.key, fact.key),
                lower=(median.lower or 0.0) - fact.value,
                upper=(median.upper or 0.0) - fact.value,
                level=INTERVAL,
            )
        )
    tenth = 0.1 / (1.0 - outlook.known_weight)
    facts.add(
        _fact(
            sheet,
            f"cost.{year}",
            tenth,
            unit="pp",
            decimals=2,
            label_zh=f"全年每提高0.1个百分点{sheet.rest('zh')}需多增",
            label_en=f"extra growth in {sheet.rest('en')} for 0.1 point of the year",
            formula="0.1/(1 − W)",
        )
    )


def _record(facts: FactTable, sheet: Sheet) -> None:
    """Add how the same method did at the same point of earlier years."""
    past = record.summary(sheet.code, len(sheet.outlook.known), before=sheet.outlook.year)
    if past is None:
        return
    for name, value, unit, decimals, zh, en in (
        ("n", past.n, "", 0, "回溯预测次数", "past forecasts"),
        ("regions", past.regions, "", 0, "涉及地区数", "regions"),
        ("first_year", past.first_year, "", 0, "起始年份", "first year"),
        ("last_year", past.last_year, "", 0, "结束年份", "last year"),
        ("coverage80", 100 * past.coverage80, "%", 0, "80%区间实际覆盖率", "coverage of the 80% interval"),
        ("mae", past.mae, "pp", 2, "本模型平均绝对误差", "mean absolute error of this model"),
        ("mae_carry_ytd", past.mae_carry_ytd, "pp", 2, "沿用累计增速的平均绝对误差", "of carrying YTD forward"),
        ("mae_carry_last_single", past.mae_carry_last_single, "pp", 2, "沿用当期增速的平均绝对误差", "of carrying the single"),
    ):
        facts.add(
            _fact(
                sheet,
                f"record.{name}",
                float(value),
                unit=unit,
                decimals=decimals,
                label_zh=zh,
                label_en=en,
                source="data/official/record.csv（按现行数据回溯）",
            )
        )


def _series(facts: FactTable, sheet: Sheet, view: View) -> None:
    """Add what the fan chart draws: two years of published YTD growth and the quantiles ahead."""
    outlook = sheet.outlook
    growth = view.ytd_growth(outlook.region, sheet.code)
    calendar = sheet.entry.calendar
    last, this = calendar.periods(outlook.year - 1), calendar.periods(outlook.year)
    known = len(outlook.known)
    paths = outlook.ytd_paths
    facts.series[sheet.key("fan")] = {
        "periods": [str(p) for p in (*last, *this)],
        "published": [growth.get(p) for p in (*last, *this[:known])],
        "ahead": [str(p) for p in this[known:]],
        "quantiles": {f"{q:g}": [float(v) for v in np.quantile(paths, q, axis=0)] for q in QUANTILES},
    }


@dataclass(frozen=True)
class Published:
    """What is out and what is not, for one indicator."""

    entry: Indicator
    newest: Period
    released_on: dt.date
    by_rule: bool
    pseudo: bool
    source: str
    next: Period
    next_on: dt.date
    forecast: bool
    reason: tuple[str, str] | None = None


def release_lag(place: Place, entry: Indicator) -> int:
    """Return the days after a period's end when the place's figure is expected."""
    default = _DEFAULT_LAGS[entry.calendar.frequency]["other" if place.settings.parent else "nation"]
    return place.settings.release_lags.get(entry.code, default)


def publication(place: Place, view: View, code: str) -> Published | None:
    """Return the publication state of an indicator; None when the view has nothing of it."""
    entry = entry_for(place, code)
    rows = view.rows(place.region, code, basis="ytd", measure="growth")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    newest = Period.parse(row["period"])
    position = entry.calendar.position(newest)
    following = (
        entry.calendar.periods(newest.year)[position + 1]
        if position + 1 < entry.calendar.size
        else entry.calendar.periods(newest.year + 1)[0]
    )
    return Published(
        entry=entry,
        newest=newest,
        released_on=row["released_on"].date(),
        by_rule=row["release_basis"] == "calendar",
        pseudo=row["vintage"] == "pseudo",
        source=row["source"],
        next=following,
        next_on=calendar_release(following, release_lag(place, entry)),
        forecast=True,
    )


def not_forecast(published: Published, zh: str, en: str) -> Published:
    """Return the same state with the reason why the indicator is not forecast."""
    return replace(published, forecast=False, reason=(zh, en))


def singles(facts: FactTable, sheet: Sheet) -> list[tuple[Period, Fact]]:
    """Add this year's single-period growth, backed out of YTD growth, each with its band."""
    cumulative = sheet.history.weights.cumulative
    ytd = sheet.history.this_year
    value = single_from_ytd(ytd, cumulative)
    half = single_band(cumulative)
    found = []
    for k, period in enumerate(sheet.entry.calendar.periods(sheet.outlook.year)[: ytd.size]):
        if not np.isfinite(value[k]):
            continue
        label = single_label(period, sheet.entry.calendar), single_label(period, sheet.entry.calendar, "en")
        band = Band(float(value[k]), float(half[k]))
        fact = _banded(
            sheet,
            f"single.{period}",
            band,
            f"{label[0]}当期增速（推算）",
            f"{label[1]} single growth, backed out",
            "(G_k·W_k − G_{k−1}·W_{k−1})/(W_k − W_{k−1})",
            (),
            period.year,
        )
        found.append((period, facts.add(fact)))
    return found


@dataclass(frozen=True)
class IndustryLine:
    """One industry's line in the contributions table."""

    code: str
    growth: Fact
    points: Fact


def industry_contributions(
    facts: FactTable, sheet: Sheet, place: Place, view: View
) -> tuple[list[IndustryLine], Fact] | None:
    """Add what each of the eleven industries contributes to YTD growth, and the residual.

    None unless all eleven have published the period and last year's values of it are known.
    """
    origin = sheet.outlook.origin
    same = Period(origin.year - 1, origin.frequency, origin.number)
    growth = [view.ytd_growth(place.region, code).get(origin) for code in INDUSTRIES]
    values = [
        view.series(place.region, code, basis="ytd", measure="value").get(same) for code in INDUSTRIES
    ]
    if any(each is None for each in (*growth, *values)):
        return None
    base = np.array(values, dtype=float)
    parts = contributions(base / base.sum(), np.array(growth, dtype=float), sheet.outlook.known_ytd)
    lines = []
    for code, rate, points in zip(INDUSTRIES, growth, parts.points, strict=True):
        entry = indicators.indicator(code)
        own = _official(facts, replace(sheet, entry=entry), view, origin)
        assert own is not None
        assert rate is not None
        added = facts.add(
            _fact(
                sheet,
                f"contribution.{origin}.{code}",
                float(points),
                unit="pp",
                decimals=2,
                label_zh=f"{entry.zh}拉动",
                label_en=f"{entry.en}, contribution",
                formula="上年同期占比 × 增速",
                inputs=(own.key,),
            )
        )
        lines.append(IndustryLine(code, own, added))
    residual = facts.add(
        _fact(
            sheet,
            f"contribution.{origin}.residual",
            parts.residual,
            unit="pp",
            decimals=2,
            label_zh="残差",
            label_en="residual",
            formula="总增速 − 各行业拉动之和",
        )
    )
    return lines, residual


def weights_origin(sheet: Sheet) -> str:
    """Return where the year's shares come from: `own`, `other` (a region above) or `even`."""
    region = sheet.outlook.weights.region
    if region is None:
        return "even"
    return "own" if region == sheet.outlook.region else "other"

