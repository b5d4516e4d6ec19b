"""Each import leaves a receipt, and the last one can be taken back without anything being deleted."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import pytest

from shouguan.analysis import checking
from shouguan.core.errors import DataError
from shouguan.data import observations
from shouguan.data.place import load
from shouguan.ingest import importing, receipts
from shouguan.ingest.new_place import Wanted
from shouguan.ingest.readers.reading import Options
from shouguan.investment import list_checks
from tests.builders.corpus import Grid, book, quoted

LEDGER_HEAD = ["项目名称", "总投资（万元）", "年度计划投资（万元）", "1-9月完成投资（万元）"]


@pytest.fixture
def city(tmp_path: Path, founded: Callable[[Path, Wanted], Path]) -> Path:
    """A new place of a city, without figures."""
    return founded(tmp_path / "city", Wanted("370299", "某市", "Some City", "370000"))


def bulletin(city: Path, gdp: str, name: str = "月报.csv", **options: Any) -> dict[str, Any]:
    """Import a bulletin of two figures."""
    lines = [["某市2020年1—9月"], ["指标", "增长（%）"], ["地区生产总值", gdp], ["固定资产投资", "3.4"]]
    quoted(lines)(city.parent / name)
    return importing.import_files([city.parent / name], str(city), None, Options(**options))


def ledger(city: Path, done: int) -> dict[str, Any]:
    """Import a ledger of two projects."""
    grid: Grid = [["某市重点项目（截至2020年9月底）"], LEDGER_HEAD, ["甲", 900, 500, done], ["乙", 800, 400, 200]]
    book({"台账": grid})(city.parent / "台账.xlsx")
    return importing.import_files([city.parent / "台账.xlsx"], str(city), None, Options())


def known(city: Path) -> dict[str, float]:
    """Return the place's own figures."""
    table = load(str(city)).table
    own = table[table["region"] == "370299"]
    return dict(zip(own["indicator"], own["value"], strict=True))


def contents(files: Iterable[Path]) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in files}


def receipt(found: dict[str, Any], city: Path, number: int) -> dict[str, Any]:
    file = city / "imports" / f"{number:04d}.json"
    assert found["receipt"].endswith(file.name)
    made: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return made


def test_a_receipt_says_what_came_in_from_which_file_and_what_was_left_out(city: Path) -> None:
    made = receipt(bulletin(city, "2.1"), city, 1)
    (file,) = made["files"]
    assert file["sha256"] == hashlib.sha256((city.parent / "月报.csv").read_bytes()).hexdigest()
    assert (file["kind"], file["rows"], file["refused"]) == ("bulletin", 2, False)
    assert made["added"] == {"observations/gdp.csv": 1, "observations/fai.csv": 1}
    refused = receipt(bulletin(city, "4..9", "坏.csv"), city, 2)
    assert refused["added"] == {}
    assert refused["files"][0]["refused"]
    assert any("4..9" in each["message"] for each in refused["files"][0]["findings"])


def test_the_last_import_is_taken_back_and_nothing_is_deleted(city: Path) -> None:
    bulletin(city, "49.9")
    before = contents((city / "observations").glob("*.csv"))
    done = receipts.undo(city)
    assert (done["undone"], done["withdrawn"]) == (1, 2)
    assert known(city) == {}
    after = contents((city / "observations").glob("*.csv"))
    assert all(after[name].startswith(text) for name, text in before.items())
    assert "withdrawn" in after["gdp.csv"].decode()


def test_the_right_figure_comes_in_after_the_wrong_one_was_taken_back(city: Path) -> None:
    bulletin(city, "49.9")
    with pytest.raises(DataError, match="--released-on"):
        bulletin(city, "4.9", "改.csv")
    receipts.undo(city)
    assert bulletin(city, "4.9", "改.csv")["added"] == 2
    assert known(city) == {"gdp": 4.9, "fai": 3.4}


def test_the_same_file_comes_in_again_and_goes_again(city: Path) -> None:
    for _ in range(3):
        assert bulletin(city, "2.1")["added"] == 2
        assert known(city) == {"gdp": 2.1, "fai": 3.4}
        assert receipts.undo(city)["withdrawn"] == 2
        assert known(city) == {}


def test_twice_takes_back_the_import_before_and_then_there_is_none(city: Path) -> None:
    bulletin(city, "2.1")
    bulletin(city, "2.1")  # adds nothing: no import to be taken back
    bulletin(city, "2.3", "修订.csv", released_on="2020-12-25")
    assert load(str(city)).as_of(dt.date(2020, 12, 26)).ytd_growth("370299", "gdp").popitem()[1] == 2.3
    assert receipts.undo(city)["files"][0].endswith("修订.csv")
    assert known(city) == {"gdp": 2.1, "fai": 3.4}
    assert receipts.undo(city)["files"][0].endswith("月报.csv")
    assert known(city) == {}
    with pytest.raises(DataError, match="没有可以撤回的导入"):
        receipts.undo(city)


