"""Render a report: check parameters, run the notebook with papermill, make the page, gate it, publish it.

The order is what makes it safe. Parameters are checked before a kernel starts; everything is made in a
temporary folder; facts and manifest are moved in under names of their own before the HTML, which alone makes them
the report (`facts.archive`); and whatever fails leaves the last good report as it was.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import logging
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from shouguan.analysis import place_settings
from shouguan.analysis.scenarios import file as scenario_file
from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, UsageError, nearest
from shouguan.core.files import write_beside
from shouguan.core.language import chosen, either, spoken
from shouguan.core.parameters import BULLETIN, BulletinParameters, Parameters
from shouguan.core.periods import Lang
from shouguan.core.version import __version__
from shouguan.data import assessment_settings, bulletin_settings, origin, place, registers
from shouguan.data.observations import View
from shouguan.data.readings import Readings
from shouguan.facts import archive, changes, issues
from shouguan.facts.archive import Report, sha256
from shouguan.facts.publication import Published, publication
from shouguan.models.history import history
from shouguan.publishing import bulletins, notebooks, running

log = logging.getLogger("shouguan")

_ABOUT = {
    "gdp": ("gdp",),
    "investment": ("fai",),
    "industry": ("industry_va",),
    "projects": ("fai",),
    "funds_and_firms": ("industry_va",),
}
"""The indicators that a notebook is about, where it is not about all: the first must have data."""
_LISTS = {"projects": ("ledger",), "funds_and_firms": ("bonds", "enterprises")}
"""The lists that a notebook is about, without which there is nothing to show."""
_GROUPED = ("ranking",)
"""Notebooks about an assessment group."""
_HAN = re.compile("[\u3400-\u9fff]")
_WAIT = 60.0
"""Seconds that a report waits for another to be published."""
_VERSIONED = ("matplotlib", "nbconvert", "numpy", "pandas", "papermill", "statsmodels")


@dataclass(frozen=True)
class Job:
    """One report to make, with everything resolved and checked.

    Attributes
    ----------
    notebook : Path
        The notebook's file.
    name : str
        Its bare name, without the number.
    report : str
        What its files are called; that of a bulletin names its task force.
    parameters : Parameters
        With `as_of` and `year` filled in.
    place : Place
    """

    notebook: Path
    name: str
    report: str
    parameters: Parameters
    place: place.Place

    def html(self, out: Path) -> Path:
        """Return where the report's page goes under `out`."""
        day = self.parameters.as_of
        folder = out / f"{day}" / self.place.slug / self.parameters.scenario
        return folder / f"{self.report}.{self.parameters.lang}.html"


@dataclass(frozen=True)
class _Last:
    """The report before, as a run is handed it and as the manifest names it."""

    as_of: dt.date
    issue: int | None
    facts_sha256: str
    text: str


def prepare(parameters: Parameters, notebook: str = "briefing") -> Job:
    """Resolve and check a report before anything starts.

    Parameters
    ----------
    parameters : Parameters
    notebook : str
        Bare name of a notebook.

    Returns
    -------
    Job

    Raises
    ------
    DataError
        When the notebook, the place or the scenario is unknown, a settings file of the place is wrong, the day leaves
        nothing to forecast, `since` does not lie before it, or a scenario is asked for where nothing can be.
    UsageError
        When the notebook does not take one of the parameters.
    """
    file = notebooks.named(notebook)
    where = place.load(parameters.place)
    place_settings.check(where)
    if parameters.lang == "en" and _HAN.search(where.name("en")):
        raise DataError(
            f"英文报告需要地区的英文名：place.yaml 的 name_en 现为“{where.name('en')}”",
            f"an English report needs the place's English name: name_en in place.yaml is '{where.name('en')}'",
        )
    for kind in _LISTS.get(notebook, ()):
        registers.required(where, kind)
    if notebook in _GROUPED and not assessment_settings.read(where).group(where):
        raise DataError(
            f"{where.name()}没有设定含本地的考核同组地区：在 place.yaml 写 peers",
            f"{where.name('en')}: no group of peers with the place in it is set; write peers in place.yaml",
        )
    about, report = _ABOUT.get(notebook, indicators.FORECAST), notebook
    if notebook == BULLETIN:
        parameters = bulletins.of(parameters, where)
        about, report = bulletin_settings.read(where.folder).indicators(parameters), bulletins.report(parameters)
    leading = origin.primary(where, about)
    resolved = origin.stand(where, about, parameters.as_of, parameters.year)
    if parameters.since is not None:
        origin.in_order(parameters.since, resolved.as_of)
    view = where.as_of(resolved.as_of)
    _warn_of_overdue(publication(where, view, leading), resolved.as_of)
    # The scenario also names a folder.
    entries = scenario_file.changes_for(scenario_file.load(where.folder), parameters.scenario)
    _warn_of_no_forecast(where, view, about, resolved.year, assumed=bool(entries))
    filled = parameters.model_copy(update={"as_of": resolved.as_of, "year": resolved.year})
    _check_cell(file, filled.for_notebook())
    return Job(file, notebook, report, filled, where)


