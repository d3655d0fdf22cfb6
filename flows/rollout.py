"""Start a rollout from the Prefect UI; the same start as `phasegate start`, through the same desk."""

from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas import State
from prefect.states import Completed, Failed

from flows.bootstrap import shared_office
from flows.forms import PersonKey, PlaybookName, RolloutKey
from playbooks.model.commands import Actor, Via
from playbooks.model.refusal import Refusal
from tasks.adapters.organisation import starting
from tasks.notify import notify
from tasks.record import record


@flow(name="rollout", flow_run_name="start {rollout}", persist_result=False)
def rollout(rollout: RolloutKey, playbook: PlaybookName, started_by: PersonKey) -> State[Any]:
    """启动一个项目：锁定剧本版本与团队，并启动第一阶段“立项”。前置系统须已上线，或列入组织文件的 systems_in_use。

    Start a rollout: pin the playbook and the team, and start the run of its first phase. What the system stands on must
    have been introduced, or be listed under `systems_in_use` of the organisation file.
    """
    office = shared_office()
    command = starting(office, playbook)
    actor = Actor(key=started_by, via=Via.FLOW, session="prefect")
    answer = record(office, rollout, actor, command=command)
    notify(office)
    if isinstance(answer, Refusal):
        reason = answer.reason.to(office.language)
        get_run_logger().error("%s", reason)
        return Failed(message=reason)
    return Completed(message=f"{command.title.to(office.language)}: #{answer.seq}")
