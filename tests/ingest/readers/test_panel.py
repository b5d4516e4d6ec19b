"""The panel reader: what it takes, and that every wrong cell is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shouguan.core.errors import DataError, ShouguanError
from shouguan.ingest.readers.tables.panel import read_panel

GDP = "code,province,year,quarter,gdp_ytd_100m_yuan,growth_ytd_pct"
FAI = "year,month,fai_ytd_100m_yuan,growth_ytd_pct"


def panel(folder: Path, *rows: str, head: str = GDP, encoding: str = "utf-8") -> Path:
    file = folder / "panel.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return file


def test_figures_come_in_with_the_day_of_the_calendar(tmp_path: Path) -> None:
    rows = ("110000,北京,2020,1,7462.19,-6.6", "110000,北京,2020,2,16205.6,-3.2", "120000,天津,2020,1,,-9.5")
    place = read_panel(panel(tmp_path, *rows, encoding="utf-8-sig"), "gdp")
    assert set(place.regions) == {"110000", "120000"}
    assert place.name() == "北京"
    view = place.as_of(dt.date(2020, 4, 25))
    assert list(view.ytd_growth("110000", "gdp").values()) == [-6.6]
    assert list(place.as_of(dt.date(2020, 7, 25)).ytd_growth("110000", "gdp").values()) == [-6.6, -3.2]
    assert view.series("120000", "gdp", basis="ytd", measure="value") == {}
    assert place.as_of(dt.date(2020, 4, 24)).table.empty


@pytest.mark.parametrize(
    ("row", "named"),
    [
        pytest.param("11000,北京,2020,1,7462,-6.6", ("code", "11000"), id="code"),
        pytest.param("110000,北京,20,1,7462,-6.6", ("year", "20"), id="year"),
        pytest.param("110000,北京,2020,5,7462,-6.6", ("quarter", "5"), id="quarter"),
        pytest.param("110000,北京,2020,1,-5,-6.6", ("gdp_ytd_100m_yuan", "-5"), id="negative-level"),
        pytest.param("110000,北京,2020,1,7462,abc", ("growth_ytd_pct", "abc"), id="text"),
        pytest.param("110000,北京,2020,1,7462,1e9", ("growth_ytd_pct", "1e9"), id="huge"),
        pytest.param("110000,北京,2020,1,7462,99", ("growth_ytd_pct", "99"), id="large"),
        pytest.param("110000,北京,2020,1,7462,nan", ("growth_ytd_pct", "nan"), id="nan"),
        pytest.param("110000,北京,2020,1,7462,-100", ("growth_ytd_pct", "-100"), id="below-nothing"),
        pytest.param("110000,北京,2020,1,7462,=1+1", ("growth_ytd_pct", "=1+1"), id="formula"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(tmp_path: Path, row: str, named: tuple[str, str]) -> None:
    with pytest.raises(DataError) as refused:
        read_panel(panel(tmp_path, "120000,天津,2020,1,2874,-9.5", row), "gdp")
    for text in (refused.value.zh, refused.value.en):
        assert "panel.csv" in text
        assert "3" in text
        for part in named:
            assert part in text


@pytest.mark.usefixtures("english")
def test_a_row_twice_is_refused(tmp_path: Path) -> None:
    row = "110000,北京,2020,1,7462,-6.6"
    with pytest.raises(DataError, match="one row a region and period"):
        read_panel(panel(tmp_path, row, row), "gdp")


@pytest.mark.usefixtures("english")
def test_january_of_investment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="2 to 12"):
        read_panel(panel(tmp_path, "2020,1,100,1.0", head=FAI), "fai")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("indicator", ["gdp", "fai"])
def test_other_columns_an_empty_file_and_no_file_are_refused(tmp_path: Path, indicator: str) -> None:
    for file in (panel(tmp_path, head="a,b"), panel(tmp_path, head=GDP if indicator == "gdp" else FAI)):
        with pytest.raises(ShouguanError, match=r"panel\.csv"):
            read_panel(file, indicator)
    with pytest.raises(ShouguanError, match=r"none\.csv"):
        read_panel(tmp_path / "none.csv", indicator)
    with pytest.raises(DataError, match="not 'retail'"):
        read_panel(file, "retail")


def test_a_gbk_file_is_refused_with_the_encoding_named(tmp_path: Path) -> None:
    with pytest.raises(ShouguanError, match="UTF-8"):
        read_panel(panel(tmp_path, "110000,北京,2020,1,7462,-6.6", encoding="gbk"), "gdp")


def test_a_december_cut_back_gives_no_shares_and_only_earlier_years_tell(tmp_path: Path) -> None:
    def year(number: int, december: float) -> list[str]:
        levels = [*(100.0 * k for k in range(1, 11)), 1000.0 + december]
        return [f"{number},{month},{level},5.0" for month, level in zip(range(2, 13), levels, strict=True)]

    place = read_panel(panel(tmp_path, *year(2016, 100), *year(2017, 110), *year(2018, 30), head=FAI), "fai")
    tagged = place.table[place.table["note"].str.startswith("no-shares")]
    assert {period[:4] for period in tagged["period"]} == {"2018"}
    first = read_panel(panel(tmp_path, *year(2016, 30), *year(2017, 110), *year(2018, 100), head=FAI), "fai")
    assert not first.table["note"].str.startswith("no-shares").any()
