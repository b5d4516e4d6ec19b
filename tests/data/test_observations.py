"""The one table: what the door refuses and how it says so, what was known on a day, and safe writing."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouguan.core.errors import DataError, ShouguanError
from shouguan.core.periods import Period
from shouguan.data.observations import COLUMNS, KEY, as_of, read, read_folder, write

HEADER = ",".join(COLUMNS)
GOOD = {
    "region": "370000",
    "indicator": "gdp",
    "period": "2020Q3",
    "basis": "ytd",
    "measure": "growth",
    "price": "real",
    "value": "1.9",
    "unit": "%",
    "released_on": "2020-10-21",
    "release_basis": "actual",
    "vintage": "first",
    "source": "月报第3页",
    "note": "",
}


def line(**changes: str) -> str:
    """Return one CSV line: a good row with some fields changed."""
    assert changes.keys() <= GOOD.keys()
    return ",".join({**GOOD, **changes}.values())


def csv_file(folder: Path, *lines: str, name: str = "gdp.csv") -> Path:
    """Write a CSV file with the right header."""
    file = folder / name
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return file


def table_of(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build a checked table as `read` returns it."""
    table = pd.DataFrame([{**GOOD, **row} for row in rows], columns=list(COLUMNS))
    return table.assign(value=table["value"].astype(float), released_on=pd.to_datetime(table["released_on"]))


def refused(file: Path) -> DataError:
    """Read a bad file and return the error."""
    with pytest.raises(DataError) as caught:
        read(file)
    return caught.value


# --- reading ---------------------------------------------------------------------------------------


def test_a_good_file_becomes_typed_rows(tmp_path: Path) -> None:
    file = csv_file(tmp_path, line(), line(period="2020Q2", value="-0.2", released_on="2020-07-21"))
    table = read(file)
    assert list(table.columns) == list(COLUMNS)
    assert table["value"].tolist() == [1.9, -0.2]
    assert table["released_on"].tolist() == [pd.Timestamp("2020-10-21"), pd.Timestamp("2020-07-21")]
    assert table["region"].tolist() == ["370000", "370000"]  # text: codes are not numbers
    assert table["note"].tolist() == ["", ""]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    file = tmp_path / "gdp.csv"
    file.write_text(f"{HEADER}\n{line()}\n", encoding="utf-8-sig")
    assert len(read(file)) == 1


def test_line_ends_of_other_systems_are_read(tmp_path: Path) -> None:
    file = tmp_path / "gdp.csv"
    file.write_bytes(f"{HEADER}\r\n{line()}\r\n".encode())
    assert read(file)["note"].tolist() == [""]


def test_text_that_looks_like_a_missing_value_stays_text(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path, line(source="NA", note="NaN")))
    assert (table["source"].tolist(), table["note"].tolist()) == (["NA"], ["NaN"])


@pytest.mark.parametrize("value", ["1.9", "-0.2", "+3", "0", ".5"])
def test_plain_numbers_are_read(tmp_path: Path, value: str) -> None:
    assert read(csv_file(tmp_path, line(value=value)))["value"].tolist() == [float(value)]
    level = line(value="101325.", measure="value", price="nominal", unit="亿元")
    assert read(csv_file(tmp_path, level))["value"].tolist() == [101325.0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"value": "1000000000"}, "-60 至 90 之间的增速"),
        ({"value": "-100"}, "-60 至 90 之间的增速"),
        ({"value": "99"}, "-60 至 90 之间的增速"),
        ({"indicator": "exports", "period": "2020-09", "value": "1000.1"}, "-100 至 1000 之间的增速"),
        ({"measure": "value", "value": "0"}, "大于 0 的绝对额"),
        ({"measure": "value", "value": "-5"}, "大于 0 的绝对额"),
    ],
)
def test_figures_that_nothing_can_have_are_refused(tmp_path: Path, changes: dict[str, str], expected: str) -> None:
    error = refused(csv_file(tmp_path, line(period="2020Q2"), line(**changes)))
    assert f"第3行 value 列：“{changes['value']}”，应为{expected}" in error.zh
    assert f"row 3 column value: '{changes['value']}', expected " in error.en


