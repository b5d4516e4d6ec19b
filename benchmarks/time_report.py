"""Time one report against its parts, in one run on one machine: what matters is the ratios.

Prints the seconds of: an interpreter that loads the forecasting stack, one forecast, a whole report (check, kernel,
notebook, page, gate, publish) and a bulletin, each as a multiple of the first.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
STACK = "import shouguan.report.page, shouguan.models.statespace, papermill, nbconvert"
FORECAST = ["-m", "shouguan", "forecast", "demo-city", "--indicator", "gdp", "--as-of", "2020-10-25"]


def main() -> None:
    """Run each part in turn, several rounds, and print medians."""
    with tempfile.TemporaryDirectory() as out:
        report = ["-m", "shouguan", "report", "demo-city", "--as-of", "2020-10-25", "--out", out]
        bulletin = ["-m", "shouguan", "bulletin", "demo-city", "--as-of", "2020-10-25", "--docx", "--out", out]
        parts = {
            "load the stack": ["-c", STACK],
            "one forecast": FORECAST,
            "a whole report": report,
            "a bulletin, with its Word file": bulletin,
        }
        seconds: dict[str, list[float]] = {name: [] for name in parts}
        for _ in range(ROUNDS):
            for name, words in parts.items():
                seconds[name].append(_time(words))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name, value in medians.items():
        print(f"{name:30} {value:6.1f} s   {value / medians['load the stack']:.1f} times loading the stack")


def _time(words: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
