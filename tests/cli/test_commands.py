"""The command line: exit codes, messages in both languages, and no traceback for a user."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import papermill
import pytest
from markupsafe import escape

from shouguan.analysis import forecasting
from shouguan.cli import commands
from shouguan.core import paths
from shouguan.data import place
from shouguan.facts.archive import Report
from shouguan.publishing import annex, render
from shouguan.report.language.words import chance_percent
from tests.builders.issued import fact


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command line as a user would and return exit code, output and error output."""
    monkeypatch.setattr(sys, "argv", ["shouguan", *words])
    with pytest.raises(SystemExit) as caught:
        commands.main()
        sys.exit(0)
    captured = capsys.readouterr()
    return int(caught.value.code or 0), captured.out, captured.err


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command tested here gets as far as running a notebook."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(papermill, "execute_notebook", refuse)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["report", "全国", "--as-of", "2021-02-15"], 1, "2021-01-17", id="a day without an open year"),
        pytest.param(["report", "全国", "--as-of", "yesterday"], 1, "2020-10-25", id="not a day"),
        pytest.param(["report", "atlantis"], 1, "atlantis", id="no such place"),
        pytest.param(["report", "全国", "--year", "twenty"], 1, "1990", id="not a year"),
        pytest.param(["report", "全国", "--scenario", "boom"], 1, "base", id="no such scenario"),
        pytest.param(["report", "全国", "--notebook", "gpd"], 1, "gdp", id="no such notebook"),
        pytest.param(["report", "全国", "--sead", "1"], 2, "--sead", id="no such option"),
        pytest.param(["report", "--config", "missing.yaml"], 2, "missing.yaml", id="no such file"),
        pytest.param(["forecast", "全国", "--indicator", "gpd"], 1, "gdp", id="no such indicator"),
        pytest.param(["forecast", "全国"], 2, "--indicator", id="an option that is needed"),
        pytest.param(["frecast"], 2, "frecast", id="no such command"),
    ],
)
def test_wrong_use_ends_in_the_exit_code_and_names_what_is_valid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    found, out, err = run(monkeypatch, capsys, *words)
    assert (found, out) == (code, "")
    assert says in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        pytest.param("plcae: 全国", 2, "place", id="unknown name"),
        pytest.param("seed: many", 1, "seed", id="wrong type"),
        pytest.param("as_of: 2021-02-15\nplace: 全国", 1, "2021-01-17", id="a day without an open year"),
        pytest.param("- 全国", 2, "place: 全国", id="a list"),
        pytest.param("place: [", 2, "YAML", id="not YAML"),
        pytest.param("notebook: 3", 2, "notebook", id="a notebook that is no name"),
    ],
)
def test_a_wrong_parameter_file_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    text: str,
    code: int,
    says: str,
) -> None:
    file = tmp_path / "monthly.yaml"
    file.write_text(text, encoding="utf-8")
    found, _, err = run(monkeypatch, capsys, "report", "--config", str(file))
    assert found == code
    assert says in err


def test_a_pattern_reaches_its_command_as_it_was_written_under_windows_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).touch()
    monkeypatch.setattr("typer.core.os", SimpleNamespace(name="nt", environ=os.environ))
    code, _, err = run(monkeypatch, capsys, "read", "*.csv")
    assert code
    assert "*.csv" in err


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    from shouguan.core.parameters import check, merged  # noqa: PLC0415

    file = tmp_path / "monthly.yaml"
    file.write_text("place: 山东\nlang: en\nout: elsewhere\n", encoding="utf-8")
    values, extra = merged({"place": "湖北", "lang": None}, file)
    parameters = check(values)
    assert (parameters.place, parameters.lang, extra) == ("湖北", "en", {"out": "elsewhere"})


def test_forecast_answers_in_the_agreed_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        monkeypatch, capsys, "forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25", "--json"
    )
    found = json.loads(out)
    assert code == 0
    assert list(found) == [
        "place",
        "place_en",
        "indicator",
        "as_of",
        "year",
        "known",
        "full_year",
        "targets",
        "yardsticks",
        "synthetic",
    ]
    assert found["known"] == {"period": "2020Q3", "growth_ytd": 2.0}
    names = ["q025", "q05", "q10", "q25", "median", "q75", "q90", "q95", "q975"]
    assert set(found["full_year"]) == {"mean", "sd", *names}
    values = [found["full_year"][name] for name in names]
    assert values == sorted(values)
    assert [t["kind"] for t in found["targets"]] == ["原目标", "奋斗目标"]
    assert all(0 <= t["chance"] <= 1 for t in found["targets"])
    assert set(found["yardsticks"]) == {"carry_ytd", "carry_last_single", "two_year_average", "median_of_rules"}


