"""Attend: every few minutes, look after all rollouts.

Signed data that may have drifted, sources that have something new to say, a calendar that was revised, reminders
that are due, deadlines that have passed, waivers and evidence that have expired, phases without a live run,
retrospectives that were missed, once a night whether the ledger verifies, and the undelivered outbox. Whatever goes
wrong with one of these is told, and the others are still looked after. What it does is idempotent: two sweeps at
once do no more than one.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from prefect import flow
from prefect.client.schemas import State
from prefect.states import Completed, Failed

from flows.bootstrap import shared_office
from flows.phase import gather
from flows.retrospective import hold_due
from flows.trouble import troubles
from playbooks.model.commands import Actor, ActorKind, Attend, Via
from playbooks.model.errors import InputError
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.nightly_look import look_by_night
from tasks.adapters.office import Office
from tasks.adapters.organisation import revising
from tasks.notify import notify
from tasks.record import record
from tasks.revive import revive

TIMER = Actor(key="attend", kind=ActorKind.SYSTEM, via=Via.TIMER)
_RETROSPECTIVES = Text(zh="每周回顾", en="retrospectives")
_LEDGER = Text(zh="账本校验", en="ledger")
_CHECKPOINT = Text(zh="检查点", en="checkpoint")
CHECKPOINT_AGE = timedelta(seconds=60)


@flow(name="attend", flow_run_name="look after all rollouts", persist_result=False)
def attend() -> State[Any]:
    """照看所有项目：到期提醒、豁免与证据过期、无人运行的阶段、未送达的消息。

    Look after all rollouts: reminders, expired waivers and evidence, phases without a live run, undelivered messages.
    """
    office = shared_office()
    found = [trouble for key in office.store.rollouts() for trouble in _attend(office, key)]
    found += troubles(office, _RETROSPECTIVES.to(office.language), partial(hold_due, office))
    found += troubles(office, _CHECKPOINT.to(office.language), partial(_checkpoint, office))
    found += troubles(office, _LEDGER.to(office.language), partial(_look_by_night, office))
    delivery = notify(office)
    if found:
        return Failed(message="; ".join(found))
    return Completed(message=f"{delivery.delivered} delivered, {delivery.waiting} waiting")


def _attend(office: Office, key: str) -> list[str]:
    """Look after one rollout: nobody goes without a reminder because a source fails; return what went wrong."""
    works = (_gather, _remind, _revive, _revise)
    return troubles(office, key, *(partial(_while_under_way, office, key, work) for work in works))


def _while_under_way(office: Office, key: str, work: Callable[[Office, Rollout], object]) -> None:
    state = office.rollout(key)
    if not state.status.over:
        work(office, state)


def _gather(office: Office, state: Rollout) -> None:
    gather(office, state, TIMER)


def _remind(office: Office, state: Rollout) -> None:
    record(office, state.key, TIMER, command=Attend())


def _revive(office: Office, state: Rollout) -> None:
    revive(office, state.key, TIMER)


def _revise(office: Office, state: Rollout) -> None:
    if (command := revising(office, state)) is not None:
        record(office, state.key, TIMER, command=command)


def _checkpoint(office: Office) -> None:
    office.store.checkpoint_if_older(CHECKPOINT_AGE, office.clock.now())
    office.store.keep_checkpoint()


def _look_by_night(office: Office) -> None:
    trouble = look_by_night(office)
    if trouble is not None:
        raise InputError(trouble)
