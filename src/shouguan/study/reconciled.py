"""The ledger against the statistics, for analysts: one month, as frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from shouguan.core.errors import DataError
from shouguan.core.findings import Finding
from shouguan.data.investment_settings import InvestmentSettings
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.investment import list_checks, ratios, reconciliation
from shouguan.investment.comparable_base import comparable_base
from shouguan.investment.ledger_panel import LedgerPanel, build
from shouguan.investment.ratios import Ratios


@dataclass(frozen=True)
class Reconciled:
    """A ledger held against the statistics.

    Attributes
    ----------
    place, view : Place, View
    settings : InvestmentSettings
    ledger : DataFrame
        As `data.registers.read` returns it.
    """

    place: Place
    view: View
    settings: InvestmentSettings
    ledger: pd.DataFrame

    @cached_property
    def panel(self) -> LedgerPanel:
        """The ledger as arrays, projects by months."""
        return build(self.ledger, self.settings)

    @property
    def month(self) -> str:
        """The month that is compared."""
        return f"{self.panel.periods[-1]}"

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What cannot be right in the ledger: rows that are an error are in no total."""
        return tuple(list_checks.check("ledger", self.ledger, self.settings))

    @cached_property
    def ratios(self) -> Ratios:
        """ρ, what the statistics take of a unit of the ledger: `projects`, `types` and `months` as frames.

        Raises
        ------
        DataError
            When no month of the ledger has a figure of the statistics: all that is known are the prior ratios.
        """
        if not self.panel.counted.any():
            raise _nothing_counted(*_WHOLE)
        return ratios.estimate(self.panel)

    @cached_property
    def published(self) -> reconciliation.Published:
        """The published figure of the month as an amount on the comparable base, 亿元.

        Raises
        ------
        DataError
            When the month's growth is not out, or no level of investment is known.
        """
        base = comparable_base(self.place, self.view, self.settings, int(self.month[:4]))
        figure = reconciliation.published(self.place, self.view, base, self.month)
        if figure is None:
            raise DataError(
                f"{self.month} 的投资增速尚未公布，不能与台账对照",
                f"investment growth of {self.month} is not published: nothing to hold the ledger against",
            )
        return figure

    @cached_property
    def _differences(self) -> pd.DataFrame:
        if not self.panel.counted[-1]:
            own = self.panel.counted.any()
            raise _nothing_counted(*((f"{self.month} 的台账", f"the ledger of {self.month}") if own else _WHOLE))
        return reconciliation.differences(self.panel, self.ratios, self.settings.projects)

    def differences(self, by: str | None = None, *, task_force: bool = False) -> pd.DataFrame:
        """Return each project's difference by cause (口径, 时点, 凭证, 错漏), or their sums by a column, 万元.

        Raises
        ------
        DataError
            When the month's ledger has no figure of the statistics; so do the lists and the bridge made of these.
        """
        if by is None:
            return self._differences
        return reconciliation.grouped(self._differences, by, internal=task_force)

    def unregistered(self) -> pd.DataFrame:
        """Return 应统未统: begun, large enough, not registered, with the evidence that the ledger has and lacks."""
        return reconciliation.unregistered(self.panel, self.settings.projects)

    def only_in_ledger(self) -> pd.DataFrame:
        """Return 台账有统计无: work of the year of which the statistics hold nothing."""
        return reconciliation.only_in_ledger(self._differences)

    def above_ledger(self) -> pd.DataFrame:
        """Return 统计高于台账: to be checked in both."""
        return reconciliation.above_ledger(self._differences)

    def jumps(self) -> pd.DataFrame:
        """Return what jumped or fell from one month to the next, in the ledger and in the statistics."""
        return reconciliation.jumps(self.panel, self.settings.projects)

    def bridge(self) -> pd.DataFrame:
        """Return the way from the ledger's total to the published figure, line by line, 亿元."""
        return reconciliation.bridge(self._differences, self.published)


_WHOLE = ("台账", "the ledger")


def _nothing_counted(zh: str, en: str) -> DataError:
    return DataError(
        f"{zh}没有统计入库投资，无法与统计数对照",
        f"{en} has no registered investment (统计入库投资): nothing to hold it against the statistics by",
    )


def reconciled(place: Place, view: View, settings: InvestmentSettings, ledger: pd.DataFrame) -> Reconciled:
    """Hold a ledger against what the statistics have published."""
    return Reconciled(place, view, settings, ledger)