def test_growth_of_a_small_base_is_read(tmp_path: Path) -> None:
    file = csv_file(tmp_path, line(indicator="exports", period="2020-09", value="812.5"))
    assert read(file)["value"].tolist() == [812.5]


def test_no_files_and_an_empty_file_give_an_empty_table_with_the_same_columns(tmp_path: Path) -> None:
    for table in (read(), read(csv_file(tmp_path))):
        assert list(table.columns) == list(COLUMNS)
        assert len(table) == 0
        assert table["value"].dtype == float
        assert pd.api.types.is_datetime64_dtype(table["released_on"])


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "observations").mkdir()
    csv_file(tmp_path / "observations", line(), name="b.csv")
    csv_file(tmp_path / "observations", line(period="2020Q2"), name="a.csv")
    (tmp_path / "observations" / "notes.txt").write_text("not a table", encoding="utf-8")
    assert read_folder(tmp_path)["period"].tolist() == ["2020Q2", "2020Q3"]


def test_an_identical_duplicate_adds_nothing(tmp_path: Path) -> None:
    one, other = csv_file(tmp_path, line(), line()), csv_file(tmp_path, line(source="年鉴"), name="other.csv")
    table = read(one, other)
    assert table["source"].tolist() == ["月报第3页"]


def test_the_same_number_written_with_other_digits_adds_nothing(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, line(value="2.0"), line(value="2")))["value"].tolist() == [2.0]


def test_a_revision_is_a_new_row_with_its_own_release_day(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path, line(), line(value="2.1", released_on="2021-01-20", vintage="revised")))
    assert table["value"].tolist() == [1.9, 2.1]


def test_the_same_figure_on_two_prices_is_no_conflict(tmp_path: Path) -> None:
    assert len(read(csv_file(tmp_path, line(), line(price="nominal", value="2.7")))) == 2


# --- what is refused -------------------------------------------------------------------------------

BAD_FIELDS = [
    pytest.param("region", "37", "六位区划代码", "a six-digit region code", id="short region code"),
    pytest.param("region", "山东", "六位区划代码", "a six-digit region code", id="name for a code"),
    pytest.param("indicator", "gpd", "指标目录中的代码", "a code of the catalogue", id="unknown indicator"),
    pytest.param("period", "2020年9月", "2020、2020Q3 或 2020-09", "2020, 2020Q3 or 2020-09", id="period in words"),
    pytest.param("period", "2020Q5", "2020、2020Q3 或 2020-09", "2020, 2020Q3 or 2020-09", id="fifth quarter"),
    pytest.param("basis", "累计", "ytd、single 或 stock", "ytd, single or stock", id="basis"),
    pytest.param("measure", "index", "growth、value、share 或 rank", "growth, value, share or rank", id="measure"),
    pytest.param("price", "", "nominal、real、comparable 或 none", "nominal, real, comparable or none", id="no price"),
    pytest.param("value", "—", "一个数", "a number", id="dash for a number"),
    pytest.param("value", "", "一个数", "a number", id="no value"),
    pytest.param("value", "1.9%", "一个数", "a number", id="per cent sign"),
    pytest.param("value", "nan", "一个数", "a number", id="nan"),
    pytest.param("value", "inf", "一个数", "a number", id="inf"),
    pytest.param("value", "1 900", "一个数", "a number", id="grouped digits"),
    pytest.param("released_on", "2020-13-45", "日期，如 2020-10-19", "a date such as 2020-10-19", id="no such date"),
    pytest.param("released_on", "2019-02-29", "日期，如 2020-10-19", "a date such as 2020-10-19", id="no leap year"),
    pytest.param("released_on", "2020/10/21", "日期，如 2020-10-19", "a date such as 2020-10-19", id="slashes"),
    pytest.param("released_on", "20201021", "日期，如 2020-10-19", "a date such as 2020-10-19", id="no dashes"),
    pytest.param("release_basis", "guess", "actual 或 calendar", "actual or calendar", id="release basis"),
    pytest.param("vintage", "final", "first、revised 或 pseudo", "first, revised or pseudo", id="unknown vintage"),
    pytest.param("source", "", "非空的来源", "a source", id="empty source"),
    # Monthly bulletins are typed with full-width digits; a code in them equals no other code.
    pytest.param("region", "３７００００", "六位区划代码", "a six-digit region code", id="full-width region"),
    pytest.param("period", "２０２０Q3", "2020、2020Q3 或 2020-09", "2020, 2020Q3 or 2020-09", id="full-width period"),
]


