"""Lists whose rows are projects, firms or bonds: from a sheet to records, with every doubt said, none guessed.

What such a list has for columns is described by a `Register` (`ledger`, `enterprises`, `bonds`). Amounts come
out in 万元. All problems of a list come together as findings; what a list leaves open is settled by a flag.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.registers import packages, sizes, totals
from shouguan.ingest.readers.registers.cells import (
    EXPECTED,
    ORIGINS,
    UNITS,
    Asked,
    Field,
    Register,
    is_nothing,
    iso_date,
    other_value,
    own_amount,
    squeezed,
    words,
)
from shouguan.ingest.readers.registers.header import (
    HEAD_ROWS,
    SERIALS,
    YEAR,
    Header,
    candidates_of,
    header,
    month_of,
    period_of,
    score,
    title_lines,
    title_year,
    unit_above,
    wanted,
)
from shouguan.ingest.readers.registers.row_kinds import SECTION, TOTAL, Layout, subtotals
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables.figures import NotAFigureError

__all__ = [
    "ORIGINS",
    "UNITS",
    "Asked",
    "Field",
    "Header",
    "Register",
    "candidates_of",
    "header",
    "period_of",
    "records",
    "score",
    "words",
]
_MOST_FINDINGS = 200

_WHOLE = frozenset({"", "总", "全市", "全县", "全区", "全省"})


def records(sheet: Sheet, register: Register, asked: Asked) -> tuple[list[dict[str, object]], list[Finding]]:
    """Read a sheet's rows.

    Returns
    -------
    records : list of dict
        Every field by name, None where nothing stands, and `source`: file, sheet and cell.
    findings : list of Finding
        At most 200 and one that counts the rest; where one is an error the records must not be used.
    """
    head = header(sheet, register)
    if head is None:
        zh, en = wanted(register.needs())
        text = (
            f"前 {HEAD_ROWS} 行里没有找到表头；需要的列：{zh}",
            f"no header in the first {HEAD_ROWS} rows; needed: {en}",
        )
        return [], [Finding("error", *text, file=sheet.file, sheet=sheet.name)]
    reading = _Reading(sheet, register, asked, head)
    reading.read()
    return reading.records, _capped(reading.findings, sheet)


def _capped(findings: list[Finding], sheet: Sheet) -> list[Finding]:
    """Keep the gravest 200; the last finding counts the rest and is as grave as they are."""
    if len(findings) <= _MOST_FINDINGS:
        return findings
    ranked = sorted(findings, key=lambda finding: ("error", "warning", "info").index(finding.severity))
    rest = ranked[_MOST_FINDINGS:]
    zh, en = (
        f"另有 {len(rest)} 处未列出；改正以上各处后再读",
        f"{len(rest)} more are not listed; correct these and read again",
    )
    return [*ranked[:_MOST_FINDINGS], Finding(rest[0].severity, zh, en, sheet.file, sheet.name)]


class _Reading:
    """One pass over the rows of a sheet."""

    def __init__(self, sheet: Sheet, register: Register, asked: Asked, head: Header) -> None:
        self.sheet, self.register, self.asked, self.head = sheet, register, asked, head
        self.records: list[dict[str, object]] = []
        self.findings = list(head.findings)
        self.exact: list[dict[str, Decimal]] = []
        self.rows: list[int] = []
        self.totals: list[totals.Total] = []
        self.breaks: list[int] = []
        self.split: set[int] = set()
        self.seen: dict[tuple[object, ...], tuple[int, bool]] = {}
        self.unitless: dict[str, None] = {}
        heads = list(head.texts.values())
        titles = title_lines(sheet, heads)
        self.titled = {f.name: f.titled(titles) for f in register.fields if f.titles and f.name not in head.columns}
        period, year = period_of(sheet, heads, asked), title_year(titles)
        self.month = int(period[5:]) if period else None
        self.year = asked.year or (int(period[:4]) if period else int(year) if year else None)
        unit = unit_above(sheet, head.rows) or asked.unit
        self.units = {name: head.units.get(name) or (UNITS[unit] if unit else None) for name in head.columns}
        self.fields = [(field, head.columns[field.name]) for field in register.fields if field.name in head.columns]
        self.own = set(head.columns.values())
        self.name_column = head.columns.get(register.key[-1], min(self.own))

    def say(self, severity: Severity, zh: str, en: str, at: tuple[int, int | None] | None = None, **more: str) -> None:
        row = None if at is None else self.sheet.lines[at[0]]
        column = "" if at is None or at[1] is None else letters(at[1])
        self.findings.append(Finding(severity, zh, en, self.sheet.file, self.sheet.name, row, column, **more))

    def read(self) -> None:
        self._columns()
        layout = self._layout()
        kinds = {row: layout.kind(row) for row in range(self.head.rows.stop, len(self.sheet.rows))}
        outside = layout.outside(kinds)
        rows = [row for row, kind in kinds.items() if kind == "record" and row not in outside]
        packed = self._packed(rows, layout)
        sums = subtotals(layout, rows, packed)
        kinds |= dict.fromkeys(sums, "section")
        self.split = sums
        for row in layout.without_number([row for row in rows if row not in packed and row not in sums]):
            zh = "没有序号，也不是其他行之和，按一条读入；如是小计或分项，请删去"
            en = "without a number, and no sum of other rows; read as one of the list. If it is a sum, delete it"
            self.say("warning", zh, en, (row, self.name_column))
        self._left_out(outside)
        self._other_units(layout)
        steps: dict[str, Callable[[int], None]] = {
            "record": self._record,
            "total": self._total,
            "section": self._section,
        }
        for row, kind in kinds.items():
            if kind and row not in packed and row not in outside:
                steps[kind](row)
        self._sums()
        self._slips()
        if self.unitless:
            by_name = {field.name: field for field, _ in self.fields}
            zh, en = "、".join(by_name[n].zh for n in self.unitless), ", ".join(by_name[n].en for n in self.unitless)
            self.say(
                "error",
                f"没有写明金额单位（{zh}）：可能是万元，也可能是亿元；用 --unit 万元|亿元|元 指明",
                f"no unit is given for {en}: 万元 or 亿元? Settle it with --unit 万元|亿元|元",
            )

    def _columns(self) -> None:
        missing = [group for group in self.register.needs() if not any(f.name in self.head.columns for f in group)]
        if missing:
            zh, en = wanted(missing)
            self.say("error", f"缺少必需的列：{zh}", f"required columns are missing: {en}", (self.head.rows[-1], None))
        for field, column in self.fields:
            years = set(YEAR.findall(squeezed(self.head.texts[column])))
            if self.year and years and str(self.year) not in years:
                zh = f"列名是{'、'.join(sorted(years))}年，清单是{self.year}年；请核对这一列是不是“{field.zh}”"
                en = f"the heading names {', '.join(sorted(years))}, the list is of {self.year}: is this '{field.en}'?"
                self.say("warning", zh, en, (self.head.rows[-1], column))
        self._months()
        for field in self.register.fields:
            if field.ask and field.name not in self.head.columns and getattr(self.asked, field.ask) is None:
                self.say("error", *_ask(field, f"没有“{field.zh}”列", f"there is no column '{field.en}'"))

    def _months(self) -> None:
        """A column of another month than the list is of: one month's own is left out, one up to it is asked about."""
        for field, column in list(self.fields):
            text = self.head.texts[column]
            month = month_of(text) if field.type == "amount" else None
            if month in {None, self.month} or self.month is None:
                continue
            of, of_en = f"“{text}”是{month}月，清单是{self.month}月", f"'{text}': the list is of month {self.month}"
            own = field.name.startswith("month_")
            if own:
                self.fields.remove((field, column))
            self.say(
                "warning" if own else "error",
                f"{of}，未读入" if own else f"{of}；用 --period {self.year}-{month:02d} 指明，或改表头",
                f"{of_en}; left out" if own else f"{of_en}; settle it with --period {self.year}-{month:02d}",
                (self.head.rows[-1], column),
            )

    def _layout(self) -> Layout:
        serial = next((column for column, text in self.head.texts.items() if squeezed(text) in SERIALS), None)
        amounts = [column for field, column in self.fields if field.type == "amount"]
        sums = {column for field, column in self.fields if field.type in ("amount", "number")}
        keys = {self.head.columns[name] for name in self.register.key if name in self.head.columns}
        stages = self.register.kind == "reserve"
        return Layout(self.sheet, self.head.rows, self.name_column, self.own, keys, sums, amounts, serial, stages)

    def _left_out(self, outside: Mapping[int, int]) -> None:
        """Say once a line that what stands below it is not in the list."""
        for line, count in Counter(outside.values()).items():
            words = next(text.strip() for text in self.sheet.rows[line] if text.strip())
            zh = f"其下 {count} 行按不在清单内处理，未读入；如应计入，请改写或删去这一行"
            en = (
                f"the {count} rows below are taken as outside the list and left out; if they are in it, reword the line"
            )
            self.say("warning", zh, en, (line, None), value=words)

    def _other_units(self, layout: Layout) -> None:
        """Ask about a note of another unit than the list's: of which rows it is nobody knows."""
        own = {self.units[field.name] for field, _ in self.fields if field.type == "amount"}
        for row, column, unit in layout.units():
            if own - {UNITS[unit]}:
                zh = f"这里写的单位是{unit}，与清单的不同；请把金额改成同一单位，并删去这句话"
                en = f"the unit here is {unit}, not the list's: put all amounts into one unit and delete this"
                self.say("error", zh, en, (row, column), value=self.sheet.text(row, column))

    def _packed(self, rows: list[int], layout: Layout) -> packages.Parts:
        """Return the rows that are parts of packages, and say once a package that they are left out."""
        packed = packages.parts(self.sheet, rows, self.name_column, layout.serial, layout.amounts)
        for package, count in Counter(packed.values()).items():
            at = (package, self.name_column)
            self.say("warning", *packages.said(count), at, value=self.sheet.text(*at))
        return packed

    def _section(self, row: int) -> None:
        """Skip a section's line; one that gives its sums, or looks like a project without figures, is said."""
        self.breaks.append(len(self.records))
        first = next(text for text in self.sheet.rows[row] if text.strip())
        if sum(map(bool, map(str.strip, self.sheet.rows[row]))) > 2 and any(
            self.sheet.raw(row, column) for field, column in self.fields if field.type == "amount"
        ):
            if row not in self.split and "其中" not in first:  # a part of a total is any of its rows
                self._gives_sums(row)
            self.say(
                "info", "按分组小计行处理，未读入", "taken as a section's sums and left out", (row, None), value=first
            )
        elif not SECTION.match(squeezed(first)) and (row, self.name_column + 1) not in self.sheet.merged:
            self.say(
                "warning",
                "整行只有名称，按分组标题处理，未读入",
                "a row with only a name is taken as a section's title and left out",
                (row, None),
                value=first,
            )

    def _total(self, row: int) -> None:
        lead = [squeezed(self.sheet.raw(row, column)) for column in range(self.name_column + 1)]
        match = next((match for text in lead if (match := TOTAL.fullmatch(text))), None)
        if match is not None:  # else a mean
            whole = match["word"] != "小计" and match["of"] in _WHOLE
            self._gives_sums(row, "" if match["of"] in _WHOLE else match["of"], whole=whole)
        self.breaks.append(len(self.records))

    def _gives_sums(self, row: int, of: str = "", *, whole: bool = False) -> None:
        amounts: dict[str, Decimal] = {}
        for field, column in self.fields:
            try:
                read = own_amount(self.sheet.raw(row, column)) if field.type == "amount" else None
            except NotAFigureError:
                continue  # a total that cannot be read is no figure of ours: nothing to compare
            if read and (unit := read[1] or self.units[field.name]):
                amounts[field.name] = read[0] * unit
        self.totals.append(totals.Total(row, amounts, len(self.records), of, whole))

    def _record(self, row: int) -> None:
        covered = self.sheet.merged.get((row, self.name_column))
        if covered and self.head.rows.stop <= covered[0] < row:
            zh = "名称与上面的行合并，不知是否另一条；请取消合并、逐行填写"
            en = "the name is merged with the row above: split the cell and fill in each row"
            self.say("error", zh, en, (row, self.name_column))
            return
        record: dict[str, object] = {field.name: self.titled.get(field.name) for field in self.register.fields}
        self.exact.append({})
        self.rows.append(row)
        for field, column in self.fields:
            text = self.sheet.text(row, column)
            if text:
                record[field.name] = self._value(field, row, column, text)
            if field.required and is_nothing(squeezed(text)):
                severity: Severity = "error" if field.type == "text" else "warning"
                self.say(severity, f"“{field.zh}”空白", f"'{field.en}' is blank", (row, column))
        for field in self.register.fields:
            if field.ask and record[field.name] is None:
                record[field.name] = getattr(self.asked, field.ask)
                column_at = self.head.columns.get(field.name)
                if record[field.name] is None and column_at is not None and not self.sheet.text(row, column_at):
                    self.say("error", *_ask(field, f"“{field.zh}”空白", f"'{field.en}' is blank"), (row, column_at))
        record["source"] = self.sheet.source(row, 0)
        self._twice(record, row)
        self.records.append(record)

    def _twice(self, record: dict[str, object], row: int) -> None:
        within = tuple(record[name] for name in self.register.within)
        coded = record[self.register.key[0]] is not None
        for rank, name in enumerate(self.register.key):
            if record[name] is None:
                continue
            mark = (name, squeezed(str(record[name])), within)
            before, was_coded = self.seen.setdefault(mark, (row, coded))
            # The same name under two codes is two projects; a row without a code is known by its name.
            if before != row and (rank == 0 or not (coded and was_coded)):
                line = self.sheet.lines[before]
                self.say(
                    "error",
                    f"与第{line}行重复",
                    f"the same as row {line}",
                    (row, self.head.columns[name]),
                    value=str(record[name]),
                )
                return

    def _value(self, field: Field, row: int, column: int, text: str) -> object:
        """Return what a cell holds, None where it holds nothing or something that is not accepted."""
        at = (row, column)
        oddities = [self.sheet.odd[at]] if at in self.sheet.odd else []
        if field.type == "amount" and self.sheet.merged.get(at, at)[0] != row:
            oddities.append(
                ("error", "金额格跨行合并，不知属于哪一行", "an amount merged over several rows: whose is it?")
            )
        if field.check and (judged := field.check(text)):
            oddities.append(judged)
        for each in oddities:
            self.say(*each, at, value=text)
        if any(severity == "error" for severity, _, _ in oddities):
            return None
        try:
            if field.type == "amount":
                return self._wan_yuan(field, text)
            if field.type == "date":
                return iso_date(squeezed(text), self.year, self.asked.dot_one)
            return other_value(field, text)
        except NotAFigureError as wrong:
            expected_zh, expected_en = EXPECTED.get(field.type, ("", ""))
            self.say("error", wrong.zh, wrong.en, at, value=text, expected_zh=expected_zh, expected_en=expected_en)
            return None

    def _wan_yuan(self, field: Field, text: str) -> float | None:
        read = own_amount(text)
        if read is None:
            return None
        unit = read[1] or self.units[field.name]
        if unit is None:
            self.unitless[field.name] = None
            return None
        self.exact[-1][field.name] = read[0] * unit
        return float(read[0] * unit)

    def _sums(self) -> None:
        """Say which totals are the sum of no rows, beyond what rounding each of them explains."""
        texts = [field.name for field in self.register.fields if field.type == "text"]
        words = [frozenset(squeezed(str(each[name])) for name in texts if each[name]) for each in self.records]
        for row, name, total, listed in totals.odd(self.totals, self.exact, words, self.breaks):
            both = f"{float(total):.12g}", f"{float(listed):.12g}"
            zh = f"合计 {both[0]} 万元，各行之和 {both[1]} 万元，请核对"
            en = f"the total is {both[0]} 万元, the rows add up to {both[1]} 万元"
            self.say("warning", zh, en, (row, self.head.columns[name]))

    def _slips(self) -> None:
        for field, column in self.fields:
            texts = [self.sheet.text(row, column) for row in self.rows] if field.name.endswith("_pct") else []
            if sizes.are_fractions(texts):
                zh = "都小于 1，可能是小数（0.121 即 12.1%）；请改写成带 % 的数（12.1% 或 0.1%）"
                en = "all are below 1: fractions (0.121 for 12.1 %)? Write them with a per cent sign"
                self.say("error", zh, en, (self.rows[0], column), value=texts[0])
        for name, of in ((sizes.TOTAL, sizes.of_projects), (sizes.QUOTA, sizes.of_quotas)):
            for severity, zh, en, row in of(self.rows, self.exact):
                self.say(severity, zh, en, (row, self.head.columns[name]))
        for zh, en, row, name in sizes.of_firms(self.rows, self.exact):
            self.say("warning", zh, en, (row, self.head.columns[name]))
        for name in self.units:
            amounts = [(row, each[name]) for row, each in zip(self.rows, self.exact, strict=True) if each.get(name)]
            for row, zh, en in sizes.slips(amounts):
                column = self.head.columns[name]
                self.say("warning", zh, en, (row, column), value=self.sheet.text(row, column))


def _ask(field: Field, zh: str, en: str) -> tuple[str, str]:
    flag = f"--{field.ask} {'|'.join(choice for choice, _ in field.choices)}"
    return f"{zh}；用 {flag} 指明", f"{en}; settle it with {flag}"
