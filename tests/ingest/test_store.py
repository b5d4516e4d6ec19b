"""The vintage store: rows are only added, what is known adds nothing, revisions have their day, nothing is lost."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from shouguan.core.errors import DataError, RunError
from shouguan.data import observations
from shouguan.data.observations import KEY
from shouguan.ingest import store

ROW: dict[str, Any] = {
    "region": "999901",
    "indicator": "gdp",
    "period": "2020Q3",
    "basis": "ytd",
    "measure": "growth",
    "price": "real",
    "value": 3.1,
    "unit": "%",
    "released_on": "2020-10-25",
    "release_basis": "calendar",
    "vintage": "first",
    "source": "月报.xlsx#表!C7",
    "note": "",
}
ACTUAL = {"release_basis": "actual"}


def row(**changes: Any) -> dict[str, Any]:
    """Return a good row with some fields changed."""
    assert changes.keys() <= ROW.keys()
    return {**ROW, **changes}


def lines(folder: Path, code: str = "gdp") -> list[str]:
    """Return a stored file's lines."""
    return (folder / "observations" / f"{code}.csv").read_text(encoding="utf-8").splitlines()


def test_what_is_new_is_added_by_indicator(tmp_path: Path) -> None:
    fai = row(indicator="fai", period="2020-09", price="comparable", value=-0.5)
    outcome = store.append(tmp_path, [row(), fai])
    assert (len(outcome.added), outcome.revised, outcome.unchanged) == (2, [], 0)
    assert lines(tmp_path)[1] == ("999901,gdp,2020Q3,ytd,growth,real,3.1,%,2020-10-25,calendar,first,月报.xlsx#表!C7,")
    assert len(lines(tmp_path, "fai")) == 2
    table = observations.read_folder(tmp_path)
    assert sorted(table["value"]) == [-0.5, 3.1]


def test_the_same_again_adds_nothing_and_touches_no_byte(tmp_path: Path) -> None:
    store.append(tmp_path, [row()])
    file = tmp_path / "observations" / "gdp.csv"
    before, written = file.read_bytes(), file.stat().st_mtime_ns
    assert store.append(tmp_path, [row(), row(source="公报")]).unchanged == 2
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, written)


def test_the_same_figure_by_rule_adds_nothing_to_an_actual_release(tmp_path: Path) -> None:
    store.append(tmp_path, [row(released_on="2020-10-28", **ACTUAL)])
    assert store.append(tmp_path, [row()]).unchanged == 1


def test_an_earlier_actual_release_of_the_same_figure_makes_it_known_earlier(tmp_path: Path) -> None:
    store.append(tmp_path, [row()])
    assert len(store.append(tmp_path, [row(released_on="2020-10-21", **ACTUAL)]).added) == 1
    table = observations.read_folder(tmp_path)
    assert len(observations.as_of(table, dt.date(2020, 10, 22)).table) == 1


def test_another_value_is_refused_without_a_day_and_nothing_is_stored(tmp_path: Path) -> None:
    store.append(tmp_path, [row()])
    before = lines(tmp_path)
    with pytest.raises(DataError) as caught:
        store.append(tmp_path, [row(period="2020Q2", released_on="2020-07-25"), row(value=3.3)])
    assert "月报.xlsx\n  表!C7 “3.3”" in caught.value.zh
    assert "已存的 3.1" in caught.value.zh and "--released-on" in caught.value.zh
    assert "月报.xlsx\n  表!C7 '3.3'" in caught.value.en
    assert lines(tmp_path) == before


def test_another_value_on_a_day_of_its_own_is_a_revision(tmp_path: Path) -> None:
    store.append(tmp_path, [row()])
    outcome = store.append(tmp_path, [row(value=3.3)], released_on="2021-01-20")
    (revised,) = outcome.revised
    assert (revised["before"], revised["value"], revised["vintage"]) == (3.1, 3.3, "revised")
    assert (revised["released_on"], revised["release_basis"]) == ("2021-01-20", "actual")
    assert store.append(tmp_path, [row(value=3.3)], released_on="2021-01-20").unchanged == 1
    table = observations.read_folder(tmp_path)
    values = {
        day: observations.as_of(table, day).table["value"].tolist()
        for day in (dt.date(2020, 10, 25), dt.date(2021, 1, 19), dt.date(2021, 1, 20))
    }
    assert list(values.values()) == [[3.1], [3.1], [3.3]]


def test_another_value_by_rule_never_goes_before_an_actual_release(tmp_path: Path) -> None:
    store.append(tmp_path, [row(released_on="2020-10-28", **ACTUAL)])
    with pytest.raises(DataError, match="--released-on"):
        store.append(tmp_path, [row(value=3.3)])
    assert len(lines(tmp_path)) == 2


def test_the_same_day_with_another_value_is_a_contradiction(tmp_path: Path) -> None:
    store.append(tmp_path, [row(**ACTUAL)])
    with pytest.raises(DataError, match=r"3\.1"):
        store.append(tmp_path, [row(value=9.9, **ACTUAL)])


def test_last_years_figure_as_printed_this_year_is_a_revision_of_its_base(tmp_path: Path) -> None:
    fiscal = {"indicator": "fiscal_revenue", "measure": "value", "price": "nominal", "unit": "亿元"}
    store.append(tmp_path, [row(**fiscal, period="2019-09", value=124.2, released_on="2019-10-20")])
    base = row(**fiscal, period="2019-09", value=121.0, vintage="revised")
    (revised,) = store.append(tmp_path, [base]).revised
    assert (revised["before"], revised["value"], revised["released_on"]) == (124.2, 121.0, "2020-10-25")
    assert store.append(tmp_path, [base]).unchanged == 1


