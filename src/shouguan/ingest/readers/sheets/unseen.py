"""What stands in a sheet but is not shown as live, or not as it is stored: gathered by kind, each said once."""

from __future__ import annotations

from collections import defaultdict

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.sheets.addresses import letters

_SHOWN = 6
_SERIAL = 4
"""Digits that the number of a row has at most."""

KINDS: dict[str, tuple[Severity, str, str]] = {
    "void": (
        "warning",
        "有删除线，按作废处理，未读入",
        "struck through: taken as void and left out",
    ),
    "half": (
        "error",
        "有删除线，同行其余各格没有，不知是否整行作废；请删去作废的内容，或去掉删除线",
        "struck through, but the rest of the row is not: is the row void? Delete what is void or undo the strike",
    ),
    "changed": (
        "warning",
        "有未接受的修订，按接受后的内容读入，请核对",
        "has tracked changes; read as if they were accepted, please check",
    ),
    "vanished": ("warning", "有隐藏文字，未读入", "has hidden text, which is left out"),
    "box": ("warning", "有文本框，框内文字未读入", "has a text box; what stands in it is left out"),
    "hidden": ("warning", "在隐藏的行或列里，未读入", "in hidden rows or columns; left out"),
    "line": (
        "error",
        "在隐藏的行里，可能说的是下面各行是谁的、什么的；请取消隐藏，或删去这一行",
        "in a hidden row: perhaps it says whose or what the rows below are; show it or delete the row",
    ),
    "filtered": (
        "error",
        "被筛选隐藏，不知要不要读；请取消筛选",
        "hidden by a filter: is it to be read? Clear the filter",
    ),
    "blanked": (
        "warning",
        "的单元格格式使数不显示，未读入",
        "not shown because of the cell format; left out",
    ),
    "no answer": ("info", "是公式的错误值（没有查到），按空白处理", "an error value of a formula; taken as blank"),
    "white": (
        "warning",
        "的字色与底色相同，看不见，未读入",
        "in the colour of its ground: not to be seen, and left out",
    ),
    "ruled": (
        "error",
        "起的区域有改变数字格式的条件格式，显示的可能不是存的数（如加负号）；请清除条件格式，把显示的数写进单元格",
        "and what follows has conditional formatting with a number format: what is shown may not be what is stored,"
        " such as a minus; clear it and write what is shown",
    ),
    "picture": (
        "error",
        "旁边有图片或图标（可能是升降箭头），看不出正负；请写成 -3.1 的形式",
        "has a picture beside it, perhaps an arrow: up or down? Write the sign, -3.1",
    ),
    "sign": (
        "error",
        "含有不能识别的符号（可能是负号），请改为普通字符",
        "holds a symbol that cannot be read, perhaps a minus; write it as a plain character",
    ),
}
"""How grave each kind is, and what is said of its cells."""


class Unseen:
    """What a sheet holds that is not read, or not as it stands.

    Parameters
    ----------
    file, name : str
        The file and the sheet as messages name them.
    """

    def __init__(self, file: str, name: str) -> None:
        self.file, self.name = file, name
        self._cells: dict[str, list[tuple[int, int, str]]] = defaultdict(list)

    def add(self, kind: str, line: int, column: int, text: str = "") -> None:
        """Remember a cell by its line (from 1), its column (from 0) and its text."""
        self._cells[kind].append((line, column, text))

    def struck(self, cells: list[str], struck: dict[int, str], line: int) -> list[str]:
        """Judge a row in which some cells are struck through, and return it as it is read.

        Parameters
        ----------
        cells : list of str
            What of each cell is not struck.
        struck : dict of int to str
            The struck text by column.
        line : int
        """
        whole = {column: text for column, text in struck.items() if not cells[column].strip()}
        for column in struck.keys() - whole.keys():
            self.add("void", line, column, struck[column])
        if not whole:
            return cells
        live = [
            column
            for column, text in enumerate(cells)
            if text.strip() and not (column < min(whole) and text.strip().isdigit() and len(text.strip()) <= _SERIAL)
        ]
        kind = "half" if live and any(_is_worded(text) for text in whole.values()) else "void"
        for column, text in whole.items():
            self.add(kind, line, column, text)
        return cells if live else []

    def findings(self) -> list[Finding]:
        """Return one finding of each kind, with its first cells and how many there are."""
        made = []
        for kind, cells in self._cells.items():
            severity, zh, en = KINDS[kind]
            line, column, text = cells[0]
            if len(cells) > 1:
                names = [f"{letters(at)}{row}" for row, at, _ in cells[:_SHOWN]]
                more = len(cells) > _SHOWN
                zh = f"{'、'.join(names)}{f' 等 {len(cells)} 格' if more else ' '}{zh}"
                en = f"{', '.join(names)}{f' … ({len(cells)} cells)' if more else ''}: {en}"
            letter = letters(column)
            made.append(Finding(severity, zh, en, self.file, self.name, line, letter, text))
        return made


def _is_worded(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