def test_a_ledger_is_taken_back_to_its_version_before(city: Path) -> None:
    ledger(city, 300)
    ledger(city, 350)
    assert receipts.undo(city)["withdrawn"] == 1
    assert ledger(city, 300)["unchanged"] == 2
    assert ledger(city, 360)["changed_records"] == 1
    lines = (city / "ledger.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["1", "1", "2", "withdrawn", "2"]


def test_an_undo_that_was_interrupted_is_finished_by_the_next(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bulletin(city, "2.1")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receipts, "_next", stopped)
        with pytest.raises(KeyboardInterrupt):
            receipts.undo(city)
    assert known(city) == {}
    assert receipts.undo(city)["withdrawn"] == 0
    with pytest.raises(DataError, match="没有可以撤回的导入"):
        receipts.undo(city)


def test_a_damaged_receipt_is_named_and_the_store_stays(city: Path) -> None:
    bulletin(city, "2.1")
    (city / "imports" / "0001.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"0001\.json 已损坏"):
        receipts.undo(city)
    assert known(city) == {"gdp": 2.1, "fai": 3.4}


def test_a_copy_of_a_receipt_is_none_and_a_store_that_is_gone_is_named(city: Path) -> None:
    bulletin(city, "2.1")
    imports = city / "imports"
    (imports / "0001 (1).json").write_bytes((imports / "0001.json").read_bytes())
    assert receipt(bulletin(city, "2.1"), city, 2)["added"] == {}
    (city / "observations" / "gdp.csv").rename(city / "gdp.csv")
    with pytest.raises(DataError, match=r"gdp\.csv 已不在，不能撤回"):
        receipts.undo(city)


def test_a_receipt_keeps_the_names_of_regions_that_the_user_gave(city: Path) -> None:
    made = receipt(bulletin(city, "2.1", names={"济南": "370100"}), city, 1)
    assert made["options"] == {"names": {"济南": "370100"}}


def test_a_withdrawal_of_nothing_is_an_error_with_its_row(city: Path) -> None:
    bulletin(city, "2.1")
    file = city / "observations" / "gdp.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",first,", ",withdrawn,"), encoding="utf-8")
    with pytest.raises(DataError, match=r"gdp\.csv 第2行.*withdrawn"):
        observations.read(file)


def test_where_nothing_was_stored_no_hint_is_given_to_take_it_back(city: Path) -> None:
    bad = bulletin(city, "4..9", "坏.csv")
    assert importing.import_text(bad).splitlines()[-1] == f"没有存入任何数据；回执 {bad['receipt']}"
    missing = importing.import_files([city.parent / "没有.csv"], str(city), None, Options())
    assert missing["receipt"] is None and importing.import_text(missing).endswith("没有存入任何数据")
    assert [file.name for file in sorted((city / "imports").glob("*.json"))] == ["0001.json"]
    assert "撤回用" in importing.import_text(bulletin(city, "2.1"))
    again = importing.import_text(bulletin(city, "2.1"))
    assert "已有 2" in again and "撤回用" not in again, "it would take back the import before"


def test_a_check_counts_the_lists_that_stand(city: Path) -> None:
    ledger(city, 100)
    assert "重点项目台账：2 行" in checking.check_text(checking.check(str(city)))
    receipts.undo(city)
    assert "重点项目台账" not in checking.check_text(checking.check(str(city)))


def test_a_list_that_was_taken_back_and_comes_in_again_repeats_nothing(city: Path) -> None:
    ledger(city, 100)
    receipts.undo(city)
    ledger(city, 100)
    assert list_checks.repeated(city, "ledger", {"2020-09"}) == []
    with (city / "ledger.csv").open(encoding="utf-8", newline="") as stream:
        lines = stream.read()
    (city / "ledger.csv").write_text(lines + lines.splitlines()[-1] + "\n", encoding="utf-8")
    assert [each.severity for each in list_checks.repeated(city, "ledger", {"2020-09"})] == ["error"]


def test_a_figure_whose_day_by_rule_is_still_to_come_is_told(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Early(dt.date):
        @classmethod
        def today(cls) -> Self:
            return cls(2020, 10, 5)

    monkeypatch.setattr(importing.dt, "date", Early)
    told = [each.message("zh") for each in bulletin(city, "3.1")["files"][0]["findings"] if each.severity == "warning"]
    assert any("晚于今天" in each and "--released-on" in each for each in told)
    assert not any(
        "晚于今天" in each.zh for each in bulletin(city, "3.1", released_on="2020-10-04")["files"][0]["findings"]
    )
