"""What has changed at a gate since the same person last saw it, or since others were last asked: recorded facts alone.

- The newest look that shows other evidence than there is now is the one to compare with; where the evidence is
  the same, the look before the present one.
- Whoever has not been asked before is told what changed since the round before.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from playbooks.model.frozen import Frozen, Instant, Key
from playbooks.model.gates.gate import GateRule
from playbooks.model.look import GateStanding, Glimpse, Look
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Outcome

#: The present look and the one before it.
KEPT = 2


class EvidenceChanged(Frozen):
    """A piece of evidence is another one than it was, is new, or is gone."""

    kind: Literal["evidence"] = "evidence"
    key: str
    before: Glimpse | None
    after: Glimpse | None


class VerdictChanged(Frozen):
    """The gate says something else."""

    kind: Literal["verdict"] = "verdict"
    before: Outcome
    after: Outcome


class SignOffLost(Frozen):
    """Somebody's sign-off has lapsed, and has not been given again."""

    kind: Literal["sign_off"] = "sign_off"
    person: Key


class GateTurned(Frozen):
    """A gate of the phase stands otherwise than it did."""

    kind: Literal["gate"] = "gate"
    gate: Key
    before: GateStanding
    after: GateStanding


Change = EvidenceChanged | VerdictChanged | SignOffLost | GateTurned


class Changes(Frozen):
    """What has changed since a moment; `own` tells that the person was asked, or had signed, at that time."""

    since: Instant
    own: bool
    items: tuple[Change, ...]


def looked(rollout: Rollout, gate: str, *, people: tuple[str, ...], at: datetime) -> Rollout:
    """Return the rollout with a look at a gate remembered; only the last two are."""
    rule, verdict = rollout.playbook.gate(gate), rollout.verdict(gate)
    keys = rule.evidence_keys if rule else ()
    look = Look(
        at=at,
        people=people,
        outcome=verdict.outcome if verdict else None,
        evidence=glimpses(rollout, keys),
    )
    looks = (*rollout.looks.get(gate, ()), look)[-KEPT:]
    return rollout.model_copy(update={"looks": {**rollout.looks, gate: looks}})


def lapsed(rollout: Rollout, gate: str, *, person: str) -> Rollout:
    """Return the rollout in which the newest look at a gate knows that somebody's sign-off has lapsed since."""
    *earlier, newest = rollout.looks.get(gate, (None,))
    if newest is None:
        return rollout
    told = newest.model_copy(update={"lapsed": (*newest.lapsed, person)})
    return rollout.model_copy(update={"looks": {**rollout.looks, gate: (*earlier, told)}})


def changes(rollout: Rollout, gate: GateRule, *, person: str, now: datetime) -> Changes | None:
    """Return what this person has to be told about a gate; None where nobody was asked before, or nothing changed."""
    looks = rollout.looks.get(gate.key, ())
    present = glimpses(rollout, gate.evidence_keys)
    other = [look for look in looks if digests(look.evidence) != digests(present)]
    before = other[-1] if other else (looks[0] if len(looks) == KEPT else None)
    if before is None:
        return None
    items = tuple(_items(rollout, gate, before, present=present, now=now))
    own = person in (*before.people, *before.lapsed)
    return Changes(since=before.at, own=own, items=items) if items else None


def _items(
    rollout: Rollout, gate: GateRule, before: Look, *, present: dict[str, Glimpse], now: datetime
) -> Iterator[Change]:
    for key in gate.evidence_keys:
        was, is_now = before.evidence.get(key), present.get(key)
        if _digest(was) != _digest(is_now):
            yield EvidenceChanged(key=key, before=was, after=is_now)
    outcome = gate.judge(rollout.facts, now).outcome
    if before.outcome not in (None, outcome):
        yield VerdictChanged(before=before.outcome, after=outcome)
    since = [look for look in rollout.looks[gate.key] if look.at >= before.at]
    given = {yes.person for yes in rollout.sign_offs if yes.gate == gate.key}
    for person in dict.fromkeys(person for look in since for person in look.lapsed):
        if person not in given:
            yield SignOffLost(person=person)


def glimpses(rollout: Rollout, keys: tuple[str, ...]) -> dict[str, Glimpse]:
    """Return a glimpse of each of these pieces of evidence that is on record."""
    return {key: Glimpse.of(rollout.evidence[key]) for key in keys if key in rollout.evidence}


def digests(evidence: dict[str, Glimpse]) -> dict[str, str]:
    """Return the digests alone, by which evidence is the same or not."""
    return {key: glimpse.digest for key, glimpse in evidence.items()}


def _digest(glimpse: Glimpse | None) -> str | None:
    return None if glimpse is None else glimpse.digest
