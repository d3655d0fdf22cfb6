"""Attend: every few minutes, look after all rollouts.

Signed data that may have drifted, sources that have something new to say, a calendar that was revised, reminders
that are due, deadlines that have passed, waivers and evidence that have expired, phases without a live run,
retrospectives that were missed, and the undelivered outbox. What it does is idempotent: two sweeps at once do no
more than one.
"""

from datetime import timedelta
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas import State
from prefect.states import Completed, Failed

from flows.bootstrap import shared_office
from flows.phase import gather
from flows.retrospective import hold_due
from playbooks.model.commands import Actor, ActorKind, Attend, Via
from playbooks.model.errors import RolloutError
from tasks.adapters.catalogues import spoken
from tasks.adapters.office import Office
from tasks.adapters.organisation import revising
from tasks.notify import notify
from tasks.record import record
from tasks.revive import revive

TIMER = Actor(key="attend", kind=ActorKind.SYSTEM, via=Via.TIMER)
CHECKPOINT_AGE = timedelta(seconds=60)


@flow(name="attend", flow_run_name="look after all rollouts", persist_result=False)
def attend() -> State[Any]:
    """照看所有项目：到期提醒、豁免与证据过期、无人运行的阶段、未送达的消息。

    Look after all rollouts: reminders, expired waivers and evidence, phases without a live run, undelivered messages.
    """
    office = shared_office()
    troubles = [trouble for key in office.store.rollouts() if (trouble := _attend(office, key))]
    hold_due(office)
    office.store.checkpoint_if_older(CHECKPOINT_AGE, office.clock.now())
    office.store.keep_checkpoint()
    delivery = notify(office)
    if troubles:
        return Failed(message="; ".join(troubles))
    return Completed(message=f"{delivery.delivered} delivered, {delivery.waiting} waiting")


def _attend(office: Office, key: str) -> str | None:
    """Look after one rollout; return what went wrong, so that the others are still looked after."""
    try:
        if not office.rollout(key).status.over:
            gather(office, office.rollout(key), TIMER)
            record(office, key, TIMER, command=Attend())
            revive(office, key, TIMER)
            # Last, so that a faulty organisation file keeps nobody from being reminded.
            if (command := revising(office, office.rollout(key))) is not None:
                record(office, key, TIMER, command=command)
    except RolloutError as error:
        trouble = f"{key}: {spoken(error, office.language)}"
        get_run_logger().error("%s", trouble)
        return trouble
    return None
