"""The decision at the end of a phase: go, conditional go, hold, recycle to a phase, kill. Each has a reason.

Sending back undoes what was decided on the phases to be done again: sign-offs lapse, waivers and overrides end.
A go needs every gate that must be met passed or waived. A conditional go names, for each gate that is not,
who makes it good by when; those promises become action items. Evidence that is INVALID can be neither waived
nor promised away.
"""

from collections.abc import Iterator
from itertools import chain, count

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.commands import DecidePhaseGate, PhaseDecision, PhaseException
from playbooks.model.lifecycle.cutover import require_thawed
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import Readiness, readiness
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome

#: As long as a key may be.
LONGEST_KEY = 80


def decide_phase_gate(wish: Wish, command: DecidePhaseGate) -> tuple[e.Event, ...]:
    """Record the decision and what follows from it."""
    wish.require_running()
    wish.require_open(command.phase)
    right = wish.require_right(*wish.rollout.plan(command.phase).decided_by)
    _require_fitting(command)
    standing = readiness(wish.rollout, command.phase, wish.now)
    _require_seen(command, standing)
    follow = _FOLLOW[command.decision](wish, command, standing)
    require_thawed(wish, command)
    decided = e.PhaseGateDecided(
        decided_by=wish.actor.key,
        on_behalf_of=None if right == wish.actor.key else right,
        inputs=standing.inputs,
        **command.model_dump(exclude={"kind", "seen"}),
    )
    return (decided, *follow)


def _require_seen(command: DecidePhaseGate, standing: Readiness) -> None:
    """Refuse a decision on something else than what was shown: what you saw is what you decide on."""
    if command.seen is not None and command.seen != standing.inputs:
        raise RefusedError(
            RefusalCode.STALE,
            "您查看之后关卡的依据已变更，请重新查看再作决定",
            "what the gates rest on has changed since you looked; look again before you decide",
            about=command.phase,
        )


def _require_fitting(command: DecidePhaseGate) -> None:
    """Refuse a target or promises beside a decision that has none: on record they would mislead."""
    targeted = command.recycle_to is not None and command.decision is not PhaseDecision.RECYCLE
    promised = command.exceptions and command.decision is not PhaseDecision.CONDITIONAL_GO
    if targeted or promised:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "只有退回才指定退回阶段，只有有条件放行才列出例外",
            "only sending back has a target, and only a conditional go has exceptions",
            about=command.phase,
        )


def _go(wish: Wish, command: DecidePhaseGate, standing: Readiness) -> tuple[e.Event, ...]:
    if standing.unmet:
        raise _not_ready(wish, standing.unmet)
    return _closed(command.phase)


def _conditional_go(wish: Wish, command: DecidePhaseGate, standing: Readiness) -> tuple[e.Event, ...]:
    promised = {exception.gate for exception in command.exceptions}
    left = tuple(gate for gate in standing.unmet if gate not in promised)
    if left or not command.exceptions:
        raise _not_ready(wish, left)
    if len(promised) < len(command.exceptions):
        raise RefusedError(
            RefusalCode.WRONG_INPUT, "同一关卡只能列为一项例外", "a gate can be an exception once only"
        )
    for exception in command.exceptions:
        _require_promisable(wish, exception, standing)
    return (*_promises(wish, command), *_closed(command.phase))


def _hold(wish: Wish, command: DecidePhaseGate, standing: Readiness) -> tuple[e.Event, ...]:  # noqa: ARG001  # one signature
    return ()


