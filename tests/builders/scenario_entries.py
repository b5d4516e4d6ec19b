"""Entries of scenarios as a file holds them, one of each kind: tests change one setting at a time."""

from __future__ import annotations

from typing import Any

SHIFT: dict[str, Any] = {
    "indicator": "fai",
    "basis": "rest",
    "mode": "add",
    "value": -1.0,
    "unit": "pp",
    "reason": "理由",
}
POLICY: dict[str, Any] = {
    "policy": "贴息",
    "indicator": "fai",
    "size": 8.0,
    "unit": "亿元",
    "start": "2020-10",
    "base_value": 1200.0,
    "reason": "理由",
}
SHOCK: dict[str, Any] = {"shock": "疫情", "indicator": "gdp", "period": "2020-11", "value": -3.0, "reason": "理由"}
JUDGED: dict[str, Any] = {
    "judgement": "会商",
    "indicator": "gdp",
    "basis": "full_year",
    "value": 3.2,
    "sd": 0.4,
    "by": "综合科",
    "reason": "理由",
}


def without(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}