def stand(where: place.Place, notebook: str, parameters: Parameters) -> origin.Origin:
    """Return which day and year a report (no bulletin) would stand on now; a `DataError` where there is none."""
    return origin.stand(where, _ABOUT.get(notebook, indicators.FORECAST), parameters.as_of, parameters.year)


def _warn_of_no_forecast(where: place.Place, view: View, about: Sequence[str], year: int, *, assumed: bool) -> None:
    """Say beforehand that the page will hold published figures only, where nothing can be forecast, and why.

    Raises
    ------
    DataError
        When it should rest on a scenario, which there is then nothing to move.
    """
    reasons = []
    for code in about:
        try:
            history(where, view, code, year)
        except DataError as error:
            if view.ytd_growth(where.region, code):
                reasons.append(error)
            continue
        return
    zh, en = "；".join(each.zh for each in reasons), "; ".join(each.en for each in reasons)
    if assumed:
        raise DataError(f"没有全年预测，不能套用情景：{zh}", f"there is no forecast for a scenario to move: {en}")
    log.warning(spoken("没有全年预测，只列已公布的数和推算的后期需增：{r}", r=either(zh, en)))


def _warn_of_overdue(state: Published | None, day: dt.date) -> None:
    if state is None or not state.overdue(day):
        return
    log.warning(
        spoken(
            "截至 {day}，{name} {next} 的数据应已发布（约 {on}）而尚未导入：请核对日期，或先用 shouguan import 导入",
            day=day,
            name=either(state.entry.zh, state.entry.en),
            next=state.next,
            on=state.next_on,
        )
    )


def render(
    job: Job,
    out: Path,
    *,
    progress: Callable[[str], None] = log.info,
    warm: bool = False,
    longest: float = running.LONGEST_REPORT,
    largest: int = running.LARGEST_MEMORY,
) -> Report:
    """Make one report and publish it.

    Parameters
    ----------
    job : Job
        From `prepare`.
    out : Path
        The reports folder.
    progress : callable
        Told each step as it begins.
    warm : bool
        Whether the kernel is one that has the stack loaded, which is worth it for more than one report.
    longest : float
        Seconds that its notebook may take.
    largest : int
        Bytes that its notebook may ask for.

    Returns
    -------
    Report

    Raises
    ------
    RunError
        When a cell fails or stands still, or the page fails the gate. What was published before is untouched.
    """
    target = job.html(out)
    progress(
        spoken(
            "运行笔记本 {name}：{place}，截至 {day}",
            name=job.name,
            place=either(job.place.name(), job.place.name("en")),
            day=job.parameters.as_of,
        )
    )
    _try(target)
    if isinstance(job.parameters, BulletinParameters):
        job = replace(job, parameters=bulletins.numbered(job.parameters, target))
    last = _last(job, out)
    executed = _execute(job, last, progress, warm=warm, longest=longest, largest=largest)
    facts = _handed_over(executed)
    progress(spoken("生成网页并检查"))
    html = _convert(executed)
    _warn_of_unseen(executed)
    _gate(executed, html, facts, job.parameters.lang)
    progress(spoken("发布"))
    return publish(target, html, facts, _manifest(job, html, facts, last, executed.metadata["read"]))


def _check_cell(notebook: Path, values: dict[str, Any]) -> None:
    """Refuse a parameter that the notebook's own cell does not declare; papermill would only warn."""
    tagged = [source for source, tags in notebooks.cells(notebook) if "parameters" in tags]
    if not tagged:
        raise UsageError(
            f"{notebook.name} 没有标签为 parameters 的单元格：参数格在 JupyterLab 的属性检查器里加上这个标签",
            f"{notebook.name} has no cell tagged 'parameters': tag that of the parameters in JupyterLab's property"
            " inspector",
        )
    declared = {line.split("=")[0].split(":")[0].strip() for line in tagged[0].splitlines() if "=" in line}
    for name in values:
        if name not in declared:
            zh, en = nearest(name, sorted(declared))
            raise UsageError(
                f"{notebook.name} 不接受参数“{name}”{zh}", f"{notebook.name} takes no parameter '{name}'{en}"
            )


