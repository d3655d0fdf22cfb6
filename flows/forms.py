"""The fields of the forms that PMOs fill in when they trigger a flow in the Prefect UI."""

from typing import Annotated

from pydantic import Field

RolloutKey = Annotated[
    str,
    Field(
        title="项目 Rollout",
        description="项目的编号，如 crm-2026。The key of the rollout, such as crm-2026.",
        pattern=r"^[a-z0-9][a-z0-9_.\-]{0,79}$",
        examples=["crm-2026"],
    ),
]
PlaybookName = Annotated[
    str,
    Field(
        title="剧本 Playbook",
        description="要导入的系统：crm、erp 等。The system to introduce: crm, erp, ...",
        pattern=r"^[a-z0-9][a-z0-9_.\-]{0,79}$",
        examples=["crm"],
    ),
]
PersonKey = Annotated[
    str,
    Field(
        title="发起人 Started by",
        description="组织文件中的人员编号，须担任 PMO 或发起人角色。A person of the organisation file who is PMO or sponsor.",
        examples=["xu.wen"],
    ),
]
