"""A file as the kit reads it, for an analyst who checks it before anything is imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from shouguan.core import paths
from shouguan.core.asked import lang_asked
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.facts.table import LAB_MIME
from shouguan.ingest import importing
from shouguan.ingest.readers.reading import KINDS, Options
from shouguan.report.file_view import FileView, show
from shouguan.study.frames import findings_frame


@dataclass(frozen=True)
class FileRead:
    """What a file holds and what was read of it; a notebook shows the file's own table, each cell coloured.

    Attributes
    ----------
    view : FileView
    """

    view: FileView

    @property
    def rows(self) -> pd.DataFrame:
        """Each figure that was read without doubt, in the tidy layout (docs/data.md); `source` names its cell."""
        return pd.DataFrame(self.view.reading.rows)

    @property
    def findings(self) -> pd.DataFrame:
        """What is open, left out or doubtful: `severity, cell, value, what`; empty where nothing is."""
        return findings_frame(self.view.reading.findings, self.view.lang)

    @property
    def sound(self) -> bool:
        """Whether an import would take it in as it stands."""
        return not self.view.reading.has_errors

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/html": self.view._repr_html_(), "text/plain": repr(self), LAB_MIME: {}}

    def __repr__(self) -> str:
        reading = self.view.reading
        kind = KINDS[reading.kind][self.view.lang == "en"] if reading.kind else "?"
        return f"<FileRead {self.view.file}: {kind}, {len(reading.rows)} rows, {len(reading.findings)} findings>"


def read(
    file: str | Path,
    place: str | None = None,
    *,
    kind: str | None = None,
    lang: Lang = "zh",
    **settled: Any,
) -> FileRead:
    """Read a file and import nothing: what `shouguan read` tells, as an object.

    Parameters
    ----------
    file : str or Path
        A bulletin, a database's export, a ledger … (docs/data.md).
    place : str, optional
        Whose names and settings apply.
    kind : str, optional
        `nbs`, `bulletin`, `terminal`, `tidy`, `panel`, `ledger`, `enterprises`, `bonds`; found out by default.
    lang : {'zh', 'en'}
    **settled
        What the file leaves open, as the flags of `shouguan read`: `region`, `period`, `basis`, `measure`, `unit`,
        `growth_in`, `meanings` (names to codes), `released_on`, `sheet` …

    Returns
    -------
    FileRead
        With `rows` and `findings` as frames.

    Raises
    ------
    DataError, UsageError
        When the file cannot be opened, its kind is not known, or a setting is none.

    Examples
    --------
    >>> import shouguan as sg
    >>> bulletin = sg.read(sg.example("统计月报2020年9月.csv"), "demo-city")
    >>> bulletin.sound, bulletin.rows.query("indicator == 'gdp' and measure == 'growth'")["value"].tolist()
    (True, [2.0])
    """
    lang_asked(lang)
    try:
        options = Options(**settled)
    except TypeError:
        known = [name for name in Options.__dataclass_fields__ if name not in {"own_region", "above", "names", "lags"}]
        raise DataError(
            f"没有这样的设置：{'、'.join(settled)}；有效的：{'、'.join(known)}",
            f"no such setting: {', '.join(settled)}; valid: {', '.join(known)}",
        ) from None
    options = importing.options_for(place, options)
    return FileRead(show(importing.read(Path(file), kind, options), Path(file), options.names, lang))


def example(name: str) -> Path:
    """Return the path of an invented file that comes with the kit, to try things on.

    Raises
    ------
    DataError
        When there is none of this name; the message lists them.

    Examples
    --------
    >>> import shouguan as sg
    >>> sg.example("统计月报2020年9月.csv").suffix
    '.csv'
    """
    file = paths.examples() / name
    if not file.is_file():
        have = sorted(each.name for each in paths.examples().iterdir() if each.is_file())
        raise DataError(
            f"没有示例“{name}”；有：{'、'.join(have)}", f"no example '{name}'; there are: {', '.join(have)}"
        )
    return file