def _last(job: Job, out: Path) -> _Last | None:
    """Return the last report: the one that is named, else the newest earlier one of the same kind under `out`."""
    if isinstance(job.parameters, BulletinParameters):
        before = bulletins.before(job.parameters, job.html(out))
        if before is None:
            return None
        return _Last(before[0].as_of, before[1].issue, before[0].facts_sha256, issues.to_json(before[1]))
    if job.parameters.previous is not None:
        last = changes.load(job.parameters.previous)
    else:
        assert job.parameters.as_of is not None
        found = changes.find(out, job.html(out), job.parameters.as_of)
        last = None if found is None else changes.handed(found)
    return None if last is None else _Last(last.as_of, last.issue, last.facts_sha256, last.to_json())


def _execute(job: Job, last: _Last | None, progress: Callable[[str], None], **more: Any) -> Any:
    values = job.parameters.for_notebook()
    if Path(job.parameters.place).is_dir():
        values["place"] = str(Path(job.parameters.place).resolve())
    previous = None if last is None else last.text
    return running.execute(job.notebook, job.name, values, previous, progress, **more)


def _handed_over(executed: Any) -> str:
    from shouguan.publishing.exporter import handed_over  # noqa: PLC0415

    return handed_over(executed)[1]


def _warn_of_unseen(executed: Any) -> None:
    from shouguan.publishing.exporter import unseen  # noqa: PLC0415

    if cells := unseen(executed):
        numbers = "、".join(map(str, cells)) if chosen() == "zh" else ", ".join(map(str, cells))
        log.warning(spoken("第 {n} 格的输出（print、末行的值、Markdown 等）不进网页：写成表、图或文字格", n=numbers))


def _convert(executed: Any) -> str:
    from shouguan.publishing.exporter import convert  # noqa: PLC0415

    return convert(executed)


def _gate(executed: Any, html: str, facts: str, lang: Lang) -> None:
    from shouguan.publishing import exporter, gate, lint  # noqa: PLC0415

    gate.check(executed, html, lint.check(exporter.without_analyst(executed, html), facts, lang))


def _manifest(job: Job, html: str, facts: str, last: _Last | None, read: Readings) -> str:
    """Say what the report was made from: inputs, what of them was read, and versions; no clock, no absolute path."""
    assert job.parameters.as_of is not None
    compared = None if last is None else f"{last.as_of}" + ("" if last.issue is None else f" ({last.issue})")
    own = {"place": job.place.slug, "previous": compared, "scenario": job.parameters.scenario}
    parameters = job.parameters.for_notebook() | own
    inputs = [{"file": paths.shown(file), "sha256": sha256(file.read_bytes())} for file in job.place.files]
    if last is not None:
        inputs.append({"file": f"{changes.INPUT}{compared}", "sha256": last.facts_sha256})
    content = {
        "schema": 1,
        "shouguan": __version__,
        "notebook": {"name": job.name, "sha256": sha256(job.notebook.read_bytes())},
        "parameters": parameters,
        "names": _names(job),
        "facts_sha256": sha256(facts.encode()),
        "html_sha256": sha256(html.encode()),
        "inputs": inputs,
        "read": {"regions": read, "sha256": job.place.hashes(read, job.parameters.as_of)},
        "versions": _versions(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@cache
def _versions() -> dict[str, str]:
    """Return the versions of what a report is made by; looking for a package's takes as long as a section."""
    return {name: importlib.metadata.version(name) for name in _VERSIONED} | {"python": platform.python_version()}


def _names(job: Job) -> dict[str, Any]:
    """Return what readers call the report's place, notebook and scenario, for an index of reports."""
    scenarios = scenario_file.load(job.place.folder)
    called = {
        "place": (job.place.name("zh"), job.place.name("en")),
        "notebook": notebooks.title(job.notebook),
        "scenario": scenario_file.names(scenarios, job.parameters.scenario),
    }
    both = {name: {"zh": zh, "en": en} for name, (zh, en) in called.items()}
    return {"region": job.place.region} | both


def _try(target: Path) -> None:
    """Find out whether the target can be written to before a kernel starts.

    Raises
    ------
    RunError
        With the system's reason where it cannot.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_beside(target, "").unlink(missing_ok=True)  # another run that publishes may have swept it
    except OSError as error:
        raise running.no_room(target.parent, error) from None


def publish(target: Path, html: str, facts: str, manifest: str) -> Report:
    """Put the report in the place of the last one, one run at a time.

    Raises
    ------
    RunError
        When another run holds the folder for too long, or it cannot be written to; the last report stays.
    """
    folder = target.parent
    zh = f"另一个报告占用 {folder} 已超过{_WAIT:.0f}秒；等它结束，或停止那个程序后重试"
    en = f"another run has held {folder} for more than {_WAIT:.0f} seconds; wait for it, or stop it and try again"
    with running.alone(folder, ".lock", _WAIT, zh, en):
        try:
            return archive.put(target, html, facts, manifest)
        finally:
            archive.sweep(target)
