"""A rollout in which nobody does anything in time: a gate climbs its chain, a request is closed, the calendar changes."""

from datetime import date, timedelta

from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate


def neglected() -> Play:
    """Return the rollout after two weeks."""
    late = document_gate("late", deadline="1bd", escalation=["pmo", {"role": "sponsor", "after": "4bh"}])
    signed = sign_off_gate("signed", "paper", deadline="1bd", on_timeout="reject")
    play = played(playbook_with(document_gate("paper"), late, signed))
    play.record("paper", document())
    play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM)
    end = play.clock.now() + timedelta(days=14)
    while play.clock.now() < end:
        play.clock.forward(hours=3)
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    off = Calendar(holidays=frozenset({date(2026, 4, 6)}))
    play.granted(c.ReviseCalendar(calendar=off), by="attend", kind=c.ActorKind.SYSTEM)
    return play
