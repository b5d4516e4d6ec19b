"""What published figures alone say of one indicator's year: where it stands, last year's base, what targets need.

Nothing here forecasts: what the rest of the year must grow by follows from the figure that is out and the shape of
the year, by cumulative algebra. An indicator with too few figures for a model has all of this.
"""

from __future__ import annotations

from shouguan.analysis.ranking import published_rank
from shouguan.core.periods import Period, ytd_label
from shouguan.core.rounding import display, enough, half_up
from shouguan.core.ytd import required_growth, rest_of_year
from shouguan.data import assessment_settings
from shouguan.data.observations import View
from shouguan.data.place import Place, Target
from shouguan.facts.indicator_report import (
    Sheet,
    Weighed,
    banded,
    difference,
    entry_for,
    figure,
    official,
    published,
    step_key,
    target_key,
)
from shouguan.facts.table import FactTable, name_of
from shouguan.models.history import History

_REQUIRED = "(X − W·G_k)/(1 − W)"
_LADDER_STEP = 0.5
_LADDER_HALF = 2


def sheet_of(place: Place, view: View, code: str, past: History, near: float) -> Sheet:
    """Say what a page needs to know of an indicator, with full years around `near` to show required growth for."""
    year, weights = past.periods[-1].year, past.weights
    targets = tuple(place.targets_for(code, year, view.as_of))
    entry = entry_for(place, code)
    this = entry.calendar.periods(year)
    return Sheet(
        entry=entry,
        region=past.region,
        year=year,
        as_of=view.as_of,
        origin=this[past.known - 1] if past.known else max(view.ytd_growth(past.region, code)),
        known=past.known,
        weights=Weighed(weights.region, weights.base_year, weights.pseudo),
        targets=targets,
        ladder=_ladder(near, targets) if past.known < past.size else (),
    )


def _ladder(near: float, targets: tuple[Target, ...]) -> tuple[float, ...]:
    centre = _LADDER_STEP * round(near / _LADDER_STEP)
    steps = {half_up(centre + i * _LADDER_STEP, 1) for i in range(-_LADDER_HALF, _LADDER_HALF + 1)}
    return tuple(sorted(steps | {half_up(t.met_from, 1) for t in targets}))


def collect(facts: FactTable, place: Place, sheet: Sheet, view: View, past: History) -> None:
    """Add all of it, of a sheet from `sheet_of`."""
    _newest(facts, sheet, place, view)
    _base(facts, sheet, view, past)
    _targets(facts, sheet)
    _needed(facts, sheet, past)


