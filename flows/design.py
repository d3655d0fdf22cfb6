"""Phase 2, design (设计): take the inventory of the source data, dispose of the gaps, plan waves and the cutover window."""

from typing import Any

from prefect import flow
from prefect.client.schemas import State

from flows.forms import RolloutKey
from flows.phase import work_phase
from playbooks.model.phase import PhaseKey
from tasks.take_inventory import take_inventory


@flow(name="design", flow_run_name="{rollout} 2 设计 Design", persist_result=False)
def design(rollout: RolloutKey) -> State[Any]:
    """第 2 阶段 设计：盘点源数据、流程与差异、批次与切换窗口。

    本运行在关卡处等待，等待期间不占用进程；
    决定请用 phasegate、门户或 Slack 作出。

    Phase 2, design: take the inventory of the source data, dispose of the gaps, plan waves and the cutover window.
    The run waits at its gates without a process; people decide with phasegate, on the portal or in Slack.
    Pressing Resume here changes nothing.
    """
    return work_phase(PhaseKey.DESIGN, rollout, own_work=take_inventory)
