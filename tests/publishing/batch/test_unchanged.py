"""What has not changed is not made again, and whatever has changed is found out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.publishing import render
from shouguan.publishing.batch import unchanged
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.unchanged import Memory
from tests.builders import zoo
from tests.builders.issued import forecast, publish


class Kept:
    """A report of a city of its own that was made from what is there."""

    def __init__(self, folder: Path) -> None:
        self.out, self.city = folder / "out", folder / "city"
        shutil.copytree(paths.places() / "demo-city", self.city)
        self.order = Order(str(self.city), as_of="2020-10-25")
        self.page = publish(self.out, forecast()).html
        memory = Memory(self.out)
        memory.keep(self.order, self.page.relative_to(self.out).as_posix(), memory.sources(self.order))

    def reason(self, order: Order | None = None) -> str | None:
        memory, asked = Memory(self.out), order or self.order
        return memory.reason(asked, memory.sources(asked))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_the_same_is_left_alone(kept: Kept) -> None:
    assert kept.reason() is None


def test_a_figure_that_was_out_by_the_day_makes_it_again(kept: Kept) -> None:
    file = kept.city / "observations" / "gdp.csv"
    lines = file.read_text("utf-8").splitlines()
    lines[-1] = lines[-1].replace("2020-10-23", "2020-10-24")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "gdp.csv" in (kept.reason() or "")


def test_a_later_release_leaves_reports_of_earlier_days_alone(kept: Kept) -> None:
    file = kept.city / "observations" / "gdp.csv"
    row = file.read_text("utf-8").splitlines()[-1].split(",")
    later = [*row[:8], "2021-01-23", *row[9:]]
    with file.open("a", encoding="utf-8") as stream:
        stream.write(",".join(later) + "\n")
    assert kept.reason() is None
    newest = Order(str(kept.city))
    memory = Memory(kept.out)
    memory.keep(newest, kept.page.relative_to(kept.out).as_posix(), memory.sources(newest))
    assert kept.reason(newest) is None
    with file.open("a", encoding="utf-8") as stream:
        stream.write(",".join([*row[:8], "2021-02-23", *row[9:]]) + "\n")
    assert "gdp.csv" in (kept.reason(newest) or ""), "without a day, the newest release counts"


def test_any_other_file_of_the_place_counts_whole_also_a_new_one(kept: Kept) -> None:
    (kept.city / "actions.yaml").write_text("[]\n", encoding="utf-8")
    assert "actions.yaml" in (kept.reason() or "")


def test_a_new_file_of_the_place_counts(kept: Kept) -> None:
    shutil.copy(kept.city / "observations" / "gdp.csv", kept.city / "observations" / "more.csv")
    assert "more.csv" in (kept.reason() or "")


def test_another_place_does_not_count(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.city, tmp_path / "other")
    (tmp_path / "other" / "actions.yaml").write_text("[]\n", encoding="utf-8")
    assert kept.reason() is None


@pytest.mark.parametrize("change", ["scenario", "lang", "seed", "as_of", "notebook"])
def test_another_order_is_another_report(kept: Kept, change: str) -> None:
    values = {"scenario": "stress", "lang": "en", "seed": 1, "as_of": "2020-07-25", "notebook": "gdp"}
    assert kept.reason(Order(**{**kept.order.__dict__, change: values[change]})) == "还没有生成过"


@pytest.mark.parametrize(
    ("part", "says"), [("_program", "程序变了"), ("_packages", "软件包")], ids=["program", "packages"]
)
def test_another_program_makes_it_again(kept: Kept, monkeypatch: pytest.MonkeyPatch, part: str, says: str) -> None:
    monkeypatch.setattr(unchanged, part, lambda: "another")
    assert says in (kept.reason() or "")


def test_another_notebook_makes_it_again(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = zoo.write(tmp_path / "briefing.ipynb", zoo.GOOD)
    monkeypatch.setattr(render, "available", lambda: {"briefing": file})
    assert kept.reason() == "笔记本变了"


@pytest.mark.parametrize("hurt", ["gone", "changed", "facts gone"])
def test_a_page_that_is_not_whole_is_made_again(kept: Kept, hurt: str) -> None:
    if hurt == "gone":
        kept.page.unlink()
    elif hurt == "changed":
        kept.page.write_text(kept.page.read_text("utf-8") + " ", encoding="utf-8")
    else:
        next(kept.page.parent.glob("*.facts.json")).unlink()
    assert kept.reason() == "网页不完整或被改动"


def test_a_page_that_another_run_made_is_made_again(kept: Kept) -> None:
    publish(kept.out, forecast(median=2.5))
    assert kept.reason() == "网页后来由别的运行生成"


def test_another_last_report_makes_it_again(kept: Kept) -> None:
    publish(kept.out, forecast(), as_of="2020-09-25")
    assert kept.reason() == "上期报告不同了"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"html": 1}', '{"html":"x","html_sha256":"y","last":null,"sources":{}}']
)
def test_a_damaged_memory_makes_it_again(kept: Kept, content: str) -> None:
    (file,) = (kept.out / ".made").iterdir()
    file.write_text(content, encoding="utf-8")
    assert kept.reason() == "还没有生成过"


def test_what_is_remembered_holds_no_path_of_the_machine(kept: Kept) -> None:
    (file,) = (kept.out / ".made").iterdir()
    content = file.read_text("utf-8")
    assert str(kept.out.parent) not in content
    assert json.loads(content)["sources"]["data"]
