"""What the clauses of a note say that some figures are: 社会消费品零售总额为1-8月数；固定资产投资增速为两年平均.

Of whose it says it, that is heard as if it stood beside the row. What else it says is shown, where it names whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouguan.ingest.readers.tables import scope
from shouguan.ingest.readers.tables.labels import Label, Labeller
from shouguan.ingest.readers.tables.names import folded

MARK = re.compile(r"[*＊※△▲①-⑳]+")
OTHER_GROWTH = re.compile(r"(?:增[速长幅]|同比).{0,4}[为是系按].{0,2}(?:环比|两年平均|名义)[一-鿿]{0,3}|环比增[速长幅]")
_OTHER_SCOPE = re.compile(r"[为是系](?!可比|不变|现价|现行|当年)[^,，为是系]{1,8}口径")
_OTHER_UNIT = re.compile(
    r"单位(?:均|都|皆)?[为是](?P<unit>(?:亿|万|千|百万)元)|以(?P<counted>(?:亿|万|千|百万)元)为(?:计量)?单位"
)
_OTHERS = (OTHER_GROWTH, _OTHER_SCOPE, _OTHER_UNIT)
_SENTENCE = re.compile(r"[；;。\n]|(?<![\d.])(?=\d[.、](?!\d))|(?=[①-⑳])|(?=[(（]\d[)）])")
_IS = re.compile(r"[为是系指仅只]|不含|不包括")
_SAYS = re.compile(
    r"(?P<whose>.+?)(?:均|都|皆|暂|数据|数字|指标|绝对额|[增长幅]速度?|[（(]?%[)）]?)*(?:为|是|系)(?P<what>.+)"
)
_LEAD = re.compile(
    r"^(?:(?:注|备注|说明)\d*[:：]|其中|[(（]?\d{1,2}[)）.、]|[(（][一二三四五][)）]|[一二三四五]、|[:：,，\s])+"
)
_OF_THE_TABLE = re.compile("(?:本|该|各项|以上|报告|统计|数据|时间|时期|资料|期|表|所属|指标)+")
_GROWTH = re.compile(r"增[长速幅减]|同比")
_PLAN = re.compile("(?:预计|预测|预期|推算|测算|估算|匡算|计划|目标)(?:数|值|数据)?")


def said_of_some(note: str, labeller: Labeller, years: Iterable[int], marks: frozenset[str]) -> list[Label]:
    """Return what a note says of some figures: those that it names are `of`, growth alone where `of_growth`.

    Parameters
    ----------
    note : str
    labeller : Labeller
    years : iterable of int
        The years that the table's titles name.
    marks : frozenset of str
        The signs of footnotes (①, *) that rows bear; other ones only number the clauses.
    """
    return [label for clause in _clauses(note, marks) if (label := _heard(clause, labeller, set(years))) is not None]


def unit_of_note(note: str) -> str:
    """Return the unit that a note (folded) says that figures are in, or nothing."""
    found = _OTHER_UNIT.search(note)
    return (found["unit"] or found["counted"]) if found else ""


def _clauses(note: str, marks: frozenset[str]) -> Iterator[str]:
    """Yield what says of something what it is, with the names that stand before it."""
    for sentence in _SENTENCE.split(note):
        held = ""
        mark = MARK.match(sentence.strip())
        own = mark[0] if mark and mark[0] in marks else ""
        for part in re.split("[,，]", sentence[mark.end() :] if mark and not own else sentence):
            held = f"{held}，{part}" if held else part
            if _IS.search(folded(part)):
                yield f"{own}{held}" if own and not held.strip().startswith(own) else held.strip()
                held = ""
        if held.strip():
            yield held.strip()


def _heard(clause: str, labeller: Labeller, years: set[int]) -> Label | None:
    label, bare = labeller.title(clause), folded(clause)
    found = next((match[0] for each in _OTHERS if (match := each.search(bare))), "")
    is_whose = bool(label.indicators or MARK.match(clause))
    if found or (label.narrow and is_whose):
        growth = scope.is_growth_otherwise(bare)
        is_sure = growth or bool(label.narrow and is_whose and _IS.search(bare))
        return Label(clause, narrow=label.narrow or found, loose=not is_sure, of=label.indicators, of_growth=growth)
    says = _SAYS.fullmatch(_LEAD.sub("", clause))
    if says is None:
        return None
    whose, growth = labeller.title(says["whose"]), _GROWTH.search(says["whose"]) is not None
    if base := scope.compared(bare, years):
        return Label(clause, narrow=base, of=whose.indicators, of_growth=True)
    what = labeller.remark(says["what"])
    if not (whose.indicators or MARK.match(clause)):  # 零售额为8月数: nobody knows whose
        is_dated = bool(what.stretch and what.stretch.month) and not _OF_THE_TABLE.fullmatch(folded(says["whose"]))
        return Label(clause, narrow=clause, loose=True) if is_dated else None
    plan = what.plan if _PLAN.fullmatch(folded(says["what"])) else ""
    narrow = "" if what.plan and not plan else what.narrow
    said = replace(what, text=clause, plan=plan, narrow=narrow, of=whose.indicators, of_growth=growth and what.loose)
    return said if said.stretch or said.basis or plan or narrow else None
