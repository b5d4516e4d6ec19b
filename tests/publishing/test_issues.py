"""Numbers of bulletins: through the year, by task force, only for what is signed; and which is the one before."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from shouguan.core.errors import DataError, UsageError
from shouguan.facts import archive, issues
from shouguan.publishing import signing
from shouguan.publishing.signing import Act
from tests.builders import bulletins

pytestmark = pytest.mark.xdist_group("bulletin issues")
FIRST, SECOND, THIRD = "2020-10-11", "2020-10-18", "2020-10-25"


def sign(html: Path, **act: object) -> archive.Published:
    return signing.sign(html, Act("张三", dt.date(2020, 11, 30), **act))  # type: ignore[arg-type]


def number(html: Path) -> int:
    return int(archive.read(html).manifest["parameters"]["issue"])


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three weeks of one task force: the first is signed after the second was drafted, the third in both languages."""
    out = tmp_path_factory.mktemp("reports")
    made = {"out": out, "first": bulletins.published(out, FIRST, task_force="gdp")}
    made["second"] = bulletins.published(out, SECOND, task_force="gdp")
    made["number of the second draft"] = Path(str(number(made["second"])))
    made["signed first"] = sign(made["first"]).report.html
    made["third"] = bulletins.published(out, THIRD, task_force="gdp")
    made["signed third"] = sign(made["third"]).report.html
    return made


def test_a_draft_uses_up_no_number_and_a_signature_does(year: dict[str, Path]) -> None:
    assert year["number of the second draft"] == Path("1")
    assert year["signed first"].name == "bulletin-gdp.zh.1.html"
    assert number(year["third"]) == 2 and year["signed third"].name == "bulletin-gdp.zh.2.html"


def test_a_draft_whose_number_was_given_away_is_not_signed(year: dict[str, Path]) -> None:
    with pytest.raises(DataError, match="第1期已于 2020-10-11 的通报签发；重新生成草稿（将为第3期）"):
        sign(year["second"])


def test_what_was_called_for_is_that_of_the_newest_signed_issue_of_an_earlier_day(year: dict[str, Path]) -> None:
    html = year["third"]
    before = issues.before(html)
    assert before is not None and before.as_of.isoformat() == FIRST, "the draft of the second week was never sent"
    last = issues.handed(before)
    assert (last.issue, last.signed) == (1, True) and last == issues.load(str(year["signed first"]))
    assert issues.before(year["first"]) is None
    assert "上期（第1期，2020年10月11日）" in _words(html)


def test_another_language_of_the_day_is_the_same_issue_and_the_day_drafted_again_the_next(
    year: dict[str, Path],
) -> None:
    assert issues.next_number(year["third"].with_name("bulletin-gdp.en.html")) == 2
    assert issues.next_number(year["third"]) == 3
    assert issues.taken(year["third"].with_name("bulletin-gdp.en.html"), 2) is None


def test_task_forces_kinds_and_years_count_by_themselves(year: dict[str, Path]) -> None:
    for name in ("bulletin-industry.zh.html", "meeting-gdp.zh.html", "summary.zh.html"):
        assert issues.next_number(year["third"].with_name(name)) == 1
    later = year["out"] / "2021-01-10" / "demo-city" / "base" / "bulletin-gdp.zh.html"
    assert issues.next_number(later) == 1


def test_all_issues_and_open_drafts_are_listed(year: dict[str, Path]) -> None:
    listed = issues.listing(year["out"], "demo-city")
    assert [(str(each.day), each.number, each.signed_by) for each in listed] == [
        (FIRST, 1, "张三"),
        (SECOND, None, ""),
        (THIRD, 2, "张三"),
    ]
    assert all(each.html.is_file() for each in listed)
    assert issues.listing(year["out"], "another") == []


def test_a_correction_is_the_next_issue_of_the_year(year: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "reports"
    html = bulletins.published(out, FIRST, task_force="gdp")
    sign(html)
    again = bulletins.published(out, FIRST, task_force="gdp", every="week")
    assert number(again) == 2
    corrected = sign(again, corrects=1, reason="按周")
    assert corrected.signature is not None and corrected.signature["issue"] == 2


def test_a_number_that_an_office_gives_is_kept_and_counts_on(tmp_path: Path) -> None:
    html = bulletins.published(tmp_path, FIRST, task_force="gdp", issue=12)
    assert sign(html).report.html.name == "bulletin-gdp.zh.12.html"
    assert issues.next_number(tmp_path / SECOND / "demo-city" / "base" / "bulletin-gdp.zh.html") == 13
    with pytest.raises(DataError, match="第12期已于"):
        bulletins.published(tmp_path, SECOND, task_force="gdp", issue=12)


def test_where_nothing_was_signed_the_newest_draft_is_the_one_before_and_says_so(tmp_path: Path) -> None:
    bulletins.published(tmp_path, FIRST, task_force="gdp")
    html = bulletins.published(tmp_path, SECOND, task_force="gdp")
    assert "上期草稿（2020年10月11日，未签发）" in _words(html)


def test_a_report_that_is_no_bulletin_has_called_for_nothing(tmp_path: Path, year: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match="找不到上期通报"):
        issues.load(str(tmp_path / "x.json"))
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="不是上期通报"):
        issues.load(str(tmp_path / "x.json"))
    published = archive.read(year["third"])
    other = archive.Published(**(vars(published) | {"facts": {"facts": []}}))
    with pytest.raises(DataError, match="不是督查通报"):
        issues.handed(other)


def _words(html: Path) -> str:
    return re.sub(r"<[^>]+>", "", html.read_text(encoding="utf-8"))