def _recycle(wish: Wish, command: DecidePhaseGate, standing: Readiness) -> tuple[e.Event, ...]:  # noqa: ARG001  # one signature
    target = command.recycle_to
    if target is None or target.number > command.phase.number:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "退回须指定当前阶段或更早的阶段",
            "sending back needs a target: this phase or an earlier one",
            about=command.phase,
        )
    because = Text(
        zh=f"项目退回“{target.label.zh}”阶段", en=f"the rollout was sent back to {target.label.en!r}"
    )
    redone = {
        gate.key
        for key in PhaseKey
        if key.number >= target.number
        for gate in wish.rollout.plan(key).every_gate()
    }
    words = dict.fromkeys((word.gate, word.person) for word in wish.rollout.words if word.gate in redone)
    right = wish.require_right(*wish.rollout.plan(command.phase).decided_by)
    return (
        *(e.SignOffLapsed(gate=gate, person=person, because=because) for gate, person in words),
        # Granted for a verdict of the round that is undone, it would pass whatever fails in the next one.
        *(
            e.WaiverRevoked(gate=gate, reason=command.reason, on_behalf_of=wish.behind(right))
            for gate in wish.rollout.waivers
            if gate in redone
        ),
    )


def _kill(wish: Wish, command: DecidePhaseGate, standing: Readiness) -> tuple[e.Event, ...]:  # noqa: ARG001  # one signature
    return (e.RolloutKilled(phase=command.phase, reason=command.reason),)


_FOLLOW = {
    PhaseDecision.GO: _go,
    PhaseDecision.CONDITIONAL_GO: _conditional_go,
    PhaseDecision.HOLD: _hold,
    PhaseDecision.RECYCLE: _recycle,
    PhaseDecision.KILL: _kill,
}


def _closed(phase: PhaseKey) -> tuple[e.Event, ...]:
    closed = e.PhaseClosed(phase=phase)
    return (closed,) if phase.following else (closed, e.RolloutCompleted())


def _not_ready(wish: Wish, unmet: tuple[str, ...]) -> RefusedError:
    gates = [gate for key in unmet if (gate := wish.rollout.playbook.gate(key))]
    zh, en = "、".join(gate.title.zh for gate in gates), ", ".join(gate.title.en for gate in gates)
    if not gates:
        return RefusedError(
            RefusalCode.WRONG_INPUT,
            "有条件放行须列出未达成的关卡、责任人和期限",
            "a conditional go names each gate that is not met, its owner and a date",
        )
    return RefusedError(
        RefusalCode.NOT_READY,
        f"以下关卡尚未达成，不能放行：{zh}",
        f"these gates are not met, so the phase cannot end: {en}",
        about=gates[0].key,
    )


def _require_promisable(wish: Wish, exception: PhaseException, standing: Readiness) -> None:
    gate = wish.rollout.playbook.gate(exception.gate)
    verdict = next((verdict for verdict in standing.verdicts if verdict.gate == exception.gate), None)
    if gate is None or verdict is None or exception.gate not in standing.unmet:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"“{exception.gate}”不是本阶段未达成的关卡",
            f"{exception.gate!r} is not an unmet gate of this phase",
            about=exception.gate,
        )
    wish.require_member(exception.owner)
    if exception.due <= wish.now:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "例外事项的期限须在将来",
            "the date of an exception must lie in the future",
            about=exception.gate,
        )
    if verdict.outcome is Outcome.INVALID or not gate.waivable:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"关卡“{gate.title.zh}”不能作为例外放行：证据无效或属强制控制",
            f"gate {gate.title.en!r} cannot be an exception: the evidence is invalid or it is mandatory",
            about=gate.key,
        )


def _promises(wish: Wish, command: DecidePhaseGate) -> Iterator[e.ActionItemAdded]:
    """Yield an action item for each exception, under a key of its own that no item on the list has."""
    round_, taken = wish.rollout.phases[command.phase].round, set(wish.rollout.actions)
    for exception in command.exceptions:
        wanted = f"{command.phase}.{round_}.{exception.gate}"
        further = (f"{wanted[: LONGEST_KEY - 4]}.{number}" for number in count(2))
        key = next(key for key in chain([wanted[:LONGEST_KEY]], further) if key not in taken)
        taken.add(key)
        yield e.ActionItemAdded(item=_promise(wish, exception, key))


def _promise(wish: Wish, exception: PhaseException, key: str) -> ActionItem:
    return ActionItem(
        key=key,
        title=exception.promise,
        owner=exception.owner,
        due=exception.due,
        added_at=wish.now,
        gate=exception.gate,
    )
