"""The gate loop that the five phase flows share: look, judge, ask, publish, deliver, then wait without a process.

A suspended run starts from the top when it is resumed, so everything before the suspension only reads the ledger or says what the
desk ignores when it is said twice. Whether the phase may end is never decided here: the run looks at what people have decided.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from prefect import get_run_logger
from prefect.client.schemas import State
from prefect.flow_runs import suspend_flow_run
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.bootstrap import shared_office
from playbooks.model.asking import unasked
from playbooks.model.commands import Actor, ActorKind, Command, EnterPhase, Via
from playbooks.model.errors import OutsideError
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from tasks.adapters.office import Office
from tasks.adapters.published import shown_by_run
from tasks.adapters.sources.collecting import due
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.adapters.sources.watching import to_watch
from tasks.collect_evidence import collect_evidence
from tasks.judge_gate import judge_gate
from tasks.notify import notify
from tasks.publish import publish
from tasks.reconcile import reconcile
from tasks.record import record
from tasks.request_sign_off import request_sign_off
from tasks.watch_migration import watch_migration

OwnWork = Callable[[Office, str], object]

#: A run that is woken while it works looks again instead of waiting; this often at most, then it waits all the same.
LOOKS = 20


def work_phase(phase: PhaseKey, rollout: str, *, own_work: OwnWork) -> State[Any]:
    """Work on a phase until it is closed; between looks the run is suspended and costs nothing."""
    office = shared_office()
    actor = Actor(key=flow_run.get_id() or "", kind=ActorKind.RUN, via=Via.FLOW)
    for _ in range(LOOKS):
        refusal = _enter(office, rollout, actor, phase=phase)
        if refusal is not None:
            return _ended(office, refusal)
        state = office.rollout(rollout)
        if _finished(state, phase):
            return _closed(office, state, phase)
        if state.status is RolloutStatus.RUNNING:
            own_work(office, rollout)
            look(office, rollout, actor, phase=phase)
        if not office.rollout(rollout).phases[phase].wake_due:
            break
    notify(office)
    # A key that fired once would let the run fall through to its end (Prefect 3.8.8), hence a new one each time.
    suspend_flow_run(key=uuid4().hex)
    raise OutsideError("Prefect did not suspend the run; the sweep starts another one.")


def look(office: Office, rollout: str, actor: Actor, *, phase: PhaseKey) -> None:
    """Collect, judge, ask and publish once, each as task runs of its own."""
    gather(office, office.rollout(rollout), actor)
    _judge(office, office.rollout(rollout), actor, phase=phase)
    _ask(office, office.rollout(rollout), actor, phase=phase)
    publish(office, rollout, phase=phase)


def gather(office: Office, state: Rollout, actor: Actor) -> None:
    """Look at every source of the open phase that may say something new, each in a task run of its own.

    Whether signed data have drifted is asked first: once they are compared anew, what was signed is no longer on record.
    """
    for one in to_watch(office, state):
        watch_migration(office, state.key, actor, due=one)
    for source in due(office, office.rollout(state.key)):
        if isinstance(source, ReconciliationSource):
            reconcile(office, state.key, actor, source=source)
        else:
            collect_evidence(office, state.key, actor, source=source)


def _judge(office: Office, state: Rollout, actor: Actor, *, phase: PhaseKey) -> None:
    """Judge every gate; a gate about which there is nothing new to say needs no task run to say it."""
    now = office.clock.now()
    with shown_by_run(home=office.home, rollout=state.key) as shown:
        for gate in state.plan(phase).gates:
            verdict = gate.judge(state.facts, now).model_dump_json()
            if shown.is_news(f"gate:{gate.key}", verdict):
                title = gate.title.to(office.language)
                judge_gate(office, state.key, actor, gate=gate.key, title=title, return_state=True)
                shown.note(f"gate:{gate.key}", verdict)


def _ask(office: Office, state: Rollout, actor: Actor, *, phase: PhaseKey) -> None:
    """Ask for sign-offs that are still missing and have something to show."""
    for gate in unasked(state, phase, office.clock.now()):
        title = gate.title.to(office.language)
        request_sign_off(office, state.key, actor, gate=gate.key, title=title)


def _enter(office: Office, rollout: str, actor: Actor, *, phase: PhaseKey) -> Refusal | None:
    command: Command = EnterPhase(phase=phase)
    answer = record(office, rollout, actor, command=command)
    return answer if isinstance(answer, Refusal) else None


def _finished(state: Rollout, phase: PhaseKey) -> bool:
    return state.phases[phase].status is not PhaseStatus.OPEN or state.status.over


def _ended(office: Office, refusal: Refusal) -> State[Any]:
    reason = refusal.reason.to(office.language)
    get_run_logger().warning("%s", reason)
    notify(office)
    return Completed(name="Nothing to do", message=reason)


def _closed(office: Office, state: Rollout, phase: PhaseKey) -> State[Any]:
    """Publish the phase's last word; the outbox starts the next phase's run."""
    publish(office, state.key, phase=phase)
    notify(office)
    decision = state.phases[phase].decision
    reason = decision.reason if decision else state.status.label.to(office.language)
    return Completed(message=f"{phase.label.to(office.language)}: {reason}")
