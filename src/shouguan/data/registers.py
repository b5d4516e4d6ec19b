"""The lists of a place month by month: projects, firms, funds, problems, reserve (`ledger.csv`, `bonds.csv` …).

A list is kept as it was imported, in versions to which lines are only ever added. A line is known by its month and
its identity: the project's or firm's code, its name where there is no code, and what else sets rows apart.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from shouguan.core import paths
from shouguan.core.errors import DataError
from shouguan.core.files import State, as_it_was, state_of
from shouguan.core.periods import Period, calendar_release
from shouguan.data.observations import WITHDRAWN
from shouguan.data.place import Place

RELEASE_LAG = 10
"""Days after a month's end on which its lists are known, unless the place's `release_lags` says otherwise."""

DATES = frozenset(
    "planned_start actual_start planned_finish registered_on issued_on start_on expected_entry planned_on applied_on "
    "reviewed_on approved_on drawn_on raised_on deadline closed_on".split()
)
LAST_DAY = frozenset({"deadline", "planned_finish", "planned_start"})
"""Dates that stand for the last day of their month where only a month is given: what is to be done by then."""
_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_GAP = re.compile(r"(?<=[一-鿿])[^\S\n]+(?=[一-鿿])")
FLAGS = frozenset({"registered", "started"})


@dataclass(frozen=True)
class Identity:
    """By what a row of a list is known.

    Attributes
    ----------
    key : tuple of str
        Columns of which the first that is filled tells which project or firm it is.
    within : tuple of str
        Columns that set rows of one project apart, such as the batch of a bond.
    """

    key: tuple[str, ...]
    within: tuple[str, ...] = ()

    def of(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what a row is known by, within its month."""
        name = next((name for name in self.key if row[name]), self.key[-1])
        return (name, str(row[name]), *(str(row[each] or "") for each in self.within))


IDENTITIES = {
    "ledger": Identity(("project_code", "project_name")),
    "enterprises": Identity(("credit_code", "name")),
    "bonds": Identity(("project_code", "project_name"), ("batch", "issued_on")),
    "problems": Identity(("project_code", "project_name"), ("problem",)),
    "reserve": Identity(("project_code", "project_name")),
}
"""The lists that a place may keep, by kind; `<kind>.csv` in its folder."""

NAMES = {
    "ledger": ("重点项目台账", "project ledger"),
    "enterprises": ("企业名单", "list of firms"),
    "bonds": ("专项债和无偿资金清单", "list of bonds and grants"),
    "problems": ("项目问题清单", "list of projects' problems"),
    "reserve": ("储备项目清单", "list of projects in reserve"),
}
"""What the lists are called, in Chinese and English."""


def newest_known(place: Place, kind: str) -> dt.date:
    """Return the day from which the newest list that stands is known: its month's end and the release lag.

    Raises
    ------
    DataError
        As `required`.
    """
    month = Period.parse(str(read(required(place, kind), kind)["period"].max()))
    return calendar_release(month, place.settings.release_lags.get(kind, RELEASE_LAG))


