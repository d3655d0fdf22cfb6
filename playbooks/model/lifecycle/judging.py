"""What follows from any change: waivers expire, sign-offs lapse, gates are judged again, the run is woken.

Because every verdict and sign-off carries the digests it rests on, a changed input re-opens the gate by
itself, and only the sign-offs that rested on that very input lapse.
"""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.commands import JudgeGates
from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import bounded, joined
from playbooks.model.lifecycle.fold import fold
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout
from playbooks.model.text import Text


def settle(wish: Wish, *, gate: str | None = None) -> tuple[e.Event, ...]:
    """Return what follows from the facts at this moment; nothing where nothing changed, or all is over."""
    if wish.rollout.status.over:
        return ()
    consequences: list[e.Event] = []
    for step in (_expiries, _lapses):
        found = tuple(step(wish))
        wish = wish.on(fold(wish.rollout, found, wish.now))
        consequences += found
    return (*consequences, *_verdicts(wish, gate))


def judge_gates(wish: Wish, command: JudgeGates) -> tuple[e.Event, ...]:
    """Judge one gate or all gates of an open phase."""
    wish.require_open(command.phase)
    if command.gate is not None:
        wish.require_gate(command.gate)
    return settle(wish, gate=command.gate)


def wake(wish: Wish, before: Rollout) -> tuple[e.Event, ...]:
    """Return the request to wake each waiting run whose phase now holds something to act on, once."""
    asleep = [
        (phase, record.run)
        for phase, record in before.phases.items()
        if record.status is PhaseStatus.OPEN
        and record.run not in (None, wish.actor.key)
        and record.run not in wish.rollout.phases[phase].lost
        and not wish.rollout.phases[phase].wake_due
    ]
    reasons = ((phase, run, _news(before, wish.rollout, phase)) for phase, run in asleep)
    return tuple(
        e.PhaseRunWakeRequested(phase=phase, run=run, because=because)
        for phase, run, because in reasons
        if because is not None
    )


def _news(before: Rollout, after: Rollout, phase: PhaseKey) -> Text | None:
    """Return what the phase's run must act on, or None."""
    if after.status is not before.status:
        return Text(zh=f"项目{after.status.label.zh}", en=f"the rollout is {after.status.label.en}")
    if before.phases[phase].decision != after.phases[phase].decision:
        return Text(zh="阶段关卡已有决定", en="the phase gate was decided")
    changed = [
        gate.title
        for gate in after.plan(phase).gates
        if _outcome(before, gate.key) != _outcome(after, gate.key) and gate.key in after.verdicts
    ]
    if not changed:
        return None
    return bounded(
        "关卡变化：" + "、".join(t.zh for t in changed), "gates changed: " + ", ".join(t.en for t in changed)
    )


def _outcome(rollout: Rollout, gate: str) -> object:
    verdict = rollout.verdicts.get(gate)
    return None if verdict is None else verdict.outcome


def _expiries(wish: Wish) -> Iterator[e.Event]:
    for waiver in wish.rollout.waivers.values():
        if not waiver.standing(wish.now):
            yield e.WaiverExpired(gate=waiver.gate)


def _lapses(wish: Wish) -> Iterator[e.Event]:
    rollout, told = wish.rollout, set[tuple[str, str]]()
    for word in rollout.words:
        if rollout.playbook.phase_of(word.gate) not in rollout.open_phases:
            continue
        present = rollout.facts.digests(tuple(word.rests_on))
        changed = sorted(key for key, digest in word.rests_on.items() if present.get(key) != digest)
        if changed and (word.gate, word.person) not in told:
            told.add((word.gate, word.person))
            because = _because(rollout, changed)
            yield e.SignOffLapsed(gate=word.gate, person=word.person, because=because)


def _because(rollout: Rollout, changed: list[str]) -> Text:
    """Return what changed under a signature, and in which way where the watch has found that out."""
    names = joined(changed)
    payloads = (rollout.evidence[key].payload for key in changed if key in rollout.evidence)
    drift = [one for payload in payloads if isinstance(payload, Reconciliation) for one in payload.drift]
    moved = drift_reason(drift) if drift else None
    zh, en = ("", "") if moved is None else (f"；{moved.zh}", f"; {moved.en}")
    return bounded(
        f"所依据的证据已变更：{names.zh}{zh}", f"the evidence it rested on changed: {names.en}{en}"
    )


def _verdicts(wish: Wish, gate: str | None) -> Iterator[e.Event]:
    facts = wish.rollout.facts
    for phase in wish.rollout.open_phases:
        for rule in wish.rollout.plan(phase).gates:
            if gate is not None and not _holds(rule, gate):
                continue
            verdict = rule.judge(facts, wish.now)
            if verdict != wish.rollout.verdicts.get(rule.key):
                yield e.GateJudged(phase=phase, verdict=verdict)


def _holds(rule: GateRule, gate: str) -> bool:
    """Tell whether this is the gate, or holds it at whatever depth."""
    return rule.key == gate or any(_holds(part, gate) for part in rule.parts)
