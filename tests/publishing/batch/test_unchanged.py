"""What has not changed is not made again, and whatever has changed is found out."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shouguan.core import paths
from shouguan.core.files import write_csv
from shouguan.data import place, regions
from shouguan.facts import changes
from shouguan.publishing import notebooks
from shouguan.publishing.batch import unchanged
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.unchanged import Memory
from tests.builders import zoo
from tests.builders.issued import forecast, publish

DAY = "2020-10-25"
READ = {"gdp": ("100000", "110000"), "retail": ("*",), "fai": ("100000",)}
"""What the report has read of figures that are not the city's own."""
REGIONS = {"100000", "110000", "130000", "370000", "999900", "999901"}


def _part(folder: Path, to: Path) -> None:
    """Copy as much of a place as these tests need, which is read in no time."""
    (to / "observations").mkdir(parents=True)
    for file in (*folder.glob("*.csv"), folder / "place.yaml"):
        if file.is_file() and file.stem not in {"ledger", "weekly", "bonds", "enterprises", "problems", "reserve"}:
            shutil.copy(file, to)
    for code in ("fai", "gdp", "gdp_agriculture", "retail"):
        file = folder / "observations" / f"{code}.csv"
        head, *rows = csv.reader(file.read_text("utf-8-sig").splitlines())
        write_csv(to / "observations" / file.name, head, [row for row in rows if row[0] in REGIONS and row[2] > "2018"])


class Kept:
    """A report of a city of its own, beside official series of its own, that was made from what is there."""

    def __init__(self, folder: Path, hashes: dict[str, str]) -> None:
        self.out, self.city, self.official = folder / "out", folder / "city", folder / "data" / "official"
        self.order = Order(str(self.city), as_of=DAY)
        self.page = publish(self.out, forecast(), read={"regions": READ, "sha256": hashes}).html
        self.keep(self.order)

    def keep(self, order: Order) -> None:
        memory = Memory(self.out)
        memory.keep(order, self.page.relative_to(self.out).as_posix(), memory.sources(order))

    def reason(self, order: Order | None = None) -> str | None:
        regions.official_regions.cache_clear()
        memory, asked = Memory(self.out), order or self.order
        return memory.reason(asked, memory.sources(asked))

    def release(self, file: Path, region: str, day: str, value: str = "9.9") -> None:
        """Add a figure to a file: that of a region, revised on a day."""
        rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
        row = next(each for each in reversed(rows) if each["region"] == region)
        with file.open("a", encoding="utf-8", newline="") as stream:
            changed = {"value": value, "released_on": day, "vintage": "revised"}
            csv.DictWriter(stream, rows[0], lineterminator="\n").writerow(row | changed)