@pytest.mark.parametrize(("column", "value", "expected_zh", "expected_en"), BAD_FIELDS)
def test_a_bad_field_is_named_with_file_row_column_value_and_what_was_expected(
    tmp_path: Path, column: str, value: str, expected_zh: str, expected_en: str
) -> None:
    other = "2020Q2"  # a good row before it, so that row numbers are really counted
    error = refused(csv_file(tmp_path, line(period=other), line(**{column: value})))
    name = f"{tmp_path.name}/gdp.csv"
    assert f"{name} 第3行 {column} 列：“{value}”，应为{expected_zh}" in error.zh
    assert f"{name} row 3 column {column}: '{value}', expected {expected_en}" in error.en
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("indicator", "period", "hint_zh", "hint_en"),
    [
        pytest.param("fai", "2020-01", "1月与2月合并公布", "January and February are", id="January of investment"),
        pytest.param("gdp", "2020-09", "一年从 2020Q1 开始", "its year begins with 2020Q1", id="month of accounts"),
        pytest.param("fai", "2020", "一年从 2020-02 开始", "its year begins with 2020-02", id="year of investment"),
    ],
)
def test_a_period_that_the_indicator_does_not_report_is_refused(
    tmp_path: Path, indicator: str, period: str, hint_zh: str, hint_en: str
) -> None:
    error = refused(csv_file(tmp_path, line(indicator=indicator, period=period)))
    assert f"第2行 period 列：“{period}”" in error.zh
    assert hint_zh in error.zh
    assert f"row 2 column period: '{period}'" in error.en
    assert hint_en in error.en


def test_another_value_on_the_same_release_day_is_a_conflict(tmp_path: Path) -> None:
    one = csv_file(tmp_path, line(), name="one.csv")
    other = csv_file(tmp_path, line(period="2020Q2"), line(value="2.2"), name="other.csv")
    with pytest.raises(DataError) as caught:
        read(one, other)
    folder = tmp_path
    assert f"{folder}/other.csv 第3行 value 列：“2.2”" in caught.value.zh
    assert f"与 {folder}/one.csv 第2行一致的 1.9" in caught.value.zh
    assert "released_on" in caught.value.zh
    assert f"{folder}/other.csv row 3 column value: '2.2', expected 1.9 as in {folder}/one.csv row 2" in caught.value.en
    assert "a revision needs its own released_on" in caught.value.en


def test_several_problems_are_reported_together(tmp_path: Path) -> None:
    good = csv_file(tmp_path, line(), name="a.csv")
    bad = csv_file(
        tmp_path,
        line(indicator="gpd"),
        line(period="2020Q2", value="-"),
        line(period="2020Q1", released_on="2020-02-30", source=""),
        name="b.csv",
    )
    with pytest.raises(DataError) as caught:
        read(good, bad)
    zh, en = caught.value.zh.splitlines(), caught.value.en.splitlines()
    assert zh[0] == "数据有 4 处问题："
    assert en[0] == "4 problems in the data:"
    assert len(zh) == len(en) == 5
    for row, column in ((2, "indicator"), (3, "value"), (4, "released_on"), (4, "source")):
        assert sum(f"b.csv 第{row}行 {column} 列" in each for each in zh) == 1
        assert sum(f"b.csv row {row} column {column}:" in each for each in en) == 1


