"""Whether the lists of a place can be right: ledger, firms, funds, problems and reserve, one call a kind.

What contradicts itself is a finding at the cell of the file that it came from. An error is a row that would make a sum
wrong, so `sound` leaves it out; everything else is a warning, and the row stays. Nothing is mended.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from shouguan.core.files import read_csv
from shouguan.core.findings import Finding
from shouguan.data import investment_settings, registers
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.registers import IDENTITIES, RELEASE_LAG
from shouguan.ingest.store import columns_of
from shouguan.investment import firm_checks, fund_checks, ledger_checks, version_checks
from shouguan.investment.list_faults import Doubt, Faults


def check_place(folder: Path, lags: Mapping[str, int] | None = None, day: dt.date | None = None) -> list[Finding]:
    """Return what is wrong in all lists of a place.

    Parameters
    ----------
    folder : Path
    lags : mapping of str to int, optional
        By kind, days after a month's end on which its list is known and until which it may name what happened; by
        default `RELEASE_LAG`.
    day : date, optional
        Months that were not known on this day are left out.

    Raises
    ------
    DataError
        When a list or `investment.yaml` cannot be read at all.
    """
    settings = investment_settings.read(folder)
    of = {kind: (lags or {}).get(kind, RELEASE_LAG) for kind in IDENTITIES}
    tables = {kind: registers.read(folder, kind, day, of[kind]) for kind in IDENTITIES}
    found = []
    for kind, table in tables.items():
        if not table.empty:
            beside = tables["ledger"] if kind == "bonds" else None
            found += repeated(folder, kind, set(table["period"]))
            found += check(kind, table, settings, of[kind], beside)
    return found + strangers(tables["problems"], tables["ledger"])


def check_month(folder: Path, kind: str, month: str, lag: int = RELEASE_LAG) -> list[Finding]:
    """Return what is wrong in one month of a list that a place keeps, as it stands beside the months before.

    Raises
    ------
    DataError
        When the list or `investment.yaml` cannot be read at all.
    """
    table = registers.read(folder, kind)
    table = table[table["period"] <= month].reset_index(drop=True)
    ledger = registers.read(folder, "ledger") if kind == "bonds" else None
    settings = investment_settings.read(folder)
    return [] if table.empty else _compared(kind, table, settings, lag, ledger).findings(month)


def check(
    kind: str,
    table: pd.DataFrame,
    settings: InvestmentSettings | None = None,
    lag: int = RELEASE_LAG,
    ledger: pd.DataFrame | None = None,
) -> list[Finding]:
    """Return what is wrong in one list.

    Parameters
    ----------
    kind : str
        One of `data.registers.IDENTITIES`.
    table : DataFrame
        As `data.registers.read` returns it, of all months.
    settings : InvestmentSettings, optional
        The national rules where none are given.
    lag : int
    ledger : DataFrame, optional
        Beside which a list of funds is held: whether its projects have begun.
    """
    return _compared(kind, table, settings, lag, ledger).findings()


def judged(
    kind: str,
    table: pd.DataFrame,
    settings: InvestmentSettings | None = None,
    lag: int = RELEASE_LAG,
    ledger: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, tuple[Doubt, ...]]:
    """Return a list without the rows that would make sums wrong (`sound`), and what must be said beside those sums."""
    if table.empty:
        return table, ()
    faults = _compared(kind, table, settings, lag, ledger)
    return faults.sound(), faults.doubts()


def sound(
    kind: str, table: pd.DataFrame, settings: InvestmentSettings | None = None, lag: int = RELEASE_LAG
) -> pd.DataFrame:
    """Return a list without the rows that would make sums wrong: those of which `check` says an error."""
    return table if table.empty else _faults(kind, table, settings, lag).sound()


def repeated(folder: Path, kind: str, months: set[str]) -> list[Finding]:
    """Return lines of these months that say the same version of one row twice: only one of them is read."""
    file = folder / f"{kind}.csv"
    columns = columns_of(file)
    seen: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    found = []
    for line, cells in read_csv(file, columns):
        row = dict(zip(columns, cells, strict=True))
        versions = seen[row["period"], *IDENTITIES[kind].of(row)]
        if row["version"] == registers.WITHDRAWN:
            versions.clear()  # what was taken back may come in again
            continue
        first = versions.setdefault(row["version"], line)
        if first != line and row["period"] in months:
            name = IDENTITIES[kind].key[0]
            found.append(
                Finding(
                    "error",
                    f"与第{first}行是同月同一项的同一版本，只读入其中一行；请删去一行，或改正代码",
                    f"the same row, month and version as line {first}: delete one of them, or correct its code",
                    file.name,
                    row=line,
                    column=name,
                    value=row[name] or row[IDENTITIES[kind].key[-1]],
                )
            )
    return found


def strangers(problems: pd.DataFrame, ledger: pd.DataFrame) -> list[Finding]:
    """Return problems of projects that the ledger does not name."""
    if problems.empty or ledger.empty:
        return []
    faults = Faults("problems", problems)
    known = {str(each) for name in ("project_code", "project_name") if name in ledger for each in ledger[name].dropna()}
    code, name = faults.text("project_code"), faults.text("project_name")
    faults.say(
        ~code.isin(known) & ~name.isin(known),
        "project_name",
        "warning",
        "台账里没有这个项目，问题对不上项目；请核对代码和名称",
        "the ledger has no such project: check its code and name",
    )
    return faults.findings()


def _faults(kind: str, table: pd.DataFrame, settings: InvestmentSettings | None, lag: int) -> Faults:
    faults = Faults(kind, table)
    faults.negative()
    faults.beyond(settings or InvestmentSettings())
    _KINDS[kind](faults, settings or InvestmentSettings(), lag)
    return faults


def _compared(
    kind: str, table: pd.DataFrame, settings: InvestmentSettings | None, lag: int, ledger: pd.DataFrame | None
) -> Faults:
    """Return the faults of a list, and those that its months, and another list, show beside it."""
    faults = _faults(kind, table, settings, lag)
    if kind == "ledger":
        version_checks.ledger(faults, settings or InvestmentSettings())
    if kind == "bonds" and ledger is not None:
        fund_checks.against_ledger(faults, ledger, lag)
    return faults


def _problems(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    words = "同名项目的同一问题有两个代码", "one project and problem, two codes: counted twice?"
    faults.twice("problem", apart=words[0], apart_en=words[1], severity="warning")
    faults.order("raised_on", "deadline")
    faults.order("raised_on", "closed_on")
    faults.future(lag, "closed_on", "raised_on")
    settled = faults.text("progress").str.contains("已办结|已解决|已完成|已销号")
    faults.say(
        settled & faults.text("closed_on").eq(""),
        "progress",
        "warning",
        "进展写已办结，没有销号日期，仍按未解决列出",
        "said to be settled without a day: still listed as open",
    )


def _reserve(faults: Faults, settings: InvestmentSettings, lag: int) -> None:
    words = "同名储备项目有两个代码", "one name, two codes: counted twice?"
    faults.twice("district", apart=words[0], apart_en=words[1], severity="warning", same="total_investment_wan_yuan")
    faults.slips("total_investment_wan_yuan")


_KINDS: dict[str, Callable[[Faults, InvestmentSettings, int], None]] = {
    "ledger": ledger_checks.projects,
    "enterprises": firm_checks.firms,
    "bonds": fund_checks.quotas,
    "problems": _problems,
    "reserve": _reserve,
}