def standing(kind: str, rows: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Return of each month and identity the versions that no later line withdraws, the newest last."""
    versions: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        of = versions.setdefault((row["period"], *IDENTITIES[kind].of(row)), [])
        if row["version"] == WITHDRAWN:
            of[-1:] = []
        else:
            of.append(row)
    return {key: of for key, of in versions.items() if of}


def read(folder: Path, kind: str, day: dt.date | None = None, lag: int = RELEASE_LAG) -> pd.DataFrame:
    """Read a list of a place, of all months.

    Parameters
    ----------
    folder : Path
        The place.
    kind : str
        One of `IDENTITIES`.
    day : date, optional
        Months that were not known on this day are left out.
    lag : int
        Days after a month's end on which its list is known.

    Returns
    -------
    DataFrame
        One row a month and project (firm, quota …), by month and in the order of import: `period` (`2020-09`), the
        list's columns (amounts in 万元, dates as days, flags as booleans; missing where nothing stands), `source`.
        Empty where the place keeps no such list.

    Raises
    ------
    DataError
        When the file is not a list of this kind.
    """
    file = folder / f"{kind}.csv"
    return _typed_once(file, state_of(file), kind, day, lag).copy()


def kept(place: Place) -> tuple[str, ...]:
    """Return which lists a place keeps."""
    return tuple(kind for kind in IDENTITIES if place.folder is not None and (place.folder / f"{kind}.csv").is_file())


def known(place: Place, kind: str, day: dt.date) -> pd.DataFrame:
    """Read a list as it was known on a day, by the place's own release lag; empty where there was none."""
    if place.folder is None:
        return pd.DataFrame(columns=["period", "source"])
    return read(place.folder, kind, day, place.settings.release_lags.get(kind, RELEASE_LAG))


def texts(folder: Path, kind: str, day: dt.date | None = None, lag: int = RELEASE_LAG) -> pd.DataFrame:
    """Read a list of a place as `read` does, each cell as the text that is stored."""
    return _kept(folder, kind, day, lag).sort_values("period", kind="stable", ignore_index=True)


def _kept(folder: Path, kind: str, day: dt.date | None, lag: int) -> pd.DataFrame:
    """Return the lines that stand and were known on a day, indexed as they stand in the file; not to be changed."""
    file = folder / f"{kind}.csv"
    return _kept_once(file, state_of(file), kind, day, lag)


@lru_cache(maxsize=8)
def _typed_once(file: Path, state: State, kind: str, day: dt.date | None, lag: int) -> pd.DataFrame:
    kept = _typed(_kept_once(file, state, kind, day, lag), file)
    return kept.sort_values("period", kind="stable", ignore_index=True)


@lru_cache(maxsize=8)
def _kept_once(file: Path, state: State, kind: str, day: dt.date | None, lag: int) -> pd.DataFrame:
    if state is None:
        return pd.DataFrame(columns=["period", "source"])
    try:
        table = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as error:
        name = paths.named(file)
        raise DataError(f"{name} 读不出来：{error}", f"{name} cannot be read: {error}") from None
    identity = IDENTITIES[kind]
    missing = [name for name in ("period", "version", *identity.key, "source") if name not in table]
    if missing:
        name, columns = paths.named(file), ", ".join(missing)
        raise DataError(f"{name} 缺少列 {columns}", f"{name} lacks the columns {columns}")
    wrong = table.index[~table["period"].str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])")]
    if len(wrong):
        raise _not_readable(file, "period", int(wrong[0]), table.at[wrong[0], "period"])
    return _newest(_known(table, day, lag), identity)


def required(place: Place, kind: str) -> Path:
    """Return the folder of a place that keeps a list.

    Raises
    ------
    DataError
        When it keeps none, or all of it was taken back; the message names the places that do, and how to import one.
    """
    if place.folder is not None and len(_kept(place.folder, kind, None, RELEASE_LAG)):
        return place.folder
    name, zh, en = place.settings.name, *NAMES[kind]
    others = [file.parent.name for file in sorted(paths.places().glob(f"*/{kind}.csv")) if _holds(file.parent, kind)]
    keep, keep_en = (
        f"；有的地区：{'、'.join(others)}" if others else "",
        f"; kept by: {', '.join(others)}" if others else "",
    )
    if place.folder is None:
        raise DataError(
            f"{name}是官方数据的地区，没有自己的{zh}；先用 shouguan new 建立地区文件夹{keep}",
            f"{place.settings.name_en} is a region of the official data and keeps no {en}: make a place with"
            f" shouguan new{keep_en}",
        )
    gone = (place.folder / f"{kind}.csv").is_file()
    why, why_en = ("各行均已撤回", ": all rows were taken back") if gone else ("", "")
    raise DataError(
        f"{name}没有{zh}（{kind}.csv{why}）；导入用 shouguan import 文件 --place {place.called}{keep}",
        f"{place.settings.name_en} keeps no {en} ({kind}.csv{why_en}): shouguan import FILE"
        f" --place {place.called}{keep_en}",
    )


def _holds(folder: Path, kind: str) -> bool:
    """Return whether a place has rows of a list that stand; one whose list is damaged is not to be recommended."""
    with suppress(DataError):
        return not _kept(folder, kind, None, RELEASE_LAG).empty
    return False


def _known(table: pd.DataFrame, day: dt.date | None, lag: int) -> pd.DataFrame:
    if day is None:
        return table
    months = {
        text: calendar_release(Period(int(text[:4]), "M", int(text[5:7])), lag) <= day
        for text in table["period"].unique()
    }
    return table[table["period"].map(months).astype(bool)]


