"""Signing: what freezes, what is refused, what a correction says, and what a cut or a second signing leaves."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from shouguan.core.errors import DataError, RunError, ShouguanError, UsageError
from shouguan.facts import archive
from shouguan.facts.archive import ANALYST_MARK, Report, sha256
from shouguan.facts.table import Fact
from shouguan.publishing import gate, render, signing
from shouguan.publishing.signing import COLUMNS, LEDGER, Act, issues, sign, verify
from tests.builders import page_rules
from tests.builders.issued import fact, forecast, publish
from tests.builders.processes import exit_code, forked

ON = dt.date(2020, 10, 26)
ACT = Act("张三", ON)


def draft(out: Path, facts: list[Fact] | None = None, **rest: Any) -> Path:
    """Publish a draft and return its HTML."""
    return publish(out, forecast() if facts is None else facts, **rest).html


def signed_file(html: Path, issue: int) -> Path:
    return html.parent / "signed" / f"{html.name.removesuffix('.html')}.{issue}.html"


def ledger(html: Path) -> list[str]:
    file = html.parent / "signed" / LEDGER
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def files(report: Report) -> tuple[Path, Path, Path]:
    return report.html, report.facts, report.manifest


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_signing_freezes_a_copy_with_its_mark_and_leaves_the_draft(tmp_path: Path) -> None:
    html = draft(tmp_path)
    before = {file: file.read_bytes() for file in html.parent.iterdir() if file.is_file()}
    made = sign(html, Act("张三", ON, note="报送市政府"))
    assert made.report.html == signed_file(html, 1)
    assert "签发：张三 2020年10月26日（第1期）" in "".join(made.marks)
    assert "草稿" not in made.html
    assert {file: file.read_bytes() for file in before} == before
    assert made.signature == {
        "issue": 1,
        "by": "张三",
        "on": "2020-10-26",
        "note": "报送市政府",
        "corrects": None,
        "reason": "",
        "draft_html_sha256": sha256(before[html]),
        "draft_facts_sha256": archive.read(html).facts_sha256,
    }
    assert archive.read(made.report.html) == made  # the three belong together
    assert gate.html_problems(made.html) == []
    for file in (made.report.html, made.report.facts, made.report.manifest):
        assert not file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert ledger(html) == [
        ",".join(COLUMNS),
        f"briefing.zh,1,2020-10-25,demo-city,base,张三,2020-10-26,报送市政府,,,{sha256(before[html])},"
        f"{made.html_sha256},{made.facts_sha256},{sha256(made.report.manifest.read_bytes())}",
    ]
    assert verify(made.report.html)["signed_by"] == "张三"
    assert issues(html) == [made]


def test_nothing_but_the_mark_and_the_hash_of_the_facts_changes(tmp_path: Path) -> None:
    html = draft(tmp_path)
    made = sign(html, ACT)
    old, new = html.read_text("utf-8").splitlines(), made.html.splitlines()
    differ = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert len(differ) == 2
    assert "shouguan-facts" in differ[0][0]
    assert "草稿" in differ[1][0]
    facts = {each["key"] for each in json.loads(made.report.facts.read_bytes())["facts"]}
    drafted = {each.key for each in forecast()}
    assert facts - drafted == {"signing.1.issue"}
    printed = set(re.findall(r'data-fact="([^"]+)"', made.html))
    assert printed <= facts


def test_a_draft_may_be_signed_on_the_day_of_its_data(tmp_path: Path) -> None:
    assert sign(draft(tmp_path), Act("张三", dt.date(2020, 10, 25))).signature is not None


def test_the_same_act_on_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (files(sign(draft(tmp_path / name), ACT).report) for name in "ab")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (Act("", ON), UsageError, "--by"),
        (Act(" \n ", ON), UsageError, "--by"),
        (Act("张\u202e三", ON), UsageError, "控制字符"),
        (Act("张\x00三", ON), UsageError, "控制字符"),
        (Act("张" * 41, ON), UsageError, "40"),
        (Act("张三", ON, note="长" * 201), UsageError, "200"),
        (Act("张三", dt.date(2020, 10, 24)), DataError, "2020-10-25"),
        (Act("张三", ON, corrects=1, reason=""), UsageError, "--reason"),
        (Act("张三", ON, reason="口径"), UsageError, "--corrects"),
        (Act("张三", ON, corrects=1, reason="口径"), DataError, "还没有签发过"),
    ],
)
def test_a_wrong_act_is_refused_and_writes_nothing(
    tmp_path: Path, act: Act, error: type[ShouguanError], says: str
) -> None:
    html = draft(tmp_path)
    with pytest.raises(error) as caught:
        sign(html, act)
    assert says in caught.value.zh
    assert caught.value.en
    assert not list((html.parent).glob("signed/briefing*"))
    assert ledger(html) == []


@pytest.mark.usefixtures("english")
def test_what_cannot_be_signed_is_named(tmp_path: Path) -> None:
    html = draft(tmp_path)
    with pytest.raises(DataError, match=r"briefing\.zh\.html"):
        sign(html.with_name("briefing.xx.html"), ACT)
    with pytest.raises(UsageError):
        sign(archive.read(html).report.facts, ACT)
    made = sign(html, ACT)
    with pytest.raises(DataError, match="an issue already"):
        sign(made.report.html, ACT)
    copied = archive.put(tmp_path / "copy.zh.html", *(file.read_text("utf-8") for file in files(made.report)))
    with pytest.raises(DataError, match="mark of a draft"):  # moved out of the folder, it is still no draft
        sign(copied.html, ACT)


@pytest.mark.parametrize("which", ["html", "facts", "manifest"])
def test_a_draft_that_was_changed_by_hand_is_refused(tmp_path: Path, which: str) -> None:
    html = draft(tmp_path)
    file: Path = getattr(archive.read(html).report, which)
    old, new = ("2.0", "2.1") if which != "manifest" else ('sha256": "', 'sha256": "0')
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RunError):
        sign(html, ACT)


def test_a_page_that_would_not_pass_the_gate_is_not_signed(tmp_path: Path) -> None:
    html = publish(tmp_path, forecast(), body="<p>nan%</p><iframe></iframe>").html
    with pytest.raises(gate.GateError, match="iframe"):
        sign(html, ACT)
    assert not signed_file(html, 1).exists()
    assert ledger(html) == []


@pytest.mark.parametrize(
    "by", ["<script>alert(1)</script>", "=1+1", 'O\'Neil & "Sons"', "\\1 \\g<1> {0}", "@张", "\U000f0000"]
)
def test_hostile_names_stay_text_on_the_page_and_in_the_ledger(tmp_path: Path, by: str) -> None:
    made = sign(draft(tmp_path), Act(by, ON))
    assert "<script>alert" not in made.html
    assert f"签发：{by} 2020年10月26日（第1期）" in made.marks
    assert verify(made.report.html)["signed_by"] == by
    if by.startswith(("=", "@")):
        assert f",'{by}," in (made.report.html.parent / LEDGER).read_text("utf-8")


def test_a_page_of_an_analysis_notebook_is_not_signed(tmp_path: Path) -> None:
    html = draft(tmp_path)
    html.write_text(html.read_text("utf-8").replace("<main", ANALYST_MARK + "</figure><main", 1), encoding="utf-8")
    assert ANALYST_MARK in html.read_text("utf-8")
    with pytest.raises(DataError, match="分析笔记本"):
        sign(html, ACT)
    assert ledger(html) == []


@pytest.mark.usefixtures("english")
def test_only_the_draft_that_was_reviewed_is_signed_where_its_hash_is_given(tmp_path: Path) -> None:
    html = draft(tmp_path)
    digits = sha256(html.read_bytes())
    for wrong in ("1234567", "xyzxyzxyz", digits + "0"):
        with pytest.raises(UsageError):
            sign(html, ACT, reviewed=wrong)
    with pytest.raises(DataError, match="reviewed"):
        sign(html, ACT, reviewed="0" * 12)
    assert sign(html, ACT, reviewed=digits[:8].upper()).signature is not None


# Corrections.


@pytest.mark.usefixtures("english")
def test_a_signed_report_is_signed_again_only_as_a_correction(tmp_path: Path) -> None:
    html = draft(tmp_path)
    first = sign(html, ACT)
    kept = first.report.html.read_bytes()
    with pytest.raises(DataError, match="--corrects 1"):
        sign(html, ACT)
    with pytest.raises(DataError, match="nothing to correct"):
        sign(html, Act("李四", ON, corrects=1, reason="口径调整"))
    draft(tmp_path, forecast(median=2.3))
    with pytest.raises(DataError, match="--corrects 1"):
        sign(html, ACT)
    with pytest.raises(DataError, match="must be 1"):
        sign(html, Act("李四", ON, corrects=2, reason="口径调整"))
    second = sign(html, Act("李四", dt.date(2020, 10, 28), corrects=1, reason="口径调整"))
    assert second.report.html == signed_file(html, 2)
    assert first.report.html.read_bytes() == kept
    draft(tmp_path, forecast(median=2.4))
    with pytest.raises(DataError, match="must be 2"):
        sign(html, Act("李四", ON, corrects=1, reason="口径调整"))
    assert [each.split(",")[1] for each in ledger(html)[1:]] == ["1", "2"]
    assert [each.signature and each.signature["corrects"] for each in issues(html)] == [None, 1]


def test_a_correction_says_why_and_which_figures_differ(tmp_path: Path) -> None:
    gone = fact("gdp.old", 5.0, "computed", label_zh="旧数", unit="pp")
    html = draft(tmp_path, [*forecast(ytd=0.7), gone])
    sign(html, ACT)
    draft(tmp_path, [*forecast(ytd=0.8, median=2.04), fact("gdp.new", -1.0, "computed", label_zh="新数")])
    made = sign(html, Act("李四", ON, corrects=1, reason="统计部门更正"))
    assert "勘误：更正第1期" in made.marks
    section = made.html[made.html.index('<section class="erratum"') : made.html.index("</section>")]
    assert "勘误（更正第1期：统计部门更正）。与该期不同的数字如下。" in plain(section)
    rows = [plain(row.replace("</td>", "|").replace("</th>", "|")) for row in re.findall(r"<tr>(.*?)</tr>", section)]
    assert rows == [
        "数字|第1期|本期|",
        "gdp.ytd.2020Q3（中文）|0.7%|0.8%|",
        "新数|—|\u22121.0%|",
        "旧数|5.0个百分点|—|",
    ]
    assert made.html.index("</header>") < made.html.index('<section class="erratum"') < made.html.index("<p>")
    facts = {each["key"]: each for each in json.loads(made.report.facts.read_bytes())["facts"]}
    assert facts["signing.2.gdp.ytd.2020Q3"]["display"] == "0.7"
    assert set(re.findall(r'data-fact="([^"]+)"', made.html)) <= set(facts)
    assert gate.html_problems(made.html) == []


def test_an_expected_year_stands_with_both_intervals_and_their_ends_are_not_listed_again(tmp_path: Path) -> None:
    html = draft(tmp_path)
    sign(html, ACT)
    draft(tmp_path, forecast(median=2.3, low=1.6, high=2.6, chance=0.2))
    made = sign(html, Act("李四", ON, corrects=1, reason="统计部门更正"))
    section = made.html[made.html.index('<section class="erratum"') : made.html.index("</section>")]
    rows = [plain(row.replace("</td>", "|").replace("</th>", "|")) for row in re.findall(r"<tr>(.*?)</tr>", section)]
    assert rows[1:] == [
        "gdp.chance.2020.3p5（中文）|12%|不足1%|",
        "gdp.full_year.2020.median（中文）|2.0%（1.4～2.6）|2.3%（1.6～2.6）|",
    ]
    facts = made.report.facts.read_text("utf-8")
    assert page_rules.check(made.html, facts, "zh") == []


def test_a_correction_of_words_says_that_the_figures_are_the_same_and_many_are_counted(tmp_path: Path) -> None:
    html = draft(tmp_path)
    sign(html, ACT)
    publish(tmp_path, forecast(), body="<p>文字更正</p>")
    made = sign(html, Act("李四", ON, corrects=1, reason="文字"))
    assert "各项数字与该期相同。" in plain(made.html)
    many = [fact(f"gdp.x{n}", 1.0, "computed") for n in range(45)]
    publish(tmp_path, [*forecast(), *many])
    third = sign(html, Act("李四", ON, corrects=2, reason="补充"))
    section = third.html[third.html.index('<section class="erratum"') : third.html.index("</section>")]
    assert section.count('<th scope="row">') == 40
    assert "另有5个数不同。" in plain(third.html)  # the figures that the signature itself added are not compared


def test_an_english_report_is_signed_in_english(tmp_path: Path) -> None:
    html = draft(tmp_path, lang="en", title="Demo City")
    sign(html, ACT)
    draft(tmp_path, forecast(median=2.4), lang="en", title="Demo City")
    made = sign(html, Act("Li Si", ON, corrects=1, reason="late data"))
    assert "Signed: Li Si, 26 October 2020 (issue 2)" in made.marks
    assert "Correction of issue 1: late data. These figures differ from it." in plain(made.html)
    assert not re.search(r"[\u4e00-\u9fff]", plain(made.html))


@pytest.mark.parametrize("reason", ["a < b & c", "{r}{0}", "=1", "\\g<0>"])
def test_hostile_reasons_stay_text(tmp_path: Path, reason: str) -> None:
    html = draft(tmp_path)
    sign(html, ACT)
    draft(tmp_path, forecast(median=2.4))
    made = sign(html, Act("李四", ON, corrects=1, reason=reason))
    assert verify(made.report.html)["reason"] == reason


def test_a_reason_with_markup_is_refused_as_the_linter_refuses_it_everywhere(tmp_path: Path) -> None:
    html = draft(tmp_path)
    sign(html, ACT)
    draft(tmp_path, forecast(median=2.4))
    with pytest.raises(gate.GateError, match="<b>"):
        sign(html, Act("李四", ON, corrects=1, reason="<b>x</b>"))
    assert not signed_file(html, 2).exists()


# What is frozen stays.


@pytest.mark.usefixtures("english")
def test_a_signed_version_that_was_changed_or_lost_is_told(tmp_path: Path) -> None:
    html = draft(tmp_path)
    made = sign(html, ACT)
    with pytest.raises(DataError, match="not signed"):
        verify(html)
    file = made.report.html
    file.chmod(0o644)
    kept = file.read_bytes()
    file.write_bytes(kept.replace("张三".encode(), "王五".encode()))
    with pytest.raises(RunError):
        verify(file)
    draft(tmp_path, forecast(median=2.4))
    with pytest.raises(RunError):  # a correction of something that is not what was signed
        sign(html, Act("李四", ON, corrects=1, reason="口径"))
    file.write_bytes(kept)
    rows = html.parent / "signed" / LEDGER
    text = rows.read_text("utf-8")
    rows.write_text(text.replace("2020-10-26", "2020-10-27"), encoding="utf-8")
    with pytest.raises(RunError, match="no line that agrees"):
        verify(file)
    rows.write_text(text, encoding="utf-8")
    file.unlink()
    with pytest.raises(DataError, match="--corrects 1"):  # its number is not given again
        sign(html, ACT)
    with pytest.raises(RunError, match="is gone"):
        sign(html, Act("李四", ON, corrects=1, reason="口径"))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", ["inputs", "versions", "notebook", "schema", "signed"])
def test_what_a_signed_manifest_says_is_covered_by_the_ledger(tmp_path: Path, name: str) -> None:
    made = sign(draft(tmp_path), ACT)
    file = made.report.manifest
    content = json.loads(file.read_bytes())
    content[name] = content[name] | {"more": 1} if isinstance(content[name], dict) else [{"file": "another.xlsx"}]
    file.chmod(0o644)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert archive.read(made.report.html).html_sha256 == made.html_sha256, "page and facts still belong to it"
    with pytest.raises(RunError, match="no line that agrees"):
        verify(made.report.html)


@pytest.mark.long
def test_the_published_briefing_is_signed_and_corrected(tmp_path: Path, demo_report: render.Report) -> None:
    copy = archive.put(tmp_path / "briefing.zh.html", *(file.read_text("utf-8") for file in files(demo_report)))
    first = sign(copy.html, Act("张三", dt.date(2020, 10, 26)))
    assert "签发：张三 2020年10月26日（第1期）" in first.marks
    assert not any("草稿" in mark for mark in first.marks)
    assert len(first.html) - len(archive.read(copy.html).html) < 500


def test_a_later_run_does_not_touch_what_is_signed(tmp_path: Path) -> None:
    html = draft(tmp_path)
    made = sign(html, ACT)
    kept = {file: file.read_bytes() for file in made.report.html.parent.iterdir()}
    render.publish(html, "new", "new", "new")
    assert {file: file.read_bytes() for file in made.report.html.parent.iterdir()} == kept
    assert html.read_text("utf-8") == "new"


def test_reports_of_one_folder_are_numbered_apart(tmp_path: Path) -> None:
    zh, en = draft(tmp_path), draft(tmp_path, lang="en", title="Demo City")
    other = draft(tmp_path, notebook="gdp")
    assert [sign(each, ACT).report.html.name for each in (zh, en, other)] == [
        "briefing.zh.1.html",
        "briefing.en.1.html",
        "gdp.zh.1.html",
    ]
    assert len(ledger(zh)) == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process")
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_signing_that_is_cut_off_leaves_all_or_nothing_and_the_next_one_clears_up(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = draft(tmp_path)
    moves: list[Path] = []
    real = Path.replace

    def die(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) > after:
            os._exit(9)
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        assert exit_code(forked(lambda: 0 if sign(html, ACT) else 1)) == 9
    there = signed_file(html, 1).exists()
    assert there == (after == 3)
    assert ledger(html) == []
    if there:  # signed, but not entered: the next signing enters it, and refuses a second one
        with pytest.raises(DataError, match="--corrects 1"):
            sign(html, ACT)
        assert verify(signed_file(html, 1))["issue"] == "1"
    else:
        sign(html, Act("李四", ON))
        assert verify(signed_file(html, 1))["signed_by"] == "李四"
    assert len(ledger(html)) == 2
    (made,) = issues(html)
    signed = html.parent / "signed"
    assert set(signed.iterdir()) == {*files(made.report), signed / ".lock", signed / LEDGER}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks processes")
def test_of_signings_at_the_same_moment_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    html = draft(tmp_path)

    def attempt(by: str) -> int:
        try:
            sign(html, Act(by, ON))
        except DataError:
            return 7
        return 0

    names = [f"第{n}人" for n in range(8)]
    children = [forked(partial(attempt, by)) for by in names]
    assert sorted(map(exit_code, children)) == [0, *[7] * 7]
    assert len(ledger(html)) == 2
    assert verify(signed_file(html, 1))["signed_by"] in names
    assert not signed_file(html, 2).exists()


@pytest.mark.usefixtures("english")
def test_a_signing_that_finds_the_folder_in_use_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = draft(tmp_path)
    monkeypatch.setattr(signing, "_WAIT", 0.05)
    (html.parent / "signed").mkdir()
    with FileLock(html.parent / "signed" / ".lock"), pytest.raises(RunError, match="in use"):
        sign(html, ACT)


def test_what_is_signed_is_never_overwritten_though_two_signings_took_one_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = draft(tmp_path)
    first = sign(html, ACT)
    before = {file: file.read_bytes() for file in files(first.report)}
    lines = ledger(html)
    monkeypatch.setattr(signing, "_numbers", lambda *_: [])  # the second does not see the first
    monkeypatch.setattr(signing, "_tidy", lambda *_: None)
    with pytest.raises(RunError, match="不得覆盖"):
        sign(html, ACT)
    assert {file: file.read_bytes() for file in before} == before
    assert ledger(html) == lines
