"""The forecast with the early signal of weekly figures (早期信号), beside the one without it.

The signal conditions the draws as a judgement of a scenario does (`scenarios.conditioning`): the month of the weeks
moves by what they say, its doubt shrinks by what they explained in the past, and other months and indicators follow.
It is shown beside the forecast and enters it nowhere by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouguan.analysis.scenarios.conditioning import Change, condition, single
from shouguan.data.observations import View
from shouguan.data.place import Place
from shouguan.models import early_evidence
from shouguan.models.early_evidence import SOURCES, Evidence
from shouguan.models.outlook import Joint, Outlook

Signals = Mapping[str, tuple[Evidence, ...]]
"""What the weeks say of each indicator."""


def read(place: Place, view: View, codes: Sequence[str], year: int) -> dict[str, tuple[Evidence, ...]]:
    """Return what the weeks say of each indicator that they are evidence for, whether it counts or not."""
    found = {code: early_evidence.read(place, view, code, year) for code in codes if code in SOURCES}
    return {code: evidence for code, evidence in found.items() if evidence}


def change(evidence: Sequence[Evidence], outlook: Outlook) -> Change:
    """Return signals of a month that count as one judgement of it.

    A judgement v with error s moves a mean m with variance σ² by σ²/(σ² + s²)·(v − m) and leaves σ²·s²/(σ² + s²): with
    the share that the signals explain as that weight, v and s follow.
    """
    month = single(outlook, evidence[0].period)
    drawn = month.of(outlook)
    shift, weight = early_evidence.total(evidence)
    said = float(drawn.mean()) + shift / weight
    error = float(drawn.std()) * ((1.0 - weight) / weight) ** 0.5
    return Change(outlook.indicator, "judge", (month,), (said,), (error,), "早期信号", "early signal")


def with_signal(joint: Joint, signals: Signals) -> Joint:
    """Return the draws with every signal that counts; the same draws where none does."""
    region = joint.outlooks[0].region
    there = {outlook.indicator for outlook in joint}
    counted = {code: [each for each in found if each.counts] for code, found in signals.items() if code in there}
    return condition(joint, [change(found, joint.of(region, code)) for code, found in counted.items() if found])