def _newest(table: pd.DataFrame, identity: Identity) -> pd.DataFrame:
    """Keep of each month and identity the newest version that stands."""
    code = table[identity.key[0]]
    which = code.where(code.ne(""), identity.key[-1] + "\0" + table[identity.key[-1]])
    keys = [table["period"], which, *(table[name] for name in identity.within if name in table)]
    group = table.groupby(keys, sort=False).ngroup()
    if not group.duplicated().any():
        return table.drop(columns="version")
    # A withdrawing line takes the newest line away that stands before it: a stack, for the few rows that have one.
    several = group[group.duplicated(keep=False)]
    stacks: dict[int, list[Any]] = {}
    for at, of in several.items():
        if table.at[at, "version"] == WITHDRAWN:
            stacks.setdefault(of, [])[-1:] = []
        else:
            stacks.setdefault(of, []).append(at)
    kept = [stack[-1] for stack in stacks.values() if stack]
    stands = ~group.duplicated(keep=False)
    stands[kept] = True
    return table[stands].drop(columns="version")


def _typed(table: pd.DataFrame, file: Path) -> pd.DataFrame:
    columns: dict[Any, pd.Series[Any]] = {}
    for name in table:
        text = table[name]
        if str(name).endswith(("_wan_yuan", "_pct")):
            columns[name] = pd.to_numeric(text.replace("", None), errors="coerce").replace([np.inf, -np.inf], np.nan)
        elif name in FLAGS:
            columns[name] = text.map({"True": True, "False": False}).astype("boolean")
        elif name in DATES:
            columns[name] = _days(text, last=name in LAST_DAY)
        else:
            texts = text.unique()
            unspaced = {each: without_gaps(as_it_was(each)) or None for each in texts}
            columns[name] = text.map(unspaced) if len(texts) else text
            continue
        # A cell that somebody changed by hand into what is no figure, day or flag must not read as one left blank.
        wrong = text.index[text.ne("") & columns[name].isna()]
        if len(wrong):
            raise _not_readable(file, str(name), int(wrong[0]), text[wrong[0]])
    return pd.DataFrame(columns)


def without_gaps(text: str) -> str:
    """Return a text without the spaces between Chinese characters that people set it with: 甲 区 is 甲区.

    Examples
    --------
    >>> without_gaps("甲　区"), without_gaps("张 三"), without_gaps("A 区 2 期")
    ('甲区', '张三', 'A 区 2 期')
    """
    return _GAP.sub("", text).strip() if text and not text.isascii() else text


def plain_batch(text: str) -> str:
    """Return what tells one batch from another, however it is written.

    Examples
    --------
    >>> [plain_batch(each) for each in ("第一批", "第 1 批", "1批次", "首批", "2020年第十二批")]
    ['1', '1', '1', '1', '2020年12']
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("首批", "1批")
    return _NUMERAL.sub(lambda found: str(_number(found[0])), re.sub("第|批次?", "", plain))


def _number(text: str) -> int:
    """Return a number up to ninety-nine that is written in Chinese.

    Examples
    --------
    >>> [_number(each) for each in ("三", "十", "十二", "二十", "二十三")]
    [3, 10, 12, 20, 23]
    """
    tens, ten, ones = text.rpartition("十")
    return (10 * (_DIGITS.find(tens) if tens else 1) if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def _not_readable(file: Path, column: str, at: int, value: str) -> DataError:
    name = paths.named(file)
    return DataError(
        f"{name} 第{at + 2}行 {column}：“{value}”读不出来；改正，或重新导入这份清单",
        f"{name} row {at + 2}, {column}: '{value}' cannot be read: correct it or import the list again",
    )


def _days(text: pd.Series[str], *, last: bool) -> pd.Series[Any]:
    """Return days of ISO months and days; a month stands for its first day, or its last."""
    return pd.to_datetime(text.map({each: _day(each, last=last) for each in text.unique()}))


def _day(text: str, *, last: bool) -> pd.Timestamp | None:
    try:
        day = pd.Timestamp(dt.date.fromisoformat(f"{text}-01" if len(text) == 7 else text))
    except ValueError:
        return None
    return day + pd.offsets.MonthEnd(0) if last and len(text) == 7 else day
