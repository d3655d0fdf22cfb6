"""Phase 4, trial run (验证): try it with real work: acceptance test, reconciliation, KPIs against their baseline."""

from typing import Any

from prefect import flow
from prefect.client.schemas import State

from flows.forms import RolloutKey
from flows.phase import work_phase
from playbooks.model.phase import PhaseKey
from tasks.track_trial import track_trial


@flow(name="validation", flow_run_name="{rollout} 4 验证 Trial run", persist_result=False)
def validation(rollout: RolloutKey) -> State[Any]:
    """第 4 阶段 验证：试运行、UAT、数据对账、KPI 跟踪。

    本运行在关卡处等待，等待期间不占用进程；
    决定请用 phasegate、门户或 Slack 作出。

    Phase 4, trial run: try it with real work: acceptance test, reconciliation, KPIs against their baseline.
    The run waits at its gates without a process; people decide with phasegate, on the portal or in Slack.
    Pressing Resume here changes nothing.
    """
    return work_phase(PhaseKey.VALIDATION, rollout, own_work=track_trial)