@pytest.fixture(scope="module")
def made_from(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a folder of data, and the hashes of what the report reads of them."""
    folder = tmp_path_factory.mktemp("made_from")
    _part(paths.places() / "demo-city", folder / "city")
    _part(paths.official(), folder / "data" / "official")
    with _officially(folder):
        return folder, place.load(str(folder / "city")).hashes(READ, dt.date.fromisoformat(DAY))


@pytest.fixture
def kept(tmp_path: Path, made_from: tuple[Path, dict[str, str]]) -> Iterator[Kept]:
    shutil.copytree(made_from[0], tmp_path, dirs_exist_ok=True)
    with _officially(tmp_path):
        yield Kept(tmp_path, made_from[1])


@contextmanager
def _officially(folder: Path) -> Iterator[None]:
    """Let these be the official series."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "official", lambda: folder / "data" / "official")
        regions.official_regions.cache_clear()
        yield
    regions.official_regions.cache_clear()


def test_the_same_is_left_alone(kept: Kept) -> None:
    assert kept.reason() is None


def test_a_figure_that_was_out_by_the_day_makes_it_again(kept: Kept) -> None:
    file = kept.city / "observations" / "gdp.csv"
    lines = file.read_text("utf-8").splitlines()
    at = max(at for at, line in enumerate(lines) if line.startswith("999901,gdp,2020Q3"))
    assert "2020-10-23" in lines[at]
    lines[at] = lines[at].replace("2020-10-23", "2020-10-24")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "gdp.csv" in (kept.reason() or "")


def test_figures_in_a_folder_that_is_a_link_to_elsewhere_count(tmp_path: Path, kept: Kept) -> None:
    elsewhere = (kept.city / "observations").rename(tmp_path / "elsewhere")
    (kept.city / "observations").symlink_to(elsewhere, target_is_directory=True)
    (kept.city / "round").symlink_to(kept.city, target_is_directory=True)
    kept.keep(kept.order)
    assert kept.reason() is None
    kept.release(elsewhere / "gdp.csv", "999901", "2020-10-20")
    assert "gdp.csv" in str(kept.reason())


def test_a_later_release_leaves_reports_of_earlier_days_alone(kept: Kept) -> None:
    for file, region in ((kept.city, "999901"), (kept.official, "110000")):
        kept.release(file / "observations" / "gdp.csv", region, "2021-02-23")
    assert kept.reason() is None
    newest = Order(str(kept.city))
    kept.keep(newest)
    kept.release(kept.city / "observations" / "gdp.csv", "999901", "2021-03-23")
    assert "gdp.csv" in (kept.reason(newest) or ""), "without a day the report would stand on another"


@pytest.mark.parametrize(
    ("file", "region", "touches"),
    [
        pytest.param("retail", "100000", True, id="a-panel-that-the-report-borrows-from"),
        pytest.param("gdp", "110000", True, id="a-series-that-it-reads"),
        pytest.param("gdp", "130000", False, id="another-region-of-an-indicator-that-it-reads"),
        pytest.param("gdp_agriculture", "100000", False, id="an-indicator-that-it-does-not-read"),
    ],
)
def test_an_official_release_makes_again_only_what_reads_it(kept: Kept, file: str, region: str, touches: bool) -> None:
    kept.release(kept.official / "observations" / f"{file}.csv", region, "2020-10-24")
    assert kept.reason() == (f"数据变了：official/observations/{file}.csv" if touches else None)
    if not touches:
        assert "pandas" not in _loaded_by_a_look(kept), "the files are remembered as they are now"


def test_of_several_files_those_are_named_that_the_report_reads(kept: Kept) -> None:
    for file in ("fai", "gdp_agriculture"):
        kept.release(kept.official / "observations" / f"{file}.csv", "100000", "2020-10-24")
    assert kept.reason() == "数据变了：official/observations/fai.csv"


def test_a_series_that_was_not_there_when_it_was_read_counts_when_it_comes(kept: Kept) -> None:
    file = kept.official / "observations" / "retail.csv"
    lines = file.read_text("utf-8").splitlines()
    template = next(line for line in lines if line.startswith("100000,")).replace("100000,", "999901,", 1)
    (kept.official / "observations" / "new.csv").write_text(
        f"{lines[0]}\n{template.replace('retail', 'cpi')}\n", encoding="utf-8"
    )
    assert kept.reason() is not None, "the city's own figures count of every indicator"


def test_an_official_file_that_cannot_be_read_makes_the_report_again_which_says_so(kept: Kept) -> None:
    kept.release(kept.official / "observations" / "gdp_agriculture.csv", "100000", "2020-10-24", value="many")
    assert "gdp_agriculture.csv" in (kept.reason() or "")


@pytest.mark.parametrize("name", ["record.csv", "path_record.csv", "flag_record.csv", "regions.csv"])
def test_official_files_beside_the_figures_count_whole(kept: Kept, name: str) -> None:
    with (kept.official / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert name in (kept.reason() or "")


def test_a_report_whose_readings_are_not_known_is_made_again_by_any_release(kept: Kept) -> None:
    kept.page = publish(kept.out, forecast()).html
    kept.keep(kept.order)
    kept.release(kept.official / "observations" / "gdp_agriculture.csv", "100000", "2020-10-24")
    assert "gdp_agriculture.csv" in (kept.reason() or "")


def test_targets_count_of_the_regions_own(tmp_path: Path, kept: Kept) -> None:
    file = kept.official / "targets.csv"
    text = file.read_text("utf-8")
    city, province = kept.order, Order("山东", as_of="2020-10-28")
    shandong = place.load("山东")
    hashes = shandong.hashes(READ, dt.date(2020, 10, 28))
    kept.page = publish(
        kept.out, forecast(), place="shandong", as_of="2020-10-28", read={"regions": READ, "sha256": hashes}
    ).html
    kept.keep(province)
    own = next(line for line in text.splitlines() if line.startswith("100000,"))
    file.write_text(f"{text}{own.replace('100000', '110000', 1)}\n", encoding="utf-8")
    assert (kept.reason(city), kept.reason(province)) == (None, None)
    file.write_text(f"{text}{own.replace('100000', '370000', 1)}\n", encoding="utf-8")
    assert kept.reason(city) is None
    assert "targets.csv" in (kept.reason(province) or "")


def test_nothing_that_reads_figures_is_loaded_while_no_file_has_changed(kept: Kept) -> None:
    assert _loaded_by_a_look(kept) & {"pandas", "papermill", "nbconvert"} == set()


def _loaded_by_a_look(kept: Kept) -> set[str]:
    """Return the modules that are loaded to find the report unchanged, in an interpreter of its own."""
    look = (
        "import sys, pathlib; from shouguan.core import paths; from shouguan.publishing.batch import run\n"
        "from shouguan.publishing.batch.orders import Order\n"
        f"paths.official = lambda: pathlib.Path({str(kept.official)!r})\n"
        f"order = Order({str(kept.city)!r}, as_of={DAY!r})\n"
        f"assert run.run([order], pathlib.Path({str(kept.out)!r}), workers=2).count('unchanged') == 1\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    return set(subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout.split())


def test_any_other_file_of_the_place_counts_whole_also_a_new_one(kept: Kept) -> None:
    (kept.city / "actions.yaml").write_text("[]\n", encoding="utf-8")
    assert "actions.yaml" in (kept.reason() or "")


def test_a_new_file_of_the_place_counts(kept: Kept) -> None:
    file = kept.city / "observations" / "gdp.csv"
    shutil.copy(file, file.with_name("more.csv"))
    assert kept.reason() is None, "the same figures in another file are the same figures"
    kept.release(file.with_name("more.csv"), "999901", "2020-10-24")
    assert "more.csv" in (kept.reason() or "")


def test_another_place_does_not_count(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.city, tmp_path / "other")
    (tmp_path / "other" / "actions.yaml").write_text("[]\n", encoding="utf-8")
    assert kept.reason() is None


@pytest.mark.parametrize(
    "names",
    [("山东省", "shandong", "370000"), ("demo-city", "data/demo-city", str(paths.places() / "demo-city"))],
    ids=["region", "folder"],
)
def test_a_place_under_another_spelling_is_the_same(kept: Kept, names: tuple[str, ...]) -> None:
    first, *others = (Order(name, as_of=DAY) for name in names)
    kept.keep(first)
    for order in others:
        assert kept.reason(order) != "还没有生成过", order.place
        assert Memory(kept.out).html(order) == Memory(kept.out).html(first)


@pytest.mark.parametrize("change", ["scenario", "lang", "seed", "as_of", "notebook"])
def test_another_order_is_another_report(kept: Kept, change: str) -> None:
    values = {"scenario": "stress", "lang": "en", "seed": 1, "as_of": "2020-07-25", "notebook": "gdp"}
    assert kept.reason(Order(**{**kept.order.__dict__, change: values[change]})) == "还没有生成过"


@pytest.mark.parametrize(
    ("part", "says"), [("program", "程序变了"), ("_packages", "软件包")], ids=["program", "packages"]
)
def test_another_program_makes_it_again(kept: Kept, monkeypatch: pytest.MonkeyPatch, part: str, says: str) -> None:
    monkeypatch.setattr(unchanged, part, lambda: "another")
    assert says in (kept.reason() or "")


def test_another_notebook_makes_it_again(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = zoo.write(tmp_path / "01_briefing.ipynb", zoo.GOOD)
    monkeypatch.setattr(notebooks, "available", lambda: {"briefing": file})
    kept.keep(kept.order)
    zoo.write(file, zoo.GOOD, "1")
    assert kept.reason() == "笔记本或旁边的 .py 变了：01_briefing.ipynb"
    file.with_name("own.py").touch()
    assert kept.reason() == "笔记本或旁边的 .py 变了：01_briefing.ipynb 等 2 个文件"


def test_a_module_that_the_notebook_may_import_makes_it_again(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    file = zoo.write(tmp_path / "notebooks" / "briefing.ipynb", zoo.GOOD)
    monkeypatch.setattr(notebooks, "available", lambda: {"briefing": file})
    for module in (file.with_name("own.py"), file.with_name("package") / "part.py"):
        kept.keep(kept.order)
        assert kept.reason() is None
        module.parent.mkdir(exist_ok=True)
        module.write_text("RATE = 1\n", encoding="utf-8")
        assert kept.reason() == f"笔记本或旁边的 .py 变了：{module.relative_to(file.parent)}"
        kept.keep(kept.order)
        module.write_text("RATE = 2\n", encoding="utf-8")
        assert kept.reason() == f"笔记本或旁边的 .py 变了：{module.relative_to(file.parent)}"


def test_a_report_that_read_a_file_which_nobody_had_hashed_is_not_remembered(kept: Kept) -> None:
    """A file that came while it was made: nobody knows what else came with it."""
    manifest = next(kept.page.parent.glob("*.manifest.json"))
    content = json.loads(manifest.read_text("utf-8"))
    content["inputs"].append({"file": f"{changes.INPUT}2020-07-25", "sha256": "0" * 64})
    manifest.write_text(json.dumps(content), encoding="utf-8")
    kept.keep(kept.order)
    assert kept.reason() is None, "the last report is watched by itself"
    content["inputs"].append({"file": "city/observations/came.csv", "sha256": "0" * 64})
    manifest.write_text(json.dumps(content), encoding="utf-8")
    kept.keep(kept.order)
    assert kept.reason() == "还没有生成过"


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
