"""A page made again from its facts JSON alone: byte for byte the page that was published, or a clear refusal."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shouguan.core.errors import DataError, ShouguanError, UsageError
from shouguan.facts.archive import FACTS_MARK, sha256
from shouguan.facts.table import FACTS_MIME
from shouguan.publishing import remaking
from shouguan.publishing.exporter import convert, shown_by
from shouguan.publishing.render import Report
from shouguan.report.page import Page, open_page
from shouguan.report.piece import SECTIONS
from tests.conftest import DEMO

LONG = os.environ.get("SHOUGUAN_TESTS") == "long"
DAMAGES = 300 if LONG else 12
SHOWN: dict[str, tuple[dict[str, Any], tuple[Callable[[Page], Any], ...]]] = {
    "every section in English": (
        DEMO | {"lang": "en"},
        (
            lambda page: page.heading(),
            lambda page: page.outline(one=("一", "One")),
            lambda page: page.section("one"),
            lambda page: page.section("另一节", "Another"),
            lambda page: page.conclusion(traced=True),
            lambda page: page.chart("peers"),
            lambda page: page.chart("news", "gdp"),
            lambda page: page.scenarios(),
            lambda page: page.scenarios("base", "stress"),
            lambda page: page.fans("fai"),
            *(
                lambda page, name=name: getattr(page, name)()
                for name in sorted(SECTIONS - {"heading", "outline", "section", "chart", "scenarios", "fans", "audit"})
            ),
            lambda page: page.audit(),
        ),
    ),
    "another subject and no sliders": (
        {"place": "全国", "as_of": "2024-10-25", "sliders": False},
        (
            lambda page: page.heading("测算", "forecasts"),
            lambda page: page.page_one(),
            lambda page: page.what_if(),
            lambda page: page.scenarios(),
        ),
    ),
    "the last briefing": (
        {"place": "demo-city", "as_of": "2020-10-25", "previous": "last"},
        (lambda page: page.heading(), lambda page: page.since_last(), lambda page: page.audit()),
    ),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if "every" in name else ()) for name in SHOWN]
)
def test_a_page_is_made_again_byte_for_byte(name: str, last_briefing: Path) -> None:
    given, sections = SHOWN[name]
    page = open_page(**(given | ({"previous": str(last_briefing)} if "previous" in given else {})))
    pieces = [section(page)._repr_html_() for section in sections]
    (title, facts) = page.publish()._repr_mimebundle_()[FACTS_MIME].values()
    assert remaking.page_of(facts) == convert(shown_by(page.context.lang, pieces, title, facts))


@pytest.fixture(scope="session")
def last_briefing(tmp_path_factory: pytest.TempPathFactory, demo_report: Report) -> Path:
    """What a run is handed of a last briefing: the demo city's, as if of July, its figures a little other."""
    content = json.loads(demo_report.facts.read_text(encoding="utf-8"))
    moved = ("value", "lower", "upper")
    facts = [each | {name: each[name] - 0.3 for name in moved if each[name] is not None} for each in content["facts"]]
    facts = [each | {"display": f"{each['value']:.{each['decimals']}f}"} for each in facts]
    handed = {"as_of": "2020-07-25", "issue": None, "facts_sha256": "0" * 64}
    file = tmp_path_factory.mktemp("last") / "previous.json"
    file.write_text(json.dumps(handed | {"content": {"schema": content["schema"], "facts": facts}}), encoding="utf-8")
    return file


def test_the_published_page_is_made_again_and_known_for_the_same(
    demo_report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (demo_report.facts, demo_report.manifest):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    made = remaking.remake(tmp_path / demo_report.facts.name)
    assert made.same is True
    assert made.html.name == demo_report.facts.name.replace(".facts.json", ".remade.html")
    assert made.html.read_bytes() == demo_report.html.read_bytes()
    (tmp_path / demo_report.manifest.name).unlink()
    monkeypatch.setattr(remaking, "page_of", lambda _: made.html.read_text("utf-8"))
    assert remaking.remake(tmp_path / demo_report.facts.name, tmp_path / "other.html").same is None


def test_a_changed_figure_is_not_taken_for_the_published_page(demo_report: Report, tmp_path: Path) -> None:
    content = written(demo_report)
    (median,) = [each for each in content["facts"] if each["key"] == "gdp.full_year.2020.median"]
    median["value"] += 0.01
    file = tmp_path / demo_report.facts.name
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    (tmp_path / demo_report.manifest.name).write_bytes(demo_report.manifest.read_bytes())
    made = remaking.remake(file)
    assert made.same is False
    mark = FACTS_MARK.search(made.html.read_text(encoding="utf-8"))
    assert mark is not None and mark[2] == sha256(file.read_bytes())


def written(report: Report) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report.facts.read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda content: content.pop("page"), "没有重做网页所需的内容", id="no page"),
        pytest.param(lambda content: content | {"schema": 1}, "其他版本", id="facts of another version"),
        pytest.param(lambda content: content["page"].update(schema=9), "其他版本", id="page of another version"),
        pytest.param(lambda content: content["facts"].pop(0), "已被改动或损坏", id="a fact is gone"),
        pytest.param(
            lambda content: content["page"]["script"]["calls"][0].update(section="publish"),
            "没有名为“publish”的部分",
            id="no section",
        ),
        pytest.param(lambda content: content["page"].update(chapters=[]), "chapter", id="no chapters"),
        pytest.param(lambda content: content["page"].update(year="x"), "page.year", id="no year"),
    ],
)
def test_what_cannot_be_made_again_is_refused_by_name(
    demo_report: Report, tmp_path: Path, change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    content = written(demo_report)
    changed = change(content)
    kept = changed if isinstance(changed, dict) and "facts" in changed else content
    file = tmp_path / "briefing.zh.facts.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        remaking.remake(file)
    assert said in caught.value.zh
    assert "briefing.zh.facts.json" in caught.value.zh
    assert [each.name for each in tmp_path.iterdir()] == [file.name], "nothing is written"


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 5000, "null", '{"schema": 2}', "\ud800"])
def test_what_is_no_facts_json_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.facts.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ShouguanError):
        remaking.remake(file)


def test_names_are_checked(tmp_path: Path, demo_report: Report) -> None:
    with pytest.raises(UsageError, match="应为报告的"):
        remaking.remake(demo_report.html)
    with pytest.raises(UsageError, match="找不到文件"):
        remaking.remake(tmp_path / "gone.facts.json")
    with pytest.raises(UsageError, match="--out"):
        remaking.remake(demo_report.facts, tmp_path / "x.pdf")


def test_a_damaged_page_is_refused_or_passes_the_gate(demo_report: Report) -> None:
    """Any member of what the page reads is changed; there is a page, or one sentence, never another error."""
    content, rng, refused = written(demo_report), random.Random(7), 0
    for _ in range(DAMAGES):
        damaged = copy.deepcopy(content)
        holder, name = rng.choice(_members(damaged["page"]))
        holder[name] = rng.choice([None, "", "x", -1, 10**9, [], {}, True, "<script>", 0.5, "2020-13-01"])
        try:
            remaking.page_of(json.dumps(damaged, ensure_ascii=False))
        except ShouguanError as error:
            assert error.zh and error.en
            refused += 1
    assert refused > DAMAGES / 4


def _members(value: Any) -> list[tuple[Any, Any]]:
    return list(_walk(value))


def _walk(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        yield value, name
        yield from _walk(each)
