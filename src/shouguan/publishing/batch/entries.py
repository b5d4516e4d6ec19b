"""What a site shows of a report, and of one that it lacks, read from the report itself and free of any language.

An entry says of the year what its page says first: the first full-year forecast, target and chance of one indicator
that stand on the page. A page that forecasts nothing has none of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from shouguan.analysis.scenarios import file as scenario_file
from shouguan.core.errors import RunError, ShouguanError, UsageError
from shouguan.core.files import read_yaml
from shouguan.core.indicators import CATALOGUE
from shouguan.data.regions import folder_named, region_named
from shouguan.facts import archive
from shouguan.facts.indicator_report import step_key
from shouguan.facts.table import Fact, shown_in
from shouguan.publishing import notebooks
from shouguan.publishing.batch.orders import Order
from shouguan.publishing.batch.outcomes import Outcome


class Key(NamedTuple):
    """Which report it is, whatever its day: a newer one with the same key takes its place."""

    place: str
    notebook: str
    scenario: str
    lang: str


@dataclass(frozen=True)
class Names:
    """What readers call a place, a notebook or a scenario."""

    zh: str
    en: str


@dataclass(frozen=True)
class Figure:
    """A figure as its page prints it, and as it is sorted."""

    shown: str
    value: float


@dataclass(frozen=True)
class Entry:
    """A report that stands in a site.

    Attributes
    ----------
    key : Key
    files, sha256 : tuple of str
        Where its page, facts and manifest are, from the index on; and what their bytes hash to.
    region : str
        The code of its place's region; empty in reports of old versions, which do not say it.
    place, notebook, scenario : Names
    as_of, title : str
    changed : str
        When its page was made, in ISO form.
    found : str
        When a run made it last, or found it unchanged.
    code : str
        The indicator of the figures; empty where the page forecasts none.
    forecast : tuple of Figure
        Median and the ends of the 80% interval.
    target, chance : Figure or None
    tested : bool
        Whether past forecasts could test the chance.
    """

    key: Key
    files: tuple[str, ...]
    sha256: tuple[str, ...]
    region: str
    place: Names
    notebook: Names
    scenario: Names
    as_of: str
    title: str
    changed: str
    found: str
    code: str = ""
    forecast: tuple[Figure, ...] = ()
    target: Figure | None = None
    chance: Figure | None = None
    tested: bool = True

    @property
    def href(self) -> str:
        """Where its page is, from the index on."""
        return self.files[0]

    def whole_in(self, folder: Path) -> bool:
        """Whether its files lie in a folder as they were made."""
        try:
            found = [archive.sha256((folder / file).read_bytes()) for file in self.files]
        except OSError:
            return False
        return found == [*self.sha256]

    @classmethod
    def read(cls, record: object) -> Entry:
        """Read an entry from JSON; a `ValueError` where the record is none, or names files outside the site."""
        made = _ENTRY.validate_python(record)
        dt.date.fromisoformat(made.as_of)
        moment(made.changed), moment(made.found)
        files = [PurePath(each) for each in made.files]
        within = files and not any(each.is_absolute() or ".." in each.parts for each in files)
        if not within or len(files) != len(made.sha256) or (made.forecast and made.code not in CATALOGUE):
            raise ValueError
        return made


@dataclass(frozen=True)
class Missing:
    """A report that a run was asked for and did not make.

    Attributes
    ----------
    key : Key
    region : str
        The code of its place's region; empty where it cannot be known.
    place, notebook, scenario : Names
    state : str
        As outcomes have it; `lost` where its files are gone from the site.
    exit_code : int
    waits : Names or None
        What it waits for.
    since : str
        When a run did not make it for the first time since the last that did.
    asked : str
        When a run was asked for it last.
    exists : bool
        Whether there is such a place.
    """

    key: Key
    region: str
    place: Names
    notebook: Names
    scenario: Names
    state: str
    exit_code: int
    waits: Names | None
    since: str
    asked: str
    exists: bool = True

    @classmethod
    def read(cls, record: object) -> Missing:
        """Read one from JSON; a `ValueError` where the record is none."""
        made = _MISSING.validate_python(record)
        moment(made.since), moment(made.asked)
        return made


_ENTRY, _MISSING = TypeAdapter(Entry), TypeAdapter(Missing)


def moment(text: str) -> dt.datetime:
    """Return the instant of an ISO text, as this machine's clock shows it; one without an offset is of this machine."""
    return dt.datetime.fromisoformat(text).astimezone()


def entry(report: archive.Published, folder: Path, found: str = "") -> Entry:
    """Return the entry of a report that lies in a folder of reports; a run found it last when it was made, or then.

    Raises
    ------
    RunError
        When its manifest or facts do not say what an entry needs, or the page lies where another belongs.
    """
    name = report.report.html.relative_to(folder).as_posix()
    try:
        made = Entry.read(asdict(_said(report, folder, found)))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise RunError(
            f"{name} 的 manifest 或 facts 内容不对（地区、报告、情景的名称，日期或数字），没有放上；请重新运行",
            f"the manifest or the facts of {name} are wrong (names of place, report and scenario, days or figures), so"
            " it was not put there: run the report again",
        ) from None
    where = f"{made.as_of}/{made.key.place}/{made.key.scenario}/{made.key.notebook}.{made.key.lang}.html"
    if name != where:
        raise RunError(
            f"{name} 的内容是 {where} 的，没有放上；请重新运行",
            f"{name} holds what belongs to {where}, so it was not put there: run the report again",
        )
    return made


