"""What readers find after a run: a folder that any web server or shared drive serves, changed by one rename.

`DIR/runs/<when>/` holds reports with an index and an Atom feed, and `DIR/latest` is the newest: a link where links can
be made, else a page that leads there. A run brings its own reports and takes over all others of the run before it, so
several runs for several places share a site; what failed stands there as it was made last. Older runs are removed once
there are more than are to be kept.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import shutil
from collections.abc import Collection
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from shouguan.core.errors import ShouguanError, UsageError
from shouguan.core.files import replace_with
from shouguan.core.language import spoken
from shouguan.facts import archive
from shouguan.publishing import running
from shouguan.publishing.batch.entries import Entry, Key, Missing, entry, missing, moment
from shouguan.publishing.batch.feed import feed
from shouguan.publishing.batch.index_page import index
from shouguan.publishing.batch.outcomes import RECORD, Outcome, Run
from shouguan.publishing.batch.standing import RUN, STATE, Identity, Standing, check_url, newest, to_json
from shouguan.publishing.batch.unchanged import Memory

log = logging.getLogger("shouguan")

KEPT = 14
"""Runs that are kept."""
_LOCK = ".site.lock"
_REMEMBERED = dt.timedelta(days=4)
"""How long it is said of a report that it was never made, once no run asks for it: over a weekend."""
_FORGOTTEN = dt.timedelta(days=40)
"""After how long without a run that asks for it a report is said to be left over: longer than a month."""
_PATIENCE = 600
"""Seconds that a run waits for another that publishes into the same site."""


@dataclass
class _Shown:
    """What a run is to show: each report with the folder that its files lie in, and what is missing."""

    reports: dict[Key, tuple[Entry, Path]] = field(default_factory=dict)
    missing: dict[Key, Missing] = field(default_factory=dict)


def check(out: Path, site: Path, url: str | None = None, *, keep: int = KEPT, here: bool = True) -> None:
    """Find out whether a run could be published, as far as that is known without writing anything.

    Parameters
    ----------
    out, site : Path
    url : str, optional
    keep : int
    here : bool
        Whether the site is on this machine: else nothing is known of what stands in its place.

    Raises
    ------
    UsageError
        When the folder of reports and that of the site are one, or one lies in the other: what is worked on would be
        served, or the site's copies taken for reports. Also when the address is none, or a file stands where a folder
        should, or the other way round.
    """
    reports, served = out.resolve(), site.resolve()
    if reports.is_relative_to(served) or served.is_relative_to(reports):
        raise UsageError(
            f"--site（{site}）与 --out（{out}）不能是同一个文件夹，也不能一个在另一个里面；给 --site 另选一个文件夹",
            f"--site ({site}) and --out ({out}) must be two folders, neither within the other; choose another --site",
        )
    check_url(url or "")
    if keep < 1:
        raise UsageError(f"--keep 应为 1 或更大的整数，实为 {keep}", f"--keep must be 1 or more, not {keep}")
    if not here:
        return
    if site.exists() and not site.is_dir():
        raise UsageError(f"--site 应为文件夹，{site} 是文件", f"--site must be a folder; {site} is a file")
    if (site / STATE).is_dir():
        raise UsageError(
            f"{site / STATE} 应为文件，却是文件夹；移走它，或从备份放回文件",
            f"{site / STATE} must be a file and is a folder: move it away, or put the file back from a backup",
        )


def ready(out: Path, site: Path, url: str | None = None, *, keep: int = KEPT) -> None:
    """Find out before any work whether a run can be published, and make room for it.

    Raises
    ------
    UsageError
        As `check`.
    RunError
        When the site's folder cannot be written to.
    """
    check(out, site, url, keep=keep)
    with _alone(site):
        stands = newest(site)
        _sweep(site, "" if stands is None else stands.name, max(keep - 1, 1))


def publish(
    made: Run, out: Path, site: Path, *, keep: int = KEPT, url: str | None = None, drop_others: bool = False
) -> Run:
    """Put the reports of a run where readers find them; return the run, with what could not be put there as failed.

    Parameters
    ----------
    made : Run
    out : Path
        The reports folder.
    site : Path
        The folder that is served.
    keep : int
        How many runs stay.
    url : str, optional
        The address under which readers reach the site; by default what an earlier run said.
    drop_others : bool
        Whether reports that this run was not asked for leave the site.

    Raises
    ------
    UsageError
        As `ready`, and when another region's reports lie in the site under the name of a place of this run.
    RunError
        When it cannot be written to; readers find what was there.
    """
    ready(out, site, url, keep=keep)
    name = made.began.astimezone(dt.UTC).strftime("%Y%m%d-%H%M%S") + f"-{secrets.token_hex(2)}"
    begun = site / "runs" / f".{name}.tmp"
    try:
        with _alone(site):
            before, identity = Standing.of(site), Identity.of(site, None if url is None else check_url(url))
            begun.mkdir(parents=True)
            said = made
            made, shown = _shown(said, out, before, drop_others)
            if made != said:
                replace_with(out / RECORD, made.to_json())
            entries = _laid_out(shown, out, begun, made.began)
            link = _link(site, name)
            _write(made, entries, [*shown.missing.values()], begun, identity, link is not None)
            begun.rename(site / "runs" / name)
            _turn_to(site, name, link, entries, identity, made.began)
            _sweep(site, name, keep)
    except OSError as error:
        raise running.no_room(site, error) from None
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return made


def _alone(site: Path) -> AbstractContextManager[None]:
    """Let one run at a time publish: the next takes over what it leaves."""
    return running.alone(
        site,
        _LOCK,
        _PATIENCE,
        f"另一次 render-all 正在发布到 {site}，等了 {_PATIENCE // 60} 分钟；等它结束后重试",
        f"another render-all has been publishing into {site} for {_PATIENCE // 60} minutes; try again after it",
    )


def _shown(made: Run, out: Path, before: Standing, drop_others: bool) -> tuple[Run, _Shown]:
    """Return what a run shows: its own reports, the last good ones of what failed, and what the run before showed.

    A page that is no longer what the run made, as another notebook wrote over it, has failed, whatever was said of it.
    """
    shown, own, outcomes = _Shown(), _Own(out, before, _iso(made.began), drop_others), []
    for said in made.outcomes:
        outcome, found = own.report(said)
        outcomes.append(outcome)
        key = None
        if outcome.exit_code:
            lacks = missing(outcome, own.began)
            key = lacks.key
            shown.missing[key] = replace(lacks, since=before.missing[key].since) if key in before.missing else lacks
        if found is not None:
            shown.reports[found[0].key] = found
        elif key is not None and key in before.reports and before.folder is not None:
            shown.reports[key] = (before.reports[key], before.folder)
    asked = {*shown.reports, *shown.missing}
    others = {key: each for key, each in before.reports.items() if key not in asked}
    if drop_others and others:
        log.warning(spoken("--drop-others 从目录撤下 {n} 份：{which}", **_named(others.values())))
    if not drop_others:
        _one_place(shown, before)
    if before.folder is not None and not drop_others:
        folder, lately = before.folder, made.began.astimezone() - _REMEMBERED
        shown.reports |= {key: (each, folder) for key, each in others.items()}
        forgotten = [each for each in others.values() if moment(each.found) < made.began.astimezone() - _FORGOTTEN]
        if forgotten:
            log.warning(
                spoken(
                    "{n} 份报告 40 天没有运行再要过，仍留在目录里：{which}；要撤下，用 --drop-others",
                    **_named(forgotten),
                )
            )
        shown.missing |= {
            key: each
            for key, each in before.missing.items()
            if key not in asked and (key in before.reports or (each.exists and moment(each.asked) >= lately))
        }
    return replace(made, outcomes=tuple(outcomes)), shown


def _named(reports: Collection[Entry]) -> dict[str, str]:
    return {"n": str(len(reports)), "which": "、".join(each.href for each in reports)}


def _iso(when: dt.datetime) -> str:
    """Return an instant with its offset: machines with clocks of several zones may share a site."""
    return when.astimezone().isoformat(timespec="seconds")


class _Own:
    """The reports of a run, as entries of a site; what the site has already is not read again."""

    def __init__(self, out: Path, before: Standing, began: str, drop_others: bool) -> None:
        self.began = began
        self._out, self._before, self._drop_others, self._memory = out, before, drop_others, Memory(out)
        self._known = {each.href: each for each in before.reports.values()}

    def report(self, outcome: Outcome) -> tuple[Outcome, tuple[Entry, Path] | None]:
        """Return what came of a report in the end; and its page, or the last good one, with where that lies."""
        html = outcome.html or self._memory.html(outcome.order)
        if html is None:
            return outcome, None
        try:
            return outcome, self._entry(html, outcome)
        except ShouguanError as error:
            if outcome.exit_code:
                return outcome, None
            log.warning("%s", spoken("{order}：{why}", order=outcome.order, why=error))
            failed = replace(outcome, state="failed", html=None, exit_code=error.exit_code, zh=error.zh, en=error.en)
            return failed, None

    def _entry(self, html: str, outcome: Outcome) -> tuple[Entry, Path]:
        known, folder = self._known.get(html), self._before.folder
        if known is not None and folder is not None and known.whole_in(self._out) and known.whole_in(folder):
            return (known if outcome.exit_code else replace(known, found=self.began)), folder
        read = entry(archive.read(self._out / html), self._out, "" if outcome.exit_code else self.began)
        stood = self._before.reports.get(read.key)
        if stood is not None and folder is not None and stood.whole_in(folder):
            if outcome.exit_code and moment(stood.changed) > moment(read.changed):
                return stood, folder
            if not outcome.exit_code and _day(stood) > _day(read) and not self._drop_others:
                log.warning(
                    spoken(
                        "--site 里已有更新的 {page}，{day} 的没有放上；--drop-others 可换成它",
                        page=stood.href,
                        day=read.as_of,
                    )
                )
                return stood, folder
        return read, self._out


def _day(of: Entry) -> dt.date:
    return dt.date.fromisoformat(of.as_of)


def _one_place(shown: _Shown, before: Standing) -> None:
    """Refuse another place's reports under the name of one that stands: one would replace the other's.

    A copy of a place has its region's code as long as nobody changes that; it is told by what it is called.
    """
    stand = {each.key.place: each for each in before.reports.values() if each.region}
    for each, _ in shown.reports.values():
        other = stand.get(each.key.place)
        if other is not None and each.region and (other.region, other.place.zh) != (each.region, each.place.zh):
            raise UsageError(
                f"--site 里名为“{each.key.place}”的是{other.place.zh}（{other.region}），这次的是{each.place.zh}"
                f"（{each.region}），后者会覆盖前者，没有发布；给其中一个地区文件夹改名，或换一个 --site；"
                "若是同一地区改了名称，用 --drop-others 发布一次",
                f"'{each.key.place}' in --site is {other.place.en} ({other.region}), and {each.place.en}"
                f" ({each.region}) would take its place; nothing was published: rename a place's folder, or choose"
                " another --site; if it is one place under a new name, publish once with --drop-others",
            )


def _laid_out(shown: _Shown, out: Path, to: Path, began: dt.datetime) -> list[Entry]:
    """Put every report's files into the run and return what is there; what is gone or damaged is missing, and said."""
    entries = []
    for each, folder in shown.reports.values():
        for file in each.files:
            _put(folder / file, to / file, link=folder != out)
        if each.whole_in(to):
            entries.append(each)
            continue
        for file in each.files:
            (to / file).unlink(missing_ok=True)
        log.warning(spoken("{page} 的文件已不在或已损坏，从目录撤下；重新生成后会再放上", page=each.href))
        since = _iso(began)
        lost = Missing(each.key, each.region, each.place, each.notebook, each.scenario, "lost", 3, None, since, since)
        shown.missing.setdefault(each.key, lost)
    return entries