def _newest(facts: FactTable, sheet: Sheet, place: Place, view: View) -> None:
    origin = sheet.origin
    periods = sheet.entry.calendar.periods(origin.year)
    known = periods[: sheet.known]
    newest = official(facts, sheet, view, origin)
    assert newest is not None
    before = official(facts, sheet, view, known[-2]) if len(known) > 1 else None
    if before is not None:
        facts.add(
            figure(
                sheet,
                name_of("ytd", origin, statistic="change"),
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
        _told_rank(facts, sheet, view, origin, known[-2] if before is not None else None)
        return
    facts.add(
        figure(
            sheet,
            name_of("rank", origin),
            rank[0],
            unit="place",
            decimals=0,
            label_zh="位次",
            label_en="rank",
            formula="按同组地区已公布增速排位（并列同位）",
            inputs=(newest.key,),
        )
    )
    facts.add(
        figure(
            sheet,
            name_of("rank", statistic="peers"),
            len(assessment_settings.read(place).group(place)),
            unit="place",
            decimals=0,
            label_zh="同组地区数",
            label_en="number of peers",
            formula="地区设置 peers 的个数",
        )
    )
    earlier = published_rank(place, view, sheet.code, known[-2]) if before is not None else None
    if earlier is not None:
        facts.add(
            figure(
                sheet,
                name_of("rank", origin, statistic="change"),
                earlier[0] - rank[0],
                unit="place",
                decimals=0,
                label_zh="位次升（负为降）",
                label_en="places gained",
                inputs=(sheet.key(f"rank.{origin}"),),
                formula=f"{ytd_label(known[-2])}位次 − {ytd_label(origin)}位次",
            )
        )


def _told_rank(facts: FactTable, sheet: Sheet, view: View, origin: Period, before: Period | None) -> None:
    """Add the rank that a bulletin printed, where the peers' own growth is not known to rank by."""
    rows = view.rows(sheet.region, sheet.code, basis="ytd", measure="rank").set_index("period", drop=False)
    if str(origin) not in rows.index:
        return
    told = {"unit": "place", "decimals": 0, "label_zh": "位次（公布）", "label_en": "rank as published"}
    row = rows.loc[str(origin)]
    new = facts.add(published(sheet, name_of("rank_published", origin), row, **told))
    if before is not None and str(before) in rows.index:
        facts.add(
            figure(
                sheet,
                name_of("rank_published", origin, statistic="change"),
                float(rows.loc[str(before), "value"]) - new.value,
                unit="place",
                decimals=0,
                label_zh="公布的位次升（负为降）",
                label_en="places gained by the published ranks",
                inputs=(new.key,),
                formula=f"{ytd_label(before)}位次 − {ytd_label(origin)}位次",
            )
        )


def _base(facts: FactTable, sheet: Sheet, view: View, past: History) -> None:
    """Add last year's growth in the stretch that is still ahead this year."""
    if not sheet.known or sheet.closed:  # the stretch ahead is the whole year, or there is none
        return
    origin = sheet.origin
    last_year = origin.year - 1
    growth = view.ytd_growth(sheet.region, sheet.code)
    same = Period(last_year, origin.frequency, origin.number)
    end = sheet.entry.calendar.periods(last_year)[-1]
    if same not in growth or end not in growth:
        return
    size = sheet.entry.calendar.size
    weight = float(past.cumulative[-2 * size + sheet.known - 1])
    inputs = tuple(fact.key for p in (end, same) if (fact := official(facts, sheet, view, p)) is not None)
    band = rest_of_year(growth[end], weight, growth[same])
    label_zh = f"上年{sheet.rest('zh')}增速（由累计数推算）"
    label_en = f"growth in {sheet.rest('en')} of last year, backed out of YTD figures"
    facts.add(
        banded(sheet, name_of("base", last_year), band, label_zh, label_en, "(G − W·G_k)/(1 − W)", inputs, last_year)
    )


def _targets(facts: FactTable, sheet: Sheet) -> None:
    """Add the targets, and of a year that is out how far it is from each."""
    for target in sheet.targets:
        name = target_key(target)
        aim = facts.add(
            figure(
                sheet,
                name_of("target", sheet.year, name),
                target.value,
                kind="target",
                decimals=0 if target.bound and target.value >= 0 and float(target.value).is_integer() else 1,  # 6%以上
                period=str(sheet.year),
                label_zh=target.kind,
                label_en=f"target ({name})",
                source=target.source,
                released_on=target.announced_on.isoformat(),
            )
        )
        if target.met_from != target.value:
            facts.add(
                figure(
                    sheet,
                    name_of("target", sheet.year, name, statistic="met_from"),
                    target.met_from,
                    kind="target",
                    period=str(sheet.year),
                    label_zh=f"{target.kind}计为完成的界限",
                    label_en=f"from where the target ({name}) counts as met",
                    source=f"place.yaml around_band: {target.within:g}",
                )
            )
        if not sheet.closed:
            continue
        year = facts[sheet.key("ytd", sheet.origin)]
        facts.add(
            figure(
                sheet,
                name_of("gap", sheet.year, name),
                sheet.entry.sign * (year.rounded - aim.rounded),
                unit="pp",
                period=str(sheet.year),
                label_zh=f"全年与{target.kind}之差",
                label_en="the year less target",
                formula=difference(sheet, year.key, aim.key),
                inputs=(year.key, aim.key),
            )
        )


def _needed(facts: FactTable, sheet: Sheet, past: History) -> None:
    """Add how much of the year is out, and for every step of the ladder what it needs of the rest."""
    year, origin, rest = sheet.year, sheet.origin, sheet.rest
    weight = float(past.weights.cumulative[past.known - 1]) if past.known else 0.0
    newest = float(past.this_year[-1]) if past.known else 0.0
    known = sheet.key("ytd", origin)
    facts.add(
        figure(
            sheet,
            name_of("weight", origin),
            100 * weight,
            label_zh="已公布时段占全年的比重",
            label_en="share of the year already published",
            formula="W_k：上年各期占全年的比重，累计至已公布时段",
        )
    )
    if sheet.closed:
        return
    for value in sheet.ladder:
        name = step_key(value)
        facts.add(
            figure(
                sheet,
                name_of("step", year, name),
                value,
                kind="assumption",
                period=str(year),
                label_zh="全年增速",
                label_en="full-year growth",
            )
        )
        facts.add(
            banded(
                sheet,
                name_of("required", year, name),
                required_growth(value, weight, newest),
                f"全年{_grew(value, 2)}%时{rest('zh')}需增",
                f"growth needed in {rest('en')} for {display(value, 2)}%",
                _REQUIRED,
                (known, sheet.key("weight", origin)),
                year,
            )
        )
        rounds_to_it = sheet.entry.threshold(value)
        facts.add(
            figure(
                sheet,
                name_of("required_at_least", year, name),
                enough(required_growth(rounds_to_it, weight, newest).value, sheet.entry.sign),
                period=str(year),
                label_zh=f"全年{_grew(rounds_to_it, 2)}%时{rest('zh')}需增，不足一位小数的进位",
                label_en=f"growth needed in {rest('en')} for {display(rounds_to_it, 2)}%, rounded up to be enough",
                formula=_REQUIRED,
                inputs=(known, sheet.key("weight", origin)),
            )
        )
    facts.add(
        figure(
            sheet,
            name_of("cost", year),
            0.1 / (1.0 - weight),
            unit="pp",
            decimals=2,
            label_zh=f"全年每提高0.1个百分点{rest('zh')}需多增",
            label_en=f"extra growth in {rest('en')} for 0.1 point of the year",
            formula="0.1/(1 − W)",
        )
    )


def _grew(value: float, decimals: int) -> str:
    """Say growth in a label: 增长3.50, 下降0.50."""
    return f"{'下降' if half_up(value, decimals) < 0 else '增长'}{display(abs(value), decimals)}"
