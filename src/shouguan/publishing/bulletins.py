"""Bulletins as reports: which task force and number one has, and the one before that it follows up."""

from __future__ import annotations

import logging
from pathlib import Path

from shouguan.core.errors import DataError, UsageError
from shouguan.core.language import spoken
from shouguan.core.parameters import BulletinParameters, Parameters
from shouguan.data import actions, bulletin_settings, registers
from shouguan.data.place import Place
from shouguan.facts import archive, issues
from shouguan.facts.archive import Published
from shouguan.facts.bulletin_rows import LastIssue

log = logging.getLogger("shouguan")


def of(given: Parameters, where: Place) -> BulletinParameters:
    """Return what a bulletin is run with, its task force named by its key.

    Raises
    ------
    UsageError
        When a scenario or a day to compare with is given: a bulletin tells what is, by the lists.
    DataError
        When there is no such task force, or the place keeps no lists at all.
    """
    if given.scenario != "base" or given.since is not None:
        raise UsageError("督查通报没有情景，也不带 --since", "a bulletin takes no scenario and no --since")
    plain = given.model_dump(exclude={"scenario", "since", "sliders"})
    made = given if isinstance(given, BulletinParameters) else BulletinParameters.model_validate(plain)
    if where.folder is None or not (registers.kept(where) or actions.files_of(where.folder)):
        raise DataError(
            f"{where.name()}没有项目、企业、资金清单，也没有行动清单，通报没有内容；"
            "先用 shouguan import 导入清单（官方数据的地区先用 shouguan new 建立文件夹）",
            f"{where.name('en')} keeps no lists of projects, firms or funds and no actions, so there is nothing to"
            " report: shouguan import FILE --place FOLDER",
        )
    settings = bulletin_settings.read(where.folder)
    force = settings.key(made.task_force)
    return made.model_copy(update={"task_force": force, "every": made.every or settings.task_force(force).every})


def report(given: BulletinParameters) -> str:
    """Return what the files of a bulletin are called: `bulletin-investment`, `meeting-gdp`, `summary`."""
    return given.sheet if given.sheet == "summary" else f"{given.sheet}-{given.task_force}"


def numbered(given: BulletinParameters, html: Path) -> BulletinParameters:
    """Return the parameters with the number that the draft will have when it is signed.

    Raises
    ------
    DataError
        When another issue of the year has the number that was asked for.
    """
    if given.issue is None:
        return given.model_copy(update={"issue": issues.next_number(html)})
    refuse_taken(html, given.issue)
    return given


def refuse_taken(html: Path, number: int) -> None:
    """Refuse a number that an issue of the same series and year has.

    Raises
    ------
    DataError
        It names that issue's day and the next number.
    """
    held = issues.taken(html, number)
    if held is not None:
        following = issues.next_number(html)
        raise DataError(
            f"第{number}期已于 {held.day} 的通报签发；重新生成草稿（将为第{following}期）",
            f"No. {number} was given to the bulletin of {held.day}: make the draft again (it will be No. {following})",
        )


def before(given: BulletinParameters, html: Path) -> tuple[Published, LastIssue] | None:
    """Return the bulletin that is named, else the one before, with what it called for; None of a summary.

    Raises
    ------
    DataError, UsageError, RunError
        When the one that is named cannot be read. One that was found is passed over with a warning.
    """
    if given.sheet == "summary":
        return None
    if given.previous is not None:
        named = archive.read(archive.locate(Path(given.previous)))
        return named, issues.handed(named)
    found = issues.before(html)
    if found is None:
        return None
    try:
        return found, issues.handed(found)
    except DataError as error:
        log.warning(spoken("跳过上期报告：{why}", why=error))
        return None
