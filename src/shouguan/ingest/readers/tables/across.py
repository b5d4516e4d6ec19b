"""Parts side by side: what a heading is a part of stands to its left, as what a row is a part of stands above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.subjects import in_context

_SUBJECTS = {
    code: frozenset(words.split())
    for code, words in {
        "fai": "投资",
        "real_estate_investment": "投资 开发投资",
        "retail": "零售 社零 消费品零售",
        "fiscal_revenue": "收入 预算收入",
        "fiscal_expenditure": "支出 预算支出",
        "deposits": "存款",
        "loans": "贷款",
        "electricity": "用电",
        "services_revenue": "收入 营业收入",
        "income": "收入 可支配收入",
    }.items()
}
"""What headings call an indicator that the title has named, without the words that say how much of it."""


def of_wholes(heads: Mapping[int, list[Label]]) -> dict[int, list[Label]]:
    """Return headings in which #工业 and 第一产业 mean what they do to the right of their whole.

    A part shares the unit of its whole. One that is none of ours says so, and growth to its right is its own.

    Parameters
    ----------
    heads : mapping of int to list of Label
        Column to the labels over it, the lowest first.
    """
    made: dict[int, list[Label]] = {}
    whole: Label | None = None
    for column in sorted(heads):
        made[column] = labels = list(heads[column])
        at = next((at for at, label in enumerate(labels) if _names(label)), None)
        if at is None:
            continue
        label = labels[at]
        above = [each for each in labels[at + 1 :] if each.indicators]
        if label.skipped:  # 固定资产投资两年平均增速: what is to its right is a part of investment
            whole = replace(label, indicators=label.of)
        elif not (label.part or label.bare):
            units = next((each.units for each in labels if each.units), ())
            whole = replace(label, units=units)
        elif whole is not None and not above:
            labels[at] = _part(label, whole)
            if whole.units and not any(each.units or each.measure for each in labels):
                labels[at] = replace(labels[at], units=whole.units)
    return made


def of_subject(heads: Mapping[int, list[Label]], titles: Sequence[Label]) -> dict[int, list[Label]]:
    """Return headings without words that repeat what the title is about: 投资额 and 投资增速 below 固定资产投资.

    Parameters
    ----------
    heads : mapping of int to list of Label
    titles : sequence of Label
        Nearest first.
    """
    title = next((label for label in titles if label.indicators or label.not_ours), Label(""))
    is_clear = len(title.indicators) == 1 and not (title.rest or title.not_ours)
    words = _SUBJECTS.get(title.indicators[0], frozenset()) if is_clear else frozenset()
    return {
        column: [replace(each, rest="") if _repeats(each, words) else each for each in labels]
        for column, labels in heads.items()
    }


def _repeats(label: Label, words: frozenset[str]) -> bool:
    return label.rest in words and not (label.indicators or label.not_ours or label.part or label.plan)


def _names(label: Label) -> bool:
    return bool(label.indicators or label.not_ours or label.rest or (label.skipped and label.of))


def _part(label: Label, whole: Label) -> Label:
    if not label.bare or whole.rest or not whole.indicators:
        return label
    meant = in_context(label, whole.indicators[0])
    if meant:
        return replace(label, indicators=meant, bare=False)
    why = f"在“{whole.text}”的右边，是它的一部分，不在指标目录中", f"a part of '{whole.text}' to its left, not kept"
    return replace(label, indicators=(), not_ours=why)
