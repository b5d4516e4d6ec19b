"""The last briefing: which report it is, and how the figures of two reports differ, as printed."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouguan.core.errors import DataError, RunError, UsageError
from shouguan.core.periods import Lang, Period
from shouguan.facts import archive, changes
from shouguan.facts.changes import Pair, Previous, compare, differing, find, handed, load, records
from shouguan.facts.last_briefing import compared
from shouguan.facts.table import Fact
from shouguan.publishing import gate
from shouguan.report.live import Live
from shouguan.report.sections import audit
from shouguan.report.sections.since_last import since_last
from tests.builders import issued, opened, page_rules
from tests.builders.issued import content, fact, forecast, publish, table

DAY = dt.date(2020, 10, 25)


def where(out: Path, as_of: str = "2020-10-25", **rest: str) -> Path:
    """Return where a new report's page goes."""
    place, scenario = rest.get("place", "demo-city"), rest.get("scenario", "base")
    return out / as_of / place / scenario / f"{rest.get('notebook', 'briefing')}.{rest.get('lang', 'zh')}.html"


# Which report is the last one.


def test_the_newest_earlier_report_of_the_same_kind_is_the_last_one(tmp_path: Path) -> None:
    for day in ("2020-04-25", "2020-07-25", "2020-10-25", "2020-12-25"):
        publish(tmp_path, forecast(), as_of=day)
    found = find(tmp_path, where(tmp_path), DAY)
    assert found is not None
    assert found.as_of == dt.date(2020, 7, 25)


@pytest.mark.parametrize(
    "other",
    [{"place": "others"}, {"scenario": "stress"}, {"notebook": "gdp"}, {"lang": "en"}],
    ids=lambda o: next(iter(o)),
)
def test_a_report_of_another_kind_is_none(tmp_path: Path, other: dict[str, Any]) -> None:
    publish(tmp_path, forecast(), as_of="2020-07-25", **other)
    assert find(tmp_path, where(tmp_path), DAY) is None
    assert find(tmp_path, where(tmp_path, **other), DAY) is not None


def test_a_report_under_a_day_that_is_not_its_own_does_not_count(tmp_path: Path) -> None:
    publish(tmp_path, forecast(), as_of="2020-04-25")
    publish(tmp_path, forecast(), as_of="2020-07-25")
    (tmp_path / "2020-07-25").rename(tmp_path / "2020-08-25")
    found = find(tmp_path, where(tmp_path), DAY)
    assert found is not None
    assert found.as_of == dt.date(2020, 4, 25)


def test_there_is_none_in_an_empty_or_missing_folder_or_beside_strange_names(tmp_path: Path) -> None:
    assert find(tmp_path / "nowhere", where(tmp_path / "nowhere"), DAY) is None
    for name in ("2020-13-45", "archive", "2019-1-1", "index.html"):
        (tmp_path / name).mkdir()
    assert find(tmp_path, where(tmp_path), DAY) is None


def test_files_that_do_not_belong_together_are_passed_over_for_those_before(tmp_path: Path) -> None:
    older = publish(tmp_path, forecast(median=1.0), as_of="2020-04-25")
    newer = publish(tmp_path, forecast(), as_of="2020-07-25")
    newer.facts.write_bytes(newer.facts.read_bytes() + b" ")
    found = find(tmp_path, where(tmp_path), DAY)
    assert found is not None
    assert found.report == older
    newer.manifest.unlink()
    assert find(tmp_path, where(tmp_path), DAY) == found


