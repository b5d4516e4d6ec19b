"""What changed since the last briefing: which report that is, and how the figures of two reports differ.

The last briefing is the newest earlier report of the same place, scenario, notebook and language under the reports
folder; of one day the newest signed version counts before the draft, for that is what was read. Figures are
compared as they were printed.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shouguan.core import indicators
from shouguan.core.errors import DataError, RunError, UsageError
from shouguan.core.language import spoken
from shouguan.core.paths import named
from shouguan.core.periods import Period
from shouguan.core.rounding import MINUS
from shouguan.facts import archive
from shouguan.facts.archive import SIGNED, Published
from shouguan.facts.table import Fact, FactTable

log = logging.getLogger("shouguan")

Records = Mapping[str, Fact]
"""Facts by key."""
INPUT = "上期报告 "
"""With what the last report is named among the inputs of a manifest."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Previous:
    """The last briefing, as a run is handed it.

    Attributes
    ----------
    as_of : date
    issue : int or None
        The number of the signed version; None where it is a draft.
    facts_sha256 : str
    content : dict
        Its facts, as its JSON file has them.
    """

    as_of: dt.date
    issue: int | None
    facts_sha256: str
    content: dict[str, Any]

    def to_json(self) -> str:
        """Return it as JSON text, for the run that compares itself with it."""
        plain = {
            "as_of": self.as_of.isoformat(),
            "issue": self.issue,
            "facts_sha256": self.facts_sha256,
            "content": self.content,
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Pair:
    """A figure then and now; None where a report does not have it."""

    before: Fact | None
    now: Fact | None

    @property
    def both(self) -> tuple[Fact, Fact] | None:
        """The two figures, where both reports have one."""
        return None if self.before is None or self.now is None else (self.before, self.now)

    @property
    def differs(self) -> bool:
        """Whether they are printed differently, or only one report has the figure."""
        both = self.both
        return both is None or (both[0].display, both[0].unit) != (both[1].display, both[1].unit)


@dataclass(frozen=True)
class Goal:
    """A target in either report, and what the reports say of it.

    Attributes
    ----------
    kind : str
        The part of the key: `original`, `stretch`, `floor`, `reach`.
    target : Pair
    chance, required : Pair
        Of the target as it is now, or as it was where it is gone.
    """

    kind: str
    target: Pair
    chance: Pair
    required: Pair


@dataclass(frozen=True)
class Line:
    """One indicator that this report forecasts, or the last one did, for the same year.

    Attributes
    ----------
    code : str
    origin_before, origin : Period or None
        The last period published then and now.
    median, lower, upper, rank, peers : Pair
    goals : tuple of Goal
    released : Fact or None
        The newest growth published, where the last report did not have it.
    """

    code: str
    origin_before: Period | None
    origin: Period | None
    median: Pair
    lower: Pair
    upper: Pair
    rank: Pair
    peers: Pair
    goals: tuple[Goal, ...]
    released: Fact | None


@dataclass(frozen=True)
class Changes:
    """How a report differs from the last one.

    Attributes
    ----------
    year_before, year : int
        The year that each closes; of two years nothing expected is compared.
    lines : tuple of Line
        In the order of page one; empty where the years differ.
    revised : tuple of Pair
        Published figures that both reports have, with other values.
    """

    year_before: int
    year: int
    lines: tuple[Line, ...]
    revised: tuple[Pair, ...]


def find(out: Path, html: Path, as_of: dt.date) -> Published | None:
    """Return the newest earlier report like this one, if there is any.

    Parameters
    ----------
    out : Path
        The reports folder.
    html : Path
        Where the new report's page goes: `<out>/<as_of>/<place>/<scenario>/<notebook>.<lang>.html`.
    as_of : date
        Its day; only reports of earlier days count.

    Notes
    -----
    Files that do not belong together are passed over, with a warning, for those before them.
    """
    for day, candidate in candidates(out, html, as_of):
        try:
            published = archive.read(candidate)
        except RunError as error:
            log.warning(spoken("跳过上期报告：{why}", why=error))
            continue
        if published.as_of.isoformat() == day:
            return published
    return None


def candidates(out: Path, html: Path, as_of: dt.date) -> Iterator[tuple[str, Path]]:
    """Yield the days and pages among which `find` takes the first that is whole."""
    below = html.parent.relative_to(out / as_of.isoformat())
    stem = html.name.removesuffix(".html")
    if not out.is_dir():
        return
    for day in sorted((each.name for each in out.iterdir() if is_day(each.name)), reverse=True):
        if day < as_of.isoformat():
            yield from ((day, candidate) for candidate in _candidates(out / day / below, stem))


def handed(report: Published) -> Previous:
    """Return what a run needs of the last report."""
    issue = None if report.signature is None else int(report.signature["issue"])
    compared: dict[str, Any] = {name: report.facts[name] for name in ("schema", "facts") if name in report.facts}
    return Previous(report.as_of, issue, report.facts_sha256, compared)


def load(file: Path | str | None) -> Previous | None:
    """Read what a run was handed, or the report that an analyst names by its HTML; None for no report.

    Raises
    ------
    UsageError
        When the file is missing or is neither.
    """
    if file is None:
        return None
    path = Path(file)
    if path.suffix == ".html":
        return handed(archive.read(archive.locate(path)))
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        content = plain["content"]
        records(content)
        return Previous(dt.date.fromisoformat(plain["as_of"]), plain["issue"], plain["facts_sha256"], content)
    except OSError:
        raise UsageError(f"找不到上期报告 {named(path)}", f"no such last report: {named(path)}") from None
    except (ValueError, LookupError, TypeError, DataError):
        raise UsageError(
            f"{named(path)} 不是上期报告；应为 .html 报告",
            f"{named(path)} is no last report; give a report, a file .html",
        ) from None


def records(content: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the facts of a report's JSON by key, each printing the digits that its report printed.

    Raises
    ------
    DataError
        When a record is not a fact.
    """
    try:
        return {each["key"]: _fact(each) for each in content["facts"]}
    except (LookupError, TypeError, ValueError, AttributeError):
        raise DataError(
            "facts 文件的内容不对，请重新运行报告", "a facts file is damaged: run its report again"
        ) from None


def differing(old: Records, new: Records) -> list[tuple[str, Pair]]:
    """Return every figure that two reports print differently or only one has, published ones first."""
    order = {kind: place for place, kind in enumerate(("official", "target", "forecast", "computed", "assumption"))}
    pairs = [(key, Pair(old.get(key), new.get(key))) for key in sorted(set(old) | set(new))]

    def rank(item: tuple[str, Pair]) -> tuple[bool, int, str]:
        fact = item[1].now or item[1].before
        assert fact is not None
        return item[1].both is None, order[fact.kind], item[0]

    return sorted((item for item in pairs if item[1].differs), key=rank)


def compare(old: Mapping[str, Any], new: FactTable | Mapping[str, Any]) -> Changes:
    """Say how a report differs from the last one.

    Parameters
    ----------
    old : mapping
        The content of the last report's facts file.
    new : FactTable or mapping
        The new report's facts, or the content of its file.

    Returns
    -------
    Changes

    Raises
    ------
    DataError
        When one of them forecasts no full year.
    """
    before = records(old)
    now = dict(new.facts) if isinstance(new, FactTable) else records(new)
    year_before, codes_before = _forecast(before)
    year, codes = _forecast(now)
    revised = tuple(
        Pair(fact, now[key])
        for key, fact in before.items()
        if fact.kind == "official" and key in now and Pair(fact, now[key]).differs
    )
    same = year == year_before
    order = list(dict.fromkeys([*indicators.FORECAST, *codes, *codes_before]))
    lines = [_line(code, year, before, now) for code in order if same and code in {*codes, *codes_before}]
    return Changes(year_before, year, tuple(lines), revised)


def _line(code: str, year: int, before: Records, now: Records) -> Line:
    def pair(key: str) -> Pair:
        return Pair(before.get(f"{code}.{key}"), now.get(f"{code}.{key}"))

    was, is_now = _origin(code, before), _origin(code, now)
    newest = now.get(f"{code}.ytd.{is_now}")
    stem = f"full_year.{year}"
    return Line(
        code=code,
        origin_before=was,
        origin=is_now,
        median=pair(f"{stem}.median"),
        lower=pair(f"{stem}.lower80"),
        upper=pair(f"{stem}.upper80"),
        rank=Pair(before.get(f"{code}.rank.{was}"), now.get(f"{code}.rank.{is_now}")),
        peers=pair("rank.peers"),
        goals=tuple(_goals(code, year, before, now)),
        released=newest if newest is not None and newest.key not in before else None,
    )


def _goals(code: str, year: int, before: Records, now: Records) -> Iterator[Goal]:
    from shouguan.facts.indicator_report import step_key  # noqa: PLC0415  # loads the models, which signing does without

    targets = (fact for fact in (*now.values(), *before.values()) if (fact.block, fact.measure) == (code, "target"))
    own = (fact for fact in targets if fact.of[0] == str(year) and not fact.statistic)
    for key, kind in {fact.key: fact.of[-1] for fact in own}.items():
        target = Pair(before.get(key), now.get(key))
        fact = target.now or target.before
        assert fact is not None
        limit = now.get(f"{key}.met_from") or before.get(f"{key}.met_from") or fact
        step = f"{year}.{step_key(limit.value)}"
        chance, required = f"{code}.chance.{step}", f"{code}.required.{step}"
        yield Goal(
            kind,
            target,
            chance=Pair(before.get(chance), now.get(chance)),
            required=Pair(before.get(required), now.get(required)),
        )


def _forecast(facts: Records) -> tuple[int, list[str]]:
    """Return the year that a report closes and the indicators that it forecasts."""
    changed = [
        fact
        for fact in facts.values()
        if (fact.measure, fact.statistic) == ("full_year", "median") and fact.block == fact.indicator
    ]
    if not changed:
        raise DataError("报告里没有全年测算，不能比较", "the report forecasts no full year, so it cannot be compared")
    return max(int(fact.of[0]) for fact in changed), [fact.block for fact in changed]


def _origin(code: str, facts: Records) -> Period | None:
    """Return the last period published, which the share of the year already published is named by."""
    weights = (fact for fact in facts.values() if (fact.block, fact.measure) == (code, "weight"))
    return next((Period.parse(fact.of[0]) for fact in weights), None)


def _fact(record: Mapping[str, Any]) -> Fact:
    fact = Fact.read(record)
    if fact.display != record["display"]:  # an older report rounded otherwise: what was printed counts
        value = float(record["display"].replace(MINUS, "-"))
        # An interval narrower than a printed digit need not hold what was printed; the page's must.
        lower = None if fact.lower is None else min(fact.lower, value)
        upper = None if fact.upper is None else max(fact.upper, value)
        fact = replace(fact, value=value, lower=lower, upper=upper)
    return fact


def _candidates(folder: Path, stem: str) -> Iterator[Path]:
    """Yield the pages of one day's reports, the one that counts first."""
    for issue in sorted(issues(folder, stem), reverse=True):
        yield folder / SIGNED / f"{stem}.{issue}.html"
    if (folder / f"{stem}.html").is_file():
        yield folder / f"{stem}.html"


def issues(folder: Path, stem: str) -> list[int]:
    """Return the numbers of a report's signed versions, ascending: those whose HTML is there."""
    name = re.compile(re.escape(stem) + r"\.([1-9][0-9]*)\.html")
    names = (name.fullmatch(each.name) for each in (folder / SIGNED).glob("*.html"))
    return sorted(int(match[1]) for match in names if match)


def is_day(name: str) -> bool:
    """Say whether a folder is named for a day."""
    try:
        return bool(_DAY.fullmatch(name)) and dt.date.fromisoformat(name) is not None
    except ValueError:
        return False
