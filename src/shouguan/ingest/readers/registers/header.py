"""Where a register's header stands, which column is which field, in what unit, and what month the list is of."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shouguan.core.findings import Finding, Severity
from shouguan.ingest.readers.registers.cells import UNIT_WORD, UNITS, Asked, Field, Register, squeezed
from shouguan.ingest.readers.sheets.addresses import letters
from shouguan.ingest.readers.sheets.grid import Sheet

HEAD_ROWS = 20

SERIALS = frozenset({"序号", "编号", "no.", "no"})
"""Headings of a column that numbers the rows."""

_PERSONAL = re.compile("联系人|联系电话|联系方式|手机|身份证|电话")

_SUMS = frozenset({"合计", "小计", "总计", "总额", "总量", "总数"})
"""Below 总投资: all of it, beside 其中：政府投资."""

_OTHER = re.compile("其中|占|率|增|同期|上年|去年|下年|明年|预计|%")

_FOREIGN = re.compile("美元|欧元|港元|港币|日元|英镑")

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")

_UNIT_END = re.compile(f"[:,/-]?({UNIT_WORD})$")

_UNIT_LINE = re.compile(
    rf"(?<![报任设管表制送施])单\s*位\s*[:：]\s*({UNIT_WORD}(?:[、,，/或和及]{UNIT_WORD})*)(?=\s|$|[)）,，、;；/])"
)

_META_LINE = re.compile("(?:单位|日期|时间|人|部门):")

_HEAD_FORMS = (
    (re.compile(r"(?:19|20)\d\d年度?(?=[底末])"), "上年"),
    (re.compile(r"(?:19|20)\d\d年度?"), ""),
    (re.compile(r"0?1月?(?:份)?[-至到](?:\d{1,2}|本|当)月(?:份|底|末)?"), "1-n月"),
    (re.compile(r"(?:截至|截止到?|至|到)(?:\d{1,2}|本|当)月份?[底末]?"), "至n月底"),
    (re.compile(r"(?<![-\dn])\d{1,2}月份?"), "n月"),
    (re.compile(r"^(?:[\d一二三四五六七八九十]+[.、]|[*#★])+|[:*#、。]+$"), ""),
    (re.compile("投资金?额"), "投资"),
)

YEAR = re.compile(r"(?:19|20)\d\d(?=年(?!度?[底末]))")

_FILLED_IN = re.compile("(?:填表|填报|制表|编制|打印|报送|印发|上报|更新)(?:日期|时间|日)")

_TITLE_MONTH = re.compile(
    r"(?P<until>截至|截止到?|至|到)?(?P<y>(?:19|20)\d\d)年(?:0?1月?[-至到])?(?P<m>\d{1,2})月(?P<d>\d+日)?"
)

_TITLE_QUARTER = re.compile("(?P<y>(?:19|20)[0-9]{2})年(?P<q>一季度|上半年|二季度|前?三季度)")

_QUARTERS = {"一季度": 3, "上半年": 6, "二季度": 6, "前三季度": 9, "三季度": 9}

_ANY_MONTH = re.compile(r"(\d{1,2})月")

_HEAD_MONTH = re.compile(r"(?P<y>(?:19|20)\d\d)?年?(?:0?1月?[-至到]|截至|截止到?|至|到)(?P<m>\d{1,2})月")


@dataclass(frozen=True)
class Header:
    """Where a header stands, and what its columns are: fields, texts over them, units, and what was found."""

    rows: range
    columns: dict[str, int]
    texts: dict[int, str]
    units: dict[str, Decimal]
    findings: tuple[Finding, ...]


Stacks = dict[int, tuple[str, ...]]
"""Columns and the texts over each."""


def header(sheet: Sheet, register: Register, candidates: Iterable[tuple[range, Stacks]] | None = None) -> Header | None:
    """Find the register's header, one to three rows within the first twenty; None where most of it is missing.

    `candidates`: the sheet's, where several registers are tried.
    """
    best: range | None = None
    most = 0
    for rows, stacks in candidates_of(sheet) if candidates is None else candidates:
        count = len({name for texts in stacks.values() if (name := _meaning(register, texts)[0])})
        # A tie is settled for more rows of the same header, not for a header that a page break repeats.
        if count > most or (best is not None and count == most and rows.start < best.stop):
            best, most = rows, count
    if best is None:
        return None
    head = _header(sheet, register, best)
    needs = register.needs()
    met = sum(any(field.name in head.columns for field in group) for group in needs)
    return head if 2 * met > len(needs) else None


def candidates_of(sheet: Sheet) -> list[tuple[range, Stacks]]:
    """Return the rows that may be a register's header, each with what stands over the columns."""
    found: list[tuple[range, Stacks]] = []
    rows_of_words = [_is_of_words(sheet, row) for row in range(min(HEAD_ROWS, len(sheet.rows)))]
    for last in range(len(rows_of_words)):
        for first in range(last, max(last - 3, -1), -1):
            if not rows_of_words[first]:
                break
            rows = range(first, last + 1)
            found.append((rows, {at: texts for at, texts in _stacks(sheet, rows).items() if _names_something(texts)}))
    return found


