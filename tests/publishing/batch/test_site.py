"""What readers find after a run: an index, a feed, and the last good page of what failed; one rename changes all."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from shouguan.cli import commands
from shouguan.core import language
from shouguan.core.errors import RunError, UsageError
from shouguan.facts import archive
from shouguan.facts.table import Fact
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch import site
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import WAITING, Outcome, Run
from shouguan.publishing.batch.standing import STATE, Identity, Standing
from shouguan.publishing.batch.unchanged import Memory, Sources
from tests.builders.issued import fact, forecast, publish

BEGAN = dt.datetime(2020, 10, 26, 3, 0, tzinfo=dt.UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "<img src=x onerror=alert(1)>"


def _run(*outcomes: Outcome, hour: int = 3, day: int = 26) -> Run:
    return Run(tuple(outcomes), BEGAN.replace(hour=hour, day=day), 1.0)


def _names(place: str = "示范市", region: str = "999901", scenario: str = "基准情景") -> dict[str, Any]:
    both = {"place": (place, "Demo City"), "notebook": ("简报", "Briefing"), "scenario": (scenario, "Baseline")}
    return {"region": region} | {name: {"zh": zh, "en": en} for name, (zh, en) in both.items()}


def _made(
    out: Path,
    place: str = "demo-city",
    *,
    facts: list[Fact] | None = None,
    state: Any = "made",
    names: dict[str, Any] | None = None,
    **rest: Any,
) -> Outcome:
    report = publish(out, forecast() if facts is None else facts, place=place, names=names or _names(place), **rest)
    order = Order(place, as_of="2020-10-25", scenario=rest.get("scenario", "base"), lang=rest.get("lang", "zh"))
    return Outcome(order, state, html=report.html.relative_to(out).as_posix())


def _published(made: Run, out: Path, served: Path, **how: Any) -> Path:
    """Publish a run and return the index."""
    site.publish(made, out, served, **how)
    return served / "latest" / "index.html"


def _failed(place: str, state: Any = "failed", code: int = 1, zh: str = "先用 shouguan new", en: str = "en") -> Outcome:
    return Outcome(Order(place, as_of="2020-10-25"), state, exit_code=code, zh=zh, en=en)


def _hrefs(index: Path) -> list[str]:
    return [unquote(href) for href in re.findall(r'href="([^"#]+\.html)"', index.read_text("utf-8"))]


def _places(served: Path) -> list[str]:
    return sorted(Path(href).parts[1] for href in _hrefs(served / "latest" / "index.html"))


def _seen(index: Path) -> str:
    """Return what readers see of an index: the text of its body, cells apart by strokes."""
    body = re.sub(r"<(script|style).*?</\1>", "", index.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(<[^>]*>\s*)+", "|", body)


def _feed(served: Path) -> ElementTree.Element:
    return ElementTree.parse(served / "latest" / "feed.xml").getroot()


def test_the_index_leads_to_pages_that_are_whole(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    index = _published(_run(_made(out), _made(out, "另一个市#1?%")), out, served)
    links = _hrefs(index)
    assert len(links) == 2
    for link in links:
        assert archive.read(served / "latest" / link).as_of == dt.date(2020, 10, 25)


def test_a_report_is_called_by_the_words_of_the_field_and_a_scenario_by_its_own_name(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    hard = _made(out, scenario="dizheng", names=_names("示范市", scenario="外需走弱"))
    seen = _seen(_published(_run(_made(out, names=_names()), hard), out, served))
    assert "|示范市|2020-10-25|简报 · 基准情景|地区生产总值|" in seen
    assert "|示范市|2020-10-25|简报 · 外需走弱|地区生产总值|" in seen
    assert not re.search("briefing|base|zh|dizheng", seen)


def test_it_is_said_in_which_language_a_report_is_where_there_are_two(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    seen = _seen(_published(_run(_made(out), _made(out, lang="en")), out, served))
    assert seen.index("简报 · 基准情景 · 中文") < seen.index("简报 · 基准情景 · 英文")


def test_figures_are_those_that_the_page_says_first_each_chance_with_its_target(tmp_path: Path) -> None:
    """A stretch target that page one speaks of, not the original; and a chance of no other step than the target's."""
    out, served = tmp_path / "out", tmp_path / "site"
    first = [
        fact("gdp.target.2020.stretch", 3.5, "target", period="2020"),
        fact("gdp.chance.2020.2p0", 97.6, decimals=0, period="2020"),
        fact("gdp.chance.2020.3p5", 41.2, decimals=0, period="2020"),
        fact("gdp.record.n", 8, "computed", decimals=0, unit=""),
    ]
    both = [*first, *forecast(target=6.5, chance=0.2)]
    seen = _seen(_published(_run(_made(out, facts=both)), out, served))
    assert "|2.0（1.4～2.6）|3.5|41|需努力|" in seen


