"""What an office sets for its bulletins: `bulletins.yaml` in a place's folder, with its task forces (工作专班).

A task force looks after one indicator and some of the office's lists. Without the file there are the three that most
cities have, under the names that their lists use.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, nearest
from shouguan.core.files import read_yaml
from shouguan.core.parameters import BulletinParameters, Every
from shouguan.core.wrong_settings import KEY, Text, WrongError, among, refused

FILE = "bulletins.yaml"
Kept = Literal["projects", "problems", "funds", "firms", "actions"]
"""Lists that a task force may look after: of projects, their problems, funds, firms, and the office's own actions."""
_Key = Annotated[str, Field(pattern=KEY)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TaskForce(_Given):
    """One task force."""

    name: Text = Field(description="专班名称，与各清单“工作专班”一列的写法一致")
    name_en: Text | None = Field(default=None, description="英文名称，英文通报用")
    leader: Text | None = Field(default=None, description="负责人，印在通报上")
    indicator: Text = Field(description="看哪个指标，指标代码，如 fai")
    lists: tuple[Kept, ...] = Field(
        default=("projects", "problems", "funds", "firms", "actions"), min_length=1, description="管哪些清单"
    )
    members: tuple[Text, ...] = Field(
        default=(), max_length=60, description="成员单位；清单上没有任务的，也在通报里列明"
    )
    takes_unassigned: bool = Field(default=False, description="清单上没有填工作专班的项目和企业归本专班")
    every: Every = Field(default="week", description="默认按周（week）还是按月（month）通报")
    send_to: tuple[Text, ...] = Field(default=(), max_length=30, description="报送和抄送的对象，印在文末")

    @field_validator("indicator")
    @classmethod
    def _forecast(cls, value: str) -> str:
        if value not in indicators.FORECAST:
            zh, en = among(value, indicators.FORECAST)
            raise WrongError(f"没有可测算的指标“{value}”{zh}", f"no indicator '{value}' to forecast{en}")
        return value


def usual() -> dict[str, TaskForce]:
    """Return the task forces of a place that sets none."""
    return {
        "gdp": TaskForce(name="GDP专班", name_en="GDP task force", indicator="gdp", lists=("firms", "actions")),
        "investment": TaskForce(
            name="大项目及固投专班", name_en="Investment task force", indicator="fai", takes_unassigned=True
        ),
        "industry": TaskForce(
            name="规上工业增加值专班",
            name_en="Industry task force",
            indicator="industry_va",
            lists=("projects", "problems", "firms", "actions"),
        ),
    }


class BulletinSettings(_Given):
    """What `bulletins.yaml` may hold."""

    title: Text = Field(default="督查通报", description="通报的名称")
    reply_working_days: int = Field(default=3, ge=1, le=30, description="报送整改情况的期限，通报之日起几个工作日")
    rows: int = Field(default=20, ge=3, le=200, description="每张清单最多列几行，其余只计数")
    task_forces: dict[_Key, TaskForce] = Field(
        default_factory=usual, min_length=1, max_length=20, description="各工作专班，以代号区分"
    )

    @model_validator(mode="after")
    def _apart(self) -> BulletinSettings:
        names = [each.name for each in self.task_forces.values()]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise WrongError(f"两个专班都叫“{twice}”", f"two task forces are called '{twice}'")
        if sum(each.takes_unassigned for each in self.task_forces.values()) > 1:
            raise WrongError(
                "只有一个专班可以写 takes_unassigned: true，否则同一个项目会通报两次",
                "takes_unassigned may be true of one task force only, or a project would stand in two bulletins",
            )
        return self

    def task_force(self, key: str) -> TaskForce:
        """Return a task force by its key.

        Raises
        ------
        DataError
            When there is none; the message names those that there are.
        """
        return self.task_forces[self.key(key)]

    def key(self, name: str) -> str:
        """Return the key of a task force that is named by it, or by its name.

        Raises
        ------
        DataError
            As `task_force`.
        """
        named = {each.name: key for key, each in self.task_forces.items()}
        if name in self.task_forces or name in named:
            return named.get(name, name)
        zh, en = nearest(name, self.task_forces)
        raise DataError(f"没有代号为“{name}”的工作专班{zh}", f"no task force '{name}'{en}")

    def indicators(self, given: BulletinParameters) -> tuple[str, ...]:
        """Return the indicators that a bulletin is about: its task force's, or of a summary those of all.

        Raises
        ------
        DataError
            As `task_force`.
        """
        chosen = self.task_force(given.task_force)
        forces = self.task_forces.values() if given.sheet == "summary" else (chosen,)
        return tuple(dict.fromkeys(each.indicator for each in forces))


def read(folder: Path | None) -> BulletinSettings:
    """Read a place's `bulletins.yaml`; the usual task forces where there is none.

    Raises
    ------
    DataError, UsageError
        When a setting is unknown or has a value that it cannot have.
    """
    file = None if folder is None else folder / FILE
    if file is None or not file.is_file():
        return BulletinSettings()
    try:
        return BulletinSettings.model_validate(read_yaml(file) or {})
    except ValidationError as error:
        name = paths.named(file)
        raise refused(name, name, error, BulletinSettings) from None
