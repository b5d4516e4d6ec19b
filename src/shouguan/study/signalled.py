"""The early signal of weekly figures (早期信号) as a frame: the forecast with it, beside the one without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from shouguan.analysis import early_signal
from shouguan.core import indicators
from shouguan.core.asked import lang_asked, several
from shouguan.core.periods import Lang
from shouguan.data import weekly
from shouguan.data.observations import View
from shouguan.data.origin import briefed
from shouguan.data.place import Place
from shouguan.models.early_evidence import SOURCES, Evidence
from shouguan.study.observed import Published, main_target
from shouguan.study.together import together

COLUMNS = (
    *("indicator", "source", "period", "reported", "covered", "working_days"),
    *("growth", "months", "shift", "explained"),
    *("median", "median_with", "chance", "chance_with", "reason"),
)


class _Study(Protocol):
    """What is taken of a study."""

    @property
    def place(self) -> Place: ...
    @property
    def view(self) -> View: ...
    @property
    def seed(self) -> int: ...
    def year(self, indicator: str) -> int: ...


@dataclass(frozen=True)
class Signalled(Published):
    """What weekly figures say of months that are not published yet."""

    def early_signal(
        self: _Study, codes: str | Sequence[str] = indicators.FORECAST, *, lang: Lang = "zh"
    ) -> pd.DataFrame:
        """Return the forecast with the early signal of weekly figures beside the one without; no forecast moves by it.

        Parameters
        ----------
        codes : str or sequence of str
            Which indicators to show; those without weekly figures follow the others' signals.
        lang : {'zh', 'en'}
            Of `reason`.

        Returns
        -------
        DataFrame
            A row an indicator and kind of weekly figures, in the order in which they are asked: the weekly `source`,
            the `period` that it speaks of, the month whose weeks do (`reported`: tax on a month is paid in the next),
            `covered` of their `working_days`, `growth` that they report, the `months` it was learned from, the `shift`
            of the month's growth (points) and the share of its variance `explained`, of what the rows before have left;
            `reason` why a signal does not count. The full year's `median` and `chance` of the main target are without
            any signal, `median_with` and `chance_with` with all of every indicator, the same in each of its rows. Empty
            where no weekly figures are kept.

        Raises
        ------
        DataError
            When none of the indicators can be forecast on this day.

        Examples
        --------
        >>> import shouguan as sg
        >>> signal = sg.open_place("demo-city", as_of="2020-10-17").early_signal("industry_va")
        >>> signal["source"].tolist(), signal["reported"].tolist()
        (['electricity_industry', 'freight_volume', 'tax_revenue'], ['2020-09', '2020-09', '2020-10'])
        """
        lang_asked(lang)
        codes = several(codes)
        if weekly.known(self.place, self.view.as_of).empty:
            return pd.DataFrame(columns=list(COLUMNS))
        linked = together(self.place, self.view, list(dict.fromkeys([*briefed(self.place), *codes])), self.seed)
        evidence = early_signal.read(self.place, self.view, linked.codes, self.year(linked.codes[0]))
        after = linked.under(early_signal.with_signal(linked.joint, evidence))
        rows = []
        for code in codes:
            if code not in linked.codes:
                continue
            goal = main_target(self.place, self.view, code, self.year(code))
            without, with_it = linked.outlook(code), after.outlook(code)
            year = {
                "indicator": code,
                "median": without.quantile(0.5),
                "median_with": with_it.quantile(0.5),
                "chance": np.nan if goal is None else without.chance(goal),
                "chance_with": np.nan if goal is None else with_it.chance(goal),
            }
            none = ("没有当月的周度数据", "no week of the month is reported")[lang == "en"] if code in SOURCES else ""
            told = [_of(each, lang) for each in evidence.get(code, ())]
            rows += [year | each for each in told or [{"reason": none}]]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def _of(evidence: Evidence, lang: Lang) -> dict[str, object]:
    """Return the columns of one kind of weekly figures."""
    return {
        **{name: getattr(evidence, name) for name in COLUMNS[1:10]},
        "period": str(evidence.period),
        "reported": str(evidence.reported),
        "reason": "" if evidence.why_not is None else evidence.why_not[lang == "en"],
    }