def test_a_chance_is_never_nought_and_says_where_no_past_year_could_test_it(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    seen = _seen(_published(_run(_made(out, facts=forecast(chance=0.2))), out, served))
    assert "|&lt;1（未检验）|难度很大|" in seen


def test_a_page_without_a_forecast_has_dashes_and_a_site_without_any_no_such_columns(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    data = _made(out, "data-city", facts=[fact("data.gdp.0", 15, "computed", decimals=0)])
    alone = _seen(_published(_run(data), out, served))
    assert "全年预计" not in alone
    assert "可能性" not in alone
    both = _seen(_published(_run(data, _made(out), hour=4), out, served))
    assert "|data-city|2020-10-25|简报 · 基准情景|—|—|—|—|—|" in both


def test_an_english_index_says_everything_in_english(tmp_path: Path, english: None) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    failed = [_failed("x", state, code) for state, code in (("too long", 3), ("not begun", 3), ("failed", 2))]
    index = _published(_run(_made(out), _made(out, lang="en"), *failed), out, served)
    assert language.chosen() == "en"
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", _seen(index))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        pytest.param(_failed("山东", zh="没有台账；先用 shouguan new 建立"), "缺数据，或数据有误", id="data"),
        pytest.param(_failed("山东", code=2, zh="/srv/山东/place.yaml 有误"), "参数或设置有误", id="usage"),
        pytest.param(_failed("山东", "too long", 3, "停在第3格；--longest 可放宽"), "超过时限，已停止", id="long"),
        pytest.param(_failed("山东", "not begun", 3, "运行中断"), "运行中断，没有轮到", id="stopped"),
        pytest.param(_failed("山东", code=3, zh=f"KeyError: {EVIL}"), "运行出错，或没有通过发布前的检查", id="run"),
        pytest.param(_failed("山东", "waiting", WAITING, "等待三季度"), "等待三季度", id="waiting"),
    ],
)
def test_readers_are_told_what_is_missing_and_no_command(tmp_path: Path, outcome: Outcome, said: str) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    seen = _seen(_published(_run(_made(out), outcome), out, served))
    assert f"|{said}：1 份|山东：简报 · 基准情景|" in seen
    assert not re.search(r"shouguan|--[a-z]|/srv|KeyError|<img", seen)
    assert outcome.zh in json.loads((served / "latest" / "run.json").read_text("utf-8"))["reports"][1]["zh"]


