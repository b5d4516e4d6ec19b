"""What the rows of a list are: projects, firms or bonds, their totals, the titles of groups, or not in the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shouguan.ingest.readers.registers.cells import squeezed
from shouguan.ingest.readers.registers.packages import amounts_in
from shouguan.ingest.readers.sheets.grid import Sheet

NOTE = re.compile(
    r"(?:注|备注|说明|填表(?:说明|人)?|填报人?|制表人?|审核人?|复核人?|(?:单位)?负责人|资料来源|数据来源)\d*:"
)
TOTAL = re.compile(r"(?P<of>.{0,8}?)(?P<word>合计|总计|共计|小计)(?:[:(\d].*)?")
SECTION = re.compile(r"[一二三四五六七八九十]+(?:[、.,:]|$)|\([一二三四五六七八九十]+\)|其中")
_MEAN = re.compile(r"(?:算术|加权)?平均(?:数|值)?|均值")
_SERIAL = re.compile(r"\d+\.?")
_NUMBERED = re.compile(r"[(]?[a-z]*-?\d+(?:[.\-]\d+)*[)]?[.、]?")
_NUMBERING = re.compile(r"[甲乙丙丁戊己]|\(?(\d{1,2})\)?(?:=.*)?")
_OUTSIDE = re.compile(
    r"储备|退出|停建|缓建|取消|终止|作废|撤销|剔除|移出|调出|(?:已|拟)(?:竣工|完工|建成|投产|建)|[不未](?:计入|纳入|列入)"
)
_UNIT = re.compile(r"(?<![报任设管表制送施建])单位均?[为是:]?(?P<unit>[亿万]?元)")
_INSIDE = re.compile(r"[不未](?:含|包括)|已?剔除|不计入?重复")


@dataclass(frozen=True)
class Layout:
    """Where the columns of a list stand.

    Parameters
    ----------
    sheet : Sheet
    head : range
        The rows of the header.
    name : int
        The column that names the rows.
    own : set of int
        Columns that are read.
    keys, sums : set of int
        Those that tell rows apart, and those of amounts and numbers.
    amounts : sequence of int
    serial : int or None
        The column that numbers the rows.
    stages : bool
        Whether rows may be 储备, 拟建 and the like without leaving the list: a list of reserves.
    """

    sheet: Sheet
    head: range
    name: int
    own: set[int]
    keys: set[int]
    sums: set[int]
    amounts: Sequence[int]
    serial: int | None
    stages: bool

    def kind(self, row: int) -> str:
        """Return what a row is by itself: record, total, section, or nothing to read."""
        texts = self.sheet.rows[row]
        cells = [(column, squeezed(text)) for column, text in enumerate(texts) if text and not text.isspace()]
        filled = {column for column, _ in cells} & self.own
        lead = [text for column, text in cells if column <= self.name]
        if any(TOTAL.fullmatch(text) or _MEAN.fullmatch(text) for text in lead):
            return "total"
        if not filled or NOTE.match(cells[0][1]) or self._heading(row, [text for _, text in cells]):
            return ""
        # A batch may be called 一; a project's code or name may not.
        numbered = SECTION.match(cells[0][1]) and (cells[0][0] in self.keys or cells[0][0] not in self.own)
        if numbered and filled <= self.sums | self.keys:
            return "section"
        # the name of a group stands where its rows have their numbers: 甲市（2个）
        if self.name not in filled and self.serial == cells[0][0] and filled <= self.sums and not self.is_numbered(row):
            return "section" if re.search("[一-鿿]", cells[0][1]) else "record"
        if filled == {self.name} and not any(_SERIAL.fullmatch(text) for text in lead):
            return "section"
        return "record"

    def _heading(self, row: int, texts: list[str]) -> bool:
        """Whether a row repeats the header, or numbers the columns below it (甲 乙 1 2 3)."""
        if self.sheet.raw(row, self.name):
            head = self.sheet.text(self.head[-1], self.name)
            if squeezed(self.sheet.raw(row, self.name)) == squeezed(head):
                return True
        numberings = [_NUMBERING.fullmatch(text) for text in texts] if row == self.head.stop else []
        numbers = [int(match[1]) for match in numberings if match and match[1]]
        return len(numberings) > 2 and all(numberings) and numbers == list(range(1, len(numbers) + 1))

    def is_numbered(self, row: int) -> bool:
        """Whether a row has a number of its own."""
        return self.serial is not None and bool(_NUMBERED.fullmatch(squeezed(self.sheet.text(row, self.serial))))

    def without_number(self, rows: Sequence[int]) -> list[int]:
        """Return the rows without a number in a list that numbers most of its rows."""
        bare = [row for row in rows if not self.is_numbered(row)]
        return bare if 2 * len(bare) < len(rows) else []

    def units(self) -> list[tuple[int, int, str]]:
        """Return where a note, a line or a remark below the header names a unit of amounts: row, column, unit."""
        return [
            (row, column, found["unit"])
            for row in range(self.head.stop, len(self.sheet.rows))
            for column, text in enumerate(self.sheet.rows[row])
            if column not in self.own and "元" in text and (found := _UNIT.search(squeezed(text)))
        ]

    def outside(self, kinds: Mapping[int, str]) -> dict[int, int]:
        """Return the rows below a line by itself that says that they are not in the list, each with the line.

        Rows are given with their kinds. The next line by itself, or a total, ends what it stands over.
        """
        found: dict[int, int] = {}
        line: int | None = None
        for row, kind in kinds.items():
            if kind == "record":
                if line is not None:
                    found[row] = line
                continue
            cells = [squeezed(text) for text in self.sheet.rows[row] if text.strip()]
            words = [text for text in cells if not _NUMBERED.fullmatch(text) and not SECTION.fullmatch(text)]
            if len(words) == 1 and len(cells) < 3:
                says = _OUTSIDE.search(words[0]) and not _INSIDE.search(words[0]) and not NOTE.match(words[0])
                line = row if says and not self.stages else None
        return found


def subtotals(layout: Layout, rows: Sequence[int], packed: Mapping[int, int]) -> set[int]:
    """Return the rows of a list that are sums of others, whatever they are called, and what a total is split into.

    Where rows are numbered, one without a number is a sum that comes to the numbered rows right below or above it;
    else one that fills nothing but its name and amounts, and comes to two rows at least. All its amounts must agree.

    Parameters
    ----------
    layout : Layout
    rows : sequence of int
        Those that hold a record, in order.
    packed : mapping of int to int
        Those of them that are parts of packages.
    """
    numbered = [row for row in rows if layout.is_numbered(row) and row not in packed]
    base = numbered or [row for row in rows if _has_words(layout, row)]
    known = {*base, *packed}
    candidates = [row for row in rows if row not in known]
    if not candidates:
        return set()
    amounts = {row: amounts_in(layout.sheet, row, layout.amounts) for row in rows}
    split = _split(layout, candidates) if numbered else set()
    return split | {
        row
        for row in candidates
        if any(
            _adds_up(amounts[row], [amounts[each] for each in run], 1 if numbered else 2)
            for run in ([each for each in base if each > row], [each for each in reversed(base) if each < row])
        )
    }


def _split(layout: Layout, candidates: Sequence[int]) -> set[int]:
    """Return the rows without a number right below a total: 总计, 其中新建, 续建."""
    found: set[int] = set()
    for row in candidates:
        if row - 1 in found or (row > layout.head.stop and layout.kind(row - 1) == "total"):
            below = any(layout.is_numbered(each) for each in range(row + 1, len(layout.sheet.rows)))
            found |= set() if below else {row}
    return found


def _has_words(layout: Layout, row: int) -> bool:
    """Whether a row fills a column of words beside its name."""
    return any(layout.sheet.text(row, column) for column in layout.own - layout.sums - {layout.name})


def _adds_up(whole: Mapping[int, Decimal], run: Sequence[Mapping[int, Decimal]], least: int) -> bool:
    """Whether amounts are the sums of the first rows of a run, of `least` rows at least."""
    if len(whole) < 2:
        return False
    total = dict.fromkeys(whole, Decimal(0))
    for count, own in enumerate(run, start=1):
        total = {column: total[column] + own.get(column, Decimal(0)) for column in whole}
        if count >= least and total == whole:
            return True
        if any(total[column] > whole[column] for column in whole):
            return False
    return False
