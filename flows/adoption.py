"""Phase 3, roll-out and training (推广): train by tiers, bring on super users, name the user of the month."""

from typing import Any

from prefect import flow
from prefect.client.schemas import State

from flows.forms import RolloutKey
from flows.phase import work_phase
from playbooks.model.phase import PhaseKey
from tasks.plan_training import plan_training


@flow(name="adoption", flow_run_name="{rollout} 3 推广 Roll-out and training", persist_result=False)
def adoption(rollout: RolloutKey) -> State[Any]:
    """第 3 阶段 推广：分层培训、超级用户、月度最佳用户。

    本运行在关卡处等待，等待期间不占用进程；
    决定请用 phasegate、门户或 Slack 作出。

    Phase 3, roll-out and training: train by tiers, bring on super users, name the user of the month.
    The run waits at its gates without a process; people decide with phasegate, on the portal or in Slack.
    Pressing Resume here changes nothing.
    """
    return work_phase(PhaseKey.ADOPTION, rollout, own_work=plan_training)