def test_a_place_whose_folder_cannot_be_read_is_called_by_it(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for name, settings in (("wrong", "name: ["), ("list", "- name"), ("named", "name: 青岛市")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "place.yaml").write_text(settings, encoding="utf-8")
    lacks = [_failed(str(tmp_path / name)) for name in ("wrong", "list", "named")]
    seen = _seen(_published(_run(_made(out), *lacks), out, served))
    assert [f"|{name}：简报" in seen for name in ("wrong", "list", "青岛市")] == [True] * 3
    assert str(tmp_path) not in seen


def test_what_failed_is_named_and_its_last_good_page_stands(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    kept = _made(out)
    Memory(out).keep(kept.order, str(kept.html), Sources({}, "", "", {}))
    index = _published(_run(_failed("demo-city", code=3), _failed(EVIL)), out, served)
    text = index.read_text("utf-8")
    assert "示范市：简报 · 基准情景（上表仍是上一份）" in text
    assert EVIL not in text
    assert _places(served) == ["demo-city"]


def test_runs_for_other_places_share_a_site(tmp_path: Path) -> None:
    """Two lines of a crontab, each with places and a reports folder of its own."""
    one, two, served = tmp_path / "one", tmp_path / "two", tmp_path / "site"
    _published(_run(_made(one, "a-city"), _failed("山东"), hour=3), one, served)
    index = _published(_run(_made(two, "b-city"), hour=4), two, served)
    assert _places(served) == ["a-city", "b-city"]
    assert "山东：简报" in index.read_text("utf-8")
    for href in _hrefs(index):
        assert archive.read(served / "latest" / href).title
    assert len(_feed(served).findall(f"{ATOM}entry")) == 2
    index = _published(_run(_made(one, "shandong"), _failed("a-city", code=3), hour=3, day=27), one, served)
    assert _places(served) == ["a-city", "b-city", "shandong"]
    seen = _seen(index)
    assert "山东：简报" not in seen
    assert "a-city：简报 · 基准情景（上表仍是上一份）" in seen
    assert "其中 2 份由以前的运行生成，最早的是 2020-10-26" in seen
    seen = _seen(_published(_run(_failed("a-city", code=3), hour=3, day=28), one, served))
    assert "a-city：简报 · 基准情景，2020-10-27起（上表仍是上一份）" in seen


def test_runs_that_end_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    outs, served = [tmp_path / f"{n}-out" for n in range(6)], tmp_path / "site"
    made = [_run(_made(out, f"{out.name[0]}-city")) for out in outs]
    with ThreadPoolExecutor(len(outs)) as pool:
        list(pool.map(lambda one, out: _published(one, out, served), made, outs))
    assert _places(served) == [f"{n}-city" for n in range(6)]
    assert len({each.name for each in (served / "runs").iterdir()}) == 6


def test_a_newer_day_of_a_report_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    _published(_run(_made(out, names=_names()), _made(out, "b-city")), out, served)
    newer = publish(out, forecast(), as_of="2020-11-25", names=_names())
    outcome = Outcome(Order("demo-city"), "made", html=newer.html.relative_to(out).as_posix())
    index = _published(_run(outcome, hour=4), out, served)
    assert sorted(_hrefs(index)) == ["2020-10-25/b-city/base/briefing.zh.html", newer.html.relative_to(out).as_posix()]


def test_an_older_day_of_a_report_takes_no_newer_one_s_place_unless_that_is_asked_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    newer = publish(out, forecast(), as_of="2020-11-25", names=_names())
    outcome = Outcome(Order("demo-city"), "made", html=newer.html.relative_to(out).as_posix())
    seen = _seen(_published(_run(outcome), out, served))
    assert re.search(r"共 1 份，\d{4}-\d\d-\d\d \d\d:\d\d 更新。", seen)
    older = _made(out, names=_names())
    index = _published(_run(older, hour=4), out, served)
    assert _hrefs(index) == [outcome.html]
    assert re.search(r"共 1 份；\d{4}-\d\d-\d\d 04:\d\d 的运行没有带来新的报告。", _seen(index))
    assert f"已有更新的 {outcome.html}，2020-10-25 的没有放上" in caplog.text
    assert _hrefs(_published(_run(older, hour=5), out, served, drop_others=True)) == [older.html]


def test_what_nobody_asks_for_any_more_can_be_left_out_by_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    _published(_run(_made(out, "a-city"), _failed("c-city")), out, served)
    index = _published(_run(_made(out, "b-city"), hour=4), out, served, drop_others=True)
    assert _places(served) == ["b-city"]
    assert "c-city" not in index.read_text("utf-8")
    assert "--drop-others 从目录撤下 1 份：2020-10-25/a-city/base/briefing.zh.html" in caplog.text


def test_what_nobody_has_asked_for_in_a_long_time_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    _published(_run(_made(out, "a-city"), day=1), out, served)
    _published(_run(_made(out, "b-city"), day=31), out, served)
    assert "没有运行再要过" not in caplog.text
    later = replace(_run(_made(out, "b-city")), began=BEGAN + dt.timedelta(days=20))
    _published(later, out, served)
    assert "1 份报告 40 天没有运行再要过，仍留在目录里：2020-10-25/a-city/" in caplog.text


@pytest.mark.parametrize("damage", ["gone", "dangling", "a page of nothing"])
def test_without_latest_the_newest_whole_run_is_gone_on_from(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour, place in ((3, "a-city"), (4, "b-city")):
        _published(_run(_made(out, place), hour=hour), out, served)
    (served / "runs" / "20201026-050000-abcd").mkdir()
    (served / "latest").unlink()
    if damage == "dangling":
        (served / "latest").symlink_to("runs/20201026-060000-abcd")
    elif damage != "gone":
        (served / "latest").mkdir()
        (served / "latest" / "index.html").write_text("", encoding="utf-8")
    site.publish(_run(_made(out, "c-city"), hour=6), out, served)
    assert [each.key.place for each in Standing.of(served).reports.values()] == ["c-city", "b-city", "a-city"]
    assert "latest 丢失或损坏，接着 runs/20201026-04" in caplog.text


def test_a_lower_number_of_runs_makes_room_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in (3, 4, 5):
        _published(_run(_made(out), hour=hour), out, served)
    (served / ".latest.3d.tmp").write_text("half", encoding="utf-8")

    def full(*_: object, **__: object) -> Identity:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site.Identity, "of", full)
    with pytest.raises(RunError, match="磁盘已满"):
        _published(_run(_made(out), hour=6), out, served, keep=1)
    assert [each.name[:11] for each in (served / "runs").iterdir()] == ["20201026-05"]
    assert not (served / ".latest.3d.tmp").exists()
    assert _places(served) == ["demo-city"]


def test_a_lost_name_of_a_site_is_told_and_one_that_is_a_folder_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _run(_made(out))
    _published(made, out, served)
    assert "订阅换了新的编号" not in caplog.text
    (served / STATE).unlink()
    _published(made, out, served)
    assert f"{served / STATE} 丢失或损坏，订阅换了新的编号" in caplog.text
    (served / STATE).unlink()
    (served / STATE).mkdir()
    with pytest.raises(UsageError, match="应为文件，却是文件夹"):
        site.ready(out, served)


def test_a_wrong_name_of_a_place_is_forgotten_once_nobody_asks_for_it(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    index = _published(_run(_made(out), _failed("济男"), _failed("山东")), out, served)
    assert "济男：简报" in _seen(index)
    for day, stays in ((27, True), (30, True), (31, False)):
        seen = _seen(_published(_run(_made(out), day=day, hour=2), out, served))
        assert "济男" not in seen
        assert ("山东：简报" in seen) is stays


def test_places_stand_in_the_order_of_their_codes_those_that_are_missing_too(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = [_made(out, slug, names=_names(name, code)) for slug, name, code in (("a", "乙", "37"), ("b", "甲", "11"))]
    seen = _seen(_published(_run(*made, _failed("山东"), _failed("山西")), out, served))
    assert [name for name in re.split(r"[|：]", seen) if name in ("甲", "乙", "山西", "山东")] == [
        "甲",
        "乙",
        "山西",
        "山东",
    ]


def test_places_that_are_called_alike_are_told_apart(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = [
        _made(out, slug, names=_names("鼓楼区", code))
        for slug, code in (("nj-gulou", "320106"), ("fz-gulou", "350102"))
    ]
    seen = _seen(_published(_run(*made, _made(out)), out, served))
    assert "|鼓楼区 (nj-gulou)|" in seen
    assert "|鼓楼区 (fz-gulou)|" in seen
    assert "|demo-city|" in seen


def test_what_is_known_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = [_made(out, name) for name in ("a-city", "b-city")]
    Memory(out).keep(made[1].order, str(made[1].html), Sources({}, "", "", {}))
    _published(_run(*made), out, served)
    read: list[Path] = []
    monkeypatch.setattr(site.archive, "read", read.append)
    same, waits = replace(made[0], state="unchanged"), _failed("b-city", "waiting", WAITING)
    index = _published(_run(same, waits, hour=4), out, served)
    assert read == []
    assert _places(served) == ["a-city", "b-city"]
    assert "（上表仍是上一份）" in index.read_text("utf-8")


def test_retention_counts_runs_and_loses_no_place(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in range(6):
        _published(_run(_made(out, "ab"[hour % 2] + "-city"), hour=hour), out, served, keep=2)
    assert len(list((served / "runs").iterdir())) == 2
    assert _places(served) == ["a-city", "b-city"]
    for href in _hrefs(served / "latest" / "index.html"):
        assert archive.read(served / "latest" / href).title


@pytest.mark.parametrize("damage", ["gone", "half", "other"])
def test_what_stands_is_read_from_its_pages_where_its_record_is_damaged(tmp_path: Path, damage: str) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    _published(_run(_made(out, "a-city")), out, served)
    before = Standing.of(served).reports
    state = served / "latest" / STATE
    if damage == "gone":
        state.unlink()
    else:
        state.write_text('{"reports": [' if damage == "half" else '{"reports": [{}], "missing": []}', encoding="utf-8")
    found = Standing.of(served).reports
    assert {key: each.forecast for key, each in found.items()} == {key: each.forecast for key, each in before.items()}
    _published(_run(_made(out, "b-city"), hour=4), out, served)
    assert _places(served) == ["a-city", "b-city"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"as_of": 5},
        {"changed": "yesterday"},
        {"files": []},
        {"files": ["gone.html", "/victim"]},
        {"files": ["gone.html", "../../../victim"]},
        {"place": {"zh": None, "en": "A"}},
        {"key": [["a"], "briefing", "base", "zh"]},
        {"chance": {"shown": "31", "value": "abc"}},
        {"code": ""},
    ],
    ids=str,
)
def test_a_record_that_somebody_has_spoilt_harms_neither_the_site_nor_files_elsewhere(
    tmp_path: Path, spoilt: dict[str, Any]
) -> None:
    out, served, victim = tmp_path / "out", tmp_path / "site", tmp_path / "victim"
    _published(_run(_made(out, "a-city")), out, served)
    victim.touch()
    state = served / "latest" / STATE
    content = json.loads(state.read_text("utf-8"))
    spoilt = {name: json.loads(json.dumps(value).replace("/victim", str(victim))) for name, value in spoilt.items()}
    content["reports"][0] |= spoilt
    state.write_text(json.dumps(content), encoding="utf-8")
    _published(_run(_made(out, "b-city"), hour=4), out, served)
    assert _places(served) == ["a-city", "b-city"]
    assert victim.exists()


def test_a_report_whose_files_are_gone_from_the_site_is_said_to_be_missing(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    index = _published(_run(_made(out, "a-city")), out, served)
    next(index.parent.resolve().rglob("*.facts.json")).unlink()
    seen = _seen(_published(_run(_made(out, "b-city"), hour=4), out, served))
    assert "|原有的文件已不在或已损坏：1 份|a-city：简报 · 基准情景|" in seen
    assert _places(served) == ["b-city"]
    assert list((served / "latest").resolve().rglob("2020-10-25/a-city/**/*.*")) == []


@pytest.mark.parametrize("code", ["370200", "370100"])
def test_another_region_under_the_same_name_is_refused_and_nothing_changes(tmp_path: Path, code: str) -> None:
    one, two, served = tmp_path / "one", tmp_path / "two", tmp_path / "site"
    index = _published(_run(_made(one, "x", names=_names("甲市", "370100"))), one, served)
    first = index.read_text("utf-8")
    other = _run(_made(two, "x", names=_names("乙市", code)), hour=4)
    with pytest.raises(UsageError, match=rf"“x”的是甲市（370100），这次的是乙市（{code}）"):
        _published(other, two, served)
    assert index.read_text("utf-8") == first
    assert "|乙市|" in _seen(_published(other, two, served, drop_others=True))


@pytest.mark.parametrize(("out", "served"), [("a", "a"), ("a", "a/site"), ("a/b/out", "a"), ("a", "link")])
def test_a_site_and_the_reports_folder_lie_apart(tmp_path: Path, out: str, served: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    words = ["render-all", "demo-city", "--out", str(tmp_path / out), "--site", str(tmp_path / served)]
    result = CliRunner().invoke(commands.app, words)
    assert (result.exit_code, "不能是同一个文件夹" in result.output) == (2, True)
    assert not (tmp_path / "a" / runs.RECORD).exists()


def test_a_site_that_cannot_be_written_to_is_known_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match=r"--site 应为文件夹，.*是文件"):
        site.ready(tmp_path / "out", tmp_path / "site")


def test_the_feed_has_what_atom_asks_for(tmp_path: Path) -> None:
    """RFC 4287, 4.1: id, title and updated of the feed and of each entry, an author, and one link to itself."""
    out, served = tmp_path / "out", tmp_path / "site"
    _published(_run(_made(out), _made(out, "另一个市")), out, served)
    feed = _feed(served)
    entries = feed.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id", "") for each in (feed, *entries)]
    assert len(entries) == 2
    assert len({uuid.UUID(each.removeprefix("urn:uuid:")) for each in ids}) == 3
    for each in (feed, *entries):
        assert each.findtext(f"{ATOM}title")
        assert dt.datetime.fromisoformat(each.findtext(f"{ATOM}updated", "")).tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.attrib["href"] == "feed.xml"
    for each in entries:
        (link,) = each.findall(f"{ATOM}link")
        assert (served / "latest" / unquote(link.attrib["href"])).is_file()
        assert link.attrib["href"].isascii()


def test_ids_stay_in_one_site_and_differ_between_two(tmp_path: Path) -> None:
    out, ids = tmp_path / "out", []
    for served, hour in (("one", 3), ("one", 4), ("two", 5)):
        _published(_run(_made(out), hour=hour), out, tmp_path / served)
        ids.append({each.text for each in _feed(tmp_path / served).iter(f"{ATOM}id")})
    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]


def test_a_feed_says_nothing_new_where_no_page_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("another disk")

    monkeypatch.setattr(os, "link", refused)
    out, served, said = tmp_path / "out", tmp_path / "site", []
    made = _made(out)
    for file in out.rglob("*.*"):
        os.utime(file, (1.6e9, 1.6e9))
    for hour in (3, 4):
        _published(_run(made, hour=hour), out, served)
        said.append((served / "latest" / "feed.xml").read_bytes())
    assert said[0] == said[1]
    updated = dt.datetime.fromisoformat(_feed(served).findtext(f"{ATOM}updated", ""))
    assert updated.timestamp() == 1.6e9


def test_the_address_of_a_site_is_said_once(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour, url in ((3, "https://intranet/报告/"), (4, None)):
        _published(_run(_made(out), hour=hour), out, served, url=url)
        links = [each.attrib["href"] for each in _feed(served).iter(f"{ATOM}link")]
        assert links == [
            "https://intranet/%E6%8A%A5%E5%91%8A/latest/feed.xml",
            "https://intranet/%E6%8A%A5%E5%91%8A/latest/index.html",
            "https://intranet/%E6%8A%A5%E5%91%8A/latest/2020-10-25/demo-city/base/briefing.zh.html",
        ]


@pytest.mark.parametrize(
    "url",
    ["intranet/reports", "https://", "https://x/reports/latest/", "https://x/latest/index.html", "https://x/?a=1"],
)
def test_an_address_that_is_none_of_a_site_is_refused_before_any_work(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="--site-url"):
        site.ready(tmp_path / "out", tmp_path / "site", url)


@pytest.mark.parametrize("words", [["--drop-others"], ["--site-url", "https://x"]])
def test_what_is_for_a_site_needs_one(tmp_path: Path, words: list[str]) -> None:
    result = CliRunner().invoke(commands.app, ["render-all", "demo-city", "--out", str(tmp_path), *words])
    assert (result.exit_code, "--site" in result.output) == (2, True)


def test_readers_find_one_run_whole_whenever_they_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    first = _published(_run(_made(out)), out, served).read_text("utf-8")

    def full(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site, "feed", full)
    with pytest.raises(RunError, match="磁盘已满"):
        _published(_run(_made(out), hour=4), out, served)
    assert (served / "latest" / "index.html").read_text("utf-8") == first
    assert [each.name for each in (served / "runs").iterdir() if each.name.startswith(".")] == []


def test_only_so_many_runs_stay_and_the_newest_is_one_of_them(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in range(5):
        _published(_run(_made(out), hour=hour), out, served, keep=2)
    assert [each.name[:11] for each in sorted((served / "runs").iterdir())] == ["20201026-03", "20201026-04"]
    assert (served / "latest").resolve().name.startswith("20201026-04")


def test_the_newest_run_stays_where_the_clock_went_backwards(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in (6, 5, 4):
        index = _published(_run(_made(out), hour=hour), out, served, keep=2)
        assert index.is_file(), hour
    assert [each.name[:11] for each in sorted((served / "runs").iterdir())] == ["20201026-04", "20201026-05"]


def test_only_what_is_the_kit_s_own_is_removed(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    others = [served / "runs" / name for name in ("2019 archive", ".notes.tmp")]
    for each in others:
        each.mkdir(parents=True)
    for hour in (3, 4):
        _published(_run(_made(out), hour=hour), out, served, keep=1)
    assert all(each.is_dir() for each in others)


def test_what_killed_runs_had_begun_is_removed(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _made(out)
    (out / ".made").mkdir()
    left = [out / ".run.json.1f.tmp", out / ".made" / ".a.json.2e.tmp", served / ".latest.3d.tmp"]
    (served / "runs" / ".20201026-010000-12ab.tmp" / "part").mkdir(parents=True)
    for file in (*left, served / ".site.json.4c.tmp"):
        file.write_text("half", encoding="utf-8")
    runs.run([], out, workers=1)
    _published(_run(made), out, served)
    assert [file for file in (*out.rglob("*.tmp"), *served.rglob("*.tmp")) if file.exists()] == []


def test_without_links_a_page_leads_to_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("links are not allowed here")

    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(os, "link", refused)
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in (3, 4):
        index = _published(_run(_made(out, f"{hour}-city"), hour=hour), out, served)
        (led,) = set(re.findall(r'(?:url=|href=")([^"]+)"', index.read_text("utf-8")))
        run = (index.parent / led).parent
        assert sorted(each.parts[-3] for each in run.rglob("briefing.zh.html")) == ["3-city", "4-city"][: hour - 2]
    assert "20201026-04" in led
    for name in ("feed.xml", "index.html"):
        assert f'href="../../latest/{name}"' in (run / "index.html").read_text("utf-8")
    for each in _feed(served).findall(f"{ATOM}entry/{ATOM}link"):
        assert (served / "latest" / each.attrib["href"]).is_file()


def _written_over(out: Path, outcome: Outcome, how: str) -> None:
    """Spoil a page after its run has made it, as a notebook of the same run can."""
    html = out / str(outcome.html)
    if how == "text":
        html.write_text("<p>another's</p>", encoding="utf-8")
        return
    report = archive.read(html)
    manifest = json.loads(json.dumps(report.manifest))
    if how == "another's":
        manifest["notebook"]["name"] = "gdp"
    elif how == "no notebook":
        del manifest["notebook"]
    elif how == "wrong names":
        manifest["names"]["place"] = {"zh": 5, "old": "x"}
    facts = report.report.facts.read_text("utf-8")
    if how == "wrong fact":
        content = json.loads(facts)
        content["facts"] = [
            {name: value for name, value in each.items() if name != "value"} for each in content["facts"]
        ]
        facts = json.dumps(content)
    page = report.html.replace(report.facts_sha256, archive.sha256(facts.encode()))
    manifest |= {"facts_sha256": archive.sha256(facts.encode()), "html_sha256": archive.sha256(page.encode())}
    archive.put(html, page, facts, json.dumps(manifest))


@pytest.mark.parametrize("how", ["text", "another's", "no notebook", "wrong names", "wrong fact"])
def test_a_page_that_was_spoilt_after_it_was_made_has_failed_by_name_and_costs_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _run(_made(out, "a-city"), _made(out, "b-city"))
    _written_over(out, made.outcomes[0], how)
    told = site.publish(made, out, served)
    assert [(each.state, each.exit_code) for each in told.outcomes] == [("failed", 3), ("made", 0)]
    assert told.exit_code == 3
    assert "a-city" in told.outcomes[0].zh
    assert told.outcomes[0].zh in caplog.text
    assert _places(served) == ["b-city"]
    assert "a-city：简报" in _seen(served / "latest" / "index.html")
    for folder in (out, served / "latest"):
        assert json.loads((folder / "run.json").read_text("utf-8"))["exit_code"] == 3


def test_the_last_good_page_stands_where_the_new_one_was_spoilt(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _made(out, "a-city")
    _published(_run(made), out, served)
    _written_over(out, made, "text")
    index = _published(_run(made, hour=4), out, served)
    assert archive.read(served / "latest" / _hrefs(index)[0]).title
    assert "（上表仍是上一份）" in _seen(index)


def test_nothing_that_is_written_in_the_reports_folder_changes_what_is_published(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _made(out)
    _published(_run(made), out, served)
    _published(_run(replace(made, state="unchanged"), hour=4), out, served)
    html = out / str(made.html)
    with html.open("a", encoding="utf-8") as page:
        page.write("changed")
    pages = [*(served / "runs").glob(f"*/{made.html}")]
    assert ["changed" in page.read_text("utf-8") for page in pages] == [False, False]
    assert pages[0].samefile(pages[1])


@pytest.mark.parametrize("part", ["html", "facts.json", "manifest.json"])
def test_a_page_that_was_damaged_in_the_site_is_not_carried_on_and_comes_back_when_made(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    one, two, served = tmp_path / "one", tmp_path / "two", tmp_path / "site"
    made = _made(one, "a-city")
    index = _published(_run(made), one, served)
    next(index.parent.resolve().glob(f"*/*/*/*.{part}")).write_text("half", encoding="utf-8")
    seen = _seen(_published(_run(_made(two, "b-city"), hour=4), two, served))
    assert "|原有的文件已不在或已损坏：1 份|a-city：简报 · 基准情景|" in seen
    assert f"{made.html} 的文件已不在或已损坏" in caplog.text
    assert _places(served) == ["b-city"]
    _published(_run(replace(made, state="unchanged"), hour=5), one, served)
    assert _places(served) == ["a-city", "b-city"]


def test_times_are_compared_as_instants_whatever_the_zone_of_the_clock(tmp_path: Path) -> None:
    """A page of 08:00 in Beijing is older than one of 01:00 in UTC, though its text comes later."""
    out, served = tmp_path / "out", tmp_path / "site"
    kept = _made(out, names=_names())
    Memory(out).keep(kept.order, str(kept.html), Sources({}, "", "", {}))
    one = publish(tmp_path / "one", forecast(median=2.5), names=_names())
    first = replace(kept, html=one.html.relative_to(tmp_path / "one").as_posix())
    for file, hour in ((one.html, 0), (out / str(kept.html), 1)):
        stamp = dt.datetime(2020, 10, 26, hour, tzinfo=dt.UTC).timestamp()
        os.utime(file, (stamp, stamp))
    index = _published(_run(first), tmp_path / "one", served)
    state = index.parent / STATE
    content = json.loads(state.read_text("utf-8"))
    content["reports"][0]["changed"] = "2020-10-26T08:00:00+08:00"
    state.write_text(json.dumps(content), encoding="utf-8")
    seen = _seen(_published(_run(_failed("demo-city", code=3), hour=5), out, served))
    assert "2.0（1.4～2.6）" in seen


def test_a_place_that_does_not_exist_is_not_said_to_lack_data(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    seen = _seen(_published(_run(_made(out), _failed("济男"), _failed("山东")), out, served))
    assert "|没有这个地区：1 份|济男：简报" in seen
    assert "|缺数据，或数据有误：1 份|山东：简报" in seen


def test_a_misspelt_scenario_is_said_to_be_a_wrong_setting(tmp_path: Path) -> None:
    wrong = Outcome(
        Order("山东", scenario="strss"), "failed", exit_code=1, zh="没有名为“strss”的情景", en="no scenario"
    )
    seen = _seen(_published(_run(wrong), tmp_path / "out", tmp_path / "site"))
    assert "|参数或设置有误：1 份|山东：简报" in seen


def test_each_word_of_a_low_chance_has_a_colour_of_its_own_and_a_card_names_the_interval(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = [_made(out, f"{chance}-city", facts=forecast(chance=chance)) for chance in (5, 25, 45)]
    text = _published(_run(*made), out, served).read_text("utf-8")
    lights = re.findall(r'class="light (\w+)">(\w+)<', text)
    assert lights == [("hard", "压力较大"), ("fair", "需努力"), ("poor", "难度很大")]
    assert text.count('data-label="全年预计（80%区间），%"') == 3


def test_no_run_kept_is_refused_by_name_and_value(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--keep 应为 1 或更大的整数，实为 0"):
        site.ready(tmp_path / "out", tmp_path / "site", keep=0)
