"""What stands beside the rows of a list, of weekly figures or of the tidy layout: titles, notes and remarks.

These layouts say in their columns what a figure is. What a title, a note or a remark says besides is heard where it is
of another place, a forecast, a part or another growth; what nobody understands is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouguan.ingest.readers.reading import Options
from shouguan.ingest.readers.tables import scope
from shouguan.ingest.readers.tables.labels import Labeller
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.note_words import disowned, is_harmless
from shouguan.ingest.readers.tables.places import lies_in

_SHOWN = 60
_WORDS = re.compile(r"[^\W\d_]|\d{4}")
_OWN = re.compile(r"(?:not-comparable|no-shares).*|上年同期数,按当年口径|1[-—]2月合并|修订后数值.*|演示数据(?:,虚构)?")
"""Notes of the kit's own."""
_PEOPLE = re.compile(r"(?:[单部]位|部门)?(?:负责人|经办人|填[表报]|联系|审核|复核|制表|签字|盖章).*")


def another_place(lines: Iterable[str], options: Options, labeller: Labeller) -> tuple[str, bool] | None:
    """Return a title that names another place than the rows are taken to be of, or None.

    Parameters
    ----------
    lines : iterable of str
        Titles, nearest first, then the sheet's and the file's names.
    options : Options
        A region that the user gives settles it.
    labeller : Labeller

    Returns
    -------
    (str, bool) or None
        The line, and whether the place lies in the one that is named: of a province's list it may be a part.
    """
    own = options.own_region
    if own is None or options.region is not None:
        return None
    named = ((line, [code for code in labeller.title(line).places if code.isdigit()]) for line in lines if line)
    line, codes = next(((line, codes) for line, codes in named if codes), ("", [own]))
    if any(lies_in(code, own) for code in codes):
        return None
    return line, any(lies_in(own, code) for code in codes)


def said_of_place(line: str, options: Options) -> tuple[str, str]:
    """Say that a title is of another place, and what settles it."""
    return (
        f"“{short(line)}”写的是另一个地区；确是本地的，用 --region {options.own_region} 指明",
        f"'{short(line)}' names another place; if the rows are of this one, say so with --region {options.own_region}",
    )


def unknown(note: str) -> bool:
    """Whether a note or a remark says something that is not known to change nothing.

    Examples
    --------
    >>> unknown("注：本月完成为预计数"), unknown("数据来源：市发改委"), unknown("单位负责人：")
    (True, False, False)
    """
    bare = folded(note)
    said = bool(_WORDS.search(bare)) and not (bare in {"无", "暂无"} or _PEOPLE.fullmatch(bare))
    harmless = is_harmless(bare) or (scope.is_harmless_remark(bare) and not scope.is_field(bare))
    return said and not (harmless or _OWN.fullmatch(bare))


def shown(note: str) -> tuple[str, str]:
    """Show a note or a remark that changed nothing."""
    return (
        f"“{short(note)}”没有据以改动任何数，请核对；如它改变了这里的数，请改正或删去这些数",
        f"'{short(note)}' changed nothing that is read; if it changes these figures, correct or delete them",
    )


def limits(remark: str, labeller: Labeller) -> str:
    """Return the words by which a remark beside a figure makes it another one: a forecast, a part, another growth.

    Parameters
    ----------
    remark : str
    labeller : Labeller
    """
    if not unknown(remark):
        return ""
    said = labeller.title(remark)
    return said.plan or disowned(folded(remark)) or said.narrow


def limited(remark: str, word: str) -> tuple[str, str]:
    """Say that a figure is left out for a remark beside it."""
    of, of_en = (f"（{word}）", f" ({word})") if word != remark else ("", "")
    return (
        f"旁边写着“{short(remark)}”{of}，可能不是这里要的数，未读入；如确是，请删去这句话",
        f"'{short(remark)}'{of_en} stands beside it: perhaps another figure, left out; delete the words if it is not",
    )


def short(text: str) -> str:
    """Return a text as a message quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