def test_forecast_as_text_says_interval_and_chance(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, "forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25")
    assert code == 0
    assert "示范市（演示数据） 地区生产总值（gdp） 2020" in out
    assert "沿用累计增速" in out and "carry_ytd" not in out
    assert "80%区间" in out
    assert "演示数据" in out
    assert "实现可能性" in out


@pytest.mark.parametrize(
    ("chance", "said", "spoken"),
    [
        (0.0, "不足1%", "under 1%"),
        (0.004, "不足1%", "under 1%"),
        (0.005, "约1%", "about 1%"),
        (0.285, "约29%", "about 29%"),
        (0.99, "约99%", "about 99%"),
        (1.0, "超过99%", "over 99%"),
    ],
)
def test_a_chance_is_said_as_pages_say_it(
    chance: float, said: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = fact("gdp.chance.2020.3p5", 100 * chance, decimals=0)
    assert [escape(chance_percent(made, lang)).striptags() for lang in ("zh", "en")] == [said, spoken]
    full_year = dict.fromkeys(("median", "q10", "q90", "q025", "q975"), 2.0)
    target = {"kind": "原目标", "value": 3.5, "chance": chance, "required_growth": 7.1}
    of = {"place": "甲", "place_en": "A", "indicator": "gdp", "as_of": "2020-10-25", "year": 2020}
    forecast = of | {"known": {"growth_ytd": None}, "full_year": full_year, "targets": [target], "yardsticks": {}}
    assert f"原目标 3.5%：实现可能性{said}，后期需增 7.1%" in forecasting.as_text(forecast)
    monkeypatch.setenv("SHOUGUAN_LANG", "en")
    assert f"chance {spoken}, growth still needed 7.1%" in forecasting.as_text(forecast)


def test_forecast_in_english_names_place_indicator_and_targets_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25", "--lang", "en")
    code, out, _ = run(monkeypatch, capsys, *words)
    assert code == 0
    assert not re.search("[\u4e00-\u9fff]", out), out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(
            ["report", "青岛"], "shouguan new data/青岛 --name 青岛 建立；已有：青海、demo-city、全国、", id="a city"
        ),
        pytest.param(["report", "my city"], 'shouguan new "data/my city" --name "my city"', id="a name of two words"),
        pytest.param(["check", "data/青岛"], "用 shouguan new data/青岛 --name 青岛 建立", id="a missing folder"),
        pytest.param(
            ["report", "山东", "--notebook", "industry"],
            "（industry_va）的累计增速；自己的数据先用 shouguan new data/山东 --name 山东；有的地区：demo-city",
            id="a notebook without its indicator",
        ),
    ],
)
@pytest.mark.usefixtures("only_demo_city")
def test_what_is_not_there_is_told_with_a_command_to_paste_and_before_any_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    monkeypatch.setattr(render, "render", lambda *_, **__: pytest.fail("a run began"))
    code, out, err = run(monkeypatch, capsys, *words)
    assert (code, out) == (1, "")
    assert says in err and "青海" not in err.partition("已有")[0]


def test_commands_that_are_printed_take_the_path_as_it_was_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "my city"
    _, out, _ = run(monkeypatch, capsys, "new", str(folder), "--name", "甲市")
    assert f'shouguan check "{folder}"，然后 shouguan report "{folder}"' in out
    _, out, _ = run(monkeypatch, capsys, "check", str(folder))
    assert f'shouguan import 文件 --place "{folder}" 导入' in out
    assert f'导入用 shouguan import 文件 --place "{folder}"；有的地区：' in out
    monkeypatch.chdir(tmp_path)
    _, out, _ = run(monkeypatch, capsys, "check", "./my city")
    assert 'shouguan import 文件 --place "my city" 导入' in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["reprot"], 2, "没有命令 reprot；最接近的有效值：report；写法见"),
        (["--lang", "en", "reprot"], 2, "No such command 'reprot'; nearest valid: report\n"),
        (["zzzzzz"], 2, "没有命令 zzzzzz；有效值：report、"),
        (["forecast", "山东", "--indicator", "GDP"], 1, "最接近的有效值：gdp"),
        (["forecast", "山东", "--indicator", "地区生产总值"], 1, "最接近的有效值：gdp"),
    ],
)
def test_the_nearest_command_or_indicator_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    found, out, err = run(monkeypatch, capsys, *words)
    assert (found, out) == (code, "") and says in err


