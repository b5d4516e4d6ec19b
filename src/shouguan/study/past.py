"""Past forecasts of a place that is not on record: made now, each from what was out then."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from shouguan.core.errors import DataError
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.evaluation import backtest
from shouguan.models import track_record
from shouguan.models.outlook import INTERVAL
from shouguan.study.frames import PAST


def own_past(place: Place, view: View, indicator: str, year: int, seed: int) -> pd.DataFrame:
    """Return past forecasts of years before `year`, with the columns of `frames.past_forecasts`.

    An interval is corrected as a report of that day would have: by the record till then. Empty where no year has
    another before it.
    """
    known = replace(place, table=place.table[place.table["released_on"] <= pd.Timestamp(view.as_of)])
    years = sorted({period.year for period in view.ytd_growth(place.region, indicator) if period.year < year})
    try:
        forecasts = backtest.run(
            known, indicator, years, backtest.origins_from((), indicator), seed=seed, calibrate=False
        )
    except DataError:
        forecasts = []
    rows = []
    for each in sorted((each for each in forecasts if each.region == place.region), key=lambda f: (f.known, f.year)):
        factors = track_record.calibration(
            indicator, each.known, before=each.year, shock_variance=each.shock_variance, region=each.region
        )
        low, high = replace(each, quantiles=factors.stretch(each.values).tolist()).interval(INTERVAL)
        origin, error = backtest.origin_name(each.known, indicator), each.truth - each.median
        figures = (each.median, low, high, each.truth, error, each.turning, *each.yardsticks.values())
        rows.append((each.region, each.year, origin, *figures))
    return pd.DataFrame(rows, columns=PAST)
