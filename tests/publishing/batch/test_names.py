"""Names that do not exist are told at once, together, and before anything is loaded that would take long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shouguan.core.errors import DataError
from shouguan.data.regions import near
from shouguan.publishing.batch import names
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch.orders import Order, asked_for
from shouguan.publishing.batch.places import Named

OWN = """停产:
  label: 停产
  label_en: A stop
  changes:
  - {indicator: gdp, basis: rest, mode: add, value: -1, unit: pp, reason: 停产}
"""


def _place(folder: Path, scenarios: str = "") -> str:
    folder.mkdir()
    (folder / "place.yaml").write_text("name: x\n", encoding="utf-8")
    if scenarios:
        (folder / "scenarios.yaml").write_text(scenarios, encoding="utf-8")
    return str(folder)


def _said(places: list[str], scenarios: list[str]) -> list[str]:
    return [error.zh for error in names.unknown_of(map(Named, places), scenarios).told()]


def test_many_wrong_places_are_one_line_with_what_is_called_alike_and_where_they_stand() -> None:
    found = names.unknown_of(
        [Named("山冬"), Named("山东"), Named("湖喃", ("a.txt 第2行：", "a.txt row 2: "))], ["base"]
    )
    (error,) = found.told()
    assert near("shangdong")[0] == "shandong", "as a single place's message spells it"
    assert error.zh.endswith("“山冬”（相近：山西、山东），a.txt 第2行：“湖喃”（相近：湖北、湖南）")
    assert "a.txt row 2: '湖喃' (nearest: 湖北, 湖南)" in error.en
    assert found.of("山东", "base") is None
    assert _said([f"无此市{n}号" for n in range(300)], [])[0].endswith("等共 300 个")


def test_a_scenario_that_no_place_has_is_told_once_and_one_that_some_have_with_the_others(tmp_path: Path) -> None:
    have, lack = _place(tmp_path / "甲", OWN), _place(tmp_path / "乙")
    assert _said(["山东", "山西", have], ["停厂"]) == ["没有名为“停厂”的情景；最接近的有效值：停产"]
    assert _said([have, "山东", lack], ["停产", "stress"]) == [f"山东、{lack}没有情景“停产”（{have} 有）"]
    assert _said([have], ["停产", "base"]) == []


def test_a_wrong_file_of_scenarios_is_told_where_one_of_its_scenarios_is_asked_for(tmp_path: Path) -> None:
    broken = _place(tmp_path / "甲", "停产: [\n")
    assert _said([broken], ["base"]) == []
    (said,) = _said([broken, "山东"], ["停产"])[-1:]
    assert "scenarios.yaml" in said


class _Nobody:
    """Makes nothing: who asks it has not looked at the names."""

    width = 1

    def make(self, order: Order) -> None:
        raise AssertionError(order)

    def stop(self) -> None: ...

    def end(self) -> None: ...


def test_nothing_is_begun_for_names_that_do_not_exist_and_the_record_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_makers", lambda *_: _Nobody())
    asked = asked_for(["山冬", "山东"], scenarios=["无此"])
    made = runs.run(asked.orders, tmp_path, again=True, unknown=asked.unknown)
    assert [each.state for each in made.outcomes] == ["failed", "failed"]
    assert made.exit_code == 1
    record = json.loads((tmp_path / runs.RECORD).read_text("utf-8"))
    assert ["没有名为“山冬”的地区" in record["reports"][0]["zh"], "情景" in record["reports"][1]["zh"]] == [True, True]


def test_a_report_is_told_all_its_wrong_names_at_once() -> None:
    with pytest.raises(DataError) as caught:
        names.checked({"place": "湖喃", "lang": "fr"}, ["breifing"])
    for name in ("湖喃", "fr", "breifing"):
        assert name in caught.value.zh
        assert name in caught.value.en
    with pytest.raises(DataError, match="最接近的有效值：policy"):
        names.checked({"place": "demo-city", "scenario": "polcy"}, ["briefing"])
    assert names.checked({"place": "demo-city", "scenario": "policy"}, ["bulletin"]).scenario == "policy"


@pytest.mark.parametrize(
    "words",
    [
        ["report", "湖喃", "--notebook", "breifing", "--lang", "fr"],
        ["report", "demo-city", "--scenario", "polcy"],
        ["render-all", "山冬", "无此.txt"],
        ["render-all", "demo-city", "--when-released", "gpd"],
        ["bulletin", "demo-ctiy"],
        ["bulletin", "demo-city", "--task-force", "nobody"],
    ],
    ids=" ".join,
)
def test_wrong_names_are_told_before_anything_heavy_is_loaded(words: list[str]) -> None:
    code = (
        "import sys\nfrom shouguan.cli import main\n"
        f"sys.argv = ['shouguan', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit as ended:\n"
        "    print(ended.code, [name for name in ('pandas', 'scipy', 'papermill') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 []\n"
    assert done.stderr.startswith("错误：")
    assert "Traceback" not in done.stderr
