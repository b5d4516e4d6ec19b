"""The facts of scenarios beside each other: each outcome, each rank, and each figure that a scenario assumes."""

from __future__ import annotations

from collections.abc import Mapping

from shouguan.analysis.ranking import RankDraws
from shouguan.analysis.scenarios.comparison import Comparison, Outcome, Row, compare
from shouguan.analysis.scenarios.file import BASE
from shouguan.analysis.scenarios.words import Sentence
from shouguan.core.periods import Named
from shouguan.facts.briefing import Briefing
from shouguan.facts.indicator_report import Sheet, figure
from shouguan.facts.rows import Assumed, ScenarioRow, Scenarios
from shouguan.facts.table import Fact, FactTable, Name, name_of
from shouguan.facts.told import Told
from shouguan.models.outlook import INTERVAL

_FORMULA = "各条路径按情景的条件变动后的全年增速（shouguan.analysis.scenarios.conditioning）"


def compared(page: Briefing, names: tuple[str, ...] = ()) -> Scenarios:
    """Set scenarios beside each other, the base first, and add their facts: these, or all that the place has."""
    comparison = compare(
        page.place,
        page.view,
        page.plain.joint,
        page.scenarios,
        names=names or None,
        codes=tuple(page.sheets),
        targets={code: each.main_target.met_from for code, each in page.sheets.items() if each.main_target},
        group=page.group,
        assessment=page.assessment,
    )
    return collect(page.facts, page.sheets, comparison)


def key(name: str, year: int, *of: object, what: str) -> Name:
    """Name a fact under its indicator: `scenario.stress.2020.median`."""
    return name_of("scenario", name, year, *of, statistic=what)


def collect(facts: FactTable, sheets: Mapping[str, Sheet], comparison: Comparison) -> Scenarios:
    """Add the facts of a comparison, and return what a page says of it.

    Parameters
    ----------
    facts : FactTable
        Receives the facts; those that it holds already stay.
    sheets : mapping of str to Sheet
        The page's indicators; those that are compared must be among them.
    comparison : Comparison
    """
    rows = []
    for row in comparison.rows:
        for code in comparison.indicators:
            _outcome(facts, sheets[code], comparison, row, row.outcomes[code])
        _rank(facts, sheets[comparison.indicators[0]], comparison, row)
        rows.append(ScenarioRow(row.name, row.label, row.label_en, _assumed(facts, comparison, row)))
    return Scenarios(
        year=comparison.year,
        indicators=comparison.indicators,
        rows=tuple(rows),
        no_rank=None if comparison.no_rank is None else (comparison.no_rank.zh, comparison.no_rank.en),
        left_out=tuple(
            ((scenario.title("zh"), scenario.title("en")), (error.zh, error.en))
            for scenario, error in comparison.left_out
        ),
    )


def draw(page: Told, scenarios: Scenarios) -> None:
    """Add the series that the picture draws: which scenarios, of the first indicator; those drawn last stay."""
    page.facts.series[page.sheets[scenarios.indicators[0]].key("scenarios")] = {
        "names": [row.name for row in scenarios.rows],
        "labels": {"zh": [row.label for row in scenarios.rows], "en": [row.label_en for row in scenarios.rows]},
        "year": scenarios.year,
    }