def _names_something(texts: tuple[str, ...]) -> bool:
    """Whether letters stand among texts: a column of figures alone is no register's."""
    return any(map(str.isalpha, "".join(texts)))


def _is_of_words(sheet: Sheet, row: int) -> bool:
    """Whether a row has two texts at least, and none that says who filled it in."""
    cells = {text for column in range(len(sheet.rows[row])) if (text := sheet.text(row, column))}
    return len(cells) > 1 and not any(_META_LINE.search(_BRACKETS.sub("", squeezed(text))) for text in cells)


def score(sheet: Sheet, register: Register, candidates: Iterable[tuple[range, Stacks]] | None = None) -> int:
    """Return how many columns of the sheet are the register's; 0 where it has no such header."""
    head = header(sheet, register, candidates)
    return len(head.columns) if head else 0


def period_of(sheet: Sheet, header_texts: Iterable[str], asked: Asked) -> str | None:
    """Return the month that a list stands for; None where nothing says it, or two places differ.

    Parameters
    ----------
    sheet : Sheet
    header_texts : iterable of str
        The values of `Header.texts`.
    asked : Asked
        Its period comes before all else, its year before the title's.
    """
    if asked.period:
        return asked.period
    heads = list(header_texts)
    titles = title_lines(sheet, heads)
    months = {(m["y"], int(m["m"])) for t in titles for m in _TITLE_MONTH.finditer(t) if m["until"] or not m["d"]}
    months |= {(match["y"], _QUARTERS[match["q"]]) for text in titles for match in _TITLE_QUARTER.finditer(text)}
    year = str(asked.year) if asked.year else title_year(titles)
    for text in map(squeezed, heads):
        match = _HEAD_MONTH.search(text) if "完成" in text else None
        if match and (match["y"] or year):
            months.add((match["y"] or year or "", int(match["m"])))
    periods = {f"{of}-{month:02d}" for of, month in months if 1 <= month <= 12}
    return periods.pop() if len(periods) == 1 else None


def month_of(heading: str) -> int | None:
    """Return the month that a heading is of or up to: 03月完成, 1-9月完成, 截至9月底; None where it names none.

    Examples
    --------
    >>> month_of("03月完成"), month_of("1-9月累计完成投资"), month_of("本月完成")
    (3, 9, None)
    """
    months = [int(month) for month in _ANY_MONTH.findall(squeezed(heading))]
    return months[-1] if months and 1 <= months[-1] <= 12 else None


@functools.lru_cache(maxsize=4096)
def _forms(text: str) -> tuple[str, ...]:
    """Return the names that a heading may stand for: first with what its brackets say, then without."""
    plain = squeezed(text)
    inside = [
        word for held in _BRACKETS.findall(plain) for word in re.split("[,、;]", held) if not _UNIT_END.search(word)
    ]
    base = _UNIT_END.sub("", _BRACKETS.sub("", plain))
    outside = "".join(inside)
    forms = list(dict.fromkeys([outside + base, base + outside, *([] if _OTHER.search(outside) else [base])]))
    for pattern, by in _HEAD_FORMS:
        forms = [pattern.sub(by, form) for form in forms]
    return tuple(dict.fromkeys(form for form in forms if form))


@functools.lru_cache(maxsize=16)
def _names(register: Register) -> dict[str, tuple[str, tuple[str, str] | None]]:
    known: dict[str, tuple[str, tuple[str, str] | None]] = {}
    for listed, name, zh, en in register.doubtful:
        known |= {_forms(word)[-1]: (name, (zh, en)) for word in listed}
    for field in register.fields:
        known |= {_forms(word)[-1]: (field.name, None) for word in field.synonyms}
        if field.type == "number":  # of these only, a per cent sign over the column is the unit and not another figure
            known |= {f"{_forms(word)[-1]}%": (field.name, None) for word in field.synonyms}
    return known


def _stack(sheet: Sheet, rows: range, column: int) -> list[str]:
    """Return the texts over a column, top to bottom; an upper one reaches over the blanks to its right."""
    texts: list[str] = []
    for row in rows:
        text = sheet.text(row, column)
        if not text and any(sheet.text(below, column) for below in range(row + 1, rows.stop)):
            text = next((left for at in range(column - 1, -1, -1) if (left := sheet.text(row, at))), "")
        if text and text not in texts:
            texts.append(text)
    return texts


def _stacks(sheet: Sheet, rows: range) -> Stacks:
    """Return the texts over each column that is one of its own."""
    stacks: Stacks = {}
    before: list[tuple[int, int]] = []
    for column in range(max((len(sheet.rows[row]) for row in rows), default=0)):
        origins = [sheet.merged.get((row, column), (row, column)) for row in rows]
        texts = _stack(sheet, rows, column)
        if not texts or origins == before:  # one heading merged over several columns belongs to the first
            continue
        before = origins
        stacks[column] = tuple(texts)
    return stacks


def _meaning(register: Register, texts: tuple[str, ...]) -> tuple[str, tuple[str, str] | None]:
    """Return the field that a column with these texts over it is ('' for none of ours), and a doubt."""
    names, (called, is_personal) = _names(register), _called(texts)
    name, doubt = next((names[form] for form in called if form in names), ("", None))
    return "" if is_personal else name, doubt


