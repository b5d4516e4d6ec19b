"""One indicator's forecast as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.asked import growth_asked, several
from shouguan.core.ytd import period_weights
from shouguan.models.outlook import QUANTILES, Outlook, quantile_name


@dataclass(frozen=True)
class Forecast:
    """How one indicator's year may close.

    Attributes
    ----------
    outlook : Outlook
        The draws behind every method.
    yardsticks : dict of str to float
        Full-year growth by each rule of thumb, per cent; empty where nothing of the year is published.
    observed : DataFrame
        `period, ytd` and more, as `Study.observations` gives them: what was published by then.
    target : float or None
        The place's main target, per cent; None where none is on record.

    Notes
    -----
    `Study.fit` says which parameters are estimated and which are held.

    Examples
    --------
    >>> import shouguan as sg
    >>> ahead = sg.open_place("demo-city", as_of="2020-10-25").forecast("gdp")
    >>> ahead.target, list(ahead.draws()), ahead.required([3.0, 3.5]).index.tolist()
    (3.5, ['2020Q4', 'full_year'], [3.0, 3.5])
    """

    outlook: Outlook
    yardsticks: dict[str, float]
    observed: pd.DataFrame
    target: float | None = None

    def __repr__(self) -> str:
        low, high = self.outlook.interval(0.80)
        return (
            f"<Forecast {self.outlook.region} {self.outlook.indicator} {self.outlook.year}, as of "
            f"{self.outlook.as_of}: {self.outlook.quantile(0.5):.1f}% (80%: {low:.1f} to {high:.1f})>"
        )

    @property
    def _ahead(self) -> list[str]:
        """The periods of the year that are not yet published."""
        calendar = indicators.indicator(self.outlook.indicator).calendar
        return [str(period) for period in calendar.periods(self.outlook.year)[len(self.outlook.known) :]]

    def table(self) -> pd.DataFrame:
        """Return YTD growth at each period left, per cent, with the rules of thumb beside the year's last.

        Returns
        -------
        DataFrame
            Index `period`; columns `q025 … median … q975` (ends of the 95, 90, 80 and 50 % intervals), and one for
            each rule of thumb, missing but in the last row: a rule says the full year.
        """
        quantiles = self.outlook.ytd_quantiles(QUANTILES)
        names = ["median" if level == 0.5 else quantile_name(level) for level in QUANTILES]
        table = pd.DataFrame(quantiles.T, pd.Index(self._ahead, name="period"), names)
        for name, value in self.yardsticks.items():
            table[name] = np.where(np.arange(len(table)) == len(table) - 1, value, np.nan)
        return table

    def draws(self) -> pd.DataFrame:
        """Return the draws, one a row, per cent: single growth of each period left, and `full_year`."""
        outlook = self.outlook
        frame = pd.DataFrame(outlook.remaining, columns=self._ahead)
        return frame.assign(full_year=outlook.full_year)

    def required(self, targets: float | Sequence[float]) -> pd.DataFrame:
        """Return what full-year figures take of the rest of the year.

        Parameters
        ----------
        targets : float or sequence of float
            Full-year growth, per cent.

        Returns
        -------
        DataFrame
            Index `full_year`; `required` (growth of the rest of the year, per cent), `band` (half-width that the
            rounding of published figures leaves, points) and `chance` (of the figure or better, as a fraction).
        """
        targets = [growth_asked(each) for each in several(targets)]
        bands = [self.outlook.required(target) for target in targets]
        columns = {
            "required": [band.value for band in bands],
            "band": [band.half_width for band in bands],
            "chance": [self.outlook.chance(target) for target in targets],
        }
        return pd.DataFrame(columns, pd.Index(targets, name="full_year", dtype=float))

    def chance(self, target: float) -> float:
        """Return the chance, a fraction, that the year is published at `target` per cent or better."""
        return self.outlook.chance(growth_asked(target))

    def path(self, target: float) -> pd.DataFrame:
        """Return the way to a full year that just meets a target.

        Returns
        -------
        DataFrame
            Index `period`, those left; `single` and `ytd` growth on the way, and `single_expected`, per cent.

        Notes
        -----
        The regression of the periods on the full year over the draws, see `Outlook.path_to`.
        """
        outlook, left = self.outlook, len(self._ahead)
        way = outlook.path_to(growth_asked(target))
        cumulative = outlook.weights.cumulative
        weights = period_weights(cumulative)[len(outlook.known) :]
        before = outlook.known_weight * float(outlook.ytd_known.mean()) if outlook.known else 0.0
        columns = {
            "single": way,
            "ytd": (before + np.cumsum(way * weights)) / cumulative[cumulative.size - left :],
            "single_expected": outlook.remaining.mean(axis=0),
        }
        return pd.DataFrame(columns, pd.Index(self._ahead, name="period"))
