"""The model behind a forecast, to be looked into as statsmodels users expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import bridge, track_record
from shouguan.models.draws import leaning_of
from shouguan.models.drift import CHANCE
from shouguan.models.history import History, history
from shouguan.models.lasting import RUN_DF
from shouguan.models.leaning import Lean
from shouguan.models.level import TAIL_DF, VOLATILITY_PERSISTENCE, VOLATILITY_SPILLOVER, Filtered
from shouguan.models.system import TREND, shock_decay

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from statsmodels.iolib.summary import Summary
    from statsmodels.tsa.statespace.mlemodel import MLEResults

_LAGS = 4
_MIN_INNOVATIONS = 12  # innovations; tests of residuals say nothing of fewer


@dataclass(frozen=True)
class Fit:
    """The filter of one place's indicator at the estimates that the forecast used.

    Attributes
    ----------
    region, indicator : str
    filtered : Filtered
        All regions that were filtered together: volatility and the size of noise are shared among them.
    names : mapping of str to str
        Of regions, by code.
    """

    region: str
    indicator: str
    filtered: Filtered
    names: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<Fit {self.region} {self.indicator}: {self.past.size} periods, summary() has the parameters>"

    @cached_property
    def _at(self) -> int:
        return [past.region for past in self.filtered.pasts].index(self.region)

    @property
    def past(self) -> History:
        """The place's figures as the filter read them, those that are rough with the variance of their error."""
        return self.filtered.informed.get(self._at, self.filtered.pasts[self._at])

    @cached_property
    def results(self) -> MLEResults:
        """The same system in statsmodels: filtered, smoothed, with all that its results offer."""
        from shouguan.models.mle import LevelModel  # noqa: PLC0415  # statsmodels is slow to load, and seldom needed

        run, at = self.filtered.run, self._at
        shocks = run.shock_variance, run.level_shock_variance, run.trend_shock_variance
        model = LevelModel(self.past, *(each[:, at] for each in shocks))
        fixed = {"trend": TREND, "decay": shock_decay(self.past.size)}
        with model.fix_params(fixed):
            return model.smooth([float(run.sigma[at])], cov_type="none")

    @property
    def params(self) -> pd.DataFrame:
        """The parameters: index `name`; `value`, `estimated` (else held), `source`."""
        regions = len(self.filtered.pasts)
        shared = "estimated from all regions together"
        own = "estimated from the place's figures, shrunk to all regions'" if regions > 1 else "estimated"
        rows: list[tuple[str, float, bool, str]] = [
            ("sigma", float(self.filtered.run.sigma[self._at]), True, own),
            ("correlation", self.filtered.correlation, True, shared),
            ("trend", TREND, False, "constant of models.system"),
            ("decay", shock_decay(self.past.size), False, "constant of models.system, by period"),
            ("tail_df", TAIL_DF, False, "constant of models.level"),
            ("run_df", RUN_DF, False, "constant of models.lasting"),
            ("drift_chance", CHANCE, False, "constant of models.drift"),
            ("volatility_spillover", VOLATILITY_SPILLOVER, False, "constant of models.level"),
            ("volatility_persistence", VOLATILITY_PERSISTENCE, False, "constant of models.level, by year"),
        ]
        return pd.DataFrame(rows, columns=["name", "value", "estimated", "source"]).set_index("name")

    def summary(self) -> Summary:
        """Return statsmodels' summary of the parameters.

        `(fixed)` marks what is held. `sigma` is shrunk, no maximum of the likelihood, so it has no standard error.
        Tests of residuals are in `diagnostics`: statsmodels' own would count periods without a figure.
        """
        title = f"{self.region} {self.indicator}: levels with shared volatility"
        return self.results.summary(title=title, display_diagnostics=False)

    @property
    def loglike(self) -> float:
        """Log-likelihood of the place's own figures."""
        return float(self.results.llf)

    def innovations(self) -> pd.DataFrame:
        """Return each figure beside what was predicted of it.

        Returns
        -------
        DataFrame
            Index `period`; `ytd`, `predicted`, `innovation` (per cent, points), `standardised`, `volatility_scale` (by
            how much the variance of the period is raised for all regions), `lasting_scale` (by how much the trend's is,
            after a run of surprises of one sign), and `rough`: whether the figure is not
            published but read from the months that are out, or from regions that have published already.
        """
        past, results = self.past, self.results
        frame = pd.DataFrame(
            {
                "ytd": past.ytd,
                "predicted": results.forecasts[0],
                "innovation": past.ytd - results.forecasts[0],
                "standardised": results.standardized_forecasts_error[0],
                "volatility_scale": self.filtered.volatility_scale,
                "lasting_scale": self.filtered.lasting_scale,
                "rough": past.noise > 0,
            },
            pd.Index([str(period) for period in past.periods], name="period"),
        )
        return frame[np.isfinite(frame["ytd"])]

    def shocks(self) -> pd.DataFrame:
        """Return the scale of shocks in each period up to the newest that any region has published.

        Returns
        -------
        DataFrame
            Index `period`; `published`: how many regions have a figure of it; `shock_variance`: how many times that of
            ordinary times its variance was expected to be before it came; `volatility_scale`, `lasting_scale`: how
            many times its figures raised it for all regions (a disturbance that fades, one that lasts); `own_scale`:
            what the place's own surprise multiplied it by, 1 but for the most extreme.
        """
        filtered = self.filtered
        known = np.isfinite([past.ytd for past in filtered.pasts]) & ([past.noise == 0 for past in filtered.pasts])
        frame = pd.DataFrame(
            {
                "published": known.sum(axis=0),
                "shock_variance": filtered.shock_variance,
                "volatility_scale": filtered.volatility_scale,
                "lasting_scale": filtered.lasting_scale,
                "own_scale": filtered.own_scale[:, self._at],
            },
            pd.Index([str(period) for period in self.past.periods], name="period"),
        )
        return frame.iloc[: filtered.last + 1]

    def drift(self) -> pd.DataFrame:
        """Return what figures say of a trend that goes on moving, by when that began (`shouguan.models.drift`).

        Returns
        -------
        DataFrame
            Index `begun`, a period, empty in the first row: that there is none; `chance`; `step` and `step_sd`: by how
            much the place's trend moves in the period after the newest if so, log points.
        """
        drift = self.filtered.drift
        moves = drift.steps[:, self._at]
        return pd.DataFrame(
            {"chance": drift.chance, "step": drift.mean * moves, "step_sd": drift.deviation * moves},
            pd.Index(["", *(str(self.past.periods[at]) for at in drift.begun)], name="begun"),
        )

    def borrowed(self) -> pd.DataFrame:
        """Return what each region that was filtered takes from the others.

        Returns
        -------
        DataFrame
            Index `place`; `sigma_alone` and `sigma`: the size of its noise by its own figures and as used, log points,
            `noise_from_others`: which share of it (of its square) is that of all regions together; `told_by_others`:
            by how many points the others' figures move what is expected of YTD growth in the newest period, and
            `told_share`: which share of the doubt about it they take away, both missing where it has published it;
            `to_ytd`, `to_peers`: by how many points its full year is drawn to published YTD growth and to the peers.
            Volatility is shared by all: see `shocks`.
        """
        filtered = self.filtered
        assert filtered.noise is not None
        at, run = filtered.last, filtered.run
        told, share = np.full((2, len(filtered.pasts)), np.nan)
        for index, past in filtered.informed.items():
            if past.noise[at] > 0:
                told[index] = past.around[at] - run.predicted[at, index]
                share[index] = 1.0 - past.noise[at] / run.variance[at, index]
        leaning = track_record.leaning(self.indicator, self.past.weights.year)
        leans = leaning_of(filtered)
        mine = [leans.get(past.region, Lean(0.0, 0.0)) for past in filtered.pasts]
        return pd.DataFrame(
            {
                "sigma_alone": filtered.noise.alone,
                "sigma": filtered.noise.sigma,
                "noise_from_others": filtered.noise.from_others,
                "told_by_others": told,
                "told_share": share,
                "to_ytd": [leaning.to_ytd * each.to_ytd + 0.0 for each in mine],
                "to_peers": [leaning.to_peers * each.to_peers + 0.0 for each in mine],
            },
            pd.Index([self.names.get(past.region, past.region) for past in filtered.pasts], name="place"),
        )

    def level(self) -> pd.DataFrame:
        """Return the trend of growth: index `period`; `filtered`, `smoothed`, `smoothed_se`, log points."""
        results = self.results
        return pd.DataFrame(
            {
                "filtered": results.filtered_state[0],
                "smoothed": results.smoothed_state[0],
                "smoothed_se": np.sqrt(results.smoothed_state_cov[0, 0]),
            },
            pd.Index([str(period) for period in self.past.periods], name="period"),
        )

    def diagnostics(self) -> pd.DataFrame:
        """Test the standardised innovations of published figures by statsmodels' functions.

        Returns
        -------
        DataFrame
            Index `test` (t of the mean, Ljung–Box of four lags, Jarque–Bera, heteroskedasticity: the last third's
            variance over the first's); `statistic`, `pvalue` (missing with fewer than twelve innovations), `null`.
        """
        names = {
            "mean_of_innovations": "mean zero",
            "ljung_box": "no serial correlation",
            "jarque_bera": "normal",
            "heteroskedasticity": "constant variance",
        }
        values: list[tuple[float, float]] = [(np.nan, np.nan)] * len(names)
        known = self.innovations().query("not rough")["standardised"].to_numpy()
        if known.size >= _MIN_INNOVATIONS:
            from scipy.stats import ttest_1samp  # noqa: PLC0415  # a third of a second to load
            from statsmodels.stats.diagnostic import acorr_ljungbox  # noqa: PLC0415
            from statsmodels.stats.stattools import jarque_bera  # noqa: PLC0415
            from statsmodels.tsa.stattools import breakvar_heteroskedasticity_test  # noqa: PLC0415

            serial = acorr_ljungbox(known, lags=[_LAGS]).iloc[0]
            normal, spread = jarque_bera(known), breakvar_heteroskedasticity_test(known)
            centre = ttest_1samp(known, 0.0)
            values = [tuple(centre)[:2], (serial["lb_stat"], serial["lb_pvalue"]), normal[:2], (spread[0], spread[1])]
        frame = pd.DataFrame(values, pd.Index(names, name="test"), ["statistic", "pvalue"], dtype=float)
        return frame.assign(null=list(names.values()))

    def plot_diagnostics(self, *, lang: Lang = "zh") -> Figure:
        """Return four panels of the standardised innovations of published figures.

        In the order of time, their histogram beside the normal density, their quantiles against the normal's, and their
        autocorrelation.
        """
        from shouguan.plots.residuals import residuals  # noqa: PLC0415  # seaborn only where a picture is asked for

        return residuals(self.innovations().query("not rough")["standardised"], lang=lang)


def fit(place: Place, view: View, indicator: str, year: int) -> Fit:
    """Filter all regions as the forecast does and return the place's part of it.

    Raises
    ------
    DataError
        When the place has too few figures, or nothing of the year to forecast, or the indicator comes out once a year.
    """
    if (entry := indicators.indicator(indicator)).yearly:
        raise DataError(
            f"{entry.zh}按年公布，由历年的数测算（models.yearly），没有状态空间模型",
            f"{entry.en} comes out once a year and is forecast from past years (models.yearly), not by a filter",
        )
    history(place, view, indicator, year)  # says clearly when the place itself has too little
    filtered, _ = bridge.filter_all(place, view, indicator, year)
    names = {code: region.name for code, region in place.regions.items()}
    return Fit(place.region, indicator, filtered, {**names, place.region: place.name()})