@functools.lru_cache(maxsize=16384)
def _called(texts: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the names that a column with these texts over it may have in any register, and whether it is private."""
    upper = "".join(texts[:-1])
    orders = [texts, texts[::-1], texts[-2:], texts[:-3:-1], *([] if _OTHER.search(upper) else [texts[-1:]])]
    orders += [texts[:-1]] if len(texts) > 1 and squeezed(texts[-1]) in _SUMS else []
    called = dict.fromkeys(form for order in dict.fromkeys(orders) for form in _forms("".join(order)))
    return tuple(called), _PERSONAL.search(squeezed("".join(texts))) is not None


def _header(sheet: Sheet, register: Register, rows: range) -> Header:
    stacks = _stacks(sheet, rows)
    meanings = {column: _meaning(register, texts) for column, texts in stacks.items()}
    matched = {column: name for column, (name, _) in meanings.items()}
    doubts = {column: doubt for column, (_, doubt) in meanings.items() if doubt}
    texts = {column: "/".join("".join(text.split()) for text in stack) for column, stack in stacks.items()}
    by_name = {field.name: field for field in register.fields}
    columns: dict[str, int] = {}
    units: dict[str, Decimal] = {}
    findings: list[Finding] = []
    line = sheet.lines[rows[-1]]

    def say(severity: Severity, zh: str, en: str, column: int | None = None) -> None:
        at = "" if column is None else letters(column)
        findings.append(Finding(severity, zh, en, sheet.file, sheet.name, line, at))

    def listed(some: list[int]) -> str:
        return "、".join(f"{letters(column)} {texts[column]}" for column in some)

    for column, name in matched.items():
        if column in doubts:
            say("warning", *doubts[column], column)
        if not name:
            continue
        if name in columns:
            both, field = listed([columns[name], column]), by_name[name]
            say(
                "error",
                f"两列都是“{field.zh}”：{both}；请删去或改名其一",
                f"two columns are both '{field.en}': {both}; drop or rename one",
            )
            continue
        columns[name] = column
        if by_name[name].type == "amount":
            unit = next((unit for text in reversed(stacks[column]) if (unit := _unit(text)) is not None), None)
            if unit == "":
                say(
                    "error",
                    f"“{texts[column]}”以外币计，请折成人民币",
                    f"'{texts[column]}' is in foreign money; convert it to yuan",
                    column,
                )
            units |= {name: UNITS[unit]} if unit else {}
    private = [column for column in matched if _PERSONAL.search(squeezed(texts[column]))]
    left = [
        c
        for c, name in matched.items()
        if not name and c not in private and c not in doubts and squeezed(texts[c]) not in SERIALS
    ]
    if private:
        say(
            "info",
            f"含个人信息的列不读入：{listed(private)}",
            f"columns with personal data are left out: {listed(private)}",
        )
    if left:
        say("info", f"以下列未识别，不读入：{listed(left)}", f"columns that are not known are left out: {listed(left)}")
    return Header(rows, columns, texts, units, tuple(findings))


def _unit(text: str) -> str | None:
    """Return the unit that a heading names, '' for foreign money, None where it names none."""
    plain = squeezed(text)
    if _FOREIGN.search(plain):
        return ""
    words = [word for inside in _BRACKETS.findall(plain) for word in re.split("[,、;:/]|单位", inside)]
    end = _UNIT_END.search(_BRACKETS.sub("", plain))
    return next((word for word in [*words, *(end.groups() if end else ())] if word in UNITS), None)


def unit_above(sheet: Sheet, rows: range) -> str | None:
    """Return the unit that a line over the table names, None where none or several do."""
    texts = (text for row in range(rows.stop) for text in sheet.rows[row])
    named = (each for text in texts for each in _UNIT_LINE.findall(unicodedata.normalize("NFKC", text)))
    units = {unit for each in named for unit in re.split("[、,，/或和及]", each) if unit in UNITS}
    return units.pop() if len(units) == 1 else None


def title_lines(sheet: Sheet, heads: list[str]) -> list[str]:
    """Return the lines over the header, plain, without those that say when the list was filled in."""
    lines: list[str] = []
    for row in range(min(HEAD_ROWS, len(sheet.rows))):
        cells = ["".join(text.split()) for text in sheet.rows[row] if text.strip()]
        if sum(any(cell in head for head in heads) for cell in cells) > 1:
            break
        lines += [plain for cell in cells if not _FILLED_IN.search(plain := squeezed(cell))]
    return lines


def title_year(titles: list[str]) -> str | None:
    """Return the only year that the lines name."""
    years = {year for text in titles for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def wanted(needs: Iterable[tuple[Field, ...]]) -> tuple[str, str]:
    """Say which columns are needed, in both languages."""
    groups = list(needs)
    zh = "；".join(" 或 ".join(f"{f.zh}（{'、'.join(f.synonyms[:3])}）" for f in group) for group in groups)
    return zh, "; ".join(" or ".join(field.en for field in group) for group in groups)