@pytest.mark.parametrize("damage", ["html", "facts", "manifest", "no manifest", "no facts", "not json", "no hash"])
def test_a_damaged_report_is_not_read(tmp_path: Path, damage: str) -> None:
    report = publish(tmp_path, forecast())
    archive.read(report.html)
    if damage == "html":
        report.html.write_text(report.html.read_text("utf-8").replace("<main>", "<main> "), encoding="utf-8")
    elif damage == "facts":
        report.facts.write_bytes(report.facts.read_bytes().replace(b"2.0", b"2.1"))
    elif damage == "manifest":
        text = report.manifest.read_text("utf-8")
        report.manifest.write_text(re.sub(r'"facts_sha256": ".', '"facts_sha256": "x', text), encoding="utf-8")
    elif damage == "not json":
        report.manifest.write_text("[]", encoding="utf-8")
    elif damage == "no hash":
        plain = json.loads(report.manifest.read_text("utf-8"))
        del plain["html_sha256"]
        report.manifest.write_text(json.dumps(plain), encoding="utf-8")
    else:
        (report.manifest if damage == "no manifest" else report.facts).unlink()
    with pytest.raises(RunError, match="重新运行"):
        archive.read(report.html)


def test_a_report_is_named_by_its_html_and_the_nearest_is_told(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    with pytest.raises(DataError, match=r"briefing\.zh\.html"):
        archive.locate(report.html.with_name("breifing.zh.html"))
    with pytest.raises(UsageError, match=r"\.html"):
        archive.locate(report.facts)
    assert archive.locate(report.html) == report.html
    read = archive.read(report.html)
    assert read.report == report
    assert read.title.startswith("示范市")
    assert read.marks == issued.MARKS["zh"]
    assert (read.lang, read.as_of, read.signature) == ("zh", DAY, None)


@pytest.mark.usefixtures("english")
def test_a_page_that_names_the_facts_of_another_run_is_not_read(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    text = report.html.read_text("utf-8")
    issued.with_page(report, re.sub(r"sha256-[0-9a-f]{64}", f"sha256-{'0' * 64}", text))
    with pytest.raises(RunError, match="not of one run"):
        archive.read(report.html)


def test_the_order_of_attributes_does_not_matter(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    text = report.html.read_text("utf-8")
    swapped = re.sub(
        r'<meta name="shouguan-facts" content="([^"]+)">', r'<meta content="\1" name="shouguan-facts"/>', text
    )
    assert swapped != text
    again = issued.with_page(report, swapped)
    assert archive.read(report.html).facts_sha256
    issued.with_page(again, swapped.replace('name="shouguan-facts"', 'name="other"'))
    with pytest.raises(RunError, match="不是同一次"):  # a hash that stands elsewhere is none
        archive.read(report.html)


def test_what_is_handed_in_comes_back_the_same_and_nothing_else_is_taken(tmp_path: Path) -> None:
    report = publish(tmp_path, forecast())
    given_ = handed(archive.read(report.html))
    file = tmp_path / "previous.json"
    file.write_text(given_.to_json(), encoding="utf-8")
    assert load(file) == given_ == load(str(report.html))
    assert load(None) is None
    for wrong in ("", "{}", "[]", '{"as_of": "x", "issue": null, "facts_sha256": "", "content": {"facts": []}}'):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(UsageError):
            load(file)
    with pytest.raises(UsageError, match=r"gone\.json"):
        load(tmp_path / "gone.json")


# How figures differ.


@given(st.floats(-50, 50), st.integers(0, 3))
def test_a_fact_read_back_prints_the_digits_that_were_printed(value: float, decimals: int) -> None:
    made = fact("gdp.x", value, decimals=decimals, inputs=("a.b",))
    (back,) = records(content([made])).values()
    assert back.display == made.display
    assert replace(back, value=0.0) == replace(made, value=0.0)


def test_what_was_printed_counts_where_an_older_report_rounded_otherwise() -> None:
    old = content([fact("gdp.x", -2.05)])
    old["facts"][0]["display"] = "\u22122.0"
    old["facts"][0] |= {"lower": -2.06, "upper": -2.04}
    read = records(old)["gdp.x"]
    assert (read.display, read.lower, read.upper) == ("\u22122.0", -2.06, -2.0), "an interval holds what was printed"


def test_damaged_records_are_refused() -> None:
    for wrong in (
        {},
        {"facts": [{"key": "x"}]},
        {"facts": 1},
        {"facts": [{**content([fact("a.b", 1)])["facts"][0], "value": "x"}]},
    ):
        with pytest.raises(DataError):
            records(wrong)


def test_figures_differ_when_they_are_printed_differently_and_published_ones_come_first() -> None:
    old = {
        f.key: f
        for f in (fact("a.same", 2.04), fact("a.moved", 2.04), fact("a.gone", 1.0), fact("z.pub", 1.0, "official"))
    }
    new = {
        f.key: f
        for f in (fact("a.same", 1.96), fact("a.moved", 2.06), fact("a.new", 1.0), fact("z.pub", 1.1, "official"))
    }
    assert [key for key, _ in differing(old, new)] == ["z.pub", "a.moved", "a.gone", "a.new"]
    assert differing(new, new) == []
    assert Pair(fact("a.b", 1.0, unit="%"), fact("a.b", 1.0, unit="pp")).differs


def test_compare_tells_the_year_the_chance_the_need_and_the_rank_of_each_indicator() -> None:
    old = forecast(median=1.5, low=0.2, high=2.8, origin="2020Q2", ytd=0.3, chance=9.6, rank=8)
    new = forecast(median=2.0, rank=7)
    changes = compare(content(old), table(new))
    assert (changes.year_before, changes.year, changes.revised) == (2020, 2020, ())
    (line,) = changes.lines
    assert (line.code, line.origin_before, line.origin) == ("gdp", Period(2020, "Q", 2), Period(2020, "Q", 3))
    shown = [
        tuple(None if each is None else each.display for each in (pair.before, pair.now))
        for pair in (line.median, line.lower, line.upper, line.rank, line.peers)
    ]
    assert shown == [("1.5", "2.0"), ("0.2", "1.4"), ("2.8", "2.6"), ("8", "7"), ("11", "11")]
    (goal,) = line.goals
    assert goal.chance.both is not None
    assert [each.display for each in goal.chance.both] == ["10", "12"]
    assert not goal.target.differs
    assert line.released is not None
    assert line.released.display == "0.7"
    assert compare(content(old), content(new)) == changes


def test_compare_tells_targets_set_changed_and_dropped_and_indicators_come_and_gone() -> None:
    stretch = fact("gdp.target.2020.stretch", 4.0, "target")
    dropped = compare(content([*forecast(), stretch]), table(forecast()))
    assert [(g.kind, g.target.now is None) for g in dropped.lines[0].goals] == [("original", False), ("stretch", True)]
    added = compare(content(forecast()), table([*forecast(), stretch]))
    assert [(g.kind, g.target.before is None) for g in added.lines[0].goals] == [("original", False), ("stretch", True)]
    changed = compare(content(forecast(target=6.5)), table(forecast(target=3.5)))
    (goal,) = changed.lines[0].goals
    assert goal.target.both is not None
    assert [each.display for each in goal.target.both] == ["6.5", "3.5"]
    assert goal.chance.before is None  # the last report did not say the chance of the new target
    coming = compare(content(forecast("fai")), table(forecast("gdp")))
    assert [(line.code, line.median.before is None, line.median.now is None) for line in coming.lines] == [
        ("gdp", True, False),
        ("fai", False, True),
    ]


def test_compare_tells_revisions_only_of_published_figures_that_both_have() -> None:
    old = [*forecast(), fact("gdp.ytd.2020Q2", 0.3, "official"), fact("gdp.ytd.2020Q1", -6.8, "official")]
    new = [*forecast(median=9.0), fact("gdp.ytd.2020Q2", 0.4, "official"), fact("gdp.ytd.2019Q4", 6.1, "official")]
    (pair,) = compare(content(old), table(new)).revised
    assert pair.both is not None
    assert [each.display for each in pair.both] == ["0.3", "0.4"]


def test_of_two_years_nothing_expected_is_compared() -> None:
    changes = compare(content(forecast(year=2019, origin="2019Q3")), table(forecast()))
    assert (changes.year_before, changes.year, changes.lines) == (2019, 2020, ())
    with pytest.raises(DataError):
        compare(content([fact("gdp.ytd.2020Q3", 1.0, "official")]), table(forecast()))


# In words.


def city(lang: Lang = "zh") -> Live:
    return opened.page("山东", "2020-10-28", lang).context


def told(old: list[Fact], new: list[Fact], lang: Lang = "zh", issue: int | None = None) -> str:
    """Return what the section says of two tables of facts, as plain text, and check the facts that it adds."""
    context = replace(city(lang), facts=table(new))
    previous = Previous(dt.date(2020, 7, 25), issue, "x", content(old))
    made = since_last(context, compared(context, previous))
    facts = {each.key: each.display for each in context.facts}
    printed = re.findall(r'data-fact="([^"]+)">([^<]*)<', made)
    assert printed
    bounds = {key: {"1", "99"} for key in facts if ".chance." in key}  # 不足1%, 超过99%
    assert all(text.lstrip("\u2212") in {facts[key].lstrip("\u2212"), *bounds.get(key, ())} for key, text in printed)
    assert audit.unexplained(each for each in context.facts if each.key.startswith("previous.")) == []
    page = f'<meta http-equiv="Content-Security-Policy" content="{issued.POLICY}"><h1>x</h1>{made}'
    assert gate.html_problems(page) == []
    assert page_rules.check(page, context.facts.to_json(), "en" if lang == "en" else "zh") == []
    return re.sub(r"<[^>]+>", "", made.replace("</li>", "\n").replace("</p>", "\n"))


def test_the_first_issue_says_that_there_is_none_before() -> None:
    assert "首次编制，没有上期报告" in since_last(city(), None)
    assert "first issue" in since_last(city("en"), None)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (1.5, 2.0, "全年预计由增长1.5%上调为增长2.0%，上调0.5个百分点（80%区间由0.9%—2.1%变为1.4%—2.6%）"),
        (2.5, 2.0, "全年预计由增长2.5%下调为增长2.0%，下调0.5个百分点"),
        (2.04, 1.96, "全年仍预计增长2.0%"),
        (-1.0, 0.5, "全年预计由下降1.0%上调为增长0.5%，上调1.5个百分点"),
        (0.4, -0.7, "全年预计由增长0.4%下调为下降0.7%，下调1.1个百分点"),
        (-1.0, -2.0, "全年预计由下降1.0%下调为下降2.0%，下调1.0个百分点"),
        (0.3, 0.04, "全年预计由增长0.3%下调为持平，下调0.3个百分点"),
        (2.0, 2.0, "全年仍预计增长2.0%（80%区间仍为1.4%—2.6%）"),
        (2.04, 2.05, "上调0.1个百分点"),  # of the printed figures, so that a reader can check it
    ],
)
def test_the_change_of_the_expected_year_is_said_for_every_sign(old: float, new: float, says: str) -> None:
    assert says in told(forecast(median=old), forecast(median=new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (12.0, 28.0, "3.5%的目标实现可能性约28%，上期约12%"),
        (28.0, 0.2, "3.5%的目标实现可能性不足1%，上期约28%"),
        (0.1, 0.3, "3.5%的目标实现可能性仍为不足1%"),
        (99.9, 50.0, "实现可能性约50%，上期超过99%"),
    ],
)
def test_the_change_of_a_chance_is_said_with_both_chances(old: float, new: float, says: str) -> None:
    assert says in told(forecast(chance=old), forecast(chance=new))


def test_ranks_targets_releases_and_revisions_are_said() -> None:
    old = [
        *forecast(origin="2020Q2", ytd=0.3, rank=8, target=6.5),
        fact("gdp.value.2020Q2", 100.0, "official", unit="亿元", decimals=2),
        fact("gdp.ytd.2020Q1", -6.8, "official", label_zh="2020年一季度增速"),
    ]
    new = [
        *forecast(rank=7, target=3.5),
        fact("gdp.value.2020Q2", 101.25, "official", unit="亿元", decimals=2),
        fact("gdp.ytd.2020Q1", -6.9, "official", label_zh="2020年一季度增速"),
    ]
    said = told(old, new, issue=2)
    assert "上期报告数据截至2020年7月25日（签发件）。" in said
    assert "位次由上半年第8位变为前三季度第7位" in said
    assert "地区生产总值原目标由6.5%调整为3.5%。" in said
    assert "新公布2020年前三季度地区生产总值：增长0.7%。" in said
    assert "由100.00亿元修订为101.25亿元" in said
    assert "2020年一季度增速由下降6.8%修订为下降6.9%" in said
    assert "位次仍为第7位" in told(forecast(rank=7), forecast(rank=7))
    assert "草稿，未签发" in told(forecast(), forecast())


def test_a_floor_is_not_named_beside_a_chance_and_kinds_tell_targets_apart() -> None:
    def both(chance: float) -> list[Fact]:
        floor = [each for each in forecast(chance=chance) if "target" not in each.key]
        return [*floor, fact("gdp.target.2020.floor", 3.5, "target"), fact("gdp.target.2020.reach", 4.0, "target")]

    said = told(both(12.0), both(28.0))
    assert "3.5%的目标实现可能性" in said
    assert "确保" not in said


def test_come_and_gone_indicators_are_said_and_other_years_are_not_compared() -> None:
    said = told(forecast("fai", origin="2020-09"), forecast("gdp"))
    assert "地区生产总值本期新作测算，上期没有。" in said
    assert "固定资产投资（不含农户）本期未作测算。" in said
    context = replace(city(), facts=table(forecast()))
    previous = Previous(dt.date(2019, 10, 25), None, "x", content(forecast(year=2019, origin="2019Q3")))
    other = since_last(context, compared(context, previous))
    assert "上期测算的是2019年，本期测算的是2020年，全年测算不作比较。" in re.sub(r"<[^>]+>", "", other)
    assert "<table" not in other


def test_many_revisions_are_counted_and_hostile_labels_stay_text() -> None:
    attack = "<script>alert(1)</script>"
    old = [*forecast(), *(fact(f"gdp.ytd.{y}Q4", 5.0, "official", label_zh=attack) for y in range(2001, 2019))]
    new = [*forecast(), *(fact(f"gdp.ytd.{y}Q4", 6.0, "official", label_zh=attack) for y in range(2001, 2019))]
    said = told(old, new)
    assert said.count("数据修订") == 12
    assert "另有6个数有修订。" in said
    assert said.count("&lt;script&gt;") == 12


def test_english_says_the_same() -> None:
    said = told(
        forecast(median=-1.0, rank=8, origin="2020Q2", chance=12), forecast(median=0.5, rank=7, chance=28), "en"
    )
    assert "GDP: the year is now expected at 0.5%, 1.5 points above the \u22121.0% of the last briefing" in said
    assert "the chance of the target of 3.5% is about 28%, was about 12%" in said
    assert "no. 7 among its peers in Q1–Q3, no. 8 in H1" in said
    assert not re.search(r"[\u4e00-\u9fff]", said)


def test_the_newest_signed_version_of_a_day_counts_before_its_draft(tmp_path: Path) -> None:
    draft = publish(tmp_path, forecast(), as_of="2020-07-25")
    signed = draft.html.parent / "signed"
    signed.mkdir()
    for issue, median in ((2, 1.2), (10, 1.1)):
        made = publish(tmp_path / f"x{issue}", forecast(median=median), as_of="2020-07-25")
        texts = (file.read_text("utf-8") for file in (made.html, made.facts, made.manifest))
        archive.put(signed / f"briefing.zh.{issue}.html", *texts)
    assert changes.issues(draft.html.parent, "briefing.zh") == [2, 10]
    found = find(tmp_path, where(tmp_path), DAY)
    assert found is not None
    assert found.report.html.name == "briefing.zh.10.html"
    found.report.facts.unlink()
    again = find(tmp_path, where(tmp_path), DAY)
    assert again is not None
    assert again.report.html.name == "briefing.zh.2.html"