@pytest.mark.parametrize(
    ("bad", "shown", "more"),
    [
        pytest.param(10, 10, 0, id="ten are all shown"),
        pytest.param(11, 10, 1, id="the eleventh is counted"),
        pytest.param(25, 10, 15, id="many"),
    ],
)
def test_more_than_ten_problems_are_counted_not_listed(tmp_path: Path, bad: int, shown: int, more: int) -> None:
    lines = [line(period=f"{1990 + i}Q1", value="x") for i in range(bad)]
    error = refused(csv_file(tmp_path, *lines))
    zh, en = error.zh.splitlines(), error.en.splitlines()
    assert (zh[0], en[0]) == (f"数据有 {bad} 处问题：", f"{bad} problems in the data:")
    assert sum("应为一个数" in each for each in zh) == sum("expected a number" in each for each in en) == shown
    assert zh[1 + shown :] == ([f"……另有 {more} 处"] if more else [])
    assert en[1 + shown :] == ([f"… and {more} more"] if more else [])


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("region,indicator,period", id="missing columns"),
        pytest.param(HEADER.replace("region,indicator", "indicator,region"), id="other order"),
        pytest.param(HEADER.replace("value", "数值"), id="other name"),
        pytest.param(HEADER + ",extra", id="one too many"),
        pytest.param("", id="an empty file"),
    ],
)
def test_wrong_columns_are_shown_beside_the_right_ones(tmp_path: Path, header: str) -> None:
    file = tmp_path / "gdp.csv"
    file.write_text(f"{header}\n{line()}\n" if header else "", encoding="utf-8")
    error = refused(file)
    assert f"{tmp_path.name}/gdp.csv 第1行：列名应为 {HEADER}；实为 {header or '空'}" in error.zh
    assert f"{tmp_path.name}/gdp.csv row 1: expected the columns {HEADER}; found {header or 'nothing'}" in error.en


@pytest.mark.parametrize(
    ("text", "found"), [pytest.param("370000,gdp,2020Q3", 3, id="short"), pytest.param(line() + ",", 14, id="long")]
)
def test_a_ragged_row_is_named_with_its_number_of_columns(tmp_path: Path, text: str, found: int) -> None:
    error = refused(csv_file(tmp_path, line(), text))
    assert f"gdp.csv 第3行：应有 13 列，实有 {found} 列" in error.zh
    assert f"gdp.csv row 3: expected 13 columns, found {found}" in error.en


def test_blank_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    assert len(read(csv_file(tmp_path, "", line(), "", ""))) == 1
    assert "第4行 value 列" in refused(csv_file(tmp_path, line(), "", line(period="2020Q2", value="x"))).zh


def gbk(folder: Path) -> Path:
    """Write a file as spreadsheets in China export it."""
    file = folder / "gdp.csv"
    file.write_bytes(f"{HEADER}\n{line()}\n".encode("gbk"))
    return file


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ShouguanError) as caught:
        read(gbk(tmp_path))
    assert f"{tmp_path.name}/gdp.csv 不是 UTF-8" in caught.value.zh
    assert f"{tmp_path.name}/gdp.csv is not a CSV file in UTF-8" in caught.value.en


def test_an_open_quote_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ShouguanError) as caught:
        read(csv_file(tmp_path, line(note='"never closed')))
    assert f"{tmp_path.name}/gdp.csv" in caught.value.zh
    assert f"{tmp_path.name}/gdp.csv" in caught.value.en


def test_a_file_that_cannot_be_parsed_has_the_exit_code_of_unparsable_files(tmp_path: Path) -> None:
    with pytest.raises(ShouguanError) as caught:
        read(gbk(tmp_path))
    assert caught.value.exit_code == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path / "gone.csv")
    assert f"找不到文件 {tmp_path}/gone.csv" in error.zh
    assert f"no such file: {tmp_path}/gone.csv" in error.en


def test_a_message_names_a_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = csv_file(tmp_path, line(value="x"))
    monkeypatch.chdir(tmp_path)
    assert f"{file} 第2行" in refused(file).zh
    assert f"\n{file.name} 第2行" in refused(Path(file.name)).zh


# --- what was known on a day -----------------------------------------------------------------------