def test_a_row_that_is_not_valid_stores_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        store.append(tmp_path, [row(), row(period="2020Q9")])
    assert list((tmp_path / "observations").glob("*.csv")) == []


def test_lines_that_were_there_stay_byte_for_byte(tmp_path: Path) -> None:
    folder = tmp_path / "observations"
    folder.mkdir()
    old = (
        ",".join(observations.COLUMNS) + '\r\n999901,gdp,2020Q1,ytd,growth,real,"-2.50",%,2020-04-25,calendar,first,a,'
    )
    (folder / "gdp.csv").write_bytes(old.encode())
    store.append(tmp_path, [row()])
    assert (folder / "gdp.csv").read_bytes().startswith(old.encode() + b"\n999901")
    assert sorted(observations.read_folder(tmp_path)["value"]) == [-2.5, 3.1]


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A0", "+1+1", "-x", "@SUM(1)", "\tx", "\rx", "'=1", "''=1", "<script>1</script>"]
)
def test_texts_that_could_run_are_inert_in_the_file_and_come_back_as_they_were(tmp_path: Path, text: str) -> None:
    store.append(tmp_path, [row(note=text, source=text)])
    content = (tmp_path / "observations" / "gdp.csv").read_bytes().decode()
    import csv  # noqa: PLC0415

    cells = list(csv.reader(content.splitlines(keepends=True)))[1]
    assert not cells[11].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert observations.read_folder(tmp_path)["note"].tolist() == [text]


def test_a_store_that_is_held_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_WAIT", 0.1)
    (tmp_path / "observations").mkdir()
    with FileLock(tmp_path / "observations" / ".lock"), pytest.raises(RunError, match="另一次导入"):
        store.append(tmp_path, [row()])


IMPORTER = """
import sys
from pathlib import Path
from tests.ingest.test_store import row
from shouguan.ingest import store
folder, start = Path(sys.argv[1]), int(sys.argv[2])
for year in range(start, start + 15):
    store.append(folder, [row(period=f"{year}Q{q}", released_on=f"{year + 1}-01-25", value=q / 10) for q in (1, 2, 3)])
"""


def test_two_imports_at_once_lose_nothing(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", IMPORTER, str(tmp_path), str(start)], cwd=root)
        for start in (1980, 1995, 1980)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    table = observations.read_folder(tmp_path)
    assert len(table) == 30 * 3
    assert len(lines(tmp_path)) == 1 + 30 * 3
    assert [each.name for each in (tmp_path / "observations").iterdir() if each.name.endswith(".tmp")] == []


def test_a_crash_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append(tmp_path, [row()])
    before = (tmp_path / "observations" / "gdp.csv").read_bytes()

    def fails(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="no space"):
        store.append(tmp_path, [row(period="2020Q2", released_on="2020-07-25")])
    assert (tmp_path / "observations" / "gdp.csv").read_bytes() == before
    assert [each.name for each in (tmp_path / "observations").iterdir() if each.name.endswith(".tmp")] == []


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["2020Q1", "2020Q2"]),
        st.sampled_from(["ytd", "single"]),
        st.integers(0, 12),  # the day of release
        st.integers(0, 3),  # tenths
        st.booleans(),  # an actual day
    ),
    max_size=7,
)


@settings(max_examples=400 if os.environ.get("SHOUGUAN_TESTS") == "long" else 8)  # every example writes files
@given(EVENTS)
def test_any_sequence_of_imports_keeps_every_vintage(events: list[tuple[str, str, int, int, bool]]) -> None:
    """Against a list of everything that was accepted, searched one by one."""
    start = dt.date(2020, 8, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        accepted: list[tuple[tuple[str, ...], dt.date, float]] = []
        for period, basis, day, tenths, actual in events:
            released = start + dt.timedelta(days=day)
            given_row = row(
                period=period,
                basis=basis,
                value=tenths / 10,
                released_on=released.isoformat(),
                release_basis="actual" if actual else "calendar",
            )
            key = tuple(str(given_row[column]) for column in KEY)
            before = observations.read_folder(folder) if accepted else None
            try:
                store.append(folder, [given_row])
            except DataError:
                after = observations.read_folder(folder)
                assert before is not None and before.equals(after)
                continue
            accepted.append((key, released, tenths / 10))
        if not accepted:
            return
        table = observations.read_folder(folder)
        for day in range(-1, 14):
            view = observations.as_of(table, start + dt.timedelta(days=day)).table
            found = {tuple(str(each[column]) for column in KEY): each["value"] for each in view.to_dict("records")}
            stored = [
                (tuple(str(each[column]) for column in KEY), each["released_on"].date(), each["value"])
                for each in table.to_dict("records")
            ]
            wanted: dict[tuple[str, ...], tuple[dt.date, float]] = {}
            for key, released, value in stored:
                if released <= start + dt.timedelta(days=day) and (key not in wanted or released > wanted[key][0]):
                    wanted[key] = released, value
            assert found == {key: value for key, (_, value) in wanted.items()}
        for key, _, value in accepted:
            assert any(each[0] == key and each[2] == value for each in stored), "an accepted figure was lost"