def _said(report: archive.Published, folder: Path, found: str) -> Entry:
    """Return what a report says of itself, unchecked."""
    manifest, html = report.manifest, report.report.html
    parameters, said = manifest["parameters"], manifest.get("names") or {}
    key = Key(str(parameters["place"]), manifest["notebook"]["name"], str(parameters["scenario"]), report.lang)
    called: dict[str, Any] = {
        name: Names(**said[name]) if name in said else Names(old, old)
        for name, old in (("place", key.place), ("notebook", key.notebook), ("scenario", key.scenario))
    }
    changed = dt.datetime.fromtimestamp(html.stat().st_mtime).astimezone().isoformat(timespec="seconds")
    return Entry(
        key,
        tuple(file.relative_to(folder).as_posix() for file in (html, report.report.facts, report.report.manifest)),
        (report.html_sha256, report.facts_sha256, report.manifest_sha256),
        str(said.get("region", "")),
        as_of=str(parameters["as_of"]),
        title=report.title,
        changed=changed,
        found=found or changed,
        **called,
        **_figures(report),
    )


def _figures(report: archive.Published) -> dict[str, Any]:
    """Return what the page says first of a full year, as the attributes of an entry."""
    facts = {each["key"]: Fact.read(each) for each in report.facts["facts"] if "block" in each}
    shown = {key: facts[key] for key in shown_in(report.html) if key in facts}
    median = next((each for each in shown.values() if (each.measure, each.statistic) == ("full_year", "median")), None)
    if median is None or median.block not in CATALOGUE:
        return {}
    code, year = median.block, median.of[0]
    ends = [facts.get(f"{code}.full_year.{year}.{end}") for end in ("lower80", "upper80")]
    forecast = tuple(Figure(each.display, each.rounded) for each in (median, *ends) if each is not None)
    made = {"code": code, "forecast": forecast, "tested": f"{code}.record.n" in facts}
    targets = (each for each in shown.values() if (each.block, each.measure) == (code, "target"))
    target = next((each for each in targets if each.of[0] == year and not each.statistic), None)
    if target is None:
        return made
    met_from = facts.get(f"{target.key}.met_from", target)
    chance = shown.get(f"{code}.chance.{year}.{step_key(met_from.value)}")
    return made | {
        "target": Figure(target.display, target.rounded),
        "chance": chance and Figure(_percent(chance), chance.rounded),
    }


def _percent(chance: Fact) -> str:
    """Print a chance as pages do: nothing is certain, and nothing impossible."""
    return "<1" if chance.rounded < 1 else ">99" if chance.rounded > 99 else chance.display


def missing(outcome: Outcome, began: str) -> Missing:
    """Return what readers are told of a report that was not made.

    The message stays in `run.json` and the scheduler's log: it tells whoever runs the kit which command to give, and
    may name files of the machine. What data are waited for concerns readers.
    """
    waits = Names(outcome.zh, outcome.en) if outcome.state == "waiting" else None
    order = outcome.order
    slug, region, place = _place(order)
    key = Key(slug, order.notebook, order.scenario, order.lang)
    notebook, (scenario, known) = Names(*notebooks.title(notebooks.named(order.notebook))), _scenario(order)
    state = (outcome.state, outcome.exit_code if known else UsageError.exit_code, waits)
    exists = region is not None
    return Missing(key, region or "", place, notebook, scenario, *state, since=began, asked=began, exists=exists)


def _place(order: Order) -> tuple[str, str | None, Names]:
    """Return what an order's place is filed under, its region's code (None without such a place) and its name."""
    slug = Path(order.place).name or order.place
    try:
        folder, region = folder_named(order.place), region_named(order.place)
        if folder is not None:
            slug = folder.resolve().name
            settings = read_yaml(folder / "place.yaml")
            names = Names(str(settings["name"]), str(settings.get("name_en") or settings["name"]))
            return slug, str(settings.get("region", "")), names
        if region is not None:
            return region.slug, region.code, Names(region.name, region.name_en)
    except (ShouguanError, LookupError, TypeError, AttributeError):  # its own message says what is wrong with it
        return slug, "", Names(slug, slug)
    return slug, None, Names(slug, slug)


def _scenario(order: Order) -> tuple[Names, bool]:
    """Return what an order's scenario is called, and whether there is such: a misspelt one is a wrong setting."""
    try:
        known = scenario_file.load(folder_named(order.place))
    except ShouguanError:
        known = {}
    return Names(*scenario_file.names(known, order.scenario)), order.scenario in known