def test_the_newest_vintage_released_by_the_day_counts() -> None:
    table = table_of(
        {"value": 2.5, "released_on": "2021-04-20", "vintage": "revised"},  # file order is not time order
        {"value": 1.9, "released_on": "2020-10-21"},
        {"value": 2.1, "released_on": "2021-01-20", "vintage": "revised"},
    )
    quarter = Period.parse("2020Q3")
    seen = {
        day: as_of(table, dt.date.fromisoformat(day)).ytd_growth("370000", "gdp")
        for day in ("2020-10-20", "2020-10-21", "2021-01-19", "2021-01-20", "2021-04-20", "2030-01-01")
    }
    assert seen == {
        "2020-10-20": {},
        "2020-10-21": {quarter: 1.9},
        "2021-01-19": {quarter: 1.9},
        "2021-01-20": {quarter: 2.1},
        "2021-04-20": {quarter: 2.5},
        "2030-01-01": {quarter: 2.5},
    }


def test_a_series_is_in_the_order_of_time() -> None:
    months = ("2020-10", "2019-12", "2020-02", "2020-09")
    table = table_of(*({"indicator": "fai", "period": month, "price": "comparable"} for month in months))
    growth = as_of(table, dt.date(2021, 1, 1)).ytd_growth("370000", "fai")
    assert [str(period) for period in growth] == ["2019-12", "2020-02", "2020-09", "2020-10"]


def test_a_view_separates_regions_indicators_bases_and_measures() -> None:
    table = table_of(
        {"value": 1.9},
        {"value": 2.0, "region": "320000"},
        {"value": 3.0, "indicator": "gdp_industry"},
        {"value": 5.1, "basis": "single"},
        {"value": 52186.0, "measure": "value", "price": "nominal", "unit": "亿元"},
    )
    view = as_of(table, dt.date(2021, 1, 1))
    quarter = Period.parse("2020Q3")
    assert view.ytd_growth("370000", "gdp") == {quarter: 1.9}
    assert view.ytd_growth("320000", "gdp") == {quarter: 2.0}
    assert view.ytd_growth("370000", "gdp_industry") == {quarter: 3.0}
    assert view.series("370000", "gdp", basis="single", measure="growth") == {quarter: 5.1}
    assert view.series("370000", "gdp", basis="ytd", measure="value") == {quarter: 52186.0}


@pytest.mark.parametrize(
    ("indicator", "period", "price"),
    [
        pytest.param("gdp", "2020Q3", "real", id="real growth of GDP"),
        pytest.param("fai", "2020-09", "comparable", id="comparable growth of investment"),
    ],
)
def test_growth_at_current_prices_never_stands_in_for_the_published_growth(
    indicator: str, period: str, price: str
) -> None:
    table = table_of(
        {"indicator": indicator, "period": period, "price": price, "value": 0.8},
        {"indicator": indicator, "period": period, "price": "nominal", "value": -9.0},
    )
    for rows in (table, table.iloc[::-1]):
        growth = as_of(rows, dt.date(2021, 1, 1)).ytd_growth("370000", indicator)
        assert growth == {Period.parse(period): 0.8}


def brute_force(table: pd.DataFrame, day: dt.date) -> dict[tuple[object, ...], float]:
    """What was known on a day, one row at a time and without pandas."""
    known: dict[tuple[object, ...], tuple[dt.date, float]] = {}
    for row in table.to_dict("records"):
        key, released = tuple(row[column] for column in KEY), row["released_on"].date()
        if released <= day and (key not in known or released > known[key][0]):
            known[key] = released, row["value"]
    return {key: value for key, (_, value) in known.items()}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["100000", "370000"]),
            st.sampled_from(["2020Q1", "2020Q2", "2020Q3"]),
            st.sampled_from(["ytd", "single"]),
            st.integers(0, 30),  # days: few, so that vintages and the day asked for often meet
            st.integers(-90, 90),
        ),
        max_size=30,
        unique_by=lambda row: row[:4],  # the door keeps one value per key and release day
    ),
    st.integers(-1, 31),
)
def test_a_view_equals_a_search_row_by_row(rows: list[tuple[str, str, str, int, int]], asked: int) -> None:
    start = dt.date(2020, 10, 1)
    table = table_of(
        *(
            {
                "region": region,
                "period": period,
                "basis": basis,
                "value": tenths / 10,
                "released_on": start + dt.timedelta(days=day),
            }
            for region, period, basis, day, tenths in rows
        )
    )
    day = start + dt.timedelta(days=asked)
    before = table.copy()
    view = as_of(table, day)
    found = {tuple(row[column] for column in KEY): row["value"] for row in view.table.to_dict("records")}
    assert found == brute_force(table, day)
    assert len(view.table) == len(found)
    assert (view.table["released_on"] <= pd.Timestamp(day)).all()
    pd.testing.assert_frame_equal(table, before)


