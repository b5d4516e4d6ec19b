"""A job for a CI service that reads GitHub's workflows (Gitea and Forgejo do, too)."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import Any

import yaml

from shouguan.core.errors import DataError
from shouguan.core.language import either
from shouguan.publishing.scheduling.asked import AHEAD, Schedule
from shouguan.publishing.scheduling.crontab import days_of


def job(asked: Schedule) -> str:
    """Return the job; the clock of such services is UTC, a day behind Beijing's before eight.

    Raises
    ------
    DataError
        When the service would take a word for an expression.
    """
    command = shlex.join((".venv/bin/shouguan", *asked.words))
    if "${{" in command:
        raise DataError(
            "“${{”会被 CI 服务当作表达式，请换一个名称",
            "a CI service would take '${{' for an expression; take another name",
        )
    there = dt.datetime.combine(dt.date(2020, 1, 6), asked.at) - AHEAD
    steps: list[dict[str, Any]] = [
        {"uses": "actions/checkout@v4"},
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.11"}},
        {"run": "make setup"},
        {"name": "reports", "run": f"{command} || {{ code=$?; [ $code -eq 4 ] || exit $code; }}"},
    ]
    if asked.kept is not None:
        upload = {"uses": "actions/upload-artifact@v4", "with": {"name": "reports", "path": asked.kept}}
        steps.append({"if": "${{ !cancelled() }}", **upload})
    content = {
        "name": asked.name,
        "on": {
            "schedule": [{"cron": f"{there.minute} {there.hour} * * {days_of(asked.days, there.day - 6)}"}],
            "workflow_dispatch": {},
        },
        "jobs": {"reports": {"runs-on": "ubuntu-latest", "steps": steps}},
    }
    days = ",".join(asked.days)
    head = either(
        f"# 北京时间 {asked.at:%H:%M}（{days}）；CI 服务的时钟是 UTC，下面的 cron 已换算。\n"
        "# 退出码 4：有的在等数据，不算失败。\n",
        f"# {asked.at:%H:%M} Beijing time ({days}); the clock of such services is UTC, to which cron is converted.\n"
        "# Exit code 4: data are waited for, which is no failure.\n",
    )
    return head + str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))
