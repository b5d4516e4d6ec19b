"""National series fetched through akshare (the optional extra `shouguan[online]`), read like a database export.

`online:gdp`, `online:industry_va`, `online:retail`, or any table of the bureau's database by its path:
`online:nbs:季度数据:国民经济核算 > 国内生产总值`. There is no online source for cities: import files for them. The
package's investment table does not say whether its growth is of the month or of the year so far, so it is
not offered.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from shouguan.core.errors import DataError, RunError, UsageError, nearest
from shouguan.core.findings import Finding
from shouguan.ingest.readers.reading import Options, Reading
from shouguan.ingest.readers.sheets.formats import plain
from shouguan.ingest.readers.sheets.grid import Sheet
from shouguan.ingest.readers.tables import fractions, nbs, stretches

PREFIX = "online:"
_NBS = "nbs"
_DATABASES = ("月度数据", "季度数据", "年度数据")

_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "gdp": (
        "macro_china_gdp",
        {
            "季度": "指标",
            **{
                f"{name}-{theirs}": f"{name}{ours}"
                for name in ("国内生产总值", "第一产业", "第二产业", "第三产业")
                for theirs, ours in (("绝对值", "_累计值(亿元)"), ("同比增长", "_累计增长(%)"))
            },
        },
    ),
    "industry_va": (
        "macro_china_gyzjz",
        {"月份": "指标", "同比增长": "规模以上工业增加值_当期增长(%)", "累计增长": "规模以上工业增加值_累计增长(%)"},
    ),
    "retail": (
        "macro_china_consumer_goods_retail",
        {
            "月份": "指标",
            "当月": "社会消费品零售总额_当期值(亿元)",
            "同比增长": "社会消费品零售总额_当期增长(%)",
            "累计": "社会消费品零售总额_累计值(亿元)",
            "累计-同比增长": "社会消费品零售总额_累计增长(%)",
        },
    ),
}
"""What is fetched for a code, and which of its columns are which series of ours."""


def is_online(file: Path) -> bool:
    """Whether a name asks for a fetch."""
    return str(file).startswith(PREFIX)


def read(name: str, options: Options) -> Reading:
    """Fetch a table and read it.

    Parameters
    ----------
    name : str
        `online:gdp`, or `online:nbs:DATABASE:PATH`.
    options : Options

    Raises
    ------
    UsageError
        When the package is not installed, or no such table is known.
    RunError
        When the source does not answer.
    DataError
        When its answer has not the columns that it should have.
    """
    series = name.removeprefix(PREFIX)
    if series.startswith(f"{_NBS}:"):
        sheet = _database(series.removeprefix(f"{_NBS}:"), name)
    elif series in _TABLES:
        sheet = _table(series, name)
    else:
        zh, en = nearest(series, [*_TABLES, _NBS])
        raise UsageError(f"没有在线数据“{series}”{zh}", f"nothing online is called '{series}'{en}")
    rows, findings, trace = fractions.settled(nbs.read(Path(name), [sheet], options), options)
    trace.sheets = [sheet]
    finding = Finding(
        "info", f"经 akshare 取得，共 {len(rows)} 个数", f"fetched through akshare: {len(rows)} figures", name
    )
    return Reading("nbs", rows, [finding, *findings], trace)


def _table(code: str, name: str) -> Sheet:
    function, columns = _TABLES[code]
    answer = _call(name, function)
    missing = [column for column in columns if column not in answer.columns]
    if missing:
        raise DataError(
            f"{name} 的返回缺少列：{'、'.join(missing)}；实有：{'、'.join(map(str, answer.columns))}",
            f"the answer to {name} lacks {', '.join(missing)}; it has {', '.join(map(str, answer.columns))}",
        )
    rows = [list(columns.values()), *([_cell(value) for value in row] for row in answer[list(columns)].to_numpy())]
    for row in rows[1:]:
        if stretches.parse(row[0]) is None:
            raise DataError(f"{name} 的时期“{row[0]}”不能识别", f"{name}: cannot read the period '{row[0]}'")
    return _sheet(name, rows)


def _database(path: str, name: str) -> Sheet:
    kind, _, inside = path.partition(":")
    if kind not in _DATABASES or not inside:
        raise UsageError(
            f"{name} 应写作 online:nbs:季度数据:国民经济核算 > 国内生产总值（数据库为{'、'.join(_DATABASES)}）",
            f"{name}: expected online:nbs:DATABASE:PATH, the database one of {', '.join(_DATABASES)}",
        )
    answer = _call(name, "macro_china_nbs_nation", kind=kind, path=inside)
    head = ["指标", *(str(column) for column in answer.columns)]
    body = [
        [str(label), *(_cell(value) for value in row)]
        for label, row in zip(answer.index, answer.to_numpy(), strict=True)
    ]
    return _sheet(name, [head, *body])


def _call(name: str, function: str, **arguments: str) -> pd.DataFrame:
    try:
        package = importlib.import_module("akshare")
    except ImportError:
        raise UsageError(
            f"{name} 需要另装：pip install 'shouguan[online]'", f"{name} needs an extra: pip install 'shouguan[online]'"
        ) from None
    fetch: Callable[..., Any] | None = getattr(package, function, None)
    if fetch is None:
        raise UsageError(
            f"已装的 akshare 没有 {function}，请升级", f"the installed akshare has no {function}: upgrade it"
        )
    try:
        answer = fetch(**arguments)
    except Exception as error:  # whatever the network or the package makes of a failure
        raise RunError(f"{name} 没有取到：{error}", f"{name} could not be fetched: {error}") from None
    if not isinstance(answer, pd.DataFrame) or answer.empty:
        raise DataError(f"{name} 没有返回数据", f"{name} returned nothing")
    return answer


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    lines = [["数据库：国家统计局（在线）"], *rows]
    return Sheet(name, "", lines, list(range(1, len(lines) + 1)))


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else plain(value.item() if hasattr(value, "item") else value)