# --- writing ---------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(max_examples=3000 if os.environ.get("SHOUGUAN_TESTS") == "long" else 20)  # every example writes a file
@given(st.lists(st.tuples(st.floats(-60.0, 90.0), TEXT, TEXT.map(lambda text: f"表{text}")), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[tuple[float, str, str]]) -> None:
    table = table_of(
        *(
            {"period": f"{2001 + i}Q1", "value": f"{value:.2f}", "note": note, "source": source}
            for i, (value, note, source) in enumerate(rows)
        )
    )
    with tempfile.TemporaryDirectory() as folder:  # one for each example, which a fixture is not
        file = Path(folder) / "gdp.csv"
        write(table, file)
        pd.testing.assert_frame_equal(read(file), table, check_dtype=False)
        first = file.read_bytes()
        write(read(file), file)
        assert file.read_bytes() == first


@pytest.mark.parametrize(
    "note",
    [
        pytest.param('与公布口径不同, 见"说明"', id="comma and quotes"),
        pytest.param("第一行\n第二行", id="line break"),
        pytest.param("第一行\r\n第二行", id="line break of a Windows cell"),
        pytest.param("第一行\r第二行", id="carriage return"),
        pytest.param("　全角缩进 ", id="spaces at both ends"),
    ],
)
def test_awkward_notes_are_read_back_as_they_were(tmp_path: Path, note: str) -> None:
    write(table_of({"note": note}), tmp_path / "gdp.csv")
    assert read(tmp_path / "gdp.csv")["note"].tolist() == [note]


def test_a_file_is_written_as_plain_utf8_with_iso_dates(tmp_path: Path) -> None:
    file = tmp_path / "gdp.csv"
    write(table_of({"value": 1.9}), file)
    assert file.read_bytes() == f"{HEADER}\n{line()}\n".encode()


def test_extra_columns_stay_out_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "gdp.csv"
    write(table_of({}).assign(scratch=1), file)
    assert file.read_text(encoding="utf-8").splitlines()[0] == HEADER


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = csv_file(tmp_path, line())
    before = file.read_bytes()
    good = ({"period": f"{year}Q1"} for year in range(1900, 2000))  # some of it is out when the last row fails
    with pytest.raises(UnicodeEncodeError):
        write(table_of(*good, {"note": "\ud800"}), file)  # half a character: no encoding can hold it
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["gdp.csv"]


def test_a_write_that_cannot_replace_the_file_leaves_it_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_file(tmp_path, line())
    before = file.read_bytes()

    def refuse(self: Path, target: Path) -> None:
        assert self.parent == target.parent  # on another disk a move is a copy, and no longer atomic
        assert len(self.read_text(encoding="utf-8").splitlines()) == 2  # whole before it is moved in
        raise PermissionError("the file is open in another program")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError, match="open in another program"):
        write(table_of({"value": 2.2}), file)
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["gdp.csv"]


def test_a_write_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = csv_file(tmp_path, line(), line(period="2020Q2"))
    write(table_of({"value": 2.2}), file)
    assert read(file)["value"].tolist() == [2.2]
    assert [each.name for each in tmp_path.iterdir()] == ["gdp.csv"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX systems")
def test_a_written_file_is_as_readable_to_colleagues_as_any_new_file(tmp_path: Path) -> None:
    ordinary, written = tmp_path / "ordinary.csv", tmp_path / "gdp.csv"
    ordinary.write_text("", encoding="utf-8")
    write(table_of({}), written)
    assert oct(written.stat().st_mode) == oct(ordinary.stat().st_mode)


def test_rows_survive_in_their_order(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    years = rng.permutation(np.arange(1990, 2020))
    table = table_of(*({"period": f"{year}Q1", "value": float(i)} for i, year in enumerate(years)))
    write(table, tmp_path / "gdp.csv")
    assert read(tmp_path / "gdp.csv")["period"].tolist() == [f"{year}Q1" for year in years]