def test_a_workbook_may_be_asked_for_in_a_file_of_parameters_and_the_command_line_wins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config, page = tmp_path / "mine.yaml", tmp_path / "page.html"
    config.write_text(f"place: demo-city\nas_of: 2020-10-25\nout: {tmp_path}\nxlsx: true\n", encoding="utf-8")
    monkeypatch.setattr(render, "render", lambda *_, **__: Report(page, page, page))
    monkeypatch.setattr(annex, "of_report", lambda _, file: file)
    asked = run(monkeypatch, capsys, "report", "--config", str(config))
    assert asked[:2] == (0, f"{page}\n{page.with_suffix('.xlsx')}\n")
    assert run(monkeypatch, capsys, "report", "--config", str(config), "--no-xlsx")[:2] == (0, f"{page}\n")
    config.write_text("xlsx: perhaps\n", encoding="utf-8")
    code, _, err = run(monkeypatch, capsys, "report", "--config", str(config))
    assert code == 1 and "mine.yaml：参数 xlsx 的值“perhaps”不对，应为true 或 false" in err


def test_an_unexpected_failure_is_a_sentence_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.delenv("SHOUGUAN_DEBUG", raising=False)
    monkeypatch.setattr(place, "load", fail)
    code, _, err = run(monkeypatch, capsys, "report", "全国")
    assert code == 3
    assert "disk on fire" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["forecast", "--help"], ["--version"]])
def test_help_and_version_end_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, *words)
    assert code == 0
    assert "shouguan" in out


@pytest.fixture
def panel_file(tmp_path: Path) -> Path:
    """Two made-up regions, five years of quarters."""
    rows = ["code,province,year,quarter,gdp_ytd_100m_yuan,growth_ytd_pct"]
    for region, name in (("110000", "甲"), ("120000", "乙")):
        for year in range(2016, 2021):
            rows += [f"{region},{name},{year},{q},{100 * q},{6 + (q * year) % 3 / 10:.1f}" for q in range(1, 5)]
    file = tmp_path / "panel.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_backtest_prints_one_json_object(
    panel_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["backtest", str(panel_file), "--indicator", "gdp", "--years", "2019-2020", "--json"]
    code, out, err = run(monkeypatch, capsys, *words, "--origin", "Q3")
    assert code == 0, err
    found = json.loads(out)
    assert set(found) >= {"schema", "indicator", "years", "origin", "model", "n", "mae", "rmse", "crps", "seconds"}
    assert set(found) >= {"coverage50", "coverage80", "coverage95", "yardsticks", "by_year"}
    assert (found["n"], found["origin"], list(found["by_year"])) == (4, "Q3", ["2019", "2020"])
    assert set(found["yardsticks"]["carry_ytd"]) >= {"mae", "rmse", "crps", "coverage80"}
    several = json.loads(run(monkeypatch, capsys, *words, "--model", "statespace", "--model", "panel")[1])
    assert list(several["by_origin"]) == ["Q1", "H1", "Q3"]
    assert set(several["by_origin"]["Q1"]["models"]) == {"statespace", "panel"}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--years", "2020-2019"], 2, "2018-2022"),
        (["--years", "2019", "--model", "arima"], 2, "no model 'arima'"),
        (["--years", "2019", "--origin", "M09"], 2, "expected one of Q1, H1, Q3"),
        (["--years", "2031"], 1, "nothing to test"),
        (["--years", "2019", "--indicator", "retail"], 1, "gdp or fai"),
    ],
)
def test_backtest_refuses_with_the_nearest_valid_choice(
    panel_file: Path,
    words: list[str],
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = words if "--indicator" in words else [*words, "--indicator", "gdp"]
    found, out, err = run(monkeypatch, capsys, "backtest", str(panel_file), *given)
    assert found == code
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_the_example_of_read_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "examples/统计月报2020年9月.csv" in run(monkeypatch, capsys, "read", "--help")[1].replace("\n", "")
    page, file = tmp_path / "核对.html", str(paths.examples() / "统计月报2020年9月.csv")
    code, said, _ = run(monkeypatch, capsys, "read", file, "--place", "demo-city", "--html", str(page))
    assert code == 0 and "#D3" in said and page.stat().st_size > 1000
