"""Phase 1, initiation (立项): rank the pain points, hold the goals against SMART, compare the vendors, fill the team."""

from typing import Any

from prefect import flow
from prefect.client.schemas import State

from flows.forms import RolloutKey
from flows.phase import work_phase
from playbooks.model.phase import PhaseKey
from tasks.diagnose import diagnose


@flow(name="initiation", flow_run_name="{rollout} 1 立项 Initiation", persist_result=False)
def initiation(rollout: RolloutKey) -> State[Any]:
    """第 1 阶段 立项：痛点诊断与排序、SMART 目标、选型评分、团队。

    本运行在关卡处等待，等待期间不占用进程；
    决定请用 phasegate、门户或 Slack 作出。

    Phase 1, initiation: rank the pain points, hold the goals against SMART, compare the vendors, fill the team.
    The run waits at its gates without a process; people decide with phasegate, on the portal or in Slack.
    Pressing Resume here changes nothing.
    """
    return work_phase(PhaseKey.INITIATION, rollout, own_work=diagnose)