def _put(file: Path, target: Path, *, link: bool) -> None:
    """Put a file into the run, if it is there: of an earlier run by a link, which takes no room; else as a copy.

    Others write into the reports folder: a link to it would let them change what has been published.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if link:
            with suppress(OSError):  # another disk, or one without links
                os.link(file, target)
                return
        shutil.copy2(file, target)  # with its time, which the feed tells
    except FileNotFoundError:
        return


def _write(
    made: Run, entries: list[Entry], lacking: list[Missing], begun: Path, identity: Identity, linked: bool
) -> None:
    name = begun.name.removeprefix(".").removesuffix(".tmp")
    base = f"{identity.url}/{'latest' if linked else f'runs/{name}'}/" if identity.url else ""
    own = f"{identity.url}/latest/feed.xml" if identity.url else "feed.xml"
    page = index(entries, lacking, made.began, latest="" if linked else "../../latest/")
    (begun / "index.html").write_text(page, encoding="utf-8")
    (begun / "feed.xml").write_bytes(feed(entries, identity.id, made.began, base=base, own=own))
    (begun / "run.json").write_text(made.to_json(), encoding="utf-8")
    (begun / STATE).write_text(to_json(entries, lacking), encoding="utf-8")


def _link(site: Path, name: str) -> Path | None:
    """Make the link that is to become `latest`; None where there are no links, or `latest` is a folder."""
    latest, beside = site / "latest", site / f".latest.{secrets.token_hex(4)}.tmp"
    if latest.exists() and not latest.is_symlink():
        return None
    try:
        beside.symlink_to(Path("runs") / name, target_is_directory=True)
    except OSError:  # a system or a shared drive without links
        return None
    return beside


def _turn_to(
    site: Path, name: str, link: Path | None, entries: list[Entry], identity: Identity, began: dt.datetime
) -> None:
    """Lead readers to a run, by one rename."""
    latest, run = site / "latest", f"../runs/{name}"
    if link is not None:
        link.replace(latest)
        return
    if latest.is_symlink():  # made where there were links
        latest.unlink()
    latest.mkdir(exist_ok=True)
    base, own = (f"{identity.url}/{where}" if identity.url else where for where in (f"runs/{name}/", "latest/feed.xml"))
    if not identity.url:
        base, own = f"{run}/", "feed.xml"
    replace_with(latest / "feed.xml", feed(entries, identity.id, began, base=base, own=own))
    leads = f'<meta http-equiv="refresh" content="0; url={run}/index.html"><a href="{run}/index.html">{name}</a>'
    page = f'<!doctype html><meta charset="utf-8"><title>{spoken("报告目录")}</title>{leads}\n'
    replace_with(latest / "index.html", page)


def _sweep(site: Path, stays: str, keep: int) -> None:
    """Remove runs beyond those that are kept, never the newest, whatever the clock said; and what killed ones left."""
    runs = site / "runs"
    finished = sorted(each for each in runs.glob("*") if RUN.fullmatch(each.name) and each.name != stays)
    begun = [each for each in runs.glob(".*.tmp") if RUN.fullmatch(each.name[1:-4])]
    for old in [*finished[: max(len(finished) + 1 - keep, 0)], *begun]:
        shutil.rmtree(old, ignore_errors=True)
    for rest in (*site.glob(".latest.*.tmp"), *site.glob(".site.json.*.tmp"), *(site / "latest").glob(".*.tmp")):
        rest.unlink(missing_ok=True)
