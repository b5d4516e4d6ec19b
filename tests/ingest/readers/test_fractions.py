"""Growth that looks like a fraction is asked about in every kind of file, and read as the flag says, exactly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouguan.ingest.readers import sniff
from shouguan.ingest.readers.reading import Options, Reading
from tests.builders.corpus import NAMES, book

MONTHS = ("2025年6月", "2025年7月", "2025年8月", "2025年9月")
FRACTIONS = ("0.048", "0.05", "-0.003", "0.061")


def bulletin(file: Path, figures: tuple[str, ...]) -> None:
    rows = [[month, float(text)] for month, text in zip(MONTHS, figures, strict=True)]
    book({"综合": [["规模以上工业增加值（全市）"], ["月份", "累计同比增长（%）"], *rows]})(file)


def rows_of_months(file: Path, figures: tuple[str, ...]) -> None:
    book({"综合": [["指标", *MONTHS], ["规模以上工业增加值累计增长（%）", *map(float, figures)]]})(file)


def tidy(file: Path, figures: tuple[str, ...]) -> None:
    periods = ("2025-06", "2025-07", "2025-08", "2025-09")
    lines = [f"999901,industry_va,{each},ytd,growth,{text},%" for each, text in zip(periods, figures, strict=True)]
    _write(file, "region,indicator,period,basis,measure,value,unit", lines)


def panel(file: Path, figures: tuple[str, ...]) -> None:
    lines = [f"999901,示范市,2024,{n},{1000 * n},{text}" for n, text in enumerate(figures, start=1)]
    _write(file, "code,province,year,quarter,gdp_ytd_100m_yuan,growth_ytd_pct", lines)


def terminal(file: Path, figures: tuple[str, ...]) -> None:
    head = ["指标名称,示范市:规模以上工业增加值:累计同比", "频率,月", "单位,%", "来源,统计局"]
    days = ("2025-06-30", "2025-07-31", "2025-08-31", "2025-09-30")
    _write(file, head[0], [*head[1:], *(f"{day},{text}" for day, text in zip(days, figures, strict=True))])


def web_page(file: Path, figures: tuple[str, ...]) -> None:
    rows = [("月份", "规模以上工业增加值累计增长（%）"), *zip(MONTHS, figures, strict=True)]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    file.write_text(f"<html><body><table>{cells}</table></body></html>", encoding="utf-8")


def database(file: Path, figures: tuple[str, ...]) -> None:
    lines = ["时间：最近4个月", "指标," + ",".join(MONTHS), "工业增加值累计增长(%)," + ",".join(figures)]
    _write(file, "数据库：月度数据", lines)


def _write(file: Path, head: str, lines: list[str]) -> None:
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


KINDS: dict[str, tuple[str, Callable[[Path, tuple[str, ...]], None]]] = {
    "bulletin": ("月报.xlsx", bulletin),
    "months in columns": ("月报.xlsx", rows_of_months),
    "web page": ("月报.html", web_page),
    "tidy": ("长表.csv", tidy),
    "panel": ("面板.csv", panel),
    "terminal": ("终端.csv", terminal),
    "database": ("月度数据.csv", database),
}


def read(folder: Path, kind: str, figures: tuple[str, ...], **options: Any) -> Reading:
    """Write a file of a kind with these figures as growth, and read it."""
    name, write = KINDS[kind]
    write(folder / name, figures)
    known = {"names": NAMES, "own_region": "999901", "region": "999901", "meanings": {"工业增加值": "industry_va"}}
    return sniff.read(folder / name, None, Options(**(known | options)))


def grown(reading: Reading) -> list[float]:
    return [row["value"] for row in reading.rows if row["measure"] == "growth"]


@pytest.mark.parametrize("kind", KINDS)
def test_fractions_are_asked_about_and_read_as_the_flag_says(tmp_path: Path, kind: str) -> None:
    asked = read(tmp_path, kind, FRACTIONS)
    assert asked.rows == []
    (wrong,) = [each for each in asked.findings if each.severity == "error"]
    assert wrong.value == "0.048"
    assert "0.048%" in wrong.zh
    assert "4.8%" in wrong.zh
    assert "--growth-in percent|fraction" in wrong.zh
    assert "--growth-in percent|fraction" in wrong.en
    assert grown(read(tmp_path, kind, FRACTIONS, growth_in="fraction")) == [4.8, 5.0, -0.3, 6.1]
    assert grown(read(tmp_path, kind, FRACTIONS, growth_in="percent")) == [0.048, 0.05, -0.003, 0.061]


@pytest.mark.parametrize(
    ("figures", "asked"),
    [
        pytest.param(("4.8", "5.0", "0.048", "6.1"), "0.048", id="one among percents"),
        pytest.param(("4.8", "5.0", "0.05", "6.1"), "0.05", id="a round one among percents"),
        pytest.param(("4.8", "5.0", "0.048", "6.1234"), "0.048", id="beside one that was computed"),
        pytest.param(("0.05", "0.06", "0.12", "0.09"), "0.05", id="whole percents as fractions"),
        pytest.param(("0.352", "1.052", "0.412", "0.301"), "0.352", id="one more than doubled"),
        pytest.param(("0.1", "0.3", "-0.2", "0"), "", id="small growth with one decimal"),
        pytest.param(("4.82", "5.01", "0.05", "6.13"), "", id="two decimals throughout"),
        pytest.param(("4.823", "5.112", "0.483", "6.104"), "", id="computed and never rounded"),
        pytest.param(("1.048", "1.05", "0.997", "1.061"), "", id="not below one"),
    ],
)
def test_what_is_asked_about(tmp_path: Path, figures: tuple[str, ...], asked: str) -> None:
    found = [each.value for each in read(tmp_path, "tidy", figures).findings if each.severity == "error"]
    assert found == ([asked] if asked else [])


def test_a_cell_that_shows_a_per_cent_sign_is_what_it_shows(tmp_path: Path) -> None:
    shown = read(tmp_path, "database", ("0.048%", "0.05%", "0.3%", "0.6%"))
    assert grown(shown) == [0.048, 0.05, 0.3, 0.6]
    assert grown(read(tmp_path, "database", ("0.048%", "0.05%", "0.3%", "0.6%"), growth_in="fraction")) == grown(shown)


@pytest.mark.parametrize(
    ("figures", "refused"),
    [
        pytest.param(("4.8", "50", "0.048", "6.1"), ["4.8", "50", "6.1"], id="percents"),
        pytest.param(("1.2", "0.048", "2.1", "1.8"), ["1.2", "2.1", "1.8"], id="low percents"),
        pytest.param(("0.048", "0.05", "4.8", "0.061"), ["4.8"], id="one per cent among fractions"),
        pytest.param(("0.352", "1.052", "0.412", "0.301"), [], id="one more than doubled"),
    ],
)
def test_percents_read_as_fractions_are_refused(tmp_path: Path, figures: tuple[str, ...], refused: list[str]) -> None:
    wrong = read(tmp_path, "tidy", figures, growth_in="fraction")
    assert [each.value for each in wrong.findings if each.severity == "error"] == refused


def test_among_percents_the_cell_is_to_be_corrected(tmp_path: Path) -> None:
    (asked,) = [e for e in read(tmp_path, "tidy", ("4.8", "5.0", "0.048", "6.1")).findings if e.severity == "error"]
    assert "percent|fraction" not in asked.zh
    assert "percent|fraction" not in asked.en


def test_a_figure_by_itself_is_judged_among_its_sheet(tmp_path: Path) -> None:
    head = ["指标", "2025年9月"]
    names = ("规模以上工业增加值累计增长（%）", "社会消费品零售总额累计增长（%）", "固定资产投资累计增长（%）")
    for figures, asked in (((4.82, 5.11, 0.35), []), ((4.8, 5.1, 0.035), ["0.035"]), ((0.048, 0.05, 0.2), 2)):
        book({"综合": [head, *map(list, zip(names, figures, strict=True))]})(tmp_path / "月报.xlsx")
        found = sniff.read(tmp_path / "月报.xlsx", None, Options(names=NAMES, own_region="999901"))
        said = [each.value for each in found.findings if each.severity == "error"]
        assert (len(said) if isinstance(asked, int) else said) == asked


def test_levels_are_left_alone(tmp_path: Path) -> None:
    assert [row["value"] for row in read(tmp_path, "panel", FRACTIONS, growth_in="fraction").rows][1::2] == [
        1000.0,
        2000.0,
        3000.0,
        4000.0,
    ]
