"""What somebody tried through a link that decides nothing any more: refused at the desk, and so on record.

A link leaves one entry at most for each way in which it is of no use: whoever tries again adds nothing. The same
decision sent twice is no attempt at another one.
"""

from uuid import NAMESPACE_URL, uuid5

from flows.entrypoints.portal.form import Form
from flows.entrypoints.portal.visit import LinkState, Visit
from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.commands import Actor, Command, Via
from playbooks.model.errors import InputError
from playbooks.model.frozen import Key
from tasks.adapters.decision_offer import Choice
from tasks.adapters.office import Office

#: The digest of nothing that was ever shown: what is bound to it is refused, whoever wishes it.
UNSEEN = "0" * 64
NOTHING_SAID = "–"
#: As many entries as one decision leaves, and more.
_ENTRIES = 60
_TOLD: dict[Choice, type[e.Event]] = {
    Choice.APPROVE: e.SignOffGiven,
    Choice.REJECT: e.SignOffRejected,
    Choice.GRANT_WAIVER: e.WaiverGranted,
    Choice.DECLINE_WAIVER: e.WaiverDeclined,
    Choice.CONFIRM_OVERRIDE: e.GateOverridden,
    Choice.DECLINE_OVERRIDE: e.OverrideDeclined,
}


def attempted(office: Office, seen: Visit, form: Form) -> None:
    """Put on record that a decision was tried through a link that takes none, if it was one."""
    choice = next((choice for choice in Choice if choice == form.choice), None)
    # Of a turn that was refused, the refusal is on record.
    if choice is None or seen.state is LinkState.REFUSED or _decided_by_it(office, seen, choice):
        return
    try:
        office.submit(seen.rollout.key, _actor(seen), _bare(seen, choice), request=_request(seen))
    except InputError:
        if office.store.answered(_request(seen)) is None:
            raise  # else another decision was tried before, and stands for all of them


def _decided_by_it(office: Office, seen: Visit, choice: Choice) -> bool:
    """Tell whether this is what the link has decided already."""
    if seen.receipt is None:
        return False
    rows = office.store.entries(rollout=seen.rollout.key, since_seq=seen.receipt.seq, limit=_ENTRIES)
    events = [row.event for row in rows if row.id.split(".")[0] == rows[0].id]
    told = _TOLD.get(choice)
    if told is not None:
        return any(isinstance(event, told) for event in events)
    return any(isinstance(event, e.PhaseGateDecided) and event.decision == choice.value for event in events)


def _bare(seen: Visit, choice: Choice) -> Command:
    """Return the wish behind a choice without anything that was filled in: bound to nothing, it never comes true."""
    if seen.asked.gate is None:
        decisions = {decision.value: decision for decision in c.PhaseDecision}
        decision = decisions.get(choice.value, c.PhaseDecision.HOLD)
        return c.DecidePhaseGate(phase=seen.asked.phase, decision=decision, reason=NOTHING_SAID, seen=UNSEEN)
    return _on_gate(seen.invitation.about, choice)


def _on_gate(gate: Key, choice: Choice) -> Command:
    match choice:
        case Choice.GRANT_WAIVER:
            return c.GrantWaiver(gate=gate, reason=NOTHING_SAID, seen=UNSEEN)
        case Choice.DECLINE_WAIVER:
            return c.DeclineWaiver(gate=gate, reason=NOTHING_SAID, seen=UNSEEN)
        case Choice.CONFIRM_OVERRIDE:
            return c.OverrideGate(gate=gate, reason=NOTHING_SAID, seen=UNSEEN)
        case Choice.DECLINE_OVERRIDE:
            return c.DeclineOverride(gate=gate, reason=NOTHING_SAID, seen=UNSEEN)
        case Choice.REJECT:
            return c.RejectSignOff(gate=gate, seen=UNSEEN, reason=NOTHING_SAID)
        case _:
            return c.GiveSignOff(gate=gate, seen=UNSEEN)


def _request(seen: Visit) -> str:
    turn = seen.invitation.turn if seen.state in (LinkState.STALE, LinkState.OPEN) else "any"
    return str(uuid5(NAMESPACE_URL, f"phasegate:{seen.invitation.id}/{seen.state.name}/{turn}"))


def _actor(seen: Visit) -> Actor:
    """Return who tried; the session says through which link, and how it stood."""
    link = f"link:{seen.invitation.id[:16]}"
    session = link if seen.state is LinkState.OPEN else f"{link}:{seen.state.name.lower()}"
    return Actor(key=seen.person.key, via=Via.PORTAL, session=session)
