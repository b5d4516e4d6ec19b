"""What readers find after a run: an index, a feed, and the last good page of what failed; one rename changes all."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shouguan.core.errors import RunError
from shouguan.facts import archive
from shouguan.publishing.batch import run as runs
from shouguan.publishing.batch import site
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome, Run
from shouguan.publishing.batch.unchanged import Memory, Sources
from tests.builders.issued import forecast, publish

BEGAN = dt.datetime(2020, 10, 26, 3, 0)
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "<img src=x onerror=alert(1)>"


def _run(*outcomes: Outcome, began: dt.datetime = BEGAN) -> Run:
    return Run(tuple(outcomes), began, 1.0)


def _made(out: Path, place: str = "demo-city", **rest: object) -> Outcome:
    html = publish(out, forecast(), place=place).html.relative_to(out).as_posix()
    return Outcome(Order(place, as_of="2020-10-25"), "made", html=html, **rest)  # type: ignore[arg-type]


def test_the_index_leads_to_pages_that_are_whole(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    index = site.publish(_run(_made(out), _made(out, "另一个市")), out, served)
    links = re.findall(r'href="([^"#]+\.html)"', index.read_text("utf-8"))
    assert len(links) == 2
    for link in links:
        assert archive.read(served / "latest" / link).as_of == dt.date(2020, 10, 25)


def test_the_feed_has_an_entry_for_each_report_whose_name_stays(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    names = []
    for hour in (3, 4):
        site.publish(_run(_made(out), began=BEGAN.replace(hour=hour)), out, served)
        feed = ElementTree.parse(served / "latest" / "feed.xml").getroot()
        (entry,) = feed.findall(f"{ATOM}entry")
        names.append(entry.findtext(f"{ATOM}id"))
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (served / "latest" / link.attrib["href"]).is_file()
        for part in ("title", "updated"):
            assert entry.findtext(f"{ATOM}{part}")
    assert names[0] == names[1]


def test_what_failed_is_named_and_its_last_good_page_stands(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    kept = _made(out)
    Memory(out).keep(kept.order, str(kept.html), Sources("", "", "", {}))
    never = Outcome(Order("没有过的市"), "failed", exit_code=1, zh=EVIL, en=EVIL)
    failed = Outcome(kept.order, "failed", exit_code=3, zh="程序出错", en="a fault")
    text = site.publish(_run(failed, never), out, served).read_text("utf-8")
    assert "demo-city · briefing · base · zh：程序出错（下表仍是上一份）" in text
    assert "没有过的市 · briefing · base · zh：" in text
    assert EVIL not in text
    assert len(re.findall(r"<tr data-place", text)) == 1


def test_readers_find_one_run_whole_whenever_they_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    first = site.publish(_run(_made(out)), out, served).read_text("utf-8")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site, "_feed", full)
    with pytest.raises(RunError, match="磁盘已满"):
        site.publish(_run(_made(out), began=BEGAN.replace(hour=4)), out, served)
    assert (served / "latest" / "index.html").read_text("utf-8") == first
    assert [each.name for each in (served / "runs").iterdir() if each.name.startswith(".")] == []


def test_only_so_many_runs_stay_and_the_newest_is_one_of_them(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in range(5):
        site.publish(_run(_made(out), began=BEGAN.replace(hour=hour)), out, served, keep=2)
    assert [each.name[:11] for each in sorted((served / "runs").iterdir())] == ["20201026-03", "20201026-04"]
    assert (served / "latest").resolve().name.startswith("20201026-04")


def test_the_newest_run_stays_where_the_clock_went_backwards(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in (6, 5, 4):
        index = site.publish(_run(_made(out), began=BEGAN.replace(hour=hour)), out, served, keep=2)
        assert index.is_file(), hour
    assert [each.name[:11] for each in sorted((served / "runs").iterdir())] == ["20201026-04", "20201026-06"]


def test_what_killed_runs_had_begun_is_removed(tmp_path: Path) -> None:
    out, served = tmp_path / "out", tmp_path / "site"
    made = _made(out)
    (out / ".made").mkdir()
    left = [out / ".run.json.1f.tmp", out / ".made" / ".a.json.2e.tmp", served / ".latest.3d.tmp"]
    (served / "runs" / ".20201026-01.tmp" / "part").mkdir(parents=True)
    for file in left:
        file.write_text("half", encoding="utf-8")
    runs.run([], out, workers=1)
    site.publish(_run(made), out, served)
    assert [file for file in (*out.rglob("*.tmp"), *served.rglob("*.tmp")) if file.exists()] == []


def test_without_links_a_page_leads_to_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("links are not allowed here")

    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(os, "link", refused)
    out, served = tmp_path / "out", tmp_path / "site"
    for hour in (3, 4):
        index = site.publish(_run(_made(out), began=BEGAN.replace(hour=hour)), out, served)
        (led,) = set(re.findall(r'(?:url=|href=")([^"]+)"', index.read_text("utf-8")))
        assert archive.read(next((index.parent / led).parent.rglob("briefing.zh.html"))).title
    assert "20201026-04" in led