def _outcome(facts: FactTable, sheet: Sheet, comparison: Comparison, row: Row, outcome: Outcome) -> None:
    year = comparison.year
    common: dict[str, object] = {"kind": "forecast", "period": str(year), "formula": _FORMULA}
    if row.name != BASE:
        common["source"] = f"情景假设：{row.label}"
    zh, en = f"{row.label}：{year}年{sheet.entry.zh}", f"{sheet.entry.en} {year}, {row.label_en}"
    median = facts.add(
        figure(
            sheet,
            key(row.name, year, what="median"),
            outcome.median,
            lower=outcome.lower,
            upper=outcome.upper,
            level=INTERVAL,
            label_zh=f"{zh}预计增速（中位数）",
            label_en=f"{en}: expected growth (median)",
            **common,
        )
    )
    for name, value, label_zh, label_en in (
        ("lower80", outcome.lower, "80%区间下限", "80% interval, lower end"),
        ("upper80", outcome.upper, "80%区间上限", "80% interval, upper end"),
    ):
        label = {"label_zh": f"{zh}{label_zh}", "label_en": f"{en}: {label_en}"}
        facts.add(figure(sheet, key(row.name, year, what=name), value, **label, **common))
    if outcome.chance is not None:
        facts.add(
            figure(
                sheet,
                key(row.name, year, what="chance"),
                100.0 * outcome.chance,
                decimals=0,
                label_zh=f"{zh}实现目标的可能性",
                label_en=f"{en}: chance of the target",
                **(common | {"formula": "P(全年 ≥ X − 0.05)"}),
            )
        )
    base = facts[sheet.key(key(BASE, year, what="median"))]
    facts.add(
        figure(
            sheet,
            key(row.name, year, what="change"),
            median.rounded - base.rounded,
            unit="pp",
            label_zh=f"{zh}与基准情景之差",
            label_en=f"{en}: less the baseline",
            inputs=(median.key, base.key),
            **(common | {"formula": f"{median.key} − {base.key}（均按印出的一位小数）"}),
        )
    )


def _rank(facts: FactTable, sheet: Sheet, comparison: Comparison, row: Row) -> None:
    rank = row.rank
    if rank is None:
        return
    year = comparison.year
    formula = "逐条抽样按一位小数排位（并列同位），同组地区不随情景变动"
    common: dict[str, object] = {"kind": "forecast", "period": str(year), "formula": formula}
    common |= {"unit": "place", "decimals": 0}
    for name, value, zh, en in _ranks(rank):
        label = {"label_zh": f"{row.label}：{year}年{zh}", "label_en": f"{row.label_en}: {en}, {year}"}
        facts.add(figure(sheet, key(row.name, year, "rank", what=name), value, **label, **common))
    if rank.to_pass is None or rank.step is None:
        return
    for name, growth, unit, zh, en in (
        ("to_pass", rank.to_pass, "%", "位次前移一位约需的全年增速", "full-year growth that gains a place"),
        ("step", rank.step, "pp", "位次前移一位约需多增", "extra growth that gains a place"),
    ):
        label = {"label_zh": f"{row.label}：{zh}", "label_en": f"{row.label_en}: {en}"}
        own = common | {"unit": unit, "decimals": sheet.entry.decimals}
        facts.add(figure(sheet, key(row.name, year, "rank", what=name), growth, **label, **own))


def _ranks(rank: RankDraws) -> tuple[tuple[str, int, str, str], ...]:
    return (
        ("median", rank.median, "预计位次（中位数）", "expected rank (median)"),
        ("best", rank.lower, "位次80%区间较好一端", "80% range of the rank, better end"),
        ("worst", rank.upper, "位次80%区间较差一端", "80% range of the rank, worse end"),
        ("peers", rank.peers, "同组地区数", "number of peers"),
    )


def _assumed(facts: FactTable, comparison: Comparison, row: Row) -> tuple[Assumed, ...]:
    """Add the figures that a scenario's sentences assume."""
    return tuple(
        Assumed(
            indicator=each.indicator,
            zh=each.zh,
            en=each.en,
            why=each.why,
            texts={name: (str(zh), str(en)) for name, (zh, en) in each.texts.items()},
            when={name: zh.when for name, (zh, _) in each.texts.items() if isinstance(zh, Named)},
            figures={
                name: _figure(facts, comparison, row, each, key(row.name, comparison.year, "change", number, what=name))
                for name in each.figures
            },
        )
        for number, each in enumerate(row.sentences, start=1)
    )


def _figure(facts: FactTable, comparison: Comparison, row: Row, sentence: Sentence, name: Name) -> Fact:
    each = sentence.figures[name.statistic]
    return facts.add(
        Fact(
            key=f"{sentence.indicator}.{name}",
            **name.columns(sentence.indicator),
            kind="assumption",
            region=comparison.region,
            indicator=sentence.indicator,
            period=str(comparison.year),
            value=each.value,
            unit=each.unit,
            decimals=each.decimals,
            label_zh=f"{row.label}：{each.zh}",
            label_en=f"{row.label_en}: {each.en}",
            source=f"情景假设：{sentence.why[0]}",
        )
    )
