"""Phase 5, maturity (成熟): settle rules and support, and show what the system is worth."""

from typing import Any

from prefect import flow
from prefect.client.schemas import State

from flows.forms import RolloutKey
from flows.phase import work_phase
from playbooks.model.phase import PhaseKey
from tasks.assess_value import assess_value


@flow(name="operation", flow_run_name="{rollout} 5 成熟 Maturity", persist_result=False)
def operation(rollout: RolloutKey) -> State[Any]:
    """第 5 阶段 成熟：制度固化、三级支持、价值评估。

    本运行在关卡处等待，等待期间不占用进程；
    决定请用 phasegate、门户或 Slack 作出。

    Phase 5, maturity: settle rules and support, and show what the system is worth.
    The run waits at its gates without a process; people decide with phasegate, on the portal or in Slack.
    Pressing Resume here changes nothing.
    """
    return work_phase(PhaseKey.OPERATION, rollout, own_work=assess_value)
