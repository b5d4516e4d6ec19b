"""The list of projects' problems (问题清单): what its columns are called.

A row is one problem of one project: of which kind, who settles it by when, and when it was struck off (销号).
"""

from __future__ import annotations

from shouguan.ingest.readers.registers.cells import PROJECT_CODE
from shouguan.ingest.readers.registers.records import Field, Register, words

PROBLEMS = Register(
    kind="problems",
    fields=(
        PROJECT_CODE,
        Field(
            "project_name",
            words("项目名称 项目名 工程名称 建设项目名称 涉及项目"),
            "text",
            required=True,
            zh="项目名称",
            en="project name",
        ),
        Field(
            "problem",
            words("问题 存在问题 问题描述 具体问题 存在的问题 问题内容 需协调问题 需协调事项"),
            "text",
            required=True,
            zh="问题",
            en="problem",
        ),
        Field(
            "category",
            words("类别 问题类别 问题类型 问题分类 要素类别"),
            "text",
            required=True,
            zh="类别",
            en="kind of problem",
        ),
        Field(
            "responsible",
            words("责任单位 牵头单位 责任部门 主管部门 解决单位 牵头解决单位"),
            "text",
            required=True,
            zh="责任单位",
            en="unit in charge",
        ),
        Field("person", words("责任人 负责人 包联领导 责任领导"), "text", zh="责任人", en="person in charge"),
        Field(
            "raised_on",
            words("提出时间 提出日期 登记时间 登记日期 梳理时间 列入时间"),
            "date",
            zh="提出时间",
            en="raised on",
        ),
        Field(
            "deadline",
            words("时限 完成时限 解决时限 办结时限 整改时限 完成时间 计划解决时间"),
            "date",
            required=True,
            zh="时限",
            en="deadline",
        ),
        Field("progress", words("进展 进展情况 办理进展 解决进展 办理情况"), "text", zh="进展", en="progress"),
        Field(
            "closed_on",
            words("销号日期 销号时间 办结时间 解决时间 办结日期"),
            "date",
            zh="销号日期",
            en="struck off on",
        ),
    ),
    key=("project_code", "project_name"),
    within=("problem",),
)
"""Problems of projects: kind, who settles it, by when, and since when it is settled."""
