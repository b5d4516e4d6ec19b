"""What a run is asked for: places, notebooks, scenarios and languages, each combination one report."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shouguan.core.errors import together
from shouguan.publishing.batch import names
from shouguan.publishing.batch.places import named


@dataclass(frozen=True)
class Order:
    """One report that is asked for.

    Attributes
    ----------
    place, notebook, scenario, lang : str
        As `shouguan report` takes them.
    as_of : str or None
        A day in ISO form; None for the newest release of the place.
    seed : int
    """

    place: str
    notebook: str = "briefing"
    scenario: str = "base"
    lang: str = "zh"
    as_of: str | None = None
    seed: int = 0

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of its notebook."""
        return {name: value for name, value in asdict(self).items() if name != "notebook"}

    def __str__(self) -> str:
        return " · ".join((self.place, self.notebook, self.scenario, self.lang))


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: an order for each combination, and which of their names do not exist."""

    orders: list[Order]
    unknown: names.Unknown


def asked_for(
    places: Sequence[str],
    *,
    notebooks: Sequence[str] = ("briefing",),
    scenarios: Sequence[str] = ("base",),
    langs: Sequence[str] = ("zh",),
    as_of: dt.date | None = None,
    seed: int = 0,
) -> Asked:
    """Return an order for each combination, those of one place together; none is asked for twice.

    Parameters
    ----------
    places : sequence of str
        As `batch.places.named` takes them. A place that is named in several ways is meant once, by the first.
    notebooks, scenarios, langs : sequence of str
    as_of : date, optional
    seed : int

    Raises
    ------
    DataError, UsageError
        With everything that is wrong, when a notebook or a language does not exist, a pattern fits no place, a file is
        missing or names none, or the reports of two places would be the same files. Places and scenarios that do not
        exist are named as well, but alone they are no reason to make nothing (`names.unknown_of`).

    Examples
    --------
    >>> [str(order) for order in asked_for(["山东", "山*"], langs=["zh", "en"]).orders][:3]
    ['山东 · briefing · base · zh', '山东 · briefing · base · en', '山西 · briefing · base · zh']
    """
    found, problems = named(places)
    problems += names.wrong_values(place=[each.name for each in found if not each.name], scenario=scenarios, lang=langs)
    problems += names.wrong_notebooks(notebooks)
    unknown = names.unknown_of(found, scenarios)
    if problems:
        raise together([*problems, *unknown.told()])
    day = None if as_of is None else as_of.isoformat()
    combined = itertools.product(found, *map(dict.fromkeys, (notebooks, scenarios, langs)))
    made = [Order(where.name, notebook, scenario, lang, day, seed) for where, notebook, scenario, lang in combined]
    return Asked(made, unknown)
